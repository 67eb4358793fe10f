//! Words that only the catalogue says. The engines of the page leave them out: the page has the catalogue as a file.
//!
//! The setters of controls, quantities, citations and labs pass their texts through here, so that no author has to think of it.

/// The text, or nothing where this build has no catalogue.
pub(super) const fn catalogued(text: &'static str) -> &'static str {
    if cfg!(feature = "catalogue") {
        text
    } else {
        ""
    }
}

/// The list, or nothing where this build has no catalogue.
pub(super) const fn catalogued_list<T>(list: &'static [T]) -> &'static [T] {
    if cfg!(feature = "catalogue") {
        list
    } else {
        &[]
    }
}
