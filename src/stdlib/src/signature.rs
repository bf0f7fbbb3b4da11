//! Binds arguments as functions do that have no name in messages: one after the other, each converted before the next is
//! looked at.

use taipan_runtime::layout::{Dict, Tuple};
use taipan_runtime::{Args, Gc, R, Value, Values, Vm, suggest};

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
        take: impl FnMut(&mut Vm, usize, Value) -> R<()>,
    ) -> R<()> {
        self.bind_as(vm, "function", args, take)
    }

    /// The same for a method that gets its arguments as a tuple and a dict, and has a name in messages: `combine()`.
    pub fn bind_method(
        &self,
        vm: &mut Vm,
        function: &str,
        args: Gc<Tuple>,
        kwargs: Option<Gc<Dict>>,
        take: impl FnMut(&mut Vm, usize, Value) -> R<()>,
    ) -> R<()> {
        let (mut names, mut values) = (Values::new(), Values::new());
        let mut at = 0;
        while let Some((i, name, value)) = kwargs.and_then(|kwargs| kwargs.next_entry(at)) {
            at = i + 1;
            names.push(&mut vm.heap, name);
            values.push(&mut vm.heap, value);
        }
        let args = Args { pos: args.to_ref().as_slice(), kw_names: &names, kw_values: &values };
        self.bind_as(vm, function, &args, take)
    }

    /// The same for a constructor with a name in messages: `timezone()`.
    pub fn bind_as(
        &self,
        vm: &mut Vm,
        function: &str,
        args: &Args<'_>,
        mut take: impl FnMut(&mut Vm, usize, Value) -> R<()>,
    ) -> R<()> {
        let n = args.pos.len() + args.kw_names.len();
        if n > self.names.len() {
            let max = self.names.len();
            return Err(vm.type_error(format!("{function} takes at most {max} arguments ({n} given)")));
        }
        let mut n_used = 0;
        for (i, name) in self.names.iter().enumerate() {
            if i == self.n_pos && args.pos.len() > i {
                let n = args.pos.len();
                return Err(
                    vm.type_error(format!("{function} takes at most {i} positional arguments ({n} given)"))
                );
            }
            let by_name = args
                .kw_names
                .iter()
                .position(|key| vm.as_str(*key).is_some_and(|key| key.as_bytes() == name.as_bytes()));
            let value = match (args.pos.get(i), by_name) {
                (Some(&value), _) => value,
                (None, Some(at)) => {
                    n_used += 1;
                    args.kw_values[at]
                }
                (None, None) if i < self.n_required => {
                    let position = i + 1;
                    return Err(vm.type_error(format!(
                        "{function} missing required argument '{name}' (pos {position})"
                    )));
                }
                (None, None) => continue,
            };
            take(vm, i, value)?;
        }
        if n_used == args.kw_names.len() {
            return Ok(());
        }
        let keys: Vec<String> = args
            .kw_names
            .iter()
            .map(|key| vm.as_str(*key).map_or_else(String::new, |key| key.to_display()))
            .collect();
        let is_given = |name: &&str| keys.iter().any(|key| key == name);
        if let Some(i) = self.names[..args.pos.len()].iter().position(is_given) {
            let (name, position) = (self.names[i], i + 1);
            return Err(vm.type_error(format!(
                "argument for {function} given by name ('{name}') and position ({position})"
            )));
        }
        match keys.iter().find(|key| !self.names.contains(&key.as_str())) {
            Some(key) => {
                let known: Vec<String> = self.names.iter().map(|name| (*name).to_owned()).collect();
                let hint =
                    suggest(key, &known).map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
                let this = if function == "function" { "this " } else { "" };
                Err(vm
                    .type_error(format!("{this}{function} got an unexpected keyword argument '{key}'{hint}")))
            }
            None => Ok(()),
        }
    }
}
