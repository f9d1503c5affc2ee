/* rules_diff.c: codes every comment by both rulesets and keeps what differs. */
#include "rules_diff.h"
#include <stdlib.h>
#include <string.h>

/* The first firing of each category on each side, for the present comment. */
struct sides {
    const struct coder_firing *by[RULES_SIDES];
};

static size_t add_category(struct rules_diff *d, const struct ruleset_category *category)
{
    for (size_t i = 0; i < d->category_count; i++)
        if (strcmp(d->category[i].code, category->code) == 0)
            return i;
    d->category[d->category_count] =
        (struct rules_diff_category){.code = category->code, .label = category->label, .index = {-1, -1}};
    return d->category_count++;
}

struct rules_diff *rules_diff_new(const struct codebook *old_book, const struct codebook *new_book,
                                  size_t keep)
{
    struct rules_diff *d = mem_new(1, sizeof *d);
    const struct ruleset *r[RULES_SIDES] = {codebook_ruleset(old_book, 0), codebook_ruleset(new_book, 0)};
    d->book[RULES_OLD] = old_book;
    d->book[RULES_NEW] = new_book;
    d->keep = keep;
    d->category = arena_new(&d->arena, r[0]->category_count + r[1]->category_count, sizeof *d->category);
    for (int side = RULES_NEW; side >= RULES_OLD; side--) {
        d->coder[side] = coder_new(d->book[side]);
        d->category_of[side] = arena_new(&d->arena, r[side]->category_count, sizeof(int));
        for (size_t c = 0; c < r[side]->category_count; c++) {
            size_t at = add_category(d, &r[side]->categories[c]);
            d->category[at].index[side] = (int)c;
            d->category_of[side][c] = (int)at;
        }
    }
    return d;
}

void rules_diff_free(struct rules_diff *d)
{
    if (d == NULL)
        return;
    for (int side = 0; side < RULES_SIDES; side++)
        coder_free(d->coder[side]);
    free(d->change);
    arena_free(&d->arena);
    free(d);
}

static void keep_change(struct rules_diff *d, size_t category, const struct comment *comment,
                        const char **text, const struct sides *s)
{
    struct rules_diff_category *c = &d->category[category];
    bool gained = s->by[RULES_NEW] != NULL;
    size_t *count = gained ? &c->gained : &c->lost;
    if ((*count)++ >= d->keep)
        return;
    if (*text == NULL)
        *text = arena_strndup(&d->arena, comment->coded.text, comment->coded.len);
    d->change = mem_grow(d->change, &d->change_cap, d->change_count + 1, sizeof *d->change);
    d->change[d->change_count++] =
        (struct rules_diff_change){.category = category,
                                   .gained = gained,
                                   .comment = arena_strdup(&d->arena, comment->name),
                                   .text = *text,
                                   .by = *s->by[gained ? RULES_NEW : RULES_OLD]};
}

int rules_diff_add(void *diff, const struct comment *comment, struct error *err)
{
    struct rules_diff *d = diff;
    struct sides *sides = mem_new(d->category_count, sizeof *sides);
    const char *text = NULL;
    bool changed = false;
    (void)err;
    for (int side = 0; side < RULES_SIDES; side++) {
        const struct coder_codes *codes = coder_run(d->coder[side], &comment->coded, 1);
        for (size_t i = 0; i < codes->firing_count; i++) {
            if (codes->firings[i].by.ruleset != 0)
                continue;
            struct sides *s = &sides[d->category_of[side][codes->firings[i].by.category]];
            if (s->by[side] == NULL)
                s->by[side] = &codes->firings[i];
        }
    }
    for (size_t c = 0; c < d->category_count; c++) {
        for (int side = 0; side < RULES_SIDES; side++)
            d->category[c].coded[side] += sides[c].by[side] != NULL;
        if ((sides[c].by[RULES_OLD] == NULL) == (sides[c].by[RULES_NEW] == NULL))
            continue;
        changed = true;
        keep_change(d, c, comment, &text, &sides[c]);
    }
    d->comments++;
    d->changed += changed;
    free(sides);
    return 0;
}

/* Changes were kept in the order of comments; the sort must not lose it. */
struct numbered {
    struct rules_diff_change change;
    size_t number;
};

static int by_category(const void *a, const void *b)
{
    const struct numbered *x = a;
    const struct numbered *y = b;
    if (x->change.category != y->change.category)
        return x->change.category < y->change.category ? -1 : 1;
    if (x->change.gained != y->change.gained)
        return x->change.gained ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

void rules_diff_end(struct rules_diff *d)
{
    struct numbered *sorted = mem_new(d->change_count, sizeof *sorted);
    for (size_t i = 0; i < d->change_count; i++)
        sorted[i] = (struct numbered){d->change[i], i};
    qsort(sorted, d->change_count, sizeof *sorted, by_category);
    for (size_t i = 0; i < d->change_count; i++)
        d->change[i] = sorted[i].change;
    free(sorted);
}
