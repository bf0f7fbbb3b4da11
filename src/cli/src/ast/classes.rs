//! `AST` and the classes derived from it, made from the table of nodes.

use taipan_grammar::nodes::{Field, NODES, NodeType, Quantity};
use taipan_macros::{NativeType, Trace, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::{Dict, Tuple, Type};
use taipan_runtime::{Args, BinaryOp, Gc, R, TypeDef, Value, Values, Vm, kinds, type_flags};

/// `AST`
#[derive(NativeType)]
pub struct Ast;

impl Ast {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <Ast as Numbered>::NUMBER,
        name: "AST",
        module: "ast",
        doc: "",
        flags: type_flags::BASETYPE
            | type_flags::INSTANCE_DICT
            | type_flags::SHOWS_NEW
            | type_flags::SHOWS_GETATTR
            | type_flags::SHOWS_SETATTR,
        native: &Ast::NATIVE,
        fill: Some(fill),
        ..TypeDef::DEFAULT
    };
}

fn fill(vm: &mut Vm, cls: Gc<Type>) -> R<()> {
    let empty = vm.new_tuple(&[]).value();
    for name in ["_fields", "__match_args__", "_attributes"] {
        let name = vm.intern(name);
        cls.dict.get().set_str(vm, name, empty);
    }
    cls.clear_flag(type_flags::IMMUTABLE);
    Ok(())
}

/// The classes and the objects that stand for operators and contexts, both in the order of the table.
#[derive(Trace, Default)]
pub(super) struct Classes {
    classes: Option<Gc<Tuple>>,
    singletons: Option<Gc<Tuple>>,
    field_names: Option<Gc<Tuple>>,
}

/// Where a node stands.
const PLACE: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

impl Classes {
    /// The classes, made when they are first asked for.
    pub fn get(vm: &mut Vm) -> R<Gc<Tuple>> {
        if let Some(classes) = vm.state::<Classes>().classes {
            return Ok(classes);
        }
        let mut made = Values::with_capacity(&mut vm.heap, NODES.len());
        for node in NODES {
            let cls = make(vm, node, &made)?;
            made.push(&mut vm.heap, cls);
        }
        let classes = vm.new_tuple(&made);
        vm.state::<Classes>().classes = Some(classes);
        fill_field_types(vm)?;
        Ok(classes)
    }

    /// For each class without fields that stands for an operator or a context, its one instance in trees.
    pub fn singletons(vm: &mut Vm) -> R<Gc<Tuple>> {
        if let Some(singletons) = vm.state::<Classes>().singletons {
            return Ok(singletons);
        }
        let classes = Classes::get(vm)?;
        let mut made = Values::with_capacity(&mut vm.heap, NODES.len());
        for (i, node) in NODES.iter().enumerate() {
            let single = node.text.is_empty() && !node.has_place() && node.base != "AST";
            let value = match classes.to_ref().as_slice()[i].cast::<Type>() {
                Some(cls) if single => vm.new_instance(cls).value(),
                _ => Value::NONE,
            };
            made.push(&mut vm.heap, value);
        }
        let singletons = vm.new_tuple(&made);
        vm.state::<Classes>().singletons = Some(singletons);
        Ok(singletons)
    }

    /// For each class the names of its fields as a tuple, and behind them those of a place's attributes.
    pub fn field_names(vm: &mut Vm) -> Gc<Tuple> {
        if let Some(names) = vm.state::<Classes>().field_names {
            return names;
        }
        let mut all = Values::with_capacity(&mut vm.heap, NODES.len() + 1);
        for node in NODES {
            let names = name_tuple(vm, node.fields().map(|field| field.name));
            all.push(&mut vm.heap, names);
        }
        let place = name_tuple(vm, PLACE.into_iter());
        all.push(&mut vm.heap, place);
        let names = vm.new_tuple(&all);
        vm.state::<Classes>().field_names = Some(names);
        names
    }
}

/// Names as a tuple.
fn name_tuple(vm: &mut Vm, names: impl Iterator<Item = &'static str>) -> Value {
    let mut values = Values::new();
    for name in names {
        let name = vm.intern(name).value();
        values.push(&mut vm.heap, name);
    }
    vm.new_tuple(&values).value()
}

fn doc(node: &NodeType) -> String {
    let alone = |node: &NodeType| match node.text {
        "" => node.name.to_owned(),
        text => format!("{}({text})", node.name),
    };
    if !node.is_sum() {
        return alone(node);
    }
    let members: Vec<String> = NODES.iter().filter(|n| n.base == node.name).map(alone).collect();
    let plain = members.iter().all(|m| !m.contains('('));
    let separator = if plain { " | ".to_owned() } else { format!("\n{} | ", " ".repeat(node.name.len())) };
    format!("{} = {}", node.name, members.join(&separator))
}

/// The class of a row. `made`: those of the rows before.
fn make(vm: &mut Vm, node: &NodeType, made: &[Value]) -> R {
    let ast = vm.class(Ast::TYPE.id);
    let base = match NODES.iter().position(|n| n.name == node.base) {
        Some(i) => made[i],
        None => ast.value(),
    };
    let dict = vm.new_dict();
    let set = |vm: &mut Vm, name: &str, value: Value| {
        let name = vm.intern(name);
        dict.set_str(vm, name, value);
    };
    let names = name_tuple(vm, node.fields().map(|field| field.name));
    set(vm, "_fields", names);
    set(vm, "__match_args__", names);
    let text = vm.new_str("ast").value();
    set(vm, "__module__", text);
    let text = vm.new_str(&doc(node)).value();
    set(vm, "__doc__", text);
    for field in node.fields().filter(|field| field.quantity == Quantity::Optional) {
        set(vm, field.name, Value::NONE);
    }
    if node.base == "AST" {
        let attributes = name_tuple(vm, PLACE.into_iter().filter(|_| node.has_place()));
        set(vm, "_attributes", attributes);
        // In patterns and type parameters the end has to be given.
        if node.has_place() && !matches!(node.name, "pattern" | "type_param") {
            set(vm, "end_lineno", Value::NONE);
            set(vm, "end_col_offset", Value::NONE);
        }
    }
    let meta = vm.class(kinds::TYPE).value();
    let name = vm.new_str(node.name).value();
    let bases = vm.new_tuple(&[base]).value();
    let cls = vm.call(meta, &[name, bases, dict.value()])?;
    // The types of fields may be classes that are made later: they are filled in when all are there.
    if !node.is_sum() {
        let types = vm.new_dict().value();
        let name = vm.intern("_field_types");
        vm.set_attr(cls, name, types)?;
        let name = vm.intern("__annotations__");
        vm.set_attr(cls, name, types)?;
    }
    Ok(cls)
}

/// The class or annotation that a field's values are of.
fn field_type(vm: &mut Vm, field: Field) -> R {
    let class = |vm: &mut Vm, kind| vm.class(kind).value();
    let typ = match field.typ {
        "identifier" | "string" => class(vm, kinds::STR),
        "int" => class(vm, kinds::INT),
        "constant" => class(vm, kinds::OBJECT),
        name => {
            let classes = Classes::get(vm)?;
            let i = NODES.iter().position(|n| n.name == name).unwrap_or(0);
            classes.to_ref().as_slice()[i]
        }
    };
    match field.quantity {
        Quantity::One => Ok(typ),
        Quantity::Optional => vm.binary_op(BinaryOp::Or, typ, Value::NONE),
        Quantity::Many | Quantity::ManyOptional => {
            let list = class(vm, kinds::LIST);
            vm.new_generic_alias(list, typ)
        }
    }
}

/// Fills in the types of all fields.
fn fill_field_types(vm: &mut Vm) -> R<()> {
    let classes = Classes::get(vm)?;
    let key = vm.intern("_field_types");
    for (i, node) in NODES.iter().enumerate() {
        let cls = classes.to_ref().as_slice()[i];
        let Some(types) = vm.get_attr_opt(cls, key)?.and_then(|t| t.cast::<Dict>()) else { continue };
        for field in node.fields() {
            let typ = field_type(vm, field)?;
            let name = vm.intern(field.name);
            types.set_str(vm, name, typ);
        }
    }
    Ok(())
}

fn names_of(vm: &mut Vm, this: Value, name: &str) -> R<Vec<String>> {
    let cls = vm.class_of(this).value();
    let name = vm.intern(name);
    let Some(fields) = vm.get_attr_opt(cls, name)? else {
        let text = format!("type object 'ast.AST' has no attribute '{}'", name.to_display());
        return Err(vm.raise(kinds::ATTRIBUTE_ERROR, text));
    };
    let mut names = Vec::new();
    for &field in vm.collect_values(fields)?.iter() {
        names.push(vm.str(field)?.to_display());
    }
    Ok(names)
}

#[native]
impl Ast {
    #[name("AST")]
    fn __init__(vm: &mut Vm, this: Value, args: &Args<'_>) -> R<()> {
        let cls = vm.class_of(this);
        let class_name = cls.name.get().to_display();
        let fields = names_of(vm, this, "_fields")?;
        if args.pos.len() > fields.len() {
            let n = fields.len();
            let s = if n == 1 { "" } else { "s" };
            return Err(
                vm.type_error(format!("{class_name} constructor takes at most {n} positional argument{s}"))
            );
        }
        let mut missing: Vec<&str> = fields.iter().skip(args.pos.len()).map(String::as_str).collect();
        for (name, &value) in fields.iter().zip(args.pos) {
            let name = vm.intern(name);
            vm.set_attr(this, name, value)?;
        }
        for (&key, &value) in args.kw_names.iter().zip(args.kw_values) {
            let name = vm.str(key)?.to_display();
            if let Some(i) = fields.iter().position(|f| *f == name) {
                if i < args.pos.len() {
                    return Err(
                        vm.type_error(format!("{class_name} got multiple values for argument '{name}'"))
                    );
                }
                missing.retain(|m| *m != name);
            } else if !names_of(vm, this, "_attributes")?.contains(&name) {
                vm.warn(
                    kinds::DEPRECATION_WARNING,
                    &format!(
                        "{class_name}.__init__ got an unexpected keyword argument '{name}'. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
                    ),
                )?;
            }
            let name = vm.intern(&name);
            vm.set_attr(this, name, value)?;
        }
        if !missing.is_empty() {
            set_defaults(vm, this, cls, &class_name, &missing)?;
        }
        Ok(())
    }

    fn __repr__(vm: &mut Vm, this: Value) -> R<String> {
        repr(vm, this, 3)
    }

    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Value) -> R<Gc<Tuple>> {
        let cls = vm.class_of(this).value();
        let dict = vm.instance_dict(this).map_or(Value::NONE, |d| d.value());
        let fields = names_of(vm, this, "_fields")?;
        let mut args = Values::new();
        // Positional arguments stand for the fields, so that making the object again warns of nothing.
        for name in &fields {
            let name = vm.intern(name);
            match dict.cast::<Dict>().and_then(|d| d.get_str(vm, name)) {
                Some(_) => args.push(&mut vm.heap, Value::NONE),
                None => break,
            }
        }
        let args = vm.new_tuple(&args).value();
        Ok(vm.new_tuple(&[cls, args, dict]))
    }

    /// A copy of the node with other values for some fields.
    #[sig("($self, /, **fields)")]
    fn __replace__(vm: &mut Vm, this: Value, fields: Value) -> R {
        let cls = vm.class_of(this);
        let class_name = cls.name.get().to_display();
        let names = names_of(vm, this, "_fields")?;
        let attributes = names_of(vm, this, "_attributes")?;
        let given = vm.new_dict();
        for name in names.iter().chain(&attributes) {
            let key = vm.intern(name);
            if let Some(value) = vm.instance_dict(this).and_then(|own| own.get_str(vm, key)) {
                given.set_str(vm, key, value);
            }
        }
        let mut at = 0;
        while let Some((i, key, value)) = fields.cast::<Dict>().and_then(|fields| fields.next_entry(at)) {
            at = i + 1;
            let name = vm.str(key)?.to_display();
            if !names.contains(&name) && !attributes.contains(&name) {
                let shown = vm.repr(key)?.to_display();
                return Err(vm.type_error(format!(
                    "{class_name}.__replace__ got an unexpected keyword argument {shown}."
                )));
            }
            given.set_item(vm, key, value)?;
        }
        let mut missing = Vec::new();
        for name in &names {
            let key = vm.intern(name);
            if given.get_str(vm, key).is_none() && vm.type_lookup(cls, key).is_none() {
                missing.push(format!("'{name}'"));
            }
        }
        if !missing.is_empty() {
            let (n, s) = (missing.len(), if missing.len() == 1 { "" } else { "s" });
            let missing = missing.join(", ");
            return Err(vm.type_error(format!(
                "{class_name}.__replace__ missing {n} keyword argument{s}: {missing}."
            )));
        }
        let (kw_names, kw_values) = vm.dict_to_keywords(given)?;
        vm.call_args(cls.value(), &Args { pos: &[], kw_names: &kw_names, kw_values: &kw_values })
    }
}

/// What fields get that were not given: nothing, an empty list, `Load()`, or a warning.
fn set_defaults(vm: &mut Vm, this: Value, cls: Gc<Type>, class_name: &str, missing: &[&str]) -> R<()> {
    let key = vm.intern("_field_types");
    let Some(types) = vm.get_attr_opt(cls.value(), key)?.and_then(|t| t.cast::<Dict>()) else {
        return Ok(());
    };
    let classes = Classes::get(vm)?;
    let context = NODES.iter().position(|n| n.name == "expr_context").unwrap_or(0);
    let context = classes.to_ref().as_slice()[context];
    for name in missing {
        let key = vm.intern(name);
        let Some(typ) = types.get_str(vm, key) else {
            // What is no str names itself with quotes.
            let shown = if name.starts_with("b'") { (*name).to_owned() } else { format!("'{name}'") };
            vm.warn(
                kinds::DEPRECATION_WARNING,
                &format!(
                    "Field {shown} is missing from {class_name}._field_types. This will become an error in Python 3.15."
                ),
            )?;
            continue;
        };
        if typ.is_kind(kinds::UNION) {
            continue;
        }
        if typ.is_kind(kinds::GENERIC_ALIAS) {
            let list = vm.new_list(&[]).value();
            vm.set_attr(this, key, list)?;
        } else if typ == context {
            let load =
                Classes::singletons(vm)?.to_ref().as_slice()[taipan_grammar::nodes::NodeKind::Load as usize];
            vm.set_attr(this, key, load)?;
        } else {
            vm.warn(
                kinds::DEPRECATION_WARNING,
                &format!(
                    "{class_name}.__init__ missing 1 required positional argument: '{name}'. This will become an error in Python 3.15."
                ),
            )?;
        }
    }
    Ok(())
}

/// A short representation: to a depth, and of lists the first and last item.
fn repr(vm: &mut Vm, this: Value, depth: usize) -> R<String> {
    let cls = vm.class_of(this);
    let name = cls.name.get().to_display();
    if depth == 0 {
        return Ok(format!("{name}(...)"));
    }
    vm.check_stack(" during  ast_repr_max_depth")?;
    repr_fields(vm, this, &name, depth)
}

fn repr_fields(vm: &mut Vm, this: Value, name: &str, depth: usize) -> R<String> {
    let mut parts = Vec::new();
    for field in names_of(vm, this, "_fields")? {
        let key = vm.intern(&field);
        let value = vm.get_attr(this, key)?;
        let items = match (vm.as_list(value), vm.as_tuple(value)) {
            (Some(list), _) => Some((list.to_ref().as_slice().to_vec(), '[', ']')),
            (_, Some(tuple)) => Some((tuple.to_ref().as_slice().to_vec(), '(', ')')),
            _ => None,
        };
        let text = match items {
            Some((items, open, close)) => {
                let mut shown = Vec::new();
                if let Some(&first) = items.first() {
                    shown.push(repr_value(vm, first, depth)?);
                }
                if items.len() > 2 {
                    shown.push("...".to_owned());
                }
                if items.len() > 1 {
                    shown.push(repr_value(vm, items[items.len() - 1], depth)?);
                }
                format!("{open}{}{close}", shown.join(", "))
            }
            None => repr_value(vm, value, depth)?,
        };
        parts.push(format!("{field}={text}"));
    }
    Ok(format!("{name}({})", parts.join(", ")))
}

fn repr_value(vm: &mut Vm, value: Value, depth: usize) -> R<String> {
    let ast = vm.class(Ast::TYPE.id);
    if vm.is_subtype(vm.class_of(value), ast) {
        return repr(vm, value, depth - 1);
    }
    let text = vm.repr(value)?.to_display();
    if vm.as_str(value).is_some() || vm.bytes_of(value).is_some() {
        let n = text.chars().count();
        if n > 120 {
            let quote = text.chars().next_back().unwrap_or('\'');
            let head: String = text.chars().take(120).collect();
            return Ok(format!("{head}...{quote}"));
        }
    }
    Ok(text)
}
