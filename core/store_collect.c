/* store_collect.c: one collector run as one transaction: source, payload, responses, comments, rejects, fetch
 * state. */
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/store_collect.h>

#include "store_ingest.h"

const char *const store_polarities[] = {"good", "improve", "open", NULL};
const char *const store_run_kinds[] = {"fetch", "import", "retry"};

int store_one_number(struct store *s, sqlite3_stmt *ask, int64_t missing, int64_t *out, struct error *err)
{
    int got = ask == NULL ? -1 : store_step(s, ask, err);
    if (got < 0)
        return -1;
    *out = got == 1 ? sqlite3_column_int64(ask, 0) : missing;
    sqlite3_reset(ask);
    return 0;
}

sqlite3_stmt *store_ask_by_id(struct store *s, const char *sql, int64_t id, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, sql, err);
    if (ask != NULL)
        sqlite3_bind_int64(ask, 1, id);
    return ask;
}

int store_source_id(struct store *s, const char *name, int64_t *id, struct error *err)
{
    sqlite3_stmt *ask = store_statement(s, "SELECT id FROM source WHERE name = ?1", err);
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, name);
    return store_one_number(s, ask, 0, id, err);
}

int store_state_read(struct store *s, const char *source, struct store_state *state, struct error *err)
{
    *state = (struct store_state){0};
    sqlite3_stmt *ask = store_statement(
        s,
        "SELECT etag, last_modified, payload_sha256, mapping_sha256, identity_sha256, checked_at,"
        " (SELECT COUNT(*) FROM response WHERE source_id = source.id) FROM source WHERE name = ?1",
        err);
    if (ask == NULL)
        return -1;
    store_bind_text(ask, 1, source);
    int got = store_step(s, ask, err);
    if (got <= 0)
        return got;
    char **const texts[] = {&state->etag,           &state->last_modified,   &state->payload_sha256,
                            &state->mapping_sha256, &state->identity_sha256, &state->checked_at};
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++)
        *texts[i] = mem_strdup(store_column_text(ask, i));
    state->responses = sqlite3_column_int64(ask, 6);
    state->known = true;
    sqlite3_reset(ask);
    return 0;
}

void store_state_free(struct store_state *state)
{
    free(state->etag);
    free(state->last_modified);
    free(state->payload_sha256);
    free(state->mapping_sha256);
    free(state->identity_sha256);
    free(state->checked_at);
    *state = (struct store_state){0};
}

void store_bind_source(sqlite3_stmt *put, const struct store_source *source)
{
    const char *const texts[] = {source->name,         source->title,
                                 source->organisation, source->organisation_kind,
                                 source->method,       source->place};
    for (int i = 0; i < (int)(sizeof texts / sizeof texts[0]); i++)
        store_bind_text(put, i + 1, texts[i]);
}

/* A revision is the place of a change in the order of all changes, and is never given twice: the comment that
 * held the highest number may have been deleted since, and may still be at work in a classify. */
static int last_revision(struct store *s, int64_t *revision, struct error *err)
{
    return store_one_number(s,
                            store_statement(s,
                                            "SELECT MAX((SELECT COALESCE(MAX(revision), 0) FROM comment),"
                                            " (SELECT COALESCE(MAX(revision), 0) FROM passed),"
                                            " (SELECT COALESCE(MAX(mark), 0) FROM ruleset))",
                                            err),
                            0, revision, err);
}

int store_bump(struct store_ingest *in, const char *sql, int64_t id, struct error *err)
{
    sqlite3_stmt *ask = store_ask_by_id(in->store, sql, id, err);
    sqlite3_stmt *put = store_statement(in->store, "UPDATE comment SET revision = ?2 WHERE id = ?1", err);
    if (ask == NULL || put == NULL)
        return -1;
    int64_t *ids = NULL;
    size_t count = 0;
    size_t cap = 0;
    int got = 0;
    while ((got = store_step(in->store, ask, err)) == 1) {
        ids = mem_grow(ids, &cap, count + 1, sizeof *ids);
        ids[count++] = sqlite3_column_int64(ask, 0);
    }
    for (size_t i = 0; got == 0 && i < count; i++) {
        sqlite3_bind_int64(put, 1, ids[i]);
        sqlite3_bind_int64(put, 2, ++in->revision);
        got = store_run(in->store, put, err);
    }
    free(ids);
    return got;
}

bool store_differ(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a != b : strcmp(a, b) != 0;
}

/* The source's own place stands in where a response has none: codings may depend on it. */
static int place_changed(struct store_ingest *in, const struct store_source *source, struct error *err)
{
    sqlite3_stmt *ask = store_ask_by_id(in->store, "SELECT place FROM source WHERE id = ?1", in->source, err);
    if (ask == NULL || store_step(in->store, ask, err) != 1)
        return -1;
    bool moved = store_differ(store_column_text(ask, 0), source->place);
    sqlite3_reset(ask);
    if (!moved)
        return 0;
    return store_bump(in,
                      "SELECT c.id FROM comment c JOIN response r ON r.id = c.response_id"
                      " WHERE r.source_id = ?1 AND r.place IS NULL ORDER BY c.revision",
                      in->source, err);
}

static int put_source(struct store_ingest *in, const struct store_source *source, struct error *err)
{
    if (store_source_id(in->store, source->name, &in->source, err) != 0)
        return -1;
    if (in->source != 0 && place_changed(in, source, err) != 0)
        return -1;
    sqlite3_stmt *put = store_statement(
        in->store,
        "INSERT INTO source (name, title, organisation, organisation_kind, method, place)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (name) DO UPDATE SET title = excluded.title,"
        " organisation = excluded.organisation, organisation_kind = excluded.organisation_kind,"
        " method = excluded.method, place = excluded.place",
        err);
    if (put == NULL)
        return -1;
    store_bind_source(put, source);
    if (store_run(in->store, put, err) != 0)
        return -1;
    return store_source_id(in->store, source->name, &in->source, err);
}

/* Other id columns would make every response of the source a new one beside the old: counted twice. */
static int check_identity(struct store_ingest *in, const char *name, struct error *err)
{
    int64_t clash = 0;
    sqlite3_stmt *ask = store_statement(in->store,
                                        "SELECT COUNT(*) FROM source WHERE id = ?1 AND identity_sha256 <> ?2"
                                        " AND EXISTS (SELECT 1 FROM response WHERE source_id = source.id)",
                                        err);
    if (ask == NULL)
        return -1;
    sqlite3_bind_int64(ask, 1, in->source);
    store_bind_text(ask, 2, in->facts.identity_sha256);
    if (store_one_number(in->store, ask, 0, &clash, err) != 0)
        return -1;
    if (clash == 0)
        return 0;
    return error_set(
        err, ERROR_CONFIG,
        "source %s: ids were made from other columns when its responses were stored, and now every "
        "response would be stored twice: declare the earlier id columns again (id: {columns: [...]}), "
        "or give the new export a source of its own",
        name);
}

static int put_run(struct store_ingest *in, const struct store_payload *payload, struct error *err)
{
    sqlite3_stmt *run = store_statement(in->store,
                                        "INSERT INTO run (source_id, kind, started_at, finished_at, outcome) "
                                        "VALUES (?1, ?2, ?3, ?3, 'stored')",
                                        err);
    sqlite3_stmt *put = store_statement(
        in->store,
        "INSERT INTO payload (run_id, source_id, url, fetched_at, sha256, bytes, content_type)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        err);
    if (run == NULL || put == NULL)
        return -1;
    sqlite3_bind_int64(run, 1, in->source);
    store_bind_text(run, 2, store_run_kinds[in->facts.kind]);
    store_bind_text(run, 3, in->facts.started_at);
    if (store_run(in->store, run, err) != 0)
        return -1;
    in->run = sqlite3_last_insert_rowid(in->store->db);
    sqlite3_bind_int64(put, 1, in->run);
    sqlite3_bind_int64(put, 2, in->source);
    store_bind_text(put, 3, payload->url);
    store_bind_text(put, 4, payload->fetched_at);
    store_bind_text(put, 5, payload->sha256);
    sqlite3_bind_int64(put, 6, payload->bytes);
    store_bind_text(put, 7, payload->content_type);
    if (store_run(in->store, put, err) != 0)
        return -1;
    in->payload = sqlite3_last_insert_rowid(in->store->db);
    return 0;
}

static int look_ahead(struct store_ingest *in, struct error *err)
{
    int64_t rejects = 0;
    int64_t forgotten = 0;
    if (store_one_number(in->store,
                         store_ask_by_id(in->store,
                                         "SELECT EXISTS (SELECT 1 FROM reject WHERE source_id = ?1)",
                                         in->source, err),
                         0, &rejects, err) != 0 ||
        store_one_number(in->store,
                         store_ask_by_id(in->store,
                                         "SELECT EXISTS (SELECT 1 FROM forgotten WHERE source_id = ?1)",
                                         in->source, err),
                         0, &forgotten, err) != 0)
        return -1;
    in->rejects = rejects != 0;
    in->forgotten = forgotten != 0;
    return 0;
}

int store_ingest_begin(struct store *s, const struct store_source *source,
                       const struct store_run_facts *facts, const struct store_payload *payload,
                       struct store_ingest **out, struct error *err)
{
    if (store_begin(s, err) != 0)
        return -1;
    struct store_ingest *in = mem_new(1, sizeof *in);
    *in = (struct store_ingest){.store = s, .facts = *facts, .sha256 = payload->sha256};
    if (last_revision(s, &in->revision, err) != 0 || put_source(in, source, err) != 0 ||
        check_identity(in, source->name, err) != 0 || put_run(in, payload, err) != 0 ||
        look_ahead(in, err) != 0) {
        store_ingest_rollback(in);
        return -1;
    }
    *out = in;
    return 0;
}

void store_ingest_rollback(struct store_ingest *in)
{
    if (in == NULL)
        return;
    store_rollback(in->store);
    free(in);
}

static int put_counts(struct store_ingest *in, const struct store_counts *counts, const char *finished_at,
                      struct error *err)
{
    sqlite3_stmt *put = store_statement(
        in->store,
        "UPDATE run SET finished_at = ?2, records = ?3, new = ?4, changed = ?5, unchanged = ?6,"
        " rejected = ?7, skipped = ?8, date_ambiguous = ?9, date_other = ?10, scrubbed = ?11"
        " WHERE id = ?1",
        err);
    sqlite3_stmt *payload = store_statement(in->store, "UPDATE payload SET records = ?2 WHERE id = ?1", err);
    if (put == NULL || payload == NULL)
        return -1;
    const int64_t numbers[] = {counts->records,        counts->new_responses, counts->changed,
                               counts->unchanged,      counts->rejected,      counts->skipped,
                               counts->date_ambiguous, counts->date_other,    counts->scrubbed};
    sqlite3_bind_int64(put, 1, in->run);
    store_bind_text(put, 2, finished_at);
    for (int i = 0; i < (int)(sizeof numbers / sizeof numbers[0]); i++)
        sqlite3_bind_int64(put, i + 3, numbers[i]);
    sqlite3_bind_int64(payload, 1, in->payload);
    sqlite3_bind_int64(payload, 2, counts->records);
    return store_run(in->store, put, err) == 0 ? store_run(in->store, payload, err) : -1;
}

/* An import says nothing about what the address will send next: it leaves the state of fetching alone. */
static int put_state(struct store_ingest *in, const char *finished_at, struct error *err)
{
    bool fetched = in->facts.kind == STORE_RUN_FETCH;
    sqlite3_stmt *put = store_statement(
        in->store,
        fetched
            ? "UPDATE source SET identity_sha256 = ?2, etag = ?3, last_modified = ?4, payload_sha256 = ?5,"
              " mapping_sha256 = ?6, checked_at = ?7 WHERE id = ?1"
            : "UPDATE source SET identity_sha256 = ?2 WHERE id = ?1",
        err);
    if (put == NULL)
        return -1;
    sqlite3_bind_int64(put, 1, in->source);
    store_bind_text(put, 2, in->facts.identity_sha256);
    if (fetched) {
        store_bind_text(put, 3, in->facts.etag);
        store_bind_text(put, 4, in->facts.last_modified);
        store_bind_text(put, 5, in->sha256);
        store_bind_text(put, 6, in->facts.mapping_sha256);
        store_bind_text(put, 7, finished_at);
    }
    return store_run(in->store, put, err);
}

/* What a complete export still holds was rejected anew by this run; the rest is mended or gone. */
static int drop_old_rejects(struct store_ingest *in, struct error *err)
{
    if (!in->rejects || !in->facts.complete)
        return 0;
    sqlite3_stmt *drop = store_statement(
        in->store,
        "DELETE FROM reject WHERE source_id = ?1 AND payload_id IN (SELECT p.id FROM payload p"
        " JOIN run n ON n.id = p.run_id WHERE p.source_id = ?1 AND p.id <> ?2 AND n.kind = ?3"
        " AND (n.kind = 'fetch' OR p.url = (SELECT url FROM payload WHERE id = ?2)))",
        err);
    if (drop == NULL)
        return -1;
    sqlite3_bind_int64(drop, 1, in->source);
    sqlite3_bind_int64(drop, 2, in->payload);
    store_bind_text(drop, 3, store_run_kinds[in->facts.kind]);
    return store_run(in->store, drop, err);
}

int store_ingest_commit(struct store_ingest *in, const struct store_counts *counts, const char *finished_at,
                        struct error *err)
{
    if (drop_old_rejects(in, err) != 0 || put_counts(in, counts, finished_at, err) != 0 ||
        put_state(in, finished_at, err) != 0) {
        store_ingest_rollback(in);
        return -1;
    }
    int result = store_commit(in->store, err);
    free(in);
    return result;
}
