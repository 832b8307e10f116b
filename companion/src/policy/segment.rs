//! One segment of a resource path (OData URL Conventions §4).

use business_central::Key;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Refusal;

/// The longest name of a set, navigation or action: Business Central's objects have at most 30 characters.
const LONGEST_NAME: usize = 128;

/// Kept in a path: RFC 3986 §2.3's unreserved characters, and those of a key that no reader takes amiss.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b'=')
    .remove(b'(')
    .remove(b')')
    .remove(b'$');

/// `text` in a path, percent-encoded once.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// What a segment is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment {
    /// An entity set, a navigation or a property, perhaps with a key.
    Named { name: String, key: Option<String> },
    /// `Microsoft.NAV.post`: an action bound to what stands before it.
    Action { namespace: &'static str, name: String },
    /// What the service says about itself.
    Metadata,
    /// Requests in the body.
    Batch,
    /// `$count`, `$value`, `$ref`.
    Suffix(Suffix),
}

/// What of an entity or a set is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Suffix {
    Count,
    Value,
    Ref,
}

impl Segment {
    /// Reads a decoded segment.
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        match text {
            "$metadata" => return Ok(Self::Metadata),
            "$batch" => return Ok(Self::Batch),
            "$count" => return Ok(Self::Suffix(Suffix::Count)),
            "$value" => return Ok(Self::Suffix(Suffix::Value)),
            "$ref" => return Ok(Self::Suffix(Suffix::Ref)),
            _ => {}
        }
        for namespace in ["Microsoft.NAV.", "NAV."] {
            if let Some(name) = text.strip_prefix(namespace).filter(|name| is_name(name)) {
                return Ok(Self::Action { namespace, name: name.to_owned() });
            }
        }
        let (name, key) = match text.split_once('(') {
            None => (text, None),
            Some((name, rest)) => {
                let key = rest.strip_suffix(')').and_then(Key::parse);
                (name, Some(key.ok_or(Refusal::malformed("the path has a key that is none"))?))
            }
        };
        if !is_name(name) {
            return Err(Refusal::malformed("the path has a segment that names nothing"));
        }
        Ok(Self::Named { name: name.to_owned(), key: key.map(|key| key.as_str().to_owned()) })
    }

    /// The segment as it is sent, encoded.
    pub(super) fn print(&self) -> String {
        match self {
            Self::Named { name, key: None } => encode(name),
            Self::Named { name, key: Some(key) } => encode(&format!("{name}({key})")),
            Self::Action { namespace, name } => encode(&format!("{namespace}{name}")),
            Self::Metadata => "$metadata".to_owned(),
            Self::Batch => "$batch".to_owned(),
            Self::Suffix(Suffix::Count) => "$count".to_owned(),
            Self::Suffix(Suffix::Value) => "$value".to_owned(),
            Self::Suffix(Suffix::Ref) => "$ref".to_owned(),
        }
    }

    /// The segment without its key, for logs.
    pub(super) fn pattern(&self) -> String {
        match self {
            Self::Named { name, key: Some(_) } => format!("{name}()"),
            other => other.print(),
        }
    }
}

/// Whether `text` is an identifier (OData ABNF, `odataIdentifier`).
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(|character| character.is_alphanumeric() || character == '_')
        && text.len() <= LONGEST_NAME
}

#[cfg(test)]
mod tests {
    use super::Segment;

    #[test]
    fn what_odata_knows_is_read_and_printed_alike() {
        for (text, printed) in [
            ("customers", "customers"),
            ("$metadata", "$metadata"),
            ("$batch", "$batch"),
            ("$count", "$count"),
            ("$value", "$value"),
            ("$ref", "$ref"),
            ("Microsoft.NAV.post", "Microsoft.NAV.post"),
            ("NAV.Post", "NAV.Post"),
            (
                "customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)",
                "customers(5d115c9c-44e3-ea11-bb43-000d3a2feca1)",
            ),
            ("Company('CRONUS Ä')", "Company(%27CRONUS%20%C3%84%27)"),
            ("Company('O''Brien')", "Company(%27O%27%27Brien%27)"),
            ("lines(Document_Type='Order',Line_No=10000)", "lines(Document_Type=%27Order%27,Line_No=10000)"),
            ("Verkäufe", "Verk%C3%A4ufe"),
        ] {
            assert_eq!(Segment::parse(text).map(|segment| segment.print()).as_deref(), Ok(printed));
        }
    }

    #[test]
    fn what_odata_does_not_know_is_refused() {
        for text in [
            "$all",
            "$entity",
            "$crossjoin(a,b)",
            "$links",
            "$root",
            "$it",
            "$1",
            "$Metadata",
            "$BATCH",
            "1",
            "a.b",
            "a-b",
            "a;b",
            "a:b",
            "a@b",
            "@",
            "*",
            "~",
            "a=b",
            "customers()",
            "customers(",
            "customers)",
            "customers(a",
            "(1)",
            "customers(1)(2)",
            "customers('a')b",
            "customers('a'b')",
            "customers(@p)",
            "customers(1,2)",
            "x(..)",
            "Microsoft.NAV.",
            "Microsoft.NAV.a.b",
            "Microsoft.NAV.post()",
            "Other.post",
            "System.Diagnostics",
            "a b",
            " a",
            "http:",
            "//",
            "..;",
            "a..",
            "https:evil.example",
            "user@host",
        ] {
            assert!(Segment::parse(text).is_err(), "{text}");
        }
        assert!(Segment::parse(&"a".repeat(129)).is_err());
    }
}
