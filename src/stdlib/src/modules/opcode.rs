//! `_opcode`: facts about the machine's instructions, for `opcode` and `dis`.

use crate::support::put;
use taipan_bytecode::{Opcode, Operand};
use taipan_macros::native;
use taipan_runtime::layout::{Dict, Module};
use taipan_runtime::{Gc, ModuleDef, R, Value, Values, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_opcode",
    doc: "Facts about instructions.",
    functions: &Functions::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    put(vm, module, "ENABLE_SPECIALIZATION", Value::ZERO);
    put(vm, module, "ENABLE_SPECIALIZATION_FT", Value::ZERO);
    Ok(())
}

const OPERATORS: &[(&str, &str)] = &[
    ("NB_ADD", "+"),
    ("NB_AND", "&"),
    ("NB_FLOOR_DIVIDE", "//"),
    ("NB_LSHIFT", "<<"),
    ("NB_MATRIX_MULTIPLY", "@"),
    ("NB_MULTIPLY", "*"),
    ("NB_REMAINDER", "%"),
    ("NB_OR", "|"),
    ("NB_POWER", "**"),
    ("NB_RSHIFT", ">>"),
    ("NB_SUBTRACT", "-"),
    ("NB_TRUE_DIVIDE", "/"),
    ("NB_XOR", "^"),
    ("NB_INPLACE_ADD", "+="),
    ("NB_INPLACE_AND", "&="),
    ("NB_INPLACE_FLOOR_DIVIDE", "//="),
    ("NB_INPLACE_LSHIFT", "<<="),
    ("NB_INPLACE_MATRIX_MULTIPLY", "@="),
    ("NB_INPLACE_MULTIPLY", "*="),
    ("NB_INPLACE_REMAINDER", "%="),
    ("NB_INPLACE_OR", "|="),
    ("NB_INPLACE_POWER", "**="),
    ("NB_INPLACE_RSHIFT", ">>="),
    ("NB_INPLACE_SUBTRACT", "-="),
    ("NB_INPLACE_TRUE_DIVIDE", "/="),
    ("NB_INPLACE_XOR", "^="),
    ("NB_SUBSCR", "[]"),
];

/// Names that are not instructions of the machine: what `co_code` begins with, and some that other code looks up.
const OTHERS: [(&str, u8); 4] =
    [("RESUME", taipan_bytecode::RESUME), ("COPY_FREE_VARS", 252), ("CACHE", 254), ("EXTENDED_ARG", 255)];

/// Names that CPython has for the same.
const RENAMED: [(&str, &str); 11] = [
    ("DelGlobal", "DELETE_GLOBAL"),
    ("DelName", "DELETE_NAME"),
    ("DelAttr", "DELETE_ATTR"),
    ("DelIndex", "DELETE_SUBSCR"),
    ("StoreIndex", "STORE_SUBSCR"),
    ("LoadFree", "LOAD_DEREF"),
    ("StoreFree", "STORE_DEREF"),
    ("DelFree", "DELETE_DEREF"),
    ("Return", "RETURN_VALUE"),
    ("Yield", "YIELD_VALUE"),
    ("Raise", "RAISE_VARARGS"),
];

/// An instruction's name as Python programs see it: `LOAD_GLOBAL`.
fn python_name(name: &str) -> String {
    if let Some((_, renamed)) = RENAMED.iter().find(|(own, _)| *own == name) {
        return (*renamed).to_owned();
    }
    let mut out = String::new();
    let mut before = 'A';
    for c in name.chars() {
        if c.is_ascii_uppercase() && !before.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
        before = c;
    }
    out
}

/// Has the instruction an operand of which `is` is true?
fn has(op: i64, is: impl Fn(Operand) -> bool) -> bool {
    let op = u8::try_from(op).ok().and_then(Opcode::from_u8);
    op.is_some_and(|op| op.info().operands.into_iter().any(is))
}

fn valid(op: i64) -> bool {
    u8::try_from(op).is_ok_and(|op| Opcode::from_u8(op).is_some() || OTHERS.iter().any(|other| other.1 == op))
}

fn texts(vm: &mut Vm, list: &[&str]) -> Values {
    let mut out = Values::new();
    for text in list {
        let text = vm.new_str(text).value();
        out.push(&mut vm.heap, text);
    }
    out
}

struct Functions;

#[native]
impl Functions {
    /// How an instruction changes the height of the stack. Taipan's machine has registers: always 0.
    #[sig("($module, opcode, oparg=None, /, *, jump=None)")]
    fn stack_effect(vm: &mut Vm, opcode: i64, oparg: Value, jump: Value) -> R<i32> {
        if !jump.is_none() && !jump.is_bool() {
            return Err(vm.value_error("stack_effect: jump must be False, True or None"));
        }
        if !oparg.is_none() {
            vm.index_i64(oparg)?;
        }
        if !valid(opcode) {
            return Err(vm.value_error("invalid opcode or oparg"));
        }
        Ok(0)
    }

    /// Is there such an instruction?
    #[sig("($module, /, opcode)")]
    fn is_valid(_: &mut Vm, opcode: i64) -> bool {
        valid(opcode)
    }

    /// Does the instruction have an argument?
    #[sig("($module, /, opcode)")]
    fn has_arg(_: &mut Vm, opcode: i64) -> bool {
        has(opcode, |operand| operand != Operand::None)
    }

    /// Does it load a constant?
    #[sig("($module, /, opcode)")]
    fn has_const(_: &mut Vm, opcode: i64) -> bool {
        has(opcode, |operand| operand == Operand::Const)
    }

    /// Does it use a name?
    #[sig("($module, /, opcode)")]
    fn has_name(_: &mut Vm, opcode: i64) -> bool {
        has(opcode, |operand| matches!(operand, Operand::Cache(_)))
    }

    /// Does it jump?
    #[sig("($module, /, opcode)")]
    fn has_jump(_: &mut Vm, opcode: i64) -> bool {
        has(opcode, |operand| operand == Operand::Jump)
    }

    /// Does it use a free variable?
    #[sig("($module, /, opcode)")]
    fn has_free(_: &mut Vm, opcode: i64) -> bool {
        has(opcode, |operand| operand == Operand::Free)
    }

    /// Does it use a local variable?
    #[sig("($module, /, opcode)")]
    fn has_local(_: &mut Vm, opcode: i64) -> bool {
        has(opcode, |operand| operand == Operand::Wide)
    }

    /// Does it set up an exception handler?
    #[sig("($module, /, opcode)")]
    fn has_exc(_: &mut Vm, opcode: i64) -> bool {
        // Ranges stand in a table.
        let _ = opcode;
        false
    }

    /// The numbers of the instructions by name.
    #[sig("($module, /)")]
    fn _opmap(vm: &mut Vm) -> Gc<Dict> {
        let dict = vm.new_dict();
        let own = (0..=u8::MAX).filter_map(|i| Some((python_name(Opcode::from_u8(i)?.info().name), i)));
        for (name, number) in own.chain(OTHERS.iter().map(|&(name, number)| (name.to_owned(), number))) {
            let name = vm.intern(&name);
            dict.set_str(vm, name, Value::int32(i32::from(number)));
        }
        dict
    }

    /// The binary operators: names and signs.
    #[sig("($module, /)")]
    fn get_nb_ops(vm: &mut Vm) -> Values {
        let mut out = Values::new();
        for (name, sign) in OPERATORS {
            let (name, sign) = (vm.new_str(name).value(), vm.new_str(sign).value());
            let pair = vm.new_tuple(&[name, sign]);
            out.push(&mut vm.heap, pair.value());
        }
        out
    }

    /// The names of the helpers with one operand.
    #[sig("($module, /)")]
    fn get_intrinsic1_descs(vm: &mut Vm) -> Values {
        texts(
            vm,
            &[
                "INTRINSIC_1_INVALID",
                "INTRINSIC_PRINT",
                "INTRINSIC_IMPORT_STAR",
                "INTRINSIC_STOPITERATION_ERROR",
                "INTRINSIC_ASYNC_GEN_WRAP",
                "INTRINSIC_UNARY_POSITIVE",
                "INTRINSIC_LIST_TO_TUPLE",
                "INTRINSIC_TYPEVAR",
                "INTRINSIC_PARAMSPEC",
                "INTRINSIC_TYPEVARTUPLE",
                "INTRINSIC_SUBSCRIPT_GENERIC",
                "INTRINSIC_TYPEALIAS",
            ],
        )
    }

    /// The names of the helpers with two operands.
    #[sig("($module, /)")]
    fn get_intrinsic2_descs(vm: &mut Vm) -> Values {
        texts(
            vm,
            &[
                "INTRINSIC_2_INVALID",
                "INTRINSIC_PREP_RERAISE_STAR",
                "INTRINSIC_TYPEVAR_WITH_BOUND",
                "INTRINSIC_TYPEVAR_WITH_CONSTRAINTS",
                "INTRINSIC_SET_FUNCTION_TYPE_PARAMS",
                "INTRINSIC_SET_TYPEPARAM_DEFAULT",
            ],
        )
    }

    /// The special methods that instructions name by number.
    #[sig("($module, /)")]
    fn get_special_method_names(vm: &mut Vm) -> Values {
        texts(vm, &["__enter__", "__exit__", "__aenter__", "__aexit__"])
    }

    /// Counts of specialisations: there are none.
    #[sig("($module, /)")]
    fn get_specialization_stats(_: &mut Vm) {}

    /// The compiled code at an offset: there is none.
    #[sig("($module, /, *, code, offset)")]
    #[shown("($module, /, code, offset)")]
    fn get_executor(vm: &mut Vm, code: Value, offset: Value) -> R {
        let _ = (code, offset);
        Err(vm.value_error("no executor exists at address 0"))
    }
}
