/* evaluate.h: how well the rules of one ruleset agree with what people coded, with the uncertainty of every
 * figure.
 *
 * The base is every comment that has text and at least one label with a counterpart in the ruleset, or that
 * was judged to have none (by more than half of its coders, where there are several). Only categories that
 * some label stands for are judged; a category that groups others is coded when one of them is. Averages over
 * categories leave out those that neither people nor rules used. */
#pragma once

#include "coder.h"
#include "labels.h"
#include "measure.h"

enum {
    EVALUATE_RESAMPLES =
        1000, /* of the bootstrap (Efron 1979); whole respondents are drawn, since their comments are alike */
    EVALUATE_SEED = 20260101,
    EVALUATE_LENGTHS = 4,
    EVALUATE_MAX_FOLDS = 100
};

struct evaluate_category {
    size_t index; /* in the ruleset */
    struct measure_counts counts;
    struct measure_interval precision, recall, f1;
    double alpha;        /* between people and rules */
    double alpha_people; /* among several coders; else NAN */
};
struct evaluate_part { /* some of the comments: a length, a fold */
    const char *name;
    size_t comments, exact;
    struct measure_counts micro;
    double macro_f1;
};
struct evaluate_error {
    const struct labelled *comment;
    size_t category; /* in the ruleset */
    bool missed;     /* else: the rules alone gave it */
    size_t firing;   /* first of evaluation.firing that gave it; SIZE_MAX when missed */
};
struct evaluation {
    const struct codebook *book;
    const struct ruleset *ruleset;
    size_t which; /* position of the ruleset in the codebook */
    struct labels *labels;
    size_t compared, no_text, no_label, no_counterpart,
        no_majority; /* comments; the last four are left out */
    size_t other_fold;
    size_t judged_none;    /* of the compared: people decided that no label fits */
    size_t non_answers;    /* of the compared: passed over as non-answers, so that every label of theirs is a
                              miss */
    size_t undecided;      /* rules that hit a limit */
    size_t unjudged;       /* codings of categories that no label stands for */
    size_t left_out_coded; /* comments of the chosen fold without a usable label that the rules coded */
    size_t category_count;
    struct evaluate_category *category; /* in the order of the ruleset */
    struct measure_counts micro;
    struct measure_interval micro_precision, micro_recall, micro_f1;
    double macro_precision, macro_recall, macro_f1;
    struct measure_interval macro_f1_interval;
    size_t exact; /* comments with the very same categories */
    double kappa, alpha, alpha_people, spearman;
    struct evaluate_part length[EVALUATE_LENGTHS];
    size_t fold_count;
    struct evaluate_part *fold;
    int person;         /* enum rule_person, as in the options */
    int error_category; /* of the ruleset; -1 = errors of all categories are kept */
    size_t error_count, error_cap;
    struct evaluate_error *error; /* by category, then line */
    size_t firing_count, firing_cap;
    struct coder_firing *firing;
    struct arena arena;
};

struct evaluate_options {
    size_t folds;   /* 0 = none */
    long only_fold; /* -1 = all */
    bool errors;
    const char *category; /* errors of this category (a code) only; NULL = all */
    int person; /* enum rule_person: only what rules of this `person` find; RULE_ANY = what all find */
};

/* Codes every labelled comment with codebook ruleset `which` and compares. Owns neither codebook nor labels.
 */
int evaluate(const struct codebook *book, size_t which, struct labels *labels,
             const struct evaluate_options *options, struct evaluation **out, struct error *err);
void evaluation_free(struct evaluation *e);
/* The fold of a respondent: the first four bytes of SHA-256, big-endian, modulo `folds`. */
size_t evaluate_fold(const char *respondent, size_t folds);
/* Whether a comment belongs to the part that is asked for: always, unless only_fold names one fold. */
bool evaluate_chosen(const struct labelled *c, const struct evaluate_options *o);

/* What is printed: evaluate_text.c, evaluate_csv.c, evaluate_json.c. */
void evaluate_print_text(const struct evaluation *e, const struct labels_options *options, bool quiet,
                         struct buf *out);
void evaluate_print_csv(const struct evaluation *e, struct buf *out);
void evaluate_print_json(const struct evaluation *e, const struct labels_options *options, struct buf *out);
void evaluate_print_errors(const struct evaluation *e, struct buf *out);
void evaluate_print_errors_csv(const struct evaluation *e, struct buf *out);
/* "themes:timeliness rule 2 (config/rulesets/themes.yaml:231)" of an error that the rules made. */
void evaluate_rule_name(const struct evaluation *e, const struct evaluate_error *error, struct buf *out);
