//! A code object in the making: instructions, registers, constants, exception ranges.

mod checks;

use crate::symtable::ScopeId;
use std::collections::HashMap;
use taipan_bytecode::Location;
use taipan_bytecode::image::{Handler, ScopedName};
use taipan_bytecode::{FAR, Instruction, Opcode, Operand, code_flags, encode};
use taipan_grammar::ast::Span;

/// The name of the registers in `FAR` that no parameter arrives in.
const FAR_NAME: &str = ".";

/// The span of what does not belong to what comes before it either.
pub const NOWHERE: Span = Span { line: 0, end_line: 0, column: 1, end_column: 1 };

/// A register.
pub type Reg = usize;

/// A place to jump to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(usize);

/// A range of instructions whose exceptions lead to a label. It can be interrupted: the code that leaves it early is not
/// covered.
#[derive(Debug)]
pub struct Region {
    target: Label,
    register: Reg,
    depth: usize,
    segments: Vec<(u32, u32)>,
    open: Option<u32>,
}

/// Names bound in an inlined comprehension.
#[derive(Debug)]
pub struct Overlay<'a> {
    /// The comprehension's scope.
    pub scope: ScopeId,
    /// Its names and their registers.
    pub names: HashMap<&'a str, Reg>,
}

impl Block<'_> {
    /// How many of CPython's blocks it stands for: clauses lie in a block of all handlers.
    pub fn n_nested(&self) -> usize {
        if matches!(self, Block::Handler { .. }) { 2 } else { 1 }
    }
}

/// What has to be done when a statement is left early.
#[derive(Clone, Copy, Debug)]
pub enum Block<'a> {
    /// A loop.
    Loop {
        /// Where `break` goes.
        end: Label,
        /// Where `continue` goes.
        next: Label,
    },
    /// A `try` with a `finally` clause, in its protected part.
    Finally {
        /// The clause.
        body: &'a [taipan_grammar::ast::Stmt<'a>],
        /// The region to be left.
        region: usize,
    },
    /// A `try` whose handlers cover its body.
    Try {
        /// The region to be left.
        region: usize,
    },
    /// The handling of an exception.
    Handler {
        /// Where the exception handled before is kept.
        saved: Reg,
        /// The name that is deleted at the end.
        name: Option<&'a str>,
        /// The region to be left.
        region: usize,
        /// The region that deletes the name.
        name_region: Option<usize>,
        /// Is it a clause of `except*`, which may be left by its end only?
        star: bool,
    },
    /// A `with` statement.
    With {
        /// Where its exit function stands.
        exit: Reg,
        /// `async with`
        is_async: bool,
        /// The region to be left.
        region: usize,
        /// For locations.
        span: Span,
    },
    /// The `finally` clause itself, run on the way of an exception.
    FinallyEnd {
        /// Where the exception handled before is kept.
        saved: Reg,
        /// The region to be left.
        region: usize,
    },
}

/// A code object in the making.
#[derive(Debug)]
pub struct Unit<'a> {
    /// Its number in the image.
    pub number: u32,
    /// Its scope.
    pub scope: ScopeId,
    /// `co_name`
    pub name: &'a str,
    /// `co_qualname`
    pub qualname: String,
    /// `co_firstlineno`
    pub first_line: u32,
    /// Flags.
    pub flags: u32,
    /// The instructions.
    pub instructions: Vec<u64>,
    /// Where each comes from.
    pub locations: Vec<Location>,
    /// What is being compiled.
    pub span: Span,
    /// Constants by their numbers in the image.
    pub constants: Vec<u32>,
    constant_index: HashMap<u32, u32>,
    /// Cache records with names.
    pub cache_names: Vec<(u32, u32)>,
    /// Cache words so far.
    pub n_cache_words: u32,
    labels: Vec<Option<u32>>,
    jumped_to: Vec<bool>,
    /// Does the exception range of a label hold anything?
    guards: Vec<bool>,
    /// How many exception ranges are open.
    n_open: usize,
    jumps: Vec<(usize, Label)>,
    /// Exception ranges.
    pub regions: Vec<Region>,
    /// Registers by name.
    pub locals: HashMap<&'a str, Reg>,
    /// Names by register.
    pub register_names: Vec<&'a str>,
    /// Registers with cells.
    pub cell_registers: Vec<Reg>,
    /// Free variables.
    pub free: Vec<&'a str>,
    /// The first temporary.
    pub first_temp: Reg,
    /// The first temporary of the statement being compiled that nothing but its expressions uses.
    pub base: Reg,
    /// Where a comprehension's conditions lead when they fail, and the place of its element, whose line the jump belongs to.
    pub skips: Option<(Label, Span)>,
    /// A place whose line tracing is to tell of, if the next instruction doesn't stand on it.
    untold: Option<Span>,
    /// Names that a pattern captures are kept where temporaries that are moved away do not matter.
    pub far_captures: bool,
    /// The end of the registers in use that instructions can't name.
    far_top: Reg,
    top: Reg,
    max: Reg,
    /// Statements being inside of.
    pub blocks: Vec<Block<'a>>,
    /// Inlined comprehensions being inside of.
    pub overlays: Vec<Overlay<'a>>,
    /// The variables of inlined comprehensions, inner ones first.
    pub scoped_names: Vec<ScopedName>,
    /// The code ahead can't be reached.
    pub dead: bool,
    /// The next instruction begins a statement.
    pub statement_begins: bool,
    /// Where the code's beginning ends but for what belongs to the first statement.
    pub prologue: usize,
    /// Where the return stands that ends the code without a statement.
    pub implicit_return: Option<usize>,
    /// A return with a value was compiled.
    pub returns_value: bool,
    /// Is there an exception range other than those of `yield from` and `await`?
    pub has_handlers: bool,
    /// Numbers of parameters.
    pub params: (u32, u32, u32),
    /// `__static_attributes__` found in a class's methods.
    pub static_attributes: Vec<&'a str>,
    /// The numbers of annotations that count only once they have been passed, by the address of each.
    pub conditional_annotations: HashMap<usize, i32>,
}

impl<'a> Unit<'a> {
    /// An empty one.
    pub fn new(number: u32, scope: ScopeId, name: &'a str, qualname: String, first_line: u32) -> Unit<'a> {
        Unit {
            number,
            scope,
            name,
            qualname,
            first_line,
            flags: 0,
            instructions: Vec::new(),
            locations: Vec::new(),
            span: Span::default(),
            constants: Vec::new(),
            constant_index: HashMap::new(),
            cache_names: Vec::new(),
            n_cache_words: 0,
            labels: Vec::new(),
            jumped_to: Vec::new(),
            guards: Vec::new(),
            n_open: 0,
            jumps: Vec::new(),
            regions: Vec::new(),
            locals: HashMap::new(),
            register_names: Vec::new(),
            cell_registers: Vec::new(),
            free: Vec::new(),
            first_temp: 0,
            base: 0,
            skips: None,
            untold: None,
            far_captures: false,
            far_top: 0,
            top: 0,
            max: 0,
            blocks: Vec::new(),
            overlays: Vec::new(),
            scoped_names: Vec::new(),
            dead: false,
            statement_begins: false,
            prologue: 0,
            implicit_return: None,
            returns_value: false,
            has_handlers: false,
            params: (0, 0, 0),
            static_attributes: Vec::new(),
            conditional_annotations: HashMap::new(),
        }
    }

    // --- registers ---------------------------------------------------------------------------------------------------

    /// Gives a local variable its register.
    pub fn add_local(&mut self, name: &'a str) -> Reg {
        if let Some(&r) = self.locals.get(name) {
            return r;
        }
        let r = self.register_names.len();
        self.register_names.push(name);
        self.locals.insert(name, r);
        r
    }

    /// All locals are known: temporaries begin behind them, or, where locals are many, stand in their midst.
    pub fn start_temps(&mut self) {
        self.first_temp = self.register_names.len();
        if self.first_temp > FAR.start {
            self.first_temp = FAR.start;
            self.make_room();
        }
        self.top = self.first_temp;
        self.base = self.first_temp;
        self.far_top = self.register_names.len().max(FAR.end);
        self.max = self.register_names.len();
    }

    /// How many parameters there are, `*args` and `**kwargs` included.
    pub fn n_params(&self) -> usize {
        let is = |flag: u32| (self.flags & flag != 0) as usize;
        (self.params.1 + self.params.2) as usize + is(code_flags::VARARGS) + is(code_flags::VARKEYWORDS)
    }

    /// Moves the variables out of the registers for temporaries.
    fn make_room(&mut self) {
        let n_params = self.n_params();
        let others = self.register_names.split_off(n_params.max(FAR.start));
        let displaced = self.register_names.get(FAR.start..).unwrap_or_default();
        let displaced = displaced[..displaced.len().min(FAR.len())].to_vec();
        while self.register_names.len() < FAR.end {
            self.register_names.push(FAR_NAME);
        }
        for name in others.into_iter().chain(displaced) {
            self.locals.insert(name, self.register_names.len());
            self.register_names.push(name);
        }
    }

    /// The parameters that have to be moved: where they arrive, and where they belong.
    pub fn displaced(&self) -> Vec<(Reg, Reg)> {
        let end = if self.register_names.len() > FAR.end { self.n_params().min(FAR.end) } else { 0 };
        (FAR.start..end).map(|r| (r, self.locals[self.register_names[r]])).collect()
    }

    /// A fresh temporary.
    pub fn temp(&mut self) -> Reg {
        self.temps(1)
    }

    /// Fresh temporaries in a row.
    pub fn temps(&mut self, n: usize) -> Reg {
        let r = self.top;
        self.top += n;
        self.max = self.max.max(self.top);
        r
    }

    /// Registers in a row for values that are only moved in and out.
    pub fn far_temps(&mut self, n: usize) -> Reg {
        let r = self.far_top;
        self.far_top += n;
        self.max = self.max.max(self.far_top);
        r
    }

    /// Gives such registers back, from this one on.
    pub fn release_far(&mut self, from: Reg) {
        self.far_top = from;
    }

    /// In a frame with registers that instructions can't name, calls must not put the callee's window on them.
    pub fn lift_calls(&mut self) {
        if self.max <= FAR.end {
            return;
        }
        for word in &mut self.instructions {
            let Some(i) = Instruction::decode(*word) else { continue };
            let (op, kind) = match i.op {
                Opcode::Call => (Opcode::CallFar, 0),
                Opcode::CallMethod => (Opcode::CallFar, 1),
                Opcode::CallEx => (Opcode::CallFar, 2),
                Opcode::CallKw => (Opcode::CallFarKw, 0),
                Opcode::CallMethodKw => (Opcode::CallFarKw, 1),
                _ => continue,
            };
            *word = encode(op, i.a, i.b, kind, i.imm);
        }
    }

    /// The end of the temporaries in use.
    pub fn top(&self) -> Reg {
        self.top
    }

    /// Gives temporaries back.
    pub fn release(&mut self, to: Reg) {
        debug_assert!(to <= self.top);
        self.top = to;
    }

    /// For a yield: registers from `end` on hold nothing that is used later. 0 where that isn't told by the temporaries in
    /// use.
    pub fn free_from(&self, end: Reg) -> i32 {
        if self.max > FAR.start { 0 } else { end as i32 + 1 }
    }

    /// Room above the temporaries for a call's window.
    pub fn reserve(&mut self, n: usize) {
        self.max = self.max.max(self.top + n);
    }

    /// Is it a temporary?
    pub fn is_temp(&self, r: Reg) -> bool {
        r >= self.first_temp
    }

    /// How many registers a frame has.
    pub fn n_registers(&self) -> usize {
        self.max.max(1)
    }

    // --- instructions ------------------------------------------------------------------------------------------------

    /// Appends an instruction.
    pub fn emit(&mut self, op: Opcode, a: Reg, b: Reg, c: Reg, imm: i32) {
        if self.dead {
            return;
        }
        if let Some(untold) = self.untold.take()
            && untold.line != self.span.line
        {
            self.tell_of(untold);
        }
        self.instructions.push(encode(op, a as u8, b as u8, c as u8, imm));
        let s = self.span;
        self.locations.push(Location {
            line: s.line,
            end_line: s.end_line,
            column: s.column,
            end_column: s.end_column,
            statement: std::mem::take(&mut self.statement_begins),
        });
        if op.info().ends {
            self.dead = true;
        }
    }

    /// Appends what does nothing but stand on a line.
    fn tell_of(&mut self, place: Span) {
        let span = std::mem::replace(&mut self.span, place);
        self.emit(Opcode::Nop, 0, 0, 0, 0);
        self.span = span;
    }

    /// Appends a jump that stands nowhere in the source.
    pub fn go_on_at(&mut self, label: Label) {
        let span = std::mem::take(&mut self.span);
        self.emit_jump(Opcode::Jump, 0, 0, 0, label);
        self.span = span;
    }

    /// Lets `co_names` tell a name that only code without effect has, as in CPython: with a cache word that nothing uses.
    fn keep_name(&mut self, name: u32) {
        if !self.cache_names.iter().any(|known| known.1 == name) {
            self.n_cache_words += 1;
            self.cache_names.push((self.n_cache_words, name));
        }
    }

    /// Appends an instruction with a fresh cache record.
    pub fn emit_cached(&mut self, op: Opcode, a: Reg, b: Reg, c: Reg, name: u32) {
        if self.dead {
            return self.keep_name(name);
        }
        let words = match op.info().operands[3] {
            Operand::Cache(words) => u32::from(words),
            _ => 0,
        };
        let record = self.n_cache_words + 1;
        self.n_cache_words += words;
        self.cache_names.push((record, name));
        self.emit(op, a, b, c, record as i32);
    }

    /// Appends a jump.
    pub fn emit_jump(&mut self, op: Opcode, a: Reg, b: Reg, c: Reg, label: Label) {
        if self.dead {
            return;
        }
        if let Some(untold) = self.untold.take() {
            self.tell_of(untold);
        }
        self.jumps.push((self.instructions.len(), label));
        self.jumped_to[label.0] = true;
        self.emit(op, a, b, c, 0);
        if matches!(op, Opcode::Jump | Opcode::Loop) {
            self.dead = true;
        } else if let Some((skips, element)) = self.skips
            && skips == label
            && element.line != self.span.line
        {
            self.untold = Some(element);
        }
    }

    /// A label to be placed.
    pub fn label(&mut self) -> Label {
        self.labels.push(None);
        self.jumped_to.push(false);
        self.guards.push(false);
        Label(self.labels.len() - 1)
    }

    /// Places a label here. Code behind it can be reached if anything jumps to it.
    pub fn place(&mut self, label: Label) {
        if let Some(untold) = self.untold.take() {
            self.tell_of(untold);
        }
        self.labels[label.0] = Some(self.instructions.len() as u32);
        if self.dead && self.jumped_to[label.0] {
            self.dead = false;
        }
    }

    /// Places a label that an exception range leads to.
    pub fn place_handler(&mut self, label: Label) {
        self.labels[label.0] = Some(self.instructions.len() as u32);
        self.dead = !self.guards[label.0];
    }

    /// Places a label that is jumped to later, backwards.
    pub fn place_loop(&mut self, label: Label) {
        self.labels[label.0] = Some(self.instructions.len() as u32);
    }

    /// Where the next instruction goes.
    pub fn here(&self) -> usize {
        self.instructions.len()
    }

    /// The index of a constant in this code.
    pub fn constant(&mut self, number: u32) -> i32 {
        if let Some(&i) = self.constant_index.get(&number) {
            return i as i32;
        }
        let i = self.constants.len() as u32;
        self.constants.push(number);
        self.constant_index.insert(number, i);
        i as i32
    }

    // --- exception ranges --------------------------------------------------------------------------------------------

    /// Starts a range whose exceptions lead to a label with the exception in a register.
    pub fn open_region(&mut self, target: Label, register: Reg) -> usize {
        self.has_handlers = true;
        self.open_delegate_region(target, register)
    }

    /// As [`Unit::open_region`], for the yield of a `yield from` or `await`.
    pub fn open_delegate_region(&mut self, target: Label, register: Reg) -> usize {
        let depth = self.n_open;
        self.n_open += 1;
        let here = self.instructions.len() as u32;
        self.regions.push(Region { target, register, depth, segments: Vec::new(), open: Some(here) });
        self.regions.len() - 1
    }

    /// Ends or interrupts a range.
    pub fn close_region(&mut self, region: usize) {
        let here = self.instructions.len() as u32;
        let Some(start) = self.regions[region].open.take() else { return };
        self.n_open -= 1;
        if start < here {
            self.regions[region].segments.push((start, here));
            self.guards[self.regions[region].target.0] = true;
        }
    }

    /// Is the range open?
    pub fn region_is_open(&self, region: usize) -> bool {
        self.regions[region].open.is_some()
    }

    /// Goes on with an interrupted range.
    pub fn reopen_region(&mut self, region: usize) {
        if self.regions[region].open.replace(self.instructions.len() as u32).is_none() {
            self.n_open += 1;
        }
    }

    /// The exception table: inner ranges first.
    pub fn handlers(&self) -> Vec<Handler> {
        let mut rows: Vec<(usize, Handler)> = Vec::new();
        for r in &self.regions {
            let Some(target) = self.labels[r.target.0] else { continue };
            for &(start, end) in &r.segments {
                rows.push((r.depth, Handler { start, end, target, register: r.register as u32 }));
            }
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.0));
        rows.into_iter().map(|(_, h)| h).collect()
    }

    /// Where a label is.
    fn place_of(&self, label: Label) -> usize {
        self.labels[label.0].unwrap_or(0) as usize
    }

    /// Leads jumps to where the jumps that they lead to lead. A jump that is a statement stays on the way.
    fn thread_jumps(&mut self) {
        for k in 0..self.jumps.len() {
            let (at, mut label) = self.jumps[k];
            let mut to = self.place_of(label);
            for _ in 0..8 {
                let next = self.jumps.binary_search_by_key(&to, |&(at, _)| at);
                match next {
                    Ok(j) if self.instructions[to] as u8 == Opcode::Jump as u8 && to > at => {
                        let further = self.place_of(self.jumps[j].1);
                        if further <= to || self.locations[to].line != 0 {
                            break;
                        }
                        (to, label) = (further, self.jumps[j].1);
                    }
                    _ => break,
                }
            }
            self.jumps[k].1 = label;
        }
    }

    /// Fills in what waited for the end of the code: jumps, and the locations of what stands nowhere in the source.
    pub fn finish(&mut self) {
        self.drop_needless_checks();
        self.thread_jumps();
        self.settle_locations();
        for (instruction, location) in self.instructions.iter_mut().zip(&self.locations) {
            // Raising need not walk the location table then.
            if *instruction as u8 == Opcode::Reraise as u8 && location.line == 0 {
                *instruction |= 1 << 16;
            }
        }
        for &(at, label) in &self.jumps {
            let distance = self.place_of(label) as i64 - at as i64 - 1;
            self.instructions[at] = self.instructions[at] & 0xffff_ffff | (distance as u32 as u64) << 32;
        }
    }

    /// What stands nowhere in the source belongs to what comes before it, unless something else leads there too. The
    /// implicit return belongs to the statement that it follows: each that leads to it gets its own.
    fn settle_locations(&mut self) {
        let mut led_to = vec![false; self.instructions.len() + 1];
        for &(_, label) in &self.jumps {
            led_to[self.place_of(label)] = true;
        }
        for r in &self.regions {
            if let Some(at) = self.labels[r.target.0] {
                led_to[at as usize] = true;
            }
        }
        let goes_on = |unit: &Unit<'_>, i: usize| {
            Instruction::decode(unit.instructions[i]).is_some_and(|ins| ins.goes_on())
        };
        let prologue = self.prologue.min(self.locations.len());
        let start = Location { line: self.first_line, end_line: self.first_line, ..Location::default() };
        let n = self.locations[prologue..].iter().take_while(|l| l.line == 0).count();
        let body = self.locations.get(prologue + n).filter(|_| n > 0 && !led_to[prologue + n]).copied();
        let body = Location { statement: false, ..body.unwrap_or(start) };
        self.locations[prologue..prologue + n].fill(body);
        for (i, &is_led_to) in led_to.iter().enumerate().take(self.instructions.len()).skip(1) {
            if self.locations[i] == Location::default() && !is_led_to && goes_on(self, i - 1) {
                self.locations[i] = Location { statement: false, ..self.locations[i - 1] };
            }
        }
        let Some(exit) = self.implicit_return.filter(|&exit| led_to[exit]) else { return };
        let length = self.instructions.len() - exit;
        let reached = exit > 0 && goes_on(self, exit - 1);
        let mut copies: Vec<(u32, Label)> = Vec::new();
        for (at, label) in std::mem::take(&mut self.jumps) {
            if self.place_of(label) != exit {
                self.jumps.push((at, label));
                continue;
            }
            let from = Location { statement: false, ..self.locations[at] };
            if length == 1 && self.instructions[at] as u8 == Opcode::Jump as u8 {
                self.instructions[at] = self.instructions[exit];
                continue;
            }
            let copy = copies.iter().find(|c| c.0 == from.line).map(|c| c.1);
            let copy = copy.unwrap_or_else(|| {
                let copy =
                    if copies.is_empty() && !reached { label } else { self.copy_of_return(exit, length) };
                let start = self.place_of(copy);
                self.locations[start..start + length].fill(from);
                copies.push((from.line, copy));
                copy
            });
            self.jumps.push((at, copy));
        }
        if reached {
            let before = Location { statement: false, ..self.locations[exit - 1] };
            self.locations[exit..exit + length].fill(before);
        }
    }

    /// Appends the implicit return once more.
    fn copy_of_return(&mut self, exit: usize, length: usize) -> Label {
        let copy = self.label();
        self.place_loop(copy);
        self.instructions.extend_from_within(exit..exit + length);
        self.locations.extend_from_within(exit..exit + length);
        copy
    }
}
