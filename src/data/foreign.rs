//! Files of other programs, known by how they begin, and the line that turns them into one that is read.

/// What a file is that is not read, and what to do about it.
pub(crate) fn what(name: &str, bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let text = |start: &str| {
        bytes
            .get(..start.len())
            .is_some_and(|b| b.eq_ignore_ascii_case(start.as_bytes()))
    };
    // The directory of a zip archive is at its end, the name of its first entry at byte 30.
    let zipped = |name: &[u8]| {
        starts(b"PK\x03\x04")
            && bytes
                .windows(name.len())
                .take(1 << 16)
                .any(|part| part == name)
    };
    let ending = |end: &str| {
        name.len() >= end.len()
            && name.is_char_boundary(name.len() - end.len())
            && name[name.len() - end.len()..].eq_ignore_ascii_case(end)
    };
    let torch = [".pt", ".pth", ".bin", ".ckpt", ".safetensors"]
        .iter()
        .any(|end| ending(end));
    const TORCH: &str = "in Python: d = torch.load(FILE, map_location='cpu'); numpy.save('a.npy', d[NAME].float().numpy()), or \
        safetensors.torch.save_file(d, 'a.safetensors') for a whole model";
    Some(match bytes {
        _ if torch && starts(b"PK\x03\x04")
            || zipped(b"data.pkl")
            || zipped(b"/version") && zipped(b"/data/") =>
        {
            ("a PyTorch checkpoint", TORCH)
        }
        _ if zipped(b"xl/workbook.xml") || zipped(b"xl/worksheets") => {
            ("an Excel workbook", "save the sheet as CSV")
        }
        [0x80, 2..=5, ..] => (
            "a Python pickle, which may be a PyTorch checkpoint",
            "in Python: load it, then numpy.save('a.npy', array), or safetensors.torch.save_file(state_dict, 'a.safetensors')",
        ),
        [0x1f, 0x8b, ..] => ("compressed with gzip", "unpack it with gunzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => ("compressed with zstd", "unpack it with unzstd"),
        _ if starts(b"GGUF") => (
            "a GGUF checkpoint",
            "take the .safetensors of the model; those of llama.cpp are made from them",
        ),
        _ if starts(b"\x89HDF\r\n\x1a\n") => (
            "an HDF5 file (.h5, .keras, MATLAB 7.3)",
            "in Python: numpy.save('a.npy', h5py.File(FILE)[NAME][()])",
        ),
        _ if starts(b"MATLAB 5.0 MAT-file") => (
            "a MATLAB file",
            "in MATLAB: writematrix(A, 'a.csv'); in Python: numpy.save('a.npy', scipy.io.loadmat(FILE)[NAME])",
        ),
        [8, 1..=20, 0x12 | 0x1a | 0x22, ..] => (
            "an ONNX model",
            "in Python: numpy.save('a.npy', onnx.numpy_helper.to_array(onnx.load(FILE).graph.initializer[0]))",
        ),
        _ if starts(b"PAR1") || starts(b"ARROW1") => (
            "a Parquet or Arrow table",
            "in Python: pandas.read_parquet(FILE).to_csv('a.csv')",
        ),
        _ if starts(b"TFL3") || bytes.get(4..8) == Some(b"TFL3") => (
            "a TensorFlow Lite model",
            "take the .safetensors of the model",
        ),
        _ if text("version https://git-lfs") => (
            "a pointer of Git LFS, not the file itself",
            "fetch it with git lfs pull, or download it with a browser",
        ),
        _ if text("<!doctype html") || text("<html") => (
            "a web page, not the file itself",
            "download it again; a login may be needed",
        ),
        _ if text("%PDF-") => ("a PDF", "copy the table's text"),
        _ if is_safetensors(bytes) => (
            "a checkpoint (.safetensors)",
            "open it in the lab transformer; from the command line, with lab=transformer and source=file",
        ),
        _ => return None,
    })
}

/// Whether bytes begin as a .safetensors file does, by whatever name.
pub fn is_safetensors(bytes: &[u8]) -> bool {
    let length = bytes.first_chunk().map(|raw| u64::from_le_bytes(*raw));
    let json = bytes.get(8..).is_some_and(|json| json.starts_with(b"{"));
    json && length.is_some_and(|length| (2..=super::safetensors::MAX_HEADER).contains(&length))
}
