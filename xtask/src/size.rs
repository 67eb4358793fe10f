//! What a visitor downloads, as a well-configured server sends it.

use crate::{
    bench,
    check::Outcome,
    matrix::{Matrix, catalogue, wasm_file},
    page,
    project::{Project, run},
    wasm, words,
};
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use std::{fs, io::Write, path::Path};

/// The bytes of a file after `gzip -9`.
pub fn gzip(path: &Path) -> Result<u64> {
    let mut to = GzEncoder::new(Vec::new(), Compression::best());
    to.write_all(&fs::read(path).with_context(|| format!("cannot read {}", path.display()))?)?;
    Ok(to.finish()?.len() as u64)
}

/// Everything that is downloaded and has a limit: what it is, its bytes, and its budget.
pub fn budgets(project: &Project, matrix: &Matrix) -> Result<Vec<(String, u64, u64)>> {
    let mut rows = Vec::new();
    for variant in &matrix.variant {
        for module in matrix.modules(variant) {
            let size = gzip(&wasm_file(project, &variant.name, module))?;
            rows.push((
                format!("{} {}", module.name, variant.name),
                size,
                module.budget,
            ));
        }
    }
    let known = gzip(&catalogue(project))?;
    rows.push(("catalogue".into(), known, matrix.budget.catalogue));
    let pkg = crate::matrix::pkg(project);
    let mut said = 0;
    for lab in words::labs(&pkg, |_| true)? {
        let size = gzip(&pkg.join(words::file(&lab)))?;
        said = said.max(size);
        rows.push((format!("words of {lab}"), size, matrix.budget.words));
    }
    for variant in &matrix.variant {
        let files = matrix.first_visit(project, variant);
        let sizes = files
            .iter()
            .map(|file| gzip(file))
            .collect::<Result<Vec<_>>>()?;
        let size = known + said + sizes.iter().sum::<u64>();
        rows.push((
            format!("first visit {}", variant.name),
            size,
            matrix.budget.first,
        ));
    }
    rows.push(("page code".into(), page_bytes(project)?, matrix.budget.page));
    Ok(rows)
}

/// The page's own code as `dist/` holds it: everything a first visit loads but wasm, its generated loader, sample data and pictures.
fn page_bytes(project: &Project) -> Result<u64> {
    let bundle = project.target.join("page");
    page::bundle(project, &bundle)?;
    let mut bytes = gzip(&project.root.join("index.html"))?;
    for entry in page::ENTRIES {
        bytes += gzip(&bundle.join(entry))?;
    }
    Ok(bytes)
}

/// Whether everything keeps its budget.
pub fn check(project: &Project, matrix: &Matrix) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for (what, size, budget) in budgets(project, matrix)? {
        outcome.count(
            size <= budget,
            &format!("{what}: {size} bytes after gzip -9, budget {budget}\n"),
        );
    }
    Ok(outcome)
}

/// Writes what the modules' bytes are, and what each flag of wasm-opt gives, into `benches/size/results/`.
pub fn bench(project: &Project) -> Result<()> {
    wasm::build_all(project)?;
    let matrix = Matrix::read(project)?;
    let results = project.root.join("benches/size/results");
    fs::create_dir_all(&results)?;
    // Each module in the first build that it has, those of a first visit first.
    let mut modules: Vec<_> = matrix.module.iter().collect();
    modules.sort_by_key(|module| !module.first);
    let first = modules.iter().filter(|module| module.first).count();
    let builds = modules.iter().flat_map(|module| {
        let variant = module.variants.first()?;
        Some(wasm::bound(project, variant, &module.name))
    });
    let simd = matrix.variant.iter().flat_map(|one| &one.wasm_opt);
    let flags: Vec<_> = matrix.common.wasm_opt.iter().chain(simd).collect();
    run(project
        .command("node")
        .arg("benches/size/run.mjs")
        .arg(results)
        .arg(first.to_string())
        .args(builds)
        .env("WASM_OPT", serde_json::to_string(&flags)?)
        .env("COMMIT", bench::commit(project)))
}
