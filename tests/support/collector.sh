# shellcheck shell=bash
# collector.sh: what tests of the collector share. Source it. Sets T, a folder that goes with the shell, and WS, a workspace in it.

T=$(mktemp -d)
WS=$T/ws
mkdir -p "$WS/sources" "$T/www"
export YOUSAID_NOW=2026-06-01T06:00:00Z
# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/nginx.sh"
trap 'nginx_stop; rm -rf "$T"' EXIT

cat >"$WS/yousaid.yaml" <<'YAML'
partnership: Northmoor ICP
places:
  - name: Northmoor
    level: system
    places: [{name: Northport, level: place, postcodes: [NP1]}, {name: Ashdale, level: place, postcodes: [NP2]}]
YAML

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

collector() { "$YOUSAID_BIN/yousaid-collector" -C "$WS" "$@"; }

# expect CODE SENTENCE COMMAND...: the exit code, and a part of what is said on stderr.
expect() {
    local code=$1 sentence=$2 got=0
    shift 2
    "$@" >"$T/out" 2>"$T/err" || got=$?
    [ "$got" = "$code" ] || fail "exit $got and not $code of: $* ($(cat "$T/err"))"
    [ -z "$sentence" ] || grep -qF -- "$sentence" "$T/err" || fail "'$sentence' is not said by: $* ($(cat "$T/err"))"
}

# said WORDS: the last command of expect said so on stdout.
said() {
    grep -qF -- "$1" "$T/out" || fail "'$1' is not said: $(cat "$T/out")"
}

sql() { sqlite3 -batch "$WS/yousaid.db" "$1"; }

# All that the store holds; contents: the same without the run log.
dump() { sqlite3 -batch "$1" .dump; }
contents() { dump "$1" | grep -v '^INSERT INTO run ' | grep -v 'sqlite_'; }

# rows FROM TO: a survey export with these respondents.
rows() {
    echo 'Respondent ID,Ended,"What was good?","What could be better?",Age,Postcode'
    awk -v from="$1" -v to="$2" 'BEGIN {
        for (i = from; i <= to; i++)
            printf "R%d,%02d/%02d/2026 10:%02d,\"The nurse, number %d, was kind.\nAnd quick.\",\"Waited %d weeks, call 07700 900%03d\",%d,NP%d 1AA\r\n",
                i, i % 28 + 1, i % 5 + 1, i % 60, i, i % 50, i % 1000, 16 + i % 70, i % 3 + 1
    }'
}

# survey NAME URL: its source file.
survey() {
    cat >"$WS/sources/$1.yaml" <<YAML
source: $1
organisation: Healthwatch Northport
organisation_kind: local_healthwatch
place: Northmoor
fetch: {url: "$2"}
fields:
  id: Respondent ID
  submitted: {column: Ended, format: "%d/%m/%Y %H:%M"}
  postcode: Postcode
questions:
  - {column: "What was good?", polarity: good}
  - {column: "What could be better?", polarity: improve}
groups:
  - {column: Age, map: age}
YAML
}
