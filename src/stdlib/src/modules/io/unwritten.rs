//! Files that a program has let go without closing them: `open(path, "w").write(text)`. Where references are counted, such a
//! file is closed and its buffer written out at once; here a collection would have to find it first. So all buffers that go
//! to regular files, but for the standard streams', are written out before a path is handed to the system or a program is
//! started: whoever looks for what was written finds it.

use super::buffered::{self, Buffered};
use super::text::{self, TextFile};
use taipan_runtime::Vm;

/// Writes out what is buffered for regular files. What can't be written stays in its buffer.
#[inline]
pub fn write_out(vm: &mut Vm) {
    if vm.has_unwritten() {
        write_out_noted(vm);
    }
}

#[cold]
fn write_out_noted(vm: &mut Vm) {
    let files = vm.take_unwritten();
    for file in files.iter() {
        if let Some(file) = file.cast::<TextFile>() {
            text::write_out_now(vm, file);
        } else if let Some(file) = file.cast::<Buffered>() {
            buffered::write_out_now(vm, file, &mut Vec::new());
        }
    }
}

/// Leaves what is buffered to the process that this one was forked from.
pub fn forget(vm: &mut Vm) {
    let files = vm.take_unwritten();
    for file in files.iter() {
        if let Some(file) = file.cast::<TextFile>() {
            file.is_noted.set(false);
        } else if let Some(file) = file.cast::<Buffered>() {
            file.is_noted.set(false);
        }
    }
}
