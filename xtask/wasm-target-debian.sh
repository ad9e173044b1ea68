#!/usr/bin/env bash
# For a Debian machine that can't reach rustup's host: Debian's own Rust learns to build for wasm32-unknown-unknown.
# Afterwards RUSTUP_TOOLCHAIN=debian builds with it. Needs root.
set -euo pipefail
target=wasm32-unknown-unknown
apt-get update
apt-get install -y --no-install-recommends rustc-web cargo-web rust-web-src
sysroot=$(/usr/bin/rustc --print sysroot)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT
mkdir "$build/src"
echo '#![no_std]' >"$build/src/lib.rs"
printf '[package]\nname = "std-for-wasm"\nversion = "0.0.0"\nedition = "2024"\n' >"$build/Cargo.toml"
# Without bitcode inside, the library can't be linked into a build with link-time optimisation.
(
  cd "$build"
  PATH=/usr/bin:$PATH RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=$build/target \
    /usr/bin/cargo build --release --target "$target" -Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test
)
library=$sysroot/lib/rustlib/$target/lib
rm -rf "$library"
mkdir -p "$library"
find "$build/target/$target/release/deps" -name '*.rlib' ! -name 'libstd_for_wasm*' -exec cp {} "$library/" \;
if command -v rustup >/dev/null; then
  host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  linker=$(rustup run stable rustc --print sysroot)/lib/rustlib/$host/bin/rust-lld
  if [ -x "$linker" ]; then
    mkdir -p "$sysroot/lib/rustlib/$host/bin"
    ln -sf "$linker" "$sysroot/lib/rustlib/$host/bin/rust-lld"
  fi
  rustup toolchain link debian /usr
fi
