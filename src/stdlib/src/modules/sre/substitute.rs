//! `sub`, and the templates that it fills in.

use super::match_::{self, Match};
use super::pattern::Pattern;
use super::subject::{Search, Subject};
use std::borrow::Cow;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::import::import;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Bytes, List, Tuple};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};
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

/// The text or bytes of a value of the subject's kind.
fn bytes_of(vm: &mut Vm, subject: &Subject, value: Value, place: usize) -> R<Cow<'static, [u8]>> {
    if subject.text.is_some() {
        if let Some(text) = vm.as_str(value) {
            return Ok(Cow::Borrowed(text.to_ref().as_bytes()));
        }
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("sequence item {place}: expected str instance, {of} found")));
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
    let of = vm.type_name(value);
    Err(vm.type_error(format!("sequence item {place}: expected a bytes-like object, {of} found")))
}

/// Appends a filled-in template.
fn fill(
    vm: &mut Vm,
    subject: &Subject,
    template: Gc<Template>,
    group: impl Fn(usize) -> Option<(usize, usize)>,
    out: &mut Vec<u8>,
) -> R<()> {
    let Some(parts) = template.parts.get().cast::<Tuple>() else { return Ok(()) };
    for (i, &part) in parts.to_ref().as_slice().iter().enumerate() {
        if i % 2 == 0 {
            let literal = bytes_of(vm, subject, part, i)?;
            out.extend_from_slice(&literal);
        } else {
            let number = vm.index_i64(part)? as usize;
            if let Some((a, b)) = group(number) {
                out.extend_from_slice(subject.bytes.get(a..b).unwrap_or_default());
            }
        }
    }
    Ok(())
}

/// A string or bytes of two parts.
fn make(vm: &mut Vm, subject: &Subject, head: &[u8], tail: &[u8]) -> Value {
    let Some(text) = subject.text else { return vm.new_bytes_joined(head, tail) };
    let n_head = if head.is_ascii() { head.len() } else { count_chars(head) };
    let n_tail = if text.is_ascii() { tail.len() } else { count_chars(tail) };
    vm.new_str_joined(head, tail, n_head + n_tail).value()
}

/// `match.expand(template)`
pub fn expand(vm: &mut Vm, this: Gc<Match>, template: Value) -> R {
    let compiled = compile(vm, this.pattern, template)?;
    let Some(compiled) = compiled.cast::<Template>() else { return Ok(compiled) };
    if let Some(&[whole]) = compiled.parts.get().cast::<Tuple>().map(|t| t.to_ref().as_slice()) {
        return Ok(whole);
    }
    let subject = Subject::new(vm, this.pattern, this.string.get())?;
    let mut out = Vec::new();
    fill(vm, &subject, compiled, |group| match_::offsets(this, group), &mut out)?;
    Ok(make(vm, &subject, &out, &[]))
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
        Some(template) => Ok(Replacement::Template(template)),
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
    let mut literal = None;
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
        match &replacement {
            Replacement::Literal(value) => {
                if literal.is_none() {
                    literal = Some(bytes_of(vm, &subject, *value, place)?);
                }
                out.extend_from_slice(literal.as_deref().unwrap_or_default());
            }
            Replacement::Template(template) => {
                fill(vm, &subject, *template, |group| found.group(group), &mut out)?;
            }
            Replacement::Call(function) => {
                let m = match_::new(vm, pattern, &subject, range, &found)?.value();
                let item = vm.call(*function, &[m])?;
                if !item.is_none() {
                    let text = bytes_of(vm, &subject, item, place)?;
                    out.extend_from_slice(&text);
                }
            }
        }
        place += 1;
        n += 1;
        last = found.end();
    }
    if n == 0 {
        return Ok((subject.piece(vm, 0, end), 0));
    }
    Ok((make(vm, &subject, &out, &subject.bytes[last..]), n))
}
