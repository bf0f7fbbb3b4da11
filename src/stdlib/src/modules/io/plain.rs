//! Files of the built-in types all the way down, which start-up and exit use without look-ups.

use super::buffered::{self, Buffered};
use super::fileio::FileIo;
use super::text::{self, TextFile, as_buffered};
use taipan_runtime::{Gc, R, Value, Vm};

/// A file of the built-in types all the way down, whose methods nothing hides.
enum Plain {
    Text(Gc<TextFile>, Gc<Buffered>),
    Buffered(Gc<Buffered>),
    Raw(Gc<FileIo>),
}

fn as_plain(vm: &mut Vm, file: Value) -> Option<Plain> {
    let text = file.cast::<TextFile>().filter(|_| vm.is_exact(file, TextFile::TYPE.id));
    let buffer = text.map_or(file, |text| text.buffer.get());
    let buffered = as_buffered(vm, buffer);
    let raw = buffered.map_or(file, |buffered| buffered.raw.get());
    let raw = raw.cast::<FileIo>().filter(|_| vm.is_exact(raw, FileIo::TYPE.id))?;
    let names = vm.names();
    let hidden =
        [text.map(Gc::value), buffered.map(Gc::value), Some(raw.value())].into_iter().flatten().any(|file| {
            vm.instance_dict_opt(file).is_some_and(|dict| {
                [names.flush, names.close, names.closed]
                    .into_iter()
                    .any(|name| dict.get_str(vm, name).is_some())
            })
        });
    match (text, buffered) {
        _ if hidden => None,
        (Some(text), Some(buffered)) => Some(Plain::Text(text, buffered)),
        (Some(_), None) => None,
        (None, Some(buffered)) => Some(Plain::Buffered(buffered)),
        (None, None) => Some(Plain::Raw(raw)),
    }
}

/// [`text::flush`] without look-ups; a closed file is left as it is. `None`: it is not of the built-in types all the way down.
pub fn flush(vm: &mut Vm, stream: Value) -> Option<R<()>> {
    match as_plain(vm, stream)? {
        Plain::Text(text, buffered) => match buffered::is_open(vm, buffered)? {
            true => Some(text::flush(vm, text)),
            false => Some(Ok(())),
        },
        _ => None,
    }
}

/// The end of a file that is closed already, or has nothing to write and is over a descriptor that it must not close.
/// `None`: it is another.
pub(super) fn finish_idle(vm: &mut Vm, file: Value) -> Option<R<()>> {
    let (text, buffered) = match as_plain(vm, file)? {
        Plain::Raw(raw) => return raw.let_go().then_some(Ok(())),
        Plain::Text(text, buffered) => (Some(text), buffered),
        Plain::Buffered(buffered) => (None, buffered),
    };
    if !buffered::is_open(vm, buffered)? {
        return Some(Ok(()));
    }
    (text.is_none_or(text::is_idle) && buffered::is_idle(vm, buffered)).then(|| buffered::flush(vm, buffered))
}
