/* tally_group.c: who took part: one table for each characteristic that respondents were asked about. */
#include "tally_internal.h"

#include <stdlib.h>
#include <string.h>

struct declaring {
    struct tally *t;
    const struct catalogue *book;
    const struct tally_data *data;
    bool *used;   /* categories that someone declared, and all above them */
    bool *direct; /* categories that someone declared without declaring any part of them */
    bool *here;   /* categories of the response at hand, and all above them */
    bool *asked;  /* source x category (root): someone there declared something under it */
};

/* Marks (or clears) a declared category and all above it. */
static void mark(const struct catalogue *b, bool *marks, int category, bool value)
{
    for (; category >= 0; category = b->categories[category].parent)
        marks[category] = value;
}

static void mark_response(struct declaring *d, const struct tally_response *r, bool value)
{
    for (uint32_t i = 0; i < r->group_count; i++)
        mark(d->book, d->here, d->data->groups[r->first_group + i], value);
}

/* Whether the response declared a part of the category. */
static bool declared_part(const struct declaring *d, int category)
{
    const struct catalogue *b = d->book;
    for (size_t i = (size_t)category + 1;
         i < b->category_count && b->categories[i].depth > b->categories[category].depth; i++)
        if (d->here[i] && b->categories[i].parent == category)
            return true;
    return false;
}

static void survey(struct declaring *d)
{
    for (size_t i = 0; i < d->data->response_count; i++) {
        const struct tally_response *r = &d->data->responses[i];
        mark_response(d, r, true);
        for (uint32_t g = 0; g < r->group_count; g++) {
            int category = d->data->groups[r->first_group + g];
            mark(d->book, d->used, category, true);
            if (!d->direct[category])
                d->direct[category] = !declared_part(d, category);
            d->asked[r->source * d->book->category_count + (size_t)catalogue_root(d->book, category)] = true;
        }
        mark_response(d, r, false);
    }
}

/* Whether the category falls into parts worth a row each: two that somebody declared, or one and others who
 * named none. */
static bool has_parts(const struct declaring *d, int category)
{
    size_t parts = d->direct[category];
    for (size_t i = 0; i < d->book->category_count; i++)
        parts += d->used[i] && d->book->categories[i].parent == category;
    return parts > 1;
}

static void add_row(struct tally_characteristic *c, int category, int parent)
{
    c->category[c->rows] = category;
    c->parent[c->rows++] = parent;
}

/* Rows for the used parts of `category`, and one for those who declared it and no part. */
static void add_parts(struct declaring *d, struct tally_characteristic *c, int category, int parent)
{
    for (size_t i = 0; i < d->book->category_count; i++) {
        if (!d->used[i] || d->book->categories[i].parent != category)
            continue;
        int row = (int)c->rows;
        add_row(c, (int)i, parent);
        if (has_parts(d, (int)i))
            add_parts(d, c, (int)i, row);
    }
    if (d->direct[category])
        add_row(c, TALLY_OTHER, parent);
}

static void make_rows(struct declaring *d, struct tally_characteristic *c, int root)
{
    /* Each used category has a row and at most one "other" row beside it; and the silent. */
    size_t most = 2 * d->book->category_count + 2;
    c->root = root;
    c->category = arena_new(&d->t->arena, most, sizeof *c->category);
    c->parent = arena_new(&d->t->arena, most, sizeof *c->parent);
    if (d->book->categories[root].groups)
        add_parts(d, c, root, -1);
    else
        add_row(c, root, -1);
    add_row(c, TALLY_SILENT, -1);
    c->table = tally_table_new(c->rows, d->t->place_count);
    c->table->adds_across = c->table->adds_down = true;
    c->table->parent = c->parent;
}

/* Whether the response at hand belongs in a row. */
static bool belongs(const struct declaring *d, const struct tally_characteristic *c, size_t row)
{
    if (c->category[row] == TALLY_SILENT)
        return !d->here[c->root];
    if (c->category[row] != TALLY_OTHER)
        return d->here[c->category[row]];
    int above = c->parent[row] < 0 ? c->root : c->category[c->parent[row]];
    return d->here[above] && !declared_part(d, above);
}

static void count_response(struct declaring *d, struct tally_characteristic *c,
                           const struct tally_response *r, int32_t index)
{
    mark_response(d, r, true);
    for (size_t row = 0; row <= c->rows; row++) {
        if (row < c->rows && !belongs(d, c, row))
            continue;
        if (row == c->rows || c->parent[row] < 0)
            tally_bump(c->table, row, r->place, index);
        tally_bump(c->table, row, d->t->place_count, index);
    }
    mark_response(d, r, false);
}

/* The column in which all counted responses of each source stand; SEVERAL, or NOWHERE without any. */
enum { SEVERAL = -1, NOWHERE = -2 };
static int *only_places(const struct tally *t, const struct tally_data *data)
{
    int *place = mem_new(t->source_count + 1, sizeof *place);
    for (size_t s = 0; s < t->source_count; s++)
        place[s] = NOWHERE;
    for (size_t i = 0; i < data->response_count; i++) {
        const struct tally_response *r = &data->responses[i];
        if (r->counted)
            place[r->source] =
                place[r->source] == NOWHERE || place[r->source] == (int)r->place ? (int)r->place : SEVERAL;
    }
    return place;
}

/* Tables by place and by characteristic publish sums over some of the sources. Nobody may work out a small
 * source by subtracting the others. */
static void find_subsets(const struct declaring *d)
{
    const struct tally *t = d->t;
    bool *member = mem_new(t->source_count + 1, sizeof *member);
    int *place = only_places(t, d->data);
    /* Characteristic k: those that asked; the last: all. Place: those in it; the last: all. */
    for (size_t k = 0; k <= t->characteristic_count; k++)
        for (size_t p = 0; p <= t->place_count; p++) {
            bool everyone = k == t->characteristic_count;
            for (size_t s = 0; s < t->source_count; s++)
                member[s] =
                    (p == t->place_count || place[s] == (int)p) &&
                    (everyone || d->asked[s * d->book->category_count + (size_t)t->characteristics[k].root]);
            tally_add_subset(t->responses, member);
            if (everyone)
                tally_add_subset(t->comments, member);
        }
    free(member);
    free(place);
}

void tally_characteristics(struct tally *t, const struct catalogue *book, const struct tally_data *data)
{
    size_t categories = book->category_count + 1;
    struct declaring d = {.t = t, .book = book, .data = data};
    d.used = mem_new(categories, sizeof *d.used);
    d.direct = mem_new(categories, sizeof *d.direct);
    d.here = mem_new(categories, sizeof *d.here);
    d.asked = mem_new(categories * (t->source_count + 1), sizeof *d.asked);
    survey(&d);
    t->characteristics = arena_new(&t->arena, categories, sizeof *t->characteristics);
    for (size_t i = 0; i < book->category_count; i++)
        if (d.used[i] && book->categories[i].parent < 0)
            make_rows(&d, &t->characteristics[t->characteristic_count++], (int)i);
    for (size_t k = 0; k < t->characteristic_count; k++) {
        struct tally_characteristic *c = &t->characteristics[k];
        for (size_t i = 0; i < data->response_count; i++) {
            const struct tally_response *r = &data->responses[i];
            if (r->counted && d.asked[r->source * book->category_count + (size_t)c->root])
                count_response(&d, c, r, (int32_t)i);
        }
    }
    find_subsets(&d);
    free(d.used);
    free(d.direct);
    free(d.here);
    free(d.asked);
}
