//! The interpreter's lock: one thread runs Python code at a time.
//!
//! A thread that blocks gives the lock away with [`Vm::release`]; one that computes is asked to give it away, at a
//! safepoint, by whoever has waited for the switch interval. While a thread waits, its [`ThreadState`] stands on its own
//! native stack and is listed in [`Vm::waiting`], where the collector finds its roots.

use crate::native::R;
use crate::thread::ThreadState;
use crate::vm::Vm;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::ThreadId;
use std::time::{Duration, Instant};
use taipan_heap::{StackBounds, approximate_stack_pointer, with_spilled_registers};

/// Asks the dispatch loop to stop at the next safepoint: a jump backwards, or a call.
pub struct Interrupt {
    asked: AtomicBool,
    /// The depth from which on calls take their slow way: the recursion limit, or 0 for all.
    call_limit: AtomicU32,
}

impl Interrupt {
    pub(crate) const fn new(recursion_limit: u32) -> Interrupt {
        Interrupt { asked: AtomicBool::new(false), call_limit: AtomicU32::new(recursion_limit) }
    }

    /// Something is to be done. (Nothing but stores: signal handlers call this.)
    #[inline]
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
        self.call_limit.store(0, Ordering::Relaxed);
    }

    /// Is something to be done?
    #[inline(always)]
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Is something to be done before the next call?
    #[inline(always)]
    pub fn stops_calls(&self) -> bool {
        self.call_limit.load(Ordering::Relaxed) == 0
    }

    /// The depth from which on calls take their slow way.
    #[inline(always)]
    pub fn call_limit(&self) -> u32 {
        self.call_limit.load(Ordering::Relaxed)
    }

    /// What was asked for is being done. The limit comes first: asked for again in between, calls stop once more.
    pub(crate) fn answer(&self, recursion_limit: u32) {
        self.call_limit.store(recursion_limit, Ordering::Relaxed);
        self.asked.store(false, Ordering::Relaxed);
    }
}

/// The lock and who waits for it.
pub struct InterpreterLock {
    state: Mutex<State>,
    /// It is free.
    freed: Condvar,
    /// Somebody has taken it from a thread that let others run.
    switched: Condvar,
    /// Microseconds after which a waiting thread asks for its turn.
    interval: AtomicU64,
}

#[derive(Default)]
struct State {
    held: bool,
    /// How many threads wait.
    n_waiting: usize,
    /// How many threads have given it away and wait until another one has taken it.
    n_switching: usize,
    /// Counts the times that the lock was taken.
    taken: u64,
    /// The interpreter ends: only this thread takes the lock any more.
    last: Option<ThreadId>,
}

impl State {
    /// May the calling thread take the lock?
    fn is_open(&self) -> bool {
        !self.held && self.last.is_none_or(|last| last == std::thread::current().id())
    }
}

impl Default for InterpreterLock {
    fn default() -> InterpreterLock {
        InterpreterLock {
            state: Mutex::new(State { held: true, ..State::default() }),
            freed: Condvar::new(),
            switched: Condvar::new(),
            interval: AtomicU64::new(5000),
        }
    }
}

impl InterpreterLock {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while the state is borrowed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives the lock away.
    fn give(&self) {
        let mut state = self.state();
        state.held = false;
        // To wake somebody takes a system call, whether anybody waits or not.
        if state.n_waiting > 0 {
            let is_last = state.last.is_some();
            drop(state);
            // One that may not take it any more would wake for nothing.
            if is_last { self.freed.notify_all() } else { self.freed.notify_one() }
        }
    }

    /// Takes the lock; after the switch interval the holder is asked for it through `interrupt`.
    fn take(&self, interrupt: &Interrupt) {
        self.take_before(interrupt, None);
    }

    /// Takes the lock as [`InterpreterLock::take`] does, where that is possible in time: was it?
    fn take_before(&self, interrupt: &Interrupt, deadline: Option<Instant>) -> bool {
        let mut state = self.state();
        state.n_waiting += 1;
        let interval = Duration::from_micros(self.interval.load(Ordering::Relaxed));
        while !state.is_open() {
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                state.n_waiting -= 1;
                return false;
            }
            let since = state.taken;
            let (next, timeout) =
                self.freed.wait_timeout(state, interval).unwrap_or_else(PoisonError::into_inner);
            state = next;
            if state.last.is_some() {
                // What this thread might do, nobody would see.
                if !state.is_open() {
                    state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
            } else if timeout.timed_out() && state.held && state.taken == since {
                interrupt.ask();
            }
        }
        state.n_waiting -= 1;
        state.held = true;
        state.taken += 1;
        if state.n_switching > 0 {
            drop(state);
            self.switched.notify_all();
        }
        true
    }

    /// Lets another thread run, if one waits: returns when that thread has taken the lock and it is free again.
    fn is_wanted(&self) -> bool {
        self.state().n_waiting > 0
    }

    /// Waits until another thread has taken the lock that was just given away.
    fn await_switch(&self, before: u64) {
        let deadline = Instant::now() + Duration::from_millis(50);
        let mut state = self.state();
        state.n_switching += 1;
        while state.taken == before && state.n_waiting > 0 && Instant::now() < deadline {
            state = self
                .switched
                .wait_timeout(state, Duration::from_millis(5))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        state.n_switching -= 1;
    }
}

impl Vm {
    /// Sets the depth up to which calls go.
    pub fn set_recursion_limit(&mut self, limit: u32) {
        self.recursion_limit = limit;
        // The next safepoint passes it on.
        self.interrupt.ask();
    }

    /// What waits for a safepoint, where that is a call: however deep the calls are, finalisers and handlers have room.
    #[cold]
    #[inline(never)]
    pub fn run_pending_in_call(&mut self) -> R<()> {
        const ROOM: u32 = 50;
        let limit = self.recursion_limit;
        let raised = limit.saturating_add(ROOM);
        self.recursion_limit = raised;
        let outcome = self.run_pending();
        if self.recursion_limit == raised {
            self.recursion_limit = limit;
            if !self.interrupt.stops_calls() {
                self.interrupt.call_limit.store(limit, Ordering::Relaxed);
            }
        }
        outcome
    }

    /// Runs what blocks without the interpreter's lock. It must not touch the heap.
    pub fn release<T>(&mut self, blocking: impl FnOnce() -> T) -> T {
        let mut blocking = Some(blocking);
        let mut result = None;
        self.while_waiting(&mut |_| {
            result = blocking.take().map(|f| f());
        });
        result.expect("ran once")
    }

    /// Parks the running thread's state, gives the lock away, runs `f`, and takes the lock again.
    fn while_waiting(&mut self, f: &mut dyn FnMut(&InterpreterLock)) {
        let lock = self.lock;
        let interrupt = self.interrupt;
        let empty = ThreadState::new(StackBounds { base: 0, limit: 0 });
        let state = std::mem::replace(&mut self.thread, empty);
        let ident = state.ident;
        // The collector sees what registers hold, on this stack.
        let vm: *mut Vm = self;
        let mut parked = Some(state);
        with_spilled_registers(&mut |sp| {
            let Some(state) = parked.as_ref() else { return };
            // SAFETY: this thread holds the lock here, and again when `take` has returned; in between it does not use the
            // interpreter.
            unsafe { (*vm).waiting.push((ident, std::ptr::from_ref(state), sp)) };
            lock.give();
            f(lock);
            lock.take(interrupt);
            // SAFETY: as above.
            unsafe { (*vm).waiting.retain(|w| !std::ptr::eq(w.1, state)) };
        });
        if let Some(state) = parked.take() {
            self.thread = state;
            if self.thread.monitored != self.monitored {
                (self.hooks.switch_tracing)(self);
            }
        }
    }

    /// At a safepoint: another thread's turn, if one waits.
    pub(crate) fn switch_threads(&mut self) {
        if !self.lock.is_wanted() {
            return;
        }
        let before = self.lock.state().taken;
        self.while_waiting(&mut |lock| lock.await_switch(before));
    }

    /// Has the running thread leave an interpreter that it has just made.
    pub(crate) fn leave(&mut self) {
        self.thread = ThreadState::new(StackBounds { base: 0, limit: 0 });
        self.lock.give();
    }

    /// The states of all threads: that of the one that holds the lock, and of those that wait.
    pub fn thread_states(&self) -> impl Iterator<Item = &ThreadState> {
        // SAFETY: a waiting thread's state stays where it is, unchanged, until the thread has the lock.
        let waiting = self.waiting.iter().map(|&(_, state, _)| unsafe { &*state });
        std::iter::once(&self.thread).chain(waiting)
    }

    /// Does something as if each thread in turn were the running one. It must not give the lock away.
    pub fn for_each_thread(&mut self, f: &mut dyn FnMut(&mut Vm)) {
        f(self);
        for i in 0..self.waiting.len() {
            let state = self.waiting[i].1.cast_mut();
            let exchange = |vm: &mut Vm| {
                // SAFETY: a waiting thread's state stays where it is, and the thread does not use it before it has the
                // lock. The native stacks stay with those that run on them.
                let state = unsafe { &mut *state };
                std::mem::swap(&mut vm.thread, state);
                std::mem::swap(&mut vm.thread.native_stack, &mut state.native_stack);
            };
            exchange(self);
            f(self);
            exchange(self);
        }
    }

    /// From now on only the running thread takes the lock: the others stay where they wait for it, for ever.
    pub fn keep_lock(&mut self) {
        self.is_finalizing = true;
        self.lock.state().last = Some(std::thread::current().id());
    }

    /// The time that a thread computes before others get their turn, in microseconds.
    pub fn switch_interval(&self) -> u64 {
        self.lock.interval.load(Ordering::Relaxed)
    }

    /// Sets the time that a thread computes before others get their turn, in microseconds.
    pub fn set_switch_interval(&mut self, microseconds: u64) {
        self.lock.interval.store(microseconds.max(1), Ordering::Relaxed);
    }

    /// Prepares a new thread to run Python code: what [`SharedVm::enter`] needs.
    pub fn share(&mut self) -> SharedVm {
        let visitors = self.visitors();
        SharedVm { vm: self, _visitor: visitors }
    }

    /// Forgets all threads but the running one, in a forked child.
    pub fn after_fork_in_child(&mut self) {
        self.waiting.clear();
        // The loop goes on in the parent.
        (self.thread.event_loop, self.thread.task) = (crate::Value::UNBOUND, crate::Value::UNBOUND);
        // The mutex may have been held by a thread that is gone: a new lock takes its place.
        let interval = self.switch_interval();
        self.lock = Box::leak(Box::default());
        self.set_switch_interval(interval);
    }
}

/// A reference to an interpreter for another thread.
#[derive(Clone)]
pub struct SharedVm {
    vm: *mut Vm,
    /// Keeps the interpreter from being freed.
    _visitor: Arc<()>,
}

// SAFETY: the pointer is followed by the holder of the interpreter's lock only, and the interpreter lives until the
// process ends or, where it has an owner (`OwnedVm`), until there is no visitor any more.
unsafe impl Send for SharedVm {}

impl SharedVm {
    pub(crate) fn new(vm: *mut Vm, visitor: Arc<()>) -> SharedVm {
        SharedVm { vm, _visitor: visitor }
    }

    /// Looks at the interpreter as soon as its lock can be had; `None` where that is not so in time.
    pub fn look_within<T>(&self, patience: Duration, f: impl FnOnce(&Vm) -> T) -> Option<T> {
        // SAFETY: as in `enter`.
        let (lock, interrupt) = unsafe { ((*self.vm).lock, (*self.vm).interrupt) };
        if !lock.take_before(interrupt, Some(Instant::now() + patience)) {
            return None;
        }
        // SAFETY: this thread holds the lock.
        let result = f(unsafe { &*self.vm });
        lock.give();
        Some(result)
    }

    /// Looks at the interpreter whoever holds its lock: for a thread that has met a fault of the process, behind which
    /// nothing goes on.
    pub fn look<T>(&self, f: impl FnOnce(&Vm) -> T) -> T {
        // SAFETY: the interpreter lives until the process ends. What another thread changes meanwhile may be shown wrongly.
        f(unsafe { &*self.vm })
    }

    /// Runs `f` in the thread that `caller` runs in, with a thread state of its own: on the same native stack, above the
    /// frames of the other interpreter, whose lock is given away meanwhile. `None` where the stack is used up.
    pub fn visit<T>(&self, caller: &mut Vm, registers: usize, f: impl FnOnce(&mut Vm) -> T) -> Option<T> {
        /// Less than this is of no use.
        const ROOM: usize = 512 << 10;
        let room = approximate_stack_pointer().saturating_sub(caller.thread.native_stack.limit);
        let ident = caller.thread.ident;
        (room >= ROOM).then(|| caller.release(|| self.enter(ident, room, registers, f)))
    }

    /// Runs `f` in this (new) thread, holding the interpreter's lock, with a thread state of its own.
    /// `stack` is the size of its native stack in bytes.
    pub fn enter<T>(&self, ident: u64, stack: usize, registers: usize, f: impl FnOnce(&mut Vm) -> T) -> T {
        let mut state = ThreadState::new(StackBounds::here(Some(stack)));
        state.ident = ident;
        // SAFETY: the lock and the flag never move; reading their addresses races with nothing, since they are set before
        // threads are started.
        let (lock, interrupt) = unsafe { ((*self.vm).lock, (*self.vm).interrupt) };
        lock.take(interrupt);
        // SAFETY: this thread holds the lock.
        let vm = unsafe { &mut *self.vm };
        let outer = std::mem::replace(&mut vm.thread, state);
        (vm.hooks.make_stack)(vm, registers);
        let result = below(vm, f);
        vm.thread = outer;
        lock.give();
        result
    }
}

/// Calls `f` in a frame of its own, so that all values it holds lie below the stack's base, which was taken in the caller.
#[inline(never)]
fn below<T>(vm: &mut Vm, f: impl FnOnce(&mut Vm) -> T) -> T {
    f(vm)
}
