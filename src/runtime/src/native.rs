//! What a native type, function or module is: plain static tables. The attribute `#[native]` writes the tables; nothing
//! in the heap holds their addresses, only their numbers.

use crate::kinds;
use crate::layout::{Str, Type};
use crate::vm::Vm;
use taipan_heap::{Gc, Kind, LayoutInfo, Value};

/// An exception is pending in the [`Vm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised;

/// What most operations return: a value, or an exception that stands in the [`Vm`].
pub type R<T = Value> = Result<T, Raised>;

/// The arguments of a call, in place.
#[derive(Clone, Copy)]
pub struct Args<'a> {
    /// The positional ones.
    pub pos: &'a [Value],
    /// The names of the keyword arguments (strings).
    pub kw_names: &'a [Value],
    /// Their values.
    pub kw_values: &'a [Value],
}

impl<'a> Args<'a> {
    /// No arguments.
    pub const NONE: Args<'static> = Args { pos: &[], kw_names: &[], kw_values: &[] };

    /// Positional arguments only.
    #[inline(always)]
    pub const fn pos(pos: &'a [Value]) -> Args<'a> {
        Args { pos, kw_names: &[], kw_values: &[] }
    }

    /// Are there keyword arguments?
    #[inline(always)]
    pub const fn has_kw(&self) -> bool {
        !self.kw_names.is_empty()
    }
}

/// The six comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names are the operators'")]
#[repr(u8)]
pub enum CompareOp {
    Lt,
    Le,
    Eq,
    Ne,
    Gt,
    Ge,
}

impl CompareOp {
    /// The operator with its operands exchanged.
    pub const fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Eq => CompareOp::Eq,
            CompareOp::Ne => CompareOp::Ne,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
        }
    }

    /// As it is written.
    pub const fn symbol(self) -> &'static str {
        match self {
            CompareOp::Lt => "<",
            CompareOp::Le => "<=",
            CompareOp::Eq => "==",
            CompareOp::Ne => "!=",
            CompareOp::Gt => ">",
            CompareOp::Ge => ">=",
        }
    }

    /// Does the operator hold for operands that compare so?
    #[inline(always)]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => ordering.is_lt(),
            CompareOp::Le => ordering.is_le(),
            CompareOp::Eq => ordering.is_eq(),
            CompareOp::Ne => ordering.is_ne(),
            CompareOp::Gt => ordering.is_gt(),
            CompareOp::Ge => ordering.is_ge(),
        }
    }
}

/// `fn(self)`
pub type UnaryFn = fn(&mut Vm, Value) -> R;
/// `fn(lhs, rhs)`, also used for reflected operands; `NotImplemented` passes on.
pub type BinaryFn = fn(&mut Vm, Value, Value) -> R;
/// `fn(base, exponent, modulus or None)`
pub type TernaryFn = fn(&mut Vm, Value, Value, Value) -> R;
/// `fn(self) -> hash`
pub type HashFn = fn(&mut Vm, Value) -> R<i64>;
/// `fn(self) -> truth`
pub type InquiryFn = fn(&mut Vm, Value) -> R<bool>;
/// `fn(self) -> length`
pub type LenFn = fn(&mut Vm, Value) -> R<usize>;
/// `fn(self, buffer)`: a buffer of its is not needed any more.
pub type ReleaseBufferFn = fn(&mut Vm, Value, Value) -> R<()>;
/// `fn(self, key, value or UNBOUND)`: store or delete an item.
pub type SetItemFn = fn(&mut Vm, Value, Value, Value) -> R<()>;
/// `fn(self, item) -> is it in`
pub type ContainsFn = fn(&mut Vm, Value, Value) -> R<bool>;
/// `fn(self, count)`
pub type RepeatFn = fn(&mut Vm, Value, i64) -> R;
/// `fn(self, args, keywords)`
pub type CallFn = fn(&mut Vm, Value, &Args<'_>) -> R;
/// `fn(cls, args, keywords)`: a new object. The caller makes it an instance of a subclass where needed ([`Vm::adopt`]).
pub type NewFn = fn(&mut Vm, Gc<Type>, &Args<'_>) -> R;
/// `fn(self, args, keywords)`
pub type InitFn = fn(&mut Vm, Value, &Args<'_>) -> R<()>;
/// `fn(self) -> next item, None at the end`
pub type NextFn = fn(&mut Vm, Value) -> R<Option<Value>>;
/// `fn(self, name)`
pub type GetAttrFn = fn(&mut Vm, Value, Gc<Str>) -> R;
/// `fn(self, name, value or UNBOUND)`
pub type SetAttrFn = fn(&mut Vm, Value, Gc<Str>, Value) -> R<()>;
/// `fn(descriptor, instance or UNBOUND, owner or UNBOUND)`
pub type DescrGetFn = fn(&mut Vm, Value, Value, Value) -> R;
/// `fn(descriptor, instance, value or UNBOUND)`
pub type DescrSetFn = fn(&mut Vm, Value, Value, Value) -> R<()>;
/// `fn(lhs, rhs, op)`
pub type CompareFn = fn(&mut Vm, Value, Value, CompareOp) -> R;
/// `fn(self)`
pub type DelFn = fn(&mut Vm, Value) -> R<()>;
/// `fn(self, flags)`: a view of the object's memory.
pub type BufferFn = fn(&mut Vm, Value, i32) -> R<crate::buffer::Buffer>;

macro_rules! slots {
    ($($(#[$doc:meta])* $field:ident: $t:ty = $variant:ident),* $(,)?) => {
        /// The operations that a native type implements itself.
        #[derive(Clone, Copy)]
        #[expect(missing_docs, reason = "each is the implementation of the special method of that name")]
        pub struct Slots { $(pub $field: Option<$t>),* }

        impl Slots {
            /// None of them.
            pub const NONE: Slots = Slots { $($field: None),* };

            /// The filled slots, a bit for each.
            pub const fn filled(&self) -> u64 {
                0 $(| (self.$field.is_some() as u64) << Slot::$variant as u32)*
            }
        }

        /// The number of an operation in [`Type::slots`].
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[expect(missing_docs, reason = "named as the fields of Slots")]
        #[repr(u8)]
        pub enum Slot { $($variant),* }

        impl Slot {
            /// All of them, in order.
            pub const ALL: &'static [Slot] = &[$(Slot::$variant),*];
        }

        /// How many operations there are.
        pub const N_SLOTS: usize = Slot::ALL.len();

        /// Look-up of an operation's implementation for a type.
        impl Vm { $(
            $(#[$doc])*
            #[doc = concat!("The type's implementation of `", stringify!($field), "`, if it has one.")]
            #[inline(always)]
            pub fn $field(&self, cls: Gc<Type>) -> Option<$t> {
                self.slot_table(cls.slots[Slot::$variant as usize].get()).$field
            }
        )* }
    };
}

slots! {
    slot_repr: UnaryFn = Repr, slot_str: UnaryFn = Str, slot_hash: HashFn = Hash, slot_call: CallFn = Call,
    slot_iter: UnaryFn = Iter, slot_next: NextFn = Next, slot_getattr: GetAttrFn = GetAttr, slot_setattr: SetAttrFn = SetAttr,
    slot_get: DescrGetFn = Get, slot_set: DescrSetFn = Set, slot_init: InitFn = Init, slot_new: NewFn = New,
    slot_compare: CompareFn = Compare, slot_del: DelFn = Del,
    slot_bool: InquiryFn = Bool, slot_len: LenFn = Len, slot_getitem: BinaryFn = GetItem, slot_setitem: SetItemFn = SetItem,
    slot_contains: ContainsFn = Contains, slot_concat: BinaryFn = Concat, slot_repeat: RepeatFn = Repeat,
    slot_inplace_concat: BinaryFn = InplaceConcat, slot_inplace_repeat: RepeatFn = InplaceRepeat,
    slot_add: BinaryFn = Add, slot_sub: BinaryFn = Sub, slot_mul: BinaryFn = Mul, slot_matmul: BinaryFn = MatMul,
    slot_truediv: BinaryFn = TrueDiv, slot_floordiv: BinaryFn = FloorDiv, slot_mod: BinaryFn = Mod, slot_divmod: BinaryFn = DivMod,
    slot_pow: TernaryFn = Pow, slot_lshift: BinaryFn = LShift, slot_rshift: BinaryFn = RShift, slot_and: BinaryFn = And,
    slot_xor: BinaryFn = Xor, slot_or: BinaryFn = Or,
    slot_iadd: BinaryFn = InplaceAdd, slot_isub: BinaryFn = InplaceSub, slot_imul: BinaryFn = InplaceMul,
    slot_imatmul: BinaryFn = InplaceMatMul, slot_itruediv: BinaryFn = InplaceTrueDiv, slot_ifloordiv: BinaryFn = InplaceFloorDiv,
    slot_imod: BinaryFn = InplaceMod, slot_ipow: TernaryFn = InplacePow, slot_ilshift: BinaryFn = InplaceLShift,
    slot_irshift: BinaryFn = InplaceRShift, slot_iand: BinaryFn = InplaceAnd, slot_ixor: BinaryFn = InplaceXor,
    slot_ior: BinaryFn = InplaceOr,
    slot_neg: UnaryFn = Neg, slot_pos: UnaryFn = Pos, slot_abs: UnaryFn = Abs, slot_invert: UnaryFn = Invert,
    slot_int: UnaryFn = Int, slot_float: UnaryFn = Float, slot_index: UnaryFn = Index,
    slot_await: UnaryFn = Await, slot_aiter: UnaryFn = AIter, slot_anext: UnaryFn = ANext,
    slot_buffer: BufferFn = Buffer, slot_release_buffer: ReleaseBufferFn = ReleaseBuffer,
}

/// A native function: gets one value for each parameter, in order; [`Value::UNBOUND`] for an optional one not given.
/// `*args` arrives as a tuple, `**kwargs` as a dict.
pub type NativeFn = fn(&mut Vm, &[Value]) -> R;

/// The parameters of a native function, derived from its signature text.
#[derive(Clone, Copy)]
pub struct Params {
    /// Names: positional-only, then positional-or-keyword, then keyword-only. `$self` is the first where there is one.
    pub names: &'static [&'static str],
    /// How many of them are positional-only.
    pub n_posonly: u8,
    /// How many can be given by position (positional-only ones included).
    pub n_pos: u8,
    /// How many of those are required.
    pub n_required: u8,
    /// How many values the function gets, where each of them can be given by position; else [`Params::INEXACT`].
    pub exact: u32,
    /// How many values the function gets, where those that are not given may simply be missing (a keyword-only one too);
    /// else [`Params::INEXACT`].
    pub padded: u32,
    /// Bit `i`: the keyword-only parameter `n_pos + i` is required.
    pub required_kwonly: u32,
    /// Is there a `*args`? Its tuple comes after the named ones.
    pub varargs: bool,
    /// Do the values of `*args` come one by one instead, last of all?
    pub spread: bool,
    /// Is there a `**kwargs`? Its dict comes last.
    pub varkw: bool,
    /// What messages about arguments call it.
    pub naming: Naming,
}

/// What a message about the arguments of a function calls it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Naming {
    /// By its name, with its class or module where that is told.
    Qualified,
    /// By its name alone, unless it is a method that was not bound.
    Bare,
    /// "function"
    Nameless,
    /// By its name alone; though none of its arguments can be a keyword, they are counted as those of functions are whose
    /// arguments can (in CPython: what gets its defining class).
    Unpacked,
    /// By its name alone, its arguments counted as where a format says how they are read (`PyArg_ParseTuple`).
    Parsed,
    /// The same, but "function".
    ParsedNameless,
}

impl Params {
    /// [`Params::exact`] where there is more than what is given by position.
    pub const INEXACT: u32 = u32::MAX;

    /// How many values the function gets, without those that a `*args` spreads.
    pub const fn n_bound(&self) -> usize {
        self.names.len() + (self.varargs && !self.spread) as usize + self.varkw as usize
    }
}

/// How a native function is reached from its class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// A module's function, or a static method.
    Static,
    /// Gets the instance first.
    Method,
    /// Gets the class first.
    Class,
}

/// A native function or method.
pub struct NativeDef {
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// `__text_signature__`, with `$self` where there is one; empty for none.
    pub text_signature: &'static str,
    /// The parameters.
    pub params: Params,
    /// How it binds.
    pub binding: Binding,
    /// The code.
    pub call: NativeFn,
}

/// A computed attribute of a native type.
pub struct GetSetDef {
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Reads it.
    pub get: UnaryFn,
    /// Stores (or, given UNBOUND, deletes) it; `None`: read-only.
    pub set: Option<fn(&mut Vm, Value, Value) -> R<()>>,
    /// Is it shown as a field (`member_descriptor`) and not as a computed attribute?
    pub is_member: bool,
}

/// What `#[native]` makes of an impl block.
pub struct Native {
    /// The special methods.
    pub slots: Slots,
    /// The named ones.
    pub methods: &'static [NativeDef],
    /// The computed attributes.
    pub getsets: &'static [GetSetDef],
}

impl Native {
    /// Nothing.
    pub const NONE: Native = Native { slots: Slots::NONE, methods: &[], getsets: &[] };
}

/// Bits of [`TypeDef::flags`] and [`Type::flags`].
pub mod type_flags {
    /// May be subclassed.
    pub const BASETYPE: u32 = 1;
    /// `cls()` raises `TypeError: cannot create 'x' instances`.
    pub const NO_NEW: u32 = 2;
    /// Made by a class statement (or `type()`): mutable.
    pub const HEAP: u32 = 4;
    /// The dict of a native type has not been filled yet.
    pub const UNFILLED: u32 = 8;
    /// Matches sequence patterns.
    pub const SEQUENCE: u32 = 16;
    /// Matches mapping patterns.
    pub const MAPPING: u32 = 32;
    /// A single positional sub-pattern matches the subject itself (int, str, ...).
    pub const MATCH_SELF: u32 = 64;
    /// Has abstract methods left.
    pub const ABSTRACT: u32 = 128;
    /// Instances have a `__dict__`.
    pub const INSTANCE_DICT: u32 = 256;
    /// Instances can be weakly referenced.
    pub const WEAKREFABLE: u32 = 512;
    /// Subclass of int, str, ... : quick `isinstance` tests as CPython's `Py_TPFLAGS_*_SUBCLASS`.
    pub const EXCEPTION_SUBCLASS: u32 = 1 << 10;
    /// A subclass of `type`.
    pub const TYPE_SUBCLASS: u32 = 1 << 11;
    /// The class or a base defines `__del__`.
    pub const HAS_DEL: u32 = 1 << 12;
    /// `__getattr__` is defined by the class or a base.
    pub const HAS_GETATTR: u32 = 1 << 13;
    /// Attributes can't be set on the class, though it came from Python code or a module.
    pub const IMMUTABLE: u32 = 1 << 14;
    /// Instances wrap a native object in slot 0.
    pub const PAYLOAD: u32 = 1 << 15;
    /// Attribute reads are the plain ones of `object` (`__getattribute__` not overridden).
    pub const PLAIN_GETATTR: u32 = 1 << 16;
    /// Named slots were declared by this class or a base.
    pub const HAS_SLOTS: u32 = 1 << 17;
    /// Methods of the type behave as descriptors that bind without data (functions): `LoadMethod` may skip the binding.
    pub const METHOD_DESCRIPTOR: u32 = 1 << 18;
    /// A native type with `__new__` in its namespace, though it is inherited.
    pub const SHOWS_NEW: u32 = 1 << 19;
    /// A native type whose attributes can be set.
    pub const MUTABLE: u32 = 1 << 20;
    /// A native type with `__getattribute__` in its namespace, though it is that of `object`.
    pub const SHOWS_GETATTR: u32 = 1 << 21;
    /// A native type with `__setattr__` and `__delattr__` in its namespace, though they are those of `object`.
    pub const SHOWS_SETATTR: u32 = 1 << 22;
    /// Instances have no `__dict__`, though the native type has a field for one: it is for subclasses.
    pub const NO_DICT: u32 = 1 << 23;
    /// A native type without a hash, though it compares as `object` does.
    pub const UNHASHABLE: u32 = 1 << 24;
    /// A native type that makes its instances itself, though `__new__` is said to be that of its base.
    pub const INHERITS_NEW: u32 = 1 << 25;
    /// A native type whose items have numbers only (in CPython: what is a sequence and no mapping): `__getitem__` and the
    /// like, called by name, make an index of what they get.
    pub const NUMBERED_ITEMS: u32 = 1 << 26;
    /// Instances of the native type have attributes of their own, but no `__dict__` to see them by.
    pub const HIDDEN_DICT: u32 = 1 << 27;
    /// A class that a native module made while the program ran, and whose name in messages tells the module nevertheless.
    pub const TELLS_MODULE: u32 = 1 << 28;
    /// A native type whose attributes can't be deleted, which is said of whatever is given as a name.
    pub const KEEPS_ATTRIBUTES: u32 = 1 << 29;
}

/// A native type.
pub struct TypeDef {
    /// Its number.
    pub id: Kind,
    /// `__name__`
    pub name: &'static str,
    /// `__module__`
    pub module: &'static str,
    /// `__doc__`; a first line of the form `name(params)` followed by `\n--\n\n` is its text signature.
    pub doc: &'static str,
    /// The number of its base.
    pub base: Kind,
    /// The number of a second base that shares the layout, or 0 (`ExceptionGroup`).
    pub second_base: Kind,
    /// See [`type_flags`].
    pub flags: u32,
    /// Special methods, methods and computed attributes.
    pub native: &'static Native,
    /// Further tables (types whose methods stand in several files).
    pub more: &'static [&'static Native],
    /// Names of methods that stand in several tables, in the order of the namespace.
    pub order: &'static str,
    /// The layout of its instances, where they have one of their own.
    pub layout: Option<LayoutInfo>,
    /// The byte offset of the field with the instance's `__dict__` (a `Field<Value>`, UNBOUND until asked for), for natives
    /// that have one.
    pub dict_offset: Option<usize>,
    /// Adds what tables can't say (constants) to the type's dict.
    pub fill: Option<fn(&mut Vm, Gc<Type>) -> R<()>>,
}

impl TypeDef {
    /// A definition to take the rest from: `TypeDef { name: "x", ..TypeDef::DEFAULT }`.
    pub const DEFAULT: TypeDef = TypeDef {
        id: 0,
        name: "",
        module: "builtins",
        doc: "",
        base: kinds::OBJECT,
        second_base: 0,
        flags: 0,
        native: &Native::NONE,
        more: &[],
        order: "",
        layout: None,
        dict_offset: None,
        fill: None,
    };

    /// In CPython the type is made by its module when that is imported, not part of the interpreter: it is a heap type
    /// with `__module__` in its namespace.
    pub fn is_made_by_module(&self) -> bool {
        const OF_INTERPRETER: [&str; 8] = [
            "builtins",
            "Token",
            "_contextvars",
            "datetime",
            "pickle",
            "string.templatelib",
            "types",
            "weakref",
        ];
        match self.id {
            kinds::EXCEPTION_GROUP => true,
            kinds::UNION | kinds::TYPE_ALIAS | kinds::NO_DEFAULT | kinds::ORDERED_DICT => false,
            _ => !OF_INTERPRETER.contains(&self.module),
        }
    }
}

/// A row of the table of native types.
#[derive(Clone, Copy)]
pub enum TypeEntry {
    /// A Python-visible type.
    Type(&'static TypeDef),
    /// A storage layout.
    Storage(Kind, LayoutInfo),
}

/// A struct (or marker) that stands for a native type in the list of its crate.
pub trait NativeType {
    /// Its row.
    const ENTRY: TypeEntry;
}

/// A native module.
pub struct ModuleDef {
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`
    pub doc: &'static str,
    /// Its functions.
    pub functions: &'static Native,
    /// Further tables (modules whose functions stand in several files).
    pub more: &'static [&'static Native],
    /// Types that are its attributes.
    pub types: &'static [&'static TypeDef],
    /// Adds constants and whatever needs code.
    pub init: Option<fn(&mut Vm, Gc<crate::layout::Module>) -> R<()>>,
}

impl ModuleDef {
    /// A definition to take the rest from.
    pub const DEFAULT: ModuleDef =
        ModuleDef { name: "", doc: "", functions: &Native::NONE, more: &[], types: &[], init: None };
}

/// Where an argument stands, for the message of the error that it is of a wrong type.
#[derive(Clone, Copy)]
pub struct ArgName {
    /// The function; empty where messages don't tell it.
    pub function: &'static str,
    /// The parameter's name.
    pub name: &'static str,
    /// Counted from 1, `$self` not counted; 0 for `$self` itself.
    pub position: u8,
    /// Positional-only parameters are named by position in messages.
    pub posonly: bool,
    /// Is it the only one, given by position?
    pub alone: bool,
}

/// What a parameter of a native function can be.
pub trait FromValue: Sized {
    /// Does an optional parameter of this type take `None` for "not given"?
    const NONE_IS_ABSENT: bool = true;
    /// Converts an argument, raising `TypeError` as CPython words it.
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<Self>;
}

/// What a native function can return.
pub trait IntoResult {
    /// The value, or the exception.
    fn into_result(self, vm: &mut Vm) -> R;
}
