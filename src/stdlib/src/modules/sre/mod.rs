//! `_sre`: regular expressions. `re._compiler` (Python code) parses patterns and compiles them to the code that
//! `program` reads; `matcher` runs it; the other rooms are the objects.

mod match_;
mod matcher;
mod pattern;
mod program;
mod sets;
mod subject;
mod substitute;

pub use match_::Match;
pub use pattern::{Pattern, Scanner};
pub use substitute::Template;

use crate::support::{put_int, put_str};
use taipan_macros::native;
use taipan_runtime::layout::{Dict, List, Module, Tuple};
use taipan_runtime::{Gc, ModuleDef, R, Value, Vm};
use taipan_text::case;

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_sre",
    doc: "Matching of compiled regular expressions.",
    functions: &Functions::NATIVE,
    types: &[],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// The version of the code of patterns.
const MAGIC: i64 = 20_230_612;

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    put_int(vm, module, "MAGIC", MAGIC);
    put_int(vm, module, "CODESIZE", 4);
    put_int(vm, module, "MAXREPEAT", i64::from(u32::MAX));
    put_int(vm, module, "MAXGROUPS", i64::from(u32::MAX / 4));
    put_str(vm, module, "copyright", "Taipan's own matcher");
    Ok(())
}

struct Functions;

#[native]
impl Functions {
    /// Make a pattern of its code.
    #[sig("($module, pattern, flags, code, groups, groupindex, indexgroup)")]
    #[shown("($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)")]
    fn compile(
        vm: &mut Vm,
        pattern: Value,
        flags: i32,
        code: Gc<List>,
        groups: i64,
        groupindex: Gc<Dict>,
        indexgroup: Gc<Tuple>,
    ) -> R<Gc<Pattern>> {
        let mut words = Vec::with_capacity(code.len.get());
        for i in 0..code.len.get() {
            let item = code.item(i);
            let word = match item.as_small_int() {
                Some(word) => word,
                None => vm.index_or_overflow(item)?,
            };
            let Ok(word) = u32::try_from(word) else {
                return Err(vm.overflow_error("regular expression code size limit exceeded"));
            };
            words.push(word);
        }
        pattern::make(vm, pattern, flags, words, groups, groupindex.value(), indexgroup.value())
    }

    /// Make a template of what the parser of templates gives.
    #[sig("($module, pattern, template, /)")]
    fn template(vm: &mut Vm, pattern: Value, template: Gc<List>) -> R<Gc<Template>> {
        substitute::template(vm, pattern, template)
    }

    /// The size of a word of the code in bytes.
    #[sig("($module, /)")]
    fn getcodesize(_: &mut Vm) -> i32 {
        4
    }

    /// Is the character an ASCII letter?
    #[sig("($module, character, /)")]
    fn ascii_iscased(_: &mut Vm, character: i32) -> bool {
        u8::try_from(character).is_ok_and(|c| c.is_ascii_alphabetic())
    }

    /// Does the character have other forms?
    #[sig("($module, character, /)")]
    fn unicode_iscased(_: &mut Vm, character: i32) -> bool {
        u32::try_from(character).is_ok_and(case::char_has_case)
    }

    /// The small ASCII letter.
    #[sig("($module, character, /)")]
    fn ascii_tolower(_: &mut Vm, character: i32) -> i32 {
        u8::try_from(character).map_or(character, |c| i32::from(c.to_ascii_lowercase()))
    }

    /// The small letter.
    #[sig("($module, character, /)")]
    fn unicode_tolower(_: &mut Vm, character: i32) -> i32 {
        u32::try_from(character).map_or(character, |c| case::char_lower(c) as i32)
    }
}
