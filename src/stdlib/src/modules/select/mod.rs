//! `select`

pub mod epoll;
pub mod poll;

use super::posix::system_call;
use super::time::moment::{self, Round};
use crate::support::{file_descriptor, put, put_int};
use crate::sys_calls::{clock, poll as system};
use epoll::Epoll;
use poll::Poll;
use taipan_macros::native;
use taipan_runtime::layout::{List, Module, Tuple};
use taipan_runtime::{Gc, ModuleDef, R, Value, Values, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "select",
    doc: "Waiting until descriptors are ready for reading or writing.",
    functions: &Select::NATIVE,
    types: &[&Epoll::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = vm.class(kinds::OS_ERROR).value();
    put(vm, module, "error", error);
    for (name, value) in [
        ("POLLIN", i64::from(libc::POLLIN)),
        ("POLLPRI", libc::POLLPRI.into()),
        ("POLLOUT", libc::POLLOUT.into()),
        ("POLLERR", libc::POLLERR.into()),
        ("POLLHUP", libc::POLLHUP.into()),
        ("POLLNVAL", libc::POLLNVAL.into()),
        ("POLLRDNORM", libc::POLLRDNORM.into()),
        ("POLLRDBAND", libc::POLLRDBAND.into()),
        ("POLLWRNORM", libc::POLLWRNORM.into()),
        ("POLLWRBAND", libc::POLLWRBAND.into()),
        ("POLLMSG", 0x400),
        ("POLLRDHUP", libc::POLLRDHUP.into()),
        ("EPOLLIN", libc::EPOLLIN.into()),
        ("EPOLLOUT", libc::EPOLLOUT.into()),
        ("EPOLLPRI", libc::EPOLLPRI.into()),
        ("EPOLLERR", libc::EPOLLERR.into()),
        ("EPOLLHUP", libc::EPOLLHUP.into()),
        ("EPOLLRDHUP", libc::EPOLLRDHUP.into()),
        ("EPOLLET", i64::from(libc::EPOLLET as u32)),
        ("EPOLLONESHOT", libc::EPOLLONESHOT.into()),
        ("EPOLLEXCLUSIVE", libc::EPOLLEXCLUSIVE.into()),
        ("EPOLLRDNORM", libc::EPOLLRDNORM.into()),
        ("EPOLLRDBAND", libc::EPOLLRDBAND.into()),
        ("EPOLLWRNORM", libc::EPOLLWRNORM.into()),
        ("EPOLLWRBAND", libc::EPOLLWRBAND.into()),
        ("EPOLLMSG", libc::EPOLLMSG.into()),
        ("EPOLLWAKEUP", libc::EPOLLWAKEUP.into()),
        ("EPOLL_CLOEXEC", libc::EPOLL_CLOEXEC.into()),
        ("PIPE_BUF", 4096),
    ] {
        put_int(vm, module, name, value);
    }
    Ok(())
}

/// The time at which waiting ends, in nanoseconds of the monotonic clock; `None` for never.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<i128>);

impl Deadline {
    /// So many nanoseconds from now.
    pub(crate) fn after(nanos: Option<i64>) -> Deadline {
        Deadline(nanos.map(|n| clock::get(libc::CLOCK_MONOTONIC).unwrap_or(0) + i128::from(n)))
    }

    /// What is left.
    pub(crate) fn left(self) -> Option<i64> {
        let now = || clock::get(libc::CLOCK_MONOTONIC).unwrap_or(0);
        self.0.map(|at| (at - now()).max(0) as i64)
    }
}

struct Select;

/// The descriptors of a list of files, and the files.
fn files(vm: &mut Vm, list: Value) -> R<(Vec<i32>, Gc<Tuple>)> {
    // A list may change while its items tell their descriptors.
    let live = vm.as_list(list);
    let sequence = match vm.to_tuple(list) {
        Ok(files) => files,
        Err(raised) if !vm.pending_is(kinds::TYPE_ERROR) => return Err(raised),
        Err(_) => {
            vm.take_exception();
            return Err(vm.type_error("arguments 1-3 must be sequences"));
        }
    };
    let mut fds = Vec::new();
    let mut files = Values::new();
    while fds.len() < live.map_or(sequence.len(), |l| l.len.get()) {
        let i = fds.len();
        let file = live.map_or_else(|| sequence.to_ref().as_slice()[i], |l| l.item(i));
        let fd = file_descriptor(vm, file)?;
        if fd >= system::SET_SIZE {
            return Err(vm.value_error("filedescriptor out of range in select()"));
        }
        if fds.len() >= system::SET_SIZE as usize {
            return Err(vm.value_error("too many file descriptors in select()"));
        }
        fds.push(fd);
        files.push(&mut vm.heap, file);
    }
    let files = vm.new_tuple(&files);
    Ok((fds, files))
}

/// The files whose descriptors are among the ready ones.
fn ready_of(vm: &mut Vm, fds: &[i32], files: Gc<Tuple>, ready: &[i32]) -> Gc<List> {
    let mut list = Values::new();
    for (i, fd) in fds.iter().enumerate() {
        if ready.contains(fd) {
            list.push(&mut vm.heap, files.to_ref().as_slice()[i]);
        }
    }
    vm.new_list_from(list)
}

#[native]
impl Select {
    /// Wait until one of the files is ready: for reading, for writing, for exceptional conditions. Returns three lists of
    /// those that are.
    #[sig("($module, rlist, wlist, xlist, timeout=None, /)")]
    fn select(vm: &mut Vm, rlist: Value, wlist: Value, xlist: Value, timeout: Value) -> R<Gc<Tuple>> {
        let limit = if timeout.is_none() {
            None
        } else {
            let limit = match moment::nanos(vm, timeout, Round::Up) {
                Ok(limit) => limit,
                Err(raised) if !vm.pending_is(kinds::TYPE_ERROR) => return Err(raised),
                Err(_) => {
                    vm.take_exception();
                    return Err(vm.type_error("timeout must be a float or None"));
                }
            };
            if limit < 0 {
                return Err(vm.value_error("timeout must be non-negative"));
            }
            Some(limit)
        };
        let (read, read_files) = files(vm, rlist)?;
        let (write, write_files) = files(vm, wlist)?;
        let (except, except_files) = files(vm, xlist)?;
        let deadline = Deadline::after(limit);
        let ready =
            system_call(vm, Value::NONE, || system::select([&read, &write, &except], deadline.left()))?;
        let lists = [
            ready_of(vm, &read, read_files, &ready[0]).value(),
            ready_of(vm, &write, write_files, &ready[1]).value(),
            ready_of(vm, &except, except_files, &ready[2]).value(),
        ];
        Ok(vm.new_tuple(&lists))
    }

    /// An object that waits for registered descriptors.
    #[sig("($module, /)")]
    fn poll(vm: &mut Vm) -> Gc<Poll> {
        Poll::new(vm)
    }
}
