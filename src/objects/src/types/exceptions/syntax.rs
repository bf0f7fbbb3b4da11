//! `SyntaxError`.

use super::{base, get, init_base};
use taipan_macros::native;
use taipan_runtime::extra::syntax_error as at;
use taipan_runtime::layout::Exception;
use taipan_runtime::{Args, Gc, R, Value, Vm, kinds};

pub(super) struct Methods;

#[native]
impl Methods {
    fn __init__(vm: &mut Vm, this: Gc<Exception>, args: &Args<'_>) -> R<()> {
        init_base(vm, this, args)?;
        this.extra_set(vm, at::MSG, args.pos.first().copied().unwrap_or(Value::UNBOUND));
        let &[_, info] = args.pos else { return Ok(()) };
        let info = vm.to_tuple(info)?;
        let items = info.to_ref().as_slice();
        if items.len() < 4 || items.len() > 7 {
            let n = items.len();
            let text = if n < 4 {
                format!("function takes at least 4 arguments ({n} given)")
            } else {
                format!("function takes at most 7 arguments ({n} given)")
            };
            return Err(vm.type_error(text));
        }
        let places =
            [at::FILENAME, at::LINENO, at::OFFSET, at::TEXT, at::END_LINENO, at::END_OFFSET, at::METADATA];
        for (i, place) in places.into_iter().enumerate() {
            this.extra_set(vm, place, items.get(i).copied().unwrap_or(Value::NONE));
        }
        if items.len() == 5 {
            return Err(vm.type_error("end_offset must be provided when end_lineno is provided"));
        }
        Ok(())
    }

    fn __str__(vm: &mut Vm, this: Gc<Exception>) -> R {
        let Some(msg) = this.extra_get(at::MSG) else {
            // Raised by native code, with a message only.
            return if this.extra.get().is_unbound() {
                base::text(vm, this)
            } else {
                vm.str_value(Value::NONE)
            };
        };
        let filename = get(this, at::FILENAME);
        let filename = vm.as_str(filename).map(|f| {
            let f = f.to_display();
            f.rsplit_once('/').map_or(f.clone(), |(_, name)| name.to_owned())
        });
        let line = this.extra_get(at::LINENO).filter(|&v| vm.is_exact(v, kinds::INT));
        if filename.is_none() && line.is_none() {
            return vm.str_value(msg);
        }
        let msg = vm.str(msg)?.to_display();
        let line = match line {
            Some(line) => Some(vm.str(line)?.to_display()),
            None => None,
        };
        let text = match (filename, line) {
            (Some(filename), Some(line)) => format!("{msg} ({filename}, line {line})"),
            (Some(filename), None) => format!("{msg} ({filename})"),
            (None, line) => format!("{msg} (line {})", line.unwrap_or_default()),
        };
        Ok(vm.new_str(&text).value())
    }

    /// What is wrong.
    #[member]
    fn msg(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::MSG)
    }

    #[setter]
    fn set_msg(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::MSG, value);
        Ok(())
    }

    /// The file.
    #[member]
    fn filename(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::FILENAME)
    }

    #[setter]
    fn set_filename(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::FILENAME, value);
        Ok(())
    }

    /// The line.
    #[member]
    fn lineno(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::LINENO)
    }

    #[setter]
    fn set_lineno(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::LINENO, value);
        Ok(())
    }

    /// The column.
    #[member]
    fn offset(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::OFFSET)
    }

    #[setter]
    fn set_offset(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::OFFSET, value);
        Ok(())
    }

    /// The line's text.
    #[member]
    fn text(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::TEXT)
    }

    #[setter]
    fn set_text(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::TEXT, value);
        Ok(())
    }

    /// The line of the end.
    #[member]
    fn end_lineno(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::END_LINENO)
    }

    #[setter]
    fn set_end_lineno(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::END_LINENO, value);
        Ok(())
    }

    /// The column of the end.
    #[member]
    fn end_offset(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::END_OFFSET)
    }

    #[setter]
    fn set_end_offset(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::END_OFFSET, value);
        Ok(())
    }

    /// Are file and line to be printed?
    #[member]
    fn print_file_and_line(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::PRINT_FILE_AND_LINE)
    }

    #[setter]
    fn set_print_file_and_line(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::PRINT_FILE_AND_LINE, value);
        Ok(())
    }

    /// What the compiler kept for suggestions.
    #[member("_metadata")]
    fn metadata(_: &mut Vm, this: Gc<Exception>) -> Value {
        get(this, at::METADATA)
    }

    #[setter("_metadata")]
    fn set_metadata(vm: &mut Vm, this: Gc<Exception>, value: Value) -> R<()> {
        this.extra_set(vm, at::METADATA, value);
        Ok(())
    }
}
