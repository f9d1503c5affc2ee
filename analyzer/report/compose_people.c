/* compose_people.c: who took part. Groups that respondents declared and groups that comments mention stand in
 * columns of their own: the report never adds one to the other. */
#include "compose.h"

#include <stdlib.h>
#include <string.h>

static const char *row_label(const struct compose *c, const struct tally_characteristic *k, size_t row)
{
    if (k->category[row] == TALLY_SILENT)
        return "None of these, or not answered";
    if (k->category[row] == TALLY_OTHER)
        return "Not said more exactly";
    return c->e->book->categories[k->category[row]].label;
}

static const char *row_code(const struct compose *c, const struct tally_characteristic *k, size_t row)
{
    return k->category[row] < 0 ? "" : c->e->book->categories[k->category[row]].code;
}

static int row_level(const struct tally_characteristic *k, size_t row)
{
    int level = 0;
    for (int at = k->parent[row]; at >= 0; at = k->parent[at])
        level++;
    return level;
}

static void people_cells(struct compose *c, struct table *t, size_t k, size_t row, bool population)
{
    const struct tally_characteristic *ch = &c->e->tally->characteristics[k];
    const struct figures *f = c->e->characteristics[k];
    int64_t people = 0, all = 0;
    table_row(t, row_level(ch, row));
    table_text(t, row_label(c, ch, row));
    table_text(t, row_code(c, ch, row));
    table_text(t, c->e->book->categories[ch->root].label);
    table_figure(t, figure_row_total(f, row));
    table_share(t, figure_row_total(f, row), figure_total(f));
    if (!population)
        return;
    if (engagement_share(c->e->engagement, c->e->book, ch->category[row], &people, &all))
        table_share(t, figure_public(people), figure_public(all));
    else
        table_text(t, "");
}

static void people_columns(struct table *t, bool population)
{
    table_column(t, "Group", "group", COLUMN_ALWAYS, false);
    table_column(t, "Code", "code", COLUMN_DATA, false);
    table_column(t, "Characteristic", "characteristic", COLUMN_DATA, false);
    table_column(t, "Responses", "responses", COLUMN_ALWAYS, true);
    table_column(t, "Share of all who were asked", "percent", COLUMN_ALWAYS, true);
    table_bar(t);
    if (population)
        table_column(t, "Share of people who live here", "population_percent", COLUMN_ALWAYS, true);
}

static bool has_population(const struct compose *c, const struct tally_characteristic *k)
{
    int64_t people, all;
    for (size_t row = 0; row < k->rows; row++)
        if (engagement_share(c->e->engagement, c->e->book, k->category[row], &people, &all))
            return true;
    return false;
}

static void one_characteristic(struct compose *c, size_t k)
{
    const struct tally_characteristic *ch = &c->e->tally->characteristics[k];
    const struct figures *f = c->e->characteristics[k];
    const char *label = c->e->book->categories[ch->root].label;
    bool population = has_population(c, ch);
    report_heading(c->r, 4, report_format(c->r, "group-%s", c->e->book->categories[ch->root].code), label);
    struct table *t = report_table(
        c->r, NULL, report_format(c->r, "%s: groups that respondents said they belong to", label));
    people_columns(t, population);
    for (size_t row = 0; row < ch->rows; row++)
        people_cells(c, t, k, row, population);
    table_row(t, -1);
    table_text(t, "All who were asked");
    table_text(t, "");
    table_text(t, "");
    table_figure(t, figure_total(f));
    table_text(t, "");
    if (population)
        table_text(t, "");
}

/* All characteristics in one table, for data files. */
static void all_characteristics(struct compose *c)
{
    struct table *t = report_table(c->r, "groups-declared", "Groups that respondents said they belong to");
    t->data_only = true;
    people_columns(t, true);
    for (size_t k = 0; k < c->e->tally->characteristic_count; k++)
        for (size_t row = 0; row < c->e->tally->characteristics[k].rows; row++)
            people_cells(c, t, k, row, true);
}

static void place_row(struct compose *c, struct table *t, size_t k, size_t row)
{
    const struct tally_characteristic *ch = &c->e->tally->characteristics[k];
    bool total = row == ch->rows;
    const char *label = c->e->book->categories[ch->root].label;
    table_row(t, total ? 0 : 1);
    table_text(t, total ? report_format(c->r, "%s: all who were asked", label) : row_label(c, ch, row));
    table_text(t, total ? "" : row_code(c, ch, row));
    table_text(t, label);
    for (size_t col = 0; col <= c->e->tally->place_count; col++)
        table_figure(t, figure_at(c->e->characteristics[k], row, col));
}

/* Whether nobody who was asked about anything belongs to a place. */
static bool is_empty(const struct compose *c, size_t place)
{
    bool empty = true;
    for (size_t k = 0; k < c->e->tally->characteristic_count; k++) {
        struct figure f = figure_column_total(c->e->characteristics[k], place);
        empty = empty && f.state == FIGURE_SHOWN && f.published == 0;
    }
    return empty;
}

static void groups_by_place(struct compose *c)
{
    const struct tally *tally = c->e->tally;
    report_heading(c->r, 3, "groups-by-place", "Who took part in each place");
    struct table *t =
        report_table(c->r, "groups-by-place", "Groups that respondents said they belong to, by place");
    table_column(t, "Group", "group", COLUMN_ALWAYS, false);
    table_column(t, "Code", "code", COLUMN_DATA, false);
    table_column(t, "Characteristic", "characteristic", COLUMN_DATA, false);
    for (size_t i = 0; i < tally->place_count; i++)
        table_column(t, tally->places[i], tally->places[i], is_empty(c, i) ? COLUMN_DATA : COLUMN_ALWAYS,
                     true);
    table_column(t, "All responses", "all_responses", COLUMN_ALWAYS, true);
    for (size_t k = 0; k < tally->characteristic_count; k++) {
        const struct tally_characteristic *ch = &tally->characteristics[k];
        place_row(c, t, k, ch->rows);
        for (size_t row = 0; row < ch->rows; row++)
            if (ch->parent[row] < 0)
                place_row(c, t, k, row);
    }
}

static int64_t activities_with(const struct evidence *e, int group)
{
    int64_t n = 0;
    for (size_t i = 0; i < e->engagement->activity_count; i++) {
        bool with = false;
        for (size_t k = 0; k < e->engagement->activities[i].group_count; k++)
            with = with || catalogue_within(e->book, e->engagement->activities[i].groups[k], group);
        n += with;
    }
    return n;
}

static bool some(struct figure f)
{
    return f.state != FIGURE_NONE && (f.state != FIGURE_SHOWN || f.published > 0);
}

/* A category whose description begins with "Declared" is an answer people choose, which no rule looks for:
 * that nobody chose it says little. */
static bool is_voice(const struct catalogue *b, size_t i)
{
    const struct catalogue_category *category = &b->categories[i];
    if (catalogue_dimension(b, i) != CATALOGUE_GROUP || category->depth > 1)
        return false;
    return category->depth == 1 || !category->groups;
}

static bool only_declared(const struct catalogue_category *category)
{
    return strncmp(category->about, "Declared", strlen("Declared")) == 0;
}

enum heard { NOT_HEARD, SPOKEN_OF, HEARD };

static enum heard heard_from(const struct evidence *e, int group)
{
    if (some(evidence_declared(e, group)) || activities_with(e, group) > 0)
        return HEARD;
    return some(evidence_mentioned(e, group)) ? SPOKEN_OF : NOT_HEARD;
}

static struct table *voice_table(struct compose *c, const char *file)
{
    struct table *t = report_table(c->r, file, "Groups heard from, or spoken of");
    table_column(t, "Group", "group", COLUMN_ALWAYS, false);
    table_column(t, "Code", "code", COLUMN_DATA, false);
    table_column(t, "Heard from?", "heard", COLUMN_ALWAYS, false);
    table_column(t, "Responses that declare it", "declared", COLUMN_ALWAYS, true);
    table_column(t, "Events held with it", "events", COLUMN_ALWAYS, true);
    table_column(t, "Comments that mention it", "mentioned", COLUMN_ALWAYS, true);
    return t;
}

static void voice_row(struct compose *c, struct table *t, int group)
{
    static const char *const words[] = {"Not heard from", "Spoken of, not heard from", "Heard from"};
    const struct evidence *e = c->e;
    table_row(t, 0);
    table_text(t, e->book->categories[group].label);
    table_text(t, e->book->categories[group].code);
    table_text(t, words[heard_from(e, group)]);
    if (evidence_declared(e, group).state == FIGURE_NONE)
        table_text(t, "not asked");
    else
        table_figure(t, evidence_declared(e, group));
    table_figure(t, figure_public(activities_with(e, group)));
    table_figure(t, evidence_mentioned(e, group));
}

static void not_heard(struct compose *c)
{
    const struct catalogue *b = c->e->book;
    struct list missing = {0};
    for (size_t i = 0; i < b->category_count; i++)
        if (is_voice(b, i) && !only_declared(&b->categories[i]) && heard_from(c->e, (int)i) == NOT_HEARD)
            list_add(&missing, b->categories[i].label);
    if (missing.count > 0) {
        report_heading(c->r, 4, "not-heard-from", "Not heard from, and not spoken of");
        struct list *l = report_list(c->r);
        for (size_t i = 0; i < missing.count; i++)
            list_add(l, report_format(c->r, "%s", missing.items[i]));
    }
    free(missing.items);
}

/* Roots and what stands right under them: finer parts are in the tables above. */
static void voices(struct compose *c)
{
    const struct catalogue *b = c->e->book;
    report_heading(c->r, 3, "voices", "Whose voices were heard, and whose were not");
    report_text(
        c->r,
        "Respondents declare the groups they belong to. Comments mention groups: somebody may write about a "
        "neighbour or a child. The two are counted apart and must not be added. A gap here is a reason to go "
        "and ask.");
    struct table *t = voice_table(c, NULL);
    for (size_t i = 0; i < b->category_count; i++)
        if (is_voice(b, i) && strcmp(b->categories[i].about, "Declared only.") != 0 &&
            heard_from(c->e, (int)i) != NOT_HEARD)
            voice_row(c, t, (int)i);
    not_heard(c);
    t = voice_table(c, "voices");
    t->data_only = true;
    for (size_t i = 0; i < b->category_count; i++)
        if (is_voice(b, i))
            voice_row(c, t, (int)i);
}

void compose_people(struct compose *c)
{
    const struct evidence *e = c->e;
    report_heading(c->r, 2, "who-took-part", "Who took part");
    if (e->tally->characteristic_count == 0) {
        report_text(c->r,
                    "No source asked respondents about themselves, so this report cannot say who took part.");
    } else {
        report_text(c->r, "These are groups that respondents said they belong to, in the sources that asked. "
                          "Such questions are voluntary: "
                          "the last row of each table says how many did not name a group.");
        report_heading(c->r, 3, "groups-declared", "Groups that respondents declared");
        for (size_t k = 0; k < e->tally->characteristic_count; k++)
            one_characteristic(c, k);
        all_characteristics(c);
        if (e->tally->place_count > 1)
            groups_by_place(c);
    }
    if (e->tally->group_count > 0)
        voices(c);
}
