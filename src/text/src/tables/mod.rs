//! Tables made by `tables/gen.py`.

#[rustfmt::skip]
pub(crate) mod case;
#[rustfmt::skip]
pub(crate) mod normal;
#[rustfmt::skip]
pub(crate) mod properties;
#[rustfmt::skip]
pub(crate) mod names;
