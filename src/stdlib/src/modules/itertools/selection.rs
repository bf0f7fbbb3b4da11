//! `compress`, `dropwhile`, `takewhile`, `filterfalse`, `islice`.

use super::iterator;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Type;
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, Slot, TypeDef, Value, Vm, kinds, type_flags};

iterator! {
    /// `compress`
    Compress = "compress", type_flags::BASETYPE,
    "compress(data, selectors)\n--\n\nThe items whose selectors are true.",
    { data, selectors }
}

#[native]
impl Compress {
    #[sig("($cls, data, selectors)")]
    #[name("compress")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, data: Value, selectors: Value) -> R<Gc<Compress>> {
        let data = vm.iter(data)?;
        let selectors = vm.iter(selectors)?;
        Ok(Compress::make(vm, data, selectors))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Compress>) -> R<Option<Value>> {
        while let Some(item) = vm.next(this.data.get())? {
            let Some(selector) = vm.next(this.selectors.get())? else { return Ok(None) };
            if vm.truth(selector)? {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}

macro_rules! filters {
    ($($(#[$meta:meta])* $name:ident = $python:literal, $doc:literal, |$vm:ident, $this:ident| $next:block;)*) => { $(
        iterator! {
            $(#[$meta])*
            $name = $python, type_flags::BASETYPE, $doc, { function, iterator }, untraced { done: Cell<bool> }
        }

        #[native]
        impl $name {
            #[sig("($cls, function, iterable, /)")]
            #[name($python)]
            fn __new__(vm: &mut Vm, _cls: Gc<Type>, function: Value, iterable: Value) -> R<Gc<$name>> {
                let iterator = vm.iter(iterable)?;
                Ok($name::make(vm, function, iterator, Cell::new(false)))
            }

            fn __iter__(_: &mut Vm, this: Value) -> Value {
                this
            }

            fn __next__($vm: &mut Vm, $this: Gc<$name>) -> R<Option<Value>> {
                $next
            }
        }
    )* };
}

filters! {
    /// `dropwhile`
    DropWhile = "dropwhile", "dropwhile(predicate, iterable, /)\n--\n\nThe items from the first on for which the predicate is false.", |vm, this| {
        while let Some(item) = vm.next(this.iterator.get())? {
            if this.done.get() {
                return Ok(Some(item));
            }
            let holds = vm.call(this.function.get(), &[item])?;
            if !vm.truth(holds)? {
                this.done.set(true);
                return Ok(Some(item));
            }
            vm.set_result(Value::NONE);
        }
        Ok(None)
    };
    /// `takewhile`
    TakeWhile = "takewhile", "takewhile(predicate, iterable, /)\n--\n\nThe items before the first for which the predicate is false.", |vm, this| {
        if this.done.get() {
            return Ok(None);
        }
        let Some(item) = vm.next(this.iterator.get())? else { return Ok(None) };
        let holds = vm.call(this.function.get(), &[item])?;
        if vm.truth(holds)? {
            return Ok(Some(item));
        }
        this.done.set(true);
        vm.end_without_value()
    };
    /// `filterfalse`
    FilterFalse = "filterfalse", "filterfalse(function, iterable, /)\n--\n\nThe items for which the function is false.", |vm, this| {
        let function = this.function.get();
        let plain = function.is_none() || function == vm.class(kinds::BOOL).value();
        while let Some(item) = vm.next(this.iterator.get())? {
            let holds = if plain { item } else { vm.call(function, &[item])? };
            if !vm.truth(holds)? {
                return Ok(Some(item));
            }
            vm.set_result(Value::NONE);
        }
        Ok(None)
    };
}

iterator! {
    /// `islice`
    Islice = "islice", type_flags::BASETYPE,
    "islice(iterable, stop, /)\nislice(iterable, start, stop[, step], /)\n\nSome of the items, by their places.",
    { iterator }, untraced { next: Cell<i64>, stop: Cell<i64>, step: Cell<i64>, count: Cell<i64> }
}

/// An argument of `islice`: `None` means the default.
fn place(vm: &mut Vm, value: Value, default: i64, least: i64, message: &str) -> R<i64> {
    if value.is_none() {
        return Ok(default);
    }
    let cls = vm.class_of(value);
    if vm.slot_index(cls).is_some() {
        match vm.index(value) {
            Ok(index) => {
                if let Some(i) = vm.int_to_i64(index).filter(|&i| i >= least) {
                    return Ok(i);
                }
            }
            Err(_) => {
                vm.take_exception();
            }
        }
    }
    Err(vm.value_error(message))
}

#[native]
impl Islice {
    #[name("islice")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &taipan_runtime::Args<'_>) -> R<Gc<Islice>> {
        if !args.kw_names.is_empty() && cls.slots[Slot::Init as usize].get() != kinds::DUNDER {
            return Err(vm.type_error("islice() takes no keyword arguments"));
        }
        const BOUNDS: &str = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        const STOP: &str = "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        const STEP: &str = "Step for islice() must be a positive integer or None.";
        let (iterable, start, stop, step) = match *args.pos {
            [iterable, stop] => (iterable, 0, place(vm, stop, -1, 0, STOP)?, 1),
            [iterable, start, stop] | [iterable, start, stop, _] => {
                // What is no index at all is noticed at the stop first.
                let start = place(vm, start, 0, 0, BOUNDS);
                let pending = if start.is_err() { vm.take_exception() } else { Value::UNBOUND };
                let is_open = stop.is_none();
                let stop = place(vm, stop, -1, i64::MIN, STOP)?;
                if stop == -1 && !is_open {
                    return Err(vm.value_error(STOP));
                }
                let start = match start {
                    Ok(_) if stop < -1 => return Err(vm.value_error(BOUNDS)),
                    Ok(start) => start,
                    Err(_) => return Err(vm.reraise(pending)),
                };
                let step = match args.pos.get(3) {
                    Some(&step) => place(vm, step, 1, 1, STEP)?,
                    None => 1,
                };
                (iterable, start, stop, step)
            }
            _ => {
                let n = args.pos.len();
                let text = if n < 2 {
                    format!("islice expected at least 2 arguments, got {n}")
                } else {
                    format!("islice expected at most 4 arguments, got {n}")
                };
                return Err(vm.type_error(text));
            }
        };
        let iterator = vm.iter(iterable)?;
        Ok(Islice::make(vm, iterator, Cell::new(start), Cell::new(stop), Cell::new(step), Cell::new(0)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Islice>) -> R<Option<Value>> {
        let iterator = this.iterator.get();
        if iterator.is_unbound() {
            return Ok(None);
        }
        let stop = this.stop.get();
        let next = this.next.get();
        // What lies before the next place is taken and left, up to the stop.
        let until = if stop >= 0 { next.min(stop) } else { next };
        while this.count.get() < until {
            if vm.next(iterator)?.is_none() {
                this.iterator.set(this, Value::UNBOUND);
                return Ok(None);
            }
            this.count.set(this.count.get() + 1);
        }
        if stop >= 0 && next >= stop {
            this.iterator.set(this, Value::UNBOUND);
            return Ok(None);
        }
        let Some(item) = vm.next(iterator)? else {
            this.iterator.set(this, Value::UNBOUND);
            return Ok(None);
        };
        this.count.set(this.count.get() + 1);
        let after = next.saturating_add(this.step.get());
        this.next.set(if stop >= 0 { after.min(stop) } else { after });
        Ok(Some(item))
    }
}
