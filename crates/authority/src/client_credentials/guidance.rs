//! The words, for whoever looks after the application.

use crate::Decision;

/// What a decision means when no number tells more.
pub(super) fn of_decision(decision: &Decision, code: Option<&str>) -> &'static str {
    match (decision, code) {
        (Decision::RetryAfter(_), _) => "The Authority is busy at the moment.",
        (Decision::Denied, _) => {
            "A policy of the organisation doesn't let the application sign in: check Conditional Access for workload \
             identities."
        }
        (Decision::Defect, _) => "The Authority gave an answer that can't be understood.",
        (_, Some("invalid_client")) => {
            "The Authority refuses the credential: check that the secret, certificate or federated credential is \
             registered with this client ID and has not expired."
        }
        (_, Some("unauthorized_client")) => {
            "The Authority doesn't know the client ID, or doesn't let it ask for tokens of its own: check the client ID \
             and the tenant."
        }
        (_, Some("invalid_scope" | "invalid_resource" | "invalid_target")) => {
            "The Authority doesn't know the service asked for: check the service, and that the application has the \
             permission API.ReadWrite.All of Dynamics 365 Business Central with an administrator's consent."
        }
        _ => {
            "The Authority refuses the application: check its registration, its credential and its permissions."
        }
    }
}

/// What one of Entra's numbers means and what helps ("Microsoft Entra authentication and authorization error codes"). It
/// chooses words, never what the program does.
pub(super) fn of_number(aadsts: u32) -> Option<&'static str> {
    Some(match aadsts {
        7_000_215 => {
            "The client secret is wrong. Put the secret's value there, not its ID; it is shown only once, when it is made."
        }
        7_000_222 => "The client secret has expired: make a new one in the app registration.",
        7_000_218 | 700_025 => {
            "The Authority got no credential for this application: check how the application is registered."
        }
        700_027 => {
            "The Authority doesn't accept the certificate: upload its public part to the app registration, and check that \
             it has not expired and that this computer's clock is right."
        }
        700_211..=700_213 => {
            "The federated credential doesn't match: compare its issuer, subject and audience in the app registration with \
             those of the token file."
        }
        700_021 | 700_024 => {
            "The assertion isn't valid now or not yet: check this computer's clock and that the token file is renewed."
        }
        700_011 | 700_016 => {
            "The organisation doesn't know the client ID: check the client ID and the tenant of the authority."
        }
        90_002 | 90_038 => "The organisation was not found: check the authority's tenant and cloud.",
        65_005 | 500_011 | 650_052 | 650_056 | 650_057 => {
            "The application lacks the permission for Dynamics 365 Business Central, or the organisation doesn't have \
             Business Central."
        }
        70_011 | 1_002_012 => {
            "The scope is wrong: for an application it is the service's address and /.default."
        }
        7_000_112 | 7_000_114 => {
            "The application is disabled or may not ask for tokens of its own: enable it among the enterprise applications."
        }
        53_003 => {
            "A policy of the organisation doesn't let the application sign in: check Conditional Access for workload \
             identities."
        }
        _ => return None,
    })
}
