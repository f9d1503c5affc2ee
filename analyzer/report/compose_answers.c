/* compose_answers.c: "You said, we did": every commitment with what it answers, and the themes that have no
 * answer yet. */
#include "compose.h"

#include <stdlib.h>
#include <string.h>

/* Why no number stands beside an answer. */
static const char *why_uncounted(const struct strategy_answer *a, struct figure f)
{
    if (f.state == FIGURE_HIDDEN)
        return "number not shown: it is small, or would give a small one away";
    if (a->group >= 0 && a->theme >= 0)
        return "not counted by group";
    return a->place >= 0 ? "not counted for this place" : "not counted";
}

/* ", of these 40 concerns and 12 suggestions": what asks for an answer among the comments of a theme. Each
 * number is one that the table of themes by tone prints; a sum of them is no number of comments where one has
 * both tones. */
static void asking_words(struct compose *c, int theme)
{
    static const struct {
        const char *code, *one, *many;
    } tones[] = {{"concern", "concern", "concerns"}, {"suggestion", "suggestion", "suggestions"}};
    bool any = false;
    for (size_t i = 0; i < sizeof tones / sizeof tones[0]; i++) {
        struct figure f = evidence_toned(c->e, theme, tones[i].code);
        if (f.state != FIGURE_SHOWN || f.published == 0)
            continue;
        buf_puts(&c->text, any ? " and " : ", of these ");
        figure_noun(&c->text, f, tones[i].one, tones[i].many);
        any = true;
    }
}

/* "Timeliness of care, in Northport (312 comments)". What a group said of a theme is not counted, so no
 * number stands there, but why. */
static const char *answer_words(struct compose *c, const struct strategy_answer *a)
{
    const struct evidence *e = c->e;
    const struct catalogue_category *categories = e->book->categories;
    buf_puts(&c->text, categories[a->theme >= 0 ? a->theme : a->group].label);
    if (a->theme >= 0 && a->group >= 0)
        buf_printf(&c->text, ", for %s", categories[a->group].label);
    if (a->place >= 0)
        buf_printf(&c->text, ", in %s", e->workspace->places[a->place].name);
    struct figure f = {0};
    if (a->theme >= 0 && a->group < 0)
        f = a->place < 0 ? evidence_theme(e, a->theme) : evidence_theme_in(e, a->theme, a->place);
    else if (a->theme < 0 && a->place < 0)
        f = evidence_mentioned(e, a->group);
    if (f.state == FIGURE_SHOWN || f.state == FIGURE_FEW) {
        buf_puts(&c->text, " (");
        figure_noun(&c->text, f, "comment", "comments");
        if (a->theme >= 0 && a->place < 0)
            asking_words(c, a->theme);
        buf_puts(&c->text, a->theme < 0 ? " speak of them)" : ")");
    } else {
        buf_printf(&c->text, " (%s)", why_uncounted(a, f));
    }
    return report_keep(c->r, &c->text);
}

static const char *join_places(struct compose *c, const struct strategy_commitment *made)
{
    const char *names[64];
    size_t count = 0;
    for (size_t i = 0; i < made->where_count && i < 64; i++)
        names[count++] = c->e->workspace->places[made->where[i]].name;
    return compose_join(c, names, count);
}

static void fill_facts(struct compose *c, struct promise *p, const struct strategy_commitment *made)
{
    const char *when =
        made->by[0] != '\0' ? compose_day(c, made->by) : report_format(c->r, "%s", made->by_text);
    if (made->where_count > 0)
        pairs_add(&p->facts, "Where", join_places(c, made));
    if (made->section[0] != '\0')
        pairs_add(&p->facts, "In the strategy", report_format(c->r, "%s", made->section));
    if (made->owner[0] != '\0')
        pairs_add(&p->facts, "Who is responsible", report_format(c->r, "%s", made->owner));
    if (when[0] != '\0')
        pairs_add(&p->facts,
                  made->status == STRATEGY_DONE     ? "Done"
                  : made->status == STRATEGY_CANNOT ? "Decided"
                                                    : "By",
                  when);
    for (size_t i = 0; i < made->evidence_count; i++)
        pairs_add(&p->facts, "Evidence", report_format(c->r, "%s", made->evidence[i]));
}

static void add_promise(struct compose *c, const struct strategy_commitment *made)
{
    static const char *const labels[] = {"Done", "Under way", "Planned", "We could not"};
    struct promise *p = report_promise(c->r);
    p->id = report_format(c->r, "%s", made->id);
    p->title = report_format(c->r, "%s", made->title);
    p->status = made->status;
    p->status_label = labels[made->status];
    p->you_said = report_format(c->r, "%s", made->you_said);
    p->we_did = report_format(c->r, "%s", made->we_did);
    p->why = report_format(c->r, "%s", made->why);
    for (size_t i = 0; i < made->answer_count; i++)
        list_add(&p->answers, answer_words(c, &made->answers[i]));
    fill_facts(c, p, made);
}

static void add_promises(struct compose *c)
{
    static const char *const ids[] = {"done", "under-way", "planned", "we-could-not"};
    static const char *const headings[] = {"Done", "Under way", "Planned", "We could not, because"};
    const struct strategy *s = c->e->strategy;
    for (int status = 0; status < STRATEGY_STATUSES; status++) {
        bool headed = false;
        for (size_t i = 0; i < s->count; i++) {
            if ((int)s->commitments[i].status != status)
                continue;
            if (!headed)
                report_heading(c->r, 3, ids[status], headings[status]);
            headed = true;
            add_promise(c, &s->commitments[i]);
        }
    }
}

static const char *joined(struct compose *c, const struct list *l)
{
    for (size_t i = 0; i < l->count; i++)
        buf_printf(&c->text, "%s%s", i > 0 ? "; " : "", l->items[i]);
    return report_keep(c->r, &c->text);
}

/* The same commitments as a table, for spreadsheets. */
static void promise_table(struct compose *c, size_t first, size_t end)
{
    static const char *const columns[] = {"id",     "title",   "you_said", "we_did",           "why_not",
                                          "status", "answers", "where",    "strategy_section", "owner",
                                          "by",     "evidence"};
    static const char *const facts[] = {"Where", "In the strategy", "Who is responsible", "Done", "Evidence"};
    struct table *t = report_table(c->r, "commitments", "Commitments and what they answer");
    t->data_only = true;
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        table_column(t, columns[i], columns[i], COLUMN_ALWAYS, false);
    for (size_t i = first; i < end; i++) {
        const struct promise *p = c->r->blocks[i].promise;
        if (p == NULL)
            continue;
        const char *texts[] = {p->id,
                               p->title,
                               p->you_said,
                               p->we_did,
                               p->why,
                               strategy_statuses[p->status],
                               joined(c, &p->answers)};
        table_row(t, 0);
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
            table_text(t, texts[k]);
        for (size_t k = 0; k < sizeof facts / sizeof facts[0]; k++) {
            struct list found = {0};
            for (size_t f = 0; f < p->facts.count; f++) {
                const char *label = p->facts.pairs[f].label;
                bool date = strcmp(facts[k], "Done") == 0 &&
                            (strcmp(label, "By") == 0 || strcmp(label, "Decided") == 0);
                if (strcmp(label, facts[k]) == 0 || date)
                    list_add(&found, p->facts.pairs[f].text);
            }
            table_text(t, joined(c, &found));
            free(found.items);
        }
    }
}

/* Where a theme is answered in part: "in Northport", "for Unpaid carers". */
static const char *partly(struct compose *c, int theme)
{
    const struct evidence *e = c->e;
    bool any = false;
    for (size_t i = 0; i < e->strategy->count; i++)
        for (size_t k = 0; k < e->strategy->commitments[i].answer_count; k++) {
            const struct strategy_answer *a = &e->strategy->commitments[i].answers[k];
            if (a->theme < 0 || !catalogue_within(e->book, theme, a->theme))
                continue;
            buf_puts(&c->text, any ? "; " : "Answered only ");
            if (a->group >= 0)
                buf_printf(&c->text, "for %s", e->book->categories[a->group].label);
            if (a->place >= 0)
                buf_printf(&c->text, "%sin %s", a->group >= 0 ? " " : "",
                           e->workspace->places[a->place].name);
            any = true;
        }
    if (!any)
        buf_puts(&c->text, "No answer yet");
    return report_keep(c->r, &c->text);
}

static bool is_unanswered(const struct compose *c, int theme)
{
    struct figure f = evidence_theme(c->e, theme);
    return !c->e->book->categories[theme].groups && (f.state != FIGURE_SHOWN || f.published > 0) &&
           evidence_answered(c->e, theme) != EVIDENCE_ANSWERED;
}

static bool is_open(const struct compose *c, int theme)
{
    return is_unanswered(c, theme) && !evidence_needs_none(c->e, theme);
}

/* What was left out of the list is named under it. */
static void needs_none(struct compose *c)
{
    size_t count = 0;
    const char **labels = arena_new(&c->r->arena, c->order_count + 1, sizeof *labels);
    for (size_t i = 0; i < c->order_count; i++)
        if (is_unanswered(c, c->order[i]) && evidence_needs_none(c->e, c->order[i]))
            labels[count++] = c->e->book->categories[c->order[i]].label;
    if (count > 0)
        report_text(c->r,
                    c->e->strategy->no_answer_given
                        ? "Left out, because the strategy says that no answer is needed: %s."
                        : "Left out, because all that was said is praise: %s.",
                    compose_join(c, labels, count));
}

/* Largest first; the order of the themes decides between equals. */
static size_t open_themes(const struct compose *c, int *open)
{
    size_t count = 0;
    for (size_t i = 0; i < c->order_count; i++) {
        if (!is_open(c, c->order[i]))
            continue;
        size_t to = count++;
        for (; to > 0 &&
               figure_compare(evidence_theme(c->e, open[to - 1]), evidence_theme(c->e, c->order[i])) > 0;
             to--)
            open[to] = open[to - 1];
        open[to] = c->order[i];
    }
    return count;
}

static void no_answer_yet(struct compose *c)
{
    const struct catalogue *b = c->e->book;
    report_heading(c->r, 2, "no-answer-yet", "What has no answer yet");
    int *open = arena_new(&c->r->arena, c->order_count + 1, sizeof *open);
    size_t count = open_themes(c, open);
    if (count == 0) {
        report_text(c->r, "%s",
                    figure_compare(evidence_comments(c->e), figure_public(0)) != 0
                        ? "Every theme that people raised and that needs an answer has one above."
                        : "No comments have come in for this time yet.");
        needs_none(c);
        return;
    }
    report_text(c->r, "People raised these themes, and no commitment answers them, or only in part. The "
                      "themes raised most often "
                      "come first. A theme that few people raised can matter as much as one that many did.");
    struct table *t = report_table(c->r, "no-answer-yet", "Themes with no answer yet, or only part of one");
    table_column(t, "Theme", "theme", COLUMN_ALWAYS, false);
    table_column(t, "Code", "code", COLUMN_DATA, false);
    table_column(t, "Part of", "part_of", COLUMN_ALWAYS, false);
    table_column(t, "Comments", "comments", COLUMN_ALWAYS, true);
    table_column(t, "Of these, only praise", "only_praise", COLUMN_ALWAYS, true);
    table_column(t, "Answer", "answer", COLUMN_ALWAYS, false);
    for (size_t i = 0; i < count; i++) {
        const struct catalogue_category *theme = &b->categories[open[i]];
        table_row(t, 0);
        table_text(t, theme->label);
        table_text(t, theme->code);
        table_text(t, theme->parent >= 0 ? b->categories[theme->parent].label
                                         : compose_ruleset(c, &b->rulesets[theme->ruleset]));
        table_figure(t, evidence_theme(c->e, open[i]));
        table_figure(t, evidence_toned(c->e, open[i], "praise"));
        table_text(t, partly(c, open[i]));
    }
    needs_none(c);
}

void compose_answers(struct compose *c)
{
    const struct strategy *s = c->e->strategy;
    report_heading(c->r, 2, "you-said-we-did", "You said, we did");
    if (s->count == 0)
        report_notice(
            c->r,
            "No commitments are recorded yet. Write them in strategy.yaml, or in strategy.csv, and make the "
            "report again.");
    else if (s->title[0] != '\0')
        report_text(c->r, "Each commitment names what it answers and where it stands in the %s%s%s.",
                    s->title, s->link[0] != '\0' ? ": " : "", s->link);
    size_t first = c->r->block_count;
    add_promises(c);
    promise_table(c, first, c->r->block_count);
    no_answer_yet(c);
}
