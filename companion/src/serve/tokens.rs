//! `POST /token`: the token itself, where the settings say so.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use json::{Object, Value};

use super::answer;
use crate::Refusal;
use crate::app::App;
use crate::failure::Failure;
use crate::refusal::Kind;
use crate::settings::Grant;
use crate::token::Token;

/// The contract's three members. `Cache-Control: no-store` is on every answer.
pub(super) async fn answer(State(app): State<Arc<App>>) -> Response {
    let response = match token(&app).await {
        Ok(token) => {
            let mut body = Object::default();
            body.set("access_token", token.secret.expose());
            body.set("token_type", "Bearer");
            let left = token.ends.saturating_sub(app.clock.now()).as_secs();
            body.set("expires_in", Value::Number(left.to_string().into()));
            let mut response = answer::json(StatusCode::OK, body);
            let noted = answer::Noted { principal: Some(token.principal), ..answer::Noted::default() };
            response.extensions_mut().insert(noted);
            response
        }
        Err(failure) => answer::failure(&failure),
    };
    answer::about(response, "token")
}

async fn token(app: &Arc<App>) -> Result<Token, Failure> {
    if app.settings.grant != Grant::Token {
        return Err(Refusal::new(Kind::NotHere, "no tokens are handed out").into());
    }
    app.token_for(0).await
}
