//! What a person was asked at a sign-in attempt: a refusal means another thing after it.

use crate::exchange::with_query;
use crate::{Decision, Issuer, Prompt, Transaction};

/// What the person was asked.
#[derive(Debug)]
pub(crate) struct Asked {
    prompt: Option<Prompt>,
    admin_page: Option<String>,
}

impl Asked {
    pub(crate) fn at(transaction: &Transaction) -> Self {
        Self {
            prompt: transaction.prompt,
            admin_page: admin_page(&transaction.issuer, &transaction.client_id),
        }
    }

    /// To choose an account, which not every Authority knows: OIDC Core §3.1.2.1 lets them refuse what they can't do.
    pub(crate) fn to_select_account(&self) -> bool {
        self.prompt == Some(Prompt::SelectAccount)
    }

    /// What to do when consent is still missing although the person was asked for it: it isn't theirs to
    /// give. `None` when the person hasn't been asked yet.
    pub(crate) fn consent_refused(&self) -> Option<Decision> {
        (self.prompt == Some(Prompt::Consent)).then(|| {
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
