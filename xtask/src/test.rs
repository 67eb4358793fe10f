//! `cargo xtask test`: everything that has to hold.

use crate::{
    check::{Outcome, Run, counted, whole},
    data, dist,
    matrix::{Matrix, Module},
    notebooks,
    project::{self, Project, files},
    serve, size, tools, wasm,
};
use anyhow::{Context, Result};
use std::{env, process::Command};

/// Turns WebAssembly SIMD off in V8, so that the scalar variant has to run.
const WITHOUT_SIMD: &str = "--no-enable-sse4-1";

/// Runs the steps whose name contains one of the words; all of them, without words.
pub fn test(project: &Project, only: Vec<String>) -> Result<bool> {
    let matrix = Matrix::read(project)?;
    let mut run = Run::of(only);
    rust(project, &matrix, &mut run);
    run.step("the real checkpoint", || data::test(project));
    run.step("wasm build", || {
        wasm::build_all(project).map(|()| Outcome::of(true, ""))
    });
    run.step("size of the download", || size::check(project, &matrix));
    node(project, &mut run);
    run.step("what is published", || {
        dist::dist(project).map(|()| Outcome::of(true, ""))
    });
    browser(project, &mut run);
    run.step("notebooks", || notebooks::test(project));
    Ok(run.finish())
}

fn rust(project: &Project, matrix: &Matrix, run: &mut Run) {
    let cargo = |arguments: &str| cargo(project, arguments);
    run.step("rustfmt", || {
        tools::component(project, "fmt")?;
        whole(&mut cargo("fmt --all --check"))
    });
    run.step("clippy native", || {
        tools::component(project, "clippy")?;
        whole(&mut cargo(
            "clippy --quiet --workspace --all-targets --all-features -- -D warnings",
        ))
    });
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
        // The same cases in every run, so that a red run can be repeated; `cargo test` by itself draws new ones.
        let seed = std::env::var("PROPTEST_RNG_SEED").unwrap_or_else(|_| "1".into());
        counted(
            cargo("test --workspace --all-targets --no-fail-fast").env("PROPTEST_RNG_SEED", seed),
        )
    });
    run.step("doc tests", || {
        counted(&mut cargo("test --workspace --doc"))
    });
}

fn cargo(project: &Project, arguments: &str) -> Command {
    let mut command = project.cargo();
    command.args(arguments.split(' '));
    command
}

fn node(project: &Project, run: &mut Run) {
    run.step("wasm in Node", || {
        tools::npm(project)?;
        // The same readouts are asked of the command line.
        project::run(&mut cargo(project, "build --quiet --bin rankscope"))?;
        counted(&mut node_tests(project, "tests/wasm", &[])?)
    });
    run.step("wasm in Node, SIMD off", || {
        tools::npm(project)?;
        counted(node_tests(project, "tests/wasm", &[WITHOUT_SIMD])?.env("SIMD", "off"))
    });
    run.step("the page's controller in Node", || {
        counted(&mut node_tests(project, "tests/page", &[])?)
    });
    run.step("types of the page", || {
        tools::npm(project)?;
        whole(&mut tsc(project, &["--project", "tsconfig.json"]))
    });
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

/// Node's own test runner over every `*.test.mjs` of a folder.
fn node_tests(project: &Project, folder: &str, flags: &[&str]) -> Result<Command> {
    let tests = files(&project.root.join(folder))?;
    let tests = tests.into_iter().filter(|file| {
        let path = file.to_string_lossy();
        path.ends_with(".test.mjs") && !path.contains("node_modules")
    });
    let program = format!("rankscope{}", env::consts::EXE_SUFFIX);
    let mut node = project.command("node");
    // One file after the other: two browsers on two cores measure each other.
    node.args(flags)
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(tests)
        .env("RANKSCOPE", project.target.join("debug").join(program));
    Ok(node)
}

fn tsc(project: &Project, options: &[&str]) -> Command {
    let mut tsc = project.command("node");
    tsc.arg("node_modules/typescript/bin/tsc").args(options);
    tsc
}

fn browser(project: &Project, run: &mut Run) {
    for (name, simd) in [("end to end", "on"), ("end to end, SIMD off", "off")] {
        run.step(name, || in_chromium(project, "tests/e2e", simd));
    }
    // What other people build and write with, once: neither depends on SIMD.
    run.step("hosts", || {
        tools::npm_in(project, &project.root.join("tests/hosts"))?;
        in_chromium(project, "tests/hosts", "on")
    });
}

/// The tests of a folder, with a server and a browser that has WebAssembly SIMD or not.
fn in_chromium(project: &Project, folder: &str, simd: &str) -> Result<Outcome> {
    tools::npm(project)?;
    let chromium = tools::chromium(project)?;
    let (address, _serving) = serve::start(project, Some(0)).context("web server")?;
    counted(
        node_tests(project, folder, &[])?
            .env("SIMD", simd)
            .env("CHROME", chromium)
            .env("RANKSCOPE_URL", address),
    )
}
