//! The page's half: draws figures and answers questions about pixels.

use super::{Result, error, json};
use crate::{
    figure::{Figure, to_csv},
    render::{
        self, ThemeName, View, Zoom,
        canvas::{Canvas, CanvasMeasure},
    },
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::CanvasRenderingContext2d;

/// The figures of one report, ready to be drawn on canvases of the page.
#[wasm_bindgen]
pub struct Board {
    figures: Rc<Vec<Figure>>,
    /// What the last drawing had underneath: questions about pixels are about that drawing.
    ghost: RefCell<Option<Rc<Vec<Figure>>>>,
}

thread_local! {
    // Widths are the same for every board of the page; a board lives only as long as its report.
    static MEASURE: CanvasMeasure = CanvasMeasure::new();
}

#[wasm_bindgen]
extern "C" {
    /// A board as an optional argument, which wasm-bindgen cannot borrow otherwise.
    #[wasm_bindgen(typescript_type = "Board")]
    pub type Ghost;
    #[wasm_bindgen(method)]
    fn twin(this: &Ghost) -> Board;

    /// How the page looks at a figure; read field by field, which takes less room than a reader of JSON.
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

    /// A part of the axes: the ends of two ranges.
    pub type PageZoom;
    #[wasm_bindgen(method, getter)]
    fn x(this: &PageZoom) -> Vec<f64>;
    #[wasm_bindgen(method, getter)]
    fn y(this: &PageZoom) -> Vec<f64>;
}

/// Colour, dash and marker of every ink in a theme, as JSON, so that legends outside the canvas match it.
#[wasm_bindgen]
pub fn inks(theme: &str) -> Result<String> {
    json(&render::inks(theme_of(theme)))
}

fn theme_of(name: &str) -> ThemeName {
    match name {
        "dark" => ThemeName::Dark,
        "contrast" => ThemeName::Contrast,
        _ => ThemeName::Light,
    }
}

#[wasm_bindgen]
impl Board {
    /// Takes the figures as the engine wrote them.
    #[wasm_bindgen(constructor)]
    pub fn new(figures: &[u8]) -> Result<Board> {
        let figures = postcard::from_bytes(figures).map_err(|cause| {
            error(
                "bad_figures",
                &format!("the figures cannot be read: {cause}"),
            )
        })?;
        Ok(Self {
            figures: Rc::new(figures),
            ghost: RefCell::default(),
        })
    }

    /// A second handle to the same figures, freed on its own.
    pub fn twin(&self) -> Board {
        Board {
            figures: self.figures.clone(),
            ghost: RefCell::default(),
        }
    }

    /// What there is to see, as JSON: one description per figure.
    pub fn describe(&self) -> Result<String> {
        json(
            &self
                .figures
                .iter()
                .map(render::describe)
                .collect::<Vec<_>>(),
        )
    }

    /// Draws a figure over an earlier state of it; the canvas measures `width * ratio` by `height * ratio` device pixels.
    pub fn draw(
        &self,
        id: &str,
        context: &CanvasRenderingContext2d,
        view: &PageView,
        ghost: Option<Ghost>,
    ) -> Result<()> {
        let (figure, view) = (find(&self.figures, id)?, look(view));
        self.ghost
            .replace(ghost.map(|board| board.twin().figures.clone()));
        let mut canvas = Canvas::new(context, view.width, view.height, view.ratio)?;
        let drawn = self.with_ghost(id, |ghost, measure| {
            render::draw(figure, &view, ghost, measure, &mut canvas)
        });
        canvas.finish();
        drawn
    }

    /// What is nearest to a position in CSS pixels, as JSON; `null` where there is nothing.
    pub fn probe(&self, id: &str, view: &PageView, x: f64, y: f64) -> Result<String> {
        let (figure, view) = (find(&self.figures, id)?, look(view));
        json(&self.with_ghost(id, |ghost, measure| {
            render::probe(figure, &view, ghost, x, y, measure)
        })?)
    }

    /// A point of a series by its index, as JSON like a probe's; the last one where there are fewer.
    pub fn point(&self, id: &str, view: &PageView, series: &str, index: u32) -> Result<String> {
        let (figure, view) = (find(&self.figures, id)?, look(view));
        json(&self.with_ghost(id, |ghost, measure| {
            render::point_at(figure, &view, ghost, series, index as usize, measure)
        })?)
    }

    /// The data coordinates of a position in CSS pixels, as JSON.
    pub fn at(&self, id: &str, view: &PageView, x: f64, y: f64) -> Result<String> {
        let (figure, view) = (find(&self.figures, id)?, look(view));
        json(&self.with_ghost(id, |ghost, measure| {
            render::at(figure, &view, ghost, x, y, measure)
        })?)
    }

    /// A figure as a stand-alone SVG document with real text.
    pub fn svg(&self, id: &str, view: &PageView, ghost: Option<Ghost>) -> Result<String> {
        let ghost = ghost.map(|board| board.twin());
        let ghost = ghost
            .as_ref()
            .and_then(|board| find(&board.figures, id).ok());
        render::svg(find(&self.figures, id)?, &look(view), ghost).map_err(told)
    }

    /// A figure's numbers as CSV text.
    pub fn csv(&self, id: &str) -> Result<String> {
        Ok(to_csv(find(&self.figures, id)?))
    }
}

impl Board {
    fn with_ghost<T>(
        &self,
        id: &str,
        ask: impl FnOnce(Option<&Figure>, &CanvasMeasure) -> std::result::Result<T, render::Error>,
    ) -> Result<T> {
        let ghost = self.ghost.borrow();
        let ghost = ghost.as_ref().and_then(|figures| find(figures, id).ok());
        MEASURE.with(|measure| ask(ghost, measure)).map_err(told)
    }
}

fn find<'a>(figures: &'a [Figure], id: &str) -> Result<&'a Figure> {
    let unknown = || {
        let known: Vec<_> = figures.iter().map(|figure| figure.id.as_str()).collect();
        error(
            "unknown_figure",
            &format!("there is no figure {id:?}; there are {}", known.join(", ")),
        )
    };
    figures
        .iter()
        .find(|figure| figure.id == id)
        .ok_or_else(unknown)
}

fn look(view: &PageView) -> View {
    let range = |ends: Vec<f64>| match ends[..] {
        [low, high] => (low, high),
        _ => (f64::NAN, f64::NAN),
    };
    View {
        width: view.width(),
        height: view.height(),
        ratio: view.ratio(),
        theme: theme_of(&view.theme()),
        hidden: view.hidden(),
        zoom: view.zoom().map(|zoom| Zoom {
            x: range(zoom.x()),
            y: range(zoom.y()),
        }),
        font: view.font(),
        legend: view.legend(),
    }
}

fn told(cause: render::Error) -> JsValue {
    error(cause.code(), &cause.to_string())
}
