//! Names of native modules that are made when they are first missed: what start-up would spend on them, most programs
//! never use.

use crate::layout::{Dict, Str};
use crate::native::R;
use crate::vm::Vm;
use taipan_heap::Gc;

/// Names that a namespace gets when one of them is missed in it.
pub(crate) struct LateNames {
    pub(crate) dict: Gc<Dict>,
    is_one: fn(&[u8]) -> bool,
    fill: fn(&mut Vm, Gc<Dict>) -> R<()>,
}

impl Vm {
    /// Has `fill` called when a name that `is_one` says yes to is missed in a namespace, or when somebody looks
    /// at all of it.
    pub fn add_late_names(
        &mut self,
        dict: Gc<Dict>,
        is_one: fn(&[u8]) -> bool,
        fill: fn(&mut Vm, Gc<Dict>) -> R<()>,
    ) {
        self.late_names.push(LateNames { dict, is_one, fill });
    }

    /// A name was missed in a namespace: is it worth to look again?
    #[cold]
    pub fn late_name(&mut self, dict: Gc<Dict>, name: Gc<Str>) -> R<bool> {
        let known = self
            .late_names
            .iter()
            .position(|late| late.dict == dict && (late.is_one)(name.to_ref().as_bytes()));
        match known {
            Some(i) => {
                let late = self.late_names.swap_remove(i);
                self.fill_untraced(&late)?;
                Ok(true)
            }
            None => Ok(false),
        }
    }

    /// Makes all that a namespace still lacks.
    pub fn fill_late_names(&mut self, dict: Gc<Dict>) -> R<()> {
        while let Some(i) = self.late_names.iter().position(|late| late.dict == dict) {
            let late = self.late_names.swap_remove(i);
            self.fill_untraced(&late)?;
        }
        Ok(())
    }

    /// Makes names that a program takes to have been there all along: no trace function and no audit hook hears of it.
    fn fill_untraced(&mut self, late: &LateNames) -> R<()> {
        let unaudited = std::mem::replace(&mut self.thread.unaudited, true);
        let result = self.with_tracing(false, |vm| (late.fill)(vm, late.dict));
        self.thread.unaudited = unaudited;
        result
    }
}
