//! What others can check of what is published: which packages are in it, and the hash of what they put into their pages.

use crate::{
    project::{Project, text},
    tools,
};
use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use sha2::{Digest, Sha384};
use std::{collections::BTreeMap, fs, path::Path};

/// The bill of materials, below `dist/`.
const BILL: &str = "sbom.cdx.json";

/// The value of an `integrity` attribute.
pub fn integrity(file: &Path) -> Result<String> {
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(format!(
        "sha384-{}",
        BASE64_STANDARD.encode(Sha384::digest(bytes))
    ))
}

/// Writes every package that is linked into the WebAssembly modules as CycloneDX 1.6, with its licence and the hash that Cargo.lock has.
/// The page's own code has no packages.
pub fn bill(project: &Project, dist: &Path) -> Result<()> {
    let tree = text(project.cargo().args([
        "tree",
        "--package",
        "rankscope-web",
        "--all-features",
        "--target",
        tools::WASM,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--no-dedupe",
        "--format",
        "{p}\t{l}",
    ]))?;
    let hashes = hashes(&fs::read_to_string(project.root.join("Cargo.lock"))?)?;
    let found: BTreeMap<_, _> = tree.lines().filter_map(package).collect();
    let components: Vec<_> = found
        .iter()
        .map(|((name, version), licence)| component(name, version, licence, &hashes))
        .collect();
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "rankscope", "version": env!("CARGO_PKG_VERSION") } },
        "components": components,
    });
    let file = dist.join(BILL);
    fs::write(&file, format!("{bill:#}\n"))
        .with_context(|| format!("cannot write {}", file.display()))
}

/// `name v1.2.3 (more)\tlicence`.
fn package(line: &str) -> Option<((&str, &str), &str)> {
    let (package, licence) = line.split_once('\t')?;
    let mut words = package.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    Some(((name, version), licence))
}

/// The checksum of every package that has one: those of the registry.
fn hashes(lock: &str) -> Result<BTreeMap<(String, String), String>> {
    let lock: toml::Table = lock.parse().context("Cargo.lock is no TOML")?;
    let packages = lock.get("package").and_then(toml::Value::as_array);
    let entries = packages.into_iter().flatten().filter_map(|package| {
        let field = |name: &str| Some(package.get(name)?.as_str()?.to_owned());
        Some(((field("name")?, field("version")?), field("checksum")?))
    });
    Ok(entries.collect())
}

fn component(
    name: &str,
    version: &str,
    licence: &str,
    hashes: &BTreeMap<(String, String), String>,
) -> Value {
    let purl = format!("pkg:cargo/{name}@{version}");
    let mut component = json!({
        "type": "library",
        "name": name,
        "version": version,
        "bom-ref": purl,
        "purl": purl,
        // Older crates write MIT/Apache-2.0.
        "licenses": [{ "expression": licence.replace('/', " OR ") }],
    });
    if let Some(hash) = hashes.get(&(name.into(), version.into())) {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": hash }]);
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_tree_is_a_package() {
        let line = "libm v0.2.15\tMIT";
        assert_eq!(package(line), Some((("libm", "0.2.15"), "MIT")));
        let own = "rankscope v0.1.0 (/a/b)\tMIT OR Apache-2.0";
        assert_eq!(
            package(own),
            Some((("rankscope", "0.1.0"), "MIT OR Apache-2.0"))
        );
        assert_eq!(package(""), None);
    }

    #[test]
    fn a_component_has_the_hash_of_the_lock_file() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ff\"\n";
        let one = component("a", "1.0.0", "MIT/Apache-2.0", &hashes(lock).unwrap());
        assert_eq!(one["hashes"][0]["content"], "ff");
        assert_eq!(one["licenses"][0]["expression"], "MIT OR Apache-2.0");
    }
}
