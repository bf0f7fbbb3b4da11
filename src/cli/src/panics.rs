//! Panics of native code: bugs of ours, and failed allocations. What runs instructions makes exceptions of them; this is what
//! is said of them, and what becomes of those that nothing below `main` caught.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

use taipan_heap::AllocError;

/// Has panics reported in one line, with a backtrace where `RUST_BACKTRACE` asks for one.
pub fn install_hook() {
    set_hook(Box::new(report));
}

fn report(info: &PanicHookInfo<'_>) {
    // A failed allocation is raised as MemoryError.
    if info.payload().is::<AllocError>() {
        return;
    }
    say!("{info}");
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        // Reading the debug information needs more stack than may be left here.
        let show = std::thread::Builder::new().spawn(move || say!("{backtrace}"));
        let _ = show.map(std::thread::JoinHandle::join);
    }
}

/// Runs the interpreter; the exit code. A panic that gets this far ends the process in order.
pub fn contain(run: impl FnOnce() -> i32) -> i32 {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|payload| {
        let what = if payload.is::<AllocError>() { "out of memory" } else { "internal error" };
        say!("Fatal Python error: {what}");
        1
    })
}

#[cfg(test)]
pub mod tests {
    use std::ffi::OsString;
    use std::panic::panic_any;

    use taipan_heap::{AllocError, StackBounds};
    use taipan_macros::native;
    use taipan_runtime::layout::Tuple;
    use taipan_runtime::{CompileMode, Gc, ModuleDef, R, Value, Vm, code};

    use crate::arguments::{Parsed, parse};
    use crate::compile::{How, to_image};
    use crate::startup;

    /// A module that panics.
    pub static MODULE: ModuleDef =
        ModuleDef { name: "_panics", doc: "Panics.", functions: &Panics::NATIVE, ..ModuleDef::DEFAULT };

    struct Panics;

    #[native]
    impl Panics {
        /// Panic with a text that is made.
        #[sig("(n, /)")]
        fn formatted(_: &mut Vm, n: i64) {
            panic!("number {n}");
        }

        /// Panic as an index out of range does.
        #[sig("(*args)")]
        fn index(_: &mut Vm, args: Gc<Tuple>) -> R {
            let args = args.as_slice();
            let i = std::hint::black_box(args.len() + 3);
            Ok(args[i])
        }

        /// Panic as a failed allocation does.
        #[sig("()")]
        fn memory(_: &mut Vm) {
            panic_any(AllocError);
        }

        /// Call a function, then panic, whatever it did.
        #[sig("(function, /)")]
        fn after(vm: &mut Vm, function: Value) -> R {
            let result = vm.call(function, &[]);
            panic!("after {}", result.is_ok());
        }

        /// Panic where native code counts as one level of recursion.
        #[sig("()")]
        fn entered(vm: &mut Vm) -> R<()> {
            vm.enter_native("")?;
            panic_any(AllocError);
        }
    }

    /// Runs a text on a thread with a stack of that size.
    fn run(text: &str, stack_bytes: usize) {
        super::install_hook();
        let how =
            How { filename: "<test>", mode: CompileMode::Exec, flags: 0, optimize: 0, int_digits: None };
        let Ok((image, _)) = to_image(text, &how, 0) else { panic!("the text does not compile") };
        let work = move || {
            let Ok(Parsed::Run(settings)) = parse(&[OsString::from("taipan"), "-S".into()]) else {
                panic!("the arguments are right")
            };
            let settings = std::sync::Arc::new(*settings);
            let mut vm = startup::make(&settings, startup::hash_key(&settings).unwrap()).unwrap();
            vm.thread.native_stack = StackBounds::here(Some(stack_bytes));
            vm.native_module("builtins").unwrap();
            vm.native_module("_panics").unwrap();
            let code = code::from_bytes(&mut vm, &image).unwrap();
            let dict = vm.new_dict();
            for name in ["_panics", "sys"] {
                let module = vm.native_module(name).unwrap().value();
                let key = vm.intern(name);
                dict.set_str(&mut vm, key, module);
            }
            let result = (vm.hooks.run_code)(&mut vm, code, dict.value(), dict.value(), Value::UNBOUND);
            if result.is_err() {
                let exc = vm.take_exception();
                panic!("{}", vm.repr(exc).unwrap().to_display());
            }
        };
        std::thread::Builder::new().stack_size(stack_bytes).spawn(work).unwrap().join().unwrap()
    }

    const CAUGHT: &str = "
def check(function, *args, text, kind=SystemError):
    try:
        function(*args)
    except kind as e:
        assert str(e) == text, e
        assert e.__traceback__ is not None
    else:
        assert False, 'not raised'

def python():
    raise KeyError

class C:
    def __repr__(self):
        _panics.formatted(5)
    def __lt__(self, other):
        _panics.formatted(6)
    @property
    def p(self):
        return _panics.formatted(7)
    def __del__(self):
        _panics.formatted(8)

def generator():
    try:
        yield 1
        _panics.formatted(9)
    finally:
        yield 2

def drain():
    for x in generator():
        pass

for i in range(3):
    check(_panics.formatted, 3, text='internal error: number 3')
    check(_panics.index, 1, text='internal error: index out of bounds: the len is 1 but the index is 4')
    check(_panics.memory, text='', kind=MemoryError)
    check(_panics.after, python, text='internal error: after false')
    check(_panics.after, int, text='internal error: after true')
    check(_panics.entered, text='', kind=MemoryError)
    check(map(_panics.formatted, [1]).__next__, text='internal error: number 1')
    check(repr, [C()], text='internal error: number 5')
    check(sorted, [C(), C()], text='internal error: number 6')
    check(getattr, C(), 'p', text='internal error: number 7')
    check(drain, text='internal error: number 9')
    check(lambda: _panics.index(*range(3)), text='internal error: index out of bounds: the len is 3 but the index is 6')
    check(lambda: [_panics.formatted(n) for n in range(3)], text='internal error: number 0')
";

    #[test]
    fn a_panic_is_a_system_error() {
        run(CAUGHT, 1 << 20);
    }

    #[test]
    fn a_panic_leaves_room_for_recursion() {
        // Nothing of a level that a panic ended counts on.
        let text = "
def deep(n):
    return n and 1 + deep(n - 1)
for i in range(2000):
    try:
        _panics.entered()
    except MemoryError:
        pass
assert deep(900) == 900
";
        run(text, 1 << 20);
    }

    #[test]
    fn a_panic_at_the_end_of_the_stack_is_one_too() {
        let text = "
sys.setrecursionlimit(10**6)
class D:
    def __repr__(self):
        try:
            return repr(self.inner)
        except RecursionError:
            try:
                _panics.formatted(1)
            except SystemError as e:
                return str(e)
        raise KeyError
def build():
    d = None
    for i in range(100000):
        e = D()
        e.inner = d
        d = e
    return d
r = repr(build())
assert r == 'internal error: number 1', r
";
        for stack in [64 << 10, 128 << 10, 1 << 20, 8 << 20] {
            run(text, stack);
        }
    }
}
