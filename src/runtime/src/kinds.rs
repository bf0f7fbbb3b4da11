//! The numbers of the core types and layouts.
//!
//! A native type has one number, which names its definition ([`crate::TypeDef`]) and, where its instances have a struct of
//! their own, their layout. Numbers below [`OBJECTS`] are this crate's; `objects` and `stdlib` number theirs with
//! [`crate::native_types!`].

use taipan_heap::Kind;

/// First number of the types in the crate `objects`.
pub const OBJECTS: Kind = 256;
/// First number of the types in the crate `stdlib`.
pub const STDLIB: Kind = 512;
/// Numbers are below this.
pub const END: Kind = 1024;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "one name each, spelt as the constants below")]
        #[repr(u16)]
        enum Numbers { NONE_KIND, ARRAY_KIND, BYTES_KIND, REGISTERS_KIND, $($name),* , COUNT }
        $($(#[$doc])* pub const $name: Kind = Numbers::$name as Kind;)*
        const _: () = assert!((Numbers::COUNT as Kind) < OBJECTS);
        const _: () = assert!(Numbers::NONE_KIND as Kind == 0 && Numbers::ARRAY_KIND as Kind == 1);
        const _: () = assert!(Numbers::BYTES_KIND as Kind == 2 && Numbers::REGISTERS_KIND as Kind == 3);
    };
}

#[expect(missing_docs, reason = "each is the number of the type or layout of that name")]
mod list {
    use super::*;
    kinds! {
        // Storage.
        SHAPE, ENTRIES, SET_TABLE, BLOCK,
        // `object` and the slots that Python-level classes fill by their methods.
        OBJECT, INSTANCE, DUNDER, UNHASHABLE,
        // Types with values in the word itself.
        NONE_TYPE, NOT_IMPLEMENTED_TYPE, ELLIPSIS_TYPE, BOOL,
        TYPE, INT, FLOAT, COMPLEX, STR, BYTES, BYTEARRAY, MEMORYVIEW, TUPLE, LIST,
        // Dict's extensions follow it: `Dict::has_kind` is a range test.
        DICT, DEFAULTDICT, ORDERED_DICT,
        DICT_KEYS, DICT_VALUES, DICT_ITEMS, MAPPINGPROXY,
        SET, FROZENSET, RANGE, SLICE,
        FUNCTION, CODE, NATIVE_FUNCTION, METHOD_DESCRIPTOR, CLASSMETHOD_DESCRIPTOR, SLOT_WRAPPER, METHOD_WRAPPER,
        BOUND_METHOD, GETSET_DESCRIPTOR, MEMBER_DESCRIPTOR, PROPERTY, CLASSMETHOD, STATICMETHOD, SUPER,
        CELL, MODULE, GENERATOR, COROUTINE, ASYNC_GENERATOR, COROUTINE_WRAPPER, ASYNC_GEN_ASEND, ASYNC_GEN_ATHROW,
        ANEXT_AWAITABLE, FRAME, FRAME_LOCALS_PROXY, TRACEBACK, SIMPLE_NAMESPACE, GENERIC_ALIAS, UNION,
        WEAKREF, WEAKPROXY, CALLABLE_WEAKPROXY,
        // Iterators.
        LIST_ITERATOR, LIST_REVERSE_ITERATOR, TUPLE_ITERATOR, STR_ITERATOR, STR_ASCII_ITERATOR, BYTES_ITERATOR, BYTEARRAY_ITERATOR,
        RANGE_ITERATOR, DICT_KEY_ITERATOR, DICT_VALUE_ITERATOR, DICT_ITEM_ITERATOR, DICT_REVERSE_KEY_ITERATOR, DICT_REVERSE_VALUE_ITERATOR,
        DICT_REVERSE_ITEM_ITERATOR, SET_ITERATOR,
        SEQUENCE_ITERATOR, CALLABLE_ITERATOR, ENUMERATE, REVERSED, ZIP, MAP, FILTER,
        LINE_ITERATOR, POSITIONS_ITERATOR, CONTEXT_KEYS, CONTEXT_VALUES, CONTEXT_ITEMS, MEMORY_ITERATOR,
        GENERIC_ALIAS_ITERATOR, LONG_RANGE_ITERATOR, ODICT_KEYS, ODICT_VALUES, ODICT_ITEMS, ODICT_ITERATOR,
        TEMPLATE, INTERPOLATION, TEMPLATE_ITERATOR, TYPE_VAR, PARAM_SPEC, TYPE_VAR_TUPLE, PARAM_SPEC_ARGS, PARAM_SPEC_KWARGS,
        TYPE_ALIAS, GENERIC, NO_DEFAULT, CONST_EVALUATOR, STRUCT_SEQUENCE, PICKLE_BUFFER, CAPSULE, CONTEXT, CONTEXT_VAR, CONTEXT_TOKEN,
        STR_BUILDER,
        // Exceptions: all have the layout `Exception`.
        BASE_EXCEPTION, EXCEPTION, BASE_EXCEPTION_GROUP, EXCEPTION_GROUP, GENERATOR_EXIT, KEYBOARD_INTERRUPT, SYSTEM_EXIT,
        ARITHMETIC_ERROR, FLOATING_POINT_ERROR, OVERFLOW_ERROR, ZERO_DIVISION_ERROR, ASSERTION_ERROR, ATTRIBUTE_ERROR,
        BUFFER_ERROR, EOF_ERROR, IMPORT_ERROR, MODULE_NOT_FOUND_ERROR, LOOKUP_ERROR, INDEX_ERROR, KEY_ERROR, MEMORY_ERROR,
        NAME_ERROR, UNBOUND_LOCAL_ERROR, OS_ERROR, BLOCKING_IO_ERROR, CHILD_PROCESS_ERROR, CONNECTION_ERROR,
        BROKEN_PIPE_ERROR, CONNECTION_ABORTED_ERROR, CONNECTION_REFUSED_ERROR, CONNECTION_RESET_ERROR, FILE_EXISTS_ERROR,
        FILE_NOT_FOUND_ERROR, INTERRUPTED_ERROR, IS_A_DIRECTORY_ERROR, NOT_A_DIRECTORY_ERROR, PERMISSION_ERROR,
        PROCESS_LOOKUP_ERROR, TIMEOUT_ERROR, REFERENCE_ERROR, RUNTIME_ERROR, NOT_IMPLEMENTED_ERROR,
        PYTHON_FINALIZATION_ERROR, RECURSION_ERROR, STOP_ASYNC_ITERATION, STOP_ITERATION, SYNTAX_ERROR,
        INCOMPLETE_INPUT_ERROR, INDENTATION_ERROR, TAB_ERROR, SYSTEM_ERROR, TYPE_ERROR, VALUE_ERROR, UNICODE_ERROR,
        UNICODE_DECODE_ERROR, UNICODE_ENCODE_ERROR, UNICODE_TRANSLATE_ERROR, WARNING, BYTES_WARNING, DEPRECATION_WARNING,
        ENCODING_WARNING, FUTURE_WARNING, IMPORT_WARNING, PENDING_DEPRECATION_WARNING, RESOURCE_WARNING, RUNTIME_WARNING,
        SYNTAX_WARNING, UNICODE_WARNING, USER_WARNING,
    }
}
pub use list::*;

/// Is it the number of an exception type?
pub const fn is_exception(kind: Kind) -> bool {
    kind >= BASE_EXCEPTION && kind <= USER_WARNING
}

/// A struct's number, given by the list of its crate.
pub trait Numbered {
    /// The number.
    const NUMBER: Kind;
}

/// Numbers native types from a base on, and makes the table of their definitions.
///
/// `native_types! { pub static TYPES = kinds::OBJECTS; a::Foo, b::Bar }` needs each to be a struct with an associated constant
/// `TYPE: TypeDef`; storage layouts have `STORAGE` entries instead (`storage a::Baz`).
#[macro_export]
macro_rules! native_types {
    ($(#[$meta:meta])* pub static $table:ident = $base:expr; $($path:path),* $(,)?) => {
        $crate::native_types!(@number $base; $($path,)*);
        $(#[$meta])*
        pub static $table: &[$crate::TypeEntry] = &[$(<$path as $crate::NativeType>::ENTRY),*];
    };
    (@number $n:expr; $first:path, $($rest:path,)*) => {
        impl $crate::kinds::Numbered for $first { const NUMBER: $crate::Kind = $n; }
        $crate::native_types!(@number $n + 1; $($rest,)*);
    };
    (@number $n:expr;) => {};
}
