/* store_comment.c: reads every comment that counts. */
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
