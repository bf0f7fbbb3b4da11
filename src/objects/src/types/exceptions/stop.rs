//! `StopIteration`, `SystemExit` and `KeyError`.

use super::{base, get, init_base};
use taipan_macros::native;
use taipan_runtime::layout::{Exception, Tuple};
use taipan_runtime::{Args, Gc, R, Value, Vm, extra};

pub(super) struct StopIteration;
pub(super) struct SystemExit;
pub(super) struct KeyError;

#[native]
impl StopIteration {
    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        init_base(vm, this, args)?;
        let value = args.pos.first().copied().unwrap_or(Value::NONE);
        this.extra_set(vm, extra::stop_iteration::VALUE, value);
        Ok(())
    }

    /// What the generator returned.
    #[member]
    fn value(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, extra::stop_iteration::VALUE)
    }

    #[setter]
    fn set_value(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, extra::stop_iteration::VALUE, value);
        Ok(())
    }
}

#[native]
impl SystemExit {
    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        init_base(vm, this, args)?;
        let code = match *args.pos {
            [] => Value::NONE,
            [one] => one,
            _ => this.args.get(),
        };
        this.extra_set(vm, extra::system_exit::CODE, code);
        Ok(())
    }

    /// What the process ends with.
    #[member]
    fn code(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, extra::system_exit::CODE)
    }

    #[setter]
    fn set_code(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, extra::system_exit::CODE, value);
        Ok(())
    }
}

#[native]
impl KeyError {
    fn __str__(vm: &mut Vm, this: Gc<Exception>) -> R {
        // The message of `{}['']` would be empty: a single key is shown by its repr.
        if let Some(&[one]) = this.args.get().cast::<Tuple>().map(|t| t.to_ref().as_slice()) {
            return vm.repr_value(one);
        }
        base::text(vm, this)
    }
}
