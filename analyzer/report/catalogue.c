/* catalogue.c: reads the categories of the current rulesets and puts children after their parents. */
#include "catalogue.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/store_report.h>
#include <yousaid/text.h>

enum { MAX_DEPTH = 32 };

static const char *const dimensions[] = {"theme", "group", "tone", "answer"};

struct loading {
    struct catalogue *book;
    size_t ruleset_cap, category_cap;
    const char **parents; /* code of the parent of each category, or NULL */
    size_t parent_cap;
};

static int add_ruleset(void *ctx, const struct store_ruleset_row *row, struct error *err)
{
    (void)err;
    struct loading *l = ctx;
    struct catalogue *b = l->book;
    struct catalogue_ruleset made = {.id = row->id,
                                     .name = arena_strdup(&b->arena, row->name),
                                     .title = arena_strdup(&b->arena, row->title),
                                     .version = arena_strdup(&b->arena, row->version),
                                     .sha256 = arena_strdup(&b->arena, row->sha256),
                                     .uncoded = row->uncoded};
    while (made.dimension < CATALOGUE_ANSWER && strcmp(row->dimension, dimensions[made.dimension]) != 0)
        made.dimension++;
    b->rulesets = mem_grow(b->rulesets, &l->ruleset_cap, b->ruleset_count + 1, sizeof *b->rulesets);
    b->rulesets[b->ruleset_count++] = made;
    return 0;
}

static int find_ruleset(const struct catalogue *b, const char *name)
{
    for (size_t i = 0; i < b->ruleset_count; i++)
        if (strcmp(b->rulesets[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* Keeps the rulesets asked for, in that order, then those of dimension answer. */
static int choose_rulesets(struct catalogue *b, const char *const *names, size_t count, struct error *err)
{
    struct catalogue_ruleset *chosen = mem_new(count + b->ruleset_count + 1, sizeof *chosen);
    size_t kept = 0;
    int missing = -1;
    for (size_t i = 0; i < count && missing < 0; i++) {
        int at = find_ruleset(b, names[i]);
        if (at < 0)
            missing = (int)i;
        else if (b->rulesets[at].dimension != CATALOGUE_ANSWER)
            chosen[kept++] = b->rulesets[at];
    }
    for (size_t i = 0; i < b->ruleset_count; i++)
        if (b->rulesets[i].dimension == CATALOGUE_ANSWER)
            chosen[kept++] = b->rulesets[i];
    free(b->rulesets);
    b->rulesets = chosen;
    b->ruleset_count = kept;
    if (missing < 0)
        return 0;
    return error_set(
        err, ERROR_TEMPFAIL,
        "ruleset %s has not coded the comments yet: run yousaid-analyzer classify, then report again",
        names[missing]);
}

static int add_category(void *ctx, const struct store_category_row *row, struct error *err)
{
    struct loading *l = ctx;
    struct catalogue *b = l->book;
    size_t ruleset = 0;
    while (ruleset < b->ruleset_count && b->rulesets[ruleset].id != row->ruleset_id)
        ruleset++;
    if (ruleset == b->ruleset_count)
        return 0;
    if (b->category_count == CATALOGUE_MAX)
        return error_set(err, ERROR_CONFIG,
                         "the rulesets have more than %d categories together: report with fewer",
                         CATALOGUE_MAX);
    struct catalogue_category made = {.id = row->id,
                                      .code = arena_strdup(&b->arena, row->code),
                                      .label = arena_strdup(&b->arena, row->label),
                                      .about = arena_strdup(&b->arena, row->about),
                                      .ruleset = ruleset,
                                      .parent = -1};
    b->categories = mem_grow(b->categories, &l->category_cap, b->category_count + 1, sizeof *b->categories);
    l->parents = mem_grow(l->parents, &l->parent_cap, b->category_count + 1, sizeof *l->parents);
    l->parents[b->category_count] = arena_strdup(&b->arena, row->parent);
    b->categories[b->category_count++] = made;
    return 0;
}

struct ordering {
    const struct catalogue_category *from;
    const char **parents;
    size_t count;
    struct catalogue_category *to;
    size_t made;
};

static bool is_child(const struct ordering *o, size_t i, size_t ruleset, int parent)
{
    if (o->from[i].ruleset != ruleset)
        return false;
    if (parent < 0)
        return o->parents[i] == NULL;
    return o->parents[i] != NULL && strcmp(o->parents[i], o->to[parent].code) == 0;
}

/* Children of `parent` (already placed) and theirs. Depth is bounded: a category is placed once. */
static void place_children(struct ordering *o, size_t ruleset, int parent)
{
    for (size_t i = 0; i < o->count; i++) {
        if (!is_child(o, i, ruleset, parent))
            continue;
        size_t at = o->made++;
        o->to[at] = o->from[i];
        o->to[at].parent = parent;
        o->to[at].depth = parent < 0 ? 0 : o->to[parent].depth + 1;
        if (parent >= 0)
            o->to[parent].groups = true;
        if (o->to[at].depth < MAX_DEPTH)
            place_children(o, ruleset, (int)at);
    }
}

static void order_categories(struct loading *l)
{
    struct catalogue *b = l->book;
    struct ordering o = {.from = b->categories,
                         .parents = l->parents,
                         .count = b->category_count,
                         .to = mem_new(b->category_count + 1, sizeof *o.to)};
    for (size_t r = 0; r < b->ruleset_count; r++) {
        b->rulesets[r].first = o.made;
        place_children(&o, r, -1);
        b->rulesets[r].count = o.made - b->rulesets[r].first;
    }
    free(b->categories);
    b->categories = o.to;
    b->category_count = o.made;
}

static int load(struct store *store, bool all, const char *const *names, size_t count, struct catalogue **out,
                struct error *err)
{
    struct catalogue *b = mem_new(1, sizeof *b);
    struct loading l = {.book = b};
    int result = -1;
    if (store_each_ruleset(store, add_ruleset, &l, err) != 0 ||
        (!all && choose_rulesets(b, names, count, err) != 0) ||
        store_each_category(store, add_category, &l, err) != 0)
        goto done;
    order_categories(&l);
    *out = b;
    b = NULL;
    result = 0;
done:
    free(l.parents);
    catalogue_free(b);
    return result;
}

int catalogue_load_all(struct store *store, struct catalogue **out, struct error *err)
{
    return load(store, true, NULL, 0, out, err);
}

int catalogue_load(struct store *store, const char *const *names, size_t count, struct catalogue **out,
                   struct error *err)
{
    return load(store, false, names, count, out, err);
}

void catalogue_free(struct catalogue *b)
{
    if (b == NULL)
        return;
    free(b->rulesets);
    free(b->categories);
    arena_free(&b->arena);
    free(b);
}

int catalogue_by_id(const struct catalogue *b, int64_t id)
{
    for (size_t i = 0; i < b->category_count; i++)
        if (b->categories[i].id == id)
            return (int)i;
    return -1;
}

enum catalogue_dimension catalogue_dimension(const struct catalogue *b, size_t category)
{
    return b->rulesets[b->categories[category].ruleset].dimension;
}

bool catalogue_within(const struct catalogue *b, int category, int ancestor)
{
    while (category >= 0 && category != ancestor)
        category = b->categories[category].parent;
    return category >= 0;
}

int catalogue_root(const struct catalogue *b, int category)
{
    while (b->categories[category].parent >= 0)
        category = b->categories[category].parent;
    return category;
}

static bool wanted(const struct catalogue *b, size_t category, int dimension)
{
    enum catalogue_dimension d = catalogue_dimension(b, category);
    return dimension < 0 ? d == CATALOGUE_THEME || d == CATALOGUE_GROUP : (int)d == dimension;
}

int catalogue_find(const struct catalogue *b, const char *code, int dimension)
{
    const char *slash = strchr(code, '/');
    size_t named = slash == NULL ? 0 : (size_t)(slash - code);
    const char *bare = slash == NULL ? code : slash + 1;
    int found = -1;
    for (size_t i = 0; i < b->category_count; i++) {
        const char *ruleset = b->rulesets[b->categories[i].ruleset].name;
        if (!wanted(b, i, dimension) || strcmp(b->categories[i].code, bare) != 0)
            continue;
        if (slash != NULL && (strlen(ruleset) != named || strncmp(ruleset, code, named) != 0))
            continue;
        if (found >= 0)
            return -2;
        found = (int)i;
    }
    return found;
}

const char *catalogue_closest(const struct catalogue *b, const char *code, int dimension)
{
    const char **names = mem_new(b->category_count + 1, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < b->category_count; i++)
        if (wanted(b, i, dimension))
            names[count++] = b->categories[i].code;
    const char *slash = strchr(code, '/');
    const char *closest = text_closest(slash == NULL ? code : slash + 1, names, count);
    free(names);
    return closest;
}
