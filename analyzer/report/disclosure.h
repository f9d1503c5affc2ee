/* disclosure.h: turns sealed counts into figures that may be published. A figure is the only number a report
 * writer can print.
 *
 * Schemes:
 *   fft     as NHS England publishes the Friends and Family Test: counts from 1 to threshold - 1 are hidden,
 * zeros are shown. Where cells add up to a published total, further cells are hidden (the smallest first)
 * until at least two are, they stand for at least `threshold` people together, and no hidden cell can be
 * worked out from all that is published. round5  as NHS Digital publishes HES at local level since 2018: 1 to
 * 7 hidden, all else rounded to the nearest 5. none    nothing is hidden; the report carries a warning. A
 * count is hidden when too few *people* stand behind it, however many comments they wrote. */
#pragma once

#include "tally.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <yousaid/buf.h>
#include <yousaid/workspace.h>

enum figure_state {
    FIGURE_NONE, /* there is no such cell */
    FIGURE_SHOWN,
    FIGURE_FEW,   /* from 1 to threshold - 1 */
    FIGURE_HIDDEN /* small, or hidden so that a small one cannot be worked out */
};
struct figure {
    enum figure_state state;
    int64_t published; /* FIGURE_SHOWN: the number as published; FIGURE_FEW: the threshold; else 0 */
};

struct disclosure {
    enum disclosure_scheme scheme;
    int64_t threshold; /* counts from 1 to threshold - 1 are hidden */
};

/* A protected table; the shape of the tally it was made from. */
struct figures;
struct figures *disclosure_protect(const struct tally_table *t, const struct disclosure *rule);
void figures_free(struct figures *f);
/* Row `rows` and column `cols` are the totals. */
struct figure figure_at(const struct figures *f, size_t row, size_t col);
struct figure figure_row_total(const struct figures *f, size_t row);
struct figure figure_column_total(const struct figures *f, size_t col);
struct figure figure_total(const struct figures *f);

/* A number that says nothing about respondents: how many organisations, themes, commitments; or one that
 * others published (a census). */
struct figure figure_public(int64_t n);

/* Order by size as a reader sees it: hidden ones are equal to each other, above 0 and below all shown ones.
 * qsort convention, largest first. */
int figure_compare(struct figure a, struct figure b);
/* Percentage (rounded, at most 100) of two published figures, as a figure; FIGURE_NONE unless both are shown
 * and `whole` is not 0. */
struct figure figure_percent(struct figure part, struct figure whole);

/* "1,234", "fewer than 5", "not shown", "" for none. */
void figure_words(struct buf *out, struct figure f);
/* The same followed by a noun: "1 comment", "1,234 comments", "fewer than 5 comments", "a number of comments
 * that is not shown". */
void figure_noun(struct buf *out, struct figure f, const char *one, const char *many);
/* "37%", "less than 1%" (`part` is not 0), "". */
void figure_percent_words(struct buf *out, struct figure part, struct figure whole);
/* Digits without separators, or the words of a hidden figure: for data files. */
void figure_data(struct buf *out, struct figure f);
