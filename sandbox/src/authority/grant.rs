//! A grant: who let which application do what.

use super::scope::Scope;
use crate::people::Person;

/// One person's yes to one application, as of one sign-in.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    /// Tells this grant from others. Access tokens carry it, so that they can be revoked with it.
    pub(super) number: String,
    /// The application.
    pub(super) client_id: String,
    pub(super) person: &'static Person,
    pub(super) scope: Scope,
    /// The session it was made in (`sid`).
    pub(super) session: String,
}
