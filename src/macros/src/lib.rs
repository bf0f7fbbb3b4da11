//! The attributes that declare native types, functions and modules.
//!
//! What they write are the plain tables of `taipan_runtime` (`Native`, `NativeDef`, `GetSetDef`), and one small shim for
//! each function, which converts the arguments and the result. Start with [`macro@native`].
//!
//! # A native type
//!
//! ```ignore
//! /// The content of a cell: what the collector sees.
//! #[derive(Trace, Layout, NativeType)]
//! #[repr(C)]
//! pub struct Counter {
//!     header: Header,
//!     start: Field<Value>,
//!     #[untraced]
//!     n_steps: Cell<u64>,
//! }
//!
//! impl Counter {
//!     pub const TYPE: TypeDef = TypeDef {
//!         id: <Counter as Numbered>::NUMBER,
//!         name: "count",
//!         module: "itertools",
//!         doc: "count(start=0, step=1)\n--\n\nNumbers without end.",
//!         flags: type_flags::BASETYPE,
//!         native: &Counter::NATIVE,
//!         layout: Some(LayoutInfo::of::<Counter>()),
//!         ..TypeDef::DEFAULT
//!     };
//! }
//!
//! #[native]
//! impl Counter {
//!     #[sig("($cls, start=0, step=1)")]
//!     #[name("count")]
//!     fn __new__(vm: &mut Vm, cls: Gc<Type>, start: Value, step: Value) -> R<Gc<Counter>> { ... }
//!
//!     fn __next__(vm: &mut Vm, this: Gc<Counter>) -> R<Option<Value>> { ... }
//!
//!     fn __len__(_: &mut Vm, this: Gc<Counter>) -> usize { ... }
//!
//!     /// Go on `n` steps at once.
//!     #[sig("($self, n, /, *, wrap=False)")]
//!     fn skip(vm: &mut Vm, this: Gc<Counter>, n: i64, wrap: bool) -> R<()> { ... }
//!
//!     #[classmethod]
//!     #[sig("($cls, item, /)")]
//!     fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R { ... }
//!
//!     /// Where it began.
//!     #[getter]
//!     fn start(_: &mut Vm, this: Gc<Counter>) -> Value { ... }
//!
//!     #[setter]
//!     fn set_start(vm: &mut Vm, this: Gc<Counter>, value: Value) -> R<()> { ... }
//!
//!     /// How far it goes: as a field is shown, by a `member_descriptor`.
//!     #[member]
//!     fn step(_: &mut Vm, this: Gc<Counter>) -> Value { ... }
//!
//!     fn helper(&self) -> u64 { ... } // Left alone, as is everything else without a mark.
//! }
//! ```
//!
//! # Rules
//!
//! * The first Rust parameter is `vm` (`&mut Vm`, or what that coerces to).
//! * A type written `Value` takes an argument as it is; any other goes through `FromValue`.
//! * A function with `#[sig]` has one parameter for each of the signature, in the order written there (`$self`, `*args`
//!   and `**kwargs` among them; `$module` stands for nothing). An argument that was not given is replaced by its default
//!   if that is `None`, `True`, `False` or an int of 32 bits; any other default needs an `Option`. An `Option` is `None`
//!   when nothing was given, and also for Python's `None` unless its content can be that (`Option<Value>`).
//! * `#[nameless]` is for a function whose messages about arguments don't name it.
//! * `#[shown("...")]` is the `__text_signature__` of a function that reads its arguments otherwise than it shows.
//! * The Python name is the Rust name without `r#` and without a single `_` at the end, or what `#[name("...")]` says.
//! * `$self`: a method; with `#[classmethod]`, a class method; neither: a module's function or (`#[staticmethod]`, for the
//!   reader) a static method.
//! * A function named after a special method fills its slot. Results of slots with a fixed type (`__hash__`: i64,
//!   `__bool__` and `__contains__`: bool, `__len__`: usize, `__next__`: `Option<Value>`, setters and `__init__`: unit) may
//!   be plain or in an `R<...>`; all others are whatever is `IntoResult`.
//! * Values that say "delete" (or "not given") by UNBOUND may be taken as an `Option<...>`.
//! * Operators get both operands as `Value` and are called for reflected operands too; comparisons are one function,
//!   `__richcmp__(vm, this, other, op)`; `__setitem__`, `__setattr__` and `__set__` also delete; `__concat__`,
//!   `__repeat__`, `__iconcat__`, `__irepeat__` are the sequence's `+` and `*`; `__buffer__(vm, this, flags)`.
//! * `__new__`, `__init__` and `__call__` take `args: &Args<'_>`, or have a `#[sig]`; `#[name("deque")]` is then the name in
//!   the messages of errors. What `__new__` returns is made an instance of the class by `Vm::adopt`.
//! * A native function has at most 32 parameters.
//! * `#[native(table = SORTING)]` calls the constant otherwise (for `TypeDef::more`). `#[cfg]` works.

mod derive;
mod native;
mod signature;
mod slots;

use proc_macro::TokenStream;
use syn::{DeriveInput, Error, parse_macro_input};

/// Makes `NATIVE`, the tables of the functions in an impl block; see the crate's documentation.
#[proc_macro_attribute]
pub fn native(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let original = proc_macro2::TokenStream::from(item);
    native::native(arguments.into(), original).unwrap_or_else(Error::into_compile_error).into()
}

/// Implements `Trace` by showing each field (of each variant) but the header and those marked `#[untraced]`.
#[proc_macro_derive(Trace, attributes(untraced, layout))]
pub fn derive_trace(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::trace(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// Implements `Layout` for a `#[repr(C)]` struct with `header: Header` first. Its number is that in the list of its crate, or
/// `#[layout(number = "kinds::LIST")]`; `#[layout(range = "kinds::DICT..=kinds::ORDERED_DICT")]` names all the kinds of cells
/// that begin with it.
#[proc_macro_derive(Layout, attributes(layout))]
pub fn derive_layout(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::layout(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// Implements `NativeType`: the row of a type with an associated constant `TYPE: TypeDef`, or, with `#[storage]`, that of a
/// layout that is no type.
#[proc_macro_derive(NativeType, attributes(storage, layout))]
pub fn derive_native_type(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::native_type(&input).unwrap_or_else(Error::into_compile_error).into()
}
