//! The files of the embedded standard library: there for who looks for them, of this build, and nobody else's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A prefix of its own, with the executable in it.
fn prefix(test: &str) -> PathBuf {
    let prefix =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("library-{test}-{}", std::process::id()));
    fs::create_dir_all(prefix.join("bin")).unwrap();
    fs::hard_link(env!("CARGO_BIN_EXE_taipan"), executable(&prefix)).unwrap();
    prefix
}

fn executable(prefix: &Path) -> PathBuf {
    prefix.join("bin/taipan")
}

fn library(prefix: &Path) -> PathBuf {
    prefix.join("lib/python3.14")
}

fn run(prefix: &Path, program: &str) -> String {
    let output = Command::new(executable(prefix)).args(["-S", "-c", program]).env_clear().output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn they_are_written_once_a_program_looks() {
    let prefix = prefix("written");
    assert_eq!(run(&prefix, "import json, os; print(os.path.exists('/'))"), "True\n");
    assert!(!library(&prefix).exists());
    let looks = "import json, os; print(os.path.exists(json.__file__), os.path.exists(os.__file__ + '.no'))";
    assert_eq!(run(&prefix, looks), "True False\n");
    assert!(library(&prefix).join("encodings/ascii.py").exists());
    fs::remove_dir_all(prefix).unwrap();
}

#[test]
fn those_of_another_build_are_written_again() {
    let prefix = prefix("again");
    let looks = "import sys; print(open(sys._stdlib_dir + '/abc.py').read()[:3])";
    let of_this_build = run(&prefix, looks);
    fs::write(library(&prefix).join("abc.py"), "old").unwrap();
    assert_eq!(run(&prefix, looks), "old\n");
    fs::write(library(&prefix).join(".taipan-library"), "0123456789abcdef\n").unwrap();
    assert_eq!(run(&prefix, looks), of_this_build);
    fs::remove_dir_all(prefix).unwrap();
}

#[test]
fn those_of_another_python_are_left_alone() {
    let prefix = prefix("alone");
    fs::create_dir_all(library(&prefix)).unwrap();
    fs::write(library(&prefix).join("os.py"), "other").unwrap();
    let looks = "import sys; print(open(sys._stdlib_dir + '/os.py').read())";
    assert_eq!(run(&prefix, looks), "other\n");
    assert_eq!(fs::read_dir(library(&prefix)).unwrap().count(), 1);
    fs::remove_dir_all(prefix).unwrap();
}
