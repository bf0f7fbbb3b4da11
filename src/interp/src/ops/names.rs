//! Variables: globals and builtins, names of class bodies, cells.

use crate::frame::function_of;
use crate::machine::{Fast, Op, State};
use taipan_runtime::code::builtin_of;
use taipan_runtime::layout::{Cell, Dict, Entries, Function, Str, Tuple};
use taipan_runtime::{Gc, Layout, R, Raised, Value, Vm, dirty, kinds};

/// The function that runs.
#[inline]
pub fn running(vm: &Vm) -> Gc<Function> {
    // SAFETY: slow paths run in a live frame.
    unsafe { function_of(vm.thread.regs) }.expect("a frame's callee slot holds its function")
}

/// The name in the first word of the instruction's cache record.
pub fn cached_name(vm: &Vm) -> Gc<Str> {
    vm.cache(0).cast::<Str>().expect("cache records of names begin with the name")
}

/// Reads through the pointer that an earlier look-up left in words 1 and 2.
#[inline(always)]
fn through_cache(s: &Fast) -> Option<Value> {
    let pointer = s.cache(2).bits() as *const Value;
    if pointer.is_null() {
        return None;
    }
    // SAFETY: word 1 keeps the entries alive that word 2 points into; values that moved away leave UNBOUND behind.
    let v = unsafe { *pointer };
    if v.is_unbound() { None } else { Some(v) }
}

/// Leaves a pointer to a value in a namespace for the next time.
fn remember(vm: &mut Vm, dict: Gc<Dict>, name: Gc<Str>) {
    if let Some(i) = dict.find_entry(vm, name) {
        dict.is_namespace.set(true);
        let entries: Gc<Entries> = dict.entries.get();
        vm.set_cache(1, entries.value());
        let pointer = dict.value_pointer(i);
        vm.set_cache(2, Value::from_bits(pointer as u64));
    }
}

/// Looks a name up in globals, then builtins.
fn global(vm: &mut Vm, name: Gc<Str>) -> R<Option<Value>> {
    let function = running(vm);
    if let Some(mapping) = function.globals_mapping.get().bound() {
        return from_globals_mapping(vm, function, mapping, name);
    }
    let globals = function.globals.get();
    if let Some(v) = globals.get_str(vm, name) {
        remember(vm, globals, name);
        return Ok(Some(v));
    }
    if let Some(v) = late_global(vm, globals, name)? {
        return Ok(Some(v));
    }
    let found = builtin_of(vm, function, name)?;
    let builtins = vm.builtins;
    if found.is_some() && function.builtins.get() == builtins.value() {
        globals.is_namespace.set(true);
        remember(vm, builtins, name);
    }
    Ok(found)
}

/// As [`global`], for globals with a `__getitem__` of their own. Nothing is cached.
#[cold]
fn from_globals_mapping(
    vm: &mut Vm,
    function: Gc<Function>,
    mapping: Value,
    name: Gc<Str>,
) -> R<Option<Value>> {
    match vm.get_item(mapping, name.value()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => {
            if vm.take_if(kinds::KEY_ERROR).is_none() {
                return Err(raised);
            }
            builtin_of(vm, function, name)
        }
    }
}

/// No namespace has the name: an exception, or the same instruction again where the builtins have it by now.
#[cold]
fn missing(vm: &mut Vm, name: Gc<Str>) -> R<()> {
    let function = running(vm);
    if vm.late_name(function.globals.get(), name)? {
        return Ok(());
    }
    if let Some(builtins) = function.builtins.get().cast::<Dict>()
        && vm.late_name(builtins, name)?
    {
        return Ok(());
    }
    Err(raise_undefined(vm, name))
}

#[cold]
fn raise_undefined(vm: &mut Vm, name: Gc<Str>) -> Raised {
    vm.raise_name_error(kinds::NAME_ERROR, name, format!("name '{}' is not defined", name.to_display()))
}

/// `dst =` the global or builtin of that name
pub struct LoadGlobal;
impl Op for LoadGlobal {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        match through_cache(s) {
            Some(v) => {
                s.set(s.a(), v);
                s.step();
                true
            }
            None => {
                core::hint::cold_path();
                false
            }
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        match global(vm, name)? {
            Some(v) => {
                vm.put(vm.a(), v);
                vm.step();
                Ok(())
            }
            None => missing(vm, name),
        }
    }
}

/// The global of that name `= src`
pub struct StoreGlobal;
impl Op for StoreGlobal {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let pointer = s.cache(2).bits() as *mut Value;
        if pointer.is_null() {
            core::hint::cold_path();
            return false;
        }
        // SAFETY: as in `through_cache`.
        unsafe {
            if (*pointer).is_unbound() {
                core::hint::cold_path();
                return false;
            }
            dirty(pointer);
            *pointer = s.get(s.a());
        }
        s.step();
        true
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let globals = running(vm).globals.get();
        let value = vm.get(vm.a());
        globals.set_str(vm, name, value);
        remember(vm, globals, name);
        vm.step();
        Ok(())
    }
}

/// `del` of a global
pub struct DelGlobal;
impl Op for DelGlobal {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let globals = running(vm).globals.get();
        match globals.pop_str(vm, name) {
            Some(_) => {
                vm.step();
                Ok(())
            }
            None => Err(raise_undefined(vm, name)),
        }
    }
}

/// The namespace in the first register, where it is the globals themselves.
fn namespace_is_globals(vm: &Vm, globals: Gc<Dict>) -> bool {
    vm.get(0) == globals.value()
}

/// Looks a name up in any mapping; `None` where it is not there.
fn from_namespace(vm: &mut Vm, namespace: Value, name: Gc<Str>) -> R<Option<Value>> {
    if let Some(dict) = namespace.cast::<Dict>()
        && vm.is_exact(namespace, kinds::DICT)
    {
        return Ok(dict.get_str(vm, name));
    }
    match vm.get_item(namespace, name.value()) {
        Ok(v) => Ok(Some(v)),
        Err(_) if vm.pending_is(kinds::KEY_ERROR) => {
            vm.take_exception();
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

/// `dst =` the name in the namespace, the globals or the builtins
pub struct LoadName;
impl Op for LoadName {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        // Only filled in where the namespace is the globals.
        match through_cache(s) {
            Some(v) => {
                s.set(s.a(), v);
                s.step();
                true
            }
            None => {
                core::hint::cold_path();
                false
            }
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let globals = running(vm).globals.get();
        let found = if namespace_is_globals(vm, globals) {
            global(vm, name)?
        } else {
            match from_namespace(vm, vm.get(0), name)? {
                Some(v) => Some(v),
                None => global_of_dict(vm, name)?,
            }
        };
        match found {
            Some(v) => {
                vm.put(vm.a(), v);
                vm.step();
                Ok(())
            }
            None => missing(vm, name),
        }
    }
}

fn global_uncached(vm: &mut Vm, name: Gc<Str>) -> R<Option<Value>> {
    let function = running(vm);
    if let Some(mapping) = function.globals_mapping.get().bound() {
        return from_globals_mapping(vm, function, mapping, name);
    }
    global_of_dict(vm, name)
}

/// As [`global_uncached`], but of globals that are a subclass of dict nothing is asked: where a namespace comes before.
fn global_of_dict(vm: &mut Vm, name: Gc<Str>) -> R<Option<Value>> {
    let function = running(vm);
    let globals = function.globals.get();
    if let Some(v) = globals.get_str(vm, name) {
        return Ok(Some(v));
    }
    match late_global(vm, globals, name)? {
        Some(v) => Ok(Some(v)),
        None => builtin_of(vm, function, name),
    }
}

/// A global that is made when it is asked for, and that the builtins have as well.
fn late_global(vm: &mut Vm, globals: Gc<Dict>, name: Gc<Str>) -> R<Option<Value>> {
    if name == vm.names().__loader__ && vm.late_name(globals, name)? {
        return Ok(globals.get_str(vm, name));
    }
    Ok(None)
}

/// The name in the namespace `= src`
pub struct StoreName;
impl Op for StoreName {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let (namespace, value) = (vm.get(0), vm.get(vm.a()));
        match namespace.cast::<Dict>() {
            Some(dict) if vm.is_exact(namespace, kinds::DICT) => dict.set_str(vm, name, value),
            _ => vm.set_item(namespace, name.value(), value)?,
        }
        vm.step();
        Ok(())
    }
}

/// `del` of a name in the namespace
pub struct DelName;
impl Op for DelName {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let namespace = vm.get(0);
        match vm.set_item(namespace, name.value(), Value::UNBOUND) {
            Ok(()) => {
                vm.step();
                Ok(())
            }
            // Whatever kept the namespace from deleting it.
            Err(Raised) => {
                vm.take_exception();
                Err(raise_undefined(vm, name))
            }
        }
    }
}

/// `dst =` the name in the mapping `r[b]`, else the global or builtin (annotation scopes nested in classes)
pub struct LoadFromDictOrGlobals;
impl Op for LoadFromDictOrGlobals {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let name = cached_name(vm);
        let found = match from_namespace(vm, vm.get(vm.b()), name)? {
            Some(v) => Some(v),
            None => global_uncached(vm, name)?,
        };
        match found {
            Some(v) => {
                vm.put(vm.a(), v);
                vm.step();
                Ok(())
            }
            None => missing(vm, name),
        }
    }
}

// --- cells -----------------------------------------------------------------------------------------------------------

fn cell_at(vm: &Vm, register: usize) -> Gc<Cell> {
    vm.get(register).cast::<Cell>().expect("verified code keeps a cell there")
}

/// `r[a] = cell(r[a])`
pub struct MakeCell;
impl Op for MakeCell {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let cell = vm.new_cell(vm.get(vm.a()));
        vm.put(vm.a(), cell.value());
        vm.step();
        Ok(())
    }
}

/// `r[a] =` an empty cell
pub struct NewCell;
impl Op for NewCell {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let cell = vm.new_cell(Value::UNBOUND);
        vm.put(vm.a(), cell.value());
        vm.step();
        Ok(())
    }
}

#[inline(always)]
fn load_cell(s: &mut Fast, cell: Value) -> bool {
    if let Some(cell) = cell.cast::<Cell>() {
        let v = cell.value.get();
        if !v.is_unbound() {
            s.set(s.a(), v);
            s.step();
            return true;
        }
    }
    core::hint::cold_path();
    false
}

/// `dst =` the content of the cell in `r[b]`
pub struct LoadCell;
impl Op for LoadCell {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        load_cell(s, s.get(s.b()))
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let register = vm.b();
        Err(raise_empty_cell(vm, CellPlace::Register(register)))
    }
}

/// The content of the cell in `r[a]` `= src`
pub struct StoreCell;
impl Op for StoreCell {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        match s.get(s.a()).cast::<Cell>() {
            Some(cell) => {
                cell.value.set(cell, s.get(s.b()));
                s.step();
                true
            }
            None => false,
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        Err(vm.runtime_error("no cell to store into"))
    }
}

/// Empties the cell in `r[a]`.
pub struct DelCell;
impl Op for DelCell {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let register = vm.a();
        let cell = cell_at(vm, register);
        if cell.value.get().is_unbound() {
            return Err(raise_empty_cell(vm, CellPlace::Register(register)));
        }
        cell.value.set(cell, Value::UNBOUND);
        vm.step();
        Ok(())
    }
}

/// A free variable's cell.
#[inline(always)]
fn free_cell(s: &Fast, i: usize) -> Value {
    // SAFETY: the callee slot holds a function whose closure has as many cells as its code has free variables.
    unsafe {
        let function = (*s.r.sub(4)).cast::<Function>();
        match function.and_then(|f| f.closure.get().cast::<Tuple>()) {
            Some(closure) => *closure.as_slice().get_unchecked(i),
            None => Value::UNBOUND,
        }
    }
}

fn free_cell_slow(vm: &Vm, i: usize) -> Option<Gc<Cell>> {
    running(vm).closure.get().cast::<Tuple>()?.as_slice().get(i)?.cast::<Cell>()
}

/// `dst =` the free variable `imm`
pub struct LoadFree;
impl Op for LoadFree {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let cell = free_cell(s, s.imm() as usize);
        load_cell(s, cell)
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let i = vm.imm() as usize;
        Err(raise_empty_cell(vm, CellPlace::Free(i)))
    }
}

/// The free variable `imm = src`
pub struct StoreFree;
impl Op for StoreFree {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        match free_cell(s, s.imm() as usize).cast::<Cell>() {
            Some(cell) => {
                cell.value.set(cell, s.get(s.a()));
                s.step();
                true
            }
            None => false,
        }
    }
    fn slow(vm: &mut Vm) -> R<()> {
        Err(vm.runtime_error("no cell to store into"))
    }
}

/// `del` of the free variable `imm`
pub struct DelFree;
impl Op for DelFree {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let i = vm.imm() as usize;
        match free_cell_slow(vm, i) {
            Some(cell) if !cell.value.get().is_unbound() => {
                cell.value.set(cell, Value::UNBOUND);
                vm.step();
                Ok(())
            }
            _ => Err(raise_empty_cell(vm, CellPlace::Free(i))),
        }
    }
}

/// `dst =` the cell of the free variable `imm` itself (to build a closure)
pub struct LoadFreeCell;
impl Op for LoadFreeCell {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let cell = free_cell(s, s.imm() as usize);
        s.set(s.a(), cell);
        s.step();
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

/// `dst =` the name of the free variable `imm` in the mapping `r[b]`, else the free variable (class bodies)
pub struct LoadFromDictOrFree;
impl Op for LoadFromDictOrFree {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let i = vm.imm() as usize;
        let code = running(vm).code.get();
        let free = crate::code::freevars(vm, code);
        let name = free.as_slice()[i].cast::<Str>();
        let mut found = None;
        if let Some(name) = name {
            let name = vm.intern_str(name);
            found = from_namespace(vm, vm.get(vm.b()), name)?;
        }
        let found = found.or_else(|| free_cell_slow(vm, i).and_then(|c| c.value.get().bound()));
        match found {
            Some(v) => {
                vm.put(vm.a(), v);
                vm.step();
                Ok(())
            }
            None => Err(raise_empty_cell(vm, CellPlace::Free(i))),
        }
    }
}

/// `dst =` the name of the local in register `imm` in the mapping `r[b]`, else the content of the cell there
pub struct LoadFromDictOrCell;
impl Op for LoadFromDictOrCell {
    const FAST: bool = false;
    fn slow(vm: &mut Vm) -> R<()> {
        let register = vm.imm() as usize;
        let code = running(vm).code.get();
        let name = crate::code::register_name(vm, code, register);
        let mut found = None;
        if let Some(name) = name {
            found = from_namespace(vm, vm.get(vm.b()), name)?;
        }
        match found.or_else(|| cell_at(vm, register).value.get().bound()) {
            Some(v) => {
                vm.put(vm.a(), v);
                vm.step();
                Ok(())
            }
            None => Err(raise_empty_cell(vm, CellPlace::Register(register))),
        }
    }
}

enum CellPlace {
    Register(usize),
    Free(usize),
}

#[cold]
fn raise_empty_cell(vm: &mut Vm, place: CellPlace) -> Raised {
    match place {
        CellPlace::Register(register) => raise_unbound_local(vm, register),
        CellPlace::Free(i) => {
            let code = running(vm).code.get();
            let names = crate::code::freevars(vm, code);
            let Some(name) = names.as_slice()[i].cast::<Str>() else {
                return vm.runtime_error("unnamed variable");
            };
            let text = format!(
                "cannot access free variable '{}' where it is not associated with a value in enclosing scope",
                name.to_display()
            );
            vm.raise_name_error(kinds::NAME_ERROR, name, text)
        }
    }
}

#[cold]
fn raise_unbound_local(vm: &mut Vm, register: usize) -> Raised {
    let code = running(vm).code.get();
    let at = crate::frame::instruction_index(code, vm.thread.pc);
    let name = crate::code::unbound_name(vm, code, register, at).unwrap_or(vm.names().empty);
    let text = format!(
        "cannot access local variable '{}' where it is not associated with a value",
        name.to_display()
    );
    vm.raise(kinds::UNBOUND_LOCAL_ERROR, text)
}

/// Raises `UnboundLocalError` where a register is unbound.
pub struct CheckBound;
impl Op for CheckBound {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        if s.get(s.a()).is_unbound() {
            core::hint::cold_path();
            return false;
        }
        s.step();
        true
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let register = vm.a();
        Err(raise_unbound_local(vm, register))
    }
}

/// Raises `UnboundLocalError` where a register that operands can't name is unbound.
pub struct CheckFar;
impl Op for CheckFar {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        if s.get(s.imm() as usize).is_unbound() {
            core::hint::cold_path();
            return false;
        }
        s.step();
        true
    }
    fn slow(vm: &mut Vm) -> R<()> {
        let register = vm.imm() as usize;
        Err(raise_unbound_local(vm, register))
    }
}

/// Makes registers unbound.
pub struct Clear;
impl Op for Clear {
    #[inline(always)]
    unsafe fn fast(s: &mut Fast) -> bool {
        let from = s.a();
        for i in 0..s.imm() as usize {
            s.set(from + i, Value::UNBOUND);
        }
        s.step();
        true
    }
    fn slow(_: &mut Vm) -> R<()> {
        Ok(())
    }
}

const _: () = assert!(Entries::KIND != 0);
