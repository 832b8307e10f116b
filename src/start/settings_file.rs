//! `portal.json`, fetched.

use crate::browser::{clock, fetch, location};
use crate::problem::{Action, Problem};
use origin::Origin;
use settings::{Mistake, Settings};
use std::time::Duration;

/// A clock that is further off than this makes tokens look expired or not yet valid.
const CLOCK_TOLERANCE: Duration = Duration::from_secs(300);

/// The settings beside the portal at `base`.
///
/// # Errors
/// A [`Problem`] when they are missing or wrong, or when this computer's clock differs from the host's by more than
/// five minutes.
pub(super) async fn read(base: &str) -> Result<Settings, Problem> {
    let (settings, answered_at) = look(base).await;
    let settings = settings?;
    match answered_at.and_then(|there| clock_problem(clock::now(), there)) {
        Some(problem) => Err(problem),
        None => Ok(settings),
    }
}

/// The settings beside the portal at `base`, or what is wrong with them; and when the host says it answered, in seconds
/// since 1970, where it says so.
pub async fn look(base: &str) -> (Result<Settings, Problem>, Option<u64>) {
    let url = format!("{}{base}portal.json", location::origin());
    let missing =
        |fault: String, remedy: &str| Problem::from_mistakes(&[Mistake::new("portal.json", fault, remedy)]);
    let unreachable = || {
        Problem::new(
            "The portal's settings could not be read: its host did not answer.",
            "Try again in a moment.",
        )
        .with(Action::Reload)
    };
    let Ok(origin) = Origin::of(&url) else { return (Err(unreachable()), None) };
    let outgoing = fetch::Outgoing::get(&url, Vec::new(), Duration::from_secs(15));
    let Ok(answer) = fetch::fetch(outgoing, &origin).await else { return (Err(unreachable()), None) };
    let looks_like_a_page = answer.body.trim_start().starts_with('<');
    let settings = match answer.status {
        200 if !looks_like_a_page => {
            Settings::read(&answer.body).map_err(|mistakes| Problem::from_mistakes(&mistakes))
        }
        // A host that answers every missing file with the portal itself has no settings either.
        200 | 404 => {
            let remedy = "Copy portal.example.json to portal.json beside index.html and fill it in.";
            Err(missing("is missing".to_owned(), remedy))
        }
        status => {
            let fault = format!("could not be read: the host answered {status}");
            Err(missing(fault, "Let the host serve it."))
        }
    };
    (settings, answer.answered_at)
}

/// What is wrong with this computer's clock, which says `here` where the host says `there`, in seconds since 1970.
#[must_use]
pub fn clock_problem(here: u64, there: u64) -> Option<Problem> {
    let difference = here.abs_diff(there);
    if difference <= CLOCK_TOLERANCE.as_secs() {
        return None;
    }
    let direction = if here > there { "ahead" } else { "behind" };
    let minutes = difference / 60;
    Some(
        Problem::new(
            format!(
                "This computer's clock is {minutes} minutes {direction}, so you cannot be signed in safely."
            ),
            "Set date and time in the computer's settings, then reload.",
        )
        .with(Action::Reload),
    )
}

#[cfg(test)]
mod tests {
    use super::clock_problem;

    #[test]
    fn a_clock_may_be_five_minutes_off() {
        assert_eq!(clock_problem(1_000, 1_300), None);
        assert_eq!(clock_problem(1_300, 1_000), None);
        let behind = clock_problem(1_000, 8_200).unwrap();
        assert!(behind.title.contains("120 minutes behind"), "{}", behind.title);
        let ahead = clock_problem(1_361, 1_000).unwrap();
        assert!(ahead.title.contains("6 minutes ahead"), "{}", ahead.title);
    }
}
