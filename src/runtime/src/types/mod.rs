//! Classes: making native ones, looking attributes up along the MRO, inheriting slots, and keeping caches right when a
//! class changes.

mod create;
mod inherit;
mod lookup;
mod shapes;

use crate::kinds;
use crate::layout::{GetSetDescriptor, NativeFunction, SlotWrapper, Str, Tuple, Type};
use crate::names::Names;
use crate::native::{Binding, N_SLOTS, Slot, TypeDef, type_flags};
use crate::slots::SLOT_DEFS;
use crate::vm::Vm;
use std::cell::Cell;
use taipan_heap::{Field, Gc, Header, Kind, Value, Values};

/// Flags that a class inherits from its bases.
const INHERITED: u32 = type_flags::SEQUENCE
    | type_flags::MAPPING
    | type_flags::MATCH_SELF
    | type_flags::INSTANCE_DICT
    | type_flags::WEAKREFABLE
    | type_flags::EXCEPTION_SUBCLASS
    | type_flags::TYPE_SUBCLASS
    | type_flags::HAS_DEL
    | type_flags::HAS_GETATTR
    | type_flags::PAYLOAD
    | type_flags::NO_DICT
    | type_flags::HAS_SLOTS;

/// The row of `__dict__` in the table of [`kinds::INSTANCE`].
pub const INSTANCE_DICT_ROW: u16 = 0;

impl Type {
    /// Exceptions: several classes share a layout.
    fn dict_in_place(&self) -> bool {
        self.has_flag(type_flags::EXCEPTION_SUBCLASS)
    }
}

impl Vm {
    /// Makes the classes that all others need, and the interned names.
    pub(crate) fn boot_core_classes(&mut self) -> Names {
        let names = Names::new(self);
        let meta = self.alloc_class(0, names.type_, self.empty_tuple);
        meta.header.set_class_address(meta.address());
        self.set_class(kinds::TYPE, meta);
        let object = self.alloc_class(meta.address(), names.object, self.empty_tuple);
        self.set_class(kinds::OBJECT, object);
        for kind in [kinds::STR, kinds::TUPLE, kinds::DICT] {
            let name = self.type_def(kind).map_or("", |d| d.name);
            let name = self.intern(name);
            let cls = self.alloc_class(meta.address(), name, self.empty_tuple);
            self.set_class(kind, cls);
        }
        // What was made before its class existed.
        self.set_class_of_interned();
        for cls in [kinds::TYPE, kinds::OBJECT, kinds::STR, kinds::TUPLE, kinds::DICT] {
            if let Some(cls) = self.class_made(cls) {
                let class = self.class_made(kinds::DICT).map_or(0, Gc::address);
                cls.dict.get().header.set_class_address(class);
            }
        }
        for kind in [kinds::OBJECT, kinds::TYPE, kinds::STR, kinds::TUPLE, kinds::DICT] {
            if let (Some(def), Some(cls)) = (self.type_def(kind), self.class_made(kind)) {
                self.init_native_class(cls, def);
            }
        }
        for kind in [
            kinds::NONE_TYPE,
            kinds::NOT_IMPLEMENTED_TYPE,
            kinds::ELLIPSIS_TYPE,
            kinds::INT,
            kinds::BOOL,
            kinds::FLOAT,
            kinds::LIST,
            kinds::FUNCTION,
            kinds::CODE,
            kinds::MODULE,
        ] {
            self.make_native_class(kind);
        }
        // What was made while dicts had no class yet.
        for kind in kinds::OBJECT..kinds::END {
            if let Some(cls) = self.class_made(kind)
                && let Some(base) = cls.base.get().cast::<Type>()
            {
                self.add_subclass(base, cls);
            }
        }
        names
    }

    fn set_class_of_interned(&mut self) {
        let class = self.class_made(kinds::STR).map_or(0, Gc::address);
        for s in self.interned.iter() {
            s.header.set_class_address(class);
        }
    }

    fn alloc_class(&mut self, meta: usize, name: Gc<Str>, bases: Gc<Tuple>) -> Gc<Type> {
        let dict = self.new_dict();
        self.heap.alloc(Type {
            header: Header::new::<Type>(meta),
            version: Cell::new(0),
            flags: Cell::new(0),
            native: Cell::new(kinds::OBJECT),
            n_fixed: Cell::new(0),
            n_inline: Cell::new(0),
            slots: [const { Cell::new(0) }; N_SLOTS],
            name: Field::new(name),
            qualname: Field::new(name),
            mro: Field::new(Value::UNBOUND),
            bases: Field::new(bases),
            base: Field::new(Value::UNBOUND),
            dict: Field::new(dict),
            root_shape: Field::new(None),
            dict_shape: Field::new(None),
            slot_names: Field::new(Value::UNBOUND),
        })
    }

    pub(crate) fn make_native_class(&mut self, kind: Kind) -> Gc<Type> {
        if let Some(cls) = self.class_made(kind) {
            return cls;
        }
        let Some(def) = self.type_def(kind) else {
            panic!("native type {kind} has no definition in the tables the interpreter was made with");
        };
        let meta = self.class_made(kinds::TYPE).map_or(0, Gc::address);
        let name = self.intern(def.name);
        let cls = self.alloc_class(meta, name, self.empty_tuple);
        self.set_class(kind, cls);
        self.init_native_class(cls, def);
        cls
    }

    fn init_native_class(&mut self, cls: Gc<Type>, def: &'static TypeDef) {
        let fixed = if def.flags & type_flags::MUTABLE == 0 { type_flags::IMMUTABLE } else { 0 };
        cls.flags.set(def.flags | type_flags::UNFILLED | fixed);
        cls.native.set(def.id);
        if def.id != kinds::OBJECT {
            let base = self.class(def.base);
            cls.base.set(cls, base.value());
            let mut bases = Values::new();
            bases.push(&mut self.heap, base.value());
            if def.second_base != 0 {
                let second = self.class(def.second_base);
                bases.push(&mut self.heap, second.value());
            }
            let bases = self.new_tuple(&bases);
            cls.bases.set(cls, bases);
            let mro = match self.compute_mro(cls) {
                Ok(mro) => mro,
                Err(_) => unreachable!("the bases of native types have a linear order"),
            };
            cls.mro.set(cls, mro.value());
            // Before these, dicts have no class yet.
            if self.class_made(kinds::CODE).is_some() {
                for &b in bases.to_ref().as_slice() {
                    if let Some(b) = b.cast::<Type>() {
                        self.add_subclass(b, cls);
                    }
                }
            }
            cls.set_flag(base.flags.get() & INHERITED);
            for i in 0..N_SLOTS {
                cls.slots[i].set(base.slots[i].get());
            }
            // A type that only adds methods: its subclasses' instances have the base's layout.
            if def.layout.is_none() && (def.base != kinds::OBJECT || def.flags & type_flags::BASETYPE != 0) {
                cls.native.set(base.native.get());
            }
        } else {
            let mro = self.new_tuple(&[cls.value()]);
            cls.mro.set(cls, mro.value());
        }
        let mut filled = def.native.slots.filled();
        while filled != 0 {
            cls.slots[filled.trailing_zeros() as usize].set(def.id);
            filled &= filled - 1;
        }
        // A type that defines equality without a hash is unhashable.
        if is_unhashable(def) {
            cls.slots[Slot::Hash as usize].set(kinds::UNHASHABLE);
        }
        if kinds::is_exception(def.id) {
            cls.set_flag(type_flags::EXCEPTION_SUBCLASS);
        }
        if def.id == kinds::TYPE {
            cls.set_flag(type_flags::TYPE_SUBCLASS);
        }
        let version = self.fresh_version();
        cls.version.set(version);
    }

    /// Fills the dict of a native class with what its tables hold.
    #[cold]
    #[inline(never)]
    fn fill_class(&mut self, cls: Gc<Type>) {
        cls.clear_flag(type_flags::UNFILLED);
        let kind = self.native_kind_of(cls);
        let Some(def) = self.type_def(kind) else { return };
        let dict = cls.dict.get();
        let names = self.names();
        let has_new = def.native.slots.slot_new.is_some() && def.flags & type_flags::INHERITS_NEW == 0;
        if has_new || def.flags & type_flags::SHOWS_NEW != 0 {
            let new =
                self.new_native_function(kinds::NATIVE_FUNCTION, kinds::DUNDER, 0, cls.value(), cls.value());
            dict.set_str(self, names.__new__, new);
        }
        self.fill_special_methods(cls, def, kind);
        for name in def.order.split_ascii_whitespace() {
            // Their places only.
            let name = self.intern(name);
            dict.set_str(self, name, Value::NONE);
        }
        for (row, method) in Vm::native_rows(def.native, def.more) {
            let name = self.intern(method.name);
            let kind = match method.binding {
                Binding::Method => kinds::METHOD_DESCRIPTOR,
                Binding::Class => kinds::CLASSMETHOD_DESCRIPTOR,
                Binding::Static => kinds::NATIVE_FUNCTION,
            };
            let is_static = method.binding == Binding::Static;
            let receiver = if is_static { cls.value() } else { Value::UNBOUND };
            let mut value = self.new_native_function(kind, def.id, row, receiver, cls.value());
            if is_static {
                value = self.new_static_method(value);
            }
            dict.set_str(self, name, value);
        }
        let class = self.class(kinds::GETSET_DESCRIPTOR).address();
        let member_class = self.class(kinds::MEMBER_DESCRIPTOR).address();
        // Fields stand before computed attributes.
        for (is_member, class) in [(true, member_class), (false, class)] {
            let tables = std::iter::once(&def.native).chain(def.more);
            for (row, getset) in (0..).zip(tables.flat_map(|native| native.getsets)) {
                if getset.is_member != is_member {
                    continue;
                }
                let name = self.intern(getset.name);
                let descriptor = self.heap.alloc(GetSetDescriptor {
                    header: Header::new::<GetSetDescriptor>(class),
                    owner: cls,
                    table: def.id,
                    row,
                });
                dict.set_str(self, name, descriptor.value());
            }
        }
        // A field for the `__dict__` is to be seen too.
        let shows_dict = def.flags & type_flags::INSTANCE_DICT != 0
            || def.dict_offset.is_some() && def.flags & (type_flags::NO_DICT | type_flags::HIDDEN_DICT) == 0;
        // Subclasses have it from the first of the types.
        let inherits_dict = |base: Value| {
            base.cast::<Type>().is_some_and(|base| {
                self.type_def(base.native.get()).is_some_and(|d| d.dict_offset.is_some())
                    || base.flags.get() & type_flags::INSTANCE_DICT != 0
            })
        };
        let shows_dict = shows_dict && !cls.mro_slice()[1..].iter().any(|&base| inherits_dict(base));
        if shows_dict && dict.get_str(self, names.__dict__).is_none() {
            let descriptor = self.heap.alloc(GetSetDescriptor {
                header: Header::new::<GetSetDescriptor>(class),
                owner: cls,
                table: kinds::INSTANCE,
                row: INSTANCE_DICT_ROW,
            });
            dict.set_str(self, names.__dict__, descriptor.value());
        }
        let doc = match crate::slots::split_signature(def.doc).1 {
            "" => Value::NONE,
            text => self.new_str(text).value(),
        };
        if dict.get_str(self, names.__doc__).is_none() {
            dict.set_str(self, names.__doc__, doc);
        }
        if is_unhashable(def) && dict.get_str(self, names.__hash__).is_none() {
            dict.set_str(self, names.__hash__, Value::NONE);
        }
        if def.is_made_by_module() {
            let module = self.intern(def.module).value();
            if dict.get_str(self, names.__module__).is_none() {
                dict.set_str(self, names.__module__, module);
            }
        }
        if let Some(fill) = def.fill
            && fill(self, cls).is_err()
        {
            self.take_exception();
        }
    }

    /// The part of [`Vm::fill_class`] for what fills slots. Rows of what has numbered items only stand behind those that
    /// join and repeat sequences.
    fn fill_special_methods(&mut self, cls: Gc<Type>, def: &TypeDef, kind: Kind) {
        let filled = def.native.slots.filled();
        let is_item = |slot| matches!(slot, Slot::GetItem | Slot::SetItem);
        let numbered = def.flags & type_flags::NUMBERED_ITEMS != 0;
        let mut rows: Vec<usize> = (0..SLOT_DEFS.len()).collect();
        if numbered {
            let behind = |row: &usize| match SLOT_DEFS[*row].slot {
                slot if is_item(slot) => 1,
                Slot::Contains | Slot::InplaceConcat | Slot::InplaceRepeat => 2,
                _ => 0,
            };
            rows.sort_by_key(behind);
        }
        for row in rows {
            let slot_def = &SLOT_DEFS[row];
            let of_object = match slot_def.slot {
                Slot::GetAttr => def.flags & type_flags::SHOWS_GETATTR != 0,
                Slot::SetAttr => def.flags & type_flags::SHOWS_SETATTR != 0,
                _ => false,
            };
            let is_own = filled >> slot_def.slot as u32 & 1 != 0;
            if slot_def.slot == Slot::Hash && !is_own && def.flags & type_flags::UNHASHABLE != 0 {
                let name = self.names().__hash__;
                cls.dict.get().set_str(self, name, Value::NONE);
            }
            if (is_own || of_object) && slot_def.name != "__new__" {
                self.put_slot_wrapper(cls, row, if is_own { kind } else { kinds::OBJECT });
            }
        }
    }

    /// Puts the method of a row of [`SLOT_DEFS`] into the namespace of a class, as the native type has it.
    fn put_slot_wrapper(&mut self, cls: Gc<Type>, row: usize, native: Kind) {
        let class = self.class(kinds::SLOT_WRAPPER).address();
        let header = Header::new::<SlotWrapper>(class);
        let wrapper = self.heap.alloc(SlotWrapper { header, owner: cls, def: row as u16, native });
        let name = self.slot_name(row);
        cls.dict.get().set_str(self, name, wrapper.value());
    }

    /// Puts all special methods of a native type into the namespace of a class that is made while the program runs.
    pub fn put_slot_wrappers(&mut self, cls: Gc<Type>, native: Kind) {
        let filled = self.slot_table(native).filled();
        for (row, def) in SLOT_DEFS.iter().enumerate() {
            if filled >> def.slot as u32 & 1 != 0 && def.name != "__new__" {
                self.put_slot_wrapper(cls, row, native);
            }
        }
    }

    /// The module of a native class.
    pub fn native_class_module(&self, cls: Gc<Type>) -> &'static str {
        match self.native_type_def(cls) {
            // Its name says it already.
            Some(def) if def.name.contains('.') => "builtins",
            Some(def) => def.module,
            None => "builtins",
        }
    }

    /// `__module__` of a class, whatever its metaclass says; `None` where it has none.
    pub fn class_module(&mut self, cls: Gc<Type>) -> Option<Value> {
        if cls.has_flag(type_flags::HEAP) {
            let name = self.names().__module__;
            return self.class_dict(cls).get_str(self, name);
        }
        let kind = self.native_kind_of(cls);
        let module = self.type_def(kind).map_or("builtins", |def| def.module);
        Some(self.intern(module).value())
    }

    /// The definition of a native class.
    pub fn native_type_def(&self, cls: Gc<Type>) -> Option<&'static TypeDef> {
        let own = cls.native.get();
        let kind = if self.class_made(own) == Some(cls) {
            Some(own)
        } else {
            (0..kinds::END).find(|&k| self.class_made(k) == Some(cls))
        };
        kind.and_then(|kind| self.type_def(kind))
    }

    /// The number of the native type that a native class is (and not only extends).
    pub fn native_kind_of(&mut self, cls: Gc<Type>) -> Kind {
        if self.class_made(cls.native.get()) == Some(cls) {
            return cls.native.get();
        }
        (0..kinds::END).find(|&k| self.class_made(k) == Some(cls)).unwrap_or(kinds::OBJECT)
    }

    /// A native function object.
    pub fn new_native_function(
        &mut self,
        kind: Kind,
        table: u16,
        row: u16,
        receiver: Value,
        owner: Value,
    ) -> Value {
        let block = self.number_block(table, row);
        let class = self.class(kind).address();
        let header = Header::with_kind(kind, class);
        self.heap.alloc(NativeFunction { header, table, row, block, receiver, owner }).value()
    }

    /// A native function bound to an object (or, a class method, to a class).
    pub(crate) fn bind_native(&mut self, f: Gc<NativeFunction>, receiver: Value) -> Value {
        let class = self.class(kinds::NATIVE_FUNCTION).address();
        let header = Header::with_kind(kinds::NATIVE_FUNCTION, class);
        let (table, row, block, owner) = (f.table, f.row, f.block, f.owner);
        self.heap.alloc(NativeFunction { header, table, row, block, receiver, owner }).value()
    }

    /// `staticmethod(function)`
    pub fn new_static_method(&mut self, function: Value) -> Value {
        let class = self.class(kinds::STATICMETHOD).address();
        let header = Header::new::<crate::layout::StaticMethod>(class);
        let dict = Field::new(Value::UNBOUND);
        self.heap.alloc(crate::layout::StaticMethod { header, function: Field::new(function), dict }).value()
    }

    /// The class whose `__new__` a native type shows: itself, or the base that it is said to be inherited from.
    pub(crate) fn new_shown_for(&self, mut native: Gc<Type>) -> Gc<Type> {
        while self.type_def(native.native.get()).is_some_and(|def| def.flags & type_flags::INHERITS_NEW != 0)
            && let Some(base) = native.base.get().cast::<Type>()
        {
            native = base;
        }
        native
    }
}

/// Does a native type define equality without a hash, or say that there is none?
fn is_unhashable(def: &TypeDef) -> bool {
    def.flags & type_flags::UNHASHABLE != 0
        || def.native.slots.slot_compare.is_some() && def.native.slots.slot_hash.is_none()
}
