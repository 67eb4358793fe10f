//! Singular values behind a C interface, to be timed in WebAssembly: our kernel, or that of the peer whose feature is on.

#[path = "../../../crates/rankscope-math/src/linalg/kernel/mod.rs"]
pub mod kernel;

#[cfg(feature = "fingerprint")]
#[path = "../../../tests/kernel/families.rs"]
mod families;
#[cfg(feature = "fingerprint")]
#[path = "../../../tests/kernel/fingerprint.rs"]
mod fingerprint;

/// Room for `len` values, never freed.
#[unsafe(no_mangle)]
pub extern "C" fn room(len: usize) -> *mut f64 {
    Box::leak(vec![0.0; len].into_boxed_slice()).as_mut_ptr()
}

/// Computes the singular values of `count` row-major matrices that follow each other; 0 on success.
///
/// # Safety
/// `entries` holds count·rows·cols values and `values` has room for count·min(rows, cols).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn compute(entries: *const f64, rows: usize, cols: usize, count: usize, values: *mut f64) -> u32 {
    let small = rows.min(cols);
    // SAFETY: promised by the caller.
    let (entries, values) = unsafe {
        (std::slice::from_raw_parts(entries, count * rows * cols), std::slice::from_raw_parts_mut(values, count * small))
    };
    run(entries, rows, cols, values)
}

#[cfg(not(any(feature = "nalgebra", feature = "faer")))]
fn run(entries: &[f64], rows: usize, cols: usize, values: &mut [f64]) -> u32 {
    use std::cell::RefCell;
    thread_local!(static WORKSPACE: RefCell<kernel::Workspace> = RefCell::default());
    WORKSPACE.with_borrow_mut(|workspace| u32::from(workspace.singular_values_batch(rows, cols, entries, values).is_err()))
}

/// Whether this build gives the bits that `cargo test` asks of the native one, to a matrix alone and to two in a stack.
#[cfg(feature = "fingerprint")]
#[unsafe(no_mangle)]
pub extern "C" fn same_bits() -> bool {
    let mut workspace = kernel::Workspace::default();
    [1, 2].into_iter().all(|count| {
        let found = fingerprint::fingerprint(|given| {
            let mut values = vec![0.0; count * given.rows.min(given.cols)];
            let _ = workspace.singular_values_batch(given.rows, given.cols, &given.entries.repeat(count), &mut values);
            values.split_off(values.len() / count * (count - 1))
        });
        found == fingerprint::EXPECTED
    })
}

#[cfg(feature = "nalgebra")]
fn run(entries: &[f64], rows: usize, cols: usize, values: &mut [f64]) -> u32 {
    for (matrix, values) in entries.chunks_exact(rows * cols).zip(values.chunks_exact_mut(rows.min(cols))) {
        let matrix = nalgebra::DMatrix::from_row_slice(rows, cols, matrix);
        let Some(svd) = nalgebra::SVD::try_new(matrix, false, false, f64::EPSILON, 10_000) else { return 1 };
        values.copy_from_slice(svd.singular_values.as_slice());
    }
    0
}

#[cfg(feature = "faer")]
fn run(entries: &[f64], rows: usize, cols: usize, values: &mut [f64]) -> u32 {
    for (matrix, values) in entries.chunks_exact(rows * cols).zip(values.chunks_exact_mut(rows.min(cols))) {
        let Ok(found) = faer::MatRef::from_row_major_slice(matrix, rows, cols).singular_values() else { return 1 };
        values.copy_from_slice(&found);
    }
    0
}
