//! Splits files into tokens again and again: prints how many a second.
fn main() {
    let texts: Vec<String> = std::env::args()
        .skip(1)
        .filter_map(|path| std::fs::read(path).ok())
        .filter_map(|bytes| {
            taipan_grammar::decode(&bytes, taipan_grammar::Origin::Bytes).map(|t| t.into_owned()).ok()
        })
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let t = std::time::Instant::now();
    let n: usize = texts.iter().filter_map(|t| taipan_grammar::count_tokens(t)).sum();
    let s = t.elapsed().as_secs_f64();
    println!(
        "{n} tokens, {:.1} million a second, {:.1} ms per MB",
        n as f64 / s / 1e6,
        s * 1e9 / bytes as f64
    );
}
