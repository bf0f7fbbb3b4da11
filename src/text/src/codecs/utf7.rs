//! UTF-7 (RFC 2152).

use super::{DecodeError, Input, Stop, bad};
use crate::wtf8::{Wtf8, Wtf8Buf, char_at, is_surrogate};

/// What a decoder remembers between errors.
#[derive(Clone, Copy, Debug, Default)]
pub struct Utf7State {
    in_shift: bool,
    bits: u32,
    n_bits: u32,
    surrogate: u32,
    /// Where the shift started in the input, and how long the output was then.
    start: usize,
    out_len: usize,
}

fn base64_value(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}

fn base64_digit(value: u32) -> u8 {
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[(value & 63) as usize]
}

pub(super) fn decode(
    state: &mut Utf7State,
    bytes: &[u8],
    mut at: usize,
    input: Input,
    out: &mut Wtf8Buf,
) -> Stop<DecodeError> {
    while let Some(&byte) = bytes.get(at) {
        if state.in_shift {
            if let Some(value) = base64_value(byte) {
                at += 1;
                take_bits(state, value, out);
                continue;
            }
            state.in_shift = false;
            if state.n_bits >= 6 {
                return failed(state, at + 1, "partial character in shift sequence");
            }
            if state.n_bits > 0 && state.bits & ((1 << state.n_bits) - 1) != 0 {
                return failed(state, at + 1, "non-zero padding bits in shift sequence");
            }
            if state.surrogate != 0 && byte < 0x80 && byte != b'+' {
                out.push(state.surrogate);
            }
            state.surrogate = 0;
            at += usize::from(byte == b'-');
        } else if byte == b'+' {
            state.start = at;
            at += 1;
            match bytes.get(at) {
                Some(b'-') => {
                    out.push_ascii(b'+');
                    at += 1;
                }
                Some(&next) if base64_value(next).is_none() => {
                    return failed(state, at + 1, "ill-formed sequence");
                }
                _ => {
                    *state = Utf7State {
                        in_shift: true,
                        start: state.start,
                        out_len: out.n_bytes(),
                        ..Utf7State::default()
                    }
                }
            }
        } else if byte < 0x80 {
            out.push_ascii(byte);
            at += 1;
        } else {
            state.start = at;
            return failed(state, at + 1, "unexpected special character");
        }
    }
    if state.in_shift {
        if input == Input::Partial {
            out.as_mut_vec().truncate(state.out_len);
            let start = state.start;
            *state = Utf7State::default();
            return Stop::done(start);
        }
        state.in_shift = false;
        let left = state.bits & ((1u32 << state.n_bits) - 1);
        if state.surrogate != 0 || state.n_bits >= 6 || (state.n_bits > 0 && left != 0) {
            return failed(state, bytes.len(), "unterminated shift sequence");
        }
    }
    Stop::done(at)
}

fn failed(state: &Utf7State, end: usize, reason: &'static str) -> Stop<DecodeError> {
    bad(state.start, end, reason)
}

fn take_bits(state: &mut Utf7State, value: u32, out: &mut Wtf8Buf) {
    state.bits = state.bits << 6 | value;
    state.n_bits += 6;
    if state.n_bits < 16 {
        return;
    }
    state.n_bits -= 16;
    let unit = state.bits >> state.n_bits & 0xFFFF;
    state.bits &= (1 << state.n_bits) - 1;
    if state.surrogate != 0 {
        let high = std::mem::take(&mut state.surrogate);
        if (0xDC00..0xE000).contains(&unit) {
            out.push(0x10000 + ((high & 0x3FF) << 10 | (unit & 0x3FF)));
            return;
        }
        out.push(high);
    }
    if is_surrogate(unit) && unit < 0xDC00 {
        state.surrogate = unit;
    } else {
        out.push(unit);
    }
}

/// Which bytes stand for themselves.
const DIRECT: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 0x80 {
        table[byte as usize] = match byte {
            b'\t' | b'\n' | b'\r' | b' ' => true,
            b'+' | b'\\' | b'~' => false,
            _ => byte.is_ascii_graphic(),
        };
        byte += 1;
    }
    table
};

fn is_direct(c: u32) -> bool {
    DIRECT.get(c as usize).is_some_and(|&direct| direct)
}

pub(super) fn encode(text: &Wtf8, out: &mut Vec<u8>) {
    let (mut bits, mut n_bits, mut in_shift) = (0u32, 0u32, false);
    let mut rest = text.as_bytes();
    loop {
        if !in_shift {
            // What stands for itself is copied as it is.
            let n = rest.iter().position(|&byte| !DIRECT[usize::from(byte)]).unwrap_or(rest.len());
            out.extend_from_slice(&rest[..n]);
            rest = &rest[n..];
        }
        let Some((c, len)) = char_at(rest, 0) else { break };
        rest = &rest[len..];
        if in_shift && is_direct(c) {
            if n_bits > 0 {
                out.push(base64_digit(bits << (6 - n_bits)));
                (bits, n_bits) = (0, 0);
            }
            in_shift = false;
            let byte = c as u8;
            if base64_value(byte).is_some() || byte == b'-' {
                out.push(b'-');
            }
            out.push(byte);
            continue;
        }
        if !in_shift {
            if c == u32::from(b'+') {
                out.extend_from_slice(b"+-");
                continue;
            }
            out.push(b'+');
            in_shift = true;
        }
        let mut unit = |unit: u32| {
            bits = bits << 16 | unit;
            n_bits += 16;
            while n_bits >= 6 {
                n_bits -= 6;
                out.push(base64_digit(bits >> n_bits));
            }
            bits &= (1 << n_bits) - 1;
        };
        if c < 0x10000 {
            unit(c);
        } else {
            unit(0xD800 + ((c - 0x10000) >> 10));
            unit(0xDC00 + (c & 0x3FF));
        }
    }
    if n_bits > 0 {
        out.push(base64_digit(bits << (6 - n_bits)));
    }
    if in_shift {
        out.push(b'-');
    }
}
