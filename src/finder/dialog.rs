//! The search box over everything: a combobox whose list is always open, in a dialog (ARIA Authoring Practices, combobox
//! with list autocomplete).

use super::entries::{Act, Entry, Group, local};
use super::records::{SETS, search};
use super::routes;
use crate::address::Place;
use crate::browser::{element::Element, location};
use crate::components::task::Tasks;
use crate::portal::Portal;
use crate::start;
use crate::view::{element, follow};
use crate::workspace::Workspace;
use business_central::Route;
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;

/// How long the user must have stopped typing for records to be looked for.
const PAUSE: Duration = Duration::from_millis(250);
/// Shorter texts are in too many records.
const SHORTEST: usize = 2;

/// What is shown.
#[derive(Clone, Copy)]
struct Shown {
    text: RwSignal<String>,
    local: RwSignal<Vec<Group>>,
    records: RwSignal<Vec<Option<Group>>>,
    /// How many sets have not answered yet.
    pending: RwSignal<usize>,
    /// The chosen entry, counted over all groups.
    active: RwSignal<usize>,
}

impl Shown {
    fn groups(self) -> Vec<Group> {
        let mut groups = self.local.get();
        groups.extend(self.records.get().into_iter().flatten());
        groups
    }

    fn count(self) -> usize {
        self.groups().iter().map(|group| group.entries.len()).sum()
    }

    fn status(self) -> String {
        let (count, pending) = (self.count(), self.pending.get());
        let found = match count {
            0 if pending > 0 => String::new(),
            0 => format!("Nothing found for “{}”.", self.text.get().trim()),
            1 => "1 found.".to_owned(),
            _ => format!("{count} found."),
        };
        if pending > 0 { format!("{found} Looking for records …").trim_start().to_owned() } else { found }
    }
}

/// The dialog. It is shown once it is on the page, and clears `open` when it is closed.
#[must_use]
pub fn finder(portal: &Portal, workspace: &Workspace, open: ArcRwSignal<bool>) -> Element {
    let shown = Shown {
        text: RwSignal::new(String::new()),
        local: RwSignal::new(local(portal, workspace, "")),
        records: RwSignal::new(Vec::new()),
        pending: RwSignal::new(0),
        active: RwSignal::new(0),
    };
    routes::discover(workspace);
    let frame = element("dialog");
    {
        let frame = frame.clone();
        follow(move || frame.show_modal());
    }
    let list = listbox(portal, shown, &frame);
    let field = field(portal, workspace, shown, &list, &frame);
    let status = element("p").class("count").attribute("role", "status").live_text(move || shown.status());
    let (outside, closing) = (frame.clone(), frame.clone());
    let close = element("button")
        .attribute("type", "button")
        .class("quiet")
        .attribute("aria-label", "Close")
        .text("✕")
        .on("click", move |_| closing.close());
    frame
        .class("dialog finder")
        .attribute("aria-label", "Search everything")
        .on("close", move |_| open.set(false))
        .on("click", move |event| {
            // Its own surface is covered: only what is around it is the dialog itself.
            if event.is_own() {
                outside.close();
            }
        })
        .child(
            element("div")
                .class("finder-box")
                .child(element("div").class("finder-head").child(field).child(close))
                .child(status)
                .child(list),
        )
}

fn listbox(portal: &Portal, shown: Shown, frame: &Element) -> Element {
    let (portal, frame) = (portal.clone(), frame.clone());
    element("div")
        .class("finder-list")
        .attribute("id", "finder-list")
        .attribute("role", "listbox")
        .attribute("aria-label", "Found")
        .parts(move || {
            let mut at = 0;
            shown
                .groups()
                .into_iter()
                .enumerate()
                .map(|(number, group)| drawn(&group, number, &mut at, shown.active))
                .collect()
        })
        .on("click", move |event| {
            let Some(option) = event.within("[role=option]") else { return };
            if event.has_any(&["ctrlKey", "metaKey", "shiftKey"]) {
                return;
            }
            // The link is followed by whoever follows all of the page's links.
            frame.close();
            if option.get_attribute("href").is_none() {
                start::sign_out(&portal);
            }
        })
}

fn drawn(group: &Group, number: usize, at: &mut usize, active: RwSignal<usize>) -> Element {
    let id = format!("finder-group-{number}");
    let options: Vec<Element> = group
        .entries
        .iter()
        .map(|entry| {
            let index = *at;
            *at += 1;
            option(entry, index, active)
        })
        .collect();
    element("div")
        .attribute("role", "group")
        .attribute("aria-labelledby", &id)
        .child(
            element("p")
                .class("kind")
                .attribute("id", &id)
                .attribute("role", "presentation")
                .text(&group.title),
        )
        .children(options)
        .children(group.note.as_deref().map(|note| element("p").class("note").text(note)))
}

fn option(entry: &Entry, index: usize, active: RwSignal<usize>) -> Element {
    let drawn = match &entry.act {
        Act::Open(href) => element("a").attribute("href", href).attribute("tabindex", "-1"),
        Act::SignOut => element("div"),
    };
    drawn
        .attribute("role", "option")
        .attribute("id", &format!("finder-{index}"))
        .live_attribute("aria-selected", move || Some((active.get() == index).to_string()))
        .child(element("span").text(&entry.title))
        .children((!entry.detail.is_empty()).then(|| element("span").class("kind").text(&entry.detail)))
}

fn field(portal: &Portal, workspace: &Workspace, shown: Shown, list: &Element, frame: &Element) -> Element {
    let input = element("input")
        .class("search")
        .attribute("type", "search")
        .attribute("role", "combobox")
        .attribute("aria-label", "Search everything")
        .attribute("aria-controls", "finder-list")
        .attribute("aria-autocomplete", "list")
        .attribute("aria-expanded", "true")
        .attribute("autocomplete", "off")
        .attribute("spellcheck", "false")
        .attribute("autofocus", "")
        .attribute("placeholder", "Lists, records, pages")
        .live_attribute("aria-activedescendant", move || {
            (shown.count() > 0).then(|| format!("finder-{}", shown.active.get()))
        });
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    on_cleanup(stop);
    let tasks = Tasks::of_this_view();
    let typed = input.clone();
    let (portal, workspace) = (portal.clone(), workspace.clone());
    let (list, frame) = (list.clone(), frame.clone());
    input
        .on("input", move |_| {
            let text = typed.value();
            stop();
            tasks.abort();
            shown.active.set(0);
            shown.local.set(local(&portal, &workspace, &text));
            shown.text.set(text.clone());
            let looks = text.trim().chars().count() >= SHORTEST;
            shown.records.set(Vec::new());
            shown.pending.set(usize::from(looks));
            if looks {
                let (workspace, tasks) = (workspace.clone(), tasks.clone());
                let look = move || look_for_records(&workspace, &tasks, shown, &text);
                timer.set_value(set_timeout_with_handle(look, PAUSE).ok());
            }
        })
        .on("keydown", move |event| {
            let chosen = |at: usize| list.find(&format!("#finder-{at}"));
            let (at, count) = (shown.active.get_untracked(), untrack(|| shown.count()));
            let to = match event.key().as_str() {
                "ArrowDown" if count > 0 => (at + 1) % count,
                "ArrowUp" if count > 0 => (at + count - 1) % count,
                "PageDown" if count > 0 => (at + 8).min(count - 1),
                "PageUp" => at.saturating_sub(8),
                "Escape" => {
                    // A field for searching empties itself first; here one key closes it all.
                    event.prevent_default();
                    return frame.close();
                }
                "Enter" => {
                    event.prevent_default();
                    let Some(option) = chosen(at) else { return };
                    match option.get_attribute("href").filter(|_| event.has_any(&["ctrlKey", "metaKey"])) {
                        Some(href) => location::open_tab(&href),
                        None => option.click(),
                    }
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            shown.active.set(to);
            if let Some(option) = chosen(to) {
                option.scroll_into_view();
            }
        })
}

/// Looks for records in each of the sets that there are, all at once as far as requests may go; each group comes when it is
/// there, in its place.
fn look_for_records(workspace: &Workspace, tasks: &Tasks, shown: Shown, wanted: &str) {
    let schema = workspace.schema(&Route::STANDARD).get_untracked();
    let Some(schema) = schema else { return shown.pending.set(0) };
    let company = workspace.company_now();
    let sets: Vec<&str> = SETS.into_iter().filter(|set| schema.type_of(set).is_some()).collect();
    shown.pending.set(sets.len());
    shown.records.set(vec![None; sets.len()]);
    for (number, set) in sets.into_iter().enumerate() {
        let (workspace, schema, wanted) = (workspace.clone(), schema.clone(), wanted.to_owned());
        let place = Place::standard(&company, set);
        tasks.spawn(async move {
            let found = search(&workspace, &schema, &place, &wanted).await;
            let title = schema.set_caption(&place.entity_set);
            let group = match found {
                Ok(entries) if entries.is_empty() => None,
                Ok(entries) => Some(Group { title, entries, note: None }),
                Err(problem) => Some(Group { title, entries: Vec::new(), note: Some(problem.title) }),
            };
            shown.records.update(|records| {
                if let Some(place) = records.get_mut(number) {
                    *place = group;
                }
            });
            shown.pending.update(|pending| *pending = pending.saturating_sub(1));
        });
    }
}
