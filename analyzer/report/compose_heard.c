/* compose_heard.c: who was heard and how: sources, activities, Local Healthwatch by name, and people who live
 * or work in the area. */
#include "compose.h"

#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

static const char *kind_label(const char *kind)
{
    static const char *const kinds[][2] = {{"local_healthwatch", "Local Healthwatch"},
                                           {"council", "Council"},
                                           {"nhs", "NHS"},
                                           {"vcse", "Voluntary, community or social enterprise"},
                                           {"partnership", "Partnership"}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i][0], kind) == 0)
            return kinds[i][1];
    return "Other";
}

static void source_table(struct compose *c)
{
    const struct evidence *e = c->e;
    struct table *t = report_table(c->r, "sources", "Surveys and feedback services");
    table_column(t, "Source", "title", COLUMN_ALWAYS, false);
    table_column(t, "Name", "source", COLUMN_DATA, false);
    table_column(t, "Organisation", "organisation", COLUMN_ALWAYS, false);
    table_column(t, "Kind", "kind", COLUMN_ALWAYS, false);
    table_column(t, "Method", "method", COLUMN_ALWAYS, false);
    table_column(t, "Place", "place", COLUMN_ALWAYS, false);
    table_column(t, "When", "dates", COLUMN_ALWAYS, false);
    table_column(t, "Responses", "responses", COLUMN_ALWAYS, true);
    table_column(t, "Comments", "comments", COLUMN_ALWAYS, true);
    for (size_t i = 0; i < e->tally->source_count; i++) {
        const struct tally_source *s = &e->tally->sources[i];
        table_row(t, 0);
        table_text(t, s->title);
        table_text(t, s->name);
        table_text(t, s->organisation);
        table_text(t, kind_label(s->organisation_kind));
        table_text(t, s->method);
        table_text(t, s->place);
        table_text(t, compose_days(c, s->first, s->last));
        table_figure(t, figure_row_total(e->responses, i));
        table_figure(t, figure_row_total(e->comments, i));
    }
    table_row(t, -1);
    table_text(t, "All sources");
    for (int i = 0; i < 6; i++)
        table_text(t, "");
    table_figure(t, evidence_responses(e));
    table_figure(t, evidence_comments(e));
}

static const char *group_labels(struct compose *c, const struct engagement_activity *a)
{
    for (size_t i = 0; i < a->group_count; i++)
        buf_printf(&c->text, "%s%s", i > 0 ? "; " : "", c->e->book->categories[a->groups[i]].label);
    return report_keep(c->r, &c->text);
}

static void activity_table(struct compose *c)
{
    const struct engagement *g = c->e->engagement;
    report_heading(c->r, 3, "activities", "Events, visits and panels");
    struct table *t = report_table(c->r, "activities", "Events, visits and panels");
    table_column(t, "When", "dates", COLUMN_ALWAYS, false);
    table_column(t, "What", "method", COLUMN_ALWAYS, false);
    table_column(t, "About", "about", COLUMN_ALWAYS, false);
    table_column(t, "Organisation", "organisation", COLUMN_ALWAYS, false);
    table_column(t, "Kind", "kind", COLUMN_DATA, false);
    table_column(t, "Place", "place", COLUMN_ALWAYS, false);
    table_column(t, "Held with", "groups", COLUMN_ALWAYS, false);
    table_column(t, "People", "people", COLUMN_ALWAYS, true);
    table_column(t, "Link", "link", COLUMN_DATA, false);
    for (size_t i = 0; i < g->activity_count; i++) {
        const struct engagement_activity *a = &g->activities[i];
        table_row(t, 0);
        table_text(t, compose_days(c, a->from, a->to));
        table_text(t, a->method);
        table_text(t, a->about);
        table_text(t, a->organisation);
        table_text(t, kind_label(a->kind));
        table_text(t, a->place);
        table_text(t, group_labels(c, a));
        if (a->people < 0)
            table_text(t, "not recorded");
        else
            table_figure(t, figure_row_total(c->e->activities, i));
        table_text(t, a->link);
    }
}

/* What a Local Healthwatch took part with: methods, without numbers. */
static const char *heard_through(struct compose *c, const char *name)
{
    const struct evidence *e = c->e;
    bool any = false;
    for (size_t i = 0; i < e->tally->source_count; i++)
        if (e->tally->sources[i].any && text_same(e->tally->sources[i].organisation, name)) {
            buf_printf(&c->text, "%s%s", any ? "; " : "", e->tally->sources[i].title);
            any = true;
        }
    for (size_t i = 0; i < e->engagement->activity_count; i++) {
        const struct engagement_activity *a = &e->engagement->activities[i];
        if (!text_same(a->organisation, name))
            continue;
        buf_printf(&c->text, "%s%s", any ? "; " : "", a->method);
        if (a->about[0] != '\0')
            buf_printf(&c->text, " (%s)", a->about);
        any = true;
    }
    return report_keep(c->r, &c->text);
}

static void healthwatch_row(struct compose *c, struct table *t, const char *name, const char *place)
{
    const char *through = heard_through(c, name);
    table_row(t, 0);
    table_text(t, name);
    table_text(t, place);
    table_text(t, through[0] != '\0' ? "Heard from" : "Not heard from");
    table_text(t, through);
}

/* Organisations that call themselves Local Healthwatch but are not in yousaid.yaml. */
static bool is_listed(const struct workspace *w, const char *name)
{
    for (size_t i = 0; i < w->healthwatch_count; i++)
        if (text_same(w->healthwatch[i].name, name))
            return true;
    return false;
}

static void healthwatch(struct compose *c)
{
    const struct evidence *e = c->e;
    const struct workspace *w = e->workspace;
    report_heading(c->r, 3, "healthwatch", "Local Healthwatch");
    if (w->healthwatch_count == 0) {
        report_notice(c->r, "yousaid.yaml names no Local Healthwatch organisation, so this report cannot "
                            "show whether each of them "
                            "was involved. Add them under 'healthwatch'.");
        return;
    }
    struct table *t =
        report_table(c->r, "healthwatch", "Local Healthwatch organisations whose areas fall in this area");
    table_column(t, "Organisation", "organisation", COLUMN_ALWAYS, false);
    table_column(t, "Place", "place", COLUMN_ALWAYS, false);
    table_column(t, "Involved", "involved", COLUMN_ALWAYS, false);
    table_column(t, "Through", "through", COLUMN_ALWAYS, false);
    for (size_t i = 0; i < w->healthwatch_count; i++)
        healthwatch_row(c, t, w->healthwatch[i].name,
                        w->healthwatch[i].place != NULL ? w->healthwatch[i].place : "");
    for (size_t i = 0; i < e->tally->source_count; i++) {
        const struct tally_source *s = &e->tally->sources[i];
        bool earlier = false;
        for (size_t k = 0; k < i; k++)
            earlier = earlier || text_same(e->tally->sources[k].organisation, s->organisation);
        if (strcmp(s->organisation_kind, "local_healthwatch") == 0 && !is_listed(w, s->organisation) &&
            !earlier)
            healthwatch_row(c, t, s->organisation, s->place);
    }
}

static void area(struct compose *c)
{
    static const char *const labels[] = {"Live in the area", "Work in the area", "Live and work in the area",
                                         "Neither", "Not asked, or not answered"};
    const struct evidence *e = c->e;
    report_heading(c->r, 3, "live-or-work", "People who live or work in the area");
    struct table *t = report_table(c->r, "live-or-work", "Whether respondents live or work in the area");
    table_column(t, "Respondents", "area", COLUMN_ALWAYS, false);
    table_column(t, "Responses", "responses", COLUMN_ALWAYS, true);
    table_column(t, "Share of all responses", "percent", COLUMN_ALWAYS, true);
    for (size_t i = 0; i < TALLY_AREAS; i++) {
        table_row(t, 0);
        table_text(t, labels[i]);
        table_figure(t, figure_row_total(e->area, i));
        table_share(t, figure_row_total(e->area, i), evidence_responses(e));
    }
    table_row(t, -1);
    table_text(t, "All responses");
    table_figure(t, figure_total(e->area));
    table_text(t, "");
}

void compose_heard(struct compose *c)
{
    report_heading(c->r, 2, "who-was-heard", "Who we heard from, and how");
    report_text(c->r, "%s came in through the surveys and feedback services below.",
                compose_noun(c, evidence_responses(c->e), "response", "responses"));
    source_table(c);
    if (c->e->engagement->activity_count > 0)
        activity_table(c);
    healthwatch(c);
    area(c);
}
