//! `Pickler`.

use super::memo::{self, PicklerMemo};
use super::numbers::Numbers;
use super::op::{DEFAULT_PROTOCOL, HIGHEST_PROTOCOL};
use super::{pickling_error, save};
use std::cell::{Cell, RefCell};
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{List, Str, Type},
    type_flags,
};

/// A pickler.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Pickler {
    header: Header,
    dict: Field<Value>,
    /// The file's method; UNBOUND where the bytes are wanted (or `__init__` was not called).
    pub(super) write: Field<Value>,
    pub(super) buffer_callback: Field<Value>,
    /// What was set on the pickler itself; UNBOUND where nothing was.
    pub(super) dispatch_table: Field<Value>,
    pub(super) persistent_id: Field<Value>,
    /// The objects that were written, by number.
    pub(super) memo: Field<Gc<List>>,
    #[untraced]
    pub(super) numbers: RefCell<Numbers>,
    #[untraced]
    pub(super) proto: Cell<u8>,
    #[untraced]
    pub(super) bin: Cell<i64>,
    #[untraced]
    pub(super) fast: Cell<i64>,
    #[untraced]
    pub(super) fix_imports: Cell<bool>,
    /// It is writing.
    #[untraced]
    pub(super) busy: Cell<bool>,
}

impl Pickler {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Pickler as Numbered>::NUMBER,
        name: "Pickler",
        module: "_pickle",
        doc: "Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)\n--\n\nWrites objects to a binary file.",
        flags: type_flags::BASETYPE
            | type_flags::SHOWS_GETATTR
            | type_flags::SHOWS_SETATTR
            | type_flags::NO_DICT,
        native: &Pickler::NATIVE,
        layout: Some(LayoutInfo::of::<Pickler>()),
        dict_offset: Some(offset_of!(Pickler, dict)),
        ..TypeDef::DEFAULT
    };

    /// Forgets what was written, and whom to tell of buffers, if that was little.
    pub(super) fn forget_few(this: Gc<Pickler>) -> bool {
        const FEW: usize = 32;
        let memo = this.memo.get();
        let n = memo.len.get();
        if n > FEW {
            return false;
        }
        memo.items.get().clear(0, n);
        memo.len.set(0);
        this.numbers.borrow_mut().clear();
        this.buffer_callback.set(this, Value::NONE);
        true
    }

    /// Forgets what was written.
    pub(super) fn clear_memo(&self, vm: &mut Vm) {
        self.numbers.borrow_mut().clear();
        self.memo.get().clear(&mut vm.heap);
    }
}

/// A pickler without a file.
pub fn new(vm: &mut Vm) -> Gc<Pickler> {
    let memo = vm.new_list(&[]);
    let header = Header::new::<Pickler>(vm.class_address(<Pickler as Numbered>::NUMBER));
    vm.heap.alloc(Pickler {
        header,
        dict: Field::new(Value::UNBOUND),
        write: Field::new(Value::UNBOUND),
        buffer_callback: Field::new(Value::NONE),
        dispatch_table: Field::new(Value::UNBOUND),
        persistent_id: Field::new(Value::UNBOUND),
        memo: Field::new(memo),
        numbers: RefCell::default(),
        proto: Cell::new(DEFAULT_PROTOCOL),
        bin: Cell::new(1),
        fast: Cell::new(0),
        fix_imports: Cell::new(false),
        busy: Cell::new(false),
    })
}

/// Sets the protocol.
pub fn set_protocol(vm: &mut Vm, this: Gc<Pickler>, protocol: Value, fix_imports: bool) -> R<()> {
    let protocol = if protocol.is_none() {
        DEFAULT_PROTOCOL.into()
    } else {
        let int = vm.index(protocol)?;
        match vm.int_to_i64(int) {
            Some(n) => n,
            None => return Err(vm.overflow_error("Python int too large to convert to C long")),
        }
    };
    let protocol = if protocol < 0 { HIGHEST_PROTOCOL.into() } else { protocol };
    if protocol > HIGHEST_PROTOCOL.into() {
        return Err(vm.value_error(format!("pickle protocol must be <= {HIGHEST_PROTOCOL}")));
    }
    this.proto.set(protocol as u8);
    this.bin.set((protocol > 0).into());
    this.fix_imports.set(fix_imports && protocol < 3);
    Ok(())
}

/// Sets what is told of buffers.
pub fn set_buffer_callback(vm: &mut Vm, this: Gc<Pickler>, callback: Value) -> R<()> {
    if !callback.is_none() && this.proto.get() < 5 {
        return Err(vm.value_error("buffer_callback needs protocol >= 5"));
    }
    this.buffer_callback.set(this, callback);
    Ok(())
}

/// Sets the file.
pub fn set_file(vm: &mut Vm, this: Gc<Pickler>, file: Value) -> R<()> {
    let name = vm.intern("write");
    match vm.get_attr_opt(file, name)? {
        Some(write) => this.write.set(this, write),
        None => return Err(vm.type_error("file must have a 'write' attribute")),
    }
    Ok(())
}

fn check_idle(vm: &mut Vm, this: Gc<Pickler>) -> R<()> {
    if this.busy.get() { Err(vm.runtime_error("Pickler object is already in use")) } else { Ok(()) }
}

fn set_number(vm: &mut Vm, of: &Cell<i64>, value: Option<Value>) -> R<()> {
    let Some(value) = value else {
        return Err(vm.type_error("can't delete numeric/char attribute"));
    };
    let int = vm.index(value)?;
    match vm.int_to_i64(int) {
        Some(n) => of.set(n),
        None => return Err(vm.overflow_error("Python int too large to convert to C long")),
    }
    Ok(())
}

#[native]
impl Pickler {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Pickler> {
        let _ = (cls, args);
        new(vm)
    }

    #[sig("($self, file, protocol=None, fix_imports=True, buffer_callback=None)")]
    #[name("Pickler")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<Pickler>,
        file: Value,
        protocol: Value,
        fix_imports: bool,
        buffer_callback: Value,
    ) -> R<()> {
        check_idle(vm, this)?;
        set_protocol(vm, this, protocol, fix_imports)?;
        // What was set before the first time is for this pickler.
        if this.write.get().bound().is_some() {
            this.dispatch_table.set(this, Value::UNBOUND);
        }
        set_file(vm, this, file)?;
        set_buffer_callback(vm, this, buffer_callback)?;
        this.fast.set(0);
        this.persistent_id.set(this, Value::UNBOUND);
        this.clear_memo(vm);
        Ok(())
    }

    /// What stands for an object in the file, or None: for subclasses to say.
    #[sig("($self, obj, /)")]
    fn persistent_id(_: &mut Vm, this: Value, obj: Value) -> Value {
        let _ = (this, obj);
        Value::NONE
    }

    /// Write an object to the file.
    #[sig("($self, obj, /)")]
    #[naming(Unpacked)]
    fn dump(vm: &mut Vm, this: Value, obj: Value) -> R<()> {
        let Some(pickler) = vm.payload::<Pickler>(this) else {
            return Err(vm.type_error("a Pickler is required"));
        };
        if pickler.write.get().is_unbound() {
            let of = vm.type_name(this);
            let of = of.rsplit('.').next().unwrap_or(&of);
            let message = format!("Pickler.__init__() was not called by {of}.__init__()");
            return Err(pickling_error(vm, &message));
        }
        check_idle(vm, pickler)?;
        save::dump(vm, this, pickler, obj).map(|_| ())
    }

    /// Forget what was written, so that it is written in full again.
    #[sig("($self, /)")]
    #[name("clear_memo")]
    fn clear_memo_(vm: &mut Vm, this: Gc<Pickler>) {
        this.clear_memo(vm);
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        let own = vm.payload::<Pickler>(this).and_then(|pickler| pickler.persistent_id.get().bound());
        match own {
            Some(id) if name.as_bytes() == b"persistent_id" => Ok(id),
            _ => vm.generic_get_attr(this, name),
        }
    }

    fn __setattr__(vm: &mut Vm, this: Value, name: Gc<Str>, value: Value) -> R<()> {
        match vm.payload::<Pickler>(this) {
            Some(pickler) if name.as_bytes() == b"persistent_id" => {
                pickler.persistent_id.set(pickler, value);
                Ok(())
            }
            _ => vm.generic_set_attr(this, name, value),
        }
    }

    #[member("bin")]
    fn bin(_: &mut Vm, this: Gc<Pickler>) -> i64 {
        this.bin.get()
    }

    #[setter]
    fn set_bin(vm: &mut Vm, this: Gc<Pickler>, value: Option<Value>) -> R<()> {
        set_number(vm, &this.bin, value)
    }

    #[member("fast")]
    fn fast(_: &mut Vm, this: Gc<Pickler>) -> i64 {
        this.fast.get()
    }

    #[setter]
    fn set_fast(vm: &mut Vm, this: Gc<Pickler>, value: Option<Value>) -> R<()> {
        set_number(vm, &this.fast, value)
    }

    #[member("dispatch_table")]
    fn dispatch_table(vm: &mut Vm, this: Gc<Pickler>) -> R {
        match this.dispatch_table.get().bound() {
            Some(table) => Ok(table),
            None => {
                let message =
                    format!("'{}' object has no attribute 'dispatch_table'", vm.type_name(this.value()));
                Err(vm.raise(kinds::ATTRIBUTE_ERROR, &message))
            }
        }
    }

    #[setter]
    fn set_dispatch_table(vm: &mut Vm, this: Gc<Pickler>, value: Option<Value>) -> R<()> {
        if value.is_none() && this.dispatch_table.get().is_unbound() {
            return Err(vm.raise(kinds::ATTRIBUTE_ERROR, "dispatch_table"));
        }
        this.dispatch_table.set(this, value.unwrap_or(Value::UNBOUND));
        Ok(())
    }

    #[getter]
    fn memo(vm: &mut Vm, this: Gc<Pickler>) -> Gc<PicklerMemo> {
        memo::of_pickler(vm, this)
    }

    #[setter]
    fn set_memo(vm: &mut Vm, this: Gc<Pickler>, value: Option<Value>) -> R<()> {
        let Some(value) = value else {
            return Err(vm.type_error("attribute deletion is not supported"));
        };
        let entries = match (value.cast::<PicklerMemo>(), vm.as_dict(value)) {
            (Some(other), _) => memo_entries(vm, other.of.get()),
            (None, Some(dict)) => {
                let mut entries = vm.new_list(&[]);
                let mut at = 0;
                while let Some((i, _, entry)) = dict.next_entry(at) {
                    at = i + 1;
                    let entry = vm.as_tuple(entry).filter(|entry| entry.len() == 2);
                    let Some(&[number, object]) = entry.map(|entry| entry.to_ref().as_slice()) else {
                        return Err(vm.type_error("'memo' values must be 2-item tuples"));
                    };
                    let number = vm.index_i64(number)?;
                    entries = put_at(vm, entries, number, object)?;
                }
                entries
            }
            (None, None) => {
                let of = vm.type_name(value);
                let message = format!("'memo' attribute must be a PicklerMemoProxy object or dict, not {of}");
                return Err(vm.type_error(message));
            }
        };
        let mut numbers = Numbers::default();
        for i in 0..entries.len.get() {
            if let Some(object) = entries.item(i).bound() {
                numbers.add(object, i as u32);
            }
        }
        this.memo.set(this, entries);
        this.numbers.replace(numbers);
        Ok(())
    }
}

fn memo_entries(vm: &mut Vm, of: Gc<Pickler>) -> Gc<List> {
    vm.new_list(of.memo.get().to_ref().as_slice())
}

/// Puts an object at a place of a list, which may have gaps.
pub fn put_at(vm: &mut Vm, list: Gc<List>, number: i64, object: Value) -> R<Gc<List>> {
    let Ok(number) = u32::try_from(number) else {
        return Err(vm.value_error("memo key must be positive integers."));
    };
    while list.len.get() <= number as usize {
        list.push(&mut vm.heap, Value::UNBOUND);
    }
    list.items.get().set(number as usize, object);
    Ok(list)
}
