//! stub
use taipan_runtime::{R, Value, Vm};
/// stub
pub fn or(_vm: &mut Vm, _a: Value, _b: Value) -> R {
    Ok(Value::NOT_IMPLEMENTED)
}
