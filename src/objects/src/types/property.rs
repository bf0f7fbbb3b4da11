//! `property`.

use taipan_macros::native;
use taipan_runtime::layout::{Property, Str, Tuple, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, Raised, TypeDef, Value, Vm, kinds, type_flags};

/// The definition of `property`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::PROPERTY,
    name: "property",
    doc: "property(fget=None, fset=None, fdel=None, doc=None)\n--\n\nAn attribute that is computed: read by fget, stored by fset, deleted by fdel. As a\ndecorator it makes the function the getter; `setter` and `deleter` add the others.",
    flags: type_flags::BASETYPE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Property>()),
    ..TypeDef::DEFAULT
};

struct Methods;

fn or_none(v: Value) -> Value {
    v.bound().unwrap_or(Value::NONE)
}

/// The property's own name: as set, or its getter's.
fn name_of(vm: &mut Vm, this: Gc<Property>) -> R<Option<Value>> {
    if let Some(name) = this.name.get().bound() {
        return Ok(Some(name));
    }
    let get = this.get.get();
    if get.is_none() {
        return Ok(None);
    }
    let name = vm.names().__name__;
    vm.get_attr_opt(get, name)
}

fn raise_missing(vm: &mut Vm, this: Gc<Property>, obj: Value, what: &str) -> Raised {
    let name = match name_of(vm, this) {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    let cls = vm.class_of(obj);
    let of = match vm.repr(cls.qualname.get().value()) {
        Ok(of) => of.to_display(),
        Err(raised) => return raised,
    };
    let text = match name {
        Some(name) => match vm.repr(name) {
            Ok(name) => format!("property {} of {of} object has no {what}", name.to_display()),
            Err(raised) => return raised,
        },
        None => format!("property of {of} object has no {what}"),
    };
    vm.raise(kinds::ATTRIBUTE_ERROR, text)
}

/// A copy with some functions replaced, of the same class.
fn copy(vm: &mut Vm, this: Value, get: Value, set: Value, del: Value) -> R {
    let Some(old) = vm.payload::<Property>(this) else { return Ok(this) };
    let pick = |new: Value, old: &Field<Value>| if new.is_none() { old.get() } else { new };
    let (get, set, del) = (pick(get, &old.get), pick(set, &old.set), pick(del, &old.del));
    let doc = if old.doc_from_getter.get() && !get.is_none() { Value::NONE } else { old.doc.get() };
    let cls = vm.class_of(this);
    let new = vm.call(cls.value(), &[get, set, del, doc])?;
    if let Some(new) = vm.payload::<Property>(new) {
        new.name.set(new, old.name.get());
    }
    Ok(new)
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Property> {
        let _ = (cls, args);
        let class = vm.class(kinds::PROPERTY).address();
        vm.heap.alloc(Property {
            header: Header::new::<Property>(class),
            get: Field::new(Value::NONE),
            set: Field::new(Value::NONE),
            del: Field::new(Value::NONE),
            doc: Field::new(Value::NONE),
            name: Field::new(Value::UNBOUND),
            doc_from_getter: std::cell::Cell::new(false),
        })
    }

    #[sig("($self, fget=None, fset=None, fdel=None, doc=None)")]
    #[name("property")]
    fn __init__(vm: &mut Vm, this: Value, fget: Value, fset: Value, fdel: Value, doc: Value) -> R<()> {
        let Some(p) = vm.payload::<Property>(this) else { return Ok(()) };
        p.get.set(p, fget);
        p.set.set(p, fset);
        p.del.set(p, fdel);
        p.name.set(p, Value::UNBOUND);
        p.doc_from_getter.set(false);
        let names = vm.names();
        let mut doc = doc;
        if doc.is_none() && !fget.is_none() {
            if let Some(found) = vm.get_attr_opt(fget, names.__doc__)? {
                doc = found;
            }
            if !doc.is_none() {
                p.doc_from_getter.set(true);
            }
        }
        p.doc.set(p, doc);
        // A subclass's instances show it by an attribute of their own, since the class has a `__doc__`.
        let cls = vm.class_of(this);
        if cls.has_flag(type_flags::HEAP)
            && let Err(raised) = vm.set_attr(this, names.__doc__, doc)
        {
            // One without a `__dict__` goes without, but for the docstring of a getter.
            if !p.doc_from_getter.get() && vm.take_if(kinds::ATTRIBUTE_ERROR).is_some() {
                return Ok(());
            }
            return Err(raised);
        }
        Ok(())
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, cls: Value) -> R {
        let _ = cls;
        if obj.is_unbound() || obj.is_none() {
            return Ok(this);
        }
        let Some(p) = vm.payload::<Property>(this) else { return Ok(this) };
        let get = p.get.get();
        if get.is_none() {
            return Err(raise_missing(vm, p, obj, "getter"));
        }
        vm.call(get, &[obj])
    }

    fn __set__(vm: &mut Vm, this: Gc<Property>, obj: Value, value: Value) -> R<()> {
        let f = if value.is_unbound() { this.del.get() } else { this.set.get() };
        if f.is_none() {
            return Err(raise_missing(vm, this, obj, if value.is_unbound() { "deleter" } else { "setter" }));
        }
        if value.is_unbound() {
            vm.call(f, &[obj])?;
        } else {
            vm.call(f, &[obj, value])?;
        }
        Ok(())
    }

    /// A copy with another getter.
    #[sig("($self, object, /)")]
    fn getter(vm: &mut Vm, this: Value, object: Value) -> R {
        copy(vm, this, object, Value::NONE, Value::NONE)
    }

    /// A copy with another setter.
    #[sig("($self, object, /)")]
    fn setter(vm: &mut Vm, this: Value, object: Value) -> R {
        copy(vm, this, Value::NONE, object, Value::NONE)
    }

    /// A copy with another deleter.
    #[sig("($self, object, /)")]
    fn deleter(vm: &mut Vm, this: Value, object: Value) -> R {
        copy(vm, this, Value::NONE, Value::NONE, object)
    }

    /// Tells the property its name, when its class is made.
    #[sig("($self, /, *args)")]
    #[shown("($self, owner, name, /)")]
    fn __set_name__(vm: &mut Vm, this: Gc<Property>, args: Gc<Tuple>) -> R<()> {
        let &[_, name] = args.to_ref().as_slice() else {
            let n = args.len();
            let text = format!("__set_name__() takes 2 positional arguments but {n} were given");
            return Err(vm.type_error(text));
        };
        this.name.set(this, name);
        Ok(())
    }

    #[member]
    fn fget(_: &mut Vm, this: Gc<Property>) -> Value {
        or_none(this.get.get())
    }

    #[member]
    fn fset(_: &mut Vm, this: Gc<Property>) -> Value {
        or_none(this.set.get())
    }

    #[member]
    fn fdel(_: &mut Vm, this: Gc<Property>) -> Value {
        or_none(this.del.get())
    }

    #[member("__doc__")]
    fn doc(_: &mut Vm, this: Gc<Property>) -> Value {
        or_none(this.doc.get())
    }

    #[setter("__doc__")]
    fn set_doc(_: &mut Vm, this: Gc<Property>, value: Value) -> R<()> {
        this.doc.set(this, or_none(value));
        Ok(())
    }

    #[getter("__name__")]
    fn name(vm: &mut Vm, this: Gc<Property>) -> R {
        match name_of(vm, this)? {
            Some(name) => Ok(name),
            None => {
                let name: Gc<Str> = vm.names().__name__;
                let text = "'property' object has no attribute '__name__'".to_owned();
                Err(vm.raise_attribute_error(this.value(), name, text))
            }
        }
    }

    #[setter("__name__")]
    fn set_name(_: &mut Vm, this: Gc<Property>, value: Value) -> R<()> {
        this.name.set(this, value);
        Ok(())
    }

    #[getter("__isabstractmethod__")]
    fn isabstractmethod(vm: &mut Vm, this: Gc<Property>) -> R<bool> {
        for f in [this.get.get(), this.set.get(), this.del.get()] {
            if is_abstract(vm, f)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Is it marked by `abc.abstractmethod`?
pub fn is_abstract(vm: &mut Vm, f: Value) -> R<bool> {
    if f.is_none() || f.is_unbound() {
        return Ok(false);
    }
    let name = vm.names().__isabstractmethod__;
    match vm.get_attr_opt(f, name)? {
        Some(v) => vm.truth(v),
        None => Ok(false),
    }
}
