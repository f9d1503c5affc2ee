#!/usr/bin/env bash
# rules_change.sh: an analyst asks what new rules could look for, changes a ruleset and sees what that does to the stored comments.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

mkdir -p sources rulesets draft
cat >yousaid.yaml <<'END'
partnership: Northmoor Integrated Care Partnership
places:
  - {name: Northmoor, level: system}
rulesets: [mine]
END
cat >sources/gp.yaml <<'END'
source: gp
organisation: Healthwatch Northmoor
organisation_kind: local_healthwatch
place: Northmoor
fetch: {url: "https://example.org/export.csv"}
fields: {id: ID}
questions:
  - {column: Better, polarity: improve}
END
cat >rulesets/mine.yaml <<'END'
ruleset: mine
dimension: theme
version: 1
categories:
  - code: waiting
    label: Waiting
    rules: [{words: [wait*]}]
  - code: phone
    label: Phone
    rules: [{words: [phone]}]
END
sed -e 's/version: 1/version: 2/' -e 's/\[wait\*\]/[waited, queue*]/' rulesets/mine.yaml >draft/mine.yaml
{
    echo 'ID,Better'
    for i in 1 2 3 4 5; do
        echo "a$i,The queue outside was long"
        echo "b$i,I waited on the phone"
        echo "c$i,Answer the phone"
    done
    echo 'd1,Waiting is dull'
    echo 'e1,n/a'
} >export.csv
"$YOUSAID_BIN/yousaid-collector" -q import gp export.csv

"$analyzer" rules suggest --ruleset mine >text
says 'mine 1 reaches 11 comments and leaves 5 (31.2%); non-answers aside: 1' text
says 'queue' text
"$analyzer" rules suggest --ruleset mine --json >json
says '"phrase":"queue' json

"$analyzer" rules diff mine ./draft/mine.yaml >text
says 'on 17 comments of the store' text
says '6 comments are coded differently (35.3%).' text
says 'Waiting: gained by 5 comments, of which' text
says 'Waiting: lost by 1 comment' text
says '[Waiting] is dull' text
says '1 other category is given to the same comments.' text
"$analyzer" rules diff mine ./draft/mine.yaml --json >json
says '"code":"waiting","label":"Waiting","before":6,"after":10,"gained":5,"lost":1}' json
[ "$("$analyzer" rules diff mine ./draft/mine.yaml --format csv | wc -l)" = 7 ] || fail "CSV must hold every change"
! grep -qF 'Note:' text || fail "two versions are taken for one"
"$analyzer" rules diff mine mine >text
says 'No comment is coded differently.' text
! grep -qF 'Note:' text || fail "the same rules are said to differ"
mkdir same
sed 's/version: 2/version: 1/' draft/mine.yaml >same/mine.yaml
"$analyzer" rules diff mine ./same/mine.yaml >text
says 'Note: the rules differ, but both files say version 1; give the new one a version of its own.' text

status=0
"$analyzer" rules diff mine ./draft/none.yaml 2>err || status=$?
[ $status = 64 ] || fail "a missing ruleset ends in $status"
status=0
"$analyzer" rules suggest --category waiting 2>err || status=$?
[ $status = 64 ] || fail "--category without a file ends in $status"
