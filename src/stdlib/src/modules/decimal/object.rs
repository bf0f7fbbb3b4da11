//! `Decimal` objects.

use std::cell::Cell;
use taipan_macros::{Layout, NativeType, Trace};
use taipan_number::decimal::{Coef, Decimal, Kind};
use taipan_runtime::{Gc, Header, LayoutInfo, TypeDef, Value, Vm, kinds::Numbered, layout::Int, type_flags};

/// A number.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct DecimalObject {
    header: Header,
    #[untraced]
    exp: i64,
    /// A coefficient of 128 bits.
    #[untraced]
    small: [u64; 2],
    /// An int with a wider one, or UNBOUND.
    big: Value,
    /// -1 until asked for.
    #[untraced]
    hash: Cell<i64>,
    #[untraced]
    kind: Kind,
    #[untraced]
    negative: bool,
}

impl DecimalObject {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <DecimalObject as Numbered>::NUMBER,
        name: "Decimal",
        module: "decimal",
        doc: "Decimal(value=\"0\", context=None)\n--\n\nA number of decimal digits: exact copies of ints, floats, text and tuples.\nThe context only says whether text that is no number raises an exception.",
        flags: type_flags::BASETYPE | type_flags::SHOWS_GETATTR,
        native: &DecimalObject::NATIVE,
        more: &[
            &DecimalObject::METHODS,
            &DecimalObject::UNARY,
            &DecimalObject::BINARY,
            &DecimalObject::PLAIN,
        ],
        layout: Some(LayoutInfo::of::<DecimalObject>()),
        ..TypeDef::DEFAULT
    };

    /// The number.
    #[inline]
    pub fn number(&self) -> Decimal {
        let coef = match self.big.cast::<Int>() {
            None => Coef::Small(u128::from(self.small[1]) << 64 | u128::from(self.small[0])),
            Some(int) => Coef::from_limbs(int.to_ref().limbs()),
        };
        Decimal { negative: self.negative, kind: self.kind, exp: self.exp, coef }
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Below zero, or minus zero?
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Where the hash is kept: -1 until asked for.
    pub fn hash_cell(&self) -> &Cell<i64> {
        &self.hash
    }
}

/// The object of a number.
#[inline]
pub fn new_decimal(vm: &mut Vm, number: &Decimal) -> Gc<DecimalObject> {
    let (small, big) = match &number.coef {
        Coef::Small(value) => ([*value as u64, (*value >> 64) as u64], Value::UNBOUND),
        Coef::Big(value) => ([0, 0], vm.new_int_limbs(false, value.limbs())),
    };
    let header = Header::new::<DecimalObject>(vm.class_address(<DecimalObject as Numbered>::NUMBER));
    let hash = Cell::new(-1);
    let (exp, kind, negative) = (number.exp, number.kind, number.negative);
    vm.heap.alloc(DecimalObject { header, exp, small, big, hash, kind, negative })
}

/// The number of a `Decimal`.
#[inline]
pub fn as_decimal(vm: &Vm, value: Value) -> Option<Decimal> {
    vm.payload::<DecimalObject>(value).map(|object| object.number())
}
