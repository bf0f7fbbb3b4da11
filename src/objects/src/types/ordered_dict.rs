//! `collections.OrderedDict`: a dict whose order can be changed, with iterators that notice when it was.

use super::dict::merge;
use super::iterators::reduced;
use super::object::pickled_state;
use std::mem::offset_of;
use taipan_macros::native;
use taipan_runtime::layout::{Dict, DictIterator, DictView, OrderedDict, Tuple, Type};
use taipan_runtime::{
    Args, CompareOp, Field, Gc, Header, Kind, LayoutInfo, R, Raised, TypeDef, Value, Vm, kinds, type_flags,
};

/// The definition.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::ORDERED_DICT,
    name: "OrderedDict",
    module: "collections",
    doc: "A dict that tells apart and can change the order of its keys.",
    base: kinds::DICT,
    flags: type_flags::BASETYPE
        | type_flags::MATCH_SELF
        | type_flags::MAPPING
        | type_flags::WEAKREFABLE
        | type_flags::INHERITS_NEW,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<OrderedDict>()),
    dict_offset: Some(offset_of!(OrderedDict, attributes)),
    ..TypeDef::DEFAULT
};

macro_rules! view {
    ($($def:ident = $kind:ident, $base:ident, $name:literal, $methods:ident;)*) => { $(
        /// The definition of the view.
        pub static $def: TypeDef = TypeDef {
            id: kinds::$kind,
            name: $name,
            base: kinds::$base,
            flags: type_flags::NO_NEW,
            native: &$methods::NATIVE,
            ..TypeDef::DEFAULT
        };
    )* };
}
view! {
    KEYS = ODICT_KEYS, DICT_KEYS, "odict_keys", KeysMethods;
    VALUES = ODICT_VALUES, DICT_VALUES, "odict_values", ValuesMethods;
    ITEMS = ODICT_ITEMS, DICT_ITEMS, "odict_items", ItemsMethods;
}

/// The definition of the iterator. Its objects are dict iterators of another class.
pub static ITERATOR: TypeDef = TypeDef {
    id: kinds::ODICT_ITERATOR,
    name: "odict_iterator",
    flags: type_flags::NO_NEW,
    native: &IteratorMethods::NATIVE,
    ..TypeDef::DEFAULT
};

struct Methods;
struct KeysMethods;
struct ValuesMethods;
struct ItemsMethods;
struct IteratorMethods;

fn mutated(vm: &mut Vm) -> Raised {
    vm.runtime_error("OrderedDict mutated during iteration")
}

/// Is it an `OrderedDict` and not a subclass's instance?
fn is_plain(vm: &Vm, this: Value) -> bool {
    vm.is_exact(this, kinds::ORDERED_DICT)
}

fn dict_of(vm: &mut Vm, this: Value) -> R<Gc<Dict>> {
    match vm.as_dict(this) {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("an OrderedDict is required")),
    }
}

/// Stores an item, by what a subclass does for that where it has something of its own.
fn store(vm: &mut Vm, this: Value, key: Value, value: Value) -> R<()> {
    match vm.as_dict(this).filter(|_| is_plain(vm, this)) {
        Some(dict) => put(vm, dict, key, value),
        None => vm.set_item(this, key, value),
    }
}

/// Stores an item. The error of asking for a hash is told as it is.
fn put(vm: &mut Vm, dict: Gc<Dict>, key: Value, value: Value) -> R<()> {
    let hash = vm.hash(key)?;
    dict.set_item_hashed(vm, key, hash, value)
}

/// `KeyError` with the key as its arguments: the items of a tuple are several, and None is none.
fn missing(vm: &mut Vm, key: Value) -> Raised {
    match vm.as_tuple(key) {
        Some(items) => {
            let cls = vm.class(kinds::KEY_ERROR);
            let exc = vm.new_exception(cls, items.to_ref().as_slice());
            vm.raise_object(exc)
        }
        None if key.is_none() => {
            let cls = vm.class(kinds::KEY_ERROR);
            let exc = vm.new_exception(cls, &[]);
            vm.raise_object(exc)
        }
        None => vm.key_error(key),
    }
}

/// Stores the items of a mapping, or of an iterable of pairs.
fn update_from(vm: &mut Vm, this: Value, from: Value) -> R<()> {
    if is_plain(vm, this)
        && (vm.is_exact(from, kinds::DICT) || is_plain(vm, from))
        && let Some(dict) = vm.as_dict(this)
    {
        return merge(vm, dict, from);
    }
    let names = vm.names();
    if let Some(keys) = vm.get_attr_opt(from, names.keys)? {
        let keys = vm.call(keys, &[])?;
        return vm.for_each(keys, |vm, key| {
            let value = vm.get_item(from, key)?;
            store(vm, this, key, value)
        });
    }
    if let Some(items) = vm.get_attr_opt(from, names.items)? {
        let items = vm.call(items, &[])?;
        return update_pairs(vm, this, items);
    }
    update_pairs(vm, this, from)
}

fn update_pairs(vm: &mut Vm, this: Value, pairs: Value) -> R<()> {
    vm.for_each(pairs, |vm, pair| {
        let pair = vm.collect_values(pair)?;
        match *pair {
            [key, value] => store(vm, this, key, value),
            [] => Err(vm.value_error("need more than 0 values to unpack")),
            [_] => Err(vm.value_error("need more than 1 value to unpack")),
            _ => Err(vm.value_error("too many values to unpack (expected 2)")),
        }
    })
}

fn update(vm: &mut Vm, this: Value, args: &Args<'_>) -> R<()> {
    if let Some(&from) = args.pos.first() {
        update_from(vm, this, from)?;
    }
    for (&key, &value) in args.kw_names.iter().zip(args.kw_values) {
        store(vm, this, key, value)?;
    }
    Ok(())
}

/// An empty one of the same class.
fn empty_like(vm: &mut Vm, this: Value) -> R {
    let cls = vm.class_of(this).value();
    vm.call(cls, &[])
}

/// An iterator over keys, values or items as the kind says. `len` and `left` hold what must not change.
fn iterator(vm: &mut Vm, this: Value, kind: Kind) -> R {
    let dict = dict_of(vm, this)?;
    let made = vm.new_dict_iterator(kind, this, dict.len.get());
    let class = vm.class(kinds::ODICT_ITERATOR).address();
    if let Some(it) = made.cast::<DictIterator>() {
        it.header.set_class_address(class);
        it.left.set(dict.keys_version.get() as usize);
        it.next.set(match vm.payload::<OrderedDict>(this) {
            _ if kind >= kinds::DICT_REVERSE_KEY_ITERATOR => dict.n_entries.get(),
            Some(ordered) => ordered.first(),
            None => 0,
        });
        if dict.len.get() == 0 {
            it.container.set(it, Value::UNBOUND);
        }
    }
    Ok(made)
}

fn view(vm: &mut Vm, this: Value, layout: Kind, class: Kind) -> Value {
    let class = vm.class(class).address();
    vm.heap.alloc(DictView { header: Header::with_kind(layout, class), dict: this }).value()
}

/// Have two the same keys in the same order?
fn same_order(vm: &mut Vm, a: Gc<Dict>, b: Gc<Dict>) -> R<bool> {
    let (version_a, version_b) = (a.keys_version.get(), b.keys_version.get());
    let (mut at_a, mut at_b) = (0, 0);
    loop {
        match (a.next_entry(at_a), b.next_entry(at_b)) {
            (None, None) => return Ok(true),
            (Some((i, x, _)), Some((j, y, _))) => {
                let equal = vm.equal(x, y)?;
                if (a.keys_version.get(), b.keys_version.get()) != (version_a, version_b) {
                    return Err(mutated(vm));
                }
                if !equal {
                    return Ok(false);
                }
                (at_a, at_b) = (i + 1, j + 1);
            }
            _ => return Ok(false),
        }
    }
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &Args<'_>) -> Gc<OrderedDict> {
        let dict = vm.new_dict_fields(kinds::ORDERED_DICT, 0);
        let made = OrderedDict {
            dict,
            attributes: Field::new(Value::UNBOUND),
            first: Default::default(),
            first_of: Field::new(Value::UNBOUND),
        };
        vm.heap.alloc(made)
    }

    fn __init__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R<()> {
        if args.pos.len() > 1 {
            let n = args.pos.len();
            return Err(vm.type_error(format!("expected at most 1 argument, got {n}")));
        }
        update(vm, this, args)
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let name = vm.class_of(this).name.get().to_display();
        let dict = dict_of(vm, this)?;
        if dict.len.get() == 0 {
            return Ok(vm.new_str(&format!("{name}()")).value());
        }
        if vm.thread.repr_stack.contains(&this.address()) {
            return Ok(vm.new_str("...").value());
        }
        vm.thread.repr_stack.push(this.address());
        let result = (|vm: &mut Vm| {
            let items = if is_plain(vm, this) {
                dict.copy(vm)
            } else {
                let names = vm.names();
                let items = vm.call_method(this, names.items, &[])?;
                let made = vm.new_dict();
                merge(vm, made, items)?;
                made
            };
            let mut out = name.into_bytes();
            out.push(b'(');
            out.extend_from_slice(vm.repr(items.value())?.to_ref().as_bytes());
            out.push(b')');
            Ok(vm.new_str_wtf8(&out).value())
        })(vm);
        vm.thread.repr_stack.pop();
        result
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let Some(compare) = vm.slot_table(kinds::DICT).slot_compare else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        let result = compare(vm, this, other, CompareOp::Eq)?;
        if result == Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
        let mut equal = result == Value::TRUE;
        if equal && vm.payload::<OrderedDict>(other).is_some() {
            let (a, b) = (dict_of(vm, this)?, dict_of(vm, other)?);
            equal = same_order(vm, a, b)?;
        }
        Ok(Value::bool(equal == (op == CompareOp::Eq)))
    }

    fn __iter__(vm: &mut Vm, this: Value) -> R {
        iterator(vm, this, kinds::DICT_KEY_ITERATOR)
    }

    fn __setitem__(vm: &mut Vm, this: Value, key: Value, value: Value) -> R<()> {
        let dict = dict_of(vm, this)?;
        if !value.is_unbound() {
            return put(vm, dict, key, value);
        }
        // The hash is asked for before anything else, and its error is told as it is.
        vm.hash(key)?;
        match dict.pop_item(vm, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        }
    }

    fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
        if vm.as_dict(a).is_none() || vm.as_dict(b).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let like = if vm.payload::<OrderedDict>(a).is_some() { a } else { b };
        let cls = vm.class_of(like).value();
        let made = vm.call(cls, &[a])?;
        update_from(vm, made, b)?;
        Ok(made)
    }

    fn __ior__(vm: &mut Vm, this: Value, other: Value) -> R {
        update_from(vm, this, other)?;
        Ok(this)
    }

    /// A new one with these keys, all with the same value.
    #[classmethod]
    #[sig("($type, /, iterable, value=None)")]
    fn fromkeys(vm: &mut Vm, cls: Value, iterable: Value, value: Value) -> R {
        let made = vm.call(cls, &[])?;
        vm.for_each(iterable, |vm, key| {
            vm.hash(key)?;
            if vm.payload::<OrderedDict>(made).is_some() {
                store(vm, made, key, value)
            } else {
                vm.set_item(made, key, value)
            }
        })?;
        Ok(made)
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(_: &mut Vm, this: Gc<OrderedDict>) -> usize {
        size_of::<OrderedDict>() + 24 * this.dict.entries.get().as_slice().len()
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let state = pickled_state(vm, this)?;
        let names = vm.names();
        let items = vm.call_method(this, names.items, &[])?;
        let items = vm.iter(items)?;
        let (cls, args) = (vm.class_of(this).value(), vm.empty_tuple.value());
        Ok(vm.new_tuple(&[cls, args, state, Value::NONE, items]))
    }

    /// The value of a key, which is the default from now on if it was not there.
    #[sig("($self, /, key, default=None)")]
    fn setdefault(vm: &mut Vm, this: Value, key: Value, default: Value) -> R {
        if let Some(dict) = vm.as_dict(this).filter(|_| is_plain(vm, this)) {
            let hash = vm.hash_key(key, "a dict key")?;
            let found = dict.find_or_insert(vm, key, hash, default)?;
            return Ok(found.map_or(default, |i| dict.value_at(i)));
        }
        if vm.contains(this, key)? {
            return vm.get_item(this, key);
        }
        vm.set_item(this, key, default)?;
        Ok(default)
    }

    /// Remove a key and return its value, or the default where the key is not there.
    #[sig("($self, /, key, default=<unrepresentable>)")]
    fn pop(vm: &mut Vm, this: Gc<Dict>, key: Value, default: Option<Value>) -> R {
        vm.hash(key)?;
        match (this.pop_item(vm, key)?, default) {
            (Some(value), _) => Ok(value),
            (None, Some(default)) => Ok(default),
            (None, None) => Err(missing(vm, key)),
        }
    }

    /// Remove and return the last pair of a key and a value, or the first one.
    #[sig("($self, /, last=True)")]
    fn popitem(vm: &mut Vm, this: Gc<OrderedDict>, last: bool) -> R {
        let dict = &this.to_ref().dict;
        let removed = if last {
            dict.remove_last()
        } else {
            let first = dict.next_entry(this.first()).map(|(i, _, _)| i);
            first.map(|i| dict.remove_at(i))
        };
        match removed {
            Some((key, value)) => Ok(vm.new_tuple(&[key, value]).value()),
            None => {
                let text = vm.new_str("dictionary is empty").value();
                Err(vm.key_error(text))
            }
        }
    }

    /// A view of the keys.
    #[sig("($self, /)")]
    fn keys(vm: &mut Vm, this: Value) -> Value {
        view(vm, this, kinds::DICT_KEYS, kinds::ODICT_KEYS)
    }

    /// A view of the values.
    #[sig("($self, /)")]
    fn values(vm: &mut Vm, this: Value) -> Value {
        view(vm, this, kinds::DICT_VALUES, kinds::ODICT_VALUES)
    }

    /// A view of the pairs of a key and a value.
    #[sig("($self, /)")]
    fn items(vm: &mut Vm, this: Value) -> Value {
        view(vm, this, kinds::DICT_ITEMS, kinds::ODICT_ITEMS)
    }

    /// Store the items of a mapping or of an iterable of pairs, and the keywords.
    #[sig("($self, /, *args, **kwargs)")]
    #[shown("")]
    fn update(vm: &mut Vm, this: Value, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R<()> {
        if args.len() > 1 {
            let n = args.len();
            return Err(vm.type_error(format!("update() takes at most 1 positional argument ({n} given)")));
        }
        let (kw_names, kw_values) = match kwargs {
            Some(kwargs) => vm.dict_to_keywords(kwargs)?,
            None => Default::default(),
        };
        update(vm, this, &Args { pos: args.to_ref().as_slice(), kw_names: &kw_names, kw_values: &kw_values })
    }

    /// Remove all items.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<Dict>) {
        this.clear(vm);
    }

    /// A copy that shares keys and values.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Value) -> R {
        let plain = is_plain(vm, this);
        let made = empty_like(vm, this)?;
        let dict = dict_of(vm, this)?;
        let version = dict.keys_version.get();
        let mut at = 0;
        while let Some((i, key, value)) = dict.next_entry(at) {
            let value = if plain { value } else { vm.get_item(this, key)? };
            store(vm, made, key, value)?;
            if dict.keys_version.get() != version {
                return Err(mutated(vm));
            }
            at = i + 1;
        }
        Ok(made)
    }

    /// An iterator over the keys, from the last to the first.
    #[sig("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Value) -> R {
        iterator(vm, this, kinds::DICT_REVERSE_KEY_ITERATOR)
    }

    /// Move a key to the end, or to the start.
    #[sig("($self, /, key, last=True)")]
    fn move_to_end(vm: &mut Vm, this: Gc<OrderedDict>, key: Value, last: bool) -> R<()> {
        let dict = &this.to_ref().dict;
        if dict.len.get() == 0 {
            return Err(missing(vm, key));
        }
        let hash = vm.hash(key)?;
        let Some(i) = dict.find(vm, key, hash)? else { return Err(missing(vm, key)) };
        if last {
            dict.move_last(vm, i);
        } else {
            let first = this.first();
            let first = dict.next_entry(first).map_or(first, |(f, _, _)| f);
            let now_first = dict.move_first(vm, i, first);
            this.set_first(now_first);
        }
        Ok(())
    }

    /// The attributes of the object.
    #[getter("__dict__")]
    fn attributes(vm: &mut Vm, this: Value) -> R {
        match vm.instance_dict(this) {
            Some(dict) => Ok(dict.value()),
            None => Err(vm.type_error("no attributes")),
        }
    }

    #[setter("__dict__")]
    fn set_attributes(vm: &mut Vm, this: Value, value: Value) -> R<()> {
        super::object::replace_dict(vm, this, value)
    }
}

macro_rules! view_methods {
    ($($methods:ident: $forward:ident, $reverse:ident;)*) => { $(
        #[native]
        impl $methods {
            fn __iter__(vm: &mut Vm, this: Gc<DictView>) -> R {
                iterator(vm, this.dict, kinds::$forward)
            }
            /// An iterator from the last to the first.
            #[sig("($self, /)")]
            fn __reversed__(vm: &mut Vm, this: Gc<DictView>) -> R {
                iterator(vm, this.dict, kinds::$reverse)
            }
        }
    )* };
}
view_methods! {
    KeysMethods: DICT_KEY_ITERATOR, DICT_REVERSE_KEY_ITERATOR;
    ValuesMethods: DICT_VALUE_ITERATOR, DICT_REVERSE_VALUE_ITERATOR;
    ItemsMethods: DICT_ITEM_ITERATOR, DICT_REVERSE_ITEM_ITERATOR;
}

#[native]
impl IteratorMethods {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<DictIterator>) -> R<Option<Value>> {
        let container = this.container.get();
        let Some(dict) = vm.as_dict(container) else { return Ok(None) };
        if dict.keys_version.get() as usize != this.left.get() {
            return Err(mutated(vm));
        }
        let kind = this.header.kind();
        let reverse = kind >= kinds::DICT_REVERSE_KEY_ITERATOR;
        let from = this.next.get();
        let found = if reverse {
            from.checked_sub(1).and_then(|at| dict.previous_entry(at))
        } else {
            dict.next_entry(from)
        };
        let Some((i, key, value)) = found else {
            this.container.set(this, Value::UNBOUND);
            return Ok(None);
        };
        // After the last item nothing is looked at any more.
        let more = if reverse {
            i.checked_sub(1).and_then(|at| dict.previous_entry(at))
        } else {
            dict.next_entry(i + 1)
        };
        match more {
            Some((next, _, _)) => this.next.set(if reverse { next + 1 } else { next }),
            None => this.container.set(this, Value::UNBOUND),
        }
        Ok(Some(match kind {
            kinds::DICT_KEY_ITERATOR | kinds::DICT_REVERSE_KEY_ITERATOR => key,
            kinds::DICT_VALUE_ITERATOR | kinds::DICT_REVERSE_VALUE_ITERATOR => value,
            _ => vm.new_tuple(&[key, value]).value(),
        }))
    }

    /// What pickling keeps: the rest as a list.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<DictIterator>) -> R {
        let iter = super::builtin(vm, "iter")?;
        // The rest is read by another iterator that stands at the same place.
        let twin = vm.new_dict_iterator(this.header.kind(), this.container.get(), this.len.get());
        if let Some(twin) = twin.cast::<DictIterator>() {
            twin.header.set_class_address(this.header.class_address());
            twin.next.set(this.next.get());
            twin.left.set(this.left.get());
        }
        let rest = vm.collect_values(twin)?;
        let rest = vm.new_list_from(rest).value();
        Ok(reduced(vm, iter, &[rest]))
    }
}
