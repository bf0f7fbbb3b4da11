//! `itemgetter`, `attrgetter`, `methodcaller`.

use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::index::checked_index;
use taipan_runtime::layout::{List, Str, Tuple, Type};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds, kinds::Numbered, type_flags,
};

/// The name a getter's `repr` shows.
fn shown_name(vm: &Vm, this: Value, known: &TypeDef) -> String {
    if this.is_kind(known.id) { format!("operator.{}", known.name) } else { vm.type_name(this) }
}

fn no_keywords(vm: &mut Vm, name: &str, args: &Args<'_>) -> R<()> {
    if args.has_kw() { Err(vm.type_error(format!("{name}() takes no keyword arguments"))) } else { Ok(()) }
}

fn at_least_one(vm: &mut Vm, name: &str, args: &Args<'_>) -> R<()> {
    no_keywords(vm, name, args)?;
    if args.pos.is_empty() {
        return Err(vm.type_error(format!("{name} expected 1 argument, got 0")));
    }
    Ok(())
}

fn the_one(vm: &mut Vm, name: &str, args: &Args<'_>) -> R {
    no_keywords(vm, name, args)?;
    match *args.pos {
        [obj] => Ok(obj),
        _ => Err(vm.type_error(format!("{name} expected 1 argument, got {}", args.pos.len()))),
    }
}

/// `name(a, b, key=value)`, guarded against objects that hold themselves.
fn repr_call(vm: &mut Vm, this: Value, name: &str, pos: &[Value], keys: &[Value], values: &[Value]) -> R {
    if vm.thread.repr_stack.contains(&this.address()) {
        return Ok(vm.new_str(&format!("{name}(...)")).value());
    }
    vm.thread.repr_stack.push(this.address());
    let result = repr_parts(vm, name, pos, keys, values);
    vm.thread.repr_stack.pop();
    result
}

fn repr_parts(vm: &mut Vm, name: &str, pos: &[Value], keys: &[Value], values: &[Value]) -> R {
    let mut out = format!("{name}(").into_bytes();
    for (i, value) in pos.iter().enumerate() {
        if i > 0 {
            out.extend_from_slice(b", ");
        }
        let text = vm.repr(*value)?;
        out.extend_from_slice(text.to_ref().as_bytes());
    }
    for (i, (key, value)) in keys.iter().zip(values).enumerate() {
        if i > 0 || !pos.is_empty() {
            out.extend_from_slice(b", ");
        }
        let key = vm.str(*key)?;
        out.extend_from_slice(key.to_ref().as_bytes());
        out.push(b'=');
        let text = vm.repr(*value)?;
        out.extend_from_slice(text.to_ref().as_bytes());
    }
    out.push(b')');
    Ok(vm.new_str_wtf8(&out).value())
}

/// The item at a place of a tuple or a list that has so many.
#[inline]
fn item_of_sequence(vm: &Vm, obj: Value, item: Value) -> Option<Value> {
    let i = item.as_small_int()?;
    let items = match (obj.cast::<Tuple>(), obj.cast::<List>()) {
        (Some(tuple), _) if vm.is_exact(obj, kinds::TUPLE) => tuple.to_ref().as_slice(),
        (_, Some(list)) if vm.is_exact(obj, kinds::LIST) => list.to_ref().as_slice(),
        _ => return None,
    };
    items.get(checked_index(i, items.len())?).copied()
}

/// Fetches items.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ItemGetter {
    header: Header,
    items: Field<Gc<Tuple>>,
}

impl ItemGetter {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ItemGetter as Numbered>::NUMBER,
        name: "itemgetter",
        module: "operator",
        doc: "itemgetter(item, /, *items)\n--\n\nA callable that fetches an item of its argument, or a tuple of several:\nitemgetter(2)(r) is r[2], and itemgetter(2, 5)(r) is (r[2], r[5]).",
        flags: type_flags::SHOWS_GETATTR,
        native: &ItemGetter::NATIVE,
        layout: Some(LayoutInfo::of::<ItemGetter>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl ItemGetter {
    /// How it is called.
    #[getter("__text_signature__")]
    fn text_signature(_vm: &mut Vm, _this: Gc<ItemGetter>) -> &'static str {
        "(obj, /)"
    }

    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<ItemGetter>> {
        at_least_one(vm, "itemgetter", args)?;
        let items = vm.new_tuple(args.pos);
        let header = Header::new::<ItemGetter>(vm.class_address(<ItemGetter as Numbered>::NUMBER));
        Ok(vm.heap.alloc(ItemGetter { header, items: Field::new(items) }))
    }

    fn __call__(vm: &mut Vm, this: Gc<ItemGetter>, args: &Args<'_>) -> R {
        let obj = the_one(vm, "itemgetter", args)?;
        let items = this.items.get().to_ref().as_slice();
        if let [item] = *items {
            if let Some(found) = item_of_sequence(vm, obj, item) {
                return Ok(found);
            }
            return vm.get_item(obj, item);
        }
        let mut out = Values::with_capacity(&mut vm.heap, items.len());
        for item in items {
            let value = vm.get_item(obj, *item)?;
            out.push(&mut vm.heap, value);
        }
        Ok(vm.new_tuple(&out).value())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let Some(getter) = vm.payload::<ItemGetter>(this) else { return Ok(this) };
        let name = shown_name(vm, this, &ItemGetter::TYPE);
        repr_call(vm, this, &name, getter.items.get().to_ref().as_slice(), &[], &[])
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(getter) = vm.payload::<ItemGetter>(this) else { return Ok(this) };
        let cls = vm.class_of(this).value();
        Ok(vm.new_tuple(&[cls, getter.items.get().value()]).value())
    }
}

/// Fetches attributes.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct AttrGetter {
    header: Header,
    /// As given.
    names: Field<Gc<Tuple>>,
    /// For each, the tuple of the interned names between the dots.
    paths: Field<Gc<Tuple>>,
}

impl AttrGetter {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <AttrGetter as Numbered>::NUMBER,
        name: "attrgetter",
        module: "operator",
        doc: "attrgetter(attr, /, *attrs)\n--\n\nA callable that fetches an attribute of its argument, or a tuple of several:\nattrgetter('name')(r) is r.name; dots lead further, as in 'name.first'.",
        flags: type_flags::SHOWS_GETATTR,
        native: &AttrGetter::NATIVE,
        layout: Some(LayoutInfo::of::<AttrGetter>()),
        ..TypeDef::DEFAULT
    };
}

fn follow(vm: &mut Vm, mut obj: Value, path: Value) -> R {
    let Some(path) = path.cast::<Tuple>() else { return Ok(obj) };
    for name in path.to_ref().as_slice() {
        if let Some(name) = name.cast::<Str>() {
            obj = vm.get_attr(obj, name)?;
        }
    }
    Ok(obj)
}

#[native]
impl AttrGetter {
    /// How it is called.
    #[getter("__text_signature__")]
    fn text_signature(_vm: &mut Vm, _this: Gc<AttrGetter>) -> &'static str {
        "(obj, /)"
    }

    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<AttrGetter>> {
        at_least_one(vm, "attrgetter", args)?;
        let mut paths = Values::with_capacity(&mut vm.heap, args.pos.len());
        for name in args.pos {
            let Some(name) = vm.as_str(*name) else {
                return Err(vm.type_error("attribute name must be a string"));
            };
            let mut path = Values::with_capacity(&mut vm.heap, 1);
            for part in name.to_ref().as_bytes().split(|b| *b == b'.') {
                let part = vm.intern_bytes(part).value();
                path.push(&mut vm.heap, part);
            }
            let path = vm.new_tuple(&path).value();
            paths.push(&mut vm.heap, path);
        }
        let (names, paths) = (vm.new_tuple(args.pos), vm.new_tuple(&paths));
        let header = Header::new::<AttrGetter>(vm.class_address(<AttrGetter as Numbered>::NUMBER));
        Ok(vm.heap.alloc(AttrGetter { header, names: Field::new(names), paths: Field::new(paths) }))
    }

    fn __call__(vm: &mut Vm, this: Gc<AttrGetter>, args: &Args<'_>) -> R {
        let obj = the_one(vm, "attrgetter", args)?;
        let paths = this.paths.get().to_ref().as_slice();
        if let [path] = *paths {
            return follow(vm, obj, path);
        }
        let mut out = Values::with_capacity(&mut vm.heap, paths.len());
        for path in paths {
            let value = follow(vm, obj, *path)?;
            out.push(&mut vm.heap, value);
        }
        Ok(vm.new_tuple(&out).value())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let Some(getter) = vm.payload::<AttrGetter>(this) else { return Ok(this) };
        let name = shown_name(vm, this, &AttrGetter::TYPE);
        repr_call(vm, this, &name, getter.names.get().to_ref().as_slice(), &[], &[])
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(getter) = vm.payload::<AttrGetter>(this) else { return Ok(this) };
        let cls = vm.class_of(this).value();
        Ok(vm.new_tuple(&[cls, getter.names.get().value()]).value())
    }
}

/// Calls a method.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct MethodCaller {
    header: Header,
    name: Field<Gc<Str>>,
    args: Field<Gc<Tuple>>,
    kw_names: Field<Gc<Tuple>>,
    kw_values: Field<Gc<Tuple>>,
}

impl MethodCaller {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <MethodCaller as Numbered>::NUMBER,
        name: "methodcaller",
        module: "operator",
        doc: "methodcaller(name, /, *args, **kwargs)\n--\n\nA callable that calls a method of its argument:\nmethodcaller('name', 'date', foo=1)(r) is r.name('date', foo=1).",
        flags: type_flags::SHOWS_GETATTR,
        native: &MethodCaller::NATIVE,
        layout: Some(LayoutInfo::of::<MethodCaller>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl MethodCaller {
    /// How it is called.
    #[getter("__text_signature__")]
    fn text_signature(_vm: &mut Vm, _this: Gc<MethodCaller>) -> &'static str {
        "(obj, /)"
    }

    fn __new__(vm: &mut Vm, _cls: Gc<Type>, args: &Args<'_>) -> R<Gc<MethodCaller>> {
        let Some((name, rest)) = args.pos.split_first() else {
            return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
        };
        let Some(name) = vm.as_str(*name) else { return Err(vm.type_error("method name must be a string")) };
        let name = vm.intern_str(name);
        let (rest, kw_names, kw_values) =
            (vm.new_tuple(rest), vm.new_tuple(args.kw_names), vm.new_tuple(args.kw_values));
        let header = Header::new::<MethodCaller>(vm.class_address(<MethodCaller as Numbered>::NUMBER));
        Ok(vm.heap.alloc(MethodCaller {
            header,
            name: Field::new(name),
            args: Field::new(rest),
            kw_names: Field::new(kw_names),
            kw_values: Field::new(kw_values),
        }))
    }

    fn __call__(vm: &mut Vm, this: Gc<MethodCaller>, args: &Args<'_>) -> R {
        let obj = the_one(vm, "methodcaller", args)?;
        let pos = this.args.get().to_ref().as_slice();
        let kw_names = this.kw_names.get().to_ref().as_slice();
        if kw_names.is_empty() {
            return vm.call_method(obj, this.name.get(), pos);
        }
        let method = vm.get_attr(obj, this.name.get())?;
        vm.call_args(method, &Args { pos, kw_names, kw_values: this.kw_values.get().to_ref().as_slice() })
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let Some(caller) = vm.payload::<MethodCaller>(this) else { return Ok(this) };
        let name = shown_name(vm, this, &MethodCaller::TYPE);
        let mut pos = Values::from_slice(&mut vm.heap, &[caller.name.get().value()]);
        pos.extend(&mut vm.heap, caller.args.get().to_ref().as_slice());
        let (keys, values) = (caller.kw_names.get(), caller.kw_values.get());
        repr_call(vm, this, &name, &pos, keys.to_ref().as_slice(), values.to_ref().as_slice())
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let Some(caller) = vm.payload::<MethodCaller>(this) else { return Ok(this) };
        let cls = vm.class_of(this).value();
        let args = caller.args.get();
        let kw_names = caller.kw_names.get().to_ref().as_slice();
        if kw_names.is_empty() {
            let mut all = Values::from_slice(&mut vm.heap, &[caller.name.get().value()]);
            all.extend(&mut vm.heap, args.to_ref().as_slice());
            let all = vm.new_tuple(&all).value();
            return Ok(vm.new_tuple(&[cls, all]).value());
        }
        let functools = crate::support::import(vm, "functools")?;
        let partial = vm.get_attr_named(functools, "partial")?;
        let kw_values = caller.kw_values.get().to_ref().as_slice();
        let pos = [cls, caller.name.get().value()];
        let made = vm.call_args(partial, &Args { pos: &pos, kw_names, kw_values })?;
        Ok(vm.new_tuple(&[made, args.value()]).value())
    }
}
