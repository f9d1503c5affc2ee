/* labels_internal.h: what the labels_*.c files share. */
#pragma once

#include "labels.h"

struct labels_columns {
    size_t text, question, polarity, list, respondent, id, coder, source, service, place,
        sentiment; /* the column count = none */
};

/* labels_columns.c: finds the columns that were not named, and the labels. */
int labels_find_columns(struct labels *l, const struct labels_options *o, bool need_labels,
                        struct labels_columns *c, struct error *err);
/* labels_cells.c: whether a column is one of questions: by the end of its name, or because each stands in
 * several rows, which what people answered to "question_1" does not. */
bool labels_holds_questions(const struct csv_table *t, size_t column);
/* Whether it says yes in some rows, and no or nothing in the others. */
bool labels_holds_yes_and_no(const struct csv_table *t, size_t column);
/* Whether any row has a value in it. */
bool labels_holds_anything(const struct csv_table *t, size_t column);
/* Whether it holds words, and not only counts or y and n. */
bool labels_holds_words(const struct csv_table *t, size_t column);
/* What it says by a measure of a cell; a value of many rows says it once. `cells` has room for all rows. */
size_t labels_says(const struct csv_table *t, size_t column, size_t (*cell_says)(const char *),
                   const char **cells);
/* The letters of the words in a cell: "2021-01-01T10:00", "FB-0012" and addresses of mail and web are no
 * words, nor is a single letter. */
size_t labels_word_letters(const char *cell);
/* labels.c: whether a cell of a label says no; in a list only none and - do. */
bool labels_says_no(const char *cell, bool in_list);
/* labels_map.c: the label called `name`, made if it is new; its category by the map, or by its own name. */
int labels_load_map(struct labels *l, const char *path, struct error *err);
struct label *labels_label(struct labels *l, const char *name);
/* Whether there is a label called `name` so far. */
bool labels_known(const struct labels *l, const char *name);
/* Category of the ruleset by code or label, in either case, or -1. */
int labels_category(const struct ruleset *r, const char *name);
/* labels_polarity.c: the polarity of questions. */
int labels_load_polarities(struct labels *l, const char *path, struct error *err);
enum polarity labels_polarity_of(struct labels *l, const char *question);
/* The same of the header of the comments, which is remembered only where it says more than open. */
enum polarity labels_polarity_of_header(struct labels *l, const char *header);
/* 0 and the polarity of that name, or -1. */
int labels_polarity_name(const char *name, enum polarity *polarity);
