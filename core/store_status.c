/* store_status.c: what the collector reads back: sources with their last runs, and rejects. */
#include <yousaid/store_collect.h>

#include "store_internal.h"

static const char status_sql[] =
    "SELECT s.name, s.title,"
    " (SELECT MAX(finished_at) FROM run WHERE source_id = s.id AND outcome <> 'failed'), l.outcome, l.error, "
    "l.finished_at,"
    " (SELECT COUNT(*) FROM response WHERE source_id = s.id AND withdrawn_run_id IS NULL),"
    " (SELECT COUNT(*) FROM comment c JOIN response r ON r.id = c.response_id"
    "  WHERE r.source_id = s.id AND r.withdrawn_run_id IS NULL),"
    " (SELECT COUNT(*) FROM response WHERE source_id = s.id AND withdrawn_run_id IS NOT NULL),"
    " (SELECT COUNT(*) FROM reject WHERE source_id = s.id), COALESCE(d.date_ambiguous, 0), "
    "COALESCE(d.date_other, 0)"
    " FROM source s"
    " LEFT JOIN run l ON l.id = (SELECT MAX(id) FROM run WHERE source_id = s.id)"
    " LEFT JOIN run d ON d.id = (SELECT MAX(id) FROM run WHERE source_id = s.id AND outcome = 'stored')"
    " ORDER BY s.name";

int store_status_each(struct store *s, store_status_fn *each, void *ctx, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, status_sql, err);
    if (ask == NULL)
        return -1;
    int got = 0;
    while ((got = store_step(s, ask, err)) == 1) {
        struct store_status status = {
            .name = store_column_text(ask, 0),
            .title = store_column_text(ask, 1),
            .succeeded_at = store_column_text(ask, 2),
            .last_outcome = store_column_text(ask, 3),
            .last_error = store_column_text(ask, 4),
            .last_at = store_column_text(ask, 5),
            .responses = sqlite3_column_int64(ask, 6),
            .comments = sqlite3_column_int64(ask, 7),
            .withdrawn = sqlite3_column_int64(ask, 8),
            .rejects = sqlite3_column_int64(ask, 9),
            .date_ambiguous = sqlite3_column_int64(ask, 10),
            .date_other = sqlite3_column_int64(ask, 11),
        };
        if (each(ctx, &status, err) != 0) {
            sqlite3_reset(ask);
            return -1;
        }
    }
    return got;
}

int store_reject_each(struct store *s, const char *source, store_reject_fn *each, void *ctx,
                      struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s,
                        "SELECT source, url, fetched_at, reason, record, row_number FROM v_reject"
                        " WHERE ?1 IS NULL OR source = ?1 ORDER BY source, row_number, reject_id",
                        err);
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, source);
    int got = 0;
    while ((got = store_step(s, ask, err)) == 1) {
        struct store_reject reject = {
            .source = store_column_text(ask, 0),
            .url = store_column_text(ask, 1),
            .fetched_at = store_column_text(ask, 2),
            .reason = store_column_text(ask, 3),
            .record = store_column_text(ask, 4),
            .row_number = sqlite3_column_int64(ask, 5),
        };
        if (each(ctx, &reject, err) != 0) {
            sqlite3_reset(ask);
            return -1;
        }
    }
    return got;
}
