//! Expressions.

use super::*;

/// A part of a run of comparisons and boolean operators.
#[derive(Clone, Copy)]
pub(super) enum RunItem<'a> {
    Not(Place),
    Operand(E<'a>, Place, Place),
    Compare(CmpOp),
    Bool(BoolOp),
}

/// A part of a run of binary operators.
#[derive(Clone, Copy)]
pub(super) enum TermItem<'a> {
    Operand(E<'a>, Place, Place),
    Op(Operator),
}

/// An operand and where it stands, parentheses included.
type Located<'a> = (E<'a>, Place, Place);

/// How tightly a binary operator binds; `**` is apart.
fn precedence(op: Operator) -> u8 {
    match op {
        Operator::BitOr => 1,
        Operator::BitXor => 2,
        Operator::BitAnd => 3,
        Operator::LShift | Operator::RShift => 4,
        Operator::Add | Operator::Sub => 5,
        Operator::Mult | Operator::MatMult | Operator::Div | Operator::Mod | Operator::FloorDiv => 6,
        Operator::Pow => 7,
    }
}

impl<'a> Builder<'a, '_> {
    /// A node.
    pub fn expr(&self, l: Place, kind: ExprKind<'a>, r: Place) -> E<'a> {
        self.alloc(Expr { kind, span: span(l, r) })
    }

    /// A constant.
    pub fn constant(&self, l: Place, value: Constant<'a>, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Constant { value, kind_u: false }, r)
    }

    /// A number.
    pub fn number(&self, l: Place, w: Word, r: Place) -> Checked<E<'a>> {
        let text = &self.lines().source[w.start as usize..w.end as usize];
        match crate::number::parse(self.literals.arena(), text, self.lines().int_digits_max) {
            Ok(value) => Ok(self.constant(l, value, r)),
            Err(_) => refuse(),
        }
    }

    /// A name that is read.
    pub fn name(&self, l: Place, w: Word, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Name { id: self.identifier(w), ctx: Context::Load }, r)
    }

    /// A name that is stored.
    pub fn name_store(&self, l: Place, w: Word, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Name { id: self.identifier(w), ctx: Context::Store }, r)
    }

    /// `name := value`
    pub fn named(&self, l: Place, target: E<'a>, value: E<'a>, r: Place) -> E<'a> {
        self.expr(l, ExprKind::NamedExpr { target, value }, r)
    }

    /// `*value`
    pub fn starred(&self, l: Place, value: E<'a>, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Starred { value, ctx: Context::Load }, r)
    }

    /// `value.name`
    pub fn attribute(&self, l: Place, value: E<'a>, w: Word, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Attribute { value, attr: self.identifier(w), ctx: Context::Load }, r)
    }

    /// `func(...)`
    pub fn call(&self, l: Place, func: E<'a>, (args, keywords): CallArguments<'a>, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Call { func, args, keywords }, r)
    }

    /// `value[slice]`
    pub fn subscript(&self, l: Place, value: E<'a>, slice: E<'a>, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Subscript { value, slice, ctx: Context::Load }, r)
    }

    /// `lower:upper:step`
    pub fn slice(
        &self,
        l: Place,
        lower: Option<E<'a>>,
        upper: Option<E<'a>>,
        step: Option<E<'a>>,
        r: Place,
    ) -> E<'a> {
        self.expr(l, ExprKind::Slice { lower, upper, step }, r)
    }

    /// `body if test else orelse`
    pub fn if_exp(&self, l: Place, body: E<'a>, test: E<'a>, orelse: E<'a>, r: Place) -> E<'a> {
        self.expr(l, ExprKind::IfExp { test, body, orelse }, r)
    }

    /// `lambda ...: body`
    pub fn lambda(&self, l: Place, params: Vec<Param<'a>>, body: E<'a>, r: Place) -> Checked<E<'a>> {
        let args = self.parameters(&params)?;
        Ok(self.expr(l, ExprKind::Lambda { args, body }, r))
    }

    // --- operators -----------------------------------------------------------------------------------------------

    /// `-operand`
    pub fn unary(&self, l: Place, op: UnaryOp, operand: E<'a>, r: Place) -> E<'a> {
        self.expr(l, ExprKind::UnaryOp { op, operand }, r)
    }

    /// `left ** right`
    pub fn power(&self, l: Place, left: E<'a>, right: E<'a>, r: Place) -> E<'a> {
        self.expr(l, ExprKind::BinOp { left, op: Operator::Pow, right }, r)
    }

    /// An operand of a run of binary operators.
    pub fn term(&mut self, l: Place, e: E<'a>, r: Place) -> u32 {
        self.terms.push(TermItem::Operand(e, l, r));
        self.terms.len() as u32 - 1
    }

    /// An operator of it.
    pub fn binary_op(&mut self, op: Operator) {
        self.terms.push(TermItem::Op(op));
    }

    /// The tree of a run of binary operators.
    pub fn binary(&mut self, run: u32) -> E<'a> {
        let mut at = run as usize;
        let (e, ..) = self.climb(&mut at, 0);
        self.terms.truncate(run as usize);
        e
    }

    /// What binds at least as tightly as `min` from `at` on.
    fn climb(&self, at: &mut usize, min: u8) -> Located<'a> {
        let TermItem::Operand(mut left, l, mut r) = self.terms[*at] else {
            unreachable!("operands and operators alternate");
        };
        *at += 1;
        while let Some(&TermItem::Op(op)) = self.terms.get(*at) {
            let level = precedence(op);
            if level < min {
                break;
            }
            *at += 1;
            let (right, _, end) = self.climb(at, level + 1);
            left = self.expr(l, ExprKind::BinOp { left, op, right }, end);
            r = end;
        }
        (left, l, r)
    }

    /// `not` in a run of comparisons and boolean operators.
    pub fn not(&mut self, l: Place) -> u32 {
        self.run.push(RunItem::Not(l));
        self.run.len() as u32 - 1
    }

    /// An operand of it.
    pub fn operand(&mut self, l: Place, e: E<'a>, r: Place) -> u32 {
        self.run.push(RunItem::Operand(e, l, r));
        self.run.len() as u32 - 1
    }

    /// A comparison's operator.
    pub fn compare_op(&mut self, op: CmpOp) {
        self.run.push(RunItem::Compare(op));
    }

    /// `and` or `or`.
    pub fn bool_op(&mut self, op: BoolOp) {
        self.run.push(RunItem::Bool(op));
    }

    /// The tree of a run of comparisons and boolean operators.
    pub fn test(&mut self, run: u32) -> Checked<E<'a>> {
        let mut at = run as usize;
        let (e, ..) = self.bool_run(&mut at, BoolOp::Or)?;
        // `a == not b`: what is left has no place.
        if at != self.run.len() {
            return refuse();
        }
        self.run.truncate(run as usize);
        Ok(e)
    }

    fn bool_run(&mut self, at: &mut usize, op: BoolOp) -> Checked<Located<'a>> {
        let operand = |this: &mut Self, at: &mut usize| match op {
            BoolOp::Or => this.bool_run(at, BoolOp::And),
            BoolOp::And => this.inversion(at),
        };
        let (e, l, mut r) = operand(self, at)?;
        if !self.at_bool(*at, op) {
            return Ok((e, l, r));
        }
        let values = self.first(e);
        while self.at_bool(*at, op) {
            *at += 1;
            let (e, _, end) = operand(self, at)?;
            self.exprs.push(e);
            r = end;
        }
        let values = self.taken(values);
        Ok((self.expr(l, ExprKind::BoolOp { op, values }, r), l, r))
    }

    fn at_bool(&self, at: usize, op: BoolOp) -> bool {
        matches!(self.run.get(at), Some(RunItem::Bool(o)) if *o == op)
    }

    fn inversion(&mut self, at: &mut usize) -> Checked<Located<'a>> {
        let first = *at;
        while let Some(RunItem::Not(_)) = self.run.get(*at) {
            *at += 1;
        }
        let behind = *at;
        let (mut e, mut l, r) = self.comparison(at)?;
        for i in (first..behind).rev() {
            if let RunItem::Not(place) = self.run[i] {
                e = self.unary(place, UnaryOp::Not, e, r);
                l = place;
            }
        }
        Ok((e, l, r))
    }

    fn comparison(&mut self, at: &mut usize) -> Checked<Located<'a>> {
        let Some(&RunItem::Operand(left, l, mut r)) = self.run.get(*at) else {
            return refuse();
        };
        *at += 1;
        let first = *at;
        let mut n = 0;
        while let Some(RunItem::Compare(_)) = self.run.get(*at) {
            let Some(&RunItem::Operand(_, _, end)) = self.run.get(*at + 1) else {
                return refuse();
            };
            r = end;
            n += 1;
            *at += 2;
        }
        if n == 0 {
            return Ok((left, l, r));
        }
        let run = &self.run;
        let ops = self.literals.arena().alloc_slice_fill_with(n, |i| match run[first + 2 * i] {
            RunItem::Compare(op) => op,
            _ => CmpOp::Eq,
        });
        let comparators = self.literals.arena().alloc_slice_fill_with(n, |i| match run[first + 2 * i + 1] {
            RunItem::Operand(e, ..) => *e,
            _ => *left,
        });
        Ok((self.expr(l, ExprKind::Compare { left, ops, comparators }, r), l, r))
    }

    // --- displays ------------------------------------------------------------------------------------------------

    /// `a, b`
    pub fn tuple(&mut self, l: Place, list: u32, r: Place) -> E<'a> {
        let elts = self.taken(list);
        self.expr(l, ExprKind::Tuple { elts, ctx: Context::Load }, r)
    }

    /// `a,`
    pub fn tuple_of_one(&mut self, l: Place, e: E<'a>, r: Place) -> E<'a> {
        let elts = self.refs(&[e]);
        self.expr(l, ExprKind::Tuple { elts, ctx: Context::Load }, r)
    }

    /// `()`
    pub fn empty_tuple(&self, l: Place, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Tuple { elts: &[], ctx: Context::Load }, r)
    }

    /// A tuple in parentheses starts and ends with them.
    pub fn parenthesised(&self, l: Place, e: E<'a>, r: Place) -> E<'a> {
        self.expr(l, e.kind, r)
    }

    /// `[a, b]`
    pub fn list(&mut self, l: Place, list: u32, r: Place) -> E<'a> {
        let elts = self.taken(list);
        self.expr(l, ExprKind::List { elts, ctx: Context::Load }, r)
    }

    /// `[]`
    pub fn empty_list(&self, l: Place, r: Place) -> E<'a> {
        self.expr(l, ExprKind::List { elts: &[], ctx: Context::Load }, r)
    }

    /// `{a, b}`
    pub fn set(&mut self, l: Place, list: u32, r: Place) -> E<'a> {
        let elts = self.taken(list);
        self.expr(l, ExprKind::Set { elts }, r)
    }

    /// `{}`
    pub fn empty_dict(&self, l: Place, r: Place) -> E<'a> {
        self.expr(l, ExprKind::Dict { keys: &[], values: &[] }, r)
    }

    /// The first pair of a dict.
    pub fn first_pair(&mut self, key: Option<E<'a>>, value: E<'a>) -> u32 {
        self.pairs.push((key, value));
        self.pairs.len() as u32 - 1
    }

    /// One more.
    pub fn more_pairs(&mut self, list: u32, key: Option<E<'a>>, value: E<'a>) -> u32 {
        self.pairs.push((key, value));
        list
    }

    /// `{a: b, **c}`
    pub fn dict(&mut self, l: Place, list: u32, r: Place) -> E<'a> {
        let pairs = &self.pairs[list as usize..];
        let arena = self.literals.arena();
        let keys = &*arena.alloc_slice_fill_iter(pairs.iter().map(|(k, _)| k.copied()));
        let values = &*arena.alloc_slice_fill_iter(pairs.iter().map(|(_, v)| **v));
        self.pairs.truncate(list as usize);
        self.expr(l, ExprKind::Dict { keys, values }, r)
    }

    // --- comprehensions ------------------------------------------------------------------------------------------

    /// A clause, put on its stack.
    pub fn clause(&mut self, is_async: Option<Word>, target: E<'a>, iter: E<'a>, ifs: u32) -> Checked<()> {
        let ifs = self.taken(ifs);
        let target = self.store(target)?;
        self.clauses.push(Comprehension { target, iter, ifs, is_async: is_async.is_some() });
        Ok(())
    }

    /// Where the clauses begin, behind the first.
    pub fn first_clause(&self) -> u32 {
        self.clauses.len() as u32 - 1
    }

    fn clauses(&mut self, list: u32) -> &'a [Comprehension<'a>] {
        let generators = self.copy(&self.clauses[list as usize..]);
        self.clauses.truncate(list as usize);
        generators
    }

    /// `(elt for ...)`
    pub fn generator(&mut self, l: Place, elt: E<'a>, clauses: u32, r: Place) -> E<'a> {
        let generators = self.clauses(clauses);
        self.expr(l, ExprKind::GeneratorExp { elt, generators }, r)
    }

    /// `[elt for ...]`
    pub fn list_comp(&mut self, l: Place, elt: E<'a>, clauses: u32, r: Place) -> E<'a> {
        let generators = self.clauses(clauses);
        self.expr(l, ExprKind::ListComp { elt, generators }, r)
    }

    /// `{elt for ...}`
    pub fn set_comp(&mut self, l: Place, elt: E<'a>, clauses: u32, r: Place) -> E<'a> {
        let generators = self.clauses(clauses);
        self.expr(l, ExprKind::SetComp { elt, generators }, r)
    }

    /// `{key: value for ...}`
    pub fn dict_comp(&mut self, l: Place, key: E<'a>, value: E<'a>, clauses: u32, r: Place) -> E<'a> {
        let generators = self.clauses(clauses);
        self.expr(l, ExprKind::DictComp { key, value, generators }, r)
    }

    // --- strings -------------------------------------------------------------------------------------------------

    /// The first of literals side by side.
    pub fn first_string(&mut self, w: Word) -> u32 {
        self.strings.push(w);
        self.strings.len() as u32 - 1
    }

    /// One more.
    pub fn more_strings(&mut self, list: u32, w: Word) -> u32 {
        self.strings.push(w);
        list
    }

    /// The literal that they make.
    pub fn strings(&mut self, l: Place, list: u32, r: Place) -> Checked<E<'a>> {
        let parts: Vec<Token> = self.strings[list as usize..].iter().map(|w| w.string()).collect();
        self.strings.truncate(list as usize);
        match self.literals.literals(&parts) {
            Ok(kind) => Ok(self.expr(l, kind, r)),
            Err(_) => refuse(),
        }
    }
}
