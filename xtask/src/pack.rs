//! One file that carries what the page otherwise downloads: WebAssembly, words, style, data and the scripts of its workers.

use crate::{
    matrix::{Matrix, Module, VIEW, pkg},
    page,
    project::{Project, files},
    words,
};
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// What is packed.
pub struct Load<'a> {
    /// Names of the engines and of what else runs in workers, each with the names of its variants.
    pub modules: Vec<(&'a str, Vec<&'a str>)>,
    /// A module that is built of all of these and of what draws, and stands for each of them.
    pub built_as: Option<&'a str>,
    /// Style sheets and words, below `www/`.
    pub styles: &'a [&'a str],
    /// Scripts of workers.
    pub workers: &'a [&'a str],
    /// Whether bundled data come along.
    pub data: bool,
    /// Whether that is all there is: nothing is looked for beside the file, and the still pictures come along.
    pub complete: bool,
    /// How files are packed.
    pub packer: Packer,
}

/// A script of `www/` unpacks what it writes.
#[derive(Clone, Copy)]
pub enum Packer {
    /// The browser unpacks it in no time.
    Gzip,
    /// A sixth smaller, for which a script takes some 50 ms per megabyte.
    Lzma,
}

impl Packer {
    /// Of its script and of packed files.
    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Lzma => "lzma",
        }
    }

    fn pack(self, bytes: &[u8]) -> Result<Vec<u8>> {
        Ok(match self {
            Self::Gzip => {
                let mut to = GzEncoder::new(Vec::new(), Compression::best());
                to.write_all(bytes)?;
                to.finish()?
            }
            Self::Lzma => {
                let mut how = LzmaOptions::with_preset(9);
                (how.lc, how.lp, how.pb, how.nice_len) = (3, 0, 0, 273);
                let size = Some(bytes.len() as u64);
                let mut to = LzmaWriter::new_use_header(Vec::new(), &how, size)?;
                to.write_all(bytes)?;
                to.finish()?
            }
        })
    }
}

impl<'a> Load<'a> {
    /// Everything in every variant.
    pub fn whole(matrix: &'a Matrix) -> Self {
        let variants = |module: &'a Module| {
            (
                module.name.as_str(),
                module.variants.iter().map(String::as_str).collect(),
            )
        };
        Self {
            modules: matrix.engines().map(variants).collect(),
            built_as: None,
            styles: &[
                "study/study.css",
                "figures/table.css",
                "home/home.css",
                "home/menu.css",
                "study/lessons.json",
            ],
            workers: &["worker.js", "gauge.js"],
            data: true,
            complete: true,
            packer: Packer::Gzip,
        }
    }
}

/// It has a default export, as anywidget asks.
const WIDGET: &str = "widget.js";

/// Writes the modules that make `entry` carry its load, and bundles it. `start` is evaluated first.
pub fn pack(project: &Project, load: &Load, start: &str, entry: &str, to: &Path) -> Result<()> {
    let folder = project
        .target
        .join("pack")
        .join(Path::new(to).file_stem().context("a bundle has no name")?);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let packing = Packing {
        project,
        folder: &folder,
        packer: load.packer,
    };

    let built = |(name, variant): (&str, &str), ending| Packed {
        path: format!("pkg/{variant}/{name}{ending}"),
        source: format!("pkg/{variant}/{}{ending}", load.built_as.unwrap_or(name)),
    };
    let modules = load.modules.iter();
    let engines: Vec<_> = modules
        .flat_map(|(name, variants)| variants.iter().map(move |variant| (*name, *variant)))
        .collect();
    let glue: Vec<Packed> = engines.iter().map(|one| built(*one, ".js")).collect();
    let wasm = engines.iter().map(|one| built(*one, "_bg.wasm"));
    let data = if load.data {
        packing.folder("data", |name| {
            !name.contains("LICENSE") && !name.ends_with(".md")
        })?
    } else {
        Vec::new()
    };

    let mut texts = Vec::new();
    for name in load.workers {
        let payload = packing.payload(name, &data, &glue, &[], load.complete)?;
        let entry = packing.entry(name, &[payload, packing.www(name)])?;
        let bundle = folder.join(format!("{name}.txt"));
        // A worker that starts from text is a script: pages opened as files may not start modules.
        page::bundle_one(project, &entry, "iife", &bundle)?;
        texts.push((*name, bundle));
    }

    let view = (VIEW, "scalar");
    let mut inside = vec![Packed::from("pkg/catalogue.json"), built(view, "_bg.wasm")];
    // What is said about labs that others have lies where their engines are.
    let carried = |module: &str| load.modules.iter().any(|(name, _)| *name == module);
    let said = words::labs(&pkg(project), carried)?;
    let said = said
        .iter()
        .map(|lab| Packed::from(&*format!("pkg/{}", words::file(lab))));
    inside.extend(said);
    inside.extend(load.styles.iter().map(|name| Packed::from(*name)));
    inside.extend(wasm);
    if load.complete {
        inside.extend(packing.folder("pkg/posters", |name| !name.ends_with(".html"))?);
    }
    let mut scripts = vec![built(view, ".js")];
    scripts.extend(glue);
    let payload = packing.payload("page", &inside, &scripts, &texts, load.complete)?;
    let first = folder.join("start.js");
    fs::write(&first, start)?;
    let entry = packing.entry(entry, &[first, payload, packing.www(entry)])?;
    page::bundle_one(project, &entry, "esm", to)
}

/// A file below `www/`.
struct Packed {
    /// Where the program looks for it.
    path: String,
    /// Where it lies.
    source: String,
}

impl From<&str> for Packed {
    fn from(path: &str) -> Self {
        Self {
            path: path.into(),
            source: path.into(),
        }
    }
}

struct Packing<'a> {
    project: &'a Project,
    folder: &'a Path,
    packer: Packer,
}

impl Packing<'_> {
    fn www(&self, path: &str) -> PathBuf {
        self.project.root.join("www").join(path)
    }

    /// The files of a folder below `www/` whose names are wanted.
    fn folder(&self, path: &str, wanted: impl Fn(&str) -> bool) -> Result<Vec<Packed>> {
        let files = files(&self.www(path))?;
        let names = files.iter().filter_map(|file| file.file_name()?.to_str());
        let wanted = names.filter(|name| wanted(name));
        Ok(wanted
            .map(|name| Packed::from(&*format!("{path}/{name}")))
            .collect())
    }

    /// A module that runs others in this order, and exports what the last one does.
    fn entry(&self, name: &str, parts: &[PathBuf]) -> Result<PathBuf> {
        let mut text: String = parts
            .iter()
            .map(|part| format!("import {:?};\n", part.display().to_string()))
            .collect();
        if let Some(last) = parts.last() {
            let last = last.display().to_string();
            text += &format!("export * from {last:?};\n");
            if name == WIDGET {
                text += &format!("export {{ default }} from {last:?};\n");
            }
        }
        let file = self.folder.join(format!("entry-{name}"));
        fs::write(&file, text)?;
        Ok(file)
    }

    /// A module that hands over files, scripts and workers to `source.js`.
    fn payload(
        &self,
        name: &str,
        inside: &[Packed],
        scripts: &[Packed],
        workers: &[(&str, PathBuf)],
        complete: bool,
    ) -> Result<PathBuf> {
        let unpacks = self.www(&format!("pack/{}.js", self.packer.name()));
        let mut imports = format!(
            "import {{ carry }} from {:?};\nimport {{ packed }} from {:?};\n",
            self.www("pack/elsewhere.js").display().to_string(),
            unpacks.display().to_string()
        );
        let (mut packed, mut named, mut texts) = (String::new(), String::new(), String::new());
        for (i, Packed { path, source }) in inside.iter().enumerate() {
            // One file may stand for several.
            let first = inside.iter().position(|one| one.source == *source);
            let first = first.unwrap_or(i);
            if first == i {
                let file = self.packed(source)?.display().to_string();
                imports += &format!("import f{i} from {file:?};\nconst p{i} = packed(f{i});\n");
            }
            packed += &format!("{path:?}: p{first}, ");
        }
        for (i, Packed { path, source }) in scripts.iter().enumerate() {
            let file = self.www(source).display().to_string();
            imports += &format!("import * as s{i} from {file:?};\n");
            named += &format!("{path:?}: s{i}, ");
        }
        for (i, (path, file)) in workers.iter().enumerate() {
            imports += &format!("import w{i} from {:?};\n", file.display().to_string());
            texts += &format!("{path:?}: w{i}, ");
        }
        let text = format!(
            "{imports}carry({{ files: {{ {packed}}}, scripts: {{ {named}}}, workers: {{ {texts}}}, complete: {complete} }});\n"
        );
        let file = self.folder.join(format!("payload-{name}.js"));
        fs::write(&file, text)?;
        Ok(file)
    }

    /// A file below `www/`, compressed; style is minified before.
    fn packed(&self, path: &str) -> Result<PathBuf> {
        let mut source = self.www(path);
        if path.ends_with(".css") {
            let small = self.folder.join(path);
            page::bundle_one(self.project, &source, "esm", &small)?;
            source = small;
        }
        let bytes = fs::read(&source).with_context(|| format!("cannot read {path}"))?;
        let name = format!("{}.{}", path.replace('/', "-"), self.packer.name());
        let file = self.folder.join(name);
        fs::write(&file, self.packer.pack(&bytes)?)?;
        Ok(file)
    }
}
