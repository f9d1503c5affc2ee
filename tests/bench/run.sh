#!/usr/bin/env bash
# run.sh: all measurements of docs/performance.md, about fifteen minutes on an idle machine.
# usage: tests/bench/run.sh [BUILD_FOLDER] (default build/release; configure with the release preset and build the target `bench` first)
set -eu
cd "$(dirname "$0")/../.."
bin=${1:-build/release}/bin
run() { # run ENGINES PATTERNS COMMENTS [THREADS [LENGTH]]
    BENCH_ENGINES=$1 "$bin/bench_matcher" "${@:2}"
    echo
}
echo "== peers, one core"
BENCH_CPU=1 run index,scan,jit,interpreter,vectorscan 1000 1000000
BENCH_CPU=1 run index,scan,jit,vectorscan 5000 400000
tests/bench/peers.py "$bin/bench_corpus" 1000
echo "== patterns"
for patterns in 10 100; do
    BENCH_CPU=1 run index,scan,jit,vectorscan "$patterns" 100000
done
echo "== length of a comment, bytes"
for length in 50 100 400 800; do
    BENCH_CPU=1 run index,jit 1000 100000 1 "$length"
done
echo "== comments"
for comments in 10000 100000 1000000 10000000; do
    BENCH_ROUNDS=1 BENCH_CPU=1 run index 1000 "$comments"
done
echo "== threads"
for threads in 1 2; do
    run index,scan 1000 200000 "$threads"
done
echo "== into the store"
for comments in 200000 1000000; do
    BENCH_ROUNDS=5 "$bin/bench_classify" 1000 "$comments" 2
done
echo "== until all shipped rulesets are ready, seconds of processor time"
for _ in 1 2 3 4 5; do
    (TIMEFORMAT=%U && time "$bin/yousaid-analyzer" stream -j1 non-answers themes integrated-care groups tone </dev/null)
done
