/* map_answers.c: closed answers become attributes: declared groups, the area, ratings. */
#include <string.h>
#include <yousaid/buf.h>

#include "map_internal.h"

void map_add_attribute(struct mapping *m, const char *name, const char *value, const char *question)
{
    struct store_response *r = &m->row->response;
    for (size_t i = 0; i < r->attribute_count; i++)
        if (strcmp(m->row->attributes[i].name, name) == 0 && strcmp(m->row->attributes[i].value, value) == 0)
            return;
    m->row->attributes = mem_grow(m->row->attributes, &m->row->attribute_cap, r->attribute_count + 1,
                                  sizeof *m->row->attributes);
    m->row->attributes[r->attribute_count++] =
        (struct store_attribute){.name = name, .value = map_kept(m, value), .question = question};
    r->attributes = m->row->attributes;
}

/* An answer as somebody typed it. */
static const char *add_typed(struct mapping *m, const char *name, const char *value, const char *question)
{
    struct buf text = buf_new(MAP_MAX_TEXT);
    const char *why = map_scrubbed(m, value, &text);
    if (why == NULL)
        map_add_attribute(m, name, buf_str(&text), question);
    buf_free(&text);
    return why;
}

static const char *map_value(struct mapping *m, size_t i, const char *value)
{
    const struct source_answer *answer = &m->s->answers[i];
    const char *label = m->b->labels[answer->column];
    if (*value == '\0' || source_blank(m->s, value))
        return NULL;
    if (answer->map == NULL)
        return add_typed(m, answer->name, value, label);
    struct value_meaning meaning = value_map_find(answer->map, value);
    if (meaning.kept)
        return add_typed(m, answer->name, value, label);
    if (!meaning.known && m->b->notes.value_unknown[i]++ == 0)
        m->b->notes.value_example[i] = map_label(m, value);
    for (size_t k = 0; k < meaning.count; k++)
        if (!answer->area || strcmp(meaning.codes[k], SOURCE_AREA_UNKNOWN) != 0)
            map_add_attribute(m, answer->name, meaning.codes[k], label);
    return NULL;
}

/* Several answers in one cell: first the whole cell (an option may hold the separator), then its parts. */
static const char *map_split(struct mapping *m, size_t i, const char *cell)
{
    const struct source_answer *answer = &m->s->answers[i];
    if (answer->split == NULL || (answer->map != NULL && value_map_find(answer->map, cell).known))
        return map_value(m, i, cell);
    const char *why = NULL;
    size_t step = strlen(answer->split);
    for (const char *at = cell; why == NULL && at != NULL;) {
        const char *to = strstr(at, answer->split);
        size_t len = to != NULL ? (size_t)(to - at) : strlen(at);
        while (len > 0 && *at == ' ') {
            at++;
            len--;
        }
        while (len > 0 && at[len - 1] == ' ')
            len--;
        why = map_value(m, i, arena_strndup(&m->b->state->record, at, len));
        at = to != NULL ? to + step : NULL;
    }
    return why;
}

const char *map_answers(struct mapping *m)
{
    const char *why = NULL;
    for (size_t i = 0; why == NULL && i < m->s->answer_count; i++) {
        const struct record_cells *cells = map_cells_of(m, m->s->answers[i].column);
        for (size_t k = 0; why == NULL && k < cells->count; k++)
            why = map_split(m, i, cells->text[k]);
    }
    return why;
}
