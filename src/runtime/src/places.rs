//! Where the running program is, in numbers that allocations are labelled with (`tracemalloc`).

use crate::code::{line_of, record_of};
use crate::hooks::WalkFrames;
use crate::layout::Code;
use crate::{Gc, ThreadState, Vm};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use taipan_bytecode::{Instruction, Opcode};

/// A line of a file, the file as an index in [`Places`].
pub type FileLine = (u32, u32);

/// The frames of a place, the innermost first, and how many there were beside those that are kept.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Frames {
    /// The innermost ones.
    pub lines: Box<[FileLine]>,
    /// All of them.
    pub n_all: usize,
}

/// The places that were met.
#[derive(Default)]
pub struct Places {
    files: Vec<Box<[u8]>>,
    file_numbers: HashMap<Box<[u8]>, u32>,
    frames: Vec<Frames>,
    numbers: HashMap<Frames, u32>,
}

impl Places {
    /// The frames of a place.
    pub fn frames(&self, place: u32) -> &Frames {
        &self.frames[place as usize]
    }

    /// The name of a file.
    pub fn file(&self, number: u32) -> &[u8] {
        &self.files[number as usize]
    }

    fn file_number(&mut self, name: &[u8]) -> u32 {
        if let Some(&number) = self.file_numbers.get(name) {
            return number;
        }
        let number = self.files.len() as u32;
        self.files.push(name.into());
        self.file_numbers.insert(name.into(), number);
        number
    }

    /// The number of the place that a thread is at, of which so many frames are kept.
    fn number(&mut self, thread: &ThreadState, walk: WalkFrames, limit: usize) -> u32 {
        let (mut lines, mut n_all) = (Vec::new(), 0);
        walk(thread, &mut |_, code, instruction| {
            // Before a frame has made its cells it is none yet.
            if n_all == 0 && is_entering(code, instruction) {
                return true;
            }
            n_all += 1;
            if lines.len() < limit {
                let name = code.filename.get();
                let line = line_of(code, instruction).max(0) as u32;
                lines.push((self.file_number(name.to_ref().as_bytes()), line));
            }
            true
        });
        if lines.is_empty() {
            lines.push((self.file_number(b"<unknown>"), 0));
            n_all = 1;
        }
        let frames = Frames { lines: lines.into(), n_all };
        if let Some(&number) = self.numbers.get(&frames) {
            return number;
        }
        let number = self.frames.len() as u32;
        self.frames.push(frames.clone());
        self.numbers.insert(frames, number);
        number
    }
}

/// Is a frame at the instructions that come before its first statement?
fn is_entering(code: Gc<Code>, instruction: i32) -> bool {
    use Opcode::{Clear, MakeCell, NewCell, Nop, ReturnGenerator};
    let record = record_of(code);
    (0..=instruction).all(|at| {
        Instruction::decode(record.instruction(at as usize))
            .is_some_and(|i| matches!(i.op, Clear | MakeCell | NewCell | Nop | ReturnGenerator))
    })
}

impl Vm {
    /// Labels each allocation from now on with the place of the program, of which so many frames are kept.
    pub fn trace_allocations(&mut self, limit: usize) -> Rc<RefCell<Places>> {
        let places = Rc::new(RefCell::new(Places::default()));
        let (kept, thread, walk) = (places.clone(), &raw const self.thread, self.hooks.walk_frames);
        self.heap.trace_allocations(Box::new(move || {
            // SAFETY: the heap asks when it allocates, and belongs to the interpreter that the thread's state is part of,
            // which does not move. Walking the frames reads nothing else, and changes nothing.
            kept.borrow_mut().number(unsafe { &*thread }, walk, limit)
        }));
        places
    }
}
