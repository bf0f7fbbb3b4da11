//! Laws of arithmetic on integers whose limbs are likely to be all zeros or all ones, where carries run far.

use std::cmp::Ordering;
use taipan_number::big::{self, BigInt, IntRef, Order, write};
use taipan_number::hash;

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 ^ self.0 >> 31
    }

    fn int(&mut self, n_max: usize) -> BigInt {
        let n = (self.next() >> 20) as usize % (n_max + 1);
        let limbs = (0..n).map(|_| match self.next() >> 40 & 7 {
            0 | 1 => 0,
            2 | 3 => u64::MAX,
            4 => 1 << 63,
            5 => 1,
            _ => self.next(),
        });
        let limbs = limbs.collect();
        BigInt::new(self.next() >> 40 & 1 == 1, limbs)
    }
}

fn check(a: &BigInt, b: &BigInt) {
    let (x, y) = (a.view(), b.view());
    let sum = big::add(x, y);
    assert_eq!(&big::sub(sum.view(), y), a);
    let product = big::mul(x, y);
    assert_eq!(product, big::mul(y, x));
    // (a + b)^2 == a^2 + 2ab + b^2
    let squares = big::add(big::square(x).view(), big::square(y).view());
    let twice = big::add(product.view(), product.view());
    assert_eq!(big::square(sum.view()), big::add(squares.view(), twice.view()));
    // a & b + a | b == a + b, and a ^ b is what is left.
    let (and, or, xor) = (big::bit_and(x, y), big::bit_or(x, y), big::bit_xor(x, y));
    assert_eq!(big::add(and.view(), or.view()), sum);
    assert_eq!(big::sub(or.view(), and.view()), xor);
    if let Some((q, r)) = big::div_mod_floor(x, y) {
        assert_eq!(&big::add(big::mul(q.view(), y).view(), r.view()), a);
        assert!(r.is_zero() || r.is_negative() == b.is_negative());
        assert_eq!(big::compare(r.view().abs(), y.abs()), Ordering::Less);
        let modulus = BigInt::from(hash::MODULUS);
        let (_, rest) = big::div_mod_trunc(x, modulus.view()).expect("not zero");
        let expected = rest.to_i64().map(|hash| if hash == -1 { -2 } else { hash });
        assert_eq!(Some(hash::hash_int(x)), expected);
    }
    check_writes(x, y);
    let text = big::to_decimal(x);
    assert_eq!(
        &big::from_decimal_digits(text.trim_start_matches('-').as_bytes()).with_sign(a.is_negative()),
        a
    );
    if !a.is_negative() {
        let root = big::isqrt(x);
        assert_ne!(big::compare(big::square(root.view()).view(), x), Ordering::Greater);
        let next = big::add_word(root.view(), 1);
        assert_eq!(big::compare(big::square(next.view()).view(), x), Ordering::Greater);
    }
    if let Some(value) = big::to_f64(x) {
        let back = big::from_f64_trunc(value).expect("finite");
        assert_eq!(big::compare_f64(back.view(), value), Some(Ordering::Equal));
        assert_eq!(big::compare_f64(x, value), Some(big::compare(x, back.view())));
    }
}

/// What the kernels write is what the others return.
fn check_writes(x: IntRef<'_>, y: IntRef<'_>) {
    let make = |room: usize, f: &dyn Fn(&mut [u64]) -> bool| {
        let mut out = vec![0x5555; room];
        let negative = f(&mut out);
        BigInt::new(negative, out.into())
    };
    let sum = make(write::sum_room(x.limbs, y.limbs), &|out| {
        write::write_sum(out, x.limbs, y.limbs);
        false
    });
    assert_eq!(sum, big::add(x.abs(), y.abs()));
    if big::compare(x.abs(), y.abs()).is_ge() {
        let difference = make(x.limbs.len(), &|out| {
            write::write_difference(out, x.limbs, y.limbs);
            false
        });
        assert_eq!(difference, big::sub(x.abs(), y.abs()));
    }
    assert_eq!(make(write::product_room(x, y), &|out| write::write_product(out, x, y)), big::mul(x, y));
    for n in [0, 1, 13, 63, 64, 65, 128, 200] {
        let shifted = make(write::shl_room(x, n), &|out| write::write_shl(out, x, n));
        assert_eq!(shifted, big::shl(x, n).expect("small"));
        let shifted = make(write::shr_room(x, n), &|out| write::write_shr(out, x, n));
        assert_eq!(shifted, big::shr(x, n));
    }
    if let Some((q, r)) = big::div_mod_floor(x, y) {
        let short = write::floor_div_short(x, y, |q_negative, q, r_negative, r| {
            (BigInt::new(q_negative, q.into()), BigInt::new(r_negative, r.into()))
        });
        assert!(short.is_none_or(|short| short == (q, r)));
    }
    let len = big::bit_len(x) as usize / 8 + 2;
    let bytes = big::to_bytes_le(x, len, Order::Signed).expect("enough");
    let room = len.div_ceil(8);
    let back = make(room, &|out| write::write_from_bytes_le(out, &bytes, Order::Signed));
    assert_eq!(back.view(), x);
    let bytes = big::to_bytes_be(x, len, Order::Signed).expect("enough");
    let back = make(room, &|out| write::write_from_bytes_be(out, &bytes, Order::Signed));
    assert_eq!(back.view(), x);
    for radix in [2, 4, 8, 16, 32] {
        let text = big::to_radix(x, radix);
        assert_eq!(big::parse(text.as_bytes(), radix, usize::MAX).as_ref().map(BigInt::view), Ok(x));
    }
    for base in [2, 10, 16] {
        let text = big::to_radix(x.abs(), base);
        if let Some(room) = big::plain_room(text.as_bytes(), base, usize::MAX) {
            let value = make(room, &|out| {
                big::write_plain(out, text.as_bytes(), base);
                false
            });
            assert_eq!(value.view(), x.abs());
        }
    }
    for exponent in 1..9 {
        let power = big::with_short_power(x, exponent, |negative, limbs| BigInt::new(negative, limbs.into()));
        assert!(power.is_none_or(|power| power == big::pow(x, exponent).expect("small")));
    }
}

#[test]
fn plain_texts() {
    for byte in 0..=255u8 {
        for at in 0..20 {
            let mut text = *b"0aF9c3e1Aaf09123Ff00";
            text[at] = byte;
            let is_plain = big::plain_room(&text, 16, 1).is_some();
            assert_eq!(is_plain, byte.is_ascii_hexdigit() || text.starts_with(b"0x"), "{text:?}");
        }
    }
    assert_eq!(big::plain_room(b"", 10, 9), None);
    assert_eq!(big::plain_room(b"0x", 16, 9), None);
    assert_eq!(big::plain_room(b"1234", 10, 3), None);
}

#[test]
fn laws() {
    let mut random = Random(3);
    for round in 0..20_000 {
        let n_max = if round % 200 == 0 { 150 } else { 9 };
        let (a, b) = (random.int(n_max), random.int(n_max));
        check(&a, &b);
        // A product and a little more divides with the largest quotient limbs.
        let near = big::add(big::mul(a.view(), b.view()).view(), random.int(2).view());
        check(&near, &b);
    }
}

/// Long dividends by one limb, against the division that schools teach.
#[test]
fn quotients_by_a_word() {
    let mut random = Random(5);
    for round in 0..30_000 {
        let n = if round % 3 == 0 { 40 + round % 40 } else { 60 + round % 300 };
        let a: Vec<u64> = (0..n).flat_map(|_| random.int(1).limbs().first().copied().or(Some(0))).collect();
        let shift = (random.next() >> 20) as u32 % 64;
        let divisor = match random.next() >> 40 & 7 {
            0 => 1 << shift,
            1 => u64::MAX << shift,
            2 => u64::MAX >> shift,
            3 => (random.next() >> shift).wrapping_mul(10),
            4 => 10,
            _ => random.next() >> shift,
        }
        .max(1);
        let (mut expected, mut rest) = (vec![0; n], 0);
        for (out, &limb) in expected.iter_mut().zip(&a).rev() {
            let wide = u128::from(rest) << 64 | u128::from(limb);
            *out = (wide / u128::from(divisor)) as u64;
            rest = (wide % u128::from(divisor)) as u64;
        }
        let mut quotient = vec![0x5555; n];
        assert_eq!(write::write_quotient_word(&mut quotient, &a, divisor), rest, "{divisor} {n}");
        assert_eq!(quotient, expected, "{divisor} {n}");
        assert_eq!(write::rest_word(&a, divisor), rest, "{divisor} {n}");
    }
}
