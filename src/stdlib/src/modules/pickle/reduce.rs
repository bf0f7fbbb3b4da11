//! What an object says it is made of, written.

use super::save::Saver;
use super::{class_text, note, op, pickling_error};
use taipan_objects::import::import_from;
use taipan_runtime::{
    Gc, R, Value, Vm, kinds,
    layout::{Dict, Tuple, Type},
};

/// What `__reduce__` gave.
struct Reduced {
    func: Value,
    args: Gc<Tuple>,
    state: Option<Value>,
    list_items: Option<Value>,
    dict_items: Option<Value>,
    state_setter: Option<Value>,
}

impl Saver {
    /// Writes an object by the tables of reducers or by its own method.
    pub(super) fn save_by_reduction(&mut self, vm: &mut Vm, obj: Value) -> R<()> {
        let cls = vm.class_of(obj);
        if let Some(reducer) = self.reducer(vm, cls)? {
            let reduced = vm.call(reducer, &[obj])?;
            return self.save_reduced(vm, obj, reduced);
        }
        if obj.cast::<Type>().is_some() {
            return self.save_global(vm, obj, None);
        }
        let name = vm.names().__reduce_ex__;
        let reduced = if let Some(method) = vm.get_attr_opt(obj, name)? {
            vm.call(method, &[Value::int32(self.proto.into())])?
        } else {
            let name = vm.names().__reduce__;
            match vm.get_attr_opt(obj, name)? {
                Some(method) => vm.call(method, &[])?,
                None => {
                    let of = class_text(vm, obj);
                    return Err(pickling_error(vm, &format!("Can't pickle {of} object")));
                }
            }
        };
        self.save_reduced(vm, obj, reduced)
    }

    fn reducer(&mut self, vm: &mut Vm, cls: Gc<Type>) -> R<Option<Value>> {
        if let Some(table) = self.own_table {
            return match vm.get_item(table, cls.value()) {
                Ok(reducer) => Ok(Some(reducer)),
                Err(raised) if vm.take_if(kinds::KEY_ERROR).is_none() => Err(raised),
                Err(_) => Ok(None),
            };
        }
        let table: Gc<Dict> = match self.shared_table {
            Some(table) => table,
            None => {
                let table = import_from(vm, "copyreg", "dispatch_table")?;
                let Some(table) = vm.as_dict(table) else {
                    let of = vm.type_name(table);
                    return Err(
                        vm.runtime_error(format!("copyreg.dispatch_table should be a dict, not {of}"))
                    );
                };
                self.shared_table = Some(table);
                table
            }
        };
        table.get_item(vm, cls.value())
    }

    /// Writes what a reducer gave.
    pub(super) fn save_reduced(&mut self, vm: &mut Vm, obj: Value, reduced: Value) -> R<()> {
        if vm.as_str(reduced).is_some() {
            return self.save_global(vm, obj, Some(reduced));
        }
        let result = match vm.as_tuple(reduced) {
            None => {
                let of = class_text(vm, reduced);
                Err(pickling_error(vm, &format!("__reduce__ must return a string or tuple, not {of}")))
            }
            Some(tuple) if !(2..=6).contains(&tuple.len()) => {
                Err(pickling_error(vm, "tuple returned by __reduce__ must contain 2 through 6 elements"))
            }
            Some(tuple) => self.save_tuple_reduced(vm, obj, tuple),
        };
        result.map_err(|raised| note(vm, raised, obj, "object"))
    }

    /// Writes a call that makes an object, and remembers that.
    pub(super) fn save_call(&mut self, vm: &mut Vm, obj: Value, func: Value, args: Gc<Tuple>) -> R<()> {
        let reduced =
            Reduced { func, args, state: None, list_items: None, dict_items: None, state_setter: None };
        self.save_parts(vm, obj, &reduced)
    }

    fn save_tuple_reduced(&mut self, vm: &mut Vm, obj: Value, tuple: Gc<Tuple>) -> R<()> {
        let parts = tuple.to_ref().as_slice();
        let part = |i: usize| parts.get(i).copied().filter(|part| !part.is_none());
        let func = parts[0];
        if !vm.is_callable(func) {
            let of = class_text(vm, func);
            return Err(pickling_error(
                vm,
                &format!("first item of the tuple returned by __reduce__ must be callable, not {of}"),
            ));
        }
        let Some(args) = vm.as_tuple(parts[1]) else {
            let of = class_text(vm, parts[1]);
            return Err(pickling_error(
                vm,
                &format!("second item of the tuple returned by __reduce__ must be a tuple, not {of}"),
            ));
        };
        for (i, which) in [(3, "fourth"), (4, "fifth")] {
            if let Some(items) = part(i) {
                let cls = vm.class_of(items);
                if vm.slot_next(cls).is_none() {
                    let of = class_text(vm, items);
                    return Err(pickling_error(
                        vm,
                        &format!(
                            "{which} item of the tuple returned by __reduce__ must be an iterator, not {of}"
                        ),
                    ));
                }
            }
        }
        if let Some(setter) = part(5)
            && !vm.is_callable(setter)
        {
            let of = class_text(vm, setter);
            return Err(pickling_error(
                vm,
                &format!("sixth item of the tuple returned by __reduce__ must be callable, not {of}"),
            ));
        }
        let reduced = Reduced {
            func,
            args,
            state: part(2),
            list_items: part(3),
            dict_items: part(4),
            state_setter: part(5),
        };
        self.save_parts(vm, obj, &reduced)
    }

    fn save_parts(&mut self, vm: &mut Vm, obj: Value, reduced: &Reduced) -> R<()> {
        self.save_constructor(vm, obj, reduced.func, reduced.args)?;
        // An object that its own arguments hold has been written meanwhile.
        match self.known(obj) {
            Some(number) => {
                self.put(&[op::POP]);
                self.put_get(number);
            }
            None => self.memoize(vm, obj),
        }
        if let Some(items) = reduced.list_items {
            self.save_list_items(vm, obj, items)?;
        }
        if let Some(items) = reduced.dict_items {
            self.save_dict_items(vm, obj, items)?;
        }
        let Some(state) = reduced.state else { return Ok(()) };
        if let Some(setter) = reduced.state_setter {
            self.save(vm, setter).map_err(|raised| note(vm, raised, obj, "state setter"))?;
            self.save(vm, obj)?;
            self.save(vm, state).map_err(|raised| note(vm, raised, obj, "state"))?;
            self.put(&[op::TUPLE2, op::REDUCE, op::POP]);
        } else {
            self.save(vm, state).map_err(|raised| note(vm, raised, obj, "state"))?;
            self.put(&[op::BUILD]);
        }
        Ok(())
    }

    fn save_constructor(&mut self, vm: &mut Vm, obj: Value, func: Value, args: Gc<Tuple>) -> R<()> {
        let name = if self.proto >= 2 { function_name(vm, func)? } else { None };
        match name.as_deref() {
            Some("__newobj_ex__") => return self.save_newobj_ex(vm, obj, args),
            Some("__newobj__") => return self.save_newobj(vm, obj, args),
            _ => {}
        }
        self.save(vm, func).map_err(|raised| note(vm, raised, obj, "reconstructor"))?;
        self.save(vm, args.value()).map_err(|raised| note(vm, raised, obj, "reconstructor arguments"))?;
        self.put(&[op::REDUCE]);
        Ok(())
    }

    /// The class that `__newobj__` is to make an instance of.
    fn check_class(&mut self, vm: &mut Vm, obj: Value, cls: Value, of: &str) -> R<()> {
        let name = vm.names().__new__;
        if vm.get_attr_opt(cls, name)?.is_none() {
            return Err(pickling_error(vm, &format!("first argument to {of}() has no __new__")));
        }
        let name = vm.names().__class__;
        let own = vm.get_attr(obj, name)?;
        if own != cls {
            let (own, cls) = (vm.repr(own)?.to_display(), vm.repr(cls)?.to_display());
            return Err(pickling_error(vm, &format!("first argument to {of}() must be {own}, not {cls}")));
        }
        Ok(())
    }

    fn save_newobj(&mut self, vm: &mut Vm, obj: Value, args: Gc<Tuple>) -> R<()> {
        let Some((cls, rest)) = args.to_ref().as_slice().split_first() else {
            return Err(pickling_error(vm, "__newobj__ expected at least 1 argument, got 0"));
        };
        self.check_class(vm, obj, *cls, "__newobj__")?;
        self.save(vm, *cls).map_err(|raised| note(vm, raised, obj, "class"))?;
        let rest = vm.new_tuple(rest).value();
        self.save(vm, rest).map_err(|raised| note(vm, raised, obj, "__new__ arguments"))?;
        self.put(&[op::NEWOBJ]);
        Ok(())
    }

    fn save_newobj_ex(&mut self, vm: &mut Vm, obj: Value, args: Gc<Tuple>) -> R<()> {
        let &[cls, pos, keywords] = args.to_ref().as_slice() else {
            let n = args.len();
            return Err(pickling_error(vm, &format!("__newobj_ex__ expected 3 arguments, got {n}")));
        };
        self.check_class(vm, obj, cls, "__newobj_ex__")?;
        let Some(pos_items) = vm.as_tuple(pos) else {
            let of = class_text(vm, pos);
            return Err(pickling_error(
                vm,
                &format!("second argument to __newobj_ex__() must be a tuple, not {of}"),
            ));
        };
        let Some(keyword_items) = vm.as_dict(keywords) else {
            let of = class_text(vm, keywords);
            return Err(pickling_error(
                vm,
                &format!("third argument to __newobj_ex__() must be a dict, not {of}"),
            ));
        };
        if self.proto >= 4 {
            self.save(vm, cls).map_err(|raised| note(vm, raised, obj, "class"))?;
            for part in [pos, keywords] {
                self.save(vm, part).map_err(|raised| note(vm, raised, obj, "__new__ arguments"))?;
            }
            self.put(&[op::NEWOBJ_EX]);
            return Ok(());
        }
        let partial = import_from(vm, "functools", "partial")?;
        let new = vm.names().__new__;
        let new = vm.get_attr(cls, new)?;
        let mut all = taipan_runtime::Values::from_slice(&mut vm.heap, &[new, cls]);
        all.extend(&mut vm.heap, pos_items.to_ref().as_slice());
        let (kw_names, kw_values) = vm.dict_to_keywords(keyword_items)?;
        let args = taipan_runtime::Args { pos: &all, kw_names: &kw_names, kw_values: &kw_values };
        let func = vm.call_args(partial, &args)?;
        self.save(vm, func).map_err(|raised| note(vm, raised, obj, "reconstructor"))?;
        let nothing = vm.new_tuple(&[]).value();
        self.save(vm, nothing)?;
        self.put(&[op::REDUCE]);
        Ok(())
    }

    /// Writes what is to be appended, in batches.
    fn save_list_items(&mut self, vm: &mut Vm, obj: Value, items: Value) -> R<()> {
        let mut next = vm.next(items)?;
        let (mut i, mut in_batch) = (0, 0);
        while let Some(item) = next {
            let alone = in_batch == 0;
            if !self.bin {
                self.save(vm, item).map_err(|raised| note(vm, raised, obj, &format!("item {i}")))?;
                self.put(&[op::APPEND]);
                next = vm.next(items)?;
            } else {
                // One item alone needs no mark, so look ahead.
                next = vm.next(items)?;
                if alone && next.is_some() {
                    self.put(&[op::MARK]);
                    in_batch = 1;
                } else if !alone {
                    in_batch += 1;
                }
                self.save(vm, item).map_err(|raised| note(vm, raised, obj, &format!("item {i}")))?;
                if in_batch == 0 {
                    self.put(&[op::APPEND]);
                } else if in_batch == op::BATCH || next.is_none() {
                    self.put(&[op::APPENDS]);
                    in_batch = 0;
                }
            }
            i += 1;
        }
        Ok(())
    }

    /// Writes keys and values, in batches.
    fn save_dict_items(&mut self, vm: &mut Vm, obj: Value, items: Value) -> R<()> {
        let mut next = vm.next(items)?;
        let mut in_batch = 0;
        while let Some(item) = next {
            let pair = vm.as_tuple(item).filter(|pair| pair.len() == 2);
            let Some(&[key, value]) = pair.map(|pair| pair.to_ref().as_slice()) else {
                return Err(vm.type_error("dict items iterator must return 2-tuples"));
            };
            let alone = in_batch == 0;
            next = vm.next(items)?;
            if self.bin && alone && next.is_some() {
                self.put(&[op::MARK]);
                in_batch = 1;
            } else if !alone {
                in_batch += 1;
            }
            self.save_item(vm, obj, key, value)?;
            if in_batch == 0 {
                self.put(&[op::SETITEM]);
            } else if in_batch == op::BATCH || next.is_none() {
                self.put(&[op::SETITEMS]);
                in_batch = 0;
            }
        }
        Ok(())
    }
}

fn function_name(vm: &mut Vm, func: Value) -> R<Option<String>> {
    let name = vm.names().__name__;
    let name = vm.get_attr_opt(func, name)?;
    Ok(name.and_then(|name| vm.as_str(name)).map(|name| name.to_display()))
}
