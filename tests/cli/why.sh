#!/usr/bin/env bash
# why.sh: classify codes a small store; why explains it: words, vetoes, residual rules, non-answers, verdicts, provenance.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/store.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

new_store .
mkdir rulesets
cat >rulesets/none.yaml <<'END'
ruleset: none
dimension: answer
version: 3
categories:
  - {code: non-answer, label: Non-answer, rules: [{match: '^n/a$'}]}
END
cat >rulesets/ours.yaml <<'END'
ruleset: ours
dimension: theme
version: 2026.1
categories:
  - code: timeliness
    label: Timeliness of care
    rules:
      - match: '\bweeks\b'
      - match: '\bwait(s|ed|ing)?\b'
        unless: '\bwaiting room\b'
  - code: other
    label: Other
    rules:
      - {words: [a long], residual: true}
  - code: food
    label: Food
    rules:
      - {words: [six], when: {polarity: [good, open]}}
      - {words: [six], when: {source: [ward-a, ward-b]}}
      - {words: [six], when: {min_words: 50}}
      - {words: [six], when: {not_source: ['*vey', ward-c]}}
      - {match: '.', unless: waiting room, residual: true}
  - code: length
    label: Length
    rules:
      - {words: [long]}
      - {words: [time], unless: weeks}
END
cat >rulesets/mood.yaml <<'END'
ruleset: mood
dimension: tone
version: 1
categories:
  - {code: praise, label: Praise, rules: [{words: [kind]}]}
  - {code: concern, label: Concern, rules: [{words: [late]}, {words: [rude]}]}
  - {code: mixed, label: Mixed, combines: [praise, concern]}
END
echo 'rulesets: [none, ours, mood]' >>yousaid.yaml
add_comment . 1 2 "I waited six weeks, a long time."
add_comment . 2 1 "A clean waiting room, kind but rude staff."
add_comment . 3 3 "n/a"

# before classify, nothing is claimed
"$analyzer" why survey/R1 >out
says "this comment is not coded yet: run classify" out

"$analyzer" classify >out
says "3 comments coded by 3 rulesets: 6 codings, 1 non-answer" out
"$analyzer" classify >out
says "nothing new to code" out
[ "$("$analyzer" -q classify)" = "" ] || fail "-q is not quiet"

"$analyzer" why survey/R1 >out
says "from record 1 of https://example.org/export.csv" out
says "fetched 2026-01-02T03:04:05Z, 9 bytes, SHA-256 cafe" out
says "ours 2026.1, SHA-256 $(sqlite3 yousaid.db "SELECT sha256 FROM ruleset WHERE name = 'ours'")" out
says "Timeliness of care (timeliness) by rule 1 in line 8: I waited six [weeks], a long time." out
says "Timeliness of care (timeliness) by rule 2 in line 9: I [waited] six weeks, a long time." out
says "would be Other (other) by rule 1 in line 14 for 'a long', but it is residual and held back by Timeliness of care (timeliness) by rule 1" out

# what came near is told to those who ask: conditions that fail, catch-all rules that are held back, and
# rules of a category that others coded
silent() {
    ! grep -qF -- "$1" "$2" || fail "\"$1\" is in: $(cat "$2")"
}
says "Timeliness of care (timeliness) by rule 1" out
silent "only when polarity" out
silent "only when the comment" out
silent "whole comment" out
says "would be Food (food) by rule 2 in line 19 for 'six', but only when source is 'ward-a' or 'ward-b'" out
says "Length (length) by rule 1" out
silent "would be Length" out
"$analyzer" why survey/R1 -v >out
says "would be Food (food) by rule 1 in line 18 for 'six', but only when polarity is good or open" out
says "would be Food (food) by rule 2 in line 19 for 'six', but only when source is 'ward-a' or 'ward-b'" out
says "would be Food (food) by rule 3 in line 20 for 'six', but only when the comment has at least 50 words" out
says "would be Food (food) by rule 4 in line 21 for 'six', but only when source is none of '*vey', 'ward-c'" out
says "would be Food (food) by rule 5 in line 22 for the whole comment, but it is residual and held back by" out
says "would be Other (other) by rule 1" out
says "would be Length (length) by rule 2 in line 27 for 'time', but unless matched 'weeks'" out
"$analyzer" why survey/R1 --json >json
python3 -c 'import json; n = [k for c in json.load(open("json"))["comments"] for r in c["rulesets"] for k in r["not_coded"]]
assert [k["condition"] for k in n if k["because"] == "when"] == ["polarity", "source", "words", "source"], n'

"$analyzer" why c2 >out
says "would be Timeliness of care (timeliness) by rule 2 in line 9 for 'waiting', but unless matched 'waiting room'" out
says "Mixed (mixed) from praise by rule 1 in line 5: A clean waiting room, [kind] but rude staff." out
says "Mixed (mixed) from concern by rule 2 in line 6: A clean waiting room, kind but [rude] staff." out
says "would be Praise (praise) by rule 1 in line 5 for 'kind', but Mixed (mixed) takes its place" out

"$analyzer" why 3 >out
says "Non-answer (non-answer) by rule 1" out
says "not applied: this is a non-answer" out

sqlite3 yousaid.db "INSERT INTO verdict (comment_id, ruleset, category, verdict, who, at, why)
    VALUES (1, 'ours', 'timeliness', 'remove', 'A. Reader', '2026-02-01', 'about a bus')"
"$analyzer" why 1 >out
says "ours/timeliness was removed by A. Reader on 2026-02-01: about a bus" out

# the same for a program
"$analyzer" why c2 --json >json
python3 - <<'END'
import json
d = json.load(open("json"))
assert d["payload"] == {"url": "https://example.org/export.csv", "fetched_at": "2026-01-02T03:04:05Z", "sha256": "cafe", "bytes": 9, "record": 2}
c = d["comments"][0]
ours, mood = c["rulesets"][1], c["rulesets"][2]
assert ours["state"] == "current" and not ours["differs"] and ours["codings"] == []
assert ours["not_coded"][0]["because"] == "unless" and ours["not_coded"][0]["unless"]["words"] == "waiting room"
assert [(k["category"], k["from"], k["rule"], k["rule_there"], k["words"]) for k in mood["codings"]] == \
    [("mixed", "praise", 1, 1, "kind"), ("mixed", "concern", 3, 2, "rude")], mood["codings"]
END

# rules that changed since, and codings that somebody changed behind our back, are told
sed -i 's/version: 2026.1/version: 2026.2/; s/six/seven/; s/weeks/months/' rulesets/ours.yaml
"$analyzer" why 1 >out
says "the rules have changed since: run classify" out
says "Timeliness of care (timeliness) by rule 1: I waited six [weeks]" out
sqlite3 yousaid.db "UPDATE coded SET codings = (SELECT json_group_object(key, value - 1) FROM json_each(codings)) WHERE comment_id = 3"
"$analyzer" why 3 >out
says "the store holds other codings than these rules give: run classify --again" out
sqlite3 yousaid.db "UPDATE coded SET codings = replace(codings, ':', '') WHERE comment_id = 3"
status=0
"$analyzer" why 3 2>err || status=$?
[ $status = 65 ] || fail "damaged codings end in $status"
says "the codings of comment 3 cannot be read: run yousaid-analyzer classify --again" err
# a span beyond the end of the comment is no reason to read what lies behind it
sqlite3 yousaid.db "UPDATE coded SET codings = (SELECT json_group_object(key, 200000007) FROM json_each((SELECT codings FROM coded WHERE comment_id = 1)))
    WHERE comment_id = 3"
for option in '' --json; do
    status=0
    "$analyzer" why c3 $option >out 2>err || status=$?
    [ $status = 65 ] || fail "a span beyond the comment ends in $status"
    says "the codings of comment 3 cannot be read: run yousaid-analyzer classify --again" err
done

# a rule that judges the comment as a whole has no words to show; one that finds the word "I" has
cat >rulesets/whole.yaml <<'END'
ruleset: whole
dimension: theme
version: 1
categories:
  - {code: short, label: Short, rules: [{match: '^(?!.*buses)\w'}, {match: '^(?=.*ferry)'}, {match: 'i'}]}
  - {code: long, label: Long, rules: [{match: '^i\b'}, {match: 'th', unless: '^(?=.*ferry)'}]}
END
echo 'rulesets: [whole]' >>yousaid.yaml
sed -i '/^rulesets: \[none/d' yousaid.yaml
add_comment . 4 1 "The ferry is slow"
add_comment . 5 1 "I like buses"
"$analyzer" classify -q
"$analyzer" why 4 >out
says "Short (short) by rule 1 in line 5: the whole comment" out
says "Short (short) by rule 2 in line 5: the whole comment" out
says "Short (short) by rule 3 in line 5: The ferry [i]s slow" out
says "would be Long (long) by rule 2 in line 6 for 'Th', but unless matched the whole comment" out
"$analyzer" why 5 >out
says "Long (long) by rule 1 in line 6: [I] like buses" out

# what is not there
status=0
"$analyzer" why survey/R9 2>err || status=$?
[ $status = 65 ] || fail "an unknown response ends in $status"
says "there is no response survey/R9 in the store" err
status=0
"$analyzer" why 2>err || status=$?
[ $status = 64 ] || fail "no argument ends in $status"
