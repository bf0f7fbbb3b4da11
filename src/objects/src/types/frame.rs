//! stub
use taipan_runtime::{Gc,Value,Vm,layout::{Frame,Cell,Str}};
/// A register.
pub fn register(f: Gc<Frame>, i: usize) -> Value { f.register(i) }
/// stub
pub fn free_cell(_vm: &mut Vm, _f: Gc<Frame>, _n: Gc<Str>) -> Option<Gc<Cell>> { None }
