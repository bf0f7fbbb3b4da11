//! The names that the interpreter itself looks up, interned once.

use crate::layout::Str;
use crate::vm::Vm;
use taipan_heap::{Gc, Trace, Tracer};

macro_rules! names {
    ($($name:ident $(= $text:literal)?),* $(,)?) => {
        /// Interned strings by name.
        #[expect(missing_docs, reason = "each is the interned string of that text")]
        pub struct Names { $(pub $name: Gc<Str>),* }

        impl Names {
            pub(crate) fn new(vm: &mut Vm) -> Names {
                Names { $($name: vm.intern(names!(@text $name $($text)?))),* }
            }
        }

        impl Trace for Names {
            fn trace(&self, tracer: &mut Tracer<'_>) {
                $(self.$name.trace(tracer);)*
            }
        }
    };
    (@text $name:ident $text:literal) => { $text };
    (@text $name:ident) => { stringify!($name) };
}

names! {
    empty = "", star = "*",
    __abs__, __add__, __aenter__, __aexit__, __aiter__, __all__, __and__, __anext__, __annotate__, __annotate_func__, __annotations__,
    __annotations_cache__, __args__,
    __await__, __bases__, __bool__, __buffer__, __build_class__, __builtins__, __bytes__, __cached__, __call__, __cause__, __ceil__,
    __class__, __class_getitem__, __classcell__, __classdict__, __classdictcell__, __closure__, __code__, __complex__, __contains__,
    __context__, __copy__, __debug__, __deepcopy__, __defaults__, __del__, __delattr__, __delete__, __delitem__, __dict__, __dir__,
    __divmod__, __doc__, __enter__, __eq__, __exit__, __file__, __firstlineno__, __float__, __floor__, __floordiv__, __format__,
    __fspath__, __func__, __ge__, __get__, __getattr__, __getattribute__, __getitem__, __getnewargs__, __getnewargs_ex__,
    __getstate__, __globals__, __gt__, __hash__, __iadd__, __iand__, __ifloordiv__, __ilshift__, __imatmul__, __imod__,
    __import__, __imul__, __index__, __init__, __init_subclass__, __instancecheck__, __int__, __invert__, __ior__, __ipow__,
    __irshift__, __isabstractmethod__, __isub__, __iter__, __itruediv__, __ixor__, __kwdefaults__, __le__, __len__,
    __length_hint__, __loader__, __lshift__, __lt__, __main__, __match_args__, __matmul__, __missing__, __mod__, __module__, __mro__,
    __mro_entries__, __mul__, __name__, __ne__, __neg__, __new__, __next__, __notes__, __objclass__, __or__, __orig_class__, __package__,
    __origin__, __parameters__, __path__, __pos__, __pow__, __prepare__, __qualname__, __radd__, __rand__, __rdivmod__,
    __reduce__, __reduce_ex__, __release_buffer__, __repr__, __reversed__, __rfloordiv__, __rlshift__, __rmatmul__,
    __rmod__, __rmul__, __ror__, __round__, __rpow__, __rrshift__, __rshift__, __rsub__, __rtruediv__, __rxor__, __self__,
    __set__, __set_name__, __setattr__, __setitem__, __setstate__, __sizeof__, __slots__, __spec__, __static_attributes__, __str__,
    __sub__, __subclasscheck__, __subclasshook__, __suppress_context__, __traceback__, __trunc__, __truediv__, __type_params__,
    __typing_prepare_subst__, __typing_subst__, __typing_is_unpacked_typevartuple__, __typing_unpacked_tuple_args__,
    __unpacked__, __value__, __warningregistry__, __weakref__, __wrapped__, __xor__,
    __abstractmethods__, __bound__, __constraints__, __covariant__, __contravariant__, __infer_variance__, __default__,
    abc, add, add_note, args, append, athrow, big, build, builtins, clear, close, code, copy, decode, default, dict, displayhook, encode, encoding, end,
    errno, error, errors, excepthook, exceptions, extend, file, filename, filename2, fileno, flush, format, get, importlib = "importlib",
    _bootstrap, _find_and_load, _handle_fromlist, _initializing, _uninitialized_submodules, _blocking_on, items, join, keys, last_exc, last_traceback, last_type, last_value, lineno,
    little, message, meta_path, metaclass, mode, module, modules, mro, msg, name, name_from, newlines, object, obj, offset, open, pandas, path,
    path_hooks, path_importer_cache, pop, popitem, print_file_and_line, ps1, ps2, read, readline, reason, replace, reset,
    seek, send, sort, start, stderr, stdin, stdout, stop, step, strerror, strict, surrogateescape, sys, tell, text, threading, throw, top = "<module>",
    truncate, unraisablehook, update, utf8 = "utf-8", value, values, warn, warnings, warnoptions, write, characters_written, end_lineno, end_offset,
    lambda = "<lambda>", genexpr = "<genexpr>", listcomp = "<listcomp>", string = "<string>", dot = ".", space = " ", newline = "\n",
    call_soon, cancel, context, get_debug, get_loop, _asyncio_future_blocking, _fields_ = "_fields", n_fields, n_sequence_fields, n_unnamed_fields, return_ = "return", isatty, closed, _io, super_ = "super", type_ = "type",
}
