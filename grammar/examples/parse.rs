//! Parses files: prints which fail, and the time.
fn main() {
    let mut n = 0;
    let mut bad = 0;
    let t = std::time::Instant::now();
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        n += 1;
        let arena = bumpalo::Bump::new();
        let text = match taipan_grammar::decode(&bytes, taipan_grammar::Origin::Bytes) {
            Ok(t) => t.into_owned(),
            Err(e) => {
                println!("{path}: {}", e.message);
                bad += 1;
                continue;
            }
        };
        let text = arena.alloc_str(&text);
        if let Err(e) = taipan_grammar::parse(&arena, text, taipan_grammar::Mode::Exec) {
            println!("{path}:{}:{}: {}", e.line, e.column, e.message);
            bad += 1;
        }
    }
    println!("{bad} of {n} failed in {:?}", t.elapsed());
}
