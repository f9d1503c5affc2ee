/* group_codes.c: whether the groups that a source declares are groups that the workspace knows. */
#include "group_codes.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/config.h>
#include <yousaid/mem.h>
#include <yousaid/text.h>

enum { GROUP_MAX_EXTENDS = 8 };

struct group_codes {
    struct arena arena;
    const char **code;
    size_t count, cap;
};

static const char *text_of(const struct config_node *map, const char *key)
{
    const struct config_node *node = config_get(map, key);
    const char *text = node != NULL ? config_text(node) : NULL;
    return text != NULL ? text : "";
}

static void add_categories(struct group_codes *g, const struct config_node *categories)
{
    for (size_t i = 0; i < config_size(categories); i++) {
        const struct config_node *category = config_item(categories, i);
        if (config_kind(category) != CONFIG_MAP)
            continue;
        g->code = mem_grow(g->code, &g->cap, g->count + 1, sizeof *g->code);
        g->code[g->count++] = arena_strdup(&g->arena, text_of(category, "code"));
    }
}

/* A local ruleset may have the name of the shipped one that it extends: that one is looked for among the
 * shipped files only. */
static int add_ruleset(struct group_codes *g, const char *directory, const char *name, int depth,
                       struct error *err)
{
    char *path = NULL;
    struct config *c = NULL;
    if (workspace_find(directory, "rulesets", name, &path, NULL, err) != 0)
        return -1;
    int result = config_load(path, &c, err);
    free(path);
    if (result != 0)
        return -1;
    const struct config_node *root = config_root(c);
    if (config_kind(root) == CONFIG_MAP && strcmp(text_of(root, "dimension"), "group") == 0) {
        const char *extends = text_of(root, "extends");
        add_categories(g, config_get(root, "categories"));
        if (*extends != '\0' && depth < GROUP_MAX_EXTENDS)
            result = add_ruleset(g, strcmp(extends, name) == 0 ? NULL : directory, extends, depth + 1, err);
    }
    config_free(c);
    return result;
}

int group_codes_load(const struct workspace *w, struct group_codes **out, struct error *err)
{
    struct group_codes *g = mem_new(1, sizeof *g);
    int result = 0;
    for (size_t i = 0; result == 0 && i < w->rulesets.count; i++)
        result = add_ruleset(g, w->directory, w->rulesets.text[i], 0, err);
    if (result != 0) {
        group_codes_free(g);
        return -1;
    }
    *out = g;
    return 0;
}

void group_codes_free(struct group_codes *g)
{
    if (g == NULL)
        return;
    arena_free(&g->arena);
    free(g->code);
    free(g);
}

static bool known(const struct group_codes *g, const char *code)
{
    size_t i = 0;
    while (i < g->count && strcmp(g->code[i], code) != 0)
        i++;
    return i < g->count;
}

int group_codes_check(const struct group_codes *g, const struct source *s, struct error *err)
{
    for (size_t i = 0; g->count > 0 && i < s->answer_count; i++) {
        const struct source_answer *answer = &s->answers[i];
        if (strcmp(answer->name, "group") != 0 || answer->map == NULL)
            continue;
        for (size_t k = 0; k < value_map_codes(answer->map); k++) {
            const char *code = value_map_code(answer->map, k);
            const char *closest = known(g, code) ? code : text_closest(code, g->code, g->count);
            if (closest == code)
                continue;
            return config_fail(
                s->columns[answer->column].node, err,
                "the map leads to '%s', which no group ruleset has, so nobody would be counted%s%s%s", code,
                closest != NULL ? ": did you mean '" : "", closest != NULL ? closest : "",
                closest != NULL ? "'?" : "");
        }
    }
    return 0;
}
