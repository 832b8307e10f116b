//! Rows as a table for the clipboard: tabs for spreadsheets and texts, HTML for documents and mails.

use std::fmt::Write as _;

/// A table in both writings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Rows in lines, cells with a tab between them (`text/tab-separated-values`, IANA).
    pub(super) text: String,
    /// A `table` (`text/html`).
    pub(super) html: String,
}

/// The table of `head` and `rows`.
pub(super) fn table(head: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let mut table = Table { text: line(head), html: "<table><thead>".to_owned() };
    html_row(&mut table.html, "th", head);
    table.html.push_str("</thead><tbody>");
    for cells in rows {
        table.text.push_str("\r\n");
        table.text.push_str(&line(&cells));
        html_row(&mut table.html, "td", &cells);
    }
    table.html.push_str("</tbody></table>");
    table
}

/// Tabs and line breaks within a cell would tear it apart: they become blanks.
fn line(cells: &[String]) -> String {
    let flat = |cell: &String| cell.replace("\r\n", " ").replace(['\t', '\r', '\n'], " ");
    cells.iter().map(flat).collect::<Vec<_>>().join("\t")
}

fn html_row(html: &mut String, tag: &str, cells: &[String]) {
    html.push_str("<tr>");
    for cell in cells {
        // Writing to a text does not fail.
        let _ = write!(html, "<{tag}>{}</{tag}>", escaped(cell));
    }
    html.push_str("</tr>");
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\r' => {}
            '\n' => html.push_str("<br>"),
            character => html.push(character),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn a_table_in_two_writings() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let made = table(&row(&["No.", "Name"]), [row(&["1", "A & <b>\tB"]), row(&["2", "x\r\ny"])]);
        assert_eq!(made.text, "No.\tName\r\n1\tA & <b> B\r\n2\tx y");
        assert_eq!(
            made.html,
            "<table><thead><tr><th>No.</th><th>Name</th></tr></thead><tbody>\
             <tr><td>1</td><td>A &amp; &lt;b&gt;\tB</td></tr><tr><td>2</td><td>x<br>y</td></tr></tbody></table>"
        );
    }
}
