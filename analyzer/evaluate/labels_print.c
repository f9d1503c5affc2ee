/* labels_print.c: says which columns of a file were used for what, so that a wrong guess is seen. */
#include "comments.h"
#include <string.h>

static void column_line(struct buf *out, const char *what, const char *column, const char *named)
{
    if (column != NULL)
        buf_printf(out, "  %-11s column \"%s\"%s\n", what, column,
                   named != NULL ? "" : " (found by looking)");
}

static void questions(const struct labels *l, struct buf *out)
{
    for (size_t i = 0; i < l->question_count; i++) {
        buf_puts(out, "              \"");
        comments_in_context(out, l->question[i].text, 0, 0, strlen(l->question[i].text));
        buf_printf(out, "\": %s, %s\n", polarities[l->question[i].polarity], l->question[i].because);
    }
}

/* Rules that are for certain sources, services or places alone, and rules that are for all but certain ones.
 */
static void count_asking(const struct ruleset *r, enum rule_name kind, size_t *only, size_t *but)
{
    *only = *but = 0;
    for (size_t i = 0; i < r->category_count; i++)
        for (size_t k = 0; k < r->categories[i].rule_count; k++) {
            const struct rule_names *names = &r->categories[i].rules[k].when.names[kind];
            *only += names->any.count > 0;
            *but += names->any.count == 0 && names->none.count > 0;
        }
}

static void name_line(const struct labels *l, enum rule_name kind, const char *column, const char *named,
                      struct buf *out)
{
    size_t only = 0;
    size_t but = 0;
    const char *what = rule_name_kinds[kind];
    column_line(out, what, column, named);
    count_asking(l->ruleset, kind, &only, &but);
    if (column == NULL && only > 0)
        buf_printf(out, "  %-11s no column: %zu rule%s for certain %ss cannot fire; name it with --%s\n",
                   what, only, only == 1 ? "" : "s", what, what);
    if (column == NULL && but > 0)
        buf_printf(out,
                   "  %-11s no column: %zu rule%s not for certain %ss may fire on all; name it with --%s\n",
                   what, but, but == 1 ? "" : "s", what, what);
}

void labels_print_columns(const struct labels *l, const struct labels_options *named, struct buf *out)
{
    column_line(out, "text", l->text_column, named->text);
    column_line(out, "question", l->question_column, named->question);
    questions(l, out);
    column_line(out, "polarity", l->polarity_column, named->polarity);
    name_line(l, RULE_SOURCE, l->source_column, named->source, out);
    name_line(l, RULE_SERVICE, l->service_column, named->service, out);
    name_line(l, RULE_PLACE, l->place_column, named->place, out);
    column_line(out, "respondent", l->respondent_column, named->respondent);
    column_line(out, "sentiment", l->sentiment_column, named->sentiment);
}
