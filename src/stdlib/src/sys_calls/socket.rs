//! Sockets. An address is the bytes of the system's struct for it.

use super::last;
use rustix::io::Result;
use std::os::fd::RawFd;

/// The longest address.
const ADDRESS_MAX: usize = size_of::<libc::sockaddr_storage>();

fn check(result: i32) -> Result<i32> {
    if result < 0 { Err(last()) } else { Ok(result) }
}

fn check_size(result: isize) -> Result<usize> {
    usize::try_from(result).map_err(|_| last())
}

/// An address that the system writes: aligned as its structs are.
#[repr(C)]
struct Place {
    storage: libc::sockaddr_storage,
    len: libc::socklen_t,
}

impl Place {
    fn new() -> Place {
        // SAFETY: plain numbers.
        Place { storage: unsafe { std::mem::zeroed() }, len: ADDRESS_MAX as libc::socklen_t }
    }

    fn pointer(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }

    fn bytes(&self) -> Vec<u8> {
        let len = (self.len as usize).min(ADDRESS_MAX);
        // SAFETY: the storage is that long.
        unsafe { std::slice::from_raw_parts((&raw const self.storage).cast::<u8>(), len) }.to_vec()
    }
}

fn place_of(address: &[u8]) -> Place {
    let mut place = Place::new();
    let len = address.len().min(ADDRESS_MAX);
    // SAFETY: the storage is long enough.
    unsafe { std::ptr::copy_nonoverlapping(address.as_ptr(), place.pointer().cast::<u8>(), len) };
    place.len = len as libc::socklen_t;
    place
}

/// `socket(2)`
pub fn socket(family: i32, kind: i32, protocol: i32) -> Result<RawFd> {
    // SAFETY: a plain system call.
    check(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
}

/// `socketpair(2)`
pub fn pair(family: i32, kind: i32, protocol: i32) -> Result<[RawFd; 2]> {
    let mut fds = [0; 2];
    // SAFETY: two numbers are written.
    check(unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, fds.as_mut_ptr()) })?;
    Ok(fds)
}

/// A copy of a descriptor that is closed by `exec`.
pub fn duplicate(fd: RawFd) -> Result<RawFd> {
    // SAFETY: a plain system call.
    check(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })
}

/// `accept4(2)`
pub fn accept(fd: RawFd) -> Result<(RawFd, Vec<u8>)> {
    let mut place = Place::new();
    let pointer = place.pointer();
    // SAFETY: the place is as long as said.
    let made = check(unsafe { libc::accept4(fd, pointer, &mut place.len, libc::SOCK_CLOEXEC) })?;
    Ok((made, place.bytes()))
}

/// `bind(2)`
pub fn bind(fd: RawFd, address: &[u8]) -> Result<()> {
    let mut place = place_of(address);
    // SAFETY: the address is as long as said.
    check(unsafe { libc::bind(fd, place.pointer(), place.len) }).map(|_| ())
}

/// `connect(2)`
pub fn connect(fd: RawFd, address: &[u8]) -> Result<()> {
    let mut place = place_of(address);
    // SAFETY: the address is as long as said.
    check(unsafe { libc::connect(fd, place.pointer(), place.len) }).map(|_| ())
}

/// `listen(2)`
pub fn listen(fd: RawFd, backlog: i32) -> Result<()> {
    // SAFETY: a plain system call.
    check(unsafe { libc::listen(fd, backlog) }).map(|_| ())
}

/// `shutdown(2)`
pub fn shutdown(fd: RawFd, how: i32) -> Result<()> {
    // SAFETY: a plain system call.
    check(unsafe { libc::shutdown(fd, how) }).map(|_| ())
}

/// `getsockname(2)`
pub fn own_address(fd: RawFd) -> Result<Vec<u8>> {
    let mut place = Place::new();
    let pointer = place.pointer();
    // SAFETY: the place is as long as said.
    check(unsafe { libc::getsockname(fd, pointer, &mut place.len) })?;
    Ok(place.bytes())
}

/// `getpeername(2)`
pub fn peer_address(fd: RawFd) -> Result<Vec<u8>> {
    let mut place = Place::new();
    let pointer = place.pointer();
    // SAFETY: the place is as long as said.
    check(unsafe { libc::getpeername(fd, pointer, &mut place.len) })?;
    Ok(place.bytes())
}

/// `getsockopt(2)` of a number.
pub fn option(fd: RawFd, level: i32, name: i32) -> Result<i32> {
    let mut value = 0i32;
    let mut len = size_of::<i32>() as libc::socklen_t;
    // SAFETY: a number is written.
    check(unsafe { libc::getsockopt(fd, level, name, (&raw mut value).cast(), &mut len) })?;
    Ok(value)
}

/// `getsockopt(2)` of bytes.
pub fn option_bytes(fd: RawFd, level: i32, name: i32, len: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0u8; len];
    let mut len = len as libc::socklen_t;
    // SAFETY: the buffer is as long as said.
    check(unsafe { libc::getsockopt(fd, level, name, bytes.as_mut_ptr().cast(), &mut len) })?;
    bytes.truncate(len as usize);
    Ok(bytes)
}

/// `setsockopt(2)`
pub fn set_option(fd: RawFd, level: i32, name: i32, value: &[u8]) -> Result<()> {
    // SAFETY: the buffer is as long as said.
    let result =
        unsafe { libc::setsockopt(fd, level, name, value.as_ptr().cast(), value.len() as libc::socklen_t) };
    check(result).map(|_| ())
}

/// `setsockopt(2)` with a length only.
pub fn set_option_length(fd: RawFd, level: i32, name: i32, len: u32) -> Result<()> {
    // SAFETY: the kernel checks the null pointer.
    check(unsafe { libc::setsockopt(fd, level, name, std::ptr::null(), len) }).map(|_| ())
}

/// `recv(2)`
pub fn receive(fd: RawFd, buffer: &mut [u8], flags: i32) -> Result<usize> {
    // SAFETY: the buffer is as long as said.
    check_size(unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags) })
}

/// `recvfrom(2)`
pub fn receive_from(fd: RawFd, buffer: &mut [u8], flags: i32) -> Result<(usize, Vec<u8>)> {
    let mut place = Place::new();
    let pointer = place.pointer();
    // SAFETY: the buffer and the place are as long as said.
    let n = check_size(unsafe {
        libc::recvfrom(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags, pointer, &mut place.len)
    })?;
    Ok((n, place.bytes()))
}

/// `send(2)`
pub fn send(fd: RawFd, bytes: &[u8], flags: i32) -> Result<usize> {
    // SAFETY: the bytes are as long as said.
    check_size(unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags) })
}

/// `sendto(2)`
pub fn send_to(fd: RawFd, bytes: &[u8], flags: i32, address: &[u8]) -> Result<usize> {
    let mut place = place_of(address);
    // SAFETY: the bytes and the address are as long as said.
    check_size(unsafe {
        libc::sendto(fd, bytes.as_ptr().cast(), bytes.len(), flags, place.pointer(), place.len)
    })
}

/// A control message: level, type and data.
pub type Control = (i32, i32, Vec<u8>);

/// Room for control messages, aligned for their headers.
fn control_room(len: usize) -> Vec<u64> {
    vec![0; len.div_ceil(8)]
}

/// The length of a control message with so many bytes, header included.
pub fn control_len(len: u32) -> usize {
    // SAFETY: arithmetic.
    unsafe { libc::CMSG_LEN(len) as usize }
}

/// The room that a control message with so many bytes takes.
pub fn control_space(len: u32) -> usize {
    // SAFETY: arithmetic.
    unsafe { libc::CMSG_SPACE(len) as usize }
}

/// `sendmsg(2)`
pub fn send_message(
    fd: RawFd,
    parts: &[Vec<u8>],
    controls: &[Control],
    flags: i32,
    address: Option<&[u8]>,
) -> Result<usize> {
    let mut vectors: Vec<libc::iovec> = parts
        .iter()
        .map(|p| libc::iovec { iov_base: p.as_ptr().cast_mut().cast(), iov_len: p.len() })
        .collect();
    let len: usize = controls.iter().map(|c| control_space(c.2.len() as u32)).sum();
    let mut room = control_room(len);
    let mut place = address.map(place_of);
    // SAFETY: all lists live on and are as long as said; the control messages fit in their room.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        if let Some(place) = &mut place {
            message.msg_name = place.pointer().cast();
            message.msg_namelen = place.len;
        }
        message.msg_iov = vectors.as_mut_ptr();
        message.msg_iovlen = vectors.len() as _;
        if !controls.is_empty() {
            message.msg_control = room.as_mut_ptr().cast();
            message.msg_controllen = len as _;
            let mut at = libc::CMSG_FIRSTHDR(&message);
            for (level, kind, data) in controls {
                if at.is_null() {
                    break;
                }
                (*at).cmsg_level = *level;
                (*at).cmsg_type = *kind;
                (*at).cmsg_len = control_len(data.len() as u32) as _;
                std::ptr::copy_nonoverlapping(data.as_ptr(), libc::CMSG_DATA(at), data.len());
                at = libc::CMSG_NXTHDR(&message, at);
            }
        }
        check_size(libc::sendmsg(fd, &message, flags))
    }
}

/// What `recvmsg` tells.
pub struct Received {
    /// How many bytes came.
    pub n: usize,
    /// Control messages.
    pub controls: Vec<Control>,
    /// Flags.
    pub flags: i32,
    /// Where it came from.
    pub address: Vec<u8>,
}

/// `recvmsg(2)`
pub fn receive_message(fd: RawFd, parts: &mut [Vec<u8>], control_max: usize, flags: i32) -> Result<Received> {
    let mut vectors: Vec<libc::iovec> =
        parts.iter_mut().map(|p| libc::iovec { iov_base: p.as_mut_ptr().cast(), iov_len: p.len() }).collect();
    let mut room = control_room(control_max);
    let mut place = Place::new();
    // SAFETY: all lists live on and are as long as said; control messages are read within what the kernel wrote.
    unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_name = place.pointer().cast();
        message.msg_namelen = place.len;
        message.msg_iov = vectors.as_mut_ptr();
        message.msg_iovlen = vectors.len() as _;
        if control_max > 0 {
            message.msg_control = room.as_mut_ptr().cast();
            message.msg_controllen = control_max as _;
        }
        let n = check_size(libc::recvmsg(fd, &mut message, flags | libc::MSG_CMSG_CLOEXEC))?;
        let mut controls = Vec::new();
        let end = room.as_ptr() as usize + message.msg_controllen as usize;
        let mut at = if control_max > 0 { libc::CMSG_FIRSTHDR(&message) } else { std::ptr::null_mut() };
        while !at.is_null() {
            let data = libc::CMSG_DATA(at);
            let whole = (*at).cmsg_len as usize;
            let header = control_len(0);
            if whole < header {
                break;
            }
            // A message that was cut off says its full length.
            let len = (whole - header).min(end.saturating_sub(data as usize));
            let bytes = std::slice::from_raw_parts(data, len).to_vec();
            controls.push(((*at).cmsg_level, (*at).cmsg_type, bytes));
            at = libc::CMSG_NXTHDR(&message, at);
        }
        place.len = message.msg_namelen;
        Ok(Received {
            n,
            controls,
            flags: message.msg_flags & !libc::MSG_CMSG_CLOEXEC,
            address: place.bytes(),
        })
    }
}
