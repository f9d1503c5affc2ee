#!/usr/bin/env bash
# packages.sh: installs what is missing from Debian 12's packages: `packages.sh run` to build and run, `packages.sh test` also for the tests.
set -euo pipefail

run=(gcc cmake ninja-build pkg-config libcurl4-openssl-dev libsqlite3-dev libpcre2-dev libyaml-dev libjson-c-dev libcsv-dev
     libutf8proc-dev libssl-dev nginx-light ca-certificates)
test=(check clang libmicrohttpd-dev sqlite3 curl python3 mandoc man-db chromium nodejs npm)

wanted=("${run[@]}")
[ "${1:-run}" = test ] && wanted+=("${test[@]}")

missing=()
for package in "${wanted[@]}"; do
    # nginx-light is one of several packages that bring /usr/sbin/nginx; node may come from elsewhere.
    case $package in
        nginx-light) [ -x /usr/sbin/nginx ] && continue ;;
        nodejs) command -v node >/dev/null && continue ;;
        npm) command -v npm >/dev/null && continue ;;
    esac
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "packages.sh: run as root, or install sudo: these packages are missing: ${missing[*]}" >&2; exit 74; }
    as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
       apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "packages.sh: apt-get could not install the packages above: see its last lines" >&2
    exit 74
fi
