//! `zlib`: compression by DEFLATE, on `zlib-rs`.
//!
//! The objects have no `copy()`: the crate's safe interface has none, and CPython without it leaves the method out too.

use crate::support::{new_exception, put, put_int, put_str, raise_class};
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::buffer::{BytesLike, peek};
use taipan_objects::types::int::operand::Operand;
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Module, Type},
    type_flags,
};
use zlib_rs::{Deflate, DeflateConfig, DeflateFlush, Inflate, InflateError, InflateFlush, Status, Strategy};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "zlib",
    doc: "Compression that gzip and zip files use.",
    functions: &Functions::NATIVE,
    types: &[&Decompressor::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

const MAX_WBITS: i64 = 15;
const DEF_BUF_SIZE: i64 = 16 * 1024;
/// Bytes that are asked for at once.
const CHUNK: usize = 16 * 1024;

#[derive(Default, Trace)]
struct State {
    error: Option<Gc<Type>>,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = error_class(vm)?;
    put(vm, module, "error", error.value());
    let ints = [
        ("DEFLATED", 8),
        ("DEF_BUF_SIZE", DEF_BUF_SIZE),
        ("DEF_MEM_LEVEL", 8),
        ("MAX_WBITS", MAX_WBITS),
        ("Z_BEST_COMPRESSION", 9),
        ("Z_BEST_SPEED", 1),
        ("Z_BLOCK", 5),
        ("Z_DEFAULT_COMPRESSION", -1),
        ("Z_DEFAULT_STRATEGY", 0),
        ("Z_FILTERED", 1),
        ("Z_FINISH", 4),
        ("Z_FIXED", 4),
        ("Z_FULL_FLUSH", 3),
        ("Z_HUFFMAN_ONLY", 2),
        ("Z_NO_COMPRESSION", 0),
        ("Z_NO_FLUSH", 0),
        ("Z_PARTIAL_FLUSH", 1),
        ("Z_RLE", 3),
        ("Z_SYNC_FLUSH", 2),
        ("Z_TREES", 6),
    ];
    for (name, value) in ints {
        put_int(vm, module, name, value);
    }
    // The release of zlib that the crate follows.
    put_str(vm, module, "__version__", "1.0");
    put_str(vm, module, "ZLIB_VERSION", "1.3.1");
    put_str(vm, module, "ZLIB_RUNTIME_VERSION", "1.3.1");
    Ok(())
}

fn error_class(vm: &mut Vm) -> R<Gc<Type>> {
    if let Some(cls) = vm.state::<State>().error {
        return Ok(cls);
    }
    let cls = new_exception(vm, "zlib", "error", kinds::EXCEPTION)?;
    vm.state::<State>().error = Some(cls);
    Ok(cls)
}

#[cold]
fn raise(vm: &mut Vm, message: &str) -> Raised {
    match error_class(vm) {
        Ok(cls) => raise_class(vm, cls, message),
        Err(raised) => raised,
    }
}

#[cold]
fn inconsistent(vm: &mut Vm, doing: &str) -> Raised {
    raise(vm, &format!("Error -2 while {doing}: inconsistent stream state"))
}

#[cold]
fn inflate_error(vm: &mut Vm, error: InflateError, message: Option<&str>, doing: &str) -> Raised {
    let (code, default) = match error {
        InflateError::NeedDict { .. } => (2, None),
        InflateError::StreamError => (-2, Some("inconsistent stream state")),
        InflateError::DataError => (-3, Some("invalid input data")),
        InflateError::MemError => return vm.raise_memory_error(),
    };
    match message.map(|m| m.trim_end_matches('\0')).filter(|m| !m.is_empty()).or(default) {
        Some(text) if code != 2 => raise(vm, &format!("Error {code} while {doing}: {text}")),
        _ => raise(vm, &format!("Error {code} while {doing}")),
    }
}

/// A compressor, if the options make one.
fn deflater(level: i64, method: i64, wbits: i64, mem_level: i64, strategy: i64) -> Option<Deflate> {
    let strategy = Strategy::try_from(i32::try_from(strategy).ok()?).ok()?;
    let wbits_fit = matches!(wbits, -15..=-9 | 8..=15 | 25..=31);
    if !(-1..=9).contains(&level) || method != 8 || !wbits_fit || !(1..=9).contains(&mem_level) {
        return None;
    }
    Some(Deflate::new_with_config(DeflateConfig {
        level: level as i32,
        method: zlib_rs::Method::Deflated,
        window_bits: wbits as i32,
        mem_level: mem_level as i32,
        strategy,
    }))
}

/// A decompressor, if the number of bits makes one.
fn inflater(wbits: i64) -> Option<Inflate> {
    match wbits {
        -15..=-8 => Some(Inflate::new(false, (-wbits) as u8)),
        0 | 8..=15 | 16 | 24..=31 | 32 | 40..=47 => Some(Inflate::new(true, wbits as u8)),
        _ => None,
    }
}

/// Compresses and appends what comes out.
fn deflate(
    stream: &mut Deflate,
    mut input: &[u8],
    flush: DeflateFlush,
    out: &mut Vec<u8>,
) -> Result<bool, ()> {
    loop {
        let start = out.len();
        out.resize(start + CHUNK.max(input.len() / 2), 0);
        let (before_in, before_out) = (stream.total_in(), stream.total_out());
        let status = stream.compress(input, &mut out[start..], flush);
        input = &input[(stream.total_in() - before_in) as usize..];
        let n_written = (stream.total_out() - before_out) as usize;
        let full = start + n_written == out.len();
        out.truncate(start + n_written);
        match status {
            Err(_) => return Err(()),
            Ok(Status::StreamEnd) => return Ok(true),
            Ok(Status::Ok | Status::BufError) if !full && input.is_empty() => return Ok(false),
            // Nothing can come any more.
            Ok(Status::BufError) if n_written == 0 => return Ok(false),
            Ok(Status::Ok | Status::BufError) => {}
        }
    }
}

/// How far decompression came.
struct Inflated {
    /// Bytes of the input that were read.
    n_read: usize,
    ended: bool,
}

/// Decompresses and appends what comes out, at most so many bytes.
fn inflate(
    stream: &mut Inflate,
    input: &[u8],
    dictionary: Option<&[u8]>,
    max: usize,
    out: &mut Vec<u8>,
) -> Result<Inflated, InflateError> {
    let mut n_read = 0;
    let first = out.len();
    loop {
        let start = out.len();
        let room = (max - (start - first)).min(CHUNK.max(start));
        out.resize(start + room, 0);
        let (before_in, before_out) = (stream.total_in(), stream.total_out());
        let status = stream.decompress(&input[n_read..], &mut out[start..], InflateFlush::SyncFlush);
        let n_in = (stream.total_in() - before_in) as usize;
        n_read += n_in;
        let n_written = (stream.total_out() - before_out) as usize;
        out.truncate(start + n_written);
        match status {
            Err(InflateError::NeedDict { dict_id }) => match dictionary {
                Some(dictionary) => {
                    stream.set_dictionary(dictionary).map_err(|_| InflateError::DataError)?;
                }
                None => return Err(InflateError::NeedDict { dict_id }),
            },
            Err(error) => return Err(error),
            Ok(Status::StreamEnd) => return Ok(Inflated { n_read, ended: true }),
            Ok(_) if out.len() - first >= max => return Ok(Inflated { n_read, ended: false }),
            Ok(_) if n_written < room && n_read == input.len() => {
                return Ok(Inflated { n_read, ended: false });
            }
            Ok(_) if n_written == 0 && n_in == 0 => return Ok(Inflated { n_read, ended: false }),
            Ok(_) => {}
        }
    }
}

/// An argument that says how much may come out, where 0 is no bound.
fn bound(max_length: i64) -> usize {
    if max_length <= 0 { usize::MAX } else { max_length as usize }
}

struct Functions;

#[native]
impl Functions {
    /// The data, compressed.
    #[sig("($module, data, /, level=-1, wbits=15)")]
    #[shown("($module, data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)")]
    fn compress(vm: &mut Vm, data: BytesLike, level: i32, wbits: i32) -> R {
        let data = peek(vm, data.0)?;
        let Some(mut stream) = deflater(level.into(), 8, wbits.into(), 8, 0) else {
            return Err(raise(vm, "Bad compression level"));
        };
        let mut out = Vec::new();
        match deflate(&mut stream, &data, DeflateFlush::Finish, &mut out) {
            Ok(true) => Ok(vm.new_bytes(&out)),
            Ok(false) | Err(()) => Err(inconsistent(vm, "compressing data")),
        }
    }

    /// The data that was compressed.
    #[sig("($module, data, /, wbits=15, bufsize=16384)")]
    #[shown("($module, data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)")]
    fn decompress(vm: &mut Vm, data: BytesLike, wbits: i32, bufsize: i64) -> R {
        let data = peek(vm, data.0)?;
        if bufsize < 0 {
            return Err(vm.value_error("bufsize must be non-negative"));
        }
        let Some(mut stream) = inflater(wbits.into()) else {
            return Err(inconsistent(vm, "preparing to decompress data"));
        };
        let mut out = Vec::new();
        match inflate(&mut stream, &data, None, usize::MAX, &mut out) {
            Ok(Inflated { ended: true, .. }) => Ok(vm.new_bytes(&out)),
            Ok(Inflated { ended: false, .. }) => {
                Err(raise(vm, "Error -5 while decompressing data: incomplete or truncated stream"))
            }
            Err(error) => Err(inflate_error(vm, error, stream.error_message(), "decompressing data")),
        }
    }

    /// An object that compresses piece by piece.
    #[sig("($module, /, level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)")]
    #[shown(
        "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)"
    )]
    fn compressobj(
        vm: &mut Vm,
        level: i64,
        method: i64,
        wbits: i64,
        mem_level: i64,
        strategy: i64,
        zdict: Option<Value>,
    ) -> R<Gc<Compress>> {
        let dictionary = match zdict {
            Some(dictionary) if !dictionary.is_none() => Some(peek(vm, dictionary)?),
            _ => None,
        };
        let Some(mut stream) = deflater(level, method, wbits, mem_level, strategy) else {
            return Err(vm.value_error("Invalid initialization option"));
        };
        if let Some(dictionary) = dictionary
            && stream.set_dictionary(&dictionary).is_err()
        {
            return Err(vm.value_error("Invalid dictionary"));
        }
        let header = Header::new::<Compress>(vm.class_address(<Compress as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Compress { header, stream: RefCell::new(Some(Box::new(stream))) }))
    }

    /// An object that decompresses piece by piece.
    #[sig("($module, /, wbits=15, zdict=b'')")]
    #[shown("($module, /, wbits=MAX_WBITS, zdict=b'')")]
    fn decompressobj(vm: &mut Vm, wbits: i32, zdict: Option<Value>) -> R<Gc<Decompress>> {
        let stream = new_stream(vm, wbits.into(), zdict)?;
        let nothing = vm.new_bytes(b"");
        let header = Header::new::<Decompress>(vm.class_address(<Decompress as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Decompress {
            header,
            stream,
            unused_data: Field::new(nothing),
            unconsumed_tail: Field::new(nothing),
            eof: Cell::new(false),
        }))
    }

    /// The check sum CRC-32, going on from a value.
    #[sig("($module, data, value=0, /)")]
    fn crc32(vm: &mut Vm, data: BytesLike, value: Value) -> R<i64> {
        let start = low_bits(vm, value)?;
        let data = peek(vm, data.0)?;
        Ok(zlib_rs::crc32::crc32(start, &data).into())
    }

    /// The check sum Adler-32, going on from a value.
    #[sig("($module, data, value=1, /)")]
    fn adler32(vm: &mut Vm, data: BytesLike, value: Value) -> R<i64> {
        let start = low_bits(vm, value)?;
        let data = peek(vm, data.0)?;
        Ok(zlib_rs::adler32::adler32(start, &data).into())
    }
}

/// The lowest 32 bits of an int.
fn low_bits(vm: &mut Vm, value: Value) -> R<u32> {
    let int = vm.index(value)?;
    let operand = Operand::new(int);
    let low = operand.view().limbs.first().copied().unwrap_or(0) as u32;
    Ok(if vm.int_is_negative(int) { low.wrapping_neg() } else { low })
}

/// A compressor that is being fed.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Compress {
    header: Header,
    /// Nothing once it has ended: a stream is large, and the collector does not see that.
    #[untraced]
    stream: RefCell<Option<Box<Deflate>>>,
}

impl Compress {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Compress as Numbered>::NUMBER,
        name: "Compress",
        module: "zlib",
        doc: "A compressor that is fed piece by piece.",
        flags: type_flags::MUTABLE | type_flags::NO_NEW,
        native: &Compress::NATIVE,
        layout: Some(LayoutInfo::of::<Compress>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Compress {
    /// Compress more data; gives what is ready.
    #[sig("($self, data, /)")]
    #[naming(Unpacked)]
    fn compress(vm: &mut Vm, this: Gc<Compress>, data: Value) -> R {
        let data = peek(vm, data)?;
        let mut out = Vec::new();
        let mut slot = this.stream.borrow_mut();
        let result = match slot.as_mut() {
            Some(stream) => deflate(stream, &data, DeflateFlush::NoFlush, &mut out),
            None => Err(()),
        };
        match result {
            Ok(_) => Ok(vm.new_bytes(&out)),
            Err(()) => Err(inconsistent(vm, "compressing data")),
        }
    }

    /// Give all that is left; the mode says what may follow.
    #[sig("($self, mode=4, /)")]
    #[shown("($self, mode=zlib.Z_FINISH, /)")]
    #[naming(Unpacked)]
    fn flush(vm: &mut Vm, this: Gc<Compress>, mode: i64) -> R {
        if mode == 0 {
            return Ok(vm.new_bytes(b""));
        }
        let flush = i32::try_from(mode).ok().and_then(|m| DeflateFlush::try_from(m).ok());
        let mut out = Vec::new();
        let mut slot = this.stream.borrow_mut();
        let result = match (flush, slot.as_mut()) {
            (Some(flush), Some(stream)) => deflate(stream, b"", flush, &mut out),
            _ => Err(()),
        };
        match result {
            Ok(ended) => {
                if ended {
                    *slot = None;
                }
                Ok(vm.new_bytes(&out))
            }
            Err(()) => Err(inconsistent(vm, "flushing")),
        }
    }
}

/// What the decompressing objects share.
struct Stream {
    inflate: Box<Inflate>,
    dictionary: Option<Vec<u8>>,
}

/// What an object whose data has ended keeps: nothing, for a stream is large, and the collector does not see that.
type StreamSlot = RefCell<Option<Stream>>;

fn new_stream(vm: &mut Vm, wbits: i64, zdict: Option<Value>) -> R<StreamSlot> {
    let dictionary = match zdict {
        None => None,
        Some(dictionary) => {
            let cls = vm.class_of(dictionary);
            if vm.bytes_of(dictionary).is_none() && vm.slot_buffer(cls).is_none() {
                return Err(vm.type_error("zdict argument must support the buffer protocol"));
            }
            Some(peek(vm, dictionary)?.into_owned())
        }
    };
    let Some(mut inflate) = inflater(wbits) else {
        return Err(vm.value_error("Invalid initialization option"));
    };
    // A stream without a header can't ask for it.
    if wbits < 0
        && let Some(dictionary) = &dictionary
        && inflate.set_dictionary(dictionary).is_err()
    {
        return Err(inconsistent(vm, "setting zdict"));
    }
    Ok(RefCell::new(Some(Stream { inflate: Box::new(inflate), dictionary })))
}

/// Decompresses, and lets go of the stream at the end.
fn run(
    slot: &StreamSlot,
    data: &[u8],
    max: usize,
    out: &mut Vec<u8>,
) -> Result<Inflated, (InflateError, Option<String>)> {
    let mut slot = slot.borrow_mut();
    let Some(stream) = slot.as_mut() else { return Ok(Inflated { n_read: 0, ended: true }) };
    let result = inflate(&mut stream.inflate, data, stream.dictionary.as_deref(), max, out);
    let result = result.map_err(|error| (error, stream.inflate.error_message().map(str::to_owned)));
    if let Ok(Inflated { ended: true, .. }) = result {
        *slot = None;
    }
    result
}

/// A decompressor that is being fed.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Decompress {
    header: Header,
    #[untraced]
    stream: StreamSlot,
    unused_data: Field<Value>,
    unconsumed_tail: Field<Value>,
    #[untraced]
    eof: Cell<bool>,
}

impl Decompress {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Decompress as Numbered>::NUMBER,
        name: "Decompress",
        module: "zlib",
        doc: "A decompressor that is fed piece by piece.",
        flags: type_flags::MUTABLE | type_flags::NO_NEW,
        native: &Decompress::NATIVE,
        layout: Some(LayoutInfo::of::<Decompress>()),
        ..TypeDef::DEFAULT
    };

    fn feed(vm: &mut Vm, this: Gc<Decompress>, data: &[u8], max: usize, doing: &str) -> R {
        let mut out = Vec::new();
        let done = match run(&this.stream, data, max, &mut out) {
            Ok(done) => done,
            Err((error, message)) => return Err(inflate_error(vm, error, message.as_deref(), doing)),
        };
        let rest = &data[done.n_read..];
        if done.ended {
            this.eof.set(true);
            let mut unused = taipan_objects::buffer::peek(vm, this.unused_data.get())?.into_owned();
            unused.extend_from_slice(rest);
            let unused = vm.new_bytes(&unused);
            this.unused_data.set(this, unused);
        }
        let tail = vm.new_bytes(if done.ended { b"" } else { rest });
        this.unconsumed_tail.set(this, tail);
        Ok(vm.new_bytes(&out))
    }
}

#[native]
impl Decompress {
    /// Decompress more data; gives at most `max_length` bytes, if that is not 0, and keeps the input it had no room for.
    #[sig("($self, data, /, max_length=0)")]
    fn decompress(vm: &mut Vm, this: Gc<Decompress>, data: Value, max_length: i64) -> R {
        let data = peek(vm, data)?.into_owned();
        if max_length < 0 {
            return Err(vm.value_error("max_length must be non-negative"));
        }
        if this.eof.get() {
            let mut unused = peek(vm, this.unused_data.get())?.into_owned();
            unused.extend_from_slice(&data);
            let unused = vm.new_bytes(&unused);
            this.unused_data.set(this, unused);
            return Ok(vm.new_bytes(b""));
        }
        Decompress::feed(vm, this, &data, bound(max_length), "decompressing data")
    }

    /// Give what is left of the input that was kept.
    #[sig("($self, length=16384, /)")]
    #[shown("($self, length=zlib.DEF_BUF_SIZE, /)")]
    #[naming(Unpacked)]
    fn flush(vm: &mut Vm, this: Gc<Decompress>, length: i64) -> R {
        if length <= 0 {
            return Err(vm.value_error("length must be greater than zero"));
        }
        if this.eof.get() {
            return Ok(vm.new_bytes(b""));
        }
        let data = peek(vm, this.unconsumed_tail.get())?.into_owned();
        Decompress::feed(vm, this, &data, usize::MAX, "flushing")
    }

    /// What came behind the end of the compressed data.
    #[member]
    fn unused_data(_: &mut Vm, this: Gc<Decompress>) -> Value {
        this.unused_data.get()
    }

    /// Input that there was no room for.
    #[member]
    fn unconsumed_tail(_: &mut Vm, this: Gc<Decompress>) -> Value {
        this.unconsumed_tail.get()
    }

    /// The end of the compressed data was seen.
    #[member]
    fn eof(_: &mut Vm, this: Gc<Decompress>) -> bool {
        this.eof.get()
    }
}

/// A decompressor that keeps its input itself.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Decompressor {
    header: Header,
    #[untraced]
    stream: StreamSlot,
    #[untraced]
    input: RefCell<Vec<u8>>,
    unused_data: Field<Value>,
    #[untraced]
    eof: Cell<bool>,
    #[untraced]
    needs_input: Cell<bool>,
}

impl Decompressor {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Decompressor as Numbered>::NUMBER,
        name: "_ZlibDecompressor",
        module: "zlib",
        doc: "_ZlibDecompressor(wbits=15, zdict=b'')\n--\n\nA decompressor that keeps the input it has no room for.",
        native: &Decompressor::NATIVE,
        layout: Some(LayoutInfo::of::<Decompressor>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Decompressor {
    #[sig("($cls, wbits=15, zdict=b'')")]
    #[name("_ZlibDecompressor")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, wbits: i64, zdict: Option<Value>) -> R<Gc<Decompressor>> {
        let _ = cls;
        let stream = new_stream(vm, wbits, zdict)?;
        let nothing = vm.new_bytes(b"");
        let header = Header::new::<Decompressor>(vm.class_address(<Decompressor as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Decompressor {
            header,
            stream,
            input: RefCell::new(Vec::new()),
            unused_data: Field::new(nothing),
            eof: Cell::new(false),
            needs_input: Cell::new(true),
        }))
    }

    /// Decompress more data; gives at most `max_length` bytes, if that is not negative.
    #[sig("($self, /, data, max_length=-1)")]
    fn decompress(vm: &mut Vm, this: Gc<Decompressor>, data: Value, max_length: i64) -> R {
        let data = peek(vm, data)?;
        if this.eof.get() {
            return Err(vm.raise(kinds::EOF_ERROR, "End of stream already reached"));
        }
        let max = usize::try_from(max_length).unwrap_or(usize::MAX);
        let mut input = this.input.take();
        input.extend_from_slice(&data);
        let mut out = Vec::new();
        let done = match run(&this.stream, &input, max, &mut out) {
            Ok(done) => done,
            Err((error, message)) => {
                return Err(inflate_error(vm, error, message.as_deref(), "decompressing data"));
            }
        };
        input.drain(..done.n_read);
        if done.ended {
            this.eof.set(true);
            this.needs_input.set(false);
            let unused = vm.new_bytes(&input);
            this.unused_data.set(this, unused);
        } else {
            // Without input, output may still wait in the stream if there was no room for it.
            this.needs_input.set(input.is_empty() && out.len() < max);
            this.input.replace(input);
        }
        Ok(vm.new_bytes(&out))
    }

    /// What came behind the end of the compressed data.
    #[member]
    fn unused_data(_: &mut Vm, this: Gc<Decompressor>) -> Value {
        this.unused_data.get()
    }

    /// The end of the compressed data was seen.
    #[member]
    fn eof(_: &mut Vm, this: Gc<Decompressor>) -> bool {
        this.eof.get()
    }

    /// More input is needed for more output.
    #[member]
    fn needs_input(_: &mut Vm, this: Gc<Decompressor>) -> bool {
        this.needs_input.get()
    }
}
