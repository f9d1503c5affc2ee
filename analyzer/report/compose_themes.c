/* compose_themes.c: what people said: themes by size, by tone and by place, with the quotes that people
 * approved. */
#include "compose.h"

#include <stdlib.h>
#include <string.h>

static bool spoken_of(const struct evidence *e, int theme)
{
    struct figure f = evidence_theme(e, theme);
    return f.state != FIGURE_SHOWN || f.published > 0;
}

static size_t theme_row(const struct evidence *e, int theme)
{
    size_t row = 0;
    while (e->tally->themes[row] != theme)
        row++;
    return row;
}

/* A theme that groups others is answered as far as those of them are that need an answer. */
static const char *answer_label(const struct evidence *e, int theme)
{
    enum evidence_answered all = EVIDENCE_ANSWERED, most = EVIDENCE_NO_ANSWER;
    bool excused = false;
    for (size_t i = 0; i < e->tally->theme_count; i++) {
        int part = e->tally->themes[i];
        if (e->book->categories[part].groups || !catalogue_within(e->book, part, theme) ||
            !spoken_of(e, part))
            continue;
        enum evidence_answered answered = evidence_answered(e, part);
        if (answered != EVIDENCE_ANSWERED && evidence_needs_none(e, part)) {
            excused = true;
            continue;
        }
        all = answered < all ? answered : all;
        most = answered > most ? answered : most;
    }
    if (most == EVIDENCE_NO_ANSWER)
        return all == EVIDENCE_ANSWERED && excused ? "Needs none" : "Not yet";
    return all == EVIDENCE_ANSWERED ? "Yes" : "In part";
}

static void common_columns(struct table *t)
{
    table_column(t, "Theme", "theme", COLUMN_ALWAYS, false);
    table_column(t, "Code", "code", COLUMN_DATA, false);
    table_column(t, "Ruleset", "ruleset", COLUMN_DATA, false);
    table_column(t, "Part of", "part_of", COLUMN_DATA, false);
}

static void common_cells(const struct compose *c, struct table *t, int theme)
{
    const struct catalogue *b = c->e->book;
    const struct catalogue_category *category = &b->categories[theme];
    table_row(t, category->depth);
    table_text(t, category->label);
    table_text(t, category->code);
    table_text(t, b->rulesets[category->ruleset].name);
    table_text(t, category->parent >= 0 ? b->categories[category->parent].code : "");
}

/* Themes of one ruleset (or of all: `ruleset` -1, for data files, with those nobody spoke of). */
static void size_table(struct compose *c, int ruleset)
{
    const struct evidence *e = c->e;
    const char *caption =
        ruleset < 0 ? "Themes and how many comments speak of them" : "How many comments speak of each theme";
    struct table *t = report_table(c->r, ruleset < 0 ? "themes" : NULL, caption);
    t->data_only = ruleset < 0;
    common_columns(t);
    table_column(t, "Comments", "comments", COLUMN_ALWAYS, true);
    table_column(t, "Share of all comments", "percent", COLUMN_ALWAYS, true);
    table_bar(t);
    table_column(t, "Answered", "answered", COLUMN_ALWAYS, false);
    for (size_t i = 0; i < c->order_count; i++) {
        int theme = c->order[i];
        if (ruleset >= 0 && (e->book->categories[theme].ruleset != (size_t)ruleset || !spoken_of(e, theme)))
            continue;
        common_cells(c, t, theme);
        table_figure(t, evidence_theme(e, theme));
        table_share(t, evidence_theme(e, theme), evidence_comments(e));
        table_text(t, answer_label(e, theme));
    }
}

/* Themes by the columns of a protected table; the last row is all comments. */
static void split_table(struct compose *c, const char *file, const char *caption, const struct figures *f,
                        const char *const *labels, size_t count)
{
    const struct evidence *e = c->e;
    struct table *t = report_table(c->r, file, caption);
    common_columns(t);
    for (size_t i = 0; i < count; i++) {
        struct figure all = figure_column_total(f, i);
        bool empty = all.state == FIGURE_SHOWN && all.published == 0;
        table_column(t, labels[i], labels[i], empty ? COLUMN_DATA : COLUMN_ALWAYS, true);
    }
    table_column(t, "All comments", "all_comments", COLUMN_ALWAYS, true);
    for (size_t i = 0; i < c->order_count; i++) {
        if (!spoken_of(e, c->order[i]))
            continue;
        common_cells(c, t, c->order[i]);
        for (size_t col = 0; col <= count; col++)
            table_figure(t, figure_at(f, theme_row(e, c->order[i]), col));
    }
    table_row(t, -1);
    table_text(t, "All comments");
    for (int i = 0; i < 3; i++)
        table_text(t, "");
    for (size_t col = 0; col <= count; col++)
        table_figure(t, figure_column_total(f, col));
}

static void tone_table(struct compose *c)
{
    const struct evidence *e = c->e;
    const char **labels = arena_new(&c->r->arena, e->tally->tone_count + 1, sizeof *labels);
    for (size_t i = 0; i < e->tally->tone_count; i++)
        labels[i] = e->book->categories[e->tally->tones[i]].label;
    labels[e->tally->tone_count] = "No tone found";
    report_heading(c->r, 3, "tone", "What was praised and what was not");
    report_text(c->r, "The tone is that of the whole comment, so a comment that praises staff and criticises "
                      "waiting counts as mixed "
                      "under both themes.");
    split_table(c, "themes-by-tone", "Themes by the tone of the comment", e->theme_tone, labels,
                e->tally->tone_count + 1);
}

static void place_table(struct compose *c)
{
    const struct tally *t = c->e->tally;
    report_heading(c->r, 3, "places", "What people said in each place");
    split_table(c, "themes-by-place", "Themes by the place people told us about", c->e->theme_place,
                t->places, t->place_count);
}

/* Themes that need no answer are no gap in what was said either. */
static void silent_themes(struct compose *c, size_t ruleset)
{
    const struct catalogue *b = c->e->book;
    size_t count = 0;
    const char **labels = arena_new(&c->r->arena, c->order_count + 1, sizeof *labels);
    for (size_t i = 0; i < c->order_count; i++)
        if (b->categories[c->order[i]].ruleset == ruleset && !b->categories[c->order[i]].groups &&
            !spoken_of(c->e, c->order[i]) && !evidence_needs_none(c->e, c->order[i]))
            labels[count++] = b->categories[c->order[i]].label;
    if (count > 0)
        report_text(c->r, "No comment was found to speak of: %s.", compose_join(c, labels, count));
}

/* The first theme of a quote, in the order of the report, that still has room, among those that a commitment
 * answers or those that none does; -1: there is none. */
static int theme_with_room(const struct compose *c, const struct quote *quote, const int64_t *used,
                           bool answered)
{
    const struct evidence *e = c->e;
    for (size_t i = 0; i < c->order_count; i++)
        for (size_t k = 0; k < quote->theme_count; k++)
            if (quote->themes[k] == c->order[i] && used[c->order[i]] < e->workspace->quotes_per_theme &&
                (evidence_answered(e, c->order[i]) != EVIDENCE_NO_ANSWER) == answered)
                return c->order[i];
    return -1;
}

/* Quotes that stand under a theme: each once, where something was done about it rather than elsewhere. */
static void share_out_quotes(const struct compose *c, int *under)
{
    const struct evidence *e = c->e;
    int64_t *used = mem_new(e->book->category_count + 1, sizeof *used);
    for (size_t q = 0; q < e->quotes->count; q++) {
        const struct quote *quote = &e->quotes->quotes[q];
        under[q] = quote->state == QUOTE_GOOD ? theme_with_room(c, quote, used, true) : -1;
        if (quote->state == QUOTE_GOOD && under[q] < 0)
            under[q] = theme_with_room(c, quote, used, false);
        if (under[q] >= 0)
            used[under[q]]++;
    }
    free(used);
}

static bool room_without_theme(const struct evidence *e, size_t q)
{
    return e->quotes->quotes[q].state == QUOTE_GOOD && e->quotes->quotes[q].theme_count == 0 &&
           e->workspace->quotes_per_theme > 0;
}

static struct table *quote_table(struct compose *c)
{
    struct table *t = report_table(c->r, "quotes", "Quotes approved for publication");
    t->data_only = true;
    table_column(t, "Theme", "theme", COLUMN_ALWAYS, false);
    table_column(t, "Code", "code", COLUMN_ALWAYS, false);
    table_column(t, "Quote", "quote", COLUMN_ALWAYS, false);
    table_column(t, "Said by", "attribution", COLUMN_ALWAYS, false);
    return t;
}

static void quotes_under(struct compose *c, struct table *data, const int *under, int theme)
{
    const struct evidence *e = c->e;
    const char *label = theme >= 0 ? e->book->categories[theme].label : "On other things";
    bool headed = false;
    for (size_t q = 0; q < e->quotes->count; q++) {
        if (theme >= 0 ? under[q] != theme : !room_without_theme(e, q))
            continue;
        if (!headed)
            report_heading(c->r, 4, report_format(c->r, "quotes-%d", theme + 1), label);
        headed = true;
        report_quote(c->r, e->quotes->quotes[q].text, e->quotes->quotes[q].attribution);
        table_row(data, 0);
        table_text(data, label);
        table_text(data, theme >= 0 ? e->book->categories[theme].code : "");
        table_text(data, e->quotes->quotes[q].text);
        table_text(data, e->quotes->quotes[q].attribution);
    }
}

static void own_words(struct compose *c)
{
    const struct evidence *e = c->e;
    int *under = mem_new(e->quotes->count + 1, sizeof *under);
    share_out_quotes(c, under);
    bool any = false;
    for (size_t q = 0; q < e->quotes->count; q++)
        any = any || under[q] >= 0 || room_without_theme(e, q);
    if (any) {
        report_heading(c->r, 3, "quotes", "In people's own words");
        report_text(c->r, "A person read and approved each of these quotes for publication. Words in square "
                          "brackets are ours: "
                          "they stand where words were left out so that nobody can be recognised.");
        struct table *data = quote_table(c);
        for (size_t i = 0; i < c->order_count; i++)
            quotes_under(c, data, under, c->order[i]);
        quotes_under(c, data, under, -1);
    }
    free(under);
}

void compose_themes(struct compose *c)
{
    const struct evidence *e = c->e;
    report_heading(c->r, 2, "what-people-said", "What people told us");
    report_text(
        c->r,
        "Read for themes: %s. A comment can speak of several, so the numbers add up to more than that. "
        "Counts show how often something was raised, not how much it matters: views held by one "
        "person or a few are "
        "listed as well.",
        compose_noun(c, evidence_comments(e), "comment", "comments"));
    size_table(c, -1);
    for (size_t i = 0; i < e->book->ruleset_count; i++) {
        if (e->book->rulesets[i].dimension != CATALOGUE_THEME)
            continue;
        report_heading(c->r, 3, report_format(c->r, "themes-%zu", i + 1),
                       compose_ruleset(c, &e->book->rulesets[i]));
        size_table(c, (int)i);
        silent_themes(c, i);
    }
    own_words(c);
    if (e->tally->tone_count > 0)
        tone_table(c);
    if (e->tally->place_count > 1)
        place_table(c);
}
