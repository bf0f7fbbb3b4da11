//! `types.GenericAlias`: `list[int]`, and the substitution of type parameters.

use taipan_macros::native;
use taipan_runtime::layout::{GenericAlias, Str, Tuple, Type};
use taipan_runtime::{
    Args, CompareOp, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds, type_flags,
};

/// The definition of `types.GenericAlias`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::GENERIC_ALIAS,
    name: "GenericAlias",
    module: "types",
    doc: "GenericAlias(origin, args, /)\n--\n\nA generic class with its parameters, such as list[int].",
    flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<GenericAlias>()),
    ..TypeDef::DEFAULT
};

/// The definition of the iterator, which gives `*alias` once.
pub static ITERATOR: TypeDef = TypeDef {
    id: kinds::GENERIC_ALIAS_ITERATOR,
    name: "generic_alias_iterator",
    flags: type_flags::NO_NEW,
    native: &IteratorMethods::NATIVE,
    layout: Some(LayoutInfo::of::<AliasIterator>()),
    ..TypeDef::DEFAULT
};

/// Holds the alias until it was given.
#[derive(taipan_macros::Trace, taipan_macros::Layout)]
#[layout(number = "kinds::GENERIC_ALIAS_ITERATOR")]
#[repr(C)]
pub struct AliasIterator {
    header: Header,
    alias: Field<Value>,
}

/// `origin[args]`; anything but a tuple stands for a tuple of one.
pub fn new(vm: &mut Vm, origin: Value, args: Value) -> Gc<GenericAlias> {
    let args = match vm.as_tuple(args) {
        Some(tuple) => tuple,
        None => vm.new_tuple(&[args]),
    };
    let class = vm.class(kinds::GENERIC_ALIAS).address();
    vm.heap.alloc(GenericAlias {
        header: Header::new::<GenericAlias>(class),
        origin,
        args,
        parameters: Field::new(Value::UNBOUND),
        starred: std::cell::Cell::new(false),
    })
}

/// How a type is written in the text of an alias or a union.
pub fn type_repr(vm: &mut Vm, value: Value) -> R<String> {
    if value == Value::ELLIPSIS {
        return Ok("...".to_owned());
    }
    let names = vm.names();
    if let Some(cls) = value.cast::<Type>()
        && cls == vm.class(kinds::NONE_TYPE)
    {
        return Ok("None".to_owned());
    }
    if vm.get_attr_opt(value, names.__origin__)?.is_some()
        && vm.get_attr_opt(value, names.__args__)?.is_some()
    {
        return Ok(vm.repr(value)?.to_display());
    }
    let qualname = vm.get_attr_opt(value, names.__qualname__)?;
    let module = match qualname {
        Some(_) => vm.get_attr_opt(value, names.__module__)?,
        None => None,
    };
    match (qualname, module) {
        (Some(qualname), Some(module)) if !module.is_none() => {
            let qualname = vm.str(qualname)?.to_display();
            if vm.as_str(module).is_some_and(|m| m.as_bytes() == b"builtins") {
                return Ok(qualname);
            }
            let module = vm.str(module)?.to_display();
            Ok(format!("{module}.{qualname}"))
        }
        _ => Ok(vm.repr(value)?.to_display()),
    }
}

/// The same for an argument, which may be a list of types.
fn argument_repr(vm: &mut Vm, value: Value) -> R<String> {
    let Some(list) = vm.as_list(value) else { return type_repr(vm, value) };
    let mut parts = Vec::new();
    for i in 0..list.len.get() {
        if i >= list.len.get() {
            return Err(vm.index_error("list index out of range"));
        }
        parts.push(type_repr(vm, list.item(i))?);
    }
    Ok(format!("[{}]", parts.join(", ")))
}

fn add_parameter(vm: &mut Vm, parameters: &mut Values, value: Value) {
    if !parameters.contains(&value) {
        parameters.push(&mut vm.heap, value);
    }
}

fn sequence(vm: &mut Vm, value: Value) -> R<Option<Gc<Tuple>>> {
    if let Some(tuple) = vm.as_tuple(value) {
        return Ok(Some(tuple));
    }
    if vm.as_list(value).is_some() {
        return vm.to_tuple(value).map(Some);
    }
    Ok(None)
}

/// The type parameters among arguments, each once.
pub fn make_parameters(vm: &mut Vm, args: Gc<Tuple>) -> R<Gc<Tuple>> {
    let names = vm.names();
    let mut found = Values::new();
    for &arg in args.to_ref().as_slice() {
        // The attribute of a plain class is a descriptor.
        if arg.cast::<Type>().is_some() {
            continue;
        }
        if let Some(nested) = sequence(vm, arg)? {
            vm.check_stack(" in generic alias")?;
            let nested = make_parameters(vm, nested);
            for &p in nested?.to_ref().as_slice() {
                add_parameter(vm, &mut found, p);
            }
            continue;
        }
        if vm.get_attr_opt(arg, names.__typing_subst__)?.is_some() {
            add_parameter(vm, &mut found, arg);
            continue;
        }
        if let Some(nested) = vm.get_attr_opt(arg, names.__parameters__)?
            && let Some(nested) = vm.as_tuple(nested)
        {
            for &p in nested.to_ref().as_slice() {
                add_parameter(vm, &mut found, p);
            }
        }
    }
    Ok(vm.new_tuple(&found))
}

/// Puts the items of unpacked tuples (`*tuple[int, str]`) in their place.
fn unpack_args(vm: &mut Vm, item: Value) -> R {
    let items = match vm.as_tuple(item) {
        Some(tuple) => tuple,
        None => vm.new_tuple(&[item]),
    };
    let name = vm.names().__typing_unpacked_tuple_args__;
    let mut out = Values::new();
    for &item in items.to_ref().as_slice() {
        if item.cast::<Type>().is_none()
            && let Some(nested) = vm.get_attr_opt(item, name)?
            && let Some(nested) = vm.as_tuple(nested)
            && nested.as_slice().last() != Some(&Value::ELLIPSIS)
        {
            out.extend(&mut vm.heap, nested.to_ref().as_slice());
            continue;
        }
        out.push(&mut vm.heap, item);
    }
    Ok(vm.new_tuple(&out).value())
}

/// Replaces the parameters in an argument that is itself generic.
fn substitute_in(vm: &mut Vm, obj: Value, parameters: Gc<Tuple>, items: Gc<Tuple>) -> R {
    let name = vm.names().__parameters__;
    let Some(own) = vm.get_attr_opt(obj, name)? else { return Ok(obj) };
    let Some(own) = vm.as_tuple(own).filter(|t| !t.is_empty()) else { return Ok(obj) };
    let mut args = Values::new();
    for &p in own.to_ref().as_slice() {
        let place = parameters.as_slice().iter().position(|&q| q == p);
        let arg = place.and_then(|i| items.as_slice().get(i).copied()).unwrap_or(p);
        // A tuple of types for a TypeVarTuple.
        let cls = vm.class_of(p);
        if place.is_some()
            && vm.slot_iter(cls).is_some()
            && let Some(several) = vm.as_tuple(arg)
        {
            args.extend(&mut vm.heap, several.to_ref().as_slice());
            continue;
        }
        args.push(&mut vm.heap, arg);
    }
    let args = vm.new_tuple(&args).value();
    vm.get_item(obj, args)
}

/// The arguments of `this[item]`: those of `this` with the parameters replaced.
pub fn substitute(
    vm: &mut Vm,
    this: Value,
    args: Gc<Tuple>,
    parameters: Gc<Tuple>,
    item: Value,
) -> R<Gc<Tuple>> {
    let names = vm.names();
    if parameters.is_empty() {
        let text = vm.repr(this)?.to_display();
        return Err(vm.type_error(format!("{text} is not a generic class")));
    }
    let mut item = unpack_args(vm, item)?;
    for &p in parameters.to_ref().as_slice() {
        if let Some(prepare) = vm.get_attr_opt(p, names.__typing_prepare_subst__)?
            && !prepare.is_none()
        {
            let tuple = match vm.as_tuple(item) {
                Some(_) => item,
                None => vm.new_tuple(&[item]).value(),
            };
            item = vm.call(prepare, &[this, tuple])?;
        }
    }
    let items = match vm.as_tuple(item) {
        Some(items) => items,
        None => vm.new_tuple(&[item]),
    };
    if items.len() != parameters.len() {
        let text = vm.repr(this)?.to_display();
        let word = if items.len() > parameters.len() { "many" } else { "few" };
        let (actual, expected) = (items.len(), parameters.len());
        return Err(
            vm.type_error(format!("Too {word} arguments for {text}; actual {actual}, expected {expected}"))
        );
    }
    let mut out = Values::new();
    for &arg in args.to_ref().as_slice() {
        if arg.cast::<Type>().is_some() {
            out.push(&mut vm.heap, arg);
            continue;
        }
        if let Some(nested) = sequence(vm, arg)? {
            vm.check_stack(" in generic alias")?;
            let nested = substitute(vm, this, nested, parameters, item);
            let nested = nested?;
            let made = if vm.as_list(arg).is_some() {
                vm.new_list(nested.to_ref().as_slice()).value()
            } else {
                nested.value()
            };
            out.push(&mut vm.heap, made);
            continue;
        }
        let unpack = match vm.get_attr_opt(arg, names.__typing_is_unpacked_typevartuple__)? {
            Some(flag) => vm.truth(flag)?,
            None => false,
        };
        let made = match vm.get_attr_opt(arg, names.__typing_subst__)? {
            Some(subst) => {
                let place = parameters.as_slice().iter().position(|&q| q == arg);
                let Some(value) = place.and_then(|i| items.as_slice().get(i).copied()) else {
                    let arg = vm.repr(arg)?.to_display();
                    return Err(vm.type_error(format!("{arg} not found in __parameters__")));
                };
                vm.call(subst, &[value])?
            }
            None => substitute_in(vm, arg, parameters, items)?,
        };
        if unpack {
            let Some(several) = vm.as_tuple(made) else {
                let (of, got) = (vm.type_name(arg), vm.type_name(made));
                return Err(vm.type_error(format!(
                    "expected __typing_subst__ of {of} objects to return a tuple, not {got}"
                )));
            };
            out.extend(&mut vm.heap, several.to_ref().as_slice());
        } else {
            out.push(&mut vm.heap, made);
        }
    }
    Ok(vm.new_tuple(&out))
}

fn parameters(vm: &mut Vm, this: Gc<GenericAlias>) -> R<Gc<Tuple>> {
    if let Some(known) = this.parameters.get().cast::<Tuple>() {
        return Ok(known);
    }
    let made = make_parameters(vm, this.args)?;
    this.parameters.set(this, made.value());
    Ok(made)
}

fn starred(vm: &mut Vm, this: Gc<GenericAlias>) -> Gc<GenericAlias> {
    let made = new(vm, this.origin, this.args.value());
    made.starred.set(true);
    made
}

/// Attributes that are the alias's own, not the origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__bases__",
    "__copy__",
    "__deepcopy__",
];

struct Methods;

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<GenericAlias>> {
        let _ = cls;
        if args.has_kw() {
            return Err(vm.type_error("GenericAlias() takes no keyword arguments"));
        }
        match *args.pos {
            [origin, args] => Ok(new(vm, origin, args)),
            _ => {
                let n = args.pos.len();
                Err(vm.type_error(format!("GenericAlias expected 2 arguments, got {n}")))
            }
        }
    }

    fn __repr__(vm: &mut Vm, this: Gc<GenericAlias>) -> R<String> {
        let mut text = if this.starred.get() { "*".to_owned() } else { String::new() };
        text.push_str(&type_repr(vm, this.origin)?);
        text.push('[');
        for (i, &arg) in this.args.to_ref().as_slice().iter().enumerate() {
            if i > 0 {
                text.push_str(", ");
            }
            text.push_str(&argument_repr(vm, arg)?);
        }
        if this.args.is_empty() {
            text.push_str("()");
        }
        text.push(']');
        Ok(text)
    }

    fn __getattribute__(vm: &mut Vm, this: Value, name: Gc<Str>) -> R {
        if OWN.iter().any(|own| own.as_bytes() == name.as_bytes()) {
            return vm.generic_get_attr(this, name);
        }
        // What a subclass adds is its own too.
        match vm.payload::<GenericAlias>(this) {
            Some(alias) => vm.get_attr(alias.origin, name),
            None => vm.generic_get_attr(this, name),
        }
    }

    fn __call__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R {
        let Some(alias) = vm.payload::<GenericAlias>(this) else { return Ok(Value::NONE) };
        let made = vm.call_args(alias.origin, args)?;
        let name = vm.names().__orig_class__;
        if vm.set_attr(made, name, this).is_err()
            && vm.take_if(kinds::ATTRIBUTE_ERROR).is_none()
            && vm.take_if(kinds::TYPE_ERROR).is_none()
        {
            return Err(taipan_runtime::Raised);
        }
        Ok(made)
    }

    fn __hash__(vm: &mut Vm, this: Gc<GenericAlias>) -> R<i64> {
        let h = vm.hash(this.origin)? ^ vm.hash(this.args.value())?;
        Ok(if h == -1 { -2 } else { h })
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let (Some(a), Some(b)) = (vm.payload::<GenericAlias>(this), vm.payload::<GenericAlias>(other)) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let equal = a.starred.get() == b.starred.get()
            && vm.equal(a.origin, b.origin)?
            && vm.equal(a.args.value(), b.args.value())?;
        Ok(Value::bool(equal == (op == CompareOp::Eq)))
    }

    fn __getitem__(vm: &mut Vm, this: Value, item: Value) -> R {
        let Some(alias) = vm.payload::<GenericAlias>(this) else { return Ok(Value::NONE) };
        let parameters = parameters(vm, alias)?;
        let args = substitute(vm, this, alias.args, parameters, item)?;
        let made = new(vm, alias.origin, args.value());
        made.starred.set(alias.starred.get());
        Ok(made.value())
    }

    fn __iter__(vm: &mut Vm, this: Gc<GenericAlias>) -> Gc<AliasIterator> {
        let class = vm.class(kinds::GENERIC_ALIAS_ITERATOR).address();
        let alias = Field::new(this.value());
        vm.heap.alloc(AliasIterator { header: Header::new::<AliasIterator>(class), alias })
    }

    fn __or__(vm: &mut Vm, lhs: Value, rhs: Value) -> R {
        super::union::or(vm, lhs, rhs)
    }

    /// The class that takes the alias's place among bases.
    #[sig("($self, object, /)")]
    fn __mro_entries__(vm: &mut Vm, this: Gc<GenericAlias>, bases: Value) -> Value {
        let _ = bases;
        vm.new_tuple(&[this.origin]).value()
    }

    /// Refuses, since instances do not know their parameters.
    #[sig("($self, object, /)")]
    fn __instancecheck__(vm: &mut Vm, this: Value, instance: Value) -> R {
        let _ = (this, instance);
        Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
    }

    /// Refuses, since classes do not know their parameters.
    #[sig("($self, object, /)")]
    fn __subclasscheck__(vm: &mut Vm, this: Value, cls: Value) -> R {
        let _ = (this, cls);
        Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
    }

    /// How to pickle it.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(alias) = vm.payload::<GenericAlias>(this) else { return Ok(Value::NONE) };
        if alias.starred.get() {
            let next = super::builtin(vm, "next")?;
            let plain = new(vm, alias.origin, alias.args.value());
            let iterator = vm.iter(plain.value())?;
            let args = vm.new_tuple(&[iterator]).value();
            return Ok(vm.new_tuple(&[next, args]).value());
        }
        let cls = vm.class_of(this).value();
        let args = vm.new_tuple(&[alias.origin, alias.args.value()]).value();
        Ok(vm.new_tuple(&[cls, args]).value())
    }

    /// The names of the attributes: the origin's and the alias's own.
    #[sig("($self, /)")]
    fn __dir__(vm: &mut Vm, this: Gc<GenericAlias>) -> R {
        let dir = super::builtin(vm, "dir")?;
        let found = vm.call(dir, &[this.origin])?;
        let Some(list) = vm.as_list(found) else { return Ok(found) };
        for name in &OWN[..9] {
            let name = vm.intern(name).value();
            if !vm.contains(found, name)? {
                list.push(&mut vm.heap, name);
            }
        }
        Ok(found)
    }

    /// The generic class.
    #[member]
    fn __origin__(_: &mut Vm, this: Gc<GenericAlias>) -> Value {
        this.origin
    }

    /// The parameters given.
    #[member]
    fn __args__(_: &mut Vm, this: Gc<GenericAlias>) -> Gc<Tuple> {
        this.args
    }

    /// The type variables among them.
    #[getter]
    fn __parameters__(vm: &mut Vm, this: Gc<GenericAlias>) -> R<Gc<Tuple>> {
        parameters(vm, this)
    }

    /// Was it unpacked by a star?
    #[member]
    fn __unpacked__(_: &mut Vm, this: Gc<GenericAlias>) -> bool {
        this.starred.get()
    }

    /// The parameters of `*tuple[...]`, else None.
    #[getter]
    fn __typing_unpacked_tuple_args__(vm: &mut Vm, this: Gc<GenericAlias>) -> Value {
        if this.starred.get() && this.origin == vm.class(kinds::TUPLE).value() {
            return this.args.value();
        }
        Value::NONE
    }
}

struct IteratorMethods;

#[native]
impl IteratorMethods {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<AliasIterator>) -> R<Option<Value>> {
        let alias = this.alias.replace(this, Value::UNBOUND);
        Ok(alias.cast::<GenericAlias>().map(|alias| starred(vm, alias).value()))
    }

    /// How to pickle it.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<AliasIterator>) -> R {
        let iter = super::builtin(vm, "iter")?;
        let of = this.alias.get().bound().unwrap_or(vm.empty_tuple.value());
        let args = vm.new_tuple(&[of]).value();
        Ok(vm.new_tuple(&[iter, args]).value())
    }
}
