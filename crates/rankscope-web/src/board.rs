//! The page's half: draws figures and answers questions about pixels.

use crate::{Result, error, json};
use rankscope::{
    figure::{Figure, to_csv},
    render::{
        self, ThemeName,
        canvas::{Canvas, CanvasMeasure},
        page::PageView,
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
}

/// Colour, dash and marker of every ink in a theme, as JSON, so that legends outside the canvas match it.
#[wasm_bindgen]
pub fn inks(theme: &str) -> Result<String> {
    json(&render::inks(ThemeName::of(theme)))
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
        let (figure, view) = (find(&self.figures, id)?, view.read());
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
        let (figure, view) = (find(&self.figures, id)?, view.read());
        json(&self.with_ghost(id, |ghost, measure| {
            render::probe(figure, &view, ghost, x, y, measure)
        })?)
    }

    /// A point of a series by its index, as JSON like a probe's; the last one where there are fewer.
    pub fn point(&self, id: &str, view: &PageView, series: &str, index: u32) -> Result<String> {
        let (figure, view) = (find(&self.figures, id)?, view.read());
        json(&self.with_ghost(id, |ghost, measure| {
            render::point_at(figure, &view, ghost, series, index as usize, measure)
        })?)
    }

    /// The data coordinates of a position in CSS pixels, as JSON.
    pub fn at(&self, id: &str, view: &PageView, x: f64, y: f64) -> Result<String> {
        let (figure, view) = (find(&self.figures, id)?, view.read());
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
        render::svg(find(&self.figures, id)?, &view.read(), ghost).map_err(told)
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

fn told(cause: render::Error) -> JsValue {
    error(cause.code(), &cause.to_string())
}
