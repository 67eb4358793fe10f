//! Tokens and positions become rows of the residual stream.

/// x of sequence s at position t: the token's row plus the position's row; `width` numbers each.
pub fn forward(tokens: &[u8], [of_tokens, of_positions]: [&[f64]; 2], width: usize, x: &mut [f64]) {
    let context = of_positions.len() / width;
    for (i, (row, token)) in x.chunks_exact_mut(width).zip(tokens).enumerate() {
        let token = &of_tokens[usize::from(*token) * width..][..width];
        let position = &of_positions[(i % context) * width..][..width];
        for ((x, a), b) in row.iter_mut().zip(token).zip(position) {
            *x = a + b;
        }
    }
}

/// Adds what the deltas of x give to both embeddings.
pub fn backward(
    tokens: &[u8],
    dx: &[f64],
    width: usize,
    [of_tokens, of_positions]: [&mut [f64]; 2],
) {
    let context = of_positions.len() / width;
    for (i, (row, token)) in dx.chunks_exact(width).zip(tokens).enumerate() {
        let token = &mut of_tokens[usize::from(*token) * width..][..width];
        let position = &mut of_positions[(i % context) * width..][..width];
        for ((d, a), b) in row.iter().zip(token).zip(position) {
            *a += d;
            *b += d;
        }
    }
}
