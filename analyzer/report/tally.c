/* tally.c: one walk over the responses fills every table. */
#include "tally_internal.h"

#include <stdlib.h>
#include <string.h>

const char *const tally_areas[] = {"live", "work", "both", "neither", NULL};

struct counting {
    struct tally *t;
    const struct catalogue *book;
    const struct tally_data *data;
    int *row;        /* of each category: in themes, groups or tones, by its dimension; -1 */
    uint32_t *seen;  /* comment (index + 1) in which each category was last counted */
    bool *tone_here; /* tones of the comment at hand */
};

struct tally_table *tally_table_new(size_t rows, size_t cols)
{
    struct tally_table *t = mem_new(1, sizeof *t);
    size_t cells = (rows + 1) * (cols + 1);
    *t = (struct tally_table){.rows = rows,
                              .cols = cols,
                              .cell = mem_new(cells, sizeof *t->cell),
                              .stamp = mem_new(cells, sizeof *t->stamp)};
    memset(t->stamp, -1, cells * sizeof *t->stamp);
    return t;
}

void tally_table_free(struct tally_table *t)
{
    if (t == NULL)
        return;
    for (size_t i = 0; i < t->subset_count; i++)
        free(t->subsets[i].row);
    free(t->subsets);
    free(t->cell);
    free(t->stamp);
    free(t);
}

void tally_bump(struct tally_table *t, size_t row, size_t col, int32_t response)
{
    size_t at = row * (t->cols + 1) + col;
    t->cell[at].n++;
    if (t->stamp[at] != response) {
        t->stamp[at] = response;
        t->cell[at].people++;
    }
}

void tally_add_subset(struct tally_table *t, const bool *member)
{
    struct tally_subset subset = {.row = mem_new(t->rows + 1, sizeof *subset.row)};
    for (size_t row = 0; row < t->rows; row++)
        if (member[row])
            subset.row[subset.count++] = row;
    t->subsets = mem_grow(t->subsets, &t->subset_cap, t->subset_count + 1, sizeof *t->subsets);
    t->subsets[t->subset_count++] = subset;
}

struct tally_count tally_at(const struct tally_table *t, size_t row, size_t col)
{
    return t->cell[row * (t->cols + 1) + col];
}

struct tally_table *tally_list(const int64_t *numbers, size_t count)
{
    struct tally_table *t = tally_table_new(count, 0);
    for (size_t i = 0; i < count; i++)
        t->cell[i] = (struct tally_count){numbers[i], numbers[i]};
    return t;
}

/* In a row of a table without columns, and in its total. */
static void bump_list(struct tally_table *t, size_t row, int32_t response)
{
    tally_bump(t, row, t->cols, response);
    tally_bump(t, t->rows, t->cols, response);
}

/* Categories that stand for rows or columns: tones that only group others are left out. */
static int *choose_categories(struct counting *c, enum catalogue_dimension dimension, size_t *count)
{
    const struct catalogue *b = c->book;
    int *chosen = arena_new(&c->t->arena, b->category_count + 1, sizeof *chosen);
    *count = 0;
    for (size_t i = 0; i < b->category_count; i++) {
        if (catalogue_dimension(b, i) != dimension ||
            (dimension == CATALOGUE_TONE && b->categories[i].groups))
            continue;
        c->row[i] = (int)*count;
        chosen[(*count)++] = (int)i;
    }
    return chosen;
}

static void make_tables(struct counting *c)
{
    struct tally *t = c->t;
    t->themes = choose_categories(c, CATALOGUE_THEME, &t->theme_count);
    t->groups = choose_categories(c, CATALOGUE_GROUP, &t->group_count);
    t->tones = choose_categories(c, CATALOGUE_TONE, &t->tone_count);
    c->tone_here = mem_new(t->tone_count + 1, sizeof *c->tone_here);
    t->responses = tally_table_new(t->source_count, 0);
    t->comments = tally_table_new(t->source_count, 0);
    t->area = tally_table_new(TALLY_AREAS, 0);
    t->responses->adds_down = t->comments->adds_down = t->area->adds_down = true;
    t->left_out = tally_table_new(TALLY_LEFT_OUT, 0);
    t->theme_place = tally_table_new(t->theme_count, t->place_count);
    t->theme_tone = tally_table_new(t->theme_count, t->tone_count + 1);
    t->theme_place->adds_across = t->theme_tone->adds_across = true;
    t->mentions = tally_table_new(t->group_count, 0);
}

/* Marks the tones of a comment; without any, the column after the last tone. */
static void mark_tones(struct counting *c, const struct tally_comment *comment)
{
    size_t none = c->t->tone_count;
    memset(c->tone_here, 0, (none + 1) * sizeof *c->tone_here);
    bool any = false;
    for (size_t i = 0; i < comment->count; i++) {
        size_t code = c->data->codes[comment->first + i];
        if (catalogue_dimension(c->book, code) == CATALOGUE_TONE && c->row[code] >= 0)
            c->tone_here[c->row[code]] = any = true;
    }
    c->tone_here[none] = !any;
}

static void bump_theme(struct counting *c, size_t row, size_t place, int32_t response)
{
    struct tally *t = c->t;
    tally_bump(t->theme_place, row, place, response);
    tally_bump(t->theme_place, row, t->place_count, response);
    for (size_t tone = 0; tone <= t->tone_count; tone++)
        if (c->tone_here[tone])
            tally_bump(t->theme_tone, row, tone, response);
    tally_bump(t->theme_tone, row, t->tone_count + 1, response);
}

/* A category counts once in a comment, and so does everything above it. */
static void count_comment(struct counting *c, uint32_t index, size_t place, int32_t response)
{
    struct tally *t = c->t;
    const struct tally_comment *comment = &c->data->comments[index];
    mark_tones(c, comment);
    bump_theme(c, t->theme_count, place, response);
    tally_bump(t->mentions, t->group_count, 0, response);
    for (size_t i = 0; i < comment->count; i++) {
        int code = c->data->codes[comment->first + i];
        enum catalogue_dimension dimension = catalogue_dimension(c->book, (size_t)code);
        for (; code >= 0 && c->seen[code] != index + 1; code = c->book->categories[code].parent) {
            c->seen[code] = index + 1;
            if (dimension == CATALOGUE_THEME)
                bump_theme(c, (size_t)c->row[code], place, response);
            else if (dimension == CATALOGUE_GROUP)
                tally_bump(t->mentions, (size_t)c->row[code], 0, response);
        }
    }
}

static void count_response(struct counting *c, const struct tally_response *r, int32_t index)
{
    struct tally *t = c->t;
    bump_list(t->responses, r->source, index);
    bump_list(t->area, r->area, index);
    bool commented = false;
    for (uint32_t i = 0; i < r->comment_count; i++) {
        uint32_t comment = c->data->by_response[r->first_comment + i];
        if (c->data->comments[comment].non_answer) {
            tally_bump(t->left_out, TALLY_NON_ANSWERS, 0, index);
            continue;
        }
        commented = true;
        if (c->data->comments[comment].undecided)
            tally_bump(t->left_out, TALLY_UNDECIDED, 0, index);
        bump_list(t->comments, r->source, index);
        count_comment(c, comment, r->place, index);
    }
    if (!commented)
        tally_bump(t->left_out, TALLY_NO_COMMENT, 0, index);
}

static void count_all(struct tally *t, const struct catalogue *book, const struct tally_data *data)
{
    struct counting c = {.t = t, .book = book, .data = data};
    c.row = mem_new(book->category_count + 1, sizeof *c.row);
    c.seen = mem_new(book->category_count + 1, sizeof *c.seen);
    for (size_t i = 0; i < book->category_count; i++)
        c.row[i] = -1;
    make_tables(&c);
    for (size_t i = 0; i < data->response_count; i++)
        if (data->responses[i].counted)
            count_response(&c, &data->responses[i], (int32_t)i);
    t->left_out->cell[TALLY_OUTSIDE_PERIOD] = (struct tally_count){data->outside, data->outside};
    t->left_out->cell[TALLY_UNDATED] = (struct tally_count){data->no_date, data->no_date};
    free(c.row);
    free(c.seen);
    free(c.tone_here);
    tally_characteristics(t, book, data);
}

int tally_run(struct store *store, const struct catalogue *book, const struct workspace *workspace,
              struct tally_period period, struct tally **out, struct error *err)
{
    struct tally *t = mem_new(1, sizeof *t);
    struct tally_data data = {0};
    int result = tally_read(store, book, workspace, period, t, &data, err);
    if (result == 0)
        result = tally_undecided(store, book, t, &data, err);
    if (result == 0)
        count_all(t, book, &data);
    tally_data_free(&data);
    if (result == 0)
        *out = t;
    else
        tally_free(t);
    return result;
}

void tally_free(struct tally *t)
{
    if (t == NULL)
        return;
    struct tally_table *tables[] = {t->responses, t->comments,    t->rejects,    t->area,
                                    t->left_out,  t->theme_place, t->theme_tone, t->mentions};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        tally_table_free(tables[i]);
    for (size_t i = 0; i < t->characteristic_count; i++)
        tally_table_free(t->characteristics[i].table);
    free(t->sources);
    free(t->unknown_groups);
    free(t->unknown_places);
    arena_free(&t->arena);
    free(t);
}
