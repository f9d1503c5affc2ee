/* store_internal.h: what store.c lends its neighbours store_*.c: the connection and one way to run a statement. */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <yousaid/buf.h>
#include <yousaid/store.h>

struct store_pack;

/* How the file looked when it was opened without locks. */
struct store_still {
    bool on;
    int64_t size, seconds, nanoseconds, number; /* of the file, its last change, its inode */
};
struct store {
    sqlite3 *db;
    char *path;
    struct store_statement *statements; /* prepared once, by address of their SQL text */
    enum store_mode mode;
    struct store_still still;
    const struct store_pack *inserting; /* what the table packed_rows shows; store_code_rows.c */
    bool rows_ready;
    int64_t coding_version; /* of the file, before the first of the batches at work was read; store_code_result.c */
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

/* ---- store_still.c: a folder that cannot be written has no room for locks; the file is then read as it lies, and whatever is read is given up
 * when it turns out that somebody wrote it meanwhile. ---- */

/* Whether the connection failed for want of a folder that can be written, and was to read only. */
bool store_still_wanted(const struct store *s);
/* Appends the address under which SQLite opens the file without locks. ERROR_SYSTEM with what to do where changes wait in a log beside it. */
int store_still_begin(struct store *s, struct buf *uri, struct error *err);
/* Whether the file, opened so, is no longer what it was. */
bool store_still_broken(const struct store *s);

/* Inserts the rows of a pack into the table coded, in their order. */
int store_rows_insert(struct store *s, const struct store_pack *pack, struct error *err);
/* The codings of a comment cannot be read: ERROR_DATA with what to do; returns -1. */
int store_damaged(struct store *s, int64_t comment, struct error *err);
/* How many codings of any ruleset a comment has (`count` may be NULL); -1 when they cannot be read. */
int store_codings_count(struct store *s, int64_t comment, size_t *count, struct error *err);

/* ---- store_id.c: a person types an id as the source shows it; the store holds it in the canonical form that import gives it, or its hash. ---- */

enum { STORE_ID_FORMS = 4 };
/* What the store may hold for one id: its canonical form (text.h), the hash of that, and the same of what was typed where that differs. */
struct store_id {
    char *form[STORE_ID_FORMS];
    size_t count;
};
/* ERROR_USAGE for what is not UTF-8. Free with store_id_free(), also after an error. */
int store_id_read(const char *typed, struct store_id *id, struct error *err);
/* Binds STORE_ID_FORMS parameters from `first` on, for `external_id IN (?2, ?3, ?4, ?5)`; `id` must live until the statement is stepped. */
void store_id_bind(sqlite3_stmt *statement, int first, const struct store_id *id);
void store_id_free(struct store_id *id);
