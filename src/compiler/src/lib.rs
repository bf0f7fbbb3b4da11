//! Syntax trees to code images: symbol tables, code generation.
