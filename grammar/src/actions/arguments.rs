//! Arguments of calls, parameters of functions, type parameters.

use super::*;

/// Positional and keyword arguments.
pub type CallArguments<'a> = (&'a [Expr<'a>], &'a [Keyword<'a>]);

/// What stands between the commas of a parameter list.
#[derive(Clone, Copy, Debug)]
pub enum Param<'a> {
    /// `/`
    Slash,
    /// `*`
    Bare,
    /// A parameter and its default value.
    Plain(&'a Arg<'a>, Option<E<'a>>),
    /// `*args`
    Star(&'a Arg<'a>),
    /// `**kwargs`
    Keywords(&'a Arg<'a>),
}

impl<'a> Builder<'a, '_> {
    // --- calls ---------------------------------------------------------------------------------------------------

    /// Where the arguments of a call begin.
    pub fn argument_mark(&self) -> (u32, u32) {
        (self.exprs.len() as u32, self.keywords.len() as u32)
    }

    /// `value`
    pub fn positional(&mut self, e: E<'a>) {
        self.exprs.push(e);
    }

    /// `*value`
    pub fn star_argument(&mut self, l: Place, e: E<'a>, r: Place) {
        let e = self.starred(l, e, r);
        self.exprs.push(e);
    }

    /// `name=value`
    pub fn keyword(&mut self, l: Place, w: Word, value: E<'a>, r: Place) {
        let arg = Some(self.identifier(w));
        self.keywords.push(Keyword { arg, value, span: span(l, r) });
    }

    /// `**value`
    pub fn star_star_argument(&mut self, l: Place, value: E<'a>, r: Place) {
        self.keywords.push(Keyword { arg: None, value, span: span(l, r) });
    }

    /// All arguments, if their order is right.
    pub fn arguments(&mut self, (args, keywords): (u32, u32)) -> Checked<CallArguments<'a>> {
        let keywords_from = keywords as usize;
        let keywords = self.copy(&self.keywords[keywords_from..]);
        self.keywords.truncate(keywords_from);
        let args = self.taken(args);
        if let (Some(first), Some(_)) = (keywords.first(), args.last()) {
            let unpacking = keywords.iter().find(|k| k.arg.is_none());
            let before = |a: Span, b: Span| (a.line, a.column) < (b.line, b.column);
            for arg in args {
                let starred = matches!(arg.kind, ExprKind::Starred { .. });
                if !starred && before(first.span, arg.span)
                    || starred && unpacking.is_some_and(|k| before(k.span, arg.span))
                {
                    return refuse();
                }
            }
        }
        Ok((args, keywords))
    }

    /// A generator that is the only argument does without parentheses of its own.
    pub fn generator_argument(&mut self, l: Place, elt: E<'a>, clauses: u32, r: Place) -> CallArguments<'a> {
        let e = self.generator(l, elt, clauses, r);
        (self.refs(&[e]), &[])
    }

    // --- parameters ----------------------------------------------------------------------------------------------

    /// A parameter.
    pub fn arg(&self, l: Place, w: Word, annotation: Option<E<'a>>, r: Place) -> &'a Arg<'a> {
        self.alloc(Arg { arg: self.identifier(w), annotation, span: span(l, r) })
    }

    /// A parameter list, if its order is right.
    pub(super) fn parameters(&self, params: &[Param<'a>]) -> Checked<&'a Arguments<'a>> {
        let (mut posonly, mut args, mut kwonly) = (Vec::new(), Vec::new(), Vec::new());
        let (mut defaults, mut kw_defaults) = (Vec::new(), Vec::new());
        let (mut vararg, mut kwarg) = (None, None);
        let (mut star, mut slash) = (false, false);
        for (i, param) in params.iter().enumerate() {
            if kwarg.is_some() {
                return refuse();
            }
            match *param {
                Param::Slash => {
                    if slash || star || args.is_empty() {
                        return refuse();
                    }
                    slash = true;
                    posonly = std::mem::take(&mut args);
                }
                Param::Bare => {
                    if star || !matches!(params.get(i + 1), Some(Param::Plain(..))) {
                        return refuse();
                    }
                    star = true;
                }
                Param::Star(arg) => {
                    if star {
                        return refuse();
                    }
                    star = true;
                    vararg = Some(arg);
                }
                Param::Keywords(arg) => kwarg = Some(arg),
                Param::Plain(arg, default) if star => {
                    kwonly.push(arg);
                    kw_defaults.push(default.copied());
                }
                Param::Plain(arg, default) => {
                    if default.is_none() && !defaults.is_empty() {
                        return refuse();
                    }
                    defaults.extend(default);
                    args.push(arg);
                }
            }
        }
        Ok(self.alloc(Arguments {
            posonlyargs: self.refs(&posonly),
            args: self.refs(&args),
            vararg,
            kwonlyargs: self.refs(&kwonly),
            kw_defaults: self.copy(&kw_defaults),
            kwarg,
            defaults: self.refs(&defaults),
        }))
    }

    // --- type parameters -----------------------------------------------------------------------------------------

    fn type_param(&self, l: Place, kind: TypeParamKind<'a>, r: Place) -> &'a TypeParam<'a> {
        self.alloc(TypeParam { kind, span: span(l, r) })
    }

    /// `T: bound = default`
    pub fn type_var(
        &self,
        l: Place,
        w: Word,
        bound: Option<E<'a>>,
        default_value: Option<E<'a>>,
        r: Place,
    ) -> &'a TypeParam<'a> {
        self.type_param(l, TypeParamKind::TypeVar { name: self.identifier(w), bound, default_value }, r)
    }

    /// `*Ts = default`
    pub fn type_var_tuple(
        &self,
        l: Place,
        w: Word,
        default_value: Option<E<'a>>,
        r: Place,
    ) -> &'a TypeParam<'a> {
        self.type_param(l, TypeParamKind::TypeVarTuple { name: self.identifier(w), default_value }, r)
    }

    /// `**P = default`
    pub fn param_spec(&self, l: Place, w: Word, default_value: Option<E<'a>>, r: Place) -> &'a TypeParam<'a> {
        self.type_param(l, TypeParamKind::ParamSpec { name: self.identifier(w), default_value }, r)
    }
}
