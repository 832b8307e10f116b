//! Adding up what test runs report.

use std::fmt;

use crate::failure::Result;

/// How many tests passed and failed, and what those that failed said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    passed: u64,
    failed: u64,
    /// The lines of libtest's reports of failures, to be told once more where they are not overlooked.
    told: Vec<String>,
    is_telling: bool,
}

impl Summary {
    /// Adds a line of a run's output, if it is a result line: libtest's
    /// `test result: ok. 5 passed; 0 failed; …`, which wasm-bindgen's runner
    /// writes too.
    pub(super) fn read(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else {
            self.is_telling |= line.trim() == "failures:";
            if self.is_telling {
                self.told.push(line.to_owned());
            }
            return;
        };
        self.is_telling = false;
        for count in counts.split(['.', ';']) {
            match count.trim().split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Notes the end of a run. One that failed without a failed test did not
    /// compile or crashed; one that passed without any test tested nothing.
    pub(super) fn ended(&mut self, success: bool) {
        if self.failed == 0 && (!success || self.passed == 0) {
            self.failed = 1;
        }
    }

    /// Adds a run; one that could not start counts as one failed test.
    pub(super) fn add(&mut self, run: Result<Self>) {
        match run {
            Ok(run) => {
                self.passed += run.passed;
                self.failed += run.failed;
                self.told.extend(run.told);
            }
            Err(failure) => {
                eprintln!("{failure}");
                self.failed += 1;
                self.told.push(failure.to_string());
            }
        }
    }

    /// Whether every test passed.
    pub(super) fn is_good(&self) -> bool {
        self.failed == 0
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.told {
            writeln!(f, "{line}")?;
        }
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Summary;
    use crate::failure::Failure;

    fn of(lines: &[&str], success: bool) -> (u64, u64) {
        let mut sum = Summary::default();
        for line in lines {
            sum.read(line);
        }
        sum.ended(success);
        (sum.passed, sum.failed)
    }

    #[test]
    fn runs_are_added_up() {
        let ok =
            "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s";
        let bad = "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(of(&["running 5 tests", ok, ok], true), (10, 0));
        assert_eq!(of(&[ok, bad], false), (8, 2));
        assert_eq!(of(&["  \u{1b}[0mtest result: ok. 7 passed; 0 failed; 0 ignored"], true), (7, 0));
    }

    #[test]
    fn a_crash_and_an_empty_run_are_failures() {
        assert_eq!(of(&["test result: ok. 5 passed; 0 failed; 0 ignored"], false), (5, 1));
        assert_eq!(of(&["error: could not compile"], false), (0, 1));
        assert_eq!(of(&["no tests to run!"], true), (0, 1));
        assert_eq!(of(&["test result: ok. many passed; no failed"], true), (0, 1));
    }

    #[test]
    fn what_failed_is_told_at_the_end() {
        let mut run = Summary::default();
        for line in [
            "test tabs::ten ... FAILED",
            "failures:",
            "---- tabs::ten ----",
            "a tab is signed out",
            "test result: FAILED. 1 passed; 1 failed; 0 ignored",
            "running 0 tests",
        ] {
            run.read(line);
        }
        let mut total = Summary::default();
        total.add(Ok(run));
        assert_eq!(
            total.to_string(),
            "failures:\n---- tabs::ten ----\na tab is signed out\n1 passed, 1 failed"
        );
    }

    #[test]
    fn a_run_that_did_not_start_is_a_failure() {
        let mut total = Summary { passed: 3, ..Summary::default() };
        total.add(Err(Failure::new("no browser")));
        assert_eq!(total.to_string(), "no browser\n3 passed, 1 failed");
        assert!(!total.is_good());
    }
}
