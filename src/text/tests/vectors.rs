//! Replays `vectors.txt`, which `vectors.py` writes with CPython.

use taipan_number::big;
use taipan_number::complex::Complex;
use taipan_text::codecs::{self, ByteOrder, Codec, EscapeErrors, Handler};
use taipan_text::format::percent::{self, Amount, Item, Spec};
use taipan_text::format::template::{self, First, Step};
use taipan_text::format::value::C_LOCALE;
use taipan_text::normal::{self, Form};
use taipan_text::properties::{self as props, Database};
use taipan_text::{Wtf8, Wtf8Buf, case, format, names, repr, search};

fn text(dotted: &str) -> Wtf8Buf {
    dotted
        .split('.')
        .filter(|part| !part.is_empty())
        .map(|part| u32::from_str_radix(part, 16).expect("hexadecimal"))
        .collect()
}

fn dotted(text: &Wtf8) -> String {
    text.chars().map(|c| format!("{c:x}")).collect::<Vec<_>>().join(".")
}

/// An error's message, as `vectors.py` writes it.
fn refusal(message: impl AsRef<str>) -> String {
    dotted(Wtf8::from_str(&format!("!{}", message.as_ref())))
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hexadecimal")).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn double(text: &str) -> f64 {
    f64::from_bits(u64::from_str_radix(text, 16).expect("16 hexadecimal digits"))
}

/// A hash over what each of all characters gives; what is left out is unassigned or private.
fn all(of: impl Fn(&Wtf8, u32) -> Wtf8Buf) -> String {
    let mut hash = 0xCBF2_9CE4_8422_2325u64;
    let mut mix = |value: u32| hash = (hash ^ u64::from(value)).wrapping_mul(0x100_0000_01B3);
    for c in (0..0x32400).chain(0xE0000..0xE0200).chain(0x10_FF00..0x11_0000) {
        let one: Wtf8Buf = [c].into_iter().collect();
        of(&one, c).chars().for_each(&mut mix);
        mix(0xFF_FFFF);
    }
    format!("{hash:x}")
}

fn joined(parts: &[&Wtf8]) -> Wtf8Buf {
    let mut out = Wtf8Buf::new();
    parts.iter().for_each(|part| out.push_wtf8(part));
    out
}

fn flag(yes: bool) -> Wtf8Buf {
    if yes { "1".into() } else { "0".into() }
}

fn normalized(database: Database, form: Form, text: &Wtf8) -> Wtf8Buf {
    normal::normalize(database, form, text).unwrap_or_else(|| text.to_buf())
}

/// A float as Python's `str` writes it.
fn number(value: Option<f64>) -> Wtf8Buf {
    taipan_number::float::repr(value.unwrap_or(-1.0)).into()
}

fn replay_all(name: &str) -> String {
    let with = |f: fn(&Wtf8) -> Wtf8Buf| all(|one, _| f(one));
    let class = |f: fn(&Wtf8) -> bool| all(|one, _| flag(f(one)));
    match name {
        "lower" => with(case::lower),
        "upper" => with(case::upper),
        "title" => with(case::title),
        "casefold" => with(case::casefold),
        "capitalize" => with(case::capitalize),
        "swapcase" => with(case::swapcase),
        "isalpha" => class(props::text_is_alpha),
        "isdecimal" => class(props::text_is_decimal),
        "isdigit" => class(props::text_is_digit),
        "isnumeric" => class(props::text_is_numeric),
        "isalnum" => class(props::text_is_alnum),
        "isspace" => class(props::text_is_space),
        "isprintable" => class(props::text_is_printable),
        "isupper" => class(props::text_is_upper),
        "islower" => class(props::text_is_lower),
        "istitle" => class(props::text_is_title),
        "isidentifier" => class(props::text_is_identifier),
        "continue" => all(|_, c| flag(props::is_id_continue(c))),
        "sigma" => all(|one, _| {
            let before = case::lower(&joined(&["A".into(), one, "\u{3a3}".into()]));
            joined(&[&before, &case::lower(&joined(&["a\u{3a3}".into(), one, "A".into()]))])
        }),
        "words" => all(|one, _| {
            joined(&[&case::title(&joined(&[one, "aB".into()])), &case::title(&joined(&["a".into(), one]))])
        }),
        "lines" => all(|one, _| {
            let joined = joined(&["a".into(), one, "b".into()]);
            search::lines_text(joined.as_bytes()).count().to_string().into()
        }),
        "relower" => all(|_, c| [case::char_lower(c)].into_iter().collect()),
        "recased" => all(|_, c| flag(case::char_has_case(c))),
        "names" => all(|_, c| names::name(c).unwrap_or_else(|| "-".to_owned()).into()),
        _ if name.starts_with("is") => {
            let form = Form::from_name(&name[2..]).expect("a form");
            all(|one, _| {
                if normal::is_normalized(Database::Current, form, one) { "True" } else { "False" }.into()
            })
        }
        _ => {
            let database = if name.starts_with("now") { Database::Current } else { Database::Version3_2 };
            match &name[3..] {
                "category" => all(|_, c| database.category(c).into()),
                "bidirectional" => all(|_, c| database.bidirectional(c).into()),
                "east_asian_width" => all(|_, c| database.east_asian_width(c).into()),
                "decomposition" => all(|_, c| normal::decomposition(database, c).into()),
                "combining" => all(|_, c| database.combining(c).to_string().into()),
                "mirrored" => all(|_, c| flag(database.is_mirrored(c))),
                "decimal" => all(|_, c| number(database.decimal(c).map(f64::from))),
                "digit" => all(|_, c| number(database.digit(c).map(f64::from))),
                "numeric" => all(|_, c| number(database.numeric(c))),
                form => match form.strip_suffix("mixed") {
                    Some(form) => {
                        let form = Form::from_name(form).expect("a form");
                        all(|one, _| {
                            normalized(
                                database,
                                form,
                                &joined(&["a\u{301}".into(), one, "\u{323}\u{307}".into()]),
                            )
                        })
                    }
                    None => all(|one, _| normalized(database, Form::from_name(form).expect("a form"), one)),
                },
            }
        }
    }
}

fn replay_format(kind: &str, value: &str, spec: &Wtf8) -> String {
    let (type_name, result) = match kind {
        "int" => {
            let value = big::parse(value.as_bytes(), 16, usize::MAX).expect("hexadecimal");
            ("int", format::format_int(value.view(), spec, 4300, &C_LOCALE))
        }
        "float" => ("float", format::format_float(double(value), spec, &C_LOCALE)),
        "complex" => {
            let value = Complex::new(double(&value[..16]), double(&value[16..]));
            ("complex", format::format_complex(value, spec, &C_LOCALE))
        }
        _ => ("str", format::format_text(&text(value), spec)),
    };
    match result {
        Ok(out) => dotted(&out),
        // The message goes through a Rust string, which has no surrogates.
        Err(error) => refusal(error.message(spec, type_name)),
    }
}

fn replay_template(template: &Wtf8) -> String {
    let shown = |text: &Wtf8| format!("={}", dotted(text));
    let mut parts = Vec::new();
    for piece in template::pieces(template) {
        match piece {
            Err(error) => return refusal(error.message()),
            Ok(piece) => {
                let field = match piece.field {
                    None => "-|-|-".to_owned(),
                    Some(field) => {
                        let conversion = field.conversion.map_or("-".to_owned(), |c| format!("={c:x}"));
                        format!("{}|{}|{conversion}", shown(field.name), shown(field.spec))
                    }
                };
                parts.push(format!("{}|{field}", shown(piece.literal)));
            }
        }
    }
    parts.join(" ")
}

fn replay_field_name(name: &Wtf8) -> String {
    let split = || -> Result<String, template::TemplateError> {
        let (first, steps) = template::split_name(name)?;
        let mut parts = vec![match first {
            First::Automatic => "=".to_owned(),
            First::Index(index) => index.to_string(),
            First::Name(name) => format!("={}", dotted(name)),
        }];
        for step in steps {
            parts.push(match step? {
                Step::Attribute(name) => format!(".={}", dotted(name)),
                Step::Index(index) => format!("[{index}"),
                Step::Key(key) => format!("[={}", dotted(key)),
            });
        }
        Ok(parts.join(" "))
    };
    split().unwrap_or_else(|error| refusal(error.message()))
}

fn replay_percent(template: &Wtf8, kind: &str, value: &str) -> String {
    let mut out = Vec::new();
    for item in percent::items(template.as_bytes()) {
        let spec = match item {
            Item::Literal(literal) => {
                out.extend_from_slice(literal);
                continue;
            }
            Item::Plain(kind) => Spec::plain(kind),
            Item::Spec(Spec { fault: Some(fault), .. }) => return refusal(fault.message()),
            Item::Spec(spec) => spec,
        };
        let said = |amount: Amount| if let Amount::Number(number) = amount { Some(number) } else { None };
        let (width, precision) = (said(spec.width).unwrap_or(0), said(spec.precision));
        let letter = spec.kind as u8;
        match (letter, kind) {
            (b'%', _) => out.push(b'%'),
            (b'd' | b'i' | b'u' | b'o' | b'x' | b'X', "int") => {
                let value = big::parse(value.as_bytes(), 16, usize::MAX).expect("hexadecimal");
                let digits = percent::int_digits(value.view(), letter, spec.flags.alternate, precision);
                percent::push_number(&mut out, &digits, spec.flags, width);
            }
            (_, "float") => {
                let digits = percent::float_digits(double(value), letter, spec.flags.alternate, precision);
                percent::push_number(&mut out, &digits, spec.flags, width);
            }
            _ => percent::push_text(&mut out, text(value).as_bytes(), spec.flags, width, precision),
        }
    }
    dotted(Wtf8::new(&out))
}

fn codec(name: &str) -> Codec {
    match name {
        "utf-8" | "utf-8-sig" => Codec::Utf8,
        "utf-16" | "utf-16-le" => Codec::Utf16(ByteOrder::Little),
        "utf-16-be" => Codec::Utf16(ByteOrder::Big),
        "utf-32" | "utf-32-le" => Codec::Utf32(ByteOrder::Little),
        "utf-32-be" => Codec::Utf32(ByteOrder::Big),
        "latin-1" => Codec::Latin1,
        "ascii" => Codec::Ascii,
        "unicode_escape" => Codec::UnicodeEscape,
        "raw_unicode_escape" => Codec::RawUnicodeEscape,
        "utf-7" => Codec::Utf7,
        _ => panic!("unknown codec {name}"),
    }
}

fn replay_decode(name: &str, errors: &str, input: &str) -> String {
    let input = bytes(input);
    let (mut codec, mut skip) = (codec(name), 0);
    match name {
        "utf-8-sig" => skip = if input.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 },
        "utf-16" => {
            if let Some((order, len)) = ByteOrder::detect16(&input) {
                (codec, skip) = (Codec::Utf16(order), len);
            }
        }
        "utf-32" => {
            if let Some((order, len)) = ByteOrder::detect32(&input) {
                (codec, skip) = (Codec::Utf32(order), len);
            }
        }
        _ => {}
    }
    // The marks of UTF-16 and UTF-32 count in positions, that of utf-8-sig does not.
    let shift = if name == "utf-8-sig" { 0 } else { skip };
    match codecs::decode_all(codec, &input[skip..], Handler::from_name(errors).expect("a handler")) {
        Ok(out) => dotted(&out),
        Err(error) => format!("!{} {} {}", error.start + shift, error.end + shift, error.reason),
    }
}

fn replay_encode(name: &str, errors: &str, input: &str) -> String {
    let input = text(input);
    let mark = match name {
        "utf-8-sig" => &b"\xEF\xBB\xBF"[..],
        "utf-16" => b"\xFF\xFE",
        "utf-32" => b"\xFF\xFE\0\0",
        _ => b"",
    };
    match codecs::encode_all(codec(name), &input, Handler::from_name(errors).expect("a handler")) {
        Ok(out) => format!("{}{}", hex(mark), hex(&out)),
        Err(error) => {
            let (start, end) = error.char_range(&input);
            format!("!{start} {end} {}", error.reason)
        }
    }
}

fn replay(op: &str, a: &[&str]) -> String {
    match op {
        "all" => replay_all(a[0]),
        "normalize" => {
            dotted(&normalized(Database::Current, Form::from_name(a[0]).expect("a form"), &text(a[1])))
        }
        "normalized" => {
            let yes =
                normal::is_normalized(Database::Current, Form::from_name(a[0]).expect("a form"), &text(a[1]));
            if yes { "True".to_owned() } else { "False".to_owned() }
        }
        "lookup" => {
            let name = text(a[0]).to_string_lossy();
            match names::lookup_more(&name) {
                Some(found) => dotted(found.into()),
                None => names::lookup_char(&name).map_or("-".to_owned(), |c| format!("{:x}", u32::from(c))),
            }
        }
        "repr" => dotted(&repr::repr_text(&text(a[0]))),
        "ascii" => dotted(&repr::ascii_text(&text(a[0]))),
        "reprbytes" => dotted(repr::repr_bytes(&bytes(a[0])).as_str().into()),
        "format" => replay_format(a[0], a[1], &text(a[2])),
        "template" => replay_template(&text(a[0])),
        "fieldname" => replay_field_name(&text(a[0])),
        "percent" => replay_percent(&text(a[0]), a[1], a[2]),
        "decode" => replay_decode(a[0], a[1], a[2]),
        "encode" => replay_encode(a[0], a[1], a[2]),
        "escapedecode" => {
            let errors = match a[0] {
                "strict" => EscapeErrors::Strict,
                "replace" => EscapeErrors::Replace,
                _ => EscapeErrors::Ignore,
            };
            match codecs::decode_escapes(&bytes(a[1]), errors) {
                Ok(escaped) => hex(&escaped.bytes),
                Err(error) => refusal(error.message()),
            }
        }
        "escapeencode" => hex(&codecs::encode_escapes(&bytes(a[0]))),
        _ => panic!("unknown operation {op}"),
    }
}

#[test]
fn vectors() {
    let mut failed = 0;
    for line in include_str!("vectors.txt").lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (wanted, args) = fields[1..].split_last().expect("a result");
        let got = replay(fields[0], args);
        if got != *wanted {
            failed += 1;
            if failed < 60 {
                let shown = |result: &str| {
                    if result.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'.')
                        && result.contains('.')
                    {
                        format!("{:?}", text(result))
                    } else {
                        result.to_owned()
                    }
                };
                let args: Vec<String> = args
                    .iter()
                    .map(|arg| if arg.len() < 300 { shown(arg) } else { "...".to_owned() })
                    .collect();
                eprintln!("{} {args:?}\n   got {}\nwanted {}", fields[0], shown(&got), shown(wanted));
            }
        }
    }
    assert_eq!(failed, 0);
}
