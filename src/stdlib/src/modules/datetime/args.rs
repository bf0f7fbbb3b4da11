//! Arguments of constructors, which are bound one after the other, each converted before the next is looked at.

use taipan_runtime::{Args, R, Value, Vm};

/// The parameters of a constructor.
pub struct Signature {
    /// All of them, by position.
    pub names: &'static [&'static str],
    /// How many must be given.
    pub n_required: usize,
    /// How many can be given by position.
    pub n_pos: usize,
}

impl Signature {
    /// Hands each argument that is given to a function, with its place.
    pub fn bind(
        &self,
        vm: &mut Vm,
        args: &Args<'_>,
        mut take: impl FnMut(&mut Vm, usize, Value) -> R<()>,
    ) -> R<()> {
        let n = args.pos.len() + args.kw_names.len();
        if n > self.names.len() {
            let max = self.names.len();
            return Err(vm.type_error(format!("function takes at most {max} arguments ({n} given)")));
        }
        if args.pos.len() > self.n_pos {
            let (max, n) = (self.n_pos, args.pos.len());
            return Err(
                vm.type_error(format!("function takes at most {max} positional arguments ({n} given)"))
            );
        }
        let mut n_used = 0;
        for (i, name) in self.names.iter().enumerate() {
            let by_name = args
                .kw_names
                .iter()
                .position(|key| vm.as_str(*key).is_some_and(|key| key.as_bytes() == name.as_bytes()));
            let value = match (args.pos.get(i), by_name) {
                (Some(_), Some(_)) => {
                    let position = i + 1;
                    return Err(vm.type_error(format!(
                        "argument for function given by name ('{name}') and position ({position})"
                    )));
                }
                (Some(&value), None) => value,
                (None, Some(at)) => {
                    n_used += 1;
                    args.kw_values[at]
                }
                (None, None) if i < self.n_required => {
                    let position = i + 1;
                    return Err(vm.type_error(format!(
                        "function missing required argument '{name}' (pos {position})"
                    )));
                }
                (None, None) => continue,
            };
            take(vm, i, value)?;
        }
        if n_used < args.kw_names.len() {
            for key in args.kw_names {
                let key = vm.as_str(*key).map_or_else(String::new, |key| key.to_display());
                if !self.names.contains(&key.as_str()) {
                    return Err(
                        vm.type_error(format!("this function got an unexpected keyword argument '{key}'"))
                    );
                }
            }
        }
        Ok(())
    }
}

/// A constructor's int.
pub fn int(vm: &mut Vm, value: Value) -> R<i32> {
    let wide = crate::support::int64(vm, value)?;
    i32::try_from(wide).map_err(|_| {
        vm.overflow_error(if wide < 0 {
            "signed integer is less than minimum"
        } else {
            "signed integer is greater than maximum"
        })
    })
}

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
