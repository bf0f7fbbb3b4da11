//! `_hashlib`: the hashes by name, codes from them, and keys from passwords.

use super::engine::{Algorithm, Engine, Hmac};
use super::kdf::{self, Cost};
use super::{feed, hashed, hex_digits};
use crate::support::{new_exception, put, put_int, raise_class};
use std::cell::RefCell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::import::import_from;
use taipan_runtime::{
    CText, Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Module, Str, Type},
    type_flags,
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_hashlib",
    doc: "The hashes by name, codes from them, and keys from passwords.",
    functions: &Functions::NATIVE,
    types: &[&Hash::TYPE, &HashXof::TYPE, &HashHmac::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

#[derive(Default, Trace)]
struct State {
    unsupported: Option<Gc<Type>>,
}

/// What starts the names of the module's constructors.
const PREFIX: &str = "openssl_";
/// Numbers that C's `int` does not hold are too large.
const INT_MAX: i64 = i32::MAX as i64;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = unsupported_class(vm)?;
    put(vm, module, "UnsupportedDigestmodError", error.value());
    put_int(vm, module, "_GIL_MINSIZE", super::GIL_MINSIZE);
    let names = vm.new_set(kinds::FROZENSET);
    let constructors = vm.new_dict();
    let dict = module.dict.get();
    for algorithm in Algorithm::ALL {
        let name = vm.intern(algorithm.name());
        names.add(vm, name.value())?;
        let function = vm.intern(&format!("{PREFIX}{}", algorithm.name()));
        if let Some(function) = dict.get_str(vm, function) {
            constructors.set_item(vm, function, name.value())?;
        }
    }
    put(vm, module, "openssl_md_meth_names", names.value());
    let proxy = vm.class(kinds::MAPPINGPROXY).value();
    let constructors = vm.call(proxy, &[constructors.value()])?;
    put(vm, module, "_constructors", constructors);
    Ok(())
}

fn unsupported_class(vm: &mut Vm) -> R<Gc<Type>> {
    if let Some(cls) = vm.state::<State>().unsupported {
        return Ok(cls);
    }
    let cls = new_exception(vm, "_hashlib", "UnsupportedDigestmodError", kinds::VALUE_ERROR)?;
    vm.state::<State>().unsupported = Some(cls);
    Ok(cls)
}

#[cold]
fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    match unsupported_class(vm) {
        Ok(cls) => raise_class(vm, cls, message),
        Err(raised) => raised,
    }
}

/// The algorithm of a name, in any case, with a hyphen or an underscore.
fn by_name(vm: &mut Vm, name: Gc<Str>) -> R<Algorithm> {
    let wanted = name.to_display().to_ascii_lowercase().replace('-', "_");
    match Algorithm::ALL.into_iter().find(|a| a.name() == wanted) {
        Some(found) => Ok(found),
        None => Err(unsupported(vm, "[digital envelope routines] unsupported")),
    }
}

/// The algorithm that `digestmod` names or makes objects of.
fn by_digestmod(vm: &mut Vm, digestmod: Value) -> R<Algorithm> {
    if let Some(name) = vm.as_str(digestmod) {
        return by_name(vm, name);
    }
    for algorithm in Algorithm::ALL {
        let constructor = vm.native_module("_hashlib")?.dict.get();
        let name = vm.intern(&format!("{PREFIX}{}", algorithm.name()));
        if constructor.get_str(vm, name) == Some(digestmod) {
            return Ok(algorithm);
        }
    }
    let shown = vm.repr(digestmod)?.to_display();
    Err(unsupported(vm, &format!("Unsupported digestmod {shown}")))
}

/// Codes need digests of one length.
fn for_codes(vm: &mut Vm, digestmod: Value) -> R<Algorithm> {
    let algorithm = by_digestmod(vm, digestmod)?;
    if algorithm.digest_size() == 0 {
        return Err(vm.value_error("no reason supplied"));
    }
    Ok(algorithm)
}

/// The bytes of a key or message.
fn bytes_of(vm: &mut Vm, data: Value) -> R<Vec<u8>> {
    if vm.as_str(data).is_some() {
        return Err(vm.type_error("a bytes-like object is required, not 'str'"));
    }
    vm.bytes_like(data)
}

/// A hash that is being computed: `HASH`, or `HASHXOF` where the length of the digest is free.
#[derive(Trace, Layout, NativeType)]
#[layout(range = "<Hash as Numbered>::NUMBER..=<HashXof as Numbered>::NUMBER")]
#[repr(C)]
pub struct Hash {
    header: Header,
    #[untraced]
    state: RefCell<Box<(Algorithm, Engine)>>,
}

impl Hash {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Hash as Numbered>::NUMBER,
        name: "HASH",
        module: "_hashlib",
        doc: "A hash with a digest of one length.",
        flags: type_flags::NO_NEW | type_flags::BASETYPE,
        native: &Hash::NATIVE,
        layout: Some(LayoutInfo::of::<Hash>()),
        ..TypeDef::DEFAULT
    };

    fn alloc(vm: &mut Vm, state: (Algorithm, Engine)) -> Gc<Hash> {
        let kind = match state.0.digest_size() {
            0 => <HashXof as Numbered>::NUMBER,
            _ => <Hash as Numbered>::NUMBER,
        };
        let header = Header::with_kind(kind, vm.class_address(kind));
        vm.heap.alloc(Hash { header, state: RefCell::new(Box::new(state)) })
    }
}

/// The length that a hash of this module is asked for.
fn output_length(vm: &mut Vm, length: Value) -> R<usize> {
    let int = vm.index(length)?;
    match vm.int_to_i64(int) {
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
        Some(n) if (0..1 << 38).contains(&n) => Ok(n as usize),
        Some(_) => Err(vm.raise_memory_error()),
    }
}

/// The digest, where its length is the algorithm's.
fn fixed_digest(vm: &mut Vm, this: Gc<Hash>) -> R<Vec<u8>> {
    let state = this.state.borrow();
    match state.0.digest_size() {
        0 => Err(vm.value_error("no reason supplied")),
        _ => Ok(state.1.digest(0)),
    }
}

#[native]
impl Hash {
    fn __repr__(vm: &mut Vm, this: Gc<Hash>) -> String {
        let name = this.state.borrow().0.name();
        let of = vm.full_class_name(vm.class_of(this.value()));
        format!("<{name} {of} object @ {:#x}>", this.address())
    }

    /// Hash more data.
    #[sig("($self, obj, /)")]
    fn update(vm: &mut Vm, this: Gc<Hash>, obj: Value) -> R<()> {
        let data = hashed(vm, obj)?;
        this.state.borrow_mut().1.update(&data);
        Ok(())
    }

    /// The digest as bytes.
    #[sig("($self, /)")]
    fn digest(vm: &mut Vm, this: Gc<Hash>) -> R<Vec<u8>> {
        fixed_digest(vm, this)
    }

    /// The digest as hexadecimal digits.
    #[sig("($self, /)")]
    fn hexdigest(vm: &mut Vm, this: Gc<Hash>) -> R<String> {
        Ok(hex_digits(&fixed_digest(vm, this)?))
    }

    /// An object with the same state.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<Hash>) -> Gc<Hash> {
        let state = (**this.state.borrow()).clone();
        Hash::alloc(vm, state)
    }

    /// Bytes of a digest.
    #[getter]
    fn digest_size(_: &mut Vm, this: Gc<Hash>) -> i64 {
        match this.state.borrow().0.digest_size() {
            0 => -1,
            n => n as i64,
        }
    }

    /// Bytes of a block.
    #[getter]
    fn block_size(_: &mut Vm, this: Gc<Hash>) -> usize {
        this.state.borrow().0.block_size()
    }

    /// The algorithm.
    #[getter]
    fn name(_: &mut Vm, this: Gc<Hash>) -> &'static str {
        this.state.borrow().0.name()
    }
}

/// The type of hashes whose digest may have any length.
#[derive(NativeType)]
pub struct HashXof;

impl HashXof {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <HashXof as Numbered>::NUMBER,
        name: "HASHXOF",
        module: "_hashlib",
        doc: "A hash with a digest of any length.",
        base: <Hash as Numbered>::NUMBER,
        flags: type_flags::NO_NEW | type_flags::BASETYPE,
        native: &HashXof::NATIVE,
        layout: Some(LayoutInfo::of::<Hash>()),
        ..TypeDef::DEFAULT
    };
}

#[native]
impl HashXof {
    /// So many bytes of the digest.
    #[sig("($self, /, length)")]
    fn digest(vm: &mut Vm, this: Gc<Hash>, length: Value) -> R<Vec<u8>> {
        let length = vm.index(length)?;
        if vm.int_to_i64(length).is_some_and(|n| n < 0) {
            let text = "Negative size passed to PyBytes_FromStringAndSize";
            return Err(vm.raise(kinds::SYSTEM_ERROR, text));
        }
        let length = output_length(vm, length)?;
        Ok(this.state.borrow().1.digest(length))
    }

    /// So many bytes of the digest as hexadecimal digits.
    #[sig("($self, /, length)")]
    fn hexdigest(vm: &mut Vm, this: Gc<Hash>, length: Value) -> R<String> {
        let length = output_length(vm, length)?;
        Ok(hex_digits(&this.state.borrow().1.digest(length)))
    }

    /// Bytes of a digest: none in particular.
    #[getter]
    fn digest_size(_: &mut Vm, this: Gc<Hash>) -> usize {
        this.state.borrow().0.digest_size()
    }
}

/// A new object, fed with the data.
fn new_hash(vm: &mut Vm, algorithm: Algorithm, data: Option<Value>, string: Option<Value>) -> R {
    let mut engine = algorithm.start();
    feed(vm, &mut engine, data, string.filter(|s| !s.is_none()))?;
    Ok(Hash::alloc(vm, (algorithm, engine)).value())
}

/// A code that is being computed.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct HashHmac {
    header: Header,
    #[untraced]
    state: RefCell<Box<Hmac>>,
}

impl HashHmac {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <HashHmac as Numbered>::NUMBER,
        name: "HMAC",
        module: "_hashlib",
        doc: "A code that is being computed.",
        flags: type_flags::NO_NEW,
        native: &HashHmac::NATIVE,
        layout: Some(LayoutInfo::of::<HashHmac>()),
        ..TypeDef::DEFAULT
    };

    fn alloc(vm: &mut Vm, state: Hmac) -> Gc<HashHmac> {
        let header = Header::new::<HashHmac>(vm.class_address(<HashHmac as Numbered>::NUMBER));
        vm.heap.alloc(HashHmac { header, state: RefCell::new(Box::new(state)) })
    }
}

#[native]
impl HashHmac {
    fn __repr__(_: &mut Vm, this: Gc<HashHmac>) -> String {
        format!("<{} HMAC object @ {:#x}>", this.state.borrow().algorithm.name(), this.address())
    }

    /// An object with the same state.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<HashHmac>) -> Gc<HashHmac> {
        let state = (**this.state.borrow()).clone();
        HashHmac::alloc(vm, state)
    }

    /// Take more of the message.
    #[sig("($self, /, msg)")]
    fn update(vm: &mut Vm, this: Gc<HashHmac>, msg: Value) -> R<()> {
        let msg = hashed(vm, msg)?;
        this.state.borrow_mut().update(&msg);
        Ok(())
    }

    /// The code as bytes.
    #[sig("($self, /)")]
    fn digest(_: &mut Vm, this: Gc<HashHmac>) -> Vec<u8> {
        this.state.borrow().digest()
    }

    /// The code as hexadecimal digits.
    #[sig("($self, /)")]
    fn hexdigest(_: &mut Vm, this: Gc<HashHmac>) -> String {
        hex_digits(&this.state.borrow().digest())
    }

    /// Bytes of a block.
    #[getter]
    fn block_size(_: &mut Vm, this: Gc<HashHmac>) -> usize {
        this.state.borrow().algorithm.block_size()
    }

    /// Bytes of the code.
    #[getter]
    fn digest_size(_: &mut Vm, this: Gc<HashHmac>) -> usize {
        this.state.borrow().algorithm.digest_size()
    }

    /// The algorithm, with `hmac-` before it.
    #[getter]
    fn name(_: &mut Vm, this: Gc<HashHmac>) -> String {
        format!("hmac-{}", this.state.borrow().algorithm.name())
    }
}

/// A positive number that C's `int` holds.
fn bounded(vm: &mut Vm, value: Value, what: &str) -> R<usize> {
    let int = vm.index(value)?;
    match vm.int_to_i64(int) {
        Some(n) if n < 1 => Err(vm.value_error(format!("{what} must be greater than 0."))),
        Some(n) if n <= INT_MAX => Ok(n as usize),
        _ => Err(vm.overflow_error(format!("{what} is too great."))),
    }
}

/// A number that is not negative.
fn unsigned(vm: &mut Vm, value: Value) -> R<u64> {
    let int = vm.index(value)?;
    if vm.int_is_negative(int) {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match vm.int_to_i64(int) {
        Some(n) => Ok(n as u64),
        None => Err(vm.overflow_error("Python int too large to convert to C unsigned long")),
    }
}

macro_rules! functions {
    ($($name:ident $algorithm:ident),*) => {
        struct Functions;

        #[native]
        impl Functions {
            /// A hash object by the name of the algorithm.
            #[sig("($module, /, name, data=b'', *, usedforsecurity=True, string=None)")]
            #[expect(clippy::new_ret_no_self, reason = "the module's function of that name")]
            fn new(
                vm: &mut Vm,
                name: CText,
                data: Option<Value>,
                usedforsecurity: bool,
                string: Option<Value>,
            ) -> R {
                let _ = usedforsecurity;
                if let (Some(data), None) | (None, Some(data)) = (data, string.filter(|s| !s.is_none())) {
                    // What can't be hashed shows before an algorithm that nobody knows.
                    hashed(vm, data)?;
                }
                let algorithm = by_name(vm, name.0)?;
                new_hash(vm, algorithm, data, string)
            }

            $(
                /// A hash object, fed with the data.
                #[sig("($module, /, data=b'', *, usedforsecurity=True, string=None)")]
                fn $name(
                    vm: &mut Vm,
                    data: Option<Value>,
                    usedforsecurity: bool,
                    string: Option<Value>,
                ) -> R {
                    let _ = usedforsecurity;
                    new_hash(vm, Algorithm::$algorithm, data, string)
                }
            )*

            /// An object that computes a code.
            #[sig("($module, /, key, msg=b'', digestmod=None)")]
            fn hmac_new(vm: &mut Vm, key: Value, msg: Option<Value>, digestmod: Value) -> R<Gc<HashHmac>> {
                let key = bytes_of(vm, key)?;
                if digestmod.is_none() {
                    return Err(vm.type_error("Missing required parameter 'digestmod'."));
                }
                let algorithm = for_codes(vm, digestmod)?;
                let mut state = Hmac::new(algorithm, &key);
                if let Some(msg) = msg.filter(|msg| !msg.is_none()) {
                    state.update(&hashed(vm, msg)?);
                }
                Ok(HashHmac::alloc(vm, state))
            }

            /// The code of a message.
            #[sig("($module, /, key, msg, digest)")]
            fn hmac_digest(vm: &mut Vm, key: Value, msg: Value, digest: Value) -> R<Vec<u8>> {
                let (key, msg) = (bytes_of(vm, key)?, bytes_of(vm, msg)?);
                let algorithm = for_codes(vm, digest)?;
                let mut state = Hmac::new(algorithm, &key);
                state.update(&msg);
                Ok(state.digest())
            }

            /// A key from a password by PBKDF2 (PKCS 5).
            #[sig("($module, /, hash_name, password, salt, iterations, dklen=None)")]
    #[shown("($module, /, hash_name, password, salt, iterations,\n            dklen=None)")]
            fn pbkdf2_hmac(
                vm: &mut Vm,
                hash_name: Gc<Str>,
                password: Value,
                salt: Value,
                iterations: Value,
                dklen: Value,
            ) -> R<Vec<u8>> {
                let (password, salt) = (bytes_of(vm, password)?, bytes_of(vm, salt)?);
                let algorithm = by_name(vm, hash_name)?;
                let iterations = bounded(vm, iterations, "iteration value")?;
                let length = match algorithm.digest_size() {
                    0 if dklen.is_none() => return Err(vm.value_error("key length must be greater than 0.")),
                    size if dklen.is_none() => size,
                    _ => bounded(vm, dklen, "key length")?,
                };
                if algorithm.digest_size() == 0 {
                    return Err(vm.value_error("no reason supplied"));
                }
                Ok(vm.release(|| kdf::pbkdf2(algorithm, &password, &salt, iterations, length)))
            }

            /// A key from a password by scrypt (RFC 7914).
            #[sig("($module, password, *, salt, n, r, p, maxmem=0, dklen=64)")]
    #[shown("($module, /, password, *, salt, n, r, p, maxmem=0, dklen=64)")]
            fn scrypt(
                vm: &mut Vm,
                password: Value,
                salt: Value,
                n: Value,
                r: Value,
                p: Value,
                maxmem: i64,
                dklen: i64,
            ) -> R<Vec<u8>> {
                let (password, salt) = (bytes_of(vm, password)?, bytes_of(vm, salt)?);
                let (n, r, p) = (unsigned(vm, n)?, unsigned(vm, r)?, unsigned(vm, p)?);
                if n < 2 || !n.is_power_of_two() {
                    return Err(vm.value_error("n must be a power of 2."));
                }
                if !(0..=INT_MAX).contains(&maxmem) {
                    return Err(vm.value_error(format!("maxmem must be positive and smaller than {INT_MAX}")));
                }
                if !(1..=INT_MAX).contains(&dklen) {
                    return Err(
                        vm.value_error(format!("dklen must be greater than 0 and smaller than {INT_MAX}"))
                    );
                }
                if r == 0 || p == 0 {
                    return Err(vm.value_error("Invalid parameter combination for n, r, p, maxmem."));
                }
                let Some(cost) = Cost::new(n, r, p, maxmem as u64) else {
                    return Err(vm.value_error("[digital envelope routines] memory limit exceeded"));
                };
                Ok(vm.release(|| kdf::scrypt(&password, &salt, cost, dklen as usize)))
            }

            /// Are two digests equal? It takes as long where they differ early.
            #[sig("($module, a, b, /)")]
            fn compare_digest(vm: &mut Vm, a: Value, b: Value) -> R {
                if vm.as_str(a).is_none() || vm.as_str(b).is_none() {
                    bytes_of(vm, a)?;
                    bytes_of(vm, b)?;
                }
                let compare = import_from(vm, "_operator", "_compare_digest")?;
                vm.call(compare, &[a, b])
            }

            /// Is the module restricted to what a standard approves? 0: it is not.
            #[sig("($module, /)")]
            fn get_fips_mode(_: &mut Vm) -> i32 {
                0
            }
        }
    };
}

functions!(
    openssl_md5 Md5, openssl_sha1 Sha1, openssl_sha224 Sha224, openssl_sha256 Sha256, openssl_sha384 Sha384,
    openssl_sha512 Sha512, openssl_sha3_224 Sha3_224, openssl_sha3_256 Sha3_256, openssl_sha3_384 Sha3_384,
    openssl_sha3_512 Sha3_512, openssl_shake_128 Shake128, openssl_shake_256 Shake256
);
