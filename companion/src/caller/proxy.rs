//! `proxy`: a reverse proxy in front has signed the person in, and says who it is.

use std::net::IpAddr;

use http::{HeaderMap, HeaderName};
use ipnet::IpNet;

use super::Caller;
use crate::Refusal;
use crate::guard::Page;

/// Longer than any name or address of a person.
const LONGEST: usize = 256;

/// Which header says who, and from whom it is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    header: HeaderName,
    trusted: Vec<IpNet>,
}

/// Why such settings make no sense.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyError {
    /// Everyone would be believed, or nobody.
    #[error(
        "name the addresses of the reverse proxy, such as 10.0.0.5 or 10.0.0.0/24: whoever comes from them is believed"
    )]
    NobodyTrusted,
    /// A network so large that it is no proxy's.
    #[error("{0} is no reverse proxy but half of the internet: whoever comes from there would be believed")]
    TooLarge(IpNet),
    /// A header that browsers or proxies use for something else.
    #[error(
        "'{0}' says something else; choose a header that the reverse proxy sets, such as x-auth-request-email"
    )]
    Header(HeaderName),
}

impl Proxy {
    /// Believes `header` from `trusted` addresses. The reverse proxy must overwrite what a browser sends in it.
    ///
    /// # Errors
    /// [`ProxyError`] says what makes no sense.
    pub fn new(header: HeaderName, trusted: Vec<IpNet>) -> Result<Self, ProxyError> {
        let taken = [
            "accept",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "cookie",
            "forwarded",
            "host",
            "origin",
            "proxy-authorization",
            "referer",
            "sec-fetch-site",
            "transfer-encoding",
            "user-agent",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-portico",
        ];
        if taken.contains(&header.as_str()) {
            return Err(ProxyError::Header(header));
        }
        if trusted.is_empty() {
            return Err(ProxyError::NobodyTrusted);
        }
        // 10.0.0.0/8 and fc00::/7 are the largest private networks (RFC 1918 §3, RFC 4193 §3.1).
        let smallest = |net: &IpNet| if matches!(net, IpNet::V4(_)) { 8 } else { 7 };
        if let Some(net) = trusted.iter().find(|net| net.prefix_len() < smallest(net)) {
            return Err(ProxyError::TooLarge(*net));
        }
        Ok(Self { header, trusted })
    }

    /// Who asks, as the reverse proxy at `peer` says. `peer` is the other end of the connection, never what a header
    /// claims (ASVS 5.0, 4.1.3).
    ///
    /// The proxy knows the person by a cookie, which browsers send along by themselves, so only pages of the companion's
    /// own origin may ask (ASVS 5.0, 3.5.1). A header that came twice, or holds a list, is what a proxy makes that adds
    /// its own to a forged one.
    ///
    /// # Errors
    /// [`Refusal`]: 401 for anyone that no trusted proxy has named, 403 for a page of another origin.
    pub fn caller(&self, peer: IpAddr, page: Page, headers: &HeaderMap) -> Result<Caller, Refusal> {
        let peer = peer.to_canonical();
        if !self.trusted.iter().any(|net| net.contains(&peer)) {
            return Err(Refusal::unknown("not from a trusted proxy"));
        }
        if page == Page::Listed {
            return Err(Refusal::forbidden(
                "a page of another origin, where the proxy knows people by a cookie",
            ));
        }
        let mut values = headers.get_all(&self.header).iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return Err(Refusal::unknown("the proxy names nobody, or several"));
        };
        let name = std::str::from_utf8(value.as_bytes()).unwrap_or_default();
        let is_name = !name.is_empty()
            && name.len() <= LONGEST
            && name.trim() == name
            && !name.contains(|character: char| character.is_control() || matches!(character, ',' | ';'));
        if !is_name {
            return Err(Refusal::unknown("the proxy's header holds no name"));
        }
        // One person whichever way the name is written.
        Ok(Caller { id: name.to_lowercase(), name: Some(name.to_owned()) })
    }
}

#[cfg(test)]
mod tests {
    use super::{Proxy, ProxyError};
    use crate::guard::Page;
    use http::{HeaderMap, HeaderName, HeaderValue};

    const HEADER: HeaderName = HeaderName::from_static("x-auth-request-email");

    fn asked(peer: &str, page: Page, names: &[&[u8]]) -> Result<String, u16> {
        let nets = ["10.0.0.5/32", "192.168.7.0/24", "fd00::/64"].map(|net| net.parse().unwrap());
        let proxy = Proxy::new(HEADER, nets.to_vec()).unwrap();
        let mut headers = HeaderMap::new();
        for name in names {
            headers.append(HEADER, HeaderValue::from_bytes(name).unwrap());
        }
        headers.insert("x-forwarded-for", HeaderValue::from_static("10.0.0.5"));
        headers.insert("forwarded", HeaderValue::from_static("for=10.0.0.5"));
        let caller = proxy.caller(peer.parse().unwrap(), page, &headers);
        caller.map(|caller| caller.id).map_err(|no| no.status().as_u16())
    }

    #[test]
    fn only_the_proxy_is_believed() {
        for (peer, status) in [
            ("10.0.0.5", 0),
            ("::ffff:10.0.0.5", 0),
            ("192.168.7.200", 0),
            ("fd00::1", 0),
            ("10.0.0.6", 401),
            ("127.0.0.1", 401),
            ("::1", 401),
            ("192.168.8.1", 401),
            ("fd00:0:0:1::1", 401),
            ("203.0.113.9", 401),
        ] {
            let asked = asked(peer, Page::SameOrigin, &[b"ann@cronus.example"]);
            assert_eq!(asked.err().unwrap_or_default(), status, "{peer}");
        }
    }

    #[test]
    fn it_names_one_person_to_its_own_pages() {
        for (page, names, expected) in [
            (Page::SameOrigin, &[&b"Ann@cronus.example"[..]][..], Ok("ann@cronus.example")),
            (Page::Unsaid, &[b"ann"], Ok("ann")),
            (Page::SameOrigin, &["Änne".as_bytes()], Ok("änne")),
            (Page::Listed, &[b"ann"], Err(403)),
            (Page::SameOrigin, &[], Err(401)),
            (Page::SameOrigin, &[b""], Err(401)),
            (Page::SameOrigin, &[b"ann", b"bob"], Err(401)),
            (Page::SameOrigin, &[b"ann", b"ann"], Err(401)),
            (Page::SameOrigin, &[b"ann, bob"], Err(401)),
            (Page::SameOrigin, &[b"ann;bob"], Err(401)),
            (Page::SameOrigin, &[b" ann"], Err(401)),
            (Page::SameOrigin, &[b"an\tn"], Err(401)),
            (Page::SameOrigin, &[b"\xff"], Err(401)),
            (Page::SameOrigin, &[&[b'a'; 257]], Err(401)),
        ] {
            assert_eq!(asked("10.0.0.5", page, names), expected.map(str::to_owned), "{names:?}");
        }
    }

    #[test]
    fn settings_that_believe_everyone_are_refused() {
        let new = |header: &'static str, nets: &[&str]| {
            let nets = nets.iter().map(|net| net.parse().unwrap()).collect();
            Proxy::new(HeaderName::from_static(header), nets)
        };
        assert_eq!(new("x-user", &[]), Err(ProxyError::NobodyTrusted));
        for net in ["0.0.0.0/0", "::/0", "0.0.0.0/1", "2000::/3"] {
            assert_eq!(new("x-user", &["10.0.0.5/32", net]), Err(ProxyError::TooLarge(net.parse().unwrap())));
        }
        for header in ["host", "origin", "cookie", "authorization", "x-forwarded-for", "x-portico"] {
            assert!(matches!(new(header, &["10.0.0.5/32"]), Err(ProxyError::Header(_))));
        }
        assert!(new("x-user", &["10.0.0.0/8", "fc00::/7"]).is_ok());
    }
}
