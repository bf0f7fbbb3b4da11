//! Mutated sources and mutated images: what parses, compiles and reads images must refuse them or cope, never panic, hang or
//! overflow the stack.
//!
//! Each run starts from the same seed and takes some thousand steps. To look for more: `TAIPAN_FUZZ_SECONDS=600`, with another
//! `TAIPAN_FUZZ_SEED`, and with `TAIPAN_FUZZ_CORPUS` naming a folder with more sources. A failing input is left in a file that
//! the message names.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bumpalo::Bump;
use taipan_bytecode::image::Image;
use taipan_bytecode::{disasm, verify};
use taipan_grammar::Mode;

/// No input of these sizes takes longer, even unoptimised on a busy machine.
const INPUT_TIME_MAX: Duration = Duration::from_secs(5);
const STACK_BYTES: usize = 8 << 20;
const LINES_MAX: usize = 40;

/// What mutations put in.
const TOKENS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    "=",
    ":=",
    "->",
    "...",
    ".",
    "@",
    "*",
    "**",
    "//=",
    ">>=",
    "!=",
    "~",
    "!",
    "?",
    "$",
    "`",
    "\\",
    "\\\n",
    "\n",
    "\n\n",
    "\t",
    "    ",
    "\x0c",
    "#",
    "'",
    "\"",
    "'''",
    "\"\"\"",
    "f'",
    "f\"{",
    "t'{",
    "rb'",
    "u'",
    "{x!r:>{w}}",
    "{=}",
    "\\N{",
    "\\x",
    "\\u12",
    "0x",
    "0b2",
    "1_",
    "1e",
    "1e400",
    "0777",
    "1.5j",
    "99999999999999999999",
    "\0",
    "\u{feff}",
    "é",
    "ℌ",
    "\u{200b}",
    "😀",
    "𝐱",
    "if",
    "else",
    "elif",
    "while",
    "for",
    "in",
    "try",
    "except",
    "except*",
    "finally",
    "with",
    "as",
    "def",
    "class",
    "lambda",
    "return",
    "yield",
    "yield from",
    "await",
    "async",
    "match",
    "case",
    "case _:",
    "type",
    "import",
    "from",
    "global",
    "nonlocal",
    "del",
    "assert",
    "raise",
    "pass",
    "break",
    "continue",
    "not",
    "and",
    "or",
    "is",
    "None",
    "True",
    "__debug__",
    "_",
    "x",
    "*x",
    "**x",
    "/",
    "print",
    "[T: int = str]",
    "x: int",
    "=1",
    "-1",
    "1+2j",
    "{**x}",
    "(yield)",
    "from __future__ import annotations\n",
];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// How long to go on, and what went wrong on the way.
struct Run {
    name: &'static str,
    random: Random,
    steps_max: usize,
    end: Option<Instant>,
    /// By message, with the file that holds the input.
    failures: BTreeMap<String, PathBuf>,
}

impl Run {
    fn new(name: &'static str, steps_max: usize) -> Run {
        let number = |name| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
        let seconds = number("TAIPAN_FUZZ_SECONDS");
        let seed = number("TAIPAN_FUZZ_SEED").unwrap_or(0x7461_6970);
        Run {
            name,
            random: Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1),
            steps_max: if seconds.is_some() { usize::MAX } else { steps_max },
            end: seconds.map(|n| Instant::now() + Duration::from_secs(n)),
            failures: BTreeMap::new(),
        }
    }

    fn steps(&mut self, mut step: impl FnMut(&mut Run)) {
        for _ in 0..self.steps_max {
            if self.end.is_some_and(|end| Instant::now() > end) {
                break;
            }
            step(self);
        }
        assert!(self.failures.is_empty(), "{}: {:#?}", self.name, self.failures);
    }

    fn check(&mut self, input: &[u8], work: impl FnOnce()) {
        let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-last", self.name));
        if self.end.is_some() {
            // An overflow of the stack ends the process.
            fs::write(&file, input).unwrap();
        }
        let start = Instant::now();
        let mut what = match catch_unwind(AssertUnwindSafe(work)) {
            Ok(()) => None,
            Err(payload) => {
                let text = payload.downcast_ref::<String>().cloned();
                Some(
                    text.or_else(|| payload.downcast_ref::<&str>().map(|s| (*s).to_owned()))
                        .unwrap_or_default(),
                )
            }
        };
        if start.elapsed() > INPUT_TIME_MAX {
            what = Some(format!("took {:?}", start.elapsed()));
        }
        if let Some(what) = what {
            let file = file.with_file_name(format!("{}-{}", self.name, self.failures.len()));
            fs::write(&file, input).unwrap();
            let what: String = what.chars().take(200).collect();
            self.failures.entry(what).or_insert(file);
        }
    }
}

fn sources() -> Vec<String> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/programs")];
    folders.extend(std::env::var_os("TAIPAN_FUZZ_CORPUS").map(PathBuf::from));
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "py") {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(files.len() > 100, "the programs are missing");
    files.iter().filter_map(|file| fs::read_to_string(file).ok()).collect()
}

/// Some lines of a source.
fn excerpt(random: &mut Random, sources: &[String]) -> String {
    let source = &sources[random.below(sources.len())];
    let n_lines = source.lines().count();
    let n = 1 + random.below(LINES_MAX);
    let from = random.below(n_lines.saturating_sub(n) + 1);
    source.lines().skip(from).take(n).flat_map(|line| [line, "\n"]).collect()
}

/// A place between two characters.
fn place(random: &mut Random, text: &str) -> usize {
    let mut at = random.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn mutate(random: &mut Random, text: &mut String, sources: &[String]) {
    let at = place(random, text);
    let mut end = (at + 1 + random.below(12)).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    match random.below(10) {
        0 => text.replace_range(at..end, ""),
        1..=3 => text.insert_str(at, TOKENS[random.below(TOKENS.len())]),
        4 => text.replace_range(at..end, TOKENS[random.below(TOKENS.len())]),
        5 => {
            let part = text[at..end].to_owned();
            let to = place(random, text);
            text.insert_str(to, &part);
        }
        6 => {
            let other = excerpt(random, sources);
            let (a, b) = (place(random, &other), place(random, &other));
            text.insert_str(at, &other[a.min(b)..a.max(b)]);
        }
        7 => {
            let token = TOKENS[random.below(TOKENS.len())];
            let n = 1 << random.below(12);
            text.insert_str(at, &token.repeat(n));
        }
        8 => text.truncate(at),
        _ => {
            // Another indentation from some line on.
            let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
            text.insert_str(line, &" ".repeat(random.below(9)));
        }
    }
}

fn compile(text: &str, mode: Mode, optimize: u8) -> Option<Vec<u8>> {
    let arena = Bump::new();
    let source: &str = arena.alloc_str(text);
    let parsed = taipan_grammar::parse(&arena, source, mode).ok()?;
    let options = taipan_compiler::Options {
        filename: "<mutated>",
        optimize,
        interactive: mode == Mode::Single,
        futures: 0,
        top_level_await: false,
        source,
    };
    taipan_compiler::compile(&arena, &parsed.module, &options).ok().map(|(image, _)| image)
}

/// Runs on a stack like that of a program's main thread.
fn on_a_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap();
    if let Err(payload) = thread.join() {
        std::panic::resume_unwind(payload);
    }
}

#[test]
fn mutated_sources_compile_or_do_not() {
    on_a_stack(|| {
        let sources = sources();
        Run::new("mutated-source", 4000).steps(|run| {
            let mut text = excerpt(&mut run.random, &sources);
            for _ in 0..1 + run.random.below(6) {
                mutate(&mut run.random, &mut text, &sources);
            }
            let mode = [Mode::Exec, Mode::Exec, Mode::Single, Mode::Eval][run.random.below(4)];
            run.check(text.as_bytes(), || {
                if let Some(image) = compile(&text, mode, 0) {
                    assert_eq!(verify::verify(&image), Ok(()), "a bad image was made");
                }
            });
        });
    });
}

#[test]
fn mutated_images_are_refused_or_readable() {
    on_a_stack(|| {
        let sources = sources();
        Run::new("mutated-image", 4000).steps(|run| {
            let Some(mut image) = compile(&excerpt(&mut run.random, &sources), Mode::Exec, 0) else { return };
            let random = &mut run.random;
            for _ in 0..1 + random.below(4) {
                let at = random.below(image.len());
                match random.below(5) {
                    0 => image[at] ^= 1 << random.below(8),
                    1 => image[at] = random.next() as u8,
                    2 => {
                        // A field: what is large, small, or a little off.
                        let at = (at & !3).min(image.len() - 4);
                        let old = u32::from_le_bytes(image[at..at + 4].try_into().unwrap());
                        let n = random.below(64) as u32;
                        let new = [n, u32::MAX - n, old.wrapping_add(n), old.wrapping_sub(n), 1 << (n % 32)];
                        image[at..at + 4].copy_from_slice(&new[random.below(5)].to_le_bytes());
                    }
                    3 => {
                        let from = random.below(image.len());
                        let n = random.below(32).min(image.len() - at.max(from));
                        image.copy_within(from..from + n, at);
                    }
                    _ => {
                        image.truncate(at.max(4));
                        // As if it had been made so.
                        if let Some(length) = image.get_mut(16..24) {
                            length.copy_from_slice(&(at.max(4) as u64).to_le_bytes());
                        }
                    }
                }
            }
            run.check(&image, || {
                if verify::verify(&image).is_ok() {
                    disasm::disassemble(&Image::trusted(&image), &["a line"], &mut String::new());
                }
            });
        });
    });
}
