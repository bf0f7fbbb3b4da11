//! The locale of the C library.

use std::ffi::{CStr, CString, c_char, c_int};

/// # Safety
/// A null pointer or one to a C string.
unsafe fn text(pointer: *const c_char) -> Option<Vec<u8>> {
    // SAFETY: as the caller says.
    if pointer.is_null() { None } else { Some(unsafe { CStr::from_ptr(pointer) }.to_bytes().to_vec()) }
}

fn pointer(text: Option<&CStr>) -> *const c_char {
    text.map_or(std::ptr::null(), CStr::as_ptr)
}

/// `setlocale(3)`: sets the locale of a category, or just tells it.
pub fn set(category: c_int, name: Option<&CStr>) -> Option<Vec<u8>> {
    let _alone = super::alone();
    // SAFETY: the result is copied before anybody else calls.
    unsafe { text(libc::setlocale(category, pointer(name))) }
}

/// Has characters be what the environment says, or UTF-8 where it says nothing, as when Python starts (PEP 538).
pub fn set_characters() {
    let from_environment = set(libc::LC_CTYPE, Some(c""));
    let is_plain = matches!(from_environment.as_deref(), Some(b"C" | b"POSIX"));
    if is_plain && std::env::var_os("LC_ALL").is_none_or(|value| value.is_empty()) {
        for name in [c"C.UTF-8", c"C.utf8", c"UTF-8"] {
            if set(libc::LC_CTYPE, Some(name)).is_some() {
                break;
            }
        }
    }
}

/// What numbers and amounts of money look like: texts, groupings and small numbers, in [`TEXTS`], [`GROUPINGS`] and
/// [`NUMBERS`].
pub struct Conventions {
    /// By [`TEXTS`].
    pub texts: Vec<Vec<u8>>,
    /// By [`GROUPINGS`], with what ends them.
    pub groupings: Vec<Vec<u8>>,
    /// By [`NUMBERS`].
    pub numbers: Vec<c_char>,
}

/// Names of [`Conventions::texts`].
pub const TEXTS: [&str; 8] = [
    "int_curr_symbol",
    "currency_symbol",
    "mon_decimal_point",
    "mon_thousands_sep",
    "positive_sign",
    "negative_sign",
    "decimal_point",
    "thousands_sep",
];

/// Names of [`Conventions::groupings`].
pub const GROUPINGS: [&str; 2] = ["mon_grouping", "grouping"];

/// Names of [`Conventions::numbers`].
pub const NUMBERS: [&str; 8] = [
    "int_frac_digits",
    "frac_digits",
    "p_cs_precedes",
    "p_sep_by_space",
    "n_cs_precedes",
    "n_sep_by_space",
    "p_sign_posn",
    "n_sign_posn",
];

/// `localeconv(3)`
pub fn conventions() -> Conventions {
    let _alone = super::alone();
    // SAFETY: the struct and its strings are valid until the locale is changed, which only happens alone.
    unsafe {
        let Some(all) = libc::localeconv().as_ref() else {
            return Conventions { texts: Vec::new(), groupings: Vec::new(), numbers: Vec::new() };
        };
        let texts = [
            all.int_curr_symbol,
            all.currency_symbol,
            all.mon_decimal_point,
            all.mon_thousands_sep,
            all.positive_sign,
            all.negative_sign,
            all.decimal_point,
            all.thousands_sep,
        ];
        let numbers = vec![
            all.int_frac_digits,
            all.frac_digits,
            all.p_cs_precedes,
            all.p_sep_by_space,
            all.n_cs_precedes,
            all.n_sep_by_space,
            all.p_sign_posn,
            all.n_sign_posn,
        ];
        Conventions {
            texts: texts.into_iter().map(|t| text(t).unwrap_or_default()).collect(),
            groupings: [all.mon_grouping, all.grouping]
                .into_iter()
                .map(|t| text(t).unwrap_or_default())
                .collect(),
            numbers,
        }
    }
}

/// `nl_langinfo(3)`
pub fn info(item: libc::nl_item) -> Vec<u8> {
    let _alone = super::alone();
    // SAFETY: the result is copied before anybody else calls.
    unsafe { text(libc::nl_langinfo(item)) }.unwrap_or_default()
}

/// Text as the C library has it: code points, zero at the end.
pub type Wide = Vec<libc::wchar_t>;

unsafe extern "C" {
    fn wcscoll(a: *const libc::wchar_t, b: *const libc::wchar_t) -> c_int;
    fn wcsxfrm(to: *mut libc::wchar_t, from: *const libc::wchar_t, n: usize) -> usize;
}

/// `wcscoll(3)`; both end with a zero.
pub fn compare(a: &Wide, b: &Wide) -> c_int {
    debug_assert!(a.last() == Some(&0) && b.last() == Some(&0));
    // SAFETY: both end with a zero.
    unsafe { wcscoll(a.as_ptr(), b.as_ptr()) }
}

/// `wcsxfrm(3)`; the text ends with a zero, the result does not. `None` where the text can't be had so.
pub fn transform(text: &Wide) -> Option<Wide> {
    debug_assert!(text.last() == Some(&0));
    let mut out = vec![0; text.len() + 1];
    loop {
        // SAFETY: the text ends with a zero, the buffer has that length.
        let n = unsafe { wcsxfrm(out.as_mut_ptr(), text.as_ptr(), out.len()) };
        if n >= usize::MAX / 8 {
            return None;
        }
        if n < out.len() {
            out.truncate(n);
            return Some(out);
        }
        out.resize(n + 1, 0);
    }
}

/// Translations (`libintl`), which are part of the GNU C library.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub mod messages {
    use super::{CStr, CString, c_char, c_int, pointer, text};

    unsafe extern "C" {
        fn textdomain(domain: *const c_char) -> *mut c_char;
        fn bindtextdomain(domain: *const c_char, folder: *const c_char) -> *mut c_char;
        fn bind_textdomain_codeset(domain: *const c_char, codeset: *const c_char) -> *mut c_char;
        fn dcgettext(domain: *const c_char, message: *const c_char, category: c_int) -> *mut c_char;
    }

    /// `dcgettext(3)`
    pub fn translate(domain: Option<&CStr>, message: &CString, category: c_int) -> Vec<u8> {
        // SAFETY: the result is a C string that stays, or the message itself.
        unsafe { text(dcgettext(pointer(domain), message.as_ptr(), category)) }.unwrap_or_default()
    }

    /// `textdomain(3)`
    pub fn domain(domain: Option<&CStr>) -> Option<Vec<u8>> {
        // SAFETY: the result is copied at once.
        unsafe { text(textdomain(pointer(domain))) }
    }

    /// `bindtextdomain(3)`
    pub fn bind_folder(domain: &CStr, folder: Option<&CStr>) -> Option<Vec<u8>> {
        // SAFETY: the result is copied at once.
        unsafe { text(bindtextdomain(domain.as_ptr(), pointer(folder))) }
    }

    /// `bind_textdomain_codeset(3)`
    pub fn bind_codeset(domain: &CStr, codeset: Option<&CStr>) -> Option<Vec<u8>> {
        // SAFETY: the result is copied at once.
        unsafe { text(bind_textdomain_codeset(domain.as_ptr(), pointer(codeset))) }
    }
}
