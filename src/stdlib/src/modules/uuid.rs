//! `_uuid`: identifiers made of the time and of the machine (RFC 9562, version 1).

use crate::support::put_int;
use std::time::{SystemTime, UNIX_EPOCH};
use taipan_macros::{Trace, native};
use taipan_runtime::{
    Gc, ModuleDef, R, Value, Vm,
    layout::{Module, Tuple},
};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_uuid",
    doc: "Identifiers made of the time.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// From the Gregorian calendar's first day to 1970, in steps of 100 ns.
const GREGORIAN: u64 = 0x01b2_1dd2_1381_4000;

/// What identifiers have in common, once the first was made.
#[derive(Default, Trace)]
struct State {
    #[untraced]
    node: Option<[u8; 6]>,
    #[untraced]
    last: u64,
    #[untraced]
    sequence: u16,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    put_int(vm, module, "has_uuid_generate_time_safe", 0);
    put_int(vm, module, "has_stable_extractable_node", 1);
    Ok(())
}

/// The address of a network card; else random bytes that say they are none.
fn node() -> [u8; 6] {
    let mut cards: Vec<_> = std::fs::read_dir("/sys/class/net").into_iter().flatten().flatten().collect();
    cards.sort_by_key(std::fs::DirEntry::file_name);
    for card in cards {
        let text = std::fs::read_to_string(card.path().join("address")).unwrap_or_default();
        let parts = text.trim().split(':').map(|part| u8::from_str_radix(part, 16));
        if let Ok(parts) = parts.collect::<Result<Vec<u8>, _>>()
            && let Ok(address) = <[u8; 6]>::try_from(parts)
            && address != [0; 6]
        {
            return address;
        }
    }
    let mut address = random::<6>();
    address[0] |= 1;
    address
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Where there is no randomness, the time still tells identifiers apart.
    let _ = rustix::rand::getrandom(&mut bytes, rustix::rand::GetRandomFlags::empty());
    bytes
}

struct Functions;

#[native]
impl Functions {
    /// The bytes of a new identifier, and whether no other process can have made the same (None: not known).
    #[sig("($module, /)")]
    fn generate_time_safe(vm: &mut Vm) -> Gc<Tuple> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = (since.as_nanos() / 100) as u64 + GREGORIAN;
        let state = vm.state::<State>();
        let node = *state.node.get_or_insert_with(|| {
            state.sequence = u16::from_le_bytes(random());
            node()
        });
        let time = now.max(state.last + 1);
        state.last = time;
        let sequence = state.sequence & 0x3fff | 0x8000;
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&(time as u32).to_be_bytes());
        bytes[4..6].copy_from_slice(&((time >> 32) as u16).to_be_bytes());
        bytes[6..8].copy_from_slice(&((time >> 48) as u16 & 0x0fff | 0x1000).to_be_bytes());
        bytes[8..10].copy_from_slice(&sequence.to_be_bytes());
        bytes[10..].copy_from_slice(&node);
        let bytes = vm.new_bytes(&bytes);
        vm.new_tuple(&[bytes, Value::NONE])
    }
}
