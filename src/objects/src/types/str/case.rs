//! What characters a string has, its forms in other cases, and filling it to a width.

use super::reserve;
use taipan_macros::native;
use taipan_runtime::{Gc, R, Value, Vm, layout::Str};
use taipan_text::{Wtf8, case, properties as p, search, wtf8};

/// The methods.
pub(super) struct Case;

fn text<'a>(s: Gc<Str>) -> &'a Wtf8 {
    Wtf8::new(s.to_ref().as_bytes())
}

/// [`changed`] where ASCII characters are changed one by one.
fn changed_bytes(
    vm: &mut Vm,
    this: Gc<Str>,
    ascii: impl Fn(u8) -> u8,
    to: fn(&Wtf8) -> taipan_text::Wtf8Buf,
) -> Value {
    if !this.is_ascii() {
        return changed(vm, this, to);
    }
    let bytes = this.to_ref().as_bytes();
    // Block by block without an early exit, so in wide lanes.
    if bytes.chunks(64).all(|block| block.iter().fold(0, |any, &b| any | (ascii(b) ^ b)) == 0) {
        return this.value();
    }
    let made = vm.new_str_filled(bytes.len(), bytes.len(), |out| {
        out.iter_mut().zip(bytes).for_each(|(to, &b)| *to = ascii(b));
    });
    made.value()
}

/// A string in another case, or the string itself where that changes nothing.
fn changed(vm: &mut Vm, this: Gc<Str>, to: fn(&Wtf8) -> taipan_text::Wtf8Buf) -> Value {
    let out = to(text(this));
    if out.as_bytes() == this.to_ref().as_bytes() {
        return this.value();
    }
    vm.new_str_wtf8(out.as_bytes()).value()
}

/// `fillchar`: one character.
fn fill_char<'a>(vm: &mut Vm, fill: Option<Value>) -> R<&'a [u8]> {
    let Some(fill) = fill else { return Ok(b" ") };
    let Some(s) = vm.as_str(fill) else {
        let of = vm.type_name(fill);
        return Err(vm.type_error(format!("The fill character must be a unicode character, not {of}")));
    };
    if s.n_chars() != 1 {
        return Err(vm.type_error("The fill character must be exactly one character long"));
    }
    Ok(s.to_ref().as_bytes())
}

/// The string with so many fill characters before and behind it.
fn pad(vm: &mut Vm, this: Gc<Str>, left: usize, right: usize, fill: &[u8]) -> R {
    if left == 0 && right == 0 {
        return Ok(this.value());
    }
    let n = (left.saturating_add(right)).saturating_mul(fill.len()).saturating_add(this.n_bytes());
    if n < 1 << 16 {
        let (width, bytes) = (this.n_chars() + left + right, this.to_ref().as_bytes());
        let put = |places: &mut [u8]| match fill {
            [byte] => places.fill(*byte),
            _ => places.chunks_exact_mut(fill.len()).for_each(|place| place.copy_from_slice(fill)),
        };
        let made = vm.new_str_filled(n, width, |out| {
            let (before, rest) = out.split_at_mut(left * fill.len());
            let (middle, behind) = rest.split_at_mut(bytes.len());
            put(before);
            middle.copy_from_slice(bytes);
            put(behind);
        });
        return Ok(made.value());
    }
    let mut out = reserve(vm, n)?;
    let push_fill = |out: &mut Vec<u8>, n: usize| match fill {
        [byte] => out.resize(out.len() + n, *byte),
        _ => (0..n).for_each(|_| out.extend_from_slice(fill)),
    };
    push_fill(&mut out, left);
    out.extend_from_slice(this.to_ref().as_bytes());
    push_fill(&mut out, right);
    Ok(vm.new_str_counted(&out, this.n_chars() + left + right).value())
}

/// How many characters are missing to a width.
fn missing(this: Gc<Str>, width: i64) -> usize {
    usize::try_from(width).unwrap_or(0).saturating_sub(this.n_chars())
}

#[native]
impl Case {
    /// With its first character in title case and the rest in lower case.
    #[sig("($self, /)")]
    fn capitalize(vm: &mut Vm, this: Gc<Str>) -> Value {
        changed(vm, this, case::capitalize)
    }

    /// In a form for comparisons that don't care for case.
    #[sig("($self, /)")]
    fn casefold(vm: &mut Vm, this: Gc<Str>) -> Value {
        changed_bytes(vm, this, |b| b.to_ascii_lowercase(), case::casefold)
    }

    /// In lower case.
    #[sig("($self, /)")]
    fn lower(vm: &mut Vm, this: Gc<Str>) -> Value {
        changed_bytes(vm, this, |b| b.to_ascii_lowercase(), case::lower)
    }

    /// In upper case.
    #[sig("($self, /)")]
    fn upper(vm: &mut Vm, this: Gc<Str>) -> Value {
        changed_bytes(vm, this, |b| b.to_ascii_uppercase(), case::upper)
    }

    /// With upper and lower case exchanged.
    #[sig("($self, /)")]
    fn swapcase(vm: &mut Vm, this: Gc<Str>) -> Value {
        changed(vm, this, case::swapcase)
    }

    /// With each word in lower case but for its first character in title case.
    #[sig("($self, /)")]
    fn title(vm: &mut Vm, this: Gc<Str>) -> Value {
        changed(vm, this, case::title)
    }

    /// Are all characters letters or numbers, and is there one?
    #[sig("($self, /)")]
    fn isalnum(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_alnum(text(this))
    }

    /// Are all characters letters, and is there one?
    #[sig("($self, /)")]
    fn isalpha(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_alpha(text(this))
    }

    /// Are all characters ASCII?
    #[sig("($self, /)")]
    fn isascii(_vm: &mut Vm, this: Gc<Str>) -> bool {
        this.is_ascii()
    }

    /// Are all characters decimal digits, and is there one?
    #[sig("($self, /)")]
    fn isdecimal(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_decimal(text(this))
    }

    /// Are all characters digits, and is there one?
    #[sig("($self, /)")]
    fn isdigit(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_digit(text(this))
    }

    /// Is it a name as the grammar has them? Keywords are.
    #[sig("($self, /)")]
    fn isidentifier(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_identifier(text(this))
    }

    /// Is all that has case lower case, and is there any?
    #[sig("($self, /)")]
    fn islower(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_lower(text(this))
    }

    /// Are all characters numeric, and is there one?
    #[sig("($self, /)")]
    fn isnumeric(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_numeric(text(this))
    }

    /// Does `repr` show all characters as they are?
    #[sig("($self, /)")]
    fn isprintable(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_printable(text(this))
    }

    /// Are all characters white space, and is there one?
    #[sig("($self, /)")]
    fn isspace(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_space(text(this))
    }

    /// Do all words begin in upper or title case and go on in lower case, and is there one?
    #[sig("($self, /)")]
    fn istitle(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_title(text(this))
    }

    /// Is all that has case upper case, and is there any?
    #[sig("($self, /)")]
    fn isupper(_vm: &mut Vm, this: Gc<Str>) -> bool {
        p::text_is_upper(text(this))
    }

    /// In the middle of a field of this width.
    #[sig("($self, width, fillchar=' ', /)")]
    fn center(vm: &mut Vm, this: Gc<Str>, width: i64, fillchar: Option<Value>) -> R {
        let fill = fill_char(vm, fillchar)?;
        let n = missing(this, width);
        let left = n / 2 + (n & width.unsigned_abs() as usize & 1);
        pad(vm, this, left, n - left, fill)
    }

    /// At the left of a field of this width.
    #[sig("($self, width, fillchar=' ', /)")]
    fn ljust(vm: &mut Vm, this: Gc<Str>, width: i64, fillchar: Option<Value>) -> R {
        let fill = fill_char(vm, fillchar)?;
        pad(vm, this, 0, missing(this, width), fill)
    }

    /// At the right of a field of this width.
    #[sig("($self, width, fillchar=' ', /)")]
    fn rjust(vm: &mut Vm, this: Gc<Str>, width: i64, fillchar: Option<Value>) -> R {
        let fill = fill_char(vm, fillchar)?;
        pad(vm, this, missing(this, width), 0, fill)
    }

    /// With zeros between sign and digits to this width.
    #[sig("($self, width, /)")]
    fn zfill(vm: &mut Vm, this: Gc<Str>, width: i64) -> R {
        let n = missing(this, width);
        if n == 0 {
            return Ok(this.value());
        }
        let bytes = this.to_ref().as_bytes();
        let (sign, digits) = match bytes {
            [b'+' | b'-', rest @ ..] => (&bytes[..1], rest),
            _ => (&bytes[..0], bytes),
        };
        let mut out = reserve(vm, bytes.len().saturating_add(n))?;
        out.extend_from_slice(sign);
        out.resize(out.len() + n, b'0');
        out.extend_from_slice(digits);
        Ok(vm.new_str_counted(&out, this.n_chars() + n).value())
    }

    /// With spaces for tabs, up to the next multiple of `tabsize` columns.
    #[sig("($self, /, tabsize=8)")]
    fn expandtabs(vm: &mut Vm, this: Gc<Str>, tabsize: i32) -> R {
        let bytes = this.to_ref().as_bytes();
        let tab = usize::try_from(tabsize).unwrap_or(0);
        let n_tabs = memchr_count(bytes);
        if n_tabs == 0 {
            return Ok(this.value());
        }
        drop(reserve(vm, bytes.len().saturating_add(n_tabs.saturating_mul(tab)))?);
        match search::expand_tabs_text(bytes, tab) {
            Some(out) => {
                let n = wtf8::count_chars(&out);
                Ok(vm.new_str_counted(&out, n).value())
            }
            None => Err(vm.overflow_error("new string is too long")),
        }
    }
}

fn memchr_count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| b == b'\t').count()
}
