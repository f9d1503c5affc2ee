/* store_why.c: reads back everything that is known of one response: its origin, its codings, and what people
 * decided. */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/store_code.h>

static const char *copy(struct arena *a, sqlite3_stmt *row, int column)
{
    return arena_strdup(a, store_column_text(row, column));
}

/* Binds "source/id"; -1 failed. The copies are freed by the caller, after the step. */
static int bind_name(sqlite3_stmt *ask, const char *which, char **source, struct store_id *id,
                     struct error *err)
{
    size_t len = strcspn(which, "/"); /* no name of a source holds one */
    if (store_id_read(which[len] == '/' ? which + len + 1 : "", id, err) != 0)
        return -1;
    *source = mem_strndup(which, len);
    store_bind_text(ask, 1, *source);
    store_id_bind(ask, 2, id);
    return 0;
}

/* The number of the response; 1 found, 0 none, -1 failed. */
static int find(struct store *s, enum store_find how, const char *which, int64_t *response, struct error *err)
{
    static const char *const sql[] = {
        [STORE_FIND_RESPONSE] = "SELECT id FROM response WHERE id = CAST(?1 AS INTEGER)",
        [STORE_FIND_COMMENT] = "SELECT response_id FROM comment WHERE id = CAST(?1 AS INTEGER)",
        [STORE_FIND_NAME] =
            ("SELECT r.id FROM source s JOIN response r ON r.source_id = s.id WHERE s.name = ?1"
             " AND r.external_id IN (?2, ?3, ?4, ?5) ORDER BY r.external_id = ?2 DESC LIMIT 1")};
    struct store_id id = {0};
    char *source = NULL;
    int got = -1;
    sqlite3_stmt *ask = store_statement(s, sql[how], err);
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, which);
    if (how != STORE_FIND_NAME || bind_name(ask, which, &source, &id, err) == 0)
        got = store_step(s, ask, err);
    if (got == 1) {
        *response = sqlite3_column_int64(ask, 0);
        sqlite3_reset(ask);
    }
    store_id_free(&id);
    free(source);
    return got;
}

static int read_origin(struct store *s, struct arena *a, struct store_origin *o, struct error *err)
{
    sqlite3_stmt *ask = store_statement(
        s,
        "SELECT s.name, s.title, s.organisation, r.external_id, r.submitted_at, COALESCE(r.place, s.place), "
        "r.service,"
        " r.row_number, r.first_run_id, COALESCE(r.changed_run_id, 0), r.withdrawn_run_id IS NOT NULL,"
        " p.url, p.fetched_at, p.sha256, p.bytes"
        " FROM response r JOIN source s ON s.id = r.source_id JOIN payload p ON p.id = r.payload_id WHERE "
        "r.id = ?1",
        err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, o->response);
    if (store_step(s, ask, err) != 1)
        return -1;
    o->source = copy(a, ask, 0);
    o->title = copy(a, ask, 1);
    o->organisation = copy(a, ask, 2);
    o->external_id = copy(a, ask, 3);
    o->submitted_at = copy(a, ask, 4);
    o->place = copy(a, ask, 5);
    o->service = copy(a, ask, 6);
    o->row_number = sqlite3_column_int64(ask, 7);
    o->first_run = sqlite3_column_int64(ask, 8);
    o->changed_run = sqlite3_column_int64(ask, 9);
    o->withdrawn = sqlite3_column_int(ask, 10) != 0;
    o->url = copy(a, ask, 11);
    o->fetched_at = copy(a, ask, 12);
    o->sha256 = copy(a, ask, 13);
    o->bytes = sqlite3_column_int64(ask, 14);
    sqlite3_reset(ask);
    return 0;
}

/* Rows are counted first so that they can be kept in one piece of the arena. */
static int count_rows(struct store *s, const char *sql, int64_t id, size_t *count, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, sql, err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, id);
    if (store_step(s, ask, err) != 1)
        return -1;
    *count = (size_t)sqlite3_column_int64(ask, 0);
    sqlite3_reset(ask);
    return 0;
}

static sqlite3_stmt *ask_for(struct store *s, const char *sql, int64_t id, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, sql, err);
    if (ask != NULL)
        sqlite3_bind_int64(ask, 1, id);
    return ask;
}

#define CURRENT                                                                                              \
    " k JOIN category g ON g.id = k.category_id JOIN ruleset u ON u.id = g.ruleset_id AND u.current = 1"     \
    " WHERE k.comment_id = ?1"

int store_codings_count(struct store *s, int64_t comment, size_t *count, struct error *err)
{
    sqlite3_stmt *ask = ask_for(s, "SELECT codings FROM coded WHERE comment_id = ?1", comment, err);
    size_t found = 0;
    int got = ask == NULL ? -1 : 0;
    while (ask != NULL && (got = store_step(s, ask, err)) == 1) {
        struct store_coding one;
        const char *at = NULL;
        const char *packed = store_column_text(ask, 0);
        int more = 0;
        while ((more = store_unpack(packed, &at, &one)) == 1)
            found++;
        if (more < 0) {
            sqlite3_reset(ask);
            return store_damaged(s, comment, err);
        }
    }
    if (count != NULL)
        *count = found;
    return got;
}

/* Those of earlier rulesets are counted, and make room, but are not read. */
static int read_codings(struct store *s, struct arena *a, struct store_why_comment *c, struct error *err)
{
    size_t room = 0;
    if (store_codings_count(s, c->comment.id, &room, err) != 0)
        return -1;
    c->codings = arena_new(a, room, sizeof *c->codings);
    sqlite3_stmt *ask = ask_for(
        s,
        "SELECT u.name, u.version, u.sha256, g.code, g.label, k.rule, k.start, k.end FROM coding" CURRENT
        " ORDER BY u.name, g.position, k.rule",
        c->comment.id, err);
    int got = ask == NULL ? -1 : 0;
    while (c->coding_count < room && ask != NULL && (got = store_step(s, ask, err)) == 1) {
        struct store_why_coding *k = &c->codings[c->coding_count++];
        *k = (struct store_why_coding){.ruleset = copy(a, ask, 0),
                                       .version = copy(a, ask, 1),
                                       .sha256 = copy(a, ask, 2),
                                       .category = copy(a, ask, 3),
                                       .label = copy(a, ask, 4),
                                       .rule = sqlite3_column_int64(ask, 5),
                                       .start = sqlite3_column_int64(ask, 6),
                                       .end = sqlite3_column_int64(ask, 7)};
        if (k->start < 0 || k->end < k->start || k->end > (int64_t)c->comment.len) {
            sqlite3_reset(ask);
            return store_damaged(s, c->comment.id, err);
        }
    }
    sqlite3_reset(ask);
    return got < 0 ? -1 : 0;
}

static int read_errors(struct store *s, struct arena *a, struct store_why_comment *c, struct error *err)
{
    if (count_rows(s, "SELECT COUNT(*) FROM rule_error" CURRENT, c->comment.id, &c->error_count, err) != 0)
        return -1;
    c->errors = arena_new(a, c->error_count, sizeof *c->errors);
    sqlite3_stmt *ask = ask_for(
        s,
        "SELECT u.name, u.version, u.sha256, g.code, g.label, k.rule, k.reason FROM rule_error" CURRENT
        " ORDER BY u.name, g.position, k.rule",
        c->comment.id, err);
    int got = ask == NULL ? -1 : 0;
    for (size_t i = 0; i < c->error_count && ask != NULL && (got = store_step(s, ask, err)) == 1; i++)
        c->errors[i] = (struct store_why_coding){.ruleset = copy(a, ask, 0),
                                                 .version = copy(a, ask, 1),
                                                 .sha256 = copy(a, ask, 2),
                                                 .category = copy(a, ask, 3),
                                                 .label = copy(a, ask, 4),
                                                 .rule = sqlite3_column_int64(ask, 5),
                                                 .reason = copy(a, ask, 6)};
    return got < 0 ? -1 : 0;
}

static int read_verdicts(struct store *s, struct arena *a, struct store_why_comment *c, struct error *err)
{
    if (count_rows(s, "SELECT COUNT(*) FROM verdict WHERE comment_id = ?1", c->comment.id, &c->verdict_count,
                   err) != 0)
        return -1;
    c->verdicts = arena_new(a, c->verdict_count, sizeof *c->verdicts);
    sqlite3_stmt *ask =
        ask_for(s,
                "SELECT ruleset, category, verdict, who, at, why FROM verdict WHERE comment_id = ?1"
                " ORDER BY ruleset, category",
                c->comment.id, err);
    int got = ask == NULL ? -1 : 0;
    for (size_t i = 0; i < c->verdict_count && ask != NULL && (got = store_step(s, ask, err)) == 1; i++)
        c->verdicts[i] = (struct store_verdict){.comment = c->comment.id,
                                                .ruleset = copy(a, ask, 0),
                                                .category = copy(a, ask, 1),
                                                .verdict = copy(a, ask, 2),
                                                .who = copy(a, ask, 3),
                                                .at = copy(a, ask, 4),
                                                .why = copy(a, ask, 5)};
    return got < 0 ? -1 : 0;
}

static int read_comments(struct store *s, struct arena *a, struct store_origin *o, struct error *err)
{
    if (count_rows(s, "SELECT COUNT(*) FROM comment WHERE response_id = ?1", o->response, &o->comment_count,
                   err) != 0)
        return -1;
    o->comments = arena_new(a, o->comment_count, sizeof *o->comments);
    sqlite3_stmt *ask =
        ask_for(s,
                "SELECT c.id, c.revision, c.text, q.polarity, q.text FROM comment c"
                " JOIN question q ON q.id = c.question_id WHERE c.response_id = ?1 ORDER BY c.id",
                o->response, err);
    int got = ask == NULL ? -1 : 0;
    for (size_t i = 0; i < o->comment_count && ask != NULL && (got = store_step(s, ask, err)) == 1; i++) {
        o->comments[i].comment = (struct store_coded_comment){.id = sqlite3_column_int64(ask, 0),
                                                              .revision = sqlite3_column_int64(ask, 1),
                                                              .text = copy(a, ask, 2),
                                                              .len = (size_t)sqlite3_column_bytes(ask, 2),
                                                              .polarity = copy(a, ask, 3),
                                                              .source = o->source,
                                                              .service = o->service,
                                                              .place = o->place};
        o->comments[i].question = copy(a, ask, 4);
    }
    for (size_t i = 0; i < o->comment_count && got >= 0; i++)
        if (read_codings(s, a, &o->comments[i], err) != 0 || read_errors(s, a, &o->comments[i], err) != 0 ||
            read_verdicts(s, a, &o->comments[i], err) != 0)
            return -1;
    return got < 0 ? -1 : 0;
}

static int read_all(struct store *s, enum store_find how, const char *which, struct arena *arena,
                    struct store_origin *out, struct error *err)
{
    static const char *const kinds[] = {"response with the number", "comment with the number", "response"};
    int got = find(s, how, which, &out->response, err);
    if (got == 0)
        return error_set(err, ERROR_DATA,
                         "there is no %s %s in the store: check it, or run yousaid-collector run first",
                         kinds[how], which);
    if (got < 0 || read_origin(s, arena, out, err) != 0)
        return -1;
    return read_comments(s, arena, out, err);
}

int store_origin_read(struct store *s, enum store_find how, const char *which, struct arena *arena,
                      struct store_origin *out, struct error *err)
{
    *out = (struct store_origin){0};
    if (store_begin_read(s, err) != 0)
        return -1;
    if (read_all(s, how, which, arena, out, err) != 0) {
        store_rollback(s);
        return -1;
    }
    return store_commit(s, err);
}

int store_verdict_put(struct store *s, const struct store_verdict *v, struct error *err)
{
    sqlite3_stmt *put =
        store_statement(s,
                        "INSERT INTO verdict (comment_id, ruleset, category, verdict, who, at, why)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
                        " ON CONFLICT (comment_id, ruleset, category) DO UPDATE SET"
                        " verdict = excluded.verdict, who = excluded.who, at = excluded.at,"
                        " why = excluded.why",
                        err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, v->comment);
    store_bind_text(put, 2, v->ruleset);
    store_bind_text(put, 3, v->category);
    store_bind_text(put, 4, v->verdict);
    store_bind_text(put, 5, v->who);
    store_bind_text(put, 6, v->at);
    store_bind_text(put, 7, v->why != NULL ? v->why : "");
    return store_run(s, put, err);
}

int store_verdict_drop(struct store *s, int64_t comment, const char *ruleset, const char *category, bool *had,
                       struct error *err)
{
    sqlite3_stmt *drop = store_statement(
        s, "DELETE FROM verdict WHERE comment_id = ?1 AND ruleset = ?2 AND category = ?3", err);
    if (drop == NULL)
        return -1;
    sqlite3_bind_int64(drop, 1, comment);
    store_bind_text(drop, 2, ruleset);
    store_bind_text(drop, 3, category);
    int result = store_run(s, drop, err);
    if (had != NULL)
        *had = result == 0 && sqlite3_changes(s->db) > 0;
    return result;
}

int store_verdict_each(struct store *s, store_verdict_fn *each, void *ctx, struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s,
                        "SELECT comment_id, ruleset, category, verdict, who, at, why FROM verdict"
                        " ORDER BY comment_id, ruleset, category",
                        err);
    int got = ask == NULL ? -1 : 0;
    while (ask != NULL && (got = store_step(s, ask, err)) == 1) {
        struct store_verdict v = {sqlite3_column_int64(ask, 0), store_column_text(ask, 1),
                                  store_column_text(ask, 2),    store_column_text(ask, 3),
                                  store_column_text(ask, 4),    store_column_text(ask, 5),
                                  store_column_text(ask, 6)};
        if (each(ctx, &v, err) != 0) {
            sqlite3_reset(ask);
            return -1;
        }
    }
    return got;
}
