//! `_io`: files. The layers are `fileio` (the system's files), `buffered`, and `text`; `bytesio` and `stringio` are files
//! in memory.

pub mod base;
pub mod buffered;
pub mod bytesio;
pub mod bytesio_buffer;
pub mod fileio;
pub mod let_go;
pub mod newlines;
mod open;
pub mod plain;
pub mod stringio;
pub mod text;
mod text_methods;
mod text_position;

pub use open::{OpenMode, open_file};

use crate::support::{put, put_int, raise_class};
use taipan_macros::Trace;
use taipan_runtime::layout::{Module, Type};
use taipan_runtime::{ArgName, FromValue, Gc, ModuleDef, R, Raised, Value, Vm, kinds};

/// The size of buffers and of reads in bytes.
pub const BUFFER_SIZE: usize = 128 * 1024;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_io",
    doc: "Files: raw ones, buffered ones, and text.",
    functions: &open::Functions::NATIVE,
    more: &[],
    types: &[
        &base::IoBase::TYPE,
        &base::RawIoBase::TYPE,
        &base::BufferedIoBase::TYPE,
        &base::TextIoBase::TYPE,
        &fileio::FileIo::TYPE,
        &bytesio::BytesIo::TYPE,
        &bytesio_buffer::BytesIoBuffer::TYPE,
        &buffered::Buffered::TYPE,
        &buffered::Writer::TYPE,
        &buffered::Random::TYPE,
        &buffered::Pair::TYPE,
        &newlines::NewlineDecoder::TYPE,
        &text::TextFile::TYPE,
        &stringio::StringIo::TYPE,
    ],
    init: Some(init),
};

/// The module's own classes.
#[derive(Trace, Default)]
struct Classes {
    unsupported: Option<Gc<Type>>,
}

/// How much to read, where that may also be None.
pub struct Size(pub Option<i64>);

impl FromValue for Size {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<Size> {
        if value.is_none() || value.is_unbound() {
            return Ok(Size(None));
        }
        let cls = vm.class_of(value);
        if vm.slot_index(cls).is_none() {
            let of = vm.type_name(value);
            return Err(vm.type_error(format!("argument should be integer or None, not '{of}'")));
        }
        let index = vm.index(value)?;
        match vm.int_to_i64(index) {
            Some(n) => Ok(Size(Some(n))),
            None => {
                let of = vm.type_name(value);
                Err(vm.overflow_error(format!("cannot fit '{of}' into an index-sized integer")))
            }
        }
    }
}

/// An index as a machine number; `ValueError` where it is too large.
fn index_size(vm: &mut Vm, value: Value) -> R<i64> {
    let index = vm.index(value)?;
    vm.int_to_i64(index).ok_or_else(|| {
        let of = vm.type_name(value);
        vm.value_error(format!("cannot fit '{of}' into an index-sized integer"))
    })
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    put_int(vm, module, "DEFAULT_BUFFER_SIZE", BUFFER_SIZE as i64);
    let blocking = vm.class(kinds::BLOCKING_IO_ERROR).value();
    put(vm, module, "BlockingIOError", blocking);
    vm.add_late_names(
        module.dict.get(),
        |name| name == b"UnsupportedOperation",
        |vm, io| {
            let unsupported = unsupported_class(vm)?;
            let name = vm.intern("UnsupportedOperation");
            io.set_str(vm, name, unsupported.value());
            Ok(())
        },
    );
    Ok(())
}

/// `io.UnsupportedOperation`
fn unsupported_class(vm: &mut Vm) -> R<Gc<Type>> {
    if let Some(cls) = vm.state::<Classes>().unsupported {
        return Ok(cls);
    }
    let bases = [vm.class(kinds::OS_ERROR).value(), vm.class(kinds::VALUE_ERROR).value()];
    let bases = vm.new_tuple(&bases).value();
    let dict = vm.new_dict();
    let key = vm.names().__module__;
    let module = vm.new_str("io").value();
    dict.set_str(vm, key, module);
    let meta = vm.class(kinds::TYPE).value();
    let name = vm.new_str("UnsupportedOperation").value();
    let cls = vm.call(meta, &[name, bases, dict.value()])?;
    let Some(cls) = cls.cast::<Type>() else { return Err(vm.type_error("a class is no class")) };
    vm.state::<Classes>().unsupported = Some(cls);
    Ok(cls)
}

/// Raises `io.UnsupportedOperation`.
pub fn unsupported(vm: &mut Vm, text: &str) -> Raised {
    match unsupported_class(vm) {
        Ok(cls) => raise_class(vm, cls, text),
        Err(raised) => raised,
    }
}
