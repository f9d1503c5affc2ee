/* ruleset.h: a ruleset file as data: categories, their rules and examples, each with the place where it
 * stands in the file.
 *
 * What the rules mean is said in coder.h and done in coder.c; here they are only read and checked. The file
 * format is yousaid-ruleset(5). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/config.h>
#include <yousaid/error.h>
#include <yousaid/hash.h>
#include <yousaid/mem.h>
#include <yousaid/pattern.h>

enum {
    RULESET_MAX_CATEGORIES = 4000,
    RULESET_MAX_RULES = 1000,    /* in a category */
    RULESET_MAX_COMBINED = 9999, /* in the categories that another one combines */
    RULESET_MAX_PATTERNS = 1000, /* in one list of a rule */
    RULESET_MAX_NAMES = 200,     /* in one list of a `when` */
    RULESET_MAX_NAME = 200       /* bytes of one of them */
};

enum ruleset_dimension { RULESET_THEME, RULESET_GROUP, RULESET_TONE, RULESET_ANSWER };
extern const char *const ruleset_dimensions[]; /* "theme", "group", "tone", "answer", NULL */

enum polarity { POLARITY_GOOD, POLARITY_IMPROVE, POLARITY_OPEN };
extern const char *const polarities[]; /* "good", "improve", "open", NULL */

enum rule_residual {
    RULE_ALWAYS,          /* no `residual` key */
    RULE_RESIDUAL,        /* residual: true */
    RULE_RESIDUAL_PARENT, /* residual: parent */
    RULE_RESIDUAL_LISTED  /* residual: [codes] */
};
enum rule_person { RULE_ANY, RULE_FIRST, RULE_THIRD };
extern const char *const rule_persons[]; /* "any", "first", "third", NULL */

/* One thing to look for: a pattern of `match`, or a part of a `words` list as words_pattern() makes it. */
struct rule_pattern {
    const char *text;        /* PCRE2 */
    struct pattern *pattern; /* NULL until ruleset_compile() */
    bool words;
    const struct config_node *node;
};
/* A list of patterns, any of which will do: match + words; also + also_words; unless + unless_words. */
struct rule_list {
    size_t count; /* 0: the rule has no such key */
    struct rule_pattern *any;
};
/* What a comment has a name of. */
enum rule_name { RULE_SOURCE, RULE_SERVICE, RULE_PLACE, RULE_NAMES };
extern const char *const rule_name_kinds[RULE_NAMES];   /* "source", "service", "place" */
extern const char *const rule_name_keys[RULE_NAMES][2]; /* their keys: {"source", "not_source"} and so on */
/* Names as people write them, where `*` stands for anything: `any` must be met where it is given, `none` must
 * not be. A comment without such a name meets neither. */
struct rule_names {
    struct config_texts any, none;
};
struct rule_when {
    unsigned polarities; /* bit per enum polarity; 0 = any */
    struct rule_names names[RULE_NAMES];
    int64_t min_words, max_words; /* -1 = no bound */
};
struct rule {
    struct rule_list match, also, unless;
    struct rule_when when;
    bool sentence; /* within: sentence */
    enum rule_residual residual;
    size_t
        held_by_count; /* residual rules: the categories whose non-residual rules hold it back, as indexes */
    int *held_by;
    enum rule_person person;
    const char *note; /* may be NULL */
    const struct config_node *node;
};
struct ruleset_example {
    const char *text;
    enum polarity polarity;               /* open unless the example says otherwise */
    const char *source, *service, *place; /* may be NULL */
    bool match;
    const struct config_node *node;
};
struct ruleset_category {
    const char *code, *label, *about;  /* about: "" when absent */
    int parent;                        /* index, -1 */
    const struct config_node *when[2]; /* of the file that is extended, and of this one; NULL = none */
    size_t base_rules, base_examples;  /* how many of the first come from the file that is extended */
    size_t rule_count;
    struct rule *rules; /* numbered from 1 in messages and in the store */
    size_t combined_count;
    int *combined; /* indexes of `combines` */
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
    const char *path;
    struct config *config, *base; /* base: of the ruleset it extends, or NULL */
    struct arena arena;
};

/* Reads and checks one file; compiles nothing. `name` is a shipped or local ruleset ("themes"), or a path
 * (anything with a '/' or that ends in .yaml), relative to `directory` (the workspace). Errors are
 * file:line:column sentences of ERROR_CONFIG. Free with ruleset_free(). */
int ruleset_read(const char *directory, const char *name, struct ruleset **out, struct error *err);
/* Whether there is a file to read for each of the rulesets that a command line names: ERROR_USAGE where one
 * is missing, cannot be opened or is a folder. What they hold is not looked at. */
int ruleset_check_arguments(const char *directory, const char *const *names, size_t count, struct error *err);
/* Compiles every pattern: 0, or -1 with the place of the first one that is wrong. */
int ruleset_compile(struct ruleset *r, struct error *err);
/* Both. */
int ruleset_load(const char *directory, const char *name, struct ruleset **out, struct error *err);
void ruleset_free(struct ruleset *r);

/* Index of a category by code, or -1. */
int ruleset_find(const struct ruleset *r, const char *code);
/* Whether a condition names any source, service or place. */
bool ruleset_when_names(const struct rule_when *when);
/* Why a condition can never hold, as the beginning of a sentence; NULL = it can. */
const char *ruleset_never(const struct rule_when *when);
/* Whether the `when` of some rule names sources, services or places. */
bool ruleset_asks(const struct ruleset *r, enum rule_name kind);
/* The rule that is meant by a number (from 1) in a category, and the category it stands in: another one where
 * the category combines others. NULL when there is no such rule. `origin` and `number_there` may be NULL. */
const struct rule *ruleset_rule(const struct ruleset *r, size_t category, size_t number, size_t *origin,
                                size_t *number_there);
