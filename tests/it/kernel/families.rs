//! Matrices made by arithmetic alone, so that Rust, Python (`tests/data/kernel/make.py`) and every WebAssembly build
//! work on the same doubles.

/// A row-major matrix.
#[derive(Debug)]
pub struct Given {
    pub rows: usize,
    pub cols: usize,
    pub entries: Vec<f64>,
}

impl Given {
    pub fn from_fn(rows: usize, cols: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let entries = (0..rows * cols)
            .map(|at| entry(at / cols, at % cols))
            .collect();
        Self {
            rows,
            cols,
            entries,
        }
    }

    pub fn transposed(&self) -> Self {
        Self::from_fn(self.cols, self.rows, |i, j| self.entries[j * self.cols + i])
    }

    pub fn times(&self, factor: f64) -> Self {
        Self::from_fn(self.rows, self.cols, |i, j| {
            self.entries[i * self.cols + j] * factor
        })
    }
}

/// Knuth's 64-bit linear congruential generator; 53 high bits, in [-1/2, 1/2).
pub struct Lcg(pub u64);

impl Lcg {
    pub fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / 9_007_199_254_740_992.0 - 0.5
    }
}

pub fn uniform(rows: usize, cols: usize) -> Given {
    let mut lcg = Lcg(1);
    Given::from_fn(rows, cols, |_, _| lcg.uniform())
}

pub fn graded(rows: usize, cols: usize) -> Given {
    let mut lcg = Lcg(1);
    Given::from_fn(rows, cols, |i, _| {
        lcg.uniform() * 0.5_f64.powi(3 * i as i32)
    })
}

/// Rows that sum to one, about as peaked as a softmax: x^8 over its sum.
pub fn attention(rows: usize, cols: usize) -> Given {
    let mut a = uniform(rows, cols);
    for row in a.entries.chunks_exact_mut(cols) {
        let mut total = 0.0;
        for x in row.iter_mut() {
            let w = *x + 0.5;
            let w = w * w;
            let w = w * w;
            *x = w * w;
            total += *x;
        }
        row.iter_mut().for_each(|x| *x /= total);
    }
    a
}

pub fn causal(rows: usize, cols: usize) -> Given {
    let mut a = uniform(rows, cols);
    for (i, row) in a.entries.chunks_exact_mut(cols).enumerate() {
        let mut total = 0.0;
        for x in &row[..=i] {
            total += x + 0.5;
        }
        for (j, x) in row.iter_mut().enumerate() {
            *x = if j <= i { (*x + 0.5) / total } else { 0.0 };
        }
    }
    a
}

/// Small whole numbers: exactly of rank 3.
pub fn rank3(rows: usize, cols: usize) -> Given {
    Given::from_fn(rows, cols, |i, j| {
        let product = |l: i64| {
            let (i, j) = (i as i64, j as i64);
            ((i * 7 + l * 5) % 11 - 5) * ((j * 3 + l * l * 4) % 13 - 6)
        };
        (product(0) + product(1) + product(2)) as f64
    })
}

pub fn hilbert(rows: usize, cols: usize) -> Given {
    Given::from_fn(rows, cols, |i, j| 1.0 / (i + j + 1) as f64)
}

/// Graded over 60 orders of magnitude: every value is determined to high relative accuracy by the entries.
pub fn bidiagonal(n: usize) -> Given {
    Given::from_fn(n, n, |i, j| match j.wrapping_sub(i) {
        0 => 0.5_f64.powi(5 * i as i32) * (1 + i % 3) as f64,
        1 => 0.5_f64.powi(5 * i as i32 + 2),
        _ => 0.0,
    })
}
