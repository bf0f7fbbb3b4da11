//! `_lru_cache_wrapper`: remembers a function's results, all of them or those used last.

use super::State;
use std::cell::Cell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::layout::{Dict, Int, Str, Tuple, Type};
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds, kinds::Numbered, type_flags,
};

/// A remembered result, in the ring of those of its cache.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct CacheLink {
    header: Header,
    previous: Field<Option<Gc<CacheLink>>>,
    next: Field<Option<Gc<CacheLink>>>,
    key: Field<Value>,
    result: Field<Value>,
    hash: Cell<i64>,
}

impl CacheLink {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <CacheLink as Numbered>::NUMBER,
        name: "_lru_list_elem",
        module: "functools",
        flags: type_flags::NO_NEW,
        native: &CacheLink::NATIVE,
        layout: Some(LayoutInfo::of::<CacheLink>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl CacheLink {}

fn new_link(vm: &mut Vm, key: Value, hash: i64, result: Value) -> Gc<CacheLink> {
    let header = Header::new::<CacheLink>(vm.class_address(<CacheLink as Numbered>::NUMBER));
    vm.heap.alloc(CacheLink {
        header,
        previous: Field::new(None),
        next: Field::new(None),
        key: Field::new(key),
        result: Field::new(result),
        hash: Cell::new(hash),
    })
}

/// Takes a link out of its ring.
fn unlink(link: Gc<CacheLink>) {
    if let (Some(previous), Some(next)) = (link.previous.get(), link.next.get()) {
        previous.next.set(previous, Some(next));
        next.previous.set(next, Some(previous));
    }
    link.previous.set(link, None);
    link.next.set(link, None);
}

/// Puts a link before the ring's root: it was used last.
fn link_last(root: Gc<CacheLink>, link: Gc<CacheLink>) {
    let last = root.previous.get().unwrap_or(root);
    last.next.set(last, Some(link));
    link.previous.set(link, Some(last));
    link.next.set(link, Some(root));
    root.previous.set(root, Some(link));
}

/// The wrapper.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct CacheWrapper {
    header: Header,
    function: Field<Value>,
    info: Field<Value>,
    cache: Field<Gc<Dict>>,
    root: Field<Gc<CacheLink>>,
    dict: Field<Value>,
    /// Negative: without limit.
    maxsize: Cell<i64>,
    hits: Cell<u64>,
    misses: Cell<u64>,
    typed: Cell<bool>,
}

impl CacheWrapper {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <CacheWrapper as Numbered>::NUMBER,
        name: "_lru_cache_wrapper",
        module: "functools",
        doc: "A callable that remembers what a function returned.\n\nuser_function: the function\nmaxsize: how many results to keep; None for all\ntyped: whether arguments of different types that are equal are kept apart\ncache_info_type: what cache_info() returns",
        flags: type_flags::WEAKREFABLE | type_flags::METHOD_DESCRIPTOR,
        native: &CacheWrapper::NATIVE,
        layout: Some(LayoutInfo::of::<CacheWrapper>()),
        dict_offset: Some(offset_of!(CacheWrapper, dict)),
        ..TypeDef::DEFAULT
    };
}

/// What stands for the arguments in the cache.
fn key_of(vm: &mut Vm, args: &Args<'_>, typed: bool) -> R {
    if !typed
        && !args.has_kw()
        && let [only] = *args.pos
        && (only.cast::<Str>().is_some() || only.is_small_int() || only.cast::<Int>().is_some())
    {
        return Ok(only);
    }
    let mut key = Values::from_slice(&mut vm.heap, args.pos);
    if args.has_kw() {
        let mark = match vm.state::<State>().mark {
            Some(mark) => mark,
            None => {
                let object = vm.class(kinds::OBJECT).value();
                let mark = vm.call(object, &[])?;
                vm.state::<State>().mark = Some(mark);
                mark
            }
        };
        key.push(&mut vm.heap, mark);
        for (name, value) in args.kw_names.iter().zip(args.kw_values) {
            key.push(&mut vm.heap, *name);
            key.push(&mut vm.heap, *value);
        }
    }
    if typed {
        for value in args.pos.iter().chain(args.kw_values) {
            let cls = vm.class_of(*value).value();
            key.push(&mut vm.heap, cls);
        }
    }
    Ok(vm.new_tuple(&key).value())
}

fn call_unlimited(vm: &mut Vm, this: Gc<CacheWrapper>, args: &Args<'_>) -> R {
    let key = key_of(vm, args, this.typed.get())?;
    let hash = vm.hash(key)?;
    let cache = this.cache.get();
    if let Some(at) = cache.find(vm, key, hash)? {
        this.hits.set(this.hits.get() + 1);
        return Ok(cache.value_at(at));
    }
    this.misses.set(this.misses.get() + 1);
    let result = vm.call_args(this.function.get(), args)?;
    cache.set_item_hashed(vm, key, hash, result)?;
    Ok(result)
}

fn call_limited(vm: &mut Vm, this: Gc<CacheWrapper>, args: &Args<'_>) -> R {
    let key = key_of(vm, args, this.typed.get())?;
    let hash = vm.hash(key)?;
    let (cache, root) = (this.cache.get(), this.root.get());
    if let Some(at) = cache.find(vm, key, hash)?
        && let Some(link) = cache.value_at(at).cast::<CacheLink>()
    {
        unlink(link);
        link_last(root, link);
        this.hits.set(this.hits.get() + 1);
        return Ok(link.result.get());
    }
    this.misses.set(this.misses.get() + 1);
    let result = vm.call_args(this.function.get(), args)?;
    // The call may have come here with the same arguments, and with others.
    if cache.find(vm, key, hash)?.is_some() {
        return Ok(result);
    }
    let full = cache.len.get() as u64 >= this.maxsize.get().unsigned_abs();
    let oldest = root.next.get().filter(|oldest| full && *oldest != root);
    if let Some(oldest) = oldest {
        unlink(oldest);
        match cache.find(vm, oldest.key.get(), oldest.hash.get()) {
            Ok(Some(at)) => {
                cache.remove_at(at);
            }
            Ok(None) => {}
            Err(raised) => {
                link_last(root, oldest);
                return Err(raised);
            }
        }
    }
    let link = new_link(vm, key, hash, result);
    cache.set_item_hashed(vm, key, hash, link.value())?;
    link_last(root, link);
    Ok(result)
}

#[native]
impl CacheWrapper {
    #[name("lru_cache")]
    #[sig("($cls, user_function, maxsize, typed, cache_info_type=<unrepresentable>)")]
    fn __new__(
        vm: &mut Vm,
        _cls: Gc<Type>,
        user_function: Value,
        maxsize: Value,
        typed: bool,
        cache_info_type: Option<Value>,
    ) -> R<Gc<CacheWrapper>> {
        // This one is missed after the others have been read.
        let Some(cache_info_type) = cache_info_type else {
            let text = "lru_cache() missing required argument 'cache_info_type' (pos 4)";
            return Err(vm.type_error(text));
        };
        if !vm.is_callable(user_function) {
            return Err(vm.type_error("the first argument must be callable"));
        }
        let maxsize = if maxsize.is_none() {
            -1
        } else if vm.slot_index(vm.class_of(maxsize)).is_some() {
            vm.index_i64(maxsize)?.max(0)
        } else {
            return Err(vm.type_error("maxsize should be integer or None"));
        };
        let cache = vm.new_dict();
        let root = new_link(vm, Value::NONE, 0, Value::NONE);
        root.previous.set(root, Some(root));
        root.next.set(root, Some(root));
        let header = Header::new::<CacheWrapper>(vm.class_address(<CacheWrapper as Numbered>::NUMBER));
        Ok(vm.heap.alloc(CacheWrapper {
            header,
            function: Field::new(user_function),
            info: Field::new(cache_info_type),
            cache: Field::new(cache),
            root: Field::new(root),
            dict: Field::new(Value::UNBOUND),
            maxsize: Cell::new(maxsize),
            hits: Cell::new(0),
            misses: Cell::new(0),
            typed: Cell::new(typed),
        }))
    }

    fn __call__(vm: &mut Vm, this: Gc<CacheWrapper>, args: &Args<'_>) -> R {
        match this.maxsize.get() {
            0 => {
                this.misses.set(this.misses.get() + 1);
                vm.call_args(this.function.get(), args)
            }
            n if n < 0 => call_unlimited(vm, this, args),
            _ => call_limited(vm, this, args),
        }
    }

    fn __get__(vm: &mut Vm, this: Value, obj: Value, _cls: Value) -> Value {
        if obj.is_unbound() || obj.is_none() { this } else { vm.new_bound_method(this, obj) }
    }

    /// How often the cache helped and how full it is.
    #[sig("($self, /)")]
    fn cache_info(vm: &mut Vm, this: Gc<CacheWrapper>) -> R {
        let (hits, misses) = (vm.new_uint(this.hits.get()), vm.new_uint(this.misses.get()));
        let maxsize = if this.maxsize.get() < 0 { Value::NONE } else { vm.new_int(this.maxsize.get()) };
        let size = Value::len(this.cache.get().len.get());
        vm.call(this.info.get(), &[hits, misses, maxsize, size])
    }

    /// Forget all results, and start counting again.
    #[sig("($self, /)")]
    fn cache_clear(vm: &mut Vm, this: Gc<CacheWrapper>) {
        this.hits.set(0);
        this.misses.set(0);
        let root = this.root.get();
        root.previous.set(root, Some(root));
        root.next.set(root, Some(root));
        this.cache.get().clear(vm);
    }

    /// Pickled by name.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let names = vm.names();
        vm.get_attr(this, names.__qualname__)
    }

    /// The same object, whatever is given.
    #[sig("($self, *args)")]
    #[shown("")]
    fn __copy__(_vm: &mut Vm, this: Value, args: Gc<Tuple>) -> Value {
        let _ = args;
        this
    }

    /// The same object, whatever is given.
    #[sig("($self, *args)")]
    #[shown("")]
    fn __deepcopy__(_vm: &mut Vm, this: Value, args: Gc<Tuple>) -> Value {
        let _ = args;
        this
    }
}
