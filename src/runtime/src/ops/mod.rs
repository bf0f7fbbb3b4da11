//! The abstract operations: arithmetic, comparison, truth, hashing, items, iteration, conversion to text.

mod arithmetic;
mod compare;
mod index;
mod instance;
mod items;
mod iteration;
mod text;

pub use arithmetic::BinaryOp;
