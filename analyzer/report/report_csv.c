/* report_csv.c: every table of the report as a CSV file: UTF-8 with a byte order mark, so that Excel reads it
 * as it is. */
#include "model.h"

#include <stdlib.h>
#include <yousaid/csv.h>

enum { CSV_MAX_TEXT = 1 << 20 };

static void write_table(const struct table *t, struct buf *out)
{
    const char **cells = mem_new(t->column_count + 1, sizeof *cells);
    char **owned = mem_new(t->column_count + 1, sizeof *owned);
    buf_puts(out, "\xEF\xBB\xBF");
    size_t count = 0;
    for (size_t c = 0; c < t->column_count; c++)
        if (t->columns[c].use != COLUMN_READER)
            cells[count++] = t->columns[c].name;
    csv_record(out, cells, count);
    for (size_t row = 0; row < t->row_count; row++) {
        count = 0;
        for (size_t c = 0; c < t->column_count; c++) {
            if (t->columns[c].use == COLUMN_READER)
                continue;
            struct buf words = buf_new(CSV_MAX_TEXT);
            cell_data(&words, table_cell(t, row, c));
            cells[count] = owned[count] = buf_detach(&words);
            count++;
        }
        csv_record(out, cells, count);
        for (size_t c = 0; c < count; c++)
            free(owned[c]);
    }
    free(cells);
    free(owned);
}

const struct report_writer report_writer_csv = {
    .format = "csv", .extension = "", .holds = "the tables for spreadsheets", .write_table = write_table};
