//! Small and capital letters of the scripts that Business Central's localisations write: Latin, Greek and Cyrillic.
//!
//! The standard library knows every script, by tables that weigh more in the browser than all of this crate's queries.
//! What is not mapped here stays as it is; a search then finds it as typed.

/// `text` in small letters.
#[must_use]
pub fn lower(text: &str) -> String {
    text.chars().map(lower_of).collect()
}

/// `text` in capital letters.
#[must_use]
pub fn upper(text: &str) -> String {
    text.chars().map(upper_of).collect()
}

/// The small letter of `letter`, or itself.
#[must_use]
pub fn lower_of(letter: char) -> char {
    match letter {
        'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => shifted(letter, 32),
        'Ѐ'..='Џ' => shifted(letter, 80),
        'Ÿ' => 'ÿ',
        _ if pair(letter) == Some(true) => shifted(letter, 1),
        _ => letter.to_ascii_lowercase(),
    }
}

/// The capital letter of `letter`, or itself; `ß` has none that is one letter.
#[must_use]
pub fn upper_of(letter: char) -> char {
    match letter {
        'à'..='ö' | 'ø'..='þ' | 'α'..='ρ' | 'σ'..='ϋ' | 'а'..='я' => shifted(letter, -32),
        'ς' => 'Σ',
        'ѐ'..='џ' => shifted(letter, -80),
        'ÿ' => 'Ÿ',
        _ if pair(letter) == Some(false) => shifted(letter, -1),
        _ => letter.to_ascii_uppercase(),
    }
}

/// In Latin Extended-A, capital and small letters take turns: whether `letter` is the capital of such a pair.
fn pair(letter: char) -> Option<bool> {
    let is_even = u32::from(letter) % 2 == 0;
    match letter {
        // The dotted and the dotless i are no pair, nor is the kra.
        'İ' | 'ı' | 'ĸ' | 'ŉ' => None,
        'Ā'..='ķ' | 'Ŋ'..='ŷ' => Some(is_even),
        'Ĺ'..='ň' | 'Ź'..='ž' => Some(!is_even),
        _ => None,
    }
}

fn shifted(letter: char, by: i32) -> char {
    u32::from(letter).checked_add_signed(by).and_then(char::from_u32).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::{lower, upper};

    #[test]
    fn what_is_mapped_is_mapped_as_unicode_says() {
        let mut mapped = 0;
        for letter in '\0'..'\u{500}' {
            let text = letter.to_string();
            // A lone capital sigma ends its word, which the standard library minds.
            let small = if letter == 'Σ' { "σ".to_owned() } else { text.to_lowercase() };
            for (ours, theirs) in [(lower(&text), small), (upper(&text), text.to_uppercase())] {
                assert!(ours == theirs || ours == text, "{letter}: {ours} is not {theirs}");
                mapped += usize::from(ours != text);
            }
        }
        assert!(mapped > 380, "{mapped}");
    }

    #[test]
    fn names_of_many_countries() {
        for (small, capital) in [
            ("müller & söhne", "MÜLLER & SÖHNE"),
            ("łódź żółw", "ŁÓDŹ ŻÓŁW"),
            ("příliš žluťoučký", "PŘÍLIŠ ŽLUŤOUČKÝ"),
            ("αγορα", "ΑΓΟΡΑ"),
            ("київ щ", "КИЇВ Щ"),
        ] {
            assert_eq!((upper(small).as_str(), lower(capital).as_str()), (capital, small));
        }
    }
}
