//! Names of hosts, services, protocols and network interfaces.

use super::last;
use rustix::io::Result;
use std::ffi::{CStr, CString};

/// One result of [`resolve`].
pub struct Resolved {
    /// Address family, type of socket, protocol.
    pub numbers: [i32; 3],
    /// The host's real name, if it was asked for.
    pub name: Vec<u8>,
    /// The address: the bytes of the system's struct.
    pub address: Vec<u8>,
}

/// An error of the resolver.
pub struct Failure {
    /// `EAI_...`
    pub code: i32,
    /// The error of the system, where it is one.
    pub errno: i32,
}

impl Failure {
    fn new(code: i32) -> Failure {
        Failure { code, errno: if code == libc::EAI_SYSTEM { last().raw_os_error() } else { 0 } }
    }

    /// The text of the error.
    pub fn text(&self) -> String {
        // SAFETY: the result is a C string.
        unsafe { text(libc::gai_strerror(self.code)) }
            .map_or(String::new(), |t| String::from_utf8_lossy(&t).into())
    }
}

/// # Safety
/// A null pointer or one to a C string.
unsafe fn text(pointer: *const libc::c_char) -> Option<Vec<u8>> {
    // SAFETY: as the caller says.
    if pointer.is_null() { None } else { Some(unsafe { CStr::from_ptr(pointer) }.to_bytes().to_vec()) }
}

/// `getaddrinfo(3)`; numbers: family, type, protocol, flags.
pub fn resolve(
    host: Option<&CStr>,
    service: Option<&CStr>,
    [family, kind, protocol, flags]: [i32; 4],
) -> std::result::Result<Vec<Resolved>, Failure> {
    let pointer = |s: Option<&CStr>| s.map_or(std::ptr::null(), CStr::as_ptr);
    let mut all = Vec::new();
    // SAFETY: strings and structs are ours; the list is walked before it is freed.
    unsafe {
        let mut hints: libc::addrinfo = std::mem::zeroed();
        hints.ai_family = family;
        hints.ai_socktype = kind;
        hints.ai_protocol = protocol;
        hints.ai_flags = flags;
        let mut list = std::ptr::null_mut();
        let code = libc::getaddrinfo(pointer(host), pointer(service), &hints, &mut list);
        if code != 0 {
            return Err(Failure::new(code));
        }
        let mut at = list;
        while let Some(entry) = at.as_ref() {
            let address = std::slice::from_raw_parts(entry.ai_addr.cast::<u8>(), entry.ai_addrlen as usize);
            all.push(Resolved {
                numbers: [entry.ai_family, entry.ai_socktype, entry.ai_protocol],
                name: text(entry.ai_canonname).unwrap_or_default(),
                address: address.to_vec(),
            });
            at = entry.ai_next;
        }
        libc::freeaddrinfo(list);
    }
    Ok(all)
}

/// `getnameinfo(3)`: the names of host and service.
pub fn describe(address: &[u8], flags: i32) -> std::result::Result<(Vec<u8>, Vec<u8>), Failure> {
    // SAFETY: the address is copied to an aligned place, the buffers are as long as said and end up as C strings.
    unsafe {
        let mut storage: libc::sockaddr_storage = std::mem::zeroed();
        let len = address.len().min(size_of::<libc::sockaddr_storage>());
        std::ptr::copy_nonoverlapping(address.as_ptr(), (&raw mut storage).cast::<u8>(), len);
        let (mut host, mut service) = ([0; 1025], [0; 32]);
        let code = libc::getnameinfo(
            (&raw const storage).cast(),
            len as libc::socklen_t,
            host.as_mut_ptr(),
            host.len() as libc::socklen_t,
            service.as_mut_ptr(),
            service.len() as libc::socklen_t,
            flags,
        );
        if code != 0 {
            return Err(Failure::new(code));
        }
        Ok((text(host.as_ptr()).unwrap_or_default(), text(service.as_ptr()).unwrap_or_default()))
    }
}

unsafe extern "C" {
    fn getservbyname(name: *const libc::c_char, proto: *const libc::c_char) -> *mut libc::servent;
    fn getservbyport(port: libc::c_int, proto: *const libc::c_char) -> *mut libc::servent;
    fn getprotobyname(name: *const libc::c_char) -> *mut libc::protoent;
}

/// `getservbyname(3)`: the port.
pub fn service_port(name: &CStr, protocol: Option<&CStr>) -> Option<u16> {
    let _alone = super::alone();
    // SAFETY: the result is null or points to a struct, which is read before anybody else calls.
    unsafe {
        getservbyname(name.as_ptr(), protocol.map_or(std::ptr::null(), CStr::as_ptr))
            .as_ref()
            .map(|s| u16::from_be(s.s_port as u16))
    }
}

/// `getservbyport(3)`: the name.
pub fn service_name(port: u16, protocol: Option<&CStr>) -> Option<Vec<u8>> {
    let _alone = super::alone();
    // SAFETY: as above.
    unsafe {
        getservbyport(i32::from(port.to_be()), protocol.map_or(std::ptr::null(), CStr::as_ptr))
            .as_ref()
            .and_then(|s| text(s.s_name))
    }
}

/// `getprotobyname(3)`
pub fn protocol(name: &CStr) -> Option<i32> {
    let _alone = super::alone();
    // SAFETY: as above.
    unsafe { getprotobyname(name.as_ptr()).as_ref().map(|p| p.p_proto) }
}

/// `sethostname(2)`
pub fn set_host(name: &[u8]) -> Result<()> {
    // SAFETY: the bytes are as long as said.
    if unsafe { libc::sethostname(name.as_ptr().cast(), name.len()) } == 0 { Ok(()) } else { Err(last()) }
}

/// `if_nametoindex(3)`
pub fn interface_index(name: &CStr) -> Result<u32> {
    // SAFETY: a C string is read.
    match unsafe { libc::if_nametoindex(name.as_ptr()) } {
        0 => Err(last()),
        index => Ok(index),
    }
}

/// `if_indextoname(3)`
pub fn interface_name(index: u32) -> Result<Vec<u8>> {
    let mut buffer = [0; libc::IF_NAMESIZE + 1];
    // SAFETY: the buffer has the size that is asked for.
    unsafe {
        if libc::if_indextoname(index, buffer.as_mut_ptr()).is_null() {
            return Err(last());
        }
        Ok(text(buffer.as_ptr()).unwrap_or_default())
    }
}

/// `if_nameindex(3)`
pub fn interfaces() -> Result<Vec<(u32, CString)>> {
    let mut all = Vec::new();
    // SAFETY: the list ends with an entry without a name, and is freed after it was read.
    unsafe {
        let list = libc::if_nameindex();
        if list.is_null() {
            return Err(last());
        }
        let mut at = list;
        while !(*at).if_name.is_null() {
            all.push(((*at).if_index, CStr::from_ptr((*at).if_name).to_owned()));
            at = at.add(1);
        }
        libc::if_freenameindex(list);
    }
    Ok(all)
}
