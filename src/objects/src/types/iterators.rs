//! The iterators that are built in: over sequences, and `enumerate`, `zip`, `map`, `filter`, `reversed`,
//! `iter(callable, sentinel)`.

use taipan_macros::native;
use taipan_runtime::layout::{Dict, List, PairIterator, Range, SequenceIterator, Tuple, Type};
use taipan_runtime::{
    Args, BinaryOp, CompareOp, Gc, LayoutInfo, R, Slot, TypeDef, Value, Values, Vm, kinds, type_flags,
};

macro_rules! define {
    ($($def:ident = $kind:ident, $name:literal, $flags:expr, $methods:ident, $layout:ident, $doc:literal;)*) => { $(
        /// The definition of the iterator.
        pub static $def: TypeDef = TypeDef {
            id: kinds::$kind,
            name: $name,
            doc: $doc,
            flags: $flags,
            native: &$methods::NATIVE,
            layout: Some(LayoutInfo::of::<$layout>()),
            ..TypeDef::DEFAULT
        };
    )* };
}

define! {
    LIST = LIST_ITERATOR, "list_iterator", type_flags::NO_NEW, SequenceMethods, SequenceIterator, "";
    LIST_REVERSE = LIST_REVERSE_ITERATOR, "list_reverseiterator", type_flags::NO_NEW, SequenceMethods, SequenceIterator, "";
    TUPLE = TUPLE_ITERATOR, "tuple_iterator", type_flags::NO_NEW, SequenceMethods, SequenceIterator, "";
    SEQUENCE = SEQUENCE_ITERATOR, "iterator", type_flags::NO_NEW, SequenceMethods, SequenceIterator, "";
    CALLABLE = CALLABLE_ITERATOR, "callable_iterator", type_flags::NO_NEW, CallableMethods, PairIterator, "";
    LONG_RANGE = LONG_RANGE_ITERATOR, "longrange_iterator", type_flags::NO_NEW, LongRangeMethods, PairIterator, "";
    ENUMERATE = ENUMERATE, "enumerate", type_flags::BASETYPE, EnumerateMethods, PairIterator,
        "enumerate(iterable, start=0)\n--\n\nPairs of a count and an item.";
    REVERSED = REVERSED, "reversed", type_flags::BASETYPE, ReversedMethods, PairIterator,
        "reversed(sequence, /)\n--\n\nThe items of a sequence from the end to the start.";
    ZIP = ZIP, "zip", type_flags::BASETYPE, ZipMethods, PairIterator,
        "zip(*iterables, strict=False)\n--\n\nTuples of items that stand at the same place.";
    MAP = MAP, "map", type_flags::BASETYPE, MapMethods, PairIterator,
        "map(function, iterable, /, *iterables, strict=False)\n--\n\nWhat a function gives for each item.";
    FILTER = FILTER, "filter", type_flags::BASETYPE, FilterMethods, PairIterator,
        "filter(function, iterable, /)\n--\n\nThe items for which a function is true.";
}

struct SequenceMethods;
struct CallableMethods;
struct LongRangeMethods;
struct EnumerateMethods;
struct ReversedMethods;
struct ZipMethods;
struct MapMethods;
struct FilterMethods;

/// What `__reduce__` gives: a callable and its arguments.
pub(super) fn reduced(vm: &mut Vm, callable: Value, args: &[Value]) -> Value {
    let args = vm.new_tuple(args).value();
    vm.new_tuple(&[callable, args]).value()
}

/// The same with one argument and an index for `__setstate__`.
fn reduced_with(vm: &mut Vm, callable: Value, arg: Value, index: i64) -> Value {
    let args = vm.new_tuple(&[arg]).value();
    let index = vm.new_int(index);
    vm.new_tuple(&[callable, args, index]).value()
}

/// The index that `__setstate__` of an iterator is given.
pub(super) fn state_index(vm: &mut Vm, state: Value) -> R<i64> {
    match vm.as_int_value(state) {
        Some(int) => match vm.int_to_i64(int) {
            Some(index) => Ok(index),
            None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        },
        None => Err(vm.type_error("an integer is required")),
    }
}

#[native]
impl SequenceMethods {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<SequenceIterator>) -> R<Option<Value>> {
        let sequence = this.sequence.get();
        if sequence.is_unbound() {
            return Ok(None);
        }
        let i = this.next.get();
        let item = match this.header.kind() {
            kinds::LIST_ITERATOR => vm
                .as_list(sequence)
                .filter(|l: &Gc<List>| (i as usize) < l.len.get())
                .map(|l| l.item(i as usize)),
            kinds::LIST_REVERSE_ITERATOR => vm
                .as_list(sequence)
                .filter(|l| i >= 0 && (i as usize) < l.len.get())
                .map(|l| l.item(i as usize)),
            kinds::TUPLE_ITERATOR => {
                vm.as_tuple(sequence).and_then(|t: Gc<Tuple>| t.as_slice().get(i as usize).copied())
            }
            _ => {
                let index = vm.new_int(i as i64);
                match vm.get_item(sequence, index) {
                    Ok(v) => Some(v),
                    Err(raised) => {
                        if vm.take_if(kinds::INDEX_ERROR).is_none()
                            && vm.take_if(kinds::STOP_ITERATION).is_none()
                        {
                            return Err(raised);
                        }
                        None
                    }
                }
            }
        };
        match item {
            Some(v) => {
                let step = if this.header.kind() == kinds::LIST_REVERSE_ITERATOR { -1 } else { 1 };
                this.next.set(i + step);
                Ok(Some(v))
            }
            None => {
                this.sequence.set(this, Value::UNBOUND);
                Ok(None)
            }
        }
    }

    /// How many items are left.
    #[sig("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Gc<SequenceIterator>) -> R {
        let sequence = this.sequence.get();
        if sequence.is_unbound() {
            return Ok(Value::ZERO);
        }
        let cls = vm.class_of(sequence);
        let len = match vm.as_list(sequence) {
            // What is gone through, whatever a class says of its length.
            Some(list) if this.header.kind() == kinds::LIST_REVERSE_ITERATOR => list.len.get(),
            _ if vm.slot_len(cls).is_none() => return Ok(Value::NOT_IMPLEMENTED),
            _ => vm.len(sequence)?,
        };
        let (len, next) = (len as i64, this.next.get() as i64);
        let left = if this.header.kind() == kinds::LIST_REVERSE_ITERATOR {
            if next < len { next + 1 } else { 0 }
        } else {
            (len - next).max(0)
        };
        Ok(vm.new_int(left))
    }

    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<SequenceIterator>) -> R {
        let reverse = this.header.kind() == kinds::LIST_REVERSE_ITERATOR;
        let function = super::builtin(vm, if reverse { "reversed" } else { "iter" })?;
        // Only now: looking the function up may have run code that uses the iterator.
        let sequence = this.sequence.get();
        if sequence.is_unbound() {
            let is_list = matches!(this.header.kind(), kinds::LIST_ITERATOR | kinds::LIST_REVERSE_ITERATOR);
            let empty = if is_list { vm.new_list(&[]).value() } else { vm.empty_tuple.value() };
            return Ok(reduced(vm, function, &[empty]));
        }
        Ok(reduced_with(vm, function, sequence, this.next.get() as i64))
    }

    /// Go on at this index.
    #[sig("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<SequenceIterator>, state: Value) -> R<()> {
        let i = state_index(vm, state)?;
        let sequence = this.sequence.get();
        if sequence.is_unbound() {
            return Ok(());
        }
        let i = match this.header.kind() {
            kinds::LIST_REVERSE_ITERATOR => i.clamp(-1, vm.len(sequence)? as i64 - 1),
            kinds::LIST_ITERATOR => i.clamp(-1, vm.len(sequence)? as i64),
            kinds::TUPLE_ITERATOR => i.clamp(0, vm.len(sequence)? as i64),
            _ => i.max(0),
        };
        this.next.set(i as isize);
        Ok(())
    }
}

#[native]
impl CallableMethods {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }
    fn __next__(vm: &mut Vm, this: Gc<PairIterator>) -> R<Option<Value>> {
        let callable = this.first.get();
        if callable.is_unbound() {
            return Ok(None);
        }
        match vm.call(callable, &[]) {
            Ok(v) => {
                // The call may have come here on its own, and to the end.
                if this.first.get().is_unbound() {
                    return Ok(None);
                }
                let sentinel = this.second.get();
                // An object that compares as all do is equal to itself only.
                let cls = vm.class_of(v);
                if sentinel.is_none()
                    && !v.is_none()
                    && cls.slots[Slot::Compare as usize].get() == kinds::OBJECT
                {
                    return Ok(Some(v));
                }
                if vm.equal(sentinel, v)? {
                    this.first.set(this, Value::UNBOUND);
                    return Ok(None);
                }
                Ok(Some(v))
            }
            Err(raised) => {
                if vm.take_if(kinds::STOP_ITERATION).is_some() {
                    this.first.set(this, Value::UNBOUND);
                    return vm.end_without_value();
                }
                Err(raised)
            }
        }
    }
    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<PairIterator>) -> R {
        let iter = super::builtin(vm, "iter")?;
        let callable = this.first.get();
        if callable.is_unbound() {
            let empty = vm.empty_tuple.value();
            return Ok(reduced(vm, iter, &[empty]));
        }
        Ok(reduced(vm, iter, &[callable, this.second.get()]))
    }
}

#[native]
impl LongRangeMethods {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }
    fn __next__(vm: &mut Vm, this: Gc<PairIterator>) -> R<Option<Value>> {
        let (Some(range), i) = (this.first.get().cast::<Range>(), this.second.get()) else { return Ok(None) };
        if !vm.compare_bool(i, range.len, CompareOp::Lt)? {
            return Ok(None);
        }
        let v = vm.get_item(range.value(), i)?;
        let next = match i.as_small_int().and_then(|i| Value::small_int(i + 1)) {
            Some(next) => next,
            None => vm.binary_op(BinaryOp::Add, i, Value::int32(1))?,
        };
        this.second.set(this, next);
        Ok(Some(v))
    }

    /// How many items are left.
    #[sig("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Gc<PairIterator>) -> R {
        match this.first.get().cast::<Range>() {
            Some(range) => vm.binary_op(BinaryOp::Sub, range.len, this.second.get()),
            None => Ok(Value::ZERO),
        }
    }

    /// What pickling keeps: the rest as a range.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<PairIterator>) -> R {
        let iter = super::builtin(vm, "iter")?;
        let Some(range) = this.first.get().cast::<Range>() else { return Ok(Value::NONE) };
        let rest = super::range::rest(vm, range, this.second.get())?;
        let args = vm.new_tuple(&[rest]).value();
        Ok(vm.new_tuple(&[iter, args, Value::NONE]).value())
    }

    /// Go on so many items further.
    #[sig("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<PairIterator>, state: Value) -> R<()> {
        let Some(steps) = vm.as_int_value(state) else {
            let of = vm.type_name(state);
            return Err(vm.type_error(format!("state must be an int, not {of}")));
        };
        let Some(range) = this.first.get().cast::<Range>() else { return Ok(()) };
        if vm.int_is_negative(steps) {
            return Ok(());
        }
        let at = vm.binary_op(BinaryOp::Add, this.second.get(), steps)?;
        let past = vm.compare_bool(at, range.len, CompareOp::Gt)?;
        this.second.set(this, if past { range.len } else { at });
        Ok(())
    }
}

/// `iterable` and `start` of `enumerate`, whose complaints are its own.
fn enumerate_arguments(vm: &mut Vm, args: &Args<'_>) -> R<(Value, Option<Value>)> {
    let (n, n_kw) = (args.pos.len(), args.kw_names.len());
    let mut places = [args.pos.first().copied(), args.pos.get(1).copied()];
    if n == 0 && n_kw != 1 && n_kw != 2 {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    if n + n_kw > 2 {
        return Err(vm.type_error(format!("enumerate() takes at most 2 arguments ({} given)", n + n_kw)));
    }
    for (&name, &value) in args.kw_names.iter().zip(args.kw_values) {
        let text = vm.as_str(name).map_or_else(String::new, |name| name.to_display());
        let place = ["iterable", "start"].iter().position(|&known| known == text);
        match place.filter(|&i| places[i].is_none() && (i == 0 || n + n_kw > 1)) {
            Some(i) => places[i] = Some(value),
            None => {
                return Err(vm.type_error(format!("'{text}' is an invalid keyword argument for enumerate()")));
            }
        }
    }
    Ok((places[0].unwrap_or(Value::NONE), places[1]))
}

#[native]
impl EnumerateMethods {
    #[name("enumerate")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R {
        let (iterable, start) = enumerate_arguments(vm, args)?;
        let start = vm.index(start.unwrap_or(Value::ZERO))?;
        let iterator = vm.iter(iterable)?;
        Ok(vm.new_pair_iterator(kinds::ENUMERATE, iterator, start).value())
    }
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }
    fn __next__(vm: &mut Vm, this: Gc<PairIterator>) -> R<Option<Value>> {
        let Some(item) = vm.next(this.first.get())? else { return Ok(None) };
        let i = this.second.get();
        let next = match i.as_small_int().and_then(|i| Value::small_int(i + 1)) {
            Some(next) => next,
            None => vm.binary_op(BinaryOp::Add, i, Value::int32(1))?,
        };
        this.second.set(this, next);
        Ok(Some(vm.new_tuple(&[i, item]).value()))
    }
    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(pair) = vm.payload::<PairIterator>(this) else { return Ok(Value::NONE) };
        let cls = vm.class_of(this).value();
        Ok(reduced(vm, cls, &[pair.first.get(), pair.second.get()]))
    }
    /// See PEP 585.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }
}

#[native]
impl ReversedMethods {
    #[sig("($type, object, /)")]
    #[name("reversed")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, object: Value) -> R {
        let _ = cls;
        let name = vm.names().__reversed__;
        let ocls = vm.class_of(object);
        match vm.type_lookup(ocls, name) {
            Some(f) if f.is_none() => {
                let of = vm.type_name(object);
                return Err(vm.type_error(format!("'{of}' object is not reversible")));
            }
            Some(_) => {
                if let Some(v) = vm.call_special_opt(object, name, &[])? {
                    return Ok(v);
                }
            }
            None => {}
        }
        let mapping = vm.as_dict(object).is_some();
        // A class of Python's with items is a sequence, whose length is asked for then.
        let counted = vm.slot_len(ocls).is_some() || ocls.has_flag(type_flags::HEAP);
        if mapping || vm.slot_getitem(ocls).is_none() || !counted {
            let of = vm.type_name(object);
            return Err(vm.type_error(format!("'{of}' object is not reversible")));
        }
        let n = vm.len(object)?;
        Ok(vm.new_pair_iterator(kinds::REVERSED, object, Value::len(n)).value())
    }
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }
    fn __next__(vm: &mut Vm, this: Gc<PairIterator>) -> R<Option<Value>> {
        let n = this.second.get().as_small_int().unwrap_or(0);
        if n <= 0 {
            this.first.set(this, Value::UNBOUND);
            return Ok(None);
        }
        match vm.get_item(this.first.get(), Value::len(n as usize - 1)) {
            Ok(v) => {
                this.second.set(this, Value::len(n as usize - 1));
                Ok(Some(v))
            }
            Err(raised) => {
                this.second.set(this, Value::ZERO);
                this.first.set(this, Value::UNBOUND);
                if vm.take_if(kinds::INDEX_ERROR).is_some() || vm.take_if(kinds::STOP_ITERATION).is_some() {
                    return Ok(None);
                }
                Err(raised)
            }
        }
    }
    /// How many items are left.
    #[sig("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Gc<PairIterator>) -> R<i64> {
        let n = this.second.get().as_small_int().unwrap_or(0);
        if this.first.get().is_unbound() {
            return Ok(0);
        }
        let len = vm.len(this.first.get())? as i64;
        Ok(if n > len { 0 } else { n })
    }

    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(pair) = vm.payload::<PairIterator>(this) else { return Ok(Value::NONE) };
        let cls = vm.class_of(this).value();
        let sequence = pair.first.get();
        if sequence.is_unbound() {
            let empty = vm.empty_tuple.value();
            return Ok(reduced(vm, cls, &[empty]));
        }
        let left = pair.second.get().as_small_int().unwrap_or(0);
        Ok(reduced_with(vm, cls, sequence, left - 1))
    }

    /// Go on at this index.
    #[sig("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<PairIterator>, state: Value) -> R<()> {
        let i = state_index(vm, state)?;
        let sequence = this.first.get();
        if !sequence.is_unbound() {
            let len = vm.len(sequence)? as i64;
            let left = vm.new_int(i.clamp(-1, len - 1) + 1);
            this.second.set(this, left);
        }
        Ok(())
    }
}

/// The keyword arguments of `zip` and `map`: `strict` and nothing else.
fn only_strict(vm: &mut Vm, of: &str, strict: Option<Value>, others: Option<Gc<Dict>>) -> R<bool> {
    if let Some((_, name, _)) = others.and_then(|others| others.next_entry(0)) {
        let given = others.map_or(0, |others| others.len.get()) + usize::from(strict.is_some());
        let name = vm.str(name)?.to_display();
        return Err(vm.type_error(if given > 1 {
            format!("{of}() takes at most 1 keyword argument ({given} given)")
        } else {
            format!("{of}() got an unexpected keyword argument '{name}'")
        }));
    }
    match strict {
        Some(strict) => vm.truth(strict),
        None => Ok(false),
    }
}

#[native]
impl ZipMethods {
    #[sig("($cls, *iterables, strict=False, **kwargs)")]
    #[name("zip")]
    fn __new__(
        vm: &mut Vm,
        _cls: Gc<Type>,
        iterables: Gc<Tuple>,
        strict: Option<Value>,
        kwargs: Option<Gc<Dict>>,
    ) -> R {
        let strict = only_strict(vm, "zip", strict, kwargs)?;
        let mut iterators = Values::new();
        for &v in iterables.to_ref().as_slice() {
            let it = vm.iter(v)?;
            iterators.push(&mut vm.heap, it);
        }
        let iterators = vm.new_tuple(&iterators).value();
        let made = vm.new_pair_iterator(kinds::ZIP, iterators, Value::NONE);
        made.strict.set(strict);
        Ok(made.value())
    }
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }
    fn __next__(vm: &mut Vm, this: Gc<PairIterator>) -> R<Option<Value>> {
        if let Some((first, second)) = vm.next_pair(this.value()) {
            return Ok(Some(vm.new_tuple(&[first, second]).value()));
        }
        let Some(iterators) = this.first.get().cast::<Tuple>() else { return Ok(None) };
        next_of_all(vm, "zip", iterators, this.strict.get(), |vm, items| Ok(vm.new_tuple(items).value()))
    }

    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(pair) = vm.payload::<PairIterator>(this) else { return Ok(Value::NONE) };
        Ok(reduced_strict(vm, this, pair.first.get(), pair.strict.get()))
    }

    /// Sets whether all iterables must have the same length.
    #[sig("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<PairIterator>, state: Value) -> R<()> {
        let strict = vm.truth(state)?;
        this.strict.set(strict);
        Ok(())
    }
}

/// What `__reduce__` of `zip` and `map` gives.
fn reduced_strict(vm: &mut Vm, this: Value, args: Value, strict: bool) -> Value {
    let cls = vm.class_of(this).value();
    let parts = [cls, args, Value::TRUE];
    vm.new_tuple(if strict { &parts } else { &parts[..2] }).value()
}

/// What is made of the next item of each iterator; `None` where one has ended.
fn next_of_all(
    vm: &mut Vm,
    name: &str,
    iterators: Gc<Tuple>,
    strict: bool,
    make: impl FnOnce(&mut Vm, &[Value]) -> R,
) -> R<Option<Value>> {
    const FEW: usize = 8;
    let n = iterators.len();
    if n == 0 {
        return Ok(None);
    }
    let mut few = [Value::NONE; FEW];
    let mut many = Values::new();
    for (i, &it) in iterators.to_ref().as_slice().iter().enumerate() {
        match vm.next(it)? {
            Some(v) if n <= FEW => few[i] = v,
            Some(v) => many.push(&mut vm.heap, v),
            None if !strict => return Ok(None),
            None => {
                let plural = if i == 1 { " " } else { "s 1-" };
                if i > 0 {
                    let (n, first) = (i + 1, i);
                    return Err(vm.value_error(format!(
                        "{name}() argument {n} is shorter than argument{plural}{first}"
                    )));
                }
                for (j, &other) in iterators.to_ref().as_slice().iter().enumerate().skip(1) {
                    if vm.next(other)?.is_some() {
                        let plural = if j == 1 { " " } else { "s 1-" };
                        let n = j + 1;
                        return Err(vm.value_error(format!(
                            "{name}() argument {n} is longer than argument{plural}{j}"
                        )));
                    }
                }
                return vm.end_without_value();
            }
        }
    }
    make(vm, if n <= FEW { &few[..n] } else { &many }).map(Some)
}

#[native]
impl MapMethods {
    #[sig("($cls, *args, strict=False, **kwargs)")]
    #[name("map")]
    fn __new__(
        vm: &mut Vm,
        _cls: Gc<Type>,
        args: Gc<Tuple>,
        strict: Option<Value>,
        kwargs: Option<Gc<Dict>>,
    ) -> R {
        let strict = only_strict(vm, "map", strict, kwargs)?;
        let Some((&function, iterables)) =
            args.to_ref().as_slice().split_first().filter(|(_, i)| !i.is_empty())
        else {
            return Err(vm.type_error("map() must have at least two arguments."));
        };
        let mut iterators = Values::new();
        for &v in iterables {
            let it = vm.iter(v)?;
            iterators.push(&mut vm.heap, it);
        }
        let iterators = vm.new_tuple(&iterators).value();
        let made = vm.new_pair_iterator(kinds::MAP, iterators, function);
        made.strict.set(strict);
        Ok(made.value())
    }
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }
    fn __next__(vm: &mut Vm, this: Gc<PairIterator>) -> R<Option<Value>> {
        let Some(iterators) = this.first.get().cast::<Tuple>() else { return Ok(None) };
        let function = this.second.get();
        if let [one] = *iterators.to_ref().as_slice() {
            let Some(item) = vm.next(one)? else { return Ok(None) };
            return vm.call_item(function, item).map(Some);
        }
        next_of_all(vm, "map", iterators, this.strict.get(), |vm, items| vm.call(function, items))
    }

    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(pair) = vm.payload::<PairIterator>(this) else { return Ok(Value::NONE) };
        let mut args = Values::new();
        args.push(&mut vm.heap, pair.second.get());
        if let Some(iterators) = pair.first.get().cast::<Tuple>() {
            args.extend(&mut vm.heap, iterators.to_ref().as_slice());
        }
        let args = vm.new_tuple(&args).value();
        Ok(reduced_strict(vm, this, args, pair.strict.get()))
    }

    /// Sets whether all iterables must have the same length.
    #[sig("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<PairIterator>, state: Value) -> R<()> {
        let strict = vm.truth(state)?;
        this.strict.set(strict);
        Ok(())
    }
}

#[native]
impl FilterMethods {
    #[sig("($cls, function, iterable, /)")]
    #[name("filter")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, function: Value, iterable: Value) -> R {
        let iterator = vm.iter(iterable)?;
        Ok(vm.new_pair_iterator(kinds::FILTER, iterator, function).value())
    }
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }
    fn __next__(vm: &mut Vm, this: Gc<PairIterator>) -> R<Option<Value>> {
        let function = this.second.get();
        while let Some(v) = vm.next(this.first.get())? {
            let keep = if function.is_none() {
                vm.truth(v)?
            } else {
                let r = vm.call_item(function, v)?;
                vm.truth(r)?
            };
            if keep {
                return Ok(Some(v));
            }
            // What ended within the function is not what the iterator returns.
            vm.set_result(Value::NONE);
        }
        Ok(None)
    }

    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(pair) = vm.payload::<PairIterator>(this) else { return Ok(Value::NONE) };
        let cls = vm.class_of(this).value();
        Ok(reduced(vm, cls, &[pair.second.get(), pair.first.get()]))
    }
}
