//! `super`.

use taipan_macros::native;
use taipan_runtime::layout::{Cell, Str, Super, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `super`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::SUPER,
    name: "super",
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\nsuper(type, obj) -> bound super object; requires isinstance(obj, type)\nsuper(type, type2) -> bound super object; requires issubclass(type2, type)",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Super>()),
    ..TypeDef::DEFAULT
};

struct Methods;

fn alloc(vm: &mut Vm, this_class: Value, receiver: Value, receiver_class: Value) -> Gc<Super> {
    let class = vm.class(kinds::SUPER).address();
    vm.heap.alloc(Super {
        header: Header::new::<Super>(class),
        this_class: Field::new(this_class),
        receiver: Field::new(receiver),
        receiver_class: Field::new(receiver_class),
    })
}

/// Checks the second argument: an instance of the class, or a class derived from it. Gives the class whose MRO is used.
pub fn receiver_class(vm: &mut Vm, cls: Gc<Type>, obj: Value) -> R<Gc<Type>> {
    if let Some(of) = obj.cast::<Type>()
        && vm.is_subtype(of, cls)
    {
        return Ok(of);
    }
    let of = vm.class_of(obj);
    if vm.is_subtype(of, cls) {
        return Ok(of);
    }
    // What a proxy claims to be counts, too.
    let name = vm.names().__class__;
    if let Some(claimed) = vm.get_attr_opt(obj, name)?.and_then(|c| c.cast::<Type>())
        && claimed != of
        && vm.is_subtype(claimed, cls)
    {
        return Ok(claimed);
    }
    let (what, of) = match obj.cast::<Type>() {
        Some(t) => ("type", vm.class_type_name(t)),
        None => ("instance of", vm.class_type_name(of)),
    };
    Err(vm.type_error(format!(
        "super(type, obj): obj ({what} {of}) is not an instance or subtype of type ({}).",
        vm.class_type_name(cls)
    )))
}

/// `super(cls, obj).name`, without the object in between.
pub fn lookup(vm: &mut Vm, cls: Gc<Type>, start: Gc<Type>, obj: Value, name: Gc<Str>) -> R<Option<Value>> {
    let after = start.mro_slice().iter().position(|&c| c == cls.value());
    let Some(after) = after else { return Ok(None) };
    for i in after + 1..start.mro_slice().len() {
        let Some(base) = start.mro_slice()[i].cast::<Type>() else { continue };
        let dict = vm.class_dict(base);
        let Some(found) = dict.get_str(vm, name) else { continue };
        let of = vm.class_of(found);
        let Some(get) = vm.slot_get(of) else { return Ok(Some(found)) };
        let receiver = if obj == start.value() { Value::UNBOUND } else { obj };
        return get(vm, found, receiver, start.value()).map(Some);
    }
    Ok(None)
}

/// The class and first argument of the calling method, for `super()`.
fn from_frame(vm: &mut Vm) -> R<(Value, Value)> {
    let Some(frame) = (vm.hooks.frame_at)(vm, 0) else {
        return Err(vm.runtime_error("super(): no current frame"));
    };
    let code = frame.function.code.get();
    if code.n_pos_params == 0 {
        return Err(vm.runtime_error("super(): no arguments"));
    }
    // The first parameter: its register, or the cell that has taken its place.
    let mut obj = super::frame::register(frame, 0);
    if let Some(cell) = obj.cast::<Cell>()
        && taipan_runtime::code::record_of(code).cell_registers().iter().any(|register| register == 0)
    {
        obj = cell.value.get();
    }
    if obj.is_unbound() {
        return Err(vm.runtime_error("super(): arg[0] deleted"));
    }
    let name = vm.names().__class__;
    let Some(cell) = super::frame::free_cell(vm, frame, name) else {
        return Err(vm.runtime_error("super(): __class__ cell not found"));
    };
    let cls = cell.value.get();
    if cls.is_unbound() {
        return Err(vm.runtime_error("super(): empty __class__ cell"));
    }
    if cls.cast::<Type>().is_none() {
        let of = vm.type_name(cls);
        return Err(vm.runtime_error(format!("super(): __class__ is not a type ({of})")));
    }
    Ok((cls, obj))
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Super> {
        let _ = (cls, args);
        alloc(vm, Value::UNBOUND, Value::UNBOUND, Value::UNBOUND)
    }

    fn __init__(vm: &mut Vm, object: Value, args: &Args<'_>) -> R<()> {
        let Some(this) = vm.payload::<Super>(object) else {
            return Err(vm.type_error("a super object is needed"));
        };
        if args.has_kw() {
            return Err(vm.type_error("super() takes no keyword arguments"));
        }
        let (cls, obj) = match *args.pos {
            [] => from_frame(vm)?,
            [cls] => (cls, Value::NONE),
            [cls, obj] => (cls, obj),
            _ => {
                let n = args.pos.len();
                return Err(vm.type_error(format!("super() expected at most 2 arguments, got {n}")));
            }
        };
        let Some(cls) = cls.cast::<Type>() else {
            let of = vm.type_name(cls);
            let what = if vm.is_exact(object, kinds::SUPER) { "a type" } else { "type" };
            return Err(vm.type_error(format!("super() argument 1 must be {what}, not {of}")));
        };
        this.this_class.set(this, cls.value());
        if obj.is_none() {
            this.receiver.set(this, Value::UNBOUND);
            this.receiver_class.set(this, Value::UNBOUND);
            return Ok(());
        }
        let of = receiver_class(vm, cls, obj)?;
        this.receiver.set(this, obj);
        this.receiver_class.set(this, of.value());
        Ok(())
    }

    fn __repr__(_: &mut Vm, this: Gc<Super>) -> String {
        let name =
            |v: Value| v.cast::<Type>().map_or_else(|| "NULL".to_owned(), |t| t.name.get().to_display());
        let cls = name(this.this_class.get());
        match this.receiver_class.get().bound() {
            Some(of) => format!("<super: <class '{cls}'>, <{} object>>", name(of)),
            None => format!("<super: <class '{cls}'>, NULL>"),
        }
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        if let Some(s) = vm.payload::<Super>(this)
            && let (Some(cls), Some(start)) =
                (s.this_class.get().cast::<Type>(), s.receiver_class.get().cast::<Type>())
            && name.as_bytes() != b"__class__"
            && let Some(found) = lookup(vm, cls, start, s.receiver.get(), name)?
        {
            return Ok(found);
        }
        vm.generic_get_attr(this, name)
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        let _ = cls;
        let Some(s) = vm.payload::<Super>(this) else { return Ok(this) };
        if obj.is_unbound() || obj.is_none() || !s.receiver.get().is_unbound() {
            return Ok(this);
        }
        let of = vm.class_of(this);
        if of != vm.class(kinds::SUPER) {
            return vm.call(of.value(), &[s.this_class.get(), obj]);
        }
        let Some(cls) = s.this_class.get().cast::<Type>() else { return Ok(this) };
        let of = receiver_class(vm, cls, obj)?;
        Ok(alloc(vm, cls.value(), obj, of.value()).value())
    }

    /// The class that the search begins behind.
    #[member("__thisclass__")]
    fn thisclass(_: &mut Vm, this: Gc<Super>) -> Value {
        this.this_class.get().bound().unwrap_or(Value::NONE)
    }

    /// The object or class that attributes are bound to; None if there is none.
    #[member("__self__")]
    fn self_(_: &mut Vm, this: Gc<Super>) -> Value {
        this.receiver.get().bound().unwrap_or(Value::NONE)
    }

    /// The class whose MRO is searched; None if there is none.
    #[member("__self_class__")]
    fn self_class(_: &mut Vm, this: Gc<Super>) -> Value {
        this.receiver_class.get().bound().unwrap_or(Value::NONE)
    }
}
