// Test matrices, the same for every candidate: seeded, from nothing but arithmetic and Math.

export function random(seed) {
  let a = (seed * 2654435761) >>> 0 || 1
  const uniform = () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()) }
}

const gaussian = (m, n, seed) => Float64Array.from({ length: m * n }, random(seed).normal)

function attention(m, n, seed, causal) {
  const d = Math.min(64, Math.max(8, n >> 2))
  const q = gaussian(m, d, seed), k = gaussian(n, d, seed + 1000)
  const a = new Float64Array(m * n)
  for (let i = 0; i < m; i++) {
    const end = causal ? Math.min(i + 1, n) : n
    let sum = 0
    for (let j = 0; j < end; j++) {
      let s = 0
      for (let l = 0; l < d; l++) s += q[i * d + l] * k[j * d + l]
      sum += a[i * n + j] = Math.exp(s / Math.sqrt(d))
    }
    for (let j = 0; j < end; j++) a[i * n + j] /= sum
  }
  return a
}

function low_rank(m, n, seed, r) {
  const x = gaussian(m, r, seed), y = gaussian(n, r, seed + 1000)
  return Float64Array.from({ length: m * n }, (_, p) => {
    let s = 0
    for (let l = 0; l < r; l++) s += x[Math.floor(p / n) * r + l] * y[(p % n) * r + l]
    return s
  })
}

export const families = {
  softmax: (m, n, seed) => attention(m, n, seed, false),
  causal: (m, n, seed) => attention(m, n, seed, true),
  gaussian,
  rank3: (m, n, seed) => low_rank(m, n, seed, 3),
  graded: (m, n, seed) => gaussian(m, n, seed).map((x, p) => x * 10 ** ((-16 * Math.floor(p / n)) / m)),
  huge: (m, n, seed) => gaussian(m, n, seed).map((x) => x * 1e100),
}

/** What is measured: [family, rows, cols]. Small ones first: a peer whose memory fails is not asked again. */
export const cases = [
  ...[16, 32, 64].map((n) => ['softmax', n, n]),
  ...['gaussian', 'graded', 'rank3'].map((family) => [family, 64, 64]),
  ...[128, 256, 512].map((n) => ['softmax', n, n]),
  ...['gaussian', 'graded', 'rank3'].map((family) => [family, 256, 256]),
]
