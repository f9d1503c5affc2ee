/* record.h: one row of an export before mapping, whatever its format: the cells of the columns that the
 * source maps. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <yousaid/error.h>

#include "source.h"

/* The cells of one mapped column; a multi-select may have several. Decoded UTF-8, not yet canonical. */
struct record_cells {
    size_t count;
    const char *const *text;
};
struct record {
    int64_t number;      /* as a person would count it: a CSV row with the header rows, a JSON item from 1 */
    const char *problem; /* why the row cannot be read (too few cells ...), or NULL */
    bool shifted;        /* the cells may not stand under their names: nothing of them may be kept */
    const struct record_cells *cells; /* by index of source->columns */
    const char *const *labels;        /* how the export calls the columns, by the same index */
};
/* Takes one record, borrowed for the call: 0 to go on, -1 (err set) to stop. */
typedef int record_fn(void *ctx, const struct record *record, struct error *err);

/* Reads decoded bytes by source->format and gives every record to `each`. Stops with ERROR_DATA when the
 * export as a whole is not what the source file says: a mapped column that is not there (with the nearest
 * name), broken quotes or JSON. An empty export is the caller's business. */
int record_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                struct error *err);
