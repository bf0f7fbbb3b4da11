//! `sub`, and the templates that it fills in.

use super::match_::{self, Match};
use super::pattern::Pattern;
use super::subject::{Search, Subject};
use std::borrow::Cow;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::import::import;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Bytes, List, Tuple};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm, kinds, type_flags};
use taipan_text::wtf8::count_chars;

/// A template: literals, with numbers of groups between them.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Template {
    header: Header,
    parts: Field<Value>,
}

impl Template {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Template as Numbered>::NUMBER,
        name: "SRE_Template",
        module: "_sre",
        doc: "",
        flags: type_flags::NO_NEW,
        native: &Template::NATIVE,
        layout: Some(LayoutInfo::of::<Template>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Template {}

/// Makes a template of a list of literals with numbers of groups between them.
pub fn template(vm: &mut Vm, pattern: Value, list: Gc<List>) -> R<Gc<Template>> {
    // Whoever calls this knows how many groups there are; it is checked once more where it is used.
    let n_groups = pattern.cast::<Pattern>().map(|pattern| pattern.n_groups.get());
    let n = list.len.get();
    if n.is_multiple_of(2) {
        return Err(vm.type_error("invalid template"));
    }
    for i in (1..n).step_by(2) {
        let group = list.item(i);
        if vm.as_int_value(group).is_none() {
            return Err(vm.type_error("an integer is required"));
        }
        let group = vm.index_i64(group)?;
        if group < 0 || n_groups.is_some_and(|n| group as usize > n) {
            return Err(vm.type_error("invalid template"));
        }
    }
    let parts = vm.new_tuple(list.to_ref().as_slice()).value();
    let class = vm.class(Template::TYPE.id).address();
    Ok(vm.heap.alloc(Template { header: Header::new::<Template>(class), parts: Field::new(parts) }))
}

/// A template's compiled form: a `Template`, or what it stands for where no group is in it.
fn compile(vm: &mut Vm, pattern: Gc<Pattern>, template: Value) -> R {
    let [known, compiled] = &pattern.to_ref().template;
    if known.get() == template {
        return Ok(compiled.get());
    }
    let result = compile_new(vm, pattern, template)?;
    // What can't change is remembered.
    if vm.is_exact(template, kinds::STR) || vm.is_exact(template, kinds::BYTES) {
        known.set(pattern, template);
        compiled.set(pattern, result);
    }
    Ok(result)
}

fn compile_new(vm: &mut Vm, pattern: Gc<Pattern>, template: Value) -> R {
    let re = import(vm, "re")?;
    let result = vm.call_method_named(re, "_compile_template", &[pattern.value(), template]);
    if result.is_ok() || !vm.pending_is(kinds::TYPE_ERROR) || vm.is_exact(template, kinds::BYTES) {
        return result;
    }
    // What cannot be looked up in the cache is taken as plain text or bytes.
    let plain = match vm.as_str(template) {
        Some(_) if vm.is_exact(template, kinds::STR) => return result,
        Some(text) => text.value(),
        None => {
            let cls = vm.class_of(template);
            if vm.slot_buffer(cls).is_none() {
                return result;
            }
            vm.take_exception();
            let bytes = vm.bytes_like(template)?;
            vm.new_bytes(&bytes)
        }
    };
    if vm.pending().is_some() {
        vm.take_exception();
    }
    vm.call_method_named(re, "_compile_template", &[pattern.value(), plain])
}

/// The text or bytes of a value, one of the items that are joined to text or to bytes.
fn bytes_of(vm: &mut Vm, as_text: bool, value: Value, place: usize) -> R<Cow<'static, [u8]>> {
    if as_text {
        if let Some(text) = vm.as_str(value) {
            return Ok(Cow::Borrowed(text.to_ref().as_bytes()));
        }
        return Err(wrong_item(vm, true, value, place));
    }
    if let Some(bytes) = vm.payload::<Bytes>(value) {
        return Ok(Cow::Borrowed(bytes.to_ref().as_slice()));
    }
    if vm.as_str(value).is_none()
        && let Ok(bytes) = taipan_objects::buffer::peek(vm, value)
    {
        return Ok(Cow::Owned(bytes.to_vec()));
    }
    if vm.pending().is_some() {
        vm.take_exception();
    }
    Err(wrong_item(vm, false, value, place))
}

/// What `join` says of an item that it can't take.
#[cold]
fn wrong_item(vm: &mut Vm, as_text: bool, value: Value, place: usize) -> Raised {
    let of = vm.type_name(value);
    let want = if as_text { "str instance" } else { "a bytes-like object" };
    vm.type_error(format!("sequence item {place}: expected {want}, {of} found"))
}

/// Appends a filled-in template. It is text or bytes as its literals are, which need not be what the subject is: tells
/// whether it is text.
fn fill(
    vm: &mut Vm,
    subject: &Subject,
    template: Gc<Template>,
    group: impl Fn(usize) -> Option<(usize, usize)>,
    out: &mut Vec<u8>,
) -> R<bool> {
    let Some(parts) = template.parts.get().cast::<Tuple>() else { return Ok(true) };
    let parts = parts.to_ref().as_slice();
    let as_text = parts.first().is_some_and(|&part| vm.as_str(part).is_some());
    // How many items are joined: a literal that is empty is none, but for the first.
    let mut place = 0;
    for (i, &part) in parts.iter().enumerate() {
        if i % 2 == 0 {
            let literal = bytes_of(vm, as_text, part, place)?;
            out.extend_from_slice(&literal);
            place += usize::from(i == 0 || !literal.is_empty());
        } else {
            let number = vm.index_i64(part)? as usize;
            if let Some((a, b)) = group(number) {
                if as_text != subject.text.is_some() {
                    let piece = subject.piece(vm, a, b);
                    return Err(wrong_item(vm, as_text, piece, place));
                }
                out.extend_from_slice(subject.bytes.get(a..b).unwrap_or_default());
                place += 1;
            }
        }
    }
    Ok(as_text)
}

/// The literal of a template without groups.
fn literal_of(template: Gc<Template>) -> Option<Value> {
    match *template.parts.get().cast::<Tuple>()?.to_ref().as_slice() {
        [whole] => Some(whole),
        _ => None,
    }
}

/// A string or bytes of two parts.
fn make(vm: &mut Vm, subject: &Subject, as_text: bool, head: &[u8], tail: &[u8]) -> Value {
    if !as_text {
        return vm.new_bytes_joined(head, tail);
    }
    let n_head = if head.is_ascii() { head.len() } else { count_chars(head) };
    let n_tail =
        if subject.text.is_some_and(|text| text.is_ascii()) { tail.len() } else { count_chars(tail) };
    vm.new_str_joined(head, tail, n_head + n_tail).value()
}

/// `match.expand(template)`
pub fn expand(vm: &mut Vm, this: Gc<Match>, template: Value) -> R {
    let compiled = compile(vm, this.pattern, template)?;
    let Some(compiled) = compiled.cast::<Template>() else { return Ok(compiled) };
    if let Some(whole) = literal_of(compiled) {
        return Ok(whole);
    }
    let subject = Subject::new(vm, this.pattern, this.string.get())?;
    let mut out = Vec::new();
    let as_text = fill(vm, &subject, compiled, |group| match_::offsets(this, group), &mut out)?;
    Ok(make(vm, &subject, as_text, &out, &[]))
}

enum Replacement {
    /// Looked at when there is something to replace: it may be of another kind than the subject.
    Literal(Value),
    Template(Gc<Template>),
    Call(Value),
}

fn replacement(vm: &mut Vm, pattern: Gc<Pattern>, repl: Value) -> R<Replacement> {
    if vm.is_callable(repl) {
        return Ok(Replacement::Call(repl));
    }
    let cls = vm.class_of(repl);
    let plain = match vm.as_str(repl) {
        Some(text) => !text.to_ref().as_bytes().contains(&b'\\'),
        None if vm.slot_buffer(cls).is_some() => !taipan_objects::buffer::peek(vm, repl)?.contains(&b'\\'),
        None => false,
    };
    if plain {
        return Ok(Replacement::Literal(repl));
    }
    let compiled = compile(vm, pattern, repl)?;
    match compiled.cast::<Template>() {
        Some(template) => {
            Ok(literal_of(template).map_or(Replacement::Template(template), Replacement::Literal))
        }
        None => Ok(Replacement::Literal(compiled)),
    }
}

/// `pattern.subn(repl, string, count)`
pub fn substitute(
    vm: &mut Vm,
    pattern: Gc<Pattern>,
    repl: Value,
    string: Value,
    count: i64,
) -> R<(Value, usize)> {
    let replacement = replacement(vm, pattern, repl)?;
    let subject = Subject::new(vm, pattern, string)?;
    let as_text = subject.text.is_some();
    let mut literal = None;
    // The first item that can't be joined, which shows when all are there.
    let mut wrong = None;
    let end = subject.bytes.len();
    let range = subject.range(vm, 0, i64::MAX)?;
    let mut out: Vec<u8> = Vec::new();
    let (mut n, mut last) = (0, 0);
    let mut place = 0;
    let mut found = Search::new(&subject, pattern, end);
    while (count == 0 || (n as i64) < count) && found.step(vm, 0)? {
        if n == 0 {
            out.reserve(if count == 0 { end + 16 } else { end.min(1 << 10) });
        }
        if last < found.start() {
            out.extend_from_slice(&subject.bytes[last..found.start()]);
            place += 1;
        }
        place += match &replacement {
            Replacement::Literal(value) => {
                if literal.is_none() {
                    literal = Some(bytes_of(vm, as_text, *value, place)?);
                }
                out.extend_from_slice(literal.as_deref().unwrap_or_default());
                1
            }
            Replacement::Template(template) => {
                if fill(vm, &subject, *template, |group| found.group(group), &mut out)? != as_text {
                    let other = make(vm, &subject, !as_text, &[], &[]);
                    wrong = wrong.or(Some((other, place)));
                }
                1
            }
            Replacement::Call(function) => {
                let m = match_::new(vm, pattern, &subject, range, &found).value();
                let item = vm.call(*function, &[m])?;
                if !item.is_none() {
                    match bytes_of(vm, as_text, item, place) {
                        Ok(text) => out.extend_from_slice(&text),
                        Err(_) => {
                            vm.take_exception();
                            wrong = wrong.or(Some((item, place)));
                        }
                    }
                }
                usize::from(!item.is_none())
            }
        };
        n += 1;
        last = found.end();
    }
    if n == 0 {
        return Ok((subject.piece(vm, 0, end), 0));
    }
    if let Some((item, place)) = wrong {
        return Err(wrong_item(vm, as_text, item, place));
    }
    Ok((make(vm, &subject, as_text, &out, &subject.bytes[last..]), n))
}
