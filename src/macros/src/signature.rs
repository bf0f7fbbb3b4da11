//! Python signatures as text, e.g. `($self, value, /, start=0, *, key=None)`.

/// The runtime binds so many, in place.
const PARAMS_MAX: usize = 32;

/// A default that can be put in place of an argument that was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    /// `None`
    None,
    /// `True` or `False`
    Bool(bool),
    /// A number that fits.
    Int(i32),
    /// Anything else: the function itself must know what it means.
    Other,
}

/// A parameter.
#[derive(Debug, PartialEq, Eq)]
pub struct Param {
    /// Its name, without `$` or stars.
    pub name: String,
    /// Its default, where it has one.
    pub default: Option<Literal>,
    /// Its place among the values that the function gets.
    pub bound_idx: usize,
    /// Counted from 1, `$self` not counted (and 0 itself).
    pub position: u8,
    /// Can it only be given by position?
    pub posonly: bool,
}

/// A signature that was understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// All parameters as written, `*args` and `**kwargs` among them.
    pub params: Vec<Param>,
    /// The named ones, in order.
    pub names: Vec<String>,
    /// How many are positional-only.
    pub n_posonly: u8,
    /// How many can be given by position.
    pub n_pos: u8,
    /// How many of those must be given.
    pub n_required: u8,
    /// Bit `i`: keyword-only parameter `i` must be given.
    pub required_kwonly: u32,
    /// Is there a `*args`?
    pub varargs: bool,
    /// Is there a `**kwargs`?
    pub varkw: bool,
    /// Does it begin with `$self` or the like (`$module` is not bound, and does not count)?
    pub has_self: bool,
}

impl Signature {
    /// How many values the function gets.
    pub fn n_bound(&self) -> usize {
        self.names.len() + usize::from(self.varargs) + usize::from(self.varkw)
    }

    /// Reads a signature's text.
    pub fn parse(text: &str) -> Result<Signature, String> {
        let inner = text
            .strip_prefix('(')
            .and_then(|t| t.strip_suffix(')'))
            .ok_or("a signature is written in parentheses: \"($self, value, start=0, /)\"")?;
        let mut sig = Signature::default();
        let (mut star, mut slash, mut optional) = (false, false, false);
        // Where the catch-all parameters stand among those written.
        let (mut varargs_at, mut varkw_at) = (None, None);
        let items = split(inner)?;
        for (i, &item) in items.iter().enumerate() {
            if sig.varkw {
                return Err(format!("`{item}` follows `**`, which must be last"));
            }
            if item == "/" {
                if slash || star || i == 0 {
                    return Err("`/` stands once, after a parameter and before any `*`".into());
                }
                slash = true;
                sig.n_posonly = count(sig.names.len())?;
            } else if let Some(name) = item.strip_prefix("**") {
                varkw_at = Some(sig.params.len());
                sig.varkw = true;
                sig.push(identifier(name)?, None);
            } else if let Some(name) = item.strip_prefix('*') {
                if star {
                    return Err("`*` stands only once".into());
                }
                star = true;
                if !name.is_empty() {
                    varargs_at = Some(sig.params.len());
                    sig.varargs = true;
                    sig.push(identifier(name)?, None);
                } else if items.get(i + 1).is_none_or(|next| next.starts_with('*')) {
                    return Err("a bare `*` must be followed by a keyword-only parameter".into());
                }
            } else if let Some(name) = item.strip_prefix('$') {
                if i != 0 {
                    return Err(format!("`{item}` must be first"));
                }
                if name != "module" {
                    sig.has_self = true;
                    sig.named(identifier(name)?, None)?;
                    sig.n_pos = 1;
                    sig.n_required = 1;
                    sig.n_posonly = 1;
                }
            } else {
                let (name, default) = match item.split_once('=') {
                    Some((name, default)) => (name.trim(), Some(default.trim())),
                    None => (item, None),
                };
                if default == Some("") {
                    return Err(format!("`{name}=` has no default"));
                }
                sig.named(identifier(name)?, default.map(literal))?;
                if star {
                    if default.is_none() {
                        let bit = sig.names.len() - 1 - usize::from(sig.n_pos);
                        let bit = u32::try_from(bit).ok().and_then(|bit| 1u32.checked_shl(bit));
                        sig.required_kwonly |= bit.ok_or("too many keyword-only parameters")?;
                    }
                } else {
                    sig.n_pos = count(sig.names.len())?;
                    if default.is_none() {
                        if optional {
                            return Err(format!("`{name}` has no default, but the parameter before it has"));
                        }
                        sig.n_required = sig.n_pos;
                    } else {
                        optional = true;
                    }
                }
            }
        }
        if sig.n_bound() > PARAMS_MAX {
            return Err(format!("a native function has at most {PARAMS_MAX} parameters"));
        }
        sig.number(varargs_at, varkw_at);
        Ok(sig)
    }

    fn named(&mut self, name: String, default: Option<Literal>) -> Result<(), String> {
        if self.names.contains(&name) {
            return Err(format!("two parameters are called `{name}`"));
        }
        self.names.push(name.clone());
        self.push(name, default);
        Ok(())
    }

    fn push(&mut self, name: String, default: Option<Literal>) {
        self.params.push(Param { name, default, bound_idx: 0, position: 0, posonly: false });
    }

    /// Numbers the parameters: named ones, then the tuple of `*args`, then the dict of `**kwargs`.
    fn number(&mut self, varargs_at: Option<usize>, varkw_at: Option<usize>) {
        let n_named = self.names.len();
        let mut named_idx = 0;
        for (i, param) in self.params.iter_mut().enumerate() {
            param.bound_idx = if Some(i) == varargs_at {
                n_named
            } else if Some(i) == varkw_at {
                n_named + usize::from(self.varargs)
            } else {
                param.posonly = named_idx < usize::from(self.n_posonly);
                named_idx += 1;
                named_idx - 1
            };
            // Fits: there are at most `PARAMS_MAX`.
            param.position = (param.bound_idx + 1 - usize::from(self.has_self)) as u8;
        }
    }
}

/// The parts between commas, those inside of brackets and strings not counted.
fn split(text: &str) -> Result<Vec<&str>, String> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut quote, mut escaped) = (0i32, 0, None, false);
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(q), _) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(text[start..i].trim());
                start = i + 1;
            }
            (None, _) => {}
        }
    }
    if depth != 0 || quote.is_some() {
        return Err("brackets or quotes of the signature do not match".into());
    }
    let last = text[start..].trim();
    if !last.is_empty() {
        parts.push(last);
    }
    if parts.contains(&"") {
        return Err("a parameter is missing between two commas".into());
    }
    Ok(parts)
}

fn identifier(name: &str) -> Result<String, String> {
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    if starts && chars.all(|c| c.is_alphanumeric() || c == '_') {
        Ok(name.to_owned())
    } else {
        Err(format!("`{name}` is not a parameter's name"))
    }
}

fn literal(text: &str) -> Literal {
    match text {
        "None" => Literal::None,
        "True" => Literal::Bool(true),
        "False" => Literal::Bool(false),
        _ => text.parse().map_or(Literal::Other, Literal::Int),
    }
}

fn count(n: usize) -> Result<u8, String> {
    u8::try_from(n).map_err(|_| "too many parameters".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_at_once() {
        let sig = Signature::parse("($self, object, /, start=0, *args, key=None, must, **kwargs)").unwrap();
        assert_eq!(sig.names, ["self", "object", "start", "key", "must"]);
        assert_eq!((sig.n_posonly, sig.n_pos, sig.n_required), (2, 3, 2));
        assert_eq!(sig.required_kwonly, 0b10);
        assert!(sig.varargs && sig.varkw && sig.has_self);
        assert_eq!(sig.n_bound(), 7);
        let order: Vec<_> = sig.params.iter().map(|p| (p.name.as_str(), p.bound_idx, p.position)).collect();
        assert_eq!(
            order,
            [
                ("self", 0, 0),
                ("object", 1, 1),
                ("start", 2, 2),
                ("args", 5, 5),
                ("key", 3, 3),
                ("must", 4, 4),
                ("kwargs", 6, 6)
            ]
        );
    }

    #[test]
    fn defaults() {
        let sig = Signature::parse("(a=-1, b='x, y', c=(1, 2), d=True, e=3000000000)").unwrap();
        let defaults: Vec<_> = sig.params.iter().map(|p| p.default.unwrap()).collect();
        assert_eq!(
            defaults,
            [Literal::Int(-1), Literal::Other, Literal::Other, Literal::Bool(true), Literal::Other]
        );
        assert_eq!((sig.n_pos, sig.n_required, sig.n_posonly), (5, 0, 0));
    }

    #[test]
    fn self_is_positional_only_and_module_is_not_bound() {
        assert_eq!(Signature::parse("($self, x)").unwrap().n_posonly, 1);
        let sig = Signature::parse("($module, x, /)").unwrap();
        assert_eq!((sig.names.len(), sig.n_posonly, sig.has_self), (1, 1, false));
        assert_eq!(sig.params[0].position, 1);
        assert_eq!(Signature::parse("()").unwrap().n_bound(), 0);
        assert_eq!(Signature::parse("($self, /)").unwrap().n_posonly, 1);
        assert_eq!(Signature::parse("($module, /)").unwrap().n_bound(), 0);
    }

    #[test]
    fn mistakes() {
        for text in [
            "x",
            "(x",
            "(x,,y)",
            "(a=1, b)",
            "(*)",
            "(*, **kw)",
            "(*a, *b)",
            "(**k, a)",
            "(/)",
            "(a, $self)",
            "(a, a)",
            "(1a)",
            "(a=)",
            "(a, /, b, /)",
            "(*, a, /)",
            "(a='x)",
        ] {
            assert!(Signature::parse(text).is_err(), "{text}");
        }
        let names: Vec<_> = (0..=PARAMS_MAX).map(|i| format!("p{i}")).collect();
        assert!(Signature::parse(&format!("({})", names.join(", "))).is_err());
        assert!(Signature::parse(&format!("({})", names[1..].join(", "))).is_ok());
    }
}
