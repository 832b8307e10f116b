//! Addresses, read in the plainest way: to judge what the crates make of them.

/// Whether what is sent to `address` can't be read on the way: `https`, or `http` to this very computer. Only what every
/// reader takes alike is; credentials are not.
pub(crate) fn is_safe(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let Some((scheme, rest)) = lower.split_once("://") else { return false };
    let site = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_here = || {
        ["localhost", "127.0.0.1", "[::1]"]
            .iter()
            .any(|here| site == *here || site.strip_prefix(here).is_some_and(|port| port.starts_with(':')))
    };
    is_plain
        && !site.is_empty()
        && !site.contains('@')
        && (scheme == "https" || scheme == "http" && is_here())
}

/// Whether `path` is one of the site that it is followed on, however a browser reads it.
pub(crate) fn is_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// The parameters of a query or fragment (WHATWG URL, `application/x-www-form-urlencoded`).
pub(crate) fn parameters(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = behind;
        let digit = |at: usize| behind.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        bytes.push(match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                rest = &behind[2..];
                u8::try_from(high * 16 + low).unwrap_or_default()
            }
            (b'+', ..) => b' ',
            (byte, ..) => *byte,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_path, is_safe, parameters};

    #[test]
    fn the_plainest_reader_reads() {
        for safe in ["https://a.example", "HTTPS://a/b?c#d", "http://localhost:1/", "http://[::1]"] {
            assert!(is_safe(safe), "{safe}");
        }
        for unsafe_one in [
            "http://a.example",
            "https://",
            "https://a@b",
            "https:\\\\a",
            "ftp://a",
            "http://localhost.a",
            "",
        ] {
            assert!(!is_safe(unsafe_one), "{unsafe_one}");
        }
        assert!(is_path("/a?b#c") && !is_path("//a") && !is_path("/\\a") && !is_path("a"));
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            parameters("a=1+%2b&&b&%zz=%c3%a4%=2"),
            [pair("a", "1 +"), pair("b", ""), pair("%zz", "ä%=2")]
        );
    }
}
