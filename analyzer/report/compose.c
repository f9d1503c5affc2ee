/* compose.c: the frame of the report: title, at a glance, and the order of the sections. */
#include "compose.h"

#include <stdlib.h>
#include <string.h>

const char *compose_noun(struct compose *c, struct figure f, const char *one, const char *many)
{
    figure_noun(&c->text, f, one, many);
    return report_keep(c->r, &c->text);
}

const char *compose_day(struct compose *c, const char *iso)
{
    char words[64];
    if (iso == NULL || iso[0] == '\0')
        return "";
    date_human(iso, words, sizeof words);
    return report_format(c->r, "%s", words);
}

const char *compose_days(struct compose *c, const char *from, const char *to)
{
    const char *first = compose_day(c, from);
    const char *last = compose_day(c, to);
    if (first[0] == '\0' || last[0] == '\0' || strcmp(first, last) == 0)
        return first[0] != '\0' ? first : last;
    return report_format(c->r, "%s to %s", first, last);
}

const char *compose_ruleset(struct compose *c, const struct catalogue_ruleset *r)
{
    return r->title[0] != '\0' ? r->title : report_format(c->r, "Themes of %s", r->name);
}

const char *compose_join(struct compose *c, const char *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        buf_puts(&c->text, i == 0 ? "" : i + 1 == count ? " and " : ", ");
        buf_puts(&c->text, items[i]);
    }
    return report_keep(c->r, &c->text);
}

/* Appends the children of `parent` in a ruleset, largest published figure first, each followed by its own
 * children. */
static void order_children(struct compose *c, const struct catalogue_ruleset *ruleset, int parent)
{
    const struct catalogue *b = c->e->book;
    size_t count = 0;
    int *children = mem_new(ruleset->count + 1, sizeof *children);
    for (size_t i = ruleset->first; i < ruleset->first + ruleset->count; i++) {
        if (b->categories[i].parent != parent)
            continue;
        size_t to = count++;
        for (; to > 0 &&
               figure_compare(evidence_theme(c->e, children[to - 1]), evidence_theme(c->e, (int)i)) > 0;
             to--)
            children[to] = children[to - 1];
        children[to] = (int)i;
    }
    for (size_t i = 0; i < count; i++) {
        c->order[c->order_count++] = children[i];
        order_children(c, ruleset, children[i]);
    }
    free(children);
}

static void order_themes(struct compose *c)
{
    const struct catalogue *b = c->e->book;
    c->order = mem_new(b->category_count + 1, sizeof *c->order);
    for (size_t i = 0; i < b->ruleset_count; i++)
        if (b->rulesets[i].dimension == CATALOGUE_THEME)
            order_children(c, &b->rulesets[i], -1);
}

static const char *period(struct compose *c)
{
    const struct workspace *w = c->e->workspace;
    const struct tally *t = c->e->tally;
    return compose_days(c, w->period_from != NULL ? w->period_from : t->first,
                        w->period_to != NULL ? w->period_to : t->last);
}

static const char *count_promises(struct compose *c)
{
    static const char *const labels[] = {"done", "under way", "planned", "that cannot be kept"};
    const struct strategy *s = c->e->strategy;
    const char *parts[STRATEGY_STATUSES];
    size_t count = 0;
    for (int status = 0; status < STRATEGY_STATUSES; status++) {
        int64_t n = 0;
        for (size_t i = 0; i < s->count; i++)
            n += (int)s->commitments[i].status == status;
        if (n == 0)
            continue;
        figure_words(&c->text, figure_public(n));
        buf_printf(&c->text, " %s", labels[status]);
        parts[count++] = report_keep(c->r, &c->text);
    }
    return count > 0 ? compose_join(c, parts, count) : "none yet";
}

static int64_t unanswered(const struct compose *c)
{
    int64_t n = 0;
    for (size_t i = 0; i < c->order_count; i++) {
        struct figure f = evidence_theme(c->e, c->order[i]);
        bool spoken_of = f.state != FIGURE_SHOWN || f.published > 0;
        n += spoken_of && !c->e->book->categories[c->order[i]].groups &&
             evidence_answered(c->e, c->order[i]) == EVIDENCE_NO_ANSWER &&
             !evidence_needs_none(c->e, c->order[i]);
    }
    return n;
}

static int64_t active_sources(const struct tally *t)
{
    int64_t n = 0;
    for (size_t i = 0; i < t->source_count; i++)
        n += t->sources[i].any;
    return n;
}

static void at_a_glance(struct compose *c)
{
    const struct evidence *e = c->e;
    report_heading(c->r, 2, "at-a-glance", "At a glance");
    struct pairs *facts = report_facts(c->r);
    figure_words(&c->text, evidence_responses(e));
    pairs_add(facts, "Responses", report_keep(c->r, &c->text));
    figure_words(&c->text, evidence_comments(e));
    pairs_add(facts, "Comments read", report_keep(c->r, &c->text));
    figure_words(&c->text, figure_public(active_sources(e->tally)));
    pairs_add(facts, "Surveys and feedback services", report_keep(c->r, &c->text));
    if (e->engagement->activity_count > 0) {
        figure_words(&c->text, figure_public((int64_t)e->engagement->activity_count));
        pairs_add(facts, "Events, visits and panels", report_keep(c->r, &c->text));
    }
    figure_words(&c->text, figure_public(unanswered(c)));
    pairs_add(facts, "Themes with no answer yet", report_keep(c->r, &c->text));
    pairs_add(facts, "Commitments", count_promises(c));
}

static void opening(struct compose *c)
{
    const struct workspace *w = c->e->workspace;
    report_heading(c->r, 2, "purpose", "What this report is for");
    report_text(
        c->r,
        "%s sets out here how it involved, engaged and listened to Local Healthwatch and to the people who "
        "live "
        "or work in its area, and how it acted on what it heard. The law asks for this involvement when an "
        "integrated care strategy is prepared: Local Government and Public Involvement in Health Act 2007, "
        "section 116ZB.",
        w->partnership);
    if (w->decision != NULL && w->decision[0] != '\0')
        report_text(c->r, "%s", w->decision);
    const char *when = period(c);
    if (when[0] != '\0')
        report_text(c->r, "Responses are from %s.", when);
    if (c->dated != NULL)
        report_text(c->r, "This report was made on %s.", compose_day(c, c->dated));
}

struct report *compose_report(const struct evidence *e, const char *dated)
{
    struct compose c = {.e = e, .r = report_new(), .text = buf_new(MODEL_MAX_TEXT), .dated = dated};
    const struct workspace *w = e->workspace;
    c.r->title = arena_strdup(&c.r->arena, w->title);
    c.r->partnership = arena_strdup(&c.r->arena, w->partnership);
    const char *when = period(&c);
    c.r->summary =
        report_format(c.r, "What people told us%s%s, what was done about it, and what could not be done.",
                      when[0] != '\0' ? ", " : "", when);
    c.r->provenance = report_format(c.r, "Fingerprint of the evidence: %.16s", e->tally->sha256);
    order_themes(&c);
    if (e->rule.scheme == DISCLOSURE_NONE)
        report_notice(c.r,
                      "Not for publication: small numbers are not hidden in this copy, so people could be "
                      "identified from it. Set a disclosure scheme in yousaid.yaml before you share it.");
    at_a_glance(&c);
    opening(&c);
    compose_answers(&c);
    compose_themes(&c);
    compose_heard(&c);
    compose_people(&c);
    compose_method(&c);
    buf_free(&c.text);
    free(c.order);
    return c.r;
}
