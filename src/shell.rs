//! The frame around every page: the title bar, and what stands below it in each state of the portal.

pub mod account;
pub mod banner;
pub mod finding;
pub mod notices;
pub mod place;
pub mod title_bar;

use crate::address::{Address, ListState};
use crate::browser::{element::Element, location, page, window};
use crate::components::alert::{Perform, alert};
use crate::later;
use crate::list::cache::Lists;
use crate::pages::{launcher::launcher, list::list_page};
use crate::portal::{Portal, Stage};
use crate::problem::Action;
use crate::session::callback::Arrival;
use crate::start;
use crate::view::{self, element};
use crate::workspace::Workspace;
use banner::{banner, trouble};
use leptos::prelude::{
    Callback, Get, Memo, Set, SetValue as _, StoredValue, UpdateValue as _, provide_context,
};
use notices::{busy, choose_connection, name_environment, not_found, signed_out};
use title_bar::title_bar;

/// Puts the portal in place of the static shell and starts it. `arrival` is the Authority's answer, if the page was
/// opened with one.
pub fn open(portal: Portal, arrival: Option<Arrival>) {
    let Some(body) = page::take_over() else { return };
    let started = portal.clone();
    // Showing comes first: it sets up the executor that tasks run on.
    view::show(&body, move || shell(&portal)).forget();
    started.clone().run(start::run(started, arrival));
}

/// The frame.
fn shell(portal: &Portal) -> Vec<Element> {
    let acting = portal.clone();
    provide_context(Perform(Callback::new(move |action| perform(&acting, action))));
    for event in ["online", "offline"] {
        let online = portal.online.clone();
        window::on(event, move || online.set(window::is_online()));
    }
    let router = portal.router.clone();
    let on_setup = Memo::new(move |_| router.located().address == Address::Setup);
    let skip = element("a").class("skip").attribute("href", "#page").text("Skip to the page");
    let main = element("main").class("page").attribute("id", "page").attribute("tabindex", "-1");
    let (bar, banner, trouble) = (title_bar(portal), banner(portal), trouble(portal));
    let finding = finding::place(portal);
    let portal = portal.clone();
    // Whoever sees the page being left can type no more into it: it would be lost. If it comes to nothing, one goes on.
    let leaving = portal.is_leaving.clone();
    let main = main.live_flag("inert", move || leaving.get());
    let (left, focused) = (portal.is_leaving.clone(), StoredValue::new_local(None::<Element>));
    view::follow(move || match left.get() {
        true => focused.set_value(Element::focused()),
        false => {
            if let Some(Some(element)) = focused.try_update_value(Option::take) {
                element.focus();
            }
        }
    });
    // The setup check does not depend on how far the portal gets, and is not begun anew when it gets further.
    let page = main.part(move || {
        let portal = portal.clone();
        match on_setup.get() {
            true => later::part(move |later| (later.setup)(&portal)),
            false => element("div").class("stage").part(move || body(&portal)),
        }
    });
    vec![skip, bar, banner, trouble, page, finding]
}

fn perform(portal: &Portal, action: Action) {
    match action {
        Action::Retry | Action::Reload => location::reload(),
        Action::Open { address, .. } => location::leave(&address),
        Action::SignIn(with) => portal.run(start::sign_in(portal.clone(), with)),
    }
}

/// What stands below the title bar, for each state of the portal.
fn body(portal: &Portal) -> Element {
    match portal.stage.get() {
        Stage::Busy(what) => busy(portal, what),
        Stage::Failed(problem) => element("div").class("notice").child(alert(problem, None)),
        Stage::SignedOut { only_here } => signed_out(portal, only_here),
        Stage::ChooseConnection => choose_connection(portal),
        Stage::NameEnvironment => name_environment(portal),
        Stage::Ready(workspace) => page_of(portal, workspace),
    }
}

/// The page at the present address. It is built anew for another list or record, not when a list's state changes:
/// whoever types in its search box keeps the focus.
fn page_of(portal: &Portal, workspace: Workspace) -> Element {
    provide_context(workspace);
    provide_context(Lists::default());
    later::begin();
    let router = portal.router.clone();
    let address = Memo::new(move |_| match router.located().address {
        Address::List(place, _) => Address::List(place, ListState::default()),
        address => address,
    });
    let router = portal.router.clone();
    let portal = portal.clone();
    let state = Memo::new(move |last: Option<&ListState>| match router.located().address {
        Address::List(_, state) => state,
        _ => last.cloned().unwrap_or_default(),
    });
    element("div").class("current").part(move || match address.get() {
        Address::Launcher => launcher(),
        Address::List(place, _) => list_page(place, state),
        Address::Card(place, key) => later::part(move |later| (later.card)(place.clone(), key.clone())),
        Address::Setup | Address::Unknown(_) => not_found(&portal),
    })
}
