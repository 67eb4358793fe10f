// The whole table: numpy, Node, Chromium, one after the other on the same matrices. Called by `cargo xtask bench peers`.
// usage: run.mjs FOLDER MILLISECONDS; FOLDER holds the wasm modules and takes the results.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import { cases, families } from './matrices.mjs'
import { modules, peers } from './peers.mjs'
import { measure } from './table.mjs'

const [folder, milliseconds] = process.argv.slice(2)
const budget = Number(milliseconds)
mkdirSync(folder, { recursive: true })

const rows = []
const note = (host) => (row) => {
  rows.push({ host, ...row })
  const time = row.why || `${row.median.toPrecision(4)} ms (${row.low.toPrecision(3)} to ${row.high.toPrecision(3)}, ${row.runs} runs)`
  console.log(`${host.padEnd(8)} ${`${row.family} ${row.rows}`.padEnd(13)} ${row.peer.padEnd(18)} ${time}, off by ${row.error.toExponential(1)}`)
}

for (const name of ['bits-simd128', 'bits-scalar']) {
  const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, `${name}.wasm`)), {})
  if (!instance.exports.same_bits()) throw new Error(`${name} differs from the native build`)
}

const listed = cases.map(([family, height, width]) => ({ family, rows: height, cols: width, file: `${family}-${height}` }))
writeFileSync(join(folder, 'cases.json'), JSON.stringify(listed))
for (const { family, rows: height, cols, file } of listed) {
  writeFileSync(join(folder, `${file}.f64`), families[family](height, cols, 1))
}

const numpy = execFileSync('python3', [join(import.meta.dirname, 'numpy_peer.py'), folder, milliseconds], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
numpy.trim().split('\n').map((line) => JSON.parse(line)).forEach(note('native'))

const floats = (name) => new Float64Array(new Uint8Array(readFileSync(join(folder, name))).buffer)
const entrants = await peers(modules.map((name) => readFileSync(join(folder, `${name}.wasm`))))
for (const given of listed) measure({ ...given, matrix: floats(`${given.file}.f64`), reference: floats(`${given.file}.values`) }, entrants, budget, note('node'))

await build({ entryPoints: [join(import.meta.dirname, 'page.mjs')], outfile: join(folder, 'page.js'), bundle: true, format: 'esm', platform: 'browser', define: { global: 'globalThis' }, external: ['fs', 'path', 'crypto'], logLevel: 'error' })
const browser = await inChromium(note('chromium'))

const ours = (row) => rows.find((one) => one.host === (row.host === 'native' ? 'chromium' : row.host) && one.family === row.family && one.rows === row.rows && one.peer === 'rankscope-simd128')
const digits = (x) => (Number.isFinite(x) ? x.toPrecision(5) : '')
const csv = rows.map((row) => [row.host, row.family, row.rows, row.cols, row.peer, digits(row.median), digits(row.low), digits(row.high), row.runs, row.error.toExponential(1), digits(row.median / ours(row).median), row.why].join())
writeFileSync(join(folder, 'peers.csv'), `host,family,rows,cols,peer,median_ms,first_quartile_ms,third_quartile_ms,runs,error_over_sigma_1,times_rankscope_simd128,why_not\n${csv.join('\n')}\n`)

async function inChromium(print) {
  // Isolated pages have a clock of 5 microseconds; others, of 100.
  const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
  const server = createServer((request, response) => {
    const name = new URL(request.url, 'http://x').pathname.slice(1)
    const type = name.endsWith('.js') ? 'text/javascript' : name === '' ? 'text/html' : 'application/octet-stream'
    try {
      const body = name === '' ? '<!doctype html><title>peers</title>' : readFileSync(join(folder, name))
      response.writeHead(200, { ...headers, 'Content-Type': type }).end(body)
    } catch {
      response.writeHead(404, headers).end()
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  const browser = await chromium.launch({ executablePath: process.env.CHROME, args: flags })
  try {
    const page = await browser.newPage()
    page.setDefaultTimeout(0)
    await page.exposeFunction('note', (text) => print(JSON.parse(text, (_, value) => (value === 'Infinity' ? Infinity : value))))
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    await page.evaluate(([list, ms]) => import('/page.js').then(({ run }) => run(list, ms)), [listed, budget])
    return `Chromium ${browser.version()}`
  } finally {
    await browser.close()
    server.close()
  }
}

// What the page's own measurement (`?bench`) compares a visitor's device with.
const inBrowser = (n, peer) => rows.find((row) => row.host === 'chromium' && row.family === 'softmax' && row.rows === n && row.peer === peer)?.median
const scripted = (n) => ['ml-matrix', 'svd-js', 'numeric', 'eigen'].map((name) => [inBrowser(n, name), name]).filter(([ms]) => ms > 0).sort((a, b) => a[0] - b[0])[0]
const sizes = [32, 64, 128, 256].map((n) => {
  const [script, scriptName] = scripted(n)
  return { n, simd128: inBrowser(n, 'rankscope-simd128'), scalar: inBrowser(n, 'rankscope-scalar'), script, scriptName }
})
writeFileSync(join(folder, 'speed.json'), `${JSON.stringify({ machine: process.env.MACHINE, browser, sizes }, null, 2)}\n`)
