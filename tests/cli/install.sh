#!/usr/bin/env bash
# install.sh: what is installed is complete, and finds its own profiles wherever it was unpacked.
set -euo pipefail
there=$(mktemp -d)
trap 'rm -rf "$there"' EXIT
prefix=$there/some/where

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"

command -v cmake >/dev/null || exit 77
cmake --install "$YOUSAID_BIN/.." --prefix "$prefix" >"$there/log" 2>&1 || fail "$(tail -5 "$there/log")"

for program in yousaid-collector yousaid-analyzer; do
    version=$("$prefix/bin/$program" --version)
    [[ $version =~ ^$program\ [0-9]+\.[0-9]+\.[0-9]+$ ]] || fail "$program --version says '$version'"
    [ -e "$prefix/share/man/man1/$program.1" ] || fail "the man page of $program is not installed"
done
for page in yousaid.yaml.5 yousaid-ruleset.5 yousaid-source.5 yousaid-strategy.5; do
    [ -e "$prefix/share/man/man5/$page" ] || fail "$page is not installed"
done
[ -e "$prefix/share/yousaid/rulesets/themes.yaml" ] || fail "the rulesets are not installed"
[ -e "$prefix/share/yousaid/example/yousaid.yaml" ] || fail "the example workspace is not installed"

# A profile that is nowhere else shows which folder is searched.
sed 's/^profile: .*/profile: only-here/' "$prefix/share/yousaid/profiles/smartsurvey-csv.yaml" >"$prefix/share/yousaid/profiles/only-here.yaml"
mkdir -p "$there/workspace/sources"
cat >"$there/workspace/yousaid.yaml" <<'Y'
partnership: Vale ICP
places: [{name: Vale}]
Y
cat >"$there/workspace/sources/gp.yaml" <<'Y'
source: gp
organisation: Healthwatch Vale
place: Vale
profile: only-here
questions: [{column: Comment}]
Y
said=$("$prefix/bin/yousaid-collector" -C "$there/workspace" check 2>&1) || fail "$said"
said=$(YOUSAID_CONFIG=/nonexistent "$YOUSAID_BIN/yousaid-collector" -C "$there/workspace" check 2>&1) &&
    fail "the program that is not installed found the profile too: this test proves nothing"
grep -q only-here <<<"$said" || fail "$said"
