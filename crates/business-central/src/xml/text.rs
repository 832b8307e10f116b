//! Text and its references.

use crate::Unreadable;

/// Adds `text` to `out`, its references replaced: the five entities that need no declaration, and characters by number
/// (XML 1.0 §4.1, §4.6).
pub(super) fn unescape(text: &str, out: &mut String) -> Result<(), Unreadable> {
    let mut rest = text;
    while let Some((plain, reference)) = rest.split_once('&') {
        out.push_str(plain);
        let (reference, behind) = reference.split_once(';').ok_or(Unreadable::Edmx)?;
        let by_number = |digits: &str, radix| {
            let code = u32::from_str_radix(digits, radix).ok().filter(|_| !digits.starts_with('+'))?;
            char::from_u32(code).filter(|character| *character >= ' ' || "\t\n\r".contains(*character))
        };
        let character = match reference {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match reference.strip_prefix("#x") {
                Some(digits) => by_number(digits, 16),
                None => reference.strip_prefix('#').and_then(|digits| by_number(digits, 10)),
            },
        };
        out.push(character.ok_or(Unreadable::Edmx)?);
        rest = behind;
    }
    out.push_str(rest);
    Ok(())
}
