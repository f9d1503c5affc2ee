/* model.c: builds the blocks of a report. */
#include "model.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct report *report_new(void)
{
    struct report *r = mem_new(1, sizeof *r);
    r->title = r->partnership = r->summary = r->provenance = "";
    return r;
}

void report_free(struct report *r)
{
    if (r == NULL)
        return;
    for (size_t i = 0; i < r->block_count; i++) {
        struct block *b = &r->blocks[i];
        free(b->list.items);
        free(b->facts.pairs);
        if (b->table != NULL) {
            free(b->table->columns);
            free(b->table->cells);
            free(b->table->levels);
        }
        if (b->promise != NULL) {
            free(b->promise->answers.items);
            free(b->promise->facts.pairs);
        }
    }
    free(r->blocks);
    arena_free(&r->arena);
    free(r);
}

__attribute__((format(printf, 2, 0))) static const char *format_list(struct report *r, const char *format,
                                                                     va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    char *text = arena_new(&r->arena, (size_t)(len > 0 ? len : 0) + 1, 1);
    vsnprintf(text, (size_t)(len > 0 ? len : 0) + 1, format, again);
    va_end(again);
    return text;
}

const char *report_format(struct report *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = format_list(r, format, args);
    va_end(args);
    return text;
}

const char *report_keep(struct report *r, struct buf *text)
{
    const char *kept = arena_strdup(&r->arena, buf_str(text));
    buf_clear(text);
    return kept;
}

static struct block *add_block(struct report *r, enum block_kind kind)
{
    r->blocks = mem_grow(r->blocks, &r->block_cap, r->block_count + 1, sizeof *r->blocks);
    struct block *b = &r->blocks[r->block_count++];
    *b = (struct block){.kind = kind};
    return b;
}

void report_heading(struct report *r, int level, const char *id, const char *text)
{
    struct block *b = add_block(r, BLOCK_HEADING);
    b->level = level;
    b->id = arena_strdup(&r->arena, id);
    b->text = arena_strdup(&r->arena, text);
}

void report_text(struct report *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = format_list(r, format, args);
    va_end(args);
    add_block(r, BLOCK_TEXT)->text = text;
}

void report_notice(struct report *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = format_list(r, format, args);
    va_end(args);
    add_block(r, BLOCK_NOTICE)->text = text;
}

struct list *report_list(struct report *r)
{
    return &add_block(r, BLOCK_LIST)->list;
}

struct pairs *report_facts(struct report *r)
{
    return &add_block(r, BLOCK_FACTS)->facts;
}

struct table *report_table(struct report *r, const char *file, const char *caption)
{
    struct table *t = arena_new(&r->arena, 1, sizeof *t);
    t->file = file;
    t->caption = arena_strdup(&r->arena, caption);
    t->arena = &r->arena;
    add_block(r, BLOCK_TABLE)->table = t;
    return t;
}

struct promise *report_promise(struct report *r)
{
    struct promise *p = arena_new(&r->arena, 1, sizeof *p);
    add_block(r, BLOCK_PROMISE)->promise = p;
    return p;
}

void report_quote(struct report *r, const char *text, const char *attribution)
{
    add_block(r, BLOCK_QUOTE)->quote =
        (struct quotation){arena_strdup(&r->arena, text), arena_strdup(&r->arena, attribution)};
}

void list_add(struct list *l, const char *text)
{
    l->items = mem_grow(l->items, &l->cap, l->count + 1, sizeof *l->items);
    l->items[l->count++] = text;
}

void pairs_add(struct pairs *p, const char *label, const char *text)
{
    p->pairs = mem_grow(p->pairs, &p->cap, p->count + 1, sizeof *p->pairs);
    p->pairs[p->count++] = (struct pair){label, text};
}

void table_column(struct table *t, const char *label, const char *name, enum column_use use, bool number)
{
    t->columns = mem_grow(t->columns, &t->column_cap, t->column_count + 1, sizeof *t->columns);
    t->columns[t->column_count++] = (struct column){.label = arena_strdup(t->arena, label),
                                                    .name = arena_strdup(t->arena, name),
                                                    .use = use,
                                                    .number = number};
}

void table_bar(struct table *t)
{
    t->columns[t->column_count - 1].bar = true;
}

void table_row(struct table *t, int level)
{
    assert(t->filled == t->row_count * t->column_count);
    size_t had = t->row_cap;
    t->levels = mem_grow(t->levels, &t->row_cap, t->row_count + 1, sizeof *t->levels);
    if (t->row_cap != had) {
        size_t cap = 0;
        t->cells = mem_grow(t->cells, &cap, t->row_cap * t->column_count, sizeof *t->cells);
    }
    t->levels[t->row_count++] = level;
}

static void add_cell(struct table *t, struct cell cell)
{
    assert(t->filled < t->row_count * t->column_count);
    t->cells[t->filled++] = cell;
}

void table_text(struct table *t, const char *text)
{
    add_cell(t, (struct cell){.kind = CELL_TEXT, .text = arena_strdup(t->arena, text)});
}

void table_figure(struct table *t, struct figure f)
{
    add_cell(t, (struct cell){.kind = CELL_FIGURE, .figure = f});
}

void table_share(struct table *t, struct figure part, struct figure whole)
{
    add_cell(t, (struct cell){.kind = CELL_SHARE, .figure = part, .whole = whole});
}

const struct cell *table_cell(const struct table *t, size_t row, size_t column)
{
    return &t->cells[row * t->column_count + column];
}

void cell_words(struct buf *out, const struct cell *c)
{
    if (c->kind == CELL_TEXT)
        buf_puts(out, c->text != NULL ? c->text : "");
    else if (c->kind == CELL_FIGURE)
        figure_words(out, c->figure);
    else
        figure_percent_words(out, c->figure, c->whole);
}

void cell_data(struct buf *out, const struct cell *c)
{
    if (c->kind == CELL_TEXT)
        buf_puts(out, c->text != NULL ? c->text : "");
    else
        figure_data(out, c->kind == CELL_FIGURE ? c->figure : figure_percent(c->figure, c->whole));
}
