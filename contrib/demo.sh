#!/usr/bin/env bash
# demo.sh: installs, builds, and runs the main job on the example workspace, served by a real web server on this machine.
# usage: contrib/demo.sh [DIR]     DIR: where the workspace is put, default demo/ in the checkout
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
demo=$(realpath -m "${1:-$here/demo}")

say() { printf '\n== %s\n' "$*"; }

say "1. What is needed"
"$here/contrib/packages.sh" run
echo "all packages are installed"

say "2. Build"
cd "$here"
cmake --preset release -B build/demo -DBUILD_TESTING=OFF >/dev/null
cmake --build build/demo | tail -n 1
PATH="$here/build/demo/bin:$PATH:/usr/sbin"

say "3. The example workspace in $demo"
if [ -e "$demo" ] && [ ! -f "$demo/.yousaid-demo" ]; then
    echo "demo.sh: $demo exists and is not a demo workspace: name another folder" >&2
    exit 64
fi
rm -rf "$demo"
mkdir -p "$demo"
cp -R "$here/config/example/." "$demo/"
touch "$demo/.yousaid-demo"

# A real HTTP server on a free port of the loopback interface, stopped when this script ends.
served=$(mktemp -d)
trap 'nginx -p "$served" -c nginx.conf -e error.log -s quit 2>/dev/null || true; sleep 0.2; rm -rf "$served"' EXIT
chmod 755 "$served"
mv "$demo/exports" "$served/exports"
mkdir "$served/tmp"
port=8765
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
sed "s|@PORT@|$port|; s|@DIR@|$served|" "$here/contrib/demo-nginx.conf" >"$served/nginx.conf"
nginx -p "$served" -c nginx.conf -e error.log
sed -i "s|localhost:8765|localhost:$port|" "$demo"/sources/*.yaml
echo "exports are served at http://localhost:$port/"

say "4. Collect: yousaid-collector run"
# Exit code 65: rows that could not be read were kept as rejects. The example holds two, on purpose.
yousaid-collector -C "$demo" run || [ $? -eq 65 ]
echo "(two dates that do not exist are in the example on purpose: such rows are kept as rejects, with their reason)"

say "5. Classify: yousaid-analyzer classify"
yousaid-analyzer -C "$demo" classify

say "6. Quotes that a person approved: yousaid-analyzer quotes import"
yousaid-analyzer -C "$demo" quotes import "$demo/quotes.csv"

say "7. Report: yousaid-analyzer report"
yousaid-analyzer -C "$demo" report

printf '\nOpen %s in a browser.\n' "$demo/report/you-said-we-did.html"
printf 'Then ask why a comment is coded as it is: %s -C %s why gp-access/31840000\n' "$here/build/demo/bin/yousaid-analyzer" "$demo"
