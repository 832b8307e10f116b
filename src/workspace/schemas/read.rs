//! Reading metadata and captions.

use super::Wanted;
use crate::browser::{clock, intl, storage};
use crate::schema::Schema;
use business_central::Captions;
use futures_util::future::LocalBoxFuture;
use json::Object;
use leptos::prelude::Set;
use std::sync::Arc;

/// Reads what is wanted, and keeps it. Failure is no problem of the user's: pages say what they can without, and the next
/// visit tries again.
#[must_use]
pub fn read(wanted: Wanted) -> LocalBoxFuture<'static, ()> {
    Box::pin(read_and_keep(wanted))
}

async fn read_and_keep(wanted: Wanted) {
    let Wanted { workspace, route, key, slot } = wanted;
    let service = &workspace.0.service;
    let Ok(metadata) = workspace.send(business_central::metadata(service, &route)).await else { return };
    slot.set(Some(Arc::new(Schema::new(metadata.clone(), Captions::default()))));
    let captions = workspace.send(business_central::captions(service, &route, &intl::language())).await;
    let captions = captions.unwrap_or_default();
    let mut kept = Object::default();
    kept.set("read_at", clock::now());
    kept.set("metadata", metadata.to_json());
    kept.set("captions", captions.to_json());
    slot.set(Some(Arc::new(Schema::new(metadata, captions))));
    let _ = storage::set(storage::Store::Browser, &key, kept);
}
