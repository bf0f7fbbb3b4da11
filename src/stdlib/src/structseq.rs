//! Struct sequences: tuples whose items have names (`sys.version_info`, `os.stat_result`, `time.struct_time`).
//!
//! A class made here is a subclass of `tuple` with a slot for each field that has a name; the tuple that an instance wraps
//! holds the first `n_sequence` fields. A field without a name (`""`) is an item of the tuple only.

use taipan_heap::Values;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Dict, Instance, MemberDescriptor, Str, Tuple, Type};
use taipan_runtime::{
    Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, flags_of_payload, instance_slot, kinds, set_slot,
    type_flags,
};

/// What a class is made from.
pub struct Record {
    /// `__module__`
    pub module: &'static str,
    /// `__name__`
    pub name: &'static str,
    /// `__doc__`; empty: None.
    pub doc: &'static str,
    /// The fields: name and `__doc__` (empty: None).
    pub fields: &'static [(&'static str, &'static str)],
    /// How many of the fields are items of the tuple.
    pub n_sequence: usize,
}

/// Makes a class.
pub fn new_class(vm: &mut Vm, record: &Record) -> R<Gc<Type>> {
    let tuple = vm.class(kinds::TUPLE);
    let bases = vm.new_tuple(&[tuple.value()]);
    let dict = vm.new_dict();
    let names = vm.names();
    // What is put in later keeps these places.
    for method in [names.__new__, names.__repr__, names.__reduce__] {
        dict.set_str(vm, method, Value::NONE);
    }
    let key = vm.intern("__replace__");
    dict.set_str(vm, key, Value::NONE);
    let mut slots = Values::new();
    for (field, _) in record.fields.iter().filter(|(field, _)| !field.is_empty()) {
        let field = vm.intern(field);
        slots.push(&mut vm.heap, field.value());
        dict.set_str(vm, field, Value::NONE);
    }
    let text = doc_value(vm, record.doc);
    dict.set_str(vm, names.__doc__, text);
    let text = vm.new_str(record.module).value();
    dict.set_str(vm, names.__module__, text);
    let (n_fields, n_sequence) = (record.fields.len(), record.n_sequence);
    let n_unnamed = n_fields - slots.len();
    let counts = [("n_sequence_fields", n_sequence), ("n_fields", n_fields), ("n_unnamed_fields", n_unnamed)];
    for (key, n) in counts {
        let key = vm.intern(key);
        dict.set_str(vm, key, Value::len(n));
    }
    let match_args = vm.new_tuple(&slots[..n_sequence - n_unnamed]);
    dict.set_str(vm, names.__match_args__, match_args.value());
    let meta = vm.class(kinds::TYPE);
    let class_name = vm.intern(record.name);
    let cls = vm.new_class(meta, class_name, bases, dict, Some(&slots), false, false)?;
    for (field, doc) in record.fields.iter().filter(|(field, _)| !field.is_empty()) {
        let (field, doc) = (vm.intern(field), doc_value(vm, doc));
        let descriptor = dict.get_str(vm, field).and_then(|value| value.cast::<MemberDescriptor>());
        if let Some(descriptor) = descriptor {
            descriptor.doc.set(descriptor, doc);
        }
    }
    for (row, method) in (0..).zip(StructSequence::NATIVE.methods) {
        let key = vm.intern(method.name);
        let (kind, receiver) = match method.name {
            "__new__" => (kinds::NATIVE_FUNCTION, cls.value()),
            _ => (kinds::METHOD_DESCRIPTOR, Value::UNBOUND),
        };
        let function = vm.new_native_function(kind, StructSequence::TYPE.id, row, receiver, cls.value());
        dict.set_str(vm, key, function);
    }
    vm.put_slot_wrappers(cls, StructSequence::TYPE.id);
    let mro = vm.compute_mro(cls)?;
    vm.set_first_mro(cls, mro);
    vm.fill_slots(cls);
    cls.clear_flag(type_flags::BASETYPE);
    if record.module != "builtins" {
        cls.set_flag(type_flags::TELLS_MODULE);
    }
    if matches!(record.module, "sys" | "builtins") {
        cls.set_flag(type_flags::IMMUTABLE);
    }
    Ok(cls)
}

fn doc_value(vm: &mut Vm, text: &str) -> Value {
    if text.is_empty() { Value::NONE } else { vm.new_str(text).value() }
}

/// Makes an instance; one value for each field.
pub fn new(vm: &mut Vm, cls: Gc<Type>, values: &[Value]) -> Value {
    let shape = Shape::of(vm, cls);
    let tuple: Gc<Tuple> = vm.new_tuple(&values[..shape.n_sequence.min(values.len())]);
    let instance: Gc<Instance> = vm.new_instance(cls);
    set_slot(instance, 0, tuple.value());
    instance.header.set_flags(flags_of_payload());
    for (slot, &v) in
        (1..).zip(values.iter().enumerate().filter(|(i, _)| !shape.is_unnamed(*i)).map(|(_, v)| v))
    {
        set_slot(instance, slot, v);
    }
    instance.value()
}

/// How many fields a class has.
struct Shape {
    n_sequence: usize,
    n_fields: usize,
    n_unnamed: usize,
    names: Gc<Tuple>,
}

impl Shape {
    fn of(vm: &mut Vm, cls: Gc<Type>) -> Shape {
        let names = vm.names();
        let dict = cls.dict.get();
        let count =
            |vm: &mut Vm, key| dict.get_str(vm, key).and_then(Value::as_small_int).map_or(0, |n| n as usize);
        let n_sequence = count(vm, names.n_sequence_fields);
        let key = vm.intern("n_fields");
        let n_fields = count(vm, key);
        let key = vm.intern("n_unnamed_fields");
        let n_unnamed = count(vm, key);
        let names = cls.slot_names.get().cast::<Tuple>().unwrap_or(vm.empty_tuple);
        Shape { n_sequence, n_fields, n_unnamed, names }
    }

    /// The fields without names are the last of the tuple.
    fn is_unnamed(&self, i: usize) -> bool {
        i < self.n_sequence && i >= self.n_sequence - self.n_unnamed
    }

    /// The name that shows for a field: that of the attribute beyond the tuple where it has none itself.
    fn name(&self, i: usize) -> Option<Gc<Str>> {
        let at = if i < self.n_sequence { i } else { i - self.n_unnamed };
        self.names.as_slice().get(at).and_then(|name| name.cast::<Str>())
    }

    /// The values of all fields of an instance.
    fn values(&self, vm: &mut Vm, instance: Gc<Instance>) -> Values {
        let mut values = Values::new();
        let tuple = instance_slot(instance, 0).cast::<Tuple>();
        let items: &[Value] = tuple.as_ref().map_or(&[], |t| t.as_slice());
        for i in 0..self.n_fields {
            let value = if i < self.n_sequence {
                items.get(i).copied().unwrap_or(Value::NONE)
            } else {
                instance_slot(instance, 1 + i - self.n_unnamed).bound().unwrap_or(Value::NONE)
            };
            values.push(&mut vm.heap, value);
        }
        values
    }
}

/// Where the methods of all struct sequences are declared; no object is of this type.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct StructSequence {
    header: Header,
}

impl StructSequence {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <StructSequence as Numbered>::NUMBER,
        name: "structseq",
        module: "builtins",
        native: &StructSequence::NATIVE,
        layout: Some(LayoutInfo::of::<StructSequence>()),
        ..TypeDef::DEFAULT
    };
}

/// The instance, its class and the class's fields.
fn receiver(vm: &mut Vm, this: Value) -> R<(Gc<Instance>, Gc<Type>, Shape)> {
    let Some(instance) = this.cast::<Instance>() else {
        return Err(vm.type_error("a struct sequence is needed"));
    };
    let cls = vm.class_of(this);
    let shape = Shape::of(vm, cls);
    Ok((instance, cls, shape))
}

#[native]
impl StructSequence {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[staticmethod]
    #[sig("(type, sequence=None, dict=None)")]
    #[shown("($type, *args, **kwargs)")]
    #[name("__new__")]
    fn make(vm: &mut Vm, cls: Gc<Type>, sequence: Option<Value>, dict: Option<Value>) -> R {
        let Some(sequence) = sequence else {
            return Err(vm.type_error("structseq() missing required argument 'sequence' (pos 1)"));
        };
        let shape = Shape::of(vm, cls);
        if vm.as_tuple(sequence).is_none()
            && let Err(raised) = vm.iter(sequence)
        {
            if !vm.pending_is(kinds::TYPE_ERROR) {
                return Err(raised);
            }
            vm.take_exception();
            return Err(vm.type_error("constructor requires a sequence"));
        }
        let items = vm.to_tuple(sequence)?;
        let name = vm.full_class_name(cls);
        let extra: Option<Gc<Dict>> = match dict {
            Some(dict) => match vm.as_dict(dict) {
                Some(dict) => Some(dict),
                None => return Err(vm.type_error(format!("{name}() takes a dict as second arg, if any"))),
            },
            None => None,
        };
        let (len, least, most) = (items.len(), shape.n_sequence, shape.n_fields);
        let wrong = if least == most && len != least {
            format!("a {least}")
        } else if len < least {
            format!("an at least {least}")
        } else if len > most {
            format!("an at most {most}")
        } else {
            String::new()
        };
        if !wrong.is_empty() {
            return Err(vm.type_error(format!("{name}() takes {wrong}-sequence ({len}-sequence given)")));
        }
        let mut values = Values::new();
        for i in 0..len {
            let item = items.to_ref().as_slice()[i];
            values.push(&mut vm.heap, item);
        }
        let mut n_found = 0;
        for i in len..most {
            let key = shape.name(i);
            let given = match (extra, key) {
                (Some(dict), Some(key)) => dict.get_item(vm, key.value())?,
                _ => None,
            };
            n_found += usize::from(given.is_some());
            // What has a name only beyond the tuple is the tuple's item unless told otherwise.
            let behind = i - shape.n_sequence;
            let default = if behind < shape.n_unnamed {
                items.to_ref().as_slice()[shape.n_sequence - shape.n_unnamed + behind]
            } else {
                Value::NONE
            };
            values.push(&mut vm.heap, given.unwrap_or(default));
        }
        if let Some(dict) = extra
            && vm.len(dict.value())? > n_found
        {
            return Err(vm.type_error(format!("{name}() got duplicate or unexpected field name(s)")));
        }
        Ok(new(vm, cls, &values))
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
        let (instance, cls, shape) = receiver(vm, this)?;
        let mut text = vm.full_class_name(cls);
        text.push('(');
        let values = shape.values(vm, instance);
        for i in 0..shape.n_sequence {
            if i > 0 {
                text.push_str(", ");
            }
            if let Some(name) = shape.name(i) {
                text.push_str(&name.to_display());
            }
            text.push('=');
            text.push_str(&vm.repr(values[i])?.to_display());
        }
        text.push(')');
        Ok(text)
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let (instance, cls, shape) = receiver(vm, this)?;
        let values = shape.values(vm, instance);
        let items = vm.new_tuple(&values[..shape.n_sequence]);
        let dict = vm.new_dict();
        for i in shape.n_sequence..shape.n_fields {
            if let Some(name) = shape.name(i) {
                dict.set_str(vm, name, values[i]);
            }
        }
        let args = vm.new_tuple(&[items.value(), dict.value()]);
        Ok(vm.new_tuple(&[cls.value(), args.value()]))
    }

    /// Return a copy with new values for the given fields.
    #[sig("($self, /, *args, **changes)")]
    #[shown("($self, /, **changes)")]
    fn __replace__(vm: &mut Vm, this: Value, args: Gc<Tuple>, changes: Value) -> R {
        if !args.is_empty() {
            return Err(vm.type_error("__replace__() takes no positional arguments"));
        }
        let (instance, cls, shape) = receiver(vm, this)?;
        if shape.n_unnamed > 0 {
            let name = vm.full_class_name(cls);
            return Err(vm.type_error(format!(
                "__replace__() is not supported for {name} because it has unnamed field(s)"
            )));
        }
        let changes = match vm.as_dict(changes) {
            Some(changes) => changes,
            None => vm.new_dict(),
        };
        let old = shape.values(vm, instance);
        let mut values = Values::new();
        for (i, &value) in old.iter().enumerate() {
            let given = shape.name(i).and_then(|name| changes.pop_str(vm, name));
            values.push(&mut vm.heap, given.unwrap_or(value));
        }
        if vm.len(changes.value())? > 0 {
            let left = vm.to_list(changes.value())?;
            let left = vm.repr(left.value())?.to_display();
            return Err(vm.type_error(format!("Got unexpected field name(s): {left}")));
        }
        Ok(new(vm, cls, &values))
    }
}

/// Makes a class whose instances only the interpreter makes (`sys.flags`).
pub fn forbid_new(vm: &mut Vm, cls: Gc<Type>) {
    let names = vm.names();
    cls.dict.get().pop_str(vm, names.__new__);
    cls.set_flag(type_flags::NO_NEW);
    vm.class_changed(cls);
    vm.fill_slots(cls);
}

/// Has a class with one field take that, and no sequence (`os.sched_param`).
pub fn set_new_of_one(vm: &mut Vm, cls: Gc<Type>) {
    let key = vm.names().__new__;
    let function =
        vm.new_native_function(kinds::NATIVE_FUNCTION, OfOne::TYPE.id, 0, cls.value(), cls.value());
    cls.dict.get().set_str(vm, key, function);
    let key = vm.intern("__reduce__");
    let reduce =
        vm.new_native_function(kinds::METHOD_DESCRIPTOR, OfOne::TYPE.id, 1, Value::UNBOUND, cls.value());
    cls.dict.get().set_str(vm, key, reduce);
    vm.class_changed(cls);
    vm.fill_slots(cls);
}

/// Where the `__new__` of classes of one field is declared.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct OfOne {
    header: Header,
}

impl OfOne {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <OfOne as Numbered>::NUMBER,
        name: "structseq",
        module: "builtins",
        native: &OfOne::NATIVE,
        layout: Some(LayoutInfo::of::<OfOne>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl OfOne {
    /// Create and return a new object.  See help(type) for accurate signature.
    #[staticmethod]
    #[sig("(type, sched_priority)")]
    #[shown("($type, *args, **kwargs)")]
    #[name("__new__")]
    fn one(vm: &mut Vm, cls: Gc<Type>, value: Value) -> Value {
        new(vm, cls, &[value])
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let (instance, cls, shape) = receiver(vm, this)?;
        let values = shape.values(vm, instance);
        let args = vm.new_tuple(&values);
        Ok(vm.new_tuple(&[cls.value(), args.value()]))
    }
}
