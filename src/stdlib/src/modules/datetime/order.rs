//! How datetimes compare, what they differ by, and their hash: all by the moments that zones make of them.

use super::delta::{Span, new_delta};
use super::moment::{DateTime, new_datetime};
use super::{content, zone};
use std::cmp::Ordering;
use taipan_runtime::{CompareOp, Gc, R, Value, Vm};

/// The offsets of two datetimes that are in different zones.
fn offsets(
    vm: &mut Vm,
    (this, a): (Value, Gc<DateTime>),
    (other, b): (Value, Gc<DateTime>),
) -> R<(Option<Span>, Option<Span>)> {
    let offset_a = zone::utc_offset(vm, a.zone(), this)?;
    let offset_b = zone::utc_offset(vm, b.zone(), other)?;
    Ok((offset_a, offset_b))
}

fn plain_difference(vm: &mut Vm, a: Gc<DateTime>, b: Gc<DateTime>) -> R<Span> {
    Span::new(
        vm,
        a.day().ordinal() - b.day().ordinal(),
        a.clock().seconds() - b.clock().seconds(),
        i64::from(a.clock().us) - i64::from(b.clock().us),
    )
}

/// `this - other`
pub fn difference(vm: &mut Vm, this: Value, other: Value) -> R<Span> {
    let (a, b) = (content::<DateTime>(vm, this)?, content::<DateTime>(vm, other)?);
    let span = plain_difference(vm, a, b)?;
    if a.zone() == b.zone() {
        return Ok(span);
    }
    match offsets(vm, (this, a), (other, b))? {
        (None, None) => Ok(span),
        (Some(x), Some(y)) if x == y => Ok(span),
        (Some(x), Some(y)) => {
            let shift = x.minus(vm, y)?;
            span.minus(vm, shift)
        }
        _ => Err(vm.type_error("can't subtract offset-naive and offset-aware datetimes")),
    }
}

/// Does the offset depend on the fold? Such moments equal no others of another zone (PEP 495).
fn is_problematic(vm: &mut Vm, this: Value, dt: Gc<DateTime>, offset: Option<Span>) -> R<bool> {
    let flipped = new_datetime(vm, dt.day(), dt.clock(), !dt.is_folded(), dt.zone());
    // A subclass's zone may want one of its own.
    let cls = vm.class_of(this);
    let flipped = vm.adopt(cls, flipped.value())?;
    Ok(zone::utc_offset(vm, dt.zone(), flipped)? != offset)
}

/// Comparisons
pub fn compare(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
    let (Some(a), Some(b)) = (vm.payload::<DateTime>(this), vm.payload::<DateTime>(other)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let plain = a.day().cmp(&b.day()).then_with(|| a.clock().cmp(&b.clock()));
    if a.zone() == b.zone() {
        return Ok(Value::bool(op.holds(plain)));
    }
    let is_equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let (offset_a, offset_b) = offsets(vm, (this, a), (other, b))?;
    let mut order = match (offset_a, offset_b) {
        (None, None) => plain,
        (Some(x), Some(y)) if x == y => plain,
        (Some(x), Some(y)) => {
            let shift = x.minus(vm, y)?;
            let span = plain_difference(vm, a, b)?.minus(vm, shift)?;
            span.cmp(&Span::default())
        }
        _ if is_equality => Ordering::Less,
        _ => return Err(vm.type_error("can't compare offset-naive and offset-aware datetimes")),
    };
    if is_equality
        && order.is_eq()
        && (is_problematic(vm, this, a, offset_a)? || is_problematic(vm, other, b, offset_b)?)
    {
        order = Ordering::Less;
    }
    Ok(Value::bool(op.holds(order)))
}

/// The hash: of the moment in UTC, where that is known; the fold is not part of it.
pub fn hash(vm: &mut Vm, this: Value) -> R<i64> {
    let dt = content::<DateTime>(vm, this)?;
    let known = dt.hash_cell().get();
    if known != -1 {
        return Ok(known);
    }
    let mut asked = this;
    if dt.is_folded() {
        asked = new_datetime(vm, dt.day(), dt.clock(), false, dt.zone()).value();
        let cls = vm.class_of(this);
        asked = vm.adopt(cls, asked)?;
    }
    let hash = match zone::utc_offset(vm, dt.zone(), asked)? {
        None => {
            let mut bytes = [0; 10];
            bytes[..4].copy_from_slice(&dt.day().bytes());
            bytes[4..].copy_from_slice(&dt.clock().bytes());
            vm.hash_bytes(&bytes)
        }
        Some(offset) => {
            let moment = Span::new(vm, dt.day().ordinal(), dt.clock().seconds(), dt.clock().us.into())?;
            let moment = moment.minus(vm, offset)?;
            let moment = new_delta(vm, moment).value();
            vm.hash(moment)?
        }
    };
    dt.hash_cell().set(hash);
    Ok(hash)
}
