#!/usr/bin/env bash
# collector_disk_full.sh: a disk that is full stops a run, and loses nothing of what was there; with room again, all is stored.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/collector.sh"
survey gp "http://127.0.0.1:1/"
rows 1 50 >"$T/first.csv"
rows 1 3000 >"$T/second.csv"
collector import -q gp "$T/first.csv"
collector status >/dev/null
contents "$WS/yousaid.db" >"$T/before"
cp "$WS/yousaid.db" "$T/undisturbed.db"

# No file may grow over so many KiB: what SQLite sees is what it sees on a full disk.
for limit in 150 200 300 500; do
    got=0
    (ulimit -f "$limit" && collector import -q gp "$T/second.csv") 2>"$T/err" || got=$?
    [ "$got" = 74 ] || fail "exit $got and not 74 with $limit KiB: $(cat "$T/err")"
    grep -q "disk" "$T/err" || fail "the disk is not named: $(cat "$T/err")"
    contents "$WS/yousaid.db" | diff "$T/before" - >&2 || fail "the store changed"
    [ "$(sql 'PRAGMA integrity_check')" = ok ] || fail "the store is damaged"
done

collector import -q gp "$T/second.csv"
"$YOUSAID_BIN/yousaid-collector" -C "$WS" status | grep -q "3000 responses, 6000 comments" || fail "not all was stored"
