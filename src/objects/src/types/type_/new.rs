//! `type.__new__`: a class from its name, bases and namespace (data model 3.3.3).

use super::has_dict;
use crate::types::exceptions::add_note;
use crate::types::object::{DICT_ROW, WEAKREF_ROW};
use taipan_runtime::layout::{Cell, Dict, Exception, Function, GetSetDescriptor, Str, Tuple, Type};
use taipan_runtime::{Args, Gc, Header, R, Value, Values, Vm, kinds, type_flags};
use taipan_text::Wtf8;
use taipan_text::properties::text_is_identifier;

/// The most derived metaclass of a class with these bases.
pub fn calculate_metaclass(vm: &mut Vm, meta: Gc<Type>, bases: Gc<Tuple>) -> R<Gc<Type>> {
    let mut winner = meta;
    for &base in bases.to_ref().as_slice() {
        let of = vm.class_of(base);
        if vm.is_subtype(winner, of) {
            continue;
        }
        if vm.is_subtype(of, winner) {
            winner = of;
            continue;
        }
        return Err(vm.type_error(
            "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
        ));
    }
    Ok(winner)
}

pub(super) fn new(vm: &mut Vm, meta: Gc<Type>, args: &Args<'_>) -> R {
    let &[name, bases, namespace] = args.pos else {
        let n = args.pos.len();
        return Err(vm.type_error(format!("type.__new__() takes exactly 3 arguments ({n} given)")));
    };
    let wrong = |vm: &mut Vm, i: u32, want: &str, got: Value| {
        let of = vm.argument_type_name(got);
        vm.type_error(format!("type.__new__() argument {i} must be {want}, not {of}"))
    };
    let Some(name) = vm.as_str(name) else { return Err(wrong(vm, 1, "str", name)) };
    let Some(bases) = vm.as_tuple(bases) else { return Err(wrong(vm, 2, "tuple", bases)) };
    if vm.as_dict(namespace).is_none() {
        return Err(wrong(vm, 3, "dict", namespace));
    }
    let names = vm.names();
    for &base in bases.to_ref().as_slice() {
        if base.cast::<Type>().is_none() && vm.get_attr_opt(base, names.__mro_entries__)?.is_some() {
            return Err(vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
        }
    }
    let winner = calculate_metaclass(vm, meta, bases)?;
    if winner != meta {
        let own = vm.slot_table(kinds::TYPE).slot_new;
        if let Some(f) = vm.slot_new(winner)
            && own.is_none_or(|own| own as usize != f as usize)
        {
            return f(vm, winner, args);
        }
    }
    let bases = if bases.is_empty() {
        let object = vm.class(kinds::OBJECT).value();
        vm.new_tuple(&[object])
    } else {
        // A tuple subclass's instance would do, but nobody may see it.
        bases
    };
    if name.as_bytes().contains(&0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    check_text(vm, name.value())?;
    let cls = make(vm, winner, name, bases, namespace)?;
    finish(vm, cls, args)?;
    Ok(cls.value())
}

/// Names and documentation of classes must be text that has an encoding.
pub(super) fn check_text(vm: &mut Vm, text: Value) -> R<()> {
    if vm.as_str(text).is_some_and(|text| text.as_str().is_none()) {
        crate::codecs::encode_to_bytes(vm, text, None, None)?;
    }
    Ok(())
}

/// A copy of a namespace whose string keys are interned.
fn copy_namespace(vm: &mut Vm, name: Gc<Str>, given: Value) -> R<Gc<Dict>> {
    let namespace = match given.cast::<Dict>() {
        Some(dict) => dict,
        None => {
            // A subclass says itself what its items are.
            let dict = vm.new_dict();
            crate::types::dict::merge_mapping(vm, dict, given)?;
            dict
        }
    };
    let dict = vm.new_dict_sized(namespace.len.get() + 2);
    let mut at = 0;
    let mut odd_keys = false;
    while let Some((i, key, value)) = namespace.next_entry(at) {
        match vm.as_str(key) {
            Some(key) => {
                let key = vm.intern_str(key);
                dict.set_str(vm, key, value);
            }
            None => {
                dict.set_item(vm, key, value)?;
                odd_keys = true;
            }
        }
        at = i + 1;
    }
    if odd_keys {
        let name = name.to_display();
        vm.warn(kinds::RUNTIME_WARNING, &format!("non-string key in the __dict__ of class {name}"))?;
    }
    Ok(dict)
}

fn make(vm: &mut Vm, meta: Gc<Type>, name: Gc<Str>, bases: Gc<Tuple>, namespace: Value) -> R<Gc<Type>> {
    let names = vm.names();
    let base = vm.best_base(bases)?;
    let dict = copy_namespace(vm, name, namespace)?;
    let may_add_dict = !has_dict(vm, base) && base.native.get() != kinds::TYPE;
    let may_add_weakref = !base.has_flag(type_flags::WEAKREFABLE)
        && !matches!(base.native.get(), kinds::INT | kinds::TUPLE | kinds::BYTES | kinds::TYPE);
    let declared = match dict.get_str(vm, names.__slots__) {
        Some(declared) => Some(slot_names(vm, declared, name, base, dict, may_add_dict, may_add_weakref)?),
        None => None,
    };
    let (slots, add_dict, add_weakref) = match &declared {
        Some(declared) => {
            // What the class does not declare, another base may bring.
            let brings = |flag: u32| {
                bases
                    .to_ref()
                    .as_slice()
                    .iter()
                    .filter_map(|b| b.cast::<Type>())
                    .any(|b| b != base && b.has_flag(flag))
            };
            let dict = declared.dict || may_add_dict && brings(type_flags::INSTANCE_DICT);
            let weakref = declared.weakref || may_add_weakref && brings(type_flags::WEAKREFABLE);
            (Some(declared.names.as_slice()), dict, weakref)
        }
        None => (None, may_add_dict, may_add_weakref),
    };
    // What leaves the namespace, or has to be of a type.
    let qualname = match dict.get_str(vm, names.__qualname__) {
        Some(q) => match vm.as_str(q) {
            Some(q) => q,
            None => {
                let of = vm.type_name(q);
                return Err(vm.type_error(format!("type __qualname__ must be a str, not {of}")));
            }
        },
        None => name,
    };
    dict.pop_str(vm, names.__qualname__);
    let classcell = dict.pop_str(vm, names.__classcell__);
    let classdictcell = dict.pop_str(vm, names.__classdictcell__);
    for (cell, what) in [(classcell, "__classcell__"), (classdictcell, "__classdictcell__")] {
        if let Some(cell) = cell
            && cell.cast::<Cell>().is_none()
        {
            let of = vm.class_of(cell).value();
            let of = vm.repr(of)?.to_display();
            return Err(vm.type_error(format!("{what} must be a nonlocal cell, not {of}")));
        }
    }
    if dict.get_str(vm, names.__module__).is_none()
        && let Some(module) = caller_module(vm)
    {
        dict.set_str(vm, names.__module__, module);
    }
    for (name, class_method) in
        [(names.__new__, false), (names.__init_subclass__, true), (names.__class_getitem__, true)]
    {
        if let Some(f) = dict.get_str(vm, name)
            && f.cast::<Function>().is_some()
        {
            let wrapped =
                if class_method { crate::types::classmethod::new(vm, f) } else { vm.new_static_method(f) };
            dict.set_str(vm, name, wrapped);
        }
    }
    let n_static = dict
        .get_str(vm, names.__static_attributes__)
        .and_then(|v| vm.as_tuple(v))
        .map_or(0, |t| t.len().min(48));
    let cls = vm.new_class(meta, name, bases, dict, slots, add_dict, add_weakref)?;
    cls.qualname.set(cls, qualname);
    if n_static > 0 && cls.has_flag(type_flags::INSTANCE_DICT) {
        let n = cls.n_fixed.get() + n_static as u16;
        cls.n_inline.set(cls.n_inline.get().max(n));
    }
    let getset = vm.class(kinds::GETSET_DESCRIPTOR).address();
    for (wanted, name, row) in
        [(add_dict, names.__dict__, DICT_ROW), (add_weakref, names.__weakref__, WEAKREF_ROW)]
    {
        if wanted && dict.get_str(vm, name).is_none() {
            let header = Header::new::<GetSetDescriptor>(getset);
            let descriptor =
                vm.heap.alloc(GetSetDescriptor { header, owner: cls, table: kinds::INSTANCE, row });
            dict.set_str(vm, name, descriptor.value());
        }
    }
    match dict.get_str(vm, names.__doc__) {
        Some(doc) => check_text(vm, doc)?,
        None => dict.set_str(vm, names.__doc__, Value::NONE),
    }
    if dict.get_str(vm, names.__hash__).is_none() && dict.get_str(vm, names.__eq__).is_some() {
        dict.set_str(vm, names.__hash__, Value::NONE);
    }
    if let Some(cell) = classcell.and_then(|c| c.cast::<Cell>()) {
        cell.value.set(cell, cls.value());
    }
    if let Some(cell) = classdictcell.and_then(|c| c.cast::<Cell>()) {
        cell.value.set(cell, dict.value());
    }
    Ok(cls)
}

/// `__name__` of the module whose code makes the class.
pub fn caller_module(vm: &mut Vm) -> Option<Value> {
    let frame = (vm.hooks.frame_at)(vm, 0)?;
    let name = vm.names().__name__;
    frame.function.globals.get().get_str(vm, name)
}

/// What a `__slots__` declares.
struct Declared {
    names: Values,
    dict: bool,
    weakref: bool,
}

fn slot_names(
    vm: &mut Vm,
    declared: Value,
    class_name: Gc<Str>,
    base: Gc<Type>,
    dict: Gc<Dict>,
    may_add_dict: bool,
    may_add_weakref: bool,
) -> R<Declared> {
    let names = vm.names();
    let items =
        if vm.as_str(declared).is_some() { vm.new_tuple(&[declared]) } else { vm.to_tuple(declared)? };
    if !items.is_empty()
        && matches!(base.native.get(), kinds::INT | kinds::TUPLE | kinds::BYTES | kinds::TYPE)
    {
        let of = base.name.get().to_display();
        return Err(vm.type_error(format!("nonempty __slots__ not supported for subtype of '{of}'")));
    }
    let mut result = Declared { names: Values::new(), dict: false, weakref: false };
    let mut texts: Vec<(Vec<u8>, usize)> = Vec::new();
    let mut found = Values::new();
    for &item in items.to_ref().as_slice() {
        let Some(text) = vm.as_str(item) else {
            let of = vm.type_name(item);
            return Err(vm.type_error(format!("__slots__ items must be strings, not '{of}'")));
        };
        if !is_identifier(text) {
            return Err(vm.type_error("__slots__ must be identifiers"));
        }
        if text.as_bytes() == b"__dict__" {
            if !may_add_dict || result.dict {
                return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
            }
            result.dict = true;
            continue;
        }
        if text.as_bytes() == b"__weakref__" {
            if !may_add_weakref || result.weakref {
                return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
            }
            result.weakref = true;
            continue;
        }
        let mangled = mangle(vm, class_name, text);
        // `__qualname__` and `__classcell__` leave the namespace, so they can't conflict.
        if dict.get_str(vm, mangled).is_some()
            && mangled != names.__qualname__
            && mangled != names.__classcell__
            && mangled != names.__classdictcell__
        {
            let shown = vm.repr(mangled.value())?.to_display();
            return Err(vm.value_error(format!("{shown} in __slots__ conflicts with class variable")));
        }
        let bytes = mangled.as_bytes().to_vec();
        if texts.iter().all(|(t, _)| *t != bytes) {
            texts.push((bytes, found.len()));
            found.push(&mut vm.heap, mangled.value());
        }
    }
    texts.sort();
    for (_, i) in texts {
        let name = found[i];
        result.names.push(&mut vm.heap, name);
    }
    Ok(result)
}

/// Is the text a name in Python's sense (keywords included)?
pub fn is_identifier(s: Gc<Str>) -> bool {
    text_is_identifier(Wtf8::new(s.to_ref().as_bytes()))
}

/// A private name as it is spelt outside of its class.
pub fn mangle(vm: &mut Vm, class_name: Gc<Str>, name: Gc<Str>) -> Gc<Str> {
    let text = name.as_bytes();
    if !text.starts_with(b"__") || text.ends_with(b"__") || text.contains(&b'.') {
        return vm.intern_str(name);
    }
    let class = class_name.to_ref().as_bytes();
    let Some(start) = class.iter().position(|&b| b != b'_') else { return vm.intern_str(name) };
    let mut mangled = vec![b'_'];
    mangled.extend_from_slice(&class[start..]);
    mangled.extend_from_slice(text);
    vm.intern_bytes(&mangled)
}

/// The MRO of a class: by its metaclass's `mro()` where that is overridden.
pub fn mro_of(vm: &mut Vm, cls: Gc<Type>) -> R<Gc<Tuple>> {
    let names = vm.names();
    let meta = vm.class_of(cls.value());
    let type_class = vm.class(kinds::TYPE);
    if meta == type_class {
        return vm.compute_mro(cls);
    }
    let own = vm.type_lookup(meta, names.mro);
    if own == vm.type_lookup(type_class, names.mro) {
        return vm.compute_mro(cls);
    }
    let Some(method) = vm.lookup_special(cls.value(), names.mro)? else { return vm.compute_mro(cls) };
    let result = vm.call(method, &[])?;
    let mro = vm.to_tuple(result)?;
    if mro.is_empty() {
        return Err(vm.type_error("type MRO must not be empty"));
    }
    for &c in mro.to_ref().as_slice() {
        let Some(c) = c.cast::<Type>() else {
            let of = vm.type_name(c);
            return Err(vm.type_error(format!("mro() returned a non-class ('{of}')")));
        };
        if c != cls && c.native.get() != kinds::OBJECT && c.native.get() != cls.native.get() {
            let name = c.name.get().to_display();
            return Err(vm.type_error(format!("mro() returned base with unsuitable layout ('{name}')")));
        }
        if c != cls {
            // It need not be a base, whose changes a class is told of.
            vm.add_follower(c, cls);
        }
    }
    Ok(mro)
}

fn finish(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<()> {
    let mro = mro_of(vm, cls)?;
    vm.set_first_mro(cls, mro);
    vm.fill_slots(cls);
    set_names(vm, cls)?;
    init_subclass(vm, cls, args)
}

/// `__set_name__` of the values in the namespace.
fn set_names(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
    let names = vm.names();
    let mut todo: Option<Values> = None;
    let dict = cls.dict.get();
    let mut at = 0;
    while let Some((i, key, value)) = dict.next_entry(at) {
        at = i + 1;
        // Most values are functions, which have none.
        if value.cast::<Function>().is_some() {
            continue;
        }
        let of = vm.class_of(value);
        if vm.type_lookup(of, names.__set_name__).is_some() {
            let list = todo.get_or_insert_default();
            list.push(&mut vm.heap, key);
            list.push(&mut vm.heap, value);
        }
    }
    let Some(todo) = todo else { return Ok(()) };
    for pair in todo.as_slice().chunks_exact(2) {
        let (key, value) = (pair[0], pair[1]);
        let Some(f) = vm.lookup_special(value, names.__set_name__)? else { continue };
        if let Err(raised) = vm.call(f, &[cls.value(), key]) {
            let exc = vm.take_exception();
            let (of, name) = (vm.type_name(value), cls.name.get().to_display());
            let key = vm.repr(key).map_or_else(|_| String::new(), |k| k.to_display());
            let note = format!("Error calling __set_name__ on '{of}' instance {key} in '{name}'");
            if let Some(exc) = exc.cast::<Exception>() {
                add_note(vm, exc, &note);
            }
            vm.reraise(exc);
            return Err(raised);
        }
    }
    Ok(())
}

/// `super(cls, cls).__init_subclass__(**kwargs)`
fn init_subclass(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<()> {
    let names = vm.names();
    if !cls.mro_slice().contains(&cls.value()) {
        let name = cls.name.get().to_display();
        let text =
            format!("super(type, obj): obj (type {name}) is not an instance or subtype of type ({name}).");
        return Err(vm.type_error(text));
    }
    for i in 1..cls.mro_slice().len() {
        let Some(base) = cls.mro_slice()[i].cast::<Type>() else { continue };
        let dict = vm.class_dict(base);
        let Some(found) = dict.get_str(vm, names.__init_subclass__) else { continue };
        // `object`'s does nothing.
        if vm.class_made(kinds::OBJECT) == Some(base) && !args.has_kw() {
            return Ok(());
        }
        let of = vm.class_of(found);
        let bound = match vm.slot_get(of) {
            Some(get) => get(vm, found, Value::UNBOUND, cls.value())?,
            None => found,
        };
        vm.call_args(bound, &Args { pos: &[], ..*args })?;
        return Ok(());
    }
    Ok(())
}
