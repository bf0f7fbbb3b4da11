//! `_contextvars`: values that belong to a chain of calls and not to a thread.
//!
//! A context holds a dict that copies share until one of them is changed.

use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::object::identity_hash;
use taipan_objects::types::rows;
use taipan_runtime::layout::{Dict, Module, Str, Type};
use taipan_runtime::{
    Args, CompareOp, Field, Gc, Header, Kind, LayoutInfo, ModuleDef, R, TypeDef, Value, Values, Vm,
    kinds::{self, Numbered},
    type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_contextvars",
    doc: "Context variables.",
    functions: &Functions::NATIVE,
    types: &[&Context::TYPE, &ContextVar::TYPE, &Token::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let missing = missing(vm);
    let cls = vm.class(<Token as Numbered>::NUMBER);
    let name = vm.intern("MISSING");
    let dict = vm.class_dict(cls);
    dict.set_str(vm, name, missing);
    vm.class_changed(cls);
    let _ = module;
    Ok(())
}

/// A mapping from context variables to values.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Context {
    header: Header,
    vars: Field<Gc<Dict>>,
    /// Another context has the same dict.
    #[untraced]
    shared: Cell<bool>,
    #[untraced]
    entered: Cell<bool>,
    /// The context of `decimal` that counts in this one, as it was found last; UNBOUND after any change of a variable.
    pub decimal: Field<Value>,
}

impl Context {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Context as Numbered>::NUMBER,
        name: "Context",
        module: "_contextvars",
        doc: "",
        flags: type_flags::WEAKREFABLE,
        native: &Context::NATIVE,
        layout: Some(LayoutInfo::of::<Context>()),
        ..TypeDef::DEFAULT
    };
}

fn new_context(vm: &mut Vm) -> Gc<Context> {
    let vars = vm.new_dict();
    let header = Header::new::<Context>(vm.class_address(<Context as Numbered>::NUMBER));
    let (shared, entered) = (Cell::new(false), Cell::new(false));
    let decimal = Field::new(Value::UNBOUND);
    vm.heap.alloc(Context { header, vars: Field::new(vars), shared, entered, decimal })
}

/// The running thread's context.
pub fn current(vm: &mut Vm) -> Gc<Context> {
    if let Some(context) = vm.thread.context.cast::<Context>() {
        return context;
    }
    let context = new_context(vm);
    context.entered.set(true);
    vm.thread.context = context.value();
    context
}

/// A copy, which costs next to nothing.
pub fn copy(vm: &mut Vm, context: Gc<Context>) -> Gc<Context> {
    context.shared.set(true);
    let header = Header::new::<Context>(vm.class_address(<Context as Numbered>::NUMBER));
    let vars = Field::new(context.vars.get());
    let decimal = Field::new(context.decimal.get());
    vm.heap.alloc(Context { header, vars, shared: Cell::new(true), entered: Cell::new(false), decimal })
}

/// Makes a context the running thread's; gives the one before.
pub fn enter(vm: &mut Vm, context: Gc<Context>) -> R {
    if context.entered.get() {
        let text = vm.repr(context.value())?.to_display();
        return Err(vm.runtime_error(format!("cannot enter context: {text} is already entered")));
    }
    context.entered.set(true);
    Ok(std::mem::replace(&mut vm.thread.context, context.value()))
}

/// Ends what [`enter`] began.
pub fn leave(vm: &mut Vm, context: Gc<Context>, before: Value) {
    context.entered.set(false);
    vm.thread.context = before;
}

/// The dict of a context, to be changed.
fn own_vars(vm: &mut Vm, context: Gc<Context>) -> Gc<Dict> {
    context.decimal.set(context, Value::UNBOUND);
    if context.shared.get() {
        let copy = context.vars.get().copy(vm);
        context.vars.set(context, copy);
        context.shared.set(false);
    }
    context.vars.get()
}

fn lookup(vm: &mut Vm, context: Gc<Context>, var: Value) -> R<Option<Value>> {
    let vars = context.vars.get();
    if vars.len.get() == 0 {
        return Ok(None);
    }
    let entry = vars.find(vm, var, identity_hash(var))?;
    Ok(entry.map(|i| vars.value_at(i)))
}

fn var_key(vm: &mut Vm, key: Value) -> R<Value> {
    if key.cast::<ContextVar>().is_some() {
        return Ok(key);
    }
    let text = vm.repr(key)?.to_display();
    Err(vm.type_error(format!("a ContextVar key was expected, got {text}")))
}

#[native]
impl Context {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Context>> {
        let _ = cls;
        if !args.pos.is_empty() || args.has_kw() {
            return Err(vm.type_error("Context() does not accept any arguments"));
        }
        Ok(new_context(vm))
    }

    /// The value of a variable, or the default.
    #[sig("($self, key, default=None, /)")]
    fn get(vm: &mut Vm, this: Gc<Context>, key: Value, default: Value) -> R {
        let key = var_key(vm, key)?;
        Ok(lookup(vm, this, key)?.unwrap_or(default))
    }

    /// The variables with their values.
    #[sig("($self, /)")]
    fn items(vm: &mut Vm, this: Gc<Context>) -> Value {
        iterate(vm, this, kinds::CONTEXT_ITEMS)
    }

    fn __getitem__(vm: &mut Vm, this: Gc<Context>, key: Value) -> R {
        let key = var_key(vm, key)?;
        match lookup(vm, this, key)? {
            Some(value) => Ok(value),
            None => Err(vm.key_error(key)),
        }
    }

    fn __contains__(vm: &mut Vm, this: Gc<Context>, key: Value) -> R<bool> {
        let key = var_key(vm, key)?;
        Ok(lookup(vm, this, key)?.is_some())
    }

    fn __len__(_: &mut Vm, this: Gc<Context>) -> usize {
        this.vars.get().len.get()
    }

    fn __iter__(vm: &mut Vm, this: Gc<Context>) -> Value {
        iterate(vm, this, kinds::CONTEXT_KEYS)
    }

    fn __richcmp__(vm: &mut Vm, this: Value, other: Value, op: CompareOp) -> R {
        let (Some(a), Some(b)) = (this.cast::<Context>(), other.cast::<Context>()) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        vm.compare(a.vars.get().value(), b.vars.get().value(), op)
    }

    /// The variables with a value.
    #[sig("($self, /)")]
    fn keys(vm: &mut Vm, this: Gc<Context>) -> Value {
        iterate(vm, this, kinds::CONTEXT_KEYS)
    }

    /// The values.
    #[sig("($self, /)")]
    fn values(vm: &mut Vm, this: Gc<Context>) -> Value {
        iterate(vm, this, kinds::CONTEXT_VALUES)
    }

    /// A copy of the context.
    #[sig("($self, /)")]
    #[name("copy")]
    fn copy_(vm: &mut Vm, this: Gc<Context>) -> Gc<Context> {
        copy(vm, this)
    }

    /// Call a function in this context.
    #[sig("($self, /, *args, **kwargs)")]
    #[shown("")]
    fn run(vm: &mut Vm, this: Gc<Context>, args: Value, kwargs: Value) -> R {
        let args = vm.to_tuple(args)?;
        let Some((&callable, rest)) = args.to_ref().as_slice().split_first() else {
            return Err(vm.type_error("run() missing 1 required positional argument"));
        };
        let before = enter(vm, this)?;
        let result = match kwargs.cast::<Dict>() {
            Some(dict) => match vm.dict_to_keywords(dict) {
                Ok((names, values)) => {
                    vm.call_args(callable, &Args { pos: rest, kw_names: &names, kw_values: &values })
                }
                Err(raised) => Err(raised),
            },
            None => vm.call(callable, rest),
        };
        leave(vm, this, before);
        result
    }
}

/// An iterator over what a context holds now.
fn iterate(vm: &mut Vm, this: Gc<Context>, kind: Kind) -> Value {
    let vars = this.vars.get();
    let mut all = Values::new();
    let mut i = 0;
    while let Some((at, key, value)) = vars.next_entry(i) {
        let item = match kind {
            kinds::CONTEXT_KEYS => key,
            kinds::CONTEXT_VALUES => value,
            _ => vm.new_tuple(&[key, value]).value(),
        };
        all.push(&mut vm.heap, item);
        i = at + 1;
    }
    rows::new(vm, kind, &all)
}

/// A variable with a value for each context.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct ContextVar {
    header: Header,
    name: Gc<Str>,
    /// The default, or UNBOUND.
    default: Value,
}

impl ContextVar {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <ContextVar as Numbered>::NUMBER,
        name: "ContextVar",
        module: "_contextvars",
        doc: "",
        native: &ContextVar::NATIVE,
        layout: Some(LayoutInfo::of::<ContextVar>()),
        ..TypeDef::DEFAULT
    };
}

/// A new variable; `default` may be UNBOUND.
pub fn new_var(vm: &mut Vm, name: Gc<Str>, default: Value) -> Gc<ContextVar> {
    let header = Header::new::<ContextVar>(vm.class_address(<ContextVar as Numbered>::NUMBER));
    vm.heap.alloc(ContextVar { header, name, default })
}

/// A variable's value in the running context.
pub fn value_of(vm: &mut Vm, var: Gc<ContextVar>) -> R<Option<Value>> {
    let Some(context) = vm.thread.context.cast::<Context>() else { return Ok(None) };
    lookup(vm, context, var.value())
}

/// Gives a variable a value in the running context.
pub fn set_var(vm: &mut Vm, var: Gc<ContextVar>, value: Value) -> R<()> {
    let context = current(vm);
    let vars = own_vars(vm, context);
    vars.set_item_hashed(vm, var.value(), identity_hash(var.value()), value)
}

fn new_token(vm: &mut Vm, context: Gc<Context>, var: Gc<ContextVar>, old: Value) -> Gc<Token> {
    let header = Header::new::<Token>(vm.class_address(<Token as Numbered>::NUMBER));
    vm.heap.alloc(Token { header, context, var, old, used: Cell::new(false) })
}

fn reset(vm: &mut Vm, var: Gc<ContextVar>, token: Gc<Token>) -> R<()> {
    if token.used.get() {
        let text = vm.repr(token.value())?.to_display();
        return Err(vm.runtime_error(format!("{text} has already been used once")));
    }
    if token.var != var {
        let text = vm.repr(token.value())?.to_display();
        return Err(vm.value_error(format!("{text} was created by a different ContextVar")));
    }
    let context = current(vm);
    if token.context != context {
        let text = vm.repr(token.value())?.to_display();
        return Err(vm.value_error(format!("{text} was created in a different Context")));
    }
    token.used.set(true);
    let vars = own_vars(vm, context);
    match token.old.bound() {
        Some(old) => vars.set_item_hashed(vm, var.value(), identity_hash(var.value()), old),
        None => {
            if let Some(i) = vars.find(vm, var.value(), identity_hash(var.value()))? {
                vars.remove_at(i);
            }
            Ok(())
        }
    }
}

#[native]
impl ContextVar {
    fn __hash__(_: &mut Vm, this: Value) -> i64 {
        taipan_objects::types::object::identity_hash(this)
    }

    #[sig("($cls, name, /, *, default=<unrepresentable>)")]
    #[naming(Parsed)]
    #[shown("")]
    #[name("ContextVar")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, name: Value, default: Option<Value>) -> R<Gc<ContextVar>> {
        let _ = cls;
        let Some(text) = vm.as_str(name) else {
            return Err(vm.type_error("context variable name must be a str"));
        };
        // The hash of a subclass may fail.
        vm.hash(name)?;
        Ok(new_var(vm, text, default.unwrap_or(Value::UNBOUND)))
    }

    /// The value in the current context, or the default.
    #[sig("($self, default=<unrepresentable>, /)")]
    fn get(vm: &mut Vm, this: Gc<ContextVar>, default: Option<Value>) -> R {
        if let Some(value) = value_of(vm, this)? {
            return Ok(value);
        }
        if let Some(value) = default.or(this.default.bound()) {
            return Ok(value);
        }
        let cls = vm.class(kinds::LOOKUP_ERROR);
        let exc = vm.new_exception(cls, &[this.value()]);
        Err(vm.raise_object(exc))
    }

    /// Give it a value in the current context; the token can undo that.
    #[sig("($self, value, /)")]
    fn set(vm: &mut Vm, this: Gc<ContextVar>, value: Value) -> R<Gc<Token>> {
        let context = current(vm);
        let old = lookup(vm, context, this.value())?.unwrap_or(Value::UNBOUND);
        set_var(vm, this, value)?;
        Ok(new_token(vm, context, this, old))
    }

    /// Give it the value back that it had when the token was made.
    #[sig("($self, token, /)")]
    #[name("reset")]
    fn reset_(vm: &mut Vm, this: Gc<ContextVar>, token: Value) -> R<()> {
        match token.cast::<Token>() {
            Some(token) => reset(vm, this, token),
            None => {
                let text = vm.repr(token)?.to_display();
                Err(vm.type_error(format!("expected an instance of Token, got {text}")))
            }
        }
    }

    fn __repr__(vm: &mut Vm, this: Gc<ContextVar>) -> R<String> {
        let name = vm.repr(this.name.value())?.to_display();
        let default = match this.default.bound() {
            Some(default) => format!(" default={}", vm.repr(default)?.to_display()),
            None => String::new(),
        };
        Ok(format!("<ContextVar name={name}{default} at {:#x}>", this.address()))
    }

    /// Its name.
    #[member]
    fn name(_: &mut Vm, this: Gc<ContextVar>) -> Gc<Str> {
        this.name
    }

    /// A generic alias of the class.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }
}

/// What `ContextVar.set` gives, to be undone.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Token {
    header: Header,
    context: Gc<Context>,
    var: Gc<ContextVar>,
    /// The value before, or UNBOUND.
    old: Value,
    #[untraced]
    used: Cell<bool>,
}

impl Token {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Token as Numbered>::NUMBER,
        name: "Token",
        module: "_contextvars",
        doc: "",
        flags: type_flags::UNHASHABLE,
        native: &Token::NATIVE,
        layout: Some(LayoutInfo::of::<Token>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Token {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Gc<Token>> {
        let _ = (cls, args);
        Err(vm.runtime_error("Tokens can only be created by ContextVars"))
    }

    fn __repr__(vm: &mut Vm, this: Gc<Token>) -> R<String> {
        let var = vm.repr(this.var.value())?.to_display();
        let used = if this.used.get() { " used" } else { "" };
        Ok(format!("<Token{used} var={var} at {:#x}>", this.address()))
    }

    /// The variable.
    #[getter]
    fn var(_: &mut Vm, this: Gc<Token>) -> Gc<ContextVar> {
        this.var
    }

    /// The value before, or Token.MISSING.
    #[getter]
    fn old_value(vm: &mut Vm, this: Gc<Token>) -> Value {
        match this.old.bound() {
            Some(old) => old,
            None => missing(vm),
        }
    }

    /// A generic alias of the class.
    #[classmethod]
    #[sig("($type, object, /)")]
    fn __class_getitem__(vm: &mut Vm, cls: Value, item: Value) -> R {
        vm.new_generic_alias(cls, item)
    }

    /// Begin a block at whose end the variable gets its old value back.
    #[sig("($self, /)")]
    fn __enter__(_: &mut Vm, this: Gc<Token>) -> Gc<Token> {
        this
    }

    /// Give the variable its old value back.
    #[sig("($self, type, value, traceback, /)")]
    #[shown("($self, type, val, tb, /)")]
    fn __exit__(vm: &mut Vm, this: Gc<Token>, class: Value, value: Value, traceback: Value) -> R<()> {
        let _ = (class, value, traceback);
        reset(vm, this.var, this)
    }
}

/// `Token.MISSING`
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Missing {
    header: Header,
}

impl Missing {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Missing as Numbered>::NUMBER,
        name: "MISSING",
        module: "Token",
        flags: type_flags::NO_NEW,
        native: &Missing::NATIVE,
        layout: Some(LayoutInfo::of::<Missing>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl Missing {
    fn __repr__(_: &mut Vm, this: Gc<Missing>) -> &'static str {
        let _ = this;
        "<Token.MISSING>"
    }
}

#[derive(Trace, Default)]
struct State {
    missing: Option<Gc<Missing>>,
}

fn missing(vm: &mut Vm) -> Value {
    if let Some(missing) = vm.state::<State>().missing {
        return missing.value();
    }
    let header = Header::new::<Missing>(vm.class_address(<Missing as Numbered>::NUMBER));
    let made = vm.heap.alloc(Missing { header });
    vm.state::<State>().missing = Some(made);
    made.value()
}

struct Functions;

#[native]
impl Functions {
    /// A copy of the current context.
    #[sig("($module, /)")]
    fn copy_context(vm: &mut Vm) -> Gc<Context> {
        let context = current(vm);
        copy(vm, context)
    }
}
