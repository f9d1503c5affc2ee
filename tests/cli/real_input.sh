#!/usr/bin/env bash
# real_input.sh: real exports, read in place from ../shared/data, go from a real web server into one store, every row accounted
# for, and on into codings and a report.
set -euo pipefail
data=$YOUSAID_SOURCE/../shared/data
if [ ! -e "$data/fft-train.csv" ]; then
    echo "SKIPPED: real_input.sh needs the real exports in $data, which are not part of the project" >&2
    exit 77
fi
. "$YOUSAID_SOURCE/tests/support/collector.sh"
nginx_start "$(realpath "$data")"

cat >"$WS/sources/fft.yaml" <<YAML
source: fft
organisation: Two NHS trusts
organisation_kind: nhs
place: Northmoor
fetch: {url: "$NGINX_URL/fft-train.csv"}
blank: [Did not answer]
fields:
  id: Comment ID
  submitted: {column: Date, format: ["%d/%m/%Y", "%m/%d/%Y"]}
  service: Service type 1
questions:
  column: FFT question
  text: FFT answer
  polarity: {"What was good?": good, "How could we improve?": improve, "What could we do better?": improve}
YAML
cat >"$WS/sources/star-wars.yaml" <<YAML
source: star-wars
organisation: FiveThirtyEight
place: Northmoor
profile: surveymonkey-csv
fetch: {url: "$NGINX_URL/exports/surveymonkey.csv"}
format: {encoding: windows-1252}
fields: {id: RespondentID}
questions:
  - {column: "Which character shot first?"}
attributes:
  - {column: "Which of the following Star Wars films have you seen? Please select all that apply.", name: film}
  - {column: "Please state whether you view the following characters favorably, unfavorably, or are unfamiliar with him/her. - Yoda", name: yoda}
  - {column: Do you consider yourself to be a fan of the Expanded Universe?Œæ, name: fan}
YAML
cat >"$WS/sources/qualtrics.yaml" <<YAML
source: qualtrics
organisation: A university
place: Northmoor
profile: qualtrics-csv
fetch: {url: "$NGINX_URL/exports/qualtrics.csv"}
questions:
  - {column: This is a free text question.}
attributes:
  - {column: QID1, name: choice}
YAML
cat >"$WS/sources/smart.yaml" <<YAML
source: smart
organisation: GOV.UK
place: Northmoor
profile: smartsurvey-csv
fetch: {url: "$NGINX_URL/exports/smartsurvey.csv"}
format: {short_rows: true}
questions:
  - {column: "Q7. Where did you go for help?"}
YAML
cat >"$WS/sources/bulk.yaml" <<YAML
source: bulk
organisation: A council
place: Northmoor
fetch: {url: "$NGINX_URL/exports/surveymonkey-bulk.json"}
format: {type: json, items: /data}
fields:
  id: id
  submitted: {column: date_modified, format: iso}
questions:
  - {column: "pages.*.questions.*.answers.*.text"}
skip:
  - {column: collection_mode, is: [preview]}
YAML

expect 0 "" collector run
cat "$T/out"
said "fft: 4008 records: 4008 new, 0 changed, 0 unchanged, 0 rejected, 0 skipped"
said "1155 dates could be day/month or month/day and were read as %d/%m/%Y"
said "161 dates did not fit %d/%m/%Y but a further format"
said "star-wars: 1186 records: 1186 new, 0 changed, 0 unchanged, 0 rejected, 0 skipped"
said "qualtrics: 1 record: 1 new"
said "smart: 30 records: 30 new"
[ "$(sql "SELECT records - new - rejected - skipped FROM v_run WHERE source = 'fft'")" = 0 ] || fail "rows are lost"
[ "$(sql "SELECT COUNT(*) FROM v_response WHERE source = 'fft'")" = 4008 ] || fail "not every response is stored"
[ "$(sql "SELECT text FROM v_comment WHERE source = 'qualtrics'")" = 'Hello World!' ] || fail "Qualtrics: the comment"
[ "$(sql "SELECT question FROM v_comment WHERE source = 'qualtrics'")" = 'This is a free text question.' ] || fail "Qualtrics: the label"
[ "$(sql "SELECT COUNT(*) FROM attribute WHERE name = 'film'")" = "$(tail -n +3 "$data/exports/surveymonkey.csv" |
    sed 's/"[^"]*"//g' | cut -d, -f4-9 | tr , '\n' | grep -c .)" ] || fail "SurveyMonkey: answers of a multi-select are lost"

# The comments of the file, counted by other means: rows whose answer is neither empty nor "Did not answer".
[ "$(sql "SELECT COUNT(*) FROM v_comment WHERE source = 'fft'")" = "$(sqlite3 :memory: -cmd '.mode csv' \
    ".import $data/fft-train.csv t" "SELECT COUNT(*) FROM t WHERE trim(\"FFT answer\") NOT IN ('', 'Did not answer')" |
    tr -d '\r')" ] || fail "comments are lost"

contents "$WS/yousaid.db" >"$T/before"
downloads=$(nginx_requests 200)
expect 0 "" collector run fft star-wars qualtrics smart bulk
[ "$(grep -c 'not modified' "$T/out")" = 5 ] || fail "a second run found something: $(cat "$T/out")"
[ "$(nginx_requests 304)" = 5 ] && [ "$(nginx_requests 200)" = "$downloads" ] || fail "a second run downloaded something"
contents "$WS/yousaid.db" | diff "$T/before" - || fail "a second run changed the store"
expect 0 "" collector run --force fft
said "fft: 4008 records: 0 new, 0 changed, 4008 unchanged, 0 rejected"
expect 0 "" collector status
said "dates: 1155 could be day/month or month/day, 161 fit only a further format"

# Then all of it is coded and reported: figures of the report are those of the store.
analyzer() { "$YOUSAID_BIN/yousaid-analyzer" -C "$WS" "$@"; }
expect 0 "" analyzer classify
said "classify: $(sql 'SELECT COUNT(*) FROM comment') comments coded by 5 rulesets"
expect 0 "" analyzer classify
said "nothing new to code"
expect 0 "" analyzer report
for said in "Two NHS trusts" "FiveThirtyEight" "A university" "$(sql "SELECT COUNT(*) FROM v_response" | sed 's/\([0-9]\)\([0-9]\{3\}\)$/\1,\2/')"; do
    grep -qF -- "$said" "$WS/report/you-said-we-did.md" || fail "'$said' is not in the report"
done
coded=$(sql "SELECT COUNT(DISTINCT comment_id) FROM v_coding WHERE category = 'timeliness'" | sed 's/\([0-9]\)\([0-9]\{3\}\)$/\1,\2/')
grep -qF -- "Timeliness of care | $coded |" "$WS/report/you-said-we-did.md" || fail "timeliness is not $coded in the report"
id=$(sql "SELECT m.source || '/' || r.external_id FROM v_coding k JOIN v_comment m USING (comment_id) JOIN v_response r USING (response_id)
    WHERE k.category = 'timeliness' AND m.source = 'fft' ORDER BY k.comment_id LIMIT 1")
expect 0 "" analyzer why "$id"
said "SHA-256 $(sha256sum <"$data/fft-train.csv" | cut -c1-64)"
said "$NGINX_URL/fft-train.csv"
said "Timeliness of care (timeliness) by rule"
