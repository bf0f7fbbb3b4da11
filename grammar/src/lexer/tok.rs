//! The words of the language, found by logos. What depends on what stood before (lines, indentation, brackets, the
//! insides of strings) is put on top of them by the layer above.

use logos::Logos;

/// What a token is, in full.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug)]
#[logos(skip r"[ \t\x0c]+")]
pub enum Tok {
    /// A line's end.
    #[regex(r"\r\n|\n|\r")]
    LineEnd,
    /// What is not looked at.
    #[regex(r"#[^\r\n]*", allow_greedy = true)]
    Comment,
    /// A backslash at the end of a line.
    #[regex(r"\\(\r\n|\n|\r)")]
    Continuation,
    #[regex(r"[a-zA-Z_\u{80}-\u{10ffff}][a-zA-Z0-9_\u{80}-\u{10ffff}]*")]
    Name,
    /// A number, if nothing is stuck to its end.
    #[regex(r"0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+")]
    #[regex(r"([0-9](_?[0-9])*(\.([0-9](_?[0-9])*)?)?|\.[0-9](_?[0-9])*)([eE][+\-]?[0-9](_?[0-9])*)?[jJ]?")]
    Number,
    /// The prefix of a string and its first quote, then the whole string.
    #[regex(r#"([rRuUbB]|[bB][rR]|[rR][bB])?["']"#)]
    String,
    /// The same of a formatted or template string.
    #[regex(r#"([fFtT]|[fFtT][rR]|[rR][fFtT])["']"#)]
    FormattedString,
    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    #[token("yield")]
    Yield,
    #[token("**=")]
    StarStarEqual,
    #[token("//=")]
    SlashSlashEqual,
    #[token(">>=")]
    RightShiftEqual,
    #[token("<<=")]
    LeftShiftEqual,
    #[token("...")]
    Ellipsis,
    #[token("**")]
    StarStar,
    #[token("//")]
    SlashSlash,
    #[token(">>")]
    RightShift,
    #[token("<<")]
    LeftShift,
    #[token("->")]
    Arrow,
    #[token(":=")]
    ColonEqual,
    #[token("<>")]
    LessGreater,
    #[token("==")]
    EqualEqual,
    #[token("!=")]
    NotEqual,
    #[token("<=")]
    LessEqual,
    #[token(">=")]
    GreaterEqual,
    #[token("+=")]
    PlusEqual,
    #[token("-=")]
    MinusEqual,
    #[token("*=")]
    StarEqual,
    #[token("/=")]
    SlashEqual,
    #[token("%=")]
    PercentEqual,
    #[token("&=")]
    AmpEqual,
    #[token("|=")]
    BarEqual,
    #[token("^=")]
    CaretEqual,
    #[token("@=")]
    AtEqual,
    #[token("(")]
    LeftParen,
    #[token(")")]
    RightParen,
    #[token("[")]
    LeftBracket,
    #[token("]")]
    RightBracket,
    #[token("{")]
    LeftBrace,
    #[token("}")]
    RightBrace,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token(";")]
    Semicolon,
    #[token(".")]
    Dot,
    #[token("=")]
    Equal,
    #[token("<")]
    Less,
    #[token(">")]
    Greater,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("%")]
    Percent,
    #[token("&")]
    Amp,
    #[token("|")]
    Bar,
    #[token("^")]
    Caret,
    #[token("~")]
    Tilde,
    #[token("@")]
    At,
    #[token("!")]
    Exclamation,
    // What only the layers above make.
    /// The end of a logical line.
    Newline,
    /// The start of a block.
    Indent,
    /// The end of a block.
    Dedent,
    /// The end of the source.
    End,
    /// `is not`
    IsNot,
    /// `not in`
    NotIn,
    /// `match` where it is a keyword.
    Match,
    /// `case` where it is a keyword.
    Case,
    /// `type` where it is a keyword.
    Type,
    /// `with` whose items stand in parentheses.
    WithItems,
    /// What is to be read: a file.
    StartFile,
    /// One interactive statement.
    StartSingle,
    /// An expression.
    StartEval,
    /// A signature type comment.
    StartFuncType,
    /// The expression of a replacement field.
    StartField,
}

impl Tok {
    /// Is it one of the reserved words?
    pub fn is_keyword(self) -> bool {
        (Tok::False as u8..=Tok::Yield as u8).contains(&(self as u8))
    }
}
