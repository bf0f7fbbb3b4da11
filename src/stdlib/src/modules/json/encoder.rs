//! `make_encoder`: writes a value.

use super::{State, text};
use crate::signature::Signature;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::exceptions::add_note;
use taipan_objects::types::list::sort_list;
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Dict, List, NativeFunction, Str, Tuple, Type},
    type_flags,
};

/// How strings are written.
#[derive(Clone, Copy)]
enum Strings {
    Ascii,
    Unicode,
    /// By a call of the encoder.
    Call,
}

/// An encoder: how to write.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Encoder {
    header: Header,
    markers: Field<Value>,
    default: Field<Value>,
    encoder: Field<Value>,
    indent: Field<Value>,
    key_separator: Field<Gc<Str>>,
    item_separator: Field<Gc<Str>>,
    #[untraced]
    sort_keys: bool,
    #[untraced]
    skipkeys: bool,
    #[untraced]
    allow_nan: bool,
    #[untraced]
    strings: Strings,
}

impl Encoder {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Encoder as Numbered>::NUMBER,
        name: "Encoder",
        module: "_json",
        doc: "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)\n\nWrites JSON.",
        flags: type_flags::MUTABLE,
        native: &Encoder::NATIVE,
        layout: Some(LayoutInfo::of::<Encoder>()),
        ..TypeDef::DEFAULT
    };
}

const SIGNATURE: Signature = Signature {
    names: &[
        "markers",
        "default",
        "encoder",
        "indent",
        "key_separator",
        "item_separator",
        "sort_keys",
        "skipkeys",
        "allow_nan",
    ],
    n_required: 9,
    n_pos: 9,
};

/// An argument that must be text, and has a number in messages.
fn separator(vm: &mut Vm, value: Value, n: u8) -> R<Gc<Str>> {
    match vm.as_str(value) {
        Some(text) => Ok(text),
        None => {
            let of = vm.argument_type_name(value);
            Err(vm.type_error(format!("make_encoder() argument {n} must be str, not {of}")))
        }
    }
}

#[native]
impl Encoder {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Encoder>> {
        let _ = cls;
        let [mut markers, mut default, mut encoder, mut indent] = [Value::NONE; 4];
        let [mut key_separator, mut item_separator] = [vm.new_str(""); 2];
        let [mut sort_keys, mut skipkeys, mut allow_nan] = [false; 3];
        SIGNATURE.bind_as(vm, "make_encoder()", args, |vm, i, value| {
            match i {
                0 => markers = value,
                1 => default = value,
                2 => encoder = value,
                3 => indent = value,
                4 => key_separator = separator(vm, value, 5)?,
                5 => item_separator = separator(vm, value, 6)?,
                6 => sort_keys = vm.truth(value)?,
                7 => skipkeys = vm.truth(value)?,
                _ => allow_nan = vm.truth(value)?,
            }
            Ok(())
        })?;
        if !markers.is_none() && vm.as_dict(markers).is_none() {
            let of = vm.type_name(markers);
            return Err(vm.type_error(format!("make_encoder() argument 1 must be dict or None, not {of}")));
        }
        let state = vm.state::<State>();
        let strings = match encoder.cast::<NativeFunction>() {
            Some(own) if state.ascii == Some(own) => Strings::Ascii,
            Some(own) if state.unicode == Some(own) => Strings::Unicode,
            _ => Strings::Call,
        };
        let header = Header::new::<Encoder>(vm.class_address(<Encoder as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Encoder {
            header,
            markers: Field::new(markers),
            default: Field::new(default),
            encoder: Field::new(encoder),
            indent: Field::new(indent),
            key_separator: Field::new(key_separator),
            item_separator: Field::new(item_separator),
            sort_keys,
            skipkeys,
            allow_nan,
            strings,
        }))
    }

    #[sig("($self, obj, _current_indent_level)")]
    #[name("_iterencode")]
    fn __call__(vm: &mut Vm, this: Gc<Encoder>, obj: Value, level: i64) -> R<Gc<Tuple>> {
        let indent = match this.indent.get() {
            none if none.is_none() => None,
            indent => match vm.as_str(indent) {
                Some(indent) => Some(indent.to_ref().as_bytes()),
                None => {
                    let of = vm.type_name(indent);
                    return Err(vm.type_error(format!("indent must be a string, not {of}")));
                }
            },
        };
        let mut writer = Writer {
            how: this,
            key_separator: this.key_separator.get().to_ref().as_bytes(),
            item_separator: this.item_separator.get().to_ref().as_bytes(),
            indent,
            check_circles: !this.markers.get().is_none(),
            out: Vec::with_capacity(128),
            number: String::new(),
            open: Vec::new(),
        };
        writer.value(vm, obj, level.max(0) as usize)?;
        let text = vm.new_str_wtf8(&writer.out);
        Ok(vm.new_tuple(&[text.value()]))
    }

    /// What is being written, by identity; None where nobody looks for circles.
    #[member("markers")]
    fn markers(_: &mut Vm, this: Gc<Encoder>) -> Value {
        this.markers.get()
    }

    /// Called with what can't be written.
    #[member("default")]
    fn default(_: &mut Vm, this: Gc<Encoder>) -> Value {
        this.default.get()
    }

    /// Writes strings.
    #[member("encoder")]
    fn encoder(_: &mut Vm, this: Gc<Encoder>) -> Value {
        this.encoder.get()
    }

    /// How deeper levels are indented; None: in one line.
    #[member("indent")]
    fn indent(_: &mut Vm, this: Gc<Encoder>) -> Value {
        this.indent.get()
    }

    /// What stands behind keys.
    #[member("key_separator")]
    fn key_separator(_: &mut Vm, this: Gc<Encoder>) -> Value {
        this.key_separator.get().value()
    }

    /// What stands between items.
    #[member("item_separator")]
    fn item_separator(_: &mut Vm, this: Gc<Encoder>) -> Value {
        this.item_separator.get().value()
    }

    /// Are keys sorted?
    #[member("sort_keys")]
    fn sort_keys(_: &mut Vm, this: Gc<Encoder>) -> bool {
        this.sort_keys
    }

    /// Are keys that can't be written left out?
    #[member("skipkeys")]
    fn skipkeys(_: &mut Vm, this: Gc<Encoder>) -> bool {
        this.skipkeys
    }
}

/// Text that grows.
struct Writer<'a> {
    how: Gc<Encoder>,
    key_separator: &'a [u8],
    item_separator: &'a [u8],
    indent: Option<&'a [u8]>,
    check_circles: bool,
    out: Vec<u8>,
    /// Where the digits of floats are made.
    number: String,
    /// The addresses of the containers that are being written; they are alive while they are.
    open: Vec<usize>,
}

impl Writer<'_> {
    fn value(&mut self, vm: &mut Vm, value: Value, level: usize) -> R<()> {
        if let Some(text) = value.cast::<Str>() {
            return self.string(vm, value, text);
        }
        if self.atom(vm, value)? {
            return Ok(());
        }
        if let Some(list) = vm.as_list(value).filter(|_| vm.is_exact(value, kinds::LIST)) {
            return self.container(vm, value, |this, vm| this.list(vm, value, list, level));
        }
        if let Some(tuple) = vm.as_tuple(value).filter(|_| vm.is_exact(value, kinds::TUPLE)) {
            return self.container(vm, value, |this, vm| this.tuple(vm, value, tuple, level));
        }
        if vm.as_list(value).is_some() || vm.as_tuple(value).is_some() {
            // Instances of classes derived from these may have other items.
            let items = vm.collect_sequence(value, "_iterencode_list needs a sequence")?;
            return self
                .container(vm, value, |this, vm| this.items(vm, value, level, |i| items.get(i).copied()));
        }
        if let Some(dict) = vm.as_dict(value) {
            return self.container(vm, value, |this, vm| this.dict(vm, value, dict, level));
        }
        if let Some(text) = vm.as_str(value) {
            return self.string(vm, value, text);
        }
        self.container(vm, value, |this, vm| {
            let replaced = vm.call(this.how.default.get(), &[value])?;
            this.value(vm, replaced, level).map_err(|raised| {
                let of = vm.class_of(value);
                let of = vm.full_class_name(of);
                note(vm, raised, &format!("when serializing {of} object"))
            })
        })
    }

    /// Writes what JSON has words or digits for; false for everything else.
    fn atom(&mut self, vm: &mut Vm, value: Value) -> R<bool> {
        match value {
            Value::NONE => self.out.extend_from_slice(b"null"),
            Value::TRUE => self.out.extend_from_slice(b"true"),
            Value::FALSE => self.out.extend_from_slice(b"false"),
            _ => {
                if let Some(i) = value.as_small_int() {
                    self.small_int(i);
                } else if let Some(f) = vm.as_float(value) {
                    self.float(vm, value, f)?;
                } else if let Some(int) = vm.as_int_value(value) {
                    let digits = taipan_objects::types::int::operand::to_decimal(vm, int)?;
                    self.out.extend_from_slice(digits.as_bytes());
                } else {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    fn small_int(&mut self, i: i64) {
        let mut digits = [0u8; 20];
        let mut at = digits.len();
        let mut rest = i.unsigned_abs();
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if i < 0 {
            self.out.push(b'-');
        }
        self.out.extend_from_slice(&digits[at..]);
    }

    fn float(&mut self, vm: &mut Vm, value: Value, f: f64) -> R<()> {
        if f.is_finite() {
            self.number.clear();
            taipan_number::float::write_repr(&mut self.number, f);
            self.out.extend_from_slice(self.number.as_bytes());
            return Ok(());
        }
        if !self.how.allow_nan {
            let shown = vm.repr(value)?.to_display();
            return Err(vm.value_error(format!("Out of range float values are not JSON compliant: {shown}")));
        }
        let word: &[u8] = match f {
            f64::INFINITY => b"Infinity",
            f64::NEG_INFINITY => b"-Infinity",
            _ => b"NaN",
        };
        self.out.extend_from_slice(word);
        Ok(())
    }

    /// Writes the text of a string; an encoder gets the object.
    fn string(&mut self, vm: &mut Vm, value: Value, text: Gc<Str>) -> R<()> {
        match self.how.strings {
            Strings::Ascii => text::push_ascii(&mut self.out, text.to_ref().as_bytes()),
            Strings::Unicode => text::push_unicode(&mut self.out, text.to_ref().as_bytes()),
            Strings::Call => {
                let encoded = vm.call(self.how.encoder.get(), &[value])?;
                let Some(encoded) = vm.as_str(encoded) else {
                    let of = vm.type_name(encoded);
                    return Err(vm.type_error(format!("encoder() must return a string, not {of}")));
                };
                self.out.extend_from_slice(encoded.to_ref().as_bytes());
            }
        }
        Ok(())
    }

    /// Writes what may hold other things, itself among them.
    fn container(
        &mut self,
        vm: &mut Vm,
        value: Value,
        write: impl FnOnce(&mut Self, &mut Vm) -> R<()>,
    ) -> R<()> {
        if self.check_circles {
            if self.open.contains(&value.address()) {
                return Err(vm.value_error("Circular reference detected"));
            }
            self.open.push(value.address());
        }
        vm.check_stack(" while encoding a JSON object")?;
        let result = write(self, vm);
        if self.check_circles {
            self.open.pop();
        }
        result
    }

    fn list(&mut self, vm: &mut Vm, value: Value, list: Gc<List>, level: usize) -> R<()> {
        self.items(vm, value, level, |i| list.as_slice().get(i).copied())
    }

    fn tuple(&mut self, vm: &mut Vm, value: Value, tuple: Gc<Tuple>, level: usize) -> R<()> {
        self.items(vm, value, level, |i| tuple.as_slice().get(i).copied())
    }

    /// Writes an array; what is called meanwhile may change its items.
    fn items(
        &mut self,
        vm: &mut Vm,
        of: Value,
        level: usize,
        item: impl Fn(usize) -> Option<Value>,
    ) -> R<()> {
        let mut i = 0;
        while let Some(value) = item(i) {
            self.open_item(b'[', i == 0, level + 1);
            self.value(vm, value, level + 1).map_err(|raised| {
                let of = vm.class_of(of);
                let of = vm.full_class_name(of);
                note(vm, raised, &format!("when serializing {of} item {i}"))
            })?;
            i += 1;
        }
        self.close(b"[]", i == 0, level);
        Ok(())
    }

    fn dict(&mut self, vm: &mut Vm, value: Value, dict: Gc<Dict>, level: usize) -> R<()> {
        if dict.len.get() == 0 {
            self.out.extend_from_slice(b"{}");
            return Ok(());
        }
        let mut first = true;
        if !self.how.sort_keys && vm.is_exact(value, kinds::DICT) {
            let mut at = 0;
            while let Some((i, key, item)) = dict.next_entry(at) {
                self.member(vm, value, key, item, &mut first, level)?;
                at = i + 1;
            }
        } else {
            let pairs = sorted_items(vm, value, self.how.sort_keys)?;
            let mut i = 0;
            while let Some(pair) = pairs.as_slice().get(i) {
                let pair = vm.as_tuple(*pair).filter(|pair| pair.len() == 2);
                let Some(&[key, item]) = pair.map(|pair| pair.to_ref().as_slice()) else {
                    return Err(vm.value_error("items must return 2-tuples"));
                };
                self.member(vm, value, key, item, &mut first, level)?;
                i += 1;
            }
        }
        self.close(b"{}", first, level);
        Ok(())
    }

    fn member(
        &mut self,
        vm: &mut Vm,
        of: Value,
        key: Value,
        value: Value,
        first: &mut bool,
        level: usize,
    ) -> R<()> {
        let start = self.out.len();
        self.open_item(b'{', *first, level + 1);
        let text = match vm.as_str(key) {
            Some(text) => Some((key, text)),
            None => {
                let from = self.out.len();
                if self.atom(vm, key)? {
                    let text = vm.new_str_wtf8(&self.out[from..]);
                    self.out.truncate(from);
                    Some((text.value(), text))
                } else {
                    None
                }
            }
        };
        match text {
            Some((of, text)) => self.string(vm, of, text)?,
            None if self.how.skipkeys => {
                self.out.truncate(start);
                return Ok(());
            }
            None => {
                let of = vm.type_name(key);
                return Err(vm.type_error(format!("keys must be str, int, float, bool or None, not {of}")));
            }
        }
        *first = false;
        self.out.extend_from_slice(self.key_separator);
        self.value(vm, value, level + 1).map_err(|raised| note_member(vm, raised, of, key))
    }

    /// What stands before an item.
    fn open_item(&mut self, bracket: u8, first: bool, level: usize) {
        if first {
            self.out.push(bracket);
        } else {
            self.out.extend_from_slice(self.item_separator);
        }
        self.new_line(level);
    }

    fn close(&mut self, brackets: &[u8; 2], empty: bool, level: usize) {
        if empty {
            self.out.extend_from_slice(brackets);
        } else {
            self.new_line(level);
            self.out.push(brackets[1]);
        }
    }

    fn new_line(&mut self, level: usize) {
        if let Some(indent) = self.indent {
            self.out.push(b'\n');
            for _ in 0..level {
                self.out.extend_from_slice(indent);
            }
        }
    }
}

fn sorted_items(vm: &mut Vm, mapping: Value, sort: bool) -> R<Gc<List>> {
    let items = vm.call_method_named(mapping, "items", &[])?;
    let cls = vm.class_of(items);
    if vm.slot_iter(cls).is_none() && vm.slot_getitem(cls).is_none() {
        let (of, got) = (vm.type_name(mapping), vm.type_name(items));
        return Err(vm.type_error(format!("{of}.items() returned a non-iterable (type {got})")));
    }
    let items = vm.to_list(items)?;
    if sort {
        sort_list(vm, items, Value::NONE, false)?;
    }
    Ok(items)
}

#[cold]
fn note_member(vm: &mut Vm, raised: Raised, of: Value, key: Value) -> Raised {
    let exc = vm.take_exception();
    let of = vm.class_of(of);
    let of = vm.full_class_name(of);
    match vm.repr(key) {
        Ok(key) => {
            let key = key.to_display();
            vm.reraise(exc);
            note(vm, raised, &format!("when serializing {of} item {key}"))
        }
        Err(raised) => raised,
    }
}

/// Adds a note to the exception on its way.
#[cold]
fn note(vm: &mut Vm, raised: Raised, text: &str) -> Raised {
    if let Some(exc) = vm.pending() {
        vm.take_exception();
        add_note(vm, exc, text);
        vm.reraise(exc.value());
    }
    raised
}
