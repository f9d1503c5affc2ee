/* store_code_result.c: takes the codings of a batch back, a batch a transaction. */
#include "store_internal.h"

#include <stdlib.h>
#include <yousaid/store_code.h>

/* Another number when another program, or another connection of this one, has written since. */
static int data_version(struct store *s, int64_t *version, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, "PRAGMA data_version", err);
    if (ask == NULL || store_step(s, ask, err) != 1)
        return -1;
    *version = sqlite3_column_int64(ask, 0);
    sqlite3_reset(ask);
    return 0;
}

int store_hurry(struct store *s, struct error *err)
{
    return store_exec(
        s, "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 1000", err);
}

/* Where nothing is coded yet there is nothing to replace: no look-up for each comment then. */
static const char recode_sql[] = "INSERT OR IGNORE INTO temp.recode (ruleset_id) SELECT v.id FROM ruleset r "
                                 "JOIN ruleset v ON v.name = r.name"
                                 " WHERE r.id = ?1 AND EXISTS (SELECT 1 FROM coded)";
static const char recode_errors_sql[] =
    "INSERT OR IGNORE INTO temp.recode_errors (category_id) SELECT g.id FROM ruleset r"
    " JOIN ruleset v ON v.name = r.name JOIN category g ON g.ruleset_id = v.id"
    " WHERE r.id = ?1 AND EXISTS (SELECT 1 FROM rule_error)";

int store_result_begin(struct store *s, const struct store_ruleset_state *rulesets, size_t count,
                       struct error *err)
{
    if (store_exec(s,
                   "CREATE TEMP TABLE IF NOT EXISTS recode (ruleset_id INTEGER PRIMARY KEY);"
                   "CREATE TEMP TABLE IF NOT EXISTS recode_errors (category_id INTEGER PRIMARY KEY);"
                   "DELETE FROM temp.recode; DELETE FROM temp.recode_errors",
                   err) != 0)
        return -1;
    if (data_version(s, &s->coding_version, err) != 0)
        return -1;
    sqlite3_stmt *put[] = {store_statement(s, recode_sql, err), store_statement(s, recode_errors_sql, err)};
    if (put[0] == NULL || put[1] == NULL)
        return -1;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 2; k++) {
            sqlite3_bind_int64(put[k], 1, rulesets[i].id);
            if (store_run(s, put[k], err) != 0)
                return -1;
        }
    return 0;
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

/* Deletes what `drop` says of each comment of the batch, if `any` finds that there is something to replace.
 */
static int drop_old(struct store *s, const struct store_batch *b, sqlite3_stmt *any, sqlite3_stmt *drop,
                    struct error *err)
{
    int got = has_row(s, any, err);
    if (got <= 0 || drop == NULL)
        return drop == NULL ? -1 : got;
    for (size_t i = 0; i < b->count; i++) {
        sqlite3_bind_int64(drop, 1, b->comments[i].id);
        if (store_run(s, drop, err) != 0)
            return -1;
    }
    return 0;
}

static int drop_all_old(struct store *s, const struct store_batch *b, struct error *err)
{
    if (drop_old(s, b, store_statement(s, "SELECT 1 FROM temp.recode LIMIT 1", err),
                 store_statement(s,
                                 "DELETE FROM coded WHERE comment_id = ?1"
                                 " AND ruleset_id IN (SELECT ruleset_id FROM temp.recode)",
                                 err),
                 err) != 0)
        return -1;
    return drop_old(s, b, store_statement(s, "SELECT 1 FROM temp.recode_errors LIMIT 1", err),
                    store_statement(s,
                                    "DELETE FROM rule_error WHERE comment_id = ?1"
                                    " AND +category_id IN (SELECT category_id FROM temp.recode_errors)",
                                    err),
                    err);
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

/* Leaves out the codings of comments that went or changed since the batch was read. Where no other program
 * has written since, there are none. */
static int keep_unchanged(struct store *s, const struct store_result *r, struct error *err)
{
    struct store_pack *p = r->pack;
    int64_t version = 0;
    size_t unchanged = 0;
    if (data_version(s, &version, err) != 0)
        return -1;
    if (version == s->coding_version)
        return 0;
    if (count_unchanged(s, r->batch, &unchanged, err) != 0 || unchanged == r->batch->count)
        return unchanged == r->batch->count ? 0 : -1;
    size_t kept = 0;
    for (size_t i = 0; i < p->count; i++) {
        int got = is_unchanged(s, p->rows[i].comment, r->batch, err);
        if (got < 0)
            return -1;
        if (got == 1)
            p->rows[kept++] = p->rows[i];
    }
    p->count = kept;
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
    const struct store_packed *x = a;
    const struct store_packed *y = b;
    if (x->comment != y->comment)
        return x->comment < y->comment ? -1 : 1;
    return x->ruleset < y->ruleset ? -1 : x->ruleset > y->ruleset;
}

/* Rows in the order of the key are appended; others would be sought. Nearly always they are in order already.
 */
static void sort_rows(struct store_pack *p)
{
    for (size_t i = 1; i < p->count; i++)
        if (compare(&p->rows[i - 1], &p->rows[i]) > 0) {
            qsort(p->rows, p->count, sizeof *p->rows, compare);
            return;
        }
}

static int write_result(struct store *s, const struct store_ruleset_state *rulesets, size_t count,
                        const struct store_result *r, struct error *err)
{
    if (move_marks(s, rulesets, count, r->batch, err) != 0 || keep_unchanged(s, r, err) != 0 ||
        drop_all_old(s, r->batch, err) != 0 || store_rows_insert(s, r->pack, err) != 0)
        return -1;
    return write_errors(s, r, err);
}

int store_result_write(struct store *s, const struct store_ruleset_state *rulesets, size_t count,
                       const struct store_result *result, struct error *err)
{
    if (result->pack->failed)
        return error_set(
            err, ERROR_DATA,
            "store %s: a comment is longer than the limit of %d bytes: shorten it, then run classify again",
            s->path, STORE_CODING_MAX_TEXT);
    sort_rows(result->pack);
    if (store_begin(s, err) != 0)
        return -1;
    if (write_result(s, rulesets, count, result, err) != 0) {
        store_rollback(s);
        return -1;
    }
    return store_commit(s, err);
}
