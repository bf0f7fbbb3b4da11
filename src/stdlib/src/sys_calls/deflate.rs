//! Streams of DEFLATE through zlib's C interface: only there can they be copied.

use libz_rs_sys as z;
use std::ffi::{CStr, c_int};
use std::ptr::NonNull;

/// What a call came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// It went on.
    Ok,
    /// It could not go on: input or room was lacking.
    Stuck,
    /// The stream has ended.
    Ended,
}

/// What zlib reports of a stream.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// `Z_NEED_DICT`
    NeedsDictionary,
    /// `Z_MEM_ERROR`
    NoMemory,
    /// Another number, and what zlib says of it.
    Other(i32, Option<String>),
}

/// The parameters of a compressor.
#[derive(Clone, Copy, Debug)]
pub struct Parameters {
    /// -1 to 9
    pub level: i32,
    /// How many bits of a window, with what stands around them.
    pub window_bits: i32,
    /// 1 to 9
    pub memory_level: i32,
    /// 0 to 4
    pub strategy: i32,
}

/// A stream, at an address of its own. Invariant: one of the `init` functions has filled it, and `end` belongs to that.
struct Stream {
    raw: Box<z::z_stream>,
    end: unsafe extern "C" fn(*mut z::z_stream) -> c_int,
}

impl Stream {
    fn failure(&self, code: c_int) -> Failure {
        match code {
            z::Z_NEED_DICT => Failure::NeedsDictionary,
            z::Z_MEM_ERROR => Failure::NoMemory,
            _ if self.raw.msg.is_null() => Failure::Other(code, None),
            // SAFETY: zlib's messages are static C strings.
            _ => Failure::Other(
                code,
                Some(unsafe { CStr::from_ptr(self.raw.msg) }.to_string_lossy().into_owned()),
            ),
        }
    }

    /// Lets a function work on input and output; tells how much was read and written.
    fn run(
        &mut self,
        input: &[u8],
        output: &mut [u8],
        work: impl FnOnce(*mut z::z_stream) -> c_int,
    ) -> (usize, usize, Result<Status, Failure>) {
        let n_in = input.len().min(z::uInt::MAX as usize);
        let n_out = output.len().min(z::uInt::MAX as usize);
        self.raw.next_in = input.as_ptr();
        self.raw.avail_in = n_in as z::uInt;
        self.raw.next_out = output.as_mut_ptr();
        self.raw.avail_out = n_out as z::uInt;
        let code = work(&mut *self.raw);
        let (n_read, n_written) = (n_in - self.raw.avail_in as usize, n_out - self.raw.avail_out as usize);
        let result = match code {
            z::Z_OK => Ok(Status::Ok),
            z::Z_BUF_ERROR => Ok(Status::Stuck),
            z::Z_STREAM_END => Ok(Status::Ended),
            code => Err(self.failure(code)),
        };
        self.forget_buffers();
        (n_read, n_written, result)
    }

    /// Points nowhere, but not at what is gone.
    fn forget_buffers(&mut self) {
        self.raw.next_in = NonNull::<u8>::dangling().as_ptr().cast_const();
        self.raw.next_out = NonNull::<u8>::dangling().as_ptr();
        (self.raw.avail_in, self.raw.avail_out) = (0, 0);
    }

    /// A copy, by the function for streams of this direction.
    fn copied(&mut self, copy: impl FnOnce(*mut z::z_stream, *mut z::z_stream) -> c_int) -> Option<Stream> {
        self.forget_buffers();
        let mut raw = Box::<z::z_stream>::default();
        (copy(&mut *raw, &mut *self.raw) == z::Z_OK).then_some(Stream { raw, end: self.end })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        // SAFETY: the stream was filled by the `init` function that this belongs to.
        unsafe { (self.end)(&mut *self.raw) };
    }
}

fn set_dictionary(
    stream: &mut Stream,
    dictionary: &[u8],
    set: unsafe extern "C" fn(*mut z::z_stream, *const u8, z::uInt) -> c_int,
) -> bool {
    let Ok(n) = z::uInt::try_from(dictionary.len()) else { return false };
    // SAFETY: the stream is filled, and the dictionary is as long as told.
    unsafe { set(&mut *stream.raw, dictionary.as_ptr(), n) == z::Z_OK }
}

/// A stream that compresses.
pub struct Deflate(Stream);

impl Deflate {
    /// A new one, if the parameters make one.
    pub fn new(parameters: Parameters) -> Option<Deflate> {
        let Parameters { level, window_bits, memory_level, strategy } = parameters;
        let mut raw = Box::<z::z_stream>::default();
        // SAFETY: the stream is empty, and the version and the size are those of the library that it is of.
        let code = unsafe {
            z::deflateInit2_(
                &mut *raw,
                level,
                z::Z_DEFLATED,
                window_bits,
                memory_level,
                strategy,
                z::zlibVersion(),
                size_of::<z::z_stream>() as c_int,
            )
        };
        (code == z::Z_OK).then_some(Deflate(Stream { raw, end: z::deflateEnd }))
    }

    /// Begins anew with the same parameters; could it?
    pub fn reset(&mut self) -> bool {
        // SAFETY: the stream is filled.
        unsafe { z::deflateReset(&mut *self.0.raw) == z::Z_OK }
    }

    /// Compresses; tells how much was read and written.
    pub fn compress(
        &mut self,
        input: &[u8],
        output: &mut [u8],
        flush: i32,
    ) -> (usize, usize, Result<Status, Failure>) {
        // SAFETY: the stream is filled, and its buffers are those that were just set.
        self.0.run(input, output, |raw| unsafe { z::deflate(raw, flush) })
    }

    /// Begins with a dictionary; did it fit?
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> bool {
        set_dictionary(&mut self.0, dictionary, z::deflateSetDictionary)
    }

    /// Another stream in the same state.
    pub fn copy(&mut self) -> Option<Deflate> {
        // SAFETY: the one stream is empty and the other filled.
        self.0.copied(|to, from| unsafe { z::deflateCopy(to, from) }).map(Deflate)
    }
}

/// A stream that decompresses.
pub struct Inflate(Stream);

impl Inflate {
    /// A new one, if the number of bits makes one.
    pub fn new(window_bits: i32) -> Option<Inflate> {
        let mut raw = Box::<z::z_stream>::default();
        // SAFETY: the stream is empty, and the version and the size are those of the library that it is of.
        let code = unsafe {
            z::inflateInit2_(&mut *raw, window_bits, z::zlibVersion(), size_of::<z::z_stream>() as c_int)
        };
        (code == z::Z_OK).then_some(Inflate(Stream { raw, end: z::inflateEnd }))
    }

    /// Decompresses; tells how much was read and written.
    pub fn decompress(&mut self, input: &[u8], output: &mut [u8]) -> (usize, usize, Result<Status, Failure>) {
        // SAFETY: the stream is filled, and its buffers are those that were just set.
        self.0.run(input, output, |raw| unsafe { z::inflate(raw, z::Z_SYNC_FLUSH) })
    }

    /// Gives it a dictionary; did it fit?
    pub fn set_dictionary(&mut self, dictionary: &[u8]) -> bool {
        set_dictionary(&mut self.0, dictionary, z::inflateSetDictionary)
    }

    /// Another stream in the same state.
    pub fn copy(&mut self) -> Option<Inflate> {
        // SAFETY: the one stream is empty and the other filled.
        self.0.copied(|to, from| unsafe { z::inflateCopy(to, from) }).map(Inflate)
    }
}
