#!/usr/bin/env bash
# evaluate.sh: an analyst compares the shipped themes with comments that people coded, in text, CSV and JSON.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

cat >coded.csv <<'END'
Comment ID,Respondent,FFT question,Comment,Waits,Manner,Records
1,a,How could we improve?,I waited six weeks for an appointment,1,,
2,a,What was good?,The nurse was kind and friendly,,1,
3,b,What was good?,My records were lost,,,1
4,c,How could we improve?,,1,,
END
cat >map.csv <<'END'
label,category
Waits,timeliness
Manner,Staff manner & personal attributes
Records,
END

"$YOUSAID_BIN/yousaid-analyzer" evaluate coded.csv --map map.csv --errors >text
says 'text        column "Comment" (found by looking)' text
says '"How could we improve?": improve, by its wording' text
says '2 comments of 4 rows are compared' text
says '1 left out: no text' text
says '1 left out: no label of theirs has a counterpart' text
says 'no counterpart: Records (1 in the file)' text

"$YOUSAID_BIN/yousaid-analyzer" evaluate coded.csv --map map.csv --json >json
says '"code":"timeliness"' json
says '"support":1' json
says '"micro":{"precision":' json
says '"macro":{"precision":' json
if command -v python3 >/dev/null; then
    python3 -m json.tool json >/dev/null || fail "the output is no JSON"
fi

"$YOUSAID_BIN/yousaid-analyzer" evaluate coded.csv --map map.csv --format csv >table
says 'timeliness,Timeliness of care,1,1,1,0,0,1.000000,' table

# the fingerprints are those of the rulesets as stream and classify name them
read -r alone after < <("$YOUSAID_BIN/yousaid-analyzer" stream --about themes non-answers |
    sed -n 's/.*"themes".*"sha256":"\([0-9a-f]*\)".*"rules_sha256":"\([0-9a-f]*\)".*/\2 \1/p')
[ -n "$after" ] && [ "$alone" != "$after" ] || fail "stream --about does not tell the two hashes apart"
says "\"sha256\":\"$alone\",\"codings_sha256\":\"$after\"" json
"$YOUSAID_BIN/yousaid-analyzer" evaluate coded.csv --map map.csv >text
says "fingerprint ${alone:0:12}: this ruleset alone" text
says "${after:0:12}: after non-answers" text

# comments judged to have no theme count; those that nobody judged are left out, unless --empty-is-none
printf 'timeliness,Comment\n1,I waited six weeks for an appointment\n0,I waited two hours\n,I waited all morning\n' >judged.csv
"$YOUSAID_BIN/yousaid-analyzer" evaluate judged.csv >text
says '2 comments of 3 rows are compared' text
says '1 left out: people gave no label; --empty-is-none takes that for the judgement that none fits' text
says '1 of those left out was coded by the rules' text
says '1 of the compared have no label, as people judged' text
"$YOUSAID_BIN/yousaid-analyzer" evaluate judged.csv --empty-is-none --json >json
says '"compared":3,"left_out":{"no_text":0,"no_label":0,' json
says '"judged_none":2' json
says '"rules_only":2' json

# a no in any spelling is a judgement
printf 'timeliness,Comment\n1,I waited six weeks for an appointment\n0.0,I waited two hours\nN/A,I waited all morning\n' >no.csv
"$YOUSAID_BIN/yousaid-analyzer" evaluate no.csv --json >json
says '"judged_none":2' json

# labels are compared without regard to case
printf 'TIMELINESS,Comment\n1,I waited six weeks for an appointment\n' >case.csv
printf 'Labels,Comment\nTimeliness; TIMELINESS OF CARE,I waited six weeks for an appointment\n' >list.csv
for file in case.csv list.csv; do
    "$YOUSAID_BIN/yousaid-analyzer" evaluate $file --format csv >table
    says 'timeliness,Timeliness of care,1,1,1,0,0,1.000000,' table
done

# mistakes of the command line end in 64, of the map in 78, of the data in 65
status=0
"$YOUSAID_BIN/yousaid-analyzer" evaluate coded.csv --map map.csv --text Coment 2>err || status=$?
[ $status = 64 ] || fail "an unknown column ends in $status"
says 'did you mean "Comment"?' err
status=0
printf 'label,category\nWaits,Timelines of care\n' >wrong.csv
"$YOUSAID_BIN/yousaid-analyzer" evaluate coded.csv --map wrong.csv 2>err || status=$?
[ $status = 78 ] || fail "a wrong map ends in $status"
says 'wrong.csv:2:' err
status=0
printf 'timeliness,text\n1,"never ends\n' >broken.csv
"$YOUSAID_BIN/yousaid-analyzer" evaluate broken.csv 2>err || status=$?
[ $status = 65 ] || fail "a broken file ends in $status"
says 'broken.csv: line 2: a quote begins here that never ends' err

# a file that the command line names and that is not there is a mistake of the command line, in every command
for line in "evaluate none.csv" "evaluate coded.csv --map none.csv" "evaluate coded.csv --polarity-map none.csv" "rules suggest none.csv" \
    "rules diff --file none.csv themes themes" "-C $YOUSAID_SOURCE/config/example quotes import none.csv"; do
    status=0
    # shellcheck disable=SC2086
    "$YOUSAID_BIN/yousaid-analyzer" $line 2>err || status=$?
    [ $status = 64 ] || fail "'$line' ends in $status: $(cat err)"
    says 'none.csv: cannot be opened' err
done

# a file without comments is a mistake of the data, in every command
printf '\n\n' >blank.csv
printf 'timeliness,text\n' >header.csv
for line in "evaluate" "evaluate --sentiment tone" "rules suggest" "rules diff themes themes --file"; do
    for file in "blank.csv: the file is empty" "header.csv: the file has a header and no rows"; do
        status=0
        # shellcheck disable=SC2086
        "$YOUSAID_BIN/yousaid-analyzer" $line "${file%%:*}" 2>err || status=$?
        [ $status = 65 ] || fail "'$line ${file%%:*}' ends in $status: $(cat err)"
        says "$file" err
    done
done

# where nothing can be compared, the file, the labels and the remedy are named
status=0
printf 'Labels,Comment\nQueue,I waited\nRecords,They were lost\n' >unknown.csv
"$YOUSAID_BIN/yousaid-analyzer" evaluate unknown.csv 2>err || status=$?
[ $status = 65 ] || fail "a file of unknown labels ends in $status"
says 'unknown.csv: no comment can be compared: themes has no counterpart of "Queue", "Records"; lead labels to categories with --map' err

# what is found by looking: a column called Comment before longer ones, what people answered to question_1, a slip in the
# name of a label, and names that rules ask for in vain
cat >asks.yaml <<'END'
ruleset: asks
dimension: theme
version: 1
categories:
  - code: phone-lines
    label: Phone lines
    rules:
      - {words: [hold], when: {place: Northport, service: 'har*'}}
      - {words: [engaged], when: {source: survey}}
END
cat >slip.csv <<'END'
Ref,Site,Service,Comment,phone-lines,parkng,Seen
FB-1,The old infirmary on the hill,Harbour Surgery,On hold,1,,
FB-2,The new infirmary by the river,Harbour Surgery,Kind,0,1,no
END
"$YOUSAID_BIN/yousaid-analyzer" evaluate slip.csv -r asks.yaml --errors >text
says 'text        column "Comment" (found by looking)' text
says 'service     column "Service" (found by looking)' text
says 'place       no column: 1 rule for certain places cannot fire; name it with --place' text
says 'source      no column: 1 rule for certain sources cannot fire; name it with --source' text
says 'no label: column "parkng" of yes and no, which no category or label is called' text
grep -q 'column "Seen"' text && fail "a column without a yes is no label"
says 'line 2, open, Harbour Surgery: On hold' text
"$YOUSAID_BIN/yousaid-analyzer" evaluate slip.csv -r asks.yaml --place Site --source Ref >text
says 'place       column "Site"' text
grep -q 'no column' text && fail "a column that is there is missed"
printf 'question_1,question_2,phone-lines\nHeld for an hour,Fine,0\nOn hold,Good,1\nRude staff,Nothing,0\n' >answers.csv
"$YOUSAID_BIN/yousaid-analyzer" evaluate answers.csv -r asks.yaml >text
says 'text        column "question_1" (found by looking)' text
grep -q '^  question ' text && fail "answers are taken for questions"
printf 'Date,What was good?,phone-lines\n1/2/2026,Not on hold,0\n' >header.csv
"$YOUSAID_BIN/yousaid-analyzer" evaluate header.csv -r asks.yaml >text
says '"What was good?": good, by its wording' text
says '1 comment of 1 row is compared' text
sed 's/\[hold\]/[kind]/; s/asks/tell/' asks.yaml >tell.yaml
for command in "rules diff asks.yaml tell.yaml --file slip.csv" "rules suggest slip.csv -r asks.yaml"; do
    # shellcheck disable=SC2086
    "$YOUSAID_BIN/yousaid-analyzer" $command >text
    says 'text        column "Comment" (found by looking)' text
    # shellcheck disable=SC2086
    "$YOUSAID_BIN/yousaid-analyzer" $command -q >text
    grep -q 'found by looking' text && fail "-q is not quiet: $command"
done

# the header of the comments is the question, and may be declared; an empty column is no service
sed 's/source: survey/polarity: improve/' asks.yaml >polar.yaml
sed -i 's/asks/polar/' polar.yaml
printf 'Feedback,Service,Service name,phone-lines\nEngaged,,Harbour Surgery,1\n' >declared.csv
printf 'question,polarity\nFeedback,improve\n' >polarity.csv
"$YOUSAID_BIN/yousaid-analyzer" evaluate declared.csv -r polar.yaml --polarity-map polarity.csv --json >json
says '"micro":{"precision":1,' json
says '"service":"Service name","place":null' json

printf 'Comment,wait\n,1\n' >blank.csv
status=0
"$YOUSAID_BIN/yousaid-analyzer" rules diff asks.yaml tell.yaml --file blank.csv --text Comment >out 2>err || status=$?
[ $status = 65 ] || fail "rules diff without a text ends in $status"
says 'blank.csv: the column "Comment" has no text in any row; name another with --text' err

# groups by who is spoken of: a writer who is a carer, and a carer that a writer has
cat >carers.csv <<'CSV'
text,first,third
I am a carer,unpaid-carers,
My mother has an unpaid carer,,unpaid-carers
CSV
for person in first third; do
    "$YOUSAID_BIN/yousaid-analyzer" evaluate carers.csv -r groups --labels $person --empty-is-none --person $person >text
    says "person      $person: what other rules find is not counted" text
    "$YOUSAID_BIN/yousaid-analyzer" evaluate carers.csv -r groups --labels $person --empty-is-none --person $person --json >json
    says "\"person\":\"$person\"" json
    says '"both":1,"rules_only":0,"people_only":0' json
done
"$YOUSAID_BIN/yousaid-analyzer" evaluate carers.csv -r groups --labels third --person third --json >json
says '"no_label":1,' json
says '"left_out_coded":0' json
status=0
"$YOUSAID_BIN/yousaid-analyzer" evaluate carers.csv --labels first --person first 2>err || status=$?
[ $status = 64 ] || fail "--person with a ruleset that knows none ends in $status"
says "no rule of the ruleset themes says 'person: first'" err

# the tone: figures that are not defined are shown as everywhere, and what does not go with --sentiment is refused
printf 'text,s\nThe nurse was kind,1\nStaff were wonderful,2\n' >tone.csv
evaluate() {
    "$YOUSAID_BIN/yousaid-analyzer" evaluate tone.csv --sentiment s "$@"
}
evaluate >text
says 'kappa -' text
grep -qE '^  negative +0 +0 +0 +- +- +-$' text || fail "not defined in text: $(cat text)"
evaluate --format csv >table
says 'negative,0,0,0,,,' table
evaluate --json >json
says '"kappa":null' json
says '"class":"negative","precision":null,"recall":null,"f1":null' json
ends 64 evaluate -r themes
says '--sentiment needs a ruleset of dimension tone, and themes is of dimension theme' err
for option in map=map.csv labels=s empty-is-none coder=s category=praise errors person=first; do
    ends 64 evaluate "--$option"
    says "--${option%=*} goes with labels and not with --sentiment: leave one of them out" err
done
