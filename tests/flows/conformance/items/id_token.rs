//! D: the ID token (OpenID Connect Core §3.1.3.7 and §12.2), and whom to believe.

mod claims;
mod proof;
mod renewed;
mod times;

use crate::conformance::case::Case;

pub(super) fn cases() -> Vec<Case> {
    [claims::before(), proof::cases(), times::cases(), claims::after(), renewed::cases()]
        .into_iter()
        .flatten()
        .collect()
}
