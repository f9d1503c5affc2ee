#!/usr/bin/env bash
# no_network.sh: the analyzer links no network library and asks for no network call; the collector, for comparison, does.
set -euo pipefail

network='lib(curl|ssl|ssh|ssh2|nghttp2|gnutls|krb5|ldap|resolv|nsl)[.-]'
calls=' (socket|connect|bind|listen|accept|sendto|getaddrinfo|gethostbyname)(@|$)'

# Kept whole before it is searched: "ldd | grep -q" fails when grep has seen enough and ldd has not said all.
analyzer=$(ldd "$YOUSAID_BIN/yousaid-analyzer")
collector=$(ldd "$YOUSAID_BIN/yousaid-collector")

if grep -E "$network" <<<"$analyzer"; then
    echo "yousaid-analyzer links a network library: which target_link_libraries() brought it?" >&2
    exit 1
fi
# A sanitizer wraps the network calls itself, so the list is of use without one only.
if ! grep -q 'libasan' <<<"$analyzer" && nm -D --undefined-only "$YOUSAID_BIN/yousaid-analyzer" | grep -E "$calls"; then
    echo "yousaid-analyzer calls the network" >&2
    exit 1
fi
if ! grep -q 'libcurl' <<<"$collector"; then
    echo "yousaid-collector does not link libcurl: this test looks for the wrong name" >&2
    exit 1
fi
