//! Leaving for the Authority: to sign in, because the user wants it or because it cannot go on without, and to sign out.

use crate::browser::{clock, location, window};
use crate::drafts;
use crate::places;
use crate::portal::{Portal, Stage};
use crate::problem::{Action, Problem};
use crate::session::client::client;
use crate::session::live::Cause;
use crate::session::sign_in::{Way, leave};
use crate::session::{attempts, sign_out as ending, store};
use crate::unfinished;
use authority::SignIn;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;

/// Leaves for the Authority because the user wants to, to come back to the present address. Where there is a page, it
/// stays until the browser has left. Where nobody signs in, the connection is opened.
pub fn sign_in(portal: Portal, with: SignIn) -> LocalBoxFuture<'static, ()> {
    if !super::signs_in(&portal) {
        return super::open(portal);
    }
    Box::pin(async move {
        if !matches!(portal.stage.get_untracked(), Stage::Ready(_)) {
            portal.stage.set(Stage::Busy("Going to the sign-in page"));
        }
        let problem = go(&portal, with, Cause::Ended).await;
        portal.tell(problem);
    })
}

/// Leaves for the Authority because it cannot go on without: three times a minute at most, lest a portal and an Authority
/// that disagree send the user round in circles. Completes only if that came to nothing.
pub fn sign_in_by_itself(portal: Portal, with: SignIn, cause: Cause) -> LocalBoxFuture<'static, Problem> {
    Box::pin(async move {
        window::online().await;
        let Some(connection) = portal.connection() else { return no_connection() };
        if !attempts::may_redirect(&connection.name, clock::unix_time()) {
            return Problem::new(
                "Signing in did not work three times in a minute.",
                "Wait a moment, then try again. If it stays so, tell whoever looks after this portal.",
            )
            .with(Action::SignIn(with));
        }
        if unfinished::is_any() {
            return Problem::new(
                "You have to sign in again to go on.",
                "See what is left here first: signing in leads away from it.",
            )
            .with(Action::SignIn(with));
        }
        go(&portal, with, cause).await
    })
}

async fn go(portal: &Portal, with: SignIn, cause: Cause) -> Problem {
    let Some(connection) = portal.connection() else { return no_connection() };
    let base = portal.router.base().to_owned();
    let return_to = portal.router.located_now().write(&base);
    portal.trouble.set(None);
    portal.is_leaving.set(true);
    drafts::hold(true);
    let after_refusal = cause == Cause::Refused;
    let problem = leave(Way { connection, base, return_to, with, after_refusal }).await;
    portal.is_leaving.set(false);
    drafts::hold(false);
    problem
}

fn no_connection() -> Problem {
    Problem::new("There is no connection to sign in to.", "Choose one.").with(Action::Reload)
}

/// Ends the session here, in this tab and its duplicates, and then at the Authority.
pub fn sign_out(portal: &Portal) {
    let person = portal.access.get_untracked().and_then(|access| access.person);
    let (Some(connection), Some(live)) = (portal.connection(), person) else { return };
    let client = client(&connection.mode, &location::origin(), portal.router.base()).ok();
    let way = client.and_then(|client| Some((ending::address(&client, &live.now())?, client.authority)));
    store::forget(&connection.name);
    live.say_signed_out();
    end_here(portal);
    let Some((address, authority)) = way else { return };
    let told = portal.clone();
    portal.run(async move {
        if ending::leave(authority, address).await {
            told.stage.set(Stage::SignedOut { only_here: true });
        }
    });
}

/// The page goes: nothing of the company's stays on the screen of somebody who is signed out.
pub fn end_here(portal: &Portal) {
    portal.use_access(None);
    portal.notice.set(None);
    portal.trouble.set(None);
    portal.finding.set(false);
    places::forget_visits();
    portal.stage.set(Stage::SignedOut { only_here: false });
    portal.router.replace_path(portal.router.base());
}
