#!/usr/bin/env bash
# collector_kill.sh: a run that is killed at any moment leaves the store as it was; the next one makes it equal to that of an undisturbed run.
# KILL_SEED and KILL_ROUNDS repeat or lengthen it.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/collector.sh"
RANDOM=${KILL_SEED:-$((RANDOM * 7 + $$ % 1000))}
seed=$RANDOM
RANDOM=$seed
echo "KILL_SEED=$seed"
nginx_start "$T/www"
survey gp "$NGINX_URL/gp.csv"

# Two states of the export: the second changes every seventh response and brings more; both are in the store of the undisturbed runs.
rows 1 1500 >"$T/one.csv"
rows 1 1800 | sed '/^R[0-9]*7,/s/was kind/was lovely/' >"$T/two.csv"
touch -d 2026-01-01 "$T/one.csv"
touch -d 2026-01-02 "$T/two.csv"

serve() { cp -p "$1" "$T/www/gp.csv"; }

serve "$T/one.csv"
collector run -q gp
cp "$WS/yousaid.db" "$T/one.db"
serve "$T/two.csv"
start=$(date +%s%N)
collector run -q gp
length=$((($(date +%s%N) - start) / 1000))
dump "$WS/yousaid.db" >"$T/undisturbed"
dump "$T/one.db" >"$T/one.dump"

cut=0
for round in $(seq "${KILL_ROUNDS:-25}"); do
    rm -f "$WS"/yousaid.db*
    cp "$T/one.db" "$WS/yousaid.db"
    signal=$([ $((round % 3)) = 0 ] && echo TERM || echo KILL)
    moment=$((RANDOM * length / 32768))
    "$YOUSAID_BIN/yousaid-collector" -C "$WS" run -q gp &
    pid=$!
    sleep "$(printf '0.%06d' "$moment")"
    if kill -s "$signal" "$pid" 2>/dev/null; then cut=$((cut + 1)); fi
    wait "$pid" 2>/dev/null || true
    [ "$(sql 'PRAGMA integrity_check')" = ok ] || fail "round $round: the store is damaged"
    dump "$WS/yousaid.db" >"$T/now"
    cmp -s "$T/now" "$T/one.dump" || cmp -s "$T/now" "$T/undisturbed" ||
        fail "round $round ($signal after $moment us of $length): the store is neither as before nor as after"
    if cmp -s "$T/now" "$T/one.dump"; then collector run -q gp; fi
    dump "$WS/yousaid.db" | diff "$T/undisturbed" - >&2 ||
        fail "round $round ($signal after $moment us of $length): the store differs from that of an undisturbed run"
done
echo "$cut of ${KILL_ROUNDS:-25} runs were cut off"
[ "$cut" -gt 0 ] || fail "no run was cut off: the test tested nothing"
