//! `_collections`: `deque`, `defaultdict`, `OrderedDict`, and what `namedtuple` and `Counter` are quick with.

pub mod deque;

use deque::{Deque, DequeIterator, DequeReverseIterator};
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::{defaultdict, ordered_dict};
use taipan_runtime::layout::{Tuple, Type};
use taipan_runtime::{
    BinaryOp, Field, Gc, Header, Items, LayoutInfo, ModuleDef, R, TypeDef, Value, Vm, kinds, kinds::Numbered,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_collections",
    doc: "Containers that are fast at what they are for.",
    functions: &Functions::NATIVE,
    types: &[
        &Deque::TYPE,
        &defaultdict::TYPE,
        &ordered_dict::TYPE,
        &DequeIterator::TYPE,
        &DequeReverseIterator::TYPE,
        &TupleGetter::TYPE,
    ],
    ..ModuleDef::DEFAULT
};

struct Functions;

#[native]
impl Functions {
    /// Count the items of an iterable in a mapping.
    #[sig("($module, mapping, iterable, /)")]
    fn _count_elements(vm: &mut Vm, mapping: Value, iterable: Value) -> R<()> {
        let iterator = vm.iter(iterable)?;
        let cls = vm.class_of(mapping);
        let dict_class = vm.class(kinds::DICT);
        let names = vm.names();
        let plain = vm.type_lookup(cls, names.get) == vm.type_lookup(dict_class, names.get)
            && vm.type_lookup(cls, names.__setitem__) == vm.type_lookup(dict_class, names.__setitem__);
        if plain && let Some(dict) = vm.as_dict(mapping) {
            let items = Items::of(vm, iterator);
            while let Some(item) = items.next(vm)? {
                let hash = vm.hash(item)?;
                let Some(at) = dict.find_or_insert(vm, item, hash, Value::int32(1))? else { continue };
                let old = dict.value_at(at);
                if let Some(new) = old.as_small_int().and_then(|n| Value::small_int(n + 1)) {
                    dict.set_value_at(at, new);
                } else {
                    let new = vm.binary_op(BinaryOp::Add, old, Value::int32(1))?;
                    dict.set_item_hashed(vm, item, hash, new)?;
                }
            }
            return Ok(());
        }
        let get = vm.get_attr(mapping, names.get)?;
        while let Some(item) = vm.next(iterator)? {
            let old = vm.call(get, &[item, Value::int32(0)])?;
            let new = vm.binary_op(BinaryOp::Add, old, Value::int32(1))?;
            vm.set_item(mapping, item, new)?;
        }
        Ok(())
    }
}

/// The descriptor of a named tuple's field.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct TupleGetter {
    header: Header,
    doc: Field<Value>,
    index: Cell<i64>,
}

impl TupleGetter {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <TupleGetter as Numbered>::NUMBER,
        name: "_tuplegetter",
        module: "collections",
        native: &TupleGetter::NATIVE,
        layout: Some(LayoutInfo::of::<TupleGetter>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl TupleGetter {
    #[name("_tuplegetter")]
    #[sig("($cls, index, doc, /)")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, index: i64, doc: Value) -> Gc<TupleGetter> {
        let header = Header::new::<TupleGetter>(vm.class_address(<TupleGetter as Numbered>::NUMBER));
        vm.heap.alloc(TupleGetter { header, doc: Field::new(doc), index: Cell::new(index) })
    }

    fn __get__(vm: &mut Vm, this: Gc<TupleGetter>, obj: Value, _cls: Value) -> R {
        if obj.is_unbound() || obj.is_none() {
            return Ok(this.value());
        }
        let index = this.index.get();
        let Some(tuple) = vm.payload::<Tuple>(obj) else {
            let of = vm.type_name(obj);
            return Err(vm.type_error(format!(
                "descriptor for index '{index}' for tuple subclasses doesn't apply to '{of}' object"
            )));
        };
        match usize::try_from(index).ok().and_then(|i| tuple.to_ref().as_slice().get(i)) {
            Some(value) => Ok(*value),
            None => Err(vm.index_error("tuple index out of range")),
        }
    }

    fn __set__(vm: &mut Vm, _this: Gc<TupleGetter>, _obj: Value, value: Value) -> R<()> {
        let what = if value.is_unbound() { "delete" } else { "set" };
        Err(vm.raise(kinds::ATTRIBUTE_ERROR, format!("can't {what} attribute")))
    }

    fn __repr__(vm: &mut Vm, this: Gc<TupleGetter>) -> R {
        let doc = vm.repr(this.doc.get())?;
        let mut out = format!("_tuplegetter({}, ", this.index.get()).into_bytes();
        out.extend_from_slice(doc.to_ref().as_bytes());
        out.push(b')');
        Ok(vm.new_str_wtf8(&out).value())
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<TupleGetter>) -> Gc<Tuple> {
        let cls = vm.class_of(this.value()).value();
        let index = vm.new_int(this.index.get());
        let args = vm.new_tuple(&[index, this.doc.get()]).value();
        vm.new_tuple(&[cls, args])
    }

    /// The field's documentation.
    #[getter("__doc__")]
    fn doc(_vm: &mut Vm, this: Gc<TupleGetter>) -> Value {
        this.doc.get()
    }

    /// Replace the documentation.
    #[setter("__doc__")]
    fn set_doc(_vm: &mut Vm, this: Gc<TupleGetter>, value: Value) -> R<()> {
        this.doc.set(this, if value.is_unbound() { Value::NONE } else { value });
        Ok(())
    }
}
