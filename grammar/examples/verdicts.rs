//! Says of the texts in a JSON list of pairs (text, mode), as a JSON list, what is wrong with each.

use taipan_grammar::{ErrorKind, Mode, SyntaxError, parse};

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else { return };
    let text = std::fs::read_to_string(from).unwrap_or_default();
    let mut strings = Vec::new();
    let mut at = text.as_str();
    while let Some(start) = at.find('"') {
        let (string, rest) = string(&at[start + 1..]);
        strings.push(string);
        at = rest;
    }
    let verdicts: Vec<String> = strings.chunks(2).map(|pair| verdict(&pair[0], &pair[1])).collect();
    if let Err(error) = std::fs::write(to, format!("[{}]", verdicts.join(",\n"))) {
        eprintln!("{error}");
    }
}

/// A JSON string behind its quote, and what follows.
fn string(text: &str) -> (String, &str) {
    let mut units: Vec<u16> = Vec::new();
    let mut chars = text.char_indices();
    while let Some((i, c)) = chars.next() {
        let unit = match c {
            '"' => return (String::from_utf16_lossy(&units), &text[i + 1..]),
            '\\' => match chars.next().map_or(' ', |(_, c)| c) {
                'n' => 10,
                'r' => 13,
                't' => 9,
                'b' => 8,
                'f' => 12,
                'u' => {
                    let hex: String = chars.by_ref().take(4).map(|(_, c)| c).collect();
                    u16::from_str_radix(&hex, 16).unwrap_or(0)
                }
                c => c as u16,
            },
            c => {
                units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
                continue;
            }
        };
        units.push(unit);
    }
    (String::new(), "")
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out + "\""
}

fn verdict(text: &str, mode: &str) -> String {
    let mode = match mode {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        _ => Mode::Single,
    };
    let arena = bumpalo::Bump::new();
    let error: SyntaxError = match parse(&arena, arena.alloc_str(text), mode) {
        Ok(_) => return "\"ok\"".to_owned(),
        Err(error) => error,
    };
    let class = match error.kind {
        ErrorKind::Syntax => "SyntaxError",
        ErrorKind::Indentation => "IndentationError",
        ErrorKind::Tab => "TabError",
        ErrorKind::Value => "ValueError",
        ErrorKind::Memory => "MemoryError",
    };
    let text = error.text.as_deref().map_or("null".to_owned(), quoted);
    let end = error.end_column as i32;
    let places = format!("{}, {}, {}, {end}", error.line, error.column, error.end_line);
    format!("[\"{class}\", {}, {places}, {text}]", quoted(&error.message))
}
