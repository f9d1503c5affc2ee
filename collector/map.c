/* map.c: records become responses; each step is one function that may give a reason to reject. */
#include "map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/date.h>
#include <yousaid/text.h>

#include "map_internal.h"

void map_begin(struct map_batch *b, const struct source *source, const struct workspace *workspace,
               struct scrub *scrub)
{
    *b = (struct map_batch){.source = source, .workspace = workspace};
    b->state = mem_new(1, sizeof *b->state);
    b->state->scrub = scrub;
    b->state->cells = arena_new(&b->state->arena, source->column_count + 1, sizeof *b->state->cells);
    b->notes.value_unknown =
        arena_new(&b->state->arena, source->answer_count + 1, sizeof *b->notes.value_unknown);
    b->notes.value_example =
        arena_new(&b->state->arena, source->answer_count + 1, sizeof *b->notes.value_example);
}

void map_free(struct map_batch *b)
{
    if (b->state == NULL)
        return;
    for (size_t i = 0; i < b->count; i++) {
        free(b->rows[i].attributes);
        free(b->rows[i].comments);
    }
    free(b->rows);
    free(b->questions);
    id_table_free(&b->state->questions);
    id_table_free(&b->state->ids);
    id_table_free(&b->state->repeated);
    arena_free(&b->state->record);
    arena_free(&b->state->arena);
    free(b->state);
    *b = (struct map_batch){0};
}

static const char *map_date(struct mapping *m)
{
    const struct record_cells *cell = map_cells_of(m, m->s->submitted);
    char iso[DATE_SIZE];
    m->date = DATE_NONE;
    if (cell->count == 0)
        return m->s->date_required ? "the date is missing, and the source file requires one" : NULL;
    if (date_read(cell->text[0], m->s->date_formats.text, m->s->date_formats.count, iso, &m->date, &m->why) !=
        0)
        return map_clean_reason(m, m->why.text); /* a cell in the wrong column may hold anything */
    m->row->response.submitted_at = m->date == DATE_NONE ? NULL : map_kept(m, iso);
    return NULL;
}

/* The one value of a column through its map; NULL when there is none or the map does not know it. */
static const char *mapped_value(const struct mapping *m, const struct source_value *value,
                                const char **unknown)
{
    const struct record_cells *cell = map_cells_of(m, value->column);
    if (cell->count == 0)
        return NULL;
    if (value->map == NULL)
        return cell->text[0];
    struct value_meaning meaning = value_map_find(value->map, cell->text[0]);
    if (!meaning.known)
        *unknown = cell->text[0];
    return meaning.count > 0 ? meaning.codes[0] : NULL;
}

static void map_place(struct mapping *m)
{
    const char *unknown = NULL;
    const char *named = mapped_value(m, &m->s->where, &unknown);
    const struct record_cells *postcode = map_cells_of(m, m->s->postcode);
    int at = named == NULL ? -1 : workspace_find_place(m->b->workspace, named);
    if (named != NULL && at < 0)
        unknown = named;
    if (unknown != NULL && m->b->notes.place_unknown++ == 0)
        m->b->notes.place_example = map_label(m, unknown);
    if (at < 0 && postcode->count > 0) {
        at = workspace_find_postcode(m->b->workspace, postcode->text[0]);
        m->b->notes.postcode_unknown += at < 0;
    }
    if (at >= 0)
        m->row->response.place = m->b->workspace->places[at].name;
}

static void map_service(struct mapping *m)
{
    const char *unknown = NULL;
    const char *service = mapped_value(m, &m->s->service_value, &unknown);
    /* A map of services is for merging spellings: what it does not know keeps its name. */
    if (service == NULL)
        service = unknown;
    m->row->response.service = service != NULL ? map_label(m, service) : m->s->service;
}

static const char *add_comment(struct mapping *m, struct store_comment comment,
                               const struct record_cells *cells)
{
    struct store_response *r = &m->row->response;
    struct buf joined = buf_new(MAP_MAX_TEXT);
    struct buf text = buf_new(MAP_MAX_TEXT);
    for (size_t i = 0; i < cells->count; i++)
        buf_printf(&joined, "%s%s", i > 0 ? "\n" : "", cells->text[i]);
    const char *why = joined.failed ? "a comment is too long" : map_scrubbed(m, buf_str(&joined), &text);
    if (why == NULL) {
        comment.text = map_kept(m, buf_str(&text));
        m->row->comments =
            mem_grow(m->row->comments, &m->row->comment_cap, r->comment_count + 1, sizeof *m->row->comments);
        m->row->comments[r->comment_count++] = comment;
        r->comments = m->row->comments;
    }
    buf_free(&joined);
    buf_free(&text);
    return why;
}

const char *map_question_text(const struct map_batch *b, const struct source_question *q)
{
    return q->text != NULL ? q->text : b->labels[q->column];
}

static const char *map_wide(struct mapping *m)
{
    const char *why = NULL;
    for (size_t i = 0; why == NULL && i < m->s->question_count; i++) {
        const struct source_question *q = &m->s->questions[i];
        const struct record_cells *cells = map_cells_of(m, q->column);
        if (cells->count > 0)
            why = add_comment(m,
                              (struct store_comment){.key = m->s->columns[q->column].key,
                                                     .question = map_question_text(m->b, q),
                                                     .polarity = q->polarity},
                              cells);
    }
    return why;
}

static void note_question(struct map_batch *b, const struct store_comment *comment)
{
    if (id_table_get(&b->state->questions, comment->key)->count++ > 0)
        return;
    b->questions = mem_grow(b->questions, &b->question_cap, b->question_count + 1, sizeof *b->questions);
    b->questions[b->question_count++] = *comment;
}

/* The long form: the question stands in the row. Its line breaks are layout, not part of it. */
static const char *map_long(struct mapping *m)
{
    const struct record_cells *asked = map_cells_of(m, m->s->question_column);
    const struct record_cells *cells = map_cells_of(m, m->s->text_column);
    if (cells->count == 0)
        return NULL;
    if (asked->count == 0)
        return "there is a comment, and the question it answers is missing";
    struct buf key = buf_new(MAP_MAX_TEXT);
    text_key(asked->text[0], strlen(asked->text[0]), &key);
    char *question = arena_strdup(&m->b->state->arena, asked->text[0]);
    for (char *p = question; *p != '\0'; p++)
        if (*p == '\n')
            *p = ' ';
    const struct store_comment comment = {.key = map_kept(m, buf_str(&key)),
                                          .question = question,
                                          .polarity = source_polarity(m->s, asked->text[0])};
    note_question(m->b, &comment);
    buf_free(&key);
    return add_comment(m, comment, cells);
}

static const char *map_all(struct mapping *m)
{
    const char *why = m->record->problem != NULL ? map_kept(m, m->record->problem) : map_date(m);
    if (why != NULL)
        return why;
    map_place(m);
    map_service(m);
    m->row->response.withdrawn = map_holds(m->b, m->s->withdrawn, m->s->withdrawn_count);
    why = map_answers(m);
    if (why != NULL)
        return why;
    return m->s->question_column == SOURCE_NO_COLUMN ? map_wide(m) : map_long(m);
}

/* Long form: a further row of the same person brings its comment to the first. */
static const char *merge(struct mapping *m, struct map_row *first)
{
    const struct store_response *from = &m->row->response;
    struct store_response *to = &first->response;
    for (size_t i = 0; i < from->comment_count; i++)
        for (size_t k = 0; k < to->comment_count; k++)
            if (strcmp(from->comments[i].key, to->comments[k].key) == 0)
                return map_reason(m, "id ", to->external_id,
                                  " answers the same question in an earlier row too");
    struct map_row *row = m->row;
    m->row = first;
    for (size_t i = 0; i < from->attribute_count; i++)
        map_add_attribute(m, from->attributes[i].name, from->attributes[i].value,
                          from->attributes[i].question);
    m->row = row;
    first->comments = mem_grow(first->comments, &first->comment_cap, to->comment_count + from->comment_count,
                               sizeof *first->comments);
    for (size_t i = 0; i < from->comment_count; i++)
        first->comments[to->comment_count++] = from->comments[i];
    to->comments = first->comments;
    to->submitted_at = to->submitted_at != NULL ? to->submitted_at : from->submitted_at;
    to->place = to->place != NULL ? to->place : from->place;
    to->service = to->service != NULL ? to->service : from->service;
    return NULL;
}

/* Where the id was seen before: a further row of the long form, or a mistake of the export. `*merged` =
 * nothing is left of this row. */
static const char *check_id(struct mapping *m, const char *why, bool *merged)
{
    struct store_response *r = &m->row->response;
    if (r->external_id == NULL && m->record->problem == NULL)
        return "the id is missing";
    if (why != NULL)
        return why;
    struct id_entry *entry = id_table_get(&m->b->state->ids, r->external_id);
    if (entry->count++ == 0) {
        entry->value = m->b->count;
        return NULL;
    }
    struct map_row *first = &m->b->rows[entry->value];
    *merged = true;
    why = m->s->question_column == SOURCE_NO_COLUMN
              ? map_reason(m, "id ", r->external_id,
                           " stands in an earlier row too: look whether the id column is right")
              : merge(m, first);
    return why;
}

static void free_row(struct map_row *row)
{
    free(row->attributes);
    free(row->comments);
    *row = (struct map_row){0};
}

static void count_row(struct mapping *m)
{
    struct store_counts *c = &m->b->counts;
    c->date_ambiguous += m->date == DATE_AMBIGUOUS;
    c->date_other += m->date == DATE_OTHER;
    c->scrubbed += m->scrubbed;
}

static int keep_labels(struct map_batch *b, const struct record *record)
{
    b->labels = arena_new(&b->state->arena, b->source->column_count + 1, sizeof *b->labels);
    for (size_t c = 0; c < b->source->column_count; c++)
        b->labels[c] = arena_strdup(&b->state->arena, record->labels[c]);
    return 0;
}

int map_record(void *batch, const struct record *record, struct error *err)
{
    struct map_batch *b = batch;
    if (b->labels == NULL)
        keep_labels(b, record);
    if (map_read_cells(b, record, err) != 0)
        return error_prefix(err, "row %lld: ", (long long)record->number);
    b->counts.records++;
    if (record->problem == NULL &&
        (map_is_blank(b) || map_holds(b, b->source->skip, b->source->skip_count))) {
        b->counts.skipped++;
        return 0;
    }
    b->rows = mem_grow(b->rows, &b->cap, b->count + 1, sizeof *b->rows);
    struct map_row *row = &b->rows[b->count];
    *row = (struct map_row){.response = {.row_number = record->number}};
    struct mapping m = {.b = b, .s = b->source, .record = record, .row = row};
    bool merged = false;
    map_id(b, record, &row->response);
    row->reason = check_id(&m, map_all(&m), &merged);
    if (row->reason == NULL) {
        count_row(&m);
        if (merged)
            free_row(row);
        else
            b->count++;
        return 0;
    }
    b->counts.rejected++;
    row->record = map_record_json(b, record, err);
    row->key = row->response.external_id;
    if (row->response.external_id == NULL || merged || record->shifted)
        row->key = map_row_key(b, record);
    b->count++;
    return 0;
}
