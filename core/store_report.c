/* store_report.c: the rows a report is counted from, and the quotes that people approved. */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/mem.h>
#include <yousaid/store_pack.h>
#include <yousaid/store_report.h>
#include <yousaid/text.h>

static const char *text(sqlite3_stmt *row, int column)
{
    const char *s = store_column_text(row, column);
    return s != NULL ? s : "";
}

/* The callback failed: its error stands. */
static int stop(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    return -1;
}

int store_each_source(struct store *s, store_source_fn *row, void *ctx, struct error *err)
{
    static const char sql[] =
        "SELECT id, name, title, organisation, organisation_kind, method, place,"
        " (SELECT COUNT(*) FROM reject j WHERE j.source_id = source.id) FROM source ORDER BY name";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_source_row r = {sqlite3_column_int64(all, 0),
                                     text(all, 1),
                                     text(all, 2),
                                     text(all, 3),
                                     text(all, 4),
                                     text(all, 5),
                                     store_column_text(all, 6),
                                     sqlite3_column_int64(all, 7)};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

int store_each_ruleset(struct store *s, store_ruleset_fn *row, void *ctx, struct error *err)
{
    static const char sql[] = "SELECT id, name, dimension, version, sha256, title,"
                              " (SELECT COUNT(*) FROM comment c WHERE c.revision > ruleset.mark)"
                              " FROM ruleset WHERE current = 1 ORDER BY name";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_ruleset_row r = {sqlite3_column_int64(all, 0),
                                      text(all, 1),
                                      text(all, 2),
                                      text(all, 3),
                                      text(all, 4),
                                      text(all, 5),
                                      sqlite3_column_int64(all, 6)};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

int store_each_category(struct store *s, store_category_fn *row, void *ctx, struct error *err)
{
    static const char sql[] = "SELECT g.id, g.ruleset_id, g.code, g.label, g.about, g.parent"
                              " FROM ruleset u JOIN category g ON g.ruleset_id = u.id"
                              " WHERE u.current = 1 ORDER BY u.name, g.position, g.code";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_category_row r = {sqlite3_column_int64(all, 0),
                                       sqlite3_column_int64(all, 1),
                                       text(all, 2),
                                       text(all, 3),
                                       text(all, 4),
                                       store_column_text(all, 5)};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

int store_each_response(struct store *s, store_response_fn *row, void *ctx, struct error *err)
{
    static const char sql[] =
        "SELECT id, source_id, submitted_at, place, content_sha256, withdrawn_run_id IS NOT NULL"
        " FROM response ORDER BY id";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_response_row r = {sqlite3_column_int64(all, 0),
                                       sqlite3_column_int64(all, 1),
                                       store_column_text(all, 2),
                                       store_column_text(all, 3),
                                       text(all, 4),
                                       sqlite3_column_int(all, 5) != 0};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

int store_each_attribute(struct store *s, store_attribute_fn *row, void *ctx, struct error *err)
{
    static const char sql[] = "SELECT response_id, name, value FROM attribute"
                              " WHERE name IN ('area', 'group') ORDER BY response_id, name, value";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_attribute_row r = {sqlite3_column_int64(all, 0), text(all, 1), text(all, 2)};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

int store_each_comment(struct store *s, store_comment_fn *row, void *ctx, struct error *err)
{
    sqlite3_stmt *all = store_statement(s, "SELECT id, response_id FROM comment ORDER BY id", err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_comment_row r = {sqlite3_column_int64(all, 0), sqlite3_column_int64(all, 1)};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

/* The categories of one comment, as they are read. */
struct categories {
    int64_t *ids;
    size_t count, cap;
};

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a;
    int64_t y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int give_codings(struct categories *c, int64_t comment, store_coding_fn *row, void *ctx,
                        struct error *err)
{
    qsort(c->ids, c->count, sizeof *c->ids, by_id);
    for (size_t i = 0; i < c->count; i++)
        if (row(ctx, &(struct store_coding_row){comment, c->ids[i]}, err) != 0)
            return -1;
    c->count = 0;
    return 0;
}

static int add_codings(struct store *s, struct categories *c, int64_t comment, const char *packed,
                       struct error *err)
{
    const char *at = NULL;
    struct store_coding one;
    int more = 0;
    while ((more = store_unpack(packed, &at, &one)) == 1) {
        c->ids = mem_grow(c->ids, &c->cap, c->count + 1, sizeof *c->ids);
        c->ids[c->count++] = one.category;
    }
    return more < 0 ? store_damaged(s, comment, err) : 0;
}

int store_each_coding(struct store *s, store_coding_fn *row, void *ctx, struct error *err)
{
    static const char sql[] = "SELECT comment_id, codings FROM coded ORDER BY comment_id, ruleset_id";
    struct categories c = {NULL, 0, 0};
    sqlite3_stmt *all = store_statement(s, sql, err);
    int64_t comment = 0;
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        int64_t next = sqlite3_column_int64(all, 0);
        if ((next != comment && c.count > 0 && give_codings(&c, comment, row, ctx, err) != 0) ||
            add_codings(s, &c, next, text(all, 1), err) != 0)
            more = stop(all);
        comment = next;
    }
    if (more == 0 && c.count > 0)
        more = give_codings(&c, comment, row, ctx, err);
    free(c.ids);
    return more;
}

int store_each_undecided(struct store *s, store_undecided_fn *row, void *ctx, struct error *err)
{
    static const char sql[] =
        "SELECT comment_id, category_id, rule FROM rule_error ORDER BY comment_id, category_id, rule";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_undecided_row r = {sqlite3_column_int64(all, 0), sqlite3_column_int64(all, 1),
                                        sqlite3_column_int64(all, 2)};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

int store_each_verdict(struct store *s, store_verdict_fn *row, void *ctx, struct error *err)
{
    static const char sql[] = "SELECT comment_id, ruleset, category, verdict = 'add' FROM verdict"
                              " WHERE verdict IN ('add', 'remove') ORDER BY comment_id, ruleset, category";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_verdict_row r = {sqlite3_column_int64(all, 0), text(all, 1), text(all, 2),
                                      sqlite3_column_int(all, 3) != 0};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

int store_each_quote(struct store *s, store_quote_fn *row, void *ctx, struct error *err)
{
    static const char sql[] =
        "SELECT c.id, o.name, r.external_id, n.text, c.text, q.text, q.attribution, q.approved_by, "
        "q.approved_at,"
        " r.submitted_at, r.withdrawn_run_id IS NOT NULL"
        " FROM quote q JOIN comment c ON c.id = q.comment_id JOIN response r ON r.id = c.response_id"
        " JOIN source o ON o.id = r.source_id JOIN question n ON n.id = c.question_id"
        " ORDER BY o.name, r.external_id, n.key, q.id";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_quote_row r = {.comment_id = sqlite3_column_int64(all, 0),
                                    .source = text(all, 1),
                                    .external_id = text(all, 2),
                                    .question = text(all, 3),
                                    .comment = text(all, 4),
                                    .quote = text(all, 5),
                                    .attribution = text(all, 6),
                                    .approved_by = text(all, 7),
                                    .approved_at = text(all, 8),
                                    .submitted_at = store_column_text(all, 9),
                                    .withdrawn = sqlite3_column_int(all, 10) != 0};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

int store_each_code(struct store *s, int64_t comment_id, store_code_fn *row, void *ctx, struct error *err)
{
    if (store_codings_count(s, comment_id, NULL, err) != 0)
        return -1;
    static const char sql[] = "SELECT DISTINCT v.ruleset, v.category, g.position FROM v_coding v"
                              " JOIN ruleset u ON u.name = v.ruleset AND u.current = 1"
                              " JOIN category g ON g.ruleset_id = u.id AND g.code = v.category"
                              " WHERE v.comment_id = ?1 ORDER BY v.ruleset, g.position";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    if (all != NULL)
        sqlite3_bind_int64(all, 1, comment_id);
    while (more >= 0 && (more = store_step(s, all, err)) == 1)
        if (row(ctx, text(all, 0), text(all, 1), err) != 0)
            return stop(all);
    return more;
}

int store_each_span(struct store *s, int64_t comment_id, store_span_fn *row, void *ctx, struct error *err)
{
    if (store_codings_count(s, comment_id, NULL, err) != 0)
        return -1;
    static const char sql[] = "SELECT v.ruleset, v.category, v.rule, v.start, v.end FROM v_coding v"
                              " JOIN ruleset u ON u.name = v.ruleset AND u.current = 1"
                              " JOIN category g ON g.ruleset_id = u.id AND g.code = v.category"
                              " WHERE v.comment_id = ?1 ORDER BY v.ruleset, g.position, v.rule";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    if (all != NULL)
        sqlite3_bind_int64(all, 1, comment_id);
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_span_row r = {text(all, 0), text(all, 1), sqlite3_column_int64(all, 2),
                                   sqlite3_column_int64(all, 3), sqlite3_column_int64(all, 4)};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

/* CROSS JOIN fixes the loop order, so that the rows come out sorted by the indexes alone. */
int store_each_candidate(struct store *s, store_candidate_fn *row, void *ctx, struct error *err)
{
    static const char sql[] =
        "SELECT c.id, o.name, r.external_id, n.text, c.text"
        " FROM source o CROSS JOIN response r ON r.source_id = o.id CROSS JOIN comment c ON c.response_id = "
        "r.id"
        " CROSS JOIN question n ON n.id = c.question_id"
        " WHERE r.withdrawn_run_id IS NULL ORDER BY o.name, r.external_id, c.question_id";
    sqlite3_stmt *all = store_statement(s, sql, err);
    int more = all == NULL ? -1 : 0;
    while (more >= 0 && (more = store_step(s, all, err)) == 1) {
        struct store_candidate_row r = {sqlite3_column_int64(all, 0), text(all, 1), text(all, 2),
                                        text(all, 3), text(all, 4)};
        if (row(ctx, &r, err) != 0)
            return stop(all);
    }
    return more;
}

static int find_answer(struct store *s, const char *source, const struct store_id *response,
                       const char *question, int64_t *id, struct buf *out, struct error *err)
{
    static const char sql[] =
        "SELECT c.id, n.text, c.text FROM source o JOIN response r ON r.source_id = o.id"
        " JOIN comment c ON c.response_id = r.id JOIN question n ON n.id = c.question_id"
        " WHERE o.name = ?1 AND r.external_id IN (?2, ?3, ?4, ?5) AND r.withdrawn_run_id IS NULL"
        " ORDER BY r.external_id = ?2 DESC, n.key";
    sqlite3_stmt *find = store_statement(s, sql, err);
    if (find == NULL)
        return -1;
    store_bind_text(find, 1, source);
    store_id_bind(find, 2, response);
    int more = 0;
    while ((more = store_step(s, find, err)) == 1)
        if (text_same(text(find, 1), question)) {
            *id = sqlite3_column_int64(find, 0);
            buf_puts(out, text(find, 2));
            sqlite3_reset(find);
            return 1;
        }
    return more;
}

int store_find_comment(struct store *s, const char *source, const char *external_id, const char *question,
                       int64_t *id, struct buf *out, struct error *err)
{
    struct store_id response;
    if (store_id_read(external_id, &response, err) != 0)
        return -1;
    int found = find_answer(s, source, &response, question, id, out, err);
    store_id_free(&response);
    return found;
}

int store_put_quote(struct store *s, int64_t comment_id, const char *quote, const char *attribution,
                    const char *approved_by, const char *approved_at, struct error *err)
{
    static const char sql[] =
        "INSERT INTO quote (comment_id, text, attribution, approved_by, approved_at) VALUES (?1, ?2, ?3, ?4, "
        "?5)"
        " ON CONFLICT (comment_id, text) DO UPDATE SET attribution = excluded.attribution,"
        " approved_by = excluded.approved_by, approved_at = excluded.approved_at"
        " WHERE (attribution, approved_by, approved_at)"
        " <> (excluded.attribution, excluded.approved_by, excluded.approved_at)";
    sqlite3_stmt *put = store_statement(s, sql, err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, comment_id);
    store_bind_text(put, 2, quote);
    store_bind_text(put, 3, attribution);
    store_bind_text(put, 4, approved_by);
    store_bind_text(put, 5, approved_at);
    if (store_run(s, put, err) != 0)
        return -1;
    return sqlite3_changes(s->db) > 0 ? 1 : 0;
}

int store_remove_quotes(struct store *s, const char *source, const char *external_id, int64_t *removed,
                        struct error *err)
{
    static const char sql[] = "DELETE FROM quote WHERE comment_id IN (SELECT c.id FROM comment c"
                              " JOIN response r ON r.id = c.response_id JOIN source o ON o.id = r.source_id"
                              " WHERE o.name = ?1 AND r.external_id IN (?2, ?3, ?4, ?5))";
    struct store_id response;
    if (store_id_read(external_id, &response, err) != 0)
        return -1;
    sqlite3_stmt *drop = store_statement(s, sql, err);
    if (drop != NULL) {
        store_bind_text(drop, 1, source);
        store_id_bind(drop, 2, &response);
    }
    int result = store_run(s, drop, err);
    store_id_free(&response);
    *removed = result == 0 ? sqlite3_changes64(s->db) : 0;
    return result;
}
