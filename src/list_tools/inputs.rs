//! The fields in which a condition's values are entered.

use super::{
    choices::Choice,
    conditions::{Condition, Operator},
    dialog::labelled,
    editor::writing,
};
use crate::browser::{element::Element, intl};
use crate::view::element;
use business_central::{Kind, Literal};
use leptos::prelude::*;

/// What was entered, whatever the comparison: it stays when another one is chosen.
#[derive(Clone, Copy)]
pub(super) struct Entered {
    texts: StoredValue<Vec<String>>,
    /// Counts what changed other than by typing.
    pub(super) version: RwSignal<u32>,
}

impl Entered {
    /// The values of a condition on a field of `kind`, as a person writes them.
    pub(super) fn of(condition: Option<&Condition>, kind: &Kind) -> Self {
        let values = condition.map(|condition| condition.values.as_slice()).unwrap_or_default();
        let texts = values.iter().map(|value| typed(value, kind)).collect();
        Self { texts: StoredValue::new(texts), version: RwSignal::new(0) }
    }

    /// Enters `texts` in place of what was entered.
    pub(super) fn enter(self, texts: Vec<String>) {
        self.texts.set_value(texts);
        self.version.update(|version| *version += 1);
    }

    fn text(self, at: usize) -> String {
        self.texts.with_value(|texts| texts.get(at).cloned().unwrap_or_default())
    }

    fn set(self, at: usize, text: String) {
        self.texts.update_value(|texts| {
            if texts.len() <= at {
                texts.resize(at + 1, String::new());
            }
            texts[at] = text;
        });
    }

    fn tick(self, member: &str, is_ticked: bool) {
        self.texts.update_value(|texts| {
            texts.retain(|known| known != member);
            if is_ticked {
                texts.push(member.to_owned());
            }
        });
    }

    /// What the condition is made of: for each of the choice's values the text, moments as RFC 3339 writes them.
    pub(super) fn texts(self, kind: &Kind, choice: Choice, is_typed: bool) -> Vec<String> {
        let number = choice.inputs();
        match (kind, choice) {
            (Kind::Enum(_), Choice::With(Operator::Is)) if !is_typed => self.texts.get_value(),
            // Several texts, a line each.
            (Kind::Text, Choice::With(Operator::Is)) => {
                let lines = self.text(0);
                let lines: Vec<String> =
                    lines.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
                if lines.is_empty() { vec![String::new()] } else { lines }
            }
            (Kind::DateTime, _) => {
                let moment = |at| intl::moment_of(&self.text(at)).unwrap_or_else(|| self.text(at));
                (0..number).map(moment).collect()
            }
            _ => (0..number).map(|at| self.text(at)).collect(),
        }
    }
}

/// A value as a person enters it.
fn typed(value: &Literal, kind: &Kind) -> String {
    match kind {
        Kind::Integer | Kind::Decimal => value.as_str().replace('.', &writing().decimal.to_string()),
        Kind::DateTime => intl::local_time(value.as_str()).replacen(' ', "T", 1).chars().take(16).collect(),
        _ => value.unquoted().unwrap_or_else(|| value.as_str().to_owned()),
    }
}

/// The fields that `choice` calls for.
pub(super) fn inputs(
    kind: &Kind,
    choice: Choice,
    members: &[(String, String)],
    entered: Entered,
    wrong: RwSignal<Option<(usize, String)>>,
) -> Vec<Element> {
    let labels: &[&str] = match choice.inputs() {
        0 => return Vec::new(),
        2 => &["From", if *kind == Kind::DateTime { "To before" } else { "To" }],
        _ => &["Value"],
    };
    match (kind, choice) {
        (Kind::Enum(_), Choice::With(Operator::Is)) if !members.is_empty() => {
            vec![ticks(members, entered), told(0, wrong)]
        }
        (Kind::Enum(_), _) if !members.is_empty() => vec![one_of(members, entered), told(0, wrong)],
        (Kind::Text, Choice::With(Operator::Is)) => vec![lines(entered), told(0, wrong)],
        _ => {
            let each =
                |(at, label): (usize, &&str)| [input(kind, at, label, entered, wrong), told(at, wrong)];
            labels.iter().enumerate().flat_map(each).collect()
        }
    }
}

fn error_id(at: usize) -> String {
    format!("wrong-{at}")
}

/// What is wrong with the field at `at`, if it is that one.
fn told(at: usize, wrong: RwSignal<Option<(usize, String)>>) -> Element {
    let text = move || wrong.get().filter(|(field, _)| *field == at).map(|(_, text)| text);
    element("p")
        .class("wrong")
        .attribute("id", &error_id(at))
        .attribute("role", "alert")
        .live_text(move || text().unwrap_or_default())
}

fn input(
    kind: &Kind,
    at: usize,
    label: &str,
    entered: Entered,
    wrong: RwSignal<Option<(usize, String)>>,
) -> Element {
    let (form, mode) = match kind {
        Kind::Date => ("date", "text"),
        Kind::DateTime => ("datetime-local", "text"),
        Kind::Integer | Kind::Decimal => ("text", "decimal"),
        _ => ("text", "text"),
    };
    let input = element("input")
        .attribute("type", form)
        .attribute("inputmode", mode)
        .attribute("autocomplete", "off")
        .attribute("spellcheck", "false")
        .attribute("aria-describedby", &error_id(at))
        .live_flag("aria-invalid", move || wrong.get().is_some_and(|(field, _)| field == at));
    labelled(label, entering(input, at, entered))
}

/// `field`, which enters the text at `at`.
fn entering(field: Element, at: usize, entered: Entered) -> Element {
    field.set_value(&entered.text(at));
    let typed = field.clone();
    field.on("input", move |_| entered.set(at, typed.value()))
}

/// One or several texts, a line each.
fn lines(entered: Entered) -> Element {
    // Several values that were read are several lines.
    let texts = entered.texts.get_value();
    if texts.len() > 1 {
        entered.texts.set_value(vec![texts.join("\n")]);
    }
    let field = element("textarea")
        .attribute("rows", "2")
        .attribute("spellcheck", "false")
        .attribute("aria-describedby", &error_id(0))
        // Enter applies, as in every other field; Shift and Enter begin a line.
        .on("keydown", |event| {
            if event.key() == "Enter"
                && !event.has_any(&["shiftKey"])
                && let Some(apply) = event.within("form").and_then(|form| form.find("[type=submit]"))
            {
                event.prevent_default();
                apply.call("click");
            }
        });
    labelled("Value (several: a line each, with Shift+Enter)", entering(field, 0, entered))
}

fn ticks(members: &[(String, String)], entered: Entered) -> Element {
    let tick = |(member, caption): &(String, String)| {
        let field = element("input").attribute("type", "checkbox");
        field.set_flag("checked", entered.texts.with_value(|texts| texts.contains(member)));
        let (ticked, member) = (field.clone(), member.clone());
        let field = field.on("change", move |_| entered.tick(&member, ticked.flag("checked")));
        element("label").class("tick").child(field).child(element("span").text(named(caption)))
    };
    element("fieldset")
        .attribute("aria-describedby", &error_id(0))
        .child(element("legend").text("Any of"))
        .children(members.iter().map(tick))
}

fn one_of(members: &[(String, String)], entered: Entered) -> Element {
    let option = |(member, caption): &(String, String)| {
        element("option").attribute("value", member).text(named(caption))
    };
    let picker = element("select").children(members.iter().map(option));
    if !members.iter().any(|(member, _)| *member == entered.text(0))
        && let Some((first, _)) = members.first()
    {
        entered.set(0, first.clone());
    }
    picker.set_value(&entered.text(0));
    let chosen = picker.clone();
    labelled("Value", picker.on("change", move |_| entered.set(0, chosen.value())))
}

/// A blank member needs a name, too.
fn named(caption: &str) -> &str {
    if caption.trim().is_empty() { "(blank)" } else { caption }
}
