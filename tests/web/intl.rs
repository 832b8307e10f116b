//! Numbers and dates by `Intl`: whatever the locale, digits and days stay what they are.

use portico::browser::intl::{NumberStyle, date, date_time, number};
use wasm_bindgen_test::wasm_bindgen_test;

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

const MONEY: NumberStyle = NumberStyle { least_decimals: 2, grouped: true };

#[wasm_bindgen_test]
fn no_digit_is_lost() {
    // More digits than a float holds.
    assert_eq!(digits(&number("12345678901234567.89", MONEY)), "1234567890123456789");
    assert_eq!(digits(&number("0.00001", MONEY)), "000001");
    assert_eq!(digits(&number("1000.5", MONEY)), "100050");
    assert!(number("-1", MONEY).contains(['-', '\u{2212}']));
    assert_eq!(number("1e99999", MONEY), "1e99999");
    assert_eq!(number("1234567", NumberStyle { least_decimals: 0, grouped: false }), "1234567");
}

#[wasm_bindgen_test]
fn a_day_is_the_same_day_in_every_time_zone() {
    for (civil, parts) in [("2026-01-31", ["2026", "31"]), ("1999-12-01", ["1999", "12"])] {
        let text = date(civil);
        assert!(parts.iter().all(|part| text.contains(part)), "{text}");
    }
}

#[wasm_bindgen_test]
fn what_is_no_date_is_left_alone() {
    assert_eq!(date("soon"), "soon");
    assert_eq!(date_time("2026-13-45T00:00:00Z"), "2026-13-45T00:00:00Z");
}
