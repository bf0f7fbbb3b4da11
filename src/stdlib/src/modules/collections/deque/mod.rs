//! `deque`: items in a ring, so that both ends are as quick.

mod iterators;

pub use iterators::{DequeIterator, DequeReverseIterator};
use std::cell::Cell;
use std::ops::Range;
use taipan_heap::Array;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::index::{checked_index, index_range};
use taipan_runtime::layout::{List, Tuple, Type};
use taipan_runtime::{
    Args, CompareOp, Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Values, Vm,
    kinds::{self, Numbered},
    type_flags,
};

/// A deque.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Deque {
    header: Header,
    /// The ring: its length is a power of two, or 0.
    items: Field<Gc<Array>>,
    start: Cell<usize>,
    len: Cell<usize>,
    /// Goes up with each change of the length or the order.
    version: Cell<u64>,
    #[untraced]
    maxlen: Cell<Option<usize>>,
}

impl Deque {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Deque as Numbered>::NUMBER,
        name: "deque",
        module: "collections",
        doc: "deque([iterable[, maxlen]])\n--\n\nA sequence that is quick to change at both ends.",
        flags: type_flags::UNHASHABLE
            | type_flags::BASETYPE
            | type_flags::SEQUENCE
            | type_flags::WEAKREFABLE
            | type_flags::SHOWS_GETATTR
            | type_flags::NUMBERED_ITEMS,
        native: &Deque::NATIVE,
        layout: Some(LayoutInfo::of::<Deque>()),
        ..TypeDef::DEFAULT
    };

    #[inline]
    fn place(&self, i: usize) -> usize {
        self.start.get().wrapping_add(i) & self.items.get().len().wrapping_sub(1)
    }

    #[inline]
    fn get(&self, i: usize) -> Value {
        self.items.get().get(self.place(i))
    }

    fn changed(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }

    /// How many items there are.
    pub fn n_items(&self) -> usize {
        self.len.get()
    }
}

/// A deque without items.
pub fn new_deque(vm: &mut Vm, maxlen: Option<usize>) -> Gc<Deque> {
    let Ok(items) = Array::new(&mut vm.heap, 0) else { std::panic::panic_any(taipan_heap::AllocError) };
    let header = Header::new::<Deque>(vm.class_address(<Deque as Numbered>::NUMBER));
    vm.heap.alloc(Deque {
        header,
        items: Field::new(items),
        start: Cell::new(0),
        len: Cell::new(0),
        version: Cell::new(0),
        maxlen: Cell::new(maxlen),
    })
}

fn set(this: Gc<Deque>, i: usize, value: Value) {
    this.items.get().set(this.place(i), value);
}

/// Makes room for so many items more.
fn reserve(vm: &mut Vm, this: Gc<Deque>, more: usize) -> R<()> {
    let old = this.items.get();
    let len = this.len.get();
    if more <= old.len() - len {
        return Ok(());
    }
    let made = Array::new(&mut vm.heap, (len + more).next_power_of_two().max(8));
    let new = vm.check_alloc(made)?;
    // The items stand in a row, or go round the end.
    let all = old.to_ref().as_slice();
    let (first, second) = parts(this, len);
    new.write(0, &all[first.clone()]);
    new.write(first.len(), &all[second]);
    this.items.set(this, new);
    this.start.set(0);
    Ok(())
}

/// The places in the ring of so many items from the first on: a row, and a row from the start of the ring.
fn parts(this: Gc<Deque>, n: usize) -> (Range<usize>, Range<usize>) {
    let (start, size) = (this.start.get(), this.items.get().len());
    let n_first = n.min(size - start.min(size));
    (start..start + n_first, 0..n - n_first)
}

/// Appends items to a deque without a limit.
fn push_all(vm: &mut Vm, this: Gc<Deque>, items: &[Value]) -> R<()> {
    reserve(vm, this, items.len())?;
    let (ring, at) = (this.items.get(), this.place(this.len.get()));
    let (row, rest) = items.split_at(items.len().min(ring.len() - at.min(ring.len())));
    ring.write(at.min(ring.len()), row);
    ring.write(0, rest);
    this.len.set(this.len.get() + items.len());
    this.changed();
    Ok(())
}

/// Appends, and drops from the other end what is too much.
pub fn push_back(vm: &mut Vm, this: Gc<Deque>, value: Value) -> R<()> {
    if let Some(max) = this.maxlen.get()
        && this.len.get() >= max
    {
        if max == 0 {
            return Ok(());
        }
        pop_front(this);
    }
    reserve(vm, this, 1)?;
    let len = this.len.get();
    set(this, len, value);
    this.len.set(len + 1);
    this.changed();
    Ok(())
}

fn push_front(vm: &mut Vm, this: Gc<Deque>, value: Value) -> R<()> {
    if let Some(max) = this.maxlen.get()
        && this.len.get() >= max
    {
        if max == 0 {
            return Ok(());
        }
        pop_back(this);
    }
    reserve(vm, this, 1)?;
    let len = this.len.get();
    this.start.set(this.start.get().wrapping_sub(1) & (this.items.get().len() - 1));
    set(this, 0, value);
    this.len.set(len + 1);
    this.changed();
    Ok(())
}

fn pop_back(this: Gc<Deque>) -> Option<Value> {
    let last = this.len.get().checked_sub(1)?;
    let value = this.get(last);
    set(this, last, Value::UNBOUND);
    this.len.set(last);
    this.changed();
    Some(value)
}

/// Takes the first item, if there is one.
pub fn pop_front(this: Gc<Deque>) -> Option<Value> {
    let rest = this.len.get().checked_sub(1)?;
    let value = this.get(0);
    set(this, 0, Value::UNBOUND);
    this.start.set(this.place(1));
    this.len.set(rest);
    this.changed();
    Some(value)
}

fn clear(vm: &mut Vm, this: Gc<Deque>) -> R<()> {
    let made = Array::new(&mut vm.heap, 0);
    let items = vm.check_alloc(made)?;
    this.items.set(this, items);
    this.start.set(0);
    this.len.set(0);
    this.changed();
    Ok(())
}

/// A copy of the items.
fn snapshot(vm: &mut Vm, this: Gc<Deque>) -> Values {
    let mut out = Values::with_capacity(&mut vm.heap, this.len.get());
    let all = this.items.get().to_ref().as_slice();
    let (first, second) = parts(this, this.len.get());
    out.extend(&mut vm.heap, &all[first]);
    out.extend(&mut vm.heap, &all[second]);
    out
}

/// Moves the items round to the right.
fn rotate(this: Gc<Deque>, n: i64) {
    let len = this.len.get();
    if len < 2 {
        return;
    }
    let right = n.rem_euclid(len as i64) as usize;
    let mask = this.items.get().len() - 1;
    if len == mask + 1 {
        // A full ring has the same items in the same places, whichever is the first.
        this.start.set(this.start.get().wrapping_sub(right) & mask);
    } else if right <= len / 2 {
        // Each moves on into what is free behind the last, the last first.
        let start = this.start.get().wrapping_sub(right) & mask;
        move_items(this, this.place(len - right), start, (0..right).rev());
        this.start.set(start);
    } else {
        let left = len - right;
        move_items(this, this.start.get(), this.place(len), 0..left);
        this.start.set(this.place(left));
    }
    this.changed();
}

/// Moves items of the ring from a place on to another; in an order in which none goes where one stands that is still to move.
fn move_items(this: Gc<Deque>, from: usize, to: usize, order: impl ExactSizeIterator<Item = usize>) {
    let (ring, n) = (this.items.get(), order.len());
    let size = ring.len();
    if from + n <= size && to + n <= size {
        ring.copy_within(from, to, n);
        let (first, end) = if to > from { (from, to.min(from + n)) } else { (from.max(to + n), from + n) };
        ring.clear(first, end);
        return;
    }
    for i in order {
        let (from, to) = ((from + i) & (size - 1), (to + i) & (size - 1));
        let value = ring.get(from);
        ring.set(from, Value::UNBOUND);
        ring.set(to, value);
    }
}

fn remove_at(this: Gc<Deque>, at: usize) {
    rotate(this, -(at as i64));
    pop_front(this);
    rotate(this, at as i64);
}

fn extend(vm: &mut Vm, this: Gc<Deque>, iterable: Value, left: bool) -> R<()> {
    let iterable = match vm.payload::<Deque>(iterable) {
        Some(other) if other == this => {
            let items = snapshot(vm, this);
            vm.new_list_from(items).value()
        }
        _ => iterable,
    };
    let items = if vm.is_exact(iterable, kinds::LIST) {
        iterable.cast::<List>().map(|list| list.to_ref().as_slice())
    } else if vm.is_exact(iterable, kinds::TUPLE) {
        iterable.cast::<Tuple>().map(|tuple| tuple.to_ref().as_slice())
    } else {
        None
    };
    if let Some(items) = items.filter(|_| !left && this.maxlen.get().is_none()) {
        return if items.is_empty() { Ok(()) } else { push_all(vm, this, items) };
    }
    vm.for_each(
        iterable,
        |vm, item| if left { push_front(vm, this, item) } else { push_back(vm, this, item) },
    )
}

#[cold]
fn mutated(vm: &mut Vm) -> Raised {
    vm.runtime_error("deque mutated during iteration")
}

/// The first index in a range whose item equals a value.
fn find(vm: &mut Vm, this: Gc<Deque>, value: Value, from: usize, to: usize) -> R<Option<usize>> {
    let version = this.version.get();
    for i in from..to {
        let item = this.get(i);
        if vm.equal(item, value)? {
            return Ok(Some(i));
        }
        if version != this.version.get() {
            return Err(mutated(vm));
        }
    }
    Ok(None)
}

fn copy(vm: &mut Vm, this: Value) -> R {
    let Some(deque) = vm.payload::<Deque>(this) else { return Ok(this) };
    if vm.is_exact(this, <Deque as Numbered>::NUMBER) {
        let (new, items) = (new_deque(vm, deque.maxlen.get()), snapshot(vm, deque));
        push_all(vm, new, &items)?;
        return Ok(new.value());
    }
    let cls = vm.class_of(this).value();
    let made = match deque.maxlen.get() {
        None => vm.call(cls, &[this])?,
        Some(max) => {
            let max = vm.new_uint(max as u64);
            vm.call(cls, &[this, max])?
        }
    };
    if vm.payload::<Deque>(made).is_none() {
        let (cls, of) = (vm.type_name(this), vm.type_name(made));
        return Err(vm.type_error(format!("{cls}() must return a deque, not {of}")));
    }
    Ok(made)
}

fn repeat(vm: &mut Vm, this: Gc<Deque>, n: i64) -> R<()> {
    let items = snapshot(vm, this);
    if n <= 0 || items.is_empty() {
        return clear(vm, this);
    }
    let total = items.len().checked_mul(n as usize).filter(|t| *t < (isize::MAX as usize) / 16);
    let Some(total) = total else { return Err(vm.raise_memory_error()) };
    // With a limit only the last items count.
    let rounds = match this.maxlen.get() {
        Some(max) if total > max => max.div_ceil(items.len()),
        _ => n as usize - 1,
    };
    if this.maxlen.get().is_none() {
        let made = Array::new(&mut vm.heap, total.next_power_of_two().max(8));
        let new = vm.check_alloc(made)?;
        new.write(0, &items);
        this.items.set(this, new);
        this.start.set(0);
    }
    for _ in 0..rounds {
        for item in items.as_slice() {
            push_back(vm, this, *item)?;
        }
    }
    this.changed();
    Ok(())
}

fn index_of(vm: &mut Vm, this: Gc<Deque>, key: Value) -> R<usize> {
    let cls = vm.class_of(key);
    if vm.slot_index(cls).is_none() {
        let of = vm.type_name(key);
        return Err(vm.type_error(format!("sequence index must be integer, not '{of}'")));
    }
    let i = vm.index_i64(key)?;
    checked_index(i, this.len.get()).ok_or_else(|| vm.index_error("deque index out of range"))
}

#[native]
impl Deque {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &Args<'_>) -> Gc<Deque> {
        new_deque(vm, None)
    }

    #[name("deque")]
    #[sig("($self, iterable=(), maxlen=None)")]
    fn __init__(vm: &mut Vm, this: Gc<Deque>, iterable: Option<Value>, maxlen: Value) -> R<()> {
        let maxlen = if maxlen.is_none() {
            None
        } else if vm.as_int_value(maxlen).is_none() {
            return Err(vm.type_error("an integer is required"));
        } else {
            match usize::try_from(vm.index_or_overflow(maxlen)?) {
                Ok(max) => Some(max),
                Err(_) => return Err(vm.value_error("maxlen must be non-negative")),
            }
        };
        this.maxlen.set(maxlen);
        if this.len.get() > 0 {
            clear(vm, this)?;
        }
        match iterable {
            Some(iterable) => extend(vm, this, iterable, false),
            None => Ok(()),
        }
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let Some(deque) = vm.payload::<Deque>(this) else { return Ok(this) };
        if vm.thread.repr_stack.contains(&this.address()) {
            return Ok(vm.new_str("[...]").value());
        }
        vm.thread.repr_stack.push(this.address());
        let items = vm.to_list(this);
        let text = items.and_then(|items| vm.repr(items.value()));
        vm.thread.repr_stack.pop();
        let text = text?;
        let mut out = vm.class_of(this).name.get().to_display().into_bytes();
        out.push(b'(');
        out.extend_from_slice(text.to_ref().as_bytes());
        if let Some(max) = deque.maxlen.get() {
            out.extend_from_slice(format!(", maxlen={max}").as_bytes());
        }
        out.push(b')');
        Ok(vm.new_str_wtf8(&out).value())
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Deque>, other: Value, op: CompareOp) -> R {
        let Some(other) = vm.payload::<Deque>(other) else { return Ok(Value::NOT_IMPLEMENTED) };
        if matches!(op, CompareOp::Eq | CompareOp::Ne) && this.len.get() != other.len.get() {
            return Ok(Value::bool(op == CompareOp::Ne));
        }
        if this == other && matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::bool(op == CompareOp::Eq));
        }
        let versions = (this.version.get(), other.version.get());
        for i in 0..this.len.get().min(other.len.get()) {
            let (a, b) = (this.get(i), other.get(i));
            let equal = vm.equal(a, b)?;
            if !equal {
                return match op {
                    CompareOp::Eq => Ok(Value::FALSE),
                    CompareOp::Ne => Ok(Value::TRUE),
                    _ => vm.compare(a, b, op),
                };
            }
            if versions != (this.version.get(), other.version.get()) {
                return Err(mutated(vm));
            }
        }
        Ok(Value::bool(op.holds(this.len.get().cmp(&other.len.get()))))
    }

    fn __len__(_vm: &mut Vm, this: Gc<Deque>) -> usize {
        this.len.get()
    }

    fn __iter__(vm: &mut Vm, this: Gc<Deque>) -> Gc<DequeIterator> {
        DequeIterator::of(vm, this)
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Deque>, key: Value) -> R {
        let i = index_of(vm, this, key)?;
        Ok(this.get(i))
    }

    fn __setitem__(vm: &mut Vm, this: Gc<Deque>, key: Value, value: Value) -> R<()> {
        let i = index_of(vm, this, key)?;
        if value.is_unbound() {
            remove_at(this, i)
        } else {
            set(this, i, value)
        }
        Ok(())
    }

    fn __contains__(vm: &mut Vm, this: Gc<Deque>, item: Value) -> R<bool> {
        let len = this.len.get();
        find(vm, this, item, 0, len).map(|found| found.is_some())
    }

    fn __concat__(vm: &mut Vm, this: Value, other: Value) -> R {
        if vm.payload::<Deque>(other).is_none() {
            let of = vm.type_name(other);
            return Err(vm.type_error(format!("can only concatenate deque (not \"{of}\") to deque")));
        }
        let made = copy(vm, this)?;
        if let Some(deque) = vm.payload::<Deque>(made) {
            extend(vm, deque, other, false)?;
        }
        Ok(made)
    }

    fn __repeat__(vm: &mut Vm, this: Value, n: i64) -> R {
        let made = copy(vm, this)?;
        if let Some(deque) = vm.payload::<Deque>(made) {
            repeat(vm, deque, n)?;
        }
        Ok(made)
    }

    fn __iconcat__(vm: &mut Vm, this: Value, other: Value) -> R {
        if let Some(deque) = vm.payload::<Deque>(this) {
            extend(vm, deque, other, false)?;
        }
        Ok(this)
    }

    fn __irepeat__(vm: &mut Vm, this: Value, n: i64) -> R {
        if let Some(deque) = vm.payload::<Deque>(this) {
            repeat(vm, deque, n)?;
        }
        Ok(this)
    }

    /// Add an item at the right end.
    #[sig("($self, item, /)")]
    fn append(vm: &mut Vm, this: Gc<Deque>, item: Value) -> R<()> {
        push_back(vm, this, item)
    }

    /// Add an item at the left end.
    #[sig("($self, item, /)")]
    fn appendleft(vm: &mut Vm, this: Gc<Deque>, item: Value) -> R<()> {
        push_front(vm, this, item)
    }

    /// Remove all items.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<Deque>) -> R<()> {
        clear(vm, this)
    }

    /// A copy that shares the items.
    #[sig("($self, /)")]
    fn __copy__(vm: &mut Vm, this: Value) -> R {
        copy(vm, this)
    }

    /// A copy that shares the items.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Value) -> R {
        copy(vm, this)
    }

    /// How many items equal a value.
    #[sig("($self, value, /)")]
    fn count(vm: &mut Vm, this: Gc<Deque>, value: Value) -> R<usize> {
        let version = this.version.get();
        let mut n = 0;
        for i in 0..this.len.get() {
            let item = this.get(i);
            n += usize::from(vm.equal(item, value)?);
            if version != this.version.get() {
                return Err(mutated(vm));
            }
        }
        Ok(n)
    }

    /// Add the items of an iterable at the right end.
    #[sig("($self, iterable, /)")]
    fn extend(vm: &mut Vm, this: Gc<Deque>, iterable: Value) -> R<()> {
        extend(vm, this, iterable, false)
    }

    /// Add the items of an iterable at the left end, one after the other.
    #[sig("($self, iterable, /)")]
    fn extendleft(vm: &mut Vm, this: Gc<Deque>, iterable: Value) -> R<()> {
        extend(vm, this, iterable, true)
    }

    /// The first index of a value; ValueError where it is not there.
    #[sig("($self, value, start=0, stop=sys.maxsize, /)")]
    #[shown("($self, value, [start, [stop]])")]
    fn index(
        vm: &mut Vm,
        this: Gc<Deque>,
        value: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> R<usize> {
        let (from, to) = index_range(vm, start, stop, this.len.get())?;
        match find(vm, this, value, from, to)? {
            Some(i) => Ok(i),
            None => Err(vm.value_error("deque.index(x): x not in deque")),
        }
    }

    /// Insert an item before an index.
    #[sig("($self, index, value, /)")]
    fn insert(vm: &mut Vm, this: Gc<Deque>, index: i64, value: Value) -> R<()> {
        let len = this.len.get() as i64;
        if this.maxlen.get().is_some_and(|max| this.len.get() >= max) {
            return Err(vm.index_error("deque already at its maximum size"));
        }
        if index >= len {
            return push_back(vm, this, value);
        }
        if index <= -len || index == 0 {
            return push_front(vm, this, value);
        }
        let at = if index < 0 { index + len } else { index };
        rotate(this, -at);
        push_front(vm, this, value)?;
        rotate(this, at);
        Ok(())
    }

    /// Remove and return the rightmost item.
    #[sig("($self, /)")]
    fn pop(vm: &mut Vm, this: Gc<Deque>) -> R {
        pop_back(this).ok_or_else(|| vm.index_error("pop from an empty deque"))
    }

    /// Remove and return the leftmost item.
    #[sig("($self, /)")]
    fn popleft(vm: &mut Vm, this: Gc<Deque>) -> R {
        pop_front(this).ok_or_else(|| vm.index_error("pop from an empty deque"))
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let maxlen = vm.payload::<Deque>(this).and_then(|d| d.maxlen.get());
        let state = vm.call_method_named(this, "__getstate__", &[])?;
        let iterator = vm.iter(this)?;
        let cls = vm.class_of(this).value();
        let args = match maxlen {
            None => vm.empty_tuple,
            Some(max) => {
                let empty = vm.empty_tuple.value();
                vm.new_tuple(&[empty, Value::len(max)])
            }
        };
        Ok(vm.new_tuple(&[cls, args.value(), state, iterator]))
    }

    /// Remove the first item that equals a value.
    #[sig("($self, value, /)")]
    fn remove(vm: &mut Vm, this: Gc<Deque>, value: Value) -> R<()> {
        let version = this.version.get();
        for i in 0..this.len.get() {
            let item = this.get(i);
            let found = vm.equal(item, value)?;
            if version != this.version.get() {
                return Err(vm.index_error("deque mutated during remove()."));
            }
            if found {
                remove_at(this, i);
                return Ok(());
            }
        }
        Err(vm.value_error("deque.remove(x): x not in deque"))
    }

    /// An iterator from the right to the left.
    #[sig("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Gc<Deque>) -> Gc<DequeReverseIterator> {
        DequeReverseIterator::of(vm, this)
    }

    /// Reverse the items in place.
    #[sig("($self, /)")]
    fn reverse(_vm: &mut Vm, this: Gc<Deque>) {
        let len = this.len.get();
        for i in 0..len / 2 {
            let (a, b) = (this.get(i), this.get(len - 1 - i));
            set(this, i, b);
            set(this, len - 1 - i, a);
        }
    }

    /// Move the items n steps to the right, or to the left if n is negative.
    #[sig("($self, n=1, /)")]
    fn rotate(_vm: &mut Vm, this: Gc<Deque>, n: i64) {
        rotate(this, n);
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(_vm: &mut Vm, this: Gc<Deque>) -> usize {
        size_of::<Deque>() + 16 + 8 * this.items.get().len()
    }

    /// `deque[int]` and the like, for annotations.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    /// How many items there can be, or None.
    #[getter]
    fn maxlen(_vm: &mut Vm, this: Gc<Deque>) -> Option<usize> {
        this.maxlen.get()
    }
}
