//! Error answers of the Authority, and what to do about each.

use crate::asked::Asked;
use crate::{Decision, Details, Error, MAX_BODY, Prompt, Response, SignIn, challenge, guidance, members};
use json::{Object, Value};
use std::time::Duration;

/// Entra asks for this much when it throttles; across origins its Retry-After can't be read.
const THROTTLED: Duration = Duration::from_secs(60);
/// After a passing fault.
const BUSY: Duration = Duration::from_secs(5);
/// No Retry-After is believed beyond this.
const LONGEST: Duration = Duration::from_secs(3600);

/// Which question was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Discovery,
    Keys,
    Authorize,
    Redeem,
    Refresh,
}

/// An error answer, reduced to what decides and what may be shown.
pub(crate) struct Refusal {
    status: Option<u16>,
    retry_after: Option<Duration>,
    details: Details,
    claims: Option<String>,
}

impl Refusal {
    /// Reads the error answer of an endpoint (RFC 6749 §5.2), whatever its body is (checklist rules 23 and
    /// 24).
    pub(crate) fn of_response(response: &Response<'_>) -> Self {
        let body = Some(response.body).filter(|body| body.len() <= MAX_BODY);
        let object = body.and_then(members::object).unwrap_or_default();
        let number = object.list("error_codes").first().and_then(Value::as_integer);
        let mut refusal = Self::of_members(|name| members::text(&object, name));
        if let Some(number) = number.and_then(|number| u32::try_from(number).ok()) {
            refusal.details.aadsts = Some(number);
        }
        // A claims request comes as a text that holds JSON, or as JSON itself.
        if let Some(claims) = object.related("claims") {
            refusal.claims = Some(claims.to_string()).filter(|text| challenge::is_request(text));
        }
        Self { status: Some(response.status), retry_after: response.retry_after, ..refusal }
    }

    /// Reads the error answer that came with the person's return (RFC 6749 §4.1.2.1).
    pub(crate) fn of_members<'a>(member: impl Fn(&str) -> Option<&'a str>) -> Self {
        let description = member("error_description").unwrap_or_default();
        let short = |text: &str, allowed: fn(char) -> bool| {
            (text.len() <= 64 && text.chars().all(allowed)).then(|| text.to_owned())
        };
        let is_code = |symbol: char| symbol.is_ascii_lowercase() || symbol == '_';
        let is_id = |symbol: char| symbol.is_ascii_hexdigit() || symbol == '-';
        let is_time = |symbol: char| symbol.is_ascii_digit() || " -:.TZ".contains(symbol);
        let named = |name: &str, label| member(name).or_else(|| labelled(description, label));
        Self {
            status: None,
            retry_after: None,
            details: Details {
                code: member("error").and_then(|text| short(text, is_code)),
                suberror: member("suberror").and_then(|text| short(text, is_code)),
                aadsts: aadsts(description),
                correlation_id: named("correlation_id", "Correlation ID: ")
                    .and_then(|text| short(text, is_id)),
                timestamp: named("timestamp", "Timestamp: ").and_then(|text| short(text.trim(), is_time)),
            },
            claims: member("claims").filter(|text| challenge::is_request(text)).map(str::to_owned),
        }
    }

    /// The error to report.
    pub(crate) fn into_error(self, step: Step, asked: Option<&Asked>) -> Error {
        let decision = match (self.decide(step, asked), step) {
            // Nobody has to sign in for what everybody may read.
            (decision, Step::Discovery) if decision.asks_a_person() => Decision::FixSetup,
            (decision, Step::Keys) if decision.asks_a_person() => Decision::Defect,
            (decision, _) => decision,
        };
        let what = self.details.aadsts.and_then(|aadsts| guidance::of_number(aadsts, step));
        let what =
            what.unwrap_or_else(|| guidance::of_decision(&decision, step, self.details.code.as_deref()));
        Error::new(decision, what).with_details(self.details)
    }

    fn decide(&self, step: Step, asked: Option<&Asked>) -> Decision {
        let again = |prompt| {
            Decision::SignInAgain(SignIn { prompt, claims: self.claims.clone(), ..SignIn::default() })
        };
        let later =
            |default: Duration| Decision::RetryAfter(self.retry_after.unwrap_or(default).min(LONGEST));
        match self.status {
            Some(429) => return later(THROTTLED),
            Some(408 | 500..) => return later(BUSY),
            _ => {}
        }
        let consent_required =
            || asked.and_then(Asked::consent_refused).unwrap_or_else(|| again(Some(Prompt::Consent)));
        match (self.details.code.as_deref(), self.details.suberror.as_deref()) {
            (Some("temporarily_unavailable" | "server_error"), _) => later(BUSY),
            (Some("consent_required"), _) => consent_required(),
            (Some("invalid_grant" | "interaction_required"), Some("consent_required")) => consent_required(),
            (Some("account_selection_required"), _) => Decision::ChooseAccount,
            // Whoever has just been asked in person and still gets this has an account that won't do.
            (Some("interaction_required"), _) if step == Step::Authorize && self.claims.is_none() => {
                Decision::ChooseAccount
            }
            (Some("login_required"), _) if step == Step::Authorize => again(Some(Prompt::Login)),
            (
                Some(
                    "invalid_grant"
                    | "interaction_required"
                    | "login_required"
                    | "bad_token"
                    | "ui_not_allowed"
                    | "interrupted_user",
                ),
                _,
            ) => again(None),
            (Some("access_denied"), _) => Decision::Denied,
            (Some("invalid_request"), _) if asked.is_some_and(Asked::to_select_account) => {
                again(Some(Prompt::Login))
            }
            (
                Some(
                    "invalid_request"
                    | "unauthorized_client"
                    | "invalid_client"
                    | "invalid_scope"
                    | "invalid_resource"
                    | "invalid_target"
                    | "unsupported_response_type"
                    | "unsupported_grant_type"
                    | "invalid_tenant",
                ),
                _,
            ) => Decision::FixSetup,
            _ if step == Step::Discovery || matches!(self.status, Some(404 | 405 | 410)) => {
                Decision::FixSetup
            }
            _ => Decision::Defect,
        }
    }
}

/// A `200` whose body is not the JSON object it should be (checklist rule 23).
pub(crate) fn unreadable(response: &Response<'_>, step: Step) -> Error {
    let is_page = response.body.trim_start().starts_with('<')
        || response.content_type.is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    let decision = match step {
        Step::Discovery if is_page => Decision::FixSetup,
        _ if response.status != 200 || response.body.len() > MAX_BODY => Decision::Defect,
        _ => Decision::RetryAfter(BUSY),
    };
    Error::new(decision, guidance::of_unreadable(is_page, step))
}

/// The object that a successful answer holds.
///
/// # Errors
/// What [`Refusal`] or [`unreadable`] makes of any other answer.
pub(crate) fn object(response: &Response<'_>, step: Step, asked: Option<&Asked>) -> Result<Object, Error> {
    if !(200..400).contains(&response.status) {
        return Err(Refusal::of_response(response).into_error(step, asked));
    }
    let body = Some(response.body).filter(|body| response.status == 200 && body.len() <= MAX_BODY);
    let object = body.and_then(members::object).ok_or_else(|| unreadable(response, step))?;
    // Some answer a token request with an error and 200, against RFC 6749 §5.2.
    if matches!(step, Step::Redeem | Step::Refresh) && members::text(&object, "error").is_some() {
        return Err(Refusal::of_response(response).into_error(step, asked));
    }
    Ok(object)
}

/// The number in `AADSTS65001: The user or administrator has not consented …`.
fn aadsts(description: &str) -> Option<u32> {
    let (_, rest) = description.split_once("AADSTS")?;
    let end = rest.find(|symbol: char| !symbol.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// What stands behind `label` in Entra's descriptions, up to the next label or the end of the line.
fn labelled<'a>(description: &'a str, label: &str) -> Option<&'a str> {
    let (_, rest) = description.split_once(label)?;
    let is_timestamp = label.starts_with("Timestamp");
    rest.split(|symbol: char| symbol.is_control() || (!is_timestamp && symbol == ' ')).next()
}
