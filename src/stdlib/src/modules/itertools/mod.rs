//! `itertools`: iterators made of iterators.

mod chains;
mod combinatorics;
mod grouping;
mod infinite;
mod selection;
mod tee;

pub use chains::{Accumulate, Batched, Chain, Pairwise, StarMap, ZipLongest};
pub use combinatorics::{Combinations, CombinationsWithReplacement, Permutations, Product};
pub use grouping::{GroupBy, Grouper};
pub use infinite::{Count, Cycle, Repeat};
pub use selection::{Compress, DropWhile, FilterFalse, Islice, TakeWhile};
pub use tee::{Tee, TeeData};

use taipan_runtime::{Gc, ModuleDef, R, Value, layout::Tuple};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "itertools",
    doc: "Iterators made of iterators: without end, cut short, joined, grouped and combined.",
    functions: &tee::Functions::NATIVE,
    types: &[
        &Accumulate::TYPE,
        &Batched::TYPE,
        &Chain::TYPE,
        &Combinations::TYPE,
        &CombinationsWithReplacement::TYPE,
        &Compress::TYPE,
        &Count::TYPE,
        &Cycle::TYPE,
        &DropWhile::TYPE,
        &FilterFalse::TYPE,
        &GroupBy::TYPE,
        &Grouper::TYPE,
        &Islice::TYPE,
        &Pairwise::TYPE,
        &Permutations::TYPE,
        &Product::TYPE,
        &Repeat::TYPE,
        &StarMap::TYPE,
        &TakeWhile::TYPE,
        &Tee::TYPE,
        &TeeData::TYPE,
        &ZipLongest::TYPE,
    ],
    ..ModuleDef::DEFAULT
};

/// An iterator's struct, all of whose fields hold values, and its definition. `make` allocates one.
macro_rules! iterator {
    ($(#[$meta:meta])* $name:ident = $python:literal, $flags:expr, $doc:literal, { $($field:ident),* } $(, untraced { $($plain:ident: $type:ty),* })?) => {
        $(#[$meta])*
        #[derive(Trace, Layout, NativeType)]
        #[repr(C)]
        pub struct $name {
            header: Header,
            $($field: Field<Value>,)*
            $($(#[untraced] $plain: $type,)*)?
        }

        impl $name {
            /// The definition.
            pub const TYPE: TypeDef = TypeDef {
                id: <$name as Numbered>::NUMBER,
                name: $python,
                module: "itertools",
                doc: $doc,
                flags: $flags | type_flags::SHOWS_GETATTR,
                native: &$name::NATIVE,
                layout: Some(LayoutInfo::of::<$name>()),
                ..TypeDef::DEFAULT
            };

            fn make(vm: &mut Vm, $($field: Value,)* $($($plain: $type,)*)?) -> Gc<$name> {
                let class = vm.class($name::TYPE.id).address();
                vm.heap.alloc($name {
                    header: Header::new::<$name>(class),
                    $($field: Field::new($field),)*
                    $($($plain,)*)?
                })
            }
        }
    };
}
use iterator;

/// A tuple that an iterable was collected in.
fn tuple_of(value: Value) -> R<Gc<Tuple>> {
    Ok(value.cast::<Tuple>().expect("a pool is a tuple"))
}
