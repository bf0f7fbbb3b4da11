//! `_struct`: values as bytes, by formats. `layout` reads formats.

mod layout;

use crate::support::{OwnError, put};
use layout::{Kind, Layout, parse};
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use taipan_macros::{Layout as CellLayout, NativeType, Trace, native};
use taipan_objects::buffer::{peek, release, writable};
use taipan_objects::pack::{self, Item, PackError, pack, unpack};
use taipan_objects::types::bytes::bytes_like;
use taipan_objects::types::complex::try_complex;
use taipan_objects::types::str::reserve;
use taipan_runtime::{
    Args, Field, Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Values, Vm,
    kinds::{self, Numbered},
    layout::{Module, Str, Tuple, Type},
    type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_struct",
    doc: "Values of C's types as bytes, by formats.",
    functions: &Functions::NATIVE,
    types: &[&Struct::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Functions;

/// The error class, and the formats read before.
#[derive(Default, Trace)]
struct State {
    #[untraced]
    layouts: HashMap<Vec<u8>, Rc<Layout>>,
    /// Strings that formats were given as lately, each at a place that its address says, and what they mean.
    recent: [Option<Gc<Str>>; RECENT],
    #[untraced]
    recent_layouts: [Option<Rc<Layout>>; RECENT],
}

const RECENT: usize = 16;

/// So many formats are kept.
const LAYOUTS_MAX: usize = 100;

static ERROR: OwnError = OwnError { module: "struct", name: "error", base: kinds::EXCEPTION };

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = ERROR.class(vm)?;
    put(vm, module, "error", error.value());
    Ok(())
}

/// `struct.error`
#[cold]
fn raise(vm: &mut Vm, message: impl AsRef<str>) -> Raised {
    ERROR.raise(vm, message.as_ref())
}

/// The text of a format given as str or bytes.
fn format_bytes(vm: &mut Vm, format: Value) -> R<Vec<u8>> {
    if let Some(s) = vm.as_str(format) {
        let ascii = vm.intern("ascii");
        let bytes = taipan_objects::codecs::encode_to_bytes(vm, s.value(), Some(ascii), None)?;
        return bytes_like(vm, bytes).map(std::borrow::Cow::into_owned);
    }
    match vm.payload::<taipan_runtime::layout::Bytes>(format) {
        Some(bytes) => Ok(bytes.as_slice().to_vec()),
        None => {
            let of = vm.type_name(format);
            let of = of.rsplit('.').next().unwrap_or_default();
            Err(vm.type_error(format!("Struct() argument 1 must be a str or bytes object, not {of}")))
        }
    }
}

fn layout_of(vm: &mut Vm, format: Value) -> R<Rc<Layout>> {
    let Some(text) = format.cast::<Str>() else { return layout_of_text(vm, format) };
    let place = text.address() / 16 % RECENT;
    let state = vm.state::<State>();
    if state.recent[place] == Some(text)
        && let Some(layout) = &state.recent_layouts[place]
    {
        return Ok(layout.clone());
    }
    let layout = layout_of_text(vm, format)?;
    let state = vm.state::<State>();
    state.recent[place] = Some(text);
    state.recent_layouts[place] = Some(layout.clone());
    Ok(layout)
}

fn layout_of_text(vm: &mut Vm, format: Value) -> R<Rc<Layout>> {
    if let Some(s) = vm.as_str(format).filter(|s| s.is_ascii())
        && let Some(layout) = vm.state::<State>().layouts.get(s.to_ref().as_bytes())
    {
        return Ok(layout.clone());
    }
    if vm.as_str(format).is_none() && vm.bytes_of(format).is_none() {
        // Before all else it is looked up among the formats known.
        vm.new_dict().get_item(vm, format)?;
    }
    let text = format_bytes(vm, format)?;
    let layout = parse(&text).map_err(|message| raise(vm, message))?;
    let layouts = &mut vm.state::<State>().layouts;
    if layouts.len() >= LAYOUTS_MAX {
        layouts.clear();
    }
    layouts.insert(text, layout.clone());
    Ok(layout)
}

#[cold]
fn raise_pack(vm: &mut Vm, error: PackError, item: Item, code: u8, value: Value) -> Raised {
    let code = char::from(code);
    let is_float = matches!(item, Item::Half | Item::Single | Item::Double);
    if (is_float || code == 'P') && !matches!(error, PackError::Type) && vm.as_int_value(value).is_some() {
        if let PackError::Raised(raised) = error
            && vm.take_if(kinds::OVERFLOW_ERROR).is_none()
        {
            return raised;
        }
        return raise(vm, "int too large to convert");
    }
    match (error, item) {
        (PackError::Raised(raised), _) => raised,
        (PackError::Type | PackError::Range, Item::Char) => {
            raise(vm, "char format requires a bytes object of length 1")
        }
        (PackError::Type, Item::Half | Item::Single | Item::Double) => {
            raise(vm, "required argument is not a float")
        }
        (PackError::Type, _) => raise(vm, "required argument is not an integer"),
        (PackError::Range, Item::Signed(n)) => {
            let high = i64::MAX >> (64 - 8 * n);
            raise(vm, format!("'{code}' format requires {} <= number <= {high}", -high - 1))
        }
        (PackError::Range, Item::Unsigned(n)) => {
            let high = u64::MAX >> (64 - 8 * n);
            raise(vm, format!("'{code}' format requires 0 <= number <= {high}"))
        }
        (PackError::Range | PackError::FloatRange, _) => {
            vm.overflow_error(format!("float too large to pack with {code} format"))
        }
    }
}

/// Where the bytes of values are put together.
struct Room {
    few: [u8; Room::FEW],
    many: Vec<u8>,
}

impl Room {
    const FEW: usize = 64;

    fn new() -> Room {
        Room { few: [0; Room::FEW], many: Vec::new() }
    }
}

/// The bytes of values; `function` is named in the message when there are too few or too many.
fn packed<'r>(
    vm: &mut Vm,
    layout: &Layout,
    values: &[Value],
    function: &str,
    room: &'r mut Room,
) -> R<&'r [u8]> {
    if values.len() != layout.n_values {
        let (n, got) = (layout.n_values, values.len());
        return Err(raise(vm, format!("{function} expected {n} items for packing (got {got})")));
    }
    let mut values = values.iter().copied();
    if layout.size <= Room::FEW && layout.runs.iter().all(|run| matches!(run.kind, Kind::Item(_))) {
        for run in &layout.runs {
            let Kind::Item(item) = run.kind else { continue };
            let mut places = room.few[run.offset..].chunks_mut(item.size());
            for value in values.by_ref().take(run.count) {
                let word = pack::packed(vm, item, value, layout.endian);
                let (word, n) = word.map_err(|e| raise_pack(vm, e, item, run.code, value))?;
                if let Some(place) = places.next() {
                    place.copy_from_slice(&word.to_le_bytes()[..n]);
                }
            }
        }
        return Ok(&room.few[..layout.size]);
    }
    room.many = reserve(vm, layout.size)?;
    let out = &mut room.many;
    for run in &layout.runs {
        out.resize(run.offset, 0);
        for value in values.by_ref().take(run.count) {
            pack_one(vm, layout, run.kind, run.code, value, out)?;
        }
    }
    out.resize(layout.size, 0);
    Ok(out)
}

fn pack_one(vm: &mut Vm, layout: &Layout, kind: Kind, code: u8, value: Value, out: &mut Vec<u8>) -> R<()> {
    let start = out.len();
    match kind {
        Kind::Item(item) => {
            pack(vm, item, value, layout.endian, out).map_err(|e| raise_pack(vm, e, item, code, value))
        }
        Kind::Pointer => {
            let item = if vm.as_int_value(value).is_some_and(|i| vm.int_is_negative(i)) {
                Item::Signed(size_of::<usize>())
            } else {
                Item::Unsigned(size_of::<usize>())
            };
            pack(vm, item, value, layout.endian, out).map_err(|e| raise_pack(vm, e, item, code, value))
        }
        Kind::Bytes(n) | Kind::Pascal(n) => {
            let Some(bytes) = vm.bytes_of(value) else {
                return Err(raise(vm, format!("argument for '{}' must be a bytes object", char::from(code))));
            };
            if let Kind::Pascal(_) = kind {
                if n > 0 {
                    let kept = bytes.len().min(n - 1);
                    out.push(kept.min(255) as u8);
                    out.extend_from_slice(&bytes[..kept]);
                }
            } else {
                out.extend_from_slice(&bytes[..bytes.len().min(n)]);
            }
            out.resize(start + n, 0);
            Ok(())
        }
        Kind::Complex(item) => {
            let Some(c) = try_complex(vm, value)? else {
                return Err(raise(vm, "required argument is not a complex"));
            };
            for part in [c.re, c.im] {
                let part = vm.new_float(part);
                pack(vm, item, part, layout.endian, out).map_err(|e| raise_pack(vm, e, item, code, part))?;
            }
            Ok(())
        }
    }
}

/// The values of bytes (as many as the layout has).
fn unpacked(vm: &mut Vm, layout: &Layout, bytes: &[u8]) -> Gc<Tuple> {
    const FEW: usize = 16;
    let (mut few, mut n_few) = ([Value::NONE; FEW], 0);
    let mut many = Values::new();
    if layout.n_values > FEW {
        many = Values::with_capacity(&mut vm.heap, layout.n_values);
    }
    for run in &layout.runs {
        let size = run.kind.size();
        for i in 0..run.count {
            let at = run.offset + i * size;
            let piece = bytes.get(at..at + size).unwrap_or_default();
            let value = match run.kind {
                Kind::Item(item) => unpack(vm, item, piece, layout.endian),
                Kind::Pointer => unpack(vm, Item::Unsigned(size), piece, layout.endian),
                Kind::Bytes(_) => vm.new_bytes(piece),
                Kind::Pascal(_) => match piece.split_first() {
                    Some((&n, rest)) => vm.new_bytes(&rest[..rest.len().min(usize::from(n))]),
                    None => vm.new_bytes(&[]),
                },
                Kind::Complex(item) => {
                    let (re, im) = piece.split_at(size / 2);
                    let re = unpack(vm, item, re, layout.endian);
                    let im = unpack(vm, item, im, layout.endian);
                    let (re, im) = (vm.as_float(re).unwrap_or(0.0), vm.as_float(im).unwrap_or(0.0));
                    vm.new_complex(re, im)
                }
            };
            if layout.n_values <= FEW {
                few[n_few] = value;
                n_few += 1;
            } else {
                many.push(&mut vm.heap, value);
            }
        }
    }
    vm.new_tuple(if layout.n_values <= FEW { &few[..n_few] } else { &many })
}

fn unpack_all(vm: &mut Vm, layout: &Layout, buffer: Value) -> R<Gc<Tuple>> {
    let bytes = peek(vm, buffer)?;
    if bytes.len() != layout.size {
        let n = layout.size;
        return Err(raise(vm, format!("unpack requires a buffer of {n} bytes")));
    }
    Ok(unpacked(vm, layout, &bytes))
}

/// An offset into a buffer of `len` bytes that leaves room for the layout.
fn checked_offset(vm: &mut Vm, layout: &Layout, offset: i64, len: usize, packing: bool) -> R<usize> {
    let size = layout.size;
    let mut at = offset;
    if offset < 0 {
        if offset.saturating_add(size as i64) > 0 {
            return Err(raise(
                vm,
                if packing {
                    format!("no space to pack {size} bytes at offset {offset}")
                } else {
                    format!("not enough data to unpack {size} bytes at offset {offset}")
                },
            ));
        }
        at += len as i64;
        if at < 0 {
            return Err(raise(vm, format!("offset {offset} out of range for {len}-byte buffer")));
        }
    }
    let at = at as usize;
    if len < at || len - at < size {
        let need = at.saturating_add(size);
        let (function, doing) = if packing { ("pack_into", "packing") } else { ("unpack_from", "unpacking") };
        return Err(raise(
            vm,
            format!(
                "{function} requires a buffer of at least {need} bytes for {doing} {size} bytes at offset {at} (actual buffer size is {len})"
            ),
        ));
    }
    Ok(at)
}

fn unpack_at(vm: &mut Vm, layout: &Layout, buffer: Value, offset: Option<Value>) -> R<Gc<Tuple>> {
    drop(peek(vm, buffer)?);
    let offset = offset.map_or(Ok(0), |offset| vm.index_or_overflow(offset))?;
    let bytes = peek(vm, buffer)?;
    let at = checked_offset(vm, layout, offset, bytes.len(), false)?;
    Ok(unpacked(vm, layout, &bytes[at..at + layout.size]))
}

/// `pack_into(buffer, offset, *values)`
fn pack_to(vm: &mut Vm, layout: &Layout, args: &[Value]) -> R<()> {
    let Some((&object, rest)) = args.split_first() else {
        return Err(raise(vm, "pack_into expected buffer argument"));
    };
    let Some((&offset, values)) = rest.split_first() else {
        return Err(raise(vm, "pack_into expected offset argument"));
    };
    if values.len() != layout.n_values {
        let (n, got) = (layout.n_values, values.len());
        return Err(raise(vm, format!("pack_into expected {n} items for packing (got {got})")));
    }
    let buffer = writable(vm, "argument", object)?;
    release(&buffer);
    let offset = vm.index_i64(offset)?;
    checked_offset(vm, layout, offset, buffer.len, true)?;
    let mut room = Room::new();
    let bytes = packed(vm, layout, values, "pack_into", &mut room)?;
    // Packing may have run code that changed the buffer.
    let buffer = writable(vm, "argument", object)?;
    let result = checked_offset(vm, layout, offset, buffer.len, true);
    if let Ok(at) = result {
        buffer.memory.write(buffer.start + at, bytes);
    }
    release(&buffer);
    result.map(|_| ())
}

fn iterate(vm: &mut Vm, format: Value, layout: &Layout, buffer: Value) -> R {
    if layout.size == 0 {
        return Err(raise(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let n = peek(vm, buffer)?.len();
    if n % layout.size != 0 {
        let size = layout.size;
        return Err(raise(
            vm,
            format!("iterative unpacking requires a buffer of a multiple of {size} bytes"),
        ));
    }
    let header = Header::new::<UnpackIterator>(vm.class_address(<UnpackIterator as Numbered>::NUMBER));
    let iterator = vm.heap.alloc(UnpackIterator {
        header,
        format: Field::new(format),
        buffer: Field::new(buffer),
        at: Cell::new(0),
    });
    Ok(iterator.value())
}

fn first_format<'a>(vm: &mut Vm, args: &'a [Value]) -> R<(Rc<Layout>, &'a [Value])> {
    match args.split_first() {
        Some((&format, rest)) => Ok((layout_of(vm, format)?, rest)),
        None => Err(vm.type_error("missing format argument")),
    }
}

#[native]
impl Functions {
    /// Forget the formats read so far.
    #[sig("($module, /)")]
    fn _clearcache(vm: &mut Vm) {
        vm.state::<State>().layouts.clear();
    }

    /// How many bytes a format takes.
    #[sig("($module, format, /)")]
    fn calcsize(vm: &mut Vm, format: Value) -> R<usize> {
        Ok(layout_of(vm, format)?.size)
    }

    /// The bytes of values by a format.
    #[sig("(*args)")]
    #[shown("")]
    #[naming(Qualified)]
    fn pack(vm: &mut Vm, args: &[Value]) -> R {
        let (layout, args) = first_format(vm, args)?;
        let mut room = Room::new();
        let bytes = packed(vm, &layout, args, "pack", &mut room)?;
        Ok(vm.new_bytes(bytes))
    }

    /// Write the bytes of values by a format into a buffer at an offset.
    #[sig("(*args)")]
    #[shown("")]
    #[naming(Qualified)]
    fn pack_into(vm: &mut Vm, args: &[Value]) -> R<()> {
        let (layout, args) = first_format(vm, args)?;
        pack_to(vm, &layout, args)
    }

    /// The values of a buffer by a format.
    #[sig("($module, format, buffer, /)")]
    fn unpack(vm: &mut Vm, format: Value, buffer: Value) -> R<Gc<Tuple>> {
        let layout = layout_of(vm, format)?;
        unpack_all(vm, &layout, buffer)
    }

    /// The values by a format of what stands in a buffer at an offset.
    #[sig("($module, format, /, buffer, offset=0)")]
    fn unpack_from(vm: &mut Vm, format: Value, buffer: Value, offset: Option<Value>) -> R<Gc<Tuple>> {
        let layout = layout_of(vm, format)?;
        unpack_at(vm, &layout, buffer, offset)
    }

    /// An iterator over a buffer that holds the format again and again.
    #[sig("($module, format, buffer, /)")]
    fn iter_unpack(vm: &mut Vm, format: Value, buffer: Value) -> R {
        let layout = layout_of(vm, format)?;
        iterate(vm, format, &layout, buffer)
    }
}

/// A format as an object.
#[derive(Trace, CellLayout, NativeType)]
#[repr(C)]
pub struct Struct {
    header: Header,
    format: Field<Value>,
}

impl Struct {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Struct as Numbered>::NUMBER,
        name: "Struct",
        module: "_struct",
        doc: "Struct(fmt) --> a format, read once",
        flags: type_flags::BASETYPE
            | type_flags::WEAKREFABLE
            | type_flags::SHOWS_GETATTR
            | type_flags::SHOWS_SETATTR,
        native: &Struct::NATIVE,
        layout: Some(LayoutInfo::of::<Struct>()),
        ..TypeDef::DEFAULT
    };

    fn layout(&self, vm: &mut Vm) -> R<Rc<Layout>> {
        match self.format.get().bound() {
            Some(format) => layout_of(vm, format),
            None => Err(vm.runtime_error("Struct object is not initialized")),
        }
    }
}

#[native]
impl Struct {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Struct> {
        // A subclass may take what it likes: the format is `__init__`'s.
        let _ = (cls, args);
        let header = Header::new::<Struct>(vm.class_address(<Struct as Numbered>::NUMBER));
        vm.heap.alloc(Struct { header, format: Field::new(Value::UNBOUND) })
    }

    #[sig("($self, format)")]
    #[name("Struct")]
    fn __init__(vm: &mut Vm, this: Gc<Struct>, format: Value) -> R<()> {
        let text = format_bytes(vm, format)?;
        layout_of(vm, format)?;
        let format = vm.new_str(&String::from_utf8_lossy(&text)).value();
        this.format.set(this, format);
        Ok(())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
        let Some(of) = vm.payload::<Struct>(this) else { return Ok(String::new()) };
        of.layout(vm)?;
        let format = vm.repr(of.format.get())?.to_display();
        let name = vm.class_of(this).name.get().to_display();
        Ok(format!("{name}({format})"))
    }

    /// An iterator over a buffer that holds the format again and again.
    #[sig("($self, buffer, /)")]
    fn iter_unpack(vm: &mut Vm, this: Gc<Struct>, buffer: Value) -> R {
        let layout = this.layout(vm)?;
        iterate(vm, this.format.get(), &layout, buffer)
    }

    /// The bytes of values.
    #[sig("($self, /, *values)")]
    #[shown("")]
    #[naming(Qualified)]
    fn pack(vm: &mut Vm, this: Gc<Struct>, values: &[Value]) -> R {
        let layout = this.layout(vm)?;
        let mut room = Room::new();
        let bytes = packed(vm, &layout, values, "pack", &mut room)?;
        Ok(vm.new_bytes(bytes))
    }

    /// Write the bytes of values into a buffer at an offset.
    #[sig("($self, /, *args)")]
    #[shown("")]
    #[naming(Qualified)]
    fn pack_into(vm: &mut Vm, this: Gc<Struct>, args: &[Value]) -> R<()> {
        let layout = this.layout(vm)?;
        pack_to(vm, &layout, args)
    }

    /// The values of a buffer.
    #[sig("($self, buffer, /)")]
    fn unpack(vm: &mut Vm, this: Gc<Struct>, buffer: Value) -> R<Gc<Tuple>> {
        let layout = this.layout(vm)?;
        unpack_all(vm, &layout, buffer)
    }

    /// The values of what stands in a buffer at an offset.
    #[sig("($self, /, buffer, offset=0)")]
    fn unpack_from(vm: &mut Vm, this: Gc<Struct>, buffer: Value, offset: Option<Value>) -> R<Gc<Tuple>> {
        let layout = this.layout(vm)?;
        unpack_at(vm, &layout, buffer, offset)
    }

    /// The size in memory, in bytes.
    #[sig("($self, /)")]
    fn __sizeof__(vm: &mut Vm, this: Gc<Struct>) -> R<usize> {
        Ok(72 + 24 * (this.layout(vm)?.runs.len() + 1))
    }

    /// The format.
    #[getter]
    fn format(vm: &mut Vm, this: Gc<Struct>) -> R {
        this.layout(vm)?;
        Ok(this.format.get())
    }

    /// How many bytes it takes.
    #[getter]
    fn size(vm: &mut Vm, this: Gc<Struct>) -> R<i64> {
        match this.format.get().bound() {
            Some(format) => Ok(layout_of(vm, format)?.size as i64),
            None => Ok(-1),
        }
    }
}

/// What `iter_unpack` gives.
#[derive(Trace, CellLayout, NativeType)]
#[repr(C)]
pub struct UnpackIterator {
    header: Header,
    format: Field<Value>,
    buffer: Field<Value>,
    at: Cell<usize>,
}

impl UnpackIterator {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <UnpackIterator as Numbered>::NUMBER,
        name: "unpack_iterator",
        module: "_struct",
        flags: type_flags::NO_NEW | type_flags::SHOWS_GETATTR,
        native: &UnpackIterator::NATIVE,
        layout: Some(LayoutInfo::of::<UnpackIterator>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl UnpackIterator {
    fn __iter__(_vm: &mut Vm, this: Value) -> Value {
        this
    }

    fn __next__(vm: &mut Vm, this: Gc<UnpackIterator>) -> R<Option<Value>> {
        let Some(buffer) = this.buffer.get().bound() else { return Ok(None) };
        let layout = layout_of(vm, this.format.get())?;
        let bytes = peek(vm, buffer)?;
        let at = this.at.get();
        let Some(piece) = bytes.get(at..at + layout.size) else {
            this.buffer.set(this, Value::UNBOUND);
            return Ok(None);
        };
        this.at.set(at + layout.size);
        Ok(Some(unpacked(vm, &layout, piece).value()))
    }

    /// How many items are left.
    #[sig("($self, /)")]
    fn __length_hint__(vm: &mut Vm, this: Gc<UnpackIterator>) -> R<usize> {
        let Some(buffer) = this.buffer.get().bound() else { return Ok(0) };
        let layout = layout_of(vm, this.format.get())?;
        let n = peek(vm, buffer)?.len();
        Ok(n.saturating_sub(this.at.get()) / layout.size.max(1))
    }
}
