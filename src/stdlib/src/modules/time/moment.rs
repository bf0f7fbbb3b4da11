//! Durations and moments as arguments.

use taipan_runtime::{R, Value, Vm};

/// How a fraction of a nanosecond goes.
#[derive(Clone, Copy)]
pub enum Round {
    /// To the smaller one.
    Floor,
    /// Away from zero, so that a timeout is never too short.
    Up,
}

/// A number of seconds as whole nanoseconds.
pub fn nanos(vm: &mut Vm, seconds: Value, round: Round) -> R<i64> {
    let too_large = "timestamp out of range for C PyTime_t";
    if let Some(f) = vm.as_float(seconds) {
        if f.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let f = f * 1e9;
        let f = match round {
            Round::Floor => f.floor(),
            Round::Up if f >= 0.0 => f.ceil(),
            Round::Up => f.floor(),
        };
        // The bounds are powers of two: exact as floats.
        if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&f) {
            return Err(vm.overflow_error(too_large));
        }
        return Ok(f as i64);
    }
    let cls = vm.class_of(seconds);
    if vm.slot_index(cls).is_none() {
        let of = vm.qualified_class_name(cls);
        return Err(vm.type_error(format!("'{of}' object cannot be interpreted as an integer or float")));
    }
    let index = vm.index(seconds)?;
    match vm.int_to_i64(index).and_then(|s| s.checked_mul(1_000_000_000)) {
        Some(nanos) => Ok(nanos),
        None => Err(vm.overflow_error(too_large)),
    }
}

/// Seconds since 1970 as a whole number.
pub fn seconds(vm: &mut Vm, value: Value) -> R<i64> {
    let too_large = "timestamp out of range for platform time_t";
    if let Some(f) = vm.as_float(value) {
        if f.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let f = f.floor();
        if !(-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&f) {
            return Err(vm.overflow_error(too_large));
        }
        return Ok(f as i64);
    }
    let index = vm.index(value)?;
    match vm.int_to_i64(index) {
        Some(seconds) => Ok(seconds),
        None => Err(vm.overflow_error(too_large)),
    }
}

/// Nanoseconds as a float of seconds.
pub fn as_seconds(nanos: i128) -> f64 {
    if nanos % 1_000_000_000 == 0 { (nanos / 1_000_000_000) as f64 } else { nanos as f64 / 1e9 }
}

/// Is this an int, or something that can stand for one?
pub fn is_number(vm: &mut Vm, value: Value) -> bool {
    let cls = vm.class_of(value);
    vm.slot_index(cls).is_some()
}
