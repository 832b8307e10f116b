//! The fields of a table, read one by one while mistakes are gathered.

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::str::FromStr;

use toml::{Table, Value};

use super::Mistake;

/// Where mistakes go.
pub(super) type Mistakes = RefCell<Vec<Mistake>>;

/// A table of the settings: where it stands, what it holds, and where its mistakes go.
pub(super) struct Fields<'a> {
    path: String,
    table: &'a Table,
    mistakes: &'a Mistakes,
    known: RefCell<Vec<&'static str>>,
    at_fault: Cell<bool>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(path: String, table: &'a Table, mistakes: &'a Mistakes) -> Self {
        Self { path, table, mistakes, known: RefCell::default(), at_fault: Cell::new(false) }
    }

    /// The full name of a field.
    pub(super) fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Notes a mistake.
    pub(super) fn mistake(&self, name: &str, fault: impl Display, remedy: impl Into<String>) {
        self.at_fault.set(true);
        self.mistakes.borrow_mut().push(Mistake::new(self.path(name), fault.to_string(), remedy));
    }

    /// Whether a mistake was noted here.
    pub(super) fn is_at_fault(&self) -> bool {
        self.at_fault.get()
    }

    fn get(&self, name: &'static str) -> Option<&'a Value> {
        self.known.borrow_mut().push(name);
        self.table.get(name)
    }

    /// A text that may be left out, but not be empty.
    pub(super) fn text(&self, name: &'static str, remedy: &str) -> Option<String> {
        match self.get(name)? {
            Value::String(text) if text.trim().is_empty() => self.mistake(name, "is empty", remedy),
            Value::String(text) => return Some(text.trim().to_owned()),
            other => self.mistake(name, is_a(other), format!("Write a text in quotes. {remedy}")),
        }
        None
    }

    /// A text that must be there.
    pub(super) fn required(&self, name: &'static str, remedy: &str) -> Option<String> {
        if !self.table.contains_key(name) {
            self.known.borrow_mut().push(name);
            self.mistake(name, "is missing", remedy);
            return None;
        }
        self.text(name, remedy)
    }

    /// A text that is read as something else.
    pub(super) fn parsed<T: FromStr>(&self, name: &'static str, remedy: &str) -> Option<T> {
        let text = self.text(name, remedy)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.mistake(name, format!("is “{text}”"), remedy);
        }
        parsed
    }

    /// Texts.
    pub(super) fn texts(&self, name: &'static str) -> Vec<String> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let texts = value.as_array().and_then(|list| {
            list.iter()
                .map(|entry| entry.as_str().map(|text| text.trim().to_owned()))
                .collect::<Option<Vec<_>>>()
        });
        texts.unwrap_or_else(|| {
            self.mistake(name, "is no list of texts", "Write [\"…\", \"…\"].");
            Vec::new()
        })
    }

    /// Texts, each of which is read as something else.
    pub(super) fn parsed_texts<T, E: Display>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
        remedy: &str,
    ) -> Vec<T> {
        let read = |(at, text): (usize, String)| match parse(&text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.mistake(&format!("{name}[{at}]"), format!("is “{text}”: {error}"), remedy);
                None
            }
        };
        self.texts(name).into_iter().enumerate().filter_map(read).collect()
    }

    /// A whole number between two, or `otherwise`.
    pub(super) fn number(&self, name: &'static str, between: (u32, u32), otherwise: u32) -> u32 {
        let Some(value) = self.get(name) else { return otherwise };
        let number = value.as_integer().and_then(|number| u32::try_from(number).ok());
        number.filter(|number| (between.0..=between.1).contains(number)).unwrap_or_else(|| {
            let (least, most) = between;
            self.mistake(name, "is out of range", format!("Write a whole number from {least} to {most}."));
            otherwise
        })
    }

    /// Yes or no; no when left out.
    pub(super) fn flag(&self, name: &'static str) -> bool {
        match self.get(name) {
            None => false,
            Some(Value::Boolean(flag)) => *flag,
            Some(other) => {
                self.mistake(name, is_a(other), "Write true or false, without quotes.");
                false
            }
        }
    }

    /// A table within.
    pub(super) fn table(&self, name: &'static str) -> Option<Self> {
        let value = self.get(name)?;
        let table = value.as_table();
        if table.is_none() {
            self.mistake(name, is_a(value), format!("Write [{}] and its fields below.", self.path(name)));
        }
        Some(Self::new(self.path(name), table?, self.mistakes))
    }

    /// Tables within.
    pub(super) fn tables(&self, name: &'static str) -> Vec<Self> {
        let Some(value) = self.get(name) else { return Vec::new() };
        let tables =
            value.as_array().and_then(|list| list.iter().map(Value::as_table).collect::<Option<Vec<_>>>());
        let Some(tables) = tables else {
            self.mistake(name, is_a(value), format!("Write [[{}]] and its fields below.", self.path(name)));
            return Vec::new();
        };
        let at = |(at, table)| Self::new(format!("{}[{at}]", self.path(name)), table, self.mistakes);
        tables.into_iter().enumerate().map(at).collect()
    }

    /// Whether the field is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// Notes the fields that nobody asked for.
    pub(super) fn finish(self) {
        let known = self.known.take();
        for name in self.table.keys().filter(|name| !known.contains(&name.as_str())) {
            let meant = known.iter().find(|known| similar(known, name));
            let remedy = match meant {
                Some(meant) => format!("Write {meant}."),
                None => "Remove it, or move it to where it belongs (docs/companion.md lists all fields)."
                    .to_owned(),
            };
            self.mistake(name, "is no known field", remedy);
        }
    }
}

fn similar(known: &str, written: &str) -> bool {
    let plain =
        |text: &str| text.to_ascii_lowercase().replace(['_', '-'], "").trim_end_matches('s').to_owned();
    plain(known) == plain(written)
}

fn is_a(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "is a text",
        Value::Integer(_) | Value::Float(_) => "is a number",
        Value::Boolean(_) => "is true or false",
        Value::Datetime(_) => "is a date",
        Value::Array(_) => "is a list",
        Value::Table(_) => "is a table",
    }
}
