/* csv.h: reads and writes CSV (RFC 4180 and what tools really make of it), on libcsv. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <yousaid/buf.h>
#include <yousaid/error.h>

enum {
    CSV_MAX_COLUMNS = 4096,
    CSV_MAX_CELL = 1 << 20 /* bytes */
};

struct csv_row {
    size_t number; /* of the record in the file, from 1, header rows included */
    size_t line;   /* line on which it starts, from 1 */
    size_t count;
    const char *const *cell;  /* NUL-terminated UTF-8; borrowed for the callback */
    const bool *quoted_empty; /* "" as against nothing between the commas */
};

/* Called for each record; return 0 to go on, -1 (with err set) to stop. */
typedef int csv_row_fn(void *ctx, const struct csv_row *row, struct error *err);

/* Reads `len` bytes of UTF-8 (a byte order mark is skipped). `delimiter` 0 = what an Excel line "sep=;" says,
 * else the one of , ; tab | whose number outside quotes the first 20 records agree on best (then the more
 * frequent). Lines end in LF, CRLF or a lone CR; inside quotes they belong to the cell. White space around a
 * cell is dropped unless it is quoted; a quote inside an unquoted cell is text. Blank records (no line of
 * text, or only delimiters) are passed over, their numbers still counted. A quote that never ends, text after
 * a closing quote, a NUL, bytes that are no UTF-8, or a limit passed: -1 with ERROR_DATA "line N: ..."; the
 * caller adds the file. */
int csv_read(const char *bytes, size_t len, char delimiter, csv_row_fn *row, void *ctx, struct error *err);

/* A whole small file with one header row (activities.csv, population.csv, quotes.csv): cells by column name
 * (text_same). */
struct csv_table;
/* `required`: names that must be there (ERROR_CONFIG naming the missing one and the nearest present one).
 * `max` = ceiling of the file. */
int csv_table_load(const char *path, size_t max, const char *const *required, size_t count,
                   struct csv_table **out, struct error *err);
/* The same for a file that the command line names: ERROR_USAGE if it cannot be opened. */
int csv_table_load_argument(const char *path, size_t max, const char *const *required, size_t count,
                            struct csv_table **out, struct error *err);
void csv_table_free(struct csv_table *t);
/* Rows without the header. Cells are canonical text (text.h), a defusing ' in front of = + - @ taken off. */
size_t csv_table_rows(const struct csv_table *t);
/* Cell of row i (from 0) in the named column; "" if the column or cell is absent. Borrowed. */
const char *csv_table_get(const struct csv_table *t, size_t i, const char *column);
/* Position of a column by name (the exact name wins), csv_table_columns() if there is none; and a cell by
 * position ("" if absent). */
size_t csv_table_find(const struct csv_table *t, const char *column);
const char *csv_table_cell(const struct csv_table *t, size_t i, size_t c);
size_t csv_table_line(const struct csv_table *t, size_t i);
const char *csv_table_path(const struct csv_table *t);
size_t csv_table_columns(const struct csv_table *t);
const char *csv_table_column(const struct csv_table *t, size_t c);

/* The cell without the ' that exports put in front of = + - @ TAB CR. Points into `cell`. */
const char *csv_undefused(const char *cell);
/* Writes one cell, quoted where needed; a cell that starts with = + - @ TAB or CR is defused with a leading '
 * (OWASP CSV injection); a negative number is not. */
void csv_cell(struct buf *out, const char *s);
/* Writes a record of `count` cells, comma separated, CRLF ended. */
void csv_record(struct buf *out, const char *const *cells, size_t count);
