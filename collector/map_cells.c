/* map_cells.c: the cells of a record in canonical form, and conditions on them. */
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

#include "map_internal.h"

enum { MAP_MAX_CELL = 16 << 20 /* bytes */ };

/* The cells in canonical form, blank ones left out. */
int map_read_cells(struct map_batch *b, const struct record *record, struct error *err)
{
    struct map_state *st = b->state;
    struct buf raw = buf_new(MAP_MAX_CELL);
    struct buf text = buf_new(MAP_MAX_CELL);
    int result = 0;
    arena_free(&st->record);
    for (size_t c = 0; result == 0 && c < b->source->column_count; c++) {
        const char **texts = arena_new(&st->record, record->cells[c].count + 1, sizeof *texts);
        size_t count = 0;
        for (size_t k = 0; result == 0 && k < record->cells[c].count; k++) {
            buf_clear(&raw);
            buf_clear(&text);
            source_replace(b->source, record->cells[c].text[k], &raw);
            result = text_canonical(buf_str(&raw), raw.len, &text, err);
            if (result == 0 && !source_blank(b->source, buf_str(&text)))
                texts[count++] = arena_strdup(&st->record, buf_str(&text));
        }
        st->cells[c] = (struct record_cells){.count = count, .text = texts};
    }
    if (result == 0)
        result = raw.failed ? buf_check(&raw, "a cell", err) : buf_check(&text, "a cell", err);
    buf_free(&raw);
    buf_free(&text);
    return result;
}

/* Whether one of the conditions holds. A value of the list that is empty asks for an empty cell. */
bool map_holds(const struct map_batch *b, const struct source_condition *conditions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct record_cells *cells = &b->state->cells[conditions[i].column];
        for (size_t k = 0; k < conditions[i].is.count; k++)
            if (text_same(conditions[i].is.text[k], cells->count > 0 ? cells->text[0] : ""))
                return true;
    }
    return false;
}

bool map_is_blank(const struct map_batch *b)
{
    for (size_t c = 0; c < b->source->column_count; c++)
        if (b->state->cells[c].count > 0)
            return false;
    return true;
}
