//! Raising exceptions.

use crate::kinds;
use crate::layout::{Exception, Str, Type};
use crate::native::{Args, R, Raised};
use crate::vm::Vm;
use std::borrow::Cow;
use std::cell::Cell;
use taipan_heap::{Array, Field, Gc, Header, Kind, Value};

/// Slots of [`Exception::extra`], by class.
#[expect(missing_docs, reason = "each is an attribute of that name")]
pub mod extra {
    pub mod stop_iteration {
        pub const VALUE: usize = 0;
    }
    pub mod system_exit {
        pub const CODE: usize = 0;
    }
    pub mod attribute_error {
        pub const NAME: usize = 0;
        pub const OBJ: usize = 1;
    }
    pub mod name_error {
        pub const NAME: usize = 0;
    }
    pub mod import_error {
        pub const MSG: usize = 0;
        pub const NAME: usize = 1;
        pub const PATH: usize = 2;
        pub const NAME_FROM: usize = 3;
    }
    pub mod os_error {
        pub const ERRNO: usize = 0;
        pub const STRERROR: usize = 1;
        pub const FILENAME: usize = 2;
        pub const FILENAME2: usize = 3;
        pub const CHARACTERS_WRITTEN: usize = 4;
    }
    pub mod syntax_error {
        pub const MSG: usize = 0;
        pub const FILENAME: usize = 1;
        pub const LINENO: usize = 2;
        pub const OFFSET: usize = 3;
        pub const TEXT: usize = 4;
        pub const END_LINENO: usize = 5;
        pub const END_OFFSET: usize = 6;
        pub const PRINT_FILE_AND_LINE: usize = 7;
        pub const METADATA: usize = 8;
    }
    pub mod unicode_error {
        pub const ENCODING: usize = 0;
        pub const OBJECT: usize = 1;
        pub const START: usize = 2;
        pub const END: usize = 3;
        pub const REASON: usize = 4;
    }
    pub mod group {
        pub const MESSAGE: usize = 0;
        pub const EXCEPTIONS: usize = 1;
        /// What the given sequence looked like, where it was neither a list nor a tuple.
        pub const GIVEN: usize = 2;
    }
}

impl Exception {
    /// An attribute of the exception's own class.
    pub fn extra_get(&self, i: usize) -> Option<Value> {
        self.extra.get().cast::<Array>().filter(|a| i < a.len())?.get(i).bound()
    }

    /// Stores an attribute of the exception's own class.
    pub fn extra_set(&self, vm: &mut Vm, i: usize, value: Value) {
        let array = match self.extra.get().cast::<Array>() {
            Some(array) if i < array.len() => array,
            old => {
                let Ok(new) = Array::new(&mut vm.heap, i + 3) else {
                    std::panic::panic_any(taipan_heap::AllocError)
                };
                if let Some(old) = old {
                    new.write(0, old.as_slice());
                }
                self.extra.set(self, new.value());
                new
            }
        };
        array.set(i, value);
    }
}

impl Vm {
    /// An exception object of a class, with `args` only: no `__init__` runs.
    pub fn new_exception(&mut self, cls: Gc<Type>, args: &[Value]) -> Gc<Exception> {
        let args = self.new_tuple(args);
        self.heap.alloc(Exception {
            header: Header::with_kind(kinds::BASE_EXCEPTION, cls.address()),
            args: Field::new(args.value()),
            traceback: Field::new(Value::NONE),
            context: Field::new(Value::NONE),
            cause: Field::new(Value::NONE),
            dict: Field::new(Value::UNBOUND),
            extra: Field::new(Value::UNBOUND),
            suppress_context: Cell::new(false),
        })
    }

    /// Raises an exception of a native class with a message.
    #[cold]
    pub fn raise<'a>(&mut self, kind: Kind, message: impl Into<Cow<'a, str>>) -> Raised {
        let message = self.new_str(&message.into()).value();
        let cls = self.class(kind);
        let exc = self.new_exception(cls, &[message]);
        self.raise_object(exc)
    }

    /// A message around a name, in which lone surrogates stay what they are.
    pub fn text_around(&mut self, before: &str, name: Gc<Str>, after: &str) -> Gc<Str> {
        let text = [before.as_bytes(), name.to_ref().as_bytes(), after.as_bytes()].concat();
        self.new_str_wtf8(&text)
    }

    /// Raises an exception of a native class with such a message.
    #[cold]
    pub fn raise_text(&mut self, kind: Kind, message: Gc<Str>) -> Raised {
        let cls = self.class(kind);
        let exc = self.new_exception(cls, &[message.value()]);
        self.raise_object(exc)
    }

    /// Raises an exception of a native class without arguments.
    #[cold]
    pub fn raise_bare(&mut self, kind: Kind) -> Raised {
        let cls = self.class(kind);
        let exc = self.new_exception(cls, &[]);
        self.raise_object(exc)
    }

    /// Raises an exception of a native class, made by calling the class.
    #[cold]
    pub fn raise_call(&mut self, kind: Kind, args: &[Value]) -> Raised {
        let cls = self.class(kind);
        match self.call(cls.value(), args) {
            Ok(exc) => self.raise_value(exc),
            Err(raised) => raised,
        }
    }

    /// Raises an exception object. The exception being handled becomes its context.
    pub fn raise_object(&mut self, exc: Gc<Exception>) -> Raised {
        self.set_context(exc);
        self.thread.exception = exc.value();
        Raised
    }

    /// Links the exception being handled as context, without making a cycle.
    pub fn set_context(&mut self, exc: Gc<Exception>) {
        let handled = self.current_handled();
        let Some(handled) = handled.cast::<Exception>() else { return };
        if handled == exc {
            return;
        }
        // Where `exc` is in the chain already, it is cut there (as CPython does, with Floyd's check against cycles).
        let (mut at, mut slow, mut step) = (handled, handled, false);
        while let Some(next) = at.context.get().cast::<Exception>() {
            if next == exc {
                at.context.set(at, Value::NONE);
                break;
            }
            at = next;
            if at == slow {
                break;
            }
            if step && let Some(next) = slow.context.get().cast::<Exception>() {
                slow = next;
            }
            step = !step;
        }
        exc.context.set(exc, handled.value());
    }

    /// What `sys.exception()` gives: the exception being handled, looked for through the running generators.
    pub fn current_handled(&self) -> Value {
        let mut handled = self.thread.handled;
        let mut generator = self.thread.generator.cast::<crate::layout::Generator>();
        while handled.is_none()
            && let Some(g) = generator
        {
            handled = g.resumer_handled.get();
            generator = g.resumer.get().cast();
        }
        handled
    }

    /// Raises any value as the `raise` statement does: an exception, or a class that is called.
    pub fn raise_value(&mut self, value: Value) -> Raised {
        match self.exception_of(value, "exceptions must derive from BaseException") {
            Ok(exc) => match self.normalized(value, exc) {
                Ok(exc) => self.raise_object(exc),
                Err(raised) => raised,
            },
            Err(raised) => raised,
        }
    }

    /// What is raised for a class whose call made an exception: that, or where it is of another class, what the class makes
    /// of it.
    fn normalized(&mut self, cls: Value, made: Gc<Exception>) -> R<Gc<Exception>> {
        let of = self.class_of(made.value());
        if cls.cast::<Type>().is_none_or(|cls| self.is_subtype(of, cls)) {
            return Ok(made);
        }
        let again = self.call(cls, &[made.value()])?;
        match again.cast::<Exception>() {
            Some(exc) => Ok(exc),
            None => {
                let (cls, of) = (self.repr(cls)?.to_display(), self.type_name(again));
                Err(self.type_error(format!(
                    "calling {cls} should have returned an instance of BaseException, not {of}"
                )))
            }
        }
    }

    /// The exception that `raise` means: the object itself, or what its class makes when called.
    ///
    /// # Errors
    /// `TypeError` where it is neither (worded `otherwise`) or where the class makes something else; what the call raises.
    pub fn exception_of(&mut self, value: Value, otherwise: &str) -> R<Gc<Exception>> {
        if let Some(exc) = value.cast::<Exception>() {
            return Ok(exc);
        }
        if value.cast::<Type>().is_none_or(|cls| !self.is_subtype_of(cls, kinds::BASE_EXCEPTION)) {
            return Err(self.type_error(otherwise));
        }
        let made = self.call(value, &[])?;
        if let Some(exc) = made.cast::<Exception>() {
            return Ok(exc);
        }
        let of = self.class_of(made).value();
        let (cls, of) = (self.repr(value)?.to_display(), self.repr(of)?.to_display());
        Err(self
            .type_error(format!("calling {cls} should have returned an instance of BaseException, not {of}")))
    }

    /// Puts an exception back on its way as it is: no new context.
    pub fn reraise(&mut self, exc: Value) -> Raised {
        self.thread.exception = exc;
        Raised
    }

    /// Is the exception on its way of this class?
    pub fn pending_is(&mut self, kind: Kind) -> bool {
        let exc = self.thread.exception;
        exc.is_cell() && self.is_instance_of(exc, kind)
    }

    /// Takes the exception on its way if it is of this class.
    pub fn take_if(&mut self, kind: Kind) -> Option<Value> {
        if self.pending_is(kind) { Some(self.take_exception()) } else { None }
    }

    /// The exception on its way comes out of an iterator: a `StopIteration` is its end.
    #[cold]
    pub fn end_of_iteration(&mut self, raised: Raised) -> R<Option<Value>> {
        if !self.pending_is(kinds::STOP_ITERATION) {
            return Err(raised);
        }
        let exc = self.take_exception();
        let value = exc.cast::<Exception>().and_then(|e| e.extra_get(extra::stop_iteration::VALUE));
        self.generator_result = value.unwrap_or(Value::NONE);
        self.stop = exc;
        Ok(None)
    }

    /// Raises the end of an iterator: the `StopIteration` that it came as, or one with what has been returned.
    #[cold]
    pub fn raise_end(&mut self) -> Raised {
        let result = self.generator_result;
        match std::mem::replace(&mut self.stop, Value::UNBOUND).bound() {
            Some(stop) => self.reraise(stop),
            None => self.stop_iteration(result),
        }
    }

    /// Sets what a generator, or another iterator, has returned.
    #[inline(always)]
    pub fn set_result(&mut self, value: Value) {
        self.generator_result = value;
        self.stop = Value::UNBOUND;
    }

    /// Takes what a generator, or another iterator, has returned.
    pub fn take_result(&mut self) -> Value {
        let result = self.generator_result;
        self.set_result(Value::NONE);
        result
    }

    /// The end of an iterator that does not pass on what an iterator inside of it has returned.
    pub fn end_without_value(&mut self) -> R<Option<Value>> {
        self.set_result(Value::NONE);
        Ok(None)
    }

    /// `TypeError`
    #[cold]
    pub fn type_error<'a>(&mut self, message: impl Into<Cow<'a, str>>) -> Raised {
        self.raise(kinds::TYPE_ERROR, message)
    }

    /// Issues a warning from where the running frame is; an exception where filters make it one.
    #[cold]
    pub fn warn(&mut self, category: Kind, message: &str) -> R<()> {
        self.warn_at(category, message, 1)
    }

    /// As [`Vm::warn`], from the frame of a level: the running one is 1, its caller 2.
    pub fn warn_at(&mut self, category: Kind, message: &str, level: i32) -> R<()> {
        self.warn_about(category, message, level, Value::NONE)
    }

    /// As [`Vm::warn_at`], about an object, of which the warning may tell where it was allocated.
    #[cold]
    pub fn warn_about(&mut self, category: Kind, message: &str, level: i32, source: Value) -> R<()> {
        let warn = match self.find_warn()? {
            Some(warn) => warn,
            // Without the module nobody has filters: import it, as long as importing works.
            None => {
                let import = self.intern("__import__");
                let builtins = self.builtins;
                let Some(import) = builtins.get_str(self, import) else { return Ok(()) };
                let name = self.intern("_warnings").value();
                match self.call(import, &[name]) {
                    Ok(module) => self.get_attr_named(module, "warn")?,
                    Err(_) => {
                        self.take_exception();
                        return Ok(());
                    }
                }
            }
        };
        let message = self.new_str(message).value();
        let category = self.class(category).value();
        let args = [message, category, Value::int32(level), source];
        self.call(warn, if source.is_none() { &args[..3] } else { &args })?;
        Ok(())
    }

    /// `warn` of the module in Python, or of the native one as long as the other is just being imported.
    fn find_warn(&mut self) -> R<Option<Value>> {
        let warn = self.intern("warn");
        for name in ["warnings", "_warnings"] {
            let name = self.intern(name);
            let modules = self.modules;
            if let Some(module) = modules.get_str(self, name).filter(|found| !found.is_none())
                && let Some(warn) = self.get_attr_opt(module, warn)?
            {
                return Ok(Some(warn));
            }
        }
        Ok(None)
    }

    /// `ValueError`
    #[cold]
    pub fn value_error<'a>(&mut self, message: impl Into<Cow<'a, str>>) -> Raised {
        self.raise(kinds::VALUE_ERROR, message)
    }

    /// `IndexError`
    #[cold]
    pub fn index_error<'a>(&mut self, message: impl Into<Cow<'a, str>>) -> Raised {
        self.raise(kinds::INDEX_ERROR, message)
    }

    /// `OverflowError`
    #[cold]
    pub fn overflow_error<'a>(&mut self, message: impl Into<Cow<'a, str>>) -> Raised {
        self.raise(kinds::OVERFLOW_ERROR, message)
    }

    /// `RuntimeError`
    #[cold]
    pub fn runtime_error<'a>(&mut self, message: impl Into<Cow<'a, str>>) -> Raised {
        self.raise(kinds::RUNTIME_ERROR, message)
    }

    /// `NotImplementedError`, for what Taipan does not have yet.
    #[cold]
    pub fn not_implemented<'a>(&mut self, message: impl Into<Cow<'a, str>>) -> Raised {
        self.raise(kinds::NOT_IMPLEMENTED_ERROR, message)
    }

    /// `KeyError(key)`
    #[cold]
    pub fn key_error(&mut self, key: Value) -> Raised {
        let cls = self.class(kinds::KEY_ERROR);
        let exc = self.new_exception(cls, &[key]);
        self.raise_object(exc)
    }

    /// `StopIteration(value)`, without an argument where the value is None.
    #[cold]
    pub fn stop_iteration(&mut self, value: Value) -> Raised {
        let cls = self.class(kinds::STOP_ITERATION);
        let exc =
            if value.is_none() { self.new_exception(cls, &[]) } else { self.new_exception(cls, &[value]) };
        exc.extra_set(self, extra::stop_iteration::VALUE, value);
        self.raise_object(exc)
    }

    /// `NameError` with its `name`.
    #[cold]
    pub fn raise_name_error(&mut self, kind: Kind, name: Gc<Str>, message: String) -> Raised {
        let message = self.new_str(&message).value();
        let cls = self.class(kind);
        let exc = self.new_exception(cls, &[message]);
        exc.extra_set(self, extra::name_error::NAME, name.value());
        self.raise_object(exc)
    }

    /// `AttributeError` with its `name` and `obj`.
    #[cold]
    pub fn raise_attribute_error(&mut self, obj: Value, name: Gc<Str>, message: String) -> Raised {
        let message = self.new_str(&message);
        self.raise_attribute_text(obj, name, message)
    }

    /// [`Vm::raise_attribute_error`] with a message that may have lone surrogates.
    #[cold]
    pub fn raise_attribute_text(&mut self, obj: Value, name: Gc<Str>, message: Gc<Str>) -> Raised {
        let message = message.value();
        let cls = self.class(kinds::ATTRIBUTE_ERROR);
        let exc = self.new_exception(cls, &[message]);
        exc.extra_set(self, extra::attribute_error::NAME, name.value());
        exc.extra_set(self, extra::attribute_error::OBJ, obj);
        self.raise_object(exc)
    }

    /// `'x' object has no attribute 'y'`
    #[cold]
    pub fn raise_no_attribute(&mut self, obj: Value, name: Gc<Str>) -> Raised {
        let of = self.type_name(obj);
        let message = self.text_around(&format!("'{of}' object has no attribute '"), name, "'");
        self.raise_attribute_text(obj, name, message)
    }

    /// A special method that should be there is not.
    #[cold]
    pub(crate) fn raise_missing(&mut self, obj: Value, name: Gc<Str>) -> Raised {
        self.raise_no_attribute(obj, name)
    }

    /// `RecursionError`
    #[cold]
    pub fn raise_recursion(&mut self, what: &str) -> Raised {
        // Room to handle it in.
        let limit = self.recursion_limit;
        self.recursion_limit = limit.saturating_add(50);
        let raised = self.raise(kinds::RECURSION_ERROR, format!("maximum recursion depth exceeded{what}"));
        self.recursion_limit = limit;
        raised
    }

    /// The `OSError` subclass for an error number, with optional file name.
    #[cold]
    pub fn raise_os_error(&mut self, errno: i32, filename: Value) -> Raised {
        self.raise_os_error2(errno, filename, Value::NONE)
    }

    /// The same with two file names (`os.rename`).
    #[cold]
    pub fn raise_os_error2(&mut self, errno: i32, filename: Value, filename2: Value) -> Raised {
        let text = errno_text(errno);
        let text = self.new_str(&text).value();
        let mut args = vec_values(&[Value::int32(errno), text]);
        if !filename.is_none() {
            args.push(filename);
            if !filename2.is_none() {
                args.push(Value::NONE);
                args.push(filename2);
            }
        }
        let cls = self.class(kinds::OS_ERROR);
        match self.call_args(cls.value(), &Args::pos(args.as_slice())) {
            Ok(exc) => self.raise_value(exc),
            Err(raised) => raised,
        }
    }

    /// The error of the last system call.
    #[cold]
    pub fn raise_last_os_error(&mut self, filename: Value) -> Raised {
        let errno = std::io::Error::last_os_error().raw_os_error().unwrap_or(0);
        self.raise_os_error(errno, filename)
    }

    /// An I/O error of Rust's library.
    #[cold]
    pub fn raise_io_error(&mut self, error: &std::io::Error, filename: Value) -> Raised {
        match error.raw_os_error() {
            Some(errno) => self.raise_os_error(errno, filename),
            None => self.raise(kinds::OS_ERROR, error.to_string()),
        }
    }

    /// The name of a value's class, for messages: native classes of modules show the module.
    pub fn type_name(&self, value: Value) -> String {
        self.class_type_name(self.class_of(value))
    }

    /// The same for an argument that is of the wrong type: of None its own name is told.
    pub fn argument_type_name(&self, value: Value) -> String {
        if value.is_none() { "None".to_owned() } else { self.type_name(value) }
    }

    /// The name of a class, for messages: native classes of modules show the module.
    pub fn class_type_name(&self, cls: Gc<Type>) -> String {
        let name = cls.name.get().to_display();
        if cls.has_flag(crate::native::type_flags::TELLS_MODULE) {
            let key = self.names().__module__.value();
            let dict = cls.dict.get();
            let module = dict.entries_in_use().find(|entry| entry.key.get() == key);
            if let Some(module) = module.and_then(|entry| self.as_str(entry.value.get())) {
                return format!("{}.{name}", module.to_display());
            }
        }
        if !cls.has_flag(crate::native::type_flags::HEAP) {
            let module = self.native_class_module(cls);
            if module != "builtins" && !name.contains('.') {
                return format!("{module}.{name}");
            }
        }
        name
    }

    /// `module.qualname` of a class as messages and reprs show it: builtins without the module.
    pub fn full_class_name(&mut self, cls: Gc<Type>) -> String {
        let qualname = cls.qualname.get().to_display();
        match self.module_of_class(cls) {
            Some(module) => format!("{}.{qualname}", module.to_display()),
            None => qualname,
        }
    }

    /// The same with the plain name where there is no module that could be told.
    pub fn repr_class_name(&mut self, cls: Gc<Type>) -> String {
        match self.module_of_class(cls) {
            Some(_) => self.full_class_name(cls),
            None => cls.name.get().to_display(),
        }
    }

    /// The module of a class, if it says a string, and another than `builtins`.
    fn module_of_class(&mut self, cls: Gc<Type>) -> Option<Gc<Str>> {
        let module = self.class_module(cls)?;
        let module = self.as_str(module)?;
        (module.to_ref().as_bytes() != b"builtins").then_some(module)
    }

    /// The name of a class with its module, unless that is `builtins` or `__main__`: what messages say.
    pub fn qualified_class_name(&mut self, cls: Gc<Type>) -> String {
        match self.module_of_class(cls) {
            Some(module) if module.to_ref().as_bytes() != b"__main__" => {
                format!("{}.{}", module.to_display(), cls.qualname.get().to_display())
            }
            _ => cls.qualname.get().to_display(),
        }
    }

    /// `MemoryError` and other panics of native code become exceptions where Python code is run.
    pub fn raise_panic(&mut self, payload: Box<dyn std::any::Any + Send>) -> Raised {
        if payload.downcast_ref::<taipan_heap::AllocError>().is_some() {
            return self.raise_memory_error();
        }
        let text = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("unknown");
        self.raise(kinds::SYSTEM_ERROR, format!("internal error: {text}"))
    }
}

/// A few values on the native stack.
struct FewValues {
    items: [Value; 8],
    len: usize,
}

fn vec_values(items: &[Value]) -> FewValues {
    let mut few = FewValues { items: [Value::UNBOUND; 8], len: 0 };
    for &v in items {
        few.push(v);
    }
    few
}

impl FewValues {
    fn push(&mut self, v: Value) {
        self.items[self.len] = v;
        self.len += 1;
    }
    fn as_slice(&self) -> &[Value] {
        &self.items[..self.len]
    }
}

/// What `os.strerror` gives.
pub fn errno_text(errno: i32) -> String {
    let mut buffer = [0 as libc::c_char; 256];
    // SAFETY: the buffer's size is given.
    unsafe {
        libc::strerror_r(errno, buffer.as_mut_ptr(), buffer.len());
        std::ffi::CStr::from_ptr(buffer.as_ptr()).to_string_lossy().into_owned()
    }
}
