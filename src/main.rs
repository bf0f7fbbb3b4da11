//! The `taipan` executable.

fn main() {
    std::process::exit(taipan_cli::main());
}
