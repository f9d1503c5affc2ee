/* labels_map.c: which category of a ruleset each label of people stands for. */
#include "labels_internal.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

enum { MAP_MAX_FILE = 1 << 20 };

/* What coders write where no theme can be given; no category of any ruleset. */
static const char not_possible[] = "Labelling not possible";

/* A label in either case goes before a code in the wrong one: "Food" may be the group of "food". */
int labels_category(const struct ruleset *r, const char *name)
{
    int found = ruleset_find(r, name);
    for (size_t c = 0; c < r->category_count && found < 0; c++)
        if (text_same(r->categories[c].label, name))
            found = (int)c;
    for (size_t c = 0; c < r->category_count && found < 0; c++)
        if (text_same(r->categories[c].code, name))
            found = (int)c;
    return found;
}

static struct label *known_label(const struct labels *l, const char *name)
{
    for (size_t i = 0; i < l->label_count; i++)
        if (strcmp(l->label[i].name, name) == 0)
            return &l->label[i];
    for (size_t i = 0; i < l->label_count; i++)
        if (text_same(l->label[i].name, name))
            return &l->label[i];
    return NULL;
}

bool labels_known(const struct labels *l, const char *name)
{
    return known_label(l, name) != NULL;
}

static struct label *new_label(struct labels *l, const char *name, int category)
{
    struct label *grown = arena_new(&l->arena, l->label_count + 1, sizeof *grown);
    if (l->label_count > 0)
        memcpy(grown, l->label, l->label_count * sizeof *grown);
    l->label = grown;
    grown[l->label_count] =
        (struct label){.name = arena_strdup(&l->arena, name), .category = category, .column = SIZE_MAX};
    if (category >= 0)
        l->judged[category] = true;
    return &grown[l->label_count++];
}

struct label *labels_label(struct labels *l, const char *name)
{
    struct label *label = known_label(l, name);
    return label != NULL ? label : new_label(l, name, labels_category(l->ruleset, name));
}

static int no_such_category(const struct labels *l, const struct csv_table *map, size_t row, const char *name,
                            struct error *err)
{
    const struct ruleset *r = l->ruleset;
    const char **names = mem_new(r->category_count, sizeof *names);
    for (size_t c = 0; c < r->category_count; c++)
        names[c] = r->categories[c].label;
    const char *near = text_closest(name, names, r->category_count);
    error_at(err, ERROR_CONFIG, csv_table_path(map), (int)csv_table_line(map, row), 0,
             "there is no category \"%s\" in the ruleset %s%s%s%s; leave the cell empty if the label has no "
             "counterpart",
             name, r->name, near != NULL ? " (did you mean \"" : "", near != NULL ? near : "",
             near != NULL ? "\"?)" : "");
    free(names);
    return -1;
}

int labels_load_map(struct labels *l, const char *path, struct error *err)
{
    struct csv_table *map = NULL;
    int result = -1;
    if (csv_table_load_argument(path, MAP_MAX_FILE, NULL, 0, &map, err) != 0)
        return -1;
    if (csv_table_columns(map) != 2) {
        error_set(err, ERROR_CONFIG, "%s: a map has two columns, label and category; this file has %zu", path,
                  csv_table_columns(map));
        goto done;
    }
    for (size_t i = 0; i < csv_table_rows(map); i++) {
        const char *name = csv_table_cell(map, i, 0);
        const char *target = csv_table_cell(map, i, 1);
        bool none = target[0] == '\0' || text_same(target, not_possible);
        int category = none ? -1 : labels_category(l->ruleset, target);
        if (!none && category < 0) {
            no_such_category(l, map, i, target, err);
            goto done;
        }
        if (known_label(l, name) != NULL) {
            error_at(err, ERROR_CONFIG, path, (int)csv_table_line(map, i), 0,
                     "the label \"%s\" stands here twice", name);
            goto done;
        }
        new_label(l, name, category);
    }
    result = 0;
done:
    csv_table_free(map);
    return result;
}
