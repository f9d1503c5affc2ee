/* evaluate_bootstrap.c: how far F1 could be off by the chance of who answered: respondents are drawn again,
 * with replacement. */
#include "evaluate_internal.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What one comment adds: a category and whether people, rules or both gave it. Small, because all of them are
 * drawn from at random, again and again: what does not fit the cache costs most of the time. */
struct event {
    uint16_t column;
    unsigned char cell;
};
_Static_assert(RULESET_MAX_CATEGORIES <= UINT16_MAX, "columns are categories");
struct cluster {
    const char *respondent; /* NULL: the comment stands for itself */
    size_t row;
};
struct draw {
    const struct evaluate_table *t;
    struct event *event; /* of all rows, in the order of clusters */
    uint32_t *from;      /* first event of each cluster; one more at the end */
    size_t clusters;
};

static int by_respondent(const void *a, const void *b)
{
    const struct cluster *x = a;
    const struct cluster *y = b;
    if (x->respondent != NULL && y->respondent != NULL) {
        int order = strcmp(x->respondent, y->respondent);
        if (order != 0)
            return order;
    } else if (x->respondent != y->respondent) {
        return x->respondent == NULL ? 1 : -1;
    }
    return (x->row > y->row) - (x->row < y->row);
}

static bool starts_cluster(const struct cluster *c, size_t i)
{
    return i == 0 || c[i].respondent == NULL || strcmp(c[i].respondent, c[i - 1].respondent) != 0;
}

static struct draw new_draw(const struct evaluate_table *t)
{
    struct draw d = {.t = t};
    struct cluster *c = mem_new(t->rows, sizeof *c);
    size_t events = 0;
    size_t cap = 1;
    d.event = mem_new(cap, sizeof *d.event);
    for (size_t row = 0; row < t->rows; row++)
        c[row] = (struct cluster){t->comment[row]->respondent, row};
    qsort(c, t->rows, sizeof *c, by_respondent);
    d.from = mem_new(t->rows + 1, sizeof *d.from);
    for (size_t i = 0; i < t->rows; i++) {
        if (starts_cluster(c, i))
            d.from[d.clusters++] = (uint32_t)events;
        for (size_t k = 0; k < t->columns; k++) {
            unsigned char cell = *evaluate_cell(t, c[i].row, k);
            if (cell == 0)
                continue;
            d.event = mem_grow(d.event, &cap, events + 1, sizeof *d.event);
            d.event[events++] = (struct event){(uint16_t)k, cell};
        }
    }
    d.from[d.clusters] = (uint32_t)events;
    free(c);
    return d;
}

/* One resample: as many clusters as there are, some of them several times. */
static void resample(const struct draw *d, uint64_t *random, struct measure_counts *counts)
{
    memset(counts, 0, d->t->columns * sizeof *counts);
    for (size_t i = 0; i < d->clusters; i++) {
        size_t cluster = measure_random(random, d->clusters);
        for (size_t e = d->from[cluster]; e < d->from[cluster + 1]; e++)
            evaluate_count(d->event[e].cell, &counts[d->event[e].column]);
    }
}

static double micro_f1(const struct measure_counts *counts, size_t count)
{
    struct measure_counts sum = {0};
    for (size_t k = 0; k < count; k++) {
        sum.both += counts[k].both;
        sum.rules += counts[k].rules;
        sum.people += counts[k].people;
    }
    return measure_f1(&sum);
}

void evaluate_bootstrap(struct evaluation *e, const struct evaluate_table *t)
{
    struct draw d = new_draw(t);
    uint64_t random = EVALUATE_SEED;
    struct measure_counts *counts = mem_new(t->columns, sizeof *counts);
    double *f1 = mem_new((t->columns + 2) * EVALUATE_RESAMPLES, sizeof *f1); /* categories, micro, macro */
    for (size_t i = 0; i < EVALUATE_RESAMPLES; i++) {
        resample(&d, &random, counts);
        for (size_t k = 0; k < t->columns; k++)
            f1[k * EVALUATE_RESAMPLES + i] = measure_f1(&counts[k]);
        f1[t->columns * EVALUATE_RESAMPLES + i] = micro_f1(counts, t->columns);
        f1[(t->columns + 1) * EVALUATE_RESAMPLES + i] = evaluate_macro_f1(counts, t->columns);
    }
    for (size_t k = 0; k < t->columns; k++)
        e->category[k].f1 = measure_percentiles(&f1[k * EVALUATE_RESAMPLES], EVALUATE_RESAMPLES);
    e->micro_f1 = measure_percentiles(&f1[t->columns * EVALUATE_RESAMPLES], EVALUATE_RESAMPLES);
    e->macro_f1_interval =
        measure_percentiles(&f1[(t->columns + 1) * EVALUATE_RESAMPLES], EVALUATE_RESAMPLES);
    free(f1);
    free(counts);
    free(d.event);
    free(d.from);
}
