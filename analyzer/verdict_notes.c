/* verdict_notes.c: what a person should know who decides about a code of a comment. */
#include "verdict.h"

#include <string.h>

/* Whether the comment has the code when all is said: by a rule and not removed, or added. */
static bool counts(const struct catalogue *book, const struct store_why_comment *c, size_t category)
{
    const char *code = book->categories[category].code;
    const char *ruleset = book->rulesets[book->categories[category].ruleset].name;
    for (size_t i = 0; i < c->verdict_count; i++)
        if (strcmp(c->verdicts[i].ruleset, ruleset) == 0 && strcmp(c->verdicts[i].category, code) == 0 &&
            strcmp(c->verdicts[i].verdict, "confirm") != 0)
            return strcmp(c->verdicts[i].verdict, "add") == 0;
    return verdict_coded(c, ruleset, code);
}

static void note_rules(const struct catalogue *book, const struct store_why_comment *c, int category,
                       const char *verdict, struct buf *out)
{
    const struct catalogue_category *k = &book->categories[category];
    const char *ruleset = book->rulesets[k->ruleset].name;
    bool coded = verdict_coded(c, ruleset, k->code);
    if (coded && strcmp(verdict, "add") == 0)
        buf_printf(out, "rules code %s/%s already; added, it stays whatever later rules find\n", ruleset,
                   k->code);
    if (!coded && strcmp(verdict, "remove") == 0)
        buf_printf(out, "no rule codes %s/%s now; removed, it stays away whatever later rules find\n",
                   ruleset, k->code);
}

/* Codes below one that is removed still count for it. */
static void note_below(const struct catalogue *book, const struct store_why_comment *c, int category,
                       struct buf *out)
{
    for (size_t i = 0; i < book->category_count; i++)
        if ((int)i != category && catalogue_within(book, (int)i, category) && counts(book, c, i))
            buf_printf(out,
                       "%s/%s below it is still coded and counts for it: remove that too if it is wrong\n",
                       book->rulesets[book->categories[i].ruleset].name, book->categories[i].code);
}

/* A non-answer is counted nowhere else. */
static void note_answer(const struct catalogue *book, const struct store_why_comment *c, int category,
                        const char *verdict, struct buf *out)
{
    bool answer = catalogue_dimension(book, (size_t)category) == CATALOGUE_ANSWER;
    if (answer && strcmp(verdict, "remove") == 0)
        buf_puts(
            out,
            "it counts as an answer now; rules do not look for codes in a non-answer: add those it has\n");
    else if (answer)
        buf_puts(out, "reports count a non-answer under none of its other codes\n");
    if (answer || strcmp(verdict, "add") != 0)
        return;
    for (size_t i = 0; i < book->category_count; i++)
        if (catalogue_dimension(book, i) == CATALOGUE_ANSWER && counts(book, c, i))
            buf_printf(out,
                       "the comment is a non-answer (%s/%s), which reports do not count: remove that too\n",
                       book->rulesets[book->categories[i].ruleset].name, book->categories[i].code);
}

void verdict_notes(const struct catalogue *book, const struct store_origin *o,
                   const struct store_why_comment *c, int category, const char *verdict, struct buf *out)
{
    note_rules(book, c, category, verdict, out);
    if (strcmp(verdict, "remove") == 0)
        note_below(book, c, category, out);
    note_answer(book, c, category, verdict, out);
    if (o->withdrawn)
        buf_puts(out, "the response was withdrawn at its source, so no report counts it\n");
}
