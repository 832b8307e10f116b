//! The Authority's pages: plain HTML forms that work with a keyboard, a screen reader and without JavaScript.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::refusal::{Refusal, Tracing};
use super::request::{AuthorizationRequest, Prompt};
use crate::cors::origin_of;
use crate::people::{PEOPLE, Person};
use crate::shared::State;

const STYLE: &str = include_str!("pages.css");

/// The list of accounts to pick from: the one hinted at first, then those signed in.
pub(super) fn sign_in(
    state: &State,
    request: &AuthorizationRequest,
    signed_in: &[&'static Person],
    query: &str,
) -> Response {
    let hinted = request.login_hint.as_deref().and_then(Person::by_hint);
    let mut people: Vec<&Person> = PEOPLE.iter().collect();
    people.sort_by_key(|person| (hinted != Some(person), !signed_in.contains(person)));
    let buttons: String = people
        .into_iter()
        .map(|person| {
            let (id, name, user_name) = (escape(person.object_id), escape(person.name), escape(person.user_name));
            let note = if signed_in.contains(&person) { " <small>Signed in</small>" } else { "" };
            let focus = if hinted == Some(person) { " autofocus" } else { "" };
            format!(
                "<li><button name=\"person\" value=\"{id}\"{focus}>{name} <span>{user_name}</span>{note}</button></li>"
            )
        })
        .collect();
    let heading = if request.prompt == Some(Prompt::SelectAccount) { "Pick an account" } else { "Sign in" };
    let body = format!(
        "<p>to continue to {}</p>\n<form method=\"post\" action=\"{}\">\n<ul>{buttons}</ul>\n</form>\n\
         <p class=\"note\">A sandbox: these people are made up, and there are no passwords.</p>",
        escape(&request.client.name),
        action(state, query),
    );
    page(StatusCode::OK, heading, &body, origin_of(&request.back.redirect_uri))
}

/// The question whether the application may.
pub(super) fn consent(
    state: &State,
    request: &AuthorizationRequest,
    person: &Person,
    query: &str,
) -> Response {
    let mut wishes = vec![match &request.scope.audience {
        Some(api) if *api != state.service => format!("Use the application {} as you", escape(api)),
        _ => format!("Use Business Central as you ({})", escape(&state.service)),
    }];
    if request.scope.profile() {
        wishes.push("See your name and sign-in name".to_owned());
    }
    if request.scope.offline() {
        wishes.push("Keep this access for 24 hours without asking again".to_owned());
    }
    let wishes: String = wishes.iter().map(|wish| format!("<li>{wish}</li>")).collect();
    let body = format!(
        "<p><strong>{}</strong> would like to:</p>\n<ul class=\"wishes\">{wishes}</ul>\n<p>Signed in as {}</p>\n\
         <form method=\"post\" action=\"{}\">\n<input type=\"hidden\" name=\"person\" value=\"{}\">\n\
         <p class=\"choice\"><button name=\"consent\" value=\"cancel\">Cancel</button>\n\
         <button name=\"consent\" value=\"accept\" class=\"primary\">Accept</button></p>\n</form>",
        escape(&request.client.name),
        escape(person.user_name),
        action(state, query),
        escape(person.object_id),
    );
    page(StatusCode::OK, "Permissions requested", &body, origin_of(&request.back.redirect_uri))
}

/// An error that only the person can be told.
pub(super) fn refused(state: &State, refusal: &Refusal) -> Response {
    let Tracing { trace, correlation, at } = Tracing::new(state, None);
    let body = format!(
        "<p role=\"alert\">{}</p>\n<p class=\"note\">Trace ID: {trace}<br>Correlation ID: {}<br>Timestamp: {at}</p>",
        escape(&refusal.headline()),
        escape(&correlation),
    );
    page(StatusCode::BAD_REQUEST, "Sorry, signing in did not work", &body, None)
}

/// The end of a session, where no address to go on to was given.
pub(super) fn signed_out() -> Response {
    page(StatusCode::OK, "You are signed out", "<p>You may close this window.</p>", None)
}

fn action(state: &State, query: &str) -> String {
    escape(&format!("/{}/oauth2/v2.0/authorize?{query}", state.config.tenant))
}

/// A page under a policy of its own. `leads_to` is the origin that its form ends up at: Chromium applies
/// `form-action` to the redirects after a form as well.
fn page(status: StatusCode, heading: &str, body: &str, leads_to: Option<&str>) -> Response {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{heading} · Sandbox Authority</title>\n<link rel=\"icon\" href=\"data:,\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{heading}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    );
    let style = STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; \
         form-action 'self' {}; frame-ancestors 'none'",
        leads_to.unwrap_or_default(),
    );
    let text = |value: &str| HeaderValue::from_str(value).unwrap_or_else(|_| HeaderValue::from_static(""));
    let headers = [
        (header::CONTENT_SECURITY_POLICY, text(&policy)),
        (header::CACHE_CONTROL, text("no-store")),
        (header::REFERRER_POLICY, text("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, text("nosniff")),
    ];
    (status, headers, [("cross-origin-opener-policy", "same-origin")], Html(html)).into_response()
}

/// Text as HTML shows it, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("<a href='x'>\"&"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
    }
}
