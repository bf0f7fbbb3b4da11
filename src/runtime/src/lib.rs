//! The data model: layouts of the core objects, classes and slots, attributes, calls, exceptions, and the [`Vm`] that all
//! of it hangs off. What the types' methods do is in `objects`; what instructions do is in `interp`.
//!
//! Start with [`Vm`], then [`layout`] (what is in a cell), [`native`] (how a native type says what it is), `types` (classes)
//! and `ops` (the abstract operations).

#![expect(unsafe_code, reason = "layouts with trailing data, the register stack, weak tables of cells")]

extern crate self as taipan_runtime;

mod attr;
mod audit;
pub mod buffer;
mod caches;
mod call;
pub mod code;
mod convert;
mod dict;
mod dict_index;
mod dunder;
mod errors;
mod hash;
mod hooks;
mod intern;
mod interpreter;
mod iterate;
pub mod kinds;
mod late;
pub mod layout;
mod lock;
mod making;
mod module;
pub mod monitoring;
mod names;
pub mod native;
mod ops;
pub mod origin;
pub mod places;
mod set;
pub mod slots;
mod stale;
mod suggest;
mod thread;
mod types;
mod vm;
mod weak;

pub use attr::{flags_of_payload, instance_slot, set_slot};
pub use buffer::{Buffer, BufferMemory};
pub use caches::SiteRecord;
pub use call::{Callee, PARAMS_MAX, bind, bind_constructor};
pub use convert::CText;
pub use errors::{errno_text, extra};
pub use hash::MODULUS as HASH_MODULUS;
pub use hooks::{CompileMode, CompileOptions, Hooks};
pub use interpreter::{Loan, OwnedVm};
pub use iterate::{Items, Take};
pub use lock::{Interrupt, SharedVm};
pub use names::Names;
pub use native::*;
pub use ops::BinaryOp;
pub use suggest::suggest;
pub use taipan_heap::{
    AllocError, Array, Field, Gc, Header, Heap, Kind, Layout, LayoutInfo, RawBytes, Registers, Trace, Tracer,
    Value, Values, dirty, dirty_range, flags as header_flags,
};
pub use thread::{LiveFrame, NativeCall, ThreadState, TraceEvent};
pub use types::INSTANCE_DICT_ROW;
pub use vm::{Config, Forbidden, State, Vm};
pub use weak::{NotedFile, WeakRef};

/// Registers kept free at the end of the register stack, for windows that are being prepared.
pub const STACK_RESERVE: usize = 4096;

/// The layouts of this crate, by number.
pub(crate) fn core_layouts() -> Vec<(Kind, LayoutInfo)> {
    use layout as l;
    let mut all = vec![
        (kinds::SHAPE, LayoutInfo::of::<l::Shape>()),
        (kinds::ENTRIES, LayoutInfo::of::<l::Entries>()),
        (kinds::SET_TABLE, LayoutInfo::of::<l::SetTable>()),
        (kinds::BLOCK, LayoutInfo::of::<l::Block>()),
        (kinds::INSTANCE, LayoutInfo::of::<l::Instance>()),
        (kinds::TYPE, LayoutInfo::of::<l::Type>()),
        (kinds::INT, LayoutInfo::of::<l::Int>()),
        (kinds::FLOAT, LayoutInfo::of::<l::Float>()),
        (kinds::COMPLEX, LayoutInfo::of::<l::Complex>()),
        (kinds::STR, LayoutInfo::of::<l::Str>()),
        (kinds::STR_BUILDER, LayoutInfo::of::<l::StrBuffer>()),
        (kinds::BYTES, LayoutInfo::of::<l::Bytes>()),
        (kinds::BYTEARRAY, LayoutInfo::of::<l::ByteArray>()),
        (kinds::TUPLE, LayoutInfo::of::<l::Tuple>()),
        (kinds::LIST, LayoutInfo::of::<l::List>()),
        (kinds::DICT, LayoutInfo::of::<l::Dict>()),
        (kinds::MAPPINGPROXY, LayoutInfo::of::<l::MappingProxy>()),
        (kinds::SET, LayoutInfo::of::<l::Set>()),
        (kinds::FROZENSET, LayoutInfo::of::<l::Set>()),
        (kinds::RANGE, LayoutInfo::of::<l::Range>()),
        (kinds::SLICE, LayoutInfo::of::<l::Slice>()),
        (kinds::FUNCTION, LayoutInfo::of::<l::Function>()),
        (kinds::CODE, LayoutInfo::of::<l::Code>()),
        (kinds::SLOT_WRAPPER, LayoutInfo::of::<l::SlotWrapper>()),
        (kinds::METHOD_WRAPPER, LayoutInfo::of::<l::MethodWrapper>()),
        (kinds::BOUND_METHOD, LayoutInfo::of::<l::BoundMethod>()),
        (kinds::GETSET_DESCRIPTOR, LayoutInfo::of::<l::GetSetDescriptor>()),
        (kinds::MEMBER_DESCRIPTOR, LayoutInfo::of::<l::MemberDescriptor>()),
        (kinds::PROPERTY, LayoutInfo::of::<l::Property>()),
        (kinds::CLASSMETHOD, LayoutInfo::of::<l::ClassMethod>()),
        (kinds::STATICMETHOD, LayoutInfo::of::<l::StaticMethod>()),
        (kinds::SUPER, LayoutInfo::of::<l::Super>()),
        (kinds::CELL, LayoutInfo::of::<l::Cell>()),
        (kinds::MODULE, LayoutInfo::of::<l::Module>()),
        (kinds::SIMPLE_NAMESPACE, LayoutInfo::of::<l::SimpleNamespace>()),
        (kinds::FRAME, LayoutInfo::of::<l::Frame>()),
        (kinds::TRACEBACK, LayoutInfo::of::<l::Traceback>()),
        (kinds::GENERIC_ALIAS, LayoutInfo::of::<l::GenericAlias>()),
        (kinds::UNION, LayoutInfo::of::<l::Union>()),
        (kinds::TYPE_ALIAS, LayoutInfo::of::<l::TypeAlias>()),
        (kinds::RANGE_ITERATOR, LayoutInfo::of::<l::RangeIterator>()),
    ];
    let mut range = |from: Kind, to: Kind, info: LayoutInfo| all.extend((from..=to).map(|kind| (kind, info)));
    range(kinds::DICT_KEYS, kinds::DICT_ITEMS, LayoutInfo::of::<l::DictView>());
    range(kinds::NATIVE_FUNCTION, kinds::CLASSMETHOD_DESCRIPTOR, LayoutInfo::of::<l::NativeFunction>());
    range(kinds::GENERATOR, kinds::ASYNC_GENERATOR, LayoutInfo::of::<l::Generator>());
    range(kinds::TYPE_VAR, kinds::TYPE_VAR_TUPLE, LayoutInfo::of::<l::TypeParam>());
    range(kinds::WEAKREF, kinds::CALLABLE_WEAKPROXY, LayoutInfo::of::<WeakRef>());
    range(kinds::LIST_ITERATOR, kinds::BYTEARRAY_ITERATOR, LayoutInfo::of::<l::SequenceIterator>());
    range(kinds::DICT_KEY_ITERATOR, kinds::SET_ITERATOR, LayoutInfo::of::<l::DictIterator>());
    range(kinds::SEQUENCE_ITERATOR, kinds::SEQUENCE_ITERATOR, LayoutInfo::of::<l::SequenceIterator>());
    range(kinds::CALLABLE_ITERATOR, kinds::CONTEXT_ITEMS, LayoutInfo::of::<l::PairIterator>());
    range(kinds::BASE_EXCEPTION, kinds::USER_WARNING, LayoutInfo::of::<l::Exception>());
    all
}
