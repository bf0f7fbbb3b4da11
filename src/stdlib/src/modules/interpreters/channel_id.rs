//! `_interpchannels.ChannelID`, and the ends of channels on their way to other interpreters.

use super::channels::{Problem, raise};
use super::home::{Home, world};
use super::world::World;
use std::sync::{Arc, Weak};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::import::import_from;
use taipan_runtime::layout::Type;
use taipan_runtime::{CompareOp, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm, kinds::Numbered};

/// Which end of a channel is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// Where things go in.
    Send,
    /// Where they come out.
    Recv,
    /// The channel as a whole.
    Both,
}

/// Keeps a channel from going.
struct Hold {
    world: Weak<World>,
    id: i64,
}

impl Hold {
    fn new(world: &Arc<World>, id: i64) -> Hold {
        // Where there is none, nothing is held.
        let exists = world.channels.incref(id);
        Hold { world: if exists { Arc::downgrade(world) } else { Weak::new() }, id }
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(world) = self.world.upgrade() {
            world.channels.decref(self.id);
        }
    }
}

/// `_interpchannels.ChannelID`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ChannelId {
    header: Header,
    #[untraced]
    hold: Hold,
    #[untraced]
    end: End,
}

impl ChannelId {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ChannelId as Numbered>::NUMBER,
        name: "ChannelID",
        module: "_interpchannels",
        doc: "What names a channel. It may be used as an int.",
        native: &ChannelId::NATIVE,
        layout: Some(LayoutInfo::of::<ChannelId>()),
        ..TypeDef::DEFAULT
    };

    /// Of a channel, which must exist unless `force` is true.
    pub fn new(vm: &mut Vm, id: i64, end: End, force: bool) -> R<Gc<ChannelId>> {
        let hold = Hold::new(&world(vm), id);
        if hold.world.strong_count() == 0 && !force {
            return Err(raise(vm, id, Problem::NotFound));
        }
        let class = vm.class(ChannelId::TYPE.id).address();
        Ok(vm.heap.alloc(ChannelId { header: Header::new::<ChannelId>(class), hold, end }))
    }

    /// The channel's number.
    pub fn number(&self) -> i64 {
        self.hold.id
    }

    /// The end that is meant.
    pub fn end(&self) -> End {
        self.end
    }
}

#[native]
impl ChannelId {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &taipan_runtime::Args<'_>) -> R<Gc<ChannelId>> {
        let _ = (cls, args);
        Err(vm.type_error("cannot create '_interpchannels.ChannelID' instances"))
    }

    fn __repr__(_: &mut Vm, this: Gc<ChannelId>) -> String {
        let end = match this.end {
            End::Send => ", send=True",
            End::Recv => ", recv=True",
            End::Both => "",
        };
        format!("ChannelID({}{end})", this.number())
    }

    fn __str__(_: &mut Vm, this: Gc<ChannelId>) -> String {
        this.number().to_string()
    }

    fn __index__(_: &mut Vm, this: Gc<ChannelId>) -> i64 {
        this.number()
    }

    fn __int__(_: &mut Vm, this: Gc<ChannelId>) -> i64 {
        this.number()
    }

    fn __hash__(vm: &mut Vm, this: Gc<ChannelId>) -> R<i64> {
        let number = vm.new_int(this.number());
        vm.hash(number)
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<ChannelId>, other: Value, op: CompareOp) -> R {
        let equal = match other.cast::<ChannelId>() {
            Some(other) => this.end == other.end && this.number() == other.number(),
            None if vm.as_int_value(other).is_some() || vm.as_float(other).is_some() => {
                let number = vm.new_int(this.number());
                vm.equal(number, other)?
            }
            None => return Ok(Value::NOT_IMPLEMENTED),
        };
        match op {
            CompareOp::Eq => Ok(Value::bool(equal)),
            CompareOp::Ne => Ok(Value::bool(!equal)),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// 'send', 'recv' or 'both'
    #[getter]
    #[name("end")]
    fn get_end(vm: &mut Vm, this: Gc<ChannelId>) -> Value {
        let text = match this.end {
            End::Send => "send",
            End::Recv => "recv",
            End::Both => "both",
        };
        vm.intern(text).value()
    }

    /// The sending end of the channel
    #[getter]
    fn send(vm: &mut Vm, this: Gc<ChannelId>) -> R<Gc<ChannelId>> {
        ChannelId::new(vm, this.number(), End::Send, true)
    }

    /// The receiving end of the channel
    #[getter]
    fn recv(vm: &mut Vm, this: Gc<ChannelId>) -> R<Gc<ChannelId>> {
        ChannelId::new(vm, this.number(), End::Recv, true)
    }
}

/// A channel's identifier on its way to another interpreter, or one of its ends.
pub struct ChannelRef {
    hold: Hold,
    end: End,
    /// An object of one of the classes `SendChannel` and `RecvChannel`.
    is_end: bool,
}

impl ChannelRef {
    /// Is it an identifier, or an end of a class that was registered?
    pub fn is_end(vm: &mut Vm, object: Value) -> bool {
        if object.cast::<ChannelId>().is_some() {
            return true;
        }
        let cls = vm.class_of(object);
        vm.state::<Home>().ends.is_some_and(|(send, recv)| cls == send || cls == recv)
    }

    /// Of such an object.
    pub fn of(vm: &mut Vm, object: Value) -> R<ChannelRef> {
        let world = world(vm);
        if let Some(id) = object.cast::<ChannelId>() {
            return Ok(ChannelRef { hold: Hold::new(&world, id.number()), end: id.end, is_end: false });
        }
        let cls = vm.class_of(object);
        let is_send = vm.state::<Home>().ends.is_some_and(|(send, _)| cls == send);
        let id = vm.get_attr_named(object, "_id")?;
        let Some(id) = id.cast::<ChannelId>() else {
            let of = vm.type_name(id);
            let text = format!("'_id' attribute must be an _interpchannels.ChannelID object, not {of}");
            return Err(vm.type_error(text));
        };
        let number = id.number();
        let end = if is_send { End::Send } else { End::Recv };
        Ok(ChannelRef { hold: Hold::new(&world, number), end, is_end: true })
    }

    /// The object in the running interpreter.
    pub fn arrive(&self, vm: &mut Vm) -> R {
        let id = ChannelId::new(vm, self.hold.id, self.end, true)?.value();
        if !self.is_end {
            return Ok(id);
        }
        let cls = match (vm.state::<Home>().ends, self.end) {
            (Some((send, _)), End::Send) => send.value(),
            (Some((_, recv)), _) => recv.value(),
            // Whoever registers them is part of CPython's tests now.
            (None, end) => {
                let name = if end == End::Send { "SendChannel" } else { "RecvChannel" };
                import_from(vm, "test.support.channels", name)?
            }
        };
        vm.call(cls, &[id])
    }
}
