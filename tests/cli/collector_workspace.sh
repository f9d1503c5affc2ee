#!/usr/bin/env bash
# collector_workspace.sh: from nothing to a first survey in the store, as a newcomer does it.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/collector.sh"
WS=$T/new

expect 0 "" "$YOUSAID_BIN/yousaid-collector" init "$WS"
said "$WS/yousaid.yaml"
expect 64 "is there already: nothing was written" "$YOUSAID_BIN/yousaid-collector" init "$WS"
expect 0 "" collector check
said "OK  first-survey: CSV (smartsurvey-csv), 2 questions, 2 closed answers, filled by import"
expect 0 "" collector run
expect 0 "" collector status
said "first-survey: never collected (filled by import)"
expect 0 "" collector rejects
said "no rejected rows"

cat >"$T/export.csv" <<'CSV'
"UserID","Name","Email","IP Address","Started","Ended","Q1. What works well?","Q2. What could we do better?","Q3. How old are you?","Q4. Do you look after someone?"
1,Jo Brown,jo@example.org,192.0.2.1,01/06/2026 10:00:00,25/06/2026 10:05:00,"I don@SQ@t know, Dr Jones is kind",-,70,Yes
2,,,,01/06/2026 10:00:00,31/06/2026 10:05:00,"Ring me on 07700 900123",Parking,16-24,No
3,,,,01/06/2026 10:00:00,26/06/2026 10:05:00,-,The wait,seventy,Sometimes
CSV
expect 0 "" collector preview first-survey "$T/export.csv"
said "I don't know, Dr [name] is kind"
said "group: unpaid-carers (Q4. Do you look after someone?)"
said 'row 3 would be rejected: "31/06/2026 10:05:00" is no date'
said 'such as "Sometimes"'
said "3 records would make 2 responses, 1 reject; 0 left out"
! grep -qF "could be day/month" "$T/out" || fail "a day above 12 is said to fit month/day"
head -2 "$T/export.csv" | sed 's|25/06/2026|03/06/2026|' >"$T/one.csv"
expect 0 "" collector preview first-survey "$T/one.csv"
said "1 record would make 1 response, 0 rejects; 0 left out"
said "1 date could be day/month or month/day and was read as %d/%m/%Y"
[ "$(sql "SELECT COUNT(*) FROM response")" = 0 ] || fail "preview stored something"

expect 0 "" collector import first-survey "$T/export.csv"
said "first-survey: 3 records: 2 new, 0 changed, 0 unchanged, 1 rejected, 0 skipped"
expect 0 "" collector rejects first-survey
said 'Ring me on [phone]'
expect 0 "" collector rejects --json
said '"row":3'
if strings "$WS"/yousaid.db* | grep -iE 'Jo Brown|jo@example|192\.0\.2\.1|07700|Jones'; then
    fail "the store names a person"
fi

# The mended file settles its reject.
sed -i 's|31/06/2026|30/06/2026|' "$T/export.csv"
expect 0 "" collector import first-survey "$T/export.csv"
said "3 records: 1 new, 0 changed, 2 unchanged, 0 rejected"
expect 0 "" collector rejects
said "no rejected rows"
expect 0 "" collector status --json
said '"responses":3'
