//! `_hmac`: message authentication codes.

use super::engine::{Algorithm, Hmac};
use super::{hashed, hex_digits};
use crate::support::{new_exception, put, put_int, raise_class};
use std::cell::RefCell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Gc, Header, LayoutInfo, ModuleDef, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Module, Type},
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_hmac",
    doc: "Message authentication codes from hashes.",
    functions: &Functions::NATIVE,
    types: &[&HmacObject::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

#[derive(Default, Trace)]
struct State {
    unknown_hash: Option<Gc<Type>>,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = unknown_hash(vm)?;
    put(vm, module, "UnknownHashError", error.value());
    put_int(vm, module, "_GIL_MINSIZE", super::GIL_MINSIZE);
    Ok(())
}

fn unknown_hash(vm: &mut Vm) -> R<Gc<Type>> {
    if let Some(cls) = vm.state::<State>().unknown_hash {
        return Ok(cls);
    }
    let cls = new_exception(vm, "_hmac", "UnknownHashError", kinds::VALUE_ERROR)?;
    vm.state::<State>().unknown_hash = Some(cls);
    Ok(cls)
}

/// The algorithm of a name in lower or upper case; with a fixed length of digests.
fn algorithm(vm: &mut Vm, digest: Value) -> R<Algorithm> {
    if let Some(name) = vm.as_str(digest) {
        let name = String::from_utf8_lossy(name.to_ref().as_bytes()).to_ascii_lowercase();
        let found = Algorithm::ALL.into_iter().find(|a| a.digest_size() > 0 && a.name() == name);
        if let Some(found) = found {
            return Ok(found);
        }
    }
    let text = vm.repr(digest)?.to_display();
    let cls = unknown_hash(vm)?;
    Err(raise_class(vm, cls, &format!("unsupported hash type: {text}")))
}

fn code(vm: &mut Vm, key: Value, msg: Value, algorithm: Algorithm) -> R {
    let mut hmac = Hmac::new(algorithm, &hashed(vm, key)?);
    hmac.update(&hashed(vm, msg)?);
    Ok(vm.new_bytes(&hmac.digest()))
}

/// A code that is being computed.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct HmacObject {
    header: Header,
    #[untraced]
    state: RefCell<Box<Hmac>>,
}

impl HmacObject {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <HmacObject as Numbered>::NUMBER,
        name: "HMAC",
        module: "_hmac",
        doc: "A code that is being computed.",
        native: &HmacObject::NATIVE,
        layout: Some(LayoutInfo::of::<HmacObject>()),
        ..TypeDef::DEFAULT
    };

    fn alloc(vm: &mut Vm, state: Hmac) -> Gc<HmacObject> {
        let header = Header::new::<HmacObject>(vm.class_address(<HmacObject as Numbered>::NUMBER));
        vm.heap.alloc(HmacObject { header, state: RefCell::new(Box::new(state)) })
    }
}

#[native]
impl HmacObject {
    fn __repr__(vm: &mut Vm, this: Gc<HmacObject>) -> Value {
        let name = this.state.borrow().algorithm.name();
        let address = this.value().bits();
        vm.new_str(&format!("<{name} HMAC object @ {address:#x}>")).value()
    }

    /// An object with the same state.
    #[sig("($self, /)")]
    fn copy(vm: &mut Vm, this: Gc<HmacObject>) -> Gc<HmacObject> {
        let state = (**this.state.borrow()).clone();
        HmacObject::alloc(vm, state)
    }

    /// Take more of the message.
    #[sig("($self, /, msg)")]
    fn update(vm: &mut Vm, this: Gc<HmacObject>, msg: Value) -> R<()> {
        let msg = hashed(vm, msg)?;
        this.state.borrow_mut().update(&msg);
        Ok(())
    }

    /// The code as bytes.
    #[sig("($self, /)")]
    fn digest(vm: &mut Vm, this: Gc<HmacObject>) -> Value {
        let digest = this.state.borrow().digest();
        vm.new_bytes(&digest)
    }

    /// The code as hexadecimal digits.
    #[sig("($self, /)")]
    fn hexdigest(vm: &mut Vm, this: Gc<HmacObject>) -> Value {
        let digits = hex_digits(&this.state.borrow().digest());
        vm.new_str(&digits).value()
    }

    /// The algorithm, with `hmac-` before it.
    #[getter]
    fn name(vm: &mut Vm, this: Gc<HmacObject>) -> Value {
        let name = format!("hmac-{}", this.state.borrow().algorithm.name());
        vm.new_str(&name).value()
    }

    /// Bytes of a block.
    #[getter]
    fn block_size(_: &mut Vm, this: Gc<HmacObject>) -> usize {
        this.state.borrow().algorithm.block_size()
    }

    /// Bytes of the code.
    #[getter]
    fn digest_size(_: &mut Vm, this: Gc<HmacObject>) -> usize {
        this.state.borrow().algorithm.digest_size()
    }
}

/// The functions of the module: a fixed algorithm for each of the list, and those that are told one.
macro_rules! functions {
    ($($name:ident $algorithm:ident),*) => {
        struct Functions;

        #[native]
        impl Functions {
            /// An object that computes a code.
            #[sig("($module, /, key, msg=None, digestmod=None)")]
            #[expect(clippy::new_ret_no_self, reason = "the module's function of that name")]
            fn new(vm: &mut Vm, key: Value, msg: Value, digestmod: Value) -> R<Gc<HmacObject>> {
                if digestmod.is_none() {
                    return Err(vm.type_error("new() missing 1 required argument 'digestmod'"));
                }
                let algorithm = algorithm(vm, digestmod)?;
                let mut state = Hmac::new(algorithm, &hashed(vm, key)?);
                if !msg.is_none() {
                    state.update(&hashed(vm, msg)?);
                }
                Ok(HmacObject::alloc(vm, state))
            }

            /// The code of a message.
            #[sig("($module, /, key, msg, digest)")]
            fn compute_digest(vm: &mut Vm, key: Value, msg: Value, digest: Value) -> R {
                let algorithm = algorithm(vm, digest)?;
                code(vm, key, msg, algorithm)
            }

            $(
                /// The code of a message by one hash.
                #[sig("($module, key, msg, /)")]
                fn $name(vm: &mut Vm, key: Value, msg: Value) -> R {
                    code(vm, key, msg, Algorithm::$algorithm)
                }
            )*
        }
    };
}

functions!(
    compute_md5 Md5, compute_sha1 Sha1, compute_sha224 Sha224, compute_sha256 Sha256, compute_sha384 Sha384,
    compute_sha512 Sha512, compute_sha3_224 Sha3_224, compute_sha3_256 Sha3_256, compute_sha3_384 Sha3_384,
    compute_sha3_512 Sha3_512, compute_blake2b_32 Blake2b, compute_blake2s_32 Blake2s
);
