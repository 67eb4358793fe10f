//! A small writer of .safetensors files, and a model to write.

use half::{bf16, f16};
use rankscope::{
    checkpoint::{Checkpoint, Config, Error, Measuring, Plan},
    data::safetensors::Header,
    linalg::Matrix,
};

/// A file in the making.
#[derive(Default)]
pub struct Writer {
    entries: Vec<String>,
    data: Vec<u8>,
}

impl Writer {
    pub fn add(&mut self, name: &str, dtype: &str, shape: &[usize], bytes: &[u8]) {
        let begin = self.data.len();
        self.data.extend(bytes);
        let end = self.data.len();
        self.entries.push(format!(
            "{name:?}:{{\"dtype\":{dtype:?},\"shape\":{shape:?},\"data_offsets\":[{begin},{end}]}}"
        ));
    }

    pub fn matrix(&mut self, name: &str, dtype: &str, matrix: &Matrix) {
        let numbers = matrix.as_slice().iter();
        let bytes: Vec<u8> = match dtype {
            "F64" => numbers.flat_map(|x| x.to_le_bytes()).collect(),
            "F32" => numbers.flat_map(|x| (*x as f32).to_le_bytes()).collect(),
            "F16" => numbers
                .flat_map(|x| f16::from_f64(*x).to_le_bytes())
                .collect(),
            "BF16" => numbers
                .flat_map(|x| bf16::from_f64(*x).to_le_bytes())
                .collect(),
            other => panic!("{other}"),
        };
        self.add(name, dtype, &[matrix.rows(), matrix.cols()], &bytes);
    }

    pub fn bytes(&self) -> Vec<u8> {
        let json = format!(
            "{{\"__metadata__\":{{\"format\":\"pt\"}},{}}}",
            self.entries.join(",")
        );
        let json = json.replace(",}", "}");
        [
            &(json.len() as u64).to_le_bytes()[..],
            json.as_bytes(),
            &self.data,
        ]
        .concat()
    }
}

/// Measures files that are in memory, one unit after the other.
pub fn measured(files: &[(&str, Vec<u8>)], config: Config) -> Result<Checkpoint, Error> {
    let headers = files
        .iter()
        .map(|(name, bytes)| Header::parse(name, bytes, bytes.len() as u64));
    let headers = headers.collect::<Result<Vec<_>, _>>()?;
    let plan = Plan::new(files[0].0, &headers, config);
    let mut checkpoint = Checkpoint::new(&plan);
    for (at, unit) in plan.units.into_iter().enumerate() {
        let mut measuring = Measuring::new(unit)?;
        while let Some(want) = measuring.wants() {
            measuring.take(&files[want.file].1[want.begin as usize..want.end as usize])?;
        }
        checkpoint.add(at, measuring.finish()?);
    }
    Ok(checkpoint)
}

/// A matrix of numbers that every dtype holds exactly: multiples of 1/16 between -4 and 4.
pub fn numbers(rows: usize, cols: usize, seed: u64) -> Matrix {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    Matrix::from_fn(rows, cols, |_, _| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        ((state >> 32) % 129) as f64 / 16.0 - 4.0
    })
}

/// Some of the columns of a matrix.
pub fn columns(a: &Matrix, from: usize, count: usize) -> Matrix {
    Matrix::from_fn(a.rows(), count, |i, j| a[(i, from + j)])
}

/// Matrices of as many rows beside each other.
pub fn beside(parts: &[&Matrix]) -> Matrix {
    let rows: Vec<Vec<f64>> = (0..parts[0].rows())
        .map(|i| parts.iter().flat_map(|part| part.row(i).to_vec()).collect())
        .collect();
    Matrix::from_rows(&rows).unwrap()
}

/// The weights of a layer as W of `x W`.
pub struct Layer {
    pub query: Matrix,
    pub key: Matrix,
    pub value: Matrix,
    pub output: Matrix,
    pub gate: Matrix,
    pub mlp_in: Matrix,
    pub mlp_out: Matrix,
}

/// Sizes of the model: hidden size, head dimension, heads, heads of keys and values, feed-forward width, depth.
pub const N: usize = 24;
pub const HEAD: usize = 4;
pub const HEADS: usize = 6;
pub const WIDTH: usize = 56;
pub const DEPTH: usize = 2;

pub fn layer(layer: usize, key_heads: usize) -> Layer {
    let w = |rows, cols, i: u64| numbers(rows, cols, 100 * layer as u64 + i);
    Layer {
        query: w(N, HEADS * HEAD, 1),
        key: w(N, key_heads * HEAD, 2),
        value: w(N, key_heads * HEAD, 3),
        output: w(HEADS * HEAD, N, 4),
        gate: w(N, WIDTH, 5),
        mlp_in: w(N, WIDTH, 6),
        mlp_out: w(WIDTH, N, 7),
    }
}

pub const CONFIG: Config = Config {
    heads: Some(HEADS),
    head_size: None,
};
