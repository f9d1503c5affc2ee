# shellcheck shell=bash
# cli.sh: what tests of commands share. Source it.

# fail WORDS: ends the test, saying which one it is.
fail() {
    echo "$(basename "$0" .sh): $*" >&2
    exit 1
}

# says WORDS FILE: the file holds these words.
says() {
    grep -qF -- "$1" "$2" || fail "\"$1\" is not in $2: $(head -c 4000 "$2")"
}

# ends CODE COMMAND...: the command ends in CODE; what it prints is in the files out and err.
ends() {
    local want=$1 status=0
    shift
    "$@" >out 2>err || status=$?
    [ "$status" = "$want" ] || fail "'$*' ends in $status, not $want: $(cat out err)"
}
