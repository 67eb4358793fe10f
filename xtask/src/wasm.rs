//! What the page downloads: cargo, wasm-bindgen and wasm-opt make the modules, the command line writes the catalogue.

use crate::{
    matrix::{Common, Matrix, Module, Variant, catalogue, pkg, wasm_file},
    posters,
    project::{Project, files, run, text},
    tools,
};
use anyhow::{Context, Result, anyhow};
use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    thread,
    time::Instant,
};

/// Builds whatever has changed.
pub fn build_all(project: &Project) -> Result<()> {
    let matrix = Matrix::read(project)?;
    tools::wasm_target(project)?;
    let bindgen = tools::wasm_bindgen(project)?;
    tools::npm(project)?;
    // rustc optimises a module on one core, and each variant has a target folder of its own: they build side by side.
    thread::scope(|scope| {
        let (matrix, bindgen) = (&matrix, &bindgen);
        let build = |variant| scope.spawn(move || build_variant(project, matrix, variant, bindgen));
        let variants: Vec<_> = matrix.variant.iter().map(build).collect();
        let mut done = vec![write_catalogue(project).and_then(|()| posters::write(project))];
        for variant in variants {
            done.push(variant.join().map_err(|_| anyhow!("a build panicked"))?);
        }
        done.into_iter().collect()
    })
}

/// The catalogue as the command line prints it.
fn write_catalogue(project: &Project) -> Result<()> {
    let mut print = project.cargo();
    print.args([
        "run",
        "--quiet",
        "--package",
        "rankscope",
        "--bin",
        "rankscope",
    ]);
    let json = text(print.args(["--", "labs", "--json"])).context("no catalogue")?;
    let file = catalogue(project);
    if fs::read_to_string(&file).is_ok_and(|written| written == json) {
        return Ok(());
    }
    fs::create_dir_all(pkg(project))?;
    Ok(fs::write(file, json)?)
}

fn build_variant(
    project: &Project,
    matrix: &Matrix,
    variant: &Variant,
    bindgen: &Path,
) -> Result<()> {
    for module in matrix.modules(variant) {
        let build = Build {
            project,
            common: &matrix.common,
            variant,
            module,
        };
        let stamp_file = build.out().join(format!(".{}.stamp", module.name));
        if fs::read_to_string(&stamp_file)
            .is_ok_and(|built| build.stamp().is_ok_and(|now| now == built))
        {
            continue;
        }
        let start = Instant::now();
        build
            .run(bindgen)
            .with_context(|| format!("the {} build of {} failed", variant.name, module.name))?;
        fs::write(stamp_file, build.stamp()?)?;
        println!(
            "built {} {} in {:.0} s",
            variant.name,
            module.name,
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// A module in a variant.
struct Build<'a> {
    project: &'a Project,
    common: &'a Common,
    variant: &'a Variant,
    module: &'a Module,
}

impl Build<'_> {
    /// Other rustc flags would rebuild every dependency at each change of variant; the modules of a variant share them.
    fn target(&self) -> PathBuf {
        self.project.target.join("wasm").join(&self.variant.name)
    }

    fn out(&self) -> PathBuf {
        pkg(self.project).join(&self.variant.name)
    }

    /// Which files the last build read, as cargo lists them.
    fn sources(&self) -> PathBuf {
        self.target().join(format!("{}.d", self.module.name))
    }

    fn run(&self, bindgen: &Path) -> Result<()> {
        let (project, name) = (self.project, &self.module.name);
        let target = self.target();
        let level = self.module.opt_level.iter().flat_map(|level| {
            let profile = "profile.browser.package.rankscope-web.opt-level";
            ["--config".into(), format!("{profile}={level:?}")]
        });
        run(project
            .cargo()
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_ENCODED_RUSTFLAGS", self.rustflags())
            .args([
                "rustc",
                "--quiet",
                "--profile",
                "browser",
                "--package",
                "rankscope-web",
                "--lib",
                "--features",
                &self.module.features(),
            ])
            .args(["--target", tools::WASM])
            .args(level))?;
        let built = target.join(tools::WASM).join("browser");
        fs::copy(built.join("rankscope_web.d"), self.sources())
            .context("cargo lists no sources")?;

        let bound = target.join("bindgen").join(name);
        run(project
            .command(bindgen)
            // The program says where the file is; bundlers would look for it where the script names it.
            .args(["--target", "web", "--omit-default-module-path"])
            .args(["--out-name", name, "--out-dir"])
            .arg(&bound)
            .arg(built.join("rankscope_web.wasm")))?;
        fs::create_dir_all(self.out())?;
        for file in files(&bound)? {
            if file.extension().is_none_or(|ending| ending != "wasm") {
                fs::copy(&file, self.out().join(file.file_name().unwrap_or_default()))?;
            }
        }
        run(project
            .command("node")
            .arg("node_modules/binaryen/bin/wasm-opt")
            .args(&self.common.wasm_opt)
            .args(&self.variant.wasm_opt)
            .arg(bound.join(format!("{name}_bg.wasm")))
            .arg("--output")
            .arg(wasm_file(project, &self.variant.name, self.module)))
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
        text(project.command("rustc").arg("-vV"))?.hash(&mut hash);
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
        fs::metadata(wasm_file(project, &self.variant.name, self.module))?
            .len()
            .hash(&mut hash);
        Ok(format!("{:016x}", hash.finish()))
    }
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
