#!/usr/bin/env bash
# rules.sh: an analyst writes a ruleset: rules check names mistakes and warnings with their place, rules test runs the examples.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

cat >ours.yaml <<'END'
ruleset: ours
dimension: theme
version: 1
categories:
  - code: wait
    label: Waiting
    rules:
      - words: [wait*, waiting room, "a&e"]
      - match: '(?i)\bq(ueue'
END
ends 78 "$analyzer" rules check ours.yaml
says "ours.yaml:9:16: pattern '(?i)\bq(ueue': column 13: missing closing parenthesis" out
says "1 of 1 ruleset cannot be used" err
ends 78 "$analyzer" rules test ours.yaml

sed -i "s/(?i).*/\\\\bqueue'/" ours.yaml
cat >>ours.yaml <<'END'
    examples:
      match: [I waited, queueing]
      no_match: ["the weight of it"]
END
ends 0 "$analyzer" rules check ours.yaml
says "ours.yaml:8:24: warning: wait rule 1: 'waiting room' adds nothing: 'wait*' finds it" out
says "rulesets checked: 1; errors: 0; warnings: 1" out
ends 0 "$analyzer" rules test ours.yaml
says "ours: 3 examples, 0 failed; 0 rules fire on no example" out

sed -i 's/I waited,/I waited, it was slow,/' ours.yaml
ends 65 "$analyzer" rules test ours.yaml
says 'ours.yaml:11:25: wait should code "it was slow" and does not; no rule of it finds anything' out
says "1 of 4 examples failed: mend the rules, or the examples" err
ends 65 "$analyzer" rules test ours.yaml --json
python3 -c 'import json; d = json.load(open("out")); assert d["failed"] == 1 and d["findings"][0]["line"] == 11, d' || fail "no such JSON"
ends 0 "$analyzer" rules check ours.yaml --json
python3 -c 'import json; d = json.load(open("out")); assert d["findings"][0]["column"] == 24 and len(d["costs"]) == 2, d' || fail "no such JSON"

# without a workspace a ruleset must be named; a name that is not there gets a suggestion
ends 78 "$analyzer" rules check
says "or name the rulesets to look at" err
ends 64 "$analyzer" rules check temes
says "did you mean 'themes'?" err

# a file that the command line names and that cannot be read is the same error everywhere
mkdir folder.yaml
for file in ./nosuch.yaml folder.yaml; do
    for command in "rules check" "rules test" "stream" "rules diff themes" "rules suggest --ruleset" "evaluate none.csv --ruleset"; do
        # shellcheck disable=SC2086 # a command is several words
        ends 64 "$analyzer" $command $file </dev/null
        says "${file%.yaml}" err
    done
    for command in "rules suggest" "evaluate" "rules diff themes themes"; do
        # shellcheck disable=SC2086
        ends 64 "$analyzer" $command $file
        says "${file%.yaml}" err
    done
done

# in a workspace, names in conditions are looked for among its sources, places, and the services of its store
. "$YOUSAID_SOURCE/tests/support/store.bash"
new_store ws
add_comment ws 1 2 "I waited."
sqlite3 ws/yousaid.db "UPDATE response SET service = 'Harbour Surgery'"
mkdir ws/sources ws/rulesets
echo "rulesets: [named]" >>ws/yousaid.yaml
touch ws/sources/gp-access.yaml
cat >ws/rulesets/named.yaml <<'END'
ruleset: named
dimension: theme
version: 1
categories:
  - code: wait
    label: Waiting
    rules:
      - {words: [wait*], when: {source: [survey, gp-acess], service: harbour surgry, place: [Northport, Nothport]}}
END
ends 0 "$analyzer" -C ws rules check
says "named.yaml:8:50: warning: wait rule 1: there is no source 'gp-acess' in this workspace: did you mean 'gp-access'?" out
says "named.yaml:8:70: warning: wait rule 1: there is no service 'harbour surgry' in this workspace: did you mean 'Harbour Surgery'?" out
says "named.yaml:8:105: warning: wait rule 1: there is no place 'Nothport' in this workspace: did you mean 'Northport'?" out
says "rulesets checked: 1; errors: 0; warnings: 3" out
sed -i 's/gp-acess/gp-access/; s/harbour surgry/harbour surgery/; s/, Nothport//' ws/rulesets/named.yaml
ends 0 "$analyzer" -C ws rules check
says "rulesets checked: 1; errors: 0; warnings: 0" out

# a condition that a local ruleset adds to a shipped theme may leave rules of that theme nothing: a warning, for the file that is
# extended is not to be mended
cat >ws/rulesets/themes.yaml <<'END'
ruleset: themes
dimension: theme
version: 1
extends: themes
categories:
  - {code: food, when: {min_words: 900000, not_service: [harbour surgry]}}
END
ends 0 "$analyzer" -C ws rules check themes
says "rulesets/themes.yaml:6:24: warning: food rule" out
says "of the ruleset that is extended can never fire with this: 'min_words' is larger than 'max_words'" out
says "rulesets/themes.yaml:6:58: warning: food: there is no service 'harbour surgry' in this workspace: did you mean 'Harbour Surgery'?" out
# and its examples for others are not mistakes
sed -i 's/- {code: food.*/- {code: parking, when: {place: North*}}/' ws/rulesets/themes.yaml
ends 0 "$analyzer" -C ws rules test themes
says "0 failed; 0 rules fire on no example" out
says "not counted: 25 examples of the ruleset that is extended, decided otherwise under the 'when' that this file adds to it" out
rm ws/rulesets/themes.yaml

# a rule that hits a limit on comments of the store is named with its place: as the store has it, and tried now
cat >ws/rulesets/named.yaml <<'END'
ruleset: named
dimension: theme
version: 2
categories:
  - code: wait
    label: Waiting
    rules:
      - {words: [wait*]}
      - {match: '(x+x+)+[qj]'}
END
ends 0 "$analyzer" -C ws rules check
says "warnings: 1" out
says "named.yaml:9:17: warning: wait rule 2: this pattern gives up on a hard text" out
add_comment ws 2 2 "oh xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
"$analyzer" -C ws classify -q 2>/dev/null
add_comment ws 3 2 "ah xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
ends 0 "$analyzer" -C ws rules check
says "named.yaml:9:9: warning: wait rule 2 hits a limit and cannot be decided: now on 2 of 3 comments of the store that were tried, and on 1 when the store was last coded." out
says "rulesets checked: 1; errors: 0; warnings: 2" out
ends 0 "$analyzer" -C ws rules check --json
python3 -c 'import json; d = json.load(open("out")); assert d["findings"][1]["column"] == 9 and len(d["costs"]) == 2, d' || fail "no such JSON"
# a ruleset that is not looked at has no place
ends 0 "$analyzer" -C ws rules check tone
says "warning: named/wait rule 2 could not be decided on 1 comments of the store: it hit a limit" out

# every shipped ruleset is free of mistakes, and passes its own examples
shipped=$(cd "$YOUSAID_SOURCE/config/rulesets" && ls ./*.yaml | sed 's/.*\///; s/\.yaml$//')
# shellcheck disable=SC2086
ends 0 "$analyzer" rules test -q $shipped
for name in $shipped; do
    ends 0 "$analyzer" rules check -q "$name"
done
