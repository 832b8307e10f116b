//! Consent that only an administrator can give.

use crate::exchange::with_query;
use crate::{Decision, Issuer, Prompt, Transaction};

/// What is known about consent at one sign-in attempt.
#[derive(Debug)]
pub(crate) struct Consent {
    asked: bool,
    admin_page: Option<String>,
}

impl Consent {
    pub(crate) fn of(transaction: &Transaction) -> Self {
        Self {
            asked: transaction.prompt == Some(Prompt::Consent),
            admin_page: admin_page(&transaction.issuer, &transaction.client_id),
        }
    }

    /// What to do when consent is still missing although the person was asked for it: it isn't theirs to
    /// give. `None` when the person hasn't been asked yet.
    pub(crate) fn after_refusal(&self) -> Option<Decision> {
        self.asked.then(|| {
            self.admin_page.clone().map_or(Decision::Denied, |url| Decision::AskAdminForConsent { url })
        })
    }
}

/// Entra's page on which an administrator consents for everyone ("Construct the URL for granting tenant-wide
/// admin consent", Microsoft's documentation); known for issuers of Entra's form `https://…/{tenant}/v2.0`
/// only.
fn admin_page(issuer: &Issuer, client_id: &str) -> Option<String> {
    let tenant = issuer.as_str().strip_suffix("/v2.0")?;
    Some(with_query(&format!("{tenant}/adminconsent"), &[("client_id", client_id)]))
}
