/* record.c: the table of formats, and what they say alike. */
#include "record.h"

#include <yousaid/text.h>

#include "format.h"

static int (*const readers[])(const struct source *s, const char *bytes, size_t len, record_fn *each,
                              void *ctx, struct error *err) = {
    [SOURCE_CSV] = format_csv_read, [SOURCE_JSON] = format_json_read, [SOURCE_NDJSON] = format_ndjson_read};

int record_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                struct error *err)
{
    return readers[s->format](s, bytes, len, each, ctx, err);
}

int format_column_missing(const struct source_column *column, const char *const *names, size_t count,
                          struct error *err)
{
    const char *closest = text_closest(column->name, names, count);
    return error_set(
        err, ERROR_DATA,
        "the export has no column '%s'%s%s%s: correct the name at line %d of the source file, or ask why "
        "the export changed; nothing was stored",
        column->name, closest != NULL ? "; the nearest is '" : "", closest != NULL ? closest : "",
        closest != NULL ? "'" : "", config_line(column->node));
}
