//! `mappingproxy`: a view of a mapping that can't change it.

use taipan_macros::native;
use taipan_runtime::layout::{Dict, List, MappingProxy, Tuple, Type};
use taipan_runtime::{CompareOp, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `mappingproxy`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::MAPPINGPROXY,
    name: "mappingproxy",
    doc: "mappingproxy(mapping)\n--\n\nA view of a mapping that can't change it.",
    flags: type_flags::MAPPING,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<MappingProxy>()),
    ..TypeDef::DEFAULT
};

struct Methods;

/// A proxy of a mapping.
pub fn new(vm: &mut Vm, mapping: Value) -> Value {
    let class = vm.class(kinds::MAPPINGPROXY).address();
    vm.heap.alloc(MappingProxy { header: Header::new::<MappingProxy>(class), mapping }).value()
}

/// Can it be subscripted, and is no list or tuple?
pub fn is_mapping(vm: &Vm, v: Value) -> bool {
    vm.slot_getitem(vm.class_of(v)).is_some()
        && vm.payload::<List>(v).is_none()
        && vm.payload::<Tuple>(v).is_none()
}

/// A plain dict can be read without a call; its subclasses may override things.
fn plain(vm: &Vm, this: Gc<MappingProxy>) -> Option<Gc<Dict>> {
    if vm.is_exact(this.mapping, kinds::DICT) { this.mapping.cast::<Dict>() } else { None }
}

#[native]
impl Methods {
    #[sig("($cls, mapping)")]
    #[name("mappingproxy")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, mapping: Value) -> R {
        let _ = cls;
        if !is_mapping(vm, mapping) {
            let of = vm.type_name(mapping);
            return Err(vm.type_error(format!("mappingproxy() argument must be a mapping, not {of}")));
        }
        Ok(new(vm, mapping))
    }

    fn __repr__(vm: &mut Vm, this: Gc<MappingProxy>) -> R<String> {
        let inner = vm.repr(this.mapping)?;
        Ok(format!("mappingproxy({})", inner.to_display()))
    }

    fn __str__(vm: &mut Vm, this: Gc<MappingProxy>) -> R {
        vm.str_value(this.mapping)
    }

    fn __hash__(vm: &mut Vm, this: Gc<MappingProxy>) -> R<i64> {
        vm.hash(this.mapping)
    }

    fn __len__(vm: &mut Vm, this: Gc<MappingProxy>) -> R<usize> {
        vm.len(this.mapping)
    }

    fn __getitem__(vm: &mut Vm, this: Gc<MappingProxy>, key: Value) -> R {
        vm.get_item(this.mapping, key)
    }

    fn __contains__(vm: &mut Vm, this: Gc<MappingProxy>, key: Value) -> R<bool> {
        if let Some(dict) = plain(vm, this) {
            return Ok(dict.get_item(vm, key)?.is_some());
        }
        vm.contains(this.mapping, key)
    }

    fn __iter__(vm: &mut Vm, this: Gc<MappingProxy>) -> R {
        vm.iter(this.mapping)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<MappingProxy>, other: Value, op: CompareOp) -> R {
        vm.compare(this.mapping, other, op)
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        let inner = |v: Value| v.cast::<MappingProxy>().map_or(v, |p| p.mapping);
        vm.binary_op(taipan_runtime::BinaryOp::Or, inner(lhs), inner(rhs))
    }

    fn __ior__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        let _ = rhs;
        let of = vm.type_name(lhs);
        Err(vm.type_error(format!("'|=' is not supported by {of}; use '|' instead")))
    }

    /// The value of a key, or the default.
    #[sig("($self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: Gc<MappingProxy>, key: Value, default: Value) -> R {
        if let Some(dict) = plain(vm, this) {
            return Ok(dict.get_item(vm, key)?.unwrap_or(default));
        }
        let name = vm.names().get;
        vm.call_method(this.mapping, name, &[key, default])
    }

    /// The mapping's keys.
    #[sig("($self, /)")]
    fn keys(vm: &mut Vm, this: Gc<MappingProxy>) -> R {
        vm.call_method_named(this.mapping, "keys", &[])
    }

    /// The mapping's values.
    #[sig("($self, /)")]
    fn values(vm: &mut Vm, this: Gc<MappingProxy>) -> R {
        vm.call_method_named(this.mapping, "values", &[])
    }

    /// The mapping's pairs of key and value.
    #[sig("($self, /)")]
    fn items(vm: &mut Vm, this: Gc<MappingProxy>) -> R {
        vm.call_method_named(this.mapping, "items", &[])
    }

    /// A copy of the mapping.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<MappingProxy>) -> R {
        vm.call_method_named(this.mapping, "copy", &[])
    }

    /// Mappings are generic over their keys and values.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    /// The keys from the last to the first.
    #[sig("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Gc<MappingProxy>) -> R {
        vm.call_method_named(this.mapping, "__reversed__", &[])
    }
}
