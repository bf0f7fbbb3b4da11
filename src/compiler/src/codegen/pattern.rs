//! `match` statements.

use super::{Codegen, Done};
use crate::error::error_at;
use crate::unit::{Label, Reg};
use taipan_bytecode::image::NewConstant;
use taipan_bytecode::{FAR, Opcode, intrinsic};
use taipan_grammar::ast::*;

impl<'a> Codegen<'a, '_> {
    pub(super) fn match_stmt(&mut self, subject: &'a Expr<'a>, cases: &'a [MatchCase<'a>]) -> Done {
        let mark = self.unit().top();
        let r = self.temp(subject.span)?;
        self.expr_to(subject, r)?;
        let end = self.unit().label();
        for (i, case) in cases.iter().enumerate() {
            let last = i + 1 == cases.len();
            if case.guard.is_none() && !last {
                self.check_irrefutable(case.pattern)?;
            }
            let next = self.unit().label();
            let inner = self.unit().top();
            self.unit().base = inner;
            self.unit().span = case.pattern.span;
            let mut bindings: Vec<(&'a str, Reg)> = Vec::new();
            let before = self.unit().here();
            self.pattern(case.pattern, r, next, &mut bindings)?;
            if self.unit().here() == before {
                // What matches everything shows in tracing all the same.
                self.emit(Opcode::Nop, 0, 0, 0, 0);
            }
            for (name, mut reg) in bindings {
                if reg >= FAR.end {
                    let near = self.temp(case.pattern.span)?;
                    self.move_register(near, reg)?;
                    reg = near;
                }
                self.store_name(name, reg)?;
            }
            if let Some(guard) = case.guard {
                self.jump_if(guard, false, next, false)?;
            }
            self.unit().release(inner);
            self.body(case.body)?;
            self.unit().go_on_at(end);
            self.unit().place(next);
        }
        self.unit().place(end);
        self.unit().release(mark);
        Ok(())
    }

    fn check_irrefutable(&self, p: &Pattern<'a>) -> Done {
        match p.kind {
            PatternKind::MatchAs { pattern: None, name: Some(name) } => {
                Err(error_at(p.span, format!("name capture '{name}' makes remaining patterns unreachable")))
            }
            PatternKind::MatchAs { pattern: None, name: None } => {
                Err(error_at(p.span, "wildcard makes remaining patterns unreachable"))
            }
            PatternKind::MatchAs { pattern: Some(inner), .. } => self.check_irrefutable(inner),
            PatternKind::MatchOr(patterns) => patterns.last().map_or(Ok(()), |p| self.check_irrefutable(p)),
            _ => Ok(()),
        }
    }

    fn bind_pattern(
        &mut self,
        name: &'a str,
        src: Reg,
        span: Span,
        bindings: &mut Vec<(&'a str, Reg)>,
    ) -> Done {
        self.check_target(name, span)?;
        if bindings.iter().any(|(n, _)| *n == name) {
            return Err(error_at(span, format!("multiple assignments to name '{name}' in pattern")));
        }
        // Names are bound only when the whole pattern has matched.
        let r = if self.unit().far_captures { self.unit().far_temps(1) } else { self.temp(span)? };
        self.move_register(r, src)?;
        bindings.push((name, r));
        Ok(())
    }

    /// `dst = src`, of which either may be one that instructions can't name.
    fn move_register(&mut self, dst: Reg, src: Reg) -> Done {
        match (dst >= FAR.end, src >= FAR.end) {
            (false, false) => self.emit(Opcode::Move, dst, src, 0, 0),
            (false, true) => self.emit(Opcode::MoveIn, dst, 0, 0, src as i32),
            (true, false) => self.emit(Opcode::MoveOut, src, 0, 0, dst as i32),
            (true, true) => {
                let span = self.unit().span;
                let mark = self.unit().top();
                let r = self.temp(span)?;
                self.emit(Opcode::MoveIn, r, 0, 0, src as i32);
                self.emit(Opcode::MoveOut, r, 0, 0, dst as i32);
                self.unit().release(mark);
            }
        }
        Ok(())
    }

    /// A pattern in the registers of the patterns around it, which are moved out of the way and put back.
    fn pattern_with_room(
        &mut self,
        (base, n): (Reg, usize),
        p: &'a Pattern<'a>,
        value: Reg,
        fail: Label,
        bindings: &mut Vec<(&'a str, Reg)>,
    ) -> Done {
        // What is captured in it stays where it is put, so these registers are not given back.
        let far = self.unit().far_temps(n);
        for i in 0..n {
            self.move_register(far + i, base + i)?;
        }
        self.unit().release(base);
        let r = self.unit().temp();
        self.move_register(r, if value >= base { far + (value - base) } else { value })?;
        let outer = std::mem::replace(&mut self.unit().far_captures, true);
        self.pattern_inner(p, r, fail, bindings)?;
        self.unit().far_captures = outer;
        self.unit().release(base);
        self.unit().temps(n);
        for i in 0..n {
            self.move_register(base + i, far + i)?;
        }
        Ok(())
    }

    /// Jumps to `fail` where the value does not match.
    fn pattern(
        &mut self,
        p: &'a Pattern<'a>,
        value: Reg,
        fail: Label,
        bindings: &mut Vec<(&'a str, Reg)>,
    ) -> Done {
        self.deeper(p.span)?;
        let outer = std::mem::replace(&mut self.unit().span, p.span);
        match self.crowded() {
            Some(registers) => self.pattern_with_room(registers, p, value, fail, bindings)?,
            None => self.pattern_inner(p, value, fail, bindings)?,
        }
        self.unit().span = outer;
        self.depth -= 1;
        Ok(())
    }

    fn pattern_inner(
        &mut self,
        p: &'a Pattern<'a>,
        value: Reg,
        fail: Label,
        bindings: &mut Vec<(&'a str, Reg)>,
    ) -> Done {
        match p.kind {
            PatternKind::MatchValue(e) => {
                if is_formatted(e) {
                    let message = "patterns may only match literals and attribute lookups";
                    return Err(error_at(p.span, message));
                }
                let mark = self.unit().top();
                let r = self.expr(e)?;
                let matched = self.temp(p.span)?;
                self.emit(Opcode::Eq, matched, value, r, 0);
                self.unit().emit_jump(Opcode::JumpIfFalse, matched, 0, 0, fail);
                self.unit().release(mark);
                Ok(())
            }
            PatternKind::MatchSingleton(constant) => {
                let mark = self.unit().top();
                let r = self.temp(p.span)?;
                self.load_constant_to(&constant, r);
                self.unit().emit_jump(Opcode::JumpIfIsNot, value, r, 0, fail);
                self.unit().release(mark);
                Ok(())
            }
            PatternKind::MatchAs { pattern, name } => {
                if let Some(inner) = pattern {
                    self.pattern(inner, value, fail, bindings)?;
                }
                match name {
                    Some(name) => self.bind_pattern(name, value, p.span, bindings),
                    None => Ok(()),
                }
            }
            PatternKind::MatchStar(_) => Err(error_at(p.span, "can't use starred pattern here")),
            PatternKind::MatchSequence(patterns) => self.sequence_pattern(p, patterns, value, fail, bindings),
            PatternKind::MatchMapping { keys, patterns, rest } => {
                self.mapping_pattern(p, keys, patterns, rest, value, fail, bindings)
            }
            PatternKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } => {
                let c = self.temp(cls.span)?;
                self.expr_to(cls, c)?;
                for (i, name) in kwd_attrs.iter().enumerate() {
                    if kwd_attrs[..i].contains(name) {
                        return Err(error_at(
                            kwd_patterns[i].span,
                            format!("attribute name repeated in class pattern: {name}"),
                        ));
                    }
                }
                let n = patterns.len() + kwd_patterns.len();
                let mut items = vec![self.constant_number(&Constant::Int(patterns.len() as i64))];
                for name in kwd_attrs {
                    items.push(self.constant_number(&Constant::Str(name.as_bytes())));
                }
                let number = self.writer.constant(NewConstant::Tuple(items));
                let k = self.unit().constant(number);
                self.emit(Opcode::MatchClass, c, value, c, k);
                self.unit().emit_jump(Opcode::JumpIfNone, c, 0, 0, fail);
                if n > super::ROW_MAX {
                    return self.many_patterns(patterns.iter().chain(kwd_patterns), c, fail, bindings);
                }
                let first = self.temps(n, p.span)?;
                self.emit(Opcode::UnpackSequence, first, c, 0, n as i32);
                for (i, inner) in patterns.iter().chain(kwd_patterns).enumerate() {
                    self.pattern(inner, first + i, fail, bindings)?;
                }
                Ok(())
            }
            PatternKind::MatchOr(patterns) => self.or_pattern(p, patterns, value, fail, bindings),
        }
    }

    /// Patterns for the items of a tuple or list, which come into a register one at a time.
    fn many_patterns(
        &mut self,
        patterns: impl IntoIterator<Item = &'a Pattern<'a>>,
        items: Reg,
        fail: Label,
        bindings: &mut Vec<(&'a str, Reg)>,
    ) -> Done {
        let outer = std::mem::replace(&mut self.unit().far_captures, true);
        for (i, inner) in patterns.into_iter().enumerate() {
            let mark = self.unit().top();
            let item = self.temp(inner.span)?;
            self.emit(Opcode::LoadIndexImm, item, items, 0, i as i32);
            match inner.kind {
                PatternKind::MatchStar(Some(name)) => self.bind_pattern(name, item, inner.span, bindings)?,
                PatternKind::MatchStar(None) => {}
                _ => self.pattern(inner, item, fail, bindings)?,
            }
            self.unit().release(mark);
        }
        self.unit().far_captures = outer;
        Ok(())
    }

    fn sequence_pattern(
        &mut self,
        p: &'a Pattern<'a>,
        patterns: &'a [Pattern<'a>],
        value: Reg,
        fail: Label,
        bindings: &mut Vec<(&'a str, Reg)>,
    ) -> Done {
        let stars: Vec<usize> = patterns
            .iter()
            .enumerate()
            .filter(|(_, p)| matches!(p.kind, PatternKind::MatchStar(_)))
            .map(|(i, _)| i)
            .collect();
        if stars.len() > 1 {
            return Err(error_at(p.span, "multiple starred names in sequence pattern"));
        }
        let r = self.temp(p.span)?;
        self.emit(Opcode::MatchSequence, r, value, 0, 0);
        self.unit().emit_jump(Opcode::JumpIfFalse, r, 0, 0, fail);
        let star = stars.first().copied();
        let n = patterns.len() - star.is_some() as usize;
        if n > 0 || star.is_none() {
            self.emit(Opcode::GetLen, r, value, 0, 0);
            let [b, c] = (n as i16).to_le_bytes();
            let op = if star.is_some() { Opcode::JumpIfLtImm } else { Opcode::JumpIfNeImm };
            self.unit().emit_jump(op, r, b as usize, c as usize, fail);
        }
        let wild = |p: &Pattern<'_>| {
            matches!(
                p.kind,
                PatternKind::MatchAs { pattern: None, name: None } | PatternKind::MatchStar(None)
            )
        };
        if patterns.iter().all(wild) {
            return Ok(());
        }
        if patterns.len() > super::ROW_MAX {
            self.unpack_to_list(patterns.len(), star, value, r)?;
            return self.many_patterns(patterns, r, fail, bindings);
        }
        match star {
            Some(at) => {
                let before = at;
                let after = patterns.len() - at - 1;
                if wild(&patterns[at]) {
                    // Only the ends are looked at.
                    for (i, inner) in patterns.iter().enumerate() {
                        if i == at || wild(inner) {
                            continue;
                        }
                        let item = self.temp(inner.span)?;
                        if i < at {
                            self.emit(Opcode::LoadIndexImm, item, value, 0, i as i32);
                        } else {
                            // Not every sequence knows negative indices.
                            self.emit(Opcode::GetLen, item, value, 0, 0);
                            self.emit(Opcode::SubImm, item, item, 0, (patterns.len() - i) as i32);
                            self.emit(Opcode::LoadIndex, item, value, item, 0);
                        }
                        self.pattern(inner, item, fail, bindings)?;
                    }
                    return Ok(());
                }
                let first = self.temps(patterns.len(), p.span)?;
                self.emit(Opcode::UnpackEx, first, value, 0, (before | after << 16) as i32);
                for (i, inner) in patterns.iter().enumerate() {
                    match inner.kind {
                        PatternKind::MatchStar(Some(name)) => {
                            self.bind_pattern(name, first + i, inner.span, bindings)?
                        }
                        PatternKind::MatchStar(None) => {}
                        _ => self.pattern(inner, first + i, fail, bindings)?,
                    }
                }
            }
            None => {
                let first = self.temps(patterns.len(), p.span)?;
                self.emit(Opcode::UnpackSequence, first, value, 0, patterns.len() as i32);
                for (i, inner) in patterns.iter().enumerate() {
                    self.pattern(inner, first + i, fail, bindings)?;
                }
            }
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        p: &'a Pattern<'a>,
        keys: &'a [Expr<'a>],
        patterns: &'a [Pattern<'a>],
        rest: Option<&'a str>,
        value: Reg,
        fail: Label,
        bindings: &mut Vec<(&'a str, Reg)>,
    ) -> Done {
        let r = self.temp(p.span)?;
        self.emit(Opcode::MatchMapping, r, value, 0, 0);
        self.unit().emit_jump(Opcode::JumpIfFalse, r, 0, 0, fail);
        if !keys.is_empty() {
            self.emit(Opcode::GetLen, r, value, 0, 0);
            let [b, c] = (keys.len() as i16).to_le_bytes();
            self.unit().emit_jump(Opcode::JumpIfLtImm, r, b as usize, c as usize, fail);
        }
        let mut seen: Vec<Constant<'a>> = Vec::new();
        for k in keys {
            if is_formatted(k) {
                let message = "mapping pattern keys may only match literals and attribute lookups";
                return Err(error_at(p.span, message));
            }
            if let Some(c) = crate::fold::key(k) {
                if seen.iter().any(|s| crate::fold::same_key(s, &c)) {
                    let text = crate::fold::repr(&c);
                    return Err(error_at(p.span, format!("mapping pattern checks duplicate key ({text})")));
                }
                seen.push(c);
            }
        }
        let tuple = self.temp(p.span)?;
        self.long_tuple(keys.len(), tuple, p.span, |this, i, r| this.expr_to(&keys[i], r))?;
        if !keys.is_empty() {
            self.emit(Opcode::MatchKeys, r, value, tuple, 0);
            self.unit().emit_jump(Opcode::JumpIfNone, r, 0, 0, fail);
            if keys.len() > super::ROW_MAX {
                self.many_patterns(patterns, r, fail, bindings)?;
            } else {
                let first = self.temps(keys.len(), p.span)?;
                self.emit(Opcode::UnpackSequence, first, r, 0, keys.len() as i32);
                for (i, inner) in patterns.iter().enumerate() {
                    self.pattern(inner, first + i, fail, bindings)?;
                }
            }
        }
        if let Some(name) = rest {
            let dict = self.temp(p.span)?;
            self.emit(Opcode::Intrinsic, dict, value, tuple, intrinsic::MAPPING_REST);
            self.bind_pattern(name, dict, p.span, bindings)?;
        }
        Ok(())
    }

    fn or_pattern(
        &mut self,
        p: &'a Pattern<'a>,
        patterns: &'a [Pattern<'a>],
        value: Reg,
        fail: Label,
        bindings: &mut Vec<(&'a str, Reg)>,
    ) -> Done {
        // The next alternative needs the registers as they are now.
        let top = self.unit().top();
        let base = std::mem::replace(&mut self.unit().base, top);
        let matched = self.unit().label();
        let mut names: Option<Vec<(&'a str, Reg)>> = None;
        for (i, alternative) in patterns.iter().enumerate() {
            let last = i + 1 == patterns.len();
            if !last {
                self.check_irrefutable(alternative)?;
            }
            let next = if last { fail } else { self.unit().label() };
            let mut own = Vec::new();
            self.pattern(alternative, value, next, &mut own)?;
            match &names {
                None => {
                    // All alternatives bind to the registers that the first one made.
                    for &(name, _) in &own {
                        if bindings.iter().any(|(n, _)| *n == name) {
                            return Err(error_at(
                                p.span,
                                format!("multiple assignments to name '{name}' in pattern"),
                            ));
                        }
                    }
                    names = Some(own);
                }
                Some(first) => {
                    let same = first.len() == own.len()
                        && first.iter().all(|(n, _)| own.iter().any(|(o, _)| o == n));
                    if !same {
                        return Err(error_at(p.span, "alternative patterns bind different names"));
                    }
                    for &(name, to) in first {
                        if let Some(&(_, from)) = own.iter().find(|(n, _)| *n == name) {
                            self.move_register(to, from)?;
                        }
                    }
                }
            }
            self.unit().emit_jump(Opcode::Jump, 0, 0, 0, matched);
            if !last {
                self.unit().place(next);
            }
        }
        self.unit().place(matched);
        self.unit().base = base;
        bindings.extend(names.unwrap_or_default());
        Ok(())
    }
}

/// Is it a string that is made when it is come to?
fn is_formatted(e: &Expr<'_>) -> bool {
    matches!(e.kind, ExprKind::JoinedStr { .. } | ExprKind::TemplateStr { .. })
}
