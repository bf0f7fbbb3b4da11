//! Names and numbers of hosts, services, protocols and interfaces.

use super::State;
use super::address::{from_system, host_address, host_name, inet, inet6};
use super::errors::{os_error, resolver_error};
use crate::sys_calls::names;
use std::ffi::CString;
use std::net::{Ipv4Addr, Ipv6Addr};
use taipan_macros::native;
use taipan_objects::buffer;
use taipan_objects::types::str::{fs_bytes, fs_text};
use taipan_runtime::layout::{Str, Tuple};
use taipan_runtime::{Gc, R, Raised, Value, Values, Vm, kinds};

pub(super) struct Lookup;

fn text(vm: &mut Vm, bytes: &[u8]) -> Value {
    let text = fs_text(bytes);
    vm.new_str_wtf8(&text).value()
}

fn c_string(vm: &mut Vm, name: Gc<Str>) -> R<CString> {
    CString::new(fs_bytes(name.to_ref().as_bytes())).map_err(|_| vm.value_error("embedded null character"))
}

fn plain_error(vm: &mut Vm, message: &str) -> Raised {
    vm.raise(kinds::OS_ERROR, message)
}

/// The host's name, its aliases and addresses.
fn host_entry(vm: &mut Vm, name: &[u8], addresses: &[Vec<u8>]) -> R<Gc<Tuple>> {
    let name = text(vm, name);
    let aliases = vm.new_list(&[]).value();
    let mut all = Values::new();
    for address in addresses {
        let address = from_system(vm, address)?;
        if let Some(parts) = vm.as_tuple(address)
            && let Some(&host) = parts.to_ref().as_slice().first()
        {
            all.push(&mut vm.heap, host);
        }
    }
    let all = vm.new_list_from(all).value();
    Ok(vm.new_tuple(&[name, aliases, all]))
}

fn host_error(vm: &mut Vm) -> Raised {
    let text = vm.new_str("Unknown host").value();
    match vm.state::<State>().herror {
        Some(cls) => match vm.call(cls.value(), &[Value::int32(1), text]) {
            Ok(exc) => vm.raise_value(exc),
            Err(raised) => raised,
        },
        None => vm.runtime_error("_socket is not initialised"),
    }
}

#[native]
impl Lookup {
    /// The addresses of a host and a service: tuples of family, type, protocol, real name and address.
    #[sig("($module, /, host, port, family=0, type=0, proto=0, flags=0)")]
    #[shown("")]
    fn getaddrinfo(
        vm: &mut Vm,
        host: Value,
        port: Value,
        family: i32,
        kind: i32,
        proto: i32,
        flags: i32,
    ) -> R<Values> {
        let host_given = host;
        let host = if host.is_none() {
            None
        } else if vm.as_str(host).is_some() || vm.is_instance_of(host, kinds::BYTES) {
            Some(host_name(vm, host)?)
        } else {
            return Err(vm.type_error("getaddrinfo() argument 1 must be string or None"));
        };
        let service = if port.is_none() {
            None
        } else if let Some(name) = vm.as_str(port) {
            if name.as_str().is_none() {
                // Lone surrogates, which the encoding refuses.
                vm.call_method_named(port, "encode", &[])?;
            }
            Some(c_string(vm, name)?)
        } else if vm.is_instance_of(port, kinds::BYTES) {
            let bytes = vm.bytes_like(port)?;
            Some(CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))?)
        } else if let Some(number) = vm.as_int_value(port) {
            let number = vm.repr(number)?.to_display();
            Some(CString::new(number.as_bytes()).map_err(|_| vm.value_error("embedded null byte"))?)
        } else {
            return Err(plain_error(vm, "Int or String expected"));
        };
        vm.audit("socket.getaddrinfo", |_| {
            [host_given, port, Value::int32(family), Value::int32(kind), Value::int32(proto)]
        })?;
        let numbers = [family, kind, proto, flags];
        let found = vm.release(|| names::resolve(host.as_deref(), service.as_deref(), numbers));
        let found = found.map_err(|failure| resolver_error(vm, &failure))?;
        let mut all = Values::new();
        for entry in found {
            let name = text(vm, &entry.name);
            let address = from_system(vm, &entry.address)?;
            let [family, kind, protocol] = entry.numbers.map(Value::int32);
            let entry = vm.new_tuple(&[family, kind, protocol, name, address]);
            all.push(&mut vm.heap, entry.value());
        }
        Ok(all)
    }

    /// The names of an address: host and service.
    #[sig("($module, sockaddr, flags, /)")]
    #[shown("")]
    fn getnameinfo(vm: &mut Vm, sockaddr: Value, flags: i32) -> R<Gc<Tuple>> {
        let Some(parts) = vm.as_tuple(sockaddr) else {
            return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
        };
        let parts = parts.to_ref().as_slice();
        if !(2..=4).contains(&parts.len()) {
            return Err(vm.type_error("getnameinfo(): illegal sockaddr argument"));
        }
        let Some(host) = vm.as_str(parts[0]) else {
            return Err(vm.type_error("getnameinfo(): illegal sockaddr argument"));
        };
        vm.audit("socket.getnameinfo", |_| [sockaddr])?;
        let mut numbers = [0i64; 3];
        for (place, &part) in numbers.iter_mut().zip(&parts[1..]) {
            *place = crate::support::int64(vm, part)?;
        }
        let [port, flow, scope] = numbers;
        if flow > 0xfffff {
            return Err(vm.overflow_error("getnameinfo(): flowinfo must be 0-1048575."));
        }
        let host = c_string(vm, host)?;
        let service = CString::new(port.to_string()).unwrap_or_default();
        let hints = [0, libc::SOCK_DGRAM, 0, libc::AI_NUMERICHOST];
        let found = vm.release(|| names::resolve(Some(&host), Some(&service), hints));
        let found = found.map_err(|failure| resolver_error(vm, &failure))?;
        if found.len() > 1 {
            return Err(plain_error(vm, "sockaddr resolved to multiple addresses"));
        }
        let mut address = found.into_iter().next().map(|f| f.address).unwrap_or_default();
        if address.len() >= 28 {
            address[4..8].copy_from_slice(&(flow as u32).to_be_bytes());
            address[24..28].copy_from_slice(&(scope as u32).to_ne_bytes());
        } else if parts.len() != 2 {
            return Err(plain_error(vm, "IPv4 sockaddr must be 2 tuple"));
        }
        let (host, service) = vm
            .release(|| names::describe(&address, flags))
            .map_err(|failure| resolver_error(vm, &failure))?;
        let pair = [text(vm, &host), text(vm, &service)];
        Ok(vm.new_tuple(&pair))
    }

    /// The IPv4 address of a host.
    #[sig("($module, hostname, /)")]
    #[shown("")]
    fn gethostbyname(vm: &mut Vm, hostname: Value) -> R {
        let name = host_name(vm, hostname)?;
        vm.audit("socket.gethostbyname", |_| [hostname])?;
        let address = host_address(vm, &name, libc::AF_INET)?;
        let address = from_system(vm, &address)?;
        vm.get_item(address, Value::ZERO)
    }

    /// The real name, aliases and IPv4 addresses of a host.
    #[sig("($module, hostname, /)")]
    #[shown("")]
    fn gethostbyname_ex(vm: &mut Vm, hostname: Value) -> R<Gc<Tuple>> {
        let name = host_name(vm, hostname)?;
        vm.audit("socket.gethostbyname", |_| [hostname])?;
        let hints = [libc::AF_INET, libc::SOCK_STREAM, 0, libc::AI_CANONNAME];
        let found = vm.release(|| names::resolve(Some(&name), None, hints));
        let found = found.map_err(|failure| resolver_error(vm, &failure))?;
        let real = found.first().map(|f| f.name.clone()).filter(|n| !n.is_empty());
        let real = real.unwrap_or_else(|| name.as_bytes().to_vec());
        let addresses: Vec<Vec<u8>> = found.into_iter().map(|f| f.address).collect();
        host_entry(vm, &real, &addresses)
    }

    /// The real name, aliases and addresses of the host with an address.
    #[sig("($module, ip_address, /)")]
    #[shown("")]
    fn gethostbyaddr(vm: &mut Vm, ip_address: Value) -> R<Gc<Tuple>> {
        let name = host_name(vm, ip_address)?;
        vm.audit("socket.gethostbyaddr", |_| [ip_address])?;
        let address = host_address(vm, &name, libc::AF_UNSPEC)?;
        match vm.release(|| names::describe(&address, libc::NI_NAMEREQD)) {
            Ok((host, _)) => host_entry(vm, &host, &[address]),
            Err(_) => Err(host_error(vm)),
        }
    }

    /// The host's own name.
    #[sig("($module, /)")]
    fn gethostname(vm: &mut Vm) -> R {
        vm.audit("socket.gethostname", |_| [])?;
        let name = rustix::system::uname().nodename().to_bytes().to_vec();
        Ok(text(vm, &name))
    }

    /// Set the host's own name.
    #[sig("($module, name, /)")]
    #[shown("")]
    fn sethostname(vm: &mut Vm, name: Value) -> R<()> {
        let bytes = match vm.as_str(name) {
            Some(name) => fs_bytes(name.to_ref().as_bytes()),
            None => vm.bytes_like(name)?,
        };
        vm.audit("socket.sethostname", |_| [name])?;
        names::set_host(&bytes).map_err(|error| os_error(vm, error))
    }

    /// The port of a service.
    #[sig("($module, servicename, protocolname=None, /)")]
    #[shown("")]
    fn getservbyname(vm: &mut Vm, servicename: Gc<Str>, protocolname: Option<Gc<Str>>) -> R<u16> {
        let name = c_string(vm, servicename)?;
        let protocol = match protocolname {
            Some(protocol) => Some(c_string(vm, protocol)?),
            None => None,
        };
        let shown = protocolname.map_or(Value::NONE, Gc::value);
        vm.audit("socket.getservbyname", |_| [servicename.value(), shown])?;
        match names::service_port(&name, protocol.as_deref()) {
            Some(port) => Ok(port),
            None => Err(plain_error(vm, "service/proto not found")),
        }
    }

    /// The service of a port.
    #[sig("($module, port, protocolname=None, /)")]
    #[shown("")]
    fn getservbyport(vm: &mut Vm, port: i64, protocolname: Option<Gc<Str>>) -> R {
        let Ok(port) = u16::try_from(port) else {
            return Err(vm.overflow_error("getservbyport: port must be 0-65535."));
        };
        let protocol = match protocolname {
            Some(protocol) => Some(c_string(vm, protocol)?),
            None => None,
        };
        let shown = protocolname.map_or(Value::NONE, Gc::value);
        vm.audit("socket.getservbyport", |_| [Value::int32(port.into()), shown])?;
        match names::service_name(port, protocol.as_deref()) {
            Some(name) => Ok(text(vm, &name)),
            None => Err(plain_error(vm, "port/proto not found")),
        }
    }

    /// The number of a protocol.
    #[sig("($module, protocolname, /)")]
    #[shown("")]
    fn getprotobyname(vm: &mut Vm, protocolname: Gc<Str>) -> R<i32> {
        let name = c_string(vm, protocolname)?;
        match names::protocol(&name) {
            Some(number) => Ok(number),
            None => Err(plain_error(vm, "protocol not found")),
        }
    }

    /// The four bytes of an IPv4 address.
    #[sig("($module, ip_addr, /)")]
    fn inet_aton(vm: &mut Vm, ip_addr: Gc<Str>) -> R {
        match loose_ipv4(&ip_addr.to_display()) {
            Some(ip) => Ok(vm.new_bytes(&ip.to_be_bytes())),
            None => Err(plain_error(vm, "illegal IP address string passed to inet_aton")),
        }
    }

    /// The text of the four bytes of an IPv4 address.
    #[sig("($module, packed_ip, /)")]
    fn inet_ntoa(vm: &mut Vm, packed_ip: Value) -> R<String> {
        let bytes = buffer::peek(vm, packed_ip)?.into_owned();
        match <[u8; 4]>::try_from(bytes) {
            Ok(octets) => Ok(Ipv4Addr::from(octets).to_string()),
            Err(_) => Err(plain_error(vm, "packed IP wrong length for inet_ntoa")),
        }
    }

    /// The bytes of an address of a family.
    #[sig("($module, address_family, ip_string, /)")]
    #[shown("")]
    fn inet_pton(vm: &mut Vm, address_family: i32, ip_string: Gc<Str>) -> R {
        let string = ip_string.to_display();
        let octets = match address_family {
            libc::AF_INET => string.parse::<Ipv4Addr>().map(|ip| ip.octets().to_vec()),
            libc::AF_INET6 => string.parse::<Ipv6Addr>().map(|ip| ip.octets().to_vec()),
            _ => return Err(vm.raise_os_error(libc::EAFNOSUPPORT, Value::NONE)),
        };
        match octets {
            Ok(octets) => Ok(vm.new_bytes(&octets)),
            Err(_) => Err(plain_error(vm, "illegal IP address string passed to inet_pton")),
        }
    }

    /// The text of the bytes of an address of a family.
    #[sig("($module, address_family, packed_ip, /)")]
    #[shown("")]
    fn inet_ntop(vm: &mut Vm, address_family: i32, packed_ip: Value) -> R {
        let bytes = buffer::peek(vm, packed_ip)?.into_owned();
        let address = match address_family {
            libc::AF_INET => <[u8; 4]>::try_from(bytes).ok().map(|b| inet(b.into(), 0)),
            libc::AF_INET6 => <[u8; 16]>::try_from(bytes).ok().map(|b| inet6(b.into(), 0, 0, 0)),
            family => return Err(vm.value_error(format!("unknown address family {family}"))),
        };
        let Some(address) = address else {
            return Err(vm.value_error("invalid length of packed IP address string"));
        };
        let address = from_system(vm, &address)?;
        vm.get_item(address, Value::ZERO)
    }

    /// The network interfaces: numbers and names.
    #[sig("($module, /)")]
    fn if_nameindex(vm: &mut Vm) -> R<Values> {
        let mut all = Values::new();
        for (index, name) in names::interfaces().map_err(|error| os_error(vm, error))? {
            let name = text(vm, name.as_bytes());
            let pair = vm.new_tuple(&[Value::len(index as usize), name]);
            all.push(&mut vm.heap, pair.value());
        }
        Ok(all)
    }

    /// The number of an interface.
    #[sig("($module, oname, /)")]
    fn if_nametoindex(vm: &mut Vm, oname: Value) -> R<u32> {
        let name = match vm.as_str(oname) {
            Some(name) => c_string(vm, name)?,
            None => CString::new(vm.bytes_like(oname)?).map_err(|_| vm.value_error("embedded null byte"))?,
        };
        names::interface_index(&name).map_err(|error| os_error(vm, error))
    }

    /// The name of an interface.
    #[sig("($module, if_index, /)")]
    fn if_indextoname(vm: &mut Vm, if_index: Value) -> R {
        let index = super::bits(vm, if_index, 32)?;
        let name = names::interface_name(index).map_err(|error| os_error(vm, error))?;
        Ok(text(vm, &name))
    }
}

/// An IPv4 address as C's `inet_aton` reads it: one to four numbers, the last of which fills what is left; 0x and 0 begin
/// hexadecimal and octal ones. Text after a space is ignored.
fn loose_ipv4(text: &str) -> Option<u32> {
    let text = text.split([' ', '\t', '\n']).next()?;
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() > 4 {
        return None;
    }
    let mut address = 0u32;
    for (i, part) in parts.iter().enumerate() {
        let number = if let Some(digits) = part.strip_prefix("0x").or_else(|| part.strip_prefix("0X")) {
            u32::from_str_radix(digits, 16)
        } else if part.len() > 1 && part.starts_with('0') {
            u32::from_str_radix(part, 8)
        } else if part.starts_with('+') {
            return None;
        } else {
            part.parse()
        }
        .ok()?;
        if i + 1 < parts.len() {
            if number > 255 {
                return None;
            }
            address |= number << (24 - 8 * i);
        } else {
            if i > 0 && number >> (32 - 8 * i) != 0 {
                return None;
            }
            address |= number;
        }
    }
    Some(address)
}
