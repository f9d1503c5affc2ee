/* evaluate_figures.c: every figure of an evaluation from the table of what people and rules gave. */
#include "evaluate_internal.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

static const struct {
    const char *name;
    size_t most;
} lengths[EVALUATE_LENGTHS] = {
    {"1-5 words", 5}, {"6-15 words", 15}, {"16-40 words", 40}, {"over 40 words", SIZE_MAX}};

void evaluate_count(unsigned char cell, struct measure_counts *c)
{
    c->both += cell == (CELL_PEOPLE | CELL_RULES);
    c->rules += cell == CELL_RULES;
    c->people += cell == CELL_PEOPLE;
    c->neither += cell == 0;
}

static void add_counts(struct measure_counts *to, const struct measure_counts *c)
{
    to->both += c->both;
    to->rules += c->rules;
    to->people += c->people;
    to->neither += c->neither;
}

/* Mean over the categories that were used; a measure that is not defined counts as 0 there (no coding was
 * right). */
static double macro(const struct measure_counts *counts, size_t count,
                    double measure(const struct measure_counts *c))
{
    double sum = 0;
    size_t used = 0;
    for (size_t k = 0; k < count; k++) {
        double value = measure(&counts[k]);
        if (counts[k].both + counts[k].rules + counts[k].people == 0)
            continue;
        sum += isnan(value) ? 0 : value;
        used++;
    }
    return used > 0 ? sum / (double)used : NAN;
}

double evaluate_macro_f1(const struct measure_counts *counts, size_t count)
{
    return macro(counts, count, measure_f1);
}

static bool is_exact(const struct evaluate_table *t, size_t row)
{
    for (size_t k = 0; k < t->columns; k++)
        if (*evaluate_cell(t, row, k) == CELL_PEOPLE || *evaluate_cell(t, row, k) == CELL_RULES)
            return false;
    return true;
}

/* Figures of the rows whose `part_of` is `part`. */
static struct evaluate_part part_figures(const struct evaluate_table *t, const size_t *part_of, size_t part)
{
    struct evaluate_part p = {0};
    struct measure_counts *counts = mem_new(t->columns, sizeof *counts);
    for (size_t row = 0; row < t->rows; row++) {
        if (part_of[row] != part)
            continue;
        p.comments++;
        p.exact += is_exact(t, row);
        for (size_t k = 0; k < t->columns; k++)
            evaluate_count(*evaluate_cell(t, row, k), &counts[k]);
    }
    for (size_t k = 0; k < t->columns; k++)
        add_counts(&p.micro, &counts[k]);
    p.macro_f1 = evaluate_macro_f1(counts, t->columns);
    free(counts);
    return p;
}

static void by_length(struct evaluation *e, const struct evaluate_table *t)
{
    size_t *part = mem_new(t->rows, sizeof *part);
    for (size_t row = 0; row < t->rows; row++) {
        size_t words = text_words(t->comment[row]->text, strlen(t->comment[row]->text));
        while (words > lengths[part[row]].most)
            part[row]++;
    }
    for (size_t i = 0; i < EVALUATE_LENGTHS; i++) {
        e->length[i] = part_figures(t, part, i);
        e->length[i].name = lengths[i].name;
    }
    free(part);
}

static void by_fold(struct evaluation *e, const struct evaluate_table *t, size_t folds)
{
    size_t *part = mem_new(t->rows, sizeof *part);
    e->fold_count = folds;
    e->fold = arena_new(&e->arena, folds, sizeof *e->fold);
    for (size_t row = 0; row < t->rows; row++)
        part[row] =
            evaluate_fold(t->comment[row]->respondent != NULL ? t->comment[row]->respondent : "", folds);
    for (size_t i = 0; i < folds; i++) {
        char name[32];
        snprintf(name, sizeof name, "fold %zu", i);
        e->fold[i] = part_figures(t, part, i);
        e->fold[i].name = arena_strdup(&e->arena, name);
    }
    free(part);
}

/* Alpha between people as a whole and the rules, and among the coders where there are several; by category
 * and pooled. */
static void agreement(struct evaluation *e, const struct evaluate_table *t)
{
    struct measure_agreement all = {0};
    struct measure_agreement people = {0};
    for (size_t k = 0; k < t->columns; k++) {
        struct measure_agreement one = {0};
        struct measure_agreement coders = {0};
        for (size_t row = 0; row < t->rows; row++) {
            unsigned char cell = *evaluate_cell(t, row, k);
            const struct labelled *c = t->comment[row];
            size_t yes = (cell == 0) ? 0 : (cell == (CELL_PEOPLE | CELL_RULES)) ? 2 : 1;
            measure_unit(&one, yes, 2);
            measure_unit(&all, yes, 2);
            measure_unit(&coders, c->votes[e->category[k].index], c->coders);
            measure_unit(&people, c->votes[e->category[k].index], c->coders);
        }
        e->category[k].alpha = measure_alpha(&one);
        e->category[k].alpha_people = measure_alpha(&coders);
    }
    e->alpha = measure_alpha(&all);
    e->alpha_people = measure_alpha(&people);
}

/* Do the rules put the categories in the same order as people, by how often they occur? */
static double rank_correlation(const struct evaluation *e)
{
    double *people = mem_new(e->category_count, sizeof *people);
    double *rules = mem_new(e->category_count, sizeof *rules);
    for (size_t k = 0; k < e->category_count; k++) {
        people[k] = (double)(e->category[k].counts.both + e->category[k].counts.people);
        rules[k] = (double)(e->category[k].counts.both + e->category[k].counts.rules);
    }
    double correlation = measure_spearman(people, rules, e->category_count);
    free(people);
    free(rules);
    return correlation;
}

void evaluate_figures(struct evaluation *e, const struct evaluate_table *t, const struct evaluate_options *o)
{
    struct measure_counts *counts = mem_new(t->columns, sizeof *counts);
    for (size_t row = 0; row < t->rows; row++) {
        e->exact += is_exact(t, row);
        for (size_t k = 0; k < t->columns; k++)
            evaluate_count(*evaluate_cell(t, row, k), &counts[k]);
    }
    for (size_t k = 0; k < t->columns; k++) {
        struct evaluate_category *c = &e->category[k];
        c->counts = counts[k];
        c->precision = measure_wilson(counts[k].both, counts[k].both + counts[k].rules);
        c->recall = measure_wilson(counts[k].both, counts[k].both + counts[k].people);
        add_counts(&e->micro, &counts[k]);
    }
    e->micro_precision = measure_wilson(e->micro.both, e->micro.both + e->micro.rules);
    e->micro_recall = measure_wilson(e->micro.both, e->micro.both + e->micro.people);
    e->macro_precision = macro(counts, t->columns, measure_precision);
    e->macro_recall = macro(counts, t->columns, measure_recall);
    e->macro_f1 = macro(counts, t->columns, measure_f1);
    free(counts);
    e->kappa = measure_kappa(&e->micro);
    agreement(e, t);
    e->spearman = rank_correlation(e);
    by_length(e, t);
    if (o->folds > 0 && o->only_fold < 0)
        by_fold(e, t, o->folds);
    evaluate_bootstrap(e, t);
}
