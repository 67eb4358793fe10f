//! A still picture of each lab, with words: for pages that run no script or refuse WebAssembly, and for the moment before either runs.

use crate::{
    matrix::CATALOGUE,
    project::{Project, text},
};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::{fmt::Write as _, fs, path::Path};

#[derive(Deserialize)]
struct Catalogue {
    labs: Vec<Lab>,
}

#[derive(Deserialize)]
struct Lab {
    id: String,
    title: String,
    opens: String,
    question: String,
    essential: Essential,
}

/// What of a lab is seen first.
#[derive(Deserialize)]
struct Essential {
    figures: Vec<String>,
}

/// What `rankscope eval --json` says of a state, as far as a poster needs it.
#[derive(Deserialize)]
struct Answer {
    headline: String,
    figures: Vec<Figure>,
}

#[derive(Deserialize)]
struct Figure {
    id: String,
    title: String,
    caption: String,
}

/// One poster, as the page reads it.
#[derive(Serialize)]
struct Poster {
    lab: String,
    file: String,
    /// What the lab opens with, without words, for a card.
    card: String,
    title: String,
    alt: String,
}

/// Draws what the labs open with into `posters/` beside the catalogue, with an index for the page and one for people.
pub fn write(project: &Project, program: &Path, pkg: &Path) -> Result<()> {
    let folder = pkg.join("posters");
    let catalogue = pkg.join(CATALOGUE);
    let index = folder.join("index.html");
    if newer(&index, program) && newer(&index, &catalogue) {
        return Ok(());
    }
    fs::create_dir_all(&folder)?;
    let Catalogue { labs } = serde_json::from_str(&fs::read_to_string(&catalogue)?)?;
    let mut posters = Vec::new();
    let mut page = String::from(HEAD);
    for lab in labs {
        let state = format!("lab={}&{}", lab.id, lab.opens);
        let ask = |arguments: &[&str]| text(project.command(program).args(arguments));
        let answer: Answer = serde_json::from_str(&ask(&["eval", &state, "--json"])?)?;
        let figure = answer.figures.first().context("a lab without a figure")?;
        let file = format!("{}.svg", lab.id);
        let (width, height) = ("960", "540");
        let svg = ask(&[
            "render", &state, "--figure", &figure.id, "-o", "-", "--width", width, "--height",
            height,
        ])?;
        fs::write(folder.join(&file), svg)?;
        let main = lab.essential.figures.first().unwrap_or(&figure.id);
        let card = format!("{}.card.svg", lab.id);
        let bare = ask(&[
            "render", &state, "--figure", main, "-o", "-", "--width", "320", "--height", "180",
            "--bare",
        ])?;
        fs::write(folder.join(&card), bare)?;
        let alt = format!("{}: {}", figure.title, figure.caption);
        writeln!(
            page,
            "<figure><h2>{}</h2><p>{}</p><img src=\"{file}\" alt=\"{}\" width=\"{width}\" height=\"{height}\"><figcaption>{}</figcaption></figure>",
            escaped(&lab.title),
            escaped(&lab.question),
            escaped(&alt),
            escaped(&answer.headline),
        )?;
        posters.push(Poster {
            lab: lab.id,
            file,
            card,
            title: answer.headline,
            alt,
        });
    }
    fs::write(folder.join("index.json"), serde_json::to_string(&posters)?)?;
    page.push_str("</body>\n</html>\n");
    Ok(fs::write(index, page)?)
}

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
    <title>The labs of Rankscope, as pictures</title>\n<style>body { margin: 0; font: 14px/1.45 system-ui, sans-serif; color: #1b1f24; background: #fff }\n\
    figure { margin: 0 0 32px } h2 { font-size: 17px; margin: 0 } p { margin: 0; color: #5b636c } img { width: 100%; height: auto }</style>\n</head>\n<body>\n";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Whether a file is there and at least as new as another.
fn newer(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified());
    matches!((time(file), time(than)), (Ok(a), Ok(b)) if a >= b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_elements() {
        assert_eq!(escaped("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
    }
}
