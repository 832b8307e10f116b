//! How many records stand behind a tile.

use crate::address::Place;
use crate::browser::intl::NumberStyle;
use crate::browser::{clock, element::Element, intl};
use crate::components::task::Tasks;
use crate::view::follow;
use crate::workspace::Workspace;
use business_central::{Filter, Query};
use leptos::prelude::*;
use std::sync::Arc;

/// A start page asks for so many counts at most.
const MOST: usize = 12;
/// For so many milliseconds a count is as good as new.
const FRESH: u64 = 60_000;

/// A tile of the start page.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Where its count is to be shown. It is as large without.
    pub shown: Element,
    /// The records.
    pub place: Place,
    /// Which of them, in OData's words.
    pub filter: String,
}

impl Tile {
    fn key(&self) -> String {
        format!("{}/{}?{}", self.place.company, self.place.entity_set, self.filter)
    }

    fn show(&self, count: u64) {
        let style = NumberStyle { least_decimals: 0, grouped: true };
        self.shown.set_text(&intl::number(&count.to_string(), style));
    }
}

/// Shows the counts of those of `tiles` that are in sight, and of the others once they get there. None is shown where it
/// cannot be told; nobody is bothered with why.
pub fn counts(workspace: &Workspace, tiles: &[Tile]) {
    let tiles: Arc<[Tile]> = tiles.into();
    let asked = StoredValue::new(Vec::new());
    let tasks = Tasks::of_this_view();
    let look: Arc<dyn Fn() + Send + Sync> = {
        let (workspace, tiles) = (workspace.clone(), tiles.clone());
        let route = business_central::Route::STANDARD;
        let schema = workspace.schema(&route);
        Arc::new(move || {
            let Some(schema) = schema.get() else { return };
            for (at, tile) in tiles.iter().enumerate() {
                let is_there = schema.type_of(&tile.place.entity_set).is_some();
                let is_new =
                    asked.with_value(|asked: &Vec<usize>| asked.len() < MOST && !asked.contains(&at));
                if is_new && is_there && tile.shown.is_in_sight() {
                    asked.update_value(|asked| asked.push(at));
                    count(&workspace, tile, &tasks);
                }
            }
        })
    };
    if let Some(scrolled) = tiles.first().and_then(|tile| tile.shown.around("main")) {
        let look = look.clone();
        StoredValue::new_local(scrolled.listen("scroll", Box::new(move |_| untrack(|| look()))));
    }
    follow(move || look());
}

fn count(workspace: &Workspace, tile: &Tile, tasks: &Tasks) {
    let (key, now) = (tile.key(), clock::whole_milliseconds());
    let known = workspace.counted(&key);
    if let Some((count, at)) = known {
        // What was known a moment ago stands there until it is known better.
        tile.show(count);
        if now.saturating_sub(at) < FRESH {
            return;
        }
    }
    let (workspace, tile) = (workspace.clone(), tile.clone());
    tasks.spawn(async move {
        let Ok(filter) = Filter::parse(&tile.filter) else { return };
        let Ok(collection) = workspace.collection(&tile.place) else { return };
        match workspace.send_aside(collection.count(&Query::default().filter(filter))).await {
            Ok(count) => {
                workspace.keep_count((key, count, clock::whole_milliseconds()));
                tile.show(count);
            }
            Err(_) => tile.shown.set_text(""),
        }
    });
}
