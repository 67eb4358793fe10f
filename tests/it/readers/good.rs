//! What is read, and as what.

use super::{check, expected, file, opened};
use rankscope::attention::Source;
use rankscope::data::{Stack, read, read_list, read_text};
use std::{fs, path::Path};

#[test]
fn every_dtype_byte_order_memory_order_and_version_of_npy() {
    let mut names = vec![
        "i1-little-C-2".to_string(),
        "u1-little-C-2".into(),
        "b1-little-C-2".into(),
        "f8-little-C-2-v2".into(),
        "f8-little-C-2-v3".into(),
    ];
    for endian in ["little", "big"] {
        for order in ["C", "F"] {
            names.extend(["f2", "f4", "f8"].map(|dtype| format!("{dtype}-{endian}-{order}-3")));
        }
        let integers = ["i2", "i4", "i8", "u2", "u4", "u8"];
        names.extend(integers.map(|dtype| format!("{dtype}-{endian}-C-2")));
    }
    for order in ["C", "F"] {
        names.extend(["2", "4"].map(|axes| format!("f4-little-{order}-{axes}")));
    }
    for name in names {
        let axes = name.split('-').nth(3).unwrap().parse().unwrap();
        check(
            &opened(&format!("{name}.npy")),
            name.chars().next().unwrap(),
            axes,
        );
    }
}

#[test]
fn axes_become_layers_heads_rows_and_columns() {
    let sizes = |s: &Stack| (s.layers, s.heads, s.rows, s.cols);
    assert_eq!(sizes(&opened("f4-little-C-2.npy")), (1, 1, 3, 4));
    assert_eq!(sizes(&opened("f4-little-C-3.npy")), (1, 2, 3, 4));
    let four = opened("f4-little-F-4.npy");
    assert_eq!(sizes(&four), (2, 3, 4, 5));
    let last = four.matrix(1, 2).unwrap();
    assert_eq!(last.as_slice(), &expected('f', 120)[100..]);
    assert_eq!(
        four.matrix(2, 0).unwrap_err().to_string(),
        "layer 2, head 0: the stack has 2 layers of 3 heads, counted from 0"
    );
}

/// Most rows of real attention stored as float16 are off by more than 1e-4, and none by more than its rounding explains.
#[test]
fn half_precision_attention_is_still_attention() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/minilm-fox.npy");
    let single = read("fox", &fs::read(path).unwrap()).unwrap();
    assert_eq!(single.rounding, 2f64.powi(-24));
    assert_eq!(opened("f2-big-C-3.npy").rounding, 2f64.powi(-11));
    assert_eq!(opened("f8-big-C-3.npy").rounding, 2f64.powi(-53));
    let mut refused = 0;
    for (layer, head) in (0..6).flat_map(|layer| (0..12).map(move |head| (layer, head))) {
        let mut a = single.matrix(layer, head).unwrap();
        let entries = a.as_mut_slice().iter_mut();
        entries.for_each(|p| *p = half::f16::from_f64(*p).to_f64());
        assert!(Source::stored_probabilities(a.clone(), 2f64.powi(-11)).is_ok());
        refused += usize::from(Source::probabilities(a).is_err());
    }
    assert!(
        refused > 60,
        "{refused} of 72 heads have a row that is off by more than 1e-4"
    );
}

#[test]
fn archives() {
    for name in ["one", "one-compressed", "named", "first", "streamed"] {
        check(&opened(&format!("{name}.npz")), 'f', 3);
    }
    let several = opened("several.npz");
    assert_eq!(several.shape, [2, 5, 5]);
    assert!(
        several.notes[0].ends_with("0 is queries, 1 is keys"),
        "{:?}",
        several.notes
    );
}

#[test]
fn text_formats() {
    for name in [
        "savetxt.txt",
        "savetxt.csv",
        "savetxt.tsv",
        "print.txt",
        "repr.txt",
        "repr-f4.txt",
        "nested-2.json",
    ] {
        check(&opened(name), 'f', 2);
        let pasted = read_text(std::str::from_utf8(&file(name)).unwrap()).unwrap();
        assert_eq!(pasted.as_slice(), expected('f', 12), "{name}");
    }
    check(&opened("repr-3.txt"), 'f', 3);
    check(&opened("object.json"), 'f', 3);
    check(&opened("repr-4.txt"), 'f', 4);
    check(&opened("nested-4.json"), 'f', 4);
}

#[test]
fn text_as_people_paste_it() {
    let ways = [
        "0.5,0.5\n1,0",
        "\u{feff}0.5, 0.5\r\n1, 0\r\n\r\n",
        "first,second\n0.5,0.5\n1,0\n",
        "\"[CLS]\",\",\"\n\"0.5\",\"0.5\"\n1,0\n",
        "[CLS],the\n0.5,0.5\n1,0\n",
        "0.5\t0.5\n1\t0\n",
        "0,5;0,5\n1;0\n",
        "  0.5   0.5\n  1.    0.\n",
        "# made by hand\n5e-1 .5\n\n+1 -0\n",
        "[[0.5,0.5],[1,0]]",
        "[[0.5, 0.5,],\n [1, 0],]",
        "A = np.array([[0.5, 0.5], [1, 0]], dtype=np.float32);",
        "tensor([[0.5000, 0.5000],\n        [1.0000, 0.0000]], device='cuda:0', grad_fn=<SoftmaxBackward0>)",
        "{\"heads\": 1, \"attention\": [[0.5, 0.5], [1, 0]]}",
        "[[[0.5 0.5]\n  [1. 0.]]]",
    ];
    for text in ways {
        let a = read_text(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!((a.rows(), a.cols()), (2, 2), "{text}");
        assert_eq!(a.as_slice(), [0.5, 0.5, 1.0, 0.0], "{text}");
    }
}

/// One matrix, `.8 .2; .1 .9`, as other programs write it, beyond the cases.
#[test]
fn one_matrix_in_many_dialects() {
    for text in [
        "\"V1\" \"V2\"\n\"1\" 0.8 0.2\n\"2\" 0.1 0.9\n",
        "    the cat\nthe 0.8 0.2\ncat 0.1 0.9\n",
        "\u{feff};the;cat\r\nthe;0,8;0,2\r\ncat;0,1;0,9\r\n",
        "0,8;0,2;\r\n0,1;0,9;\r\n",
        "0,8 0,2\n0,1 0,9\n",
        "idx,a,b\n0,0.8,0.2\n1,0.1,0.9\n",
        "<xarray.DataArray (x: 2, y: 2)> Size: 32B\narray([[0.8, 0.2],\n       [0.1, 0.9]])\nDimensions without coordinates: x, y\n",
        "<tf.Variable 'x:0' shape=(2, 2) dtype=float32, numpy=\narray([[0.8, 0.2],\n       [0.1, 0.9]], dtype=float32)>",
        "[[0.8, 0.2],\n [0.1, 0.9]], shape=[2, 2], strides=[2, 1], layout=Cc (0x5), const ndim=2",
        "A = [0.8 0.2\n     0.1 0.9];",
        "A = [0.8, 0.2; ...\n     0.1, 0.9]",
        "julia> A\n2×2 Matrix{Float64}:\n 0.8  0.2\n 0.1  0.9",
        "{{8.*^-1, 2.*^-1}, {1.*^-1, 9.*^-1}}",
        "\\begin{pmatrix} 0.8 & 0.2 \\\\ 0.1 & 0.9 \\end{pmatrix}",
        "\\begin{tabular}{lrr}\n\\toprule\n & the & cat \\\\\n\\midrule\nthe & 0.8 & 0.2 \\\\\ncat & 0.1 & 0.9 \\\\\n\\bottomrule\n\\end{tabular}\n",
        "| | the | cat |\n|---|:---:|---:|\n| the | 0.8 | 0.2 |\n| cat | 0.1 | 0.9 |\n",
        " a  | b\n----+----\n0.8 | 0.2\n0.1 | 0.9\n",
        "+-----+-----+\n| a   | b   |\n+-----+-----+\n| 0.8 | 0.2 |\n| 0.1 | 0.9 |\n+-----+-----+\n",
        "shape: (2, 2)\n┌─────┬─────┐\n│ a   ┆ b   │\n│ --- ┆ --- │\n│ f64 ┆ f64 │\n╞═════╪═════╡\n│ 0.8 ┆ 0.2 │\n│ 0.1 ┆ 0.9 │\n└─────┴─────┘\n",
        "%%MatrixMarket matrix coordinate real general\n% c\n2 2 4\n1 1 0.8\n1 2 .2\n2 1 1e-1\n2 2 0.9\n",
        "{\"columns\":[\"a\",\"b\"],\"index\":[0,1],\"data\":[[0.8,0.2],[0.1,0.9]]}",
        "{\"0\":{\"a\":0.8,\"b\":0.2},\"1\":{\"a\":0.1,\"b\":0.9}}",
        "{'attention': [[0.8, 0.2], [0.1, 0.9]]}",
        "((0.8 0.2) (0.1 0.9))",
        "vec![vec![0.8, 0.2], vec![0.1, 0.9]]",
        "float A[2][2] = {{0.8f, 0.2f}, {0.1f, 0.9f}};",
        "const A = [[0.8, 0.2], [0.1, 0.9]];",
    ] {
        let a = read_text(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(
            (a.rows(), a.as_slice()),
            (2, &[0.8, 0.2, 0.1, 0.9][..]),
            "{text}"
        );
    }
}

#[test]
fn lists() {
    for text in [
        "3 2 1",
        "3, 2, 1",
        "3;2;1",
        "3\n2\n1\n",
        "[3., 2., 1.]",
        "array([3., 2., 1.])",
        "tensor([[3.],\n        [2.],\n        [1.]])",
        "sigma\n3\n2\n1",
    ] {
        assert_eq!(read_list(text).unwrap(), [3.0, 2.0, 1.0], "{text}");
    }
    assert_eq!(read_list("0,8 0,5 0,1").unwrap(), [0.8, 0.5, 0.1]);
    assert_eq!(read_list("1 2\n3 4").unwrap_err().code(), "not_a_list");
    assert_eq!(read_list("1,000 2,000").unwrap_err().code(), "commas");
}

/// Numbers of half precision tell what they are in a file of single precision; exact numbers tell nothing.
#[test]
fn precision_is_detected_where_it_shows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/data/minilm-fox.npy");
    let single = read("fox", &fs::read(path).unwrap()).unwrap();
    let json = |of: &dyn Fn(f64) -> f64| {
        let numbers: Vec<String> = single.values[..144]
            .iter()
            .map(|x| of(*x).to_string())
            .collect();
        let rows: Vec<String> = numbers
            .chunks(12)
            .map(|row| format!("[{}]", row.join(",")))
            .collect();
        read("a.json", format!("[{}]", rows.join(",")).as_bytes())
            .unwrap()
            .rounding
    };
    assert_eq!(json(&|x| half::f16::from_f64(x).to_f64()), 2f64.powi(-11));
    assert_eq!(json(&|x| half::bf16::from_f64(x).to_f64()), 2f64.powi(-8));
    assert_eq!(json(&|x| x), f64::EPSILON / 2.0);
    assert_eq!(json(&|x| (x * 16.0).round()), f64::EPSILON / 2.0);
    assert_eq!(json(&|x| (x * 256.0).round() / 256.0), f64::EPSILON / 2.0);
}

/// Digits that a reader in a hurry rounds to the neighbour of the nearest double.
#[test]
fn numbers_of_objects_are_read_to_the_last_digit() {
    for text in ["1e-24", "1e-30", "0.30000000000000004", "5e-324"] {
        let number: f64 = text.parse().unwrap();
        let record = format!(r#"{{"a": {text}, "b": {text}}}"#);
        let column = format!(r#"{{"0": {text}, "1": {text}}}"#);
        for json in [
            format!("[{record}, {record}]"),
            format!(r#"{{"a": {column}, "b": {column}}}"#),
        ] {
            assert_eq!(read("a.json", json.as_bytes()).unwrap().values, [number; 4]);
        }
    }
}
