//! The `taipan` executable.
//!
//! The C entry point itself: what Rust's own does before `main` is a twentieth of a start (a look at the memory map for the
//! stack's guard page, a handler for faults there), and `taipan_cli` looks at stack, pipes and closed streams itself.

#![no_main]
#![expect(unsafe_code, reason = "the name of the entry point is the linker's")]

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    std::process::exit(taipan_cli::main())
}
