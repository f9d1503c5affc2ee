/* store_report.h: what a report reads from the store: plain rows in key order, to be counted by the caller.
 *
 * Nothing here counts or groups: stepping a table in key order and counting in C is several times faster than
 * GROUP BY on a million comments. Text in a row is borrowed for the callback. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <yousaid/error.h>
#include <yousaid/store.h>

struct store_source_row {
    int64_t id;
    const char *name, *title, *organisation, *organisation_kind, *method;
    const char *place; /* may be NULL */
    int64_t rejects;   /* rows that could not be mapped and wait for it */
};
struct store_ruleset_row {
    int64_t id;
    const char *name, *dimension, *version, *sha256, *title;
    int64_t uncoded; /* comments this ruleset has not seen in their present form */
};
struct store_category_row {
    int64_t id, ruleset_id;
    const char *code, *label, *about;
    const char *parent; /* code, may be NULL */
};
struct store_response_row {
    int64_t id, source_id;
    const char *submitted_at, *place; /* may be NULL */
    const char *content_sha256;
    bool withdrawn;
};
struct store_attribute_row {
    int64_t response_id;
    const char *name, *value;
};
struct store_comment_row {
    int64_t id, response_id;
};
struct store_coding_row {
    int64_t comment_id, category_id;
};
struct store_undecided_row {
    int64_t comment_id, category_id, rule;
};
struct store_verdict_row {
    int64_t comment_id;
    const char *ruleset, *category;
    bool add; /* else: remove. Verdicts that only confirm are not given. */
};
struct store_quote_row {
    int64_t comment_id;
    const char *source, *external_id, *question, *comment;
    const char *quote, *attribution, *approved_by, *approved_at;
    const char *submitted_at; /* may be NULL */
    bool withdrawn;           /* the response is no longer at its source */
};
struct store_span_row {
    const char *ruleset, *category;
    int64_t rule;       /* number in its category; 0: a person added the category, without words */
    int64_t start, end; /* the words it was found in: bytes of the comment */
};
struct store_candidate_row {
    int64_t comment_id;
    const char *source, *external_id, *question, *comment;
};

/* Called for each row; 0 to go on, -1 (with err set) to stop. */
typedef int store_source_fn(void *ctx, const struct store_source_row *row, struct error *err);
typedef int store_ruleset_fn(void *ctx, const struct store_ruleset_row *row, struct error *err);
typedef int store_category_fn(void *ctx, const struct store_category_row *row, struct error *err);
typedef int store_response_fn(void *ctx, const struct store_response_row *row, struct error *err);
typedef int store_attribute_fn(void *ctx, const struct store_attribute_row *row, struct error *err);
typedef int store_comment_fn(void *ctx, const struct store_comment_row *row, struct error *err);
typedef int store_coding_fn(void *ctx, const struct store_coding_row *row, struct error *err);
typedef int store_undecided_fn(void *ctx, const struct store_undecided_row *row, struct error *err);
typedef int store_verdict_fn(void *ctx, const struct store_verdict_row *row, struct error *err);
typedef int store_quote_fn(void *ctx, const struct store_quote_row *row, struct error *err);
typedef int store_code_fn(void *ctx, const char *ruleset, const char *category, struct error *err);
typedef int store_span_fn(void *ctx, const struct store_span_row *row, struct error *err);
typedef int store_candidate_fn(void *ctx, const struct store_candidate_row *row, struct error *err);

/* Sources by name. */
int store_each_source(struct store *s, store_source_fn *row, void *ctx, struct error *err);
/* Current rulesets by name. */
int store_each_ruleset(struct store *s, store_ruleset_fn *row, void *ctx, struct error *err);
/* Categories of the current rulesets, by ruleset and position in the file. */
int store_each_category(struct store *s, store_category_fn *row, void *ctx, struct error *err);
/* Responses by id, withdrawn ones too. */
int store_each_response(struct store *s, store_response_fn *row, void *ctx, struct error *err);
/* Attributes 'group' and 'area' by response id. */
int store_each_attribute(struct store *s, store_attribute_fn *row, void *ctx, struct error *err);
/* Comments by id. */
int store_each_comment(struct store *s, store_comment_fn *row, void *ctx, struct error *err);
/* Codings by comment and category, of all rulesets, earlier ones too; one row for each rule that fired. */
int store_each_coding(struct store *s, store_coding_fn *row, void *ctx, struct error *err);
/* Rules that hit a limit on a comment, by comment, category and rule. */
int store_each_undecided(struct store *s, store_undecided_fn *row, void *ctx, struct error *err);
/* Verdicts that add or remove, by comment. */
int store_each_verdict(struct store *s, store_verdict_fn *row, void *ctx, struct error *err);
/* Approved quotes by source name, external id, question and order of approval. */
int store_each_quote(struct store *s, store_quote_fn *row, void *ctx, struct error *err);
/* Categories of one comment that count, people's verdicts included, by ruleset and place in it. */
int store_each_code(struct store *s, int64_t comment_id, store_code_fn *row, void *ctx, struct error *err);
/* The same with the words each was found in: a row for each rule, by ruleset, place in it and rule. */
int store_each_span(struct store *s, int64_t comment_id, store_span_fn *row, void *ctx, struct error *err);
/* Comments of responses that are not withdrawn, by source name, external id and question. */
int store_each_candidate(struct store *s, store_candidate_fn *row, void *ctx, struct error *err);

/* The comment of one answer: 1 found (`*id`; the text is appended to `text`), 0 no such answer or withdrawn,
 * -1 failed. The response is found by its id in any form, also where the store keeps the id's hash; the
 * question is compared by text_same(). */
struct buf;
int store_find_comment(struct store *s, const char *source, const char *external_id, const char *question,
                       int64_t *id, struct buf *text, struct error *err);
/* Deletes the quotes of one response, found in the same way; `*removed` = how many. Call within store_begin(). */
int store_remove_quotes(struct store *s, const char *source, const char *external_id, int64_t *removed,
                        struct error *err);
/* Approves words for publication: 1 when the quote is new or its attribution or approval changed, 0 when all
 * of it was there. Call within store_begin(). */
int store_put_quote(struct store *s, int64_t comment_id, const char *quote, const char *attribution,
                    const char *approved_by, const char *approved_at, struct error *err);
