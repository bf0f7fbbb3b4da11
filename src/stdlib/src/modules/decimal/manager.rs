//! What `localcontext` gives.

use super::context::{self, ATTRIBUTES, Context, current, current_value, make_current};
use crate::signature::Signature;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{Args, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds::Numbered, type_flags};

/// Makes a context the current one, and the one before afterwards.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ContextManager {
    header: Header,
    local: Gc<Context>,
    before: Value,
}

impl ContextManager {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ContextManager as Numbered>::NUMBER,
        name: "ContextManager",
        module: "decimal",
        doc: "A context within a with statement.",
        flags: type_flags::NO_NEW | type_flags::SHOWS_GETATTR,
        native: &ContextManager::NATIVE,
        layout: Some(LayoutInfo::of::<ContextManager>()),
        ..TypeDef::DEFAULT
    };
}

const SIGNATURE: Signature = Signature {
    names: &["ctx", "prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"],
    n_required: 0,
    n_pos: 9,
};

/// A manager of a copy of a context, with attributes as given.
pub fn make(vm: &mut Vm, args: &Args<'_>) -> R {
    let (mut given, mut attributes) = (Value::NONE, [Value::NONE; 8]);
    SIGNATURE.bind(vm, args, |_, i, value| {
        match i.checked_sub(1) {
            Some(i) => attributes[i] = value,
            None => given = value,
        }
        Ok(())
    })?;
    let before = current_value(vm)?;
    let template = if given.is_none() {
        current(vm)?
    } else {
        match vm.payload::<Context>(given) {
            Some(context) => context,
            None => return Err(vm.type_error("optional argument must be a context")),
        }
    };
    let local = context::copy(vm, template);
    for (name, value) in ATTRIBUTES.into_iter().zip(attributes) {
        if !value.is_none() {
            context::set_attribute(vm, local, name, value)?;
        }
    }
    let header = Header::new::<ContextManager>(vm.class_address(<ContextManager as Numbered>::NUMBER));
    Ok(vm.heap.alloc(ContextManager { header, local, before }).value())
}

#[native]
impl ContextManager {
    /// Makes the context the current one.
    #[sig("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Gc<ContextManager>) -> R<Gc<Context>> {
        make_current(vm, this.local.value(), this.local)?;
        Ok(this.local)
    }

    /// Makes the one before the current one.
    #[sig("($self, /, *args)")]
    #[shown("")]
    fn __exit__(vm: &mut Vm, this: Gc<ContextManager>, args: Value) -> R<bool> {
        let _ = args;
        match vm.payload::<Context>(this.before) {
            Some(content) => make_current(vm, this.before, content).map(|()| false),
            None => Ok(false),
        }
    }
}
