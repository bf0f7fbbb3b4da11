//! Number literals.

use crate::ast::Constant;
use bumpalo::Bump;

/// Why a literal has no value.
pub enum NumberError {
    /// It is wrong.
    Invalid(&'static str),
    /// It has more digits than the limit allows; that many it has.
    TooLong(usize),
}

/// The value of a literal. A decimal int may have `digits_max` digits, where that is not 0.
pub fn parse<'a>(arena: &'a Bump, text: &str, digits_max: usize) -> Result<Constant<'a>, NumberError> {
    let lower = text.as_bytes();
    let radix = match lower {
        [b'0', b'x' | b'X', ..] => Some((16, "hexadecimal")),
        [b'0', b'o' | b'O', ..] => Some((8, "octal")),
        [b'0', b'b' | b'B', ..] => Some((2, "binary")),
        _ => None,
    };
    if let Some((radix, _)) = radix {
        let digits: String = text[2..].chars().filter(|&c| c != '_').collect();
        return Ok(match i64::from_str_radix(&digits, radix) {
            Ok(i) => Constant::Int(i),
            Err(_) => Constant::BigInt { digits: arena.alloc_str(&digits), radix },
        });
    }
    let imaginary = matches!(lower.last(), Some(b'j' | b'J'));
    let body = if imaginary { &text[..text.len() - 1] } else { text };
    let digits: String = body.chars().filter(|&c| c != '_').collect();
    if imaginary || digits.bytes().any(|b| matches!(b, b'.' | b'e' | b'E')) {
        let f: f64 = digits.parse().map_err(|_| NumberError::Invalid("invalid decimal literal"))?;
        return Ok(if imaginary { Constant::Complex(f) } else { Constant::Float(f) });
    }
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().any(|b| b != b'0') {
        return Err(NumberError::Invalid(
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
        ));
    }
    Ok(match digits.parse::<i64>() {
        Ok(i) => Constant::Int(i),
        Err(_) if digits_max != 0 && digits.len() > digits_max => {
            return Err(NumberError::TooLong(digits.len()));
        }
        Err(_) => Constant::BigInt { digits: arena.alloc_str(&digits), radix: 10 },
    })
}
