//! `product`, `permutations`, `combinations`, `combinations_with_replacement`.

use super::{iterator, tuple_of};
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Tuple, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, type_flags};

/// How far an iterator over combinations is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    New,
    Running,
    Done,
}

fn choose(vm: &mut Vm, pool: Gc<Tuple>, indices: &[usize]) -> Value {
    let items = pool.to_ref().as_slice();
    vm.new_tuple_from(indices.len(), |i| items[indices[i]]).value()
}

fn number(vm: &mut Vm, r: Value) -> R<i64> {
    if vm.as_int_value(r).is_none() {
        let cls = vm.class_of(r);
        if vm.slot_index(cls).is_none() {
            let of = vm.type_name(r);
            return Err(vm.type_error(format!("'{of}' object cannot be interpreted as an integer")));
        }
    }
    vm.index_or_overflow(r)
}

fn length(vm: &mut Vm, r: i64) -> R<usize> {
    usize::try_from(r).map_err(|_| vm.value_error("r must be non-negative"))
}

iterator! {
    /// `product`
    Product = "product", type_flags::BASETYPE,
    "product(*iterables, repeat=1)\n--\n\nAll tuples with an item of each iterable, the last changing fastest.",
    { pools }, untraced { indices: RefCell<Vec<usize>>, progress: Cell<Progress> }
}

#[native]
impl Product {
    #[name("product")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Product>> {
        let mut repeat = 1;
        if args.kw_names.len() > 1 {
            let n = args.kw_names.len();
            return Err(vm.type_error(format!("product() takes at most 1 keyword argument ({n} given)")));
        }
        for (&name, &value) in args.kw_names.iter().zip(args.kw_values) {
            if vm.as_str(name).is_none_or(|n| n.to_ref().as_bytes() != b"repeat") {
                let name = vm.str(name)?.to_display();
                return Err(vm.type_error(format!("product() got an unexpected keyword argument '{name}'")));
            }
            repeat = vm.index_i64(value)?;
            if repeat < 0 {
                return Err(vm.value_error("repeat argument cannot be negative"));
            }
        }
        let Some(n) = (repeat as usize).checked_mul(args.pos.len()).filter(|&n| n < 1 << 40) else {
            return Err(vm.overflow_error("repeat argument too large"));
        };
        let mut pools = Values::with_capacity(&mut vm.heap, n);
        if repeat > 0 {
            for &iterable in args.pos {
                let pool = vm.to_tuple(iterable)?.value();
                pools.push(&mut vm.heap, pool);
            }
        }
        for i in pools.len()..n {
            let again = pools[i - args.pos.len()];
            pools.push(&mut vm.heap, again);
        }
        let pools = vm.new_tuple(&pools).value();
        Ok(Product::make(vm, pools, RefCell::new(vec![0; n]), Cell::new(Progress::New)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Product>) -> R<Option<Value>> {
        let pools = tuple_of(this.pools.get())?;
        let pools = pools.to_ref().as_slice();
        let mut indices = this.indices.borrow_mut();
        match this.progress.get() {
            Progress::Done => return Ok(None),
            Progress::New => {
                for &pool in pools {
                    if tuple_of(pool)?.is_empty() {
                        this.progress.set(Progress::Done);
                        return Ok(None);
                    }
                }
                this.progress.set(Progress::Running);
            }
            Progress::Running => {
                let mut i = pools.len();
                loop {
                    if i == 0 {
                        this.progress.set(Progress::Done);
                        return Ok(None);
                    }
                    i -= 1;
                    indices[i] += 1;
                    if indices[i] < tuple_of(pools[i])?.len() {
                        break;
                    }
                    indices[i] = 0;
                }
            }
        }
        let item = |i: usize| {
            pools[i].cast::<Tuple>().map_or(Value::NONE, |pool| pool.to_ref().as_slice()[indices[i]])
        };
        Ok(Some(vm.new_tuple_from(pools.len(), item).value()))
    }
}

iterator! {
    /// `combinations`
    Combinations = "combinations", type_flags::BASETYPE,
    "combinations(iterable, r)\n--\n\nAll choices of r items, in the order of the items.",
    { pool }, untraced { indices: RefCell<Vec<usize>>, progress: Cell<Progress> }
}

#[native]
impl Combinations {
    #[sig("($cls, iterable, r)")]
    #[name("combinations")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Value, r: Value) -> R<Gc<Combinations>> {
        let r = number(vm, r)?;
        let pool = vm.to_tuple(iterable)?;
        let r = length(vm, r)?;
        let (indices, progress) =
            if r > pool.len() { (Vec::new(), Progress::Done) } else { ((0..r).collect(), Progress::New) };
        Ok(Combinations::make(vm, pool.value(), RefCell::new(indices), Cell::new(progress)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Combinations>) -> R<Option<Value>> {
        let pool = tuple_of(this.pool.get())?;
        let mut indices = this.indices.borrow_mut();
        match this.progress.get() {
            Progress::Done => return Ok(None),
            Progress::New => this.progress.set(Progress::Running),
            Progress::Running => {
                let (n, r) = (pool.len(), indices.len());
                let Some(i) = (0..r).rev().find(|&i| indices[i] != i + n - r) else {
                    this.progress.set(Progress::Done);
                    return Ok(None);
                };
                indices[i] += 1;
                for j in i + 1..r {
                    indices[j] = indices[j - 1] + 1;
                }
            }
        }
        Ok(Some(choose(vm, pool, &indices)))
    }
}

iterator! {
    /// `combinations_with_replacement`
    CombinationsWithReplacement = "combinations_with_replacement", type_flags::BASETYPE,
    "combinations_with_replacement(iterable, r)\n--\n\nAll choices of r items, each of which may be chosen several times.",
    { pool }, untraced { indices: RefCell<Vec<usize>>, progress: Cell<Progress> }
}

#[native]
impl CombinationsWithReplacement {
    #[sig("($cls, iterable, r)")]
    #[name("combinations_with_replacement")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Value, r: Value) -> R<Gc<CombinationsWithReplacement>> {
        let r = number(vm, r)?;
        let pool = vm.to_tuple(iterable)?;
        let r = length(vm, r)?;
        let progress = if pool.is_empty() && r > 0 { Progress::Done } else { Progress::New };
        let mut indices: Vec<usize> = Vec::new();
        if indices.try_reserve_exact(r).is_err() {
            return Err(vm.raise_memory_error());
        }
        if progress != Progress::Done {
            indices.resize(r, 0);
        }
        Ok(CombinationsWithReplacement::make(vm, pool.value(), RefCell::new(indices), Cell::new(progress)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<CombinationsWithReplacement>) -> R<Option<Value>> {
        let pool = tuple_of(this.pool.get())?;
        let mut indices = this.indices.borrow_mut();
        match this.progress.get() {
            Progress::Done => return Ok(None),
            Progress::New => this.progress.set(Progress::Running),
            Progress::Running => {
                let last = pool.len().saturating_sub(1);
                let Some(i) = (0..indices.len()).rev().find(|&i| indices[i] != last) else {
                    this.progress.set(Progress::Done);
                    return Ok(None);
                };
                let next = indices[i] + 1;
                indices[i..].fill(next);
            }
        }
        Ok(Some(choose(vm, pool, &indices)))
    }
}

iterator! {
    /// `permutations`
    Permutations = "permutations", type_flags::BASETYPE,
    "permutations(iterable, r=None)\n--\n\nAll orders of r items.",
    { pool }, untraced { indices: RefCell<Vec<usize>>, cycles: RefCell<Vec<usize>>, progress: Cell<Progress> }
}

#[native]
impl Permutations {
    #[sig("($cls, iterable, r=None)")]
    #[name("permutations")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Value, r: Value) -> R<Gc<Permutations>> {
        let pool = vm.to_tuple(iterable)?;
        let n = pool.len();
        let r = if r.is_none() {
            n
        } else {
            if vm.as_int_value(r).is_none() {
                return Err(vm.type_error("Expected int as r"));
            }
            let r = number(vm, r)?;
            length(vm, r)?
        };
        let progress = if r > n { Progress::Done } else { Progress::New };
        let cycles = if r > n { Vec::new() } else { (0..r).map(|i| n - i).collect() };
        let indices = RefCell::new((0..n).collect());
        Ok(Permutations::make(vm, pool.value(), indices, RefCell::new(cycles), Cell::new(progress)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Permutations>) -> R<Option<Value>> {
        let pool = tuple_of(this.pool.get())?;
        let (mut indices, mut cycles) = (this.indices.borrow_mut(), this.cycles.borrow_mut());
        let (n, r) = (indices.len(), cycles.len());
        match this.progress.get() {
            Progress::Done => return Ok(None),
            Progress::New => this.progress.set(Progress::Running),
            Progress::Running => {
                let mut i = r;
                loop {
                    if i == 0 {
                        this.progress.set(Progress::Done);
                        return Ok(None);
                    }
                    i -= 1;
                    cycles[i] -= 1;
                    if cycles[i] == 0 {
                        indices[i..].rotate_left(1);
                        cycles[i] = n - i;
                    } else {
                        let j = n - cycles[i];
                        indices.swap(i, j);
                        break;
                    }
                }
            }
        }
        Ok(Some(choose(vm, pool, &indices[..r])))
    }
}
