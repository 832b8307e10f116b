//! Which connection, which environment and which company, and the way to another.

use crate::address::{Address, ListState, Place as Records};
use crate::browser::element::Element;
use crate::portal::Portal;
use crate::start;
use crate::view::element;
use crate::workspace::{Workspace, label};
use leptos::{
    prelude::{Get, RwSignal, Set},
    task::spawn_local,
};

/// Environment and company: pickers where the settings leave a choice, names where they don't.
#[must_use]
pub fn place(portal: &Portal, workspace: Workspace) -> Element {
    let environment = match workspace.connection().environment.is_some() {
        true => element("span")
            .class("environment")
            .attribute("title", "Environment")
            .text(workspace.environment()),
        false => environment_picker(portal, &workspace),
    };
    let company = match workspace.connection().company.is_some() {
        true => element("span")
            .class("company")
            .attribute("title", "Company")
            .live_text(move || workspace.company_name(&workspace.company())),
        false => company_picker(portal, workspace),
    };
    element("div").class("place").child(environment).child(company)
}

/// The connections, where there are several: each has a session of its own, side by side.
#[must_use]
pub fn connection_picker(portal: &Portal) -> Option<Element> {
    let settings = portal.settings.get()?;
    let current = settings.connections.get(portal.connection.get()?)?.name.clone();
    if settings.connections.len() < 2 {
        return None;
    }
    let options = settings.connections.iter().map(|connection| {
        let option = option(&connection.name, &connection.name);
        if connection.name == current { option.attribute("selected", "") } else { option }
    });
    let picker = element("select").attribute("aria-label", "Connection").children(options);
    let (portal, chosen) = (portal.clone(), picker.clone());
    Some(picker.on("change", move |_| start::switch_connection(&portal, &chosen.value())))
}

fn option(value: &str, label: &str) -> Element {
    element("option").attribute("value", value).text(label)
}

fn company_picker(portal: &Portal, workspace: Workspace) -> Element {
    let options = workspace.companies().iter().map(|company| option(&company.id, label(company)));
    let picker = element("select").attribute("aria-label", "Company").children(options);
    let here = workspace.clone();
    let picker = picker.live_value(move || here.company());
    let (portal, chosen) = (portal.clone(), picker.clone());
    picker.on("change", move |_| {
        let company = chosen.value();
        start::remember_company(workspace.connection(), workspace.environment(), &company);
        workspace.choose_company(&company);
        // A list is shown for the other company; a record is not there, so its list is.
        if let Address::List(place, _) | Address::Card(place, _) = portal.router.located_now().address {
            workspace.go(Address::List(Records { company, ..place }, ListState::default()));
        }
    })
}

fn environment_picker(portal: &Portal, workspace: &Workspace) -> Element {
    let here = workspace.environment().to_owned();
    let names = RwSignal::new(vec![here.clone()]);
    let (workspace, current) = (workspace.clone(), here.clone());
    spawn_local(async move {
        // Without the list there is nothing to pick from, and the name of the present one is still right.
        if let Ok(found) = workspace.read_environments().await {
            let mut found: Vec<String> = found.into_iter().map(|environment| environment.name).collect();
            if !found.contains(&current) {
                found.insert(0, current);
            }
            names.try_set(found);
        }
    });
    let picker = element("select").attribute("aria-label", "Environment").parts(move || {
        let option = |name: &String| {
            let option = option(name, name);
            if *name == here { option.attribute("selected", "") } else { option }
        };
        names.get().iter().map(option).collect()
    });
    let (portal, chosen) = (portal.clone(), picker.clone());
    picker.on("change", move |_| portal.run(start::switch_environment(portal.clone(), chosen.value())))
}
