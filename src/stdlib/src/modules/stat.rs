//! `_stat`: constants and tests of file modes.

use crate::support::put_int;
use taipan_macros::native;
use taipan_objects::types::int::operand::Operand;
use taipan_runtime::layout::Module;
use taipan_runtime::{ArgName, FromValue, Gc, ModuleDef, R, Value, Vm};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_stat",
    doc: "S_IFMT_: file type bits\nS_IFDIR, S_IFCHR, ...: file types\nS_ISDIR(), ...: tests",
    functions: &Modes::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

const NUMBERS: &[(&str, i64)] = &[
    ("S_IFDIR", 0o040000),
    ("S_IFCHR", 0o020000),
    ("S_IFBLK", 0o060000),
    ("S_IFREG", 0o100000),
    ("S_IFIFO", 0o010000),
    ("S_IFLNK", 0o120000),
    ("S_IFSOCK", 0o140000),
    ("S_IFDOOR", 0),
    ("S_IFPORT", 0),
    ("S_IFWHT", 0),
    ("S_ISUID", 0o4000),
    ("S_ISGID", 0o2000),
    ("S_ISVTX", 0o1000),
    ("S_ENFMT", 0o2000),
    ("S_IREAD", 0o400),
    ("S_IWRITE", 0o200),
    ("S_IEXEC", 0o100),
    ("S_IRWXU", 0o700),
    ("S_IRUSR", 0o400),
    ("S_IWUSR", 0o200),
    ("S_IXUSR", 0o100),
    ("S_IRWXG", 0o070),
    ("S_IRGRP", 0o040),
    ("S_IWGRP", 0o020),
    ("S_IXGRP", 0o010),
    ("S_IRWXO", 0o007),
    ("S_IROTH", 0o004),
    ("S_IWOTH", 0o002),
    ("S_IXOTH", 0o001),
    ("UF_SETTABLE", 0x0000_ffff),
    ("UF_NODUMP", 0x1),
    ("UF_IMMUTABLE", 0x2),
    ("UF_APPEND", 0x4),
    ("UF_OPAQUE", 0x8),
    ("UF_NOUNLINK", 0x10),
    ("UF_COMPRESSED", 0x20),
    ("UF_TRACKED", 0x40),
    ("UF_DATAVAULT", 0x80),
    ("UF_HIDDEN", 0x8000),
    ("SF_SETTABLE", 0xffff_0000),
    ("SF_ARCHIVED", 0x1_0000),
    ("SF_IMMUTABLE", 0x2_0000),
    ("SF_APPEND", 0x4_0000),
    ("SF_NOUNLINK", 0x10_0000),
    ("SF_SNAPSHOT", 0x20_0000),
    ("SF_FIRMLINK", 0x80_0000),
    ("SF_DATALESS", 0x4000_0000),
    ("ST_MODE", 0),
    ("ST_INO", 1),
    ("ST_DEV", 2),
    ("ST_NLINK", 3),
    ("ST_UID", 4),
    ("ST_GID", 5),
    ("ST_SIZE", 6),
    ("ST_ATIME", 7),
    ("ST_MTIME", 8),
    ("ST_CTIME", 9),
];

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for &(name, number) in NUMBERS {
        put_int(vm, module, name, number);
    }
    Ok(())
}

const TYPE: u32 = 0o170000;

/// A mode that was given.
struct Mode(u32);

impl FromValue for Mode {
    fn from_value(vm: &mut Vm, value: Value, _: &ArgName) -> R<Mode> {
        let int = vm.index(value)?;
        if vm.int_is_negative(int) {
            return Err(vm.overflow_error("can't convert negative value to unsigned int"));
        }
        let Some(mode) = Operand::new(int).view().to_u64() else {
            return Err(vm.overflow_error("Python int too large to convert to C unsigned long"));
        };
        u32::try_from(mode).map(Mode).map_err(|_| vm.overflow_error("mode out of range"))
    }
}

/// A mode as `ls -l` shows it.
fn text(mode: u32) -> String {
    let kind = match mode & TYPE {
        0o100000 => '-',
        0o040000 => 'd',
        0o120000 => 'l',
        0o060000 => 'b',
        0o020000 => 'c',
        0o010000 => 'p',
        0o140000 => 's',
        _ => '?',
    };
    let mut out = String::from(kind);
    for (shift, special, letter) in [(6, 0o4000, 's'), (3, 0o2000, 's'), (0, 0o1000, 't')] {
        let bits = mode >> shift & 7;
        out.push(if bits & 4 != 0 { 'r' } else { '-' });
        out.push(if bits & 2 != 0 { 'w' } else { '-' });
        let x = bits & 1 != 0;
        out.push(match (mode & special != 0, x) {
            (true, true) => letter,
            (true, false) => letter.to_ascii_uppercase(),
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    out
}

struct Modes;

macro_rules! tests {
    ($($rust:ident = $name:literal, $mode:literal, $doc:literal;)*) => {
        #[native]
        impl Modes {
            $(
                #[doc = $doc]
                #[sig("(mode, /)")]
                #[shown("($self, object, /)")]
                #[name($name)]
                fn $rust(_: &mut Vm, mode: Mode) -> bool {
                    $mode != 0 && mode.0 & TYPE == $mode
                }
            )*

            /// Return the permission bits of a mode.
            #[sig("(mode, /)")]
    #[shown("($self, object, /)")]
            #[name("S_IMODE")]
            fn s_imode(_: &mut Vm, mode: Mode) -> u32 {
                mode.0 & 0o7777
            }

            /// Return the type bits of a mode.
            #[sig("(mode, /)")]
    #[shown("($self, object, /)")]
            #[name("S_IFMT")]
            fn s_ifmt(_: &mut Vm, mode: Mode) -> u32 {
                mode.0 & TYPE
            }

            /// A mode as `ls -l` shows it.
            #[sig("(mode, /)")]
    #[shown("($self, object, /)")]
            fn filemode(_: &mut Vm, mode: Mode) -> String {
                text(mode.0)
            }
        }
    };
}
tests! {
    s_isdir = "S_ISDIR", 0o040000, "Is it the mode of a folder?";
    s_ischr = "S_ISCHR", 0o020000, "Is it the mode of a device that is read by characters?";
    s_isblk = "S_ISBLK", 0o060000, "Is it the mode of a device that is read by blocks?";
    s_isreg = "S_ISREG", 0o100000, "Is it the mode of a regular file?";
    s_isfifo = "S_ISFIFO", 0o010000, "Is it the mode of a pipe with a name?";
    s_islnk = "S_ISLNK", 0o120000, "Is it the mode of a symbolic link?";
    s_issock = "S_ISSOCK", 0o140000, "Is it the mode of a socket?";
    s_isdoor = "S_ISDOOR", 0, "Is it the mode of a door?";
    s_isport = "S_ISPORT", 0, "Is it the mode of an event port?";
    s_iswht = "S_ISWHT", 0, "Is it the mode of a whiteout?";
}
