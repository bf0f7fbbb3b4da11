//! What the program tests are made of.

pub mod known;
pub mod program;
pub mod run;
pub mod update;
