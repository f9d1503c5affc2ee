/* store_code_batch.c: hands out comments to code in batches. */
#include "store_internal.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/store_code.h>

/* Joins cost as much as the comments themselves: questions are looked up once a batch, and responses only for
 * who asks for places. */
static const char batch_sql[] = "SELECT id, revision, text, question_id FROM comment"
                                " WHERE revision > ?1 AND revision <= ?2 ORDER BY revision LIMIT ?3";
static const char places_sql[] = "SELECT c.id, c.revision, c.text, c.question_id, r.service, r.place"
                                 " FROM comment c CROSS JOIN response r ON r.id = c.response_id"
                                 " WHERE c.revision > ?1 AND c.revision <= ?2 ORDER BY c.revision LIMIT ?3";
enum { COLUMN_ID, COLUMN_REVISION, COLUMN_TEXT, COLUMN_QUESTION, COLUMN_SERVICE, COLUMN_PLACE };

struct store_question {
    int64_t id;
    const char *polarity, *source, *place; /* of the arena */
};

static int read_question(struct store *s, struct store_batch *b, int64_t id, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s,
                                        "SELECT q.polarity, s.name, s.place FROM question q"
                                        " JOIN source s ON s.id = q.source_id WHERE q.id = ?1",
                                        err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, id);
    int got = store_step(s, ask, err);
    if (got == 0)
        return error_set(err, ERROR_DATA,
                         "store %s: question %" PRId64 " is missing: restore it from a backup", s->path, id);
    if (got < 0)
        return -1;
    b->questions = mem_grow(b->questions, &b->question_cap, b->question_count + 1, sizeof *b->questions);
    b->questions[b->question_count] =
        (struct store_question){id, arena_strdup(&b->arena, store_column_text(ask, 0)),
                                arena_strdup(&b->arena, store_column_text(ask, 1)),
                                arena_strdup(&b->arena, store_column_text(ask, 2))};
    b->question = b->question_count++;
    sqlite3_reset(ask);
    return 0;
}

/* Neighbours mostly answer the same question. NULL on failure. */
static const struct store_question *question_of(struct store *s, struct store_batch *b, int64_t id,
                                                struct error *err)
{
    if (b->question < b->question_count && b->questions[b->question].id == id)
        return &b->questions[b->question];
    for (b->question = 0; b->question < b->question_count; b->question++)
        if (b->questions[b->question].id == id)
            return &b->questions[b->question];
    return read_question(s, b, id, err) == 0 ? &b->questions[b->question] : NULL;
}

/* Neighbours mostly share service and place: one copy will do. */
static const char *copy_again(struct arena *arena, const char *previous, const char *text)
{
    if (text == NULL || (previous != NULL && strcmp(previous, text) == 0))
        return text == NULL ? NULL : previous;
    return arena_strdup(arena, text);
}

static void add_places(struct store_batch *b, struct store_coded_comment *c, sqlite3_stmt *row,
                       const struct store_question *q)
{
    static const struct store_coded_comment none = {0};
    const struct store_coded_comment *before = b->count > 0 ? &b->comments[b->count - 1] : &none;
    const char *place = store_column_text(row, COLUMN_PLACE);
    c->service = copy_again(&b->arena, before->service, store_column_text(row, COLUMN_SERVICE));
    c->place = place == NULL ? q->place : copy_again(&b->arena, before->place, place);
}

static int add_comment(struct store *s, struct store_batch *b, sqlite3_stmt *row, struct error *err)
{
    const struct store_question *q = question_of(s, b, sqlite3_column_int64(row, COLUMN_QUESTION), err);
    if (q == NULL)
        return -1;
    const char *text = store_column_text(row, COLUMN_TEXT);
    size_t len = (size_t)sqlite3_column_bytes(row, COLUMN_TEXT);
    b->comments = mem_grow(b->comments, &b->cap, b->count + 1, sizeof *b->comments);
    struct store_coded_comment *c = &b->comments[b->count];
    *c = (struct store_coded_comment){.id = sqlite3_column_int64(row, COLUMN_ID),
                                      .revision = sqlite3_column_int64(row, COLUMN_REVISION),
                                      .len = len,
                                      .polarity = q->polarity,
                                      .source = q->source};
    if (b->places)
        add_places(b, c, row, q);
    b->texts = mem_grow(b->texts, &b->texts_cap, b->texts_len + len + 1, 1);
    memcpy(b->texts + b->texts_len, text, len + 1);
    b->texts_len += len + 1;
    b->count++;
    return 0;
}

/* The texts lie one after another and stay where they are from here on. */
static void place_texts(struct store_batch *b)
{
    const char *at = b->texts;
    for (size_t i = 0; i < b->count; i++) {
        b->comments[i].text = at;
        at += b->comments[i].len + 1;
    }
}

static int read_comments(struct store *s, size_t max, size_t bytes, struct store_batch *b, struct error *err)
{
    sqlite3_stmt *ask = b->places ? store_statement(s, places_sql, err) : store_statement(s, batch_sql, err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, b->after);
    sqlite3_bind_int64(ask, 2, b->upto);
    sqlite3_bind_int64(ask, 3, (int64_t)max);
    int got = 1;
    while (b->texts_len - b->count < bytes && (got = store_step(s, ask, err)) == 1)
        if (add_comment(s, b, ask, err) != 0) {
            got = -1;
            break;
        }
    sqlite3_reset(ask);
    return got < 0 ? -1 : 0;
}

int store_batch_read(struct store *s, int64_t after, int64_t upto, size_t max, size_t bytes,
                     struct store_batch *b, struct error *err)
{
    arena_free(&b->arena);
    b->count = 0;
    b->question_count = 0;
    b->texts_len = 0;
    b->after = after;
    b->upto = upto;
    if (store_begin_read(s, err) != 0)
        return -1;
    if (read_comments(s, max, bytes, b, err) != 0) {
        store_rollback(s);
        return -1;
    }
    place_texts(b);
    if (b->count > 0 && (b->count == max || b->texts_len - b->count >= bytes))
        b->upto = b->comments[b->count - 1].revision;
    return store_commit(s, err);
}

void store_batch_free(struct store_batch *b)
{
    arena_free(&b->arena);
    free(b->comments);
    free(b->questions);
    free(b->texts);
    *b = (struct store_batch){0};
}
