//! `_thread._local`: an object whose attributes each thread has for itself.

use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Dict, Str, Type};
use taipan_runtime::{Args, Gc, Header, LayoutInfo, R, Slot, TypeDef, Value, Vm, kinds, type_flags};

/// The object; the attributes stand with the threads.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Local {
    header: Header,
    #[untraced]
    number: i64,
    /// What `__init__` is called with in each thread.
    args: Value,
    kwargs: Value,
}

impl Local {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Local as Numbered>::NUMBER,
        name: "_local",
        module: "_thread",
        doc: "_local()\n--\n\nThread-local data",
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
        native: &Local::NATIVE,
        layout: Some(LayoutInfo::of::<Local>()),
        ..TypeDef::DEFAULT
    };
}

/// The attributes in the running thread; `__init__` is called where they are made.
fn attributes(vm: &mut Vm, this: Value) -> R<Gc<Dict>> {
    let Some(local) = vm.payload::<Local>(this) else { return Ok(vm.new_dict()) };
    let ident = vm.thread.ident;
    let all = super::locals_of(vm, ident);
    let key = vm.new_int(local.number);
    if let Some(found) = all.get_item(vm, key)?.and_then(|d| d.cast::<Dict>()) {
        return Ok(found);
    }
    let dict = vm.new_dict();
    all.set_item(vm, key, dict.value())?;
    let cls = vm.class_of(this);
    if cls.slots[Slot::Init as usize].get() == kinds::DUNDER
        && let Some(init) = vm.slot_init(cls)
    {
        let args = vm.as_tuple(local.args).unwrap_or(vm.empty_tuple);
        let (names, values) = match vm.as_dict(local.kwargs) {
            Some(kwargs) => vm.dict_to_keywords(kwargs)?,
            None => Default::default(),
        };
        let pos = args.to_ref().as_slice();
        if let Err(raised) = init(vm, this, &Args { pos, kw_names: &names, kw_values: &values }) {
            let exc = vm.take_exception();
            all.pop_item(vm, key)?;
            let _ = raised;
            return Err(vm.reraise(exc));
        }
    }
    Ok(dict)
}

/// What the class says of a name: a data descriptor, and anything.
fn on_class(vm: &mut Vm, this: Value, name: Gc<Str>) -> (Option<Value>, bool) {
    let cls = vm.class_of(this);
    let found = vm.type_lookup(cls, name);
    let data = found.is_some_and(|d| {
        let of = vm.class_of(d);
        vm.slot_set(of).is_some()
    });
    (found, data)
}

#[native]
impl Local {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Local>> {
        let takes_arguments = cls.slots[Slot::Init as usize].get() == kinds::DUNDER;
        if !takes_arguments && (!args.pos.is_empty() || args.has_kw()) {
            return Err(vm.type_error("Initialization arguments are not supported"));
        }
        let pos = vm.new_tuple(args.pos).value();
        let kwargs = vm.new_dict();
        for (&name, &value) in args.kw_names.iter().zip(args.kw_values) {
            kwargs.set_item(vm, name, value)?;
        }
        let state = vm.state::<super::State>();
        let number = state.next_local;
        state.next_local += 1;
        // The thread that makes it calls `__init__` by the ordinary way.
        let ident = vm.thread.ident;
        let all = super::locals_of(vm, ident);
        let (key, dict) = (vm.new_int(number), vm.new_dict().value());
        all.set_item(vm, key, dict)?;
        let class = vm.class(Local::TYPE.id).address();
        Ok(vm.heap.alloc(Local {
            header: Header::new::<Local>(class),
            number,
            args: pos,
            kwargs: kwargs.value(),
        }))
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        let dict = attributes(vm, this)?;
        if name.as_bytes() == b"__dict__" {
            return Ok(dict.value());
        }
        let cls = vm.class_of(this);
        let (found, data) = on_class(vm, this, name);
        if let (Some(descriptor), true) = (found, data) {
            return vm.bind_descriptor(descriptor, this, cls);
        }
        if let Some(value) = dict.get_str(vm, name) {
            return Ok(value);
        }
        match found {
            Some(found) => vm.bind_descriptor(found, this, cls),
            None => Err(vm.raise_no_attribute(this, name)),
        }
    }

    fn __setattr__(vm: &mut Vm, this: Value, name: Gc<Str>, value: Value) -> R<()> {
        let dict = attributes(vm, this)?;
        if name.as_bytes() == b"__dict__" {
            let of = vm.type_name(this);
            let text = format!("'{of}' object attribute '__dict__' is read-only");
            return Err(vm.raise_attribute_error(this, name, text));
        }
        let (found, data) = on_class(vm, this, name);
        if let (Some(descriptor), true) = (found, data) {
            let of = vm.class_of(descriptor);
            if let Some(set) = vm.slot_set(of) {
                return set(vm, descriptor, this, value);
            }
        }
        if value.is_unbound() {
            return match dict.pop_str(vm, name) {
                Some(_) => Ok(()),
                None => Err(vm.raise_no_attribute(this, name)),
            };
        }
        let name = vm.intern_str(name);
        dict.set_str(vm, name, value);
        Ok(())
    }
}
