//! Numbers from text. The library's own reader brings 17 kB that hardly compress, most of them powers of five, to every engine's download.

use std::cmp::Ordering;

/// So many digits fit into a `u64`.
const LEADING: usize = 19;
/// From here on, another digit may not fit into a `u64`.
const ENOUGH: u64 = 1_000_000_000_000_000_000;
/// More digits than decide how any number is rounded.
const DECISIVE: usize = 800;
/// 5^27 is the highest power of five that fits into a `u64`.
const STEP: i32 = 27;
/// The first 64 bits of 5^-351, 5^-324, ..., 5^297, rounded, by Python's integers.
const FIVES: [u64; 25] = [
    0x8049_a4ac_0c58_11ae,
    0xcf42_894a_5dce_35ea,
    0xa76c_5823_38ed_2622,
    0x873e_4f75_e222_4e68,
    0xda7f_5bf5_9096_6849,
    0xb080_392c_c434_9ded,
    0x8e93_8662_882a_f53e,
    0xe658_29b3_046b_0afa,
    0xba12_1a46_50e4_ddec,
    0x964e_858c_91ba_2655,
    0xf2d5_6790_ab41_c2a3,
    0xc428_d05a_a475_1e4d,
    0x9e74_d1b7_91e0_7e48,
    0x8000_0000_0000_0000,
    0xcecb_8f27_f420_0f3a,
    0xa70c_3c40_a64e_6c52,
    0x86f0_ac99_b4e8_dafd,
    0xda01_ee64_1a70_8dea,
    0xb01a_e745_b101_e9e4,
    0x8e41_ade9_fbeb_c27d,
    0xe5d3_ef28_2a24_2e82,
    0xb9a7_4a06_37ce_2ee1,
    0x95f8_3d0a_1fb6_9cd9,
    0xf24a_01a7_3cf2_dcd0,
    0xc3b8_3581_09e8_4f07,
];

/// The double nearest to what the text says, `None` where it says no number: what `str::parse` accepts and answers, to the last bit.
///
/// ```
/// use rankscope::data::number;
/// assert_eq!(number("-1.5e-3"), Some(-0.0015));
/// assert_eq!(number("inf"), Some(f64::INFINITY));
/// assert_eq!(number("1,5"), None);
/// ```
pub fn number(text: &str) -> Option<f64> {
    let (sign, text) = signed(text);
    let word = |known: &str| text.eq_ignore_ascii_case(known);
    let size = match Decimal::read(text) {
        Some(decimal) => decimal.nearest(),
        None if word("inf") || word("infinity") => f64::INFINITY,
        None if word("nan") => f64::NAN,
        None => return None,
    };
    Some(size.copysign(sign))
}

/// The sign, and what follows it.
fn signed(text: &str) -> (f64, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// A number without its sign.
struct Decimal<'a> {
    /// Its first significant digits.
    leading: u64,
    /// The power of ten of the last of these.
    exponent: i64,
    /// Whether others than zeros follow.
    more: bool,
    /// All its digits, perhaps with a point among them.
    digits: &'a str,
}

impl<'a> Decimal<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (mut leading, mut dropped, mut more) = (0, 0, false);
        let (mut point, mut end, mut power) = (None, text.len(), 0);
        for (at, byte) in text.bytes().enumerate() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                match byte {
                    b'.' if point.is_none() => point = Some(at),
                    b'e' | b'E' => {
                        power = whole(&text[at + 1..])?;
                        end = at;
                        break;
                    }
                    _ => return None,
                }
            } else if leading < ENOUGH {
                leading = 10 * leading + u64::from(digit);
            } else {
                dropped += 1;
                more |= digit > 0;
            }
        }
        let digits = &text[..end];
        let behind = point.map_or(0, |point| end - point - 1);
        let any = end > usize::from(point.is_some());
        any.then_some(Self {
            leading,
            exponent: power + dropped - behind as i64,
            more,
            digits,
        })
    }

    /// By 64 bits of a product; where these do not decide, by all digits.
    fn nearest(&self) -> f64 {
        let Some(length) = self.leading.checked_ilog10() else {
            return 0.0;
        };
        if !self.more && self.leading < 1 << 53 && self.exponent.abs() < 20 {
            // Both of these are doubles, so that nothing but the result is rounded.
            let (digits, power) = (
                self.leading as f64,
                10_u64.pow(self.exponent.unsigned_abs() as u32) as f64,
            );
            return if self.exponent < 0 {
                digits / power
            } else {
                digits * power
            };
        }
        // Decimal places in front of the point: the largest double has 309, and half of the smallest begins at the 324th behind it.
        let places = self.exponent + i64::from(length) + 1;
        if places > 309 {
            return f64::INFINITY;
        } else if places < -323 {
            return 0.0;
        }
        let power = self.exponent as i32;
        let step = power.div_euclid(STEP);
        let fives = Float {
            bits: FIVES[(step + 13) as usize],
            exponent: ((step * STEP * 152_170) >> 16) - 63,
        };
        let Float { bits, exponent } = Float::of(self.leading)
            .times(Float::of(5_u64.pow(power.rem_euclid(STEP) as u32)))
            .times(fives);
        let exponent = exponent + power;
        // The bits that a double does not hold; one below 2^-1022 holds fewer.
        let dropped = (-1074 - exponent).max(11);
        let unit = exponent + dropped;
        let kept = bits.checked_shr(dropped as u32).unwrap_or(0);
        // The rounded power of five and two products that leave bits out are less than 4 off; digits that are left out, less than 32.
        let slack: u64 = if self.more { 36 } else { 4 };
        let half = 1_u64 << 63;
        let decided = (dropped < 64).then(|| 64 - dropped).and_then(|shift| {
            let rest = bits << shift;
            (rest.abs_diff(half) > slack << shift).then(|| rest.cmp(&half))
        });
        let up = match decided.unwrap_or_else(|| self.beside_half(kept, unit)) {
            Ordering::Less => false,
            Ordering::Equal => kept % 2 == 1,
            Ordering::Greater => true,
        };
        let written = ((unit as u64).wrapping_add(1074) << 52) + kept + u64::from(up);
        f64::from_bits(written.min(f64::INFINITY.to_bits()))
    }

    /// Where the number lies, seen from the middle between `kept` and the next multiple of `2^unit`.
    fn beside_half(&self, kept: u64, unit: i32) -> Ordering {
        let mut number = Natural::of(self.leading);
        let mut exponent = self.exponent as i32;
        if self.more {
            let digits = self.digits.bytes().filter(u8::is_ascii_digit);
            let significant = digits.skip_while(|b| *b == b'0').map(|b| b - b'0');
            let mut rest = false;
            for (i, digit) in significant.enumerate().skip(LEADING) {
                if i < DECISIVE {
                    number.times(10, u32::from(digit));
                    exponent -= 1;
                } else {
                    rest |= digit > 0;
                }
            }
            // The rest is more than nothing and less than one.
            number.times(10, u32::from(rest));
            exponent -= 1;
        }
        let mut middle = Natural::of(2 * kept + 1);
        let (fives, size) = if exponent < 0 {
            (&mut middle, -exponent)
        } else {
            (&mut number, exponent)
        };
        (0..size / 13).for_each(|_| fives.times(5_u32.pow(13), 0));
        fives.times(5_u32.pow(size as u32 % 13), 0);
        let twos = exponent - (unit - 1);
        let shifted = if twos < 0 { &mut middle } else { &mut number };
        (0..twos.abs() / 31).for_each(|_| shifted.times(1 << 31, 0));
        shifted.times(1 << (twos.abs() % 31), 0);
        let length = number.0.len().cmp(&middle.0.len());
        length.then_with(|| number.0.iter().rev().cmp(middle.0.iter().rev()))
    }
}

/// A whole number with or without a sign. Magnitudes beyond 2⁵⁰ are cut to it, for as an exponent they all mean zero or infinity.
fn whole(text: &str) -> Option<i64> {
    let (sign, digits) = signed(text);
    let valid = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let add = |number: i64, b: u8| (10 * number + i64::from(b - b'0')).min(1 << 50);
    valid.then(|| sign as i64 * digits.bytes().fold(0, add))
}

/// `bits * 2^exponent`, with the highest bit set.
struct Float {
    bits: u64,
    exponent: i32,
}

impl Float {
    fn of(whole: u64) -> Self {
        let shift = whole.leading_zeros();
        Self {
            bits: whole << shift,
            exponent: -(shift as i32),
        }
    }

    fn times(self, other: Self) -> Self {
        let product = u128::from(self.bits) * u128::from(other.bits);
        let (high, low) = ((product >> 64) as u64, product as u64);
        let exponent = self.exponent + other.exponent + 64;
        match high >> 63 {
            0 => Self {
                bits: (high << 1) | (low >> 63),
                exponent: exponent - 1,
            },
            _ => Self {
                bits: high,
                exponent,
            },
        }
    }
}

/// A whole number of any size, in 32 bits each, the lowest first.
struct Natural(Vec<u32>);

impl Natural {
    fn of(number: u64) -> Self {
        let mut parts = vec![number as u32];
        parts.extend(Some((number >> 32) as u32).filter(|high| *high > 0));
        Self(parts)
    }

    fn times(&mut self, factor: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for part in &mut self.0 {
            carry += u64::from(*part) * u64::from(factor);
            *part = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn agrees(text: &str) {
        let (ours, theirs) = (number(text), text.parse::<f64>().ok());
        let bits = |x: f64| (x.is_nan(), if x.is_nan() { 0 } else { x.to_bits() });
        assert_eq!(ours.map(bits), theirs.map(bits), "{text:?}");
    }

    /// The middle between a double and the next one, exactly.
    fn middle(x: f64) -> String {
        let next = f64::from_bits(x.to_bits() + 1);
        // Neither half has more than 1075 places.
        let (a, b) = (format!("{x:.1080}"), format!("{next:.1080}"));
        let mut carry = 0;
        let mut sum: Vec<u8> = Vec::new();
        let length = a.len().max(b.len());
        let digits = |text: &str| -> Vec<u8> { format!("{text:0>length$}").into_bytes() };
        for (x, y) in digits(&a).into_iter().zip(digits(&b)).rev() {
            if x == b'.' {
                sum.push(b'.');
                continue;
            }
            let both = x - b'0' + y - b'0' + carry;
            sum.push(b'0' + both % 10);
            carry = both / 10;
        }
        sum.push(b'0' + carry);
        let mut rest = 0;
        let halves = sum.into_iter().rev().map(|b| {
            if b == b'.' {
                return '.';
            }
            let now = 10 * rest + b - b'0';
            rest = now % 2;
            char::from(b'0' + now / 2)
        });
        halves.collect()
    }

    #[test]
    fn what_is_a_number() {
        for text in [
            "",
            "+",
            "-",
            ".",
            "e1",
            ".e1",
            "1e",
            "1e+",
            "1e-",
            "1.",
            ".5",
            "-.5",
            "+5",
            "--5",
            "1.2.3",
            "1e2e3",
            "1e2.5",
            "0x10",
            "1_000",
            " 1",
            "1 ",
            "1,5",
            "inf",
            "-Inf",
            "+INFINITY",
            "infinit",
            "nan",
            "-NaN",
            "nano",
            "é",
            "1é",
            "0",
            "-0",
            "-0.0e9",
            "1E5",
            "1e+05",
            "00001",
            "0.00000",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0e99999999999999999999",
        ] {
            agrees(text);
        }
    }

    #[test]
    fn at_the_ends_of_the_range() {
        for text in [
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "179769313486231580793e289",
            "1e309",
            "0.1e310",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "2.225073858507201e-308",
            "4.9406564584124654e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.4e-324",
            "1e-324",
            "9007199254740993",
            "9007199254740992.9999999999999999999999999999999999999999999999999999999999999999999999",
            "9007199254740993.0000000000000000000000000000000000000000000000000000000000000000000001",
        ] {
            agrees(text);
        }
        agrees(&format!("{}e-400", "1".repeat(400)));
        agrees(&format!("0.{}1e400", "0".repeat(399)));
        agrees(&format!("1{}", "0".repeat(308)));
        agrees(&format!("1{}", "0".repeat(309)));
    }

    #[test]
    fn every_power_of_ten() {
        for exponent in -345..=312 {
            for digits in [
                "1",
                "9",
                "123456789",
                "9999999999999999999",
                "18446744073709551616",
            ] {
                agrees(&format!("{digits}e{exponent}"));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn any_digits(digits in "[0-9]{1,25}", point in 0_usize..25, exponent in -350_i32..330) {
            let point = point.min(digits.len());
            agrees(&format!("{}.{}e{exponent}", &digits[..point], &digits[point..]));
        }

        #[test]
        fn what_doubles_are_written_as(bits in any::<u64>()) {
            let x = f64::from_bits(bits);
            for text in [format!("{x}"), format!("{x:e}"), format!("{x:.15e}"), format!("{x:.16e}"), format!("{x:.17e}"), format!("{x:.18e}"), format!("{x:.30e}")] {
                agrees(&text);
            }
        }

        #[test]
        fn any_text(text in "[-+.0-9eEinfa ]{0,12}") {
            agrees(&text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn halfway_between_doubles(bits in 0..f64::MAX.to_bits(), small in 0_u64..1 << 53) {
            for bits in [bits, small] {
                let middle = middle(f64::from_bits(bits));
                agrees(&middle);
                agrees(&format!("{middle}0000000001"));
                agrees(&middle[..middle.len() - 40]);
            }
        }
    }
}
