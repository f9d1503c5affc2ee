/* format_json.c: JSON (an array, found by a pointer) and NDJSON, one record in memory at a time. */
#include <json.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>

#include "format.h"
#include "json_path.h"

enum { JSON_MAX_DEPTH = 64, JSON_MAX_NAMES = 500, JSON_MAX_POINTER = 32 };

struct json_reading {
    const struct source *s;
    record_fn *each;
    void *ctx;
    const char *bytes, *end, *at;
    struct json_tokener *tokener;
    int64_t number;
    int64_t *found; /* by mapped column: records that had it */
    struct record_cells *cells;
    const char **labels;
    struct json_names names;               /* keys of the first records, to suggest from */
    const char *segment[JSON_MAX_POINTER]; /* of the pointer to the array, decoded */
    size_t segments;
    bool reached; /* the array was there */
};

static int broken(const struct json_reading *r, const char *what, struct error *err)
{
    size_t line = 1;
    for (const char *p = r->bytes; p < r->at && p < r->end; p++)
        line += *p == '\n';
    return error_set(err, ERROR_DATA, "line %zu, byte %zu: %s%s", line, (size_t)(r->at - r->bytes), what,
                     r->at >= r->end ? ": the export is cut off" : "");
}

static char next(struct json_reading *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\r' || *r->at == '\n'))
        r->at++;
    return r->at < r->end ? *r->at : '\0';
}

/* One whole value from here on; the caller releases it. A null value is NULL with `*fine` true. */
static struct json_object *value(struct json_reading *r, bool *fine, struct error *err)
{
    next(r);
    json_tokener_reset(r->tokener);
    size_t left = (size_t)(r->end - r->at);
    struct json_object *got = json_tokener_parse_ex(r->tokener, r->at, left > INT_MAX ? INT_MAX : (int)left);
    enum json_tokener_error why = json_tokener_get_error(r->tokener);
    /* A number is only over when something follows it; at the end of the bytes nothing does. */
    *fine = why == json_tokener_success;
    r->at += json_tokener_get_parse_end(r->tokener);
    if (*fine)
        return got;
    json_object_put(got);
    broken(r, why == json_tokener_continue ? "the JSON is not complete" : json_tokener_error_desc(why), err);
    return NULL;
}

static void collect(struct json_reading *r, struct json_object *item, struct arena *arena,
                    const char **problem)
{
    for (size_t c = 0; c < r->s->column_count; c++) {
        struct json_found found = json_path_find(item, r->s->columns[c].name, arena);
        if (found.present)
            r->found[c]++;
        if (found.problem != NULL)
            *problem = found.problem;
        r->cells[c] = (struct record_cells){.count = found.count, .text = found.text};
        if (found.count > 1 && r->s->columns[c].single)
            *problem = "a field that must have one value has several";
    }
}

static int give(struct json_reading *r, struct json_object *item, const char *problem, struct error *err)
{
    struct arena arena = {0};
    r->number++;
    if (problem == NULL && !json_object_is_type(item, json_type_object))
        problem = "the record is not a JSON object";
    if (r->names.count < JSON_MAX_NAMES && problem == NULL)
        json_names_add(&r->names, item);
    collect(r, item, &arena, &problem);
    const struct record record = {
        .number = r->number, .problem = problem, .cells = r->cells, .labels = r->labels};
    int result = r->each(r->ctx, &record, err);
    arena_free(&arena);
    return result;
}

/* The array itself: '[' was seen. */
static int walk_items(struct json_reading *r, struct error *err)
{
    r->reached = true;
    r->at++;
    if (next(r) == ']') {
        r->at++;
        return 0;
    }
    for (;;) {
        bool fine = false;
        struct json_object *item = value(r, &fine, err);
        if (!fine)
            return -1;
        int result = give(r, item, NULL, err);
        json_object_put(item);
        if (result != 0)
            return -1;
        char c = next(r);
        if (c != ',' && c != ']')
            return broken(r, "a ',' or ']' is missing after a record", err);
        r->at++;
        if (c == ']')
            return 0;
    }
}

static int skip_value(struct json_reading *r, struct error *err)
{
    bool fine = false;
    json_object_put(value(r, &fine, err));
    return fine ? 0 : -1;
}

static int walk(struct json_reading *r, size_t depth, struct error *err);

/* One "key": value of an object on the way to the array. */
static int walk_member(struct json_reading *r, size_t depth, struct error *err)
{
    bool fine = false;
    if (next(r) != '"')
        return broken(r, "a key in quotes is missing", err);
    struct json_object *key = value(r, &fine, err);
    if (!fine)
        return -1;
    bool wanted = strcmp(json_object_get_string(key), r->segment[depth]) == 0;
    json_object_put(key);
    if (next(r) != ':')
        return broken(r, "a ':' is missing after a key", err);
    r->at++;
    return wanted && !r->reached ? walk(r, depth + 1, err) : skip_value(r, err);
}

/* Goes down to the array that the pointer names and reads it; what stands beside it is only checked. */
static int walk(struct json_reading *r, size_t depth, struct error *err)
{
    char c = next(r);
    if (depth == r->segments)
        return c == '[' ? walk_items(r, err) : broken(r, "the items are not a JSON array", err);
    if (c != '{')
        return skip_value(r, err);
    r->at++;
    if (next(r) == '}') {
        r->at++;
        return 0;
    }
    for (;;) {
        if (walk_member(r, depth, err) != 0)
            return -1;
        c = next(r);
        if (c != ',' && c != '}')
            return broken(r, "a ',' or '}' is missing", err);
        r->at++;
        if (c == '}')
            return 0;
    }
}

/* Splits /a/b by RFC 6901: ~1 is / and ~0 is ~. */
static int split_pointer(struct json_reading *r, struct arena *arena, struct error *err)
{
    for (const char *p = r->s->items; *p == '/';) {
        size_t len = strcspn(++p, "/");
        if (r->segments == JSON_MAX_POINTER)
            return error_set(err, ERROR_CONFIG, "items: the pointer is deeper than %d", JSON_MAX_POINTER);
        char *segment = arena_strndup(arena, p, len);
        char *to = segment;
        for (const char *from = segment; *from != '\0'; from++) {
            bool escaped = from[0] == '~' && (from[1] == '0' || from[1] == '1');
            *to++ = !escaped ? *from : from[1] == '1' ? '/' : '~';
            from += escaped;
        }
        *to = '\0';
        r->segment[r->segments++] = segment;
        p += len;
    }
    return 0;
}

static int check_columns(const struct json_reading *r, struct error *err)
{
    for (size_t c = 0; r->number > 0 && c < r->s->column_count; c++)
        if (r->found[c] == 0 && !r->s->columns[c].optional)
            return format_column_missing(&r->s->columns[c], r->names.name, r->names.count, err);
    return 0;
}

static int read_document(struct json_reading *r, struct arena *arena, struct error *err)
{
    if (split_pointer(r, arena, err) != 0 || walk(r, 0, err) != 0)
        return -1;
    if (next(r) != '\0' || r->at < r->end)
        return broken(r, "there is more after the end of the JSON", err);
    if (!r->reached)
        return error_set(err, ERROR_DATA,
                         "the JSON has no array at '%s': correct items in the source file, "
                         "or look whether the answer is an error message",
                         r->s->items);
    return 0;
}

/* A line that is no JSON is a reject, unless it is the last: then the export was cut off. */
static int read_lines(struct json_reading *r, struct error *err)
{
    const char *whole_end = r->end;
    while (next(r) != '\0') {
        const char *line_end = memchr(r->at, '\n', (size_t)(whole_end - r->at));
        bool fine = false;
        struct error why = {0};
        r->end = line_end != NULL ? line_end : whole_end;
        struct json_object *item = value(r, &fine, &why);
        if (fine && next(r) != '\0') {
            json_object_put(item);
            item = NULL;
            fine = false;
        }
        if (!fine && line_end == NULL)
            return error_set(err, why.kind != ERROR_NONE ? why.kind : ERROR_DATA, "%s",
                             why.kind != ERROR_NONE ? why.text : "the last line is not JSON");
        int result = give(r, item, fine ? NULL : "the line is not JSON", err);
        json_object_put(item);
        if (result != 0)
            return -1;
        r->at = r->end;
        r->end = whole_end;
    }
    return 0;
}

static int read_json(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                     bool lines, struct error *err)
{
    struct arena arena = {0};
    struct json_reading r = {
        .s = s, .each = each, .ctx = ctx, .bytes = bytes, .at = bytes, .end = bytes + len};
    r.tokener = json_tokener_new_ex(JSON_MAX_DEPTH);
    json_tokener_set_flags(r.tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS |
                                          JSON_TOKENER_VALIDATE_UTF8);
    r.found = arena_new(&arena, s->column_count + 1, sizeof *r.found);
    r.cells = arena_new(&arena, s->column_count + 1, sizeof *r.cells);
    r.labels = arena_new(&arena, s->column_count + 1, sizeof *r.labels);
    for (size_t c = 0; c < s->column_count; c++)
        r.labels[c] = s->columns[c].name;
    int result = lines ? read_lines(&r, err) : read_document(&r, &arena, err);
    if (result == 0)
        result = check_columns(&r, err);
    json_tokener_free(r.tokener);
    json_names_free(&r.names);
    arena_free(&arena);
    return result;
}

int format_json_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                     struct error *err)
{
    return read_json(s, bytes, len, each, ctx, false, err);
}

int format_ndjson_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                       struct error *err)
{
    return read_json(s, bytes, len, each, ctx, true, err);
}
