//! `GET /health`: how things stand.

use std::sync::Arc;

use axum::extract;
use axum::response::Response;
use http::StatusCode;
use json::Object;

use super::answer;
use crate::app::App;
use crate::token::State;

/// The state of the whole and the reason: `ok`; `degraded` while every call is answered, but a token could not be renewed or
/// one of several principals gets none; `refused` when no principal gets a token.
#[must_use]
pub fn health(states: &[State]) -> (&'static str, Option<&'static str>) {
    let trouble = states.iter().find_map(|state| match state {
        State::Ok => None,
        State::Degraded(fault) | State::Failing(fault) => Some(fault.code()),
    });
    match trouble {
        None => ("ok", None),
        Some(reason) if states.iter().all(|state| matches!(state, State::Failing(_))) => {
            ("refused", Some(reason))
        }
        Some(reason) => ("degraded", Some(reason)),
    }
}

/// 200, or 503 when nobody can be served.
pub(super) async fn answer(extract::State(app): extract::State<Arc<App>>) -> Response {
    let (state, reason) = health(&app.states());
    let mut body = Object::default();
    body.set("state", state);
    body.set_some("reason", reason);
    let status = if state == "refused" { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    answer::about(answer::json(status, body), "health")
}

#[cfg(test)]
mod tests {
    use super::health;
    use crate::token::{Fault, State};

    #[test]
    fn the_whole_is_as_well_as_its_calls() {
        let (degraded, failing) = (State::Degraded(Fault::Unreachable), State::Failing(Fault::Unreachable));
        let reason = Some("authority_unreachable");
        for (states, expected) in [
            (vec![State::Ok], ("ok", None)),
            (vec![degraded.clone()], ("degraded", reason)),
            (vec![failing.clone()], ("refused", reason)),
            (vec![State::Ok, failing.clone()], ("degraded", reason)),
            (vec![degraded, failing.clone()], ("degraded", reason)),
            (vec![failing.clone(), failing], ("refused", reason)),
        ] {
            assert_eq!(health(&states), expected, "{states:?}");
        }
    }
}
