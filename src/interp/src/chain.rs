//! Generators that delegate to each other (`yield from`, `await`). Resuming the outermost of a chain runs the innermost: of
//! those around it only the places on the register stack are kept free. Their windows are laid out when somebody looks at the
//! frames, or one by one, from the inside, as what they wait for ends. So an item costs nearly the same at any depth.
//!
//! A window above such room returns to [`stub::chained`]; its header names the caller of the outermost, and below its header
//! stands a [`Link`]. Generators without a window are suspended as far as they know themselves;
//! [`state_of`](taipan_runtime::code::state_of) knows better.

use crate::frame::{self, HEADER, caller_k, caller_of, write_header};
use crate::generator::n_kept;
use crate::machine::stub;
use taipan_bytecode::Opcode;
use taipan_runtime::layout::{Generator, GeneratorState};
use taipan_runtime::{Gc, ThreadState, Value, Vm, kinds};

/// Where the delegations of a generator end.
#[derive(Clone, Copy)]
pub struct Chain {
    /// The innermost generator.
    pub inner: Gc<Generator>,
    /// How many there are around it.
    pub n: u32,
    /// The words that their windows need.
    pub room: u32,
}

/// The generator or coroutine that a window delegates to by the yield that it is at, or UNBOUND.
///
/// # Safety
/// `pc` is at a yield of the window's verified code.
#[inline(always)]
pub unsafe fn delegate_at(pc: *const u64, window: *mut Value) -> Value {
    // SAFETY: a yield is never the first instruction, and operands are registers of the window.
    unsafe {
        let [op, _, iterator, _] = pc.sub(1).cast::<[u8; 4]>().read();
        if op != Opcode::Send as u8 {
            return Value::UNBOUND;
        }
        core::hint::cold_path();
        let value = *window.add(iterator as usize);
        if value.is_kind(kinds::GENERATOR) || value.is_kind(kinds::COROUTINE) {
            value
        } else {
            Value::UNBOUND
        }
    }
}

/// The generator that a suspended one delegates to.
#[inline(always)]
fn delegate(generator: Gc<Generator>) -> Option<Gc<Generator>> {
    generator.chain.get().cast::<Generator>()
}

/// The instruction before the one that a suspended generator goes on with.
///
/// # Safety
/// The generator is suspended.
#[inline(always)]
unsafe fn send_of(generator: Gc<Generator>) -> *const u64 {
    // SAFETY: see above.
    unsafe { generator.function.code.get().instructions.add(generator.resume_at.get() as usize).sub(1) }
}

/// Follows the delegations of a suspended generator. `None`: this is not the time to resume it so.
#[inline(always)]
pub fn follow(generator: Gc<Generator>) -> Option<Chain> {
    let mut chain = Chain { inner: generator, n: 0, room: 0 };
    while let Some(next) = delegate(chain.inner) {
        match next.state.get() {
            GeneratorState::Suspended => {}
            GeneratorState::Running => return None,
            GeneratorState::Created | GeneratorState::Finished => break,
        }
        // What is handling an exception has a window.
        if !chain.inner.handled.get().is_none() {
            break;
        }
        chain.n += 1;
        chain.room += (chain.inner.registers.get().array().len() + HEADER) as u32;
        chain.inner = next;
    }
    Some(chain)
}

/// What stands below the header of a window that returns to [`stub::chained`].
#[derive(Clone, Copy)]
pub struct Link {
    /// Where the outermost returns to.
    pub ret: *const u64,
    /// The outermost generator.
    pub outermost: Gc<Generator>,
    /// How many windows are not there.
    pub n: u32,
    /// The words that they need.
    pub room: u32,
}

impl Link {
    /// Puts it below a window's header.
    ///
    /// # Safety
    /// There is that room below the window.
    #[inline(always)]
    pub unsafe fn write(self, window: *mut Value) {
        // SAFETY: a window that delegates has three registers at least.
        unsafe {
            *window.sub(HEADER + 1) = Value::from_bits(self.ret as u64);
            *window.sub(HEADER + 2) = self.outermost.value();
            // What lies here may be saved along with a generator's registers later, when it means nothing any more: a word
            // that looks like no cell.
            *window.sub(HEADER + 3) = Value::from_bits(u64::from(self.room) << 32 | u64::from(self.n) << 3);
        }
    }

    /// What stands below a window's header.
    ///
    /// # Safety
    /// The window returns to [`stub::chained`].
    #[inline(always)]
    pub unsafe fn read(window: *mut Value) -> Link {
        // SAFETY: the caller's promise.
        unsafe {
            let sizes = (*window.sub(HEADER + 3)).bits();
            Link {
                ret: (*window.sub(HEADER + 1)).bits() as *const u64,
                outermost: Gc::from_address_unchecked((*window.sub(HEADER + 2)).address()),
                n: sizes as u32 >> 3,
                room: (sizes >> 32) as u32,
            }
        }
    }
}

/// Leaves a window with a value that goes straight to whoever resumed the outermost; gives the address to go on at.
///
/// # Safety
/// The window returns to [`stub::chained`].
#[inline(always)]
pub unsafe fn leave(vm: &mut Vm, window: *mut Value, value: Value) -> *const u64 {
    // SAFETY: the caller's promise.
    let link = unsafe { Link::read(window) };
    vm.thread.depth = vm.thread.depth.wrapping_sub(link.n);
    if stub::is_exit(link.ret) {
        // Native code looks for it in the window that it made, where the room begins.
        // SAFETY: as above.
        unsafe { *window.sub(link.room as usize + HEADER) = value };
    }
    link.ret
}

/// Lays out the window of the generator that waits for one which has just ended, in the room below the latter's window, and
/// makes it the running frame. It is at the instruction that sent.
///
/// # Safety
/// The window returns to [`stub::chained`], and the thread's handled exception and generator are those of the resumer.
#[inline(never)]
pub unsafe fn enter_outer(vm: &mut Vm, ended: Gc<Generator>, window: *mut Value) {
    // SAFETY: the caller's promise, here and below.
    let link = unsafe { Link::read(window) };
    let (mut outer, mut n, mut room) = (link.outermost, 0, 0);
    while let Some(next) = delegate(outer)
        && next != ended
    {
        n += 1;
        room += (outer.registers.get().array().len() + HEADER) as u32;
        outer = next;
    }
    // What has no window stays suspended.
    ended.chain.set_quietly(Value::UNBOUND);
    outer.chain.set(outer, if n == 0 { Value::UNBOUND } else { link.outermost.value() });
    // SAFETY: as above.
    unsafe {
        let (caller, k) = (caller_of(window), caller_k(window));
        let window = window.sub((link.room - room) as usize);
        load(outer, window);
        if n == 0 {
            write_header(window, outer.function.value(), caller, k, link.ret);
        } else {
            write_header(window, outer.function.value(), caller, k, stub::chained());
            Link { n, room, ..link }.write(window);
        }
        vm.thread.regs = window;
        vm.thread.k = outer.function.k.get();
        vm.thread.pc = send_of(outer);
    }
    outer.resumer.set(outer, vm.thread.generator);
    outer.resumer_handled.set(outer, vm.thread.handled);
    outer.state.set(GeneratorState::Running);
    vm.thread.generator = outer.value();
    vm.thread.handled = outer.handled.get();
    vm.thread.depth = vm.thread.depth.wrapping_sub(1);
}

/// Copies the registers of a suspended generator to where its window is: no word more, since another window may lie behind.
unsafe fn load(generator: Gc<Generator>, window: *mut Value) {
    let registers = generator.registers.get().array();
    // SAFETY: the caller has found room for all its registers.
    unsafe {
        let n = n_kept(send_of(generator).add(1), registers);
        std::ptr::copy_nonoverlapping(registers.as_slice().as_ptr(), window, n);
    }
}

/// The caller of a live window, the windows of generators that had none being there from now on.
///
/// # Safety
/// `regs` is a live window of this thread.
pub unsafe fn below(thread: &ThreadState, regs: *mut Value) -> *mut Value {
    // SAFETY: the caller's promise.
    unsafe {
        lay_out(thread, regs);
        caller_of(regs)
    }
}

/// Lays out the windows of the generators that wait for the one in this window, if there is just room for them.
///
/// # Safety
/// `regs` is a live window of this thread.
unsafe fn lay_out(thread: &ThreadState, regs: *mut Value) {
    // SAFETY: the caller's promise, here and below.
    if frame::real_return_pc(thread, regs) != stub::chained() {
        return;
    }
    // SAFETY: the window returns there.
    let (link, mut caller, mut k) = unsafe { (Link::read(regs), caller_of(regs), caller_k(regs)) };
    let (mut outer, mut ret) = (link.outermost, link.ret);
    // The context of the outermost's resumer is known to the innermost.
    let mut inner = outer;
    for _ in 0..link.n {
        inner = delegate(inner).expect("a chain stays as it is");
    }
    let (mut resumer, mut handled) = (inner.resumer.get(), inner.resumer_handled.get());
    // SAFETY: the room begins there.
    let mut window = unsafe { regs.sub(link.room as usize) };
    for _ in 0..link.n {
        // SAFETY: the room is there.
        unsafe {
            let next = delegate(outer).expect("a chain stays as it is");
            write_header(window, outer.function.value(), caller, k, ret);
            load(outer, window);
            (caller, k, ret) = (window, outer.function.k.get(), send_of(outer).add(1));
            window = window.add(outer.registers.get().array().len() + HEADER);
            outer.resumer.set(outer, resumer);
            outer.resumer_handled.set(outer, handled);
            (resumer, handled) = (outer.value(), outer.handled.get());
            outer.state.set(GeneratorState::Running);
            outer.chain.set_quietly(Value::UNBOUND);
            outer = next;
        }
    }
    inner.resumer.set(inner, resumer);
    inner.resumer_handled.set(inner, handled);
    inner.chain.set_quietly(Value::UNBOUND);
    // SAFETY: the live window.
    unsafe {
        let function = *regs.sub(HEADER);
        let seen = frame::return_pc(regs) == stub::frame_exit();
        write_header(regs, function, caller, k, if seen { stub::frame_exit() } else { ret });
        if seen && let Some(live) = thread.frames.iter().rev().find(|live| live.window == regs) {
            live.return_pc.set(ret);
        }
    }
}
