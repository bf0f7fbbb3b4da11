//! The filters of `_lzma`: dicts, and what liblzma makes of them.

use super::lzma::{error, raise};
use crate::support::put_int;
use liblzma::stream::{Error, Filters, LzmaOptions, MatchFinder, Mode};
use taipan_runtime::{
    Gc, R, Value, Vm, kinds,
    layout::{Dict, Module},
};

const LZMA1: u64 = 0x4000_0000_0000_0001;
const LZMA2: u64 = 0x21;
const DELTA: u64 = 3;
const MODES: [(&str, i64, Mode); 2] = [("MODE_FAST", 1, Mode::Fast), ("MODE_NORMAL", 2, Mode::Normal)];
const FINDERS: [(&str, i64, MatchFinder); 5] = [
    ("MF_HC3", 3, MatchFinder::HashChain3),
    ("MF_HC4", 4, MatchFinder::HashChain4),
    ("MF_BT2", 0x12, MatchFinder::BinaryTree2),
    ("MF_BT3", 0x13, MatchFinder::BinaryTree3),
    ("MF_BT4", 0x14, MatchFinder::BinaryTree4),
];
/// The filters for machine code.
const BCJ: [(&str, u64); 6] = [
    ("FILTER_X86", 4),
    ("FILTER_POWERPC", 5),
    ("FILTER_IA64", 6),
    ("FILTER_ARM", 7),
    ("FILTER_ARMTHUMB", 8),
    ("FILTER_SPARC", 9),
];
const PRESET_DEFAULT: u32 = 6;
const PRESET_EXTREME: u32 = 1 << 31;
/// The size of the dictionary for each preset.
const DICT_SIZES: [u32; 10] =
    [1 << 18, 1 << 20, 1 << 21, 1 << 22, 1 << 22, 1 << 23, 1 << 23, 1 << 24, 1 << 25, 1 << 26];

/// Adds the constants.
pub fn put_constants(vm: &mut Vm, module: Gc<Module>) {
    for (name, value, _) in MODES {
        put_int(vm, module, name, value);
    }
    for (name, value, _) in FINDERS {
        put_int(vm, module, name, value);
    }
    for (name, value) in BCJ {
        put_int(vm, module, name, value as i64);
    }
    for (name, value) in [
        ("FILTER_LZMA1", LZMA1 as i64),
        ("FILTER_LZMA2", LZMA2 as i64),
        ("FILTER_DELTA", DELTA as i64),
        ("PRESET_DEFAULT", PRESET_DEFAULT.into()),
        ("PRESET_EXTREME", PRESET_EXTREME.into()),
    ] {
        put_int(vm, module, name, value);
    }
}

/// The options of LZMA itself.
pub struct Lzma {
    preset: u32,
    dict_size: u32,
    lc: u32,
    lp: u32,
    pb: u32,
    more: [Option<u32>; 4],
}

/// A filter that was understood.
pub enum Filter {
    /// `LZMA1`
    Lzma1(Lzma),
    /// `LZMA2`
    Lzma2(Lzma),
    /// Differences to what stands so far before.
    Delta(u32),
    /// Machine code that starts somewhere.
    Bcj(u64, u32),
}

fn unsigned(vm: &mut Vm, value: Value) -> R<u64> {
    let int = vm.index(value)?;
    if vm.int_is_negative(int) {
        return Err(vm.value_error("Cannot convert negative int"));
    }
    match vm.int_to_i64(int) {
        Some(n) => Ok(n as u64),
        None => Err(vm.overflow_error("Value too large for lzma_vli type")),
    }
}

/// An unsigned number of 32 bits.
pub fn unsigned32(vm: &mut Vm, value: Value) -> R<u32> {
    let n = unsigned(vm, value)?;
    u32::try_from(n).map_err(|_| vm.overflow_error("Value too large for uint32_t type"))
}

fn entry(vm: &mut Vm, spec: Value, name: &str) -> R<Option<Value>> {
    let name = vm.intern(name).value();
    match vm.get_item(spec, name) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => match vm.take_if(kinds::KEY_ERROR) {
            Some(_) => Ok(None),
            None => Err(raised),
        },
    }
}

/// The numbers of a filter's options, of which there may be no others.
fn options<const N: usize>(vm: &mut Vm, spec: Value, names: [&str; N], of: &str) -> R<[Option<u32>; N]> {
    let wrong = |vm: &mut Vm| Err(vm.value_error(format!("Invalid filter specifier for {of} filter")));
    let dict: Gc<Dict> = match vm.as_dict(spec) {
        Some(dict) => dict,
        None => return wrong(vm),
    };
    let mut at = 0;
    while let Some((i, key, _)) = dict.next_entry(at) {
        at = i + 1;
        let known = vm.as_str(key).is_some_and(|key| {
            let key = key.to_ref().as_bytes();
            key == b"id" || names.iter().any(|name| name.as_bytes() == key)
        });
        if !known {
            return wrong(vm);
        }
    }
    let mut found = [None; N];
    for (value, name) in found.iter_mut().zip(names) {
        if let Some(given) = entry(vm, spec, name)? {
            *value = match unsigned32(vm, given) {
                Ok(n) => Some(n),
                Err(_) => {
                    vm.take_exception();
                    return wrong(vm);
                }
            };
        }
    }
    Ok(found)
}

/// Reads a filter.
pub fn parse(vm: &mut Vm, spec: Value) -> R<Filter> {
    let cls = vm.class_of(spec);
    if vm.slot_getitem(cls).is_none() {
        return Err(vm.type_error("Filter specifier must be a dict or dict-like object"));
    }
    let Some(id) = entry(vm, spec, "id")? else {
        return Err(vm.value_error("Filter specifier must have an \"id\" entry"));
    };
    match unsigned(vm, id)? {
        LZMA1 => Ok(Filter::Lzma1(parse_lzma(vm, spec)?)),
        LZMA2 => Ok(Filter::Lzma2(parse_lzma(vm, spec)?)),
        DELTA => {
            let [distance] = options(vm, spec, ["dist"], "delta")?;
            Ok(Filter::Delta(distance.unwrap_or(1)))
        }
        id if BCJ.iter().any(|(_, known)| *known == id) => {
            let [start] = options(vm, spec, ["start_offset"], "BCJ")?;
            Ok(Filter::Bcj(id, start.unwrap_or(0)))
        }
        id => Err(vm.value_error(format!("Invalid filter ID: {id}"))),
    }
}

fn parse_lzma(vm: &mut Vm, spec: Value) -> R<Lzma> {
    let preset = match entry(vm, spec, "preset")? {
        Some(preset) => unsigned32(vm, preset)?,
        None => PRESET_DEFAULT,
    };
    let Some(dict_size) = DICT_SIZES.get((preset & !PRESET_EXTREME) as usize) else {
        return Err(error(vm, &format!("Invalid compression preset: {preset}")));
    };
    let names = ["preset", "dict_size", "lc", "lp", "pb", "mode", "nice_len", "mf", "depth"];
    let [_, size, lc, lp, pb, mode, nice_len, mf, depth] = options(vm, spec, names, "LZMA")?;
    Ok(Lzma {
        preset,
        dict_size: size.unwrap_or(*dict_size),
        lc: lc.unwrap_or(3),
        lp: lp.unwrap_or(0),
        pb: pb.unwrap_or(2),
        more: [mode, nice_len, mf, depth],
    })
}

impl Lzma {
    /// As liblzma wants it.
    pub fn options(&self) -> Result<LzmaOptions, Error> {
        let mut options = LzmaOptions::new_preset(self.preset)?;
        options.dict_size(self.dict_size).literal_context_bits(self.lc).literal_position_bits(self.lp);
        options.position_bits(self.pb);
        let [mode, nice_len, mf, depth] = self.more.map(|n| n.map(i64::from));
        if let Some(mode) = mode {
            let known = MODES.iter().find(|(_, number, _)| *number == mode);
            options.mode(known.ok_or(Error::Options)?.2);
        }
        if let Some(nice_len) = nice_len {
            options.nice_len(nice_len as u32);
        }
        if let Some(mf) = mf {
            let known = FINDERS.iter().find(|(_, number, _)| *number == mf);
            options.match_finder(known.ok_or(Error::Options)?.2);
        }
        if let Some(depth) = depth {
            options.depth(depth as u32);
        }
        Ok(options)
    }

    fn fits(&self) -> bool {
        self.lc <= 4 && self.lp <= 4 && self.lc + self.lp <= 4 && self.pb <= 4
    }
}

/// Reads a chain of filters.
pub fn parse_chain(vm: &mut Vm, specs: Value) -> R<Vec<Filter>> {
    if vm.as_dict(specs).is_some() {
        let of = vm.type_name(specs);
        return Err(vm.type_error(format!("{of} is not a sequence")));
    }
    let n = vm.len(specs)?;
    if n > 4 {
        return Err(vm.value_error("Too many filters - liblzma supports a maximum of 4"));
    }
    let mut filters = Vec::with_capacity(n);
    for i in 0..n {
        let spec = vm.get_item(specs, Value::len(i))?;
        filters.push(parse(vm, spec)?);
    }
    Ok(filters)
}

/// The chain as liblzma wants it.
pub fn chain(vm: &mut Vm, filters: &[Filter]) -> R<Filters> {
    let mut made = Filters::new();
    for filter in filters {
        let added = match filter {
            Filter::Lzma1(lzma) => lzma.options().map(|options| made.lzma1(&options)),
            Filter::Lzma2(lzma) => lzma.options().map(|options| made.lzma2(&options)),
            Filter::Delta(distance) => match u8::try_from(distance.wrapping_sub(1)) {
                Ok(distance) => made.delta_properties(&[distance]),
                Err(_) => Err(Error::Options),
            },
            Filter::Bcj(id, start) => {
                let start = start.to_le_bytes();
                match id {
                    4 => made.x86_properties(&start),
                    5 => made.powerpc_properties(&start),
                    6 => made.ia64_properties(&start),
                    7 => made.arm_properties(&start),
                    8 => made.arm_thumb_properties(&start),
                    _ => made.sparc_properties(&start),
                }
            }
        };
        if let Err(error) = added {
            return Err(raise(vm, error));
        }
    }
    Ok(made)
}

/// What a file format stores of a filter's options.
pub fn encode(vm: &mut Vm, filter: &Filter) -> R<Vec<u8>> {
    match filter {
        Filter::Lzma1(lzma) if lzma.fits() => {
            let mut out = vec![((lzma.pb * 5 + lzma.lp) * 9 + lzma.lc) as u8];
            out.extend_from_slice(&lzma.dict_size.to_le_bytes());
            Ok(out)
        }
        Filter::Lzma2(lzma) => {
            let size = lzma.dict_size.max(4096);
            let code = (0..40).find(|code| u64::from(size) <= lzma2_size(*code)).unwrap_or(40);
            Ok(vec![code])
        }
        Filter::Delta(distance) if (1..=256).contains(distance) => Ok(vec![(distance - 1) as u8]),
        Filter::Lzma1(_) | Filter::Delta(_) => Err(raise(vm, Error::Program)),
        Filter::Bcj(_, 0) => Ok(Vec::new()),
        Filter::Bcj(_, start) => Ok(start.to_le_bytes().to_vec()),
    }
}

/// The size of a dictionary that a byte stands for.
fn lzma2_size(code: u8) -> u64 {
    if code == 40 { u32::MAX.into() } else { (2 | u64::from(code & 1)) << (code / 2 + 11) }
}

/// The dict of a filter whose options a file stores so.
pub fn decode(vm: &mut Vm, id: Value, stored: &[u8]) -> R<Gc<Dict>> {
    let known = match (unsigned(vm, id)?, stored) {
        (LZMA1, &[bits, a, b, c, d]) if bits < 225 => {
            let (lc, rest) = (bits % 9, bits / 9);
            let size = u32::from_le_bytes([a, b, c, d]);
            let fits = lc + rest % 5 <= 4;
            fits.then(|| {
                vec![
                    ("lc", lc.into()),
                    ("lp", (rest % 5).into()),
                    ("pb", (rest / 5).into()),
                    ("dict_size", size.into()),
                ]
            })
        }
        (LZMA2, &[code]) if code <= 40 => Some(vec![("dict_size", lzma2_size(code) as i64)]),
        (DELTA, &[distance]) => Some(vec![("dist", i64::from(distance) + 1)]),
        (id, stored) if BCJ.iter().any(|(_, known)| *known == id) => match *stored {
            [] => Some(Vec::new()),
            [a, b, c, d] => match u32::from_le_bytes([a, b, c, d]) {
                0 => Some(Vec::new()),
                start => Some(vec![("start_offset", start.into())]),
            },
            _ => None,
        },
        _ => None,
    };
    let Some(known) = known else { return Err(raise(vm, Error::Options)) };
    let dict = vm.new_dict();
    let key = vm.intern("id");
    let id = vm.index(id)?;
    dict.set_str(vm, key, id);
    for (name, value) in known {
        let key = vm.intern(name);
        let value = vm.new_int(value);
        dict.set_str(vm, key, value);
    }
    Ok(dict)
}
