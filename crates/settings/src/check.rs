//! What the values of the settings must be like.

use origin::Origin;

/// The fault of an address that the portal would talk to, if it has one. Tokens and codes travel to it, so it must
/// be `https`, or `http` on this very computer (RFC 9700 §2.6; RFC 8252 §7.3 for the loopback exception).
pub(crate) fn address_fault(address: &str) -> Option<String> {
    match Origin::of(address) {
        Err(error) => Some(format!("is not a usable address: {error}")),
        Ok(origin) if !origin.is_trustworthy() => {
            Some("is an http address of another computer, which anyone on the way could read".to_owned())
        }
        Ok(_) => None,
    }
}

/// Entra's names for "any tenant". Their issuer is a template, so an ID token could not be tied to one tenant
/// (OpenID Connect Discovery 1.0 §4.3).
pub(crate) fn names_no_tenant(authority: &str) -> bool {
    let path = authority.splitn(4, '/').nth(3).unwrap_or_default();
    path.split(['/', '?', '#']).any(|segment| {
        ["common", "organizations", "consumers"].iter().any(|name| segment.eq_ignore_ascii_case(name))
    })
}

/// A path on the portal's own origin: no scheme, no host, nothing that a browser would read as one.
pub(crate) fn is_same_origin_path(path: &str) -> bool {
    !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !path.split('/').next().unwrap_or_default().contains(':')
}

/// `#rgb` or `#rrggbb`.
pub(crate) fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
