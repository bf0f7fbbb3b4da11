//! Positions in text files: `tell` and `seek`, between which the decoder's state has to be kept.

use super::text::{
    TextFile, decode, decoder_state, flush, flush_buffer, forget, open_buffer, reset_decoder, reset_encoder,
    set_decoder_state, write_out_pending,
};
use super::unsupported;
use taipan_runtime::{Gc, R, Value, Vm, kinds};
use taipan_text::wtf8::{count_chars, skip_chars};

/// A position in a text file as one number: that of the binary file, and in higher digits how to bring the decoder to the
/// place. All but the first are usually zero.
struct Cookie {
    position: u64,
    flags: u64,
    /// How many bytes to decode from there.
    feed: u64,
    /// How many of the characters that come of it to skip.
    skip: u64,
    /// Do the characters come only once the decoder is told that nothing follows?
    at_end: bool,
}

impl Cookie {
    fn pack(&self, vm: &mut Vm) -> R {
        let position = vm.new_int(self.position as i64);
        if self.flags == 0 && self.feed == 0 && self.skip == 0 {
            return Ok(position);
        }
        let mut bytes = [0u8; 33];
        for (i, part) in [self.position, self.flags, self.feed, self.skip].iter().enumerate() {
            bytes[i * 8..i * 8 + 8].copy_from_slice(&part.to_le_bytes());
        }
        bytes[32] = u8::from(self.at_end);
        let bytes = vm.new_bytes(&bytes);
        let int = vm.class(kinds::INT).value();
        let little = vm.intern("little").value();
        vm.call_method_named(int, "from_bytes", &[bytes, little])
    }

    fn unpack(vm: &mut Vm, value: Value) -> R<Cookie> {
        let little = vm.intern("little").value();
        let bytes = vm.call_method_named(value, "to_bytes", &[Value::int32(33), little])?;
        let part = |i: usize| {
            let bytes = vm.bytes_of(bytes).unwrap_or_default();
            bytes.get(i * 8..i * 8 + 8).map_or(0, |b| u64::from_le_bytes(b.try_into().unwrap_or_default()))
        };
        let at_end = vm.bytes_of(bytes).and_then(|bytes| bytes.get(32)).is_some_and(|&b| b != 0);
        Ok(Cookie { position: part(0), flags: part(1), feed: part(2), skip: part(3), at_end })
    }
}

/// `tell`
pub(super) fn tell(vm: &mut Vm, this: Gc<TextFile>) -> R {
    let buffer = open_buffer(vm, this)?;
    {
        let state = this.state.borrow();
        if !state.seekable {
            drop(state);
            return Err(unsupported(vm, "underlying stream is not seekable"));
        }
        if !state.telling {
            drop(state);
            return Err(vm.raise(kinds::OS_ERROR, "telling position disabled by next() call"));
        }
    }
    write_out_pending(vm, this)?;
    flush_buffer(vm, this)?;
    let tell = vm.names().tell;
    let position = vm.call_method(buffer, tell, &[])?;
    let (snapshot, used) = {
        let state = this.state.borrow();
        let used = state.decoded.get(state.chunk_start..state.at).map_or(0, count_chars);
        (state.snapshot.clone(), used)
    };
    let Some((flags, input)) = snapshot else { return Ok(position) };
    let position = vm.index_i64(position)? as u64 - input.len() as u64;
    if used == 0 {
        return Cookie { position, flags: flags as u64, feed: 0, skip: 0, at_end: false }.pack(vm);
    }
    // The decoder runs again over the input, to see after which byte the characters are out.
    let saved = decoder_state(vm, this)?;
    let (decoded, at, chunk_start) = {
        let mut state = this.state.borrow_mut();
        (std::mem::take(&mut state.decoded), std::mem::take(&mut state.at), state.chunk_start)
    };
    let origin = if position == 0 && flags == 0 { Origin::File } else { Origin::Chunk(flags) };
    let found = locate(vm, this, origin, &input, used);
    let pending = if found.is_err() { vm.take_exception() } else { Value::UNBOUND };
    {
        let mut state = this.state.borrow_mut();
        (state.decoded, state.at, state.chunk_start) = (decoded, at, chunk_start);
    }
    set_decoder_state(vm, this, saved.0, &saved.1)?;
    match found {
        Ok(mut cookie) => {
            cookie.position += position;
            cookie.pack(vm)
        }
        Err(_) => Err(vm.reraise(pending)),
    }
}

/// Where the decoder starts when it runs again.
#[derive(Clone, Copy)]
enum Origin {
    /// At the file's beginning: it forgets which line ends it has seen.
    File,
    /// Elsewhere, in this state.
    Chunk(i64),
}

/// How many characters come of the input from a starting point.
fn decode_again(vm: &mut Vm, this: Gc<TextFile>, origin: Origin, input: &[u8], last: bool) -> R<usize> {
    match origin {
        Origin::File => reset_decoder(vm, this)?,
        Origin::Chunk(flags) => set_decoder_state(vm, this, flags, &[])?,
    }
    this.state.borrow_mut().decoded.clear();
    decode(vm, this, input, last)?;
    Ok(count_chars(&this.state.borrow().decoded))
}

/// How many characters come of a prefix of the input, and is the decoder then between two characters, in state 0?
fn try_prefix(vm: &mut Vm, this: Gc<TextFile>, origin: Origin, input: &[u8]) -> R<(usize, Option<i64>)> {
    let n = decode_again(vm, this, origin, input, false)?;
    let (flags, kept) = decoder_state(vm, this)?;
    Ok((n, kept.is_empty().then_some(flags)))
}

/// The cookie, relative to the start of the input, of the place behind `used` characters.
fn locate(vm: &mut Vm, this: Gc<TextFile>, origin: Origin, input: &[u8], used: usize) -> R<Cookie> {
    // The shortest prefix that gives so many.
    let (mut low, mut high) = (0, input.len());
    while low < high {
        let middle = (low + high) / 2;
        if try_prefix(vm, this, origin, &input[..middle])?.0 >= used {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    // All of it may be too little, where the decoder keeps something back until the end.
    let mut at_end = false;
    if low == input.len() && try_prefix(vm, this, origin, input)?.0 < used {
        if decode_again(vm, this, origin, input, true)? < used {
            return Err(vm.raise(kinds::OS_ERROR, "can't reconstruct logical file position"));
        }
        at_end = true;
    }
    // And the place before it from which the decoder can start.
    let mut start = low;
    loop {
        let (n, clean) = try_prefix(vm, this, origin, &input[..start])?;
        if let Some(state) = clean.filter(|_| n <= used) {
            let same = n == used;
            return Ok(Cookie {
                position: start as u64,
                flags: state as u64,
                feed: if same { 0 } else { (low - start) as u64 },
                skip: (used - n) as u64,
                at_end,
            });
        }
        if start == 0 {
            let flags = if let Origin::Chunk(flags) = origin { flags as u64 } else { 0 };
            return Ok(Cookie { position: 0, flags, feed: low as u64, skip: used as u64, at_end });
        }
        start -= 1;
    }
}

/// `seek`
pub(super) fn seek(vm: &mut Vm, this: Gc<TextFile>, cookie: Value, whence: i32) -> R {
    let buffer = open_buffer(vm, this)?;
    if !this.state.borrow().seekable {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    let zero = vm.equal(cookie, Value::ZERO)?;
    let seek = vm.names().seek;
    let cookie = match whence {
        0 => cookie,
        1 if !zero => return Err(unsupported(vm, "can't do nonzero cur-relative seeks")),
        1 => tell(vm, this)?,
        2 if !zero => return Err(unsupported(vm, "can't do nonzero end-relative seeks")),
        2 => {
            flush(vm, this)?;
            forget(this);
            reset_decoder(vm, this)?;
            let at = vm.call_method(buffer, seek, &[Value::ZERO, Value::int32(2)])?;
            reset_encoder(vm, this, vm_is_zero(at))?;
            return Ok(at);
        }
        _ => {
            return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)")));
        }
    };
    if vm.compare_bool(cookie, Value::ZERO, taipan_runtime::native::CompareOp::Lt)? {
        let text = vm.repr(cookie)?.to_display();
        return Err(vm.value_error(format!("negative seek position {text}")));
    }
    flush(vm, this)?;
    let place = Cookie::unpack(vm, cookie)?;
    let position = vm.new_int(place.position as i64);
    vm.call_method(buffer, seek, &[position])?;
    forget(this);
    if place.position == 0 && place.flags == 0 {
        reset_decoder(vm, this)?;
    } else {
        set_decoder_state(vm, this, place.flags as i64, &[])?;
    }
    this.state.borrow_mut().snapshot = Some((place.flags as i64, Vec::new()));
    if place.skip > 0 {
        let read = vm.names().read;
        let n = vm.new_int(place.feed as i64);
        let bytes = vm.call_method(buffer, read, &[n])?;
        let Some(bytes) = vm.bytes_of(bytes).map(<[u8]>::to_vec) else {
            let of = vm.type_name(bytes);
            return Err(
                vm.type_error(format!("underlying read() should have returned a bytes object, not '{of}'"))
            );
        };
        decode(vm, this, &bytes, place.at_end)?;
        let mut state = this.state.borrow_mut();
        state.snapshot = Some((place.flags as i64, bytes));
        state.has_chunk = true;
        state.chunk_start = 0;
        if (count_chars(&state.decoded) as u64) < place.skip {
            drop(state);
            return Err(vm.raise(kinds::OS_ERROR, "can't restore logical file position"));
        }
        state.at = skip_chars(&state.decoded, 0, place.skip as usize);
    }
    reset_encoder(vm, this, place.position == 0)?;
    Ok(cookie)
}

fn vm_is_zero(value: Value) -> bool {
    value == Value::ZERO
}
