//! Parses texts that zero bytes separate in a file: prints what each gives.
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for snippet in text.split_terminator('\0') {
            let arena = bumpalo::Bump::new();
            match taipan_grammar::parse(&arena, arena.alloc_str(snippet), taipan_grammar::Mode::Exec) {
                Ok(_) => println!("ok"),
                Err(e) => println!("{:?}\t{}\t{}\t{}", e.kind, e.message.escape_debug(), e.line, e.column),
            }
        }
    }
}
