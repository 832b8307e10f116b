//! What the browser's storage holds, and what duplicated tabs tell each other: whoever can write there can write anything.

mod kinds;

use crate::address::{is_path, is_safe};
use crate::input::Input;
use json::Value;

/// Members that lead somewhere.
const ADDRESSES: [&str; 6] = [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "end_session_endpoint",
    "redirect_uri",
];

/// What was written is read as it was. Anything else is none, or what is read of it has a form of its own that stays, holds
/// no text that did not come, and leads nowhere but to safe addresses.
pub fn stored_records(data: &[u8]) {
    let mut input = Input::new(data);
    let kinds = kinds::all();
    let (good, again) = &kinds[usize::from(input.byte()) % kinds.len()];
    let whole = again(&Value::parse(good).expect("a good record is JSON"));
    assert_eq!(whole.map(|whole| whole.to_string()).as_ref(), Some(good), "it did not come back as it was");

    let Ok(kept) = Value::parse(&input.document(good)) else { return };
    let Some(once) = again(&kept) else { return };
    let text = once.to_string();
    let twice = again(&Value::parse(&text).expect("what is written is JSON"));
    assert_eq!(twice.map(|twice| twice.to_string()), Some(text), "it changes each time that it is read");
    let mut came = Vec::new();
    walk(&kept, "", &mut |_, text| came.push(text.to_owned()));
    walk(&once, "", &mut |name, text| {
        assert!(
            text.is_empty() || came.iter().any(|known| known == text),
            "{name} is {text}, which did not come"
        );
        assert!(
            !ADDRESSES.contains(&name) || is_safe(text) || is_key_issuer(name, &once),
            "{name} is {text}"
        );
        assert!(!["return_to", "href"].contains(&name) || is_path(text), "{name} leads to {text}");
    });
}

/// The issuer of a key is compared, never gone to, and may have `{tenantid}` in it.
fn is_key_issuer(name: &str, record: &Value) -> bool {
    name == "issuer" && matches!(record, Value::List(_))
}

/// Shows each text in `value` with its member's name.
fn walk(value: &Value, name: &str, see: &mut impl FnMut(&str, &str)) {
    match value {
        Value::Text(text) => see(name, text),
        Value::List(entries) => entries.iter().for_each(|entry| walk(entry, name, see)),
        // The members of what a session is bound to are compared with the settings as a whole.
        Value::Object(object) => {
            object
                .fields()
                .filter(|(name, _)| *name != "bound")
                .for_each(|(name, value)| walk(value, name, see));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
