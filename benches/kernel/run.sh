#!/usr/bin/env bash
# Builds the four candidates into target/ and times them in Node: ./run.sh [milliseconds per row] [filter]
set -eu
cd "$(dirname "$0")"
build() { # name, rustc flags, cargo flags
  RUSTFLAGS="-C strip=symbols $2" cargo build --quiet --release --lib --target wasm32-unknown-unknown --target-dir "target/$1" $3
  cp "target/$1/wasm32-unknown-unknown/release/kernel_bench.wasm" "target/$1.wasm"
  # Binaryen, where it is installed, folds address offsets.
  case "$1" in *simd128) simd=--enable-simd ;; *) simd=--disable-simd ;; esac
  if command -v wasm-opt >/dev/null; then
    wasm-opt -O3 --low-memory-unused --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
      --enable-mutable-globals $simd --strip-producers "target/$1.wasm" -o "target/$1.wasm"
  fi
}
wide="-C target-feature=+simd128"
build empty "" "--features empty"
build kernel-scalar "" ""
build kernel-simd128 "$wide" ""
build nalgebra-scalar "" "--features nalgebra"
build nalgebra-simd128 "$wide" "--features nalgebra"
build bits-scalar "" "--features fingerprint"
build bits-simd128 "$wide" "--features fingerprint"
node measure.mjs "$@"
