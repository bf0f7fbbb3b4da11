//! `_socket.socket`: making, binding, connecting, options. Sending and receiving stand in `transfer`.

use super::errors::os_error;
use super::{State, address, transfer};
use crate::modules::posix::{self, system_call};
use crate::modules::select::Deadline;
use crate::modules::time::moment::{self, Round};
use crate::sys_calls::{self, poll, socket as system};
use rustix::io::Errno;
use std::cell::Cell;
use std::mem::offset_of;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::buffer;
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Tuple, Type};
use taipan_runtime::{Args, Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds, type_flags};

/// A socket.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Socket {
    header: Header,
    dict: Field<Value>,
    /// The descriptor, -1 for none.
    #[untraced]
    pub(super) fd: Cell<i32>,
    #[untraced]
    pub(super) family: Cell<i32>,
    #[untraced]
    kind: Cell<i32>,
    #[untraced]
    protocol: Cell<i32>,
    /// Nanoseconds; -1 for no limit.
    #[untraced]
    pub(super) timeout: Cell<i64>,
}

impl Socket {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Socket as Numbered>::NUMBER,
        name: "socket",
        module: "_socket",
        doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0)\nsocket(family=-1, type=-1, proto=-1, fileno=None)\n\nAn endpoint of a connection.",
        flags: type_flags::BASETYPE | type_flags::NO_DICT,
        native: &Socket::NATIVE,
        more: &[&transfer::Transfer::NATIVE],
        layout: Some(LayoutInfo::of::<Socket>()),
        dict_offset: Some(offset_of!(Socket, dict)),
        ..TypeDef::DEFAULT
    };
}

/// What a call waits for.
#[derive(Clone, Copy)]
pub(super) enum Wait {
    Reading,
    Writing,
}

/// Waits until the socket is ready; `false` when the time is up.
fn wait(vm: &mut Vm, fd: i32, what: Wait, deadline: Deadline) -> R<bool> {
    let events = match what {
        Wait::Reading => libc::POLLIN,
        Wait::Writing => libc::POLLOUT,
    };
    let ready = system_call(vm, Value::NONE, || poll::poll(&[(fd, events)], deadline.left()))?;
    Ok(!ready.is_empty())
}

/// Makes a call again and again: while signals interrupt it, and until the socket is ready or its time is up.
pub(super) fn call<T>(
    vm: &mut Vm,
    this: Gc<Socket>,
    what: Wait,
    f: impl FnMut(i32) -> rustix::io::Result<T>,
) -> R<T> {
    let limit = Some(this.timeout.get()).filter(|&t| t > 0);
    call_until(vm, this, what, Deadline::after(limit), f)
}

/// The same with a time of its own.
pub(super) fn call_until<T>(
    vm: &mut Vm,
    this: Gc<Socket>,
    what: Wait,
    deadline: Deadline,
    mut f: impl FnMut(i32) -> rustix::io::Result<T>,
) -> R<T> {
    let fd = this.fd.get();
    let has_limit = this.timeout.get() > 0;
    let mut has_closed = false;
    loop {
        if has_limit && !wait(vm, fd, what, deadline)? {
            return Err(timed_out(vm));
        }
        match vm.release(|| f(fd)) {
            Ok(result) => return Ok(result),
            Err(Errno::INTR) => vm.run_pending()?,
            Err(Errno::AGAIN) if has_limit => {}
            Err(error) if !has_closed && posix::are_too_many(error) => {
                posix::close_unheld(vm, &[]);
                has_closed = true;
            }
            Err(error) => return Err(os_error(vm, error)),
        }
    }
}

pub(super) fn timed_out(vm: &mut Vm) -> taipan_runtime::Raised {
    vm.raise(kinds::TIMEOUT_ERROR, "timed out")
}

/// A timeout argument in nanoseconds; -1 for None.
pub(super) fn timeout_argument(vm: &mut Vm, value: Value) -> R<i64> {
    if value.is_none() {
        return Ok(-1);
    }
    let nanos = moment::nanos(vm, value, Round::Up)?;
    if nanos < 0 {
        return Err(vm.value_error("Timeout value out of range"));
    }
    Ok(nanos)
}

/// A timeout as Python shows it.
pub(super) fn timeout_value(vm: &mut Vm, nanos: i64) -> Value {
    if nanos < 0 { Value::NONE } else { vm.new_float(moment::as_seconds(nanos.into())) }
}

fn set_timeout(vm: &mut Vm, this: Gc<Socket>, nanos: i64) -> R<()> {
    this.timeout.set(nanos);
    set_nonblocking(vm, this.fd.get(), nanos >= 0)
}

fn set_nonblocking(vm: &mut Vm, fd: i32, on: bool) -> R<()> {
    let file = sys_calls::borrow_fd(fd);
    rustix::io::ioctl_fionbio(file, on).map_err(|error| os_error(vm, error))
}

fn close(vm: &mut Vm, this: Gc<Socket>) -> R<()> {
    match this.fd.replace(-1) {
        -1 => Ok(()),
        fd => match vm.release(|| sys_calls::close(fd)) {
            // A peer that is gone is nothing to the one who closes.
            Ok(()) | Err(Errno::CONNRESET) => Ok(()),
            Err(error) => Err(os_error(vm, error)),
        },
    }
}

/// Connects; the error is returned, not raised.
fn connect(vm: &mut Vm, this: Gc<Socket>, address: &[u8]) -> R<Result<(), Errno>> {
    let fd = this.fd.get();
    let timeout = this.timeout.get();
    let first = vm.release(|| system::connect(fd, address));
    let in_progress = match first {
        Ok(()) => return Ok(Ok(())),
        Err(Errno::INTR) => {
            vm.run_pending()?;
            timeout != 0
        }
        Err(Errno::INPROGRESS) => timeout > 0,
        Err(_) => false,
    };
    if !in_progress {
        return Ok(first);
    }
    // The connection is made in the background; its error is an option of the socket.
    let deadline = Deadline::after(Some(timeout).filter(|&t| t > 0));
    if !wait(vm, fd, Wait::Writing, deadline)? {
        return Ok(Err(Errno::AGAIN));
    }
    match system::option(fd, libc::SOL_SOCKET, libc::SO_ERROR) {
        Ok(0) => Ok(Ok(())),
        Ok(error) if error == libc::EISCONN => Ok(Ok(())),
        Ok(error) => Ok(Err(Errno::from_raw_os_error(error))),
        Err(error) => Ok(Err(error)),
    }
}

fn alloc(vm: &mut Vm) -> Gc<Socket> {
    let class = vm.class(Socket::TYPE.id).address();
    let this = vm.heap.alloc(Socket {
        header: Header::new::<Socket>(class),
        dict: Field::new(Value::UNBOUND),
        fd: Cell::new(-1),
        family: Cell::new(0),
        kind: Cell::new(0),
        protocol: Cell::new(0),
        timeout: Cell::new(-1),
    });
    vm.register_finalizer(this.value());
    this
}

/// Makes the object the one of a descriptor.
fn settle(vm: &mut Vm, this: Gc<Socket>, fd: i32, [family, kind, proto]: [i32; 3]) -> R<()> {
    this.fd.set(fd);
    this.family.set(family);
    this.kind.set(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC));
    this.protocol.set(proto);
    let default = vm.state::<State>().default_timeout;
    this.timeout.set(default);
    if kind & libc::SOCK_NONBLOCK != 0 {
        this.timeout.set(0);
    } else if default >= 0 {
        set_nonblocking(vm, fd, true)?;
    }
    Ok(())
}

/// The object of a socket that the system has made.
pub(super) fn of_descriptor(vm: &mut Vm, fd: i32, how: [i32; 3]) -> R<Gc<Socket>> {
    let this = alloc(vm);
    settle(vm, this, fd, how)?;
    Ok(this)
}

#[native]
impl Socket {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<Socket> {
        let _ = (cls, args);
        alloc(vm)
    }

    #[sig("($self, family=-1, type=-1, proto=-1, fileno=None)")]
    #[name("socket")]
    fn __init__(
        vm: &mut Vm,
        this: Gc<Socket>,
        family: i32,
        kind: i32,
        proto: i32,
        fileno: Option<Value>,
    ) -> R<()> {
        vm.audit("socket.__new__", |_| {
            [this.value(), Value::int32(family), Value::int32(kind), Value::int32(proto)]
        })?;
        let (mut family, mut kind, mut proto) = (family, kind, proto);
        let fd = match fileno.filter(|f| !f.is_none()) {
            Some(fileno) => {
                if vm.as_float(fileno).is_some() {
                    return Err(vm.type_error("'float' object cannot be interpreted as an integer"));
                }
                let fd = crate::support::int64(vm, fileno)? as i32;
                if fd < 0 {
                    return Err(vm.value_error("negative file descriptor"));
                }
                // Also tells whether it is a socket at all.
                let address = system::own_address(fd).map_err(|error| os_error(vm, error))?;
                if family == -1 {
                    family = address.get(..2).map_or(0, |f| u16::from_ne_bytes([f[0], f[1]]).into());
                }
                if kind == -1 {
                    kind = system::option(fd, libc::SOL_SOCKET, libc::SO_TYPE)
                        .map_err(|error| os_error(vm, error))?;
                }
                if proto == -1 {
                    proto = system::option(fd, libc::SOL_SOCKET, libc::SO_PROTOCOL).unwrap_or(0);
                }
                fd
            }
            None => {
                family = if family == -1 { libc::AF_INET } else { family };
                kind = if kind == -1 { libc::SOCK_STREAM } else { kind };
                proto = if proto == -1 { 0 } else { proto };
                system_call(vm, Value::NONE, || system::socket(family, kind, proto))?
            }
        };
        settle(vm, this, fd, [family, kind, proto])
    }

    fn __repr__(_: &mut Vm, this: Gc<Socket>) -> String {
        format!(
            "<socket object, fd={}, family={}, type={}, proto={}>",
            this.fd.get(),
            this.family.get(),
            this.kind.get(),
            this.protocol.get()
        )
    }

    fn __del__(vm: &mut Vm, this: Value) -> R<()> {
        let Some(socket) = vm.payload::<Socket>(this) else { return Ok(()) };
        if socket.fd.get() < 0 {
            return Ok(());
        }
        let text = vm.repr(this)?.to_display();
        let warned = vm.warn_about(kinds::RESOURCE_WARNING, &format!("unclosed {text}"), 1, this);
        if warned.is_err() {
            let exc = vm.take_exception();
            vm.write_unraisable(exc, this, "Exception ignored while finalizing socket");
        }
        close(vm, socket)
    }

    /// Accept a connection: its descriptor, and the address of its other end.
    #[sig("($self, /)")]
    fn _accept(vm: &mut Vm, this: Gc<Socket>) -> R<Gc<Tuple>> {
        let (fd, peer) = call(vm, this, Wait::Reading, system::accept)?;
        let peer = address::from_system(vm, &peer)?;
        Ok(vm.new_tuple(&[Value::int32(fd), peer]))
    }

    /// Give the socket an address.
    #[sig("($self, address, /)")]
    #[shown("($self, object, /)")]
    fn bind(vm: &mut Vm, this: Gc<Socket>, address: Value) -> R<()> {
        let bytes = address::to_system(vm, this.family.get(), address, "bind")?;
        vm.audit("socket.bind", |_| [this.value(), address])?;
        let fd = this.fd.get();
        let mut bound = vm.release(|| system::bind(fd, &bytes));
        if bound == Err(Errno::ADDRINUSE) {
            // Perhaps by a socket that was let go.
            posix::close_unheld(vm, &["bind"]);
            bound = vm.release(|| system::bind(fd, &bytes));
        }
        bound.map_err(|error| os_error(vm, error))
    }

    /// Close the socket.
    #[sig("($self, /)")]
    fn close(vm: &mut Vm, this: Gc<Socket>) -> R<()> {
        close(vm, this)
    }

    /// Connect to an address.
    #[sig("($self, address, /)")]
    #[shown("($self, object, /)")]
    #[name("connect")]
    fn connect_(vm: &mut Vm, this: Gc<Socket>, address: Value) -> R<()> {
        let bytes = address::to_system(vm, this.family.get(), address, "connect")?;
        vm.audit("socket.connect", |_| [this.value(), address])?;
        match connect(vm, this, &bytes)? {
            Ok(()) => Ok(()),
            Err(Errno::AGAIN) if this.timeout.get() > 0 => Err(timed_out(vm)),
            Err(error) => Err(os_error(vm, error)),
        }
    }

    /// Connect to an address; returns the number of the error, or 0.
    #[sig("($self, address, /)")]
    #[shown("($self, object, /)")]
    fn connect_ex(vm: &mut Vm, this: Gc<Socket>, address: Value) -> R<i32> {
        let bytes = address::to_system(vm, this.family.get(), address, "connect_ex")?;
        vm.audit("socket.connect", |_| [this.value(), address])?;
        Ok(connect(vm, this, &bytes)?.err().map_or(0, Errno::raw_os_error))
    }

    /// Give the descriptor away; returns it.
    #[sig("($self, /)")]
    fn detach(_: &mut Vm, this: Gc<Socket>) -> i32 {
        this.fd.replace(-1)
    }

    /// The descriptor, -1 for none.
    #[sig("($self, /)")]
    fn fileno(_: &mut Vm, this: Gc<Socket>) -> i32 {
        this.fd.get()
    }

    /// The address of the other end.
    #[sig("($self, /)")]
    fn getpeername(vm: &mut Vm, this: Gc<Socket>) -> R {
        let bytes = system::peer_address(this.fd.get()).map_err(|error| os_error(vm, error))?;
        address::from_system(vm, &bytes)
    }

    /// The socket's own address.
    #[sig("($self, /)")]
    fn getsockname(vm: &mut Vm, this: Gc<Socket>) -> R {
        let bytes = system::own_address(this.fd.get()).map_err(|error| os_error(vm, error))?;
        address::from_system(vm, &bytes)
    }

    /// An option: an int, or bytes where a size is given.
    #[sig("($self, level, optname, buflen=0, /)")]
    #[shown("")]
    fn getsockopt(vm: &mut Vm, this: Gc<Socket>, level: i32, optname: i32, buflen: i32) -> R {
        let fd = this.fd.get();
        if buflen == 0 {
            let value = system::option(fd, level, optname).map_err(|error| os_error(vm, error))?;
            return Ok(Value::int32(value));
        }
        if !(1..=1024).contains(&buflen) {
            return Err(vm.raise(kinds::OS_ERROR, "getsockopt buflen out of range"));
        }
        let bytes =
            system::option_bytes(fd, level, optname, buflen as usize).map_err(|error| os_error(vm, error))?;
        Ok(vm.new_bytes(&bytes))
    }

    /// Be ready for connections; so many may wait.
    #[sig("($self, backlog=128, /)")]
    #[shown("")]
    fn listen(vm: &mut Vm, this: Gc<Socket>, backlog: i32) -> R<()> {
        let fd = this.fd.get();
        vm.release(|| system::listen(fd, backlog.max(0))).map_err(|error| os_error(vm, error))
    }

    /// Shall calls wait?
    #[sig("($self, flag, /)")]
    #[shown("($self, object, /)")]
    fn setblocking(vm: &mut Vm, this: Gc<Socket>, flag: bool) -> R<()> {
        set_timeout(vm, this, if flag { -1 } else { 0 })
    }

    /// Do calls wait?
    #[sig("($self, /)")]
    fn getblocking(_: &mut Vm, this: Gc<Socket>) -> bool {
        this.timeout.get() != 0
    }

    /// Set how long calls wait, in seconds; None for ever.
    #[sig("($self, timeout, /)")]
    #[shown("($self, object, /)")]
    fn settimeout(vm: &mut Vm, this: Gc<Socket>, timeout: Value) -> R<()> {
        let nanos = timeout_argument(vm, timeout)?;
        set_timeout(vm, this, nanos)
    }

    /// How long calls wait, in seconds; None for ever.
    #[sig("($self, /)")]
    fn gettimeout(vm: &mut Vm, this: Gc<Socket>) -> Value {
        timeout_value(vm, this.timeout.get())
    }

    /// Set an option: to an int, to bytes, or to None and a length.
    #[sig("($self, level, optname, value, optlen=None, /)")]
    #[shown("")]
    fn setsockopt(
        vm: &mut Vm,
        this: Gc<Socket>,
        level: i32,
        optname: i32,
        value: Value,
        optlen: Option<u32>,
    ) -> R<()> {
        let fd = this.fd.get();
        let result = if let Some(len) = optlen {
            if !value.is_none() {
                let of = vm.type_name(value);
                return Err(vm.type_error(format!("setsockopt() argument 3 must be None, not {of}")));
            }
            system::set_option_length(fd, level, optname, len)
        } else if vm.as_int_value(value).is_some() {
            let n = crate::support::int64(vm, value)?;
            let Ok(n) = i32::try_from(n) else {
                return Err(vm.overflow_error("Python int too large to convert to C int"));
            };
            system::set_option(fd, level, optname, &n.to_ne_bytes())
        } else {
            let bytes = buffer::peek(vm, value)?;
            system::set_option(fd, level, optname, &bytes)
        };
        result.map_err(|error| os_error(vm, error))
    }

    /// Shut one or both directions of a connection.
    #[sig("($self, how, /)")]
    #[shown("($self, object, /)")]
    fn shutdown(vm: &mut Vm, this: Gc<Socket>, how: i32) -> R<()> {
        let fd = this.fd.get();
        vm.release(|| system::shutdown(fd, how)).map_err(|error| os_error(vm, error))
    }

    /// The address family.
    #[member]
    fn family(_: &mut Vm, this: Gc<Socket>) -> i32 {
        this.family.get()
    }

    /// The type.
    #[member]
    fn r#type(_: &mut Vm, this: Gc<Socket>) -> i32 {
        this.kind.get()
    }

    /// The protocol.
    #[member]
    fn proto(_: &mut Vm, this: Gc<Socket>) -> i32 {
        this.protocol.get()
    }

    /// How long calls wait, in seconds; None for ever.
    #[getter]
    fn timeout(vm: &mut Vm, this: Gc<Socket>) -> Value {
        timeout_value(vm, this.timeout.get())
    }
}
