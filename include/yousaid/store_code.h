/* store_code.h: what classification reads from the store and writes to it: comments, rulesets, codings, rule errors and verdicts.
 *
 * The row of a ruleset becomes current before the first comment is coded by it, with mark 0; so a ruleset is finished when its mark has
 * reached store_newest_revision(), and a report can tell that it is not. Each batch replaces the codings of its comments and moves the
 * marks in one transaction: a program that is killed leaves whole comments, and the next run goes on from the marks. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>
#include <yousaid/mem.h>
#include <yousaid/store.h>
#include <yousaid/store_pack.h>

/* ---- rulesets ---- */

struct store_category {
    const char *code, *label, *about;
    const char *parent; /* code, or NULL */
};
struct store_ruleset {
    const char *name, *version, *title;
    const char *dimension; /* theme, group, tone, answer */
    const char *sha256;    /* the hash its codings are known by */
    const struct store_category *categories; /* in the order of the file */
    size_t category_count;
};
/* Where a ruleset stands in the store. */
struct store_ruleset_state {
    int64_t id;
    int64_t mark; /* every comment with revision <= mark is coded by it */
};

/* The newest revision of any comment; 0 when there is none. Does not scan. */
int store_newest_revision(struct store *s, int64_t *revision, struct error *err);

/* Whether the store's current rulesets are exactly these, in name, hash and every word that describes them; if so `state[i]` is filled. */
int store_rulesets_same(struct store *s, const struct store_ruleset *rulesets, size_t count, struct store_ruleset_state *state,
                        bool *same, struct error *err);

/* Makes these the current rulesets, in one transaction: a ruleset with another hash than before starts with mark 0, one with the same hash
 * keeps its mark (0 with `again`) and takes over changed labels. Rulesets that are no longer in use lose their codings. */
int store_rulesets_use(struct store *s, const struct store_ruleset *rulesets, size_t count, bool again,
                       struct store_ruleset_state *state, struct error *err);

/* Ids of the categories of a ruleset, in the order of the file; `ids` has room for `count`. */
int store_category_ids(struct store *s, int64_t ruleset, int64_t *ids, size_t count, struct error *err);

/* Forgets rulesets that are not current, once nothing is left to classify. Earlier ones lose their last rows here. */
int store_rulesets_tidy(struct store *s, struct error *err);

/* ---- comments to code ---- */

struct store_coded_comment {
    int64_t id, revision;
    const char *text;
    size_t len;
    const char *polarity;                 /* good, improve, open */
    const char *source, *service, *place; /* service and place may be NULL */
};
struct store_question; /* what comments that answer the same question share */
struct store_batch {
    size_t count, cap;
    struct store_coded_comment *comments; /* ascending by revision */
    int64_t after, upto;                  /* holds every comment with after < revision <= upto */
    bool places; /* set by the caller: read service and place too, which is slower; otherwise they are NULL */
    struct arena arena;
    char *texts;
    size_t texts_len, texts_cap;
    struct store_question *questions;
    size_t question_count, question_cap, question;
};
/* Reads the next comments with after < revision <= upto, up to `max` of them or about `bytes` of text. `b` starts zeroed and may be used
 * again. Texts are owned by the batch. An empty batch (count 0): there are no more. */
int store_batch_read(struct store *s, int64_t after, int64_t upto, size_t max, size_t bytes, struct store_batch *b,
                     struct error *err);
void store_batch_free(struct store_batch *b);

/* ---- codings ---- */

struct store_rule_error {
    int64_t comment, category, rule;
    const char *reason;
};

struct store_result {
    const struct store_batch *batch;
    struct store_pack *pack; /* its rows are put in order by the call */
    const struct store_rule_error *errors;
    size_t error_count;
};

/* For a program that writes much which it could make again: larger caches, and no waiting for the disk at each commit. The store stays whole
 * when the power fails, but may lose the last transactions. */
int store_hurry(struct store *s, struct error *err);

/* Says which rulesets the next store_result_write() calls are for, and whether comments may have codings that must go first. */
int store_result_begin(struct store *s, const struct store_ruleset_state *rulesets, size_t count, struct error *err);
/* Replaces the codings of the batch's comments and moves the marks of these rulesets from batch->after to batch->upto, in one transaction.
 * Comments that were deleted or changed since the batch was read are left out. A mark that is not where this program left it: ERROR_TEMPFAIL,
 * another one is classifying. */
int store_result_write(struct store *s, const struct store_ruleset_state *rulesets, size_t count, const struct store_result *result,
                       struct error *err);

/* Rule errors of the current rulesets, by rule. */
struct store_error_count {
    const char *ruleset, *category;
    int64_t rule, comments;
};
typedef int store_error_fn(void *ctx, const struct store_error_count *row, struct error *err);
int store_error_each(struct store *s, store_error_fn *each, void *ctx, struct error *err);

/* ---- why ---- */

/* A response and where it came from. Strings are owned by the arena that was given. */
struct store_origin {
    int64_t response;
    const char *source, *title, *organisation, *external_id;
    const char *submitted_at, *place, *service; /* may be NULL */
    int64_t row_number, first_run, changed_run; /* changed_run 0: never changed */
    bool withdrawn;
    const char *url, *fetched_at, *sha256;
    int64_t bytes;
    size_t comment_count;
    struct store_why_comment *comments; /* by id */
};
struct store_why_comment {
    struct store_coded_comment comment;
    const char *question;
    size_t coding_count;
    struct store_why_coding *codings; /* by ruleset, category, rule */
    size_t error_count;
    struct store_why_coding *errors; /* undecided rules: `reason` says why */
    size_t verdict_count;
    struct store_verdict *verdicts;
};
struct store_why_coding {
    const char *ruleset, *version, *sha256, *category, *label;
    int64_t rule, start, end;
    const char *reason;
};
/* A person's decision on one code of one comment. */
struct store_verdict {
    int64_t comment;
    const char *ruleset, *category; /* code */
    const char *verdict;            /* add, remove, confirm */
    const char *who, *at, *why;
};
/* Finds a response by number, by that of a comment, or by "source/external id", also where the store keeps a hash of the id; ERROR_DATA when there is none. */
enum store_find { STORE_FIND_RESPONSE, STORE_FIND_COMMENT, STORE_FIND_NAME };
int store_origin_read(struct store *s, enum store_find how, const char *which, struct arena *arena, struct store_origin *out,
                      struct error *err);
/* Where a ruleset of this name stands: its current hash and mark; false in `known` when it never coded. `sha256` holds HASH_SIZE bytes. */
int store_ruleset_known(struct store *s, const char *name, bool *known, char *sha256, int64_t *mark, struct error *err);

/* ---- verdicts ---- */

/* Records a verdict inside the caller's transaction; one of the same person or another on the same code is replaced. */
int store_verdict_put(struct store *s, const struct store_verdict *v, struct error *err);
/* Takes one back. `*had` (may be NULL) = there was one. */
int store_verdict_drop(struct store *s, int64_t comment, const char *ruleset, const char *category, bool *had, struct error *err);
typedef int store_verdict_fn(void *ctx, const struct store_verdict *v, struct error *err);
/* All verdicts, by comment, ruleset and category. */
int store_verdict_each(struct store *s, store_verdict_fn *each, void *ctx, struct error *err);
