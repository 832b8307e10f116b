//! What libFuzzer tells at the end of a run.

use std::fmt;
use std::time::Duration;

/// What came of one target.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stats {
    pub(super) target: String,
    executions: u64,
    seconds: u64,
    /// Places in the code that were reached, and, finer, the ways in which they were.
    coverage: u64,
    features: u64,
    /// What the property said when it broke.
    pub(super) finding: Option<String>,
}

impl Stats {
    /// The head of a table of these.
    pub(super) const HEAD: &str = "target           executions  seconds  coverage  features  finding";

    /// Reads what libFuzzer wrote: lines such as `#8123 REDUCE cov: 934 ft: 2811 corp: 402/21Kb`, and with
    /// `-print_final_stats` some such as `stat::number_of_executed_units: 8123`.
    pub(super) fn read(target: &str, told: &str, took: Duration, is_good: bool) -> Self {
        let number = |line: &str, label: &str| -> Option<u64> {
            let (_, rest) = line.split_once(label)?;
            rest.split_whitespace().next()?.parse().ok()
        };
        let last = |label: &str| told.lines().rev().find_map(|line| number(line, label)).unwrap_or(0);
        let said = || {
            let signs = ["panicked at", "ERROR: libFuzzer"];
            let at = told.lines().position(|line| signs.iter().any(|sign| line.contains(sign)))?;
            // A panic's message follows the line that says where.
            let message = told.lines().skip(at).find(|line| !line.contains("panicked at"))?;
            Some(message.trim().to_owned())
        };
        Self {
            target: target.to_owned(),
            executions: last("stat::number_of_executed_units: "),
            seconds: took.as_secs(),
            coverage: last(" cov: "),
            features: last(" ft: "),
            finding: (!is_good).then(|| said().unwrap_or_else(|| "it ended with an error".to_owned())),
        }
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, executions, seconds, coverage, features, finding } = self;
        let finding = finding.as_deref().unwrap_or("none");
        write!(f, "{target:<15} {executions:>11} {seconds:>8} {coverage:>9} {features:>9}  {finding}")
    }
}

#[cfg(test)]
mod tests {
    use super::Stats;
    use std::time::Duration;

    const TOLD: &str = "#2\tINITED cov: 10 ft: 11 corp: 1/1b exec/s: 0 rss: 40Mb\n\
                        #900\tDONE   cov: 934 ft: 2811 corp: 402/21Kb lim: 4096 exec/s: 450 rss: 60Mb\n\
                        Done 900 runs in 2 second(s)\n\
                        stat::number_of_executed_units: 900\n";

    #[test]
    fn a_good_run_is_a_row_of_figures() {
        let stats = Stats::read("callback", TOLD, Duration::from_millis(2_900), true);
        let row = "callback                900        2       934      2811  none";
        assert_eq!(stats.to_string(), row);
        assert_eq!(Stats::HEAD.find("finding"), row.find("none"), "head and rows are in line");
    }

    #[test]
    fn a_broken_property_is_told_in_its_own_words() {
        let told = format!(
            "{TOLD}\nthread '<unnamed>' panicked at crates/hostile/src/jwks.rs:7:9:\na modulus of 8 bits\n"
        );
        let finding = |told: &str| Stats::read("jwks", told, Duration::ZERO, false).finding;
        assert_eq!(finding(&told).as_deref(), Some("a modulus of 8 bits"));
        assert_eq!(
            finding("==1== ERROR: libFuzzer: timeout").as_deref(),
            Some("==1== ERROR: libFuzzer: timeout")
        );
        assert_eq!(finding("").as_deref(), Some("it ended with an error"));
    }
}
