//! Binding of arguments to the parameters of Python functions (reference: Calls, 6.3.4).

use crate::code::varnames;
use taipan_bytecode::code_flags::OPTIMIZED;
use taipan_runtime::layout::{Code, Dict, Function, Str, Tuple};
use taipan_runtime::{Args, Gc, R, Raised, Value, Vm};

/// `co_flags`: takes `*args`.
pub const VARARGS: u32 = 4;
/// `co_flags`: takes `**kwargs`.
pub const VARKEYWORDS: u32 = 8;

/// Binds arguments into a new window. The arguments may lie in the window itself: positional ones at its start, keyword
/// values right behind them.
///
/// # Safety
/// `window` has room for the function's registers.
pub unsafe fn bind_arguments(
    vm: &mut Vm,
    function: Gc<Function>,
    args: &Args<'_>,
    window: *mut Value,
) -> R<()> {
    let code = function.code.get();
    let n_pos = code.n_pos_params as usize;
    let n_kwonly = code.n_kwonly as usize;
    let n_params = n_pos + n_kwonly;
    let has_varargs = code.flags & VARARGS != 0;
    let has_varkw = code.flags & VARKEYWORDS != 0;
    if code.flags & OPTIMIZED == 0 {
        // Code of a module in a function: its namespace is the globals.
        // SAFETY: the caller made room for all registers, and such code has one at least.
        unsafe { *window = function.globals.get().value() };
    }
    let n_given = args.pos.len();
    let direct = n_given.min(n_pos);
    if n_given == n_params && direct == n_given && args.kw_names.is_empty() && !has_varargs && !has_varkw {
        // SAFETY: as below.
        unsafe { std::ptr::copy(args.pos.as_ptr(), window, n_given) };
        return Ok(());
    }

    // What lies behind the positional parameters is moved out before the parameters are written.
    let extra = if has_varargs {
        let rest = vm.new_tuple(&args.pos[direct..]);
        Some(rest)
    } else {
        if n_given > n_pos {
            // CPython complains of bad keywords first.
            if args.kw_names.is_empty() {
                return Err(raise_too_many(vm, function, args));
            }
        }
        None
    };
    let (few, many);
    let kw_values = match *args.kw_values {
        [] => &[][..],
        [a] => {
            few = [a, Value::UNBOUND];
            &few[..1]
        }
        [a, b] => {
            few = [a, b];
            &few[..]
        }
        _ => {
            many = vm.new_tuple(args.kw_values);
            many.as_slice()
        }
    };
    // SAFETY: the caller made room for all registers.
    let registers = unsafe { std::slice::from_raw_parts_mut(window, n_params + 2) };
    // The arguments may be the registers: copy as if by memmove.
    let source = args.pos.as_ptr();
    // SAFETY: `direct` values are there on both sides.
    unsafe { std::ptr::copy(source, window, direct) };
    for r in &mut registers[direct..n_params] {
        *r = Value::UNBOUND;
    }
    let mut at = n_params;
    if let Some(extra) = extra {
        registers[at] = extra.value();
        at += 1;
    }
    if !args.kw_names.is_empty() || has_varkw {
        let kwargs = if has_varkw { Some(vm.new_dict()) } else { None };
        if let Some(kwargs) = kwargs {
            registers[at] = kwargs.value();
        }
        bind_keywords(vm, function, code, args, kw_values, registers, kwargs)?;
    }
    if n_given > n_pos && !has_varargs {
        return Err(raise_too_many(vm, function, args));
    }
    if direct < n_pos {
        let defaults = function.defaults.get().cast::<Tuple>();
        let n_defaults = defaults.map_or(0, |d| d.len());
        let first_default = n_pos.saturating_sub(n_defaults);
        let mut missing = 0;
        for (i, r) in registers.iter_mut().enumerate().take(n_pos).skip(direct) {
            if r.is_unbound() {
                match defaults {
                    // There may be more of them than parameters.
                    Some(defaults) if i >= first_default => {
                        *r = defaults.as_slice()[n_defaults - (n_pos - i)]
                    }
                    _ => missing += 1,
                }
            }
        }
        if missing > 0 {
            let required = &registers[..n_pos.min(first_default)];
            return Err(raise_missing(vm, function, required, 0, "positional"));
        }
    }
    if n_kwonly > 0 {
        let mut missing = false;
        for (i, register) in registers.iter_mut().enumerate().take(n_params).skip(n_pos) {
            if register.is_unbound() {
                let default = match function.kwdefaults.get().cast::<Dict>() {
                    Some(defaults) => {
                        let name = varnames(vm, code).as_slice()[i];
                        name.cast::<Str>().and_then(|name| defaults.get_str(vm, name))
                    }
                    None => None,
                };
                match default {
                    Some(v) => *register = v,
                    None => missing = true,
                }
            }
        }
        if missing {
            return Err(raise_missing(vm, function, &registers[n_pos..n_params], n_pos, "keyword-only"));
        }
    }
    Ok(())
}

fn bind_keywords(
    vm: &mut Vm,
    function: Gc<Function>,
    code: Gc<Code>,
    args: &Args<'_>,
    kw_values: &[Value],
    registers: &mut [Value],
    kwargs: Option<Gc<Dict>>,
) -> R<()> {
    let n_params = code.n_pos_params as usize + code.n_kwonly as usize;
    let n_posonly = code.n_posonly as usize;
    let names = varnames(vm, code);
    let names = &names.to_ref().as_slice()[..n_params];
    for (i, &keyword) in args.kw_names.iter().enumerate() {
        let value = kw_values[i];
        // Interned names are compared by address first.
        let mut place = names[n_posonly..].iter().position(|&n| n == keyword);
        if place.is_none() {
            let Some(text) = vm.as_str(keyword) else { return Err(raise_not_str(vm, function)) };
            place = names[n_posonly..]
                .iter()
                .position(|n| n.cast::<Str>().is_some_and(|n| n.as_bytes() == text.to_ref().as_bytes()));
        }
        match (place, kwargs) {
            (Some(p), _) => {
                let p = p + n_posonly;
                if !registers[p].is_unbound() {
                    let text = format!(
                        "{}() got multiple values for argument '{}'",
                        qualname(function),
                        display(vm, keyword)
                    );
                    return Err(vm.type_error(text));
                }
                registers[p] = value;
            }
            (None, Some(kwargs)) => kwargs.set_item(vm, keyword, value)?,
            (None, None) => return Err(raise_unexpected(vm, function, code, args, keyword)),
        }
    }
    Ok(())
}

fn qualname(function: Gc<Function>) -> String {
    function.qualname.get().to_display()
}

fn display(vm: &Vm, name: Value) -> String {
    vm.as_str(name).map(|s| s.to_display()).unwrap_or_default()
}

#[cold]
fn raise_not_str(vm: &mut Vm, function: Gc<Function>) -> Raised {
    let _ = function;
    vm.type_error("keywords must be strings")
}

#[cold]
fn raise_unexpected(
    vm: &mut Vm,
    function: Gc<Function>,
    code: Gc<Code>,
    args: &Args<'_>,
    keyword: Value,
) -> Raised {
    let names = varnames(vm, code);
    let posonly = &names.to_ref().as_slice()[..code.n_posonly as usize];
    let mut wrong = Vec::new();
    for &n in posonly {
        let n = display(vm, n);
        if args.kw_names.iter().any(|&k| display(vm, k) == n) {
            wrong.push(n);
        }
    }
    let name = qualname(function);
    if !wrong.is_empty() {
        return vm.type_error(format!(
            "{name}() got some positional-only arguments passed as keyword arguments: '{}'",
            wrong.join(", ")
        ));
    }
    let keyword = display(vm, keyword);
    let n_params = code.n_pos_params as usize + code.n_kwonly as usize;
    let candidates: Vec<String> = names.to_ref().as_slice()[code.n_posonly as usize..n_params]
        .iter()
        .map(|&n| display(vm, n))
        .collect();
    let hint = match taipan_runtime::suggest(&keyword, &candidates) {
        Some(s) => format!(". Did you mean '{s}'?"),
        None => String::new(),
    };
    vm.type_error(format!("{name}() got an unexpected keyword argument '{keyword}'{hint}"))
}

#[cold]
fn raise_too_many(vm: &mut Vm, function: Gc<Function>, args: &Args<'_>) -> Raised {
    let code = function.code.get();
    let n_pos = code.n_pos_params as usize;
    let n_defaults = function.defaults.get().cast::<Tuple>().map_or(0, |d| d.len());
    let names = varnames(vm, code);
    let n_params = n_pos + code.n_kwonly as usize;
    let given_kwonly = names.to_ref().as_slice()[n_pos..n_params]
        .iter()
        .filter(|&&n| args.kw_names.iter().any(|&k| display(vm, k) == display(vm, n)))
        .count();
    let s = |n: usize| if n == 1 { "" } else { "s" };
    let takes = if n_defaults > 0 {
        format!("from {} to {n_pos}", n_pos as isize - n_defaults as isize)
    } else {
        n_pos.to_string()
    };
    let plural = if n_defaults > 0 || n_pos != 1 { "s" } else { "" };
    let given = args.pos.len();
    let text = if given_kwonly > 0 {
        format!(
            "{}() takes {takes} positional argument{plural} but {given} positional argument{} (and {given_kwonly} keyword-only argument{}) were given",
            qualname(function),
            s(given),
            s(given_kwonly)
        )
    } else {
        let verb = if given == 1 { "was" } else { "were" };
        format!("{}() takes {takes} positional argument{plural} but {given} {verb} given", qualname(function))
    };
    vm.type_error(text)
}

#[cold]
fn raise_missing(
    vm: &mut Vm,
    function: Gc<Function>,
    registers: &[Value],
    first: usize,
    what: &str,
) -> Raised {
    let names = varnames(vm, function.code.get());
    let missing: Vec<String> = registers
        .iter()
        .enumerate()
        .filter(|(_, r)| r.is_unbound())
        .map(|(i, _)| format!("'{}'", display(vm, names.as_slice()[first + i])))
        .collect();
    let n = missing.len();
    let list = match &missing[..] {
        [one] => one.clone(),
        [a, b] => format!("{a} and {b}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
        [] => String::new(),
    };
    let s = if n == 1 { "" } else { "s" };
    let text = format!("{}() missing {n} required {what} argument{s}: {list}", qualname(function));
    vm.type_error(text)
}
