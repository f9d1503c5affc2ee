#!/usr/bin/env bash
# collector_failures.sh: what goes wrong has a sentence and an exit code, leaves the store alone, and stops no other source.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/collector.sh"
nginx_start "$T/www"
survey gp "$NGINX_URL/gp.csv"
rows 1 50 >"$T/www/gp.csv"
touch -d 2026-01-01 "$T/www/gp.csv" # nginx makes its ETag of size and second: nothing below may look like this file
collector run -q
contents "$WS/yousaid.db" >"$T/before"
cp "$T/www/gp.csv" "$T/good.csv"

# untouched: the store holds what it held.
untouched() {
    contents "$WS/yousaid.db" | diff "$T/before" - >&2 || fail "the store changed: $*"
    [ "$(sql 'PRAGMA integrity_check')" = ok ] || fail "the store is damaged: $*"
    [ "$(sql "SELECT outcome FROM run ORDER BY id DESC LIMIT 1")" = failed ] || fail "the run log does not say so: $*"
}

# a login page, with 200
echo '<!DOCTYPE html><html><title>Sign in</title></html>' >"$T/www/gp.csv"
expect 65 "source gp: the answer is a web page and not an export" collector run gp
untouched "login page"

# nothing, a header alone, a header cut off
: >"$T/www/gp.csv"
expect 65 "the export is empty" collector run gp
untouched "empty"
rows 1 0 >"$T/www/gp.csv"
expect 65 "the export has no records" collector run gp
untouched "header alone"
head -c 17 "$T/good.csv" >"$T/www/gp.csv"
expect 65 "the export has no column" collector run gp
untouched "header cut off"

# cut off inside a quoted cell
head -c "$(grep -abo '"The nurse, number 20,' "$T/good.csv" | cut -d: -f1)" "$T/good.csv" >"$T/www/gp.csv"
printf '"The nurse' >>"$T/www/gp.csv"
expect 65 "line " collector run gp
untouched "cut off inside quotes"

# a mapped column that vanished; the nearest is named
sed 's/What could be better?/What could we do better?/' "$T/good.csv" >"$T/www/gp.csv"
expect 65 "no column 'What could be better?'; the nearest is 'What could we do better?'" collector run gp
untouched "vanished column"

sed 's/What could be better?/Comments/' "$T/good.csv" >"$T/www/gp.csv"
expect 65 "no column 'What could be better?'; it has 'Respondent ID', 'Ended', 'What was good?', 'Comments', 'Age'" collector run gp
untouched "vanished column, nothing near"

# no row can be read: the date has another form now; the next run tries again, and status tells
sed 's#/2026 10:#.2026 at 10:#' "$T/good.csv" >"$T/www/gp.csv"
for _ in 1 2; do
    expect 65 "source gp: no row of the export could be read (50 rejected), so nothing was stored; row 2: " collector run gp
    grep -qF "is no date of the form %d/%m/%Y %H:%M; mend the source file or the export (yousaid-collector preview gp shows the rows) and run again" "$T/err" ||
        fail "the reason and what to do are not said: $(cat "$T/err")"
    untouched "every row rejected"
done
expect 0 "" collector status
said "failed: no row of the export could be read (50 rejected), so nothing was stored; row 2: a reason that is not kept here; mend"
[ "$(sql "SELECT COUNT(*) FROM run WHERE error LIKE '%no date of the form%'")" = 0 ] || fail "the log of runs quotes a cell"
expect 0 "" collector preview gp
said "would be rejected"
expect 65 "preview gp FILE shows the rows" collector import gp "$T/www/gp.csv"
untouched "every row of a file rejected"
# one that can is enough
{ rows 1 1; tail -n +4 "$T/www/gp.csv"; } >"$T/mixed.csv"
cp "$WS/yousaid.db" "$T/kept.db"
expect 0 "" collector import gp "$T/mixed.csv"
said "1 unchanged, 49 rejected"
cp "$T/kept.db" "$WS/yousaid.db"
rm -f "$WS/yousaid.db-wal" "$WS/yousaid.db-shm"

# an encoding that was not declared, an Excel file
sed 's/kind/k\xefnd/' "$T/good.csv" >"$T/www/gp.csv"
expect 65 "the export is not UTF-8, probably windows-1252" collector run gp
untouched "encoding"
printf 'PK\003\004 xlsx' >"$T/www/gp.csv"
expect 65 "save it as" collector run gp
untouched "Excel"

# not there, nobody there, no such name
rm "$T/www/gp.csv"
expect 78 "HTTP 404: there is nothing at this address" collector run gp
untouched "404"
survey gp "http://127.0.0.1:1/gp.csv?key=verysecret"
expect 75 "the server cannot be reached" collector run gp
untouched "unreachable"
grep -q verysecret "$T/err" && fail "the key is shown"
survey gp "http://nosuchhost.invalid/gp.csv"
expect 75 "name is not known" collector run gp
untouched "no such host"

survey gp "$NGINX_TLS_URL/gp.csv"
expect 78 "certificate does not hold" collector run gp
untouched "certificate"

# one bad source stops no other; the worst decides the exit code
survey gp "$NGINX_URL/gp.csv"
cp "$T/good.csv" "$T/www/gp.csv"
cp "$T/good.csv" "$T/www/other.csv"
survey other "$NGINX_URL/other.csv"
survey away "http://127.0.0.1:1/x.csv"
printf 'source: broken\norganisation: [unfinished\n' >"$WS/sources/broken.yaml"
expect 78 "broken.yaml:" collector run --force
said "gp: 50 records: 0 new, 0 changed, 50 unchanged"
said "other: 50 records: 50 new"
grep -q "2 of 4 sources failed" "$T/err" || fail "the failures are not counted: $(cat "$T/err")"
rm "$WS/sources/broken.yaml"
expect 75 "away" collector run
# shellcheck disable=SC2016 # the shell is not to expand it
sed -i 's|^fetch:.*|fetch: {url: "http://127.0.0.1:1/", headers: {X-Key: "${GP_KEY}"}}|' "$WS/sources/away.yaml"
expect 78 "GP_KEY" env -u GP_KEY "$YOUSAID_BIN/yousaid-collector" -C "$WS" check

# mistakes in files are found by check, with their place
survey gp "$NGINX_URL/gp.csv"
rm "$WS/sources/away.yaml"
sed -i 's/polarity: good/polarity: god/' "$WS/sources/gp.yaml"
expect 78 "sources/gp.yaml:11:" collector check
sed -i 's/polarity: god/polarity: good/; s/^questions/qestions/' "$WS/sources/gp.yaml"
expect 78 "questions" collector check
survey gp "$NGINX_URL/gp.csv"
sed -i 's/{column: Age, map: age}/{column: Email, map: age}/' "$WS/sources/gp.yaml"
expect 78 "column 'Email' identifies a person" collector check
survey gp "$NGINX_URL/gp.csv"
sed -i 's/map: age}/map: {"Yes": unpaid-carer}}/' "$WS/sources/gp.yaml"
expect 78 "no group ruleset has, so nobody would be counted: did you mean 'unpaid-carers'?" collector check
expect 78 "there is no yousaid.yaml" "$YOUSAID_BIN/yousaid-collector" -C "$T" check

# a second run while one is under way
survey gp "$NGINX_URL/gp.csv"
exec 9>"$WS/yousaid.db.lock"
flock 9
expect 75 "another run is under way" collector run
exec 9>&-
expect 0 "" collector run
