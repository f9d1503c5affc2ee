#!/usr/bin/env bash
# verdict.sh: people's decisions: written, taken back, listed and imported; why, v_coding and the report follow at once, and no classify undoes them.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/store.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer
collector=$YOUSAID_BIN/yousaid-collector
export YOUSAID_NOW=2026-11-22T09:00:00Z

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

# is WANT SQL: the store holds this.
is() {
    local got
    got=$(sqlite3 yousaid.db "$2")
    [ "$got" = "$1" ] || fail "\"$2\" gives \"$got\", not \"$1\""
}

new_store .
mkdir rulesets
cat >rulesets/none.yaml <<'END'
ruleset: none
dimension: answer
version: 1
categories:
  - {code: non-answer, label: Non-answer, rules: [{match: '^n/a$'}]}
END
cat >rulesets/ours.yaml <<'END'
ruleset: ours
dimension: theme
version: 1
categories:
  - {code: access, label: Access, rules: [{words: [door]}]}
  - {code: timeliness, label: Timeliness, parent: access, rules: [{words: [wait*]}]}
  - {code: food, label: Food, rules: [{words: [soup]}]}
END
cat >rulesets/mine.yaml <<'END'
ruleset: mine
dimension: group
version: 1
categories:
  - {code: food, label: Foodies, rules: [{words: [gourmet]}]}
END
printf 'rulesets: [none, ours, mine]\ndisclosure: {scheme: none}\n' >>yousaid.yaml
for i in 1 2 3 4 5 6 7 8; do
    add_comment . $i 2 "I waited for bus number $i."
done
add_comment . 9 1 "n/a"
sqlite3 yousaid.db "INSERT INTO comment (id, response_id, question_id, text, revision) VALUES (20, 8, 1, 'The soup.', 20)"

ends 75 "$analyzer" verdict add survey/R1 food --by "A. Reader"
says "run yousaid-analyzer classify first" err
"$analyzer" -q classify
# counted CODE,RULESET: how many comments the report counts under a theme.
mkdir report
counted() {
    "$analyzer" -q report -f csv -o report
    awk -F, -v want="$1" '$2 "," $3 == want {print $5}' report/tables/themes.csv
}
[ "$(counted timeliness,ours) $(counted food,ours)" = "8 1" ] || fail "before any verdict: $(cat report/tables/themes.csv)"

# what nobody can mean
ends 64 "$analyzer" verdict add survey/R1 ours/food
says "say who decides: --by NAME" err
ends 64 "$analyzer" verdict add survey/R1 ours/food --by "  "
says "who decides" err
ends 64 "$analyzer" verdict add survey/R1 food --by A
says 'several rulesets have the code "food"' err
ends 64 "$analyzer" verdict add survey/R1 timelines --by A
says 'no ruleset in use has the code "timelines": did you mean "timeliness"?' err
ends 65 "$analyzer" verdict add survey/R99 timeliness --by A
says "there is no response survey/R99 in the store" err
ends 65 "$analyzer" verdict add c99 timeliness --by A
says "there is no comment with the number 99" err
ends 64 "$analyzer" verdict add survey/R8 ours/food --by A
says "response survey/R8 has 2 comments: name one of them: c8 (What could be better?), c20 (What was good?)" err
ends 64 "$analyzer" verdict add survey/R8 ours/food --by A --question "What else?"
says 'no comment on the question "What else?"; it has c8' err
ends 64 "$analyzer" verdict add c1 ours/food --by "$(printf 'x%.0s' {1..201})"
says "has 201 bytes and may have 200" err
ends 64 "$analyzer" verdict add c1 ours/food --by A --why "$(printf 'x%.0s' {1..2001})"
says "the reason has 2001 bytes and may have 2000" err
ends 65 "$analyzer" verdict confirm c1 ours/food --by A
says "no rule codes c1 as ours/food, so there is nothing to confirm: add it" err
ends 64 "$analyzer" verdict drop c1 ours/food --by A
says 'c1 has no verdict on "ours/food"' err
is "0|0" "SELECT (SELECT COUNT(*) FROM verdict), (SELECT COUNT(*) FROM audit)"

# one decision each: why and v_coding know it at once
"$analyzer" verdict remove survey/R1 timeliness --by "A. Reader" --why "about
a bus" >out
says "c1: ours/timeliness is removed by A. Reader" out
is 0 "SELECT COUNT(*) FROM v_coding WHERE comment_id = 1"
"$analyzer" why survey/R1 >out
says "ours/timeliness was removed by A. Reader on 2026-11-22T09:00:00Z: about a bus" out
"$analyzer" verdict add survey/R8 ours/food --question "what could be better" --by "A. Reader" >out
says "c8: ours/food is added by A. Reader" out
is "food|0" "SELECT category, rule FROM v_coding WHERE comment_id = 8 AND category = 'food'"
"$analyzer" verdict confirm c2 timeliness --by B >out
is "c1|remove c2|confirm c8|add" "SELECT group_concat('c' || comment_id || '|' || verdict, ' ') FROM (SELECT * FROM verdict ORDER BY comment_id)"
[ -z "$("$analyzer" -q verdict confirm c3 timeliness --by B)" ] || fail "-q is not quiet"
is "A. Reader|verdict|comment 1: remove ours/timeliness|2026-11-22T09:00:00Z" "SELECT who, action, detail, at FROM audit ORDER BY id LIMIT 1"

# the report counts what people decided
[ "$(counted timeliness,ours)" = 7 ] || fail "the report counts what was removed: $(cat report/tables/themes.csv)"
"$analyzer" -q verdict add c7 ours/food --by E
[ "$(counted food,ours)" = 3 ] || fail "the report does not count what was added: $(cat report/tables/themes.csv)"
"$analyzer" -q verdict drop c7 food --by E
[ "$(counted food,ours)" = 2 ] || fail "the report counts what was taken back: $(cat report/tables/themes.csv)"

# said twice is recorded once; said otherwise takes the place of it
"$analyzer" verdict confirm c2 timeliness --by B >out
says "c2: ours/timeliness was confirmed by B on 2026-11-22T09:00:00Z already" out
is 6 "SELECT COUNT(*) FROM audit"
"$analyzer" verdict remove c2 timeliness --by C >out
says "is removed by C; before, it was confirmed by B on" out
"$analyzer" verdict confirm c2 timeliness --by B >out
is 1 "SELECT COUNT(*) FROM v_coding WHERE comment_id = 2"

# what changes nothing now, what counts all the same, and what is counted nowhere, is said
"$analyzer" verdict add c4 timeliness --by A >out
says "note: rules code ours/timeliness already; added, it stays" out
"$analyzer" verdict remove c4 access --by A >out
says "note: no rule codes ours/access now; removed, it stays away" out
says "note: ours/timeliness below it is still coded and counts for it" out
"$analyzer" verdict add c9 access --by A >out
says "note: the comment is a non-answer (none/non-answer), which reports do not count" out
"$analyzer" verdict remove c9 non-answer --by A >out
says "note: it counts as an answer now" out
ends 65 "$analyzer" verdict confirm c9 access --by A

# other rules, and codes that go and come back
sed -i 's/version: 1/version: 2/; s/wait\*/wait*, bus/' rulesets/ours.yaml
"$analyzer" -q classify
is "0|1|1" "SELECT (SELECT COUNT(*) FROM v_coding WHERE comment_id = 1), (SELECT COUNT(*) FROM v_coding WHERE comment_id = 8 AND category = 'food'), (SELECT COUNT(DISTINCT category) FROM v_coding WHERE comment_id = 4)"
sed -i 's/wait\*, bus/nothing/' rulesets/ours.yaml
"$analyzer" -q classify --again
is "timeliness" "SELECT category FROM v_coding WHERE comment_id = 4"
cp rulesets/ours.yaml kept.yaml
sed -i '/code: food/d' rulesets/ours.yaml
"$analyzer" -q classify
ends 64 "$analyzer" verdict add c5 ours/food --by A
says 'no ruleset in use has the code "ours/food"' err
"$analyzer" verdict list >out
says "c1 ours/timeliness removed by A. Reader on 2026-11-22T09:00:00Z: about a bus" out
says "c8 ours/food added by A. Reader on 2026-11-22T09:00:00Z (no ruleset in use has this code: it counts nowhere)" out
says "8 verdicts, 1 of them on codes that no ruleset in use has" out
"$analyzer" verdict list --json >json
python3 -c 'import json; v = {(x["comment"], x["category"]): x for x in json.load(open("json"))}
assert len(v) == 8 and v["c1", "timeliness"]["verdict"] == "remove" and v["c1", "timeliness"]["in_use"] is True
assert v["c8", "food"]["in_use"] is False and v["c1", "timeliness"]["why"] == "about a bus", v'
cp kept.yaml rulesets/ours.yaml
"$analyzer" -q classify
is 1 "SELECT COUNT(*) FROM v_coding WHERE comment_id = 8 AND category = 'food'"

# taken back, the rules decide again
ends 64 "$analyzer" verdict drop c8 food
says "say who takes the verdict back: --by NAME" err
"$analyzer" verdict drop c8 food --by D >out
says "c8: that ours/food was added by A. Reader is taken back" out
is 0 "SELECT COUNT(*) FROM v_coding WHERE comment_id = 8 AND category = 'food'"
is "D|drop verdict|comment 8: add ours/food" "SELECT who, action, detail FROM audit ORDER BY id DESC LIMIT 1"
"$analyzer" verdict list --json >json
python3 -c 'import json; assert len(json.load(open("json"))) == 7'

# a table that people filled in: all mistakes at once, and then nothing of it
sqlite3 yousaid.db "DELETE FROM verdict"
"$analyzer" verdict list --json >json
python3 -c 'import json; assert json.load(open("json")) == []'
printf 'comment,code,verdict,who,why,text\r\nc1,ours/food,add,A. Reader,"it is, really",I waited\r\nc99,ours/food,add,A,,\r\nc2,fod,add,A,,\r\nc3,ours/food,perhaps,A,,\r\nc4,ours/food,Remove,,,\r\nc5,ours/food,confirm,A,,\r\nc1,ours/food,remove,A,,\r\nc6,ours/food,,,,\r\n' >bad.csv
ends 65 "$analyzer" verdict import bad.csv
says "bad.csv:3: there is no comment with the number 99" err
says 'bad.csv:4: no ruleset in use has the code "fod"' err
says 'bad.csv:5: the verdict "perhaps" must be add, remove or confirm' err
says "bad.csv:6: it must be said who decides" err
says "bad.csv:7: no rule codes c5 as ours/food" err
says "bad.csv:8: c1 has a verdict on ours/food in line 2 already: keep one" err
says "bad.csv: 6 mistakes: nothing was imported" err
is 0 "SELECT COUNT(*) FROM verdict"
printf 'comment;question;code;verdict;who;why\nc1;;ours/food;Add;A. Reader;it is\nsurvey/R8;What was good?;ours/food;confirm;A;\nc3;;ours/food;;;\n' >good.csv
"$analyzer" verdict import good.csv >out
says "2 verdicts recorded, 0 were known; 1 row has no verdict yet" out
is "1|add|A. Reader|it is 20|confirm|A|" "SELECT group_concat(comment_id || '|' || verdict || '|' || who || '|' || why, ' ') FROM (SELECT * FROM verdict ORDER BY comment_id)"
"$analyzer" verdict import good.csv >out
says "0 verdicts recorded, 2 were known" out
sed -i 's/ours\/food;Add/ours\/food;remove/' good.csv
"$analyzer" verdict import good.csv >out 2>err
says "1 verdict recorded (1 in place of an earlier one), 1 was known" out
says "good.csv:2: note: no rule codes ours/food now" err
ends 64 "$analyzer" verdict import missing.csv
sed -i 's/;who;/;reader;/' good.csv
ends 78 "$analyzer" verdict import good.csv
says 'there is no column "who"' err

# what is forgotten takes its verdicts with it
mkdir -p sources
printf 'source: survey\norganisation: Healthwatch Northport\nplace: Northport\nfields: {id: Id}\nquestions: [{column: Comment}]\n' >sources/survey.yaml
"$collector" -q forget --by "Ann Example" survey R1
is 0 "SELECT COUNT(*) FROM verdict WHERE comment_id = 1"
is 1 "SELECT COUNT(*) FROM verdict"
