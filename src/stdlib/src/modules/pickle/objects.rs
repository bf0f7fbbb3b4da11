//! Reading: classes by their names, and objects that are made of them.

use super::globals::{follow, import_module, translated};
use super::load::Loader;
use super::unpickler::Unpickler;
use super::{class_text, unpickling_error, while_handling};
use taipan_objects::import::import_from;
use taipan_runtime::{
    Args, Gc, R, Value, Values, Vm, kinds,
    layout::{Instance, Str, Type},
    type_flags,
};

/// What a name in a module stands for.
pub fn find_class(vm: &mut Vm, this: Gc<Unpickler>, module: Value, name: Value) -> R {
    let audit = import_from(vm, "sys", "audit")?;
    let event = vm.intern("pickle.find_class").value();
    vm.call(audit, &[event, module, name])?;
    let (mut module, mut name) = (module, name);
    if this.proto.get() < 3 && this.fix_imports.get() {
        let names = import_from(vm, "_compat_pickle", "NAME_MAPPING")?;
        let imports = import_from(vm, "_compat_pickle", "IMPORT_MAPPING")?;
        (module, name) = translated(vm, names, imports, module, name)?;
    }
    let module_name = module;
    let module = import_module(vm, module_name)?;
    let Some(text) = vm.as_str(name) else {
        return Err(vm.type_error("attribute name must be string"));
    };
    let path = text.to_ref().as_bytes();
    if this.proto.get() < 4 || !path.contains(&b'.') {
        return vm.get_attr(module, text);
    }
    follow(vm, module, path).map_err(|raised| {
        if !vm.pending_is(kinds::ATTRIBUTE_ERROR) {
            return raised;
        }
        while_handling(vm, |vm, _| match (vm.repr(name), vm.repr(module_name)) {
            (Ok(name), Ok(module)) => {
                let (name, module) = (name.to_display(), module.to_display());
                let message = format!("Can't resolve path {name} on module {module}");
                vm.raise(kinds::ATTRIBUTE_ERROR, message)
            }
            _ => raised,
        })
    })
}

impl Loader<'_> {
    pub(super) fn find_class(&mut self, vm: &mut Vm, module: Value, name: Value) -> R {
        match self.find_class {
            Some(find) => vm.call(find, &[module, name]),
            None => find_class(vm, self.unpickler, module, name),
        }
    }

    pub(super) fn persistent(&mut self, vm: &mut Vm, id: Value) -> R<()> {
        let value = match self.persistent_load {
            Some(load) => vm.call(load, &[id])?,
            None => vm.call_method_named(self.unpickler.value(), "persistent_load", &[id])?,
        };
        self.push(vm, value);
        Ok(())
    }

    pub(super) fn extension(&mut self, vm: &mut Vm, code: i32) -> R<()> {
        let number = Value::int32(code);
        let cache = import_from(vm, "copyreg", "_extension_cache")?;
        if let Some(cache) = vm.as_dict(cache)
            && let Some(known) = cache.get_item(vm, number)?
        {
            self.push(vm, known);
            return Ok(());
        }
        let registry = import_from(vm, "copyreg", "_inverted_registry")?;
        let key = match vm.as_dict(registry) {
            Some(registry) => registry.get_item(vm, number)?,
            None => None,
        };
        let Some(key) = key else {
            if code <= 0 {
                return Err(unpickling_error(vm, "EXT specifies code <= 0"));
            }
            return Err(vm.value_error(format!("unregistered extension code {code}")));
        };
        let pair = vm.as_tuple(key).filter(|pair| pair.len() == 2);
        let Some(&[module, name]) = pair.map(|pair| pair.to_ref().as_slice()) else {
            return Err(vm.value_error(format!("_inverted_registry[{code}] isn't a 2-tuple of strings")));
        };
        let found = self.find_class(vm, module, name)?;
        vm.set_item(cache, number, found)?;
        self.push(vm, found);
        Ok(())
    }

    pub(super) fn reduce(&mut self, vm: &mut Vm) -> R<()> {
        let (args, func) = (self.pop(vm)?, self.pop(vm)?);
        let Some(args) = vm.as_tuple(args) else {
            return Err(vm.type_error("argument list must be a tuple"));
        };
        let made = vm.call(func, args.to_ref().as_slice())?;
        self.push(vm, made);
        Ok(())
    }

    pub(super) fn new_object(&mut self, vm: &mut Vm, keywords: bool) -> R<()> {
        let of = if keywords { "NEWOBJ_EX" } else { "NEWOBJ" };
        let kwargs = if keywords { Some(self.pop(vm)?) } else { None };
        let (args, cls) = (self.pop(vm)?, self.pop(vm)?);
        if vm.payload::<Type>(cls).is_none() {
            let got = class_text(vm, cls);
            return Err(unpickling_error(vm, &format!("{of} class argument must be a type, not {got}")));
        }
        let Some(args) = vm.as_tuple(args) else {
            let got = class_text(vm, args);
            return Err(unpickling_error(vm, &format!("{of} expected an arg tuple, not {got}")));
        };
        let (kw_names, kw_values) = match kwargs {
            None => (Values::new(), Values::new()),
            Some(kwargs) => match vm.as_dict(kwargs) {
                Some(kwargs) => vm.dict_to_keywords(kwargs)?,
                None => {
                    let got = class_text(vm, kwargs);
                    return Err(unpickling_error(vm, &format!("{of} expected a kwargs dict, not {got}")));
                }
            },
        };
        let mut pos = Values::from_slice(&mut vm.heap, &[cls]);
        pos.extend(&mut vm.heap, args.to_ref().as_slice());
        let new = vm.names().__new__;
        let new = vm.get_attr(cls, new)?;
        let made = vm.call_args(new, &Args { pos: &pos, kw_names: &kw_names, kw_values: &kw_values })?;
        self.push(vm, made);
        Ok(())
    }

    /// Makes an instance of a class as old pickles do, of the arguments from a place on.
    pub(super) fn instantiate(&mut self, vm: &mut Vm, cls: Value, start: usize, args: usize) -> R<()> {
        let args = Values::from_slice(&mut vm.heap, &self.stack[args..]);
        self.stack.truncate(start);
        let is_class = vm.payload::<Type>(cls).is_some();
        let init_args = vm.intern("__getinitargs__");
        let plain = args.is_empty() && is_class && vm.get_attr_opt(cls, init_args)?.is_none();
        let made = if plain {
            let new = vm.names().__new__;
            vm.call_method(cls, new, &[cls])?
        } else {
            vm.call(cls, &args)?
        };
        self.push(vm, made);
        Ok(())
    }

    pub(super) fn build(&mut self, vm: &mut Vm) -> R<()> {
        if self.stack.len() < self.fence() + 2 {
            return Err(self.underflow(vm));
        }
        let state = self.pop(vm)?;
        let obj = self.top(vm)?;
        let name = vm.intern("__setstate__");
        if let Some(set_state) = vm.get_attr_opt(obj, name)? {
            vm.call(set_state, &[state])?;
            return Ok(());
        }
        let pair = vm.as_tuple(state).filter(|pair| pair.len() == 2);
        let (state, slots) = match pair.map(|pair| pair.to_ref().as_slice()) {
            Some(&[state, slots]) => (state, slots),
            _ => (state, Value::NONE),
        };
        if !state.is_none() {
            self.set_attributes(vm, obj, state)?;
        }
        if !slots.is_none() {
            let Some(slots) = vm.as_dict(slots) else {
                return Err(unpickling_error(vm, "slot state is not a dictionary"));
            };
            let mut at = 0;
            while let Some((i, key, value)) = slots.next_entry(at) {
                at = i + 1;
                let Some(key) = vm.as_str(key) else {
                    return Err(vm.type_error("attribute name must be string"));
                };
                let key = vm.intern_str(key);
                vm.set_attr(obj, key, value)?;
            }
        }
        Ok(())
    }

    /// Fills an object's `__dict__`.
    fn set_attributes(&mut self, vm: &mut Vm, obj: Value, state: Value) -> R<()> {
        let Some(state) = vm.as_dict(state) else {
            return Err(unpickling_error(vm, "state is not a dictionary"));
        };
        let cls = vm.class_of(obj);
        let plain = obj.cast::<Instance>().filter(|_| cls.has_flag(type_flags::INSTANCE_DICT));
        let mut dict = None;
        let mut at = 0;
        while let Some((i, key, value)) = state.next_entry(at) {
            at = i + 1;
            // Attributes go into the instance's own slots as long as it has no dict.
            if let (Some(instance), Some(name)) = (plain, key.cast::<Str>())
                && !instance.shape().is_dict
            {
                let name = vm.intern_str(name);
                vm.set_instance_attr(cls, instance, name, value);
                continue;
            }
            let own = match dict {
                Some(own) => own,
                None => {
                    let own = vm.get_attr_named(obj, "__dict__")?;
                    dict = Some(own);
                    own
                }
            };
            let key = key.cast::<Str>().map_or(key, |name| vm.intern_str(name).value());
            vm.set_item(own, key, value)?;
        }
        Ok(())
    }
}
