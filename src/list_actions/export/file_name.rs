//! What an exported file is called.

/// Longer names are cut: file systems take 255 bytes.
const MOST: usize = 120;

/// The name of the file of the records called `caption` of `company` on `day`, such as
/// `Customers, CRONUS International Ltd., 2026-11-27.csv`.
pub(super) fn file_name(caption: &str, company: &str, day: &str) -> String {
    let name = format!("{}, {}, {day}", part(caption), part(company));
    let cut: String = name.chars().take(MOST).collect();
    format!("{cut}.csv")
}

/// Without what no file may be called on one system or another
/// (<https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file>), nor a leading dot, which hides a file.
fn part(text: &str) -> String {
    let allowed = |character: char| match character {
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '-',
        character if character.is_control() => '-',
        character => character,
    };
    text.chars().map(allowed).take(MOST / 2 - 8).collect::<String>().trim().trim_start_matches('.').to_owned()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::file_name;
    use proptest::prelude::*;

    #[test]
    fn names() {
        for (caption, company, expected) in [
            (
                "Customers",
                "CRONUS International Ltd.",
                "Customers, CRONUS International Ltd., 2026-11-27.csv",
            ),
            ("G/L Entries", "A:B", "G-L Entries, A-B, 2026-11-27.csv"),
            ("..", "x\ny", ", x-y, 2026-11-27.csv"),
        ] {
            assert_eq!(file_name(caption, company, "2026-11-27"), expected);
        }
    }

    proptest! {
        #[test]
        fn any_system_takes_it(caption in ".{0,200}", company in ".{0,200}") {
            let name = file_name(&caption, &company, "2026-11-27");
            prop_assert!(name.chars().count() <= 130 && name.ends_with("2026-11-27.csv"));
            prop_assert!(!name.contains(['<', '>', ':', '"', '/', '\\', '|', '?', '*', '\n']));
            prop_assert!(!name.starts_with('.'));
        }
    }
}
