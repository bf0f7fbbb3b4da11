//! The code images of the standard library that are part of the executable: `build.rs` makes them, for the level of
//! optimisation that programs run at unless told otherwise. Other levels go through the cache.

use taipan_pylib::Bundle;

/// The level that the images were compiled at.
const OPTIMIZE: u8 = 0;

/// Images are used where they lie, at multiples of 64 bytes from the bundle's beginning. A page's alignment keeps the
/// modules that start-up runs, which come first, on as few pages as they can be.
#[repr(C, align(4096))]
struct Aligned<T: ?Sized>(T);

static BUNDLE: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/library.bundle")));

/// The bundle in the executable; `None` only should the build have mixed two compilers.
pub fn bundle() -> Option<Bundle<'static>> {
    let fingerprint = taipan_bytecode::image::fingerprint();
    Bundle::new(&BUNDLE.0, taipan_pylib::stamp(), fingerprint, OPTIMIZE).ok()
}

/// The image of a module at a level of optimisation.
pub fn image(name: &str, optimize: u8) -> Option<&'static [u8]> {
    if optimize != OPTIMIZE {
        return None;
    }
    Some(bundle()?.get(name)?.image)
}
