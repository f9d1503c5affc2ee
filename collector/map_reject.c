/* map_reject.c: what is kept of a row that could not be mapped. */
#include <json.h>
#include <string.h>
#include <yousaid/buf.h>

#include "map_internal.h"

enum { REJECT_MAX_RECORD = 8 << 20 };

static bool is_hashed_id(const struct source *s, size_t c)
{
    for (size_t i = 0; i < s->id_count && !s->id_derived; i++)
        if ((size_t)s->id_columns[i] == c)
            return s->id_hash;
    return false;
}

static bool is_plain_id(const struct source *s, size_t c)
{
    return !s->id_derived && !s->id_hash && (size_t)s->id_columns[0] == c;
}

/* One cell as JSON text: scrubbed, but for an id that the store shows too. */
static struct json_object *cell_json(struct map_batch *b, size_t c, const char *text, struct error *err)
{
    struct buf out = buf_new(REJECT_MAX_RECORD);
    int64_t count = 0;
    struct json_object *value = NULL;
    if (is_plain_id(b->source, c) && !scrub_is_identifier(b->state->scrub, text))
        buf_puts(&out, text);
    else if (scrub_text(b->state->scrub, text, strlen(text), &out, &count, err) != 0) {
        buf_clear(&out);
        buf_puts(&out, "[too long to be searched for identifiers]");
    }
    value = json_object_new_string_len(buf_str(&out), (int)out.len);
    buf_free(&out);
    return value;
}

const char *map_record_json(struct map_batch *b, const struct record *record, struct error *err)
{
    struct json_object *all = json_object_new_object();
    for (size_t c = 0; !record->shifted && c < b->source->column_count; c++) {
        const struct record_cells *cells = &b->state->cells[c];
        if (is_hashed_id(b->source, c) || (int)c == b->source->postcode || cells->count == 0)
            continue;
        struct json_object *value =
            cells->count == 1 ? cell_json(b, c, cells->text[0], err) : json_object_new_array();
        for (size_t k = 0; cells->count > 1 && k < cells->count; k++)
            json_object_array_add(value, cell_json(b, c, cells->text[k], err));
        json_object_object_add(all, record->labels[c], value);
    }
    const char *text =
        json_object_to_json_string_ext(all, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    const char *kept = arena_strdup(&b->state->arena, text);
    json_object_put(all);
    return kept;
}
