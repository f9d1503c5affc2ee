/* rules_limits.h: which rules could not be decided on comments of the store, for the warnings of
 * `rules check`. */
#pragma once

#include "rules_check.h"

#include <yousaid/store_code.h>

struct rules_limits {
    const struct codebook *book;
    struct rules_limit {
        struct coder_rule rule;
        int64_t tried, stored; /* comments */
    } * limits;
    size_t count, cap;
    int64_t comments; /* tried */
};

/* Starts zeroed but for `book`; free with rules_limits_free(). */
void rules_limits_free(struct rules_limits *l);
/* Counts one comment that was tried now. */
void rules_limits_tried(struct rules_limits *l, const struct coder_codes *codes);
/* Counts what the store remembers of a rule; false: the book has no such rule. */
bool rules_limits_stored(struct rules_limits *l, const struct store_error_count *row);
/* One warning for each rule. */
void rules_limits_warn(const struct rules_limits *l, struct rules_findings *f);
