//! `_blake2`: hashes with keys, salts, and the parameters of trees.

use super::engine::{Algorithm, Engine};
use super::{feed, hashed, hex_digits};
use crate::support::{put, put_int, unsigned};
use std::cell::RefCell;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Gc, Header, Kind, LayoutInfo, ModuleDef, R, TypeDef, Value, Vm,
    kinds::Numbered,
    layout::{Module, Type},
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_blake2",
    doc: "The hashes BLAKE2b and BLAKE2s.",
    types: &[&Blake2b::TYPE, &Blake2s::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let variants: [(Kind, &str, i64, i64); 2] =
        [(Blake2b::NUMBER, "BLAKE2B", 64, 16), (Blake2s::NUMBER, "BLAKE2S", 32, 8)];
    for (kind, prefix, digest, salt) in variants {
        let cls = vm.class(kind);
        let sizes = [
            ("SALT_SIZE", salt),
            ("PERSON_SIZE", salt),
            ("MAX_KEY_SIZE", digest),
            ("MAX_DIGEST_SIZE", digest),
        ];
        for (name, size) in sizes {
            put_int(vm, module, &format!("{prefix}_{name}"), size);
            let (name, size) = (vm.intern(name), vm.new_int(size));
            vm.class_dict(cls).set_str(vm, name, size);
        }
        vm.class_changed(cls);
    }
    let size = vm.new_int(super::GIL_MINSIZE);
    put(vm, module, "_GIL_MINSIZE", size);
    Ok(())
}

/// What a constructor is given beyond data.
struct Parameters {
    digest_size: usize,
    key: Vec<u8>,
    salt: Vec<u8>,
    person: Vec<u8>,
    fanout: u8,
    depth: u8,
    leaf_size: u32,
    node_offset: u64,
    node_depth: u8,
    inner_size: usize,
    last_node: bool,
}

/// The bounds of a variant.
struct Bounds {
    name: &'static str,
    digest: usize,
    salt: usize,
    node_offset: u64,
}

const BLAKE2B: Bounds = Bounds { name: "Blake2b", digest: 64, salt: 16, node_offset: u64::MAX };
const BLAKE2S: Bounds = Bounds { name: "Blake2s", digest: 32, salt: 8, node_offset: (1 << 48) - 1 };

fn short_bytes(vm: &mut Vm, value: Option<Value>, what: &str, max: usize) -> R<Vec<u8>> {
    let Some(value) = value else { return Ok(Vec::new()) };
    let bytes = hashed(vm, value)?;
    if bytes.len() > max {
        return Err(vm.value_error(format!("maximum {what} length is {max} bytes")));
    }
    Ok(bytes.into_owned())
}

impl Parameters {
    #[expect(clippy::too_many_arguments, reason = "they are the constructor's")]
    fn parse(
        vm: &mut Vm,
        bounds: &Bounds,
        digest_size: i64,
        key: Option<Value>,
        salt: Option<Value>,
        person: Option<Value>,
        fanout: i64,
        depth: i64,
        leaf_size: Value,
        node_offset: Value,
        node_depth: i64,
        inner_size: i64,
        last_node: bool,
    ) -> R<Parameters> {
        let max = bounds.digest;
        let name = bounds.name;
        if !(1..=max as i64).contains(&digest_size) {
            return Err(vm.value_error(format!(
                "digest_size for {name} must be between 1 and {max} bytes, here it is {digest_size}"
            )));
        }
        let salt = short_bytes(vm, salt, "salt", bounds.salt)?;
        let person = short_bytes(vm, person, "person", bounds.salt)?;
        let Ok(fanout) = u8::try_from(fanout) else {
            return Err(vm.value_error("fanout must be between 0 and 255"));
        };
        let Some(depth) = u8::try_from(depth).ok().filter(|&d| d > 0) else {
            return Err(vm.value_error("depth must be between 1 and 255"));
        };
        let leaf_size = unsigned(vm, leaf_size, 32, "leaf_size is too large")? as u32;
        let node_offset = unsigned(vm, node_offset, 64, "Python int too large for C unsigned long long")?;
        if node_offset > bounds.node_offset {
            return Err(vm.overflow_error("node_offset is too large"));
        }
        let Ok(node_depth) = u8::try_from(node_depth) else {
            return Err(vm.value_error("node_depth must be between 0 and 255"));
        };
        if !(0..=max as i64).contains(&inner_size) {
            return Err(vm.value_error(format!("inner_size must be between 0 and is {max}")));
        }
        let key = short_bytes(vm, key, "key", max)?;
        Ok(Parameters {
            digest_size: digest_size as usize,
            key,
            salt,
            person,
            fanout,
            depth,
            leaf_size,
            node_offset,
            node_depth,
            inner_size: inner_size as usize,
            last_node,
        })
    }
}

macro_rules! blake2_type {
    ($struct:ident, $krate:ident, $name:literal, $bounds:ident, $max:literal) => {
        /// The state of a hash.
        #[derive(Trace, Layout, NativeType)]
        #[repr(C)]
        pub struct $struct {
            header: Header,
            #[untraced]
            engine: RefCell<Box<Engine>>,
            #[untraced]
            digest_size: usize,
        }

        impl $struct {
            /// The definition.
            pub const TYPE: TypeDef = TypeDef {
                id: <$struct as Numbered>::NUMBER,
                name: $name,
                module: "_blake2",
                doc: concat!(
                    $name,
                    "(data=b'', *, digest_size=",
                    $max,
                    ", key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, \
                     inner_size=0, last_node=False, usedforsecurity=True, string=None)\n--\n\nA hash that is being computed."
                ),
                native: &$struct::NATIVE,
                layout: Some(LayoutInfo::of::<$struct>()),
                ..TypeDef::DEFAULT
            };

            fn alloc(vm: &mut Vm, engine: Engine, digest_size: usize) -> Gc<$struct> {
                let header = Header::new::<$struct>(vm.class_address(<$struct as Numbered>::NUMBER));
                vm.heap.alloc($struct { header, engine: RefCell::new(Box::new(engine)), digest_size })
            }
        }

        #[native]
        impl $struct {
            #[sig("($cls, data=b'', *, digest_size=None, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, \
                   node_offset=0, node_depth=0, inner_size=0, last_node=False, usedforsecurity=True, string=None)")]
            #[name($name)]
            #[expect(clippy::too_many_arguments, reason = "they are the constructor's")]
            fn __new__(
                vm: &mut Vm,
                cls: Gc<Type>,
                data: Option<Value>,
                digest_size: Option<i64>,
                key: Option<Value>,
                salt: Option<Value>,
                person: Option<Value>,
                fanout: i64,
                depth: i64,
                leaf_size: Value,
                node_offset: Value,
                node_depth: i64,
                inner_size: i64,
                last_node: bool,
                usedforsecurity: bool,
                string: Option<Value>,
            ) -> R<Gc<$struct>> {
                let _ = (cls, usedforsecurity);
                let digest_size = digest_size.unwrap_or($max);
                let given = Parameters::parse(
                    vm, &$bounds, digest_size, key, salt, person, fanout, depth, leaf_size, node_offset,
                    node_depth, inner_size, last_node,
                )?;
                let state = $krate::Params::new()
                    .hash_length(given.digest_size)
                    .key(&given.key)
                    .salt(&given.salt)
                    .personal(&given.person)
                    .fanout(given.fanout)
                    .max_depth(given.depth)
                    .max_leaf_length(given.leaf_size)
                    .node_offset(given.node_offset)
                    .node_depth(given.node_depth)
                    .inner_hash_length(given.inner_size)
                    .last_node(given.last_node)
                    .to_state();
                let mut engine = Engine::$struct(state);
                feed(vm, &mut engine, data, string.filter(|s| !s.is_none()))?;
                Ok($struct::alloc(vm, engine, given.digest_size))
            }

            /// An object with the same state.
            #[sig("($self, /)")]
            fn copy(vm: &mut Vm, this: Gc<$struct>) -> Gc<$struct> {
                let engine = (**this.engine.borrow()).clone();
                $struct::alloc(vm, engine, this.digest_size)
            }

            /// Hash more data.
            #[sig("($self, data, /)")]
            fn update(vm: &mut Vm, this: Gc<$struct>, data: Value) -> R<()> {
                let data = hashed(vm, data)?;
                this.engine.borrow_mut().update(&data);
                Ok(())
            }

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

            /// Bytes of a block.
            #[getter]
            fn block_size(_: &mut Vm, this: Gc<$struct>) -> usize {
                let _ = this;
                Algorithm::$struct.block_size()
            }

            /// Bytes of a digest.
            #[getter]
            fn digest_size(_: &mut Vm, this: Gc<$struct>) -> usize {
                this.digest_size
            }

            /// The algorithm.
            #[getter]
            fn name(vm: &mut Vm, this: Gc<$struct>) -> Value {
                let _ = this;
                vm.new_str($name).value()
            }
        }
    };
}

blake2_type!(Blake2b, blake2b_simd, "blake2b", BLAKE2B, 64);
blake2_type!(Blake2s, blake2s_simd, "blake2s", BLAKE2S, 32);
