//! The merge sort that lists are sorted with where comparing takes more than a look at the keys: Tim Peters's natural merge
//! sort with galloping, and powersort's order of merges. A program sees which items are compared and in what order (and,
//! with keys that have no total order, what comes out), so every step is that of CPython.

use super::sort::Keys;
use taipan_runtime::{Array, Gc, R, Value, Vm};

/// Galloping begins after one run has won this often.
const MIN_GALLOP: usize = 7;

/// What is sorted: the keys, and values that go with them where there is a key function.
#[derive(Clone, Copy)]
struct Items {
    keys: Gc<Array>,
    values: Option<Gc<Array>>,
}

impl Items {
    fn arrays(self) -> impl Iterator<Item = Gc<Array>> {
        [Some(self.keys), self.values].into_iter().flatten()
    }

    /// Copies `n` items within.
    fn shift(self, from: usize, to: usize, n: usize) {
        self.arrays().for_each(|array| array.copy_within(from, to, n));
    }

    /// Copies `n` items from elsewhere.
    fn copy(self, to: usize, source: Items, from: usize, n: usize) {
        for (into, array) in self.arrays().zip(source.arrays()) {
            into.write(to, &array.to_ref().as_slice()[from..from + n]);
        }
    }

    fn reverse(self, from: usize, to: usize) {
        for array in self.arrays() {
            for i in 0..(to - from) / 2 {
                let (a, b) = (array.get(from + i), array.get(to - 1 - i));
                array.set(from + i, b);
                array.set(to - 1 - i, a);
            }
        }
    }
}

/// A stretch in order.
#[derive(Clone, Copy)]
struct Run {
    base: usize,
    len: usize,
    /// How deep in the tree of merges the border to the next run lies.
    power: u32,
}

struct Sorter {
    kind: Keys,
    items: Items,
    scratch: Items,
    runs: Vec<Run>,
    min_gallop: usize,
}

/// Sorts values by keys (the same array where there is no key function), stably. Nobody else knows the arrays.
pub fn sort(vm: &mut Vm, kind: Keys, keys: Gc<Array>, values: Option<Gc<Array>>) -> R<()> {
    let n = keys.len();
    if n < 2 {
        return Ok(());
    }
    let scratch_keys = Array::new(&mut vm.heap, n / 2 + 1);
    let scratch_keys = vm.check_alloc(scratch_keys)?;
    let scratch_values = match values {
        Some(_) => {
            let made = Array::new(&mut vm.heap, n / 2 + 1);
            Some(vm.check_alloc(made)?)
        }
        None => None,
    };
    let mut sorter = Sorter {
        kind,
        items: Items { keys, values },
        scratch: Items { keys: scratch_keys, values: scratch_values },
        runs: Vec::new(),
        min_gallop: MIN_GALLOP,
    };
    let min_run = min_run(n);
    let mut at = 0;
    while at < n {
        let mut len = sorter.count_run(vm, at, n)?;
        if len < min_run {
            let forced = min_run.min(n - at);
            sorter.insert_rest(vm, at, len, forced)?;
            len = forced;
        }
        sorter.push_run(vm, Run { base: at, len, power: 0 }, n)?;
        at += len;
    }
    sorter.merge_all(vm)
}

/// Runs are made at least this long: `n / min_run` is a power of two, or a little less.
fn min_run(mut n: usize) -> usize {
    let mut rest = 0;
    while n >= 64 {
        rest |= n & 1;
        n >>= 1;
    }
    n + rest
}

/// The depth of the border between two neighbouring runs in the tree of merges: the first binary digit in which the
/// middles of the two, as parts of the whole, differ.
fn power(left: Run, right_len: usize, n: usize) -> u32 {
    let mut a = 2 * left.base + left.len;
    let mut b = a + left.len + right_len;
    let mut power = 0;
    loop {
        power += 1;
        if a >= n {
            a -= n;
            b -= n;
        } else if b >= n {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

impl Sorter {
    fn less(&self, vm: &mut Vm, a: Value, b: Value) -> R<bool> {
        super::sort::less(vm, self.kind, a, b)
    }

    fn key(&self, i: usize) -> Value {
        self.items.keys.get(i)
    }

    /// Is the key at `i` less than the one before?
    fn falls(&self, vm: &mut Vm, i: usize) -> R<bool> {
        self.less(vm, self.key(i), self.key(i - 1))
    }

    /// The length of the run at `from`; one that falls is turned round, equal items in it keep their order.
    fn count_run(&self, vm: &mut Vm, from: usize, end: usize) -> R<usize> {
        let mut at = from + 1;
        while at < end && !self.falls(vm, at)? {
            at += 1;
        }
        if at == end {
            return Ok(at - from);
        }
        if at - from > 1 {
            if self.less(vm, self.key(from), self.key(at - 1))? {
                return Ok(at - from);
            }
            // All are equal, and the next is less.
            self.items.reverse(from, at);
        }
        at += 1;
        let mut n_equal = 0;
        while at < end {
            if self.falls(vm, at)? {
                if n_equal > 0 {
                    self.items.reverse(at - n_equal - 1, at);
                    n_equal = 0;
                }
            } else if self.less(vm, self.key(at - 1), self.key(at))? {
                break;
            } else {
                n_equal += 1;
            }
            at += 1;
        }
        if n_equal > 0 {
            self.items.reverse(at - n_equal - 1, at);
        }
        self.items.reverse(from, at);
        while at < end && !self.falls(vm, at)? {
            at += 1;
        }
        Ok(at - from)
    }

    /// Puts the items behind the first `sorted` ones of a stretch where they belong, by binary search.
    fn insert_rest(&self, vm: &mut Vm, from: usize, sorted: usize, n: usize) -> R<()> {
        for at in from + sorted..from + n {
            let (key, value) = (self.key(at), self.items.values.map(|v| v.get(at)));
            let (mut low, mut high) = (from, at);
            while low < high {
                let middle = (low + high) / 2;
                if self.less(vm, key, self.key(middle))? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.items.shift(low, low + 1, at - low);
            self.items.keys.set(low, key);
            if let (Some(values), Some(value)) = (self.items.values, value) {
                values.set(low, value);
            }
        }
        Ok(())
    }

    /// Notes a run, and merges those before it that lie deeper in the tree.
    fn push_run(&mut self, vm: &mut Vm, run: Run, n: usize) -> R<()> {
        if let Some(&last) = self.runs.last() {
            let power = power(last, run.len, n);
            while self.runs.len() > 1 && self.runs[self.runs.len() - 2].power > power {
                self.merge_at(vm, self.runs.len() - 2)?;
            }
            let last = self.runs.len() - 1;
            self.runs[last].power = power;
        }
        self.runs.push(run);
        Ok(())
    }

    fn merge_all(&mut self, vm: &mut Vm) -> R<()> {
        while self.runs.len() > 1 {
            let mut i = self.runs.len() - 2;
            if i > 0 && self.runs[i - 1].len < self.runs[i + 1].len {
                i -= 1;
            }
            self.merge_at(vm, i)?;
        }
        Ok(())
    }

    /// Merges the runs `i` and `i + 1`.
    fn merge_at(&mut self, vm: &mut Vm, i: usize) -> R<()> {
        let (left, right) = (self.runs[i], self.runs.remove(i + 1));
        self.runs[i].len = left.len + right.len;
        if let Some(following) = self.runs.get(i + 1)
            && following.base != right.base + right.len
        {
            debug_assert!(false, "runs are neighbours");
        }
        let keys = self.items.keys;
        // What stands in its place already is left out on both sides.
        let skip = self.gallop_right(vm, self.key(right.base), keys, left.base, left.len, 0)?;
        let (base, n) = (left.base + skip, left.len - skip);
        if n == 0 {
            return Ok(());
        }
        let m = self.gallop_left(vm, self.key(base + n - 1), keys, right.base, right.len, right.len - 1)?;
        if m == 0 {
            return Ok(());
        }
        if n <= m { self.merge_low(vm, base, n, m) } else { self.merge_high(vm, base, n, m) }
    }

    /// Where `key` belongs in `n` keys from `base` on, before those equal to it; looked for from `hint` outwards.
    fn gallop_left(
        &self,
        vm: &mut Vm,
        key: Value,
        keys: Gc<Array>,
        base: usize,
        n: usize,
        hint: usize,
    ) -> R<usize> {
        let (mut last, mut offset) = (0, 1);
        let (low, high);
        if self.less(vm, keys.get(base + hint), key)? {
            let most = n - hint;
            while offset < most && self.less(vm, keys.get(base + hint + offset), key)? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + last + 1, hint + offset.min(most));
        } else {
            let most = hint + 1;
            while offset < most && !self.less(vm, keys.get(base + hint - offset), key)? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + 1 - offset.min(most), hint - last);
        }
        let (mut low, mut high) = (low, high);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.less(vm, keys.get(base + middle), key)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(high)
    }

    /// The same, behind those equal to it.
    fn gallop_right(
        &self,
        vm: &mut Vm,
        key: Value,
        keys: Gc<Array>,
        base: usize,
        n: usize,
        hint: usize,
    ) -> R<usize> {
        let (mut last, mut offset) = (0, 1);
        let (low, high);
        if self.less(vm, key, keys.get(base + hint))? {
            let most = hint + 1;
            while offset < most && self.less(vm, key, keys.get(base + hint - offset))? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + 1 - offset.min(most), hint - last);
        } else {
            let most = n - hint;
            while offset < most && !self.less(vm, key, keys.get(base + hint + offset))? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + last + 1, hint + offset.min(most));
        }
        let (mut low, mut high) = (low, high);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.less(vm, key, keys.get(base + middle))? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(high)
    }
}

/// A merge on its way: `n` items of the left run and `m` of the right are left. One of the two runs lies in the scratch
/// arrays; what is left of it fills the gap at `out`, whenever the merge ends.
struct Merge {
    left: usize,
    n: usize,
    right: usize,
    m: usize,
    out: usize,
}

/// Why a merge ended: one side is used up, or only one item of the side in the scratch arrays is left.
enum End {
    Empty,
    One,
}

impl Sorter {
    /// Merges where the left run is the shorter: it goes to the scratch arrays, the gap is filled from the left.
    fn merge_low(&mut self, vm: &mut Vm, base: usize, n: usize, m: usize) -> R<()> {
        self.scratch.copy(0, self.items, base, n);
        let mut state = Merge { left: 0, n, right: base + n, m, out: base };
        let end = self.merge_low_steps(vm, &mut state);
        let Merge { left, n, right, m, out } = state;
        match end {
            Ok(End::One) => {
                self.items.shift(right, out, m);
                self.items.copy(out + m, self.scratch, left, 1);
                Ok(())
            }
            Ok(End::Empty) => {
                self.items.copy(out, self.scratch, left, n);
                Ok(())
            }
            Err(raised) => {
                self.items.copy(out, self.scratch, left, n);
                Err(raised)
            }
        }
    }

    fn merge_low_steps(&mut self, vm: &mut Vm, s: &mut Merge) -> R<End> {
        let (items, scratch) = (self.items, self.scratch);
        let take_left = |s: &mut Merge, k: usize| {
            items.copy(s.out, scratch, s.left, k);
            (s.out, s.left, s.n) = (s.out + k, s.left + k, s.n - k);
        };
        let take_right = |s: &mut Merge, k: usize| {
            items.shift(s.right, s.out, k);
            (s.out, s.right, s.m) = (s.out + k, s.right + k, s.m - k);
        };
        take_right(s, 1);
        if s.m == 0 {
            return Ok(End::Empty);
        }
        if s.n == 1 {
            return Ok(End::One);
        }
        loop {
            let (mut won_left, mut won_right) = (0, 0);
            while won_left < self.min_gallop && won_right < self.min_gallop {
                if self.less(vm, items.keys.get(s.right), scratch.keys.get(s.left))? {
                    take_right(s, 1);
                    (won_left, won_right) = (0, won_right + 1);
                    if s.m == 0 {
                        return Ok(End::Empty);
                    }
                } else {
                    take_left(s, 1);
                    (won_left, won_right) = (won_left + 1, 0);
                    if s.n == 1 {
                        return Ok(End::One);
                    }
                }
            }
            self.min_gallop += 1;
            loop {
                self.min_gallop -= usize::from(self.min_gallop > 1);
                let key = items.keys.get(s.right);
                let k = self.gallop_right(vm, key, scratch.keys, s.left, s.n, 0)?;
                take_left(s, k);
                match s.n {
                    0 => return Ok(End::Empty),
                    1 if k > 0 => return Ok(End::One),
                    _ => {}
                }
                take_right(s, 1);
                if s.m == 0 {
                    return Ok(End::Empty);
                }
                let key = scratch.keys.get(s.left);
                let l = self.gallop_left(vm, key, items.keys, s.right, s.m, 0)?;
                take_right(s, l);
                if s.m == 0 {
                    return Ok(End::Empty);
                }
                take_left(s, 1);
                if s.n == 1 {
                    return Ok(End::One);
                }
                if k < MIN_GALLOP && l < MIN_GALLOP {
                    break;
                }
            }
            self.min_gallop += 1;
        }
    }

    /// Merges where the right run is the shorter: it goes to the scratch arrays, the gap is filled from the right. `out` is
    /// the end of the gap.
    fn merge_high(&mut self, vm: &mut Vm, base: usize, n: usize, m: usize) -> R<()> {
        self.scratch.copy(0, self.items, base + n, m);
        let mut state = Merge { left: base, n, right: 0, m, out: base + n + m };
        let end = self.merge_high_steps(vm, &mut state);
        let Merge { n, m, out, .. } = state;
        match end {
            Ok(End::One) => {
                self.items.shift(base, out - n, n);
                self.items.copy(out - n - 1, self.scratch, 0, 1);
                Ok(())
            }
            Ok(End::Empty) => {
                self.items.copy(out - m, self.scratch, 0, m);
                Ok(())
            }
            Err(raised) => {
                self.items.copy(out - m, self.scratch, 0, m);
                Err(raised)
            }
        }
    }

    fn merge_high_steps(&mut self, vm: &mut Vm, s: &mut Merge) -> R<End> {
        let (items, scratch) = (self.items, self.scratch);
        let take_left = |s: &mut Merge, k: usize| {
            (s.out, s.n) = (s.out - k, s.n - k);
            items.shift(s.left + s.n, s.out, k);
        };
        let take_right = |s: &mut Merge, k: usize| {
            (s.out, s.m) = (s.out - k, s.m - k);
            items.copy(s.out, scratch, s.right + s.m, k);
        };
        take_left(s, 1);
        if s.n == 0 {
            return Ok(End::Empty);
        }
        if s.m == 1 {
            return Ok(End::One);
        }
        loop {
            let (mut won_left, mut won_right) = (0, 0);
            while won_left < self.min_gallop && won_right < self.min_gallop {
                let (a, b) = (items.keys.get(s.left + s.n - 1), scratch.keys.get(s.m - 1));
                if self.less(vm, b, a)? {
                    take_left(s, 1);
                    (won_left, won_right) = (won_left + 1, 0);
                    if s.n == 0 {
                        return Ok(End::Empty);
                    }
                } else {
                    take_right(s, 1);
                    (won_left, won_right) = (0, won_right + 1);
                    if s.m == 1 {
                        return Ok(End::One);
                    }
                }
            }
            self.min_gallop += 1;
            loop {
                self.min_gallop -= usize::from(self.min_gallop > 1);
                let key = scratch.keys.get(s.m - 1);
                let k = s.n - self.gallop_right(vm, key, items.keys, s.left, s.n, s.n - 1)?;
                take_left(s, k);
                if s.n == 0 {
                    return Ok(End::Empty);
                }
                take_right(s, 1);
                if s.m == 1 {
                    return Ok(End::One);
                }
                let key = items.keys.get(s.left + s.n - 1);
                let l = s.m - self.gallop_left(vm, key, scratch.keys, 0, s.m, s.m - 1)?;
                take_right(s, l);
                match s.m {
                    0 => return Ok(End::Empty),
                    1 if l > 0 => return Ok(End::One),
                    _ => {}
                }
                take_left(s, 1);
                if s.n == 0 {
                    return Ok(End::Empty);
                }
                if k < MIN_GALLOP && l < MIN_GALLOP {
                    break;
                }
            }
            self.min_gallop += 1;
        }
    }
}
