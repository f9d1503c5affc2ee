/* store_code.c: keeps the rulesets that code the comments: which are current, how far each has come, what
 * their categories are called. */
#include "store_internal.h"

#include <string.h>
#include <yousaid/store_code.h>

/* A query for one number: 1 found, 0 no row, -1 failed. */
static int ask_number(struct store *s, sqlite3_stmt *ask, int64_t *number, struct error *err)
{
    int got = ask == NULL ? -1 : store_step(s, ask, err);
    if (got == 1) {
        *number = sqlite3_column_int64(ask, 0);
        sqlite3_reset(ask);
    }
    return got;
}

int store_newest_revision(struct store *s, int64_t *revision, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, "SELECT COALESCE(MAX(revision), 0) FROM comment", err);
    return ask_number(s, ask, revision, err) == 1 ? 0 : -1;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* 1 the categories are stored as they are described, 0 not, -1 failed. */
static int categories_same(struct store *s, int64_t id, const struct store_ruleset *r, struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s,
                        "SELECT code, label, about, parent FROM category WHERE ruleset_id = ?1"
                        " ORDER BY position",
                        err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, id);
    size_t i = 0;
    int got = 0;
    for (; (got = store_step(s, ask, err)) == 1; i++) {
        const struct store_category *c = &r->categories[i];
        if (i < r->category_count && same_text(store_column_text(ask, 0), c->code) &&
            same_text(store_column_text(ask, 1), c->label) &&
            same_text(store_column_text(ask, 2), c->about) && same_text(store_column_text(ask, 3), c->parent))
            continue;
        sqlite3_reset(ask);
        return 0;
    }
    return got < 0 ? -1 : i == r->category_count;
}

/* 1 the ruleset is current and stored as it is described, 0 not, -1 failed. */
static int ruleset_same(struct store *s, const struct store_ruleset *r, struct store_ruleset_state *state,
                        struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s,
                        "SELECT id, mark FROM ruleset WHERE name = ?1 AND sha256 = ?2 AND current = 1"
                        " AND version = ?3 AND title = ?4 AND dimension = ?5",
                        err);
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, r->name);
    store_bind_text(ask, 2, r->sha256);
    store_bind_text(ask, 3, r->version);
    store_bind_text(ask, 4, r->title);
    store_bind_text(ask, 5, r->dimension);
    int got = store_step(s, ask, err);
    if (got != 1)
        return got;
    state->id = sqlite3_column_int64(ask, 0);
    state->mark = sqlite3_column_int64(ask, 1);
    sqlite3_reset(ask);
    return categories_same(s, state->id, r, err);
}

int store_rulesets_same(struct store *s, const struct store_ruleset *rulesets, size_t count,
                        struct store_ruleset_state *state, bool *same, struct error *err)
{
    int64_t current = 0;
    sqlite3_stmt *ask = store_statement(s, "SELECT COUNT(*) FROM ruleset WHERE current = 1", err);
    if (ask_number(s, ask, &current, err) != 1)
        return -1;
    *same = current == (int64_t)count;
    for (size_t i = 0; i < count && *same; i++) {
        int got = ruleset_same(s, &rulesets[i], &state[i], err);
        if (got < 0)
            return -1;
        *same = got == 1;
    }
    return 0;
}

/* Runs a statement with one number and one optional text. */
static int run_with(struct store *s, sqlite3_stmt *run, int64_t number, const char *text, struct error *err)
{
    if (run == NULL)
        return -1;
    sqlite3_bind_int64(run, 1, number);
    if (text != NULL)
        store_bind_text(run, 2, text);
    return store_run(s, run, err);
}

/* Finds or makes the row of a ruleset with this hash; a row that was not current has nothing coded any more.
 */
static int place_ruleset(struct store *s, const struct store_ruleset *r, int64_t *id, struct error *err)
{
    sqlite3_stmt *put =
        store_statement(s,
                        "INSERT INTO ruleset (name, dimension, version, sha256, title, mark, current)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, 0, 0) ON CONFLICT (name, sha256) DO UPDATE SET"
                        " dimension = excluded.dimension, version = excluded.version,"
                        " title = excluded.title RETURNING id",
                        err);
    if (put == NULL)
        return -1;
    store_bind_text(put, 1, r->name);
    store_bind_text(put, 2, r->dimension);
    store_bind_text(put, 3, r->version);
    store_bind_text(put, 4, r->sha256);
    store_bind_text(put, 5, r->title);
    if (ask_number(s, put, id, err) != 1)
        return -1;
    sqlite3_stmt *retire = store_statement(
        s, "UPDATE ruleset SET current = 0, mark = 0 WHERE name = ?2 AND current = 1 AND id <> ?1", err);
    sqlite3_stmt *use =
        store_statement(s, "UPDATE ruleset SET current = 1, mark = 0 WHERE id = ?1 AND current = 0", err);
    return run_with(s, retire, *id, r->name, err) == 0 && run_with(s, use, *id, NULL, err) == 0 ? 0 : -1;
}

static int place_categories(struct store *s, int64_t id, const struct store_ruleset *r, struct error *err)
{
    sqlite3_stmt *put =
        store_statement(s,
                        "INSERT INTO category (ruleset_id, code, label, parent, about, position)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (ruleset_id, code) DO UPDATE SET"
                        " label = excluded.label, parent = excluded.parent, about = excluded.about,"
                        " position = excluded.position",
                        err);
    for (size_t i = 0; i < r->category_count && put != NULL; i++) {
        sqlite3_bind_int64(put, 1, id);
        store_bind_text(put, 2, r->categories[i].code);
        store_bind_text(put, 3, r->categories[i].label);
        store_bind_text(put, 4, r->categories[i].parent);
        store_bind_text(put, 5, r->categories[i].about);
        sqlite3_bind_int64(put, 6, (int64_t)i);
        if (store_run(s, put, err) != 0)
            return -1;
    }
    return put == NULL ? -1 : 0;
}

static int read_state(struct store *s, struct store_ruleset_state *state, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, "SELECT mark FROM ruleset WHERE id = ?1", err);
    if (ask != NULL)
        sqlite3_bind_int64(ask, 1, state->id);
    return ask_number(s, ask, &state->mark, err) == 1 ? 0 : -1;
}

/* Rulesets that nothing names any more: no later version of theirs will replace what they coded. */
#define UNUSED                                                                                               \
    "(SELECT id FROM ruleset u WHERE u.current = 0 AND NOT EXISTS"                                           \
    " (SELECT 1 FROM ruleset v WHERE v.name = u.name AND v.current = 1))"

static int drop_unused(struct store *s, struct error *err)
{
    int64_t unused = 0;
    sqlite3_stmt *ask = store_statement(s, "SELECT COUNT(*) FROM " UNUSED, err);
    if (ask_number(s, ask, &unused, err) != 1)
        return -1;
    if (unused == 0)
        return 0;
    return store_exec(s,
                      "DELETE FROM coded WHERE ruleset_id IN " UNUSED ";"
                      "DELETE FROM rule_error WHERE category_id IN"
                      " (SELECT id FROM category WHERE ruleset_id IN " UNUSED ");"
                      "DELETE FROM ruleset WHERE id IN " UNUSED,
                      err);
}

static int use_all(struct store *s, const struct store_ruleset *rulesets, size_t count, bool again,
                   struct store_ruleset_state *state, struct error *err)
{
    if (store_exec(s,
                   "CREATE TEMP TABLE IF NOT EXISTS in_use (id INTEGER PRIMARY KEY); DELETE FROM temp.in_use",
                   err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        sqlite3_stmt *note = store_statement(s, "INSERT INTO temp.in_use (id) VALUES (?1)", err);
        sqlite3_stmt *reset = store_statement(s, "UPDATE ruleset SET mark = 0 WHERE id = ?1", err);
        if (place_ruleset(s, &rulesets[i], &state[i].id, err) != 0 ||
            place_categories(s, state[i].id, &rulesets[i], err) != 0 ||
            run_with(s, note, state[i].id, NULL, err) != 0 ||
            (again && run_with(s, reset, state[i].id, NULL, err) != 0) || read_state(s, &state[i], err) != 0)
            return -1;
    }
    if (store_exec(s,
                   "UPDATE ruleset SET current = 0, mark = 0 WHERE current = 1 AND id NOT IN (SELECT id FROM "
                   "temp.in_use)",
                   err) != 0)
        return -1;
    return drop_unused(s, err);
}

int store_rulesets_use(struct store *s, const struct store_ruleset *rulesets, size_t count, bool again,
                       struct store_ruleset_state *state, struct error *err)
{
    if (store_begin(s, err) != 0)
        return -1;
    if (use_all(s, rulesets, count, again, state, err) != 0) {
        store_rollback(s);
        return -1;
    }
    return store_commit(s, err);
}

int store_category_ids(struct store *s, int64_t ruleset, int64_t *ids, size_t count, struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s, "SELECT id FROM category WHERE ruleset_id = ?1 ORDER BY position", err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, ruleset);
    size_t i = 0;
    int got = 0;
    while ((got = store_step(s, ask, err)) == 1)
        if (i < count)
            ids[i++] = sqlite3_column_int64(ask, 0);
    if (got == 0 && i != count)
        return error_set(err, ERROR_DATA,
                         "store %s: a ruleset has %zu categories where %zu were written: run classify again",
                         s->path, i, count);
    return got;
}

int store_rulesets_tidy(struct store *s, struct error *err)
{
    int64_t old = 0;
    sqlite3_stmt *ask = store_statement(s, "SELECT COUNT(*) FROM ruleset WHERE current = 0", err);
    if (ask_number(s, ask, &old, err) != 1)
        return -1;
    if (old == 0)
        return 0;
    return store_exec(s,
                      "DELETE FROM ruleset WHERE current = 0 AND NOT EXISTS (SELECT 1 FROM ruleset v"
                      " WHERE v.name = ruleset.name AND v.current = 1"
                      " AND v.mark < (SELECT COALESCE(MAX(revision), 0) FROM comment))",
                      err);
}

int store_ruleset_known(struct store *s, const char *name, bool *known, char *sha256, int64_t *mark,
                        struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s, "SELECT mark, sha256 FROM ruleset WHERE name = ?1 AND current = 1", err);
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, name);
    int got = store_step(s, ask, err);
    *known = got == 1;
    if (got == 1) {
        const char *hash = store_column_text(ask, 1);
        size_t len = strlen(hash);
        memcpy(sha256, hash, len < 65 ? len + 1 : 65);
        sha256[64] = '\0';
        *mark = sqlite3_column_int64(ask, 0);
        sqlite3_reset(ask);
    }
    return got < 0 ? -1 : 0;
}

int store_error_each(struct store *s, store_error_fn *each, void *ctx, struct error *err)
{
    sqlite3_stmt *ask =
        store_statement(s,
                        "SELECT u.name, g.code, e.rule, COUNT(*) FROM rule_error e"
                        " JOIN category g ON g.id = e.category_id"
                        " JOIN ruleset u ON u.id = g.ruleset_id AND u.current = 1"
                        " GROUP BY u.name, g.position, g.code, e.rule ORDER BY u.name, g.position, e.rule",
                        err);
    int got = ask == NULL ? -1 : 0;
    while (ask != NULL && (got = store_step(s, ask, err)) == 1) {
        struct store_error_count row = {store_column_text(ask, 0), store_column_text(ask, 1),
                                        sqlite3_column_int64(ask, 2), sqlite3_column_int64(ask, 3)};
        if (each(ctx, &row, err) != 0) {
            sqlite3_reset(ask);
            return -1;
        }
    }
    return got;
}
