//! `PickleBuffer`: an object whose memory may be pickled out of band.

use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::buffer::Buffer;
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::Type,
    type_flags,
};

/// The wrapper: a `memoryview` of the object, or UNBOUND once released.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct PickleBuffer {
    header: Header,
    view: Field<Value>,
}

impl PickleBuffer {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <PickleBuffer as Numbered>::NUMBER,
        name: "PickleBuffer",
        module: "pickle",
        doc: "PickleBuffer(object, /)\n\nA wrapper for buffers that may be pickled out of band.",
        flags: type_flags::WEAKREFABLE,
        native: &PickleBuffer::NATIVE,
        layout: Some(LayoutInfo::of::<PickleBuffer>()),
        ..TypeDef::DEFAULT
    };
}

fn view(vm: &mut Vm, this: Gc<PickleBuffer>) -> R {
    match this.view.get().bound() {
        Some(view) => Ok(view),
        None => Err(vm.value_error("operation forbidden on released PickleBuffer object")),
    }
}

/// The memory as one run of bytes: a `memoryview`.
pub fn raw(vm: &mut Vm, this: Gc<PickleBuffer>) -> R {
    let view = view(vm, this)?;
    let contiguous = vm.get_attr_named(view, "contiguous")?;
    if !vm.truth(contiguous)? {
        return Err(vm.raise(kinds::BUFFER_ERROR, "cannot extract raw buffer from non-contiguous buffer"));
    }
    let byte = vm.intern("B").value();
    let dimensions = vm.get_attr_named(view, "ndim")?;
    let format = vm.get_attr_named(view, "format")?;
    if dimensions == Value::int32(1) && vm.equal(format, byte)? {
        let memoryview = vm.class(kinds::MEMORYVIEW).value();
        return vm.call(memoryview, &[view]);
    }
    vm.call_method_named(view, "cast", &[byte])
}

#[native]
impl PickleBuffer {
    #[name("PickleBuffer")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<PickleBuffer>> {
        let _ = cls;
        let n = args.pos.len() + args.kw_names.len();
        if n > 1 {
            return Err(vm.type_error(format!("PickleBuffer() takes at most 1 argument ({n} given)")));
        }
        let &[object] = args.pos else {
            return Err(vm.type_error("PickleBuffer() takes exactly 1 positional argument (0 given)"));
        };
        if vm.slot_buffer(vm.class_of(object)).is_none() {
            let of = vm.type_name(object);
            return Err(vm.type_error(format!("a bytes-like object is required, not '{of}'")));
        }
        let memoryview = vm.class(kinds::MEMORYVIEW).value();
        let view = vm.call(memoryview, &[object])?;
        let header = Header::new::<PickleBuffer>(vm.class_address(<PickleBuffer as Numbered>::NUMBER));
        Ok(vm.heap.alloc(PickleBuffer { header, view: Field::new(view) }))
    }

    fn __buffer__(vm: &mut Vm, this: Value, flags: i32) -> R<Buffer> {
        let Some(wrapper) = vm.payload::<PickleBuffer>(this) else {
            return Err(vm.type_error("a PickleBuffer is required"));
        };
        let view = view(vm, wrapper)?;
        let cls = vm.class_of(view);
        match vm.slot_buffer(cls) {
            Some(get) => get(vm, view, flags),
            None => Err(vm.type_error("a bytes-like object is required")),
        }
    }

    fn __release_buffer__(vm: &mut Vm, this: Value, buffer: Value) -> R<()> {
        taipan_objects::types::memoryview::release_buffer(vm, this, buffer)
    }

    /// The memory as one run of bytes.
    #[sig("($self, /)")]
    #[name("raw")]
    fn raw_(vm: &mut Vm, this: Gc<PickleBuffer>) -> R {
        raw(vm, this)
    }

    /// Let go of the memory.
    #[sig("($self, /)")]
    fn release(vm: &mut Vm, this: Gc<PickleBuffer>) -> R<()> {
        if let Some(view) = this.view.get().bound() {
            this.view.set(this, Value::UNBOUND);
            vm.call_method_named(view, "release", &[])?;
        }
        Ok(())
    }
}
