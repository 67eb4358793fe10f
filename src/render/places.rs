//! Where the figures of a report were last drawn, so that a question about a pixel places nothing anew.

use super::{Error, Placed, surface::Measure, view::View};
use crate::figure::Figure;
use std::rc::Rc;

/// Where the figures of a report were last drawn, and over which pinned state.
#[derive(Default)]
pub struct Places {
    pinned: Option<Rc<Vec<Figure>>>,
    /// Id, view, places; a report has a handful of figures.
    known: Vec<(String, View, Rc<Placed>)>,
}

impl Places {
    /// Draws over this pinned state from now on; another one than before makes room of its own.
    pub fn pin(&mut self, pinned: Option<Rc<Vec<Figure>>>) {
        let address = |figures: &Option<Rc<Vec<Figure>>>| figures.as_ref().map(Rc::as_ptr);
        if address(&pinned) != address(&self.pinned) {
            self.known.clear();
            self.pinned = pinned;
        }
    }

    /// The pinned state of a figure.
    pub fn pinned(&self, id: &str) -> Option<&Figure> {
        let figures = self.pinned.as_ref()?;
        figures.iter().find(|figure| figure.id == id)
    }

    /// Where a figure stands: as it was last asked for, if the view puts everything in the same place, else placed anew.
    ///
    /// Fails where the view has no usable size or the figure's lists do not match.
    pub fn of(
        &mut self,
        figure: &Figure,
        view: &View,
        measure: &dyn Measure,
    ) -> Result<Rc<Placed>, Error> {
        let known = self.known.iter().find(|known| known.0 == figure.id);
        if let Some((_, _, placed)) = known.filter(|known| known.1.same_places(view)) {
            return Ok(placed.clone());
        }
        let placed = Rc::new(Placed::new(figure, view, self.pinned(&figure.id), measure)?);
        self.known.retain(|known| known.0 != figure.id);
        let known = (figure.id.clone(), view.clone(), placed.clone());
        self.known.push(known);
        Ok(placed)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::surface::TableMeasure, super::theme::ThemeName, *};
    use crate::figure::{Axis, Lines, Plot};

    #[test]
    fn only_what_moves_something_places_it_anew() {
        let figure = Figure {
            id: "f".into(),
            title: String::new(),
            caption: String::new(),
            plot: Plot::Lines(Lines::new(Axis::linear("x"), Axis::linear("y"))),
        };
        let mut places = Places::default();
        let first = View::default();
        let dark = View {
            theme: ThemeName::Dark,
            lit: vec![1],
            ..View::default()
        };
        let wide = View {
            width: 700.0,
            ..View::default()
        };
        let of = |places: &mut Places, view| places.of(&figure, view, &TableMeasure).unwrap();
        let one = of(&mut places, &first);
        assert!(Rc::ptr_eq(&one, &of(&mut places, &dark)));
        let other = of(&mut places, &wide);
        assert!(!Rc::ptr_eq(&one, &other));
        places.pin(None);
        assert!(Rc::ptr_eq(&other, &of(&mut places, &wide)));
        places.pin(Some(Rc::new(vec![figure.clone()])));
        assert!(!Rc::ptr_eq(&other, &of(&mut places, &wide)));
    }
}
