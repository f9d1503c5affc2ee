#!/usr/bin/env bash
# classify_kill.sh: classify is killed at 25 random moments; the run after that leaves the same codings as an undisturbed one.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/store.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer

fail() {
    echo "classify_kill: $* (RANDOM=$seed)" >&2
    exit 1
}
codings() {
    sqlite3 "$1/yousaid.db" "SELECT c.comment_id, u.name, g.code, c.rule, c.start, c.end FROM coding c
        JOIN category g ON g.id = c.category_id JOIN ruleset u ON u.id = g.ruleset_id ORDER BY 1, 2, 3, 4" | sha256sum
}
seed=${SEED:-$RANDOM}
RANDOM=$seed

new_store whole
mkdir whole/rulesets
cat >whole/rulesets/ours.yaml <<'END'
ruleset: ours
dimension: theme
version: 1
categories:
  - {code: wait, label: Waiting, rules: [{words: [wait*, queue*]}, {match: '\b(week|month)s?\b', also_words: [wait*]}]}
  - {code: staff, label: Staff, rules: [{words: [nurse*, doctor*, staff]}]}
  - {code: other, label: Other, rules: [{match: '\w', residual: true}]}
END
echo 'rulesets: [non-answers, ours]' >>whole/yousaid.yaml
sqlite3 whole/yousaid.db "BEGIN;
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
    INSERT INTO response (id, source_id, external_id, content_sha256, payload_id, row_number, first_run_id)
        SELECT i, 1, 'R' || i, 'x', 1, i, 1 FROM n;
    INSERT INTO comment (id, response_id, question_id, text, revision)
        SELECT id, id, id % 3 + 1, CASE id % 7 WHEN 0 THEN 'n/a' WHEN 1 THEN 'I had to wait for weeks, the nurse was kind' WHEN 2 THEN
            'The staff were lovely' WHEN 3 THEN 'queues and queues' WHEN 4 THEN 'Nothing' WHEN 5 THEN 'The doctor did not listen'
            ELSE 'Fine' END || CASE WHEN id % 5 = 0 THEN ', parking was hard' ELSE '' END, id FROM response; COMMIT"
cp -r whole killed
begin=$(date +%s%N)
"$analyzer" -C whole classify -q
took=$((($(date +%s%N) - begin) / 1000000))
expected=$(codings whole)

kills=0
tries=0
while [ $kills -lt 25 ]; do
    tries=$((tries + 1))
    [ $tries -le 400 ] || fail "classify could be killed only $kills times in $tries tries"
    "$analyzer" -C killed classify -q &
    pid=$!
    sleep "$(awk -v r=$RANDOM -v ms=$took 'BEGIN {printf "%.4f", (0.02 + r / 32768 * ms) / 1000}')"
    if kill -9 $pid 2>/dev/null && ! wait $pid 2>/dev/null; then
        kills=$((kills + 1))
        # what is stored is whole: of the ruleset in use, every comment up to its mark is coded and none after it
        wrong=$(sqlite3 killed/yousaid.db "SELECT COUNT(*) FROM comment c JOIN ruleset u ON u.name = 'ours' AND u.current = 1
            WHERE c.id % 7 <> 0 AND (c.revision <= u.mark) <> EXISTS (SELECT 1 FROM coding k JOIN category g ON g.id = k.category_id
                WHERE k.comment_id = c.id AND g.ruleset_id = u.id)")
        [ "$wrong" = 0 ] || fail "$wrong comments are not as the mark says after kill $kills"
    fi
    if [ "$(sqlite3 killed/yousaid.db "SELECT COUNT(*) FROM ruleset WHERE current = 1 AND mark < 60000")" = 0 ] &&
        [ "$(sqlite3 killed/yousaid.db "SELECT COUNT(*) FROM ruleset")" = 2 ]; then
        # done before 25 kills: another version of the rules begins again
        sed -i -E "s/code: staff(-[0-9]+)?/code: staff-$tries/" killed/rulesets/ours.yaml
    fi
done
cp whole/rulesets/ours.yaml killed/rulesets/ours.yaml
"$analyzer" -C killed classify -q
[ "$(codings killed)" = "$expected" ] || fail "after 25 kills the codings are other ones"
[ "$(sqlite3 killed/yousaid.db "SELECT COUNT(*) FROM ruleset")" = 2 ] || fail "old rulesets were left behind"
[ "$(sqlite3 killed/yousaid.db "PRAGMA integrity_check")" = ok ] || fail "the store is damaged"
echo "classify_kill: 25 kills in $tries runs of about $took ms"
