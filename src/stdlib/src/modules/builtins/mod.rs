//! `builtins`: the functions that need no import. The classes are in the crate `objects`.

mod classes;
mod evaluate;
mod import;
mod output;
mod sequences;

use taipan_macros::native;
use taipan_number::big::radix;
use taipan_objects::checks;
use taipan_objects::types::int::operand::Operand;
use taipan_runtime::layout::{Float, Int, Module, Str};
use taipan_runtime::{Gc, ModuleDef, R, Raised, TypeEntry, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "builtins",
    doc: "Built-in functions, types, exceptions, and other objects.\n\nThis module provides direct access to all 'built-in'\nidentifiers of Python; for example, builtins.len is\nthe full name for the built-in function len().\n\nThis module is not normally accessed explicitly by most\napplications, but can be useful in modules that provide\nobjects with the same name as a builtin and need the\noriginal.",
    functions: &Builtins::NATIVE,
    more: &[
        &sequences::Sequences::NATIVE,
        &evaluate::Evaluate::NATIVE,
        &classes::Classes::NATIVE,
        &import::Import::NATIVE,
        &output::Output::NATIVE,
    ],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// The classes with a name here.
const CLASSES: &[u16] = &[
    kinds::BOOL,
    kinds::MEMORYVIEW,
    kinds::BYTEARRAY,
    kinds::BYTES,
    kinds::CLASSMETHOD,
    kinds::COMPLEX,
    kinds::DICT,
    kinds::ENUMERATE,
    kinds::FILTER,
    kinds::FLOAT,
    kinds::FROZENSET,
    kinds::PROPERTY,
    kinds::INT,
    kinds::LIST,
    kinds::MAP,
    kinds::OBJECT,
    kinds::RANGE,
    kinds::REVERSED,
    kinds::SET,
    kinds::SLICE,
    kinds::STATICMETHOD,
    kinds::STR,
    kinds::SUPER,
    kinds::TUPLE,
    kinds::TYPE,
    kinds::ZIP,
];

fn put(vm: &mut Vm, module: Gc<Module>, name: &str, value: Value) {
    let name = vm.intern(name);
    module.dict.get().set_str(vm, name, value);
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, value) in [
        ("None", Value::NONE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("False", Value::FALSE),
        ("True", Value::TRUE),
    ] {
        put(vm, module, name, value);
    }
    let debug = Value::bool(vm.config.optimize == 0);
    put(vm, module, "__debug__", debug);
    for &kind in CLASSES {
        let cls = vm.class(kind);
        let name = cls.name.get();
        module.dict.get().set_str(vm, name, cls.value());
    }
    for entry in taipan_objects::types::EXCEPTIONS {
        if let TypeEntry::Type(def) = entry {
            let cls = vm.class(def.id).value();
            put(vm, module, def.name, cls);
        }
    }
    let os_error = vm.class(kinds::OS_ERROR).value();
    put(vm, module, "EnvironmentError", os_error);
    put(vm, module, "IOError", os_error);
    Ok(())
}

fn attribute_name(vm: &mut Vm, name: Value) -> R<Gc<Str>> {
    match vm.as_str(name) {
        Some(name) => Ok(name),
        None => {
            let of = vm.type_name(name);
            Err(vm.type_error(format!("attribute name must be string, not '{of}'")))
        }
    }
}

/// An int in another base, with its prefix.
fn in_base(vm: &mut Vm, number: Value, prefix: u8, bits: u32) -> R<Gc<Str>> {
    let int = Operand::new(vm.index(number)?);
    let view = int.view();
    let sign = usize::from(view.negative);
    let n_chars = sign + 2 + radix::n_digits(view, bits);
    Ok(vm.new_str_filled(n_chars, n_chars, |out| {
        let (head, digits) = out.split_at_mut(sign + 2);
        head[..sign].fill(b'-');
        head[sign..].copy_from_slice(&[b'0', prefix]);
        radix::write_digits(digits, view, bits);
    }))
}

struct Builtins;

/// What `id()` gives.
fn identity(vm: &mut Vm, obj: Value) -> Value {
    // Numbers that need a cell are identical when they are equal (`Vm::is`): a limb above their bits keeps them apart from
    // addresses and from each other.
    if let Some(float) = obj.cast::<Float>().filter(|float| !float.value.is_nan()) {
        return vm.new_int_limbs(false, &[float.value.to_bits(), 1]);
    }
    if let Some(int) = obj.cast::<Int>() {
        let (limbs, top) = (int.to_ref().limbs(), if int.is_negative() { 3 } else { 2 });
        return match *limbs {
            [limb] => vm.new_int_limbs(false, &[limb, top]),
            [low, high] => vm.new_int_limbs(false, &[low, high, top]),
            _ => vm.new_int_limbs(false, &[limbs, &[top]].concat()),
        };
    }
    vm.new_uint(if obj.is_cell() { obj.address() as u64 } else { obj.bits() })
}

#[native]
impl Builtins {
    /// Return the absolute value of the argument.
    #[sig("(number, /)")]
    #[shown("($module, x, /)")]
    fn abs(vm: &mut Vm, number: Value) -> R {
        vm.absolute(number)
    }

    /// Return an ASCII-only representation of an object.
    #[sig("(object, /)")]
    #[shown("($module, obj, /)")]
    #[name("ascii")]
    fn ascii_(vm: &mut Vm, object: Value) -> R {
        vm.ascii_value(object)
    }

    /// Return the binary representation of an integer.
    #[sig("(integer, /)")]
    #[shown("($module, number, /)")]
    fn bin(vm: &mut Vm, integer: Value) -> R<Gc<Str>> {
        in_base(vm, integer, b'b', 1)
    }

    /// Return the octal representation of an integer.
    #[sig("(integer, /)")]
    #[shown("($module, number, /)")]
    fn oct(vm: &mut Vm, integer: Value) -> R<Gc<Str>> {
        in_base(vm, integer, b'o', 3)
    }

    /// Return the hexadecimal representation of an integer.
    #[sig("(integer, /)")]
    #[shown("($module, number, /)")]
    fn hex(vm: &mut Vm, integer: Value) -> R<Gc<Str>> {
        in_base(vm, integer, b'x', 4)
    }

    /// Can the object be called? Classes can, and instances of classes with a __call__() method.
    #[sig("(obj, /)")]
    fn callable(vm: &mut Vm, obj: Value) -> bool {
        vm.is_callable(obj)
    }

    /// Return the string of one character with this code point.
    #[sig("(i, /)")]
    fn chr(vm: &mut Vm, i: Value) -> R<Gc<Str>> {
        let index = vm.index(i)?;
        match vm.int_to_i64(index) {
            Some(c @ 0..=0x10ffff) => Ok(vm.new_str_char(c as u32)),
            _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
        }
    }

    /// Return the code point of a one-character string.
    #[sig("(character, /)")]
    fn ord(vm: &mut Vm, character: Value) -> R<u32> {
        if let Some(s) = vm.as_str(character) {
            if s.n_chars() == 1 {
                let first = taipan_text::Wtf8::new(s.to_ref().as_bytes()).chars().next();
                return Ok(first.unwrap_or(0));
            }
            let n = s.n_chars();
            return Err(vm.type_error(format!("ord() expected a character, but string of length {n} found")));
        }
        let n = match vm.bytes_of(character) {
            Some(&[b]) => return Ok(u32::from(b)),
            Some(bytes) => bytes.len(),
            None => {
                let of = vm.type_name(character);
                return Err(vm.type_error(format!("ord() expected string of length 1, but {of} found")));
            }
        };
        Err(vm.type_error(format!("ord() expected a character, but string of length {n} found")))
    }

    /// Delete the attribute from the object: delattr(x, 'y') is del x.y.
    #[sig("(obj, name, /)")]
    fn delattr(vm: &mut Vm, obj: Value, name: Value) -> R<()> {
        let name = attribute_name(vm, name)?;
        vm.set_attr(obj, name, Value::UNBOUND)
    }

    /// Set the attribute of the object: setattr(x, 'y', v) is x.y = v.
    #[sig("(obj, name, value, /)")]
    fn setattr(vm: &mut Vm, obj: Value, name: Value, value: Value) -> R<()> {
        let name = attribute_name(vm, name)?;
        vm.set_attr(obj, name, value)
    }

    /// Get an attribute: getattr(x, 'y') is x.y; the default is returned where there is none.
    #[sig("(object, name, default=UNSET, /)")]
    #[shown("")]
    fn getattr(vm: &mut Vm, object: Value, name: Value, default: Option<Value>) -> R {
        let name = attribute_name(vm, name)?;
        match default {
            None => vm.get_attr(object, name),
            Some(default) => Ok(vm.get_attr_opt(object, name)?.unwrap_or(default)),
        }
    }

    /// Does the object have the attribute? Found out by getting it.
    #[sig("(obj, name, /)")]
    fn hasattr(vm: &mut Vm, obj: Value, name: Value) -> R<bool> {
        let name = attribute_name(vm, name)?;
        Ok(vm.get_attr_opt(obj, name)?.is_some())
    }

    /// Return the tuple (x//y, x%y).
    #[sig("(x, y, /)")]
    fn divmod(vm: &mut Vm, x: Value, y: Value) -> R {
        vm.divmod(x, y)
    }

    /// Return base**exp, or base**exp % mod.
    #[sig("(base, exp, mod=None)")]
    fn pow(vm: &mut Vm, base: Value, exp: Value, r#mod: Value) -> R {
        vm.power(base, exp, r#mod)
    }

    /// Round a number to a precision in decimal digits.
    #[sig("(number, ndigits=None)")]
    fn round(vm: &mut Vm, number: Value, ndigits: Value) -> R {
        // Numbers in the word are of the classes themselves.
        if ndigits.is_none() && number.is_small_int() {
            return Ok(number);
        }
        if ndigits.is_none()
            && let Some(f) = number.as_small_float().filter(|f| f.abs() < (1i64 << 53) as f64)
        {
            return Ok(vm.new_int(f.round_ties_even() as i64));
        }
        let name = vm.names().__round__;
        let args = [ndigits];
        let args = if ndigits.is_none() { &args[..0] } else { &args[..] };
        match vm.call_special_opt(number, name, args)? {
            Some(result) => Ok(result),
            None => {
                let of = vm.type_name(number);
                Err(vm.type_error(format!("type {of} doesn't define __round__ method")))
            }
        }
    }

    /// Return type(value).__format__(value, format_spec).
    #[sig("(value, format_spec='', /)")]
    fn format(vm: &mut Vm, value: Value, format_spec: Option<Value>) -> R {
        let Some(spec) = format_spec.map_or(Some(vm.names().empty), |spec| vm.payload::<Str>(spec)) else {
            let of = vm.argument_type_name(format_spec.unwrap_or(Value::NONE));
            return Err(vm.type_error(format!("format() argument 2 must be str, not {of}")));
        };
        vm.format_value(value, spec)
    }

    /// Return the hash value of the object.
    #[sig("(obj, /)")]
    fn hash(vm: &mut Vm, obj: Value) -> R<i64> {
        vm.hash(obj)
    }

    /// Return a number that no other object has while this one lives.
    #[sig("(obj, /)")]
    fn id(vm: &mut Vm, obj: Value) -> R {
        let id = identity(vm, obj);
        vm.audit("builtins.id", |_| [id])?;
        Ok(id)
    }

    /// Return the number of items in a container.
    #[sig("(obj, /)")]
    fn len(vm: &mut Vm, obj: Value) -> R<usize> {
        vm.len(obj)
    }

    /// Return the canonical string representation of the object.
    #[sig("(obj, /)")]
    fn repr(vm: &mut Vm, obj: Value) -> R {
        vm.repr_value(obj)
    }

    /// Is the object an instance of a class, or of one of a tuple or union of them?
    #[sig("(obj, class_or_tuple, /)")]
    fn isinstance(vm: &mut Vm, obj: Value, class_or_tuple: Value) -> R<bool> {
        checks::is_instance(vm, obj, class_or_tuple)
    }

    /// Is the class derived from another, or from one of a tuple or union of them?
    #[sig("(cls, class_or_tuple, /)")]
    fn issubclass(vm: &mut Vm, cls: Value, class_or_tuple: Value) -> R<bool> {
        checks::is_subclass(vm, cls, class_or_tuple)
    }

    /// Get an iterator: of an iterable, or one that calls a function until it returns the sentinel.
    #[sig("(object, sentinel=UNSET, /)")]
    #[shown("")]
    fn iter(vm: &mut Vm, object: Value, sentinel: Option<Value>) -> R {
        let Some(sentinel) = sentinel else { return vm.iter(object) };
        if !vm.is_callable(object) {
            return Err(vm.type_error("iter(v, w): v must be callable"));
        }
        Ok(vm.new_pair_iterator(kinds::CALLABLE_ITERATOR, object, sentinel).value())
    }

    /// Return the next item of an iterator, or the default at its end.
    #[sig("(iterator, default=UNSET, /)")]
    #[shown("")]
    fn next(vm: &mut Vm, iterator: Value, default: Option<Value>) -> R {
        let cls = vm.class_of(iterator);
        if vm.slot_next(cls).is_none() {
            let of = vm.type_name(iterator);
            return Err(vm.type_error(format!("'{of}' object is not an iterator")));
        }
        vm.set_result(Value::NONE);
        match vm.next(iterator) {
            Ok(Some(item)) => Ok(item),
            Ok(None) => match default {
                Some(default) => Ok(default),
                None => Err(vm.raise_end()),
            },
            Err(Raised) => match default {
                Some(default) if vm.take_if(kinds::STOP_ITERATION).is_some() => Ok(default),
                _ => Err(Raised),
            },
        }
    }

    /// Return the async iterator of an async iterable.
    #[sig("(async_iterable, /)")]
    fn aiter(vm: &mut Vm, async_iterable: Value) -> R {
        let cls = vm.class_of(async_iterable);
        let Some(f) = vm.slot_aiter(cls) else {
            let of = vm.type_name(async_iterable);
            return Err(vm.type_error(format!("'{of}' object is not an async iterable")));
        };
        let iterator = f(vm, async_iterable)?;
        let icls = vm.class_of(iterator);
        if vm.slot_anext(icls).is_none() {
            let of = vm.type_name(iterator);
            return Err(vm.type_error(format!("aiter() returned not an async iterator of type '{of}'")));
        }
        Ok(iterator)
    }

    /// Return an awaitable of the next item of an async iterator, or of the default at its end.
    #[sig("(async_iterator, default=UNSET, /)")]
    #[shown("($module, aiterator, default=<unrepresentable>, /)")]
    fn anext(vm: &mut Vm, async_iterator: Value, default: Option<Value>) -> R {
        let cls = vm.class_of(async_iterator);
        let Some(f) = vm.slot_anext(cls) else {
            let of = vm.type_name(async_iterator);
            return Err(vm.type_error(format!("'{of}' object is not an async iterator")));
        };
        let awaitable = f(vm, async_iterator)?;
        Ok(match default {
            None => awaitable,
            Some(default) => taipan_objects::types::async_generator::new_anext(vm, awaitable, default),
        })
    }

    /// Call sys.breakpointhook(*args, **kws).
    #[sig("(*args, **kws)")]
    fn breakpoint(
        vm: &mut Vm,
        args: Gc<taipan_runtime::layout::Tuple>,
        kws: Option<Gc<taipan_runtime::layout::Dict>>,
    ) -> R {
        let sys = vm.sys;
        let name = vm.intern("breakpointhook");
        let Some(hook) = sys.get_str(vm, name) else {
            return Err(vm.runtime_error("lost sys.breakpointhook"));
        };
        vm.audit("builtins.breakpoint", |_| [hook])?;
        let (names, values) = match kws {
            Some(kws) => vm.dict_to_keywords(kws)?,
            None => Default::default(),
        };
        let pos = args.to_ref().as_slice();
        vm.call_args(hook, &taipan_runtime::Args { pos, kw_names: &names, kw_values: &values })
    }
}
