//! Compares what is said about wrong texts with what CPython 3.14 says.
//!
//! `tests/syntax_errors/NAME.py` holds texts parted by lines of `#---`; `NAME.err` has a line for each, written by
//! `update.py` there, which CPython runs.

use std::path::Path;

use bumpalo::Bump;
use taipan_grammar::{ErrorKind, Mode, parse};

fn verdict(text: &str) -> String {
    let error = match parse(&Bump::new(), text, Mode::Exec) {
        Ok(_) => return "fine".to_owned(),
        Err(error) => error,
    };
    let kind = match error.kind {
        ErrorKind::Syntax => "SyntaxError",
        ErrorKind::Indentation => "IndentationError",
        ErrorKind::Tab => "TabError",
        ErrorKind::Value => "ValueError",
        ErrorKind::Memory => "MemoryError",
    };
    let end = error.end_column as i32;
    let places = format!("{}:{}-{}:{end}", error.line, error.column, error.end_line);
    let text = error.text.as_deref().map_or("null".to_owned(), quoted);
    format!("{places} {kind}: {} {text}", error.message)
}

/// A text as JSON has it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c < ' ' => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

#[test]
fn wrong_texts_are_explained_as_by_cpython() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/syntax_errors");
    let mut n_texts = 0;
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_none_or(|extension| extension != "err") {
            continue;
        }
        let expected = std::fs::read_to_string(&path).expect("it can be read");
        let texts = std::fs::read_to_string(path.with_extension("py")).expect("it stands beside");
        assert_eq!(texts.split("#---\n").count(), expected.lines().count(), "{}", path.display());
        for (text, want) in texts.split("#---\n").zip(expected.lines()) {
            n_texts += 1;
            let got = verdict(text);
            if got != want {
                wrong.push(format!("{text:?}\n  want {want}\n  got  {got}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {n_texts} texts:\n{}", wrong.len(), wrong.join("\n"));
}
