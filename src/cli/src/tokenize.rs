//! `_tokenize`: the tokens of Python source.

use taipan_macros::{NativeType, native};
use taipan_runtime::kinds::Numbered;
use taipan_runtime::layout::Type;
use taipan_runtime::{Args, Gc, ModuleDef, R, TypeDef, Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_tokenize",
    doc: "The tokens of Python source.",
    types: &[&TokenizerIter::TYPE],
    ..ModuleDef::DEFAULT
};

/// `TokenizerIter`
#[derive(NativeType)]
pub struct TokenizerIter;

impl TokenizerIter {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <TokenizerIter as Numbered>::NUMBER,
        name: "TokenizerIter",
        module: "_tokenize",
        doc: "TokenizerIter(readline, *, encoding=None, extra_tokens=False)\n--\n\nThe tokens of a source that is read line by line.",
        native: &TokenizerIter::NATIVE,
        ..TypeDef::DEFAULT
    };
}

#[native]
impl TokenizerIter {
    fn __new__(vm: &mut Vm, cls: Gc<Type>, args: &Args<'_>) -> R<Value> {
        let _ = (cls, args);
        Err(vm.not_implemented("_tokenize.TokenizerIter is not implemented yet"))
    }
}
