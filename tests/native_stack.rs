//! A thousand million instructions leave the native stack as it was: dispatch is by jumps, and Python calls take no native
//! frames.

#![cfg(target_os = "linux")]

use std::process::Command;

/// Seven or more instructions in each turn of the two loops, calls, attributes, exceptions and generators among them.
const PROGRAM: &str = r#"
def stack():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmStk"))

class Box:
    x = 1

def same(value):
    return value

def numbers(n):
    for i in range(n):
        yield i

def mix(n):
    box = Box()
    total = 0
    for i in numbers(n):
        try:
            total += same(i) + box.x
            if i & 255 == 0:
                raise ValueError
        except ValueError:
            box.x = 2
    return total

def spin(n):
    a = 0
    for i in range(n):
        a = i - a
        if a > 5:
            a = 3
        b = a + i
    return b

mix(1000), spin(1000)
before = stack()
mix(5_000_000)
spin(140_000_000)
print(stack() - before)
"#;

#[test]
fn a_thousand_million_instructions_leave_the_native_stack_as_it_was() {
    let output = Command::new(env!("CARGO_BIN_EXE_taipan"))
        .args(["-c", PROGRAM])
        .output()
        .expect("the interpreter runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let grown: i64 = String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number of KiB");
    assert!(grown <= 16, "the native stack grew by {grown} KiB");
}
