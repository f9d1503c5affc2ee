/* ruleset_rules.c: reads the rules and examples of a category, and compiles their patterns. */
#include "parallel.h"
#include "ruleset_internal.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

enum { EXAMPLE_MAX = 64 << 10 };

struct rule_keys {
    const struct config_node *match, *words, *also, *also_words, *unless, *unless_words, *when, *residual;
    int within, person;
    const char *note;
};

static const char *const scopes[] = {"comment", "sentence", NULL};
const char *const rule_persons[] = {[RULE_ANY] = "any", [RULE_FIRST] = "first", [RULE_THIRD] = "third", NULL};

#define NODE(key, member)                                                                                    \
    {                                                                                                        \
        key, CONFIG_NODE, offsetof(struct rule_keys, member), false, NULL, 0, 0                              \
    }
static const struct config_field rule_fields[] = {
    NODE("match", match),
    NODE("words", words),
    NODE("also", also),
    NODE("also_words", also_words),
    NODE("unless", unless),
    NODE("unless_words", unless_words),
    NODE("when", when),
    NODE("residual", residual),
    {"within", CONFIG_ENUM, offsetof(struct rule_keys, within), false, scopes, 0, 0},
    {"person", CONFIG_ENUM, offsetof(struct rule_keys, person), false, rule_persons, 0, 0},
    {"note", CONFIG_TEXT, offsetof(struct rule_keys, note), false, NULL, 0, 0},
};
#undef NODE

struct example_keys {
    const char *text, *source, *service, *place;
    int polarity;
};
static const struct config_field example_fields[] = {
    {"text", CONFIG_TEXT, offsetof(struct example_keys, text), true, NULL, 0, 0},
    {"polarity", CONFIG_ENUM, offsetof(struct example_keys, polarity), false, polarities, 0, 0},
    {"source", CONFIG_TEXT, offsetof(struct example_keys, source), false, NULL, 0, 0},
    {"service", CONFIG_TEXT, offsetof(struct example_keys, service), false, NULL, 0, 0},
    {"place", CONFIG_TEXT, offsetof(struct example_keys, place), false, NULL, 0, 0},
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* What would change where a match begins, or how long it may take, is not for rule files. */
static int check_pattern(const struct config_node *node, struct error *err)
{
    const char *s = config_text(node);
    if (s[0] == '(' && s[1] == '*' && s[2] >= 'A' && s[2] <= 'Z')
        return config_fail(
            node, err, "a pattern cannot begin with '(*...)' settings: they are the same for all patterns");
    for (; *s != '\0'; s++) {
        if (s[0] == '\\' && s[1] == 'K')
            return config_fail(node, err, "a pattern cannot use \\K: write what comes before as (?<=...)");
        if (s[0] == '\\' && s[1] != '\0')
            s++;
    }
    return 0;
}

static int read_patterns(const struct config_node *node, const char *key, struct rule_list *list,
                         struct error *err)
{
    size_t count = 0;
    if (ruleset_texts(node, key, &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const struct config_node *item = ruleset_text_node(node, i);
        if (check_pattern(item, err) != 0)
            return -1;
        list->any[list->count++] = (struct rule_pattern){.text = config_text(item), .node = item};
    }
    return 0;
}

static int read_words(struct ruleset *r, const struct config_node *node, const char *key,
                      struct rule_list *list, struct error *err)
{
    size_t count = 0;
    if (ruleset_texts(node, key, &count, err) != 0)
        return -1;
    const char **phrases = arena_new(&r->arena, count, sizeof *phrases);
    for (size_t i = 0; i < count; i++) {
        struct error why = {0};
        phrases[i] = config_text(ruleset_text_node(node, i));
        if (words_check(phrases[i], &why) != 0)
            return config_fail(ruleset_text_node(node, i), err, "%s", why.text);
    }
    words_sort(phrases, count);
    for (size_t from = 0; from < count; from += WORDS_PER_PATTERN) {
        size_t some = count - from < WORDS_PER_PATTERN ? count - from : WORDS_PER_PATTERN;
        struct buf text = buf_new(PATTERN_MAX_LENGTH);
        words_pattern(phrases + from, some, &text);
        if (text.failed) {
            buf_free(&text);
            return config_fail(node, err,
                               "the phrases of '%s' are too long together: split them over two rules", key);
        }
        list->any[list->count++] = (struct rule_pattern){
            .text = arena_strdup(&r->arena, buf_str(&text)), .words = true, .node = node};
        buf_free(&text);
    }
    return 0;
}

static int read_list(struct ruleset *r, const struct config_node *patterns, const struct config_node *words,
                     const char *key, const char *words_key, struct rule_list *list, struct error *err)
{
    size_t most = (config_kind(patterns) == CONFIG_LIST ? config_size(patterns) : 1) +
                  (config_kind(words) == CONFIG_LIST ? config_size(words) : 1);
    list->any = arena_new(&r->arena, most, sizeof *list->any);
    return read_patterns(patterns, key, list, err) == 0 && read_words(r, words, words_key, list, err) == 0
               ? 0
               : -1;
}

static int read_residual(const struct config_node *node, enum rule_residual *residual, struct error *err)
{
    static const struct {
        const char *text;
        enum rule_residual kind;
    } kinds[] = {{"true", RULE_RESIDUAL},
                 {"yes", RULE_RESIDUAL},
                 {"false", RULE_ALWAYS},
                 {"no", RULE_ALWAYS},
                 {"parent", RULE_RESIDUAL_PARENT}};
    *residual = RULE_ALWAYS;
    if (node == NULL)
        return 0;
    if (config_kind(node) == CONFIG_LIST) {
        size_t count = 0;
        *residual = RULE_RESIDUAL_LISTED;
        return ruleset_texts(node, "residual", &count, err);
    }
    for (size_t i = 0; config_kind(node) == CONFIG_SCALAR && i < COUNT(kinds); i++)
        if (strcmp(kinds[i].text, config_text(node)) == 0) {
            *residual = kinds[i].kind;
            return 0;
        }
    return config_fail(node, err, "'residual' must be true, parent or a list of category codes");
}

int ruleset_read_rule(struct ruleset *r, struct config *c, const struct ruleset_when *category,
                      const struct config_node *node, struct rule *rule, struct error *err)
{
    struct rule_keys k = {0};
    if (config_read(c, node, "a rule", rule_fields, COUNT(rule_fields), &k, err) != 0)
        return -1;
    if (k.match == NULL && k.words == NULL)
        return config_fail(node, err, "a rule needs 'match' or 'words': what it looks for");
    if (k.person != RULE_ANY && r->dimension != RULESET_GROUP)
        return config_fail(config_get(node, "person"), err,
                           "'person' is only for rulesets of dimension group");
    *rule = (struct rule){
        .sentence = k.within == 1, .person = (enum rule_person)k.person, .note = k.note, .node = node};
    if (read_list(r, k.match, k.words, "match", "words", &rule->match, err) != 0 ||
        read_list(r, k.also, k.also_words, "also", "also_words", &rule->also, err) != 0 ||
        read_list(r, k.unless, k.unless_words, "unless", "unless_words", &rule->unless, err) != 0)
        return -1;
    rule->when = category->when;
    return ruleset_read_when(c, k.when, category->of_both_files, &rule->when, err) == 0 &&
                   read_residual(k.residual, &rule->residual, err) == 0
               ? 0
               : -1;
}

static int read_example(struct ruleset *r, struct config *c, const struct config_node *node, bool match,
                        struct ruleset_example *out, struct error *err)
{
    struct example_keys keys = {.polarity = POLARITY_OPEN};
    if (config_kind(node) == CONFIG_SCALAR)
        keys.text = config_text(node);
    else if (config_read(c, node, "an example", example_fields, COUNT(example_fields), &keys, err) != 0)
        return -1;
    struct buf text = buf_new(EXAMPLE_MAX);
    struct error why = {0};
    int result = 0;
    if (keys.text == NULL || text_canonical(keys.text, strlen(keys.text), &text, &why) != 0 || text.len == 0)
        result = config_fail(node, err, "an example must be a text that is not empty");
    *out = (struct ruleset_example){.text = arena_strdup(&r->arena, buf_str(&text)),
                                    .polarity = (enum polarity)keys.polarity,
                                    .source = keys.source,
                                    .service = keys.service,
                                    .place = keys.place,
                                    .match = match,
                                    .node = node};
    buf_free(&text);
    return result;
}

int ruleset_read_examples(struct ruleset *r, struct config *c, const struct config_node *node,
                          struct ruleset_category *category, struct error *err)
{
    static const char *const keys[] = {"match", "no_match"};
    const struct config_node *lists[COUNT(keys)] = {0};
    size_t count = category->example_count;
    if (config_kind(node) != CONFIG_MAP && node != NULL)
        return config_fail(node, err,
                           "'examples' must have the keys 'match' and 'no_match', each with a list of texts");
    for (size_t i = 0; i < config_size(node); i++) {
        bool no = strcmp(config_key(node, i), "no_match") == 0;
        if (!no && strcmp(config_key(node, i), "match") != 0)
            return config_fail(config_key_node(node, i), err,
                               "'examples' has no key '%s'; it may have: match, no_match",
                               config_key(node, i));
        lists[no] = config_value(node, i);
        if (config_kind(lists[no]) != CONFIG_LIST)
            return config_fail(lists[no], err, "'%s' must be a list of texts: begin each with '- '",
                               keys[no]);
        count += config_size(lists[no]);
    }
    struct ruleset_example *all = arena_new(&r->arena, count, sizeof *all);
    if (category->example_count > 0)
        memcpy(all, category->examples, category->example_count * sizeof *all);
    category->examples = all;
    for (size_t k = 0; k < COUNT(keys); k++)
        for (size_t i = 0; i < config_size(lists[k]); i++)
            if (read_example(r, c, config_item(lists[k], i), k == 0, &all[category->example_count++], err) !=
                0)
                return -1;
    return 0;
}

/* What is still to compile, in the order of the file. */
struct uncompiled {
    struct rule_pattern **patterns;
    size_t count, cap;
};

static void add_uncompiled(struct uncompiled *u, struct rule_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->any[i].pattern == NULL) {
            u->patterns = mem_grow(u->patterns, &u->cap, u->count + 1, sizeof *u->patterns);
            u->patterns[u->count++] = &list->any[i];
        }
}

/* What is wrong with a pattern is asked again afterwards. */
static void compile_one(void *uncompiled, size_t i)
{
    struct rule_pattern *p = ((struct uncompiled *)uncompiled)->patterns[i];
    pattern_new(p->text, strlen(p->text), &p->pattern, NULL);
}

int ruleset_compile(struct ruleset *r, struct error *err)
{
    struct uncompiled u = {NULL, 0, 0};
    for (size_t i = 0; i < r->category_count; i++)
        for (size_t k = 0; k < r->categories[i].rule_count; k++) {
            struct rule *rule = &r->categories[i].rules[k];
            add_uncompiled(&u, &rule->match);
            add_uncompiled(&u, &rule->also);
            add_uncompiled(&u, &rule->unless);
        }
    parallel_for(u.count, compile_one, &u);
    int result = 0;
    for (size_t i = 0; i < u.count && result == 0; i++) {
        struct error why = {0};
        const struct rule_pattern *p = u.patterns[i];
        if (p->pattern == NULL)
            result = pattern_new(p->text, strlen(p->text), &u.patterns[i]->pattern, &why);
        if (result != 0)
            config_fail(p->node, err, "%s", why.text);
    }
    free(u.patterns);
    return result;
}
