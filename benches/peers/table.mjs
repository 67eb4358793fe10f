// The measurement itself, the same in Node and in a page: check every peer, then time those that are right.

/** Errors above this, relative to σ₁, disqualify. */
const TOLERANCE = 1e-10
/** A peer slower than this share of a row's time runs three times only. */
const SLOW = 0.05

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]

function once(run) {
  const start = performance.now()
  run()
  return performance.now() - start
}

/** Times functions in turn, so that a disturbance meets all alike. @returns {number[][]} sorted milliseconds of each */
function race(runs, budget) {
  const first = runs.map((run) => { run(); return once(run) })
  // Clocks of browsers are coarse: at least half a millisecond between two looks at one.
  const inner = first.map((ms) => Math.max(1, Math.ceil(0.5 / Math.max(ms, 1e-3))))
  const times = runs.map(() => [])
  const end = performance.now() + budget
  for (let round = 0; round < 9 || (performance.now() < end && round < 300); round++) {
    runs.forEach((run, i) => {
      if (round >= 3 && first[i] > SLOW * budget) return
      times[i].push(once(() => { for (let k = 0; k < inner[i]; k++) run() }) / inner[i])
    })
  }
  return times.map((list) => list.sort((a, b) => a - b))
}

/** The largest |σ − reference| / σ₁; some peers do not sort. */
function apart(values, reference) {
  const sorted = Float64Array.from(values).sort().reverse()
  if (sorted.length !== reference.length) return Infinity
  const worst = Math.max(...reference.map((s, i) => Math.abs(s - sorted[i])))
  return Number.isFinite(worst) ? worst / reference[0] : Infinity
}

/** Peers that threw, and what they said: their memory is not to be trusted afterwards. */
const failed = new Map()

/**
 * One row of the table per peer.
 * @param {{ family: string, rows: number, cols: number, matrix: Float64Array, reference: Float64Array }} given
 */
export function measure(given, peers, budget, print) {
  const { family, rows, cols, matrix, reference } = given
  const entrants = []
  for (const [name, load] of peers) {
    let error = Infinity, why = failed.get(name) ?? ''
    if (!why) try {
      const run = load(matrix, rows, cols)
      error = apart(run(), reference)
      if (error <= TOLERANCE) entrants.push({ name, run, error })
      else why = 'wrong'
    } catch (failure) {
      why = `fails at n = ${rows}: ${failure.message ?? failure}`.replaceAll(/[",\n]/g, ' ')
      failed.set(name, why)
    }
    if (why) print({ family, rows, cols, peer: name, median: NaN, low: NaN, high: NaN, runs: 0, error, why })
  }
  race(entrants.map(({ run }) => run), budget).forEach((times, i) => {
    const { name, error } = entrants[i]
    const [median, low, high] = [0.5, 0.25, 0.75].map((q) => quantile(times, q))
    print({ family, rows, cols, peer: name, median, low, high, runs: times.length, error, why: '' })
  })
}
