//! Sending and receiving.

use super::address;
use super::object::{Socket, Wait, call, call_until, timed_out};
use crate::modules::select::Deadline;
use crate::sys_calls::socket::{self as system, Control};
use taipan_macros::native;
use taipan_objects::buffer;
use taipan_runtime::layout::Tuple;
use taipan_runtime::{Buffer, Gc, R, Value, Values, Vm, kinds};

pub(super) struct Transfer;

/// A size argument.
fn size(vm: &mut Vm, n: i64, function: &str) -> R<usize> {
    usize::try_from(n).map_err(|_| vm.value_error(format!("negative buffersize in {function}")))
}

/// Memory to receive into: all of it, or the first so many bytes.
fn room(vm: &mut Vm, target: &Buffer, n: i64, function: &str) -> R<usize> {
    let n = size(vm, n, function)?;
    match n {
        0 => Ok(target.len),
        n if n > target.len => Err(vm.value_error("nbytes is greater than the length of the buffer")),
        n => Ok(n),
    }
}

/// The bytes of several buffers.
fn parts_of(vm: &mut Vm, buffers: Value, what: &str) -> R<Vec<Vec<u8>>> {
    let cls = vm.class_of(buffers);
    let iter = vm.names().__iter__;
    if vm.type_lookup(cls, iter).is_none() && vm.as_tuple(buffers).is_none() {
        return Err(vm.type_error(format!("{what} must be an iterable")));
    }
    let buffers = vm.to_tuple(buffers)?;
    let mut parts = Vec::new();
    for i in 0..buffers.len() {
        let item = buffers.to_ref().as_slice()[i];
        parts.push(buffer::peek(vm, item)?.into_owned());
    }
    Ok(parts)
}

fn controls_of(vm: &mut Vm, ancillary: Value) -> R<Vec<Control>> {
    let mut controls = Vec::new();
    if ancillary.is_unbound() {
        return Ok(controls);
    }
    let items = vm.to_tuple(ancillary)?;
    for i in 0..items.len() {
        let item = items.to_ref().as_slice()[i];
        let item = vm.to_tuple(item)?;
        let &[level, kind, data] = item.to_ref().as_slice() else {
            return Err(vm.type_error("[sendmsg() ancillary data items] must be sequence of length 3, not 0"));
        };
        let (level, kind) =
            (crate::support::int64(vm, level)? as i32, crate::support::int64(vm, kind)? as i32);
        controls.push((level, kind, buffer::peek(vm, data)?.into_owned()));
    }
    Ok(controls)
}

fn controls_value(vm: &mut Vm, controls: &[Control]) -> Value {
    let mut list = Values::new();
    for (level, kind, data) in controls {
        let data = vm.new_bytes(data);
        let item = vm.new_tuple(&[Value::int32(*level), Value::int32(*kind), data]);
        list.push(&mut vm.heap, item.value());
    }
    vm.new_list_from(list).value()
}

#[native]
impl Transfer {
    /// Receive at most so many bytes.
    #[sig("($self, bufsize, flags=0, /)")]
    #[shown("")]
    fn recv(vm: &mut Vm, this: Gc<Socket>, bufsize: i64, flags: i32) -> R {
        let mut bytes = vec![0; size(vm, bufsize, "recv")?];
        let n = call(vm, this, Wait::Reading, |fd| system::receive(fd, &mut bytes, flags))?;
        Ok(vm.new_bytes(&bytes[..n]))
    }

    /// Receive into a buffer; returns how many bytes came.
    #[sig("($self, buffer, nbytes=0, flags=0)")]
    #[shown("")]
    fn recv_into(vm: &mut Vm, this: Gc<Socket>, buffer: Value, nbytes: i64, flags: i32) -> R<usize> {
        let target = buffer::writable(vm, "recv_into() argument 1", buffer)?;
        let result = room(vm, &target, nbytes, "recv_into").and_then(|n| {
            let mut bytes = vec![0; n];
            let n = call(vm, this, Wait::Reading, |fd| system::receive(fd, &mut bytes, flags))?;
            target.memory.write(target.start, &bytes[..n]);
            Ok(n)
        });
        buffer::release(&target);
        result
    }

    /// Receive at most so many bytes; returns them and where they came from.
    #[sig("($self, bufsize, flags=0, /)")]
    #[shown("")]
    fn recvfrom(vm: &mut Vm, this: Gc<Socket>, bufsize: i64, flags: i32) -> R<Gc<Tuple>> {
        let mut bytes = vec![0; size(vm, bufsize, "recvfrom")?];
        let (n, from) = call(vm, this, Wait::Reading, |fd| system::receive_from(fd, &mut bytes, flags))?;
        let from = address::from_system(vm, &from)?;
        let bytes = vm.new_bytes(&bytes[..n]);
        Ok(vm.new_tuple(&[bytes, from]))
    }

    /// Receive into a buffer; returns how many bytes came, and where they came from.
    #[sig("($self, buffer, nbytes=0, flags=0)")]
    #[shown("")]
    fn recvfrom_into(vm: &mut Vm, this: Gc<Socket>, buffer: Value, nbytes: i64, flags: i32) -> R<Gc<Tuple>> {
        let target = buffer::writable(vm, "recvfrom_into() argument 1", buffer)?;
        let result = room(vm, &target, nbytes, "recvfrom_into").and_then(|n| {
            let mut bytes = vec![0; n];
            let (n, from) = call(vm, this, Wait::Reading, |fd| system::receive_from(fd, &mut bytes, flags))?;
            target.memory.write(target.start, &bytes[..n]);
            Ok((n, from))
        });
        buffer::release(&target);
        let (n, from) = result?;
        let from = address::from_system(vm, &from)?;
        Ok(vm.new_tuple(&[Value::len(n), from]))
    }

    /// Receive bytes and control messages: data, messages, flags, address.
    #[sig("($self, bufsize, ancbufsize=0, flags=0, /)")]
    #[shown("")]
    fn recvmsg(vm: &mut Vm, this: Gc<Socket>, bufsize: i64, ancbufsize: i64, flags: i32) -> R<Gc<Tuple>> {
        if bufsize < 0 {
            return Err(vm.value_error("negative buffer size in recvmsg()"));
        }
        let mut parts = [vec![0; bufsize as usize]];
        let (n, rest) = receive_message(vm, this, &mut parts, ancbufsize, flags, "recvmsg")?;
        let data = vm.new_bytes(&parts[0][..n]);
        Ok(vm.new_tuple(&[data, rest[0], rest[1], rest[2]]))
    }

    /// Receive into buffers: how many bytes came, messages, flags, address.
    #[sig("($self, buffers, ancbufsize=0, flags=0, /)")]
    #[shown("")]
    fn recvmsg_into(
        vm: &mut Vm,
        this: Gc<Socket>,
        buffers: Value,
        ancbufsize: i64,
        flags: i32,
    ) -> R<Gc<Tuple>> {
        let cls = vm.class_of(buffers);
        let iter = vm.names().__iter__;
        if vm.type_lookup(cls, iter).is_none() {
            return Err(vm.type_error("recvmsg_into() argument 1 must be an iterable"));
        }
        let buffers = vm.to_tuple(buffers)?;
        let mut targets = Vec::new();
        let mut parts = Vec::new();
        let mut result = Ok(());
        for i in 0..buffers.len() {
            match buffer::view(vm, buffers.to_ref().as_slice()[i]) {
                Ok(target) => {
                    parts.push(vec![0; target.len]);
                    targets.push(target);
                }
                Err(raised) => {
                    let wrong = vm.take_if(kinds::TYPE_ERROR).or_else(|| vm.take_if(kinds::BUFFER_ERROR));
                    let text =
                        "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers";
                    result = Err(if wrong.is_some() { vm.type_error(text) } else { raised });
                    break;
                }
            }
        }
        let result =
            result.and_then(|()| receive_message(vm, this, &mut parts, ancbufsize, flags, "recvmsg_into"));
        if let Ok((n, _)) = &result {
            let mut left = *n;
            for (target, part) in targets.iter().zip(&parts) {
                let n = left.min(part.len());
                target.memory.write(target.start, &part[..n]);
                left -= n;
            }
        }
        for target in &targets {
            buffer::release(target);
        }
        let (n, rest) = result?;
        Ok(vm.new_tuple(&[Value::len(n), rest[0], rest[1], rest[2]]))
    }

    /// Send bytes; returns how many were sent.
    #[sig("($self, data, flags=0, /)")]
    #[shown("")]
    fn send(vm: &mut Vm, this: Gc<Socket>, data: Value, flags: i32) -> R<usize> {
        let bytes = buffer::peek(vm, data)?.into_owned();
        call(vm, this, Wait::Writing, |fd| system::send(fd, &bytes, flags))
    }

    /// Send all bytes.
    #[sig("($self, data, flags=0, /)")]
    #[shown("")]
    fn sendall(vm: &mut Vm, this: Gc<Socket>, data: Value, flags: i32) -> R<()> {
        let bytes = buffer::peek(vm, data)?.into_owned();
        let limit = Some(this.timeout.get()).filter(|&t| t > 0);
        // One time for all of it.
        let deadline = Deadline::after(limit);
        let mut at = 0;
        while at < bytes.len() {
            if limit.is_some() && deadline.left() == Some(0) {
                return Err(timed_out(vm));
            }
            at += call_until(vm, this, Wait::Writing, deadline, |fd| system::send(fd, &bytes[at..], flags))?;
            vm.run_pending()?;
        }
        Ok(())
    }

    /// Send bytes to an address: sendto(data[, flags], address)
    #[sig("($self, /, *args)")]
    #[shown("")]
    fn sendto(vm: &mut Vm, this: Gc<Socket>, args: Gc<Tuple>) -> R<usize> {
        let (data, flags, to) = match args.to_ref().as_slice() {
            &[data, to] => (data, 0, to),
            &[data, flags, to] => (data, crate::support::int64(vm, flags)? as i32, to),
            all => {
                let n = all.len();
                return Err(vm.type_error(format!("sendto() takes 2 or 3 arguments ({n} given)")));
            }
        };
        let bytes = buffer::peek(vm, data)?.into_owned();
        vm.audit("socket.sendto", |_| [this.value(), to])?;
        let to = address::to_system(vm, this.family.get(), to, "sendto")?;
        call(vm, this, Wait::Writing, |fd| system::send_to(fd, &bytes, flags, &to))
    }

    /// Send buffers and control messages; returns how many bytes were sent.
    #[sig("($self, buffers, ancdata=(), flags=0, address=None, /)")]
    #[shown("")]
    fn sendmsg(
        vm: &mut Vm,
        this: Gc<Socket>,
        buffers: Value,
        ancdata: Option<Value>,
        flags: i32,
        address: Value,
    ) -> R<usize> {
        let parts = parts_of(vm, buffers, "sendmsg() argument 1")?;
        let controls = controls_of(vm, ancdata.unwrap_or(Value::UNBOUND))?;
        let to = if address.is_none() {
            None
        } else {
            Some(address::to_system(vm, this.family.get(), address, "sendmsg")?)
        };
        vm.audit("socket.sendmsg", |_| [this.value(), address])?;
        call(vm, this, Wait::Writing, |fd| system::send_message(fd, &parts, &controls, flags, to.as_deref()))
    }
}

/// `recvmsg`: how many bytes, and the values for messages, flags and address.
fn receive_message(
    vm: &mut Vm,
    this: Gc<Socket>,
    parts: &mut [Vec<u8>],
    control_max: i64,
    flags: i32,
    function: &str,
) -> R<(usize, [Value; 3])> {
    let Some(control_max) = usize::try_from(control_max).ok().filter(|&n| n <= i32::MAX as usize) else {
        return Err(vm.value_error(format!("invalid ancillary data buffer length in {function}()")));
    };
    let got = call(vm, this, Wait::Reading, |fd| system::receive_message(fd, parts, control_max, flags))?;
    let controls = controls_value(vm, &got.controls);
    let from = address::from_system(vm, &got.address)?;
    Ok((got.n, [controls, Value::int32(got.flags), from]))
}
