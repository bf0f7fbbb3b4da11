//! `AttributeError` and `NameError`.

use super::{get, init_base, keywords};
use taipan_macros::native;
use taipan_runtime::layout::{Exception, Tuple};
use taipan_runtime::{Args, Gc, R, Value, Vm, extra};

pub(super) struct AttributeError;
pub(super) struct NameError;

use extra::attribute_error::{NAME, OBJ};

#[native]
impl AttributeError {
    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        init_base(vm, this, &Args::pos(args.pos))?;
        let [name, obj] = keywords(vm, "AttributeError", ["name", "obj"], args)?;
        this.extra_set(vm, NAME, name.unwrap_or(Value::UNBOUND));
        this.extra_set(vm, OBJ, obj.unwrap_or(Value::UNBOUND));
        Ok(())
    }

    /// What is to be pickled of the exception: not the object, which may be anything.
    #[sig("($self, /)")]
    fn __getstate__(vm: &mut Vm, this: Gc<Exception>) -> Value {
        let dict = match vm.instance_dict_opt(this.value()) {
            Some(dict) => dict.copy(vm),
            None => vm.new_dict(),
        };
        let names = vm.names();
        if let Some(name) = this.extra_get(NAME) {
            dict.set_str(vm, names.name, name);
        }
        dict.set_str(vm, names.args, this.args.get());
        dict.value()
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Exception>) -> Gc<Tuple> {
        let state = AttributeError::__getstate__(vm, this);
        let cls = vm.class_of(this.value()).value();
        vm.new_tuple(&[cls, this.args.get(), state])
    }

    /// The name.
    #[member]
    fn name(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, NAME)
    }

    #[setter]
    fn set_name(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, NAME, value);
        Ok(())
    }

    /// The object that was asked for it.
    #[member]
    fn obj(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, OBJ)
    }

    #[setter]
    fn set_obj(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, OBJ, value);
        Ok(())
    }
}

#[native]
impl NameError {
    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        init_base(vm, this, &Args::pos(args.pos))?;
        let [name] = keywords(vm, "NameError", ["name"], args)?;
        this.extra_set(vm, extra::name_error::NAME, name.unwrap_or(Value::UNBOUND));
        Ok(())
    }

    /// The name.
    #[member]
    fn name(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, extra::name_error::NAME)
    }

    #[setter]
    fn set_name(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, extra::name_error::NAME, value);
        Ok(())
    }
}
