//! `cargo xtask test`: everything that has to hold.

use crate::{
    check::{Outcome, Run, counted, whole},
    data, dist,
    matrix::{Matrix, Module},
    notebooks,
    project::{self, Project, files},
    serve, size, tools, wasm,
};
use anyhow::{Context, Result, bail};
use std::{env, path::Path, process::Command, time::Duration};

/// Turns WebAssembly SIMD off in V8, so that the scalar variant has to run.
const WITHOUT_SIMD: &str = "--no-enable-sse4-1";

/// The end-to-end tests that a browser without SIMD can answer otherwise: where the page, an element or a worker chooses a build, or a
/// number that only these files read comes from one. All others drive the same page with engines whose readouts `tests/wasm` compares,
/// preset by preset, in both builds.
const CHOOSING: &[&str] = &[
    // Which modules are asked for, and that they draw.
    "smoke",
    // The badge, and what a first visit loads.
    "loads",
    // What becomes of a build that does not arrive or stops.
    "worker",
    // Both builds are timed where there are two.
    "speed",
    // Elements, frames and single files choose by themselves.
    "embed",
    // A pool of workers measures with a build of its own.
    "transformer",
];

/// The tests of the WebAssembly in Node that say something else without SIMD: which builds are taken, that the other one works, and that it
/// measures to the bit what the command line does. What the build without SIMD answers, the run with SIMD compares already.
const WITHOUT: &[&str] = &["variants", "api", "measure"];

/// No file of tests takes half of this, but where the machine is busy.
const LONGEST: Duration = Duration::from_secs(900);

/// Runs the steps whose name contains one of the words; all of them, without words.
pub fn test(project: &Project, only: Vec<String>) -> Result<bool> {
    let matrix = Matrix::read(project)?;
    let run = Run::of(only);
    // Both need these; two at once would write the same files.
    run.step("npm packages", || {
        tools::npm(project).map(|()| Outcome::of(true, ""))
    });
    run.beside(
        || {
            rust(project, &matrix, &run);
            run.step("the real checkpoint", || data::test(project));
        },
        || {
            run.step("wasm build", || {
                wasm::build_all(project).map(|()| Outcome::of(true, ""))
            });
            run.step("size of the download", || size::check(project, &matrix));
            types(project, &run);
            node(project, &run);
            run.step("what is published", || {
                dist::dist(project).map(|()| Outcome::of(true, ""))
            });
        },
    );
    // What waits for pictures and counts milliseconds has the machine for itself.
    browser(project, &run);
    run.step("notebooks", || notebooks::test(project));
    Ok(run.finish())
}

fn rust(project: &Project, matrix: &Matrix, run: &Run) {
    run.step("rustfmt", || format(project));
    run.step("clippy native", || clippy(project));
    let cargo = |arguments: &str| cargo(project, arguments);
    let modules: Vec<_> = matrix.module.iter().map(Module::features).collect();
    let every = modules.join(",");
    run.step("clippy wasm32", || {
        tools::wasm_target(project)?;
        whole(&mut cargo(&format!(
            "clippy --quiet --package rankscope-web --features {every} --target {} -- -D warnings",
            tools::WASM
        )))
    });
    run.step("rustdoc", || {
        whole(cargo("doc --quiet --workspace --no-deps").env("RUSTDOCFLAGS", "-D warnings"))
    });
    run.step("unit, property, golden, snapshot tests", || {
        counted(&mut seeded(
            project,
            "test --workspace --exclude xtask --all-targets --no-fail-fast",
        ))
    });
    // In the profile that this very program was built in.
    run.step("the build script's tests", || {
        counted(&mut cargo("test --package xtask --profile tool"))
    });
    run.step("doc tests", || {
        counted(&mut cargo("test --workspace --doc --no-fail-fast"))
    });
}

/// Every line is formatted as rustfmt would.
pub fn format(project: &Project) -> Result<Outcome> {
    tools::component(project, "fmt")?;
    whole(&mut cargo(project, "fmt --all --check"))
}

/// Clippy has nothing to say of what runs natively, tests included.
pub fn clippy(project: &Project) -> Result<Outcome> {
    tools::component(project, "clippy")?;
    whole(&mut cargo(
        project,
        "clippy --quiet --workspace --all-targets --all-features -- -D warnings",
    ))
}

/// Cargo's tests with the same random cases in every run, so that a red run can be repeated; `cargo test` by itself draws new ones.
pub fn seeded(project: &Project, arguments: &str) -> Command {
    let seed = env::var("PROPTEST_RNG_SEED").unwrap_or_else(|_| "1".into());
    let mut test = cargo(project, arguments);
    test.env("PROPTEST_RNG_SEED", seed);
    test
}

fn cargo(project: &Project, arguments: &str) -> Command {
    let mut command = project.cargo();
    command.args(arguments.split(' '));
    command
}

fn node(project: &Project, run: &Run) {
    run.step("wasm in Node", || {
        tools::npm(project)?;
        // The same readouts are asked of the command line.
        project::run(&mut cargo(project, "build --quiet --bin rankscope"))?;
        counted(&mut node_tests(project, "tests/wasm", &[], |_| true)?)
    });
    run.step("wasm in Node, SIMD off", || {
        tools::npm(project)?;
        let wanted = |name: &str| WITHOUT.contains(&name);
        let mut tests = node_tests(project, "tests/wasm", &[WITHOUT_SIMD], wanted)?;
        counted(tests.env("SIMD", "off"))
    });
    run.step("the page's controller in Node", || {
        counted(&mut node_tests(project, "tests/page", &[], |_| true)?)
    });
}

/// What is said of types in the page's code is so.
pub fn page_types(project: &Project) -> Result<Outcome> {
    tools::npm(project)?;
    whole(&mut tsc(project, &["--project", "tsconfig.json"]))
}

fn types(project: &Project, run: &Run) {
    run.step("types of the page", || page_types(project));
    run.step("types of the payloads", || {
        tools::npm(project)?;
        let file = project.target.join("payloads.ts");
        let mut write = project.command("node");
        write.arg("tests/wasm/payloads.mjs").arg(&file);
        let written = whole(&mut write)?;
        if written.failed > 0 {
            return Ok(written);
        }
        let options = "--noEmit --strict --target es2022 --module esnext --moduleResolution bundler --lib esnext,dom --ignoreConfig";
        let options: Vec<_> = options.split(' ').collect();
        whole(tsc(project, &options).arg(&file))
    });
}

/// Node's own test runner over every `*.test.mjs` of a folder whose name before that is wanted.
fn node_tests(
    project: &Project,
    folder: &str,
    flags: &[&str],
    wanted: impl Fn(&str) -> bool,
) -> Result<Command> {
    let tests = files(&project.root.join(folder))?;
    let tests = tests.into_iter().filter(|file| {
        let path = file.to_string_lossy();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let name = name.strip_suffix(".test.mjs");
        name.is_some_and(&wanted) && !path.contains("node_modules")
    });
    let program = format!("rankscope{}", env::consts::EXE_SUFFIX);
    let mut node = project.command("node");
    // One file after the other: two browsers on two cores measure each other. What waits for ever is a failure, not a run without end.
    node.args(flags)
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .arg(format!("--test-timeout={}", LONGEST.as_millis()))
        .args(tests)
        .env("RANKSCOPE", project.target.join("debug").join(program));
    Ok(node)
}

fn tsc(project: &Project, options: &[&str]) -> Command {
    let mut tsc = project.command("node");
    tsc.arg("node_modules/typescript/bin/tsc").args(options);
    tsc
}

fn browser(project: &Project, run: &Run) {
    const TESTS: &str = "tests/e2e";
    run.step("end to end", || in_chromium(project, TESTS, "on", |_| true));
    run.step("end to end, SIMD off", || {
        for name in CHOOSING {
            let file = Path::new(TESTS).join(format!("{name}.test.mjs"));
            if !project.root.join(&file).is_file() {
                bail!("there is no {}", file.display());
            }
        }
        in_chromium(project, TESTS, "off", |name| CHOOSING.contains(&name))
    });
    // What other people build and write with, once: neither depends on SIMD.
    run.step("hosts", || {
        tools::npm_in(project, &project.root.join("tests/hosts"))?;
        in_chromium(project, "tests/hosts", "on", |_| true)
    });
    run.step("other engines", || {
        tools::npm_in(project, &project.root.join("tests/engines"))?;
        tools::engines(project)?;
        in_chromium(project, "tests/engines", "on", |_| true)
    });
}

/// The tests of a folder, with a server and a browser that has WebAssembly SIMD or not.
fn in_chromium(
    project: &Project,
    folder: &str,
    simd: &str,
    wanted: impl Fn(&str) -> bool,
) -> Result<Outcome> {
    tools::npm(project)?;
    let chromium = tools::chromium(project)?;
    let (address, _serving) = serve::start(project, Some(0)).context("web server")?;
    counted(
        node_tests(project, folder, &[], wanted)?
            .env("SIMD", simd)
            .env("CHROME", chromium)
            .env("RANKSCOPE_URL", address),
    )
}
