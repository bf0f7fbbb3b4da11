//! Times the kernels: nanoseconds for each operation and number of digits, in the rows that `speed.py` prints for CPython.
//!
//!     cargo run --release -p taipan-number --example number-speed

use std::hint::black_box;
use std::time::Instant;
use taipan_number::big::{self, BigInt};
use taipan_number::float::{self, FloatFormat, Kind};

fn nanoseconds(mut run: impl FnMut()) -> f64 {
    let mut n = 1u64;
    loop {
        let start = Instant::now();
        (0..n).for_each(|_| run());
        let elapsed = start.elapsed().as_secs_f64();
        if elapsed > 0.02 {
            return elapsed / n as f64 * 1e9;
        }
        n *= 2;
    }
}

fn number(digits: usize, seed: u64) -> BigInt {
    let mut state = seed;
    let text: Vec<u8> = (0..digits)
        .map(|i| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let digit = (state >> 40) % 10;
            b'0' + if i == 0 { 1 + digit % 9 } else { digit } as u8
        })
        .collect();
    big::from_decimal_digits(&text)
}

fn main() {
    println!(
        "{:>7} {:>12} {:>12} {:>12} {:>12} {:>12} {:>12} {:>12}",
        "digits", "add", "mul", "sqr", "divmod", "str", "int", "powmod"
    );
    for digits in [10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000, 30_000, 100_000] {
        let (a, b, wide) = (number(digits, 1), number(digits, 2), number(2 * digits, 3));
        let text = big::to_decimal(a.view());
        let add = nanoseconds(|| drop(black_box(big::add(black_box(a.view()), black_box(b.view())))));
        let mul = nanoseconds(|| drop(black_box(big::mul(black_box(a.view()), black_box(b.view())))));
        let sqr = nanoseconds(|| drop(black_box(big::square(black_box(a.view())))));
        let div =
            nanoseconds(|| drop(black_box(big::div_mod_floor(black_box(wide.view()), black_box(b.view())))));
        let to = nanoseconds(|| drop(black_box(big::to_decimal(black_box(a.view())))));
        let from = nanoseconds(|| drop(black_box(big::parse(black_box(text.as_bytes()), 10, usize::MAX))));
        let power = if digits <= 1000 {
            nanoseconds(|| {
                drop(black_box(big::pow_mod(black_box(a.view()), black_box(a.view()), black_box(b.view()))))
            })
        } else {
            0.0
        };
        println!(
            "{digits:>7} {add:>12.0} {mul:>12.0} {sqr:>12.0} {div:>12.0} {to:>12.0} {from:>12.0} {power:>12.0}"
        );
    }
    let x = 1234.5678;
    let repr = nanoseconds(|| drop(black_box(float::repr(black_box(x)))));
    let fixed =
        nanoseconds(|| drop(black_box(float::format_float(black_box(x), FloatFormat::new(Kind::Fixed, 2)))));
    let parse = nanoseconds(|| {
        black_box(float::parse(black_box(b"1234.5678")));
    });
    let round = nanoseconds(|| {
        black_box(float::round(black_box(x), 2));
    });
    println!("repr {repr:.0}  %.2f {fixed:.0}  float() {parse:.0}  round {round:.0}");
}
