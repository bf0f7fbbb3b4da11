//! The native modules: a file or folder each, and a line in the list below.

pub mod abc;
mod accounts;
pub mod array;
pub mod asyncio;
pub mod atexit;
mod binascii;
mod bisect;
mod builtins;
mod cmath;
pub mod codecs;
pub mod collections;
pub mod compression;
pub mod contextvars;
pub mod csv;
pub mod datetime;
pub mod decimal;
pub mod errno;
pub mod expat;
pub mod faulthandler;
mod fcntl;
pub mod functools;
pub mod gc;
pub mod hashes;
mod heapq;
pub mod interpreters;
pub mod io;
pub mod itertools;
pub mod json;
pub mod locale;
pub mod lsprof;
pub mod marshal;
mod math;
pub mod mmap;
mod monitoring;
pub mod multibyte;
pub mod multiprocessing;
mod opcode;
pub mod operator;
pub mod pickle;
pub mod posix;
mod posixsubprocess;
pub mod queue;
pub mod random;
mod resource;
pub mod select;
pub mod signal;
pub mod socket;
pub mod sre;
mod stat;
pub mod statistics;
pub mod string;
pub mod struct_;
pub mod sys;
mod sys_info;
mod sysconfig;
mod syslog;
mod termios;
pub mod thread;
mod time;
pub mod tracemalloc;
pub mod types;
pub mod unicodedata;
mod uuid;
mod warnings;
mod weakref;
pub mod zlib;
pub mod zoneinfo;

use taipan_runtime::ModuleDef;

/// All of them.
pub static ALL: &[&ModuleDef] = &[
    &abc::MODULE,
    &accounts::GROUPS,
    &accounts::USERS,
    &array::MODULE,
    &asyncio::MODULE,
    &atexit::MODULE,
    &binascii::MODULE,
    &bisect::MODULE,
    &builtins::MODULE,
    &cmath::MODULE,
    &codecs::MODULE,
    &collections::MODULE,
    &compression::bz2::MODULE,
    &compression::lzma::MODULE,
    &contextvars::MODULE,
    &csv::MODULE,
    &datetime::MODULE,
    &decimal::MODULE,
    &errno::MODULE,
    &expat::MODULE,
    &faulthandler::MODULE,
    &fcntl::MODULE,
    &functools::MODULE,
    &gc::MODULE,
    &hashes::BLAKE2,
    &hashes::HASHLIB,
    &hashes::HMAC,
    &hashes::MD5,
    &hashes::SHA1,
    &hashes::SHA2,
    &hashes::SHA3,
    &heapq::MODULE,
    &interpreters::MODULE,
    &interpreters::channels::MODULE,
    &interpreters::queues::MODULE,
    &io::MODULE,
    &itertools::MODULE,
    &json::MODULE,
    &lsprof::MODULE,
    &locale::MODULE,
    &marshal::MODULE,
    &math::MODULE,
    &mmap::MODULE,
    &multiprocessing::MEMORY,
    &multiprocessing::MODULE,
    &monitoring::MODULE,
    &multibyte::CHINA,
    &multibyte::HONG_KONG,
    &multibyte::ISO_2022,
    &multibyte::JAPAN,
    &multibyte::KOREA,
    &multibyte::MODULE,
    &multibyte::TAIWAN,
    &opcode::MODULE,
    &pickle::MODULE,
    &posix::MODULE,
    &operator::MODULE,
    &posixsubprocess::MODULE,
    &queue::MODULE,
    &random::MODULE,
    &resource::MODULE,
    &sre::MODULE,
    &select::MODULE,
    &signal::MODULE,
    &socket::MODULE,
    &stat::MODULE,
    &statistics::MODULE,
    &string::MODULE,
    &struct_::MODULE,
    &sys::JIT,
    &sys::MODULE,
    &thread::MODULE,
    &sysconfig::MODULE,
    &syslog::MODULE,
    &termios::MODULE,
    &time::MODULE,
    &types::MODULE,
    &types::SUGGESTIONS,
    &tracemalloc::MODULE,
    &types::TYPING,
    &unicodedata::MODULE,
    &uuid::MODULE,
    &warnings::MODULE,
    &weakref::MODULE,
    &zlib::MODULE,
    &zoneinfo::MODULE,
];
