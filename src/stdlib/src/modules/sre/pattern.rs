//! `re.Pattern` and the scanner.

use super::match_;
use super::matcher::Scratch;
use super::program::Program;
use super::subject::{How, Range, Search, Subject};
use super::substitute;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::memoryview::{FULL_RO, new_view};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Bytes, Dict, List};
use taipan_runtime::{CompareOp, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// A compiled pattern.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Pattern {
    header: Header,
    /// What it was compiled from.
    pub pattern: Field<Value>,
    /// Names of groups to numbers: a dict.
    pub group_index: Field<Value>,
    /// Numbers of groups to names: a tuple.
    pub index_group: Field<Value>,
    #[untraced]
    pub(super) program: Box<Program>,
    #[untraced]
    code: Box<[u32]>,
    /// The hash, once it was asked for.
    #[untraced]
    hash: Cell<Option<i64>>,
    /// The last template that a match was expanded with, or text replaced by, and what it was compiled to.
    pub(super) template: [Field<Value>; 2],
    /// Room for matching, while no match is in progress.
    #[untraced]
    pub(super) scratch: Cell<Option<Box<Scratch>>>,
    #[untraced]
    pub(super) flags: Cell<i32>,
    #[untraced]
    pub(super) n_groups: Cell<usize>,
    /// Is it for bytes? `None`: for anything.
    #[untraced]
    pub(super) is_bytes: Cell<Option<bool>>,
}

impl Pattern {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Pattern as Numbered>::NUMBER,
        name: "Pattern",
        module: "re",
        doc: "A compiled regular expression.",
        flags: type_flags::NO_NEW | type_flags::WEAKREFABLE,
        native: &Pattern::NATIVE,
        layout: Some(LayoutInfo::of::<Pattern>()),
        ..TypeDef::DEFAULT
    };
}

/// Makes a pattern.
pub fn make(
    vm: &mut Vm,
    pattern: Value,
    flags: i32,
    code: Vec<u32>,
    groups: i64,
    group_index: Value,
    index_group: Value,
) -> R<Gc<Pattern>> {
    let is_bytes = if pattern.is_none() { None } else { Some(vm.as_str(pattern).is_none()) };
    let n_groups = usize::try_from(groups).ok().filter(|&n| n < 1 << 30);
    let program = n_groups.and_then(|n| Program::parse(&code, n, is_bytes == Some(true)));
    let (Some(n_groups), Some(program)) = (n_groups, program) else {
        return Err(vm.runtime_error("invalid SRE code"));
    };
    let class = vm.class(Pattern::TYPE.id).address();
    Ok(vm.heap.alloc(Pattern {
        header: Header::new::<Pattern>(class),
        pattern: Field::new(pattern),
        group_index: Field::new(group_index),
        index_group: Field::new(index_group),
        program: Box::new(program),
        code: code.into_boxed_slice(),
        hash: Cell::new(None),
        template: [Field::new(Value::UNBOUND), Field::new(Value::UNBOUND)],
        scratch: Cell::new(None),
        flags: Cell::new(flags),
        n_groups: Cell::new(n_groups),
        is_bytes: Cell::new(is_bytes),
    }))
}

fn find(vm: &mut Vm, this: Gc<Pattern>, string: Value, pos: i64, endpos: i64, how: How) -> R {
    let subject = Subject::new(vm, this, string)?;
    let range = subject.range(vm, pos, endpos)?;
    let mut search = Search::new(&subject, this, range.to);
    if range.from > range.to || !search.next(vm, how, range.from, None)? {
        return Ok(Value::NONE);
    }
    Ok(match_::new(vm, this, &subject, range, &search).value())
}

/// Flags as `repr` shows them.
const FLAGS: [(i32, &str); 8] = [
    (2, "re.IGNORECASE"),
    (4, "re.LOCALE"),
    (8, "re.MULTILINE"),
    (16, "re.DOTALL"),
    (32, "re.UNICODE"),
    (64, "re.VERBOSE"),
    (128, "re.DEBUG"),
    (256, "re.ASCII"),
];

const END: i64 = i64::MAX;

/// The place where looking ends, which may be any place behind the end.
fn end_of(vm: &mut Vm, endpos: Option<Value>) -> R<i64> {
    endpos.map_or(Ok(END), |end| vm.index_or_overflow(end))
}

#[native]
impl Pattern {
    fn __repr__(vm: &mut Vm, this: Gc<Pattern>) -> R<String> {
        let mut flags = this.flags.get();
        if this.is_bytes.get() == Some(false) && flags & (4 | 256 | 32) == 32 {
            flags &= !32;
        }
        let pattern = vm.repr(this.pattern.get())?.to_display();
        let pattern: String = pattern.chars().take(200).collect();
        let mut names = Vec::new();
        for (bit, name) in FLAGS {
            if flags & bit != 0 {
                names.push(name.to_owned());
                flags &= !bit;
            }
        }
        if flags != 0 {
            names.push(format!("0x{flags:x}"));
        }
        if names.is_empty() {
            return Ok(format!("re.compile({pattern})"));
        }
        Ok(format!("re.compile({pattern}, {})", names.join("|")))
    }

    fn __hash__(vm: &mut Vm, this: Gc<Pattern>) -> R<i64> {
        if let Some(hash) = this.hash.get() {
            return Ok(hash);
        }
        let pattern = vm.hash(this.pattern.get())?;
        let mut hash = pattern ^ i64::from(this.flags.get()) ^ this.n_groups.get() as i64;
        for &word in this.to_ref().code.iter() {
            hash = hash.wrapping_mul(1_000_003) ^ i64::from(word);
        }
        let hash = if hash == -1 { -2 } else { hash };
        this.hash.set(Some(hash));
        Ok(hash)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Pattern>, other: Value, op: CompareOp) -> R {
        let (Some(other), CompareOp::Eq | CompareOp::Ne) = (other.cast::<Pattern>(), op) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let same = this == other
            || this.flags.get() == other.flags.get()
                && this.is_bytes.get() == other.is_bytes.get()
                && this.to_ref().code == other.to_ref().code
                && vm.equal(this.pattern.get(), other.pattern.get())?;
        Ok(Value::bool(same == (op == CompareOp::Eq)))
    }

    /// The match at the start of the string, or None.
    #[sig("($self, string, pos=0, endpos=sys.maxsize)")]
    fn r#match(vm: &mut Vm, this: Gc<Pattern>, string: Value, pos: i64, endpos: Option<Value>) -> R {
        let end = end_of(vm, endpos)?;
        find(vm, this, string, pos, end, How::Match)
    }

    /// The match of the whole string, or None.
    #[sig("($self, string, pos=0, endpos=sys.maxsize)")]
    fn fullmatch(vm: &mut Vm, this: Gc<Pattern>, string: Value, pos: i64, endpos: Option<Value>) -> R {
        let end = end_of(vm, endpos)?;
        find(vm, this, string, pos, end, How::FullMatch)
    }

    /// The first match in the string, or None.
    #[sig("($self, string, pos=0, endpos=sys.maxsize)")]
    fn search(vm: &mut Vm, this: Gc<Pattern>, string: Value, pos: i64, endpos: Option<Value>) -> R {
        let end = end_of(vm, endpos)?;
        find(vm, this, string, pos, end, How::Search)
    }

    /// Put something in the place of the matches.
    #[sig("($self, repl, string, count=0)")]
    fn sub(vm: &mut Vm, this: Gc<Pattern>, repl: Value, string: Value, count: i64) -> R {
        Ok(substitute::substitute(vm, this, repl, string, count)?.0)
    }

    /// As `sub`, but the result is a tuple with the number of replacements.
    #[sig("($self, repl, string, count=0)")]
    fn subn(vm: &mut Vm, this: Gc<Pattern>, repl: Value, string: Value, count: i64) -> R {
        let (text, n) = substitute::substitute(vm, this, repl, string, count)?;
        Ok(vm.new_tuple(&[text, Value::len(n)]).value())
    }

    /// All matches: strings, or tuples of groups.
    #[sig("($self, string, pos=0, endpos=sys.maxsize)")]
    fn findall(
        vm: &mut Vm,
        this: Gc<Pattern>,
        string: Value,
        pos: i64,
        endpos: Option<Value>,
    ) -> R<Gc<List>> {
        let end = end_of(vm, endpos)?;
        let subject = Subject::new(vm, this, string)?;
        let range = subject.range(vm, pos, end)?;
        let n_groups = this.n_groups.get();
        let list = vm.new_list(&[]);
        if range.from > range.to {
            return Ok(list);
        }
        let mut found = Search::new(&subject, this, range.to);
        while found.step(vm, range.from)? {
            let item = if n_groups < 2 {
                match found.group(n_groups) {
                    Some((a, b)) => subject.piece(vm, a, b),
                    None => subject.empty(vm),
                }
            } else {
                let groups = match_::collect(vm, n_groups, |vm, i| {
                    Ok(match found.group(i + 1) {
                        Some((a, b)) => subject.piece(vm, a, b),
                        None => subject.empty(vm),
                    })
                })?;
                groups.value()
            };
            list.push(&mut vm.heap, item);
        }
        Ok(list)
    }

    /// An iterator over all matches.
    #[sig("($self, string, pos=0, endpos=sys.maxsize)")]
    fn finditer(vm: &mut Vm, this: Gc<Pattern>, string: Value, pos: i64, endpos: Option<Value>) -> R {
        let end = end_of(vm, endpos)?;
        let scanner = new_scanner(vm, this, string, pos, end)?.value();
        let search = vm.get_attr_named(scanner, "search")?;
        let iter = taipan_objects::types::builtin(vm, "iter")?;
        vm.call(iter, &[search, Value::NONE])
    }

    /// What looks for one match after another.
    #[sig("($self, string, pos=0, endpos=sys.maxsize)")]
    fn scanner(
        vm: &mut Vm,
        this: Gc<Pattern>,
        string: Value,
        pos: i64,
        endpos: Option<Value>,
    ) -> R<Gc<Scanner>> {
        let end = end_of(vm, endpos)?;
        new_scanner(vm, this, string, pos, end)
    }

    /// Split the string at the matches.
    #[sig("($self, string, maxsplit=0)")]
    fn split(vm: &mut Vm, this: Gc<Pattern>, string: Value, maxsplit: i64) -> R<Gc<List>> {
        let subject = Subject::new(vm, this, string)?;
        let list = vm.new_list(&[]);
        let (mut n, mut last) = (0, 0);
        let end = subject.bytes.len();
        let mut found = Search::new(&subject, this, end);
        while (maxsplit == 0 || n < maxsplit) && found.step(vm, 0)? {
            let piece = subject.piece(vm, last, found.start());
            list.push(&mut vm.heap, piece);
            for i in 1..=this.n_groups.get() {
                let group = match found.group(i) {
                    Some((a, b)) => subject.piece(vm, a, b),
                    None => Value::NONE,
                };
                list.push(&mut vm.heap, group);
            }
            n += 1;
            last = found.end();
        }
        let piece = subject.piece(vm, last, end);
        list.push(&mut vm.heap, piece);
        Ok(list)
    }

    #[sig("($self, /)")]
    fn __copy__(_: &mut Vm, this: Gc<Pattern>) -> Gc<Pattern> {
        this
    }

    #[sig("($self, memo, /)")]
    fn __deepcopy__(_: &mut Vm, this: Gc<Pattern>, memo: Value) -> Gc<Pattern> {
        let _ = memo;
        this
    }

    /// Patterns of a kind of string, for annotations.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    /// The pattern string.
    #[member]
    fn pattern(_: &mut Vm, this: Gc<Pattern>) -> Value {
        this.pattern.get()
    }

    /// The flags.
    #[member]
    fn flags(_: &mut Vm, this: Gc<Pattern>) -> i32 {
        this.flags.get()
    }

    /// The number of groups.
    #[member]
    fn groups(_: &mut Vm, this: Gc<Pattern>) -> usize {
        this.n_groups.get()
    }

    /// The numbers of the named groups.
    #[getter]
    fn groupindex(vm: &mut Vm, this: Gc<Pattern>) -> R {
        let Some(dict) = this.group_index.get().cast::<Dict>() else { return Ok(this.group_index.get()) };
        if dict.len.get() == 0 {
            return Ok(vm.new_dict().value());
        }
        let proxy = vm.class(kinds::MAPPINGPROXY).value();
        vm.call(proxy, &[dict.value()])
    }
}

/// Looks for one match after another.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Scanner {
    header: Header,
    pattern: Gc<Pattern>,
    string: Field<Value>,
    /// A view that keeps a bytearray from being resized, or UNBOUND.
    view: Field<Value>,
    #[untraced]
    range: Range,
    /// The byte offset to go on at, once a match was found; -1 at the end.
    #[untraced]
    from: Cell<i64>,
    #[untraced]
    not_at: Cell<Option<usize>>,
}

impl Scanner {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Scanner as Numbered>::NUMBER,
        name: "SRE_Scanner",
        module: "_sre",
        doc: "",
        flags: type_flags::NO_NEW,
        native: &Scanner::NATIVE,
        layout: Some(LayoutInfo::of::<Scanner>()),
        ..TypeDef::DEFAULT
    };
}

fn new_scanner(vm: &mut Vm, pattern: Gc<Pattern>, string: Value, pos: i64, endpos: i64) -> R<Gc<Scanner>> {
    let subject = Subject::new(vm, pattern, string)?;
    let range = subject.range(vm, pos, endpos)?;
    let view = if subject.text.is_some() || vm.payload::<Bytes>(string).is_some() {
        Value::UNBOUND
    } else {
        new_view(vm, string, FULL_RO)?.value()
    };
    let class = vm.class(Scanner::TYPE.id).address();
    Ok(vm.heap.alloc(Scanner {
        header: Header::new::<Scanner>(class),
        pattern,
        string: Field::new(string),
        view: Field::new(view),
        range,
        from: Cell::new(range.from as i64),
        not_at: Cell::new(None),
    }))
}

fn scan(vm: &mut Vm, this: Gc<Scanner>, how: How) -> R {
    let Ok(from) = usize::try_from(this.from.get()) else { return Ok(Value::NONE) };
    let subject = Subject::new(vm, this.pattern, this.string.get())?;
    // A bytearray may have got shorter, or empty.
    let range = Range { to: this.range.to.min(subject.bytes.len()), ..this.range };
    let mut search = Search::new(&subject, this.pattern, range.to);
    if from > range.to || !search.next(vm, how, from, this.not_at.get())? {
        this.from.set(-1);
        return Ok(Value::NONE);
    }
    let end = search.end();
    this.from.set(end as i64);
    this.not_at.set((search.start() == end).then_some(end));
    Ok(match_::new(vm, this.pattern, &subject, range, &search).value())
}

#[native]
impl Scanner {
    /// The match at the present place, or None.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn r#match(vm: &mut Vm, this: Gc<Scanner>) -> R {
        scan(vm, this, How::Match)
    }

    /// The next match, or None.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn search(vm: &mut Vm, this: Gc<Scanner>) -> R {
        scan(vm, this, How::Search)
    }

    /// The pattern.
    #[member]
    fn pattern(_: &mut Vm, this: Gc<Scanner>) -> Gc<Pattern> {
        this.pattern
    }
}
