//! Everything that is published: the site, and its labs for other people's pages.

use crate::{
    matrix::Matrix,
    pack::{self, Load},
    page,
    project::{Project, run},
    site, size,
};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

/// What `rankscope.inline.js` carries: the engines in scalar builds, which run everywhere.
const INLINE: &[&str] = &["matrix"];

/// Writes `dist/`.
pub fn dist(project: &Project) -> Result<()> {
    let matrix = Matrix::read(project)?;
    let dist = project.root.join("dist");
    site::build(project)?;
    element(project, &dist)?;
    types(project, &dist)?;
    inline(project, &dist)?;
    single(project, &matrix, &dist)?;
    for name in [
        "rankscope.js",
        "rankscope.inline.js",
        "rankscope.single.html",
    ] {
        let file = dist.join(name);
        println!(
            "dist/{name}: {} kB, {} kB after gzip -9",
            fs::metadata(&file)?.len() / 1000,
            size::gzip(&file)? / 1000
        );
    }
    Ok(())
}

/// What lies beside a script at the top of `dist/`.
fn beside(project: &Project) -> String {
    let source = project.root.join("www/source.js").display().to_string();
    format!(
        "import {{ lieIn }} from {source:?};\nlieIn(new URL(\"./www/\", import.meta.url).href);\n"
    )
}

/// `rankscope.js`: the element and the computing functions; everything else beside it.
fn element(project: &Project, dist: &Path) -> Result<()> {
    let folder = project.target.join("pack/element");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("start.js"), beside(project))?;
    let program = project.root.join("www/rankscope.js").display().to_string();
    let entry = folder.join("entry.js");
    fs::write(
        &entry,
        format!("import \"./start.js\";\nexport * from {program:?};\n"),
    )?;
    page::bundle_one(project, &entry, "esm", &dist.join("rankscope.js"))
}

/// `rankscope.d.ts`, from the types in the program's comments.
fn types(project: &Project, dist: &Path) -> Result<()> {
    run(project
        .command("node")
        .args([
            "node_modules/typescript/bin/tsc",
            "--project",
            "tsconfig.json",
        ])
        .args([
            "--noEmit",
            "false",
            "--declaration",
            "--emitDeclarationOnly",
            "--rootDir",
            "www",
        ])
        .arg("--outDir")
        .arg(dist.join("types")))?;
    fs::copy(
        project.root.join("www/types.d.ts"),
        dist.join("types/types.d.ts"),
    )?;
    let declared = "import type { RankscopeLab } from \"./types/rankscope.js\";\n\
        export * from \"./types/rankscope.js\";\n\
        export type * from \"./types/types.js\";\n\
        declare global {\n  interface HTMLElementTagNameMap { \"rankscope-lab\": RankscopeLab }\n}\n";
    for name in ["rankscope.d.ts", "rankscope.inline.d.ts"] {
        fs::write(dist.join(name), declared)?;
    }
    Ok(())
}

/// `rankscope.inline.js`: one file with what most embedded labs need.
fn inline(project: &Project, dist: &Path) -> Result<()> {
    let load = Load {
        modules: INLINE.iter().map(|name| (*name, vec!["scalar"])).collect(),
        styles: &["style.css", "lab.css"],
        workers: &["worker.js"],
        data: false,
        complete: false,
    };
    let to = dist.join("rankscope.inline.js");
    pack::pack(project, &load, &beside(project), "rankscope.js", &to)
}

/// `rankscope.single.html`: the whole page in one file.
fn single(project: &Project, matrix: &Matrix, dist: &Path) -> Result<()> {
    let script = project.target.join("pack/single.js");
    pack::pack(project, &Load::whole(matrix), "", "main.js", &script)?;
    let style = fs::read_to_string(dist.join("www/style.css"))?;
    let mut page = String::new();
    let mut replaced = 0;
    for line in fs::read_to_string(project.root.join("index.html"))?.lines() {
        if line.contains("rel=\"preload\"") || line.contains("rel=\"modulepreload\"") {
            continue;
        } else if line.contains("href=\"www/style.css\"") {
            page += &format!("<style>{style}</style>\n");
            replaced += 1;
        } else if line.contains("src=\"www/main.js\"") {
            page += &format!(
                "<script type=\"module\">{}</script>\n",
                fs::read_to_string(&script)?
            );
            replaced += 1;
        } else {
            page += line;
            page.push('\n');
        }
    }
    if replaced != 2 {
        bail!("index.html names its style sheet and its script in other words");
    }
    fs::write(dist.join("rankscope.single.html"), page).context("cannot write the single file")
}
