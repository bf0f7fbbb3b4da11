//! The command line: the only crate that sees all others. It makes the interpreter, gives it what lower crates ask for
//! upwards (compiling, running code), and runs what the arguments name.
//!
//! Start with [`main`]; `arguments` is python's own command line, `startup` makes the interpreter, `compile` is source to
//! code object, `library` imports what is embedded, `run` runs programs and ends the process as python does,
//! `repl` reads and runs statements as they are typed, `panics` is for bugs of ours, `verbs` is what python's command line does not have.

/// Writes a line to standard error; that nobody can have it is no reason to stop.
macro_rules! say {
    ($($format:tt)*) => {{
        // What tests say is shown when they fail.
        #[cfg(test)]
        eprintln!($($format)*);
        #[cfg(not(test))]
        use std::io::Write;
        #[cfg(not(test))]
        let _ = writeln!(std::io::stderr(), $($format)*);
    }};
}

mod arguments;
mod ast;
mod bundle;
mod compile;
mod frozen;
mod imp;
mod incomplete;
mod library;
mod options;
mod panics;
mod repl;
mod room;
mod run;
mod site;
#[cfg(test)]
mod small_stack;
mod startup;
mod streams;
mod symtable;
mod tokenize;
mod uncaught;
mod unpack;
mod verbs;

use std::ffi::OsString;

/// Runs the command line and returns the process's exit code.
pub fn main() -> i32 {
    // Everything that holds values is called from here: no frame above is searched for them.
    let stack = taipan_heap::StackBounds::here(None);
    panics::install_hook();
    let all: Vec<OsString> = std::env::args_os().collect();
    if let Some(code) = verbs::main(&all) {
        return code;
    }
    match arguments::parse(&all) {
        Ok(arguments::Parsed::Run(settings)) => panics::contain(|| run::main(&settings.into(), stack)),
        Ok(arguments::Parsed::Print(text)) => {
            let _ = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
            0
        }
        Err(text) => {
            let _ = std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes());
            2
        }
    }
}
