//! Source text to tokens to syntax tree, and nothing else.
