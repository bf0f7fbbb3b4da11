//! What the second look keeps of a text: which tokens a node has, and what it would be called.

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Other,
    /// What a repetition found.
    List_,
    Args,
    Kwargs,
    Keyword,
    DoubleStarred,
    In,
    Field,
    Attribute,
    Subscript,
    Starred,
    Name,
    List,
    Tuple,
    Lambda,
    Call,
    BoolOp,
    BinOp,
    UnaryOp,
    GeneratorExp,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    JoinedStr,
    TemplateStr,
    Literal,
    None,
    True,
    False,
    Ellipsis,
    Compare,
    IfExp,
    NamedExpr,
}

const NAMES: [(Kind, &str, &str); 36] = [
    (Kind::Other, "Other", "expression"),
    (Kind::Args, "Args", "expression"),
    (Kind::Kwargs, "Kwargs", "expression"),
    (Kind::Keyword, "Keyword", "expression"),
    (Kind::DoubleStarred, "DoubleStarred", "expression"),
    (Kind::In, "In", "expression"),
    (Kind::Field, "Field", "expression"),
    (Kind::Attribute, "Attribute", "attribute"),
    (Kind::Subscript, "Subscript", "subscript"),
    (Kind::Starred, "Starred", "starred"),
    (Kind::Name, "Name", "name"),
    (Kind::List, "List", "list"),
    (Kind::Tuple, "Tuple", "tuple"),
    (Kind::Lambda, "Lambda", "lambda"),
    (Kind::Call, "Call", "function call"),
    (Kind::BoolOp, "BoolOp", "expression"),
    (Kind::BinOp, "BinOp", "expression"),
    (Kind::UnaryOp, "UnaryOp", "expression"),
    (Kind::GeneratorExp, "GeneratorExp", "generator expression"),
    (Kind::Yield, "Yield", "yield expression"),
    (Kind::Await, "Await", "await expression"),
    (Kind::ListComp, "ListComp", "list comprehension"),
    (Kind::SetComp, "SetComp", "set comprehension"),
    (Kind::DictComp, "DictComp", "dict comprehension"),
    (Kind::Dict, "Dict", "dict literal"),
    (Kind::Set, "Set", "set display"),
    (Kind::JoinedStr, "JoinedStr", "f-string expression"),
    (Kind::TemplateStr, "TemplateStr", "t-string expression"),
    (Kind::Literal, "Literal", "literal"),
    (Kind::None, "None", "None"),
    (Kind::True, "True", "True"),
    (Kind::False, "False", "False"),
    (Kind::Ellipsis, "Ellipsis", "ellipsis"),
    (Kind::Compare, "Compare", "comparison"),
    (Kind::IfExp, "IfExp", "conditional expression"),
    (Kind::NamedExpr, "NamedExpr", "named expression"),
];

impl Kind {
    /// The kind that the grammar writes so.
    pub fn of(word: &str) -> Kind {
        let row = NAMES.iter().find(|row| row.1 == word);
        row.unwrap_or_else(|| panic!("there is no kind {word}")).0
    }

    /// What messages call it.
    pub fn called(self) -> &'static str {
        NAMES.iter().find(|row| row.0 == self).map_or("expression", |row| row.2)
    }
}

/// A node, a token or nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    Nothing,
    Token(u32),
    Node(u32),
}

/// A node: its tokens, from the first to the last, and what its action wanted.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub kind: Kind,
    pub first: u32,
    pub last: u32,
    pub parts: (u32, u32),
}
