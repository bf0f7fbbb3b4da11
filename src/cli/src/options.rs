//! Settings that have an `-X` option and a variable of the environment, with what CPython says of values that it refuses.

use crate::arguments::Settings;
use crate::frozen::FrozenUse;
use std::ffi::OsString;
use taipan_runtime::Vm;
use taipan_stdlib::modules::tracemalloc;

/// The text for a setting that can't be used.
fn fatal(what: &str, state: &str) -> String {
    format!("Fatal Python error: {what}\nPython runtime state: {state}\n\n")
}

fn refused(what: &str) -> String {
    fatal(what, "preinitialized")
}

/// Where a setting comes from.
enum Given {
    Option(String),
    Variable(String),
    Nowhere,
}

fn given(settings: &Settings, option: &str, variable: &str) -> Given {
    let text = |value: OsString| value.to_string_lossy().into_owned();
    match (settings.x_option(option), settings.env(variable)) {
        (Some(value), _) => Given::Option(text(value.to_owned())),
        (None, Some(value)) => Given::Variable(text(value)),
        (None, None) => Given::Nowhere,
    }
}

/// `-X utf8`
pub fn utf8_mode(settings: &Settings) -> Result<Option<bool>, String> {
    let (value, what) = match given(settings, "utf8", "PYTHONUTF8") {
        Given::Option(value) if value.is_empty() => return Ok(Some(true)),
        Given::Option(value) => (value, "-X utf8 option value"),
        Given::Variable(value) => (value, "PYTHONUTF8 environment variable value"),
        Given::Nowhere => return Ok(None),
    };
    match value.as_str() {
        "1" => Ok(Some(true)),
        "0" => Ok(Some(false)),
        _ => Err(fatal(&format!("preconfig_init_utf8_mode: invalid {what}"), "preinitializing")),
    }
}

/// Takes over the settings that an interpreter keeps.
pub fn apply(vm: &mut Vm, settings: &Settings) -> Result<(), String> {
    vm.config.dev_mode = settings.x_option("dev").is_some() || settings.env("PYTHONDEVMODE").is_some();
    vm.state::<FrozenUse>().is_off = frozen_modules_off(settings)?;
    if let Some(n) = cpu_count(settings)? {
        vm.config.cpu_count = n;
    }
    vm.config.import_time = import_time(settings)?;
    let n_frames = traced_frames(settings)?;
    if n_frames > 0 && tracemalloc::start(vm, i64::from(n_frames)).is_err() {
        vm.take_exception();
        let refused = fatal("init_interp_main: can't start tracemalloc", "core initialized");
        return Err(refused.trim_end().to_owned()
            + "\nValueError: the number of frames must be in range [1; 65535]\n\n");
    }
    if let Some(digits) = int_digits(settings)? {
        vm.config.int_max_str_digits = digits;
    }
    Ok(())
}

fn frozen_modules_off(settings: &Settings) -> Result<bool, String> {
    let (value, what) = match given(settings, "frozen_modules", "PYTHON_FROZEN_MODULES") {
        Given::Option(value) => (value, "option -X frozen_modules"),
        Given::Variable(value) => (value, "PYTHON_FROZEN_MODULES"),
        Given::Nowhere => return Ok(false),
    };
    match value.as_str() {
        "on" | "" => Ok(false),
        "off" => Ok(true),
        _ => Err(refused(&format!("bad value for {what} (expected \"on\" or \"off\")"))),
    }
}

fn cpu_count(settings: &Settings) -> Result<Option<i64>, String> {
    let value = match given(settings, "cpu_count", "PYTHON_CPU_COUNT") {
        Given::Option(value) | Given::Variable(value) => value,
        Given::Nowhere => return Ok(None),
    };
    if value == "default" {
        return Ok(None);
    }
    match value.parse::<i32>() {
        Ok(n) if n > 0 => Ok(Some(i64::from(n))),
        _ => Err(refused(
            "config_init_cpu_count: -X cpu_count=n option: n is missing or an invalid number, n must be greater than 0",
        )),
    }
}

fn import_time(settings: &Settings) -> Result<u8, String> {
    let (value, what) = match given(settings, "importtime", "PYTHONPROFILEIMPORTTIME") {
        Given::Option(value) => (value, "-X importtime: values"),
        Given::Variable(value) => (value, "PYTHONPROFILEIMPORTTIME: numeric values"),
        Given::Nowhere => return Ok(0),
    };
    match value.parse::<i32>() {
        Ok(n @ 0..=2) => Ok(n as u8),
        Ok(_) => Err(refused(&format!(
            "config_init_import_time: {what} other than 1 and 2 are reserved for future use."
        ))),
        Err(_) => Ok(1),
    }
}

/// How many frames are kept of where memory is allocated; 0: that is not traced.
fn traced_frames(settings: &Settings) -> Result<i32, String> {
    let (value, what) = match given(settings, "tracemalloc", "PYTHONTRACEMALLOC") {
        Given::Option(value) if value.is_empty() => return Ok(1),
        Given::Option(value) => (value, "-X tracemalloc=NFRAME"),
        Given::Variable(value) => (value, "PYTHONTRACEMALLOC"),
        Given::Nowhere => return Ok(0),
    };
    match value.parse::<i32>() {
        Ok(n @ 0..) => Ok(n),
        _ => Err(refused(&format!("config_init_tracemalloc: {what}: invalid number of frames"))),
    }
}

fn int_digits(settings: &Settings) -> Result<Option<usize>, String> {
    let (value, what) = match given(settings, "int_max_str_digits", "PYTHONINTMAXSTRDIGITS") {
        Given::Option(value) => (value, "-X int_max_str_digits"),
        Given::Variable(value) => (value, "PYTHONINTMAXSTRDIGITS"),
        Given::Nowhere => return Ok(None),
    };
    match value.parse::<usize>() {
        Ok(digits) if digits == 0 || digits >= 640 => Ok(Some(digits)),
        _ => Err(refused(&format!(
            "config_init_int_max_str_digits: {what}: invalid limit; must be >= 640 or 0 for unlimited."
        ))),
    }
}

/// `PYTHONHASHSEED`; `None` for a random one.
pub fn hash_seed(settings: &Settings) -> Result<Option<u32>, String> {
    let Some(seed) = settings.env("PYTHONHASHSEED").filter(|v| v != "random" && !settings.random_hashes)
    else {
        return Ok(None);
    };
    match seed.to_str().and_then(|seed| seed.parse().ok()) {
        Some(seed) => Ok(Some(seed)),
        None => Err(refused(
            "config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]",
        )),
    }
}
