//! What measuring a checkpoint and a long training hold at most, counted by the allocator.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use half::{bf16, f16};
use peak_alloc::PeakAlloc;
use rankscope::{
    checkpoint::{Job, Kind, Measuring, Plan, Slab, Unit, disk::OnDisk},
    data::safetensors::{Dtype, Header},
    labs::Work,
    linalg::kernel::CHUNK,
    session::Session,
};
use std::{fs, path::PathBuf, sync::Mutex};

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// One test at a time: all share the heap.
static TURN: Mutex<()> = Mutex::new(());

const DTYPES: [Dtype; 4] = [Dtype::F64, Dtype::F32, Dtype::F16, Dtype::Bf16];

/// So many numbers between -1 and 1, as they are stored.
fn numbers(dtype: Dtype, count: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(count * dtype.bytes());
    let mut state = 1u64;
    for _ in 0..count {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let x = (state >> 40) as f64 / f64::from(1 << 23) - 1.0;
        match dtype {
            Dtype::F64 => bytes.extend(x.to_le_bytes()),
            Dtype::F32 => bytes.extend((x as f32).to_le_bytes()),
            Dtype::F16 => bytes.extend(f16::from_f64(x).to_le_bytes()),
            _ => bytes.extend(bf16::from_f64(x).to_le_bytes()),
        }
    }
    bytes
}

fn slab(dtype: Dtype, stored: (usize, usize), columns: (usize, usize), transposed: bool) -> Slab {
    Slab {
        columns,
        transposed,
        ..Slab::whole("w", 0, dtype, 0, stored)
    }
}

fn whole(dtype: Dtype, rows: usize, cols: usize) -> Slab {
    slab(dtype, (rows, cols), (0, cols), false)
}

fn unit(job: Job) -> Unit {
    Unit {
        layer: 0,
        kind: Kind::Other,
        name: "w".into(),
        job,
        cost: 0.0,
    }
}

/// Most bytes that are held while it is measured, beside the file.
fn peak(unit: &Unit, file: &[u8]) -> usize {
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let mut measuring = Measuring::new(unit.clone()).unwrap();
    while let Some(want) = measuring.wants() {
        measuring
            .take(&file[want.begin as usize..want.end as usize])
            .unwrap();
    }
    assert!(!measuring.finish().unwrap().is_empty());
    HEAP.peak_usage() - before
}

/// A few rows of sums, and the results.
const BESIDE: usize = 128 << 10;

#[test]
fn a_matrix() {
    let _turn = TURN.lock().unwrap();
    for dtype in DTYPES {
        let size = dtype.bytes() as f64;
        // Doubles of every entry; the triangular factor, and beside it the bytes of a wide one.
        let plain = [
            (600, 600, 8.0 / size),
            (1100, 600, 8.0 / size),
            (600, 1100, 8.0 / size),
            (1200, 600, 4.0 / size),
            (2400, 600, 2.0 / size),
            (600, 1200, 1.0 + 4.0 / size),
            (600, 2400, 1.0 + 2.0 / size),
        ];
        // Half of the triangular factor, the same as wide as the matrix, and beside it the bytes of a wide one.
        let packed = [
            (600, 600, 2.0),
            (1100, 600, 2.0 * 600.0 / 1100.0),
            (600, 750, 2.0 * 750.0 / 600.0),
            (600, 752, 1.0 + 2.0 * 600.0 / 752.0),
            (600, 1100, 1.0 + 2.0 * 600.0 / 1100.0),
            (1200, 600, 1.0),
            (2400, 600, 0.5),
            (600, 1200, 2.0),
            (600, 2400, 1.5),
        ];
        let cases: &[_] = if dtype.bytes() == 2 { &packed } else { &plain };
        for &(rows, cols, allowed) in cases {
            let unit = unit(Job::Matrix {
                slabs: vec![whole(dtype, rows, cols)],
                outputs_are_rows: true,
            });
            let file = numbers(dtype, rows * cols);
            let held = peak(&unit, &file);
            // With the rows to come; and the halves of tiles on the diagonal, in which there is nothing.
            let chunk = CHUNK * rows.max(cols).min(750) * 8;
            let most = (allowed * file.len() as f64) as usize + chunk + BESIDE;
            let what = format!("{dtype:?} {rows} x {cols}");
            assert!(held <= most, "{what}: {held} bytes held, {most} allowed");
            assert!(held as u64 <= unit.memory(), "{what}: {held} bytes held");
            let times = held as f64 / file.len() as f64;
            println!("{what}: {times:.2} times its bytes");
            assert!(times <= 3.0, "{what}: {times} times its bytes");
        }
    }
}

#[test]
fn heads() {
    let _turn = TURN.lock().unwrap();
    const N: usize = 512;
    for dtype in DTYPES {
        let third = |i: usize| slab(dtype, (N, 3 * N), (i * N, (i + 1) * N), true);
        for (what, left, right, columns) in [
            ("apart", whole(dtype, N, N), whole(dtype, N, N), N),
            ("fused", third(0), third(1), 3 * N),
        ] {
            let unit = unit(Job::Heads {
                left,
                right,
                head_size: 32,
            });
            let file = numbers(dtype, N * columns);
            let held = peak(&unit, &file);
            // Whatever the type: both factors as they are stored, and a head's three blocks of doubles.
            let most = 2 * N * N * dtype.bytes() + 3 * 32 * N * 8 + BESIDE;
            let what = format!("{dtype:?}, {what}");
            assert!(held <= most, "{what}: {held} bytes held, {most} allowed");
            assert!(held <= 3 * file.len(), "{what}: {held} bytes held");
            assert!(held as u64 <= unit.memory(), "{what}: {held} bytes held");
        }
    }
}

/// A file of so many matrices.
fn checkpoint(count: usize, rows: usize, cols: usize) -> Vec<u8> {
    let size = 8 * rows * cols;
    let tensor = |i: usize| {
        let (begin, end) = (i * size, (i + 1) * size);
        format!(
            "\"w{i}\":{{\"dtype\":\"F64\",\"shape\":[{rows},{cols}],\"data_offsets\":[{begin},{end}]}}"
        )
    };
    let json = format!(
        "{{{}}}",
        (0..count).map(tensor).collect::<Vec<_>>().join(",")
    );
    [&(json.len() as u64).to_le_bytes()[..], json.as_bytes()].concat()
}

#[test]
fn threads_share_three_times_the_largest_tensor() {
    let _turn = TURN.lock().unwrap();
    let (rows, cols) = (16, 1 << 18);
    let tensor = 8 * rows * cols;
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join("memory.safetensors");
    let mut file = checkpoint(5, rows, cols);
    let one = numbers(Dtype::F64, rows * cols);
    (0..5).for_each(|_| file.extend(&one));
    fs::write(&path, file).unwrap();
    drop(one);
    let disk = OnDisk::open(&path).unwrap();
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let measured = disk.measure(5, |_, _| {}).unwrap();
    let held = HEAP.peak_usage() - before;
    fs::remove_file(&path).unwrap();
    assert_eq!(measured.done(), 5);
    assert!(held <= 3 * tensor, "{held} bytes held of {}", 3 * tensor);
    assert!(held > tensor, "{held} bytes held");
}

#[test]
fn small_tensors_keep_every_thread_busy() {
    let plan = |rows, cols| {
        let start = checkpoint(8, rows, cols);
        let size = (start.len() + 8 * 8 * rows * cols) as u64;
        let header = Header::parse("a.safetensors", &start, size).unwrap();
        Plan::new("a", &[header], rankscope::checkpoint::Config::default())
    };
    assert!(plan(768, 768).at_a_time() >= 4);
    assert_eq!(plan(8192, 8192).at_a_time(), 2);
}

/// A hundred thousand steps of every way of training, in networks as small as they get: of a run's past, moments 3 % apart are kept, so
/// that ten times the steps take a few more of them, not ten times the memory.
#[test]
fn a_long_training_holds_little_more_than_a_short_one() {
    let _turn = TURN.lock().unwrap();
    for part in [
        "lab=reservoir&mode=fresh&width=4&batch=2",
        "lab=reservoir&width=4&n=4",
        "lab=gate&n=8&width=4&batch=2",
        "lab=train&width=8&heads=1&vocabulary=2&context=4&samples=8&batch=4",
    ] {
        let before = HEAP.current_usage();
        let mut session = Session::new();
        let mut held = Vec::new();
        for step in [10_000, 100_000] {
            HEAP.reset_peak_usage();
            session.open(&format!("{part}&step={step}")).unwrap();
            // What the state asks for, without its companions.
            while !session.advance(Work(10)).unwrap().finished() && !session.ready() {}
            let reached = session.report().unwrap().value("step");
            assert_eq!(reached, Some(f64::from(step)), "{part}");
            held.push(HEAP.current_usage() - before);
            let most = HEAP.peak_usage() - before;
            assert!(most < 1 << 20, "{part}: {most} bytes on the way to {step}");
        }
        let times = held[1] as f64 / held[0] as f64;
        assert!(times < 1.4, "{part}: {held:?} bytes");
    }
}
