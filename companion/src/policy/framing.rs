//! Where a request ends, and whether everyone reads it alike.

use http::{HeaderMap, Method, Uri, Version, header};

use crate::Refusal;

/// Refuses a request whose end two readers could see in two places (request smuggling), or whose target isn't a plain
/// path.
///
/// - `Content-Length` and `Transfer-Encoding` together, several lengths, a list or anything but digits (RFC 9112 §6.1 and
///   §6.3);
/// - a transfer coding other than `chunked`, or one outside of HTTP/1.1 (RFC 9112 §6.1, RFC 9113 §8.2.2);
/// - a body with GET, HEAD or OPTIONS, which have none here (RFC 9110 §9.3.1: such a request might be rejected "because
///   of its potential as a request smuggling attack");
/// - `Connection` naming more than the connection's own headers: it would have the next server forget a condition
///   (RFC 9110 §7.6.1);
/// - an encoded body, which couldn't be checked (`Content-Encoding`);
/// - HTTP/0.9, and HTTP/1.x with an absolute address (RFC 9112 §3.2.2), which a reverse proxy never sends. HTTP/1.0 is
///   what some reverse proxies speak to the servers behind them.
///
/// The HTTP library refuses some of these before; what it lets through doesn't depend on it.
///
/// # Errors
/// [`Refusal`], 400.
pub fn check(method: &Method, uri: &Uri, version: Version, headers: &HeaderMap) -> Result<(), Refusal> {
    let malformed = |reason| Err(Refusal::malformed(reason));
    if version < Version::HTTP_10 {
        return malformed("an outdated version of HTTP");
    }
    if version <= Version::HTTP_11 && (uri.scheme().is_some() || uri.authority().is_some()) {
        return malformed("the address is absolute");
    }
    let lengths: Vec<_> = headers.get_all(header::CONTENT_LENGTH).iter().collect();
    let codings: Vec<_> = headers.get_all(header::TRANSFER_ENCODING).iter().collect();
    let length = match lengths.as_slice() {
        [] => None,
        [one] => {
            match one.to_str().ok().filter(|text| is_digits(text)).and_then(|text| text.parse::<u64>().ok()) {
                Some(length) => Some(length),
                None => return malformed("Content-Length is no number"),
            }
        }
        _ => return malformed("several lengths"),
    };
    if !codings.is_empty() && length.is_some() {
        return malformed("a length and a transfer coding");
    }
    if !codings.is_empty() && version != Version::HTTP_11 {
        return malformed("a transfer coding outside of HTTP/1.1");
    }
    if codings.len() > 1 || codings.iter().any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"chunked")) {
        return malformed("an unknown transfer coding");
    }
    let bodiless = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    if bodiless && (!codings.is_empty() || length.is_some_and(|length| length > 0)) {
        return malformed("a body where there is none");
    }
    for value in headers.get_all(header::CONNECTION) {
        let own = ["", "close", "keep-alive", "te", "upgrade", "http2-settings"];
        let is_own = |name: &str| own.iter().any(|own| name.trim().eq_ignore_ascii_case(own));
        if !value.to_str().is_ok_and(|names| names.split(',').all(is_own)) {
            return malformed("Connection names a header that isn't the connection's");
        }
    }
    let encodings = headers.get_all(header::CONTENT_ENCODING);
    if encodings.iter().any(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return malformed("an encoded body");
    }
    Ok(())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::check;
    use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, Version};

    fn checked(method: &Method, uri: &str, version: Version, headers: &[(&str, &str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            map.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        check(method, &uri.parse::<Uri>().unwrap(), version, &map).is_ok()
    }

    #[test]
    fn one_end_for_every_reader() {
        let post = |headers: &[(&str, &str)]| checked(&Method::POST, "/x", Version::HTTP_11, headers);
        assert!(post(&[]) && post(&[("content-length", "5")]) && post(&[("transfer-encoding", "chunked")]));
        assert!(post(&[("content-length", "5"), ("connection", "keep-alive, TE")]));
        assert!(post(&[("content-length", "5"), ("content-encoding", "identity")]));
        for headers in [
            &[("content-length", "5"), ("transfer-encoding", "chunked")][..],
            &[("content-length", "5"), ("content-length", "5")],
            &[("content-length", "5"), ("content-length", "6")],
            &[("content-length", "5, 5")],
            &[("content-length", "+5")],
            &[("content-length", "-1")],
            &[("content-length", "0x5")],
            &[("content-length", "5 ")],
            &[("content-length", "")],
            &[("content-length", "99999999999999999999")],
            &[("content-length", "\u{0665}")],
            &[("transfer-encoding", "gzip, chunked")],
            &[("transfer-encoding", "chunked, chunked")],
            &[("transfer-encoding", "chunked"), ("transfer-encoding", "chunked")],
            &[("transfer-encoding", "xchunked")],
            &[("transfer-encoding", "identity")],
            &[("transfer-encoding", " chunked")],
            &[("transfer-encoding", "")],
            &[("connection", "close, if-match")],
            &[("connection", "x-portico")],
            &[("connection", "authorization")],
            &[("content-encoding", "gzip")],
        ] {
            assert!(!post(headers), "{headers:?}");
        }
    }

    #[test]
    fn methods_versions_and_targets() {
        for (method, uri, version, headers, right) in [
            (Method::GET, "/x", Version::HTTP_11, &[][..], true),
            (Method::GET, "/x", Version::HTTP_11, &[("content-length", "0")], true),
            (Method::GET, "/x", Version::HTTP_11, &[("content-length", "1")], false),
            (Method::HEAD, "/x", Version::HTTP_11, &[("transfer-encoding", "chunked")], false),
            (Method::OPTIONS, "/x", Version::HTTP_11, &[("content-length", "1")], false),
            (Method::POST, "/x", Version::HTTP_2, &[("transfer-encoding", "chunked")], false),
            (Method::GET, "https://portal.example/x", Version::HTTP_2, &[], true),
            (Method::GET, "https://portal.example/x", Version::HTTP_11, &[], false),
            (Method::GET, "http://other.example/x", Version::HTTP_11, &[], false),
            (Method::CONNECT, "other.example:443", Version::HTTP_11, &[], false),
            (Method::GET, "/x", Version::HTTP_10, &[], true),
            (Method::POST, "/x", Version::HTTP_10, &[("transfer-encoding", "chunked")], false),
            (Method::GET, "https://portal.example/x", Version::HTTP_10, &[], false),
            (Method::GET, "/x", Version::HTTP_09, &[], false),
        ] {
            assert_eq!(checked(&method, uri, version, headers), right, "{method} {uri} {version:?}");
        }
    }
}
