//! The title bar: whose portal this is, where one is in it, and who one is.

use super::place::Place;
use crate::portal::{Portal, Stage};
use crate::start;
use leptos::prelude::*;

/// The title bar. It always names environment and company: nobody changes the wrong books.
#[component]
pub fn TitleBar() -> impl IntoView {
    let portal: Portal = expect_context();
    let base = portal.router.base().to_owned();
    let settings = portal.settings.clone();
    let product = move || {
        let settings = settings.get();
        let title = settings.as_ref().map_or_else(|| "Portico".to_owned(), |settings| settings.title.clone());
        let logo = settings.and_then(|settings| settings.logo.clone());
        // A relative path is one beside portal.json, wherever below it the page is.
        let logo = logo.map(|logo| if logo.starts_with('/') { logo } else { format!("{base}{logo}") });
        view! {
            <a class="product" href=base.clone()>
                {logo.map(|logo| view! { <img src=logo alt=""/> })}
                {title}
            </a>
        }
    };
    view! {
        <header class="title-bar">
            {product}
            {move || {
                let Stage::Ready(workspace) = portal.stage.get() else { return None };
                let identity = &workspace.session().identity;
                let person = identity.name.clone().or_else(|| identity.user_name.clone()).unwrap_or_default();
                let account = identity.user_name.clone().unwrap_or_default();
                let leaving = portal.clone();
                Some(view! {
                    <Place workspace/>
                    <div class="person">
                        <bdi class="name" title=account>{person}</bdi>
                        <button type="button" on:click=move |_| start::sign_out(&leaving)>"Sign out"</button>
                    </div>
                })
            }}
        </header>
    }
}
