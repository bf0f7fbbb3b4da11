//! The files that hold code images.
//!
//! What it is: one file per compiled module, found by the hash of the source's path, mapped and
//! used in place. The image itself is opaque here (its layout belongs to crate `bytecode`); this
//! crate knows the header before it, when it is stale, who may have written it, and how much room
//! all files may take together. `FORMAT.md` draws the file.
//!
//! What it is not: it never compiles, never prints and never stops a program. Every failure of
//! the disk is either a [`Miss`] (the caller compiles instead) or an `io::Error` that the caller
//! may drop.
//!
//! Where to start: [`Cache::lookup`] and [`Cache::store`].

mod config;
mod format;
mod key;
mod mapping;
mod miss;
mod store;
mod sweep;

pub use config::{Config, MAX_BYTES_DEFAULT, Mode};
pub use format::{FORMAT_VERSION, IMAGE_ALIGN, PIECE_BYTES, WHOLE_CHECK_MAX};
pub use key::{Key, Stamp};
pub use mapping::MappedImage;
pub use miss::Miss;
pub use store::Cache;
pub use sweep::{Info, Removed, Verified};
