//! Files for other programs: numbers as NumPy and checkpoints keep them.

/// Matrices, or stacks of them, as a .npy file (format 1.0, float64, little endian, C order); as many values as the axes multiply to.
///
/// ```
/// use rankscope::data::{self, write_npy};
/// let stack = data::read("a.npy", &write_npy(&[2, 1, 2], &[0.25, 0.75, 1.0, 0.0]))?;
/// assert_eq!((stack.shape, stack.values), (vec![2, 1, 2], vec![0.25, 0.75, 1.0, 0.0]));
/// # Ok::<(), data::Error>(())
/// ```
pub fn write_npy(shape: &[usize], values: &[f64]) -> Vec<u8> {
    let axes: Vec<String> = shape.iter().map(|side| format!("{side}, ")).collect();
    let text = format!(
        "{{'descr': '<f8', 'fortran_order': False, 'shape': ({}), }}",
        axes.concat()
    );
    // Magic, version and length take 10 bytes; numbers begin at a multiple of 64.
    let whole = (10 + text.len() + 1).next_multiple_of(64);
    let mut bytes = super::npy::MAGIC.to_vec();
    bytes.extend([1, 0]);
    bytes.extend(((whole - 10) as u16).to_le_bytes());
    bytes.extend(text.bytes());
    bytes.resize(whole - 1, b' ');
    bytes.push(b'\n');
    push(&mut bytes, values);
    bytes
}

/// A name, a shape, and as many values as its axes multiply to.
pub type Named = (String, Vec<usize>, Vec<f64>);

/// Tensors as a .safetensors file, float64; names without quotes and backslashes.
///
/// ```
/// use rankscope::data::{safetensors::Header, write_safetensors};
/// let bytes = write_safetensors(&[("a".into(), vec![1, 2], vec![0.5, 2.0])]);
/// let header = Header::parse("a.safetensors", &bytes, bytes.len() as u64)?;
/// assert_eq!(header.tensors[0].shape, [1, 2]);
/// # Ok::<(), rankscope::data::safetensors::Error>(())
/// ```
pub fn write_safetensors(tensors: &[Named]) -> Vec<u8> {
    let mut end = 0;
    let entries: Vec<String> = tensors
        .iter()
        .map(|(name, shape, values)| {
            let begin = end;
            end += 8 * values.len();
            format!(
                "\"{name}\":{{\"dtype\":\"F64\",\"shape\":{shape:?},\"data_offsets\":[{begin},{end}]}}"
            )
        })
        .collect();
    let mut text = format!("{{{}}}", entries.join(","));
    while !text.len().is_multiple_of(8) {
        text.push(' ');
    }
    let mut bytes = (text.len() as u64).to_le_bytes().to_vec();
    bytes.extend(text.bytes());
    for (_, _, values) in tensors {
        push(&mut bytes, values);
    }
    bytes
}

fn push(bytes: &mut Vec<u8>, values: &[f64]) {
    bytes.extend(values.iter().flat_map(|x| x.to_le_bytes()));
}
