"""Checkpoints as files, written here: the tests need no library of the format that they test."""

import json

NAMES = {"float64": "F64", "float32": "F32", "float16": "F16", "bfloat16": "BF16", "int8": "I8", "int32": "I32", "float8_e4m3fn": "F8_E4M3"}


def safetensors(path, tensors):
    """Writes arrays by name."""
    header, end = {}, 0
    for name, array in tensors.items():
        header[name] = {"dtype": NAMES[array.dtype.name], "shape": array.shape, "data_offsets": [end, end + array.nbytes]}
        end += array.nbytes
    text = json.dumps(header).encode()
    path.write_bytes(b"".join([len(text).to_bytes(8, "little"), text, *(array.tobytes() for array in tensors.values())]))
    return path


def sharded(folder, tensors, shards):
    """Writes arrays to shards with their index, one after the other; answers its path."""
    folder.mkdir(exist_ok=True)
    files = [f"model-{i + 1:05}-of-{shards:05}.safetensors" for i in range(shards)]
    parts = [dict(list(tensors.items())[i::shards]) for i in range(shards)]
    for file, part in zip(files, parts):
        safetensors(folder / file, part)
    index = folder / "model.safetensors.index.json"
    names = {name: file for file, part in zip(files, parts) for name in part}
    index.write_text(json.dumps({"metadata": {}, "weight_map": names}))
    return index
