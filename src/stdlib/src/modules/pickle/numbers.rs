//! Which number an object has in a pickle, or in what `marshal` writes: a table from the bits of a value.

use taipan_runtime::Value;

/// The table. It keeps nothing alive: objects do not move, and something else holds them.
#[derive(Default)]
pub struct Numbers {
    /// The first few, bits and number, without a table.
    few: [(u64, u32); FEW],
    /// Bits and number + 1; 0 where nothing is. Empty while they are few.
    slots: Vec<(u64, u32)>,
    len: usize,
}

const FEW: usize = 8;

impl Numbers {
    /// The number of an object.
    #[inline]
    pub fn find(&self, value: Value) -> Option<u32> {
        if self.slots.is_empty() {
            let few = &self.few[..self.len.min(FEW)];
            return few.iter().find(|(bits, _)| *bits == value.bits()).map(|(_, number)| *number);
        }
        let mask = self.slots.len() - 1;
        let mut i = place(value.bits()) & mask;
        loop {
            match self.slots[i] {
                (_, 0) => return None,
                (bits, number) if bits == value.bits() => return Some(number - 1),
                _ => i = (i + 1) & mask,
            }
        }
    }

    /// Gives an object, which has none, a number.
    pub fn add(&mut self, value: Value, number: u32) {
        if self.slots.is_empty() {
            if let Some(place) = self.few.get_mut(self.len) {
                *place = (value.bits(), number);
                self.len += 1;
                return;
            }
            self.slots = vec![(0, 0); 4 * FEW];
            for (bits, number) in self.few {
                self.put(bits, number + 1);
            }
        }
        if (self.len + 1) * 2 > self.slots.len() {
            let larger = vec![(0, 0); self.slots.len() * 2];
            for (bits, number) in std::mem::replace(&mut self.slots, larger) {
                if number != 0 {
                    self.put(bits, number);
                }
            }
        }
        self.put(value.bits(), number + 1);
        self.len += 1;
    }

    fn put(&mut self, bits: u64, number: u32) {
        let mask = self.slots.len() - 1;
        let mut i = place(bits) & mask;
        while self.slots[i].1 != 0 {
            i = (i + 1) & mask;
        }
        self.slots[i] = (bits, number);
    }

    /// How many objects have a number.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.slots.clear();
        self.len = 0;
    }

    /// Each object's bits with its number.
    pub fn iter(&self) -> impl Iterator<Item = (u64, u32)> {
        let few = if self.slots.is_empty() { &self.few[..self.len] } else { &[] };
        let many =
            self.slots.iter().filter(|(_, number)| *number != 0).map(|(bits, number)| (*bits, number - 1));
        few.iter().copied().chain(many)
    }
}

fn place(bits: u64) -> usize {
    (bits.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}
