//! One file for each built-in type; the lists below are what the interpreter is made with.

pub mod async_generator;
pub mod bool;
pub mod bytearray;
pub mod bytes;
pub mod capsule;
pub mod cell;
pub mod classmethod;
pub mod code;
pub mod complex;
pub mod defaultdict;
pub mod descriptors;
pub mod dict;
pub mod exceptions;
pub mod float;
pub mod frame;
pub mod function;
pub mod generator;
pub mod generic_alias;
pub mod int;
pub mod iterators;
pub mod list;
pub mod mappingproxy;
pub mod memoryview;
pub mod method;
pub mod module;
pub mod namespace;
pub mod none;
pub mod object;
pub mod ordered_dict;
pub mod property;
pub mod range;
pub mod rows;
pub mod set;
pub mod sort;
pub mod staticmethod;
pub mod str;
pub mod super_;
pub mod template;
mod timsort;
pub mod traceback;
pub mod tuple;
pub mod type_;
pub mod typing;
pub mod union;
pub mod weakref;
mod wrapped;

use taipan_runtime::{R, TypeEntry, Vm, kinds};

/// int, bool, float, complex, str, bytes, bytearray, memoryview.
pub static NUMBERS_AND_TEXT: &[TypeEntry] = &[
    TypeEntry::Type(&int::TYPE),
    TypeEntry::Type(&bool::TYPE),
    TypeEntry::Type(&float::TYPE),
    TypeEntry::Type(&complex::TYPE),
    TypeEntry::Type(&str::TYPE),
    TypeEntry::Type(&str::ITERATOR),
    TypeEntry::Type(&str::ASCII_ITERATOR),
    TypeEntry::Type(&bytes::TYPE),
    TypeEntry::Type(&bytes::ITERATOR),
    TypeEntry::Type(&bytearray::TYPE),
    TypeEntry::Type(&bytearray::ITERATOR),
    TypeEntry::Type(&memoryview::TYPE),
    TypeEntry::Type(&memoryview::ITERATOR),
];

/// list, tuple, dict, set, frozenset, range, slice, their views and iterators, and the iterators that are built in.
pub static CONTAINERS: &[TypeEntry] = &[
    TypeEntry::Type(&list::TYPE),
    TypeEntry::Type(&tuple::TYPE),
    TypeEntry::Type(&dict::TYPE),
    TypeEntry::Type(&defaultdict::TYPE),
    TypeEntry::Type(&ordered_dict::TYPE),
    TypeEntry::Type(&ordered_dict::KEYS),
    TypeEntry::Type(&ordered_dict::VALUES),
    TypeEntry::Type(&ordered_dict::ITEMS),
    TypeEntry::Type(&ordered_dict::ITERATOR),
    TypeEntry::Type(&dict::KEYS),
    TypeEntry::Type(&dict::VALUES),
    TypeEntry::Type(&dict::ITEMS),
    TypeEntry::Type(&dict::KEY_ITERATOR),
    TypeEntry::Type(&dict::VALUE_ITERATOR),
    TypeEntry::Type(&dict::ITEM_ITERATOR),
    TypeEntry::Type(&dict::REVERSE_KEY_ITERATOR),
    TypeEntry::Type(&dict::REVERSE_VALUE_ITERATOR),
    TypeEntry::Type(&dict::REVERSE_ITEM_ITERATOR),
    TypeEntry::Type(&dict::SET_ITERATOR),
    TypeEntry::Type(&set::TYPE),
    TypeEntry::Type(&set::FROZEN),
    TypeEntry::Type(&range::TYPE),
    TypeEntry::Type(&range::ITERATOR),
    TypeEntry::Type(&range::SLICE),
    TypeEntry::Type(&iterators::LIST),
    TypeEntry::Type(&iterators::LIST_REVERSE),
    TypeEntry::Type(&iterators::TUPLE),
    TypeEntry::Type(&iterators::SEQUENCE),
    TypeEntry::Type(&iterators::CALLABLE),
    TypeEntry::Type(&iterators::LONG_RANGE),
    TypeEntry::Type(&iterators::ENUMERATE),
    TypeEntry::Type(&iterators::REVERSED),
    TypeEntry::Type(&iterators::ZIP),
    TypeEntry::Type(&iterators::MAP),
    TypeEntry::Type(&iterators::FILTER),
    TypeEntry::Type(&rows::LINES),
    TypeEntry::Type(&rows::POSITIONS),
    TypeEntry::Type(&rows::CONTEXT_KEYS),
    TypeEntry::Type(&rows::CONTEXT_VALUES),
    TypeEntry::Type(&rows::CONTEXT_ITEMS),
];

/// object, type, functions, descriptors, modules, generators, frames, weak references, and what typing needs.
pub static CLASSES: &[TypeEntry] = &[
    TypeEntry::Type(&object::TYPE),
    TypeEntry::Type(&object::INSTANCE),
    TypeEntry::Type(&type_::TYPE),
    TypeEntry::Type(&none::NONE),
    TypeEntry::Type(&none::ELLIPSIS),
    TypeEntry::Type(&none::NOT_IMPLEMENTED),
    TypeEntry::Type(&mappingproxy::TYPE),
    TypeEntry::Type(&cell::TYPE),
    TypeEntry::Type(&property::TYPE),
    TypeEntry::Type(&classmethod::TYPE),
    TypeEntry::Type(&staticmethod::TYPE),
    TypeEntry::Type(&super_::TYPE),
    TypeEntry::Type(&function::TYPE),
    TypeEntry::Type(&code::TYPE),
    TypeEntry::Type(&descriptors::FUNCTION),
    TypeEntry::Type(&descriptors::METHOD),
    TypeEntry::Type(&descriptors::CLASSMETHOD),
    TypeEntry::Type(&descriptors::WRAPPER),
    TypeEntry::Type(&descriptors::BOUND_WRAPPER),
    TypeEntry::Type(&descriptors::GETSET),
    TypeEntry::Type(&descriptors::MEMBER),
    TypeEntry::Type(&method::TYPE),
    TypeEntry::Type(&module::TYPE),
    TypeEntry::Type(&namespace::TYPE),
    TypeEntry::Type(&frame::TYPE),
    TypeEntry::Type(&frame::LOCALS_PROXY),
    TypeEntry::Type(&traceback::TYPE),
    TypeEntry::Type(&generator::GENERATOR),
    TypeEntry::Type(&generator::COROUTINE),
    TypeEntry::Type(&generator::WRAPPER),
    TypeEntry::Type(&async_generator::TYPE),
    TypeEntry::Type(&async_generator::ASEND),
    TypeEntry::Type(&async_generator::ATHROW),
    TypeEntry::Type(&async_generator::ANEXT),
    TypeEntry::Type(&capsule::TYPE),
    TypeEntry::Type(&generic_alias::TYPE),
    TypeEntry::Type(&generic_alias::ITERATOR),
    TypeEntry::Type(&union::TYPE),
    TypeEntry::Type(&template::TEMPLATE),
    TypeEntry::Type(&template::INTERPOLATION),
    TypeEntry::Type(&template::ITERATOR),
    TypeEntry::Type(&typing::TYPE_VAR),
    TypeEntry::Type(&typing::PARAM_SPEC),
    TypeEntry::Type(&typing::TYPE_VAR_TUPLE),
    TypeEntry::Type(&typing::PARAM_SPEC_ARGS),
    TypeEntry::Type(&typing::PARAM_SPEC_KWARGS),
    TypeEntry::Type(&typing::TYPE_ALIAS),
    TypeEntry::Type(&typing::GENERIC),
    TypeEntry::Type(&typing::NO_DEFAULT),
    TypeEntry::Type(&typing::CONST_EVALUATOR),
    TypeEntry::Type(&weakref::REF),
    TypeEntry::Type(&weakref::PROXY),
    TypeEntry::Type(&weakref::CALLABLE_PROXY),
];

/// BaseException and all that derive from it.
pub static EXCEPTIONS: &[TypeEntry] = exceptions::TABLE;

/// A built-in function, for `__reduce__` and the like.
pub fn builtin(vm: &mut Vm, name: &str) -> R {
    let key = vm.intern(name);
    let found = match (vm.hooks.frame_at)(vm, 0) {
        Some(frame) => taipan_runtime::code::builtin_of(vm, frame.function, key)?,
        None => {
            let builtins = vm.builtins;
            builtins.get_str(vm, key)
        }
    };
    match found {
        Some(found) => Ok(found),
        None => Err(vm.raise_call(kinds::ATTRIBUTE_ERROR, &[key.value()])),
    }
}
