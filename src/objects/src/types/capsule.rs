//! `types.CapsuleType`: pointers of foreign code. Nothing in Taipan makes one.

use taipan_runtime::{Native, TypeDef, kinds, type_flags};

/// The definition.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::CAPSULE,
    name: "PyCapsule",
    doc: "A pointer of foreign code, wrapped.",
    flags: type_flags::NO_NEW,
    native: &Native::NONE,
    ..TypeDef::DEFAULT
};
