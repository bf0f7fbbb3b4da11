//! `_abc`: what `abc.ABCMeta` is made of.

use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::checks::is_subclass;
use taipan_objects::types::property::is_abstract;
use taipan_objects::types::weakref::{as_ref, new_ref};
use taipan_runtime::layout::{Dict, Str, Type};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_abc",
    doc: "What abstract base classes remember: registered and tested classes.",
    functions: &Functions::NATIVE,
    ..ModuleDef::DEFAULT
};

/// Goes up with every registration: what was no subclass before may be one since.
#[derive(Trace, Default)]
struct State {
    counter: u64,
}

/// What an abstract base class remembers. The dicts go from a class's address to a weak reference to it, so that an address
/// that was used again shows itself.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct AbcData {
    header: Header,
    registry: Field<Gc<Dict>>,
    cache: Field<Gc<Dict>>,
    negative: Field<Gc<Dict>>,
    #[untraced]
    version: Cell<u64>,
}

impl AbcData {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <AbcData as Numbered>::NUMBER,
        name: "_abc_data",
        module: "_abc",
        doc: "What an abstract base class remembers.",
        native: &AbcData::NATIVE,
        layout: Some(LayoutInfo::of::<AbcData>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl AbcData {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<AbcData> {
        let _ = (cls, args);
        new_data(vm)
    }
}

fn new_data(vm: &mut Vm) -> Gc<AbcData> {
    let (registry, cache, negative) = (vm.new_dict(), vm.new_dict(), vm.new_dict());
    let version = vm.state::<State>().counter;
    let header = Header::new::<AbcData>(vm.class_address(<AbcData as Numbered>::NUMBER));
    vm.heap.alloc(AbcData {
        header,
        registry: Field::new(registry),
        cache: Field::new(cache),
        negative: Field::new(negative),
        version: Cell::new(version),
    })
}

fn contains(vm: &mut Vm, dict: Gc<Dict>, cls: Value) -> R<bool> {
    if dict.len.get() == 0 {
        return Ok(false);
    }
    let found = dict.get_item(vm, Value::len(cls.address()))?;
    Ok(found.and_then(as_ref).is_some_and(|r| r.get() == Some(cls)))
}

fn remember(vm: &mut Vm, dict: Gc<Dict>, cls: Value) -> R<()> {
    let reference = new_ref(vm, cls, Value::NONE)?;
    dict.set_item(vm, Value::len(cls.address()), reference.value())
}

/// A class attribute that the class itself must have.
fn data_of(vm: &mut Vm, cls: Value) -> R<Gc<AbcData>> {
    let name = vm.intern("_abc_impl");
    let found = match cls.cast::<Type>() {
        // The nearest one, as an attribute would be looked up.
        Some(cls) => vm.type_lookup(cls, name),
        None => None,
    };
    let found = match found {
        Some(found) => found,
        None => vm.get_attr(cls, name)?,
    };
    match found.cast::<AbcData>() {
        Some(data) => Ok(data),
        None => Err(vm.type_error("_abc_impl is set to a wrong type")),
    }
}

/// The names of abstract methods that the class leaves.
fn compute_abstract_methods(vm: &mut Vm, cls: Value) -> R<()> {
    let names = vm.names();
    let abstracts = vm.new_set(kinds::FROZENSET);
    let namespace = match cls.cast::<Type>() {
        Some(t) => vm.class_dict(t),
        None => {
            vm.get_attr(cls, names.__dict__)?;
            return Err(vm.type_error("_abc_init() argument must be a class"));
        }
    };
    let mut at = 0;
    while let Some((i, key, value)) = namespace.next_entry(at) {
        at = i + 1;
        if is_abstract(vm, value)? {
            abstracts.add(vm, key)?;
        }
    }
    let bases = vm.get_attr(cls, names.__bases__)?;
    let bases = vm.to_tuple(bases)?;
    for &base in bases.as_slice() {
        let Some(inherited) = vm.get_attr_opt(base, names.__abstractmethods__)? else { continue };
        let inherited = vm.collect_values(inherited)?;
        for &key in inherited.iter() {
            let Some(name) = vm.as_str(key) else { continue };
            if let Some(value) = vm.get_attr_opt(cls, name)?
                && is_abstract(vm, value)?
            {
                abstracts.add(vm, key)?;
            }
        }
    }
    vm.set_attr(cls, names.__abstractmethods__, abstracts.value())
}

const COLLECTION: u32 = type_flags::SEQUENCE | type_flags::MAPPING;
/// The bits of `__abc_tpflags__`.
const TP_SEQUENCE: i64 = 1 << 5;
const TP_MAPPING: i64 = 1 << 6;

fn set_collection_flag(vm: &mut Vm, cls: Gc<Type>, flag: u32) {
    // What native classes are does not change.
    if !cls.has_flag(type_flags::HEAP) || cls.flags.get() & COLLECTION == flag {
        return;
    }
    cls.clear_flag(COLLECTION);
    cls.set_flag(flag);
    for sub in vm.subclasses(cls).iter() {
        if let Some(sub) = sub.cast::<Type>() {
            set_collection_flag(vm, sub, flag);
        }
    }
}

fn require_class(vm: &mut Vm, cls: Value, what: &str) -> R<Gc<Type>> {
    cls.cast::<Type>().ok_or_else(|| vm.type_error(what.to_owned()))
}

fn subclasscheck(vm: &mut Vm, this: Value, subclass: Value) -> R<bool> {
    let sub = require_class(vm, subclass, "issubclass() arg 1 must be a class")?;
    let data = data_of(vm, this)?;
    if contains(vm, data.cache.get(), subclass)? {
        return Ok(true);
    }
    let counter = vm.state::<State>().counter;
    if data.version.get() < counter {
        let fresh = vm.new_dict();
        data.negative.set(data, fresh);
        data.version.set(counter);
    } else if contains(vm, data.negative.get(), subclass)? {
        return Ok(false);
    }
    let hook = vm.names().__subclasshook__;
    let said = vm.call_method(this, hook, &[subclass])?;
    match said {
        Value::TRUE => {
            remember(vm, data.cache.get(), subclass)?;
            return Ok(true);
        }
        Value::FALSE => {
            remember(vm, data.negative.get(), subclass)?;
            return Ok(false);
        }
        Value::NOT_IMPLEMENTED => {}
        _ => {
            return Err(vm.raise(
                kinds::ASSERTION_ERROR,
                "__subclasshook__ must return either False, True, or NotImplemented",
            ));
        }
    }
    if sub.mro_slice().contains(&this) {
        remember(vm, data.cache.get(), subclass)?;
        return Ok(true);
    }
    // What is registered itself is found at once each time; only what is derived from it is remembered.
    if contains(vm, data.registry.get(), subclass)? {
        return Ok(true);
    }
    // The registry may change meanwhile.
    let registry = data.registry.get().copy(vm);
    let mut at = 0;
    while let Some((i, _, value)) = registry.next_entry(at) {
        at = i + 1;
        if let Some(registered) = as_ref(value).and_then(|r| r.get())
            && is_subclass(vm, subclass, registered)?
        {
            remember(vm, data.cache.get(), subclass)?;
            return Ok(true);
        }
    }
    let name: Gc<Str> = vm.intern("__subclasses__");
    let below = vm.call_method(this, name, &[])?;
    if vm.as_list(below).is_none() {
        return Err(vm.type_error("__subclasses__() must return a list"));
    }
    let below = vm.collect_values(below)?;
    for &c in below.iter() {
        if is_subclass(vm, subclass, c)? {
            remember(vm, data.cache.get(), subclass)?;
            return Ok(true);
        }
    }
    remember(vm, data.negative.get(), subclass)?;
    Ok(false)
}

fn references(vm: &mut Vm, dict: Gc<Dict>) -> R {
    let set = vm.new_set(kinds::SET);
    let mut at = 0;
    while let Some((i, _, value)) = dict.next_entry(at) {
        at = i + 1;
        if as_ref(value).is_some_and(|r| r.get().is_some()) {
            set.add(vm, value)?;
        }
    }
    Ok(set.value())
}

struct Functions;

#[native]
impl Functions {
    /// A number that changes with every registration with any abstract base class.
    #[sig("($module, /)")]
    fn get_cache_token(vm: &mut Vm) -> u64 {
        vm.state::<State>().counter
    }

    /// Prepare a class that is being made.
    #[sig("($module, self, /)")]
    #[name("_abc_init")]
    fn abc_init(vm: &mut Vm, this: Value) -> R<()> {
        compute_abstract_methods(vm, this)?;
        let data = new_data(vm);
        let name = vm.intern("_abc_impl");
        vm.set_attr(this, name, data.value())?;
        if let Some(cls) = this.cast::<Type>() {
            let name = vm.intern("__abc_tpflags__");
            let dict = vm.class_dict(cls);
            if let Some(flags) = dict.get_str(vm, name)
                && let Some(flags) = flags.as_small_int()
            {
                if flags & (TP_SEQUENCE | TP_MAPPING) == TP_SEQUENCE | TP_MAPPING {
                    return Err(vm.type_error(
                        "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING",
                    ));
                }
                let flag = match flags & (TP_SEQUENCE | TP_MAPPING) {
                    TP_SEQUENCE => type_flags::SEQUENCE,
                    TP_MAPPING => type_flags::MAPPING,
                    _ => 0,
                };
                if flag != 0 {
                    cls.clear_flag(type_flags::SEQUENCE | type_flags::MAPPING);
                }
                cls.set_flag(flag);
                vm.set_class_attr(cls, name, Value::UNBOUND)?;
            }
        }
        Ok(())
    }

    /// Make a class a virtual subclass.
    #[sig("($module, self, subclass, /)")]
    #[name("_abc_register")]
    fn abc_register(vm: &mut Vm, this: Value, subclass: Value) -> R {
        let sub = require_class(vm, subclass, "Can only register classes")?;
        if is_subclass(vm, subclass, this)? {
            return Ok(subclass);
        }
        if is_subclass(vm, this, subclass)? {
            return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
        }
        let data = data_of(vm, this)?;
        remember(vm, data.registry.get(), subclass)?;
        vm.state::<State>().counter += 1;
        if let Some(cls) = this.cast::<Type>() {
            let flag = cls.flags.get() & COLLECTION;
            if flag != 0 {
                set_collection_flag(vm, sub, flag);
            }
        }
        Ok(subclass)
    }

    /// Is it an instance of the abstract base class?
    #[sig("($module, self, instance, /)")]
    #[name("_abc_instancecheck")]
    fn abc_instancecheck(vm: &mut Vm, this: Value, instance: Value) -> R {
        let data = data_of(vm, this)?;
        let names = vm.names();
        let of = vm.class_of(instance).value();
        let subclass = vm.get_attr_opt(instance, names.__class__)?.unwrap_or(of);
        if contains(vm, data.cache.get(), subclass)? {
            return Ok(Value::TRUE);
        }
        if of == subclass {
            let counter = vm.state::<State>().counter;
            if data.version.get() == counter && contains(vm, data.negative.get(), subclass)? {
                return Ok(Value::FALSE);
            }
            return vm.call_method(this, names.__subclasscheck__, &[subclass]);
        }
        let result = vm.call_method(this, names.__subclasscheck__, &[subclass])?;
        if vm.truth(result)? {
            return Ok(result);
        }
        vm.call_method(this, names.__subclasscheck__, &[of])
    }

    /// Is it a subclass of the abstract base class?
    #[sig("($module, self, subclass, /)")]
    #[name("_abc_subclasscheck")]
    fn abc_subclasscheck(vm: &mut Vm, this: Value, subclass: Value) -> R<bool> {
        subclasscheck(vm, this, subclass)
    }

    /// What the class remembers, for debugging.
    #[sig("($module, self, /)")]
    fn _get_dump(vm: &mut Vm, this: Value) -> R {
        let data = data_of(vm, this)?;
        let registry = references(vm, data.registry.get())?;
        let cache = references(vm, data.cache.get())?;
        let negative = references(vm, data.negative.get())?;
        let version = vm.new_uint(data.version.get());
        Ok(vm.new_tuple(&[registry, cache, negative, version]).value())
    }

    /// Forget the registered classes.
    #[sig("($module, self, /)")]
    fn _reset_registry(vm: &mut Vm, this: Value) -> R<()> {
        let data = data_of(vm, this)?;
        let fresh = vm.new_dict();
        data.registry.set(data, fresh);
        Ok(())
    }

    /// Forget what was tested.
    #[sig("($module, self, /)")]
    fn _reset_caches(vm: &mut Vm, this: Value) -> R<()> {
        let data = data_of(vm, this)?;
        let (cache, negative) = (vm.new_dict(), vm.new_dict());
        data.cache.set(data, cache);
        data.negative.set(data, negative);
        Ok(())
    }
}
