//! Which special methods fill a slot, and the shapes of the slots.

/// What a slot's function is given (after the Vm).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The object itself, converted to the type that the function wants.
    This,
    /// A value that is converted.
    Key,
    /// A value that is passed on as it is (`Option` takes UNBOUND apart).
    Value,
    /// A `Gc<Str>`.
    Name,
    /// A `Gc<Type>`.
    Class,
    /// A `CompareOp`.
    Op,
    /// An `i64`.
    Count,
    /// An `i32`.
    Flags,
    /// An `&Args`.
    Args,
}

/// What a slot's function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// Whatever can be made a value.
    Value,
    /// A fresh object, perhaps to become a subclass's instance.
    New,
    /// `R<i64>`
    Hash,
    /// `R<bool>`
    Truth,
    /// `R<usize>`
    Length,
    /// `R<()>`
    Nothing,
    /// `R<Option<Value>>`
    Next,
    /// `R<Buffer>`
    Buffer,
}

/// A slot.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The field of `Slots`.
    pub field: String,
    /// The parameters after `vm`.
    pub given: &'static [Given],
    /// The result.
    pub gives: Gives,
}

/// The slot that the special method fills, if it is one that does.
pub fn slot(name: &str) -> Option<Slot> {
    use Given::{Args, Class, Count, Flags, Key, Name, Op, This, Value};
    let bare = name.strip_prefix("__")?.strip_suffix("__")?;
    let (given, gives): (&'static [Given], Gives) = match bare {
        "repr" | "str" | "iter" | "neg" | "pos" | "abs" | "invert" | "int" | "float" | "index" | "await"
        | "aiter" | "anext" => (&[This], Gives::Value),
        "hash" => (&[This], Gives::Hash),
        "bool" => (&[This], Gives::Truth),
        "len" => (&[This], Gives::Length),
        "del" => (&[This], Gives::Nothing),
        "next" => (&[This], Gives::Next),
        "call" => (&[This, Args], Gives::Value),
        "init" => (&[This, Args], Gives::Nothing),
        "new" => (&[Class, Args], Gives::New),
        "getattribute" => (&[This, Name], Gives::Value),
        "setattr" => (&[This, Name, Value], Gives::Nothing),
        "get" => (&[This, Value, Value], Gives::Value),
        "set" => (&[This, Value, Value], Gives::Nothing),
        "richcmp" => (&[This, Value, Op], Gives::Value),
        "getitem" => (&[This, Key], Gives::Value),
        "setitem" => (&[This, Value, Value], Gives::Nothing),
        "contains" => (&[This, Value], Gives::Truth),
        "concat" | "iconcat" => (&[This, Value], Gives::Value),
        "repeat" | "irepeat" => (&[This, Count], Gives::Value),
        "pow" | "ipow" => (&[Value, Value, Value], Gives::Value),
        "buffer" => (&[This, Flags], Gives::Buffer),
        "release_buffer" => (&[This, Value], Gives::Nothing),
        "divmod" => (&[Value, Value], Gives::Value),
        _ if is_operator(bare) || bare.strip_prefix('i').is_some_and(is_operator) => {
            (&[Value, Value], Gives::Value)
        }
        _ => return None,
    };
    let field = match bare {
        "getattribute" => "slot_getattr".into(),
        "richcmp" => "slot_compare".into(),
        "iconcat" => "slot_inplace_concat".into(),
        "irepeat" => "slot_inplace_repeat".into(),
        _ => format!("slot_{bare}"),
    };
    Some(Slot { field, given, gives })
}

/// What to write instead of a special method that fills no slot of its own.
pub fn advice(name: &str) -> Option<&'static str> {
    let bare = name.strip_prefix("__")?.strip_suffix("__")?;
    Some(match bare {
        "eq" | "ne" | "lt" | "le" | "gt" | "ge" => {
            "comparisons are one function: `__richcmp__(vm, this, other, op)`"
        }
        "delitem" => "`__setitem__` deletes when its value is UNBOUND",
        "delattr" => "`__setattr__` deletes when its value is UNBOUND",
        "delete" => "`__set__` deletes when its value is UNBOUND",
        "rpow" | "rdivmod" => "the plain operator's function is called for reflected operands too",
        _ if bare.strip_prefix('r').is_some_and(is_operator) => {
            "the plain operator's function is called for reflected operands too"
        }
        _ => "it fills no slot: give it a `#[sig(\"($self, ...)\")]`, or a name without underscores",
    })
}

fn is_operator(bare: &str) -> bool {
    matches!(
        bare,
        "add"
            | "sub"
            | "mul"
            | "matmul"
            | "truediv"
            | "floordiv"
            | "mod"
            | "lshift"
            | "rshift"
            | "and"
            | "xor"
            | "or"
    )
}
