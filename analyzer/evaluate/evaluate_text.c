/* evaluate_text.c: an evaluation as a page of text for the person who writes the rules. */
#include "comments.h"
#include "evaluate.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL_WIDTH = 34, LABEL_WIDTH_MAX = 60, FIGURE_SIZE = MEASURE_TEXT_SIZE, SHOWN_LABELS = 12 };

/* "0.85", or "-" where it is not defined. */
static const char *figure(double n, char out[FIGURE_SIZE])
{
    return measure_text(n, 2, "-", out);
}

/* "0.85 (0.80-0.89)" */
static const char *with_interval(double n, struct measure_interval i, char out[FIGURE_SIZE])
{
    if (isnan(n) || isnan(i.low))
        return figure(n, out);
    snprintf(out, FIGURE_SIZE, "%.2f (%.2f-%.2f)", n, i.low, i.high);
    return out;
}

/* Characters of UTF-8. */
static size_t characters(const char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += ((unsigned char)s[i] & 0xC0) != 0x80;
    return n;
}

/* A label in a column of fixed width, counted in characters; one that is longer ends after a word with an
 * ellipsis. */
static void padded(struct buf *out, const char *label, size_t width)
{
    size_t all = strlen(label);
    size_t len = all;
    if (characters(label, all) > width)
        do
            len--;
        while (len > 0 && (label[len] != ' ' || characters(label, len) >= width));
    if (len == 0)
        len = all;
    buf_add(out, label, len);
    if (len < all)
        buf_puts(out, "…");
    for (size_t shown = characters(label, len) + (len < all); shown < width; shown++)
        buf_putc(out, ' ');
}

static void labels_found(const struct labels *l, struct buf *out)
{
    size_t mapped = 0;
    size_t without = 0;
    size_t lost = 0;
    for (size_t i = 0; i < l->label_count; i++) {
        const struct label *label = &l->label[i];
        bool present = l->list || label->column < csv_table_columns(l->table);
        mapped += present && label->category >= 0;
        without += present && label->category < 0;
        lost += !present;
    }
    if (l->list)
        buf_printf(out, "  %-11s in column \"%s\"", "labels", l->label_column);
    else
        buf_printf(out, "  %-11s one column each", "labels");
    buf_printf(out, "; %zu stand for a category, %zu have no counterpart\n", mapped, without);
    if (lost > 0)
        buf_printf(out, "              %zu labels of the map have no column in the file\n", lost);
    size_t shown = 0;
    for (size_t i = 0; i < l->label_count; i++) {
        const struct label *label = &l->label[i];
        if (label->category >= 0 || label->given == 0)
            continue;
        if (shown++ < SHOWN_LABELS)
            buf_printf(out, "              no counterpart: %s (%zu in the file)\n", label->name,
                       label->given);
    }
    if (shown > SHOWN_LABELS)
        buf_printf(out, "              ... and %zu more\n", shown - SHOWN_LABELS);
    for (size_t i = 0; i < l->stray_count && i < SHOWN_LABELS; i++)
        buf_printf(
            out,
            "              no label: column \"%s\" of yes and no, which no category or label is called\n",
            l->stray[i]);
    if (l->stray_count > SHOWN_LABELS)
        buf_printf(out, "              ... and %zu more\n", l->stray_count - SHOWN_LABELS);
}

/* The hash of the rules alone and, where answer rulesets went before, the one that classify stores. */
static void hashes(const struct evaluation *e, struct buf *out)
{
    buf_printf(out, "  %-11s %.12s: this ruleset alone\n", "fingerprint", e->ruleset->sha256);
    if (codebook_count(e->book) == 1)
        return;
    buf_printf(out, "              %.12s: after", codebook_hash(e->book, e->which));
    for (size_t i = 0; i < codebook_count(e->book); i++)
        if (i != e->which)
            buf_printf(out, " %s %s", codebook_ruleset(e->book, i)->name,
                       codebook_ruleset(e->book, i)->version);
    buf_puts(out, ", as in reports and why\n");
}

static void persons(const struct evaluation *e, struct buf *out)
{
    if (e->person != RULE_ANY)
        buf_printf(out, "  %-11s %s: what other rules find is not counted\n", "person",
                   rule_persons[e->person]);
}

static void left_out(struct buf *out, size_t count, const char *why)
{
    if (count > 0)
        buf_printf(out, "    %6zu left out: %s\n", count, why);
}

static void base(const struct evaluation *e, struct buf *out)
{
    buf_printf(out, "\n  %zu comment%s of %zu row%s %s compared\n", e->compared, e->compared == 1 ? "" : "s",
               e->labels->rows, e->labels->rows == 1 ? "" : "s", e->compared == 1 ? "is" : "are");
    left_out(out, e->no_text, "no text");
    left_out(out, e->no_label,
             "people gave no label; --empty-is-none takes that for the judgement that none fits");
    left_out(out, e->no_counterpart, "no label of theirs has a counterpart");
    left_out(out, e->no_majority, "most coders gave no label with a counterpart");
    left_out(out, e->other_fold, "another fold");
    if (e->judged_none > 0)
        buf_printf(out, "    %6zu of the compared have no label, as people judged\n", e->judged_none);
    if (e->non_answers > 0)
        buf_printf(out,
                   "    %6zu of the compared are non-answers to the rules: their labels count as missed\n",
                   e->non_answers);
    if (e->left_out_coded > 0)
        buf_printf(out, "    %6zu of those left out %s coded by the rules; nobody can say whether rightly\n",
                   e->left_out_coded, e->left_out_coded == 1 ? "was" : "were");
    if (e->unjudged > 0)
        buf_printf(out, "    %6zu codings are of categories that no label stands for: not judged\n",
                   e->unjudged);
    if (e->undecided > 0)
        buf_printf(out, "    %6zu times a rule could not be decided (see rules check)\n", e->undecided);
}

static void summary(const struct evaluation *e, struct buf *out)
{
    char p[FIGURE_SIZE];
    char r[FIGURE_SIZE];
    char f[FIGURE_SIZE];
    buf_printf(out, "\n  %-10s %-18s %-18s %-18s\n", "", "precision", "recall", "F1");
    buf_printf(out, "  %-10s %-18s %-18s %-18s every coding counts the same\n", "micro",
               with_interval(measure_precision(&e->micro), e->micro_precision, p),
               with_interval(measure_recall(&e->micro), e->micro_recall, r),
               with_interval(measure_f1(&e->micro), e->micro_f1, f));
    buf_printf(out, "  %-10s %-18s %-18s %-18s every category counts the same\n", "macro",
               figure(e->macro_precision, p), figure(e->macro_recall, r),
               with_interval(e->macro_f1, e->macro_f1_interval, f));
    buf_printf(out, "\n  exactly the same categories on %zu of %zu comments (%.1f%%)\n", e->exact,
               e->compared, 100 * (double)e->exact / (double)e->compared);
    buf_printf(out, "  Cohen's kappa %s, Krippendorff's alpha %s", figure(e->kappa, p), figure(e->alpha, r));
    if (!isnan(e->alpha_people))
        buf_printf(out, "; alpha among the coders themselves %s", figure(e->alpha_people, f));
    buf_printf(out, "\n  order of the categories by number of comments: Spearman's rho %s\n",
               figure(e->spearman, p));
}

static int by_support(const void *a, const void *b)
{
    const struct evaluate_category *const *x = a;
    const struct evaluate_category *const *y = b;
    size_t n = (*x)->counts.both + (*x)->counts.people;
    size_t m = (*y)->counts.both + (*y)->counts.people;
    if (n != m)
        return n > m ? -1 : 1;
    return (*x)->index < (*y)->index ? -1 : 1;
}

static void categories(const struct evaluation *e, struct buf *out)
{
    const struct evaluate_category **order = mem_new(e->category_count, sizeof(struct evaluate_category *));
    for (size_t k = 0; k < e->category_count; k++)
        order[k] = &e->category[k];
    qsort(order, e->category_count, sizeof(struct evaluate_category *), by_support);
    size_t width = LABEL_WIDTH;
    for (size_t k = 0; k < e->category_count; k++) {
        const char *label = e->ruleset->categories[order[k]->index].label;
        size_t shown = characters(label, strlen(label));
        width = shown > width ? shown : width;
    }
    width = width < LABEL_WIDTH_MAX ? width : LABEL_WIDTH_MAX;
    buf_puts(out, "\n  ");
    padded(out, "category", width);
    buf_printf(out, " %6s %6s  %-17s %-17s %-17s %5s %5s\n", "people", "rules", "precision", "recall", "F1",
               "kappa", "alpha");
    for (size_t k = 0; k < e->category_count; k++) {
        const struct measure_counts *c = &order[k]->counts;
        char figures[5][FIGURE_SIZE];
        buf_puts(out, "  ");
        padded(out, e->ruleset->categories[order[k]->index].label, width);
        buf_printf(out, " %6zu %6zu  %-17s %-17s %-17s %5s %5s\n", c->both + c->people, c->both + c->rules,
                   with_interval(measure_precision(c), order[k]->precision, figures[0]),
                   with_interval(measure_recall(c), order[k]->recall, figures[1]),
                   with_interval(measure_f1(c), order[k]->f1, figures[2]),
                   figure(measure_kappa(c), figures[3]), figure(order[k]->alpha, figures[4]));
    }
    free(order);
}

static void parts(const char *title, const struct evaluate_part *part, size_t count, struct buf *out)
{
    buf_printf(out, "\n  %-16s %8s  %9s %7s %9s %9s %7s\n", title, "comments", "precision", "recall",
               "micro F1", "macro F1", "exact");
    for (size_t i = 0; i < count; i++) {
        char figures[5][FIGURE_SIZE];
        double exact = part[i].comments > 0 ? (double)part[i].exact / (double)part[i].comments : NAN;
        buf_printf(out, "  %-16s %8zu  %9s %7s %9s %9s %7s\n", part[i].name, part[i].comments,
                   figure(measure_precision(&part[i].micro), figures[0]),
                   figure(measure_recall(&part[i].micro), figures[1]),
                   figure(measure_f1(&part[i].micro), figures[2]), figure(part[i].macro_f1, figures[3]),
                   figure(exact, figures[4]));
    }
}

void evaluate_print_text(const struct evaluation *e, const struct labels_options *options, bool quiet,
                         struct buf *out)
{
    const struct labels *l = e->labels;
    buf_printf(out, "%s %s (%.12s) and what people coded in %s\n", e->ruleset->name, e->ruleset->version,
               e->ruleset->sha256, options->file);
    if (!quiet) {
        buf_putc(out, '\n');
        hashes(e, out);
        persons(e, out);
        labels_print_columns(l, options, out);
        labels_found(l, out);
    }
    base(e, out);
    summary(e, out);
    categories(e, out);
    parts("by length", e->length, EVALUATE_LENGTHS, out);
    if (e->fold_count > 0)
        parts("by fold", e->fold, e->fold_count, out);
    if (!quiet)
        buf_puts(
            out,
            "\n  In brackets: 95% intervals (Wilson; F1: respondents drawn again 1,000 times, fixed seed).\n"
            "  Codes that people gave are not free of error either: see --errors.\n");
}
