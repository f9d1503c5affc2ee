/* store_run.c: the log of runs that brought nothing: not modified, or failed. */
#include "store_ingest.h"

static int log_run(struct store *s, int64_t source, enum store_run_kind kind, const char *started_at,
                   const char *finished_at, const char *message, struct error *err)
{
    sqlite3_stmt *put = store_statement(s,
                                        "INSERT INTO run (source_id, kind, started_at, finished_at, outcome, "
                                        "error) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                                        err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, source);
    store_bind_text(put, 2, store_run_kinds[kind]);
    store_bind_text(put, 3, started_at);
    store_bind_text(put, 4, finished_at);
    store_bind_text(put, 5, message != NULL ? "failed" : "not modified");
    store_bind_text(put, 6, message);
    return store_run(s, put, err);
}

static int end(struct store *s, int result, struct error *err)
{
    if (result == 0)
        return store_commit(s, err);
    store_rollback(s);
    return -1;
}

static int log_not_modified(struct store *s, const char *source, const char *started_at,
                            const char *finished_at, const char *etag, const char *last_modified,
                            struct error *err)
{
    int64_t id = 0;
    if (store_source_id(s, source, &id, err) != 0)
        return -1;
    sqlite3_stmt *put = store_statement(s,
                                        "UPDATE source SET checked_at = ?2, etag = COALESCE(?3, etag),"
                                        " last_modified = COALESCE(?4, last_modified) WHERE id = ?1",
                                        err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, id);
    store_bind_text(put, 2, finished_at);
    store_bind_text(put, 3, etag);
    store_bind_text(put, 4, last_modified);
    if (store_run(s, put, err) != 0)
        return -1;
    return log_run(s, id, STORE_RUN_FETCH, started_at, finished_at, NULL, err);
}

int store_run_not_modified(struct store *s, const char *source, const char *started_at,
                           const char *finished_at, const char *etag, const char *last_modified,
                           struct error *err)
{
    if (store_begin(s, err) != 0)
        return -1;
    return end(s, log_not_modified(s, source, started_at, finished_at, etag, last_modified, err), err);
}

int store_run_failed(struct store *s, const struct store_source *source, enum store_run_kind kind,
                     const char *started_at, const char *finished_at, const char *message, struct error *err)
{
    if (store_begin(s, err) != 0)
        return -1;
    sqlite3_stmt *put =
        store_statement(s,
                        "INSERT INTO source (name, title, organisation, organisation_kind, method, place)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name) DO NOTHING",
                        err);
    int64_t id = 0;
    if (put != NULL)
        store_bind_source(put, source);
    int result = store_run(s, put, err);
    if (result == 0)
        result = store_source_id(s, source->name, &id, err);
    if (result == 0)
        result = log_run(s, id, kind, started_at, finished_at, message, err);
    return end(s, result, err);
}
