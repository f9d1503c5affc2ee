/* labels.h: comments that people coded, read from a CSV file, with their labels as categories of a ruleset.
 *
 * Labels stand in one column each (a cell that is not empty and does not say no means: given) or in one list
 * column. No is said by any number that is zero, no, n, false, f, none, n/a, na, null, nan or -, in either
 * case. A coder who said no (in a list: none or -) and gave no label judged that none fits; one whose cells
 * are all empty judged nothing, unless empty_is_none. A map leads labels to categories by code or label, in
 * either case; a label that is not in the map is looked for among the categories by its own name; one without
 * a counterpart is left out. What was not named is found by looking at the file, and said. */
#pragma once

#include "ruleset.h"
#include <stdbool.h>
#include <stddef.h>
#include <yousaid/buf.h>
#include <yousaid/csv.h>
#include <yousaid/error.h>

enum { LABELS_MAX_FILE = 512 << 20, LABELS_MAX_CODERS = 200 };

/* Names of columns and files as the user gave them; NULL = find it. */
struct labels_options {
    const char *file;
    const char *map;          /* CSV: label, category; a header row */
    const char *labels;       /* the list column */
    const char *text;         /* column */
    const char *question;     /* column */
    const char *polarity;     /* good, improve, open, or a column of these */
    const char *polarity_map; /* CSV: question, polarity; a header row */
    const char *respondent, *id, *coder, *source, *service, *place, *sentiment;
    bool empty_is_none; /* a row without any label was judged: none fits */
};

struct label {
    const char *name;
    int category;  /* of the ruleset, -1 = no counterpart */
    size_t column; /* of the file; list labels: unused */
    size_t given;  /* times */
};
struct labels_question {
    const char *text;
    enum polarity polarity;
    const char *because; /* "declared", "from its wording" ... */
};
struct labelled {
    size_t line; /* of its (first) row in the file */
    const char *id, *respondent, *text, *source, *service, *place, *sentiment;
    enum polarity polarity;
    size_t coders;        /* rows of this comment */
    size_t labels;        /* given by any coder, with a counterpart or not */
    size_t none;          /* coders who judged that no label fits */
    size_t usable;        /* coders who gave a label with a counterpart, or judged that none fits */
    unsigned char *votes; /* per category: coders who gave it */
};
struct labels {
    const struct ruleset *ruleset;
    size_t count;
    struct labelled *comment;
    size_t label_count;
    struct label *label;
    bool *judged; /* per category: a label stands for it */
    bool list;    /* labels stand in one column */
    /* what was used; NULL = none */
    const char *text_column, *question_column, *polarity_column, *label_column;
    const char *source_column, *service_column, *place_column;
    const char *respondent_column, *id_column, *coder_column, *sentiment_column;
    size_t stray_count;
    const char **stray; /* columns of yes and no that no category or label is called */
    size_t question_count;
    struct labels_question *question;
    size_t rows;
    struct csv_table *table;
    struct arena arena;
};

/* Reads and maps. `need_labels` false: a file without label columns is fine (sentiment). A file
 * without rows is ERROR_DATA. The ruleset must outlive the result. */
int labels_read(const struct labels_options *options, const struct ruleset *ruleset, bool need_labels,
                struct labels **out, struct error *err);
/* "text  column \"Comment\" (found by looking)": a line for each column that was used, and for names that
 * rules ask for and no column has. */
void labels_print_columns(const struct labels *l, const struct labels_options *named, struct buf *out);
void labels_free(struct labels *l);
/* More than half of its coders gave this category. */
bool labels_given(const struct labelled *c, size_t category);
