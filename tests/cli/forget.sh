#!/usr/bin/env bash
# forget.sh: what a person asked to delete is deleted, and the next export does not bring it back; what is too old goes by itself.
set -euo pipefail
w=$(mktemp -d)
trap 'rm -rf "$w"' EXIT
collector="$YOUSAID_BIN/yousaid-collector -C $w"
export YOUSAID_NOW=2026-11-22T09:00:00Z

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"
responses() {
    $collector --json status | sed -n 's/.*"responses": *\([0-9]*\).*/\1/p'
}

mkdir "$w/sources"
cat >"$w/yousaid.yaml" <<'Y'
partnership: Vale ICP
places: [{name: Vale}]
Y
cat >"$w/sources/gp.yaml" <<'Y'
source: gp
organisation: Healthwatch Vale
place: Vale
fields: {id: Id, submitted: {column: Date, format: iso}}
questions: [{column: Comment}]
Y
cat >"$w/export.csv" <<'C'
Id,Date,Comment
1,2023-05-01,The doctor listened.
2,2026-05-01,I waited six weeks.
3,2026-06-01,Nobody rang back.
C

$collector -q import gp "$w/export.csv"
[ "$(responses)" = 3 ] || fail "3 responses were imported and $(responses) are there"

said=$($collector forget --by "Ann Example" gp 2 99)
[ "$said" = "2: deleted, and kept from coming back
99: nothing of this id is stored: check how it is written; should it come, it will not be taken in" ] || fail "it said: $said"
[ "$(responses)" = 2 ] || fail "$(responses) responses are there after one was forgotten"
if grep -aq "six weeks" "$w"/yousaid.db*; then fail "the words are still in the file"; fi

sed -i 's/Nobody rang back/Nobody rang me back/' "$w/export.csv"
$collector -q import gp "$w/export.csv"
[ "$(responses)" = 2 ] || fail "the forgotten response came back with the next export"

if said=$($collector purge 2>&1); then fail "purge without retention did not fail"; fi
[[ $said == *"add retention: {keep: 104w}" ]] || fail "it said: $said"
echo "retention: {keep: 104w}" >>"$w/yousaid.yaml"
said=$($collector purge --dry-run)
[ "$said" = "1 responses from before 2024-11-24 would be deleted" ] || fail "it said: $said"
[ "$(responses)" = 2 ] || fail "a dry run deleted something"
$collector -q purge
[ "$(responses)" = 1 ] || fail "$(responses) responses are there after the purge"
if grep -aq "The doctor listened" "$w"/yousaid.db*; then fail "the old words are still in the file"; fi
$collector -q import gp "$w/export.csv"
[ "$(responses)" = 1 ] || fail "the old response came back with the next export"

# rejected rows and the sentences of failed runs go when their time is over, also where no response is that old
printf 'Id,Date,Comment\n4,2026-07-01,Fine.\n5,no day,A row that waits.\n' >"$w/rejects.csv"
$collector -q import gp "$w/rejects.csv"
if $collector -q import gp "$w/none.csv" 2>/dev/null; then fail "a file that is not there was imported"; fi
sed -i 's/104w/1w/' "$w/yousaid.yaml"
said=$(YOUSAID_NOW=2026-11-28T09:00:00Z $collector purge)
[ "$said" = "2 responses from before 2026-11-21 deleted" ] || fail "it said: $said"
said=$(YOUSAID_NOW=2026-12-28T09:00:00Z $collector purge)
[ "$said" = "0 responses and 1 rejected rows from before 2026-12-21 deleted" ] || fail "it said: $said"
if grep -aqE "A row that waits|cannot be opened" "$w"/yousaid.db*; then fail "what was kept of a rejected row is still in the file"; fi

# an id that is a telephone number is kept as a hash, and found by itself all the same
cat >"$w/sources/text.yaml" <<'Y'
source: text
organisation: Healthwatch Vale
place: Vale
fields: {id: Number}
questions: [{column: Comment}]
Y
printf 'Number,Comment\n07700900123,The nurse listened.\n07700900456,I waited.\n11876543210,Kind.\n' >"$w/texts.csv"
$collector -q import text "$w/texts.csv"
if grep -aq "0770090" "$w"/yousaid.db*; then fail "a telephone number is in the file"; fi
grep -aq "11876543210" "$w"/yousaid.db* || fail "a number of a respondent is not in the file"
[[ $("$YOUSAID_BIN/yousaid-analyzer" -C "$w" why text/07700900456) == *"I waited."* ]] || fail "why does not find a hashed id"
if "$YOUSAID_BIN/yousaid-analyzer" -C "$w" why text/07700900999 2>"$w/err"; then fail "why found what is not there"; fi
grep -q "there is no response text/07700900999" "$w/err" || fail "why said: $(cat "$w/err")"
said=$($collector forget text 07700900123)
[ "$said" = "07700900123: deleted, and kept from coming back" ] || fail "it said: $said"
$collector -q import text "$w/texts.csv"
if grep -aq "The nurse listened" "$w"/yousaid.db*; then fail "a response with a hashed id came back"; fi

# an id as the source writes it: spaces around it, accents composed otherwise, and approvals from before it became a hash
analyzer="$YOUSAID_BIN/yousaid-analyzer -C $w"
cat >"$w/sources/web.yaml" <<'Y'
source: web
organisation: Healthwatch Vale
place: Vale
fields: {id: Id}
questions: [{column: Comment}]
Y
decomposed=$(printf 'cafe\xcc\x81')
printf 'Id,Comment\n%s,The tea was cold.\n07911 123456,The porter was kind.\n' "$decomposed" >"$w/web.csv"
$collector -q import web "$w/web.csv"
for id in "café" "$decomposed" " $decomposed"; do
    [[ $($analyzer why "web/$id") == *"The tea was cold."* ]] || fail "why does not find web/$id"
done
[[ $($analyzer why "web/ 07911 123456 ") == *"The porter was kind."* ]] || fail "why does not find an id with spaces around it"
cat >"$w/quotes.csv" <<'C'
source,response,question,quote,attribution,approved_by,approved_on
web,07911 123456,Comment,The porter was kind.,,Ann Example,2026-11-01
C
[ "$($analyzer quotes import "$w/quotes.csv")" = "1 quote approved, 0 were known" ] || fail "an approval from before the hash is refused"
$analyzer -q quotes remove --by "Ann Example" web " 07911 123456 "
[[ $($analyzer quotes list) == "0 of 0 "* ]] || fail "a quote of a hashed id is not taken back"
said=$($collector forget web "$decomposed" " 07911 123456 ")
[ "$said" = "$decomposed: deleted, and kept from coming back
 07911 123456 : deleted, and kept from coming back" ] || fail "it said: $said"
if grep -aqE "tea was cold|porter was kind" "$w"/yousaid.db*; then fail "what was forgotten is still in the file"; fi
$collector -q import web "$w/web.csv"
if grep -aqE "tea was cold|porter was kind" "$w"/yousaid.db*; then fail "what was forgotten came back"; fi
