//! Prints the code of a file.
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let arena = bumpalo::Bump::new();
    let text = taipan_grammar::decode(&bytes, taipan_grammar::Origin::Bytes).unwrap();
    let text: &str = arena.alloc_str(&text);
    let parsed = taipan_grammar::parse(&arena, text, taipan_grammar::Mode::Exec).unwrap();
    let options = taipan_compiler::Options {
        filename: &path,
        optimize: 0,
        interactive: false,
        futures: 0,
        top_level_await: false,
        source: text,
    };
    let (image, _) = taipan_compiler::compile(&arena, &parsed.module, &options).unwrap();
    let image = taipan_bytecode::image::Image::new(&image).unwrap();
    let mut out = String::new();
    taipan_bytecode::disasm::disassemble(&image, &[], &mut out);
    println!("{out}");
}
