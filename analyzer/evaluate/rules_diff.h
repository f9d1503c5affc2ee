/* rules_diff.h: which comments gain or lose which category when one ruleset takes the place of another. */
#pragma once

#include "comments.h"
#include <yousaid/mem.h>

enum rules_diff_side { RULES_OLD, RULES_NEW, RULES_SIDES };

struct rules_diff_category {
    const char *code, *label;  /* the label of the new ruleset, where it has the category */
    int index[RULES_SIDES];    /* in its ruleset, -1 = not there */
    size_t coded[RULES_SIDES]; /* comments */
    size_t gained, lost;
};
struct rules_diff_change {
    size_t category; /* of rules_diff */
    bool gained;
    const char *comment, *text; /* its name, its words */
    struct coder_firing by;     /* the first rule that gives it, on the side that does */
};
struct rules_diff {
    const struct codebook *book[RULES_SIDES];
    struct coder *coder[RULES_SIDES];
    size_t comments, changed;
    size_t category_count; /* those of the new ruleset in its order, then those only the old one has */
    struct rules_diff_category *category;
    int *category_of[RULES_SIDES]; /* per category of the ruleset: its position here */
    size_t keep;                   /* changes kept of each category and direction; SIZE_MAX = all */
    size_t change_count, change_cap;
    struct rules_diff_change *change; /* by category, gained before lost, then in the order of comments */
    struct arena arena;
};

/* `old_book` and `new_book`: ruleset 0 of each is compared. They must outlive the result. */
struct rules_diff *rules_diff_new(const struct codebook *old_book, const struct codebook *new_book,
                                  size_t keep);
void rules_diff_free(struct rules_diff *d);
/* A comments_fn. */
int rules_diff_add(void *diff, const struct comment *comment, struct error *err);
/* Sorts the changes; after the last comment. */
void rules_diff_end(struct rules_diff *d);

/* rules_diff_print.c; `what` names the comments: "the store", "coded.csv" */
void rules_diff_text(const struct rules_diff *d, const char *what, struct buf *out);
void rules_diff_csv(const struct rules_diff *d, struct buf *out);
void rules_diff_json(const struct rules_diff *d, struct buf *out);
