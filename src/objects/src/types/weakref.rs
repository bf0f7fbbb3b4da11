//! `weakref.ref` and the weak proxies.

use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{Str, Type};
use taipan_runtime::{
    Args, BinaryOp, CompareOp, Gc, Kind, LayoutInfo, Native, R, Slots, TypeDef, Value, Vm, WeakRef, kinds,
    type_flags,
};

/// The definition of `weakref.ReferenceType`.
pub static REF: TypeDef = TypeDef {
    id: kinds::WEAKREF,
    name: "ReferenceType",
    module: "weakref",
    doc: "",
    flags: type_flags::BASETYPE | type_flags::NO_DICT,
    native: &Reference::NATIVE,
    layout: Some(LayoutInfo::of::<WeakRef>()),
    dict_offset: Some(offset_of!(WeakRef, dict)),
    ..TypeDef::DEFAULT
};

/// The definition of `weakref.ProxyType`.
pub static PROXY: TypeDef = TypeDef {
    id: kinds::WEAKPROXY,
    name: "ProxyType",
    module: "weakref",
    flags: type_flags::NO_NEW,
    native: &Native { slots: PROXY_SLOTS, ..Proxy::NATIVE },
    layout: Some(LayoutInfo::of::<WeakRef>()),
    ..TypeDef::DEFAULT
};

/// The definition of `weakref.CallableProxyType`.
pub static CALLABLE_PROXY: TypeDef = TypeDef {
    id: kinds::CALLABLE_WEAKPROXY,
    name: "CallableProxyType",
    module: "weakref",
    flags: type_flags::NO_NEW,
    native: &Native { slots: Slots { slot_call: Some(call), ..PROXY_SLOTS }, ..Native::NONE },
    layout: Some(LayoutInfo::of::<WeakRef>()),
    ..TypeDef::DEFAULT
};

/// The name of a value's class in messages: native ones with their module.
fn static_name(vm: &mut Vm, value: Value) -> String {
    let cls = vm.class_of(value);
    if cls.has_flag(type_flags::HEAP) { cls.name.get().to_display() } else { vm.full_class_name(cls) }
}

/// A weak reference of a kind: an existing one where nothing sets it apart.
fn make(vm: &mut Vm, kind: Kind, cls: Gc<Type>, target: Value, callback: Value) -> R<Gc<WeakRef>> {
    if !vm.is_weakrefable(target) {
        let of = static_name(vm, target);
        return Err(vm.type_error(format!("cannot create weak reference to '{of}' object")));
    }
    let callback = if callback.is_none() { Value::UNBOUND } else { callback };
    if callback.is_unbound()
        && let Some(found) = vm.find_weakref(target, cls)
    {
        return Ok(found);
    }
    Ok(vm.new_weakref(kind, cls, target, callback))
}

/// `weakref.ref(target, callback)`
pub fn new_ref(vm: &mut Vm, target: Value, callback: Value) -> R<Gc<WeakRef>> {
    let cls = vm.class(kinds::WEAKREF);
    make(vm, kinds::WEAKREF, cls, target, callback)
}

/// `weakref.proxy(target, callback)`
pub fn new_proxy(vm: &mut Vm, target: Value, callback: Value) -> R<Gc<WeakRef>> {
    let kind = if vm.is_callable(target) { kinds::CALLABLE_WEAKPROXY } else { kinds::WEAKPROXY };
    let cls = vm.class(kind);
    make(vm, kind, cls, target, callback)
}

struct Reference;

/// The one or two positional arguments.
fn parse(vm: &mut Vm, function: &str, args: &Args<'_>) -> R<(Value, Value)> {
    match *args.pos {
        [target] => Ok((target, Value::NONE)),
        [target, callback] => Ok((target, callback)),
        [] => Err(vm.type_error(format!("{function} expected at least 1 argument, got 0"))),
        _ => {
            let n = args.pos.len();
            Err(vm.type_error(format!("{function} expected at most 2 arguments, got {n}")))
        }
    }
}

#[native]
impl Reference {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<WeakRef>> {
        let (target, callback) = parse(vm, "__new__", args)?;
        let exact = vm.class(kinds::WEAKREF);
        if cls == exact {
            if args.has_kw() && vm.is_weakrefable(target) {
                return Err(vm.type_error("ref() takes no keyword arguments"));
            }
            return make(vm, kinds::WEAKREF, cls, target, callback);
        }
        if !vm.is_weakrefable(target) {
            let of = static_name(vm, target);
            return Err(vm.type_error(format!("cannot create weak reference to '{of}' object")));
        }
        let callback = if callback.is_none() { Value::UNBOUND } else { callback };
        let made = vm.new_weakref(kinds::WEAKREF, cls, target, callback);
        if cls.has_flag(type_flags::HAS_DEL) {
            vm.register_finalizer(made.value());
        }
        Ok(made)
    }

    fn __init__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R<()> {
        if args.has_kw() && vm.is_exact(this, kinds::WEAKREF) {
            return Err(vm.type_error("ref() takes no keyword arguments"));
        }
        parse(vm, "__init__", args).map(|_| ())
    }

    fn __call__(vm: &mut Vm, this: Gc<WeakRef>, args: &Args<'_>) -> R {
        if args.has_kw() {
            return Err(vm.type_error("weakref() takes no keyword arguments"));
        }
        if !args.pos.is_empty() {
            let n = args.pos.len();
            return Err(vm.type_error(format!("weakref expected 0 arguments, got {n}")));
        }
        Ok(this.get().unwrap_or(Value::NONE))
    }

    fn __repr__(vm: &mut Vm, this: Gc<WeakRef>) -> R<String> {
        let at = this.address();
        let Some(target) = this.get() else { return Ok(format!("<weakref at {at:#x}; dead>")) };
        let name = vm.names().__name__;
        let name = vm.lookup_special(target, name)?.and_then(|n| vm.as_str(n));
        let of = vm.qualified_class_name(vm.class_of(target));
        let where_ = target.address();
        Ok(match name {
            Some(name) => format!("<weakref at {at:#x}; to '{of}' at {where_:#x} ({})>", name.to_display()),
            None => format!("<weakref at {at:#x}; to '{of}' at {where_:#x}>"),
        })
    }

    fn __hash__(vm: &mut Vm, this: Gc<WeakRef>) -> R<i64> {
        let known = this.hash.get();
        if known != -1 {
            return Ok(known);
        }
        match this.get() {
            Some(target) => {
                let hash = vm.hash(target)?;
                this.hash.set(hash);
                Ok(hash)
            }
            None => Err(vm.type_error("weak object has gone away")),
        }
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let (Some(a), Some(b)) = (as_ref(this), as_ref(other)) else { return Ok(Value::NOT_IMPLEMENTED) };
        match (a.get(), b.get()) {
            (Some(a), Some(b)) => vm.compare(a, b, op),
            _ => Ok(Value::bool((this == other) == (op == CompareOp::Eq))),
        }
    }

    /// The function to be called when the object is gone.
    #[member]
    fn __callback__(_: &mut Vm, this: Gc<WeakRef>) -> Value {
        if this.get().is_none() {
            return Value::NONE;
        }
        this.callback.get().bound().unwrap_or(Value::NONE)
    }

    /// A generic alias of the class.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }
}

/// A `ref` (no proxy).
pub fn as_ref(value: Value) -> Option<Gc<WeakRef>> {
    if value.is_kind(kinds::WEAKREF) { value.cast::<WeakRef>() } else { None }
}

struct Proxy;

/// The object behind a proxy; other values are what they are.
fn target(vm: &mut Vm, value: Value) -> R {
    let proxy = match value.kind() {
        Some(kinds::WEAKPROXY | kinds::CALLABLE_WEAKPROXY) => value.cast::<WeakRef>(),
        _ => return Ok(value),
    };
    match proxy.and_then(|p| p.get()) {
        Some(target) => Ok(target),
        None => Err(vm.raise(kinds::REFERENCE_ERROR, "weakly-referenced object no longer exists")),
    }
}

fn call(vm: &mut Vm, this: Value, args: &Args<'_>) -> R {
    let target = target(vm, this)?;
    vm.call_args(target, args)
}

macro_rules! binary {
    ($op:ident) => {
        Some(|vm, a, b| {
            let (a, b) = (target(vm, a)?, target(vm, b)?);
            vm.binary_op(BinaryOp::$op, a, b)
        })
    };
    (inplace $op:ident) => {
        Some(|vm, a, b| {
            let (a, b) = (target(vm, a)?, target(vm, b)?);
            vm.inplace_op(BinaryOp::$op, a, b)
        })
    };
}

macro_rules! unary {
    ($method:ident) => {
        Some(|vm, v| {
            let v = target(vm, v)?;
            vm.$method(v)
        })
    };
}

const PROXY_SLOTS: Slots = Slots {
    slot_repr: Some(|vm, this| {
        let behind = target(vm, this)?;
        let of = vm.qualified_class_name(vm.class_of(behind));
        let text = format!("<weakproxy at {:#x}; to '{of}' at {:#x}>", this.address(), behind.address());
        Ok(vm.new_str(&text).value())
    }),
    slot_str: Some(|vm, this| {
        let behind = target(vm, this)?;
        vm.str(behind).map(Gc::value)
    }),
    slot_getattr: Some(|vm, this, name: Gc<Str>| {
        let behind = target(vm, this)?;
        vm.get_attr(behind, name)
    }),
    slot_setattr: Some(|vm, this, name: Gc<Str>, value| {
        let behind = target(vm, this)?;
        vm.set_attr(behind, name, value)
    }),
    slot_compare: Some(|vm, a, b, op| {
        let (a, b) = (target(vm, a)?, target(vm, b)?);
        vm.compare(a, b, op)
    }),
    slot_iter: Some(|vm, this| {
        let behind = target(vm, this)?;
        vm.iter(behind)
    }),
    slot_next: Some(|vm, this| {
        let behind = target(vm, this)?;
        let cls = vm.class_of(behind);
        if vm.slot_next(cls).is_none() {
            let of = vm.type_name(behind);
            return Err(vm.type_error(format!("Weakref proxy referenced a non-iterator '{of}' object")));
        }
        vm.next(behind)
    }),
    slot_bool: Some(|vm, this| {
        let behind = target(vm, this)?;
        vm.truth(behind)
    }),
    slot_len: Some(|vm, this| {
        let behind = target(vm, this)?;
        vm.len(behind)
    }),
    slot_getitem: Some(|vm, this, key| {
        let (behind, key) = (target(vm, this)?, target(vm, key)?);
        vm.get_item(behind, key)
    }),
    slot_setitem: Some(|vm, this, key, value| {
        let behind = target(vm, this)?;
        vm.set_item(behind, key, value)
    }),
    slot_contains: Some(|vm, this, item| {
        let behind = target(vm, this)?;
        vm.contains(behind, item)
    }),
    slot_add: binary!(Add),
    slot_sub: binary!(Sub),
    slot_mul: binary!(Mul),
    slot_matmul: binary!(MatMul),
    slot_truediv: binary!(TrueDiv),
    slot_floordiv: binary!(FloorDiv),
    slot_mod: binary!(Mod),
    slot_divmod: Some(|vm, a, b| {
        let (a, b) = (target(vm, a)?, target(vm, b)?);
        vm.divmod(a, b)
    }),
    slot_pow: Some(|vm, a, b, m| {
        let (a, b, m) = (target(vm, a)?, target(vm, b)?, target(vm, m)?);
        vm.power(a, b, m)
    }),
    slot_lshift: binary!(LShift),
    slot_rshift: binary!(RShift),
    slot_and: binary!(And),
    slot_xor: binary!(Xor),
    slot_or: binary!(Or),
    slot_iadd: binary!(inplace Add),
    slot_isub: binary!(inplace Sub),
    slot_imul: binary!(inplace Mul),
    slot_imatmul: binary!(inplace MatMul),
    slot_itruediv: binary!(inplace TrueDiv),
    slot_ifloordiv: binary!(inplace FloorDiv),
    slot_imod: binary!(inplace Mod),
    slot_ipow: Some(|vm, a, b, _| {
        let (a, b) = (target(vm, a)?, target(vm, b)?);
        vm.inplace_op(BinaryOp::Pow, a, b)
    }),
    slot_ilshift: binary!(inplace LShift),
    slot_irshift: binary!(inplace RShift),
    slot_iand: binary!(inplace And),
    slot_ixor: binary!(inplace Xor),
    slot_ior: binary!(inplace Or),
    slot_neg: unary!(negative),
    slot_pos: unary!(positive),
    slot_abs: unary!(absolute),
    slot_invert: unary!(invert),
    slot_int: Some(|vm, this| {
        let behind = target(vm, this)?;
        let cls = vm.class(kinds::INT).value();
        vm.call(cls, &[behind])
    }),
    slot_float: Some(|vm, this| {
        let behind = target(vm, this)?;
        let cls = vm.class(kinds::FLOAT).value();
        vm.call(cls, &[behind])
    }),
    slot_index: unary!(index),
    ..Slots::NONE
};

#[native]
impl Proxy {
    /// `bytes(object)` of the object behind the proxy.
    #[sig("($self, /)")]
    fn __bytes__(vm: &mut Vm, this: Value) -> R {
        let behind = target(vm, this)?;
        let name = vm.names().__bytes__;
        vm.call_method(behind, name, &[])
    }

    /// `reversed(object)` of the object behind the proxy.
    #[sig("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Value) -> R {
        let behind = target(vm, this)?;
        let name = vm.names().__reversed__;
        vm.call_method(behind, name, &[])
    }
}
