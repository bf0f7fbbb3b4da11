//! Native stacks: where they are, and getting callee-saved registers onto them.

/// The part of a thread's native stack that may hold values, and how deep it may grow.
#[derive(Clone, Copy, Debug)]
pub struct StackBounds {
    /// The highest address that is scanned.
    pub base: usize,
    /// Below this address native code must not recurse any further.
    pub limit: usize,
}

/// Room kept for native code that does not check (signal handlers, formatting, the collector).
const RESERVE: usize = 256 << 10;

impl StackBounds {
    /// The bounds of the main thread, or of a thread whose stack has `size` bytes, taken where the caller stands.
    pub fn here(size: Option<usize>) -> StackBounds {
        let base = approximate_stack_pointer() + 64;
        let size = size.unwrap_or_else(|| {
            let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
            // SAFETY: a plain system call that fills the struct.
            let ok = unsafe { libc::getrlimit(libc::RLIMIT_STACK, &mut limit) } == 0;
            // An unlimited stack still ends where other mappings begin.
            if ok && limit.rlim_cur != libc::RLIM_INFINITY {
                (limit.rlim_cur as usize).min(64 << 20)
            } else {
                8 << 20
            }
        });
        StackBounds { base, limit: base - size + RESERVE.min(size / 4) }
    }
}

/// The address of something in the caller's frame.
#[inline(always)]
pub fn approximate_stack_pointer() -> usize {
    let sp: usize;
    #[cfg(target_arch = "x86_64")]
    // SAFETY: reads a register.
    unsafe {
        std::arch::asm!("mov {}, rsp", out(reg) sp, options(nomem, nostack, preserves_flags));
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: reads a register.
    unsafe {
        std::arch::asm!("mov {}, sp", out(reg) sp, options(nomem, nostack, preserves_flags));
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        let local = 0u8;
        sp = std::hint::black_box(&local) as *const u8 as usize;
    }
    sp
}

/// Calls `f` with a stack address below which nothing matters, while all registers that a caller may keep values in lie
/// above it on the stack.
#[inline(never)]
pub fn with_spilled_registers(f: &mut dyn FnMut(usize)) {
    // No more room than is written: what is left over in a stack would be taken for values.
    const N_SAVED: usize = if cfg!(target_arch = "x86_64") { 6 } else { 12 };
    let mut saved = std::mem::MaybeUninit::<[usize; N_SAVED]>::uninit();
    #[cfg(target_arch = "x86_64")]
    // SAFETY: stores registers into the array.
    unsafe {
        std::arch::asm!(
            "mov [{0}], rbx", "mov [{0} + 8], rbp", "mov [{0} + 16], r12",
            "mov [{0} + 24], r13", "mov [{0} + 32], r14", "mov [{0} + 40], r15",
            in(reg) saved.as_mut_ptr().cast::<usize>(), options(nostack, preserves_flags));
    }
    #[cfg(target_arch = "aarch64")]
    // SAFETY: stores registers into the array.
    unsafe {
        std::arch::asm!(
            "stp x19, x20, [{0}]", "stp x21, x22, [{0}, 16]", "stp x23, x24, [{0}, 32]",
            "stp x25, x26, [{0}, 48]", "stp x27, x28, [{0}, 64]", "stp x29, x30, [{0}, 80]",
            in(reg) saved.as_mut_ptr().cast::<usize>(), options(nostack, preserves_flags));
    }
    let sp = std::hint::black_box(saved.as_ptr()) as usize;
    f(sp);
    std::hint::black_box(&saved);
}

/// Overwrites the next part of the native stack. Frames that are made there and stay for long would keep in their unused
/// places what earlier calls have left, and a collection would take that for values.
#[inline(never)]
pub fn wipe_stack_below() {
    let mut room = [0usize; 4096];
    std::hint::black_box(&mut room);
}
