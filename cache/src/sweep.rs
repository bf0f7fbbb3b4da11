//! Counting, clearing, verifying and evicting: what `taipan cache` does, and what a store does now
//! and then.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, SystemTime};

use crate::key::SUFFIX;
use crate::store::{Cache, TEMPORARY};
use crate::{Miss, Mode};

/// The size of all files is looked at this often.
const SWEEP_AFTER: Duration = Duration::from_secs(3600);
/// A temporary file this old was left by a process that died.
const TEMPORARY_AGE_MAX: Duration = Duration::from_secs(3600);
/// Its time of modification is the time of the last sweep.
const SWEPT: &str = "swept";

/// What is in the cache.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// The root directory.
    pub root: Option<PathBuf>,
    /// The folder of this version and compiler.
    pub directory: PathBuf,
    /// Files of this version and compiler.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files of other versions and compilers.
    pub other_files: u64,
    /// Their bytes.
    pub other_bytes: u64,
    /// The bound; 0 means none.
    pub max_bytes: u64,
}

/// What was removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Removed {
    /// How many files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// One file that [`Cache::verify`] looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The cache file.
    pub file: PathBuf,
    /// Its source, when the header could be read.
    pub source: Option<PathBuf>,
    /// Its image's length in bytes, or what is wrong.
    pub result: Result<u64, Miss>,
}

struct Entry {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
    is_temporary: bool,
}

impl Cache {
    /// Counts the files. A directory that is not there counts as empty.
    pub fn info(&self) -> Info {
        let mut info = Info {
            root: self.config.root.clone(),
            directory: self.directory.clone(),
            max_bytes: self.config.max_bytes,
            ..Info::default()
        };
        for folder in self.folders() {
            let (mut files, mut bytes) = (0, 0);
            for entry in entries(&folder) {
                files += 1;
                bytes += entry.bytes;
            }
            if folder == self.directory {
                (info.files, info.bytes) = (files, bytes);
            } else {
                info.other_files += files;
                info.other_bytes += bytes;
            }
        }
        info
    }

    /// Removes every file, of other versions and compilers too.
    pub fn clear(&self) -> io::Result<Removed> {
        let mut removed = Removed::default();
        for folder in self.folders() {
            for entry in entries(&folder) {
                remove(&entry, &mut removed)?;
            }
            // Somebody may be storing into it just now; then it stays.
            let _ = fs::remove_dir(&folder);
        }
        if let Some(root) = &self.config.root {
            let _ = fs::remove_file(root.join(SWEPT));
        }
        Ok(removed)
    }

    /// Checks every byte of every file of this version and compiler. `inspect` looks at each sound
    /// image's bytes (the caller knows their layout) and may find it damaged after all.
    pub fn verify(&self, inspect: impl Fn(&Path, &[u8]) -> Result<(), Miss>) -> Vec<Verified> {
        let mut files: Vec<PathBuf> =
            entries(&self.directory).filter(|entry| !entry.is_temporary).map(|entry| entry.path).collect();
        files.sort();
        files.into_iter().map(|file| self.verify_one(file, &inspect)).collect()
    }

    fn verify_one(&self, file: PathBuf, inspect: impl Fn(&Path, &[u8]) -> Result<(), Miss>) -> Verified {
        let mut source = None;
        let opened = self.open(&file, |header, bytes| {
            source = Some(PathBuf::from(OsStr::from_bytes(header.path(bytes))));
            let sound = (0..header.n_pieces()).all(|idx| header.piece_is_sound(bytes, idx));
            if !sound {
                Err(Miss::ImageDamaged)
            } else if header.fingerprint != self.config.fingerprint {
                Err(Miss::Fingerprint)
            } else {
                Ok(())
            }
        });
        let result = opened.and_then(|(image, ..)| {
            inspect(source.as_deref().unwrap_or(Path::new("")), &image)?;
            Ok(image.len() as u64)
        });
        Verified { file, source, result }
    }

    /// Removes the longest unused files until three quarters of the bound are left, if it is
    /// exceeded, and temporary files that nobody is writing any more.
    pub fn evict(&self) -> io::Result<Removed> {
        let mut removed = Removed::default();
        let mut images = Vec::new();
        let mut total = 0;
        let now = SystemTime::now();
        let folders = self.folders();
        for entry in folders.iter().flat_map(|folder| entries(folder)) {
            let age = now.duration_since(entry.used).unwrap_or_default();
            if !entry.is_temporary {
                total += entry.bytes;
                images.push(entry);
            } else if age > TEMPORARY_AGE_MAX {
                remove(&entry, &mut removed)?;
            }
        }
        if self.config.max_bytes != 0 && total > self.config.max_bytes {
            images.sort_by(|a, b| a.used.cmp(&b.used).then_with(|| a.path.cmp(&b.path)));
            let goal = self.config.max_bytes / 4 * 3;
            for entry in images {
                if total <= goal {
                    break;
                }
                remove(&entry, &mut removed)?;
                total -= entry.bytes;
            }
        }
        for folder in folders.iter().filter(|folder| **folder != self.directory) {
            // Succeeds only when it is empty.
            let _ = fs::remove_dir(folder);
        }
        Ok(removed)
    }

    /// Evicts when the last sweep is an hour ago or this process has written much since.
    pub(crate) fn evict_if_due(&self) {
        let (Some(root), max_bytes) = (&self.config.root, self.config.max_bytes) else { return };
        if max_bytes == 0 || self.config.mode != Mode::ReadWrite {
            return;
        }
        let mark = root.join(SWEPT);
        let wrote_much = self.bytes_written.load(Relaxed) > max_bytes / 16;
        let is_recent = || {
            let time = fs::metadata(&mark).and_then(|metadata| metadata.modified());
            time.is_ok_and(|time| time.elapsed().is_ok_and(|age| age < SWEEP_AFTER))
        };
        if !wrote_much && is_recent() {
            return;
        }
        // The mark first: of many processes that find the sweep due, most see it done.
        let _ = fs::write(&mark, b"");
        self.bytes_written.store(0, Relaxed);
        let _ = self.evict();
    }

    /// The sub-folders of the root that are caches.
    fn folders(&self) -> Vec<PathBuf> {
        let Some(root) = &self.config.root else { return Vec::new() };
        let Ok(list) = fs::read_dir(root) else { return Vec::new() };
        let is_ours = |name: &OsStr| {
            let name = name.as_bytes();
            name.first() == Some(&b'v') && name.contains(&b'-')
        };
        list.flatten()
            .filter(|entry| is_ours(&entry.file_name()) && entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|entry| entry.path())
            .collect()
    }
}

/// The cache files in one folder; whatever else somebody put there is not ours to count or remove.
fn entries(folder: &Path) -> impl Iterator<Item = Entry> {
    fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| {
        let name = entry.file_name();
        let is_temporary = name.as_bytes().starts_with(TEMPORARY.as_bytes());
        let is_image = Path::new(&name).extension() == Some(OsStr::new(SUFFIX));
        let metadata = entry.metadata().ok()?;
        if !metadata.is_file() || !(is_temporary || is_image) {
            return None;
        }
        let used = metadata.modified().ok()?;
        Some(Entry { path: entry.path(), bytes: metadata.len(), used, is_temporary })
    })
}

fn remove(entry: &Entry, removed: &mut Removed) -> io::Result<()> {
    match fs::remove_file(&entry.path) {
        Ok(()) => {
            removed.files += 1;
            removed.bytes += entry.bytes;
            Ok(())
        }
        // Another process was quicker.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
