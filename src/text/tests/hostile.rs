//! Nothing that a program can pass makes a kernel panic, and what is written can be read again.

use taipan_number::{big, complex, float};
use taipan_text::codecs::{self, ByteOrder, Codec, Decoder, EscapeErrors, Handler, Input};
use taipan_text::format::value::C_LOCALE;
use taipan_text::format::{format_complex, format_float, format_int, format_text, percent, template};
use taipan_text::{Wtf8, Wtf8Buf, case, numeric, repr, search};

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn pick(&mut self, alphabet: &[u8], n_max: usize) -> Vec<u8> {
        (0..self.below(n_max + 1)).map(|_| alphabet[self.below(alphabet.len())]).collect()
    }
}

const CODECS: [Codec; 10] = [
    Codec::Utf8,
    Codec::Utf16(ByteOrder::Little),
    Codec::Utf16(ByteOrder::Big),
    Codec::Utf32(ByteOrder::Little),
    Codec::Utf32(ByteOrder::Big),
    Codec::Utf7,
    Codec::Latin1,
    Codec::Ascii,
    Codec::UnicodeEscape,
    Codec::RawUnicodeEscape,
];

#[test]
fn small_languages() {
    let mut random = Random(7);
    for _ in 0..60_000 {
        let spec = random.pick(b"<>=^+- z#0159,._bcdeEfFgGnosxX%\xC3\xA9", 8);
        let spec = Wtf8::new(&spec);
        let _ = format_text("abc\u{e9}".into(), spec);
        let _ = format_int(big::Word::from(-12345).view(), spec, 4300, &C_LOCALE);
        let _ = format_float(-1234.5, spec, &C_LOCALE);
        let _ = format_complex(complex::Complex::new(1.0, -2.5), spec, &C_LOCALE);
        let text = random.pick(b"{}[]!:.a0\xC3\xA9", 12);
        for piece in template::pieces(Wtf8::new(&text)) {
            if let Ok(Some(field)) = piece.map(|piece| piece.field)
                && let Ok((_, steps)) = template::split_name(field.name)
            {
                steps.for_each(drop);
            }
        }
        let text = random.pick(b"%()-+ #0*.5lds\xC3\xA9", 12);
        percent::items(&text).for_each(drop);
        percent::items_bytes(&text).for_each(drop);
        let text = random.pick(b"0x1p+-.e_ij\tnfa()", 10);
        let _ = (float::parse(&text), float::from_hex(&text), complex::parse(&text));
        for radix in [0, 2, 7, 10, 16, 36] {
            let _ = big::parse(&text, radix, 5);
        }
    }
}

#[test]
fn any_bytes() {
    let mut random = Random(8);
    let all: Vec<u8> = (0..=255).collect();
    for i in 0..20_000 {
        let alphabets: [&[u8]; 4] = [
            &all,
            b"\\xuUN{}047aBULLET\xE9",
            b"+-AGE2D3/ \xFF",
            b"\xE2\x82\xAC\xF0\x9F\x98\x80\xED\xA0\x80\xC3\xA9a",
        ];
        let bytes = random.pick(alphabets[i % 4], 24);
        for codec in CODECS {
            for handler in [
                Handler::Ignore,
                Handler::Replace,
                Handler::BackslashReplace,
                Handler::SurrogateEscape,
                Handler::SurrogatePass,
            ] {
                let _ = codecs::decode_all(codec, &bytes, handler);
            }
            // In pieces, whatever is left over waits for more.
            let mut out = Wtf8Buf::new();
            let stop = Decoder::new(codec).decode(&bytes, 0, Input::Partial, &mut out);
            assert!(stop.at <= bytes.len());
        }
        let _ = codecs::decode_escapes(&bytes, EscapeErrors::Ignore);
        // Malformed storage is a bug of the caller's, yet must not panic.
        let text = Wtf8::new(&bytes);
        let _ = (case::lower(text), case::title(text), repr::repr_text(text), numeric::to_ascii_number(text));
        let _ = (search::strip_space_text(&bytes, search::Side::Both), search::lines_text(&bytes).count());
    }
}

#[test]
fn round_trips() {
    let mut random = Random(9);
    for _ in 0..5_000 {
        let n = random.below(12);
        let text: Wtf8Buf = (0..n)
            .map(|_| {
                let limit = [0x80, 0x100, 0x3000, 0xFFFF, 0x11_0000][random.below(5)];
                random.below(limit) as u32
            })
            .collect();
        for codec in CODECS {
            let Ok(encoded) = codecs::encode_all(codec, &text, Handler::SurrogatePass) else { continue };
            let pairs =
                text.chars().zip(text.chars().skip(1)).any(|(a, b)| a >> 10 == 0x36 && b >> 10 == 0x37);
            // A raw backslash means what follows it, and surrogates meet in UTF-16.
            if (codec == Codec::RawUnicodeEscape && text.as_bytes().contains(&b'\\')) || pairs {
                continue;
            }
            assert_eq!(
                codecs::decode_all(codec, &encoded, Handler::SurrogatePass).as_ref(),
                Ok(&text),
                "{codec:?}"
            );
        }
    }
}
