//! Where the cache is, how large it may grow, and what it may do.

use std::ffi::OsString;
use std::path::PathBuf;

/// Bytes that all files together may take unless `TAIPAN_CACHE_SIZE` says otherwise.
///
/// The standard library's images are about 20 MB; this leaves room for a few large environments.
pub const MAX_BYTES_DEFAULT: u64 = 512 << 20;

/// What the cache may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Neither look up nor store.
    Off,
    /// Look up, never store (`-B`, `PYTHONDONTWRITEBYTECODE`).
    Read,
    /// Look up and store.
    ReadWrite,
}

/// The settings of a [`crate::Cache`].
#[derive(Debug, Clone)]
pub struct Config {
    /// The root directory; sub-folders per format version and compiler stand in it. `None`: no place, so off.
    pub root: Option<PathBuf>,
    /// The compiler's fingerprint; images of another are not looked at.
    pub fingerprint: u64,
    /// Bytes that all files together may take; 0 means no bound.
    pub max_bytes: u64,
    /// What the cache may do.
    pub mode: Mode,
}

impl Config {
    /// The settings that the environment asks for. `var` is `std::env::var_os`, or what stands for it
    /// under `-E` and `-I`.
    ///
    /// The root is the first of `$TAIPAN_CACHE_DIR`, `$PYTHONPYCACHEPREFIX/taipan`,
    /// `$XDG_CACHE_HOME/taipan`, `$HOME/.cache/taipan` that is absolute. `TAIPAN_CACHE` is `off` or
    /// `read`; `TAIPAN_CACHE_SIZE` is a number of bytes with an optional `K`, `M` or `G`.
    pub fn from_env(fingerprint: u64, var: impl Fn(&str) -> Option<OsString>) -> Self {
        let set = |name: &str| var(name).filter(|value| !value.is_empty());
        let absolute = |name: &str| set(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let root = absolute("TAIPAN_CACHE_DIR")
            .or_else(|| absolute("PYTHONPYCACHEPREFIX").map(|path| path.join("taipan")))
            .or_else(|| absolute("XDG_CACHE_HOME").map(|path| path.join("taipan")))
            .or_else(|| absolute("HOME").map(|path| path.join(".cache/taipan")));
        let mode = match set("TAIPAN_CACHE").as_deref().and_then(|value| value.to_str()) {
            Some("off" | "0" | "no") => Mode::Off,
            Some("read") => Mode::Read,
            _ if set("PYTHONDONTWRITEBYTECODE").is_some() => Mode::Read,
            _ => Mode::ReadWrite,
        };
        let max_bytes = set("TAIPAN_CACHE_SIZE")
            .and_then(|value| parse_size(value.to_str()?))
            .unwrap_or(MAX_BYTES_DEFAULT);
        Config { root, fingerprint, max_bytes, mode }
    }
}

/// `1000`, `64K`, `512M`, `2G` (powers of 1024, either case).
fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let (digits, shift) = match text.as_bytes().last()?.to_ascii_uppercase() {
        b'K' => (&text[..text.len() - 1], 10),
        b'M' => (&text[..text.len() - 1], 20),
        b'G' => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    digits.trim().parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(pairs: &[(&str, &str)]) -> Config {
        Config::from_env(7, |name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.into()))
    }

    #[test]
    fn the_root_is_the_first_absolute_place() {
        let all = [
            ("TAIPAN_CACHE_DIR", "/t"),
            ("PYTHONPYCACHEPREFIX", "/p"),
            ("XDG_CACHE_HOME", "/x"),
            ("HOME", "/h"),
        ];
        assert_eq!(config(&all).root, Some("/t".into()));
        assert_eq!(config(&all[1..]).root, Some("/p/taipan".into()));
        assert_eq!(config(&all[2..]).root, Some("/x/taipan".into()));
        assert_eq!(config(&all[3..]).root, Some("/h/.cache/taipan".into()));
        assert_eq!(config(&[]).root, None);
        assert_eq!(
            config(&[("TAIPAN_CACHE_DIR", "relative"), ("HOME", "/h")]).root,
            Some("/h/.cache/taipan".into())
        );
        assert_eq!(config(&[("TAIPAN_CACHE_DIR", ""), ("HOME", "/h")]).root, Some("/h/.cache/taipan".into()));
    }

    #[test]
    fn modes_and_sizes() {
        assert_eq!(config(&[]).mode, Mode::ReadWrite);
        assert_eq!(config(&[("PYTHONDONTWRITEBYTECODE", "1")]).mode, Mode::Read);
        assert_eq!(config(&[("TAIPAN_CACHE", "off")]).mode, Mode::Off);
        assert_eq!(config(&[]).max_bytes, MAX_BYTES_DEFAULT);
        for (text, bytes) in [("10", 10), ("10k", 10 << 10), ("3M", 3 << 20), (" 2 G ", 2 << 30), ("0", 0)] {
            assert_eq!(config(&[("TAIPAN_CACHE_SIZE", text)]).max_bytes, bytes, "{text}");
        }
        for text in ["", "M", "-1", "1e3", "99999999999999999999", "99999999999G"] {
            assert_eq!(config(&[("TAIPAN_CACHE_SIZE", text)]).max_bytes, MAX_BYTES_DEFAULT, "{text}");
        }
    }
}
