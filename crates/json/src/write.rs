//! From a value to its text.

use crate::{Object, Value};
use std::fmt::{Display, Formatter, Result, Write as _};

/// As JSON, without blanks.
impl Display for Value {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        match self {
            Self::Null => out.write_str("null"),
            Self::Bool(true) => out.write_str("true"),
            Self::Bool(false) => out.write_str("false"),
            Self::Number(text) => out.write_str(text),
            Self::Text(text) => write_string(text, out),
            Self::List(entries) => {
                out.write_char('[')?;
                for (index, entry) in entries.iter().enumerate() {
                    write_comma(index, out)?;
                    entry.fmt(out)?;
                }
                out.write_char(']')
            }
            Self::Object(object) => object.fmt(out),
        }
    }
}

/// As JSON, without blanks.
impl Display for Object {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        out.write_char('{')?;
        for (index, (name, value)) in self.fields().enumerate() {
            write_comma(index, out)?;
            write_string(name, out)?;
            out.write_char(':')?;
            value.fmt(out)?;
        }
        out.write_char('}')
    }
}

fn write_comma(index: usize, out: &mut Formatter<'_>) -> Result {
    if index == 0 { Ok(()) } else { out.write_char(',') }
}

/// RFC 8259 §7: quotes, backslashes and control characters must be escaped, all else may stand as it is.
fn write_string(text: &str, out: &mut Formatter<'_>) -> Result {
    out.write_char('"')?;
    let mut plain = text;
    while let Some(at) = plain.bytes().position(|byte| byte == b'"' || byte == b'\\' || byte < b' ') {
        out.write_str(&plain[..at])?;
        match plain.as_bytes()[at] {
            control @ ..b' ' => write!(out, "\\u{control:04x}")?,
            symbol => {
                out.write_char('\\')?;
                out.write_char(char::from(symbol))?;
            }
        }
        plain = &plain[at + 1..];
    }
    out.write_str(plain)?;
    out.write_char('"')
}
