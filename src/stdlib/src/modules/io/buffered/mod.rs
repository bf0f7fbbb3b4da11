//! `BufferedReader`, `BufferedWriter`, `BufferedRandom` (three types of one layout) and `BufferedRWPair`.

mod methods;
mod pair;

use methods::{Common, RandomInit, ReaderInit, Reading, WriterInit, Writing};
pub use pair::Pair;

use crate::modules::io::base::{BufferedIoBase, is_closed};
use crate::modules::io::fileio::{self, Ability, FileIo};
use crate::modules::io::{index_size, unsupported};
use std::cell::{Cell, RefCell};
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::frame;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Type;
use taipan_runtime::{
    Args, Field, Gc, Header, Kind, LayoutInfo, Native, NotedFile, R, Raised, TypeDef, Value, Vm, extra,
    kinds, type_flags,
};

/// A buffer over a raw file.
#[derive(Trace, Layout, NativeType)]
#[layout(range = "<Buffered as Numbered>::NUMBER..=<Buffered as Numbered>::NUMBER + 2")]
#[repr(C)]
pub struct Buffered {
    header: Header,
    dict: Field<Value>,
    /// The raw file; UNBOUND before `__init__`, None once detached.
    pub(super) raw: Field<Value>,
    #[untraced]
    state: RefCell<State>,
    /// The thread that is in it.
    #[untraced]
    user: Cell<Option<u64>>,
    #[untraced]
    finalizing: Cell<bool>,
    /// Is it among the files to be [written out](super::let_go)?
    #[untraced]
    pub(super) is_noted: Cell<bool>,
}

/// What is buffered. Never both: reading first writes out, writing first gives back what was read ahead.
#[derive(Default)]
struct State {
    size: usize,
    /// Bytes read ahead, of which those before `at` were given out.
    read: Vec<u8>,
    at: usize,
    /// Bytes to be written.
    write: Vec<u8>,
}

/// `BufferedWriter`
#[derive(NativeType)]
pub struct Writer;
/// `BufferedRandom`
#[derive(NativeType)]
pub struct Random;

const READER: Kind = <Buffered as Numbered>::NUMBER;
const WRITER: Kind = <Writer as Numbered>::NUMBER;
const RANDOM: Kind = <Random as Numbered>::NUMBER;
const _: () = assert!(WRITER == READER + 1 && RANDOM == READER + 2);

const fn definition(
    id: Kind,
    name: &'static str,
    doc: &'static str,
    native: &'static Native,
    more: &'static [&'static Native],
) -> TypeDef {
    TypeDef {
        id,
        name,
        module: "_io",
        doc,
        base: <BufferedIoBase as Numbered>::NUMBER,
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE | type_flags::INHERITS_NEW,
        native,
        more,
        layout: Some(LayoutInfo::of::<Buffered>()),
        dict_offset: Some(offset_of!(Buffered, dict)),
        ..TypeDef::DEFAULT
    }
}

impl Buffered {
    /// The definition of `BufferedReader`.
    pub const TYPE: TypeDef = definition(
        READER,
        "BufferedReader",
        "BufferedReader(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffer to read from a raw file.",
        &ReaderInit::NATIVE,
        &[&Common::NATIVE, &Reading::NATIVE],
    );
}
impl Writer {
    /// The definition.
    pub const TYPE: TypeDef = definition(
        WRITER,
        "BufferedWriter",
        "BufferedWriter(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffer to write to a raw file.",
        &WriterInit::NATIVE,
        &[&Common::NATIVE, &Writing::NATIVE],
    );
}
impl Random {
    /// The definition.
    pub const TYPE: TypeDef = definition(
        RANDOM,
        "BufferedRandom",
        "BufferedRandom(raw, buffer_size=DEFAULT_BUFFER_SIZE)\n--\n\nA buffer to read from and write to a raw file.",
        &RandomInit::NATIVE,
        &[&Common::NATIVE, &Reading::NATIVE, &Writing::NATIVE],
    );
}

fn alloc(vm: &mut Vm, kind: Kind) -> Gc<Buffered> {
    let class = vm.class(kind).address();
    let made = vm.heap.alloc(Buffered {
        header: Header::with_kind(kind, class),
        dict: Field::new(Value::UNBOUND),
        raw: Field::new(Value::UNBOUND),
        state: RefCell::default(),
        user: Cell::new(None),
        finalizing: Cell::new(false),
        is_noted: Cell::new(false),
    });
    vm.register_finalizer(made.value());
    made
}

fn init(vm: &mut Vm, this: Gc<Buffered>, raw: Value, size: i64, needs: &[(Ability, &str)]) -> R<()> {
    this.raw.set(this, Value::UNBOUND);
    check_abilities(vm, raw, needs)?;
    if size <= 0 {
        return Err(vm.value_error("buffer size must be strictly positive"));
    }
    *this.state.borrow_mut() = State { size: size as usize, ..State::default() };
    this.raw.set(this, raw);
    Ok(())
}

/// Checks that a file can do what it must, each with what the refusal says.
fn check_abilities(vm: &mut Vm, file: Value, needs: &[(Ability, &str)]) -> R<()> {
    for &(ability, text) in needs {
        let yes = can(vm, file, ability)?;
        if !vm.truth(yes)? {
            return Err(unsupported(vm, text));
        }
    }
    Ok(())
}

const READABLE: (Ability, &str) = (Ability::Read, "File or stream is not readable.");
const WRITABLE: (Ability, &str) = (Ability::Write, "File or stream is not writable.");
const SEEKABLE: (Ability, &str) = (Ability::Seek, "File or stream is not seekable.");

/// A buffered file of a kind over a raw one, for `open`.
pub fn new(vm: &mut Vm, kind: BufferKind, raw: Value, size: usize) -> R<Gc<Buffered>> {
    let (kind, needs): (Kind, &[(Ability, &str)]) = match kind {
        BufferKind::Reader => (READER, &[READABLE]),
        BufferKind::Writer => (WRITER, &[WRITABLE]),
        BufferKind::Random => (RANDOM, &[SEEKABLE, READABLE, WRITABLE]),
    };
    let this = alloc(vm, kind);
    init(vm, this, raw, size as i64, needs)?;
    Ok(this)
}

/// Which of the three types.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as the types")]
pub enum BufferKind {
    Reader,
    Writer,
    Random,
}

/// The raw file, where there is one.
fn raw(vm: &mut Vm, this: Gc<Buffered>) -> R {
    match this.raw.get() {
        Value::NONE => Err(vm.value_error("raw stream has been detached")),
        raw if raw.is_unbound() => Err(vm.value_error("I/O operation on uninitialized object")),
        raw => Ok(raw),
    }
}

/// The raw file where it is exactly a `FileIO`, which is used without calls.
fn file(vm: &Vm, raw: Value) -> Option<Gc<FileIo>> {
    let file = raw.cast::<FileIo>()?;
    vm.is_exact(raw, FileIo::TYPE.id).then_some(file)
}

/// Asks a file, raw or buffered, what it can do. The usual ones are asked without a call.
pub(super) fn can(vm: &mut Vm, file: Value, ability: Ability) -> R {
    let raw = match file.cast::<Buffered>().filter(|b| b.dict.get().is_unbound()) {
        Some(_) if vm.is_exact(file, READER) && ability == Ability::Write => return Ok(Value::FALSE),
        Some(_) if vm.is_exact(file, WRITER) && ability == Ability::Read => return Ok(Value::FALSE),
        Some(b) if [READER, WRITER, RANDOM].iter().any(|&kind| vm.is_exact(file, kind)) => b.raw.get(),
        _ => file,
    };
    match self::file(vm, raw) {
        Some(raw) if !raw.hides(vm, ability) => raw.can(vm, ability).map(Value::bool),
        _ => vm.call_method_named(file, ability.method(), &[]),
    }
}

/// Is the raw file open? `None` where only a call could tell.
pub fn is_open(vm: &Vm, this: Gc<Buffered>) -> Option<bool> {
    file(vm, this.raw.get()).map(|file| file.fd.get() >= 0)
}

/// Has it nothing to write, and is it open over a file that must not close its descriptor?
pub(super) fn is_idle(vm: &Vm, this: Gc<Buffered>) -> bool {
    this.state.borrow().write.is_empty() && file(vm, this.raw.get()).is_some_and(|file| file.borrows())
}

fn check_open(vm: &mut Vm, this: Gc<Buffered>, what: &str) -> R {
    let raw = raw(vm, this)?;
    let closed = match file(vm, raw) {
        Some(file) => file.fd.get() < 0,
        None => is_closed(vm, raw)?,
    };
    if closed { Err(vm.value_error(format!("{what} closed file"))) } else { Ok(raw) }
}

/// Keeps a buffer from being used by two at once: by a signal handler, or by another thread while the lock is given away.
struct Busy(Gc<Buffered>);
impl Drop for Busy {
    fn drop(&mut self) {
        self.0.user.set(None);
    }
}

fn enter(vm: &mut Vm, this: Gc<Buffered>) -> R<Busy> {
    while let Some(user) = this.user.get() {
        // Another thread is in it: let it go on. The same thread would wait for ever.
        if user == vm.thread.ident {
            let text = vm.repr(this.value()).map(|r| r.to_display()).unwrap_or_default();
            return Err(vm.runtime_error(format!("reentrant call inside {text}")));
        }
        vm.release(|| std::thread::sleep(std::time::Duration::from_millis(1)));
        vm.run_pending()?;
    }
    this.user.set(Some(vm.thread.ident));
    Ok(Busy(this))
}

/// Reads once from the raw file; `None` where it would block.
fn raw_read(vm: &mut Vm, raw: Value, into: &mut Vec<u8>, n: usize) -> R<Option<usize>> {
    if let Some(file) = file(vm, raw) {
        into.reserve_exact(n);
        return fileio::read_more(vm, file, into, n);
    }
    let zeros = vec![0; n];
    let buffer = vm.new_bytearray(&zeros);
    let got = vm.call_method_named(raw, "readinto", &[buffer.value()])?;
    if got.is_none() {
        return Ok(None);
    }
    let Ok(got) = index_size(vm, got) else {
        let cause = vm.take_exception();
        let raised = vm.raise(kinds::OS_ERROR, "raw readinto() failed");
        if let Some(exc) = vm.pending() {
            exc.cause.set(exc, cause);
            exc.context.set(exc, cause);
            exc.suppress_context.set(true);
        }
        return Err(raised);
    };
    if got < 0 || got as usize > n {
        let text =
            format!("raw readinto() returned invalid length {got} (should have been between 0 and {n})");
        return Err(vm.raise(kinds::OS_ERROR, text));
    }
    into.extend_from_slice(&buffer.as_slice()[..got as usize]);
    Ok(Some(got as usize))
}

/// Writes once to the raw file; `None` where it would block.
fn raw_write(vm: &mut Vm, raw: Value, bytes: &[u8]) -> R<Option<usize>> {
    if let Some(file) = file(vm, raw) {
        return fileio::write_some(vm, file, bytes);
    }
    let data = vm.new_bytes(bytes);
    let write = vm.names().write;
    let n = vm.call_method(raw, write, &[data])?;
    if n.is_none() {
        return Ok(None);
    }
    let n = vm.index_i64(n)?;
    if n < 0 || n as usize > bytes.len() {
        let max = bytes.len();
        let text = format!("raw write() returned invalid length {n} (should have been between 0 and {max})");
        return Err(vm.raise(kinds::OS_ERROR, text));
    }
    Ok(Some(n as usize))
}

/// Writes once to the raw file what is not `done`; a signal that cut it short is handled before the next part.
fn write_on(vm: &mut Vm, raw: Value, bytes: &[u8], done: &mut usize) -> R<Option<()>> {
    let Some(n) = raw_write(vm, raw, &bytes[*done..])? else { return Ok(None) };
    *done += n;
    if *done < bytes.len() && vm.interrupt.is_asked() {
        vm.run_pending()?;
    }
    Ok(Some(()))
}

/// Writes out what is buffered.
fn flush_writes(vm: &mut Vm, this: Gc<Buffered>, raw: Value) -> R<()> {
    let pending = std::mem::take(&mut this.state.borrow_mut().write);
    let mut done = 0;
    while done < pending.len() {
        match write_on(vm, raw, &pending, &mut done) {
            Ok(Some(())) => {}
            Ok(None) => {
                this.state.borrow_mut().write.splice(..0, pending[done..].iter().copied());
                return Err(would_block(vm, 0));
            }
            Err(raised) => {
                this.state.borrow_mut().write.splice(..0, pending[done..].iter().copied());
                return Err(raised);
            }
        }
    }
    // The memory is used again.
    let mut state = this.state.borrow_mut();
    if state.write.is_empty() {
        state.write = pending;
        state.write.clear();
    }
    Ok(())
}

fn would_block(vm: &mut Vm, written: usize) -> Raised {
    let text = vm.new_str("write could not complete without blocking").value();
    let raised =
        vm.raise_call(kinds::BLOCKING_IO_ERROR, &[Value::int32(libc::EAGAIN), text, Value::len(written)]);
    if let Some(exc) = vm.pending() {
        exc.extra_set(vm, extra::os_error::CHARACTERS_WRITTEN, Value::len(written));
    }
    raised
}

/// Gives back what was read ahead, by moving the raw file's position.
fn drop_read_ahead(vm: &mut Vm, this: Gc<Buffered>, raw: Value) -> R<()> {
    let ahead = {
        let mut state = this.state.borrow_mut();
        let ahead = state.read.len() - state.at;
        state.read.clear();
        state.at = 0;
        ahead
    };
    if ahead > 0 {
        raw_seek(vm, raw, -(ahead as i64), 1)?;
    }
    Ok(())
}

fn raw_seek(vm: &mut Vm, raw: Value, offset: i64, whence: i32) -> R<i64> {
    if let Some(file) = file(vm, raw) {
        return fileio::seek_to(vm, file, offset, whence);
    }
    let seek = vm.names().seek;
    let offset = vm.new_int(offset);
    let at = vm.call_method(raw, seek, &[offset, Value::int32(whence)])?;
    position(vm, at)
}

fn raw_tell(vm: &mut Vm, raw: Value) -> R<i64> {
    if let Some(file) = file(vm, raw) {
        return fileio::seek_to(vm, file, 0, 1);
    }
    let tell = vm.names().tell;
    let at = vm.call_method(raw, tell, &[])?;
    position(vm, at)
}

fn position(vm: &mut Vm, at: Value) -> R<i64> {
    let at = vm.index_i64(at)?;
    if at < 0 {
        return Err(vm.raise(kinds::OS_ERROR, format!("Raw stream returned invalid position {at}")));
    }
    Ok(at)
}

/// Before reading: what is to be written goes out.
fn ready_to_read(vm: &mut Vm, this: Gc<Buffered>, raw: Value) -> R<()> {
    if !this.state.borrow().write.is_empty() {
        flush_writes(vm, this, raw)?;
    }
    Ok(())
}

/// Fills an empty read buffer once; `None` where that would block.
fn fill(vm: &mut Vm, this: Gc<Buffered>, raw: Value) -> R<Option<usize>> {
    let (mut buffer, size) = {
        let mut state = this.state.borrow_mut();
        (std::mem::take(&mut state.read), state.size)
    };
    buffer.clear();
    let got = raw_read(vm, raw, &mut buffer, size);
    let mut state = this.state.borrow_mut();
    state.read = buffer;
    state.at = 0;
    got
}

/// Takes up to `n` buffered bytes.
fn take(this: Gc<Buffered>, n: usize, out: &mut Vec<u8>) {
    let mut state = this.state.borrow_mut();
    let end = (state.at + n).min(state.read.len());
    out.extend_from_slice(&state.read[state.at..end]);
    state.at = end;
}

/// Up to `n` bytes; `None` where nothing can be had without blocking.
pub fn read_exactly(vm: &mut Vm, this: Gc<Buffered>, n: usize) -> R<Option<Vec<u8>>> {
    let raw = check_open(vm, this, "read of")?;
    let _busy = enter(vm, this)?;
    ready_to_read(vm, this, raw)?;
    let mut out = Vec::with_capacity(n.min(1 << 20));
    take(this, n, &mut out);
    while out.len() < n {
        let left = n - out.len();
        let size = this.state.borrow().size;
        let got = if left >= size {
            // Large reads go past the buffer.
            raw_read(vm, raw, &mut out, left - left % size)?
        } else {
            let got = fill(vm, this, raw)?;
            take(this, left, &mut out);
            got
        };
        match got {
            None if out.is_empty() => return Ok(None),
            None | Some(0) => break,
            Some(_) => {}
        }
    }
    Ok(Some(out))
}

/// All that is left.
pub fn read_rest(vm: &mut Vm, this: Gc<Buffered>) -> R<Option<Vec<u8>>> {
    let raw = check_open(vm, this, "read of")?;
    let _busy = enter(vm, this)?;
    ready_to_read(vm, this, raw)?;
    let mut out = Vec::new();
    take(this, usize::MAX / 2, &mut out);
    if let Some(file) = file(vm, raw) {
        return match fileio::read_all(vm, file)? {
            Some(rest) if out.is_empty() => Ok(Some(rest)),
            Some(rest) => {
                out.extend(rest);
                Ok(Some(out))
            }
            None if out.is_empty() => Ok(None),
            None => Ok(Some(out)),
        };
    }
    let readall = vm.intern("readall");
    if let Some(readall) = vm.get_attr_opt(raw, readall)? {
        let rest = vm.call(readall, &[])?;
        if rest.is_none() {
            return Ok(if out.is_empty() { None } else { Some(out) });
        }
        let Some(bytes) = vm.bytes_of(rest) else {
            return Err(vm.type_error("readall() should return bytes"));
        };
        out.extend_from_slice(bytes);
        return Ok(Some(out));
    }
    let read = vm.names().read;
    loop {
        let chunk = vm.call_method(raw, read, &[])?;
        if chunk.is_none() {
            return Ok(if out.is_empty() { None } else { Some(out) });
        }
        let Some(bytes) = vm.bytes_of(chunk) else { return Err(vm.type_error("read() should return bytes")) };
        if bytes.is_empty() {
            return Ok(Some(out));
        }
        out.extend_from_slice(bytes);
    }
}

/// What is buffered, or else what one raw read gives; at most `n` bytes.
pub fn read_once(vm: &mut Vm, this: Gc<Buffered>, n: usize) -> R<Vec<u8>> {
    let raw = check_open(vm, this, "read of")?;
    let _busy = enter(vm, this)?;
    ready_to_read(vm, this, raw)?;
    let mut out = Vec::new();
    take(this, n, &mut out);
    if out.is_empty() && n > 0 {
        read_past(vm, this, raw, n, &mut out)?;
    }
    Ok(out)
}

/// As [`read_once`], and one raw read besides for what does not fit the buffer; `None` where nothing can be had without
/// blocking.
fn read_into_once(vm: &mut Vm, this: Gc<Buffered>, n: usize) -> R<Option<Vec<u8>>> {
    let raw = check_open(vm, this, "readinto of")?;
    let _busy = enter(vm, this)?;
    ready_to_read(vm, this, raw)?;
    let mut out = Vec::new();
    take(this, n, &mut out);
    let left = n - out.len();
    if left > 0 && (out.is_empty() || left > this.state.borrow().size) {
        let got = read_past(vm, this, raw, left, &mut out)?;
        if got.is_none() && out.is_empty() {
            return Ok(None);
        }
    }
    Ok(Some(out))
}

/// One raw read of at most `n` bytes behind what is buffered: past the buffer, where that is smaller.
fn read_past(vm: &mut Vm, this: Gc<Buffered>, raw: Value, n: usize, out: &mut Vec<u8>) -> R<Option<usize>> {
    if n > this.state.borrow().size {
        return raw_read(vm, raw, out, n);
    }
    let got = fill(vm, this, raw)?;
    take(this, n, out);
    Ok(got)
}

/// A line, of at most `limit` bytes where that is not negative.
fn read_line(vm: &mut Vm, this: Gc<Buffered>, limit: i64) -> R<Vec<u8>> {
    let raw = check_open(vm, this, "readline of")?;
    let _busy = enter(vm, this)?;
    ready_to_read(vm, this, raw)?;
    let mut line = Vec::new();
    loop {
        let (found, available) = {
            let state = this.state.borrow();
            let rest = &state.read[state.at..];
            (memchr::memchr(b'\n', rest), rest.len())
        };
        let left = if limit < 0 { usize::MAX / 2 } else { limit as usize - line.len() };
        let n = found.map_or(available, |i| i + 1).min(left);
        take(this, n, &mut line);
        if found.is_some_and(|i| i < n) || n == left {
            return Ok(line);
        }
        match fill(vm, this, raw)? {
            None | Some(0) => return Ok(line),
            Some(_) => {}
        }
    }
}

/// Writes bytes: to the buffer, or past it where they are many.
pub fn write_bytes(vm: &mut Vm, this: Gc<Buffered>, bytes: &[u8]) -> R<()> {
    let _busy = enter(vm, this)?;
    // Another thread may have closed it meanwhile.
    let raw = check_open(vm, this, "write to")?;
    drop_read_ahead(vm, this, raw)?;
    if !this.is_noted.get() && goes_to_regular(vm, this) {
        this.is_noted.set(true);
        vm.note_file(NotedFile::Unwritten, this.value());
    }
    {
        let mut state = this.state.borrow_mut();
        if state.write.len() + bytes.len() <= state.size {
            state.write.extend_from_slice(bytes);
            return Ok(());
        }
    }
    let size = this.state.borrow().size;
    if let Err(raised) = flush_writes(vm, this, raw) {
        if vm.pending_is(kinds::BLOCKING_IO_ERROR) {
            // As much as fits is kept.
            let mut state = this.state.borrow_mut();
            let room = size.saturating_sub(state.write.len());
            if bytes.len() <= room {
                state.write.extend_from_slice(bytes);
                drop(state);
                vm.take_exception();
                return Ok(());
            }
            state.write.extend_from_slice(&bytes[..room]);
            drop(state);
            vm.take_exception();
            return Err(would_block(vm, room));
        }
        return Err(raised);
    }
    let mut done = 0;
    while bytes.len() - done > size {
        match write_on(vm, raw, bytes, &mut done)? {
            Some(()) => {}
            None => {
                let keep = (bytes.len() - done).min(size);
                this.state.borrow_mut().write.extend_from_slice(&bytes[done..done + keep]);
                if done + keep < bytes.len() {
                    return Err(would_block(vm, done + keep));
                }
                return Ok(());
            }
        }
    }
    this.state.borrow_mut().write.extend_from_slice(&bytes[done..]);
    Ok(())
}

/// Is what is written kept in a regular file?
pub(super) fn goes_to_regular(vm: &Vm, this: Gc<Buffered>) -> bool {
    file(vm, this.raw.get()).is_some_and(|file| file.is_regular())
}

/// Writes out what is buffered, and then more, without running any code; what can't be written stays where it is.
pub(super) fn write_out_now(vm: &Vm, this: Gc<Buffered>, more: &mut Vec<u8>) {
    this.is_noted.set(false);
    let (Some(file), Ok(mut state)) = (file(vm, this.raw.get()), this.state.try_borrow_mut()) else { return };
    // While a thread is in it, what is buffered may be on its way already.
    if this.user.get().is_some() || state.at < state.read.len() {
        return;
    }
    file.write_now(&mut state.write);
    if state.write.is_empty() {
        file.write_now(more);
    }
}

/// Writes out what is buffered, and gives back what was read ahead. That of a reader leaves both to the raw file.
pub fn flush(vm: &mut Vm, this: Gc<Buffered>) -> R<()> {
    if this.header.kind() == READER {
        let raw = raw(vm, this)?;
        let flush = vm.names().flush;
        return vm.call_method(raw, flush, &[]).map(|_| ());
    }
    let raw = check_open(vm, this, "flush of")?;
    let _busy = enter(vm, this)?;
    flush_writes(vm, this, raw)?;
    if this.header.kind() == RANDOM && !this.state.borrow().read.is_empty() && is_seekable(vm, raw)? {
        drop_read_ahead(vm, this, raw)?;
    }
    Ok(())
}

fn is_seekable(vm: &mut Vm, raw: Value) -> R<bool> {
    let yes = vm.call_method_named(raw, "seekable", &[])?;
    vm.truth(yes)
}

/// The position as the program sees it.
fn tell(vm: &mut Vm, this: Gc<Buffered>) -> R<i64> {
    let raw = raw(vm, this)?;
    let at = raw_tell(vm, raw)?;
    let state = this.state.borrow();
    Ok((at - (state.read.len() - state.at) as i64 + state.write.len() as i64).max(0))
}
