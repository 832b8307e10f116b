//! Fields that can be typed into: one control for each type.
//!
//! A control holds a raw text: what was typed, a date as `YYYY-MM-DD`, `true` or `false`, an enum's member as it goes over
//! the wire. [`business_central::input`] says what a raw text means.

use crate::browser::{element::Element, intl};
use crate::list::columns::is_figure;
use crate::schema::Column;
use crate::view::element;
use business_central::{Kind, Property, Record, Typed as _, Value};

/// Texts that take more than this have more than one line.
const LONG: u32 = 120;

/// What a control for `column` holds to begin with.
#[must_use]
pub fn raw(column: &Column, record: &Record) -> String {
    let style = intl::NumberStyle { least_decimals: 0, grouped: false };
    match record.value(&column.field.name, &column.field.kind) {
        Value::Number(digits) => intl::number(digits, style),
        Value::Bool(yes) => yes.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Text(text) => text.into_owned(),
        Value::Guid(text) | Value::Enum(text) | Value::DateTime(text) => text.to_owned(),
        // A blank enum is a member, too.
        Value::Blank if matches!(column.field.kind, Kind::Enum(_)) => {
            record.text(&column.field.name).to_owned()
        }
        Value::Blank | Value::Stream => String::new(),
    }
}

/// Whether `column` can be typed into: there is a control for its type, and Business Central does not work it out itself.
/// The metadata says that of sets only, not of fields; most are known by their names, and of the rest Business Central says
/// so when they are sent.
#[must_use]
pub fn is_typed(column: &Column) -> bool {
    const WORKED_OUT: [&str; 7] =
        ["total", "balance", "overdue", "lastModified", "systemCreated", "lastEmail", "remaining"];
    let name = column.field.name.as_str();
    !matches!(column.field.kind, Kind::Guid | Kind::DateTime | Kind::Stream | Kind::Other)
        && !WORKED_OUT.iter().any(|start| name.starts_with(start))
        && !matches!(name, "status" | "fullyShipped" | "inventory")
}

/// The control for `column` with `text` in it. `choices` are an enum's members and their captions.
#[must_use]
pub fn control(
    column: &Column,
    property: Option<&Property>,
    choices: &[(String, String)],
    text: &str,
) -> Element {
    let class = if is_figure(&column.field.kind) { "figure" } else { "" };
    let limit = property.and_then(|property| property.max_length);
    let control = match &column.field.kind {
        Kind::Boolean => {
            let yes_or_no = [("true".to_owned(), "Yes".to_owned()), ("false".to_owned(), "No".to_owned())];
            picker(&yes_or_no, text)
        }
        Kind::Enum(_) if !choices.is_empty() => picker(choices, text),
        Kind::Date => element("input").attribute("type", "date"),
        Kind::Integer | Kind::Decimal => element("input").attribute("inputmode", "decimal"),
        Kind::Text if limit.is_some_and(|limit| limit > LONG) || text.contains('\n') => {
            element("textarea").attribute("rows", "2")
        }
        _ => element("input").attribute("type", kind_of_text(&column.field.name)),
    };
    let control = match limit {
        Some(limit) if column.field.kind == Kind::Text => control.attribute("maxlength", &limit.to_string()),
        _ => control,
    };
    let control = control.class(class).attribute("autocomplete", "off");
    control.set_value(text);
    control
}

/// Which keyboard a phone shows for a text of that name.
fn kind_of_text(name: &str) -> &'static str {
    if name.to_ascii_lowercase().ends_with("email") {
        "email"
    } else if name.to_ascii_lowercase().ends_with("phonenumber") {
        "tel"
    } else if name == "website" {
        "url"
    } else {
        "text"
    }
}

/// A picker of `choices`, raw and as told; one that is none of them is offered, too.
fn picker(choices: &[(String, String)], chosen: &str) -> Element {
    let option = |(raw, told): &(String, String)| element("option").attribute("value", raw).text(told);
    let picker = element("select").children(choices.iter().map(option));
    let is_known = choices.iter().any(|(raw, _)| raw == chosen);
    picker.children((!is_known).then(|| option(&(chosen.to_owned(), chosen.to_owned()))))
}
