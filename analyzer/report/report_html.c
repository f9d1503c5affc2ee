/* report_html.c: the report as one HTML file that needs nothing beside it: no script, no font, no image, no
 * network. */
#include "escape.h"
#include "model.h"

#include <inttypes.h>
#include <string.h>

extern const char report_css[];

enum {
    HTML_MAX_CELL = 1 << 20,
    HTML_SCROLL_COLUMNS = 5 /* wider tables may have to scroll on a desk, too */
};

static const char *const status_classes[] = {"done", "under-way", "planned", "cannot"};

struct html {
    struct buf *out;
    size_t tables; /* so far: for the ids of captions */
};

static void put_heading(struct html *h, const struct block *b)
{
    buf_printf(h->out, "<h%d id=\"%s\">", b->level, b->id);
    html_text(h->out, b->text);
    buf_printf(h->out, "</h%d>\n", b->level);
}

static void put_text(struct html *h, const struct block *b)
{
    buf_puts(h->out, "<p>");
    html_linked(h->out, b->text);
    buf_puts(h->out, "</p>\n");
}

static void put_notice(struct html *h, const struct block *b)
{
    buf_puts(h->out, "<div class=\"notice\"><p><strong>Please note</strong> ");
    html_linked(h->out, b->text);
    buf_puts(h->out, "</p></div>\n");
}

static void put_list(struct html *h, const struct block *b)
{
    if (b->list.count == 0)
        return;
    buf_puts(h->out, "<ul>\n");
    for (size_t i = 0; i < b->list.count; i++) {
        buf_puts(h->out, "<li>");
        html_linked(h->out, b->list.items[i]);
        buf_puts(h->out, "</li>\n");
    }
    buf_puts(h->out, "</ul>\n");
}

/* Facts that are a number stand large beside each other; facts in words take a line. */
static void put_facts(struct html *h, const struct block *b)
{
    buf_puts(h->out, "<dl class=\"glance\">\n");
    for (size_t i = 0; i < b->facts.count; i++) {
        const struct pair *p = &b->facts.pairs[i];
        bool number = p->text[strspn(p->text, "0123456789,")] == '\0';
        buf_printf(h->out, "<div%s><dt>", number ? "" : " class=\"words\"");
        html_text(h->out, p->label);
        buf_puts(h->out, "</dt><dd>");
        html_text(h->out, p->text);
        buf_puts(h->out, "</dd></div>\n");
    }
    buf_puts(h->out, "</dl>\n");
}

/* The largest share of a column: its bar is the longest. */
static int64_t largest_share(const struct table *t, size_t column)
{
    int64_t most = 1;
    for (size_t row = 0; row < t->row_count; row++) {
        const struct cell *cell = table_cell(t, row, column);
        struct figure share = figure_percent(cell->figure, cell->whole);
        if (cell->kind == CELL_SHARE && share.state == FIGURE_SHOWN && share.published > most)
            most = share.published;
    }
    return most;
}

static void put_value(struct html *h, const struct table *t, size_t c, const struct cell *cell,
                      const char *words)
{
    const struct column *column = &t->columns[c];
    bool withheld = cell->kind == CELL_FIGURE && cell->figure.state != FIGURE_SHOWN;
    buf_printf(h->out, "<span%s>", withheld ? " class=\"withheld\"" : column->bar ? " class=\"value\"" : "");
    html_linked(h->out, words);
    buf_puts(h->out, "</span>");
    struct figure share = column->bar ? figure_percent(cell->figure, cell->whole) : (struct figure){0};
    if (cell->kind == CELL_SHARE && share.state == FIGURE_SHOWN)
        buf_printf(h->out,
                   "<span class=\"bars\" aria-hidden=\"true\"><span class=\"bar\" style=\"width:%" PRId64
                   "%%\"></span></span>",
                   share.published * 100 / largest_share(t, c));
}

static void put_cell(struct html *h, const struct table *t, size_t row, size_t c, bool heads)
{
    const struct column *column = &t->columns[c];
    const struct cell *cell = table_cell(t, row, c);
    struct buf words = buf_new(HTML_MAX_CELL);
    cell_words(&words, cell);
    if (heads) {
        buf_puts(h->out, "<th scope=\"row\" role=\"rowheader\">");
        html_text(h->out, buf_str(&words));
        buf_puts(h->out, "</th>");
    } else {
        buf_puts(h->out, "<td role=\"cell\" class=\"");
        buf_puts(h->out, column->number ? column->bar ? "number withbar" : "number" : "text");
        buf_puts(h->out, words.len == 0 ? " blank\" data-label=\"" : "\" data-label=\"");
        html_text(h->out, column->label);
        buf_puts(h->out, "\">");
        if (words.len > 0)
            put_value(h, t, c, cell, buf_str(&words));
        buf_puts(h->out, "</td>");
    }
    buf_free(&words);
}

static void put_row(struct html *h, const struct table *t, size_t row)
{
    int level = t->levels[row];
    bool parent = row + 1 < t->row_count && level >= 0 && t->levels[row + 1] > level;
    buf_puts(h->out, "<tr role=\"row\" class=\"");
    if (level < 0)
        buf_puts(h->out, "total");
    else
        buf_printf(h->out, "level-%d%s", level > 3 ? 3 : level, parent ? " parent" : "");
    buf_puts(h->out, "\">");
    bool first = true;
    for (size_t c = 0; c < t->column_count; c++)
        if (t->columns[c].use != COLUMN_DATA) {
            put_cell(h, t, row, c, first);
            first = false;
        }
    buf_puts(h->out, "</tr>\n");
}

static void put_head(struct html *h, const struct table *t)
{
    buf_puts(h->out, "<thead role=\"rowgroup\"><tr role=\"row\">");
    for (size_t c = 0; c < t->column_count; c++) {
        const struct column *column = &t->columns[c];
        if (column->use == COLUMN_DATA)
            continue;
        buf_printf(h->out, "<th scope=\"col\" role=\"columnheader\"%s>",
                   column->bar      ? " class=\"withbar\""
                   : column->number ? " class=\"number\""
                                    : "");
        html_text(h->out, column->label);
        buf_puts(h->out, "</th>");
    }
    buf_puts(h->out, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
}

/* The roles say again what the elements mean, because the narrow layout takes the elements' table display
 * away and with it, in some browsers, their meaning. */
static void put_table(struct html *h, const struct block *b)
{
    const struct table *t = b->table;
    size_t shown = 0;
    for (size_t c = 0; c < t->column_count; c++)
        shown += t->columns[c].use != COLUMN_DATA;
    if (t->data_only || t->row_count == 0)
        return;
    size_t id = ++h->tables;
    if (shown > HTML_SCROLL_COLUMNS)
        buf_printf(h->out,
                   "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"table-%zu\">\n",
                   id);
    else
        buf_puts(h->out, "<div class=\"scroll\">\n");
    buf_printf(h->out, "<table role=\"table\">\n<caption id=\"table-%zu\">", id);
    html_text(h->out, t->caption);
    buf_puts(h->out, "</caption>\n");
    put_head(h, t);
    for (size_t row = 0; row < t->row_count; row++)
        put_row(h, t, row);
    buf_puts(h->out, "</tbody>\n</table>\n</div>\n");
}

static void put_part(struct html *h, const char *label, const char *text)
{
    if (text[0] == '\0')
        return;
    buf_printf(h->out, "<div><dt>%s</dt><dd>", label);
    html_linked(h->out, text);
    buf_puts(h->out, "</dd></div>\n");
}

static void put_answers(struct html *h, const struct promise *p)
{
    buf_puts(h->out, "<div><dt>What it answers</dt><dd>");
    if (p->answers.count > 1)
        buf_puts(h->out, "<ul>");
    for (size_t i = 0; i < p->answers.count; i++) {
        buf_puts(h->out, p->answers.count > 1 ? "<li>" : "");
        html_text(h->out, p->answers.items[i]);
        buf_puts(h->out, p->answers.count > 1 ? "</li>" : "");
    }
    buf_puts(h->out, p->answers.count > 1 ? "</ul></dd></div>\n" : "</dd></div>\n");
}

static void put_promise(struct html *h, const struct block *b)
{
    static const char *const did[] = {"We did", "What we are doing", "What we plan", "What we did instead"};
    const struct promise *p = b->promise;
    buf_printf(h->out,
               "<article class=\"promise %s\" aria-labelledby=\"commitment-%s\">\n<h4 id=\"commitment-%s\">",
               status_classes[p->status], p->id, p->id);
    html_text(h->out, p->title);
    buf_printf(h->out, " <span class=\"tag\">%s</span></h4>\n<dl class=\"exchange\">\n", p->status_label);
    put_part(h, "You said", p->you_said);
    put_part(h, did[p->status], p->we_did);
    put_part(h, "We could not, because", p->why);
    buf_puts(h->out, "</dl>\n<dl class=\"details\">\n");
    put_answers(h, p);
    for (size_t i = 0; i < p->facts.count; i++)
        put_part(h, p->facts.pairs[i].label, p->facts.pairs[i].text);
    buf_puts(h->out, "</dl>\n</article>\n");
}

static void put_quote(struct html *h, const struct block *b)
{
    buf_puts(h->out, "<figure class=\"quote\"><blockquote><p>\xE2\x80\x9C");
    html_text(h->out, b->quote.text);
    buf_puts(h->out, "\xE2\x80\x9D</p></blockquote>");
    if (b->quote.attribution[0] != '\0') {
        buf_puts(h->out, "<figcaption>");
        html_text(h->out, b->quote.attribution);
        buf_puts(h->out, "</figcaption>");
    }
    buf_puts(h->out, "</figure>\n");
}

static void (*const blocks[])(struct html *, const struct block *) = {
    [BLOCK_HEADING] = put_heading, [BLOCK_TEXT] = put_text,   [BLOCK_NOTICE] = put_notice,
    [BLOCK_LIST] = put_list,       [BLOCK_FACTS] = put_facts, [BLOCK_TABLE] = put_table,
    [BLOCK_PROMISE] = put_promise, [BLOCK_QUOTE] = put_quote};

static void put_contents(struct buf *out, const struct report *r)
{
    buf_puts(out, "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>\n");
    for (size_t i = 0; i < r->block_count; i++) {
        const struct block *b = &r->blocks[i];
        if (b->kind != BLOCK_HEADING || b->level != 2)
            continue;
        buf_printf(out, "<li><a href=\"#%s\">", b->id);
        html_text(out, b->text);
        buf_puts(out, "</a></li>\n");
    }
    buf_puts(out, "</ol>\n</nav>\n");
}

static void put_masthead(struct buf *out, const struct report *r)
{
    buf_puts(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    html_text(out, r->title);
    buf_puts(out, " - ");
    html_text(out, r->partnership);
    buf_puts(out, "</title>\n<style>\n");
    buf_puts(out, report_css);
    buf_puts(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n"
                  "<header class=\"masthead\">\n<p class=\"partnership\">");
    html_text(out, r->partnership);
    buf_puts(out, "</p>\n<h1>");
    html_text(out, r->title);
    buf_puts(out, "</h1>\n<p class=\"summary\">");
    html_text(out, r->summary);
    buf_puts(out, "</p>\n</header>\n");
}

static void write_html(const struct report *r, struct buf *out)
{
    struct html h = {.out = out};
    put_masthead(out, r);
    buf_puts(out, "<div class=\"page\">\n");
    put_contents(out, r);
    buf_puts(out, "<main id=\"main\">\n");
    for (size_t i = 0; i < r->block_count; i++)
        blocks[r->blocks[i].kind](&h, &r->blocks[i]);
    buf_puts(out, "</main>\n</div>\n<footer>\n<p>");
    html_text(out, r->partnership);
    buf_puts(out, "</p>\n<p>");
    html_text(out, r->provenance);
    buf_puts(out, "</p>\n</footer>\n</body>\n</html>\n");
}

const struct report_writer report_writer_html = {
    .format = "html", .extension = ".html", .holds = "the report to publish", .write = write_html};
