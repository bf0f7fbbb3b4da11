//! Addresses: Python's tuples and the bytes of the system's structs.

use super::errors::resolver_error;
use crate::support::import;
use crate::sys_calls::names;
use std::ffi::CString;
use std::net::{Ipv4Addr, Ipv6Addr};
use taipan_objects::types::str::{fs_bytes, fs_text};
use taipan_runtime::{R, Value, Vm, kinds};

/// The bytes of a host's name: a str that is not ASCII is encoded by IDNA.
pub(super) fn host_name(vm: &mut Vm, host: Value) -> R<CString> {
    let bytes = if let Some(text) = vm.as_str(host) {
        match text.as_str().filter(|t| t.is_ascii()) {
            Some(text) => text.as_bytes().to_vec(),
            None => {
                import(vm, "encodings")?;
                let name = vm.new_str("idna").value();
                let encoded = vm.call_method_named(host, "encode", &[name])?;
                vm.bytes_like(encoded)?
            }
        }
    } else if vm.is_instance_of(host, kinds::BYTES) || vm.is_instance_of(host, kinds::BYTEARRAY) {
        vm.bytes_like(host)?
    } else {
        let of = vm.type_name(host);
        return Err(vm.type_error(format!("str, bytes or bytearray expected, not {of}")));
    };
    CString::new(bytes).map_err(|_| vm.type_error("host name must not contain null character"))
}

/// The address of a host, without a port: of the family, or of any where that is `AF_UNSPEC`.
pub(super) fn host_address(vm: &mut Vm, host: &CString, family: i32) -> R<Vec<u8>> {
    let text = host.to_str().unwrap_or_default();
    if text.is_empty() && host.as_bytes().is_empty() {
        return match family {
            libc::AF_INET6 => Ok(inet6(Ipv6Addr::UNSPECIFIED, 0, 0, 0)),
            libc::AF_INET | libc::AF_UNSPEC => Ok(inet(Ipv4Addr::UNSPECIFIED, 0)),
            _ => Err(vm.raise(kinds::OS_ERROR, "unsupported address family")),
        };
    }
    if text == "<broadcast>" || text == "255.255.255.255" {
        if family != libc::AF_INET && family != libc::AF_UNSPEC {
            return Err(vm.raise(kinds::OS_ERROR, "address family mismatched"));
        }
        return Ok(inet(Ipv4Addr::BROADCAST, 0));
    }
    if matches!(family, libc::AF_INET | libc::AF_UNSPEC)
        && let Ok(ip) = text.parse::<Ipv4Addr>()
    {
        return Ok(inet(ip, 0));
    }
    if matches!(family, libc::AF_INET6 | libc::AF_UNSPEC)
        && let Ok(ip) = text.parse::<Ipv6Addr>()
    {
        return Ok(inet6(ip, 0, 0, 0));
    }
    let found = vm.release(|| names::resolve(Some(host), None, [family, 0, 0, 0]));
    match found {
        Ok(found) => match found.into_iter().next() {
            Some(first) => Ok(first.address),
            None => Err(vm.raise(kinds::OS_ERROR, "unknown address family")),
        },
        Err(failure) => Err(resolver_error(vm, &failure)),
    }
}

/// `struct sockaddr_in`
pub(super) fn inet(ip: Ipv4Addr, port: u16) -> Vec<u8> {
    let mut bytes = (libc::AF_INET as u16).to_ne_bytes().to_vec();
    bytes.extend(port.to_be_bytes());
    bytes.extend(ip.octets());
    bytes.extend([0; 8]);
    bytes
}

/// `struct sockaddr_in6`
pub(super) fn inet6(ip: Ipv6Addr, port: u16, flow: u32, scope: u32) -> Vec<u8> {
    let mut bytes = (libc::AF_INET6 as u16).to_ne_bytes().to_vec();
    bytes.extend(port.to_be_bytes());
    bytes.extend(flow.to_be_bytes());
    bytes.extend(ip.octets());
    bytes.extend(scope.to_ne_bytes());
    bytes
}

/// A port of an address.
fn port(vm: &mut Vm, caller: &str, value: Value) -> R<u16> {
    let index = vm.index(value)?;
    match vm.int_to_i64(index).and_then(|n| u16::try_from(n).ok()) {
        Some(port) => Ok(port),
        None => Err(vm.overflow_error(format!("{caller}(): port must be 0-65535."))),
    }
}

/// The system's form of an address of a family.
pub(super) fn to_system(vm: &mut Vm, family: i32, address: Value, caller: &str) -> R<Vec<u8>> {
    match family {
        libc::AF_UNIX => unix(vm, address),
        libc::AF_INET => {
            let Some(parts) = vm.as_tuple(address) else {
                let of = vm.type_name(address);
                return Err(vm.type_error(format!("{caller}(): AF_INET address must be tuple, not {of}")));
            };
            let &[host, port_value] = parts.to_ref().as_slice() else {
                return Err(vm.type_error("AF_INET address must be a pair (host, port)"));
            };
            let host = host_name(vm, host)?;
            let port = port(vm, caller, port_value)?;
            let mut bytes = host_address(vm, &host, family)?;
            bytes[2..4].copy_from_slice(&port.to_be_bytes());
            Ok(bytes)
        }
        libc::AF_INET6 => {
            let Some(parts) = vm.as_tuple(address) else {
                let of = vm.type_name(address);
                return Err(vm.type_error(format!("{caller}(): AF_INET6 address must be tuple, not {of}")));
            };
            let parts = parts.to_ref().as_slice();
            if !(2..=4).contains(&parts.len()) {
                return Err(
                    vm.type_error("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
                );
            }
            let host = host_name(vm, parts[0])?;
            let port = port(vm, caller, parts[1])?;
            let flow = number(vm, parts.get(2))?;
            let scope = number(vm, parts.get(3))?;
            if flow > 0xfffff {
                return Err(vm.overflow_error(format!("{caller}(): flowinfo must be 0-1048575.")));
            }
            let mut bytes = host_address(vm, &host, family)?;
            bytes[2..4].copy_from_slice(&port.to_be_bytes());
            bytes[4..8].copy_from_slice(&flow.to_be_bytes());
            // A name with a scope of its own keeps it.
            if parts.len() == 4 || bytes.len() < 28 {
                bytes.resize(28, 0);
                bytes[24..28].copy_from_slice(&scope.to_ne_bytes());
            }
            Ok(bytes)
        }
        libc::AF_NETLINK => {
            let pair = vm.as_tuple(address).filter(|p| p.len() == 2);
            let Some(pair) = pair else {
                let of = vm.type_name(address);
                return Err(vm.type_error(format!("{caller}(): AF_NETLINK address must be tuple, not {of}")));
            };
            let pid = number(vm, pair.to_ref().as_slice().first())?;
            let groups = number(vm, pair.to_ref().as_slice().get(1))?;
            let mut bytes = (libc::AF_NETLINK as u16).to_ne_bytes().to_vec();
            bytes.extend([0; 2]);
            bytes.extend(pid.to_ne_bytes());
            bytes.extend(groups.to_ne_bytes());
            Ok(bytes)
        }
        _ => Err(vm.raise(kinds::OS_ERROR, format!("{caller}(): bad family"))),
    }
}

fn number(vm: &mut Vm, value: Option<&Value>) -> R<u32> {
    let Some(&value) = value else { return Ok(0) };
    let n = crate::support::int64(vm, value)?;
    u32::try_from(n).map_err(|_| vm.overflow_error("Python int too large to convert to C unsigned int"))
}

fn unix(vm: &mut Vm, address: Value) -> R<Vec<u8>> {
    let path = match vm.as_str(address) {
        Some(text) => fs_bytes(text.to_ref().as_bytes()),
        None => vm.bytes_like(address)?,
    };
    // One byte is left for the end, but for names that are no files.
    let most = if path.first() == Some(&0) { 108 } else { 107 };
    if path.len() > most {
        return Err(vm.raise(kinds::OS_ERROR, "AF_UNIX path too long"));
    }
    let mut bytes = (libc::AF_UNIX as u16).to_ne_bytes().to_vec();
    let is_file = path.first().is_some_and(|&b| b != 0);
    bytes.extend(path);
    if is_file {
        bytes.push(0);
    }
    Ok(bytes)
}

/// Python's form of an address.
pub(super) fn from_system(vm: &mut Vm, address: &[u8]) -> R {
    let field = |at: usize, len: usize| -> u32 {
        let bytes = address.get(at..at + len).unwrap_or_default();
        bytes.iter().fold(0, |n, &b| n << 8 | u32::from(b))
    };
    let Some(family) = address.get(..2) else { return Ok(Value::NONE) };
    let family = i32::from(u16::from_ne_bytes([family[0], family[1]]));
    match family {
        libc::AF_INET => {
            let host = Ipv4Addr::from(field(4, 4)).to_string();
            let host = vm.new_str(&host).value();
            Ok(vm.new_tuple(&[host, Value::int32(field(2, 2) as i32)]).value())
        }
        libc::AF_INET6 => {
            let numeric = names::describe(address, libc::NI_NUMERICHOST | libc::NI_NUMERICSERV);
            let host = match numeric {
                Ok((host, _)) => host,
                Err(failure) => return Err(resolver_error(vm, &failure)),
            };
            // The scope has a place of its own.
            let host = host.split(|&b| b == b'%').next().unwrap_or_default();
            let host = vm.new_str(&String::from_utf8_lossy(host)).value();
            let scope = address.get(24..28).map_or(0, |b| u32::from_ne_bytes([b[0], b[1], b[2], b[3]]));
            let (flow, scope) = (vm.new_int(field(4, 4).into()), vm.new_int(scope.into()));
            Ok(vm.new_tuple(&[host, Value::int32(field(2, 2) as i32), flow, scope]).value())
        }
        libc::AF_UNIX => {
            let path = &address[2..];
            if path.first() == Some(&0) {
                return Ok(vm.new_bytes(path));
            }
            let end = path.iter().position(|&b| b == 0).unwrap_or(path.len());
            let text = fs_text(&path[..end]);
            Ok(vm.new_str_wtf8(&text).value())
        }
        libc::AF_NETLINK if address.len() >= 12 => {
            let word = |at: usize| {
                u32::from_ne_bytes([address[at], address[at + 1], address[at + 2], address[at + 3]])
            };
            let (pid, groups) = (vm.new_int(word(4).into()), vm.new_int(word(8).into()));
            Ok(vm.new_tuple(&[pid, groups]).value())
        }
        _ => {
            let rest = vm.new_bytes(&address[2..]);
            Ok(vm.new_tuple(&[Value::int32(family), rest]).value())
        }
    }
}
