//! Arrays in pickles, those of other machines' formats included.

use super::code::{encode, item_of, type_char, type_code};
use super::{ArrayObject, from_text, new_array, to_list};
use taipan_macros::native;
use taipan_objects::pack::{Endian, Item, unpack};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Bytes, Type};
use taipan_runtime::{R, Value, Vm};

pub struct Functions;

/// The number by which pickles name the machine's format of a type.
pub(super) fn machine_code(code: u8) -> i32 {
    let big = i32::from(cfg!(target_endian = "big"));
    match item_of(code) {
        _ if matches!(code, b'u' | b'w') => 20 + big,
        Item::Unsigned(1) => 0,
        Item::Signed(1) => 1,
        Item::Unsigned(2) => 2 + big,
        Item::Signed(2) => 4 + big,
        Item::Unsigned(4) => 6 + big,
        Item::Signed(4) => 8 + big,
        Item::Unsigned(_) => 10 + big,
        Item::Signed(_) => 12 + big,
        Item::Single => 14 + big,
        _ => 16 + big,
    }
}

pub(super) fn reduce(vm: &mut Vm, this: Value, protocol: i64) -> R {
    let Some(array) = vm.payload::<ArrayObject>(this) else {
        return Err(vm.type_error("an array is required"));
    };
    let cls = vm.class_of(this).value();
    let state = taipan_objects::types::object::pickled_state(vm, this)?;
    let code = vm.new_str_char(u32::from(array.code.get())).value();
    if protocol < 3 {
        let list = to_list(vm, array).value();
        let args = vm.new_tuple(&[code, list]).value();
        return Ok(vm.new_tuple(&[cls, args, state]).value());
    }
    let import = taipan_objects::types::builtin(vm, "__import__")?;
    let name = vm.intern("array").value();
    let module = vm.call(import, &[name])?;
    let function = vm.get_attr_named(module, "_array_reconstructor")?;
    let bytes = vm.new_bytes(array.bytes());
    let args = vm.new_tuple(&[cls, code, Value::int32(machine_code(array.code.get())), bytes]).value();
    Ok(vm.new_tuple(&[function, args, state]).value())
}

#[native]
impl Functions {
    /// Makes arrays of what pickles hold, other machines' formats included.
    #[sig("($module, arraytype, typecode, mformat_code, items, /)")]
    #[shown("($module, arraytype, typecode, mformat_code, items,\n                     /)")]
    fn _array_reconstructor(
        vm: &mut Vm,
        arraytype: Value,
        typecode: Value,
        mformat_code: Value,
        items: Value,
    ) -> R {
        let code = type_char(vm, typecode, "_array_reconstructor() argument 2")?;
        let mformat_code = vm.index_clamped(mformat_code)?;
        let Ok(mformat_code) = i32::try_from(mformat_code) else {
            return Err(vm.overflow_error("Python int too large to convert to C int"));
        };
        let Some(cls) = arraytype.cast::<Type>() else {
            let of = vm.type_name(arraytype);
            return Err(vm.type_error(format!("first argument must be a type object, not {of}")));
        };
        let base = vm.class(<ArrayObject as Numbered>::NUMBER);
        if !vm.is_subtype(cls, base) {
            let name = cls.name.get().to_display();
            return Err(vm.type_error(format!("{name} is not a subtype of array.array")));
        }
        let code = type_code(vm, code)?;
        let (item, big) = match mformat_code {
            0 => (Item::Unsigned(1), false),
            1 => (Item::Signed(1), false),
            2 | 3 => (Item::Unsigned(2), mformat_code == 3),
            4 | 5 => (Item::Signed(2), mformat_code == 5),
            6 | 7 => (Item::Unsigned(4), mformat_code == 7),
            8 | 9 => (Item::Signed(4), mformat_code == 9),
            10 | 11 => (Item::Unsigned(8), mformat_code == 11),
            12 | 13 => (Item::Signed(8), mformat_code == 13),
            14 | 15 => (Item::Single, mformat_code == 15),
            16 | 17 => (Item::Double, mformat_code == 17),
            18 | 19 => (Item::Unsigned(2), mformat_code == 19),
            20 | 21 => (Item::Unsigned(4), mformat_code == 21),
            _ => return Err(vm.value_error("third argument must be a valid machine format code.")),
        };
        let Some(bytes) = vm.payload::<Bytes>(items) else {
            let of = vm.type_name(items);
            return Err(vm.type_error(format!("fourth argument should be bytes, not {of}")));
        };
        let bytes = bytes.to_ref().as_slice();
        if bytes.len() % item.size() != 0 {
            return Err(vm.value_error("string length not a multiple of item size"));
        }
        let array = if mformat_code == machine_code(code) {
            new_array(vm, code, bytes)?
        } else if matches!(code, b'u' | b'w') {
            let name = match mformat_code {
                18 => "utf-16-le",
                19 => "utf-16-be",
                20 => "utf-32-le",
                _ => "utf-32-be",
            };
            let name = vm.intern(name);
            let text = taipan_objects::codecs::decode_to_str(vm, items, Some(name), None)?;
            let array = new_array(vm, code, &[])?;
            if let Some(text) = vm.as_str(text) {
                from_text(vm, array, text)?;
            }
            array
        } else {
            let endian = if big { Endian::Big } else { Endian::Little };
            let mut out = Vec::with_capacity(bytes.len());
            for chunk in bytes.chunks_exact(item.size()) {
                let value = unpack(vm, item, chunk, endian);
                encode(vm, code, value, &mut out)?;
            }
            new_array(vm, code, &out)?
        };
        vm.adopt(cls, array.value())
    }
}
