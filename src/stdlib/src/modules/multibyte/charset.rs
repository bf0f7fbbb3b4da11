//! The character sets of East Asia, one character at a time, on `encoding_rs`.
//!
//! The crate follows the web, whose encodings hold more than those that bear the same names here; what does not belong is
//! left out again.

use encoding_rs::{BIG5, DecoderResult, EUC_JP, EUC_KR, EncoderResult, Encoding, GB18030, GBK, SHIFT_JIS};

/// An encoding.
pub struct Charset {
    /// Its name.
    pub name: &'static str,
    /// The module that has it.
    pub module: &'static str,
    encoding: &'static Encoding,
    /// The longest sequence of a character.
    longest: usize,
    /// Does a sequence belong to it?
    belongs: fn(&[u8]) -> bool,
    /// Do characters stand for those that JIS X 0208 itself has?
    jis: bool,
    /// Is it switched between ASCII and two bytes by escape sequences (ISO 2022)?
    pub switched: bool,
}

const PLAIN: Charset = Charset {
    name: "",
    module: "",
    encoding: SHIFT_JIS,
    longest: 2,
    belongs: |_| true,
    jis: false,
    switched: false,
};

fn both_high(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte >= 0xa1)
}

/// All of them.
pub static ALL: &[Charset] = &[
    Charset {
        name: "shift_jis",
        module: "_codecs_jp",
        belongs: |b| !matches!(b[0], 0x80 | 0x87 | 0xed | 0xee | 0xf0..),
        jis: true,
        ..PLAIN
    },
    Charset { name: "cp932", module: "_codecs_jp", ..PLAIN },
    Charset {
        name: "euc_jp",
        module: "_codecs_jp",
        encoding: EUC_JP,
        longest: 3,
        belongs: |b| !matches!(b[0], 0xad | 0xf5..),
        jis: true,
        ..PLAIN
    },
    Charset { name: "gb2312", module: "_codecs_cn", encoding: GBK, belongs: both_high, ..PLAIN },
    Charset { name: "gbk", module: "_codecs_cn", encoding: GBK, belongs: |b| b[0] > 0x80, ..PLAIN },
    Charset {
        name: "gb18030",
        module: "_codecs_cn",
        encoding: GB18030,
        longest: 4,
        belongs: |b| b[0] > 0x80,
        ..PLAIN
    },
    Charset { name: "cp949", module: "_codecs_kr", encoding: EUC_KR, ..PLAIN },
    Charset { name: "euc_kr", module: "_codecs_kr", encoding: EUC_KR, belongs: both_high, ..PLAIN },
    Charset {
        name: "big5",
        module: "_codecs_tw",
        encoding: BIG5,
        belongs: |b| matches!(b[0], 0xa1..=0xf9),
        ..PLAIN
    },
    Charset { name: "cp950", module: "_codecs_tw", encoding: BIG5, belongs: |b| b[0] >= 0xa1, ..PLAIN },
    Charset { name: "big5hkscs", module: "_codecs_hk", encoding: BIG5, ..PLAIN },
    Charset {
        name: "iso2022_jp",
        module: "_codecs_iso2022",
        encoding: EUC_JP,
        belongs: |b| both_high(b) && !matches!(b[0], 0xad | 0xf5..),
        jis: true,
        switched: true,
        ..PLAIN
    },
];

/// What the web's tables have in place of JIS X 0208's own characters.
const JIS: [(char, char); 6] = [
    ('\u{ff5e}', '\u{301c}'),
    ('\u{2225}', '\u{2016}'),
    ('\u{ff0d}', '\u{2212}'),
    ('\u{ffe0}', '\u{a2}'),
    ('\u{ffe1}', '\u{a3}'),
    ('\u{ffe2}', '\u{ac}'),
];

/// What stands at the beginning of some bytes.
pub enum Found {
    /// A character (or two), and the length of its sequence.
    Text(String, usize),
    /// The beginning of a sequence.
    Incomplete,
    /// Nothing.
    Illegal,
}

impl Charset {
    /// The sequence of a character.
    pub fn encode(&self, c: char) -> Option<Vec<u8>> {
        if c.is_ascii() {
            return Some(vec![c as u8]);
        }
        let mut c = c;
        if self.jis {
            if JIS.iter().any(|(web, _)| *web == c) {
                return None;
            }
            c = JIS.iter().find(|(_, own)| *own == c).map_or(c, |(web, _)| *web);
        }
        let mut text = [0; 4];
        let mut out = [0; 16];
        let mut encoder = self.encoding.new_encoder();
        let (result, _, n) =
            encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut text), &mut out, true);
        let bytes = &out[..n];
        (result == EncoderResult::InputEmpty && (self.belongs)(bytes)).then(|| bytes.to_vec())
    }

    /// The character at the beginning of bytes that are not ASCII.
    pub fn decode(&self, bytes: &[u8]) -> Found {
        for n in 1..=self.longest.min(bytes.len()) {
            let sequence = &bytes[..n];
            if (self.belongs)(sequence)
                && let Some(text) = self.whole(sequence)
            {
                return Found::Text(text, n);
            }
        }
        let mut out = [0; 16];
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let short = bytes.len() < self.longest && (self.belongs)(bytes);
        match decoder.decode_to_utf8_without_replacement(bytes, &mut out, false) {
            (DecoderResult::InputEmpty, _, 0) if short => Found::Incomplete,
            _ => Found::Illegal,
        }
    }

    /// The text of a whole sequence.
    fn whole(&self, sequence: &[u8]) -> Option<String> {
        let mut out = [0; 16];
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let (result, n_read, n) = decoder.decode_to_utf8_without_replacement(sequence, &mut out, true);
        if result != DecoderResult::InputEmpty || n_read != sequence.len() || n == 0 {
            return None;
        }
        let text = std::str::from_utf8(&out[..n]).ok()?;
        // A character in front of another is a sequence of its own.
        if sequence.len() > 1 && self.whole(&sequence[..1]).is_some() {
            return None;
        }
        if !self.jis {
            return Some(text.to_owned());
        }
        Some(text.chars().map(|c| JIS.iter().find(|(web, _)| *web == c).map_or(c, |(_, own)| *own)).collect())
    }
}
