//! Sending changes, and finding out what became of them.

use super::home::Home;
use crate::problem::{Action, Cause, Problem};
use crate::workspace::Workspace;
use business_central::{Changes, Merge, Query, Record, Typed as _};
use std::sync::Arc;

/// Changes of others that do not concern ours are taken in so often; then the user is asked.
const ATTEMPTS: usize = 3;

/// What became of a deed.
pub(super) enum Outcome {
    /// The record as it is now, what undoes the changes, and the names of fields that someone else changed meanwhile.
    Saved {
        /// The record.
        record: Arc<Record>,
        /// None where nothing was sent after all.
        undo: Option<Changes>,
        /// Names of fields.
        theirs: Vec<String>,
    },
    /// Someone else changed the same fields; `now` is the record with their changes.
    Conflict {
        /// What is to be decided.
        merge: Arc<Merge>,
        /// The record as it is now.
        now: Arc<Record>,
    },
    /// It was created.
    Created(Arc<Record>),
    /// It is deleted.
    Gone,
    /// It was not done, or it is not known whether it was; what was typed is still there.
    Failed(Problem),
}

/// Changes the record at `home`, which was `base` when it was read.
pub(super) async fn update(
    workspace: &Workspace,
    home: &Home,
    base: Arc<Record>,
    changes: Changes,
) -> Outcome {
    let made = try_update(workspace, home, base, changes).await;
    made.unwrap_or_else(Outcome::Failed)
}

async fn try_update(
    workspace: &Workspace,
    home: &Home,
    mut base: Arc<Record>,
    mut changes: Changes,
) -> Result<Outcome, Problem> {
    let (collection, key) = home.target(workspace)?;
    let mut theirs = Vec::new();
    for _ in 0..ATTEMPTS {
        let etag = base.etag().unwrap_or("*");
        let problem = match workspace.send(collection.update(&key, etag, changes.body())).await {
            Ok(record) => {
                let undo = Some(changes.undone(&base));
                return Ok(Outcome::Saved { record: Arc::new(record), undo, theirs });
            }
            Err(problem) => problem,
        };
        let is_lost = problem.cause == Cause::Lost;
        if !is_lost && problem.cause != Cause::Changed {
            return Err(problem);
        }
        let now =
            Arc::new(workspace.send(collection.get(&key, &Query::default())).await.map_err(|read| {
                // What happened first is what matters.
                if is_lost { problem.clone() } else { read }
            })?);
        if is_lost && now.etag() == base.etag() {
            return Err(not_made(&problem));
        }
        let merge = changes.merge(&base, &now);
        if !merge.conflicts.is_empty() {
            return Ok(Outcome::Conflict { merge: Arc::new(merge), now });
        }
        theirs.extend(merge.theirs.into_iter().filter(|name| !theirs.contains(name)).collect::<Vec<_>>());
        if merge.mine.is_empty() {
            // It is as it should be: it was made, or someone else made the same.
            let undo = is_lost.then(|| changes.undone(&base));
            return Ok(Outcome::Saved {
                record: now,
                undo,
                theirs: if is_lost { Vec::new() } else { theirs },
            });
        }
        if is_lost {
            return Err(not_made(&problem));
        }
        (base, changes) = (now, merge.mine);
    }
    Err(Problem::new(
        "Others keep changing this record.",
        "Your changes are not saved. Try again in a moment.",
    )
    .with(Action::Retry))
}

/// Creates a record at `home`, of what it `begins` with and `changes`. An answer that is lost is never sent for again:
/// there might be two then.
pub(super) async fn create(
    workspace: &Workspace,
    home: &Home,
    begins: &Record,
    changes: &Changes,
) -> Outcome {
    let mut body = begins.clone();
    for (name, value) in changes.body().fields() {
        body.set(name, value.clone());
    }
    let made = async { workspace.send(home.collection(workspace)?.create(&body)).await };
    match made.await {
        Ok(record) => Outcome::Created(Arc::new(record)),
        Err(problem) if problem.cause == Cause::Lost && home.is_line() => Outcome::Failed(in_doubt(problem)),
        Err(problem) if problem.cause == Cause::Lost => Outcome::Failed(Problem {
            remedy: "It may have been created: look into the list before you save again.".to_owned(),
            action: None,
            ..problem
        }),
        Err(problem) => Outcome::Failed(problem),
    }
}

/// `problem`, of a line that may have been created: it is sent again only where the user says so.
pub(super) fn in_doubt(problem: Problem) -> Problem {
    Problem {
        remedy: "The line may have been created. Reload the page and look: delete this one if it is there, or else \
                 retry."
            .to_owned(),
        action: Some(Action::Retry),
        cause: Cause::Lost,
        ..problem
    }
}

/// Deletes the record at `home`, if nobody has changed it.
pub(super) async fn delete(workspace: &Workspace, home: &Home, record: &Record) -> Outcome {
    let done = async {
        let (collection, key) = home.target(workspace)?;
        let etag = record.etag().unwrap_or("*");
        let problem = match workspace.send(collection.delete(&key, etag)).await {
            Ok(()) => return Ok(Outcome::Gone),
            // Somebody was faster.
            Err(problem) if problem.cause == Cause::NotFound => return Ok(Outcome::Gone),
            Err(problem) => problem,
        };
        match problem.cause {
            Cause::Lost => match workspace.send(collection.get(&key, &Query::default())).await {
                Err(read) if read.cause == Cause::NotFound => Ok(Outcome::Gone),
                Ok(_) => Err(not_made(&problem)),
                Err(_) => Err(problem),
            },
            Cause::Changed => Err(Problem::new(
                "Someone else has changed this record.",
                "It is not deleted. Load it again and look at it first.",
            )
            .with(Action::Reload)),
            _ => Err(problem),
        }
    };
    done.await.unwrap_or_else(Outcome::Failed)
}

/// The answer was lost, and the record shows that nothing had come of the request.
fn not_made(problem: &Problem) -> Problem {
    Problem {
        remedy: "Nothing was changed. Try again.".to_owned(),
        action: Some(Action::Retry),
        cause: Cause::Other,
        ..problem.clone()
    }
}
