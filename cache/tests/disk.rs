//! What a disk can do to a cache: damage, strangers, no room, no permission, races.

use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use rustix::process::{Uid, geteuid};
use taipan_cache::{Cache, Config, IMAGE_ALIGN, Key, Miss, Mode, PIECE_BYTES, Stamp};

const FINGERPRINT: u64 = 0x1234_5678;

/// A root directory that goes with the test.
struct Root(PathBuf);

impl Root {
    fn new() -> Root {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("taipan-cache-{}-{}", std::process::id(), COUNT.fetch_add(1, Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Root(path)
    }

    fn cache(&self) -> Cache {
        self.cache_with(|_| ())
    }

    fn cache_with(&self, change: impl FnOnce(&mut Config)) -> Cache {
        let mut config = Config {
            root: Some(self.0.clone()),
            fingerprint: FINGERPRINT,
            max_bytes: taipan_cache::MAX_BYTES_DEFAULT,
            mode: Mode::ReadWrite,
        };
        change(&mut config);
        Cache::new(config)
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn key(name: &str) -> Key<'_> {
    Key {
        path: Path::new(name),
        stamp: Stamp::Stat { mtime_ns: 1_700_000_000_123_456_789, size: 42 },
        optimize: 0,
    }
}

fn image(n: usize) -> Vec<u8> {
    (0..n).map(|i| (i * 31 + i / 251) as u8).collect()
}

/// Runs `f` on a thread that is another user, as only root can; `None` for everybody else.
fn as_nobody<T: Send>(f: impl FnOnce() -> T + Send) -> Option<T> {
    if !geteuid().is_root() {
        return None;
    }
    let nobody = Uid::from_raw(65534);
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            // Of this thread alone: the raw system call does not tell the others.
            rustix::thread::set_thread_res_uid(nobody, nobody, nobody).unwrap();
            f()
        });
        Some(thread.join().unwrap())
    })
}

#[test]
fn a_stored_image_comes_back_aligned() {
    let root = Root::new();
    for n in [0, 1, 64, 1000, PIECE_BYTES, 10 * PIECE_BYTES + 5] {
        let cache = root.cache();
        let (key, image) = (key("/src/a.py"), image(n));
        cache.store(&key, &image).unwrap();
        let found = cache.lookup(&key).unwrap();
        assert_eq!(&*found, image);
        assert_eq!(found.as_ptr() as usize % IMAGE_ALIGN, 0);
        assert!(found.check(0..n));
        assert!(!found.check(0..n + 1));
        assert_eq!(found.leak(), image);
    }
}

#[test]
fn a_changed_source_is_stale_and_its_image_is_replaced() {
    let (root, old) = (Root::new(), key("/src/a.py"));
    let cache = root.cache();
    cache.store(&old, b"old").unwrap();
    for stamp in [
        Stamp::Stat { mtime_ns: 1_700_000_000_123_456_788, size: 42 },
        Stamp::Stat { mtime_ns: 1_700_000_000_123_456_789, size: 43 },
    ] {
        let new = Key { stamp, ..old };
        assert_eq!(cache.lookup(&new).unwrap_err(), Miss::Stale);
        assert_eq!(cache.remark(&new, Miss::Stale), None);
    }
    let new = Key { stamp: Stamp::Stat { mtime_ns: 5, size: 42 }, ..old };
    cache.store(&new, b"new").unwrap();
    assert_eq!(&*cache.lookup(&new).unwrap(), b"new");
    assert_eq!(cache.lookup(&old).unwrap_err(), Miss::Stale);
    assert_eq!(cache.info().files, 1);
    assert_eq!(cache.lookup(&Key { optimize: 2, ..new }).unwrap_err(), Miss::Absent);
}

#[test]
fn a_text_is_known_by_its_content() {
    let (root, path) = (Root::new(), Path::new("<bundle>"));
    let cache = root.cache();
    cache.store(&Key::of_text(path, b"x = 1", 0), b"image").unwrap();
    assert!(cache.lookup(&Key::of_text(path, b"x = 1", 0)).is_ok());
    assert_eq!(cache.lookup(&Key::of_text(path, b"x = 2", 0)).unwrap_err(), Miss::Stale);
}

#[test]
fn a_file_s_key_follows_its_time_and_size() {
    let root = Root::new();
    let path = root.0.join("m.py");
    fs::write(&path, "x = 1").unwrap();
    let file = File::open(&path).unwrap();
    let first = Key::of_file(&path, &file.metadata().unwrap(), 0);
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::new(77, 5)).unwrap();
    let second = Key::of_file(&path, &file.metadata().unwrap(), 0);
    assert_eq!(second.stamp, Stamp::Stat { mtime_ns: 77_000_000_005, size: 5 });
    assert_ne!(first.stamp, second.stamp);
}

#[test]
fn every_kind_of_damage_is_a_miss_and_is_mended() {
    let (root, key, image) = (Root::new(), key("/src/a.py"), image(1000));
    let cache = root.cache();
    cache.store(&key, &image).unwrap();
    let path = cache.path_of(&key);
    let good = fs::read(&path).unwrap();
    let header = good.len() - image.len();
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        fs::write(&path, bytes).unwrap();
        let miss = cache.lookup(&key).unwrap_err();
        cache.store(&key, &image).unwrap();
        assert_eq!(&*cache.lookup(&key).unwrap(), image);
        miss
    };
    for n in [0, 1, 7, 8, 11, 12, 16, 63, 64, 79, 80, 88, header - 1, header, header + 1, good.len() - 1] {
        assert_eq!(with(&|bytes| bytes.truncate(n)), Miss::Length, "cut to {n}");
    }
    assert_eq!(with(&|bytes| bytes.push(0)), Miss::Length);
    assert_eq!(with(&|bytes| bytes[0] ^= 1), Miss::Foreign);
    assert_eq!(with(&|bytes| bytes.fill(0)), Miss::Foreign);
    assert_eq!(with(&|bytes| *bytes = image.clone()), Miss::Foreign);
    assert_eq!(with(&|bytes| bytes[8] = 9), Miss::FormatVersion(9));
    assert_eq!(with(&|bytes| bytes[16] ^= 1), Miss::HeaderDamaged);
    assert_eq!(with(&|bytes| bytes[header - 1] ^= 1), Miss::HeaderDamaged);
    assert_eq!(with(&|bytes| bytes[header] ^= 128), Miss::ImageDamaged);
    // What a crash leaves: the length is there, the blocks are not.
    assert_eq!(with(&|bytes| bytes[header..].fill(0)), Miss::ImageDamaged);
}

#[test]
fn a_sound_file_of_something_else_is_a_miss() {
    let (root, a, b) = (Root::new(), key("/src/a.py"), key("/src/b.py"));
    let cache = root.cache();
    cache.store(&a, b"a").unwrap();
    fs::rename(cache.path_of(&a), cache.path_of(&b)).unwrap();
    assert_eq!(cache.lookup(&b).unwrap_err(), Miss::OtherSource);
    let other = root.cache_with(|config| config.fingerprint = 1);
    assert_eq!(other.lookup(&a).unwrap_err(), Miss::Absent);
    fs::create_dir_all(other.path_of(&a).parent().unwrap()).unwrap();
    cache.store(&a, b"a").unwrap();
    fs::copy(cache.path_of(&a), other.path_of(&a)).unwrap();
    assert_eq!(other.lookup(&a).unwrap_err(), Miss::Fingerprint);
}

#[test]
fn what_is_no_plain_file_is_a_miss() {
    let (root, key) = (Root::new(), key("/src/a.py"));
    let cache = root.cache();
    cache.store(&key, b"image").unwrap();
    let path = cache.path_of(&key);
    let elsewhere = root.0.join("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert_eq!(cache.lookup(&key).unwrap_err(), Miss::NotAFile);
    cache.store(&key, b"image").unwrap();
    assert!(cache.lookup(&key).is_ok(), "a store replaces the link");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(cache.lookup(&key).unwrap_err(), Miss::NotAFile);
    assert!(cache.store(&key, b"image").is_err());
    fs::remove_dir(&path).unwrap();
    let made = Command::new("mkfifo").arg(&path).status().is_ok_and(|status| status.success());
    if made {
        assert_eq!(cache.lookup(&key).unwrap_err(), Miss::NotAFile, "a FIFO does not hang the reader");
    }
}

#[test]
fn only_our_own_files_in_our_own_directory_are_believed() {
    let (root, key) = (Root::new(), key("/src/a.py"));
    root.cache().store(&key, b"image").unwrap();
    let path = root.cache().path_of(&key);
    let directory = path.parent().unwrap();
    assert_eq!(fs::metadata(directory).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    fs::set_permissions(&path, Permissions::from_mode(0o620)).unwrap();
    assert_eq!(root.cache().lookup(&key).unwrap_err(), Miss::OthersMayWrite);
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    fs::set_permissions(directory, Permissions::from_mode(0o777)).unwrap();
    assert_eq!(root.cache().lookup(&key).unwrap_err(), Miss::OthersMayWrite);
    assert!(root.cache().store(&key, b"image").is_err());
    fs::set_permissions(directory, Permissions::from_mode(0o755)).unwrap();
    assert!(root.cache().lookup(&key).is_ok());

    // Another user may read all of it, and believes none of it.
    fs::set_permissions(&root.0, Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
    let seen =
        as_nobody(|| (root.cache().lookup(&key).unwrap_err(), root.cache().store(&key, b"image").is_err()));
    assert!(matches!(seen, None | Some((Miss::OtherOwner, true))), "{seen:?}");
}

#[test]
fn unreadable_and_unwritable_places_stop_nothing() {
    let (root, key) = (Root::new(), key("/src/a.py"));
    // A file where a directory should be.
    let blocked = root.cache_with(|config| config.root = Some("/dev/null".into()));
    assert!(matches!(blocked.lookup(&key).unwrap_err(), Miss::Unreadable(_)));
    assert!(blocked.store(&key, b"image").is_err());
    let nowhere = root.cache_with(|config| config.root = None);
    assert_eq!(nowhere.lookup(&key).unwrap_err(), Miss::Off);
    assert!(nowhere.store(&key, b"image").is_ok());
    assert_eq!(nowhere.info().files, 0);
    nowhere.clear().unwrap();

    let outcome = as_nobody(|| {
        let mine = std::env::temp_dir().join(format!("taipan-cache-nobody-{}", std::process::id()));
        let cache = root.cache_with(|config| config.root = Some(mine.clone()));
        cache.store(&key, b"image").unwrap();
        let path = cache.path_of(&key);
        fs::set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
        let unreadable = cache.lookup(&key).unwrap_err();
        // A read-only directory: the file can be neither replaced nor removed.
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        let directory = path.parent().unwrap();
        fs::set_permissions(directory, Permissions::from_mode(0o500)).unwrap();
        let (store, read) = (cache.store(&key, b"other"), cache.lookup(&key).is_ok());
        fs::set_permissions(directory, Permissions::from_mode(0o700)).unwrap();
        fs::remove_dir_all(&mine).unwrap();
        (unreadable, store.is_err(), read)
    });
    let want = Miss::Unreadable(std::io::ErrorKind::PermissionDenied);
    assert!(outcome.is_none_or(|outcome| outcome == (want, true, true)), "{outcome:?}");
}

#[test]
fn files_and_directories_that_vanish_are_absent() {
    let (root, key) = (Root::new(), key("/src/a.py"));
    let cache = root.cache();
    assert_eq!(cache.lookup(&key).unwrap_err(), Miss::Absent);
    cache.store(&key, b"image").unwrap();
    let kept = cache.lookup(&key).unwrap();
    fs::remove_dir_all(&root.0).unwrap();
    assert_eq!(&*kept, b"image", "what is mapped stays");
    assert_eq!(cache.lookup(&key).unwrap_err(), Miss::Absent);
    let _ = cache.store(&key, b"image");
    cache.store(&key, b"image").unwrap();
    assert_eq!(&*cache.lookup(&key).unwrap(), b"image");
}

#[test]
fn off_and_read_only_modes() {
    let (root, key) = (Root::new(), key("/src/a.py"));
    let read = root.cache_with(|config| config.mode = Mode::Read);
    read.store(&key, b"image").unwrap();
    assert_eq!(root.cache().lookup(&key).unwrap_err(), Miss::Absent);
    root.cache().store(&key, b"image").unwrap();
    assert!(read.lookup(&key).is_ok());
    let off = root.cache_with(|config| config.mode = Mode::Off);
    assert_eq!(off.lookup(&key).unwrap_err(), Miss::Off);
}

#[test]
fn a_remark_is_made_once_for_each_kind() {
    let (root, key) = (Root::new(), key("/src/a.py"));
    let cache = root.cache();
    assert_eq!(cache.remark(&key, Miss::Absent), None);
    let text = cache.remark(&key, Miss::Length).unwrap();
    assert!(
        text.starts_with("# cache: ") && text.ends_with(" is cut short or too long; compiling /src/a.py"),
        "{text}"
    );
    assert_eq!(cache.remark(&key, Miss::Length), None);
    assert!(cache.remark(&key, Miss::OtherOwner).is_some());
}

#[test]
fn eviction_takes_the_longest_unused() {
    let root = Root::new();
    let cache = root.cache_with(|config| config.max_bytes = 100_000);
    let names: Vec<String> = (0..20).map(|i| format!("/src/{i}.py")).collect();
    for (i, name) in names.iter().enumerate() {
        let key = key(name);
        cache.store(&key, &image(9_000)).unwrap();
        let path = cache.path_of(&key);
        let used = SystemTime::now() - Duration::from_secs(3600 * 24 * (30 - i as u64));
        // Stores evict by themselves; what they took is not there to be dated.
        if let Ok(file) = File::open(path) {
            file.set_modified(used).unwrap();
        }
        if i == 2 {
            assert!(cache.lookup(&key).is_ok(), "the hit makes it young");
        }
    }
    cache.evict().unwrap();
    let info = cache.info();
    assert!(info.bytes <= 100_000, "{info:?}");
    assert!(info.bytes >= 50_000, "{info:?}");
    assert!(cache.lookup(&key(&names[2])).is_ok());
    assert!(cache.lookup(&key(&names[19])).is_ok());
    assert_eq!(cache.lookup(&key(&names[0])).unwrap_err(), Miss::Absent);
}

#[test]
fn other_versions_and_left_over_files_go_too() {
    let root = Root::new();
    let old = root.cache_with(|config| config.fingerprint = 1);
    old.store(&key("/src/a.py"), &image(5000)).unwrap();
    root.cache().store(&key("/src/a.py"), &image(3000)).unwrap();
    let cache = root.cache_with(|config| config.max_bytes = 6000);
    let directory = cache.path_of(&key("/src/a.py")).parent().unwrap().to_owned();
    let left = directory.join(".tmp-1-1-1");
    let fresh = directory.join(".tmp-2-2-2");
    for path in [&left, &fresh] {
        File::create(path).unwrap().write_all(b"half").unwrap();
    }
    File::open(&left).unwrap().set_modified(SystemTime::now() - Duration::from_secs(7200)).unwrap();
    File::open(old.path_of(&key("/src/a.py"))).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
    fs::write(directory.join("README"), "not ours").unwrap();
    cache.evict().unwrap();
    assert!(!left.exists() && fresh.exists() && directory.join("README").exists());
    assert!(!old.path_of(&key("/src/a.py")).parent().unwrap().exists());
    let removed = cache.clear().unwrap();
    assert_eq!(removed.files, 2);
    assert_eq!(cache.info().files, 0);
}

#[test]
fn verify_finds_what_a_look_up_may_overlook() {
    let root = Root::new();
    let cache = root.cache();
    let (small, large) = (key("/src/small.py"), key("/src/large.py"));
    cache.store(&small, &image(100)).unwrap();
    cache.store(&large, &image(8 * PIECE_BYTES)).unwrap();
    assert!(cache.verify(|_, _| Ok(())).iter().all(|one| one.result.is_ok()));
    let path = cache.path_of(&large);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(&path, bytes).unwrap();
    let found = cache.lookup(&large).unwrap();
    assert!(found.check(0..PIECE_BYTES) && !found.check(0..found.len()));
    let bad: Vec<_> = cache.verify(|_, _| Ok(())).into_iter().filter(|one| one.result.is_err()).collect();
    assert_eq!(bad.len(), 1);
    assert_eq!(bad[0].source.as_deref(), Some(Path::new("/src/large.py")));
    assert_eq!(bad[0].result, Err(Miss::ImageDamaged));
    let inspected =
        cache.verify(|source, _| if source == small.path { Err(Miss::ImageDamaged) } else { Ok(()) });
    assert!(inspected.iter().all(|one| one.result.is_err()));
}

/// Runs this test binary again, in the role `role`, in the directory `root`.
fn child(role: &str, root: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child_process", "--nocapture"]).env("CACHE_ROLE", role).env("CACHE_ROOT", root);
    command
}

/// Not a test of its own: what the processes of the tests below do.
#[test]
fn child_process() {
    let (Ok(role), Ok(root)) = (std::env::var("CACHE_ROLE"), std::env::var("CACHE_ROOT")) else { return };
    let cache = Cache::new(Config {
        root: Some(root.into()),
        fingerprint: FINGERPRINT,
        max_bytes: 400_000,
        mode: Mode::ReadWrite,
    });
    match role.as_str() {
        "race" => {
            for round in 0..50u64 {
                let name = format!("/src/{}.py", round % 5);
                // Every process writes the same images, of lengths that differ from key to key.
                let key = key(&name);
                let want = image(1000 * (1 + round as usize % 5));
                match cache.lookup(&key) {
                    Ok(found) => assert_eq!(&*found, want),
                    Err(miss) => assert!(matches!(miss, Miss::Absent), "{miss:?}"),
                }
                let _ = cache.store(&key, &want);
                if round % 16 == 3 {
                    cache.evict().unwrap();
                }
                if round % 16 == 9 {
                    let _ = cache.clear();
                }
            }
        }
        "full" => {
            let key = key("/src/a.py");
            assert!(cache.store(&key, &image(200_000)).is_err());
            assert_eq!(cache.lookup(&key).unwrap_err(), Miss::Absent);
            assert_eq!(cache.info().files, 0, "the temporary file is gone");
            cache.store(&key, &image(1000)).unwrap();
            assert!(cache.lookup(&key).is_ok());
        }
        other => panic!("no role {other}"),
    }
}

#[test]
fn thirty_two_processes_race() {
    let root = Root::new();
    let children: Vec<_> =
        (0..32).map(|_| child("race", &root.0).stdout(Stdio::null()).spawn().unwrap()).collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
    }
    let cache = root.cache();
    assert!(cache.verify(|_, _| Ok(())).iter().all(|one| one.result.is_ok()));
    let directory = cache.path_of(&key("/x")).parent().unwrap().to_owned();
    if let Ok(list) = fs::read_dir(directory) {
        let left: Vec<_> = list.flatten().filter(|entry| entry.path().extension().is_none()).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn a_limit_on_file_size_is_an_error_and_no_more() {
    let root = Root::new();
    let inner = child("full", &root.0);
    // `ulimit -f` counts blocks of 512 bytes.
    let output = Command::new("sh")
        .args(["-c", r#"trap '' XFSZ; ulimit -f 100; exec "$0" "$@""#])
        .arg(inner.get_program())
        .args(inner.get_args())
        .env("CACHE_ROLE", "full")
        .env("CACHE_ROOT", &root.0)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_full_disk_is_an_error_and_no_more() {
    let root = Root::new();
    let mount = |args: &[&str]| {
        Command::new(args[0])
            .args(&args[1..])
            .arg(&root.0)
            .output()
            .is_ok_and(|output| output.status.success())
    };
    // Only root can mount; for everybody else the test above stands alone.
    if !mount(&["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs"]) {
        return;
    }
    let output = child("full", &root.0).output().unwrap();
    assert!(mount(&["umount"]));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
