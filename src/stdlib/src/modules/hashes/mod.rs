//! `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`, `_hmac` and `_hashlib`: hashes, on the crates of RustCrypto and `blake2b_simd`, which
//! knows the parameters of tree hashing.

mod blake2;
pub mod engine;
pub mod general;
pub mod hmac;
mod kdf;

use crate::support::{put, put_int, put_str};
pub use blake2::{Blake2b, Blake2s};
use engine::{Algorithm, Engine};
use std::borrow::Cow;
use std::cell::RefCell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::buffer::peek;
use taipan_runtime::{
    Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Module, Type},
    type_flags,
};

/// The bytes to hash.
pub fn hashed<'a>(vm: &mut Vm, data: Value) -> R<Cow<'a, [u8]>> {
    if vm.as_str(data).is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    let cls = vm.class_of(data);
    if vm.bytes_of(data).is_none() {
        let Some(f) = vm.slot_buffer(cls) else {
            return Err(vm.type_error("object supporting the buffer API required"));
        };
        let buffer = f(vm, data, 0)?;
        let contiguous = buffer.as_slice().is_some();
        taipan_objects::buffer::release(&buffer);
        if !contiguous {
            return Err(vm.raise(kinds::BUFFER_ERROR, "memoryview: underlying buffer is not C-contiguous"));
        }
    }
    peek(vm, data)
}

/// The data that a constructor was given, by either name.
pub fn initial(vm: &mut Vm, data: Option<Value>, string: Option<Value>) -> R<Option<Value>> {
    match (data, string) {
        (Some(_), Some(_)) => Err(vm.type_error(
            "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in \
             a future version.",
        )),
        (None, given) => Ok(given),
        (given, None) => Ok(given),
    }
}

/// Feeds what a constructor was given.
pub fn feed(vm: &mut Vm, engine: &mut Engine, data: Option<Value>, string: Option<Value>) -> R<()> {
    if let Some(data) = initial(vm, data, string)? {
        engine.update(&hashed(vm, data)?);
    }
    Ok(())
}

/// Digits for bytes.
pub fn hex_digits(bytes: &[u8]) -> String {
    String::from_utf8(taipan_text::hex::digits(bytes, None, 1)).unwrap_or_default()
}

/// A length that an extendable hash is asked for.
pub fn output_length(vm: &mut Vm, length: Value) -> R<usize> {
    let int = vm.index(length)?;
    if vm.int_is_negative(int) {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match vm.int_to_i64(int) {
        Some(n) if n < 1 << 29 => Ok(n as usize),
        Some(_) => Err(vm.value_error("length is too large")),
        None => Err(vm.overflow_error("Python int too large for C unsigned long")),
    }
}

/// A type of hash objects: the struct, its module, its name, the algorithm, and what it has beyond the common.
macro_rules! hash_type {
    ($struct:ident, $module:literal, $name:literal, $algorithm:ident, $flags:expr,
     ($($ctor:tt)*) ($($output:tt)*) ($($more:tt)*)) => {
        /// The state of a hash.
        #[derive(Trace, Layout, NativeType)]
        #[repr(C)]
        pub struct $struct {
            header: Header,
            #[untraced]
            engine: RefCell<Box<Engine>>,
        }

        impl $struct {
            const ALGORITHM: Algorithm = Algorithm::$algorithm;

            /// The definition.
            pub const TYPE: TypeDef = TypeDef {
                id: <$struct as Numbered>::NUMBER,
                name: $name,
                module: $module,
                doc: "A hash that is being computed.",
                flags: $flags,
                native: &$struct::NATIVE,
                layout: Some(LayoutInfo::of::<$struct>()),
                ..TypeDef::DEFAULT
            };

            fn alloc(vm: &mut Vm, engine: Engine) -> Gc<$struct> {
                let header = Header::new::<$struct>(vm.class_address(<$struct as Numbered>::NUMBER));
                vm.heap.alloc($struct { header, engine: RefCell::new(Box::new(engine)) })
            }
        }

        #[native]
        impl $struct {
            $($ctor)*

            /// An object with the same state.
            #[sig("($self, /)")]
            fn copy(vm: &mut Vm, this: Gc<$struct>) -> Gc<$struct> {
                let engine = (**this.engine.borrow()).clone();
                $struct::alloc(vm, engine)
            }

            /// Hash more data.
            #[sig("($self, data, /)")]
            #[shown("($self, obj, /)")]
            fn update(vm: &mut Vm, this: Gc<$struct>, data: Value) -> R<()> {
                let data = hashed(vm, data)?;
                this.engine.borrow_mut().update(&data);
                Ok(())
            }

            $($output)*

            /// Bytes of a block.
            #[getter]
            fn block_size(_: &mut Vm, this: Gc<$struct>) -> usize {
                let _ = this;
                $struct::ALGORITHM.block_size()
            }

            /// Bytes of a digest.
            #[getter]
            fn digest_size(_: &mut Vm, this: Gc<$struct>) -> usize {
                let _ = this;
                $struct::ALGORITHM.digest_size()
            }

            /// The algorithm.
            #[getter]
            fn name(vm: &mut Vm, this: Gc<$struct>) -> Value {
                let _ = this;
                vm.new_str($struct::ALGORITHM.name()).value()
            }

            $($more)*
        }
    };
}

/// A hash with a digest of one length.
macro_rules! fixed_type {
    ($struct:ident, $module:literal, $name:literal, $algorithm:ident, $flags:expr, ($($ctor:tt)*) ($($more:tt)*)) => {
        hash_type!($struct, $module, $name, $algorithm, $flags, ($($ctor)*) (
            /// The digest as bytes.
            #[sig("($self, /)")]
            fn digest(vm: &mut Vm, this: Gc<$struct>) -> Value {
                let digest = this.engine.borrow().digest(0);
                vm.new_bytes(&digest)
            }

            /// The digest as hexadecimal digits.
            #[sig("($self, /)")]
            fn hexdigest(vm: &mut Vm, this: Gc<$struct>) -> Value {
                let digits = hex_digits(&this.engine.borrow().digest(0));
                vm.new_str(&digits).value()
            }
        ) ($($more)*));
    };
}

/// A hash of the first families, whose objects only a function of the module makes.
macro_rules! plain_type {
    ($struct:ident, $module:literal, $name:literal, $algorithm:ident) => {
        fixed_type!($struct, $module, $name, $algorithm, type_flags::NO_NEW, ()());
    };
}

plain_type!(Md5, "_md5", "md5", Md5);
plain_type!(Sha1, "_sha1", "sha1", Sha1);
plain_type!(Sha224, "_sha2", "SHA224Type", Sha224);
plain_type!(Sha256, "_sha2", "SHA256Type", Sha256);
plain_type!(Sha384, "_sha2", "SHA384Type", Sha384);
plain_type!(Sha512, "_sha2", "SHA512Type", Sha512);

/// A Keccak hash: its constructor is the type.
macro_rules! keccak_type {
    ($kind:ident, $struct:ident, $name:literal, $suffix:literal, ($($output:tt)*)) => {
        $kind!($struct, "_sha3", $name, $struct, 0, (
            #[sig("($cls, data=b'', *, usedforsecurity=True, string=None)")]
            #[name($name)]
            fn __new__(
                vm: &mut Vm,
                cls: Gc<Type>,
                data: Option<Value>,
                usedforsecurity: bool,
                string: Option<Value>,
            ) -> R<Gc<$struct>> {
                let _ = (cls, usedforsecurity);
                let mut engine = Algorithm::$struct.start();
                feed(vm, &mut engine, data, string.filter(|s| !s.is_none()))?;
                Ok($struct::alloc(vm, engine))
            }
        ) $($output)* (
            /// Bits of the state that no block touches.
            #[getter]
            fn _capacity_bits(_: &mut Vm, this: Gc<$struct>) -> usize {
                let _ = this;
                1600 - 8 * Algorithm::$struct.block_size()
            }

            /// Bits of a block.
            #[getter]
            fn _rate_bits(_: &mut Vm, this: Gc<$struct>) -> usize {
                let _ = this;
                8 * Algorithm::$struct.block_size()
            }

            /// The byte that ends the data.
            #[getter]
            fn _suffix(vm: &mut Vm, this: Gc<$struct>) -> Value {
                let _ = this;
                vm.new_bytes(&[$suffix])
            }
        ));
    };
}

macro_rules! sha3_type {
    ($struct:ident, $name:literal) => {
        keccak_type!(fixed_type, $struct, $name, 0x06, ());
    };
}

macro_rules! shake_type {
    ($struct:ident, $name:literal) => {
        keccak_type!(hash_type, $struct, $name, 0x1f, ((
            /// So many bytes of the digest.
            #[sig("($self, length)")]
            fn digest(vm: &mut Vm, this: Gc<$struct>, length: Value) -> R {
                let length = output_length(vm, length)?;
                let digest = this.engine.borrow().digest(length);
                Ok(vm.new_bytes(&digest))
            }

            /// So many bytes of the digest as hexadecimal digits.
            #[sig("($self, length)")]
            fn hexdigest(vm: &mut Vm, this: Gc<$struct>, length: Value) -> R {
                let length = output_length(vm, length)?;
                let digits = hex_digits(&this.engine.borrow().digest(length));
                Ok(vm.new_str(&digits).value())
            }
        )));
    };
}

sha3_type!(Sha3_224, "sha3_224");
sha3_type!(Sha3_256, "sha3_256");
sha3_type!(Sha3_384, "sha3_384");
sha3_type!(Sha3_512, "sha3_512");
shake_type!(Shake128, "shake_128");
shake_type!(Shake256, "shake_256");

/// A function that makes hash objects, in an `impl` of its own.
macro_rules! constructors {
    ($functions:ident: $($name:ident $struct:ident),*) => {
        struct $functions;

        #[native]
        impl $functions {
            $(
                /// A hash object, fed with the data.
                #[sig("($module, /, data=b'', *, usedforsecurity=True, string=None)")]
                fn $name(
                    vm: &mut Vm,
                    data: Option<Value>,
                    usedforsecurity: bool,
                    string: Option<Value>,
                ) -> R<Gc<$struct>> {
                    let _ = usedforsecurity;
                    let mut engine = Algorithm::$struct.start();
                    feed(vm, &mut engine, data, string.filter(|s| !s.is_none()))?;
                    Ok($struct::alloc(vm, engine))
                }
            )*
        }
    };
}

constructors!(Md5Functions: md5 Md5);
constructors!(Sha1Functions: sha1 Sha1);
constructors!(Sha2Functions: sha224 Sha224, sha256 Sha256, sha384 Sha384, sha512 Sha512);

/// From this size on CPython lets other threads run while it hashes.
const GIL_MINSIZE: i64 = 2048;

fn name_types(vm: &mut Vm, module: Gc<Module>, types: &[(&str, taipan_runtime::Kind)]) {
    for &(name, kind) in types {
        let cls = vm.class(kind).value();
        put(vm, module, name, cls);
    }
    put_int(vm, module, "_GIL_MINSIZE", GIL_MINSIZE);
}

/// `_md5`.
pub static MD5: ModuleDef = ModuleDef {
    name: "_md5",
    doc: "The hash MD5.",
    functions: &Md5Functions::NATIVE,
    init: Some(|vm, module| {
        name_types(vm, module, &[("MD5Type", Md5::NUMBER)]);
        Ok(())
    }),
    ..ModuleDef::DEFAULT
};

/// `_sha1`.
pub static SHA1: ModuleDef = ModuleDef {
    name: "_sha1",
    doc: "The hash SHA-1.",
    functions: &Sha1Functions::NATIVE,
    init: Some(|vm, module| {
        name_types(vm, module, &[("SHA1Type", Sha1::NUMBER)]);
        Ok(())
    }),
    ..ModuleDef::DEFAULT
};

/// `_sha2`.
pub static SHA2: ModuleDef = ModuleDef {
    name: "_sha2",
    doc: "The hashes of the family SHA-2.",
    functions: &Sha2Functions::NATIVE,
    types: &[&Sha224::TYPE, &Sha256::TYPE, &Sha384::TYPE, &Sha512::TYPE],
    init: Some(|vm, module| {
        name_types(vm, module, &[]);
        Ok(())
    }),
    ..ModuleDef::DEFAULT
};

/// `_sha3`.
pub static SHA3: ModuleDef = ModuleDef {
    name: "_sha3",
    doc: "The hashes of the family SHA-3.",
    types: &[
        &Sha3_224::TYPE,
        &Sha3_256::TYPE,
        &Sha3_384::TYPE,
        &Sha3_512::TYPE,
        &Shake128::TYPE,
        &Shake256::TYPE,
    ],
    init: Some(|vm, module| {
        name_types(vm, module, &[]);
        put_str(vm, module, "implementation", "RustCrypto");
        Ok(())
    }),
    ..ModuleDef::DEFAULT
};

pub use blake2::MODULE as BLAKE2;
pub use general::MODULE as HASHLIB;
pub use hmac::MODULE as HMAC;
