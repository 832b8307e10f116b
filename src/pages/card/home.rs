//! Where a record is kept, and where what is typed into it is kept meanwhile.

use crate::address::Place;
use crate::drafts::Drafts;
use crate::problem::Problem;
use crate::workspace::Workspace;
use business_central::{Collection, Error, Key};

/// A record of Business Central, or one that is to become one.
#[derive(Clone)]
pub(super) struct Home {
    /// Its entity set.
    pub(super) place: Place,
    /// None while it is a new one.
    pub(super) key: Option<String>,
    /// The document that it is a line of.
    document: Option<Document>,
    drafts: Drafts,
    /// What the names of its drafts begin with.
    prefix: String,
}

/// A record that has lines.
#[derive(Clone)]
pub(super) struct Document {
    /// Its entity set.
    pub(super) place: Place,
    /// Its key.
    pub(super) key: String,
    /// The navigation that leads to the lines.
    pub(super) navigation: String,
}

impl Home {
    /// That of a page's own record.
    pub(super) fn of_page(place: &Place, key: Option<String>) -> Self {
        Self { place: place.clone(), key, document: None, drafts: Drafts::here(), prefix: "card.".to_owned() }
    }

    /// That of a line of `document`, of the set `entity_set`, which is called `id` on its page.
    pub(super) fn of_line(document: &Document, entity_set: &str, key: Option<String>, id: &str) -> Self {
        let place = Place { entity_set: entity_set.to_owned(), ..document.place.clone() };
        let prefix = line_drafts(id);
        Self { place, key, document: Some(document.clone()), drafts: Drafts::here(), prefix }
    }

    /// Whether it is a line of a document.
    pub(super) fn is_line(&self) -> bool {
        self.document.is_some()
    }

    /// The set that it is in. A line is addressed below its document, by which Business Central finds it
    /// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/api-reference/v2.0/api/dynamics_salesorderline_update>).
    pub(super) fn collection(&self, workspace: &Workspace) -> Result<Collection, Problem> {
        match &self.document {
            None => workspace.collection(&self.place),
            Some(document) => document.lines(workspace),
        }
    }

    /// The set that it is in, and its key there.
    pub(super) fn target(&self, workspace: &Workspace) -> Result<(Collection, Key), Problem> {
        let key = self.key.as_deref().and_then(Key::parse).ok_or(Error::NotFound(Default::default()))?;
        Ok((self.collection(workspace)?, key))
    }

    /// Keeps `text` under `name`; none forgets it.
    pub(super) fn keep(&self, name: &str, text: Option<&str>) {
        self.drafts.keep(&self.unique(name), text);
    }

    /// `name` as no other record on the page has it: for a draft, the id of an element, the name of a group.
    pub(super) fn unique(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    /// What is kept, by name.
    pub(super) fn kept(&self) -> Vec<(String, String)> {
        let kept = self.drafts.kept();
        let own = kept.fields().filter_map(|(name, _)| name.strip_prefix(&self.prefix));
        own.map(|name| (name.to_owned(), kept.text(&self.unique(name)).to_owned())).collect()
    }

    /// Forgets all that is kept.
    pub(super) fn forget(&self) {
        self.drafts.forget_like(&self.prefix);
    }
}

impl Document {
    /// Its lines.
    pub(super) fn lines(&self, workspace: &Workspace) -> Result<Collection, Problem> {
        let key = Key::parse(&self.key).ok_or(Error::NotFound(Default::default()))?;
        let document = workspace.collection(&self.place)?;
        document.related(&key, &self.navigation).map_err(Problem::from_address)
    }
}

/// The ids of new lines that something was typed into and that were never sent, as far as they are kept for this page.
pub(super) fn new_lines() -> Vec<String> {
    let mut found = Vec::new();
    for (name, _) in Drafts::here().kept().fields() {
        let id = name.strip_prefix(LINE).and_then(|name| name.split_once('.')).map(|(id, _)| id);
        if let Some(id) = id.filter(|id| id.starts_with(NEW_LINE))
            && !found.iter().any(|known| known == id)
        {
            found.push(id.to_owned());
        }
    }
    found
}

const LINE: &str = "line.";
/// What the id of a new line begins with: no key is written so.
pub(super) const NEW_LINE: &str = "new";

fn line_drafts(id: &str) -> String {
    format!("{LINE}{id}.")
}
