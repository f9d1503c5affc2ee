/* ruleset_link.c: ties categories to each other: parents, combinations, and what holds residual rules back.
 */
#include "ruleset_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

static int unknown_code(const struct ruleset *r, const struct config_node *node, const char *code,
                        struct error *err)
{
    const char **codes = mem_new(r->category_count, sizeof *codes);
    for (size_t i = 0; i < r->category_count; i++)
        codes[i] = r->categories[i].code;
    const char *closest = text_closest(code, codes, r->category_count);
    free(codes);
    if (closest != NULL)
        return config_fail(node, err, "no category has the code '%s': did you mean '%s'?", code, closest);
    return config_fail(node, err, "no category has the code '%s'", code);
}

/* Index of the category whose code `node` holds, or -1 with a did-you-mean. */
static int find_code(const struct ruleset *r, const struct config_node *node, struct error *err)
{
    int found = ruleset_find(r, config_text(node));
    if (found < 0)
        unknown_code(r, node, config_text(node), err);
    return found;
}

static int link_parent(struct ruleset *r, size_t i, const struct config_node *node, struct error *err)
{
    if (config_kind(node) != CONFIG_SCALAR)
        return 0;
    r->categories[i].parent = find_code(r, node, err);
    return r->categories[i].parent < 0 ? -1 : 0;
}

static int check_parents(const struct ruleset *r, struct error *err)
{
    for (size_t i = 0; i < r->category_count; i++) {
        size_t steps = 0;
        for (int p = r->categories[i].parent; p >= 0; p = r->categories[p].parent)
            if (++steps > r->category_count || p == (int)i)
                return config_fail(r->categories[i].node, err,
                                   "the category '%s' is its own parent, by way of '%s'",
                                   r->categories[i].code, r->categories[r->categories[i].parent].code);
    }
    return 0;
}

static int link_combines(struct ruleset *r, size_t i, const struct config_node *node, struct error *err)
{
    struct ruleset_category *c = &r->categories[i];
    size_t rules = 0;
    size_t count = 0;
    if (ruleset_texts(node, "combines", &count, err) != 0)
        return -1;
    if (node == NULL)
        return 0;
    if (count < 2 || c->rule_count > 0)
        return config_fail(node, err,
                           count < 2 ? "'combines' needs at least two codes"
                                     : "a category has either 'rules' or 'combines', not both");
    c->combined = arena_new(&r->arena, count, sizeof *c->combined);
    for (size_t k = 0; k < count; k++) {
        int other = find_code(r, ruleset_text_node(node, k), err);
        if (other < 0)
            return -1;
        if (r->categories[other].rule_count == 0)
            return config_fail(ruleset_text_node(node, k), err,
                               "'%s' has no rules of its own, so it cannot be combined",
                               r->categories[other].code);
        for (size_t before = 0; before < k; before++)
            if (c->combined[before] == other)
                return config_fail(ruleset_text_node(node, k), err, "'%s' is listed twice",
                                   r->categories[other].code);
        c->combined[c->combined_count++] = other;
        rules += r->categories[other].rule_count;
    }
    if (rules > RULESET_MAX_COMBINED)
        return config_fail(node, err, "'combines' brings together %zu rules: the limit is %d", rules,
                           RULESET_MAX_COMBINED);
    return 0;
}

static bool is_below(const struct ruleset *r, int category, int ancestor)
{
    for (int c = category; c >= 0; c = r->categories[c].parent)
        if (c == ancestor)
            return true;
    return false;
}

/* Marks the categories of a residual list, and all below them. */
static int mark_listed(const struct ruleset *r, const struct config_node *list, bool *held_by,
                       struct error *err)
{
    for (size_t i = 0; i < config_size(list); i++) {
        int code = find_code(r, config_item(list, i), err);
        if (code < 0)
            return -1;
        for (size_t c = 0; c < r->category_count; c++)
            held_by[c] = held_by[c] || is_below(r, (int)c, code);
    }
    return 0;
}

static int hold_rule(struct ruleset *r, size_t category, struct rule *rule, bool *held_by, struct error *err)
{
    int parent = r->categories[category].parent;
    memset(held_by, 0, r->category_count * sizeof *held_by);
    if (rule->residual == RULE_RESIDUAL_LISTED &&
        mark_listed(r, config_get(rule->node, "residual"), held_by, err) != 0)
        return -1;
    rule->held_by = arena_new(&r->arena, r->category_count, sizeof *rule->held_by);
    for (size_t c = 0; c < r->category_count; c++) {
        bool sibling = c == category || (parent >= 0 && r->categories[c].parent == parent);
        if (rule->residual == RULE_RESIDUAL || held_by[c] ||
            (rule->residual == RULE_RESIDUAL_PARENT && sibling))
            rule->held_by[rule->held_by_count++] = (int)c;
    }
    return 0;
}

static int hold_rules(struct ruleset *r, struct error *err)
{
    bool *held_by = mem_new(r->category_count, sizeof *held_by);
    int result = 0;
    for (size_t i = 0; i < r->category_count && result == 0; i++)
        for (size_t k = 0; k < r->categories[i].rule_count && result == 0; k++)
            if (r->categories[i].rules[k].residual != RULE_ALWAYS)
                result = hold_rule(r, i, &r->categories[i].rules[k], held_by, err);
    free(held_by);
    return result;
}

int ruleset_link(struct ruleset *r, const struct ruleset_ties *ties, struct error *err)
{
    for (size_t i = 0; i < r->category_count; i++)
        if (link_parent(r, i, ties[i].parent, err) != 0)
            return -1;
    if (check_parents(r, err) != 0)
        return -1;
    for (size_t i = 0; i < r->category_count; i++)
        if (link_combines(r, i, ties[i].combines, err) != 0)
            return -1;
    return hold_rules(r, err);
}
