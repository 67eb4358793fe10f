//! A view as the page keeps it: an object whose fields are read one by one, which takes less room than a reader of JSON.

use super::{ThemeName, View, Zoom};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// How the page looks at a figure.
    pub type PageView;
    #[wasm_bindgen(method, getter)]
    fn width(this: &PageView) -> f64;
    #[wasm_bindgen(method, getter)]
    fn height(this: &PageView) -> f64;
    #[wasm_bindgen(method, getter)]
    fn ratio(this: &PageView) -> f64;
    #[wasm_bindgen(method, getter)]
    fn theme(this: &PageView) -> String;
    #[wasm_bindgen(method, getter)]
    fn hidden(this: &PageView) -> Vec<String>;
    #[wasm_bindgen(method, getter)]
    fn zoom(this: &PageView) -> Option<PageZoom>;
    #[wasm_bindgen(method, getter)]
    fn font(this: &PageView) -> f64;
    #[wasm_bindgen(method, getter)]
    fn legend(this: &PageView) -> bool;
    #[wasm_bindgen(method, getter)]
    fn lit(this: &PageView) -> Vec<u8>;

    /// A part of the axes: the ends of two ranges.
    pub type PageZoom;
    #[wasm_bindgen(method, getter)]
    fn x(this: &PageZoom) -> Vec<f64>;
    #[wasm_bindgen(method, getter)]
    fn y(this: &PageZoom) -> Vec<f64>;
}

impl ThemeName {
    /// The theme that the page calls so; light where there is none.
    pub fn of(name: &str) -> Self {
        match name {
            "dark" => Self::Dark,
            "contrast" => Self::Contrast,
            _ => Self::Light,
        }
    }
}

impl PageView {
    /// The view.
    pub fn read(&self) -> View {
        let range = |ends: Vec<f64>| match ends[..] {
            [low, high] => (low, high),
            _ => (f64::NAN, f64::NAN),
        };
        View {
            width: self.width(),
            height: self.height(),
            ratio: self.ratio(),
            theme: ThemeName::of(&self.theme()),
            hidden: self.hidden(),
            zoom: self.zoom().map(|zoom| Zoom {
                x: range(zoom.x()),
                y: range(zoom.y()),
            }),
            font: self.font(),
            legend: self.legend(),
            lit: self.lit(),
        }
    }
}
