//! A claims challenge: the service wants to know more about the person than the token says.

use crate::members;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A claims request goes into an address, which must not grow without bound.
const LIMIT: usize = 4096;

/// The claims request of a `WWW-Authenticate` header, to be handed on to the Authority as it is; `None` if there is
/// none, or none that can be read.
///
/// `Bearer …, error="insufficient_claims", claims="<base64 of JSON>"` ("Claims challenges, claims requests and client
/// capabilities", Microsoft's documentation; RFC 6750 §3 for the form). Browsers show a page this header only where the
/// service exposes it.
#[must_use]
pub fn claims(www_authenticate: &str) -> Option<String> {
    let parameter = |name: &str| {
        let (before, rest) = www_authenticate.split_once(&format!("{name}=\""))?;
        // Not the end of a longer name.
        before.ends_with([' ', ',', '\t']).then(|| rest.split('"').next()).flatten()
    };
    if parameter("error")? != "insufficient_claims" {
        return None;
    }
    let encoded: String = parameter("claims")?
        .trim_end_matches('=')
        .chars()
        .map(|symbol| match symbol {
            '+' => '-',
            '/' => '_',
            symbol => symbol,
        })
        .collect();
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(encoded).ok()?).ok()?;
    Some(text).filter(|text| is_request(text))
}

/// Whether `text` is a claims request (OIDC Core §5.5) short enough to be passed on.
pub(crate) fn is_request(text: &str) -> bool {
    text.len() <= LIMIT && members::object(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::claims;
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    const REQUEST: &str = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"},"?>":"ÿ"}}"#;

    fn header(claims: &str) -> String {
        format!(
            r#"Bearer realm="", authorization_uri="https://login.example/authorize", error="insufficient_claims", claims="{claims}""#
        )
    }

    #[test]
    fn the_claims_asked_for_are_read_in_either_alphabet() {
        assert_eq!(claims(&header(&STANDARD.encode(REQUEST))).as_deref(), Some(REQUEST));
        assert_eq!(claims(&header(&URL_SAFE_NO_PAD.encode(REQUEST))).as_deref(), Some(REQUEST));
    }

    #[test]
    fn anything_else_is_no_challenge() {
        let whole = header(&STANDARD.encode(REQUEST));
        for other in [
            "",
            "Bearer",
            "Bearer error=\"insufficient_claims\"",
            &whole.replace("insufficient_claims", "invalid_token"),
            &whole.replace(" claims=", " other_claims="),
            &whole.replace("claims=\"", "claims=\"%"),
            &header(&STANDARD.encode("[1]")),
            &header(&STANDARD.encode("{")),
            &header(&STANDARD.encode([0xff])),
            &header(&STANDARD.encode(format!("{{\"a\":\"{}\"}}", "x".repeat(4096)))),
        ] {
            assert_eq!(claims(other), None, "{other}");
        }
    }
}
