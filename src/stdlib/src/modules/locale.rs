//! `_locale`: the locale of the C library.

use crate::support::{new_exception, put, put_int, raise_class};
use crate::sys_calls::locale;
use std::ffi::CString;
use taipan_macros::{Trace, native};
use taipan_objects::types::str::fs_text;
use taipan_runtime::{
    ArgName, CText, FromValue, Gc, ModuleDef, R, Raised, Value, Values, Vm, kinds,
    layout::{Dict, Module, Str, Type},
};
use taipan_text::{Wtf8, wtf8};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_locale",
    doc: "Support for POSIX locales.",
    functions: &Functions::NATIVE,
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    more: &[&Functions::MESSAGES],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

struct Functions;

/// What there is once.
#[derive(Default, Trace)]
struct State {
    error: Option<Gc<Type>>,
}

macro_rules! constants {
    ($($name:ident),* $(,)?) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

const CATEGORIES: &[(&str, i64)] =
    constants! { LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL };

/// What `nl_langinfo` can be asked for.
const ITEMS: &[(&str, i64)] = constants! {
    DAY_1, DAY_2, DAY_3, DAY_4, DAY_5, DAY_6, DAY_7, ABDAY_1, ABDAY_2, ABDAY_3, ABDAY_4, ABDAY_5, ABDAY_6, ABDAY_7,
    MON_1, MON_2, MON_3, MON_4, MON_5, MON_6, MON_7, MON_8, MON_9, MON_10, MON_11, MON_12, ABMON_1, ABMON_2, ABMON_3,
    ABMON_4, ABMON_5, ABMON_6, ABMON_7, ABMON_8, ABMON_9, ABMON_10, ABMON_11, ABMON_12, RADIXCHAR, THOUSEP, YESEXPR,
    NOEXPR, CRNCYSTR, D_FMT, D_T_FMT, T_FMT, T_FMT_AMPM, AM_STR, PM_STR, CODESET, ERA, ERA_D_FMT, ERA_D_T_FMT,
    ERA_T_FMT, ALT_DIGITS,
};

/// What `date` writes by default, in glibc only; the crate `libc` does not name it.
const DATE_FORMAT: &[(&str, i64)] = if cfg!(target_env = "gnu") { &[("_DATE_FMT", 0x2006c)] } else { &[] };

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let error = match vm.state::<State>().error {
        Some(error) => error,
        None => {
            // The first who asks for the locale finds it as the environment has it.
            locale::set_characters();
            let error = new_exception(vm, "locale", "Error", kinds::EXCEPTION)?;
            vm.state::<State>().error = Some(error);
            error
        }
    };
    put(vm, module, "Error", error.value());
    put_int(vm, module, "CHAR_MAX", i64::from(std::ffi::c_char::MAX));
    for (name, value) in CATEGORIES.iter().chain(ITEMS).chain(DATE_FORMAT) {
        put_int(vm, module, name, *value);
    }
    Ok(())
}

#[cold]
fn raise(vm: &mut Vm, message: &str) -> Raised {
    match vm.state::<State>().error {
        Some(error) => raise_class(vm, error, message),
        None => vm.value_error(message.to_owned()),
    }
}

/// Text as C has it.
struct Message(CString);

/// The same, or None.
struct CStringOpt(Option<CString>);

impl FromValue for Message {
    const NONE_IS_ABSENT: bool = false;
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<Message> {
        let text = CText::from_value(vm, value, arg)?.0;
        match CString::new(text.to_ref().as_bytes()) {
            Ok(text) => Ok(Message(text)),
            Err(_) => Err(vm.value_error("embedded null character")),
        }
    }
}

impl FromValue for CStringOpt {
    fn from_value(vm: &mut Vm, value: Value, arg: &ArgName) -> R<CStringOpt> {
        if value.is_none() {
            return Ok(CStringOpt(None));
        }
        if vm.as_str(value).is_none() {
            return Err(arg.wrong_type(vm, "str or None", value));
        }
        Ok(CStringOpt(Some(Message::from_value(vm, value, arg)?.0)))
    }
}

fn wide(vm: &mut Vm, text: Gc<Str>) -> R<locale::Wide> {
    let mut wide: locale::Wide =
        Wtf8::new(text.to_ref().as_bytes()).chars().map(|c| c as libc::wchar_t).collect();
    if wide.contains(&0) {
        return Err(vm.value_error("embedded null character"));
    }
    wide.push(0);
    Ok(wide)
}

fn text_of(vm: &mut Vm, bytes: &[u8]) -> Value {
    vm.new_str_wtf8(&fs_text(bytes)).value()
}

#[native]
impl Functions {
    /// Set the locale of a category (to what the environment says, if the name is empty), or just tell it.
    #[sig("($module, category, locale=None, /)")]
    fn setlocale(vm: &mut Vm, category: i32, locale: CStringOpt) -> R {
        let name = locale.0;
        match locale::set(category, name.as_deref()) {
            Some(name) => Ok(text_of(vm, &name)),
            None if name.is_some() => Err(raise(vm, "unsupported locale setting")),
            None => Err(raise(vm, "locale query failed")),
        }
    }

    /// What numbers and amounts of money look like.
    #[sig("($module, /)")]
    fn localeconv(vm: &mut Vm) -> Gc<Dict> {
        let conventions = locale::conventions();
        let dict = vm.new_dict();
        let put = |vm: &mut Vm, name: &str, value: Value| {
            let name = vm.intern(name);
            dict.set_str(vm, name, value);
        };
        let put_texts = |vm: &mut Vm, range: std::ops::Range<usize>| {
            for (name, text) in
                locale::TEXTS.iter().zip(&conventions.texts).skip(range.start).take(range.len())
            {
                let text = text_of(vm, text);
                put(vm, name, text);
            }
        };
        let put_grouping = |vm: &mut Vm, i: usize| {
            let sizes = conventions.groupings.get(i).map_or(&[][..], Vec::as_slice);
            let mut list = Values::new();
            for size in sizes {
                list.push(&mut vm.heap, Value::int32((*size).into()));
            }
            // A zero ends it, where nothing else did.
            if sizes.last().is_some_and(|last| *last != std::ffi::c_char::MAX as u8) {
                list.push(&mut vm.heap, Value::ZERO);
            }
            let list = vm.new_list_from(list).value();
            put(vm, locale::GROUPINGS[i], list);
        };
        put_texts(vm, 0..4);
        put_grouping(vm, 0);
        put_texts(vm, 4..6);
        for (name, number) in locale::NUMBERS.iter().zip(&conventions.numbers) {
            put(vm, name, Value::int32((*number).into()));
        }
        put_texts(vm, 6..8);
        put_grouping(vm, 1);
        dict
    }

    /// A text of the locale.
    #[sig("($module, key, /)")]
    fn nl_langinfo(vm: &mut Vm, key: i32) -> R {
        if !ITEMS.iter().chain(DATE_FORMAT).any(|(_, item)| *item == i64::from(key)) {
            return Err(vm.value_error("unsupported langinfo constant"));
        }
        let text = locale::info(key);
        Ok(text_of(vm, &text))
    }

    /// The encoding of the locale.
    #[sig("($module, /)")]
    fn getencoding(vm: &mut Vm) -> &'static str {
        vm.config.locale_encoding
    }

    /// Compare as the locale sorts: below, equal to or above zero.
    #[sig("($module, os1, os2, /)")]
    fn strcoll(vm: &mut Vm, os1: Gc<Str>, os2: Gc<Str>) -> R<i32> {
        let (a, b) = (wide(vm, os1)?, wide(vm, os2)?);
        // The C library means no more than the sign.
        Ok(locale::compare(&a, &b).signum())
    }

    /// Text whose plain order is that of the locale.
    #[sig("($module, string, /)")]
    fn strxfrm(vm: &mut Vm, string: Gc<Str>) -> R<Gc<Str>> {
        let text = wide(vm, string)?;
        let Some(text) = locale::transform(&text) else {
            return Err(vm.raise_os_error(libc::EINVAL, Value::NONE));
        };
        let mut out = Vec::with_capacity(text.len());
        for c in text {
            // Weights beyond all characters keep their order.
            wtf8::push_char(&mut out, u32::try_from(c).unwrap_or(0).min(0x10_ffff));
        }
        Ok(vm.new_str_wtf8(&out))
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[native(table = MESSAGES)]
impl Functions {
    /// A message in the language of the locale.
    #[sig("($module, msg, /)")]
    fn gettext(vm: &mut Vm, msg: Message) -> R {
        let text = locale::messages::translate(None, &msg.0, libc::LC_MESSAGES);
        Ok(text_of(vm, &text))
    }

    /// A message of a domain in the language of the locale.
    #[sig("($module, domain, msg, /)")]
    fn dgettext(vm: &mut Vm, domain: CStringOpt, msg: Message) -> R {
        let text = locale::messages::translate(domain.0.as_deref(), &msg.0, libc::LC_MESSAGES);
        Ok(text_of(vm, &text))
    }

    /// A message of a domain in the language of a category of the locale.
    #[sig("($module, domain, msg, category, /)")]
    fn dcgettext(vm: &mut Vm, domain: CStringOpt, msg: Message, category: i32) -> R {
        let text = locale::messages::translate(domain.0.as_deref(), &msg.0, category);
        Ok(text_of(vm, &text))
    }

    /// Set the domain of messages, or just tell it.
    #[sig("($module, domain, /)")]
    fn textdomain(vm: &mut Vm, domain: CStringOpt) -> R {
        match locale::messages::domain(domain.0.as_deref()) {
            Some(domain) => Ok(text_of(vm, &domain)),
            None => Err(vm.raise_last_os_error(Value::NONE)),
        }
    }

    /// Set the folder of a domain's messages, or just tell it.
    #[sig("($module, domain, dir, /)")]
    fn bindtextdomain(vm: &mut Vm, domain: Message, dir: Value) -> R {
        if domain.0.is_empty() {
            return Err(raise(vm, "domain must be a non-empty string"));
        }
        let folder = if dir.is_none() {
            None
        } else {
            let path = taipan_objects::import::import_from(vm, "os", "fsencode")?;
            let bytes = vm.call(path, &[dir])?;
            let bytes = vm.bytes_like(bytes)?;
            Some(CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))?)
        };
        match locale::messages::bind_folder(&domain.0, folder.as_deref()) {
            Some(folder) => Ok(text_of(vm, &folder)),
            None => Err(vm.raise_last_os_error(Value::NONE)),
        }
    }

    /// Set the encoding of a domain's messages, or just tell it.
    #[sig("($module, domain, codeset, /)")]
    fn bind_textdomain_codeset(vm: &mut Vm, domain: Message, codeset: CStringOpt) -> R {
        match locale::messages::bind_codeset(&domain.0, codeset.0.as_deref()) {
            Some(codeset) => Ok(text_of(vm, &codeset)),
            None => Ok(Value::NONE),
        }
    }
}
