//! What a refused token calls for: a renewal, a sign-in, or neither.

use crate::UnixTime;
use json::{Object, Value};
use std::time::Duration;

/// A token that a refusal called for and that is refused within this time is no remedy.
const JUST_NOW: Duration = Duration::from_secs(60);
/// Nor is a second sign-in this soon after the first.
const LATELY: Duration = Duration::from_secs(600);

/// What was done already about a service that refuses a session's tokens (`401`, RFC 6750 §3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether the service has accepted a token since the sign-in.
    pub accepted: bool,
    /// When the token was last renewed because it was refused.
    pub renewed_at: Option<UnixTime>,
    /// When the person last signed in because a renewed token was refused.
    pub signed_in_at: Option<UnixTime>,
}

/// What to do about a refused token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cure {
    /// Renew the token and ask once more: it may have been revoked, or the clock may be wrong.
    Renew,
    /// Sign in again, once.
    SignIn,
    /// Tell the person: this account is not let in, whatever token it brings.
    None,
}

impl Standing {
    /// As `sessionStorage` keeps it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut kept = Object::default();
        kept.set("accepted", self.accepted);
        for (name, at) in [("renewed_at", self.renewed_at), ("signed_in_at", self.signed_in_at)] {
            if let Some(at) = at {
                kept.set(name, at.seconds());
            }
        }
        kept.into()
    }

    /// Reads what [`to_json`](Standing::to_json) wrote; `None` for anything else.
    #[must_use]
    pub fn from_json(kept: &Value) -> Option<Self> {
        let kept = kept.as_object()?;
        let at = |name| kept.get(name).and_then(UnixTime::from_json);
        Some(Self {
            accepted: kept.get("accepted")?.as_bool()?,
            renewed_at: at("renewed_at"),
            signed_in_at: at("signed_in_at"),
        })
    }

    /// What a token that was refused at `now` calls for, where it can be renewed or can't: one renewal, then one
    /// sign-in, then nothing more. A person who has just signed in is not sent to do so again.
    #[must_use]
    pub fn cure(&self, now: UnixTime, can_renew: bool) -> Cure {
        let within = |at: Option<UnixTime>, limit| at.is_some_and(|at| at.distance(now) <= limit);
        let is_fresh = within(self.renewed_at, JUST_NOW) || within(self.signed_in_at, JUST_NOW);
        if can_renew && !is_fresh {
            Cure::Renew
        } else if self.accepted && !within(self.signed_in_at, LATELY) {
            Cure::SignIn
        } else {
            Cure::None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cure, Standing};
    use crate::UnixTime;

    #[test]
    fn one_renewal_then_one_sign_in_then_nothing() {
        for (accepted, renewed, signed_in, can_renew, expected) in [
            (true, None, None, true, Cure::Renew),
            (true, Some(950), None, true, Cure::SignIn),
            (true, Some(900), None, true, Cure::Renew),
            (true, None, None, false, Cure::SignIn),
            (true, None, Some(990), true, Cure::None),
            (true, Some(990), Some(900), true, Cure::None),
            (true, None, Some(900), true, Cure::Renew),
            (true, None, Some(900), false, Cure::None),
            (true, Some(990), Some(390), true, Cure::SignIn),
            (false, None, None, true, Cure::Renew),
            (false, Some(990), None, true, Cure::None),
            (false, None, None, false, Cure::None),
            // A clock that was set back counts as little as one that is right.
            (true, Some(1_050), None, true, Cure::SignIn),
        ] {
            let at = |seconds: Option<u64>| seconds.map(UnixTime::from_seconds);
            let standing = Standing { accepted, renewed_at: at(renewed), signed_in_at: at(signed_in) };
            assert_eq!(standing.cure(UnixTime::from_seconds(1_000), can_renew), expected, "{standing:?}");
        }
    }

    #[test]
    fn it_comes_back_from_the_storage_as_it_was() {
        let at = UnixTime::from_seconds(7);
        for standing in
            [Standing::default(), Standing { accepted: true, renewed_at: Some(at), signed_in_at: Some(at) }]
        {
            assert_eq!(Standing::from_json(&standing.to_json()), Some(standing));
        }
        assert_eq!(Standing::from_json(&true.into()), None);
    }

    #[test]
    fn a_service_that_refuses_everything_is_asked_four_times_at_most() {
        let mut standing = Standing { accepted: true, ..Standing::default() };
        let mut now = UnixTime::from_seconds(1_000);
        let mut cures = Vec::new();
        for _asked in 0..4 {
            let cure = standing.cure(now, true);
            cures.push(cure);
            match cure {
                Cure::Renew => standing.renewed_at = Some(now),
                Cure::SignIn => {
                    standing = Standing { signed_in_at: Some(now), ..Standing::default() };
                }
                Cure::None => break,
            }
            now = now.plus(std::time::Duration::from_secs(1));
        }
        assert_eq!(cures, [Cure::Renew, Cure::SignIn, Cure::None]);
    }
}
