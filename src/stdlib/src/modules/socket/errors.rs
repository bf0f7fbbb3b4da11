//! The errors of `socket`.

use super::State;
use crate::sys_calls::names::Failure;
use taipan_runtime::{Raised, Value, Vm};

/// An error of the resolver.
pub(super) fn resolver_error(vm: &mut Vm, failure: &Failure) -> Raised {
    if failure.code == libc::EAI_SYSTEM {
        return vm.raise_os_error(failure.errno, Value::NONE);
    }
    let text = vm.new_str(&failure.text()).value();
    let Some(cls) = vm.state::<State>().gaierror else {
        return vm.runtime_error("_socket is not initialised");
    };
    // `OSError.__new__` sorts the arguments into errno and text.
    match vm.call(cls.value(), &[Value::int32(failure.code), text]) {
        Ok(exc) => vm.raise_value(exc),
        Err(raised) => raised,
    }
}

/// An error of a system call.
pub(super) fn os_error(vm: &mut Vm, error: rustix::io::Errno) -> Raised {
    vm.raise_os_error(error.raw_os_error(), Value::NONE)
}
