/* store_code_rows.c: shows packed rows to SQLite as the table packed_rows, so that one statement inserts a
 * whole batch: a third cheaper than binding and stepping row by row. */
#include "store_internal.h"

#include <stdlib.h>
#include <yousaid/mem.h>
#include <yousaid/store_code.h>

enum { COLUMN_COMMENT, COLUMN_RULESET, COLUMN_CODINGS };

struct rows {
    sqlite3_vtab base; /* first: SQLite knows it by this */
    const struct store *store;
};
struct cursor {
    sqlite3_vtab_cursor base; /* first */
    const struct store_pack *pack;
    size_t at;
};

static int connect(sqlite3 *db, void *store, int argc, const char *const *argv, sqlite3_vtab **out,
                   char **message)
{
    (void)argc;
    (void)argv;
    (void)message;
    int result = sqlite3_declare_vtab(db, "CREATE TABLE packed_rows (comment_id, ruleset_id, codings)");
    if (result != SQLITE_OK)
        return result;
    struct rows *rows = mem_new(1, sizeof *rows);
    rows->store = store;
    *out = &rows->base;
    return SQLITE_OK;
}

static int disconnect(sqlite3_vtab *rows)
{
    free(rows);
    return SQLITE_OK;
}

static int best_index(sqlite3_vtab *rows, sqlite3_index_info *info)
{
    (void)rows;
    info->estimatedCost = 1;
    return SQLITE_OK;
}

static int cursor_open(sqlite3_vtab *rows, sqlite3_vtab_cursor **out)
{
    struct cursor *c = mem_new(1, sizeof *c);
    (void)rows;
    *out = &c->base;
    return SQLITE_OK;
}

static int cursor_close(sqlite3_vtab_cursor *base)
{
    free(base);
    return SQLITE_OK;
}

static int cursor_begin(sqlite3_vtab_cursor *base, int index, const char *name, int argc,
                        sqlite3_value **argv)
{
    struct cursor *c = (struct cursor *)base;
    (void)index;
    (void)name;
    (void)argc;
    (void)argv;
    c->pack = ((const struct rows *)base->pVtab)->store->inserting;
    c->at = 0;
    return SQLITE_OK;
}

static int cursor_next(sqlite3_vtab_cursor *base)
{
    ((struct cursor *)base)->at++;
    return SQLITE_OK;
}

static int cursor_ended(sqlite3_vtab_cursor *base)
{
    const struct cursor *c = (const struct cursor *)base;
    return c->pack == NULL || c->at >= c->pack->count;
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *to, int column)
{
    const struct cursor *c = (const struct cursor *)base;
    const struct store_packed *row = &c->pack->rows[c->at];
    if (column == COLUMN_COMMENT)
        sqlite3_result_int64(to, row->comment);
    else if (column == COLUMN_RULESET)
        sqlite3_result_int64(to, row->ruleset);
    else
        sqlite3_result_text64(to, c->pack->text + row->at, row->len, SQLITE_STATIC, SQLITE_UTF8);
    return SQLITE_OK;
}

static int cursor_number(sqlite3_vtab_cursor *base, sqlite3_int64 *number)
{
    *number = (sqlite3_int64)((const struct cursor *)base)->at;
    return SQLITE_OK;
}

/* Without xCreate the table needs no CREATE and is in no schema. */
static const sqlite3_module packed_rows = {.xConnect = connect,
                                           .xDisconnect = disconnect,
                                           .xBestIndex = best_index,
                                           .xOpen = cursor_open,
                                           .xClose = cursor_close,
                                           .xFilter = cursor_begin,
                                           .xNext = cursor_next,
                                           .xEof = cursor_ended,
                                           .xColumn = cursor_column,
                                           .xRowid = cursor_number};

int store_rows_insert(struct store *s, const struct store_pack *pack, struct error *err)
{
    if (!s->rows_ready && sqlite3_create_module(s->db, "packed_rows", &packed_rows, s) != SQLITE_OK)
        return store_fail(s, err);
    s->rows_ready = true;
    s->inserting = pack;
    int result = store_run(s,
                           store_statement(s,
                                           "INSERT OR ROLLBACK INTO coded (comment_id, ruleset_id, codings)"
                                           " SELECT comment_id, ruleset_id, codings FROM packed_rows",
                                           err),
                           err);
    s->inserting = NULL;
    return result;
}
