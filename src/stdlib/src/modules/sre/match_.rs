//! `re.Match`.

use super::pattern::Pattern;
use super::subject::{Range, Search, Subject, taken};
use super::substitute;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Dict, Str, Tuple};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, type_flags};

/// A match.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Match {
    header: Header,
    pub(super) pattern: Gc<Pattern>,
    pub(super) string: Field<Value>,
    /// Byte offsets of starts and ends of the groups, -1 where one did not match.
    marks: Gc<Tuple>,
    regs: Field<Value>,
    /// The byte offsets of the whole match.
    #[untraced]
    whole: (usize, usize),
    #[untraced]
    pos: Cell<usize>,
    #[untraced]
    endpos: Cell<usize>,
    #[untraced]
    last_group: Cell<usize>,
}

impl Match {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Match as Numbered>::NUMBER,
        name: "Match",
        module: "re",
        doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
        flags: type_flags::NO_NEW,
        native: &Match::NATIVE,
        layout: Some(LayoutInfo::of::<Match>()),
        ..TypeDef::DEFAULT
    };
}

/// Makes the object of a match.
pub fn new(
    vm: &mut Vm,
    pattern: Gc<Pattern>,
    subject: &Subject,
    range: Range,
    found: &Search<'_>,
) -> Gc<Match> {
    let groups = found.groups();
    let marks = vm.new_tuple_from(2 * groups.len(), |i| match taken(groups[i / 2]) {
        Some((a, b)) => Value::len(if i % 2 == 0 { a } else { b }),
        None => Value::int32(-1),
    });
    let class = vm.class(Match::TYPE.id).address();
    vm.heap.alloc(Match {
        header: Header::new::<Match>(class),
        pattern,
        string: Field::new(subject.value),
        marks,
        regs: Field::new(Value::UNBOUND),
        whole: (found.start(), found.end()),
        pos: Cell::new(range.pos),
        endpos: Cell::new(range.endpos),
        last_group: Cell::new(found.last_group()),
    })
}

/// A tuple of so many values.
pub(super) fn collect(vm: &mut Vm, n: usize, mut value: impl FnMut(&mut Vm, usize) -> R) -> R<Gc<Tuple>> {
    const FEW: usize = 16;
    if n == 0 {
        return Ok(vm.new_tuple(&[]));
    }
    if n <= FEW {
        let mut few = [Value::NONE; FEW];
        for (i, place) in few[..n].iter_mut().enumerate() {
            *place = value(vm, i)?;
        }
        return Ok(vm.new_tuple(&few[..n]));
    }
    let mut many = Values::with_capacity(&mut vm.heap, n);
    for i in 0..n {
        let value = value(vm, i)?;
        many.push(&mut vm.heap, value);
    }
    Ok(vm.new_tuple(&many))
}

/// The byte offsets of a group.
#[inline(always)]
pub(super) fn offsets(this: Gc<Match>, group: usize) -> Option<(usize, usize)> {
    let Some(i) = group.checked_sub(1) else { return Some(this.whole) };
    let &[start, end] = this.marks.to_ref().as_slice().get(2 * i..)?.first_chunk()?;
    // Both are there or both are not.
    let (start, end) = (start.small_int_bits(), end.small_int_bits());
    (start >= 0).then_some((start as usize, end as usize))
}

/// The text of an ASCII string that was matched against, which needs no [`Subject`].
#[inline(always)]
fn ascii_text<'a>(vm: &Vm, this: Gc<Match>) -> Option<&'a [u8]> {
    let text = vm.as_str(this.string.get()).filter(|text| text.is_ascii())?;
    Some(text.to_ref().as_bytes())
}

/// [`group_value`] of such a match.
#[inline]
fn ascii_group(vm: &mut Vm, this: Gc<Match>, text: &[u8], group: usize, default: Value) -> R {
    match offsets(this, group) {
        Some((a, b)) if b - a < text.len() => Ok(vm.new_str_counted(&text[a..b], b - a).value()),
        Some(_) => {
            let subject = subject(vm, this)?;
            Ok(group_value(vm, this, &subject, group, default))
        }
        None => Ok(default),
    }
}

/// What a group matched, or the default.
pub(super) fn group_value(
    vm: &mut Vm,
    this: Gc<Match>,
    subject: &Subject,
    group: usize,
    default: Value,
) -> Value {
    match offsets(this, group) {
        // A bytearray may have shrunk since.
        Some((a, b)) => {
            let n = subject.bytes.len();
            subject.piece(vm, a.min(n), b.min(n))
        }
        None => default,
    }
}

fn subject(vm: &mut Vm, this: Gc<Match>) -> R<Subject> {
    Subject::new(vm, this.pattern, this.string.get())
}

/// What a group matched, or None.
fn value(vm: &mut Vm, this: Gc<Match>, group: usize) -> R {
    if let Some(text) = ascii_text(vm, this) {
        return ascii_group(vm, this, text, group, Value::NONE);
    }
    let subject = subject(vm, this)?;
    Ok(group_value(vm, this, &subject, group, Value::NONE))
}

/// The number of the group that a number or name means.
#[inline(always)]
fn group_number(vm: &mut Vm, this: Gc<Match>, group: Value) -> R<usize> {
    match group.as_small_int() {
        Some(number) if (0..=this.pattern.n_groups.get() as i64).contains(&number) => Ok(number as usize),
        _ => named_group(vm, this, group),
    }
}

#[inline(never)]
fn named_group(vm: &mut Vm, this: Gc<Match>, group: Value) -> R<usize> {
    let mut number = None;
    let cls = vm.class_of(group);
    if vm.slot_index(cls).is_some() {
        number = Some(vm.index_clamped(group)?);
    } else if let Some(dict) = this.pattern.group_index.get().cast::<Dict>().filter(|dict| dict.len.get() > 0)
        && let Some(found) = dict.get_item(vm, group)?
    {
        number = Some(vm.index_i64(found)?);
    }
    match number {
        Some(n) if n >= 0 && (n as usize) <= this.pattern.n_groups.get() => Ok(n as usize),
        _ => Err(vm.index_error("no such group")),
    }
}

/// Start and end of a group in characters, -1 where it did not match.
#[inline]
fn span(vm: &mut Vm, this: Gc<Match>, group: usize) -> R<(Value, Value)> {
    let Some((a, b)) = offsets(this, group) else { return Ok((Value::int32(-1), Value::int32(-1))) };
    match vm.as_str(this.string.get()) {
        Some(text) if !text.is_ascii() => char_span(vm, text, (a, b)),
        _ => Ok((Value::len(a), Value::len(b))),
    }
}

/// The characters at two places of a text.
#[cold]
fn char_span(vm: &mut Vm, text: Gc<Str>, (a, b): (usize, usize)) -> R<(Value, Value)> {
    let a = taipan_objects::types::str::index::char_of(vm, text, a)?;
    let b = taipan_objects::types::str::index::char_of(vm, text, b)?;
    Ok((Value::len(a), Value::len(b)))
}

#[native]
impl Match {
    fn __repr__(vm: &mut Vm, this: Gc<Match>) -> R<String> {
        let cls = vm.class_of(this.value());
        let name = vm.full_class_name(cls);
        let (a, b) = span(vm, this, 0)?;
        let (a, b) = (vm.repr(a)?.to_display(), vm.repr(b)?.to_display());
        let subject = subject(vm, this)?;
        let text = group_value(vm, this, &subject, 0, Value::NONE);
        let text = vm.repr(text)?.to_display();
        let text: String = text.chars().take(50).collect();
        Ok(format!("<{name} object; span=({a}, {b}), match={text}>"))
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Match>, key: Value) -> R {
        let group = group_number(vm, this, key)?;
        value(vm, this, group)
    }

    /// What groups matched.
    #[sig("($self, first=0, /, *more)")]
    #[shown("")]
    fn group(vm: &mut Vm, this: Gc<Match>, first: Value, more: &[Value]) -> R {
        let one = |vm: &mut Vm, group: Value| {
            let group = group_number(vm, this, group)?;
            value(vm, this, group)
        };
        match more {
            [] => one(vm, first),
            more => collect(vm, more.len() + 1, |vm, i| one(vm, i.checked_sub(1).map_or(first, |i| more[i])))
                .map(|values| values.value()),
        }
    }

    /// What all groups matched.
    #[sig("($self, default=None)")]
    fn groups(vm: &mut Vm, this: Gc<Match>, default: Value) -> R<Gc<Tuple>> {
        let n = this.pattern.n_groups.get();
        if let Some(text) = ascii_text(vm, this) {
            return collect(vm, n, |vm, i| ascii_group(vm, this, text, i + 1, default));
        }
        let subject = subject(vm, this)?;
        collect(vm, n, |vm, i| Ok(group_value(vm, this, &subject, i + 1, default)))
    }

    /// What the named groups matched.
    #[sig("($self, default=None)")]
    fn groupdict(vm: &mut Vm, this: Gc<Match>, default: Value) -> R<Gc<Dict>> {
        let subject = subject(vm, this)?;
        let Some(index) = this.pattern.group_index.get().cast::<Dict>() else { return Ok(vm.new_dict()) };
        let dict = vm.new_dict_sized(index.len.get());
        let mut at = 0;
        while let Some((i, key, group)) = index.next_entry(at) {
            at = i + 1;
            let group = match group.as_small_int() {
                Some(group) => group,
                None => vm.index_i64(group)?,
            };
            let value = group_value(vm, this, &subject, group as usize, default);
            match key.cast::<Str>() {
                Some(name) => dict.set_str(vm, name, value),
                None => dict.set_item(vm, key, value)?,
            }
        }
        Ok(dict)
    }

    /// Where a group starts.
    #[sig("($self, group=0, /)")]
    fn start(vm: &mut Vm, this: Gc<Match>, group: Value) -> R {
        let group = group_number(vm, this, group)?;
        Ok(span(vm, this, group)?.0)
    }

    /// Where a group ends.
    #[sig("($self, group=0, /)")]
    fn end(vm: &mut Vm, this: Gc<Match>, group: Value) -> R {
        let group = group_number(vm, this, group)?;
        Ok(span(vm, this, group)?.1)
    }

    /// Where a group starts and ends.
    #[sig("($self, group=0, /)")]
    fn span(vm: &mut Vm, this: Gc<Match>, group: Value) -> R<Gc<Tuple>> {
        let group = group_number(vm, this, group)?;
        let (a, b) = span(vm, this, group)?;
        Ok(vm.new_tuple(&[a, b]))
    }

    /// A template with what the groups matched.
    #[sig("($self, template)")]
    fn expand(vm: &mut Vm, this: Gc<Match>, template: Value) -> R {
        substitute::expand(vm, this, template)
    }

    #[sig("($self, /)")]
    fn __copy__(_: &mut Vm, this: Gc<Match>) -> Gc<Match> {
        this
    }

    #[sig("($self, memo, /)")]
    fn __deepcopy__(_: &mut Vm, this: Gc<Match>, memo: Value) -> Gc<Match> {
        let _ = memo;
        this
    }

    /// Matches of a kind of string, for annotations.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    /// The string.
    #[member]
    fn string(_: &mut Vm, this: Gc<Match>) -> Value {
        this.string.get()
    }

    /// The pattern.
    #[member]
    fn re(_: &mut Vm, this: Gc<Match>) -> Gc<Pattern> {
        this.pattern
    }

    /// Where the search began.
    #[member]
    fn pos(_: &mut Vm, this: Gc<Match>) -> usize {
        this.pos.get()
    }

    /// Where the search ended.
    #[member]
    fn endpos(_: &mut Vm, this: Gc<Match>) -> usize {
        this.endpos.get()
    }

    /// The number of the last group that matched, or None.
    #[getter]
    fn lastindex(_: &mut Vm, this: Gc<Match>) -> Option<usize> {
        Some(this.last_group.get()).filter(|&i| i > 0)
    }

    /// Its name, or None.
    #[getter]
    fn lastgroup(_: &mut Vm, this: Gc<Match>) -> Value {
        let names = this.pattern.index_group.get().cast::<Tuple>();
        let i = this.last_group.get();
        names.filter(|_| i > 0).and_then(|t| t.to_ref().as_slice().get(i).copied()).unwrap_or(Value::NONE)
    }

    /// The spans of all groups.
    #[getter]
    fn regs(vm: &mut Vm, this: Gc<Match>) -> R {
        if let Some(regs) = this.regs.get().bound() {
            return Ok(regs);
        }
        let regs = collect(vm, this.pattern.n_groups.get() + 1, |vm, i| {
            let (a, b) = span(vm, this, i)?;
            Ok(vm.new_tuple(&[a, b]).value())
        })?
        .value();
        this.regs.set(this, regs);
        Ok(regs)
    }
}
