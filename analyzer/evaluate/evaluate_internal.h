/* evaluate_internal.h: the compared comments as a table of what people and rules gave. */
#pragma once

#include "evaluate.h"

enum { CELL_PEOPLE = 1, CELL_RULES = 2 };

struct evaluate_table {
    size_t rows, columns; /* comments compared, categories judged */
    unsigned char *cell;
    const struct labelled **comment;
    int *column_of; /* per category of the ruleset, -1 = not judged */
};

static inline unsigned char *evaluate_cell(const struct evaluate_table *t, size_t row, size_t column)
{
    return &t->cell[row * t->columns + column];
}
/* evaluate_figures.c */
void evaluate_count(unsigned char cell, struct measure_counts *c);
double evaluate_macro_f1(const struct measure_counts *counts, size_t count);
void evaluate_figures(struct evaluation *e, const struct evaluate_table *t, const struct evaluate_options *o);
/* evaluate_bootstrap.c */
void evaluate_bootstrap(struct evaluation *e, const struct evaluate_table *t);
