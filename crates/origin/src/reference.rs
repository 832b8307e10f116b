//! Relative references, resolved against a base address (RFC 3986 §5.2).

use crate::{AddressError, Origin};

/// The absolute address that `reference` means when it stands in a document at `base`.
///
/// OData services may give their links relative to the context (OData JSON Format 4.01 §4.5.1 and §5), so a link is
/// resolved before its origin is judged. Follows [RFC 3986 §5.2].
///
/// [RFC 3986 §5.2]: https://www.rfc-editor.org/rfc/rfc3986#section-5.2
///
/// # Errors
/// [`AddressError`] when `base` or the result is not an address that [`Origin::of`] accepts.
pub fn resolve(base: &str, reference: &str) -> Result<String, AddressError> {
    Origin::of(base)?;
    let resolved = join(base, reference);
    Origin::of(&resolved)?;
    Ok(resolved)
}

fn join(base: &str, reference: &str) -> String {
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let base = base.split('#').next().unwrap_or_default();
    let without_query = base.split('?').next().unwrap_or_default();
    let path_start = without_query
        .find("://")
        .map(|at| at + 3)
        .and_then(|host| without_query[host..].find('/').map(|slash| host + slash))
        .unwrap_or(without_query.len());
    let (site, path) = without_query.split_at(path_start);
    if let Some(rest) = reference.strip_prefix("//") {
        let scheme = site.split("//").next().unwrap_or_default();
        return format!("{scheme}//{rest}");
    }
    if reference.is_empty() {
        return base.to_owned();
    }
    if reference.starts_with('?') {
        return format!("{without_query}{reference}");
    }
    if reference.starts_with('#') {
        return format!("{base}{reference}");
    }
    let end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (reference_path, suffix) = reference.split_at(end);
    let merged = if reference_path.starts_with('/') {
        reference_path.to_owned()
    } else {
        let folder = path.rfind('/').map_or("/", |slash| &path[..=slash]);
        format!("{folder}{reference_path}")
    };
    format!("{site}{}{suffix}", remove_dot_segments(&merged))
}

/// RFC 3986 §3.1: a scheme is a letter followed by letters, digits, `+`, `-` and `.`, up to the first colon.
fn has_scheme(reference: &str) -> bool {
    let Some(colon) = reference.find(':') else { return false };
    let scheme = &reference[..colon];
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// RFC 3986 §5.2.4, for a path that begins with a slash.
fn remove_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                if last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}
