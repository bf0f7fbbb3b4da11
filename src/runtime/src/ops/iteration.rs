//! Iteration, and what is made of what it gives.

use crate::iterate::{Items, next_of_list};
use crate::kinds;
use crate::layout::{DictIterator, List, PairIterator, RangeIterator, SequenceIterator, Tuple};
use crate::native::{R, Raised, Slot};
use crate::vm::Vm;
use std::cell::Cell;
use taipan_heap::{Field, Gc, Header, Value, Values};

impl Vm {
    /// `iter(obj)`
    pub fn iter(&mut self, obj: Value) -> R {
        let cls = self.class_of(obj);
        if let Some(f) = self.slot_iter(cls) {
            let iterator = f(self, obj)?;
            let icls = self.class_of(iterator);
            if self.slot_next(icls).is_none() {
                let of = self.type_name(iterator);
                return Err(self.type_error(format!("iter() returned non-iterator of type '{of}'")));
            }
            return Ok(iterator);
        }
        // Classes with `__getitem__` alone; mappings of native types have an `__iter__`.
        // Native types without a length are no sequences.
        let by_python = cls.slots[Slot::GetItem as usize].get() == kinds::DUNDER;
        if self.slot_getitem(cls).is_some()
            && (by_python || self.slot_len(cls).is_some())
            && !self.is_instance_of(obj, kinds::DICT)
        {
            return Ok(self.new_sequence_iterator(kinds::SEQUENCE_ITERATOR, obj, 0));
        }
        let of = self.type_name(obj);
        Err(self.type_error(format!("'{of}' object is not iterable")))
    }

    /// `next(iterator)`; `None` at the end.
    #[inline]
    pub fn next(&mut self, iterator: Value) -> R<Option<Value>> {
        match next_of_list(iterator) {
            Some(item) => Ok(Some(item)),
            None => self.next_other(iterator),
        }
    }

    /// [`Vm::next`] of what is no list's iterator: apart, since saving registers would be half of the work for a list's.
    #[inline(never)]
    fn next_other(&mut self, iterator: Value) -> R<Option<Value>> {
        if let Some(item) = self.next_known(iterator) {
            return Ok(Some(item));
        }
        self.check_stack("")?;
        if iterator.is_cell() {
            let cls = self.class_of(iterator);
            if let Some(f) = self.slot_next(cls) {
                return f(self, iterator);
            }
        }
        Err(self.raise_no_iterator(iterator))
    }

    #[cold]
    fn raise_no_iterator(&mut self, v: Value) -> Raised {
        let of = self.type_name(v);
        self.type_error(format!("'{of}' object is not an iterator"))
    }

    /// Calls `f` for each item.
    pub fn for_each(&mut self, iterable: Value, mut f: impl FnMut(&mut Vm, Value) -> R<()>) -> R<()> {
        if let Some(tuple) = iterable.cast::<Tuple>()
            && self.is_exact(iterable, kinds::TUPLE)
        {
            for &v in tuple.to_ref().as_slice() {
                f(self, v)?;
            }
            return Ok(());
        }
        if let Some(list) = iterable.cast::<List>()
            && self.is_exact(iterable, kinds::LIST)
        {
            let mut i = 0;
            while i < list.len.get() {
                f(self, list.item(i))?;
                i += 1;
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        Items::of(self, iterator).for_each(self, &mut f)
    }

    /// All items as a vector.
    pub fn collect_values(&mut self, iterable: Value) -> R<Values> {
        if let Some(tuple) = iterable.cast::<Tuple>()
            && self.is_exact(iterable, kinds::TUPLE)
        {
            return Ok(Values::from_slice(&mut self.heap, tuple.to_ref().as_slice()));
        }
        if let Some(list) = iterable.cast::<List>()
            && self.is_exact(iterable, kinds::LIST)
        {
            return Ok(Values::from_slice(&mut self.heap, list.to_ref().as_slice()));
        }
        let iterator = self.iter(iterable)?;
        self.collect_from(iterator)
    }

    /// The same; what can't be iterated over is refused with this message.
    pub fn collect_sequence(&mut self, iterable: Value, message: &str) -> R<Values> {
        if self.is_exact(iterable, kinds::TUPLE) || self.is_exact(iterable, kinds::LIST) {
            return self.collect_values(iterable);
        }
        match self.iter(iterable) {
            Ok(iterator) => self.collect_from(iterator),
            Err(_) if self.take_if(kinds::TYPE_ERROR).is_some() => Err(self.type_error(message.to_owned())),
            Err(raised) => Err(raised),
        }
    }

    fn collect_from(&mut self, iterator: Value) -> R<Values> {
        let mut values = Values::new();
        Items::of(self, iterator).push_all(self, &mut values)?;
        Ok(values)
    }

    /// `operator.length_hint(obj, default)`
    pub fn length_hint(&mut self, obj: Value, default: usize) -> R<usize> {
        let cls = self.class_of(obj);
        if let Some(f) = self.slot_len(cls) {
            match f(self, obj) {
                Ok(n) => return Ok(n),
                Err(raised) if !self.pending_is(kinds::TYPE_ERROR) => return Err(raised),
                Err(_) => {
                    self.take_exception();
                }
            }
        }
        let name = self.names().__length_hint__;
        let hint = match self.call_special_opt(obj, name, &[]) {
            Ok(Some(hint)) => hint,
            Ok(None) => return Ok(default),
            Err(raised) if !self.pending_is(kinds::TYPE_ERROR) => return Err(raised),
            Err(_) => {
                self.take_exception();
                return Ok(default);
            }
        };
        if hint == Value::NOT_IMPLEMENTED {
            return Ok(default);
        }
        match self.as_int_value(hint).map(|h| self.int_to_i64(h)) {
            Some(Some(n)) if n >= 0 => Ok(n as usize),
            Some(Some(_)) => Err(self.value_error("__length_hint__() should return >= 0")),
            Some(None) => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
            None => {
                let of = self.type_name(hint);
                Err(self.type_error(format!("__length_hint__ must be an integer, not {of}")))
            }
        }
    }

    /// All items as a tuple.
    pub fn to_tuple(&mut self, iterable: Value) -> R<Gc<Tuple>> {
        if let Some(tuple) = iterable.cast::<Tuple>()
            && self.is_exact(iterable, kinds::TUPLE)
        {
            return Ok(tuple);
        }
        if let Some(list) = iterable.cast::<List>()
            && self.is_exact(iterable, kinds::LIST)
        {
            return Ok(self.new_tuple(list.to_ref().as_slice()));
        }
        let values = self.collect_values(iterable)?;
        Ok(self.new_tuple(&values))
    }

    /// All items as a list.
    pub fn to_list(&mut self, iterable: Value) -> R<Gc<List>> {
        if let Some(tuple) = iterable.cast::<Tuple>()
            && self.is_exact(iterable, kinds::TUPLE)
        {
            return Ok(self.new_list(tuple.to_ref().as_slice()));
        }
        if let Some(list) = iterable.cast::<List>()
            && self.is_exact(iterable, kinds::LIST)
        {
            return Ok(self.new_list(list.to_ref().as_slice()));
        }
        let iterator = self.iter(iterable)?;
        let hint = self.length_hint(iterable, 0)?;
        let mut values = Values::with_capacity(&mut self.heap, hint.min(1 << 20));
        Items::of(self, iterator).push_all(self, &mut values)?;
        Ok(self.new_list_from(values))
    }

    /// An iterator with an index.
    pub fn new_sequence_iterator(&mut self, kind: taipan_heap::Kind, sequence: Value, start: isize) -> Value {
        let class = self.class_address(kind);
        let header = Header::with_kind(kind, class);
        self.heap
            .alloc(SequenceIterator { header, sequence: Field::new(sequence), next: Cell::new(start) })
            .value()
    }

    /// An iterator over small ints.
    pub fn new_range_iterator(&mut self, start: i64, step: i64, left: u64) -> Value {
        let class = self.class_address(kinds::RANGE_ITERATOR);
        let header = Header::new::<RangeIterator>(class);
        self.heap.alloc(RangeIterator { header, next: Cell::new(start), step, left: Cell::new(left) }).value()
    }

    /// An iterator over a dict (`kind`: keys, values, items) or set.
    pub fn new_dict_iterator(&mut self, kind: taipan_heap::Kind, container: Value, len: usize) -> Value {
        let class = self.class_address(kind);
        let header = Header::with_kind(kind, class);
        self.heap
            .alloc(DictIterator {
                header,
                container: Field::new(container),
                next: Cell::new(0),
                len: Cell::new(len),
                left: Cell::new(len),
            })
            .value()
    }

    /// An iterator made of two values.
    pub fn new_pair_iterator(
        &mut self,
        kind: taipan_heap::Kind,
        first: Value,
        second: Value,
    ) -> Gc<PairIterator> {
        let class = self.class_address(kind);
        let header = Header::with_kind(kind, class);
        self.heap.alloc(PairIterator {
            header,
            first: Field::new(first),
            second: Field::new(second),
            strict: Cell::new(false),
        })
    }
}
