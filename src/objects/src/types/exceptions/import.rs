//! `ImportError`.

use super::{base, get, init_base, keywords};
use taipan_macros::native;
use taipan_runtime::extra::import_error::{MSG, NAME, NAME_FROM, PATH};
use taipan_runtime::layout::{Exception, Tuple};
use taipan_runtime::{Args, Gc, R, Value, Vm, kinds};

pub(super) struct Methods;

const ATTRIBUTES: [(&str, usize); 3] = [("name", NAME), ("path", PATH), ("name_from", NAME_FROM)];

#[native]
impl Methods {
    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        init_base(vm, this, &Args::pos(args.pos))?;
        let given = keywords(vm, "ImportError", ["name", "path", "name_from"], args)?;
        for ((_, i), value) in ATTRIBUTES.into_iter().zip(given) {
            this.extra_set(vm, i, value.unwrap_or(Value::UNBOUND));
        }
        let msg = if let &[msg] = args.pos { msg } else { Value::UNBOUND };
        this.extra_set(vm, MSG, msg);
        Ok(())
    }

    fn __str__(vm: &mut Vm, this: Gc<Exception>) -> R {
        match this.extra_get(MSG) {
            Some(msg) if vm.is_exact(msg, kinds::STR) => Ok(msg),
            _ => base::text(vm, this),
        }
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Exception>) -> Gc<Tuple> {
        let cls = vm.class_of(this.value()).value();
        let own = this.dict.get().bound();
        let state = if ATTRIBUTES.iter().any(|&(_, i)| this.extra_get(i).is_some()) {
            let dict = match vm.instance_dict_opt(this.value()) {
                Some(dict) => dict.copy(vm),
                None => vm.new_dict(),
            };
            for (name, i) in ATTRIBUTES {
                if let Some(value) = this.extra_get(i) {
                    let name = vm.intern(name);
                    dict.set_str(vm, name, value);
                }
            }
            Some(dict.value())
        } else {
            own
        };
        match state {
            Some(state) => vm.new_tuple(&[cls, this.args.get(), state]),
            None => vm.new_tuple(&[cls, this.args.get()]),
        }
    }

    /// What is wrong.
    #[member]
    fn msg(_: &mut Vm, this: Gc<Exception>) -> Value {
        // Those that the interpreter raises itself have their message in `args` only.
        match this.extra_get(MSG) {
            Some(msg) => msg,
            None => match this.args.get().cast::<Tuple>().map(|t| t.to_ref().as_slice()) {
                Some(&[one]) => one,
                _ => Value::NONE,
            },
        }
    }

    #[setter]
    fn set_msg(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        // One that is deleted is none: `args` is not asked any more.
        this.extra_set(vm, MSG, if value.is_unbound() { Value::NONE } else { value });
        Ok(())
    }

    /// The module's name.
    #[member]
    fn name(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, NAME)
    }

    #[setter]
    fn set_name(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, NAME, value);
        Ok(())
    }

    /// The module's path.
    #[member]
    fn path(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, PATH)
    }

    #[setter]
    fn set_path(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, PATH, value);
        Ok(())
    }

    /// The name that was to be taken from the module.
    #[member]
    fn name_from(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, NAME_FROM)
    }

    #[setter]
    fn set_name_from(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, NAME_FROM, value);
        Ok(())
    }
}
