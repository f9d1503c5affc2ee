#!/usr/bin/env bash
# test.sh: installs what the tests need, builds with gcc, clang and the sanitizers, and runs every test.
# usage: contrib/test.sh [PRESET...]     default: dev, asan and release with all tests, dev-clang built only
set -euo pipefail
cd "$(dirname "$0")/.."

contrib/packages.sh test
if [ -f tests/browser/package-lock.json ]; then
    (cd tests/browser && npm ci --no-audit --no-fund --loglevel=error) ||
        echo "test.sh: npm could not install what the browser test needs (see above): cli/browser will be skipped" >&2
fi

presets=("$@")
[ ${#presets[@]} -eq 0 ] && presets=(dev asan release)

passed=0 failed=0 skipped=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT

build() {
    echo "== $1: build"
    cmake --preset "$1" -DBUILD_TESTING=ON >/dev/null
    if ! cmake --build --preset "$1" >"$log" 2>&1 || grep -q 'warning:' "$log"; then
        grep -E 'error|warning|FAILED' "$log" | head -n 50
        echo "test.sh: $1 does not build without errors and warnings" >&2
        exit 1
    fi
}

# ctest's own lines are counted, so that a preset that ran no test is not taken for a pass.
run_tests() {
    echo "== $1: test"
    ctest --preset "$1" -j "$(nproc)" </dev/null 2>&1 | tee "$log" | grep -vE '^ +Start +[0-9]+:' || true
    grep -qE ' Passed +[0-9.]+ sec' "$log" || { echo "test.sh: $1 ran no test" >&2; exit 1; }
    passed=$((passed + $(grep -cE ' Passed +[0-9.]+ sec' "$log" || true)))
    skipped=$((skipped + $(grep -cE '\*\*\*Skipped +[0-9.]+ sec' "$log" || true)))
    failed=$((failed + $(grep -E '^ *[0-9]+/[0-9]+ Test' "$log" | grep -vcE 'Passed|Skipped' || true)))
}

# All are built first, so that cli/same_everywhere can compare what they make.
[ $# -gt 0 ] || build dev-clang
for preset in "${presets[@]}"; do
    build "$preset"
done
export YOUSAID_COMPARE="${presets[*]}"
for preset in "${presets[@]}"; do
    run_tests "$preset"
done

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
