//! `_multiprocessing` and `_posixshmem`: semaphores and memory that processes share.

use super::posix::{path_argument, system_call};
use super::time::moment::{self, Round};
use crate::support::put;
use crate::sys_calls::clock;
use crate::sys_calls::shared::{self, Semaphore};
use rustix::io::Errno;
use std::cell::Cell;
use std::ffi::CString;
use std::sync::Arc;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Module, Str, Type};
use taipan_runtime::{Field, Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Vm, kinds, type_flags};

/// `_multiprocessing`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_multiprocessing",
    doc: "Semaphores for multiprocessing.",
    functions: &Functions::NATIVE,
    types: &[&SemLock::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// `_posixshmem`
pub static MEMORY: ModuleDef = ModuleDef {
    name: "_posixshmem",
    doc: "POSIX shared memory.",
    functions: &Memory::NATIVE,
    ..ModuleDef::DEFAULT
};

/// The largest value of a semaphore.
const VALUE_MAX: i32 = i32::MAX;
/// A lock that its owner can acquire again.
const RECURSIVE: i32 = 0;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let flags = vm.new_dict();
    for name in ["HAVE_SEM_OPEN", "HAVE_SEM_TIMEDWAIT"] {
        let name = vm.intern(name);
        flags.set_str(vm, name, Value::int32(1));
    }
    put(vm, module, "flags", flags.value());
    let cls = vm.class(SemLock::TYPE.id);
    let dict = vm.class_dict(cls);
    let name = vm.intern("SEM_VALUE_MAX");
    dict.set_str(vm, name, Value::int32(VALUE_MAX));
    Ok(())
}

/// `_multiprocessing.SemLock`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct SemLock {
    header: Header,
    name: Field<Value>,
    #[untraced]
    semaphore: Arc<Semaphore>,
    #[untraced]
    kind: i32,
    #[untraced]
    maxvalue: i32,
    /// How often its owner has acquired it.
    #[untraced]
    count: Cell<i32>,
    /// The thread that acquired it last.
    #[untraced]
    owner: Cell<u64>,
}

impl SemLock {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <SemLock as Numbered>::NUMBER,
        name: "SemLock",
        module: "_multiprocessing",
        doc: "A semaphore that several processes share.",
        flags: type_flags::SHOWS_GETATTR | type_flags::SHOWS_SETATTR | type_flags::BASETYPE,
        native: &SemLock::NATIVE,
        layout: Some(LayoutInfo::of::<SemLock>()),
        ..TypeDef::DEFAULT
    };

    fn is_own(&self, vm: &Vm) -> bool {
        self.count.get() > 0 && self.owner.get() == vm.thread.ident
    }
}

fn os_error(vm: &mut Vm, error: Errno) -> taipan_runtime::Raised {
    vm.raise_os_error(error.raw_os_error(), Value::NONE)
}

fn c_name(vm: &mut Vm, name: Gc<Str>) -> R<CString> {
    CString::new(name.to_display().as_bytes()).map_err(|_| vm.value_error("embedded null character"))
}

fn make(vm: &mut Vm, semaphore: Semaphore, kind: i32, maxvalue: i32, name: Value) -> Gc<SemLock> {
    let class = vm.class(SemLock::TYPE.id).address();
    vm.heap.alloc(SemLock {
        header: Header::new::<SemLock>(class),
        name: Field::new(name),
        semaphore: Arc::new(semaphore),
        kind,
        maxvalue,
        count: Cell::new(0),
        owner: Cell::new(0),
    })
}

/// Acquires it: waits not at all, for some time or for ever.
fn acquire(vm: &mut Vm, this: Gc<SemLock>, block: bool, timeout: Option<i64>) -> R<bool> {
    if this.kind == RECURSIVE && this.is_own(vm) {
        this.count.set(this.count.get() + 1);
        return Ok(true);
    }
    let semaphore = this.semaphore.clone();
    let mut result = semaphore.try_wait();
    if block && result == Err(Errno::AGAIN) {
        let deadline = timeout.map(|nanos| {
            let now = clock::get(libc::CLOCK_REALTIME).unwrap_or(0) as i64;
            now.saturating_add(nanos.max(0))
        });
        let waited = system_call(vm, Value::NONE, || {
            let result = match deadline {
                Some(deadline) => semaphore.wait_until(deadline),
                None => semaphore.wait(),
            };
            match result {
                Err(Errno::TIMEDOUT) => Ok(false),
                result => result.map(|()| true),
            }
        })?;
        if !waited {
            return Ok(false);
        }
        result = Ok(());
    }
    match result {
        Ok(()) => {
            this.count.set(this.count.get() + 1);
            this.owner.set(vm.thread.ident);
            Ok(true)
        }
        Err(Errno::AGAIN) => Ok(false),
        Err(error) => Err(os_error(vm, error)),
    }
}

fn release(vm: &mut Vm, this: Gc<SemLock>) -> R<()> {
    if this.kind == RECURSIVE {
        if !this.is_own(vm) {
            let name = "attempt to release recursive lock not owned by thread";
            return Err(vm.raise(kinds::ASSERTION_ERROR, name));
        }
        if this.count.get() > 1 {
            this.count.set(this.count.get() - 1);
            return Ok(());
        }
    } else {
        let value = this.semaphore.value().map_err(|error| os_error(vm, error))?;
        if value >= this.maxvalue {
            return Err(vm.value_error("semaphore or lock released too many times"));
        }
    }
    this.semaphore.post().map_err(|error| os_error(vm, error))?;
    this.count.set(this.count.get() - 1);
    Ok(())
}

#[native]
impl SemLock {
    #[sig("($cls, kind, value, maxvalue, name, unlink)")]
    #[name("SemLock")]
    fn __new__(
        vm: &mut Vm,
        cls: Gc<Type>,
        kind: i32,
        value: i32,
        maxvalue: i32,
        name: Gc<Str>,
        unlink: bool,
    ) -> R<Gc<SemLock>> {
        let _ = cls;
        if !(0..=1).contains(&kind) {
            return Err(vm.value_error("unrecognized kind"));
        }
        let text = c_name(vm, name)?;
        let semaphore = Semaphore::create(&text, value as u32).map_err(|error| os_error(vm, error))?;
        if unlink {
            shared::unlink_semaphore(&text).map_err(|error| os_error(vm, error))?;
        }
        let name = if unlink { Value::NONE } else { name.value() };
        Ok(make(vm, semaphore, kind, maxvalue, name))
    }

    /// Acquire the semaphore.
    #[sig("($self, block=True, timeout=None)")]
    #[shown("($self, /, block=True, timeout=None)")]
    fn acquire(vm: &mut Vm, this: Gc<SemLock>, block: bool, timeout: Option<Value>) -> R<bool> {
        let timeout = match timeout.filter(|t| !t.is_none()) {
            Some(timeout) => Some(moment::nanos(vm, timeout, Round::Up)?),
            None => None,
        };
        acquire(vm, this, block, timeout)
    }

    /// Release the semaphore.
    #[sig("($self, /)")]
    fn release(vm: &mut Vm, this: Gc<SemLock>) -> R<()> {
        release(vm, this)
    }

    /// Take the semaphore.
    #[sig("($self, /)")]
    fn __enter__(vm: &mut Vm, this: Gc<SemLock>) -> R<bool> {
        acquire(vm, this, true, None)
    }

    /// Give the semaphore back.
    #[sig("($self, exc_type=None, exc_value=None, exc_tb=None, /)")]
    fn __exit__(vm: &mut Vm, this: Gc<SemLock>, exc_type: Value, exc_value: Value, exc_tb: Value) -> R<()> {
        let _ = (exc_type, exc_value, exc_tb);
        release(vm, this)
    }

    /// How often this process has acquired it.
    #[sig("($self, /)")]
    fn _count(_: &mut Vm, this: Gc<SemLock>) -> i32 {
        this.count.get()
    }

    /// Has this thread acquired it?
    #[sig("($self, /)")]
    fn _is_mine(vm: &mut Vm, this: Gc<SemLock>) -> bool {
        this.is_own(vm)
    }

    /// Its value.
    #[sig("($self, /)")]
    fn _get_value(vm: &mut Vm, this: Gc<SemLock>) -> R<i32> {
        this.semaphore.value().map(|v| v.max(0)).map_err(|error| os_error(vm, error))
    }

    /// Is its value 0?
    #[sig("($self, /)")]
    fn _is_zero(vm: &mut Vm, this: Gc<SemLock>) -> R<bool> {
        this.semaphore.value().map(|v| v == 0).map_err(|error| os_error(vm, error))
    }

    /// The semaphore of another process, by its name.
    #[classmethod]
    #[sig("($cls, handle, kind, maxvalue, name, /)")]
    #[shown("($type, handle, kind, maxvalue, name, /)")]
    fn _rebuild(vm: &mut Vm, cls: Gc<Type>, handle: Value, kind: i32, maxvalue: i32, name: Value) -> R {
        let _ = handle;
        let Some(text) = vm.as_str(name) else {
            return Err(vm.value_error("a semaphore without a name can't be opened"));
        };
        let text = c_name(vm, text)?;
        let semaphore = Semaphore::open(&text).map_err(|error| os_error(vm, error))?;
        let made = make(vm, semaphore, kind, maxvalue, name);
        vm.adopt(cls, made.value())
    }

    /// In a forked child nobody has acquired it.
    #[sig("($self, /)")]
    fn _after_fork(_: &mut Vm, this: Gc<SemLock>) {
        this.count.set(0);
    }

    /// A number that tells it from others.
    #[member]
    fn handle(_: &mut Vm, this: Gc<SemLock>) -> usize {
        this.semaphore.handle()
    }

    /// 0 for a lock that its owner can acquire again, else 1.
    #[member]
    fn kind(_: &mut Vm, this: Gc<SemLock>) -> i32 {
        this.kind
    }

    /// The largest value.
    #[member]
    fn maxvalue(_: &mut Vm, this: Gc<SemLock>) -> i32 {
        this.maxvalue
    }

    /// The name, or None.
    #[member]
    fn name(_: &mut Vm, this: Gc<SemLock>) -> Value {
        this.name.get()
    }
}

struct Functions;

#[native]
impl Functions {
    /// Remove the name of a semaphore.
    #[sig("($module, name, /)")]
    fn sem_unlink(vm: &mut Vm, name: Gc<Str>) -> R<()> {
        let text = c_name(vm, name)?;
        shared::unlink_semaphore(&text).map_err(|error| vm.raise_os_error(error.raw_os_error(), name.value()))
    }
}

struct Memory;

#[native]
impl Memory {
    /// Open shared memory; returns its descriptor.
    #[sig("($module, /, path, flags, mode=511)")]
    fn shm_open(vm: &mut Vm, path: Value, flags: i32, mode: u32) -> R<i32> {
        let path = path_argument(vm, "shm_open", path)?;
        let name = CString::new(path.bytes).map_err(|_| vm.value_error("embedded null character"))?;
        system_call(vm, path.value, || shared::open_memory(&name, flags, mode))
    }

    /// Remove the name of shared memory.
    #[sig("($module, path, /)")]
    fn shm_unlink(vm: &mut Vm, path: Value) -> R<()> {
        let path = path_argument(vm, "shm_unlink", path)?;
        let name = CString::new(path.bytes).map_err(|_| vm.value_error("embedded null character"))?;
        system_call(vm, path.value, || shared::unlink_memory(&name))
    }
}
