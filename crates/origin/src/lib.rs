//! The origin of an address, and relative references.
//!
//! Portico sends a token to one origin only, so "which origin is this?" must have one answer everywhere.
//! Browsers accept many spellings of an address and repair broken ones; this crate accepts only addresses that
//! every reader understands alike and refuses the rest: a refusal is safe, a wrong guess is not.

mod reference;

pub use reference::resolve;

use std::fmt;

/// Scheme, host and port of an absolute `http` or `https` address ([RFC 6454 §4], [RFC 3986 §3.2]): lower case,
/// without the scheme's default port, without a trailing slash.
///
/// [RFC 6454 §4]: https://www.rfc-editor.org/rfc/rfc6454#section-4
/// [RFC 3986 §3.2]: https://www.rfc-editor.org/rfc/rfc3986#section-3.2
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin(String);

/// Why a text is not an address that Portico would send anything to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not begin with `https://` or `http://`.
    #[error("it must begin with https:// (or http:// on this computer)")]
    Scheme,
    /// It has a blank, a backslash, a control character or a letter outside ASCII, which browsers rewrite silently.
    #[error("it has a character that does not belong in an address")]
    Character,
    /// It carries a user name or password before the host.
    #[error("it must not carry a user name or a password")]
    UserInfo,
    /// The host is missing or malformed.
    #[error("its host is missing or malformed")]
    Host,
    /// The port is not a number from 1 to 65535.
    #[error("its port is not a number from 1 to 65535")]
    Port,
}

impl Origin {
    /// The origin of `address`, an absolute `http` or `https` URL with or without path, query and fragment.
    ///
    /// # Errors
    /// [`AddressError`] names the first thing that is wrong.
    pub fn of(address: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = address.split_once("://").ok_or(AddressError::Scheme)?;
        let default_port = match scheme.to_ascii_lowercase().as_str() {
            "https" => 443,
            "http" => 80,
            _ => return Err(AddressError::Scheme),
        };
        if !address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
            return Err(AddressError::Character);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(AddressError::UserInfo);
        }
        let (host, port) = split_port(authority)?;
        if !is_host(host) {
            return Err(AddressError::Host);
        }
        let mut origin = format!("{scheme}://{host}").to_ascii_lowercase();
        if let Some(port) = port.filter(|port| *port != default_port) {
            origin.push(':');
            origin.push_str(&port.to_string());
        }
        Ok(Self(origin))
    }

    /// Whether the connection to this origin cannot be read on the way: `https`, or `http` to this very computer
    /// ([Secure Contexts §3.1]).
    ///
    /// [Secure Contexts §3.1]: https://www.w3.org/TR/secure-contexts/#is-origin-trustworthy
    #[must_use]
    pub fn is_trustworthy(&self) -> bool {
        let Some(host) = self.0.strip_prefix("http://") else { return true };
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|loopback| {
            host.strip_prefix(loopback).is_some_and(|port| port.is_empty() || port.starts_with(':'))
        })
    }

    /// The origin as text, such as `https://portal.example` or `http://localhost:8080`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn split_port(authority: &str) -> Result<(&str, Option<u16>), AddressError> {
    // The colons of an IPv6 address stand inside its brackets.
    let after_host = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    let Some(colon) = authority[after_host..].rfind(':').map(|at| at + after_host) else {
        return Ok((authority, None));
    };
    let digits = &authority[colon + 1..];
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    let port = digits.parse().ok().filter(|port| *port != 0 && all_digits).ok_or(AddressError::Port)?;
    Ok((&authority[..colon], Some(port)))
}

/// A name, an IPv4 address or a bracketed IPv6 address. Percent-encoded hosts are refused: browsers decode them. Whether
/// an IPv6 address is one the browser finds out; here it is enough that it can be nothing else.
fn is_host(host: &str) -> bool {
    if let Some(inside) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return inside.contains(':')
            && inside.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
    }
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    // Browsers read a host whose last label is a number as an IPv4 address: `127.1` and `0x7f000001` are loopback.
    let numeric =
        last.bytes().all(|byte| byte.is_ascii_digit()) || last.to_ascii_lowercase().starts_with("0x");
    host.split('.').all(is_label) && (!numeric || is_ipv4(host))
}

/// Four numbers up to 255, written so that no reader takes them for octal.
fn is_ipv4(host: &str) -> bool {
    let is_number = |label: &str| label.parse::<u8>().is_ok_and(|number| number.to_string() == label);
    host.split('.').count() == 4 && host.split('.').all(is_number)
}

#[cfg(test)]
mod tests;
