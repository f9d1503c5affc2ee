/* ruleset_hash.c: the hash of everything in a ruleset that decides codings, and of nothing else. */
#include "ruleset_internal.h"

#include <stdlib.h>
#include <string.h>

/* The way in which a ruleset is applied to a text. Raise it when the same ruleset comes to decide other
 * codings, so that stores are coded again. 2: tokens such as "[postcode]" are no words. 3: `*` in names of
 * services stands for anything. */
enum { READING = 3 };

static void add_list(struct hash *h, const struct rule_list *list)
{
    hash_number(h, (int64_t)list->count);
    for (size_t i = 0; i < list->count; i++)
        hash_field(h, list->any[i].text);
}

static void add_texts(struct hash *h, const struct config_texts *texts)
{
    hash_number(h, (int64_t)texts->count);
    for (size_t i = 0; i < texts->count; i++)
        hash_field(h, texts->text[i]);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The categories that hold a rule back, by code: their order in the file does not matter. */
static void add_holders(struct hash *h, const struct ruleset *r, const struct rule *rule)
{
    const char **codes = mem_new(rule->held_by_count, sizeof *codes);
    for (size_t i = 0; i < rule->held_by_count; i++)
        codes[i] = r->categories[rule->held_by[i]].code;
    qsort(codes, rule->held_by_count, sizeof *codes, by_text);
    hash_number(h, (int64_t)rule->held_by_count);
    for (size_t i = 0; i < rule->held_by_count; i++)
        hash_field(h, codes[i]);
    free(codes);
}

static void add_rule(struct hash *h, const struct ruleset *r, const struct rule *rule)
{
    add_list(h, &rule->match);
    add_list(h, &rule->also);
    add_list(h, &rule->unless);
    hash_number(h, rule->when.polarities);
    for (size_t i = 0; i < RULE_NAMES; i++) {
        add_texts(h, &rule->when.names[i].any);
        add_texts(h, &rule->when.names[i].none);
    }
    hash_number(h, rule->when.min_words);
    hash_number(h, rule->when.max_words);
    hash_number(h, rule->sentence);
    hash_number(h, rule->person);
    hash_number(h, rule->residual != RULE_ALWAYS);
    add_holders(h, r, rule);
}

static void add_category(struct hash *h, const struct ruleset *r, const struct ruleset_category *c)
{
    hash_field(h, c->code);
    hash_field(h, c->parent >= 0 ? r->categories[c->parent].code : NULL);
    hash_number(h, (int64_t)c->combined_count);
    for (size_t i = 0; i < c->combined_count; i++)
        hash_field(h, r->categories[c->combined[i]].code);
    hash_number(h, (int64_t)c->rule_count);
    for (size_t i = 0; i < c->rule_count; i++)
        add_rule(h, r, &c->rules[i]);
}

static int by_code(const void *a, const void *b)
{
    return strcmp((*(const struct ruleset_category *const *)a)->code,
                  (*(const struct ruleset_category *const *)b)->code);
}

void ruleset_hash(struct ruleset *r)
{
    const struct ruleset_category **sorted = mem_new(r->category_count, sizeof *sorted);
    for (size_t i = 0; i < r->category_count; i++)
        sorted[i] = &r->categories[i];
    qsort(sorted, r->category_count, sizeof *sorted, by_code);
    struct hash *h = hash_new();
    hash_number(h, READING);
    hash_field(h, ruleset_dimensions[r->dimension]);
    hash_number(h, (int64_t)r->category_count);
    for (size_t i = 0; i < r->category_count; i++)
        add_category(h, r, sorted[i]);
    hash_end(h, r->sha256);
    free(sorted);
}
