//! `'... %s ...' % (x, ...)`: a formatted string in other words, and compiled as one. That shows where `str(x)` is of a subclass
//! that has its own `__format__`.

/// A piece of a `%` format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text that stands for itself.
    Text(String),
    /// A conversion's letter (`s`, `r` or `a`), and the format specification that says the same as its flags.
    Conversion(char, String),
}

/// How many digits a width or a precision has at most that is known before the program runs.
const MAX_DIGITS: usize = 2;

/// The texts and conversions of a format with so many arguments; `None` where one is beyond formatted strings.
pub fn pieces(format: &str, n_args: usize) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut n_conversions = 0;
    let mut literal = String::new();
    let mut rest = format.chars().peekable();
    while let Some(c) = rest.next() {
        if c != '%' || rest.next_if_eq(&'%').is_some() {
            literal.push(c);
            continue;
        }
        let mut left = false;
        while let Some(flag) = rest.next_if(|c| matches!(c, '-' | '+' | ' ' | '#' | '0')) {
            left |= flag == '-';
        }
        let mut spec = String::new();
        if let Some(width) = number(&mut rest)? {
            if !left && width > 0 {
                spec.push('>');
            }
            spec.push_str(&width.to_string());
        }
        if rest.next_if_eq(&'.').is_some() {
            let precision = number(&mut rest)?.unwrap_or(0);
            spec.push_str(&format!(".{precision}"));
        }
        let letter = rest.next().filter(|c| matches!(c, 's' | 'r' | 'a'))?;
        if !literal.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut literal)));
        }
        pieces.push(Piece::Conversion(letter, spec));
        n_conversions += 1;
    }
    if !literal.is_empty() {
        pieces.push(Piece::Text(literal));
    }
    (n_conversions == n_args).then_some(pieces)
}

/// The digits that come next; `None` where there are too many.
fn number(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Option<u32>> {
    let mut digits = String::new();
    while let Some(digit) = rest.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    (digits.len() <= MAX_DIGITS).then(|| digits.parse().ok())
}
