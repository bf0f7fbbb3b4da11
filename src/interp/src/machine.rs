//! The dispatch of instructions: one function for each opcode, each ending in a jump to the next one's (DESIGN: threaded
//! dispatch by sibling calls). The loop driver for builds without optimisation calls the same functions one by one.

use taipan_runtime::{R, Value, Vm, dirty};

/// A handler: `(instruction, registers, interpreter, constants, table)`.
pub type Code = unsafe extern "C-unwind" fn(*const u64, *mut Value, *mut Vm, *mut Value, *const Handler);

/// A handler in the table.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct Handler(pub Code);

/// The scalars that a fast path works on.
pub struct Fast {
    /// The instruction.
    pub pc: *const u64,
    /// The registers.
    pub r: *mut Value,
    /// The interpreter.
    pub vm: *mut Vm,
    /// The constants; caches below.
    pub k: *mut Value,
}

impl Fast {
    /// Operand a.
    #[inline(always)]
    pub fn a(&self) -> usize {
        // SAFETY: the pc points at an instruction of eight bytes.
        unsafe { *self.pc.cast::<u8>().add(1) as usize }
    }
    /// Operand b.
    #[inline(always)]
    pub fn b(&self) -> usize {
        // SAFETY: as above.
        unsafe { *self.pc.cast::<u8>().add(2) as usize }
    }
    /// Operand c.
    #[inline(always)]
    pub fn c(&self) -> usize {
        // SAFETY: as above.
        unsafe { *self.pc.cast::<u8>().add(3) as usize }
    }
    /// Operands b and c as a signed number.
    #[inline(always)]
    pub fn bc(&self) -> i16 {
        // SAFETY: as above.
        unsafe { self.pc.cast::<i16>().add(1).read() }
    }
    /// The immediate operand.
    #[inline(always)]
    pub fn imm(&self) -> i32 {
        // SAFETY: as above.
        unsafe { self.pc.cast::<i32>().add(1).read() }
    }
    /// A register.
    #[inline(always)]
    pub fn get(&self, i: usize) -> Value {
        // SAFETY: verified code names registers of its window only.
        unsafe { *self.r.add(i) }
    }
    /// Writes a register.
    #[inline(always)]
    pub fn set(&self, i: usize, v: Value) {
        // SAFETY: as above.
        unsafe { *self.r.add(i) = v }
    }
    /// Goes on behind this instruction.
    #[inline(always)]
    pub fn step(&mut self) {
        // SAFETY: code ends with an instruction that leaves it.
        self.pc = unsafe { self.pc.add(1) };
    }
    /// Goes on at the jump's target.
    #[inline(always)]
    pub fn jump(&mut self) {
        // SAFETY: verified jumps stay in the code.
        self.pc = unsafe { self.pc.add(1).offset(self.imm() as isize) };
    }
    /// Word `i` of this instruction's cache record.
    #[inline(always)]
    pub fn cache(&self, i: usize) -> Value {
        // SAFETY: verified cache operands stay in the block.
        unsafe { *self.k.sub(self.imm() as usize + i) }
    }
}

/// What an opcode does.
pub trait Op {
    /// Is there a fast path at all?
    const FAST: bool = true;
    /// The fast path: inlined scalar code only. `false`: not this time; nothing has happened.
    ///
    /// # Safety
    /// `s` describes a running frame.
    #[inline(always)]
    unsafe fn fast(_s: &mut Fast) -> bool {
        false
    }
    /// Is there a second path between the two, too long to be inlined behind the first?
    const MIDDLE: bool = false;
    /// Is the second path worth a look? Asked behind the first, in few instructions.
    ///
    /// # Safety
    /// As for `fast`.
    #[inline(always)]
    unsafe fn suits_middle(_s: &Fast) -> bool {
        true
    }
    /// The second path: inlined scalar code as well, in a handler of its own, which the first goes on to where it does not
    /// apply. `false`: not this time; nothing has happened.
    ///
    /// # Safety
    /// As for `fast`.
    #[inline(always)]
    unsafe fn middle(_s: &mut Fast) -> bool {
        false
    }
    /// The whole semantics, with the state in `vm.thread`. Moves the pc on itself; on an error it stays.
    fn slow(vm: &mut Vm) -> R<()>;
}

/// The state of the running frame, as slow paths see it.
pub trait State {
    /// Operand a.
    fn a(&self) -> usize;
    /// Operand b.
    fn b(&self) -> usize;
    /// Operand c.
    fn c(&self) -> usize;
    /// Operands b and c as a signed number.
    fn bc(&self) -> i16;
    /// The immediate operand.
    fn imm(&self) -> i32;
    /// A register.
    fn get(&self, i: usize) -> Value;
    /// Registers in a row.
    fn many<'a>(&self, from: usize, n: usize) -> &'a [Value];
    /// Writes a register.
    fn put(&mut self, i: usize, v: Value);
    /// A constant.
    fn constant(&self, i: usize) -> Value;
    /// Word `i` of this instruction's cache record.
    fn cache(&self, i: usize) -> Value;
    /// Writes a word of the cache record.
    fn set_cache(&mut self, i: usize, v: Value);
    /// Goes on behind this instruction.
    fn step(&mut self);
    /// Goes on at the jump's target.
    fn jump(&mut self);
}

impl State for Vm {
    #[inline]
    fn a(&self) -> usize {
        // SAFETY: here and below: the pc is at an instruction, the operands of which were verified for this frame.
        unsafe { *self.thread.pc.cast::<u8>().add(1) as usize }
    }
    #[inline]
    fn b(&self) -> usize {
        // SAFETY: see `a`.
        unsafe { *self.thread.pc.cast::<u8>().add(2) as usize }
    }
    #[inline]
    fn c(&self) -> usize {
        // SAFETY: see `a`.
        unsafe { *self.thread.pc.cast::<u8>().add(3) as usize }
    }
    #[inline]
    fn bc(&self) -> i16 {
        // SAFETY: see `a`.
        unsafe { self.thread.pc.cast::<i16>().add(1).read() }
    }
    #[inline]
    fn imm(&self) -> i32 {
        // SAFETY: see `a`.
        unsafe { self.thread.pc.cast::<i32>().add(1).read() }
    }
    #[inline]
    fn get(&self, i: usize) -> Value {
        // SAFETY: see `a`.
        unsafe { *self.thread.regs.add(i) }
    }
    #[inline]
    fn many<'a>(&self, from: usize, n: usize) -> &'a [Value] {
        // SAFETY: see `a`. The register stack outlives every frame; a running frame's operands are not written by others.
        unsafe { std::slice::from_raw_parts(self.thread.regs.add(from), n) }
    }
    #[inline]
    fn put(&mut self, i: usize, v: Value) {
        // SAFETY: see `a`.
        unsafe { *self.thread.regs.add(i) = v }
    }
    #[inline]
    fn constant(&self, i: usize) -> Value {
        // SAFETY: see `a`.
        unsafe { *self.thread.k.add(i) }
    }
    #[inline]
    fn cache(&self, i: usize) -> Value {
        // SAFETY: see `a`.
        unsafe { *self.thread.k.sub(self.imm() as usize + i) }
    }
    #[inline]
    fn set_cache(&mut self, i: usize, v: Value) {
        // SAFETY: see `a`.
        let place = unsafe { self.thread.k.sub(self.imm() as usize + i) };
        dirty(place);
        // SAFETY: as above.
        unsafe { *place = v }
    }
    #[inline]
    fn step(&mut self) {
        // SAFETY: code ends with an instruction that leaves it.
        self.thread.pc = unsafe { self.thread.pc.add(1) };
    }
    #[inline]
    fn jump(&mut self) {
        // SAFETY: see `a`.
        self.thread.pc = unsafe { self.thread.pc.add(1).offset(self.imm() as isize) };
    }
}

/// Ends a handler: on to the next instruction's.
macro_rules! dispatch {
    ($pc:expr, $r:expr, $vm:expr, $k:expr, $t:expr) => {{
        let pc = $pc;
        #[cfg(not(taipan_loop))]
        {
            let handler = *$t.add(*pc.cast::<u8>() as usize);
            return (handler.0)(pc, $r, $vm, $k, $t);
        }
        #[cfg(taipan_loop)]
        {
            let _ = $t;
            (*$vm).thread.pc = pc;
            (*$vm).thread.regs = $r;
            (*$vm).thread.k = $k;
        }
    }};
}

/// The handler of an opcode.
///
/// # Safety
/// The arguments describe a running frame.
pub unsafe extern "C-unwind" fn handle<O: Op>(
    pc: *const u64,
    r: *mut Value,
    vm: *mut Vm,
    k: *mut Value,
    t: *const Handler,
) {
    // SAFETY: the caller's promise; `t` is the table of all handlers.
    unsafe {
        if O::FAST {
            let mut s = Fast { pc, r, vm, k };
            if O::fast(&mut s) {
                dispatch!(s.pc, s.r, vm, s.k, t)
            } else {
                core::hint::cold_path();
                if O::MIDDLE && O::suits_middle(&s) {
                    handle_middle::<O>(pc, r, vm, k, t)
                } else {
                    handle_slow::<O>(pc, r, vm, k, t)
                }
            }
        } else {
            handle_slow::<O>(pc, r, vm, k, t)
        }
    }
}

/// The second path of an opcode that has one.
///
/// # Safety
/// As for [`handle`].
#[inline(never)]
pub unsafe extern "C-unwind" fn handle_middle<O: Op>(
    pc: *const u64,
    r: *mut Value,
    vm: *mut Vm,
    k: *mut Value,
    t: *const Handler,
) {
    // SAFETY: as in `handle`.
    unsafe {
        let mut s = Fast { pc, r, vm, k };
        if O::middle(&mut s) {
            dispatch!(s.pc, s.r, vm, s.k, t)
        } else {
            core::hint::cold_path();
            handle_slow::<O>(pc, r, vm, k, t)
        }
    }
}

/// The slow path of an opcode, and the only one for those without a fast path.
///
/// # Safety
/// As for [`handle`].
#[inline(never)]
pub unsafe extern "C-unwind" fn handle_slow<O: Op>(
    pc: *const u64,
    r: *mut Value,
    vm: *mut Vm,
    k: *mut Value,
    _: *const Handler,
) {
    // SAFETY: as in `handle`.
    unsafe {
        (*vm).thread.pc = pc;
        (*vm).thread.regs = r;
        (*vm).thread.k = k;
        slow_entry::<O>(vm);
        let (pc, r, k) = ((*vm).thread.pc, (*vm).thread.regs, (*vm).thread.k);
        // Tracing may have been switched on or off.
        let t = (*vm).thread.handlers.cast::<Handler>();
        dispatch!(pc, r, vm, k, t)
    }
}

/// Runs the slow path; where it fails, goes to the exception's handler. (A panic goes through the handlers, which own
/// nothing, to the driver.)
#[inline(never)]
unsafe fn slow_entry<O: Op>(vm: *mut Vm) {
    // SAFETY: the interpreter that runs this frame, exclusively.
    let vm = unsafe { &mut *vm };
    if O::slow(vm).is_err() {
        crate::unwind::unwind(vm);
    }
}

/// Instructions that belong to no code object: what windows of native callers return to.
pub mod stub {
    use taipan_bytecode::Opcode;

    static STUBS: [u64; 7] = [
        Opcode::Exit as u64,
        Opcode::Exit as u64,
        Opcode::Exit as u64,
        Opcode::ExitRaise as u64,
        Opcode::FrameExit as u64,
        Opcode::Deliver as u64,
        Opcode::FrameExit as u64,
    ];

    /// Leaves the dispatch loop; the callee's slot of the window holds the result.
    #[inline(always)]
    pub fn exit() -> *const u64 {
        &raw const STUBS[1]
    }
    /// The same for a generator whose items are taken without leaving it: see [`feed`](crate::generator::feed).
    #[inline(always)]
    pub fn feed() -> *const u64 {
        &raw const STUBS[2]
    }
    /// Is it the address of one that leaves the dispatch loop?
    #[inline(always)]
    pub fn is_exit(pc: *const u64) -> bool {
        pc == exit() || pc == feed()
    }
    /// Leaves the dispatch loop with an exception.
    pub fn exit_raise() -> *const u64 {
        &raw const STUBS[3]
    }
    /// Takes the frame object off the window that has just returned.
    #[inline(always)]
    pub fn frame_exit() -> *const u64 {
        &raw const STUBS[4]
    }
    /// Hands the result to the instruction that made the window, whose address lies below the header.
    #[inline(always)]
    pub fn deliver() -> *const u64 {
        &raw const STUBS[5]
    }
    /// Stands for where the outermost of a [chain](crate::chain) of generators returns to: looked at, never run.
    #[inline(always)]
    pub fn chained() -> *const u64 {
        &raw const STUBS[6]
    }
    pub(super) fn contains(pc: *const u64) -> bool {
        STUBS.as_ptr_range().contains(&pc)
    }
}

/// Is it the address of a stub?
pub fn is_stub(pc: *const u64) -> bool {
    stub::contains(pc)
}

/// Ends the dispatch loop: the state goes back to the thread.
///
/// # Safety
/// As for [`handle`].
pub unsafe extern "C-unwind" fn leave(
    pc: *const u64,
    r: *mut Value,
    vm: *mut Vm,
    k: *mut Value,
    _: *const Handler,
) {
    // SAFETY: the interpreter that runs this frame.
    unsafe {
        (*vm).thread.pc = pc;
        (*vm).thread.regs = r;
        (*vm).thread.k = k;
    }
}
