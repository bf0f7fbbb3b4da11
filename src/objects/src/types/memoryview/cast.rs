//! `memoryview.cast`.

use super::view::{MemoryView, derived, strides_of};
use crate::pack::Item;
use taipan_runtime::{Gc, R, Value, Values, Vm, layout::Str};

/// The most dimensions that a view may have.
const DIMS_MAX: usize = 64;

/// A native format of one character.
fn native(format: Option<Gc<Str>>) -> Option<(u8, Item)> {
    let c = match format.map_or(&b"B"[..], |format| format.to_ref().as_bytes()) {
        &[c] | &[b'@', c] => c,
        _ => return None,
    };
    Item::native(c).map(|item| (c, item))
}

fn dims_of(vm: &mut Vm, shape: Value) -> R<Values> {
    if vm.as_list(shape).is_none() && vm.as_tuple(shape).is_none() {
        return Err(vm.type_error("shape must be a list or a tuple"));
    }
    let values = vm.collect_values(shape)?;
    if values.len() > DIMS_MAX {
        return Err(vm.value_error(format!("memoryview: number of dimensions must not exceed {DIMS_MAX}")));
    }
    Ok(values)
}

fn shape_of(vm: &mut Vm, values: &[Value]) -> R<Vec<usize>> {
    let mut out = Vec::with_capacity(values.len());
    for &v in values {
        let Some(int) = vm.as_int_value(v) else {
            return Err(vm.type_error("memoryview.cast(): elements of shape must be integers"));
        };
        match int.as_small_int() {
            Some(n) if n > 0 => out.push(n as usize),
            None => {
                return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
            }
            _ => return Err(vm.value_error("memoryview.cast(): elements of shape must be integers > 0")),
        }
    }
    Ok(out)
}

/// `view.cast(format, shape)`
pub(super) fn cast(
    vm: &mut Vm,
    this: Gc<MemoryView>,
    format: Gc<Str>,
    shape: Option<Value>,
) -> R<Gc<MemoryView>> {
    if !this.is_c_contiguous() {
        return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
    }
    let zero = (0..this.n_dims()).any(|d| this.dim(d) == 0);
    if (shape.is_some() || this.n_dims() != 1) && zero {
        return Err(vm.type_error("memoryview: cannot cast view with zeros in shape or strides"));
    }
    let shape = match shape {
        Some(shape) => Some(dims_of(vm, shape)?),
        None => None,
    };
    if shape.as_ref().is_some_and(|s| s.len() != 1) && this.n_dims() != 1 {
        return Err(vm.type_error("memoryview: cast must be 1D -> ND or ND -> 1D"));
    }
    crate::codecs::check_encodable(vm, format, "ascii")?;
    let Some((new, item)) = native(Some(format)) else {
        return Err(vm.value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'",
        ));
    };
    let is_byte = |c: u8| matches!(c, b'b' | b'B' | b'c');
    if !is_byte(new) && !native(this.format.get().cast()).is_some_and(|(old, _)| is_byte(old)) {
        return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
    }
    let (n_bytes, size) = (this.n_bytes(), item.size());
    if n_bytes % size != 0 {
        return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
    }
    let shape = match shape {
        Some(shape) => {
            let shape = shape_of(vm, &shape)?;
            let product = shape.iter().try_fold(size, |n, &d| n.checked_mul(d));
            if product != Some(n_bytes) {
                return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
            }
            shape
        }
        None => {
            let (shape, strides) = ([n_bytes / size], [size as i64]);
            return Ok(derived(vm, this, this.start.get(), &shape, &strides, format.value(), size));
        }
    };
    let strides = strides_of(&shape, size);
    Ok(derived(vm, this, this.start.get(), &shape, &strides, format.value(), size))
}
