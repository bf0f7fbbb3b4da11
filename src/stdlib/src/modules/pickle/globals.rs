//! Functions and classes, which are pickled by name.

use super::save::Saver;
use super::{op, pickling_error, take_any, while_handling};
use taipan_objects::import::import_from;
use taipan_runtime::{Gc, R, Value, Vm, kinds, layout::Str};

/// A module by name, imported where needed.
pub fn import_module(vm: &mut Vm, name: Value) -> R {
    let modules = vm.modules;
    if let Some(module) = modules.get_item(vm, name)?
        && !module.is_none()
    {
        return Ok(module);
    }
    let import = taipan_objects::types::builtin(vm, "__import__")?;
    vm.call(import, &[name])?;
    match modules.get_item(vm, name)? {
        Some(module) => Ok(module),
        None => Err(vm.key_error(name)),
    }
}

/// The object at the end of a path of attributes.
pub fn follow(vm: &mut Vm, mut obj: Value, path: &[u8]) -> R {
    for name in path.split(|byte| *byte == b'.') {
        let name = vm.intern_bytes(name);
        obj = vm.get_attr(obj, name)?;
    }
    Ok(obj)
}

/// The same where an attribute may be missing.
fn follow_opt(vm: &mut Vm, obj: Value, path: &[u8]) -> R<Option<Value>> {
    match follow(vm, obj, path) {
        Ok(found) => Ok(Some(found)),
        Err(_) if vm.take_if(kinds::ATTRIBUTE_ERROR).is_some() => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// The name of the module where an object is found under a name.
fn module_of(vm: &mut Vm, obj: Value, path: &[u8]) -> R<Value> {
    let own = vm.names().__module__;
    let own = vm.get_attr_opt(obj, own)?;
    if path.split(|byte| *byte == b'.').any(|part| part == b"<locals>") {
        let shown = vm.repr(obj)?.to_display();
        return Err(pickling_error(vm, &format!("Can't pickle local object {shown}")));
    }
    if let Some(module) = own.filter(|module| !module.is_none()) {
        return Ok(module);
    }
    // Looking may import.
    let modules = vm.modules;
    let modules = modules.copy(vm);
    let mut at = 0;
    while let Some((i, name, module)) = modules.next_entry(at) {
        at = i + 1;
        let text = vm.as_str(name).map(|name| name.to_display()).unwrap_or_default();
        if text == "__main__" || text == "__mp_main__" || module.is_none() {
            continue;
        }
        if follow_opt(vm, module, path)? == Some(obj) {
            return Ok(name);
        }
    }
    Ok(vm.intern("__main__").value())
}

impl Saver {
    /// Writes a name: the given one, or the object's own.
    pub(super) fn save_global(&mut self, vm: &mut Vm, obj: Value, name: Option<Value>) -> R<()> {
        let name = match name {
            Some(name) => name,
            None => {
                let qualname = vm.names().__qualname__;
                match vm.get_attr_opt(obj, qualname)? {
                    Some(name) => name,
                    None => vm.get_attr_named(obj, "__name__")?,
                }
            }
        };
        let Some(name) = vm.as_str(name) else {
            return Err(pickling_error(vm, "a name must be a string"));
        };
        let path = name.to_ref().as_bytes();
        let module_name = self.checked_module(vm, obj, name)?;
        if self.proto >= 2 && self.save_extension(vm, module_name, name)? {
            return Ok(());
        }
        if self.proto >= 4 {
            self.save(vm, module_name)?;
            self.save(vm, name.value())?;
            self.put(&[op::STACK_GLOBAL]);
        } else {
            let mut parts = path.split(|byte| *byte == b'.');
            let first = parts.next().unwrap_or_default();
            let rest: Vec<&[u8]> = parts.collect();
            for _ in &rest {
                let getattr = taipan_objects::types::builtin(vm, "getattr")?;
                self.save(vm, getattr)?;
                if self.proto < 2 {
                    self.put(&[op::MARK]);
                }
            }
            let first = if rest.is_empty() { name } else { vm.new_str_wtf8(first) };
            self.put_global(vm, module_name, first)?;
            for part in rest {
                let part = vm.new_str_wtf8(part).value();
                self.save(vm, part)?;
                self.put(&[if self.proto < 2 { op::TUPLE } else { op::TUPLE2 }, op::REDUCE]);
            }
        }
        self.memoize(vm, obj);
        Ok(())
    }

    /// The module's name; the object must be found there.
    fn checked_module(&mut self, vm: &mut Vm, obj: Value, name: Gc<Str>) -> R {
        let (path, shown_path) = (name.to_ref().as_bytes(), name.to_display());
        let module_name = module_of(vm, obj, path)?;
        let module = match import_module(vm, module_name) {
            Ok(module) => module,
            Err(raised) => {
                let is_known = [kinds::IMPORT_ERROR, kinds::VALUE_ERROR, kinds::KEY_ERROR];
                if !is_known.iter().any(|kind| vm.pending_is(*kind)) {
                    return Err(raised);
                }
                return Err(while_handling(vm, |vm, text| match vm.repr(obj) {
                    Ok(shown) => {
                        let shown = shown.to_display();
                        pickling_error(vm, &format!("Can't pickle {shown}: {text}"))
                    }
                    Err(raised) => raised,
                }));
            }
        };
        let shown_module = vm.str(module_name)?.to_display();
        match follow(vm, module, path) {
            Ok(found) if found == obj || vm.is(found, obj) => Ok(module_name),
            Ok(_) => {
                let shown = vm.repr(obj)?.to_display();
                let message =
                    format!("Can't pickle {shown}: it's not the same object as {shown_module}.{shown_path}");
                Err(pickling_error(vm, &message))
            }
            Err(raised) if !vm.pending_is(kinds::ATTRIBUTE_ERROR) => Err(raised),
            Err(_) => Err(while_handling(vm, |vm, _| match vm.repr(obj) {
                Ok(shown) => {
                    let shown = shown.to_display();
                    let message =
                        format!("Can't pickle {shown}: it's not found as {shown_module}.{shown_path}");
                    pickling_error(vm, &message)
                }
                Err(raised) => raised,
            })),
        }
    }

    /// Writes the code that `copyreg` knows for a name, if there is one.
    fn save_extension(&mut self, vm: &mut Vm, module: Value, name: Gc<Str>) -> R<bool> {
        let registry = import_from(vm, "copyreg", "_extension_registry")?;
        let Some(registry) = vm.as_dict(registry).filter(|registry| registry.len.get() > 0) else {
            return Ok(false);
        };
        let key = vm.new_tuple(&[module, name.value()]).value();
        let Some(code) = registry.get_item(vm, key)? else { return Ok(false) };
        let code = vm.index(code)?;
        let Some(code) = vm.int_to_i64(code) else {
            return Err(vm.overflow_error("Python int too large to convert to C long"));
        };
        let code = match i32::try_from(code) {
            Ok(code) if code > 0 => code,
            _ => return Err(vm.runtime_error(format!("extension code {code} is out of range"))),
        };
        let [a, b, c, d] = code.to_le_bytes();
        match code {
            0..=0xff => self.put(&[op::EXT1, a]),
            0x100..=0xffff => self.put(&[op::EXT2, a, b]),
            _ => self.put(&[op::EXT4, a, b, c, d]),
        }
        Ok(true)
    }

    /// Writes the name of something that stands in a module itself.
    fn put_global(&mut self, vm: &mut Vm, module: Value, name: Gc<Str>) -> R<()> {
        let (mut module, mut name) = (module, name.value());
        if self.proto < 3 && self.pickler.fix_imports.get() {
            let names = import_from(vm, "_compat_pickle", "REVERSE_NAME_MAPPING")?;
            let imports = import_from(vm, "_compat_pickle", "REVERSE_IMPORT_MAPPING")?;
            (module, name) = translated(vm, names, imports, module, name)?;
        }
        for (what, text) in [("module", module), ("global", name)] {
            let Some(line) = vm.as_str(text) else {
                return Err(pickling_error(vm, "a name must be a string"));
            };
            if (self.proto < 3 && !line.is_ascii()) || line.as_str().is_none() {
                let shown = vm.repr(text)?.to_display();
                let proto = self.proto;
                let raise = |vm: &mut Vm| {
                    pickling_error(
                        vm,
                        &format!("can't pickle {what} identifier {shown} using pickle protocol {proto}"),
                    )
                };
                // The codec says what is wrong.
                let encoding = vm.intern(if self.proto < 3 { "ascii" } else { "utf-8" }).value();
                return Err(match vm.call_method_named(text, "encode", &[encoding]) {
                    Ok(_) => raise(vm),
                    Err(_) => while_handling(vm, |vm, _| raise(vm)),
                });
            }
            if what == "module" {
                self.put(&[op::GLOBAL]);
            }
            self.put(line.to_ref().as_bytes());
            self.put(b"\n");
        }
        Ok(())
    }
}

/// A name as another version of Python has it.
pub fn translated(
    vm: &mut Vm,
    names: Value,
    imports: Value,
    module: Value,
    name: Value,
) -> R<(Value, Value)> {
    let key = vm.new_tuple(&[module, name]).value();
    match vm.get_item(names, key) {
        Ok(pair) => {
            let pair = vm.as_tuple(pair).filter(|pair| pair.len() == 2);
            if let Some(&[module, name]) = pair.map(|pair| pair.to_ref().as_slice()) {
                return Ok((module, name));
            }
        }
        Err(raised) if !take_any(vm, &[kinds::KEY_ERROR]) => return Err(raised),
        Err(_) => {}
    }
    match vm.get_item(imports, module) {
        Ok(module) => Ok((module, name)),
        Err(raised) if !take_any(vm, &[kinds::KEY_ERROR]) => Err(raised),
        Err(_) => Ok((module, name)),
    }
}
