/* report_json.c: every table of the report as one JSON document, for dashboards and other programs. */
#include "model.h"
#include <yousaid/json.h>

enum { JSON_MAX_CELL = 1 << 20 };

/* Published numbers as numbers; what is not published as the words that say so; nothing as null. */
static void put_cell(struct buf *out, const struct cell *c)
{
    struct figure f = c->kind == CELL_SHARE ? figure_percent(c->figure, c->whole) : c->figure;
    struct buf words = buf_new(JSON_MAX_CELL);
    cell_data(&words, c);
    if (c->kind != CELL_TEXT && f.state == FIGURE_NONE)
        buf_puts(out, "null");
    else if (c->kind != CELL_TEXT && f.state == FIGURE_SHOWN)
        buf_puts(out, buf_str(&words));
    else
        json_text(out, buf_str(&words));
    buf_free(&words);
}

static void put_row(struct buf *out, const struct table *t, size_t row)
{
    buf_puts(out, row == 0 ? "\n{" : ",\n{");
    for (size_t c = 0; c < t->column_count; c++) {
        if (t->columns[c].use == COLUMN_READER)
            continue;
        json_key(out, t->columns[c].name);
        put_cell(out, table_cell(t, row, c));
    }
    buf_putc(out, '}');
}

static void put_table(struct buf *out, const struct table *t)
{
    json_key(out, t->file);
    buf_putc(out, '{');
    json_key_text(out, "caption", t->caption);
    json_key(out, "rows");
    buf_putc(out, '[');
    for (size_t row = 0; row < t->row_count; row++)
        put_row(out, t, row);
    buf_puts(out, "\n]}");
}

static void write_json(const struct report *r, struct buf *out)
{
    buf_putc(out, '{');
    json_key_text(out, "title", r->title);
    json_key_text(out, "partnership", r->partnership);
    json_key_text(out, "summary", r->summary);
    json_key_text(out, "provenance", r->provenance);
    json_key(out, "tables");
    buf_putc(out, '{');
    for (size_t i = 0; i < r->block_count; i++)
        if (r->blocks[i].table != NULL && r->blocks[i].table->file != NULL)
            put_table(out, r->blocks[i].table);
    buf_puts(out, "}}\n");
}

const struct report_writer report_writer_json = {
    .format = "json", .extension = ".json", .holds = "the tables for other programs", .write = write_json};
