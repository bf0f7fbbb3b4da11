//! placeholder
/// `PyBUF_WRITABLE`
pub const WRITABLE: i32 = 1;
