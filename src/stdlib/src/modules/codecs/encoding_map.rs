//! `EncodingMap`: the bytes of characters in a table of two levels, as `charmap_build` makes it.

use std::collections::BTreeSet;
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::{Gc, Header, LayoutInfo, TypeDef, Vm, type_flags};

/// Characters of a page.
const PAGE: usize = 128;
/// Stands in the text for a byte without a character.
const NOTHING: u32 = 0xfffe;

/// A table from characters of the basic plane to bytes.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct EncodingMap {
    header: Header,
    /// The number of each page, counted from 1; 0: it is empty.
    #[untraced]
    numbers: Box<[u16; 0x10000 / PAGE]>,
    /// The bytes of a page's characters; 0: there is none.
    #[untraced]
    pages: Vec<[u8; PAGE]>,
}

impl EncodingMap {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <EncodingMap as Numbered>::NUMBER,
        name: "EncodingMap",
        flags: type_flags::NO_NEW,
        native: &EncodingMap::NATIVE,
        layout: Some(LayoutInfo::of::<EncodingMap>()),
        ..TypeDef::DEFAULT
    };

    /// The table for a text that has the character of each byte; `None` where a dict must do: the first is not NUL, a later one
    /// is, or one is beyond the basic plane.
    pub fn new(vm: &mut Vm, text: &[u32]) -> Option<Gc<EncodingMap>> {
        let (&first, rest) = text.split_first()?;
        if first != 0 || rest.iter().any(|&c| c == 0 || c > 0xffff) {
            return None;
        }
        let mut numbers = Box::new([0; 0x10000 / PAGE]);
        let mut pages: Vec<[u8; PAGE]> = Vec::new();
        for (byte, &c) in (1..=u8::MAX).zip(rest).filter(|&(_, &c)| c != NOTHING) {
            let number = &mut numbers[c as usize / PAGE];
            if *number == 0 {
                pages.push([0; PAGE]);
                *number = pages.len() as u16;
            }
            pages[usize::from(*number) - 1][c as usize % PAGE] = byte;
        }
        // CPython numbers them by bytes.
        if pages.len() >= 0xff {
            return None;
        }
        let header = Header::new::<EncodingMap>(vm.class_address(<EncodingMap as Numbered>::NUMBER));
        Some(vm.heap.alloc(EncodingMap { header, numbers, pages }))
    }

    /// The byte of a character.
    #[inline]
    pub fn byte_of(&self, c: u32) -> Option<u8> {
        if c == 0 {
            return Some(0);
        }
        let number = *self.numbers.get(c as usize / PAGE)?;
        let page = self.pages.get(usize::from(number).checked_sub(1)?)?;
        Some(page[c as usize % PAGE]).filter(|&byte| byte != 0)
    }
}

#[native]
impl EncodingMap {
    /// How many bytes the table takes in CPython.
    #[sig("($self, /)")]
    fn size(_: &mut Vm, this: Gc<EncodingMap>) -> usize {
        // There, sixteen pages have a table of their own.
        let numbers = this.numbers.iter().enumerate();
        let tables: BTreeSet<usize> = numbers.filter(|&(_, &n)| n != 0).map(|(i, _)| i / 16).collect();
        63 + 16 * tables.len() + PAGE * this.pages.len()
    }
}
