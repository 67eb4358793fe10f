//! A stack as bytes: from the module that reads files to the engine that uses what was in them. Both are of one build, and no file is
//! like this.

use super::{Error, Stack, npy};
use crate::linalg::Matrix;

/// How they begin.
const MAGIC: &[u8] = b"rankscope stack\n";

impl Stack {
    /// A stack of one matrix.
    ///
    /// # Errors
    /// Those of [`Stack::new`].
    pub fn of(name: &str, matrix: &Matrix) -> Result<Self, Error> {
        let shape = [matrix.rows(), matrix.cols()];
        Self::new(name, &shape, matrix.as_slice().to_vec())
    }

    /// The stack as bytes for [`Stack::from_bytes`].
    ///
    /// # Errors
    /// None that a stack can cause.
    ///
    /// ```
    /// use rankscope::data::Stack;
    /// let stack = Stack::new("a", &[1, 2], vec![1.0, 2.0])?;
    /// assert_eq!(Stack::from_bytes("a", &stack.to_bytes()?)?, stack);
    /// # Ok::<(), rankscope::data::Error>(())
    /// ```
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let name = self.name.clone();
        let bytes = postcard::to_extend(self, MAGIC.to_vec());
        bytes.map_err(|_| Error::Unknown { name })
    }

    /// Reads what [`Stack::to_bytes`] wrote, or a .npy file.
    ///
    /// # Errors
    /// Other bytes; and those of a bad .npy file.
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        let unknown = || Error::Unknown { name: name.into() };
        match bytes.strip_prefix(MAGIC) {
            Some(packed) => postcard::from_bytes(packed).map_err(|_| unknown()),
            None if Self::is_packed(bytes) => super::read_npy(name, bytes),
            None => Err(unknown()),
        }
    }

    /// Whether a file that begins so is for [`Stack::from_bytes`].
    pub fn is_packed(start: &[u8]) -> bool {
        start.starts_with(MAGIC) || start.starts_with(npy::MAGIC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packed_stacks_and_npy_are_taken() {
        let stack = Stack {
            rounding: 1e-3,
            ..Stack::new("s", &[2, 1, 2], vec![1.0, -2.0, 0.5, 4.0]).unwrap()
        };
        let bytes = stack.to_bytes().unwrap();
        assert!(Stack::is_packed(&bytes) && !Stack::is_packed(b"1,2\n3,4"));
        assert_eq!(Stack::from_bytes("s", &bytes).unwrap(), stack);
        let cut = Stack::from_bytes("s", &bytes[..bytes.len() - 3]);
        assert!(matches!(cut, Err(Error::Unknown { name }) if name == "s"));
        assert!(Stack::from_bytes("s", b"1,2\n3,4").is_err());
    }
}
