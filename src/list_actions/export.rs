//! Everything that matches, as a file of comma-separated values.

mod file_name;
mod job;
mod question;

use super::{
    bar::{button, number},
    picker::Picker,
};
use crate::browser::element::Element;
use crate::components::{alert::alert, task::Tasks};
use crate::format;
use crate::problem::Problem;
use crate::unfinished;
use crate::view::element;
use job::Job;
use leptos::prelude::*;
use question::question;

/// How far an export has come.
#[derive(Clone, PartialEq)]
enum State {
    /// There is none.
    Idle,
    /// The user is asked what and how.
    Asking,
    /// So many rows are written, of so many as far as that is known.
    Running(u64, Option<u64>),
    /// Business Central asked to slow down: it goes on at this time, in seconds since 1970.
    Waiting(u64, u64),
    /// It stopped after so many rows.
    Stopped(u64, Problem),
    /// The file is there.
    Done(String),
}

/// The export of a list.
#[derive(Clone)]
struct Export {
    picker: Picker,
    state: RwSignal<State>,
    /// What stopped, to go on with.
    job: StoredValue<Option<Job>, LocalStorage>,
    tasks: Tasks,
}

/// The button that begins an export, and what tells how far it has come.
pub(super) fn export(picker: &Picker) -> (Element, Element) {
    let export = Export {
        picker: picker.clone(),
        state: RwSignal::new(State::Idle),
        job: StoredValue::new_local(None),
        tasks: Tasks::of_this_view(),
    };
    let state = export.state;
    let begin = button("Export…", move || state.set(State::Asking));
    let begin = begin
        .attribute("aria-haspopup", "dialog")
        .live_flag("disabled", move || matches!(state.get(), State::Running(..) | State::Waiting(..)));
    let told =
        element("p").class("count").attribute("role", "status").live_text(move || status(&state.get()));
    // What follows the count of rows would be drawn anew with each.
    let stage = Memo::new(move |_| state.with(std::mem::discriminant));
    unfinished::stay_while(move || {
        stage.get();
        state.with_untracked(|state| !matches!(state, State::Idle | State::Done(_)))
    });
    let below = element("div").class("export").child(told).parts(move || {
        stage.get();
        export.stage()
    });
    (begin, below)
}

fn status(state: &State) -> String {
    match state {
        State::Running(written, Some(total)) => {
            format!("Exported {} of {}", number(*written), format::count(*total, "rows"))
        }
        State::Running(written, None) => format!("Exported {}", format::count(*written, "rows")),
        State::Waiting(written, until) => format!(
            "Business Central asks to slow down. It goes on at {}; {} exported",
            crate::browser::intl::time(*until),
            format::count(*written, "rows")
        ),
        State::Done(told) => told.clone(),
        State::Idle | State::Asking | State::Stopped(..) => String::new(),
    }
}

impl Export {
    fn stage(&self) -> Vec<Element> {
        let (this, again, cancelled) = (self.clone(), self.clone(), self.clone());
        match self.state.get_untracked() {
            State::Idle | State::Done(_) => Vec::new(),
            State::Asking => vec![question(&this)],
            State::Running(..) | State::Waiting(..) => vec![button("Cancel export", move || this.cancel())],
            State::Stopped(written, problem) => {
                let mut problem = problem;
                problem.action = None;
                problem.remedy = format!(
                    "{} are written and not lost. {}",
                    format::count(written, "rows"),
                    problem.remedy
                );
                let finish =
                    button(&format!("Save {}", format::count(written, "rows")), move || this.finish());
                let go_on = button("Go on", move || again.go_on()).class("primary");
                let cancel = button("Cancel export", move || cancelled.cancel());
                vec![
                    alert(problem, None)
                        .child(element("div").class("buttons").children([go_on, finish, cancel])),
                ]
            }
        }
    }

    /// Runs `job` until it ends or stops.
    fn run(&self, mut job: Job) {
        let this = self.clone();
        self.state.set(State::Running(job.written(), job.total()));
        self.tasks.spawn(async move {
            match job.run(this.state).await {
                Ok(()) => this.end(job).await,
                Err(problem) => {
                    let written = job.written();
                    this.job.set_value(Some(job));
                    this.state.set(State::Stopped(written, problem));
                }
            }
        });
    }

    /// Ends the file: it holds what was written.
    async fn end(&self, job: Job) {
        let told = job.told();
        self.state.set(match job.finish().await {
            Ok(()) => State::Done(told),
            Err(problem) => State::Stopped(0, problem),
        });
    }

    fn take(&self) -> Option<Job> {
        self.job.try_update_value(Option::take).flatten()
    }

    fn go_on(&self) {
        if let Some(job) = self.take() {
            self.run(job);
        }
    }

    fn finish(&self) {
        if let Some(job) = self.take() {
            let this = self.clone();
            self.tasks.spawn(async move { this.end(job).await });
        }
    }

    fn cancel(&self) {
        self.tasks.abort();
        drop(self.take());
        self.state.set(State::Done("Export cancelled; no file was written".to_owned()));
    }
}
