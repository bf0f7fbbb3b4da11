//! What an interpreter is made with: `_interpreters.new_config` and what reads its results.

use taipan_runtime::layout::Dict;
use taipan_runtime::{Forbidden, Gc, R, Value, Vm, kinds};

/// The fields that are true or false, in the order that shows them.
const FLAGS: [&str; 6] = [
    "use_main_obmalloc",
    "allow_fork",
    "allow_exec",
    "allow_threads",
    "allow_daemon_threads",
    "check_multi_interp_extensions",
];
const USE_MAIN_OBMALLOC: usize = 0;
const ALLOW_FORK: usize = 1;
const ALLOW_EXEC: usize = 2;
const ALLOW_THREADS: usize = 3;
const ALLOW_DAEMON_THREADS: usize = 4;
const CHECK_EXTENSIONS: usize = 5;

/// Which lock an interpreter takes. Here each has its own, whatever is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gil {
    Default,
    Shared,
    Own,
}

const GILS: [(&str, Gil); 3] = [("default", Gil::Default), ("shared", Gil::Shared), ("own", Gil::Own)];

/// What an interpreter is made with.
#[derive(Clone, Copy)]
pub struct Config {
    flags: [bool; FLAGS.len()],
    gil: Gil,
}

const ISOLATED: Config = Config { flags: [false, false, false, true, false, true], gil: Gil::Own };
const LEGACY: Config = Config { flags: [true, true, true, true, true, false], gil: Gil::Shared };
const EMPTY: Config = Config { flags: [false; FLAGS.len()], gil: Gil::Default };

impl Config {
    /// That of the main interpreter.
    pub fn main() -> Config {
        Config { gil: Gil::Own, ..LEGACY }
    }

    /// The one of that name.
    pub fn named(vm: &mut Vm, name: &str) -> R<Config> {
        match name {
            "" | "default" | "isolated" => Ok(ISOLATED),
            "legacy" => Ok(LEGACY),
            "empty" => Ok(EMPTY),
            _ => Err(vm.value_error(format!("unsupported config name '{name}'"))),
        }
    }

    /// Can an interpreter be made with it?
    pub fn is_viable(&self) -> bool {
        self.flags[USE_MAIN_OBMALLOC] || self.flags[CHECK_EXTENSIONS]
    }

    /// What the interpreter does without.
    pub fn forbidden(&self) -> Forbidden {
        Forbidden {
            fork: !self.flags[ALLOW_FORK],
            exec: !self.flags[ALLOW_EXEC],
            threads: !self.flags[ALLOW_THREADS],
            daemon_threads: !self.flags[ALLOW_DAEMON_THREADS],
            single_modules: self.flags[CHECK_EXTENSIONS],
        }
    }

    /// As a namespace.
    pub fn to_object(self, vm: &mut Vm) -> R {
        let dict = vm.new_dict();
        for (name, flag) in FLAGS.into_iter().zip(self.flags) {
            let name = vm.intern(name);
            dict.set_str(vm, name, Value::bool(flag));
        }
        let gil = GILS.iter().find(|g| g.1 == self.gil).map_or("", |g| g.0);
        let (name, gil) = (vm.intern("gil"), vm.intern(gil).value());
        dict.set_str(vm, name, gil);
        namespace(vm, dict)
    }

    /// Takes fields over from a dict; all of them must be there where `base` is none.
    pub fn from_dict(vm: &mut Vm, dict: Gc<Dict>, base: Option<Config>) -> R<Config> {
        let mut made = base.unwrap_or(EMPTY);
        let rest = dict.copy(vm);
        for (i, name) in FLAGS.into_iter().enumerate() {
            match take(vm, rest, name, base.is_none())? {
                Some(Value::TRUE) => made.flags[i] = true,
                Some(Value::FALSE) => made.flags[i] = false,
                Some(_) => return Err(vm.type_error(format!("invalid config type: {name}"))),
                None => {}
            }
        }
        if let Some(gil) = take(vm, rest, "gil", base.is_none())? {
            let Some(gil) = vm.as_str(gil) else { return Err(vm.type_error("invalid config type: gil")) };
            let gil = gil.to_display();
            made.gil = match GILS.iter().find(|g| g.0 == gil) {
                Some(found) => found.1,
                None => {
                    let text = format!("unsupported interpreter config .gil value '{gil}'");
                    return Err(vm.value_error(text));
                }
            };
        }
        if let n @ 1.. = rest.len.get() {
            let shown = vm.repr(rest.value())?.to_display();
            let s = if n == 1 { "" } else { "s" };
            return Err(vm.value_error(format!("config dict has {n} extra item{s} ({shown})")));
        }
        Ok(made)
    }
}

fn take(vm: &mut Vm, dict: Gc<Dict>, name: &str, is_required: bool) -> R<Option<Value>> {
    let key = vm.intern(name);
    let found = dict.pop_str(vm, key);
    if found.is_none() && is_required {
        return Err(vm.value_error(format!("missing config key: {name}")));
    }
    Ok(found)
}

/// A `types.SimpleNamespace` with these attributes.
pub fn namespace(vm: &mut Vm, attributes: Gc<Dict>) -> R {
    let cls = vm.class(kinds::SIMPLE_NAMESPACE).value();
    vm.call(cls, &[attributes.value()])
}
