//! What native functions take and give: conversions between values and Rust types.

use crate::kinds;
use crate::layout::{ByteArray, Bytes, Str};
use crate::native::{ArgName, FromValue, IntoResult, R, Raised};
use crate::vm::Vm;
use taipan_heap::{Gc, Kind, Layout, Value, Values};
use taipan_number::big::IntRef;

impl ArgName {
    /// `f() argument 'x' must be str, not int`
    #[cold]
    pub fn wrong_type(&self, vm: &mut Vm, want: &str, got: Value) -> Raised {
        let of = vm.argument_type_name(got);
        let text = if self.position == 0 {
            format!("descriptor '{}' requires a '{want}' object but received a '{of}'", self.function)
        } else if self.function.is_empty() {
            format!("argument {} must be {want}, not {of}", self.position)
        } else if self.alone {
            format!("{}() argument must be {want}, not {of}", self.function)
        } else if self.posonly {
            format!("{}() argument {} must be {want}, not {of}", self.function, self.position)
        } else {
            format!("{}() argument '{}' must be {want}, not {of}", self.function, self.name)
        };
        vm.type_error(text)
    }
}

impl ArgName {
    /// The same for a value without the layout wanted.
    #[cold]
    fn wrong_layout(&self, vm: &mut Vm, kind: Kind, name: &str, got: Value) -> Raised {
        let want = match vm.type_def(kind) {
            None => name.to_owned(),
            Some(def) if def.module == "builtins" || def.name.contains('.') => def.name.to_owned(),
            Some(def) => format!("{}.{}", def.module, def.name),
        };
        self.wrong_type(vm, &want, got)
    }
}

impl FromValue for Value {
    const NONE_IS_ABSENT: bool = false;
    #[inline(always)]
    fn from_value(_: &mut Vm, value: Value, _: &ArgName) -> R<Value> {
        Ok(value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    #[inline]
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<Option<T>> {
        if value.is_unbound() || (T::NONE_IS_ABSENT && value.is_none()) {
            return Ok(None);
        }
        T::from_value(vm, value, arg).map(Some)
    }
}

impl<T: Layout> FromValue for Gc<T> {
    #[inline(always)]
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<Gc<T>> {
        match vm.payload::<T>(value) {
            Some(gc) => Ok(gc),
            None => Err(arg.wrong_layout(vm, T::KIND, T::NAME, value)),
        }
    }
}

impl FromValue for i64 {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<i64> {
        vm.index_or_overflow(value)
    }
}

impl FromValue for i32 {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<i32> {
        i32::try_from(vm.index_clamped(value)?)
            .map_err(|_| vm.overflow_error("Python int too large to convert to C int"))
    }
}

impl FromValue for usize {
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<usize> {
        let i = i64::from_value(vm, value, arg)?;
        usize::try_from(i).map_err(|_| vm.value_error(format!("{} must be non-negative", arg.name)))
    }
}

impl FromValue for u32 {
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<u32> {
        let i = i64::from_value(vm, value, arg)?;
        u32::try_from(i)
            .map_err(|_| vm.raise(kinds::OVERFLOW_ERROR, "Python int too large to convert to C unsigned int"))
    }
}

impl FromValue for f64 {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<f64> {
        vm.to_f64(value)
    }
}

impl FromValue for bool {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<bool> {
        vm.truth(value)
    }
}

/// An owned copy of a string argument that must be UTF-8.
impl FromValue for String {
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<String> {
        let s = <Gc<Str>>::from_value(vm, value, arg)?;
        match s.as_str() {
            Some(s) => Ok(s.to_owned()),
            None => {
                // Refused with the error that encoding gives.
                vm.call_method_named(s.value(), "encode", &[])?;
                Ok(String::new())
            }
        }
    }
}

/// Text that C can read: without surrogates, which UTF-8 has no bytes for, and without null characters.
#[derive(Clone, Copy)]
pub struct CText(pub Gc<Str>);

impl FromValue for CText {
    const NONE_IS_ABSENT: bool = false;
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<CText> {
        let text = <Gc<Str>>::from_value(vm, value, arg)?;
        vm.check_c_text(text)?;
        Ok(CText(text))
    }
}

/// The bytes of any bytes-like object, copied.
impl FromValue for Vec<u8> {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<Vec<u8>> {
        vm.bytes_like(value)
    }
}

impl Vm {
    /// Refuses text that C can't read.
    pub fn check_c_text(&mut self, text: Gc<Str>) -> R<()> {
        match text.as_str() {
            // Refused with the error that encoding gives.
            None => self.call_method_named(text.value(), "encode", &[]).map(|_| ()),
            Some(text) if text.contains('\0') => Err(self.value_error("embedded null character")),
            Some(_) => Ok(()),
        }
    }

    /// An index as a machine number; `OverflowError` where it is too large.
    pub fn index_or_overflow(&mut self, value: Value) -> R<i64> {
        let index = self.index(value)?;
        match self.int_to_i64(index) {
            Some(i) => Ok(i),
            None => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
        }
    }

    /// `float(v)` for native functions: a real number.
    pub fn to_f64(&mut self, value: Value) -> R<f64> {
        if let Some(f) = self.as_float(value) {
            return Ok(f);
        }
        if value.is_small_int() || self.is_exact(value, kinds::INT) {
            return self.int_to_f64(value);
        }
        // A class derived from `int` may have a `__float__` of its own.
        let cls = self.class_of(value);
        if let Some(f) = self.slot_float(cls) {
            let result = f(self, value)?;
            return match self.as_float(result) {
                Some(f) => Ok(f),
                None => {
                    let (of, got) = (self.type_name(value), self.type_name(result));
                    Err(self.type_error(format!("{of}.__float__ returned non-float (type {got})")))
                }
            };
        }
        if self.slot_index(cls).is_some() {
            let index = self.index(value)?;
            return self.int_to_f64(index);
        }
        let of = self.type_name(value);
        Err(self.type_error(format!("must be real number, not {of}")))
    }

    /// The float nearest to an exact int.
    pub fn int_to_f64(&mut self, int: Value) -> R<f64> {
        if let Some(i) = int.as_small_int() {
            return Ok(i as f64);
        }
        let Some(big) = int.cast::<crate::layout::Int>() else { return Ok(0.0) };
        let int = IntRef { negative: big.is_negative(), limbs: big.to_ref().limbs() };
        match taipan_number::big::to_f64(int) {
            Some(f) => Ok(f),
            None => Err(self.overflow_error("int too large to convert to float")),
        }
    }

    /// A copy of the bytes of a bytes-like object.
    pub fn bytes_like(&mut self, value: Value) -> R<Vec<u8>> {
        if let Some(b) = self.payload::<Bytes>(value) {
            return Ok(b.as_slice().to_vec());
        }
        if let Some(b) = self.payload::<ByteArray>(value) {
            return Ok(b.as_slice().to_vec());
        }
        let cls = self.class_of(value);
        match self.slot_buffer(cls) {
            Some(f) => {
                if let Some(bytes) = (self.hooks.copy_told)(self, value)? {
                    return Ok(bytes);
                }
                let buffer = f(self, value, 0)?;
                Ok(buffer.to_vec())
            }
            None => {
                let of = self.type_name(value);
                Err(self.type_error(format!("a bytes-like object is required, not '{of}'")))
            }
        }
    }
}

/// Correctly rounded (half to even); infinity where it is too large.
macro_rules! into_result {
    ($($t:ty: |$vm:ident, $v:ident| $e:expr;)*) => { $(
        impl IntoResult for $t {
            #[inline]
            fn into_result(self, $vm: &mut Vm) -> R { let $v = self; $e }
        }
    )* };
}

into_result! {
    Value: |_vm, v| Ok(v);
    (): |_vm, _v| Ok(Value::NONE);
    bool: |_vm, v| Ok(Value::bool(v));
    i32: |_vm, v| Ok(Value::int32(v));
    u8: |_vm, v| Ok(Value::int32(i32::from(v)));
    u16: |_vm, v| Ok(Value::int32(i32::from(v)));
    u32: |_vm, v| Ok(Value::len(v as usize));
    i64: |vm, v| Ok(vm.new_int(v));
    isize: |vm, v| Ok(vm.new_int(v as i64));
    u64: |vm, v| Ok(vm.new_uint(v));
    usize: |vm, v| Ok(vm.new_uint(v as u64));
    f64: |vm, v| Ok(vm.new_float(v));
    &str: |vm, v| Ok(vm.new_str(v).value());
    String: |vm, v| Ok(vm.new_str(&v).value());
    Vec<u8>: |vm, v| Ok(vm.new_bytes(&v));
    Values: |vm, v| Ok(vm.new_list_from(v).value());
}

impl<T: Layout> IntoResult for Gc<T> {
    #[inline]
    fn into_result(self, _: &mut Vm) -> R {
        Ok(self.value())
    }
}

impl<T: IntoResult> IntoResult for Option<T> {
    #[inline]
    fn into_result(self, vm: &mut Vm) -> R {
        match self {
            Some(v) => v.into_result(vm),
            None => Ok(Value::NONE),
        }
    }
}

impl<T: IntoResult> IntoResult for R<T> {
    #[inline]
    fn into_result(self, vm: &mut Vm) -> R {
        self?.into_result(vm)
    }
}
