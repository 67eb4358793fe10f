//! Figures on a surface: a canvas on the page, SVG anywhere.
