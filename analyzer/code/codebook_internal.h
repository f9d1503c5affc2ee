/* codebook_internal.h: how codebook.c lays out rulesets for coder.c: every rule in one row, every pattern
 * once. */
#pragma once

#include "coder.h"

#include <yousaid/text.h>

/* Positions of the patterns of one list. */
struct codebook_list {
    size_t count;
    uint32_t *at;
};
/* Names of a `when` as text_pattern() makes them. */
struct codebook_names {
    size_t count;
    char **key;
};

struct codebook_rule {
    const struct rule *rule;
    struct coder_rule id;
    size_t category; /* among those of all rulesets */
    struct codebook_list match, also, unless;
    struct codebook_names any[RULE_NAMES], none[RULE_NAMES];
};
/* What most rules need, close together: most of what a comment brings up does not fire, or fires by one
 * pattern. */
struct codebook_brief {
    uint32_t pattern;  /* of a rule that asks for this one and nothing else; otherwise CODEBOOK_NOT_BRIEF */
    uint32_t category; /* among those of all rulesets */
    uint8_t ruleset;
    bool residual;
    bool alone; /* no other rule has the pattern either */
};
#define CODEBOOK_NOT_BRIEF UINT32_MAX
#define CODEBOOK_NOT_ALONE UINT32_MAX

struct codebook {
    size_t count;
    struct ruleset **rulesets;
    char (*hash)[HASH_SIZE];
    uint64_t answers;      /* bit per ruleset of dimension answer */
    uint64_t combining;    /* bit per ruleset with a category that combines others */
    size_t *category_base; /* per ruleset: its first category among all */
    size_t category_count;
    size_t *first_rule; /* per category: its first rule among all */

    size_t rule_count;
    struct codebook_brief *brief; /* per rule */
    struct codebook_rule *rules;  /* answer rulesets first, then in order of ruleset, category, rule */

    size_t pattern_count;
    const struct pattern **patterns; /* in order of first use */
    bool *search;
    uint32_t *owner;    /* the rule that uses a pattern first */
    uint32_t *alone;    /* per pattern: the only rule that has it, if brief; else CODEBOOK_NOT_ALONE */
    size_t *user_start; /* per pattern, and one past the last: where its rows of `users` begin */
    uint32_t *users;    /* rules that have the pattern in `match` */
    struct matcher *matcher;
    struct arena arena;
};
