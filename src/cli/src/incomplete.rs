//! Whether an interactive statement that parses waits for more lines. (What a text lacks that does not parse, its error
//! says.)

use taipan_grammar::ast::{Mod, Stmt, StmtKind};

/// Whether an interactive statement that parses still waits for its end: a compound one does, without a last line's end.
/// `dedents`: the end of the text ends indented blocks.
pub fn is_open_block(text: &str, module: &Mod<'_>, dedents: bool) -> bool {
    let Mod::Interactive { body } = module else { return false };
    if text.ends_with('\n') {
        return false;
    }
    let Some(mut last) = body.last() else { return false };
    let mut is_compound = false;
    while let Some(block) = last_block(last) {
        let is_match = matches!(last.kind, StmtKind::Match { .. });
        if dedents && (is_match || block.first().is_some_and(|stmt| begins_line(text, stmt))) {
            return false;
        }
        is_compound = true;
        let Some(inner) = block.last() else { break };
        last = inner;
    }
    is_compound
}

/// Whether nothing stands before a statement on its line, and it is no `elif`.
fn begins_line(text: &str, stmt: &Stmt<'_>) -> bool {
    let line = text.split('\n').nth((stmt.span.line as usize).saturating_sub(1)).unwrap_or("");
    match line.split_at_checked(stmt.span.column as usize) {
        Some((before, rest)) => before.trim_start().is_empty() && !rest.starts_with("elif"),
        None => false,
    }
}

/// The last block of a compound statement.
fn last_block<'a>(stmt: &Stmt<'a>) -> Option<&'a [Stmt<'a>]> {
    let last = |blocks: &[&'a [Stmt<'a>]]| blocks.iter().copied().rfind(|block| !block.is_empty());
    match stmt.kind {
        StmtKind::FunctionDef(def) | StmtKind::AsyncFunctionDef(def) => Some(def.body),
        StmtKind::ClassDef(def) => Some(def.body),
        StmtKind::For(f) | StmtKind::AsyncFor(f) => last(&[f.body, f.orelse]),
        StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => last(&[body, orelse]),
        StmtKind::With { body, .. } | StmtKind::AsyncWith { body, .. } => Some(body),
        StmtKind::Match { cases, .. } => cases.last().map(|case| case.body),
        StmtKind::Try(t) | StmtKind::TryStar(t) => {
            last(&[t.body, t.handlers.last().map_or(&[], |handler| handler.body), t.orelse, t.finalbody])
        }
        _ => None,
    }
}
