//! `_opcode`: facts about CPython's instructions, for `opcode` and `dis`. Taipan's own instructions are others.

use crate::support::put;
use taipan_macros::native;
use taipan_runtime::layout::Module;
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
    put(vm, module, "ENABLE_SPECIALIZATION", Value::FALSE);
    put(vm, module, "ENABLE_SPECIALIZATION_FT", Value::FALSE);
    Ok(())
}

const CONST: &[i64] = &[82, 190, 191];
const NAME: &[i64] = &[61, 64, 65, 72, 73, 80, 91, 92, 93, 96, 110, 115, 116, 179, 189, 194, 195, 200, 249];
const JUMP: &[i64] =
    &[68, 70, 75, 76, 77, 100, 101, 102, 103, 106, 172, 173, 174, 175, 176, 237, 248, 257, 258, 259, 260];
const FREE: &[i64] = &[62, 90, 97, 111];
const LOCAL: &[i64] = &[3, 63, 83, 84, 85, 86, 87, 88, 89, 112, 113, 114, 261, 266];
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

fn has_argument(op: i64) -> bool {
    matches!(op, 44..=120 | 128 | 143..=153 | 155..=195 | 197 | 200 | 209..=211 | 237 | 239 | 241..=245 | 247..=251
        | 253 | 255 | 257..=261 | 263..=266)
}

fn valid(op: i64) -> bool {
    matches!(op, 0..=120 | 128..=211 | 234..=266)
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
        has_argument(opcode)
    }

    /// Does it load a constant?
    #[sig("($module, /, opcode)")]
    fn has_const(_: &mut Vm, opcode: i64) -> bool {
        CONST.contains(&opcode)
    }

    /// Does it use a name?
    #[sig("($module, /, opcode)")]
    fn has_name(_: &mut Vm, opcode: i64) -> bool {
        NAME.contains(&opcode)
    }

    /// Does it jump?
    #[sig("($module, /, opcode)")]
    fn has_jump(_: &mut Vm, opcode: i64) -> bool {
        JUMP.contains(&opcode)
    }

    /// Does it use a free variable?
    #[sig("($module, /, opcode)")]
    fn has_free(_: &mut Vm, opcode: i64) -> bool {
        FREE.contains(&opcode)
    }

    /// Does it use a local variable?
    #[sig("($module, /, opcode)")]
    fn has_local(_: &mut Vm, opcode: i64) -> bool {
        LOCAL.contains(&opcode)
    }

    /// Does it set up an exception handler?
    #[sig("($module, /, opcode)")]
    fn has_exc(_: &mut Vm, opcode: i64) -> bool {
        matches!(opcode, 263..=265)
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
    fn get_executor(vm: &mut Vm, code: Value, offset: Value) -> R {
        let _ = (code, offset);
        Err(vm.value_error("no executor exists at address 0"))
    }
}
