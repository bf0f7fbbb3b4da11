//! Python's command line and environment.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// What to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// `-c`
    Command(OsString),
    /// `-m`
    Module(OsString),
    /// A file, a folder or a zip file.
    File(OsString),
    /// Standard input, named by `-` or by nothing.
    Stdin,
}

/// All that the command line and the environment say.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What to run.
    pub program: Program,
    /// `sys.orig_argv`
    pub original: Vec<OsString>,
    /// What follows the program.
    pub rest: Vec<OsString>,
    /// `-b`
    pub bytes_warning: u8,
    /// `-B`
    pub dont_write_bytecode: bool,
    /// `-d`
    pub debug: u8,
    /// `-E`
    pub ignore_environment: bool,
    /// `-i`
    pub inspect: bool,
    /// `-I`
    pub isolated: bool,
    /// `-O`
    pub optimize: u8,
    /// `-P`
    pub safe_path: bool,
    /// `-q`
    pub quiet: bool,
    /// `-R`
    pub random_hashes: bool,
    /// `-s`
    pub no_user_site: bool,
    /// `-S`
    pub no_site: bool,
    /// `-u`
    pub unbuffered: bool,
    /// `-v`
    pub verbose: u8,
    /// `-x`
    pub skip_first_line: bool,
    /// `-W`, and before them those of the environment.
    pub warn_options: Vec<OsString>,
    /// `-X`
    pub x_options: Vec<OsString>,
    /// `--stdlib`: a folder with the standard library, in place of the embedded one.
    pub stdlib: Option<OsString>,
}

/// What a command line asks for.
pub enum Parsed {
    /// To run something.
    Run(Box<Settings>),
    /// To print a text.
    Print(String),
}

/// The version that `-V` prints.
pub const VERSION: &str = "3.14.0";

const USAGE: &str = "\
[option] ... [-c cmd | -m mod | file | -] [arg] ...
Options (and corresponding environment variables):
-b     : issue warnings about converting bytes/bytearray to str and comparing
         bytes/bytearray with str or bytes with int; also PYTHONBYTESWARNING=x
         (-bb: issue errors)
-B     : don't write code images to the cache; also PYTHONDONTWRITEBYTECODE=x
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also -? or --help)
-i     : inspect interactively after running script; also PYTHONINSPECT=x
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements; also PYTHONOPTIMIZE=x
-OO    : do -O changes and also discard docstrings
-P     : don't prepend a potentially unsafe path to sys.path; also PYTHONSAFEPATH
-q     : don't print version and copyright messages on interactive startup
-s     : don't add user site directory to sys.path; also PYTHONNOUSERSITE=x
-S     : don't imply 'import site' on initialization
-u     : force the stdout and stderr streams to be unbuffered; also
         PYTHONUNBUFFERED=x
-v     : say where modules and their code images come from; also PYTHONVERBOSE=x
-V     : print the version number and exit (also --version)
-W arg : warning control; arg is action:message:category:module:lineno
         also PYTHONWARNINGS=arg
-x     : skip first line of source, allowing use of non-Unix forms of #!cmd
-X opt : set an option, see --help-xoptions
--stdlib dir: use the standard library in this folder, not the embedded one
--help-env     : print help about the variables of the environment and exit
--help-xoptions: print help about the -X options and exit
--help-all     : print all of it and exit
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
";

/// `--help-env`
const VARIABLES: &str = "\
Variables of the environment that have no option:
PYTHONASYNCIODEBUG: debug mode of asyncio
PYTHONBREAKPOINT: what breakpoint() calls; 0 for nothing
PYTHON_COLORS   : 1 to colour output, 0 for plain text
PYTHONHASHSEED  : seed of the hashes of str and bytes: a number, or 'random'
PYTHONHOME      : prefix of the standard library
PYTHONIOENCODING: encoding[:errors] of stdin, stdout and stderr
PYTHONPATH      : folders in front of the default sys.path, separated by ':'
PYTHONSTARTUP   : file that the interactive interpreter runs first
PYTHONUSERBASE  : folder of what the user has installed (site.USER_BASE)

These variables have equivalent options:
PYTHON_CPU_COUNT: what os.cpu_count() gives (-X cpu_count)
PYTHONDEBUG     : debug mode of the parser (-d)
PYTHONDEVMODE   : development mode (-X dev)
PYTHONDONTWRITEBYTECODE: write no code images to the cache (-B)
PYTHONFAULTHANDLER: tracebacks on fatal errors (-X faulthandler)
PYTHON_FROZEN_MODULES: 'off' to import frozen modules from files
                  (-X frozen_modules)
PYTHONINSPECT   : go on interactively after the program (-i)
PYTHONINTMAXSTRDIGITS: limit of digits between int and str; 0 for none
                  (-X int_max_str_digits)
PYTHONNODEBUGRANGES: code objects tell lines only (-X no_debug_ranges)
PYTHONNOUSERSITE: leave out what the user has installed (-s)
PYTHONOPTIMIZE  : level of optimization (-O)
PYTHONPROFILEIMPORTTIME: say how long each import takes (-X importtime)
PYTHONPYCACHEPREFIX: folder for .pyc files (-X pycache_prefix)
PYTHONSAFEPATH  : put no unsafe folder in front of sys.path (-P)
PYTHONUNBUFFERED: no buffers for stdout and stderr (-u)
PYTHONUTF8      : UTF-8 mode (-X utf8)
PYTHONVERBOSE   : tell of imports (-v)
PYTHONWARNDEFAULTENCODING: warn where text files have no encoding
                  (-X warn_default_encoding)
PYTHONWARNINGS  : filters of warnings (-W)
";

/// `--help-xoptions`
const X_OPTIONS: &str = "\
Options of -X:
-X cpu_count=N: what os.cpu_count() gives; 'default' for what there is; also
         PYTHON_CPU_COUNT
-X dev : development mode; also PYTHONDEVMODE
-X faulthandler: tracebacks on fatal errors; also PYTHONFAULTHANDLER
-X frozen_modules=[on|off]: take frozen modules from the interpreter, or from
         files; also PYTHON_FROZEN_MODULES
-X importtime[=2]: say how long each import takes; 2: also of what has been
         loaded before; also PYTHONPROFILEIMPORTTIME
-X int_max_str_digits=N: limit of digits between int and str; 0 for none; also
         PYTHONINTMAXSTRDIGITS
-X no_debug_ranges: code objects tell lines only; also PYTHONNODEBUGRANGES
-X pycache_prefix=PATH: folder for .pyc files; also PYTHONPYCACHEPREFIX
-X utf8[=0|1]: UTF-8 mode; also PYTHONUTF8
-X warn_default_encoding: warn where text files have no encoding; also
         PYTHONWARNDEFAULTENCODING
";

impl Settings {
    fn new(original: &[OsString]) -> Settings {
        Settings {
            program: Program::Stdin,
            original: original.to_vec(),
            rest: Vec::new(),
            bytes_warning: 0,
            dont_write_bytecode: false,
            debug: 0,
            ignore_environment: false,
            inspect: false,
            isolated: false,
            optimize: 0,
            safe_path: false,
            quiet: false,
            random_hashes: false,
            no_user_site: false,
            no_site: false,
            unbuffered: false,
            verbose: 0,
            skip_first_line: false,
            warn_options: Vec::new(),
            x_options: Vec::new(),
            stdlib: None,
        }
    }

    /// A variable of the environment, unless `-E` hides it or it is empty.
    pub fn env(&self, name: &str) -> Option<OsString> {
        if self.ignore_environment && name.starts_with("PYTHON") {
            return None;
        }
        std::env::var_os(name).filter(|v| !v.is_empty())
    }

    /// An `-X` option: its value, empty where it has none.
    pub fn x_option(&self, name: &str) -> Option<&OsStr> {
        self.x_options.iter().rev().find_map(|option| {
            let bytes = option.as_bytes();
            let rest = bytes.strip_prefix(name.as_bytes())?;
            match rest.split_first() {
                None => Some(OsStr::new("")),
                Some((b'=', value)) => Some(OsStr::from_bytes(value)),
                Some(_) => None,
            }
        })
    }

    /// A level: the higher of the option and its variable (a number, or 1 for any other text).
    fn level(&self, name: &str, option: u8) -> u8 {
        let from_env = self.env(name).map_or(0, |v| v.to_str().and_then(|v| v.parse().ok()).unwrap_or(1));
        option.max(from_env)
    }

    fn apply_environment(&mut self) {
        self.optimize = self.level("PYTHONOPTIMIZE", self.optimize);
        self.verbose = self.level("PYTHONVERBOSE", self.verbose);
        self.bytes_warning = self.level("PYTHONBYTESWARNING", self.bytes_warning);
        self.debug = self.level("PYTHONDEBUG", self.debug).min(1);
        self.dont_write_bytecode |= self.env("PYTHONDONTWRITEBYTECODE").is_some();
        self.unbuffered |= self.env("PYTHONUNBUFFERED").is_some();
        self.inspect |= self.env("PYTHONINSPECT").is_some();
        self.no_user_site |= self.env("PYTHONNOUSERSITE").is_some();
        self.safe_path |= self.env("PYTHONSAFEPATH").is_some();
        if let Some(filters) = self.env("PYTHONWARNINGS") {
            let parts = filters.as_bytes().split(|&b| b == b',').filter(|p| !p.is_empty());
            let mut all: Vec<OsString> = parts.map(|p| OsString::from_vec(p.to_vec())).collect();
            all.append(&mut self.warn_options);
            self.warn_options = all;
        }
    }
}

/// Reads a command line, the program's name included.
pub fn parse(all: &[OsString]) -> Result<Parsed, String> {
    let mut s = Settings::new(all);
    let mut at = 1;
    let mut versions = 0;
    let name = all.first().map_or("taipan".into(), |name| name.to_string_lossy());
    let usage = |text: String| {
        format!(
            "{text}\nusage: {name} [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry `python -h' for more information.\n"
        )
    };
    'arguments: while let Some(argument) = all.get(at) {
        let bytes = argument.as_bytes();
        if bytes == b"-" || bytes.first() != Some(&b'-') {
            break;
        }
        at += 1;
        if bytes == b"--" {
            break;
        }
        if let Some(long) = bytes.strip_prefix(b"--") {
            match long {
                b"help" => {
                    return Ok(Parsed::Print(format!("usage: {name} {USAGE}{}", crate::verbs::HELP)));
                }
                b"help-all" => {
                    let verbs = crate::verbs::HELP;
                    return Ok(Parsed::Print(format!(
                        "usage: {name} {USAGE}{verbs}\n{VARIABLES}\n{X_OPTIONS}"
                    )));
                }
                b"help-env" => return Ok(Parsed::Print(VARIABLES.to_owned())),
                b"help-xoptions" => return Ok(Parsed::Print(X_OPTIONS.to_owned())),
                b"version" => {
                    versions += 1;
                    continue;
                }
                b"stdlib" => {
                    s.stdlib = Some(
                        all.get(at)
                            .cloned()
                            .ok_or_else(|| usage("Argument expected for the --stdlib option".to_owned()))?,
                    );
                    at += 1;
                    continue;
                }
                b"check-hash-based-pycs" => {
                    let Some(value) = all.get(at) else {
                        return Err(usage(
                            "Argument expected for the --check-hash-based-pycs options".to_owned(),
                        ));
                    };
                    if !matches!(value.as_bytes(), b"default" | b"always" | b"never") {
                        let text = "--check-hash-based-pycs must be one of 'default', 'always', or 'never'";
                        return Err(usage(text.to_owned()));
                    }
                    at += 1;
                    continue;
                }
                _ => {
                    let text = String::from_utf8_lossy(bytes);
                    return Err(usage(format!("Unknown option: {text}")));
                }
            }
        }
        let mut i = 1;
        while i < bytes.len() {
            let option = bytes[i];
            i += 1;
            if matches!(option, b'c' | b'm' | b'W' | b'X') {
                // The value: what is left of this argument, or the next one.
                let value = if i < bytes.len() {
                    OsString::from_vec(bytes[i..].to_vec())
                } else {
                    let Some(value) = all.get(at) else {
                        let option = option as char;
                        return Err(usage(format!("Argument expected for the -{option} option")));
                    };
                    at += 1;
                    value.clone()
                };
                match option {
                    b'c' => {
                        s.program = Program::Command(value);
                        break 'arguments;
                    }
                    b'm' => {
                        s.program = Program::Module(value);
                        break 'arguments;
                    }
                    b'W' => s.warn_options.push(value),
                    _ => s.x_options.push(value),
                }
                continue 'arguments;
            }
            match option {
                b'b' => s.bytes_warning = s.bytes_warning.saturating_add(1),
                b'B' => s.dont_write_bytecode = true,
                b'd' => s.debug = s.debug.saturating_add(1),
                b'E' => s.ignore_environment = true,
                b'h' | b'?' => {
                    return Ok(Parsed::Print(format!("usage: {name} {USAGE}{}", crate::verbs::HELP)));
                }
                b'i' => s.inspect = true,
                b'I' => {
                    s.isolated = true;
                    s.ignore_environment = true;
                    s.safe_path = true;
                    s.no_user_site = true;
                }
                b'O' => s.optimize = s.optimize.saturating_add(1),
                b'P' => s.safe_path = true,
                b'q' => s.quiet = true,
                b'R' => s.random_hashes = true,
                b't' => {}
                b's' => s.no_user_site = true,
                b'S' => s.no_site = true,
                b'u' => s.unbuffered = true,
                b'v' => s.verbose = s.verbose.saturating_add(1),
                b'V' => versions += 1,
                b'x' => s.skip_first_line = true,
                _ => {
                    let option = option as char;
                    return Err(usage(format!("Unknown option: -{option}")));
                }
            }
        }
    }
    if versions > 0 {
        let text = if versions > 1 {
            format!("Python {VERSION} (taipan {}) [Rust]\n", env!("CARGO_PKG_VERSION"))
        } else {
            format!("Python {VERSION}\n")
        };
        return Ok(Parsed::Print(text));
    }
    if s.program == Program::Stdin
        && let Some(file) = all.get(at)
    {
        at += 1;
        if file != "-" {
            s.program = Program::File(file.clone());
        } else {
            s.original = all.to_vec();
        }
        s.rest = all[at..].to_vec();
        if file == "-" {
            s.rest.insert(0, "-".into());
        }
    } else {
        s.rest = all.get(at..).unwrap_or_default().to_vec();
    }
    s.apply_environment();
    Ok(Parsed::Run(Box::new(s)))
}
