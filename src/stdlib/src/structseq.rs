//! Struct sequences: tuples whose items have names (`sys.version_info`, `os.stat_result`, `time.struct_time`).
//!
//! A class made here is a subclass of `tuple` with a slot for each field; the tuple it wraps holds the first
//! `n_sequence` of them.

use taipan_runtime::layout::{Instance, Tuple, Type};
use taipan_runtime::{Gc, R, Value, Vm, flags_of_payload, kinds, set_slot, type_flags};

/// Makes a class with these fields.
pub fn new_class(vm: &mut Vm, module: &str, name: &str, fields: &[&str], n_sequence: usize) -> R<Gc<Type>> {
    let tuple = vm.class(kinds::TUPLE);
    let bases = vm.new_tuple(&[tuple.value()]);
    let dict = vm.new_dict();
    let names = vm.names();
    let text = vm.new_str(module).value();
    dict.set_str(vm, names.__module__, text);
    let mut slots = taipan_heap::Values::new();
    for field in fields {
        let field = vm.intern(field);
        slots.push(&mut vm.heap, field.value());
    }
    let counts = [("n_sequence_fields", n_sequence), ("n_fields", fields.len()), ("n_unnamed_fields", 0)];
    for (key, n) in counts {
        let key = vm.intern(key);
        dict.set_str(vm, key, Value::len(n));
    }
    let match_args = vm.new_tuple(&slots[..n_sequence]);
    dict.set_str(vm, names.__match_args__, match_args.value());
    let meta = vm.class(kinds::TYPE);
    let class_name = vm.intern(name);
    let cls = vm.new_class(meta, class_name, bases, dict, Some(&slots), false, false)?;
    let mro = vm.compute_mro(cls)?;
    cls.mro.set(cls, mro.value());
    vm.class_changed(cls);
    vm.update_slots(cls);
    cls.clear_flag(type_flags::BASETYPE);
    cls.set_flag(type_flags::IMMUTABLE);
    Ok(cls)
}

/// Makes an instance; one value for each field.
pub fn new(vm: &mut Vm, cls: Gc<Type>, values: &[Value]) -> Value {
    let names = vm.names();
    let n = cls.dict.get().get_str(vm, names.n_sequence_fields).and_then(Value::as_small_int).unwrap_or(0)
        as usize;
    let tuple: Gc<Tuple> = vm.new_tuple(&values[..n.min(values.len())]);
    let instance: Gc<Instance> = vm.new_instance(cls);
    set_slot(instance, 0, tuple.value());
    instance.header.set_flags(flags_of_payload());
    for (i, &v) in values.iter().enumerate() {
        set_slot(instance, i + 1, v);
    }
    instance.value()
}
