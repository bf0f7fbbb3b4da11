//! Reads the executable's machine code: instructions are dispatched by jumps.
//!
//! A handler that returned, or that called the next one, would grow the native stack or come back to a loop; nothing but
//! the machine code shows whether the compiler made the jumps. `objdump` reads it; without it, or in a build that drives
//! handlers from a loop (`--cfg taipan_loop`), there is nothing to check.

use std::process::Command;

/// More handlers than this must be found, so that the check does not pass by finding none.
const HANDLERS_MIN: usize = 200;

#[derive(Default)]
struct Handler {
    name: String,
    address: String,
    jumps_on: bool,
    faults: Vec<String>,
}

#[test]
fn every_handler_ends_in_a_jump() {
    if cfg!(taipan_loop) || !cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
        return;
    }
    let executable = env!("CARGO_BIN_EXE_taipan");
    let output = Command::new("objdump")
        .args(["--disassemble", "--demangle", "--no-show-raw-insn", executable])
        .output();
    let Ok(output) = output else {
        eprintln!("skipped: there is no objdump");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let handlers = read(&String::from_utf8_lossy(&output.stdout));
    assert!(handlers.len() >= HANDLERS_MIN, "only {} handlers were found", handlers.len());
    let mut bad = Vec::new();
    for handler in &handlers {
        bad.extend(
            handler.faults.iter().map(|fault| format!("{} {}: {fault}", handler.address, handler.name)),
        );
        if !handler.jumps_on {
            bad.push(format!("{} {}: no jump to the next handler", handler.address, handler.name));
        }
    }
    assert!(bad.is_empty(), "{} faults:\n{}", bad.len(), bad.join("\n"));
}

fn read(listing: &str) -> Vec<Handler> {
    let mut handlers: Vec<Handler> = Vec::new();
    let mut inside = false;
    for line in listing.lines() {
        if let Some((address, name)) = line.split_once(" <").filter(|_| line.ends_with(">:")) {
            let name = name.trim_end_matches(">:");
            // `handle` and `handle_slow`, whose type arguments some manglings show, and what stands before them while
            // programs are traced.
            inside = (name.contains("machine::handle") || name.ends_with("trace::traced"))
                && !name.contains("{{closure}}");
            if inside {
                let (name, address) = (name.to_owned(), address.to_owned());
                handlers.push(Handler { name, address, ..Handler::default() });
            }
        } else if let (true, Some(handler)) = (inside, handlers.last_mut()) {
            let instruction = line.split_once(":\t").map_or("", |(_, text)| text.trim());
            handler.look_at(instruction);
        }
    }
    handlers
}

impl Handler {
    fn look_at(&mut self, instruction: &str) {
        let (operation, operands) = instruction.split_once(char::is_whitespace).unwrap_or((instruction, ""));
        let operands = operands.trim();
        match operation {
            "ret" | "retq" => self.faults.push("returns".to_owned()),
            // A call through the executable's own table of imports is a call of a known function.
            "call" | "callq" if operands.starts_with('*') && !operands.contains("(%rip)") => {
                self.faults.push(format!("calls {operands}"));
            }
            "blr" => self.faults.push(format!("calls {operands}")),
            "jmp" | "jmpq" if operands.starts_with('*') || operands.contains("machine::handle_slow") => {
                self.jumps_on = true;
            }
            "br" => self.jumps_on = true,
            "b" if operands.contains("machine::handle_slow") => self.jumps_on = true,
            _ => {}
        }
    }
}
