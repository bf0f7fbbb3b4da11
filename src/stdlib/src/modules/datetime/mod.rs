//! `_datetime`: dates, times, and the differences between them.
//!
//! `calendar` and `iso` are plain arithmetic and parsing, `args` binds arguments, `text` writes; each type has a file.

mod args;
pub mod calendar;
pub mod date;
pub mod delta;
mod iso;
pub mod isocalendar;
mod local;
pub mod moment;
mod order;
mod text;
pub mod time;
pub mod zone;

use crate::support::{put, put_int};
use taipan_objects::types::capsule;
use taipan_runtime::{Gc, Layout, ModuleDef, R, Value, Vm, kinds::Numbered, layout::Module};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "_datetime",
    doc: "Dates, times, and the differences between them.",
    types: &[
        &date::Date::TYPE,
        &moment::DateTime::TYPE,
        &time::Time::TYPE,
        &delta::Delta::TYPE,
        &zone::TzInfo::TYPE,
        &zone::TimeZone::TYPE,
    ],
    init: Some(init),
    ..ModuleDef::DEFAULT
};

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    put_int(vm, module, "MINYEAR", i64::from(calendar::YEAR_MIN));
    put_int(vm, module, "MAXYEAR", i64::from(calendar::YEAR_MAX));
    let utc = zone::utc(vm);
    put(vm, module, "UTC", utc);
    let capsule = capsule::new(vm, "datetime.datetime_CAPI");
    put(vm, module, "datetime_CAPI", capsule);
    Ok(())
}

/// What stands in an object of a type, or of a class derived from it.
fn content<T: Layout + Numbered>(vm: &mut Vm, this: Value) -> R<Gc<T>> {
    match vm.payload::<T>(this) {
        Some(content) => Ok(content),
        None => {
            let want = vm.class(<T as Numbered>::NUMBER);
            let (want, of) = (vm.class_type_name(want), vm.type_name(this));
            Err(vm.type_error(format!("expected a {want} object, got '{of}'")))
        }
    }
}

/// Is an object of exactly this type?
fn is_exact<T: Numbered>(vm: &Vm, this: Value) -> bool {
    vm.is_exact(this, <T as Numbered>::NUMBER)
}
