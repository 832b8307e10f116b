//! A JSON object.

use crate::Value;

/// The members of a JSON object, in the order in which they came. Of two with one name the last counts, as in most
/// readers of JSON (RFC 8259 §4 leaves it open).
///
/// Looking a member up is a walk over all of them: objects have a few dozen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object(pub(crate) Vec<(Box<str>, Value)>);

impl Object {
    /// An object of these members.
    #[must_use]
    pub fn new(members: Vec<(Box<str>, Value)>) -> Self {
        Self(members)
    }

    /// Adds a member; of two with one name the last counts.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds a text where there is one.
    pub fn set_some(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.set(name, text);
        }
    }

    /// The member called `name`, as it came. `None` when it did not come.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().rev().find(|(member, _)| **member == *name).map(|(_, value)| value)
    }

    /// The member called `name` as text; empty when it is missing or not text.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_text).unwrap_or_default()
    }

    /// The member called `name`, a text to keep; `None` when it is missing or not text.
    #[must_use]
    pub fn string(&self, name: &str) -> Option<String> {
        self.get(name)?.as_text().map(str::to_owned)
    }

    /// The member called `name`, an object.
    #[must_use]
    pub fn related(&self, name: &str) -> Option<&Self> {
        self.get(name).and_then(Value::as_object)
    }

    /// The entries of the member called `name`, a list, as far as they are objects.
    pub fn related_many(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.list(name).iter().filter_map(Value::as_object)
    }

    /// The entries of the member called `name`; none when it is missing or no list.
    #[must_use]
    pub fn list(&self, name: &str) -> &[Value] {
        self.get(name).map(Value::entries).unwrap_or_default()
    }

    /// Every member, in the order in which they came.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// Takes the member called `name` out.
    #[must_use]
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let at = self.0.iter().rposition(|(member, _)| **member == *name)?;
        Some(self.0.remove(at).1)
    }
}
