#!/usr/bin/env bash
# collector_kill.sh: a run that is killed at any moment leaves the store as it was; the next one makes it equal to that of an undisturbed run.
# KILL_SEED and KILL_ROUNDS repeat or lengthen it.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/collector.sh"
seed=${KILL_SEED:-$RANDOM}
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
cp "$WS/yousaid.db" "$T/again.db"
rm -f "$WS"/yousaid.db*
collector run -q gp
dump "$WS/yousaid.db" >"$T/undisturbed.new"
rm -f "$WS"/yousaid.db*
cp "$T/again.db" "$WS/yousaid.db"
start=$(date +%s%N)
collector run -q gp
length=$((($(date +%s%N) - start) / 1000))
dump "$WS/yousaid.db" >"$T/undisturbed"
dump "$T/one.db" >"$T/before"
# A store that is being made: no tables yet, or all of them and nothing in them but the one row of `passed`.
: >"$T/nothing.db"
dump "$T/nothing.db" >"$T/before.new"

# state: the dump of the store, or of an empty one where there is none.
state() { if [ -e "$WS/yousaid.db" ]; then dump "$WS/yousaid.db"; else dump "$T/nothing.db"; fi; }

cut=0
for round in $(seq "${KILL_ROUNDS:-25}"); do
    rm -f "$WS"/yousaid.db*
    new=
    if [ $((round % 4)) = 0 ]; then new=.new; else cp "$T/one.db" "$WS/yousaid.db"; fi
    signal=$([ $((round % 3)) = 0 ] && echo TERM || echo KILL)
    moment=$((RANDOM * length / 26000)) # and a little past the end
    what="round $round ($signal after $moment us of $length, store${new:-.old})"
    "$YOUSAID_BIN/yousaid-collector" -C "$WS" run -q gp &
    pid=$!
    sleep "$(printf '0.%06d' "$moment")"
    kill -s "$signal" "$pid" 2>/dev/null || true
    code=0
    wait "$pid" 2>/dev/null || code=$?
    [ "$code" = 0 ] || cut=$((cut + 1))
    state >"$T/now"
    if ! cmp -s "$T/now" "$T/undisturbed$new"; then
        cmp -s "$T/now" "$T/before$new" || { [ -n "$new" ] && ! grep '^INSERT' "$T/now" | grep -qv '^INSERT INTO passed '; } ||
            fail "$what: the store is neither as before nor as after"
        collector run -q gp
    fi
    [ "$(sql 'PRAGMA integrity_check')" = ok ] || fail "$what: the store is damaged"
    dump "$WS/yousaid.db" | diff "$T/undisturbed$new" - >&2 ||
        fail "$what: the store differs from that of an undisturbed run"
done
echo "$cut of ${KILL_ROUNDS:-25} runs were cut off"
[ "$cut" -gt 0 ] || fail "no run was cut off: the test tested nothing"
