//! Writing.

use super::dialect::{Dialect, Quoting};
use super::{error, made_by_functions};
use taipan_macros::{Layout, NativeType, Trace, native};
use taipan_runtime::{
    Field, Gc, Header, LayoutInfo, R, TypeDef, Value, Vm,
    kinds::{self, Numbered},
};
use taipan_text::{Wtf8, wtf8};

/// A writer.
#[derive(Trace, Layout, NativeType)]
#[repr(C)]
pub struct Writer {
    header: Header,
    write: Field<Value>,
    dialect: Field<Gc<Dialect>>,
}

impl Writer {
    /// The definition.
    pub const TYPE: TypeDef = TypeDef {
        native: &Writer::NATIVE,
        layout: Some(LayoutInfo::of::<Writer>()),
        ..made_by_functions(<Writer as Numbered>::NUMBER, "writer", "Writes a table row by row.")
    };
}

/// A writer to a file.
pub fn new(vm: &mut Vm, write: Value, dialect: Gc<Dialect>) -> Gc<Writer> {
    let header = Header::new::<Writer>(vm.class_address(Writer::TYPE.id));
    vm.heap.alloc(Writer { header, write: Field::new(write), dialect: Field::new(dialect) })
}

/// A file's method that the rows are given to.
pub fn write_method(vm: &mut Vm, file: Value) -> R {
    let name = vm.intern("write");
    match vm.get_attr_opt(file, name)? {
        Some(write) if vm.is_callable(write) => Ok(write),
        _ => Err(vm.type_error("argument 1 must have a \"write\" method")),
    }
}

#[native]
impl Writer {
    /// Write a row; gives what the file's `write` gave.
    #[sig("($self, row, /)")]
    fn writerow(vm: &mut Vm, this: Gc<Writer>, row: Value) -> R {
        let cls = vm.class_of(row);
        if vm.slot_iter(cls).is_none() && vm.slot_getitem(cls).is_none() {
            let of = vm.type_name(row);
            return Err(error(vm, &format!("iterable expected, not {of}")));
        }
        let mut line = Line { dialect: this.dialect.get(), out: Vec::new(), n_fields: 0 };
        let mut last_is_none = false;
        vm.for_each(row, |vm, field| {
            last_is_none = field.is_none();
            line.field(vm, field)
        })?;
        if line.n_fields > 0 && line.out.is_empty() {
            if !line.may_quote_empty(last_is_none) {
                return Err(error(vm, "single empty field record must be quoted"));
            }
            line.n_fields -= 1;
            line.append(vm, b"", true)?;
        }
        line.out.extend_from_slice(this.dialect.get().lineterminator.get().to_ref().as_bytes());
        let text = vm.new_str_wtf8(&line.out).value();
        vm.call(this.write.get(), &[text])
    }

    /// Write several rows.
    #[sig("($self, rows, /)")]
    fn writerows(vm: &mut Vm, this: Gc<Writer>, rows: Value) -> R<()> {
        let rows = vm.iter(rows)?;
        while let Some(row) = vm.next(rows)? {
            Writer::writerow(vm, this, row)?;
        }
        Ok(())
    }

    #[member("dialect")]
    fn dialect(_: &mut Vm, this: Gc<Writer>) -> Gc<Dialect> {
        this.dialect.get()
    }
}

/// A row that is being written.
struct Line {
    dialect: Gc<Dialect>,
    out: Vec<u8>,
    n_fields: usize,
}

impl Line {
    fn field(&mut self, vm: &mut Vm, field: Value) -> R<()> {
        let text = vm.as_str(field);
        let quoted = match self.dialect.quoting {
            Quoting::Minimal | Quoting::None => false,
            Quoting::All => true,
            Quoting::NonNumeric => !is_number(vm, field),
            Quoting::Strings => text.is_some(),
            Quoting::NotNull => !field.is_none(),
        };
        let text = match text {
            Some(text) => text.to_ref().as_bytes(),
            None if field.is_none() => b"",
            None => vm.str(field)?.to_ref().as_bytes(),
        };
        let dialect = self.dialect;
        let mut quoted = quoted;
        if text.is_empty() && dialect.delimiter == 0x20 && dialect.skipinitialspace {
            if !self.may_quote_empty(field.is_none()) {
                let message =
                    "empty field must be quoted if delimiter is a space and skipinitialspace is true";
                return Err(error(vm, message));
            }
            quoted = true;
        }
        self.append(vm, text, quoted)
    }

    /// May an empty field be quoted?
    fn may_quote_empty(&self, is_none: bool) -> bool {
        match self.dialect.quoting {
            Quoting::None => false,
            Quoting::Strings | Quoting::NotNull => !is_none,
            Quoting::Minimal | Quoting::All | Quoting::NonNumeric => true,
        }
    }

    fn append(&mut self, vm: &mut Vm, text: &[u8], mut quoted: bool) -> R<()> {
        let dialect = self.dialect;
        if self.n_fields > 0 {
            wtf8::push_char(&mut self.out, dialect.delimiter);
        }
        self.n_fields += 1;
        let start = self.out.len();
        let terminator = Wtf8::new(dialect.lineterminator.get().to_ref().as_bytes());
        for c in Wtf8::new(text).chars() {
            let is_quote = Some(c) == dialect.quotechar;
            let is_escape = Some(c) == dialect.escapechar;
            let means_something = is_quote
                || is_escape
                || c == dialect.delimiter
                || matches!(c, 0x0a | 0x0d)
                || terminator.chars().any(|t| t == c);
            if means_something {
                let escaped = if dialect.quoting == Quoting::None {
                    true
                } else if is_quote && dialect.doublequote {
                    wtf8::push_char(&mut self.out, c);
                    false
                } else {
                    is_quote || is_escape
                };
                if escaped {
                    let Some(escape) = dialect.escapechar else {
                        return Err(error(vm, "need to escape, but no escapechar set"));
                    };
                    wtf8::push_char(&mut self.out, escape);
                } else {
                    quoted = true;
                }
            }
            wtf8::push_char(&mut self.out, c);
        }
        if quoted && let Some(quote) = dialect.quotechar {
            let (mark, n_bytes) = wtf8::encode_char(quote);
            self.out.splice(start..start, mark[..n_bytes].iter().copied());
            self.out.extend_from_slice(&mark[..n_bytes]);
        }
        Ok(())
    }
}

fn is_number(vm: &mut Vm, value: Value) -> bool {
    let cls = vm.class_of(value);
    vm.slot_index(cls).is_some()
        || vm.slot_int(cls).is_some()
        || vm.slot_float(cls).is_some()
        || vm.is_instance_of(value, kinds::COMPLEX)
}
