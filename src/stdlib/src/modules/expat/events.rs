//! What the machine tells of a document, and what can be wrong with one.

/// What can be wrong, by expat's numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Code {
    Syntax = 2,
    NoElements = 3,
    InvalidToken = 4,
    UnclosedToken = 5,
    TagMismatch = 7,
    DuplicateAttribute = 8,
    JunkAfterDocElement = 9,
    ParamEntityRef = 10,
    UndefinedEntity = 11,
    RecursiveEntityRef = 12,
    AsyncEntity = 13,
    BadCharRef = 14,
    BinaryEntityRef = 15,
    AttributeExternalEntityRef = 16,
    MisplacedXmlPi = 17,
    UnclosedCdataSection = 20,
    NotStandalone = 22,
    UnboundPrefix = 27,
    UndeclaringPrefix = 28,
    XmlDecl = 30,
    TextDecl = 31,
    ReservedPrefixXml = 38,
    ReservedPrefixXmlns = 39,
    ReservedNamespaceUri = 40,
    Amplification = 43,
}

/// An error, at an offset of the source that is being read.
pub type Fault = (Code, usize);

/// What a token lets happen.
#[derive(Debug)]
pub enum Event {
    /// `<?xml ...?>`
    XmlDecl { version: Option<String>, encoding: Option<String>, standalone: i32 },
    /// `<!DOCTYPE`
    StartDoctype { name: String, system: Option<String>, public: Option<String>, internal: bool },
    /// The end of that.
    EndDoctype,
    /// A namespace begins to have a prefix.
    StartNamespace(Option<String>, Option<String>),
    /// It has it no longer.
    EndNamespace(Option<String>),
    /// A start tag: attributes in order, of which so many were written.
    Start { name: String, attributes: Vec<(String, String)>, written: usize },
    /// An end tag.
    End(String),
    /// Characters.
    Text(String),
    /// A processing instruction.
    Instruction(String, String),
    /// A comment.
    Comment(String),
    /// `<![CDATA[`
    StartCdata,
    /// `]]>`
    EndCdata,
    /// An element's content was declared.
    Element(String, Model),
    /// An attribute was declared.
    Attribute { element: String, name: String, kind: String, default: Option<String>, required: bool },
    /// An entity was declared.
    Entity(EntityDecl),
    /// A notation was declared.
    Notation { name: String, system: Option<String>, public: Option<String> },
    /// The document needs more than itself.
    /// With whether what may be elsewhere has been read.
    NotStandalone(bool),
    /// An entity that is not known, or not read.
    Skipped(String, bool),
    /// An entity that stands elsewhere; `None` is the document type's.
    External { context: Option<String>, system: Option<String>, public: Option<String> },
    /// What only a default handler sees.
    Other,
    /// What follows stands at the end of what was read. Not handed out.
    AtEnd,
}

/// An entity that was declared.
#[derive(Debug)]
pub struct EntityDecl {
    pub name: String,
    pub parameter: bool,
    pub value: Option<String>,
    pub system: Option<String>,
    pub public: Option<String>,
    pub notation: Option<String>,
}

/// What an element may hold: kind, quantifier, name, parts.
#[derive(Debug, Clone)]
pub struct Model {
    pub kind: i64,
    pub quantifier: i64,
    pub name: Option<String>,
    pub parts: Vec<Model>,
}
