//! Constant folding on the syntax tree: what CPython folds, where the result is small.

use taipan_grammar::ast::*;

/// The constant that an expression is, if it is one without computing.
pub fn constant<'a>(e: &Expr<'a>) -> Option<Constant<'a>> {
    match e.kind {
        ExprKind::Constant { value, .. } => Some(value),
        ExprKind::UnaryOp { op, operand } => unary(op, constant(operand)?),
        ExprKind::BinOp { .. } => chain(e),
        _ => None,
    }
}

/// The constant that a chain of operators is, which leans to the left and may be long.
fn chain<'a>(e: &Expr<'a>) -> Option<Constant<'a>> {
    let mut links = Vec::new();
    let mut first = e;
    while let ExprKind::BinOp { left, op, right } = first.kind {
        links.push((op, constant(right)?));
        first = left;
    }
    let first = constant(first)?;
    links.into_iter().rev().try_fold(first, |value, (op, right)| binary(value, op, right))
}

fn unary(op: UnaryOp, v: Constant<'_>) -> Option<Constant<'static>> {
    Some(match (op, v) {
        (UnaryOp::USub, Constant::Int(i)) => Constant::Int(i.checked_neg()?),
        (UnaryOp::USub, Constant::Float(f)) => Constant::Float(-f),
        (UnaryOp::UAdd, Constant::Int(i)) => Constant::Int(i),
        (UnaryOp::UAdd, Constant::Float(f)) => Constant::Float(f),
        (UnaryOp::Invert, Constant::Int(i)) => Constant::Int(!i),
        (UnaryOp::Not, v) => {
            if truth(&v)? {
                Constant::False
            } else {
                Constant::True
            }
        }
        _ => return None,
    })
}

fn binary(a: Constant<'_>, op: Operator, b: Constant<'_>) -> Option<Constant<'static>> {
    match (a, b) {
        (Constant::Int(a), Constant::Int(b)) => Some(Constant::Int(match op {
            Operator::Add => a.checked_add(b)?,
            Operator::Sub => a.checked_sub(b)?,
            Operator::Mult => a.checked_mul(b)?,
            Operator::Pow if (0..64).contains(&b) => a.checked_pow(b as u32)?,
            Operator::LShift if (0..62).contains(&b) && a.unsigned_abs().leading_zeros() as i64 > b + 2 => {
                a << b
            }
            Operator::RShift if (0..64).contains(&b) => a >> b,
            Operator::BitAnd => a & b,
            Operator::BitOr => a | b,
            Operator::BitXor => a ^ b,
            Operator::FloorDiv if b > 0 && a >= 0 => a / b,
            Operator::Mod if b > 0 && a >= 0 => a % b,
            Operator::Div if b != 0 && a.unsigned_abs() < 1 << 53 && b.unsigned_abs() < 1 << 53 => {
                return Some(Constant::Float(a as f64 / b as f64));
            }
            _ => return None,
        })),
        (a, b) => {
            let float = |v: Constant<'_>| match v {
                Constant::Int(i) if i.unsigned_abs() < 1 << 53 => Some(i as f64),
                Constant::Float(f) => Some(f),
                _ => None,
            };
            let (a, b) = (float(a)?, float(b)?);
            Some(Constant::Float(match op {
                Operator::Add => a + b,
                Operator::Sub => a - b,
                Operator::Mult => a * b,
                Operator::Div if b != 0.0 => a / b,
                _ => return None,
            }))
        }
    }
}

/// The truth of a constant.
pub fn truth(v: &Constant<'_>) -> Option<bool> {
    Some(match v {
        Constant::None | Constant::False => false,
        Constant::True | Constant::Ellipsis => true,
        Constant::Int(i) => *i != 0,
        Constant::BigInt { .. } => true,
        Constant::Float(f) => *f != 0.0,
        Constant::Complex(f) => *f != 0.0,
        Constant::Str(s) => !s.is_empty(),
        Constant::Bytes(b) => !b.is_empty(),
        Constant::NegativeInt(_) => true,
        Constant::FullComplex(re, im) => *re != 0.0 || *im != 0.0,
        Constant::Tuple(items) | Constant::FrozenSet(items) => !items.is_empty(),
    })
}

/// The truth of an expression known while compiling (`__debug__` included).
pub fn known_truth(e: &Expr<'_>, optimize: u8) -> Option<bool> {
    if let ExprKind::Name { id: "__debug__", .. } = e.kind {
        return Some(optimize == 0);
    }
    if let ExprKind::UnaryOp { op: UnaryOp::Not, operand } = e.kind {
        return known_truth(operand, optimize).map(|t| !t);
    }
    truth(&constant(e)?)
}

/// The constant that a mapping pattern's key is: sums that write complex numbers are.
pub fn key<'a>(e: &Expr<'a>) -> Option<Constant<'a>> {
    if let ExprKind::BinOp { left, op, right } = e.kind
        && let (Some((re, _)), Some(Constant::Complex(im))) = (parts(&constant(left)?), constant(right))
    {
        return Some(Constant::FullComplex(re, if op == Operator::Sub { -im } else { im }));
    }
    constant(e)
}

/// A number's real and imaginary part, where they are not too large for that.
fn parts(v: &Constant<'_>) -> Option<(f64, f64)> {
    Some(match *v {
        Constant::True => (1.0, 0.0),
        Constant::False => (0.0, 0.0),
        Constant::Int(i) if i.unsigned_abs() < 1 << 53 => (i as f64, 0.0),
        Constant::Float(f) => (f, 0.0),
        Constant::Complex(im) => (0.0, im),
        Constant::FullComplex(re, im) => (re, im),
        _ => return None,
    })
}

/// Are two constants the same key of a mapping?
pub fn same_key(a: &Constant<'_>, b: &Constant<'_>) -> bool {
    match (parts(a), parts(b)) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

/// A constant as it would be written.
pub fn repr(v: &Constant<'_>) -> String {
    let complex = |re, im| taipan_number::complex::repr(taipan_number::complex::Complex { re, im });
    match v {
        Constant::None => "None".to_owned(),
        Constant::True => "True".to_owned(),
        Constant::False => "False".to_owned(),
        Constant::Ellipsis => "Ellipsis".to_owned(),
        Constant::Int(i) => i.to_string(),
        Constant::BigInt { digits, radix } => big(digits, *radix),
        Constant::NegativeInt(digits) => format!("-{}", big(digits, 16)),
        Constant::Float(f) => taipan_number::float::repr(*f),
        Constant::Complex(im) => complex(0.0, *im),
        Constant::FullComplex(re, im) => complex(*re, *im),
        Constant::Str(s) => {
            let text = taipan_text::repr::repr_text(taipan_text::Wtf8::new(s));
            String::from_utf8_lossy(text.as_bytes()).into_owned()
        }
        Constant::Bytes(b) => taipan_text::repr::repr_bytes(b),
        Constant::Tuple(_) | Constant::FrozenSet(_) => String::new(),
    }
}

fn big(digits: &str, radix: u32) -> String {
    match taipan_number::big::parse(digits.as_bytes(), radix, usize::MAX) {
        Ok(n) => taipan_number::big::to_decimal(n.view()),
        Err(_) => digits.to_owned(),
    }
}
