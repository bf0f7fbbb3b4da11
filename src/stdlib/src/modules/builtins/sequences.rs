//! Functions over iterables: `all`, `any`, `max`, `min`, `sorted`, `sum`.

use taipan_macros::native;
use taipan_number::special::CompensatedSum;
use taipan_objects::types::list::{extend, sort_list};
use taipan_runtime::layout::{Complex, Dict, List};
use taipan_runtime::{Args, BinaryOp, CompareOp, Gc, Items, R, Value, Vm, kinds};

pub(super) struct Sequences;

/// Consumes an iterable until an item's truth is `until`.
fn any_truth(vm: &mut Vm, iterable: Value, until: bool) -> R<bool> {
    let items = Items::of_iterable(vm, iterable)?;
    while let Some(item) = items.feed(vm, |_, item| plain_truth(item) == Some(!until))? {
        if vm.truth(item)? == until {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The truth of what needs no call to tell.
#[inline]
fn plain_truth(item: Value) -> Option<bool> {
    match item {
        Value::TRUE => Some(true),
        Value::FALSE | Value::NONE => Some(false),
        _ => item.as_small_int().map(|i| i != 0),
    }
}

/// `a op b` of numbers that need no call to be compared.
#[inline]
fn plain_compare(a: Value, b: Value, op: CompareOp) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.as_small_int(), b.as_small_int()) {
        return Some(if op == CompareOp::Lt { a < b } else { a > b });
    }
    let (a, b) = (a.as_small_float()?, b.as_small_float()?);
    Some(if op == CompareOp::Lt { a < b } else { a > b })
}

/// `min` and `max`: `op` says when an item takes the place of the best so far.
fn extreme(vm: &mut Vm, name: &'static str, op: CompareOp, args: &[Value], kwargs: Option<Gc<Dict>>) -> R {
    if args.is_empty() {
        return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    if let Some(n) = kwargs.map(|d| d.len.get()).filter(|&n| n > 2) {
        return Err(vm.type_error(format!("{name}() takes at most 2 keyword arguments ({n} given)")));
    }
    let (mut key, mut default) = (Value::NONE, Value::UNBOUND);
    let mut at = 0;
    while let Some((i, k, v)) = kwargs.and_then(|d| d.next_entry(at)) {
        at = i + 1;
        match vm.as_str(k).map_or(&b"?"[..], |k| k.to_ref().as_bytes()) {
            b"key" => key = v,
            b"default" => default = v,
            _ => {
                let other = vm.as_str(k).map_or_else(String::new, |k| k.to_display());
                return Err(vm.type_error(format!("{name}() got an unexpected keyword argument '{other}'")));
            }
        }
    }
    if args.len() > 1 && !default.is_unbound() {
        return Err(vm.type_error(format!(
            "Cannot specify a default for {name}() with multiple positional arguments"
        )));
    }
    let mut best: Option<(Value, Value)> = None;
    let consider = |vm: &mut Vm, item: Value, best: &mut Option<(Value, Value)>| {
        let rank = if key.is_none() { item } else { vm.call_item(key, item)? };
        let comes_first = match *best {
            Some((_, best_rank)) => match plain_compare(rank, best_rank, op) {
                Some(comes_first) => comes_first,
                None => vm.compare_bool(rank, best_rank, op)?,
            },
            None => true,
        };
        if comes_first {
            *best = Some((item, rank));
        }
        Ok(())
    };
    if args.len() > 1 {
        for &item in args {
            consider(vm, item, &mut best)?;
        }
    } else if key.is_none() && args[0].is_kind(kinds::GENERATOR) {
        let given = Items::of(vm, args[0]);
        while let Some(item) = given.feed(vm, |_, item| {
            let Some(comes_first) = best.and_then(|(so_far, _)| plain_compare(item, so_far, op)) else {
                return false;
            };
            if comes_first {
                best = Some((item, item));
            }
            true
        })? {
            consider(vm, item, &mut best)?;
        }
    } else {
        vm.for_each(args[0], |vm, item| consider(vm, item, &mut best))?;
    }
    match best {
        Some((item, _)) => Ok(item),
        None if !default.is_unbound() => Ok(default),
        None => Err(vm.value_error(format!("{name}() iterable argument is empty"))),
    }
}

#[native]
impl Sequences {
    /// Are all items true? True for an empty iterable.
    #[sig("(iterable, /)")]
    fn all(vm: &mut Vm, iterable: Value) -> R<bool> {
        Ok(!any_truth(vm, iterable, false)?)
    }

    /// Is any item true? False for an empty iterable.
    #[sig("(iterable, /)")]
    fn any(vm: &mut Vm, iterable: Value) -> R<bool> {
        any_truth(vm, iterable, true)
    }

    /// max(iterable, *[, default=obj, key=func]) -> value
    /// max(arg1, arg2, *args, *[, key=func]) -> value
    ///
    /// Return the largest item of an iterable, or of two or more arguments.
    #[sig("(*args, **kwargs)")]
    #[shown("")]
    fn max(vm: &mut Vm, args: &[Value], kwargs: Option<Gc<Dict>>) -> R {
        extreme(vm, "max", CompareOp::Gt, args, kwargs)
    }

    /// min(iterable, *[, default=obj, key=func]) -> value
    /// min(arg1, arg2, *args, *[, key=func]) -> value
    ///
    /// Return the smallest item of an iterable, or of two or more arguments.
    #[sig("(*args, **kwargs)")]
    #[shown("")]
    fn min(vm: &mut Vm, args: &[Value], kwargs: Option<Gc<Dict>>) -> R {
        extreme(vm, "min", CompareOp::Lt, args, kwargs)
    }

    /// Return a new list with the items in ascending order.
    #[sig("(*args, **kwargs)")]
    #[shown("($module, iterable, /, *, key=None, reverse=False)")]
    fn sorted(vm: &mut Vm, args: &[Value], kwargs: Option<Gc<Dict>>) -> R<Gc<List>> {
        let &[iterable] = args else {
            let got = args.len();
            return Err(vm.type_error(format!("sorted expected 1 argument, got {got}")));
        };
        let list = vm.new_list(&[]);
        extend(vm, list, iterable)?;
        let Some(kwargs) = kwargs else {
            sort_list(vm, list, Value::NONE, false)?;
            return Ok(list);
        };
        if let Some((0, name, value)) = kwargs.next_entry(0)
            && kwargs.len.get() == 1
            && let Some(text) = vm.as_str(name)
        {
            let text = text.to_ref().as_bytes();
            if text == b"key" {
                sort_list(vm, list, value, false)?;
                return Ok(list);
            }
            if text == b"reverse" {
                let reverse = vm.truth(value)?;
                sort_list(vm, list, Value::NONE, reverse)?;
                return Ok(list);
            }
        }
        // Keywords are those of the method, which complains of others.
        let (names, values) = vm.dict_to_keywords(kwargs)?;
        let sort = vm.names().sort;
        let sort = vm.get_attr(list.value(), sort)?;
        vm.call_args(sort, &Args { pos: &[], kw_names: &names, kw_values: &values })?;
        Ok(list)
    }

    /// Return the sum of a start value and an iterable of numbers.
    #[sig("(iterable, /, start=0)")]
    fn sum(vm: &mut Vm, iterable: Value, start: Value) -> R {
        let iterator = vm.iter(iterable)?;
        if vm.as_str(start).is_some() {
            return Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
        }
        if vm.is_instance_of(start, kinds::BYTES) {
            return Err(vm.type_error("sum() can't sum bytes [use b''.join(seq) instead]"));
        }
        if vm.is_instance_of(start, kinds::BYTEARRAY) {
            return Err(vm.type_error("sum() can't sum bytearray [use b''.join(seq) instead]"));
        }
        sum(vm, iterator, start)
    }
}

/// A sum of ints in two parts, without boxing.
struct IntSum {
    wide: i128,
    /// What is to be added to it: most sums are no wider.
    narrow: i64,
}

impl IntSum {
    /// Adds an int or a bool; `false`: it is something else, or too big.
    #[inline(always)]
    fn add(&mut self, vm: &Vm, item: Value) -> bool {
        if let Some(i) = item.as_small_int()
            && let Some(sum) = self.narrow.checked_add(i)
        {
            self.narrow = sum;
            return true;
        }
        self.add_wide(vm, item)
    }

    #[inline(never)]
    fn add_wide(&mut self, vm: &Vm, item: Value) -> bool {
        let i = match item {
            Value::TRUE => Some(1),
            Value::FALSE => Some(0),
            _ => vm.int_to_i128(item),
        };
        let sum = i.and_then(|i| self.wide.checked_add(i));
        self.wide = sum.unwrap_or(self.wide);
        sum.is_some()
    }
}

/// What a float, or an int, adds to a sum of floats.
fn real_addend(vm: &mut Vm, item: Value) -> R<Option<f64>> {
    if let Some(i) = item.as_small_int() {
        return Ok(Some(i as f64));
    }
    if vm.is_exact(item, kinds::FLOAT) {
        return Ok(vm.as_float(item));
    }
    match vm.as_int_value(item) {
        Some(int) => vm.int_to_f64(int).map(Some),
        None => Ok(None),
    }
}

/// Ints are added without boxing, floats and complex numbers with compensation, as long as the items are nothing else.
fn sum(vm: &mut Vm, iterator: Value, start: Value) -> R {
    let items = Items::of(vm, iterator);
    let mut total = start;
    let mut pending = None;
    if let Some(start) = vm.int_to_i128(total) {
        let mut sum = IntSum { wide: start, narrow: 0 };
        let left = items.feed(vm, |vm, item| sum.add(vm, item))?;
        total = match sum.wide.checked_add(sum.narrow.into()) {
            Some(n) => vm.new_int128(n),
            None => {
                let (wide, narrow) = (vm.new_int128(sum.wide), vm.new_int(sum.narrow));
                vm.binary_op(BinaryOp::Add, wide, narrow)?
            }
        };
        let Some(item) = left else { return Ok(total) };
        total = vm.binary_op(BinaryOp::Add, total, item)?;
    }
    if vm.is_exact(total, kinds::FLOAT) {
        let mut sum = CompensatedSum::new(vm.as_float(total).unwrap_or(0.0));
        loop {
            let left = items.feed(vm, |_, item| match item.as_small_float() {
                Some(x) => {
                    sum.add(x);
                    true
                }
                None => false,
            })?;
            let Some(item) = left else { return Ok(vm.new_float(sum.finish())) };
            let Some(x) = real_addend(vm, item)? else {
                total = vm.new_float(sum.finish());
                pending = Some(item);
                break;
            };
            sum.add(x);
        }
    }
    if let Some(item) = pending.take() {
        total = vm.binary_op(BinaryOp::Add, total, item)?;
    }
    if vm.is_exact(total, kinds::COMPLEX)
        && let Some(start) = total.cast::<Complex>()
    {
        let (mut re, mut im) = (CompensatedSum::new(start.real), CompensatedSum::new(start.imag));
        loop {
            let Some(item) = items.next(vm)? else {
                return Ok(vm.new_complex(re.finish(), im.finish()));
            };
            if let Some(z) = item.cast::<Complex>()
                && vm.is_exact(item, kinds::COMPLEX)
            {
                re.add(z.real);
                im.add(z.imag);
            } else if let Some(x) = real_addend(vm, item)? {
                re.add(x);
            } else {
                total = vm.new_complex(re.finish(), im.finish());
                total = vm.binary_op(BinaryOp::Add, total, item)?;
                break;
            }
        }
    }
    while let Some(item) = items.next(vm)? {
        total = vm.binary_op(BinaryOp::Add, total, item)?;
    }
    Ok(total)
}
