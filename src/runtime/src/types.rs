//! Classes: making native ones, looking attributes up along the MRO, inheriting slots, and keeping caches right when a
//! class changes.

use crate::kinds;
use crate::layout::{Dict, GetSetDescriptor, Instance, NativeFunction, Shape, SlotWrapper, Str, Tuple, Type};
use crate::names::Names;
use crate::native::{Binding, N_SLOTS, R, Slot, TypeDef, type_flags};
use crate::slots::{SLOT_DEFS, rows_named, rows_of};
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

/// What a class is for patterns: one of the two at most.
const COLLECTION: u32 = type_flags::SEQUENCE | type_flags::MAPPING;

/// The row of `__dict__` in the table of [`kinds::INSTANCE`].
pub const INSTANCE_DICT_ROW: u16 = 0;

/// Slots for attributes in the first instance of a class that says nothing of them.
const ROOM_OF_FIRST: usize = 4;

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
        let filled = def.native.slots.filled();
        for (row, slot_def) in SLOT_DEFS.iter().enumerate() {
            let of_object = match slot_def.slot {
                Slot::GetAttr => def.flags & type_flags::SHOWS_GETATTR != 0,
                Slot::SetAttr => def.flags & type_flags::SHOWS_SETATTR != 0,
                _ => false,
            };
            let is_own = filled >> slot_def.slot as u32 & 1 != 0;
            if (is_own || of_object) && slot_def.name != "__new__" {
                self.put_slot_wrapper(cls, row, if is_own { kind } else { kinds::OBJECT });
            }
        }
        let names = self.names();
        if is_unhashable(def) {
            dict.set_str(self, names.__hash__, Value::NONE);
        }
        let has_new = def.native.slots.slot_new.is_some() && def.flags & type_flags::INHERITS_NEW == 0;
        if has_new || def.flags & type_flags::SHOWS_NEW != 0 {
            let new =
                self.new_native_function(kinds::NATIVE_FUNCTION, kinds::DUNDER, 0, cls.value(), cls.value());
            dict.set_str(self, names.__new__, new);
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
        let mut row = 0;
        let class = self.class(kinds::GETSET_DESCRIPTOR).address();
        let member_class = self.class(kinds::MEMBER_DESCRIPTOR).address();
        for native in std::iter::once(&def.native).chain(def.more) {
            for getset in native.getsets {
                let name = self.intern(getset.name);
                let class = if getset.is_member { member_class } else { class };
                let descriptor = self.heap.alloc(GetSetDescriptor {
                    header: Header::new::<GetSetDescriptor>(class),
                    owner: cls,
                    table: def.id,
                    row,
                });
                dict.set_str(self, name, descriptor.value());
                row += 1;
            }
        }
        // A field for the `__dict__` is to be seen too.
        let shows_dict = def.flags & type_flags::INSTANCE_DICT != 0
            || def.dict_offset.is_some() && def.flags & type_flags::NO_DICT == 0;
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
        if def.is_made_by_module() {
            let module = self.intern(def.module).value();
            if dict.get_str(self, names.__module__).is_none() {
                dict.set_str(self, names.__module__, module);
            }
        }
        let doc = match crate::slots::split_signature(def.doc).1 {
            "" => Value::NONE,
            text => self.new_str(text).value(),
        };
        if dict.get_str(self, names.__doc__).is_none() {
            dict.set_str(self, names.__doc__, doc);
        }
        if let Some(fill) = def.fill
            && fill(self, cls).is_err()
        {
            self.take_exception();
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

    /// The namespace of a class, filled where it is a native one.
    #[inline(always)]
    pub fn class_dict(&mut self, cls: Gc<Type>) -> Gc<Dict> {
        if cls.has_flag(type_flags::UNFILLED) {
            self.fill_class(cls);
        }
        cls.dict.get()
    }

    /// The first definition of a name along the MRO. Runs no Python code.
    #[inline]
    pub fn type_lookup(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<Value> {
        if let Some(value) = self.cached_lookup(cls, name) {
            return value.bound();
        }
        self.type_lookup_slow(cls, name)
    }

    #[inline(never)]
    fn type_lookup_slow(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<Value> {
        let name = self.key_of_classes(cls, name)?;
        if cls.version.get() == 0 && !cls.mro.get().is_unbound() {
            let v = self.fresh_version();
            cls.version.set(v);
        }
        let mut found = Value::UNBOUND;
        for i in 0..cls.mro_slice().len() {
            let Some(base) = cls.mro_slice()[i].cast::<Type>() else { continue };
            let dict = self.class_dict(base);
            if let Some(value) = dict.get_str(self, name) {
                found = value;
                break;
            }
        }
        self.cache_lookup(cls, name, found);
        found.bound()
    }

    /// The interned name, if a class of the MRO may have it: no class dict has a key that is not interned, unless it was put
    /// there behind the class's back.
    fn key_of_classes(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<Gc<Str>> {
        if let Some(name) = self.find_interned(name) {
            return Some(name);
        }
        // The names of native classes are interned when their dicts are filled.
        let mut filled = false;
        for i in 0..cls.mro_slice().len() {
            if let Some(base) =
                cls.mro_slice()[i].cast::<Type>().filter(|base| base.has_flag(type_flags::UNFILLED))
            {
                self.fill_class(base);
                filled = true;
            }
        }
        if filled { self.find_interned(name) } else { None }
    }

    /// Is `cls` the class `base` or derived from it (by MRO)?
    #[inline]
    pub fn is_subtype(&self, cls: Gc<Type>, base: Gc<Type>) -> bool {
        if cls == base {
            return true;
        }
        if cls.mro.get().is_unbound() {
            let mut at = cls;
            while let Some(next) = at.base.get().cast::<Type>() {
                if next == base {
                    return true;
                }
                at = next;
            }
            return base == self.class_made(kinds::OBJECT).unwrap_or(base);
        }
        cls.mro_slice().contains(&base.value())
    }

    /// Is the class derived from a native one?
    pub fn is_subtype_of(&mut self, cls: Gc<Type>, kind: Kind) -> bool {
        let base = self.class(kind);
        self.is_subtype(cls, base)
    }

    // --- shapes ------------------------------------------------------------------------------------------------------

    /// A new instance of a class whose instances are `Instance`s, without attributes.
    #[inline]
    pub fn new_instance(&mut self, cls: Gc<Type>) -> Gc<Instance> {
        let (fixed, mut n) = (cls.n_fixed.get() as usize, cls.n_inline.get() as usize);
        if cls.root_shape.get().is_none() && n <= fixed && cls.has_flag(type_flags::INSTANCE_DICT) {
            // Nothing is known of its instances yet; many classes have but one.
            n = fixed + ROOM_OF_FIRST;
        }
        let shape = self.root_shape(cls);
        let n = n.max(fixed);
        let instance = Instance::new(&mut self.heap, cls.address(), shape, n);
        if cls.has_flag(type_flags::HAS_DEL) {
            self.register_finalizer(instance.value());
        }
        instance
    }

    /// The shape of instances without attributes.
    #[inline]
    pub fn root_shape(&mut self, cls: Gc<Type>) -> Gc<Shape> {
        match cls.root_shape.get() {
            Some(shape) => shape,
            None => self.make_root_shape(cls),
        }
    }

    #[cold]
    fn make_root_shape(&mut self, cls: Gc<Type>) -> Gc<Shape> {
        let shape = self.heap.alloc(Shape::root(cls, false));
        cls.root_shape.set(cls, Some(shape));
        shape
    }

    /// The shape of instances whose attributes live in a dict.
    pub(crate) fn dict_shape(&mut self, cls: Gc<Type>) -> Gc<Shape> {
        if let Some(shape) = cls.dict_shape.get() {
            return shape;
        }
        let shape = self.heap.alloc(Shape::root(cls, true));
        cls.dict_shape.set(cls, Some(shape));
        shape
    }

    /// The shape after adding an attribute; `None` where the attributes had better live in a dict: the object is used as
    /// one, having very many, or the class's instances have no attributes in common.
    pub(crate) fn shape_with(&mut self, shape: Gc<Shape>, name: Gc<Str>) -> Option<Gc<Shape>> {
        let next = shape.next.get();
        if let Some(one) = next.cast::<Shape>()
            && one.name == name.value()
        {
            return Some(one);
        }
        if let Some(many) = next.cast::<Dict>()
            && let Some(found) = many.get_str(self, name)
            && let Some(found) = found.cast::<Shape>()
        {
            return Some(found);
        }
        let root = shape.to_ref().root_of();
        if shape.n_slots - root.n_slots >= Shape::MAX_SLOTS || root.n_grown.get() >= Shape::MAX_GROWN {
            return None;
        }
        root.n_grown.set(root.n_grown.get() + 1);
        let new = self.heap.alloc(Shape::grown(shape, name));
        if next.is_unbound() {
            shape.next.set(shape, new.value());
        } else {
            let many = match next.cast::<Dict>() {
                Some(many) => many,
                None => {
                    let many = self.new_dict();
                    if let Some(one) = next.cast::<Shape>()
                        && let Some(name) = one.name.cast::<Str>()
                    {
                        many.set_str(self, name, next);
                    }
                    shape.next.set(shape, many.value());
                    many
                }
            };
            many.set_str(self, name, new.value());
        }
        Some(new)
    }

    /// The slot of an attribute in a shape.
    pub(crate) fn shape_find(&mut self, shape: Gc<Shape>, name: Gc<Str>) -> Option<usize> {
        if shape.n_slots < 8 {
            return shape.find_linear(name);
        }
        let table = self.shape_table(shape);
        table.get_str(self, name)?.as_small_int().map(|i| i as usize)
    }

    /// The slots of a shape by name, in the order in which the attributes came.
    pub(crate) fn shape_table(&mut self, shape: Gc<Shape>) -> Gc<Dict> {
        if let Some(table) = shape.table.get().cast::<Dict>() {
            return table;
        }
        // The chain of shapes is from the last attribute to the first.
        let backwards = std::iter::successors(Some(shape), |shape| shape.parent)
            .filter_map(|shape| Some((shape.name.cast::<Str>()?, Value::len(shape.slot as usize))));
        let table = self.new_dict_backwards(backwards);
        shape.table.set(shape, table.value());
        table
    }

    // --- changes -----------------------------------------------------------------------------------------------------

    /// Makes all caches forget the class and its subclasses.
    pub fn class_changed(&mut self, cls: Gc<Type>) {
        let v = self.fresh_version();
        cls.version.set(v);
        for sub in self.subclasses(cls).iter() {
            if let Some(sub) = sub.cast::<Type>() {
                self.class_changed(sub);
            }
        }
        for other in self.weakrefs_followers(cls).iter() {
            // They may follow each other.
            if let Some(other) = other.cast::<Type>().filter(|other| other.version.get() < v) {
                self.class_changed(other);
            }
        }
    }

    /// Notes that a class has another in its MRO that is none of its bases.
    pub fn add_follower(&mut self, of: Gc<Type>, cls: Gc<Type>) {
        self.weakrefs.add_follower(of, cls);
    }

    /// The direct subclasses that are alive.
    pub fn subclasses(&mut self, cls: Gc<Type>) -> Values {
        self.weakrefs_subclasses(cls)
    }

    /// Enters a class in its bases' lists of subclasses.
    pub fn add_subclass(&mut self, base: Gc<Type>, cls: Gc<Type>) {
        self.weakrefs.add_subclass(base, cls);
    }

    /// Takes a class out of a base's list of subclasses.
    pub fn remove_subclass(&mut self, base: Gc<Type>, cls: Gc<Type>) {
        self.weakrefs.remove_subclass(base, cls);
    }

    /// The interned name of a row of [`SLOT_DEFS`].
    fn slot_name(&mut self, row: usize) -> Gc<Str> {
        if self.slot_names.is_empty() {
            self.slot_names = vec![Value::UNBOUND; SLOT_DEFS.len()];
        }
        if let Some(name) = self.slot_names[row].cast::<Str>() {
            return name;
        }
        let name = self.intern(SLOT_DEFS[row].name);
        self.slot_names[row] = name.value();
        name
    }

    /// Derives the slots of a class that has just been made. Where all its bases agree they are theirs, but for what the
    /// class itself defines.
    pub fn fill_slots(&mut self, cls: Gc<Type>) {
        let bases = cls.bases.get();
        let bases = bases.to_ref().as_slice();
        let Some(first) = bases.first().and_then(|base| base.cast::<Type>()) else {
            return self.update_slots(cls);
        };
        let others = || bases[1..].iter().filter_map(|base| base.cast::<Type>());
        for &slot in Slot::ALL {
            let inherited = first.slots[slot as usize].get();
            let kind = if others().all(|base| base.slots[slot as usize].get() == inherited) {
                inherited
            } else {
                self.slot_for(cls, slot)
            };
            cls.slots[slot as usize].set(kind);
        }
        for flag in [type_flags::HAS_GETATTR, type_flags::HAS_DEL] {
            if first.has_flag(flag) || others().any(|base| base.has_flag(flag)) {
                cls.set_flag(flag);
            } else {
                cls.clear_flag(flag);
            }
        }
        let dict = cls.dict.get();
        let mut at = 0;
        let mut getattr = false;
        while let Some((i, key, _)) = dict.next_entry(at) {
            at = i + 1;
            let Some(name) = key.cast::<Str>().filter(|name| name.as_bytes().starts_with(b"__")) else {
                continue;
            };
            match name.as_bytes() {
                b"__getattr__" => getattr = true,
                b"__del__" => cls.set_flag(type_flags::HAS_DEL),
                _ => {}
            }
            for row in rows_named(name.to_ref().as_bytes()) {
                let slot = SLOT_DEFS[row].slot;
                let kind = self.slot_for(cls, slot);
                cls.slots[slot as usize].set(kind);
            }
        }
        if getattr {
            cls.set_flag(type_flags::HAS_GETATTR);
        }
        // `__getattr__` needs the slot that falls back to it.
        if cls.has_flag(type_flags::HAS_GETATTR) {
            cls.slots[Slot::GetAttr as usize].set(kinds::DUNDER);
        }
    }

    /// Derives the slots of a class made by Python code from its bases and its dict; call after any change of those.
    pub fn update_slots(&mut self, cls: Gc<Type>) {
        for (row, def) in SLOT_DEFS.iter().enumerate() {
            // All rows of a slot are looked at together.
            if rows_of(def.slot).next() != Some(row) {
                continue;
            }
            let kind = self.slot_for(cls, def.slot);
            cls.slots[def.slot as usize].set(kind);
        }
        self.update_getattr(cls);
        self.update_del(cls);
    }

    /// The same for what one name changes.
    fn update_slots_named(&mut self, cls: Gc<Type>, name: Gc<Str>) {
        for row in rows_named(name.to_ref().as_bytes()) {
            let slot = SLOT_DEFS[row].slot;
            let kind = self.slot_for(cls, slot);
            cls.slots[slot as usize].set(kind);
        }
        match name.to_ref().as_bytes() {
            b"__getattr__" => {
                let kind = self.slot_for(cls, Slot::GetAttr);
                cls.slots[Slot::GetAttr as usize].set(kind);
                self.update_getattr(cls);
            }
            b"__getattribute__" => self.update_getattr(cls),
            b"__del__" => self.update_del(cls),
            _ => {}
        }
    }

    fn update_getattr(&mut self, cls: Gc<Type>) {
        let name = self.names().__getattr__;
        if self.type_lookup(cls, name).is_some() {
            cls.set_flag(type_flags::HAS_GETATTR);
            // It needs the slot that falls back to it.
            cls.slots[Slot::GetAttr as usize].set(kinds::DUNDER);
        } else {
            cls.clear_flag(type_flags::HAS_GETATTR);
        }
    }

    fn update_del(&mut self, cls: Gc<Type>) {
        let name = self.names().__del__;
        if self.type_lookup(cls, name).is_some() {
            cls.set_flag(type_flags::HAS_DEL);
        } else {
            cls.clear_flag(type_flags::HAS_DEL);
        }
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

    /// Which native type implements an operation for a class, judged by the definitions along its MRO.
    fn slot_for(&mut self, cls: Gc<Type>, slot: Slot) -> Kind {
        let mut result: Option<Kind> = None;
        for row in rows_of(slot) {
            let def = &SLOT_DEFS[row];
            let name = self.slot_name(row);
            let Some((owner, value)) = self.lookup_interned_owner(cls, name) else { continue };
            let kind = if let Some(wrapper) = value.cast::<SlotWrapper>() {
                // A native implementation under its own name, inherited or taken over by assignment.
                let native = wrapper.native;
                let of = &SLOT_DEFS[wrapper.def as usize];
                let owner_ok = self.is_subtype(cls, wrapper.owner);
                if of.name == def.name && of.slot != slot && owner_ok {
                    // `list.__add__` is the sequence protocol's, not the number protocol's.
                    continue;
                }
                let same = of.slot == slot && of.name == def.name;
                if same && owner_ok { native } else { kinds::DUNDER }
            } else if slot == Slot::New {
                let new_of = |t: Gc<Type>| t.slots[Slot::New as usize].get();
                match value.cast::<NativeFunction>() {
                    Some(f) if f.table == kinds::DUNDER && f.row == 0 => {
                        let named = f.receiver.cast::<Type>().map_or(kinds::DUNDER, new_of);
                        let native = self.class(cls.native.get());
                        let shown = self.new_shown_for(native);
                        if shown != native && new_of(shown) == named { new_of(native) } else { named }
                    }
                    _ => kinds::DUNDER,
                }
            } else if !owner.has_flag(type_flags::HEAP)
                && value.is_kind(kinds::METHOD_DESCRIPTOR)
                && value.cast::<NativeFunction>().is_some_and(|f| f.owner == owner.value())
            {
                // A native type that shows a method in place of the slot's wrapper.
                owner.slots[slot as usize].get()
            } else if slot == Slot::Hash && value.is_none() {
                // `__hash__ = None`, or a native type that is not hashable.
                kinds::UNHASHABLE
            } else if !owner.has_flag(type_flags::HEAP) && slot == Slot::Hash {
                owner.slots[slot as usize].get()
            } else {
                kinds::DUNDER
            };
            match result {
                None => result = Some(kind),
                Some(before) if before == kind => {}
                // Several names for one slot with different implementations: by name each time.
                Some(_) => result = Some(kinds::DUNDER),
            }
        }
        result.unwrap_or_else(|| {
            // Slots without a name of their own (`Repeat` of the sequence protocol) come from the layout's base.
            cls.base
                .get()
                .cast::<Type>()
                .map_or(0, |b| if rows_of(slot).next().is_some() { 0 } else { b.slots[slot as usize].get() })
        })
    }

    /// Where along the MRO a name is defined first.
    pub fn type_lookup_owner(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<(Gc<Type>, Value)> {
        let name = self.key_of_classes(cls, name)?;
        self.lookup_interned_owner(cls, name)
    }

    /// The same for an interned name.
    fn lookup_interned_owner(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Option<(Gc<Type>, Value)> {
        for i in 0..cls.mro_slice().len() {
            let Some(base) = cls.mro_slice()[i].cast::<Type>() else { continue };
            let dict = self.class_dict(base);
            if let Some(value) = dict.get_str(self, name) {
                return Some((base, value));
            }
        }
        None
    }

    /// Stores (or, given UNBOUND, deletes) an attribute of a class: caches and slots follow.
    pub fn set_class_attr(&mut self, cls: Gc<Type>, name: Gc<Str>, value: Value) -> R<()> {
        let name = self.intern_str(name);
        let dict = self.class_dict(cls);
        if value.is_unbound() {
            if dict.pop_str(self, name).is_none() {
                let of = self.class_type_name(cls);
                let text = format!("type object '{of}' has no attribute '{}'", name.to_display());
                return Err(self.raise_attribute_error(cls.value(), name, text));
            }
        } else {
            dict.set_str(self, name, value);
        }
        self.class_changed(cls);
        let named = name.to_ref().as_bytes();
        if rows_named(named).next().is_some() || matches!(named, b"__getattr__" | b"__del__") {
            self.update_slots_below(cls, Some(name));
        }
        if matches!(named, b"__get__" | b"__set__" | b"__delete__") {
            // What attributes of any class are instances of this one is not known.
            let object = self.class(kinds::OBJECT);
            self.class_changed(object);
        }
        Ok(())
    }

    /// Derives the slots of a class and of all its subclasses anew, or those that a name changes.
    pub fn update_slots_below(&mut self, cls: Gc<Type>, name: Option<Gc<Str>>) {
        if cls.has_flag(type_flags::HEAP) {
            match name {
                Some(name) => self.update_slots_named(cls, name),
                None => self.update_slots(cls),
            }
        }
        for sub in self.subclasses(cls).iter() {
            if let Some(sub) = sub.cast::<Type>() {
                self.update_slots_below(sub, name);
            }
        }
    }

    // --- classes made by Python code ---------------------------------------------------------------------------------

    /// A class with the given bases and namespace (which it takes over), as `type.__new__` makes it before `__set_name__`
    /// and `__init_subclass__` run. `slots`: the mangled names of `__slots__`, `None` where there is none;
    /// `adds_dict`: instances get a `__dict__`.
    pub fn new_class(
        &mut self,
        meta: Gc<Type>,
        name: Gc<Str>,
        bases: Gc<Tuple>,
        dict: Gc<Dict>,
        slots: Option<&[Value]>,
        adds_dict: bool,
        adds_weakref: bool,
    ) -> R<Gc<Type>> {
        let base = self.best_base(bases)?;
        let cls = self.alloc_class(meta.address(), name, bases);
        cls.dict.set(cls, dict);
        cls.base.set(cls, base.value());
        cls.native.set(base.native.get());
        let mut flags =
            type_flags::HEAP | type_flags::BASETYPE | (base.flags.get() & INHERITED & !COLLECTION);
        for &b in bases.as_slice() {
            if let Some(b) = b.cast::<Type>() {
                let mut inherited = INHERITED & !type_flags::PAYLOAD & !type_flags::HAS_SLOTS;
                // The first base that is a sequence or a mapping decides.
                if flags & COLLECTION != 0 {
                    inherited &= !COLLECTION;
                }
                flags |= b.flags.get() & inherited;
            }
        }
        let native = base.native.get();
        let in_place =
            self.type_def(native).is_some_and(|d| d.dict_offset.is_some()) || native == kinds::TYPE;
        let mut n_fixed = base.n_fixed.get();
        if native != kinds::OBJECT && !in_place {
            if flags & type_flags::PAYLOAD == 0 {
                n_fixed = 1;
            }
            flags |= type_flags::PAYLOAD;
        }
        if adds_dict && !in_place {
            flags |= type_flags::INSTANCE_DICT;
        }
        if adds_dict || flags & type_flags::INSTANCE_DICT != 0 {
            flags &= !type_flags::NO_DICT;
        }
        if adds_weakref {
            flags |= type_flags::WEAKREFABLE;
        }
        if let Some(slots) = slots
            && !slots.is_empty()
        {
            flags |= type_flags::HAS_SLOTS;
            let names = self.new_tuple(slots);
            cls.slot_names.set(cls, names.value());
            let class = self.class(kinds::MEMBER_DESCRIPTOR).address();
            for &slot_name in slots {
                let Some(slot_name) = slot_name.cast::<Str>() else { continue };
                let slot_name = self.intern_str(slot_name);
                let descriptor = self.heap.alloc(crate::layout::MemberDescriptor {
                    header: Header::new::<crate::layout::MemberDescriptor>(class),
                    owner: cls,
                    name: slot_name,
                    slot: u32::from(n_fixed),
                });
                dict.set_str(self, slot_name, descriptor.value());
                n_fixed += 1;
            }
        }
        cls.flags.set(flags);
        cls.n_fixed.set(n_fixed);
        cls.n_inline.set(n_fixed.max(base.n_inline.get()));
        for &b in bases.as_slice() {
            if let Some(b) = b.cast::<Type>() {
                self.add_subclass(b, cls);
            }
        }
        Ok(cls)
    }

    /// The base whose layout a class with these bases extends.
    pub fn best_base(&mut self, bases: Gc<Tuple>) -> R<Gc<Type>> {
        let mut winner: Option<(Gc<Type>, Gc<Type>)> = None;
        for &b in bases.as_slice() {
            let Some(b) = b.cast::<Type>() else { return Err(self.type_error("bases must be types")) };
            if !b.has_flag(type_flags::BASETYPE) {
                let text = format!("type '{}' is not an acceptable base type", self.class_type_name(b));
                return Err(self.type_error(text));
            }
            let solid = self.solid_base(b);
            match winner {
                None => winner = Some((solid, b)),
                Some((s, _)) if self.is_subtype(s, solid) => {}
                Some((s, _)) if self.is_subtype(solid, s) => winner = Some((solid, b)),
                Some(_) => return Err(self.type_error("multiple bases have instance lay-out conflict")),
            }
        }
        match winner {
            Some((_, base)) => Ok(base),
            None => Ok(self.class(kinds::OBJECT)),
        }
    }

    /// The nearest class along the bases that adds to the layout.
    fn solid_base(&mut self, cls: Gc<Type>) -> Gc<Type> {
        let mut at = cls;
        loop {
            if !at.has_flag(type_flags::HEAP) || !at.slot_names.get().is_unbound() {
                // A native type without a layout of its own adds nothing.
                if at.has_flag(type_flags::HEAP)
                    || self.type_def(self.class_number(at)).is_none_or(|d| d.layout.is_some())
                {
                    return at;
                }
            }
            match at.base.get().cast::<Type>() {
                Some(base) => at = base,
                None => return at,
            }
        }
    }

    fn class_number(&self, cls: Gc<Type>) -> Kind {
        let kind = cls.native.get();
        if self.class_made(kind) == Some(cls) { kind } else { kinds::NONE_TYPE }
    }

    /// The C3 linearisation of a class with these bases (reference: data model, "Determining the appropriate metaclass"
    /// and The Python 2.3 Method Resolution Order).
    pub fn compute_mro(&mut self, cls: Gc<Type>) -> R<Gc<Tuple>> {
        let bases = cls.bases.get();
        // The order of a single base stands already.
        if let [base] = *bases.as_slice()
            && let Some(mro) = base.cast::<Type>().and_then(|base| base.mro.get().cast::<Tuple>())
        {
            let mut order = Values::new();
            order.push(&mut self.heap, cls.value());
            order.extend(&mut self.heap, mro.to_ref().as_slice());
            return Ok(self.new_tuple(&order));
        }
        let mut sequences: Vec<Gc<Tuple>> = Vec::new();
        for (i, &b) in bases.as_slice().iter().enumerate() {
            if bases.as_slice()[..i].contains(&b) {
                let name = b.cast::<Type>().map(|t| t.name.get().to_display()).unwrap_or_default();
                return Err(self.type_error(format!("duplicate base class {name}")));
            }
            let Some(base) = b.cast::<Type>() else { continue };
            // The tuples stay alive through the bases.
            match base.mro.get().cast::<Tuple>() {
                Some(mro) => sequences.push(mro),
                None => {
                    let name = base.name.get().to_display();
                    return Err(self.type_error(format!("Cannot extend an incomplete type '{name}'")));
                }
            }
        }
        sequences.push(bases);
        let mut positions = vec![0usize; sequences.len()];
        let mut mro = Values::new();
        mro.push(&mut self.heap, cls.value());
        loop {
            let mut done = true;
            let mut next = None;
            for (s, sequence) in sequences.iter().enumerate() {
                let Some(&candidate) = sequence.as_slice().get(positions[s]) else { continue };
                done = false;
                let in_tail = sequences.iter().zip(&positions).any(|(other, &p)| {
                    other.as_slice().get(p + 1..).is_some_and(|tail| tail.contains(&candidate))
                });
                if !in_tail {
                    next = Some(candidate);
                    break;
                }
            }
            if done {
                return Ok(self.new_tuple(&mro));
            }
            let Some(next) = next else {
                let mut heads: Vec<String> = Vec::new();
                for (sequence, &p) in sequences.iter().zip(&positions) {
                    if let Some(t) = sequence.as_slice().get(p).and_then(|v| v.cast::<Type>()) {
                        let name = t.name.get().to_display();
                        if !heads.contains(&name) {
                            heads.push(name);
                        }
                    }
                }
                let text = format!(
                    "Cannot create a consistent method resolution order (MRO) for bases {}",
                    heads.join(", ")
                );
                return Err(self.type_error(text));
            };
            mro.push(&mut self.heap, next);
            for (sequence, p) in sequences.iter().zip(&mut positions) {
                if sequence.as_slice().get(*p) == Some(&next) {
                    *p += 1;
                }
            }
        }
    }

    /// Makes a fresh native object an instance of the class asked for: nothing to do for the native class itself; a
    /// subclass's instance has the object as its payload, or is the object with another class where the layout has a
    /// `__dict__` of its own.
    pub fn adopt(&mut self, cls: Gc<Type>, value: Value) -> R {
        if !cls.has_flag(type_flags::HEAP) {
            if let Some(header) = value.header()
                && cls.dict_in_place()
                && header.class_address() != cls.address()
                && kinds::is_exception(header.kind())
                // `BaseExceptionGroup` gives an `ExceptionGroup` where it can.
                && !self.is_subtype(self.class_of(value), cls)
            {
                header.set_class_address(cls.address());
            }
            return Ok(value);
        }
        if let Some(header) = value.header()
            && header.class_address() == cls.address()
        {
            return Ok(value);
        }
        if cls.has_flag(type_flags::PAYLOAD) {
            // A subclass instance given where an exact one is wanted (`int.__new__(cls, subclass_instance)`).
            let value = self.unwrap(value);
            return Ok(self.wrap_payload(cls, value));
        }
        if let Some(header) = value.header() {
            header.set_class_address(cls.address());
            if cls.has_flag(type_flags::HAS_DEL) {
                self.register_finalizer(value);
            }
        }
        Ok(value)
    }
}

impl Type {
    /// Exceptions: several classes share a layout.
    fn dict_in_place(&self) -> bool {
        self.has_flag(type_flags::EXCEPTION_SUBCLASS)
    }
}

/// Does a native type define equality without a hash, or say that there is none?
fn is_unhashable(def: &TypeDef) -> bool {
    def.flags & type_flags::UNHASHABLE != 0
        || def.native.slots.slot_compare.is_some() && def.native.slots.slot_hash.is_none()
}
