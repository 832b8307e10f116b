//! The token of a call.

use http::{HeaderMap, header};

use crate::Refusal;

/// A token of 200 groups, Entra's most, has about ten thousand bytes.
pub const MOST_BYTES: usize = 16 * 1024;

/// The bearer token in `Authorization`, the only place where one is looked for (RFC 6750 §2.1; §2.3 discourages
/// addresses): one header, one scheme in any case, one token of `b64token`'s characters.
///
/// # Errors
/// [`Refusal`], 401.
pub fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Refusal::unknown("no bearer token, or several"));
    };
    let text = value.to_str().map_err(|_| Refusal::unknown("the bearer token is malformed"))?;
    let token = text
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer"))
        .map(|(_, token)| token);
    let is_token = |token: &&str| {
        !token.is_empty()
            && token.len() <= MOST_BYTES
            && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte))
    };
    token.filter(is_token).ok_or(Refusal::unknown("the bearer token is malformed"))
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, bearer};
    use http::{HeaderMap, HeaderValue, header};

    #[test]
    fn one_header_one_scheme_one_token() {
        let read = |values: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            }
            bearer(&headers).map(str::to_owned).ok()
        };
        assert_eq!(read(&["Bearer a.b.c"]).as_deref(), Some("a.b.c"));
        assert_eq!(read(&["bearer a.b.c"]).as_deref(), Some("a.b.c"));
        for values in [
            &[][..],
            &[""],
            &["Bearer"],
            &["Bearer "],
            &["Bearer  a"],
            &["Bearer a b"],
            &["Bearer a,b"],
            &["Basic a"],
            &["a.b.c"],
            &["Bearer\ta"],
            &["Bearer a", "Bearer a"],
            &["Bearer a", "Basic b"],
            &["Bearer a;b"],
            &["Bearer \"a\""],
        ] {
            assert_eq!(read(values), None, "{values:?}");
        }
        assert!(read(&[&format!("Bearer {}", "a".repeat(MOST_BYTES))]).is_some());
        assert!(read(&[&format!("Bearer {}", "a".repeat(MOST_BYTES + 1))]).is_none());
    }
}
