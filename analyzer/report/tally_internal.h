/* tally_internal.h: raw counts, for tally*.c (which make them) and disclosure.c (which protects them) alone.
 */
#pragma once

#include "tally.h"

struct tally_count {
    int64_t n;      /* comments, or responses */
    int64_t people; /* different responses behind them */
};
/* Rows of a list whose sum is published in another table. */
struct tally_subset {
    size_t *row; /* owned */
    size_t count;
};
struct tally_table {
    size_t rows, cols; /* without the totals */
    bool adds_across;  /* cells of a row add up to its total */
    bool adds_down;    /* rows without parent add up to the total row, rows with one to their parent */
    const int *parent; /* row of the parent, -1; NULL: none has one. Rows with a parent have only a total. */
    struct tally_count *cell;     /* (rows + 1) x (cols + 1) */
    struct tally_subset *subsets; /* in a list (no columns) only */
    size_t subset_count, subset_cap;
    int32_t *stamp; /* last response counted in each cell */
};

/* An empty table. */
struct tally_table *tally_table_new(size_t rows, size_t cols);
/* Counts one comment (or response) of the given response in one cell. Calls come response by response. */
void tally_bump(struct tally_table *t, size_t row, size_t col, int32_t response);
/* Says that the sum of the rows marked in `member` is published elsewhere, so that a row must not be worked
 * out from it. */
void tally_add_subset(struct tally_table *t, const bool *member);
struct tally_count tally_at(const struct tally_table *t, size_t row, size_t col);

/* All that is read, before counting. Indexes, not ids. */
struct tally_response {
    int64_t id;
    uint16_t source, place; /* place: column */
    uint8_t area;           /* TALLY_* */
    bool counted;
    uint32_t first_comment, comment_count; /* in `by_response` */
    uint32_t first_group, group_count;     /* in `groups` */
};
#define TALLY_NO_RESPONSE UINT32_MAX
struct tally_comment {
    int64_t id;
    uint32_t response;     /* index, or TALLY_NO_RESPONSE: left out */
    uint32_t first, count; /* in `codes` */
    bool non_answer;
    bool undecided; /* a rule hit a limit */
};
struct tally_data {
    size_t response_count, comment_count, code_count, group_count;
    struct tally_response *responses;
    struct tally_comment *comments;
    uint32_t *by_response; /* comments in the order of their responses */
    uint16_t *codes;       /* categories of each comment */
    uint16_t *groups;      /* declared categories of each response */
    size_t response_cap, comment_cap, code_cap, group_cap;
    bool undated; /* a period was asked for */
    int64_t outside, no_date;
};

/* tally_read.c: fills `data` and the facts of `t` that are not counts. */
int tally_read(struct store *store, const struct catalogue *book, const struct workspace *workspace,
               struct tally_period period, struct tally *t, struct tally_data *data, struct error *err);
/* tally_undecided.c: marks the comments that a rule could not be decided on, and counts the rules. */
int tally_undecided(struct store *store, const struct catalogue *book, struct tally *t,
                    struct tally_data *data, struct error *err);
void tally_data_free(struct tally_data *d);
/* tally_group.c: the characteristics that respondents declared; and which sums of sources their tables
 * publish. */
void tally_characteristics(struct tally *t, const struct catalogue *book, const struct tally_data *data);
