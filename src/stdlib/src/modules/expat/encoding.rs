//! From the bytes of a document to the text that the machine reads.

use super::parser::{Parser, fail};
use taipan_objects::import::import_from;
use taipan_runtime::{Gc, R, Value, Vm};

/// How the bytes of the document become text.
pub(super) enum Encoding {
    /// It shows in the first bytes, which are kept until then; or a name was given.
    Open(Vec<u8>, Option<String>),
    /// They are UTF-8.
    Utf8,
    /// A decoder of Python's codecs knows.
    Decoder,
    /// A character for each byte; U+FFFD for a byte that means nothing.
    Table(Vec<char>),
}

/// The encoding that the first bytes show; none where more are needed.
fn shown_encoding(head: &[u8], given: Option<&str>, last: bool) -> Option<String> {
    let named = |name: &str| Some(name.to_owned());
    if let Some(given) = given {
        return named(given);
    }
    match head {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => return named("utf-16"),
        [0, _, ..] => return named("utf-16-be"),
        [_, 0, ..] => return named("utf-16-le"),
        [0xef, 0xbb, 0xbf, ..] => return named("utf-8-sig"),
        [] | [0xfe] | [0xff] | [0xef] | [0xef, 0xbb] | [b'<'] | [0] if !last => return None,
        _ => {}
    }
    if !head.starts_with(b"<?xml") {
        return if !last && b"<?xml".starts_with(head) { None } else { named("utf-8") };
    }
    let Some(end) = memchr::memmem::find(head, b"?>") else {
        return if last { named("utf-8") } else { None };
    };
    let declaration = &head[..end];
    let value = memchr::memmem::find(declaration, b"encoding").and_then(|at| {
        let rest = declaration[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let quote = rest.first()?;
        let n = rest[1..].iter().position(|byte| byte == quote)?;
        std::str::from_utf8(&rest[1..=n]).ok()
    });
    named(value.unwrap_or("utf-8"))
}

/// The characters of an encoding of single bytes. What the syntax needs must be where ASCII has it, and nowhere else.
fn byte_table(vm: &mut Vm, this: Gc<Parser>, name: &str) -> R<Vec<char>> {
    const UNKNOWN_ENCODING: i64 = 18;
    let all: Vec<u8> = (0..=255).collect();
    let all = vm.new_bytes(&all);
    let args = [vm.new_str(name).value(), vm.new_str("replace").value()];
    let text = vm.call_method_named(all, "decode", &args)?;
    let text = vm.as_str(text).map_or_else(String::new, |text| text.to_display());
    let table: Vec<char> = text.chars().collect();
    if table.len() != 256 {
        return Err(vm.value_error("multi-byte encodings are not supported"));
    }
    let is_syntax = |c: u32| match u8::try_from(c) {
        Ok(b'$' | b'@' | b'\\' | b'^' | b'`' | b'{' | b'}' | b'~') => false,
        Ok(b'\t' | b'\n' | b'\r') => true,
        Ok(b) => (b' '..0x7f).contains(&b),
        Err(_) => false,
    };
    let is_wrong = |(&c, i): (&char, u32)| c as u32 != i && (is_syntax(c as u32) || is_syntax(i));
    if table.iter().zip(0..).any(is_wrong) {
        return Err(fail(vm, this, UNKNOWN_ENCODING));
    }
    Ok(table)
}

/// Gives the machine more bytes of the document, as UTF-8.
pub(super) fn feed(vm: &mut Vm, this: Gc<Parser>, bytes: &[u8], last: bool) -> R<()> {
    let mut bytes = bytes.to_vec();
    let undecided = match &mut *this.encoding.borrow_mut() {
        Encoding::Open(head, given) => {
            head.extend_from_slice(&bytes);
            Some((std::mem::take(head), given.clone()))
        }
        Encoding::Utf8 | Encoding::Decoder | Encoding::Table(_) => None,
    };
    if let Some((head, given)) = undecided {
        let Some(name) = shown_encoding(&head, given.as_deref(), last) else {
            this.encoding.replace(Encoding::Open(head, given));
            return Ok(());
        };
        bytes = head;
        match &name.to_ascii_lowercase()[..] {
            "utf-8" | "utf8" | "us-ascii" | "ascii" => {
                this.encoding.replace(Encoding::Utf8);
                if bytes.starts_with(b"\xef\xbb\xbf") {
                    bytes.drain(..3);
                }
            }
            "utf-16" | "utf-16-be" | "utf-16-le" | "utf-16be" | "utf-16le" | "utf-8-sig" => {
                let make = import_from(vm, "codecs", "getincrementaldecoder")?;
                let name = vm.new_str(&name).value();
                let class = vm.call(make, &[name])?;
                // What is no character is for the machine to refuse.
                let errors = vm.new_str("surrogatepass").value();
                let decoder = vm.call(class, &[errors])?;
                this.decoder.set(this, decoder);
                this.encoding.replace(Encoding::Decoder);
            }
            _ => {
                let table = byte_table(vm, this, &name)?;
                this.encoding.replace(Encoding::Table(table));
            }
        }
    }
    if matches!(*this.encoding.borrow(), Encoding::Utf8) {
        this.machine.borrow_mut().feed(&bytes);
        return Ok(());
    }
    if let Encoding::Table(table) = &*this.encoding.borrow() {
        let mut text = Vec::with_capacity(bytes.len());
        for &b in &bytes {
            match table[usize::from(b)] {
                // No text has it: the machine refuses it where it stands.
                char::REPLACEMENT_CHARACTER => text.push(0xff),
                c => text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        this.machine.borrow_mut().feed(&text);
        return Ok(());
    }
    let bytes = vm.new_bytes(&bytes);
    let text = vm.call_method_named(this.decoder.get(), "decode", &[bytes])?;
    if let Some(text) = vm.as_str(text) {
        this.machine.borrow_mut().feed(text.to_ref().as_bytes());
    }
    if last {
        let state = vm.call_method_named(this.decoder.get(), "getstate", &[])?;
        let rest = vm.get_item(state, Value::ZERO)?;
        if vm.len(rest)? > 0 {
            // Half a character at the end is a token that has no end.
            this.machine.borrow_mut().feed(b"<");
        }
    }
    Ok(())
}
