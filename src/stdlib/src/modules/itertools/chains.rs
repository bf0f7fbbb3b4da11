//! `accumulate`, `batched`, `chain`, `pairwise`, `starmap`, `zip_longest`.

use super::iterator;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{List, Tuple, Type};
use taipan_runtime::{
    Args, BinaryOp, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, type_flags,
};

iterator! {
    /// `accumulate`
    Accumulate = "accumulate", type_flags::BASETYPE,
    "accumulate(iterable, func=None, *, initial=None)\n--\n\nThe sums of the items so far, or what another function of two makes of them.",
    { iterator, function, total, initial }
}

#[native]
impl Accumulate {
    #[sig("($cls, iterable, func=None, *, initial=None)")]
    #[name("accumulate")]
    fn __new__(
        vm: &mut Vm,
        _cls: Gc<Type>,
        iterable: Value,
        func: Value,
        initial: Value,
    ) -> R<Gc<Accumulate>> {
        let iterator = vm.iter(iterable)?;
        let initial = if initial.is_none() { Value::UNBOUND } else { initial };
        Ok(Accumulate::make(vm, iterator, func, Value::UNBOUND, initial))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Accumulate>) -> R<Option<Value>> {
        if let Some(initial) = this.initial.get().bound() {
            this.initial.set(this, Value::UNBOUND);
            this.total.set(this, initial);
            return Ok(Some(initial));
        }
        let Some(item) = vm.next(this.iterator.get())? else { return Ok(None) };
        let new = match this.total.get().bound() {
            None => item,
            Some(total) => {
                let function = this.function.get();
                if function.is_none() {
                    vm.binary_op(BinaryOp::Add, total, item)?
                } else {
                    vm.call(function, &[total, item])?
                }
            }
        };
        this.total.set(this, new);
        Ok(Some(new))
    }
}

iterator! {
    /// `batched`
    Batched = "batched", type_flags::BASETYPE,
    "batched(iterable, n, *, strict=False)\n--\n\nTuples of n items each; the last may be shorter.",
    { iterator }, untraced { n: Cell<usize>, strict: Cell<bool> }
}

#[native]
impl Batched {
    #[sig("($cls, iterable, n, *, strict=False)")]
    #[name("batched")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Value, n: i64, strict: bool) -> R<Gc<Batched>> {
        if n < 1 {
            return Err(vm.value_error("n must be at least one"));
        }
        let iterator = vm.iter(iterable)?;
        Ok(Batched::make(vm, iterator, Cell::new(n as usize), Cell::new(strict)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Batched>) -> R<Option<Value>> {
        let iterator = this.iterator.get();
        if iterator.is_unbound() {
            return Ok(None);
        }
        let n = this.n.get();
        let mut items = Values::with_capacity(&mut vm.heap, n.min(1024));
        while items.len() < n {
            match vm.next(iterator)? {
                Some(item) => items.push(&mut vm.heap, item),
                None => break,
            }
        }
        if items.len() < n {
            if items.is_empty() {
                this.iterator.set(this, Value::UNBOUND);
                return vm.end_without_value();
            }
            if this.strict.get() {
                return Err(vm.value_error("batched(): incomplete batch"));
            }
        }
        Ok(Some(vm.new_tuple(&items).value()))
    }
}

iterator! {
    /// `chain`
    Chain = "chain", type_flags::BASETYPE,
    "chain(*iterables)\n--\n\nThe items of one iterable after another.",
    { source, active }
}

#[native]
impl Chain {
    #[sig("($cls, *iterables)")]
    #[name("chain")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterables: Value) -> R<Gc<Chain>> {
        let source = vm.iter(iterables)?;
        Ok(Chain::make(vm, source, Value::UNBOUND))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Chain>) -> R<Option<Value>> {
        loop {
            let source = this.source.get();
            if source.is_unbound() {
                return Ok(None);
            }
            let active = match this.active.get().bound() {
                Some(active) => active,
                None => {
                    let next = match vm.next(source) {
                        Ok(Some(next)) => vm.iter(next),
                        Ok(None) => {
                            this.source.set(this, Value::UNBOUND);
                            return vm.end_without_value();
                        }
                        Err(raised) => Err(raised),
                    };
                    let next = next.inspect_err(|_| this.source.set(this, Value::UNBOUND))?;
                    this.active.set(this, next);
                    next
                }
            };
            if let Some(item) = vm.next(active)? {
                return Ok(Some(item));
            }
            this.active.set(this, Value::UNBOUND);
        }
    }

    /// Chain the iterables that an iterable gives.
    #[classmethod]
    #[sig("($cls, iterable, /)")]
    #[shown("($type, iterable, /)")]
    fn from_iterable(vm: &mut Vm, cls: Value, iterable: Value) -> R {
        let source = vm.iter(iterable)?;
        let made = Chain::make(vm, source, Value::UNBOUND).value();
        match cls.cast::<Type>() {
            Some(cls) => vm.adopt(cls, made),
            None => Ok(made),
        }
    }

    /// Chains of a kind of item, for annotations.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }
}

iterator! {
    /// `pairwise`
    Pairwise = "pairwise", type_flags::BASETYPE,
    "pairwise(iterable, /)\n--\n\nPairs of items that follow each other.",
    { iterator, old }
}

#[native]
impl Pairwise {
    #[sig("($cls, iterable, /)")]
    #[name("pairwise")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Value) -> R<Gc<Pairwise>> {
        let iterator = vm.iter(iterable)?;
        Ok(Pairwise::make(vm, iterator, Value::UNBOUND))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Pairwise>) -> R<Option<Value>> {
        let iterator = this.iterator.get();
        if iterator.is_unbound() {
            return Ok(None);
        }
        let mut old = this.old.get();
        if old.is_unbound() {
            match vm.next(iterator)? {
                Some(first) => old = first,
                None => {
                    this.iterator.set(this, Value::UNBOUND);
                    return Ok(None);
                }
            }
            this.old.set(this, old);
            // Making the first item may have used this very iterator.
            if this.iterator.get().is_unbound() {
                this.old.set(this, Value::UNBOUND);
                return Ok(None);
            }
        }
        let Some(new) = vm.next(iterator)? else {
            this.iterator.set(this, Value::UNBOUND);
            this.old.set(this, Value::UNBOUND);
            return Ok(None);
        };
        this.old.set(this, new);
        Ok(Some(vm.new_tuple(&[old, new]).value()))
    }
}

iterator! {
    /// `starmap`
    StarMap = "starmap", type_flags::BASETYPE,
    "starmap(function, iterable, /)\n--\n\nWhat a function gives for each tuple of arguments.",
    { function, iterator }
}

#[native]
impl StarMap {
    #[sig("($cls, function, iterable, /)")]
    #[name("starmap")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, function: Value, iterable: Value) -> R<Gc<StarMap>> {
        let iterator = vm.iter(iterable)?;
        Ok(StarMap::make(vm, function, iterator))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<StarMap>) -> R<Option<Value>> {
        let Some(args) = vm.next(this.iterator.get())? else { return Ok(None) };
        let args = match args.cast::<Tuple>() {
            Some(args) => args,
            None => vm.to_tuple(args)?,
        };
        vm.call(this.function.get(), args.to_ref().as_slice()).map(Some)
    }
}

iterator! {
    /// `zip_longest`
    ZipLongest = "zip_longest", type_flags::BASETYPE,
    "zip_longest(*iterables, fillvalue=None)\n--\n\nTuples of items that stand at the same place, with a value in place of those that are missing.",
    { iterators, fill }, untraced { left: Cell<usize> }
}

#[native]
impl ZipLongest {
    #[name("zip_longest")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<ZipLongest>> {
        let mut fill = Value::NONE;
        for (&name, &value) in args.kw_names.iter().zip(args.kw_values) {
            if vm.as_str(name).is_none_or(|n| n.to_ref().as_bytes() != b"fillvalue") {
                return Err(vm.type_error("zip_longest() got an unexpected keyword argument"));
            }
            fill = value;
        }
        let iterators = vm.new_list(&[]);
        for &iterable in args.pos {
            let iterator = vm.iter(iterable)?;
            iterators.push(&mut vm.heap, iterator);
        }
        Ok(ZipLongest::make(vm, iterators.value(), fill, Cell::new(args.pos.len())))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<ZipLongest>) -> R<Option<Value>> {
        let Some(iterators) = this.iterators.get().cast::<List>() else { return Ok(None) };
        let n = iterators.len.get();
        if n == 0 || this.left.get() == 0 {
            return Ok(None);
        }
        let mut items = Values::with_capacity(&mut vm.heap, n);
        for i in 0..n {
            let iterator = iterators.item(i);
            let item = if iterator.is_none() {
                this.fill.get()
            } else {
                match vm.next(iterator) {
                    Ok(Some(item)) => item,
                    Ok(None) => {
                        let left = this.left.get() - 1;
                        this.left.set(left);
                        if left == 0 {
                            return vm.end_without_value();
                        }
                        iterators.splice(&mut vm.heap, i, i + 1, &[Value::NONE]);
                        this.fill.get()
                    }
                    Err(raised) => {
                        this.left.set(0);
                        return Err(raised);
                    }
                }
            };
            items.push(&mut vm.heap, item);
        }
        Ok(Some(vm.new_tuple_from(n, |i| items[i]).value()))
    }
}
