/* cost.h: which rules the time goes to, for people who write rules. */
#pragma once

#include "coder.h"

#include <yousaid/buf.h>

/* The cost of one rule, summed over coders. */
struct cost_rule {
    struct coder_rule rule;
    struct coder_cost cost;
};
struct cost_list {
    size_t count, cap;
    struct cost_rule *rules; /* dearest first */
    uint64_t nanoseconds;    /* of all */
};

/* Sums what the rules of `book` cost these coders. `list` starts zeroed; free with cost_list_free(). */
void cost_sum(const struct codebook *book, struct coder *const *coders, size_t count, struct cost_list *list);
void cost_list_free(struct cost_list *list);
/* The dearest rules with their share of the time, and the rules without a word that must be there. */
void cost_text(struct buf *out, const struct codebook *book, const struct cost_list *list);
/* The same as a JSON list. */
void cost_json(struct buf *out, const struct codebook *book, const struct cost_list *list);
