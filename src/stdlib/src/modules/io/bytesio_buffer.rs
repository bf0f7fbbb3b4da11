//! `_BytesIOBuffer`: whose memory a `BytesIO.getbuffer()` view shows.

use super::bytesio::{BytesIo, content};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::bytearray::lend;
use taipan_objects::types::memoryview::release_buffer;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::{Buffer, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, type_flags};

/// What lends the content of a `BytesIO`.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct BytesIoBuffer {
    header: Header,
    source: Gc<BytesIo>,
}

impl BytesIoBuffer {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <BytesIoBuffer as Numbered>::NUMBER,
        name: "_BytesIOBuffer",
        module: "_io",
        flags: type_flags::NO_NEW,
        native: &BytesIoBuffer::NATIVE,
        layout: Some(LayoutInfo::of::<BytesIoBuffer>()),
        ..TypeDef::DEFAULT
    };

    /// One for the content of a file.
    pub fn new(vm: &mut Vm, source: Gc<BytesIo>) -> Gc<BytesIoBuffer> {
        let header = Header::new::<BytesIoBuffer>(vm.class_address(<BytesIoBuffer as Numbered>::NUMBER));
        vm.heap.alloc(BytesIoBuffer { header, source })
    }
}

#[native]
impl BytesIoBuffer {
    fn __buffer__(vm: &mut Vm, this: Value, flags: i32) -> R<Buffer> {
        let _ = flags;
        let Some(lender) = this.cast::<BytesIoBuffer>() else {
            return Err(vm.type_error("a _BytesIOBuffer object is required"));
        };
        Ok(lend(content(vm, lender.source)?, this))
    }

    fn __release_buffer__(vm: &mut Vm, this: Value, buffer: Value) -> R<()> {
        release_buffer(vm, this, buffer)
    }
}
