/* evaluate_errors.c: where rules and people differ, comment by comment, with the rule that fired and the
 * words it found. */
#include "comments.h"
#include "evaluate.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { CONTEXT = 60 };

void evaluate_rule_name(const struct evaluation *e, const struct evaluate_error *error, struct buf *out)
{
    if (error->firing != SIZE_MAX)
        comments_rule_name(out, e->book, &e->firing[error->firing].by);
}

/* ", Ward 3, Northport": what decides beside the text. */
static void names_asked(const struct ruleset *r, const struct labelled *c, struct buf *out)
{
    const char *const names[RULE_NAMES] = {
        [RULE_SOURCE] = c->source, [RULE_SERVICE] = c->service, [RULE_PLACE] = c->place};
    for (size_t i = 0; i < RULE_NAMES; i++)
        if (names[i] != NULL && names[i][0] != '\0' && ruleset_asks(r, (enum rule_name)i))
            buf_printf(out, ", %s", names[i]);
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
        buf_printf(out, "  line %zu, %s", error->comment->line, polarities[error->comment->polarity]);
        names_asked(e->ruleset, error->comment, out);
        buf_puts(out, ": ");
        if (error->missed) {
            comments_in_context(out, error->comment->text, 0, 0, strlen(error->comment->text));
        } else {
            const struct coder_firing *f = &e->firing[error->firing];
            comments_in_context(out, error->comment->text, f->start, f->end, CONTEXT);
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
