//! `frame`, and the proxy that is its `f_locals` (PEP 667).

use super::code::offset_of;
use super::descriptors::or_none;
use taipan_bytecode::FAR;
use taipan_bytecode::code_flags;
use taipan_bytecode::image::ScopedName;
use taipan_macros::{Layout, Trace, native};
use taipan_runtime::layout::{Cell, Code, Dict, Frame, Generator, GeneratorState, Str, Tuple, Type};
use taipan_runtime::{
    BinaryOp, CompareOp, Gc, Header, LayoutInfo, R, Registers, TypeDef, Value, Values, Vm, code, kinds,
    type_flags,
};

/// The definition of `frame`.
pub static TYPE: TypeDef = TypeDef {
    id: kinds::FRAME,
    name: "frame",
    doc: "",
    flags: type_flags::NO_NEW,
    native: &Methods::NATIVE,
    layout: Some(LayoutInfo::of::<Frame>()),
    ..TypeDef::DEFAULT
};

/// The definition of `FrameLocalsProxy`.
pub static LOCALS_PROXY: TypeDef = TypeDef {
    id: kinds::FRAME_LOCALS_PROXY,
    name: "FrameLocalsProxy",
    doc: "FrameLocalsProxy(frame, /)\n--\n\nThe variables of a function's frame as a mapping that writes through.",
    flags: type_flags::MAPPING,
    native: &ProxyMethods::NATIVE,
    layout: Some(LayoutInfo::of::<LocalsProxy>()),
    ..TypeDef::DEFAULT
};

/// The mapping over a frame's variables.
#[derive(Trace, Layout)]
#[layout(number = "kinds::FRAME_LOCALS_PROXY")]
#[repr(C)]
pub struct LocalsProxy {
    header: Header,
    frame: Gc<Frame>,
}

/// Where a variable of a frame is.
enum Place {
    Register(usize),
    Cell(Gc<Cell>),
}

/// Lets the frame of a generator that runs follow its window: resuming a generator leaves that to whoever looks.
fn settle(vm: &mut Vm, frame: Gc<Frame>) {
    if frame.window.get().is_null()
        && let Some(generator) = frame.generator.get().cast()
    {
        (vm.hooks.generator_frame)(vm, generator);
    }
}

/// Has the frame ended and forgotten its variables?
fn is_cleared(frame: Gc<Frame>) -> bool {
    frame.window.get().is_null()
        && frame.locals.get().is_unbound()
        && (frame.generator.get().cast::<Generator>())
            .is_none_or(|generator| generator.state.get() == GeneratorState::Finished)
}

/// The variables of comprehensions that the frame is inside of, inner ones first. One that has ended is inside of none.
fn scoped_names(vm: &Vm, frame: Gc<Frame>) -> Vec<ScopedName> {
    if frame.window.get().is_null() {
        return Vec::new();
    }
    let code = frame.function.code.get();
    let mut rows: Vec<ScopedName> = Vec::new();
    for row in code::scoped_names(code, instruction(vm, frame)) {
        if rows.iter().all(|r| r.name != row.name) {
            rows.push(row);
        }
    }
    rows
}

fn place_of(frame: Gc<Frame>, row: &ScopedName) -> Place {
    let register = row.register as usize;
    match frame.register(register).cast::<Cell>() {
        Some(cell) if row.is_cell => Place::Cell(cell),
        _ => Place::Register(register),
    }
}

/// Registers and free variables by name, in order, bound or not.
fn for_each_variable(vm: &mut Vm, frame: Gc<Frame>, mut f: impl FnMut(&mut Vm, Gc<Str>, Place) -> bool) {
    settle(vm, frame);
    if is_cleared(frame) {
        return;
    }
    let code = frame.function.code.get();
    let registers = code::varnames(vm, code);
    let cells: Vec<u32> = code::record_of(code).cell_registers().iter().collect();
    let many = registers.as_slice().len() > FAR.end;
    let numbers = code::record_of(code).register_names();
    let mut scoped = scoped_names(vm, frame);
    for (i, name) in registers.as_slice().iter().enumerate() {
        let Some(name) = name.cast::<Str>() else { continue };
        let is_hidden = name.as_bytes().first() == Some(&b'.') && name.as_bytes() != b".0";
        if many && FAR.contains(&i) || is_hidden {
            continue;
        }
        let place = match frame.register(i).cast::<Cell>() {
            _ if let Some(at) = scoped.iter().position(|s| s.name == numbers.get(i)) => {
                place_of(frame, &scoped.remove(at))
            }
            Some(cell) if cells.contains(&(i as u32)) => Place::Cell(cell),
            _ => Place::Register(i),
        };
        if f(vm, name, place) {
            return;
        }
    }
    for row in scoped.iter().rev() {
        let name = code::string(vm, code, row.name);
        if f(vm, name, place_of(frame, row)) {
            return;
        }
    }
    let free = code::freevars(vm, code);
    let Some(closure) = frame.function.closure.get().cast::<Tuple>() else { return };
    for (name, cell) in free.as_slice().iter().zip(closure.as_slice()) {
        if let (Some(name), Some(cell)) = (name.cast::<Str>(), cell.cast::<Cell>())
            && f(vm, name, Place::Cell(cell))
        {
            return;
        }
    }
}

/// Does a variable of the frame hold one of these cells? Those that functions share are in cells of their own.
pub fn holds_any(vm: &mut Vm, frame: Gc<Frame>, cells: &[usize]) -> bool {
    let mut found = false;
    for_each_variable(vm, frame, |_, _, place| {
        found |= matches!(place, Place::Register(_))
            && read(frame, &place).is_some_and(|v| v.is_cell() && cells.contains(&v.address()));
        found
    });
    found
}

fn read(frame: Gc<Frame>, place: &Place) -> Option<Value> {
    match place {
        Place::Register(i) => frame.register(*i),
        Place::Cell(cell) => cell.value.get(),
    }
    .bound()
}

/// The place of a variable by name, or by what equals its name.
fn find(vm: &mut Vm, frame: Gc<Frame>, key: Value) -> R<Option<Place>> {
    if vm.is_exact(key, kinds::STR)
        && let Some(name) = key.cast::<Str>()
    {
        return Ok(find_name(vm, frame, name));
    }
    let hash = vm.hash(key)?;
    let (mut found, mut failed) = (None, None);
    for_each_variable(vm, frame, |vm, name, place| {
        if vm.hash_str(name) != hash {
            return false;
        }
        match vm.equal(name.value(), key) {
            Ok(true) => found = Some(place),
            Ok(false) => {}
            Err(raised) => failed = Some(raised),
        }
        found.is_some() || failed.is_some()
    });
    failed.map_or(Ok(found), Err)
}

fn find_name(vm: &mut Vm, frame: Gc<Frame>, name: Gc<Str>) -> Option<Place> {
    let mut found = None;
    for_each_variable(vm, frame, |_, n, place| {
        let same = n == name || n.as_bytes() == name.as_bytes();
        if same {
            found = Some(place);
        }
        same
    });
    found
}

/// The cell of a free variable.
pub fn free_cell(vm: &mut Vm, frame: Gc<Frame>, name: Gc<Str>) -> Option<Gc<Cell>> {
    match find_name(vm, frame, name) {
        Some(Place::Cell(cell)) => Some(cell),
        _ => None,
    }
}

/// A register of the frame.
pub fn register(frame: Gc<Frame>, i: usize) -> Value {
    frame.register(i)
}

fn is_function(code: Gc<Code>) -> bool {
    code.flags & code_flags::OPTIMIZED != 0
}

/// A dict with the variables of a function's frame as they are now.
pub fn snapshot(vm: &mut Vm, frame: Gc<Frame>) -> R<Gc<Dict>> {
    let dict = vm.new_dict();
    for_each_variable(vm, frame, |vm, name, place| {
        if let Some(value) = read(frame, &place) {
            dict.set_str(vm, name, value);
        }
        false
    });
    if let Some(extra) = frame.extra_locals.get().cast::<Dict>() {
        dict.update_from(vm, extra)?;
    }
    Ok(dict)
}

/// Has the frame variables of its own where it is: in a function, or in a comprehension anywhere?
fn has_variables(vm: &mut Vm, frame: Gc<Frame>) -> bool {
    settle(vm, frame);
    is_function(frame.function.code.get()) || !scoped_names(vm, frame).is_empty()
}

/// What `locals()` gives in a frame: the namespace of a module or class, a fresh dict of a frame's own variables.
pub fn locals(vm: &mut Vm, frame: Gc<Frame>) -> R {
    if has_variables(vm, frame) {
        return Ok(snapshot(vm, frame)?.value());
    }
    let namespace = frame.register(0);
    if let Some(dict) = namespace.cast::<Dict>() {
        vm.fill_late_names(dict)?;
    }
    Ok(namespace)
}

/// The instruction that a frame is at, -1 before the first.
fn instruction(vm: &Vm, frame: Gc<Frame>) -> i32 {
    if frame.trace_line.get() == Frame::STARTS { -1 } else { (vm.hooks.frame_instruction)(vm, frame) }
}

/// The line that a frame is at, if that stands anywhere in the source.
fn line(vm: &Vm, frame: Gc<Frame>) -> Option<i32> {
    code::own_line_of(frame.function.code.get(), instruction(vm, frame))
}

struct Methods;

#[native]
impl Methods {
    fn __repr__(vm: &mut Vm, this: Gc<Frame>) -> R<String> {
        let code = this.function.code.get();
        let file = vm.repr(code.filename.get().value())?.to_display();
        Ok(format!(
            "<frame at {:#x}, file {file}, line {}, code {}>",
            this.address(),
            line(vm, this).map_or("None".to_owned(), |line| line.to_string()),
            code.name.to_display()
        ))
    }

    #[member]
    fn f_trace_lines(_: &mut Vm, this: Gc<Frame>) -> bool {
        this.trace_lines.get()
    }

    #[setter]
    fn set_f_trace_lines(vm: &mut Vm, this: Gc<Frame>, value: Value) -> R<()> {
        if value.is_unbound() {
            return Err(vm.type_error("can't delete numeric/char attribute"));
        }
        this.trace_lines.set(boolean(vm, value)?);
        Ok(())
    }

    #[getter]
    fn f_back(vm: &mut Vm, this: Gc<Frame>) -> Value {
        (vm.hooks.frame_back)(vm, this).map_or(Value::NONE, |f| f.value())
    }

    /// The local variables, as a mapping that stores too.
    #[getter]
    fn f_locals(vm: &mut Vm, this: Gc<Frame>) -> Value {
        if !has_variables(vm, this) {
            return this.register_or_none(0);
        }
        let class = vm.class(kinds::FRAME_LOCALS_PROXY).address();
        vm.heap.alloc(LocalsProxy { header: Header::new::<LocalsProxy>(class), frame: this }).value()
    }

    /// The line that the frame is at.
    #[getter]
    fn f_lineno(vm: &mut Vm, this: Gc<Frame>) -> Value {
        line(vm, this).map_or(Value::NONE, Value::int32)
    }

    #[setter]
    fn set_f_lineno(vm: &mut Vm, this: Gc<Frame>, value: Value) -> R<()> {
        if value.is_unbound() {
            let message = "attribute 'f_lineno' of 'frame' objects cannot be deleted";
            return Err(vm.raise(kinds::ATTRIBUTE_ERROR, message));
        }
        if vm.class_of(value) != vm.class(kinds::INT) {
            return Err(vm.value_error("lineno must be an integer"));
        }
        let line = vm.index_i64(value)?;
        match i32::try_from(line) {
            Ok(line) => (vm.hooks.set_line)(vm, this, line),
            Err(_) => Err(vm.value_error("lineno out of range")),
        }
    }

    /// The function that traces this frame, or None.
    #[getter]
    fn f_trace(_: &mut Vm, this: Gc<Frame>) -> Value {
        or_none(this.trace.get())
    }

    #[setter]
    fn set_f_trace(vm: &mut Vm, this: Gc<Frame>, value: Value) -> R<()> {
        // The line that the frame is at has begun already.
        if this.trace.get().is_unbound() && this.trace_line.get() != Frame::STARTS {
            this.trace_line.set(line(vm, this).unwrap_or(0));
        }
        this.trace.set(this, if value.is_none() { Value::UNBOUND } else { value });
        Ok(())
    }

    /// The instruction that the frame is at.
    #[getter]
    fn f_lasti(vm: &mut Vm, this: Gc<Frame>) -> i32 {
        offset_of(instruction(vm, this))
    }

    /// The global names.
    #[getter]
    fn f_globals(vm: &mut Vm, this: Gc<Frame>) -> R<Gc<Dict>> {
        let globals = this.function.globals.get();
        vm.fill_late_names(globals)?;
        Ok(globals)
    }

    /// The built-in names.
    #[getter]
    fn f_builtins(vm: &mut Vm, this: Gc<Frame>) -> R {
        let builtins = this.function.builtins.get();
        if let Some(dict) = builtins.cast::<Dict>() {
            vm.fill_late_names(dict)?;
        }
        Ok(builtins)
    }

    /// The code object that runs.
    #[getter]
    fn f_code(vm: &mut Vm, this: Gc<Frame>) -> R<Gc<Code>> {
        vm.audit_get(this.value(), "f_code")?;
        Ok(this.function.code.get())
    }

    /// Is each instruction told to the tracing function?
    #[getter]
    fn f_trace_opcodes(_: &mut Vm, this: Gc<Frame>) -> bool {
        this.trace_opcodes.get()
    }

    #[setter]
    fn set_f_trace_opcodes(vm: &mut Vm, this: Gc<Frame>, value: Value) -> R<()> {
        if value.is_unbound() {
            let message = "attribute 'f_trace_opcodes' of 'frame' objects cannot be deleted";
            return Err(vm.raise(kinds::ATTRIBUTE_ERROR, message));
        }
        this.trace_opcodes.set(boolean(vm, value)?);
        Ok(())
    }

    /// The generator, coroutine or asynchronous generator whose frame it is, or None.
    #[getter]
    fn f_generator(_: &mut Vm, this: Gc<Frame>) -> Value {
        or_none(this.generator.get())
    }

    /// Forget the variables of a frame that has ended.
    #[sig("($self, /)")]
    fn clear(vm: &mut Vm, this: Gc<Frame>) -> R<()> {
        settle(vm, this);
        if !this.window.get().is_null() {
            return Err(vm.runtime_error("cannot clear an executing frame"));
        }
        if let Some(generator) = this.generator.get().cast::<Generator>() {
            match taipan_runtime::code::state_of(generator) {
                GeneratorState::Suspended => {
                    return Err(vm.runtime_error("cannot clear a suspended frame"));
                }
                GeneratorState::Created => super::generator::finalize(vm, generator)?,
                GeneratorState::Running | GeneratorState::Finished => {}
            }
        }
        this.locals.set(this, Value::UNBOUND);
        if !is_function(this.function.code.get()) {
            // The code of a module or class keeps a namespace: an empty one.
            let namespace = vm.new_dict().value();
            let kept =
                Registers::from_slice(&mut vm.heap, &[namespace]).map_or(Value::UNBOUND, |a| a.value());
            this.locals.set(this, kept);
        }
        this.extra_locals.set(this, Value::UNBOUND);
        Ok(())
    }
}

/// The value of an attribute that takes bools only.
pub fn boolean(vm: &mut Vm, value: Value) -> R<bool> {
    match value {
        Value::TRUE => Ok(true),
        Value::FALSE => Ok(false),
        _ => Err(vm.type_error("attribute value type must be bool")),
    }
}

trait RegisterOrNone {
    fn register_or_none(&self, i: usize) -> Value;
}
impl RegisterOrNone for Gc<Frame> {
    fn register_or_none(&self, i: usize) -> Value {
        or_none(self.register(i))
    }
}

struct ProxyMethods;

/// The variables' names and values, as the proxy shows them.
fn items(vm: &mut Vm, proxy: Gc<LocalsProxy>) -> R<Gc<Dict>> {
    snapshot(vm, proxy.frame)
}

fn get(vm: &mut Vm, proxy: Gc<LocalsProxy>, key: Value) -> R<Option<Value>> {
    let frame = proxy.frame;
    if let Some(place) = find(vm, frame, key)?
        && let Some(value) = read(frame, &place)
    {
        return Ok(Some(value));
    }
    match frame.extra_locals.get().cast::<Dict>() {
        Some(extra) => extra.get_item(vm, key),
        None => {
            vm.hash(key)?;
            Ok(None)
        }
    }
}

fn set(vm: &mut Vm, proxy: Gc<LocalsProxy>, key: Value, value: Value) -> R<()> {
    let frame = proxy.frame;
    match find(vm, frame, key)? {
        Some(Place::Register(i)) => frame.set_register(i, value),
        Some(Place::Cell(cell)) => cell.value.set(cell, value),
        None => {
            let extra = match frame.extra_locals.get().cast::<Dict>() {
                Some(extra) => extra,
                None => {
                    let extra = vm.new_dict();
                    frame.extra_locals.set(frame, extra.value());
                    extra
                }
            };
            extra.set_item(vm, key, value)?;
        }
    }
    Ok(())
}

fn cannot_remove(vm: &mut Vm) -> taipan_runtime::Raised {
    vm.value_error("cannot remove local variables from FrameLocalsProxy")
}

fn update(vm: &mut Vm, this: Gc<LocalsProxy>, other: Value) -> R<()> {
    let dict = vm.new_dict();
    vm.call_method_named(dict.value(), "update", &[other])?;
    let mut at = 0;
    while let Some((i, key, value)) = dict.next_entry(at) {
        set(vm, this, key, value)?;
        at = i + 1;
    }
    Ok(())
}

#[native]
impl ProxyMethods {
    #[sig("($cls, frame, /)")]
    #[name("FrameLocalsProxy")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, frame: Gc<Frame>) -> Gc<LocalsProxy> {
        vm.heap.alloc(LocalsProxy { header: Header::new::<LocalsProxy>(cls.address()), frame })
    }

    fn __repr__(vm: &mut Vm, this: Gc<LocalsProxy>) -> R<Gc<Str>> {
        // Two proxies of a frame are one mapping.
        let address = this.frame.address();
        if vm.thread.repr_stack.contains(&address) {
            return Ok(vm.new_str("{...}"));
        }
        let dict = items(vm, this)?;
        vm.thread.repr_stack.push(address);
        let result = vm.repr(dict.value());
        vm.thread.repr_stack.pop();
        result
    }

    fn __len__(vm: &mut Vm, this: Gc<LocalsProxy>) -> R<usize> {
        Ok(items(vm, this)?.len.get())
    }

    fn __getitem__(vm: &mut Vm, this: Value, key: Value) -> R {
        let Some(this) = this.cast::<LocalsProxy>() else { return Ok(Value::NOT_IMPLEMENTED) };
        match get(vm, this, key)? {
            Some(value) => Ok(value),
            None => {
                let text = vm.repr(key)?.to_display();
                let text = vm.new_str(&format!("local variable '{text}' is not defined")).value();
                Err(vm.key_error(text))
            }
        }
    }

    fn __setitem__(vm: &mut Vm, this: Gc<LocalsProxy>, key: Value, value: Value) -> R<()> {
        if value.is_unbound() {
            if find(vm, this.frame, key)?.is_some() {
                return Err(cannot_remove(vm));
            }
            if let Some(extra) = this.frame.extra_locals.get().cast::<Dict>()
                && extra.pop_item(vm, key)?.is_some()
            {
                return Ok(());
            }
            return Err(vm.key_error(key));
        }
        set(vm, this, key, value)
    }

    fn __contains__(vm: &mut Vm, this: Gc<LocalsProxy>, key: Value) -> R<bool> {
        Ok(get(vm, this, key)?.is_some())
    }

    fn __iter__(vm: &mut Vm, this: Gc<LocalsProxy>) -> R {
        let keys = items(vm, this)?;
        let list = vm.to_list(keys.value())?;
        vm.iter(list.value())
    }

    fn __richcmp__(vm: &mut Vm, this: Gc<LocalsProxy>, other: Value, op: CompareOp) -> R {
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let equal = match other.cast::<LocalsProxy>() {
            Some(other) => this.frame == other.frame,
            None if vm.as_dict(other).is_some() => {
                let dict = items(vm, this)?;
                vm.equal(dict.value(), other)?
            }
            None => return Ok(Value::NOT_IMPLEMENTED),
        };
        Ok(Value::bool(equal == (op == CompareOp::Eq)))
    }

    fn __or__(vm: &mut Vm, a: Value, b: Value) -> R {
        let mut sides = [a, b];
        for side in &mut sides {
            if let Some(proxy) = side.cast::<LocalsProxy>() {
                *side = items(vm, proxy)?.value();
            } else if vm.as_dict(*side).is_none() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
        }
        vm.binary_op(BinaryOp::Or, sides[0], sides[1])
    }

    fn __ior__(vm: &mut Vm, a: Value, b: Value) -> R {
        let Some(this) = a.cast::<LocalsProxy>() else { return Ok(Value::NOT_IMPLEMENTED) };
        update(vm, this, b)?;
        Ok(a)
    }

    /// Store the items of a mapping.
    #[sig("($self, other, /)")]
    #[shown("($self, object, /)")]
    fn update(vm: &mut Vm, this: Gc<LocalsProxy>, other: Value) -> R<()> {
        update(vm, this, other)
    }

    #[sig("($self, /)")]
    fn __reversed__(vm: &mut Vm, this: Gc<LocalsProxy>) -> R {
        let keys = items(vm, this)?;
        let list = vm.to_list(keys.value())?;
        vm.call_method_named(list.value(), "reverse", &[])?;
        Ok(list.value())
    }

    /// A dict with the variables as they are now.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<LocalsProxy>) -> R<Gc<Dict>> {
        items(vm, this)
    }

    /// The names, as a list.
    #[sig("($self, /)")]
    fn keys(vm: &mut Vm, this: Gc<LocalsProxy>) -> R {
        let keys = items(vm, this)?;
        Ok(vm.to_list(keys.value())?.value())
    }

    /// The values, as a list.
    #[sig("($self, /)")]
    fn values(vm: &mut Vm, this: Gc<LocalsProxy>) -> R {
        let dict = items(vm, this)?;
        let mut all = Values::new();
        let mut at = 0;
        while let Some((i, _, value)) = dict.next_entry(at) {
            all.push(&mut vm.heap, value);
            at = i + 1;
        }
        Ok(vm.new_list_from(all).value())
    }

    /// The pairs of name and value, as a list.
    #[sig("($self, /)")]
    fn items(vm: &mut Vm, this: Gc<LocalsProxy>) -> R {
        let dict = items(vm, this)?;
        let mut all = Values::new();
        let mut at = 0;
        while let Some((i, key, value)) = dict.next_entry(at) {
            let pair = vm.new_tuple(&[key, value]).value();
            all.push(&mut vm.heap, pair);
            at = i + 1;
        }
        Ok(vm.new_list_from(all).value())
    }

    /// A variable, or the default.
    #[sig("($self, key, default=None, /)")]
    #[shown("")]
    fn get(vm: &mut Vm, this: Gc<LocalsProxy>, key: Value, default: Value) -> R {
        Ok(get(vm, this, key)?.unwrap_or(default))
    }

    /// Remove an extra variable.
    #[sig("($self, key, default=None, /)")]
    #[shown("")]
    fn pop(vm: &mut Vm, this: Gc<LocalsProxy>, key: Value, default: Option<Value>) -> R {
        if find(vm, this.frame, key)?.is_some() {
            return Err(cannot_remove(vm));
        }
        if let Some(extra) = this.frame.extra_locals.get().cast::<Dict>()
            && let Some(found) = extra.pop_item(vm, key)?
        {
            return Ok(found);
        }
        match default {
            Some(default) => Ok(default),
            None => Err(vm.key_error(key)),
        }
    }

    /// A variable; stored first where it is not there.
    #[sig("($self, key, default=None, /)")]
    #[shown("")]
    fn setdefault(vm: &mut Vm, this: Gc<LocalsProxy>, key: Value, default: Value) -> R {
        if let Some(found) = get(vm, this, key)? {
            return Ok(found);
        }
        set(vm, this, key, default)?;
        Ok(default)
    }
}
