//! `cell`: a variable shared with nested functions.

use taipan_macros::native;
use taipan_runtime::layout::{Cell, Type};
use taipan_runtime::{CompareOp, Gc, LayoutInfo, R, TypeDef, Value, Vm, kinds};

/// The definition of `cell`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::CELL,
    name: "cell",
    doc: "cell([contents])\n--\n\nA variable that nested functions share; empty where nothing is given.",
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Cell>()),
    ..TypeDef::DEFAULT
};

struct Methods;

#[native]
impl Methods {
    #[sig("($cls, contents=None, /)")]
    #[name("cell")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, contents: Option<Value>) -> Gc<Cell> {
        let _ = cls;
        vm.new_cell(contents.unwrap_or(Value::UNBOUND))
    }

    fn __repr__(vm: &mut Vm, this: Gc<Cell>) -> String {
        let at = this.address();
        match this.value.get().bound() {
            None => format!("<cell at {at:#x}: empty>"),
            Some(v) => format!("<cell at {at:#x}: {} object at {:#x}>", vm.type_name(v), v.address()),
        }
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Cell>, other: Value, op: CompareOp) -> R {
        let Some(other) = other.cast::<Cell>() else { return Ok(Value::NOT_IMPLEMENTED) };
        match (this.value.get().bound(), other.value.get().bound()) {
            (Some(a), Some(b)) => vm.compare(a, b, op),
            // Empty ones come first.
            (a, b) => Ok(Value::bool(op.holds(a.is_some().cmp(&b.is_some())))),
        }
    }

    #[getter]
    fn cell_contents(vm: &mut Vm, this: Gc<Cell>) -> R {
        match this.value.get().bound() {
            Some(v) => Ok(v),
            None => Err(vm.value_error("Cell is empty")),
        }
    }

    #[setter]
    fn set_cell_contents(_: &mut Vm, this: Gc<Cell>, value: Value) -> R<()> {
        this.value.set(this, value);
        Ok(())
    }
}
