//! `cargo xtask check`: what can be known within a minute of a change.

use crate::{
    check::{Run, counted},
    project::Project,
    test::{clippy, format, page_types, seeded},
};
use anyhow::Result;

/// The variable by which `tests/it/chosen.rs` looks at one lab only.
const LAB: &str = "RANKSCOPE_LAB";

/// Format, lints, types and unit tests; and for a lab, what holds for every lab, and its pictures.
pub fn check(project: &Project, lab: Option<&str>) -> Result<bool> {
    let run = Run::of(Vec::new());
    run.beside(
        || run.step("types of the page", || page_types(project)),
        || {
            run.step("rustfmt", || format(project));
            run.step("clippy native", || clippy(project));
            run.step("unit tests", || {
                let crates = "test --quiet --workspace --exclude xtask --lib --bins";
                counted(&mut seeded(project, crates))
            });
            if let Some(lab) = lab {
                run.step("the lab", || {
                    let tests = "test --package rankscope --test it labs::";
                    counted(seeded(project, tests).env(LAB, lab))
                });
            }
        },
    );
    Ok(run.finish())
}
