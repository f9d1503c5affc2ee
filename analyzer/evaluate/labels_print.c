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

/* Rules of the ruleset that fire only for certain sources, services or places. */
static size_t asking(const struct ruleset *r, enum rule_name kind)
{
    size_t count = 0;
    for (size_t i = 0; i < r->category_count; i++)
        for (size_t k = 0; k < r->categories[i].rule_count; k++)
            count += r->categories[i].rules[k].when.names[kind].any.count > 0;
    return count;
}

static void name_line(const struct labels *l, enum rule_name kind, const char *column, const char *named,
                      struct buf *out)
{
    size_t rules = asking(l->ruleset, kind);
    column_line(out, rule_name_kinds[kind], column, named);
    if (column == NULL && rules > 0)
        buf_printf(out, "  %-11s none: %zu rule%s for certain %ss never fire%s; name the column with --%s\n",
                   rule_name_kinds[kind], rules, rules == 1 ? "" : "s", rule_name_kinds[kind],
                   rules == 1 ? "s" : "", rule_name_kinds[kind]);
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
