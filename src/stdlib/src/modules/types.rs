//! `_types`, `_suggestions`

use crate::support::put;
use taipan_macros::native;
use taipan_runtime::layout::{Module, Str};
use taipan_runtime::{Gc, ModuleDef, R, Value, Vm, kinds};

/// `_types`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_types",
    doc: "Names of the built-in types that have no name of their own.",
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, kind) in [
        ("AsyncGeneratorType", kinds::ASYNC_GENERATOR),
        ("BuiltinFunctionType", kinds::NATIVE_FUNCTION),
        ("BuiltinMethodType", kinds::NATIVE_FUNCTION),
        ("CapsuleType", kinds::CAPSULE),
        ("CellType", kinds::CELL),
        ("ClassMethodDescriptorType", kinds::CLASSMETHOD_DESCRIPTOR),
        ("CodeType", kinds::CODE),
        ("CoroutineType", kinds::COROUTINE),
        ("EllipsisType", kinds::ELLIPSIS_TYPE),
        ("FrameType", kinds::FRAME),
        ("FunctionType", kinds::FUNCTION),
        ("GeneratorType", kinds::GENERATOR),
        ("GenericAlias", kinds::GENERIC_ALIAS),
        ("GetSetDescriptorType", kinds::GETSET_DESCRIPTOR),
        ("LambdaType", kinds::FUNCTION),
        ("MappingProxyType", kinds::MAPPINGPROXY),
        ("MemberDescriptorType", kinds::MEMBER_DESCRIPTOR),
        ("MethodDescriptorType", kinds::METHOD_DESCRIPTOR),
        ("MethodType", kinds::BOUND_METHOD),
        ("MethodWrapperType", kinds::METHOD_WRAPPER),
        ("ModuleType", kinds::MODULE),
        ("NoneType", kinds::NONE_TYPE),
        ("NotImplementedType", kinds::NOT_IMPLEMENTED_TYPE),
        ("SimpleNamespace", kinds::SIMPLE_NAMESPACE),
        ("TracebackType", kinds::TRACEBACK),
        ("UnionType", kinds::UNION),
        ("WrapperDescriptorType", kinds::SLOT_WRAPPER),
    ] {
        if vm.type_def(kind).is_some() {
            let cls = vm.class(kind).value();
            put(vm, module, name, cls);
        }
    }
    Ok(())
}

/// `_suggestions`
pub static SUGGESTIONS: ModuleDef = ModuleDef {
    name: "_suggestions",
    doc: "Names that were perhaps meant.",
    functions: &Suggestions::NATIVE,
    ..ModuleDef::DEFAULT
};

struct Suggestions;

const MAX_CANDIDATES: usize = 750;
const MAX_STRING: usize = 40;
const MOVE_COST: usize = 2;
const CASE_COST: usize = 1;

fn substitution_cost(a: u8, b: u8) -> usize {
    if a & 31 != b & 31 {
        return MOVE_COST;
    }
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE_COST
    } else {
        MOVE_COST
    }
}

/// The weighted edit distance of two names, or more than `max` where it is more.
fn distance<'a>(mut a: &'a [u8], mut b: &'a [u8], max: usize) -> usize {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.is_empty() || b.is_empty() {
        return (a.len() + b.len()) * MOVE_COST;
    }
    if a.len() > MAX_STRING || b.len() > MAX_STRING {
        return max + 1;
    }
    if b.len() < a.len() {
        (a, b) = (b, a);
    }
    if (b.len() - a.len()) * MOVE_COST > max {
        return max + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE_COST).collect();
    let mut result = 0;
    for (j, &code) in b.iter().enumerate() {
        result = j * MOVE_COST;
        let mut before = result;
        let mut minimum = usize::MAX;
        for (i, cell) in row.iter_mut().enumerate() {
            let substitute = before + substitution_cost(code, a[i]);
            before = *cell;
            let step = result.min(before) + MOVE_COST;
            result = substitute.min(step);
            *cell = result;
            minimum = minimum.min(result);
        }
        if minimum > max {
            return max + 1;
        }
    }
    result
}

/// The candidate nearest to a name, if one is near enough.
pub fn suggestion<'a>(candidates: impl Iterator<Item = &'a [u8]>, name: &[u8]) -> Option<&'a [u8]> {
    let mut best: Option<(&[u8], usize)> = None;
    for (n, candidate) in candidates.enumerate() {
        if n >= MAX_CANDIDATES {
            return None;
        }
        if candidate == name {
            continue;
        }
        // A third of the letters may differ.
        let max = (name.len() + candidate.len() + 3) * MOVE_COST / 6;
        let max = best.map_or(max, |(_, d)| max.min(d.saturating_sub(1)));
        let d = distance(name, candidate, max);
        if d <= max && best.is_none_or(|(_, known)| d < known) {
            best = Some((candidate, d));
        }
    }
    best.map(|(candidate, _)| candidate)
}

#[native]
impl Suggestions {
    /// The candidate nearest to a name, or None.
    #[sig("($module, candidates, item, /)")]
    fn _generate_suggestions(vm: &mut Vm, candidates: Value, item: Gc<Str>) -> R {
        let Some(list) = vm.as_list(candidates).filter(|_| vm.is_exact(candidates, kinds::LIST)) else {
            return Err(vm.type_error("candidates must be a list"));
        };
        let mut names: Vec<Gc<Str>> = Vec::new();
        for i in 0..list.len.get() {
            match vm.as_str(list.item(i)) {
                Some(name) => names.push(name),
                None => return Err(vm.type_error("all elements in 'candidates' must be strings")),
            }
        }
        if names.len() > MAX_CANDIDATES {
            return Ok(Value::NONE);
        }
        let found = suggestion(names.iter().map(|n| n.to_ref().as_bytes()), item.as_bytes());
        Ok(match found {
            Some(found) => vm.new_str_wtf8(found).value(),
            None => Value::NONE,
        })
    }
}

/// `_typing`
pub static TYPING: ModuleDef = ModuleDef {
    name: "_typing",
    doc: "What typing is made of.",
    functions: &Typing::NATIVE,
    init: Some(init_typing),
    ..ModuleDef::DEFAULT
};

struct Typing;

fn init_typing(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, kind) in [
        ("Generic", kinds::GENERIC),
        ("ParamSpec", kinds::PARAM_SPEC),
        ("ParamSpecArgs", kinds::PARAM_SPEC_ARGS),
        ("ParamSpecKwargs", kinds::PARAM_SPEC_KWARGS),
        ("TypeAliasType", kinds::TYPE_ALIAS),
        ("TypeVar", kinds::TYPE_VAR),
        ("TypeVarTuple", kinds::TYPE_VAR_TUPLE),
        ("Union", kinds::UNION),
    ] {
        let cls = vm.class(kind).value();
        put(vm, module, name, cls);
    }
    let no_default = taipan_objects::types::typing::no_default(vm);
    put(vm, module, "NoDefault", no_default);
    Ok(())
}

#[native]
impl Typing {
    /// The argument itself.
    #[sig("($module, x, /)")]
    fn _idfunc(_: &mut Vm, x: Value) -> Value {
        x
    }
}
