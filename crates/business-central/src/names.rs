//! Names of fields and enum members, as people read them.

use crate::case;

/// Undoes the escapes that XML names need: `Sales_x0020_Order` is `Sales Order`. Business Central writes the members of
/// enums so, in metadata and in records. What is no escape, or half a surrogate pair, stays as it is.
#[must_use]
pub fn decode(name: &str) -> String {
    let mut decoded = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find("_x") {
        decoded.push_str(&rest[..at]);
        let (character, length) = escape(&rest[at..]).unwrap_or(('_', 1));
        decoded.push(character);
        rest = &rest[at + length..];
    }
    decoded.push_str(rest);
    decoded
}

/// The escape that `text` begins with, and its length; two of them when they are a surrogate pair.
fn escape(text: &str) -> Option<(char, usize)> {
    let first = unit(text)?;
    if let Some(character) = char::from_u32(u32::from(first)) {
        return Some((character, 7));
    }
    let second = text.get(7..).and_then(unit)?;
    let character = char::decode_utf16([first, second]).next()?.ok()?;
    Some((character, 14))
}

fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

/// A field's name in words, for want of a caption: `displayName` is `Display name`, `addressLine1` is `Address line 1`,
/// `VATRegistrationNo` is `VAT registration no`.
#[must_use]
pub fn in_words(name: &str) -> String {
    let name = decode(name);
    let characters: Vec<char> = name.chars().collect();
    let mut words = String::with_capacity(name.len() + 8);
    for (at, &character) in characters.iter().enumerate() {
        if matches!(character, '_' | ' ' | '.' | '-') {
            if !words.is_empty() && !words.ends_with(' ') {
                words.push(' ');
            }
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| characters.get(before)).copied();
        let after = characters.get(at + 1).copied();
        let lower_after = after.is_some_and(|after| after.is_ascii_lowercase());
        let begins_word = before.is_some_and(|before| {
            (character.is_ascii_uppercase() && (!before.is_ascii_uppercase() || lower_after))
                || (character.is_ascii_digit() != before.is_ascii_digit())
        });
        if begins_word && !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
        if words.is_empty() {
            words.push(case::upper_of(character));
        } else if character.is_ascii_uppercase() && words.ends_with(' ') && lower_after {
            words.push(case::lower_of(character));
        } else {
            words.push(character);
        }
    }
    words.truncate(words.trim_end().len());
    words
}

#[cfg(test)]
mod tests {
    use super::{decode, in_words};

    #[test]
    fn escapes_are_undone_and_all_else_is_left_alone() {
        for (name, expected) in [
            ("_x0020_", " "),
            ("Sales_x0020_Order", "Sales Order"),
            ("Charge_x0020__x0028_Item_x0029_", "Charge (Item)"),
            ("Non_x002D_Inventory", "Non-Inventory"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_", "_xD83D_"),
            ("_xDE00__xD83D_", "_xDE00__xD83D_"),
            ("_x002", "_x002"),
            ("_x+020_", "_x+020_"),
            ("_x00zz_", "_x00zz_"),
            ("_x_x0020_", "_x "),
            ("_xä020_", "_xä020_"),
            ("my_xray", "my_xray"),
            ("", ""),
        ] {
            assert_eq!(decode(name), expected, "{name}");
        }
    }

    #[test]
    fn names_become_words() {
        for (name, expected) in [
            ("displayName", "Display name"),
            ("number", "Number"),
            ("addressLine1", "Address line 1"),
            ("VATRegistrationNo", "VAT registration no"),
            ("shortcutDimension1Code", "Shortcut dimension 1 code"),
            ("totalAmountExcludingTax", "Total amount excluding tax"),
            ("customer_name", "Customer name"),
            ("Sales_x0020_Order", "Sales order"),
            ("itemGTIN", "Item GTIN"),
            ("überName", "Über name"),
            ("_", ""),
            ("", ""),
        ] {
            assert_eq!(in_words(name), expected, "{name}");
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod properties {
    use proptest::prelude::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn any_text_can_be_escaped_and_read_back(text in "\\PC{0,12}") {
            let escaped: String = text.encode_utf16().map(|unit| format!("_x{unit:04X}_")).collect();
            prop_assert_eq!(super::decode(&escaped), text);
        }

        #[test]
        fn no_name_breaks_the_words(name in "\\PC{0,20}") {
            let words = super::in_words(&name);
            prop_assert_eq!(words.trim_end(), &words);
        }
    }
}
