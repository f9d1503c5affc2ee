#!/usr/bin/env bash
# stream.sh: lines in, lines out: in order, in parallel, at once, with flat memory; a bad line gives an error in its place and exit 65.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/store.bash"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"
same() {
    diff -u "$1" "$2" || fail "$3"
}

mkdir rulesets
cat >rulesets/ours.yaml <<'END'
ruleset: ours
dimension: theme
version: 1
categories:
  - code: wait
    label: Waiting
    rules:
      - words: [wait*, didn't ring]
        when: {polarity: [improve, open]}
      - match: '(x+x+)+[qj]'
  - {code: staff, label: Staff, rules: [{words: [nurse*], when: {service: Ward 3}}]}
END
ours() {
    "$analyzer" stream non-answers rulesets/ours.yaml "$@"
}

# the text is not left out without a word
ends 64 ours --to tsv --text </dev/null
says "--text gives the text back with --to ndjson only" err

# each kind of line; an error names the line and not its words
cat >in <<'END'
{"id": 1, "text": "I waited", "polarity": "improve"}
{"id": "b\"2", "text": "n/a", "polarity": null}
{"id": 3, "txt": "secret"}
{"id": 4, "text": "secret", "polarity": "bad"}
secret

{"id": 7, "text": "They didn’t ring 😀", "uid": 9, "other": {"a": [1]}}
{"id": 8, "text": "secret"} {"id": 9}
[1]
{"id": 10, "text": 5}
{"id": 11, "text": "sec\u0000ret"}
{"text": "no id: a nurse", "service": "ward 3"}
{"id": 13, "text": "secret
{"id": 14, "text": "oh xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}
{"id": 15, "text": "I waited", "polarity": "good"}
END
printf '{"id": 16, "text": "no line end"}' >>in
status=0
ours <in >out 2>err || status=$?
[ $status = 65 ] || fail "bad lines end in $status"
cat >want <<'END'
{"id":1,"non_answer":false,"codings":[{"ruleset":"ours","category":"wait","rule":1,"start":2,"end":8}]}
{"id":"b\"2","non_answer":true,"codings":[{"ruleset":"non-answers","category":"non-answer","rule":2,"start":0,"end":3}]}
{"id":3,"line":3,"error":"line 3: it has a key that is nearly 'text': write it so, or rename it"}
{"id":4,"line":4,"error":"line 4: its polarity must be good, improve or open"}
{"id":null,"line":5,"error":"line 5: it is no JSON from byte 1 on: unexpected character"}
{"id":null,"line":6,"error":"line 6: it is empty"}
{"id":7,"non_answer":false,"codings":[{"ruleset":"ours","category":"wait","rule":1,"start":5,"end":18}]}
{"id":null,"line":8,"error":"line 8: it is no JSON from byte 29 on: unexpected character"}
{"id":null,"line":9,"error":"line 9: it is JSON, but no object: write {\"id\": ..., \"text\": ...}"}
{"id":10,"line":10,"error":"line 10: its 'text' must be a text"}
END
head -10 out >some
same want some "other output than expected"
sed -n 11p out | grep -qF "\"id\":11,\"line\":11,\"error\":\"line 11: its 'text' holds a NUL character (\\\\u0000): remove it\"" ||
    fail "a NUL is not told: $(sed -n 11p out)"
sed -n 12p out | grep -q '^{"id":null,.*"category":"staff"' || fail "a line without id: $(sed -n 12p out)"
sed -n 13p out | grep -q 'ends too early' || fail "half an object: $(sed -n 13p out)"
sed -n 14p out | grep -q '"id":14,"non_answer":false,"codings":\[\],"undecided":\[{"ruleset":"ours","category":"wait","rule":2,"reason":"gave up' ||
    fail "a limit: $(sed -n 14p out)"
sed -n 15p out | grep -q '"codings":\[\]}' || fail "polarity: $(sed -n 15p out)"
[ "$(wc -l <out)" = 16 ] || fail "16 lines in, $(wc -l <out) out"
grep -q secret out err && fail "words of a bad line are shown"
grep -qF "9 of 16 lines could not be coded; the first: line 3: " err || fail "the count is missing: $(cat err)"
[ "$(grep -c '^yousaid-analyzer: line ' err)" = 9 ] || fail "not every bad line is told: $(cat err)"

# TSV, with the escapes of PostgreSQL and ClickHouse
printf 'a\\tb\tI waited\\nlong\timprove\n2\t\\N\n3\tnurse\\\\doctor\tgood\t\\N\tWard 3\n4\tx\t\t\t\t\t\t\n' >in
status=0
ours --from tsv --to tsv -q <in >out 2>err || status=$?
[ $status = 65 ] || fail "bad TSV ends in $status"
printf 'a\\tb\tours\twait\t1\t2\t8\t\\N\n2\t\\N\t\\N\t\\N\t\\N\t\\N\tline 2: it has no text\n3\tours\tstaff\t1\t0\t5\t\\N\n4\t\\N\t\\N\t\\N\t\\N\t\\N\tline 4: it has more than 6 columns: id, text, polarity, source, service, place\n' >want
same want out "other TSV than expected"
[ "$(wc -l <err)" = 1 ] || fail "-q is not quiet: $(cat err)"

# bytes that no line may hold, and a NUL that would cut a service short
printf '{"text":"\0"}\n{"text":"\xe9"}\n{"text":"n/a","service":"Ward\\u0000"}\n' >in
ends 65 ours <in
says 'line 1: it holds a NUL at byte 10: remove it' err
says 'line 2: it is not UTF-8 at byte 10: convert it, for instance with iconv' err
says "line 3: its 'service' holds a NUL character (\u0000): remove it" err

# an id comes back as it was written: numbers digit by digit, and a text with the escapes of what goes out
cat >in <<'END'
{"id":12345678901234567890123,"text":"n/a"}
{"text":"n/a","other":{"id":5,"a":["\\\"",{"id":6}]},"id" : 18446744073709551616 }
{"id":-9223372036854775809,"text":"\"id\":7"}
{"id":1,"id":-0,"text":"n/a"}
{"id":1.50E400,"text":"n/a"}
{"\u0069d":8,"text":"n/a"}
{"id":[1],"\u0069d":8,"text":"n/a"}
{"id":"a\tb\\\"é","text":"n/a"}
END
status=0
"$analyzer" stream non-answers -q <in >out 2>err || status=$?
[ $status = 65 ] || fail "a key with escapes ends in $status"
sed 's/[,}].*//' out >some
cat >want <<'END'
{"id":12345678901234567890123
{"id":18446744073709551616
{"id":-9223372036854775809
{"id":-0
{"id":1.50E400
{"id":null
{"id":null
{"id":"a\tb\\\"é"
END
same want some "ids come back otherwise"
says "line 6: its key 'id' has escapes: write it as \"id\"" err
grep -v u0069 in | "$analyzer" stream non-answers --to tsv | cut -f 1 >some
cat >want <<'END'
12345678901234567890123
18446744073709551616
-0
1.50E400
a\tb\\"é
END
same want some "ids come back otherwise as TSV"
printf '%s\tn/a\n' 'a\tb\\"é' | "$analyzer" stream non-answers --from tsv >out
says '{"id":"a\u0009b\\\"é",' out

# the text comes back in the form in which start and end count
printf '{"id":1,"text":"  We waited\\r\\n"}' | ours --text >out
grep -qF '"text":"We waited"' out || fail "--text: $(cat out)"

# what stands for an identifier is no words of the writer's, and a span that goes over it is one of the text as it came
cat >in <<'END'
{"id":1,"text":"I live at [postcode] and it never used to be like this."}
{"id":2,"text":"Ring [phone]. [Name Redacted]"}
{"id":3,"text":"[name] of … [NHS number]: the nurse"}
END
cat >rulesets/tokens.yaml <<'END'
ruleset: tokens
dimension: theme
version: 1
categories:
  - {code: token, label: Token, rules: [{words: [postcode, phone*, name, redacted, nhs number]}]}
  - {code: short, label: Short, rules: [{match: '\bof\b.*nurse', when: {max_words: 3}}]}
END
cat >want <<'END'
{"id":1,"non_answer":false,"codings":[]}
{"id":2,"non_answer":false,"codings":[]}
{"id":3,"non_answer":false,"codings":[{"ruleset":"tokens","category":"short","rule":1,"start":7,"end":37}]}
END
"$analyzer" stream rulesets/tokens.yaml <in >out
same want out "tokens are read as words"
for engine in index naive; do
    echo '{"text":"[postcode]"}' | "$analyzer" stream non-answers --engine $engine >out
    grep -qF '"non_answer":true' out || fail "a comment that is only a token says something ($engine): $(cat out)"
done

# nothing in, nothing out
ours </dev/null >out
[ ! -s out ] || fail "something came from nothing"

# a line too long is an error of its own, and the next one is read
python3 -c 'print("{\"id\":1,\"text\":\"" + "x" * 9000000 + "\"}"); print("{\"id\":2,\"text\":\"a wait\"}"); print("{\"id\":3,\"text\":\"" + "y" * 1500000 + "\"}")' >in
status=0
ours -q <in >out 2>err || status=$?
[ $status = 65 ] || fail "a line that is too long ends in $status"
[ "$(grep -c '"error"' out)" = 2 ] && sed -n 2p out | grep -q '"category":"wait"' || fail "too long: $(cut -c1-200 out)"

# an answer comes while the input is still open
coproc STREAM { ours -q; }
echo '{"id": 1, "text": "a wait"}' >&"${STREAM[1]}"
read -r -t 20 line <&"${STREAM[0]}" || fail "no answer before the end of the input"
[[ $line == *'"category":"wait"'* ]] || fail "another answer: $line"
pid=$STREAM_PID
eval "exec ${STREAM[1]}>&-"
wait "$pid"

# many lines: the same by one thread and five, and by either engine; and memory does not grow with them
python3 - <<'END'
texts = ["I waited", "n/a", "the nurse", "They didn't ring, so I waited and waited", "fine " * 40]
for name, count in (("few", 5000), ("many", 60000)):
    with open(name, "w") as f:
        for i in range(count):
            f.write('{"id": %d, "text": "%s"}\n' % (i, texts[i % 5]))
END
ours -j 1 <many | sha256sum >one
ours -j 5 <many | sha256sum >five
same one five "threads change the output"
ours -j 1 <few | sha256sum >one
ours -j 2 --engine naive <few | sha256sum >naive
same one naive "engines differ"
# (quarantine_size_mb: under AddressSanitizer freed memory is kept back, which is no growth of ours)
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}quarantine_size_mb=1 python3 - "$analyzer" <<'END'
import os, resource, subprocess, sys
peaks = []
for name in ("few", "many"):
    with open(name) as lines:
        p = subprocess.Popen([sys.argv[1], "stream", "rulesets/ours.yaml"], stdin=lines, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(p.pid, 0)
        assert status == 0
        peaks.append(usage.ru_maxrss)
assert peaks[1] < peaks[0] * 1.5 + 8192, peaks
END

# a byte order mark is no part of the first line
printf '\xef\xbb\xbf{"id": 1, "text": "I waited"}\n' | ours >out
grep -q '"category":"wait"' out || fail "a file with a byte order mark was not read"

# what classify stores is what stream says
new_store .
echo 'rulesets: [non-answers, ours]' >>yousaid.yaml
add_comment . 1 2 "I waited; they didn’t ring"
add_comment . 2 1 "I waited"
add_comment . 3 3 "n/a"
"$analyzer" classify -q
sqlite3 -separator $'\t' yousaid.db "SELECT comment_id, ruleset, category, rule, start, end, '\\N' FROM v_coding ORDER BY 1, 2, 3, 4" >want
sqlite3 -separator $'\t' yousaid.db "SELECT c.id, c.text, q.polarity FROM comment c JOIN question q ON q.id = c.question_id" |
    "$analyzer" stream --from tsv --to tsv | sort >out
same want out "stream and classify differ"
