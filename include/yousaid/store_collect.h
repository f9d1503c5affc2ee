/* store_collect.h: what the collector writes to the store: one run of one source is one transaction.
 *
 * store_ingest_begin() opens it, store_ingest_response() and store_ingest_reject() fill it,
 * store_ingest_commit() ends it together with the run's counts and the state of fetching. A program that dies
 * between leaves the store as it was before the run. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>
#include <yousaid/hash.h>
#include <yousaid/store.h>

/* A source as its file describes it. All texts are borrowed for the call. */
struct store_source {
    const char *name, *title, *organisation;
    const char *organisation_kind; /* local_healthwatch, council, nhs, vcse, partnership, other */
    const char *method;            /* "" when unknown */
    const char *place;             /* may be NULL */
};

/* Where the fetching of a source stands. All strings are owned: free with store_state_free(). NULL = none
 * yet. */
struct store_state {
    bool known; /* whether the store has the source at all */
    char *etag, *last_modified;
    char *payload_sha256, *mapping_sha256, *identity_sha256;
    char *checked_at; /* last successful check, ISO 8601 UTC */
    int64_t responses;
};
int store_state_read(struct store *s, const char *source, struct store_state *state, struct error *err);
void store_state_free(struct store_state *state);

enum store_run_kind { STORE_RUN_FETCH, STORE_RUN_IMPORT, STORE_RUN_RETRY };

struct store_counts {
    int64_t records; /* rows of the export, header and wholly blank rows left out */
    int64_t new_responses, changed, unchanged;
    int64_t rejected, skipped;
    int64_t date_ambiguous, date_other;
    int64_t scrubbed; /* identifiers replaced */
};

/* The bytes that are being stored. `url` must hold no credentials. */
struct store_payload {
    const char *url, *fetched_at, *sha256, *content_type; /* content_type may be NULL */
    int64_t bytes;
};

/* What a run hands over besides its rows. Validators may be NULL; those of an import are never kept. */
struct store_run_facts {
    enum store_run_kind kind;
    const char *started_at;
    const char *etag, *last_modified;
    const char *mapping_sha256, *identity_sha256;
    bool complete; /* the payload holds all that the source has: rejects of earlier fetches are over. An
                      import ends those of its own file. */
};

struct store_comment {
    const char *key;      /* of the question, as text_key() makes it */
    const char *question; /* its text */
    int polarity;         /* index into store_polarities */
    const char *text;     /* canonical, scrubbed, not empty */
};
extern const char *const store_polarities[]; /* "good", "improve", "open", NULL */
enum { STORE_GOOD, STORE_IMPROVE, STORE_OPEN };

struct store_attribute {
    const char *name, *value, *question;
};

struct store_response {
    const char *external_id;
    const char *earlier_id;      /* what version 0.1 called it, if that was something else; else NULL */
    const char *submitted_at;    /* ISO 8601, may be NULL */
    const char *place, *service; /* may be NULL */
    int64_t row_number;
    bool withdrawn;
    const struct store_attribute *attributes;
    size_t attribute_count;
    const struct store_comment *comments; /* one a question at most */
    size_t comment_count;
};

enum store_change {
    STORE_NEW,
    STORE_CHANGED,
    STORE_UNCHANGED,
    STORE_FORGOTTEN /* deleted at a person's request: not stored again */
};

struct store_ingest;

/* Texts of `facts` and `payload` are borrowed until the run is committed or rolled back.
 *
 * Begins the transaction; writes or updates the source, the payload and its run. Refuses (ERROR_CONFIG) a
 * source whose ids are now made from other columns while it has responses. -1 leaves nothing open. */
int store_ingest_begin(struct store *s, const struct store_source *source,
                       const struct store_run_facts *facts, const struct store_payload *payload,
                       struct store_ingest **out, struct error *err);
/* Inserts or updates by (source, external id). An unchanged response keeps its row, payload and revisions; a
 * changed one keeps its earlier hash, and only comments whose text, place or service changed get a new
 * revision. A reject of the same row is settled. A response
 * that is stored by its earlier id gets the new one. */
int store_ingest_response(struct store_ingest *in, const struct store_response *response,
                          enum store_change *change, struct error *err);
/* Keeps a row that could not be mapped; an earlier reject under the same key is replaced. `external_id` of
 * the row, NULL where it has none: what was forgotten does not come back as a reject. A reason that names the
 * id of a row under another key begins with "id ", the id and a space, so that it can be forgotten. */
int store_ingest_reject(struct store_ingest *in, const char *key, const char *external_id, int64_t row_number,
                        const char *reason, const char *record, struct error *err);
/* Updates text and polarity of a question that the source names; a new polarity gives its comments new
 * revisions. */
int store_ingest_question(struct store_ingest *in, const char *key, const char *text, int polarity,
                          struct error *err);
/* Writes counts and fetch state and commits; frees `in` in every case. */
int store_ingest_commit(struct store_ingest *in, const struct store_counts *counts, const char *finished_at,
                        struct error *err);
/* Undoes everything since store_ingest_begin() and frees `in`. Accepts NULL. */
void store_ingest_rollback(struct store_ingest *in);

/* Logs a run that found nothing new (the source answered "not modified", or sent the bytes it sent before).
 * Validators that are not NULL are kept. */
int store_run_not_modified(struct store *s, const char *source, const char *started_at,
                           const char *finished_at, const char *etag, const char *last_modified,
                           struct error *err);
/* Logs a run that failed. The source is added if the store does not know it; nothing else changes. `message`
 * must hold no credentials and no cell of an export. */
int store_run_failed(struct store *s, const struct store_source *source, enum store_run_kind kind,
                     const char *started_at, const char *finished_at, const char *message, struct error *err);

/* One source with its last runs, for `status`. Borrowed for the callback. */
struct store_status {
    const char *name, *title;
    const char *succeeded_at;              /* end of the last run that did not fail, NULL = none */
    const char *last_outcome, *last_error; /* of the last run, NULL = none */
    const char *last_at;
    int64_t responses, comments, withdrawn, rejects;
    int64_t date_ambiguous, date_other; /* of the last run that stored */
};
typedef int store_status_fn(void *ctx, const struct store_status *status, struct error *err);
int store_status_each(struct store *s, store_status_fn *each, void *ctx, struct error *err);

/* One kept reject, for `rejects`. Borrowed for the callback. */
struct store_reject {
    const char *source, *url, *fetched_at, *reason, *record;
    int64_t row_number;
};
typedef int store_reject_fn(void *ctx, const struct store_reject *reject, struct error *err);
/* Rejects of one source, or of all (`source` NULL), by source and row. */
int store_reject_each(struct store *s, const char *source, store_reject_fn *each, void *ctx,
                      struct error *err);
