//! `partial`, and the object that keeps a place in its arguments free.

use super::State;
use std::cell::Cell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::layout::{Dict, Tuple, Type};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, Slot, TypeDef, Value, Values, Vm, kinds, kinds::Numbered,
    type_flags,
};

/// The class of `Placeholder`, of which there is one object.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Placeholder {
    header: Header,
}

impl Placeholder {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Placeholder as Numbered>::NUMBER,
        name: "_PlaceholderType",
        module: "functools",
        doc: "The type of the Placeholder singleton.\n\nIt stands for a positional argument that a call of the partial object will give.",
        native: &Placeholder::NATIVE,
        layout: Some(LayoutInfo::of::<Placeholder>()),
        ..TypeDef::DEFAULT
    };
}

/// The one object.
pub fn placeholder(vm: &mut Vm) -> Gc<Placeholder> {
    if let Some(known) = vm.state::<State>().placeholder {
        return known;
    }
    let header = Header::new::<Placeholder>(vm.class_address(<Placeholder as Numbered>::NUMBER));
    let made = vm.heap.alloc(Placeholder { header });
    vm.state::<State>().placeholder = Some(made);
    made
}

fn is_placeholder(value: Value) -> bool {
    value.is_kind(<Placeholder as Numbered>::NUMBER)
}

#[native]
impl Placeholder {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Placeholder>> {
        if !args.pos.is_empty() || args.has_kw() {
            return Err(vm.type_error("PlaceholderType takes no arguments"));
        }
        Ok(placeholder(vm))
    }

    fn __repr__(_vm: &mut Vm, _this: Gc<Placeholder>) -> &'static str {
        "Placeholder"
    }

    /// Pickled by name.
    #[sig("($self, /)")]
    fn __reduce__(_vm: &mut Vm, _this: Gc<Placeholder>) -> &'static str {
        "Placeholder"
    }
}

/// A function with some of its arguments.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Partial {
    header: Header,
    function: Field<Value>,
    args: Field<Gc<Tuple>>,
    keywords: Field<Gc<Dict>>,
    dict: Field<Value>,
    /// How many of the arguments are placeholders.
    n_free: Cell<usize>,
}

impl Partial {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Partial as Numbered>::NUMBER,
        name: "partial",
        module: "functools",
        doc: "partial(func, /, *args, **keywords)\n--\n\nA function with some of the arguments given.",
        flags: type_flags::BASETYPE
            | type_flags::WEAKREFABLE
            | type_flags::SHOWS_GETATTR
            | type_flags::SHOWS_SETATTR,
        native: &Partial::NATIVE,
        layout: Some(LayoutInfo::of::<Partial>()),
        dict_offset: Some(offset_of!(Partial, dict)),
        ..TypeDef::DEFAULT
    };
}

fn n_placeholders(args: &[Value]) -> usize {
    args.iter().filter(|v| is_placeholder(**v)).count()
}

fn check_trailing(vm: &mut Vm, args: &[Value]) -> R<()> {
    match args.last() {
        Some(last) if is_placeholder(*last) => Err(vm.type_error("trailing Placeholders are not allowed")),
        _ => Ok(()),
    }
}

/// `known` with its placeholders filled by `given`; what is left over goes to the end.
fn fill(vm: &mut Vm, known: &[Value], given: &[Value]) -> Values {
    let mut out = Values::with_capacity(&mut vm.heap, known.len() + given.len());
    let mut given = given.iter();
    for value in known {
        let value = if is_placeholder(*value) { given.next().unwrap_or(value) } else { value };
        out.push(&mut vm.heap, *value);
    }
    for value in given {
        out.push(&mut vm.heap, *value);
    }
    out
}

fn repr(vm: &mut Vm, this: Gc<Partial>) -> R {
    let cls = vm.class_of(this.value()).value();
    let names = vm.names();
    let module = vm.get_attr(cls, names.__module__)?;
    let module = vm.str(module)?;
    let qualname = vm.get_attr(cls, names.__qualname__)?;
    let qualname = vm.str(qualname)?;
    let mut out = module.to_ref().as_bytes().to_vec();
    out.push(b'.');
    out.extend_from_slice(qualname.to_ref().as_bytes());
    out.push(b'(');
    // What it consists of now, whatever the parts' own code does to it.
    let (function, args, keywords) = (this.function.get(), this.args.get(), this.keywords.get());
    let text = vm.repr(function)?;
    out.extend_from_slice(text.to_ref().as_bytes());
    for value in args.to_ref().as_slice() {
        out.extend_from_slice(b", ");
        let text = vm.repr(*value)?;
        out.extend_from_slice(text.to_ref().as_bytes());
    }
    let mut at = 0;
    while let Some((i, key, value)) = keywords.next_entry(at) {
        at = i + 1;
        out.extend_from_slice(b", ");
        let key = vm.str(key)?;
        out.extend_from_slice(key.to_ref().as_bytes());
        out.push(b'=');
        let text = vm.repr(value)?;
        out.extend_from_slice(text.to_ref().as_bytes());
    }
    out.push(b')');
    Ok(vm.new_str_wtf8(&out).value())
}

#[native]
impl Partial {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Partial>> {
        let Some((&function, given)) = args.pos.split_first() else {
            return Err(vm.type_error("type 'partial' takes at least one argument"));
        };
        if !vm.is_callable(function) {
            return Err(vm.type_error("the first argument must be callable"));
        }
        check_trailing(vm, given)?;
        if args.kw_values.iter().any(|v| is_placeholder(*v)) {
            return Err(vm.type_error("Placeholder cannot be passed as a keyword argument"));
        }
        // A partial of a partial is made flat, unless attributes tell them apart.
        let mut inner = vm.payload::<Partial>(function);
        let call = vm.class_of(function).slots[Slot::Call as usize].get();
        if call != <Partial as Numbered>::NUMBER || vm.instance_dict_opt(function).is_some() {
            inner = None;
        }
        let (function, args_tuple, keywords) = match inner {
            None => (function, vm.new_tuple(given), vm.new_dict()),
            Some(inner) => {
                let all = fill(vm, inner.args.get().to_ref().as_slice(), given);
                let all = vm.new_tuple(&all);
                let keywords = inner.keywords.get().copy(vm);
                (inner.function.get(), all, keywords)
            }
        };
        for (key, value) in args.kw_names.iter().zip(args.kw_values) {
            keywords.set_item(vm, *key, *value)?;
        }
        let n_free = n_placeholders(args_tuple.to_ref().as_slice());
        let header = Header::new::<Partial>(vm.class_address(<Partial as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Partial {
            header,
            function: Field::new(function),
            args: Field::new(args_tuple),
            keywords: Field::new(keywords),
            dict: Field::new(Value::UNBOUND),
            n_free: Cell::new(n_free),
        }))
    }

    fn __call__(vm: &mut Vm, this: Gc<Partial>, args: &Args<'_>) -> R {
        let n_free = this.n_free.get();
        if args.pos.len() < n_free {
            return Err(vm.type_error(format!(
                "missing positional arguments in 'partial' call; expected at least {n_free}, got {}",
                args.pos.len()
            )));
        }
        let known = this.args.get().to_ref().as_slice();
        let function = this.function.get();
        let all = if known.is_empty() {
            Values::new()
        } else if n_free > 0 {
            fill(vm, known, args.pos)
        } else {
            let mut all = Values::with_capacity(&mut vm.heap, known.len() + args.pos.len());
            all.extend(&mut vm.heap, known);
            all.extend(&mut vm.heap, args.pos);
            all
        };
        let pos = if known.is_empty() { args.pos } else { all.as_slice() };
        let keywords = this.keywords.get();
        if keywords.len.get() == 0 {
            return vm.call_args(function, &Args { pos, ..*args });
        }
        let keywords = if args.has_kw() {
            let copy = keywords.copy(vm);
            for (key, value) in args.kw_names.iter().zip(args.kw_values) {
                copy.set_item(vm, *key, *value)?;
            }
            copy
        } else {
            keywords
        };
        let (kw_names, kw_values) = vm.dict_to_keywords(keywords)?;
        vm.call_args(function, &Args { pos, kw_names: &kw_names, kw_values: &kw_values })
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, _cls: Value) -> Value {
        if obj.is_unbound() || obj.is_none() { this } else { vm.new_bound_method(this, obj) }
    }

    fn __repr__(vm: &mut Vm, this: Gc<Partial>) -> R {
        if vm.thread.repr_stack.contains(&this.address()) {
            return Ok(vm.new_str("...").value());
        }
        vm.thread.repr_stack.push(this.address());
        let result = repr(vm, this);
        vm.thread.repr_stack.pop();
        result
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Partial>) -> Value {
        let cls = vm.class_of(this.value()).value();
        let dict = vm.instance_dict_opt(this.value()).map_or(Value::NONE, Gc::value);
        let function = this.function.get();
        let args = vm.new_tuple(&[function]).value();
        let state =
            vm.new_tuple(&[function, this.args.get().value(), this.keywords.get().value(), dict]).value();
        vm.new_tuple(&[cls, args, state]).value()
    }

    /// Takes what `__reduce__` gave.
    #[sig("($self, state, /)")]
    #[shown("($self, object, /)")]
    fn __setstate__(vm: &mut Vm, this: Gc<Partial>, state: Value) -> R<()> {
        let parts = vm.payload::<Tuple>(state).map(|t| t.to_ref().as_slice());
        let Some(&[function, args, keywords, dict]) = parts else {
            return Err(vm.type_error("invalid partial state"));
        };
        let Some(args_tuple) = vm.as_tuple(args) else {
            return Err(vm.type_error("invalid partial state"));
        };
        let given = vm.as_dict(keywords);
        let state_fits = dict.is_none() || vm.as_dict(dict).is_some();
        if !vm.is_callable(function) || (given.is_none() && !keywords.is_none()) || !state_fits {
            return Err(vm.type_error("invalid partial state"));
        }
        check_trailing(vm, args_tuple.to_ref().as_slice())?;
        // Only exact tuples and dicts, so that no subclass's methods matter later.
        let args_tuple = if args.is_kind(kinds::TUPLE) {
            args_tuple
        } else {
            vm.new_tuple(args_tuple.to_ref().as_slice())
        };
        let keywords = match given {
            None => vm.new_dict(),
            Some(given) if vm.is_exact(keywords, kinds::DICT) => given,
            Some(given) => given.copy(vm),
        };
        match vm.as_dict(dict) {
            Some(dict) => vm.set_instance_dict(this.value(), dict)?,
            None => this.dict.set(this, Value::UNBOUND),
        }
        this.n_free.set(n_placeholders(args_tuple.to_ref().as_slice()));
        this.function.set(this, function);
        this.args.set(this, args_tuple);
        this.keywords.set(this, keywords);
        Ok(())
    }

    /// `partial[int]` and the like, for annotations.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }

    /// The function.
    #[member]
    fn func(_vm: &mut Vm, this: Gc<Partial>) -> Value {
        this.function.get()
    }

    /// The arguments given by position.
    #[member]
    fn args(_vm: &mut Vm, this: Gc<Partial>) -> Gc<Tuple> {
        this.args.get()
    }

    /// The arguments given by name.
    #[member]
    fn keywords(_vm: &mut Vm, this: Gc<Partial>) -> Gc<Dict> {
        this.keywords.get()
    }
}
