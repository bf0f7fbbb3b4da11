//! `object`.

use crate::import::import_from;
use crate::types::dict::merge_mapping;
use taipan_macros::native;
use taipan_runtime::layout::{
    Bytes, Dict, GetSetDescriptor, Instance, List, Module, NativeFunction, Str, Tuple, Type,
};
use taipan_runtime::{Args, CompareOp, Gc, Header, R, Slot, TypeDef, Value, Values, Vm, kinds, type_flags};

/// The definition of `object`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::OBJECT,
    name: "object",
    doc: "object()\n--\n\nThe base of all classes. Called without arguments it makes an object that is good for nothing but being itself.",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    ..TypeDef::DEFAULT
};

/// Computed attributes that classes made by Python code add: `__dict__` and `__weakref__`. No type of its own.
pub static INSTANCE: TypeDef =
    TypeDef { id: kinds::INSTANCE, name: "instance", native: &Added::NATIVE, ..TypeDef::DEFAULT };

/// Rows of [`INSTANCE`]'s table.
pub const DICT_ROW: u16 = taipan_runtime::INSTANCE_DICT_ROW;
/// See [`DICT_ROW`].
pub const WEAKREF_ROW: u16 = 1;

/// Puts `__weakref__` into the namespace of a class whose bases have none.
pub fn show_weakref(vm: &mut Vm, cls: Gc<Type>) {
    let class = vm.class(kinds::GETSET_DESCRIPTOR).address();
    let header = Header::new::<GetSetDescriptor>(class);
    let descriptor =
        vm.heap.alloc(GetSetDescriptor { header, owner: cls, table: kinds::INSTANCE, row: WEAKREF_ROW });
    let name = vm.names().__weakref__;
    cls.dict.get().set_str(vm, name, descriptor.value());
}

struct Added;

#[native]
impl Added {
    /// dictionary for instance variables
    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: Value) -> R {
        if let Some(native) = native_dict(vm, this) {
            return vm.getset_get(native, this);
        }
        match vm.instance_dict_object(this) {
            Some(dict) => Ok(dict),
            None => {
                let name = vm.names().__dict__;
                Err(vm.raise_no_attribute(this, name))
            }
        }
    }

    #[setter("__dict__")]
    fn set_dict(vm: &mut Vm, this: Value, value: Value) -> R<()> {
        if let Some(native) = native_dict(vm, this) {
            let cls = vm.class_of(native.value());
            return match vm.slot_set(cls) {
                Some(set) => set(vm, native.value(), this, value),
                None => Ok(()),
            };
        }
        set_dict(vm, this, value)
    }

    /// list of weak references to the object
    #[getter("__weakref__")]
    fn weakref(vm: &mut Vm, this: Value) -> R {
        if !vm.class_of(this).has_flag(type_flags::WEAKREFABLE) {
            return Err(vm.raise(kinds::ATTRIBUTE_ERROR, "This object has no __weakref__"));
        }
        let found = vm.weakrefs_to(this);
        Ok(found.first().copied().unwrap_or(Value::NONE))
    }
}

/// The attribute `__dict__` of the native type that an object extends, where that has its own view of it: a class of two
/// bases may have found the other base's.
fn native_dict(vm: &mut Vm, this: Value) -> Option<Gc<GetSetDescriptor>> {
    let kind = this.kind()?;
    if !matches!(kind, kinds::TYPE | kinds::MODULE) && !kinds::is_exception(kind) {
        return None;
    }
    let name = vm.names().__dict__;
    let native = vm.class(kind);
    let found = vm.type_lookup(native, name)?.cast::<GetSetDescriptor>()?;
    (found.table != kinds::INSTANCE).then_some(found)
}

/// `obj.__dict__ = value`, checked.
pub fn set_dict(vm: &mut Vm, this: Value, value: Value) -> R<()> {
    if value.is_unbound() {
        // Only what a Python class adds can be taken away.
        if vm.has_dict_field(this) && !this.is_kind(kinds::WEAKREF) {
            return Err(vm.type_error("cannot delete __dict__"));
        }
        let dict = vm.new_dict();
        return vm.set_instance_dict(this, dict);
    }
    vm.set_instance_dict_object(this, value)
}

/// The same for native objects, whose `__dict__` can't be deleted.
pub fn replace_dict(vm: &mut Vm, this: Value, value: Value) -> R<()> {
    if value.is_unbound() {
        return Err(vm.type_error("cannot delete __dict__"));
    }
    set_dict(vm, this, value)
}

/// The hash of an object by its identity.
pub fn identity_hash(this: Value) -> i64 {
    let a = this.address() as u64;
    // The low bits of an address are all alike.
    let h = a.rotate_right(4) as i64;
    if h == -1 { -2 } else { h }
}

fn is_own_slot(cls: Gc<Type>, slot: Slot) -> bool {
    cls.slots[slot as usize].get() == kinds::OBJECT
}

/// `Can't instantiate abstract class ...`
fn raise_abstract(vm: &mut Vm, cls: Gc<Type>) -> R {
    let name = vm.names().__abstractmethods__;
    let methods = vm.get_attr(cls.value(), name)?;
    let sorted = vm.to_list(methods)?;
    let mut names: Vec<String> = Vec::new();
    for i in 0..sorted.len.get() {
        let item = sorted.item(i);
        match vm.as_str(item) {
            Some(s) => names.push(s.to_display()),
            None => {
                let of = vm.type_name(item);
                return Err(vm.type_error(format!("sequence item {i}: expected str instance, {of} found")));
            }
        }
    }
    names.sort();
    let s = if names.len() == 1 { "" } else { "s" };
    Err(vm.type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{s} '{}'",
        cls.name.get().to_display(),
        names.join("', '")
    )))
}

struct Methods;

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        if cls.has_flag(type_flags::NO_NEW) {
            let name = vm.class_type_name(cls);
            return Err(vm.type_error(format!("cannot create '{name}' instances")));
        }
        if !args.pos.is_empty() || args.has_kw() {
            if !is_own_slot(cls, Slot::New) {
                return Err(
                    vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)")
                );
            }
            if is_own_slot(cls, Slot::Init) {
                let name = vm.class_type_name(cls);
                return Err(vm.type_error(format!("{name}() takes no arguments")));
            }
        }
        if cls.has_flag(type_flags::ABSTRACT) {
            return raise_abstract(vm, cls);
        }
        if cls.native.get() != kinds::OBJECT {
            let name = vm.class_type_name(cls);
            return Err(vm.type_error(format!("cannot create '{name}' instances")));
        }
        Ok(vm.new_instance(cls).value())
    }

    fn __init__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R<()> {
        if !args.pos.is_empty() || args.has_kw() {
            let cls = vm.class_of(this);
            if !is_own_slot(cls, Slot::Init) {
                return Err(vm.type_error(
                    "object.__init__() takes exactly one argument (the instance to initialize)",
                ));
            }
            // What nobody can make has no `__new__` that would have refused.
            if is_own_slot(cls, Slot::New) && !cls.has_flag(type_flags::NO_NEW) {
                let name = vm.class_type_name(cls);
                return Err(vm.type_error(format!(
                    "{name}.__init__() takes exactly one argument (the instance to initialize)"
                )));
            }
        }
        Ok(())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        vm.default_repr(this).map(|s| s.value())
    }

    fn __str__(vm: &mut Vm, this: Value) -> R {
        // The very object that `__repr__` gave, so that `str()` can complain about it.
        let cls = vm.class_of(this);
        match vm.slot_repr(cls) {
            Some(f) => f(vm, this),
            None => vm.default_repr(this).map(|s| s.value()),
        }
    }

    fn __hash__(_: &mut Vm, this: Value) -> i64 {
        identity_hash(this)
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        match op {
            CompareOp::Eq if vm.is(this, other) => Ok(Value::TRUE),
            CompareOp::Ne => {
                // The inverse of `__eq__`, whoever defines that.
                let cls = vm.class_of(this);
                let Some(f) = vm.slot_compare(cls) else { return Ok(Value::NOT_IMPLEMENTED) };
                let result = f(vm, this, other, CompareOp::Eq)?;
                if result == Value::NOT_IMPLEMENTED {
                    return Ok(result);
                }
                vm.truth(result).map(|t| Value::bool(!t))
            }
            _ => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        vm.generic_get_attr(this, name)
    }

    fn __setattr__(vm: &mut Vm, this: Value, name: Gc<Str>, value: Value) -> R<()> {
        vm.generic_set_attr(this, name, value)
    }

    /// What pickling of a protocol needs.
    #[sig("($self, protocol, /)")]
    fn __reduce_ex__(vm: &mut Vm, this: Value, protocol: i64) -> R {
        let names = vm.names();
        let object = vm.class(kinds::OBJECT);
        if let Some(method) = vm.get_attr_opt(this, names.__reduce__)? {
            let cls = vm.class_of(this).value();
            let own = vm.get_attr(cls, names.__reduce__)?;
            if Some(own) != vm.type_lookup(object, names.__reduce__) {
                return vm.call(method, &[]);
            }
        }
        reduce(vm, this, protocol)
    }

    /// What pickling of old protocols needs.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        reduce(vm, this, 0)
    }

    /// What is to be pickled of the object.
    #[sig("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Value) -> R {
        state(vm, this, false)
    }

    /// Asked by `issubclass` of abstract base classes; leaves the answer to the usual ways unless it is overridden.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __subclasshook__(_: &mut Vm, cls: Value, object: Value) -> Value {
        let _ = (cls, object);
        Value::NOT_IMPLEMENTED
    }

    /// Called when a class is derived; does nothing unless it is overridden.
    #[classmethod]
    #[sig("($type, /)")]
    fn __init_subclass__(_: &mut Vm, cls: Value) -> R<()> {
        let _ = cls;
        Ok(())
    }

    /// The object as text by a format specification, which must be empty.
    #[sig("($self, format_spec, /)")]
    fn __format__(vm: &mut Vm, this: Value, format_spec: Value) -> R {
        let Some(spec) = vm.as_str(format_spec) else {
            let of = vm.argument_type_name(format_spec);
            return Err(vm.type_error(format!("__format__() argument must be str, not {of}")));
        };
        if spec.n_bytes() > 0 {
            let of = vm.type_name(this);
            return Err(vm.type_error(format!("unsupported format string passed to {of}.__format__")));
        }
        vm.str_value(this)
    }

    /// How many bytes the object takes.
    #[sig("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Value) -> usize {
        if let Some(bytes) = vm.payload::<Bytes>(this) {
            return 33 + bytes.as_slice().len();
        }
        match this.cast::<Instance>() {
            Some(instance) => 24 + 8 * instance.slots().len(),
            None => 16,
        }
    }

    /// The names of the object's attributes.
    #[sig("($self, /)")]
    fn __dir__(vm: &mut Vm, this: Value) -> R {
        let names = vm.names();
        let dict = match vm.get_attr_opt(this, names.__dict__)? {
            Some(d) => match vm.as_dict(d) {
                Some(d) => d.copy(vm),
                None => vm.new_dict(),
            },
            None => vm.new_dict(),
        };
        if let Some(cls) = vm.get_attr_opt(this, names.__class__)? {
            merge_class_dict(vm, dict, cls)?;
        }
        vm.to_list(dict.value()).map(|l| l.value())
    }

    /// The object's class.
    #[getter("__class__")]
    fn class(vm: &mut Vm, this: Value) -> Gc<Type> {
        vm.class_of(this)
    }

    #[setter("__class__")]
    fn set_class(vm: &mut Vm, this: Value, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("can't delete __class__ attribute"));
        }
        let Some(new) = value.cast::<Type>() else {
            let of = vm.type_name(value);
            return Err(vm.type_error(format!("__class__ must be set to a class, not '{of}' object")));
        };
        vm.audit_set(this, "__class__", value)?;
        let old = vm.class_of(this);
        let heap = |cls: Gc<Type>| cls.has_flag(type_flags::HEAP) && !cls.has_flag(type_flags::IMMUTABLE);
        let module = this.cast::<Module>().is_some() && new.native.get() == kinds::MODULE;
        if !module && (!heap(old) || !heap(new)) {
            return Err(vm.type_error(
                "__class__ assignment only supported for mutable types or ModuleType subclasses",
            ));
        }
        if old == new {
            return Ok(());
        }
        if !same_layout(old, new) {
            let text = format!(
                "__class__ assignment: '{}' object layout differs from '{}'",
                vm.class_type_name(new),
                vm.class_type_name(old)
            );
            return Err(vm.type_error(text));
        }
        vm.change_class(this, new)
    }
}

/// Do instances of two classes have the same fields, by the same classes?
pub fn same_layout(a: Gc<Type>, b: Gc<Type>) -> bool {
    let (a, b) = (adding(a), adding(b));
    a == b
        || a.native.get() == b.native.get()
            && a.base.get() == b.base.get()
            && added_flags(a) == added_flags(b)
            && slot_names(a) == slot_names(b)
}

/// What a class may add to its base's layout beside its slots.
fn added_flags(cls: Gc<Type>) -> u32 {
    const LAYOUT: u32 = type_flags::INSTANCE_DICT | type_flags::WEAKREFABLE;
    // Modules have both from the start.
    if cls.native.get() == kinds::MODULE { 0 } else { cls.flags.get() & LAYOUT }
}

fn slot_names(cls: Gc<Type>) -> &'static [Value] {
    cls.slot_names.get().cast::<Tuple>().map_or(&[], |names| names.to_ref().as_slice())
}

/// The nearest class along the bases that adds something to the layout.
fn adding(cls: Gc<Type>) -> Gc<Type> {
    let mut at = cls;
    while let Some(base) = at.base.get().cast::<Type>() {
        if base.native.get() != at.native.get()
            || added_flags(base) != added_flags(at)
            || !slot_names(at).is_empty()
        {
            break;
        }
        at = base;
    }
    at
}

/// The length of what is used as a sequence.
fn sequence_len(vm: &mut Vm, sequence: Value) -> R<usize> {
    // Classes derived from `dict` have a length as sequences do.
    if vm.as_dict(sequence).is_some() && !vm.class_of(sequence).has_flag(type_flags::HEAP) {
        let of = vm.type_name(sequence);
        return Err(vm.type_error(format!("{of} is not a sequence")));
    }
    vm.len(sequence)
}

/// An item of what is used as a sequence.
fn sequence_item(vm: &mut Vm, sequence: Value, i: usize) -> R {
    let cls = vm.class_of(sequence);
    if vm.slot_getitem(cls).is_none() {
        let of = vm.type_name(sequence);
        return Err(vm.type_error(format!("'{of}' object does not support indexing")));
    }
    let i = vm.new_int(i as i64);
    vm.get_item(sequence, i)
}

/// Adds the names in the dicts of a class and its bases, by what the attributes `__dict__` and `__bases__` say.
pub fn merge_class_dict(vm: &mut Vm, dict: Gc<Dict>, cls: Value) -> R<()> {
    let names = vm.names();
    vm.check_stack("")?;
    if let Some(own) = vm.get_attr_opt(cls, names.__dict__)? {
        merge_mapping(vm, dict, own)?;
    }
    let Some(bases) = vm.get_attr_opt(cls, names.__bases__)? else { return Ok(()) };
    if let Some(bases) = bases.cast::<Tuple>().filter(|_| vm.is_exact(bases, kinds::TUPLE)) {
        for &base in bases.to_ref().as_slice() {
            merge_class_dict(vm, dict, base)?;
        }
        return Ok(());
    }
    // A class may say what it likes.
    for i in 0..sequence_len(vm, bases)? {
        let base = sequence_item(vm, bases, i)?;
        merge_class_dict(vm, dict, base)?;
    }
    Ok(())
}

fn reduce(vm: &mut Vm, this: Value, protocol: i64) -> R {
    if protocol >= 2 {
        return reduce_new(vm, this);
    }
    let f = import_from(vm, "copyreg", "_reduce_ex")?;
    let protocol = vm.new_int(protocol);
    vm.call(f, &[this, protocol])
}

/// Arguments for `__new__` from `__getnewargs_ex__` or `__getnewargs__`: positional ones and keywords.
fn new_args(vm: &mut Vm, this: Value) -> R<(Option<Gc<Tuple>>, Option<Gc<Dict>>)> {
    let names = vm.names();
    if let Some(f) = vm.lookup_special(this, names.__getnewargs_ex__)? {
        let result = vm.call(f, &[])?;
        let Some(pair) = vm.as_tuple(result) else {
            let of = vm.type_name(result);
            return Err(vm.type_error(format!("__getnewargs_ex__ should return a tuple, not '{of}'")));
        };
        let &[args, kwargs] = pair.to_ref().as_slice() else {
            let n = pair.len();
            return Err(
                vm.value_error(format!("__getnewargs_ex__ should return a tuple of length 2, not {n}"))
            );
        };
        let Some(args) = vm.as_tuple(args) else {
            let of = vm.type_name(args);
            return Err(vm.type_error(format!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{of}'"
            )));
        };
        let Some(kwargs) = vm.as_dict(kwargs) else {
            let of = vm.type_name(kwargs);
            return Err(vm.type_error(format!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{of}'"
            )));
        };
        return Ok((Some(args), Some(kwargs)));
    }
    if let Some(f) = vm.lookup_special(this, names.__getnewargs__)? {
        let result = vm.call(f, &[])?;
        return match vm.as_tuple(result) {
            Some(args) => Ok((Some(args), None)),
            None => {
                let of = vm.type_name(result);
                Err(vm.type_error(format!("__getnewargs__ should return a tuple, not '{of}'")))
            }
        };
    }
    Ok((None, None))
}

/// Pickling by `copyreg.__newobj__` (PEP 307).
fn reduce_new(vm: &mut Vm, this: Value) -> R {
    let cls = vm.class_of(this);
    let native = cls.native.get();
    if native != kinds::OBJECT
        && native != kinds::NONE_TYPE
        && vm.slot_new(cls).is_none_or(|_| is_own_slot(cls, Slot::New))
    {
        let of = vm.class_type_name(cls);
        return Err(vm.type_error(format!("cannot pickle '{of}' object")));
    }
    let (args, kwargs) = new_args(vm, this)?;
    let is_list = vm.payload::<List>(this).is_some();
    let is_dict = vm.payload::<Dict>(this).is_some();
    let required = args.is_none() && !is_list && !is_dict;
    let names = vm.names();
    let state_of = vm.get_attr(this, names.__getstate__)?;
    let plain = {
        // What `getattr` finds counts: a `super` object finds the state of the object that it stands for.
        let object = vm.class(kinds::OBJECT);
        let default = vm.type_lookup(object, names.__getstate__).and_then(|own| own.cast::<NativeFunction>());
        let found = state_of.cast::<NativeFunction>();
        found.zip(default).is_some_and(|(found, default)| {
            found.receiver == this && (found.table, found.row) == (default.table, default.row)
        })
    };
    let kwargs = kwargs.filter(|k| k.len.get() > 0);
    let (newobj, newargs) = match (kwargs, args) {
        (None, args) => {
            let newobj = import_from(vm, "copyreg", "__newobj__")?;
            let mut all = Values::new();
            all.push(&mut vm.heap, cls.value());
            if let Some(args) = args {
                all.extend(&mut vm.heap, args.to_ref().as_slice());
            }
            (newobj, vm.new_tuple(&all))
        }
        (Some(kwargs), args) => {
            let newobj = import_from(vm, "copyreg", "__newobj_ex__")?;
            let args = args.unwrap_or(vm.empty_tuple);
            (newobj, vm.new_tuple(&[cls.value(), args.value(), kwargs.value()]))
        }
    };
    let state = if plain { state(vm, this, required)? } else { vm.call(state_of, &[])? };
    let list_items = if is_list { vm.iter(this)? } else { Value::NONE };
    let dict_items = if is_dict {
        let items = vm.call_method(this, names.items, &[])?;
        vm.iter(items)?
    } else {
        Value::NONE
    };
    Ok(vm.new_tuple(&[newobj, newargs.value(), state, list_items, dict_items]).value())
}

/// What `__getstate__` gives.
pub fn pickled_state(vm: &mut Vm, this: Value) -> R {
    let name = vm.names().__getstate__;
    vm.call_method(this, name, &[])
}

/// The names of all slots, which `copyreg` finds and leaves in the class; None where there can't be any.
fn slot_names_of(vm: &mut Vm, cls: Gc<Type>) -> R {
    if !cls.has_flag(type_flags::HEAP) {
        return Ok(Value::NONE);
    }
    let known = vm.intern("__slotnames__");
    if let Some(found) = vm.class_dict(cls).get_str(vm, known).filter(|found| !found.is_none()) {
        return Ok(found);
    }
    let find = import_from(vm, "copyreg", "_slotnames")?;
    vm.call(find, &[cls.value()])
}

/// The default `__getstate__`; `required`: nothing else would save what a native layout holds.
fn state(vm: &mut Vm, this: Value, required: bool) -> R {
    let cls = vm.class_of(this);
    if required && super::type_::item_size(cls) != 0 {
        let of = vm.class_type_name(cls);
        return Err(vm.type_error(format!("cannot pickle {of} objects")));
    }
    let mut result = Value::NONE;
    if let Some(dict) = vm.instance_dict(this).filter(|dict| dict.len.get() > 0) {
        result = dict.value();
    }
    let found = slot_names_of(vm, cls)?;
    if required && !matches!(cls.native.get(), kinds::OBJECT | kinds::NONE_TYPE) {
        let of = vm.class_type_name(cls);
        return Err(vm.type_error(format!("cannot pickle '{of}' object")));
    }
    let Some(found) = vm.as_list(found) else { return Ok(result) };
    if found.len.get() == 0 {
        return Ok(result);
    }
    let slots = vm.new_dict();
    for i in 0..found.len.get() {
        let name = found.item(i);
        let Some(text) = vm.as_str(name) else { continue };
        if let Some(value) = vm.get_attr_opt(this, text)? {
            slots.set_item(vm, name, value)?;
        }
    }
    if slots.len.get() > 0 {
        return Ok(vm.new_tuple(&[result, slots.value()]).value());
    }
    Ok(result)
}
