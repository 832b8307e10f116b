//! Start tags and their attributes.

use super::text::unescape;
use crate::Unreadable;

/// A start tag behind its `<`: its name, its attributes, whether it is also the element's end, and what follows.
pub(super) type StartTag<'a> = (&'a str, Vec<(&'a str, String)>, bool, &'a str);

pub(super) fn start_tag(markup: &str) -> Result<StartTag<'_>, Unreadable> {
    let (name, mut rest) = name(markup)?;
    let mut attributes: Vec<(&str, String)> = Vec::new();
    loop {
        let trimmed = rest.trim_start();
        if let Some(rest) = trimmed.strip_prefix('>') {
            return Ok((name, attributes, false, rest));
        }
        if let Some(rest) = trimmed.strip_prefix("/>") {
            return Ok((name, attributes, true, rest));
        }
        if trimmed.len() == rest.len() || trimmed == "/" {
            return Err(if trimmed.len() < 2 { Unreadable::Truncated } else { Unreadable::Edmx });
        }
        let (attribute, behind) = self::name(trimmed)?;
        let value = expect(behind.trim_start(), '=')?.trim_start();
        let quote = if value.starts_with('\'') { "'" } else { "\"" };
        let (value, behind) = until(expect(value, if quote == "'" { '\'' } else { '"' })?, quote)?;
        // XML 1.0 §3.1: a tag has no two attributes of one name, and no value holds a `<`.
        if value.contains('<') || attributes.iter().any(|(known, _)| *known == attribute) {
            return Err(Unreadable::Edmx);
        }
        let mut unescaped = String::new();
        unescape(value, &mut unescaped)?;
        attributes.push((attribute, unescaped));
        rest = behind;
    }
}

/// The name that `text` begins with, and what follows.
fn name(text: &str) -> Result<(&str, &str), Unreadable> {
    let ends = |symbol: char| symbol.is_ascii_whitespace() || "<>/=\"'&!?".contains(symbol);
    let end = text.find(ends).ok_or(Unreadable::Truncated)?;
    if end == 0 { Err(Unreadable::Edmx) } else { Ok(text.split_at(end)) }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// What stands before `mark`, and what follows it.
pub(super) fn until<'a>(text: &'a str, mark: &str) -> Result<(&'a str, &'a str), Unreadable> {
    text.split_once(mark).ok_or(Unreadable::Truncated)
}

fn expect(text: &str, mark: char) -> Result<&str, Unreadable> {
    text.strip_prefix(mark).ok_or(if text.is_empty() { Unreadable::Truncated } else { Unreadable::Edmx })
}
