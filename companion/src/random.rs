//! Random numbers of the operating system.

use ring::rand::{SecureRandom as _, SystemRandom};

/// Random bytes. Should the operating system have none, which Linux rules out once it has started, they are zeros: an
/// assertion's number is then refused as a repetition, and waits have no jitter.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let _ = SystemRandom::new().fill(&mut bytes);
    bytes
}

/// A number from zero up to but not one.
#[must_use]
pub fn fraction() -> f64 {
    f64::from(u32::from_be_bytes(bytes())) / (f64::from(u32::MAX) + 1.0)
}

/// A random UUID (version 4, RFC 9562 §5.4), to name a call in the logs of both sides.
#[must_use]
pub fn uuid() -> String {
    let bits = u128::from_be_bytes(bytes());
    let bits = bits & !(0xf << 76) | (0x4 << 76);
    let bits = bits & !(0x3 << 62) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_uuid_is_random_and_says_so() {
        let (one, two) = (super::uuid(), super::uuid());
        assert_ne!(one, two);
        assert_eq!((one.len(), &one[14..15]), (36, "4"));
        assert!("89ab".contains(&one[19..20]), "{one}");
        assert!((0.0..1.0).contains(&super::fraction()));
    }
}
