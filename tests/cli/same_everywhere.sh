#!/usr/bin/env bash
# same_everywhere.sh: the example workspace gives the same codings and the same report, byte for byte, in two runs and in the builds of
# the presets that YOUSAID_COMPARE names (contrib/test.sh: dev asan release).
set -euo pipefail

T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
export YOUSAID_NOW=2026-11-01T06:00:00Z

# job BIN WORKSPACE: the whole job from the shipped exports, with the programs in BIN.
job() {
    local bin=$1 ws=$2 source
    cp -R "$YOUSAID_SOURCE/config/example" "$ws"
    for source in "$ws"/sources/*.yaml; do
        source=$(basename "$source" .yaml)
        "$bin/yousaid-collector" -C "$ws" -q import "$source" "$ws/exports/$source".* 2>/dev/null || true
    done
    "$bin/yousaid-analyzer" -C "$ws" -q classify
    [ ! -f "$ws/quotes.csv" ] || "$bin/yousaid-analyzer" -C "$ws" -q quotes import "$ws/quotes.csv"
    "$bin/yousaid-analyzer" -C "$ws" -q report
    sqlite3 -batch "$ws/yousaid.db" 'SELECT * FROM v_coding ORDER BY 1, 2, 4, 7' >"$ws/report/codings"
}

# same WHAT A B
same() {
    diff -r "$2/report" "$3/report" >"$T/diff" 2>&1 || {
        echo "FAILED: $1 differ:" >&2
        head -n 20 "$T/diff" >&2
        exit 1
    }
}

job "$YOUSAID_BIN" "$T/one"
job "$YOUSAID_BIN" "$T/two"
[ "$(wc -l <"$T/one/report/codings")" -gt 3000 ] || { echo "FAILED: hardly anything is coded" >&2; exit 1; }
same "two runs of one build" "$T/one" "$T/two"

# contrib/test.sh names the builds that it has just made; an older one would prove nothing.
for preset in ${YOUSAID_COMPARE:-}; do
    other=$YOUSAID_BIN/../../$preset/bin
    [ "$other" -ef "$YOUSAID_BIN" ] && continue
    job "$other" "$T/$preset"
    same "this build and $preset" "$T/one" "$T/$preset"
    echo "the same as $preset"
done
