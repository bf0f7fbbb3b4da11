//! The standard library's Python half.
//!
//! What it is: every `.py` file (and the few data files) of the standard library, compressed in the
//! executable; and the layout of the *bundle*, one file that holds the compiled image of every
//! module.
//!
//! What it is not: it compiles nothing, opens no file and knows nothing of the import system. Where the
//! bundle's bytes lie (a mapped cache file, the executable) is the caller's choice.
//!
//! Where to start: [`find`] and [`source`] for sources, [`Bundle`] for images. The files are those
//! of the crate rustpython-pylib; `overlay/` holds what we add, replace (whole files) and
//! change (`NAME.edit`: old lines, new lines).

mod bundle;
mod library;

pub use bundle::{BUNDLE_VERSION, Bundle, BundleError, BundledModule, HOT, Image, build};
pub use library::{File, Module, files, find, is_package, modules, source, stamp};
