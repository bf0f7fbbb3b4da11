//! Programs and their cached images: what is in the cache, or happens to it, changes nothing that a program prints.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

const PROGRAM: &str = "
def f(x):
    return [x * i for i in range(5)]
class C:
    def g(self, a, *, b='text'):
        return f'{a!r} {b}'
try:
    1 / 0
except ZeroDivisionError as e:
    print(f(7), C().g(1.5), e)
";
const PRINTED: &str = "[0, 7, 14, 21, 28] 1.5 text division by zero\n";

/// A folder with a program and a cache, of one test.
struct Place {
    folder: PathBuf,
}

impl Place {
    fn new(test: &str) -> Place {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("cache-{test}-{}-{}", std::process::id(), COUNT.fetch_add(1, Relaxed));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        let place = Place { folder };
        fs::write(place.program(), PROGRAM).unwrap();
        place
    }

    fn program(&self) -> PathBuf {
        self.folder.join("program.py")
    }

    fn root(&self) -> PathBuf {
        self.folder.join("cache")
    }

    fn taipan(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taipan"));
        self.settle(&mut command);
        command
    }

    fn settle(&self, command: &mut Command) {
        command
            .env_clear()
            .env("TAIPAN_CACHE_DIR", self.root())
            .stdin(Stdio::null())
            .current_dir(&self.folder);
    }

    /// Runs the program with `-v`; what it says there of its image is the result.
    fn run(&self) -> String {
        self.check(self.taipan().arg("-v").arg(self.program()).output().unwrap())
    }

    fn check(&self, output: Output) -> String {
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(String::from_utf8_lossy(&output.stdout), PRINTED, "{}: {stderr}", output.status);
        assert!(output.status.success(), "{}: {stderr}", output.status);
        stderr.lines().filter(|line| line.contains("program.py")).collect::<Vec<_>>().join("\n")
    }

    fn verb(&self, arguments: &[&str]) -> (String, bool) {
        let output = self.taipan().args(arguments).output().unwrap();
        (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.success())
    }

    /// The files of the cache.
    fn images(&self) -> Vec<PathBuf> {
        let folders = fs::read_dir(self.root()).into_iter().flatten().flatten();
        let files = folders.flat_map(|folder| fs::read_dir(folder.path()).into_iter().flatten().flatten());
        files.map(|file| file.path()).collect()
    }

    fn image(&self) -> PathBuf {
        let images = self.images();
        assert_eq!(images.len(), 1, "{images:?}");
        images[0].clone()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::set_permissions(self.root(), fs::Permissions::from_mode(0o700));
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn compiled(said: &str) -> bool {
    said.contains("# compiling")
}

fn from_cache(said: &str) -> bool {
    said.contains("from the cache")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

#[test]
fn the_second_start_compiles_nothing() {
    let place = Place::new("second");
    assert!(compiled(&place.run()));
    let (info, _) = place.verb(&["cache", "info"]);
    assert!(info.contains("images:         1 ("), "{info}");
    for _ in 0..3 {
        let said = place.run();
        assert!(from_cache(&said) && !compiled(&said), "{said}");
    }
    assert_eq!(place.verb(&["cache", "info"]).0, info);
    assert_eq!(place.verb(&["cache", "verify"]), ("1 images are sound, 0 are not\n".to_owned(), true));
    // Another level is another image (also of what the program imports: the executable holds one level).
    let optimized = || place.taipan().args(["-O", "-v"]).arg(place.program()).output().unwrap();
    assert!(compiled(&place.check(optimized())));
    assert!(from_cache(&place.check(optimized())));
    assert!(from_cache(&place.run()));
    // A changed source is compiled again.
    fs::write(place.program(), format!("{PROGRAM}# more\n")).unwrap();
    assert!(compiled(&place.run()));
    assert!(from_cache(&place.run()));
    let (cleared, done) = place.verb(&["cache", "clear"]);
    assert!(cleared.starts_with("removed ") && done, "{cleared}");
    assert!(compiled(&place.run()));
}

#[test]
fn build_leaves_nothing_to_compile() {
    let place = Place::new("build");
    fs::write(place.folder.join("wrong.py"), "x =\n").unwrap();
    let (built, done) = place.verb(&["cache", "build", "."]);
    assert!(built.starts_with("compiled 1 files") && built.contains("1 failed") && !done, "{built}");
    assert!(from_cache(&place.run()));
}

#[test]
fn damaged_images_are_made_anew() {
    let place = Place::new("damage");
    place.run();
    let file = place.image();
    let good = fs::read(&file).unwrap();
    let mut bad: Vec<(String, Vec<u8>)> = Vec::new();
    for n in [0, 1, 7, 8, 63, 79, 80, 128, good.len() / 2, good.len() - 1] {
        bad.push((format!("cut to {n}"), good[..n].to_vec()));
    }
    // Every field of the header, and places all over the image.
    for at in (0..128).step_by(3).chain((128..good.len()).step_by(good.len() / 40)) {
        let mut bytes = good.clone();
        bytes[at] ^= 1 << (at % 8);
        bad.push((format!("bit flipped at {at}"), bytes));
    }
    bad.push(("longer".to_owned(), [good.clone(), vec![0]].concat()));
    bad.push(("foreign".to_owned(), b"#!/bin/sh\nexit 1\n".repeat(40)));
    bad.push(("zeros".to_owned(), vec![0; good.len()]));
    let mut future = good.clone();
    future[8..12].copy_from_slice(&99u32.to_le_bytes());
    bad.push(("future".to_owned(), future));
    for (what, bytes) in bad {
        fs::write(&file, &bytes).unwrap();
        assert!(!place.verb(&["cache", "verify"]).1, "{what}");
        let said = place.run();
        assert!(compiled(&said), "{what}: {said}");
        let said = place.run();
        assert!(from_cache(&said), "{what}: {said}");
        assert_eq!(fs::read(&file).unwrap(), good, "{what}");
    }
}

#[test]
fn what_is_no_file_or_not_readable_is_no_trouble() {
    let place = Place::new("unreadable");
    place.run();
    let file = place.image();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o0)).unwrap();
    place.run();
    place.run();
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert!(compiled(&place.run()));
    fs::remove_dir(&file).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &file).unwrap();
    assert!(compiled(&place.run()));
    fs::remove_file(&file).unwrap();
    // Somebody else could have written it.
    place.run();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    assert!(compiled(&place.run()));
}

#[test]
fn places_that_cannot_be_written_are_no_trouble() {
    let place = Place::new("unwritable");
    let blocked = place.folder.join("blocked");
    fs::write(&blocked, "a file").unwrap();
    for root in [blocked.clone(), blocked.join("below"), "/proc/nothing".into(), "/dev/null".into()] {
        let output = place.taipan().env("TAIPAN_CACHE_DIR", &root).arg("-v").arg(place.program()).output();
        assert!(compiled(&place.check(output.unwrap())), "{}", root.display());
    }
    // No place at all, and no wish for one.
    let output = place.taipan().env_remove("TAIPAN_CACHE_DIR").arg("-v").arg(place.program()).output();
    assert!(compiled(&place.check(output.unwrap())));
    for (name, value) in [("TAIPAN_CACHE", "off"), ("TAIPAN_CACHE", "read"), ("PYTHONDONTWRITEBYTECODE", "1")]
    {
        let output = place.taipan().env(name, value).arg("-v").arg(place.program()).output();
        assert!(compiled(&place.check(output.unwrap())), "{name}={value}");
    }
    assert!(place.images().is_empty());
    let output = place.taipan().arg("-B").arg(place.program()).output();
    place.check(output.unwrap());
    assert!(place.images().is_empty());
    if is_root() {
        return;
    }
    fs::create_dir_all(place.root()).unwrap();
    fs::set_permissions(place.root(), fs::Permissions::from_mode(0o500)).unwrap();
    assert!(compiled(&place.run()));
}

#[test]
fn a_folder_of_another_user_is_not_believed() {
    if !is_root() {
        return;
    }
    let place = Place::new("owner");
    place.run();
    let file = place.image();
    for path in [file.as_path(), file.parent().unwrap()] {
        std::os::unix::fs::chown(path, Some(12345), None).unwrap();
        let said = place.run();
        assert!(compiled(&said), "{said}");
    }
}

#[test]
fn a_full_disk_is_no_trouble() {
    let place = Place::new("full");
    // No file may grow at all; the signal that comes with it is the program's to survive.
    let mut shell = Command::new("sh");
    place.settle(&mut shell);
    let script = "ulimit -f 0; exec \"$@\"";
    shell.args(["-c", script, "sh", env!("CARGO_BIN_EXE_taipan"), "-v"]).arg(place.program());
    assert!(compiled(&place.check(shell.output().unwrap())));
    assert!(place.images().is_empty(), "{:?}", place.images());
    if !is_root() {
        return;
    }
    fs::create_dir_all(place.root()).unwrap();
    let mut shell = Command::new("unshare");
    place.settle(&mut shell);
    // One page is not enough for header and image.
    let script = "mount -t tmpfs -o size=4k,mode=700 none \"$TAIPAN_CACHE_DIR\" || exit 77; exec \"$@\"";
    shell.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    shell.args(["-m", "sh", "-c", script, "sh", env!("CARGO_BIN_EXE_taipan"), "-v"]).arg(place.program());
    match shell.output() {
        Ok(output) if !matches!(output.status.code(), Some(77 | 1)) => {
            assert!(compiled(&place.check(output)));
        }
        _ => eprintln!("skipped: no tmpfs can be mounted here"),
    }
}

#[test]
fn a_cache_that_vanishes_is_no_trouble() {
    let place = Place::new("vanishes");
    std::thread::scope(|scope| {
        let clear = scope.spawn(|| {
            for i in 0..60 {
                let _ = if i % 2 == 0 { fs::remove_dir_all(place.root()) } else { Ok(()) };
                place.verb(&["cache", "clear"]);
            }
        });
        while !clear.is_finished() {
            place.run();
        }
    });
    place.run();
    assert!(from_cache(&place.run()));
}

#[test]
fn thirty_two_first_starts_at_once_agree() {
    let place = Place::new("race");
    let start = || {
        let mut command = place.taipan();
        command.arg("-v").arg(place.program()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let children: Vec<_> = (0..32).map(|_| start()).collect();
    for child in children {
        place.check(child.wait_with_output().unwrap());
    }
    place.image();
    assert!(from_cache(&place.run()));
    assert!(place.verb(&["cache", "verify"]).1);
}
