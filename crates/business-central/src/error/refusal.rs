//! What the service says when it refuses.

use crate::{Answer, literal::is_guid, request::object};

/// What the service said when it refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The code, such as `Application_DialogException`; empty when the body had none.
    pub code: String,
    /// The message without its correlation id; empty when the body had none that a person could read.
    pub message: String,
    /// What the error is about, such as the name of a field (OData JSON Format §21.1, `target`); empty when it wasn't said.
    pub target: String,
    /// What Microsoft's support asks for. Business Central puts it into the message.
    pub correlation_id: Option<String>,
}

impl Refusal {
    /// Reads `{"error":{"code","message"}}`, the shape of OData, or what gateways send in its place: the same without
    /// `error`, `error` as a text with `error_description` beside it, or no JSON at all.
    pub(super) fn read(answer: &Answer) -> Self {
        let object = object(&answer.body).unwrap_or_default();
        let error = object.related("error").unwrap_or(&object);
        let first = |names: [&str; 3]| {
            let texts = names.into_iter().map(|name| error.text(name));
            texts.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default()
        };
        let (message, correlation_id) =
            split_correlation_id(first(["message", "Message", "error_description"]));
        Self {
            status: answer.status,
            code: first(["code", "Code", "error"]).to_owned(),
            message,
            target: error.text("target").to_owned(),
            correlation_id,
        }
    }

    /// The message, or else what can be said without one.
    pub(super) fn said(&self) -> String {
        if self.message.is_empty() {
            format!("Business Central refused with status {}.", self.status)
        } else {
            self.message.clone()
        }
    }

    /// Which of `fields`, each a name with its caption, this is about, so that the message can stand beside it.
    ///
    /// Business Central seldom says so in a way for programs, but its messages name fields: in quotes, or by caption in
    /// the user's language. The longest name found counts ("Customer No.", not "No."); one of less than four letters only
    /// in quotes, for it is found in too many words.
    #[must_use]
    pub fn field<'a>(&self, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
        let mut best: Option<(usize, &str)> = None;
        for (name, caption) in fields {
            if !self.target.is_empty() && self.target == name {
                return Some(name);
            }
            for word in [name, caption] {
                let worth = self.names(word);
                if worth > best.map_or(0, |(most, _)| most) {
                    best = Some((worth, name));
                }
            }
        }
        best.map(|(_, name)| name)
    }

    /// How surely the message names `word`: zero for not at all.
    fn names(&self, word: &str) -> usize {
        let letters = word.chars().count();
        let mut surest = 0;
        // A byte at a time: searching a text for a text weighs more in the browser.
        for at in 0..self.message.len() {
            let Some(after) = self.message.get(at..).and_then(|rest| rest.strip_prefix(word)) else {
                continue;
            };
            let before = self.message[..at].chars().next_back();
            let after = after.chars().next();
            let is_whole = [before, after].iter().flatten().all(|beside| !beside.is_alphanumeric());
            let is_quoted = [before, after].iter().all(|beside| beside.is_some_and(is_quote));
            surest = surest.max(match letters {
                0 => 0,
                _ if is_quoted => 1_000 + letters,
                4.. if is_whole => letters,
                _ => 0,
            });
        }
        surest
    }
}

fn is_quote(character: char) -> bool {
    matches!(character, '\'' | '"' | '`' | '‘'..='‟' | '«' | '»' | '‹' | '›')
}

/// Business Central ends its messages with `  CorrelationId:  <guid>.`
fn split_correlation_id(message: &str) -> (String, Option<String>) {
    const MARK: &str = "CorrelationId:";
    let Some(at) = message.rfind(MARK) else { return (message.trim().to_owned(), None) };
    let (before, after) = (&message[..at], message[at + MARK.len()..].trim_start());
    let Some((id, rest)) = after.split_at_checked(36).filter(|(id, _)| is_guid(id)) else {
        return (message.trim().to_owned(), None);
    };
    let rest = rest.strip_prefix('.').unwrap_or(rest).trim();
    let separator = if rest.is_empty() { "" } else { " " };
    (format!("{}{separator}{rest}", before.trim()), Some(id.to_owned()))
}
