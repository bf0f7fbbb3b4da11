//! Statements. Each is put on the builder's stack; a block takes what lies there since it began.

use super::*;

impl<'a> Builder<'a, '_> {
    /// A simple statement.
    pub fn stmt(&mut self, l: Place, kind: StmtKind<'a>, r: Place) {
        self.stmts.push(Stmt { kind, span: span(l, r) });
    }

    /// A statement with a block ends with the block's last token, be it a semicolon.
    fn compound(&mut self, l: Place, kind: StmtKind<'a>) {
        self.stmt(l, kind, self.last_end);
    }

    /// Where a block begins.
    pub fn stmt_mark(&self) -> u32 {
        self.stmts.len() as u32
    }

    /// A block's statements.
    pub fn block(&mut self, mark: u32) -> &'a [Stmt<'a>] {
        let body = self.copy(&self.stmts[mark as usize..]);
        self.stmts.truncate(mark as usize);
        body
    }

    /// A line of simple statements has ended.
    pub fn line_end(&mut self, r: Place) {
        self.last_end = r;
    }

    /// A file.
    pub fn file(&mut self, mark: u32) -> Mod<'a> {
        Mod::Module { body: self.block(mark) }
    }

    /// An interactive statement.
    pub fn single(&mut self, mark: u32) -> Mod<'a> {
        Mod::Interactive { body: self.block(mark) }
    }

    /// A signature type comment.
    pub fn func_type(&mut self, list: u32, returns: E<'a>) -> Mod<'a> {
        Mod::FunctionType { argtypes: self.taken(list), returns }
    }

    // --- simple statements ---------------------------------------------------------------------------------------

    /// An expression alone. The compiler knows that it may not be starred.
    pub fn expr_stmt(&mut self, l: Place, e: E<'a>, r: Place) {
        self.stmt(l, StmtKind::Expr(e), r);
    }

    /// `a = b = value`
    pub fn assign(&mut self, l: Place, targets: u32, value: E<'a>, r: Place) {
        let targets = self.taken(targets);
        self.stmt(l, StmtKind::Assign { targets, value }, r);
    }

    /// `target += value`
    pub fn aug_assign(
        &mut self,
        l: Place,
        target: E<'a>,
        op: Operator,
        value: E<'a>,
        r: Place,
    ) -> Checked<()> {
        match target.kind {
            ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => {}
            _ => return refuse(),
        }
        let target = self.store(target)?;
        self.stmt(l, StmtKind::AugAssign { target, op, value }, r);
        Ok(())
    }

    /// `target: annotation = value`
    pub fn ann_assign(
        &mut self,
        l: Place,
        target: E<'a>,
        annotation: E<'a>,
        value: Option<E<'a>>,
        r: Place,
    ) -> Checked<()> {
        let simple = match target.kind {
            // A name in parentheses is not simple.
            ExprKind::Name { .. } => start(target.span) == l,
            ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => false,
            _ => return refuse(),
        };
        let target = self.store(target)?;
        self.stmt(l, StmtKind::AnnAssign { target, annotation, value, simple }, r);
        Ok(())
    }

    /// `global`
    pub fn global(&mut self, l: Place, names: Vec<&'a str>, r: Place) {
        let names = self.copy(&names);
        self.stmt(l, StmtKind::Global(names), r);
    }

    /// `nonlocal`
    pub fn nonlocal(&mut self, l: Place, names: Vec<&'a str>, r: Place) {
        let names = self.copy(&names);
        self.stmt(l, StmtKind::Nonlocal(names), r);
    }

    /// `del`
    pub fn delete(&mut self, l: Place, targets: u32, r: Place) {
        let targets = self.taken(targets);
        self.stmt(l, StmtKind::Delete(targets), r);
    }

    /// The first imported name.
    pub fn aliases(&self, l: Place, name: &'a str, asname: Option<&'a str>, r: Place) -> Vec<Alias<'a>> {
        vec![Alias { name, asname, span: span(l, r) }]
    }

    /// One more.
    pub fn more_aliases(
        &self,
        mut list: Vec<Alias<'a>>,
        l: Place,
        name: &'a str,
        asname: Option<&'a str>,
        r: Place,
    ) -> Vec<Alias<'a>> {
        list.push(Alias { name, asname, span: span(l, r) });
        list
    }

    /// The first name imported from a module.
    pub fn aliases_of(&self, l: Place, w: Word, asname: Option<&'a str>, r: Place) -> Vec<Alias<'a>> {
        self.aliases(l, self.identifier(w), asname, r)
    }

    /// One more.
    pub fn more_aliases_of(
        &self,
        list: Vec<Alias<'a>>,
        l: Place,
        w: Word,
        asname: Option<&'a str>,
        r: Place,
    ) -> Vec<Alias<'a>> {
        self.more_aliases(list, l, self.identifier(w), asname, r)
    }

    /// `import a.b as c`
    pub fn import(&mut self, l: Place, names: Vec<Alias<'a>>, r: Place) {
        let names = self.copy(&names);
        self.stmt(l, StmtKind::Import(names), r);
    }

    /// `from ..a import b`
    pub fn import_from(
        &mut self,
        l: Place,
        level: u32,
        module: Option<&'a str>,
        names: Vec<Alias<'a>>,
        r: Place,
    ) -> Checked<()> {
        if level == 0 && module.is_none() {
            return refuse();
        }
        let names = self.copy(&names);
        self.stmt(l, StmtKind::ImportFrom { module, names, level }, r);
        Ok(())
    }

    /// `type Name[T] = value`
    pub fn type_alias(
        &mut self,
        l: Place,
        name: E<'a>,
        params: Option<&'a [TypeParam<'a>]>,
        value: E<'a>,
        r: Place,
    ) {
        let type_params = params.unwrap_or_default();
        self.stmt(l, StmtKind::TypeAlias { name, type_params, value }, r);
    }

    // --- compound statements -------------------------------------------------------------------------------------

    /// `if`
    pub fn if_stmt(&mut self, l: Place, test: E<'a>, body: &'a [Stmt<'a>], orelse: &'a [Stmt<'a>]) {
        self.compound(l, StmtKind::If { test, body, orelse });
    }

    /// `elif` is an `if` in the `else` clause.
    pub fn elif(
        &mut self,
        l: Place,
        test: E<'a>,
        body: &'a [Stmt<'a>],
        orelse: &'a [Stmt<'a>],
    ) -> &'a [Stmt<'a>] {
        let kind = StmtKind::If { test, body, orelse };
        self.copy(&[Stmt { kind, span: span(l, self.last_end) }])
    }

    /// `while`
    pub fn while_stmt(&mut self, l: Place, test: E<'a>, body: &'a [Stmt<'a>], orelse: &'a [Stmt<'a>]) {
        self.compound(l, StmtKind::While { test, body, orelse });
    }

    /// `for`
    pub fn for_stmt(
        &mut self,
        l: Place,
        is_async: Option<Word>,
        target: E<'a>,
        iter: E<'a>,
        body: &'a [Stmt<'a>],
        orelse: &'a [Stmt<'a>],
    ) -> Checked<()> {
        let target = self.store(target)?;
        let f = self.alloc(For { target, iter, body, orelse });
        self.compound(l, if is_async.is_some() { StmtKind::AsyncFor(f) } else { StmtKind::For(f) });
        Ok(())
    }

    /// An `except` clause, put on its stack.
    pub fn handler(
        &mut self,
        l: Place,
        star: bool,
        typ: Option<E<'a>>,
        name: Option<&'a str>,
        body: &'a [Stmt<'a>],
    ) {
        let span = span(l, self.last_end);
        self.handlers.push((ExceptHandler { typ, name, body, span }, star));
    }

    /// Where the clauses begin, behind the first.
    pub fn first_handler(&self) -> u32 {
        self.handlers.len() as u32 - 1
    }

    /// `try` with `except`
    pub fn try_stmt(
        &mut self,
        l: Place,
        body: &'a [Stmt<'a>],
        handlers: u32,
        orelse: &'a [Stmt<'a>],
        finalbody: Option<&'a [Stmt<'a>]>,
    ) -> Checked<()> {
        let own = &self.handlers[handlers as usize..];
        let star = own[0].1;
        if own.iter().any(|(_, s)| *s != star) {
            return refuse();
        }
        let list = &*self.literals.arena().alloc_slice_fill_iter(own.iter().map(|(h, _)| *h));
        self.handlers.truncate(handlers as usize);
        let t = self.alloc(Try { body, handlers: list, orelse, finalbody: finalbody.unwrap_or_default() });
        self.compound(l, if star { StmtKind::TryStar(t) } else { StmtKind::Try(t) });
        Ok(())
    }

    /// `try` with nothing but `finally`
    pub fn try_finally(&mut self, l: Place, body: &'a [Stmt<'a>], finalbody: &'a [Stmt<'a>]) {
        let t = self.alloc(Try { body, handlers: &[], orelse: &[], finalbody });
        self.compound(l, StmtKind::Try(t));
    }

    /// An item of `with` that has a target.
    pub fn with_item(&self, context_expr: E<'a>, target: E<'a>) -> Checked<WithItem<'a>> {
        Ok(WithItem { context_expr, optional_vars: Some(self.store(target)?) })
    }

    /// `with`
    pub fn with_stmt(
        &mut self,
        l: Place,
        is_async: Option<Word>,
        items: Vec<WithItem<'a>>,
        body: &'a [Stmt<'a>],
    ) {
        let items = self.copy(&items);
        let kind = if is_async.is_some() {
            StmtKind::AsyncWith { items, body }
        } else {
            StmtKind::With { items, body }
        };
        self.compound(l, kind);
    }

    /// `def`
    pub fn function_def(
        &mut self,
        decorators: Option<u32>,
        l: Place,
        is_async: Option<Word>,
        name: Word,
        type_params: Option<&'a [TypeParam<'a>]>,
        params: Vec<Param<'a>>,
        returns: Option<E<'a>>,
        body: &'a [Stmt<'a>],
    ) -> Checked<()> {
        let decorators = decorators.map_or(&[][..], |d| self.taken(d));
        let args = self.parameters(&params)?;
        let name = self.identifier(name);
        let type_params = type_params.unwrap_or_default();
        let f = self.alloc(FunctionDef { name, args, body, decorators, returns, type_params });
        let kind = if is_async.is_some() { StmtKind::AsyncFunctionDef(f) } else { StmtKind::FunctionDef(f) };
        self.compound(l, kind);
        Ok(())
    }

    /// `class`
    pub fn class_def(
        &mut self,
        decorators: Option<u32>,
        l: Place,
        name: Word,
        type_params: Option<&'a [TypeParam<'a>]>,
        arguments: Option<CallArguments<'a>>,
        body: &'a [Stmt<'a>],
    ) {
        let decorators = decorators.map_or(&[][..], |d| self.taken(d));
        let (bases, keywords) = arguments.unwrap_or_default();
        let name = self.identifier(name);
        let type_params = type_params.unwrap_or_default();
        let c = self.alloc(ClassDef { name, bases, keywords, body, decorators, type_params });
        self.compound(l, StmtKind::ClassDef(c));
    }

    /// A `case`, put on its stack.
    pub fn case(&mut self, pattern: Pat<'a>, guard: Option<E<'a>>, body: &'a [Stmt<'a>]) {
        self.cases.push(MatchCase { pattern, guard, body });
    }

    /// Where the cases begin, behind the first.
    pub fn first_case(&self) -> u32 {
        self.cases.len() as u32 - 1
    }

    /// `match`
    pub fn match_stmt(&mut self, l: Place, subject: E<'a>, cases: u32) {
        let list = self.copy(&self.cases[cases as usize..]);
        self.cases.truncate(cases as usize);
        self.compound(l, StmtKind::Match { subject, cases: list });
    }
}
