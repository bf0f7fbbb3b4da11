//! `range` and `slice`.

use taipan_macros::native;
use taipan_runtime::layout::{Range, RangeIterator, Slice, Tuple, Type};
use taipan_runtime::{BinaryOp, CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `range`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::RANGE,
    name: "range",
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nThe integers from start up to stop, step apart.",
    flags: type_flags::SEQUENCE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Range>()),
    ..TypeDef::DEFAULT
};

/// The definition of the iterator.
pub static ITERATOR: TypeDef = TypeDef {
    id: kinds::RANGE_ITERATOR,
    name: "range_iterator",
    flags: type_flags::NO_NEW,
    native: &IteratorMethods::NATIVE,
    layout: Some(LayoutInfo::of::<RangeIterator>()),
    ..TypeDef::DEFAULT
};

/// The definition of `slice`.
pub static SLICE: TypeDef = TypeDef {
    id: kinds::SLICE,
    name: "slice",
    doc: "slice(stop)\nslice(start, stop[, step])\n\nWhat stands between the brackets of a[start:stop:step].",
    native: &SliceMethods::NATIVE,
    layout: Some(LayoutInfo::of::<Slice>()),
    ..TypeDef::DEFAULT
};

struct Methods;
struct IteratorMethods;
struct SliceMethods;

fn new_range(vm: &mut Vm, start: Value, stop: Value, step: Value) -> R {
    if let (Some(a), Some(b), Some(s)) = (start.as_small_int(), stop.as_small_int(), step.as_small_int()) {
        return Ok(vm.new_range(a, b, s));
    }
    // Beyond 62 bits: by int arithmetic.
    let positive = !vm.int_is_negative(step);
    let (low, high, size) = if positive {
        (start, stop, step)
    } else {
        let size = vm.negative(step)?;
        (stop, start, size)
    };
    let len = if vm.compare_bool(low, high, CompareOp::Lt)? {
        let span = vm.binary_op(BinaryOp::Sub, high, low)?;
        let less = vm.binary_op(BinaryOp::Sub, span, Value::int32(1))?;
        let n = vm.binary_op(BinaryOp::FloorDiv, less, size)?;
        vm.binary_op(BinaryOp::Add, n, Value::int32(1))?
    } else {
        Value::ZERO
    };
    let class = vm.class(kinds::RANGE).address();
    let header = taipan_runtime::Header::new::<Range>(class);
    Ok(vm.heap.alloc(Range { header, start, stop, step, len }).value())
}

fn item(vm: &mut Vm, range: Gc<Range>, i: Value) -> R {
    let offset = vm.binary_op(BinaryOp::Mul, i, range.step)?;
    vm.binary_op(BinaryOp::Add, range.start, offset)
}

/// A part of a slice as an int; `None` for None.
fn slice_index(vm: &mut Vm, part: Value) -> R<Option<Value>> {
    if part.is_none() {
        return Ok(None);
    }
    let cls = vm.class_of(part);
    if vm.slot_index(cls).is_none() {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    vm.index(part).map(Some)
}

/// Start, stop and step of a slice of something with any length.
fn slice_indices(vm: &mut Vm, slice: Gc<Slice>, len: Value) -> R<[Value; 3]> {
    let one = Value::int32(1);
    let step = slice_index(vm, slice.step)?.unwrap_or(one);
    if step == Value::ZERO {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let back = vm.int_is_negative(step);
    let low = if back { Value::int32(-1) } else { Value::ZERO };
    let high = if back { vm.binary_op(BinaryOp::Sub, len, one)? } else { len };
    let mut adjust = |part: Value, default: Value| -> R {
        let Some(mut i) = slice_index(vm, part)? else { return Ok(default) };
        if vm.int_is_negative(i) {
            i = vm.binary_op(BinaryOp::Add, i, len)?;
            return Ok(if vm.compare_bool(i, low, CompareOp::Lt)? { low } else { i });
        }
        Ok(if vm.compare_bool(i, high, CompareOp::Gt)? { high } else { i })
    };
    let start = adjust(slice.start, if back { high } else { low })?;
    let stop = adjust(slice.stop, if back { low } else { high })?;
    Ok([start, stop, step])
}

/// What is left of a range after so many items.
pub(super) fn rest(vm: &mut Vm, range: Gc<Range>, i: Value) -> R {
    let start = item(vm, range, i)?;
    let stop = item(vm, range, range.len)?;
    new_range(vm, start, stop, range.step)
}

/// The index of an int in the range, if it is in it.
fn position(vm: &mut Vm, range: Gc<Range>, v: Value) -> R<Option<Value>> {
    // Ints in the word have two bits to spare, so that no difference overflows.
    if let (Some(v), Some(start), Some(step), Some(len)) =
        (v.as_small_int(), range.start.as_small_int(), range.step.as_small_int(), range.len.as_small_int())
    {
        let (i, rest) = match step {
            1 => (v - start, 0),
            _ => ((v - start) / step, (v - start) % step),
        };
        return Ok(if rest == 0 && (0..len).contains(&i) { Value::small_int(i) } else { None });
    }
    let offset = vm.binary_op(BinaryOp::Sub, v, range.start)?;
    let rest = vm.binary_op(BinaryOp::Mod, offset, range.step)?;
    if vm.truth(rest)? {
        return Ok(None);
    }
    let i = vm.binary_op(BinaryOp::FloorDiv, offset, range.step)?;
    let inside = !vm.int_is_negative(i) && vm.compare_bool(i, range.len, CompareOp::Lt)?;
    Ok(inside.then_some(i))
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &taipan_runtime::Args<'_>) -> R {
        if args.has_kw() {
            return Err(vm.type_error("range() takes no keyword arguments"));
        }
        let (start, stop, step) = match *args.pos {
            [stop] => (Value::ZERO, stop, Value::int32(1)),
            [start, stop] => (start, stop, Value::int32(1)),
            [start, stop, step] => (start, stop, step),
            [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
            _ => {
                let n = args.pos.len();
                return Err(vm.type_error(format!("range expected at most 3 arguments, got {n}")));
            }
        };
        let (start, stop, step) = (vm.index(start)?, vm.index(stop)?, vm.index(step)?);
        if step == Value::ZERO {
            return Err(vm.value_error("range() arg 3 must not be zero"));
        }
        new_range(vm, start, stop, step)
    }

    fn __repr__(vm: &mut Vm, this: Gc<Range>) -> R<String> {
        let (a, b) = (vm.repr(this.start)?.to_display(), vm.repr(this.stop)?.to_display());
        if this.step == Value::int32(1) {
            return Ok(format!("range({a}, {b})"));
        }
        let c = vm.repr(this.step)?.to_display();
        Ok(format!("range({a}, {b}, {c})"))
    }

    fn __len__(vm: &mut Vm, this: Gc<Range>) -> R<usize> {
        match vm.int_to_i64(this.len) {
            Some(n) => Ok(n as usize),
            None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    fn __bool__(_: &mut Vm, this: Gc<Range>) -> bool {
        this.len != Value::ZERO
    }

    fn __iter__(vm: &mut Vm, this: Gc<Range>) -> R {
        if let (Some(start), Some(step), Some(len)) =
            (this.start.as_small_int(), this.step.as_small_int(), this.len.as_small_int())
        {
            return Ok(vm.new_range_iterator(start, step, len as u64));
        }
        Ok(vm.new_pair_iterator(kinds::LONG_RANGE_ITERATOR, this.value(), Value::ZERO).value())
    }

    fn __contains__(vm: &mut Vm, this: Gc<Range>, value: Value) -> R<bool> {
        if vm.is_exact(value, kinds::INT) || value.is_bool() {
            let v = vm.index(value)?;
            return Ok(position(vm, this, v)?.is_some());
        }
        let iterator = Self::__iter__(vm, this)?;
        while let Some(v) = vm.next(iterator)? {
            if vm.equal(v, value)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Range>, key: Value) -> R {
        if let Some(slice) = key.cast::<Slice>() {
            let [start, stop, step] = slice_indices(vm, slice, this.len)?;
            let (start, stop) = (item(vm, this, start)?, item(vm, this, stop)?);
            let step = vm.binary_op(BinaryOp::Mul, this.step, step)?;
            return new_range(vm, start, stop, step);
        }
        let cls = vm.class_of(key);
        if vm.slot_index(cls).is_none() {
            let of = vm.type_name(key);
            return Err(vm.type_error(format!("range indices must be integers or slices, not {of}")));
        }
        let mut i = vm.index(key)?;
        if vm.int_is_negative(i) {
            i = vm.binary_op(BinaryOp::Add, i, this.len)?;
        }
        if vm.int_is_negative(i) || !vm.compare_bool(i, this.len, CompareOp::Lt)? {
            return Err(vm.index_error("range object index out of range"));
        }
        item(vm, this, i)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Range>, other: Value, op: CompareOp) -> R {
        let Some(other) = other.cast::<Range>() else { return Ok(Value::NOT_IMPLEMENTED) };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let mut same = vm.equal(this.len, other.len)?;
        if same && this.len != Value::ZERO {
            same = vm.equal(this.start, other.start)?;
            if same && this.len != Value::int32(1) {
                same = vm.equal(this.step, other.step)?;
            }
        }
        Ok(Value::bool(same == (op == CompareOp::Eq)))
    }

    fn __hash__(vm: &mut Vm, this: Gc<Range>) -> R<i64> {
        let (mut start, mut step) = (this.start, this.step);
        if this.len == Value::ZERO {
            (start, step) = (Value::NONE, Value::NONE);
        } else if this.len == Value::int32(1) {
            step = Value::NONE;
        }
        let tuple = vm.new_tuple(&[this.len, start, step]);
        vm.hash(tuple.value())
    }

    /// How often a value occurs.
    #[sig("($self, object, /)")]
    fn count(vm: &mut Vm, this: Gc<Range>, value: Value) -> R<usize> {
        if vm.is_exact(value, kinds::INT) || value.is_bool() {
            return Ok(Self::__contains__(vm, this, value)? as usize);
        }
        // Something else may be equal to any number of ints.
        let iterator = Self::__iter__(vm, this)?;
        let mut n = 0;
        while let Some(v) = vm.next(iterator)? {
            n += usize::from(vm.equal(v, value)?);
        }
        Ok(n)
    }

    /// The index of a value; ValueError if it is not there.
    #[sig("($self, object, /)")]
    fn index(vm: &mut Vm, this: Gc<Range>, value: Value) -> R {
        let exact = vm.is_exact(value, kinds::INT) || value.is_bool();
        let Some(v) = vm.as_int_value(value).filter(|_| exact) else {
            // Something else may be equal to an int.
            let iterator = vm.iter(this.value())?;
            let mut i = 0;
            while let Some(item) = vm.next(iterator)? {
                if vm.equal(item, value)? {
                    return Ok(vm.new_int(i));
                }
                i += 1;
            }
            return Err(vm.value_error("sequence.index(x): x not in sequence"));
        };
        match position(vm, this, v)? {
            Some(i) => Ok(i),
            None => Err(vm.value_error("range.index(x): x not in range")),
        }
    }

    /// An iterator from the end to the start.
    #[sig("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Gc<Range>) -> R {
        let last = vm.binary_op(BinaryOp::Sub, this.len, Value::int32(1))?;
        let start = item(vm, this, last)?;
        let step = vm.negative(this.step)?;
        let stop = vm.binary_op(BinaryOp::Sub, this.start, this.step)?;
        let reversed = new_range(vm, start, stop, step)?;
        vm.iter(reversed)
    }

    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Range>) -> R {
        let cls = vm.class(kinds::RANGE).value();
        let args = vm.new_tuple(&[this.start, this.stop, this.step]).value();
        Ok(vm.new_tuple(&[cls, args]).value())
    }

    #[member]
    fn start(_: &mut Vm, this: Gc<Range>) -> Value {
        this.start
    }
    #[member]
    fn stop(_: &mut Vm, this: Gc<Range>) -> Value {
        this.stop
    }
    #[member]
    fn step(_: &mut Vm, this: Gc<Range>) -> Value {
        this.step
    }
}

#[native]
impl IteratorMethods {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<RangeIterator>) -> R<Option<Value>> {
        let left = this.left.get();
        if left == 0 {
            return Ok(None);
        }
        this.left.set(left - 1);
        let v = this.next.get();
        this.next.set(v.wrapping_add(this.step));
        Ok(Some(vm.new_int(v)))
    }

    /// How many items are left.
    #[sig("($self, /)")]
    fn __length_hint__(_: &mut Vm, this: Gc<RangeIterator>) -> u64 {
        this.left.get()
    }

    /// What pickling keeps: the rest as a range.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<RangeIterator>) -> R {
        let iter = super::builtin(vm, "iter")?;
        let start = this.next.get();
        let stop = i128::from(start) + i128::from(this.left.get()) * i128::from(this.step);
        let stop = i64::try_from(stop).unwrap_or(start);
        let [start, stop, step] = [start, stop, this.step].map(|i| vm.new_int(i));
        let rest = new_range(vm, start, stop, step)?;
        let args = vm.new_tuple(&[rest]).value();
        Ok(vm.new_tuple(&[iter, args, Value::NONE]).value())
    }

    /// Go on so many items further.
    #[sig("($self, object, /)")]
    fn __setstate__(_: &mut Vm, this: Gc<RangeIterator>, state: i64) {
        let steps = u64::try_from(state).unwrap_or(0).min(this.left.get());
        this.left.set(this.left.get() - steps);
        this.next.set(this.next.get().wrapping_add((steps as i64).wrapping_mul(this.step)));
    }
}

#[native]
impl SliceMethods {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &taipan_runtime::Args<'_>) -> R {
        if args.has_kw() {
            return Err(vm.type_error("slice() takes no keyword arguments"));
        }
        let (start, stop, step) = match *args.pos {
            [stop] => (Value::NONE, stop, Value::NONE),
            [start, stop] => (start, stop, Value::NONE),
            [start, stop, step] => (start, stop, step),
            [] => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
            _ => {
                let n = args.pos.len();
                return Err(vm.type_error(format!("slice expected at most 3 arguments, got {n}")));
            }
        };
        Ok(vm.new_slice(start, stop, step))
    }

    fn __repr__(vm: &mut Vm, this: Gc<Slice>) -> R<String> {
        let (a, b, c) = (
            vm.repr(this.start)?.to_display(),
            vm.repr(this.stop)?.to_display(),
            vm.repr(this.step)?.to_display(),
        );
        Ok(format!("slice({a}, {b}, {c})"))
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Slice>, other: Value, op: CompareOp) -> R {
        let Some(other) = other.cast::<Slice>() else { return Ok(Value::NOT_IMPLEMENTED) };
        let a = vm.new_tuple(&[this.start, this.stop, this.step]).value();
        let b = vm.new_tuple(&[other.start, other.stop, other.step]).value();
        vm.compare(a, b, op)
    }

    fn __hash__(vm: &mut Vm, this: Gc<Slice>) -> R<i64> {
        let (a, b, c) = (vm.hash(this.start)?, vm.hash(this.stop)?, vm.hash(this.step)?);
        super::tuple::hash_items([a, b, c].map(Ok).into_iter())
    }

    /// Start, stop and step for a sequence of this length.
    #[sig("($self, object, /)")]
    fn indices(vm: &mut Vm, this: Gc<Slice>, length: Value) -> R<Gc<Tuple>> {
        let length = vm.index(length)?;
        if vm.int_is_negative(length) {
            return Err(vm.value_error("length should not be negative"));
        }
        let indices = slice_indices(vm, this, length)?;
        Ok(vm.new_tuple(&indices))
    }

    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Slice>) -> R {
        let cls = vm.class(kinds::SLICE).value();
        let args = vm.new_tuple(&[this.start, this.stop, this.step]).value();
        Ok(vm.new_tuple(&[cls, args]).value())
    }

    #[member]
    fn start(_: &mut Vm, this: Gc<Slice>) -> Value {
        this.start
    }
    #[member]
    fn stop(_: &mut Vm, this: Gc<Slice>) -> Value {
        this.stop
    }
    #[member]
    fn step(_: &mut Vm, this: Gc<Slice>) -> Value {
        this.step
    }
}
