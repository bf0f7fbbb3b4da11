//! Calls: dispatch by the kind of callable, and the binding of arguments to native parameters.

use crate::kinds;
use crate::layout::{
    BoundMethod, Dict, Function, MethodWrapper, Module, NativeFunction, SlotWrapper, StaticMethod, Str, Type,
};
use crate::native::{Args, Binding, Naming, NativeDef, Params, R, Slot};
use crate::vm::Vm;
use taipan_heap::{Gc, Value, Values};

/// Values with UNBOUND for those that are missing: so few that a call to copy them would cost more.
#[inline(always)]
fn padded<const N: usize>(values: &[Value]) -> [Value; N] {
    let mut all = [Value::UNBOUND; N];
    let mut i = 0;
    while i < N && i < values.len() {
        all[i] = values[i];
        i += 1;
    }
    all
}

/// So many arguments are copied without a thought.
const FEW: usize = 4;

impl Params {
    /// May so many arguments by position be followed by missing ones?
    #[inline(always)]
    fn allows(&self, n: usize) -> bool {
        self.padded != Params::INEXACT
            && (usize::from(self.n_required)..=usize::from(self.n_pos)).contains(&n)
    }

    /// The same, and all of them are few.
    #[inline(always)]
    fn pads(&self, n: usize) -> bool {
        self.padded as usize <= FEW && self.allows(n)
    }
}

/// Native functions have at most this many parameters.
pub const PARAMS_MAX: usize = 32;

impl Vm {
    /// `callable(*args)`
    #[inline]
    pub fn call(&mut self, callable: Value, args: &[Value]) -> R {
        self.call_args(callable, &Args::pos(args))
    }

    /// `callable(item)`, as for each of many items.
    #[inline]
    pub fn call_item(&mut self, callable: Value, item: Value) -> R {
        match callable.cast::<NativeFunction>() {
            Some(native) => self.call_native_positional(native, &[item]),
            None => self.call(callable, &[item]),
        }
    }

    /// `callable(*args, **keywords)`
    pub fn call_args(&mut self, callable: Value, args: &Args<'_>) -> R {
        match callable.kind() {
            Some(kinds::FUNCTION) => match callable.cast::<Function>() {
                Some(function) => (self.hooks.call_function)(self, function, args),
                None => Err(self.raise_not_callable(callable)),
            },
            Some(kinds::BOUND_METHOD) => match callable.cast::<BoundMethod>() {
                Some(bound) => {
                    // What is bound may be a bound method again.
                    self.check_stack("")?;
                    self.call_prepended(bound.function, bound.receiver, args)
                }
                None => Err(self.raise_not_callable(callable)),
            },
            Some(kinds::NATIVE_FUNCTION | kinds::METHOD_DESCRIPTOR | kinds::CLASSMETHOD_DESCRIPTOR) => {
                match callable.cast::<NativeFunction>() {
                    Some(f) if args.kw_names.is_empty() => self.call_native_positional(f, args.pos),
                    Some(f) => self.call_native(f, args),
                    None => Err(self.raise_not_callable(callable)),
                }
            }
            _ => {
                let cls = self.class_of(callable);
                match self.slot_call(cls) {
                    Some(f) => {
                        self.check_stack(" while calling a Python object")?;
                        f(self, callable, args)
                    }
                    None => Err(self.raise_not_callable(callable)),
                }
            }
        }
    }

    fn raise_not_callable(&mut self, callable: Value) -> crate::Raised {
        let of = self.type_name(callable);
        let text = format!("'{of}' object is not callable");
        // A module was perhaps taken for what it is named after.
        if let Some(module) = callable.cast::<Module>() {
            let dict = module.dict.get();
            let name = self.intern("__name__");
            if let Some(name) = dict.get_str(self, name).and_then(|name| self.as_str(name))
                && dict.get_str(self, name).is_some_and(|found| self.is_callable(found))
            {
                let name = name.to_display();
                return self.type_error(format!("{text}. Did you mean: '{name}.{name}(...)'?"));
            }
        }
        self.type_error(text)
    }

    /// Is it callable?
    pub fn is_callable(&self, value: Value) -> bool {
        self.slot_call(self.class_of(value)).is_some()
    }

    /// `callable(first, *args, **keywords)`
    pub fn call_prepended(&mut self, callable: Value, first: Value, args: &Args<'_>) -> R {
        const INLINE: usize = 12;
        let n = args.pos.len() + 1;
        match *args.pos {
            [] => return self.call_args(callable, &Args { pos: &[first], ..*args }),
            [a] => return self.call_args(callable, &Args { pos: &[first, a], ..*args }),
            [a, b] => return self.call_args(callable, &Args { pos: &[first, a, b], ..*args }),
            _ => {}
        }
        if n <= INLINE {
            let mut buffer = [Value::UNBOUND; INLINE];
            buffer[0] = first;
            buffer[1..n].copy_from_slice(args.pos);
            return self.call_args(callable, &Args { pos: &buffer[..n], ..*args });
        }
        let mut all = Values::with_capacity(&mut self.heap, n);
        all.push(&mut self.heap, first);
        all.extend(&mut self.heap, args.pos);
        self.call_args(callable, &Args { pos: &all, ..*args })
    }

    /// `obj.name(*args)`
    pub fn call_method(&mut self, obj: Value, name: Gc<Str>, args: &[Value]) -> R {
        self.call_method_args(obj, name, &Args::pos(args))
    }

    /// `obj.name(*args, **keywords)`
    pub fn call_method_args(&mut self, obj: Value, name: Gc<Str>, args: &Args<'_>) -> R {
        let cls = self.class_of(obj);
        if cls.slots[crate::native::Slot::GetAttr as usize].get() == kinds::OBJECT
            && let Some(f) = self.type_lookup(cls, name)
            && self.is_method_descriptor(f)
            && self.instance_attr(obj, name).is_none()
        {
            return self.call_prepended(f, obj, args);
        }
        let method = self.get_attr(obj, name)?;
        self.call_args(method, args)
    }

    /// `obj.name(*args)` by text.
    pub fn call_method_named(&mut self, obj: Value, name: &str, args: &[Value]) -> R {
        let name = self.intern(name);
        self.call_method(obj, name, args)
    }

    /// Calls a special method that need not be there; `None` where it is not.
    pub fn call_special_opt(&mut self, obj: Value, name: Gc<Str>, args: &[Value]) -> R<Option<Value>> {
        let cls = self.class_of(obj);
        match self.type_lookup(cls, name) {
            Some(f) => crate::dunder::call_bound(self, obj, f, args).map(Some),
            None => Ok(None),
        }
    }

    /// Calls a native function object with positional arguments only, which lie in a row.
    #[inline(always)]
    pub fn call_native_positional(&mut self, f: Gc<NativeFunction>, args: &[Value]) -> R {
        let def = self.def_of(f);
        let (params, n) = (&def.params, args.len());
        let is_whole = n == params.exact as usize || n > params.exact as usize && params.spread;
        if is_whole || params.pads(n) {
            let fits = match def.binding {
                Binding::Static => true,
                Binding::Method => {
                    f.receiver.is_unbound()
                        && args.first().is_some_and(|&first| self.class_of(first).value() == f.owner)
                }
                Binding::Class => f.receiver.is_unbound() && args.first() == Some(&f.owner),
            };
            if fits && is_whole {
                // All there is is given, in place.
                return (def.call)(self, args);
            }
            if fits {
                return self.call_padded(def, args);
            }
        }
        self.call_native_filled(f, args)
    }

    /// Calls a native function with so few parameters that those which are missing cost little.
    #[inline(never)]
    fn call_padded(&mut self, def: &NativeDef, args: &[Value]) -> R {
        const NONE: Value = Value::UNBOUND;
        // Case by case: a loop would become a call to copy them.
        let few: [Value; FEW] = match *args {
            [] => [NONE; FEW],
            [a] => [a, NONE, NONE, NONE],
            [a, b] => [a, b, NONE, NONE],
            [a, b, c] => [a, b, c, NONE],
            [a, b, c, d, ..] => [a, b, c, d],
        };
        (def.call)(self, &few[..def.params.padded as usize])
    }

    /// [`Vm::call_native_positional`] where something must be put beside the arguments, or looked at more closely.
    #[inline(never)]
    fn call_native_filled(&mut self, f: Gc<NativeFunction>, args: &[Value]) -> R {
        let def = self.def_of(f);
        let params = &def.params;
        let n = args.len();
        if !f.receiver.is_unbound() && def.binding != Binding::Static {
            // A bound method: the receiver comes first.
            if params.pads(n + 1) {
                let mut few = [Value::UNBOUND; FEW];
                few[0] = f.receiver;
                for (i, &arg) in args.iter().enumerate() {
                    few[i + 1] = arg;
                }
                return (def.call)(self, &few[..params.padded as usize]);
            }
            const INLINE: usize = 8;
            let is_whole = n + 1 == params.exact as usize || n + 1 > params.exact as usize && params.spread;
            let n_values = if is_whole { n + 1 } else { params.padded as usize };
            if n_values <= INLINE && (is_whole || params.allows(n + 1)) {
                let mut buffer = [Value::UNBOUND; INLINE];
                buffer[0] = f.receiver;
                buffer[1..].copy_from_slice(&padded::<{ INLINE - 1 }>(args));
                return (def.call)(self, &buffer[..n_values]);
            }
            return self.call_native(f, &Args::pos(args));
        }
        let is_plain = match (def.binding, args.first(), f.owner.cast::<Type>()) {
            (Binding::Static, ..) => true,
            // A descriptor called as a function: its first argument must fit.
            (Binding::Method, Some(&first), Some(owner)) => {
                let cls = self.class_of(first);
                cls == owner || self.is_subtype(cls, owner)
            }
            (Binding::Class, Some(&first), Some(owner)) => {
                first.cast::<Type>().is_some_and(|cls| cls == owner || self.is_subtype(cls, owner))
            }
            _ => false,
        };
        if is_plain && params.allows(n) {
            const INLINE: usize = 8;
            let n_values = params.padded as usize;
            if n == n_values {
                return (def.call)(self, args);
            }
            if n_values <= FEW {
                return self.call_padded(def, args);
            }
            if n_values <= INLINE {
                return (def.call)(self, &padded::<INLINE>(args)[..n_values]);
            }
        }
        let n_pos = params.n_pos as usize;
        if is_plain && params.varargs && params.required_kwonly == 0 && n >= params.n_required as usize {
            const INLINE: usize = 6;
            let n_bound = params.n_bound();
            if params.spread {
                if n >= n_pos && n_bound == n_pos {
                    return (def.call)(self, args);
                }
                const SPREAD: usize = 12;
                let rest = args.get(n_pos..).unwrap_or_default();
                let n_values = n_bound + rest.len();
                if n_values <= SPREAD {
                    let mut buffer: [Value; SPREAD] = padded(&args[..n.min(n_pos)]);
                    for (place, &value) in buffer[n_bound..].iter_mut().zip(rest) {
                        *place = value;
                    }
                    return (def.call)(self, &buffer[..n_values]);
                }
            } else if n_bound <= INLINE {
                let rest = self.new_tuple(args.get(n_pos..).unwrap_or_default());
                let mut buffer: [Value; INLINE] = padded(&args[..n.min(n_pos)]);
                buffer[params.names.len()] = rest.value();
                return (def.call)(self, &buffer[..n_bound]);
            }
        }
        self.call_native(f, &Args::pos(args))
    }

    /// Calls a native function object.
    pub fn call_native(&mut self, f: Gc<NativeFunction>, args: &Args<'_>) -> R {
        let def = self.def_of(f);
        let bound = !f.receiver.is_unbound() && def.binding != Binding::Static;
        if bound {
            // Messages name the class that it was bound for.
            let owner = match f.receiver.cast::<Type>() {
                Some(_) => f.receiver,
                None => self.class_of(f.receiver).value(),
            };
            return self.call_native_def(def, owner, Some(f.receiver), args);
        }
        if f.receiver.is_unbound() && def.binding != Binding::Static {
            // A descriptor called as a function: its first argument must fit.
            self.check_descriptor_call(f, def, args)?;
        }
        self.call_native_def(def, f.owner, None, args)
    }

    fn check_descriptor_call(&mut self, f: Gc<NativeFunction>, def: &NativeDef, args: &Args<'_>) -> R<()> {
        let Some(owner) = f.owner.cast::<Type>() else { return Ok(()) };
        match args.pos.first() {
            None if def.binding == Binding::Class => {
                let owner = self.class_type_name(owner);
                let text = format!("descriptor '{}' of '{owner}' object needs an argument", def.name);
                Err(self.type_error(text))
            }
            Some(&first) if def.binding == Binding::Class => {
                self.check_class_receiver(def.name, owner, first)
            }
            None => {
                let text = format!(
                    "unbound method {}.{}() needs an argument",
                    owner.name.get().to_display(),
                    def.name
                );
                Err(self.type_error(text))
            }
            Some(&first) if def.binding == Binding::Method => {
                let cls = self.class_of(first);
                if self.is_subtype(cls, owner) {
                    return Ok(());
                }
                let of = self.type_name(first);
                let (name, owner) = (def.name, self.class_type_name(owner));
                let text =
                    format!("descriptor '{name}' for '{owner}' objects doesn't apply to a '{of}' object");
                Err(self.type_error(text))
            }
            Some(_) => Ok(()),
        }
    }

    /// Binds arguments to a native function's parameters and runs it.
    #[inline]
    pub fn call_native_def(
        &mut self,
        def: &'static NativeDef,
        owner: Value,
        first: Option<Value>,
        args: &Args<'_>,
    ) -> R {
        let params = &def.params;
        let n = args.pos.len() + first.is_some() as usize;
        if args.kw_names.is_empty() && n == params.n_pos as usize && params.n_bound() == n {
            return match first {
                None => (def.call)(self, args.pos),
                Some(first) if n <= 6 => {
                    let mut buffer = [Value::UNBOUND; 6];
                    buffer[0] = first;
                    buffer[1..n].copy_from_slice(args.pos);
                    (def.call)(self, &buffer[..n])
                }
                Some(first) => {
                    let mut buffer = [Value::UNBOUND; PARAMS_MAX];
                    buffer[0] = first;
                    buffer[1..n].copy_from_slice(args.pos);
                    (def.call)(self, &buffer[..n])
                }
            };
        }
        const FEW: usize = 6;
        let n_bound = params.n_bound();
        let (mut few, mut many);
        let out: &mut [Value] = if n_bound <= FEW {
            few = [Value::UNBOUND; FEW];
            &mut few[..n_bound]
        } else {
            many = [Value::UNBOUND; PARAMS_MAX];
            &mut many[..n_bound]
        };
        // A class method is shown with the class it is called on.
        let owner = match first {
            Some(class) if def.binding == Binding::Class => class,
            _ => owner,
        };
        let callee = Callee { name: def.name, owner, hidden: def.binding != Binding::Static };
        bind(self, &callee, params, first, args, out)?;
        if params.spread {
            let n_direct = (params.n_pos as usize).saturating_sub(first.is_some() as usize);
            let rest = args.pos.get(n_direct..).unwrap_or_default();
            let mut all = Values::with_capacity(&mut self.heap, n_bound + rest.len());
            all.extend(&mut self.heap, out);
            all.extend(&mut self.heap, rest);
            return (def.call)(self, &all);
        }
        (def.call)(self, out)
    }

    /// Splits a dict of keywords into names and values.
    pub fn dict_to_keywords(&mut self, dict: Gc<Dict>) -> R<(Values, Values)> {
        let mut names = Values::with_capacity(&mut self.heap, dict.len.get());
        let mut values = Values::with_capacity(&mut self.heap, dict.len.get());
        let mut at = 0;
        while let Some((i, key, value)) = dict.next_entry(at) {
            if self.as_str(key).is_none() {
                return Err(self.type_error("keywords must be strings"));
            }
            names.push(&mut self.heap, key);
            values.push(&mut self.heap, value);
            at = i + 1;
        }
        Ok((names, values))
    }

    /// The `__call__` of native callables: what `callable.__call__` and a subclass's `super().__call__` reach.
    pub fn call_known(&mut self, callable: Value, args: &Args<'_>) -> R {
        if let Some(wrapper) = callable.cast::<SlotWrapper>() {
            let Some((&receiver, rest)) = args.pos.split_first() else {
                let def = &crate::slots::SLOT_DEFS[wrapper.def as usize];
                let owner = self.class_type_name(wrapper.owner);
                return Err(self
                    .type_error(format!("descriptor '{}' of '{owner}' object needs an argument", def.name)));
            };
            let cls = self.class_of(receiver);
            if !self.is_subtype(cls, wrapper.owner) {
                let def = &crate::slots::SLOT_DEFS[wrapper.def as usize];
                let (owner, of) = (self.class_type_name(wrapper.owner), self.type_name(receiver));
                return Err(self.type_error(format!(
                    "descriptor '{}' requires a '{owner}' object but received a '{of}'",
                    def.name
                )));
            }
            return self.call_slot_wrapper(wrapper, receiver, &Args { pos: rest, ..*args });
        }
        if let Some(bound) = callable.cast::<MethodWrapper>() {
            return self.call_slot_wrapper(bound.wrapper, bound.receiver, args);
        }
        if let Some(s) = callable.cast::<StaticMethod>() {
            return self.call_args(s.function.get(), args);
        }
        self.call_args(callable, args)
    }

    /// Counts the level of a generator that native code resumes.
    #[inline]
    pub fn enter_native(&mut self, what: &'static str) -> R<()> {
        self.check_depth(what)?;
        self.thread.depth += 1;
        Ok(())
    }

    /// Is there room for one more call, on the native stack and by the recursion limit?
    #[inline]
    pub fn check_depth(&mut self, what: &'static str) -> R<()> {
        if taipan_heap::approximate_stack_pointer() < self.thread.native_stack.limit
            || self.thread.depth >= self.recursion_limit
        {
            return Err(self.raise_recursion(what));
        }
        Ok(())
    }

    /// A look at the native stack where recursion runs through native code. The recursion limit counts Python's frames
    /// only.
    #[inline(always)]
    pub fn check_stack(&mut self, what: &'static str) -> R<()> {
        if taipan_heap::approximate_stack_pointer() < self.thread.native_stack.limit {
            return Err(self.raise_recursion(what));
        }
        Ok(())
    }

    /// Ends what [`Vm::enter_native`] began.
    #[inline]
    pub fn leave_native(&mut self) {
        self.thread.depth -= 1;
    }
}

/// What messages say of the function that arguments are bound for.
pub struct Callee {
    /// Its name.
    pub name: &'static str,
    /// The class it is a method of, the name of its module, or UNBOUND.
    pub owner: Value,
    /// Its first parameter is `$self`, which does not count.
    pub hidden: bool,
}

impl Callee {
    /// What messages about its arguments say: `sort()`, or `function`.
    fn shown(&self, params: &Params) -> String {
        if params.naming == Naming::Nameless { "function".to_owned() } else { format!("{}()", self.name) }
    }

    /// `list.append`, `math.sqrt`, `len`
    fn qualified(&self, vm: &Vm) -> String {
        let owner = match self.owner.cast::<Type>() {
            Some(cls) => Some(cls.qualname.get().to_display()),
            None => vm.as_str(self.owner).map(|module| module.to_display()).filter(|m| m != "builtins"),
        };
        match owner {
            Some(owner) => format!("{owner}.{}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// [`bind`] inlined where arguments are given by position only and all there is is given by position.
#[inline(always)]
pub fn bind_constructor(
    vm: &mut Vm,
    callee: &Callee,
    params: &Params,
    first: Value,
    args: &Args<'_>,
    out: &mut [Value],
) -> R<()> {
    let n = args.pos.len() + 1;
    if !params.varargs
        && !params.varkw
        && params.required_kwonly == 0
        && args.kw_names.is_empty()
        && (params.n_required as usize..=params.n_pos as usize).contains(&n)
    {
        out[0] = first;
        out[1..n].copy_from_slice(args.pos);
        return Ok(());
    }
    bind(vm, callee, params, Some(first), args, out)
}

/// Binds arguments to the parameters of a native function, raising the `TypeError`s that CPython words.
pub fn bind(
    vm: &mut Vm,
    callee: &Callee,
    params: &Params,
    first: Option<Value>,
    args: &Args<'_>,
    out: &mut [Value],
) -> R<()> {
    let n_first = first.is_some() as usize;
    let n_given = args.pos.len() + n_first;
    let n_pos = params.n_pos as usize;
    let n_named = params.names.len();
    let hidden = usize::from(callee.hidden);
    if let Some(first) = first {
        out[0] = first;
    }
    let direct = n_pos.saturating_sub(n_first).min(args.pos.len());
    out[n_first..n_first + direct].copy_from_slice(&args.pos[..direct]);
    let only_positional = args.kw_names.is_empty() && !params.varargs && !params.varkw;
    if only_positional
        && params.required_kwonly == 0
        && (params.n_required as usize..=n_pos).contains(&n_given)
    {
        return Ok(());
    }
    let unpacked = params.naming == Naming::Unpacked;
    if !args.kw_names.is_empty() && params.n_posonly as usize == n_named && !params.varkw && !unpacked {
        if callee.owner.is_unbound() && callee.hidden && is_for_other_constructor(vm, out[0]) {
            return bind(vm, callee, params, first, &Args::pos(args.pos), out);
        }
        let is_bound = first.is_some() || callee.owner.cast::<Type>().is_none();
        let is_bare = is_bound && matches!(params.naming, Naming::Bare | Naming::Parsed);
        let function = if is_bare { callee.name.to_owned() } else { callee.qualified(vm) };
        return Err(vm.type_error(format!("{function}() takes no keyword arguments")));
    }
    let too_many = if params.varargs {
        if !params.spread {
            let rest = vm.new_tuple(&args.pos[direct..]);
            out[n_named] = rest.value();
        }
        false
    } else {
        n_given > n_pos || (!params.varkw && n_given + args.kw_names.len() > n_named)
    };
    if too_many || n_given < params.n_required.min(params.n_posonly) as usize {
        let cls = match out.first() {
            Some(first) => first.cast::<Type>().unwrap_or_else(|| vm.class_of(*first)),
            None => vm.class(kinds::OBJECT),
        };
        let subclass = Some(cls).filter(|cls| cls.has_flag(crate::native::type_flags::HEAP));
        return Err(raise_arity(vm, callee, params, n_given, args.kw_names.len(), subclass));
    }
    let mut has_wrong_keyword = false;
    let mut extra: Option<Gc<Dict>> = None;
    for (&name, &value) in args.kw_names.iter().zip(args.kw_values) {
        let Some(text) = vm.as_str(name) else { return Err(vm.type_error("keywords must be strings")) };
        let text = text.to_ref().as_bytes();
        let place = params.names.iter().skip(params.n_posonly as usize).position(|p| p.as_bytes() == text);
        match place {
            Some(i) => {
                let i = i + params.n_posonly as usize;
                if out[i].is_unbound() {
                    out[i] = value;
                } else {
                    has_wrong_keyword = true;
                }
            }
            None if params.varkw => {
                let dict = match extra {
                    Some(dict) => dict,
                    None => vm.new_dict_sized(args.kw_names.len()),
                };
                extra = Some(dict);
                dict.set_item(vm, name, value)?;
            }
            None => has_wrong_keyword = true,
        }
    }
    if params.varkw {
        out[n_named + (params.varargs && !params.spread) as usize] =
            extra.map_or(Value::UNBOUND, |d| d.value());
    }
    for (i, value) in out.iter().enumerate().take(params.n_required as usize) {
        if value.is_unbound() {
            let text = format!(
                "{} missing required argument '{}' (pos {})",
                callee.shown(params),
                params.names[i],
                i + 1 - hidden
            );
            return Err(vm.type_error(text));
        }
    }
    for (i, name) in params.names.iter().enumerate().skip(n_pos) {
        if params.required_kwonly >> (i - n_pos) & 1 != 0 && out[i].is_unbound() {
            return Err(vm.type_error(format!(
                "{} missing required argument '{name}' (pos {})",
                callee.shown(params),
                i + 1 - hidden
            )));
        }
    }
    if has_wrong_keyword {
        return Err(raise_wrong_keyword(vm, callee, params, n_given, args.kw_names));
    }
    Ok(())
}

/// A keyword stands for what is given by position too, or for nothing.
#[cold]
fn raise_wrong_keyword(
    vm: &mut Vm,
    callee: &Callee,
    params: &Params,
    n_given: usize,
    kw_names: &[Value],
) -> crate::Raised {
    let (function, hidden) = (callee.shown(params), usize::from(callee.hidden));
    let n_posonly = params.n_posonly as usize;
    let given = |vm: &Vm, i: usize| {
        kw_names.iter().any(|&k| vm.as_str(k).is_some_and(|k| k.as_bytes() == params.names[i].as_bytes()))
    };
    for i in n_posonly..n_given.min(params.n_pos as usize) {
        if given(vm, i) {
            let (name, position) = (params.names[i], i + 1 - hidden);
            let text = format!("argument for {function} given by name ('{name}') and position ({position})");
            return vm.type_error(text);
        }
    }
    let known: Vec<String> = params.names.iter().skip(n_posonly).map(|n| (*n).to_owned()).collect();
    for &key in kw_names {
        let name = vm.as_str(key).map_or_else(String::new, |n| n.to_display());
        if !vm.is_exact(key, kinds::STR) {
            for parameter in &known {
                let parameter = vm.new_str(parameter).value();
                match vm.equal(key, parameter) {
                    Ok(false) => {}
                    Ok(true) => return vm.type_error(format!("invalid keyword argument for {function}")),
                    Err(raised) => return raised,
                }
            }
        }
        if !known.contains(&name) {
            let hint = match crate::suggest(&name, &known) {
                Some(hint) => format!(". Did you mean '{hint}'?"),
                None => String::new(),
            };
            let this = if params.naming == Naming::Nameless { "this " } else { "" };
            return vm
                .type_error(format!("{this}{function} got an unexpected keyword argument '{name}'{hint}"));
        }
    }
    vm.type_error(format!("{function} got a keyword argument twice"))
}

/// Are keywords that a `__new__` does not know perhaps for the `__init__` of a subclass? (The other way round only lists
/// leave them alone.)
fn is_for_other_constructor(vm: &Vm, first: Value) -> bool {
    match first.cast::<Type>() {
        Some(cls) => cls.slots[Slot::Init as usize].get() == kinds::DUNDER,
        None => {
            vm.as_list(first).is_some() && vm.class_of(first).slots[Slot::New as usize].get() == kinds::DUNDER
        }
    }
}

#[cold]
fn raise_arity(
    vm: &mut Vm,
    callee: &Callee,
    params: &Params,
    n_given: usize,
    n_kw: usize,
    subclass: Option<Gc<Type>>,
) -> crate::Raised {
    let subclass_name = subclass.map(|cls| cls.name.get().to_display());
    let function = match &subclass_name {
        // These tell the class that they are called for.
        Some(name) if matches!(callee.name, "set" | "frozenset") => name,
        _ => callee.name,
    };
    let hidden = usize::from(callee.hidden);
    let given = n_given - hidden.min(n_given);
    let max = params.n_pos as usize - hidden;
    let min = (params.n_required as usize).saturating_sub(hidden);
    let s = |n: usize| if n == 1 { "" } else { "s" };
    let unpacked = params.naming == Naming::Unpacked;
    let posonly = params.n_posonly as usize == params.names.len() && !unpacked;
    let is_constructor = callee.hidden && callee.owner.is_unbound();
    let text = if posonly && matches!(params.naming, Naming::Parsed | Naming::ParsedNameless) {
        let function =
            if params.naming == Naming::Parsed { format!("{function}()") } else { "function".to_owned() };
        let (word, n) = match (min == max, given < min) {
            (true, _) => ("exactly", max),
            (false, true) => ("at least", min),
            (false, false) => ("at most", max),
        };
        if max == 0 {
            format!("{function} takes no arguments")
        } else {
            format!("{function} takes {word} {n} argument{} ({given} given)", s(n))
        }
    } else if unpacked && max == 0 {
        format!("{function}() takes no arguments")
    } else if posonly {
        if max == 0 && (params.varkw || is_constructor) {
            format!("{function}() takes no positional arguments")
        } else if max == 0 {
            format!("{}() takes no arguments ({given} given)", callee.qualified(vm))
        } else if min == max && max == 1 && !is_constructor {
            format!("{}() takes exactly one argument ({given} given)", callee.qualified(vm))
        } else if min == max && !params.varargs {
            format!("{function} expected {max} argument{}, got {given}", s(max))
        } else if given < min {
            format!("{function} expected at least {min} argument{}, got {given}", s(min))
        } else {
            format!("{function} expected at most {max} argument{}, got {given}", s(max))
        }
    } else if is_constructor && matches!(function, "int" | "str") && n_kw == 0 && subclass.is_none() {
        // These (not their subclasses) are called without their signatures in CPython.
        format!("{function} expected at most {max} arguments, got {given}")
    } else if !params.varargs && !params.varkw && given + n_kw > params.names.len() - hidden {
        let (n, word) = (params.names.len() - hidden, if given == 0 { "keyword " } else { "" });
        let function = callee.shown(params);
        format!("{function} takes at most {n} {word}argument{} ({} given)", s(n), given + n_kw)
    } else if given > max {
        if max == 0 {
            format!("{function}() takes no positional arguments")
        } else {
            let word = if min == max && params.naming != Naming::Parsed { "exactly" } else { "at most" };
            format!("{function}() takes {word} {max} positional argument{} ({given} given)", s(max))
        }
    } else {
        let min = min.min((params.n_posonly as usize).saturating_sub(hidden));
        let word = if min == max && !params.varargs { "exactly" } else { "at least" };
        format!("{function}() takes {word} {min} positional argument{} ({given} given)", s(min))
    };
    vm.type_error(text)
}
