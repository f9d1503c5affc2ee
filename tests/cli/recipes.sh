#!/usr/bin/env bash
# recipes.sh: the recipes of contrib/stream on real servers of this machine: two ClickHouse shards, and PostgreSQL.
set -euo pipefail
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap finish EXIT
chmod 755 "$work"
cd "$work"
export YOUSAID_ANALYZER=$YOUSAID_BIN/yousaid-analyzer
recipes=$YOUSAID_SOURCE/contrib/stream
ran=0

# shellcheck source=/dev/null
. "$YOUSAID_SOURCE/tests/support/cli.sh"
# What the tables must hold: comment, ruleset, category, words.
cat >comments.tsv <<'END'
1	I waited six weeks for an appointment	improve	\N	\N	\N
2	N/A	open	\N	\N	\N
3	The nurse was so\\kind and\nfriendly	good	\N	\N	\N
4	Nothing	improve	\N	\N	\N
5	They listened to me	good	gp	GP	Northport
6	Car park was full	improve	\N	\N	\N
END
"$YOUSAID_ANALYZER" stream --from tsv --to tsv non-answers themes <comments.tsv | sort >want
[ "$(wc -l <want)" -ge 6 ] || fail "the shipped rulesets find too little to compare: $(cat want)"

clickhouse_node() {
    mkdir -p "$1"
    cat >"$1/config.xml" <<END
<yandex>
  <logger><level>warning</level><log>$work/$1/log</log><errorlog>$work/$1/errors</errorlog></logger>
  <tcp_port>$2</tcp_port><interserver_http_port>$(($2 + 100))</interserver_http_port><listen_host>127.0.0.1</listen_host>
  <path>$work/$1/</path><tmp_path>$work/$1/tmp/</tmp_path>
  <mark_cache_size>5368709</mark_cache_size><users_config>$work/$1/users.xml</users_config>
  <default_profile>default</default_profile><default_database>default</default_database>
  <remote_servers><all><shard><replica><host>127.0.0.1</host><port>19101</port></replica></shard>
    <shard><replica><host>127.0.0.1</host><port>19102</port></replica></shard></all></remote_servers>
</yandex>
END
    cat >"$1/users.xml" <<'END'
<yandex>
  <profiles><default></default></profiles><quotas><default></default></quotas>
  <users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users>
</yandex>
END
    clickhouse-server --config-file="$1/config.xml" >"$1/out" 2>&1 &
    pids+=($!)
    for _ in $(seq 100); do
        clickhouse-client --host 127.0.0.1 --port "$2" --query "SELECT 1" >/dev/null 2>&1 && return
        sleep 0.2
    done
    fail "ClickHouse does not start: $(tail -5 "$1"/errors "$1"/out 2>/dev/null)"
}

if command -v clickhouse-server >/dev/null && command -v clickhouse-client >/dev/null; then
    for shard in 1 2; do
        clickhouse_node "shard$shard" "1910$shard"
        clickhouse-client --host 127.0.0.1 --port "1910$shard" --query "CREATE TABLE comment_local (id UInt64, text String,
            polarity String, source Nullable(String), service Nullable(String), place Nullable(String)) ENGINE = MergeTree ORDER BY id"
    done
    first=(clickhouse-client --host 127.0.0.1 --port 19101)
    "${first[@]}" --query "CREATE TABLE comment AS comment_local ENGINE = Distributed(all, default, comment_local, id)"
    # fed through the Distributed table, which spreads the comments over both shards
    "${first[@]}" --insert_distributed_sync 1 --query "INSERT INTO comment FORMAT TabSeparated" <comments.tsv
    for shard in 1 2; do
        count=$(clickhouse-client --host 127.0.0.1 --port "1910$shard" --query "SELECT count() FROM comment_local")
        [ "$count" = 3 ] || fail "shard $shard holds $count comments"
    done
    for round in 1 2; do # the second replaces the first
        "$recipes/clickhouse.sh" 127.0.0.1:19101 127.0.0.1:19102
    done
    "${first[@]}" --query "CREATE TABLE coding AS coding_local ENGINE = Distributed(all, default, coding_local)"
    "${first[@]}" --query "SELECT * FROM coding FORMAT TabSeparated" | sort >got
    diff -u want got || fail "ClickHouse holds other codings than stream gave (round $round)"
    ran=$((ran + 1))
    echo "recipes: ClickHouse $("${first[@]}" --query 'SELECT version()'), two shards: $(wc -l <got) codings"
else
    echo "recipes: SKIPPED: ClickHouse is not installed (apt-get install clickhouse-server clickhouse-client)" >&2
fi

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
if [ -n "$bin" ] && [ -x "$bin/initdb" ] && command -v psql >/dev/null; then
    as=()
    if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
        as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
        mkdir pg
        chown nobody:nogroup pg
    fi
    export PGHOST=$work/pg PGPORT=19432 PGUSER=tester PGDATABASE=postgres
    mkdir -p pg
    "${as[@]}" "$bin/initdb" -D pg/data -U tester -A trust -E UTF8 --locale=C.UTF-8 >initdb.log 2>&1 || fail "initdb: $(cat initdb.log)"
    mkdir -p path && ln -s "$YOUSAID_ANALYZER" path/yousaid-analyzer
    PATH=$work/path:$PATH "${as[@]}" "$bin/postgres" -D pg/data -k "$work/pg" -p $PGPORT -c listen_addresses= >pg.log 2>&1 &
    pids+=($!)
    for _ in $(seq 100); do
        psql -qXc "SELECT 1" >/dev/null 2>&1 && break
        sleep 0.2
    done
    psql -qX -v ON_ERROR_STOP=1 -c "CREATE TABLE comment (id text PRIMARY KEY, text text NOT NULL, polarity text, source text,
        service text, place text)" -c "\copy comment FROM 'comments.tsv'" || fail "PostgreSQL does not start: $(cat pg.log)"
    for round in 1 2; do
        "$recipes/postgresql.sh"
    done
    psql -qXc "COPY coding TO STDOUT" | sort >got
    diff -u want got || fail "PostgreSQL holds other codings than stream gave"
    psql -qXc "TRUNCATE coding"
    if "${as[@]}" test -x "$(readlink -f "$YOUSAID_ANALYZER")" 2>/dev/null; then
        psql -qX -v ON_ERROR_STOP=1 -f "$recipes/postgresql-program.sql" 2>program.log || fail "COPY ... PROGRAM: $(cat program.log pg.log)"
        psql -qXc "COPY coding TO STDOUT" | sort >got
        diff -u want got || fail "COPY ... PROGRAM holds other codings than stream gave"
    else
        echo "recipes: SKIPPED: the account of PostgreSQL cannot reach $YOUSAID_ANALYZER: COPY ... PROGRAM was not run" >&2
    fi
    # a comment that cannot be coded leaves the codings as they were
    psql -qXc "INSERT INTO comment VALUES ('7', 'x', 'bad')"
    status=0
    "$recipes/postgresql.sh" 2>err || status=$?
    [ $status = 65 ] || fail "a bad comment ends in $status"
    psql -qXc "COPY coding TO STDOUT" | sort >after
    diff -u got after || fail "a bad comment changed the codings"
    ran=$((ran + 1))
    echo "recipes: PostgreSQL $(psql -qXAtc 'SHOW server_version'): $(wc -l <got) codings"
else
    echo "recipes: SKIPPED: PostgreSQL is not installed (apt-get install postgresql)" >&2
fi
[ $ran -gt 0 ] || exit 77
