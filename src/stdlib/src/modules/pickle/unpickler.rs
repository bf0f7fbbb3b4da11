//! `Unpickler`.

use super::input::File;
use super::memo::{self, UnpicklerMemo};
use super::pickler::put_at;
use super::{load, objects, unpickling_error};
use std::cell::Cell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::Numbered,
    layout::{List, Str, Type},
    type_flags,
};

/// An unpickler.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Unpickler {
    header: Header,
    dict: Field<Value>,
    /// The file's methods; UNBOUND where there is none.
    pub(super) read: Field<Value>,
    pub(super) readline: Field<Value>,
    pub(super) peek: Field<Value>,
    pub(super) encoding: Field<Value>,
    pub(super) errors: Field<Value>,
    /// An iterator, or NONE.
    pub(super) buffers: Field<Value>,
    /// What was set on the unpickler itself; UNBOUND where nothing was.
    pub(super) persistent_load: Field<Value>,
    /// The objects that were read, by number; UNBOUND where there is none.
    pub(super) memo: Field<Gc<List>>,
    #[untraced]
    pub(super) fix_imports: Cell<bool>,
    #[untraced]
    pub(super) proto: Cell<u8>,
    /// It is reading.
    #[untraced]
    busy: Cell<bool>,
}

impl Unpickler {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Unpickler as Numbered>::NUMBER,
        name: "Unpickler",
        module: "_pickle",
        doc: "Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n          buffers=())\n--\n\nReads objects from a binary file.",
        flags: type_flags::BASETYPE
            | type_flags::SHOWS_GETATTR
            | type_flags::SHOWS_SETATTR
            | type_flags::NO_DICT,
        native: &Unpickler::NATIVE,
        layout: Some(LayoutInfo::of::<Unpickler>()),
        dict_offset: Some(offset_of!(Unpickler, dict)),
        ..TypeDef::DEFAULT
    };
}

/// An unpickler without a file.
pub fn new(vm: &mut Vm) -> Gc<Unpickler> {
    let memo = vm.new_list(&[]);
    let header = Header::new::<Unpickler>(vm.class_address(<Unpickler as Numbered>::NUMBER));
    vm.heap.alloc(Unpickler {
        header,
        dict: Field::new(Value::UNBOUND),
        read: Field::new(Value::UNBOUND),
        readline: Field::new(Value::UNBOUND),
        peek: Field::new(Value::UNBOUND),
        encoding: Field::new(Value::UNBOUND),
        errors: Field::new(Value::UNBOUND),
        buffers: Field::new(Value::NONE),
        persistent_load: Field::new(Value::UNBOUND),
        memo: Field::new(memo),
        fix_imports: Cell::new(true),
        proto: Cell::new(0),
        busy: Cell::new(false),
    })
}

fn text_option(vm: &mut Vm, given: Option<Value>, name: &str, default: &str) -> R {
    match given {
        None => Ok(vm.intern(default).value()),
        Some(value) if value.cast::<Str>().is_some() || vm.as_str(value).is_some() => Ok(value),
        Some(value) => {
            let of = vm.type_name(value);
            Err(vm.type_error(format!("argument '{name}' must be str, not {of}")))
        }
    }
}

/// Sets how to read.
pub fn set_options(
    vm: &mut Vm,
    this: Gc<Unpickler>,
    fix_imports: bool,
    encoding: Option<Value>,
    errors: Option<Value>,
    buffers: Option<Value>,
) -> R<()> {
    let encoding = text_option(vm, encoding, "encoding", "ASCII")?;
    this.encoding.set(this, encoding);
    let errors = text_option(vm, errors, "errors", "strict")?;
    this.errors.set(this, errors);
    let buffers = match buffers {
        Some(buffers) if !buffers.is_none() => vm.iter(buffers)?,
        _ => Value::NONE,
    };
    this.buffers.set(this, buffers);
    this.fix_imports.set(fix_imports);
    Ok(())
}

/// Sets the file.
pub fn set_file(vm: &mut Vm, this: Gc<Unpickler>, file: Value) -> R<()> {
    let File { read, readline, peek } = File::of(vm, file)?;
    this.read.set(this, read);
    this.readline.set(this, readline);
    this.peek.set(this, peek.unwrap_or(Value::UNBOUND));
    Ok(())
}

fn check_idle(vm: &mut Vm, this: Gc<Unpickler>) -> R<()> {
    if this.busy.get() { Err(vm.runtime_error("Unpickler object is already in use")) } else { Ok(()) }
}

#[native]
impl Unpickler {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Unpickler> {
        let _ = (cls, args);
        new(vm)
    }

    #[sig("($self, file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())")]
    #[shown("(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n          buffers=())")]
    #[name("Unpickler")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<Unpickler>,
        file: Value,
        fix_imports: bool,
        encoding: Option<Value>,
        errors: Option<Value>,
        buffers: Option<Value>,
    ) -> R<()> {
        check_idle(vm, this)?;
        set_file(vm, this, file)?;
        set_options(vm, this, fix_imports, encoding, errors, buffers)?;
        let memo = vm.new_list(&[]);
        this.memo.set(this, memo);
        this.persistent_load.set(this, Value::UNBOUND);
        this.proto.set(0);
        Ok(())
    }

    /// What a persistent id stands for: for subclasses to say.
    #[sig("($self, pid, /)")]
    #[naming(Unpacked)]
    fn persistent_load(vm: &mut Vm, this: Value, pid: Value) -> R {
        let _ = (this, pid);
        let message = "A load persistent id instruction was encountered, but no persistent_load function was specified.";
        Err(unpickling_error(vm, message))
    }

    /// Read an object from the file.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn load(vm: &mut Vm, this: Value) -> R {
        let Some(unpickler) = vm.payload::<Unpickler>(this) else {
            return Err(vm.type_error("an Unpickler is required"));
        };
        if unpickler.read.get().is_unbound() {
            let of = vm.type_name(this);
            let of = of.rsplit('.').next().unwrap_or(&of);
            let message = format!("Unpickler.__init__() was not called by {of}.__init__()");
            return Err(unpickling_error(vm, &message));
        }
        check_idle(vm, unpickler)?;
        unpickler.busy.set(true);
        let result = load::load(vm, this, unpickler);
        unpickler.busy.set(false);
        result
    }

    /// What a name in a module stands for; subclasses may refuse some.
    #[sig("($self, module_name, global_name, /)")]
    #[naming(Unpacked)]
    fn find_class(vm: &mut Vm, this: Gc<Unpickler>, module_name: Value, global_name: Value) -> R {
        objects::find_class(vm, this, module_name, global_name)
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        let own = vm.payload::<Unpickler>(this).and_then(|unpickler| unpickler.persistent_load.get().bound());
        match own {
            Some(load) if name.as_bytes() == b"persistent_load" => Ok(load),
            _ => vm.generic_get_attr(this, name),
        }
    }

    fn __setattr__(vm: &mut Vm, this: Value, name: Gc<Str>, value: Value) -> R<()> {
        match vm.payload::<Unpickler>(this) {
            Some(unpickler) if name.as_bytes() == b"persistent_load" => {
                unpickler.persistent_load.set(unpickler, value);
                Ok(())
            }
            _ => vm.generic_set_attr(this, name, value),
        }
    }

    #[getter]
    fn memo(vm: &mut Vm, this: Gc<Unpickler>) -> Gc<UnpicklerMemo> {
        memo::of_unpickler(vm, this)
    }

    #[setter]
    fn set_memo(vm: &mut Vm, this: Gc<Unpickler>, value: Option<Value>) -> R<()> {
        let Some(value) = value else {
            return Err(vm.type_error("attribute deletion is not supported"));
        };
        let entries = match (value.cast::<UnpicklerMemo>(), vm.as_dict(value)) {
            (Some(other), _) => vm.new_list(other.of.get().memo.get().to_ref().as_slice()),
            (None, Some(dict)) => {
                let mut entries = vm.new_list(&[]);
                let mut at = 0;
                while let Some((i, key, object)) = dict.next_entry(at) {
                    at = i + 1;
                    let Some(number) = vm.as_int_value(key) else {
                        return Err(vm.type_error("memo key must be integers"));
                    };
                    let number = vm.int_to_i64(number).unwrap_or(i64::MAX);
                    entries = put_at(vm, entries, number, object)?;
                }
                entries
            }
            (None, None) => {
                let of = vm.type_name(value);
                let message =
                    format!("'memo' attribute must be an UnpicklerMemoProxy object or dict, not {of}");
                return Err(vm.type_error(message));
            }
        };
        this.memo.set(this, entries);
        Ok(())
    }
}
