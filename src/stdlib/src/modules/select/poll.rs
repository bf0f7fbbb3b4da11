//! `select.poll`

use super::Deadline;
use crate::modules::posix::system_call;
use crate::modules::time::moment;
use crate::support::file_descriptor;
use crate::sys_calls::poll as system;
use std::cell::{Cell, RefCell};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Type;
use taipan_runtime::{Args, Gc, Header, LayoutInfo, R, TypeDef, Value, Values, Vm, type_flags};

/// A poll object.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Poll {
    header: Header,
    /// Descriptors with what is asked for, in the order of their registration.
    #[untraced]
    wanted: RefCell<Vec<(i32, i16)>>,
    #[untraced]
    is_running: Cell<bool>,
}

impl Poll {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Poll as Numbered>::NUMBER,
        name: "poll",
        module: "select",
        flags: type_flags::MUTABLE | type_flags::NO_NEW,
        native: &Poll::NATIVE,
        layout: Some(LayoutInfo::of::<Poll>()),
        ..TypeDef::DEFAULT
    };

    /// An object without descriptors.
    pub fn new(vm: &mut Vm) -> Gc<Poll> {
        let class = vm.class(Poll::TYPE.id).address();
        vm.heap.alloc(Poll {
            header: Header::new::<Poll>(class),
            wanted: RefCell::default(),
            is_running: Cell::new(false),
        })
    }
}

/// An event mask.
fn mask(vm: &mut Vm, value: Option<Value>) -> R<i16> {
    let Some(value) = value else { return Ok(libc::POLLIN | libc::POLLPRI | libc::POLLOUT) };
    let index = vm.index(value)?;
    if vm.int_is_negative(index) {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match vm.int_to_i64(index).and_then(|n| u16::try_from(n).ok()) {
        Some(mask) => Ok(mask as i16),
        None => Err(vm.overflow_error("Python int too large for C unsigned short")),
    }
}

/// A limit in units of so many nanoseconds; negative ones and None are none.
pub(super) fn limit(vm: &mut Vm, timeout: Value, unit: i64) -> R<Option<i64>> {
    if timeout.is_none() || timeout.is_unbound() {
        return Ok(None);
    }
    let nanos = if let Some(f) = vm.as_float(timeout) {
        if f.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        // Away from zero: what is just below it means "for ever".
        let f = f * unit as f64;
        if f < 0.0 { f.floor() } else { f.ceil() }
    } else if moment::is_number(vm, timeout) {
        let index = vm.index(timeout)?;
        vm.int_to_f64(index).unwrap_or_else(|_| {
            vm.take_exception();
            f64::INFINITY
        }) * unit as f64
    } else {
        return Err(vm.type_error("timeout must be an integer or None"));
    };
    if nanos >= i64::MAX as f64 {
        return Err(vm.overflow_error("timestamp out of range for C PyTime_t"));
    }
    if nanos / 1e6 > f64::from(i32::MAX) {
        return Err(vm.overflow_error("timeout is too large"));
    }
    Ok(Some(nanos as i64).filter(|&n| n >= 0))
}

#[native]
impl Poll {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R {
        let _ = (cls, args);
        Err(vm.type_error("cannot create 'select.poll' instances"))
    }

    /// Wait for this descriptor, too.
    #[sig("($self, fd, eventmask=7, /)")]
    #[shown("($self, fd,\n         eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)")]
    fn register(vm: &mut Vm, this: Gc<Poll>, fd: Value, eventmask: Option<Value>) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let events = mask(vm, eventmask)?;
        let mut wanted = this.wanted.borrow_mut();
        match wanted.iter_mut().find(|w| w.0 == fd) {
            Some(place) => place.1 = events,
            None => wanted.push((fd, events)),
        }
        Ok(())
    }

    /// Wait for something else of a registered descriptor.
    #[sig("($self, fd, eventmask, /)")]
    fn modify(vm: &mut Vm, this: Gc<Poll>, fd: Value, eventmask: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let events = mask(vm, Some(eventmask))?;
        match this.wanted.borrow_mut().iter_mut().find(|w| w.0 == fd) {
            Some(place) => place.1 = events,
            None => return Err(vm.raise_os_error(libc::ENOENT, Value::NONE)),
        }
        Ok(())
    }

    /// Do not wait for this descriptor any more.
    #[sig("($self, fd, /)")]
    fn unregister(vm: &mut Vm, this: Gc<Poll>, fd: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let mut wanted = this.wanted.borrow_mut();
        match wanted.iter().position(|w| w.0 == fd) {
            Some(at) => {
                wanted.remove(at);
                Ok(())
            }
            None => Err(vm.key_error(Value::int32(fd))),
        }
    }

    /// Wait, at most so many milliseconds; returns pairs of descriptors and events.
    #[sig("($self, timeout=None, /)")]
    fn poll(vm: &mut Vm, this: Gc<Poll>, timeout: Value) -> R<Values> {
        let limit = limit(vm, timeout, 1_000_000)?;
        if this.is_running.replace(true) {
            return Err(vm.runtime_error("concurrent poll() invocation"));
        }
        let wanted = this.wanted.borrow().clone();
        let deadline = Deadline::after(limit);
        let ready = system_call(vm, Value::NONE, || system::poll(&wanted, deadline.left()));
        this.is_running.set(false);
        let mut pairs = Values::new();
        for (fd, events) in ready? {
            let pair = vm.new_tuple(&[Value::int32(fd), Value::int32(i32::from(events as u16))]);
            pairs.push(&mut vm.heap, pair.value());
        }
        Ok(pairs)
    }
}
