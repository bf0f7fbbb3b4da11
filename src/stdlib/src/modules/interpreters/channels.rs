//! `_interpchannels`: channels between interpreters, with a sending and a receiving end that each interpreter has for itself.

use super::channel_id::{ChannelId, End};
use super::crossing::{Crossing, Fallback, leave};
use super::home::{Home, end_forgotten, id_of, world};
use super::queues::{Item, Unbound, arrive, class_arg, unbind};
use super::view::View;
use crate::modules::thread::{self, handle::Wait};
use crate::structseq::{self, Record};
use crate::support::{derive_exception, new_exception, put, raise_class};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use taipan_macros::native;
use taipan_runtime::layout::{Module, Type};
use taipan_runtime::{Gc, ModuleDef, R, Raised, Trace, Tracer, Value, Values, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_interpchannels",
    doc: "Channels between interpreters.",
    functions: &Functions::NATIVE,
    types: &[&ChannelId::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// What became of an item whose sender waits.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Fate {
    #[default]
    Waiting,
    Received,
    /// The channel was closed, or the item is gone.
    Lost,
}

/// Where a sender waits until its item is received.
#[derive(Default)]
struct Receipt {
    fate: Mutex<Fate>,
    changed: Condvar,
}

impl Receipt {
    fn fate(&self) -> MutexGuard<'_, Fate> {
        self.fate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, fate: Fate) {
        *self.fate() = fate;
        self.changed.notify_all();
    }

    fn wait(&self, slice: Duration) -> Fate {
        let fate = self.fate();
        if *fate != Fate::Waiting {
            return *fate;
        }
        *self.changed.wait_timeout(fate, slice).unwrap_or_else(PoisonError::into_inner).0
    }
}

/// An item in a channel.
struct Sent {
    item: Item,
    /// Where its sender waits, if it does.
    receipt: Option<Arc<Receipt>>,
}

impl Sent {
    /// Hands the item over.
    fn receive(mut self) -> Item {
        if let Some(receipt) = self.receipt.take() {
            receipt.tell(Fate::Received);
        }
        Item { data: self.item.data.take(), ..self.item }
    }
}

/// What has not been received is lost.
impl Drop for Sent {
    fn drop(&mut self) {
        if let Some(receipt) = self.receipt.take() {
            receipt.tell(Fate::Lost);
        }
    }
}

/// An end of a channel, by the interpreters that have used it: is it still open there?
type Ends = BTreeMap<i64, bool>;

struct Channel {
    items: VecDeque<Sent>,
    send: Ends,
    recv: Ends,
    is_open: bool,
    /// It is closed as soon as it is empty.
    is_closing: bool,
    unbound: Unbound,
    fallback: Fallback,
    /// How many identifiers and things on their way name it.
    refs: u64,
}

impl Channel {
    /// An interpreter uses an end: is that open to it?
    fn associate(&mut self, id: i64, end: End) -> Result<(), Problem> {
        let ends = if end == End::Send { &mut self.send } else { &mut self.recv };
        if *ends.entry(id).or_insert(true) { Ok(()) } else { Err(Problem::AlreadyClosed) }
    }

    /// An interpreter gives up an end, or both. The channel is closed when nobody has one open any more.
    fn release(&mut self, id: i64, end: End) {
        if end != End::Recv {
            self.send.insert(id, false);
        }
        if end != End::Send {
            self.recv.insert(id, false);
        }
        self.look();
    }

    fn look(&mut self) {
        let mut ends = self.send.values().chain(self.recv.values()).peekable();
        self.is_open &= ends.peek().is_none() || ends.any(|&open| open);
    }

    /// What was in it is given, to be dropped where the channels are not locked.
    fn close(&mut self) -> VecDeque<Sent> {
        self.is_open = false;
        self.is_closing = false;
        for open in self.send.values_mut().chain(self.recv.values_mut()) {
            *open = false;
        }
        std::mem::take(&mut self.items)
    }

    /// Takes the first item.
    fn take(&mut self) -> Option<Item> {
        let item = self.items.pop_front()?.receive();
        if self.is_closing && self.items.is_empty() {
            self.close();
        }
        Some(item)
    }
}

#[derive(Default)]
struct All {
    channels: BTreeMap<i64, Channel>,
    next: i64,
}

/// All channels.
#[derive(Default)]
pub struct Channels(Mutex<All>);

/// Why a channel can't be used.
#[derive(Clone, Copy)]
pub enum Problem {
    /// There is no such channel.
    NotFound,
    /// It is closed.
    Closed,
    /// The end is closed for this interpreter.
    AlreadyClosed,
    /// There is nothing in it.
    Empty,
    /// It has items, so that it can't be closed.
    NotEmpty,
}

impl Channels {
    fn all(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, id: i64, f: impl FnOnce(&mut Channel) -> T) -> Result<T, Problem> {
        self.all().channels.get_mut(&id).map(f).ok_or(Problem::NotFound)
    }

    fn with_open<T>(
        &self,
        id: i64,
        f: impl FnOnce(&mut Channel) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.with(id, |channel| if channel.is_open { f(channel) } else { Err(Problem::Closed) })?
    }

    fn create(&self, unbound: Unbound, fallback: Fallback) -> i64 {
        let mut all = self.all();
        let id = all.next;
        all.next += 1;
        let channel = Channel {
            items: VecDeque::new(),
            send: Ends::new(),
            recv: Ends::new(),
            is_open: true,
            is_closing: false,
            unbound,
            fallback,
            refs: 0,
        };
        all.channels.insert(id, channel);
        id
    }

    fn destroy(&self, id: i64) -> Result<(), Problem> {
        let gone = self.all().channels.remove(&id);
        // Only here are the channels not locked any more: what was in it may be a reference to another.
        gone.map(drop).ok_or(Problem::NotFound)
    }

    /// Counts something that names the channel; false where it does not exist.
    pub fn incref(&self, id: i64) -> bool {
        self.with(id, |channel| channel.refs += 1).is_ok()
    }

    /// Forgets something that named the channel: with the last one it goes.
    pub fn decref(&self, id: i64) {
        let is_last = self.with(id, |channel| {
            channel.refs = channel.refs.saturating_sub(1);
            channel.refs == 0
        });
        if let Ok(true) = is_last {
            // It was there a moment ago; if somebody was faster, all is well.
            let _ = self.destroy(id);
        }
    }

    /// An interpreter has ended.
    pub fn unbind(&self, id: i64) {
        let mut gone: Vec<Crossing> = Vec::new();
        for channel in self.all().channels.values_mut() {
            gone.extend(unbind(&mut channel.items, id, |sent| &mut sent.item));
            for ends in [&mut channel.send, &mut channel.recv] {
                if let Some(open) = ends.get_mut(&id) {
                    *open = false;
                }
            }
            channel.look();
        }
        drop(gone);
    }
}

/// The classes of the module.
#[derive(Default)]
struct State {
    error: Option<Gc<Type>>,
    not_found: Option<Gc<Type>>,
    closed: Option<Gc<Type>>,
    empty: Option<Gc<Type>>,
    not_empty: Option<Gc<Type>>,
    info: Option<Gc<Type>>,
}

impl Trace for State {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        let all = [self.error, self.not_found, self.closed, self.empty, self.not_empty, self.info];
        all.iter().flatten().for_each(|cls| cls.trace(tracer));
    }
}

const INFO: Record = Record {
    module: "_interpchannels",
    name: "ChannelInfo",
    doc: "How things stand with a channel.",
    fields: &[
        ("open", "Both ends are open."),
        ("closing", "Nothing more is sent, and not all was received."),
        ("closed", "Both ends are closed."),
        ("count", "How many objects wait."),
        ("num_interp_send", "How many interpreters hold the sending end."),
        ("num_interp_send_released", "How many held the sending end."),
        ("num_interp_recv", "How many interpreters hold the receiving end."),
        ("num_interp_recv_released", "How many held the receiving end."),
        ("num_interp_both", "How many interpreters hold both ends."),
        ("num_interp_both_released", "How many held both ends."),
        ("num_interp_both_send_released", "How many hold both ends but for the sending one."),
        ("num_interp_both_recv_released", "How many hold both ends but for the receiving one."),
        ("send_associated", "This interpreter holds the sending end."),
        ("send_released", "This interpreter held the sending end."),
        ("recv_associated", "This interpreter holds the receiving end."),
        ("recv_released", "This interpreter held the receiving end."),
    ],
    n_sequence: 8,
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    const NAME: &str = "_interpchannels";
    let error = new_exception(vm, NAME, "ChannelError", kinds::RUNTIME_ERROR)?;
    put(vm, module, "ChannelError", error.value());
    let mut derived = |name: &str| -> R<Option<Gc<Type>>> {
        let cls = derive_exception(vm, NAME, name, error)?;
        put(vm, module, name, cls.value());
        Ok(Some(cls))
    };
    let mut state = State {
        error: Some(error),
        not_found: derived("ChannelNotFoundError")?,
        closed: derived("ChannelClosedError")?,
        empty: derived("ChannelEmptyError")?,
        not_empty: derived("ChannelNotEmptyError")?,
        info: None,
    };
    let info = structseq::new_class(vm, &INFO)?;
    put(vm, module, "ChannelInfo", info.value());
    state.info = Some(info);
    *vm.state::<State>() = state;
    Ok(())
}

/// Raises what a problem is to Python.
pub fn raise(vm: &mut Vm, id: i64, problem: Problem) -> Raised {
    if let Err(raised) = vm.native_module("_interpchannels") {
        return raised;
    }
    let state = vm.state::<State>();
    let (cls, what) = match problem {
        Problem::NotFound => (state.not_found, "not found"),
        Problem::Closed => (state.closed, "is closed"),
        Problem::AlreadyClosed => (state.closed, "is already closed"),
        Problem::Empty => (state.empty, "is empty"),
        Problem::NotEmpty => (state.not_empty, "may not be closed if not empty (try force=True)"),
    };
    match cls {
        Some(cls) => raise_class(vm, cls, &format!("channel {id} {what}")),
        None => vm.runtime_error("_interpchannels is not initialised"),
    }
}

/// The number of a channel that is given by its identifier or as an int.
pub fn channel_arg(vm: &mut Vm, value: Value) -> R<i64> {
    match value.cast::<ChannelId>() {
        Some(id) => Ok(id.number()),
        None => id_of(vm, value, "channel"),
    }
}

/// Does something with the channel of a number.
fn with<T>(vm: &mut Vm, cid: Value, f: impl FnOnce(&mut Channel) -> Result<T, Problem>) -> R<T> {
    let id = channel_arg(vm, cid)?;
    let done = world(vm).channels.with(id, f).and_then(|done| done);
    done.map_err(|problem| raise(vm, id, problem))
}

/// Does something with an open channel.
fn with_open<T>(vm: &mut Vm, cid: Value, f: impl FnOnce(&mut Channel) -> Result<T, Problem>) -> R<T> {
    let id = channel_arg(vm, cid)?;
    let done = world(vm).channels.with_open(id, f);
    done.map_err(|problem| raise(vm, id, problem))
}

/// How something is sent.
struct Sending {
    blocking: bool,
    timeout: Value,
    unbound: i64,
}

fn send(vm: &mut Vm, cid: Value, data: Crossing, how: &Sending) -> R<()> {
    let id = channel_arg(vm, cid)?;
    let timeout = if how.timeout.is_none() { Value::UNBOUND } else { how.timeout };
    let limit = thread::timeout(vm, how.blocking, timeout)?;
    let default = with(vm, cid, |channel| Ok(channel.unbound))?;
    let unbound = Unbound::from_number(vm, how.unbound, default)?;
    let from = vm.id;
    let receipt = how.blocking.then(Arc::<Receipt>::default);
    let mut sent = Some(Sent { item: Item { data: Some(data), from, unbound }, receipt: receipt.clone() });
    with_open(vm, cid, |channel| {
        if channel.is_closing {
            return Err(Problem::Closed);
        }
        channel.associate(from, End::Send)?;
        channel.items.extend(sent.take());
        Ok(())
    })?;
    let Some(receipt) = receipt else { return Ok(()) };
    let mut wait = Wait::until(limit.map(|limit| Instant::now() + limit));
    loop {
        let slice = wait.slice(vm);
        let waiting = receipt.clone();
        let fate = vm.release(move || waiting.wait(slice));
        let failed = match fate {
            Fate::Received => return Ok(()),
            Fate::Lost => return Err(raise(vm, id, Problem::Closed)),
            Fate::Waiting if slice.is_zero() => vm.raise(kinds::TIMEOUT_ERROR, "timed out"),
            Fate::Waiting => match wait.go_on(vm) {
                Ok(()) => continue,
                Err(raised) => raised,
            },
        };
        // Nobody has taken it yet: nobody is to.
        let taken_back = world(vm).channels.with(id, |channel| {
            let is_it = |sent: &Sent| sent.receipt.as_ref().is_some_and(|r| Arc::ptr_eq(r, &receipt));
            let at = channel.items.iter().position(is_it)?;
            channel.items.remove(at)
        });
        drop(taken_back);
        return Err(failed);
    }
}

/// Which ends two flags name.
fn ends_of(send: Option<bool>, recv: Option<bool>) -> End {
    match (send.unwrap_or(false), recv.unwrap_or(false)) {
        (true, false) => End::Send,
        (false, true) => End::Recv,
        _ => End::Both,
    }
}

/// A flag that may be absent.
pub fn flag(vm: &mut Vm, value: Option<Value>) -> R<Option<bool>> {
    match value.filter(|value| !value.is_none()) {
        Some(value) => vm.truth(value).map(Some),
        None => Ok(None),
    }
}

/// Where items are of other interpreters, those that nothing refers to end first.
fn look_at_senders(vm: &mut Vm, cid: Value) -> R<()> {
    let own = vm.id;
    let is_of_other = |sent: &Sent| sent.item.from != own && sent.item.data.is_some();
    if with(vm, cid, |channel| Ok(channel.items.iter().any(is_of_other)))? {
        end_forgotten(vm);
    }
    Ok(())
}

struct Functions;

#[native]
impl Functions {
    /// Make a channel and return its identifier. It goes with the last identifier of it.
    #[sig("(unboundop=-1, fallback=-1)")]
    #[naming(Bare)]
    fn create(vm: &mut Vm, unboundop: i64, fallback: i64) -> R<Gc<ChannelId>> {
        let unbound = Unbound::from_number(vm, unboundop, Unbound::Replace)?;
        let fallback = Fallback::from_number(vm, fallback)?;
        let id = world(vm).channels.create(unbound, fallback);
        ChannelId::new(vm, id, End::Both, false)
    }

    /// Remove a channel and what is in it.
    #[sig("(cid)")]
    #[naming(Bare)]
    fn destroy(vm: &mut Vm, cid: Value) -> R<()> {
        let id = channel_arg(vm, cid)?;
        let done = world(vm).channels.destroy(id);
        done.map_err(|problem| raise(vm, id, problem))
    }

    /// All channels: their identifiers, each with the defaults for what becomes of items.
    #[sig("()")]
    #[naming(Bare)]
    fn list_all(vm: &mut Vm) -> R {
        // Channels go with the last identifier.
        vm.collect_for(&["list_all"]);
        let all: Vec<(i64, i32, i32)> = {
            let world = world(vm);
            let all = world.channels.all();
            all.channels.iter().rev().map(|(&id, c)| (id, c.unbound as i32, c.fallback as i32)).collect()
        };
        let mut items = Values::new();
        for (id, unbound, fallback) in all {
            let id = ChannelId::new(vm, id, End::Both, false)?.value();
            let item = vm.new_tuple(&[id, Value::int32(unbound), Value::int32(fallback)]).value();
            items.push(&mut vm.heap, item);
        }
        Ok(vm.new_list_from(items).value())
    }

    /// The numbers of the interpreters that have an end of the channel open.
    #[sig("(cid, *, send)")]
    #[naming(Bare)]
    fn list_interpreters(vm: &mut Vm, cid: Value, send: bool) -> R {
        let ids: Vec<i64> = with_open(vm, cid, |channel| {
            if send && channel.is_closing {
                return Err(Problem::Closed);
            }
            let ends = if send { &channel.send } else { &channel.recv };
            Ok(ends.iter().filter(|&(_, &open)| open).map(|(&id, _)| id).collect())
        })?;
        let mut values = Values::new();
        for id in ids {
            let id = vm.new_int(id);
            values.push(&mut vm.heap, id);
        }
        Ok(vm.new_list_from(values).value())
    }

    /// Add an object's data to a channel, and wait until it has been received unless told otherwise.
    #[sig("(cid, obj, unboundop=-1, fallback=-1, *, blocking=True, timeout=None)")]
    #[naming(Bare)]
    fn send(
        vm: &mut Vm,
        cid: Value,
        obj: Value,
        unboundop: i64,
        fallback: i64,
        blocking: bool,
        timeout: Value,
    ) -> R<()> {
        let default = with(vm, cid, |channel| Ok(channel.fallback))?;
        let fallback = if fallback == -1 { default } else { Fallback::from_number(vm, fallback)? };
        let data = leave(vm, obj, fallback)?;
        self::send(vm, cid, data, &Sending { blocking, timeout, unbound: unboundop })
    }

    /// Add a view of an object's memory to a channel, and wait until it has been received unless told otherwise.
    #[sig("(cid, obj, unboundop=-1, fallback=-1, *, blocking=True, timeout=None)")]
    #[naming(Bare)]
    fn send_buffer(
        vm: &mut Vm,
        cid: Value,
        obj: Value,
        unboundop: i64,
        fallback: i64,
        blocking: bool,
        timeout: Value,
    ) -> R<()> {
        Fallback::from_number(vm, fallback)?;
        let data = Crossing::View(Arc::new(View::of(vm, obj)?));
        self::send(vm, cid, data, &Sending { blocking, timeout, unbound: unboundop })
    }

    /// Take the first object out of a channel. Returns it and None; or, where its interpreter has ended, None and what is to
    /// become of it.
    #[sig("(cid, default=UNSET)")]
    #[naming(Bare)]
    fn recv(vm: &mut Vm, cid: Value, default: Option<Value>) -> R {
        look_at_senders(vm, cid)?;
        let own = vm.id;
        let item = with_open(vm, cid, |channel| {
            channel.associate(own, End::Recv)?;
            Ok(channel.take())
        })?;
        match (item, default) {
            (Some(item), _) => arrive(vm, &item),
            (None, Some(default)) => Ok(vm.new_tuple(&[default, Value::NONE]).value()),
            (None, None) => {
                let id = channel_arg(vm, cid)?;
                Err(raise(vm, id, Problem::Empty))
            }
        }
    }

    /// Close a channel for all interpreters. One that is not empty can only be closed by force, or at its sending end: then it is
    /// closed as soon as it is empty.
    #[sig("(cid, *, send=None, recv=None, force=False)")]
    #[naming(Bare)]
    fn close(vm: &mut Vm, cid: Value, send: Option<Value>, recv: Option<Value>, force: bool) -> R<()> {
        let end = ends_of(flag(vm, send)?, flag(vm, recv)?);
        let gone = with_open(vm, cid, |channel| {
            if !force && end == End::Send && channel.is_closing {
                return Err(Problem::Closed);
            }
            if force || channel.items.is_empty() {
                return Ok(channel.close());
            }
            if end != End::Send {
                return Err(Problem::NotEmpty);
            }
            channel.is_closing = true;
            Ok(VecDeque::new())
        })?;
        drop(gone);
        Ok(())
    }

    /// Give up the ends of a channel that the running interpreter has: both, unless one is named.
    #[sig("(cid, *, send=None, recv=None, force=True)")]
    #[naming(Bare)]
    fn release(vm: &mut Vm, cid: Value, send: Option<Value>, recv: Option<Value>, force: bool) -> R<()> {
        let _ = force;
        let end = ends_of(flag(vm, send)?, flag(vm, recv)?);
        let own = vm.id;
        with_open(vm, cid, |channel| {
            channel.release(own, end);
            Ok(())
        })
    }

    /// How many items a channel has.
    #[sig("(cid)")]
    #[naming(Bare)]
    fn get_count(vm: &mut Vm, cid: Value) -> R<usize> {
        look_at_senders(vm, cid)?;
        with_open(vm, cid, |channel| Ok(channel.items.len()))
    }

    /// The state of a channel.
    #[sig("(cid)")]
    #[naming(Bare)]
    fn get_info(vm: &mut Vm, cid: Value) -> R {
        let own = vm.id;
        let fields = with(vm, cid, |channel| Ok(describe(channel, own)))?;
        let id = vm.native_module("_interpchannels").map(|_| vm.state::<State>().info)?;
        match id {
            Some(cls) => Ok(structseq::new(vm, cls, &fields)),
            None => Err(vm.runtime_error("_interpchannels is not initialised")),
        }
    }

    /// The defaults for what becomes of items.
    #[sig("(cid)")]
    #[naming(Bare)]
    fn get_channel_defaults(vm: &mut Vm, cid: Value) -> R {
        let (unbound, fallback) =
            with_open(vm, cid, |channel| Ok((channel.unbound as i32, channel.fallback as i32)))?;
        Ok(vm.new_tuple(&[Value::int32(unbound), Value::int32(fallback)]).value())
    }

    /// An identifier of a channel.
    #[sig("(id, *, send=None, recv=None, force=False, _resolve=False)")]
    #[naming(Bare)]
    fn _channel_id(
        vm: &mut Vm,
        id: Value,
        send: Option<Value>,
        recv: Option<Value>,
        force: bool,
        _resolve: bool,
    ) -> R<Gc<ChannelId>> {
        let (send, recv) = (flag(vm, send)?, flag(vm, recv)?);
        let number = channel_arg(vm, id)?;
        if (send, recv) == (Some(false), Some(false)) {
            return Err(vm.value_error("'send' and 'recv' cannot both be False"));
        }
        let end = match id.cast::<ChannelId>() {
            Some(id) if send.is_none() && recv.is_none() => id.end(),
            _ => ends_of(send, recv),
        };
        ChannelId::new(vm, number, end, force)
    }

    /// Say which classes the ends of channels have.
    #[sig("(send, recv)")]
    #[naming(Bare)]
    fn _register_end_types(vm: &mut Vm, send: Value, recv: Value) -> R<()> {
        let send = class_arg(vm, send, "send")?;
        let recv = class_arg(vm, recv, "recv")?;
        vm.state::<Home>().ends = Some((send, recv));
        Ok(())
    }
}

/// The fields of `ChannelInfo`, for one interpreter.
fn describe(channel: &Channel, own: i64) -> [Value; INFO.fields.len()] {
    // Sending, sending released, receiving, receiving released, both, both released, both but one end released.
    let mut counts = [0usize; 8];
    let ids: std::collections::BTreeSet<i64> =
        channel.send.keys().chain(channel.recv.keys()).copied().collect();
    for id in ids {
        let at = match (channel.send.get(&id), channel.recv.get(&id)) {
            (Some(true), None) => 0,
            (Some(false), None) => 1,
            (None, Some(true)) => 2,
            (None, Some(false)) => 3,
            (Some(true), Some(true)) => 4,
            (Some(false), Some(false)) => 5,
            // They are named by the end that is left.
            (Some(true), Some(false)) => 6,
            (Some(false), Some(true)) => 7,
            (None, None) => continue,
        };
        counts[at] += 1;
    }
    let is = |ends: &Ends, open: bool| Value::bool(ends.get(&own) == Some(&open));
    let c = counts.map(Value::len);
    [
        Value::bool(channel.is_open && !channel.is_closing),
        Value::bool(channel.is_open && channel.is_closing),
        Value::bool(!channel.is_open),
        Value::len(channel.items.len()),
        c[0],
        c[1],
        c[2],
        c[3],
        c[4],
        c[5],
        c[6],
        c[7],
        is(&channel.send, true),
        is(&channel.send, false),
        is(&channel.recv, true),
        is(&channel.recv, false),
    ]
}
