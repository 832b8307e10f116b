//! The frame around every page: the title bar, and what stands below it in each state of the portal.

mod notices;
mod place;
mod title_bar;

use crate::address::Address;
use crate::browser::{location, page};
use crate::components::alert::{Alert, Perform};
use crate::pages::{card::CardPage, launcher::Launcher, list::ListPage, setup::Setup};
use crate::portal::{Portal, Stage};
use crate::problem::Action;
use crate::session::callback::Arrival;
use crate::start;
use crate::workspace::Workspace;
use leptos::{mount::mount_to, prelude::*, task::spawn_local};
use notices::{Busy, ChooseConnection, NameEnvironment, NotFound, SignedOut};
use title_bar::TitleBar;

/// Puts the portal in place of the static shell and starts it. `arrival` is the Authority's answer, if the page was
/// opened with one.
pub fn open(portal: Portal, arrival: Option<Arrival>) {
    let Some(body) = page::take_over() else { return };
    spawn_local(start::run(portal.clone(), arrival));
    mount_to(body, move || view! { <Shell portal/> }).forget();
}

#[component]
fn Shell(portal: Portal) -> impl IntoView {
    let acting = portal.clone();
    provide_context(Perform(Callback::new(move |action| perform(&acting, action))));
    provide_context(portal.clone());
    view! {
        <a class="skip" href="#page">"Skip to the page"</a>
        <TitleBar/>
        <main class="page" id="page" tabindex="-1">{move || body(&portal)}</main>
    }
}

fn perform(portal: &Portal, action: Action) {
    match action {
        Action::Retry | Action::Reload => location::reload(),
        Action::Open { address, .. } => location::leave(&address),
        Action::SignIn(with) => spawn_local(start::sign_in(portal.clone(), with)),
    }
}

/// What stands below the title bar. Everything in it is built anew when the state or the address changes.
fn body(portal: &Portal) -> AnyView {
    let stage = portal.stage.get();
    let settings = portal.settings.get();
    if let (Some(settings), Address::Setup, false) =
        (settings, portal.router.located().address, matches!(stage, Stage::Busy(_) | Stage::Failed(_)))
    {
        return view! { <Setup settings/> }.into_any();
    }
    match stage {
        Stage::Busy(what) => view! { <Busy what/> }.into_any(),
        Stage::Failed(problem) => view! { <div class="notice"><Alert problem/></div> }.into_any(),
        Stage::SignedOut => view! { <SignedOut/> }.into_any(),
        Stage::ChooseConnection => view! { <ChooseConnection/> }.into_any(),
        Stage::NameEnvironment => view! { <NameEnvironment/> }.into_any(),
        Stage::Ready(workspace) => page_of(portal, workspace),
    }
}

fn page_of(portal: &Portal, workspace: Workspace) -> AnyView {
    provide_context(workspace);
    match portal.router.located().address {
        Address::Launcher => view! { <Launcher/> }.into_any(),
        Address::List(place, state) => view! { <ListPage place state/> }.into_any(),
        Address::Card(place, key) => view! { <CardPage place key/> }.into_any(),
        Address::Setup | Address::Unknown(_) => view! { <NotFound/> }.into_any(),
    }
}
