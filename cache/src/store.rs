//! Look-up and store.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::fs::OFlags;

use crate::format::{self, Header};
use crate::mapping::{self, MappedImage};
use crate::{Config, Key, Miss, Mode};

/// A hit moves the file's time at most this often; it is the grain of "longest unused".
const TOUCH_AFTER: Duration = Duration::from_secs(24 * 3600);
/// Prefix of the names of files that are being written.
pub(crate) const TEMPORARY: &str = ".tmp-";

/// The cache. Making one costs nothing; the disk is first touched by a look-up or a store.
/// It can be shared between threads, and any number of processes may use the same directory.
#[derive(Debug)]
pub struct Cache {
    pub(crate) config: Config,
    /// `ROOT/vN-FINGERPRINT`; empty without a root.
    pub(crate) directory: PathBuf,
    pub(crate) user: u32,
    /// Whether `directory` was found to be there and ours.
    directory_is_good: AtomicBool,
    /// Which kinds of misses have been said.
    said: AtomicU32,
    /// Bytes this process has written since it last looked at the size of all.
    pub(crate) bytes_written: AtomicU64,
    temporary_count: AtomicU32,
}

impl Cache {
    /// A cache with these settings.
    pub fn new(config: Config) -> Self {
        let directory = match &config.root {
            Some(root) => root.join(format!("v{}-{:016x}", format::FORMAT_VERSION, config.fingerprint)),
            None => PathBuf::new(),
        };
        Cache {
            config,
            directory,
            user: rustix::process::geteuid().as_raw(),
            directory_is_good: AtomicBool::new(false),
            said: AtomicU32::new(0),
            bytes_written: AtomicU64::new(0),
            temporary_count: AtomicU32::new(0),
        }
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Where the file for `key` stands, whether it exists or not.
    pub fn path_of(&self, key: &Key<'_>) -> PathBuf {
        self.directory.join(key.file_name())
    }

    /// The image for `key`, mapped; or why there is none.
    pub fn lookup(&self, key: &Key<'_>) -> Result<MappedImage, Miss> {
        if self.config.mode == Mode::Off || self.config.root.is_none() {
            return Err(Miss::Off);
        }
        self.check_directory()?;
        let (image, metadata, file) = self.open(&self.path_of(key), |header, bytes| {
            header.matches(bytes, key, self.config.fingerprint)?;
            header.check_at_open(bytes)
        })?;
        let unused = metadata.modified().ok().and_then(|time| time.elapsed().ok());
        if unused.is_some_and(|age| age > TOUCH_AFTER) && self.config.mode == Mode::ReadWrite {
            // Only eviction reads this time, so a failure costs nothing but a wrong order.
            let _ = file.set_modified(SystemTime::now());
        }
        Ok(image)
    }

    /// Writes `image` for `key`. An error says that nothing was stored; a program goes on all the same.
    pub fn store(&self, key: &Key<'_>, image: &[u8]) -> io::Result<()> {
        if self.config.mode != Mode::ReadWrite || self.config.root.is_none() {
            return Ok(());
        }
        let too_long = || io::Error::new(io::ErrorKind::FileTooLarge, "the image or its path is too long");
        let header = format::encode(key, self.config.fingerprint, image).ok_or_else(too_long)?;
        self.make_directory()?;
        let temporary = self.directory.join(self.temporary_name());
        let written =
            write_new(&temporary, &header, image).and_then(|()| fs::rename(&temporary, self.path_of(key)));
        if let Err(error) = written {
            let _ = fs::remove_file(&temporary);
            // The directory may have been removed or replaced since it was looked at.
            self.directory_is_good.store(false, Relaxed);
            return Err(error);
        }
        self.bytes_written.fetch_add((header.len() + image.len()) as u64, Relaxed);
        self.evict_if_due();
        Ok(())
    }

    /// The line that `-v` prints for a miss of `path`: the first time for each kind of trouble,
    /// `None` for everyday misses and repetitions.
    pub fn remark(&self, key: &Key<'_>, miss: Miss) -> Option<String> {
        if !miss.is_remarkable() || self.said.fetch_or(miss.bit(), Relaxed) & miss.bit() != 0 {
            return None;
        }
        Some(format!("# cache: {} {miss}; compiling {}", self.path_of(key).display(), key.path.display()))
    }

    /// Opens, examines and maps one file; `accept` looks at the header before the image is trusted.
    pub(crate) fn open(
        &self,
        path: &Path,
        accept: impl FnOnce(&Header, &[u8]) -> Result<(), Miss>,
    ) -> Result<(MappedImage, Metadata, File), Miss> {
        // NONBLOCK: a FIFO somebody put there must not hang us.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path);
        let file = file.map_err(|error| match error.raw_os_error() {
            Some(code) if code == rustix::io::Errno::LOOP.raw_os_error() => Miss::NotAFile,
            _ => Miss::from(error),
        })?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(Miss::NotAFile);
        }
        check_owner(&metadata, self.user)?;
        if metadata.len() < format::FIXED_BYTES as u64 {
            return Err(Miss::Length);
        }
        let map = mapping::map(&file)?;
        let header = Header::decode(&map)?;
        accept(&header, &map)?;
        Ok((MappedImage::new(map, header), metadata, file))
    }

    /// Whether the directory is there and this user's own.
    pub(crate) fn check_directory(&self) -> Result<(), Miss> {
        if self.directory_is_good.load(Relaxed) {
            return Ok(());
        }
        let metadata = fs::symlink_metadata(&self.directory)?;
        if !metadata.is_dir() {
            return Err(Miss::NotAFile);
        }
        check_owner(&metadata, self.user)?;
        self.directory_is_good.store(true, Relaxed);
        Ok(())
    }

    fn make_directory(&self) -> io::Result<()> {
        match self.check_directory() {
            Ok(()) => return Ok(()),
            Err(Miss::Absent) => DirBuilder::new().recursive(true).mode(0o700).create(&self.directory)?,
            Err(_) => {}
        }
        self.check_directory().map_err(|miss| match miss {
            Miss::Unreadable(kind) => io::Error::from(kind),
            other => io::Error::new(io::ErrorKind::PermissionDenied, other),
        })
    }

    /// A name that no other thread or process uses: two processes with one number (in two
    /// containers that share a directory) differ in time, and `create_new` settles the rest.
    fn temporary_name(&self) -> String {
        let count = self.temporary_count.fetch_add(1, Relaxed);
        let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
        format!("{TEMPORARY}{}-{count}-{time:x}", std::process::id())
    }
}

/// Ours, and writable by nobody else.
fn check_owner(metadata: &Metadata, user: u32) -> Result<(), Miss> {
    if metadata.uid() != user {
        return Err(Miss::OtherOwner);
    }
    if metadata.mode() & 0o022 != 0 {
        return Err(Miss::OthersMayWrite);
    }
    Ok(())
}

fn write_new(path: &Path, header: &[u8], image: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(header)?;
    file.write_all(image)
}
