//! What `sys` tells of the interpreter as struct sequences: `version_info`, `float_info` and the like.

use crate::structseq::{self, Record};
use taipan_runtime::layout::Dict;
use taipan_runtime::{Gc, R, Value, Vm};

pub(super) const VERSION_INFO: Record = Record {
    module: "sys",
    name: "version_info",
    doc: "The version, part by part.",
    fields: &[
        ("major", "The first number: what breaks programs."),
        ("minor", "The second number: what adds to the language."),
        ("micro", "The third number: what mends."),
        ("releaselevel", "'alpha', 'beta', 'candidate' or 'final'."),
        ("serial", "Which one of its level, 0 for final."),
    ],
    n_sequence: 5,
};

const FLOAT_INFO: Record = Record {
    module: "sys",
    name: "float_info",
    doc: "The limits of floats.",
    fields: &[
        ("max", "DBL_MAX: the largest finite float."),
        ("max_exp", "DBL_MAX_EXP: the largest e for which radix**(e-1) is a float."),
        ("max_10_exp", "DBL_MAX_10_EXP: the largest e for which 10**e is a float."),
        ("min", "DBL_MIN: the least normal float above 0."),
        ("min_exp", "DBL_MIN_EXP: the least e for which radix**(e-1) is a normal float."),
        ("min_10_exp", "DBL_MIN_10_EXP: the least e for which 10**e is a normal float."),
        ("dig", "DBL_DIG: so many decimal digits survive in a float."),
        ("mant_dig", "DBL_MANT_DIG: how many digits of the radix there are."),
        ("epsilon", "DBL_EPSILON: how much the next float after 1.0 is larger."),
        ("radix", "FLT_RADIX: the base of the exponent."),
        ("rounds", "FLT_ROUNDS: how arithmetic rounds."),
    ],
    n_sequence: 11,
};

const INT_INFO: Record = Record {
    module: "sys",
    name: "int_info",
    doc: "How large ints are kept.",
    fields: &[
        ("bits_per_digit", "How many bits a digit holds."),
        ("sizeof_digit", "How many bytes a digit takes."),
        ("default_max_str_digits", "How many decimal digits are converted unless told otherwise."),
        ("str_digits_check_threshold", "The least limit that can be set for them."),
    ],
    n_sequence: 4,
};

const HASH_INFO: Record = Record {
    module: "sys",
    name: "hash_info",
    doc: "How hashes are made.",
    fields: &[
        ("width", "How many bits a hash has."),
        ("modulus", "The prime by which numbers are reduced."),
        ("inf", "The hash of infinity."),
        ("nan", "Not used any more: 0."),
        ("imag", "What the imaginary part is multiplied with."),
        ("algorithm", "What hashes text and bytes."),
        ("hash_bits", "How many bits that gives."),
        ("seed_bits", "How many bits its key has."),
        ("cutoff", "Up to which length another way is taken."),
    ],
    n_sequence: 9,
};

const THREAD_INFO: Record = Record {
    module: "sys",
    name: "thread_info",
    doc: "What threads are made of.",
    fields: &[
        ("name", "The kind of threads."),
        ("lock", "The kind of locks."),
        ("version", "The library that they come from."),
    ],
    n_sequence: 3,
};

pub(super) const ASYNCGEN_HOOKS: Record = Record {
    module: "builtins",
    name: "asyncgen_hooks",
    doc: "What set_asyncgen_hooks() was called with.",
    fields: &[
        ("firstiter", "Called when an asynchronous generator is first iterated."),
        ("finalizer", "Called when one dies before its end."),
    ],
    n_sequence: 2,
};

/// `sys.float_info` and its like, each with a class of its own.
pub(super) fn init_info(vm: &mut Vm, sys: Gc<Dict>) -> R<()> {
    let put = |vm: &mut Vm, sys: Gc<Dict>, name: &str, value: Value| {
        let name = vm.intern(name);
        sys.set_str(vm, name, value);
    };
    let cls = structseq::new_class(vm, &FLOAT_INFO)?;
    let (max, min, epsilon) =
        (vm.new_float(f64::MAX), vm.new_float(f64::MIN_POSITIVE), vm.new_float(f64::EPSILON));
    let i = Value::int32;
    let values = [max, i(1024), i(308), min, i(-1021), i(-307), i(15), i(53), epsilon, i(2), i(1)];
    let float_info = structseq::new(vm, cls, &values);
    put(vm, sys, "float_info", float_info);

    let cls = structseq::new_class(vm, &INT_INFO)?;
    let int_info = structseq::new(vm, cls, &[i(30), i(4), i(4300), i(640)]);
    put(vm, sys, "int_info", int_info);

    let cls = structseq::new_class(vm, &HASH_INFO)?;
    let modulus = vm.new_int((1 << 61) - 1);
    let algorithm = vm.new_str("siphash13").value();
    let values = [i(64), modulus, i(314_159), i(0), i(1_000_003), algorithm, i(64), i(128), i(0)];
    let hash_info = structseq::new(vm, cls, &values);
    put(vm, sys, "hash_info", hash_info);

    let cls = structseq::new_class(vm, &THREAD_INFO)?;
    let (name, lock) = (vm.new_str("pthread").value(), vm.new_str("semaphore").value());
    #[cfg(target_env = "gnu")]
    let version = crate::sys_calls::process::system_text(libc::_CS_GNU_LIBPTHREAD_VERSION).ok().flatten();
    #[cfg(not(target_env = "gnu"))]
    let version: Option<Vec<u8>> = None;
    let version = version.map_or(Value::NONE, |text| vm.new_str(&String::from_utf8_lossy(&text)).value());
    let thread_info = structseq::new(vm, cls, &[name, lock, version]);
    put(vm, sys, "thread_info", thread_info);
    Ok(())
}
