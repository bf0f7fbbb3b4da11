//! Codecs by a table. Tables may be any mapping, so what a text needs of them is looked up before the kernel's loop.

use super::encoding_map::EncodingMap;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use taipan_objects::codecs::{Decoded, decode_loop, encode_loop, input_bytes};
use taipan_runtime::{
    Gc, R, Value, Vm, kinds,
    layout::{Bytes, Dict, Str},
};
use taipan_text::codecs::{CharmapDecoder, Codec, DecodeError, EncodeError, Stop};
use taipan_text::{Wtf8, Wtf8Buf, wtf8};

const NAME: &str = "charmap";
const UNDEFINED: &str = "character maps to <undefined>";
/// Stands in tables where there is no character.
const NOTHING: u32 = 0xfffe;

/// `charmap_build`: a table, or a dict, from characters to bytes.
pub(super) fn build(vm: &mut Vm, map: Gc<Str>) -> R {
    let text: Vec<u32> = Wtf8::new(map.to_ref().as_bytes()).chars().take(256).collect();
    if text.is_empty() {
        return Err(vm.type_error("bad argument type for built-in operation"));
    }
    if let Some(map) = EncodingMap::new(vm, &text) {
        return Ok(map.value());
    }
    let table = vm.new_dict();
    for (i, &c) in text.iter().enumerate() {
        table.set_item(vm, Value::int32(c as i32), Value::int32(i as i32))?;
    }
    Ok(table.value())
}

/// `mapping[key]`; `None` where it has no such key, or None.
fn look_up(vm: &mut Vm, mapping: Value, key: u32) -> R<Option<Value>> {
    if vm.is_exact(mapping, kinds::DICT)
        && let Some(dict) = vm.as_dict(mapping)
    {
        let found = dict.get_item(vm, Value::int32(key as i32))?;
        return Ok(found.filter(|v| !v.is_none()));
    }
    match vm.get_item(mapping, Value::int32(key as i32)) {
        Ok(found) => Ok(Some(found).filter(|v| !v.is_none())),
        Err(raised) => {
            if vm.take_if(kinds::LOOKUP_ERROR).is_some() {
                Ok(None)
            } else {
                Err(raised)
            }
        }
    }
}

/// The text that a mapping has for a byte.
fn text_of(vm: &mut Vm, mapping: Value, byte: u8) -> R<Option<Wtf8Buf>> {
    let Some(found) = look_up(vm, mapping, u32::from(byte))? else { return Ok(None) };
    let mut out = Wtf8Buf::new();
    if let Some(int) = vm.as_int_value(found) {
        match int.as_small_int() {
            Some(c) if c == i64::from(NOTHING) => return Ok(None),
            Some(c) if (0..0x11_0000).contains(&c) => out.push(c as u32),
            _ => return Err(vm.type_error("character mapping must be in range(0x110000)")),
        }
        return Ok(Some(out));
    }
    let Some(text) = vm.as_str(found) else {
        return Err(vm.type_error("character mapping must return integer, None or str"));
    };
    let text = Wtf8::new(text.to_ref().as_bytes());
    if text.chars().eq([NOTHING]) {
        return Ok(None);
    }
    out.push_wtf8(text);
    Ok(Some(out))
}

/// `charmap_decode`
pub(super) fn decode(vm: &mut Vm, data: Value, errors: Option<Gc<Str>>, mapping: Value) -> R<Decoded> {
    let bytes = input_bytes(vm, data)?;
    if let Some(table) = vm.as_str(mapping) {
        // Where the table begins with 128 characters of ASCII, its first bytes are a table for ASCII.
        if let Some(ascii) = table.to_ref().as_bytes().first_chunk::<128>()
            && ascii.is_ascii()
            && bytes.is_ascii()
        {
            let text: Vec<u8> = bytes.iter().map(|&byte| ascii[usize::from(byte & 127)]).collect();
            return Ok(Decoded { text: vm.new_str_wtf8(&text), consumed: bytes.len() });
        }
        let decoder = CharmapDecoder::new(Wtf8::new(table.to_ref().as_bytes()));
        return decode_loop(vm, NAME, Codec::Latin1, data, &bytes, 0, errors, &mut |bytes, at, out| {
            decoder.decode(bytes, at, out)
        });
    }
    let mut table: Vec<Option<Option<Wtf8Buf>>> = vec![None; 256];
    for &byte in bytes.iter() {
        if table[byte as usize].is_none() {
            table[byte as usize] = Some(text_of(vm, mapping, byte)?);
        }
    }
    decode_loop(vm, NAME, Codec::Latin1, data, &bytes, 0, errors, &mut |bytes, at, out| {
        for (i, &byte) in bytes.iter().enumerate().skip(at) {
            match &table[byte as usize] {
                Some(Some(text)) => out.push_wtf8(text),
                _ => {
                    let error = DecodeError { start: i, end: i + 1, reason: UNDEFINED };
                    return Stop { at: i, error: Some(error) };
                }
            }
        }
        Stop { at: bytes.len(), error: None }
    })
}

/// The bytes that a mapping has for a character.
fn bytes_of(vm: &mut Vm, mapping: Value, c: u32) -> R<Option<Vec<u8>>> {
    if let Some(map) = mapping.cast::<EncodingMap>() {
        return Ok(map.byte_of(c).map(|byte| vec![byte]));
    }
    let Some(found) = look_up(vm, mapping, c)? else { return Ok(None) };
    if let Some(int) = vm.as_int_value(found) {
        return match int.as_small_int().map(u8::try_from) {
            Some(Ok(byte)) => Ok(Some(vec![byte])),
            _ => Err(vm.type_error("character mapping must be in range(256)")),
        };
    }
    match vm.payload::<Bytes>(found) {
        Some(bytes) => Ok(Some(bytes.as_slice().to_vec())),
        None => {
            let of = vm.type_name(found);
            Err(vm.type_error(format!("character mapping must return integer, bytes or None, not {of}")))
        }
    }
}

/// Texts of so many characters are worth a table of their own.
const PAGED_MIN: usize = 200;

/// The bytes of a dict's characters, by the upper and then the lower eight bits of their numbers.
struct Pages {
    /// One more than the index of each page, 0 for none.
    index: [u8; 256],
    pages: Vec<[Option<u8>; 256]>,
    /// Nothing else is in the dict.
    complete: bool,
}

impl Pages {
    fn of(dict: Gc<Dict>) -> Pages {
        let mut made = Pages { index: [0; 256], pages: Vec::new(), complete: true };
        for entry in dict.entries_in_use() {
            let (c, byte) = (entry.key.get().as_small_int(), entry.value.get().as_small_int());
            let (Some(Ok(c)), Some(Ok(byte))) = (c.map(u16::try_from), byte.map(u8::try_from)) else {
                made.complete = false;
                continue;
            };
            let [low, high] = c.to_le_bytes();
            let number = &mut made.index[usize::from(high)];
            if *number == 0 {
                // A page more than can be counted is left out: its characters are looked up in the dict.
                let Ok(next) = u8::try_from(made.pages.len() + 1) else {
                    made.complete = false;
                    continue;
                };
                *number = next;
                made.pages.push([None; 256]);
            }
            made.pages[usize::from(*number) - 1][usize::from(low)] = Some(byte);
        }
        made
    }

    #[inline]
    fn get(&self, c: u32) -> Option<u8> {
        let page = usize::from(*self.index.get((c >> 8) as usize)?).checked_sub(1)?;
        self.pages[page][(c & 255) as usize]
    }
}

/// `charmap_encode`
pub(super) fn encode(vm: &mut Vm, text: Gc<Str>, errors: Option<Gc<Str>>, mapping: Value) -> R<Vec<u8>> {
    let all = Wtf8::new(text.to_ref().as_bytes());
    // Where a dict has a byte for the very number of a character, that is all there is to know.
    let dict = vm.as_dict(mapping).filter(|_| vm.is_exact(mapping, kinds::DICT));
    let pages = dict.filter(|_| text.n_chars() >= PAGED_MIN).map(Pages::of);
    let map = mapping.cast::<EncodingMap>();
    let plain = |c: u32| {
        if let Some(map) = map {
            return map.byte_of(c);
        }
        if let Some(pages) = &pages {
            return pages.get(c);
        }
        let byte = dict?.get_identical(Value::int32(c as i32), i64::from(c))?;
        u8::try_from(byte.as_small_int()?).ok()
    };
    let mut out = Vec::with_capacity(all.n_bytes());
    if all.chars().all(|c| {
        plain(c).is_some_and(|byte| {
            out.push(byte);
            true
        })
    }) {
        return Ok(out);
    }
    let mut table: HashMap<u32, Option<Vec<u8>>> = HashMap::new();
    let mut has_errors = false;
    let is_complete = pages.as_ref().is_some_and(|pages| pages.complete);
    for c in all.chars().filter(|_| !is_complete) {
        if plain(c).is_none()
            && let Entry::Vacant(place) = table.entry(c)
        {
            has_errors |= place.insert(bytes_of(vm, mapping, c)?).is_none();
        }
    }
    if has_errors {
        // What error handlers put in its place is encoded by the same table.
        let mut known: Vec<u32> = (0..128).collect();
        if let Some(dict) = vm.as_dict(mapping) {
            let mut at = 0;
            while let Some((i, key, _)) = dict.next_entry(at) {
                known.extend(key.as_small_int().and_then(|c| u32::try_from(c).ok()));
                at = i + 1;
            }
        }
        for c in known {
            if plain(c).is_none()
                && let Entry::Vacant(place) = table.entry(c)
            {
                place.insert(bytes_of(vm, mapping, c)?);
            }
        }
    }
    encode_loop(vm, NAME, Codec::Latin1, text, errors, Vec::new(), &mut |text, at, out| {
        let bytes = text.as_bytes();
        let mut here = at;
        while let Some((c, n)) = wtf8::char_at(bytes, here) {
            if let Some(byte) = plain(c) {
                out.push(byte);
                here += n;
                continue;
            }
            match table.get(&c) {
                Some(Some(mapped)) => out.extend_from_slice(mapped),
                _ => {
                    // A run of characters without bytes is one error.
                    let mut end = here + n;
                    while let Some((c, n)) = wtf8::char_at(bytes, end)
                        && plain(c).is_none()
                        && !matches!(table.get(&c), Some(Some(_)))
                    {
                        end += n;
                    }
                    let error = EncodeError { start: here, end, reason: UNDEFINED };
                    return Stop { at: here, error: Some(error) };
                }
            }
            here += n;
        }
        Stop { at: here, error: None }
    })
}
