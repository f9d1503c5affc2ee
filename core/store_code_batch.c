/* store_code_batch.c: hands out comments to code in batches and takes their codings back, a batch a
 * transaction. */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/store_code.h>

/* ---- reading ---- */

static const char batch_sql[] =
    "SELECT c.id, c.revision, c.text, q.polarity, s.name, r.service, COALESCE(r.place, s.place)"
    " FROM comment c CROSS JOIN response r ON r.id = c.response_id"
    " CROSS JOIN question q ON q.id = c.question_id CROSS JOIN source s ON s.id = r.source_id"
    " WHERE c.revision > ?1 AND c.revision <= ?2 ORDER BY c.revision LIMIT ?3";

/* Neighbours mostly share source, service and place: one copy will do. */
static const char *copy_again(struct arena *arena, const char *previous, const char *text)
{
    if (text == NULL || (previous != NULL && strcmp(previous, text) == 0))
        return text == NULL ? NULL : previous;
    return arena_strdup(arena, text);
}

static size_t add_comment(struct store_batch *b, sqlite3_stmt *row)
{
    static const struct store_coded_comment none = {0};
    const struct store_coded_comment *before = b->count > 0 ? &b->comments[b->count - 1] : &none;
    struct store_coded_comment c = {.id = sqlite3_column_int64(row, 0),
                                    .revision = sqlite3_column_int64(row, 1)};
    const char *text = store_column_text(row, 2);
    c.len = (size_t)sqlite3_column_bytes(row, 2);
    c.text = arena_strndup(&b->arena, text, c.len);
    c.polarity = copy_again(&b->arena, before->polarity, store_column_text(row, 3));
    c.source = copy_again(&b->arena, before->source, store_column_text(row, 4));
    c.service = copy_again(&b->arena, before->service, store_column_text(row, 5));
    c.place = copy_again(&b->arena, before->place, store_column_text(row, 6));
    b->comments = mem_grow(b->comments, &b->cap, b->count + 1, sizeof *b->comments);
    b->comments[b->count++] = c;
    return c.len;
}

int store_batch_read(struct store *s, int64_t after, int64_t upto, size_t max, size_t bytes,
                     struct store_batch *b, struct error *err)
{
    arena_free(&b->arena);
    b->count = 0;
    b->after = after;
    b->upto = upto;
    sqlite3_stmt *ask = store_statement(s, batch_sql, err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, after);
    sqlite3_bind_int64(ask, 2, upto);
    sqlite3_bind_int64(ask, 3, (int64_t)max);
    size_t held = 0;
    int got = 1;
    while (held < bytes && (got = store_step(s, ask, err)) == 1)
        held += add_comment(b, ask);
    sqlite3_reset(ask);
    if (b->count > 0 && (b->count == max || held >= bytes))
        b->upto = b->comments[b->count - 1].revision;
    return got < 0 ? -1 : 0;
}

void store_batch_free(struct store_batch *b)
{
    arena_free(&b->arena);
    free(b->comments);
    *b = (struct store_batch){0};
}

/* ---- writing ---- */

#define ROWS4(row) row "," row "," row "," row
#define ROWS32(row)                                                                                          \
    ROWS4(row)                                                                                               \
    "," ROWS4(row) "," ROWS4(row) "," ROWS4(row) "," ROWS4(row) "," ROWS4(row) "," ROWS4(row) "," ROWS4(row)
enum { ROWS = 32, COLUMNS = 5 };
static const char insert_many[] =
    "INSERT INTO coding (comment_id, category_id, rule, start, end) VALUES " ROWS32("(?,?,?,?,?)");
static const char insert_one[] =
    "INSERT INTO coding (comment_id, category_id, rule, start, end) VALUES (?,?,?,?,?)";

int store_hurry(struct store *s, struct error *err)
{
    return store_exec(
        s, "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4000", err);
}

int store_result_begin(struct store *s, const struct store_ruleset_state *rulesets, size_t count,
                       struct error *err)
{
    if (store_exec(s,
                   "CREATE TEMP TABLE IF NOT EXISTS recode (category_id INTEGER PRIMARY KEY);"
                   "DELETE FROM temp.recode",
                   err) != 0)
        return -1;
    /* Where nothing is coded yet there is nothing to replace: no look-up for each comment then. */
    sqlite3_stmt *put = store_statement(
        s,
        "INSERT OR IGNORE INTO temp.recode (category_id) SELECT g.id FROM ruleset r"
        " JOIN ruleset v ON v.name = r.name JOIN category g ON g.ruleset_id = v.id"
        " WHERE r.id = ?1 AND (EXISTS (SELECT 1 FROM coding) OR EXISTS (SELECT 1 FROM rule_error))",
        err);
    for (size_t i = 0; i < count && put != NULL; i++) {
        sqlite3_bind_int64(put, 1, rulesets[i].id);
        if (store_run(s, put, err) != 0)
            return -1;
    }
    return put == NULL ? -1 : 0;
}

static int move_marks(struct store *s, const struct store_ruleset_state *rulesets, size_t count,
                      const struct store_batch *b, struct error *err)
{
    sqlite3_stmt *move =
        store_statement(s, "UPDATE ruleset SET mark = ?3 WHERE id = ?1 AND mark = ?2 AND current = 1", err);
    for (size_t i = 0; i < count && move != NULL; i++) {
        sqlite3_bind_int64(move, 1, rulesets[i].id);
        sqlite3_bind_int64(move, 2, b->after);
        sqlite3_bind_int64(move, 3, b->upto);
        if (store_run(s, move, err) != 0)
            return -1;
        if (sqlite3_changes(s->db) != 1)
            return error_set(
                err, ERROR_TEMPFAIL,
                "store %s: another classify is at work on it: let it finish, then run this one again",
                s->path);
    }
    return move == NULL ? -1 : 0;
}

/* 1 yes, 0 no, -1 failed. */
static int has_row(struct store *s, sqlite3_stmt *ask, struct error *err)
{
    int got = ask == NULL ? -1 : store_step(s, ask, err);
    if (got == 1)
        sqlite3_reset(ask);
    return got;
}

static int drop_old(struct store *s, const struct store_batch *b, struct error *err)
{
    int any = has_row(s, store_statement(s, "SELECT 1 FROM temp.recode LIMIT 1", err), err);
    if (any <= 0)
        return any;
    sqlite3_stmt *drop[] = {store_statement(s,
                                            "DELETE FROM coding WHERE comment_id = ?1 AND +category_id IN "
                                            "(SELECT category_id FROM temp.recode)",
                                            err),
                            store_statement(s,
                                            "DELETE FROM rule_error WHERE comment_id = ?1 AND +category_id "
                                            "IN (SELECT category_id FROM temp.recode)",
                                            err)};
    for (size_t i = 0; i < b->count; i++)
        for (size_t k = 0; k < 2; k++) {
            if (drop[k] == NULL)
                return -1;
            sqlite3_bind_int64(drop[k], 1, b->comments[i].id);
            if (store_run(s, drop[k], err) != 0)
                return -1;
        }
    return 0;
}

/* How many comments of the batch are still what they were when it was read: changed ones have a later
 * revision. */
static int count_unchanged(struct store *s, const struct store_batch *b, size_t *unchanged, struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s, "SELECT COUNT(*) FROM comment WHERE revision > ?1 AND revision <= ?2", err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, b->after);
    sqlite3_bind_int64(ask, 2, b->upto);
    if (store_step(s, ask, err) != 1)
        return -1;
    *unchanged = (size_t)sqlite3_column_int64(ask, 0);
    sqlite3_reset(ask);
    return 0;
}

static int is_unchanged(struct store *s, int64_t comment, const struct store_batch *b, struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s, "SELECT 1 FROM comment WHERE id = ?1 AND revision > ?2 AND revision <= ?3", err);
    if (ask != NULL) {
        sqlite3_bind_int64(ask, 1, comment);
        sqlite3_bind_int64(ask, 2, b->after);
        sqlite3_bind_int64(ask, 3, b->upto);
    }
    return has_row(s, ask, err);
}

/* Leaves out the codings of comments that went or changed since the batch was read. */
static int keep_unchanged(struct store *s, const struct store_result *r, size_t *kept, struct error *err)
{
    size_t unchanged = 0;
    *kept = r->coding_count;
    if (count_unchanged(s, r->batch, &unchanged, err) != 0 || unchanged == r->batch->count)
        return unchanged == r->batch->count ? 0 : -1;
    *kept = 0;
    for (size_t i = 0; i < r->coding_count; i++) {
        int got = is_unchanged(s, r->codings[i].comment, r->batch, err);
        if (got < 0)
            return -1;
        if (got == 1)
            r->codings[(*kept)++] = r->codings[i];
    }
    return 0;
}

static void bind_coding(sqlite3_stmt *put, int at, const struct store_coding *c)
{
    const int64_t values[COLUMNS] = {c->comment, c->category, c->rule, c->start, c->end};
    for (int i = 0; i < COLUMNS; i++)
        sqlite3_bind_int64(put, at + i, values[i]);
}

static int write_codings(struct store *s, const struct store_coding *codings, size_t count, struct error *err)
{
    size_t i = 0;
    sqlite3_stmt *many = store_statement(s, insert_many, err);
    sqlite3_stmt *one = store_statement(s, insert_one, err);
    if (many == NULL || one == NULL)
        return -1;
    for (; count - i >= ROWS; i += ROWS) {
        for (int k = 0; k < ROWS; k++)
            bind_coding(many, k * COLUMNS + 1, &codings[i + (size_t)k]);
        if (store_run(s, many, err) != 0)
            return -1;
    }
    for (; i < count; i++) {
        bind_coding(one, 1, &codings[i]);
        if (store_run(s, one, err) != 0)
            return -1;
    }
    return 0;
}

static int write_errors(struct store *s, const struct store_result *r, struct error *err)
{
    sqlite3_stmt *put = store_statement(
        s, "INSERT INTO rule_error (comment_id, category_id, rule, reason) VALUES (?1, ?2, ?3, ?4)", err);
    for (size_t i = 0; i < r->error_count && put != NULL; i++) {
        const struct store_rule_error *e = &r->errors[i];
        int got = is_unchanged(s, e->comment, r->batch, err);
        if (got == 0)
            continue;
        sqlite3_bind_int64(put, 1, e->comment);
        sqlite3_bind_int64(put, 2, e->category);
        sqlite3_bind_int64(put, 3, e->rule);
        store_bind_text(put, 4, e->reason);
        if (got < 0 || store_run(s, put, err) != 0)
            return -1;
    }
    return put == NULL ? -1 : 0;
}

static int compare(const void *a, const void *b)
{
    const struct store_coding *x = a;
    const struct store_coding *y = b;
    if (x->comment != y->comment)
        return x->comment < y->comment ? -1 : 1;
    if (x->category != y->category)
        return x->category < y->category ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* Rows in the order of the key are appended; others would be sought. Nearly always they are in order already.
 */
static void sort_codings(struct store_coding *codings, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (compare(&codings[i - 1], &codings[i]) > 0) {
            qsort(codings, count, sizeof *codings, compare);
            return;
        }
}

static int write_result(struct store *s, const struct store_ruleset_state *rulesets, size_t count,
                        const struct store_result *r, struct error *err)
{
    size_t kept = 0;
    if (move_marks(s, rulesets, count, r->batch, err) != 0 || keep_unchanged(s, r, &kept, err) != 0 ||
        drop_old(s, r->batch, err) != 0 || write_codings(s, r->codings, kept, err) != 0)
        return -1;
    return write_errors(s, r, err);
}

int store_result_write(struct store *s, const struct store_ruleset_state *rulesets, size_t count,
                       const struct store_result *result, struct error *err)
{
    sort_codings(result->codings, result->coding_count);
    if (store_begin(s, err) != 0)
        return -1;
    if (write_result(s, rulesets, count, result, err) != 0) {
        store_rollback(s);
        return -1;
    }
    return store_commit(s, err);
}
