/* evaluate_csv.c: the table of categories as CSV, for a spreadsheet. */
#include "evaluate.h"
#include <math.h>
#include <stdio.h>
#include <yousaid/csv.h>

enum { FIGURE_SIZE = MEASURE_TEXT_SIZE, COLUMNS = 18 };

static void row(const char *code, const char *label, const struct measure_counts *c, const double figures[11],
                struct buf *out)
{
    char text[COLUMNS][FIGURE_SIZE];
    const char *cells[COLUMNS] = {code, label};
    const size_t counts[5] = {c->both + c->people, c->both + c->rules, c->both, c->rules, c->people};
    for (size_t i = 0; i < 5; i++)
        snprintf(text[2 + i], FIGURE_SIZE, "%zu", counts[i]);
    for (size_t i = 0; i < 11; i++)
        measure_text(figures[i], 6, "", text[7 + i]);
    for (size_t i = 2; i < COLUMNS; i++)
        cells[i] = text[i];
    csv_record(out, cells, COLUMNS);
}

void evaluate_print_csv(const struct evaluation *e, struct buf *out)
{
    static const char *const header[COLUMNS] = {
        "code",        "label",     "people",        "rules",          "both",   "rules only",
        "people only", "precision", "precision low", "precision high", "recall", "recall low",
        "recall high", "f1",        "f1 low",        "f1 high",        "kappa",  "alpha"};
    csv_record(out, header, COLUMNS);
    for (size_t k = 0; k < e->category_count; k++) {
        const struct evaluate_category *c = &e->category[k];
        const struct ruleset_category *category = &e->ruleset->categories[c->index];
        row(category->code, category->label, &c->counts,
            (const double[11]){measure_precision(&c->counts), c->precision.low, c->precision.high,
                               measure_recall(&c->counts), c->recall.low, c->recall.high,
                               measure_f1(&c->counts), c->f1.low, c->f1.high, measure_kappa(&c->counts),
                               c->alpha},
            out);
    }
    row("", "All codings (micro)", &e->micro,
        (const double[11]){measure_precision(&e->micro), e->micro_precision.low, e->micro_precision.high,
                           measure_recall(&e->micro), e->micro_recall.low, e->micro_recall.high,
                           measure_f1(&e->micro), e->micro_f1.low, e->micro_f1.high, e->kappa, e->alpha},
        out);
    row("", "Mean of categories (macro)", &(const struct measure_counts){0},
        (const double[11]){e->macro_precision, NAN, NAN, e->macro_recall, NAN, NAN, e->macro_f1,
                           e->macro_f1_interval.low, e->macro_f1_interval.high, NAN, NAN},
        out);
}
