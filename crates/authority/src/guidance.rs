//! The words: what a failure means, told to the person in front of the screen.

use crate::refusal::Step;
use crate::{Decision, SignIn};

/// What an answer means that is not the data it should be.
pub(crate) fn of_unreadable(is_page: bool, step: Step) -> &'static str {
    match (is_page, step) {
        (true, Step::Discovery) => {
            "The sign-in service answered with a web page instead of data: check the authority in the \
             settings, and whether your network asks you to sign in first."
        }
        (true, _) => {
            "The sign-in service answered with a web page instead of data. Perhaps your network asks you to \
             sign in first."
        }
        (false, _) => "The sign-in service's answer was incomplete or unreadable.",
    }
}

/// What a decision means when no number tells more.
pub(crate) fn of_decision(decision: &Decision, step: Step, code: Option<&str>) -> &'static str {
    match decision {
        Decision::RetryAfter(_) => "The sign-in service is busy at the moment.",
        Decision::SignInAgain(_) if step == Step::Refresh => "Your session has ended. Please sign in again.",
        Decision::SignInAgain(SignIn { prompt: None, claims: None, .. })
            if step == Step::Redeem && code == Some("invalid_grant") =>
        {
            "This sign-in took too long or was used before. Please sign in again."
        }
        Decision::SignInAgain(_) => "The sign-in was not completed. Please sign in again.",
        Decision::ChooseAccount => "This account can't be used here. Please choose another one.",
        Decision::AskAdminForConsent { .. } => {
            "An administrator of your organisation has to approve this portal before you can sign in."
        }
        Decision::FixSetup => of_setup(step, code),
        Decision::Denied => "The sign-in was cancelled or refused.",
        Decision::Defect => "The sign-in service gave an answer that this portal doesn't understand.",
    }
}

fn of_setup(step: Step, code: Option<&str>) -> &'static str {
    match (step, code) {
        (Step::Discovery, _) => {
            "There is no sign-in service at the authority named in the settings: check its address and \
             tenant."
        }
        (_, Some("invalid_scope" | "invalid_resource" | "invalid_target")) => {
            "The sign-in service doesn't know what the portal asks access to: check the scope in the \
             settings and the app registration's permissions."
        }
        (_, Some("unauthorized_client" | "invalid_client")) => {
            "The sign-in service doesn't accept this portal's client ID: check the client ID and the \
             authority in the settings, and that the app is registered there without a secret."
        }
        (_, Some("unsupported_response_type" | "unsupported_grant_type")) => {
            "The sign-in service doesn't offer the authorization code flow to this app: allow it in the app \
             registration."
        }
        _ => {
            "The sign-in service refuses the portal's request: check that the app registration has the \
             portal's redirect URI, of the type 'Single-page application'."
        }
    }
}

/// What one of Entra's numbers means and what helps ("Microsoft Entra authentication and authorization error
/// codes"). It chooses words, never what the program does.
pub(crate) fn of_number(aadsts: u32, step: Step) -> Option<&'static str> {
    Some(match aadsts {
        // Entra says these of codes, too, but before a code is redeemed there is no session that could end.
        50089 | 50173 | 70008 | 70043 | 700_081 | 700_082 | 700_084 if step == Step::Redeem => return None,
        50058 => "You are not signed in yet. Please sign in.",
        50072 | 50074 | 50076 | 50078 | 50079 => {
            "Your organisation asks for a second proof of who you are. Please sign in again and follow the \
             steps shown."
        }
        53000..=53003 | 530_032 | 530_035 => {
            "Your organisation's rules don't allow this sign-in, for example from this device or place. \
             Please ask your administrator."
        }
        65001 => {
            "This portal needs your consent to read and write Business Central for you. Please sign in again."
        }
        65004 => "You declined the consent that this portal needs to work with Business Central for you.",
        90094 | 90095 => {
            "An administrator of your organisation has to approve this portal before you can sign in."
        }
        50105 => {
            "Your account has not been assigned to this portal. Please ask your administrator, or choose \
             another account."
        }
        50020 | 50034 | 51004 | 90072 | 16000 => {
            "This account doesn't belong to the organisation. Please choose another one, or ask to be \
             invited as a guest."
        }
        16001 => "You are signed in with several accounts. Please choose one.",
        50011 => {
            "The portal's redirect URI isn't registered: add it to the app registration, of the type \
             'Single-page application'."
        }
        700_011 | 700_016 => {
            "The organisation doesn't know this portal's client ID: check the client ID and the authority in \
             the settings."
        }
        65005 | 500_011 | 650_052 | 650_056 | 650_057 => {
            "The app registration lacks the permission for Dynamics 365 Business Central, or the \
             organisation doesn't have Business Central."
        }
        28003 | 70011 | 700_022 | 700_023 => {
            "The scope in the settings is wrong: it must name one service only."
        }
        90014 | 90100 | 900_144 | 9_002_313 => {
            "The portal's request was malformed. Please report this as an error."
        }
        900_561 => "The browser's Back button led to a page that can't be shown twice. Please sign in again.",
        9_002_325 => {
            "The sign-in service missed the proof that the portal sends along. Please report this as an \
             error."
        }
        9_002_326 => {
            "The portal's redirect URI is registered with the wrong type: move it to 'Single-page \
             application' in the app registration."
        }
        9_002_327 => {
            "Something between the browser and the sign-in service removes the Origin header. Requests for \
             tokens must not pass through a proxy that changes them."
        }
        50194 => {
            "The app is registered for one organisation: put its tenant id into the authority in the \
             settings."
        }
        90002 | 90038 => {
            "The organisation named in the settings was not found: check the authority's tenant and cloud."
        }
        50089 | 50173 | 70008 | 70043 | 700_081 | 700_082 => "Your session has ended. Please sign in again.",
        700_084 => "Your session has ended, as it does after 24 hours. Please sign in again.",
        54005 => "This sign-in has already been used. Please sign in again.",
        50147 | 501_481 => {
            "The sign-in was started elsewhere or a page was loaded twice. Please sign in again."
        }
        700_005 => {
            "The sign-in belongs to another organisation: check the authority's tenant in the settings."
        }
        50196 => {
            "The sign-in service has counted too many attempts in a row. Please wait a minute, then sign in \
             again."
        }
        50033 | 50087 | 90006 | 90024 | 90033 | 90055 | 90090 => "The sign-in service is busy at the moment.",
        700_025 | 700_027 | 7_000_215 | 7_000_218 | 7_000_222 => {
            "The sign-in service expects a secret of this app or refuses the one it got: the app \
             registration must list the redirect URI under 'Single-page application'."
        }
        50053 | 50055 | 50057 | 50126 => {
            "The sign-in service doesn't accept this account's password, or the account is locked."
        }
        _ => return None,
    })
}
