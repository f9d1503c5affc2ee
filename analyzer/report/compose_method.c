/* compose_method.c: how the report was made: rules, disclosure control, what was left out, and how to ask. */
#include "compose.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

static void disclosure_note(struct compose *c)
{
    const struct disclosure *rule = &c->e->rule;
    report_heading(c->r, 3, "small-numbers", "How people are protected");
    if (rule->scheme == DISCLOSURE_FFT)
        report_text(c->r,
                    "Numbers that fewer than %" PRId64
                    " people stand behind are not published: they are given as \"fewer than %" PRId64
                    "\", or as \"not shown\" where they are part of a total. Where a hidden number could be "
                    "worked out from a total, further "
                    "numbers are \"not shown\" as well, so \"not shown\" does not mean small. Zeros are "
                    "shown. NHS England publishes the "
                    "Friends and Family Test in a similar way.",
                    rule->threshold, rule->threshold);
    else if (rule->scheme == DISCLOSURE_ROUND5)
        report_text(c->r,
                    "Numbers that fewer than %" PRId64
                    " people stand behind are given as \"fewer than %" PRId64
                    "\"; all others are rounded to the nearest 5, so they may not add up. Zeros are shown. "
                    "NHS Digital publishes "
                    "hospital statistics for local areas in the same way.",
                    rule->threshold, rule->threshold);
    else
        report_notice(c->r, "No small number is hidden in this copy. It is not for publication.");
    report_text(
        c->r,
        "Percentages are worked out from published numbers only. What can be recognised by its form, such as "
        "e-mail addresses, telephone numbers and postcodes, is taken out of comments when they are "
        "collected. A "
        "name cannot always be recognised, so no quote is published unless a person has read and approved "
        "it.");
}

static void ruleset_table(struct compose *c)
{
    const struct catalogue *b = c->e->book;
    static const char *const dimensions[] = {"Themes", "Groups that are mentioned", "Tone",
                                             "Answers that say nothing"};
    struct table *t = report_table(c->r, "rulesets", "Rulesets that coded the comments");
    table_column(t, "Ruleset", "ruleset", COLUMN_ALWAYS, false);
    table_column(t, "Finds", "finds", COLUMN_ALWAYS, false);
    table_column(t, "Version", "version", COLUMN_ALWAYS, false);
    table_column(t, "Fingerprint", "sha256", COLUMN_ALWAYS, false);
    for (size_t i = 0; i < b->ruleset_count; i++) {
        table_row(t, 0);
        table_text(t, b->rulesets[i].title[0] != '\0' ? b->rulesets[i].title : b->rulesets[i].name);
        table_text(t, dimensions[b->rulesets[i].dimension]);
        table_text(t, b->rulesets[i].version);
        table_text(t, report_format(c->r, "%.12s", b->rulesets[i].sha256));
    }
}

/* A sentence begins with a capital, whatever its figure begins with. */
static const char *sentence(struct compose *c, const char *figure, const char *rest)
{
    buf_printf(&c->text, "%s %s", figure, rest);
    c->text.data[0] = (char)toupper((unsigned char)c->text.data[0]);
    return report_keep(c->r, &c->text);
}

static void add_left_out(struct compose *c, struct list *l, size_t row, const char *one, const char *many,
                         const char *rest)
{
    struct figure f = figure_row_total(c->e->left_out, row);
    if (f.state == FIGURE_SHOWN && f.published == 0)
        return;
    list_add(l, sentence(c, compose_noun(c, f, one, many), rest));
}

static void rejected(struct compose *c, struct list *l)
{
    const struct evidence *e = c->e;
    for (size_t i = 0; i < e->tally->source_count; i++) {
        struct figure f = figure_row_total(e->rejects, i);
        if (f.state == FIGURE_SHOWN && f.published == 0)
            continue;
        const char *rest = report_format(c->r, "of %s could not be read yet and %s in no number above.",
                                         e->tally->sources[i].title,
                                         f.state == FIGURE_SHOWN && f.published == 1 ? "is" : "are");
        list_add(l, sentence(c, compose_noun(c, f, "record", "records"), rest));
    }
}

static void unknown(struct compose *c, struct list *l)
{
    const struct tally *t = c->e->tally;
    if (t->unknown_group_count > 0)
        list_add(l, report_format(c->r,
                                  "Respondents declared groups that no ruleset has, which are left out: %s.",
                                  compose_join(c, t->unknown_groups, t->unknown_group_count)));
    if (t->unknown_place_count > 0)
        list_add(l,
                 report_format(c->r, "These places are not in the tree of places and count as elsewhere: %s.",
                               compose_join(c, t->unknown_places, t->unknown_place_count)));
}

static void stale_quotes(struct compose *c, struct list *l)
{
    int64_t stale = 0;
    for (size_t i = 0; i < c->e->quotes->count; i++)
        stale += c->e->quotes->quotes[i].state == QUOTE_WITHDRAWN ||
                 c->e->quotes->quotes[i].state == QUOTE_CHANGED;
    if (stale > 0)
        list_add(l,
                 report_format(c->r, "%s not printed, because %s comment was withdrawn or no longer says it.",
                               stale == 1 ? "One approved quote is" : "Some approved quotes are",
                               stale == 1 ? "its" : "their"));
}

static void undecided(struct compose *c, struct list *l)
{
    size_t rules = c->e->tally->undecided_rules;
    const char *rest =
        report_format(c->r,
                      "not decided by every rule: %zu %s too much work there and gave up, and what "
                      "%s would have found is in no number above.",
                      rules, rules == 1 ? "rule meant" : "rules meant", rules == 1 ? "it" : "they");
    add_left_out(c, l, TALLY_UNDECIDED, "comment was", "comments were", rest);
}

static void left_out(struct compose *c)
{
    report_heading(c->r, 3, "left-out", "What is not counted");
    struct list *l = report_list(c->r);
    add_left_out(c, l, TALLY_NON_ANSWERS, "comment says", "comments say",
                 "nothing that could be coded (such as \"n/a\" or \"no comment\") and are in no base.");
    undecided(c, l);
    add_left_out(c, l, TALLY_NO_COMMENT, "response has", "responses have",
                 "no comment that could be coded; they count as responses.");
    add_left_out(c, l, TALLY_OUTSIDE_PERIOD, "response is", "responses are",
                 "from outside the period and not counted.");
    add_left_out(c, l, TALLY_UNDATED, "response has", "responses have", "no date; they are counted.");
    list_add(
        l,
        "Responses that were withdrawn at their source, or deleted at a person's request, are not counted.");
    rejected(c, l);
    unknown(c, l);
    stale_quotes(c, l);
}

static void limits(struct compose *c)
{
    report_heading(c->r, 3, "limits", "What these numbers can and cannot say");
    struct list *l = report_list(c->r);
    list_add(l, "People chose to respond. They are not a sample of everyone who lives or works here, so the "
                "numbers describe what was said, not "
                "what the whole population thinks.");
    list_add(
        l,
        "Rules find words and phrases. They miss some comments and take some wrongly, most of all irony and "
        "spelling they have not seen. "
        "People check samples and correct codings; a correction outlives every later version of the rules.");
    list_add(l, "A comment can have several themes, so themes add up to more than all comments.");
    list_add(l, "Sources ask different questions, so differences between them may come from the question.");
}

static void ask(struct compose *c)
{
    const struct workspace *w = c->e->workspace;
    report_heading(c->r, 2, "contact", "Other formats, questions and accessibility");
    if (w->contact != NULL && w->contact[0] != '\0')
        report_text(c->r, "%s", w->contact);
    else
        report_notice(c->r, "yousaid.yaml says nothing under 'contact', so readers do not know how to get "
                            "this report in another format.");
    report_text(c->r, "This report is meant to meet the Web Content Accessibility Guidelines, version 2.2, "
                      "level AA. It works without images, colour or "
                      "scripts, and all its tables are published as spreadsheets as well. Tell us if a part "
                      "of it does not work for you.");
    report_text(
        c->r,
        "%s. The same responses, corrections and rules give the same numbers, and this same fingerprint.",
        c->r->provenance);
}

void compose_method(struct compose *c)
{
    report_heading(c->r, 2, "method", "How this report was made");
    report_text(c->r, "Responses were collected into one store, each once, with a record of where and when "
                      "it came from. Every comment was read by rules "
                      "that anyone can read and challenge: a theme is found where its words stand. Every "
                      "number above can be traced to its comments, and "
                      "from a comment to the rule and the words that coded it.");
    ruleset_table(c);
    disclosure_note(c);
    left_out(c);
    limits(c);
    ask(c);
}
