//! `taipan ast`: syntax trees, and how many of them are CPython's.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use bumpalo::Bump;
use clap::{Arg, ArgMatches, Command};
use taipan_grammar::ast::{Constant, Span};
use taipan_grammar::nodes::{NodeKind, Quantity};
use taipan_grammar::walk::{self, Sink, walk};
use taipan_grammar::{Mode, SyntaxError, TypeComments, type_comments};
use taipan_number::big;
use taipan_text::repr::{repr_bytes, repr_text};

use super::{complain, path_argument, print, read_source};

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

pub(super) fn main(options: &ArgMatches) -> i32 {
    if let Some(folder) = options.get_one::<PathBuf>("compare") {
        let python: &OsString = options.get_one("python").expect("it has a default");
        return compare(folder, python);
    }
    let path: &PathBuf = options.get_one("file").expect("clap asks for it");
    let text = match read_source(path) {
        Ok(text) => text,
        Err(error) => return complain(&error),
    };
    match dump(&text) {
        Ok(text) => {
            print(&(text + "\n"));
            0
        }
        Err(error) => complain(&format!("{}:{}: {}", path.display(), error.line, error.message)),
    }
}

/// The tree of a text, as `python -m ast -a` prints it.
fn dump(text: &str) -> Result<String, SyntaxError> {
    let arena = Bump::new();
    let source: &str = arena.alloc_str(text);
    let parsed = taipan_grammar::parse(&arena, source, Mode::Exec)?;
    let comments = type_comments(source, &parsed.module)?;
    let mut builder = Builder { stack: Vec::new(), comments: &comments };
    walk(&parsed.module, &mut builder);
    let mut out = String::new();
    if let Some(tree) = builder.stack.pop() {
        tree.format(0, &mut out);
    }
    Ok(out)
}

/// A tree that can be laid out: what stands in a line depends on what is in it.
enum Tree {
    None,
    /// Text that is the same wherever it stands.
    Leaf(String),
    List(Vec<Tree>),
    Node(NodeKind, Vec<Tree>, Option<Span>),
}

struct Builder<'c> {
    comments: &'c TypeComments<'c>,
    stack: Vec<Tree>,
}

impl Builder<'_> {
    fn take(&mut self, n: usize) -> Vec<Tree> {
        self.stack.split_off(self.stack.len() - n)
    }
}

impl Sink for Builder<'_> {
    fn none(&mut self) {
        self.stack.push(Tree::None);
    }
    fn text(&mut self, text: &str) {
        self.stack.push(Tree::Leaf(repr_text(text.into()).to_string_lossy()));
    }
    fn constant(&mut self, value: &Constant<'_>) {
        let text = match value {
            // A constant None is shown, a missing value is not.
            Constant::None => "None".to_owned(),
            Constant::True => "True".to_owned(),
            Constant::False => "False".to_owned(),
            Constant::Ellipsis => "Ellipsis".to_owned(),
            Constant::Int(i) => i.to_string(),
            Constant::BigInt { digits, radix } => match big::parse(digits.as_bytes(), *radix, usize::MAX) {
                Ok(i) => big::to_decimal(i.view()),
                Err(_) => "?".to_owned(),
            },
            Constant::Float(f) => taipan_number::float::repr(*f),
            Constant::Complex(f) => format!("{}j", taipan_number::float::repr(*f).trim_end_matches(".0")),
            Constant::Str(bytes) => repr_text(taipan_text::Wtf8::new(bytes)).to_string_lossy(),
            Constant::Bytes(bytes) => repr_bytes(bytes),
            Constant::NegativeInt(_)
            | Constant::FullComplex(..)
            | Constant::Tuple(_)
            | Constant::FrozenSet(_) => "?".to_owned(),
        };
        self.stack.push(Tree::Leaf(text));
    }
    fn int(&mut self, value: i64) {
        self.stack.push(Tree::Leaf(value.to_string()));
    }
    fn type_comment(&mut self, span: Span) {
        walk::type_comment(self.comments, span, self);
    }
    fn stretch(&self, span: Span) -> Span {
        self.comments.stretch(span)
    }

    fn type_ignores(&mut self) {
        walk::type_ignores(self.comments, self);
    }
    fn list(&mut self, n: usize) {
        let items = self.take(n);
        self.stack.push(Tree::List(items));
    }
    fn node(&mut self, kind: NodeKind, span: Option<Span>) {
        let fields = self.take(kind.info().fields().count());
        self.stack.push(Tree::Node(kind, fields, span));
    }
}

fn indent(level: usize, out: &mut String) {
    out.push('\n');
    for _ in 0..level {
        out.push_str("   ");
    }
}

impl Tree {
    /// Appends the tree; true where it is as simple as a leaf.
    fn format(&self, level: usize, out: &mut String) -> bool {
        let level = level + 1;
        match self {
            Tree::None => {
                out.push_str("None");
                true
            }
            Tree::Leaf(text) => {
                out.push_str(text);
                true
            }
            Tree::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    indent(level, out);
                    item.format(level, out);
                }
                out.push(']');
                items.is_empty()
            }
            Tree::Node(kind, fields, span) => {
                let info = kind.info();
                let mut parts = Vec::new();
                let mut all_simple = true;
                for (field, value) in info.fields().zip(fields) {
                    let shown = match value {
                        Tree::None => field.quantity != Quantity::Optional,
                        Tree::List(items) => !items.is_empty(),
                        _ => true,
                    };
                    if shown {
                        let mut part = format!("{}=", field.name);
                        all_simple &= value.format(level, &mut part);
                        parts.push(part);
                    }
                }
                if let Some(s) = span {
                    parts.extend([
                        format!("lineno={}", s.line),
                        format!("col_offset={}", s.column),
                        format!("end_lineno={}", s.end_line),
                        format!("end_col_offset={}", s.end_column),
                    ]);
                }
                out.push_str(info.name);
                out.push('(');
                let in_line = all_simple && parts.len() <= 3;
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        out.push_str(if in_line { ", " } else { "," });
                    }
                    if !in_line {
                        indent(level, out);
                    }
                    out.push_str(part);
                }
                out.push(')');
                in_line && parts.is_empty()
            }
        }
    }
}

/// For each path on its standard input: `tree`, the number of bytes, and the tree; or `error` and a line.
const SCRIPT: &str = r#"
import ast, sys, warnings
warnings.simplefilter("ignore")
out = sys.stdout.buffer
for path in sys.stdin.read().splitlines():
    try:
        with open(path, "rb") as file:
            tree = ast.parse(file.read(), path, type_comments=True)
        text = ast.dump(tree, include_attributes=True, indent=3).encode("utf-8", "surrogatepass")
        out.write(b"tree %d\n" % len(text) + text)
    except SyntaxError as error:
        out.write(b"error %d\n" % (error.lineno or 0))
    except (ValueError, RecursionError, MemoryError):
        out.write(b"error 0\n")
"#;

fn find_sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            find_sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "py") && path.is_file() {
            found.push(path);
        }
    }
}

/// Compares the trees of all files of a folder with CPython's, and the lines at which files are refused.
fn compare(folder: &Path, python: &OsString) -> i32 {
    let mut files = Vec::new();
    find_sources(folder, &mut files);
    files.sort();
    let list: String = files.iter().map(|f| format!("{}\n", f.display())).collect();
    let child =
        Process::new(python).args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => return complain(&format!("{}: {error}", python.to_string_lossy())),
    };
    let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else { return 2 };
    let writer = std::thread::spawn(move || stdin.write_all(list.as_bytes()));
    let mut stdout = BufReader::new(stdout);
    let mut n_equal = 0;
    for file in &files {
        let mut head = String::new();
        if stdout.read_line(&mut head).is_err() || head.is_empty() {
            return complain("the other Python ended early");
        }
        let (what, number) = head.trim_end().split_once(' ').unwrap_or((&head, "0"));
        let number: usize = number.parse().unwrap_or(0);
        let mut want = vec![0; if what == "tree" { number } else { 0 }];
        if stdout.read_exact(&mut want).is_err() {
            return complain("the other Python ended early");
        }
        let got = read_source(file)
            .map_err(|error| (0, error))
            .and_then(|text| dump(&text).map_err(|error| (error.line as usize, error.message)));
        let difference = match (what, got) {
            ("tree", Ok(got)) if got.as_bytes() == want => None,
            ("tree", Ok(got)) => {
                let want = String::from_utf8_lossy(&want);
                let line = got.lines().zip(want.lines()).position(|(a, b)| a != b).unwrap_or(0);
                let at = |text: &str| text.lines().nth(line).unwrap_or("").trim().to_owned();
                Some(format!("line {} of the tree: {} is not {}", line + 1, at(&got), at(&want)))
            }
            ("tree", Err((line, message))) => Some(format!("refused at line {line}: {message}")),
            (_, Ok(_)) => Some(format!("not refused at line {number}")),
            (_, Err((line, _))) if line == number || number == 0 || line == 0 => None,
            (_, Err((line, message))) => Some(format!("refused at line {line} ({message}), not {number}")),
        };
        match difference {
            None => n_equal += 1,
            Some(text) => print(&format!("{}: {text}\n", file.display())),
        }
    }
    let _ = writer.join();
    let _ = child.wait();
    print(&format!("{n_equal} of {} files agree\n", files.len()));
    i32::from(n_equal != files.len())
}
