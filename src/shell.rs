//! The frame around every page: the title bar, and what stands below it in each state of the portal.

pub mod notices;
pub mod place;
pub mod title_bar;

use crate::address::{Address, ListState};
use crate::browser::{location, page};
use crate::components::alert::{Alert, Perform};
use crate::list::cache::Lists;
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
    let started = portal.clone();
    // Mounting comes first: it sets up the executor that tasks run on.
    mount_to(body, move || view! { <Shell portal/> }).forget();
    spawn_local(start::run(started, arrival));
}

/// The frame.
#[component]
pub fn Shell(
    /// The portal.
    portal: Portal,
) -> impl IntoView {
    let acting = portal.clone();
    provide_context(Perform(Callback::new(move |action| perform(&acting, action))));
    provide_context(portal.clone());
    let notice = portal.notice.clone();
    let router = portal.router.clone();
    let on_setup = Memo::new(move |_| router.located().address == Address::Setup);
    view! {
        <a class="skip" href="#page">"Skip to the page"</a>
        <TitleBar/>
        {move || notice.get().map(|notice| view! { <p class="banner" role="status">{notice}</p> })}
        <main class="page" id="page" tabindex="-1">{move || body(&portal, on_setup.get())}</main>
    }
}

fn perform(portal: &Portal, action: Action) {
    match action {
        Action::Retry | Action::Reload => location::reload(),
        Action::Open { address, .. } => location::leave(&address),
        Action::SignIn(with) => spawn_local(start::sign_in(portal.clone(), with)),
    }
}

/// What stands below the title bar, for each state of the portal.
fn body(portal: &Portal, on_setup: bool) -> AnyView {
    let stage = portal.stage.get();
    let is_over = !matches!(stage, Stage::Busy(_) | Stage::Failed(_));
    if let Some(settings) = portal.settings.get().filter(|_| on_setup && is_over) {
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

/// The page at the present address. It is built anew for another list or record, not when a list's state changes:
/// whoever types in its search box keeps the focus.
fn page_of(portal: &Portal, workspace: Workspace) -> AnyView {
    provide_context(workspace);
    provide_context(Lists::default());
    let router = portal.router.clone();
    let address = Memo::new(move |_| match router.located().address {
        Address::List(place, _) => Address::List(place, ListState::default()),
        address => address,
    });
    let router = portal.router.clone();
    let state = Memo::new(move |last: Option<&ListState>| match router.located().address {
        Address::List(_, state) => state,
        _ => last.cloned().unwrap_or_default(),
    });
    let page = move || match address.get() {
        Address::Launcher => view! { <Launcher/> }.into_any(),
        Address::List(place, _) => view! { <ListPage place state/> }.into_any(),
        Address::Card(place, key) => view! { <CardPage place key/> }.into_any(),
        Address::Setup | Address::Unknown(_) => view! { <NotFound/> }.into_any(),
    };
    view! { {page} }.into_any()
}
