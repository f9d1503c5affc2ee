/* store_response.c: the rows of a collector run: responses with their comments and attributes, questions,
 * rejects. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

#include "store_ingest.h"

/* A response as the store has it. */
struct stored {
    int64_t id; /* 0 = not there */
    char sha256[HASH_SIZE];
    bool moved; /* place or service differ from the new ones */
};

static int compare_attributes(const void *a, const void *b)
{
    const struct store_attribute *const *x = a;
    const struct store_attribute *const *y = b;
    int by_name = strcmp((*x)->name, (*y)->name);
    return by_name != 0 ? by_name : strcmp((*x)->value, (*y)->value);
}

static int compare_comments(const void *a, const void *b)
{
    const struct store_comment *const *x = a;
    const struct store_comment *const *y = b;
    return strcmp((*x)->key, (*y)->key);
}

/* Everything a person or a figure could see, in an order that does not depend on the order of columns. */
static void content_hash(const struct store_response *r, char hex[HASH_SIZE])
{
    const struct store_attribute **attributes = mem_new(r->attribute_count + 1, sizeof *attributes);
    const struct store_comment **comments = mem_new(r->comment_count + 1, sizeof *comments);
    for (size_t i = 0; i < r->attribute_count; i++)
        attributes[i] = &r->attributes[i];
    for (size_t i = 0; i < r->comment_count; i++)
        comments[i] = &r->comments[i];
    qsort(attributes, r->attribute_count, sizeof *attributes, compare_attributes);
    qsort(comments, r->comment_count, sizeof *comments, compare_comments);
    struct hash *h = hash_new();
    hash_field(h, r->submitted_at);
    hash_field(h, r->place);
    hash_field(h, r->service);
    hash_number(h, r->withdrawn);
    for (size_t i = 0; i < r->attribute_count; i++) {
        hash_field(h, attributes[i]->name);
        hash_field(h, attributes[i]->value);
        hash_field(h, attributes[i]->question);
    }
    hash_number(h, (int64_t)r->attribute_count);
    for (size_t i = 0; i < r->comment_count; i++) {
        hash_field(h, comments[i]->key);
        hash_field(h, comments[i]->text);
    }
    hash_end(h, hex);
    free(attributes);
    free(comments);
}

static int is_forgotten(struct store_ingest *in, const char *external_id, struct error *err)
{
    if (!in->forgotten)
        return 0;
    char hex[HASH_SIZE];
    hash_bytes(external_id, strlen(external_id), hex);
    sqlite3_stmt *ask = store_statement(
        in->store, "SELECT COUNT(*) FROM forgotten WHERE source_id = ?1 AND external_sha256 = ?2", err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, in->source);
    store_bind_text(ask, 2, hex);
    int64_t count = 0;
    return store_one_number(in->store, ask, 0, &count, err) != 0 ? -1 : count > 0;
}

static int settle_reject(struct store_ingest *in, const char *key, struct error *err)
{
    if (!in->rejects)
        return 0;
    sqlite3_stmt *drop =
        store_statement(in->store, "DELETE FROM reject WHERE source_id = ?1 AND key = ?2", err);
    if (drop == NULL)
        return -1;
    sqlite3_bind_int64(drop, 1, in->source);
    store_bind_text(drop, 2, key);
    return store_run(in->store, drop, err);
}

static int find(struct store_ingest *in, const struct store_response *r, const char *id, struct stored *have,
                struct error *err)
{
    *have = (struct stored){0};
    sqlite3_stmt *ask = store_statement(
        in->store,
        "SELECT id, content_sha256, place, service FROM response WHERE source_id = ?1 AND external_id = ?2",
        err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, in->source);
    store_bind_text(ask, 2, id);
    int got = store_step(in->store, ask, err);
    if (got <= 0)
        return got;
    have->id = sqlite3_column_int64(ask, 0);
    /* Somebody may have changed the file by hand: a hash that is none differs from every other. */
    const char *sha256 = store_column_text(ask, 1);
    snprintf(have->sha256, sizeof have->sha256, "%s", sha256 != NULL ? sha256 : "");
    have->moved = store_differ(store_column_text(ask, 2), r->place) ||
                  store_differ(store_column_text(ask, 3), r->service);
    sqlite3_reset(ask);
    return 0;
}

/* The earlier id identifies a person: it must not stay in the free space of the file either. */
static int rename_response(struct store_ingest *in, int64_t id, const char *external_id, struct error *err)
{
    sqlite3_stmt *put = store_statement(in->store, "UPDATE response SET external_id = ?2 WHERE id = ?1", err);
    if (put == NULL || store_exec(in->store, "PRAGMA secure_delete = ON", err) != 0)
        return -1;
    sqlite3_bind_int64(put, 1, id);
    store_bind_text(put, 2, external_id);
    return store_run(in->store, put, err);
}

/* The response as the store has it, by the id it has or had. */
static int find_any(struct store_ingest *in, const struct store_response *r, struct stored *have,
                    struct error *err)
{
    if (find(in, r, r->external_id, have, err) != 0)
        return -1;
    if (have->id != 0 || r->earlier_id == NULL)
        return 0;
    if (settle_reject(in, r->earlier_id, err) != 0 || find(in, r, r->earlier_id, have, err) != 0)
        return -1;
    return have->id == 0 ? 0 : rename_response(in, have->id, r->external_id, err);
}

static void bind_response(struct store_ingest *in, sqlite3_stmt *put, const struct store_response *r,
                          const char *sha256)
{
    sqlite3_bind_int64(put, 1, in->source);
    store_bind_text(put, 2, r->external_id);
    store_bind_text(put, 3, sha256);
    store_bind_text(put, 4, r->submitted_at);
    store_bind_text(put, 5, r->place);
    store_bind_text(put, 6, r->service);
    sqlite3_bind_int64(put, 7, in->payload);
    sqlite3_bind_int64(put, 8, r->row_number);
    sqlite3_bind_int64(put, 9, in->run);
    if (r->withdrawn)
        sqlite3_bind_int64(put, 10, in->run);
}

static int insert(struct store_ingest *in, const struct store_response *r, const char *sha256, int64_t *id,
                  struct error *err)
{
    sqlite3_stmt *put = store_statement(
        in->store,
        "INSERT INTO response (source_id, external_id, content_sha256, submitted_at, place, service,"
        " payload_id, row_number, first_run_id, withdrawn_run_id)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        err);
    if (put == NULL)
        return -1;
    bind_response(in, put, r, sha256);
    if (store_run(in->store, put, err) != 0)
        return -1;
    *id = sqlite3_last_insert_rowid(in->store->db);
    return 0;
}

static int update(struct store_ingest *in, const struct store_response *r, const char *sha256, int64_t id,
                  struct error *err)
{
    sqlite3_stmt *put =
        store_statement(in->store,
                        "UPDATE response SET earlier_sha256 = content_sha256, content_sha256 = ?3,"
                        " submitted_at = ?4, place = ?5, service = ?6, payload_id = ?7, row_number = ?8,"
                        " changed_run_id = ?9, withdrawn_run_id = ?10"
                        " WHERE id = ?11 AND source_id = ?1 AND external_id = ?2",
                        err);
    sqlite3_stmt *drop = store_ask_by_id(in->store, "DELETE FROM attribute WHERE response_id = ?1", id, err);
    if (put == NULL || drop == NULL)
        return -1;
    bind_response(in, put, r, sha256);
    sqlite3_bind_int64(put, 11, id);
    return store_run(in->store, put, err) == 0 ? store_run(in->store, drop, err) : -1;
}

static int put_attributes(struct store_ingest *in, const struct store_response *r, int64_t id,
                          struct error *err)
{
    for (size_t i = 0; i < r->attribute_count; i++) {
        sqlite3_stmt *put = store_statement(
            in->store,
            "INSERT OR IGNORE INTO attribute (response_id, name, value, question) VALUES (?1, ?2, ?3, ?4)",
            err);
        if (put == NULL)
            return -1;
        sqlite3_bind_int64(put, 1, id);
        store_bind_text(put, 2, r->attributes[i].name);
        store_bind_text(put, 3, r->attributes[i].value);
        store_bind_text(put, 4, r->attributes[i].question);
        if (store_run(in->store, put, err) != 0)
            return -1;
    }
    return 0;
}

static int question_id(struct store_ingest *in, const char *key, int64_t *id, struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(in->store, "SELECT id FROM question WHERE source_id = ?1 AND key = ?2", err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, in->source);
    store_bind_text(ask, 2, key);
    return store_one_number(in->store, ask, 0, id, err);
}

int store_ingest_question(struct store_ingest *in, const char *key, const char *text, int polarity,
                          struct error *err)
{
    int64_t id = 0;
    if (question_id(in, key, &id, err) != 0)
        return -1;
    if (id != 0) {
        sqlite3_stmt *ask =
            store_statement(in->store, "SELECT polarity <> ?2 FROM question WHERE id = ?1", err);
        if (ask == NULL)
            return -1;
        sqlite3_bind_int64(ask, 1, id);
        store_bind_text(ask, 2, store_polarities[polarity]);
        int64_t turned = 0;
        if (store_one_number(in->store, ask, 0, &turned, err) != 0 ||
            (turned != 0 &&
             store_bump(in, "SELECT id FROM comment WHERE question_id = ?1 ORDER BY revision", id, err) != 0))
            return -1;
    }
    sqlite3_stmt *put = store_statement(
        in->store,
        "INSERT INTO question (source_id, key, text, polarity) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (source_id, key) DO UPDATE SET text = excluded.text, polarity = excluded.polarity",
        err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, in->source);
    store_bind_text(put, 2, key);
    store_bind_text(put, 3, text);
    store_bind_text(put, 4, store_polarities[polarity]);
    return store_run(in->store, put, err);
}

/* Adds or updates one comment; a new revision only where its text changed or the response moved. */
static int put_comment(struct store_ingest *in, int64_t response, bool moved, const struct store_comment *c,
                       struct error *err)
{
    int64_t question = 0;
    if (question_id(in, c->key, &question, err) != 0)
        return -1;
    if (question == 0 && (store_ingest_question(in, c->key, c->question, c->polarity, err) != 0 ||
                          question_id(in, c->key, &question, err) != 0))
        return -1;
    sqlite3_stmt *put = store_statement(
        in->store,
        "INSERT INTO comment (response_id, question_id, text, revision) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (response_id, question_id) DO UPDATE SET text = excluded.text,"
        " revision = excluded.revision WHERE ?5 OR text <> excluded.text",
        err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, response);
    sqlite3_bind_int64(put, 2, question);
    store_bind_text(put, 3, c->text);
    sqlite3_bind_int64(put, 4, ++in->revision);
    sqlite3_bind_int(put, 5, moved);
    return store_run(in->store, put, err);
}

/* Removes the comments whose questions are answered no longer. */
static int drop_comments(struct store_ingest *in, const struct store_response *r, int64_t id,
                         struct error *err)
{
    sqlite3_stmt *ask = store_ask_by_id(
        in->store,
        "SELECT c.id, q.key FROM comment c JOIN question q ON q.id = c.question_id WHERE c.response_id = ?1",
        id, err);
    sqlite3_stmt *drop = store_statement(in->store, "DELETE FROM comment WHERE id = ?1", err);
    if (ask == NULL || drop == NULL)
        return -1;
    int64_t *gone = NULL;
    size_t count = 0;
    size_t cap = 0;
    int got = 0;
    while ((got = store_step(in->store, ask, err)) == 1) {
        size_t i = 0;
        while (i < r->comment_count && strcmp(r->comments[i].key, store_column_text(ask, 1)) != 0)
            i++;
        if (i < r->comment_count)
            continue;
        gone = mem_grow(gone, &cap, count + 1, sizeof *gone);
        gone[count++] = sqlite3_column_int64(ask, 0);
    }
    for (size_t i = 0; got == 0 && i < count; i++) {
        sqlite3_bind_int64(drop, 1, gone[i]);
        got = store_run(in->store, drop, err);
    }
    free(gone);
    return got;
}

int store_ingest_response(struct store_ingest *in, const struct store_response *r, enum store_change *change,
                          struct error *err)
{
    struct stored have;
    char sha256[HASH_SIZE];
    int forgotten = is_forgotten(in, r->external_id, err);
    if (forgotten == 0 && r->earlier_id != NULL)
        forgotten = is_forgotten(in, r->earlier_id, err);
    *change = STORE_FORGOTTEN;
    if (forgotten != 0)
        return forgotten < 0 ? -1 : 0;
    if (settle_reject(in, r->external_id, err) != 0 || find_any(in, r, &have, err) != 0)
        return -1;
    content_hash(r, sha256);
    *change = STORE_UNCHANGED;
    if (have.id != 0 && strcmp(have.sha256, sha256) == 0)
        return 0;
    *change = have.id == 0 ? STORE_NEW : STORE_CHANGED;
    int put = have.id == 0
                  ? insert(in, r, sha256, &have.id, err)
                  : update(in, r, sha256, have.id, err) != 0 || drop_comments(in, r, have.id, err) != 0;
    if (put != 0 || put_attributes(in, r, have.id, err) != 0)
        return -1;
    for (size_t i = 0; i < r->comment_count; i++)
        if (put_comment(in, have.id, have.moved, &r->comments[i], err) != 0)
            return -1;
    return 0;
}

int store_ingest_reject(struct store_ingest *in, const char *key, const char *external_id, int64_t row_number,
                        const char *reason, const char *record, struct error *err)
{
    int forgotten = is_forgotten(in, key, err);
    if (forgotten == 0 && external_id != NULL)
        forgotten = is_forgotten(in, external_id, err);
    if (forgotten != 0)
        return forgotten < 0 ? -1 : 0;
    sqlite3_stmt *put = store_statement(
        in->store,
        "INSERT INTO reject (source_id, key, payload_id, row_number, reason, record) VALUES (?1, ?2, ?3, ?4, "
        "?5, ?6)"
        " ON CONFLICT (source_id, key) DO UPDATE SET payload_id = excluded.payload_id,"
        " row_number = excluded.row_number, reason = excluded.reason, record = excluded.record",
        err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, in->source);
    store_bind_text(put, 2, key);
    sqlite3_bind_int64(put, 3, in->payload);
    sqlite3_bind_int64(put, 4, row_number);
    store_bind_text(put, 5, reason);
    store_bind_text(put, 6, record);
    return store_run(in->store, put, err);
}
