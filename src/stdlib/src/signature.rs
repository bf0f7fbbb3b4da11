//! Binds arguments as functions do that have no name in messages: one after the other, each converted before the next is
//! looked at.

use taipan_runtime::{Args, R, Value, Vm};

/// The parameters of a constructor.
pub struct Signature {
    /// All of them, by position.
    pub names: &'static [&'static str],
    /// How many must be given.
    pub n_required: usize,
    /// How many can be given by position.
    pub n_pos: usize,
}

impl Signature {
    /// Hands each argument that is given to a function, with its place.
    pub fn bind(
        &self,
        vm: &mut Vm,
        args: &Args<'_>,
        mut take: impl FnMut(&mut Vm, usize, Value) -> R<()>,
    ) -> R<()> {
        let n = args.pos.len() + args.kw_names.len();
        if n > self.names.len() {
            let max = self.names.len();
            return Err(vm.type_error(format!("function takes at most {max} arguments ({n} given)")));
        }
        if args.pos.len() > self.n_pos {
            let (max, n) = (self.n_pos, args.pos.len());
            return Err(
                vm.type_error(format!("function takes at most {max} positional arguments ({n} given)"))
            );
        }
        let mut n_used = 0;
        for (i, name) in self.names.iter().enumerate() {
            let by_name = args
                .kw_names
                .iter()
                .position(|key| vm.as_str(*key).is_some_and(|key| key.as_bytes() == name.as_bytes()));
            let value = match (args.pos.get(i), by_name) {
                (Some(_), Some(_)) => {
                    let position = i + 1;
                    return Err(vm.type_error(format!(
                        "argument for function given by name ('{name}') and position ({position})"
                    )));
                }
                (Some(&value), None) => value,
                (None, Some(at)) => {
                    n_used += 1;
                    args.kw_values[at]
                }
                (None, None) if i < self.n_required => {
                    let position = i + 1;
                    return Err(vm.type_error(format!(
                        "function missing required argument '{name}' (pos {position})"
                    )));
                }
                (None, None) => continue,
            };
            take(vm, i, value)?;
        }
        if n_used < args.kw_names.len() {
            for key in args.kw_names {
                let key = vm.as_str(*key).map_or_else(String::new, |key| key.to_display());
                if !self.names.contains(&key.as_str()) {
                    return Err(
                        vm.type_error(format!("this function got an unexpected keyword argument '{key}'"))
                    );
                }
            }
        }
        Ok(())
    }
}
