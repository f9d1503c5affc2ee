/* engagement.c: reads activities.csv and population.csv. */
#include "engagement.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/csv.h>
#include <yousaid/text.h>

static const char *const kinds[] = {"local_healthwatch", "council", "nhs", "vcse", "partnership", "other"};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

struct reading {
    const struct catalogue *book;
    const struct workspace *workspace;
    struct engagement *e;
    const struct csv_table *table;
    size_t row;
    size_t activity_cap, population_cap;
};

static const char *cell(struct reading *r, const char *column)
{
    return arena_strdup(&r->e->arena, csv_table_get(r->table, r->row, column));
}

static int fail(const struct reading *r, struct error *err, const char *column, const char *text,
                const char *advice)
{
    return error_at(err, ERROR_CONFIG, csv_table_path(r->table), (int)csv_table_line(r->table, r->row), 0,
                    "column %s: \"%s\" %s", column, text, advice);
}

static int read_day(const struct reading *r, const char *column, char iso[DATE_SIZE], struct error *err)
{
    static const char *const formats[] = {"iso", "%d/%m/%Y"};
    const char *text = csv_table_get(r->table, r->row, column);
    enum date_reading how;
    iso[0] = '\0';
    if (text[0] == '\0' || date_read(text, formats, 2, iso, &how, NULL) == 0)
        return 0;
    return fail(r, err, column, text, "is not a date: write 2026-03-31 or 31/03/2026");
}

/* Whole numbers, with or without thousands separators; -1 when empty. */
static int read_people(const struct reading *r, int64_t *people, struct error *err)
{
    const char *text = csv_table_get(r->table, r->row, "people");
    *people = text[0] == '\0' ? -1 : 0;
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == ',' || *c == ' ')
            continue;
        if (*c < '0' || *c > '9' || *people > ENGAGEMENT_MAX_PEOPLE)
            return fail(r, err, "people", text,
                        "is not a whole number of people up to 100 million: write digits only");
        *people = *people * 10 + (*c - '0');
    }
    return 0;
}

static int read_kind(struct reading *r, const char **kind, struct error *err)
{
    const char *text = csv_table_get(r->table, r->row, "kind");
    *kind = "other";
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i], text) == 0)
            *kind = kinds[i];
    if (text[0] == '\0' || strcmp(*kind, text) == 0)
        return 0;
    return fail(r, err, "kind", text, "must be local_healthwatch, council, nhs, vcse, partnership or other");
}

static int read_groups(struct reading *r, struct engagement_activity *made, struct error *err)
{
    char *list = mem_strdup(csv_table_get(r->table, r->row, "groups"));
    made->groups = arena_new(&r->e->arena, strlen(list) / 2 + 1, sizeof *made->groups);
    int result = 0;
    char *rest = NULL;
    for (char *code = strtok_r(list, "; ", &rest); code != NULL && result == 0;
         code = strtok_r(NULL, "; ", &rest)) {
        int category = catalogue_find(r->book, code, CATALOGUE_GROUP);
        made->groups[made->group_count++] = category;
        if (category >= 0)
            continue;
        const char *closest = catalogue_closest(r->book, code, CATALOGUE_GROUP);
        char advice[200];
        snprintf(advice, sizeof advice, "is no group of the rulesets%s%s%s",
                 closest != NULL ? "; did you mean \"" : "", closest != NULL ? closest : "",
                 closest != NULL ? "\"?" : "");
        result = fail(r, err, "groups", code, advice);
    }
    free(list);
    return result;
}

static int read_activity(struct reading *r, struct error *err)
{
    struct engagement *e = r->e;
    struct engagement_activity made = {.organisation = cell(r, "organisation"),
                                       .method = cell(r, "method"),
                                       .place = cell(r, "place"),
                                       .about = cell(r, "about"),
                                       .link = cell(r, "link")};
    if (read_day(r, "date", made.from, err) != 0 || read_day(r, "to", made.to, err) != 0 ||
        read_people(r, &made.people, err) != 0 || read_kind(r, &made.kind, err) != 0 ||
        read_groups(r, &made, err) != 0)
        return -1;
    if (made.from[0] == '\0' || made.organisation[0] == '\0')
        return fail(r, err, made.from[0] == '\0' ? "date" : "organisation", "", "must be filled in");
    if (made.place[0] != '\0' && workspace_find_place(r->workspace, made.place) < 0)
        return fail(r, err, "place", made.place, "is none of the places in yousaid.yaml");
    e->activities = mem_grow(e->activities, &r->activity_cap, e->activity_count + 1, sizeof *e->activities);
    e->activities[e->activity_count++] = made;
    return 0;
}

/* By code or by label. */
static int find_group(const struct catalogue *b, const char *name)
{
    int found = catalogue_find(b, name, CATALOGUE_GROUP);
    for (size_t i = 0; i < b->category_count && found < 0; i++)
        if (catalogue_dimension(b, i) == CATALOGUE_GROUP && text_same(b->categories[i].label, name))
            found = (int)i;
    return found;
}

static int read_population_row(struct reading *r, struct error *err)
{
    struct engagement *e = r->e;
    const char *place = csv_table_get(r->table, r->row, "place");
    int at = workspace_find_place(r->workspace, place);
    if (at < 0)
        return fail(r, err, "place", place, "is none of the places in yousaid.yaml");
    struct engagement_population made = {
        .characteristic = cell(r, "characteristic"),
        .category = find_group(r->book, csv_table_get(r->table, r->row, "category"))};
    if (read_people(r, &made.people, err) != 0)
        return -1;
    if (made.people < 0)
        return fail(r, err, "people", "", "must be filled in");
    if (at != 0)
        return 0;
    e->population =
        mem_grow(e->population, &r->population_cap, e->population_count + 1, sizeof *e->population);
    e->population[e->population_count++] = made;
    return 0;
}

static int read_file(struct reading *r, const char *path, const char *const *required, size_t count,
                     int (*row)(struct reading *, struct error *), struct error *err)
{
    struct csv_table *table = NULL;
    if (path == NULL)
        return 0;
    if (csv_table_load(path, ENGAGEMENT_MAX_FILE, required, count, &table, err) != 0)
        return -1;
    r->table = table;
    int result = 0;
    for (r->row = 0; r->row < csv_table_rows(table) && result == 0; r->row++)
        result = row(r, err);
    csv_table_free(table);
    return result;
}

/* Insertion keeps the file's order among equal days. */
static void sort_activities(struct engagement *e)
{
    for (size_t i = 1; i < e->activity_count; i++) {
        struct engagement_activity moving = e->activities[i];
        size_t to = i;
        for (; to > 0 && strcmp(e->activities[to - 1].from, moving.from) > 0; to--)
            e->activities[to] = e->activities[to - 1];
        e->activities[to] = moving;
    }
}

int engagement_load(const char *activities, const char *population, const struct catalogue *book,
                    const struct workspace *workspace, struct engagement **out, struct error *err)
{
    static const char *const activity_columns[] = {"date", "organisation", "method"};
    static const char *const population_columns[] = {"place", "characteristic", "category", "people"};
    struct engagement *e = mem_new(1, sizeof *e);
    struct reading r = {.book = book, .workspace = workspace, .e = e};
    int result = read_file(&r, activities, activity_columns, 3, read_activity, err);
    if (result == 0)
        result = read_file(&r, population, population_columns, 4, read_population_row, err);
    sort_activities(e);
    if (result == 0)
        *out = e;
    else
        engagement_free(e);
    return result;
}

void engagement_free(struct engagement *e)
{
    if (e == NULL)
        return;
    free(e->activities);
    free(e->population);
    arena_free(&e->arena);
    free(e);
}

bool engagement_share(const struct engagement *e, const struct catalogue *book, int category, int64_t *people,
                      int64_t *all)
{
    const char *characteristic = NULL;
    *people = *all = 0;
    for (size_t i = 0; i < e->population_count; i++)
        if (category >= 0 && catalogue_within(book, e->population[i].category, category)) {
            characteristic = e->population[i].characteristic;
            *people += e->population[i].people;
        }
    for (size_t i = 0; characteristic != NULL && i < e->population_count; i++)
        if (strcmp(e->population[i].characteristic, characteristic) == 0)
            *all += e->population[i].people;
    return characteristic != NULL && *all > 0;
}
