//! Runs code: the dispatch of instructions (`machine`), what each does (`ops`), windows and frame objects (`frame`), the
//! binding of arguments (`bind`), exceptions on their way to a handler (`unwind`), generators, and the way in from native
//! code (`run`), tracing (`trace`).
#![expect(unsafe_code, reason = "handlers work on raw registers and verified code")]

mod bind;
mod chain;
pub mod frame;
pub mod generator;
mod holder;
pub mod jump;
mod machine;
mod monitor;
mod ops;
pub mod run;
pub mod trace;
mod unwind;

pub use taipan_runtime::code;
