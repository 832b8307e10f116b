//! Which environment and which company, and the way to another.

use crate::address::{Address, ListState, Place as Records};
use crate::portal::Portal;
use crate::start;
use crate::workspace::{Workspace, label};
use leptos::{prelude::*, task::spawn_local};

/// Environment and company: pickers where the settings leave a choice, names where they don't.
#[component]
pub fn Place(
    /// Where the user is.
    workspace: Workspace,
) -> impl IntoView {
    let fixed_environment = workspace.connection().environment.is_some();
    let environment = if fixed_environment {
        view! { <span class="environment" title="Environment">{workspace.environment().to_owned()}</span> }
            .into_any()
    } else {
        view! { <EnvironmentPicker workspace=workspace.clone()/> }.into_any()
    };
    let company = if workspace.connection().company.is_some() {
        let name = workspace.clone();
        view! { <span class="company" title="Company">{move || name.company_name(&name.company())}</span> }
            .into_any()
    } else {
        view! { <CompanyPicker workspace/> }.into_any()
    };
    view! { <div class="place">{environment} {company}</div> }
}

#[component]
fn CompanyPicker(workspace: Workspace) -> impl IntoView {
    let portal: Portal = expect_context();
    let options = workspace
        .companies()
        .iter()
        .map(|company| {
            let (id, here) = (company.id.clone(), workspace.clone());
            let is_chosen = move || here.company() == id;
            view! { <option value=company.id.clone() selected=is_chosen.clone() prop:selected=is_chosen>{label(company).to_owned()}</option> }
        })
        .collect_view();
    let choose = move |company: String| {
        start::remember_company(workspace.connection(), workspace.environment(), &company);
        workspace.choose_company(&company);
        // A list is shown for the other company; a record is not there, so its list is.
        if let Address::List(place, _) | Address::Card(place, _) = portal.router.located_now().address {
            workspace.go(Address::List(Records { company, ..place }, ListState::default()));
        }
    };
    view! {
        <select aria-label="Company" on:change:target=move |event| choose(event.target().value())>
            {options}
        </select>
    }
}

#[component]
fn EnvironmentPicker(workspace: Workspace) -> impl IntoView {
    let portal: Portal = expect_context();
    let here = workspace.environment().to_owned();
    let names = RwSignal::new(vec![here.clone()]);
    let current = here.clone();
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
    let options = move || {
        let option = |name: String| {
            let is_chosen = name == here;
            let value = name.clone();
            view! { <option value=value selected=is_chosen>{name}</option> }
        };
        names.get().into_iter().map(option).collect_view()
    };
    let choose = move |environment| spawn_local(start::switch_environment(portal.clone(), environment));
    view! {
        <select aria-label="Environment" on:change:target=move |event| choose(event.target().value())>
            {options}
        </select>
    }
}
