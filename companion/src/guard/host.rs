//! Which host a call is meant for.

use http::{HeaderMap, Uri};
use origin::Origin;

use super::single;
use crate::Refusal;

/// A host that the companion answers for: a name or an address, with a port or without.
///
/// A page of an attacker's domain whose name suddenly leads to this computer (DNS rebinding) is of the same origin as the
/// companion for the browser; only `Host` still tells the attacker's name (ASVS 5.0, 4.1.3; RFC 9110 §7.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    name: String,
    port: Option<u16>,
}

/// Why a text is no host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a host is a name or an address, perhaps with a port: portal.example, localhost:8083, [::1]:8083")]
pub struct HostError;

impl Host {
    /// Reads a host from the settings or from a request, in any case.
    ///
    /// # Errors
    /// [`HostError`] for anything else: with a scheme, a path, a user name, a dot at the end, percent signs.
    pub fn parse(text: &str) -> Result<Self, HostError> {
        if text.contains(['/', '?', '#', '\\']) || text.trim() != text {
            return Err(HostError);
        }
        // The notation of an origin drops a scheme's default port; with both schemes none gets lost.
        let strip = |scheme: &str| {
            let origin = Origin::of(&format!("{scheme}{text}")).ok()?;
            Some(origin.as_str().strip_prefix(scheme)?.to_owned())
        };
        let (secure, plain) = strip("https://").zip(strip("http://")).ok_or(HostError)?;
        let whole = if secure.len() > plain.len() { secure } else { plain };
        let after_host = whole.rfind(']').map_or(0, |bracket| bracket + 1);
        let (name, port) =
            match whole[after_host..].rfind(':').map(|colon| whole.split_at(after_host + colon)) {
                Some((name, port)) => (name.to_owned(), port[1..].parse().ok()),
                None => (whole, None),
            };
        Ok(Self { name, port })
    }

    /// Whether a call for `called` is meant for this host. A listed host without a port is that of the web's own ports;
    /// one with a port is that port's alone.
    #[must_use]
    pub fn covers(&self, called: &Self) -> bool {
        self.name == called.name
            && match self.port {
                Some(_) => self.port == called.port,
                None => matches!(called.port, None | Some(80 | 443)),
            }
    }

    /// Whether this host is that of `origin`.
    pub(super) fn is_of(&self, origin: &Origin) -> bool {
        let (default, authority) = match origin.as_str().split_once("://") {
            Some(("https", authority)) => (443, authority),
            Some((_, authority)) => (80, authority),
            None => return false,
        };
        Self::parse(authority).is_ok_and(|other| {
            other.name == self.name && other.port.unwrap_or(default) == self.port.unwrap_or(default)
        })
    }
}

/// The host that a request names, once: in `Host`, or as the authority of an HTTP/2 request, or in both alike (RFC 9112
/// §3.2, RFC 9113 §8.3.1).
pub(super) fn of(uri: &Uri, headers: &HeaderMap) -> Result<Host, Refusal> {
    let malformed = || Refusal::malformed("the host is missing or malformed");
    let header = single(headers, "host")?;
    let authority = uri.authority().map(http::uri::Authority::as_str);
    let text = match (header, authority) {
        (Some(header), Some(authority)) if !header.eq_ignore_ascii_case(authority) => {
            return Err(Refusal::malformed("the request names two hosts"));
        }
        (header, authority) => header.or(authority).ok_or_else(malformed)?,
    };
    Host::parse(text).map_err(|_| malformed())
}

#[cfg(test)]
mod tests {
    use super::Host;

    #[test]
    fn ports_and_case() {
        for (listed, called, covers) in [
            ("portal.example", "portal.example", true),
            ("portal.example", "PORTAL.Example", true),
            ("Portal.example", "portal.example", true),
            ("portal.example", "portal.example:443", true),
            ("portal.example", "portal.example:80", true),
            ("portal.example", "portal.example:8443", false),
            ("portal.example:8443", "portal.example:8443", true),
            ("portal.example:8443", "portal.example", false),
            ("portal.example:443", "portal.example:443", true),
            ("portal.example:443", "portal.example", false),
            ("portal.example:80", "portal.example:443", false),
            ("localhost:8083", "localhost:8083", true),
            ("localhost:8083", "127.0.0.1:8083", false),
            ("[::1]:8083", "[::1]:8083", true),
            ("[::1]", "[::1]", true),
            ("portal.example", "evil.example", false),
            ("portal.example", "portal.example.evil.example", false),
            ("portal.example", "evilportal.example", false),
            ("portal.example", "sub.portal.example", false),
        ] {
            let (listed, called) = (Host::parse(listed).unwrap(), Host::parse(called).unwrap());
            assert_eq!(listed.covers(&called), covers, "{listed:?} {called:?}");
        }
    }

    #[test]
    fn what_is_no_host() {
        for text in [
            "",
            " ",
            "portal.example.",
            ".",
            "..",
            "portal..example",
            "user@portal.example",
            "portal.example/",
            "portal.example/x",
            "//x",
            "https://portal.example",
            "portal.example:",
            "portal.example:0",
            "portal.example:65536",
            "portal.example:x",
            "portal.example:80:80",
            "portal.example,evil.example",
            "portal.example evil.example",
            " portal.example",
            "portal.example ",
            "portal%2eexample",
            "p\u{f6}rtal.example",
            "portal.example?x",
            "portal.example#x",
            "portal.example\\x",
            "[::1",
            "::1",
            "127.1",
            "0x7f000001",
            "2130706433",
            "127.0.0.01",
            "*",
            "*.example",
            "[::1]x",
        ] {
            assert!(Host::parse(text).is_err(), "{text}");
        }
    }
}
