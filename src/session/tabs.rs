//! What the tabs of one session tell each other. A duplicated tab has a copy of the session, and so of a refresh token
//! that is good once.

use super::kept::Session;
use json::{Object, Value};

/// What one tab says to the others.
pub enum Message<'a> {
    /// Who has tokens of a later generation than this?
    Ask(u64),
    /// These are the newest.
    Tokens(&'a Session),
    /// The user signed out.
    SignedOut,
}

/// The same, as the others hear it.
pub enum Heard {
    /// [`Message::Ask`].
    Ask(u64),
    /// [`Message::Tokens`].
    Tokens(Box<Session>),
    /// [`Message::SignedOut`].
    SignedOut,
}

impl Message<'_> {
    /// As it is said.
    #[must_use]
    pub fn write(&self) -> String {
        let mut said = Object::default();
        match self {
            Self::Ask(generation) => said.set("ask", *generation),
            Self::Tokens(session) => said.set("tokens", session.to_json()),
            Self::SignedOut => said.set("signed_out", true),
        }
        Value::from(said).to_string()
    }
}

impl Heard {
    /// What was said; `None` for what another version of this portal may say.
    #[must_use]
    pub fn read(said: &str) -> Option<Self> {
        let said = Value::parse(said).ok()?;
        let said = said.as_object()?;
        if let Some(generation) = said.get("ask") {
            return Some(Self::Ask(generation.as_integer()?.try_into().ok()?));
        }
        if let Some(session) = said.get("tokens") {
            return Some(Self::Tokens(Box::new(Session::from_json(session)?)));
        }
        said.get("signed_out").map(|_| Self::SignedOut)
    }
}

/// The name that the lock and the channel of a session have in common.
#[must_use]
pub fn name(session: &Session) -> String {
    format!("portico.session.{}", session.id)
}

#[cfg(test)]
mod tests {
    use super::{Heard, Message};

    #[test]
    fn what_is_said_is_understood_and_nothing_else() {
        assert!(matches!(Heard::read(&Message::Ask(7).write()), Some(Heard::Ask(7))));
        assert!(matches!(Heard::read(&Message::SignedOut.write()), Some(Heard::SignedOut)));
        for other in
            ["", "null", "{}", r#"{"ask":-1}"#, r#"{"ask":"x"}"#, r#"{"tokens":{}}"#, r#"{"later":1}"#]
        {
            assert!(Heard::read(other).is_none(), "{other}");
        }
    }
}
