//! Instances of Python classes, and their shapes.

use super::{Str, Type, layout};
use crate::kinds;
use std::cell::Cell;
use taipan_heap::{AllocError, Field, Gc, Header, Heap, Trace, Tracer, Value, flags};

/// An object whose attributes lie in slots. Slot 0 of an instance of a class with a native base holds the native object.
#[repr(C)]
pub struct Instance {
    /// The header.
    pub header: Header,
    /// The shape's address divided by 16.
    shape: Cell<u32>,
    capacity: u32,
    /// UNBOUND; an array with the slots beyond the capacity; or the `__dict__`, and then attributes live there only.
    pub extra: Field<Value>,
    // `capacity` slots follow.
}

impl Trace for Instance {
    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.cell((self.shape.get() as usize) << 4);
        tracer.value(self.extra.get());
        for slot in self.slots() {
            tracer.value(slot.get());
        }
    }
}
layout!(Instance, INSTANCE);

impl Instance {
    /// A new instance without attributes.
    #[inline]
    pub fn new(heap: &mut Heap, class: usize, shape: Gc<Shape>, capacity: usize) -> Gc<Instance> {
        let head = Instance {
            header: Header::with_kind(kinds::INSTANCE, class),
            shape: Cell::new((shape.address() >> 4) as u32),
            capacity: capacity as u32,
            extra: Field::new(Value::UNBOUND),
        };
        let size = size_of::<Instance>() + capacity * 8;
        // SAFETY: all slots are written.
        let made = unsafe {
            heap.try_alloc_sized(size, head, |p| {
                let slots = p.add(1).cast::<Value>();
                for i in 0..capacity {
                    slots.add(i).write(Value::UNBOUND);
                }
            })
        };
        match made {
            Ok(instance) => instance,
            Err(error) => std::panic::panic_any::<AllocError>(error),
        }
    }

    /// The slots in the cell.
    #[inline(always)]
    pub fn slots(&self) -> &[Field<Value>] {
        // SAFETY: `capacity` slots follow the struct.
        unsafe {
            std::slice::from_raw_parts(
                std::ptr::from_ref(self).add(1).cast::<Field<Value>>(),
                self.capacity as usize,
            )
        }
    }

    /// The shape as the number that inline caches compare.
    #[inline(always)]
    pub fn shape_bits(&self) -> u32 {
        self.shape.get()
    }

    /// The shape.
    #[inline(always)]
    pub fn shape(&self) -> Gc<Shape> {
        // SAFETY: the field was made from a shape, which it keeps alive.
        unsafe { Gc::from_address_unchecked((self.shape.get() as usize) << 4) }
    }

    /// The native object that the instance wraps.
    #[inline(always)]
    pub fn payload(&self) -> Option<Value> {
        if self.header.has_flags(flags::HAS_PAYLOAD) { Some(self.slots()[0].get()) } else { None }
    }
}

impl Instance {
    /// Moves the instance on to another shape.
    #[inline(always)]
    pub fn set_shape(&self, shape: Gc<Shape>) {
        taipan_heap::dirty(&raw const self.shape);
        self.shape.set((shape.address() >> 4) as u32);
    }
}

/// Which attributes an instance has, and in which slots: a node in the tree of additions that starts at the class.
#[repr(C)]
pub struct Shape {
    /// The header (a storage cell's: shapes are no Python objects).
    pub header: Header,
    /// The attribute that this shape added, UNBOUND for a root.
    pub name: Value,
    /// The slot of that attribute.
    pub slot: u32,
    /// How many slots are taken.
    pub n_slots: u32,
    /// The shape before.
    pub parent: Option<Gc<Shape>>,
    /// What an addition leads to: UNBOUND, one shape, or a dict from name to shape.
    pub next: Field<Value>,
    /// Attributes live in `Instance::extra`, a dict.
    pub is_dict: bool,
    /// In a root: how many shapes have grown from it.
    pub n_grown: Cell<u32>,
    /// A dict from name to slot, made when a long chain is searched or attributes move to a dict; else UNBOUND.
    pub table: Field<Value>,
}

impl Trace for Shape {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.value(self.name);
        self.parent.trace(tracer);
        self.next.trace(tracer);
        self.table.trace(tracer);
    }
}
layout!(Shape, SHAPE);

impl Shape {
    /// So many attributes an instance has in slots.
    pub const MAX_SLOTS: u32 = 64;
    /// So many shapes the instances of a class have.
    pub const MAX_GROWN: u32 = 1024;

    /// The shape of a class's instances that have no attributes in slots.
    pub fn root(cls: Gc<Type>, is_dict: bool) -> Shape {
        Shape {
            header: Header::storage::<Shape>(),
            name: Value::UNBOUND,
            slot: 0,
            n_slots: u32::from(cls.n_fixed.get()),
            parent: None,
            next: Field::new(Value::UNBOUND),
            is_dict,
            n_grown: Cell::new(0),
            table: Field::new(Value::UNBOUND),
        }
    }

    /// The shape that one grows to by an attribute.
    pub fn grown(shape: Gc<Shape>, name: Gc<Str>) -> Shape {
        Shape {
            header: Header::storage::<Shape>(),
            name: name.value(),
            slot: shape.n_slots,
            n_slots: shape.n_slots + 1,
            parent: Some(shape),
            next: Field::new(Value::UNBOUND),
            is_dict: false,
            n_grown: Cell::new(0),
            table: Field::new(Value::UNBOUND),
        }
    }

    /// The shape that all began with.
    pub fn root_of(&self) -> &Shape {
        let mut shape = self;
        while let Some(parent) = shape.parent.as_ref() {
            shape = parent.to_ref();
        }
        shape
    }

    /// The slot of an attribute, by walking back to the root. Names are interned, so addresses are compared.
    pub fn find_linear(&self, name: Gc<Str>) -> Option<usize> {
        let mut shape = self;
        loop {
            if shape.name == name.value() {
                return Some(shape.slot as usize);
            }
            shape = shape.parent.as_ref()?.to_ref();
        }
    }
}
