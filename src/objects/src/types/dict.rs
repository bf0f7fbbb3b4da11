//! `dict`, its views and iterators.

use taipan_macros::native;
use taipan_runtime::layout::{Dict, DictIterator, DictView, Set, Tuple, Type};
use taipan_runtime::{
    CompareOp, Gc, Header, Items, Kind, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags,
};

/// The definition of `dict`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::DICT,
    name: "dict",
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary with the mapping's items\ndict(iterable) -> new dictionary of pairs\ndict(**kwargs) -> new dictionary of the keywords",
    flags: type_flags::UNHASHABLE | type_flags::BASETYPE | type_flags::MATCH_SELF | type_flags::MAPPING,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Dict>()),
    ..TypeDef::DEFAULT
};

macro_rules! view {
    ($($def:ident = $kind:ident, $name:literal, $methods:ident;)*) => { $(
        /// The definition of the view.
        pub static $def: TypeDef = TypeDef {
            id: kinds::$kind,
            name: $name,
            flags: type_flags::NO_NEW,
            native: &$methods::NATIVE,
            layout: Some(LayoutInfo::of::<DictView>()),
            ..TypeDef::DEFAULT
        };
    )* };
}
view! {
    KEYS = DICT_KEYS, "dict_keys", KeysMethods;
    VALUES = DICT_VALUES, "dict_values", ValuesMethods;
    ITEMS = DICT_ITEMS, "dict_items", ItemsMethods;
}

macro_rules! iterator {
    ($($def:ident = $kind:ident, $name:literal;)*) => { $(
        /// The definition of the iterator.
        pub static $def: TypeDef = TypeDef {
            id: kinds::$kind,
            name: $name,
            flags: type_flags::NO_NEW,
            native: &IteratorMethods::NATIVE,
            layout: Some(LayoutInfo::of::<DictIterator>()),
            ..TypeDef::DEFAULT
        };
    )* };
}
iterator! {
    KEY_ITERATOR = DICT_KEY_ITERATOR, "dict_keyiterator";
    VALUE_ITERATOR = DICT_VALUE_ITERATOR, "dict_valueiterator";
    ITEM_ITERATOR = DICT_ITEM_ITERATOR, "dict_itemiterator";
    REVERSE_KEY_ITERATOR = DICT_REVERSE_KEY_ITERATOR, "dict_reversekeyiterator";
    REVERSE_VALUE_ITERATOR = DICT_REVERSE_VALUE_ITERATOR, "dict_reversevalueiterator";
    REVERSE_ITEM_ITERATOR = DICT_REVERSE_ITEM_ITERATOR, "dict_reverseitemiterator";
    SET_ITERATOR = SET_ITERATOR, "set_iterator";
}

struct Methods;
struct KeysMethods;
struct ValuesMethods;
struct ItemsMethods;
struct IteratorMethods;

/// The keys that a mapping's `keys()` gave.
///
/// # Errors
/// `TypeError` where that is not iterable; what iterating raises.
pub fn collect_keys(vm: &mut Vm, mapping: Value, keys: Value) -> R<taipan_runtime::Values> {
    let iterator = match vm.iter(keys) {
        Err(_) if vm.take_if(kinds::TYPE_ERROR).is_some() => {
            let (of, got) = (vm.type_name(mapping), vm.type_name(keys));
            return Err(vm.type_error(format!("{of}.keys() returned a non-iterable (type {got})")));
        }
        iterator => iterator?,
    };
    vm.collect_values(iterator)
}

/// A dict whose items are those that its table holds.
fn plain_dict(vm: &mut Vm, from: Value) -> Option<Gc<Dict>> {
    vm.as_dict(from).filter(|_| {
        vm.is_exact(from, kinds::DICT) || vm.is_exact(from, kinds::ORDERED_DICT) || plain_iteration(vm, from)
    })
}

/// Stores the items of a mapping, which its `keys` and its `__getitem__` tell.
fn merge_by_keys(vm: &mut Vm, dict: Gc<Dict>, from: Value) -> R<()> {
    let keys = vm.call_method_named(from, "keys", &[])?;
    let keys = collect_keys(vm, from, keys)?;
    for &key in keys.iter() {
        let value = vm.get_item(from, key)?;
        dict.set_item(vm, key, value)?;
    }
    Ok(())
}

/// Stores the items of a mapping.
pub fn merge_mapping(vm: &mut Vm, dict: Gc<Dict>, from: Value) -> R<()> {
    match plain_dict(vm, from) {
        Some(other) => dict.update_from(vm, other),
        None => merge_by_keys(vm, dict, from),
    }
}

/// Stores the items of a mapping, or of an iterable of pairs.
pub fn merge(vm: &mut Vm, dict: Gc<Dict>, from: Value) -> R<()> {
    if let Some(other) = plain_dict(vm, from) {
        return dict.update_from(vm, other);
    }
    let keys = vm.names().keys;
    if vm.get_attr_opt(from, keys)?.is_some() {
        // What says that this is a mapping is asked for again.
        return merge_by_keys(vm, dict, from);
    }
    let iterator = vm.iter(from)?;
    let items = Items::of(vm, iterator);
    let mut i = 0;
    loop {
        while let Some((key, value)) = vm.next_pair(iterator) {
            dict.set_item(vm, key, value)?;
            i += 1;
        }
        let left = items.feed(vm, |vm, pair| {
            let Some(&[key, value]) = pair.cast::<Tuple>().map(|pair| pair.to_ref().as_slice()) else {
                return false;
            };
            let is_stored = vm.is_exact(pair, kinds::TUPLE) && dict.set_plain(vm, key, value);
            i += usize::from(is_stored);
            is_stored
        })?;
        let Some(pair) = left else { return Ok(()) };
        if let Some(tuple) = pair.cast::<Tuple>()
            && vm.is_exact(pair, kinds::TUPLE)
            && let &[key, value] = tuple.to_ref().as_slice()
        {
            dict.set_item(vm, key, value)?;
            i += 1;
            continue;
        }
        let pair = match vm.collect_sequence(pair, "object is not iterable") {
            Ok(pair) => pair,
            Err(raised) => {
                if let Some(exc) = vm.take_if(kinds::TYPE_ERROR) {
                    let note =
                        format!("Cannot convert dictionary update sequence element #{i} to a sequence");
                    let note = vm.new_str(&note).value();
                    vm.call_method_named(exc, "add_note", &[note])?;
                    vm.reraise(exc);
                }
                return Err(raised);
            }
        };
        let [key, value] = *pair else {
            let n = pair.len();
            return Err(vm.value_error(format!(
                "dictionary update sequence element #{i} has length {n}; 2 is required"
            )));
        };
        dict.set_item(vm, key, value)?;
        i += 1;
    }
}

/// Is iterating the dict's subclass instance the same as iterating the dict?
fn plain_iteration(vm: &mut Vm, v: Value) -> bool {
    let cls = vm.class_of(v);
    let names = vm.names();
    let dict = vm.class(kinds::DICT);
    let same = |vm: &mut Vm, name| vm.type_lookup(cls, name) == vm.type_lookup(dict, name);
    same(vm, names.__iter__)
}

fn new_view(vm: &mut Vm, kind: Kind, dict: Value) -> Value {
    let class = vm.class(kind).address();
    vm.heap.alloc(DictView { header: Header::with_kind(kind, class), dict }).value()
}

/// The class of `|`'s operands must be dicts.
fn both_dicts(vm: &Vm, a: Value, b: Value) -> Option<(Gc<Dict>, Gc<Dict>)> {
    Some((vm.as_dict(a)?, vm.as_dict(b)?))
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &taipan_runtime::Args<'_>) -> Gc<Dict> {
        vm.new_dict()
    }

    #[sig("($self, mapping=(), /, **kwargs)")]
    #[name("dict")]
    fn __init__(vm: &mut Vm, this: Gc<Dict>, mapping: Option<Value>, kwargs: Option<Gc<Dict>>) -> R<()> {
        if let Some(mapping) = mapping {
            merge(vm, this, mapping)?;
        }
        match kwargs {
            // They were collected for this call only.
            Some(kwargs) if this.len.get() == 0 && !this.is_namespace.get() => {
                this.take_storage(kwargs);
                Ok(())
            }
            Some(kwargs) => this.update_from(vm, kwargs),
            None => Ok(()),
        }
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        let Some(dict) = vm.as_dict(this) else { return Err(vm.type_error("not a dict")) };
        if vm.thread.repr_stack.contains(&this.address()) {
            return Ok(vm.new_str("{...}").value());
        }
        vm.thread.repr_stack.push(this.address());
        let result = (|vm: &mut Vm| {
            let mut out: Vec<u8> = vec![b'{'];
            let mut at = 0;
            while let Some((i, key, value)) = dict.next_entry(at) {
                if out.len() > 1 {
                    out.extend_from_slice(b", ");
                }
                let key = vm.repr(key)?;
                out.extend_from_slice(key.as_bytes());
                out.extend_from_slice(b": ");
                let value = vm.repr(value)?;
                out.extend_from_slice(value.as_bytes());
                at = i + 1;
            }
            out.push(b'}');
            Ok(vm.new_str_wtf8(&out).value())
        })(vm);
        vm.thread.repr_stack.pop();
        result
    }

    fn __len__(_: &mut Vm, this: Gc<Dict>) -> usize {
        this.len.get()
    }

    fn __iter__(vm: &mut Vm, this: Gc<Dict>) -> Value {
        vm.new_dict_iterator(kinds::DICT_KEY_ITERATOR, this.value(), this.len.get())
    }

    fn __contains__(vm: &mut Vm, this: Gc<Dict>, key: Value) -> R<bool> {
        Ok(this.get_item(vm, key)?.is_some())
    }

    /// The value of the key, or KeyError.
    #[sig("($self, key, /)")]
    #[name("__getitem__")]
    fn getitem_method(vm: &mut Vm, this: Value, key: Value) -> R {
        Methods::__getitem__(vm, this, key)
    }

    /// Is the key in the dict?
    #[sig("($self, key, /)")]
    #[name("__contains__")]
    fn contains_method(vm: &mut Vm, this: Gc<Dict>, key: Value) -> R<bool> {
        Methods::__contains__(vm, this, key)
    }

    fn __getitem__(vm: &mut Vm, this: Value, key: Value) -> R {
        let Some(dict) = vm.as_dict(this) else { return Err(vm.type_error("not a dict")) };
        if let Some(v) = dict.get_item(vm, key)? {
            return Ok(v);
        }
        if !vm.is_exact(this, kinds::DICT) {
            let missing = vm.names().__missing__;
            if let Some(v) = vm.call_special_opt(this, missing, &[key])? {
                return Ok(v);
            }
        }
        Err(vm.key_error(key))
    }

    fn __setitem__(vm: &mut Vm, this: Gc<Dict>, key: Value, value: Value) -> R<()> {
        if value.is_unbound() {
            return match this.pop_item(vm, key)? {
                Some(_) => Ok(()),
                None => Err(vm.key_error(key)),
            };
        }
        this.set_item(vm, key, value)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<Dict>, other: Value, op: CompareOp) -> R {
        let Some(other) = vm.as_dict(other) else { return Ok(Value::NOT_IMPLEMENTED) };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let mut same = this.len.get() == other.len.get();
        let mut at = 0;
        while same && let Some((i, key, value)) = this.next_entry(at) {
            same = match other.find(vm, key, this.hash_at(i))? {
                Some(j) => {
                    let theirs = other.value_at(j);
                    vm.equal(value, theirs)?
                }
                None => false,
            };
            at = i + 1;
        }
        Ok(Value::bool(same == (op == CompareOp::Eq)))
    }

    fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
        if both_dicts(vm, a, b).is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        // A subclass says itself what its items are.
        let made = vm.new_dict();
        merge_mapping(vm, made, a)?;
        merge_mapping(vm, made, b)?;
        Ok(made.value())
    }

    fn __ior__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some(dict) = vm.as_dict(a) else { return Ok(Value::NOT_IMPLEMENTED) };
        merge(vm, dict, b)?;
        Ok(a)
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(_: &mut Vm, this: Gc<Dict>) -> usize {
        64 + this.entries.get().as_slice().len() * 24
    }

    /// The value of a key, or the default.
    #[sig("($self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: Gc<Dict>, key: Value, default: Value) -> R {
        Ok(this.get_item(vm, key)?.unwrap_or(default))
    }

    /// The value of a key, which is the default from now on if it was not there.
    #[sig("($self, key, default=None, /)")]
    fn setdefault(vm: &mut Vm, this: Gc<Dict>, key: Value, default: Value) -> R {
        let hash = vm.hash_key(key, "a dict key")?;
        Ok(this.find_or_insert(vm, key, hash, default)?.map_or(default, |i| this.value_at(i)))
    }

    /// Remove a key and return its value, or the default.
    #[sig("($self, key, default=<unrepresentable>, /)")]
    fn pop(vm: &mut Vm, this: Gc<Dict>, key: Value, default: Option<Value>) -> R {
        // An empty dict does not ask for the hash.
        let popped = if this.len.get() == 0 { None } else { this.pop_item(vm, key)? };
        match popped {
            Some(v) => Ok(v),
            None => match default {
                Some(v) => Ok(v),
                None => Err(vm.key_error(key)),
            },
        }
    }

    /// Remove and return the last pair of key and value.
    #[sig("($self, /)")]
    fn popitem(vm: &mut Vm, this: Gc<Dict>) -> R {
        match this.remove_last() {
            Some((key, value)) => Ok(vm.new_tuple(&[key, value]).value()),
            None => {
                let text = vm.new_str("popitem(): dictionary is empty").value();
                Err(vm.key_error(text))
            }
        }
    }

    /// A view of the keys.
    #[sig("($self, /)")]
    fn keys(vm: &mut Vm, this: Value) -> Value {
        new_view(vm, kinds::DICT_KEYS, this)
    }

    /// A view of the keys and values as pairs.
    #[sig("($self, /)")]
    fn items(vm: &mut Vm, this: Value) -> Value {
        new_view(vm, kinds::DICT_ITEMS, this)
    }

    /// A view of the values.
    #[sig("($self, /)")]
    fn values(vm: &mut Vm, this: Value) -> Value {
        new_view(vm, kinds::DICT_VALUES, this)
    }

    /// Store the items of a mapping or of an iterable of pairs, and the keywords.
    #[sig("($self, mapping=(), /, **kwargs)")]
    #[shown("")]
    fn update(vm: &mut Vm, this: Gc<Dict>, mapping: Option<Value>, kwargs: Option<Gc<Dict>>) -> R<()> {
        Self::__init__(vm, this, mapping, kwargs)
    }

    /// A dict with keys from an iterable and one value for all.
    #[classmethod]
    #[sig("($type, iterable, value=None, /)")]
    fn fromkeys(vm: &mut Vm, cls: Value, iterable: Value, value: Value) -> R {
        let made = vm.call(cls, &[])?;
        if vm.is_exact(made, kinds::DICT)
            && let Some(dict) = vm.as_dict(made)
        {
            if vm.is_exact(iterable, kinds::DICT)
                && let Some(keys) = vm.as_dict(iterable)
            {
                dict.update_from(vm, keys)?;
                dict.fill(value);
                return Ok(made);
            }
            let is_set = vm.is_exact(iterable, kinds::SET) || vm.is_exact(iterable, kinds::FROZENSET);
            if let Some(keys) = vm.as_set(iterable).filter(|_| is_set) {
                let mut at = 0;
                while let Some((i, key, hash)) = keys.next_item(at) {
                    dict.set_item_hashed(vm, key, hash, value)?;
                    at = i + 1;
                }
                return Ok(made);
            }
            vm.for_each(iterable, |vm, key| dict.set_item(vm, key, value))?;
            return Ok(made);
        }
        vm.for_each(iterable, |vm, key| vm.set_item(made, key, value))?;
        Ok(made)
    }

    /// Remove all items.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<Dict>) {
        this.clear(vm);
    }

    /// A shallow copy.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Value) -> R<Gc<Dict>> {
        if let Some(dict) = vm.as_dict(this)
            && plain_iteration(vm, this)
        {
            return Ok(dict.copy(vm));
        }
        let made = vm.new_dict();
        merge(vm, made, this)?;
        Ok(made)
    }

    /// An iterator over the keys, from the last to the first.
    #[sig("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Value) -> Value {
        reversed(vm, this, kinds::DICT_REVERSE_KEY_ITERATOR)
    }

    /// See PEP 585.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }
}

/// A reverse iterator, whose position counts down.
fn reversed(vm: &mut Vm, dict: Value, kind: Kind) -> Value {
    let (len, last) = vm.as_dict(dict).map_or((0, 0), |d| (d.len.get(), d.n_entries.get()));
    let iterator = vm.new_dict_iterator(kind, dict, len);
    if let Some(it) = iterator.cast::<DictIterator>() {
        it.next.set(last);
    }
    iterator
}

#[native]
impl IteratorMethods {
    fn __iter__(_: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<DictIterator>) -> R<Option<Value>> {
        let container = this.container.get();
        if container.is_unbound() {
            return Ok(None);
        }
        let kind = this.header.kind();
        if kind == kinds::SET_ITERATOR {
            let Some(set) = vm.as_set(container) else { return Ok(None) };
            if set.len.get() != this.len.get() {
                this.len.set(usize::MAX);
                return Err(vm.runtime_error("Set changed size during iteration"));
            }
            return Ok(match set.next_item(this.next.get()) {
                Some((i, key, _)) => {
                    this.next.set(i + 1);
                    this.left.set(this.left.get().saturating_sub(1));
                    Some(key)
                }
                None => {
                    this.container.set(this, Value::UNBOUND);
                    None
                }
            });
        }
        let Some(dict) = vm.as_dict(container) else { return Ok(None) };
        if dict.len.get() != this.len.get() {
            this.len.set(usize::MAX);
            return Err(vm.runtime_error("dictionary changed size during iteration"));
        }
        let reverse = kind >= kinds::DICT_REVERSE_KEY_ITERATOR;
        let found = if reverse {
            let at = this.next.get().checked_sub(1).filter(|&at| at < dict.n_entries.get());
            at.and_then(|at| dict.previous_entry(at))
        } else {
            dict.next_entry(this.next.get())
        };
        let Some((i, key, value)) = found else {
            this.container.set(this, Value::UNBOUND);
            return Ok(None);
        };
        if this.left.get() == 0 {
            this.container.set(this, Value::UNBOUND);
            return Err(vm.runtime_error("dictionary keys changed during iteration"));
        }
        this.left.set(this.left.get() - 1);
        this.next.set(if reverse { i } else { i + 1 });
        Ok(Some(match kind {
            kinds::DICT_KEY_ITERATOR | kinds::DICT_REVERSE_KEY_ITERATOR => key,
            kinds::DICT_VALUE_ITERATOR | kinds::DICT_REVERSE_VALUE_ITERATOR => value,
            _ => vm.new_tuple(&[key, value]).value(),
        }))
    }

    /// How many items are left.
    #[sig("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Gc<DictIterator>) -> usize {
        let container = this.container.get();
        let len = match vm.as_set(container) {
            Some(set) => Some(set.len.get()),
            None => vm.as_dict(container).map(|dict| dict.len.get()),
        };
        if len == Some(this.len.get()) { this.left.get() } else { 0 }
    }

    /// What pickling keeps: the rest as a list.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<DictIterator>) -> R {
        let iter = super::builtin(vm, "iter")?;
        // The rest is read by another iterator that stands at the same place.
        let twin = vm.new_dict_iterator(this.header.kind(), this.container.get(), this.len.get());
        if let Some(twin) = twin.cast::<DictIterator>() {
            twin.next.set(this.next.get());
            twin.left.set(this.left.get());
        }
        let rest = vm.collect_values(twin)?;
        let rest = vm.new_list_from(rest);
        let args = vm.new_tuple(&[rest.value()]).value();
        Ok(vm.new_tuple(&[iter, args]).value())
    }
}

fn view_dict(vm: &mut Vm, view: Gc<DictView>) -> R<Gc<Dict>> {
    match vm.as_dict(view.dict) {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("the view's dict is gone")),
    }
}

fn view_repr(vm: &mut Vm, this: Value) -> R {
    let name = vm.type_name(this);
    if vm.thread.repr_stack.contains(&this.address()) {
        return Ok(vm.new_str("...").value());
    }
    vm.thread.repr_stack.push(this.address());
    let result = (|vm: &mut Vm| {
        let items = vm.to_list(this)?;
        let text = vm.repr(items.value())?.to_display();
        Ok(vm.new_str(&format!("{name}({text})")).value())
    })(vm);
    vm.thread.repr_stack.pop();
    result
}

/// The set of a view's items, for its set operations.
fn as_set(vm: &mut Vm, v: Value) -> R<Gc<Set>> {
    // Keys know their hashes, and how many they are.
    let source = match v.cast::<DictView>() {
        Some(view) if v.is_kind(kinds::DICT_KEYS) && vm.is_exact(view.dict, kinds::DICT) => view.dict,
        _ => v,
    };
    vm.set_from(kinds::SET, source)
}

fn set_like(vm: &Vm, v: Value) -> bool {
    vm.as_set(v).is_some() || matches!(v.kind(), Some(kinds::DICT_KEYS | kinds::DICT_ITEMS))
}

/// What one of two holds and the other does not, of which one is a view.
fn view_xor(vm: &mut Vm, a: Value, b: Value) -> R {
    let items_of = |vm: &Vm, v: Value| {
        let view = v.cast::<DictView>().filter(|_| v.is_kind(kinds::DICT_ITEMS))?;
        vm.as_dict(view.dict)
    };
    if let (Some(a), Some(b)) = (items_of(vm, a), items_of(vm, b)) {
        return items_xor(vm, a, b);
    }
    let made = as_set(vm, a)?;
    let other = super::set::to_set(vm, b)?;
    super::set::toggle_items(vm, made, other)?;
    Ok(made.value())
}

/// The items of one of two dicts that the other does not have: first those of the second one, then those of the first.
fn items_xor(vm: &mut Vm, a: Gc<Dict>, b: Gc<Dict>) -> R {
    let rest = a.copy(vm);
    let made = vm.new_set(kinds::SET);
    let mut at = 0;
    while let Some((i, key, value)) = b.next_entry(at) {
        at = i + 1;
        let hash = b.hash_at(i);
        let same = match rest.find(vm, key, hash)? {
            Some(found) => {
                let other = rest.value_at(found);
                vm.equal(other, value)?
            }
            None => false,
        };
        if same {
            rest.pop_item(vm, key)?;
        } else {
            let pair = vm.new_tuple(&[key, value]).value();
            made.add(vm, pair)?;
        }
    }
    let mut at = 0;
    while let Some((i, key, value)) = rest.next_entry(at) {
        at = i + 1;
        let pair = vm.new_tuple(&[key, value]).value();
        made.add(vm, pair)?;
    }
    Ok(made.value())
}

/// What two have in common, of which one is a view.
fn view_and(vm: &mut Vm, a: Value, b: Value) -> R {
    let is_view = |v: Value| matches!(v.kind(), Some(kinds::DICT_KEYS | kinds::DICT_ITEMS));
    let (mut view, mut other) = if is_view(a) { (a, b) } else { (b, a) };
    let len = vm.len(view)?;
    if vm.is_exact(other, kinds::SET) && vm.as_set(other).is_some_and(|set| len <= set.len.get()) {
        return vm.call_method_named(other, "intersection", &[view]);
    }
    // The bigger view is what is looked into.
    if is_view(other) && vm.len(other)? > len {
        (view, other) = (other, view);
    }
    let made = vm.new_set(kinds::SET);
    let keys = match view.cast::<DictView>() {
        Some(of) if view.is_kind(kinds::DICT_KEYS) => vm.as_dict(of.dict),
        _ => None,
    };
    vm.for_each(other, |vm, v| {
        match keys {
            Some(keys) => {
                let hash = vm.hash_key(v, "a dict key")?;
                if keys.find(vm, v, hash)?.is_some() {
                    made.add_hashed(vm, v, hash)?;
                }
            }
            None => {
                if vm.contains(view, v)? {
                    made.add(vm, v)?;
                }
            }
        }
        Ok(())
    })?;
    Ok(made.value())
}

fn compare_views(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
    if !set_like(vm, other) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (n, m) = (vm.len(this)?, vm.len(other)?);
    let contained = |vm: &mut Vm, small: Value, big: Value| -> R<bool> {
        let iterator = vm.iter(small)?;
        while let Some(v) = vm.next(iterator)? {
            if !vm.contains(big, v)? {
                return Ok(false);
            }
        }
        Ok(true)
    };
    let result = match op {
        CompareOp::Eq => n == m && contained(vm, this, other)?,
        CompareOp::Ne => !(n == m && contained(vm, this, other)?),
        CompareOp::Lt => n < m && contained(vm, this, other)?,
        CompareOp::Le => n <= m && contained(vm, this, other)?,
        CompareOp::Gt => n > m && contained(vm, other, this)?,
        CompareOp::Ge => n >= m && contained(vm, other, this)?,
    };
    Ok(Value::bool(result))
}

macro_rules! view_methods {
    ($methods:ident, $iterator:ident, $reverse:ident, { $($extra:tt)* }) => {
        #[native]
        impl $methods {
            fn __repr__(vm: &mut Vm, this: Value) -> R {
                view_repr(vm, this)
            }
            fn __len__(vm: &mut Vm, this: Gc<DictView>) -> R<usize> {
                Ok(view_dict(vm, this)?.len.get())
            }
            fn __iter__(vm: &mut Vm, this: Gc<DictView>) -> R {
                let dict = view_dict(vm, this)?;
                Ok(vm.new_dict_iterator(kinds::$iterator, dict.value(), dict.len.get()))
            }
            /// An iterator from the last to the first.
            #[sig("($self, /)")]
            fn __reversed__(vm: &mut Vm, this: Gc<DictView>) -> Value {
                reversed(vm, this.dict, kinds::$reverse)
            }
            /// A read-only view of the dict itself.
            #[getter]
            fn mapping(vm: &mut Vm, this: Gc<DictView>) -> R {
                let cls = vm.class(kinds::MAPPINGPROXY).value();
                vm.call(cls, &[this.dict])
            }
            $($extra)*
        }
    };
}

macro_rules! set_view_methods {
    ($methods:ident, $iterator:ident, $reverse:ident, |$vm:ident, $dict:ident, $item:ident| $contains:block) => {
        view_methods!($methods, $iterator, $reverse, {
            fn __contains__($vm: &mut Vm, this: Gc<DictView>, $item: Value) -> R<bool> {
                let $dict = view_dict($vm, this)?;
                $contains
            }
            fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
                compare_views(vm, this, other, op)
            }
            fn __and__(vm: &mut Vm, a: Value, b: Value) -> R {
                view_and(vm, a, b)
            }
            fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
                let made = as_set(vm, a)?;
                made.update(vm, b)?;
                Ok(made.value())
            }
            fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
                let made = as_set(vm, a)?;
                super::set::remove_all(vm, made, b)?;
                Ok(made.value())
            }
            fn __xor__(vm: &mut Vm, a: Value, b: Value) -> R {
                view_xor(vm, a, b)
            }
            /// Have the two nothing in common?
            #[sig("($self, object, /)")]
            fn isdisjoint(vm: &mut Vm, this: Value, other: Value) -> R<bool> {
                let iterator = vm.iter(other)?;
                while let Some(v) = vm.next(iterator)? {
                    if vm.contains(this, v)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        });
    };
}

set_view_methods!(KeysMethods, DICT_KEY_ITERATOR, DICT_REVERSE_KEY_ITERATOR, |vm, dict, item| {
    Ok(dict.get_item(vm, item)?.is_some())
});
view_methods!(ValuesMethods, DICT_VALUE_ITERATOR, DICT_REVERSE_VALUE_ITERATOR, {});
set_view_methods!(ItemsMethods, DICT_ITEM_ITERATOR, DICT_REVERSE_ITEM_ITERATOR, |vm, dict, item| {
    let Some(pair) = vm.as_tuple(item) else { return Ok(false) };
    let [key, value] = *pair.to_ref().as_slice() else { return Ok(false) };
    match dict.get_item(vm, key)? {
        Some(v) => vm.equal(v, value),
        None => Ok(false),
    }
});
