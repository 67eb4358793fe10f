//! One number over layers and matrices.

use super::super::{metrics::METRICS, model::Slot, run::TransformerRun};
use crate::{
    checkpoint::Kind,
    figure::{CellSelect, ColorScale, Figure, Heatmap, Plot, short},
    labs::Error,
};

/// The index that every matrix of the factor chose.
pub fn choice(run: &TransformerRun) -> Result<Figure, Error> {
    let in_factor = |slot: &Slot| {
        !matches!(
            slot.kind,
            Kind::Query | Kind::Key | Kind::Value | Kind::Output
        )
    };
    let places = run.model.slots.iter().enumerate();
    let places: Vec<usize> = places
        .filter(|(_, slot)| in_factor(slot))
        .map(|(i, _)| i)
        .collect();
    let index = |layer: usize, place: usize| {
        let choice = run.choice(layer, run.model.slots[place]);
        choice.map_or(f64::NAN, |choice| choice.index)
    };
    let map = map(run, &places, run.blocks.len(), index)?;
    let share = run.adaptive.rank_share();
    Ok(Figure {
        id: "choice".into(),
        title: "Index p* of each".into(),
        caption: format!(
            "{} % choose p* = 0, the rank. Early layers see large products above them and have no other choice.",
            short(100.0 * share)
        ),
        plot: Plot::Heatmap(Heatmap {
            colors: ColorScale {
                label: "p*".into(),
                diverging: false,
                log: false,
                range: (0.0, 2.0),
            },
            ..map
        }),
    })
}

/// The number that the control names, of every matrix.
pub fn metric(run: &TransformerRun) -> Result<Figure, Error> {
    let id = run.values.choice("metric")?;
    let which = METRICS.iter().position(|metric| metric.id == id);
    let which = which.unwrap_or(0);
    let metric = &METRICS[which];
    let places: Vec<usize> = (0..run.model.slots.len()).collect();
    let of = |layer: usize, place: usize| run.number(which, layer, place);
    let map = map(run, &places, run.model.layers.len(), of)?;
    let known = map.values.iter().copied().filter(|x| x.is_finite());
    let positive = known.clone().filter(|x| *x > 0.0);
    let log = metric.log && positive.clone().next().is_some();
    let low = match log {
        true => positive.fold(f64::INFINITY, f64::min),
        false => known.clone().fold(f64::INFINITY, f64::min),
    };
    let high = known.fold(f64::NEG_INFINITY, f64::max);
    let caption = match low.is_finite() {
        true => format!(
            "{} from {} to {}; hatched where a matrix has none. Click a cell to look at its matrix.",
            metric.label,
            short(low),
            short(high)
        ),
        false => format!("{}: no matrix here has one.", metric.label),
    };
    let range = match (low < high, low.is_finite()) {
        (true, _) => (low, high),
        (false, true) if log => (low / 2.0, low * 2.0),
        (false, true) => (low - 0.5, low + 0.5),
        _ => (0.0, 1.0),
    };
    Ok(Figure {
        id: "map".into(),
        title: format!("Every matrix: {}", metric.label),
        caption,
        plot: Plot::Heatmap(Heatmap {
            colors: ColorScale {
                label: metric.label.into(),
                diverging: false,
                log,
                range,
            },
            ..map
        }),
    })
}

fn map(
    run: &TransformerRun,
    places: &[usize],
    rows: usize,
    of: impl Fn(usize, usize) -> f64,
) -> Result<Heatmap, Error> {
    let (layer, place) = (run.layer()?, run.place()?);
    // W_Q stands for the product of the head that is looked at.
    let shown = run.model.slots.get(place).map(|slot| slot.in_factor());
    let column = places.iter().position(|p| *p == place);
    let column = column.or_else(|| {
        let slot = shown?;
        places.iter().position(|p| run.model.slots[*p] == slot)
    });
    let values = (0..rows).flat_map(|layer| {
        let of = &of;
        places.iter().map(move |place| of(layer, *place))
    });
    Ok(Heatmap {
        rows,
        cols: places.len(),
        values: values.collect(),
        row_label: if run.model.known() { "layer" } else { "tensor" }.into(),
        col_label: String::new(),
        row_names: run.model.row_names().into_iter().take(rows).collect(),
        col_names: places.iter().map(|p| run.model.slots[*p].name()).collect(),
        colors: ColorScale {
            label: String::new(),
            diverging: false,
            log: false,
            range: (0.0, 1.0),
        },
        edit: None,
        select: Some(CellSelect {
            row_control: "layer".into(),
            col_control: "matrix".into(),
            row_values: Vec::new(),
            col_values: places.iter().map(|p| *p as f64).collect(),
            at: column
                .filter(|_| layer < rows)
                .map(|column| (layer, column)),
            also: Vec::new(),
        }),
        plane: None,
    })
}
