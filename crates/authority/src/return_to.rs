//! Where a person goes on after signing in.

use json::Value;

/// A path of the portal, with query and fragment: the very address that was first asked for.
///
/// It is made of a text that comes from the address bar, so whoever writes a link chooses it. Whatever could
/// lead elsewhere becomes the base path instead (checklist rule 9: RFC 9700 §4.11.1; ASVS 3.7.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(pub(crate) String);

impl ReturnTo {
    /// `path_query_hash` if it lies within `base`, the portal's base path such as `/` or `/portal/`; else
    /// `base`.
    #[must_use]
    pub fn new(path_query_hash: &str, base: &str) -> Self {
        let folder =
            if is_local(base) && !base.contains(['?', '#']) { base.trim_end_matches('/') } else { "" };
        let base = format!("{folder}/");
        let within = is_local(path_query_hash) && path_query_hash.starts_with(&base);
        Self(if within { path_query_hash.to_owned() } else { base })
    }

    /// Reads a path that was kept as a text; `None` for what could lead elsewhere.
    pub(crate) fn from_json(kept: &Value) -> Option<Self> {
        kept.as_text().filter(|path| is_local(path)).map(|path| Self(path.to_owned()))
    }

    /// The path, to be resolved against the portal's own origin.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An absolute path that every browser leaves as it is: one slash in front (two begin a host), no backslash
/// (read as a slash), no control character or blank (stripped), no `.` or `..` segment, spelled out or
/// encoded (removed).
fn is_local(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let is_dots =
        |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    path.starts_with('/')
        && !path.starts_with("//")
        && address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !path.split('/').any(is_dots)
}
