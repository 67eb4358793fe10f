//! TeX formulas as MathML, for the catalogue; natively only, so that it costs no byte of the page.

use pulldown_latex::{Parser, RenderConfig, Storage, config::DisplayMode, push_mathml};

/// The content of a `<math>` element; what is wrong with the formula, if it is no TeX that the parser knows.
///
/// ```
/// use rankscope::session::mathml;
/// assert_eq!(mathml(r"C = 6ND").unwrap(), "<mi>C</mi><mo>=</mo><mn>6</mn><mi>N</mi><mi>D</mi>");
/// assert!(mathml(r"\nonsense{").is_err());
/// ```
pub fn mathml(tex: &str) -> Result<String, String> {
    let storage = Storage::new();
    let events: Result<Vec<_>, _> = Parser::new(tex, &storage).collect();
    let events = events.map_err(|why| format!("{tex:?} is no formula: {why}"))?;
    let config = RenderConfig {
        display_mode: DisplayMode::Block,
        ..RenderConfig::default()
    };
    let mut text = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut text, events, config).map_err(|why| format!("{tex:?}: {why}"))?;
    // The library leaves out a blank between two attributes of a large delimiter, and says of each what a browser takes it for.
    let text = [
        "\"minsize",
        " symmetric=\"false\" stretchy=\"false\"",
        " symmetric=\"true\" stretchy=\"true\"",
        " movablelimits=\"false\"",
    ]
    .into_iter()
    .zip(["\" minsize", "", "", ""])
    .fold(text, |text, (said, short)| text.replace(said, short));
    let inside = text.find('>').map(|start| &text[start + 1..]);
    Ok(inside
        .and_then(|text| text.strip_suffix("</math>"))
        .unwrap_or_default()
        .to_owned())
}
