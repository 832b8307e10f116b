//! The checklist for a client in a browser, item by item: RFC 9700 and RFC 10017, RFC 9207, OpenID Connect Core, ASVS 5.0.

mod hardening;
mod id_token;
mod request;
mod response;
mod session;
mod token;

use super::case::{Case, Step};

pub(super) fn cases() -> Vec<Case> {
    [
        request::cases(),
        response::cases(),
        token::cases(),
        id_token::cases(),
        session::cases(),
        hardening::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// An item, which says `about`.
fn item(name: &'static str, about: &'static str, steps: Vec<Step>) -> Case {
    Case { name, about, steps }
}
