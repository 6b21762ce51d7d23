#!/usr/bin/env bash
# tests/crash/run.sh [failpoints [KILLS] | mutants [KILLS]]: LONGSHORE_SEED repeats an order, LONGSHORE_TALLY=FILE adds a sound run's kills to a tally.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
what=${1:-failpoints}
program=$root/build/crash/bin/crash_failpoints
[[ $what == failpoints || $what == mutants ]] || { echo "crash: targets: failpoints mutants; usage: ./dev crash [TARGET [KILLS]]" >&2; exit 2; }
arguments=(--kills "${2:-100}" ${LONGSHORE_SEED:+--seed "$LONGSHORE_SEED"} ${LONGSHORE_TALLY:+--tally "$LONGSHORE_TALLY"})
# First the spool by itself: every commit that it confirmed is there after a kill at any of its places.
if [[ $what == failpoints ]]; then "$root/build/crash/bin/unit_spool" --gtest_filter='*CrashAt*' --gtest_brief=1; else arguments+=(--mutants); fi
exec "$program" "${arguments[@]}"
