//! `make_scanner`: reads a value.

use super::text::{fail, scan};
use super::the_text;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::str::index::{char_of, offset_of};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm,
    kinds::{self, Numbered},
    layout::{Str, Tuple, Type},
    type_flags,
};

/// A scanner: what a decoder wants to be called.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Scanner {
    header: Header,
    #[untraced]
    strict: bool,
    object_hook: Field<Value>,
    object_pairs_hook: Field<Value>,
    parse_float: Field<Value>,
    parse_int: Field<Value>,
    parse_constant: Field<Value>,
}

impl Scanner {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Scanner as Numbered>::NUMBER,
        name: "Scanner",
        module: "_json",
        doc: "Reads JSON as a decoder says.",
        flags: type_flags::MUTABLE,
        native: &Scanner::NATIVE,
        layout: Some(LayoutInfo::of::<Scanner>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Scanner {
    #[sig("($cls, context)")]
    #[name("make_scanner")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, context: Value) -> R<Gc<Scanner>> {
        let _ = cls;
        let strict = vm.get_attr_named(context, "strict")?;
        let strict = vm.truth(strict)?;
        let object_hook = vm.get_attr_named(context, "object_hook")?;
        let object_pairs_hook = vm.get_attr_named(context, "object_pairs_hook")?;
        let parse_float = vm.get_attr_named(context, "parse_float")?;
        let parse_int = vm.get_attr_named(context, "parse_int")?;
        let parse_constant = vm.get_attr_named(context, "parse_constant")?;
        let header = Header::new::<Scanner>(vm.class_address(<Scanner as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Scanner {
            header,
            strict,
            object_hook: Field::new(object_hook),
            object_pairs_hook: Field::new(object_pairs_hook),
            parse_float: Field::new(parse_float),
            parse_int: Field::new(parse_int),
            parse_constant: Field::new(parse_constant),
        }))
    }

    #[sig("($self, string, idx)")]
    #[name("scan_once")]
    fn __call__(vm: &mut Vm, this: Gc<Scanner>, string: Value, idx: i64) -> R<Gc<Tuple>> {
        let doc = the_text(vm, string)?;
        let Ok(idx) = usize::try_from(idx) else {
            return Err(vm.value_error("idx cannot be negative"));
        };
        if idx >= doc.n_chars() {
            let idx = vm.new_int(idx as i64);
            return Err(vm.stop_iteration(idx));
        }
        let native_int = vm.class(kinds::INT).value() == this.parse_int.get();
        let native_float = vm.class(kinds::FLOAT).value() == this.parse_float.get();
        let reader = Reader { doc, text: doc.to_ref().as_bytes(), how: this, native_int, native_float };
        let start = offset_of(vm, doc, idx)?;
        let (value, end) = reader.value(vm, start)?;
        let end = char_of(vm, doc, end)?;
        Ok(vm.new_tuple(&[value, Value::len(end)]))
    }

    /// Are control characters in strings refused?
    #[member("strict")]
    fn strict(_: &mut Vm, this: Gc<Scanner>) -> bool {
        this.strict
    }

    /// Called with each object.
    #[member("object_hook")]
    fn object_hook(_: &mut Vm, this: Gc<Scanner>) -> Value {
        this.object_hook.get()
    }

    #[member("object_pairs_hook")]
    fn object_pairs_hook(_: &mut Vm, this: Gc<Scanner>) -> Value {
        this.object_pairs_hook.get()
    }

    /// Makes floats.
    #[member("parse_float")]
    fn parse_float(_: &mut Vm, this: Gc<Scanner>) -> Value {
        this.parse_float.get()
    }

    /// Makes ints.
    #[member("parse_int")]
    fn parse_int(_: &mut Vm, this: Gc<Scanner>) -> Value {
        this.parse_int.get()
    }

    /// Makes what has a name: infinities and NaN.
    #[member("parse_constant")]
    fn parse_constant(_: &mut Vm, this: Gc<Scanner>) -> Value {
        this.parse_constant.get()
    }
}

/// A document that is being read. Places in it are offsets in bytes; a value is returned with the place behind it.
struct Reader<'a> {
    doc: Gc<Str>,
    text: &'a [u8],
    how: Gc<Scanner>,
    /// Are ints and floats to be just that?
    native_int: bool,
    native_float: bool,
}

impl Reader<'_> {
    fn value(&self, vm: &mut Vm, at: usize) -> R<(Value, usize)> {
        let rest = self.text.get(at..).unwrap_or_default();
        match rest.first() {
            Some(b'"') => {
                let (found, end) = scan(vm, self.doc, at + 1, self.how.strict)?;
                Ok((found.into_str(vm).value(), end))
            }
            Some(b'{') => {
                vm.check_stack(" while decoding a JSON object from a unicode string")?;
                self.object(vm, at + 1)
            }
            Some(b'[') => {
                vm.check_stack(" while decoding a JSON array from a unicode string")?;
                self.array(vm, at + 1)
            }
            Some(b'n') if rest.starts_with(b"null") => Ok((Value::NONE, at + 4)),
            Some(b't') if rest.starts_with(b"true") => Ok((Value::TRUE, at + 4)),
            Some(b'f') if rest.starts_with(b"false") => Ok((Value::FALSE, at + 5)),
            Some(b'N') if rest.starts_with(b"NaN") => self.constant(vm, "NaN", at),
            Some(b'I') if rest.starts_with(b"Infinity") => self.constant(vm, "Infinity", at),
            Some(b'-') if rest.starts_with(b"-Infinity") => self.constant(vm, "-Infinity", at),
            Some(b'-' | b'0'..=b'9') => self.number(vm, at),
            _ => self.nothing(vm, at),
        }
    }

    fn array(&self, vm: &mut Vm, start: usize) -> R<(Value, usize)> {
        let mut items = Values::new();
        let mut at = self.skip_space(start);
        if self.text.get(at) == Some(&b']') {
            return Ok((vm.new_list(&[]).value(), at + 1));
        }
        loop {
            let (item, end) = self.value(vm, at)?;
            items.push(&mut vm.heap, item);
            at = self.skip_space(end);
            match self.text.get(at) {
                Some(b']') => return Ok((vm.new_list_from(items).value(), at + 1)),
                Some(b',') => {}
                _ => return Err(fail(vm, "Expecting ',' delimiter", self.doc, at)),
            }
            let comma = at;
            at = self.skip_space(comma + 1);
            if self.text.get(at) == Some(&b']') {
                return Err(fail(vm, "Illegal trailing comma before end of array", self.doc, comma));
            }
        }
    }

    fn object(&self, vm: &mut Vm, start: usize) -> R<(Value, usize)> {
        if !self.how.object_pairs_hook.get().is_none() {
            let mut pairs = Values::new();
            let end = self.members(vm, start, |vm, key, value| {
                let pair = vm.new_tuple(&[key.value(), value]);
                pairs.push(&mut vm.heap, pair.value());
            })?;
            let pairs = vm.new_list_from(pairs).value();
            return Ok((vm.call(self.how.object_pairs_hook.get(), &[pairs])?, end));
        }
        let dict = vm.new_dict();
        let end = self.members(vm, start, |vm, key, value| dict.set_str(vm, key, value))?;
        if self.how.object_hook.get().is_none() {
            return Ok((dict.value(), end));
        }
        Ok((vm.call(self.how.object_hook.get(), &[dict.value()])?, end))
    }

    /// Reads keys and values up to the brace that closes, and returns the place behind that.
    fn members(&self, vm: &mut Vm, start: usize, mut add: impl FnMut(&mut Vm, Gc<Str>, Value)) -> R<usize> {
        const NO_KEY: &str = "Expecting property name enclosed in double quotes";
        let mut at = self.skip_space(start);
        match self.text.get(at) {
            Some(b'"') => {}
            Some(b'}') => return Ok(at + 1),
            _ => return Err(fail(vm, NO_KEY, self.doc, at)),
        }
        loop {
            let (key, end) = scan(vm, self.doc, at + 1, self.how.strict)?;
            let key = key.into_key(vm);
            at = self.skip_space(end);
            if self.text.get(at) != Some(&b':') {
                return Err(fail(vm, "Expecting ':' delimiter", self.doc, at));
            }
            let (value, end) = self.value(vm, self.skip_space(at + 1))?;
            add(vm, key, value);
            at = self.skip_space(end);
            match self.text.get(at) {
                Some(b'}') => return Ok(at + 1),
                Some(b',') => {}
                _ => return Err(fail(vm, "Expecting ',' delimiter", self.doc, at)),
            }
            let comma = at;
            at = self.skip_space(comma + 1);
            match self.text.get(at) {
                Some(b'"') => {}
                Some(b'}') => {
                    let message = "Illegal trailing comma before end of object";
                    return Err(fail(vm, message, self.doc, comma));
                }
                _ => return Err(fail(vm, NO_KEY, self.doc, at)),
            }
        }
    }

    fn number(&self, vm: &mut Vm, start: usize) -> R<(Value, usize)> {
        let text = self.text;
        let digits_from = start + usize::from(text[start] == b'-');
        let mut at = match text.get(digits_from) {
            Some(b'0') => digits_from + 1,
            Some(b'1'..=b'9') => self.skip_digits(digits_from),
            _ => return self.nothing(vm, start),
        };
        let mut is_float = false;
        if text.get(at) == Some(&b'.') && self.skip_digits(at + 1) > at + 1 {
            is_float = true;
            at = self.skip_digits(at + 1);
        }
        if let Some(b'e' | b'E') = text.get(at) {
            let from = at + 1 + usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
            if self.skip_digits(from) > from {
                is_float = true;
                at = self.skip_digits(from);
            }
        }
        let number = &text[start..at];
        let value = if is_float {
            match taipan_number::float::parse(number).filter(|_| self.native_float) {
                Some(value) => vm.new_float(value),
                None => self.call_with(vm, self.how.parse_float.get(), number)?,
            }
        } else if self.native_int && number.len() <= 18 {
            let magnitude = text[digits_from..at].iter().fold(0, |n, byte| n * 10 + i64::from(byte - b'0'));
            vm.new_int(if digits_from == start { magnitude } else { -magnitude })
        } else {
            self.call_with(vm, self.how.parse_int.get(), number)?
        };
        Ok((value, at))
    }

    fn constant(&self, vm: &mut Vm, name: &str, at: usize) -> R<(Value, usize)> {
        let value = self.call_with(vm, self.how.parse_constant.get(), name.as_bytes())?;
        Ok((value, at + name.len()))
    }

    fn call_with(&self, vm: &mut Vm, function: Value, ascii: &[u8]) -> R {
        let text = vm.new_str_counted(ascii, ascii.len()).value();
        vm.call_args(function, &Args::pos(&[text]))
    }

    #[cold]
    fn nothing(&self, vm: &mut Vm, at: usize) -> R<(Value, usize)> {
        let at = char_of(vm, self.doc, at)?;
        Err(vm.stop_iteration(Value::len(at)))
    }

    #[inline]
    fn skip_space(&self, mut at: usize) -> usize {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.text.get(at) {
            at += 1;
        }
        at
    }

    #[inline]
    fn skip_digits(&self, mut at: usize) -> usize {
        while let Some(b'0'..=b'9') = self.text.get(at) {
            at += 1;
        }
        at
    }
}
