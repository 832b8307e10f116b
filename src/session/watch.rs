//! Looking after the session while the page is open: its token is renewed ahead of time, and the user learns in time when
//! it ends.

use super::live::{Cause, Live};
use crate::browser::{clock, window};
use crate::portal::Portal;
use futures_util::future::select;
use leptos::prelude::{GetUntracked as _, Set as _};
use std::pin::pin;
use std::time::Duration;

/// How long before the end of the session the user is told of it, at most.
const NOTICE: Duration = Duration::from_secs(900);
/// The longest time without a look at the clock: timers stand still while a computer sleeps.
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// Looks after `live` until this is dropped. A page that nobody sees rests: whoever comes back to it finds a token that
/// is renewed at once or at the next request.
pub async fn watch(portal: Portal, live: Live) {
    let mut has_left = false;
    loop {
        let now = clock::unix_time();
        tell_end(&portal, &live);
        if window::is_visible() && window::is_online() {
            if live.now().is_due(now) && live.can_renew(now) {
                let _ = live.renew(None).await;
                tell_end(&portal, &live);
            }
            let is_over = !live.now().is_valid(clock::unix_time());
            if let Some(with) = live.spent().filter(|_| is_over && !has_left) {
                has_left = true;
                portal.tell(portal.sign_in_by_itself(with, Cause::Ended).await);
            }
        }
        select(pin!(window::stir()), pin!(clock::wait(pause(&live)))).await;
    }
}

/// How long nothing is going to happen by itself.
fn pause(live: &Live) -> Duration {
    let now = clock::unix_time();
    let (renew_at, expires_at) = (live.now().renew_at, live.now().expires_at);
    let next = [renew_at, expires_at].into_iter().filter(|at| *at > now).map(|at| at.distance(now)).min();
    // Twice a second at most, whatever the Authority says about its tokens.
    next.unwrap_or(LONGEST_PAUSE).clamp(Duration::from_millis(500), LONGEST_PAUSE)
}

/// Tells the user when the session ends, once that is near.
fn tell_end(portal: &Portal, live: &Live) {
    let now = clock::unix_time();
    let session = live.now();
    // A quarter of a session's life is early enough for one that is short.
    let notice = NOTICE.min(session.expires_at.distance(session.obtained_at) / 4);
    // What the companion hands out does not end, and says nothing about whoever signed in.
    if session.person().is_none() {
        return;
    }
    let end = session.ends_at().filter(|end| *end > now && end.distance(now) <= notice);
    if portal.ends_at.get_untracked() != end {
        portal.ends_at.set(end);
    }
}
