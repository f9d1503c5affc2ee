#!/usr/bin/env bash
# report.sh: from the exports of the example workspace to a report: refused while uncoded, the same bytes twice, approved quotes only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$YOUSAID_SOURCE/config/example/." "$work"
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer
export YOUSAID_NOW=2026-10-20T09:00:00Z

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

for source in gp-access.csv carers-survey.csv hospital-fft.csv winter-conversation.csv ashdale-feedback.json street-voices.ndjson; do
    "$YOUSAID_BIN/yousaid-collector" -q import "${source%.*}" "exports/$source"
done

ends 75 "$analyzer" report
says "run yousaid-analyzer classify" err
[ ! -e report ] || fail "a refused report left something behind"

"$analyzer" -q classify
"$analyzer" report --format all >out
says "report/you-said-we-did.html: the report to publish" out
for file in you-said-we-did.html you-said-we-did.md you-said-we-did.json tables/themes.csv tables/commitments.csv tables/no-answer-yet.csv; do
    [ -s "report/$file" ] || fail "report/$file is missing or empty"
done

# The same input, the same bytes; a day only when asked for.
cp -r report first
YOUSAID_NOW=2031-01-01T00:00:00Z "$analyzer" -q report --format all
diff -r first report || fail "the same store gave another report"
YOUSAID_NOW=2031-01-01T00:00:00Z "$analyzer" -q report --dated -f md -o dated.md
says "This report was made on 1 January 2031." dated.md

# Who was heard, what was done, what could not be done and why, what has no answer.
report=report/you-said-we-did.md
for words in "Healthwatch Northport | Northport | Heard from" "We could not, because:" "The £1.3 million that parking brings in" \
    "No answer yet" "Fingerprint of the evidence" "Northmoor Integrated Care Partnership" "fewer than 5" "1 April 2026 to 30 September 2026"; do
    says "$words" "$report"
done
# Comments stay in the store: of the words of people only approved quotes are printed.
! grep -qF "approved each of these quotes" "$report" || fail "quotes are printed though none was approved"

# The example has a quotes.csv, which a person filled in: it is not written over.
cp quotes.csv filled.csv
ends 64 "$analyzer" quotes export
cmp quotes.csv filled.csv || fail "an export wrote over what a person chose"
rm quotes.csv filled.csv
"$analyzer" -q quotes export --theme timeliness --limit 3
head -1 quotes.csv | grep -q "source,response,question,themes,text,quote,attribution,approved_by,approved_on" || fail "header: $(head -1 quotes.csv)"
# The second comment is approved as a whole, the others wait.
awk -v RS='\r\n' -v ORS='\r\n' 'NR == 3 {sub(/,,,,$/, ",,A patient,Jo Field,2026-10-05")} {print}' quotes.csv >approved.csv
"$analyzer" quotes import approved.csv >out
says "1 quote approved, 0 were known" out
"$analyzer" quotes list >out
says "1 of 1 approved quote can be published" out
"$analyzer" -q report
says "approved each of these quotes" "$report"
says "A patient" report/tables/quotes.csv

# A mistake in any row changes nothing.
sed 's/,,A patient,Jo Field/,these are not the words,A patient,Jo Field/' approved.csv >wrong.csv
ends 65 "$analyzer" quotes import wrong.csv
says "wrong.csv:3: the quote is not part of the comment" err
sed 's/2026-10-05/2026-10-21/' approved.csv >wrong.csv
ends 65 "$analyzer" quotes import wrong.csv
says "wrong.csv:3: approved_on is in the future: write the day on which the person approved it" err
first=$(sqlite3 yousaid.db "SELECT text FROM quote" | cut -d' ' -f1)
sed "s/,,A patient,Jo Field/,$first,A patient,Jo Field/" approved.csv >wrong.csv
ends 65 "$analyzer" quotes import wrong.csv
says "wrong.csv:3: the quote has less than two words" err
# Every bad row is told at once; a good row between them is not imported.
awk -v RS='\r\n' -v ORS='\r\n' 'NR == 2 {sub(/,,,,$/, ",,A patient,Jo Field,2031-10-05")} NR == 3 {sub(/,,,,$/, ",,A patient,Jo Field,2026-10-06")}
    NR == 4 {sub(/,,,,$/, ",these are not the words,A patient,Jo Field,2026-10-05")} {print}' quotes.csv >wrong.csv
ends 65 "$analyzer" quotes import wrong.csv
says "wrong.csv:2: approved_on is in the future" err
says "wrong.csv:4: the quote is not part of the comment" err
says "wrong.csv: 2 rows have mistakes; nothing was imported" err
[ "$(sqlite3 yousaid.db "SELECT COUNT(*) || min(date(approved_at)) FROM quote")" = 12026-10-05 ] || fail "a file with a mistake changed something"

# A quote whose comment no longer says it is not published, and that is said.
read -r source response < <(awk -F, 'NR == 3 {print $1, $2}' quotes.csv)
sqlite3 yousaid.db "UPDATE comment SET text = 'Something else.' WHERE id IN (SELECT comment_id FROM quote)"
"$analyzer" report >out 2>err
says "1 approved quote is not published" err
! grep -qF "approved each of these quotes" "$report" || fail "a quote is printed that its comment no longer says"
says "One approved quote is not printed" "$report"
ends 64 "$analyzer" quotes remove --by "Jo Field" "$source"
says "write SOURCE/RESPONSE" err
ends 64 "$analyzer" quotes remove --by "Jo Field" "$source" "no$response"
says "there is no approved quote of response \"no$response\" of source \"$source\"" err
cp yousaid.db both.db
"$analyzer" -q quotes remove --by "Jo Field" "$source" "$response"
[ "$(sqlite3 yousaid.db "SELECT COUNT(*) FROM quote")" = 0 ] || fail "SOURCE RESPONSE took nothing back"
mv both.db yousaid.db
"$analyzer" -q quotes remove --by "Jo Field" "$source/$response"
[ "$(sqlite3 yousaid.db "SELECT group_concat(action, ',') FROM audit WHERE action LIKE '%quote%'")" = "approve quote,remove quotes" ] || fail "the audit does not hold both acts"

# The starter of init may be published by mistake: a warning says where it still stands. Nothing of it is in the example.
"$analyzer" report >out 2>err
! grep -q "init wrote" err || fail "a strategy of its own is taken for the starter: $(cat err)"
cp strategy.yaml own.yaml
"$YOUSAID_BIN/yousaid-collector" init "$work/fresh" >out
cp fresh/strategy.yaml strategy.yaml
"$analyzer" report >out 2>err
line=$(grep -n "An example, to be replaced" strategy.yaml | cut -d: -f1)
says "strategy.yaml:$line: \"An example, to be replaced\" is still the text that init wrote" err
[ "$(grep -c "init wrote" err)" = 4 ] || fail "not every text of the starter is warned of: $(cat err)"
mv own.yaml strategy.yaml

# Who has just mended a rule is told that it does not count yet; a report of what was coded can be printed all the same.
mkdir -p rulesets
cat >rulesets/themes.yaml <<'END'
ruleset: themes
dimension: theme
version: mended
extends: themes
categories:
  - {code: food, rules: [{words: [spoon]}]}
END
"$analyzer" report >out 2>err
says "warning: rules have changed since comments were coded by themes; the report is of what was coded" err
echo "categories: []" >>rulesets/themes.yaml
"$analyzer" report >out 2>err
says "warning: the report is of rules as they were: " err
rm rulesets/themes.yaml
"$analyzer" report >out 2>err
[ ! -s err ] || fail "a warning of nothing: $(cat err)"

# A commitment that answers nothing known is refused with its place.
sed -i 's/answers: \[dentistry\]/answers: [dentistri]/' strategy.yaml
ends 78 "$analyzer" report
grep -qE 'strategy.yaml:[0-9]+:[0-9]+: there is no theme or group "dentistri"; did you mean "dentistry"\?' err || fail "$(cat err)"

# No number from 1 to 4 in any table of counts, whatever the threshold hides besides.
python3 - report/tables <<'END' || fail "a small number is printed"
import csv, glob, os, sys
bad = 0
for path in sorted(glob.glob(sys.argv[1] + '/*.csv')):
    rows = list(csv.DictReader(open(path, encoding='utf-8-sig')))
    for row in rows:
        for name, value in row.items():
            if name not in ('percent', 'population_percent', 'events') and value.isdigit() and 0 < int(value) < 5:
                print(os.path.basename(path), name, row)
                bad += 1
    if not rows:
        print(path, 'is empty')
sys.exit(bad > 0)
END
