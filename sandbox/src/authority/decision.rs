//! Steps 4 and 5 of the code flow: whether a person must sign in and agree, or has already.

use super::refusal::Refusal;
use super::request::{AuthorizationRequest, Prompt};
use crate::people::Person;

/// What happens next with an authorization request.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The person picks an account.
    SignIn,
    /// The person is asked whether the application may.
    Consent(&'static Person),
    /// The code goes out.
    Finish(&'static Person),
    /// The client is told why not.
    Refuse(Refusal),
}

/// What is known of the person at the browser.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known<'a> {
    /// The accounts signed in.
    pub(super) signed_in: &'a [&'static Person],
    /// The account picked on the page just now.
    pub(super) chosen: Option<&'static Person>,
    /// Whether the person agreed just now.
    pub(super) agreed: bool,
}

/// Decides what happens next. `consented` tells whether a person agreed to this application before.
pub(super) fn decide(
    request: &AuthorizationRequest,
    known: Known<'_>,
    consented: impl FnOnce(&Person) -> bool,
) -> Next {
    let silent = request.prompt == Some(Prompt::None);
    let person = match known.chosen.map_or_else(|| account(request, known.signed_in), Ok) {
        Ok(person) => person,
        Err(refusal) if silent => return Next::Refuse(refusal),
        Err(_) => return Next::SignIn,
    };
    if known.agreed || (request.prompt != Some(Prompt::Consent) && consented(person)) {
        return Next::Finish(person);
    }
    if silent {
        let text = "The user or administrator has not consented to use the application.";
        return Next::Refuse(Refusal::new("consent_required", 65_001, text));
    }
    Next::Consent(person)
}

/// The account to go on with without asking, or what `prompt=none` is told.
fn account(
    request: &AuthorizationRequest,
    signed_in: &[&'static Person],
) -> Result<&'static Person, Refusal> {
    let no_session = || {
        let text = "A silent sign-in request was sent but no user is signed in.";
        Refusal::new("login_required", 50_058, text)
    };
    if matches!(request.prompt, Some(Prompt::Login | Prompt::SelectAccount)) {
        return Err(no_session());
    }
    if let Some(hint) = &request.login_hint {
        let hinted = Person::by_hint(hint);
        return hinted.filter(|person| signed_in.contains(person)).ok_or_else(no_session);
    }
    match signed_in {
        [] => Err(no_session()),
        [person] => Ok(person),
        _ => {
            let text = "Several accounts are signed in: one of them has to be selected.";
            Err(Refusal::new("interaction_required", 16_000, text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authority::redirect::{ResponseMode, Return};
    use crate::authority::scope::Scope;
    use crate::config::Client;
    use crate::people::PEOPLE;

    fn request(prompt: Option<Prompt>, login_hint: Option<&str>) -> AuthorizationRequest {
        AuthorizationRequest {
            client: Client::demo([]),
            back: Return {
                redirect_uri: "http://localhost:8080/auth/".to_owned(),
                mode: ResponseMode::Fragment,
                state: None,
                correlation: None,
            },
            scope: Scope::default(),
            prompt,
            login_hint: login_hint.map(str::to_owned),
            nonce: None,
            challenge: None,
        }
    }

    fn after(prompt: Option<Prompt>, hint: Option<&str>, signed_in: &[usize], consented: bool) -> String {
        let accounts: Vec<&'static Person> = signed_in.iter().map(|at| &PEOPLE[*at]).collect();
        let known = Known { signed_in: &accounts, ..Known::default() };
        match decide(&request(prompt, hint), known, |_| consented) {
            Next::SignIn => "sign in".to_owned(),
            Next::Consent(person) => format!("consent {}", person.user_name),
            Next::Finish(person) => format!("finish {}", person.user_name),
            Next::Refuse(refusal) => refusal.error().to_owned(),
        }
    }

    #[test]
    fn what_is_shown_depends_on_who_is_signed_in_and_on_the_prompt() {
        use Prompt::{Consent, Login, None as Silent, SelectAccount};
        let ada = "ada@cronus.example";
        for (prompt, hint, signed_in, consented, expected) in [
            (None, None, &[][..], false, "sign in"),
            (None, None, &[0][..], false, "consent ada@cronus.example"),
            (None, None, &[0][..], true, "finish ada@cronus.example"),
            (None, None, &[0, 1][..], true, "sign in"),
            (None, Some(ada), &[1, 0][..], true, "finish ada@cronus.example"),
            (None, Some(ada), &[1][..], true, "sign in"),
            (None, Some("ADA@cronus.example"), &[0][..], true, "finish ada@cronus.example"),
            (None, Some("nobody@cronus.example"), &[0][..], true, "sign in"),
            (Some(Login), None, &[0][..], true, "sign in"),
            (Some(SelectAccount), None, &[0][..], true, "sign in"),
            (Some(Consent), None, &[0][..], true, "consent ada@cronus.example"),
            (Some(Silent), None, &[][..], true, "login_required"),
            (Some(Silent), Some(ada), &[1][..], true, "login_required"),
            (Some(Silent), None, &[0, 1][..], true, "interaction_required"),
            (Some(Silent), None, &[0][..], false, "consent_required"),
            (Some(Silent), None, &[0][..], true, "finish ada@cronus.example"),
        ] {
            assert_eq!(
                after(prompt, hint, signed_in, consented),
                expected,
                "{prompt:?} {hint:?} {signed_in:?}"
            );
        }
    }

    #[test]
    fn the_opaque_hint_names_the_account_too() {
        let hint = PEOPLE[3].login_hint();
        assert!(!hint.contains("ada"));
        assert_eq!(after(None, Some(&hint), &[0, 3], true), "finish ada.b@cronus.example");
    }

    #[test]
    fn a_choice_and_a_yes_count_whatever_the_prompt() {
        for prompt in [None, Some(Prompt::Login), Some(Prompt::SelectAccount), Some(Prompt::Consent)] {
            let chosen = Known { chosen: Some(&PEOPLE[1]), ..Known::default() };
            assert_eq!(decide(&request(prompt, None), chosen, |_| false), Next::Consent(&PEOPLE[1]));
            let agreed = Known { agreed: true, ..chosen };
            assert_eq!(decide(&request(prompt, None), agreed, |_| false), Next::Finish(&PEOPLE[1]));
        }
    }
}
