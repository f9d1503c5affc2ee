/* fill.c: see fill.h. */
#include "fill.h"

#include <stdio.h>
#include <stdlib.h>
#include <yousaid/buf.h>
#include <yousaid/store.h>

static _Noreturn void fail(sqlite3 *db, const char *sql)
{
    fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
    abort();
}

void fill_run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail(db, sql);
}

sqlite3 *fill_open(const char *path)
{
    struct store *store = NULL;
    struct error err = {0};
    sqlite3 *db = NULL;
    if (store_open(path, STORE_CREATE, &store, &err) != 0) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    store_close(store);
    if (sqlite3_open(path, &db) != SQLITE_OK)
        fail(db, path);
    sqlite3_busy_timeout(db, STORE_BUSY_MS);
    fill_run(
        db, "PRAGMA foreign_keys = ON;"
            "INSERT OR IGNORE INTO source (id, name, title, organisation, organisation_kind, place)"
            " VALUES (1, 'survey', 'Survey', 'Healthwatch Northport', 'local_healthwatch', 'Northport');"
            "INSERT OR IGNORE INTO run (id, source_id, kind, started_at, finished_at, outcome)"
            " VALUES (1, 1, 'import', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'stored');"
            "INSERT OR IGNORE INTO payload (id, run_id, source_id, url, fetched_at, sha256, bytes)"
            " VALUES (1, 1, 1, 'https://example.org/export.csv', '2026-01-01T00:00:00Z', 'cafe', 9);"
            "INSERT OR IGNORE INTO question (id, source_id, key, text, polarity) VALUES"
            " (1, 1, 'good', 'What was good?', 'good'), (2, 1, 'better', 'What could be better?', 'improve'),"
            " (3, 1, 'else', 'Anything else?', 'open')");
    return db;
}

void fill_comment(sqlite3 *db, int64_t id, int question, const char *text)
{
    static const char *const sql[] = {
        "INSERT INTO response (id, source_id, external_id, content_sha256, service, payload_id, row_number, "
        "first_run_id)"
        " VALUES (?1, 1, 'R' || ?1, 'x', 'Ward 3', 1, ?1, 1)",
        "INSERT INTO comment (id, response_id, question_id, text, revision)"
        " VALUES (?1, ?1, ?2, ?3, (SELECT COALESCE(MAX(revision), 0) + 1 FROM comment))"};
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *put = NULL;
        if (sqlite3_prepare_v2(db, sql[i], -1, &put, NULL) != SQLITE_OK)
            fail(db, sql[i]);
        sqlite3_bind_int64(put, 1, id);
        if (i == 1) {
            sqlite3_bind_int(put, 2, question);
            sqlite3_bind_text(put, 3, text, -1, SQLITE_STATIC);
        }
        if (sqlite3_step(put) != SQLITE_DONE)
            fail(db, sql[i]);
        sqlite3_finalize(put);
    }
}

void fill_coding(sqlite3 *db, int64_t comment, int64_t category, int rule, int start, int end)
{
    char *sql = sqlite3_mprintf(
        "INSERT INTO coded SELECT %lld, ruleset_id, '{\"%lld\":%lld}' FROM category WHERE id = %lld"
        " ON CONFLICT DO UPDATE SET codings = json_patch(codings, excluded.codings)",
        (sqlite3_int64)comment, (sqlite3_int64)category * 10000 + rule,
        (sqlite3_int64)start * 1000 + end - start, (sqlite3_int64)category);
    fill_run(db, sql);
    sqlite3_free(sql);
}

char *fill_text(sqlite3 *db, const char *sql)
{
    struct buf out = buf_new(1 << 24);
    sqlite3_stmt *ask = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &ask, NULL) != SQLITE_OK)
        fail(db, sql);
    for (int row = 0; sqlite3_step(ask) == SQLITE_ROW; row++)
        for (int c = 0; c < sqlite3_column_count(ask); c++) {
            const char *text = (const char *)sqlite3_column_text(ask, c);
            buf_puts(&out, c > 0 ? "|" : row > 0 ? "\n" : "");
            buf_puts(&out, text != NULL ? text : "");
        }
    sqlite3_finalize(ask);
    return buf_detach(&out);
}

int64_t fill_number(sqlite3 *db, const char *sql)
{
    char *text = fill_text(db, sql);
    int64_t number = strtoll(text, NULL, 10);
    free(text);
    return number;
}
