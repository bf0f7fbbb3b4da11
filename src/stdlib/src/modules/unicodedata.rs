//! `unicodedata`: the Unicode database, and its edition 3.2 as an object with the same methods.

use crate::support::{put, put_str};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_objects::types::bytes::is_bytes_like;
use taipan_objects::types::capsule;
use taipan_runtime::{
    Gc, Header, LayoutInfo, ModuleDef, R, Raised, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Bytes, Module, Str},
    type_flags,
};
use taipan_text::properties::{Database, UNICODE_VERSION};
use taipan_text::{Wtf8, names, normal, wtf8};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "unicodedata",
    doc: "The properties of characters, as the Unicode database has them.",
    functions: &Functions::NATIVE,
    types: &[&Ucd::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Functions;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    put_str(vm, module, "unidata_version", UNICODE_VERSION);
    let header = Header::new::<Ucd>(vm.class_address(<Ucd as Numbered>::NUMBER));
    let old = vm.heap.alloc(Ucd { header }).value();
    put(vm, module, "ucd_3_2_0", old);
    let capsule = capsule::new(vm, "unicodedata._ucnhash_CAPI");
    put(vm, module, "_ucnhash_CAPI", capsule);
    Ok(())
}

/// An edition of the database: 3.2, the only one besides the module's own.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Ucd {
    header: Header,
}

impl Ucd {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Ucd as Numbered>::NUMBER,
        name: "UCD",
        module: "unicodedata",
        flags: type_flags::NO_NEW | type_flags::SHOWS_GETATTR,
        native: &Ucd::NATIVE,
        layout: Some(LayoutInfo::of::<Ucd>()),
        ..TypeDef::DEFAULT
    };
}

/// The one character of an argument.
fn char_of(vm: &mut Vm, chr: Value, function: &str) -> R<u32> {
    let Some(s) = vm.as_str(chr) else {
        let of = vm.argument_type_name(chr);
        let single = matches!(
            function,
            "category" | "bidirectional" | "combining" | "mirrored" | "east_asian_width" | "decomposition"
        );
        let which = if single { "argument" } else { "argument 1" };
        return Err(vm.type_error(format!("{function}() {which} must be a unicode character, not {of}")));
    };
    if s.n_chars() != 1 {
        let n = s.n_chars();
        let single = matches!(
            function,
            "category" | "bidirectional" | "combining" | "mirrored" | "east_asian_width" | "decomposition"
        );
        let which = if single { "argument" } else { "argument 1" };
        return Err(vm.type_error(format!(
            "{function}(): {which} must be a unicode character, not a string of length {n}"
        )));
    }
    Ok(wtf8::char_at(s.to_ref().as_bytes(), 0).map_or(0, |(c, _)| c))
}

fn or_default(vm: &mut Vm, default: Option<Value>, message: &str) -> R {
    default.ok_or_else(|| vm.value_error(message.to_owned()))
}

fn decimal(vm: &mut Vm, db: Database, chr: Value, default: Option<Value>) -> R {
    let c = char_of(vm, chr, "decimal")?;
    match db.decimal(c) {
        Some(n) => Ok(Value::int32(i32::from(n))),
        None => or_default(vm, default, "not a decimal"),
    }
}

fn digit(vm: &mut Vm, db: Database, chr: Value, default: Option<Value>) -> R {
    let c = char_of(vm, chr, "digit")?;
    match db.digit(c) {
        Some(n) => Ok(Value::int32(i32::from(n))),
        None => or_default(vm, default, "not a digit"),
    }
}

fn numeric(vm: &mut Vm, db: Database, chr: Value, default: Option<Value>) -> R {
    let c = char_of(vm, chr, "numeric")?;
    match db.numeric(c) {
        Some(f) => Ok(vm.new_float(f)),
        None => or_default(vm, default, "not a numeric character"),
    }
}

fn name(vm: &mut Vm, db: Database, chr: Value, default: Option<Value>) -> R {
    let c = char_of(vm, chr, "name")?;
    match names::name(c).filter(|_| db.is_assigned(c)) {
        Some(name) => Ok(vm.new_str(&name).value()),
        None => or_default(vm, default, "no such name"),
    }
}

/// No name has so many bytes.
const NAME_MAX: usize = 256;

fn lookup(vm: &mut Vm, db: Database, name: Value) -> R {
    let text = match vm.as_str(name) {
        Some(s) if s.as_str().is_none() => {
            // Refused with the error that encoding gives.
            vm.call_method_named(name, "encode", &[])?;
            String::new()
        }
        Some(s) => s.to_display(),
        None if vm.payload::<Bytes>(name).is_none() && is_bytes_like(vm, name) => {
            let of = vm.type_name(name);
            let text = format!("lookup() argument must be read-only bytes-like object, not {of}");
            return Err(vm.type_error(text));
        }
        None => String::from_utf8_lossy(&vm.bytes_like(name)?).into_owned(),
    };
    // The old database knows no aliases and no sequences.
    let more = if db == Database::Current { names::lookup_more(&text) } else { None };
    match more.map(str::to_owned).or_else(|| names::lookup_own(&text).map(String::from)) {
        Some(found) => Ok(vm.new_str(&found).value()),
        None if text.len() > NAME_MAX => Err(vm.raise(kinds::KEY_ERROR, "name too long")),
        None => {
            // The message is a C string.
            let text = text.split('\0').next().unwrap_or_default();
            Err(vm.raise(kinds::KEY_ERROR, format!("undefined character name '{text}'")))
        }
    }
}

fn form_of(vm: &mut Vm, form: Gc<Str>) -> R<normal::Form> {
    match normal::Form::from_name(&form.to_display()) {
        Some(form) => Ok(form),
        None => Err(raise_form(vm)),
    }
}

#[cold]
fn raise_form(vm: &mut Vm) -> Raised {
    vm.value_error("invalid normalization form")
}

fn normalize(vm: &mut Vm, db: Database, form: Gc<Str>, text: Gc<Str>) -> R<Gc<Str>> {
    if text.n_bytes() == 0 {
        return Ok(text);
    }
    let form = form_of(vm, form)?;
    if text.is_ascii() {
        return Ok(text);
    }
    match normal::normalize(db, form, Wtf8::new(text.to_ref().as_bytes())) {
        Some(out) => Ok(vm.new_str_wtf8(out.as_bytes())),
        None => Ok(text),
    }
}

fn is_normalized(vm: &mut Vm, db: Database, form: Gc<Str>, text: Gc<Str>) -> R<bool> {
    if text.n_bytes() == 0 {
        return Ok(true);
    }
    let form = form_of(vm, form)?;
    Ok(text.is_ascii() || normal::is_normalized(db, form, Wtf8::new(text.to_ref().as_bytes())))
}

const NOW: Database = Database::Current;
const OLD: Database = Database::Version3_2;

#[native]
impl Functions {
    /// The value of a decimal digit; the default, or ValueError, for what is none.
    #[sig("($module, chr, default=<unrepresentable>, /)")]
    #[shown("($self, chr, default=<unrepresentable>, /)")]
    fn decimal(vm: &mut Vm, chr: Value, default: Option<Value>) -> R {
        decimal(vm, NOW, chr, default)
    }

    /// The value of a digit; the default, or ValueError, for what is none.
    #[sig("($module, chr, default=<unrepresentable>, /)")]
    #[shown("($self, chr, default=<unrepresentable>, /)")]
    fn digit(vm: &mut Vm, chr: Value, default: Option<Value>) -> R {
        digit(vm, NOW, chr, default)
    }

    /// The numeric value; the default, or ValueError, where there is none.
    #[sig("($module, chr, default=<unrepresentable>, /)")]
    #[shown("($self, chr, default=<unrepresentable>, /)")]
    fn numeric(vm: &mut Vm, chr: Value, default: Option<Value>) -> R {
        numeric(vm, NOW, chr, default)
    }

    /// The name; the default, or ValueError, where there is none.
    #[sig("($module, chr, default=<unrepresentable>, /)")]
    #[shown("($self, chr, default=<unrepresentable>, /)")]
    fn name(vm: &mut Vm, chr: Value, default: Option<Value>) -> R {
        name(vm, NOW, chr, default)
    }

    /// The general category.
    #[sig("($module, chr, /)")]
    #[shown("($self, chr, /)")]
    fn category(vm: &mut Vm, chr: Value) -> R<&'static str> {
        Ok(NOW.category(char_of(vm, chr, "category")?))
    }

    /// The bidirectional class, empty where there is none.
    #[sig("($module, chr, /)")]
    #[shown("($self, chr, /)")]
    fn bidirectional(vm: &mut Vm, chr: Value) -> R<&'static str> {
        Ok(NOW.bidirectional(char_of(vm, chr, "bidirectional")?))
    }

    /// The canonical combining class.
    #[sig("($module, chr, /)")]
    #[shown("($self, chr, /)")]
    fn combining(vm: &mut Vm, chr: Value) -> R<u8> {
        Ok(NOW.combining(char_of(vm, chr, "combining")?))
    }

    /// 1 where the character is mirrored in text from right to left, else 0.
    #[sig("($module, chr, /)")]
    #[shown("($self, chr, /)")]
    fn mirrored(vm: &mut Vm, chr: Value) -> R<i32> {
        Ok(i32::from(NOW.is_mirrored(char_of(vm, chr, "mirrored")?)))
    }

    /// The East Asian width.
    #[sig("($module, chr, /)")]
    #[shown("($self, chr, /)")]
    fn east_asian_width(vm: &mut Vm, chr: Value) -> R<&'static str> {
        Ok(NOW.east_asian_width(char_of(vm, chr, "east_asian_width")?))
    }

    /// The decomposition mapping as text, empty where there is none.
    #[sig("($module, chr, /)")]
    #[shown("($self, chr, /)")]
    fn decomposition(vm: &mut Vm, chr: Value) -> R<String> {
        Ok(normal::decomposition(NOW, char_of(vm, chr, "decomposition")?))
    }

    /// The character (or sequence) of a name.
    #[sig("($module, name, /)")]
    #[shown("($self, name, /)")]
    fn lookup(vm: &mut Vm, name: Value) -> R {
        lookup(vm, NOW, name)
    }

    /// The text in a normalization form: NFC, NFKC, NFD or NFKD.
    #[sig("($module, form, unistr, /)")]
    #[shown("($self, form, unistr, /)")]
    fn normalize(vm: &mut Vm, form: Gc<Str>, unistr: Gc<Str>) -> R<Gc<Str>> {
        normalize(vm, NOW, form, unistr)
    }

    /// Is the text in a normalization form?
    #[sig("($module, form, unistr, /)")]
    #[shown("($self, form, unistr, /)")]
    fn is_normalized(vm: &mut Vm, form: Gc<Str>, unistr: Gc<Str>) -> R<bool> {
        is_normalized(vm, NOW, form, unistr)
    }
}

#[native]
impl Ucd {
    /// The value of a decimal digit; the default, or ValueError, for what is none.
    #[sig("($self, chr, default=<unrepresentable>, /)")]
    fn decimal(vm: &mut Vm, this: Value, chr: Value, default: Option<Value>) -> R {
        let _ = this;
        decimal(vm, OLD, chr, default)
    }

    /// The value of a digit; the default, or ValueError, for what is none.
    #[sig("($self, chr, default=<unrepresentable>, /)")]
    fn digit(vm: &mut Vm, this: Value, chr: Value, default: Option<Value>) -> R {
        let _ = this;
        digit(vm, OLD, chr, default)
    }

    /// The numeric value; the default, or ValueError, where there is none.
    #[sig("($self, chr, default=<unrepresentable>, /)")]
    fn numeric(vm: &mut Vm, this: Value, chr: Value, default: Option<Value>) -> R {
        let _ = this;
        numeric(vm, OLD, chr, default)
    }

    /// The general category.
    #[sig("($self, chr, /)")]
    fn category(vm: &mut Vm, this: Value, chr: Value) -> R<&'static str> {
        let _ = this;
        Ok(OLD.category(char_of(vm, chr, "category")?))
    }

    /// The bidirectional class, empty where there is none.
    #[sig("($self, chr, /)")]
    fn bidirectional(vm: &mut Vm, this: Value, chr: Value) -> R<&'static str> {
        let _ = this;
        Ok(OLD.bidirectional(char_of(vm, chr, "bidirectional")?))
    }

    /// The canonical combining class.
    #[sig("($self, chr, /)")]
    fn combining(vm: &mut Vm, this: Value, chr: Value) -> R<u8> {
        let _ = this;
        Ok(OLD.combining(char_of(vm, chr, "combining")?))
    }

    /// 1 where the character is mirrored in text from right to left, else 0.
    #[sig("($self, chr, /)")]
    fn mirrored(vm: &mut Vm, this: Value, chr: Value) -> R<i32> {
        let _ = this;
        Ok(i32::from(OLD.is_mirrored(char_of(vm, chr, "mirrored")?)))
    }

    /// The East Asian width.
    #[sig("($self, chr, /)")]
    fn east_asian_width(vm: &mut Vm, this: Value, chr: Value) -> R<&'static str> {
        let _ = this;
        Ok(OLD.east_asian_width(char_of(vm, chr, "east_asian_width")?))
    }

    /// The decomposition mapping as text, empty where there is none.
    #[sig("($self, chr, /)")]
    fn decomposition(vm: &mut Vm, this: Value, chr: Value) -> R<String> {
        let _ = this;
        Ok(normal::decomposition(OLD, char_of(vm, chr, "decomposition")?))
    }

    /// The name; the default, or ValueError, where there is none.
    #[sig("($self, chr, default=<unrepresentable>, /)")]
    fn name(vm: &mut Vm, this: Value, chr: Value, default: Option<Value>) -> R {
        let _ = this;
        name(vm, OLD, chr, default)
    }

    /// The character (or sequence) of a name.
    #[sig("($self, name, /)")]
    fn lookup(vm: &mut Vm, this: Value, name: Value) -> R {
        let _ = this;
        lookup(vm, OLD, name)
    }

    /// Is the text in a normalization form?
    #[sig("($self, form, unistr, /)")]
    fn is_normalized(vm: &mut Vm, this: Value, form: Gc<Str>, unistr: Gc<Str>) -> R<bool> {
        let _ = this;
        is_normalized(vm, OLD, form, unistr)
    }

    /// The text in a normalization form: NFC, NFKC, NFD or NFKD.
    #[sig("($self, form, unistr, /)")]
    fn normalize(vm: &mut Vm, this: Value, form: Gc<Str>, unistr: Gc<Str>) -> R<Gc<Str>> {
        let _ = this;
        normalize(vm, OLD, form, unistr)
    }

    /// The edition of the database.
    #[member("unidata_version")]
    fn unidata_version(_vm: &mut Vm, this: Value) -> &'static str {
        let _ = this;
        "3.2.0"
    }
}
