//! Numbers in two bytes (IEEE 754 binary16): eleven bits are enough for a weight, and halve a model's size.

/// The largest number that two bytes can hold.
const MOST: f32 = 65_504.0;
/// 2^112: the distance between the exponents of the two formats.
const EXPONENTS_APART: f32 = f32::from_bits(0x7780_0000);

/// The nearest half, of two equally near the even one. What is too large becomes the largest; what is no number stays none.
pub fn to_half(value: f32) -> u16 {
    if value.is_nan() {
        return 0x7E00;
    }
    let sign = ((value.to_bits() >> 16) & 0x8000) as u16;
    let size = value.abs().min(MOST);
    let bits = size.to_bits();
    let exponent = (bits >> 23) as i32 - 112;
    if exponent < 1 {
        return sign | (size * 16_777_216.0).round_ties_even() as u16;
    }
    let half = ((exponent as u32) << 10) | ((bits >> 13) & 0x3FF);
    let (rest, is_odd) = (bits & 0x1FFF, half & 1 == 1);
    let up = rest > 0x1000 || (rest == 0x1000 && is_odd);
    sign | (half + u32::from(up)) as u16
}

/// Exact, without a branch: the bits in the place of a larger format's, times the distance of the exponents.
pub fn from_half(half: u16) -> f32 {
    let size = f32::from_bits(u32::from(half & 0x7FFF) << 13) * EXPONENTS_APART;
    f32::from_bits(size.to_bits() | (u32::from(half & 0x8000) << 16))
}

/// Infinities and what is no number have all bits of the exponent set.
pub fn is_finite(half: u16) -> bool {
    half & 0x7C00 != 0x7C00
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_comes_back_as_itself() {
        for half in (0..=u16::MAX).filter(|half| is_finite(*half)) {
            assert_eq!(to_half(from_half(half)), half, "{half:#x}");
        }
        assert_eq!(from_half(0x3C00), 1.0);
        assert_eq!(from_half(0xC000), -2.0);
        assert_eq!(from_half(1), 2f32.powi(-24));
    }

    #[test]
    fn numbers_are_rounded_to_the_nearest() {
        assert_eq!(from_half(to_half(0.1)), 0.099_975_586);
        assert_eq!(to_half(1e9), to_half(MOST));
        assert_eq!(to_half(1e-12), 0);
        assert!(!is_finite(to_half(f32::NAN)) && is_finite(to_half(f32::INFINITY)));
        // Half way between 1 and its successor, and between that and the next: both go to the even one.
        assert_eq!(to_half(1.0 + 2f32.powi(-11)), 0x3C00);
        assert_eq!(to_half(1.0 + 3.0 * 2f32.powi(-11)), 0x3C02);
    }
}
