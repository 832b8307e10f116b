//! `docs/conformance.md`: every module and every item, with what portal and oracle made of it.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Mutex, PoisonError},
};

use super::{
    case::{Case, Mutation, Step, Verdict},
    fapi, items, modules, skipped,
};
use crate::world::World;

/// What portal and oracle did, by the case's name: one for each of its mutations.
static TOLD: Mutex<BTreeMap<&str, Vec<[String; 2]>>> = Mutex::new(BTreeMap::new());

const HEAD: &str = "\
# Conformance

Written by the end-to-end tests (`cargo xtask test`): do not edit. Each row is a trial `conformance::…`: the sandbox's Authority
sends what the row says, and the built portal meets it in a real browser. *Refused* means: one alert, nothing kept, nothing asked
of Business Central, nobody sent round in circles; upon a renewal, that the session is as it was and nothing of the answer is
used. *Signed in* and *renewed* mean that Business Central was read with the token. The same mutation is then met by an oracle,
[huskarl](https://docs.rs/huskarl) 0.11.10, a client that the OpenID Foundation has certified, which shares no code with the
portal. Where the two differ, the note says why.
";

/// Remembers what became of a case.
pub(super) fn keep(name: &'static str, told: Vec<[String; 2]>) {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner).insert(name, told);
}

/// A text without what differs from run to run: where the servers are, and when it was.
pub(super) fn without_addresses(world: &World, text: &str) -> String {
    let origins = [world.sandbox.authority_origin(), world.sandbox.service(), world.host.origin()];
    let names = ["https://login.example", "https://businesscentral.example", "https://portal.example"];
    let text = origins.iter().zip(names).fold(text.to_owned(), |text, (origin, name)| {
        text.replace(origin, name).replace(&origin.to_uppercase(), &name.to_uppercase())
    });
    // What Entra adds for a support case; where in a text a reader gave up.
    let text = [" Trace ID:", " at line 1"]
        .iter()
        .fold(text.as_str(), |text, end| text.split(end).next().unwrap_or_default());
    let time = |word: &str| word.trim_matches([',', ')']).to_owned();
    let is_time = |word: &str| word.len() > 8 && word.bytes().all(|byte| byte.is_ascii_digit());
    let words = text.split(' ').map(|word| match time(word) {
        time if is_time(&time) => word.replace(&time, "…"),
        _ => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Writes the table, if every case has passed.
pub(crate) fn write() {
    let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let sections = [
        ("The OpenID Foundation's modules", "module | plan", modules::cases()),
        ("Further modules, from the plans for FAPI", "module | plan", fapi::cases()),
        ("The checklist", "item | rule", items::cases()),
    ];
    if sections.iter().flat_map(|(.., cases)| cases).any(|case| !told.contains_key(case.name)) {
        return;
    }
    let mut text = format!("{HEAD}\n{}\n", summary(&sections));
    for (heading, columns, cases) in &sections {
        text += &format!(
            "\n## {heading}\n\n| {columns} | sent | the portal | the oracle | note |\n|---|---|---|---|---|---|\n"
        );
        text.extend(cases.iter().flat_map(|case| rows(case, &told[case.name])));
    }
    text += "\n## Modules that are not run\n\n| module | plan | why |\n|---|---|---|\n";
    text.extend(
        skipped::MODULES.iter().map(|(module, plan, why)| line(&[&format!("`{module}`"), plan, why])),
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/conformance.md");
    fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn summary(sections: &[(&str, &str, Vec<Case>)]) -> String {
    let [modules, further, items] = sections else { unreachable!("three sections") };
    let mutations: Vec<&Mutation> =
        sections.iter().flat_map(|(.., cases)| cases).flat_map(Case::mutations).collect();
    let refused = mutations.iter().filter(|mutation| mutation.must == Verdict::Refuses).count();
    let unlike = mutations.iter().filter(|mutation| mutation.why_unlike.is_some()).count();
    format!(
        "{} modules and {} items of the checklist, none failing: {} mutations, of which the portal refuses {refused}.\nThe \
         oracle takes {unlike} otherwise, each for a reason that is given.\n{} modules are not run.",
        modules.2.len() + further.2.len(),
        items.2.len(),
        mutations.len(),
        skipped::MODULES.len(),
    )
}

fn rows(case: &Case, told: &[[String; 2]]) -> Vec<String> {
    // An item goes by its number.
    let item = case.name.strip_prefix("item_").and_then(|item| item.split('_').next());
    let name =
        item.map_or_else(|| format!("`{}`", case.name), |number| number.trim_start_matches('0').to_owned());
    let row = |(step, [portal, oracle]): (&Step, &[String; 2])| {
        let (sent, note) = match step {
            Step::Mutation(mutation) => (mutation.sent, mutation.why_unlike.unwrap_or_default()),
            Step::Look(..) => ("what it should be, for two sign-ins", ""),
            Step::Flow(_, [done, _]) => (*done, ""),
        };
        line(&[&name, case.about, sent, portal, oracle, note])
    };
    case.steps.iter().zip(told).map(row).collect()
}

fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace(['|', '\n'], " ")).collect();
    format!("| {} |\n", cells.join(" | "))
}
