/* sentiment.c: compares tone with sentiment and counts the nine cells. */
#include "sentiment.h"
#include "comments.h"
#include <math.h>
#include <string.h>
#include <yousaid/text.h>

const char *const sentiment_classes[] = {"positive", "neutral or mixed", "negative"};

/* What people write in a sentiment column. */
static const struct {
    const char *text;
    int class;
} written[] = {
    {"1", SENTIMENT_POSITIVE},        {"2", SENTIMENT_POSITIVE},
    {"positive", SENTIMENT_POSITIVE}, {"very positive", SENTIMENT_POSITIVE},
    {"3", SENTIMENT_NEUTRAL},         {"neutral", SENTIMENT_NEUTRAL},
    {"mixed", SENTIMENT_NEUTRAL},     {"neutral or mixed", SENTIMENT_NEUTRAL},
    {"4", SENTIMENT_NEGATIVE},        {"5", SENTIMENT_NEGATIVE},
    {"negative", SENTIMENT_NEGATIVE}, {"very negative", SENTIMENT_NEGATIVE},
};

/* Tones that stand for a class on their own; every other tone is neutral or mixed. Who asks for a change says
 * that something was not right: coders of the NHS framework give such comments 4, "negative". */
static const struct {
    const char *code;
    enum sentiment_class class;
} tones[] = {
    {"praise", SENTIMENT_POSITIVE},     {"positive", SENTIMENT_POSITIVE}, {"concern", SENTIMENT_NEGATIVE},
    {"suggestion", SENTIMENT_NEGATIVE}, {"negative", SENTIMENT_NEGATIVE},
};

int sentiment_of_label(const char *cell)
{
    if (cell == NULL || cell[0] == '\0')
        return -1;
    for (size_t i = 0; i < sizeof written / sizeof written[0]; i++)
        if (text_same(cell, written[i].text))
            return written[i].class;
    return -2;
}

enum sentiment_class sentiment_of_codes(const struct ruleset *r, const struct coder_codes *codes,
                                        size_t which)
{
    bool seen[SENTIMENT_CLASSES] = {false};
    for (size_t i = 0; i < codes->firing_count; i++) {
        if (codes->firings[i].by.ruleset != which)
            continue;
        enum sentiment_class class = SENTIMENT_NEUTRAL;
        for (size_t t = 0; t < sizeof tones / sizeof tones[0]; t++)
            if (strcmp(r->categories[codes->firings[i].by.category].code, tones[t].code) == 0)
                class = tones[t].class;
        seen[class] = true;
    }
    if (seen[SENTIMENT_POSITIVE] && !seen[SENTIMENT_NEGATIVE] && !seen[SENTIMENT_NEUTRAL])
        return SENTIMENT_POSITIVE;
    if (seen[SENTIMENT_NEGATIVE] && !seen[SENTIMENT_POSITIVE] && !seen[SENTIMENT_NEUTRAL])
        return SENTIMENT_NEGATIVE;
    return SENTIMENT_NEUTRAL;
}

static void figures(struct sentiment *s)
{
    size_t most = 0;
    double chance = 0;
    double f1 = 0;
    double n = (double)s->compared;
    for (size_t c = 0; c < SENTIMENT_CLASSES; c++) {
        size_t people = 0;
        size_t rules = 0;
        for (size_t k = 0; k < SENTIMENT_CLASSES; k++) {
            people += s->table[c][k];
            rules += s->table[k][c];
        }
        size_t both = s->table[c][c];
        s->counts[c] =
            (struct measure_counts){both, rules - both, people - both, s->compared - people - rules + both};
        s->correct += both;
        most = people > most ? people : most;
        chance += (double)people / n * ((double)rules / n);
        f1 += isnan(measure_f1(&s->counts[c])) ? 0 : measure_f1(&s->counts[c]);
    }
    s->accuracy = measure_wilson(s->correct, s->compared);
    s->commonest = (double)most / n;
    s->macro_f1 = f1 / SENTIMENT_CLASSES;
    s->kappa = chance < 1 ? ((double)s->correct / n - chance) / (1 - chance) : NAN;
}

static int compare_one(struct coder *coder, size_t which, const struct labelled *c, struct sentiment *s,
                       struct error *err)
{
    int people = sentiment_of_label(c->sentiment);
    if (people == -2)
        return error_at(
            err, ERROR_DATA, csv_table_path(s->labels->table), (int)c->line, 0,
            "\"%s\" is no sentiment; write 1 to 5 (1 = very positive), or positive, neutral, mixed, negative",
            c->sentiment);
    if (c->text[0] == '\0') {
        s->no_text++;
        return 0;
    }
    if (people < 0) {
        s->no_sentiment++;
        return 0;
    }
    const struct coder_comment comment = comments_of_label(c);
    const struct coder_codes *codes = coder_run(coder, &comment, UINT64_C(1) << which);
    s->non_answers += codes->non_answer;
    s->table[people][sentiment_of_codes(s->ruleset, codes, which)]++;
    s->compared++;
    return 0;
}

int sentiment_compare(const struct codebook *book, size_t which, const struct labels *labels,
                      const struct evaluate_options *options, struct sentiment *out, struct error *err)
{
    *out = (struct sentiment){.ruleset = codebook_ruleset(book, which), .labels = labels};
    struct coder *coder = coder_new(book);
    int result = 0;
    for (size_t i = 0; i < labels->count && result == 0; i++)
        if (evaluate_chosen(&labels->comment[i], options))
            result = compare_one(coder, which, &labels->comment[i], out, err);
    coder_free(coder);
    if (result == 0 && out->compared == 0 && options->only_fold >= 0)
        result = error_set(err, ERROR_DATA,
                           "%s: fold %ld of %zu holds no comment that has both text and a sentiment",
                           csv_table_path(labels->table), options->only_fold, options->folds);
    else if (result == 0 && out->compared == 0)
        result = error_set(err, ERROR_DATA, "%s: no comment has both text and a sentiment",
                           csv_table_path(labels->table));
    if (result == 0)
        figures(out);
    return result;
}
