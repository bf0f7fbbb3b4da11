//! From code images to code objects: constants and names become objects when they are first needed.

use std::cell::Cell;
use taipan_bytecode::image::{CodeRecord, Constant, Image, STRING_INTERN, ScopedName};
use taipan_bytecode::{FAR, Instruction, Opcode, code_flags};
use taipan_runtime::layout::{Block, Code, Dict, Function, Generator, GeneratorState, Str, Tuple};
use taipan_runtime::{Field, Gc, Header, R, Value, Values, Vm, kinds};

/// The image that a code object is in.
pub fn image_of(code: Gc<Code>) -> Image<'static> {
    // SAFETY: the code object keeps the image's bytes alive (or they are mapped for good), and they never change.
    Image::trusted(unsafe { std::slice::from_raw_parts(code.image, code.image_len) })
}

/// The record of a code object.
pub fn record_of(code: Gc<Code>) -> CodeRecord<'static> {
    image_of(code).code(code.index).expect("made from this record")
}

/// What a suspended generator waits for in a `yield from` or `await`, or None.
pub fn delegate_of(generator: Gc<Generator>) -> Value {
    let at = generator.resume_at.get() as usize;
    if at == 0 || state_of(generator) != GeneratorState::Suspended {
        return Value::NONE;
    }
    let record = record_of(generator.function.code.get());
    // The yield of a delegation stands behind the instruction that sent.
    match Instruction::decode(record.instruction(at - 1)) {
        Some(i) if i.op == Opcode::Send => {
            let registers = generator.registers.get().array();
            let r = i.b as usize;
            let value = if r < registers.len() { registers.get(r) } else { Value::NONE };
            value.bound().unwrap_or(Value::NONE)
        }
        _ => Value::NONE,
    }
}

/// The state of a generator, also where it runs without a window of its own: it is suspended where it delegates to one that
/// is run for a generator around both.
pub fn state_of(generator: Gc<Generator>) -> GeneratorState {
    let state = generator.state.get();
    if state != GeneratorState::Suspended {
        return state;
    }
    let next = |g: Gc<Generator>| g.chain.get().cast::<Generator>();
    let mut inner = generator;
    while inner.state.get() == GeneratorState::Suspended
        && let Some(delegate) = next(inner)
    {
        inner = delegate;
    }
    if inner.state.get() != GeneratorState::Running {
        return state;
    }
    let mut outer = inner.chain.get().cast::<Generator>();
    while let Some(g) = outer.filter(|&g| g != inner) {
        if g == generator {
            return GeneratorState::Running;
        }
        outer = next(g);
    }
    state
}

/// The code object of an image that lies in a `RawBytes` cell (`owner`) or, with UNBOUND, in memory that stays.
pub fn from_image(vm: &mut Vm, owner: Value, bytes: &'static [u8], index: u32) -> R<Gc<Code>> {
    let image = match Image::new(bytes) {
        Ok(image) => image,
        Err(bad) => return Err(vm.raise(kinds::VALUE_ERROR, format!("bad code image: {}", bad.0))),
    };
    let Some(record) = image.code(index) else {
        return Err(vm.raise(kinds::VALUE_ERROR, "bad code image: no such code"));
    };
    let filename = text(vm, image, record.filename());
    Ok(make_code(vm, owner, image, index, filename))
}

/// Copies a fresh image into the heap and makes its code object.
pub fn from_bytes(vm: &mut Vm, image: &[u8]) -> R<Gc<Code>> {
    from_bytes_at(vm, image, 0)
}

/// Copies an image into the heap and makes the code object of one of its records.
pub fn from_bytes_at(vm: &mut Vm, image: &[u8], index: u32) -> R<Gc<Code>> {
    let cell = taipan_runtime::RawBytes::new_uninitialised(&mut vm.heap, image.len() + 16);
    let cell = vm.check_alloc(cell)?;
    let start = cell.as_slice().as_ptr() as usize;
    let offset = start.next_multiple_of(8) - start;
    cell.write(offset, image);
    // SAFETY: the code object keeps the cell alive as long as the slice is used.
    let bytes = unsafe { std::slice::from_raw_parts((start + offset) as *const u8, image.len()) };
    from_image(vm, cell.value(), bytes, index)
}

fn text(vm: &mut Vm, image: Image<'static>, n: u32) -> Gc<Str> {
    let text = image.string(n);
    if text.flags & STRING_INTERN != 0 {
        vm.intern_image_text(text.bytes)
    } else {
        vm.new_str_wtf8(text.bytes)
    }
}

fn make_code(vm: &mut Vm, owner: Value, image: Image<'static>, index: u32, filename: Gc<Str>) -> Gc<Code> {
    let record = image.code(index).expect("checked by the caller");
    let name = text(vm, image, record.name());
    let qualname = text(vm, image, record.qualname());
    let class = vm.class(kinds::CODE).address();
    vm.heap.alloc(Code {
        header: Header::new::<Code>(class),
        image_owner: owner,
        image: image.bytes().as_ptr(),
        image_len: image.bytes().len(),
        index,
        n_registers: record.n_registers(),
        flags: record.flags(),
        n_cache_words: record.n_cache_words(),
        n_constants: record.constants().len() as u32,
        n_pos_params: record.n_pos_params() as u16,
        n_posonly: record.n_posonly() as u16,
        n_kwonly: record.n_kwonly() as u16,
        instructions: record.instruction_bytes().as_ptr().cast(),
        n_instructions: record.n_instructions(),
        first_line: record.first_line() as i32,
        name,
        qualname,
        filename: Field::new(filename),
        varnames: Field::new(Value::UNBOUND),
        block: Field::new(Value::UNBOUND),
    })
}

/// A constant as an object.
fn make_constant(vm: &mut Vm, code: Gc<Code>, image: Image<'static>, n: u32) -> R {
    Ok(match image.constant(n) {
        Constant::None => Value::NONE,
        Constant::True => Value::TRUE,
        Constant::False => Value::FALSE,
        Constant::Ellipsis => Value::ELLIPSIS,
        Constant::Int(i) => vm.new_int(i),
        Constant::BigInt { negative, limbs } => {
            let limbs: Vec<u64> = limbs
                .chunks_exact(8)
                .map(|b| u64::from_le_bytes(b.try_into().expect("chunks of eight")))
                .collect();
            vm.new_int_limbs(negative, &limbs)
        }
        Constant::Float(f) => vm.new_float(f),
        Constant::Complex(re, im) => vm.new_complex(re, im),
        Constant::Str(n) => text(vm, image, n).value(),
        Constant::Bytes(b) => vm.new_bytes(b),
        Constant::Tuple(items) => {
            let mut values = Values::with_capacity(&mut vm.heap, items.len());
            for i in items.iter() {
                let v = make_constant(vm, code, image, i)?;
                values.push(&mut vm.heap, v);
            }
            vm.new_tuple(&values).value()
        }
        Constant::FrozenSet(items) => {
            let set = vm.new_set(kinds::FROZENSET);
            for i in items.iter() {
                let v = make_constant(vm, code, image, i)?;
                set.add(vm, v)?;
            }
            set.value()
        }
        Constant::Slice(items) => {
            let a = make_constant(vm, code, image, items.get(0))?;
            let b = make_constant(vm, code, image, items.get(1))?;
            let c = make_constant(vm, code, image, items.get(2))?;
            vm.new_slice(a, b, c)
        }
        Constant::Code(i) => {
            // `__file__` may have been replaced for the whole module.
            make_code(vm, code.image_owner, image, i, code.filename.get()).value()
        }
    })
}

/// The block of constants and caches for functions of a code object with these globals.
pub fn make_block(vm: &mut Vm, code: Gc<Code>, globals: Gc<Dict>) -> R<Gc<Block>> {
    let block = Block::new(&mut vm.heap, code, globals);
    let block = vm.check_alloc(block)?;
    let record = record_of(code);
    let image = record.image();
    // Constants are shared with the first block, so that they are the same objects.
    match code.block.get().cast::<Block>() {
        Some(first) => {
            for (i, &v) in first.constants().iter().enumerate() {
                block.set_constant(i, v);
            }
        }
        None => {
            for (i, n) in record.constants().iter().enumerate() {
                let v = make_constant(vm, code, image, n)?;
                block.set_constant(i, v);
            }
        }
    }
    fill_names(vm, code, block);
    Ok(block)
}

/// Enters the names that instructions look up.
fn fill_names(vm: &mut Vm, code: Gc<Code>, block: Gc<Block>) {
    let record = record_of(code);
    let names = record.cache_names();
    for i in 0..names.len() / 2 {
        let name = text(vm, record.image(), names.get(2 * i + 1));
        block.set_cache_word(names.get(2 * i) as usize, name.value());
    }
}

fn names(vm: &mut Vm, code: Gc<Code>, numbers: impl Iterator<Item = u32>) -> Gc<Tuple> {
    let image = image_of(code);
    let mut values = Values::new();
    for n in numbers {
        let s = text(vm, image, n);
        values.push(&mut vm.heap, s.value());
    }
    vm.new_tuple(&values)
}

/// The names of the registers, parameters first.
pub fn varnames(vm: &mut Vm, code: Gc<Code>) -> Gc<Tuple> {
    if let Some(names) = code.varnames.get().cast::<Tuple>() {
        return names;
    }
    let made = names(vm, code, record_of(code).register_names().iter());
    code.varnames.set(code, made.value());
    made
}

/// The names of the free variables.
pub fn freevars(vm: &mut Vm, code: Gc<Code>) -> Gc<Tuple> {
    names(vm, code, record_of(code).free_names().iter())
}

/// `co_cellvars`: the names of the registers that hold cells, and of comprehensions' variables that do.
pub fn cellvars(vm: &mut Vm, code: Gc<Code>) -> Gc<Tuple> {
    let record = record_of(code);
    let registers = record.register_names();
    let mut numbers: Vec<u32> = record.cell_registers().iter().map(|r| registers.get(r as usize)).collect();
    let n_own = numbers.len();
    numbers.extend(record.scoped_names().filter(|s| s.is_cell).map(|s| s.name));
    if numbers.len() > n_own {
        numbers.sort_by_key(|&n| record.image().string(n).bytes);
        numbers.dedup();
    }
    names(vm, code, numbers.into_iter())
}

/// The variables of comprehensions that are bound at an instruction, inner ones first.
pub fn scoped_names(code: Gc<Code>, instruction: i32) -> impl Iterator<Item = ScopedName> {
    let at = u32::try_from(instruction).unwrap_or(u32::MAX);
    record_of(code).scoped_names().filter(move |s| (s.start..s.end).contains(&at))
}

/// A string of a code object's image.
pub fn string(vm: &mut Vm, code: Gc<Code>, number: u32) -> Gc<Str> {
    text(vm, image_of(code), number)
}

/// `co_varnames`: parameters, then locals and the variables of comprehensions in the order in which the code comes to them,
/// without variables that are nothing but cells.
pub fn local_names(vm: &mut Vm, code: Gc<Code>) -> Gc<Tuple> {
    let record = record_of(code);
    let n_params = n_params(code);
    let mut numbers = Vec::new();
    let mut registers = Vec::new();
    if code.flags & code_flags::OPTIMIZED != 0 {
        let mut n = record.register_names().len();
        let mut skipped = 0..0;
        if n > FAR.end {
            n -= n_params.min(FAR.end).saturating_sub(FAR.start);
            skipped = n_params.max(FAR.start)..FAR.end;
        }
        for (i, name) in record.register_names().iter().enumerate().take(n) {
            let is_cell = i >= n_params && record.cell_registers().iter().any(|r| r as usize == i);
            if !skipped.contains(&i) && !is_cell {
                numbers.push(name);
                registers.push(i);
            }
        }
    }
    let mut scoped: Vec<ScopedName> =
        record.scoped_names().filter(|s| !s.is_cell || s.start < s.end).collect();
    if !scoped.is_empty() {
        scoped.reverse();
        scoped.sort_by_key(|s| s.start);
        // Those of inner comprehensions come with the outermost one's.
        let mut outermost = 0..0;
        for s in &mut scoped {
            if s.start >= outermost.end {
                outermost = s.start..s.end;
            }
            s.start = outermost.start;
        }
        let firsts = first_accesses(&record, record.register_names().len());
        let mut locals = std::mem::take(&mut numbers).into_iter().zip(registers).peekable();
        let mut scoped = scoped.into_iter().peekable();
        loop {
            let name = match (locals.peek(), scoped.peek()) {
                (Some(&(name, register)), next)
                    if register < n_params || next.is_none_or(|next| firsts[register] < next.start) =>
                {
                    locals.next();
                    name
                }
                (_, Some(next)) => {
                    let name = next.name;
                    scoped.next();
                    name
                }
                _ => break,
            };
            if !numbers.contains(&name) {
                numbers.push(name);
            }
        }
    }
    names(vm, code, numbers.into_iter())
}

/// The first instruction that names each of the first registers, after what clears them.
fn first_accesses(record: &CodeRecord<'_>, n_registers: usize) -> Vec<u32> {
    let mut firsts = vec![u32::MAX; n_registers];
    for at in 0..record.n_instructions() as usize {
        let Some(i) = Instruction::decode(record.instruction(at)) else { continue };
        if i.op == Opcode::Clear {
            continue;
        }
        i.each_access(|_, registers| {
            for first in firsts.iter_mut().take(registers.end).skip(registers.start) {
                *first = (*first).min(at as u32);
            }
        });
    }
    firsts
}

/// How many parameters there are, `*args` and `**kwargs` included.
pub fn n_params(code: Gc<Code>) -> usize {
    code.n_pos_params as usize
        + code.n_kwonly as usize
        + (code.flags >> 2 & 1) as usize
        + (code.flags >> 3 & 1) as usize
}

/// `co_names`: the names that the code looks up outside its locals.
pub fn global_names(vm: &mut Vm, code: Gc<Code>) -> Gc<Tuple> {
    let record = record_of(code);
    let list = record.cache_names();
    let mut numbers: Vec<u32> = Vec::new();
    for i in 0..list.len() / 2 {
        let n = list.get(2 * i + 1);
        if !numbers.contains(&n) {
            numbers.push(n);
        }
    }
    names(vm, code, numbers.into_iter())
}

/// The global variables that the code reads, sets or deletes.
pub fn globals_used(vm: &mut Vm, code: Gc<Code>) -> Gc<Tuple> {
    use Opcode::{DelGlobal, DelName, LoadFromDictOrGlobals, LoadGlobal, LoadName, StoreGlobal, StoreName};
    let record = record_of(code);
    let list = record.cache_names();
    let name_of =
        |cache| (0..list.len() / 2).find(|&i| list.get(2 * i) == cache).map(|i| list.get(2 * i + 1));
    let mut numbers: Vec<u32> = Vec::new();
    for at in 0..record.n_instructions() as usize {
        let Some(i) = Instruction::decode(record.instruction(at)) else { continue };
        if !matches!(
            i.op,
            LoadGlobal | StoreGlobal | DelGlobal | LoadName | StoreName | DelName | LoadFromDictOrGlobals
        ) {
            continue;
        }
        if let Some(name) = name_of(i.imm as u32)
            && !numbers.contains(&name)
        {
            numbers.push(name);
        }
    }
    names(vm, code, numbers.into_iter())
}

/// `co_consts`
pub fn constants(vm: &mut Vm, code: Gc<Code>) -> R<Gc<Tuple>> {
    let block = match code.block.get().cast::<Block>() {
        Some(block) => block,
        None => {
            // Whoever looks at the constants keeps them: nested code objects must stay the same.
            let nowhere = vm.builtins;
            let block = make_block(vm, code, nowhere)?;
            code.block.set(code, block.value());
            block
        }
    };
    Ok(vm.new_tuple(block.to_ref().constants()))
}

/// Gives a fresh code object constants that are not in its image. Instructions that need some of a certain kind must find
/// them.
pub fn set_constants(vm: &mut Vm, code: Gc<Code>, constants: Gc<Tuple>) -> R<()> {
    let record = record_of(code);
    for i in 0..record.n_instructions() as usize {
        let Some(ins) = Instruction::decode(record.instruction(i)) else { continue };
        let constant = || constants.to_ref().as_slice().get(ins.imm as usize).copied().unwrap_or(Value::NONE);
        let fits = match ins.op {
            Opcode::MakeFunction => constant().cast::<Code>().is_some(),
            Opcode::CallKw | Opcode::CallMethodKw | Opcode::CallFarKw | Opcode::MatchClass => constant()
                .cast::<Tuple>()
                .is_some_and(|t| t.to_ref().as_slice().iter().all(|name| name.cast::<Str>().is_some())),
            _ => true,
        };
        if !fits {
            return Err(vm.value_error("code: a constant is not of the kind that an instruction needs"));
        }
    }
    let nowhere = vm.builtins;
    let block = Block::new(&mut vm.heap, code, nowhere);
    let block = vm.check_alloc(block)?;
    code.block.set(code, block.value());
    for (i, &v) in constants.to_ref().as_slice().iter().enumerate() {
        block.set_constant(i, v);
    }
    fill_names(vm, code, block);
    Ok(())
}

/// The line that code begins at, before its first instruction: 0 for modules.
pub fn entry_line(code: Gc<Code>) -> i32 {
    let is_module = code.flags & code_flags::OPTIMIZED == 0 && code.name.as_bytes() == b"<module>";
    if is_module { 0 } else { code.first_line }
}

/// The line of an instruction, or the last one before it that has one.
pub fn line_of(code: Gc<Code>, instruction: i32) -> i32 {
    if instruction < 0 {
        return code.first_line;
    }
    // What the compiler adds at the end of a statement has no place of its own: it belongs to what comes before.
    let lines =
        record_of(code).locations().take_while(|row| row.0 <= instruction as u32).map(|(_, l)| l.line as i32);
    lines.filter(|&line| line > 0).last().unwrap_or(code.first_line)
}

/// The line of an instruction (-1: of the code's beginning); `None` where it stands nowhere in the source.
pub fn own_line_of(code: Gc<Code>, instruction: i32) -> Option<i32> {
    if instruction < 0 {
        return Some(entry_line(code));
    }
    Some(record_of(code).location(instruction as u32).line as i32).filter(|&line| line > 0)
}

/// The name of the variable in a register.
pub fn register_name(vm: &mut Vm, code: Gc<Code>, register: usize) -> Option<Gc<Str>> {
    varnames(vm, code).as_slice().get(register)?.cast::<Str>()
}

/// The name of the variable whose register an instruction finds unbound: a local one, or one of a comprehension, which then is
/// bound by a loop further on.
pub fn unbound_name(vm: &mut Vm, code: Gc<Code>, register: usize, instruction: i32) -> Option<Gc<Str>> {
    if let Some(name) = register_name(vm, code, register) {
        return Some(name);
    }
    let scoped = scoped_names(code, instruction).find(|s| s.register as usize == register)?;
    Some(string(vm, code, scoped.name))
}

/// How many registers a call has written before the first instruction: those of the parameters; code of a module or class
/// has its namespace first.
pub fn n_given(code: Gc<Code>) -> usize {
    if code.flags & code_flags::OPTIMIZED == 0 {
        return 1;
    }
    let variadic = (code.flags >> 2 & 1) as usize + (code.flags >> 3 & 1) as usize;
    code.n_pos_params as usize + code.n_kwonly as usize + variadic
}

/// A name in a function's builtins.
pub fn builtin_of(vm: &mut Vm, function: Gc<Function>, name: Gc<Str>) -> R<Option<Value>> {
    let builtins = function.builtins.get();
    if let Some(dict) = builtins.cast::<Dict>() {
        return Ok(dict.get_str(vm, name));
    }
    match vm.get_item(builtins, name.value()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => match vm.take_if(kinds::KEY_ERROR) {
            Some(_) => Ok(None),
            None => Err(raised),
        },
    }
}

/// A function of a code object in a namespace.
pub fn new_function(vm: &mut Vm, code: Gc<Code>, globals: Gc<Dict>) -> R<Gc<Function>> {
    let names = vm.names();
    let builtins = match globals.get_str(vm, names.__builtins__) {
        Some(v) => match v.cast::<taipan_runtime::layout::Module>() {
            Some(module) => module.dict.get().value(),
            None => v,
        },
        None => vm.builtins.value(),
    };
    let module = globals.get_str(vm, names.__name__).unwrap_or(Value::UNBOUND);
    let class = vm.class(kinds::FUNCTION).address();
    Ok(vm.heap.alloc(Function {
        header: Header::new::<Function>(class),
        code: Field::new(code),
        block: Field::new(Value::UNBOUND),
        globals: Field::new(globals),
        globals_mapping: Field::new(Value::UNBOUND),
        builtins: Field::new(builtins),
        closure: Field::new(Value::UNBOUND),
        defaults: Field::new(Value::UNBOUND),
        kwdefaults: Field::new(Value::UNBOUND),
        name: Field::new(code.name),
        qualname: Field::new(code.qualname),
        module: Field::new(module),
        doc: Field::new(Value::UNBOUND),
        annotations: Field::new(Value::UNBOUND),
        annotate: Field::new(Value::UNBOUND),
        type_params: Field::new(Value::UNBOUND),
        dict: Field::new(Value::UNBOUND),
        k: Cell::new(std::ptr::null_mut()),
        entry: Cell::new(std::ptr::null()),
        simple_args: Cell::new(u32::MAX),
    }))
}
