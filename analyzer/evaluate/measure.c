/* measure.c: agreement, intervals, rank correlation and keyness, and how a measure is written. */
#include "measure.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

static const double z95 = 1.959963984540054; /* 97.5th percentile of the normal distribution */

static double share(size_t part, size_t of)
{
    return of == 0 ? NAN : (double)part / (double)of;
}

double measure_precision(const struct measure_counts *c)
{
    return share(c->both, c->both + c->rules);
}

double measure_recall(const struct measure_counts *c)
{
    return share(c->both, c->both + c->people);
}

double measure_f1(const struct measure_counts *c)
{
    return share(2 * c->both, 2 * c->both + c->rules + c->people);
}

double measure_kappa(const struct measure_counts *c)
{
    double total = (double)(c->both + c->rules + c->people + c->neither);
    double agreed = (double)(c->both + c->neither) / total;
    double by_rules = (double)(c->both + c->rules) / total;
    double by_people = (double)(c->both + c->people) / total;
    double chance = by_rules * by_people + (1 - by_rules) * (1 - by_people);
    return total > 0 && chance < 1 ? (agreed - chance) / (1 - chance) : NAN;
}

const char *measure_text(double n, int decimals, const char *undefined, char out[MEASURE_TEXT_SIZE])
{
    if (isnan(n))
        snprintf(out, MEASURE_TEXT_SIZE, "%s", undefined);
    else
        snprintf(out, MEASURE_TEXT_SIZE, "%.*f", decimals, n);
    if (out[0] == '-' && out[strspn(out, "-0.")] == '\0' && !isnan(n))
        memmove(out, out + 1, strlen(out)); /* no "-0.00" */
    return out;
}

struct measure_interval measure_wilson(size_t hits, size_t of)
{
    if (of == 0)
        return (struct measure_interval){NAN, NAN};
    double n = (double)of;
    double p = (double)hits / n;
    double middle = (p + z95 * z95 / (2 * n)) / (1 + z95 * z95 / n);
    double half = z95 / (1 + z95 * z95 / n) * sqrt(p * (1 - p) / n + z95 * z95 / (4 * n * n));
    return (struct measure_interval){hits == 0 ? 0 : middle - half, hits == of ? 1 : middle + half};
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

struct measure_interval measure_percentiles(double *values, size_t count)
{
    size_t defined = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i]))
            values[defined++] = values[i];
    if (defined == 0)
        return (struct measure_interval){NAN, NAN};
    qsort(values, defined, sizeof *values, by_value);
    return (struct measure_interval){values[(size_t)(0.025 * (double)(defined - 1) + 0.5)],
                                     values[(size_t)(0.975 * (double)(defined - 1) + 0.5)]};
}

void measure_unit(struct measure_agreement *a, size_t yes, size_t ratings)
{
    if (ratings < 2)
        return;
    a->yes += (double)yes;
    a->no += (double)(ratings - yes);
    a->split += (double)(yes * (ratings - yes)) / (double)(ratings - 1);
}

double measure_alpha(const struct measure_agreement *a)
{
    if (a->yes + a->no == 0)
        return NAN;
    return a->yes * a->no > 0 ? 1 - (a->yes + a->no - 1) * a->split / (a->yes * a->no) : NAN;
}

struct ranked {
    double value;
    size_t at;
};

static int by_ranked_value(const void *a, const void *b)
{
    return by_value(&((const struct ranked *)a)->value, &((const struct ranked *)b)->value);
}

static double *ranks(const double *values, size_t count)
{
    double *rank = mem_new(count, sizeof *rank);
    struct ranked *sorted = mem_new(count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct ranked){values[i], i};
    qsort(sorted, count, sizeof *sorted, by_ranked_value);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && by_value(&sorted[end].value, &sorted[i].value) == 0)
            end++;
        for (size_t k = i; k < end; k++)
            rank[sorted[k].at] = (double)(i + end + 1) / 2;
        i = end;
    }
    free(sorted);
    return rank;
}

double measure_spearman(const double *a, const double *b, size_t count)
{
    double *x = ranks(a, count);
    double *y = ranks(b, count);
    double mean = (double)(count + 1) / 2;
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (size_t i = 0; i < count; i++) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    free(x);
    free(y);
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : NAN;
}

/* One cell of the table: observed times the logarithm of observed by expected. */
static double cell(double observed, double row, double column, double total)
{
    return observed > 0 ? observed * log(observed * total / (row * column)) : 0;
}

double measure_g2(size_t in, size_t inside, size_t out, size_t outside)
{
    double total = (double)(inside + outside);
    double with = (double)(in + out);
    double without = total - with;
    double sum = cell((double)in, with, (double)inside, total) +
                 cell((double)out, with, (double)outside, total) +
                 cell((double)(inside - in), without, (double)inside, total) +
                 cell((double)(outside - out), without, (double)outside, total);
    return sum > 0 ? 2 * sum : 0;
}

size_t measure_random(uint64_t *state, size_t limit)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return (size_t)((z >> 32) * (uint64_t)limit >> 32);
}
