//! Records as JSON: `@odata.etag` first, every property, never null, then what was expanded.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::data::{Company, Table};
use super::failure::Failure;
use super::permissions::{self, Action};
use super::query::{Expand, Filter, Query, Selection};
use super::resource::{Record, predicate};
use super::text::{put, put_json};
use crate::people::Caller;

/// Writes records of one request.
pub(super) struct Writer<'a> {
    pub(super) caller: &'a Caller,
    /// The address that context addresses begin with: `…/api/v2.0/$metadata`.
    pub(super) metadata: String,
}

impl Writer<'_> {
    /// A single record with its context.
    pub(super) fn single(&self, record: &Record<'_>, query: &Query) -> Result<String, Failure> {
        let path = record.path.rsplit_once('(').map_or(&*record.path, |(set, _)| set);
        let shape = shape(record.table, query);
        let mut out = format!("{{\"@odata.context\":\"{}#{path}{shape}/$entity\",", self.metadata);
        self.members(&mut out, record.company, record.table, record.row, query, &record.path)?;
        out.push('}');
        Ok(out)
    }

    /// The records of a page; `count` and `next` go along when there are any.
    pub(super) fn page(
        &self,
        (company, table, path): (&Company, &Table, &str),
        rows: &[usize],
        query: &Query,
        count: Option<usize>,
        next: Option<&str>,
    ) -> Result<String, Failure> {
        let mut out = format!("{{\"@odata.context\":\"{}#{path}{}\"", self.metadata, shape(table, query));
        if let Some(count) = count {
            put(&mut out, format_args!(",\"@odata.count\":{count}"));
        }
        out.push_str(",\"value\":");
        self.list(&mut out, company, table, rows, query, path)?;
        if let Some(next) = next {
            out.push_str(",\"@odata.nextLink\":");
            put_json(&mut out, next);
        }
        out.push('}');
        Ok(out)
    }

    fn list(
        &self,
        out: &mut String,
        company: &Company,
        table: &Table,
        rows: &[usize],
        query: &Query,
        path: &str,
    ) -> Result<(), Failure> {
        out.push('[');
        for (at, row) in rows.iter().enumerate() {
            out.push_str(if at == 0 { "{" } else { ",{" });
            let needs_path = !query.expand.is_empty() || table.has_streams();
            let path = if needs_path { format!("{path}({})", predicate(table, *row)) } else { String::new() };
            self.members(out, company, table, *row, query, &path)?;
            out.push('}');
        }
        out.push(']');
        Ok(())
    }

    fn members(
        &self,
        out: &mut String,
        company: &Company,
        table: &Table,
        row: usize,
        query: &Query,
        path: &str,
    ) -> Result<(), Failure> {
        out.push_str("\"@odata.etag\":");
        put_json(out, &etag(table, row));
        let mut member = |column: usize| {
            if table.is_stream(column) {
                return self.stream(out, table.kind.properties[column].name, path);
            }
            out.push_str(",\"");
            out.push_str(table.kind.properties[column].name);
            out.push_str("\":");
            table.cell(row, column).write_json(out);
        };
        match &query.select {
            Some(columns) => columns.iter().copied().for_each(&mut member),
            None => (0..table.kind.properties.len()).for_each(&mut member),
        }
        for expand in &query.expand {
            self.expanded(out, company, table, row, expand, path)?;
        }
        Ok(())
    }

    fn expanded(
        &self,
        out: &mut String,
        company: &Company,
        table: &Table,
        row: usize,
        expand: &Expand,
        path: &str,
    ) -> Result<(), Failure> {
        let navigation = expand.navigation;
        let name = navigation.name;
        permissions::check(self.caller, Action::Read, navigation.target)?;
        let Some(target) = company.table(navigation.target) else { return Ok(()) };
        let path = format!("{path}/{name}");
        let towards = table.towards(row, navigation);
        if navigation.many {
            let Some(own) = towards else {
                put(out, format_args!(",\"{name}\":[]"));
                return Ok(());
            };
            let own: Vec<_> = own.into_iter().map(|(column, value)| Filter::equal(column, value)).collect();
            let filters: Vec<_> = own.iter().chain(&expand.query.filter).collect();
            let selection = Selection::of(target, &filters, &expand.query.order);
            let rows = selection.part(expand.query.skip, expand.query.top.unwrap_or(usize::MAX));
            put(out, format_args!(",\"{name}@odata.context\":\"{}#{path}\"", self.metadata));
            if expand.query.count {
                put(out, format_args!(",\"{name}@odata.count\":{}", selection.len()));
            }
            put(out, format_args!(",\"{name}\":"));
            return self.list(out, company, target, &rows, &expand.query, &path);
        }
        match towards.and_then(|own| target.first_with(&own)) {
            Some(found) => {
                put(out, format_args!(",\"{name}\":{{"));
                self.members(out, company, target, found, &expand.query, &path)?;
                out.push('}');
            }
            None => put(out, format_args!(",\"{name}\":null")),
        }
        Ok(())
    }

    /// The links to a stream's bytes, in the place of a value (OData JSON Format 4.01 §9).
    fn stream(&self, out: &mut String, name: &str, path: &str) {
        let root = self.metadata.trim_end_matches("/$metadata");
        for link in ["mediaEditLink", "mediaReadLink"] {
            put(out, format_args!(",\"{name}@odata.{link}\":"));
            put_json(out, &format!("{root}/{path}/{name}"));
        }
    }
}

/// The selected columns as the context address names them.
fn shape(table: &Table, query: &Query) -> String {
    let selected = query.select.iter().flatten().map(|column| table.kind.properties[*column].name.to_owned());
    let expanded = query.expand.iter().map(|expand| format!("{}()", expand.navigation.name));
    let names: Vec<_> = selected.chain(expanded).collect();
    if names.is_empty() { String::new() } else { format!("({})", names.join(",")) }
}

/// A weak etag that changes with the record; Business Central's are as opaque.
pub(super) fn etag(table: &Table, row: usize) -> String {
    let last = table.kind.properties.len() - 1;
    let mut seed = String::new();
    table.key(row).iter().for_each(|value| value.write_json(&mut seed));
    table.cell(row, last).write_json(&mut seed);
    let version = table.version(row);
    if version > 0 {
        put(&mut seed, format_args!("{version}"));
    }
    let digest = STANDARD.encode(&Sha256::digest(seed)[..16]);
    format!("W/\"{}\"", STANDARD.encode(format!("'20;{digest}1;00;'")))
}
