/* map.h: records become responses with their comments, or rejects with their reason. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>
#include <yousaid/store_collect.h>
#include <yousaid/workspace.h>

#include "record.h"
#include "scrub.h"
#include "source.h"

/* A response as it goes to the store, or a reject: `reason` says which. All texts live as long as the batch.
 */
struct map_row {
    const char *reason; /* NULL: a response */
    const char *key;    /* of the reject (store_collect.h) */
    const char *record; /* of the reject: JSON of the mapped columns, scrubbed */
    struct store_response response;
    size_t attribute_cap, comment_cap;
    struct store_attribute *attributes;
    struct store_comment *comments;
};

/* What the map could not place, counted: nothing is guessed. */
struct map_notes {
    int64_t place_unknown;      /* place not in the tree of places */
    int64_t postcode_unknown;   /* postcode in no place's districts */
    int64_t *value_unknown;     /* by answer of the source: values in no map */
    const char **value_example; /* the first of them */
    const char *place_example;
};

/* All rows of one export, mapped. */
struct map_batch {
    const struct source *source;
    const struct workspace *workspace;
    struct map_row *rows;
    size_t count, cap;
    struct store_comment *questions; /* of the long form, in order; no text */
    size_t question_count, question_cap;
    struct store_counts counts; /* records, skipped, dates, scrubbed, rejected; the rest is the store's */
    struct map_notes notes;
    const char **labels; /* how the export calls the mapped columns; NULL before the first record */
    struct map_state *state;
};

/* `source`, `workspace` and `scrub` must outlive the batch. */
void map_begin(struct map_batch *b, const struct source *source, const struct workspace *workspace,
               struct scrub *scrub);
/* A record_fn: `ctx` is the batch. A record that cannot be mapped is kept as a reject; -1 only for what is no
 * fault of the record. */
int map_record(void *batch, const struct record *record, struct error *err);
void map_free(struct map_batch *b);

/* How reports show a question of the wide form. */
const char *map_question_text(const struct map_batch *b, const struct source_question *q);
