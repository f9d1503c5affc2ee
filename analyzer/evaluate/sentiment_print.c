/* sentiment_print.c: the comparison of tone and sentiment as text, CSV and JSON. */
#include "comments.h"
#include "sentiment.h"
#include <stdio.h>
#include <string.h>
#include <yousaid/csv.h>
#include <yousaid/json.h>

static double accuracy(const struct sentiment *s)
{
    return (double)s->correct / (double)s->compared;
}

void sentiment_print_text(const struct sentiment *s, const struct labels_options *options, bool quiet,
                          struct buf *out)
{
    const struct labels *l = s->labels;
    buf_printf(out, "%s %s (%.12s) and the sentiment that people gave in %s\n\n", s->ruleset->name,
               s->ruleset->version, s->ruleset->sha256, options->file);
    if (!quiet) {
        labels_print_columns(l, options, out);
        buf_putc(out, '\n');
    }
    buf_printf(out, "  comments compared: %zu of %zu; without text: %zu, without sentiment: %zu\n\n",
               s->compared, l->rows, s->no_text, s->no_sentiment);
    char text[3][MEASURE_TEXT_SIZE];
    buf_printf(out,
               "  accuracy %.3f (%.3f-%.3f); always the commonest class: %.3f; macro F1 %.3f; kappa %s\n\n",
               accuracy(s), s->accuracy.low, s->accuracy.high, s->commonest, s->macro_f1,
               measure_text(s->kappa, 3, "-", text[0]));
    buf_printf(out, "  %-18s %9s %9s %9s  %9s %7s %6s\n", "people \\ rules", "positive", "neutral",
               "negative", "precision", "recall", "F1");
    for (size_t c = 0; c < SENTIMENT_CLASSES; c++)
        buf_printf(out, "  %-18s %9zu %9zu %9zu  %9s %7s %6s\n", sentiment_classes[c], s->table[c][0],
                   s->table[c][1], s->table[c][2],
                   measure_text(measure_precision(&s->counts[c]), 2, "-", text[0]),
                   measure_text(measure_recall(&s->counts[c]), 2, "-", text[1]),
                   measure_text(measure_f1(&s->counts[c]), 2, "-", text[2]));
}

void sentiment_print_csv(const struct sentiment *s, struct buf *out)
{
    enum { COLUMNS = 7, SIZE = MEASURE_TEXT_SIZE };
    csv_record(out,
               (const char *const[]){"people", "rules positive", "rules neutral", "rules negative",
                                     "precision", "recall", "f1"},
               COLUMNS);
    for (size_t c = 0; c < SENTIMENT_CLASSES; c++) {
        char cell[COLUMNS][SIZE];
        const char *cells[COLUMNS] = {sentiment_classes[c]};
        const double figures[] = {measure_precision(&s->counts[c]), measure_recall(&s->counts[c]),
                                  measure_f1(&s->counts[c])};
        for (size_t k = 0; k < SENTIMENT_CLASSES; k++) {
            snprintf(cell[1 + k], SIZE, "%zu", s->table[c][k]);
            measure_text(figures[k], 6, "", cell[4 + k]);
        }
        for (size_t k = 1; k < COLUMNS; k++)
            cells[k] = cell[k];
        csv_record(out, cells, COLUMNS);
    }
}

static void class_json(const struct sentiment *s, size_t c, struct buf *out)
{
    json_comma(out);
    buf_putc(out, '{');
    json_key_text(out, "class", sentiment_classes[c]);
    json_key_number(out, "precision", measure_precision(&s->counts[c]));
    json_key_number(out, "recall", measure_recall(&s->counts[c]));
    json_key_number(out, "f1", measure_f1(&s->counts[c]));
    json_key_number(out, "support", (double)(s->counts[c].both + s->counts[c].people));
    json_key_number(out, "predicted", (double)(s->counts[c].both + s->counts[c].rules));
    buf_putc(out, '}');
}

void sentiment_print_json(const struct sentiment *s, const struct labels_options *options, struct buf *out)
{
    buf_puts(out, "{\"ruleset\":{");
    json_key_text(out, "name", s->ruleset->name);
    json_key_text(out, "version", s->ruleset->version);
    json_key_text(out, "sha256", s->ruleset->sha256);
    buf_putc(out, '}');
    json_key_text(out, "file", options->file);
    json_key_number(out, "rows", (double)s->labels->rows);
    json_key_number(out, "compared", (double)s->compared);
    buf_puts(out, ",\"left_out\":{");
    json_key_number(out, "no_text", (double)s->no_text);
    json_key_number(out, "no_sentiment", (double)s->no_sentiment);
    buf_puts(out, "},\"sentiment\":{");
    json_key_number(out, "accuracy", accuracy(s));
    buf_puts(out, ",\"accuracy_interval\":[");
    json_number(out, s->accuracy.low);
    buf_putc(out, ',');
    json_number(out, s->accuracy.high);
    buf_putc(out, ']');
    json_key_number(out, "commonest_class", s->commonest);
    json_key_number(out, "macro_f1", s->macro_f1);
    json_key_number(out, "kappa", s->kappa);
    buf_puts(out, ",\"classes\":[");
    for (size_t c = 0; c < SENTIMENT_CLASSES; c++)
        class_json(s, c, out);
    buf_puts(out, "]}}\n");
}
