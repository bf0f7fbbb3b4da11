//! `math`

use taipan_macros::native;
use taipan_number::big::{self, IntRef};
use taipan_number::float as kernel;
use taipan_number::special::{self, ExactDot, ExactSum, MathError};
use taipan_objects::types::float::to_int;
use taipan_objects::types::int::arith::is_exact;
use taipan_objects::types::int::operand::{Operand, check_bits, checked_big, new_big};
use taipan_runtime::{BinaryOp, Gc, ModuleDef, R, Raised, Value, Vm, kinds, layout::Module};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "math",
    doc: "The functions of real numbers that C has, and some on ints.",
    functions: &Math::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Math;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    use std::f64::consts;
    for (name, value) in [
        ("pi", consts::PI),
        ("e", consts::E),
        ("tau", consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        let value = vm.new_float(value);
        let name = vm.intern(name);
        module.dict.get().set_str(vm, name, value);
    }
    Ok(())
}

#[cold]
fn domain(vm: &mut Vm) -> Raised {
    vm.value_error("math domain error")
}

#[cold]
fn range(vm: &mut Vm) -> Raised {
    vm.overflow_error("math range error")
}

/// The domain error that tells what was expected.
#[cold]
fn expected(vm: &mut Vm, what: &str, got: f64) -> Raised {
    let got = kernel::repr(got);
    vm.value_error(format!("expected {what}, got {got}"))
}

/// A result without an argument that explains it is an error of the range.
fn finite(vm: &mut Vm, result: f64, x: f64) -> R<f64> {
    if result.is_infinite() && x.is_finite() { Err(range(vm)) } else { Ok(result) }
}

const NON_NEGATIVE: &str = "a nonnegative input";
const POSITIVE: &str = "a positive input";
const FINITE: &str = "a finite input";
const GAMMA: &str = "a noninteger or positive integer";

/// The logarithm of an int too large for a double, or of anything else by a function of doubles.
fn logarithm(vm: &mut Vm, x: Value, log: fn(f64) -> f64, log_of_two: f64) -> R<f64> {
    if let Some(int) = vm.as_int_value(x) {
        if int == Value::ZERO || vm.int_is_negative(int) {
            return Err(vm.value_error("expected a positive input"));
        }
        if let Some(f) = big::to_f64(Operand::new(int).view()) {
            return Ok(log(f));
        }
        let (mantissa, exponent) = big::frexp(Operand::new(int).view());
        return Ok(log(mantissa) + log_of_two * exponent as f64);
    }
    let f = vm.to_f64(x)?;
    if f.is_nan() || f > 0.0 {
        return Ok(log(f));
    }
    Err(expected(vm, POSITIVE, f))
}

/// `log2`, exact for powers of two as C's is.
fn log2(f: f64) -> f64 {
    f.log2()
}

/// `index(x)` as an operand that is not negative.
fn non_negative(vm: &mut Vm, v: Value, name: &str) -> R {
    let int = vm.index(v)?;
    if vm.int_is_negative(int) {
        return Err(vm.value_error(format!("{name} must be a non-negative integer")));
    }
    Ok(int)
}

fn factorial(vm: &mut Vm, n: Value) -> R {
    let int = vm.index(n)?;
    if vm.int_is_negative(int) {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = vm.int_to_i64(int) else {
        return Err(vm.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX)));
    };
    // More than so many bits only for large numbers.
    if n > 1 << 20 {
        check_bits(vm, (n as f64 * (n as f64).log2()) as u128)?;
    }
    let result = big::factorial(n as u64);
    checked_big(vm, result)
}

/// All of them by twos; `none` where there are none.
fn fold_ints(
    vm: &mut Vm,
    integers: &[Value],
    none: Value,
    f: fn(IntRef<'_>, IntRef<'_>) -> big::BigInt,
) -> R {
    let mut total = none;
    for (i, &v) in integers.iter().enumerate() {
        let int = vm.index(v)?;
        if i == 0 {
            total = vm.absolute(int)?;
            continue;
        }
        let (a, b) = (Operand::new(total), Operand::new(int));
        let result = f(a.view(), b.view());
        total = new_big(vm, &result);
    }
    Ok(total)
}

fn point(vm: &mut Vm, p: Value) -> R<Vec<f64>> {
    let p = vm.to_tuple(p)?;
    floats(vm, p.to_ref().as_slice())
}

fn floats(vm: &mut Vm, values: &[Value]) -> R<Vec<f64>> {
    let mut out = Vec::with_capacity(values.len());
    for &v in values {
        out.push(vm.to_f64(v)?);
    }
    Ok(out)
}

fn rounded(vm: &mut Vm, x: Value, name: &str, f: fn(f64) -> f64) -> R {
    if vm.is_exact(x, kinds::FLOAT) {
        let value = f(vm.as_float(x).unwrap_or(0.0));
        return to_int(vm, value);
    }
    let name = vm.intern(name);
    if let Some(result) = vm.call_special_opt(x, name, &[])? {
        return Ok(result);
    }
    let value = f(vm.to_f64(x)?);
    to_int(vm, value)
}

fn pair(vm: &mut Vm, a: Value, b: Value) -> Value {
    vm.new_tuple(&[a, b]).value()
}

#[native]
impl Math {
    /// The arc cosine, in radians from 0 to pi.
    #[sig("($module, x, /)")]
    fn acos(vm: &mut Vm, x: f64) -> R<f64> {
        if x.abs() > 1.0 { Err(expected(vm, "a number in range from -1 up to 1", x)) } else { Ok(x.acos()) }
    }

    /// The inverse hyperbolic cosine.
    #[sig("($module, x, /)")]
    fn acosh(vm: &mut Vm, x: f64) -> R<f64> {
        if x < 1.0 {
            return Err(expected(vm, "argument value not less than 1", x));
        }
        Ok(libm::acosh(x))
    }

    /// The arc sine, in radians from -pi/2 to pi/2.
    #[sig("($module, x, /)")]
    fn asin(vm: &mut Vm, x: f64) -> R<f64> {
        if x.abs() > 1.0 { Err(expected(vm, "a number in range from -1 up to 1", x)) } else { Ok(x.asin()) }
    }

    /// The inverse hyperbolic sine.
    #[sig("($module, x, /)")]
    fn asinh(_vm: &mut Vm, x: f64) -> f64 {
        libm::asinh(x)
    }

    /// The arc tangent, in radians from -pi/2 to pi/2.
    #[sig("($module, x, /)")]
    fn atan(_vm: &mut Vm, x: f64) -> f64 {
        x.atan()
    }

    /// The arc tangent of y/x, in the quadrant of the point.
    #[sig("($module, y, x, /)")]
    fn atan2(_vm: &mut Vm, y: f64, x: f64) -> f64 {
        y.atan2(x)
    }

    /// The inverse hyperbolic tangent.
    #[sig("($module, x, /)")]
    fn atanh(vm: &mut Vm, x: f64) -> R<f64> {
        if x.abs() >= 1.0 {
            return Err(expected(vm, "a number between -1 and 1", x));
        }
        Ok(libm::atanh(x))
    }

    /// The cube root.
    #[sig("($module, x, /)")]
    fn cbrt(_vm: &mut Vm, x: f64) -> f64 {
        x.cbrt()
    }

    /// The smallest int that is not smaller.
    #[sig("($module, x, /)")]
    fn ceil(vm: &mut Vm, x: Value) -> R {
        rounded(vm, x, "__ceil__", f64::ceil)
    }

    /// In how many ways `k` things can be chosen of `n`, without order.
    #[sig("($module, n, k, /)")]
    fn comb(vm: &mut Vm, n: Value, k: Value) -> R {
        let (n, k) = (vm.index(n)?, vm.index(k)?);
        let n = non_negative(vm, n, "n")?;
        let k = non_negative(vm, k, "k")?;
        let (big_n, big_k) = (Operand::new(n), Operand::new(k));
        let other = big::sub(big_n.view(), big_k.view());
        if other.is_negative() {
            return Ok(Value::ZERO);
        }
        let smaller =
            if big::compare(other.view(), big_k.view()).is_lt() { other.to_i64() } else { vm.int_to_i64(k) };
        let Some(smaller) = smaller else {
            return Err(vm.overflow_error(format!("min(n - k, k) must not exceed {}", i64::MAX)));
        };
        check_bits(vm, u128::from(big::bit_len(big_n.view())) * smaller as u128 / 4)?;
        let result = big::binomial(big_n.view(), smaller as u64);
        Ok(new_big(vm, &result))
    }

    /// The magnitude of `x` with the sign of `y`.
    #[sig("($module, x, y, /)")]
    fn copysign(_vm: &mut Vm, x: f64, y: f64) -> f64 {
        x.copysign(y)
    }

    /// The cosine of an angle in radians.
    #[sig("($module, x, /)")]
    fn cos(vm: &mut Vm, x: f64) -> R<f64> {
        if x.is_infinite() { Err(expected(vm, FINITE, x)) } else { Ok(x.cos()) }
    }

    /// The hyperbolic cosine.
    #[sig("($module, x, /)")]
    fn cosh(vm: &mut Vm, x: f64) -> R<f64> {
        finite(vm, x.cosh(), x)
    }

    /// An angle in radians as degrees.
    #[sig("($module, x, /)")]
    fn degrees(_vm: &mut Vm, x: f64) -> f64 {
        x * (180.0 / std::f64::consts::PI)
    }

    /// The distance of two points, each an iterable of coordinates.
    #[sig("($module, p, q, /)")]
    fn dist(vm: &mut Vm, p: Value, q: Value) -> R<f64> {
        let (p, q) = (vm.to_tuple(p)?, vm.to_tuple(q)?);
        if p.len() != q.len() {
            return Err(vm.value_error("both points must have the same number of dimensions"));
        }
        let (p, q) = (point(vm, p.value())?, point(vm, q.value())?);
        Ok(special::dist(&p, &q))
    }

    /// The error function.
    #[sig("($module, x, /)")]
    fn erf(_vm: &mut Vm, x: f64) -> f64 {
        special::erf(x)
    }

    /// One less the error function, exact where that is tiny.
    #[sig("($module, x, /)")]
    fn erfc(_vm: &mut Vm, x: f64) -> f64 {
        special::erfc(x)
    }

    /// e to this power.
    #[sig("($module, x, /)")]
    fn exp(vm: &mut Vm, x: f64) -> R<f64> {
        finite(vm, x.exp(), x)
    }

    /// 2 to this power.
    #[sig("($module, x, /)")]
    fn exp2(vm: &mut Vm, x: f64) -> R<f64> {
        finite(vm, x.exp2(), x)
    }

    /// e to this power less one, exact for small powers.
    #[sig("($module, x, /)")]
    fn expm1(vm: &mut Vm, x: f64) -> R<f64> {
        finite(vm, x.exp_m1(), x)
    }

    /// The magnitude, as a float.
    #[sig("($module, x, /)")]
    fn fabs(_vm: &mut Vm, x: f64) -> f64 {
        x.abs()
    }

    /// The product of all ints from 1 to `n`.
    #[sig("($module, n, /)")]
    fn factorial(vm: &mut Vm, n: Value) -> R {
        factorial(vm, n)
    }

    /// The largest int that is not larger.
    #[sig("($module, x, /)")]
    fn floor(vm: &mut Vm, x: Value) -> R {
        rounded(vm, x, "__floor__", f64::floor)
    }

    /// `x * y + z`, rounded once.
    #[sig("($module, x, y, z, /)")]
    fn fma(vm: &mut Vm, x: f64, y: f64, z: f64) -> R<f64> {
        let result = x.mul_add(y, z);
        if result.is_finite() {
            return Ok(result);
        }
        if result.is_nan() {
            if !x.is_nan() && !y.is_nan() && !z.is_nan() {
                return Err(vm.value_error("invalid operation in fma"));
            }
        } else if x.is_finite() && y.is_finite() && z.is_finite() {
            return Err(vm.overflow_error("overflow in fma"));
        }
        Ok(result)
    }

    /// The remainder of the division cut off towards zero.
    #[sig("($module, x, y, /)")]
    fn fmod(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        if x.is_nan() || y.is_nan() {
            return Ok(f64::NAN);
        }
        if x.is_infinite() || y == 0.0 {
            return Err(domain(vm));
        }
        Ok(if y.is_infinite() { x } else { x % y })
    }

    /// A mantissa from 0.5 to 1 and an exponent of 2 whose product is the number.
    #[sig("($module, x, /)")]
    fn frexp(vm: &mut Vm, x: f64) -> Value {
        let (mantissa, exponent) = kernel::frexp(x);
        let mantissa = vm.new_float(mantissa);
        pair(vm, mantissa, Value::int32(exponent))
    }

    /// The exact sum of floats, rounded once.
    #[sig("($module, seq, /)")]
    fn fsum(vm: &mut Vm, seq: Value) -> R<f64> {
        let mut sum = ExactSum::default();
        let iterator = vm.iter(seq)?;
        while let Some(v) = vm.next(iterator)? {
            let f = match v.as_small_float() {
                Some(f) => f,
                None => vm.to_f64(v)?,
            };
            sum.add(f).map_err(|e| raise_sum(vm, e))?;
        }
        sum.finish().map_err(|e| raise_sum(vm, e))
    }

    /// The gamma function.
    #[sig("($module, x, /)")]
    fn gamma(vm: &mut Vm, x: f64) -> R<f64> {
        special::gamma(x).map_err(|e| match e {
            MathError::Range => range(vm),
            _ => expected(vm, GAMMA, x),
        })
    }

    /// The greatest common divisor of all arguments.
    #[sig("($module, /, *integers)")]
    fn gcd(vm: &mut Vm, integers: &[Value]) -> R {
        if let &[a, b] = integers
            && is_exact(a)
            && is_exact(b)
            && let Some(gcd) = big::gcd_with_word(Operand::new(a).view(), Operand::new(b).view())
        {
            return Ok(vm.new_uint(gcd));
        }
        fold_ints(vm, integers, Value::ZERO, big::gcd)
    }

    /// The distance of a point from the origin.
    #[sig("($module, /, *coordinates)")]
    fn hypot(vm: &mut Vm, coordinates: &[Value]) -> R<f64> {
        if let &[x, y] = coordinates {
            let pair = [vm.to_f64(x)?, vm.to_f64(y)?];
            return Ok(special::hypot(&pair));
        }
        let coordinates = floats(vm, coordinates)?;
        Ok(special::hypot(&coordinates))
    }

    /// Are two numbers close to each other, by a share of the larger or by a distance?
    #[sig("($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)")]
    fn isclose(vm: &mut Vm, a: f64, b: f64, rel_tol: Option<f64>, abs_tol: Option<f64>) -> R<bool> {
        let (rel_tol, abs_tol) = (rel_tol.unwrap_or(1e-9), abs_tol.unwrap_or(0.0));
        if rel_tol < 0.0 || abs_tol < 0.0 {
            return Err(vm.value_error("tolerances must be non-negative"));
        }
        if a == b {
            return Ok(true);
        }
        if a.is_infinite() || b.is_infinite() {
            return Ok(false);
        }
        let difference = (b - a).abs();
        Ok(difference <= (rel_tol * b).abs() || difference <= (rel_tol * a).abs() || difference <= abs_tol)
    }

    /// Neither an infinity nor a NaN?
    #[sig("($module, x, /)")]
    fn isfinite(_vm: &mut Vm, x: f64) -> bool {
        x.is_finite()
    }

    /// An infinity?
    #[sig("($module, x, /)")]
    fn isinf(_vm: &mut Vm, x: f64) -> bool {
        x.is_infinite()
    }

    /// A NaN?
    #[sig("($module, x, /)")]
    fn isnan(_vm: &mut Vm, x: f64) -> bool {
        x.is_nan()
    }

    /// The largest int whose square is not larger.
    #[sig("($module, n, /)")]
    fn isqrt(vm: &mut Vm, n: Value) -> R {
        let int = vm.index(n)?;
        if vm.int_is_negative(int) {
            return Err(vm.value_error("isqrt() argument must be nonnegative"));
        }
        let result = big::isqrt(Operand::new(int).view());
        Ok(new_big(vm, &result))
    }

    /// The least common multiple of all arguments.
    #[sig("($module, /, *integers)")]
    fn lcm(vm: &mut Vm, integers: &[Value]) -> R {
        fold_ints(vm, integers, Value::int32(1), big::lcm)
    }

    /// `x * 2**i`
    #[sig("($module, x, i, /)")]
    fn ldexp(vm: &mut Vm, x: f64, i: Value) -> R<f64> {
        let Some(int) = vm.as_int_value(i) else {
            return Err(vm.type_error("Expected an int as second argument to ldexp."));
        };
        let exponent = vm.index_clamped(int)?;
        let result = kernel::ldexp(x, exponent);
        finite(vm, result, x)
    }

    /// The logarithm of the magnitude of the gamma function.
    #[sig("($module, x, /)")]
    fn lgamma(vm: &mut Vm, x: f64) -> R<f64> {
        special::lgamma(x).map_err(|e| match e {
            MathError::Range => range(vm),
            _ => expected(vm, GAMMA, x),
        })
    }

    /// The logarithm, natural or to a base.
    #[sig("($module, x, base=None, /)")]
    #[shown("")]
    fn log(vm: &mut Vm, x: Value, base: Option<Value>) -> R<f64> {
        let ln = |vm: &mut Vm, x: Value| logarithm(vm, x, f64::ln, std::f64::consts::LN_2);
        let numerator = ln(vm, x)?;
        let Some(base) = base else { return Ok(numerator) };
        let denominator = ln(vm, base)?;
        if denominator == 0.0 {
            return Err(vm.raise(kinds::ZERO_DIVISION_ERROR, "division by zero"));
        }
        Ok(numerator / denominator)
    }

    /// The logarithm to base 10.
    #[sig("($module, x, /)")]
    fn log10(vm: &mut Vm, x: Value) -> R<f64> {
        logarithm(vm, x, f64::log10, std::f64::consts::LOG10_2)
    }

    /// The natural logarithm of one more, exact for small numbers.
    #[sig("($module, x, /)")]
    fn log1p(vm: &mut Vm, x: f64) -> R<f64> {
        if x <= -1.0 {
            return Err(expected(vm, "argument value > -1", x));
        }
        Ok(x.ln_1p())
    }

    /// The logarithm to base 2.
    #[sig("($module, x, /)")]
    fn log2(vm: &mut Vm, x: Value) -> R<f64> {
        logarithm(vm, x, log2, 1.0)
    }

    /// The fraction and the whole part, both with the sign of the number.
    #[sig("($module, x, /)")]
    fn modf(vm: &mut Vm, x: f64) -> Value {
        let whole = x.trunc();
        let fraction = if x.is_infinite() { 0.0f64.copysign(x) } else { (x - whole).copysign(x) };
        let (fraction, whole) = (vm.new_float(fraction), vm.new_float(whole));
        pair(vm, fraction, whole)
    }

    /// The float next to `x` in the direction of `y`, or that many steps on.
    #[sig("($module, x, y, /, *, steps=None)")]
    fn nextafter(vm: &mut Vm, x: f64, y: f64, steps: Option<Value>) -> R<f64> {
        let steps = match steps {
            Some(steps) if !steps.is_none() => {
                let steps = vm.index(steps)?;
                if vm.int_is_negative(steps) {
                    return Err(vm.value_error("steps must be a non-negative integer"));
                }
                Operand::new(steps).view().to_u64().unwrap_or(u64::MAX)
            }
            // A single step keeps the sign of a zero; several steps end at `y` itself.
            _ if y == 0.0 && x.abs() == f64::from_bits(1) => return Ok(0f64.copysign(x)),
            _ => 1,
        };
        Ok(special::next_after(x, y, steps))
    }

    /// In how many ways `k` things can be chosen of `n`, with order.
    #[sig("($module, n, k=None, /)")]
    fn perm(vm: &mut Vm, n: Value, k: Value) -> R {
        if k.is_none() {
            return factorial(vm, n);
        }
        let (n, k) = (vm.index(n)?, vm.index(k)?);
        let n = non_negative(vm, n, "n")?;
        let k = non_negative(vm, k, "k")?;
        if let (Some(n), Some(k @ 1..=20)) = (n.as_small_int(), k.as_small_int())
            && n >= k
            && let Some(product) = (n - k + 1..=n).try_fold(1i64, i64::checked_mul)
        {
            return Ok(vm.new_int(product));
        }
        let (big_n, big_k) = (Operand::new(n), Operand::new(k));
        if big::compare(big_n.view(), big_k.view()).is_lt() {
            return Ok(Value::ZERO);
        }
        let Some(k) = vm.int_to_i64(k) else {
            return Err(vm.overflow_error(format!("k must not exceed {}", i64::MAX)));
        };
        check_bits(vm, u128::from(big::bit_len(big_n.view())) * k as u128 / 4)?;
        let result = big::permutations(big_n.view(), k as u64);
        Ok(new_big(vm, &result))
    }

    /// `x` to the power of `y`, as a float.
    #[sig("($module, x, y, /)")]
    fn pow(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        let result = x.powf(y);
        if x.is_finite() && y.is_finite() {
            if result.is_nan() || (result.is_infinite() && x == 0.0) {
                return Err(domain(vm));
            }
            if result.is_infinite() {
                return Err(range(vm));
            }
        }
        Ok(result)
    }

    /// The product of an iterable's items and `start`.
    #[sig("($module, iterable, /, *, start=1)")]
    fn prod(vm: &mut Vm, iterable: Value, start: Option<Value>) -> R {
        let mut total = start.unwrap_or(Value::int32(1));
        let iterator = vm.iter(iterable)?;
        while let Some(v) = vm.next(iterator)? {
            total = match product_in_word(total, v) {
                Some(product) => product,
                None => vm.binary_op(BinaryOp::Mul, total, v)?,
            };
        }
        Ok(total)
    }

    /// An angle in degrees as radians.
    #[sig("($module, x, /)")]
    fn radians(_vm: &mut Vm, x: f64) -> f64 {
        x * (std::f64::consts::PI / 180.0)
    }

    /// The remainder of the division rounded to the nearest int.
    #[sig("($module, x, y, /)")]
    fn remainder(vm: &mut Vm, x: f64, y: f64) -> R<f64> {
        special::remainder(x, y).ok_or_else(|| domain(vm))
    }

    /// The sine of an angle in radians.
    #[sig("($module, x, /)")]
    fn sin(vm: &mut Vm, x: f64) -> R<f64> {
        if x.is_infinite() { Err(expected(vm, FINITE, x)) } else { Ok(x.sin()) }
    }

    /// The hyperbolic sine.
    #[sig("($module, x, /)")]
    fn sinh(vm: &mut Vm, x: f64) -> R<f64> {
        finite(vm, x.sinh(), x)
    }

    /// The square root.
    #[sig("($module, x, /)")]
    fn sqrt(vm: &mut Vm, x: f64) -> R<f64> {
        if x < 0.0 { Err(expected(vm, NON_NEGATIVE, x)) } else { Ok(x.sqrt()) }
    }

    /// The sum of the products of two iterables' items.
    #[sig("($module, p, q, /)")]
    fn sumprod(vm: &mut Vm, p: Value, q: Value) -> R {
        sum_of_products(vm, p, q)
    }

    /// The tangent of an angle in radians.
    #[sig("($module, x, /)")]
    fn tan(vm: &mut Vm, x: f64) -> R<f64> {
        if x.is_infinite() { Err(expected(vm, FINITE, x)) } else { Ok(x.tan()) }
    }

    /// The hyperbolic tangent.
    #[sig("($module, x, /)")]
    fn tanh(_vm: &mut Vm, x: f64) -> f64 {
        x.tanh()
    }

    /// Cut off towards zero, as an int.
    #[sig("($module, x, /)")]
    fn trunc(vm: &mut Vm, x: Value) -> R {
        if vm.is_exact(x, kinds::FLOAT) {
            let f = vm.as_float(x).unwrap_or(0.0);
            return to_int(vm, f);
        }
        let name = vm.names().__trunc__;
        match vm.call_special_opt(x, name, &[])? {
            Some(result) => Ok(result),
            None => {
                let of = vm.type_name(x);
                Err(vm.type_error(format!("type {of} doesn't define __trunc__ method")))
            }
        }
    }

    /// The distance to the next float.
    #[sig("($module, x, /)")]
    fn ulp(_vm: &mut Vm, x: f64) -> f64 {
        special::ulp(x)
    }
}

/// The product of two ints or two floats that lie in words, where it does so too.
#[inline(always)]
fn product_in_word(a: Value, b: Value) -> Option<Value> {
    if let (Some(a), Some(b)) = (a.as_small_float(), b.as_small_float()) {
        return Value::small_float(a * b);
    }
    Value::small_int(a.as_small_int()?.checked_mul(b.as_small_int()?)?)
}

#[cold]
fn raise_sum(vm: &mut Vm, error: MathError) -> Raised {
    match error {
        MathError::InfinitySum => vm.value_error("-inf + inf in fsum"),
        MathError::SumOverflow => vm.overflow_error("intermediate overflow in fsum"),
        MathError::Domain => domain(vm),
        MathError::Range => range(vm),
    }
}

/// Ints are summed exactly, floats with one rounding, all else as `+` and `*` have it.
fn sum_of_products(vm: &mut Vm, p: Value, q: Value) -> R {
    let (p, q) = (vm.iter(p)?, vm.iter(q)?);
    let mut total = Value::ZERO;
    // Ints that fit a word come first, then floats; from the first pair on that is neither, all goes through the operators.
    let (mut ints, mut floats) = (Some(None::<i64>), Some(None::<ExactDot>));
    loop {
        let pair = match (vm.next(p)?, vm.next(q)?) {
            (Some(a), Some(b)) => Some((a, b)),
            (None, None) => None,
            _ => return Err(vm.value_error("Inputs are not the same length")),
        };
        if let Some(sum) = ints {
            if let Some((a, b)) = pair
                && let (Some(a), Some(b)) = (exact_word(vm, a), exact_word(vm, b))
                && let Some(new) = a.checked_mul(b).and_then(|ab| sum.unwrap_or(0).checked_add(ab))
            {
                ints = Some(Some(new));
                continue;
            }
            ints = None;
            if let Some(sum) = sum {
                let sum = vm.new_int(sum);
                total = vm.binary_op(BinaryOp::Add, total, sum)?;
            }
        }
        if let Some(dot) = floats {
            if let Some((a, b)) = pair
                && let Some((a, b)) = float_factors(vm, a, b)
            {
                let mut new = dot.unwrap_or_default();
                new.add(a, b);
                if new.is_finite() {
                    floats = Some(Some(new));
                    continue;
                }
            }
            floats = None;
            if let Some(dot) = dot {
                let sum = vm.new_float(dot.finish());
                total = vm.binary_op(BinaryOp::Add, total, sum)?;
            }
        }
        let Some((a, b)) = pair else { return Ok(total) };
        let product = vm.binary_op(BinaryOp::Mul, a, b)?;
        total = vm.binary_op(BinaryOp::Add, total, product)?;
    }
}

/// An int, and no bool, that fits a word.
fn exact_word(vm: &mut Vm, v: Value) -> Option<i64> {
    if vm.is_exact(v, kinds::INT) { vm.int_to_i64(v) } else { None }
}

/// Two factors as floats, where at least one is a float and the other one is too, or an int that fits.
fn float_factors(vm: &mut Vm, a: Value, b: Value) -> Option<(f64, f64)> {
    if let (Some(a), Some(b)) = (a.as_small_float(), b.as_small_float()) {
        return Some((a, b));
    }
    let is_float = |vm: &Vm, v: Value| vm.is_exact(v, kinds::FLOAT);
    let is_int = |vm: &Vm, v: Value| vm.is_exact(v, kinds::INT) || v == Value::TRUE || v == Value::FALSE;
    let fits = match (is_float(vm, a), is_float(vm, b)) {
        (true, true) => true,
        (true, false) => is_int(vm, b),
        (false, true) => is_int(vm, a),
        (false, false) => false,
    };
    if !fits {
        return None;
    }
    match (vm.to_f64(a), vm.to_f64(b)) {
        (Ok(a), Ok(b)) => Some((a, b)),
        _ => {
            vm.take_exception();
            None
        }
    }
}
