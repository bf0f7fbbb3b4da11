//! `taipan ast`: syntax trees, and how many of them are CPython's.

use clap::{Arg, ArgMatches, Command};

use super::{complain, path_argument};

pub(super) fn command() -> Command {
    Command::new("ast")
        .about("Print the syntax tree of a file, or compare trees with CPython's")
        .arg(
            path_argument("file", "FILE", "A source file; - for standard input")
                .required_unless_present("compare"),
        )
        .arg(
            Arg::new("compare")
                .long("compare")
                .value_name("DIR")
                .conflicts_with("file")
                .value_parser(clap::value_parser!(std::path::PathBuf))
                .help("Compare the trees of all .py files in a folder with CPython's"),
        )
        .arg(
            Arg::new("python")
                .long("python")
                .value_name("EXE")
                .default_value("python3.14")
                .value_parser(clap::value_parser!(std::ffi::OsString))
                .help("The CPython to compare with"),
        )
}

pub(super) fn main(_options: &ArgMatches) -> i32 {
    complain("this executable was built without the printer of syntax trees")
}
