/* store_comment.c: reads every comment that counts, and the names of what comments are about. */
#include "store_internal.h"
#include <yousaid/store_comment.h>

static const char each_sql[] =
    "SELECT c.id, c.text, q.polarity, s.name, r.service, COALESCE(r.place, s.place)"
    " FROM comment c CROSS JOIN response r ON r.id = c.response_id"
    " CROSS JOIN question q ON q.id = c.question_id CROSS JOIN source s ON s.id = r.source_id"
    " WHERE r.withdrawn_run_id IS NULL ORDER BY c.id";

int store_comment_each(struct store *s, store_comment_fn *each, void *ctx, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, each_sql, err);
    int got = ask == NULL ? -1 : 0;
    while (ask != NULL && (got = store_step(s, ask, err)) == 1) {
        struct store_comment c = {.id = sqlite3_column_int64(ask, 0),
                                  .text = store_column_text(ask, 1),
                                  .polarity = store_column_text(ask, 2),
                                  .source = store_column_text(ask, 3),
                                  .service = store_column_text(ask, 4),
                                  .place = store_column_text(ask, 5)};
        c.len = (size_t)sqlite3_column_bytes(ask, 1);
        if (each(ctx, &c, err) != 0) {
            sqlite3_reset(ask);
            return -1;
        }
    }
    return got;
}

static int name_each(struct store *s, sqlite3_stmt *ask, store_name_fn *each, void *ctx, struct error *err)
{
    int got = ask == NULL ? -1 : 0;
    while (ask != NULL && (got = store_step(s, ask, err)) == 1)
        if (each(ctx, store_column_text(ask, 0), err) != 0) {
            sqlite3_reset(ask);
            return -1;
        }
    return got;
}

int store_source_each(struct store *s, store_name_fn *each, void *ctx, struct error *err)
{
    return name_each(s, store_statement(s, "SELECT name FROM source ORDER BY name", err), each, ctx, err);
}

int store_service_each(struct store *s, store_name_fn *each, void *ctx, struct error *err)
{
    return name_each(s,
                     store_statement(s,
                                     "SELECT DISTINCT service FROM response WHERE service IS NOT NULL"
                                     " ORDER BY service",
                                     err),
                     each, ctx, err);
}
