//! `tuple`.

use super::list::{compare_items, list_index, repeated_len, repr_items};
use crate::index::{checked_index, index_range, slice_range};
use taipan_macros::native;
use taipan_runtime::layout::{Slice, Tuple, Type};
use taipan_runtime::{CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds, type_flags};

/// The definition of `tuple`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::TUPLE,
    name: "tuple",
    doc: "tuple(iterable=(), /)\n--\n\nA sequence that does not change. Without an argument it is empty.",
    flags: type_flags::BASETYPE | type_flags::MATCH_SELF | type_flags::SEQUENCE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Tuple>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// The hash of a sequence of hashes, as CPython's tuples have it (the xxHash mix).
pub fn hash_items(hashes: impl ExactSizeIterator<Item = R<i64>>) -> R<i64> {
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;
    let len = hashes.len() as u64;
    let mut acc = P5;
    for h in hashes {
        acc = acc.wrapping_add((h? as u64).wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1);
    }
    acc = acc.wrapping_add(len ^ (P5 ^ 3_527_539));
    Ok(if acc == u64::MAX { 1_546_275_796 } else { acc as i64 })
}

#[native]
impl Methods {
    #[sig("($cls, iterable=(), /)")]
    #[name("tuple")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, iterable: Option<Value>) -> R {
        let Some(iterable) = iterable else { return Ok(vm.empty_tuple.value()) };
        let _ = cls;
        vm.to_tuple(iterable).map(|t| t.value())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let Some(tuple) = vm.as_tuple(this) else { return Err(vm.type_error("not a tuple")) };
        if tuple.is_empty() {
            return Ok(vm.new_str("()").value());
        }
        let close = if tuple.len() == 1 { ",)" } else { ")" };
        repr_items(vm, this, "(", close, || tuple.len(), |i| tuple.as_slice()[i])
    }

    fn __hash__(vm: &mut Vm, this: Gc<Tuple>) -> R<i64> {
        if let Some(known) = this.known_hash().map(|hash| hash.get()).filter(|&hash| hash != 0) {
            return Ok(known);
        }
        let hash = hash_items(this.to_ref().as_slice().iter().map(|&item| vm.hash(item)))?;
        if let Some(known) = this.known_hash() {
            known.set(hash);
        }
        Ok(hash)
    }

    fn __len__(_: &mut Vm, this: Gc<Tuple>) -> usize {
        this.len()
    }

    fn __iter__(vm: &mut Vm, this: Value) -> Value {
        vm.new_sequence_iterator(kinds::TUPLE_ITERATOR, this, 0)
    }

    fn __contains__(vm: &mut Vm, this: Gc<Tuple>, item: Value) -> R<bool> {
        for &v in this.to_ref().as_slice() {
            if vm.equal(v, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Tuple>, key: Value) -> R {
        if let Some(slice) = key.cast::<Slice>() {
            let range = slice_range(vm, slice, this.len())?;
            if range.step == 1 && range.len == this.len() {
                return Ok(this.value());
            }
            let all = this.to_ref().as_slice();
            if range.step == 1 {
                return Ok(vm.new_tuple(&all[range.start as usize..][..range.len]).value());
            }
            let place = |i: usize| range.start.wrapping_add((i as i64).wrapping_mul(range.step)) as usize;
            return Ok(vm.new_tuple_from(range.len, |i| all[place(i)]).value());
        }
        let i = list_index(vm, key, "tuple indices must be integers or slices, not ")?;
        match checked_index(i, this.len()) {
            Some(i) => Ok(this.as_slice()[i]),
            None => Err(vm.index_error("tuple index out of range")),
        }
    }

    fn __concat__(vm: &mut Vm, this: Gc<Tuple>, other: Value) -> R {
        let Some(other_tuple) = vm.as_tuple(other) else {
            let of = vm.type_name(other);
            return Err(vm.type_error(format!("can only concatenate tuple (not \"{of}\") to tuple")));
        };
        let mut items = Values::with_capacity(&mut vm.heap, this.len() + other_tuple.len());
        items.extend(&mut vm.heap, this.to_ref().as_slice());
        items.extend(&mut vm.heap, other_tuple.to_ref().as_slice());
        Ok(vm.new_tuple(&items).value())
    }

    fn __repeat__(vm: &mut Vm, this: Gc<Tuple>, n: i64) -> R {
        let total = repeated_len(vm, this.len(), n)?;
        if n == 1 {
            return Ok(this.value());
        }
        let mut items = Values::with_capacity(&mut vm.heap, total);
        for _ in 0..n.max(0) {
            if this.is_empty() {
                break;
            }
            items.extend(&mut vm.heap, this.to_ref().as_slice());
        }
        Ok(vm.new_tuple(&items).value())
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Tuple>, other: Value, op: CompareOp) -> R {
        let Some(other) = vm.as_tuple(other) else { return Ok(Value::NOT_IMPLEMENTED) };
        let (a, b) = (this.to_ref().as_slice(), other.to_ref().as_slice());
        compare_items(vm, op, (|| a.len(), || b.len()), (|i| a[i], |i| b[i]))
    }

    /// What pickling calls `__new__` with.
    #[sig("($self, /)")]
    fn __getnewargs__(vm: &mut Vm, this: Gc<Tuple>) -> Gc<Tuple> {
        let copy = vm.new_tuple(this.to_ref().as_slice());
        vm.new_tuple(&[copy.value()])
    }

    /// The first index of a value; ValueError if it is not there.
    #[sig("($self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: Gc<Tuple>,
        value: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> R<usize> {
        let (start, stop) = index_range(vm, start, stop, this.len())?;
        for i in start..stop.min(this.len()) {
            if vm.equal(this.as_slice()[i], value)? {
                return Ok(i);
            }
        }
        Err(vm.value_error("tuple.index(x): x not in tuple"))
    }

    /// How often a value occurs.
    #[sig("($self, value, /)")]
    fn count(vm: &mut Vm, this: Gc<Tuple>, value: Value) -> R<usize> {
        let mut n = 0;
        for &v in this.to_ref().as_slice() {
            n += vm.equal(v, value)? as usize;
        }
        Ok(n)
    }

    /// See PEP 585.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }
}
