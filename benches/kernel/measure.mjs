// The ratio table: `node measure.mjs [milliseconds per row] [filter]`, or in a page through browser.mjs.
import { families } from './matrices.mjs'
import { candidate, race } from './candidates.mjs'

export const names = ['kernel-scalar', 'kernel-simd128', 'nalgebra-scalar', 'nalgebra-simd128']

const cases = [
  ...[8, 16, 24, 32, 64, 128, 256, 512].map((n) => ['softmax', n, n, 1]),
  ...['causal', 'gaussian', 'rank3', 'graded', 'huge'].flatMap((f) => [64, 256].map((n) => [f, n, n, 1])),
  ['gaussian', 256, 64, 1], ['gaussian', 64, 256, 1], ['gaussian', 768, 64, 1], ['gaussian', 192, 128, 1],
  ['softmax', 24, 24, 72], ['softmax', 64, 64, 144],
]

export async function measure(files, budget, filter, print) {
  const all = await Promise.all(files.map(candidate))
  print('family rows cols stack | ms: ' + names.join(' ') + ' | nalgebra/kernel scalar simd128 | max |dσ|/σ1, same bits')
  for (const [family, rows, cols, count] of cases) {
    if (filter && !`${family} ${rows} ${cols} ${count}`.match(filter)) continue
    const matrices = Array.from({ length: count }, (_, i) => families[family](rows, cols, i + 1))
    const runs = all.map((c) => c.load(matrices, rows, cols))
    const answers = runs.map((run) => Float64Array.from(run()))
    const same = answers[0].every((x, i) => Object.is(x, answers[1][i]))
    const apart = answers[0].reduce((worst, x, i) => {
      const top = answers[0][i - (i % Math.min(rows, cols))]
      return Math.max(worst, Math.abs(x - answers[2][i]) / top)
    }, 0)
    const ms = race(runs, budget)
    print([family.padEnd(8), `${rows}`.padStart(4), `${cols}`.padStart(4), `${count}`.padStart(3), '|',
      ...ms.map((t) => t.toFixed(4).padStart(9)), '|', (ms[2] / ms[0]).toFixed(2), (ms[3] / ms[1]).toFixed(2),
      '|', apart.toExponential(1), same].join(' '))
  }
}

if (globalThis.process) {
  const { readFileSync } = await import('node:fs')
  const { gzipSync } = await import('node:zlib')
  const read = (name) => readFileSync(new URL(`target/${name}.wasm`, import.meta.url))
  const weight = (name) => gzipSync(read(name), { level: 9 }).length
  for (const name of names) console.log(name, weight(name) - weight('empty'), 'bytes gzipped beside an empty module')
  for (const name of ['bits-scalar', 'bits-simd128']) {
    const { instance } = await WebAssembly.instantiate(read(name), {})
    console.log(name, instance.exports.same_bits() ? 'gives the bits of the native build' : 'DIFFERS from the native build')
  }
  await measure(names.map(read), Number(process.argv[2] ?? 1500), process.argv[3], console.log)
}
