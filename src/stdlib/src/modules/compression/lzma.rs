//! `_lzma`: compression by LZMA, in its container formats. `filters` has the filters.

use super::filters::{self, Filter, unsigned32};
use super::{Engine, Incoming, Step, bound, compress};
use crate::signature::Signature;
use crate::support::{OwnError, parsed_int, put, put_int};
use liblzma::stream::{Action, Check, Error, Status, Stream};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::buffer::{BytesLike, peek};
use taipan_runtime::{
    Args, Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Dict, Module, Type},
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_lzma",
    doc: "Compression that xz files use.",
    functions: &Functions::NATIVE,
    types: &[&Compressor::TYPE, &Decompressor::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

const FORMAT_AUTO: i64 = 0;
const FORMAT_XZ: i64 = 1;
const FORMAT_ALONE: i64 = 2;
const FORMAT_RAW: i64 = 3;
const CHECK_NONE: i64 = 0;
const CHECK_CRC64: i64 = 4;
const CHECK_ID_MAX: i64 = 15;
const CHECK_UNKNOWN: i64 = 16;
const CHECKS: [(&str, i64, Check); 4] = [
    ("CHECK_NONE", CHECK_NONE, Check::None),
    ("CHECK_CRC32", 1, Check::Crc32),
    ("CHECK_CRC64", CHECK_CRC64, Check::Crc64),
    ("CHECK_SHA256", 10, Check::Sha256),
];
const NEED_FILTERS: &str = "Must specify filters for FORMAT_RAW";

static ERROR: OwnError = OwnError { module: "_lzma", name: "LZMAError", base: kinds::EXCEPTION };

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = ERROR.class(vm)?;
    let names = vm.names();
    let doc = vm.new_str("What liblzma refuses to do.").value();
    error.dict.get().set_str(vm, names.__doc__, doc);
    put(vm, module, "LZMAError", error.value());
    for (name, value) in [
        ("FORMAT_AUTO", FORMAT_AUTO),
        ("FORMAT_XZ", FORMAT_XZ),
        ("FORMAT_ALONE", FORMAT_ALONE),
        ("FORMAT_RAW", FORMAT_RAW),
        ("CHECK_ID_MAX", CHECK_ID_MAX),
        ("CHECK_UNKNOWN", CHECK_UNKNOWN),
    ] {
        put_int(vm, module, name, value);
    }
    for (name, value, _) in CHECKS {
        put_int(vm, module, name, value);
    }
    filters::put_constants(vm, module);
    Ok(())
}

/// Raises `LZMAError`.
#[cold]
pub fn error(vm: &mut Vm, message: &str) -> Raised {
    ERROR.raise(vm, message)
}

/// Raises what liblzma found wrong.
#[cold]
pub fn raise(vm: &mut Vm, found: Error) -> Raised {
    let message = match found {
        Error::Mem => return vm.raise_memory_error(),
        Error::NoCheck | Error::UnsupportedCheck => "Unsupported integrity check",
        Error::MemLimit => "Memory usage limit exceeded",
        Error::Format => "Input format not supported by decoder",
        Error::Options => "Invalid or unsupported options",
        Error::Data => "Corrupt input data",
        Error::Program => "Internal error",
    };
    error(vm, message)
}

struct Functions;

#[native]
impl Functions {
    /// Can the check sum be computed?
    #[sig("($module, check_id, /)")]
    fn is_check_supported(_: &mut Vm, check_id: i32) -> bool {
        CHECKS.iter().any(|(_, id, check)| *id == i64::from(check_id) && check.is_supported())
    }

    /// What files store of a filter's options.
    #[sig("($module, filter, /)")]
    fn _encode_filter_properties(vm: &mut Vm, filter: Value) -> R {
        let filter = filters::parse(vm, filter)?;
        let stored = filters::encode(vm, &filter)?;
        Ok(vm.new_bytes(&stored))
    }

    /// The filter whose options a file stores so.
    #[sig("($module, filter_id, encoded_props, /)")]
    fn _decode_filter_properties(vm: &mut Vm, filter_id: Value, encoded_props: Value) -> R<Gc<Dict>> {
        // A number of 64 bits comes first, whatever the properties are.
        crate::support::unsigned(vm, filter_id, 64, "Python int too large for C lzma_vli")?;
        let stored = peek(vm, encoded_props)?.into_owned();
        filters::decode(vm, filter_id, &stored)
    }
}

/// A compressor that is being fed.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Compressor {
    header: Header,
    /// Nothing once it was flushed.
    #[untraced]
    stream: RefCell<Option<Stream>>,
}

impl Compressor {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Compressor as Numbered>::NUMBER,
        name: "LZMACompressor",
        module: "_lzma",
        doc: "LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)\n\nA compressor that is fed piece by piece.",
        native: &Compressor::NATIVE,
        layout: Some(LayoutInfo::of::<Compressor>()),
        ..TypeDef::DEFAULT
    };

    fn run(vm: &mut Vm, stream: &mut Stream, data: &[u8], action: Action) -> R {
        let finish = matches!(action, Action::Finish);
        let result = compress(data, |input, out| {
            let (n_in, n_out) = (stream.total_in(), stream.total_out());
            let status = stream.process(input, out, action)?;
            let n_read = (stream.total_in() - n_in) as usize;
            let n_written = (stream.total_out() - n_out) as usize;
            let ended = if finish {
                status == Status::StreamEnd
            } else {
                n_read == input.len() && n_written < out.len()
            };
            Ok(Step { n_read, n_written, ended })
        });
        match result {
            Ok(out) => Ok(vm.new_bytes(&out)),
            Err(error) => Err(raise(vm, error)),
        }
    }
}

fn encoder(vm: &mut Vm, format: i64, check: i64, preset: u32, chain: Option<Vec<Filter>>) -> R<Stream> {
    let made = match (format, chain) {
        (FORMAT_XZ, chain) => {
            let id = if check == -1 { CHECK_CRC64 } else { check };
            let known = CHECKS.iter().find(|(_, known, _)| *known == id);
            match known {
                None if (0..=CHECK_ID_MAX).contains(&id) => Err(Error::UnsupportedCheck),
                None => Err(Error::Program),
                Some((_, _, check)) => match chain {
                    None => Stream::new_easy_encoder(preset, *check),
                    Some(chain) => Stream::new_stream_encoder(&filters::chain(vm, &chain)?, *check),
                },
            }
        }
        (FORMAT_ALONE, None) => match liblzma::stream::LzmaOptions::new_preset(preset) {
            Ok(options) => Stream::new_lzma_encoder(&options),
            Err(_) => return Err(error(vm, &format!("Invalid compression preset: {preset}"))),
        },
        (FORMAT_ALONE, Some(chain)) => match &chain[..] {
            [Filter::Lzma1(lzma)] => lzma.options().and_then(|options| Stream::new_lzma_encoder(&options)),
            _ => {
                let message = "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter";
                return Err(vm.value_error(message));
            }
        },
        (FORMAT_RAW, None) => return Err(vm.value_error(NEED_FILTERS)),
        (FORMAT_RAW, Some(chain)) => Stream::new_raw_encoder(&filters::chain(vm, &chain)?),
        _ => return Err(vm.value_error(format!("Invalid container format: {format}"))),
    };
    made.map_err(|error| raise(vm, error))
}

const SIGNATURE: Signature =
    Signature { names: &["format", "check", "preset", "filters"], n_required: 0, n_pos: 4 };

#[native]
impl Compressor {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Compressor>> {
        let _ = cls;
        let (mut format, mut check) = (FORMAT_XZ, -1);
        let (mut preset, mut filters) = (Value::NONE, Value::NONE);
        SIGNATURE.bind_as(vm, "LZMACompressor()", args, |vm, i, value| {
            match i {
                0 => format = parsed_int(vm, value)?.into(),
                1 => check = parsed_int(vm, value)?.into(),
                2 => preset = value,
                _ => filters = value,
            }
            Ok(())
        })?;
        if !preset.is_none() && !filters.is_none() {
            return Err(vm.value_error("Cannot specify both preset and filter chain"));
        }
        let preset = if preset.is_none() { 6 } else { unsigned32(vm, preset)? };
        if format != FORMAT_XZ && check != -1 && check != CHECK_NONE {
            return Err(vm.value_error("Integrity checks are only supported by FORMAT_XZ"));
        }
        let chain = if filters.is_none() { None } else { Some(filters::parse_chain(vm, filters)?) };
        let stream = encoder(vm, format, check, preset, chain)?;
        let header = Header::new::<Compressor>(vm.class_address(<Compressor as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Compressor { header, stream: RefCell::new(Some(stream)) }))
    }

    /// Compress more data; gives what is ready.
    #[sig("($self, data, /)")]
    fn compress(vm: &mut Vm, this: Gc<Compressor>, data: Value) -> R {
        let data = peek(vm, data)?;
        let mut slot = this.stream.borrow_mut();
        let Some(stream) = slot.as_mut() else {
            return Err(vm.value_error("Compressor has been flushed"));
        };
        Compressor::run(vm, stream, &data, Action::Run)
    }

    /// Give all that is left; nothing may follow.
    #[sig("($self, /)")]
    fn flush(vm: &mut Vm, this: Gc<Compressor>) -> R {
        let Some(mut stream) = this.stream.take() else {
            return Err(vm.value_error("Repeated call to flush()"));
        };
        Compressor::run(vm, &mut stream, b"", Action::Finish)
    }
}

/// A stream, and the first bytes that it read: they name the check sum.
struct Decoder {
    stream: Stream,
    start: Vec<u8>,
    check: Rc<Cell<i64>>,
}

impl Engine for Decoder {
    type Error = Error;

    fn step(&mut self, input: &[u8], out: &mut [u8]) -> Result<bool, Error> {
        let before = self.stream.total_in();
        let status = self.stream.process(input, out, Action::Run)?;
        if self.check.get() == CHECK_UNKNOWN {
            let n_read = (self.stream.total_in() - before) as usize;
            self.start.extend_from_slice(&input[..n_read.min(12)]);
            self.check.set(match &self.start[..] {
                [0xfd, b'7', b'z', b'X', b'Z', 0, 0, check, _, _, _, _, ..] => i64::from(check & 15),
                [] | [0xfd, ..] => CHECK_UNKNOWN,
                _ => CHECK_NONE,
            });
        }
        Ok(status == Status::StreamEnd)
    }

    fn totals(&self) -> (u64, u64) {
        (self.stream.total_in(), self.stream.total_out())
    }
}

/// A decompressor that is being fed.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Decompressor {
    header: Header,
    #[untraced]
    incoming: RefCell<Incoming<Decoder>>,
    /// Shared with the decoder, which does not outlive its data.
    #[untraced]
    check: Rc<Cell<i64>>,
}

impl Decompressor {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Decompressor as Numbered>::NUMBER,
        name: "LZMADecompressor",
        module: "_lzma",
        doc: "LZMADecompressor(format=FORMAT_AUTO, memlimit=None, filters=None)\n--\n\nA decompressor that keeps the input it has no room for.",
        native: &Decompressor::NATIVE,
        layout: Some(LayoutInfo::of::<Decompressor>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Decompressor {
    #[sig("($cls, format=0, memlimit=None, filters=None)")]
    #[name("LZMADecompressor")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        format: i32,
        memlimit: Value,
        filters: Value,
    ) -> R<Gc<Decompressor>> {
        let _ = cls;
        let format = i64::from(format);
        let mut limit = u64::MAX;
        if !memlimit.is_none() {
            if format == FORMAT_RAW {
                return Err(vm.value_error("Cannot specify memory limit with FORMAT_RAW"));
            }
            let int = vm.index(memlimit)?;
            if vm.int_is_negative(int) {
                return Err(vm.value_error("Cannot convert negative int"));
            }
            limit = vm.int_to_i64(int).map_or(u64::MAX, |n| n as u64);
        }
        if format == FORMAT_RAW && filters.is_none() {
            return Err(vm.value_error(NEED_FILTERS));
        }
        if format != FORMAT_RAW && !filters.is_none() {
            return Err(vm.value_error("Cannot specify filters except with FORMAT_RAW"));
        }
        let made = match format {
            FORMAT_AUTO => Stream::new_auto_decoder(limit, 0),
            FORMAT_XZ => Stream::new_stream_decoder(limit, 0),
            FORMAT_ALONE => Stream::new_lzma_decoder(limit),
            FORMAT_RAW => {
                let chain = filters::parse_chain(vm, filters)?;
                Stream::new_raw_decoder(&filters::chain(vm, &chain)?)
            }
            _ => return Err(vm.value_error(format!("Invalid container format: {format}"))),
        };
        let stream = made.map_err(|error| raise(vm, error))?;
        let check = if matches!(format, FORMAT_ALONE | FORMAT_RAW) { CHECK_NONE } else { CHECK_UNKNOWN };
        let check = Rc::new(Cell::new(check));
        let incoming = Incoming::new(Decoder { stream, start: Vec::new(), check: check.clone() });
        let header = Header::new::<Decompressor>(vm.class_address(<Decompressor as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Decompressor { header, incoming: RefCell::new(incoming), check }))
    }

    /// Decompress more data; gives at most `max_length` bytes, if that is not negative.
    #[sig("($self, /, data, max_length=-1)")]
    fn decompress(vm: &mut Vm, this: Gc<Decompressor>, data: BytesLike, max_length: i64) -> R {
        let data = peek(vm, data.0)?;
        let mut incoming = this.incoming.borrow_mut();
        if incoming.eof {
            return Err(vm.raise(kinds::EOF_ERROR, "Already at end of stream"));
        }
        match incoming.feed(&data, bound(max_length)) {
            Ok(out) => Ok(vm.new_bytes(&out)),
            Err(error) => Err(raise(vm, error)),
        }
    }

    /// The number of the check sum, as far as it is known.
    #[member]
    fn check(_: &mut Vm, this: Gc<Decompressor>) -> i64 {
        this.check.get()
    }

    /// The end of the compressed data was seen.
    #[member]
    fn eof(_: &mut Vm, this: Gc<Decompressor>) -> bool {
        this.incoming.borrow().eof
    }

    /// More input is needed for more output.
    #[member]
    fn needs_input(_: &mut Vm, this: Gc<Decompressor>) -> bool {
        this.incoming.borrow().needs_input
    }

    /// What came behind the end of the compressed data.
    #[member]
    fn unused_data(vm: &mut Vm, this: Gc<Decompressor>) -> Value {
        vm.new_bytes(this.incoming.borrow().unused())
    }
}
