//! `select.epoll`

use super::{Deadline, poll};
use crate::modules::posix::system_call;
use crate::support::file_descriptor;
use crate::sys_calls::{self, poll as system};
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Type;
use taipan_runtime::{Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, kinds, type_flags};

/// A descriptor that is closed with its owner; -1 for none.
struct Owned(Cell<i32>);

impl Drop for Owned {
    fn drop(&mut self) {
        if self.0.get() >= 0 {
            // Nobody is left to tell.
            let _ = sys_calls::close(self.0.get());
        }
    }
}

/// An epoll object.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Epoll {
    header: Header,
    #[untraced]
    fd: Owned,
}

impl Epoll {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Epoll as Numbered>::NUMBER,
        name: "epoll",
        module: "select",
        doc: "epoll(sizehint=-1, flags=0)\n\nWaits for registered descriptors, by the kernel's epoll.",
        flags: type_flags::MUTABLE | type_flags::SHOWS_GETATTR,
        native: &Epoll::NATIVE,
        layout: Some(LayoutInfo::of::<Epoll>()),
        ..TypeDef::DEFAULT
    };
}

fn new(vm: &mut Vm, fd: i32) -> Gc<Epoll> {
    let class = vm.class(Epoll::TYPE.id).address();
    vm.heap.alloc(Epoll { header: Header::new::<Epoll>(class), fd: Owned(Cell::new(fd)) })
}

fn open(vm: &mut Vm, this: Gc<Epoll>) -> R<i32> {
    match this.fd.0.get() {
        -1 => Err(vm.value_error("I/O operation on closed epoll object")),
        fd => Ok(fd),
    }
}

fn control(vm: &mut Vm, this: Gc<Epoll>, operation: i32, fd: Value, events: u32) -> R<()> {
    let epoll = open(vm, this)?;
    let fd = file_descriptor(vm, fd)?;
    vm.release(|| system::epoll_control(epoll, operation, fd, events))
        .map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE))
}

fn close(vm: &mut Vm, this: Gc<Epoll>) -> R<()> {
    match this.fd.0.replace(-1) {
        -1 => Ok(()),
        fd => vm
            .release(|| sys_calls::close(fd))
            .map_err(|error| vm.raise_os_error(error.raw_os_error(), Value::NONE)),
    }
}

#[native]
impl Epoll {
    #[sig("($cls, sizehint=-1, flags=0)")]
    #[shown("")]
    #[name("epoll")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, sizehint: i32, flags: i32) -> R<Gc<Epoll>> {
        let _ = cls;
        if sizehint != -1 && sizehint <= 0 {
            return Err(vm.value_error("negative sizehint"));
        }
        if flags & !libc::EPOLL_CLOEXEC != 0 {
            return Err(vm.raise(kinds::OS_ERROR, "invalid flags"));
        }
        let fd = crate::modules::posix::system_call(vm, Value::NONE, system::epoll_create)?;
        Ok(new(vm, fd))
    }

    /// An object for an epoll descriptor that is open already.
    #[classmethod]
    #[sig("($cls, fd, /)")]
    #[shown("($type, fd, /)")]
    fn fromfd(vm: &mut Vm, cls: Value, fd: i32) -> Gc<Epoll> {
        let _ = cls;
        new(vm, fd)
    }

    /// Close the descriptor.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Gc<Epoll>) -> R<()> {
        close(vm, this)
    }

    /// Is the descriptor closed?
    #[getter]
    fn closed(_: &mut Vm, this: Gc<Epoll>) -> bool {
        this.fd.0.get() == -1
    }

    /// The object's own descriptor.
    #[sig("($self, /)")]
    fn fileno(vm: &mut Vm, this: Gc<Epoll>) -> R<i32> {
        open(vm, this)
    }

    /// Wait for something else of a registered descriptor.
    #[sig("($self, fd, eventmask)")]
    #[shown("($self, /, fd, eventmask)")]
    fn modify(vm: &mut Vm, this: Gc<Epoll>, fd: Value, eventmask: u32) -> R<()> {
        control(vm, this, libc::EPOLL_CTL_MOD, fd, eventmask)
    }

    /// Wait for this descriptor, too.
    #[sig("($self, fd, eventmask=7)")]
    #[shown("($self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)")]
    fn register(vm: &mut Vm, this: Gc<Epoll>, fd: Value, eventmask: u32) -> R<()> {
        control(vm, this, libc::EPOLL_CTL_ADD, fd, eventmask)
    }

    /// Do not wait for this descriptor any more.
    #[sig("($self, fd)")]
    #[shown("($self, /, fd)")]
    fn unregister(vm: &mut Vm, this: Gc<Epoll>, fd: Value) -> R<()> {
        control(vm, this, libc::EPOLL_CTL_DEL, fd, 0)
    }

    /// Wait, at most so many seconds; returns pairs of descriptors and events.
    #[sig("($self, timeout=None, maxevents=-1)")]
    #[shown("($self, /, timeout=None, maxevents=-1)")]
    fn poll(vm: &mut Vm, this: Gc<Epoll>, timeout: Value, maxevents: i32) -> R<Values> {
        let epoll = open(vm, this)?;
        let limit = poll::limit(vm, timeout, 1_000_000_000)?;
        let most = match maxevents {
            -1 => system::SET_SIZE - 1,
            n if n < 1 => {
                return Err(vm.value_error(format!("maxevents must be greater than 0, got {n}")));
            }
            n => n,
        };
        let deadline = Deadline::after(limit);
        let ready =
            system_call(vm, Value::NONE, || system::epoll_wait(epoll, most as usize, deadline.left()))?;
        let mut pairs = Values::new();
        for (fd, events) in ready {
            let events = vm.new_int(events.into());
            let pair = vm.new_tuple(&[Value::int32(fd), events]);
            pairs.push(&mut vm.heap, pair.value());
        }
        Ok(pairs)
    }

    #[sig("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Gc<Epoll>) -> R<Gc<Epoll>> {
        open(vm, this)?;
        Ok(this)
    }

    #[sig("($self, exc_type=None, exc_value=None, exc_tb=None, /)")]
    fn __exit__(vm: &mut Vm, this: Gc<Epoll>, exc_type: Value, exc_value: Value, exc_tb: Value) -> R<()> {
        let _ = (exc_type, exc_value, exc_tb);
        close(vm, this)
    }
}
