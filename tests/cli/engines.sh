#!/usr/bin/env bash
# engines.sh: on real comments every shipped ruleset gives the same codings by both engines and any number of threads.
set -euo pipefail
. "$YOUSAID_SOURCE/tests/support/store.bash"
data=$YOUSAID_SOURCE/../shared/data/fft-train.csv
if [ ! -e "$data" ]; then
    echo "engines: SKIPPED: the comments of the Friends and Family Test are not here ($data)" >&2
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

new_store .
python3 - "$data" <<'END'
import csv, sqlite3, sys
db = sqlite3.connect("yousaid.db")
polarity = {"What was good?": 1, "How could we improve?": 2, "What could we do better?": 2}
number = 0
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")):
    text = row["FFT answer"].replace("\r\n", "\n").strip()
    if text == "":
        continue
    number += 1
    db.execute("INSERT INTO response (id, source_id, external_id, content_sha256, service, payload_id, row_number, first_run_id)"
               " VALUES (?, 1, ?, 'x', ?, 1, ?, 1)", (number, "R%d" % number, row["Service type 1"], number))
    db.execute("INSERT INTO comment VALUES (?, ?, ?, ?, ?)",
               (number, number, polarity.get(row["FFT question"].strip(), 3), text, number))
db.commit()
END
names=$(cd "$YOUSAID_SOURCE/config/rulesets" && ls ./*.yaml | sed 's/.*\///; s/\.yaml$//' | paste -sd,)
echo "rulesets: [$names]" >>yousaid.yaml

first=
for way in "--engine index --jobs 1" "--engine index --jobs 5" "--engine naive --jobs 2"; do
    # shellcheck disable=SC2086
    "$analyzer" classify -q --again $way
    got=$(sqlite3 yousaid.db "SELECT * FROM coding; SELECT * FROM rule_error" | sha256sum)
    [ -z "$first" ] || [ "$got" = "$first" ] || fail "classify $way gives other codings"
    first=$got
done
codings=$(sqlite3 yousaid.db "SELECT COUNT(*) FROM coding")
[ "$codings" -gt 4000 ] || fail "only $codings codings: the rulesets were not applied"
echo "engines: $codings codings of $(sqlite3 yousaid.db "SELECT COUNT(*) FROM comment") comments by $names are the same"
