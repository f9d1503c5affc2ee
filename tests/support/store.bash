# store.bash: for tests of commands: a workspace whose store is filled by plain SQL.

# new_store DIR: a workspace with an empty store, the source "survey" and the questions 1 good, 2 improve, 3 open.
new_store() {
    local dir=$1 version=0 file
    mkdir -p "$dir"
    printf 'partnership: Northport Integrated Care Partnership\nplaces:\n  - {name: Northport, level: system}\n' >"$dir/yousaid.yaml"
    for file in "$YOUSAID_SOURCE"/core/schema/*.sql; do
        sqlite3 "$dir/yousaid.db" <"$file"
        version=$((version + 1))
    done
    sqlite3 "$dir/yousaid.db" "PRAGMA user_version = $version;
        INSERT INTO source (id, name, title, organisation, organisation_kind, place)
            VALUES (1, 'survey', 'Survey', 'Healthwatch Northport', 'local_healthwatch', 'Northport');
        INSERT INTO run (id, source_id, kind, started_at, finished_at, outcome)
            VALUES (1, 1, 'import', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'stored');
        INSERT INTO payload (id, run_id, source_id, url, fetched_at, sha256, bytes)
            VALUES (1, 1, 1, 'https://example.org/export.csv', '2026-01-02T03:04:05Z', 'cafe', 9);
        INSERT INTO question (id, source_id, key, text, polarity) VALUES
            (1, 1, 'good', 'What was good?', 'good'), (2, 1, 'better', 'What could be better?', 'improve'),
            (3, 1, 'else', 'Anything else?', 'open')"
}

# add_comment DIR ID QUESTION TEXT: a response and its only comment, both with the number ID.
add_comment() {
    local text=${4//\'/\'\'}
    sqlite3 "$1/yousaid.db" "PRAGMA foreign_keys = ON;
        INSERT INTO response (id, source_id, external_id, content_sha256, payload_id, row_number, first_run_id)
            VALUES ($2, 1, 'R$2', 'x', 1, $2, 1);
        INSERT INTO comment (id, response_id, question_id, text, revision)
            VALUES ($2, $2, $3, '$text', (SELECT COALESCE(MAX(revision), 0) + 1 FROM comment))"
}
