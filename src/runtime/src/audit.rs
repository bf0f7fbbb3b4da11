//! Audit events: what the hooks of `sys.addaudithook` are told of before it is done, and forbid by raising.
//!
//! An event stands where the act itself stands: `vm.audit("os.chdir", |_| [path])?` in the function that does it.

use crate::layout::{Str, Tuple};
use crate::{Gc, R, Value, Vm, kinds};

impl Vm {
    /// Tells the audit hooks of an event. Its arguments are made only if there is a hook.
    #[inline]
    pub fn audit<const N: usize>(&mut self, event: &str, args: impl FnOnce(&mut Vm) -> [Value; N]) -> R<()> {
        if self.audit_hooks.is_empty() {
            return Ok(());
        }
        let args = args(self);
        let (event, args) = (self.intern(event), self.new_tuple(&args));
        self.call_audit_hooks(event, args)
    }

    /// Tells the audit hooks of an event with its tuple of arguments, until one raises.
    #[cold]
    pub fn call_audit_hooks(&mut self, event: Gc<Str>, args: Gc<Tuple>) -> R<()> {
        if self.thread.unaudited {
            return Ok(());
        }
        let cantrace = self.intern("__cantrace__");
        let mut i = 0;
        while let Some(&hook) = self.audit_hooks.get(i) {
            let call = |vm: &mut Vm| vm.call(hook, &[event.value(), args.value()]);
            let traced = self.with_tracing(false, |vm| match vm.get_attr_opt(hook, cantrace)? {
                Some(traced) => vm.truth(traced),
                None => Ok(false),
            })?;
            if traced {
                call(self)?
            } else {
                self.with_tracing(false, call)?
            };
            i += 1;
        }
        Ok(())
    }

    /// Tells of an attribute that is read, where that gives away more than the object.
    #[inline]
    pub fn audit_get(&mut self, obj: Value, name: &str) -> R<()> {
        self.audit("object.__getattr__", |vm| [obj, vm.intern(name).value()])
    }

    /// Tells of an attribute that is assigned to, or deleted (UNBOUND), where that changes what the object is.
    #[inline]
    pub fn audit_set(&mut self, obj: Value, name: &str, value: Value) -> R<()> {
        if value.is_unbound() {
            self.audit("object.__delattr__", |vm| [obj, vm.intern(name).value()])
        } else {
            self.audit("object.__setattr__", |vm| [obj, vm.intern(name).value(), value])
        }
    }

    /// Adds an audit hook, unless one that is there forbids it.
    pub fn add_audit_hook(&mut self, hook: Value) -> R<()> {
        match self.audit("sys.addaudithook", |_| []) {
            Ok(()) => self.audit_hooks.push(hook),
            // Said by what does not happen, unless it is to end the program.
            Err(raised) => {
                return if self.take_if(kinds::EXCEPTION).is_some() { Ok(()) } else { Err(raised) };
            }
        }
        Ok(())
    }
}
