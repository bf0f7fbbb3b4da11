//! Ints as operands of the big integer kernels, and back.

use taipan_number::big::{self, BigInt, IntRef, TooLarge};
use taipan_runtime::{R, Value, Vm, kinds, layout::Int};

/// An int value that the kernels can look at.
pub struct Operand {
    negative: bool,
    /// The magnitude of one that fits a word.
    word: [u64; 1],
    /// The magnitude of a wider one.
    limbs: &'static [u64],
}

impl Operand {
    /// An exact int (what [`Vm::as_int_value`] and [`Vm::index`] give).
    #[inline(always)]
    pub fn new(int: Value) -> Operand {
        match int.cast::<Int>() {
            Some(big) => Operand { negative: big.is_negative(), word: [0], limbs: big.to_ref().limbs() },
            None => {
                let i = int.small_int_bits();
                Operand { negative: i < 0, word: [i.unsigned_abs()], limbs: &[] }
            }
        }
    }

    /// As the kernels want it.
    #[inline(always)]
    pub fn view(&self) -> IntRef<'_> {
        let small = &self.word[..usize::from(self.word[0] != 0)];
        IntRef { negative: self.negative, limbs: if self.limbs.is_empty() { small } else { self.limbs } }
    }
}

/// The int object of a kernel's result.
#[inline]
pub fn new_big(vm: &mut Vm, int: &BigInt) -> Value {
    vm.new_int_limbs(int.is_negative(), int.limbs())
}

/// The result of a kernel that refuses what no memory can hold.
pub fn checked_big(vm: &mut Vm, int: Result<BigInt, TooLarge>) -> R {
    match int {
        Ok(int) => Ok(new_big(vm, &int)),
        Err(TooLarge) => Err(vm.raise_memory_error()),
    }
}

/// Results of more bits than this are a `MemoryError` at once (16 GiB).
const BITS_MAX: u64 = 1 << 37;

/// Is there any hope to hold so many bits?
pub fn check_bits(vm: &mut Vm, bits: u128) -> R<()> {
    if bits > u128::from(BITS_MAX) { Err(vm.raise_memory_error()) } else { Ok(()) }
}

/// The decimal digits of an exact int, refused when there are too many.
pub fn to_decimal(vm: &mut Vm, int: Value) -> R<String> {
    with_decimal(vm, int, |_, text| String::from_utf8_lossy(text).into_owned())
}

/// The same, lent.
pub fn with_decimal<T>(vm: &mut Vm, int: Value, f: impl FnOnce(&mut Vm, &[u8]) -> T) -> R<T> {
    let operand = Operand::new(int);
    let limit = vm.config.int_max_str_digits;
    let n_digits = big::count_decimal_digits(operand.view());
    // The count may be one too high, so the digits themselves decide close to the limit.
    if limit != 0 && n_digits > limit as u64 + 1 {
        return Err(raise_too_many_digits(vm));
    }
    big::with_decimal(operand.view(), |text| {
        if limit != 0 && text.len() - usize::from(text.first() == Some(&b'-')) > limit {
            return Err(raise_too_many_digits(vm));
        }
        Ok(f(vm, text))
    })
}

/// Refuses ints with more decimal digits than the limit.
pub fn check_decimal(vm: &mut Vm, int: Value) -> R<()> {
    let limit = vm.config.int_max_str_digits as u64;
    if int.is_small_int() || limit == 0 {
        return Ok(());
    }
    let operand = Operand::new(int);
    let n_digits = big::count_decimal_digits(operand.view());
    if n_digits > limit + 1 || (n_digits >= limit && to_decimal(vm, int).is_err()) {
        vm.take_exception();
        return Err(raise_too_many_digits(vm));
    }
    Ok(())
}

#[cold]
fn raise_too_many_digits(vm: &mut Vm) -> taipan_runtime::Raised {
    let limit = vm.config.int_max_str_digits;
    vm.raise(
        kinds::VALUE_ERROR,
        format!(
            "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
        ),
    )
}
