//! Tests that instructions leave nothing on the native stack: 10^9 of them run on 64 KiB.

use std::ffi::OsString;

use taipan_heap::StackBounds;
use taipan_runtime::{CompileMode, Value, code};

use crate::arguments::{Parsed, parse};
use crate::compile::{How, to_image};
use crate::startup;

const STACK_BYTES: usize = 64 << 10;

/// Runs a text on a thread with a small stack; the result is its variable `result`.
fn run(text: &str) -> i64 {
    // What compiles may recurse.
    let how = How { filename: "<test>", mode: CompileMode::Exec, flags: 0, optimize: 0, int_digits: None };
    let Ok((image, _)) = to_image(text, &how, 0) else { panic!("the text does not compile") };
    let work = move || {
        let Ok(Parsed::Run(settings)) = parse(&[OsString::from("taipan"), "-S".into()]) else {
            panic!("the arguments are right")
        };
        let settings = std::sync::Arc::new(*settings);
        let mut vm = startup::make(&settings, startup::hash_key(&settings).unwrap()).unwrap();
        vm.thread.native_stack = StackBounds::here(Some(STACK_BYTES));
        vm.native_module("builtins").unwrap();
        let code = code::from_bytes(&mut vm, &image).unwrap();
        let dict = vm.new_dict();
        let result = (vm.hooks.run_code)(&mut vm, code, dict.value(), dict.value(), Value::UNBOUND);
        if result.is_err() {
            let exc = vm.take_exception();
            panic!("{}", vm.repr(exc).unwrap().to_display());
        }
        let name = vm.intern("result");
        let result = dict.get_str(&mut vm, name).and_then(|value| vm.as_int_value(value)).unwrap();
        vm.int_to_i64(result).unwrap()
    };
    std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work).unwrap().join().unwrap()
}

#[test]
fn a_thousand_million_instructions_need_no_stack() {
    // Two instructions each time round.
    let text = "
def count(n):
    i = 0
    while i < n:
        i += 1
    return i
result = count(500_000_000)
";
    assert_eq!(run(text), 500_000_000);
}

#[test]
fn slow_paths_calls_and_exceptions_need_none_either() {
    let text = "
class Point:
    def __init__(self, x):
        self.x = x
    def __add__(self, other):
        return Point(self.x + other.x)
def numbers(n):
    for i in range(n):
        yield i
def deep(n):
    return n and 1 + deep(n - 1)
result = 0
for i in numbers(300_000):
    try:
        p = Point(i) + Point(1)
        result += p.x - i
        if i % 3 == 0:
            raise KeyError(i)
        [2 ** 70, 'a' * 3, {i: 1}][i % 3]
    except KeyError as e:
        result += len(e.args)
    finally:
        result += 1
result += deep(900)
";
    assert_eq!(run(text), 300_000 * 2 + 100_000 + 900);
}
