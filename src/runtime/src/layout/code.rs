//! Code objects, the blocks with their constants and caches, and functions.

use super::{Dict, Str, layout, trace};
use std::cell::Cell;
use taipan_bytecode::image::{CodeRecord, Image};
use taipan_heap::{AllocError, Field, Gc, Header, Heap, Trace, Tracer, Value};

/// A code object: a view of one code record in an image.
#[repr(C)]
pub struct Code {
    /// The header.
    pub header: Header,
    /// What keeps the image's bytes alive: a `RawBytes` cell, or UNBOUND for mapped images, which stay.
    pub image_owner: Value,
    /// The image's bytes.
    pub image: *const u8,
    /// Their number.
    pub image_len: usize,
    /// The number of the code record in the image.
    pub index: u32,
    /// Registers of a frame.
    pub n_registers: u32,
    /// `co_flags`, with Taipan's own bits above.
    pub flags: u32,
    /// Words of inline caches.
    pub n_cache_words: u32,
    /// Number of constants.
    pub n_constants: u32,
    /// Positional parameters (positional-only ones included).
    pub n_pos_params: u16,
    /// Positional-only parameters.
    pub n_posonly: u16,
    /// Keyword-only parameters.
    pub n_kwonly: u16,
    /// The first instruction.
    pub instructions: *const u64,
    /// How many instructions there are.
    pub n_instructions: u32,
    /// `co_firstlineno`
    pub first_line: i32,
    /// `co_name`
    pub name: Gc<Str>,
    /// `co_qualname`
    pub qualname: Gc<Str>,
    /// `co_filename`
    pub filename: Field<Gc<Str>>,
    /// `co_varnames`, a tuple, made when first needed (argument binding by keyword, errors, introspection).
    pub varnames: Field<Value>,
    /// The constants and caches of the first function made from this code, or UNBOUND.
    pub block: Field<Value>,
}
impl Code {
    /// The record in the image.
    pub fn record(&self) -> CodeRecord<'static> {
        // SAFETY: the code object keeps the image's bytes alive (or they are mapped for good), and they never change.
        let bytes = unsafe { std::slice::from_raw_parts(self.image, self.image_len) };
        Image::trusted(bytes).code(self.index).expect("code objects are made from records")
    }
}
trace!(Code: image_owner, name, qualname, filename, varnames, block);
layout!(Code, CODE);

/// The private words of a code object, for one namespace of globals: constants at positive, inline caches at negative
/// indices from the pointer that the dispatch loop carries (`k`).
///
/// Invariant: every word is a live value or has another tag than a pointer's.
#[repr(C)]
pub struct Block {
    /// The header.
    pub header: Header,
    /// The globals that the caches were filled from.
    pub globals: Field<Gc<Dict>>,
    /// The code object.
    pub code: Gc<Code>,
    n_cache_words: u32,
    n_constants: u32,
    // Cache words, then constants, follow.
}

impl Trace for Block {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.globals.trace(tracer);
        self.code.trace(tracer);
        // SAFETY: that many words follow the struct.
        let words = unsafe {
            std::slice::from_raw_parts(
                std::ptr::from_ref(self).add(1).cast::<Value>(),
                (self.n_cache_words + self.n_constants) as usize,
            )
        };
        tracer.values(words);
    }
}
layout!(Block, BLOCK);

impl Block {
    /// A block with all caches empty (integer 0) and constants UNBOUND.
    pub fn new(heap: &mut Heap, code: Gc<Code>, globals: Gc<Dict>) -> Result<Gc<Block>, AllocError> {
        let (n_cache_words, n_constants) = (code.n_cache_words, code.n_constants);
        let head = Block {
            header: Header::storage::<Block>(),
            globals: Field::new(globals),
            code,
            n_cache_words,
            n_constants,
        };
        let n = (n_cache_words + n_constants) as usize;
        // SAFETY: all words are written.
        unsafe {
            heap.try_alloc_sized(size_of::<Block>() + n * 8, head, |p| {
                let words = p.add(1).cast::<Value>();
                for i in 0..n {
                    words.add(i).write(if i < n_cache_words as usize { Value::ZERO } else { Value::UNBOUND });
                }
            })
        }
    }

    /// The pointer that constants are at non-negative, caches at negative indices of.
    #[inline(always)]
    pub fn k(&self) -> *mut Value {
        // SAFETY: within the cell.
        unsafe { std::ptr::from_ref(self).add(1).cast::<Value>().cast_mut().add(self.n_cache_words as usize) }
    }

    /// The constants.
    pub fn constants(&self) -> &[Value] {
        // SAFETY: `n_constants` words start at `k`.
        unsafe { std::slice::from_raw_parts(self.k(), self.n_constants as usize) }
    }
}

impl Block {
    /// Fills in a constant.
    pub fn set_constant(&self, i: usize, value: Value) {
        assert!(i < self.n_constants as usize);
        // SAFETY: in range.
        let place = unsafe { self.k().add(i) };
        taipan_heap::dirty(place);
        // SAFETY: as above.
        unsafe { *place = value };
    }

    /// Writes the first word of the cache record at `i` (counted from 1, downwards).
    pub fn set_cache_word(&self, i: usize, value: Value) {
        assert!(i >= 1 && i <= self.n_cache_words as usize);
        // SAFETY: in range.
        let place = unsafe { self.k().sub(i) };
        taipan_heap::dirty(place);
        // SAFETY: as above.
        unsafe { *place = value };
    }
}

/// A Python function.
#[repr(C)]
pub struct Function {
    /// The header.
    pub header: Header,
    /// `__code__`
    pub code: Field<Gc<Code>>,
    /// Constants and caches; UNBOUND until the function is first called.
    pub block: Field<Value>,
    /// `__globals__`
    pub globals: Field<Gc<Dict>>,
    /// The globals as they were given, where that is an instance of a class derived from dict: names are looked up by its
    /// own `__getitem__`. Else UNBOUND.
    pub globals_mapping: Field<Value>,
    /// The namespace behind `__builtins__`: a dict, or (rarely) another mapping.
    pub builtins: Field<Value>,
    /// `__closure__`: a tuple of cells, or UNBOUND.
    pub closure: Field<Value>,
    /// `__defaults__`: a tuple, or UNBOUND.
    pub defaults: Field<Value>,
    /// `__kwdefaults__`: a dict, or UNBOUND.
    pub kwdefaults: Field<Value>,
    /// `__name__`
    pub name: Field<Gc<Str>>,
    /// `__qualname__`
    pub qualname: Field<Gc<Str>>,
    /// `__module__`; UNBOUND: the globals' `__name__` when the function was made.
    pub module: Field<Value>,
    /// `__doc__`; UNBOUND: the code's first constant, if it has a docstring.
    pub doc: Field<Value>,
    /// `__annotations__`, or UNBOUND.
    pub annotations: Field<Value>,
    /// `__annotate__`, or UNBOUND.
    pub annotate: Field<Value>,
    /// `__type_params__`, or UNBOUND.
    pub type_params: Field<Value>,
    /// `__dict__`, or UNBOUND.
    pub dict: Field<Value>,
    /// The block's pointer for the dispatch loop; null until the function is first called.
    pub k: Cell<*mut Value>,
    /// The first instruction.
    pub entry: Cell<*const u64>,
    /// How many parameters a call without defaults and keywords must give, or `u32::MAX` where binding is not that simple.
    pub simple_args: Cell<u32>,
}
trace!(Function: code, block, globals, globals_mapping, builtins, closure, defaults, kwdefaults, name, qualname, module, doc, annotations,
    annotate, type_params, dict);
layout!(Function, FUNCTION);
