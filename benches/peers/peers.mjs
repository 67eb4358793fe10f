// Every peer answers one question: `load(matrix, rows, cols)` gives a function that computes the singular values once.
import eigen from 'eigen'
import { SVD as MlSvd, Matrix as MlMatrix } from 'ml-matrix'
import numeric from 'numeric'
import { SVD as svdJs } from 'svd-js'

/** The WebAssembly modules that `cargo xtask bench peers` builds, by name. */
export const modules = ['rankscope-simd128', 'rankscope-scalar', 'nalgebra-simd128', 'nalgebra-scalar', 'faer-simd128']

/** A build of ours or of a Rust peer: the matrix stays in its memory. */
async function module(bytes) {
  const { instance } = await WebAssembly.instantiate(bytes, {})
  const { memory, room, compute } = instance.exports
  const rooms = new Map()
  const buffer = (name, length) => {
    const key = `${name} ${length}`
    if (!rooms.has(key)) rooms.set(key, room(length))
    return rooms.get(key)
  }
  return (matrix, rows, cols) => {
    const input = buffer('in', matrix.length), count = Math.min(rows, cols), output = buffer('out', count)
    new Float64Array(memory.buffer, input, matrix.length).set(matrix)
    return () => {
      if (compute(input, rows, cols, 1, output) !== 0) throw new Error('no convergence')
      return new Float64Array(memory.buffer, output, count)
    }
  }
}

const nested = (matrix, rows, cols) => Array.from({ length: rows }, (_, i) => Array.from(matrix.subarray(i * cols, (i + 1) * cols)))

/** The JavaScript peers, each by its cheapest way to the values alone; what they ask for is prepared outside the clock. */
const scripts = {
  'ml-matrix': (matrix, rows, cols) => {
    const given = MlMatrix.from1DArray(rows, cols, matrix)
    return () => new MlSvd(given, { computeLeftSingularVectors: false, computeRightSingularVectors: false, autoTranspose: true }).diagonal
  },
  'svd-js': (matrix, rows, cols) => {
    const given = nested(matrix, rows, cols)
    return () => svdJs(given, false, false).q
  },
  // Has no way without vectors.
  numeric: (matrix, rows, cols) => {
    const given = nested(matrix, rows, cols)
    return () => numeric.svd(given).S
  },
  eigen: (matrix, rows, cols) => {
    const given = new eigen.Matrix(nested(matrix, rows, cols))
    eigen.GC.pushException(given)
    const count = Math.min(rows, cols)
    return () => {
      const { sv } = eigen.Decompositions.svd(given, false)
      const values = Array.from({ length: count }, (_, i) => sv.get(i, 0))
      eigen.GC.flush()
      return values
    }
  },
}

/** All peers as [name, load], ours first. @param {ArrayBuffer[]} bytes of `modules`, in order */
export async function peers(bytes) {
  await eigen.ready
  const compiled = await Promise.all(bytes.map(module))
  return [...modules.map((name, i) => [name, compiled[i]]), ...Object.entries(scripts)]
}
