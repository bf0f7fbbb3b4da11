//! Instances and their shapes.

use crate::kinds;
use crate::layout::{Dict, Instance, Shape, Str, Type};
use crate::native::{R, type_flags};
use crate::vm::Vm;
use taipan_heap::{Gc, Value};

/// Slots for attributes in the first instance of a class that says nothing of them.
const ROOM_OF_FIRST: usize = 4;

impl Vm {
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
