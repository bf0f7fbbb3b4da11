//! Native modules: made from their definitions when they are imported.

use crate::kinds;
use crate::layout::{Dict, Module, Type};
use crate::native::{ModuleDef, R};
use crate::vm::Vm;
use taipan_heap::{Field, Gc, Header, Value};

impl Vm {
    /// The number of the native module of that name.
    pub fn find_native_module(&self, name: &str) -> Option<usize> {
        self.module_defs().iter().position(|def| def.name == name)
    }

    /// A new module of a definition, not entered in `sys.modules`.
    pub fn make_native_module(&mut self, number: usize) -> R<Gc<Module>> {
        let def: &'static ModuleDef = self.module_defs()[number];
        let dict = match def.name {
            "builtins" => self.builtins,
            "sys" => self.sys,
            _ => self.new_dict(),
        };
        let class = self.class_address(kinds::MODULE);
        let module = self.heap.alloc(Module { header: Header::new::<Module>(class), dict: Field::new(dict) });
        self.fill_native_module(number, module)?;
        Ok(module)
    }

    fn fill_native_module(&mut self, number: usize, module: Gc<Module>) -> R<()> {
        let def: &'static ModuleDef = self.module_defs()[number];
        let dict: Gc<Dict> = module.dict.get();
        let names = self.names();
        // That of `builtins` is an object of its own, not the one that its classes name: pickles show it.
        let name = match def.name {
            "builtins" => self.new_str(def.name).value(),
            name => self.intern(name).value(),
        };
        let doc = if def.doc.is_empty() { Value::NONE } else { self.new_str(def.doc).value() };
        dict.set_str(self, names.__name__, name);
        dict.set_str(self, names.__doc__, doc);
        let empty = self.intern("").value();
        dict.set_str(self, names.__package__, empty);
        for key in [names.__loader__, names.__spec__] {
            dict.set_str(self, key, Value::NONE);
        }
        let table = kinds::END + number as u16;
        for (row, function) in Vm::native_rows(def.functions, def.more) {
            let key = self.intern(function.name);
            let value = self.new_native_function(kinds::NATIVE_FUNCTION, table, row, module.value(), name);
            dict.set_str(self, key, value);
        }
        for def in def.types {
            let cls: Gc<Type> = self.class(def.id);
            let key = self.intern(def.name);
            dict.set_str(self, key, cls.value());
        }
        match def.init {
            Some(init) => init(self, module),
            None => Ok(()),
        }
    }

    /// A native module, made and entered in `sys.modules` when first asked for, without the import system: for what must
    /// be there before that runs.
    pub fn native_module(&mut self, name: &str) -> R<Gc<Module>> {
        let key = self.intern(name);
        let modules = self.modules;
        if let Some(module) = modules.get_str(self, key).and_then(|m| m.cast::<Module>()) {
            return Ok(module);
        }
        let Some(number) = self.find_native_module(name) else {
            return Err(self.raise(kinds::IMPORT_ERROR, format!("no native module named {name}")));
        };
        let module = self.make_native_module(number)?;
        modules.set_str(self, key, module.value());
        Ok(module)
    }
}
