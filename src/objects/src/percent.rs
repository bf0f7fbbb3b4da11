//! `%` formatting of text and of bytes.

use crate::types::bytes::{bytes_of_object_opt, repr_ascii};
use crate::types::int::operand::Operand;
use crate::types::str::check_room;
use taipan_runtime::{
    Gc, R, Raised, Value, Vm, kinds,
    layout::{Str, Tuple},
};
use taipan_text::format::percent::{
    Amount, Flags, Item, Items, PercentError, Spec, float_digits, int_digits, items, items_bytes, push_bytes,
    push_number, push_text,
};
use taipan_text::format::word::{MOST, format_word};
use taipan_text::wtf8;

/// What is formatted: text or bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Text,
    Bytes,
}

/// The right operand, as values are taken from it.
struct Arguments {
    tuple: Option<Gc<Tuple>>,
    single: Value,
    next: usize,
    /// The mapping that keys are looked up in.
    mapping: Option<Value>,
}

impl Arguments {
    fn new(vm: &mut Vm, args: Value, mode: Mode) -> Arguments {
        let tuple = vm.as_tuple(args);
        let cls = vm.class_of(args);
        let no_mapping = tuple.is_some()
            || vm.as_str(args).is_some()
            || (mode == Mode::Bytes && vm.bytes_of(args).is_some())
            || vm.slot_getitem(cls).is_none();
        Arguments { tuple, single: args, next: 0, mapping: (!no_mapping).then_some(args) }
    }

    /// The next value, if there is one.
    fn peek(&self) -> Option<Value> {
        match self.tuple {
            Some(tuple) => tuple.to_ref().as_slice().get(self.next).copied(),
            None if self.next == 0 => Some(self.single),
            None => None,
        }
    }

    fn next(&mut self, vm: &mut Vm) -> R {
        let value = self.peek();
        self.next += 1;
        value.ok_or_else(|| vm.type_error("not enough arguments for format string"))
    }

    fn has_unused(&self) -> bool {
        let n = self.tuple.map_or(1, |t| t.len());
        self.next < n && self.mapping.is_none()
    }
}

#[cold]
fn raise(vm: &mut Vm, fault: PercentError, mode: Mode) -> Raised {
    let text = match (fault, mode) {
        (PercentError::PrecisionTooBig, Mode::Bytes) => "prec too big",
        _ => fault.message(),
    };
    vm.value_error(text)
}

/// A width or precision; negative only where it came from an argument.
fn amount(vm: &mut Vm, amount: Amount, args: &mut Arguments, what: &str) -> R<Option<i64>> {
    match amount {
        Amount::None => Ok(None),
        Amount::Number(n) => Ok(Some(n as i64)),
        Amount::Star => {
            let v = args.next(vm)?;
            let Some(int) = vm.as_int_value(v) else { return Err(vm.type_error("* wants int")) };
            let max = if what == "width" { i64::MAX } else { i64::from(i32::MAX) };
            match vm.int_to_i64(int) {
                // It can't be negated.
                Some(i64::MIN) if what == "width" => Err(vm.overflow_error("width too big")),
                Some(n) if n <= max && n >= !max => Ok(Some(n)),
                _ if what == "width" => {
                    Err(vm.overflow_error("Python int too large to convert to C ssize_t"))
                }
                _ => Err(vm.overflow_error("Python int too large to convert to C int")),
            }
        }
    }
}

/// The int for `d` and its relatives.
fn int_argument(vm: &mut Vm, v: Value, kind: char) -> R {
    if let Some(int) = vm.as_int_value(v) {
        return Ok(int);
    }
    let cls = vm.class_of(v);
    let hex = matches!(kind, 'o' | 'x' | 'X');
    let result = if hex {
        if vm.slot_index(cls).is_some() { Some(vm.index(v)) } else { None }
    } else if vm.slot_int(cls).is_some() || vm.slot_index(cls).is_some() || vm.slot_float(cls).is_some() {
        Some(crate::types::int::from_object(vm, v))
    } else {
        None
    };
    match result {
        Some(Ok(int)) => {
            if let Some(int) = vm.as_int_value(int) {
                return Ok(int);
            }
        }
        Some(Err(raised)) if !vm.pending_is(kinds::TYPE_ERROR) => return Err(raised),
        Some(Err(_)) => {
            vm.take_exception();
        }
        None => {}
    }
    let of = vm.type_name(v);
    let want = if hex { "an integer" } else { "a real number" };
    Err(vm.type_error(format!("%{kind} format: {want} is required, not {of}")))
}

/// `%c` of text.
fn char_argument(vm: &mut Vm, v: Value) -> R<u32> {
    if let Some(s) = vm.as_str(v) {
        if s.n_chars() != 1 {
            let n = s.n_chars();
            return Err(vm.type_error(format!(
                "%c requires an int or a unicode character, not a string of length {n}"
            )));
        }
        return Ok(wtf8::char_at(s.to_ref().as_bytes(), 0).map_or(0, |(c, _)| c));
    }
    let cls = vm.class_of(v);
    let index = if vm.slot_index(cls).is_some() { vm.index_clamped(v).map(Some) } else { Ok(None) };
    let index = match index {
        Err(raised) if vm.take_if(kinds::TYPE_ERROR).is_none() => return Err(raised),
        Ok(Some(index)) => index,
        // Whatever kind of TypeError an `__index__` raises.
        Ok(None) | Err(_) => {
            let of = vm.qualified_class_name(cls);
            return Err(vm.type_error(format!("%c requires an int or a unicode character, not {of}")));
        }
    };
    match index {
        c if (0..0x11_0000).contains(&c) => Ok(c as u32),
        _ => Err(vm.overflow_error("%c arg not in range(0x110000)")),
    }
}

/// `%c` of bytes.
fn byte_argument(vm: &mut Vm, v: Value) -> R<u8> {
    if let Some(bytes) = vm.bytes_of(v) {
        if let &[b] = bytes {
            return Ok(b);
        }
        let n = bytes.len();
        let of = vm.type_name(v);
        return Err(vm.type_error(format!(
            "%c requires an integer in range(256) or a single byte, not a {of} object of length {n}"
        )));
    }
    let cls = vm.class_of(v);
    if vm.slot_index(cls).is_none() {
        let of = vm.qualified_class_name(cls);
        return Err(vm.type_error(format!("%c requires an integer in range(256) or a single byte, not {of}")));
    }
    match vm.index_clamped(v)? {
        b if (0..256).contains(&b) => Ok(b as u8),
        _ => Err(vm.overflow_error("%c arg not in range(256)")),
    }
}

fn float_argument(vm: &mut Vm, v: Value, mode: Mode) -> R<f64> {
    match vm.to_f64(v) {
        Ok(f) => Ok(f),
        Err(raised) => {
            if mode == Mode::Bytes && vm.take_if(kinds::TYPE_ERROR).is_some() {
                let of = vm.type_name(v);
                return Err(vm.type_error(format!("float argument required, not {of}")));
            }
            Err(raised)
        }
    }
}

/// Appends the next argument as text's `%s`, `%r` or `%d` with nothing further makes text of it, and gives that text. `None`:
/// it is not that simple, and no argument was taken.
fn convert_plainly(vm: &mut Vm, kind: u8, args: &mut Arguments, out: &mut Vec<u8>) -> R<Option<Value>> {
    let text = match kind {
        b's' => {
            let v = args.next(vm)?;
            vm.str_value(v)?
        }
        b'r' => {
            let v = args.next(vm)?;
            vm.repr_value(v)?
        }
        _ if args.peek().is_some_and(|v| v.is_small_int()) => {
            let v = args.next(vm)?;
            vm.str_value(v)?
        }
        _ => return Ok(None),
    };
    if let Some(text) = vm.as_str(text) {
        out.extend_from_slice(text.to_ref().as_bytes());
    }
    Ok(Some(text))
}

/// Appends what a specification makes of the next argument; gives the object that it is, if it is the text of one.
fn convert(
    vm: &mut Vm,
    spec: &Spec<'_>,
    args: &mut Arguments,
    mode: Mode,
    out: &mut Vec<u8>,
) -> R<Option<Value>> {
    if args.mapping.is_none() && (spec.key.is_some() || spec.fault == Some(PercentError::IncompleteKey)) {
        return Err(vm.type_error("format requires a mapping"));
    }
    if let Some((key, mapping)) = spec.key.zip(args.mapping) {
        let key = match mode {
            Mode::Text => vm.new_str_wtf8(key).value(),
            Mode::Bytes => vm.new_bytes(key),
        };
        let value = vm.get_item(mapping, key)?;
        *args = Arguments { tuple: None, single: value, next: 0, mapping: Some(mapping) };
        if mode == Mode::Text
            && let [.., b')', kind @ (b's' | b'r' | b'd')] = *spec.text
            && let Some(text) = convert_plainly(vm, kind, args, out)?
        {
            return Ok(Some(text));
        }
    }
    if let Some(i) = args.peek().and_then(|v| v.as_small_int())
        && let [.., b'd' | b'x'] = spec.text
        && let Some(text) = format_word(i, spec.text, &mut [0; MOST])
    {
        // `format()` means the same by it.
        out.extend_from_slice(text);
        args.next(vm)?;
        return Ok(None);
    }
    let mut flags: Flags = spec.flags;
    let width = amount(vm, spec.width, args, "width")?.unwrap_or(0);
    if width < 0 {
        flags.left = true;
    }
    let width = width.unsigned_abs() as usize;
    let precision = amount(vm, spec.precision, args, "precision")?.map(|n| n.max(0) as usize);
    if let Some(fault) = spec.fault {
        return Err(raise(vm, fault, mode));
    }
    let kind = char::from_u32(spec.kind).unwrap_or('?');
    if spec.text == b"%" {
        out.push(b'%');
        return Ok(None);
    }
    let v = args.next(vm)?;
    // A padded field is made of so many bytes.
    let is_number = matches!(kind, 'd' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G');
    if !is_number {
        check_room(vm, width.saturating_add(out.len()))?;
    }
    match kind {
        's' | 'r' | 'a' if mode == Mode::Text => {
            let value = match kind {
                's' => vm.str_value(v)?,
                'r' => vm.repr_value(v)?,
                _ => vm.ascii_value(v)?,
            };
            let text = vm.as_str(value).unwrap_or(vm.names().empty);
            let before = out.len();
            push_text(out, text.to_ref().as_bytes(), flags, width, precision);
            // Cut and filled it may be as long as before.
            return Ok((out[before..] == *text.to_ref().as_bytes()).then_some(value));
        }
        'c' if mode == Mode::Text => {
            let (bytes, n) = wtf8::encode_char(char_argument(vm, v)?);
            push_text(out, &bytes[..n], flags, width, precision.map(|p| p.max(1)));
        }
        's' | 'b' if mode == Mode::Bytes => {
            // Byte strings of any class are taken as they are.
            let bytes = match vm.bytes_of(v) {
                Some(bytes) => Some(bytes.into()),
                None => bytes_of_object_opt(vm, v)?,
            };
            let Some(bytes) = bytes else {
                let of = vm.type_name(v);
                return Err(vm.type_error(format!(
                    "%b requires a bytes-like object, or an object that implements __bytes__, not '{of}'"
                )));
            };
            push_bytes(out, &bytes, flags, width, precision);
        }
        'r' | 'a' => {
            let text = repr_ascii(vm, v)?;
            push_bytes(out, text.to_ref().as_bytes(), flags, width, precision);
        }
        'c' => {
            let byte = byte_argument(vm, v)?;
            push_bytes(out, &[byte], flags, width, precision.map(|p| p.max(1)));
        }
        'd' | 'i' | 'u' | 'o' | 'x' | 'X' => {
            let int = int_argument(vm, v, kind)?;
            if precision.is_some_and(|p| p > (i32::MAX - 3) as usize) {
                return Err(vm.overflow_error("precision too large"));
            }
            if matches!(kind, 'd' | 'i' | 'u') {
                // For the limit on digits.
                crate::types::int::operand::check_decimal(vm, int)?;
            }
            check_room(vm, width.saturating_add(out.len()))?;
            let operand = Operand::new(int);
            let digits = int_digits(operand.view(), kind as u8, flags.alternate, precision);
            push_number(out, &digits, flags, width);
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let f = float_argument(vm, v, mode)?;
            if precision.is_some_and(|p| p > (i32::MAX - 3) as usize) {
                return Err(vm.value_error("precision too big"));
            }
            check_room(vm, precision.unwrap_or(6).max(width).saturating_add(out.len()))?;
            let digits = float_digits(f, kind as u8, flags.alternate, precision);
            push_number(out, &digits, flags, width);
        }
        _ => {
            let c = spec.kind;
            let shown = if c > 31 && c < 127 { kind } else { '?' };
            let index = spec.index();
            return Err(
                vm.value_error(format!("unsupported format character '{shown}' (0x{c:x}) at index {index}"))
            );
        }
    }
    Ok(None)
}

/// What is appended; and the text of the last item as it is, if that is all there is.
fn run(vm: &mut Vm, pieces: Items<'_>, args: Value, mode: Mode, room: usize) -> R<(Vec<u8>, Option<Value>)> {
    let mut args = Arguments::new(vm, args, mode);
    let mut out = Vec::with_capacity(room + 32);
    let mut whole = None;
    for item in pieces {
        whole = None;
        match item {
            Item::Literal(text) => out.extend_from_slice(text),
            Item::Plain(kind) => {
                let is_first = out.is_empty();
                let plain = match mode {
                    Mode::Text => convert_plainly(vm, kind, &mut args, &mut out)?,
                    Mode::Bytes => None,
                };
                let text = match plain {
                    None => convert(vm, &Spec::plain(kind), &mut args, mode, &mut out)?,
                    plain => plain,
                };
                whole = text.filter(|_| is_first && !out.is_empty());
            }
            Item::Spec(spec) => {
                let is_first = out.is_empty();
                let text = convert(vm, &spec, &mut args, mode, &mut out)?;
                whole = text.filter(|_| is_first && !out.is_empty());
            }
        }
    }
    if args.has_unused() {
        let what = if mode == Mode::Text { "string" } else { "bytes" };
        return Err(vm.type_error(format!("not all arguments converted during {what} formatting")));
    }
    Ok((out, whole))
}

/// `format % args` for text; `this` is the format as the program has it.
pub fn format_text(vm: &mut Vm, this: Value, format: Gc<Str>, args: Value) -> R {
    let bytes = format.to_ref().as_bytes();
    if !bytes.contains(&b'%') {
        // Itself, as long as nothing is left over.
        run(vm, items(&[]), args, Mode::Text, 0)?;
        return Ok(if bytes.is_empty() { format.value() } else { this });
    }
    match run(vm, items(bytes), args, Mode::Text, bytes.len())? {
        (_, Some(whole)) => Ok(whole),
        (out, None) => Ok(vm.new_str_wtf8(&out).value()),
    }
}

/// `format % args` for bytes.
pub fn format_bytes(vm: &mut Vm, format: &[u8], args: Value) -> R<Vec<u8>> {
    run(vm, items_bytes(format), args, Mode::Bytes, format.len()).map(|(out, _)| out)
}
