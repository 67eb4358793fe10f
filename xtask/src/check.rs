//! The test run: named steps, one line each, and a count at the end.

use crate::project::output;
use anyhow::Result;
use std::{
    process::Command,
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};

/// What a step came to.
#[derive(Default)]
pub struct Outcome {
    /// Single tests that passed.
    pub passed: usize,
    /// Single tests that failed.
    pub failed: usize,
    /// What there is to read where something failed.
    pub said: String,
}

impl Outcome {
    /// One condition, with what it looked at.
    pub fn of(holds: bool, said: impl Into<String>) -> Self {
        Self {
            passed: usize::from(holds),
            failed: usize::from(!holds),
            said: said.into(),
        }
    }

    /// One condition more.
    pub fn count(&mut self, holds: bool, said: &str) {
        self.passed += usize::from(holds);
        self.failed += usize::from(!holds);
        self.said.push_str(said);
    }
}

/// A program that succeeds or fails as a whole.
pub fn whole(command: &mut Command) -> Result<Outcome> {
    let output = output(command)?;
    Ok(Outcome::of(output.status.success(), words(&output)))
}

/// A test runner, whose report says how many tests passed and failed.
pub fn counted(command: &mut Command) -> Result<Outcome> {
    let output = output(command)?;
    let said = words(&output);
    let (passed, mut failed) = count(&said);
    if !output.status.success() && failed == 0 {
        failed = 1;
    }
    // A runner that found no test has tested nothing.
    if passed + failed == 0 {
        failed = 1;
    }
    Ok(Outcome {
        passed,
        failed,
        said,
    })
}

fn words(output: &std::process::Output) -> String {
    let out = String::from_utf8_lossy(&output.stdout);
    let err = String::from_utf8_lossy(&output.stderr);
    format!("{out}{err}")
}

/// Sums what cargo ("test result: ok. 3 passed; 0 failed; ..."), Node ("ℹ pass 3") and pytest ("1 failed, 3 passed in 2.1s") report.
fn count(text: &str) -> (usize, usize) {
    let (mut passed, mut failed) = (0, 0);
    for line in text.lines() {
        let words: Vec<_> = line.split([' ', ';']).filter(|w| !w.is_empty()).collect();
        let number = |i: usize| words.get(i).and_then(|w| w.parse::<usize>().ok());
        match words.as_slice() {
            ["test", "result:", ..] => {
                passed += number(3).unwrap_or(0);
                failed += number(5).unwrap_or(0);
            }
            ["ℹ", "pass", ..] => passed += number(2).unwrap_or(0),
            ["ℹ", "fail" | "cancelled", ..] => failed += number(2).unwrap_or(0),
            [.., "in", seconds] | [.., "in", seconds, _] if seconds.ends_with('s') => {
                for (i, word) in words.iter().enumerate().skip(1) {
                    match word.trim_end_matches(',') {
                        "passed" => passed += number(i - 1).unwrap_or(0),
                        "failed" | "error" | "errors" => failed += number(i - 1).unwrap_or(0),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    (passed, failed)
}

/// Counts steps and tests, and prints as it goes. Steps may be taken side by side: what one has to say is said in one piece.
pub struct Run {
    only: Vec<String>,
    start: Instant,
    /// How many passed and failed.
    count: Mutex<(usize, usize)>,
}

impl Run {
    /// A run of the steps whose name contains one of these words; of all, without words.
    pub fn of(only: Vec<String>) -> Self {
        Self {
            only,
            start: Instant::now(),
            count: Mutex::default(),
        }
    }

    /// Takes one step. Whatever comes of it, the run goes on.
    pub fn step(&self, name: &str, what: impl FnOnce() -> Result<Outcome>) {
        if !self.only.is_empty() && !self.only.iter().any(|word| name.contains(word)) {
            return;
        }
        let start = Instant::now();
        let outcome = what().unwrap_or_else(|e| Outcome::of(false, format!("{e:#}\n")));
        let seconds = start.elapsed().as_secs_f64();
        let verdict = if outcome.failed == 0 { "ok" } else { "FAILED" };
        let count = match (outcome.passed, outcome.failed) {
            (passed, 0) => format!("{passed} passed"),
            (passed, failed) => format!("{passed} passed, {failed} failed"),
        };
        let said = match outcome.failed {
            0 => String::new(),
            _ => format!("--- {name}\n{}---\n", shortened(&outcome.said)),
        };
        let mut sum = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        println!("{said}{name:<44} {verdict:<6} {seconds:>6.1} s  {count}");
        sum.0 += outcome.passed;
        sum.1 += outcome.failed;
    }

    /// Two rows of steps side by side, for two cores.
    pub fn beside(&self, one: impl FnOnce() + Send, other: impl FnOnce() + Send) {
        thread::scope(|scope| {
            scope.spawn(one);
            other();
        });
    }

    /// The last lines; whether everything passed, and anything at all was tested.
    pub fn finish(self) -> bool {
        let seconds = self.start.elapsed().as_secs_f64();
        let (passed, failed) = self
            .count
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        println!("{:<44} {:<6} {seconds:>6.1} s", "all steps", "took");
        println!("{passed} passed, {failed} failed");
        failed == 0 && passed > 0
    }
}

/// What did not pass; of a long text the beginning and the end, where errors and summaries are.
fn shortened(text: &str) -> String {
    const BEGINNING: usize = 60;
    const END: usize = 140;
    // What passed has nothing to say.
    let passed = |line: &&str| line.ends_with(" ... ok") || line.starts_with("✔ ");
    let lines: Vec<_> = text.lines().filter(|line| !passed(line)).collect();
    if lines.len() <= BEGINNING + END {
        return lines.join("\n") + "\n";
    }
    let left_out = lines.len() - BEGINNING - END;
    let (beginning, end) = (&lines[..BEGINNING], &lines[lines.len() - END..]);
    format!(
        "{}\n... {left_out} lines left out ...\n{}\n",
        beginning.join("\n"),
        end.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_the_runners_report() {
        let cargo = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured\n\
                     test result: FAILED. 2 passed; 1 failed; 0 ignored\n";
        assert_eq!(count(cargo), (5, 1));
        assert_eq!(
            count("ℹ tests 9\nℹ pass 7\nℹ fail 1\nℹ cancelled 1\n"),
            (7, 2)
        );
        let pytest = "E  waited in vain\n2 failed, 7 passed, 1 error in 61.07s (0:01:01)\n";
        assert_eq!(count(pytest), (7, 3));
        assert_eq!(count("............\n12 passed in 0.58s\n"), (12, 0));
    }

    #[test]
    fn a_runner_without_tests_fails() {
        let outcome = counted(&mut Command::new("true"));
        assert_eq!(outcome.map(|o| o.failed).ok(), Some(1));
    }
}
