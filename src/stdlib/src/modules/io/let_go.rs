//! Files that a program has let go without closing them. Where references are counted, they are closed at once; here a
//! collection would have to find them first, but what depends on it must not wait for that:
//!
//! - `open(path, "w").write(text)`: all buffers that go to regular files, but for the standard streams', are written out
//!   before a path is handed to the system or a program is started. Whoever looks for what was written finds it.
//! - `tempfile.NamedTemporaryFile().name`: the name is deleted with the object, and must not be any more when there is
//!   another file of that name. Where such a name is used first, a collection tells whether somebody holds the object.

use super::buffered::{self, Buffered};
use super::fileio::FileIo;
use super::text::{self, TextFile};
use crate::modules::posix;
use taipan_runtime::{NotedFile, Vm};

/// So many files with names to be deleted are looked after.
const MANY: usize = 32;

/// Does what is due before the system gets these words: paths, arguments of a program.
#[inline]
pub fn settle(vm: &mut Vm, words: &[&[u8]]) {
    if vm.has_noted_files(NotedFile::Unwritten) {
        write_out(vm);
    }
    if !words.is_empty() && vm.has_noted_files(NotedFile::Temporary) {
        delete_unheld(vm, words);
    }
}

/// Writes out what is buffered for regular files. What can't be written stays in its buffer.
#[cold]
fn write_out(vm: &mut Vm) {
    let files = vm.take_noted_files(NotedFile::Unwritten);
    for file in files.iter() {
        if let Some(file) = file.cast::<TextFile>() {
            text::write_out_now(vm, file);
        } else if let Some(file) = file.cast::<Buffered>() {
            buffered::write_out_now(vm, file, &mut Vec::new());
        }
    }
}

/// Looks whether the words name files that go with their objects, and whether these objects are still held.
#[cold]
fn delete_unheld(vm: &mut Vm, words: &[&[u8]]) {
    let files = vm.take_noted_files(NotedFile::Temporary);
    let mut is_named = false;
    let from = files.len().saturating_sub(MANY);
    for file in files.iter().skip(from).filter_map(|file| file.cast::<FileIo>()) {
        let Some(name) = file.name_given(vm) else { continue };
        if words.iter().any(|word| memchr::memmem::find(word, &name).is_some()) {
            is_named = true;
        } else {
            vm.note_file(NotedFile::Temporary, file.value());
        }
    }
    if is_named {
        posix::close_unheld(vm, &[]);
    }
}

/// Leaves what is buffered to the process that this one was forked from.
pub fn forget(vm: &mut Vm) {
    let files = vm.take_noted_files(NotedFile::Unwritten);
    for file in files.iter() {
        if let Some(file) = file.cast::<TextFile>() {
            file.is_noted.set(false);
        } else if let Some(file) = file.cast::<Buffered>() {
            file.is_noted.set(false);
        }
    }
}
