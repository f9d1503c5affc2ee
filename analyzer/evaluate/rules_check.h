/* rules_check.h: looks for rules that are right for the machine and wrong for their author: that can never
 * fire, add nothing, match everything or may be slow. Everything it says is a warning with its place. */
#pragma once

#include "coder.h"

#include <yousaid/buf.h>

struct rules_findings {
    struct buf *out;
    bool json;
    bool verbose; /* also phrases that another rule finds too */
    size_t errors, warnings;
};

/* "file:line:column: warning: sentence", or an object. */
void rules_warn(struct rules_findings *f, const struct config_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What kept a ruleset from being loaded. */
void rules_wrong(struct rules_findings *f, const struct error *err);

/* Looks at a compiled ruleset. */
void rules_check(const struct ruleset *r, struct rules_findings *f);

/* ---- between rules_check.c and rules_check_slow.c ---- */
struct pattern_scratch;
/* Warns of patterns that reach the limit on texts made to be hard for them. */
void rules_check_slow(const struct ruleset *r, struct pattern_scratch *scratch, struct rules_findings *f);
