//! Attributes: the default look-up of the data model (3.3.2), descriptors, instance slots and dicts.

use crate::kinds;
use crate::layout::{
    BoundMethod, ClassMethod, Dict, Exception, Function, GetSetDescriptor, Instance, MemberDescriptor,
    Module, NativeFunction, SlotWrapper, StaticMethod, Str, Type,
};
use crate::native::{R, Raised, type_flags};
use crate::vm::Vm;
use taipan_heap::{Array, Field, Gc, Value};

impl Vm {
    /// `obj.name`
    pub fn get_attr(&mut self, obj: Value, name: Gc<Str>) -> R {
        let cls = self.class_of(obj);
        let found = match self.slot_getattr(cls) {
            Some(f) => f(self, obj, name),
            None => self.generic_get_attr(obj, name),
        };
        if found.is_err() {
            self.complete_attribute_error(obj, name);
        }
        found
    }

    /// `obj.name`, where the attribute that the class has of this name has raised an exception: the class's `__getattr__` has
    /// the last word.
    #[cold]
    pub fn get_attr_after(&mut self, obj: Value, name: Gc<Str>, raised: Raised) -> R {
        let found = match self.class_of(obj).has_flag(type_flags::HAS_GETATTR) {
            true => crate::dunder::fall_back(self, obj, name, raised),
            false => Err(raised),
        };
        if found.is_err() {
            self.complete_attribute_error(obj, name);
        }
        found
    }

    /// An `AttributeError` that somebody else raised does not say what was looked for.
    #[cold]
    fn complete_attribute_error(&mut self, obj: Value, name: Gc<Str>) {
        use crate::errors::extra::attribute_error::{NAME, OBJ};
        if !self.pending_is(kinds::ATTRIBUTE_ERROR) {
            return;
        }
        let Some(exc) = self.thread.exception.cast::<Exception>() else { return };
        if exc.extra_get(NAME).or(exc.extra_get(OBJ)).is_none() {
            exc.extra_set(self, NAME, name.value());
            exc.extra_set(self, OBJ, obj);
        }
    }

    /// `obj.name` by text.
    pub fn get_attr_named(&mut self, obj: Value, name: &str) -> R {
        let name = self.intern(name);
        self.get_attr(obj, name)
    }

    /// `obj.name`, or `None` where that raises `AttributeError`.
    pub fn get_attr_opt(&mut self, obj: Value, name: Gc<Str>) -> R<Option<Value>> {
        let cls = self.class_of(obj);
        // The plain look-up need not make the exception that nobody will see.
        let found = match cls.slots[crate::native::Slot::GetAttr as usize].get() {
            kinds::OBJECT => self.generic_get_attr_opt(obj, name),
            kinds::MODULE => self.module_attr_opt(obj, name),
            _ => self.get_attr(obj, name).map(Some),
        };
        // A descriptor or `__getattr__` that raises `AttributeError` says that there is nothing.
        match found {
            Ok(v) => Ok(v),
            Err(Raised) if self.pending_is(kinds::ATTRIBUTE_ERROR) => {
                self.take_exception();
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// [`Vm::get_attr_opt`] of a module; what its `__getattr__` raises is left.
    fn module_attr_opt(&mut self, obj: Value, name: Gc<Str>) -> R<Option<Value>> {
        match self.generic_get_attr_opt(obj, name) {
            Ok(Some(found)) => return Ok(Some(found)),
            Ok(None) => {}
            Err(raised) if self.take_if(kinds::ATTRIBUTE_ERROR).is_none() => return Err(raised),
            Err(_) => {}
        }
        if let Some(module) = obj.cast::<Module>() {
            let (dict, getattr) = (module.dict.get(), self.names().__getattr__);
            if dict.get_str(self, getattr).is_none() && !self.late_name(dict, name)? {
                return Ok(None);
            }
        }
        self.get_attr(obj, name).map(Some)
    }

    /// `obj.name = value`, or `del obj.name` given UNBOUND.
    pub fn set_attr(&mut self, obj: Value, name: Gc<Str>, value: Value) -> R<()> {
        let cls = self.class_of(obj);
        match self.slot_setattr(cls) {
            Some(f) => f(self, obj, name, value),
            None => self.generic_set_attr(obj, name, value),
        }
    }

    /// The default `__getattribute__`.
    pub fn generic_get_attr(&mut self, obj: Value, name: Gc<Str>) -> R {
        match self.generic_get_attr_opt(obj, name)? {
            Some(v) => Ok(v),
            None => Err(self.raise_no_attribute(obj, name)),
        }
    }

    /// The default look-up, `None` where nothing is found.
    pub fn generic_get_attr_opt(&mut self, obj: Value, name: Gc<Str>) -> R<Option<Value>> {
        let cls = self.class_of(obj);
        let on_class = self.type_lookup(cls, name);
        let mut getter = None;
        if let Some(descriptor) = on_class {
            let dcls = self.class_of(descriptor);
            getter = self.slot_get(dcls);
            if let Some(get) = getter
                && self.slot_set(dcls).is_some()
            {
                return get(self, descriptor, obj, cls.value()).map(Some);
            }
        }
        if let Some(value) = self.instance_attr(obj, name) {
            return Ok(Some(value));
        }
        match (on_class, getter) {
            (Some(descriptor), Some(get)) => get(self, descriptor, obj, cls.value()).map(Some),
            (found, _) => Ok(found),
        }
    }

    /// An attribute of the instance itself: its slots or its `__dict__` (of a class: the class's).
    pub fn instance_attr(&mut self, obj: Value, name: Gc<Str>) -> Option<Value> {
        if let Some(instance) = obj.cast::<Instance>() {
            let shape = instance.shape();
            if !shape.is_dict {
                let name = self.find_interned(name)?;
                let slot = self.shape_find(shape, name)?;
                return instance_slot(instance, slot).bound();
            }
        }
        if let Some(cls) = obj.cast::<Type>() {
            return self.class_dict(cls).get_str(self, name);
        }
        self.instance_dict_opt(obj)?.get_str(self, name)
    }

    /// The object's `__dict__`, if it exists already.
    pub fn instance_dict_opt(&mut self, obj: Value) -> Option<Gc<Dict>> {
        if let Some(instance) = obj.cast::<Instance>() {
            return self.payload::<Dict>(instance.extra.get());
        }
        if let Some(module) = obj.cast::<Module>() {
            return Some(module.dict.get());
        }
        self.dict_field(obj)?.get().cast::<Dict>()
    }

    /// The field with the `__dict__` of a native object that has one.
    fn dict_field<'a>(&self, obj: Value) -> Option<&'a Field<Value>> {
        let place = obj.header()?.address() + self.dict_place(obj)?;
        // SAFETY: the definition says that a `Field<Value>` lies there.
        Some(unsafe { &*(place as *const Field<Value>) })
    }

    /// Where that field lies in the object's cell.
    pub fn dict_place(&self, obj: Value) -> Option<usize> {
        let header = obj.header()?;
        if obj.cast::<Exception>().is_some() {
            return Some(std::mem::offset_of!(Exception, dict));
        }
        if header.kind() == kinds::MODULE {
            return None;
        }
        let offset = self.type_def(header.kind())?.dict_offset?;
        // A plain reference has no attributes of its own; those of subclasses do.
        if header.kind() == kinds::WEAKREF
            && self.class_made(kinds::WEAKREF).is_some_and(|c| c.address() == header.class_address())
        {
            return None;
        }
        Some(offset)
    }

    /// Is it a native object with a place for a `__dict__` of its own?
    pub fn has_dict_field(&self, obj: Value) -> bool {
        self.dict_field(obj).is_some()
    }

    /// The object's `__dict__`, made when asked for first; `None` for objects without one.
    pub fn instance_dict(&mut self, obj: Value) -> Option<Gc<Dict>> {
        if let Some(dict) = self.instance_dict_opt(obj) {
            return Some(dict);
        }
        if let Some(instance) = obj.cast::<Instance>() {
            let cls = self.class_of(obj);
            if !cls.has_flag(type_flags::INSTANCE_DICT) {
                return None;
            }
            return Some(self.materialise_dict(instance));
        }
        let field = self.dict_field(obj)?;
        let dict = self.new_dict();
        field.set(obj.header()?, dict.value());
        Some(dict)
    }

    /// What `obj.__dict__` is: the object's dict, or the instance of a dict subclass that was set and that holds it.
    pub fn instance_dict_object(&mut self, obj: Value) -> Option<Value> {
        let dict = self.instance_dict(obj)?;
        match obj.cast::<Instance>() {
            Some(instance) => Some(instance.extra.get()),
            None => Some(dict.value()),
        }
    }

    /// Moves an instance's attributes to a dict, where they stay.
    pub fn materialise_dict(&mut self, instance: Gc<Instance>) -> Gc<Dict> {
        let dict = self.shape_table(instance.shape()).copy(self);
        let entries = dict.entries.get();
        for (i, entry) in entries.as_slice()[..dict.len.get()].iter().enumerate() {
            let value = instance_slot(instance, entry.value.get().small_int_bits() as usize);
            match value.is_unbound() {
                // The attribute was deleted.
                true => drop(dict.remove_at(i)),
                false => entry.value.set(entries, value),
            }
        }
        self.use_dict(instance, dict.value());
        dict
    }

    /// Makes a dict, or that of a dict subclass's instance, the place of an instance's attributes.
    fn use_dict(&mut self, instance: Gc<Instance>, dict: Value) {
        let cls = self.class_of(instance.value());
        let shape = self.dict_shape(cls);
        let fixed = cls.n_fixed.get() as usize;
        for field in instance.slots().iter().skip(fixed) {
            field.set(instance, Value::UNBOUND);
        }
        instance.extra.set(instance, dict);
        instance.set_shape(shape);
    }

    /// `obj.__class__ = cls`, where the two classes' instances have the same layout.
    pub fn change_class(&mut self, obj: Value, cls: Gc<Type>) -> R<()> {
        let Some(header) = obj.header() else { return Ok(()) };
        let old = self.class_of(obj);
        if let Some(instance) = obj.cast::<Instance>() {
            // Shapes belong to a class: the attributes move to a dict first.
            match self.instance_dict_object(obj) {
                Some(dict) => {
                    header.set_class_address(cls.address());
                    self.use_dict(instance, dict);
                }
                None => {
                    header.set_class_address(cls.address());
                    let shape = self.root_shape(cls);
                    instance.set_shape(shape);
                }
            }
        } else {
            header.set_class_address(cls.address());
        }
        if let Some(module) = obj.cast::<Module>() {
            // Instructions remember where a module's attributes are, and must ask the new class.
            let dict = module.dict.get();
            dict.rebuild(&mut self.heap, dict.len.get());
        }
        if cls.has_flag(type_flags::HAS_DEL) && !old.has_flag(type_flags::HAS_DEL) {
            self.register_finalizer(obj);
        }
        Ok(())
    }

    /// `obj.__dict__ = dict`
    pub fn set_instance_dict(&mut self, obj: Value, dict: Gc<Dict>) -> R<()> {
        self.set_instance_dict_object(obj, dict.value())
    }

    /// `obj.__dict__ = dict`, where that is a dict or an instance of a subclass: attributes live in what it holds.
    pub fn set_instance_dict_object(&mut self, obj: Value, object: Value) -> R<()> {
        let Some(dict) = self.as_dict(object) else {
            let of = self.type_name(object);
            return Err(self.type_error(format!("__dict__ must be set to a dictionary, not a '{of}'")));
        };
        if let Some(instance) = obj.cast::<Instance>() {
            self.use_dict(instance, object);
            return Ok(());
        }
        if let (Some(field), Some(header)) = (self.dict_field(obj), obj.header()) {
            field.set(header, dict.value());
            return Ok(());
        }
        let of = self.type_name(obj);
        Err(self.type_error(format!("'{of}' object has no __dict__ to set")))
    }

    /// The default `__setattr__` and `__delattr__`.
    pub fn generic_set_attr(&mut self, obj: Value, name: Gc<Str>, value: Value) -> R<()> {
        let cls = self.class_of(obj);
        let name = self.intern_str(name);
        let on_class = self.type_lookup(cls, name);
        if let Some(descriptor) = on_class {
            let dcls = self.class_of(descriptor);
            if let Some(set) = self.slot_set(dcls) {
                return set(self, descriptor, obj, value);
            }
        }
        if let Some(instance) = obj.cast::<Instance>() {
            if cls.has_flag(type_flags::INSTANCE_DICT) {
                if !value.is_unbound() {
                    self.set_instance_attr(cls, instance, name, value);
                    return Ok(());
                }
                if !instance.shape().is_dict {
                    return match self.shape_find(instance.shape(), name) {
                        Some(slot) => {
                            self.delete_slot(instance, name, slot);
                            Ok(())
                        }
                        None => Err(self.raise_nothing_to_delete(cls, name)),
                    };
                }
                return match self.instance_dict(obj).and_then(|dict| dict.pop_str(self, name)) {
                    Some(_) => Ok(()),
                    None => Err(self.raise_nothing_to_delete(cls, name)),
                };
            }
        } else if !cls.has_flag(type_flags::NO_DICT)
            && let Some(dict) = self.instance_dict(obj)
        {
            return self.set_in_dict(obj, dict, name, value);
        }
        let of = self.class_type_name(cls);
        let after = match on_class {
            Some(_) => {
                let text = self.text_around(&format!("'{of}' object attribute '"), name, "' is read-only");
                return Err(self.raise_text(kinds::ATTRIBUTE_ERROR, text));
            }
            None if self.slot_setattr(cls).is_some_and(|_| self.has_plain_setattr(cls)) => {
                "' and no __dict__ for setting new attributes"
            }
            None => "'",
        };
        let text = self.text_around(&format!("'{of}' object has no attribute '"), name, after);
        Err(self.raise_attribute_text(obj, name, text))
    }

    /// The error of deleting what an instance of a Python class does not have: nothing but the text. (CPython adds name and
    /// object where the instance has a dict that does not share its keys, or they have no room for the name.)
    #[cold]
    fn raise_nothing_to_delete(&mut self, cls: Gc<Type>, name: Gc<Str>) -> Raised {
        let of = self.class_type_name(cls);
        let text = self.text_around(&format!("'{of}' object has no attribute '"), name, "'");
        self.raise_text(kinds::ATTRIBUTE_ERROR, text)
    }

    fn has_plain_setattr(&self, cls: Gc<Type>) -> bool {
        cls.slots[crate::native::Slot::SetAttr as usize].get() == kinds::OBJECT
    }

    fn set_in_dict(&mut self, obj: Value, dict: Gc<Dict>, name: Gc<Str>, value: Value) -> R<()> {
        if obj.cast::<Module>().is_some() && dict.get_str(self, name).is_none() {
            // What is made late must not come back, or instead of this.
            self.late_name(dict, name)?;
        }
        if value.is_unbound() {
            return match dict.pop_str(self, name) {
                Some(_) => Ok(()),
                None => Err(self.raise_no_attribute(obj, name)),
            };
        }
        dict.set_str(self, name, value);
        Ok(())
    }

    /// Stores into an instance that can have attributes, adding the attribute where it is new: in a slot, as long as the
    /// instance's attributes lie in slots and there is a shape to name one more.
    pub fn set_instance_attr(&mut self, cls: Gc<Type>, instance: Gc<Instance>, name: Gc<Str>, value: Value) {
        let shape = instance.shape();
        if shape.is_dict {
            if let Some(dict) = self.payload::<Dict>(instance.extra.get()) {
                dict.set_str(self, name, value);
            }
            return;
        }
        if let Some(slot) = self.shape_find(shape, name) {
            set_slot(instance, slot, value);
            return;
        }
        let Some(new) = self.shape_with(shape, name) else {
            self.materialise_dict(instance).set_str(self, name, value);
            return;
        };
        let slot = new.slot as usize;
        let capacity = instance.slots().len();
        if slot >= capacity {
            let extra = instance.extra.get().cast::<Array>();
            let have = extra.map_or(0, |a| a.len());
            if slot - capacity >= have {
                let Ok(bigger) = Array::new(&mut self.heap, (have * 2).max(4)) else {
                    std::panic::panic_any(taipan_heap::AllocError)
                };
                if let Some(old) = extra {
                    bigger.write(0, old.as_slice());
                }
                instance.extra.set(instance, bigger.value());
            }
        }
        // Later instances get the room at once.
        if slot < 64 {
            cls.n_inline.set(cls.n_inline.get().max(slot as u16 + 1));
        }
        set_slot(instance, slot, value);
        instance.set_shape(new);
    }

    /// Deletes the attribute in a slot: those behind it move down. (Where many would have to, all go to a dict.)
    fn delete_slot(&mut self, instance: Gc<Instance>, name: Gc<Str>, slot: usize) {
        const MOVED: usize = 16;
        let shape = instance.shape();
        let last = shape.n_slots as usize - 1;
        let mut names = [Value::UNBOUND; MOVED];
        let n = last - slot;
        let mut without = shape;
        for to in names.iter_mut().take(n).rev() {
            *to = without.name;
            without = without.parent.unwrap_or(without);
        }
        let mut without = without.parent.filter(|_| n <= MOVED);
        for name in names.iter().take(n).filter_map(|name| name.cast::<Str>()) {
            without = without.and_then(|shape| self.shape_with(shape, name));
        }
        let Some(without) = without else {
            self.materialise_dict(instance).pop_str(self, name);
            return;
        };
        for slot in slot..last {
            set_slot(instance, slot, instance_slot(instance, slot + 1));
        }
        set_slot(instance, last, Value::UNBOUND);
        instance.set_shape(without);
    }

    // --- descriptors -------------------------------------------------------------------------------------------------

    /// Does it bind like a function, so that `f(obj, ...)` is `obj.f(...)`?
    #[inline]
    pub fn is_method_descriptor(&self, f: Value) -> bool {
        matches!(f.kind(), Some(kinds::FUNCTION | kinds::METHOD_DESCRIPTOR | kinds::SLOT_WRAPPER))
    }

    /// What a class attribute gives when read through an instance.
    pub fn bind_descriptor(&mut self, descriptor: Value, obj: Value, cls: Gc<Type>) -> R {
        let dcls = self.class_of(descriptor);
        match self.slot_get(dcls) {
            Some(get) => get(self, descriptor, obj, cls.value()),
            None => Ok(descriptor),
        }
    }

    /// A special method, looked up on the class and bound (implicit special method look-up, data model 3.3.12).
    pub fn lookup_special(&mut self, obj: Value, name: Gc<Str>) -> R<Option<Value>> {
        let cls = self.class_of(obj);
        match self.type_lookup(cls, name) {
            Some(f) => self.bind_descriptor(f, obj, cls).map(Some),
            None => Ok(None),
        }
    }

    /// `cls.name`: the default `type.__getattribute__`. (What its error is about is noted by [`Vm::get_attr`].)
    pub fn type_get_attr(&mut self, cls: Gc<Type>, name: Gc<Str>) -> R {
        match self.type_get_attr_opt(cls, name)? {
            Some(v) => Ok(v),
            None => {
                let of = self.class_type_name(cls);
                let text = self.text_around(&format!("type object '{of}' has no attribute '"), name, "'");
                Err(self.raise_text(kinds::ATTRIBUTE_ERROR, text))
            }
        }
    }

    /// `cls.name`, or `None`.
    pub fn type_get_attr_opt(&mut self, cls: Gc<Type>, name: Gc<Str>) -> R<Option<Value>> {
        let meta = self.class_of(cls.value());
        let on_meta = self.type_lookup(meta, name);
        let mut getter = None;
        if let Some(descriptor) = on_meta {
            let dcls = self.class_of(descriptor);
            getter = self.slot_get(dcls);
            if let Some(get) = getter
                && self.slot_set(dcls).is_some()
            {
                return get(self, descriptor, cls.value(), meta.value()).map(Some);
            }
        }
        if let Some(found) = self.type_lookup(cls, name) {
            let dcls = self.class_of(found);
            return match self.slot_get(dcls) {
                Some(get) => get(self, found, Value::UNBOUND, cls.value()).map(Some),
                None => Ok(Some(found)),
            };
        }
        match (on_meta, getter) {
            (Some(descriptor), Some(get)) => get(self, descriptor, cls.value(), meta.value()).map(Some),
            (found, _) => Ok(found),
        }
    }

    /// Reads a computed attribute of a native type.
    pub fn getset_get(&mut self, descriptor: Gc<GetSetDescriptor>, obj: Value) -> R {
        let def = self.getset_def(descriptor.table, descriptor.row);
        (def.get)(self, obj)
    }

    /// A row of a native type's computed attributes.
    pub fn getset_def(&self, table: u16, row: u16) -> &'static crate::native::GetSetDef {
        let def = self.type_def(table).expect("descriptors are made for types in the table");
        let mut row = row as usize;
        for native in std::iter::once(&def.native).chain(def.more) {
            if row < native.getsets.len() {
                return &native.getsets[row];
            }
            row -= native.getsets.len();
        }
        unreachable!("a descriptor's row is in its table")
    }

    /// Reads an attribute declared in `__slots__`.
    pub fn member_get(&mut self, member: Gc<MemberDescriptor>, obj: Value) -> R {
        let value = match obj.cast::<Instance>() {
            Some(instance) => instance_slot(instance, member.slot as usize).bound(),
            None => self.instance_dict_opt(obj).and_then(|d| d.get_str(self, member.name)),
        };
        match value {
            Some(v) => Ok(v),
            None => {
                let of = self.qualified_class_name(self.class_of(obj));
                let text = format!("'{of}' object has no attribute '{}'", member.name.to_display());
                // Name and object are told by whoever asked for the attribute, perhaps under another name.
                Err(self.raise(kinds::ATTRIBUTE_ERROR, text))
            }
        }
    }

    /// Stores (or, given UNBOUND, deletes) an attribute declared in `__slots__`.
    pub fn member_set(&mut self, member: Gc<MemberDescriptor>, obj: Value, value: Value) -> R<()> {
        // Struct sequences are the classes with slots that nobody may derive from.
        if !member.owner.has_flag(type_flags::BASETYPE) {
            return Err(self.raise(kinds::ATTRIBUTE_ERROR, "readonly attribute"));
        }
        if let Some(instance) = obj.cast::<Instance>() {
            if value.is_unbound() && instance_slot(instance, member.slot as usize).is_unbound() {
                return Err(self.raise(kinds::ATTRIBUTE_ERROR, member.name.to_display()));
            }
            set_slot(instance, member.slot as usize, value);
            return Ok(());
        }
        match self.instance_dict(obj) {
            Some(dict) if value.is_unbound() && dict.get_str(self, member.name).is_none() => {
                Err(self.raise(kinds::ATTRIBUTE_ERROR, member.name.to_display()))
            }
            Some(dict) => self.set_in_dict(obj, dict, member.name, value),
            None => Err(self.raise_no_attribute(obj, member.name)),
        }
    }

    /// `__get__` of the callables that bind: the kinds that the interpreter knows by heart.
    pub fn descriptor_get(&mut self, descriptor: Value, obj: Value, owner: Value) -> R {
        match descriptor.kind() {
            Some(kinds::FUNCTION) => {
                if obj.is_unbound() {
                    Ok(descriptor)
                } else {
                    Ok(self.new_bound_method(descriptor, obj))
                }
            }
            Some(kinds::STATICMETHOD) => {
                Ok(descriptor.cast::<StaticMethod>().map_or(descriptor, |s| s.function.get()))
            }
            Some(kinds::CLASSMETHOD) => {
                let owner = if owner.is_unbound() { self.class_of(obj).value() } else { owner };
                let function = descriptor.cast::<ClassMethod>().map_or(descriptor, |s| s.function.get());
                Ok(self.new_bound_method(function, owner))
            }
            Some(kinds::METHOD_DESCRIPTOR | kinds::CLASSMETHOD_DESCRIPTOR) => {
                let Some(f) = descriptor.cast::<NativeFunction>() else { return Ok(descriptor) };
                let class_method = descriptor.is_kind(kinds::CLASSMETHOD_DESCRIPTOR);
                if obj.is_unbound() && !class_method {
                    return Ok(descriptor);
                }
                let receiver = match (class_method, owner.is_unbound()) {
                    (false, _) => obj,
                    (true, false) => owner,
                    (true, true) => self.class_of(obj).value(),
                };
                self.check_receiver(f, receiver, class_method)?;
                Ok(self.bind_native(f, receiver))
            }
            Some(kinds::SLOT_WRAPPER) => {
                if obj.is_unbound() {
                    return Ok(descriptor);
                }
                let Some(wrapper) = descriptor.cast::<SlotWrapper>() else { return Ok(descriptor) };
                let class = self.class(kinds::METHOD_WRAPPER).address();
                let header = taipan_heap::Header::new::<crate::layout::MethodWrapper>(class);
                Ok(self.heap.alloc(crate::layout::MethodWrapper { header, wrapper, receiver: obj }).value())
            }
            _ => Ok(descriptor),
        }
    }

    /// Is the receiver of a native class method a class, and one that has the method?
    pub(crate) fn check_class_receiver(&mut self, name: &str, owner: Gc<Type>, receiver: Value) -> R<()> {
        let Some(cls) = receiver.cast::<Type>() else {
            let (owner_name, of) = (self.class_type_name(owner), self.type_name(receiver));
            return Err(self.type_error(format!(
                "descriptor '{name}' for type '{owner_name}' needs a type, not a '{of}' as arg 2"
            )));
        };
        if self.is_subtype(cls, owner) {
            return Ok(());
        }
        let (owner_name, of) = (self.class_type_name(owner), self.class_type_name(cls));
        Err(self.type_error(format!(
            "descriptor '{name}' requires a subtype of '{owner_name}' but received '{of}'"
        )))
    }

    fn check_receiver(&mut self, f: Gc<NativeFunction>, receiver: Value, class_method: bool) -> R<()> {
        let Some(owner) = f.owner.cast::<Type>() else { return Ok(()) };
        let name = self.def_of(f).name;
        if class_method {
            return self.check_class_receiver(name, owner, receiver);
        }
        if self.is_subtype(self.class_of(receiver), owner) {
            return Ok(());
        }
        let (owner, of) = (self.class_type_name(owner), self.type_name(receiver));
        Err(self.type_error(format!(
            "descriptor '{name}' for '{owner}' objects doesn't apply to a '{of}' object"
        )))
    }

    /// The function behind a bound method, a class or static method: for introspection.
    pub fn underlying_function(&self, callable: Value) -> Option<Gc<Function>> {
        if let Some(bound) = callable.cast::<BoundMethod>() {
            return bound.function.cast::<Function>();
        }
        callable.cast::<Function>()
    }
}

/// A slot of an instance, in the cell or beyond it.
#[inline(always)]
pub fn instance_slot(instance: Gc<Instance>, slot: usize) -> Value {
    let slots = instance.slots();
    if slot < slots.len() {
        return slots[slot].get();
    }
    instance
        .extra
        .get()
        .cast::<Array>()
        .filter(|a| slot - slots.len() < a.len())
        .map_or(Value::UNBOUND, |a| a.get(slot - slots.len()))
}

/// Stores into a slot that exists.
#[inline(always)]
pub fn set_slot(instance: Gc<Instance>, slot: usize, value: Value) {
    let slots = instance.slots();
    if slot < slots.len() {
        slots[slot].set(instance, value);
    } else if let Some(extra) = instance.extra.get().cast::<Array>() {
        extra.set(slot - slots.len(), value);
    }
}

/// The header flags of an instance that wraps a native object.
pub const fn flags_of_payload() -> u16 {
    taipan_heap::flags::HAS_PAYLOAD
}

impl Vm {
    /// The slot of an attribute of an instance, if it has it in a slot.
    pub fn slot_of(&mut self, instance: Gc<Instance>, name: Gc<Str>) -> Option<usize> {
        let name = self.find_interned(name)?;
        self.shape_find(instance.shape(), name)
    }

    /// What waits for a safepoint: finalisers and callbacks that a collection has left, then whatever the hook has.
    pub fn run_pending(&mut self) -> R<()> {
        self.interrupt.answer(self.recursion_limit);
        // A finaliser may hold what the next one wants: that has to wait for its end.
        if !self.thread.finalizing {
            self.run_finalizers();
        }
        self.switch_threads();
        (self.hooks.pending)(self)
    }
}
