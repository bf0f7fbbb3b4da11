//! The syntax tree, node for node that of Python's `ast` module. Nodes live in an arena.

/// Where a node stands: lines counted from 1, columns in bytes of UTF-8.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    /// `lineno`
    pub line: u32,
    /// `col_offset`
    pub column: u32,
    /// `end_lineno`
    pub end_line: u32,
    /// `end_col_offset`
    pub end_column: u32,
}

/// A module, or what else can be parsed.
#[derive(Clone, Copy, Debug)]
pub enum Mod<'a> {
    /// A file.
    Module {
        /// The statements.
        body: &'a [Stmt<'a>],
    },
    /// One interactive statement.
    Interactive {
        /// The statements.
        body: &'a [Stmt<'a>],
    },
    /// An expression alone.
    Expression {
        /// It.
        body: &'a Expr<'a>,
    },
    /// A signature type comment.
    FunctionType {
        /// The parameters' types.
        argtypes: &'a [Expr<'a>],
        /// The result's.
        returns: &'a Expr<'a>,
    },
}

/// A statement.
#[derive(Clone, Copy, Debug)]
pub struct Stmt<'a> {
    /// What it is.
    pub kind: StmtKind<'a>,
    /// Where it stands.
    pub span: Span,
}

/// A function definition, async or not.
#[derive(Clone, Copy, Debug)]
pub struct FunctionDef<'a> {
    /// Its name.
    pub name: &'a str,
    /// The parameters.
    pub args: &'a Arguments<'a>,
    /// The body.
    pub body: &'a [Stmt<'a>],
    /// The decorators.
    pub decorators: &'a [Expr<'a>],
    /// The annotation of the result.
    pub returns: Option<&'a Expr<'a>>,
    /// The type parameters.
    pub type_params: &'a [TypeParam<'a>],
}

/// A class definition.
#[derive(Clone, Copy, Debug)]
pub struct ClassDef<'a> {
    /// Its name.
    pub name: &'a str,
    /// The bases.
    pub bases: &'a [Expr<'a>],
    /// The keywords.
    pub keywords: &'a [Keyword<'a>],
    /// The body.
    pub body: &'a [Stmt<'a>],
    /// The decorators.
    pub decorators: &'a [Expr<'a>],
    /// The type parameters.
    pub type_params: &'a [TypeParam<'a>],
}

/// A `for` loop.
#[derive(Clone, Copy, Debug)]
pub struct For<'a> {
    /// The target.
    pub target: &'a Expr<'a>,
    /// What is iterated.
    pub iter: &'a Expr<'a>,
    /// The body.
    pub body: &'a [Stmt<'a>],
    /// The `else` clause.
    pub orelse: &'a [Stmt<'a>],
}

/// A `try` statement.
#[derive(Clone, Copy, Debug)]
pub struct Try<'a> {
    /// The body.
    pub body: &'a [Stmt<'a>],
    /// The handlers.
    pub handlers: &'a [ExceptHandler<'a>],
    /// The `else` clause.
    pub orelse: &'a [Stmt<'a>],
    /// The `finally` clause.
    pub finalbody: &'a [Stmt<'a>],
}

/// The kinds of statements.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub enum StmtKind<'a> {
    FunctionDef(&'a FunctionDef<'a>),
    AsyncFunctionDef(&'a FunctionDef<'a>),
    ClassDef(&'a ClassDef<'a>),
    Return(Option<&'a Expr<'a>>),
    Delete(&'a [Expr<'a>]),
    Assign { targets: &'a [Expr<'a>], value: &'a Expr<'a> },
    TypeAlias { name: &'a Expr<'a>, type_params: &'a [TypeParam<'a>], value: &'a Expr<'a> },
    AugAssign { target: &'a Expr<'a>, op: Operator, value: &'a Expr<'a> },
    AnnAssign { target: &'a Expr<'a>, annotation: &'a Expr<'a>, value: Option<&'a Expr<'a>>, simple: bool },
    For(&'a For<'a>),
    AsyncFor(&'a For<'a>),
    While { test: &'a Expr<'a>, body: &'a [Stmt<'a>], orelse: &'a [Stmt<'a>] },
    If { test: &'a Expr<'a>, body: &'a [Stmt<'a>], orelse: &'a [Stmt<'a>] },
    With { items: &'a [WithItem<'a>], body: &'a [Stmt<'a>] },
    AsyncWith { items: &'a [WithItem<'a>], body: &'a [Stmt<'a>] },
    Match { subject: &'a Expr<'a>, cases: &'a [MatchCase<'a>] },
    Raise { exc: Option<&'a Expr<'a>>, cause: Option<&'a Expr<'a>> },
    Try(&'a Try<'a>),
    TryStar(&'a Try<'a>),
    Assert { test: &'a Expr<'a>, msg: Option<&'a Expr<'a>> },
    Import(&'a [Alias<'a>]),
    ImportFrom { module: Option<&'a str>, names: &'a [Alias<'a>], level: u32 },
    Global(&'a [&'a str]),
    Nonlocal(&'a [&'a str]),
    Expr(&'a Expr<'a>),
    Pass,
    Break,
    Continue,
}

/// An expression.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    /// What it is.
    pub kind: ExprKind<'a>,
    /// Where it stands.
    pub span: Span,
}

/// Whether a name, attribute, ... is read, stored or deleted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as in Python's ast")]
pub enum Context {
    Load,
    Store,
    Del,
}

/// The kinds of expressions.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub enum ExprKind<'a> {
    BoolOp {
        op: BoolOp,
        values: &'a [Expr<'a>],
    },
    NamedExpr {
        target: &'a Expr<'a>,
        value: &'a Expr<'a>,
    },
    BinOp {
        left: &'a Expr<'a>,
        op: Operator,
        right: &'a Expr<'a>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: &'a Expr<'a>,
    },
    Lambda {
        args: &'a Arguments<'a>,
        body: &'a Expr<'a>,
    },
    IfExp {
        test: &'a Expr<'a>,
        body: &'a Expr<'a>,
        orelse: &'a Expr<'a>,
    },
    /// `None` among the keys: `**value`.
    Dict {
        keys: &'a [Option<Expr<'a>>],
        values: &'a [Expr<'a>],
    },
    Set {
        elts: &'a [Expr<'a>],
    },
    ListComp {
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    SetComp {
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    DictComp {
        key: &'a Expr<'a>,
        value: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    GeneratorExp {
        elt: &'a Expr<'a>,
        generators: &'a [Comprehension<'a>],
    },
    Await(&'a Expr<'a>),
    Yield(Option<&'a Expr<'a>>),
    YieldFrom(&'a Expr<'a>),
    Compare {
        left: &'a Expr<'a>,
        ops: &'a [CmpOp],
        comparators: &'a [Expr<'a>],
    },
    Call {
        func: &'a Expr<'a>,
        args: &'a [Expr<'a>],
        keywords: &'a [Keyword<'a>],
    },
    /// `conversion`: -1 none, else the letter `s`, `r` or `a`.
    FormattedValue {
        value: &'a Expr<'a>,
        conversion: i32,
        format_spec: Option<&'a Expr<'a>>,
    },
    /// `str`: the expression's text.
    Interpolation {
        value: &'a Expr<'a>,
        text: Constant<'a>,
        conversion: i32,
        format_spec: Option<&'a Expr<'a>>,
    },
    JoinedStr {
        values: &'a [Expr<'a>],
    },
    TemplateStr {
        values: &'a [Expr<'a>],
    },
    /// `kind_u`: written with the prefix `u`.
    Constant {
        value: Constant<'a>,
        kind_u: bool,
    },
    Attribute {
        value: &'a Expr<'a>,
        attr: &'a str,
        ctx: Context,
    },
    Subscript {
        value: &'a Expr<'a>,
        slice: &'a Expr<'a>,
        ctx: Context,
    },
    Starred {
        value: &'a Expr<'a>,
        ctx: Context,
    },
    Name {
        id: &'a str,
        ctx: Context,
    },
    List {
        elts: &'a [Expr<'a>],
        ctx: Context,
    },
    Tuple {
        elts: &'a [Expr<'a>],
        ctx: Context,
    },
    Slice {
        lower: Option<&'a Expr<'a>>,
        upper: Option<&'a Expr<'a>>,
        step: Option<&'a Expr<'a>>,
    },
}

/// A constant of the source.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Constant<'a> {
    /// `None`
    None,
    /// `True`
    True,
    /// `False`
    False,
    /// `...`
    Ellipsis,
    /// An int that fits.
    Int(i64),
    /// A larger int: its digits without underscores and prefix, and the base.
    BigInt {
        /// The digits.
        digits: &'a str,
        /// 2, 8, 10 or 16.
        radix: u32,
    },
    /// A float.
    Float(f64),
    /// An imaginary number.
    Complex(f64),
    /// A string in WTF-8.
    Str(&'a [u8]),
    /// A byte string.
    Bytes(&'a [u8]),
    /// Below zero and too large for [`Constant::Int`]: the magnitude's hexadecimal digits. As all that follow, it stands in
    /// no source, but may in trees that programs make.
    NegativeInt(&'a str),
    /// A real and an imaginary part.
    FullComplex(f64, f64),
    /// A tuple.
    Tuple(&'a [Constant<'a>]),
    /// A frozenset.
    FrozenSet(&'a [Constant<'a>]),
}

/// `and`, `or`
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as in Python's ast")]
pub enum BoolOp {
    And,
    Or,
}

/// The binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as in Python's ast")]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

/// The unary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as in Python's ast")]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

/// The comparisons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "named as in Python's ast")]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

/// A `for` clause of a comprehension.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub struct Comprehension<'a> {
    pub target: &'a Expr<'a>,
    pub iter: &'a Expr<'a>,
    pub ifs: &'a [Expr<'a>],
    pub is_async: bool,
}

/// An `except` clause.
#[derive(Clone, Copy, Debug)]
pub struct ExceptHandler<'a> {
    /// The type.
    pub typ: Option<&'a Expr<'a>>,
    /// The name.
    pub name: Option<&'a str>,
    /// The body.
    pub body: &'a [Stmt<'a>],
    /// Where it stands.
    pub span: Span,
}

/// The parameters of a function.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub struct Arguments<'a> {
    pub posonlyargs: &'a [Arg<'a>],
    pub args: &'a [Arg<'a>],
    pub vararg: Option<&'a Arg<'a>>,
    pub kwonlyargs: &'a [Arg<'a>],
    /// `None`: required.
    pub kw_defaults: &'a [Option<Expr<'a>>],
    pub kwarg: Option<&'a Arg<'a>>,
    pub defaults: &'a [Expr<'a>],
}

/// A parameter.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub struct Arg<'a> {
    pub arg: &'a str,
    pub annotation: Option<&'a Expr<'a>>,
    pub span: Span,
}

/// A keyword argument; without a name: `**value`.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub struct Keyword<'a> {
    pub arg: Option<&'a str>,
    pub value: &'a Expr<'a>,
    pub span: Span,
}

/// An imported name.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub struct Alias<'a> {
    pub name: &'a str,
    pub asname: Option<&'a str>,
    pub span: Span,
}

/// An item of a `with` statement.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub struct WithItem<'a> {
    pub context_expr: &'a Expr<'a>,
    pub optional_vars: Option<&'a Expr<'a>>,
}

/// A `case` of a `match` statement.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub struct MatchCase<'a> {
    pub pattern: &'a Pattern<'a>,
    pub guard: Option<&'a Expr<'a>>,
    pub body: &'a [Stmt<'a>],
}

/// A pattern.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'a> {
    /// What it is.
    pub kind: PatternKind<'a>,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of patterns.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub enum PatternKind<'a> {
    MatchValue(&'a Expr<'a>),
    MatchSingleton(Constant<'a>),
    MatchSequence(&'a [Pattern<'a>]),
    MatchMapping {
        keys: &'a [Expr<'a>],
        patterns: &'a [Pattern<'a>],
        rest: Option<&'a str>,
    },
    MatchClass {
        cls: &'a Expr<'a>,
        patterns: &'a [Pattern<'a>],
        kwd_attrs: &'a [&'a str],
        kwd_patterns: &'a [Pattern<'a>],
    },
    MatchStar(Option<&'a str>),
    MatchAs {
        pattern: Option<&'a Pattern<'a>>,
        name: Option<&'a str>,
    },
    MatchOr(&'a [Pattern<'a>]),
}

/// A type parameter.
#[derive(Clone, Copy, Debug)]
pub struct TypeParam<'a> {
    /// What it is.
    pub kind: TypeParamKind<'a>,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of type parameters.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "fields named as in Python's ast")]
pub enum TypeParamKind<'a> {
    TypeVar { name: &'a str, bound: Option<&'a Expr<'a>>, default_value: Option<&'a Expr<'a>> },
    ParamSpec { name: &'a str, default_value: Option<&'a Expr<'a>> },
    TypeVarTuple { name: &'a str, default_value: Option<&'a Expr<'a>> },
}

impl<'a> TypeParam<'a> {
    /// Its name.
    pub fn name(&self) -> &'a str {
        match self.kind {
            TypeParamKind::TypeVar { name, .. }
            | TypeParamKind::ParamSpec { name, .. }
            | TypeParamKind::TypeVarTuple { name, .. } => name,
        }
    }
}
