//! `[[fill]align][sign][z][#][0][width][grouping][.precision[grouping]][type]`.

use crate::wtf8::Wtf8;

/// Where the fill goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: between the sign and the digits.
    AfterSign,
}

/// What stands before a number that is not negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// Nothing said.
    Default,
    /// `-`
    Minus,
    /// `+`
    Plus,
    /// A space.
    Space,
}

/// Separators within digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// None.
    None,
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Group {
    fn char(self) -> char {
        if self == Group::Comma { ',' } else { '_' }
    }
}

/// A specification, read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FormatSpec {
    /// The fill character.
    pub fill: u32,
    /// The alignment, if any was said (or implied by a zero before the width).
    pub align: Option<Align>,
    /// The sign.
    pub sign: Sign,
    /// `z`
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least width.
    pub width: usize,
    /// Separators in the integer part.
    pub group: Group,
    /// The precision.
    pub precision: Option<usize>,
    /// Separators in the fraction.
    pub fraction_group: Group,
    /// The presentation type; 0 where none was said.
    pub kind: u32,
}

/// Why a value can't be formatted so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormatError {
    /// Not of the form.
    Invalid,
    /// A width or precision that no machine integer holds.
    TooManyDigits,
    /// A point without a precision.
    MissingPrecision,
    /// `,` and `_` both.
    BothSeparators,
    /// A separator with a type that takes none.
    Separator(char, u32),
    /// No such type for the object.
    UnknownCode(u32),
    /// A sign for a string.
    SignForText,
    /// A space for a string.
    SpaceForText,
    /// `z` for a string.
    ZForText,
    /// `#` for a string.
    AlternateForText,
    /// `=` for a string.
    AlignForText,
    /// A precision for an integer.
    PrecisionForInt,
    /// `z` for an integer.
    ZForInt,
    /// A sign with `c`.
    SignForChar,
    /// `#` with `c`.
    AlternateForChar,
    /// Zeros as fill for a complex number.
    ZeroForComplex,
    /// `=` for a complex number.
    AlignForComplex,
    /// A precision that is too large for a double.
    PrecisionTooBig,
    /// `c` with what is no character: an OverflowError.
    CharRange,
    /// `c` with what is not even a machine integer: an OverflowError.
    CharTooLarge,
    /// An integer beyond all doubles: an OverflowError.
    IntTooLarge,
    /// A MemoryError, without a text.
    OutOfMemory,
    /// More digits than the limit given.
    TooManyIntDigits(usize),
}

impl FormatError {
    /// Is this an OverflowError? All others are ValueErrors.
    pub fn is_overflow(&self) -> bool {
        matches!(self, FormatError::CharRange | FormatError::CharTooLarge | FormatError::IntTooLarge)
    }

    /// CPython's text. `type_name` is the object's type's name.
    pub fn message(&self, spec: &Wtf8, type_name: &str) -> String {
        let shown = |c: u32| match char::from_u32(c) {
            Some(c) if c > ' ' && c < '\u{80}' => c.to_string(),
            _ => format!("\\x{c:x}"),
        };
        let fixed = match self {
            FormatError::Invalid => {
                return format!(
                    "Invalid format specifier '{}' for object of type '{type_name}'",
                    spec.to_string_lossy()
                );
            }
            FormatError::Separator(separator, kind) => {
                return format!("Cannot specify '{separator}' with '{}'.", shown(*kind));
            }
            FormatError::UnknownCode(kind) => {
                return format!("Unknown format code '{}' for object of type '{type_name}'", shown(*kind));
            }
            FormatError::TooManyIntDigits(limit) => {
                return format!(
                    "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to \
                     increase the limit"
                );
            }
            FormatError::TooManyDigits => "Too many decimal digits in format string",
            FormatError::MissingPrecision => "Format specifier missing precision",
            FormatError::BothSeparators => "Cannot specify both ',' and '_'.",
            FormatError::SignForText => "Sign not allowed in string format specifier",
            FormatError::SpaceForText => "Space not allowed in string format specifier",
            FormatError::ZForText => "Negative zero coercion (z) not allowed in string format specifier",
            FormatError::AlternateForText => "Alternate form (#) not allowed in string format specifier",
            FormatError::AlignForText => "'=' alignment not allowed in string format specifier",
            FormatError::PrecisionForInt => "Precision not allowed in integer format specifier",
            FormatError::ZForInt => "Negative zero coercion (z) not allowed in integer format specifier",
            FormatError::SignForChar => "Sign not allowed with integer format specifier 'c'",
            FormatError::AlternateForChar => {
                "Alternate form (#) not allowed with integer format specifier 'c'"
            }
            FormatError::ZeroForComplex => "Zero padding is not allowed in complex format specifier",
            FormatError::AlignForComplex => "'=' alignment flag is not allowed in complex format specifier",
            FormatError::OutOfMemory => "",
            FormatError::PrecisionTooBig => "precision too big",
            FormatError::CharRange => "%c arg not in range(0x110000)",
            FormatError::CharTooLarge => "Python int too large to convert to C long",
            FormatError::IntTooLarge => "int too large to convert to float",
        };
        fixed.to_owned()
    }
}

struct Reader<'a> {
    rest: crate::wtf8::Chars<'a>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u32> {
        self.rest.clone().next()
    }

    /// Takes this ASCII character, if it is the next one.
    #[inline]
    fn take(&mut self, wanted: char) -> bool {
        let found = self.rest.rest().as_bytes().first() == Some(&(wanted as u8));
        if found {
            self.rest.next();
        }
        found
    }

    fn number(&mut self) -> Result<Option<usize>, FormatError> {
        let mut value = None;
        while let Some(digit) = self.peek().and_then(crate::properties::decimal_value) {
            self.rest.next();
            value = Some(
                value
                    .unwrap_or(0usize)
                    .checked_mul(10)
                    .and_then(|tens| tens.checked_add(usize::from(digit)))
                    .filter(|&value| value <= isize::MAX as usize)
                    .ok_or(FormatError::TooManyDigits)?,
            );
        }
        Ok(value)
    }

    fn group(&mut self) -> Result<Group, FormatError> {
        let mut group = Group::None;
        if self.take(',') {
            group = Group::Comma;
        }
        if self.take('_') {
            if group == Group::Comma {
                return Err(FormatError::BothSeparators);
            }
            group = Group::Underscore;
        }
        if group == Group::Underscore && self.peek() == Some(u32::from(',')) {
            return Err(FormatError::BothSeparators);
        }
        Ok(group)
    }
}

fn align_of(c: Option<u32>) -> Option<Align> {
    match char::from_u32(c?)? {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

impl FormatSpec {
    /// Reads a specification. `default_kind` is the type to check separators against where none is said, and numbers are told
    /// from text by `default_align`.
    pub fn parse(spec: &Wtf8, default_align: Align, default_kind: char) -> Result<FormatSpec, FormatError> {
        let mut reader = Reader { rest: spec.chars() };
        let mut out = FormatSpec {
            fill: u32::from(' '),
            align: None,
            sign: Sign::Default,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            group: Group::None,
            precision: None,
            fraction_group: Group::None,
            kind: u32::from(default_kind),
        };
        let mut fill_said = false;
        let mut ahead = reader.rest.clone();
        let (first, second) = (ahead.next(), ahead.next());
        if let Some(align) = align_of(second) {
            out.align = Some(align);
            out.fill = first.unwrap_or(out.fill);
            fill_said = true;
            reader.rest = ahead;
        } else if let Some(align) = align_of(first) {
            out.align = Some(align);
            reader.rest.next();
        }
        out.sign = match reader.peek().and_then(char::from_u32) {
            Some('+') => Sign::Plus,
            Some('-') => Sign::Minus,
            Some(' ') => Sign::Space,
            _ => Sign::Default,
        };
        if out.sign != Sign::Default {
            reader.rest.next();
        }
        out.no_negative_zero = reader.take('z');
        out.alternate = reader.take('#');
        if !fill_said && reader.take('0') {
            out.fill = u32::from('0');
            if out.align.is_none() && default_align == Align::Right {
                out.align = Some(Align::AfterSign);
            }
        }
        out.width = reader.number()?.unwrap_or(0);
        out.group = reader.group()?;
        if reader.take('.') {
            out.precision = reader.number()?;
            out.fraction_group = reader.group()?;
            if out.precision.is_none() && out.fraction_group == Group::None {
                return Err(FormatError::MissingPrecision);
            }
        }
        if let Some(kind) = reader.rest.next() {
            if reader.rest.next().is_some() {
                return Err(FormatError::Invalid);
            }
            out.kind = kind;
        }
        out.check_groups()?;
        Ok(out)
    }

    fn check_groups(&self) -> Result<(), FormatError> {
        let kind = char::from_u32(self.kind).unwrap_or('\u{FFFD}');
        let fits = match kind {
            'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' | '\0' => true,
            'b' | 'o' | 'x' | 'X' => self.group == Group::Underscore,
            _ => false,
        };
        if self.group != Group::None && !fits {
            return Err(FormatError::Separator(self.group.char(), self.kind));
        }
        // Types without a fraction ignore its separator; only the locale's own is a contradiction.
        if self.fraction_group != Group::None && kind == 'n' {
            return Err(FormatError::Separator(self.fraction_group.char(), self.kind));
        }
        Ok(())
    }
}
