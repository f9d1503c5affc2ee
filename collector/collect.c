/* collect.c: the pipeline: fetch or read -> decode -> parse and map -> store. */
#include "collect.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/date.h>
#include <yousaid/hash.h>

#include "decode.h"
#include "fetch.h"
#include "record.h"

enum {
    COLLECT_EXPANSION = 3, /* bytes of UTF-8 for one of another encoding, at most */
    COLLECT_LOG_MAX = 2 * ERROR_TEXT_MAX
};

/* One source on its way. */
struct collecting {
    const struct collect *c;
    const struct source *s;
    enum store_run_kind kind;
    char started[DATE_SIZE];
    struct store_state state;
    struct fetched fetched;
    const char *shown_url;
    char sha256[HASH_SIZE];
    /* What the sentence of an error may hold and the log of runs must not: where a file lies on somebody's
     * computer, and the reason of a reject, which may quote a cell. */
    const char *path, *reason;
    struct collect_result *out;
};

void collect_result_free(struct collect_result *r)
{
    map_free(&r->batch);
    *r = (struct collect_result){0};
}

/* Whether the payload in the store was read as this source file says. */
static bool same_mapping(const struct collecting *w)
{
    return !w->c->force && w->state.mapping_sha256 != NULL && w->state.payload_sha256 != NULL &&
           strcmp(w->state.mapping_sha256, w->s->mapping_sha256) == 0;
}

static int not_modified(struct collecting *w, struct error *err)
{
    char now[DATE_SIZE];
    date_now(now);
    w->out->outcome = COLLECT_NOT_MODIFIED;
    return store_run_not_modified(w->c->store, w->s->name, w->started, now, w->fetched.etag,
                                  w->fetched.last_modified, err);
}

static int check_records(const struct collecting *w, struct error *err)
{
    if (w->out->batch.counts.records > 0 || w->s->empty_is_fine)
        return 0;
    return error_set(
        err, ERROR_DATA,
        "the export has no records: nothing was stored; if it may be empty (a survey that has just "
        "opened), say so with format: {empty: true}");
}

/* An export of which no row can be read is not what the source file says it is: taking it as read would hide
 * that, and mark all that came before as withdrawn. A preview is there to show such rows. */
static int check_rejects(struct collecting *w, struct error *err)
{
    const struct map_batch *b = &w->out->batch;
    const struct map_row *first = NULL;
    for (size_t i = 0; i < b->count; i++) {
        if (b->rows[i].reason == NULL)
            return 0;
        first = first != NULL ? first : &b->rows[i];
    }
    if (first == NULL || w->c->store == NULL)
        return 0;
    w->reason = first->reason;
    return error_set(
        err, ERROR_DATA,
        "no row of the export could be read (%lld rejected), so nothing was stored; row %lld: %s; "
        "mend the source file or the export (yousaid-collector preview %s%s shows the rows) and "
        "run again",
        (long long)b->counts.rejected, (long long)first->response.row_number, first->reason, w->s->name,
        w->kind == STORE_RUN_IMPORT ? " FILE" : "");
}

/* Decodes and maps the payload, then forgets its bytes: they hold identifiers. */
static int read_payload(struct collecting *w, struct error *err)
{
    struct buf *payload = &w->fetched.payload;
    struct buf text = buf_new(payload->len * COLLECT_EXPANSION + 1);
    map_begin(&w->out->batch, w->s, w->c->workspace, w->c->scrub);
    int result = decode_text(payload, w->s->encoding, &text, err);
    buf_free(payload);
    if (result == 0)
        result = record_read(w->s, buf_str(&text), text.len, map_record, &w->out->batch, err);
    buf_free(&text);
    if (result == 0)
        result = check_records(w, err);
    if (result == 0)
        result = check_rejects(w, err);
    w->out->counts = w->out->batch.counts;
    return result;
}

/* Questions as the source file has them now, whether or not this export answers them. */
static int put_questions(const struct collecting *w, struct store_ingest *in, struct error *err)
{
    const struct map_batch *b = &w->out->batch;
    for (size_t i = 0; b->labels != NULL && i < w->s->question_count; i++) {
        const struct source_question *q = &w->s->questions[i];
        if (store_ingest_question(in, w->s->columns[q->column].key, map_question_text(b, q), q->polarity,
                                  err) != 0)
            return -1;
    }
    for (size_t i = 0; i < b->question_count; i++)
        if (store_ingest_question(in, b->questions[i].key, b->questions[i].question, b->questions[i].polarity,
                                  err) != 0)
            return -1;
    return 0;
}

static int put_row(struct store_ingest *in, const struct map_row *row, struct store_counts *counts,
                   struct error *err)
{
    enum store_change change = STORE_UNCHANGED;
    if (row->reason != NULL)
        return store_ingest_reject(in, row->key, row->response.external_id, row->response.row_number,
                                   row->reason, row->record, err);
    if (store_ingest_response(in, &row->response, &change, err) != 0)
        return -1;
    counts->new_responses += change == STORE_NEW;
    counts->changed += change == STORE_CHANGED;
    counts->unchanged += change == STORE_UNCHANGED;
    counts->skipped += change == STORE_FORGOTTEN;
    return 0;
}

static int put_batch(struct collecting *w, struct store_ingest *in, struct error *err)
{
    if (put_questions(w, in, err) != 0)
        return -1;
    for (size_t i = 0; i < w->out->batch.count; i++)
        if (put_row(in, &w->out->batch.rows[i], &w->out->counts, err) != 0)
            return -1;
    return 0;
}

static int store_batch(struct collecting *w, struct error *err)
{
    const struct store_source facts = source_facts(w->s);
    const struct store_run_facts run = {.kind = w->kind,
                                        .started_at = w->started,
                                        .etag = w->fetched.etag,
                                        .last_modified = w->fetched.last_modified,
                                        .mapping_sha256 = w->s->mapping_sha256,
                                        .identity_sha256 = w->s->identity_sha256,
                                        .complete = !w->s->fetch.part};
    const struct store_payload payload = {.url = w->shown_url,
                                          .fetched_at = w->started,
                                          .sha256 = w->sha256,
                                          .content_type = w->fetched.content_type,
                                          .bytes = w->out->bytes};
    struct store_ingest *in = NULL;
    char now[DATE_SIZE];
    if (store_ingest_begin(w->c->store, &facts, &run, &payload, &in, err) != 0)
        return -1;
    if (put_batch(w, in, err) != 0) {
        store_ingest_rollback(in);
        return -1;
    }
    date_now(now);
    return store_ingest_commit(in, &w->out->counts, now, err);
}

/* From payload to store. */
static int take_payload(struct collecting *w, struct error *err)
{
    const struct buf *payload = &w->fetched.payload;
    if (decode_check(payload, w->fetched.content_type, err) != 0)
        return -1;
    hash_bytes(buf_str(payload), payload->len, w->sha256);
    w->out->bytes = (int64_t)payload->len;
    if (w->c->store == NULL)
        return read_payload(w, err);
    if (w->kind == STORE_RUN_FETCH && same_mapping(w) && strcmp(w->state.payload_sha256, w->sha256) == 0)
        return not_modified(w, err);
    if (read_payload(w, err) != 0)
        return -1;
    return store_batch(w, err);
}

static int fetch(struct collecting *w, struct error *err)
{
    struct fetch_request request;
    struct fetch_validators last = {0};
    if (fetch_prepare(w->s, &request, err) != 0)
        return -1;
    w->shown_url = request.shown_url;
    if (same_mapping(w))
        last = (struct fetch_validators){.etag = w->state.etag, .last_modified = w->state.last_modified};
    int result = fetch_get(&request, &last, &w->fetched, err);
    if (result == 0)
        result = w->fetched.not_modified ? not_modified(w, err) : take_payload(w, err);
    fetch_free(&w->fetched);
    fetch_request_free(&request);
    return result;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static int read_file(struct collecting *w, const char *path, struct error *err)
{
    struct buf url = buf_new(strlen(path) + sizeof "file:");
    buf_printf(&url, "file:%s", name_of(path));
    w->shown_url = buf_str(&url);
    w->path = path;
    w->fetched.payload = buf_new((size_t)w->s->fetch.mebibytes << 20);
    int result = buf_read_file(&w->fetched.payload, path, err);
    if (result != 0 && err->kind == ERROR_CONFIG)
        err->kind = ERROR_USAGE; /* a file that was named on the command line */
    if (result == 0)
        result = take_payload(w, err);
    if (result != 0 && strncmp(err->text, path, strlen(path)) != 0)
        error_prefix(err, "%s: ", name_of(path));
    fetch_free(&w->fetched);
    buf_free(&url);
    return result;
}

/* `text` with the first `part` (NULL: none) replaced by `instead`. */
static void put_without(struct buf *out, const char *text, const char *part, const char *instead)
{
    const char *at = part != NULL && *part != '\0' ? strstr(text, part) : NULL;
    buf_clear(out);
    if (at == NULL)
        buf_puts(out, text);
    else
        buf_printf(out, "%.*s%s%s", (int)(at - text), text, instead, at + strlen(part));
}

/* Why a run failed belongs in its log; when the store itself is the reason, the sentence on the terminal must
 * do. */
static void log_failure(const struct collecting *w, const struct error *why)
{
    struct error ignored = {0};
    char now[DATE_SIZE];
    const struct store_source facts = source_facts(w->s);
    struct buf named = buf_new(COLLECT_LOG_MAX);
    struct buf logged = buf_new(COLLECT_LOG_MAX);
    date_now(now);
    put_without(&named, why->text, w->path, w->path != NULL ? name_of(w->path) : "");
    put_without(&logged, buf_str(&named), w->reason, "a reason that is not kept here");
    store_run_failed(w->c->store, &facts, w->kind, w->started, now, buf_str(&logged), &ignored);
    buf_free(&named);
    buf_free(&logged);
}

static int collect(const struct collect *c, const struct source *s, enum store_run_kind kind,
                   const char *path, struct collect_result *out, struct error *err)
{
    struct collecting w = {.c = c, .s = s, .kind = kind, .out = out};
    *out = (struct collect_result){0};
    date_now(w.started);
    int result = c->store == NULL ? 0 : store_state_read(c->store, s->name, &w.state, err);
    if (result == 0) {
        result = path == NULL ? fetch(&w, err) : read_file(&w, path, err);
        if (result != 0 && c->store != NULL)
            log_failure(&w, err);
    }
    store_state_free(&w.state);
    if (result == 0)
        return 0;
    collect_result_free(out);
    return error_prefix(err, "source %s: ", s->name);
}

int collect_fetch(const struct collect *c, const struct source *s, struct collect_result *out,
                  struct error *err)
{
    return collect(c, s, STORE_RUN_FETCH, NULL, out, err);
}

int collect_import(const struct collect *c, const struct source *s, const char *path,
                   struct collect_result *out, struct error *err)
{
    return collect(c, s, STORE_RUN_IMPORT, path, out, err);
}

int collect_preview(const struct collect *c, const struct source *s, const char *path,
                    struct collect_result *out, struct error *err)
{
    struct collect only = *c;
    only.store = NULL;
    return collect(&only, s, path == NULL ? STORE_RUN_FETCH : STORE_RUN_IMPORT, path, out, err);
}
