/* ruleset.h: a ruleset file as data: categories, their rules and examples, each with the place where it stands in the file. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/config.h>
#include <yousaid/error.h>
#include <yousaid/hash.h>
#include <yousaid/pattern.h>

enum { RULESET_MAX_CATEGORIES = 4000, RULESET_MAX_RULES = 1000 /* in a category */ };

enum ruleset_dimension { RULESET_THEME, RULESET_GROUP, RULESET_TONE, RULESET_ANSWER };
extern const char *const ruleset_dimensions[]; /* "theme", "group", "tone", "answer", NULL */

enum polarity { POLARITY_GOOD, POLARITY_IMPROVE, POLARITY_OPEN };
extern const char *const polarities[]; /* "good", "improve", "open", NULL */

enum rule_residual { RULE_ALWAYS, RULE_RESIDUAL, RULE_RESIDUAL_PARENT };
enum rule_person { RULE_ANY, RULE_FIRST, RULE_THIRD };

/* One list of patterns, any of which will do (match + words; also + also_words; unless + unless_words), joined into one alternation. */
struct rule_pattern {
    struct pattern *pattern; /* NULL when the rule has no such key */
    const struct config_node *node;
};
struct rule_when {
    unsigned polarities; /* bit per enum polarity; 0 = any */
    struct config_texts source, service, place;
    int64_t min_words, max_words; /* -1 = no bound */
};
struct rule {
    struct rule_pattern match, also, unless;
    struct rule_when when;
    bool sentence; /* within: sentence */
    enum rule_residual residual;
    enum rule_person person;
    const struct config_node *node;
};
struct ruleset_example {
    const char *text;
    enum polarity polarity;
    const char *source, *service, *place; /* may be NULL */
    bool match;
    const struct config_node *node;
};
struct ruleset_category {
    const char *code, *label, *about;
    int parent; /* index, -1 */
    size_t rule_count;
    struct rule *rules;
    struct config_texts combines; /* tone */
    int *combined;                /* indexes of combines */
    size_t example_count;
    struct ruleset_example *examples;
    const struct config_node *node;
};
struct ruleset {
    const char *name, *title, *version, *about;
    enum ruleset_dimension dimension;
    size_t category_count;
    struct ruleset_category *categories;
    char sha256[HASH_SIZE]; /* of everything that decides codings: changes when, and only when, they could */
    struct config *config, *base; /* base: of the shipped ruleset it extends, or NULL */
    struct arena arena;
};

/* Loads, checks and compiles one file. Errors are file:line:column sentences. */
int ruleset_load(const char *directory, const char *name, struct ruleset **out, struct error *err);
void ruleset_free(struct ruleset *r);
