/* store_internal.h: what store.c lends its neighbours store_*.c: the connection and one way to run a statement. */
#pragma once

#include <sqlite3.h>
#include <yousaid/store.h>

struct store {
    sqlite3 *db;
    char *path;
    struct store_statement *statements; /* prepared once, by address of their SQL text */
    enum store_mode mode;
};

/* The prepared statement for `sql`, reset and with bindings cleared; prepared at the first call and kept until the store is closed. `sql` must be a
 * string constant (it is found again by its address). NULL on failure. Do not finalize. */
sqlite3_stmt *store_statement(struct store *s, const char *sql, struct error *err);
/* Steps: 1 a row, 0 done (the statement is reset), -1 failed (reset, err set). */
int store_step(struct store *s, sqlite3_stmt *statement, struct error *err);
/* Steps a statement that gives no row: 0 or -1. */
int store_run(struct store *s, sqlite3_stmt *statement, struct error *err);
/* Runs SQL text without parameters: 0 or -1. */
int store_exec(struct store *s, const char *sql, struct error *err);
/* Turns SQLite's last error into ours (busy -> ERROR_TEMPFAIL, full disk -> ERROR_SYSTEM with advice ...); returns -1. */
int store_fail(struct store *s, struct error *err);

/* Binds text (NULL binds NULL). The text must live until the statement is stepped. */
void store_bind_text(sqlite3_stmt *statement, int index, const char *text);
/* Text of a column, NULL if it is NULL; borrowed until the next step. */
const char *store_column_text(sqlite3_stmt *statement, int column);
