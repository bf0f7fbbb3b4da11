//! The caches of look-ups: of classes, of attribute sites that see several classes (in rows of two), of an image's strings.

use crate::layout::{Str, Type};
use crate::vm::Vm;
use taipan_heap::{Gc, Value};

/// Of the method cache: a class's version (0 is none), the address of a name, the bits of the value.
type MethodCacheEntry = [u64; 3];

const METHOD_CACHE: usize = 2048;

/// What an attribute site learned for one class, for the sites that see several: the name's address with the kind of
/// site in its low bits, then words 1 to 3 of the site's inline cache. Row 0 words are 0 while nothing is known.
pub type SiteRecord = [u64; 4];

const SITE_ROWS: usize = 1024;
const IMAGE_STRINGS: usize = 1024;

/// The caches. They are words, since zeros are what an empty one holds, and together so large that the
/// allocator maps pages of zeros for them: none costs anything before it is used.
pub(crate) struct Caches {
    methods: [MethodCacheEntry; METHOD_CACHE],
    /// See [`SiteRecord`]; a collection forgets all rows, so their values need no marking.
    sites: [[SiteRecord; 2]; SITE_ROWS],
    /// Strings of code images that were interned lately, by the address of their text; addresses of cells.
    image_strings: [[usize; 2]; IMAGE_STRINGS],
}

const _: () = assert!(size_of::<Caches>() >= 128 << 10);

impl Caches {
    pub(crate) fn new() -> Box<Caches> {
        // SAFETY: words of zeros are valid.
        unsafe { Box::new_zeroed().assume_init() }
    }

    /// Keys are addresses of cells, multiples of 16, with the kind in the bits below; versions are shifted by three.
    #[inline(always)]
    fn site_row(key: u64, version: u64, shape: u32) -> usize {
        let mixed = (key >> 1 ^ version << 16 ^ u64::from(shape) << 24).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> 54) as usize & (SITE_ROWS - 1)
    }

    /// Forgets what names cells.
    pub(crate) fn clear(&mut self) {
        for entry in &mut self.methods {
            entry[0] = 0;
        }
        self.sites.fill([[0; 4]; 2]);
        self.image_strings.fill([0; 2]);
    }
}

impl Vm {
    /// A version number that no class state had before.
    pub(crate) fn fresh_version(&mut self) -> u32 {
        let v = self.next_version;
        // 29 bits, since inline caches keep versions shifted by three.
        self.next_version = if v == 0 || v >= (1 << 29) - 1 { 0 } else { v + 1 };
        v
    }

    /// Looks an interned name up in the method cache: UNBOUND where the class is known not to have it.
    #[inline(always)]
    pub fn cached_lookup(&self, cls: Gc<Type>, name: Gc<Str>) -> Option<Value> {
        let version = cls.version.get();
        let [of, key, bits] =
            self.caches.methods[(version as usize ^ (name.address() >> 4)) & (METHOD_CACHE - 1)];
        if of == u64::from(version) && key == name.address() as u64 && version != 0 {
            Some(Value::from_bits(bits))
        } else {
            None
        }
    }

    pub(crate) fn cache_lookup(&mut self, cls: Gc<Type>, name: Gc<Str>, value: Value) {
        let version = cls.version.get();
        if version != 0 {
            self.caches.methods[(version as usize ^ (name.address() >> 4)) & (METHOD_CACHE - 1)] =
                [u64::from(version), name.address() as u64, value.bits()];
        }
    }

    /// The records that may be a site's for a class version and a shape, the newer one first.
    #[inline(always)]
    pub fn site_records(&self, key: u64, version: u64, shape: u32) -> &[SiteRecord; 2] {
        &self.caches.sites[Caches::site_row(key, version, shape)]
    }

    /// Keeps a site's record (see [`Vm::site_records`]), in the place of the older one of its row.
    pub fn keep_site_record(&mut self, record: SiteRecord) {
        let [key, version, how, _] = record;
        let [newer, older] = &mut self.caches.sites[Caches::site_row(key, version, (how >> 32) as u32)];
        if newer[..2] != record[..2] || newer[2] >> 32 != how >> 32 {
            *older = *newer;
        }
        *newer = record;
    }

    /// Interns a text that stays where it is: a string of a mapped code image, which its code objects name again and again.
    pub fn intern_image_text(&mut self, text: &'static [u8]) -> Gc<Str> {
        let key = text.as_ptr() as usize;
        let row = (key >> 2 ^ key >> 11) & (IMAGE_STRINGS - 1);
        let [of, address] = self.caches.image_strings[row];
        if of == key && key != 0 {
            // SAFETY: a collection forgets all rows, so the string is alive.
            let known: Gc<Str> = unsafe { Gc::from_address_unchecked(address) };
            if known.n_bytes() == text.len() {
                return known;
            }
        }
        let made = self.intern_bytes(text);
        self.caches.image_strings[row] = [key, made.address()];
        made
    }
}
