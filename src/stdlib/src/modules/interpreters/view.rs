//! Views of memory that lies in another interpreter's heap.

use std::sync::Arc;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::memoryview::{FULL_RO, new_view};
use taipan_runtime::layout::Tuple;
use taipan_runtime::{
    Buffer, BufferMemory, Gc, Header, LayoutInfo, Loan, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
};

/// Memory that another interpreter has lent.
pub struct View {
    address: usize,
    len: usize,
    readonly: bool,
    item_size: usize,
    format: Option<Box<[u8]>>,
    shape: Option<Box<[i64]>>,
    /// Keeps the memory where it is.
    _loan: Loan,
}

impl View {
    /// Of a `memoryview`, or anything else with a buffer.
    pub fn of(vm: &mut Vm, object: Value) -> R<View> {
        let view = new_view(vm, object, FULL_RO)?;
        let buffer = view.to_buffer();
        if !buffer.strides.is_unbound() {
            return Err(vm.raise(kinds::BUFFER_ERROR, "memoryview: underlying buffer is not C-contiguous"));
        }
        let loan = vm.lend(view.value());
        let shape = buffer
            .shape
            .cast::<Tuple>()
            .map(|shape| shape.to_ref().as_slice().iter().map(|n| n.as_small_int().unwrap_or(0)).collect());
        Ok(View {
            address: buffer.memory.slice(buffer.start, buffer.len).as_ptr() as usize,
            len: buffer.len,
            readonly: buffer.readonly,
            item_size: buffer.item_size,
            format: buffer.format.bound().and_then(|f| vm.as_str(f)).map(|f| f.as_bytes().into()),
            shape,
            _loan: loan,
        })
    }

    /// A `memoryview` in the running interpreter.
    pub fn arrive(vm: &mut Vm, view: &Arc<View>) -> R {
        let class = vm.class(BufferView::TYPE.id).address();
        let header = Header::new::<BufferView>(class);
        let object = vm.heap.alloc(BufferView { header, view: view.clone() });
        Ok(new_view(vm, object.value(), FULL_RO)?.value())
    }
}

/// `_interpreters.CrossInterpreterBufferView`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct BufferView {
    header: Header,
    #[untraced]
    view: Arc<View>,
}

impl BufferView {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <BufferView as Numbered>::NUMBER,
        name: "CrossInterpreterBufferView",
        module: "_interpreters",
        native: &BufferView::NATIVE,
        layout: Some(LayoutInfo::of::<BufferView>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl BufferView {
    fn __buffer__(vm: &mut Vm, this: Gc<BufferView>, flags: i32) -> R<Buffer> {
        let view = this.view.clone();
        if flags & 1 != 0 && view.readonly {
            return Err(vm.raise(kinds::BUFFER_ERROR, "Object is not writable."));
        }
        let format = match &view.format {
            Some(format) => vm.new_str_wtf8(format).value(),
            None => Value::UNBOUND,
        };
        let mut shape = Value::UNBOUND;
        if let Some(dims) = &view.shape {
            let mut values = taipan_runtime::Values::new();
            for &n in dims {
                values.push(&mut vm.heap, Value::len(n as usize));
            }
            shape = vm.new_tuple(&values).value();
        }
        Ok(Buffer {
            owner: this.value(),
            exporter: Value::UNBOUND,
            memory: BufferMemory::Foreign(view.address),
            start: 0,
            len: view.len,
            readonly: view.readonly,
            item_size: view.item_size,
            format,
            shape,
            strides: Value::UNBOUND,
        })
    }
}
