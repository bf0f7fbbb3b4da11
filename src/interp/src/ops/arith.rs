//! Arithmetic: integers and floats in the word are done at once, everything else through the slots.

use crate::holder::put_int;
use crate::machine::{Fast, Op, State};
use taipan_objects::types::int::arith as int;
use taipan_runtime::layout::Str;
use taipan_runtime::{BinaryOp, CompareOp, R, Value, Vm};

/// Both operands as floats, where they are floats in the word, or one is and the other a small int.
#[inline(always)]
fn floats(a: Value, b: Value) -> Option<(f64, f64)> {
    if a.is_small_float() {
        if b.is_small_float() {
            return Some((a.small_float_bits(), b.small_float_bits()));
        }
        if b.is_small_int() {
            return Some((a.small_float_bits(), b.small_int_bits() as f64));
        }
    } else if a.is_small_int() && b.is_small_float() {
        return Some((a.small_int_bits() as f64, b.small_float_bits()));
    }
    None
}

#[inline(always)]
fn put_float(s: &mut Fast, f: f64) -> bool {
    match Value::small_float(f) {
        Some(v) => {
            s.set(s.a(), v);
            s.step();
            true
        }
        None => {
            core::hint::cold_path();
            false
        }
    }
}

/// The sum of two tagged ints: the tags are zero, so the words add up.
#[inline(always)]
fn add_words(a: Value, b: Value) -> Option<Value> {
    (a.bits() as i64).checked_add(b.bits() as i64).map(|n| Value::from_bits(n as u64))
}

#[inline(always)]
fn sub_words(a: Value, b: Value) -> Option<Value> {
    (a.bits() as i64).checked_sub(b.bits() as i64).map(|n| Value::from_bits(n as u64))
}

#[inline(always)]
fn mul_words(a: Value, b: Value) -> Option<Value> {
    (a.bits() as i64).checked_mul(b.small_int_bits()).map(|n| Value::from_bits(n as u64))
}

/// Floor division and remainder of small ints.
#[inline(always)]
fn floor_div(a: i64, b: i64) -> i64 {
    let q = a / b;
    if a % b != 0 && (a ^ b) < 0 { q - 1 } else { q }
}

#[inline(always)]
fn floor_mod(a: i64, b: i64) -> i64 {
    let r = a % b;
    if r != 0 && (r ^ b) < 0 { r + b } else { r }
}

/// The fast path of `a op b`; `None`: not for these operands.
#[inline(always)]
fn quick(op: BinaryOp, a: Value, b: Value) -> Option<Value> {
    if Value::both_small_ints(a, b) {
        let (x, y) = (a.small_int_bits(), b.small_int_bits());
        return match op {
            BinaryOp::Add => add_words(a, b),
            BinaryOp::Sub => sub_words(a, b),
            BinaryOp::Mul => mul_words(a, b),
            BinaryOp::FloorDiv if y != 0 => Value::small_int(floor_div(x, y)),
            BinaryOp::Mod if y != 0 => Value::small_int(floor_mod(x, y)),
            BinaryOp::And => Some(Value::from_bits(a.bits() & b.bits())),
            BinaryOp::Or => Some(Value::from_bits(a.bits() | b.bits())),
            BinaryOp::Xor => Some(Value::from_bits(a.bits() ^ b.bits())),
            BinaryOp::LShift if (0..62).contains(&y) => {
                let shifted = x << y;
                if shifted >> y == x { Value::small_int(shifted) } else { None }
            }
            BinaryOp::RShift if y >= 0 => Value::small_int(x >> y.min(63)),
            BinaryOp::TrueDiv if y != 0 && x.unsigned_abs() < 1 << 53 && y.unsigned_abs() < 1 << 53 => {
                Value::small_float(x as f64 / y as f64)
            }
            _ => None,
        };
    }
    let (x, y) = floats(a, b)?;
    match op {
        BinaryOp::Add => Value::small_float(x + y),
        BinaryOp::Sub => Value::small_float(x - y),
        BinaryOp::Mul => Value::small_float(x * y),
        BinaryOp::TrueDiv if y != 0.0 => Value::small_float(x / y),
        _ => None,
    }
}

/// `dst = a op b` by way of the slots, or at once for ints of any width.
#[inline(always)]
fn binary(vm: &mut Vm, op: BinaryOp, a: Value, b: Value) -> R<()> {
    store(vm, op, a, b, Vm::binary_op)
}

/// The same for `a op= b`.
#[inline(always)]
fn inplace(vm: &mut Vm, op: BinaryOp, a: Value, b: Value) -> R<()> {
    store(vm, op, a, b, Vm::inplace_op)
}

#[inline(always)]
fn store(
    vm: &mut Vm,
    op: BinaryOp,
    a: Value,
    b: Value,
    by_slots: fn(&mut Vm, BinaryOp, Value, Value) -> R,
) -> R<()> {
    if int::is_exact(a)
        && int::is_exact(b)
        && let Some(f) = int_function(op)
    {
        let v = f(vm, a, b)?;
        put_int(vm, v, a, b);
    } else {
        vm.heap.share_all();
        let v = by_slots(vm, op, a, b)?;
        vm.put(vm.a(), v);
    }
    vm.step();
    Ok(())
}

/// What an operator does with two ints.
#[inline(always)]
fn int_function(op: BinaryOp) -> Option<fn(&mut Vm, Value, Value) -> R> {
    Some(match op {
        BinaryOp::Add => int::add,
        BinaryOp::Sub => int::sub,
        BinaryOp::Mul => int::mul,
        BinaryOp::TrueDiv => int::truediv,
        BinaryOp::FloorDiv => int::floordiv,
        BinaryOp::Mod => int::modulo,
        BinaryOp::LShift => int::lshift,
        BinaryOp::RShift => int::rshift,
        BinaryOp::And => int::and,
        BinaryOp::Or => int::or,
        BinaryOp::Xor => int::xor,
        BinaryOp::Pow => int::power,
        BinaryOp::MatMul => return None,
    })
}

macro_rules! binary {
    ($($name:ident, $inplace:ident $(, $imm:ident, $inplace_imm:ident)? => $op:ident;)*) => { $(
        /// `dst = lhs op rhs`
        pub struct $name;
        impl Op for $name {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                match quick(BinaryOp::$op, s.get(s.b()), s.get(s.c())) {
                    Some(v) => { s.set(s.a(), v); s.step(); true }
                    None => { core::hint::cold_path(); false }
                }
            }
            fn slow(vm: &mut Vm) -> R<()> {
                binary(vm, BinaryOp::$op, vm.get(vm.b()), vm.get(vm.c()))
            }
        }
        /// `dst = lhs; dst op= rhs`
        pub struct $inplace;
        impl Op for $inplace {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                // SAFETY: the same promise.
                unsafe { $name::fast(s) }
            }
            fn slow(vm: &mut Vm) -> R<()> {
                inplace(vm, BinaryOp::$op, vm.get(vm.b()), vm.get(vm.c()))
            }
        }
        $(
        /// `dst = lhs op imm`
        pub struct $imm;
        impl Op for $imm {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                match quick(BinaryOp::$op, s.get(s.b()), Value::int32(s.imm())) {
                    Some(v) => { s.set(s.a(), v); s.step(); true }
                    None => { core::hint::cold_path(); false }
                }
            }
            fn slow(vm: &mut Vm) -> R<()> {
                binary(vm, BinaryOp::$op, vm.get(vm.b()), Value::int32(vm.imm()))
            }
        }
        /// `dst = lhs; dst op= imm`
        pub struct $inplace_imm;
        impl Op for $inplace_imm {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                // SAFETY: the same promise.
                unsafe { $imm::fast(s) }
            }
            fn slow(vm: &mut Vm) -> R<()> {
                inplace(vm, BinaryOp::$op, vm.get(vm.b()), Value::int32(vm.imm()))
            }
        }
        )?
    )* };
}

binary! {
    Add, InplaceAdd, AddImm, InplaceAddImm => Add;
    Sub, InplaceSub, SubImm, InplaceSubImm => Sub;
    Mul, InplaceMul, MulImm, InplaceMulImm => Mul;
    MatMul, InplaceMatMul => MatMul;
    TrueDiv, InplaceTrueDiv, TrueDivImm, InplaceTrueDivImm => TrueDiv;
    FloorDiv, InplaceFloorDiv, FloorDivImm, InplaceFloorDivImm => FloorDiv;
    Mod, InplaceMod, ModImm, InplaceModImm => Mod;
    Pow, InplacePow, PowImm, InplacePowImm => Pow;
    LShift, InplaceLShift, LShiftImm, InplaceLShiftImm => LShift;
    RShift, InplaceRShift, RShiftImm, InplaceRShiftImm => RShift;
    And, InplaceAnd, AndImm, InplaceAndImm => And;
    Xor, InplaceXor, XorImm, InplaceXorImm => Xor;
    Or, InplaceOr, OrImm, InplaceOrImm => Or;
}

/// The fast path of a comparison.
#[inline(always)]
fn quick_compare(op: CompareOp, a: Value, b: Value) -> Option<bool> {
    if Value::both_small_ints(a, b) {
        let (x, y) = (a.bits() as i64, b.bits() as i64);
        return Some(match op {
            CompareOp::Lt => x < y,
            CompareOp::Le => x <= y,
            CompareOp::Eq => x == y,
            CompareOp::Ne => x != y,
            CompareOp::Gt => x > y,
            CompareOp::Ge => x >= y,
        });
    }
    if a.is_small_float() && b.is_small_float() {
        let (x, y) = (a.small_float_bits(), b.small_float_bits());
        return Some(match op {
            CompareOp::Lt => x < y,
            CompareOp::Le => x <= y,
            CompareOp::Eq => x == y,
            CompareOp::Ne => x != y,
            CompareOp::Gt => x > y,
            CompareOp::Ge => x >= y,
        });
    }
    None
}

/// Comparison as the condition of a jump.
pub(super) fn compare_slow(vm: &mut Vm, op: CompareOp, a: Value, b: Value) -> R<bool> {
    if int::is_exact(a) && int::is_exact(b) {
        return Ok(op.holds(int::order(a, b)));
    }
    vm.heap.share_all();
    if let (Some(x), Some(y), CompareOp::Eq | CompareOp::Ne) = (a.cast::<Str>(), b.cast::<Str>(), op) {
        return Ok((x.as_bytes() == y.as_bytes()) == (op == CompareOp::Eq));
    }
    vm.compare_bool(a, b, op)
}

macro_rules! compare {
    ($($name:ident, $op:ident, $jump:ident, $jump_not:ident, $jump_imm:ident, $jump_not_imm:ident,
        $loop:ident, $loop_not:ident, $loop_imm:ident, $loop_not_imm:ident;)*) => { $(
        /// `dst = lhs op rhs`
        pub struct $name;
        impl Op for $name {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                match quick_compare(CompareOp::$op, s.get(s.b()), s.get(s.c())) {
                    Some(v) => { s.set(s.a(), Value::bool(v)); s.step(); true }
                    None => { core::hint::cold_path(); false }
                }
            }
            fn slow(vm: &mut Vm) -> R<()> {
                let (lhs, rhs) = (vm.get(vm.b()), vm.get(vm.c()));
                let v = if int::is_exact(lhs) && int::is_exact(rhs) {
                    Value::bool(CompareOp::$op.holds(int::order(lhs, rhs)))
                } else {
                    vm.heap.share_all();
                    vm.compare(lhs, rhs, CompareOp::$op)?
                };
                vm.put(vm.a(), v);
                vm.step();
                Ok(())
            }
        }
        compare!(@jump $jump, $op, true, get_b, forward);
        compare!(@jump $jump_not, $op, false, get_b, forward);
        compare!(@jump $jump_imm, $op, true, get_imm, forward);
        compare!(@jump $jump_not_imm, $op, false, get_imm, forward);
        compare!(@jump $loop, $op, true, get_b, backward);
        compare!(@jump $loop_not, $op, false, get_b, backward);
        compare!(@jump $loop_imm, $op, true, get_imm, backward);
        compare!(@jump $loop_not_imm, $op, false, get_imm, backward);
    )* };
    (@jump $name:ident, $op:ident, $sense:literal, $rhs:ident, $direction:ident) => {
        /// A comparison fused with a jump.
        pub struct $name;
        impl Op for $name {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                match quick_compare(CompareOp::$op, s.get(s.a()), compare!(@rhs s, $rhs)) {
                    Some(v) => {
                        if v == $sense {
                            compare!(@safepoint s, $direction);
                            s.jump();
                        } else {
                            core::hint::cold_path();
                            s.step();
                        }
                        true
                    }
                    None => { core::hint::cold_path(); false }
                }
            }
            fn slow(vm: &mut Vm) -> R<()> {
                let rhs = compare!(@rhs vm, $rhs);
                let v = compare_slow(vm, CompareOp::$op, vm.get(vm.a()), rhs)?;
                if v == $sense {
                    compare!(@slow_safepoint vm, $direction);
                    vm.jump();
                } else {
                    vm.step();
                }
                Ok(())
            }
        }
    };
    (@rhs $s:expr, get_b) => { $s.get($s.b()) };
    (@rhs $s:expr, get_imm) => { Value::int32(i32::from($s.bc())) };
    (@safepoint $s:expr, forward) => {};
    (@safepoint $s:expr, backward) => {
        // SAFETY: the interpreter of this frame.
        if unsafe { super::control::interrupted($s.vm) } {
            core::hint::cold_path();
            return false;
        }
    };
    (@slow_safepoint $vm:expr, forward) => {};
    (@slow_safepoint $vm:expr, backward) => { super::control::safepoint($vm)?; };
}

compare! {
    Lt, Lt, JumpIfLt, JumpIfNotLt, JumpIfLtImm, JumpIfNotLtImm, LoopIfLt, LoopIfNotLt, LoopIfLtImm, LoopIfNotLtImm;
    Le, Le, JumpIfLe, JumpIfNotLe, JumpIfLeImm, JumpIfNotLeImm, LoopIfLe, LoopIfNotLe, LoopIfLeImm, LoopIfNotLeImm;
    Gt, Gt, JumpIfGt, JumpIfNotGt, JumpIfGtImm, JumpIfNotGtImm, LoopIfGt, LoopIfNotGt, LoopIfGtImm, LoopIfNotGtImm;
    Ge, Ge, JumpIfGe, JumpIfNotGe, JumpIfGeImm, JumpIfNotGeImm, LoopIfGe, LoopIfNotGe, LoopIfGeImm, LoopIfNotGeImm;
    Eq, Eq, JumpIfEq, JumpIfNotEq, JumpIfEqImm, JumpIfNotEqImm, LoopIfEq, LoopIfNotEq, LoopIfEqImm, LoopIfNotEqImm;
    Ne, Ne, JumpIfNe, JumpIfNotNe, JumpIfNeImm, JumpIfNotNeImm, LoopIfNe, LoopIfNotNe, LoopIfNeImm, LoopIfNotNeImm;
}

/// `dst = -src`
pub struct Neg;
impl Op for Neg {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let v = s.get(s.b());
        if v.is_small_int() {
            if let Some(n) = sub_words(Value::ZERO, v).and_then(|v| Value::small_int(v.small_int_bits())) {
                s.set(s.a(), n);
                s.step();
                return true;
            }
        } else if v.is_small_float() {
            return put_float(s, -v.small_float_bits());
        }
        false
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let v = vm.negative(vm.get(vm.b()))?;
        vm.put(vm.a(), v);
        vm.step();
        Ok(())
    }
}
