//! Source text to tokens to syntax tree, and nothing else.

pub mod ast;
pub mod error;
