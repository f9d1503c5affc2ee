/* sentiment.h: tone against what people said the sentiment is, in three classes. */
#pragma once

#include "coder.h"
#include "evaluate.h"
#include "labels.h"
#include "measure.h"

enum sentiment_class { SENTIMENT_POSITIVE, SENTIMENT_NEUTRAL, SENTIMENT_NEGATIVE, SENTIMENT_CLASSES };
extern const char *const sentiment_classes[]; /* "positive", "neutral or mixed", "negative" */

struct sentiment {
    const struct ruleset *ruleset;
    const struct labels *labels;
    size_t compared, no_text, no_sentiment, non_answers;
    size_t table[SENTIMENT_CLASSES][SENTIMENT_CLASSES]; /* by people, by rules */
    size_t correct;
    struct measure_interval accuracy;
    double commonest; /* accuracy of always saying the commonest class */
    double macro_f1, kappa;
    struct measure_counts counts[SENTIMENT_CLASSES];
};

/* Class of a cell: 1-2 or positive, 3 or neutral or mixed, 4-5 or negative; -1 when it says nothing; -2 when
 * it is something else. */
int sentiment_of_label(const char *cell);
/* Class of a set of tones: praise alone (or positive) is positive, concern or suggestion (or negative) is
 * negative, all else neutral or mixed. */
enum sentiment_class sentiment_of_codes(const struct ruleset *r, const struct coder_codes *codes,
                                        size_t which);

/* Of `options` only the fold counts. -1 with ERROR_DATA when no comment has both text and a sentiment. */
int sentiment_compare(const struct codebook *book, size_t which, const struct labels *labels,
                      const struct evaluate_options *options, struct sentiment *out, struct error *err);
void sentiment_print_text(const struct sentiment *s, const struct labels_options *options, bool quiet,
                          struct buf *out);
void sentiment_print_csv(const struct sentiment *s, struct buf *out);
void sentiment_print_json(const struct sentiment *s, const struct labels_options *options, struct buf *out);
