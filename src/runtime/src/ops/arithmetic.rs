//! Arithmetic: unary and binary operators.

use crate::layout::Type;
use crate::native::{R, Raised, Slot, TypeDef, type_flags};
use crate::slots;
use crate::vm::Vm;
use taipan_heap::{Gc, Value};

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
    pub(super) fn has_all_protocols(&self, cls: Gc<Type>) -> bool {
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
}
