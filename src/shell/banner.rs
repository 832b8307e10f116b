//! What the user should know while the page stays as it is: one line at a time, the most important first.

use super::account::extend;
use crate::browser::{element::Element, intl};
use crate::components::alert::alert;
use crate::portal::{Portal, Stage};
use crate::view::element;
use business_central::Why;
use leptos::prelude::{Get, Set};

/// The line, and the button that belongs to it.
#[must_use]
pub fn banner(portal: &Portal) -> Element {
    let (told, offered) = (portal.clone(), portal.clone());
    let line = element("p").attribute("role", "status").live_text(move || line(&told));
    element("div").class("banner").child(line).optional(move || {
        let is_end = offered.ends_at.get().is_some() && offered.online.get() && !offered.is_leaving.get();
        let person = offered.access.get().filter(|_| is_end)?.person?;
        Some(extend(&offered, &person))
    })
}

fn line(portal: &Portal) -> String {
    if !portal.online.get() {
        "This device is offline. Nothing is lost; it goes on by itself once the network is back.".to_owned()
    } else if let Some(pause) = pause(portal) {
        pause
    } else if portal.is_leaving.get() {
        "Going to the sign-in page …".to_owned()
    } else if let Some(end) = portal.ends_at.get() {
        format!("You are signed in until {}.", intl::time(end.seconds()))
    } else {
        portal.notice.get().unwrap_or_default().to_owned()
    }
}

/// A short pause is not worth a line.
const TOLD: u64 = 2;

fn pause(portal: &Portal) -> Option<String> {
    let Stage::Ready(workspace) = portal.stage.get() else { return None };
    let (pause, left) = workspace.pause()?;
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    let whose = match pause.why {
        Why::Asked => "Business Central asks for a pause",
        Why::Budget => "Business Central allows so many requests in five minutes",
    };
    (left.as_secs() >= TOLD).then(|| format!("{whose}: going on in {seconds} s."))
}

/// What went wrong beside the page, until the user has seen it.
#[must_use]
pub fn trouble(portal: &Portal) -> Element {
    let portal = portal.clone();
    element("div").class("trouble").optional(move || {
        let problem = portal.trouble.get()?;
        let seen = portal.trouble.clone();
        let close = element("button").attribute("type", "button").text("Close");
        Some(alert(problem, None).child(close.on("click", move |_| seen.set(None))))
    })
}
