//! The abstract operations: arithmetic, comparison, truth, hashing, items, iteration, conversion to text.

use crate::iterate::{Items, next_of_list};
use crate::kinds;
use crate::layout::{
    ByteArray, Bytes, Dict, DictIterator, Float, List, PairIterator, Range, RangeIterator, SequenceIterator,
    Set, Str, Tuple, Type,
};
use crate::native::{CompareOp, R, Raised, Slot, TypeDef, type_flags};
use crate::slots;
use crate::vm::Vm;
use std::cell::Cell;
use taipan_heap::{Field, Gc, Header, Value, Values};
use taipan_text::Wtf8;
use taipan_text::format::{C_LOCALE, format_float, word};

/// The binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as in the module operator")]
#[repr(u8)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    MatMul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Xor,
    Or,
}

impl BinaryOp {
    /// All, in order.
    pub const ALL: [BinaryOp; 13] = [
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::MatMul,
        BinaryOp::TrueDiv,
        BinaryOp::FloorDiv,
        BinaryOp::Mod,
        BinaryOp::Pow,
        BinaryOp::LShift,
        BinaryOp::RShift,
        BinaryOp::And,
        BinaryOp::Xor,
        BinaryOp::Or,
    ];

    const fn slot(self) -> Slot {
        match self {
            BinaryOp::Add => Slot::Add,
            BinaryOp::Sub => Slot::Sub,
            BinaryOp::Mul => Slot::Mul,
            BinaryOp::MatMul => Slot::MatMul,
            BinaryOp::TrueDiv => Slot::TrueDiv,
            BinaryOp::FloorDiv => Slot::FloorDiv,
            BinaryOp::Mod => Slot::Mod,
            BinaryOp::Pow => Slot::Pow,
            BinaryOp::LShift => Slot::LShift,
            BinaryOp::RShift => Slot::RShift,
            BinaryOp::And => Slot::And,
            BinaryOp::Xor => Slot::Xor,
            BinaryOp::Or => Slot::Or,
        }
    }

    const fn inplace_slot(self) -> Slot {
        match self {
            BinaryOp::Add => Slot::InplaceAdd,
            BinaryOp::Sub => Slot::InplaceSub,
            BinaryOp::Mul => Slot::InplaceMul,
            BinaryOp::MatMul => Slot::InplaceMatMul,
            BinaryOp::TrueDiv => Slot::InplaceTrueDiv,
            BinaryOp::FloorDiv => Slot::InplaceFloorDiv,
            BinaryOp::Mod => Slot::InplaceMod,
            BinaryOp::Pow => Slot::InplacePow,
            BinaryOp::LShift => Slot::InplaceLShift,
            BinaryOp::RShift => Slot::InplaceRShift,
            BinaryOp::And => Slot::InplaceAnd,
            BinaryOp::Xor => Slot::InplaceXor,
            BinaryOp::Or => Slot::InplaceOr,
        }
    }

    /// As messages show it.
    pub const fn symbol(self, inplace: bool) -> &'static str {
        match (self, inplace) {
            (BinaryOp::Add, false) => "+",
            (BinaryOp::Sub, false) => "-",
            (BinaryOp::Mul, false) => "*",
            (BinaryOp::MatMul, false) => "@",
            (BinaryOp::TrueDiv, false) => "/",
            (BinaryOp::FloorDiv, false) => "//",
            (BinaryOp::Mod, false) => "%",
            (BinaryOp::Pow, false) => "** or pow()",
            (BinaryOp::LShift, false) => "<<",
            (BinaryOp::RShift, false) => ">>",
            (BinaryOp::And, false) => "&",
            (BinaryOp::Xor, false) => "^",
            (BinaryOp::Or, false) => "|",
            (BinaryOp::Add, true) => "+=",
            (BinaryOp::Sub, true) => "-=",
            (BinaryOp::Mul, true) => "*=",
            (BinaryOp::MatMul, true) => "@=",
            (BinaryOp::TrueDiv, true) => "/=",
            (BinaryOp::FloorDiv, true) => "//=",
            (BinaryOp::Mod, true) => "%=",
            (BinaryOp::Pow, true) => "**=",
            (BinaryOp::LShift, true) => "<<=",
            (BinaryOp::RShift, true) => ">>=",
            (BinaryOp::And, true) => "&=",
            (BinaryOp::Xor, true) => "^=",
            (BinaryOp::Or, true) => "|=",
        }
    }
}

impl Vm {
    // --- arithmetic --------------------------------------------------------------------------------------------------

    /// The operands' slots in the order of the data model: the right one first where its class is derived from the left's.
    fn binary_slots(&mut self, a: Value, b: Value, slot: Slot) -> R {
        let (cls_a, cls_b) = (self.class_of(a), self.class_of(b));
        let kind_a = cls_a.slots[slot as usize].get();
        let mut kind_b = if cls_a == cls_b { 0 } else { cls_b.slots[slot as usize].get() };
        if kind_b == kind_a {
            kind_b = 0;
        }
        let call = |vm: &mut Vm, kind| match slot {
            Slot::Pow => match vm.slot_table(kind).slot_pow {
                Some(f) => f(vm, a, b, Value::NONE),
                None => Ok(Value::NOT_IMPLEMENTED),
            },
            _ => match slots::binary(vm.slot_table(kind), slot) {
                Some(f) => f(vm, a, b),
                None => Ok(Value::NOT_IMPLEMENTED),
            },
        };
        if kind_a != 0 {
            if kind_b != 0 && self.is_subtype(cls_b, cls_a) {
                let result = call(self, kind_b)?;
                if result != Value::NOT_IMPLEMENTED {
                    return Ok(result);
                }
                kind_b = 0;
            }
            let result = call(self, kind_a)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if kind_b != 0 { call(self, kind_b) } else { Ok(Value::NOT_IMPLEMENTED) }
    }

    /// `a op b`
    pub fn binary_op(&mut self, op: BinaryOp, a: Value, b: Value) -> R {
        // Sums of small ints are what counting and accumulating mostly make.
        if op == BinaryOp::Add
            && let (Some(x), Some(y)) = (a.as_small_int(), b.as_small_int())
            && let Some(sum) = Value::small_int(x + y)
        {
            return Ok(sum);
        }
        let result = self.binary_slots(a, b, op.slot())?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
        self.sequence_op(op, a, b, false)
    }

    /// `a op= b`
    pub fn inplace_op(&mut self, op: BinaryOp, a: Value, b: Value) -> R {
        let result = self.inplace_slots(op, a, b)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
        self.sequence_op(op, a, b, true)
    }

    /// What the operands do as numbers; `NotImplemented` where neither does anything.
    pub fn number_slots(&mut self, op: BinaryOp, a: Value, b: Value) -> R {
        self.binary_slots(a, b, op.slot())
    }

    /// The same for the operator that changes its left operand.
    pub fn inplace_slots(&mut self, op: BinaryOp, a: Value, b: Value) -> R {
        let cls = self.class_of(a);
        let kind = cls.slots[op.inplace_slot() as usize].get();
        if kind != 0 {
            let table = self.slot_table(kind);
            let result = match op {
                BinaryOp::Pow => match table.slot_ipow {
                    Some(f) => f(self, a, b, Value::NONE)?,
                    None => Value::NOT_IMPLEMENTED,
                },
                _ => match slots::binary(table, op.inplace_slot()) {
                    Some(f) => f(self, a, b)?,
                    None => Value::NOT_IMPLEMENTED,
                },
            };
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        // A class of Python that inherits a sequence's `__iadd__` has it as a number's.
        if op == BinaryOp::Add
            && cls.has_flag(type_flags::HEAP)
            && let Some(f) = self.slot_inplace_concat(cls)
        {
            return f(self, a, b);
        }
        self.binary_slots(a, b, op.slot())
    }

    /// What sequences do for `+` and `*`, and the error where nobody does.
    fn sequence_op(&mut self, op: BinaryOp, a: Value, b: Value, inplace: bool) -> R {
        let (cls_a, cls_b) = (self.class_of(a), self.class_of(b));
        match op {
            BinaryOp::Add => {
                if inplace && let Some(f) = self.slot_inplace_concat(cls_a) {
                    return f(self, a, b);
                }
                if let Some(f) = self.slot_concat(cls_a) {
                    return f(self, a, b);
                }
            }
            BinaryOp::Mul => {
                if inplace && let Some(f) = self.slot_inplace_repeat(cls_a) {
                    let n = self.repeat_count(b)?;
                    return f(self, a, n);
                }
                if let Some(f) = self.slot_repeat(cls_a) {
                    let n = self.repeat_count(b)?;
                    return f(self, a, n);
                }
                // In place, the right operand is asked only where the left is no container at all.
                let asks_right = !inplace || self.slot_len(cls_a).is_none() && !self.has_all_protocols(cls_a);
                if let Some(f) = self.slot_repeat(cls_b).filter(|_| asks_right) {
                    let n = self.repeat_count(a)?;
                    return f(self, b, n);
                }
            }
            _ => {}
        }
        let (of_a, of_b) = (self.type_name(a), self.type_name(b));
        let symbol = op.symbol(inplace);
        if op == BinaryOp::RShift
            && !inplace
            && let Some(f) = a.cast::<crate::layout::NativeFunction>()
            && self.def_of(f).name == "print"
        {
            return Err(self.type_error(format!(
                "unsupported operand type(s) for {symbol}: '{of_a}' and '{of_b}'. Did you mean \"print(<message>, file=<output_stream>)\"?"
            )));
        }
        Err(self.type_error(format!("unsupported operand type(s) for {symbol}: '{of_a}' and '{of_b}'")))
    }

    /// CPython takes the types that are made while the program runs for sequences and numbers alike when it words errors.
    fn has_all_protocols(&self, cls: Gc<Type>) -> bool {
        cls.has_flag(type_flags::HEAP) || self.native_type_def(cls).is_some_and(TypeDef::is_made_by_module)
    }

    fn repeat_count(&mut self, n: Value) -> R<i64> {
        let cls = self.class_of(n);
        if self.slot_index(cls).is_none() {
            let of = self.type_name(n);
            return Err(self.type_error(format!("can't multiply sequence by non-int of type '{of}'")));
        }
        let index = self.index(n)?;
        match self.int_to_i64(index) {
            Some(n) => Ok(n),
            None => {
                let of = self.type_name(n);
                Err(self.overflow_error(format!("cannot fit '{of}' into an index-sized integer")))
            }
        }
    }

    /// `pow(a, b, modulus)`
    pub fn power(&mut self, a: Value, b: Value, modulus: Value) -> R {
        if modulus.is_none() {
            return self.binary_op(BinaryOp::Pow, a, b);
        }
        let classes = [self.class_of(a), self.class_of(b), self.class_of(modulus)];
        let mut order = classes.map(|cls| cls.slots[Slot::Pow as usize].get());
        if order[1] == order[0] {
            order[1] = 0;
        } else if order[1] != 0 && self.is_subtype(classes[1], classes[0]) {
            order.swap(0, 1);
        }
        if order[..2].contains(&order[2]) {
            order[2] = 0;
        }
        for kind in order {
            if kind == 0 {
                continue;
            }
            if let Some(f) = self.slot_table(kind).slot_pow {
                let result = f(self, a, b, modulus)?;
                if result != Value::NOT_IMPLEMENTED {
                    return Ok(result);
                }
            }
        }
        let [a, b, m] = [a, b, modulus].map(|v| self.type_name(v));
        Err(self.type_error(format!("unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{m}'")))
    }

    /// `divmod(a, b)`
    pub fn divmod(&mut self, a: Value, b: Value) -> R {
        let result = self.binary_slots(a, b, Slot::DivMod)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
        let (a, b) = (self.type_name(a), self.type_name(b));
        Err(self.type_error(format!("unsupported operand type(s) for divmod(): '{a}' and '{b}'")))
    }

    /// `-v`
    pub fn negative(&mut self, v: Value) -> R {
        let cls = self.class_of(v);
        match self.slot_neg(cls) {
            Some(f) => f(self, v),
            None => Err(self.bad_unary("-", v)),
        }
    }

    /// `+v`
    pub fn positive(&mut self, v: Value) -> R {
        let cls = self.class_of(v);
        match self.slot_pos(cls) {
            Some(f) => f(self, v),
            None => Err(self.bad_unary("+", v)),
        }
    }

    /// `~v`
    pub fn invert(&mut self, v: Value) -> R {
        let cls = self.class_of(v);
        match self.slot_invert(cls) {
            Some(f) => f(self, v),
            None => Err(self.bad_unary("~", v)),
        }
    }

    /// `abs(v)`
    pub fn absolute(&mut self, v: Value) -> R {
        let cls = self.class_of(v);
        match self.slot_abs(cls) {
            Some(f) => f(self, v),
            None => {
                let of = self.type_name(v);
                Err(self.type_error(format!("bad operand type for abs(): '{of}'")))
            }
        }
    }

    fn bad_unary(&mut self, op: &str, v: Value) -> Raised {
        let of = self.type_name(v);
        self.type_error(format!("bad operand type for unary {op}: '{of}'"))
    }

    // --- comparison, truth, hash -------------------------------------------------------------------------------------

    /// `a op b`, any value.
    pub fn compare(&mut self, a: Value, b: Value, op: CompareOp) -> R {
        if Value::both_small_ints(a, b) {
            return Ok(Value::bool(op.holds(a.small_int_bits().cmp(&b.small_int_bits()))));
        }
        self.check_stack(" in comparison")?;
        self.compare_slots(a, b, op)
    }

    fn compare_slots(&mut self, a: Value, b: Value, op: CompareOp) -> R {
        let (cls_a, cls_b) = (self.class_of(a), self.class_of(b));
        let mut tried_b = false;
        if cls_a != cls_b
            && self.is_subtype(cls_b, cls_a)
            && let Some(f) = self.slot_compare(cls_b)
        {
            tried_b = true;
            let result = f(self, b, a, op.swapped())?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if let Some(f) = self.slot_compare(cls_a) {
            let result = f(self, a, b, op)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        if !tried_b && let Some(f) = self.slot_compare(cls_b) {
            let result = f(self, b, a, op.swapped())?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(self.is(a, b))),
            CompareOp::Ne => Ok(Value::bool(!self.is(a, b))),
            _ => {
                let (of_a, of_b) = (self.type_name(a), self.type_name(b));
                Err(self.type_error(format!(
                    "'{}' not supported between instances of '{of_a}' and '{of_b}'",
                    op.symbol()
                )))
            }
        }
    }

    /// `a is b`: ints and floats of the same type and bits are one object, but for NaNs, which have an identity each.
    #[inline]
    pub fn is(&self, a: Value, b: Value) -> bool {
        a == b || (a.is_cell() && b.is_cell() && self.is_same_number(a, b))
    }

    fn is_same_number(&self, a: Value, b: Value) -> bool {
        if let (Some(a), Some(b)) = (a.cast::<Float>(), b.cast::<Float>()) {
            return a.value.to_bits() == b.value.to_bits()
                && !a.value.is_nan()
                && a.header.class_bits() == b.header.class_bits();
        }
        match (a.cast::<crate::layout::Int>(), b.cast::<crate::layout::Int>()) {
            (Some(a), Some(b)) => a.is_negative() == b.is_negative() && a.limbs() == b.limbs(),
            _ => false,
        }
    }

    /// `bool(a op b)`
    pub fn compare_bool(&mut self, a: Value, b: Value, op: CompareOp) -> R<bool> {
        let result = self.compare(a, b, op)?;
        self.truth(result)
    }

    /// `a is b or a == b`: what containers mean by equal.
    #[inline]
    pub fn equal(&mut self, a: Value, b: Value) -> R<bool> {
        if let (Some(a), Some(b)) = (a.cast::<Str>(), b.cast::<Str>()) {
            return Ok(a == b || a.as_bytes() == b.as_bytes());
        }
        if self.is(a, b) {
            return Ok(true);
        }
        if Value::both_small_ints(a, b) {
            return Ok(false);
        }
        self.compare_bool(a, b, CompareOp::Eq)
    }

    /// Are two dict keys with equal hashes equal?
    pub(crate) fn keys_equal(&mut self, a: Value, b: Value) -> R<bool> {
        self.equal(a, b)
    }

    /// `bool(v)`
    #[inline]
    pub fn truth(&mut self, v: Value) -> R<bool> {
        match v {
            Value::TRUE => Ok(true),
            Value::FALSE | Value::NONE => Ok(false),
            v if v.is_small_int() => Ok(v != Value::ZERO),
            v => self.truth_slow(v),
        }
    }

    fn truth_slow(&mut self, v: Value) -> R<bool> {
        if let Some(f) = v.as_small_float() {
            return Ok(f != 0.0);
        }
        let cls = self.class_of(v);
        if let Some(f) = self.slot_bool(cls) {
            return f(self, v);
        }
        if let Some(f) = self.slot_len(cls) {
            return Ok(f(self, v)? != 0);
        }
        Ok(true)
    }

    /// `hash(v)`
    #[inline]
    pub fn hash(&mut self, v: Value) -> R<i64> {
        if let Some(s) = v.cast::<Str>() {
            return Ok(self.hash_str(s));
        }
        if v.is_small_int() {
            return Ok(self.hash_int(v));
        }
        let cls = self.class_of(v);
        self.check_stack(if v.is_kind(kinds::TUPLE) { " while hashing a tuple" } else { "" })?;
        match self.slot_hash(cls) {
            Some(f) => f(self, v),
            None => {
                let of = self.type_name(v);
                Err(self.type_error(format!("unhashable type: '{of}'")))
            }
        }
    }

    // --- text --------------------------------------------------------------------------------------------------------

    /// The hash of a key; a `TypeError` says what it was wanted for.
    #[inline]
    pub fn hash_key(&mut self, key: Value, role: &str) -> R<i64> {
        match self.hash(key) {
            Ok(hash) => Ok(hash),
            Err(raised) => Err(self.explain_unhashable(key, role, raised)),
        }
    }

    #[cold]
    fn explain_unhashable(&mut self, key: Value, role: &str, raised: Raised) -> Raised {
        let exc = self.thread.exception;
        if !self.is_exact(exc, kinds::TYPE_ERROR) {
            return raised;
        }
        let exc = self.take_exception();
        let Ok(text) = self.str(exc) else { return Raised };
        let cls = self.class_of(key);
        let of = self.qualified_class_name(cls);
        self.type_error(format!("cannot use '{of}' as {role} ({})", text.to_display()))
    }

    /// `repr(v)`
    pub fn repr(&mut self, v: Value) -> R<Gc<Str>> {
        let text = self.repr_value(v)?;
        Ok(self.as_str(text).unwrap_or(self.names().empty))
    }

    /// The same as the very object that `__repr__` gave, which may be of a subclass of `str`.
    pub fn repr_value(&mut self, v: Value) -> R {
        let cls = self.class_of(v);
        self.check_stack(" while getting the repr of an object")?;
        let result = match self.slot_repr(cls) {
            Some(f) => f(self, v),
            None => self.default_repr(v).map(|s| s.value()),
        };
        let result = result?;
        match self.as_str(result) {
            Some(_) => Ok(result),
            None => {
                let of = self.type_name(result);
                Err(self.type_error(format!("__repr__ returned non-string (type {of})")))
            }
        }
    }

    /// `<module.Class object at 0x...>`
    pub fn default_repr(&mut self, v: Value) -> R<Gc<Str>> {
        let cls = self.class_of(v);
        let name = self.full_class_name(cls);
        let text = format!("<{name} object at {:#x}>", v.address());
        Ok(self.new_str(&text))
    }

    /// `str(v)`
    pub fn str(&mut self, v: Value) -> R<Gc<Str>> {
        if let Some(s) = v.cast::<Str>() {
            return Ok(s);
        }
        if let Some(i) = v.as_small_int() {
            return Ok(self.small_int_str(i));
        }
        let text = self.str_value(v)?;
        Ok(self.as_str(text).unwrap_or(self.names().empty))
    }

    /// The same as the very object that `__str__` gave, which may be of a subclass of `str`.
    pub fn str_value(&mut self, v: Value) -> R {
        if v.cast::<Str>().is_some() && self.is_exact(v, kinds::STR) {
            return Ok(v);
        }
        if let Some(i) = v.as_small_int() {
            return Ok(self.small_int_str(i).value());
        }
        let cls = self.class_of(v);
        self.check_stack(" while getting the str of an object")?;
        let result = match self.slot_str(cls) {
            Some(f) => f(self, v),
            None => self.repr(v).map(|s| s.value()),
        };
        let result = result?;
        match self.as_str(result) {
            Some(_) => Ok(result),
            None => {
                let of = self.type_name(result);
                Err(self.type_error(format!("__str__ returned non-string (type {of})")))
            }
        }
    }

    /// `format(v, spec)`
    pub fn format(&mut self, v: Value, spec: Gc<Str>) -> R<Gc<Str>> {
        let text = self.format_value(v, spec)?;
        Ok(self.as_str(text).unwrap_or(self.names().empty))
    }

    /// The same as the very object that `__format__` gave, which may be of a subclass of `str`.
    pub fn format_value(&mut self, v: Value, spec: Gc<Str>) -> R {
        if spec.n_bytes() == 0 {
            if v.cast::<Str>().is_some() {
                return Ok(v);
            }
            if v.is_small_int() {
                return self.str(v).map(|s| s.value());
            }
        } else if let Some(text) = self.format_exact(v, spec) {
            return Ok(text.value());
        }
        let name = self.names().__format__;
        match self.call_special_opt(v, name, &[spec.value()])? {
            Some(result) => match self.as_str(result) {
                Some(_) => Ok(result),
                None => {
                    let of = self.type_name(result);
                    Err(self.type_error(format!("__format__ must return a str, not {of}")))
                }
            },
            None => {
                let of = self.type_name(v);
                Err(self.type_error(format!("Type {of} doesn't define __format__")))
            }
        }
    }

    /// `format(v, spec)` for plain numbers, whose `__format__` nobody can have replaced; `None` where there is more to it.
    fn format_exact(&mut self, v: Value, spec: Gc<Str>) -> Option<Gc<Str>> {
        let spec = spec.to_ref().as_bytes();
        if let Some(i) = v.as_small_int() {
            let mut buffer = [0; word::MOST];
            let text = word::format_word(i, spec, &mut buffer)?;
            return Some(self.new_str_counted(text, text.len()));
        }
        if let Some(f) = v.as_small_float() {
            if let Some((width, precision)) = word::fixed_spec(spec) {
                let text = word::format_fixed(f, width, precision);
                return Some(self.new_str_counted(text.as_bytes(), text.len()));
            }
            let text = format_float(f, Wtf8::new(spec), &C_LOCALE).ok()?;
            return Some(self.new_str_wtf8(text.as_bytes()));
        }
        let text = v.cast::<Str>().filter(|_| self.is_exact(v, kinds::STR))?;
        let (left, width) = word::padding_spec(spec)?;
        let Some(missing) = width.checked_sub(text.n_chars()).filter(|&missing| missing > 0) else {
            return Some(text);
        };
        let before = if left { 0 } else { missing };
        let bytes = text.to_ref().as_bytes();
        Some(self.new_str_filled(bytes.len() + missing, width, |out| {
            out[..before].fill(b' ');
            out[before..before + bytes.len()].copy_from_slice(bytes);
            out[before + bytes.len()..].fill(b' ');
        }))
    }

    // --- numbers -----------------------------------------------------------------------------------------------------

    /// `operator.index(v)`: an exact int.
    #[inline]
    pub fn index(&mut self, v: Value) -> R {
        if v.is_small_int() { Ok(v) } else { self.index_slow(v) }
    }

    fn index_slow(&mut self, v: Value) -> R {
        if let Some(int) = self.as_int_value(v) {
            return Ok(int);
        }
        let cls = self.class_of(v);
        let Some(f) = self.slot_index(cls) else {
            let of = self.type_name(v);
            return Err(self.type_error(format!("'{of}' object cannot be interpreted as an integer")));
        };
        let result = f(self, v)?;
        match self.as_int_value(result) {
            Some(int) => {
                if !self.is_exact(result, kinds::INT) {
                    let of = self.type_name(result);
                    self.warn(kinds::DEPRECATION_WARNING, &format!(
                        "__index__ returned non-int (type {of}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python."
                    ))?;
                }
                Ok(int)
            }
            None => {
                let of = self.type_name(result);
                Err(self.type_error(format!("__index__ returned non-int (type {of})")))
            }
        }
    }

    /// An index as a machine number; `IndexError` where it is too large.
    pub fn index_i64(&mut self, v: Value) -> R<i64> {
        let index = self.index(v)?;
        match self.int_to_i64(index) {
            Some(i) => Ok(i),
            None => {
                let of = self.type_name(v);
                Err(self.raise(kinds::INDEX_ERROR, format!("cannot fit '{of}' into an index-sized integer")))
            }
        }
    }

    /// An index as a machine number, the nearest one where it is too large.
    pub fn index_clamped(&mut self, v: Value) -> R<i64> {
        let index = self.index(v)?;
        Ok(match self.int_to_i64(index) {
            Some(i) => i,
            None if self.int_is_negative(index) => i64::MIN,
            None => i64::MAX,
        })
    }

    /// An exact int as a machine number.
    #[inline]
    pub fn int_to_i64(&self, v: Value) -> Option<i64> {
        if let Some(i) = v.as_small_int() {
            return Some(i);
        }
        let int = v.cast::<crate::layout::Int>()?;
        match int.limbs() {
            [m] if int.is_negative() => (*m <= 1 << 63).then(|| (*m as i64).wrapping_neg()),
            [m] => i64::try_from(*m).ok(),
            _ => None,
        }
    }

    /// Is an exact int below zero?
    pub fn int_is_negative(&self, v: Value) -> bool {
        match v.as_small_int() {
            Some(i) => i < 0,
            None => v.cast::<crate::layout::Int>().is_some_and(|i| i.is_negative()),
        }
    }

    // --- items -------------------------------------------------------------------------------------------------------

    /// `obj[key]`
    pub fn get_item(&mut self, obj: Value, key: Value) -> R {
        let cls = self.class_of(obj);
        if let Some(f) = self.slot_getitem(cls) {
            return f(self, obj, key);
        }
        if let Some(cls) = obj.cast::<Type>() {
            let names = self.names();
            if self.class_made(kinds::TYPE) == Some(cls) {
                return self.new_generic_alias(obj, key);
            }
            if let Some(f) = self.type_get_attr_opt(cls, names.__class_getitem__)?
                && !f.is_none()
            {
                return self.call(f, &[key]);
            }
            let name = cls.name.get().to_display();
            return Err(self.type_error(format!("type '{name}' is not subscriptable")));
        }
        let of = self.type_name(obj);
        Err(self.type_error(format!("'{of}' object is not subscriptable")))
    }

    /// `origin[args]` as a generic alias.
    pub fn new_generic_alias(&mut self, origin: Value, args: Value) -> R {
        let cls = self.class(kinds::GENERIC_ALIAS);
        self.call(cls.value(), &[origin, args])
    }

    /// `obj[key] = value`, or `del obj[key]` given UNBOUND.
    pub fn set_item(&mut self, obj: Value, key: Value, value: Value) -> R<()> {
        let cls = self.class_of(obj);
        if let Some(f) = self.slot_setitem(cls) {
            return f(self, obj, key, value);
        }
        // A sequence converts the index before it says that it cannot be changed.
        let key_class = self.class_of(key);
        let of = self.type_name(obj);
        let is_sequence = self.has_all_protocols(cls) || self.slot_len(cls).is_some();
        if is_sequence && self.slot_index(key_class).is_some() {
            self.index_i64(key)?;
            if value.is_unbound() {
                return Err(self.type_error(format!("'{of}' object doesn't support item deletion")));
            }
        }
        let what = if value.is_unbound() { "deletion" } else { "assignment" };
        Err(self.type_error(format!("'{of}' object does not support item {what}")))
    }

    /// `len(obj)`
    pub fn len(&mut self, obj: Value) -> R<usize> {
        let cls = self.class_of(obj);
        match self.slot_len(cls) {
            Some(f) => f(self, obj),
            None => {
                let of = self.type_name(obj);
                Err(self.type_error(format!("object of type '{of}' has no len()")))
            }
        }
    }

    /// `item in obj`
    pub fn contains(&mut self, obj: Value, item: Value) -> R<bool> {
        let cls = self.class_of(obj);
        match self.slot_contains(cls) {
            Some(f) => f(self, obj, item),
            None => self.contains_by_iteration(obj, item),
        }
    }

    pub(crate) fn contains_by_iteration(&mut self, obj: Value, item: Value) -> R<bool> {
        let iterator = match self.iter(obj) {
            Ok(iterator) => iterator,
            Err(raised) => {
                if !self.pending_is(kinds::TYPE_ERROR) {
                    return Err(raised);
                }
                self.take_exception();
                let of = self.type_name(obj);
                return Err(
                    self.type_error(format!("argument of type '{of}' is not a container or iterable"))
                );
            }
        };
        let items = Items::of(self, iterator);
        while let Some(v) = items.next(self)? {
            if self.equal(v, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    // --- iteration ---------------------------------------------------------------------------------------------------

    /// `iter(obj)`
    pub fn iter(&mut self, obj: Value) -> R {
        let cls = self.class_of(obj);
        if let Some(f) = self.slot_iter(cls) {
            let iterator = f(self, obj)?;
            let icls = self.class_of(iterator);
            if self.slot_next(icls).is_none() {
                let of = self.type_name(iterator);
                return Err(self.type_error(format!("iter() returned non-iterator of type '{of}'")));
            }
            return Ok(iterator);
        }
        // Classes with `__getitem__` alone; mappings of native types have an `__iter__`.
        // Native types without a length are no sequences.
        let by_python = cls.slots[Slot::GetItem as usize].get() == kinds::DUNDER;
        if self.slot_getitem(cls).is_some()
            && (by_python || self.slot_len(cls).is_some())
            && !self.is_instance_of(obj, kinds::DICT)
        {
            return Ok(self.new_sequence_iterator(kinds::SEQUENCE_ITERATOR, obj, 0));
        }
        let of = self.type_name(obj);
        Err(self.type_error(format!("'{of}' object is not iterable")))
    }

    /// `next(iterator)`; `None` at the end.
    #[inline]
    pub fn next(&mut self, iterator: Value) -> R<Option<Value>> {
        match next_of_list(iterator) {
            Some(item) => Ok(Some(item)),
            None => self.next_other(iterator),
        }
    }

    /// [`Vm::next`] of what is no list's iterator: apart, since saving registers would be half of the work for a list's.
    #[inline(never)]
    fn next_other(&mut self, iterator: Value) -> R<Option<Value>> {
        if let Some(item) = self.next_known(iterator) {
            return Ok(Some(item));
        }
        self.check_stack("")?;
        if iterator.is_cell() {
            let cls = self.class_of(iterator);
            if let Some(f) = self.slot_next(cls) {
                return f(self, iterator);
            }
        }
        Err(self.raise_no_iterator(iterator))
    }

    #[cold]
    fn raise_no_iterator(&mut self, v: Value) -> Raised {
        let of = self.type_name(v);
        self.type_error(format!("'{of}' object is not an iterator"))
    }

    /// Calls `f` for each item.
    pub fn for_each(&mut self, iterable: Value, mut f: impl FnMut(&mut Vm, Value) -> R<()>) -> R<()> {
        if let Some(tuple) = iterable.cast::<Tuple>()
            && self.is_exact(iterable, kinds::TUPLE)
        {
            for &v in tuple.to_ref().as_slice() {
                f(self, v)?;
            }
            return Ok(());
        }
        if let Some(list) = iterable.cast::<List>()
            && self.is_exact(iterable, kinds::LIST)
        {
            let mut i = 0;
            while i < list.len.get() {
                f(self, list.item(i))?;
                i += 1;
            }
            return Ok(());
        }
        let iterator = self.iter(iterable)?;
        let items = Items::of(self, iterator);
        while let Some(v) = items.next(self)? {
            f(self, v)?;
        }
        Ok(())
    }

    /// All items as a vector.
    pub fn collect_values(&mut self, iterable: Value) -> R<Values> {
        if let Some(tuple) = iterable.cast::<Tuple>()
            && self.is_exact(iterable, kinds::TUPLE)
        {
            return Ok(Values::from_slice(&mut self.heap, tuple.to_ref().as_slice()));
        }
        if let Some(list) = iterable.cast::<List>()
            && self.is_exact(iterable, kinds::LIST)
        {
            return Ok(Values::from_slice(&mut self.heap, list.to_ref().as_slice()));
        }
        let iterator = self.iter(iterable)?;
        self.collect_from(iterator)
    }

    /// The same; what can't be iterated over is refused with this message.
    pub fn collect_sequence(&mut self, iterable: Value, message: &str) -> R<Values> {
        if self.is_exact(iterable, kinds::TUPLE) || self.is_exact(iterable, kinds::LIST) {
            return self.collect_values(iterable);
        }
        match self.iter(iterable) {
            Ok(iterator) => self.collect_from(iterator),
            Err(_) if self.take_if(kinds::TYPE_ERROR).is_some() => Err(self.type_error(message.to_owned())),
            Err(raised) => Err(raised),
        }
    }

    fn collect_from(&mut self, iterator: Value) -> R<Values> {
        let mut values = Values::new();
        let items = Items::of(self, iterator);
        while let Some(v) = items.next(self)? {
            values.push(&mut self.heap, v);
        }
        Ok(values)
    }

    /// `operator.length_hint(obj, default)`
    pub fn length_hint(&mut self, obj: Value, default: usize) -> R<usize> {
        let cls = self.class_of(obj);
        if let Some(f) = self.slot_len(cls) {
            match f(self, obj) {
                Ok(n) => return Ok(n),
                Err(raised) if !self.pending_is(kinds::TYPE_ERROR) => return Err(raised),
                Err(_) => {
                    self.take_exception();
                }
            }
        }
        let name = self.names().__length_hint__;
        let hint = match self.call_special_opt(obj, name, &[]) {
            Ok(Some(hint)) => hint,
            Ok(None) => return Ok(default),
            Err(raised) if !self.pending_is(kinds::TYPE_ERROR) => return Err(raised),
            Err(_) => {
                self.take_exception();
                return Ok(default);
            }
        };
        if hint == Value::NOT_IMPLEMENTED {
            return Ok(default);
        }
        match self.as_int_value(hint).map(|h| self.int_to_i64(h)) {
            Some(Some(n)) if n >= 0 => Ok(n as usize),
            Some(Some(_)) => Err(self.value_error("__length_hint__() should return >= 0")),
            Some(None) => Err(self.overflow_error("Python int too large to convert to C ssize_t")),
            None => {
                let of = self.type_name(hint);
                Err(self.type_error(format!("__length_hint__ must be an integer, not {of}")))
            }
        }
    }

    /// All items as a tuple.
    pub fn to_tuple(&mut self, iterable: Value) -> R<Gc<Tuple>> {
        if let Some(tuple) = iterable.cast::<Tuple>()
            && self.is_exact(iterable, kinds::TUPLE)
        {
            return Ok(tuple);
        }
        if let Some(list) = iterable.cast::<List>()
            && self.is_exact(iterable, kinds::LIST)
        {
            return Ok(self.new_tuple(list.to_ref().as_slice()));
        }
        let values = self.collect_values(iterable)?;
        Ok(self.new_tuple(&values))
    }

    /// All items as a list.
    pub fn to_list(&mut self, iterable: Value) -> R<Gc<List>> {
        if let Some(tuple) = iterable.cast::<Tuple>()
            && self.is_exact(iterable, kinds::TUPLE)
        {
            return Ok(self.new_list(tuple.to_ref().as_slice()));
        }
        if let Some(list) = iterable.cast::<List>()
            && self.is_exact(iterable, kinds::LIST)
        {
            return Ok(self.new_list(list.to_ref().as_slice()));
        }
        let iterator = self.iter(iterable)?;
        let hint = self.length_hint(iterable, 0)?;
        let mut values = Values::with_capacity(&mut self.heap, hint.min(1 << 20));
        let items = Items::of(self, iterator);
        while let Some(v) = items.next(self)? {
            values.push(&mut self.heap, v);
        }
        Ok(self.new_list_from(values))
    }

    /// An iterator with an index.
    pub fn new_sequence_iterator(&mut self, kind: taipan_heap::Kind, sequence: Value, start: isize) -> Value {
        let class = self.class_address(kind);
        let header = Header::with_kind(kind, class);
        self.heap
            .alloc(SequenceIterator { header, sequence: Field::new(sequence), next: Cell::new(start) })
            .value()
    }

    /// An iterator over small ints.
    pub fn new_range_iterator(&mut self, start: i64, step: i64, left: u64) -> Value {
        let class = self.class_address(kinds::RANGE_ITERATOR);
        let header = Header::new::<RangeIterator>(class);
        self.heap.alloc(RangeIterator { header, next: Cell::new(start), step, left: Cell::new(left) }).value()
    }

    /// An iterator over a dict (`kind`: keys, values, items) or set.
    pub fn new_dict_iterator(&mut self, kind: taipan_heap::Kind, container: Value, len: usize) -> Value {
        let class = self.class_address(kind);
        let header = Header::with_kind(kind, class);
        self.heap
            .alloc(DictIterator {
                header,
                container: Field::new(container),
                next: Cell::new(0),
                len: Cell::new(len),
                left: Cell::new(len),
            })
            .value()
    }

    /// An iterator made of two values.
    pub fn new_pair_iterator(
        &mut self,
        kind: taipan_heap::Kind,
        first: Value,
        second: Value,
    ) -> Gc<PairIterator> {
        let class = self.class_address(kind);
        let header = Header::with_kind(kind, class);
        self.heap.alloc(PairIterator {
            header,
            first: Field::new(first),
            second: Field::new(second),
            strict: Cell::new(false),
        })
    }

    /// The bytes of a bytes-like object of the heap, for code that only reads and does not run Python code meanwhile.
    pub fn bytes_of(&self, value: Value) -> Option<&[u8]> {
        if let Some(b) = self.payload::<Bytes>(value) {
            return Some(b.to_ref().as_slice());
        }
        self.payload::<ByteArray>(value).map(|b| b.to_ref().as_slice())
    }

    /// A dict, a subclass's included.
    #[inline]
    pub fn as_dict(&self, value: Value) -> Option<Gc<Dict>> {
        self.payload::<Dict>(value)
    }

    /// A tuple, a subclass's included.
    #[inline]
    pub fn as_tuple(&self, value: Value) -> Option<Gc<Tuple>> {
        self.payload::<Tuple>(value)
    }

    /// A list, a subclass's included.
    #[inline]
    pub fn as_list(&self, value: Value) -> Option<Gc<List>> {
        self.payload::<List>(value)
    }

    /// A set or frozenset, a subclass's included.
    #[inline]
    pub fn as_set(&self, value: Value) -> Option<Gc<Set>> {
        self.payload::<Set>(value)
    }

    /// The three small ints of a range, for quick iteration.
    pub fn range_parts(&self, value: Value) -> Option<(i64, i64, i64)> {
        let r = value.cast::<Range>()?;
        Some((r.start.as_small_int()?, r.stop.as_small_int()?, r.step.as_small_int()?))
    }

    /// Do instances of the class match sequence (or mapping) patterns?
    pub fn matches_pattern_kind(&self, value: Value, flag: u32) -> bool {
        debug_assert!(flag == type_flags::SEQUENCE || flag == type_flags::MAPPING);
        self.class_of(value).has_flag(flag)
    }

    /// `isinstance(obj, cls)`
    pub fn is_instance(&mut self, obj: Value, cls: Value) -> R<bool> {
        if self.class_of(obj).value() == cls {
            return Ok(true);
        }
        if let Some(t) = cls.cast::<Type>()
            && self.class_of(cls) == self.class(kinds::TYPE)
        {
            return Ok(self.is_instance_by_class(obj, t));
        }
        if let Some(types) = self.as_tuple(cls) {
            self.check_stack(" in __instancecheck__")?;
            let mut result = Ok(false);
            for &t in types.to_ref().as_slice() {
                result = self.is_instance(obj, t);
                if !matches!(result, Ok(false)) {
                    break;
                }
            }
            return result;
        }
        let name = self.names().__instancecheck__;
        if let Some(result) = self.call_special_opt(cls, name, &[obj])? {
            return self.truth(result);
        }
        match cls.cast::<Type>() {
            Some(t) => Ok(self.is_instance_by_class(obj, t)),
            None => Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union")),
        }
    }

    /// The default `__instancecheck__`: by the class, or what `__class__` says.
    pub fn is_instance_by_class(&mut self, obj: Value, cls: Gc<Type>) -> bool {
        let of = self.class_of(obj);
        if self.is_subtype(of, cls) {
            return true;
        }
        if of.has_flag(type_flags::HEAP) {
            let name = self.names().__class__;
            match self.get_attr_opt(obj, name) {
                Ok(Some(c)) => {
                    if let Some(c) = c.cast::<Type>() {
                        return c != of && self.is_subtype(c, cls);
                    }
                }
                Ok(None) => {}
                Err(Raised) => {
                    self.take_exception();
                }
            }
        }
        false
    }
}
