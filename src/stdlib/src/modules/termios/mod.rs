//! `termios`

mod constants;

use crate::support::{file_descriptor, new_exception, put, put_int};
use crate::sys_calls::control;
use taipan_macros::{Trace, native};
use taipan_runtime::layout::{Module, Tuple, Type};
use taipan_runtime::{Gc, ModuleDef, R, Raised, Value, Values, Vm, kinds};

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "termios",
    doc: "Control of terminals.",
    functions: &Termios::NATIVE,
    init: Some(init),
    ..ModuleDef::DEFAULT
};

/// The module's own exception.
#[derive(Trace, Default)]
struct Classes {
    error: Option<Gc<Type>>,
}

fn init(vm: &mut Vm, module: Gc<Module>) -> R<()> {
    for &(name, value) in constants::CONSTANTS {
        put_int(vm, module, name, value);
    }
    let error = new_exception(vm, "termios", "error", kinds::EXCEPTION)?;
    vm.state::<Classes>().error = Some(error);
    put(vm, module, "error", error.value());
    Ok(())
}

fn raise(vm: &mut Vm, error: rustix::io::Errno) -> Raised {
    let number = error.raw_os_error();
    let text = vm.new_str(&taipan_runtime::errno_text(number)).value();
    match vm.state::<Classes>().error {
        Some(cls) => {
            let exc = vm.new_exception(cls, &[Value::int32(number), text]);
            vm.raise_object(exc)
        }
        None => vm.runtime_error("termios is not initialised"),
    }
}

fn check<T>(vm: &mut Vm, result: rustix::io::Result<T>) -> R<T> {
    result.map_err(|error| raise(vm, error))
}

struct Termios;

#[native]
impl Termios {
    /// The settings: flags of input, output, control and local, the speeds, and the control characters.
    #[sig("($module, fd, /)")]
    fn tcgetattr(vm: &mut Vm, fd: Value) -> R<Values> {
        let fd = file_descriptor(vm, fd)?;
        let terminal = check(vm, control::terminal(fd))?;
        let is_canonical = terminal.flags[3] & libc::ICANON != 0;
        let mut characters = Values::new();
        for (i, &c) in terminal.characters.iter().enumerate() {
            let number = !is_canonical && (i == libc::VMIN || i == libc::VTIME);
            let item = if number { Value::int32(c.into()) } else { vm.new_bytes(&[c]) };
            characters.push(&mut vm.heap, item);
        }
        let characters = vm.new_list_from(characters).value();
        let mut all = Values::new();
        for n in terminal.flags.into_iter().chain(terminal.speeds) {
            let n = vm.new_int(n.into());
            all.push(&mut vm.heap, n);
        }
        all.push(&mut vm.heap, characters);
        Ok(all)
    }

    /// Change the settings: at once, when all is written, or also without what is still to be read.
    #[sig("($module, fd, when, attributes, /)")]
    fn tcsetattr(vm: &mut Vm, fd: Value, when: i32, attributes: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let Some(attributes) = vm.as_list(attributes).filter(|l| l.len.get() == 7) else {
            return Err(vm.type_error("tcsetattr, arg 3: must be 7 element list"));
        };
        let mut terminal = check(vm, control::terminal(fd))?;
        let mut numbers = [0u32; 6];
        for (i, n) in numbers.iter_mut().enumerate() {
            *n = crate::support::int64(vm, attributes.item(i))? as u32;
        }
        terminal.flags.copy_from_slice(&numbers[..4]);
        terminal.speeds.copy_from_slice(&numbers[4..]);
        let n = terminal.characters.len();
        let characters = vm.as_list(attributes.item(6)).filter(|l| l.len.get() == n);
        let Some(characters) = characters else {
            return Err(vm.type_error(format!("tcsetattr: attributes[6] must be {n} element list")));
        };
        for i in 0..n {
            let item = characters.item(i);
            terminal.characters[i] = match vm.bytes_of(item) {
                Some(&[byte]) => byte,
                _ if vm.as_int_value(item).is_some() => crate::support::int64(vm, item)? as u8,
                _ => {
                    return Err(
                        vm.type_error("tcsetattr: elements of attributes must be characters or integers")
                    );
                }
            };
        }
        let result = vm.release(|| control::set_terminal(fd, when, &terminal));
        check(vm, result)?;
        Ok(())
    }

    /// Send zeros for a while.
    #[sig("($module, fd, duration, /)")]
    fn tcsendbreak(vm: &mut Vm, fd: Value, duration: i32) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let result = vm.release(|| control::send_break(fd, duration));
        check(vm, result).map(|_| ())
    }

    /// Wait until all is written.
    #[sig("($module, fd, /)")]
    fn tcdrain(vm: &mut Vm, fd: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let result = vm.release(|| control::drain(fd));
        check(vm, result).map(|_| ())
    }

    /// Forget what waits in a queue.
    #[sig("($module, fd, queue, /)")]
    fn tcflush(vm: &mut Vm, fd: Value, queue: i32) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let result = vm.release(|| control::flush(fd, queue));
        check(vm, result).map(|_| ())
    }

    /// Stop or go on with input or output.
    #[sig("($module, fd, action, /)")]
    fn tcflow(vm: &mut Vm, fd: Value, action: i32) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let result = vm.release(|| control::flow(fd, action));
        check(vm, result).map(|_| ())
    }

    /// The window's size: lines and columns.
    #[sig("($module, fd, /)")]
    fn tcgetwinsize(vm: &mut Vm, fd: Value) -> R<Gc<Tuple>> {
        let fd = file_descriptor(vm, fd)?;
        let [rows, columns, ..] = check(vm, control::window_size(fd))?;
        Ok(vm.new_tuple(&[Value::int32(rows.into()), Value::int32(columns.into())]))
    }

    /// Set the window's size: lines and columns.
    #[sig("($module, fd, winsize, /)")]
    fn tcsetwinsize(vm: &mut Vm, fd: Value, winsize: Value) -> R<()> {
        let fd = file_descriptor(vm, fd)?;
        let is_sequence = vm.as_tuple(winsize).is_some() || vm.as_list(winsize).is_some();
        let pair = if is_sequence { Some(vm.to_tuple(winsize)?) } else { None };
        let Some(pair) = pair.filter(|p| p.len() == 2) else {
            return Err(vm.type_error("tcsetwinsize, arg 2: must be a two-item sequence"));
        };
        let mut size = check(vm, control::window_size(fd))?;
        for (place, &number) in size.iter_mut().zip(pair.to_ref().as_slice()) {
            let number = crate::support::int64(vm, number)?;
            *place =
                u16::try_from(number).map_err(|_| vm.overflow_error("winsize value(s) out of range."))?;
        }
        check(vm, control::set_window_size(fd, size)).map(|_| ())
    }
}
