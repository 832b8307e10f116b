//! The fields of a JSON object, read one by one while mistakes are gathered.

use crate::Mistake;
use json::{Object, Value};

/// An object of the settings: where it stands, what it holds, and where its mistakes go.
pub(crate) struct Fields<'a> {
    path: String,
    object: &'a Object,
    pub(crate) mistakes: &'a mut Vec<Mistake>,
}

impl<'a> Fields<'a> {
    /// The fields of `value`; a mistake and nothing when it is no object.
    pub(crate) fn of(path: &str, value: &'a Value, mistakes: &'a mut Vec<Mistake>) -> Option<Self> {
        if let Value::Object(object) = value {
            return Some(Self { path: path.to_owned(), object, mistakes });
        }
        let name = if path.is_empty() { "portal.json" } else { path };
        mistakes.push(wrong_type(name, value, "an object, { … }"));
        None
    }

    /// The full name of the field `name` of this object.
    pub(crate) fn path(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// A text that must be there and not be blank.
    pub(crate) fn required(&mut self, name: &str, remedy: &str) -> Option<String> {
        if matches!(self.object.get(name), None | Some(Value::Null)) {
            self.mistake(name, "is missing", remedy);
            return None;
        }
        self.optional(name, remedy)
    }

    /// A text that may be left out (or be `null`) but not be blank.
    pub(crate) fn optional(&mut self, name: &str, remedy: &str) -> Option<String> {
        match self.object.get(name)? {
            Value::Null => None,
            Value::Text(text) if text.trim().is_empty() => {
                self.mistake(name, "is empty", remedy);
                None
            }
            Value::Text(text) => Some(text.trim().to_owned()),
            other => {
                let mistake = wrong_type(&self.path(name), other, "a text in quotes");
                self.mistakes.push(mistake);
                None
            }
        }
    }

    /// A yes or no that may be left out, which means no.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        match self.object.get(name) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(flag)) => *flag,
            Some(other) => {
                let mistake = wrong_type(&self.path(name), other, "true or false");
                self.mistakes.push(mistake);
                false
            }
        }
    }

    /// The elements of a list that may be left out, each with its path.
    pub(crate) fn list(&mut self, name: &str) -> Vec<(String, &'a Value)> {
        let path = self.path(name);
        match self.object.get(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::List(values)) => {
                values.iter().enumerate().map(|(index, value)| (format!("{path}[{index}]"), value)).collect()
            }
            Some(other) => {
                self.mistakes.push(wrong_type(&path, other, "a list, [ … ]"));
                Vec::new()
            }
        }
    }

    /// Notes the fields that differ from one of `known` in small and capital letters only: they would be passed over.
    pub(crate) fn check_spelling(&mut self, known: &[&str]) {
        for (field, _) in self.object.fields() {
            for meant in known {
                if field != *meant && field.eq_ignore_ascii_case(meant) {
                    let remedy = format!("Write {meant}.");
                    self.mistakes.push(Mistake::new(self.path(field), "is no known field", remedy));
                }
            }
        }
    }

    /// Whether the field is there at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        !matches!(self.object.get(name), None | Some(Value::Null))
    }

    /// Notes a mistake of the field `name`.
    pub(crate) fn mistake(&mut self, name: &str, fault: &str, remedy: &str) {
        let mistake = Mistake::new(self.path(name), fault, remedy);
        self.mistakes.push(mistake);
    }
}

/// The mistake of a value of another type than expected.
pub(crate) fn wrong_type(field: &str, value: &Value, expected: &str) -> Mistake {
    let found = match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::Text(_) => "a text",
        Value::List(_) => "a list",
        Value::Object(_) => "an object",
    };
    Mistake::new(field, format!("is {found}"), format!("Write {expected}."))
}
