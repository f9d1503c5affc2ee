/* store_ingest.h: the open run that store_collect.c (its frame), store_response.c (its rows) and store_run.c
 * share. */
#pragma once

#include <yousaid/store_collect.h>

#include "store_internal.h"

struct store_ingest {
    struct store *store;
    struct store_run_facts facts;
    const char *sha256;
    int64_t source, run, payload;
    int64_t revision; /* last one given */
    bool rejects;     /* whether the source has any to settle */
    bool forgotten;   /* whether any of its responses was deleted on request */
};

extern const char *const store_run_kinds[]; /* by enum store_run_kind */

/* The id of a source by name, 0 if the store does not know it. */
int store_source_id(struct store *s, const char *name, int64_t *id, struct error *err);
/* Binds a source to ?1 to ?6: name, title, organisation, its kind, method, place. */
void store_bind_source(sqlite3_stmt *put, const struct store_source *source);
/* Runs a statement that gives one number; `missing` when it gives no row. `ask` NULL fails. */
int store_one_number(struct store *s, sqlite3_stmt *ask, int64_t missing, int64_t *out, struct error *err);
/* The statement for `sql` with `id` bound to ?1, or NULL. */
sqlite3_stmt *store_ask_by_id(struct store *s, const char *sql, int64_t id, struct error *err);
/* Gives every comment that `sql` selects (by the one number `id`) a new revision. */
int store_bump(struct store_ingest *in, const char *sql, int64_t id, struct error *err);
/* Whether two texts differ; NULL is only equal to NULL. */
bool store_differ(const char *a, const char *b);
