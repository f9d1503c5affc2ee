/* pattern_sketch.c: sets of sketches: join, union, order. */
#include "pattern_sketch.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

static void extend(struct sketch *s, const char *symbols, size_t len)
{
    for (size_t i = 0; i < len && !s->cut; i++) {
        if (symbols[i] == SKETCH_GAP && s->len > 0 && s->text[s->len - 1] == SKETCH_GAP)
            continue;
        s->cut = s->len == SKETCH_MAX - 1;
        s->text[s->len++] = s->cut ? SKETCH_GAP : symbols[i];
    }
}

static struct sketch *grow(struct sketch_set *set)
{
    set->items = mem_grow(set->items, &set->cap, set->count + 1, sizeof *set->items);
    return &set->items[set->count++];
}

struct sketch_set sketch_one(const char *symbols)
{
    struct sketch_set set = {0};
    struct sketch *s = grow(&set);
    *s = (struct sketch){0};
    extend(s, symbols, strlen(symbols));
    return set;
}

void sketch_free(struct sketch_set *set)
{
    free(set->items);
    *set = (struct sketch_set){0};
}

bool sketch_join(struct sketch_set *set, struct sketch_set *more)
{
    if (more->count > 0 && set->count > SKETCH_SET_MAX / more->count)
        return false;
    struct sketch_set joined = {0};
    for (size_t i = 0; i < set->count; i++) {
        for (size_t k = 0; k < more->count; k++) {
            struct sketch *s = grow(&joined);
            *s = set->items[i];
            extend(s, more->items[k].text, more->items[k].len);
        }
    }
    sketch_free(set);
    sketch_free(more);
    *set = joined;
    return true;
}

void sketch_add(struct sketch_set *set, struct sketch_set *more)
{
    for (size_t i = 0; i < more->count; i++)
        *grow(set) = more->items[i];
    sketch_free(more);
    if (set->count <= SKETCH_SET_MAX)
        return;
    sketch_free(set);
    *set = sketch_one((char[]){SKETCH_GAP, '\0'});
}

void sketch_append(struct sketch_set *set, char symbol)
{
    for (size_t i = 0; i < set->count; i++)
        extend(&set->items[i], &symbol, 1);
}

static int compare(const void *a, const void *b)
{
    const struct sketch *x = a, *y = b;
    int order = memcmp(x->text, y->text, x->len < y->len ? x->len : y->len);
    return order != 0 ? order : (int)x->len - (int)y->len;
}

void sketch_sort(struct sketch_set *set)
{
    if (set->count == 0)
        return;
    qsort(set->items, set->count, sizeof *set->items, compare);
    size_t kept = 1;
    for (size_t i = 1; i < set->count; i++) {
        if (compare(&set->items[kept - 1], &set->items[i]) != 0)
            set->items[kept++] = set->items[i];
    }
    set->count = kept;
}
