//! Patterns of `match` statements.

use super::*;

/// A pattern.
pub type Pat<'a> = &'a Pattern<'a>;

/// An item of a mapping pattern.
#[derive(Clone, Copy, Debug)]
pub enum MappingItem<'a> {
    /// `key: pattern`
    Item(E<'a>, Pat<'a>),
    /// `**rest`
    Rest(&'a str),
}

/// What a capture pattern binds: nothing where it is `_`.
fn bound(name: &str) -> Option<&str> {
    (name != "_").then_some(name)
}

impl<'a> Builder<'a, '_> {
    fn pattern(&self, l: Place, kind: PatternKind<'a>, r: Place) -> Pat<'a> {
        self.alloc(Pattern { kind, span: span(l, r) })
    }

    /// `*name`
    pub fn star_pattern(&self, l: Place, w: Word, r: Place) -> Pat<'a> {
        self.pattern(l, PatternKind::MatchStar(bound(self.identifier(w))), r)
    }

    /// `[a, b]`, with any brackets or none
    pub fn sequence_pattern(&self, l: Place, items: &[Pat<'a>], r: Place) -> Pat<'a> {
        self.pattern(l, PatternKind::MatchSequence(self.refs(items)), r)
    }

    /// `pattern as name`
    pub fn as_pattern(&self, l: Place, pattern: Pat<'a>, w: Word, r: Place) -> Checked<Pat<'a>> {
        match bound(self.identifier(w)) {
            None => refuse(),
            name => Ok(self.pattern(l, PatternKind::MatchAs { pattern: Some(pattern), name }, r)),
        }
    }

    /// `a | b`
    pub fn or_pattern(&self, l: Place, items: Vec<Pat<'a>>, r: Place) -> Pat<'a> {
        self.pattern(l, PatternKind::MatchOr(self.refs(&items)), r)
    }

    /// A literal.
    pub fn literal_pattern(&self, l: Place, e: E<'a>, r: Place) -> Pat<'a> {
        let kind = match e.kind {
            ExprKind::Constant {
                value: value @ (Constant::None | Constant::True | Constant::False), ..
            } => PatternKind::MatchSingleton(value),
            _ => PatternKind::MatchValue(e),
        };
        self.pattern(l, kind, r)
    }

    /// `a.b`
    pub fn value_pattern(&self, l: Place, e: E<'a>, r: Place) -> Pat<'a> {
        self.pattern(l, PatternKind::MatchValue(e), r)
    }

    /// A name, or `_`.
    pub fn capture_pattern(&self, l: Place, w: Word, r: Place) -> Pat<'a> {
        let name = bound(self.identifier(w));
        self.pattern(l, PatternKind::MatchAs { pattern: None, name }, r)
    }

    /// `left + right`, where the right one must be imaginary.
    pub fn complex(&self, l: Place, left: E<'a>, op: Operator, right: E<'a>, r: Place) -> Checked<E<'a>> {
        let number = if let ExprKind::UnaryOp { operand, .. } = left.kind { operand } else { left };
        if let ExprKind::Constant { value: Constant::Complex(_), .. } = number.kind {
            return refuse();
        }
        match right.kind {
            ExprKind::Constant { value: Constant::Complex(_), .. } => {
                Ok(self.expr(l, ExprKind::BinOp { left, op, right }, r))
            }
            _ => refuse(),
        }
    }

    /// `Class(a, name=b)`
    pub fn class_pattern(
        &self,
        l: Place,
        cls: E<'a>,
        items: Vec<(Option<&'a str>, Pat<'a>)>,
        r: Place,
    ) -> Checked<Pat<'a>> {
        let (mut patterns, mut kwd_attrs, mut kwd_patterns) = (Vec::new(), Vec::new(), Vec::new());
        for (name, pattern) in items {
            match name {
                Some(name) => {
                    kwd_attrs.push(name);
                    kwd_patterns.push(pattern);
                }
                None if kwd_attrs.is_empty() => patterns.push(pattern),
                None => return refuse(),
            }
        }
        let kind = PatternKind::MatchClass {
            cls,
            patterns: self.refs(&patterns),
            kwd_attrs: self.copy(&kwd_attrs),
            kwd_patterns: self.refs(&kwd_patterns),
        };
        Ok(self.pattern(l, kind, r))
    }

    /// `{key: pattern, **rest}`
    pub fn mapping_pattern(&self, l: Place, items: Vec<MappingItem<'a>>, r: Place) -> Checked<Pat<'a>> {
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        for item in items {
            if rest.is_some() {
                return refuse();
            }
            match item {
                MappingItem::Rest("_") => return refuse(),
                MappingItem::Rest(name) => rest = Some(name),
                MappingItem::Item(key, pattern) => {
                    keys.push(key);
                    patterns.push(pattern);
                }
            }
        }
        let kind = PatternKind::MatchMapping { keys: self.refs(&keys), patterns: self.refs(&patterns), rest };
        Ok(self.pattern(l, kind, r))
    }
}
