//! `_thread._ThreadHandle`: what a thread can be joined by.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Type;
use taipan_runtime::{Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds};

/// Progress of a thread, shared by the thread and those who wait for it.
#[derive(Default)]
pub struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    begun: bool,
    ident: u64,
    done: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Marks the thread as started; `false` where it was before.
    pub fn begin(&self) -> bool {
        !std::mem::replace(&mut self.state().begun, true)
    }

    /// Was it started?
    pub fn has_begun(&self) -> bool {
        self.state().begun
    }

    /// The thread could not be started.
    pub fn reset(&self) {
        *self.state() = State::default();
    }

    /// Says which thread it is.
    pub fn set_ident(&self, ident: u64) {
        self.state().ident = ident;
        self.changed.notify_all();
    }

    /// The thread has ended.
    pub fn set_done(&self) {
        self.state().done = true;
        self.changed.notify_all();
    }

    /// Waits until the thread runs; gives its identifier.
    pub fn wait_started(&self) -> u64 {
        let mut state = self.state();
        while state.ident == 0 {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.ident
    }

    /// The thread's identifier, 0 before it runs.
    pub fn ident(&self) -> u64 {
        self.state().ident
    }

    /// Waits at most so long for the end.
    fn wait(&self, slice: Duration) -> bool {
        let state = self.state();
        if state.done {
            return true;
        }
        self.changed.wait_timeout(state, slice).unwrap_or_else(PoisonError::into_inner).0.done
    }
}

/// A wait for other threads, in slices, between which the main thread looks after signals.
pub(crate) struct Wait {
    deadline: Option<Instant>,
    n_slices: u32,
}

impl Wait {
    /// A wait up to a moment, or for ever.
    pub(crate) fn until(deadline: Option<Instant>) -> Wait {
        Wait { deadline, n_slices: 0 }
    }

    /// How long the next slice may last; zero: the time is up.
    pub(crate) fn slice(&self, vm: &Vm) -> Duration {
        const SIGNALS: Duration = Duration::from_millis(20);
        const LONG: Duration = Duration::from_secs(3600);
        let most = if super::super::signal::is_main(vm) { SIGNALS } else { LONG };
        self.deadline.map_or(most, |deadline| deadline.saturating_duration_since(Instant::now()).min(most))
    }

    /// A slice is over, and what was waited for was not there: what came meanwhile is handled, which may raise.
    pub(crate) fn go_on(&mut self, vm: &mut Vm) -> R<()> {
        // Perhaps somebody waits for a connection to be closed that the program has forgotten.
        const IDLE: u32 = 5;
        self.n_slices += 1;
        if self.n_slices.is_multiple_of(IDLE) {
            vm.collect_dying();
        }
        vm.run_pending()
    }
}

/// Waits for a thread's end; `false` where the time was up first.
pub fn wait_done(vm: &mut Vm, shared: &Arc<Shared>, timeout: Option<Duration>) -> R<bool> {
    if vm.is_finalizing && !shared.state().done {
        let text = "cannot join thread at interpreter shutdown";
        return Err(vm.raise(kinds::PYTHON_FINALIZATION_ERROR, text));
    }
    let mut wait = Wait::until(timeout.map(|t| Instant::now() + t));
    loop {
        let slice = wait.slice(vm);
        if vm.release(|| shared.wait(slice)) {
            // What came meanwhile is handled while the caller still waits for it.
            vm.run_pending()?;
            return Ok(true);
        }
        if wait.slice(vm).is_zero() {
            return Ok(false);
        }
        wait.go_on(vm)?;
    }
}

/// The handle.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ThreadHandle {
    header: Header,
    #[untraced]
    pub(crate) shared: Arc<Shared>,
}

impl ThreadHandle {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ThreadHandle as Numbered>::NUMBER,
        name: "_ThreadHandle",
        module: "_thread",
        native: &ThreadHandle::NATIVE,
        layout: Some(LayoutInfo::of::<ThreadHandle>()),
        ..TypeDef::DEFAULT
    };

    /// A handle for a thread to be started.
    pub fn new(vm: &mut Vm) -> Gc<ThreadHandle> {
        let class = vm.class(ThreadHandle::TYPE.id).address();
        let shared = Arc::default();
        super::remember_handle(vm, &shared);
        vm.heap.alloc(ThreadHandle { header: Header::new::<ThreadHandle>(class), shared })
    }
}

#[native]
impl ThreadHandle {
    #[sig("($cls)")]
    #[name("_ThreadHandle")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>) -> Gc<ThreadHandle> {
        let _ = cls;
        ThreadHandle::new(vm)
    }

    fn __repr__(_: &mut Vm, this: Gc<ThreadHandle>) -> String {
        format!("<_ThreadHandle object: ident={}>", this.shared.ident())
    }

    /// Wait for the thread to end.
    #[sig("($self, timeout=None, /)")]
    #[shown("")]
    fn join(vm: &mut Vm, this: Gc<ThreadHandle>, timeout: Value) -> R<()> {
        let timeout = if timeout.is_none() {
            None
        } else {
            let seconds = vm.to_f64(timeout)?;
            if seconds < 0.0 { None } else { super::timeout(vm, true, timeout)? }
        };
        let shared = this.shared.clone();
        if !shared.has_begun() {
            return Err(vm.runtime_error("thread not started"));
        }
        if shared.ident() == vm.thread.ident && !shared.state().done {
            return Err(vm.runtime_error("Cannot join current thread"));
        }
        wait_done(vm, &shared, timeout)?;
        Ok(())
    }

    /// Mark the thread as ended.
    #[sig("($self, /)")]
    fn _set_done(vm: &mut Vm, this: Gc<ThreadHandle>) -> R<()> {
        if !this.shared.has_begun() {
            return Err(vm.runtime_error("thread not started"));
        }
        this.shared.set_done();
        Ok(())
    }

    /// Has the thread ended?
    #[sig("($self, /)")]
    fn is_done(_: &mut Vm, this: Gc<ThreadHandle>) -> bool {
        this.shared.state().done
    }

    #[getter]
    fn ident(vm: &mut Vm, this: Gc<ThreadHandle>) -> Value {
        match this.shared.ident() {
            0 => Value::NONE,
            ident => vm.new_uint(ident),
        }
    }
}
