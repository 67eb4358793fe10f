//! `config.json` as it is found in practice: nested by tower, both spellings of a key, lists by layer, floats, a mark at its beginning,
//! infinities that JSON has not.

use serde_json::{Map, Value};

/// What the numbers of a model are that its tensors do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Number of heads.
    pub heads: Option<usize>,
    /// Head dimension, where it is not the hidden size over the number of heads.
    pub head_size: Option<usize>,
}

/// The configurations of a checkpoint's models.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configs {
    /// That of the checkpoint itself.
    pub own: Config,
    /// Those of its parts, by the name of the entry that they are in.
    pub parts: Vec<(String, Config)>,
    /// What an adapter's product is multiplied with.
    pub adapter_scale: Option<f64>,
}

/// Under which names the number of heads is told.
const HEADS: &[&str] = &[
    "num_attention_heads",
    "n_head",
    "n_heads",
    "num_heads",
    "attention_heads",
    "num_query_heads",
];
/// Under which names the head dimension is.
const SIZES: &[&str] = &[
    "head_dim",
    "d_kv",
    "attention_head_size",
    "head_size",
    "kv_channels",
];
/// Names that begin those of one half of a model.
const HALVES: &[&str] = &["encoder", "decoder"];

impl Config {
    /// From the text of a `config.json`; what is not there, or not a number, is not told.
    ///
    /// ```
    /// let config = rankscope::checkpoint::Config::parse(br#"{"hidden_size": 384, "num_attention_heads": 12}"#);
    /// assert_eq!(config.heads, Some(12));
    /// ```
    pub fn parse(json: &[u8]) -> Self {
        Configs::parse(json).model("")
    }

    fn of(object: &Map<String, Value>, half: &str) -> Self {
        let find = |names: &[&str]| {
            let named = names.iter().map(|name| format!("{half}{name}"));
            named.into_iter().find_map(|name| whole(object.get(&name)?))
        };
        Self {
            heads: find(HEADS),
            head_size: find(SIZES),
        }
    }

    fn tells(self) -> bool {
        self != Self::default()
    }
}

impl From<Config> for Configs {
    fn from(own: Config) -> Self {
        Self {
            own,
            ..Self::default()
        }
    }
}

impl Configs {
    /// From the text of a `config.json`, or of the `adapter_config.json` of an adapter.
    pub fn parse(json: &[u8]) -> Self {
        let text = String::from_utf8_lossy(json);
        let text = text.trim_start_matches('\u{feff}');
        let value = serde_json::from_str(text).or_else(|_| serde_json::from_str(&finite(text)));
        let Ok(Value::Object(object)) = value else {
            return Self::default();
        };
        let mut parts = Vec::new();
        for half in HALVES {
            let config = Config::of(&object, &format!("{half}_"));
            parts.extend(config.tells().then(|| ((*half).to_owned(), config)));
        }
        for (name, value) in &object {
            if let Value::Object(inside) = value {
                let config = Config::of(inside, "");
                parts.extend(config.tells().then(|| (name.clone(), config)));
            }
        }
        let real = |name: &str| object.get(name).and_then(Value::as_f64);
        let adapter_scale =
            real("lora_alpha")
                .zip(real("r").filter(|r| *r > 0.0))
                .map(|(alpha, r)| {
                    let rooted = object.get("use_rslora") == Some(&Value::Bool(true));
                    alpha / if rooted { r.sqrt() } else { r }
                });
        Self {
            own: Config::of(&object, ""),
            parts,
            adapter_scale,
        }
    }

    /// Whether it tells anything.
    pub fn tells(&self) -> bool {
        *self != Self::default()
    }

    /// What is told of the model whose tensors have this prefix.
    pub fn model(&self, prefix: &str) -> Config {
        const KINDS: &[(&[&str], &[&str])] = &[
            (&["vision", "visual", "image"], &["vision"]),
            (&["audio", "speech"], &["audio"]),
            (&["encoder"], &["encoder"]),
            (&["decoder"], &["decoder", "text"]),
            (
                &["text", "language", "llm", ""],
                &["text", "language", "llm"],
            ),
        ];
        let has = |words: &[&str], name: &str| words.iter().any(|word| name.contains(word));
        let kinds = KINDS.iter().filter(|(words, _)| has(words, prefix));
        let mut fitting =
            kinds.flat_map(|(_, names)| self.parts.iter().filter(|(name, _)| has(names, name)));
        let special = ["vision", "visual", "image", "audio", "speech"];
        let part = fitting.next().map(|(_, config)| *config);
        match part {
            Some(config)
                if !self.own.tells()
                    || has(&special, prefix)
                    || has(&["encoder", "decoder"], prefix) =>
            {
                config
            }
            // The text's numbers are not those of images.
            None if has(&special, prefix) && !self.parts.is_empty() => Config::default(),
            _ => self.own,
        }
    }
}

/// A positive whole number, as JSON or Python writes it; of a list by layer, where all are the same.
fn whole(value: &Value) -> Option<usize> {
    match value {
        Value::Number(number) => {
            let number = number.as_f64()?;
            (number >= 1.0 && number <= 1e6 && number.fract() == 0.0).then_some(number as usize)
        }
        Value::Array(list) => {
            let first = whole(list.first()?)?;
            list.iter()
                .all(|other| whole(other) == Some(first))
                .then_some(first)
        }
        _ => None,
    }
}

/// The text without the infinities and the NaN of Python's JSON, which stand outside of strings.
fn finite(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let word = ["-Infinity", "Infinity", "NaN"]
            .into_iter()
            .find(|word| !quoted && rest.starts_with(word));
        if let Some(word) = word {
            out.push_str("null");
            rest = &rest[word.len()..];
            continue;
        }
        if quoted && next == '\\' {
            let end = rest.chars().take(2).map(char::len_utf8).sum();
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        quoted ^= next == '"';
        out.push(next);
        rest = &rest[next.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_found_in_practice() {
        for (text, heads, size) in [
            ("{\"num_attention_heads\": 4}", Some(4), None),
            ("\u{feff}{\"n_head\": 4}", Some(4), None),
            (
                "{\"num_attention_heads\": 4.0, \"head_dim\": null}",
                Some(4),
                None,
            ),
            (
                "{\"num_attention_heads\": [4, 4], \"x\": Infinity, \"y\": \"-Infinity\"}",
                Some(4),
                None,
            ),
            ("{\"num_attention_heads\": [4, 8]}", None, None),
            ("{\"n_head\": 4, \"num_attention_heads\": 4}", Some(4), None),
            (
                "{\"text_config\": {\"num_attention_heads\": 4, \"head_dim\": 16}}",
                Some(4),
                Some(16),
            ),
            ("{\"num_heads\": 8, \"d_kv\": 64}", Some(8), Some(64)),
            ("{\"num_attention_heads\": -4}", None, None),
            ("[1]", None, None),
            ("{", None, None),
        ] {
            let config = Config::parse(text.as_bytes());
            assert_eq!((config.heads, config.head_size), (heads, size), "{text}");
        }
        let clip = Configs::parse(br#"{"text_config":{"num_attention_heads":8},"vision_config":{"num_attention_heads":12}}"#);
        assert_eq!(clip.model("vision_model.encoder.").heads, Some(12));
        assert_eq!(clip.model("text_model.encoder.").heads, Some(8));
        let whisper =
            Configs::parse(br#"{"encoder_attention_heads":6,"decoder_attention_heads":3}"#);
        assert_eq!(
            (
                whisper.model("model.encoder.").heads,
                whisper.model("model.decoder.").heads
            ),
            (Some(6), Some(3))
        );
        assert_eq!(
            Configs::parse(br#"{"lora_alpha":16,"r":8}"#).adapter_scale,
            Some(2.0)
        );
    }
}
