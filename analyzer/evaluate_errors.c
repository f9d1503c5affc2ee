/* evaluate_errors.c: where rules and people differ, comment by comment, with the rule that fired and the
 * words it found. */
#include "evaluate.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { CONTEXT = 60 };

void evaluate_rule_name(const struct evaluation *e, const struct evaluate_error *error, struct buf *out)
{
    if (error->firing == SIZE_MAX)
        return;
    const struct coder_rule *by = &e->firing[error->firing].by;
    const struct ruleset_category *category = &e->ruleset->categories[by->category];
    buf_printf(out, "%s rule %u", category->code, by->rule);
    /* A combined category takes over the rules of others; it has no lines of its own. */
    if (by->rule >= 1 && by->rule <= category->rule_count)
        buf_printf(out, " (%s:%d)", e->ruleset->path, config_line(category->rules[by->rule - 1].node));
}

/* Text on one line. */
static void one_line(struct buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        buf_putc(out, s[i] == '\n' ? ' ' : s[i]);
}

/* The comment with the words in [brackets], cut around them where it is long. */
static void in_context(struct buf *out, const char *text, size_t start, size_t end)
{
    size_t len = strlen(text);
    size_t from = start > CONTEXT ? start - CONTEXT : 0;
    size_t to = len - end > CONTEXT ? end + CONTEXT : len;
    while (from > 0 && text[from] != ' ' && text[from] != '\n')
        from--;
    while (to < len && text[to] != ' ' && text[to] != '\n')
        to++;
    buf_puts(out, from > 0 ? "..." : "");
    one_line(out, text + from, start - from);
    buf_putc(out, '[');
    one_line(out, text + start, end - start);
    buf_putc(out, ']');
    one_line(out, text + end, to - end);
    buf_puts(out, to < len ? "..." : "");
}

void evaluate_print_errors(const struct evaluation *e, struct buf *out)
{
    const struct evaluate_error *before = NULL;
    for (size_t i = 0; i < e->error_count; i++) {
        const struct evaluate_error *error = &e->error[i];
        if (before == NULL || before->category != error->category || before->missed != error->missed)
            buf_printf(out, "\n%s: %s\n", e->ruleset->categories[error->category].label,
                       error->missed ? "missed (people gave it, no rule did)" : "given by the rules alone");
        before = error;
        buf_printf(out, "  line %zu, %s: ", error->comment->line, polarities[error->comment->polarity]);
        if (error->missed) {
            one_line(out, error->comment->text, strlen(error->comment->text));
        } else {
            const struct coder_firing *f = &e->firing[error->firing];
            in_context(out, error->comment->text, f->start, f->end);
            buf_puts(out, "\n      ");
            evaluate_rule_name(e, error, out);
        }
        buf_putc(out, '\n');
    }
}

void evaluate_print_errors_csv(const struct evaluation *e, struct buf *out)
{
    static const char *const header[] = {"code",     "label", "error",   "line", "id",
                                         "polarity", "rule",  "matched", "text"};
    struct buf rule = buf_new(1 << 16);
    struct buf matched = buf_new(1 << 20);
    csv_record(out, header, sizeof header / sizeof header[0]);
    for (size_t i = 0; i < e->error_count; i++) {
        const struct evaluate_error *error = &e->error[i];
        const struct labelled *c = error->comment;
        const struct ruleset_category *category = &e->ruleset->categories[error->category];
        char line[32];
        snprintf(line, sizeof line, "%zu", c->line);
        buf_clear(&rule);
        buf_clear(&matched);
        evaluate_rule_name(e, error, &rule);
        if (error->firing != SIZE_MAX)
            buf_add(&matched, c->text + e->firing[error->firing].start,
                    e->firing[error->firing].end - e->firing[error->firing].start);
        const char *cells[] = {category->code,
                               category->label,
                               error->missed ? "missed" : "rules only",
                               line,
                               c->id != NULL ? c->id : "",
                               polarities[c->polarity],
                               buf_str(&rule),
                               buf_str(&matched),
                               c->text};
        csv_record(out, cells, sizeof cells / sizeof cells[0]);
    }
    buf_free(&rule);
    buf_free(&matched);
}
