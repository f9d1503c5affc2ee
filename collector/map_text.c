/* map_text.c: texts of the row in hand: kept, scrubbed, and put into reasons. */
#include <stdio.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/text.h>

#include "map_internal.h"

enum { MAP_MAX_REASON = 300, MAP_MAX_CELL_SHOWN = 200 };

const char *map_kept(struct mapping *m, const char *text)
{
    return arena_strdup(&m->b->state->arena, text);
}

const struct record_cells *map_cells_of(const struct mapping *m, int column)
{
    static const struct record_cells none;
    return column == SOURCE_NO_COLUMN ? &none : &m->b->state->cells[column];
}

/* A sentence that names a cell, shortened: never a whole comment. */
const char *map_reason(struct mapping *m, const char *before, const char *cell, const char *after)
{
    char text[MAP_MAX_REASON];
    snprintf(text, sizeof text, "%s%.*s%s", before, (int)text_fit(cell, MAP_MAX_CELL_SHOWN), cell, after);
    return map_kept(m, text);
}

/* Appends the scrubbed text to `out`. */
const char *map_scrubbed(struct mapping *m, const char *text, struct buf *out)
{
    if (scrub_text(m->b->state->scrub, text, strlen(text), out, &m->scrubbed, &m->why) != 0)
        return map_reason(m, "", m->why.text, "");
    return NULL;
}

const char *map_clean_reason(struct mapping *m, const char *text)
{
    struct buf clean = buf_new(MAP_MAX_TEXT);
    int64_t count = 0;
    const char *why = "the row cannot be read";
    if (scrub_text(m->b->state->scrub, text, strlen(text), &clean, &count, &m->why) == 0)
        why = map_reason(m, "", buf_str(&clean), "");
    buf_free(&clean);
    return why;
}

const char *map_label(struct mapping *m, const char *text)
{
    struct buf clean = buf_new(MAP_MAX_TEXT);
    const char *label = "[too long to be searched for identifiers]";
    if (scrub_label(m->b->state->scrub, text, strlen(text), &clean, &m->scrubbed, &m->why) == 0)
        label = map_kept(m, buf_str(&clean));
    buf_free(&clean);
    return label;
}
