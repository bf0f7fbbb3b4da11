//! Compiles files and verifies their images: prints which fail, and the time.
fn main() {
    let (mut n, mut bad) = (0, 0);
    let t = std::time::Instant::now();
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let arena = bumpalo::Bump::new();
        let Ok(text) = taipan_grammar::decode(&bytes, taipan_grammar::Origin::Bytes) else { continue };
        let text: &str = arena.alloc_str(&text);
        let Ok(parsed) = taipan_grammar::parse(&arena, text, taipan_grammar::Mode::Exec) else { continue };
        n += 1;
        let options = taipan_compiler::Options {
            filename: &path,
            optimize: 0,
            interactive: false,
            futures: 0,
            top_level_await: false,
            source: text,
        };
        match taipan_compiler::compile(&arena, &parsed.module, &options) {
            Ok((image, _)) => {
                if let Err(e) = taipan_bytecode::verify::verify(&image) {
                    println!("{path}: {}", e.0);
                    bad += 1;
                }
            }
            Err(e) => {
                println!("{path}:{}: {}", e.span.line, e.message);
                bad += 1;
            }
        }
    }
    println!("{bad} of {n} failed in {:?}", t.elapsed());
}
