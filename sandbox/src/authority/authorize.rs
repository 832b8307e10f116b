//! The authorization endpoint: shows what is to be shown, and sends the answer.

use std::collections::HashMap;

use axum::extract::{Extension, Form, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::cookie;
use super::decision::{Known, Next, decide};
use super::grant::Grant;
use super::memory::Code;
use super::pages;
use super::parameters::Parameters;
use super::refusal::Refusal;
use super::request::{AuthorizationRequest, Unacceptable};
use crate::faults::Asked;
use crate::people::Person;
use crate::random;
use crate::shared::{Shared, lock};

/// A code lives ten minutes (RFC 6749 §4.1.2).
const CODE_LIFETIME: u64 = 600;

/// What one call knows about its surroundings.
struct Call<'a> {
    shared: &'a Shared,
    asked: &'a Asked,
    headers: &'a HeaderMap,
    query: &'a str,
}

/// `GET`: the client sent the browser here.
pub(super) async fn show(
    State(shared): State<Shared>,
    Extension(asked): Extension<Asked>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let call = Call { shared: &shared, asked: &asked, headers: &headers, query: &query };
    call.go_on(|request| {
        let signed_in = cookie::accounts(&shared, &headers);
        let session = cookie::session(&shared, &headers).unwrap_or_default();
        call.next(request, Known { signed_in: &signed_in, ..Known::default() }, &session)
    })
}

/// `POST`: the person picked an account, or answered the question for consent. The request is still in the query.
pub(super) async fn chosen(
    State(shared): State<Shared>,
    Extension(asked): Extension<Asked>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let query = query.unwrap_or_default();
    let call = Call { shared: &shared, asked: &asked, headers: &headers, query: &query };
    let person = form.get("person").and_then(|object_id| Person::by_object_id(object_id));
    call.go_on(|request| match (form.get("consent").map(String::as_str), person) {
        (None, Some(person)) => {
            let (session, cookie) = cookie::sign_in(&shared, &headers, person);
            let mut response =
                call.next(request, Known { chosen: Some(person), ..Known::default() }, &session);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        (Some(answer), Some(person)) if cookie::accounts(&shared, &headers).contains(&person) => {
            if answer != "accept" {
                let text = "User declined to consent to access the app.";
                let refusal = Refusal::new("access_denied", 65_004, text).with_suberror("cancel");
                return request.back.with_error(&shared, &asked, &refusal);
            }
            lock(&shared.memory).consents.insert((request.client.id.clone(), person.object_id));
            let session = cookie::session(&shared, &headers).unwrap_or_default();
            call.next(request, Known { chosen: Some(person), agreed: true, ..Known::default() }, &session)
        }
        // Nobody of that ID, or a consent page left open after signing out: pick an account first.
        _ => pages::sign_in(&shared, request, &[], &query),
    })
}

impl Call<'_> {
    /// Goes on with the request in the query, if it is one to go on with.
    fn go_on(&self, go_on: impl FnOnce(&AuthorizationRequest) -> Response) -> Response {
        match AuthorizationRequest::read(self.shared, &Parameters::parse(self.query)) {
            Ok(request) => match Refusal::on_purpose(self.shared, self.asked) {
                None => go_on(&request),
                Some(refusal) => request.back.with_error(self.shared, self.asked, &refusal),
            },
            Err(Unacceptable::Person(refusal)) => pages::refused(self.shared, &refusal),
            Err(Unacceptable::Client(back, refusal)) => back.with_error(self.shared, self.asked, &refusal),
        }
    }

    fn next(&self, request: &AuthorizationRequest, known: Known<'_>, session: &str) -> Response {
        let consented = |person: &Person| {
            lock(&self.shared.memory).consents.contains(&(request.client.id.clone(), person.object_id))
        };
        match decide(request, known, consented) {
            Next::SignIn => {
                pages::sign_in(self.shared, request, &cookie::accounts(self.shared, self.headers), self.query)
            }
            Next::Consent(person) => pages::consent(self.shared, request, person, self.query),
            Next::Refuse(refusal) => request.back.with_error(self.shared, self.asked, &refusal),
            Next::Finish(person) => self.finish(request, person, session),
        }
    }

    fn finish(&self, request: &AuthorizationRequest, person: &'static Person, session: &str) -> Response {
        let code = format!("1.{}", random::text::<96>());
        let grant = Grant {
            number: random::guid(),
            client_id: request.client.id.clone(),
            person,
            scope: request.scope.clone(),
            session: session_state(session),
        };
        let sid = grant.session.clone();
        let handed_out = Code {
            grant,
            redirect_uri: request.back.redirect_uri.clone(),
            challenge: request.challenge.clone(),
            nonce: request.nonce.clone(),
            expires: self.shared.now() + CODE_LIFETIME,
            redeemed: false,
        };
        lock(&self.shared.memory).codes.insert(code.clone(), handed_out);
        self.shared.issue(&code);
        request.back.with_code(self.shared, self.asked, &code, &sid)
    }
}

/// The session's public name: the cookie itself stays between browser and Authority.
fn session_state(session: &str) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    use sha2::{Digest as _, Sha256};
    URL_SAFE_NO_PAD.encode(&Sha256::digest(session)[..16])
}
