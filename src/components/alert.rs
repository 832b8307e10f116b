//! The one view that turns a failure into what the user can do.

use crate::problem::{Action, Problem};
use leptos::prelude::*;

/// Carries out the actions of problems that lead away from the page; the shell provides it.
#[derive(Clone, Copy)]
pub struct Perform(pub Callback<Action>);

/// What happened, what to do about it, the button that does it, and facts to copy for support.
#[component]
pub fn Alert(
    /// What happened.
    problem: Problem,
    /// Tries the same again; without it, an [`Action::Retry`] loads the page anew.
    #[prop(optional_no_strip, into)]
    on_retry: Option<Callback<()>>,
) -> impl IntoView {
    let Problem { title, remedy, action, details } = problem;
    let perform = use_context::<Perform>();
    let button = action.map(|action| {
        let act = {
            let action = action.clone();
            move |_| match (&action, on_retry) {
                (Action::Retry, Some(retry)) => retry.run(()),
                _ => {
                    if let Some(Perform(perform)) = perform {
                        perform.run(action.clone());
                    }
                }
            }
        };
        view! { <button type="button" class="primary" on:click=act>{label(&action)}</button> }
    });
    let details = (!details.is_empty()).then(|| {
        let facts =
            details.into_iter().map(|(name, value)| view! { <dt>{name}</dt><dd>{value}</dd> }).collect_view();
        view! {
            <details>
                <summary>"Details for support"</summary>
                <dl>{facts}</dl>
            </details>
        }
    });
    view! {
        <div class="alert" role="alert">
            <p class="what">{title}</p>
            <p>{remedy}</p>
            {button}
            {details}
        </div>
    }
    .into_any()
}

fn label(action: &Action) -> &'static str {
    match action {
        Action::Retry => "Retry",
        Action::SignIn(_) => "Sign in",
        Action::Open { label, .. } => label,
        Action::Reload => "Reload",
    }
}
