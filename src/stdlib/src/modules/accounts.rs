//! `pwd` and `grp`: the databases of users and groups.

use super::posix::bytes_argument;
use crate::structseq::{self, Record};
use crate::support::put;
use crate::sys_calls::accounts::{self, Group, Key, User};
use std::ffi::CString;
use taipan_macros::{Trace, native};
use taipan_objects::codecs::encode_native;
use taipan_objects::types::str::fs_text;
use taipan_runtime::layout::{Module, Str, Type};
use taipan_runtime::{Gc, ModuleDef, R, Raised, Value, Values, Vm, kinds};
use taipan_text::codecs::Codec;

/// `pwd`
pub static USERS: ModuleDef = ModuleDef {
    name: "pwd",
    doc: "The database of users.",
    functions: &Users::NATIVE,
    init: Some(init_users),
    ..ModuleDef::DEFAULT
};

/// `grp`
pub static GROUPS: ModuleDef = ModuleDef {
    name: "grp",
    doc: "The database of groups.",
    functions: &Groups::NATIVE,
    init: Some(init_groups),
    ..ModuleDef::DEFAULT
};

/// The modules' own classes.
#[derive(Trace, Default)]
struct Classes {
    user: Option<Gc<Type>>,
    group: Option<Gc<Type>>,
}

const USER: Record = Record {
    module: "pwd",
    name: "struct_passwd",
    doc: "An entry of the database of users.",
    fields: &[
        ("pw_name", "The user's name."),
        ("pw_passwd", "The password, if it is kept here."),
        ("pw_uid", "The user's number."),
        ("pw_gid", "The number of the user's group."),
        ("pw_gecos", "The user's name in full."),
        ("pw_dir", "The home directory."),
        ("pw_shell", "The shell."),
    ],
    n_sequence: 7,
};

const GROUP: Record = Record {
    module: "grp",
    name: "struct_group",
    doc: "An entry of the database of groups.",
    fields: &[
        ("gr_name", "The group's name."),
        ("gr_passwd", "Its password, if it is kept here."),
        ("gr_gid", "Its number."),
        ("gr_mem", "The names of its members."),
    ],
    n_sequence: 4,
};

fn init_users(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let cls = structseq::new_class(vm, &USER)?;
    vm.state::<Classes>().user = Some(cls);
    put(vm, module, "struct_passwd", cls.value());
    Ok(())
}

fn init_groups(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    let cls = structseq::new_class(vm, &GROUP)?;
    vm.state::<Classes>().group = Some(cls);
    put(vm, module, "struct_group", cls.value());
    Ok(())
}

fn text(vm: &mut Vm, bytes: &[u8]) -> Value {
    let text = fs_text(bytes);
    vm.new_str_wtf8(&text).value()
}

fn user_value(vm: &mut Vm, user: &User) -> R {
    let values = [
        text(vm, &user.name),
        text(vm, &user.password),
        vm.new_int(user.uid.into()),
        vm.new_int(user.gid.into()),
        text(vm, &user.gecos),
        text(vm, &user.dir),
        text(vm, &user.shell),
    ];
    match vm.state::<Classes>().user {
        Some(cls) => Ok(structseq::new(vm, cls, &values)),
        None => Err(vm.runtime_error("pwd is not initialised")),
    }
}

fn group_value(vm: &mut Vm, group: &Group) -> R {
    let mut members = Values::new();
    for member in &group.members {
        let member = text(vm, member);
        members.push(&mut vm.heap, member);
    }
    let values = [
        text(vm, &group.name),
        text(vm, &group.password),
        vm.new_int(group.gid.into()),
        vm.new_list_from(members).value(),
    ];
    match vm.state::<Classes>().group {
        Some(cls) => Ok(structseq::new(vm, cls, &values)),
        None => Err(vm.runtime_error("grp is not initialised")),
    }
}

/// A user's or group's number as an argument: `None` where no such number can exist.
fn number(vm: &mut Vm, value: Value, what: &str) -> R<Option<u32>> {
    let cls = vm.class_of(value);
    if vm.slot_index(cls).is_none() {
        let of = vm.type_name(value);
        return Err(vm.type_error(format!("{what} should be integer, not {of}")));
    }
    let index = vm.index(value)?;
    Ok(match vm.int_to_i64(index) {
        Some(-1) => Some(u32::MAX),
        Some(n) => u32::try_from(n).ok(),
        None => None,
    })
}

fn name_bytes(vm: &mut Vm, name: Gc<Str>) -> R<CString> {
    if name.as_str().is_none() {
        // Not even escaped bytes are accepted; this says why.
        encode_native(vm, Codec::Utf8, name, None)?;
    }
    let bytes = bytes_argument(vm, name.value())?;
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

fn not_found(vm: &mut Vm, message: &str) -> Raised {
    vm.raise(kinds::KEY_ERROR, message)
}

fn name_not_found(vm: &mut Vm, function: &str, name: Gc<Str>) -> Raised {
    match vm.repr(name.value()) {
        Ok(repr) => not_found(vm, &format!("{function}(): name not found: {}", repr.to_display())),
        Err(raised) => raised,
    }
}

struct Users;

#[native]
impl Users {
    /// The user of a number.
    #[sig("($module, uidobj, /)")]
    fn getpwuid(vm: &mut Vm, uidobj: Value) -> R {
        let Some(uid) = number(vm, uidobj, "uid")? else {
            return Err(not_found(vm, "getpwuid(): uid not found"));
        };
        match vm.release(|| accounts::user(Key::Number(uid))) {
            Some(user) => user_value(vm, &user),
            None => {
                let shown = i64::from(uid as i32);
                let shown = if shown == -1 { shown } else { i64::from(uid) };
                Err(not_found(vm, &format!("getpwuid(): uid not found: {shown}")))
            }
        }
    }

    /// The user of a name.
    #[sig("($module, name, /)")]
    fn getpwnam(vm: &mut Vm, name: Value) -> R {
        let Some(name) = vm.as_str(name) else {
            let of = vm.type_name(name);
            return Err(vm.type_error(format!("getpwnam() argument must be str, not {of}")));
        };
        let bytes = name_bytes(vm, name)?;
        match vm.release(|| accounts::user(Key::Name(&bytes))) {
            Some(user) => user_value(vm, &user),
            None => Err(name_not_found(vm, "getpwnam", name)),
        }
    }

    /// All users.
    #[sig("($module, /)")]
    fn getpwall(vm: &mut Vm) -> R<Values> {
        let mut all = Values::new();
        for user in accounts::users() {
            let user = user_value(vm, &user)?;
            all.push(&mut vm.heap, user);
        }
        Ok(all)
    }
}

struct Groups;

#[native]
impl Groups {
    /// The group of a number.
    #[sig("($module, id)")]
    #[shown("($module, /, id)")]
    fn getgrgid(vm: &mut Vm, id: Value) -> R {
        let Some(gid) = number(vm, id, "gid")? else {
            let small = vm.index(id).is_ok_and(|i| vm.int_is_negative(i));
            let bound = if small { "less than minimum" } else { "greater than maximum" };
            return Err(vm.overflow_error(format!("gid is {bound}")));
        };
        match vm.release(|| accounts::group(Key::Number(gid))) {
            Some(group) => group_value(vm, &group),
            None => {
                let shown = vm.repr(id)?.to_display();
                Err(not_found(vm, &format!("getgrgid(): gid not found: {shown}")))
            }
        }
    }

    /// The group of a name.
    #[sig("($module, name)")]
    #[shown("($module, /, name)")]
    fn getgrnam(vm: &mut Vm, name: Gc<Str>) -> R {
        let bytes = name_bytes(vm, name)?;
        match vm.release(|| accounts::group(Key::Name(&bytes))) {
            Some(group) => group_value(vm, &group),
            None => Err(name_not_found(vm, "getgrnam", name)),
        }
    }

    /// All groups.
    #[sig("($module, /)")]
    fn getgrall(vm: &mut Vm) -> R<Values> {
        let mut all = Values::new();
        for group in accounts::groups() {
            let group = group_value(vm, &group)?;
            all.push(&mut vm.heap, group);
        }
        Ok(all)
    }
}
