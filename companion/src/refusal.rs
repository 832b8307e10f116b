//! What isn't let through.

use std::time::Duration;

use http::StatusCode;

/// A call that isn't answered, or isn't sent on.
///
/// Who called learns the status and [`code`](Refusal::code), the same for every rule of a kind, so that probing teaches
/// nothing about the settings (ASVS 5.0, 16.5.1). The log gets [`reason`](Refusal::reason), a fixed text: nothing that
/// the caller sent is in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Refusal {
    kind: Kind,
    reason: &'static str,
}

/// Kinds of refusals, as the caller may tell them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 400: the request is malformed, or means different things to different readers.
    Malformed,
    /// 401: nobody knows who asks.
    Unknown,
    /// 403: not with these headers, not by this caller, or not on this record.
    Forbidden,
    /// 404: no such address here.
    NotHere,
    /// 405: a method that the companion never sends on.
    Method,
    /// 413: more than the companion takes.
    TooLarge,
    /// 414: a longer address than Business Central takes.
    AddressTooLong,
    /// 415: a body of a kind that can't be checked.
    MediaType,
    /// 421: meant for another host.
    Misdirected,
    /// 429: this caller asks too often, or too many wait already; not before this has passed.
    TooMany(Duration),
    /// 503: can't be done now; not before this has passed.
    Busy(Duration),
}

impl Refusal {
    /// A refusal of this kind; `reason` is for the log.
    #[must_use]
    pub const fn new(kind: Kind, reason: &'static str) -> Self {
        Self { kind, reason }
    }

    pub(crate) const fn malformed(reason: &'static str) -> Self {
        Self::new(Kind::Malformed, reason)
    }

    pub(crate) const fn unknown(reason: &'static str) -> Self {
        Self::new(Kind::Unknown, reason)
    }

    pub(crate) const fn forbidden(reason: &'static str) -> Self {
        Self::new(Kind::Forbidden, reason)
    }

    /// Which kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Why, for the log alone.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        self.reason
    }

    /// The status of the answer ([RFC 9110 §15](https://www.rfc-editor.org/rfc/rfc9110#section-15)).
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self.kind {
            Kind::Malformed => StatusCode::BAD_REQUEST,
            Kind::Unknown => StatusCode::UNAUTHORIZED,
            Kind::Forbidden => StatusCode::FORBIDDEN,
            Kind::NotHere => StatusCode::NOT_FOUND,
            Kind::Method => StatusCode::METHOD_NOT_ALLOWED,
            Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Kind::AddressTooLong => StatusCode::URI_TOO_LONG,
            Kind::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Kind::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Kind::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Kind::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What the caller's program may tell kinds apart by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.kind {
            Kind::Malformed => "Companion_Malformed",
            Kind::Unknown => "Companion_SignInRequired",
            Kind::Forbidden => "Companion_NotAllowed",
            Kind::NotHere => "Companion_NotFound",
            Kind::Method => "Companion_MethodNotAllowed",
            Kind::TooLarge => "Companion_TooLarge",
            Kind::AddressTooLong => "Companion_AddressTooLong",
            Kind::MediaType => "Companion_MediaType",
            Kind::Misdirected => "Companion_Misdirected",
            Kind::TooMany(_) => "Companion_TooMany",
            Kind::Busy(_) => "Companion_Busy",
        }
    }

    /// `Retry-After`, in whole seconds and at least one (RFC 9110 §10.2.3).
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self.kind {
            Kind::TooMany(wait) | Kind::Busy(wait) => {
                Some((wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Refusal};
    use std::time::Duration;

    #[test]
    fn waits_are_whole_seconds_and_never_none() {
        for (wait, seconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (60_000, 60)] {
            let refusal = Refusal::new(Kind::TooMany(Duration::from_millis(wait)), "too many");
            assert_eq!((refusal.status().as_u16(), refusal.retry_after()), (429, Some(seconds)));
        }
        assert_eq!(Refusal::malformed("x").retry_after(), None);
    }
}
