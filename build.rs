//! How the executable is linked: what start-up would spend on relocations and on one more shared library.

use std::path::PathBuf;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, want: &str| env::var(name).is_ok_and(|value| value == want);
    if !is("CARGO_CFG_TARGET_OS", "linux") || !is("CARGO_CFG_TARGET_ENV", "gnu") {
        return;
    }
    // The tables of native types hold 20,000 function pointers; at a fixed address none has to be relocated.
    println!("cargo::rustc-link-arg-bins=-no-pie");
    // Rust's standard library asks for libgcc_s by name; its static halves do the same.
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("link");
    fs::create_dir_all(&folder).expect("the output folder is writable");
    fs::write(folder.join("libgcc_s.so"), "GROUP ( -lgcc_eh -lgcc )\n")
        .expect("the output folder is writable");
    println!("cargo::rustc-link-arg-bins=-L{}", folder.display());
}
