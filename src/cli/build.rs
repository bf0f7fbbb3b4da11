//! Compiles every module of the standard library to a code image, on all cores, and writes the bundle that the
//! executable embeds. `src/bundle.rs` finds modules in it; `taipan_pylib` says what its layout is.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{env, fs, thread};

use taipan_pylib::{Image, Module};

/// Deeply nested sources recurse in the parser; build threads get what a main thread has.
const STACK_BYTES: usize = 64 << 20;

fn main() {
    // The sources and the compiler are dependencies, so that cargo knows when they change.
    println!("cargo::rerun-if-changed=build.rs");
    let modules: Vec<(String, Module)> = taipan_pylib::modules().collect();
    let next = AtomicUsize::new(0);
    let images = Mutex::new(Vec::with_capacity(modules.len()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            let work = || {
                while let Some((name, module)) = modules.get(next.fetch_add(1, Relaxed)) {
                    match compile(module) {
                        Ok(bytes) => {
                            let image = Image { name: name.clone(), is_package: module.is_package, bytes };
                            images.lock().expect("no thread panics here").push(image);
                        }
                        // Its import says what is wrong; a few files of the library are meant to be so.
                        Err(error) => println!("cargo::warning={}: {error}", module.file.path),
                    }
                }
            };
            let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
            thread.expect("a thread can be started");
        }
    });
    let images = images.into_inner().expect("no thread panics");
    let fingerprint = taipan_bytecode::image::fingerprint();
    let bundle = taipan_pylib::build(images, taipan_pylib::stamp(), fingerprint, 0);
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    fs::write(out.join("library.bundle"), bundle).expect("OUT_DIR is writable");
}

fn compile(module: &Module) -> Result<Vec<u8>, String> {
    let content = module.file.content();
    let text =
        taipan_grammar::decode(&content, taipan_grammar::Origin::Bytes).map_err(|error| error.message)?;
    let arena = bumpalo::Bump::new();
    let source: &str = arena.alloc_str(&text);
    let parsed = taipan_grammar::parse(&arena, source, taipan_grammar::Mode::Exec)
        .map_err(|error| format!("line {}: {}", error.line, error.message))?;
    // The importer puts the real folder in front; where the executable will stand is not known here.
    let filename = format!("<stdlib>/{}", module.file.path);
    let options = taipan_compiler::Options {
        filename: &filename,
        optimize: 0,
        interactive: false,
        futures: 0,
        top_level_await: false,
        source,
    };
    let (image, _) = taipan_compiler::compile(&arena, &parsed.module, &options)
        .map_err(|error| format!("line {}: {}", error.span.line, error.message))?;
    taipan_bytecode::verify::verify(&image).map_err(|bad| bad.0.to_owned())?;
    Ok(image)
}
