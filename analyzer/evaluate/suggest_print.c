/* suggest_print.c: suggestions as text, CSV and JSON. */
#include "suggest.h"
#include <stdio.h>
#include <string.h>
#include <yousaid/csv.h>
#include <yousaid/json.h>

enum { CONTEXT = 50, PHRASE_WIDTH = 32 };

static void title(const struct suggest *s, const struct suggest_list *list, struct buf *out)
{
    const struct ruleset *r = codebook_ruleset(s->book, 0);
    if (list->category != NULL)
        buf_printf(out, "%s: missed in %zu comments that people gave it; %zu others do not have it\n",
                   list->category->label, list->inside_all, list->outside_all);
    else
        buf_printf(out, "%s %s reaches %zu comments and leaves %zu (%.1f%%); non-answers aside: %zu\n",
                   r->name, r->version, list->outside_all, list->inside_all,
                   list->inside_all + list->outside_all > 0
                       ? 100 * (double)list->inside_all / (double)(list->inside_all + list->outside_all)
                       : 0.0,
                   s->non_answers);
    if (list->inside < list->inside_all || list->outside < list->outside_all)
        buf_printf(out, "Counted in a sample of %zu and %zu of them (fixed seed).\n", list->inside,
                   list->outside);
}

static void phrase_text(const struct suggest *s, const struct keyness_phrase *p, size_t examples,
                        struct buf *out)
{
    buf_printf(out, "  %-*s %8zu %8zu %8.1f\n", PHRASE_WIDTH, p->text, p->in, p->out, p->g2);
    for (size_t i = 0; i < p->example_count && i < examples; i++) {
        buf_printf(out, "      %s: ", suggest_name(s, p->example[i].comment));
        comments_in_context(out, suggest_text(s, p->example[i].comment), p->example[i].start,
                            p->example[i].end, CONTEXT);
        buf_putc(out, '\n');
    }
}

void suggest_print_text(const struct suggest *s, size_t examples, struct buf *out)
{
    if (s->list_count == 0)
        buf_printf(out, "No category was missed in %zu comments or more.\n", s->options.min);
    for (size_t i = 0; i < s->list_count; i++) {
        const struct suggest_list *list = &s->list[i];
        if (i > 0)
            buf_putc(out, '\n');
        title(s, list, out);
        if (list->count == 0) {
            buf_puts(out, "  No word or phrase marks them.\n");
            continue;
        }
        buf_printf(out, "  %-*s %8s %8s %8s\n", PHRASE_WIDTH, "word or phrase",
                   list->category != NULL ? "missed" : "left", list->category != NULL ? "others" : "reached",
                   "G2");
        for (size_t p = 0; p < list->count; p++)
            phrase_text(s, list->phrase[p], examples, out);
    }
}

void suggest_print_csv(const struct suggest *s, struct buf *out)
{
    static const char *const header[] = {"code", "phrase", "in", "others", "g2", "comment", "example"};
    csv_record(out, header, sizeof header / sizeof header[0]);
    for (size_t i = 0; i < s->list_count; i++) {
        for (size_t k = 0; k < s->list[i].count; k++) {
            const struct keyness_phrase *p = s->list[i].phrase[k];
            char figures[3][32];
            snprintf(figures[0], sizeof figures[0], "%zu", p->in);
            snprintf(figures[1], sizeof figures[1], "%zu", p->out);
            snprintf(figures[2], sizeof figures[2], "%.2f", p->g2);
            const char *cells[] = {s->list[i].category != NULL ? s->list[i].category->code : "",
                                   p->text,
                                   figures[0],
                                   figures[1],
                                   figures[2],
                                   suggest_name(s, p->example[0].comment),
                                   suggest_text(s, p->example[0].comment)};
            csv_record(out, cells, sizeof cells / sizeof cells[0]);
        }
    }
}

static void phrase_json(const struct suggest *s, const struct keyness_phrase *p, struct buf *out)
{
    json_comma(out);
    buf_putc(out, '{');
    json_key_text(out, "phrase", p->text);
    json_key_int(out, "in", (int64_t)p->in);
    json_key_int(out, "others", (int64_t)p->out);
    json_key_number(out, "g2", p->g2);
    json_key(out, "examples");
    buf_putc(out, '[');
    for (size_t i = 0; i < p->example_count; i++) {
        json_comma(out);
        buf_putc(out, '{');
        json_key_text(out, "comment", suggest_name(s, p->example[i].comment));
        json_key_int(out, "start", (int64_t)p->example[i].start);
        json_key_int(out, "end", (int64_t)p->example[i].end);
        json_key_text(out, "text", suggest_text(s, p->example[i].comment));
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}

void suggest_print_json(const struct suggest *s, struct buf *out)
{
    const struct ruleset *r = codebook_ruleset(s->book, 0);
    buf_putc(out, '{');
    json_key_text(out, "ruleset", r->name);
    json_key_text(out, "sha256", r->sha256);
    json_key_int(out, "non_answers", (int64_t)s->non_answers);
    json_key(out, "lists");
    buf_putc(out, '[');
    for (size_t i = 0; i < s->list_count; i++) {
        const struct suggest_list *list = &s->list[i];
        json_comma(out);
        buf_putc(out, '{');
        json_key_text(out, "code", list->category != NULL ? list->category->code : NULL);
        json_key_int(out, "comments", (int64_t)list->inside_all);
        json_key_int(out, "others", (int64_t)list->outside_all);
        json_key(out, "phrases");
        buf_putc(out, '[');
        for (size_t p = 0; p < list->count; p++)
            phrase_json(s, list->phrase[p], out);
        buf_puts(out, "]}");
    }
    buf_puts(out, "]}\n");
}
