//! The user and group databases, and the system's log.

use std::ffi::{CStr, CString};

/// A user.
#[expect(missing_docs, reason = "named as in passwd(5)")]
pub struct User {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub uid: u32,
    pub gid: u32,
    pub gecos: Vec<u8>,
    pub dir: Vec<u8>,
    pub shell: Vec<u8>,
}

/// A group.
#[expect(missing_docs, reason = "named as in group(5)")]
pub struct Group {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub gid: u32,
    pub members: Vec<Vec<u8>>,
}

/// What an entry is looked up by.
#[expect(missing_docs, reason = "plain words")]
pub enum Key<'a> {
    Name(&'a CStr),
    Number(u32),
}

/// A copy of a C string; nothing for a null pointer.
///
/// # Safety
/// The pointer is null or points to a C string.
unsafe fn text(pointer: *const libc::c_char) -> Vec<u8> {
    if pointer.is_null() {
        return Vec::new();
    }
    // SAFETY: as the caller says.
    unsafe { CStr::from_ptr(pointer) }.to_bytes().to_vec()
}

/// # Safety
/// The struct was filled by the C library.
unsafe fn user_of(entry: &libc::passwd) -> User {
    // SAFETY: its strings are C strings.
    unsafe {
        User {
            name: text(entry.pw_name),
            password: text(entry.pw_passwd),
            uid: entry.pw_uid,
            gid: entry.pw_gid,
            gecos: text(entry.pw_gecos),
            dir: text(entry.pw_dir),
            shell: text(entry.pw_shell),
        }
    }
}

/// # Safety
/// The struct was filled by the C library.
unsafe fn group_of(entry: &libc::group) -> Group {
    // SAFETY: its strings are C strings, and the list of its members ends with a null pointer.
    unsafe {
        let mut members = Vec::new();
        let mut next = entry.gr_mem;
        while !next.is_null() && !(*next).is_null() {
            members.push(text(*next));
            next = next.add(1);
        }
        Group { name: text(entry.gr_name), password: text(entry.gr_passwd), gid: entry.gr_gid, members }
    }
}

/// Calls with a larger and larger buffer until it is large enough.
fn with_buffer(mut call: impl FnMut(&mut [libc::c_char]) -> i32) {
    let mut buffer = vec![0; 1024];
    while call(&mut buffer) == libc::ERANGE && buffer.len() < 1 << 24 {
        buffer.resize(buffer.len() * 2, 0);
    }
}

/// `getpwnam(3)`, `getpwuid(3)`
pub fn user(key: Key<'_>) -> Option<User> {
    let mut found = None;
    with_buffer(|buffer| {
        // SAFETY: the struct and the buffer are ours; the result is null or points to the struct.
        unsafe {
            let mut entry: libc::passwd = std::mem::zeroed();
            let mut result = std::ptr::null_mut();
            let (at, len) = (buffer.as_mut_ptr(), buffer.len());
            let error = match key {
                Key::Name(name) => libc::getpwnam_r(name.as_ptr(), &mut entry, at, len, &mut result),
                Key::Number(uid) => libc::getpwuid_r(uid, &mut entry, at, len, &mut result),
            };
            if !result.is_null() {
                found = Some(user_of(&entry));
            }
            error
        }
    });
    found
}

/// `getgrnam(3)`, `getgrgid(3)`
pub fn group(key: Key<'_>) -> Option<Group> {
    let mut found = None;
    with_buffer(|buffer| {
        // SAFETY: the struct and the buffer are ours; the result is null or points to the struct.
        unsafe {
            let mut entry: libc::group = std::mem::zeroed();
            let mut result = std::ptr::null_mut();
            let (at, len) = (buffer.as_mut_ptr(), buffer.len());
            let error = match key {
                Key::Name(name) => libc::getgrnam_r(name.as_ptr(), &mut entry, at, len, &mut result),
                Key::Number(gid) => libc::getgrgid_r(gid, &mut entry, at, len, &mut result),
            };
            if !result.is_null() {
                found = Some(group_of(&entry));
            }
            error
        }
    });
    found
}

/// All users.
pub fn users() -> Vec<User> {
    let mut all = Vec::new();
    let _alone = super::alone();
    // SAFETY: nobody else walks the database meanwhile; each entry is copied before the next is read.
    unsafe {
        libc::setpwent();
        while let Some(entry) = libc::getpwent().as_ref() {
            all.push(user_of(entry));
        }
        libc::endpwent();
    }
    all
}

/// All groups.
pub fn groups() -> Vec<Group> {
    let mut all = Vec::new();
    let _alone = super::alone();
    // SAFETY: as in `users`.
    unsafe {
        libc::setgrent();
        while let Some(entry) = libc::getgrent().as_ref() {
            all.push(group_of(entry));
        }
        libc::endgrent();
    }
    all
}

/// `openlog(3)`. The C library keeps the name's pointer, so it is never freed.
pub fn open_log(name: Option<CString>, options: i32, facility: i32) {
    let name = name.map_or(std::ptr::null(), |name| CString::into_raw(name).cast_const());
    // SAFETY: the name lives for ever.
    unsafe { libc::openlog(name, options, facility) };
}

/// `syslog(3)`
pub fn log(priority: i32, message: &CStr) {
    // SAFETY: the format takes one C string.
    unsafe { libc::syslog(priority, c"%s".as_ptr(), message.as_ptr()) };
}

/// `closelog(3)`
pub fn close_log() {
    // SAFETY: a plain call.
    unsafe { libc::closelog() };
}

/// `setlogmask(3)`
pub fn set_log_mask(mask: i32) -> i32 {
    // SAFETY: a plain call.
    unsafe { libc::setlogmask(mask) }
}
