//! `BufferedRWPair`: a file to read and another to write.

use super::*;

/// `BufferedRWPair`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Pair {
    header: Header,
    dict: Field<Value>,
    reader: Field<Value>,
    writer: Field<Value>,
}

impl Pair {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Pair as Numbered>::NUMBER,
        name: "BufferedRWPair",
        module: "_io",
        doc: "BufferedRWPair(reader, writer, buffer_size=DEFAULT_BUFFER_SIZE, /)\n--\n\nA buffer over a file to read and another to write.",
        base: <BufferedIoBase as Numbered>::NUMBER,
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE | type_flags::INHERITS_NEW,
        native: &Pair::NATIVE,
        layout: Some(LayoutInfo::of::<Pair>()),
        dict_offset: Some(offset_of!(Pair, dict)),
        ..TypeDef::DEFAULT
    };

    fn side(vm: &mut Vm, field: &Field<Value>) -> R {
        match field.get().bound() {
            Some(file) => Ok(file),
            None => Err(vm.value_error("I/O operation on uninitialized object")),
        }
    }
}

#[native]
impl Pair {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Pair> {
        let _ = (cls, args);
        let class = vm.class(Pair::TYPE.id).address();
        vm.heap.alloc(Pair {
            header: Header::new::<Pair>(class),
            dict: Field::new(Value::UNBOUND),
            reader: Field::new(Value::UNBOUND),
            writer: Field::new(Value::UNBOUND),
        })
    }

    #[sig("($self, reader, writer, buffer_size=131072, /)")]
    #[name("BufferedRWPair")]
    fn __init__(vm: &mut Vm, this: Gc<Pair>, reader: Value, writer: Value, buffer_size: i64) -> R<()> {
        // A buffer made in vain would close the file when it dies.
        check_abilities(vm, reader, &[READABLE])?;
        check_abilities(vm, writer, &[WRITABLE])?;
        if buffer_size <= 0 {
            return Err(vm.value_error("buffer size must be strictly positive"));
        }
        let r = new(vm, BufferKind::Reader, reader, buffer_size as usize)?;
        let w = new(vm, BufferKind::Writer, writer, buffer_size as usize)?;
        this.reader.set(this, r.value());
        this.writer.set(this, w.value());
        Ok(())
    }

    #[sig("($self, size=-1, /)")]
    #[shown("")]
    fn read(vm: &mut Vm, this: Gc<Pair>, size: Value) -> R {
        let side = Pair::side(vm, &this.to_ref().reader)?;
        vm.call_method_named(side, "read", &[size])
    }

    #[sig("($self, size=0, /)")]
    #[shown("")]
    fn peek(vm: &mut Vm, this: Gc<Pair>, size: Value) -> R {
        let side = Pair::side(vm, &this.to_ref().reader)?;
        vm.call_method_named(side, "peek", &[size])
    }

    #[sig("($self, size=-1, /)")]
    #[shown("")]
    fn read1(vm: &mut Vm, this: Gc<Pair>, size: Value) -> R {
        let side = Pair::side(vm, &this.to_ref().reader)?;
        vm.call_method_named(side, "read1", &[size])
    }

    #[sig("($self, buffer, /)")]
    #[shown("")]
    fn readinto(vm: &mut Vm, this: Gc<Pair>, buffer: Value) -> R {
        let side = Pair::side(vm, &this.to_ref().reader)?;
        vm.call_method_named(side, "readinto", &[buffer])
    }

    #[sig("($self, buffer, /)")]
    #[shown("")]
    fn readinto1(vm: &mut Vm, this: Gc<Pair>, buffer: Value) -> R {
        let side = Pair::side(vm, &this.to_ref().reader)?;
        vm.call_method_named(side, "readinto1", &[buffer])
    }

    #[sig("($self, buffer, /)")]
    #[shown("")]
    fn write(vm: &mut Vm, this: Gc<Pair>, buffer: Value) -> R {
        let side = Pair::side(vm, &this.to_ref().writer)?;
        vm.call_method_named(side, "write", &[buffer])
    }

    #[sig("($self, /)")]
    fn flush(vm: &mut Vm, this: Gc<Pair>) -> R {
        let side = Pair::side(vm, &this.to_ref().writer)?;
        vm.call_method_named(side, "flush", &[])
    }

    #[sig("($self, /)")]
    fn readable(vm: &mut Vm, this: Gc<Pair>) -> R {
        let side = Pair::side(vm, &this.to_ref().reader)?;
        vm.call_method_named(side, "readable", &[])
    }

    #[sig("($self, /)")]
    fn writable(vm: &mut Vm, this: Gc<Pair>) -> R {
        let side = Pair::side(vm, &this.to_ref().writer)?;
        vm.call_method_named(side, "writable", &[])
    }

    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Gc<Pair>) -> R {
        let (w, r) = (Pair::side(vm, &this.to_ref().writer)?, Pair::side(vm, &this.to_ref().reader)?);
        let first = vm.call_method_named(w, "close", &[]);
        let pending = vm.take_exception();
        let second = vm.call_method_named(r, "close", &[]);
        match first {
            Err(Raised) => {
                if second.is_err() {
                    let exc = vm.take_exception();
                    if let Some(e) = exc.cast::<taipan_runtime::layout::Exception>() {
                        e.context.set(e, pending);
                    }
                    return Err(vm.reraise(exc));
                }
                Err(vm.reraise(pending))
            }
            Ok(_) => second,
        }
    }

    #[sig("($self, /)")]
    fn isatty(vm: &mut Vm, this: Gc<Pair>) -> R {
        let w = Pair::side(vm, &this.to_ref().writer)?;
        let yes = vm.call_method_named(w, "isatty", &[])?;
        if vm.truth(yes)? {
            return Ok(yes);
        }
        let r = Pair::side(vm, &this.to_ref().reader)?;
        vm.call_method_named(r, "isatty", &[])
    }

    #[getter]
    fn closed(vm: &mut Vm, this: Gc<Pair>) -> R<bool> {
        match this.writer.get().bound() {
            Some(w) => is_closed(vm, w),
            None => Err(vm.runtime_error("the BufferedRWPair object is being garbage-collected")),
        }
    }
}
