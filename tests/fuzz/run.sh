#!/usr/bin/env bash
# tests/fuzz/run.sh TARGET SECONDS: one libFuzzer target on its seeds (LONGSHORE_FUZZ_SEED repeats a run); exits non-zero on a finding, which stays in build/fuzz/findings.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
targets=$(cd "$here" && ls ./*.cc | sed 's|^./||; s|\.cc$||' | paste -sd' ')
target=${1:-}
seconds=${2:-}
program=$root/build/fuzz/bin/fuzz_$target
[[ " $targets " == *" $target "* && $seconds =~ ^[0-9]+$ ]] || { echo "fuzz: targets: $targets; usage: ./dev fuzz TARGET SECONDS" >&2; exit 2; }
[[ -x $program ]] || { echo "fuzz: $program is not built" >&2; exit 1; }
corpus=$root/build/fuzz/corpus/$target
mkdir -p "$corpus" "$root/build/fuzz/findings"
seeds=()
[[ ! -d $here/seeds/$target ]] || seeds+=("$here/seeds/$target")
[[ $target != reader && $target != split && $target != round_trip ]] || while IFS= read -r folder; do seeds+=("$folder"); done < <(find "$root/partners/examples/samples" -mindepth 1 -type d)
[[ $target != yaml ]] || seeds+=("$root/partners/examples" "$root/partners/templates")
exec "$program" -max_total_time="$seconds" ${LONGSHORE_FUZZ_SEED:+-seed="$LONGSHORE_FUZZ_SEED"} -timeout=30 -rss_limit_mb=1024 -max_len=16384 -print_final_stats=1 \
  -artifact_prefix="$root/build/fuzz/findings/$target-" "$corpus" "${seeds[@]}"
