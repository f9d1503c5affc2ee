/* record.c: the table of formats, and what they say alike. */
#include "record.h"

#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

#include "format.h"

enum { RECORD_NAMES_SHOWN = 8 };

static int (*const readers[])(const struct source *s, const char *bytes, size_t len, record_fn *each,
                              void *ctx, struct error *err) = {
    [SOURCE_CSV] = format_csv_read, [SOURCE_JSON] = format_json_read, [SOURCE_NDJSON] = format_ndjson_read};

int record_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                struct error *err)
{
    return readers[s->format](s, bytes, len, each, ctx, err);
}

/* Names of the export, as many as fit in a sentence. */
static void add_names(struct buf *out, const char *const *names, size_t count)
{
    size_t shown = 0;
    for (size_t i = 0; i < count && shown < RECORD_NAMES_SHOWN; i++)
        if (*names[i] != '\0' && (i == 0 || strcmp(names[i], names[i - 1]) != 0))
            buf_printf(out, "%s'%.60s'", shown++ == 0 ? "; it has " : ", ", names[i]);
}

int format_column_missing(const struct source_column *column, const char *const *names, size_t count,
                          struct error *err)
{
    const char *closest = text_closest(column->name, names, count);
    struct buf hint = buf_new(ERROR_TEXT_MAX);
    if (closest != NULL)
        buf_printf(&hint, "; the nearest is '%s'", closest);
    else
        add_names(&hint, names, count);
    error_set(err, ERROR_DATA,
              "the export has no column '%s'%s: correct the name at line %d of the source file, or ask why "
              "the export changed; nothing was stored",
              column->name, buf_str(&hint), config_line(column->node));
    buf_free(&hint);
    return -1;
}
