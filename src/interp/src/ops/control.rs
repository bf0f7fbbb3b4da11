//! Moves, constants, jumps, truth, and the safepoint.

use crate::machine::{Fast, Op, State};
use taipan_runtime::{R, Value, Vm, kinds};

/// Does something ask the loop to stop?
///
/// # Safety
/// `vm` is alive.
#[inline(always)]
pub unsafe fn interrupted(vm: *mut Vm) -> bool {
    // SAFETY: the caller's promise.
    unsafe { (*vm).interrupt.is_asked() }
}

/// Runs what waits for a safepoint: signal handlers, finalisers, another thread's turn.
#[inline]
pub fn safepoint(vm: &mut Vm) -> R<()> {
    if vm.interrupt.is_asked() { vm.run_pending() } else { Ok(()) }
}

/// `dst = src`
pub struct Move;
impl Op for Move {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        s.set(s.a(), s.get(s.b()));
        s.step();
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

/// `dst = r[imm]`
pub struct MoveIn;
impl Op for MoveIn {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        s.set(s.a(), s.get(s.imm() as usize));
        s.step();
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

/// `r[imm] = src`
pub struct MoveOut;
impl Op for MoveOut {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        s.set(s.imm() as usize, s.get(s.a()));
        s.step();
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

/// `dst = k[imm]`
pub struct LoadConst;
impl Op for LoadConst {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        // SAFETY: verified constant operands.
        s.set(s.a(), unsafe { *s.k.add(s.imm() as usize) });
        s.step();
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

/// `dst = imm`
pub struct LoadInt;
impl Op for LoadInt {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        s.set(s.a(), Value::int32(s.imm()));
        s.step();
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

macro_rules! load_singleton {
    ($($name:ident = $value:ident;)*) => { $(
        /// `dst =` the singleton
        pub struct $name;
        impl Op for $name {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                s.set(s.a(), Value::$value);
                s.step();
                true
            }
            fn slow(_: &mut Vm) -> R<()> {
                Ok(())
            }
        }
    )* };
}
load_singleton! { LoadNone = NONE; LoadTrue = TRUE; LoadFalse = FALSE; LoadEllipsis = ELLIPSIS; LoadUnbound = UNBOUND; }

/// Goes on at the target.
pub struct Jump;
impl Op for Jump {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        s.jump();
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

/// Goes back to the target; a safepoint.
pub struct Loop;
impl Op for Loop {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        // SAFETY: the interpreter of this frame.
        if unsafe { interrupted(s.vm) } {
            core::hint::cold_path();
            return false;
        }
        s.jump();
        true
    }
    fn slow(vm: &mut Vm) -> R<()> {
        safepoint(vm)?;
        vm.jump();
        Ok(())
    }
}

/// The truth of what needs no call.
#[inline(always)]
pub fn quick_truth(v: Value) -> Option<bool> {
    if v == Value::TRUE {
        Some(true)
    } else if v == Value::FALSE || v == Value::NONE {
        Some(false)
    } else if v.is_small_int() {
        Some(v != Value::ZERO)
    } else {
        None
    }
}

macro_rules! jump_if {
    ($($name:ident, $loop:ident, $sense:literal;)*) => { $(
        /// Jumps by the truth of a register.
        pub struct $name;
        impl Op for $name {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                match quick_truth(s.get(s.a())) {
                    Some(v) => {
                        if v == $sense { s.jump(); } else { core::hint::cold_path(); s.step(); }
                        true
                    }
                    None => { core::hint::cold_path(); false }
                }
            }
            fn slow(vm: &mut Vm) -> R<()> {
                if vm.truth(vm.get(vm.a()))? == $sense { vm.jump() } else { vm.step() }
                Ok(())
            }
        }
        /// Jumps back by the truth of a register; a safepoint.
        pub struct $loop;
        impl Op for $loop {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                // SAFETY: the interpreter of this frame.
                if unsafe { interrupted(s.vm) } {
                    core::hint::cold_path();
                    return false;
                }
                // SAFETY: the same promise.
                unsafe { $name::fast(s) }
            }
            fn slow(vm: &mut Vm) -> R<()> {
                safepoint(vm)?;
                $name::slow(vm)
            }
        }
    )* };
}
jump_if! { JumpIfTrue, LoopIfTrue, true; JumpIfFalse, LoopIfFalse, false; }

macro_rules! jump_test {
    ($($name:ident: |$s:ident| $test:expr;)*) => { $(
        /// Jumps by a test that can't fail.
        pub struct $name;
        impl Op for $name {
            #[inline(always)]
            unsafe fn fast($s: &mut Fast) -> bool {
                if $test { $s.jump(); } else { core::hint::cold_path(); $s.step(); }
                true
            }
            fn slow(_: &mut Vm) -> R<()> {
                Ok(())
            }
        }
    )* };
}
jump_test! {
    JumpIfNone: |s| s.get(s.a()).is_none();
    JumpIfNotNone: |s| !s.get(s.a()).is_none();
    JumpIfUnbound: |s| s.get(s.a()).is_unbound();
}

/// May two different words be one object? Only numbers in cells have that.
#[inline(always)]
fn may_be_same(a: Value, b: Value) -> bool {
    a.is_cell() && b.is_cell() && (a.is_kind(kinds::INT) || a.is_kind(kinds::FLOAT))
}

macro_rules! identity {
    ($($name:ident: $sense:literal;)*) => { $(
        /// `dst = lhs is rhs`, or `is not`
        pub struct $name;
        impl Op for $name {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                let (a, b) = (s.get(s.b()), s.get(s.c()));
                if a != b && may_be_same(a, b) {
                    core::hint::cold_path();
                    return false;
                }
                s.set(s.a(), Value::bool((a == b) == $sense));
                s.step();
                true
            }
            fn slow(vm: &mut Vm) -> R<()> {
                let same = vm.is(vm.get(vm.b()), vm.get(vm.c()));
                vm.put(vm.a(), Value::bool(same == $sense));
                vm.step();
                Ok(())
            }
        }
    )* };
}
identity! { Is: true; IsNot: false; }

macro_rules! jump_identity {
    ($($name:ident: $sense:literal;)*) => { $(
        /// Jumps by identity.
        pub struct $name;
        impl Op for $name {
            #[inline(always)]
            unsafe fn fast(s: &mut Fast) -> bool {
                let (a, b) = (s.get(s.a()), s.get(s.b()));
                if a != b && may_be_same(a, b) {
                    core::hint::cold_path();
                    return false;
                }
                if (a == b) == $sense { s.jump(); } else { core::hint::cold_path(); s.step(); }
                true
            }
            fn slow(vm: &mut Vm) -> R<()> {
                if vm.is(vm.get(vm.a()), vm.get(vm.b())) == $sense { vm.jump() } else { vm.step() }
                Ok(())
            }
        }
    )* };
}
jump_identity! { JumpIfIs: true; JumpIfIsNot: false; }

/// `dst = not src`
pub struct Not;
impl Op for Not {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        match quick_truth(s.get(s.b())) {
            Some(v) => {
                s.set(s.a(), Value::bool(!v));
                s.step();
                true
            }
            None => {
                core::hint::cold_path();
                false
            }
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let v = vm.truth(vm.get(vm.b()))?;
        vm.put(vm.a(), Value::bool(!v));
        vm.step();
        Ok(())
    }
}

/// Leaves the dispatch loop.
pub struct Exit;
impl Op for Exit {
    const FAST: bool = false;
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}
