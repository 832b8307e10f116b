//! One thing done with many records: a field set, or all of them deleted.

mod deed;
mod ledger;
mod question;
mod report;
mod run;

use super::{bar::button, picker::Picker};
use crate::address::Address;
use crate::browser::element::Element;
use crate::components::task::Tasks;
use crate::list::selection::Extent;
use crate::problem::Problem;
use crate::unfinished;
use crate::view::element;
use deed::Deed;
use ledger::Line;
use leptos::prelude::*;

/// How far it has come.
#[derive(Clone, PartialEq)]
enum Stage {
    /// Nothing is being done.
    Idle,
    /// The user is asked what to change.
    Changing,
    /// The user is asked whether to delete.
    Deleting,
    /// What is selected but was never read is read; so many are left, as far as that is known.
    Gathering(Option<usize>),
    /// It is being done.
    Running,
    /// It came to its end, or to a problem that concerns all of it.
    Finished(Option<Problem>),
}

/// What is being done with the selected records.
#[derive(Clone)]
struct Many {
    picker: Picker,
    stage: RwSignal<Stage>,
    lines: RwSignal<Vec<Line>>,
    deed: StoredValue<Option<Deed>, LocalStorage>,
    /// The user wants no further hundred.
    stopped: StoredValue<bool>,
    tasks: Tasks,
    on_reload: Callback<()>,
}

/// The buttons that begin it, as far as the service allows, and the dialogs that follow.
pub(super) fn many(picker: &Picker, on_reload: Callback<()>) -> Element {
    let many = Many {
        picker: picker.clone(),
        stage: RwSignal::new(Stage::Idle),
        lines: RwSignal::new(Vec::new()),
        deed: StoredValue::new_local(None),
        stopped: StoredValue::new(false),
        tasks: Tasks::of_this_view(),
        on_reload,
    };
    let (picker, stage, buttons) = (picker.clone(), many.stage, many.clone());
    // The dialog is drawn anew only for another of its kinds.
    let kind = Memo::new(move |_| match stage.get() {
        Stage::Idle => 0,
        Stage::Changing => 1,
        Stage::Deleting => 2,
        Stage::Gathering(_) | Stage::Running => 3,
        // Its end is shown also to who has closed it meanwhile.
        Stage::Finished(_) => 4,
    });
    unfinished::stay_while(move || kind.get() != 0);
    element("div")
        .class("many")
        .parts(move || if picker.is_some.get() { buttons.buttons() } else { Vec::new() })
        .optional(move || match kind.get() {
            1 => Some(question::change(&many)),
            2 => Some(question::delete(&many)),
            3 | 4 => many.deed.get_value().map(|deed| report::report(&many, &deed)),
            _ => None,
        })
}

impl Many {
    fn buttons(&self) -> Vec<Element> {
        let schema = self.picker.plan.schema.get();
        let set = &self.picker.place.entity_set;
        let allowed = schema
            .as_ref()
            .map(|schema| self.picker.workspace.capabilities(schema, &self.picker.place))
            .unwrap_or_default();
        let begins = |label: &str, stage: Stage| {
            let now = self.stage;
            button(label, move || now.set(stage.clone())).attribute("aria-haspopup", "dialog")
        };
        let can_change =
            allowed.update && schema.is_some_and(|schema| !question::fields(&schema, set).is_empty());
        let change = can_change.then(|| begins("Change…", Stage::Changing));
        let delete = allowed.delete.then(|| begins("Delete…", Stage::Deleting));
        change.into_iter().chain(delete).collect()
    }

    /// A dialog was closed.
    fn on_close(&self) -> Callback<()> {
        let this = StoredValue::new_local(self.clone());
        Callback::new(move |()| {
            this.with_value(|many| match many.stage.get_untracked() {
                Stage::Changing | Stage::Deleting => many.stage.set(Stage::Idle),
                Stage::Finished(_) => many.close(),
                // What is on its way cannot be taken back; its end is told.
                Stage::Gathering(_) | Stage::Running => many.stop(),
                Stage::Idle => {}
            });
        })
    }

    fn close(&self) {
        let count = self.lines.with_untracked(|lines| ledger::count(lines));
        if let Some(deed) = self.deed.get_value() {
            self.picker.told.set(ledger::told(count, &deed));
        }
        self.stage.set(Stage::Idle);
        self.lines.set(Vec::new());
        // Its button is gone when nothing is selected any more.
        if untrack(|| self.picker.extent()) == Extent::None
            && let Some(grid) = self.picker.hooks.grid()
        {
            grid.focus();
        }
    }

    /// No further hundred.
    fn stop(&self) {
        self.stopped.set_value(true);
        if matches!(self.stage.get_untracked(), Stage::Gathering(_)) {
            self.tasks.abort();
            self.stage.set(Stage::Finished(None));
        }
    }

    /// Whether it may not be closed yet; tracked.
    fn is_running(&self) -> bool {
        matches!(self.stage.get(), Stage::Gathering(_) | Stage::Running)
    }

    fn link(&self, line: &Line) -> String {
        let card = Address::Card((*self.picker.place).clone(), line.key.to_string());
        self.picker.workspace.href(&card)
    }
}
