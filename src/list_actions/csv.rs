//! Comma-separated values (RFC 4180), in UTF-8 with the mark that tells a spreadsheet so.

/// What a file begins with: without it, spreadsheets take UTF-8 for the system's old code page.
pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Puts a row of `cells` behind `text`, with `separator` between them.
///
/// A cell with the separator, a quote or a line break in it stands in quotes, its own quotes doubled (RFC 4180 §2); so
/// does one that begins or ends with a blank, which some readers take away, and a blank one that is alone in its row,
/// which would be no row.
pub(super) fn row(text: &mut String, separator: char, cells: &[String]) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            text.push(separator);
        }
        let is_special = |character: char| character == separator || matches!(character, '"' | '\r' | '\n');
        let is_trimmed = cell.starts_with(char::is_whitespace) || cell.ends_with(char::is_whitespace);
        if cell.contains(is_special) || is_trimmed || (cell.is_empty() && cells.len() == 1) {
            text.push('"');
            for character in cell.chars() {
                if character == '"' {
                    text.push('"');
                }
                text.push(character);
            }
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::row;
    use proptest::prelude::*;

    fn written(separator: char, cells: &[&str]) -> String {
        let mut text = String::new();
        row(&mut text, separator, &cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
        text
    }

    #[test]
    fn rows() {
        for (separator, cells, expected) in [
            (',', &["a", "", "c"][..], "a,,c\r\n"),
            (',', &["a;b", "1,5"], "a;b,\"1,5\"\r\n"),
            (';', &["a;b", "1,5"], "\"a;b\";1,5\r\n"),
            (',', &["say \"so\""], "\"say \"\"so\"\"\"\r\n"),
            (',', &["two\r\nlines", "x"], "\"two\r\nlines\",x\r\n"),
            (',', &["", ""], ",\r\n"),
            (',', &[""], "\"\"\r\n"),
            (',', &[" x", "y "], "\" x\",\"y \"\r\n"),
        ] {
            assert_eq!(written(separator, cells), expected);
        }
    }

    /// A reader by the letter of RFC 4180 §2.
    fn read(text: &str, separator: char) -> Vec<Vec<String>> {
        let (mut rows, mut cells, mut cell) = (Vec::new(), Vec::new(), String::new());
        let mut quoted = false;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            match character {
                '"' if quoted && characters.peek() == Some(&'"') => {
                    characters.next();
                    cell.push('"');
                }
                '"' => quoted = !quoted,
                '\r' if !quoted => {
                    assert_eq!(characters.next(), Some('\n'));
                    cells.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut cells));
                }
                character if character == separator && !quoted => cells.push(std::mem::take(&mut cell)),
                character => cell.push(character),
            }
        }
        assert!(cells.is_empty() && cell.is_empty() && !quoted, "every row ends");
        rows
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            rows in proptest::collection::vec(proptest::collection::vec("[a,;\"\r\n '=é\t]{0,6}", 1..5), 0..6),
            semicolon in any::<bool>(),
        ) {
            let separator = if semicolon { ';' } else { ',' };
            let mut text = String::new();
            for cells in &rows {
                row(&mut text, separator, cells);
            }
            prop_assert_eq!(read(&text, separator), rows);
        }
    }
}
