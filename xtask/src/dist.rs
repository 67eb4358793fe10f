//! Everything that is published: the site, and its labs for other people's pages.

use crate::{
    matrix::Matrix,
    pack::{self, Load, Packer},
    page,
    project::{Project, run},
    site, size, supply,
};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

/// What `rankscope.inline.js` carries: the engines in scalar builds, which run everywhere, and the module that they are built as.
const INLINE: (&[&str], &str) = (&["matrix", "readers"], "inline");

/// Where it is.
const INLINE_FILE: &str = "rankscope.inline.js";

/// What an element looks like.
const STYLES: &[&str] = &[
    "style.css",
    "study/study.css",
    "embed/lab.css",
    "figures/table.css",
];

/// What other people's programs import.
const MODULES: &[&str] = &["rankscope.js", INLINE_FILE, "widget.js"];

/// Writes `dist/`.
pub fn dist(project: &Project) -> Result<()> {
    let matrix = Matrix::read(project)?;
    let dist = project.root.join("dist");
    site::build(project, &matrix)?;
    element(project, &dist)?;
    types(project, &dist)?;
    inline(project, &dist)?;
    widget(project, &matrix, &dist)?;
    let package = project.root.join("npm/package.json");
    fs::copy(package, dist.join("package.json")).context("cannot copy npm/package.json")?;
    for name in MODULES {
        for_bundlers(&dist.join(name))?;
    }
    single(project, &matrix, &dist)?;
    supply::bill(project, &dist)?;
    sealed(&dist)?;
    for name in MODULES.iter().chain(&["rankscope.single.html"]) {
        let file = dist.join(name);
        println!(
            "dist/{name}: {} kB, {} kB after gzip -9",
            fs::metadata(&file)?.len() / 1000,
            size::gzip(&file)? / 1000
        );
    }
    compressed(project, &matrix)?;
    let (size, budget) = (size::gzip(&dist.join(INLINE_FILE))?, matrix.budget.inline);
    if size > budget {
        bail!("{INLINE_FILE}: {size} bytes after gzip -9, budget {budget}");
    }
    Ok(())
}

/// The page knows the hash of the script that its snippets name, which whoever pastes one may rely on.
fn sealed(dist: &Path) -> Result<()> {
    let file = dist.join("index.html");
    let page = fs::read_to_string(&file)?;
    let hash = supply::integrity(&dist.join(INLINE_FILE))?;
    let seal = format!("<meta name=\"{INLINE_FILE}\" content=\"{hash}\">\n</head>");
    let sealed = page.replacen("</head>", &seal, 1);
    if sealed == page {
        bail!("index.html has no </head>");
    }
    fs::write(&file, sealed).context("cannot write dist/index.html")
}

/// `FILE.br` and `FILE.gz` beside what servers send, and what a first visit comes to.
fn compressed(project: &Project, matrix: &Matrix) -> Result<()> {
    let mut first = vec![project.root.join("index.html")];
    first.extend(
        page::ENTRIES
            .iter()
            .map(|entry| project.root.join("www").join(entry)),
    );
    first.push(crate::matrix::catalogue(project));
    let widest = matrix.variant.first().context("no variant")?;
    first.extend(matrix.first_visit(project, widest));
    let below = first.iter().map(|file| file.strip_prefix(&project.root));
    run(project
        .command("node")
        .args(["xtask/src/compressed.mjs", "dist"])
        .args(below.collect::<std::result::Result<Vec<_>, _>>()?))
}

/// What lies beside a script at the top of `dist/`, unless the page that it stands in says where its folder is.
fn beside(project: &Project) -> String {
    let elsewhere = project.root.join("www/pack/elsewhere.js");
    let elsewhere = elsewhere.display().to_string();
    let sets = page::sets_folder(project, "./www/");
    format!("import {elsewhere:?};\n{sets}")
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

/// An address that is known only while the program runs is none that webpack could look up; the minifier drops a comment in the source.
fn for_bundlers(module: &Path) -> Result<()> {
    let text = fs::read_to_string(module)?;
    let text = text.replace("import(", "import(/*webpackIgnore:true*/");
    fs::write(module, text).with_context(|| format!("cannot write {}", module.display()))
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
        modules: scalar(INLINE.0.iter().copied()),
        built_as: Some(INLINE.1),
        styles: STYLES,
        workers: &["worker.js"],
        data: false,
        complete: false,
        packer: Packer::Lzma,
    };
    let to = dist.join(INLINE_FILE);
    pack::pack(project, &load, &beside(project), "rankscope.js", &to)
}

/// `widget.js`: notebooks take the text of one file, beside which nothing lies.
fn widget(project: &Project, matrix: &Matrix, dist: &Path) -> Result<()> {
    let engines = matrix.engines().map(|module| module.name.as_str());
    let load = Load {
        modules: scalar(engines.filter(|name| *name != "measure")),
        built_as: None,
        styles: STYLES,
        workers: &["worker.js"],
        data: true,
        complete: true,
        packer: Packer::Gzip,
    };
    let to = dist.join("widget.js");
    pack::pack(project, &load, "", "widget.js", &to)
}

/// Modules in the build that runs everywhere.
fn scalar<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(&'a str, Vec<&'a str>)> {
    names.map(|name| (name, vec!["scalar"])).collect()
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
        } else if line.contains("src=\"www/watch.js\"") {
            let watch = fs::read_to_string(dist.join("www/watch.js"))?;
            page += &format!("<script>{watch}</script>\n");
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
    if replaced != 3 {
        bail!("index.html names its style sheet and its scripts in other words");
    }
    fs::write(dist.join("rankscope.single.html"), page).context("cannot write the single file")
}
