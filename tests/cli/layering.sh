#!/usr/bin/env bash
# layering.sh: the collector, the analyzer and core see no more of each other, and of libraries, than the design says.
set -euo pipefail
cd "$YOUSAID_SOURCE"
commands=$YOUSAID_BIN/../compile_commands.json
failed=0

fail() {
    echo "layering: $*" >&2
    failed=1
}

# hidden FOLDER OTHER: no source of FOLDER is compiled with OTHER in its include path.
hidden() {
    local compiled
    compiled=$(grep -E "\"command\".* -c [^ ]*/$1/[^/ ]*\.c\"" "$commands" || true)
    [ -n "$compiled" ] || fail "no source of $1/ is compiled"
    if grep -qE -- "-I[^ ]*/$2(/[a-z]+)?( |\")" <<<"$compiled"; then
        fail "$1/ can include headers of $2/"
    fi
}
hidden analyzer collector
hidden analyzer core
hidden collector analyzer
hidden collector core
hidden core analyzer
hidden core collector

# Inside the analyzer: match <- code <- evaluate; report stands alone.
for part in match code evaluate report; do
    hidden analyzer/$part collector
    hidden analyzer/$part core
done
hidden analyzer/match analyzer/code
hidden analyzer/code analyzer/evaluate
hidden analyzer/code analyzer/report
hidden analyzer/evaluate analyzer/report
hidden analyzer/report analyzer/match
hidden analyzer/report analyzer/code
hidden analyzer/report analyzer/evaluate

# only HEADER FILES...: nothing but FILES (patterns) includes HEADER.
only() {
    local header=$1 found file
    shift
    found=$(grep -rlE "#include <$header>" core collector analyzer include || true)
    [ -n "$found" ] || fail "nothing includes <$header>: this test looks for the wrong name"
    for file in $found; do
        local allowed=no
        for pattern in "$@"; do
            # shellcheck disable=SC2053
            [[ $file == $pattern ]] && allowed=yes
        done
        [ $allowed = yes ] || fail "$file includes <$header>, which belongs to $*"
    done
}
only sqlite3.h 'core/store*'
only pcre2.h 'core/pattern*'
only yaml.h 'core/config*'
only 'openssl/.*' 'core/hash.c' 'core/uuid*'
only utf8proc.h 'core/text*' 'core/fold*'
only csv.h 'core/csv*'
only 'curl/curl.h' 'collector/*'

# sealed HEADER FILES...: only FILES (patterns) open what stands in a private header of analyzer/.
sealed() {
    local header=$1 found file
    shift
    found=$(grep -rlE "#include \"$header\"" analyzer || true)
    [ -n "$found" ] || fail "nothing includes $header: this test looks for the wrong name"
    for file in $found; do
        # shellcheck disable=SC2254
        case $file in $1 | $2) ;; *) fail "$file opens raw counts ($header): use figures" ;; esac
    done
}
# A section of the report, or a writer, can only print figures: raw counts are sealed.
sealed tally_internal.h 'analyzer/report/tally*' analyzer/report/disclosure.c

exit $failed
