// The same table in a browser: `node browser.mjs [milliseconds per row] [filter]`; CHROMIUM names the program.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [budget = '1500', filter = ''] = process.argv.slice(2)
const page = `<script type="module">
import { measure, names } from './measure.mjs'
const send = (text) => fetch('/print', { method: 'POST', body: text })
try {
  const files = await Promise.all(names.map(async (n) => (await fetch('target/' + n + '.wasm')).arrayBuffer()))
  await measure(files, ${Number(budget)}, ${JSON.stringify(filter)}, (line) => void send(line))
} catch (error) { await send(String(error.stack)) }
await fetch('/end', { method: 'POST' })
</script>`
const profile = mkdtempSync(join(tmpdir(), 'kernel-bench-'))
let browser
const server = createServer(async (request, response) => {
  // Isolated pages have a clock of 5 microseconds; others, 100.
  const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
  if (request.method === 'POST') {
    let text = ''
    for await (const part of request) text += part
    if (text) console.log(text)
    response.end()
    if (request.url === '/end') { browser.kill(); server.close() }
    return
  }
  try {
    const name = new URL(request.url, 'http://x').pathname
    const type = name.endsWith('.mjs') ? 'text/javascript' : name === '/' ? 'text/html' : 'application/wasm'
    const body = name === '/' ? page : readFileSync(new URL('.' + name, import.meta.url))
    response.writeHead(200, { ...headers, 'Content-Type': type }).end(body)
  } catch { response.writeHead(404).end() }
})
server.listen(0, () => {
  browser = spawn(process.env.CHROMIUM ?? 'chromium', ['--headless', '--no-sandbox', `--user-data-dir=${profile}`, `http://localhost:${server.address().port}/`], { stdio: 'ignore' })
  browser.on('exit', () => { server.close(); server.closeAllConnections(); rmSync(profile, { recursive: true, force: true }) })
})
