//! Native functions and what classes hold of them: method, class-method, slot, computed-attribute and member descriptors.

use taipan_macros::native;
use taipan_runtime::layout::{
    GetSetDescriptor, MemberDescriptor, MethodWrapper, Module, NativeFunction, SlotWrapper, Str, Type,
};
use taipan_runtime::slots::SLOT_DEFS;
use taipan_runtime::{
    Args, Binding, CompareOp, Gc, LayoutInfo, NativeDef, R, TypeDef, Value, Vm, kinds, type_flags,
};

/// UNBOUND as Python's None.
pub fn or_none(value: Value) -> Value {
    value.bound().unwrap_or(Value::NONE)
}

macro_rules! definition {
    ($name:ident, $kind:ident, $text:literal, $layout:ty, $methods:ident, $flags:expr) => {
        #[doc = concat!("The definition of `", $text, "`.")]
        pub static $name: TypeDef = TypeDef {
            id: kinds::$kind,
            name: $text,
            flags: type_flags::NO_NEW | $flags,
            native: &$methods::NATIVE,
            layout: Some(LayoutInfo::of::<$layout>()),
            ..TypeDef::DEFAULT
        };
    };
}
definition!(
    FUNCTION,
    NATIVE_FUNCTION,
    "builtin_function_or_method",
    NativeFunction,
    NativeFunctions,
    type_flags::WEAKREFABLE
);
definition!(
    METHOD,
    METHOD_DESCRIPTOR,
    "method_descriptor",
    NativeFunction,
    MethodDescriptors,
    type_flags::METHOD_DESCRIPTOR
);
definition!(
    CLASSMETHOD,
    CLASSMETHOD_DESCRIPTOR,
    "classmethod_descriptor",
    NativeFunction,
    ClassMethodDescriptors,
    0
);
definition!(
    WRAPPER,
    SLOT_WRAPPER,
    "wrapper_descriptor",
    SlotWrapper,
    SlotWrappers,
    type_flags::METHOD_DESCRIPTOR
);
definition!(BOUND_WRAPPER, METHOD_WRAPPER, "method-wrapper", MethodWrapper, MethodWrappers, 0);
definition!(GETSET, GETSET_DESCRIPTOR, "getset_descriptor", GetSetDescriptor, GetSets, 0);
definition!(MEMBER, MEMBER_DESCRIPTOR, "member_descriptor", MemberDescriptor, Members, 0);

fn def_of(vm: &Vm, f: Gc<NativeFunction>) -> &'static NativeDef {
    vm.def_of(f)
}

/// The signature as `__text_signature__` shows it, or None.
fn signature(vm: &mut Vm, text: &str) -> Value {
    if text.is_empty() { Value::NONE } else { vm.new_str(text).value() }
}

fn doc(vm: &mut Vm, text: &str) -> Value {
    if text.is_empty() { Value::NONE } else { vm.new_str(text).value() }
}

fn class_qualname(vm: &mut Vm, owner: Value, name: &str) -> Value {
    let owner = owner.cast::<Type>().map(|t| t.qualname.get().to_display());
    let text = match owner {
        Some(owner) => format!("{owner}.{name}"),
        None => name.to_owned(),
    };
    vm.new_str(&text).value()
}

/// `(getattr, (owner, name))`
fn reduce_by_getattr(vm: &mut Vm, owner: Value, name: &str) -> R {
    let getattr = super::builtin(vm, "getattr")?;
    let name = vm.new_str(name).value();
    let args = vm.new_tuple(&[owner, name]).value();
    Ok(vm.new_tuple(&[getattr, args]).value())
}

struct NativeFunctions;

#[native]
impl NativeFunctions {
    fn __call__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R {
        vm.call_args(this, args)
    }

    fn __repr__(vm: &mut Vm, this: Gc<NativeFunction>) -> String {
        let name = def_of(vm, this).name;
        let receiver = this.receiver;
        if receiver.is_unbound() || receiver.cast::<Module>().is_some() {
            return format!("<built-in function {name}>");
        }
        format!("<built-in method {name} of {} object at {:#x}>", vm.type_name(receiver), vm_id(receiver))
    }

    fn __hash__(vm: &mut Vm, this: Gc<NativeFunction>) -> i64 {
        let _ = vm;
        (this.receiver.bits() >> 4) as i64 ^ i64::from(this.table) << 20 ^ i64::from(this.row)
    }

    fn __richcmp__(_: &mut Vm, this: Gc<NativeFunction>, other: Value, op: CompareOp) -> R {
        let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<NativeFunction>(), op) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let same = this.header.kind() == other.header.kind()
            && (this.table, this.row) == (other.table, other.row)
            && this.receiver == other.receiver;
        Ok(Value::bool(same == (op == CompareOp::Eq)))
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<NativeFunction>) -> R {
        let name = def_of(vm, this).name;
        let receiver = this.receiver;
        if receiver.is_unbound() || receiver.cast::<Module>().is_some() {
            return Ok(vm.new_str(name).value());
        }
        reduce_by_getattr(vm, receiver, name)
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: Gc<NativeFunction>) -> Value {
        let text = def_of(vm, this).doc;
        doc(vm, text)
    }

    #[getter("__name__")]
    fn name(vm: &mut Vm, this: Gc<NativeFunction>) -> &'static str {
        def_of(vm, this).name
    }

    #[getter("__qualname__")]
    fn qualname(vm: &mut Vm, this: Gc<NativeFunction>) -> Value {
        let name = def_of(vm, this).name;
        let receiver = this.receiver;
        if receiver.is_unbound() {
            return class_qualname(vm, this.owner, name);
        }
        if receiver.cast::<Module>().is_some() {
            return vm.new_str(name).value();
        }
        let cls = match receiver.cast::<Type>() {
            Some(cls) => cls,
            None => vm.class_of(receiver),
        };
        class_qualname(vm, cls.value(), name)
    }

    #[getter("__self__")]
    fn receiver(vm: &mut Vm, this: Gc<NativeFunction>) -> Value {
        // That of a static method is only for pickling.
        let def = def_of(vm, this);
        let is_static = def.binding == Binding::Static && def.name != "__new__";
        if is_static && this.receiver.cast::<Type>().is_some() {
            return Value::NONE;
        }
        or_none(this.receiver)
    }

    #[getter("__text_signature__")]
    fn text_signature(vm: &mut Vm, this: Gc<NativeFunction>) -> Value {
        let text = def_of(vm, this).text_signature;
        let is_of_module = this.receiver.cast::<Module>().is_some();
        match text.strip_prefix('(') {
            Some(")") if is_of_module => signature(vm, "($module, /)"),
            Some(rest) if is_of_module && !rest.starts_with('$') => {
                // The parameter that stands for the module is given by position only.
                let text = match rest.split_once(", /") {
                    Some(_) => format!("($module, {rest}"),
                    None => format!("($module, /, {rest}"),
                };
                signature(vm, &text)
            }
            _ => signature(vm, text),
        }
    }

    #[member("__module__")]
    fn module(vm: &mut Vm, this: Gc<NativeFunction>) -> Value {
        if vm.as_str(this.owner).is_some() { this.owner } else { Value::NONE }
    }
}

fn vm_id(value: Value) -> usize {
    value.address()
}

/// What the descriptors of methods have in common.
macro_rules! method_descriptor {
    ($methods:ident $(, $reduce:item)?) => {
        #[native]
        impl $methods {
            fn __call__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R {
                vm.call_args(this, args)
            }

            fn __repr__(vm: &mut Vm, this: Gc<NativeFunction>) -> String {
                let owner = this.owner.cast::<Type>().map(|t| vm.class_type_name(t)).unwrap_or_default();
                format!("<method '{}' of '{owner}' objects>", def_of(vm, this).name)
            }

            fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
                vm.descriptor_get(this, obj, cls)
            }

            $($reduce)?

            #[member("__objclass__")]
            fn objclass(_: &mut Vm, this: Gc<NativeFunction>) -> Value {
                or_none(this.owner)
            }

            #[member("__name__")]
            fn name(vm: &mut Vm, this: Gc<NativeFunction>) -> &'static str {
                def_of(vm, this).name
            }

            #[getter("__doc__")]
            fn doc(vm: &mut Vm, this: Gc<NativeFunction>) -> Value {
                let text = def_of(vm, this).doc;
                doc(vm, text)
            }

            #[getter("__qualname__")]
            fn qualname(vm: &mut Vm, this: Gc<NativeFunction>) -> Value {
                let name = def_of(vm, this).name;
                class_qualname(vm, this.owner, name)
            }

            #[getter("__text_signature__")]
            fn text_signature(vm: &mut Vm, this: Gc<NativeFunction>) -> Value {
                let text = def_of(vm, this).text_signature;
                signature(vm, text)
            }
        }
    };
}

struct MethodDescriptors;
method_descriptor!(
    MethodDescriptors,
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<NativeFunction>) -> R {
        let name = def_of(vm, this).name;
        reduce_by_getattr(vm, this.owner, name)
    }
);
struct ClassMethodDescriptors;
method_descriptor!(ClassMethodDescriptors);

struct SlotWrappers;

#[native]
impl SlotWrappers {
    fn __call__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R {
        vm.call_known(this, args)
    }

    fn __repr__(vm: &mut Vm, this: Gc<SlotWrapper>) -> String {
        let name = SLOT_DEFS[this.def as usize].name;
        format!("<slot wrapper '{name}' of '{}' objects>", vm.class_type_name(this.owner))
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        if let (Some(wrapper), Some(obj)) = (this.cast::<SlotWrapper>(), obj.bound()) {
            check_owner(vm, wrapper.owner, SLOT_DEFS[wrapper.def as usize].name, obj)?;
        }
        vm.descriptor_get(this, obj, cls)
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<SlotWrapper>) -> R {
        reduce_by_getattr(vm, this.owner.value(), SLOT_DEFS[this.def as usize].name)
    }

    #[member("__objclass__")]
    fn objclass(_: &mut Vm, this: Gc<SlotWrapper>) -> Gc<Type> {
        this.owner
    }

    #[member("__name__")]
    fn name(_: &mut Vm, this: Gc<SlotWrapper>) -> &'static str {
        SLOT_DEFS[this.def as usize].name
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, this: Gc<SlotWrapper>) -> &'static str {
        SLOT_DEFS[this.def as usize].doc
    }

    #[getter("__qualname__")]
    fn qualname(vm: &mut Vm, this: Gc<SlotWrapper>) -> Value {
        class_qualname(vm, this.owner.value(), SLOT_DEFS[this.def as usize].name)
    }

    #[getter("__text_signature__")]
    fn text_signature(vm: &mut Vm, this: Gc<SlotWrapper>) -> Value {
        signature(vm, SLOT_DEFS[this.def as usize].text_signature)
    }
}

struct MethodWrappers;

#[native]
impl MethodWrappers {
    fn __call__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R {
        vm.call_known(this, args)
    }

    fn __repr__(vm: &mut Vm, this: Gc<MethodWrapper>) -> String {
        let name = SLOT_DEFS[this.wrapper.def as usize].name;
        let of = vm.type_name(this.receiver);
        format!("<method-wrapper '{name}' of {of} object at {:#x}>", vm_id(this.receiver))
    }

    fn __hash__(_: &mut Vm, this: Gc<MethodWrapper>) -> i64 {
        (this.receiver.bits() >> 4) as i64 ^ this.wrapper.address() as i64
    }

    fn __richcmp__(_: &mut Vm, this: Gc<MethodWrapper>, other: Value, op: CompareOp) -> R {
        let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<MethodWrapper>(), op) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let same = this.wrapper == other.wrapper && this.receiver == other.receiver;
        Ok(Value::bool(same == (op == CompareOp::Eq)))
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<MethodWrapper>) -> R {
        reduce_by_getattr(vm, this.receiver, SLOT_DEFS[this.wrapper.def as usize].name)
    }

    #[getter("__name__")]
    fn name(_: &mut Vm, this: Gc<MethodWrapper>) -> &'static str {
        SLOT_DEFS[this.wrapper.def as usize].name
    }

    #[getter("__doc__")]
    fn doc(_: &mut Vm, this: Gc<MethodWrapper>) -> &'static str {
        SLOT_DEFS[this.wrapper.def as usize].doc
    }

    #[getter("__qualname__")]
    fn qualname(vm: &mut Vm, this: Gc<MethodWrapper>) -> Value {
        class_qualname(vm, this.wrapper.owner.value(), SLOT_DEFS[this.wrapper.def as usize].name)
    }

    #[getter("__text_signature__")]
    fn text_signature(vm: &mut Vm, this: Gc<MethodWrapper>) -> Value {
        signature(vm, SLOT_DEFS[this.wrapper.def as usize].text_signature)
    }

    #[member("__self__")]
    fn receiver(_: &mut Vm, this: Gc<MethodWrapper>) -> Value {
        this.receiver
    }

    #[getter("__objclass__")]
    fn objclass(_: &mut Vm, this: Gc<MethodWrapper>) -> Gc<Type> {
        this.wrapper.owner
    }
}

/// Checks that an attribute's descriptor is used on an instance of its class.
fn check_owner(vm: &mut Vm, owner: Gc<Type>, name: &str, obj: Value) -> R<()> {
    let cls = vm.class_of(obj);
    if vm.is_subtype(cls, owner) {
        return Ok(());
    }
    let (owner, of) = (vm.class_type_name(owner), vm.class_type_name(cls));
    Err(vm.type_error(format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{of}' object")))
}

struct GetSets;

#[native]
impl GetSets {
    fn __repr__(vm: &mut Vm, this: Gc<GetSetDescriptor>) -> String {
        let name = vm.getset_def(this.table, this.row).name;
        format!("<attribute '{name}' of '{}' objects>", vm.class_type_name(this.owner))
    }

    fn __get__(vm: &mut Vm, this: Gc<GetSetDescriptor>, obj: Value, cls: Value) -> R {
        if obj.is_unbound() || obj.is_none() && cls != vm.class_of(Value::NONE).value() {
            return Ok(this.value());
        }
        let name = vm.getset_def(this.table, this.row).name;
        check_owner(vm, this.owner, name, obj)?;
        vm.getset_get(this, obj)
    }

    fn __set__(vm: &mut Vm, this: Gc<GetSetDescriptor>, obj: Value, value: Value) -> R<()> {
        set_computed(vm, this, obj, value)
    }

    #[member("__objclass__")]
    fn objclass(_: &mut Vm, this: Gc<GetSetDescriptor>) -> Gc<Type> {
        this.owner
    }

    #[member("__name__")]
    fn name(vm: &mut Vm, this: Gc<GetSetDescriptor>) -> &'static str {
        vm.getset_def(this.table, this.row).name
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: Gc<GetSetDescriptor>) -> Value {
        let text = vm.getset_def(this.table, this.row).doc;
        doc(vm, text)
    }

    #[getter("__qualname__")]
    fn qualname(vm: &mut Vm, this: Gc<GetSetDescriptor>) -> Value {
        let name = vm.getset_def(this.table, this.row).name;
        class_qualname(vm, this.owner.value(), name)
    }
}

/// Stores through a descriptor of a native type's attribute.
fn set_computed(vm: &mut Vm, this: Gc<GetSetDescriptor>, obj: Value, value: Value) -> R<()> {
    let def = vm.getset_def(this.table, this.row);
    check_owner(vm, this.owner, def.name, obj)?;
    match def.set {
        Some(set) => set(vm, obj, value),
        None => {
            let text = if def.is_member {
                "readonly attribute".to_owned()
            } else {
                let owner = vm.class_type_name(this.owner);
                format!("attribute '{}' of '{owner}' objects is not writable", def.name)
            };
            Err(vm.raise(kinds::ATTRIBUTE_ERROR, text))
        }
    }
}

/// Descriptors of fields: of those that `__slots__` declares, and of native types'.
struct Members;

/// The class and the name of a field.
fn member_parts(vm: &mut Vm, member: Value) -> R<(Gc<Type>, Gc<Str>)> {
    if let Some(slot) = member.cast::<MemberDescriptor>() {
        return Ok((slot.owner, slot.name));
    }
    match member.cast::<GetSetDescriptor>() {
        Some(field) => {
            let name = vm.getset_def(field.table, field.row).name;
            Ok((field.owner, vm.intern(name)))
        }
        None => {
            let of = vm.type_name(member);
            Err(vm.type_error(format!(
                "descriptor requires a 'member_descriptor' object but received a '{of}'"
            )))
        }
    }
}

#[native]
impl Members {
    fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
        let (owner, name) = member_parts(vm, this)?;
        Ok(format!("<member '{}' of '{}' objects>", name.to_display(), vm.class_type_name(owner)))
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        if obj.is_unbound() || obj.is_none() && cls != vm.class_of(Value::NONE).value() {
            return Ok(this);
        }
        let (owner, name) = member_parts(vm, this)?;
        check_owner(vm, owner, &name.to_display(), obj)?;
        match this.cast::<GetSetDescriptor>() {
            Some(field) => vm.getset_get(field, obj),
            None => match this.cast::<MemberDescriptor>() {
                Some(slot) => vm.member_get(slot, obj),
                None => Ok(this),
            },
        }
    }

    fn __set__(vm: &mut Vm, this: Value, obj: Value, value: Value) -> R<()> {
        if let Some(field) = this.cast::<GetSetDescriptor>() {
            return set_computed(vm, field, obj, value);
        }
        let (owner, name) = member_parts(vm, this)?;
        check_owner(vm, owner, &name.to_display(), obj)?;
        match this.cast::<MemberDescriptor>() {
            Some(slot) => vm.member_set(slot, obj, value),
            None => Ok(()),
        }
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let (owner, name) = member_parts(vm, this)?;
        reduce_by_getattr(vm, owner.value(), &name.to_display())
    }

    #[member("__objclass__")]
    fn objclass(vm: &mut Vm, this: Value) -> R<Gc<Type>> {
        member_parts(vm, this).map(|parts| parts.0)
    }

    #[member("__name__")]
    fn name(vm: &mut Vm, this: Value) -> R<Gc<Str>> {
        member_parts(vm, this).map(|parts| parts.1)
    }

    #[getter("__doc__")]
    fn doc(vm: &mut Vm, this: Value) -> Value {
        match this.cast::<GetSetDescriptor>() {
            Some(field) => {
                let text = vm.getset_def(field.table, field.row).doc;
                doc(vm, text)
            }
            None => this.cast::<MemberDescriptor>().map_or(Value::NONE, |slot| slot.doc.get()),
        }
    }

    #[getter("__qualname__")]
    fn qualname(vm: &mut Vm, this: Value) -> R {
        let (owner, name) = member_parts(vm, this)?;
        Ok(class_qualname(vm, owner.value(), &name.to_display()))
    }
}

/// Is it a function without a receiver, of a module or a static method?
pub fn is_static(vm: &Vm, f: Gc<NativeFunction>) -> bool {
    def_of(vm, f).binding == Binding::Static
}
