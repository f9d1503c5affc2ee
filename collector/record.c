/* record.c: the table of formats, and what they say alike. */
#include "record.h"

#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

#include "format.h"

enum { RECORD_NAMES_SHOWN = 8, RECORD_NAME_SHOWN = 60 /* bytes */, RECORD_NAME_MAX = 1 << 16 };

static int (*const readers[])(const struct source *s, const char *bytes, size_t len, record_fn *each,
                              void *ctx, struct error *err) = {
    [SOURCE_CSV] = format_csv_read, [SOURCE_JSON] = format_json_read, [SOURCE_NDJSON] = format_ndjson_read};

int record_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                struct error *err)
{
    return readers[s->format](s, bytes, len, each, ctx, err);
}

/* Whether a first line holds answers: an address, or a number or date without a word. Then it may name a
 * person, and a message must not repeat it. */
static bool looks_like_answers(const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool digit = strpbrk(names[i], "0123456789") != NULL;
        bool bare = names[i][strspn(names[i], "0123456789 .:/+()-TZ")] == '\0';
        if (strchr(names[i], '@') != NULL || (digit && bare))
            return true;
    }
    return false;
}

/* Names of the export, as many as fit in a sentence, and how many more there are. */
static void add_names(struct buf *out, const char *const *names, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (*names[i] != '\0' && (i == 0 || strcmp(names[i], names[i - 1]) != 0) &&
            ++found <= RECORD_NAMES_SHOWN)
            buf_printf(out, "%s'%.*s'", found == 1 ? "; it has " : ", ",
                       (int)text_fit(names[i], RECORD_NAME_SHOWN), names[i]);
    if (found > RECORD_NAMES_SHOWN)
        buf_printf(out, " and %zu more", found - RECORD_NAMES_SHOWN);
}

/* The only name that goes on where `typed` ends, NULL without one: survey tools put their instructions behind
 * the question, "Q3. Why did you come?Please do not name anybody". */
static const char *longer_name(const char *typed, const char *const *names, size_t count)
{
    struct buf key = buf_new(RECORD_NAME_MAX);
    struct buf other = buf_new(RECORD_NAME_MAX);
    const char *longer = NULL;
    bool several = false;
    text_key(typed, strlen(typed), &key);
    for (size_t i = 0; i < count && key.len > 0; i++) {
        buf_clear(&other);
        text_key(names[i], strlen(names[i]), &other);
        if (other.len <= key.len || strncmp(buf_str(&other), buf_str(&key), key.len) != 0)
            continue;
        several = several || (longer != NULL && strcmp(longer, names[i]) != 0);
        longer = names[i];
    }
    buf_free(&key);
    buf_free(&other);
    return several ? NULL : longer;
}

int format_column_missing(const struct source_column *column, const char *const *names, size_t count,
                          struct error *err)
{
    const char *closest = text_closest(column->name, names, count);
    struct buf hint = buf_new(ERROR_TEXT_MAX);
    if (closest == NULL)
        closest = longer_name(column->name, names, count);
    if (looks_like_answers(names, count))
        buf_puts(&hint, ", and its first line looks like answers and not like a header");
    else if (closest != NULL)
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
