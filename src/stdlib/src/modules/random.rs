//! `_random`: the Mersenne twister.

use std::cell::RefCell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_number::mersenne::Mersenne;
use taipan_objects::types::int::operand::{Operand, check_bits, new_big};
use taipan_runtime::{
    Args, Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Values, Vm,
    kinds::Numbered,
    layout::{Tuple, Type},
    type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_random",
    doc: "The Mersenne twister random number generator.",
    types: &[&Random::TYPE],
    ..ModuleDef::DEFAULT
};

/// A generator.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Random {
    header: Header,
    #[untraced]
    state: RefCell<Box<Mersenne>>,
}

impl Random {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Random as Numbered>::NUMBER,
        name: "Random",
        module: "_random",
        doc: "Random() -> a generator of random numbers with its own state.",
        flags: type_flags::BASETYPE | type_flags::MUTABLE,
        native: &Random::NATIVE,
        layout: Some(LayoutInfo::of::<Random>()),
        ..TypeDef::DEFAULT
    };
}

/// A generator seeded by the clock and the process, as good as one without the system's random bytes can be.
fn seeded_by_system() -> Mersenne {
    let mut words = [0u32; 16];
    let mut bytes = [0u8; 64];
    let done = crate::sys_calls::random_bytes(&mut bytes);
    for (word, chunk) in words.iter_mut().zip(bytes.chunks_exact(4)) {
        *word = u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
    }
    if done < bytes.len() {
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |d| d.as_nanos() as u64);
        words[0] = now as u32;
        words[1] = (now >> 32) as u32;
        words[2] = std::process::id();
    }
    Mersenne::from_words(&words)
}

/// The generator for a seed: an int's magnitude, another object's hash, or None for the system's choice.
fn seeded(vm: &mut Vm, seed: Value) -> R<Mersenne> {
    if seed.is_none() {
        return Ok(seeded_by_system());
    }
    if let Some(int) = vm.as_int_value(seed) {
        let operand = Operand::new(int);
        return Ok(match operand.view().limbs {
            [] => Mersenne::from_words(&[0]),
            limbs => Mersenne::from_limbs(limbs),
        });
    }
    let hash = vm.hash(seed)? as u64;
    Ok(Mersenne::from_limbs(&[hash]))
}

#[native]
impl Random {
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, _args: &Args<'_>) -> R<Gc<Random>> {
        let state = RefCell::new(Box::new(Mersenne::from_words(&[0])));
        let header = Header::new::<Random>(vm.class_address(<Random as Numbered>::NUMBER));
        Ok(vm.heap.alloc(Random { header, state }))
    }

    fn __init__(vm: &mut Vm, this: Gc<Random>, args: &Args<'_>) -> R<()> {
        if args.has_kw() && vm.class_of(this.value()) == vm.class(<Random as Numbered>::NUMBER) {
            return Err(vm.type_error("Random() takes no keyword arguments"));
        }
        let seed = match args.pos {
            [] => Value::NONE,
            [seed] => *seed,
            more => {
                let n = more.len();
                return Err(vm.type_error(format!("Random expected at most 1 argument, got {n}")));
            }
        };
        Self::seed(vm, this, seed)
    }

    /// The next random number of [0, 1).
    #[sig("($self, /)")]
    fn random(_vm: &mut Vm, this: Gc<Random>) -> f64 {
        this.state.borrow_mut().random()
    }

    /// Start again from a seed: an int, any object with a hash, or None for the system's choice.
    #[sig("($self, n=None, /)")]
    fn seed(vm: &mut Vm, this: Gc<Random>, n: Value) -> R<()> {
        let state = seeded(vm, n)?;
        **this.state.borrow_mut() = state;
        Ok(())
    }

    /// The state as a tuple of ints.
    #[sig("($self, /)")]
    fn getstate(vm: &mut Vm, this: Gc<Random>) -> Value {
        let (words, at) = {
            let state = this.state.borrow();
            let (words, at) = state.state();
            (*words, at)
        };
        let mut out = Values::with_capacity(&mut vm.heap, words.len() + 1);
        for word in words {
            out.push(&mut vm.heap, Value::len(word as usize));
        }
        out.push(&mut vm.heap, Value::len(at));
        vm.new_tuple(&out).value()
    }

    /// Go back to a state that `getstate` gave.
    #[sig("($self, state, /)")]
    fn setstate(vm: &mut Vm, this: Gc<Random>, state: Value) -> R<()> {
        let Some(tuple) = vm.payload::<Tuple>(state) else {
            return Err(vm.type_error("state vector must be a tuple"));
        };
        let items = tuple.to_ref().as_slice();
        let mut words = [0u32; 624];
        if items.len() != words.len() + 1 {
            return Err(vm.value_error("state vector is the wrong size"));
        }
        for (word, &item) in words.iter_mut().zip(items) {
            let int = vm.index(item)?;
            let Some(value) = Operand::new(int).view().to_u64().and_then(|w| u32::try_from(w).ok()) else {
                return Err(vm.overflow_error("Python int too large to convert to C unsigned int"));
            };
            *word = value;
        }
        let at = vm.index_i64(items[words.len()])?;
        let made = usize::try_from(at).ok().and_then(|at| Mersenne::from_state(words, at));
        match made {
            Some(new) => {
                **this.state.borrow_mut() = new;
                Ok(())
            }
            None => Err(vm.value_error("invalid state")),
        }
    }

    /// An int of so many random bits.
    #[sig("($self, k, /)")]
    fn getrandbits(vm: &mut Vm, this: Gc<Random>, k: Value) -> R {
        let int = vm.index(k)?;
        if vm.int_is_negative(int) {
            return Err(vm.value_error("Cannot convert negative int"));
        }
        let Some(k) = Operand::new(int).view().to_u64() else {
            return Err(vm.overflow_error("Python int too large to convert to C long"));
        };
        if k == 0 {
            return Ok(Value::ZERO);
        }
        if k <= 32 {
            return Ok(Value::len(this.state.borrow_mut().bits_u32(k as u32) as usize));
        }
        check_bits(vm, u128::from(k))?;
        let bits = this.state.borrow_mut().bits(k);
        match bits {
            Ok(bits) => Ok(new_big(vm, &bits)),
            Err(_) => Err(vm.raise_memory_error()),
        }
    }
}
