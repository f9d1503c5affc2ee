/* ruleset.c: reads a ruleset file into categories, together with the ruleset it extends. */
#include "ruleset.h"
#include "ruleset_internal.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>
#include <yousaid/workspace.h>

const char *const ruleset_dimensions[] = {"theme", "group", "tone", "answer", NULL};

enum { CODE_MAX = 64 };

struct header {
    const char *name, *version, *title, *about, *extends;
    int dimension;
    const struct config_node *categories, *extends_node;
};

#define FIELD(key, type, member, needed)                                                                     \
    {                                                                                                        \
        key, type, offsetof(struct header, member), needed, NULL, 0, 0                                       \
    }
static const struct config_field header_fields[] = {
    FIELD("ruleset", CONFIG_TEXT, name, true),
    {"dimension", CONFIG_ENUM, offsetof(struct header, dimension), true, ruleset_dimensions, 0, 0},
    FIELD("version", CONFIG_TEXT, version, true),
    FIELD("title", CONFIG_TEXT, title, false),
    FIELD("about", CONFIG_TEXT, about, false),
    FIELD("extends", CONFIG_TEXT, extends, false),
    FIELD("categories", CONFIG_NODE, categories, true),
};
#undef FIELD
enum { HEADER_FIELDS = sizeof header_fields / sizeof header_fields[0] };

struct category_keys {
    const char *code, *label, *parent, *about;
    const struct config_node *combines, *when, *rules, *examples;
};

#define FIELD(key, type, member, needed)                                                                     \
    {                                                                                                        \
        key, type, offsetof(struct category_keys, member), needed, NULL, 0, 0                                \
    }
static const struct config_field category_fields[] = {
    FIELD("code", CONFIG_TEXT, code, true),          FIELD("label", CONFIG_TEXT, label, false),
    FIELD("parent", CONFIG_TEXT, parent, false),     FIELD("about", CONFIG_TEXT, about, false),
    FIELD("combines", CONFIG_NODE, combines, false), FIELD("when", CONFIG_NODE, when, false),
    FIELD("rules", CONFIG_NODE, rules, false),       FIELD("examples", CONFIG_NODE, examples, false),
};
#undef FIELD
enum { CATEGORY_FIELDS = sizeof category_fields / sizeof category_fields[0] };

/* A category on its way: what the extended file (0) and this file (1) say of it. */
struct draft {
    struct category_keys keys[2];
    const struct config_node *node[2];
};

static bool is_code(const char *s)
{
    size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && len <= CODE_MAX && s[len] == '\0';
}

int ruleset_texts(const struct config_node *node, const char *key, size_t *count, struct error *err)
{
    *count = 0;
    if (config_kind(node) == CONFIG_NULL)
        return node == NULL ? 0 : config_fail(node, err, "'%s' is empty: remove it or give it a value", key);
    if (config_kind(node) == CONFIG_MAP)
        return config_fail(node, err, "'%s' must be one text or a list of texts, not a map", key);
    *count = config_kind(node) == CONFIG_LIST ? config_size(node) : 1;
    if (*count == 0 || *count > RULESET_MAX_PATTERNS)
        return config_fail(node, err, "'%s' must hold from 1 to %d texts, not %zu", key, RULESET_MAX_PATTERNS,
                           *count);
    for (size_t i = 0; i < *count; i++)
        if (config_kind(ruleset_text_node(node, i)) != CONFIG_SCALAR ||
            config_text(ruleset_text_node(node, i))[0] == '\0')
            return config_fail(ruleset_text_node(node, i), err,
                               "an item of '%s' must be a text that is not empty", key);
    return 0;
}

const struct config_node *ruleset_text_node(const struct config_node *node, size_t i)
{
    return config_kind(node) == CONFIG_LIST ? config_item(node, i) : node;
}

int ruleset_find(const struct ruleset *r, const char *code)
{
    for (size_t i = 0; i < r->category_count; i++)
        if (strcmp(r->categories[i].code, code) == 0)
            return (int)i;
    return -1;
}

bool ruleset_asks(const struct ruleset *r, enum rule_name kind)
{
    for (size_t i = 0; i < r->category_count; i++)
        for (size_t k = 0; k < r->categories[i].rule_count; k++) {
            const struct rule_names *names = &r->categories[i].rules[k].when.names[kind];
            if (names->any.count + names->none.count > 0)
                return true;
        }
    return false;
}

const struct rule *ruleset_rule(const struct ruleset *r, size_t category, size_t number, size_t *origin,
                                size_t *number_there)
{
    const struct ruleset_category *c = &r->categories[category];
    for (size_t i = 0; i < c->combined_count; i++) {
        category = (size_t)c->combined[i];
        if (number <= r->categories[category].rule_count)
            break;
        number -= r->categories[category].rule_count;
    }
    if (number < 1 || number > r->categories[category].rule_count)
        return NULL;
    if (origin != NULL)
        *origin = category;
    if (number_there != NULL)
        *number_there = number;
    return &r->categories[category].rules[number - 1];
}

static int check_name(const struct config *c, const struct header *h, struct error *err)
{
    const char *path = config_path(c);
    const char *slash = strrchr(path, '/');
    const char *file = slash != NULL ? slash + 1 : path;
    const struct config_node *node = config_get(config_root(c), "ruleset");
    if (!is_code(h->name))
        return config_fail(node, err, "the name '%s' must be 1 to %d of a-z, 0-9 and -", h->name, CODE_MAX);
    size_t len = strlen(h->name);
    if (strncmp(file, h->name, len) != 0 || strcmp(file + len, ".yaml") != 0)
        return config_fail(node, err, "the ruleset is named '%s' but its file is %s: name the file %s.yaml",
                           h->name, file, h->name);
    return 0;
}

static int read_header(struct config *c, struct header *h, struct error *err)
{
    if (config_read(c, config_root(c), "a ruleset", header_fields, HEADER_FIELDS, h, err) != 0 ||
        check_name(c, h, err) != 0)
        return -1;
    h->extends_node = config_get(config_root(c), "extends");
    if (config_kind(h->categories) != CONFIG_LIST || config_size(h->categories) == 0)
        return config_fail(h->categories, err, "'categories' must be a list of at least one category");
    if (config_size(h->categories) > RULESET_MAX_CATEGORIES)
        return config_fail(h->categories, err, "%zu categories are more than the limit of %d",
                           config_size(h->categories), RULESET_MAX_CATEGORIES);
    return 0;
}

/* The ruleset that `h` extends. A local ruleset may extend the shipped one of the same name, so the workspace
 * is not searched then. */
static int load_base(struct ruleset *r, const char *directory, const struct header *h, struct header *base,
                     struct error *err)
{
    char *path = NULL;
    bool same = strcmp(h->extends, h->name) == 0;
    int result = workspace_find(same ? NULL : directory, "rulesets", h->extends, &path, NULL, err);
    if (result == 0)
        result = config_load(path, &r->base, err);
    free(path);
    if (result != 0 || read_header(r->base, base, err) != 0)
        return -1;
    if (base->extends != NULL)
        return config_fail(h->extends_node, err, "'%s' itself extends another ruleset: extend '%s' instead",
                           h->extends, base->extends);
    if (base->dimension != h->dimension)
        return config_fail(h->extends_node, err, "'%s' is of dimension %s: this ruleset must be too",
                           h->extends, ruleset_dimensions[base->dimension]);
    return 0;
}

static struct draft *find_draft(struct draft *drafts, size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++) {
        const char *have = drafts[i].keys[0].code != NULL ? drafts[i].keys[0].code : drafts[i].keys[1].code;
        if (strcmp(have, code) == 0)
            return &drafts[i];
    }
    return NULL;
}

/* Reads the category maps of one file (0 the extended one, 1 this one) into drafts. */
static int read_drafts(struct config *c, const struct config_node *list, int file, struct draft *drafts,
                       size_t *count, struct error *err)
{
    for (size_t i = 0; i < config_size(list); i++) {
        const struct config_node *node = config_item(list, i);
        struct category_keys keys = {0};
        if (config_read(c, node, "a category", category_fields, CATEGORY_FIELDS, &keys, err) != 0)
            return -1;
        if (!is_code(keys.code))
            return config_fail(config_get(node, "code"), err,
                               "the code '%s' must be 1 to %d of a-z, 0-9 and -", keys.code, CODE_MAX);
        struct draft *d = find_draft(drafts, *count, keys.code);
        if (d != NULL && d->node[file] != NULL)
            return config_fail(config_get(node, "code"), err,
                               "the code '%s' is used twice: the first is in line %d", keys.code,
                               config_line(d->node[file]));
        if (d == NULL && *count == RULESET_MAX_CATEGORIES)
            return config_fail(node, err, "there are more than %d categories", RULESET_MAX_CATEGORIES);
        if (d == NULL)
            d = &drafts[(*count)++];
        d->keys[file] = keys;
        d->node[file] = node;
        if (d->keys[0].label == NULL && keys.label == NULL)
            return config_fail(node, err, "the category '%s' needs a label: its name in the report",
                               keys.code);
    }
    return 0;
}

/* 0 = the file that is extended, 1 = this one. */
static struct config *file_config(const struct ruleset *r, int file)
{
    return file == 0 ? r->base : r->config;
}

/* What is asked of all rules of a category, for those of each file. */
static int read_whens(struct ruleset *r, const struct draft *d, size_t rules, struct ruleset_category *out,
                      struct ruleset_when when[2], struct error *err)
{
    struct rule_when all = {.min_words = -1, .max_words = -1};
    for (int file = 0; file < 2; file++) {
        const struct config_node *node = d->keys[file].when;
        if (node != NULL && rules == 0)
            return config_fail(node, err, "'when' is for rules, and this category has none");
        if (ruleset_read_when(file_config(r, file), node, out->when[0] != NULL, &all, err) != 0)
            return -1;
        out->when[file] = node;
    }
    for (int file = 0; file < 2; file++)
        when[file] = (struct ruleset_when){all, out->when[1 - file] != NULL};
    return 0;
}

static int read_rules(struct ruleset *r, const struct draft *d, struct ruleset_category *out,
                      struct error *err)
{
    size_t count = config_size(d->keys[0].rules) + config_size(d->keys[1].rules);
    if (count > RULESET_MAX_RULES)
        return config_fail(d->keys[1].rules, err, "%zu rules are more than the limit of %d in a category",
                           count, RULESET_MAX_RULES);
    struct ruleset_when when[2];
    if (read_whens(r, d, count, out, when, err) != 0)
        return -1;
    out->rules = arena_new(&r->arena, count, sizeof *out->rules);
    for (int file = 0; file < 2; file++) {
        const struct config_node *list = d->keys[file].rules;
        if (config_kind(list) != CONFIG_LIST && list != NULL)
            return config_fail(list, err, "'rules' must be a list: begin each rule with '- '");
        for (size_t i = 0; i < config_size(list); i++)
            if (ruleset_read_rule(r, file_config(r, file), &when[file], config_item(list, i),
                                  &out->rules[out->rule_count++], err) != 0)
                return -1;
        if (file == 0)
            out->base_rules = out->rule_count;
    }
    return 0;
}

static const char *later(const char *first, const char *second, const char *otherwise)
{
    const char *s = second != NULL ? second : first;
    return s != NULL ? s : otherwise;
}

static int build_category(struct ruleset *r, const struct draft *d, struct ruleset_category *out,
                          struct error *err)
{
    out->code = d->keys[1].code != NULL ? d->keys[1].code : d->keys[0].code;
    out->label = later(d->keys[0].label, d->keys[1].label, "");
    out->about = later(d->keys[0].about, d->keys[1].about, "");
    out->node = d->node[1] != NULL ? d->node[1] : d->node[0];
    out->parent = -1;
    if (read_rules(r, d, out, err) != 0)
        return -1;
    for (int file = 0; file < 2; file++) {
        if (ruleset_read_examples(r, file_config(r, file), d->keys[file].examples, out, err) != 0)
            return -1;
        if (file == 0)
            out->base_examples = out->example_count;
    }
    return 0;
}

/* What this file says of a category, or else the one that is extended. */
static const struct config_node *later_node(const struct draft *d, const char *key)
{
    const struct config_node *node = config_get(d->node[1], key);
    return node != NULL ? node : config_get(d->node[0], key);
}

static int build(struct ruleset *r, const struct draft *drafts, size_t count, struct error *err)
{
    r->category_count = count;
    r->categories = arena_new(&r->arena, count, sizeof *r->categories);
    for (size_t i = 0; i < count; i++)
        if (build_category(r, &drafts[i], &r->categories[i], err) != 0)
            return -1;
    struct ruleset_ties *ties = mem_new(count, sizeof *ties);
    for (size_t i = 0; i < count; i++)
        ties[i] = (struct ruleset_ties){later_node(&drafts[i], "parent"), later_node(&drafts[i], "combines")};
    int result = ruleset_link(r, ties, err);
    free(ties);
    return result;
}

static int read_file(struct ruleset *r, const char *directory, struct error *err)
{
    struct header h = {0};
    struct header base = {0};
    if (read_header(r->config, &h, err) != 0 ||
        (h.extends != NULL && load_base(r, directory, &h, &base, err) != 0))
        return -1;
    r->path = config_path(r->config);
    r->name = h.name;
    r->version = h.version;
    r->dimension = (enum ruleset_dimension)h.dimension;
    r->title = later(base.title, h.title, h.name);
    r->about = later(base.about, h.about, "");
    struct draft *drafts = mem_new(config_size(base.categories) + config_size(h.categories), sizeof *drafts);
    size_t count = 0;
    int result = read_drafts(r->base, base.categories, 0, drafts, &count, err);
    if (result == 0)
        result = read_drafts(r->config, h.categories, 1, drafts, &count, err);
    if (result == 0)
        result = build(r, drafts, count, err);
    free(drafts);
    if (result == 0)
        ruleset_hash(r);
    return result;
}

int ruleset_read(const char *directory, const char *name, struct ruleset **out, struct error *err)
{
    char *path = NULL;
    if (ruleset_locate(directory, name, &path, err) != 0)
        return -1;
    struct ruleset *r = mem_new(1, sizeof *r);
    int result = config_load(path, &r->config, err);
    free(path);
    if (result == 0)
        result = read_file(r, directory, err);
    if (result != 0) {
        ruleset_free(r);
        return -1;
    }
    *out = r;
    return 0;
}

int ruleset_load(const char *directory, const char *name, struct ruleset **out, struct error *err)
{
    struct ruleset *r = NULL;
    if (ruleset_read(directory, name, &r, err) != 0)
        return -1;
    if (ruleset_compile(r, err) != 0) {
        ruleset_free(r);
        return -1;
    }
    *out = r;
    return 0;
}

static void each_list(const struct ruleset *r, void (*visit)(struct rule_list *list))
{
    for (size_t i = 0; i < r->category_count; i++)
        for (size_t k = 0; k < r->categories[i].rule_count; k++) {
            struct rule *rule = &r->categories[i].rules[k];
            visit(&rule->match);
            visit(&rule->also);
            visit(&rule->unless);
        }
}

static void free_list(struct rule_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        pattern_free(list->any[i].pattern);
}

void ruleset_free(struct ruleset *r)
{
    if (r == NULL)
        return;
    each_list(r, free_list);
    config_free(r->config);
    config_free(r->base);
    arena_free(&r->arena);
    free(r);
}
