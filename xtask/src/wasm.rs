//! What the page downloads: cargo, wasm-bindgen and wasm-opt make the modules, the command line writes the catalogue.

use crate::{
    matrix::{Common, Matrix, Module, Variant},
    posters,
    project::{Project, run, text},
    tools, words,
};
use anyhow::{Context, Result, anyhow};
use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    sync::OnceLock,
    thread,
    time::{Instant, SystemTime},
};
use wasm_bindgen_cli_support::Bindgen;

/// What modules are built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// To be published, measured and tested: small and fast.
    Publishing,
    /// To be looked at here and now: built soon. These lie where nothing of the above looks for modules.
    Serving,
}

impl Use {
    /// The profile of cargo that builds the modules.
    fn profile(self) -> &'static str {
        match self {
            Self::Publishing => "browser",
            Self::Serving => "serve",
        }
    }

    /// The profile that builds the command line, and the folder of `target/` that it lies in.
    fn native(self) -> (&'static str, &'static str) {
        match self {
            // The tests have built this one.
            Self::Publishing => ("dev", "debug"),
            Self::Serving => ("tool", "tool"),
        }
    }

    /// Where the builds take place.
    fn folder(self, project: &Project) -> PathBuf {
        project.target.join(match self {
            Self::Publishing => "wasm",
            Self::Serving => "serve",
        })
    }

    /// Everything built for the page, as the page finds it in `www/pkg/`.
    pub fn pkg(self, project: &Project) -> PathBuf {
        match self {
            Self::Publishing => crate::matrix::pkg(project),
            Self::Serving => self.folder(project).join("pkg"),
        }
    }

    /// The command line's program.
    fn program(self, project: &Project) -> PathBuf {
        let program = format!("rankscope{}", env::consts::EXE_SUFFIX);
        project.target.join(self.native().1).join(program)
    }
}

/// Builds whatever has changed of what is published.
pub fn build_all(project: &Project) -> Result<()> {
    build(project, &[])
}

/// Builds whatever has changed of the modules whose `VARIANT/NAME` contains one of the words, or of all; and the words and pictures.
pub fn build(project: &Project, only: &[String]) -> Result<()> {
    let matrix = Matrix::read(project)?;
    tools::wasm_target(project)?;
    tools::npm(project)?;
    // rustc optimises a module on one core, and each variant has a target folder of its own: they build side by side.
    thread::scope(|scope| {
        let matrix = &matrix;
        let build = |variant| scope.spawn(move || build_variant(project, matrix, variant, only));
        let variants: Vec<_> = matrix.variant.iter().map(build).collect();
        let mut done = vec![
            write_catalogue(project, Use::Publishing)
                .and_then(|()| write_posters(project, Use::Publishing)),
        ];
        for variant in variants {
            done.push(variant.join().map_err(|_| anyhow!("a build panicked"))?);
        }
        done.into_iter().collect()
    })
}

/// The formulas in TeX, below `pkg/`.
pub const TEX: &str = "tex.json";

/// The catalogue as the command line prints it, in parts.
pub fn write_catalogue(project: &Project, purpose: Use) -> Result<()> {
    let mut print = project.cargo();
    print.args([
        "run",
        "--quiet",
        "--package",
        "rankscope",
        "--bin",
        "rankscope",
        "--profile",
        purpose.native().0,
    ]);
    let json = text(print.args(["--", "labs", "--json"])).context("no catalogue")?;
    // Formulas in TeX are asked for by few, and lie beside it.
    let tex = text(
        project
            .command(purpose.program(project))
            .args(["labs", "--tex"]),
    )?;
    fs::create_dir_all(purpose.pkg(project))?;
    fs::write(purpose.pkg(project).join(TEX), tex)?;
    words::write(&purpose.pkg(project), &json)
}

/// The pictures of the labs, by the program that wrote the catalogue.
pub fn write_posters(project: &Project, purpose: Use) -> Result<()> {
    posters::write(project, &purpose.program(project), &purpose.pkg(project))
}

fn build_variant(
    project: &Project,
    matrix: &Matrix,
    variant: &Variant,
    only: &[String],
) -> Result<()> {
    let wanted = |module: &&Module| {
        let name = format!("{}/{}", variant.name, module.name);
        only.is_empty() || only.iter().any(|word| name.contains(word))
    };
    for module in matrix.modules(variant).filter(wanted) {
        let build = Build {
            project,
            common: &matrix.common,
            variant,
            module,
            purpose: Use::Publishing,
        };
        if !build.is_fresh() {
            build.make()?;
        }
    }
    Ok(())
}

/// A module in a variant.
pub struct Build<'a> {
    /// Whose it is.
    pub project: &'a Project,
    /// What holds for every build.
    pub common: &'a Common,
    /// How it is built.
    pub variant: &'a Variant,
    /// What is built.
    pub module: &'a Module,
    /// What for.
    pub purpose: Use,
}

impl Build<'_> {
    /// Whether everything that it was built from is as it was.
    pub fn is_fresh(&self) -> bool {
        fs::read_to_string(self.stamp_file())
            .is_ok_and(|built| self.stamp().is_ok_and(|now| now == built))
    }

    /// Builds it.
    pub fn make(&self) -> Result<()> {
        let (variant, module) = (&self.variant.name, &self.module.name);
        let (start, began) = (Instant::now(), SystemTime::now());
        self.run()
            .with_context(|| format!("the {variant} build of {module} failed"))?;
        // What was saved meanwhile may not be in it: without a stamp it is built again when it is asked for.
        if !self.touched_since(began)? {
            fs::write(self.stamp_file(), self.stamp()?)?;
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("built {variant} {module} in {seconds:.0} s");
        Ok(())
    }

    /// Whether one of its sources was saved after a moment.
    fn touched_since(&self, moment: SystemTime) -> Result<bool> {
        let sources = listed(&fs::read_to_string(self.sources())?);
        Ok(sources.iter().any(|source| {
            let meta = fs::metadata(self.project.root.join(source));
            let saved = meta.and_then(|meta| meta.modified());
            saved.is_ok_and(|time| time > moment)
        }))
    }

    fn stamp_file(&self) -> PathBuf {
        self.out().join(format!(".{}.stamp", self.module.name))
    }

    /// The file that the browser loads.
    fn wasm_file(&self) -> PathBuf {
        self.out().join(format!("{}_bg.wasm", self.module.name))
    }

    /// Other rustc flags would rebuild every dependency at each change of variant; the modules of a variant share them.
    fn target(&self) -> PathBuf {
        self.purpose.folder(self.project).join(&self.variant.name)
    }

    fn out(&self) -> PathBuf {
        self.purpose.pkg(self.project).join(&self.variant.name)
    }

    /// Which files the last build read, as cargo lists them.
    fn sources(&self) -> PathBuf {
        self.target().join(format!("{}.d", self.module.name))
    }

    fn run(&self) -> Result<()> {
        let project = self.project;
        let target = self.target();
        let small = self.purpose == Use::Publishing;
        let level = self.module.opt_level.iter().filter(|_| small);
        // Of the bindings, whose level is that of what is inlined at the link, and of the numbers.
        let level = level.flat_map(|level| {
            ["rankscope-web", "rankscope-math"]
                .into_iter()
                .flat_map(move |package| {
                    let profile = format!("profile.browser.package.{package}.opt-level");
                    ["--config".into(), format!("{profile}={level:?}")]
                })
        });
        text(
            project
                .cargo()
                .env("CARGO_TARGET_DIR", &target)
                .env("CARGO_ENCODED_RUSTFLAGS", self.rustflags())
                .args([
                    "rustc",
                    "--quiet",
                    "--profile",
                    self.purpose.profile(),
                    "--package",
                    "rankscope-web",
                    "--lib",
                    "--features",
                    &self.module.features(),
                ])
                .args(["--target", tools::WASM])
                .args(level),
        )?;
        let built = target.join(tools::WASM).join(self.purpose.profile());
        fs::copy(built.join("rankscope_web.d"), self.sources())
            .context("cargo lists no sources")?;

        self.bind(&built.join("rankscope_web.wasm"))?;
        if small {
            let whole = bound(project, &self.variant.name, &self.module.name);
            fs::create_dir_all(whole.parent().unwrap_or(&target))?;
            fs::copy(self.wasm_file(), whole).context("cannot keep the build with its names")?;
            self.shrink()?;
        }
        Ok(())
    }

    /// The module as the browser loads it, and the script that does.
    fn bind(&self, built: &Path) -> Result<()> {
        fs::create_dir_all(self.out())?;
        Bindgen::new()
            .input_path(built)
            .out_name(&self.module.name)
            .typescript(true)
            // The program says where the file is; bundlers would look for it where the script names it.
            .omit_default_module_path(true)
            .web(true)?
            .generate(self.out())
            .context("wasm-bindgen")
    }

    fn shrink(&self) -> Result<()> {
        let file = self.wasm_file();
        run(self
            .project
            .command("node")
            .arg("node_modules/binaryen/bin/wasm-opt")
            .args(&self.common.wasm_opt)
            .args(&self.variant.wasm_opt)
            .arg(&file)
            .arg("--output")
            .arg(&file))
    }

    /// The variant's flags, and no path of this machine in panic messages (they cost bytes, too).
    fn rustflags(&self) -> String {
        let mut flags = self.variant.rustflags.clone();
        let home = env::var_os("CARGO_HOME").map(PathBuf::from);
        let home = home.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
        if let Some(home) = home {
            flags.push(format!(
                "--remap-path-prefix={}=",
                home.join("registry/src").display()
            ));
        }
        flags.push(format!(
            "--remap-path-prefix={}=",
            self.project.root.display()
        ));
        flags.join("\u{1f}")
    }

    /// A number that changes whenever the module must be built again: with its flags, its tools, and the sources that it was built from.
    fn stamp(&self) -> Result<String> {
        let project = self.project;
        let mut hash = DefaultHasher::new();
        (self.common, self.variant, self.module).hash(&mut hash);
        compiler(project)?.hash(&mut hash);
        for input in [
            "Cargo.toml",
            "crates/rankscope-math/Cargo.toml",
            "crates/rankscope-web/Cargo.toml",
            "Cargo.lock",
            "package-lock.json",
            "xtask/src/wasm.rs",
        ] {
            fs::read(project.root.join(input))?.hash(&mut hash);
        }
        for source in listed(&fs::read_to_string(self.sources())?) {
            fs::read(project.root.join(&source))?.hash(&mut hash);
            source.hash(&mut hash);
        }
        fs::metadata(self.wasm_file())?.len().hash(&mut hash);
        Ok(format!("{:016x}", hash.finish()))
    }
}

/// A module as wasm-opt takes it, with the names of its functions.
pub fn bound(project: &Project, variant: &str, module: &str) -> PathBuf {
    let folder = Use::Publishing.folder(project).join(variant);
    folder.join("bound").join(format!("{module}_bg.wasm"))
}

/// The compiler's version, asked once.
fn compiler(project: &Project) -> Result<&'static str> {
    static VERSION: OnceLock<String> = OnceLock::new();
    if let Some(version) = VERSION.get() {
        return Ok(version);
    }
    let version = text(project.command("rustc").arg("-vV"))?;
    Ok(VERSION.get_or_init(|| version))
}

/// The files that a rule of cargo's dependency list names; blanks in a name are escaped.
fn listed(rule: &str) -> Vec<String> {
    let Some((_, names)) = rule.lines().next().and_then(|line| line.split_once(": ")) else {
        return Vec::new();
    };
    let names = names.replace("\\ ", "\0");
    names
        .split(' ')
        .filter(|name| !name.is_empty())
        .map(|name| name.replace('\0', " "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_lists_its_files() {
        assert_eq!(
            listed("/t/a.wasm: /x/src/a.rs /x/my\\ src/b.rs\n"),
            ["/x/src/a.rs", "/x/my src/b.rs"]
        );
    }
}
