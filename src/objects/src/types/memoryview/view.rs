//! The view itself: where its items lie.

use crate::pack::{Endian, Item, unpack, unpack_run};
use std::borrow::Cow;
use std::cell::Cell;
use taipan_heap::RawBytes;
use taipan_macros::{Layout, Trace};
use taipan_runtime::{
    Buffer, BufferMemory, Field, Gc, Header, R, Value, Values, Vm, kinds,
    layout::{ByteArray, Bytes, Str, Tuple, Type},
};

/// A view.
#[derive(Trace, Layout)]
#[layout(number = "kinds::MEMORYVIEW")]
#[repr(C)]
pub struct MemoryView {
    header: Header,
    /// The object whose memory it is; UNBOUND once released.
    pub owner: Field<Value>,
    storage: Field<Option<Gc<RawBytes>>>,
    bytes: Field<Option<Gc<Bytes>>>,
    foreign: Cell<usize>,
    /// The offset of the first item.
    pub start: Cell<usize>,
    /// Can't it be written to?
    pub readonly: Cell<bool>,
    /// Was it released?
    pub released: Cell<bool>,
    /// Does it end with the call that it was made for, so that no other view may come from it?
    pub restricted: Cell<bool>,
    /// The array that must keep its size, for views of one.
    array: Field<Option<Gc<ByteArray>>>,
    /// How many native functions use the view while they run Python code.
    pub pins: Cell<u32>,
    /// How many views use the buffer that this one was the first of.
    n_views: Cell<u32>,
    /// The first view of the buffer, for views that came from it.
    first: Field<Option<Gc<MemoryView>>>,
    /// The object whose `__release_buffer__` must be told of the end of the buffer, or UNBOUND.
    pub told: Field<Value>,
    /// The view that the object's `__buffer__` returned.
    pub returned: Field<Option<Gc<MemoryView>>>,
    /// Bytes of an item.
    pub item_size: Cell<usize>,
    /// The format as a string, or UNBOUND for `B`.
    pub format: Field<Value>,
    /// The lengths of the dimensions.
    pub shape: Field<Gc<Tuple>>,
    /// The distances of the dimensions.
    pub strides: Field<Gc<Tuple>>,
    /// The hash as an int, or UNBOUND.
    pub hash: Field<Value>,
}

impl MemoryView {
    /// How many dimensions there are.
    pub fn n_dims(&self) -> usize {
        self.shape.get().len()
    }

    /// The length of a dimension.
    pub fn dim(&self, d: usize) -> usize {
        self.shape.get().as_slice().get(d).and_then(|v| v.as_small_int()).unwrap_or(0) as usize
    }

    /// The distance of a dimension.
    pub fn stride(&self, d: usize) -> i64 {
        self.strides.get().as_slice().get(d).and_then(|v| v.as_small_int()).unwrap_or(0)
    }

    /// How many items there are.
    pub fn n_items(&self) -> usize {
        (0..self.n_dims()).map(|d| self.dim(d)).product()
    }

    /// How many bytes the items take.
    pub fn n_bytes(&self) -> usize {
        self.n_items() * self.item_size.get()
    }

    /// The memory.
    pub fn memory(&self) -> BufferMemory {
        match (self.storage.get(), self.bytes.get()) {
            (Some(storage), _) => BufferMemory::Storage(storage),
            (_, Some(bytes)) => BufferMemory::Bytes(bytes),
            _ => BufferMemory::Foreign(self.foreign.get()),
        }
    }

    /// Are the items plain bytes, in one row?
    pub fn is_row_of_bytes(&self) -> bool {
        let format = self.format.get().cast::<Str>();
        self.n_dims() == 1 && self.stride(0) == 1 && format.is_none_or(|format| format.as_bytes() == b"B")
    }

    /// The format as text.
    pub fn format_text(&self) -> String {
        match self.format.get().cast::<Str>() {
            Some(format) => format.to_display(),
            None => "B".to_owned(),
        }
    }

    /// The order of bytes that the format tells.
    pub fn endian(&self) -> Endian {
        match self.format.get().cast::<Str>().and_then(|f| f.as_bytes().first().copied()) {
            Some(b'>' | b'!') => Endian::Big,
            Some(b'<') => Endian::Little,
            _ => Endian::NATIVE,
        }
    }

    /// What an item is.
    pub fn item_opt(&self) -> Option<Item> {
        let Some(format) = self.format.get().cast::<Str>() else { return Some(Item::Unsigned(1)) };
        match *format.as_bytes() {
            [c] | [b'@', c] => Item::native(c),
            [b'<' | b'>' | b'=' | b'!', c] => Item::standard(c),
            _ => None,
        }
    }

    /// What an item is, or the error that nobody knows.
    pub fn item(&self, vm: &mut Vm) -> R<Item> {
        let native = match self.format.get().cast::<Str>() {
            Some(format) => matches!(*format.as_bytes(), [_] | [b'@', _]),
            None => true,
        };
        match self.item_opt().filter(|_| native) {
            Some(item) => Ok(item),
            None => {
                let format = self.format_text();
                Err(vm.not_implemented(format!("memoryview: format {format} not supported")))
            }
        }
    }

    /// The value of the item at an offset.
    pub fn unpack_at(&self, vm: &mut Vm, offset: usize) -> R {
        if self.format.get().is_unbound() {
            return Ok(Value::len(self.memory().slice(offset, 1).first().map_or(0, |&byte| byte.into())));
        }
        let item = self.item(vm)?;
        let bytes = self.memory().slice(offset, item.size());
        Ok(unpack(vm, item, bytes, self.endian()))
    }

    /// Do the items lie in C's order without gaps?
    pub fn is_c_contiguous(&self) -> bool {
        let mut want = self.item_size.get() as i64;
        // Of one dimension even an empty view is looked at.
        if self.n_dims() != 1 && self.n_items() == 0 {
            return true;
        }
        (0..self.n_dims()).rev().all(|d| {
            let fits = self.dim(d) == 1 || self.stride(d) == want;
            want *= self.dim(d) as i64;
            fits
        })
    }

    /// Do the items lie in Fortran's order without gaps?
    pub fn is_fortran_contiguous(&self) -> bool {
        let mut want = self.item_size.get() as i64;
        // Of one dimension even an empty view is looked at.
        if self.n_dims() != 1 && self.n_items() == 0 {
            return true;
        }
        (0..self.n_dims()).all(|d| {
            let fits = self.dim(d) == 1 || self.stride(d) == want;
            want *= self.dim(d) as i64;
            fits
        })
    }

    /// Where each item lies, in C's order.
    pub fn offsets(&self) -> Vec<usize> {
        let dims: Vec<usize> = (0..self.n_dims()).collect();
        self.offsets_by(&dims)
    }

    /// Where each item lies; the dimension named last goes fastest.
    fn offsets_by(&self, dims: &[usize]) -> Vec<usize> {
        let n = self.n_items();
        let mut out = Vec::with_capacity(n);
        let mut at = vec![0usize; dims.len()];
        let mut offset = self.start.get() as i64;
        for _ in 0..n {
            out.push(offset as usize);
            for (place, &d) in at.iter_mut().zip(dims).rev() {
                *place += 1;
                offset += self.stride(d);
                if *place < self.dim(d) {
                    break;
                }
                offset -= self.stride(d) * self.dim(d) as i64;
                *place = 0;
            }
        }
        out
    }

    fn gather(&self, offsets: &[usize]) -> Vec<u8> {
        let (memory, size) = (self.memory(), self.item_size.get());
        let mut out = Vec::with_capacity(offsets.len() * size);
        for &offset in offsets {
            out.extend_from_slice(memory.slice(offset, size));
        }
        out
    }

    /// The items' bytes in C's order, in place where they lie so. They must not be looked at across code that may change them.
    pub fn peek<'a>(&self) -> Cow<'a, [u8]> {
        match self.is_c_contiguous() {
            true => Cow::Borrowed(self.memory().slice(self.start.get(), self.n_bytes())),
            false => Cow::Owned(self.gather(&self.offsets())),
        }
    }

    /// A copy of the items' bytes in C's order.
    pub fn to_vec(&self) -> Vec<u8> {
        self.peek().into_owned()
    }

    /// A copy of the items' bytes in Fortran's order.
    pub fn to_vec_fortran(&self) -> Vec<u8> {
        let dims: Vec<usize> = (0..self.n_dims()).rev().collect();
        self.gather(&self.offsets_by(&dims))
    }

    /// As others see it through the buffer protocol.
    pub fn to_buffer(&self) -> Buffer {
        let contiguous = self.is_c_contiguous();
        Buffer {
            owner: self.owner.get(),
            exporter: self.array.get().map_or(Value::UNBOUND, Gc::value),
            memory: self.memory(),
            start: self.start.get(),
            len: self.n_bytes(),
            readonly: self.readonly.get(),
            item_size: self.item_size.get(),
            format: self.format.get(),
            shape: if contiguous && self.n_dims() == 1 { Value::UNBOUND } else { self.shape.get().value() },
            strides: if contiguous { Value::UNBOUND } else { self.strides.get().value() },
        }
    }

    /// Does it keep an array from being resized?
    pub fn exports(&self, array: Gc<ByteArray>) -> bool {
        !self.released.get() && self.array.get() == Some(array)
    }

    /// Is it one, not released, of this object's memory?
    pub fn is_of(&self, owner: Value) -> bool {
        !self.released.get() && self.owner.get() == owner
    }

    /// Another view will keep the array from being resized.
    pub fn export_again(&self) {
        if let Some(array) = self.array.get() {
            array.exports.set(array.exports.get() + 1);
        }
    }

    /// Lets go of the memory.
    pub fn release(&self) {
        if self.released.replace(true) {
            return;
        }
        // An array whose views are all released can grow in place again.
        if let Some(array) = self.array.get()
            && Some(array.storage.get()) == self.storage.get()
        {
            array.exports.set(array.exports.get().saturating_sub(1));
        }
    }
}

/// Does work that may run Python code and needs the view to stay: it refuses to be released meanwhile.
pub fn pinned<T>(vm: &mut Vm, this: Gc<MemoryView>, work: impl FnOnce(&mut Vm) -> R<T>) -> R<T> {
    this.pins.set(this.pins.get() + 1);
    let result = work(vm);
    this.pins.set(this.pins.get() - 1);
    result
}

fn tuple_of(vm: &mut Vm, numbers: impl Iterator<Item = i64> + Clone) -> Gc<Tuple> {
    let value = |vm: &mut Vm, n| Value::small_int(n).unwrap_or_else(|| vm.new_int(n));
    let mut rest = numbers.clone();
    if let (Some(n), None) = (rest.next(), rest.next()) {
        let n = value(vm, n);
        return vm.new_tuple(&[n]);
    }
    let mut values = Values::new();
    for n in numbers {
        let n = value(vm, n);
        values.push(&mut vm.heap, n);
    }
    vm.new_tuple(&values)
}

/// How many views there are, after a collection.
pub fn count(vm: &mut Vm, which: impl Fn(&MemoryView) -> bool) -> usize {
    let cells = vm.heap.live_cells();
    let view_at = |address| vm.heap.cell_at(address).and_then(|cell| Value::from(cell).cast::<MemoryView>());
    cells.into_iter().filter(|&address| view_at(address).is_some_and(|view| which(&view))).count()
}

/// C's strides for a shape.
pub fn strides_of(shape: &[usize], item_size: usize) -> Vec<i64> {
    let mut strides = vec![0; shape.len()];
    let mut stride = item_size as i64;
    for (place, &n) in strides.iter_mut().zip(shape).rev() {
        *place = stride;
        stride = stride.saturating_mul(n as i64);
    }
    strides
}

/// The view that an exporter's answer is.
pub fn from_buffer(vm: &mut Vm, buffer: Buffer) -> Gc<MemoryView> {
    let size = buffer.item_size.max(1);
    let shape = match buffer.shape.cast::<Tuple>() {
        Some(shape) => shape,
        None => tuple_of(vm, std::iter::once((buffer.len / size) as i64)),
    };
    let strides = match buffer.strides.cast::<Tuple>() {
        Some(strides) => strides,
        None if shape.len() == 1 => tuple_of(vm, std::iter::once(size as i64)),
        None => {
            let dims: Vec<usize> =
                shape.as_slice().iter().map(|v| v.as_small_int().unwrap_or(0) as usize).collect();
            tuple_of(vm, strides_of(&dims, size).into_iter())
        }
    };
    let array = buffer.exporter.bound().and_then(Value::cast::<ByteArray>);
    alloc(vm, &buffer, shape, strides, array)
}

fn alloc(
    vm: &mut Vm,
    buffer: &Buffer,
    shape: Gc<Tuple>,
    strides: Gc<Tuple>,
    array: Option<Gc<ByteArray>>,
) -> Gc<MemoryView> {
    let class = vm.class_address(kinds::MEMORYVIEW);
    let (storage, bytes, foreign) = match buffer.memory {
        BufferMemory::Storage(storage) => (Some(storage), None, 0),
        BufferMemory::Bytes(bytes) => (None, Some(bytes), 0),
        BufferMemory::Foreign(address) => (None, None, address),
    };
    vm.heap.alloc(MemoryView {
        header: Header::new::<MemoryView>(class),
        owner: Field::new(buffer.owner),
        storage: Field::new(storage),
        bytes: Field::new(bytes),
        foreign: Cell::new(foreign),
        start: Cell::new(buffer.start),
        readonly: Cell::new(buffer.readonly),
        released: Cell::new(false),
        restricted: Cell::new(false),
        array: Field::new(array),
        item_size: Cell::new(buffer.item_size.max(1)),
        format: Field::new(buffer.format),
        shape: Field::new(shape),
        strides: Field::new(strides),
        hash: Field::new(Value::UNBOUND),
        pins: Cell::new(0),
        n_views: Cell::new(1),
        first: Field::new(None),
        told: Field::new(Value::UNBOUND),
        returned: Field::new(None),
    })
}

/// A view of the same memory with another place, shape and format.
pub fn derived(
    vm: &mut Vm,
    of: Gc<MemoryView>,
    start: usize,
    shape: &[usize],
    strides: &[i64],
    format: Value,
    item_size: usize,
) -> Gc<MemoryView> {
    let shape = tuple_of(vm, shape.iter().map(|&n| n as i64));
    let strides = tuple_of(vm, strides.iter().copied());
    let buffer = Buffer { start, format, item_size, ..of.to_buffer() };
    of.export_again();
    let view = alloc(vm, &buffer, shape, strides, of.array.get());
    join(view, of);
    view
}

/// A view uses the buffer of the other too.
pub fn join(view: Gc<MemoryView>, of: Gc<MemoryView>) {
    let first = of.first.get().unwrap_or(of);
    if !first.told.get().is_unbound() {
        first.n_views.set(first.n_views.get() + 1);
        view.first.set(view, Some(first));
    }
}

/// A view was released: its buffer's object is told when it was the last.
pub fn leave(vm: &mut Vm, view: Gc<MemoryView>) {
    let first = view.first.get().unwrap_or(view);
    let n = first.n_views.get().saturating_sub(1);
    first.n_views.set(n);
    let object = first.told.get();
    if n > 0 || object.is_unbound() {
        return;
    }
    first.told.set(first, Value::UNBOUND);
    let own = match first.returned.get() {
        Some(returned) if returned.owner.get() != object => Some(returned),
        Some(returned) => {
            returned.release();
            None
        }
        None => None,
    };
    let argument = own.unwrap_or_else(|| {
        let view = from_buffer(vm, first.to_buffer());
        view.export_again();
        view.restricted.set(true);
        view
    });
    let name = vm.names().__release_buffer__;
    if vm.call_special_opt(object, name, &[argument.value()]).is_err() {
        let exc = vm.take_exception();
        let of = vm.type_name(object);
        vm.write_unraisable(exc, Value::NONE, &format!("Exception ignored in bf_releasebuffer of {of}"));
    }
    if own.is_none() {
        argument.release();
    }
}

/// Is there a `__release_buffer__` in Python for objects of the class?
pub fn tells(vm: &mut Vm, cls: Gc<Type>) -> bool {
    let name = vm.names().__release_buffer__;
    match vm.type_lookup(cls, name) {
        Some(f) => !vm.is_exact(f, kinds::SLOT_WRAPPER),
        None => false,
    }
}

/// The items of one dimension and those below it.
pub fn to_list(vm: &mut Vm, this: Gc<MemoryView>, item: Item, dim: usize, offset: i64) -> R {
    if dim == this.n_dims() {
        let bytes = this.memory().slice(offset as usize, item.size());
        return Ok(unpack(vm, item, bytes, this.endian()));
    }
    let n = this.dim(dim);
    let mut out = Values::with_capacity(&mut vm.heap, n);
    if dim + 1 == this.n_dims() {
        let (memory, endian, size) = (this.memory(), this.endian(), item.size());
        if this.stride(dim) == size as i64 {
            unpack_run(vm, item, memory.slice(offset as usize, n * size), endian, &mut out);
            return Ok(vm.new_list_from(out).value());
        }
        for i in 0..n {
            let at = offset + i as i64 * this.stride(dim);
            let value = unpack(vm, item, memory.slice(at as usize, size), endian);
            out.push(&mut vm.heap, value);
        }
        return Ok(vm.new_list_from(out).value());
    }
    for i in 0..n {
        let value = to_list(vm, this, item, dim + 1, offset + i as i64 * this.stride(dim))?;
        out.push(&mut vm.heap, value);
    }
    Ok(vm.new_list_from(out).value())
}
