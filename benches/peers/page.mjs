// The browser's half of run.mjs.
import { modules, peers } from './peers.mjs'
import { measure } from './table.mjs'

const bytes = async (name) => (await fetch(name)).arrayBuffer()
const floats = async (name) => new Float64Array(await bytes(name))

export async function run(cases, budget) {
  const entrants = await peers(await Promise.all(modules.map((name) => bytes(`${name}.wasm`))))
  for (const given of cases) {
    const [matrix, reference] = await Promise.all([floats(`${given.file}.f64`), floats(`${given.file}.values`)])
    const rows = []
    measure({ ...given, matrix, reference }, entrants, budget, (row) => rows.push(row))
    for (const row of rows) await globalThis.note(JSON.stringify(row, (_, value) => (value === Infinity ? 'Infinity' : value)))
  }
}
