//! `open`: whoever reaches the companion may ask.

use std::net::IpAddr;

use origin::Origin;

use super::Caller;

/// Why the companion doesn't start `open`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Other computers can reach it.
    #[error(
        "with who = \"open\", {0} lets other computers in: bind to 127.0.0.1 or [::1], choose \"proxy\" or \"oidc\", or set \
         open_to_the_world = true if everyone who reaches it may read these books"
    )]
    Address(IpAddr),
    /// Pages from elsewhere can ask through the browsers of this computer.
    #[error(
        "with who = \"open\", the origin {0} lets everyone with a browser in: list loopback origins only, choose \"proxy\" or \
         \"oidc\", or set open_to_the_world = true if everyone who reaches it may read these books"
    )]
    Origin(String),
    /// A token that everyone may have.
    #[error(
        "who = \"open\" and grant = \"token\" would hand the application's token to everyone: choose one of them"
    )]
    Token,
}

/// Whether the companion may be open: only for this very computer, unless the settings spell out that it is meant so; and
/// never when it hands tokens out (the rule; RFC 10017 §6.1.4.2).
///
/// # Errors
/// [`OpenError`] says which setting stands against it, and what to do.
pub fn may_be(
    bind: IpAddr,
    origins: &[Origin],
    open_to_the_world: bool,
    hands_tokens_out: bool,
) -> Result<(), OpenError> {
    if hands_tokens_out {
        return Err(OpenError::Token);
    }
    if open_to_the_world {
        return Ok(());
    }
    // An unspecified address is that of every network; one of the kind ::ffff:127.0.0.1 is the loopback.
    if !bind.to_canonical().is_loopback() {
        return Err(OpenError::Address(bind));
    }
    match origins.iter().find(|origin| !is_loopback(origin)) {
        Some(origin) => Err(OpenError::Origin(origin.to_string())),
        None => Ok(()),
    }
}

fn is_loopback(origin: &Origin) -> bool {
    let authority = origin.as_str().split_once("://").map_or("", |(_, authority)| authority);
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Who asks an open companion: nobody knows, so that addresses are told apart, an IPv6 one by its network (a household has
/// 2⁶⁴ of them).
#[must_use]
pub fn caller(peer: IpAddr) -> Caller {
    let id = match peer.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    };
    Caller { id, name: None }
}

#[cfg(test)]
mod tests {
    use super::{OpenError, caller, may_be};
    use origin::Origin;

    #[test]
    fn open_is_for_this_computer() {
        for (bind, origins, right) in [
            ("127.0.0.1", &["http://localhost:8080"][..], true),
            ("127.0.0.2", &["http://127.0.0.1:8080", "http://[::1]:8080", "https://localhost"], true),
            ("::1", &[], true),
            ("::ffff:127.0.0.1", &[], true),
            ("0.0.0.0", &["http://localhost:8080"], false),
            ("::", &[], false),
            ("192.168.1.2", &[], false),
            ("10.0.0.1", &[], false),
            ("::ffff:10.0.0.1", &[], false),
            ("127.0.0.1", &["http://localhost:8080", "https://portal.example"], false),
            ("127.0.0.1", &["https://localhost.example"], false),
            ("127.0.0.1", &["https://127.0.0.1.example"], false),
            ("127.0.0.1", &["https://10.0.0.1"], false),
        ] {
            let bind = bind.parse().unwrap();
            let origins: Vec<Origin> = origins.iter().map(|origin| Origin::of(origin).unwrap()).collect();
            assert_eq!(may_be(bind, &origins, false, false).is_ok(), right, "{bind} {origins:?}");
            assert_eq!(may_be(bind, &origins, true, false), Ok(()));
            assert_eq!(may_be(bind, &origins, true, true), Err(OpenError::Token));
        }
    }

    #[test]
    fn callers_are_told_apart_by_address() {
        for (one, other, same) in [
            ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.1", "::ffff:10.0.0.1", true),
            ("10.0.0.1", "10.0.0.2", false),
            ("2001:db8::1", "2001:db8::ffff:1", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
        ] {
            assert_eq!(caller(one.parse().unwrap()) == caller(other.parse().unwrap()), same, "{one} {other}");
        }
    }
}
