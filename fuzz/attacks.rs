//! What may arrive from outside, each with what is promised of any bytes: a sentence or a value, never a panic; and what is accepted is
//! read back the same. `cargo xtask fuzz TARGET` searches for bytes that break it; `cargo test --test it attacks` replays what it found.

use rankscope::{
    checkpoint::{Checkpoint, Measuring, Survey},
    data::{self, Stack},
    figure::Figure,
    render::{self, View},
    session::State,
};

/// Something that reads bytes from outside.
pub struct Target {
    /// The name of the target and of its folder below `fuzz/corpus`.
    pub name: &'static str,
    /// Reads, and complains by a panic where a promise is broken.
    pub attack: fn(&[u8]),
}

const fn target(name: &'static str, attack: fn(&[u8])) -> Target {
    Target { name, attack }
}

/// Every target.
pub const TARGETS: &[Target] = &[
    target("npy", |bytes| file("a.npy", bytes)),
    target("npz", |bytes| file("a.npz", bytes)),
    target("csv", |bytes| file("a.csv", bytes)),
    target("json", |bytes| file("a.json", bytes)),
    target("pasted", pasted),
    target("header", header),
    target("tensors", tensors),
    target("index", index),
    target("state", state),
    target("figures", figures),
    target("spectra", spectra),
];

/// A visitor's file.
fn file(name: &str, bytes: &[u8]) {
    if let Ok(stack) = data::read(name, bytes) {
        same(&stack);
    }
}

/// What was read crosses to an engine and is the same there; and written down as text it is read again, to the bit.
fn same(stack: &Stack) {
    let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    let packed = stack.to_bytes().expect("a stack that was read is packed");
    let again = Stack::from_bytes(&stack.name, &packed).expect("what was packed is unpacked");
    assert_eq!(bits(&again.values), bits(&stack.values));
    assert_eq!(again.shape, stack.shape);
    let one = stack.layers * stack.heads == 1 && stack.values.iter().all(|x| x.is_finite());
    // Rows of one number or one row alone may be a list or a header.
    if one && stack.rows > 1 && stack.cols > 1 {
        let row = |row: &[f64]| row.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
        let rows: Vec<_> = stack.values.chunks(stack.cols).map(row).collect();
        let text = format!("{}\n", rows.join("\n"));
        let written = data::read("again.csv", text.as_bytes()).expect("what was written is read");
        // A minus sign of zero is not kept by every way of writing.
        assert!(
            written
                .values
                .iter()
                .zip(&stack.values)
                .all(|(a, b)| a == b)
        );
    }
}

/// Text from the clipboard, as a matrix and as a list.
fn pasted(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(stack) = data::pasted(&text) {
        same(&stack);
    }
    if let Ok(list) = data::read_list(&text) {
        let commas = list
            .iter()
            .map(f64::to_string)
            .collect::<Vec<_>>()
            .join(", ");
        let again = data::read_list(&commas).expect("a list that was written is read");
        assert!(again.iter().zip(&list).all(|(a, b)| a == b) && again.len() == list.len());
    }
}

/// One file of a checkpoint, shown to a survey as a page shows it: by its beginning, as long as it asks for more.
fn survey(survey: &mut Survey, name: &str, bytes: &[u8]) -> bool {
    let size = bytes.len() as u64;
    let mut shown = 0;
    loop {
        match survey.take(name, size, &bytes[..shown]) {
            Err(_) => return false,
            Ok(None) => return true,
            Ok(Some(wanted)) => {
                let more = (wanted as usize).min(bytes.len());
                assert!(more > shown, "{name}: {wanted} bytes are asked for again");
                shown = more;
            }
        }
    }
}

fn header(bytes: &[u8]) {
    let mut found = Survey::default();
    if survey(&mut found, "a.safetensors", bytes) {
        // What there is to measure lies in the file.
        let Ok(plan) = found.plan() else { return };
        for unit in &plan.units {
            if let Ok(measuring) = Measuring::new(unit.clone())
                && let Some(want) = measuring.wants()
            {
                assert!(want.begin <= want.end && want.end <= bytes.len() as u64);
            }
        }
    }
}

fn index(bytes: &[u8]) {
    let mut found = Survey::default();
    if survey(&mut found, "a.safetensors.index.json", bytes) {
        found.shards();
        assert!(found.plan().is_err(), "an index alone is no checkpoint");
    }
    let mut found = Survey::default();
    survey(&mut found, "config.json", bytes);
}

/// A whole checkpoint, measured.
fn tensors(bytes: &[u8]) {
    let mut found = Survey::default();
    if !survey(&mut found, "a.safetensors", bytes) {
        return;
    }
    let Ok(plan) = found.plan() else { return };
    let mut checkpoint = Checkpoint::new(&plan);
    for (at, unit) in plan.units.iter().enumerate() {
        let Ok(mut measuring) = Measuring::new(unit.clone()) else {
            return;
        };
        while let Some(want) = measuring.wants() {
            if measuring
                .take(&bytes[want.begin as usize..want.end as usize])
                .is_err()
            {
                return;
            }
        }
        match measuring.finish() {
            Ok(measured) => checkpoint.add(at, measured),
            Err(_) => return,
        }
    }
    let written = checkpoint.to_bytes().expect("what was measured is written");
    spectra(&written);
}

/// A link: what it says after it was read once is what it says after it was read twice.
fn state(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Some((state, problems)) = State::parse(&text) else {
        return;
    };
    let told: usize = problems.iter().map(|p| p.key.len() + p.message.len()).sum();
    assert!(told < 20_000, "{told} bytes of complaints");
    let written = state.to_string();
    let (again, problems) = State::parse(&written).expect("there are labs");
    assert!(problems.is_empty(), "{written}: {problems:?}");
    assert_eq!(again.to_string(), written);
}

/// Figures on their way from an engine to what draws.
fn figures(bytes: &[u8]) {
    let Ok(figures) = postcard::from_bytes::<Vec<Figure>>(bytes) else {
        return;
    };
    for figure in figures.iter().take(4) {
        // A refusal is an answer.
        let _ = render::svg(figure, &View::default(), None);
        let _ = rankscope::figure::to_csv(figure);
    }
}

/// The small file of a measured checkpoint.
fn spectra(bytes: &[u8]) {
    let Ok(checkpoint) = Checkpoint::from_bytes("a.spectra", bytes) else {
        return;
    };
    let written = checkpoint.to_bytes().expect("what was read is written");
    let again = Checkpoint::from_bytes("a.spectra", &written).expect("what was written is read");
    // Not a number is not equal to itself; its bytes are.
    assert_eq!(again.to_bytes().expect("what was read is written"), written);
}
