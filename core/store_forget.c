/* store_forget.c: deletes responses for good and remembers their hashes only. */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/hash.h>
#include <yousaid/mem.h>
#include <yousaid/store_forget.h>

enum { FORGET_BATCH = 500 };

#define OLD                                                                                                  \
    " FROM response r JOIN run n ON n.id = r.first_run_id WHERE COALESCE(r.submitted_at, n.started_at) < ?1"
#define OLD_REJECTS " FROM reject WHERE payload_id IN (SELECT id FROM payload WHERE fetched_at < ?1)"
#define OLD_ERRORS  " WHERE started_at < ?1 AND error IS NOT NULL"

int store_forget_begin(struct store *s, struct error *err)
{
    if (store_exec(s, "PRAGMA secure_delete = ON", err) != 0)
        return -1;
    return store_begin(s, err);
}

static int source_id(struct store *s, const char *source, int64_t *id, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, "SELECT id FROM source WHERE name = ?1", err);
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, source);
    int row = store_step(s, ask, err);
    if (row == 0)
        return error_set(err, ERROR_USAGE,
                         "the store holds nothing of a source '%s': yousaid-collector status lists them",
                         source);
    *id = row > 0 ? sqlite3_column_int64(ask, 0) : 0;
    sqlite3_reset(ask);
    return row > 0 ? 0 : -1;
}

static int remember(struct store *s, int64_t source, const char *external_id, const char *at,
                    struct error *err)
{
    char hex[HASH_SIZE];
    hash_bytes(external_id, strlen(external_id), hex);
    sqlite3_stmt *add = store_statement(
        s, "INSERT OR IGNORE INTO forgotten (source_id, external_sha256, at) VALUES (?1, ?2, ?3)", err);
    if (add == NULL)
        return -1;
    sqlite3_bind_int64(add, 1, source);
    store_bind_text(add, 2, hex);
    store_bind_text(add, 3, at);
    return store_run(s, add, err);
}

/* `sql` deletes by source and external id; `*count` grows by what it deleted. */
static int delete_by_id(struct store *s, const char *sql, int64_t source, const char *external_id,
                        int64_t *count, struct error *err)
{
    sqlite3_stmt *drop = store_statement(s, sql, err);
    if (drop == NULL)
        return -1;
    sqlite3_bind_int64(drop, 1, source);
    store_bind_text(drop, 2, external_id);
    if (store_run(s, drop, err) != 0)
        return -1;
    *count += sqlite3_changes64(s->db);
    return 0;
}

static int forget_one(struct store *s, int64_t source, const char *external_id, const char *at,
                      int64_t *count, struct error *err)
{
    static const char response[] = "DELETE FROM response WHERE source_id = ?1 AND external_id = ?2";
    /* A further row of the same id has a key of its own, and a reason that names the id (store_collect.h). */
    static const char reject[] = "DELETE FROM reject WHERE source_id = ?1 AND (key = ?2"
                                 " OR substr(reason, 1, length(?2) + 4) = 'id ' || ?2 || ' ')";
    return remember(s, source, external_id, at, err) != 0 ||
                   delete_by_id(s, response, source, external_id, count, err) != 0 ||
                   delete_by_id(s, reject, source, external_id, count, err) != 0
               ? -1
               : 0;
}

/* Versions before 0.2 put cells of a row into the sentence of a failed run. */
static int clear_errors(struct store *s, int64_t source, struct error *err)
{
    sqlite3_stmt *put =
        store_statement(s, "UPDATE run SET error = NULL WHERE source_id = ?1 AND error IS NOT NULL", err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, source);
    return store_run(s, put, err);
}

static int change_before(struct store *s, const char *sql, const char *before, struct error *err)
{
    sqlite3_stmt *put = store_statement(s, sql, err);
    if (put == NULL)
        return -1;
    store_bind_text(put, 1, before);
    return store_run(s, put, err);
}

int store_forget_response(struct store *s, const char *source, const char *external_id, const char *at,
                          bool *found, struct error *err)
{
    int64_t in = 0;
    int64_t count = 0;
    struct store_id id;
    if (source_id(s, source, &in, err) != 0 || store_id_read(external_id, &id, err) != 0)
        return -1;
    int result = clear_errors(s, in, err);
    for (size_t i = 0; i < id.count && result == 0; i++)
        result = forget_one(s, in, id.form[i], at, &count, err);
    store_id_free(&id);
    *found = count > 0;
    return result;
}

struct old_response {
    int64_t source;
    char *external_id;
};

/* Up to FORGET_BATCH of them: a table is not changed while it is read. */
static int read_old(struct store *s, const char *before, struct old_response batch[FORGET_BATCH],
                    size_t *count, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, "SELECT r.source_id, r.external_id" OLD " LIMIT 500", err);
    int row = -1;
    *count = 0;
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, before);
    while ((row = store_step(s, ask, err)) > 0)
        batch[(*count)++] =
            (struct old_response){sqlite3_column_int64(ask, 0), mem_strdup(store_column_text(ask, 1))};
    return row;
}

static int forget_old(struct store *s, const char *before, const char *at, struct error *err)
{
    struct old_response *batch = mem_new(FORGET_BATCH, sizeof *batch);
    size_t found = 1;
    int result = 0;
    while (result == 0 && found > 0) {
        result = read_old(s, before, batch, &found, err);
        for (size_t i = 0; i < found; i++) {
            int64_t deleted = 0;
            if (result == 0)
                result = forget_one(s, batch[i].source, batch[i].external_id, at, &deleted, err);
            free(batch[i].external_id);
        }
    }
    free(batch);
    return result;
}

int store_forget_before(struct store *s, const char *before, const char *at, struct store_old *old,
                        struct error *err)
{
    return store_count_before(s, before, old, err) != 0 || forget_old(s, before, at, err) != 0 ||
                   change_before(s, "DELETE" OLD_REJECTS, before, err) != 0 ||
                   change_before(s, "UPDATE run SET error = NULL" OLD_ERRORS, before, err) != 0
               ? -1
               : 0;
}

int store_count_before(struct store *s, const char *before, struct store_old *old, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s,
                                        "SELECT (SELECT COUNT(*)" OLD "), (SELECT COUNT(*)" OLD_REJECTS "),"
                                        " (SELECT COUNT(*) FROM run" OLD_ERRORS ")",
                                        err);
    *old = (struct store_old){0};
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, before);
    if (store_step(s, ask, err) != 1)
        return -1;
    *old = (struct store_old){sqlite3_column_int64(ask, 0), sqlite3_column_int64(ask, 1),
                              sqlite3_column_int64(ask, 2)};
    sqlite3_reset(ask);
    return 0;
}

int store_forget_commit(struct store *s, const char *who, const char *detail, const char *at,
                        struct error *err)
{
    if (store_audit(s, who, "forget", detail, at, err) != 0 || store_commit(s, err) != 0) {
        store_rollback(s);
        return -1;
    }
    /* The log still holds the pages as they were. A reader may hold it: then the next writer clears it. */
    sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return 0;
}
