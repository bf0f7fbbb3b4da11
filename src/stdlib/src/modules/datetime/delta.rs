//! `timedelta`: how long something takes.

use super::args::c_int;
use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_number::big::{self, BigInt, IntRef, TrueDivError};
use taipan_number::float::as_integer_ratio;
use taipan_number::hash::{TupleHasher, hash_i64};
use taipan_objects::types::int::operand::{Operand, new_big};
use taipan_runtime::{
    BinaryOp, CompareOp, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::Type,
    type_flags,
};

/// The most days.
const DAYS_MAX: i64 = 999_999_999;
const US_PER_SECOND: i64 = 1_000_000;
const US_PER_DAY: i64 = 86_400 * US_PER_SECOND;

/// A duration: days of any sign, seconds below a day, microseconds below a second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Span {
    /// Whole days.
    pub days: i32,
    /// 0 to 86399.
    pub seconds: i32,
    /// 0 to 999999.
    pub us: i32,
}

impl Span {
    /// Of parts of any size.
    pub fn new(vm: &mut Vm, days: i64, seconds: i64, us: i64) -> R<Span> {
        let seconds = seconds + us.div_euclid(US_PER_SECOND);
        let days = days + seconds.div_euclid(86_400);
        if days.abs() > DAYS_MAX {
            return Err(raise_days(vm, days));
        }
        Ok(Span {
            days: days as i32,
            seconds: seconds.rem_euclid(86_400) as i32,
            us: us.rem_euclid(US_PER_SECOND) as i32,
        })
    }

    /// Is it no time at all?
    pub fn is_zero(self) -> bool {
        self == Span::default()
    }

    /// Days and seconds as seconds.
    pub fn whole_seconds(self) -> i64 {
        i64::from(self.days) * 86_400 + i64::from(self.seconds)
    }

    /// The sum.
    pub fn plus(self, vm: &mut Vm, other: Span) -> R<Span> {
        Span::new(
            vm,
            i64::from(self.days) + i64::from(other.days),
            i64::from(self.seconds) + i64::from(other.seconds),
            i64::from(self.us) + i64::from(other.us),
        )
    }

    /// The difference.
    pub fn minus(self, vm: &mut Vm, other: Span) -> R<Span> {
        Span::new(
            vm,
            i64::from(self.days) - i64::from(other.days),
            i64::from(self.seconds) - i64::from(other.seconds),
            i64::from(self.us) - i64::from(other.us),
        )
    }

    /// Its microseconds.
    fn total(self) -> i128 {
        i128::from(self.whole_seconds()) * i128::from(US_PER_SECOND) + i128::from(self.us)
    }

    /// Of microseconds.
    fn of_total(vm: &mut Vm, total: i128) -> R<Span> {
        let (days, us) = match i64::try_from(total) {
            Ok(total) => (i128::from(total.div_euclid(US_PER_DAY)), total.rem_euclid(US_PER_DAY)),
            Err(_) => {
                (total.div_euclid(i128::from(US_PER_DAY)), total.rem_euclid(i128::from(US_PER_DAY)) as i64)
            }
        };
        let Ok(days) = i32::try_from(days) else { return Err(raise_int(vm)) };
        if i64::from(days).abs() > DAYS_MAX {
            return Err(raise_days(vm, days.into()));
        }
        let (seconds, us) = ((us / US_PER_SECOND) as i32, (us % US_PER_SECOND) as i32);
        Ok(Span { days, seconds, us })
    }

    fn of_big(vm: &mut Vm, total: &BigInt) -> R<Span> {
        match total.view().to_i128() {
            Some(total) => Span::of_total(vm, total),
            None => Err(raise_int(vm)),
        }
    }

    /// Of microseconds that some object counts, which divides itself.
    fn of_object(vm: &mut Vm, total: Value) -> R<Span> {
        if vm.is_exact(total, kinds::INT) {
            return Span::of_big(vm, &Operand::new(total).view().to_owned());
        }
        let (seconds, us) = divided(vm, total, US_PER_SECOND)?;
        let (days, seconds) = divided(vm, seconds, 86_400)?;
        let days = c_int(vm, days)?;
        if i64::from(days).abs() > DAYS_MAX {
            return Err(raise_days(vm, days.into()));
        }
        Ok(Span { days, seconds, us })
    }
}

/// `divmod(value, by)`, as objects may answer it: a quotient of any kind and what is left.
fn divided(vm: &mut Vm, value: Value, by: i64) -> R<(Value, i32)> {
    let divisor = vm.new_int(by);
    let answer = vm.divmod(value, divisor)?;
    let Some(tuple) = vm.as_tuple(answer) else {
        let of = vm.type_name(answer);
        return Err(vm.type_error(format!("divmod() returned non-tuple (type {of})")));
    };
    let [quotient, rest] = *tuple.to_ref().as_slice() else {
        let n = tuple.len();
        return Err(vm.type_error(format!("divmod() returned a tuple of size {n}")));
    };
    let rest = c_int(vm, rest)?;
    if !(0..by).contains(&i64::from(rest)) {
        return Err(vm.type_error("divmod() returned a value out of range"));
    }
    Ok((quotient, rest))
}

/// The number of an int that leaves arithmetic to itself: of no class derived from int.
fn plain_int(vm: &Vm, value: Value) -> Option<Value> {
    vm.as_int_value(value).filter(|_| value.is_bool() || vm.is_exact(value, kinds::INT))
}

#[cold]
fn raise_days(vm: &mut Vm, days: i64) -> taipan_runtime::Raised {
    vm.overflow_error(format!("days={days}; must have magnitude <= {DAYS_MAX}"))
}

#[cold]
fn raise_int(vm: &mut Vm) -> taipan_runtime::Raised {
    vm.overflow_error("Python int too large to convert to C int")
}

#[cold]
fn raise_zero(vm: &mut Vm) -> taipan_runtime::Raised {
    vm.raise(kinds::ZERO_DIVISION_ERROR, "division by zero")
}

/// A `timedelta`.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Delta {
    header: Header,
    #[untraced]
    span: Span,
    /// -1 until asked for.
    #[untraced]
    hash: Cell<i64>,
}

impl Delta {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Delta as Numbered>::NUMBER,
        name: "timedelta",
        module: "datetime",
        doc: "How long something takes: days, seconds and microseconds.\n\n\
              timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)\n\n\
              All arguments are ints or floats of any sign.",
        flags: type_flags::BASETYPE,
        native: &Delta::NATIVE,
        layout: Some(LayoutInfo::of::<Delta>()),
        fill: Some(fill),
        ..TypeDef::DEFAULT
    };

    /// How long it is.
    pub fn span(&self) -> Span {
        self.span
    }
}

fn fill(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
    let days = DAYS_MAX as i32;
    for (name, span) in [
        ("resolution", Span { days: 0, seconds: 0, us: 1 }),
        ("min", Span { days: -days, seconds: 0, us: 0 }),
        ("max", Span { days, seconds: 86_399, us: 999_999 }),
    ] {
        let value = new_delta(vm, span).value();
        let name = vm.intern(name);
        cls.dict.get().set_str(vm, name, value);
    }
    Ok(())
}

/// A `timedelta` object.
pub fn new_delta(vm: &mut Vm, span: Span) -> Gc<Delta> {
    let header = Header::new::<Delta>(vm.class_address(<Delta as Numbered>::NUMBER));
    vm.heap.alloc(Delta { header, span, hash: Cell::new(-1) })
}

/// How long a `timedelta` is.
pub fn as_span(vm: &Vm, value: Value) -> Option<Span> {
    vm.payload::<Delta>(value).map(|delta| delta.span)
}

fn result(vm: &mut Vm, span: R<Span>) -> R {
    let span = span?;
    Ok(new_delta(vm, span).value())
}

/// The sum of a constructor's arguments, in microseconds: whole ones and what is left over of floats.
#[derive(Default)]
struct Sum {
    small: i128,
    big: Option<BigInt>,
    /// The sum, where an argument's class has made it something else than an int.
    object: Option<Value>,
    left_over: f64,
}

impl Sum {
    fn add_product(&mut self, int: IntRef<'_>, factor: i64) {
        if self.big.is_none()
            && let Some(sum) = int
                .to_i128()
                .and_then(|int| int.checked_mul(factor.into()))
                .and_then(|product| product.checked_add(self.small))
        {
            self.small = sum;
            return;
        }
        let sum = self.big.take().unwrap_or_else(|| BigInt::from(self.small));
        let product = big::mul(int, BigInt::from(factor).view());
        self.big = Some(big::add(sum.view(), product.view()));
    }

    fn add_int(&mut self, vm: &mut Vm, int: IntRef<'_>, factor: i64) -> R<()> {
        if self.object.is_none() {
            self.add_product(int, factor);
            return Ok(());
        }
        let product = new_big(vm, &big::mul(int, BigInt::from(factor).view()));
        self.add_object(vm, product)
    }

    fn add_object(&mut self, vm: &mut Vm, summand: Value) -> R<()> {
        let sum = match (self.object, &self.big) {
            (Some(sum), _) => sum,
            (None, Some(sum)) => new_big(vm, sum),
            (None, None) => vm.new_int128(self.small),
        };
        self.object = Some(vm.binary_op(BinaryOp::Add, sum, summand)?);
        Ok(())
    }

    fn add(&mut self, vm: &mut Vm, name: &str, value: Value, factor: i64) -> R<()> {
        if let Some(int) = plain_int(vm, value) {
            return self.add_int(vm, Operand::new(int).view(), factor);
        }
        if vm.as_int_value(value).is_some() {
            let factor = vm.new_int(factor);
            let product = vm.binary_op(BinaryOp::Mul, value, factor)?;
            return match plain_int(vm, product) {
                Some(int) => self.add_int(vm, Operand::new(int).view(), 1),
                None => self.add_object(vm, product),
            };
        }
        let Some(f) = vm.as_float(value) else {
            let of = vm.type_name(value);
            return Err(vm.type_error(format!("unsupported type for timedelta {name} component: {of}")));
        };
        let Some(whole) = taipan_number::float::trunc(f) else {
            return Err(if f.is_nan() {
                vm.value_error("cannot convert float NaN to integer")
            } else {
                vm.overflow_error("cannot convert float infinity to integer")
            });
        };
        self.add_int(vm, whole.view(), factor)?;
        let part = f - f.trunc();
        if part == 0.0 {
            return Ok(());
        }
        let part = part * factor as f64;
        self.left_over += part - part.trunc();
        self.add_int(vm, BigInt::from(part.trunc() as i64).view(), 1)
    }

    fn is_odd(&self, vm: &mut Vm) -> R<bool> {
        match (self.object, &self.big) {
            (Some(object), _) => {
                let bit = vm.binary_op(BinaryOp::And, object, Value::int32(1))?;
                vm.truth(bit)
            }
            (None, Some(big)) => Ok(!big::is_even(big.view())),
            (None, None) => Ok(self.small & 1 != 0),
        }
    }

    fn finish(mut self, vm: &mut Vm) -> R<Span> {
        if self.left_over != 0.0 {
            let mut whole = self.left_over.round();
            if (whole - self.left_over).abs() == 0.5 {
                // Half to even, of the whole sum.
                let odd = if self.is_odd(vm)? { 1.0 } else { 0.0 };
                whole = 2.0 * ((self.left_over + odd) * 0.5).round() - odd;
            }
            self.add_int(vm, BigInt::from(whole as i64).view(), 1)?;
        }
        match (self.object, &self.big) {
            (Some(object), _) => Span::of_object(vm, object),
            (None, Some(big)) => Span::of_big(vm, big),
            (None, None) => Span::of_total(vm, self.small),
        }
    }
}

/// `span * numerator / denominator`, the nearest.
fn scaled(vm: &mut Vm, span: Span, numerator: IntRef<'_>, denominator: IntRef<'_>) -> R<Span> {
    let total = BigInt::from(span.total());
    let product = if numerator.is_one() { total } else { big::mul(total.view(), numerator) };
    if denominator.is_one() {
        return Span::of_big(vm, &product);
    }
    match big::div_mod_nearest(product.view(), denominator) {
        Some((quotient, _)) => Span::of_big(vm, &quotient),
        None => Err(raise_zero(vm)),
    }
}

/// A float as a fraction.
fn ratio(vm: &mut Vm, value: Value) -> R<Option<(BigInt, BigInt)>> {
    let Some(f) = vm.as_float(value) else { return Ok(None) };
    if !vm.is_exact(value, kinds::FLOAT) {
        return told_ratio(vm, value).map(Some);
    }
    match as_integer_ratio(f) {
        Some(ratio) => Ok(Some(ratio)),
        None if f.is_nan() => Err(vm.value_error("cannot convert NaN to integer ratio")),
        None => Err(vm.overflow_error("cannot convert Infinity to integer ratio")),
    }
}

/// The fraction that a class derived from float gives.
fn told_ratio(vm: &mut Vm, value: Value) -> R<(BigInt, BigInt)> {
    let given = vm.call_method_named(value, "as_integer_ratio", &[])?;
    let Some(tuple) = vm.as_tuple(given) else {
        let of = vm.type_name(given);
        return Err(vm.type_error(format!(
            "unexpected return type from as_integer_ratio(): expected tuple, not '{of}'"
        )));
    };
    let [numerator, denominator] = *tuple.to_ref().as_slice() else {
        return Err(vm.value_error("as_integer_ratio() must return a 2-tuple"));
    };
    match (vm.as_int_value(numerator), vm.as_int_value(denominator)) {
        (Some(a), Some(b)) => Ok((Operand::new(a).view().to_owned(), Operand::new(b).view().to_owned())),
        _ => Err(vm.type_error("non-integer arguments in division")),
    }
}

fn quotient_f64(vm: &mut Vm, a: i128, b: i128) -> R {
    match big::true_div(BigInt::from(a).view(), BigInt::from(b).view()) {
        Ok(quotient) => Ok(vm.new_float(quotient)),
        Err(TrueDivError::ZeroDivision) => Err(raise_zero(vm)),
        Err(TrueDivError::Overflow) => {
            Err(vm.overflow_error("integer division result too large for a float"))
        }
    }
}

fn both(vm: &Vm, a: Value, b: Value) -> Option<(Span, Span)> {
    Some((as_span(vm, a)?, as_span(vm, b)?))
}

fn floor_parts(vm: &mut Vm, a: Span, b: Span) -> R<(Value, Value)> {
    let (a, b) = (a.total(), b.total());
    if b == 0 {
        return Err(raise_zero(vm));
    }
    let mut quotient = a / b;
    let mut rest = a % b;
    if rest != 0 && (rest < 0) != (b < 0) {
        quotient -= 1;
        rest += b;
    }
    let rest = Span::of_total(vm, rest)?;
    Ok((vm.new_int128(quotient), new_delta(vm, rest).value()))
}

const FACTORS: [(&str, i64); 7] = [
    ("microseconds", 1),
    ("milliseconds", 1000),
    ("seconds", US_PER_SECOND),
    ("minutes", 60 * US_PER_SECOND),
    ("hours", 3600 * US_PER_SECOND),
    ("days", US_PER_DAY),
    ("weeks", 7 * US_PER_DAY),
];

#[native]
impl Delta {
    #[sig(
        "($cls, days=<unrepresentable>, seconds=<unrepresentable>, microseconds=<unrepresentable>, milliseconds=<unrepresentable>, minutes=<unrepresentable>, hours=<unrepresentable>, weeks=<unrepresentable>)"
    )]
    fn __new__(
        vm: &mut Vm,
        _cls: Gc<Type>,
        days: Option<Value>,
        seconds: Option<Value>,
        microseconds: Option<Value>,
        milliseconds: Option<Value>,
        minutes: Option<Value>,
        hours: Option<Value>,
        weeks: Option<Value>,
    ) -> R<Gc<Delta>> {
        let mut sum = Sum::default();
        let values = [microseconds, milliseconds, seconds, minutes, hours, days, weeks];
        for (value, (name, factor)) in values.into_iter().zip(FACTORS) {
            if let Some(value) = value {
                sum.add(vm, name, value, factor)?;
            }
        }
        let span = sum.finish(vm)?;
        Ok(new_delta(vm, span))
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
        let span = super::content::<Delta>(vm, this)?.span;
        let mut parts = Vec::new();
        for (name, value) in [("days", span.days), ("seconds", span.seconds), ("microseconds", span.us)] {
            if value != 0 {
                parts.push(format!("{name}={value}"));
            }
        }
        if parts.is_empty() {
            parts.push("0".to_owned());
        }
        let name = vm.type_name(this);
        Ok(format!("{name}({})", parts.join(", ")))
    }

    fn __str__(_: &mut Vm, this: Gc<Delta>) -> String {
        let Span { days, seconds, us } = this.span;
        let mut out = String::new();
        if days != 0 {
            let s = if days.abs() == 1 { "" } else { "s" };
            out = format!("{days} day{s}, ");
        }
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        out += &format!("{hours}:{minutes:02}:{seconds:02}");
        if us != 0 {
            out += &format!(".{us:06}");
        }
        out
    }

    fn __hash__(_: &mut Vm, this: Gc<Delta>) -> i64 {
        if this.hash.get() == -1 {
            let Span { days, seconds, us } = this.span;
            let mut hasher = TupleHasher::default();
            for part in [days, seconds, us] {
                hasher.item(hash_i64(part.into()));
            }
            this.hash.set(hasher.finish(3));
        }
        this.hash.get()
    }

    fn __bool__(_: &mut Vm, this: Gc<Delta>) -> bool {
        !this.span.is_zero()
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> Value {
        match both(vm, this, other) {
            Some((a, b)) => Value::bool(op.holds(a.cmp(&b))),
            None => Value::NOT_IMPLEMENTED,
        }
    }

    fn __add__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
        let sum = a.plus(vm, b);
        result(vm, sum)
    }

    fn __sub__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
        let difference = a.minus(vm, b);
        result(vm, difference)
    }

    fn __neg__(vm: &mut Vm, this: Gc<Delta>) -> R {
        let negated = Span::default().minus(vm, this.span);
        result(vm, negated)
    }

    fn __pos__(vm: &mut Vm, this: Gc<Delta>) -> Gc<Delta> {
        new_delta(vm, this.span)
    }

    fn __abs__(vm: &mut Vm, this: Gc<Delta>) -> R {
        let span = if this.span.days < 0 { Span::default().minus(vm, this.span) } else { Ok(this.span) };
        result(vm, span)
    }

    fn __mul__(vm: &mut Vm, a: Value, b: Value) -> R {
        let (span, factor) = match (as_span(vm, a), as_span(vm, b)) {
            (Some(span), None) => (span, b),
            (None, Some(span)) => (span, a),
            _ => return Ok(Value::NOT_IMPLEMENTED),
        };
        let one = BigInt::from(1i64);
        let product = if let Some(int) = plain_int(vm, factor) {
            scaled(vm, span, Operand::new(int).view(), one.view())
        } else if vm.as_int_value(factor).is_some() {
            let total = vm.new_int128(span.total());
            let product = vm.binary_op(BinaryOp::Mul, factor, total)?;
            Span::of_object(vm, product)
        } else if let Some((numerator, denominator)) = ratio(vm, factor)? {
            scaled(vm, span, numerator.view(), denominator.view())
        } else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        result(vm, product)
    }

    fn __truediv__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some(span) = as_span(vm, a) else { return Ok(Value::NOT_IMPLEMENTED) };
        if let Some(by) = as_span(vm, b) {
            return quotient_f64(vm, span.total(), by.total());
        }
        let one = BigInt::from(1i64);
        let quotient = if let Some(int) = vm.as_int_value(b) {
            scaled(vm, span, one.view(), Operand::new(int).view())
        } else if let Some((numerator, denominator)) = ratio(vm, b)? {
            scaled(vm, span, denominator.view(), numerator.view())
        } else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        result(vm, quotient)
    }

    fn __floordiv__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some(span) = as_span(vm, a) else { return Ok(Value::NOT_IMPLEMENTED) };
        if let Some(by) = as_span(vm, b) {
            return Ok(floor_parts(vm, span, by)?.0);
        }
        let Some(int) = vm.as_int_value(b) else { return Ok(Value::NOT_IMPLEMENTED) };
        if plain_int(vm, b).is_none() {
            let total = vm.new_int128(span.total());
            let quotient = vm.binary_op(BinaryOp::FloorDiv, total, b)?;
            let quotient = Span::of_object(vm, quotient);
            return result(vm, quotient);
        }
        let Some(quotient) = big::div_floor(BigInt::from(span.total()).view(), Operand::new(int).view())
        else {
            return Err(raise_zero(vm));
        };
        let quotient = Span::of_big(vm, &quotient);
        result(vm, quotient)
    }

    fn __mod__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
        Ok(floor_parts(vm, a, b)?.1)
    }

    fn __divmod__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some((a, b)) = both(vm, a, b) else { return Ok(Value::NOT_IMPLEMENTED) };
        let (quotient, rest) = floor_parts(vm, a, b)?;
        Ok(vm.new_tuple(&[quotient, rest]).value())
    }

    /// All of it in seconds.
    #[sig("($self, /)")]
    fn total_seconds(vm: &mut Vm, this: Gc<Delta>) -> R {
        quotient_f64(vm, this.span.total(), US_PER_SECOND.into())
    }

    /// What pickling makes it from.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Value> {
        let span = super::content::<Delta>(vm, this)?.span;
        let state = [span.days, span.seconds, span.us].map(Value::int32);
        let state = vm.new_tuple(&state).value();
        let cls = vm.class_of(this).value();
        Ok(vm.new_tuple(&[cls, state]).value())
    }

    /// Number of days.
    #[member]
    fn days(_: &mut Vm, this: Gc<Delta>) -> i32 {
        this.span.days
    }

    /// Number of seconds (>= 0 and less than 1 day).
    #[member]
    fn seconds(_: &mut Vm, this: Gc<Delta>) -> i32 {
        this.span.seconds
    }

    /// Number of microseconds (>= 0 and less than 1 second).
    #[member]
    fn microseconds(_: &mut Vm, this: Gc<Delta>) -> i32 {
        this.span.us
    }
}
