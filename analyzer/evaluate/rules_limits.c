/* rules_limits.c: counts by rule the comments on which it hit a limit. */
#include "rules_limits.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

void rules_limits_free(struct rules_limits *l)
{
    free(l->limits);
    *l = (struct rules_limits){0};
}

static struct rules_limit *limit_of(struct rules_limits *l, struct coder_rule rule)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct coder_rule *r = &l->limits[i].rule;
        if (r->ruleset == rule.ruleset && r->category == rule.category && r->rule == rule.rule)
            return &l->limits[i];
    }
    l->limits = mem_grow(l->limits, &l->cap, l->count + 1, sizeof *l->limits);
    l->limits[l->count] = (struct rules_limit){.rule = rule};
    return &l->limits[l->count++];
}

void rules_limits_tried(struct rules_limits *l, const struct coder_codes *codes)
{
    l->comments++;
    for (size_t i = 0; i < codes->undecided_count; i++)
        limit_of(l, codes->undecided[i].by)->tried++;
}

bool rules_limits_stored(struct rules_limits *l, const struct store_error_count *row)
{
    for (unsigned i = 0; i < codebook_count(l->book); i++) {
        const struct ruleset *r = codebook_ruleset(l->book, i);
        for (unsigned c = 0; c < r->category_count && strcmp(r->name, row->ruleset) == 0; c++) {
            if (strcmp(r->categories[c].code, row->category) != 0 || row->rule < 1 ||
                (uint64_t)row->rule > r->categories[c].rule_count)
                continue;
            limit_of(l, (struct coder_rule){i, c, (unsigned)row->rule})->stored += row->comments;
            return true;
        }
    }
    return false;
}

static int by_place(const void *a, const void *b)
{
    const struct coder_rule *x = &((const struct rules_limit *)a)->rule;
    const struct coder_rule *y = &((const struct rules_limit *)b)->rule;
    if (x->ruleset != y->ruleset)
        return x->ruleset < y->ruleset ? -1 : 1;
    if (x->category != y->category)
        return x->category < y->category ? -1 : 1;
    return x->rule < y->rule ? -1 : x->rule > y->rule;
}

void rules_limits_warn(const struct rules_limits *l, struct rules_findings *f)
{
    if (l->count > 1)
        qsort(l->limits, l->count, sizeof *l->limits, by_place);
    for (size_t i = 0; i < l->count; i++) {
        const struct rules_limit *one = &l->limits[i];
        const struct ruleset_category *category =
            &codebook_ruleset(l->book, one->rule.ruleset)->categories[one->rule.category];
        rules_warn(f, category->rules[one->rule.rule - 1].node,
                   "%s rule %u hits a limit and cannot be decided: now on %" PRId64 " of %" PRId64
                   " comments of the store that were tried, and on %" PRId64
                   " when the store was last coded. Avoid repeats inside repeats, such as (\\w+\\s?)+, and "
                   "begin with a word",
                   category->code, one->rule.rule, one->tried, l->comments, one->stored);
    }
}
