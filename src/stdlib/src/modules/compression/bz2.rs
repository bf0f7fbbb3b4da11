//! `_bz2`: compression by block sorting.

use super::{Engine, Incoming, Step, bound, compress};
use bzip2::{Action, Compress, Compression, Decompress, Error, Status};
use std::cell::RefCell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::buffer::peek;
use taipan_runtime::{
    Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::Type,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_bz2",
    doc: "Compression that bzip2 files use.",
    types: &[&Compressor::TYPE, &Decompressor::TYPE],
    ..ModuleDef::DEFAULT
};

#[cold]
fn raise(vm: &mut Vm, error: Error) -> Raised {
    match error {
        Error::Data | Error::DataMagic => vm.raise(kinds::OS_ERROR, "Invalid data stream"),
        Error::Param => vm.value_error("Internal error - invalid parameters passed to libbzip2"),
        Error::Sequence => vm.runtime_error("Internal error - Invalid sequence of commands sent to libbzip2"),
    }
}

/// A compressor that is being fed.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Compressor {
    header: Header,
    /// Nothing once it was flushed.
    #[untraced]
    stream: RefCell<Option<Compress>>,
}

impl Compressor {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Compressor as Numbered>::NUMBER,
        name: "BZ2Compressor",
        module: "_bz2",
        doc: "BZ2Compressor(compresslevel=9, /)\n--\n\nA compressor that is fed piece by piece.",
        native: &Compressor::NATIVE,
        layout: Some(LayoutInfo::of::<Compressor>()),
        ..TypeDef::DEFAULT
    };

    fn run(vm: &mut Vm, stream: &mut Compress, data: &[u8], action: Action) -> R {
        let result = compress(data, |input, out| {
            let (n_in, n_out) = (stream.total_in(), stream.total_out());
            let status = stream.compress(input, out, action)?;
            let n_read = (stream.total_in() - n_in) as usize;
            let ended =
                if action == Action::Finish { status == Status::StreamEnd } else { n_read == input.len() };
            Ok(Step { n_read, n_written: (stream.total_out() - n_out) as usize, ended })
        });
        match result {
            Ok(out) => Ok(vm.new_bytes(&out)),
            Err(error) => Err(raise(vm, error)),
        }
    }
}

#[native]
impl Compressor {
    #[sig("($cls, compresslevel=9, /)")]
    #[name("BZ2Compressor")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, compresslevel: i32) -> R<Gc<Compressor>> {
        let _ = cls;
        if !(1..=9).contains(&compresslevel) {
            return Err(vm.value_error("compresslevel must be between 1 and 9"));
        }
        let header = Header::new::<Compressor>(vm.class_address(<Compressor as Numbered>::NUMBER));
        let stream = Compress::new(Compression::new(compresslevel as u32), 0);
        Ok(vm.heap.alloc(Compressor { header, stream: RefCell::new(Some(stream)) }))
    }

    /// Compress more data; gives what is ready.
    #[sig("($self, data, /)")]
    fn compress(vm: &mut Vm, this: Gc<Compressor>, data: Value) -> R {
        let data = peek(vm, data)?;
        let mut slot = this.stream.borrow_mut();
        let Some(stream) = slot.as_mut() else {
            return Err(vm.value_error("Compressor has been flushed"));
        };
        Compressor::run(vm, stream, &data, Action::Run)
    }

    /// Give all that is left; nothing may follow.
    #[sig("($self, /)")]
    fn flush(vm: &mut Vm, this: Gc<Compressor>) -> R {
        let Some(mut stream) = this.stream.take() else {
            return Err(vm.value_error("Repeated call to flush()"));
        };
        Compressor::run(vm, &mut stream, b"", Action::Finish)
    }
}

impl Engine for Decompress {
    type Error = Error;

    fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<bool, Error> {
        self.decompress(input, out).map(|status| status == Status::StreamEnd)
    }

    fn totals(&self) -> (u64, u64) {
        (self.total_in(), self.total_out())
    }
}

/// A decompressor that is being fed; nothing once it met an error.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Decompressor {
    header: Header,
    #[untraced]
    incoming: RefCell<Option<Incoming<Decompress>>>,
}

impl Decompressor {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Decompressor as Numbered>::NUMBER,
        name: "BZ2Decompressor",
        module: "_bz2",
        doc: "BZ2Decompressor()\n--\n\nA decompressor that keeps the input it has no room for.",
        native: &Decompressor::NATIVE,
        layout: Some(LayoutInfo::of::<Decompressor>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Decompressor {
    #[sig("($cls, /)")]
    #[name("BZ2Decompressor")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>) -> Gc<Decompressor> {
        let _ = cls;
        let header = Header::new::<Decompressor>(vm.class_address(<Decompressor as Numbered>::NUMBER));
        let incoming = Incoming::new(Decompress::new(false));
        vm.heap.alloc(Decompressor { header, incoming: RefCell::new(Some(incoming)) })
    }

    /// Decompress more data; gives at most `max_length` bytes, if that is not negative.
    #[sig("($self, /, data, max_length=-1)")]
    fn decompress(vm: &mut Vm, this: Gc<Decompressor>, data: Value, max_length: i64) -> R {
        let data = peek(vm, data)?;
        let mut slot = this.incoming.borrow_mut();
        let Some(incoming) = slot.as_mut() else {
            return Err(vm.value_error("Decompressor is unusable after a previous error"));
        };
        if incoming.eof {
            return Err(vm.raise(kinds::EOF_ERROR, "End of stream already reached"));
        }
        match incoming.feed(&data, bound(max_length)) {
            Ok(out) => Ok(vm.new_bytes(&out)),
            Err(error) => {
                *slot = None;
                Err(raise(vm, error))
            }
        }
    }

    /// The end of the compressed data was seen.
    #[member]
    fn eof(_: &mut Vm, this: Gc<Decompressor>) -> bool {
        this.incoming.borrow().as_ref().is_some_and(|incoming| incoming.eof)
    }

    /// What came behind the end of the compressed data.
    #[member]
    fn unused_data(vm: &mut Vm, this: Gc<Decompressor>) -> Value {
        let incoming = this.incoming.borrow();
        vm.new_bytes(incoming.as_ref().map_or(b"", |incoming| incoming.unused()))
    }

    /// More input is needed for more output.
    #[member]
    fn needs_input(_: &mut Vm, this: Gc<Decompressor>) -> bool {
        this.incoming.borrow().as_ref().is_some_and(|incoming| incoming.needs_input)
    }
}
