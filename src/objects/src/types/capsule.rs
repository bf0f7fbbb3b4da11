//! `types.CapsuleType`: pointers of foreign code, by a name. There is no foreign code here: what modules show under the names
//! that CPython's have points nowhere.

use taipan_macros::{Layout, Trace, native};
use taipan_runtime::layout::Str;
use taipan_runtime::{Gc, Header, LayoutInfo, TypeDef, Value, Vm, kinds, type_flags};

/// The definition.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::CAPSULE,
    name: "PyCapsule",
    doc: "A pointer of foreign code, wrapped.",
    flags: type_flags::NO_NEW,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Capsule>()),
    ..TypeDef::DEFAULT
};

/// A capsule.
#[derive(Trace, Layout)]
#[layout(number = "kinds::CAPSULE")]
#[repr(C)]
pub struct Capsule {
    header: Header,
    name: Gc<Str>,
}

/// A capsule of a name.
pub fn new(vm: &mut Vm, name: &str) -> Value {
    let name = vm.intern(name);
    let header = Header::new::<Capsule>(vm.class_address(kinds::CAPSULE));
    vm.heap.alloc(Capsule { header, name }).value()
}

struct Methods;

#[native]
impl Methods {
    fn __repr__(_: &mut Vm, this: Gc<Capsule>) -> String {
        format!("<capsule object \"{}\" at {:#x}>", this.name.to_display(), this.value().address())
    }
}
