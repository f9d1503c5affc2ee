#!/usr/bin/env bash
# clickhouse.sh: codes comments that are sharded over ClickHouse servers, each shard from and to its own tables, all at once.
#
# usage: clickhouse.sh SHARD... [-- RULESET...]      a SHARD is HOST:PORT; rulesets: non-answers themes
# Every shard has the table `comment_local` (id, text, polarity, source, service, place) and gets `coding_local`. Where Distributed tables
# lie over them, they see all comments and all codings; nothing but the queries of people crosses from shard to shard.
set -euo pipefail
analyzer=${YOUSAID_ANALYZER:-yousaid-analyzer}
shards=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    shards+=("$1")
    shift
done
[ "${#shards[@]}" -gt 0 ] || { echo "usage: clickhouse.sh HOST:PORT... [-- RULESET...]" >&2; exit 64; }
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- non-answers themes

# code_shard HOST:PORT RULESET...: replaces the codings of one shard.
code_shard() {
    local client=(clickhouse-client --host "${1%:*}" --port "${1##*:}")
    shift
    "${client[@]}" --query "CREATE TABLE IF NOT EXISTS coding_local (comment_id String, ruleset Nullable(String),
        category Nullable(String), rule Nullable(UInt32), start_byte Nullable(UInt32), end_byte Nullable(UInt32),
        error Nullable(String)) ENGINE = MergeTree ORDER BY comment_id"
    "${client[@]}" --query "DROP TABLE IF EXISTS coding_next"
    "${client[@]}" --query "CREATE TABLE coding_next AS coding_local"
    "${client[@]}" --query "SELECT id, text, polarity, source, service, place FROM comment_local FORMAT TabSeparated" |
        "$analyzer" stream --from tsv --to tsv "$@" |
        "${client[@]}" --query "INSERT INTO coding_next FORMAT TabSeparated"
    # Only a whole set takes the place of the earlier one: pipefail has ended this before if a line failed.
    "${client[@]}" --query "RENAME TABLE coding_local TO coding_before, coding_next TO coding_local"
    "${client[@]}" --query "DROP TABLE coding_before"
}

jobs=()
for shard in "${shards[@]}"; do
    code_shard "$shard" "$@" &
    jobs+=($!)
done
failed=0
for job in "${jobs[@]}"; do
    wait "$job" || failed=65
done
exit $failed
