/* rules_test.h: runs the examples of a ruleset: each is coded, or not, as its author says. */
#pragma once

#include "coder.h"

#include <yousaid/buf.h>

struct rules_test {
    size_t examples, failed;
    size_t outside;   /* of the ruleset that is extended, decided otherwise where this file narrows one of its
                         categories: neither */
    size_t unreached; /* rules that fire on no example of the ruleset */
    size_t non_answers; /* examples to be coded that are non-answers for the workspace */
};
/* Tests one ruleset on its own; `answers` (may be NULL) holds the workspace's rulesets of dimension answer,
 * compiled. What is wrong is appended to `out`, a line each: file:line:column: sentence. With `json`, as
 * objects. */
int rules_test_run(struct codebook *book, const struct codebook *answers, bool json, struct buf *out,
                   struct rules_test *result, struct error *err);
