//! Arguments of constructors and methods as numbers and as pickled states.

use taipan_runtime::{R, Value, Vm};

/// A method's int.
pub fn c_int(vm: &mut Vm, value: Value) -> R<i32> {
    let index = vm.index(value)?;
    match vm.int_to_i64(index).and_then(|wide| i32::try_from(wide).ok()) {
        Some(int) => Ok(int),
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

/// The bytes of a pickled state: bytes, or what text says that was read as Latin-1.
pub fn pickled(vm: &mut Vm, state: Value, what: &str, is_sane: fn(&[u8]) -> bool) -> R<Option<Vec<u8>>> {
    if let Some(bytes) = state.cast::<taipan_runtime::layout::Bytes>() {
        let bytes = bytes.to_ref().as_slice();
        return Ok(if is_sane(bytes) { Some(bytes.to_vec()) } else { None });
    }
    let Some(text) = vm.as_str(state) else { return Ok(None) };
    if text.n_chars() > 10 {
        return Ok(None);
    }
    let chars: Vec<u32> = taipan_text::Wtf8::new(text.to_ref().as_bytes()).chars().collect();
    let bytes: Vec<u8> = chars.iter().map(|&c| u8::try_from(c).unwrap_or(u8::MAX)).collect();
    if !is_sane(&bytes) {
        return Ok(None);
    }
    if chars.iter().any(|&c| c > 0xff) {
        return Err(vm.value_error(format!(
            "Failed to encode latin1 string when unpickling a {what} object. \
             pickle.load(data, encoding='latin1') is assumed."
        )));
    }
    Ok(Some(bytes))
}
