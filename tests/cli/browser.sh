#!/usr/bin/env bash
# browser.sh: the example report in Chromium: axe-core finds nothing, it fits 320 pixels, and it fetches nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
browser=$YOUSAID_SOURCE/tests/browser

skip() {
    echo "browser: SKIPPED: $*" >&2
    exit 77
}
command -v node >/dev/null || skip "node is not installed"
[ -x "${CHROMIUM:=/usr/bin/chromium}" ] || skip "there is no $CHROMIUM (set CHROMIUM)"
[ -d "$browser/node_modules/axe-core" ] || skip "run npm ci in tests/browser first"
export CHROMIUM

cp -r "$YOUSAID_SOURCE/config/example/." "$work"
cd "$work"
for source in gp-access.csv carers-survey.csv hospital-fft.csv winter-conversation.csv ashdale-feedback.json street-voices.ndjson; do
    "$YOUSAID_BIN/yousaid-collector" -q import "${source%.*}" "exports/$source"
done
"$YOUSAID_BIN/yousaid-analyzer" -q classify
# A quote of every kind of content: markup, quotation marks, a cut.
sqlite3 yousaid.db "INSERT INTO quote (comment_id, text, attribution, approved_by, approved_at)
    SELECT id, text, 'A patient <b>& \"more\"', 'A', '2026-10-01' FROM comment ORDER BY length(text) DESC LIMIT 12"
"$YOUSAID_BIN/yousaid-analyzer" -q report
node "$browser/report.mjs" report/you-said-we-did.html
# The test can fail: the same page with its language and a heading taken away.
sed 's/ lang="en-GB"//; s/<h1>/<h3>/; s/<\/h1>/<\/h3>/' report/you-said-we-did.html >broken.html
if node "$browser/report.mjs" broken.html >/dev/null 2>&1; then
    echo "browser: a broken page passes" >&2
    exit 1
fi
