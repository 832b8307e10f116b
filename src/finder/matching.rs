//! Whether a title is what somebody is looking for.

use business_central::case;

/// How well `text` fits `wanted`: the smaller the better, none where it does not. Every word of `wanted` must be found in
/// it, in any order, whatever the case.
pub(super) fn rank(text: &str, wanted: &str) -> Option<u8> {
    let text = case::lower(text);
    let mut worst = 0;
    for word in case::lower(wanted).split_whitespace() {
        let found = if text.starts_with(word) {
            0
        } else if text.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word)) {
            1
        } else if text.contains(word) {
            2
        } else {
            return None;
        };
        worst = worst.max(found);
    }
    Some(worst)
}

/// Those of `all` that fit, the best first and of equals in their order, `most` at most.
pub(super) fn best<T>(all: Vec<T>, wanted: &str, texts: fn(&T) -> [&str; 2], most: usize) -> Vec<T> {
    let mut ranked: [Vec<T>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for one in all {
        let found = texts(&one).iter().filter_map(|text| rank(text, wanted)).min();
        if let Some(place) = found.and_then(|rank| ranked.get_mut(usize::from(rank))) {
            place.push(one);
        }
    }
    ranked.into_iter().flatten().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::{best, rank};

    #[test]
    fn the_beginning_counts_most() {
        for (text, wanted, expected) in [
            ("Sales Orders", "sales", Some(0)),
            ("Sales Orders", "ord", Some(1)),
            ("Sales Orders", "ales", Some(2)),
            ("Sales Orders", "orders SALES", Some(1)),
            ("Sales Orders", "purchase", None),
            ("G/L Entries", "l ent", Some(1)),
            ("Ägypten", "ä", Some(0)),
            ("ägypten", "ÄG", Some(0)),
            ("Anything", " ", Some(0)),
        ] {
            assert_eq!(rank(text, wanted), expected, "{text} {wanted}");
        }
    }

    #[test]
    fn the_better_come_first_and_equals_keep_their_order() {
        let all = vec![("Resales", ""), ("Sales Quotes", ""), ("Items", "sales"), ("Vendors", "")];
        assert_eq!(
            best(all, "sales", |(title, name)| [title, name], 3),
            [("Sales Quotes", ""), ("Items", "sales"), ("Resales", "")]
        );
    }
}
