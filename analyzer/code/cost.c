/* cost.c: sums and shows what rules cost. */
#include "cost.h"

#include <yousaid/json.h>

#include <inttypes.h>
#include <stdlib.h>

enum { DEAREST = 10 };

static int by_cost(const void *a, const void *b)
{
    const struct cost_rule *x = a;
    const struct cost_rule *y = b;
    if (x->cost.nanoseconds != y->cost.nanoseconds)
        return x->cost.nanoseconds < y->cost.nanoseconds ? 1 : -1;
    return x->cost.candidates < y->cost.candidates ? 1 : x->cost.candidates > y->cost.candidates ? -1 : 0;
}

static void add_rule(struct coder *const *coders, size_t count, struct coder_rule rule,
                     struct cost_list *list)
{
    list->rules = mem_grow(list->rules, &list->cap, list->count + 1, sizeof *list->rules);
    struct cost_rule *sum = &list->rules[list->count++];
    *sum = (struct cost_rule){.rule = rule};
    for (size_t i = 0; i < count; i++) {
        struct coder_cost one;
        coder_rule_cost(coders[i], &rule, &one);
        sum->cost.has_literal = one.has_literal;
        sum->cost.literal = one.literal;
        sum->cost.candidates += one.candidates;
        sum->cost.matches += one.matches;
        sum->cost.nanoseconds += one.nanoseconds;
    }
    list->nanoseconds += sum->cost.nanoseconds;
}

void cost_sum(const struct codebook *book, struct coder *const *coders, size_t count, struct cost_list *list)
{
    for (unsigned i = 0; i < codebook_count(book); i++) {
        const struct ruleset *rules = codebook_ruleset(book, i);
        for (unsigned c = 0; c < rules->category_count; c++)
            for (unsigned k = 1; k <= rules->categories[c].rule_count; k++)
                add_rule(coders, count, (struct coder_rule){i, c, k}, list);
    }
    if (list->count > 1)
        qsort(list->rules, list->count, sizeof *list->rules, by_cost);
}

void cost_list_free(struct cost_list *list)
{
    free(list->rules);
    *list = (struct cost_list){0};
}

static double share(const struct cost_list *list, const struct cost_rule *r)
{
    return list->nanoseconds > 0 ? 100.0 * (double)r->cost.nanoseconds / (double)list->nanoseconds : 0;
}

static void add_name(struct buf *out, const struct codebook *book, const struct coder_rule *rule)
{
    const struct ruleset *r = codebook_ruleset(book, rule->ruleset);
    buf_printf(out, "%s/%s rule %u", r->name, r->categories[rule->category].code, rule->rule);
}

void cost_text(struct buf *out, const struct codebook *book, const struct cost_list *list)
{
    size_t without = 0;
    for (size_t i = 0; i < list->count && i < DEAREST && list->rules[i].cost.nanoseconds > 0; i++) {
        const struct cost_rule *r = &list->rules[i];
        if (i == 0)
            buf_puts(out, "The dearest rules, by their share of the time for matching:\n");
        buf_printf(out, "  %5.1f%%  ", share(list, r));
        add_name(out, book, &r->rule);
        buf_printf(out, ", tried %" PRIu64 " times, found %" PRIu64 " times\n", r->cost.candidates,
                   r->cost.matches);
    }
    for (size_t i = 0; i < list->count; i++) {
        const struct cost_rule *r = &list->rules[i];
        if (r->cost.has_literal)
            continue;
        if (without++ == 0)
            buf_puts(out,
                     "Rules without a word that must be there, so that they are tried on every comment:\n");
        buf_printf(out, "  %5.1f%%  ", share(list, r));
        add_name(out, book, &r->rule);
        buf_putc(out, '\n');
    }
}

void cost_json(struct buf *out, const struct codebook *book, const struct cost_list *list)
{
    buf_putc(out, '[');
    for (size_t i = 0; i < list->count; i++) {
        const struct cost_rule *r = &list->rules[i];
        const struct ruleset *rules = codebook_ruleset(book, r->rule.ruleset);
        json_comma(out);
        buf_putc(out, '{');
        json_key_text(out, "ruleset", rules->name);
        json_key_text(out, "category", rules->categories[r->rule.category].code);
        json_key_int(out, "rule", r->rule.rule);
        json_key_text(out, "literal", r->cost.has_literal ? r->cost.literal : NULL);
        json_key_int(out, "tried", (int64_t)r->cost.candidates);
        json_key_int(out, "found", (int64_t)r->cost.matches);
        json_key(out, "share");
        buf_printf(out, "%.4f}", share(list, r) / 100);
    }
    buf_putc(out, ']');
}
