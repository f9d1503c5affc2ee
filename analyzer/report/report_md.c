/* report_md.c: the report as Markdown (CommonMark with tables as GitHub, pandoc and most editors read them).
 */
#include "escape.h"
#include "model.h"

#include <string.h>

enum { MD_MAX_CELL = 1 << 20 };

static void put_heading(struct buf *out, const struct block *b)
{
    for (int i = 0; i < b->level; i++)
        buf_putc(out, '#');
    buf_putc(out, ' ');
    md_text(out, b->text);
    buf_puts(out, "\n\n");
}

static void put_text(struct buf *out, const struct block *b)
{
    md_text(out, b->text);
    buf_puts(out, "\n\n");
}

static void put_notice(struct buf *out, const struct block *b)
{
    buf_puts(out, "> **Please note:** ");
    put_text(out, b);
}

static void put_list(struct buf *out, const struct block *b)
{
    for (size_t i = 0; i < b->list.count; i++) {
        buf_puts(out, "- ");
        md_text(out, b->list.items[i]);
        buf_putc(out, '\n');
    }
    buf_putc(out, '\n');
}

static void put_pairs(struct buf *out, const struct pairs *p)
{
    for (size_t i = 0; i < p->count; i++) {
        buf_puts(out, "- **");
        md_text(out, p->pairs[i].label);
        buf_puts(out, ":** ");
        md_text(out, p->pairs[i].text);
        buf_putc(out, '\n');
    }
    buf_putc(out, '\n');
}

static void put_facts(struct buf *out, const struct block *b)
{
    put_pairs(out, &b->facts);
}

static void put_row(struct buf *out, const struct table *t, size_t row)
{
    struct buf words = buf_new(MD_MAX_CELL);
    bool first = true;
    for (size_t c = 0; c < t->column_count; c++) {
        if (t->columns[c].use == COLUMN_DATA)
            continue;
        buf_clear(&words);
        cell_words(&words, table_cell(t, row, c));
        buf_puts(out, "| ");
        if (first && t->levels[row] > 0)
            for (int i = 0; i < t->levels[row]; i++)
                buf_puts(out, "– ");
        if (first && t->levels[row] < 0)
            buf_puts(out, "**");
        md_text(out, buf_str(&words));
        if (first && t->levels[row] < 0)
            buf_puts(out, "**");
        buf_putc(out, ' ');
        first = false;
    }
    buf_puts(out, "|\n");
    buf_free(&words);
}

static void put_table(struct buf *out, const struct block *b)
{
    const struct table *t = b->table;
    if (t->data_only || t->row_count == 0)
        return;
    buf_puts(out, "**");
    md_text(out, t->caption);
    buf_puts(out, "**\n\n");
    for (size_t c = 0; c < t->column_count; c++)
        if (t->columns[c].use != COLUMN_DATA) {
            buf_puts(out, "| ");
            md_text(out, t->columns[c].label);
            buf_putc(out, ' ');
        }
    buf_puts(out, "|\n");
    for (size_t c = 0; c < t->column_count; c++)
        if (t->columns[c].use != COLUMN_DATA)
            buf_puts(out, t->columns[c].number ? "| ---: " : "| --- ");
    buf_puts(out, "|\n");
    for (size_t row = 0; row < t->row_count; row++)
        put_row(out, t, row);
    buf_putc(out, '\n');
}

static void put_part(struct buf *out, const char *label, const char *text)
{
    if (text[0] == '\0')
        return;
    buf_printf(out, "**%s** ", label);
    md_text(out, text);
    buf_puts(out, "\n\n");
}

static void put_promise(struct buf *out, const struct block *b)
{
    const struct promise *p = b->promise;
    static const char *const did[] = {
        "We did:", "What we are doing:", "What we plan:", "What we did instead:"};
    buf_puts(out, "#### ");
    md_text(out, p->title);
    buf_printf(out, " (%s)\n\n", p->status_label);
    put_part(out, "You said:", p->you_said);
    put_part(out, did[p->status], p->we_did);
    put_part(out, "We could not, because:", p->why);
    for (size_t i = 0; i < p->answers.count; i++) {
        buf_puts(out, "- **Answers:** ");
        md_text(out, p->answers.items[i]);
        buf_putc(out, '\n');
    }
    put_pairs(out, &p->facts);
}

static void put_quote(struct buf *out, const struct block *b)
{
    buf_puts(out, "> “");
    md_text(out, b->quote.text);
    buf_puts(out, "”\n");
    if (b->quote.attribution[0] != '\0') {
        buf_puts(out, ">\n> ");
        md_text(out, b->quote.attribution);
        buf_putc(out, '\n');
    }
    buf_putc(out, '\n');
}

static void (*const blocks[])(struct buf *, const struct block *) = {
    [BLOCK_HEADING] = put_heading, [BLOCK_TEXT] = put_text,   [BLOCK_NOTICE] = put_notice,
    [BLOCK_LIST] = put_list,       [BLOCK_FACTS] = put_facts, [BLOCK_TABLE] = put_table,
    [BLOCK_PROMISE] = put_promise, [BLOCK_QUOTE] = put_quote};

static void write_md(const struct report *r, struct buf *out)
{
    buf_puts(out, "# ");
    md_text(out, r->title);
    buf_puts(out, "\n\n");
    md_text(out, r->partnership);
    buf_puts(out, "\n\n");
    md_text(out, r->summary);
    buf_puts(out, "\n\n");
    for (size_t i = 0; i < r->block_count; i++)
        blocks[r->blocks[i].kind](out, &r->blocks[i]);
    /* One line end at the end of the file. */
    while (out->len > 1 && out->data[out->len - 1] == '\n' && out->data[out->len - 2] == '\n')
        out->data[--out->len] = '\0';
}

const struct report_writer report_writer_md = {.format = "md",
                                               .extension = ".md",
                                               .holds = "the report as Markdown, to paste or convert",
                                               .write = write_md};
