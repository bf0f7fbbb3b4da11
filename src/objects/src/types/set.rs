//! `set` and `frozenset`.

use taipan_macros::native;
use taipan_runtime::layout::{Set, Type};
use taipan_runtime::{
    CompareOp, Gc, Items, Kind, LayoutInfo, R, Slot, TypeDef, Value, Vm, kinds, type_flags,
};

/// The definition of `set`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::SET,
    name: "set",
    doc: "set(iterable=(), /)\n--\n\nAn unordered collection of unique items.",
    flags: type_flags::UNHASHABLE | type_flags::BASETYPE | type_flags::MATCH_SELF | type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    more: &[&Shared::NATIVE],
    order: "__contains__ add clear copy discard difference difference_update intersection \
            intersection_update isdisjoint issubset issuperset pop __reduce__ remove __sizeof__ \
            symmetric_difference symmetric_difference_update union update __class_getitem__",
    layout: Some(LayoutInfo::of::<Set>()),
    ..TypeDef::DEFAULT
};

/// The definition of `frozenset`.
pub static FROZEN: TypeDef = TypeDef {
    id: kinds::FROZENSET,
    name: "frozenset",
    doc: "frozenset(iterable=(), /)\n--\n\nAn unordered collection of unique items that does not change.",
    flags: type_flags::BASETYPE | type_flags::MATCH_SELF | type_flags::WEAKREFABLE,
    native: &FrozenMethods::NATIVE,
    more: &[&Shared::NATIVE],
    order: "__contains__ copy difference intersection isdisjoint issubset issuperset __reduce__ \
            __sizeof__ symmetric_difference union __class_getitem__",
    layout: Some(LayoutInfo::of::<Set>()),
    ..TypeDef::DEFAULT
};

struct Methods;
struct FrozenMethods;
struct Shared;

/// The kind that the result of an operation has: that of the first operand.
fn result_kind(vm: &Vm, v: Value) -> Kind {
    vm.as_set(v).map_or(kinds::SET, |s| s.header.kind())
}

fn repr(vm: &mut Vm, this: Value) -> R {
    let Some(set) = vm.as_set(this) else { return Err(vm.type_error("not a set")) };
    let name = vm.type_name(this);
    if vm.thread.repr_stack.contains(&this.address()) {
        return Ok(vm.new_str(&format!("{name}(...)")).value());
    }
    if set.len.get() == 0 {
        return Ok(vm.new_str(&format!("{name}()")).value());
    }
    vm.thread.repr_stack.push(this.address());
    let result = (|vm: &mut Vm| {
        let plain = vm.is_exact(this, kinds::SET);
        let mut out = if plain { Vec::new() } else { format!("{name}(").into_bytes() };
        out.push(b'{');
        let mut at = 0;
        let mut first = true;
        while let Some((i, key, _)) = set.next_item(at) {
            if !first {
                out.extend_from_slice(b", ");
            }
            first = false;
            let text = vm.repr(key)?;
            out.extend_from_slice(text.as_bytes());
            at = i + 1;
        }
        out.push(b'}');
        if !plain {
            out.push(b')');
        }
        Ok(vm.new_str_wtf8(&out).value())
    })(vm);
    vm.thread.repr_stack.pop();
    result
}

fn subset(vm: &mut Vm, a: Gc<Set>, b: Gc<Set>) -> R<bool> {
    if a.len.get() > b.len.get() {
        return Ok(false);
    }
    let mut at = 0;
    while let Some((i, key, hash)) = a.next_item(at) {
        if b.find(vm, key, hash)?.is_none() {
            return Ok(false);
        }
        at = i + 1;
    }
    Ok(true)
}

/// Is no item of the first set in the second?
fn disjoint(vm: &mut Vm, a: Gc<Set>, b: Gc<Set>) -> R<bool> {
    let mut at = 0;
    while let Some((i, key, hash)) = a.next_item(at) {
        if b.find(vm, key, hash)?.is_some() {
            return Ok(false);
        }
        at = i + 1;
    }
    Ok(true)
}

fn compare(vm: &mut Vm, this: Gc<Set>, other: Value, op: CompareOp) -> R {
    let Some(other) = vm.as_set(other) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (n, m) = (this.len.get(), other.len.get());
    let result = match op {
        CompareOp::Eq => n == m && subset(vm, this, other)?,
        CompareOp::Ne => !(n == m && subset(vm, this, other)?),
        CompareOp::Le => subset(vm, this, other)?,
        CompareOp::Lt => n < m && subset(vm, this, other)?,
        CompareOp::Ge => subset(vm, other, this)?,
        CompareOp::Gt => n > m && subset(vm, other, this)?,
    };
    Ok(Value::bool(result))
}

/// The items of any iterable as a set.
pub(super) fn to_set(vm: &mut Vm, v: Value) -> R<Gc<Set>> {
    match vm.as_set(v) {
        Some(set) => Ok(set),
        None => vm.set_from(kinds::SET, v),
    }
}

/// A key that may be a set itself, looked for as a frozenset.
fn lookup_key(vm: &mut Vm, key: Value) -> R {
    let cls = vm.class_of(key);
    match vm.as_set(key) {
        Some(set) if cls.slots[Slot::Hash as usize].get() == kinds::UNHASHABLE => {
            Ok(set.copy(vm, kinds::FROZENSET)?.value())
        }
        _ => Ok(key),
    }
}

fn intersection(vm: &mut Vm, kind: Kind, a: Gc<Set>, b: Value) -> R<Gc<Set>> {
    let made = vm.new_set(kind);
    if let Some(b) = vm.as_set(b) {
        let (small, big) = if b.len.get() > a.len.get() { (a, b) } else { (b, a) };
        let mut at = 0;
        while let Some((i, key, hash)) = small.next_item(at) {
            if big.find(vm, key, hash)?.is_some() {
                made.add_hashed(vm, key, hash)?;
            }
            at = i + 1;
        }
        return Ok(made);
    }
    // Nothing more is looked at once all has been found.
    let iterator = vm.iter(b)?;
    let items = Items::of(vm, iterator);
    while let Some(v) = items.next(vm)? {
        let hash = vm.hash(v)?;
        if a.find(vm, v, hash)?.is_some() {
            made.add_hashed(vm, v, hash)?;
            if made.len.get() >= a.len.get() {
                break;
            }
        }
    }
    Ok(made)
}

fn difference(vm: &mut Vm, kind: Kind, a: Gc<Set>, b: Value) -> R<Gc<Set>> {
    let other = match vm.as_set(b) {
        Some(other) => other,
        None => {
            if let Some(dict) = vm.as_dict(b).filter(|_| vm.is_exact(b, kinds::DICT)) {
                let made = vm.new_set(kind);
                let mut at = 0;
                while let Some((i, key, hash)) = a.next_item(at) {
                    if dict.find(vm, key, hash)?.is_none() {
                        made.add_hashed(vm, key, hash)?;
                    }
                    at = i + 1;
                }
                return Ok(made);
            }
            let made = a.copy(vm, kind)?;
            remove_all(vm, made, b)?;
            return Ok(made);
        }
    };
    // Where the other is much smaller, a copy without its items is less work.
    if a.len.get() >> 2 > other.len.get() {
        let made = a.copy(vm, kind)?;
        remove_items(vm, made, other)?;
        return Ok(made);
    }
    let made = vm.new_set(kind);
    let mut at = 0;
    while let Some((i, key, hash)) = a.next_item(at) {
        if other.find(vm, key, hash)?.is_none() {
            made.add_hashed(vm, key, hash)?;
        }
        at = i + 1;
    }
    Ok(made)
}

/// Takes the items of a set out of another.
fn remove_items(vm: &mut Vm, this: Gc<Set>, other: Gc<Set>) -> R<()> {
    if this == other {
        this.clear(vm);
        return Ok(());
    }
    let other = if other.len.get() >> 3 > this.len.get() {
        intersection(vm, kinds::SET, this, other.value())?
    } else {
        other
    };
    let mut at = 0;
    while let Some((i, key, hash)) = other.next_item(at) {
        this.discard_hashed(vm, key, hash)?;
        at = i + 1;
    }
    this.tidy(vm);
    Ok(())
}

/// `difference_update` with any iterable.
pub(super) fn remove_all(vm: &mut Vm, this: Gc<Set>, other: Value) -> R<()> {
    if let Some(other) = vm.as_set(other) {
        return remove_items(vm, this, other);
    }
    if let Some(dict) = vm.as_dict(other).filter(|_| vm.is_exact(other, kinds::DICT)) {
        let mut at = 0;
        while let Some((i, key, _)) = dict.next_entry(at) {
            this.discard_hashed(vm, key, dict.hash_at(i))?;
            at = i + 1;
        }
        this.tidy(vm);
        return Ok(());
    }
    vm.for_each(other, |vm, v| this.discard(vm, v).map(|_| ()))?;
    this.tidy(vm);
    Ok(())
}

/// Keeps in a set what is in it or in the other, but not in both.
pub(super) fn toggle_items(vm: &mut Vm, this: Gc<Set>, other: Gc<Set>) -> R<()> {
    if this == other {
        this.clear(vm);
        return Ok(());
    }
    let mut at = 0;
    while let Some((i, key, hash)) = other.next_item(at) {
        if !this.discard_hashed(vm, key, hash)? {
            this.add_hashed(vm, key, hash)?;
        }
        at = i + 1;
    }
    Ok(())
}

fn symmetric_difference(vm: &mut Vm, kind: Kind, a: Gc<Set>, b: Gc<Set>) -> R<Gc<Set>> {
    let made = b.copy(vm, kind)?;
    toggle_items(vm, made, a)?;
    Ok(made)
}

/// Makes a set's content that of another.
fn become_set(to: Gc<Set>, from: Gc<Set>) {
    to.table.set(to, from.table.get());
    to.len.set(from.len.get());
    to.fill.set(from.fill.get());
}

/// Both operands of an operator are sets.
fn both(vm: &Vm, a: Value, b: Value) -> Option<(Gc<Set>, Gc<Set>)> {
    Some((vm.as_set(a)?, vm.as_set(b)?))
}

fn op_and(vm: &mut Vm, a: Value, b: Value) -> R {
    let kind = result_kind(vm, a);
    let Some((x, y)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
    intersection(vm, kind, x, y.value()).map(|s| s.value())
}
fn op_or(vm: &mut Vm, a: Value, b: Value) -> R {
    let kind = result_kind(vm, a);
    let Some((x, y)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
    let made = x.copy(vm, kind)?;
    made.update(vm, y.value())?;
    Ok(made.value())
}
fn op_sub(vm: &mut Vm, a: Value, b: Value) -> R {
    let kind = result_kind(vm, a);
    let Some((x, y)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
    difference(vm, kind, x, y.value()).map(|s| s.value())
}
fn op_xor(vm: &mut Vm, a: Value, b: Value) -> R {
    let kind = result_kind(vm, a);
    let Some((x, y)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
    symmetric_difference(vm, kind, x, y).map(|s| s.value())
}

#[native]
impl Methods {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &taipan_runtime::Args<'_>) -> Gc<Set> {
        vm.new_set(kinds::SET)
    }

    #[sig("($self, iterable=(), /)")]
    #[name("set")]
    fn __init__(vm: &mut Vm, this: Gc<Set>, iterable: Option<Value>) -> R<()> {
        if this.fill.get() > 0 {
            this.clear(vm);
        }
        match iterable {
            Some(iterable) => this.update(vm, iterable),
            None => Ok(()),
        }
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        repr(vm, this)
    }
    fn __len__(_: &mut Vm, this: Gc<Set>) -> usize {
        this.len.get()
    }
    fn __iter__(vm: &mut Vm, this: Gc<Set>) -> Value {
        vm.new_dict_iterator(kinds::SET_ITERATOR, this.value(), this.len.get())
    }
    fn __contains__(vm: &mut Vm, this: Gc<Set>, key: Value) -> R<bool> {
        let key = lookup_key(vm, key)?;
        this.contains(vm, key)
    }
    fn __richcmp__(vm: &mut Vm, this: Gc<Set>, other: Value, op: CompareOp) -> R {
        compare(vm, this, other, op)
    }
    fn __and__(vm: &mut Vm, a: Value, b: Value) -> R {
        op_and(vm, a, b)
    }
    fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
        op_or(vm, a, b)
    }
    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        op_sub(vm, a, b)
    }
    fn __xor__(vm: &mut Vm, a: Value, b: Value) -> R {
        op_xor(vm, a, b)
    }
    fn __iand__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((x, y)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
        let made = intersection(vm, kinds::SET, x, y.value())?;
        become_set(x, made);
        Ok(a)
    }
    fn __ior__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((x, y)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
        x.update(vm, y.value())?;
        Ok(a)
    }
    fn __isub__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((x, y)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
        remove_items(vm, x, y)?;
        Ok(a)
    }
    fn __ixor__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((x, y)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
        toggle_items(vm, x, y)?;
        Ok(a)
    }

    /// Add an item.
    #[sig("($self, object, /)")]
    fn add(vm: &mut Vm, this: Gc<Set>, object: Value) -> R<()> {
        this.add(vm, object).map(|_| ())
    }
    /// Remove all items.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<Set>) {
        this.clear(vm);
    }
    /// Remove an item if it is there.
    #[sig("($self, object, /)")]
    fn discard(vm: &mut Vm, this: Gc<Set>, object: Value) -> R<()> {
        let key = lookup_key(vm, object)?;
        this.discard(vm, key).map(|_| ())
    }
    /// Remove an item; KeyError if it is not there.
    #[sig("($self, object, /)")]
    fn remove(vm: &mut Vm, this: Gc<Set>, object: Value) -> R<()> {
        let key = lookup_key(vm, object)?;
        if this.discard(vm, key)? { Ok(()) } else { Err(vm.key_error(object)) }
    }
    /// Remove and return some item.
    #[sig("($self, /)")]
    fn pop(vm: &mut Vm, this: Gc<Set>) -> R {
        let from = this.finger.get() & (this.table.get().as_slice().len() - 1);
        match this.next_item(from).or_else(|| this.next_item(0)) {
            Some((i, _, _)) => {
                this.finger.set(i + 1);
                Ok(this.remove_at(i))
            }
            None => {
                let text = vm.new_str("pop from an empty set").value();
                Err(vm.key_error(text))
            }
        }
    }
    /// Add all items of some iterables.
    #[sig("($self, /, *others)")]
    fn update(vm: &mut Vm, this: Gc<Set>, others: &[Value]) -> R<()> {
        for &other in others {
            this.update(vm, other)?;
        }
        Ok(())
    }
    /// Keep only what all others have too.
    #[sig("($self, /, *others)")]
    fn intersection_update(vm: &mut Vm, this: Gc<Set>, others: &[Value]) -> R<()> {
        // Where one of the others can't be gone through, nothing has changed.
        let mut left = this;
        for &other in others {
            left = intersection(vm, kinds::SET, left, other)?;
        }
        if left != this {
            become_set(this, left);
        }
        Ok(())
    }
    /// Remove what is in the others.
    #[sig("($self, /, *others)")]
    fn difference_update(vm: &mut Vm, this: Gc<Set>, others: &[Value]) -> R<()> {
        for &other in others {
            remove_all(vm, this, other)?;
        }
        Ok(())
    }
    /// Keep what is in one of the two only.
    #[sig("($self, other, /)")]
    fn symmetric_difference_update(vm: &mut Vm, this: Gc<Set>, other: Value) -> R<()> {
        let other = to_set(vm, other)?;
        toggle_items(vm, this, other)
    }
}

#[native]
impl FrozenMethods {
    #[sig("($cls, iterable=(), /)")]
    #[name("frozenset")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, iterable: Option<Value>) -> R {
        match iterable {
            Some(v) if vm.is_exact(v, kinds::FROZENSET) => Ok(v),
            Some(v) => vm.set_from(kinds::FROZENSET, v).map(|s| s.value()),
            None => Ok(vm.new_set(kinds::FROZENSET).value()),
        }
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R {
        repr(vm, this)
    }
    fn __hash__(_: &mut Vm, this: Gc<Set>) -> i64 {
        if this.hash_known.get() {
            return this.hash.get();
        }
        let shuffle = |h: u64| ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
        let mut hash = 0u64;
        let mut at = 0;
        while let Some((i, _, h)) = this.next_item(at) {
            hash ^= shuffle(h as u64);
            at = i + 1;
        }
        hash ^= (this.len.get() as u64 + 1).wrapping_mul(1_927_868_237);
        hash ^= (hash >> 11) ^ (hash >> 25);
        hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
        let hash = if hash == u64::MAX { 590_923_713 } else { hash as i64 };
        this.hash.set(hash);
        this.hash_known.set(true);
        hash
    }
    fn __len__(_: &mut Vm, this: Gc<Set>) -> usize {
        this.len.get()
    }
    fn __iter__(vm: &mut Vm, this: Gc<Set>) -> Value {
        vm.new_dict_iterator(kinds::SET_ITERATOR, this.value(), this.len.get())
    }
    fn __contains__(vm: &mut Vm, this: Gc<Set>, key: Value) -> R<bool> {
        let key = lookup_key(vm, key)?;
        this.contains(vm, key)
    }
    fn __richcmp__(vm: &mut Vm, this: Gc<Set>, other: Value, op: CompareOp) -> R {
        compare(vm, this, other, op)
    }
    fn __and__(vm: &mut Vm, a: Value, b: Value) -> R {
        op_and(vm, a, b)
    }
    fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
        op_or(vm, a, b)
    }
    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        op_sub(vm, a, b)
    }
    fn __xor__(vm: &mut Vm, a: Value, b: Value) -> R {
        op_xor(vm, a, b)
    }
}

#[native]
impl Shared {
    /// Is the object in the set?
    #[sig("($self, object, /)")]
    #[name("__contains__")]
    fn contains_method(vm: &mut Vm, this: Gc<Set>, object: Value) -> R<bool> {
        let key = lookup_key(vm, object)?;
        this.contains(vm, key)
    }

    /// A shallow copy.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Value) -> R {
        if vm.is_exact(this, kinds::FROZENSET) {
            return Ok(this);
        }
        let kind = result_kind(vm, this);
        match vm.as_set(this) {
            Some(set) => set.copy(vm, kind).map(|s| s.value()),
            None => Ok(this),
        }
    }
    /// What is in both.
    #[sig("($self, /, *others)")]
    fn intersection(vm: &mut Vm, this: Value, others: &[Value]) -> R {
        let kind = result_kind(vm, this);
        let Some(mut set) = vm.as_set(this) else { return Ok(this) };
        if others.is_empty() {
            return set.copy(vm, kind).map(|s| s.value());
        }
        for &other in others {
            set = intersection(vm, kind, set, other)?;
        }
        Ok(set.value())
    }
    /// What is in any.
    #[sig("($self, /, *others)")]
    fn union(vm: &mut Vm, this: Value, others: &[Value]) -> R {
        let kind = result_kind(vm, this);
        let Some(set) = vm.as_set(this) else { return Ok(this) };
        let made = set.copy(vm, kind)?;
        for &other in others {
            made.update(vm, other)?;
        }
        Ok(made.value())
    }
    /// What is here and in none of the others.
    #[sig("($self, /, *others)")]
    fn difference(vm: &mut Vm, this: Value, others: &[Value]) -> R {
        let kind = result_kind(vm, this);
        let Some(set) = vm.as_set(this) else { return Ok(this) };
        let Some((&first, rest)) = others.split_first() else {
            return set.copy(vm, kind).map(|s| s.value());
        };
        let made = difference(vm, kind, set, first)?;
        for &other in rest {
            remove_all(vm, made, other)?;
        }
        Ok(made.value())
    }
    /// What is in one of the two only.
    #[sig("($self, other, /)")]
    fn symmetric_difference(vm: &mut Vm, this: Value, other: Value) -> R {
        let kind = result_kind(vm, this);
        let other = to_set(vm, other)?;
        match vm.as_set(this) {
            Some(set) => symmetric_difference(vm, kind, set, other).map(|s| s.value()),
            None => Ok(this),
        }
    }
    /// Have the two nothing in common?
    #[sig("($self, other, /)")]
    fn isdisjoint(vm: &mut Vm, this: Gc<Set>, other: Value) -> R<bool> {
        if vm.is_exact(other, kinds::SET) || vm.is_exact(other, kinds::FROZENSET) {
            return Ok(match vm.as_set(other) {
                Some(other) if other.len.get() > this.len.get() => disjoint(vm, this, other)?,
                Some(other) => disjoint(vm, other, this)?,
                None => true,
            });
        }
        let iterator = vm.iter(other)?;
        while let Some(v) = vm.next(iterator)? {
            let hash = vm.hash_key(v, "a set element")?;
            if this.find(vm, v, hash)?.is_some() {
                return Ok(false);
            }
        }
        Ok(true)
    }
    /// Is all of this in the other?
    #[sig("($self, other, /)")]
    fn issubset(vm: &mut Vm, this: Gc<Set>, other: Value) -> R<bool> {
        match vm.as_set(other) {
            Some(other) => subset(vm, this, other),
            None => Ok(intersection(vm, kinds::SET, this, other)?.len.get() == this.len.get()),
        }
    }
    /// Is all of the other in this?
    #[sig("($self, other, /)")]
    fn issuperset(vm: &mut Vm, this: Gc<Set>, other: Value) -> R<bool> {
        if let Some(other) = vm.as_set(other) {
            return subset(vm, other, this);
        }
        let iterator = vm.iter(other)?;
        while let Some(v) = vm.next(iterator)? {
            let hash = vm.hash_key(v, "a set element")?;
            if this.find(vm, v, hash)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
    /// What pickling keeps.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R {
        let cls = vm.class_of(this).value();
        let items = vm.to_list(this)?;
        let args = vm.new_tuple(&[items.value()]).value();
        let state = super::object::pickled_state(vm, this)?;
        Ok(vm.new_tuple(&[cls, args, state]).value())
    }
    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(_: &mut Vm, this: Gc<Set>) -> usize {
        64 + this.table.get().as_slice().len() * 16
    }
    /// See PEP 585.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, object: Value) -> R {
        vm.new_generic_alias(cls, object)
    }
}
