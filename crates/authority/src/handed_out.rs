//! A token that a companion hands out, as it came from the Authority.

use crate::token::Tokens;
use crate::{Secret, UnixTime, members};

/// An access token of the application itself. There is no refresh token with it (RFC 6749 §4.4.3): who needs another asks
/// again.
#[derive(Debug)]
pub struct HandedOut {
    /// Opaque; it goes to the service it was asked for, in the `Authorization` header, and nowhere else
    /// (RFC 6750 §2.1 and §5.3).
    pub access_token: Secret,
    /// When it ends, counted from when it was asked for.
    pub expires_at: UnixTime,
    /// When to ask for another: five minutes before its end, or at half its life if that is later.
    pub renew_at: UnixTime,
}

impl HandedOut {
    /// Reads the body of an answer to what was asked at `requested_at`: `access_token`, `token_type` and `expires_in` of RFC
    /// 6749 §5.1. `None` when there is no usable bearer token in it.
    #[must_use]
    pub fn read(body: &str, requested_at: UnixTime) -> Option<Self> {
        let answer = members::object(body)?;
        let Tokens { access_token, expires_at, renew_at, .. } = Tokens::of(&answer, "", requested_at).ok()?;
        Some(Self { access_token, expires_at, renew_at })
    }
}

#[cfg(test)]
mod tests {
    use super::HandedOut;
    use crate::UnixTime;

    #[test]
    fn a_token_is_read_with_its_times() {
        for (body, expires_at, renew_at) in [
            (r#"{"access_token":"t","token_type":"Bearer","expires_in":3600}"#, 4_600, 4_300),
            (r#"{"access_token":"t","token_type":"bearer","expires_in":"200"}"#, 1_200, 1_100),
            (r#"{"access_token":"t","token_type":"Bearer"}"#, 1_300, 1_150),
        ] {
            let token = HandedOut::read(body, UnixTime::from_seconds(1_000)).expect(body);
            assert_eq!(token.access_token.expose(), "t");
            assert_eq!(
                (token.expires_at.seconds(), token.renew_at.seconds()),
                (expires_at, renew_at),
                "{body}"
            );
        }
    }

    #[test]
    fn what_is_no_bearer_token_is_not_used() {
        for body in [
            "",
            "<html>",
            "[]",
            r#"{"token_type":"Bearer","expires_in":3600}"#,
            r#"{"access_token":"","token_type":"Bearer"}"#,
            r#"{"access_token":"a b","token_type":"Bearer"}"#,
            r#"{"access_token":"t","token_type":"mac"}"#,
            r#"{"access_token":"t"}"#,
        ] {
            assert!(HandedOut::read(body, UnixTime::from_seconds(0)).is_none(), "{body}");
        }
    }
}
