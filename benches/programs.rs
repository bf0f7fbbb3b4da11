//! Times the programs in `benches/programs`: `cargo bench --bench programs [-- PART OF A NAME]`.
//!
//! Each runs several times and the best time counts; what it prints must be what CPython 3.14 printed
//! (`NAME.out`). With `PYTHON314` set, CPython runs in between and the ratio is printed. `startup` is timed
//! as a whole process like the others; its cache is warm.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

const ROUNDS: usize = 5;

fn main() -> ExitCode {
    let filter: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/programs");
    let mut programs: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("benches/programs is there")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "py"))
        .filter(|path| {
            filter.is_empty() || filter.iter().any(|part| path.to_string_lossy().contains(part.as_str()))
        })
        .collect();
    programs.sort();
    let taipan =
        std::env::var_os("TAIPAN_TEST_PYTHON").unwrap_or_else(|| env!("CARGO_BIN_EXE_taipan").into());
    let taipan = PathBuf::from(taipan);
    let python = std::env::var_os("PYTHON314").map(PathBuf::from);

    println!("{:<16} {:>10} {:>10} {:>8}", "program", "taipan ms", "python ms", "ratio");
    let mut ratios = Vec::new();
    let mut is_right = true;
    for program in &programs {
        let name = program.file_stem().expect("it has a name").to_string_lossy();
        let want = std::fs::read_to_string(program.with_extension("out")).unwrap_or_default();
        let (mut best, mut best_python) = (Duration::MAX, Duration::MAX);
        let mut wrong = None;
        for _ in 0..ROUNDS {
            match run(&taipan, program, &want) {
                Ok(time) => best = best.min(time),
                Err(text) => {
                    wrong = Some(text);
                    break;
                }
            }
            if let Some(python) = &python
                && let Ok(time) = run(python, program, &want)
            {
                best_python = best_python.min(time);
            }
        }
        if let Some(text) = wrong {
            is_right = false;
            println!("{name:<16} {text}");
            continue;
        }
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        if python.is_some() && best_python != Duration::MAX {
            let ratio = best.as_secs_f64() / best_python.as_secs_f64();
            ratios.push(ratio);
            println!("{name:<16} {:>10.1} {:>10.1} {ratio:>8.3}", ms(best), ms(best_python));
        } else {
            println!("{name:<16} {:>10.1}", ms(best));
        }
    }
    if !ratios.is_empty() {
        let mean = (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp();
        println!("geometric mean of the ratios: {mean:.3} (below 1 is faster than CPython)");
    }
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn run(python: &Path, program: &Path, want: &str) -> Result<Duration, String> {
    let start = Instant::now();
    let output = Command::new(python).arg(program).output().map_err(|error| error.to_string())?;
    let time = start.elapsed();
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("fails: {} {}", output.status, text.lines().last().unwrap_or("")));
    }
    if output.stdout != want.as_bytes() {
        return Err("prints something else than CPython".to_owned());
    }
    Ok(time)
}
