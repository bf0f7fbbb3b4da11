//! What `memo` of a pickler or an unpickler shows: a view that copies and clears.

use super::pickler::Pickler;
use super::unpickler::Unpickler;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Dict, Tuple},
    type_flags,
};

/// The memo of a pickler.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct PicklerMemo {
    header: Header,
    pub(super) of: Field<Gc<Pickler>>,
}

impl PicklerMemo {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <PicklerMemo as Numbered>::NUMBER,
        name: "PicklerMemoProxy",
        module: "_pickle",
        doc: "What a pickler remembers.",
        flags: type_flags::NO_NEW | type_flags::BASETYPE | type_flags::UNHASHABLE,
        native: &PicklerMemo::NATIVE,
        layout: Some(LayoutInfo::of::<PicklerMemo>()),
        ..TypeDef::DEFAULT
    };
}

/// A view of a pickler's memo.
pub fn of_pickler(vm: &mut Vm, pickler: Gc<Pickler>) -> Gc<PicklerMemo> {
    let header = Header::new::<PicklerMemo>(vm.class_address(<PicklerMemo as Numbered>::NUMBER));
    vm.heap.alloc(PicklerMemo { header, of: Field::new(pickler) })
}

#[native]
impl PicklerMemo {
    /// Forget everything.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<PicklerMemo>) {
        this.of.get().clear_memo(vm);
    }

    /// A dict of it.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<PicklerMemo>) -> R<Gc<Dict>> {
        let pickler = this.of.get();
        let dict = vm.new_dict();
        let pairs: Vec<(u64, u32)> = pickler.numbers.borrow().iter().collect();
        for (bits, number) in pairs {
            let object = pickler.memo.get().item(number as usize);
            debug_assert_eq!(object.bits(), bits);
            let id = taipan_objects::types::builtin(vm, "id")?;
            let id = vm.call(id, &[object])?;
            let entry = vm.new_tuple(&[Value::len(number as usize), object]);
            dict.set_item(vm, id, entry.value())?;
        }
        Ok(dict)
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<PicklerMemo>) -> R<Gc<Tuple>> {
        let copy = PicklerMemo::copy(vm, this)?;
        Ok(as_dict(vm, copy))
    }
}

fn as_dict(vm: &mut Vm, copy: Gc<Dict>) -> Gc<Tuple> {
    let args = vm.new_tuple(&[copy.value()]);
    let dict = vm.class(kinds::DICT).value();
    vm.new_tuple(&[dict, args.value()])
}

/// The memo of an unpickler.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct UnpicklerMemo {
    header: Header,
    pub(super) of: Field<Gc<Unpickler>>,
}

impl UnpicklerMemo {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <UnpicklerMemo as Numbered>::NUMBER,
        name: "UnpicklerMemoProxy",
        module: "_pickle",
        doc: "What an unpickler remembers.",
        flags: type_flags::NO_NEW | type_flags::BASETYPE | type_flags::UNHASHABLE,
        native: &UnpicklerMemo::NATIVE,
        layout: Some(LayoutInfo::of::<UnpicklerMemo>()),
        ..TypeDef::DEFAULT
    };
}

/// A view of an unpickler's memo.
pub fn of_unpickler(vm: &mut Vm, unpickler: Gc<Unpickler>) -> Gc<UnpicklerMemo> {
    let header = Header::new::<UnpicklerMemo>(vm.class_address(<UnpicklerMemo as Numbered>::NUMBER));
    vm.heap.alloc(UnpicklerMemo { header, of: Field::new(unpickler) })
}

#[native]
impl UnpicklerMemo {
    /// Forget everything.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<UnpicklerMemo>) {
        let empty = vm.new_list(&[]);
        let unpickler = this.of.get();
        unpickler.memo.set(unpickler, empty);
    }

    /// A dict of it.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<UnpicklerMemo>) -> R<Gc<Dict>> {
        let memo = this.of.get().memo.get();
        let dict = vm.new_dict();
        for i in 0..memo.len.get() {
            if let Some(object) = memo.item(i).bound() {
                dict.set_item(vm, Value::len(i), object)?;
            }
        }
        Ok(dict)
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<UnpicklerMemo>) -> R<Gc<Tuple>> {
        let copy = UnpicklerMemo::copy(vm, this)?;
        Ok(as_dict(vm, copy))
    }
}
