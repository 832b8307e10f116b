//! The screens with one thing to do.

use crate::browser::storage::{self, Store};
use crate::portal::{Portal, Stage};
use crate::start;
use leptos::{html, prelude::*, task::spawn_local};

/// Something ends by itself; the same frame as the static shell, so that nothing jumps.
#[component]
pub fn Busy(
    /// What is going on.
    what: &'static str,
) -> impl IntoView {
    view! {
        <div class="launcher" aria-busy="true">
            <p role="status" class="progress">{what} " …"</p>
            <span class="skeleton-bar"></span>
            <span class="skeleton-bar"></span>
            <span class="skeleton-bar"></span>
        </div>
    }
}

/// The user signed out, or has not signed in yet.
#[component]
pub fn SignedOut() -> impl IntoView {
    let portal: Portal = expect_context();
    let sign_in = move |_| spawn_local(start::sign_in(portal.clone(), authority::SignIn::default()));
    view! {
        <div class="notice">
            <h1>"You are signed out"</h1>
            <p>"Nothing of your session is left in this tab."</p>
            <button type="button" class="primary" on:click=sign_in>"Sign in"</button>
        </div>
    }
}

/// Several connections: which one?
#[component]
pub fn ChooseConnection() -> impl IntoView {
    let portal: Portal = expect_context();
    let settings = portal.settings();
    let names =
        settings.iter().flat_map(|settings| &settings.connections).map(|connection| connection.name.clone());
    let buttons = names
        .map(|name| {
            let (portal, label) = (portal.clone(), name.clone());
            let choose = move |_| {
                start::choose(&portal, &name);
                spawn_local(start::open(portal.clone()));
            };
            view! { <li><button type="button" on:click=choose>{label}</button></li> }
        })
        .collect_view();
    view! {
        <div class="notice">
            <h1>"Where do you want to work?"</h1>
            <ul class="choices">{buttons}</ul>
        </div>
    }
}

/// The service does not tell which environments there are, so the user types the name.
#[component]
pub fn NameEnvironment() -> impl IntoView {
    let portal: Portal = expect_context();
    let field = NodeRef::<html::Input>::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = field.get_untracked().map(|field| field.value().trim().to_owned()).unwrap_or_default();
        if let Some(connection) = portal.connection().filter(|_| !name.is_empty()) {
            let _ = storage::set(Store::Browser, &start::remembered_environment(&connection), &name);
            portal.stage.set(Stage::Busy("Opening Business Central"));
            spawn_local(start::open(portal.clone()));
        }
    };
    view! {
        <form class="notice" aria-label="Environment" on:submit=submit>
            <h1>"Which environment?"</h1>
            <p>"Business Central does not tell which environments there are. Type the name of yours, such as Production."</p>
            <label>"Environment" <input type="text" required node_ref=field autocomplete="off" spellcheck="false"/></label>
            <button type="submit" class="primary">"Open"</button>
        </form>
    }
}

/// No such page.
#[component]
pub fn NotFound() -> impl IntoView {
    let portal: Portal = expect_context();
    view! {
        <div class="notice">
            <h1>"There is no such page"</h1>
            <p>"The address may be mistyped, or of another version of this portal."</p>
            <a class="button" href=portal.router.base().to_owned()>"Go to the start"</a>
        </div>
    }
}
