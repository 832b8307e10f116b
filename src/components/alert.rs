//! The one view that turns a failure into what the user can do.

use crate::browser::element::Element;
use crate::components::copies::copies;
use crate::components::facts::facts;
use crate::problem::{Action, Problem};
use crate::view::element;
use leptos::prelude::{Callable, Callback, use_context};

/// Carries out the actions of problems that lead away from the page; the shell provides it.
#[derive(Clone, Copy)]
pub struct Perform(pub Callback<Action>);

/// What happened, what to do about it, the button that does it, and facts to copy for support. `on_retry` tries the
/// same again; without it, an [`Action::Retry`] loads the page anew.
#[must_use]
pub fn alert(problem: Problem, on_retry: Option<Callback<()>>) -> Element {
    let Problem { title, remedy, action, details, .. } = problem;
    let perform = use_context::<Perform>();
    let button = action.map(|action| {
        let label = label(&action);
        let button = element("button").attribute("type", "button").class("primary").text(label);
        button.on("click", move |_| match (&action, on_retry, perform) {
            (Action::Retry, Some(retry), _) => retry.run(()),
            (_, _, Some(Perform(perform))) => perform.run(action.clone()),
            _ => {}
        })
    });
    let details = (!details.is_empty()).then(|| {
        element("details")
            .child(element("summary").text("Details for support"))
            .child(facts(&details))
            .child(copy_button(&title, details))
    });
    element("div")
        .class("alert")
        .attribute("role", "alert")
        .child(element("p").class("what").text(&title))
        .child(element("p").text(&remedy))
        .children(button)
        .children(details)
}

/// Copies what happened and the facts, a line each.
fn copy_button(title: &str, details: Vec<(&'static str, String)>) -> Element {
    let lines = details.into_iter().map(|(name, value)| format!("{name}: {value}"));
    let text = [title.to_owned()].into_iter().chain(lines).collect::<Vec<_>>().join("\n");
    copies("Copy", move || text.clone())
}

fn label(action: &Action) -> &'static str {
    match action {
        Action::Retry => "Retry",
        Action::SignIn(_) => "Sign in",
        Action::Open { label, .. } => label,
        Action::Reload => "Reload",
    }
}
