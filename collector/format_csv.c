/* format_csv.c: CSV with one, two (SurveyMonkey) or three (Qualtrics) header rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/buf.h>
#include <yousaid/csv.h>
#include <yousaid/text.h>

#include "format.h"

enum { HEADER_ROWS_MAX = 3, HEADER_MAX_NAME = 64 << 10 };
static const char import_id[] = "{\"ImportId\"";

struct header {
    const char **name;  /* each by column of the file: the question (SurveyMonkey: carried on), or the code */
    const char **other; /* the option, or the label; NULL if the file has none */
    const char **third; /* the ImportId */
    size_t count;
};

struct csv_reading {
    const struct source *s;
    record_fn *each;
    void *ctx;
    struct arena arena; /* of the header and the binding */
    char **rows[HEADER_ROWS_MAX];
    size_t widths[HEADER_ROWS_MAX];
    size_t headers; /* rows read so far */
    struct header header;
    size_t **positions; /* by mapped column: its columns in the file */
    size_t *position_counts;
    struct record_cells *cells;
    const char ***texts;
    const char **labels;
    char problem[128];
};

/* Tools answer this where a question has no options: the question alone is the name. */
static bool says_nothing(const char *option)
{
    static const char *const words[] = {"", "response", "open-ended response"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_same(words[i], option))
            return true;
    return false;
}

static const char *header_cell(const struct csv_reading *r, size_t row, size_t i)
{
    return i < r->widths[row] ? r->rows[row][i] : "";
}

/* Two rows: a question stands over its first option only and is carried to the right. */
static const char *two_row_name(const struct csv_reading *r, size_t i)
{
    size_t from = i;
    while (from > 0 && *header_cell(r, 0, from) == '\0' && *header_cell(r, 1, from) != '\0')
        from--;
    return header_cell(r, 0, from);
}

static const char *joined(struct csv_reading *r, const char *question, const char *option)
{
    if (says_nothing(option))
        return question;
    struct buf name = buf_new(HEADER_MAX_NAME);
    buf_printf(&name, "%s - %s", question, option);
    const char *kept = arena_strdup(&r->arena, buf_str(&name));
    buf_free(&name);
    return kept;
}

/* {"ImportId":"QID1"}, with or without spaces. */
static const char *inside_import_id(struct csv_reading *r, const char *cell)
{
    if (strncmp(cell, import_id, sizeof import_id - 1) != 0)
        return "";
    const char *from = cell + sizeof import_id - 1;
    from += strspn(from, " :");
    if (*from != '"')
        return "";
    return arena_strndup(&r->arena, from + 1, strcspn(from + 1, "\""));
}

static void build_header(struct csv_reading *r)
{
    struct header *h = &r->header;
    for (size_t row = 0; row < r->headers; row++)
        if (r->widths[row] > h->count)
            h->count = r->widths[row];
    h->name = arena_new(&r->arena, h->count + 1, sizeof *h->name);
    h->other = arena_new(&r->arena, h->count + 1, sizeof *h->other);
    h->third = arena_new(&r->arena, h->count + 1, sizeof *h->third);
    for (size_t i = 0; i < h->count; i++) {
        h->name[i] = r->headers == 2 ? two_row_name(r, i) : header_cell(r, 0, i);
        if (r->headers == 2)
            h->other[i] = joined(r, h->name[i], header_cell(r, 1, i));
        if (r->headers == 3) {
            h->other[i] = header_cell(r, 1, i);
            h->third[i] = inside_import_id(r, header_cell(r, 2, i));
        }
    }
}

static bool is_named(const char *key, const char *name, struct buf *scratch)
{
    if (name == NULL || *name == '\0')
        return false;
    buf_clear(scratch);
    text_key(name, strlen(name), scratch);
    return strcmp(key, buf_str(scratch)) == 0;
}

/* What reports show: a label says more than a code, and an option of a question names both. */
static const char *label_of(const struct csv_reading *r, size_t i, size_t kind)
{
    bool other = r->headers == 3 ? *r->header.other[i] != '\0' : kind == 1;
    return other ? r->header.other[i] : r->header.name[i];
}

/* Finds the columns of the file for one mapped column: by code or question, else by label or option, else by
 * ImportId. */
static int bind(struct csv_reading *r, size_t c, struct error *err)
{
    const struct source_column *column = &r->s->columns[c];
    const struct header *h = &r->header;
    const char **const kinds[] = {h->name, h->other, h->third};
    struct buf scratch = buf_new(HEADER_MAX_NAME);
    size_t *found = arena_new(&r->arena, h->count + 1, sizeof *found);
    size_t count = 0;
    size_t kind = 0;
    for (size_t k = 0; count == 0 && k < 3; k++)
        for (size_t i = 0; i < h->count; i++)
            if (is_named(column->key, kinds[k][i], &scratch)) {
                found[count++] = i;
                kind = k;
            }
    buf_free(&scratch);
    r->positions[c] = found;
    r->position_counts[c] = count;
    r->texts[c] = arena_new(&r->arena, count + 1, sizeof *r->texts[c]);
    if (count > 0)
        r->labels[c] = label_of(r, found[0], kind);
    if (count == 0 && !column->optional)
        return format_column_missing(column, h->name, h->count, err);
    if (count > 1 && column->single)
        return error_set(
            err, ERROR_DATA,
            "the export has %zu columns '%s', and line %d of the source file needs one: name one of them "
            "another way, or ask why the export changed",
            count, column->name, config_line(column->node));
    return 0;
}

static int bind_all(struct csv_reading *r, struct error *err)
{
    size_t count = r->s->column_count;
    build_header(r);
    r->positions = arena_new(&r->arena, count + 1, sizeof *r->positions);
    r->position_counts = arena_new(&r->arena, count + 1, sizeof *r->position_counts);
    r->cells = arena_new(&r->arena, count + 1, sizeof *r->cells);
    r->texts = arena_new(&r->arena, count + 1, sizeof *r->texts);
    r->labels = arena_new(&r->arena, count + 1, sizeof *r->labels);
    for (size_t c = 0; c < count; c++) {
        r->labels[c] = r->s->columns[c].name;
        if (bind(r, c, err) != 0)
            return -1;
    }
    return 0;
}

/* A header cell with the tool's own escapes undone. */
static char *header_text(struct csv_reading *r, const char *cell)
{
    struct buf text = buf_new(HEADER_MAX_NAME);
    source_replace(r->s, csv_undefused(cell), &text);
    char *kept = arena_strdup(&r->arena, buf_str(&text));
    buf_free(&text);
    return kept;
}

static int take_header(struct csv_reading *r, const struct csv_row *row, struct error *err)
{
    char **cells = arena_new(&r->arena, row->count + 1, sizeof *cells);
    for (size_t i = 0; i < row->count; i++)
        cells[i] = header_text(r, row->cell[i]);
    r->rows[r->headers] = cells;
    r->widths[r->headers++] = row->count;
    if (r->headers == HEADER_ROWS_MAX && strncmp(cells[0], import_id, sizeof import_id - 1) != 0)
        return error_set(err, ERROR_DATA,
                         "row %zu should be the third header row with its ImportIds and is not: "
                         "correct header_rows in the source file, or export again with all header rows",
                         row->number);
    return (int64_t)r->headers == r->s->header_rows ? bind_all(r, err) : 0;
}

/* Whether the header has no names from this column on: a comma too many at its end. */
static bool ends_blank(const struct csv_reading *r, size_t from)
{
    while (from < r->header.count && *r->header.name[from] == '\0')
        from++;
    return from == r->header.count;
}

/* Rows that are longer than the header may only be so by empty cells. */
static const char *row_problem(struct csv_reading *r, const struct csv_row *row)
{
    size_t count = row->count;
    while (count > r->header.count && *row->cell[count - 1] == '\0')
        count--;
    if (count == r->header.count || (count < r->header.count && (r->s->short_rows || ends_blank(r, count))))
        return NULL;
    snprintf(r->problem, sizeof r->problem, "the row has %zu cells and the header %zu%s", count,
             r->header.count,
             count < r->header.count ? " (format: {short_rows: true} lets rows end early)" : "");
    return r->problem;
}

static int take_row(void *ctx, const struct csv_row *row, struct error *err)
{
    struct csv_reading *r = ctx;
    if ((int64_t)row->number <= r->s->skip_rows)
        return 0;
    if ((int64_t)r->headers < r->s->header_rows)
        return take_header(r, row, err);
    if (strncmp(row->cell[0], import_id, sizeof import_id - 1) == 0)
        return error_set(err, ERROR_DATA,
                         "row %zu holds ImportIds: this is a Qualtrics export with three header rows: "
                         "add header_rows: 3 to format in the source file",
                         row->number);
    for (size_t c = 0; c < r->s->column_count; c++) {
        for (size_t i = 0; i < r->position_counts[c]; i++) {
            size_t at = r->positions[c][i];
            r->texts[c][i] = at < row->count ? csv_undefused(row->cell[at]) : "";
        }
        r->cells[c] = (struct record_cells){.count = r->position_counts[c], .text = r->texts[c]};
    }
    const char *problem = row_problem(r, row);
    const struct record record = {.number = (int64_t)row->number,
                                  .problem = problem,
                                  .shifted = problem != NULL,
                                  .cells = r->cells,
                                  .labels = r->labels};
    return r->each(r->ctx, &record, err);
}

int format_csv_read(const struct source *s, const char *bytes, size_t len, record_fn *each, void *ctx,
                    struct error *err)
{
    struct csv_reading r = {.s = s, .each = each, .ctx = ctx};
    int result = csv_read(bytes, len, s->delimiter, take_row, &r, err);
    if (result == 0 && (int64_t)r.headers < s->header_rows)
        result = error_set(err, ERROR_DATA, "the export has %zu header rows of %d: it is empty or cut off",
                           r.headers, (int)s->header_rows);
    arena_free(&r.arena);
    return result;
}
