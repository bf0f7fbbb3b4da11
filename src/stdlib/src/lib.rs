//! The native half of the standard library: one file or folder in `modules/` for each module.

#![recursion_limit = "512"]

pub mod modules;
pub mod structseq;
pub mod support;
pub mod sys_calls;

use taipan_runtime::ModuleDef;

/// All native modules.
pub static MODULES: &[&ModuleDef] = modules::ALL;

taipan_runtime::native_types! {
    /// The types with structs of their own, numbered from [`taipan_runtime::kinds::STDLIB`].
    pub static TYPES = taipan_runtime::kinds::STDLIB;
    modules::abc::AbcData,
    modules::array::ArrayObject,
    modules::array::ArrayIterator,
    modules::collections::TupleGetter,
    modules::collections::deque::Deque,
    modules::collections::deque::DequeIterator,
    modules::collections::deque::DequeReverseIterator,
    modules::contextvars::Context,
    modules::contextvars::ContextVar,
    modules::contextvars::Missing,
    modules::contextvars::Token,
    modules::posix::tree::DirEntry,
    modules::posix::tree::ScandirIterator,
    modules::functools::KeyWrapper,
    modules::functools::cache::CacheLink,
    modules::functools::cache::CacheWrapper,
    modules::functools::partial::Partial,
    modules::functools::partial::Placeholder,
    modules::io::base::IoBase,
    modules::io::base::RawIoBase,
    modules::io::base::BufferedIoBase,
    modules::io::base::TextIoBase,
    modules::io::buffered::Buffered,
    modules::io::buffered::Writer,
    modules::io::buffered::Random,
    modules::io::buffered::Pair,
    modules::io::bytesio::BytesIo,
    modules::io::fileio::FileIo,
    modules::io::newlines::NewlineDecoder,
    modules::io::stringio::StringIo,
    modules::io::text::TextFile,
    modules::itertools::Accumulate,
    modules::itertools::Batched,
    modules::itertools::Chain,
    modules::itertools::Combinations,
    modules::itertools::CombinationsWithReplacement,
    modules::itertools::Compress,
    modules::itertools::Count,
    modules::itertools::Cycle,
    modules::itertools::DropWhile,
    modules::itertools::FilterFalse,
    modules::itertools::GroupBy,
    modules::itertools::Grouper,
    modules::itertools::Islice,
    modules::itertools::Pairwise,
    modules::itertools::Permutations,
    modules::itertools::Product,
    modules::itertools::Repeat,
    modules::itertools::StarMap,
    modules::itertools::TakeWhile,
    modules::itertools::Tee,
    modules::itertools::TeeData,
    modules::itertools::ZipLongest,
    modules::operator::getters::AttrGetter,
    modules::operator::getters::ItemGetter,
    modules::operator::getters::MethodCaller,
    modules::random::Random,
    modules::select::epoll::Epoll,
    modules::select::poll::Poll,
    modules::socket::object::Socket,
    modules::mmap::Mmap,
    modules::multiprocessing::SemLock,
    structseq::Forbidden,
    structseq::StructSequence,
    modules::sre::Match,
    modules::sre::Pattern,
    modules::sre::Scanner,
    modules::sre::Template,
    modules::struct_::Struct,
    modules::struct_::UnpackIterator,
    modules::thread::handle::ThreadHandle,
    modules::thread::local::Local,
    modules::thread::locks::Lock,
    modules::thread::locks::RLock,
    modules::unicodedata::Ucd,
}
pub use modules::sys::print_exception;
