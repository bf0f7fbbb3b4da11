//! Makes the parser's tables from `src/python.lalrpop`.

fn main() {
    let made =
        lalrpop::Configuration::new().use_cargo_dir_conventions().emit_rerun_directives(true).process();
    if let Err(error) = made {
        eprintln!("{error}");
        std::process::exit(1);
    }
}
