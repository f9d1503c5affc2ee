#!/usr/bin/env bash
# collector_run.sh: a run stores each response once; a second changes nothing; what changed is found; cron is served.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/collector.sh"
nginx_start "$T/www"
survey gp "$NGINX_URL/gp.csv"
rows 1 200 >"$T/www/gp.csv"
touch -d 2025-01-01 "$T/www/gp.csv"

expect 0 "" collector status
said "gp: never collected (due)"
expect 0 "" collector run
said "gp: 200 records: 200 new, 0 changed, 0 unchanged, 0 rejected, 0 skipped"
[ "$(sql 'SELECT COUNT(*) FROM comment')" = 400 ] || fail "comments are missing"
[ "$(sql "SELECT COUNT(*) FROM comment WHERE text LIKE '%07700%'")" = 0 ] || fail "a telephone number was stored"
[ "$(sql "SELECT COUNT(*) FROM response WHERE place = 'Northport'")" = 66 ] || fail "postcodes do not decide the place"
if strings "$WS/yousaid.db"* | grep -E 'NP[0-9] 1AA|07700 900'; then fail "the file holds what must not be stored"; fi

# Unchanged: one request, answered 304, and not a row is touched.
contents "$WS/yousaid.db" >"$T/before"
expect 0 "" collector run gp
said "gp: not modified"
[ "$(nginx_requests 304)" = 1 ] || fail "the second request was not conditional"
contents "$WS/yousaid.db" | diff "$T/before" - || fail "a run without news changed the store"

# The same bytes with new validators.
touch -d 2026-01-01 "$T/www/gp.csv"
expect 0 "" collector run gp
said "not modified"
[ "$(sql "SELECT COUNT(*) FROM payload")" = 1 ] || fail "the same bytes were stored as another payload"

# --force reads all again and finds nothing new.
expect 0 "" collector run --force
said "0 new, 0 changed, 200 unchanged"

# One changed, ten more.
rows 1 210 | sed 's/number 7, was kind/number 7, was lovely/' >"$T/www/gp.csv"
expect 0 "" collector run gp
said "gp: 210 records: 10 new, 1 changed, 199 unchanged, 0 rejected"
[ "$(sql "SELECT COUNT(*) FROM response WHERE changed_run_id IS NOT NULL AND earlier_sha256 IS NOT NULL")" = 1 ] ||
    fail "a change is not marked"

# Due or not.
expect 0 "" collector run -v
said "gp: not due"
said "no source is due"
expect 0 "" collector run -q
[ ! -s "$T/out" ] || fail "-q tells cron that nothing is due"
YOUSAID_NOW=2026-06-02T05:00:00Z expect 0 "" collector run
said "gp: not modified"
expect 0 "" collector run -q gp
[ ! -s "$T/out" ] || fail "-q is not quiet"
expect 0 "" collector run --json gp
said '"outcome":"not modified"'
expect 0 "" collector status
said "210 responses, 420 comments"
said "gp: gp (not due)"
expect 0 "" collector sources
said "gp.csv"
expect 64 "did you mean 'gp'" collector run gpp

# A file stands in for the address.
rows 201 220 >"$T/more.csv"
expect 0 "" collector import gp "$T/more.csv"
said "gp: 20 records: 10 new, 0 changed, 10 unchanged"
expect 64 "source gp: $T/none.csv: cannot be opened" collector import gp "$T/none.csv"
[ "$(sql "SELECT error FROM run ORDER BY id DESC LIMIT 1")" = "none.csv: cannot be opened: No such file or directory" ] ||
    fail "the log of runs says: $(sql "SELECT error FROM run ORDER BY id DESC LIMIT 1")"
expect 64 "source gp: $T: is a folder, not a file: name the file" collector import gp "$T"

# status tells of all sources, or of those that are named.
survey other "$NGINX_URL/other.csv"
expect 0 "" collector status
said "gp: "
said "other: never collected"
expect 0 "" collector status other
said "other: never collected"
if grep -q "^gp: " "$T/out"; then fail "status tells of a source that was not named"; fi
expect 0 "" collector status gp
said "  220 responses, 440 comments, 0 rejected rows kept, 0 withdrawn"
if grep -q "^other: " "$T/out"; then fail "status tells of a source that was not named"; fi
expect 64 "there is no source 'othr' in" collector status othr
rm "$WS/sources/other.yaml"

# Another mapping reads the same payload again.
sed -i 's/polarity: good/polarity: open/' "$WS/sources/gp.yaml"
expect 0 "" collector run gp
said "0 new, 0 changed, 210 unchanged"
[ "$(sql "SELECT polarity FROM question WHERE text = 'What was good?'")" = open ] || fail "the polarity is the old one"

# Other id columns would store every response twice.
contents "$WS/yousaid.db" >"$T/before"
sed -i 's/id: Respondent ID/id: {columns: [Respondent ID, Ended]}/' "$WS/sources/gp.yaml"
expect 78 "stored twice" collector run gp
contents "$WS/yousaid.db" | diff "$T/before" - || fail "a refused run changed the store"
