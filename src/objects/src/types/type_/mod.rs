//! `type`: what classes do. How a class is made is in `new`, what `__bases__ = ...` does in `bases`.

mod annotations;
mod bases;
mod new;

use super::mappingproxy;
use super::object::merge_class_dict;
use super::union;
use crate::checks::{is_instance_plain, is_subclass_plain};
use taipan_macros::native;
use taipan_runtime::layout::{Str, Tuple, Type};
use taipan_runtime::slots::split_signature;
use taipan_runtime::{Args, Gc, LayoutInfo, R, Slot, TypeDef, Value, Values, Vm, kinds, type_flags};

pub use new::calculate_metaclass;

/// The definition of `type`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::TYPE,
    name: "type",
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    more: &[&annotations::Methods::NATIVE],
    layout: Some(LayoutInfo::of::<Type>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// Checks that a class attribute may be changed.
fn check_mutable(vm: &mut Vm, cls: Gc<Type>, name: &str, value: Value) -> R<()> {
    if cls.has_flag(type_flags::IMMUTABLE) {
        let of = vm.class_type_name(cls);
        return Err(vm.type_error(format!("cannot set '{name}' attribute of immutable type '{of}'")));
    }
    if value.is_unbound() {
        let of = vm.class_type_name(cls);
        return Err(vm.type_error(format!("cannot delete '{name}' attribute of immutable type '{of}'")));
    }
    vm.audit_set(cls.value(), name, value)
}

/// What one item more adds to an object's size in CPython; 0 where all objects are of one size.
pub fn item_size(cls: Gc<Type>) -> i32 {
    match cls.native.get() {
        kinds::INT => 4,
        kinds::TUPLE | kinds::MEMORYVIEW => 8,
        kinds::BYTES => 1,
        kinds::TYPE => 40,
        _ => 0,
    }
}

#[native]
impl Methods {
    #[name("type")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        new::new(vm, cls, args)
    }

    fn __init__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R<()> {
        let _ = this;
        if args.has_kw() && args.pos.len() == 1 {
            return Err(vm.type_error("type.__init__() takes no keyword arguments"));
        }
        if args.pos.len() != 1 && args.pos.len() != 3 {
            return Err(vm.type_error("type.__init__() takes 1 or 3 arguments"));
        }
        Ok(())
    }

    fn __call__(vm: &mut Vm, this: Gc<Type>, args: &Args<'_>) -> R {
        call(vm, this, args)
    }

    fn __repr__(vm: &mut Vm, this: Gc<Type>) -> String {
        format!("<class '{}'>", vm.repr_class_name(this))
    }

    fn __getattribute__(vm: &mut Vm, this: Gc<Type>, name: Gc<Str>) -> R {
        vm.type_get_attr(this, name)
    }

    fn __setattr__(vm: &mut Vm, this: Gc<Type>, name: Gc<Str>, value: Value) -> R<()> {
        if this.has_flag(type_flags::IMMUTABLE) {
            let text = format!(
                "cannot set '{}' attribute of immutable type '{}'",
                name.to_display(),
                vm.class_type_name(this)
            );
            return Err(vm.type_error(text));
        }
        let meta = vm.class_of(this.value());
        if let Some(descriptor) = vm.type_lookup(meta, name) {
            let dcls = vm.class_of(descriptor);
            if let Some(set) = vm.slot_set(dcls) {
                return set(vm, descriptor, this.value(), value);
            }
        }
        vm.set_class_attr(this, name, value)
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        union::or(vm, lhs, rhs)
    }

    /// The order in which the class and its bases are looked through.
    #[sig("($self, /)")]
    fn mro(vm: &mut Vm, this: Gc<Type>) -> R {
        let mro = vm.compute_mro(this)?;
        vm.to_list(mro.value()).map(|l| l.value())
    }

    /// The direct subclasses, oldest first.
    #[sig("($self, /)")]
    fn __subclasses__(vm: &mut Vm, this: Gc<Type>) -> Values {
        // No name leads to this one, so it may not have been made yet.
        vm.class(kinds::INCOMPLETE_INPUT_ERROR);
        vm.subclasses(this)
    }

    /// A namespace for the body of a class statement.
    #[classmethod]
    #[sig("($cls, /, *args, **kwargs)")]
    #[shown("($cls, name, bases, /, **kwds)")]
    fn __prepare__(vm: &mut Vm, cls: Value, args: Value, kwargs: Value) -> Value {
        let _ = (cls, args, kwargs);
        vm.new_dict().value()
    }

    /// Is an object an instance?
    #[sig("($self, instance, /)")]
    fn __instancecheck__(vm: &mut Vm, this: Value, instance: Value) -> R<bool> {
        is_instance_plain(vm, instance, this)
    }

    /// Is a class a subclass?
    #[sig("($self, subclass, /)")]
    fn __subclasscheck__(vm: &mut Vm, this: Value, subclass: Value) -> R<bool> {
        is_subclass_plain(vm, subclass, this)
    }

    /// The names of the class's attributes.
    #[sig("($self, /)")]
    fn __dir__(vm: &mut Vm, this: Value) -> R {
        let dict = vm.new_dict();
        merge_class_dict(vm, dict, this)?;
        vm.to_list(dict.value()).map(|l| l.value())
    }

    /// How many bytes the class takes.
    #[sig("($self, /)")]
    fn __sizeof__(_: &mut Vm, this: Gc<Type>) -> usize {
        let _ = this;
        size_of::<Type>()
    }

    #[member("__basicsize__")]
    fn basicsize(_: &mut Vm, this: Gc<Type>) -> usize {
        let native = match this.native.get() {
            kinds::OBJECT => 16,
            kinds::INT | kinds::TUPLE | kinds::BYTES => 24,
            kinds::TYPE => 936,
            _ => 48,
        };
        native + 8 * this.n_fixed.get() as usize
    }

    #[member("__itemsize__")]
    fn itemsize(_: &mut Vm, this: Gc<Type>) -> i32 {
        item_size(this)
    }

    #[member("__flags__")]
    fn flags(vm: &mut Vm, this: Gc<Type>) -> i64 {
        cpython_flags(vm, this)
    }

    #[member("__weakrefoffset__")]
    fn weakrefoffset(_: &mut Vm, this: Gc<Type>) -> i32 {
        if this.has_flag(type_flags::WEAKREFABLE) { -1 } else { 0 }
    }

    #[member("__base__")]
    fn base(_: &mut Vm, this: Gc<Type>) -> Value {
        this.base.get().bound().unwrap_or(Value::NONE)
    }

    #[member("__dictoffset__")]
    fn dictoffset(vm: &mut Vm, this: Gc<Type>) -> i32 {
        if has_dict(vm, this) { -1 } else { 0 }
    }

    #[getter("__name__")]
    fn name(_: &mut Vm, this: Gc<Type>) -> Gc<Str> {
        this.name.get()
    }

    #[setter("__name__")]
    fn set_name(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        check_mutable(vm, this, "__name__", value)?;
        let Some(text) = vm.as_str(value) else {
            let (of, got) = (this.name.get().to_display(), vm.type_name(value));
            return Err(vm.type_error(format!("can only assign string to {of}.__name__, not '{got}'")));
        };
        if text.as_bytes().contains(&0) {
            return Err(vm.value_error("type name must not contain null characters"));
        }
        new::check_text(vm, value)?;
        let text = vm.intern_str(text);
        this.name.set(this, text);
        vm.class_changed(this);
        Ok(())
    }

    #[getter("__qualname__")]
    fn qualname(_: &mut Vm, this: Gc<Type>) -> Gc<Str> {
        this.qualname.get()
    }

    #[setter("__qualname__")]
    fn set_qualname(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        check_mutable(vm, this, "__qualname__", value)?;
        let Some(text) = vm.as_str(value) else {
            let (of, got) = (this.name.get().to_display(), vm.type_name(value));
            return Err(vm.type_error(format!("can only assign string to {of}.__qualname__, not '{got}'")));
        };
        this.qualname.set(this, text);
        Ok(())
    }

    #[getter("__bases__")]
    fn bases(_: &mut Vm, this: Gc<Type>) -> Gc<Tuple> {
        this.bases.get()
    }

    #[setter("__bases__")]
    fn set_bases(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        check_mutable(vm, this, "__bases__", value)?;
        bases::assign(vm, this, value)
    }

    #[getter("__mro__")]
    fn get_mro(_: &mut Vm, this: Gc<Type>) -> Value {
        this.mro.get().bound().unwrap_or(Value::NONE)
    }

    #[getter("__module__")]
    fn module(vm: &mut Vm, this: Gc<Type>) -> R {
        match vm.class_module(this) {
            Some(module) => Ok(module),
            None => {
                let name = vm.names().__module__;
                Err(vm.raise_attribute_error(this.value(), name, "__module__".to_owned()))
            }
        }
    }

    #[setter("__module__")]
    fn set_module(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        check_mutable(vm, this, "__module__", value)?;
        let names = vm.names();
        let dict = vm.class_dict(this);
        dict.set_str(vm, names.__module__, value);
        dict.pop_str(vm, names.__firstlineno__);
        vm.class_changed(this);
        Ok(())
    }

    #[getter("__abstractmethods__")]
    fn abstractmethods(vm: &mut Vm, this: Gc<Type>) -> R {
        let name = vm.names().__abstractmethods__;
        if this != vm.class(kinds::TYPE) {
            let dict = vm.class_dict(this);
            if let Some(found) = dict.get_str(vm, name) {
                return Ok(found);
            }
        }
        Err(vm.raise_attribute_error(this.value(), name, "__abstractmethods__".to_owned()))
    }

    #[setter("__abstractmethods__")]
    fn set_abstractmethods(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        let name = vm.names().__abstractmethods__;
        let dict = vm.class_dict(this);
        let abstract_ = if value.is_unbound() {
            if dict.pop_str(vm, name).is_none() {
                return Err(vm.raise_attribute_error(this.value(), name, "__abstractmethods__".to_owned()));
            }
            false
        } else {
            let truth = vm.truth(value)?;
            dict.set_str(vm, name, value);
            truth
        };
        if abstract_ {
            this.set_flag(type_flags::ABSTRACT);
        } else {
            this.clear_flag(type_flags::ABSTRACT);
        }
        vm.class_changed(this);
        Ok(())
    }

    #[getter("__dict__")]
    fn dict(vm: &mut Vm, this: Gc<Type>) -> Value {
        let dict = vm.class_dict(this);
        mappingproxy::new(vm, dict.value())
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: Gc<Type>) -> R {
        if !this.has_flag(type_flags::HEAP) {
            let kind = vm.native_kind_of(this);
            let doc = vm.type_def(kind).map_or("", |d| split_signature(d.doc).1);
            if !doc.is_empty() {
                return Ok(vm.new_str(doc).value());
            }
        }
        let names = vm.names();
        let dict = vm.class_dict(this);
        match dict.get_str(vm, names.__doc__) {
            Some(doc) => {
                let cls = vm.class_of(doc);
                match vm.slot_get(cls) {
                    Some(get) => get(vm, doc, Value::UNBOUND, this.value()),
                    None => Ok(doc),
                }
            }
            None => Ok(Value::NONE),
        }
    }

    #[setter("__doc__")]
    fn set_doc(vm: &mut Vm, this: Gc<Type>, value: Value) -> R<()> {
        check_mutable(vm, this, "__doc__", value)?;
        let names = vm.names();
        vm.set_class_attr(this, names.__doc__, value)
    }

    #[getter("__text_signature__")]
    fn text_signature(vm: &mut Vm, this: Gc<Type>) -> Value {
        if this.has_flag(type_flags::HEAP) {
            // A docstring may begin as those of native classes do.
            let (dict, names) = (vm.class_dict(this), vm.names());
            let doc =
                dict.get_str(vm, names.__doc__).and_then(|doc| vm.as_str(doc)).map(|doc| doc.to_display());
            let name = this.name.get().to_display();
            let text = doc
                .as_deref()
                .filter(|doc| doc.strip_prefix(&*name).is_some_and(|rest| rest.starts_with('(')));
            return match text.and_then(|doc| split_signature(doc).0) {
                Some(text) => vm.new_str(text).value(),
                None => Value::NONE,
            };
        }
        let kind = vm.native_kind_of(this);
        match vm.type_def(kind).and_then(|d| split_signature(d.doc).0) {
            Some(text) => vm.new_str(text).value(),
            None => Value::NONE,
        }
    }
}

/// Do instances of the class have a `__dict__`?
pub fn has_dict(vm: &Vm, cls: Gc<Type>) -> bool {
    cls.has_flag(type_flags::INSTANCE_DICT)
        || cls.has_flag(type_flags::EXCEPTION_SUBCLASS)
        || cls.native.get() == kinds::MODULE
        || cls.has_flag(type_flags::TYPE_SUBCLASS)
        || (!cls.has_flag(type_flags::PAYLOAD | type_flags::NO_DICT)
            && vm.type_def(cls.native.get()).is_some_and(|d| d.dict_offset.is_some()))
}

/// `cls(*args, **kwargs)`
pub fn call(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
    if vm.class_made(kinds::TYPE) == Some(cls) {
        if let (&[obj], false) = (args.pos, args.has_kw()) {
            return Ok(vm.class_of(obj).value());
        }
        if args.pos.len() == 1 {
            return Err(vm.type_error("type() takes no keyword arguments"));
        }
        if args.pos.len() != 3 {
            return Err(vm.type_error("type() takes 1 or 3 arguments"));
        }
    }
    if let (&[arg], false) = (args.pos, args.has_kw()) {
        if vm.class_made(kinds::INT) == Some(cls) {
            return crate::types::int::from_object(vm, arg);
        }
        if vm.class_made(kinds::STR) == Some(cls) {
            return vm.str_value(arg);
        }
        if vm.class_made(kinds::BOOL) == Some(cls) {
            return vm.truth(arg).map(Value::bool);
        }
    }
    let new = match vm.slot_new(cls) {
        Some(new) if !cls.has_flag(type_flags::NO_NEW) => new,
        _ => {
            let name = vm.class_type_name(cls);
            return Err(vm.type_error(format!("cannot create '{name}' instances")));
        }
    };
    let obj = new(vm, cls, args)?;
    let made = vm.class_of(obj);
    if made != cls && !vm.is_subtype(made, cls) {
        return Ok(obj);
    }
    // `object.__init__` has nothing to do where nothing is given, or where `__new__` took it.
    let nothing_left =
        args.pos.is_empty() && !args.has_kw() || made.slots[Slot::New as usize].get() != kinds::OBJECT;
    let plain = made.slots[Slot::Init as usize].get() == kinds::OBJECT && nothing_left;
    if !plain && let Some(init) = vm.slot_init(made) {
        init(vm, obj, args)?;
    }
    Ok(obj)
}

/// `__flags__`, with the bits that CPython's `Py_TPFLAGS_*` give to what Python code can ask for.
fn cpython_flags(vm: &mut Vm, cls: Gc<Type>) -> i64 {
    let mut flags: i64 = 1 << 12 | 1 << 14 | 1 << 18;
    for (own, bit) in [
        (type_flags::SEQUENCE, 5),
        (type_flags::MAPPING, 6),
        (type_flags::NO_NEW, 7),
        (type_flags::IMMUTABLE, 8),
        (type_flags::HEAP, 9),
        (type_flags::BASETYPE, 10),
        (type_flags::ABSTRACT, 20),
        (type_flags::MATCH_SELF, 22),
        (type_flags::EXCEPTION_SUBCLASS, 30),
        (type_flags::TYPE_SUBCLASS, 31),
        (type_flags::INSTANCE_DICT, 4),
        (type_flags::WEAKREFABLE, 3),
    ] {
        if cls.has_flag(own) {
            flags |= 1 << bit;
        }
    }
    if cls.has_flag(type_flags::HEAP) {
        // Made while the program runs, and fixed as one that is not.
        if cls.has_flag(type_flags::IMMUTABLE) {
            flags &= !(1 << 9);
        }
    } else {
        let kind = vm.native_kind_of(cls);
        if vm.type_def(kind).is_some_and(TypeDef::is_made_by_module) {
            flags |= 1 << 9;
        }
    }
    for (kind, bit) in [
        (kinds::INT, 24),
        (kinds::LIST, 25),
        (kinds::TUPLE, 26),
        (kinds::BYTES, 27),
        (kinds::STR, 28),
        (kinds::DICT, 29),
    ] {
        if vm.is_subtype_of(cls, kind) {
            flags |= 1 << bit;
        }
    }
    if matches!(cls.native.get(), kinds::FUNCTION | kinds::METHOD_DESCRIPTOR | kinds::SLOT_WRAPPER)
        || cls.has_flag(type_flags::METHOD_DESCRIPTOR)
    {
        flags |= 1 << 17;
    }
    flags
}
