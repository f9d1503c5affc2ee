/* ruleset_when.c: reads `when`: for which questions, sources, services, places and lengths a rule is. */
#include "ruleset_internal.h"

#include <string.h>
#include <yousaid/text.h>

enum { MAX_WORDS_BOUND = 1000000 };
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

const char *const polarities[] = {"good", "improve", "open", NULL};

const char *const rule_name_kinds[RULE_NAMES] = {
    [RULE_SOURCE] = "source", [RULE_SERVICE] = "service", [RULE_PLACE] = "place"};
const char *const rule_name_keys[RULE_NAMES][2] = {[RULE_SOURCE] = {"source", "not_source"},
                                                   [RULE_SERVICE] = {"service", "not_service"},
                                                   [RULE_PLACE] = {"place", "not_place"}};

struct when_keys {
    const struct config_node *polarity;
    struct rule_names names[RULE_NAMES];
    int64_t min_words, max_words;
};
#define NAMES(key, member)                                                                                   \
    {                                                                                                        \
        key, CONFIG_TEXTS, offsetof(struct when_keys, member), false, NULL, 0, 0                             \
    }
static const struct config_field when_fields[] = {
    {"polarity", CONFIG_NODE, offsetof(struct when_keys, polarity), false, NULL, 0, 0},
    NAMES("source", names[RULE_SOURCE].any),
    NAMES("service", names[RULE_SERVICE].any),
    NAMES("place", names[RULE_PLACE].any),
    NAMES("not_source", names[RULE_SOURCE].none),
    NAMES("not_service", names[RULE_SERVICE].none),
    NAMES("not_place", names[RULE_PLACE].none),
    {"min_words", CONFIG_INT, offsetof(struct when_keys, min_words), false, NULL, 0, MAX_WORDS_BOUND},
    {"max_words", CONFIG_INT, offsetof(struct when_keys, max_words), false, NULL, 0, MAX_WORDS_BOUND},
};
#undef NAMES

static int read_polarities(const struct config_node *node, unsigned *bits, struct error *err)
{
    size_t count = 0;
    *bits = 0;
    if (ruleset_texts(node, "polarity", &count, err) != 0)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const struct config_node *item = ruleset_text_node(node, i);
        unsigned found = 0;
        for (unsigned p = 0; polarities[p] != NULL; p++)
            if (strcmp(polarities[p], config_text(item)) == 0)
                found = 1U << p;
        if (found == 0)
            return config_fail(item, err, "'polarity' must be good, improve or open, not '%s'",
                               config_text(item));
        *bits |= found;
    }
    return 0;
}

/* A name key with nothing behind it says nothing; an empty list says that no name is asked for. */
static int check_names(const struct config_node *when, struct error *err)
{
    for (size_t i = 0; i < COUNT(when_fields); i++) {
        const struct config_node *names = config_get(when, when_fields[i].key);
        size_t count = 0;
        if (when_fields[i].type != CONFIG_TEXTS ||
            (config_kind(names) == CONFIG_LIST && config_size(names) == 0))
            continue;
        if (ruleset_texts(names, when_fields[i].key, &count, err) != 0)
            return -1;
        if (count > RULESET_MAX_NAMES)
            return config_fail(names, err, "'%s' holds %zu names: the limit is %d", when_fields[i].key, count,
                               RULESET_MAX_NAMES);
        for (size_t k = 0; k < count; k++)
            if (strlen(config_text(ruleset_text_node(names, k))) > RULESET_MAX_NAME)
                return config_fail(ruleset_text_node(names, k), err,
                                   "a name of '%s' is longer than the limit of %d bytes", when_fields[i].key,
                                   RULESET_MAX_NAME);
    }
    return 0;
}

/* The names as text_pattern() makes them, one behind the other, each with its end. */
static struct buf name_patterns(const struct config_texts *names)
{
    struct buf out = buf_new((RULESET_MAX_NAMES + 1) * 4 * RULESET_MAX_NAME);
    for (size_t i = 0; i < names->count; i++) {
        text_pattern(names->text[i], strlen(names->text[i]), &out);
        buf_putc(&out, '\0');
    }
    return out;
}

/* Whether all that `name` stands for is taken away by `pattern`. A name with a `*` is taken as it is written:
 * what takes "ward*" away takes all that it stands for. One without stands for itself with any end marks. */
static bool takes_all(const char *pattern, const char *name)
{
    if (!text_pattern_meets(pattern, name, name))
        return false;
    size_t len = strlen(pattern);
    return strchr(pattern, '*') == NULL || strchr(name, '*') != NULL || pattern[len - 1] == '*';
}

/* Whether `none` takes away each name of `any`. */
static bool is_taken_away(const struct rule_names *names)
{
    struct buf any = name_patterns(&names->any);
    struct buf none = name_patterns(&names->none);
    size_t taken = 0;
    for (size_t i = 0, at = 0; i < names->any.count; i++, at += strlen(any.data + at) + 1) {
        bool met = false;
        for (size_t k = 0, from = 0; k < names->none.count && !met; k++, from += strlen(none.data + from) + 1)
            met = takes_all(none.data + from, any.data + at);
        taken += met;
    }
    buf_free(&any);
    buf_free(&none);
    return taken > 0 && taken == names->any.count;
}

const char *ruleset_never(const struct rule_when *when)
{
    static const char *const why[RULE_NAMES] = {[RULE_SOURCE] = "'not_source' leaves nothing of 'source'",
                                                [RULE_SERVICE] = "'not_service' leaves nothing of 'service'",
                                                [RULE_PLACE] = "'not_place' leaves nothing of 'place'"};
    if (when->min_words >= 0 && when->max_words >= 0 && when->min_words > when->max_words)
        return "'min_words' is larger than 'max_words'";
    for (size_t i = 0; i < RULE_NAMES; i++)
        if (when->names[i].none.count > 0 && is_taken_away(&when->names[i]))
            return why[i];
    return NULL;
}

bool ruleset_when_names(const struct rule_when *when)
{
    bool names = false;
    for (size_t i = 0; i < RULE_NAMES; i++)
        names = names || when->names[i].any.count + when->names[i].none.count > 0;
    return names;
}

static int read_over(struct config *c, const struct config_node *node, struct rule_when *when,
                     struct error *err)
{
    struct when_keys keys = {.min_words = when->min_words, .max_words = when->max_words};
    memcpy(keys.names, when->names, sizeof keys.names);
    if (config_read(c, node, "'when'", when_fields, COUNT(when_fields), &keys, err) != 0 ||
        check_names(node, err) != 0 ||
        (keys.polarity != NULL && read_polarities(keys.polarity, &when->polarities, err) != 0))
        return -1;
    memcpy(when->names, keys.names, sizeof when->names);
    when->min_words = keys.min_words;
    when->max_words = keys.max_words;
    return 0;
}

int ruleset_read_when(struct config *c, const struct config_node *node, bool may_never,
                      struct rule_when *when, struct error *err)
{
    struct rule_when alone = {.min_words = -1, .max_words = -1};
    if (node == NULL)
        return 0;
    if (read_over(c, node, when, err) != 0)
        return -1;
    const char *never = ruleset_never(when);
    if (never == NULL)
        return 0;
    read_over(c, node, &alone, err);
    if (ruleset_never(&alone) != NULL)
        return config_fail(node, err, "%s: the rule could never fire", never);
    return may_never
               ? 0
               : config_fail(node, err, "%s, by what 'when' says of the category: the rule could never fire",
                             never);
}
