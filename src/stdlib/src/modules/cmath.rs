//! `cmath`: functions of complex numbers (Kahan 1987, with the special values of C's Annex G).

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, LN_2, LN_10, PI};
use taipan_macros::native;
use taipan_number::complex::Complex;
use taipan_objects::types::complex::try_complex;
use taipan_runtime::{ArgName, FromValue, Gc, ModuleDef, R, Raised, Value, Vm, layout::Module};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "cmath",
    doc: "Functions of complex numbers.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Functions;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let dict = module.dict.get();
    for (name, value) in [
        ("pi", PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        let (name, value) = (vm.intern(name), vm.new_float(value));
        dict.set_str(vm, name, value);
    }
    for (name, value) in [("infj", f64::INFINITY), ("nanj", f64::NAN)] {
        let (name, value) = (vm.intern(name), vm.new_complex(0.0, value));
        dict.set_str(vm, name, value);
    }
    Ok(())
}

/// An argument that is a number of any kind.
struct Number(Complex);

impl FromValue for Number {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<Number> {
        match try_complex(vm, value)? {
            Some(c) => Ok(Number(c)),
            None => {
                let of = vm.type_name(value);
                Err(vm.type_error(format!("must be real number, not {of}")))
            }
        }
    }
}

/// Why there is no result.
enum Fault {
    Domain,
    Range,
}

type Outcome = Result<Complex, Fault>;

#[cold]
fn raise(vm: &mut Vm, fault: &Fault) -> Raised {
    match fault {
        Fault::Domain => vm.value_error("math domain error"),
        Fault::Range => vm.overflow_error("math range error"),
    }
}

fn give(vm: &mut Vm, outcome: Outcome) -> R {
    match outcome {
        Ok(c) => Ok(vm.new_complex(c.re, c.im)),
        Err(fault) => Err(raise(vm, &fault)),
    }
}

fn c(re: f64, im: f64) -> Complex {
    Complex::new(re, im)
}

fn is_finite(z: Complex) -> bool {
    z.re.is_finite() && z.im.is_finite()
}

/// Beyond this squares overflow.
const LARGE: f64 = f64::MAX / 4.0;
/// The largest argument of `exp` without an overflow, nearly.
const LOG_LARGE: f64 = 709.089_565_712_824;
const SQRT_LARGE: f64 = 6.703_903_964_971_298e153;

/// A finite argument gives a finite result, or is out of range.
fn ranged(z: Complex) -> Outcome {
    if z.re.is_infinite() || z.im.is_infinite() { Err(Fault::Range) } else { Ok(z) }
}

/// `r * (cos y + i sin y)` for an infinite or zero `r`: zeros of the angle keep their sign.
fn scaled_angle(r: f64, y: f64) -> Complex {
    if y == 0.0 { c(r, y.copysign(y) * 1f64.copysign(r)) } else { c(r * y.cos(), r * y.sin()) }
}

fn exp(z: Complex) -> Outcome {
    let (x, y) = (z.re, z.im);
    if is_finite(z) {
        return ranged(if x > LOG_LARGE {
            // In two factors, so that only what is too large overflows.
            let half = (x - 1.0).exp();
            c(half * y.cos() * std::f64::consts::E, half * y.sin() * std::f64::consts::E)
        } else {
            let length = x.exp();
            c(length * y.cos(), length * y.sin())
        });
    }
    if y.is_infinite() && !x.is_nan() && x != f64::NEG_INFINITY {
        return Err(Fault::Domain);
    }
    Ok(if x == f64::INFINITY {
        if y.is_nan() { c(x, y) } else { scaled_angle(x, y) }
    } else if x == f64::NEG_INFINITY {
        if y.is_finite() { scaled_angle(0.0, y) } else { c(0.0, 0.0) }
    } else if y == 0.0 {
        c(x, y)
    } else {
        c(f64::NAN, f64::NAN)
    })
}

fn cosh(z: Complex) -> Outcome {
    let (x, y) = (z.re, z.im);
    if is_finite(z) {
        return ranged(if x.abs() > LOG_LARGE {
            let less = x - 1f64.copysign(x);
            let e = std::f64::consts::E;
            c(y.cos() * less.cosh() * e, y.sin() * less.sinh() * e)
        } else {
            c(y.cos() * x.cosh(), y.sin() * x.sinh())
        });
    }
    if y.is_infinite() && !x.is_nan() {
        return Err(Fault::Domain);
    }
    Ok(if x.is_infinite() {
        if y.is_nan() {
            c(f64::INFINITY, y)
        } else if y == 0.0 {
            c(f64::INFINITY, if x > 0.0 { y } else { -y })
        } else {
            c(f64::INFINITY * y.cos(), x * y.sin())
        }
    } else if x == 0.0 || y == 0.0 {
        c(f64::NAN, 0.0)
    } else {
        c(f64::NAN, f64::NAN)
    })
}

fn sinh(z: Complex) -> Outcome {
    let (x, y) = (z.re, z.im);
    if is_finite(z) {
        return ranged(if x.abs() > LOG_LARGE {
            let less = x - 1f64.copysign(x);
            let e = std::f64::consts::E;
            c(y.cos() * less.sinh() * e, y.sin() * less.cosh() * e)
        } else {
            c(y.cos() * x.sinh(), y.sin() * x.cosh())
        });
    }
    if y.is_infinite() && !x.is_nan() {
        return Err(Fault::Domain);
    }
    Ok(if x.is_infinite() {
        if y.is_nan() || y == 0.0 { c(x, y) } else { c(x * y.cos(), f64::INFINITY * y.sin()) }
    } else if x == 0.0 {
        c(0.0, f64::NAN)
    } else if y == 0.0 {
        c(x, y)
    } else {
        c(f64::NAN, f64::NAN)
    })
}

fn tanh(z: Complex) -> Outcome {
    let (x, y) = (z.re, z.im);
    if !is_finite(z) {
        if y.is_infinite() && x.is_finite() {
            return Err(Fault::Domain);
        }
        return Ok(if x.is_infinite() {
            let im = if y.is_finite() { 2.0 * y.sin() * y.cos() } else { y };
            c(1f64.copysign(x), 0f64.copysign(im))
        } else if x == 0.0 || y == 0.0 {
            c(x, y)
        } else {
            c(f64::NAN, f64::NAN)
        });
    }
    if x.abs() > LOG_LARGE {
        return Ok(c(1f64.copysign(x), 4.0 * y.sin() * y.cos() * (-2.0 * x.abs()).exp()));
    }
    let (tx, ty) = (x.tanh(), y.tan());
    let sech = 1.0 / x.cosh();
    let txty = tx * ty;
    let below = 1.0 + txty * txty;
    Ok(c(tx * (1.0 + ty * ty) / below, (ty / below) * sech * sech))
}

fn sqrt(z: Complex) -> Complex {
    let (x, y) = (z.re, z.im);
    if !is_finite(z) {
        return if y.is_infinite() {
            c(f64::INFINITY, y)
        } else if x == f64::INFINITY {
            c(x, if y.is_nan() { y } else { 0f64.copysign(y) })
        } else if x == f64::NEG_INFINITY {
            if y.is_nan() { c(y, f64::INFINITY) } else { c(0.0, f64::INFINITY.copysign(y)) }
        } else {
            c(f64::NAN, f64::NAN)
        };
    }
    if x == 0.0 && y == 0.0 {
        return c(0.0, y);
    }
    let (ax, ay) = (x.abs(), y.abs());
    let s = if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE && (ax > 0.0 || ay > 0.0) {
        // Both subnormal: scaled up before, down behind the root.
        let scale = 2f64.powi(54);
        let ax = ax * scale;
        (ax + ax.hypot(ay * scale)).sqrt() * 2f64.powi(-27) / std::f64::consts::SQRT_2
    } else {
        let ax = ax / 8.0;
        2.0 * (ax + ax.hypot(ay / 8.0)).sqrt()
    };
    let d = ay / (2.0 * s);
    if x >= 0.0 { c(s, d.copysign(y)) } else { c(d, s.copysign(y)) }
}

fn log(z: Complex) -> Outcome {
    let (x, y) = (z.re, z.im);
    let angle = y.atan2(x);
    if !is_finite(z) {
        let length = if x.is_infinite() || y.is_infinite() { f64::INFINITY } else { f64::NAN };
        return Ok(c(length, angle));
    }
    let (ax, ay) = (x.abs(), y.abs());
    let length = if ax > LARGE || ay > LARGE {
        (ax / 2.0).hypot(ay / 2.0).ln() + LN_2
    } else if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        if ax == 0.0 && ay == 0.0 {
            return Err(Fault::Domain);
        }
        let scale = 2f64.powi(53);
        (ax * scale).hypot(ay * scale).ln() - 53.0 * LN_2
    } else {
        let h = ax.hypot(ay);
        if (0.71..=1.73).contains(&h) {
            // Close to one the logarithm of the square is small.
            let (larger, smaller) = if ax > ay { (ax, ay) } else { (ay, ax) };
            ((larger - 1.0) * (larger + 1.0) + smaller * smaller).ln_1p() / 2.0
        } else {
            h.ln()
        }
    };
    Ok(c(length, angle))
}

fn acos(z: Complex) -> Complex {
    let (x, y) = (z.re, z.im);
    if !is_finite(z) {
        let im = -f64::INFINITY.copysign(y);
        return if y.is_infinite() {
            let re = match x {
                f64::INFINITY => FRAC_PI_4,
                f64::NEG_INFINITY => 3.0 * FRAC_PI_4,
                x if x.is_nan() => x,
                _ => FRAC_PI_2,
            };
            c(re, im)
        } else if x.is_infinite() {
            if y.is_nan() { c(y, f64::INFINITY) } else { c(if x > 0.0 { 0.0 } else { PI }, im) }
        } else if x == 0.0 {
            c(FRAC_PI_2, f64::NAN)
        } else {
            c(f64::NAN, f64::NAN)
        };
    }
    if x.abs() > LARGE || y.abs() > LARGE {
        let re = y.abs().atan2(x);
        let length = (x / 2.0).hypot(y / 2.0).ln() + 2.0 * LN_2;
        return c(re, if x < 0.0 { -length.copysign(y) } else { length.copysign(-y) });
    }
    let s1 = sqrt(c(1.0 - x, -y));
    let s2 = sqrt(c(1.0 + x, y));
    c(2.0 * s1.re.atan2(s2.re), libm::asinh(s2.re * s1.im - s2.im * s1.re))
}

fn acosh(z: Complex) -> Complex {
    let (x, y) = (z.re, z.im);
    if !is_finite(z) {
        let a = acos(z);
        return c(a.im.abs(), a.re.copysign(y));
    }
    if x.abs() > LARGE || y.abs() > LARGE {
        return c((x / 2.0).hypot(y / 2.0).ln() + 2.0 * LN_2, y.atan2(x));
    }
    let s1 = sqrt(c(x - 1.0, y));
    let s2 = sqrt(c(x + 1.0, y));
    c(libm::asinh(s1.re * s2.re + s1.im * s2.im), 2.0 * s1.im.atan2(s2.re))
}

fn asinh(z: Complex) -> Complex {
    let (x, y) = (z.re, z.im);
    if !is_finite(z) {
        return if x.is_infinite() {
            let im = if y.is_nan() {
                y
            } else if y.is_infinite() {
                FRAC_PI_4.copysign(y)
            } else {
                0f64.copysign(y)
            };
            c(x, im)
        } else if y.is_infinite() {
            if x.is_nan() { c(f64::INFINITY, x) } else { c(f64::INFINITY.copysign(x), FRAC_PI_2.copysign(y)) }
        } else if y == 0.0 {
            c(x, y)
        } else {
            c(f64::NAN, f64::NAN)
        };
    }
    if x.abs() > LARGE || y.abs() > LARGE {
        let length = (x / 2.0).hypot(y / 2.0).ln() + 2.0 * LN_2;
        let re = if y.is_sign_positive() { length.copysign(x) } else { -length.copysign(-x) };
        return c(re, y.atan2(x.abs()));
    }
    let s1 = sqrt(c(1.0 + y, -x));
    let s2 = sqrt(c(1.0 - y, x));
    c(libm::asinh(s1.re * s2.im - s2.re * s1.im), y.atan2(s1.re * s2.re - s1.im * s2.im))
}

fn atanh(z: Complex) -> Outcome {
    let (x, y) = (z.re, z.im);
    if !is_finite(z) {
        let zero = 0f64.copysign(x);
        return Ok(if y.is_infinite() {
            c(zero, FRAC_PI_2.copysign(y))
        } else if x.is_infinite() {
            c(zero, if y.is_nan() { y } else { FRAC_PI_2.copysign(y) })
        } else if x == 0.0 {
            c(x, y)
        } else {
            c(f64::NAN, f64::NAN)
        });
    }
    if x < 0.0 || (x == 0.0 && x.is_sign_negative()) {
        let out = atanh(c(-x, -y))?;
        return Ok(c(-out.re, -out.im));
    }
    let ay = y.abs();
    if x > SQRT_LARGE || ay > SQRT_LARGE {
        let h = (x / 2.0).hypot(y / 2.0);
        return Ok(c(x / 4.0 / h / h, -FRAC_PI_2.copysign(-y)));
    }
    if x == 1.0 && ay < 1.5e-154 {
        if ay == 0.0 {
            return Err(Fault::Domain);
        }
        let re = -(ay.sqrt() / ay.hypot(2.0).sqrt()).ln();
        return Ok(c(re, (2f64.atan2(-ay) / 2.0).copysign(y)));
    }
    let re = (4.0 * x / ((1.0 - x) * (1.0 - x) + ay * ay)).ln_1p() / 4.0;
    Ok(c(re, -(-2.0 * y).atan2((1.0 - x) * (1.0 + x) - ay * ay) / 2.0))
}

/// `f(i z) / i`, or the other way round: how circular functions come from hyperbolic ones.
fn turned(z: Complex, f: impl Fn(Complex) -> Outcome) -> Outcome {
    let out = f(c(-z.im, z.re))?;
    Ok(c(out.im, -out.re))
}

#[native]
impl Functions {
    /// The arc cosine.
    #[sig("($module, z, /)")]
    fn acos(vm: &mut Vm, z: Number) -> R {
        give(vm, Ok(acos(z.0)))
    }

    /// The inverse hyperbolic cosine.
    #[sig("($module, z, /)")]
    fn acosh(vm: &mut Vm, z: Number) -> R {
        give(vm, Ok(acosh(z.0)))
    }

    /// The arc sine.
    #[sig("($module, z, /)")]
    fn asin(vm: &mut Vm, z: Number) -> R {
        give(vm, turned(z.0, |z| Ok(asinh(z))))
    }

    /// The inverse hyperbolic sine.
    #[sig("($module, z, /)")]
    fn asinh(vm: &mut Vm, z: Number) -> R {
        give(vm, Ok(asinh(z.0)))
    }

    /// The arc tangent.
    #[sig("($module, z, /)")]
    fn atan(vm: &mut Vm, z: Number) -> R {
        give(vm, turned(z.0, atanh))
    }

    /// The inverse hyperbolic tangent.
    #[sig("($module, z, /)")]
    fn atanh(vm: &mut Vm, z: Number) -> R {
        give(vm, atanh(z.0))
    }

    /// The cosine.
    #[sig("($module, z, /)")]
    fn cos(vm: &mut Vm, z: Number) -> R {
        give(vm, cosh(c(-z.0.im, z.0.re)))
    }

    /// The hyperbolic cosine.
    #[sig("($module, z, /)")]
    fn cosh(vm: &mut Vm, z: Number) -> R {
        give(vm, cosh(z.0))
    }

    /// e to this power.
    #[sig("($module, z, /)")]
    fn exp(vm: &mut Vm, z: Number) -> R {
        give(vm, exp(z.0))
    }

    /// Are two numbers close to each other, by a share of the larger or by a distance?
    #[sig("($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)")]
    fn isclose(vm: &mut Vm, a: Number, b: Number, rel_tol: Option<f64>, abs_tol: Option<f64>) -> R<bool> {
        let (rel_tol, abs_tol) = (rel_tol.unwrap_or(1e-9), abs_tol.unwrap_or(0.0));
        if rel_tol < 0.0 || abs_tol < 0.0 {
            return Err(vm.value_error("tolerances must be non-negative"));
        }
        let (a, b) = (a.0, b.0);
        if a == b {
            return Ok(true);
        }
        let is_infinite = |z: Complex| z.re.is_infinite() || z.im.is_infinite();
        if is_infinite(a) || is_infinite(b) {
            return Ok(false);
        }
        let length = |z: Complex| z.re.hypot(z.im);
        let difference = length(a.sub(b));
        Ok(difference <= rel_tol * length(b) || difference <= rel_tol * length(a) || difference <= abs_tol)
    }

    /// Are both parts finite?
    #[sig("($module, z, /)")]
    fn isfinite(_vm: &mut Vm, z: Number) -> bool {
        is_finite(z.0)
    }

    /// Is a part infinite?
    #[sig("($module, z, /)")]
    fn isinf(_vm: &mut Vm, z: Number) -> bool {
        z.0.re.is_infinite() || z.0.im.is_infinite()
    }

    /// Is a part a NaN?
    #[sig("($module, z, /)")]
    fn isnan(_vm: &mut Vm, z: Number) -> bool {
        z.0.re.is_nan() || z.0.im.is_nan()
    }

    /// The logarithm, natural or to a base.
    #[sig("($module, z, base=None, /)")]
    #[shown("($module, z, base=<unrepresentable>, /)")]
    fn log(vm: &mut Vm, z: Number, base: Option<Number>) -> R {
        let Some(base) = base else { return give(vm, log(z.0)) };
        // With a base, what counts is how its own logarithm turns out.
        let out = log(z.0).unwrap_or(c(f64::NEG_INFINITY, z.0.im.atan2(z.0.re)));
        let base = log(base.0).map_err(|f| raise(vm, &f))?;
        match out.div(base) {
            Ok(out) => Ok(vm.new_complex(out.re, out.im)),
            Err(_) => Err(raise(vm, &Fault::Domain)),
        }
    }

    /// The logarithm to base 10.
    #[sig("($module, z, /)")]
    fn log10(vm: &mut Vm, z: Number) -> R {
        give(vm, log(z.0).map(|out| c(out.re / LN_10, out.im / LN_10)))
    }

    /// The angle, from -pi to pi.
    #[sig("($module, z, /)")]
    fn phase(_vm: &mut Vm, z: Number) -> f64 {
        z.0.im.atan2(z.0.re)
    }

    /// Length and angle.
    #[sig("($module, z, /)")]
    fn polar(vm: &mut Vm, z: Number) -> R {
        let angle = z.0.im.atan2(z.0.re);
        let Ok(length) = z.0.abs() else { return Err(raise(vm, &Fault::Range)) };
        let (length, angle) = (vm.new_float(length), vm.new_float(angle));
        Ok(vm.new_tuple(&[length, angle]).value())
    }

    /// The number of a length and an angle.
    #[sig("($module, r, phi, /)")]
    fn rect(vm: &mut Vm, r: f64, phi: f64) -> R {
        if r.is_finite() && phi.is_finite() {
            let out = if phi == 0.0 { c(r, r * phi) } else { c(r * phi.cos(), r * phi.sin()) };
            return give(vm, Ok(out));
        }
        if phi.is_infinite() && r != 0.0 && !r.is_nan() {
            return Err(raise(vm, &Fault::Domain));
        }
        let out = if r.is_infinite() && phi.is_finite() {
            if phi == 0.0 { c(r, phi * 1f64.copysign(r)) } else { c(r * phi.cos(), r * phi.sin()) }
        } else if r == 0.0 {
            c(0.0, 0.0)
        } else if r.is_infinite() {
            c(r, f64::NAN)
        } else if phi == 0.0 {
            c(r, 0.0)
        } else {
            c(f64::NAN, f64::NAN)
        };
        give(vm, Ok(out))
    }

    /// The sine.
    #[sig("($module, z, /)")]
    fn sin(vm: &mut Vm, z: Number) -> R {
        give(vm, turned(z.0, sinh))
    }

    /// The hyperbolic sine.
    #[sig("($module, z, /)")]
    fn sinh(vm: &mut Vm, z: Number) -> R {
        give(vm, sinh(z.0))
    }

    /// The square root.
    #[sig("($module, z, /)")]
    fn sqrt(vm: &mut Vm, z: Number) -> R {
        give(vm, Ok(sqrt(z.0)))
    }

    /// The tangent.
    #[sig("($module, z, /)")]
    fn tan(vm: &mut Vm, z: Number) -> R {
        give(vm, turned(z.0, tanh))
    }

    /// The hyperbolic tangent.
    #[sig("($module, z, /)")]
    fn tanh(vm: &mut Vm, z: Number) -> R {
        give(vm, tanh(z.0))
    }
}
