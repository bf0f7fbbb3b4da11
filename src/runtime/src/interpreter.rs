//! Interpreters beside the main one: who owns them, and when their memory goes.
//!
//! A thread that runs code of another interpreter parks its state in the first one, as if it waited for something, and takes
//! the lock of the other ([`SharedVm::visit`]). So each collector finds what is its own on the native stack: that of the
//! outer interpreter what lies between the stack's base and where the thread left it, that of the inner one what lies above.

use crate::lock::SharedVm;
use crate::vm::Vm;
use std::sync::Arc;
use std::time::Duration;
use taipan_heap::{Trace, Tracer, Value};

/// An interpreter that is not the process's main one.
pub struct OwnedVm {
    vm: *mut Vm,
    visitors: Arc<()>,
}

// SAFETY: no thread is in the interpreter unless it has entered it through a `SharedVm`, which takes the lock.
unsafe impl Send for OwnedVm {}

impl OwnedVm {
    /// Takes an interpreter from the thread that has made it, and which leaves it.
    pub fn new(mut vm: Box<Vm>) -> OwnedVm {
        let visitors = vm.visitors();
        vm.leave();
        OwnedVm { vm: Box::into_raw(vm), visitors }
    }

    /// The way in.
    pub fn share(&self) -> SharedVm {
        SharedVm::new(self.vm, self.visitors.clone())
    }

    /// Gives the interpreter's memory back, unless a thread is in it, waits for its lock for ever, or has something that it
    /// has lent.
    pub fn free(self) -> Result<(), OwnedVm> {
        /// Threads that have ended may be about to leave.
        const PATIENCE: u32 = 20;
        // The `Vm`'s and this one.
        const OWN: usize = 2;
        for _ in 0..PATIENCE {
            if Arc::strong_count(&self.visitors) == OWN {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        // SAFETY: whoever is in the interpreter, or can get in, has a `SharedVm`, each of which counts as a visitor; new ones
        // are only made by those who are in it and through this.
        unsafe {
            if Arc::strong_count(&self.visitors) != OWN || (*self.vm).loans.iter().any(Borrowed::is_out) {
                return Err(self);
            }
            let vm = Box::from_raw(self.vm);
            // They were leaked when the interpreter was made, and only those who are in it refer to them.
            let (lock, interrupt) = (std::ptr::from_ref(vm.lock), std::ptr::from_ref(vm.interrupt));
            drop(vm);
            drop(Box::from_raw(lock.cast_mut()));
            drop(Box::from_raw(interrupt.cast_mut()));
        }
        Ok(())
    }
}

/// Keeps an object of an interpreter alive, and the interpreter's memory in place, for somebody outside of it.
pub type Loan = Arc<()>;

/// What is lent.
pub(crate) struct Borrowed {
    object: Value,
    loan: Loan,
}

impl Borrowed {
    fn is_out(&self) -> bool {
        Arc::strong_count(&self.loan) > 1
    }
}

impl Trace for Borrowed {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.value(self.object);
    }
}

impl Vm {
    /// Keeps an object alive as long as the result is kept, by whatever thread.
    pub fn lend(&mut self, object: Value) -> Loan {
        self.loans.retain(Borrowed::is_out);
        let loan = Loan::default();
        self.loans.push(Borrowed { object, loan: loan.clone() });
        loan
    }

    /// Counts those who can get into the interpreter.
    pub(crate) fn visitors(&mut self) -> Arc<()> {
        self.visitors.get_or_insert_default().clone()
    }
}
