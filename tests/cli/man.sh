#!/usr/bin/env bash
# man.sh: the man pages are sound mdoc, and hold every command, option and configuration key that the programs know.
set -euo pipefail
cd "$YOUSAID_SOURCE/docs"
failed=0

fail() {
    echo "man: $*" >&2
    failed=1
}

if command -v mandoc >/dev/null; then
    mandoc -T lint -W warning ./*.[15] || fail "mandoc has found the above"
else
    echo "man: mandoc is not installed: the pages were not checked for form" >&2
fi

# part PAGE COMMAND: the subsection on one command.
part() {
    awk -v want=".Ss $2" '/^\.S[hs]/ {on = ($0 == want)} on' "$1"
}

# commands PROGRAM: each command has a subsection that names each of its options; so have the common options a place.
commands() {
    local program=$1 page=$1.1 names name options option text
    names=$("$YOUSAID_BIN/$program" help | sed -n '/^Commands:/,/^$/p' | sed -n 's/^  \([a-z][a-z ]*[a-z]\)  .*/\1/p')
    [ -n "$names" ] || fail "$program help lists no commands"
    while read -r name; do
        # shellcheck disable=SC2086
        options=$("$YOUSAID_BIN/$program" help $name | sed -n '/^Options:/,/^$/p' | grep -oE '^  (-., |    )--[a-z-]+' | grep -oE '[a-z][a-z-]+$|-[A-Za-z],' || true)
        text=$(part "$page" "$name")
        [ -n "$text" ] || { fail "$page has no subsection (.Ss) '$name'"; continue; }
        for option in $options; do
            case $option in
                -?,) grep -qE "Fl ${option:1:1}( |$)" <<<"$text" || fail "$page, $name: there is nothing on -${option:1:1}" ;;
                *) grep -qE -- "Fl -$option( |$)" <<<"$text" || fail "$page, $name: there is nothing on --$option" ;;
            esac
        done
    done <<<"$names"
    for option in directory quiet verbose json help version; do
        grep -qE -- "Fl -$option( |$)" "$page" || fail "$page: there is nothing on --$option"
    done
    # And the other way round: no page tells of a command that is gone.
    while read -r name; do
        grep -qxF "$name" <<<"$names" || fail "$page tells of a command '$name' that does not exist"
    done < <(sed -n '/^\.Sh COMMANDS/,/^\.Sh /s/^\.Ss //p' "$page")
}

# keys PAGE SOURCE...: each key in the tables of the sources is in the page.
keys() {
    local page=$1 found key
    shift
    found=$(cat "$@" | grep -v "^#define" | grep -oE '(ROW|TOP|FIELD|NODE)\("[a-z_]+"|(NODE|SPEC|FORMAT|FETCH|FIELD)\([a-z_]+|\{"[a-z_]+", CONFIG_|\.key = "[a-z_]+"' |
        sed -E 's/, CONFIG_//; s/.*[("{]([a-z_]+)"?$/\1/; s/.*"([a-z_]+)"/\1/' | sort -u)
    [ "$(wc -l <<<"$found")" -gt 5 ] || fail "no keys were found in $*"
    for key in $found; do
        grep -qE "Cm $key( |\$)" "$page" || fail "$page: there is nothing on the key '$key'"
    done
}

for name in classify report why "quotes export" "quotes import" "quotes list" "quotes remove" "rules diff" evaluate stream; do
    # shellcheck disable=SC2086
    "$YOUSAID_BIN/yousaid-analyzer" help $name | sed -n '/^Options/q; p' | grep -v '^$' | tail -1 | grep -q "^  yousaid-analyzer $name" ||
        fail "help $name does not end in an example"
done
for program in yousaid-collector yousaid-analyzer; do
    commands "$program"
done
keys yousaid.yaml.5 ../core/workspace.c ../core/workspace_places.c
keys yousaid-ruleset.5 ../analyzer/code/ruleset.c ../analyzer/code/ruleset_rules.c
keys yousaid-strategy.5 ../analyzer/report/strategy_yaml.c
keys yousaid-source.5 ../collector/source*.c ../collector/value_map.c

exit $failed
