//! `taipan cache`: what the cache holds, and holding more or less of it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command};
use rayon::prelude::*;
use taipan_cache::{Cache, Config, Key, Miss, Mode};
use taipan_runtime::CompileMode;

use super::{
    complain, decode, on_all_cores, optimize, optimize_option, path_argument, print, progress, sources,
};
use crate::compile::{self, How};

pub(super) fn command() -> Command {
    Command::new("cache")
        .about("Count, remove, build or check cached code images")
        .subcommand_required(true)
        .subcommand(Command::new("info").about("Say where the cache is and what is in it"))
        .subcommand(Command::new("clear").about("Remove every image, those of other versions too"))
        .subcommand(
            Command::new("build")
                .about("Compile all .py files in a folder whose images are missing or stale, on all cores")
                .arg(path_argument("dir", "DIR", "The folder, or one file").required(true))
                .arg(optimize_option()),
        )
        .subcommand(Command::new("verify").about("Check every byte of every image"))
}

pub(super) fn main(options: &ArgMatches) -> i32 {
    let config = Config::from_env(taipan_bytecode::image::fingerprint(), |name| std::env::var_os(name));
    let cache = Cache::new(config);
    match options.subcommand() {
        Some(("info", _)) => info(&cache),
        Some(("clear", _)) => clear(&cache),
        Some(("build", options)) => build(&cache, options),
        Some(("verify", _)) => verify(&cache),
        _ => 2,
    }
}

fn info(cache: &Cache) -> i32 {
    let info = cache.info();
    let mut out = String::new();
    match &info.root {
        Some(root) => _ = writeln!(out, "root:           {}", root.display()),
        None => out.push_str("root:           none (set TAIPAN_CACHE_DIR or HOME)\n"),
    }
    let mode = match cache.config().mode {
        Mode::Off => "off",
        Mode::Read => "read only",
        Mode::ReadWrite => "read and write",
    };
    let bound = if info.max_bytes == 0 { "none".to_owned() } else { bytes(info.max_bytes) };
    let embedded = crate::bundle::bundle().map_or(0, |bundle| bundle.len());
    let _ = write!(
        out,
        "mode:           {mode}\n\
         bound:          {bound}\n\
         folder:         {}\n\
         images:         {} ({})\n\
         other versions: {} ({})\n\
         embedded:       {embedded} modules of the standard library\n",
        info.directory.display(),
        info.files,
        bytes(info.bytes),
        info.other_files,
        bytes(info.other_bytes),
    );
    print(&out);
    0
}

fn clear(cache: &Cache) -> i32 {
    match cache.clear() {
        Ok(removed) => {
            print(&format!("removed {} images ({})\n", removed.files, bytes(removed.bytes)));
            0
        }
        Err(error) => complain(&format!("the cache could not be cleared: {error}")),
    }
}

/// What became of a source.
enum Built {
    Fresh,
    Stored(u64),
    /// Its first import shall show its warnings.
    Warns,
    Failed(String),
}

fn build(cache: &Cache, options: &ArgMatches) -> i32 {
    if cache.config().root.is_none() || cache.config().mode != Mode::ReadWrite {
        return complain(
            "the cache may not be written: TAIPAN_CACHE or PYTHONDONTWRITEBYTECODE says so, or it has no place to be",
        );
    }
    let folder: &PathBuf = options.get_one("dir").expect("clap asks for it");
    let optimize = optimize(options);
    let start = std::time::Instant::now();
    // The paths that an import from there will look up.
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.clone());
    let files = match sources(&folder) {
        Ok(files) => files,
        Err(error) => return complain(&error),
    };
    let bar = progress(files.len(), "compiling");
    let work = || -> Vec<Built> {
        let one = |file: &PathBuf| {
            let built = build_one(cache, file, optimize);
            bar.inc(1);
            built
        };
        files.par_iter().map(one).collect()
    };
    let all = match on_all_cores(work) {
        Ok(all) => all,
        Err(error) => return complain(&error),
    };
    bar.finish_and_clear();
    let (mut stored, mut size, mut fresh, mut warning, mut failed) = (0, 0, 0, 0, 0);
    for built in all {
        match built {
            Built::Fresh => fresh += 1,
            Built::Warns => warning += 1,
            Built::Stored(n) => {
                stored += 1;
                size += n;
            }
            Built::Failed(error) => {
                failed += 1;
                complain(&error);
            }
        }
    }
    let mut out = format!("compiled {stored} files ({}) in {:.1?}", bytes(size), start.elapsed());
    for (n, what) in [
        (fresh, "were compiled before"),
        (warning, "have warnings, which their first import shows"),
        (failed, "failed"),
    ] {
        if n > 0 {
            let _ = write!(out, "; {n} {what}");
        }
    }
    out.push('\n');
    print(&out);
    i32::from(failed > 0)
}

fn build_one(cache: &Cache, file: &Path, optimize: u8) -> Built {
    let failed = |error: &dyn std::fmt::Display| Built::Failed(format!("{}: {error}", file.display()));
    let metadata = match fs::metadata(file) {
        Ok(metadata) => metadata,
        Err(error) => return failed(&error),
    };
    let key = Key::of_file(file, &metadata, optimize);
    if cache.lookup(&key).is_ok() {
        return Built::Fresh;
    }
    let content = match fs::read(file) {
        Ok(content) => content,
        Err(error) => return failed(&error),
    };
    let text = match decode(&content, file) {
        Ok(text) => text,
        Err(error) => return Built::Failed(error),
    };
    let filename = file.to_string_lossy();
    let how = How {
        filename: &filename,
        mode: CompileMode::Exec,
        flags: 0,
        optimize: i32::from(optimize),
        int_digits: None,
    };
    match compile::to_image(&text, &how, optimize) {
        Ok((_, warnings)) if !warnings.is_empty() => Built::Warns,
        Ok((image, _)) => match cache.store(&key, &image) {
            Ok(()) => Built::Stored(image.len() as u64),
            Err(error) => failed(&error),
        },
        Err(failure) => Built::Failed(failure.to_line(&filename)),
    }
}

fn verify(cache: &Cache) -> i32 {
    let all = cache.verify(|_, image| taipan_bytecode::verify::verify(image).map_err(|_| Miss::ImageDamaged));
    let (mut sound, mut bad) = (0, 0);
    for one in &all {
        match one.result {
            Ok(_) => sound += 1,
            Err(miss) => {
                bad += 1;
                let source = one.source.as_deref().unwrap_or(Path::new("?"));
                complain(&format!("{} (of {}) {miss}", one.file.display(), source.display()));
            }
        }
    }
    print(&format!("{sound} images are sound, {bad} are not\n"));
    i32::from(bad > 0)
}

/// A number of bytes for people.
fn bytes(n: u64) -> String {
    match n {
        0..1024 => format!("{n} B"),
        1024..1_048_576 => format!("{:.1} KiB", n as f64 / 1024.0),
        1_048_576..1_073_741_824 => format!("{:.1} MiB", n as f64 / 1_048_576.0),
        _ => format!("{:.1} GiB", n as f64 / 1_073_741_824.0),
    }
}
