//! Parses files with both parsers: prints where the trees differ, and both times.
use std::time::{Duration, Instant};
fn main() {
    let (mut t1, mut t2) = (Duration::ZERO, Duration::ZERO);
    let (mut n, mut bad, mut bytes) = (0, 0, 0);
    let quick = std::env::var_os("QUICK").is_some();
    for path in std::env::args().skip(1) {
        let Ok(file) = std::fs::read(&path) else { continue };
        let arena = bumpalo::Bump::new();
        let Ok(text) = taipan_grammar::decode(&file).map(|t| t.into_owned()) else { continue };
        n += 1;
        bytes += text.len();
        let a = Instant::now();
        let old = taipan_grammar::parse(&arena, arena.alloc_str(&text), taipan_grammar::Mode::Exec);
        t1 += a.elapsed();
        let arena2 = bumpalo::Bump::new();
        let a = Instant::now();
        let new = taipan_grammar::parse_by_tables(&arena2, arena2.alloc_str(&text));
        t2 += a.elapsed();
        match (old, new) {
            (Ok(old), Ok(new)) => {
                if quick {
                    continue;
                }
                let (x, y) = (format!("{:?}", old.module), format!("{:?}", new.module));
                if x != y {
                    bad += 1;
                    let at = x.bytes().zip(y.bytes()).position(|(a, b)| a != b).unwrap_or(0);
                    let from = at.saturating_sub(150);
                    let show = |s: &str| s.bytes().skip(from).take(400).map(char::from).collect::<String>();
                    println!("{path} differs:\n  old {}\n  new {}", show(&x), show(&y));
                }
            }
            (Err(_), Err(_)) => {}
            (Ok(_), Err(e)) => {
                bad += 1;
                println!("{path}: new {}", e.message);
            }
            (Err(e), Ok(_)) => {
                bad += 1;
                println!("{path}:{}: only old: {}", e.line, e.message);
            }
        }
    }
    let per_mb = |t: Duration| t.as_secs_f64() * 1e9 / bytes as f64;
    println!("{bad} of {n} differ; ms per MB: old {:.1}, new {:.1}", per_mb(t1), per_mb(t2));
}
