//! What `isocalendar` gives: a tuple whose three items have names.

use super::calendar::{Day, iso_parts};
use taipan_macros::{NativeType, native};
use taipan_runtime::{
    Gc, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
    layout::{Tuple, Type},
};

/// The type; its instances are tuples.
#[derive(NativeType)]
pub struct IsoCalendarDate;

impl IsoCalendarDate {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        id: <IsoCalendarDate as Numbered>::NUMBER,
        name: "IsoCalendarDate",
        module: "datetime",
        doc: "Year, week and weekday of ISO 8601.",
        base: kinds::TUPLE,
        native: &IsoCalendarDate::NATIVE,
        ..TypeDef::DEFAULT
    };
}

fn make(vm: &mut Vm, items: &[Value]) -> R<Gc<Tuple>> {
    let class = vm.class_address(<IsoCalendarDate as Numbered>::NUMBER);
    let made = Tuple::new(&mut vm.heap, class, items);
    vm.check_alloc(made)
}

/// Year, week and weekday of a day.
pub fn of_day(vm: &mut Vm, day: Day) -> R<Gc<Tuple>> {
    let (year, week, weekday) = iso_parts(day);
    make(vm, &[year, week, weekday].map(Value::int32))
}

fn item(this: Gc<Tuple>, i: usize) -> Value {
    this.as_slice().get(i).copied().unwrap_or(Value::NONE)
}

#[native]
impl IsoCalendarDate {
    #[sig("($cls, year, week, weekday)")]
    #[name("IsoCalendarDate")]
    fn __new__(vm: &mut Vm, _cls: Gc<Type>, year: Value, week: Value, weekday: Value) -> R<Gc<Tuple>> {
        let mut items = [year, week, weekday];
        for item in &mut items {
            let int = crate::support::parsed_int(vm, *item)?;
            *item = Value::int32(int);
        }
        make(vm, &items)
    }

    fn __repr__(vm: &mut Vm, this: Gc<Tuple>) -> R<String> {
        let mut parts = [String::new(), String::new(), String::new()];
        for (i, part) in parts.iter_mut().enumerate() {
            *part = vm.repr(item(this, i))?.to_display();
        }
        let [year, week, weekday] = parts;
        let name = vm.type_name(this.value());
        Ok(format!("{name}(year={year}, week={week}, weekday={weekday})"))
    }

    /// A pickle has a plain tuple.
    #[sig("($self, /)")]
    fn __reduce__(vm: &mut Vm, this: Gc<Tuple>) -> Value {
        let items = vm.new_tuple(this.to_ref().as_slice()).value();
        let args = vm.new_tuple(&[items]).value();
        let cls = vm.class(kinds::TUPLE).value();
        vm.new_tuple(&[cls, args]).value()
    }

    /// The year.
    #[getter]
    fn year(_: &mut Vm, this: Gc<Tuple>) -> Value {
        item(this, 0)
    }

    /// The week of the year.
    #[getter]
    fn week(_: &mut Vm, this: Gc<Tuple>) -> Value {
        item(this, 1)
    }

    /// The day of the week, 1 (Monday) to 7.
    #[getter]
    fn weekday(_: &mut Vm, this: Gc<Tuple>) -> Value {
        item(this, 2)
    }
}
