//! Code objects from their attributes: the constructor, `code.replace()`, and the tables that carry what CPython's have no
//! place for. What is made has an image of its own, with its constants beside it: they may be any objects.
//!
//! `co_linetable` begins with five words of 32 bits for each row: the first instruction, line, end line, twice the column
//! plus one at the beginning of a statement, end column. Then comes what else belongs to the code: flags of Taipan's own, the
//! number of cache words, and lists that begin with their lengths: pairs of cache record and index in `co_names`, the
//! registers' names, the registers that hold cells, the variables of comprehensions. A name is an index in `co_varnames`, one
//! in `co_cellvars`, or text. Last is the number of words in front of all that.

use super::{GENERATORS, code_bytes};
use taipan_bytecode::image::{Handler, NewCode, NewConstant, STRING_INTERN, ScopedName, Writer};
use taipan_bytecode::{Location, Opcode, RESUME, code_flags, verify};
use taipan_runtime::layout::{Code, Dict, Str, Tuple};
use taipan_runtime::{Gc, R, Raised, Value, Vm, code};

/// No name at all.
const NAMELESS: u32 = u32::MAX;
/// The name is one of `co_cellvars`.
const OF_CELL: u32 = 1 << 30;
/// The name's text follows; the other bits are its length.
const TEXT: u32 = 1 << 31;

/// The attributes that make a code object.
pub(super) struct Parts {
    argcount: i64,
    posonlyargcount: i64,
    kwonlyargcount: i64,
    nlocals: i64,
    stacksize: i64,
    flags: i64,
    first_line: i64,
    code: Vec<u8>,
    /// The first part of `co_linetable`, and the second.
    rows: Vec<u32>,
    rest: Vec<u32>,
    exceptiontable: Vec<u8>,
    consts: Gc<Tuple>,
    names: Gc<Tuple>,
    varnames: Gc<Tuple>,
    freevars: Gc<Tuple>,
    cellvars: Gc<Tuple>,
    filename: Gc<Str>,
    name: Gc<Str>,
    qualname: Gc<Str>,
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

fn bytes_of_words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// `co_linetable`
pub(super) fn linetable(vm: &mut Vm, code: Gc<Code>) -> Vec<u8> {
    let mut out = rows(code);
    let n_words = out.len() as u32;
    out.extend(rest(vm, code));
    out.push(n_words);
    bytes_of_words(&out)
}

/// The two parts of a line table that is one of ours.
fn split_linetable(bytes: &[u8]) -> Option<(Vec<u32>, Vec<u32>)> {
    let words = words(bytes);
    let (&n_words, words) = words.split_last()?;
    let (rows, rest) = words.split_at_checked(n_words as usize)?;
    (bytes.len().is_multiple_of(4) && rows.len().is_multiple_of(5)).then(|| (rows.to_vec(), rest.to_vec()))
}

fn rows(code: Gc<Code>) -> Vec<u32> {
    let mut out = Vec::new();
    for (start, l) in code::record_of(code).locations() {
        out.extend([start, l.line, l.end_line, l.column << 1 | u32::from(l.statement), l.end_column]);
    }
    out
}

/// `co_exceptiontable`
pub(super) fn exceptiontable(code: Gc<Code>) -> Vec<u8> {
    let record = code::record_of(code);
    let words: Vec<u32> = record.handlers().flat_map(|h| [h.start, h.end, h.target, h.register]).collect();
    bytes_of_words(&words)
}

/// `co_lnotab`: pairs of distance in bytes and, signed, in lines.
pub(super) fn lnotab(code: Gc<Code>) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut at, mut line) = (0, code.first_line);
    for (start, location) in code::record_of(code).locations() {
        let (to, new) = (super::offset_of(start as i32), location.line as i32);
        if new == 0 || new == line {
            continue;
        }
        let (mut bytes, mut lines) = (to - at, new - line);
        while bytes > 255 {
            out.extend([255, 0]);
            bytes -= 255;
        }
        loop {
            let step = lines.clamp(-128, 127);
            out.extend([std::mem::take(&mut bytes) as u8, step as i8 as u8]);
            lines -= step;
            if lines == 0 {
                break;
            }
        }
        (at, line) = (to, new);
    }
    out
}

/// A location for each instruction.
fn locations(rows: &[u32], n_instructions: usize) -> Vec<Location> {
    let mut all = Vec::with_capacity(n_instructions);
    let mut location = Location::default();
    for row in rows.chunks_exact(5) {
        let start = (row[0] as usize).min(n_instructions);
        if start < all.len() {
            return vec![Location::default(); n_instructions];
        }
        all.resize(start, Location { statement: false, ..location });
        location = Location {
            line: row[1],
            end_line: row[2],
            column: row[3] >> 1,
            end_column: row[4],
            statement: row[3] & 1 != 0,
        };
        if start < n_instructions {
            all.push(location);
        }
    }
    all.resize(n_instructions, Location { statement: false, ..location });
    all
}

/// Appends a name to a table.
fn put_name(out: &mut Vec<u32>, pools: &[Vec<Vec<u8>>; 2], text: &[u8]) {
    let index_in = |pool: &[Vec<u8>]| pool.iter().position(|name| name == text);
    if let Some(i) = index_in(&pools[0]) {
        out.push(i as u32);
    } else if let Some(i) = index_in(&pools[1]) {
        out.push(OF_CELL | i as u32);
    } else {
        out.push(TEXT | text.len() as u32);
        let mut padded = text.to_vec();
        padded.resize(text.len().next_multiple_of(4), 0);
        out.extend(words(&padded));
    }
}

fn texts(vm: &Vm, tuple: Gc<Tuple>) -> Vec<Vec<u8>> {
    let text = |v: &Value| vm.as_str(*v).map_or_else(Vec::new, |s| s.to_ref().as_bytes().to_vec());
    tuple.to_ref().as_slice().iter().map(text).collect()
}

/// What `co_linetable` ends with.
fn rest(vm: &mut Vm, code: Gc<Code>) -> Vec<u32> {
    let record = code::record_of(code);
    let image = record.image();
    let mut out = Vec::new();
    let (varnames, cellvars) = (code::local_names(vm, code), code::cellvars(vm, code));
    let pools = [texts(vm, varnames), texts(vm, cellvars)];
    let names = code::global_names(vm, code);
    let names = texts(vm, names);
    out.extend([code.flags & code_flags::OWN & !code_flags::OWN_CONSTANTS, record.n_cache_words()]);
    let pairs = record.cache_names();
    out.push(pairs.len() as u32 / 2);
    for i in 0..pairs.len() / 2 {
        let text = image.string(pairs.get(2 * i + 1)).bytes;
        let index = names.iter().position(|name| name == text).unwrap_or(0);
        out.extend([pairs.get(2 * i), index as u32]);
    }
    out.push(record.register_names().len() as u32);
    for n in record.register_names().iter() {
        if n == u32::MAX {
            out.push(NAMELESS);
        } else {
            put_name(&mut out, &pools, image.string(n).bytes);
        }
    }
    out.push(record.cell_registers().len() as u32);
    out.extend(record.cell_registers().iter());
    out.push(record.scoped_names().count() as u32);
    for s in record.scoped_names() {
        put_name(&mut out, &pools, image.string(s.name).bytes);
        out.extend([s.start, s.end, s.register, u32::from(s.is_cell)]);
    }
    out
}

/// Reads a table word by word.
struct Table<'a> {
    words: &'a [u32],
}

impl Table<'_> {
    fn next(&mut self) -> Option<u32> {
        let (&first, rest) = self.words.split_first()?;
        self.words = rest;
        Some(first)
    }

    /// How many items a list has, each of some words at least.
    fn len(&mut self) -> Option<usize> {
        self.next().map(|n| n as usize).filter(|n| *n <= self.words.len())
    }

    /// The number of a name in the image.
    fn name(&mut self, pools: &[Vec<Vec<u8>>; 2], writer: &mut Writer) -> Option<u32> {
        let n = self.next()?;
        if n == NAMELESS {
            return Some(n);
        }
        let text = if n & TEXT != 0 {
            let len = (n & !TEXT) as usize;
            let n_words = len.div_ceil(4);
            let mut text = bytes_of_words(self.words.get(..n_words)?);
            self.words = &self.words[n_words..];
            text.truncate(len);
            text
        } else if n & OF_CELL != 0 {
            pools[1].get((n & !OF_CELL) as usize)?.clone()
        } else {
            pools[0].get(n as usize)?.clone()
        };
        Some(writer.string(&text, STRING_INTERN))
    }
}

/// Fills in what [`rest`] tells.
fn read_rest(
    words: &[u32],
    names: &[Vec<u8>],
    pools: &[Vec<Vec<u8>>; 2],
    writer: &mut Writer,
    new: &mut NewCode,
) -> Option<()> {
    let mut table = Table { words };
    new.flags |= table.next()? & code_flags::OWN;
    new.n_cache_words = table.next()?;
    for _ in 0..table.len()? {
        let (record, index) = (table.next()?, table.next()?);
        let name = writer.string(names.get(index as usize)?, STRING_INTERN);
        new.cache_names.push((record, name));
    }
    for _ in 0..table.len()? {
        let name = table.name(pools, writer)?;
        new.register_names.push(name);
    }
    for _ in 0..table.len()? {
        new.cell_registers.push(table.next()?);
    }
    for _ in 0..table.len()? {
        let name = table.name(pools, writer)?;
        let (start, end, register, is_cell) =
            (table.next()?, table.next()?, table.next()?, table.next()? != 0);
        new.scoped_names.push(ScopedName { name, start, end, register, is_cell });
    }
    Some(())
}

impl Parts {
    fn of(vm: &mut Vm, of: Gc<Code>) -> R<Parts> {
        Ok(Parts {
            argcount: i64::from(of.n_pos_params),
            posonlyargcount: i64::from(of.n_posonly),
            kwonlyargcount: i64::from(of.n_kwonly),
            nlocals: code::local_names(vm, of).len() as i64,
            stacksize: i64::from(of.n_registers),
            flags: i64::from(of.flags & !code_flags::OWN),
            first_line: i64::from(of.first_line),
            code: code_bytes(of),
            rows: rows(of),
            rest: rest(vm, of),
            exceptiontable: exceptiontable(of),
            consts: code::constants(vm, of)?,
            names: code::global_names(vm, of),
            varnames: code::local_names(vm, of),
            freevars: code::freevars(vm, of),
            cellvars: code::cellvars(vm, of),
            filename: of.filename.get(),
            name: of.name,
            qualname: of.qualname,
        })
    }

    fn check(&self, vm: &mut Vm) -> R<()> {
        for (n, what) in [
            (self.argcount, "argcount"),
            (self.posonlyargcount, "posonlyargcount"),
            (self.kwonlyargcount, "kwonlyargcount"),
            (self.nlocals, "nlocals"),
        ] {
            if n < 0 {
                return Err(vm.value_error(format!("co_{what} must be a positive integer")));
            }
        }
        for tuple in [self.names, self.varnames, self.freevars, self.cellvars] {
            if let Some(&other) = tuple.to_ref().as_slice().iter().find(|v| vm.as_str(**v).is_none()) {
                let of = vm.type_name(other);
                return Err(vm.type_error(format!("name tuples must contain only strings, not '{of}'")));
            }
        }
        let n_params = self.argcount + self.kwonlyargcount + (self.flags >> 2 & 1) + (self.flags >> 3 & 1);
        if self.posonlyargcount > self.argcount {
            return Err(vm.value_error("code: posonlyargcount must not be greater than argcount"));
        }
        if self.nlocals != self.varnames.len() as i64 {
            return Err(vm.value_error("code: co_nlocals != len(co_varnames)"));
        }
        if n_params > self.nlocals {
            return Err(vm.value_error("code: co_varnames is too small"));
        }
        Ok(())
    }

    /// The code object.
    fn build(self, vm: &mut Vm) -> R<Gc<Code>> {
        self.check(vm)?;
        vm.audit("code.__new__", |vm| {
            let [filename, name] = [self.filename, self.name].map(Gc::value);
            let numbers = [
                self.argcount,
                self.posonlyargcount,
                self.kwonlyargcount,
                self.nlocals,
                self.stacksize,
                self.flags,
            ];
            let [a, b, c, d, e, f] = numbers.map(|n| vm.new_int(n));
            [vm.new_bytes(&self.code), filename, name, a, b, c, d, e, f]
        })?;
        let refuse = |vm: &mut Vm, what: &str| -> Raised { vm.value_error(format!("code: {what}")) };
        let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        let mut instructions: Vec<u64> = self
            .code
            .chunks_exact(8)
            .skip(1)
            .map(|b| u64::from_le_bytes([b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]]))
            .collect();
        if !self.code.len().is_multiple_of(8) || instructions.is_empty() {
            return Err(refuse(vm, "co_code is malformed"));
        }
        if number(self.flags) & GENERATORS != 0
            && let Some(second) = instructions.get_mut(1)
            && *second as u8 == RESUME
        {
            *second = *second & !0xff | Opcode::Nop as u64;
        }
        let mut writer = Writer::new();
        let mut string = |text: Gc<Str>| writer.string(text.to_ref().as_bytes(), STRING_INTERN);
        let (name, qualname) = (string(self.name), string(self.qualname));
        let free = texts(vm, self.freevars);
        let nothing = writer.constant(NewConstant::None);
        let mut new = NewCode {
            name,
            qualname,
            first_line: self.first_line as i32 as u32,
            flags: number(self.flags) & !code_flags::OWN,
            n_pos_params: number(self.argcount),
            n_posonly: number(self.posonlyargcount),
            n_kwonly: number(self.kwonlyargcount),
            n_registers: number(self.stacksize),
            constants: vec![nothing; self.consts.len()],
            free_names: free.iter().map(|text| writer.string(text, STRING_INTERN)).collect(),
            locations: locations(&self.rows, instructions.len()),
            handlers: words(&self.exceptiontable)
                .chunks_exact(4)
                .map(|row| Handler { start: row[0], end: row[1], target: row[2], register: row[3] })
                .collect(),
            instructions,
            ..NewCode::default()
        };
        let pools = [texts(vm, self.varnames), texts(vm, self.cellvars)];
        let names = texts(vm, self.names);
        if read_rest(&self.rest, &names, &pools, &mut writer, &mut new).is_none() {
            return Err(refuse(vm, "co_linetable does not go with the names"));
        }
        keep_unused(&names, &pools[1], &mut writer, &mut new);
        new.flags |= code_flags::OWN_CONSTANTS;
        writer.reserve_code();
        writer.set_code(0, new);
        let image = writer.finish(self.filename.to_ref().as_bytes());
        if let Err(bad) = verify::verify(&image) {
            return Err(refuse(vm, bad.0));
        }
        let made = code::from_bytes(vm, &image)?;
        code::set_constants(vm, made, self.consts)?;
        Ok(made)
    }
}

/// Names that no instruction looks up, and cells that none has, are shown nevertheless: they get a cache word that nothing
/// uses, and a range without instructions.
fn keep_unused(names: &[Vec<u8>], cells: &[Vec<u8>], writer: &mut Writer, new: &mut NewCode) {
    for text in names {
        let name = writer.string(text, STRING_INTERN);
        if !new.cache_names.iter().any(|known| known.1 == name) {
            new.n_cache_words += 1;
            new.cache_names.push((new.n_cache_words, name));
        }
    }
    for text in cells {
        let name = writer.string(text, STRING_INTERN);
        let is_name = |register: &u32| new.register_names.get(*register as usize) == Some(&name);
        let is_scoped = new.scoped_names.iter().any(|s| s.is_cell && s.name == name);
        if !is_scoped && !new.cell_registers.iter().any(is_name) && new.n_registers > 0 {
            new.scoped_names.push(ScopedName { name, start: 0, end: 0, register: 0, is_cell: true });
        }
    }
}

/// The type error of an argument.
fn wrong(vm: &mut Vm, what: &str, wanted: &str, value: Value) -> Raised {
    let of = vm.argument_type_name(value);
    vm.type_error(format!("{what} must be {wanted}, not {of}"))
}

fn tuple(vm: &mut Vm, value: Value, what: &str) -> R<Gc<Tuple>> {
    match vm.as_tuple(value) {
        Some(tuple) => Ok(tuple),
        None => Err(wrong(vm, what, "tuple", value)),
    }
}

fn string(vm: &mut Vm, value: Value, what: &str) -> R<Gc<Str>> {
    match vm.as_str(value) {
        Some(text) => Ok(text),
        None => Err(wrong(vm, what, "str", value)),
    }
}

fn bytes(vm: &mut Vm, value: Value, what: &str) -> R<Vec<u8>> {
    match vm.payload::<taipan_runtime::layout::Bytes>(value) {
        Some(bytes) => Ok(bytes.to_ref().as_slice().to_vec()),
        None => Err(wrong(vm, what, "bytes", value)),
    }
}

/// `code(argcount, posonlyargcount, ...)`
pub(super) fn new(vm: &mut Vm, args: &[Value]) -> R<Gc<Code>> {
    let argument = |i: usize| format!("code() argument {}", i + 1);
    let int = |vm: &mut Vm, i: usize| {
        vm.index_i64(args[i]).map(|n| n.clamp(i64::from(i32::MIN), i64::from(i32::MAX)))
    };
    let names = |vm: &mut Vm, i: usize| match args.get(i) {
        Some(&value) => tuple(vm, value, &argument(i)),
        None => Ok(vm.empty_tuple),
    };
    let linetable = bytes(vm, args[14], &argument(14))?;
    let (rows, rest) = split_linetable(&linetable).unwrap_or_default();
    let parts = Parts {
        argcount: int(vm, 0)?,
        posonlyargcount: int(vm, 1)?,
        kwonlyargcount: int(vm, 2)?,
        nlocals: int(vm, 3)?,
        stacksize: int(vm, 4)?,
        flags: int(vm, 5)?,
        code: bytes(vm, args[6], &argument(6))?,
        consts: names(vm, 7)?,
        names: names(vm, 8)?,
        varnames: names(vm, 9)?,
        filename: string(vm, args[10], &argument(10))?,
        name: string(vm, args[11], &argument(11))?,
        qualname: string(vm, args[12], &argument(12))?,
        first_line: int(vm, 13)?,
        rows,
        rest,
        exceptiontable: bytes(vm, args[15], &argument(15))?,
        freevars: names(vm, 16)?,
        cellvars: names(vm, 17)?,
    };
    parts.build(vm)
}

/// `code.replace()`
pub(super) fn replaced(vm: &mut Vm, this: Gc<Code>, changes: Option<Gc<Dict>>) -> R<Gc<Code>> {
    let mut parts = Parts::of(vm, this)?;
    let mut at = 0;
    while let Some((i, key, value)) = changes.and_then(|c| c.next_entry(at)) {
        at = i + 1;
        let Some(key) = vm.as_str(key) else { continue };
        let text = key.to_display();
        let what = format!("replace() argument '{text}'");
        let int =
            |vm: &mut Vm| vm.index_i64(value).map(|n| n.clamp(i64::from(i32::MIN), i64::from(i32::MAX)));
        match text.as_str() {
            "co_argcount" => parts.argcount = int(vm)?,
            "co_posonlyargcount" => parts.posonlyargcount = int(vm)?,
            "co_kwonlyargcount" => parts.kwonlyargcount = int(vm)?,
            "co_nlocals" => parts.nlocals = int(vm)?,
            "co_stacksize" => parts.stacksize = int(vm)?,
            "co_flags" => parts.flags = int(vm)?,
            "co_firstlineno" => parts.first_line = int(vm)?,
            "co_code" => parts.code = bytes(vm, value, &what)?,
            "co_linetable" => {
                let table = bytes(vm, value, &what)?;
                parts.rows = split_linetable(&table).unwrap_or_default().0;
            }
            "co_exceptiontable" => parts.exceptiontable = bytes(vm, value, &what)?,
            "co_consts" => parts.consts = tuple(vm, value, &what)?,
            "co_names" => parts.names = tuple(vm, value, &what)?,
            "co_varnames" => parts.varnames = tuple(vm, value, &what)?,
            "co_freevars" => parts.freevars = tuple(vm, value, &what)?,
            "co_cellvars" => parts.cellvars = tuple(vm, value, &what)?,
            "co_name" => parts.name = string(vm, value, &what)?,
            "co_qualname" => parts.qualname = string(vm, value, &what)?,
            "co_filename" => parts.filename = string(vm, value, &what)?,
            _ => {
                return Err(vm.type_error(format!("replace() got an unexpected keyword argument '{text}'")));
            }
        }
    }
    parts.build(vm)
}
