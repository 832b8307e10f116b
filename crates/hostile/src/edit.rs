//! A good text, changed: bytes of it, or members of the JSON that it is.

use json::{Object, Value};

/// More changes than any document needs.
const MOST: usize = 64;

/// `good`, changed by four bytes of `edits` at a time: where, how, and with what.
pub(crate) fn bytes(good: &str, edits: &[u8]) -> String {
    let mut text = good.as_bytes().to_vec();
    for edit in edits.chunks_exact(4).take(MOST) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % (text.len() + 1);
        let end = text.len().min(at + usize::from(edit[3] % 64));
        match edit[2] % 4 {
            0 if at < text.len() => text[at] = edit[3],
            1 => text.insert(at, edit[3]),
            2 => drop(text.drain(at..end)),
            _ => {
                let copied = text[at..end].to_vec();
                text.splice(at..at, copied);
            }
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// `good`, a JSON document, changed by one line of `edits` each: `/path/to/member=value` replaces or adds a member,
/// `+/path=value` adds one beside the first, `-/path` takes one away. A value that is no JSON is a text.
pub(crate) fn members(good: &str, edits: &str) -> String {
    let mut document = Value::parse(good).expect("a good document is JSON");
    for line in edits.lines().take(MOST) {
        let (path, value) = line.split_once('=').map_or((line, None), |(path, value)| {
            (path, Some(Value::parse(value).unwrap_or_else(|_| value.into())))
        });
        let (sign, path) = path.split_once('/').unwrap_or_default();
        let path: Vec<&str> = path.split('/').collect();
        document = changed(document, &path, value.as_ref().filter(|_| sign != "-"), sign == "+");
    }
    document.to_string()
}

/// `value` with the member at `path` replaced by `new`, or with both.
fn changed(value: Value, path: &[&str], new: Option<&Value>, both: bool) -> Value {
    let [name, below @ ..] = path else { return new.cloned().unwrap_or(value) };
    match value {
        Value::Object(object) => {
            let mut members = Object::default();
            for (known, member) in object.fields() {
                match below {
                    _ if known != *name => members.set(known, member.clone()),
                    [] if !both => {}
                    [] => members.set(known, member.clone()),
                    _ => members.set(known, changed(member.clone(), below, new, both)),
                }
            }
            if let ([], Some(new)) = (below, new) {
                members.set(name, new.clone());
            }
            members.into()
        }
        Value::List(mut entries) => {
            if let Some(entry) = name.parse().ok().and_then(|at: usize| entries.get_mut(at)) {
                *entry = changed(entry.clone(), below, new, both);
            }
            Value::List(entries)
        }
        scalar => scalar,
    }
}

#[cfg(test)]
mod tests {
    use super::{bytes, members};

    #[test]
    fn members_are_replaced_added_and_taken_away() {
        let good = r#"{"a":[{"b":1},2],"c":"d"}"#;
        for (edits, expected) in [
            ("", good),
            ("/a/0/b=x", r#"{"a":[{"b":"x"},2],"c":"d"}"#),
            ("+/c=null\n-/a", r#"{"c":"d","c":null}"#),
            ("/a/1={\"e\":3}\n/c", r#"{"a":[{"b":1},{"e":3}]}"#),
            ("/f=1=2\nnonsense\n/a/9/b=1", r#"{"a":[{"b":1},2],"c":"d","f":"1=2"}"#),
        ] {
            assert_eq!(members(good, edits), expected, "{edits}");
        }
    }

    #[test]
    fn bytes_are_replaced_inserted_taken_away_and_repeated() {
        for (edits, expected) in [
            (&[0, 1, 0, b'x'][..], "axc"),
            (&[0, 3, 1, b'x'], "abcx"),
            (&[0, 1, 2, 9], "a"),
            (&[0, 0, 3, 2], "ababc"),
            (&[0, 1, 0], "abc"),
        ] {
            assert_eq!(bytes("abc", edits), expected, "{edits:?}");
        }
    }
}
