/* workspace.c: reads yousaid.yaml and works out where things lie. */
#include "workspace_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <yousaid/date.h>
#include <yousaid/text.h>

static const char *const schemes[] = {"fft", "round5", "none", NULL};
/* NHS England's rule for the Friends and Family Test; ONS-style rounding to 5 begins at 8. */
static const int64_t default_threshold[] = {
    [DISCLOSURE_FFT] = 5, [DISCLOSURE_ROUND5] = 8, [DISCLOSURE_NONE] = 0};
enum { THRESHOLD_MAX = 1000, QUOTES_DEFAULT = 3, ISO_DAY = 10 };

static const char *default_rulesets[] = {"non-answers", "themes", "integrated-care", "groups", "tone"};

/* Parts of yousaid.yaml that are maps or lists of their own, until they are read in their turn. */
struct parts {
    const struct config_node *places, *healthwatch, *period, *disclosure, *retention, *quotes;
    const char *store, *strategy, *population, *activities;
};
/* The file as one struct, so that one table reads it. */
struct reading {
    struct workspace w;
    struct parts parts;
};

#define ROW(key, type, member)                                                                               \
    {                                                                                                        \
        key, type, offsetof(struct reading, member), false, NULL, 0, 0                                       \
    }
static const struct config_field fields[] = {
    {"partnership", CONFIG_TEXT, offsetof(struct reading, w.partnership), true, NULL, 0, 0},
    ROW("title", CONFIG_TEXT, w.title),
    ROW("decision", CONFIG_TEXT, w.decision),
    ROW("contact", CONFIG_TEXT, w.contact),
    ROW("period", CONFIG_NODE, parts.period),
    ROW("store", CONFIG_TEXT, parts.store),
    ROW("places", CONFIG_NODE, parts.places),
    ROW("healthwatch", CONFIG_NODE, parts.healthwatch),
    ROW("rulesets", CONFIG_TEXTS, w.rulesets),
    ROW("disclosure", CONFIG_NODE, parts.disclosure),
    ROW("retention", CONFIG_NODE, parts.retention),
    ROW("quotes", CONFIG_NODE, parts.quotes),
    ROW("strategy", CONFIG_TEXT, parts.strategy),
    ROW("population", CONFIG_TEXT, parts.population),
    ROW("activities", CONFIG_TEXT, parts.activities),
};
#undef ROW

static const struct config_field period_fields[] = {
    {"from", CONFIG_TEXT, offsetof(struct workspace, period_from), false, NULL, 0, 0},
    {"to", CONFIG_TEXT, offsetof(struct workspace, period_to), false, NULL, 0, 0},
};
static const struct config_field disclosure_fields[] = {
    {"scheme", CONFIG_ENUM, offsetof(struct workspace, disclosure), false, schemes, 0, 0},
    {"threshold", CONFIG_INT, offsetof(struct workspace, disclosure_threshold), false, NULL, 1,
     THRESHOLD_MAX},
};
static const struct config_field retention_fields[] = {
    {"keep", CONFIG_DURATION, offsetof(struct workspace, retention_seconds), false, NULL, 0, 0},
};
static const struct config_field quotes_fields[] = {
    {"max_per_theme", CONFIG_INT, offsetof(struct workspace, quotes_per_theme), false, NULL, 0,
     WORKSPACE_MAX_QUOTES},
};
static const struct config_field healthwatch_fields[] = {
    {"name", CONFIG_TEXT, offsetof(struct workspace_healthwatch, name), true, NULL, 0, 0},
    {"place", CONFIG_TEXT, offsetof(struct workspace_healthwatch, place), true, NULL, 0, 0},
};
#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static int check_day(const struct config_node *period, const char *key, struct error *err)
{
    const struct config_node *n = config_get(period, key);
    int64_t seconds;
    if (config_kind(n) == CONFIG_NULL)
        return 0;
    if (strlen(config_text(n)) == ISO_DAY && date_seconds(config_text(n), &seconds))
        return 0;
    return config_fail(n, err, "'%s' must be a date written YYYY-MM-DD, not '%s'", key, config_text(n));
}

static int read_period(struct workspace *w, const struct config_node *n, struct error *err)
{
    if (config_read(w->config, n, "period", period_fields, COUNT(period_fields), w, err) != 0)
        return -1;
    if (check_day(n, "from", err) != 0 || check_day(n, "to", err) != 0)
        return -1;
    if (w->period_from != NULL && w->period_to != NULL && strcmp(w->period_from, w->period_to) > 0)
        return config_fail(n, err, "the period ends (%s) before it begins (%s)", w->period_to,
                           w->period_from);
    return 0;
}

static int read_disclosure(struct workspace *w, const struct config_node *n, struct error *err)
{
    if (config_read(w->config, n, "disclosure", disclosure_fields, COUNT(disclosure_fields), w, err) != 0)
        return -1;
    if (config_kind(config_get(n, "threshold")) == CONFIG_NULL)
        w->disclosure_threshold = default_threshold[w->disclosure];
    return 0;
}

static int unknown_place(const struct workspace *w, const struct config_node *n, struct error *err)
{
    const char *typed = config_text(n);
    const char **names = mem_new(w->place_count, sizeof *names);
    for (size_t i = 0; i < w->place_count; i++)
        names[i] = w->places[i].name;
    const char *closest = text_closest(typed, names, w->place_count);
    free(names);
    if (closest != NULL)
        return config_fail(n, err, "there is no place '%s' under places: did you mean '%s'?", typed, closest);
    return config_fail(n, err, "there is no place '%s' under places: add it there, or mend the name", typed);
}

static int read_healthwatch(struct workspace *w, const struct config_node *list, struct error *err)
{
    if (config_kind(list) != CONFIG_LIST && config_kind(list) != CONFIG_NULL)
        return config_fail(list, err, "'healthwatch' must be a list of '- {name: ..., place: ...}'");
    if (config_size(list) > WORKSPACE_MAX_HEALTHWATCH)
        return config_fail(list, err, "there are more than %d organisations", (int)WORKSPACE_MAX_HEALTHWATCH);
    w->healthwatch = arena_new(&w->arena, config_size(list), sizeof *w->healthwatch);
    for (size_t i = 0; i < config_size(list); i++) {
        const struct config_node *n = config_item(list, i);
        struct workspace_healthwatch *h = &w->healthwatch[i];
        *h = (struct workspace_healthwatch){0};
        if (config_read(w->config, n, "a Local Healthwatch", healthwatch_fields, COUNT(healthwatch_fields), h,
                        err) != 0)
            return -1;
        if (workspace_find_place(w, h->place) < 0)
            return unknown_place(w, config_get(n, "place"), err);
        w->healthwatch_count = i + 1;
    }
    return 0;
}

/* The path that was named; else the first of the usual ones that is there; else NULL. */
static const char *choose_path(struct workspace *w, const char *named, const char *usual, const char *or_else)
{
    if (named != NULL)
        return workspace_path(w, named);
    const char *path = workspace_path(w, usual);
    if (access(path, F_OK) != 0 && or_else != NULL)
        path = workspace_path(w, or_else);
    return access(path, F_OK) == 0 ? path : NULL;
}

static void read_paths(struct workspace *w, const struct parts *p)
{
    w->store = workspace_path(w, p->store != NULL ? p->store : "yousaid.db");
    w->strategy = choose_path(w, p->strategy, "strategy.yaml", "strategy.csv");
    w->population = choose_path(w, p->population, "population.csv", NULL);
    w->activities = choose_path(w, p->activities, "activities.csv", NULL);
}

static int read_workspace(struct workspace *w, struct error *err)
{
    struct reading r = {.w = *w};
    const struct config_node *root = config_root(w->config);
    int result = config_read(w->config, root, "yousaid.yaml", fields, COUNT(fields), &r, err);
    *w = r.w;
    if (result != 0)
        return -1;
    const struct parts *p = &r.parts;
    if (read_period(w, p->period, err) != 0 || workspace_read_places(w, p->places, err) != 0 ||
        read_healthwatch(w, p->healthwatch, err) != 0 || read_disclosure(w, p->disclosure, err) != 0)
        return -1;
    if (config_read(w->config, p->retention, "retention", retention_fields, COUNT(retention_fields), w,
                    err) != 0 ||
        config_read(w->config, p->quotes, "quotes", quotes_fields, COUNT(quotes_fields), w, err) != 0)
        return -1;
    read_paths(w, p);
    return 0;
}

int workspace_open(const char *directory, struct workspace **out, struct error *err)
{
    struct workspace *w = mem_new(1, sizeof *w);
    w->directory = mem_strdup(directory);
    w->title = "You said, we did";
    w->quotes_per_theme = QUOTES_DEFAULT;
    w->rulesets = (struct config_texts){COUNT(default_rulesets), default_rulesets};
    const char *path = workspace_path(w, "yousaid.yaml");
    int result = -1;
    if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
        error_set(err, ERROR_CONFIG, "there is no yousaid.yaml in %s: run yousaid-collector init %s",
                  directory, directory);
    else if (config_load(path, &w->config, err) == 0)
        result = read_workspace(w, err);
    if (result == 0)
        *out = w;
    else
        workspace_close(w);
    return result;
}

void workspace_close(struct workspace *w)
{
    if (w == NULL)
        return;
    config_free(w->config);
    arena_free(&w->arena);
    free(w->directory);
    free(w);
}

const char *workspace_path(struct workspace *w, const char *relative)
{
    /* Paths in messages read better without "./". */
    if (relative[0] == '/' || w->directory[0] == '\0' || strcmp(w->directory, ".") == 0)
        return arena_strdup(&w->arena, relative);
    size_t size = strlen(w->directory) + 1 + strlen(relative) + 1;
    char *path = arena_new(&w->arena, size, 1);
    snprintf(path, size, "%s%s%s", w->directory, w->directory[strlen(w->directory) - 1] == '/' ? "" : "/",
             relative);
    return path;
}
