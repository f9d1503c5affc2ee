#!/usr/bin/env bash
# guide.sh: the ruleset that docs/ruleset-guide.md builds is right, but for the mistake it makes on purpose; so is the one that extends.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"
# Writes every block of YAML that is a whole ruleset into a file of its name.
mkdir rulesets
awk '/^```yaml/ {on = 1; file = ""; next} /^```/ {on = 0} on && /^ruleset: / {file = "rulesets/" $2 ".yaml"} on && file {print > file}' \
    "$YOUSAID_SOURCE/docs/ruleset-guide.md"
[ -e rulesets/northport.yaml ] && [ -e rulesets/themes.yaml ] || fail "the rulesets are not found in the guide"

"$analyzer" rules check -q northport >out || fail "$(cat out)"
[ "$(grep -c warning: out)" = 1 ] && grep -qF "'couldn't get through' adds nothing: 'get* through' finds it" out || fail "$(cat out)"
"$analyzer" rules test northport >out || fail "$(cat out)"
grep -q '3 examples, 0 failed; 0 rules fire on no example' out || fail "$(cat out)"
"$analyzer" rules check -q themes >out || fail "$(cat out)"
printf 'Comment,Getting through by phone\nI was on hold for an hour,1\nThe phone queue was short,0\nThe nurse was kind,0\nParking,\n' >coded.csv
"$analyzer" evaluate coded.csv --ruleset northport >out || fail "$(cat out)"
grep -qE 'Getting through by phone +1 +2  0.50' out && grep -qF '1 left out: people gave no label' out || fail "$(cat out)"
echo '{"text": "No weeks free on choose and book, and the ferry was late"}' | "$analyzer" stream themes >out
grep -q '"category":"ferry"' out && grep -q '"category":"timeliness"' out || fail "the extension finds nothing: $(cat out)"

# the pieces of rules in between are rules
awk '/^```yaml/ {on = 1; next} /^```/ {on = 0} on && /^      - / {print} on && /^        / && !/^        *[-]/ && !/match:$/ {print}' \
    "$YOUSAID_SOURCE/docs/ruleset-guide.md" | grep -vE '^        - |no_match|examples' | sed 's/staff-manner/all/; s/#.*//' >pieces
{
    printf 'ruleset: pieces\ndimension: theme\nversion: 1\ncategories:\n  - code: all\n    label: All\n    rules:\n'
    cat pieces
} >rulesets/pieces.yaml
"$analyzer" rules check -q pieces >out || fail "$(cat out pieces)"
