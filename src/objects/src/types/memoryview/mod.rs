//! `memoryview`: views of other objects' memory, with items of C's types and any number of dimensions. `compare` has equality,
//! `cast` the change of format and shape.

mod cast;
mod compare;
mod iterator;
mod view;

pub use iterator::{ITERATOR, MemoryIterator};
pub use view::{MemoryView, count};

use crate::index::{adjust_slice, index_range, slice_parts};
use crate::pack::{Item, PackError};
use taipan_macros::native;
use taipan_runtime::{
    Buffer, CompareOp, Gc, LayoutInfo, R, Raised, TypeDef, Value, Vm, kinds,
    layout::{Slice, Str, Tuple, Type},
    type_flags,
};

/// Flag of `__buffer__`: the memory is to be written to.
pub const WRITABLE: i32 = 1;
/// Flags of `__buffer__`: items need not lie side by side.
const STRIDES: i32 = 0x18;
/// Flags of `__buffer__` for all that there is to know.
pub const FULL_RO: i32 = 0x11c;

/// The definition of `memoryview`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::MEMORYVIEW,
    name: "memoryview",
    doc: "memoryview(object)\n--\n\nA view of another object's memory, without a copy of it.",
    flags: type_flags::SEQUENCE | type_flags::WEAKREFABLE,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<MemoryView>()),
    ..TypeDef::DEFAULT
};

struct Methods;

#[cold]
fn raise_released(vm: &mut Vm) -> Raised {
    vm.value_error("operation forbidden on released memoryview object")
}

/// The view, unless it was released.
fn live(vm: &mut Vm, this: Gc<MemoryView>) -> R<Gc<MemoryView>> {
    if this.released.get() { Err(raise_released(vm)) } else { Ok(this) }
}

/// Releases the view, unless it is in use.
pub fn release(vm: &mut Vm, this: Gc<MemoryView>) -> R<()> {
    let n = this.pins.get();
    if n > 0 {
        let s = if n == 1 { "" } else { "s" };
        return Err(vm.raise(kinds::BUFFER_ERROR, format!("memoryview has {n} exported buffer{s}")));
    }
    if !this.released.get() {
        this.release();
        view::leave(vm, this);
    }
    Ok(())
}

/// The view, unless it ends with the call that it was made for.
fn lasting(vm: &mut Vm, this: Gc<MemoryView>) -> R<Gc<MemoryView>> {
    let this = live(vm, this)?;
    if this.restricted.get() {
        return Err(vm.value_error("cannot create new view on restricted memoryview"));
    }
    Ok(this)
}

/// `__release_buffer__` of native types.
pub fn release_buffer(vm: &mut Vm, object: Value, buffer: Value) -> R<()> {
    let Some(view) = buffer.cast::<MemoryView>() else {
        return Err(vm.type_error("expected a memoryview object"));
    };
    if view.released.get() {
        return Err(vm.value_error("memoryview's buffer has already been released"));
    }
    if view.owner.get() != object {
        return Err(vm.value_error("memoryview's buffer is not this object"));
    }
    release(vm, view)
}

/// A view for `__buffer__` of native types.
pub fn view_of_buffer(vm: &mut Vm, buffer: taipan_runtime::Buffer) -> Value {
    view::from_buffer(vm, buffer).value()
}

/// The bytes of an object that is to be told of the end of its buffer.
pub fn copy_told(vm: &mut Vm, object: Value) -> R<Option<Vec<u8>>> {
    let cls = vm.class_of(object);
    if !view::tells(vm, cls) {
        return Ok(None);
    }
    let view = new_view(vm, object, 0)?;
    let bytes = view.to_vec();
    release(vm, view)?;
    Ok(Some(bytes))
}

/// The view of an object that is to be told of its end, of the view that `__buffer__` in Python returned.
fn told_view(vm: &mut Vm, object: Value, flags: i32) -> R<Option<Gc<MemoryView>>> {
    let cls = vm.class_of(object);
    if !view::tells(vm, cls) {
        return Ok(None);
    }
    let name = vm.names().__buffer__;
    let in_python = match vm.type_lookup(cls, name) {
        Some(f) => !vm.is_exact(f, kinds::SLOT_WRAPPER),
        None => false,
    };
    let mut returned = None;
    let buffer = if in_python {
        let flags = vm.new_int(i64::from(flags));
        let result = vm.call_special_opt(object, name, &[flags])?.unwrap_or(Value::NONE);
        let Some(view) = result.cast::<MemoryView>() else {
            let of = vm.type_name(result);
            return Err(vm.type_error(format!("__buffer__ returned non-memoryview object of type '{of}'")));
        };
        returned = Some(view);
        let view = lasting(vm, view)?;
        view.export_again();
        view.to_buffer()
    } else {
        match vm.slot_buffer(cls) {
            Some(f) => f(vm, object, flags)?,
            None => return Ok(None),
        }
    };
    let view = view::from_buffer(vm, buffer);
    view.told.set(view, object);
    view.returned.set(view, returned);
    Ok(Some(view))
}

/// A view of any object with a buffer.
pub fn new_view(vm: &mut Vm, object: Value, flags: i32) -> R<Gc<MemoryView>> {
    let cls = vm.class_of(object);
    let Some(f) = vm.slot_buffer(cls) else {
        let of = vm.type_name(object);
        return Err(vm.type_error(format!("memoryview: a bytes-like object is required, not '{of}'")));
    };
    if let Some(view) = told_view(vm, object, flags)? {
        return Ok(view);
    }
    let buffer = f(vm, object, flags)?;
    let view = view::from_buffer(vm, buffer);
    if let Some(of) = object.cast::<MemoryView>() {
        view::join(view, of);
    }
    Ok(view)
}

const NO_DIMENSION: &str = "invalid indexing of 0-dim memory";
const SUB_VIEW: &str = "multi-dimensional sub-views are not implemented";

/// What is to happen at an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// Where one item lies, for an index that may be an int or a tuple of them. `None`: the key is a slice, or an ellipsis.
fn item_offset(vm: &mut Vm, this: Gc<MemoryView>, key: Value, access: Access) -> R<Option<usize>> {
    let n_dims = this.n_dims();
    if n_dims == 0 {
        return match vm.as_tuple(key) {
            Some(tuple) if tuple.is_empty() => Ok(Some(this.start.get())),
            _ if key == Value::ELLIPSIS => Ok(None),
            _ => Err(vm.type_error(NO_DIMENSION)),
        };
    }
    let cls = vm.class_of(key);
    let is_index = vm.slot_index(cls).is_some();
    if let Some(tuple) = vm.as_tuple(key).filter(|_| !is_index) {
        let parts = tuple.to_ref().as_slice();
        let mut all_ints = true;
        let mut all_slices = !parts.is_empty();
        for &part in parts {
            let cls = vm.class_of(part);
            all_ints &= vm.slot_index(cls).is_some();
            all_slices &= part.cast::<Slice>().is_some();
        }
        if all_ints {
            if parts.len() < n_dims {
                return Err(vm.not_implemented("sub-views are not implemented"));
            }
            if parts.len() > n_dims {
                let n = parts.len();
                return Err(
                    vm.type_error(format!("cannot index {n_dims}-dimension view with {n}-element tuple"))
                );
            }
            let mut at = this.start.get() as i64;
            for (dim, &part) in parts.iter().enumerate() {
                let i = vm.index_i64(part)?;
                at += dimension_offset(vm, this, dim, i)?;
            }
            return Ok(Some(at as usize));
        }
        if all_slices {
            return Ok(None);
        }
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    if key.cast::<Slice>().is_some() {
        return Ok(None);
    }
    if !is_index {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    if n_dims > 1 {
        if access == Access::Write {
            return Err(vm.not_implemented("sub-views are not implemented"));
        }
        vm.index_i64(key)?;
        return Err(vm.not_implemented(SUB_VIEW));
    }
    let i = vm.index_i64(key)?;
    let offset = dimension_offset(vm, this, 0, i)?;
    Ok(Some((this.start.get() as i64 + offset) as usize))
}

/// The item at an index, which must be in range, of the first dimension of a view that has one.
fn item_at(vm: &mut Vm, this: Gc<MemoryView>, i: usize) -> R {
    let this = live(vm, this)?;
    this.unpack_at(vm, (this.start.get() as i64 + i as i64 * this.stride(0)) as usize)
}

fn dimension_offset(vm: &mut Vm, this: Gc<MemoryView>, dim: usize, i: i64) -> R<i64> {
    let len = this.dim(dim) as i64;
    let at = if i < 0 { i + len } else { i };
    if at < 0 || at >= len {
        return Err(vm.index_error(format!("index out of bounds on dimension {}", dim + 1)));
    }
    Ok(at * this.stride(dim))
}

/// The view of a slice of the first dimension.
fn slice_view(vm: &mut Vm, this: Gc<MemoryView>, slice: Gc<Slice>) -> R<Gc<MemoryView>> {
    let this = lasting(vm, this)?;
    let parts = slice_parts(vm, slice)?;
    let range = adjust_slice(parts, this.dim(0));
    let stride = this.stride(0);
    let start =
        if range.len == 0 { this.start.get() as i64 } else { this.start.get() as i64 + range.start * stride };
    let (format, item_size) = (this.format.get(), this.item_size.get());
    let step = stride.saturating_mul(range.step);
    if this.n_dims() == 1 {
        return Ok(view::derived(vm, this, start as usize, &[range.len], &[step], format, item_size));
    }
    let shape: Vec<usize> =
        (0..this.n_dims()).map(|d| if d == 0 { range.len } else { this.dim(d) }).collect();
    let strides: Vec<i64> = (0..this.n_dims()).map(|d| if d == 0 { step } else { this.stride(d) }).collect();
    Ok(view::derived(vm, this, start as usize, &shape, &strides, format, item_size))
}

fn raise_pack(vm: &mut Vm, this: Gc<MemoryView>, error: PackError) -> Raised {
    let format = this.format_text();
    let format = format.trim_start_matches('@');
    match error {
        PackError::Raised(raised) => raised,
        PackError::Type => vm.type_error(format!("memoryview: invalid type for format '{format}'")),
        PackError::Range => vm.value_error(format!("memoryview: invalid value for format '{format}'")),
        PackError::FloatRange => vm.overflow_error("float too large to pack with f format"),
    }
}

/// Copies bytes into a slice of plain bytes, without views of both; `false` where it takes more to tell whether they fit.
fn assign_bytes(vm: &mut Vm, this: Gc<MemoryView>, slice: Gc<Slice>, value: Value) -> R<bool> {
    let is_plain = |part: Value| part.is_none() || part.is_small_int();
    if !this.is_row_of_bytes()
        || this.restricted.get()
        || ![slice.start, slice.stop, slice.step].into_iter().all(is_plain)
        || !(vm.is_exact(value, kinds::BYTES) || vm.is_exact(value, kinds::BYTEARRAY))
    {
        return Ok(false);
    }
    let parts = slice_parts(vm, slice)?;
    let range = adjust_slice(parts, this.dim(0));
    let bytes = vm.bytes_of(value).unwrap_or_default();
    let fits = range.step == 1 && range.len == bytes.len();
    if fits {
        this.memory().write(this.start.get() + range.start as usize, bytes);
    }
    Ok(fits)
}

/// Copies another object's items into a slice of the view.
fn assign_slice(vm: &mut Vm, this: Gc<MemoryView>, slice: Gc<Slice>, value: Value) -> R<()> {
    if assign_bytes(vm, this, slice, value)? {
        return Ok(());
    }
    let cls = vm.class_of(value);
    if vm.slot_buffer(cls).is_none() {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("a bytes-like object is required, not '{of}'")));
    }
    let source = new_view(vm, value, FULL_RO)?;
    let target = slice_view(vm, this, slice)?;
    live(vm, this)?;
    let same = target.n_dims() == source.n_dims()
        && (0..target.n_dims()).all(|d| target.dim(d) == source.dim(d))
        && target.item_size.get() == source.item_size.get()
        && target.format_text().trim_start_matches('@') == source.format_text().trim_start_matches('@');
    if !same {
        release(vm, source)?;
        release(vm, target)?;
        return Err(vm.value_error("memoryview assignment: lvalue and rvalue have different structures"));
    }
    let (memory, size) = (target.memory(), target.item_size.get());
    if target.is_c_contiguous() {
        memory.write(target.start.get(), &source.peek());
    } else {
        // Both may be views of the same memory.
        let bytes = source.to_vec();
        for (offset, item) in target.offsets().into_iter().zip(bytes.chunks_exact(size.max(1))) {
            memory.write(offset, item);
        }
    }
    release(vm, source)?;
    release(vm, target)?;
    Ok(())
}

#[native]
impl Methods {
    #[sig("($cls, object)")]
    #[name("memoryview")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, object: Value) -> R<Gc<MemoryView>> {
        let _ = cls;
        new_view(vm, object, FULL_RO)
    }

    fn __repr__(_vm: &mut Vm, this: Gc<MemoryView>) -> String {
        let what = if this.released.get() { "released memory" } else { "memory" };
        format!("<{what} at {:#x}>", this.address())
    }

    fn __hash__(vm: &mut Vm, this: Gc<MemoryView>) -> R<i64> {
        if let Some(hash) = vm.int_to_i64(this.hash.get()) {
            return Ok(hash);
        }
        let this = live(vm, this)?;
        if !this.readonly.get() {
            return Err(vm.value_error("cannot hash writable memoryview object"));
        }
        if !matches!(this.format_text().trim_start_matches('@'), "B" | "b" | "c") {
            return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
        }
        // The object may refuse.
        view::pinned(vm, this, |vm| vm.hash(this.owner.get()))?;
        let hash = vm.hash_bytes(&this.to_vec());
        let value = vm.new_int(hash);
        this.hash.set(this, value);
        Ok(hash)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<MemoryView>, other: Value, op: CompareOp) -> R {
        compare::compare(vm, this, other, op)
    }

    fn __len__(vm: &mut Vm, this: Gc<MemoryView>) -> R<usize> {
        let this = live(vm, this)?;
        if this.n_dims() == 0 {
            return Err(vm.type_error("0-dim memory has no length"));
        }
        Ok(this.dim(0))
    }

    fn __iter__(vm: &mut Vm, this: Gc<MemoryView>) -> R {
        let this = live(vm, this)?;
        iterator::new(vm, this)
    }

    fn __getitem__(vm: &mut Vm, this: Gc<MemoryView>, key: Value) -> R {
        let this = live(vm, this)?;
        if let Some(offset) = item_offset(vm, this, key, Access::Read)? {
            let this = live(vm, this)?;
            return this.unpack_at(vm, offset);
        }
        match key.cast::<Slice>() {
            Some(slice) => slice_view(vm, this, slice).map(|v| v.value()),
            None if key == Value::ELLIPSIS => Ok(this.value()),
            None => Err(vm.not_implemented("multi-dimensional slicing is not implemented")),
        }
    }

    fn __setitem__(vm: &mut Vm, this: Gc<MemoryView>, key: Value, value: Value) -> R<()> {
        let this = live(vm, this)?;
        if this.readonly.get() {
            return Err(vm.type_error("cannot modify read-only memory"));
        }
        if value.is_unbound() {
            return Err(vm.type_error("cannot delete memory"));
        }
        let offset = match item_offset(vm, this, key, Access::Write)? {
            Some(offset) => offset,
            None => match key.cast::<Slice>() {
                Some(slice) if this.n_dims() == 1 => return assign_slice(vm, this, slice, value),
                None if key == Value::ELLIPSIS => this.start.get(),
                _ => {
                    return Err(vm.not_implemented(
                        "memoryview slice assignments are currently restricted to ndim = 1",
                    ));
                }
            },
        };
        let item = this.item(vm)?;
        let mut bytes = Vec::with_capacity(8);
        crate::pack::pack(vm, item, value, this.endian(), &mut bytes).map_err(|e| raise_pack(vm, this, e))?;
        let this = live(vm, this)?;
        this.memory().write(offset, &bytes);
        Ok(())
    }

    fn __buffer__(vm: &mut Vm, this: Gc<MemoryView>, flags: i32) -> R<Buffer> {
        let this = lasting(vm, this)?;
        if flags & WRITABLE != 0 && this.readonly.get() {
            return Err(vm.raise(kinds::BUFFER_ERROR, "memoryview: underlying buffer is not writable"));
        }
        if flags & STRIDES != STRIDES && !this.is_c_contiguous() {
            return Err(vm.raise(kinds::BUFFER_ERROR, "memoryview: underlying buffer is not C-contiguous"));
        }
        this.export_again();
        Ok(this.to_buffer())
    }

    fn __release_buffer__(vm: &mut Vm, this: Value, buffer: Value) -> R<()> {
        release_buffer(vm, this, buffer)
    }

    /// Let go of the memory: the view can't be used any more.
    #[sig("($self, /)")]
    fn release(vm: &mut Vm, this: Gc<MemoryView>) -> R<()> {
        release(vm, this)
    }

    /// A copy of the memory as bytes, in the order of C or of Fortran.
    #[sig("($self, /, order='C')")]
    fn tobytes(vm: &mut Vm, this: Gc<MemoryView>, order: Option<Value>) -> R {
        let order = match order.filter(|order| !order.is_none()) {
            None => None,
            Some(order) => match vm.as_str(order) {
                Some(order) => Some(order),
                None => {
                    let of = vm.type_name(order);
                    let text = format!("tobytes() argument 'order' must be str or None, not {of}");
                    return Err(vm.type_error(text));
                }
            },
        };
        if let Some(order) = order {
            crate::codecs::check_encodable(vm, order, "utf-8")?;
        }
        let this = live(vm, this)?;
        let fortran = match order.map(|o| o.to_ref().as_bytes()) {
            None | Some(b"C") => false,
            Some(b"F") => true,
            Some(b"A") => this.is_fortran_contiguous() && !this.is_c_contiguous(),
            Some(order) if order.contains(&0) => return Err(vm.value_error("embedded null character")),
            Some(_) => return Err(vm.value_error("order must be 'C', 'F' or 'A'")),
        };
        Ok(if fortran { vm.new_bytes(&this.to_vec_fortran()) } else { vm.new_bytes(&this.peek()) })
    }

    /// The memory in hexadecimal digits; separators as `bytes.hex` has them.
    ///
    /// >>> memoryview(b'\x01\x23\x45').hex('-', -2)
    /// '0123-45'
    #[sig("($self, /, sep=<unrepresentable>, bytes_per_sep=1)")]
    fn hex(vm: &mut Vm, this: Gc<MemoryView>, sep: Option<Value>, bytes_per_sep: i32) -> R<String> {
        let this = live(vm, this)?;
        if sep.is_none() && this.is_c_contiguous() {
            return crate::types::bytes::shared::hex(vm, &this.peek(), None, 1);
        }
        let bytes = this.to_vec();
        view::pinned(vm, this, |vm| {
            crate::types::bytes::shared::hex(vm, &bytes, sep, i64::from(bytes_per_sep))
        })
    }

    /// The items as a list, of lists where there are more dimensions.
    #[sig("($self, /)")]
    fn tolist(vm: &mut Vm, this: Gc<MemoryView>) -> R {
        let this = live(vm, this)?;
        // Without items nobody asks how one is read.
        let item = if this.n_items() == 0 { Item::Unsigned(1) } else { this.item(vm)? };
        view::to_list(vm, this, item, 0, this.start.get() as i64)
    }

    /// A view of the same memory with items of another format, or in another shape.
    #[sig("($self, /, format, shape=None)")]
    #[shown("($self, /, format, shape=<unrepresentable>)")]
    fn cast(vm: &mut Vm, this: Gc<MemoryView>, format: Gc<Str>, shape: Option<Value>) -> R<Gc<MemoryView>> {
        let this = lasting(vm, this)?;
        cast::cast(vm, this, format, shape)
    }

    /// A view of the same memory that can't change it.
    #[sig("($self, /)")]
    fn toreadonly(vm: &mut Vm, this: Gc<MemoryView>) -> R<Gc<MemoryView>> {
        let this = lasting(vm, this)?;
        this.export_again();
        let buffer = this.to_buffer();
        let view = view::from_buffer(vm, Buffer { readonly: true, ..buffer });
        view.owner.set(view, this.owner.get());
        view::join(view, this);
        Ok(view)
    }

    /// A view made with certain flags of the buffer protocol.
    #[classmethod]
    #[sig("($type, /, object, flags)")]
    fn _from_flags(vm: &mut Vm, cls: Value, object: Value, flags: i32) -> R<Gc<MemoryView>> {
        let _ = cls;
        new_view(vm, object, flags)
    }

    /// How many items are equal to the value.
    #[sig("($self, value, /)")]
    fn count(vm: &mut Vm, this: Gc<MemoryView>, value: Value) -> R<usize> {
        let this = live(vm, this)?;
        let mut n = 0;
        for offset in one_dimension(vm, this, NO_DIMENSION, SUB_VIEW)? {
            let this = live(vm, this)?;
            let item = this.unpack_at(vm, offset)?;
            n += usize::from(vm.equal(item, value)?);
        }
        Ok(n)
    }

    /// The first index of an item that is equal to the value; ValueError where there is none.
    #[sig("($self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        vm: &mut Vm,
        this: Gc<MemoryView>,
        value: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> R<usize> {
        let (start, stop) = index_range(vm, start, stop, this.n_items())?;
        let this = live(vm, this)?;
        let offsets = one_dimension(
            vm,
            this,
            "invalid lookup on 0-dim memory",
            "multi-dimensional lookup is not implemented",
        )?;
        for (i, &offset) in offsets.iter().enumerate().take(stop).skip(start) {
            let this = live(vm, this)?;
            let item = this.unpack_at(vm, offset)?;
            if vm.equal(item, value)? {
                return Ok(i);
            }
        }
        Err(vm.value_error("memoryview.index(x): x not found"))
    }

    /// The view itself.
    #[sig("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Gc<MemoryView>) -> R<Gc<MemoryView>> {
        live(vm, this)
    }

    /// Release the view.
    #[sig("($self, *args)")]
    #[shown("($self, /, *exc_info)")]
    fn __exit__(vm: &mut Vm, this: Gc<MemoryView>, exc_info: Value) -> R<()> {
        let _ = exc_info;
        release(vm, this)
    }

    /// `memoryview[int]` and the like, for annotations.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }

    /// The object whose memory it is.
    #[getter]
    fn obj(vm: &mut Vm, this: Gc<MemoryView>) -> R {
        Ok(live(vm, this)?.owner.get())
    }

    /// How many bytes the items take.
    #[getter]
    fn nbytes(vm: &mut Vm, this: Gc<MemoryView>) -> R<usize> {
        Ok(live(vm, this)?.n_bytes())
    }

    /// Is the memory not to be changed?
    #[getter]
    fn readonly(vm: &mut Vm, this: Gc<MemoryView>) -> R<bool> {
        Ok(live(vm, this)?.readonly.get())
    }

    /// How many bytes an item takes.
    #[getter]
    fn itemsize(vm: &mut Vm, this: Gc<MemoryView>) -> R<usize> {
        Ok(live(vm, this)?.item_size.get())
    }

    /// The format of an item, as the module struct has it.
    #[getter]
    fn format(vm: &mut Vm, this: Gc<MemoryView>) -> R {
        let format = live(vm, this)?.format.get();
        Ok(if format.is_unbound() { vm.latin1_str(b'B') } else { format })
    }

    /// How many dimensions there are.
    #[getter]
    fn ndim(vm: &mut Vm, this: Gc<MemoryView>) -> R<usize> {
        Ok(live(vm, this)?.n_dims())
    }

    /// The length of each dimension.
    #[getter]
    fn shape(vm: &mut Vm, this: Gc<MemoryView>) -> R<Gc<Tuple>> {
        Ok(live(vm, this)?.shape.get())
    }

    /// The distance in bytes between items, for each dimension.
    #[getter]
    fn strides(vm: &mut Vm, this: Gc<MemoryView>) -> R<Gc<Tuple>> {
        Ok(live(vm, this)?.strides.get())
    }

    /// Always empty: the memory has no pointers in it.
    #[getter]
    fn suboffsets(vm: &mut Vm, this: Gc<MemoryView>) -> R<Gc<Tuple>> {
        live(vm, this)?;
        Ok(vm.empty_tuple)
    }

    /// Do the items lie one after the other, the last index the fastest?
    #[getter]
    fn c_contiguous(vm: &mut Vm, this: Gc<MemoryView>) -> R<bool> {
        Ok(live(vm, this)?.is_c_contiguous())
    }

    /// Do the items lie one after the other, the first index the fastest?
    #[getter]
    fn f_contiguous(vm: &mut Vm, this: Gc<MemoryView>) -> R<bool> {
        Ok(live(vm, this)?.is_fortran_contiguous())
    }

    /// Do the items lie one after the other?
    #[getter]
    fn contiguous(vm: &mut Vm, this: Gc<MemoryView>) -> R<bool> {
        let this = live(vm, this)?;
        Ok(this.is_c_contiguous() || this.is_fortran_contiguous())
    }
}

/// Where the items of a view with one dimension lie. `none` and `many`: what is said of other numbers of dimensions.
fn one_dimension(vm: &mut Vm, this: Gc<MemoryView>, none: &str, many: &str) -> R<Vec<usize>> {
    match this.n_dims() {
        0 => Err(vm.type_error(none.to_owned())),
        1 => Ok(this.offsets()),
        _ => Err(vm.not_implemented(many.to_owned())),
    }
}
