//! `count`, `cycle`, `repeat`.

use super::iterator;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{List, Type};
use taipan_runtime::{BinaryOp, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

iterator! {
    /// `count`
    Count = "count", type_flags::BASETYPE,
    "count(start=0, step=1)\n--\n\nNumbers from a start on, without end.",
    { next, step }
}

fn check_number(vm: &mut Vm, value: Value) -> R<()> {
    let cls = vm.class_of(value);
    let complex = vm.is_instance_of(value, kinds::COMPLEX);
    let numeric =
        complex || vm.slot_index(cls).is_some() || vm.slot_float(cls).is_some() || vm.slot_int(cls).is_some();
    if numeric { Ok(()) } else { Err(vm.type_error("a number is required")) }
}

#[native]
impl Count {
    #[sig("($cls, start=0, step=1)")]
    #[name("count")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, start: Value, step: Value) -> R<Gc<Count>> {
        check_number(vm, start)?;
        check_number(vm, step)?;
        // By ones from an int of a machine's word on it counts in plain ints.
        let by_ones = vm.as_int_value(step) == Some(Value::int32(1));
        let word = vm.as_int_value(start).filter(|&int| by_ones && vm.int_to_i64(int).is_some());
        let start = word.unwrap_or(start);
        Ok(Count::make(vm, start, step))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Count>) -> R<Option<Value>> {
        let now = this.next.get();
        let next = vm.binary_op(BinaryOp::Add, now, this.step.get())?;
        this.next.set(this, next);
        Ok(Some(now))
    }

    fn __repr__(vm: &mut Vm, this: Gc<Count>) -> R<String> {
        let cls = vm.class_of(this.value());
        let name = cls.name.get().to_display();
        let next = vm.repr(this.next.get())?.to_display();
        let step = this.step.get();
        if step == Value::int32(1) {
            return Ok(format!("{name}({next})"));
        }
        let step = vm.repr(step)?.to_display();
        Ok(format!("{name}({next}, {step})"))
    }
}

iterator! {
    /// `cycle`
    Cycle = "cycle", type_flags::BASETYPE,
    "cycle(iterable, /)\n--\n\nThe items of an iterable again and again.",
    { iterator, saved }, untraced { next: Cell<usize> }
}

#[native]
impl Cycle {
    #[sig("($cls, iterable, /)")]
    #[name("cycle")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Value) -> R<Gc<Cycle>> {
        let iterator = vm.iter(iterable)?;
        let saved = vm.new_list(&[]).value();
        Ok(Cycle::make(vm, iterator, saved, Cell::new(0)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<Cycle>) -> R<Option<Value>> {
        let Some(saved) = this.saved.get().cast::<List>() else { return Ok(None) };
        let iterator = this.iterator.get();
        if !iterator.is_unbound() {
            if let Some(item) = vm.next(iterator)? {
                saved.push(&mut vm.heap, item);
                return Ok(Some(item));
            }
            this.iterator.set(this, Value::UNBOUND);
        }
        let n = saved.len.get();
        if n == 0 {
            return Ok(None);
        }
        let i = this.next.get();
        this.next.set(if i + 1 == n { 0 } else { i + 1 });
        Ok(Some(saved.item(i)))
    }
}

iterator! {
    /// `repeat`
    Repeat = "repeat", type_flags::BASETYPE,
    "repeat(object, times=-1)\n\nOne object a number of times, or without end.",
    { object }, untraced { left: Cell<i64> }
}

#[native]
impl Repeat {
    #[sig("($cls, object, times=...)")]
    #[shown("")]
    #[name("repeat")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, object: Value, times: Option<Value>) -> R<Gc<Repeat>> {
        let left = match times {
            Some(times) => vm.index_i64(times)?.max(0),
            None => -1,
        };
        Ok(Repeat::make(vm, object, Cell::new(left)))
    }

    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(_: &mut Vm, this: Gc<Repeat>) -> Option<Value> {
        match this.left.get() {
            0 => None,
            n => {
                if n > 0 {
                    this.left.set(n - 1);
                }
                Some(this.object.get())
            }
        }
    }

    fn __repr__(vm: &mut Vm, this: Gc<Repeat>) -> R<String> {
        let cls = vm.class_of(this.value());
        let name = cls.name.get().to_display();
        let object = vm.repr(this.object.get())?.to_display();
        Ok(match this.left.get() {
            n if n < 0 => format!("{name}({object})"),
            n => format!("{name}({object}, {n})"),
        })
    }

    /// How many are left.
    #[sig("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Gc<Repeat>) -> R<i64> {
        match this.left.get() {
            n if n < 0 => Err(vm.raise(kinds::TYPE_ERROR, "len() of unsized object")),
            n => Ok(n),
        }
    }
}
