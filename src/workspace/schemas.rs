//! Metadata and captions of each route: read once, kept for the next time. They hold no personal data.

mod read;

pub use read::read;

use super::Workspace;
use crate::browser::{clock, intl, storage};
use crate::later;
use crate::schema::Schema;
use business_central::{Captions, Metadata, Route};
use json::Value;
use leptos::{prelude::*, task::spawn_local};
use std::sync::{Arc, Mutex, PoisonError};

/// For this long, what was kept is used without asking again. New fields of an extension may show that much later.
const FRESH_SECONDS: u64 = 3600;

type Slot = ArcRwSignal<Option<Arc<Schema>>>;

/// A schema that is to be read.
pub struct Wanted {
    workspace: Workspace,
    route: Route,
    /// What it is kept under.
    key: String,
    slot: Slot,
}

/// What is known of the routes so far.
#[derive(Default)]
pub(super) struct Schemas(Mutex<Vec<(Route, Slot)>>);

impl Schemas {
    pub(super) fn routes(&self) -> Vec<Route> {
        let slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        slots.iter().map(|(route, _)| route.clone()).collect()
    }
}

/// What was kept of a route, and when it was read.
fn read_kept(kept: &Value) -> Option<(u64, Schema)> {
    let kept = kept.as_object()?;
    let read_at = kept.get("read_at").and_then(Value::as_integer)?;
    let metadata = Metadata::from_json(kept.get("metadata")?)?;
    let captions = Captions::from_json(kept.get("captions")?)?;
    Some((u64::try_from(read_at).ok()?, Schema::new(metadata, captions)))
}

/// The schema of `route`; the first call makes it be read.
pub(super) fn signal(workspace: &Workspace, route: &Route) -> ReadSignal<Option<Arc<Schema>>> {
    let mut slots = workspace.0.schemas.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, slot)) = slots.iter().find(|(known, _)| known == route) {
        return slot.read_only().into();
    }
    let slot = Slot::new(None);
    slots.push((route.clone(), slot.clone()));
    drop(slots);
    let parts = route.parts().map(|parts| parts.join("/")).unwrap_or_default();
    let key = format!("portico.schema.2.{}.{parts}.{}", workspace.0.service.base(), intl::language());
    let kept = storage::get(storage::Store::Browser, &key);
    let mut read_at = 0;
    if let Some((at, schema)) = kept.as_ref().and_then(read_kept) {
        read_at = at;
        slot.set(Some(Arc::new(schema)));
    }
    let now = clock::now();
    if read_at > now || now - read_at >= FRESH_SECONDS {
        let wanted = Wanted { workspace: workspace.clone(), route: route.clone(), key, slot: slot.clone() };
        // What reads it is loaded after the first page, which does without: it shows what it read of the records.
        spawn_local(async move {
            if let Ok(later) = later::load().await {
                (later.schema)(wanted).await;
            }
        });
    }
    slot.read_only().into()
}
