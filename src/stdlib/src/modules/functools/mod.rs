//! `_functools`: `reduce`, `partial`, `cmp_to_key`, and the wrapper that remembers results.

pub mod cache;
pub mod partial;

use crate::support::put;
use cache::CacheWrapper;
use partial::{Partial, Placeholder, placeholder};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::layout::Module;
use taipan_runtime::{
    Args, CompareOp, Field, Gc, Header, Items, LayoutInfo, ModuleDef, R, Trace, Tracer, TypeDef, Value, Vm,
    kinds, kinds::Numbered, type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_functools",
    doc: "Functions that work on functions.",
    functions: &Functions::NATIVE,
    types: &[&Partial::TYPE, &Placeholder::TYPE, &CacheWrapper::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Functions;

/// What the module keeps with the interpreter.
#[derive(Default)]
pub struct State {
    pub(crate) placeholder: Option<Gc<Placeholder>>,
    /// Parts the positional arguments from the others in a cache's keys.
    pub(crate) mark: Option<Value>,
}

impl Trace for State {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(placeholder) = self.placeholder {
            placeholder.trace(tracer);
        }
        if let Some(mark) = self.mark {
            tracer.value(mark);
        }
    }
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let value = placeholder(vm).value();
    put(vm, module, "Placeholder", value);
    Ok(())
}

#[native]
impl Functions {
    /// Combine the items of an iterable from left to right by a function of two arguments: reduce(f, [a, b, c]) is
    /// f(f(a, b), c). An initial value goes before the items.
    #[sig("($module, function, iterable, /, initial=<functools._initial_missing>)")]
    #[shown("($module, function, iterable, /, initial=<unrepresentable>)")]
    fn reduce(vm: &mut Vm, function: Value, iterable: Value, initial: Option<Value>) -> R {
        let iterator = match vm.iter(iterable) {
            Ok(iterator) => iterator,
            Err(raised) => {
                if vm.take_if(kinds::TYPE_ERROR).is_none() {
                    return Err(raised);
                }
                return Err(vm.type_error("reduce() arg 2 must support iteration"));
            }
        };
        let mut result = match initial {
            Some(initial) => initial,
            None => match vm.next(iterator)? {
                Some(first) => first,
                None => return Err(vm.type_error("reduce() of empty iterable with no initial value")),
            },
        };
        let items = Items::of(vm, iterator);
        while let Some(item) = items.next(vm)? {
            result = vm.call(function, &[result, item])?;
        }
        Ok(result)
    }

    /// Turn a function that compares (negative, zero, positive) into a key function.
    #[sig("($module, /, mycmp)")]
    fn cmp_to_key(vm: &mut Vm, mycmp: Value) -> Gc<KeyWrapper> {
        new_key(vm, mycmp, Value::UNBOUND)
    }
}

/// An object that compares by a function; without an object, what makes such.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct KeyWrapper {
    header: Header,
    compare: Field<Value>,
    object: Field<Value>,
}

impl KeyWrapper {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <KeyWrapper as Numbered>::NUMBER,
        name: "KeyWrapper",
        module: "functools",
        flags: type_flags::NO_NEW | type_flags::SHOWS_GETATTR,
        native: &KeyWrapper::NATIVE,
        layout: Some(LayoutInfo::of::<KeyWrapper>()),
        ..TypeDef::DEFAULT
    };
}

fn new_key(vm: &mut Vm, compare: Value, object: Value) -> Gc<KeyWrapper> {
    let header = Header::new::<KeyWrapper>(vm.class_address(<KeyWrapper as Numbered>::NUMBER));
    vm.heap.alloc(KeyWrapper { header, compare: Field::new(compare), object: Field::new(object) })
}

#[native]
impl KeyWrapper {
    fn __call__(vm: &mut Vm, this: Gc<KeyWrapper>, args: &Args<'_>) -> R<Gc<KeyWrapper>> {
        let object = match (args.pos, args.kw_names, args.kw_values) {
            ([object], [], _) => *object,
            ([], [name], [value]) if vm.as_str(*name).is_some_and(|n| n.as_bytes() == b"obj") => *value,
            ([], ..) => return Err(vm.type_error("K() missing required argument 'obj' (pos 1)")),
            _ => {
                let n = args.pos.len() + args.kw_names.len();
                return Err(vm.type_error(format!("K() takes at most 1 argument ({n} given)")));
            }
        };
        Ok(new_key(vm, this.compare.get(), object))
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<KeyWrapper>, other: Value, op: CompareOp) -> R {
        let Some(other) = vm.payload::<KeyWrapper>(other) else {
            return Err(vm.type_error("other argument must be K instance"));
        };
        let (Some(a), Some(b)) = (this.object.get().bound(), other.object.get().bound()) else {
            return Err(vm.raise(kinds::ATTRIBUTE_ERROR, "object"));
        };
        let result = vm.call(this.compare.get(), &[a, b])?;
        vm.compare(result, Value::int32(0), op)
    }

    /// How it is called.
    #[getter("__text_signature__")]
    fn text_signature(_vm: &mut Vm, _this: Gc<KeyWrapper>) -> &'static str {
        "(obj)"
    }

    /// The object that is wrapped.
    #[member]
    fn obj(vm: &mut Vm, this: Gc<KeyWrapper>) -> R {
        match this.object.get().bound() {
            Some(object) => Ok(object),
            None => Err(vm.raise(kinds::ATTRIBUTE_ERROR, "obj")),
        }
    }

    /// Wrap another object.
    #[setter]
    fn set_obj(_vm: &mut Vm, this: Gc<KeyWrapper>, value: Value) -> R<()> {
        this.object.set(this, value);
        Ok(())
    }
}
