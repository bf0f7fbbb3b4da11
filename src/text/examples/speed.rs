//! Times the kernels, in the rows that `speed.py` prints for CPython.
//!
//!     cargo run --release -p taipan-text --example text-speed

use std::hint::black_box;
use std::time::Instant;
use taipan_text::codecs::{self, Codec, Handler};
use taipan_text::format::value::C_LOCALE;
use taipan_text::{Wtf8, case, format, properties, repr, search, wtf8};

fn show<T>(name: &str, mut run: impl FnMut() -> T) {
    let mut n = 1u64;
    loop {
        let start = Instant::now();
        (0..n).for_each(|_| drop(black_box(run())));
        let elapsed = start.elapsed().as_secs_f64();
        if elapsed > 0.02 {
            println!("{name:<28} {:>10.0}", elapsed / n as f64 * 1e9);
            return;
        }
        n *= 2;
    }
}

fn main() {
    let short = black_box("name=value, other=thing, third");
    let long = black_box("lorem ipsum dolor sit amet, consectetur ".repeat(250));
    let wide = black_box("größe ΑΣ ünïcödé текст ".repeat(250));
    let (short, long, wide) = (Wtf8::from_str(short), Wtf8::from_str(&long), Wtf8::from_str(&wide));
    show("find short", || search::find(short.as_bytes(), b"third"));
    show("find short absent", || search::find(short.as_bytes(), b"zz"));
    show("find long absent", || search::find(long.as_bytes(), b"consecteturx"));
    show("count long", || search::count(long.as_bytes(), b"dolor"));
    show("replace short", || search::replace_text(short.as_bytes(), b", ", b";", usize::MAX));
    show("replace long", || search::replace_text(long.as_bytes(), b"dolor", b"doloris", usize::MAX));
    show("split short ', '", || {
        search::split(short.as_bytes(), b", ", usize::MAX).map(<[u8]>::len).sum::<usize>()
    });
    show("split short ','", || {
        search::split(short.as_bytes(), b",", usize::MAX).map(<[u8]>::len).sum::<usize>()
    });
    show("split long ' '", || {
        search::split(long.as_bytes(), b" ", usize::MAX).map(<[u8]>::len).sum::<usize>()
    });
    show("split() long", || {
        let mut n = 0;
        search::split_space_text(long.as_bytes(), usize::MAX, |piece| n += piece.len());
        n
    });
    show("split() wide", || {
        let mut n = 0;
        search::split_space_text(wide.as_bytes(), usize::MAX, |piece| n += piece.len());
        n
    });
    show("splitlines long", || search::lines_text(long.as_bytes()).count());
    show("strip short", || search::strip_space_text(short.as_bytes(), search::Side::Both).len());
    show("lower long", || case::lower(long));
    show("lower wide", || case::lower(wide));
    show("title long", || case::title(long));
    show("isalpha wide", || properties::text_is_printable(wide));
    show("repr long", || repr::repr_text(long));
    show("repr wide", || repr::repr_text(wide));
    show("len wide", || wtf8::count_chars(wide.as_bytes()));
    show("decode utf-8 wide", || codecs::decode_all(Codec::Utf8, wide.as_bytes(), Handler::Strict));
    show("encode utf-8 wide", || codecs::encode_all(Codec::Utf8, wide, Handler::Strict));
    show("decode latin-1", || codecs::decode_all(Codec::Latin1, long.as_bytes(), Handler::Strict));
    show("encode utf-16 wide", || {
        codecs::encode_all(Codec::Utf16(codecs::ByteOrder::Little), wide, Handler::Strict)
    });
    show("format('>20')", || format::format_text(short, ">40".into()));
    show("format(float, '.2f')", || format::format_float(black_box(1234.5678), ",.2f".into(), &C_LOCALE));
    show("format(int, '08x')", || {
        let word = taipan_number::big::Word::from(black_box(123_456));
        format::format_int(word.view(), "08x".into(), 4300, &C_LOCALE)
    });
}
