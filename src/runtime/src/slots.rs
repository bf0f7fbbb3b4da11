//! The special methods: which slot each fills, and how a native slot is called as a method from Python.

use crate::kinds;
use crate::layout::{SlotWrapper, Str, Tuple, Type};
use crate::native::{Args, BinaryFn, Binding, CompareOp, NativeDef, Params, R, Raised, Slot, Slots, UnaryFn};
use crate::vm::Vm;
use taipan_heap::{Gc, Value};

/// How a slot's function is called for a special method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// `f(self)`
    Unary,
    /// `f(self, other)`
    Binary,
    /// `f(other, self)`
    Reflected,
    /// `f(self, other, modulus=None)`
    Pow,
    /// `f(other, self, modulus=None)`
    ReflectedPow,
    /// `f(self, other, op)`
    Compare(CompareOp),
    /// The others have signatures of their own.
    Own,
}

/// A special method.
pub struct SlotDef {
    /// Its name.
    pub name: &'static str,
    /// The slot it fills.
    pub slot: Slot,
    /// How it is called.
    pub shape: Shape,
    /// `__doc__`
    pub doc: &'static str,
    /// `__text_signature__`
    pub text_signature: &'static str,
}

/// Rows of [`SLOT_DEFS`] in chains: the first row by hash or slot, the next by row. `END` ends a chain.
struct Chains<const N: usize> {
    first: [u8; N],
    next: [u8; SLOT_DEFS.len()],
}

const END: u8 = u8::MAX;
const NAME_HASHES: usize = 128;

const fn name_hash(name: &[u8]) -> usize {
    // Behind the underscores: two letters and the length tell most names apart.
    if name.len() < 5 {
        return 0;
    }
    (name[2] as usize * 5 + name[3] as usize * 3 + name[name.len() - 3] as usize + name.len()) % NAME_HASHES
}

const fn chains<const N: usize>(by_name: bool) -> Chains<N> {
    let mut chains = Chains { first: [END; N], next: [END; SLOT_DEFS.len()] };
    // From the last row to the first, so that chains keep the order of rows.
    let mut row = SLOT_DEFS.len();
    while row > 0 {
        row -= 1;
        let def = &SLOT_DEFS[row];
        let key = if by_name { name_hash(def.name.as_bytes()) } else { def.slot as usize };
        chains.next[row] = chains.first[key];
        chains.first[key] = row as u8;
    }
    chains
}

static BY_NAME: Chains<NAME_HASHES> = chains(true);
static BY_SLOT: Chains<{ crate::native::N_SLOTS }> = chains(false);

impl<const N: usize> Chains<N> {
    fn rows(&'static self, key: usize) -> impl Iterator<Item = usize> {
        let known = |row: u8| (row != END).then_some(row as usize);
        std::iter::successors(known(self.first[key]), move |&row| known(self.next[row]))
    }
}

/// The rows of a special method's name.
pub fn rows_named(name: &[u8]) -> impl Iterator<Item = usize> {
    BY_NAME.rows(name_hash(name)).filter(move |&row| SLOT_DEFS[row].name.as_bytes() == name)
}

/// The rows of a slot.
pub fn rows_of(slot: Slot) -> impl Iterator<Item = usize> {
    BY_SLOT.rows(slot as usize)
}

const fn def(
    name: &'static str,
    slot: Slot,
    shape: Shape,
    text_signature: &'static str,
    doc: &'static str,
) -> SlotDef {
    SlotDef { name, slot, shape, doc, text_signature }
}

const SELF: &str = "($self, /)";
const VALUE: &str = "($self, value, /)";
const KEY: &str = "($self, key, /)";

/// All special methods with a slot, in CPython's order.
pub static SLOT_DEFS: &[SlotDef] = &[
    def("__repr__", Slot::Repr, Shape::Unary, SELF, "Return repr(self)."),
    def("__hash__", Slot::Hash, Shape::Own, SELF, "Return hash(self)."),
    def("__call__", Slot::Call, Shape::Own, "($self, /, *args, **kwargs)", "Call self as a function."),
    def("__str__", Slot::Str, Shape::Unary, SELF, "Return str(self)."),
    def("__getattribute__", Slot::GetAttr, Shape::Own, "($self, name, /)", "Return getattr(self, name)."),
    def(
        "__setattr__",
        Slot::SetAttr,
        Shape::Own,
        "($self, name, value, /)",
        "Implement setattr(self, name, value).",
    ),
    def("__delattr__", Slot::SetAttr, Shape::Own, "($self, name, /)", "Implement delattr(self, name)."),
    def("__lt__", Slot::Compare, Shape::Compare(CompareOp::Lt), VALUE, "Return self<value."),
    def("__le__", Slot::Compare, Shape::Compare(CompareOp::Le), VALUE, "Return self<=value."),
    def("__eq__", Slot::Compare, Shape::Compare(CompareOp::Eq), VALUE, "Return self==value."),
    def("__ne__", Slot::Compare, Shape::Compare(CompareOp::Ne), VALUE, "Return self!=value."),
    def("__gt__", Slot::Compare, Shape::Compare(CompareOp::Gt), VALUE, "Return self>value."),
    def("__ge__", Slot::Compare, Shape::Compare(CompareOp::Ge), VALUE, "Return self>=value."),
    def("__iter__", Slot::Iter, Shape::Unary, SELF, "Implement iter(self)."),
    def("__next__", Slot::Next, Shape::Own, SELF, "Implement next(self)."),
    def(
        "__get__",
        Slot::Get,
        Shape::Own,
        "($self, instance, owner=None, /)",
        "Return an attribute of instance, which is of type owner.",
    ),
    def(
        "__set__",
        Slot::Set,
        Shape::Own,
        "($self, instance, value, /)",
        "Set an attribute of instance to value.",
    ),
    def("__delete__", Slot::Set, Shape::Own, "($self, instance, /)", "Delete an attribute of instance."),
    def(
        "__init__",
        Slot::Init,
        Shape::Own,
        "($self, /, *args, **kwargs)",
        "Initialize self.  See help(type(self)) for accurate signature.",
    ),
    def(
        "__new__",
        Slot::New,
        Shape::Own,
        "($type, *args, **kwargs)",
        "Create and return new object.  See help(type) for accurate signature.",
    ),
    def("__del__", Slot::Del, Shape::Own, SELF, "Called when the instance is about to be destroyed."),
    def(
        "__buffer__",
        Slot::Buffer,
        Shape::Own,
        "($self, flags, /)",
        "Return a buffer object that exposes the underlying memory of the object.",
    ),
    def(
        "__release_buffer__",
        Slot::ReleaseBuffer,
        Shape::Own,
        "($self, buffer, /)",
        "Release the buffer object that exposes the underlying memory of the object.",
    ),
    def("__await__", Slot::Await, Shape::Unary, SELF, "Return an iterator to be used in await expression."),
    def(
        "__aiter__",
        Slot::AIter,
        Shape::Unary,
        SELF,
        "Return an awaitable, that resolves in asynchronous iterator.",
    ),
    def("__anext__", Slot::ANext, Shape::Unary, SELF, "Return a value or raise StopAsyncIteration."),
    def("__add__", Slot::Add, Shape::Binary, VALUE, "Return self+value."),
    def("__radd__", Slot::Add, Shape::Reflected, VALUE, "Return value+self."),
    def("__sub__", Slot::Sub, Shape::Binary, VALUE, "Return self-value."),
    def("__rsub__", Slot::Sub, Shape::Reflected, VALUE, "Return value-self."),
    def("__mul__", Slot::Mul, Shape::Binary, VALUE, "Return self*value."),
    def("__rmul__", Slot::Mul, Shape::Reflected, VALUE, "Return value*self."),
    def("__mod__", Slot::Mod, Shape::Binary, VALUE, "Return self%value."),
    def("__rmod__", Slot::Mod, Shape::Reflected, VALUE, "Return value%self."),
    def("__divmod__", Slot::DivMod, Shape::Binary, VALUE, "Return divmod(self, value)."),
    def("__rdivmod__", Slot::DivMod, Shape::Reflected, VALUE, "Return divmod(value, self)."),
    def("__pow__", Slot::Pow, Shape::Pow, "($self, value, mod=None, /)", "Return pow(self, value, mod)."),
    def(
        "__rpow__",
        Slot::Pow,
        Shape::ReflectedPow,
        "($self, value, mod=None, /)",
        "Return pow(value, self, mod).",
    ),
    def("__neg__", Slot::Neg, Shape::Unary, SELF, "-self"),
    def("__pos__", Slot::Pos, Shape::Unary, SELF, "+self"),
    def("__abs__", Slot::Abs, Shape::Unary, SELF, "abs(self)"),
    def("__bool__", Slot::Bool, Shape::Own, SELF, "True if self else False"),
    def("__invert__", Slot::Invert, Shape::Unary, SELF, "~self"),
    def("__lshift__", Slot::LShift, Shape::Binary, VALUE, "Return self<<value."),
    def("__rlshift__", Slot::LShift, Shape::Reflected, VALUE, "Return value<<self."),
    def("__rshift__", Slot::RShift, Shape::Binary, VALUE, "Return self>>value."),
    def("__rrshift__", Slot::RShift, Shape::Reflected, VALUE, "Return value>>self."),
    def("__and__", Slot::And, Shape::Binary, VALUE, "Return self&value."),
    def("__rand__", Slot::And, Shape::Reflected, VALUE, "Return value&self."),
    def("__xor__", Slot::Xor, Shape::Binary, VALUE, "Return self^value."),
    def("__rxor__", Slot::Xor, Shape::Reflected, VALUE, "Return value^self."),
    def("__or__", Slot::Or, Shape::Binary, VALUE, "Return self|value."),
    def("__ror__", Slot::Or, Shape::Reflected, VALUE, "Return value|self."),
    def("__int__", Slot::Int, Shape::Unary, SELF, "int(self)"),
    def("__float__", Slot::Float, Shape::Unary, SELF, "float(self)"),
    def("__iadd__", Slot::InplaceAdd, Shape::Binary, VALUE, "Return self+=value."),
    def("__isub__", Slot::InplaceSub, Shape::Binary, VALUE, "Return self-=value."),
    def("__imul__", Slot::InplaceMul, Shape::Binary, VALUE, "Return self*=value."),
    def("__imod__", Slot::InplaceMod, Shape::Binary, VALUE, "Return self%=value."),
    def("__ipow__", Slot::InplacePow, Shape::Pow, VALUE, "Return self**=value."),
    def("__ilshift__", Slot::InplaceLShift, Shape::Binary, VALUE, "Return self<<=value."),
    def("__irshift__", Slot::InplaceRShift, Shape::Binary, VALUE, "Return self>>=value."),
    def("__iand__", Slot::InplaceAnd, Shape::Binary, VALUE, "Return self&=value."),
    def("__ixor__", Slot::InplaceXor, Shape::Binary, VALUE, "Return self^=value."),
    def("__ior__", Slot::InplaceOr, Shape::Binary, VALUE, "Return self|=value."),
    def("__floordiv__", Slot::FloorDiv, Shape::Binary, VALUE, "Return self//value."),
    def("__rfloordiv__", Slot::FloorDiv, Shape::Reflected, VALUE, "Return value//self."),
    def("__truediv__", Slot::TrueDiv, Shape::Binary, VALUE, "Return self/value."),
    def("__rtruediv__", Slot::TrueDiv, Shape::Reflected, VALUE, "Return value/self."),
    def("__ifloordiv__", Slot::InplaceFloorDiv, Shape::Binary, VALUE, "Return self//=value."),
    def("__itruediv__", Slot::InplaceTrueDiv, Shape::Binary, VALUE, "Return self/=value."),
    def(
        "__index__",
        Slot::Index,
        Shape::Unary,
        SELF,
        "Return self converted to an integer, if self is suitable for use as an index into a list.",
    ),
    def("__matmul__", Slot::MatMul, Shape::Binary, VALUE, "Return self@value."),
    def("__rmatmul__", Slot::MatMul, Shape::Reflected, VALUE, "Return value@self."),
    def("__imatmul__", Slot::InplaceMatMul, Shape::Binary, VALUE, "Return self@=value."),
    def("__len__", Slot::Len, Shape::Own, SELF, "Return len(self)."),
    def("__getitem__", Slot::GetItem, Shape::Binary, KEY, "Return self[key]."),
    def("__setitem__", Slot::SetItem, Shape::Own, "($self, key, value, /)", "Set self[key] to value."),
    def("__delitem__", Slot::SetItem, Shape::Own, KEY, "Delete self[key]."),
    def("__add__", Slot::Concat, Shape::Binary, VALUE, "Return self+value."),
    def("__mul__", Slot::Repeat, Shape::Own, VALUE, "Return self*value."),
    def("__rmul__", Slot::Repeat, Shape::Own, VALUE, "Return value*self."),
    def("__contains__", Slot::Contains, Shape::Own, KEY, "Return bool(key in self)."),
    def("__iadd__", Slot::InplaceConcat, Shape::Binary, VALUE, "Implement self+=value."),
    def("__imul__", Slot::InplaceRepeat, Shape::Own, VALUE, "Implement self*=value."),
];

/// Functions that belong to no type's table. Row 0: `__new__` of native types.
pub static SPECIAL_FUNCTIONS: &[NativeDef] = &[NativeDef {
    name: "__new__",
    doc: "Create and return a new object.  See help(type) for accurate signature.",
    text_signature: "($type, *args, **kwargs)",
    params: Params {
        names: &["type"],
        n_posonly: 1,
        n_pos: 1,
        n_required: 1,
        exact: Params::INEXACT,
        padded: Params::INEXACT,
        required_kwonly: 0,
        varargs: true,
        spread: false,
        varkw: true,
        naming: crate::native::Naming::Qualified,
    },
    binding: Binding::Method,
    call: call_new,
}];

/// `T.__new__(cls, ...)`
fn call_new(vm: &mut Vm, a: &[Value]) -> R {
    let Some(native) = a[0].cast::<Type>() else { return Err(vm.type_error("__new__() needs a type")) };
    let Some(args) = a[1].cast::<Tuple>() else { return Err(vm.type_error("__new__() needs arguments")) };
    let Some((&cls, rest)) = args.to_ref().as_slice().split_first() else {
        let native_name = vm.class_type_name(native);
        return Err(vm.type_error(format!("{native_name}.__new__(): not enough arguments")));
    };
    let Some(cls) = cls.cast::<Type>() else {
        let (native_name, of) = (vm.class_type_name(native), vm.type_name(cls));
        return Err(vm.type_error(format!("{native_name}.__new__(X): X is not a type object ({of})")));
    };
    if !vm.is_subtype(cls, native) {
        let (native_name, cls_name) = (vm.class_type_name(native), vm.class_type_name(cls));
        return Err(vm.type_error(format!(
            "{native_name}.__new__({cls_name}): {cls_name} is not a subtype of {native_name}"
        )));
    }
    if cls.has_flag(crate::native::type_flags::NO_NEW) {
        let name = vm.class_type_name(cls);
        return Err(vm.type_error(format!("cannot create '{name}' instances")));
    }
    // `object.__new__(dict)` must not make a dict that is none.
    let mut maker = cls;
    while maker.has_flag(crate::native::type_flags::HEAP)
        && let Some(base) = maker.base.get().cast::<Type>()
    {
        maker = base;
    }
    let new_of = |t: Gc<Type>| t.slots[Slot::New as usize].get();
    // Dicts of all kinds can be made through `dict`, each by itself.
    let is_dict = native.native.get() == kinds::DICT;
    let shown = vm.new_shown_for(maker);
    if new_of(shown) != new_of(native) && !is_dict {
        let (native_name, cls_name) = (vm.class_type_name(native), vm.class_type_name(cls));
        // The nearest class whose `__new__` is not one of a class statement.
        let name = vm.names().__new__;
        let mut by = cls;
        while vm
            .type_lookup(by, name)
            .is_some_and(|new| new.cast::<crate::layout::NativeFunction>().is_none())
            && let Some(base) = by.base.get().cast::<Type>()
        {
            by = base;
        }
        let by = vm.class_type_name(by);
        return Err(
            vm.type_error(format!("{native_name}.__new__({cls_name}) is not safe, use {by}.__new__()"))
        );
    }
    let Some(new) = vm.slot_new(if is_dict || shown != maker { maker } else { native }) else {
        let native_name = vm.class_type_name(native);
        return Err(vm.type_error(format!("cannot create '{native_name}' instances")));
    };
    let (names, values) = match a[2].cast::<crate::layout::Dict>() {
        Some(kwargs) => vm.dict_to_keywords(kwargs)?,
        None => Default::default(),
    };
    new(vm, cls, &Args { pos: rest, kw_names: &names, kw_values: &values })
}

/// Splits `name(params)\n--\n\ndoc` into signature and documentation.
pub fn split_signature(doc: &str) -> (Option<&str>, &str) {
    match doc.split_once("\n--\n\n") {
        Some((head, doc)) if head.ends_with(')') => (head.find('(').map(|i| &head[i..]), doc),
        _ => (None, doc),
    }
}

macro_rules! select {
    ($slots:expr, $slot:expr; $($variant:ident => $field:ident),* $(,)?) => {
        match $slot { $(Slot::$variant => $slots.$field,)* _ => None }
    };
}

fn unary(slots: &Slots, slot: Slot) -> Option<UnaryFn> {
    select!(slots, slot; Repr => slot_repr, Str => slot_str, Iter => slot_iter, Await => slot_await, AIter => slot_aiter,
        ANext => slot_anext, Neg => slot_neg, Pos => slot_pos, Abs => slot_abs, Invert => slot_invert, Int => slot_int,
        Float => slot_float, Index => slot_index)
}

/// A slot's function of two operands.
pub fn binary(slots: &Slots, slot: Slot) -> Option<BinaryFn> {
    select!(slots, slot; GetItem => slot_getitem, Concat => slot_concat, InplaceConcat => slot_inplace_concat,
        Add => slot_add, Sub => slot_sub, Mul => slot_mul, MatMul => slot_matmul, TrueDiv => slot_truediv,
        FloorDiv => slot_floordiv, Mod => slot_mod, DivMod => slot_divmod, LShift => slot_lshift, RShift => slot_rshift,
        And => slot_and, Xor => slot_xor, Or => slot_or, InplaceAdd => slot_iadd, InplaceSub => slot_isub,
        InplaceMul => slot_imul, InplaceMatMul => slot_imatmul, InplaceTrueDiv => slot_itruediv,
        InplaceFloorDiv => slot_ifloordiv, InplaceMod => slot_imod, InplaceLShift => slot_ilshift,
        InplaceRShift => slot_irshift, InplaceAnd => slot_iand, InplaceXor => slot_ixor, InplaceOr => slot_ior)
}

impl Vm {
    /// Calls a native special method: `wrapper.__call__(receiver, *args)`.
    pub fn call_slot_wrapper(&mut self, wrapper: Gc<SlotWrapper>, receiver: Value, args: &Args<'_>) -> R {
        let def = &SLOT_DEFS[wrapper.def as usize];
        let slots = self.slot_table(wrapper.native);
        let missing = |vm: &mut Vm| vm.type_error(format!("{} is not implemented here", def.name));
        let own_args = matches!(def.name, "__call__" | "__init__");
        if args.has_kw() && !own_args {
            return Err(self.type_error(format!("wrapper {}() takes no keyword arguments", def.name)));
        }
        let pos = args.pos;
        let (min, max) = match def.shape {
            Shape::Unary => (0, 0),
            Shape::Binary | Shape::Reflected | Shape::Compare(_) => (1, 1),
            Shape::Pow | Shape::ReflectedPow => (1, 2),
            Shape::Own => match def.name {
                "__hash__" | "__next__" | "__bool__" | "__len__" | "__del__" => (0, 0),
                "__call__" | "__init__" => (0, usize::MAX),
                "__setattr__" | "__setitem__" | "__set__" => (2, 2),
                "__get__" => (1, 2),
                _ => (1, 1),
            },
        };
        if pos.len() < min || pos.len() > max {
            return Err(self.wrong_slot_args(def, min, max, pos.len()));
        }
        let mut numbered = [Value::UNBOUND; 2];
        let pos = if matches!(def.name, "__getitem__" | "__setitem__" | "__delitem__")
            && self
                .type_def(wrapper.native)
                .is_some_and(|def| def.flags & crate::native::type_flags::NUMBERED_ITEMS != 0)
        {
            numbered[..pos.len()].copy_from_slice(pos);
            let index = self.index(pos[0])?;
            if self.int_to_i64(index).is_none() {
                return Err(self.overflow_error("cannot fit 'int' into an index-sized integer"));
            }
            numbered[0] = index;
            &numbered[..pos.len()]
        } else {
            pos
        };
        match def.shape {
            Shape::Unary => match unary(slots, def.slot) {
                Some(f) => f(self, receiver),
                None => Err(missing(self)),
            },
            Shape::Binary => match binary(slots, def.slot) {
                Some(f) => f(self, receiver, pos[0]),
                None => Err(missing(self)),
            },
            Shape::Reflected => match binary(slots, def.slot) {
                Some(f) => f(self, pos[0], receiver),
                None => Err(missing(self)),
            },
            Shape::Pow | Shape::ReflectedPow => {
                let f = if def.slot == Slot::Pow { slots.slot_pow } else { slots.slot_ipow };
                let Some(f) = f else { return Err(missing(self)) };
                let modulus = pos.get(1).copied().unwrap_or(Value::NONE);
                if def.shape == Shape::Pow {
                    f(self, receiver, pos[0], modulus)
                } else {
                    f(self, pos[0], receiver, modulus)
                }
            }
            Shape::Compare(op) => match slots.slot_compare {
                Some(f) => f(self, receiver, pos[0], op),
                None => Err(missing(self)),
            },
            Shape::Own => self.call_own_slot(def, wrapper.native, receiver, &Args { pos, ..*args }),
        }
    }

    /// Only where more than one argument is wanted does the message name the method.
    fn wrong_slot_args(&mut self, def: &SlotDef, min: usize, max: usize, got: usize) -> Raised {
        let name = def.name;
        let text = match (min, max) {
            _ if matches!(def.shape, Shape::Pow | Shape::ReflectedPow) => {
                format!("expected {min} or {max} arguments, got {got}")
            }
            (2, 2) => format!("{name} expected 2 arguments, got {got}"),
            (1, 1) if matches!(name, "__buffer__" | "__release_buffer__") => {
                format!("{name} expected 1 argument, got {got}")
            }
            _ if min == max => {
                format!("expected {min} argument{}, got {got}", if min == 1 { "" } else { "s" })
            }
            _ if got < min => {
                format!(
                    "{name} expected at least {min} argument{}, got {got}",
                    if min == 1 { "" } else { "s" }
                )
            }
            _ => format!("{name} expected at most {max} arguments, got {got}"),
        };
        self.type_error(text)
    }

    fn call_own_slot(&mut self, def: &SlotDef, native: u16, receiver: Value, args: &Args<'_>) -> R {
        let slots = self.slot_table(native);
        let pos = args.pos;
        let none = |()| Value::NONE;
        let missing = |vm: &mut Vm| Err(vm.type_error(format!("{} is not implemented here", def.name)));
        match def.name {
            "__getattribute__" => match slots.slot_getattr {
                Some(f) => {
                    let name = self.attribute_name(pos[0])?;
                    f(self, receiver, name)
                }
                None => missing(self),
            },
            "__setattr__" | "__delattr__" => match slots.slot_setattr {
                Some(f) => {
                    self.check_setattr_safe(def, slots, receiver)?;
                    self.check_mutable_whatever(receiver, pos[0])?;
                    let value = pos.get(1).copied().unwrap_or(Value::UNBOUND);
                    let keeps = crate::native::type_flags::KEEPS_ATTRIBUTES;
                    let refuses =
                        value.is_unbound() && self.type_def(native).is_some_and(|def| def.flags & keeps != 0);
                    let name = if refuses { self.intern("") } else { self.attribute_name(pos[0])? };
                    f(self, receiver, name, value).map(none)
                }
                None => missing(self),
            },
            "__hash__" => match slots.slot_hash {
                Some(f) => f(self, receiver).map(|h| self.new_int(h)),
                None => missing(self),
            },
            "__call__" => match slots.slot_call {
                Some(f) => f(self, receiver, args),
                None => missing(self),
            },
            "__next__" => match slots.slot_next {
                Some(f) => {
                    // Generators leave there what they return.
                    self.set_result(Value::NONE);
                    match f(self, receiver)? {
                        Some(v) => Ok(v),
                        None => Err(self.raise_end()),
                    }
                }
                None => missing(self),
            },
            "__get__" => match slots.slot_get {
                Some(f) => {
                    let obj = if pos[0].is_none() { Value::UNBOUND } else { pos[0] };
                    let owner = pos.get(1).copied().filter(|v| !v.is_none()).unwrap_or(Value::UNBOUND);
                    if obj.is_unbound() && owner.is_unbound() {
                        return Err(self.type_error("__get__(None, None) is invalid"));
                    }
                    f(self, receiver, obj, owner)
                }
                None => missing(self),
            },
            "__set__" | "__delete__" => match slots.slot_set {
                Some(f) => f(self, receiver, pos[0], pos.get(1).copied().unwrap_or(Value::UNBOUND)).map(none),
                None => missing(self),
            },
            "__init__" => match slots.slot_init {
                Some(f) => f(self, receiver, args).map(none),
                None => missing(self),
            },
            "__del__" => match slots.slot_del {
                Some(f) => f(self, receiver).map(none),
                None => missing(self),
            },
            "__bool__" => match slots.slot_bool {
                Some(f) => f(self, receiver).map(Value::bool),
                None => missing(self),
            },
            "__len__" => match slots.slot_len {
                Some(f) => f(self, receiver).map(|n| self.new_uint(n as u64)),
                None => missing(self),
            },
            "__setitem__" | "__delitem__" => match slots.slot_setitem {
                Some(f) => f(self, receiver, pos[0], pos.get(1).copied().unwrap_or(Value::UNBOUND)).map(none),
                None => missing(self),
            },
            "__contains__" => match slots.slot_contains {
                Some(f) => f(self, receiver, pos[0]).map(Value::bool),
                None => missing(self),
            },
            "__mul__" | "__rmul__" | "__imul__" => {
                let f = if def.slot == Slot::Repeat { slots.slot_repeat } else { slots.slot_inplace_repeat };
                let n = self.index(pos[0])?;
                let Some(n) = self.int_to_i64(n) else {
                    return Err(self.overflow_error("cannot fit 'int' into an index-sized integer"));
                };
                match f {
                    Some(f) => f(self, receiver, n),
                    None => missing(self),
                }
            }
            "__release_buffer__" => match slots.slot_release_buffer {
                Some(f) => f(self, receiver, pos[0]).map(none),
                None => missing(self),
            },
            "__buffer__" => {
                let flags = self.index(pos[0])?;
                let Some(flags) = self.int_to_i64(flags) else {
                    return Err(self.overflow_error("cannot fit 'int' into an index-sized integer"));
                };
                let Ok(flags) = i32::try_from(flags) else {
                    return Err(self.overflow_error("buffer flags out of range"));
                };
                match slots.slot_buffer {
                    Some(f) => {
                        let buffer = f(self, receiver, flags)?;
                        Ok((self.hooks.view_of_buffer)(self, buffer))
                    }
                    None => missing(self),
                }
            }
            _ => missing(self),
        }
    }

    /// `object.__setattr__(some_class, ...)` would go behind the class's back.
    fn check_setattr_safe(&mut self, def: &SlotDef, slots: &Slots, receiver: Value) -> R<()> {
        let object_slots = self.slot_table(kinds::OBJECT);
        if receiver.cast::<Type>().is_some() && std::ptr::eq(slots, object_slots) {
            let name = self.type_name(receiver);
            return Err(self.type_error(format!("can't apply this {} to {name} object", def.name)));
        }
        Ok(())
    }

    /// What can't be changed is refused before a name that is none.
    fn check_mutable_whatever(&mut self, receiver: Value, name: Value) -> R<()> {
        let immutable = crate::native::type_flags::IMMUTABLE;
        match receiver.cast::<Type>() {
            Some(cls) if cls.has_flag(immutable) && self.as_str(name).is_none() => {
                let (name, of) = (self.repr(name)?.to_display(), self.class_type_name(cls));
                Err(self.type_error(format!("cannot set {name} attribute of immutable type '{of}'")))
            }
            _ => Ok(()),
        }
    }

    /// An attribute name given as an argument.
    pub fn attribute_name(&mut self, name: Value) -> R<Gc<Str>> {
        match self.as_str(name) {
            Some(s) => Ok(s),
            None => {
                let of = self.type_name(name);
                Err(self.type_error(format!("attribute name must be string, not '{of}'")))
            }
        }
    }
}
