#!/usr/bin/env bash
# accuracy.sh: the shipped rulesets agree with people no less than docs/accuracy.md says, a few hundredths given.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
analyzer=$YOUSAID_BIN/yousaid-analyzer

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

# at_least KEY VALUE OPTION...: a figure of `evaluate`.
at_least() {
    local key=$1 least=$2 got
    shift 2
    "$analyzer" evaluate "$@" --json >out 2>err || fail "evaluate $* ends in $?: $(cat err)"
    got=$(python3 -c "
import functools, json, sys
print(functools.reduce(lambda part, key: part[key], sys.argv[1].split('.'), json.load(open('out'))))" "$key")
    awk "BEGIN {exit !($got >= $least)}" || fail "evaluate $*: $key is $got, less than $least"
}

phrases=$YOUSAID_SOURCE/tests/rules/phrases.csv survey=$YOUSAID_SOURCE/tests/rules/survey.csv
comments=$YOUSAID_SOURCE/tests/rules/comments.csv
at_least micro.recall 0.72 "$phrases" --labels themes
at_least micro.precision 0.77 "$phrases" --labels themes
at_least micro.recall 0.71 "$survey" --labels themes
at_least micro.precision 0.67 "$survey" --labels themes
at_least micro.precision 0.86 "$comments" -r integrated-care --labels integrated_care
at_least micro.recall 0.77 "$comments" -r integrated-care --labels integrated_care

data=$YOUSAID_SOURCE/../shared/data
if [ ! -e "$data/fft-train.csv" ]; then
    echo "SKIPPED: accuracy.sh tries the rules on real comments in $data, which are not part of the project; all else passed" >&2
    exit 77
fi
at_least micro.f1 0.775 "$data/fft-train.csv" --map "$data/fft-label-map.csv" --folds 3 --fold 0
at_least macro.f1 0.68 "$data/fft-train.csv" --map "$data/fft-label-map.csv" --folds 3 --fold 0
at_least spearman 0.97 "$data/fft-train.csv" --map "$data/fft-label-map.csv"
at_least micro.recall 0.90 "$data/codebook-examples.csv"
at_least sentiment.accuracy 0.82 "$data/fft-train.csv" --sentiment "Comment sentiment" --folds 3 --fold 0
