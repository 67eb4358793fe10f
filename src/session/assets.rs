//! The bundled data inside a native program; the page fetches the same files.

use super::Session;
use crate::labs::Error;

/// Name and content of every file in [`crate::labs::ASSETS`].
const BUNDLED: &[(&str, &[u8])] = &[
    (
        "minilm-fox.npy",
        include_bytes!("../../www/data/minilm-fox.npy"),
    ),
    (
        "minilm-capacity.npy",
        include_bytes!("../../www/data/minilm-capacity.npy"),
    ),
    (
        "minilm-l6.spectra",
        include_bytes!("../../www/data/minilm-l6.spectra"),
    ),
];

impl Session {
    /// A session that has the bundled data.
    ///
    /// ```
    /// let mut session = rankscope::session::Session::with_assets()?;
    /// let (opened, _) = session.evaluate("lab=spectrum")?;
    /// assert_eq!(opened.state, "v=1&lab=spectrum");
    /// # Ok::<(), rankscope::labs::Error>(())
    /// ```
    pub fn with_assets() -> Result<Self, Error> {
        let mut session = Self::new();
        for (name, bytes) in BUNDLED {
            session.add_asset(name, bytes)?;
        }
        Ok(session)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::ASSETS;

    #[test]
    fn every_asset_is_bundled() {
        let names: Vec<_> = BUNDLED.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ASSETS);
    }
}
