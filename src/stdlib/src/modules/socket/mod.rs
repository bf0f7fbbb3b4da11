//! `_socket`: what `socket` is made of.

mod address;
mod constants;
mod errors;
mod lookup;
pub mod object;
mod transfer;

use crate::modules::posix::system_call;
use crate::support::{new_exception, put, put_int, put_str};
use crate::sys_calls::{self, socket as system};
use errors::os_error;
use object::Socket;
use taipan_macros::native;
use taipan_objects::types::capsule;
use taipan_runtime::layout::{Module, Tuple, Type};
use taipan_runtime::{Gc, ModuleDef, R, Trace, Tracer, Value, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_socket",
    doc: "Sockets of the system, for the module socket.",
    functions: &Sockets::NATIVE,
    more: &[&lookup::Lookup::NATIVE],
    types: &[&Socket::TYPE],
    init: Some(init),
};

/// The module's own exceptions and settings.
struct State {
    gaierror: Option<Gc<Type>>,
    herror: Option<Gc<Type>>,
    /// Nanoseconds; -1 for no limit.
    default_timeout: i64,
}

impl Default for State {
    fn default() -> State {
        State { gaierror: None, herror: None, default_timeout: -1 }
    }
}

impl Trace for State {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for cls in [self.gaierror, self.herror].iter().flatten() {
            cls.trace(tracer);
        }
    }
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for &(name, value) in constants::CONSTANTS {
        put_int(vm, module, name, value);
    }
    put_str(vm, module, "BDADDR_ANY", "00:00:00:00:00:00");
    put_str(vm, module, "BDADDR_LOCAL", "00:00:00:FF:FF:FF");
    put(vm, module, "has_ipv6", Value::TRUE);
    let cls = vm.class(Socket::TYPE.id).value();
    put(vm, module, "SocketType", cls);
    let error = vm.class(kinds::OS_ERROR).value();
    put(vm, module, "error", error);
    let error = vm.class(kinds::TIMEOUT_ERROR).value();
    put(vm, module, "timeout", error);
    let herror = new_exception(vm, "socket", "herror", kinds::OS_ERROR)?;
    put(vm, module, "herror", herror.value());
    let gaierror = new_exception(vm, "socket", "gaierror", kinds::OS_ERROR)?;
    put(vm, module, "gaierror", gaierror.value());
    let state = vm.state::<State>();
    state.herror = Some(herror);
    state.gaierror = Some(gaierror);
    let capsule = capsule::new(vm, "_socket.CAPI");
    put(vm, module, "CAPI", capsule);
    Ok(())
}

struct Sockets;

/// An int of so many bits.
fn bits(vm: &mut Vm, value: Value, n_bits: u32) -> R<u32> {
    let index = vm.index(value)?;
    if vm.int_is_negative(index) {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match vm.int_to_i64(index).filter(|&n| n >> n_bits == 0) {
        Some(n) => Ok(n as u32),
        None => Err(vm.overflow_error(format!("Python int too large for C uint{n_bits}_t"))),
    }
}

#[native]
impl Sockets {
    /// Close a descriptor of a socket.
    #[sig("($module, fd, /)")]
    #[shown("($self, object, /)")]
    fn close(vm: &mut Vm, fd: i32) -> R<()> {
        match vm.release(|| sys_calls::close(fd)) {
            Ok(()) | Err(rustix::io::Errno::CONNRESET) => Ok(()),
            Err(error) => Err(os_error(vm, error)),
        }
    }

    /// A copy of a descriptor.
    #[sig("($module, fd, /)")]
    #[shown("($self, object, /)")]
    fn dup(vm: &mut Vm, fd: i32) -> R<i32> {
        system::duplicate(fd).map_err(|error| os_error(vm, error))
    }

    /// Two sockets that are connected with each other.
    #[sig("($module, family=1, type=1, proto=0, /)")]
    #[shown("")]
    fn socketpair(vm: &mut Vm, family: i32, kind: i32, proto: i32) -> R<Gc<Tuple>> {
        let fds = system_call(vm, Value::NONE, || system::pair(family, kind, proto))?;
        let mut pair = [Value::NONE; 2];
        for (place, fd) in pair.iter_mut().zip(fds) {
            *place = object::of_descriptor(vm, fd, [family, kind, proto])?.value();
        }
        Ok(vm.new_tuple(&pair))
    }

    /// How long calls on new sockets wait, in seconds; None for ever.
    #[sig("($module, /)")]
    #[shown("($self, /)")]
    fn getdefaulttimeout(vm: &mut Vm) -> Value {
        let nanos = vm.state::<State>().default_timeout;
        object::timeout_value(vm, nanos)
    }

    /// Set how long calls on new sockets wait, in seconds; None for ever.
    #[sig("($module, timeout, /)")]
    #[shown("($self, object, /)")]
    fn setdefaulttimeout(vm: &mut Vm, timeout: Value) -> R<()> {
        let nanos = object::timeout_argument(vm, timeout)?;
        vm.state::<State>().default_timeout = nanos;
        Ok(())
    }

    /// 16 bits from the network's order of bytes to the host's.
    #[sig("($module, integer, /)")]
    fn ntohs(vm: &mut Vm, integer: Value) -> R<u16> {
        Ok(u16::from_be(bits(vm, integer, 16)? as u16))
    }

    /// 32 bits from the network's order of bytes to the host's.
    #[sig("($module, integer, /)")]
    fn ntohl(vm: &mut Vm, integer: Value) -> R<u32> {
        Ok(u32::from_be(bits(vm, integer, 32)?))
    }

    /// 16 bits from the host's order of bytes to the network's.
    #[sig("($module, integer, /)")]
    fn htons(vm: &mut Vm, integer: Value) -> R<u16> {
        Ok((bits(vm, integer, 16)? as u16).to_be())
    }

    /// 32 bits from the host's order of bytes to the network's.
    #[sig("($module, integer, /)")]
    fn htonl(vm: &mut Vm, integer: Value) -> R<u32> {
        Ok(bits(vm, integer, 32)?.to_be())
    }

    /// The length of a control message with so many bytes of data.
    #[sig("($module, length, /)")]
    #[shown("")]
    #[name("CMSG_LEN")]
    fn control_len(vm: &mut Vm, length: i64) -> R<usize> {
        let room = u32::try_from(length).ok().filter(|&n| n < 1 << 31).map(system::control_len);
        match room.filter(|&room| room < 1 << 31) {
            Some(room) => Ok(room),
            None => Err(vm.overflow_error("CMSG_LEN() argument out of range")),
        }
    }

    /// The room that a control message with so many bytes of data needs.
    #[sig("($module, length, /)")]
    #[shown("")]
    #[name("CMSG_SPACE")]
    fn control_space(vm: &mut Vm, length: i64) -> R<usize> {
        let most = i32::MAX as usize - system::control_space(1);
        match u32::try_from(length).ok().filter(|&n| n as usize <= most) {
            Some(length) => Ok(system::control_space(length)),
            None => Err(vm.overflow_error("CMSG_SPACE() argument out of range")),
        }
    }
}
