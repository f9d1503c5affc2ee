/* workspace_places.c: the tree of places, and finding one by its name or by a postcode. */
#include "workspace_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

const char *const workspace_levels[] = {"system", "area", "place", "neighbourhood", NULL};

enum { NAME_MAX_BYTES = 1024, POSTCODE_SIZE = 9, DISTRICT_MAX = 4, INWARD = 3 };

/* A place as it stands in the file. */
struct entry {
    const char *name;
    int level; /* -1: not given */
    struct config_texts postcodes;
    const struct config_node *places;
};
static const struct config_field fields[] = {
    {"name", CONFIG_TEXT, offsetof(struct entry, name), true, NULL, 0, 0},
    {"level", CONFIG_ENUM, offsetof(struct entry, level), false, workspace_levels, 0, 0},
    {"postcodes", CONFIG_TEXTS, offsetof(struct entry, postcodes), false, NULL, 0, 0},
    {"places", CONFIG_NODE, offsetof(struct entry, places), false, NULL, 0, 0},
};

/* A letter or two, a digit, and perhaps one more letter or digit (Royal Mail's outward code). */
static bool is_district(const char *s)
{
    size_t letters = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    size_t len = strlen(s);
    if (letters < 1 || letters > 2 || !isdigit((unsigned char)s[letters]) || len > letters + 2)
        return false;
    return len == letters + 1 || isalnum((unsigned char)s[letters + 1]);
}

static bool is_inward(const char *s)
{
    return isdigit((unsigned char)s[0]) && isupper((unsigned char)s[1]) && isupper((unsigned char)s[2]);
}

/* "np1 4ab", "NP14AB", "NP1 4", "NP1" -> "NP1"; false if it is no postcode. */
static bool district_of(const char *postcode, char district[POSTCODE_SIZE])
{
    size_t len = 0;
    size_t before_gap = 0;
    for (const char *p = postcode; *p != '\0'; p++) {
        if (isspace((unsigned char)*p)) {
            before_gap = before_gap == 0 ? len : before_gap;
            continue;
        }
        if (len == POSTCODE_SIZE - 1)
            return false;
        district[len++] = (char)toupper((unsigned char)*p);
    }
    district[len] = '\0';
    if (before_gap > 0 && before_gap < len && isdigit((unsigned char)district[before_gap]))
        district[before_gap] = '\0';
    else if (len > INWARD && is_inward(district + len - INWARD) &&
             !(len <= DISTRICT_MAX && is_district(district)))
        district[len - INWARD] = '\0';
    return is_district(district);
}

static int by_key(const void *a, const void *b)
{
    const struct workspace_index *x = a;
    const struct workspace_index *y = b;
    int order = strcmp(x->key, y->key);
    return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

static int find(const struct workspace_index *index, size_t count, const char *key)
{
    const struct workspace_index wanted = {key, 0};
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(wanted.key, index[middle].key);
        if (order == 0)
            return index[middle].place;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return -1;
}

static int read_level(const struct workspace *w, const struct entry *e, const struct config_node *n,
                      int parent, enum workspace_level *level, struct error *err)
{
    int above = parent < 0 ? -1 : (int)w->places[parent].level;
    if (above == WORKSPACE_NEIGHBOURHOOD)
        return config_fail(n, err, "a neighbourhood (%s) cannot hold further places", w->places[parent].name);
    if (e->level >= 0 && e->level <= above)
        return config_fail(config_get(n, "level"), err,
                           "'%s' lies in %s, which is a %s already: give it a lower level", e->name,
                           w->places[parent].name, workspace_levels[above]);
    *level = (enum workspace_level)(e->level >= 0 ? e->level : above + 1);
    return 0;
}

/* Districts are kept in capitals. */
static int read_postcodes(struct workspace *w, struct workspace_place *p, const struct entry *e,
                          const struct config_node *n, struct error *err)
{
    const char **districts = arena_new(&w->arena, e->postcodes.count, sizeof *districts);
    for (size_t i = 0; i < e->postcodes.count; i++) {
        char district[POSTCODE_SIZE];
        const char *text = e->postcodes.text[i];
        const struct config_node *list = config_get(n, "postcodes");
        if (!district_of(text, district) || strlen(district) != strlen(text))
            return config_fail(config_kind(list) == CONFIG_LIST ? config_item(list, i) : list, err,
                               "'%s' is not a postcode district such as NP1", text);
        districts[i] = arena_strdup(&w->arena, district);
    }
    p->postcodes = districts;
    p->postcode_count = e->postcodes.count;
    w->postcode_count += p->postcode_count;
    return 0;
}

static int read_list(struct workspace *w, const struct config_node *list, int parent, struct error *err)
{
    if (config_kind(list) != CONFIG_LIST && config_kind(list) != CONFIG_NULL)
        return config_fail(list, err, "'places' must be a list of '- name: ...'");
    for (size_t i = 0; i < config_size(list); i++) {
        const struct config_node *n = config_item(list, i);
        struct entry e = {.level = -1};
        if (w->place_count == WORKSPACE_MAX_PLACES)
            return config_fail(n, err, "there are more than %d places", (int)WORKSPACE_MAX_PLACES);
        if (config_read(w->config, n, "a place", fields, sizeof fields / sizeof fields[0], &e, err) != 0)
            return -1;
        if (strlen(e.name) > NAME_MAX_BYTES)
            return config_fail(n, err, "the name of a place is longer than %d bytes", (int)NAME_MAX_BYTES);
        int self = (int)w->place_count++;
        struct workspace_place *p = &w->places[self];
        *p = (struct workspace_place){.name = e.name, .parent = parent};
        /* Depth is bounded: each level lies below its parent's, and there are four. */
        if (read_level(w, &e, n, parent, &p->level, err) != 0 || read_postcodes(w, p, &e, n, err) != 0 ||
            read_list(w, e.places, self, err) != 0)
            return -1;
    }
    return 0;
}

static int index_names(struct workspace *w, const struct config_node *places, struct error *err)
{
    struct buf key = buf_new(2 * NAME_MAX_BYTES * 4);
    w->names = arena_new(&w->arena, w->place_count, sizeof *w->names);
    for (size_t i = 0; i < w->place_count; i++) {
        buf_clear(&key);
        text_key(w->places[i].name, strlen(w->places[i].name), &key);
        w->names[i] = (struct workspace_index){arena_strdup(&w->arena, buf_str(&key)), (int)i};
    }
    buf_free(&key);
    qsort(w->names, w->place_count, sizeof *w->names, by_key);
    for (size_t i = 1; i < w->place_count; i++)
        if (strcmp(w->names[i].key, w->names[i - 1].key) == 0)
            return config_fail(places, err, "two places are named '%s': give each a name of its own",
                               w->places[w->names[i].place].name);
    return 0;
}

static int index_postcodes(struct workspace *w, const struct config_node *places, struct error *err)
{
    size_t n = 0;
    w->postcodes = arena_new(&w->arena, w->postcode_count, sizeof *w->postcodes);
    for (size_t i = 0; i < w->place_count; i++)
        for (size_t d = 0; d < w->places[i].postcode_count; d++)
            w->postcodes[n++] = (struct workspace_index){w->places[i].postcodes[d], (int)i};
    qsort(w->postcodes, n, sizeof *w->postcodes, by_key);
    for (size_t i = 1; i < n; i++)
        if (strcmp(w->postcodes[i].key, w->postcodes[i - 1].key) == 0)
            return config_fail(places, err, "the postcode district %s stands under %s and under %s: keep one",
                               w->postcodes[i].key, w->places[w->postcodes[i - 1].place].name,
                               w->places[w->postcodes[i].place].name);
    return 0;
}

int workspace_read_places(struct workspace *w, const struct config_node *places, struct error *err)
{
    if (config_kind(places) == CONFIG_LIST && config_size(places) > 1)
        return config_fail(config_item(places, 1), err,
                           "places begin with one: the whole system; put the others under its own 'places:'");
    w->places = arena_new(&w->arena, WORKSPACE_MAX_PLACES, sizeof *w->places);
    if (read_list(w, places, -1, err) != 0)
        return -1;
    return index_names(w, places, err) == 0 && index_postcodes(w, places, err) == 0 ? 0 : -1;
}

int workspace_find_place(const struct workspace *w, const char *name)
{
    struct buf key = buf_new(2 * NAME_MAX_BYTES * 4);
    text_key(name, strlen(name), &key);
    int found = key.failed ? -1 : find(w->names, w->place_count, buf_str(&key));
    buf_free(&key);
    return found;
}

int workspace_find_postcode(const struct workspace *w, const char *postcode)
{
    char district[POSTCODE_SIZE];
    if (!district_of(postcode, district))
        return -1;
    int found = find(w->postcodes, w->postcode_count, district);
    size_t last = strlen(district) - 1;
    if (found < 0 && isalpha((unsigned char)district[last])) {
        district[last] = '\0';
        found = find(w->postcodes, w->postcode_count, district);
    }
    return found;
}
