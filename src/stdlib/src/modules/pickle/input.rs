//! Where an unpickler reads from: bytes, or a file in larger pieces than it needs.

use super::unpickling_error;
use taipan_objects::buffer::peek;
use taipan_runtime::{R, Raised, Value, Vm};

/// So much is looked at in advance.
const PREFETCH: i32 = 128 * 1024;

/// The methods of a file.
#[derive(Clone, Copy)]
pub struct File {
    pub read: Value,
    pub readline: Value,
    pub peek: Option<Value>,
}

impl File {
    /// Those of an object.
    pub fn of(vm: &mut Vm, file: Value) -> R<File> {
        let names = ["peek", "read", "readline"].map(|name| vm.intern(name));
        let peek = vm.get_attr_opt(file, names[0])?;
        let (read, readline) = (vm.get_attr_opt(file, names[1])?, vm.get_attr_opt(file, names[2])?);
        match (read, readline) {
            (Some(read), Some(readline)) => Ok(File { read, readline, peek }),
            _ => Err(vm.type_error("file must have 'read' and 'readline' attributes")),
        }
    }
}

/// What is being read.
pub struct Input<'a> {
    /// The bytes at hand, and how many of them were used.
    bytes: Bytes<'a>,
    at: usize,
    /// How far instructions may read: to the end of the frame, or of the bytes.
    limit: usize,
    in_frame: bool,
    file: Option<File>,
    /// The bytes were only looked at: the file still has them.
    peeked: bool,
}

enum Bytes<'a> {
    Given(&'a [u8]),
    Read(Vec<u8>),
}

impl Bytes<'_> {
    #[inline(always)]
    fn all(&self) -> &[u8] {
        match self {
            Bytes::Given(bytes) => bytes,
            Bytes::Read(bytes) => bytes,
        }
    }
}

impl<'a> Input<'a> {
    /// Bytes that are all there is.
    pub fn of_bytes(bytes: &'a [u8]) -> Input<'a> {
        Input {
            bytes: Bytes::Given(bytes),
            at: 0,
            limit: bytes.len(),
            in_frame: false,
            file: None,
            peeked: false,
        }
    }

    /// A file.
    pub fn of_file(file: File) -> Input<'a> {
        Input { file: Some(file), ..Input::of_bytes(&[]) }
    }

    /// The next bytes, which must be there.
    #[inline]
    pub fn take(&mut self, vm: &mut Vm, n: usize) -> R<&[u8]> {
        if self.limit - self.at < n {
            self.prepare(vm, n)?;
        }
        let start = self.at;
        self.at += n;
        Ok(&self.bytes.all()[start..start + n])
    }

    /// So many bytes, in place.
    #[inline]
    pub fn array<const N: usize>(&mut self, vm: &mut Vm) -> R<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(vm, N)?);
        Ok(out)
    }

    /// Makes sure that bytes are at hand.
    #[cold]
    fn prepare(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        self.leave_frame(vm, "pickle exhausted before end of frame")?;
        if self.limit - self.at < n { self.refill(vm, n) } else { Ok(()) }
    }

    /// Ends a frame, of which nothing may be left.
    fn leave_frame(&mut self, vm: &mut Vm, otherwise: &str) -> R<()> {
        if self.in_frame {
            if self.at < self.limit {
                return Err(unpickling_error(vm, otherwise));
            }
            self.in_frame = false;
            self.limit = self.bytes.all().len();
        }
        Ok(())
    }

    /// Begins a frame of so many bytes.
    pub fn enter_frame(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        self.leave_frame(vm, "beginning of a new frame before end of current frame")?;
        if self.limit - self.at < n {
            self.refill(vm, n)?;
        }
        self.limit = self.at + n;
        self.in_frame = true;
        Ok(())
    }

    /// The next line without its end.
    pub fn line(&mut self, vm: &mut Vm) -> R<Vec<u8>> {
        if let Some(n) = memchr::memchr(b'\n', &self.bytes.all()[self.at..self.limit]) {
            let line = self.take(vm, n + 1)?;
            return Ok(line[..n].to_vec());
        }
        if self.in_frame && self.at == self.limit {
            self.prepare(vm, 0)?;
            return self.line(vm);
        }
        self.leave_frame(vm, "pickle exhausted before end of frame")?;
        let Some(file) = self.file else { return Err(truncated(vm)) };
        let mut start = self.skip(vm, file)?;
        let rest = vm.call(file.readline, &[])?;
        start.extend_from_slice(&peek(vm, rest)?);
        match start.pop() {
            Some(b'\n') => Ok(start),
            _ => Err(truncated(vm)),
        }
    }

    #[cold]
    fn refill(&mut self, vm: &mut Vm, n: usize) -> R<()> {
        let Some(file) = self.file else { return Err(truncated(vm)) };
        let mut bytes = self.skip(vm, file)?;
        if bytes.is_empty()
            && n < PREFETCH as usize
            && let Some(look) = file.peek
        {
            match vm.call(look, &[Value::int32(PREFETCH)]) {
                Ok(seen) => {
                    let seen = peek(vm, seen)?;
                    if seen.len() >= n {
                        self.limit = seen.len();
                        self.bytes = Bytes::Read(seen.into_owned());
                        self.peeked = true;
                        return Ok(());
                    }
                }
                // A file that has the method may still not be able to.
                Err(raised) => {
                    if vm.take_if(taipan_runtime::kinds::NOT_IMPLEMENTED_ERROR).is_none() {
                        return Err(raised);
                    }
                    self.file = Some(File { peek: None, ..file });
                }
            }
        }
        let want = n - bytes.len();
        let read = vm.call(file.read, &[Value::len(want)])?;
        bytes.extend_from_slice(&peek(vm, read)?);
        let enough = bytes.len() >= n;
        self.limit = bytes.len();
        self.bytes = Bytes::Read(bytes);
        if enough { Ok(()) } else { Err(truncated(vm)) }
    }

    /// Lets go of the bytes at hand: what was only looked at is read as far as it was used, and the rest of what was
    /// read is returned.
    fn skip(&mut self, vm: &mut Vm, file: File) -> R<Vec<u8>> {
        let rest = if self.peeked { Vec::new() } else { self.bytes.all()[self.at..].to_vec() };
        let used = self.at;
        self.bytes = Bytes::Given(&[]);
        self.at = 0;
        self.limit = 0;
        if std::mem::replace(&mut self.peeked, false) && used > 0 {
            vm.call(file.read, &[Value::len(used)])?;
        }
        Ok(rest)
    }

    /// Leaves the file behind the pickle.
    pub fn finish(&mut self, vm: &mut Vm) -> R<()> {
        if self.peeked
            && let Some(file) = self.file
        {
            self.skip(vm, file)?;
        }
        Ok(())
    }
}

#[cold]
fn truncated(vm: &mut Vm) -> Raised {
    unpickling_error(vm, "pickle data was truncated")
}
