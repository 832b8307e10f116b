//! Records as JSON: `@odata.etag` first, every property, never null, then what was expanded.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use super::data::{Company, Table};
use super::failure::Failure;
use super::query::{Expand, Filter, Query, Selection};
use super::resource::{Record, may_read};
use super::text::{put, put_json};
use super::value::Value;
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
        (company, table, path): (Option<&Company>, &Table, &str),
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
        company: Option<&Company>,
        table: &Table,
        rows: &[usize],
        query: &Query,
        path: &str,
    ) -> Result<(), Failure> {
        out.push('[');
        for (at, row) in rows.iter().enumerate() {
            out.push_str(if at == 0 { "{" } else { ",{" });
            let path = match table.cell(*row, 0) {
                Value::Guid(id) if !query.expand.is_empty() => format!("{path}({id})"),
                _ => String::new(),
            };
            self.members(out, company, table, *row, query, &path)?;
            out.push('}');
        }
        out.push(']');
        Ok(())
    }

    fn members(
        &self,
        out: &mut String,
        company: Option<&Company>,
        table: &Table,
        row: usize,
        query: &Query,
        path: &str,
    ) -> Result<(), Failure> {
        out.push_str("\"@odata.etag\":");
        put_json(out, &etag(table, row));
        let mut member = |column: usize| {
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
        company: Option<&Company>,
        table: &Table,
        row: usize,
        expand: &Expand,
        path: &str,
    ) -> Result<(), Failure> {
        let navigation = expand.navigation;
        let name = navigation.name;
        may_read(self.caller, navigation.target)?;
        let Some(target) = company.and_then(|company| company.table(navigation.target)) else {
            return Ok(());
        };
        let Some(value) = table.value(row, navigation.property) else { return Ok(()) };
        let path = format!("{path}/{name}");
        if navigation.many {
            let Some(column) = target.kind.column(navigation.referenced) else { return Ok(()) };
            let own = Filter::equal(column, value);
            let filters: Vec<_> = std::iter::once(&own).chain(&expand.query.filter).collect();
            let selection = Selection::of(target, &filters, &expand.query.order);
            let rows = selection.part(expand.query.skip, expand.query.top.unwrap_or(usize::MAX));
            put(out, format_args!(",\"{name}@odata.context\":\"{}#{path}\"", self.metadata));
            if expand.query.count {
                put(out, format_args!(",\"{name}@odata.count\":{}", selection.len()));
            }
            put(out, format_args!(",\"{name}\":"));
            return self.list(out, company, target, &rows, &expand.query, &path);
        }
        let found = if let Value::Guid(id) = value { target.find(id) } else { None };
        match found {
            Some(found) => {
                put(out, format_args!(",\"{name}\":{{"));
                self.members(out, company, target, found, &expand.query, &path)?;
                out.push('}');
            }
            None => put(out, format_args!(",\"{name}\":null")),
        }
        Ok(())
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
    table.cell(row, 0).write_json(&mut seed);
    table.cell(row, last).write_json(&mut seed);
    let version = table.version(row);
    if version > 0 {
        put(&mut seed, format_args!("{version}"));
    }
    let digest = STANDARD.encode(&Sha256::digest(seed)[..16]);
    format!("W/\"{}\"", STANDARD.encode(format!("'20;{digest}1;00;'")))
}
