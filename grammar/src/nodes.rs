//! The kinds of nodes as Python's `ast` module names them, with their fields: the table from which trees are printed and
//! made into Python objects.

/// How often a field's value stands in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// Once.
    One,
    /// Once or not at all (`?`).
    Optional,
    /// Any number of times, in a list (`*`).
    Many,
    /// In a list where some may be missing (`?*`).
    ManyOptional,
}

/// A field of a node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The type in the abstract grammar: a sum or node, `identifier`, `string`, `int` or `constant`.
    pub typ: &'static str,
    /// How often.
    pub quantity: Quantity,
}

/// A kind of node, or a sum of several.
#[derive(Clone, Copy, Debug)]
pub struct NodeType {
    /// The name of the class.
    pub name: &'static str,
    /// The name of the base class.
    pub base: &'static str,
    /// The fields as the abstract grammar writes them.
    pub text: &'static str,
}

impl NodeType {
    /// The fields.
    pub fn fields(&self) -> impl Iterator<Item = Field> + use<> {
        self.text.split(", ").filter(|f| !f.is_empty()).map(|field| {
            let (typ, name) = field.split_once(' ').unwrap_or((field, ""));
            let (typ, quantity) = if let Some(typ) = typ.strip_suffix("?*") {
                (typ, Quantity::ManyOptional)
            } else if let Some(typ) = typ.strip_suffix('?') {
                (typ, Quantity::Optional)
            } else if let Some(typ) = typ.strip_suffix('*') {
                (typ, Quantity::Many)
            } else {
                (typ, Quantity::One)
            };
            Field { name, typ, quantity }
        })
    }

    /// Is it a sum: a base class of nodes?
    pub fn is_sum(&self) -> bool {
        self.base == "AST" && NODES.iter().any(|n| n.base == self.name)
    }

    /// Do its nodes know where they stand?
    pub fn has_place(&self) -> bool {
        let of = if self.base == "AST" { self.name } else { self.base };
        matches!(
            of,
            "stmt" | "expr" | "excepthandler" | "arg" | "keyword" | "alias" | "pattern" | "type_param"
        )
    }
}

macro_rules! nodes {
    ($($id:ident = $name:literal, $base:literal, $text:literal;)*) => {
        /// The number of a kind of node: its place in [`NODES`].
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[expect(missing_docs, reason = "named as in Python's ast")]
        #[repr(u8)]
        pub enum NodeKind { $($id),* }

        static KINDS: &[NodeKind] = &[$(NodeKind::$id),*];

        /// All kinds of nodes, each base before what is derived from it.
        pub static NODES: &[NodeType] = &[$(NodeType { name: $name, base: $base, text: $text }),*];
    };
}

nodes! {
    ModSum = "mod", "AST", "";
    Module = "Module", "mod", "stmt* body, type_ignore* type_ignores";
    Interactive = "Interactive", "mod", "stmt* body";
    Expression = "Expression", "mod", "expr body";
    FunctionType = "FunctionType", "mod", "expr* argtypes, expr returns";
    StmtSum = "stmt", "AST", "";
    FunctionDef = "FunctionDef", "stmt", "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params";
    AsyncFunctionDef = "AsyncFunctionDef", "stmt", "identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params";
    ClassDef = "ClassDef", "stmt", "identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params";
    Return = "Return", "stmt", "expr? value";
    Delete = "Delete", "stmt", "expr* targets";
    Assign = "Assign", "stmt", "expr* targets, expr value, string? type_comment";
    TypeAlias = "TypeAlias", "stmt", "expr name, type_param* type_params, expr value";
    AugAssign = "AugAssign", "stmt", "expr target, operator op, expr value";
    AnnAssign = "AnnAssign", "stmt", "expr target, expr annotation, expr? value, int simple";
    For = "For", "stmt", "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment";
    AsyncFor = "AsyncFor", "stmt", "expr target, expr iter, stmt* body, stmt* orelse, string? type_comment";
    While = "While", "stmt", "expr test, stmt* body, stmt* orelse";
    If = "If", "stmt", "expr test, stmt* body, stmt* orelse";
    With = "With", "stmt", "withitem* items, stmt* body, string? type_comment";
    AsyncWith = "AsyncWith", "stmt", "withitem* items, stmt* body, string? type_comment";
    Match = "Match", "stmt", "expr subject, match_case* cases";
    Raise = "Raise", "stmt", "expr? exc, expr? cause";
    Try = "Try", "stmt", "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody";
    TryStar = "TryStar", "stmt", "stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody";
    Assert = "Assert", "stmt", "expr test, expr? msg";
    Import = "Import", "stmt", "alias* names";
    ImportFrom = "ImportFrom", "stmt", "identifier? module, alias* names, int? level";
    Global = "Global", "stmt", "identifier* names";
    Nonlocal = "Nonlocal", "stmt", "identifier* names";
    Expr = "Expr", "stmt", "expr value";
    Pass = "Pass", "stmt", "";
    Break = "Break", "stmt", "";
    Continue = "Continue", "stmt", "";
    ExprSum = "expr", "AST", "";
    BoolOp = "BoolOp", "expr", "boolop op, expr* values";
    NamedExpr = "NamedExpr", "expr", "expr target, expr value";
    BinOp = "BinOp", "expr", "expr left, operator op, expr right";
    UnaryOp = "UnaryOp", "expr", "unaryop op, expr operand";
    Lambda = "Lambda", "expr", "arguments args, expr body";
    IfExp = "IfExp", "expr", "expr test, expr body, expr orelse";
    Dict = "Dict", "expr", "expr?* keys, expr* values";
    Set = "Set", "expr", "expr* elts";
    ListComp = "ListComp", "expr", "expr elt, comprehension* generators";
    SetComp = "SetComp", "expr", "expr elt, comprehension* generators";
    DictComp = "DictComp", "expr", "expr key, expr value, comprehension* generators";
    GeneratorExp = "GeneratorExp", "expr", "expr elt, comprehension* generators";
    Await = "Await", "expr", "expr value";
    Yield = "Yield", "expr", "expr? value";
    YieldFrom = "YieldFrom", "expr", "expr value";
    Compare = "Compare", "expr", "expr left, cmpop* ops, expr* comparators";
    Call = "Call", "expr", "expr func, expr* args, keyword* keywords";
    FormattedValue = "FormattedValue", "expr", "expr value, int conversion, expr? format_spec";
    Interpolation = "Interpolation", "expr", "expr value, constant str, int conversion, expr? format_spec";
    JoinedStr = "JoinedStr", "expr", "expr* values";
    TemplateStr = "TemplateStr", "expr", "expr* values";
    Constant = "Constant", "expr", "constant value, string? kind";
    Attribute = "Attribute", "expr", "expr value, identifier attr, expr_context ctx";
    Subscript = "Subscript", "expr", "expr value, expr slice, expr_context ctx";
    Starred = "Starred", "expr", "expr value, expr_context ctx";
    Name = "Name", "expr", "identifier id, expr_context ctx";
    List = "List", "expr", "expr* elts, expr_context ctx";
    Tuple = "Tuple", "expr", "expr* elts, expr_context ctx";
    Slice = "Slice", "expr", "expr? lower, expr? upper, expr? step";
    ContextSum = "expr_context", "AST", "";
    Load = "Load", "expr_context", "";
    Store = "Store", "expr_context", "";
    Del = "Del", "expr_context", "";
    BoolOpSum = "boolop", "AST", "";
    And = "And", "boolop", "";
    Or = "Or", "boolop", "";
    OperatorSum = "operator", "AST", "";
    Add = "Add", "operator", "";
    Sub = "Sub", "operator", "";
    Mult = "Mult", "operator", "";
    MatMult = "MatMult", "operator", "";
    Div = "Div", "operator", "";
    Mod = "Mod", "operator", "";
    Pow = "Pow", "operator", "";
    LShift = "LShift", "operator", "";
    RShift = "RShift", "operator", "";
    BitOr = "BitOr", "operator", "";
    BitXor = "BitXor", "operator", "";
    BitAnd = "BitAnd", "operator", "";
    FloorDiv = "FloorDiv", "operator", "";
    UnaryOpSum = "unaryop", "AST", "";
    Invert = "Invert", "unaryop", "";
    Not = "Not", "unaryop", "";
    UAdd = "UAdd", "unaryop", "";
    USub = "USub", "unaryop", "";
    CmpOpSum = "cmpop", "AST", "";
    Eq = "Eq", "cmpop", "";
    NotEq = "NotEq", "cmpop", "";
    Lt = "Lt", "cmpop", "";
    LtE = "LtE", "cmpop", "";
    Gt = "Gt", "cmpop", "";
    GtE = "GtE", "cmpop", "";
    Is = "Is", "cmpop", "";
    IsNot = "IsNot", "cmpop", "";
    In = "In", "cmpop", "";
    NotIn = "NotIn", "cmpop", "";
    Comprehension = "comprehension", "AST", "expr target, expr iter, expr* ifs, int is_async";
    ExceptHandlerSum = "excepthandler", "AST", "";
    ExceptHandler = "ExceptHandler", "excepthandler", "expr? type, identifier? name, stmt* body";
    Arguments = "arguments", "AST", "arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults";
    Arg = "arg", "AST", "identifier arg, expr? annotation, string? type_comment";
    Keyword = "keyword", "AST", "identifier? arg, expr value";
    Alias = "alias", "AST", "identifier name, identifier? asname";
    WithItem = "withitem", "AST", "expr context_expr, expr? optional_vars";
    MatchCase = "match_case", "AST", "pattern pattern, expr? guard, stmt* body";
    PatternSum = "pattern", "AST", "";
    MatchValue = "MatchValue", "pattern", "expr value";
    MatchSingleton = "MatchSingleton", "pattern", "constant value";
    MatchSequence = "MatchSequence", "pattern", "pattern* patterns";
    MatchMapping = "MatchMapping", "pattern", "expr* keys, pattern* patterns, identifier? rest";
    MatchClass = "MatchClass", "pattern", "expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns";
    MatchStar = "MatchStar", "pattern", "identifier? name";
    MatchAs = "MatchAs", "pattern", "pattern? pattern, identifier? name";
    MatchOr = "MatchOr", "pattern", "pattern* patterns";
    TypeIgnoreSum = "type_ignore", "AST", "";
    TypeIgnore = "TypeIgnore", "type_ignore", "int lineno, string tag";
    TypeParamSum = "type_param", "AST", "";
    TypeVar = "TypeVar", "type_param", "identifier name, expr? bound, expr? default_value";
    ParamSpec = "ParamSpec", "type_param", "identifier name, expr? default_value";
    TypeVarTuple = "TypeVarTuple", "type_param", "identifier name, expr? default_value";
}

impl NodeKind {
    /// The kind with a number.
    pub fn from_number(i: usize) -> Option<NodeKind> {
        KINDS.get(i).copied()
    }

    /// Its row of the table.
    pub fn info(self) -> &'static NodeType {
        &NODES[self as usize]
    }
}
