//! The challenge for other claims (Microsoft's Continuous Access Evaluation, "claims challenge"; RFC 6750 §3 gives the
//! header its form).

use axum::http::{HeaderValue, header};
use axum::response::Response;
use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::faults::{Asked, Effect};
use crate::shared::State;

/// The answer to a request that a fault wants challenged.
pub(super) fn on_purpose(state: &State, asked: &Asked) -> Option<Response> {
    let wanted = state.traffic.faults.take(asked, |effect| match effect {
        Effect::Challenge { claims, readable } => Some((claims.clone(), *readable)),
        _ => None,
    });
    let (claims, readable) = wanted.into_iter().next()?;
    let mut response = super::unauthorized(&format!(
        "Bearer realm=\"\", authorization_uri=\"{}/{}/oauth2/v2.0/authorize\", error=\"insufficient_claims\", \
         claims=\"{}\"",
        state.authority,
        state.config.tenant,
        STANDARD.encode(claims),
    ));
    if readable {
        let exposed = HeaderValue::from_static("WWW-Authenticate");
        response.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    Some(response)
}
