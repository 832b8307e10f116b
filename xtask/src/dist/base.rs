//! The path that the portal is served below.

use std::fmt;
use std::str::FromStr;

/// An absolute path that begins and ends with a slash.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Base(String);

impl Base {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for Base {
    fn default() -> Self {
        Self("/".to_owned())
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Base {
    type Err = String;

    /// Accepts `portal`, `/portal` and `/portal/`. Only unreserved characters
    /// (RFC 3986 §2.3): they need no escape in any of the hosts' files.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut base = "/".to_owned();
        for segment in text.split('/').filter(|segment| !segment.is_empty()) {
            let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
            if !segment.bytes().all(unreserved) || segment.starts_with('.') {
                return Err(format!("--base {text}: write a path of letters and digits, such as /portal/"));
            }
            base.push_str(segment);
            base.push('/');
        }
        Ok(Self(base))
    }
}

#[cfg(test)]
mod tests {
    use super::Base;

    #[test]
    fn a_base_begins_and_ends_with_a_slash() {
        for (text, base) in
            [("/", "/"), ("", "/"), ("/portal/", "/portal/"), ("portal", "/portal/"), ("//a//b", "/a/b/")]
        {
            assert_eq!(text.parse::<Base>().map(|base| base.to_string()), Ok(base.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_base_needs_no_escape() {
        for text in
            ["/a b/", "/../", "/a/./", "/a?b", "/a#b", "/\\a", "/%41/", "/ü/", "/a\"b/", "/a;b/", "/$uri/"]
        {
            assert!(text.parse::<Base>().is_err(), "{text}");
        }
    }
}
