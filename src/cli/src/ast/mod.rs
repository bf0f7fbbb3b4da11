//! `_ast`: the classes of syntax trees, and trees as Python objects.

mod build;
mod classes;
mod optimize;
mod read;

pub use build::to_objects;
pub use optimize::optimize;
pub use read::{from_objects, is_node};

pub use classes::Ast;
use classes::Classes;
use taipan_runtime::layout::Module;
use taipan_runtime::{Gc, ModuleDef, R, Vm};
use taipan_stdlib::support::{put, put_int};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_ast",
    doc: "The classes of syntax trees.",
    types: &[&Ast::TYPE],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// `from __future__` and the like stay away from these bits of `compile()`'s flags.
const FLAGS: [(&str, i64); 4] = [
    ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
    ("PyCF_ONLY_AST", 0x400),
    ("PyCF_OPTIMIZED_AST", 0x8400),
    ("PyCF_TYPE_COMMENTS", 0x1000),
];

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for (name, value) in FLAGS {
        put_int(vm, module, name, value);
    }
    let classes = Classes::get(vm)?;
    for (i, node) in taipan_grammar::nodes::NODES.iter().enumerate() {
        let cls = classes.to_ref().as_slice()[i];
        put(vm, module, node.name, cls);
    }
    Ok(())
}
