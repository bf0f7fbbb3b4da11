//! What the interpreters of a process have in common: the list of them, and the queues and channels between them.
//!
//! Nothing here holds values. No lock of these is held while anything waits or Python code runs, nor while what crosses is
//! dropped, since that may refer to a queue.

use super::channels::Channels;
use super::config::Config;
use super::queues::Queues;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use taipan_runtime::{OwnedVm, SharedVm};

/// Where an interpreter comes from: the constants `WHENCE_*`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whence {
    /// The process's main interpreter.
    Runtime = 1,
    /// `_interpreters.create`
    Stdlib = 5,
}

/// An interpreter, as others see it.
pub struct Entry {
    /// Where it comes from.
    pub whence: Whence,
    /// What it was made with.
    pub config: Config,
    /// How many references to it are counted.
    refs: u64,
    /// It ends when the last counted reference goes.
    is_counted: bool,
    /// Code runs in its `__main__`, or it is being ended.
    is_running: bool,
    /// The last counted reference went while it ran.
    is_doomed: bool,
    /// The interpreter; none for the main one, which nobody enters.
    vm: Option<OwnedVm>,
}

/// Why an interpreter can't be entered.
pub enum Refusal {
    /// There is none of this number.
    NotFound,
    /// Somebody is in it.
    Running,
}

#[derive(Default)]
struct Interpreters {
    entries: BTreeMap<i64, Entry>,
    next: i64,
    /// Ended, while somebody still uses what they have lent, or a thread of theirs waits for ever.
    buried: Vec<OwnedVm>,
}

/// What the interpreters of a process have in common.
pub struct World {
    interpreters: Mutex<Interpreters>,
    /// The queues between interpreters.
    pub queues: Queues,
    /// The channels between interpreters.
    pub channels: Channels,
}

impl World {
    /// A world of the main interpreter alone. `next` is the number of the next one.
    pub fn new(next: i64) -> World {
        let main = Entry {
            whence: Whence::Runtime,
            config: Config::main(),
            refs: 0,
            is_counted: false,
            is_running: true,
            is_doomed: false,
            vm: None,
        };
        let interpreters =
            Interpreters { entries: BTreeMap::from([(0, main)]), next, ..Interpreters::default() };
        World {
            interpreters: Mutex::new(interpreters),
            queues: Queues::default(),
            channels: Channels::default(),
        }
    }

    fn interpreters(&self) -> MutexGuard<'_, Interpreters> {
        self.interpreters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a new interpreter.
    pub fn next_id(&self) -> i64 {
        let mut all = self.interpreters();
        all.next += 1;
        all.next - 1
    }

    /// The number that the next interpreter will have, where nobody waits for the answer; for a forked child.
    pub fn peek_next_id(&self) -> i64 {
        self.interpreters.try_lock().map_or(1, |all| all.next)
    }

    /// Adds an interpreter.
    pub fn add(&self, id: i64, vm: OwnedVm, config: Config, is_counted: bool) {
        let entry = Entry {
            whence: Whence::Stdlib,
            config,
            refs: 0,
            is_counted,
            is_running: false,
            is_doomed: false,
            vm: Some(vm),
        };
        self.interpreters().entries.insert(id, entry);
    }

    /// All interpreters.
    pub fn all(&self) -> Vec<(i64, Whence)> {
        self.interpreters().entries.iter().map(|(&id, entry)| (id, entry.whence)).collect()
    }

    /// Looks at an interpreter.
    pub fn look<T>(&self, id: i64, f: impl FnOnce(&Entry) -> T) -> Option<T> {
        self.interpreters().entries.get(&id).map(f)
    }

    /// Counts a reference; false where there is no such interpreter.
    pub fn incref(&self, id: i64, implies_link: bool) -> bool {
        let mut all = self.interpreters();
        let Some(entry) = all.entries.get_mut(&id) else { return false };
        entry.refs += 1;
        entry.is_counted |= implies_link;
        true
    }

    /// Forgets a reference; whether that was the last one, so that the interpreter must end.
    pub fn decref(&self, id: i64) -> Option<bool> {
        let mut all = self.interpreters();
        let entry = all.entries.get_mut(&id)?;
        let was = entry.refs;
        entry.refs = was.saturating_sub(1);
        let ends = was == 1 && entry.is_counted && entry.vm.is_some();
        entry.is_doomed |= ends && entry.is_running;
        Some(ends && !entry.is_running)
    }

    /// The way into an interpreter, for one thread at a time: [`World::leave`] is to follow.
    pub fn enter(&self, id: i64) -> Result<SharedVm, Refusal> {
        let mut all = self.interpreters();
        let entry = all.entries.get_mut(&id).ok_or(Refusal::NotFound)?;
        match &entry.vm {
            Some(vm) if !entry.is_running => {
                entry.is_running = true;
                Ok(vm.share())
            }
            _ => Err(Refusal::Running),
        }
    }

    /// Nobody is in the interpreter any more; whether it must end now.
    pub fn leave(&self, id: i64) -> bool {
        let mut all = self.interpreters();
        all.entries.get_mut(&id).is_some_and(|entry| {
            entry.is_running = false;
            std::mem::take(&mut entry.is_doomed)
        })
    }

    /// Forgets an interpreter that has ended, and gives back its memory: now or, if somebody uses it, later.
    pub fn bury(&self, id: i64) {
        self.queues.unbind(id);
        self.channels.unbind(id);
        let mut ended = {
            let mut all = self.interpreters();
            let gone = all.entries.remove(&id).and_then(|entry| entry.vm);
            std::mem::take(&mut all.buried).into_iter().chain(gone).collect::<Vec<_>>()
        };
        let kept: Vec<OwnedVm> = ended.drain(..).filter_map(|vm| vm.free().err()).collect();
        self.interpreters().buried.extend(kept);
    }

    /// Is there an interpreter but this one that would end with the last reference to it?
    pub fn has_idle(&self, own: i64) -> bool {
        self.interpreters().entries.iter().any(|(&id, e)| id != own && e.is_counted && !e.is_running)
    }

    /// Is code running in the interpreter's `__main__`?
    pub fn is_running(&self, id: i64) -> Option<bool> {
        self.look(id, |entry| entry.is_running)
    }
}
