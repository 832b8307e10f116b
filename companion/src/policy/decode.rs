//! Percent-encoding, undone once.

use crate::Refusal;

/// A path segment, decoded.
///
/// RFC 3986 §3.3 says what may stand in one; anything else is refused rather than understood. So is what a reader
/// behind this one might take for something else: a slash or backslash that was encoded, a control character, text that
/// is still percent-encoded afterwards (double encoding), bytes that are no UTF-8 (overlong forms are none, RFC 3629 §3),
/// and characters that some readers turn into dots and slashes (ASVS 5.0, 1.1.1: decode once, then check).
pub(super) fn segment(raw: &str) -> Result<String, Refusal> {
    let text = once(raw, |byte| matches!(byte, b':' | b'@'))?;
    if text.is_empty() {
        return Err(Refusal::malformed("the path has an empty segment"));
    }
    if text.contains(['/', '\\']) {
        return Err(Refusal::malformed("the path has an encoded slash or a backslash"));
    }
    if text.contains(LOOKALIKES) {
        return Err(Refusal::malformed("the path has a character that looks like a dot or a slash"));
    }
    let encoded =
        |rest: &str| rest.as_bytes().get(1..3).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
    if text.match_indices('%').any(|(at, _)| encoded(&text[at..])) {
        return Err(Refusal::malformed("the path is encoded twice"));
    }
    if text.bytes().all(|byte| byte == b'.') {
        return Err(Refusal::malformed("the path has a dot segment"));
    }
    Ok(text)
}

/// Fullwidth and other forms that compatibility normalization makes dots, slashes and percent signs.
const LOOKALIKES: [char; 12] = [
    '\u{2024}', '\u{2025}', '\u{2026}', '\u{2044}', '\u{2215}', '\u{29f8}', '\u{fe52}', '\u{fe68}',
    '\u{ff0e}', '\u{ff0f}', '\u{ff3c}', '\u{ff05}',
];

/// A piece of a query, decoded (RFC 3986 §3.4). A `+` has been dealt with before.
pub(super) fn query(raw: &str) -> Result<String, Refusal> {
    once(raw, |byte| matches!(byte, b':' | b'@' | b'/' | b'?'))
}

fn once(raw: &str, also: fn(u8) -> bool) -> Result<String, Refusal> {
    let mut decoded = Vec::with_capacity(raw.len());
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let mut digit = || bytes.next().and_then(|digit| char::from(digit).to_digit(16));
                let (high, low) = digit()
                    .zip(digit())
                    .ok_or(Refusal::malformed("the address has a percent sign that encodes nothing"))?;
                u8::try_from(high * 16 + low).unwrap_or_default()
            }
            _ if is_plain(byte) || also(byte) => byte,
            _ => return Err(Refusal::malformed("the address has a character that must be encoded")),
        });
    }
    let text = String::from_utf8(decoded).map_err(|_| Refusal::malformed("the address is no UTF-8"))?;
    if text.contains(char::is_control) {
        return Err(Refusal::malformed("the address has a control character"));
    }
    Ok(text)
}

/// RFC 3986 §2.3 and §2.2: unreserved characters and sub-delimiters.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::{query, segment};

    #[test]
    fn honest_segments_are_decoded() {
        for (raw, text) in [
            ("customers", "customers"),
            ("%24metadata", "$metadata"),
            (
                "companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)",
                "companies(5d115c9c-44e3-ea11-bb43-000d3a2feca1)",
            ),
            ("Company('CRONUS%20%C3%84%20%26%20Co.')", "Company('CRONUS Ä & Co.')"),
            ("x(name=%27100%25%27)", "x(name='100%')"),
            ("v2.0", "v2.0"),
        ] {
            assert_eq!(segment(raw).as_deref(), Ok(text));
        }
    }

    #[test]
    fn every_spelling_of_a_way_out_is_refused() {
        for raw in [
            "",
            ".",
            "..",
            "...",
            "%2e",
            "%2E%2e",
            ".%2e",
            "%2e.",
            "%252e%252e",
            "%25%32%65",
            "%c0%ae%c0%ae",
            "%e0%80%ae",
            "%f0%80%80%ae",
            "%c0%af",
            "%2f",
            "%2F",
            "a%2fb",
            "..%2f",
            "..%5c",
            "%5c",
            "\\",
            "a\\b",
            "%255c",
            "%252f",
            "%00",
            "a%00",
            "%0d%0a",
            "%09",
            "%7f",
            "%c2%85",
            "%",
            "%2",
            "%2g",
            "%g2",
            "%u002e",
            "%ff",
            "%ed%a0%80",
            "a b",
            "a\tb",
            "a\"b",
            "<a>",
            "a|b",
            "a^b",
            "a`b",
            "{a}",
            "[a]",
            "a#b",
            "a?b",
            "ä",
            "\u{ff0e}\u{ff0e}",
            "%ef%bc%8e%ef%bc%8e",
            "%ef%bc%8f",
            "%ef%bc%bc",
            "%e2%80%a5",
            "%e2%88%95",
            "%e2%81%84",
            "%ef%bc%852e",
        ] {
            assert!(segment(raw).is_err(), "{raw}");
        }
    }

    #[test]
    fn a_query_may_hold_slashes_but_no_control_character() {
        assert_eq!(query("a/b?c:%2F%5C%25%32%65").as_deref(), Ok("a/b?c:/\\%2e"));
        for raw in ["%00", "%0a", "%", "%zz", "a b", "a#b", "%ff", "\"", "\\", "a|b"] {
            assert!(query(raw).is_err(), "{raw}");
        }
    }
}
