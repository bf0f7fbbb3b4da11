//! Which reads of variables need no check: a variable is definitely bound where it has been bound on every way there, which
//! is found along the flow of control.

use super::Unit;
use taipan_bytecode::{Access, Instruction, Location, Opcode, RegisterSet, encode};

/// Instructions that are entered at the first only, and left behind the last or by an exception.
struct Block {
    /// What is bound at the beginning, as far as is known.
    bound: RegisterSet,
    /// The block that exceptions lead to, and the register that they arrive in.
    handler: Option<(usize, usize)>,
    /// The block that the last instruction jumps to, and the register that it binds on that way alone.
    jump: Option<(usize, Option<usize>)>,
    /// Does the last instruction go on to the next block?
    goes_on: bool,
    /// What happens to variables, in order.
    events: Vec<Event>,
}

struct Event {
    at: usize,
    register: usize,
    kind: Kind,
}

impl Event {
    /// Makes of what is bound before it what is bound after it.
    fn apply(&self, bound: &mut RegisterSet) {
        match self.kind {
            Kind::Bind | Kind::Check => bound.insert(self.register),
            Kind::Unbind => bound.remove(self.register),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bind,
    Unbind,
    Check,
}

impl Unit<'_> {
    /// Removes the checks of variables that are definitely bound. Where nothing else tells of a line, an instruction stays
    /// for it that does nothing.
    pub(super) fn drop_needless_checks(&mut self) {
        let mut checked = RegisterSet::default();
        let checks = self.instructions.iter().filter(|&&word| word as u8 == Opcode::CheckBound as u8);
        let n = checks.map(|&word| checked.insert((word >> 8 & 0xff) as usize)).count();
        if n == 0 {
            return;
        }
        let mut blocks = self.blocks_of_flow(&checked);
        let mut given = RegisterSet::default();
        (0..self.n_params()).for_each(|r| given.insert(r));
        blocks[0].bound.keep_common(&given);
        let mut is_changed = true;
        while is_changed {
            is_changed = false;
            for i in 0..blocks.len() {
                is_changed |= pass_on(&mut blocks, i);
            }
        }
        let mut needless = vec![false; self.instructions.len()];
        for block in &blocks {
            let mut bound = block.bound;
            for event in &block.events {
                needless[event.at] |= event.kind == Kind::Check && bound.has(event.register);
                event.apply(&mut bound);
            }
        }
        self.remove(&needless);
    }

    /// The blocks, with what happens in them to the registers in `checked`.
    fn blocks_of_flow(&self, checked: &RegisterSet) -> Vec<Block> {
        let n = self.instructions.len();
        let handlers = self.handlers();
        let mut begins = vec![false; n + 1];
        begins[0] = true;
        for &(at, label) in &self.jumps {
            begins[at + 1] = true;
            begins[self.place_of(label)] = true;
        }
        for h in &handlers {
            [h.start, h.end, h.target].into_iter().for_each(|at| begins[at as usize] = true);
        }
        let starts: Vec<usize> = (0..n).filter(|&i| begins[i]).collect();
        let block_at = |at: usize| starts.binary_search(&at).ok();
        let mut handled = vec![None; starts.len()];
        // Inner ranges come first.
        for h in handlers.iter().rev() {
            let first = starts.partition_point(|&s| s < h.start as usize);
            let end = starts.partition_point(|&s| s < h.end as usize);
            handled[first..end].fill(block_at(h.target as usize).map(|b| (b, h.register as usize)));
        }
        let mut jumps = self.jumps.iter().peekable();
        let ends = starts[1..].iter().copied().chain([n]);
        starts
            .iter()
            .zip(ends)
            .zip(handled)
            .enumerate()
            .map(|(i, ((&start, end), handler))| {
                let mut events = Vec::new();
                for at in start..end {
                    self.note_events(at, checked, &mut events);
                }
                let last = Instruction::decode(self.instructions[end - 1]);
                let jump = jumps.next_if(|j| j.0 == end - 1).and_then(|&(_, label)| {
                    let item = last.filter(|ins| ins.op == Opcode::ForIter).map(|ins| ins.a as usize);
                    Some((block_at(self.place_of(label))?, item.filter(|&r| checked.has(r))))
                });
                let goes_on = last.is_some_and(|ins| ins.goes_on()) && i + 1 < starts.len();
                Block { bound: RegisterSet::ALL, handler, jump, goes_on, events }
            })
            .collect()
    }

    fn note_events(&self, at: usize, checked: &RegisterSet, events: &mut Vec<Event>) {
        let Some(ins) = Instruction::decode(self.instructions[at]) else { return };
        let kind = match ins.op {
            Opcode::CheckBound => {
                events.push(Event { at, register: ins.a as usize, kind: Kind::Check });
                return;
            }
            Opcode::LoadUnbound | Opcode::Clear | Opcode::MoveIn => Kind::Unbind,
            _ => Kind::Bind,
        };
        ins.each_access(|access, registers| {
            if access == Access::Writes {
                let registers = registers.filter(|&r| checked.has(r));
                events.extend(registers.map(|register| Event { at, register, kind }));
            }
        });
    }

    /// Takes instructions out. What refers to their places is led on.
    fn remove(&mut self, needless: &[bool]) {
        let mut led_to = vec![false; needless.len() + 1];
        let targets = self.regions.iter().filter_map(|r| self.labels[r.target.0]).map(|at| at as usize);
        targets.chain(self.jumps.iter().map(|&(_, l)| self.place_of(l))).for_each(|at| led_to[at] = true);
        let mut places = Vec::with_capacity(needless.len() + 1);
        let mut n = 0;
        for i in 0..needless.len() {
            places.push(n as u32);
            self.instructions[n] = self.instructions[i];
            self.locations[n] = self.locations[i];
            if needless[i] {
                let Location { line, statement, .. } = self.locations[i];
                let is_told = n > 0 && !led_to[i] && self.locations[n - 1].line == line;
                match self.locations.get_mut(i + 1) {
                    Some(next) if next.line == line && !(statement && next.statement) => {
                        next.statement |= statement;
                        continue;
                    }
                    _ if line == 0 || is_told && !statement => continue,
                    _ => self.instructions[n] = encode(Opcode::Nop, 0, 0, 0, 0),
                }
            }
            n += 1;
        }
        places.push(n as u32);
        self.instructions.truncate(n);
        self.locations.truncate(n);
        let lead_on = |at: &mut u32| *at = places[*at as usize];
        self.labels.iter_mut().flatten().for_each(lead_on);
        for region in &mut self.regions {
            region.segments.iter_mut().for_each(|(start, end)| [start, end].into_iter().for_each(lead_on));
            region.segments.retain(|(start, end)| start < end);
        }
        for scoped in &mut self.scoped_names {
            lead_on(&mut scoped.start);
            lead_on(&mut scoped.end);
        }
        self.jumps.iter_mut().for_each(|(at, _)| *at = places[*at] as usize);
        self.prologue = places[self.prologue.min(needless.len())] as usize;
        self.implicit_return = self.implicit_return.map(|at| places[at] as usize);
    }
}

/// Passes on what is bound at the beginning of a block to those that follow it. Is anything new?
fn pass_on(blocks: &mut [Block], i: usize) -> bool {
    let block = &blocks[i];
    let mut bound = block.bound;
    let mut handled = bound;
    for event in &block.events {
        event.apply(&mut bound);
        if event.kind == Kind::Unbind {
            handled.keep_common(&bound);
        }
    }
    let mut is_changed = false;
    let mut meet = |blocks: &mut [Block], to: usize, mut bound: RegisterSet, written: Option<usize>| {
        written.into_iter().for_each(|r| bound.insert(r));
        let before = blocks[to].bound;
        blocks[to].bound.keep_common(&bound);
        is_changed |= blocks[to].bound != before;
    };
    let Block { handler, jump, goes_on, .. } = *block;
    if let Some((to, register)) = handler {
        meet(blocks, to, handled, Some(register));
    }
    if let Some((to, item)) = jump {
        meet(blocks, to, bound, item);
    }
    if goes_on {
        meet(blocks, i + 1, bound, None);
    }
    is_changed
}
