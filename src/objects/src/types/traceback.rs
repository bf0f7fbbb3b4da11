//! `traceback`.

use super::code::{instruction_at, offset_of};
use std::cell::Cell;
use taipan_macros::native;
use taipan_runtime::layout::{Frame, Traceback, Type};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, code, kinds};

/// The definition of `traceback`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::TRACEBACK,
    name: "traceback",
    doc: "traceback(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\nOne of the places that an exception passed.",
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Traceback>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// The line of an entry, 0 where it has none.
pub fn line(entry: Gc<Traceback>) -> i32 {
    if entry.line.get() < 0 {
        entry.line.set(code::line_of(entry.frame.function.code.get(), entry.instruction));
    }
    entry.line.get()
}

#[native]
impl Methods {
    #[sig("($cls, tb_next, tb_frame, tb_lasti, tb_lineno)")]
    #[name("traceback")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        tb_next: Value,
        tb_frame: Gc<Frame>,
        tb_lasti: i32,
        tb_lineno: i32,
    ) -> R<Gc<Traceback>> {
        if !tb_next.is_none() && tb_next.cast::<Traceback>().is_none() {
            let of = vm.type_name(tb_next);
            return Err(vm.type_error(format!("expected traceback object or None, got '{of}'")));
        }
        Ok(vm.heap.alloc(Traceback {
            header: Header::new::<Traceback>(cls.address()),
            next: Field::new(tb_next),
            frame: tb_frame,
            instruction: instruction_at(tb_lasti),
            line: Cell::new(tb_lineno),
        }))
    }

    #[sig("($self, /)")]
    fn __dir__(vm: &mut Vm, _this: Gc<Traceback>) -> R {
        let mut names = taipan_runtime::Values::new();
        for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
            let name = vm.intern(name).value();
            names.push(&mut vm.heap, name);
        }
        Ok(vm.new_list_from(names).value())
    }

    #[getter]
    fn tb_next(_: &mut Vm, this: Gc<Traceback>) -> Value {
        this.next.get()
    }

    #[setter]
    fn set_tb_next(vm: &mut Vm, this: Gc<Traceback>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("can't delete tb_next attribute"));
        }
        if !value.is_none() && value.cast::<Traceback>().is_none() {
            let of = vm.type_name(value);
            return Err(vm.type_error(format!("expected traceback object, got '{of}'")));
        }
        let mut at = value.cast::<Traceback>();
        while let Some(entry) = at {
            if entry == this {
                return Err(vm.value_error("traceback loop detected"));
            }
            at = entry.next.get().cast();
        }
        this.next.set(this, value);
        Ok(())
    }

    #[member]
    fn tb_frame(vm: &mut Vm, this: Gc<Traceback>) -> R<Gc<Frame>> {
        vm.audit_get(this.value(), "tb_frame")?;
        Ok(this.frame)
    }

    #[member]
    fn tb_lasti(_: &mut Vm, this: Gc<Traceback>) -> i32 {
        offset_of(this.instruction)
    }

    #[getter]
    fn tb_lineno(_: &mut Vm, this: Gc<Traceback>) -> Value {
        match line(this) {
            0 => Value::NONE,
            n => Value::int32(n),
        }
    }
}
