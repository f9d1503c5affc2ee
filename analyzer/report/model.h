/* model.h: the report as a document: headings, texts, tables, commitments and quotes in the order in which
 * they are read. It is composed once; each writer (report_html.c, report_md.c, report_csv.c, report_json.c)
 * turns the same blocks into its format.
 *
 * The only numbers in it are figures, which have passed disclosure control. Texts are plain UTF-8: escaping
 * is the writer's work. */
#pragma once

#include "disclosure.h"
#include "strategy.h"

#include <stdbool.h>
#include <stddef.h>
#include <yousaid/buf.h>
#include <yousaid/mem.h>

enum { MODEL_MAX_TEXT = 1 << 20 };

enum cell_kind {
    CELL_TEXT,
    CELL_FIGURE,
    CELL_SHARE /* `figure` as a percentage of `whole` */
};
struct cell {
    enum cell_kind kind;
    const char *text;
    struct figure figure, whole;
};
enum column_use {
    COLUMN_ALWAYS,
    COLUMN_READER, /* not in data files */
    COLUMN_DATA    /* in data files only */
};
struct column {
    const char *label; /* as readers see it */
    const char *name;  /* header in data files: [a-z_] */
    enum column_use use;
    bool number;
    bool bar; /* shares that a writer may draw beside the number */
};
struct table {
    const char *file; /* name of its data file, [a-z-]; NULL: it has none */
    const char *caption;
    bool data_only; /* left out where people read */
    size_t column_count, row_count;
    struct column *columns;
    struct cell *cells; /* row by row */
    int *levels;        /* of each row: 0, or deeper under the row before; -1: a total */
    size_t column_cap, row_cap, filled;
    struct arena *arena;
};
struct list {
    const char **items;
    size_t count, cap;
};
struct pair {
    const char *label, *text;
};
struct pairs {
    struct pair *pairs;
    size_t count, cap;
};
struct promise { /* a commitment as it is printed */
    const char *id, *title, *status_label, *you_said, *we_did, *why;
    enum strategy_status status;
    struct list answers; /* what it answers, with figures in words */
    struct pairs facts;  /* owner, date, place in the strategy ... */
};
struct quotation {
    const char *text, *attribution;
};

enum block_kind {
    BLOCK_HEADING,
    BLOCK_TEXT,
    BLOCK_NOTICE,
    BLOCK_LIST,
    BLOCK_FACTS,
    BLOCK_TABLE,
    BLOCK_PROMISE,
    BLOCK_QUOTE
};
struct block {
    enum block_kind kind;
    int level;        /* BLOCK_HEADING: 2 to 4 */
    const char *id;   /* BLOCK_HEADING: for links, [a-z0-9-] */
    const char *text; /* BLOCK_HEADING, BLOCK_TEXT, BLOCK_NOTICE */
    struct list list;
    struct pairs facts;
    struct table *table;
    struct promise *promise;
    struct quotation quote;
};
struct report {
    const char *title, *partnership, *summary, *provenance;
    struct block *blocks;
    size_t block_count, block_cap;
    struct arena arena;
};

struct report *report_new(void);
void report_free(struct report *r);

/* printf into the report's memory. */
const char *report_format(struct report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Gives the content of a buffer to the report's memory and empties it. */
const char *report_keep(struct report *r, struct buf *text);

/* Each appends one block. Lists, facts, tables and promises are filled through what is returned, before the
 * next block. */
void report_heading(struct report *r, int level, const char *id, const char *text);
void report_text(struct report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
void report_notice(struct report *r, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct list *report_list(struct report *r);
struct pairs *report_facts(struct report *r);
struct table *report_table(struct report *r, const char *file, const char *caption);
struct promise *report_promise(struct report *r);
void report_quote(struct report *r, const char *text, const char *attribution);

void list_add(struct list *l, const char *text);
void pairs_add(struct pairs *p, const char *label, const char *text);

/* Columns first, then rows cell by cell. A row must be filled before the next one begins. */
void table_column(struct table *t, const char *label, const char *name, enum column_use use, bool number);
void table_bar(struct table *t); /* the last column may be drawn */
void table_row(struct table *t, int level);
void table_text(struct table *t, const char *text);
void table_figure(struct table *t, struct figure f);
void table_share(struct table *t, struct figure part, struct figure whole);
const struct cell *table_cell(const struct table *t, size_t row, size_t column);
/* The words of a cell as people read it: appended to `out`. */
void cell_words(struct buf *out, const struct cell *c);
/* The same for data files: digits without separators, a share as a bare number of percent. */
void cell_data(struct buf *out, const struct cell *c);

/* One row a format. */
struct report_writer {
    const char *format;    /* "html": value of --format */
    const char *extension; /* ".html"; "" = writes several files into a folder */
    const char *holds;     /* what the user finds there, for the last lines of the command */
    /* The report in one file. NULL for a writer of tables. */
    void (*write)(const struct report *r, struct buf *out);
    /* One table in a file of its own. */
    void (*write_table)(const struct table *t, struct buf *out);
};
extern const struct report_writer report_writer_html, report_writer_md, report_writer_csv, report_writer_json;
