//! The structs that cells of the core types are.

mod code;
mod containers;
mod descriptor;
mod dict;
mod exception;
mod frame;
mod instance;
mod iterator;
mod module;
mod number;
mod set;
mod string;
mod types;
mod typing;

pub use code::{Block, Code, Function};
pub use containers::{ByteArray, Bytes, List, Range, Slice, Tuple};
pub use descriptor::{
    BoundMethod, ClassMethod, GetSetDescriptor, MemberDescriptor, MethodWrapper, NativeFunction, Property,
    SlotWrapper, StaticMethod, Super,
};
pub use dict::{DefaultDict, Dict, DictEntry, DictView, Entries, MappingProxy, OrderedDict};
pub use exception::{Exception, Traceback};
pub use frame::{Frame, Generator, GeneratorState};
pub use instance::{Instance, Shape};
pub use iterator::{DictIterator, PairIterator, RangeIterator, SequenceIterator};
pub use module::{Cell, Module, SimpleNamespace};
pub use number::{Complex, Float, Int};
pub use set::{Set, SetEntry, SetTable};
pub use string::{Str, StrBuffer};
/// Flags of strings.
pub mod string_flags {
    pub use super::string::{ASCII, INTERNED, SURROGATES};
}
pub use types::Type;
pub use typing::{GenericAlias, TypeAlias, TypeParam, Union};

/// Implements `Layout` for a core struct: `layout!(List, LIST)`, or with a range of kinds.
macro_rules! layout {
    ($t:ident, $kind:ident) => {
        layout!($t, $kind, |kind| kind == $crate::kinds::$kind);
    };
    ($t:ident, $kind:ident, |$k:ident| $test:expr) => {
        // SAFETY: `repr(C)` with a header first (checked below); the number is this struct's in the table of kinds.
        unsafe impl taipan_heap::Layout for $t {
            const KIND: taipan_heap::Kind = $crate::kinds::$kind;
            const NAME: &'static str = stringify!($t);
            #[inline(always)]
            fn has_kind($k: taipan_heap::Kind) -> bool {
                $test
            }
        }
        const _: () = assert!(std::mem::offset_of!($t, header) == 0);
    };
}
pub(crate) use layout;

/// Implements `Trace` by naming the fields that hold values.
macro_rules! trace {
    ($t:ident: $($field:ident),*) => {
        impl taipan_heap::Trace for $t {
            #[inline]
            fn trace(&self, _tracer: &mut taipan_heap::Tracer<'_>) {
                $(taipan_heap::Trace::trace(&self.$field, _tracer);)*
            }
        }
    };
}
pub(crate) use trace;
