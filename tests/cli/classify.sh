#!/usr/bin/env bash
# classify.sh: what classify says: counts, limits as warnings, costs with -v, JSON; and what it says when it cannot.
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
cat >rulesets/ours.yaml <<'END'
ruleset: ours
dimension: theme
version: 1
categories:
  - code: wait
    label: Waiting
    rules:
      - words: [wait*]
      - match: '(x+x+)+[qj]'
      - match: '\W\W'
END
echo 'rulesets: [ours]' >>yousaid.yaml
add_comment . 1 2 "I waited"
add_comment . 2 1 "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

# a limit is a warning, counted, and told by rules check as well; never "no match"
ends 0 "$analyzer" classify -v
says "2 comments coded by 1 ruleset: 1 coding, 0 non-answers; in 1 case a rule could not be decided, because a pattern reached its limit" out
says "ours/wait rule 2 could not be decided on 1 comments (it hit a limit)" err
says "The dearest rules, by their share of the time for matching:" out
says "Rules without a word that must be there, so that they are tried on every comment:" out
says "ours/wait rule 3" out
ends 0 "$analyzer" rules check
says "ours.yaml:9:9: warning: wait rule 2 hits a limit and cannot be decided: now on 1 of 2 comments of the store that were tried, and on 1 when the store was last coded" out

ends 0 "$analyzer" classify --json --again
python3 - <<'END'
import json
d = json.load(open("out"))
assert (d["comments"], d["codings"], d["non_answers"], d["undecided"]) == (2, 1, 0, 1), d
assert d["rulesets"][0]["ruleset"] == "ours" and len(d["rulesets"][0]["sha256"]) == 64, d
assert d["rule_errors"] == [{"ruleset": "ours", "category": "wait", "rule": 2, "comments": 1}], d
END

# a report can see that classification is unfinished: a current ruleset whose mark is behind
add_comment . 3 2 "late"
unfinished="SELECT COUNT(*) FROM ruleset WHERE current = 1 AND mark < (SELECT MAX(revision) FROM comment)"
[ "$(sqlite3 yousaid.db "$unfinished")" = 1 ] || fail "a new comment is not seen"
ends 0 "$analyzer" classify
[ "$(sqlite3 yousaid.db "$unfinished")" = 0 ] || fail "classify is not finished"

# what goes wrong: rules with a mistake change nothing; a ruleset, a store and a workspace that are not there
before=$(sqlite3 yousaid.db "SELECT * FROM ruleset; SELECT * FROM coding")
sed -i 's/wait\*/wa*it/' rulesets/ours.yaml
ends 78 "$analyzer" classify
says "ours.yaml:8:17: 'wa*it': a '*' can only end a word" err
sed -i 's/wa\*it/wait*/; s/(x+x+)/(x+x+/' rulesets/ours.yaml
ends 78 "$analyzer" classify
says "ours.yaml:9:16: pattern '(x+x++[qj]'" err
[ "$(sqlite3 yousaid.db "SELECT * FROM ruleset; SELECT * FROM coding")" = "$before" ] || fail "a mistake changed the store"
sed -i 's/\[ours\]/[our]/' yousaid.yaml
ends 78 "$analyzer" classify
says "did you mean 'ours'?" err
mv yousaid.db elsewhere.db
sed -i 's/\[our\]/[non-answers]/' yousaid.yaml
ends 78 "$analyzer" classify
says "there is no store at" err
ends 64 "$analyzer" classify --engine quick
ends 64 "$analyzer" classify -j 0

# another program that writes for longer than we wait: try again later
mv elsewhere.db yousaid.db
mkfifo hold
sqlite3 yousaid.db <hold >held 2>&1 &
holder=$!
exec 3>hold
echo "BEGIN IMMEDIATE; SELECT 'held';" >&3
for _ in $(seq 100); do
    grep -q held held && break
    sleep 0.1
done
ends 75 "$analyzer" classify
says "another program is writing to it: try again later" err
echo "ROLLBACK;" >&3
exec 3>&-
wait "$holder"
ends 0 "$analyzer" classify
