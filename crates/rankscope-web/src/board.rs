//! The page's half: draws figures and answers questions about pixels. Views and answers cross as objects.

use crate::{Result, error};
use rankscope::{
    figure::{Figure, to_csv},
    render::{
        self, Placed, Places, ThemeName, View,
        canvas::{Canvas, CanvasMeasure},
    },
};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::CanvasRenderingContext2d;

/// The figures of one report, ready to be drawn on canvases of the page.
#[wasm_bindgen]
pub struct Board {
    figures: Rc<Vec<Figure>>,
    /// Questions about pixels are about the last drawing.
    drawn: RefCell<Places>,
}

thread_local! {
    // Widths are the same for every board of the page; a board lives only as long as its report.
    static MEASURE: CanvasMeasure = CanvasMeasure::new();
}

#[wasm_bindgen]
extern "C" {
    /// A board as an optional argument, which wasm-bindgen cannot borrow otherwise.
    #[wasm_bindgen(typescript_type = "Board")]
    pub type Pinned;
    #[wasm_bindgen(method)]
    fn share(this: &Pinned) -> Board;
}

/// Colour, dash and marker of every ink in a theme, so that legends outside the canvas match it.
#[wasm_bindgen]
pub fn inks(theme: &str) -> Result<JsValue> {
    object(&render::inks(ThemeName::of(theme)))
}

#[wasm_bindgen]
impl Board {
    /// Takes the figures as the engine wrote them.
    #[wasm_bindgen(constructor)]
    pub fn new(figures: &[u8]) -> Result<Board> {
        let figures = postcard::from_bytes(figures).map_err(|cause| {
            let text = format!("the figures cannot be read: {cause}");
            error("bad_figures", &text)
        })?;
        Ok(Self {
            figures: Rc::new(figures),
            drawn: RefCell::default(),
        })
    }

    /// A second handle to the same figures, freed on its own.
    pub fn share(&self) -> Board {
        Board {
            figures: self.figures.clone(),
            drawn: RefCell::default(),
        }
    }

    /// What there is to see: one description per figure.
    pub fn describe(&self) -> Result<JsValue> {
        let described = self.figures.iter().map(render::describe);
        object(&described.collect::<Vec<_>>())
    }

    /// Draws a figure over an earlier state of it; the canvas measures `width * ratio` by `height * ratio` device pixels.
    pub fn draw(
        &self,
        id: &str,
        context: &CanvasRenderingContext2d,
        view: JsValue,
        pinned: Option<Pinned>,
    ) -> Result<()> {
        let (figure, view) = (find(&self.figures, id)?, read(view)?);
        let pinned = pinned.map(|board| board.share().figures.clone());
        self.drawn.borrow_mut().pin(pinned);
        let placed = self.placed(figure, &view)?;
        let mut canvas = Canvas::new(context, view.width, view.height, view.ratio)?;
        let drawn = self.drawn.borrow();
        MEASURE.with(|measure| {
            placed.draw(figure, &view, drawn.pinned(id), measure, &mut canvas);
        });
        canvas.finish();
        Ok(())
    }

    /// What is nearest to a position in CSS pixels; `null` where there is nothing.
    pub fn probe(&self, id: &str, view: JsValue, x: f64, y: f64) -> Result<JsValue> {
        let (figure, view) = (find(&self.figures, id)?, read(view)?);
        object(&self.placed(figure, &view)?.probe(figure, &view, x, y))
    }

    /// A point of a series by its index, like a probe's; the last one where there are fewer.
    pub fn point(&self, id: &str, view: JsValue, series: &str, index: u32) -> Result<JsValue> {
        let (figure, view) = (find(&self.figures, id)?, read(view)?);
        let placed = self.placed(figure, &view)?;
        object(&placed.point(figure, &view, series, index as usize))
    }

    /// The data coordinates of a position in CSS pixels.
    pub fn at(&self, id: &str, view: JsValue, x: f64, y: f64) -> Result<JsValue> {
        let (figure, view) = (find(&self.figures, id)?, read(view)?);
        object(&self.placed(figure, &view)?.at(x, y))
    }

    /// A figure as a stand-alone SVG document with real text.
    pub fn svg(&self, id: &str, view: JsValue, pinned: Option<Pinned>) -> Result<String> {
        let pinned = pinned.map(|board| board.share());
        let pinned = pinned
            .as_ref()
            .and_then(|board| find(&board.figures, id).ok());
        render::svg(find(&self.figures, id)?, &read(view)?, pinned).map_err(thrown)
    }

    /// A figure's numbers as CSV text.
    pub fn csv(&self, id: &str) -> Result<String> {
        Ok(to_csv(find(&self.figures, id)?))
    }
}

impl Board {
    fn placed(&self, figure: &Figure, view: &View) -> Result<Rc<Placed>> {
        let mut drawn = self.drawn.borrow_mut();
        MEASURE
            .with(|measure| drawn.of(figure, view, measure))
            .map_err(thrown)
    }
}

fn read(view: JsValue) -> Result<View> {
    serde_wasm_bindgen::from_value(view).map_err(|cause| error("bad_view", &cause.to_string()))
}

/// An answer as an object, with `null` for what there is not.
fn object(value: &impl Serialize) -> Result<JsValue> {
    let object = value.serialize(&Serializer::json_compatible());
    object.map_err(|cause| error("internal", &cause.to_string()))
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

fn thrown(cause: render::Error) -> JsValue {
    error(cause.code(), &cause.to_string())
}
