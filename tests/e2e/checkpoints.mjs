// Checkpoints that are made in the page, so that nothing large crosses into it, and dropped on it.

/**
 * Drops files: each has a name and either `text` or a BERT of `layers`, `hidden`, `ballast` (bytes of a tensor that is passed over)
 * and `spoilt` (a NaN in the last matrix). `index` and shards are told by `from` and `to`, the layers of the file.
 */
export async function dropMade(page, files) {
  const transfer = await page.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const { name, text, hidden = 64, from = 0, to = 2, ballast = 0, spoilt = false } of files) {
      if (text !== undefined) {
        transfer.items.add(new File([text], name));
        continue;
      }
      const header = {};
      const parts = [];
      let end = 0;
      let state = 1;
      const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648 - 0.5;
      if (ballast > 0) {
        const part = new Blob([new Uint8Array(1 << 25)]);
        for (let bytes = 0; bytes < ballast; bytes += part.size) parts.push(part);
        end = parts.length * part.size;
        header.ballast = { dtype: "U8", shape: [end], data_offsets: [0, end] };
      }
      for (let layer = from; layer < to; layer++) {
        for (const [tensor, rows, cols] of [
          ["attention.self.query", hidden, hidden],
          ["attention.self.key", hidden, hidden],
          ["attention.self.value", hidden, hidden],
          ["attention.output.dense", hidden, hidden],
          ["intermediate.dense", 4 * hidden, hidden],
          ["output.dense", hidden, 4 * hidden],
        ]) {
          const numbers = Float32Array.from({ length: rows * cols }, random);
          if (spoilt && layer === to - 1 && tensor === "output.dense") numbers[7] = NaN;
          parts.push(numbers);
          header[`encoder.layer.${layer}.${tensor}.weight`] = { dtype: "F32", shape: [rows, cols], data_offsets: [end, (end += numbers.byteLength)] };
        }
      }
      const json = new TextEncoder().encode(JSON.stringify(header));
      const length = new BigUint64Array([BigInt(json.length)]);
      transfer.items.add(new File([length, json, ...parts], name));
    }
    return transfer;
  }, files);
  for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("main", type, { dataTransfer: transfer });
}

/** The index of shards: which file holds which layers. */
export function indexOf(shards) {
  const map = {};
  for (const { name, from, to } of shards) {
    for (let layer = from; layer < to; layer++) {
      for (const tensor of ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense"]) {
        map[`encoder.layer.${layer}.${tensor}.weight`] = name;
      }
    }
  }
  return JSON.stringify({ weight_map: map });
}
