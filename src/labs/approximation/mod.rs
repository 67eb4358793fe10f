//! Approximation: what depth, width and knots buy, and whether training finds it.

mod barron;
mod controls;
mod deep;
mod deep_points;
mod kan;
mod panel;
mod program;
mod quantities;
mod regions;
mod run;
mod settling;
mod splines;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::Approximation>("approximation", "Approximation")
    .asks("What do depth, width and knots buy, and does training find it?")
    .try_first("Drag the dot of the error one layer to the right: the error falls fourfold. Then look at where the trained network stays.")
    .in_group(Group::Representation)
    .settled_by(settling::settle)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["object", "depth", "knots", "units", "target", "function"],
        &["sup_error", "trained_error", "pieces", "units", "measured_slope", "feature_erank"],
        &["function", "error"],
    )
    .cites(&[&citations::YAROTSKY2017, &citations::LIU2024, &citations::MUKHERJEE2026])
    .presets(&[
        preset(
            "a_layer",
            "A layer is worth a factor of four",
            "depth=5",
            "Fifteen units in five layers draw x² to within 0.00024. Each further layer divides that by exactly four. The same network from random starts stays more than twenty times above.",
        )
        .claims(&[
            "sup_error = 0.000244140625",
            "sup_error(depth=4) = 4 * sup_error",
            "trained_error > 20 * l2_error",
        ]),
        preset(
            "teeth",
            "Teeth that training does not find",
            "object=sawtooth&depth=7",
            "Fourteen units in seven layers draw 128 straight pieces. Trained from random starts the same network does about as badly as a flat line.",
        )
        .claims(&[
            "pieces = 128",
            "units = 14",
            "mean_error = 0.25",
            "trained_error > 0.9 * l2_error",
        ]),
        preset(
            "product",
            "Multiplying by layers",
            "object=product&depth=3",
            "From squares to products: xy is 2[((x+y)/2)² − (x/2)² − (y/2)²]. Three layers err by up to 1/64, always on the low side.",
        )
        .claims(&["sup_error = 0.015625", "sup_error(depth=4) = 0.25 * sup_error"]),
        preset(
            "one_layer",
            "One layer cuts",
            "object=regions&units=16",
            "Sixteen units of one layer cut the plane into 137 regions, and no sixteen units of one layer into more.",
        )
        .claims(&["regions = 137", "region_bound = 137"]),
        preset(
            "folded",
            "Folded, then cut",
            "object=regions&units=16&layers=folded",
            "Eight units that fold and eight that cut: 592 regions, where one layer of sixteen has 137. At random the same two layers stay below one good layer.",
        )
        .claims(&[
            "regions = 592",
            "region_bound = 137",
            "regions(layers=random) < 137",
        ]),
        preset(
            "knots",
            "What knots buy",
            "object=splines&knots=16",
            "Straight pieces along a sine: twice the knots, about a quarter of the error. Cubic pieces have less than a tenth of the error already and gain more than the fourth power.",
        )
        .claims(&[
            "sup_error ~ 0.018846",
            "measured_slope ~ -1.976",
            "sup_error(order=3) < 0.1 * sup_error",
            "measured_slope(order=3) < -4",
        ]),
        preset(
            "kink",
            "A kink spoils even knots",
            "object=splines&target=sqrt&knots=64",
            "A root is infinitely steep at one point. Even knots gain only the root of their number, and cubic pieces gain no faster; crowded at the kink, 64 straight pieces are 256 times better.",
        )
        .claims(&[
            "sup_error = 0.03125",
            "measured_slope ~ -0.5",
            "measured_slope(order=3) ~ -0.5",
            "sup_error ~ 256 * sup_error(placement=graded)",
        ]),
        preset(
            "kan",
            "Splines on the edges",
            "object=kan&knots=8&order=3",
            "A network with trained splines on its edges has less than half the error of an ordinary one with as many parameters and steps, on a target made of functions of one variable. With 20 intervals the lead is nearly gone.",
        )
        .claims(&[
            "trained_error < 0.5 * mlp_error",
            "here: trained_error(knots=20) > 0.8 * mlp_error(knots=20)",
        ]),
        preset(
            "waves",
            "Waves in many dimensions",
            "object=barron&dimension=10",
            "A Gaussian in ten dimensions has the Barron constant 3.08. Random waves gain the root of their number, in ten dimensions as in one.",
        )
        .claims(&["barron_constant ~ 3.084", "-0.65 < measured_slope < -0.35"]),
        preset(
            "corner",
            "A corner without a constant",
            "object=barron&function=laplace",
            "e^(−|x|) is Lipschitz, and its Barron constant is infinite. Random waves keep their rate all the same.",
        )
        .claims(&["-0.65 < measured_slope < -0.35"]),
    ]);
