//! The attributes at work on a small stand-in for the runtime.
#![deny(unsafe_code)]

use mock::*;
use taipan_macros::{Layout, NativeType, Trace, native};

mod mock {
    //! What the generated code names, reduced to what shows that it was called rightly.
    #![expect(unsafe_code, reason = "the trait is unsafe")]
    #![allow(dead_code, reason = "a faithful outline of the tables")]

    #[derive(Clone, Copy, PartialEq, Debug)]
    pub enum Value {
        Unbound,
        None,
        Bool(bool),
        Int(i64),
        Text(&'static str),
        Many(&'static [Value]),
    }
    impl Value {
        pub const UNBOUND: Value = Value::Unbound;
        pub const NONE: Value = Value::None;
        pub const TRUE: Value = Value::Bool(true);
        pub const FALSE: Value = Value::Bool(false);
        pub const fn int32(i: i32) -> Value {
            Value::Int(i as i64)
        }
        pub fn is_unbound(self) -> bool {
            self == Value::Unbound
        }
    }

    #[derive(Default)]
    pub struct Vm {
        pub log: Vec<String>,
    }
    impl Vm {
        pub fn adopt(&mut self, cls: Gc<Type>, value: Value) -> R {
            self.log.push(format!("adopt {}", cls.0));
            Ok(value)
        }
    }
    #[derive(Clone, Copy, Debug, PartialEq)]
    pub struct Raised;
    pub type R<T = Value> = Result<T, Raised>;
    pub type Kind = u16;

    pub struct Gc<T>(pub i64, pub std::marker::PhantomData<T>);
    impl<T> Clone for Gc<T> {
        fn clone(&self) -> Self {
            *self
        }
    }
    impl<T> Copy for Gc<T> {}
    impl<T> From<Gc<T>> for Value {
        fn from(cell: Gc<T>) -> Value {
            Value::Int(cell.0)
        }
    }
    pub struct Str;
    pub struct Type;
    pub struct Buffer;
    #[derive(Clone, Copy, PartialEq, Debug)]
    pub enum CompareOp {
        Lt,
    }
    pub struct Args<'a> {
        pub pos: &'a [Value],
    }

    pub struct ArgName {
        pub function: &'static str,
        pub name: &'static str,
        pub position: u8,
        pub posonly: bool,
        pub alone: bool,
    }
    pub trait FromValue: Sized {
        fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<Self>;
    }
    fn wrong<T>(vm: &mut Vm, arg: &ArgName) -> R<T> {
        vm.log.push(format!("{}() argument {} {} {}", arg.function, arg.position, arg.name, arg.posonly));
        Err(Raised)
    }
    impl FromValue for i64 {
        fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<i64> {
            if let Value::Int(i) = value { Ok(i) } else { wrong(vm, arg) }
        }
    }
    impl FromValue for bool {
        fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<bool> {
            if let Value::Bool(b) = value { Ok(b) } else { wrong(vm, arg) }
        }
    }
    impl<T> FromValue for Gc<T> {
        fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<Gc<T>> {
            i64::from_value(vm, value, arg).map(|i| Gc(i, std::marker::PhantomData))
        }
    }
    impl FromValue for Value {
        fn from_value(_: &mut Vm, value: Value, _: &ArgName) -> R<Value> {
            Ok(value)
        }
    }
    impl<T: FromValue> FromValue for Option<T> {
        fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<Option<T>> {
            if value.is_unbound() { Ok(None) } else { T::from_value(vm, value, arg).map(Some) }
        }
    }
    pub trait IntoResult {
        fn into_result(self, vm: &mut Vm) -> R;
    }
    impl IntoResult for Value {
        fn into_result(self, _: &mut Vm) -> R {
            Ok(self)
        }
    }
    impl IntoResult for i64 {
        fn into_result(self, _: &mut Vm) -> R {
            Ok(Value::Int(self))
        }
    }
    impl IntoResult for () {
        fn into_result(self, _: &mut Vm) -> R {
            Ok(Value::None)
        }
    }
    impl<T: IntoResult> IntoResult for R<T> {
        fn into_result(self, vm: &mut Vm) -> R {
            self?.into_result(vm)
        }
    }

    #[derive(Debug, PartialEq)]
    pub struct Params {
        pub names: &'static [&'static str],
        pub n_posonly: u8,
        pub n_pos: u8,
        pub n_required: u8,
        pub exact: u32,
        pub padded: u32,
        pub required_kwonly: u32,
        pub varargs: bool,
        pub spread: bool,
        pub varkw: bool,
        pub naming: Naming,
    }
    #[derive(Debug, PartialEq)]
    #[expect(dead_code, reason = "not all of them are asked for here")]
    pub enum Naming {
        Qualified,
        Bare,
        Nameless,
    }
    #[derive(Debug, PartialEq)]
    pub enum Binding {
        Static,
        Method,
        Class,
    }
    pub struct NativeDef {
        pub name: &'static str,
        pub doc: &'static str,
        pub text_signature: &'static str,
        pub params: Params,
        pub binding: Binding,
        pub call: fn(&mut Vm, &[Value]) -> R,
    }
    pub type Put = fn(&mut Vm, Value, Value) -> R<()>;
    pub struct GetSetDef {
        pub name: &'static str,
        pub doc: &'static str,
        pub get: fn(&mut Vm, Value) -> R,
        pub set: Option<Put>,
        pub is_member: bool,
    }
    macro_rules! slots {
        ($($name:ident: $t:ty),* $(,)?) => {
            pub struct Slots { $(pub $name: Option<$t>),* }
            impl Slots { pub const NONE: Slots = Slots { $($name: None),* }; }
        };
    }
    type Binary = fn(&mut Vm, Value, Value) -> R;
    type Ternary = fn(&mut Vm, Value, Value, Value) -> R;
    slots! {
        slot_repr: fn(&mut Vm, Value) -> R, slot_hash: fn(&mut Vm, Value) -> R<i64>,
        slot_len: fn(&mut Vm, Value) -> R<usize>, slot_bool: fn(&mut Vm, Value) -> R<bool>,
        slot_del: fn(&mut Vm, Value) -> R<()>, slot_next: fn(&mut Vm, Value) -> R<Option<Value>>,
        slot_call: fn(&mut Vm, Value, &Args<'_>) -> R, slot_init: fn(&mut Vm, Value, &Args<'_>) -> R<()>,
        slot_new: fn(&mut Vm, Gc<Type>, &Args<'_>) -> R, slot_getattr: fn(&mut Vm, Value, Gc<Str>) -> R,
        slot_setattr: fn(&mut Vm, Value, Gc<Str>, Value) -> R<()>, slot_get: Ternary,
        slot_set: fn(&mut Vm, Value, Value, Value) -> R<()>, slot_compare: fn(&mut Vm, Value, Value, CompareOp) -> R,
        slot_getitem: Binary, slot_setitem: fn(&mut Vm, Value, Value, Value) -> R<()>,
        slot_contains: fn(&mut Vm, Value, Value) -> R<bool>, slot_inplace_repeat: fn(&mut Vm, Value, i64) -> R,
        slot_add: Binary, slot_ior: Binary, slot_pow: Ternary, slot_buffer: fn(&mut Vm, Value, i32) -> R<Buffer>,
    }
    pub struct Native {
        pub slots: Slots,
        pub methods: &'static [NativeDef],
        pub getsets: &'static [GetSetDef],
    }

    /// Leaves the positional arguments where they fall.
    pub struct Callee {
        pub name: &'static str,
        pub owner: Value,
        pub hidden: bool,
    }

    pub fn bind(
        vm: &mut Vm,
        callee: &Callee,
        params: &Params,
        first: Option<Value>,
        args: &Args<'_>,
        out: &mut [Value],
    ) -> R<()> {
        if args.pos.len() >= usize::from(params.n_pos) {
            vm.log.push(format!("{}() takes less", callee.name));
            return Err(Raised);
        }
        for (place, &value) in out.iter_mut().zip(first.iter().chain(args.pos)) {
            *place = value;
        }
        Ok(())
    }

    pub fn bind_constructor(
        vm: &mut Vm,
        callee: &Callee,
        params: &Params,
        first: Value,
        args: &Args<'_>,
        out: &mut [Value],
    ) -> R<()> {
        bind(vm, callee, params, Some(first), args, out)
    }

    pub struct Header(pub u64);
    pub struct Tracer<'a>(pub &'a mut Vec<Value>);
    pub trait Trace {
        fn trace(&self, tracer: &mut Tracer<'_>);
    }
    impl Trace for Value {
        fn trace(&self, tracer: &mut Tracer<'_>) {
            tracer.0.push(*self);
        }
    }
    /// # Safety
    /// None, as nothing is done with it.
    pub unsafe trait Layout: Trace {
        const KIND: Kind;
        const NAME: &'static str;
        fn has_kind(kind: Kind) -> bool {
            kind == Self::KIND
        }
    }
    pub struct LayoutInfo(pub &'static str);
    impl LayoutInfo {
        pub const fn of<T: Layout>() -> LayoutInfo {
            LayoutInfo(T::NAME)
        }
    }
    pub struct TypeDef {
        pub name: &'static str,
        pub native: &'static Native,
        pub fill: Option<fn(&mut Vm, Gc<Type>) -> R<()>>,
    }
    pub enum TypeEntry {
        Type(&'static TypeDef),
        Storage(Kind, LayoutInfo),
    }
    pub trait NativeType {
        const ENTRY: TypeEntry;
    }
    pub mod layout {
        pub use super::{Str, Type};
    }
    pub mod kinds {
        pub trait Numbered {
            const NUMBER: super::Kind;
        }
    }
}

/// Is a cell with all kinds of fields.
#[derive(Trace, Layout, NativeType)]
#[layout(crate = "crate::mock")]
#[repr(C)]
struct Thing {
    header: Header,
    first: Value,
    #[untraced]
    _plain: std::cell::Cell<usize>,
    second: Holder,
}
impl kinds::Numbered for Thing {
    const NUMBER: Kind = 7;
}
impl Thing {
    const TYPE: TypeDef = TypeDef { name: "thing", native: &Thing::NATIVE, fill: None };
}

#[derive(Trace)]
#[layout(crate = "crate::mock")]
#[expect(dead_code, reason = "one variant is enough to look at")]
enum Holder {
    Nothing,
    Pair(Value, #[untraced] u8, Value),
    Named { value: Value },
}

#[derive(Trace, Layout, NativeType)]
#[layout(crate = "crate::mock", range = "40..=42", number = "40")]
#[storage]
#[repr(C, align(16))]
struct Store {
    header: Header,
}

#[native(crate = "crate::mock")]
impl Thing {
    /// Find an item.
    ///
    ///   Indented.
    #[sig("($self, object, /, start=0, *args, key=None, must, text='x, y', **kwargs)")]
    fn find_(
        vm: &mut Vm,
        this: Gc<Self>,
        object: Value,
        start: i64,
        args: Value,
        key: Value,
        must: bool,
        text: Option<i64>,
        kwargs: Value,
    ) -> R<i64> {
        vm.log.push(format!("{} {object:?} {start} {args:?} {key:?} {must} {text:?} {kwargs:?}", this.0));
        Ok(this.0 + start)
    }

    #[classmethod]
    #[sig("($cls, item, /)")]
    fn __class_getitem__(_: &mut Vm, cls: Gc<Type>, item: Value) -> Value {
        let _ = cls;
        item
    }

    #[staticmethod]
    #[sig("()")]
    #[name("make")]
    fn make_it(_: &mut Vm) {}

    #[cfg(any())]
    #[sig("()")]
    fn absent(_: &mut Vm) {}

    #[sig("($module, r)")]
    fn r#match(_: &mut Vm, r: i64) -> i64 {
        r
    }

    /// A name.
    #[getter]
    fn name(_: &mut Vm, this: Gc<Self>) -> i64 {
        this.0
    }

    #[setter]
    fn set_name(vm: &mut Vm, this: Gc<Self>, value: Option<i64>) -> R<()> {
        vm.log.push(format!("set {} {value:?}", this.0));
        Ok(())
    }

    #[getter("__self__")]
    fn the_self(_: &mut Vm, this: Value) -> Value {
        this
    }

    #[sig("($cls, iterable=(), /)")]
    #[name("thing")]
    fn __new__(vm: &mut Vm, cls: Gc<Type>, iterable: Option<Value>) -> i64 {
        vm.log.push(format!("new {} {iterable:?}", cls.0));
        11
    }

    #[sig("($self, x, y=True)")]
    fn __init__(vm: &mut Vm, this: Gc<Self>, x: i64, y: bool) {
        vm.log.push(format!("init {} {x} {y}", this.0));
    }

    fn __repr__(_: &mut Vm, _this: Gc<Self>) -> R {
        Ok(Value::Text("thing"))
    }
    fn __hash__(_: &mut Vm, this: Gc<Self>) -> R<i64> {
        Ok(this.0)
    }
    fn __len__(_: &mut Vm, this: Gc<Self>) -> usize {
        this.0 as usize
    }
    fn __next__(_: &mut Vm, _: Gc<Self>) -> Option<Value> {
        None
    }
    fn __del__(_: &mut Vm, _: Gc<Self>) {}
    fn __call__(_: &mut Vm, _: Gc<Self>, args: &Args<'_>) -> R<i64> {
        Ok(args.pos.len() as i64)
    }
    fn __getattribute__(_: &mut Vm, _: Gc<Self>, name: Gc<Str>) -> i64 {
        name.0
    }
    fn __setattr__(_: &mut Vm, _: Gc<Self>, _name: Gc<Str>, _value: Value) -> R<()> {
        Ok(())
    }
    fn __get__(_: &mut Vm, this: Gc<Self>, obj: Option<Value>, _cls: Value) -> i64 {
        if obj.is_none() { -1 } else { this.0 }
    }
    fn __richcmp__(_: &mut Vm, _: Gc<Self>, other: Value, op: CompareOp) -> Value {
        assert_eq!(op, CompareOp::Lt);
        other
    }
    fn __getitem__(_: &mut Vm, this: Gc<Self>, key: i64) -> i64 {
        this.0 + key
    }
    fn __setitem__(_: &mut Vm, _: Gc<Self>, _key: Value, value: Value) -> R<()> {
        if value.is_unbound() { Err(Raised) } else { Ok(()) }
    }
    fn __contains__(_: &mut Vm, _: Gc<Self>, item: Value) -> bool {
        item == Value::NONE
    }
    fn __irepeat__(_: &mut Vm, _: Gc<Self>, n: i64) -> i64 {
        n
    }
    fn __add__(_: &mut Vm, _lhs: Value, rhs: Value) -> Value {
        rhs
    }
    fn __ior__(_: &mut Vm, lhs: Value, _rhs: Value) -> Value {
        lhs
    }
    fn __pow__(_: &mut Vm, _: Value, _: Value, modulus: Value) -> Value {
        modulus
    }
    fn __buffer__(_: &mut Vm, _: Gc<Self>, flags: i32) -> R<Buffer> {
        if flags == 0 { Ok(Buffer) } else { Err(Raised) }
    }

    fn helper(&self) -> &Value {
        &self.first
    }
}

#[native(crate = "crate::mock", table = MORE)]
impl Thing {
    #[sig("($self)")]
    fn more(_: &mut Vm, this: Gc<Self>) -> i64 {
        this.0
    }

    #[sig("(first, *rest, sep=None)")]
    fn spread(vm: &mut Vm, first: i64, rest: &[Value], sep: Option<Value>) -> i64 {
        vm.log.push(format!("{rest:?} {sep:?}"));
        first
    }

    #[sig("($self, first, /, *rest)")]
    fn all_spread(_: &mut Vm, this: Gc<Self>, first: i64, rest: &[Value]) -> i64 {
        this.0 + first + rest.len() as i64
    }
}

fn int(i: i64) -> Value {
    Value::Int(i)
}

#[test]
fn methods() {
    let methods = Thing::NATIVE.methods;
    let names: Vec<_> = methods.iter().map(|m| m.name).collect();
    assert_eq!(names, ["find", "__class_getitem__", "make", "match"]);
    let find = &methods[0];
    assert_eq!(find.doc, "Find an item.\n\n  Indented.");
    assert!(find.text_signature.starts_with("($self, object, /, start=0,"));
    assert_eq!(
        find.params,
        Params {
            names: &["self", "object", "start", "key", "must", "text"],
            n_posonly: 2,
            n_pos: 3,
            n_required: 2,
            exact: u32::MAX,
            padded: u32::MAX,
            required_kwonly: 0b10,
            varargs: true,
            spread: false,
            varkw: true,
            naming: Naming::Qualified,
        }
    );
    let bindings: Vec<_> = methods.iter().map(|m| &m.binding).collect();
    assert_eq!(bindings, [&Binding::Method, &Binding::Class, &Binding::Static, &Binding::Static]);

    let mut vm = Vm::default();
    let none_given = Value::UNBOUND;
    let args = [int(1), int(2), none_given, none_given, Value::TRUE, none_given, int(8), int(9)];
    assert_eq!((find.call)(&mut vm, &args), Ok(int(1)));
    assert_eq!(vm.log, ["1 Int(2) 0 Int(8) None true None Int(9)"]);
    let mut wrong = args;
    wrong[2] = Value::NONE;
    assert_eq!((find.call)(&mut vm, &wrong), Err(Raised));
    wrong = args;
    wrong[0] = Value::NONE;
    assert_eq!((find.call)(&mut vm, &wrong), Err(Raised));
    assert_eq!(vm.log[1..], ["find() argument 2 start false", "find() argument 0 self true"]);
    assert_eq!((methods[1].call)(&mut vm, &[int(1), int(2)]), Ok(int(2)));
    assert_eq!((methods[2].call)(&mut vm, &[]), Ok(Value::NONE));
    assert_eq!((methods[3].call)(&mut vm, &[int(2)]), Ok(int(2)));
    assert_eq!((Thing::MORE.methods[0].call)(&mut vm, &[int(3)]), Ok(int(3)));
}

#[test]
fn further_arguments_come_one_by_one() {
    let [_, spread, all] = Thing::MORE.methods else { panic!("three of them") };
    let of = |params: &Params| (params.varargs, params.spread, params.exact, params.padded);
    assert_eq!(of(&spread.params), (true, true, u32::MAX, 2));
    assert_eq!(of(&all.params), (true, true, 2, 2));
    let mut vm = Vm::default();
    assert_eq!((spread.call)(&mut vm, &[int(5), Value::UNBOUND, int(6), int(7)]), Ok(int(5)));
    assert_eq!((spread.call)(&mut vm, &[int(5), int(8)]), Ok(int(5)));
    assert_eq!(vm.log, ["[Int(6), Int(7)] None", "[] Some(Int(8))"]);
    assert_eq!((all.call)(&mut vm, &[int(1), int(2), int(6), int(7)]), Ok(int(5)));
}

#[test]
fn getters_and_setters() {
    let mut vm = Vm::default();
    let [name, the_self] = Thing::NATIVE.getsets else { panic!("two of them") };
    assert_eq!((name.name, name.doc, the_self.name), ("name", "A name.", "__self__"));
    assert_eq!((name.get)(&mut vm, int(5)), Ok(int(5)));
    let set = name.set.unwrap();
    assert_eq!(set(&mut vm, int(5), int(6)), Ok(()));
    assert_eq!(set(&mut vm, int(5), Value::UNBOUND), Ok(()));
    assert_eq!(vm.log, ["set 5 Some(6)", "set 5 None"]);
    assert!(the_self.set.is_none());
}

#[test]
fn new_and_init_bind_their_arguments() {
    let mut vm = Vm::default();
    let slots = Thing::NATIVE.slots;
    let cls = Gc(100, std::marker::PhantomData);
    let new = slots.slot_new.unwrap();
    assert_eq!(new(&mut vm, cls, &Args { pos: &[] }), Ok(int(11)));
    assert_eq!(new(&mut vm, cls, &Args { pos: &[int(1)] }), Ok(int(11)));
    assert_eq!(new(&mut vm, cls, &Args { pos: &[int(1), int(2)] }), Err(Raised));
    assert_eq!(
        vm.log,
        ["new 100 None", "adopt 100", "new 100 Some(Int(1))", "adopt 100", "thing() takes less"]
    );
    vm.log.clear();
    let init = slots.slot_init.unwrap();
    assert_eq!(init(&mut vm, int(1), &Args { pos: &[int(2)] }), Ok(()));
    assert_eq!(init(&mut vm, int(1), &Args { pos: &[int(2), int(3)] }), Err(Raised));
    assert_eq!(vm.log, ["init 1 2 true", "__init__() argument 2 y false"]);
}

#[test]
fn slots() {
    let mut vm = Vm::default();
    let vm = &mut vm;
    let slots = Thing::NATIVE.slots;
    let this = int(3);
    assert_eq!(slots.slot_repr.unwrap()(vm, this), Ok(Value::Text("thing")));
    assert_eq!(slots.slot_hash.unwrap()(vm, this), Ok(3));
    assert_eq!(slots.slot_len.unwrap()(vm, this), Ok(3));
    assert_eq!(slots.slot_next.unwrap()(vm, this), Ok(None));
    assert_eq!(slots.slot_del.unwrap()(vm, this), Ok(()));
    assert_eq!(slots.slot_call.unwrap()(vm, this, &Args { pos: &[this] }), Ok(int(1)));
    assert_eq!(slots.slot_getattr.unwrap()(vm, this, Gc(4, std::marker::PhantomData)), Ok(int(4)));
    assert_eq!(slots.slot_setattr.unwrap()(vm, this, Gc(4, std::marker::PhantomData), this), Ok(()));
    assert_eq!(slots.slot_get.unwrap()(vm, this, Value::UNBOUND, this), Ok(int(-1)));
    assert_eq!(slots.slot_compare.unwrap()(vm, this, Value::NONE, CompareOp::Lt), Ok(Value::NONE));
    assert_eq!(slots.slot_getitem.unwrap()(vm, this, int(4)), Ok(int(7)));
    assert_eq!(slots.slot_getitem.unwrap()(vm, this, Value::NONE), Err(Raised));
    assert_eq!(vm.log, ["__getitem__() argument 1 key true"]);
    assert_eq!(slots.slot_setitem.unwrap()(vm, this, this, Value::UNBOUND), Err(Raised));
    assert_eq!(slots.slot_contains.unwrap()(vm, this, Value::NONE), Ok(true));
    assert_eq!(slots.slot_inplace_repeat.unwrap()(vm, this, 2), Ok(int(2)));
    assert_eq!(slots.slot_add.unwrap()(vm, int(1), int(2)), Ok(int(2)));
    assert_eq!(slots.slot_ior.unwrap()(vm, int(1), int(2)), Ok(int(1)));
    assert_eq!(slots.slot_pow.unwrap()(vm, int(1), int(2), Value::NONE), Ok(Value::NONE));
    assert!(slots.slot_buffer.unwrap()(vm, this, 0).is_ok());
    assert!(slots.slot_set.is_none() && slots.slot_bool.is_none());
}

#[test]
fn derived() {
    let thing = Thing {
        header: Header(0),
        first: int(1),
        _plain: std::cell::Cell::new(0),
        second: Holder::Pair(int(2), 0, int(3)),
    };
    let mut seen = Vec::new();
    thing.trace(&mut Tracer(&mut seen));
    Holder::Named { value: int(4) }.trace(&mut Tracer(&mut seen));
    assert_eq!(seen, [int(1), int(2), int(3), int(4)]);
    assert_eq!(*thing.helper(), int(1));
    assert_eq!((Thing::KIND, Thing::NAME, Thing::has_kind(8)), (7, "Thing", false));
    assert!(Store::has_kind(42) && !Store::has_kind(43));
    assert!(matches!(Thing::ENTRY, TypeEntry::Type(def) if def.name == "thing"));
    assert!(matches!(Store::ENTRY, TypeEntry::Storage(40, LayoutInfo("Store"))));
    let _ = (&thing.header, Store { header: Header(1) }.header.0);
}
