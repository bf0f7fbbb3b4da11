//! `types.CapsuleType`: pointers of foreign code. Nothing in Taipan makes one.

use taipan_macros::native;
use taipan_runtime::{TypeDef, Value, Vm, kinds, type_flags};

/// The definition.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::CAPSULE,
    name: "PyCapsule",
    doc: "A pointer of foreign code, wrapped.",
    flags: type_flags::NO_NEW,
    native: &Methods::NATIVE,
    ..TypeDef::DEFAULT
};

struct Methods;

#[native]
impl Methods {
    fn __repr__(_: &mut Vm, this: Value) -> String {
        format!("<capsule object NULL at {:#x}>", this.address())
    }
}
