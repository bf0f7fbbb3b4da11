//! What a look-up costs: `cargo bench -p taipan-cache`. Prints microseconds, the median of many.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use taipan_cache::{Cache, Config, Key, Mode, Stamp};

fn median_us(mut f: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..2001)
        .map(|_| {
            let start = Instant::now();
            f();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() {
    let root = std::env::temp_dir().join(format!("taipan-cache-bench-{}", std::process::id()));
    let config = Config { root: Some(root.clone()), fingerprint: 1, max_bytes: 0, mode: Mode::ReadWrite };
    let cache = Cache::new(config);
    let key =
        Key { path: Path::new("/a/b/c/module.py"), stamp: Stamp::Stat { mtime_ns: 1, size: 2 }, optimize: 0 };
    let miss = median_us(|| assert!(cache.lookup(&key).is_err()));
    println!("absent                 {miss:8.1} us");
    for kib in [4, 16, 64, 128, 256, 257, 1024, 5120] {
        let image = vec![0xA5; kib << 10];
        let store = median_us_few(|| cache.store(&key, &image).expect("the bench has a disk"));
        let hit = median_us(|| drop(black_box(cache.lookup(&key).expect("just stored"))));
        let touch = median_us(|| {
            let found = cache.lookup(&key).expect("just stored");
            black_box(found.chunks(4096).map(|page| page[0] as usize).sum::<usize>());
        });
        println!(
            "{kib:5} KiB: hit {hit:8.1} us   and all pages touched {touch:8.1} us   store {store:8.1} us"
        );
    }
    std::fs::remove_dir_all(root).expect("the bench's own directory");
}

fn median_us_few(mut f: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..51)
        .map(|_| {
            let start = Instant::now();
            f();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
