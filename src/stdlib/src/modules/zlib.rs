//! `zlib`: compression by DEFLATE, on `zlib-rs`.

use crate::support::{OwnError, put, put_int, put_str};
use crate::sys_calls::deflate::{Deflate, Failure, Inflate, Parameters, Status};
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
const DEFLATED: i32 = 8;
const NO_FLUSH: i32 = 0;
const FINISH: i32 = 4;
const DEF_BUF_SIZE: i64 = 16 * 1024;
/// Bytes that are asked for at once.
const CHUNK: usize = 16 * 1024;

#[derive(Default, Trace)]
struct State {
    #[untraced]
    idle: Option<Idle>,
}

/// A compressor that has done its work, with what it was made for.
struct Idle {
    level: i32,
    wbits: i32,
    stream: Deflate,
}

static ERROR: OwnError = OwnError { module: "zlib", name: "error", base: kinds::EXCEPTION };

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = ERROR.class(vm)?;
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

#[cold]
fn raise(vm: &mut Vm, message: &str) -> Raised {
    ERROR.raise(vm, message)
}

#[cold]
fn inconsistent(vm: &mut Vm, doing: &str) -> Raised {
    raise(vm, &format!("Error -2 while {doing}: inconsistent stream state"))
}

#[cold]
fn inflate_error(vm: &mut Vm, failure: &Failure, doing: &str) -> Raised {
    let (code, message) = match failure {
        Failure::NeedsDictionary => return raise(vm, &format!("Error 2 while {doing}")),
        Failure::NoMemory => return vm.raise_memory_error(),
        Failure::Other(code, message) => (*code, message.as_deref()),
    };
    let default = match code {
        -2 => Some("inconsistent stream state"),
        -3 => Some("invalid input data"),
        _ => None,
    };
    match message.filter(|message| !message.is_empty()).or(default) {
        Some(text) => raise(vm, &format!("Error {code} while {doing}: {text}")),
        None => raise(vm, &format!("Error {code} while {doing}")),
    }
}

/// Of a copy of what has ended.
#[cold]
fn no_stream(vm: &mut Vm) -> Raised {
    vm.value_error("Inconsistent stream state")
}

/// A compressor, if the options make one.
fn deflater(level: i32, method: i32, window_bits: i32, memory_level: i32, strategy: i32) -> Option<Deflate> {
    if method != DEFLATED {
        return None;
    }
    Deflate::new(Parameters { level, window_bits, memory_level, strategy })
}

/// Compresses and appends what comes out; has the stream ended?
fn deflate(stream: &mut Deflate, mut input: &[u8], flush: i32, out: &mut Vec<u8>) -> Result<bool, Failure> {
    loop {
        let start = out.len();
        // Little input needs little room, unless much waits in the stream.
        let room = if start == 0 { (input.len() + 64).min(CHUNK) } else { CHUNK };
        out.resize(start + room.max(input.len() / 2), 0);
        let (n_read, n_written, status) = stream.compress(input, &mut out[start..], flush);
        input = &input[n_read..];
        let full = start + n_written == out.len();
        out.truncate(start + n_written);
        match status? {
            Status::Ended => return Ok(true),
            Status::Ok | Status::Stuck if !full && input.is_empty() => return Ok(false),
            // Nothing can come any more.
            Status::Stuck if n_written == 0 => return Ok(false),
            Status::Ok | Status::Stuck => {}
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
) -> Result<Inflated, Failure> {
    let mut n_read = 0;
    let first = out.len();
    loop {
        let start = out.len();
        let room = (max - (start - first)).min(CHUNK.max(start));
        out.resize(start + room, 0);
        let (n_in, n_written, status) = stream.decompress(&input[n_read..], &mut out[start..]);
        n_read += n_in;
        out.truncate(start + n_written);
        match status {
            Err(Failure::NeedsDictionary) => match dictionary {
                Some(dictionary) if stream.set_dictionary(dictionary) => {}
                Some(_) => return Err(Failure::Other(-3, None)),
                None => return Err(Failure::NeedsDictionary),
            },
            Err(failure) => return Err(failure),
            Ok(Status::Ended) => return Ok(Inflated { n_read, ended: true }),
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
        // A stream is large, and to fill it costs more than to compress a little: the last one is used again.
        let idle = vm.state::<State>().idle.take().filter(|idle| (idle.level, idle.wbits) == (level, wbits));
        let stream = match idle {
            Some(idle) => Some(idle.stream),
            None => deflater(level, DEFLATED, wbits, 8, 0),
        };
        let Some(mut stream) = stream else {
            return Err(raise(vm, "Bad compression level"));
        };
        let mut out = Vec::new();
        let result = deflate(&mut stream, &data, FINISH, &mut out);
        if stream.reset() {
            vm.state::<State>().idle = Some(Idle { level, wbits, stream });
        }
        match result {
            Ok(true) => Ok(vm.new_bytes(&out)),
            Ok(false) | Err(_) => Err(inconsistent(vm, "compressing data")),
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
        let Some(mut stream) = Inflate::new(wbits) else {
            return Err(inconsistent(vm, "preparing to decompress data"));
        };
        let mut out = Vec::new();
        match inflate(&mut stream, &data, None, usize::MAX, &mut out) {
            Ok(Inflated { ended: true, .. }) => Ok(vm.new_bytes(&out)),
            Ok(Inflated { ended: false, .. }) => {
                Err(raise(vm, "Error -5 while decompressing data: incomplete or truncated stream"))
            }
            Err(failure) => Err(inflate_error(vm, &failure, "decompressing data")),
        }
    }

    /// An object that compresses piece by piece.
    #[sig("($module, /, level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)")]
    #[shown(
        "($module, /, level=Z_DEFAULT_COMPRESSION, method=DEFLATED,\n            wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL,\n            strategy=Z_DEFAULT_STRATEGY, zdict=<unrepresentable>)"
    )]
    fn compressobj(
        vm: &mut Vm,
        level: i32,
        method: i32,
        wbits: i32,
        mem_level: i32,
        strategy: i32,
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
            && !stream.set_dictionary(&dictionary)
        {
            return Err(vm.value_error("Invalid dictionary"));
        }
        Ok(Compress::make(vm, stream))
    }

    /// An object that decompresses piece by piece.
    #[sig("($module, /, wbits=15, zdict=b'')")]
    #[shown("($module, /, wbits=MAX_WBITS, zdict=b'')")]
    fn decompressobj(vm: &mut Vm, wbits: i32, zdict: Option<Value>) -> R<Gc<Decompress>> {
        let stream = new_stream(vm, wbits, zdict)?;
        let nothing = vm.new_bytes(b"");
        let header = Header::new::<Decompress>(vm.class_address(<Decompress as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Decompress {
            header,
            stream: RefCell::new(Some(stream)),
            unused_data: Field::new(nothing),
            unconsumed_tail: Field::new(nothing),
            eof: Cell::new(false),
            closed: Cell::new(false),
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
    stream: RefCell<Option<Deflate>>,
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

    fn make(vm: &mut Vm, stream: Deflate) -> Gc<Compress> {
        let header = Header::new::<Compress>(vm.class_address(<Compress as Numbered>::NUMBER));
        vm.heap.alloc(Compress { header, stream: RefCell::new(Some(stream)) })
    }

    fn copied(vm: &mut Vm, this: Gc<Compress>) -> R<Gc<Compress>> {
        let copy = this.stream.borrow_mut().as_mut().and_then(Deflate::copy);
        match copy {
            Some(copy) => Ok(Compress::make(vm, copy)),
            None => Err(no_stream(vm)),
        }
    }
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
            Some(stream) => deflate(stream, &data, NO_FLUSH, &mut out),
            None => return Err(inconsistent(vm, "compressing data")),
        };
        match result {
            Ok(_) => Ok(vm.new_bytes(&out)),
            Err(_) => Err(inconsistent(vm, "compressing data")),
        }
    }

    /// Give all that is left; the mode says what may follow.
    #[sig("($self, mode=4, /)")]
    #[shown("($self, mode=zlib.Z_FINISH, /)")]
    #[naming(Unpacked)]
    fn flush(vm: &mut Vm, this: Gc<Compress>, mode: i64) -> R {
        if mode == NO_FLUSH.into() {
            return Ok(vm.new_bytes(b""));
        }
        let mut out = Vec::new();
        let mut slot = this.stream.borrow_mut();
        let result = match (i32::try_from(mode), slot.as_mut()) {
            (Ok(mode), Some(stream)) => deflate(stream, b"", mode, &mut out).map_err(|_| ()),
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

    /// Another compressor in the same state.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn copy(vm: &mut Vm, this: Gc<Compress>) -> R<Gc<Compress>> {
        Compress::copied(vm, this)
    }

    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn __copy__(vm: &mut Vm, this: Gc<Compress>) -> R<Gc<Compress>> {
        Compress::copied(vm, this)
    }

    #[sig("($self, memo, /)")]
    #[naming(Unpacked)]
    fn __deepcopy__(vm: &mut Vm, this: Gc<Compress>, memo: Value) -> R<Gc<Compress>> {
        let _ = memo;
        Compress::copied(vm, this)
    }
}

/// What the decompressing objects share.
struct Stream {
    inflate: Inflate,
    dictionary: Option<Vec<u8>>,
}

/// What an object whose data has ended keeps: nothing, for a stream is large, and the collector does not see that.
type StreamSlot = RefCell<Option<Stream>>;

fn new_stream(vm: &mut Vm, wbits: i32, zdict: Option<Value>) -> R<Stream> {
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
    let Some(mut inflate) = Inflate::new(wbits) else {
        return Err(vm.value_error("Invalid initialization option"));
    };
    // A stream without a header can't ask for it.
    if wbits < 0
        && let Some(dictionary) = &dictionary
        && !inflate.set_dictionary(dictionary)
    {
        return Err(inconsistent(vm, "setting zdict"));
    }
    Ok(Stream { inflate, dictionary })
}

/// Decompresses, and lets go of the stream at the end.
fn run(slot: &StreamSlot, data: &[u8], max: usize, out: &mut Vec<u8>) -> Result<Inflated, Failure> {
    let mut slot = slot.borrow_mut();
    let Some(stream) = slot.as_mut() else { return Ok(Inflated { n_read: 0, ended: true }) };
    let result = inflate(&mut stream.inflate, data, stream.dictionary.as_deref(), max, out);
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
    /// The end was seen when `flush` was called: from then on there are no copies.
    #[untraced]
    closed: Cell<bool>,
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

    fn copied(vm: &mut Vm, this: Gc<Decompress>) -> R<Gc<Decompress>> {
        if this.closed.get() {
            return Err(no_stream(vm));
        }
        let stream = match this.stream.borrow_mut().as_mut() {
            Some(stream) => match stream.inflate.copy() {
                Some(inflate) => Some(Stream { inflate, dictionary: stream.dictionary.clone() }),
                None => return Err(no_stream(vm)),
            },
            None => None,
        };
        let header = Header::new::<Decompress>(vm.class_address(<Decompress as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Decompress {
            header,
            stream: RefCell::new(stream),
            unused_data: Field::new(this.unused_data.get()),
            unconsumed_tail: Field::new(this.unconsumed_tail.get()),
            eof: Cell::new(this.eof.get()),
            closed: Cell::new(false),
        }))
    }

    fn feed(vm: &mut Vm, this: Gc<Decompress>, data: &[u8], max: usize, doing: &str) -> R {
        let mut out = Vec::new();
        let done = match run(&this.stream, data, max, &mut out) {
            Ok(done) => done,
            Err(failure) => return Err(inflate_error(vm, &failure, doing)),
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
            this.closed.set(true);
            return Ok(vm.new_bytes(b""));
        }
        let data = peek(vm, this.unconsumed_tail.get())?.into_owned();
        let rest = Decompress::feed(vm, this, &data, usize::MAX, "flushing")?;
        this.closed.set(this.eof.get());
        Ok(rest)
    }

    /// Another decompressor in the same state.
    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn copy(vm: &mut Vm, this: Gc<Decompress>) -> R<Gc<Decompress>> {
        Decompress::copied(vm, this)
    }

    #[sig("($self, /)")]
    #[naming(Unpacked)]
    fn __copy__(vm: &mut Vm, this: Gc<Decompress>) -> R<Gc<Decompress>> {
        Decompress::copied(vm, this)
    }

    #[sig("($self, memo, /)")]
    #[naming(Unpacked)]
    fn __deepcopy__(vm: &mut Vm, this: Gc<Decompress>, memo: Value) -> R<Gc<Decompress>> {
        let _ = memo;
        Decompress::copied(vm, this)
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
    fn __new__(vm: &mut Vm, cls: Gc<Type>, wbits: Value, zdict: Option<Value>) -> R<Gc<Decompressor>> {
        let _ = cls;
        let wide = crate::support::int64(vm, wbits)?;
        let Ok(wbits) = i32::try_from(wide) else {
            return Err(vm.value_error("Invalid initialization option"));
        };
        if Inflate::new(wbits).is_none() {
            return Err(vm.value_error("Invalid initialization option"));
        }
        let stream = RefCell::new(Some(new_stream(vm, wbits, zdict)?));
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
            Err(failure) => return Err(inflate_error(vm, &failure, "decompressing data")),
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

    /// The end of the compressed data was seen.
    #[member]
    fn eof(_: &mut Vm, this: Gc<Decompressor>) -> bool {
        this.eof.get()
    }

    /// What came behind the end of the compressed data.
    #[member]
    fn unused_data(_: &mut Vm, this: Gc<Decompressor>) -> Value {
        this.unused_data.get()
    }

    /// More input is needed for more output.
    #[member]
    fn needs_input(_: &mut Vm, this: Gc<Decompressor>) -> bool {
        this.needs_input.get()
    }
}
