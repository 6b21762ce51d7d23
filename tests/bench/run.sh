#!/usr/bin/env bash
# tests/bench/run.sh [WHAT [ARGUMENT...]]: prints the table of one benchmark; --json FILE writes it as JSON too.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
what=${1:-parsers}
shift || true
program=$root/build/release/bin/bench_$what
[[ -x $program ]] || { echo "bench: targets: parsers maps start" >&2; exit 2; }
exec "$program" "$@"
