//! Values as colours: one sequential and one diverging scale per theme, uniform to the eye and safe for colour-blind readers.

use super::{
    surface::{Color, Raster, linear_light},
    theme::ThemeName,
};
use crate::figure::ColorScale;

/// Number of colours; the last index is kept for missing cells.
pub const STEPS: usize = Raster::CLEAR as usize;

// The sequential scale runs from the page's background to its opposite through blue-green
// (after "mako" of seaborn), so that little is pale on white and dark on black; the diverging one from blue over the background
// to orange, the pair that all common colour deficiencies keep apart.
const SEQUENTIAL: [u32; 9] = [
    0xEEF8F1, 0xC3E8D2, 0x8DD5BA, 0x4FBBAF, 0x3A9BAB, 0x3A7BA3, 0x405A98, 0x3B3A6E, 0x22162B,
];
const DIVERGING_LIGHT: [u32; 7] = [
    0x0A3D78, 0x2B74B8, 0x8CB8DE, 0xF5F5F3, 0xE8AC80, 0xC4611D, 0x7A2A00,
];
const DIVERGING_DARK: [u32; 7] = [
    0xB8DDFF, 0x5BA9EA, 0x2A5D8C, 0x1E242B, 0x8A4A22, 0xE88747, 0xFFD3B0,
];

/// The colours of a scale in a theme, low to high.
pub fn palette(diverging: bool, theme: ThemeName) -> Vec<[u8; 3]> {
    let anchors: Vec<u32> = match (diverging, theme) {
        (true, ThemeName::Light) => DIVERGING_LIGHT.to_vec(),
        (true, _) => DIVERGING_DARK.to_vec(),
        (false, ThemeName::Light) => SEQUENTIAL.to_vec(),
        (false, _) => SEQUENTIAL.iter().rev().copied().collect(),
    };
    let anchors: Vec<[f64; 3]> = anchors
        .into_iter()
        .map(|rgb| to_oklab(Color::hex(rgb).rgb))
        .collect();
    let last = anchors.len() - 1;
    // Where the anchors stand: evenly on both sides of a middle, or so that lightness changes evenly.
    let (first, whole) = (anchors[0][0], anchors[last][0] - anchors[0][0]);
    let place = |k: usize| {
        if diverging {
            k as f64 / last as f64
        } else {
            (anchors[k][0] - first) / whole
        }
    };
    let mut k = 0;
    (0..STEPS)
        .map(|i| {
            let at = i as f64 / (STEPS - 1) as f64;
            while k + 2 < anchors.len() && at > place(k + 1) {
                k += 1;
            }
            let share = (at - place(k)) / (place(k + 1) - place(k));
            from_oklab(std::array::from_fn(|c| {
                anchors[k][c] * (1.0 - share) + anchors[k + 1][c] * share
            }))
        })
        .collect()
}

/// The ends of a scale as it is drawn: increasing, never empty, positive where it is logarithmic.
pub fn ends(scale: &ColorScale) -> (f64, f64) {
    let (a, b) = scale.range;
    let (mut low, mut high) = if a.is_finite() && b.is_finite() {
        (a.min(b), a.max(b))
    } else {
        (0.0, 1.0)
    };
    if scale.log {
        high = if high > 0.0 { high } else { 1.0 };
        low = if low > 0.0 { low } else { high * 1e-6 };
    }
    if low < high {
        (low, high)
    } else if scale.log {
        (low / 2.0, high * 2.0)
    } else {
        (low - 0.5, high + 0.5)
    }
}

/// The index of a value's colour; [`Raster::CLEAR`] where it has none.
pub fn index(scale: &ColorScale, value: f64) -> u8 {
    if !value.is_finite() {
        return Raster::CLEAR;
    }
    let (low, high) = ends(scale);
    let share = if scale.diverging {
        0.5 + 0.5 * value / low.abs().max(high.abs())
    } else if scale.log {
        // Zero has the colour of the low end.
        (value.max(f64::MIN_POSITIVE).ln() - low.ln()) / (high.ln() - low.ln())
    } else {
        (value - low) / (high - low)
    };
    (share.clamp(0.0, 1.0) * (STEPS - 1) as f64).round() as u8
}

/// Oklab coordinates of an sRGB colour (B. Ottosson, "A perceptual color space for image processing", 2020).
fn to_oklab(rgb: [u8; 3]) -> [f64; 3] {
    let [r, g, b] = rgb.map(linear_light);
    let l = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b).cbrt();
    let m = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b).cbrt();
    let s = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b).cbrt();
    [
        0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
    ]
}

fn from_oklab([light, a, b]: [f64; 3]) -> [u8; 3] {
    let l = (light + 0.3963377774 * a + 0.2158037573 * b).powi(3);
    let m = (light - 0.1055613458 * a - 0.0638541728 * b).powi(3);
    let s = (light - 0.0894841775 * a - 1.2914855480 * b).powi(3);
    [
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ]
    .map(|c: f64| {
        let c = c.clamp(0.0, 1.0);
        let c = if c <= 0.0031308 {
            12.92 * c
        } else {
            1.055 * c.powf(1.0 / 2.4) - 0.055
        };
        (c * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lightness_runs_one_way_in_even_steps() {
        for theme in [ThemeName::Light, ThemeName::Dark, ThemeName::Contrast] {
            let colors = palette(false, theme);
            let light: Vec<f64> = colors.iter().map(|c| to_oklab(*c)[0]).collect();
            let total = light[STEPS - 1] - light[0];
            assert!(
                total.abs() > 0.7,
                "{theme:?} uses most of the lightness: {total}"
            );
            for i in (0..STEPS - 16).step_by(16) {
                let share = (light[i + 16] - light[i]) / total * (STEPS - 1) as f64 / 16.0;
                assert!(
                    (0.9..1.1).contains(&share),
                    "{theme:?} at {i}: {share:.2} of an even step"
                );
            }
        }
    }

    #[test]
    fn both_sides_of_the_diverging_scale_weigh_the_same() {
        for theme in [ThemeName::Light, ThemeName::Dark] {
            let light: Vec<f64> = palette(true, theme)
                .iter()
                .map(|c| to_oklab(*c)[0])
                .collect();
            for i in 0..STEPS / 2 {
                assert!(
                    (light[i] - light[STEPS - 1 - i]).abs() < 0.06,
                    "{theme:?} {i}"
                );
            }
            assert!((light[0] - light[STEPS / 2]).abs() > 0.45);
        }
    }

    #[test]
    fn every_value_has_a_colour_and_missing_ones_none() {
        let scale = ColorScale {
            label: String::new(),
            diverging: false,
            log: true,
            range: (1e-8, 1.0),
        };
        assert_eq!(index(&scale, 1.0), 254);
        assert_eq!(index(&scale, 1e-4), 127);
        assert_eq!(index(&scale, 0.0), 0);
        assert_eq!(index(&scale, f64::NAN), Raster::CLEAR);
        let scale = ColorScale {
            diverging: true,
            log: false,
            range: (-2.0, 1.0),
            ..scale
        };
        assert_eq!(index(&scale, 0.0), 127);
        assert_eq!(index(&scale, -2.0), 0);
        assert_eq!(
            ends(&ColorScale {
                range: (1.0, 1.0),
                ..scale
            }),
            (0.5, 1.5)
        );
    }
}
