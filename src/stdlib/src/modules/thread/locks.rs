//! `_thread.lock` and `_thread.RLock`, and the interpreter's own locks of the second kind.

use super::handle::Wait;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Dict, Tuple, Type};
use taipan_runtime::{Args, Gc, Header, Kind, LayoutInfo, R, TypeDef, Value, Values, Vm, type_flags};

/// A lock of the system.
#[derive(Default)]
pub struct RawLock {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    is_held: bool,
    /// To wake somebody takes a system call, whether anybody waits or not.
    n_waiting: usize,
}

impl RawLock {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn try_acquire(&self) -> bool {
        !std::mem::replace(&mut self.state().is_held, true)
    }

    /// Waits at most so long.
    fn acquire(&self, slice: Duration) -> bool {
        let mut state = self.state();
        if state.is_held {
            state.n_waiting += 1;
            state = self.freed.wait_timeout(state, slice).unwrap_or_else(PoisonError::into_inner).0;
            state.n_waiting -= 1;
        }
        !std::mem::replace(&mut state.is_held, true)
    }

    fn release(&self) -> bool {
        let mut state = self.state();
        let was = std::mem::replace(&mut state.is_held, false);
        if state.n_waiting > 0 {
            self.freed.notify_one();
        }
        was
    }

    /// Nobody holds it and nobody waits, since the process has been forked.
    fn reset(&self) {
        *self.state() = State::default();
    }

    fn is_held(&self) -> bool {
        self.state().is_held
    }
}

/// Acquires a lock, giving the interpreter's away meanwhile; `false` where the time was up first.
fn acquire(vm: &mut Vm, raw: &RawLock, timeout: Option<Duration>) -> R<bool> {
    if raw.try_acquire() {
        return Ok(true);
    }
    let mut wait = Wait::until(timeout.map(|t| Instant::now() + t));
    loop {
        let slice = wait.slice(vm);
        if slice.is_zero() {
            return Ok(false);
        }
        if vm.release(|| raw.acquire(slice)) {
            return Ok(true);
        }
        wait.go_on(vm)?;
    }
}

/// A lock that the thread which holds it can acquire again. Its fields are for who has the interpreter's lock.
#[derive(Default)]
pub struct Recursive {
    raw: RawLock,
    owner: AtomicU64,
    count: AtomicU64,
}

impl Recursive {
    /// Is it held, by whomever?
    pub fn is_held(&self) -> bool {
        self.count.load(Relaxed) > 0
    }

    /// How many times this thread holds it.
    pub fn held_by(&self, ident: u64) -> u64 {
        if self.owner.load(Relaxed) == ident { self.count.load(Relaxed) } else { 0 }
    }

    fn state(&self) -> (u64, u64) {
        (self.owner.load(Relaxed), self.count.load(Relaxed))
    }

    fn set(&self, owner: u64, count: u64) {
        self.owner.store(owner, Relaxed);
        self.count.store(count, Relaxed);
    }

    /// Acquires it, waiting at most so long; false where the time was up first.
    fn acquire(&self, vm: &mut Vm, timeout: Option<Duration>) -> R<bool> {
        let ident = vm.thread.ident;
        let held = self.held_by(ident);
        if held == 0 && !acquire(vm, &self.raw, timeout)? {
            return Ok(false);
        }
        self.set(ident, held + 1);
        Ok(true)
    }

    /// Acquires a lock of the interpreter's own, for as long as it takes. When the interpreter ends, a thread that holds it
    /// will never go on.
    pub fn acquire_own(&self, vm: &mut Vm) -> R<()> {
        if vm.is_finalizing && self.held_by(vm.thread.ident) == 0 {
            self.reset();
        }
        self.acquire(vm, None).map(|_| ())
    }

    /// Releases it once; false where this thread does not hold it.
    pub fn release(&self, vm: &Vm) -> bool {
        let ident = vm.thread.ident;
        match self.held_by(ident) {
            0 => return false,
            1 => {
                self.set(0, 0);
                self.raw.release();
            }
            n => self.set(ident, n - 1),
        }
        true
    }

    /// Nobody holds it.
    fn reset(&self) {
        self.set(0, 0);
        self.raw.reset();
    }

    /// In a forked child: what threads held that are gone, nobody holds.
    pub fn after_fork_in_child(&self, ident: u64) {
        let held = self.held_by(ident);
        self.reset();
        if held > 0 {
            self.raw.try_acquire();
            self.set(ident, held);
        }
    }
}

/// `acquire` under another name; what is wrong with the arguments is told of that one.
#[cold]
fn acquire_as_told(vm: &mut Vm, kind: Kind, this: Value, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
    let cls = vm.class(kind).value();
    let acquire = vm.get_attr_named(cls, "acquire")?;
    let mut given = Values::new();
    given.push(&mut vm.heap, this);
    given.extend(&mut vm.heap, args.to_ref().as_slice());
    let (names, values) = match kwargs {
        Some(kwargs) => vm.dict_to_keywords(kwargs)?,
        None => (Values::new(), Values::new()),
    };
    vm.call_args(acquire, &Args { pos: given.as_slice(), kw_names: &names, kw_values: &values })
}

/// `_thread.lock`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Lock {
    header: Header,
    #[untraced]
    raw: Arc<RawLock>,
}

impl Lock {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Lock as Numbered>::NUMBER,
        name: "lock",
        module: "_thread",
        doc: "lock()\n--\n\nA lock object is a synchronization primitive: one thread at a time can hold it.",
        flags: type_flags::WEAKREFABLE,
        native: &Lock::NATIVE,
        layout: Some(LayoutInfo::of::<Lock>()),
        ..TypeDef::DEFAULT
    };

    /// A lock that nobody holds.
    pub fn new(vm: &mut Vm) -> Gc<Lock> {
        let class = vm.class(Lock::TYPE.id).address();
        vm.heap.alloc(Lock { header: Header::new::<Lock>(class), raw: Arc::default() })
    }
}

fn release(vm: &mut Vm, this: Gc<Lock>) -> R<()> {
    if this.raw.release() { Ok(()) } else { Err(vm.runtime_error("release unlocked lock")) }
}

#[native]
impl Lock {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Lock>> {
        let _ = cls;
        if args.has_kw() {
            return Err(vm.type_error("lock() takes no keyword arguments"));
        }
        if !args.pos.is_empty() {
            let n = args.pos.len();
            return Err(vm.type_error(format!("lock expected 0 arguments, got {n}")));
        }
        Ok(Lock::new(vm))
    }

    fn __repr__(_: &mut Vm, this: Gc<Lock>) -> String {
        let state = if this.raw.is_held() { "locked" } else { "unlocked" };
        format!("<{state} _thread.lock object at {:#x}>", this.address())
    }

    /// Lock the lock; waits for it unless told otherwise.
    #[sig("($self, *args, **kwargs)")]
    #[shown("($self, /, blocking=True, timeout=-1)")]
    fn acquire_lock(vm: &mut Vm, this: Gc<Lock>, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
        acquire_as_told(vm, <Lock as Numbered>::NUMBER, this.value(), args, kwargs)
    }

    /// Lock the lock; waits for it unless told otherwise.
    #[sig("($self, blocking=True, timeout=-1)")]
    fn acquire(vm: &mut Vm, this: Gc<Lock>, blocking: bool, timeout: Option<Value>) -> R<bool> {
        let timeout = super::timeout(vm, blocking, timeout.unwrap_or(Value::UNBOUND))?;
        let raw = this.raw.clone();
        acquire(vm, &raw, timeout)
    }

    /// Release the lock, so that another thread can acquire it.
    #[sig("($self, /)")]
    fn release_lock(vm: &mut Vm, this: Gc<Lock>) -> R<()> {
        release(vm, this)
    }

    /// Release the lock, so that another thread can acquire it.
    #[sig("($self, /)")]
    fn release(vm: &mut Vm, this: Gc<Lock>) -> R<()> {
        release(vm, this)
    }

    /// Does anybody hold the lock?
    #[sig("($self, /)")]
    fn locked_lock(_: &mut Vm, this: Gc<Lock>) -> bool {
        this.raw.is_held()
    }

    /// Does anybody hold the lock?
    #[sig("($self, /)")]
    fn locked(_: &mut Vm, this: Gc<Lock>) -> bool {
        this.raw.is_held()
    }

    /// Take the lock.
    #[sig("($self, *args, **kwargs)")]
    #[shown("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Gc<Lock>, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
        if !args.is_empty() || kwargs.is_some() {
            return acquire_as_told(vm, <Lock as Numbered>::NUMBER, this.value(), args, kwargs);
        }
        let raw = this.raw.clone();
        acquire(vm, &raw, None).map(Value::bool)
    }

    /// Give the lock back.
    #[sig("($self, *exc_info)")]
    #[shown("($self, /, *exc_info)")]
    fn __exit__(vm: &mut Vm, this: Gc<Lock>, exc_info: Value) -> R<()> {
        let _ = exc_info;
        release(vm, this)
    }

    /// In a forked child nobody holds the lock.
    #[sig("($self, /)")]
    fn _at_fork_reinit(_: &mut Vm, this: Gc<Lock>) {
        this.raw.reset();
    }
}

/// `_thread.RLock`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct RLock {
    header: Header,
    #[untraced]
    lock: Arc<Recursive>,
}

impl RLock {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <RLock as Numbered>::NUMBER,
        name: "RLock",
        module: "_thread",
        doc: "A lock that the thread which holds it can acquire again.",
        flags: type_flags::BASETYPE | type_flags::WEAKREFABLE,
        native: &RLock::NATIVE,
        layout: Some(LayoutInfo::of::<RLock>()),
        ..TypeDef::DEFAULT
    };
}

fn rlock_acquire(vm: &mut Vm, this: Gc<RLock>, timeout: Option<Duration>) -> R<bool> {
    let lock = this.lock.clone();
    lock.acquire(vm, timeout)
}

fn rlock_release(vm: &mut Vm, this: Gc<RLock>) -> R<()> {
    if this.lock.release(vm) { Ok(()) } else { Err(vm.runtime_error("cannot release un-acquired lock")) }
}

#[native]
impl RLock {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> Gc<RLock> {
        // Arguments mean nothing; `threading.RLock` warns of them.
        let _ = (cls, args);
        let class = vm.class(RLock::TYPE.id).address();
        vm.heap.alloc(RLock { header: Header::new::<RLock>(class), lock: Arc::default() })
    }

    fn __repr__(vm: &mut Vm, this: Value) -> String {
        let cls = vm.class_of(this);
        let name = vm.full_class_name(cls);
        let (owner, count) = vm.payload::<RLock>(this).map_or((0, 0), |l| l.lock.state());
        let state = if count > 0 { "locked" } else { "unlocked" };
        format!("<{state} {name} object owner={owner} count={count} at {:#x}>", this.address())
    }

    /// Lock the lock; waits for it unless told otherwise.
    #[sig("($self, blocking=True, timeout=-1)")]
    #[shown("($self, /, blocking=True, timeout=-1)")]
    fn acquire(vm: &mut Vm, this: Gc<RLock>, blocking: bool, timeout: Option<Value>) -> R<bool> {
        let timeout = super::timeout(vm, blocking, timeout.unwrap_or(Value::UNBOUND))?;
        rlock_acquire(vm, this, timeout)
    }

    /// Release the lock once.
    #[sig("($self, /)")]
    fn release(vm: &mut Vm, this: Gc<RLock>) -> R<()> {
        rlock_release(vm, this)
    }

    /// Does anybody hold the lock?
    #[sig("($self, /)")]
    fn locked(_: &mut Vm, this: Gc<RLock>) -> bool {
        this.lock.is_held()
    }

    /// Does the calling thread hold the lock?
    #[sig("($self, /)")]
    fn _is_owned(vm: &mut Vm, this: Gc<RLock>) -> bool {
        this.lock.held_by(vm.thread.ident) > 0
    }

    /// Acquire the lock as often as it was held before _release_save().
    #[sig("($self, state, /)")]
    #[naming(Parsed)]
    fn _acquire_restore(vm: &mut Vm, this: Gc<RLock>, state: Value) -> R<()> {
        let Some(state) = vm.payload::<Tuple>(state) else {
            let of = vm.argument_type_name(state);
            return Err(
                vm.type_error(format!("_acquire_restore() argument 1 must be 2-item tuple, not {of}"))
            );
        };
        let &[count, owner] = state.to_ref().as_slice() else {
            let n = state.len();
            return Err(
                vm.type_error(format!("_acquire_restore() argument 1 must be tuple of length 2, not {n}"))
            );
        };
        let (count, owner) = (vm.index_i64(count)?, vm.index_i64(owner)?);
        let lock = this.lock.clone();
        acquire(vm, &lock.raw, None)?;
        lock.set(owner as u64, count as u64);
        Ok(())
    }

    /// Release the lock entirely; the result is for _acquire_restore().
    #[sig("($self, /)")]
    fn _release_save(vm: &mut Vm, this: Gc<RLock>) -> R<Gc<Tuple>> {
        let (owner, count) = this.lock.state();
        if count == 0 {
            return Err(vm.runtime_error("cannot release un-acquired lock"));
        }
        this.lock.set(0, 0);
        this.lock.raw.release();
        let (count, owner) = (vm.new_uint(count), vm.new_uint(owner));
        Ok(vm.new_tuple(&[count, owner]))
    }

    /// How many times the calling thread holds the lock.
    #[sig("($self, /)")]
    fn _recursion_count(vm: &mut Vm, this: Gc<RLock>) -> u64 {
        this.lock.held_by(vm.thread.ident)
    }

    /// Take the lock.
    #[sig("($self, *args, **kwargs)")]
    #[shown("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Value, args: Gc<Tuple>, kwargs: Option<Gc<Dict>>) -> R {
        match vm.payload::<RLock>(this) {
            Some(lock) if args.is_empty() && kwargs.is_none() => {
                rlock_acquire(vm, lock, None).map(Value::bool)
            }
            _ => acquire_as_told(vm, <RLock as Numbered>::NUMBER, this, args, kwargs),
        }
    }

    /// Give the lock back.
    #[sig("($self, *exc_info)")]
    #[shown("($self, /, *exc_info)")]
    fn __exit__(vm: &mut Vm, this: Gc<RLock>, exc_info: Value) -> R<()> {
        let _ = exc_info;
        rlock_release(vm, this)
    }

    /// In a forked child nobody holds the lock.
    #[sig("($self, /)")]
    fn _at_fork_reinit(_: &mut Vm, this: Gc<RLock>) {
        this.lock.reset();
    }
}
