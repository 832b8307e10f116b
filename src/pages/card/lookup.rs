//! Fields that hold the number or code of another record: while one types, the records that match are offered (ARIA
//! Authoring Practices, combobox with list autocomplete and manual selection).

use super::edit::Editing;
use crate::address::Place;
use crate::browser::element::Element;
use crate::browser::popup::attach;
use crate::components::task::Tasks;
use crate::finder::find;
use crate::pages::card::title;
use crate::schema::{Column, Schema};
use crate::view::element;
use crate::workspace::Workspace;
use business_central::{Kind, Record};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::{cell::Cell, rc::Rc, sync::Arc, time::Duration};

/// How long the user must have stopped typing for records to be looked for.
const PAUSE: Duration = Duration::from_millis(200);

/// Where a field looks that the metadata ties to nothing: by the end of its name.
const NAMED: [(&str, &str, &str); 12] = [
    ("customernumber", "customers", "number"),
    ("vendornumber", "vendors", "number"),
    ("itemnumber", "items", "number"),
    ("accountnumber", "accounts", "number"),
    ("currencycode", "currencies", "code"),
    ("unitofmeasurecode", "unitsOfMeasure", "code"),
    ("itemcategorycode", "itemCategories", "code"),
    ("locationcode", "locations", "code"),
    ("paymenttermscode", "paymentTerms", "code"),
    ("paymentmethodcode", "paymentMethods", "code"),
    ("shipmentmethodcode", "shipmentMethods", "code"),
    ("country", "countriesRegions", "code"),
];
/// What a line is about, by its type as it goes over the wire.
const LINES: [(&str, &str); 4] = [
    ("Item", "items"),
    ("Account", "accounts"),
    ("Resource", "resources"),
    ("Fixed_x0020_Asset", "fixedAssets"),
];

/// The set of records of which one is meant, and the field of it that is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    entity_set: String,
    field: &'static str,
}

/// What the field `name` of `entity_set` means, if that is a record of another set. `line_type` is the type of a line.
fn target(schema: &Schema, entity_set: &str, name: &str, line_type: &str) -> Option<Target> {
    let known = |entity_set: &str, field| {
        schema.type_of(entity_set)?.property(field)?;
        Some(Target { entity_set: entity_set.to_owned(), field })
    };
    if name == "lineObjectNumber" {
        let (_, set) = LINES.iter().find(|(kind, _)| *kind == line_type)?;
        return known(set, "number");
    }
    let tied = schema.related(entity_set).filter(|(navigation, _)| !navigation.many).find_map(
        |(navigation, target)| {
            let [(own, _)] = navigation.constraints.as_slice() else { return None };
            let field = match name.strip_prefix(own.strip_suffix("Id")?)? {
                "Number" => "number",
                "Code" => "code",
                _ => return None,
            };
            known(&target.name, field)
        },
    );
    let lower = name.to_ascii_lowercase();
    let named = || NAMED.iter().find(|(end, ..)| lower.ends_with(end));
    tied.or_else(|| named().and_then(|(_, set, field)| known(set, field)))
}

/// What is offered.
#[derive(Clone)]
enum Offer {
    Closed,
    Looking,
    Failed(String),
    /// The texts to be written down, each with what the record is called.
    Found(Vec<(String, String)>),
}

/// `control`, the field of `column`, with what it looks up; as it is where it looks nothing up.
pub(super) fn lookup(
    control: Element,
    column: &Column,
    schema: Option<&Arc<Schema>>,
    editing: Editing,
    id: &str,
) -> Element {
    let Some(schema) = schema.filter(|_| column.field.kind == Kind::Text).cloned() else { return control };
    let name = column.field.name.clone();
    if name != "lineObjectNumber" && target(&schema, &editing.entity_set(), &name, "").is_none() {
        return control;
    }
    let (offer, active) = (RwSignal::new(Offer::Closed), RwSignal::new(None::<usize>));
    let list_id = format!("{id}-choices");
    let is_chosen = Rc::new(Cell::new(false));
    let popup = popup(&control, &column.caption, &list_id, offer, active, is_chosen.clone());
    let look = {
        let (workspace, tasks) = (Workspace::expect(), Tasks::of_this_view());
        let place = editing.place();
        move |wanted: String| {
            let line_type = editing.text_of("lineType");
            let target = target(&schema, &place.entity_set, &name, &line_type);
            tasks.abort();
            active.set(None);
            let Some(target) = target else { return offer.set(Offer::Closed) };
            offer.set(Offer::Looking);
            let (workspace, schema) = (workspace.clone(), schema.clone());
            let place = Place { entity_set: target.entity_set, ..place.clone() };
            tasks.spawn(async move {
                let found = find(&workspace, &schema, &place, &wanted).await;
                offer.set(match found {
                    Ok(found) => {
                        Offer::Found(found.iter().map(|(_, record)| choice(record, target.field)).collect())
                    }
                    Err(problem) => Offer::Failed(problem.title),
                });
            });
        }
    };
    let controls = list_id.clone();
    let field = control
        .attribute("role", "combobox")
        .attribute("aria-autocomplete", "list")
        .attribute("aria-controls", &controls)
        .attribute("aria-expanded", "false")
        .live_attribute("aria-expanded", move || Some((!matches!(offer.get(), Offer::Closed)).to_string()))
        .live_attribute("aria-activedescendant", move || active.get().map(|at| format!("{list_id}-{at}")));
    let field = listen(field, look, offer, active, &popup, is_chosen);
    element("div").class("lookup").child(field).child(popup)
}

/// What is written down of `record`, and what it is called.
fn choice(record: &Record, field: &str) -> (String, String) {
    let text = record.text(field).to_owned();
    let title = title::of(record).unwrap_or_default();
    let title =
        title.strip_prefix(&text).unwrap_or(&title).trim_start_matches([' ', '·', '–', '-']).to_owned();
    (text, title)
}

fn popup(
    control: &Element,
    caption: &str,
    id: &str,
    offer: RwSignal<Offer>,
    active: RwSignal<Option<usize>>,
    is_chosen: Rc<Cell<bool>>,
) -> Element {
    let popup = element("div")
        .class("menu choices-found")
        .attribute("id", id)
        .attribute("role", "listbox")
        .attribute("aria-label", caption)
        .attribute("popover", "manual")
        .live_attribute("aria-busy", move || {
            matches!(offer.get(), Offer::Looking).then(|| "true".to_owned())
        });
    let (shown, under, id) = (popup.clone(), control.clone(), id.to_owned());
    let mut attached = None;
    crate::view::follow(move || {
        let is_open = !matches!(offer.get(), Offer::Closed);
        if is_open != attached.is_some() {
            attached = is_open.then(|| attach(&shown, &under));
            shown.call(if is_open { "showPopover" } else { "hidePopover" });
        }
    });
    let field = control.clone();
    popup
        // The field keeps the focus.
        .on("mousedown", |event| event.prevent_default())
        .on("click", move |event| {
            if let Some(text) = event.within("[data-text]").and_then(|found| found.get_attribute("data-text"))
            {
                choose(&field, &text, offer, &is_chosen);
            }
        })
        .parts(move || {
            // A listbox holds options alone; one that is only told can't be chosen.
            let note = |text: &str| {
                let told = element("p").class("kind").attribute("role", "option");
                vec![told.attribute("aria-disabled", "true").text(text)]
            };
            match offer.get() {
                Offer::Closed => Vec::new(),
                Offer::Looking => vec![element("p").class("kind").text("Looking …")],
                Offer::Failed(why) => note(&why),
                Offer::Found(found) if found.is_empty() => note("Nothing matches."),
                Offer::Found(found) => {
                    found.iter().enumerate().map(|(at, choice)| option(choice, at, &id, active)).collect()
                }
            }
        })
}

fn option((text, title): &(String, String), at: usize, id: &str, active: RwSignal<Option<usize>>) -> Element {
    element("div")
        .attribute("role", "option")
        .attribute("id", &format!("{id}-{at}"))
        .attribute("data-text", text)
        .live_attribute("aria-selected", move || Some((active.get() == Some(at)).to_string()))
        .child(element("span").text(text))
        .child(element("span").class("kind").text(title))
}

/// Writes `text` into `field` as if it had been typed, and closes the offer.
fn choose(field: &Element, text: &str, offer: RwSignal<Offer>, is_chosen: &Cell<bool>) {
    is_chosen.set(true);
    field.set_value(text);
    field.send("input");
    offer.set(Offer::Closed);
}

fn listen(
    field: Element,
    look: impl Fn(String) + 'static,
    offer: RwSignal<Offer>,
    active: RwSignal<Option<usize>>,
    popup: &Element,
    is_chosen: Rc<Cell<bool>>,
) -> Element {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    on_cleanup(stop);
    let look = Rc::new(look);
    let (typed, asked, keyed) = (field.clone(), look.clone(), field.clone());
    let (popup, chosen) = (popup.clone(), is_chosen.clone());
    field
        .on("input", move |_| {
            stop();
            let wanted = typed.value();
            if chosen.take() || wanted.trim().is_empty() {
                return offer.set(Offer::Closed);
            }
            let asked = asked.clone();
            timer.set_value(set_timeout_with_handle(move || asked(wanted.clone()), PAUSE).ok());
        })
        .on("focusout", move |_| {
            stop();
            offer.set(Offer::Closed);
        })
        .on("keydown", move |event| {
            let found = match offer.get_untracked() {
                Offer::Found(found) => found,
                _ => Vec::new(),
            };
            let (count, at) = (found.len(), active.get_untracked());
            let is_open = !matches!(offer.get_untracked(), Offer::Closed);
            let asks = event.key() == "F4" || (event.key() == "ArrowDown" && event.has_any(&["altKey"]));
            let to = match event.key().as_str() {
                _ if asks && !is_open => {
                    event.prevent_default();
                    return look(String::new());
                }
                "ArrowDown" if count > 0 => at.map_or(0, |at| (at + 1) % count),
                "ArrowUp" if count > 0 => at.map_or(count - 1, |at| (at + count - 1) % count),
                "Enter" | "Tab" => {
                    stop();
                    if let Some((text, _)) = at.and_then(|at| found.get(at)) {
                        if event.key() == "Enter" {
                            event.prevent_default();
                        }
                        return choose(&keyed, text, offer, &is_chosen);
                    }
                    return offer.set(Offer::Closed);
                }
                // What is looked for may be about to come.
                "ArrowDown" | "ArrowUp" if is_open => return event.prevent_default(),
                "Escape" if is_open => {
                    event.prevent_default();
                    return offer.set(Offer::Closed);
                }
                _ => return,
            };
            event.prevent_default();
            active.set(Some(to));
            if let Some(option) = popup.nth(to) {
                option.scroll_into_view();
            }
        })
}

#[cfg(test)]
mod tests {
    use super::target;
    use crate::schema::Schema;
    use business_central::{Captions, EntitySet, EntityType, Kind, Metadata, Navigation, Property};

    fn schema() -> Schema {
        let entity = |name: &str, fields: &[&str], navigations| EntityType {
            name: format!("NAV.{name}"),
            properties: fields.iter().map(|name| Property::new(name, Kind::Text)).collect(),
            navigations,
            ..EntityType::default()
        };
        let customer = Navigation {
            name: "customer".to_owned(),
            target_type: "NAV.customer".to_owned(),
            many: false,
            constraints: vec![("customerId".to_owned(), "id".to_owned())],
        };
        let set = |name: &str, of: &str| EntitySet {
            name: name.to_owned(),
            entity_type: format!("NAV.{of}"),
            ..EntitySet::default()
        };
        Schema::new(
            Metadata {
                entity_sets: vec![
                    set("salesOrders", "salesOrder"),
                    set("customers", "customer"),
                    set("items", "item"),
                    set("currencies", "currency"),
                ],
                types: vec![
                    entity("salesOrder", &["customerNumber", "customerName"], vec![customer]),
                    entity("customer", &["number"], Vec::new()),
                    entity("item", &["number"], Vec::new()),
                    entity("currency", &["code"], Vec::new()),
                ],
                enums: Vec::new(),
            },
            Captions::default(),
        )
    }

    #[test]
    fn a_field_is_looked_up_where_it_leads() {
        for (name, line_type, expected) in [
            ("customerNumber", "", Some(("customers", "number"))),
            ("billToCustomerNumber", "", Some(("customers", "number"))),
            ("currencyCode", "", Some(("currencies", "code"))),
            ("lineObjectNumber", "Item", Some(("items", "number"))),
            ("lineObjectNumber", "Comment", None),
            // The service knows no such set.
            ("lineObjectNumber", "Account", None),
            ("country", "", None),
            ("customerName", "", None),
            ("number", "", None),
            ("externalDocumentNumber", "", None),
        ] {
            let found = target(&schema(), "salesOrders", name, line_type);
            let found = found.as_ref().map(|target| (target.entity_set.as_str(), target.field));
            assert_eq!(found, expected, "{name} {line_type}");
        }
    }
}
