//! The methods of the built-in types.
