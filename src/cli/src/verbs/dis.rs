//! `taipan dis`: bytecode that a person can read.

use std::path::PathBuf;

use clap::{Arg, ArgMatches, Command};
use taipan_bytecode::disasm;
use taipan_bytecode::image::Image;
use taipan_runtime::CompileMode;

use super::{complain, optimize, optimize_option, path_argument, print, read_source};
use crate::compile::{self, How};

pub(super) fn command() -> Command {
    Command::new("dis")
        .about("Print the bytecode of a file")
        .arg(path_argument("file", "FILE", "A source file; - for standard input").required(true))
        .arg(optimize_option())
        .arg(
            Arg::new("function")
                .short('f')
                .long("function")
                .value_name("NAME")
                .help("Only the functions and classes of this name or qualified name"),
        )
}

pub(super) fn main(options: &ArgMatches) -> i32 {
    let path: &PathBuf = options.get_one("file").expect("clap asks for it");
    let text = match read_source(path) {
        Ok(text) => text,
        Err(error) => return complain(&error),
    };
    let filename = path.to_string_lossy();
    let how = How { filename: &filename, mode: CompileMode::Exec, flags: 0, optimize: 0, int_digits: None };
    let bytes = match compile::to_image(&text, &how, optimize(options)) {
        Ok((bytes, _)) => bytes,
        Err(failure) => return complain(&failure.to_line(&filename)),
    };
    let image = match Image::new(&bytes) {
        Ok(image) => image,
        Err(bad) => return complain(bad.0),
    };
    let lines: Vec<&str> = text.lines().collect();
    let only = options.get_one::<String>("function").map(String::as_str);
    let mut out = String::new();
    for code in (0..image.n_codes() as u32).filter_map(|i| image.code(i)) {
        let name = image.string(code.qualname()).bytes;
        let is_named = |only: &str| {
            let tail = name.strip_suffix(only.as_bytes());
            tail.is_some_and(|before| before.is_empty() || before.ends_with(b"."))
        };
        if only.is_none_or(is_named) {
            if !out.is_empty() {
                out.push('\n');
            }
            disasm::disassemble_code(&code, &lines, &mut out);
        }
    }
    if let (true, Some(only)) = (out.is_empty(), only) {
        return complain(&format!("{filename} has no function or class {only}"));
    }
    print(&out);
    0
}
