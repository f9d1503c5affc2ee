#!/usr/bin/env bash
# postgresql.sh: codes comments that lie in PostgreSQL, from and to its tables, through `yousaid-analyzer stream`.
#
# usage: postgresql.sh [RULESET...]      (default: non-answers themes)
# Connection: PGHOST, PGPORT, PGUSER, PGDATABASE as for psql. It reads the table `comment` (id, text, polarity, source, service, place) and
# fills the table `coding`, in one transaction: readers see the earlier codings until all the new ones are there.
set -euo pipefail
[ $# -gt 0 ] || set -- non-answers themes
analyzer=${YOUSAID_ANALYZER:-yousaid-analyzer}

psql -qX -v ON_ERROR_STOP=1 <<'END'
CREATE TABLE IF NOT EXISTS coding (
    comment_id text NOT NULL, ruleset text, category text, rule integer, start_byte integer, end_byte integer, error text);
END
# A failed line has a row with its error; pipefail makes the pipe fail then, and --single-transaction keeps the table as it was.
psql -qX -v ON_ERROR_STOP=1 -c "COPY (SELECT id, text, polarity, source, service, place FROM comment ORDER BY id) TO STDOUT" |
    "$analyzer" stream --from tsv --to tsv "$@" >"${TMPDIR:-/tmp}/codings.$$" || { rm -f "${TMPDIR:-/tmp}/codings.$$"; exit 65; }
psql -qX -v ON_ERROR_STOP=1 --single-transaction -c "TRUNCATE coding" -c "\copy coding FROM '${TMPDIR:-/tmp}/codings.$$'"
rm -f "${TMPDIR:-/tmp}/codings.$$"
