//! One head among the others of its stack.

/// What the map of heads and the bounds need of a head.
pub struct HeadRanks {
    /// The value that the map shows.
    pub shown: f64,
    /// Its effective rank.
    pub erank: f64,
    /// Its nuclear norm.
    pub nuclear_norm: f64,
    /// Its Frobenius norm.
    pub frobenius_norm: f64,
}
