/* evidence.c: gathers, counts and protects; the only place where sealed tables and figures meet. */
#include "evidence.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* "rulesets/local.yaml" and "local" name the same ruleset. */
static char *ruleset_name(const char *text)
{
    const char *slash = strrchr(text, '/');
    const char *base = slash != NULL ? slash + 1 : text;
    size_t len = strlen(base);
    if (len > 5 && strcmp(base + len - 5, ".yaml") == 0)
        len -= 5;
    return mem_strndup(base, len);
}

static int load_catalogue(struct store *store, struct evidence *e, struct error *err)
{
    const struct config_texts *wanted = &e->workspace->rulesets;
    char **names = mem_new(wanted->count + 1, sizeof *names);
    for (size_t i = 0; i < wanted->count; i++)
        names[i] = ruleset_name(wanted->text[i]);
    int result = catalogue_load(store, (const char *const *)names, wanted->count, &e->book, err);
    for (size_t i = 0; i < wanted->count; i++)
        free(names[i]);
    free(names);
    return result;
}

static int refuse_unfinished(const struct evidence *e, struct error *err)
{
    int64_t most = 0;
    const char *name = "";
    for (size_t i = 0; i < e->book->ruleset_count; i++)
        if (e->book->rulesets[i].uncoded > most) {
            most = e->book->rulesets[i].uncoded;
            name = e->book->rulesets[i].name;
        }
    if (most == 0)
        return 0;
    return error_set(
        err, ERROR_TEMPFAIL,
        "%" PRId64 " comment%s not coded yet by ruleset %s: run yousaid-analyzer classify, then report again",
        most, most == 1 ? " is" : "s are", name);
}

static int read_all(struct store *store, struct evidence *e, struct error *err)
{
    const struct workspace *w = e->workspace;
    struct tally_period period = {w->period_from, w->period_to};
    if (load_catalogue(store, e, err) != 0 || refuse_unfinished(e, err) != 0 ||
        strategy_load(w->strategy, e->book, w, &e->strategy, err) != 0 ||
        engagement_load(w->activities, w->population, e->book, w, &e->engagement, err) != 0 ||
        tally_run(store, e->book, w, period, &e->tally, err) != 0)
        return -1;
    return quotes_load(store, e->book, w->period_from, w->period_to, &e->quotes, err);
}

static void protect_all(struct evidence *e)
{
    const struct tally *t = e->tally;
    const struct {
        const struct tally_table *from;
        struct figures **to;
    } tables[] = {{t->responses, &e->responses},     {t->comments, &e->comments},
                  {t->rejects, &e->rejects},         {t->area, &e->area},
                  {t->left_out, &e->left_out},       {t->mentions, &e->mentions},
                  {t->theme_place, &e->theme_place}, {t->theme_tone, &e->theme_tone}};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        *tables[i].to = disclosure_protect(tables[i].from, &e->rule);
    e->characteristics = mem_new(t->characteristic_count + 1, sizeof *e->characteristics);
    for (size_t i = 0; i < t->characteristic_count; i++)
        e->characteristics[i] = disclosure_protect(t->characteristics[i].table, &e->rule);
    int64_t *people = mem_new(e->engagement->activity_count + 1, sizeof *people);
    for (size_t i = 0; i < e->engagement->activity_count; i++)
        people[i] = e->engagement->activities[i].people > 0 ? e->engagement->activities[i].people : 0;
    struct tally_table *list = tally_list(people, e->engagement->activity_count);
    e->activities = disclosure_protect(list, &e->rule);
    tally_table_free(list);
    free(people);
}

int evidence_gather(struct store *store, const struct workspace *workspace, struct evidence **out,
                    struct error *err)
{
    struct evidence *e = mem_new(1, sizeof *e);
    e->workspace = workspace;
    e->rule =
        (struct disclosure){(enum disclosure_scheme)workspace->disclosure, workspace->disclosure_threshold};
    int result = store_begin_read(store, err);
    if (result == 0) {
        result = read_all(store, e, err);
        struct error ignored;
        if (store_commit(store, result == 0 ? err : &ignored) != 0)
            result = -1;
    }
    if (result == 0) {
        protect_all(e);
        *out = e;
    } else {
        evidence_free(e);
    }
    return result;
}

void evidence_free(struct evidence *e)
{
    if (e == NULL)
        return;
    struct figures *tables[] = {e->responses, e->comments,    e->rejects,    e->area,      e->left_out,
                                e->mentions,  e->theme_place, e->theme_tone, e->activities};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        figures_free(tables[i]);
    for (size_t i = 0; e->characteristics != NULL && i < e->tally->characteristic_count; i++)
        figures_free(e->characteristics[i]);
    free(e->characteristics);
    quotes_free(e->quotes);
    engagement_free(e->engagement);
    strategy_free(e->strategy);
    tally_free(e->tally);
    catalogue_free(e->book);
    free(e);
}

static int row_of(const int *categories, size_t count, int category)
{
    for (size_t i = 0; i < count; i++)
        if (categories[i] == category)
            return (int)i;
    return -1;
}

struct figure evidence_theme(const struct evidence *e, int category)
{
    int row = row_of(e->tally->themes, e->tally->theme_count, category);
    return row < 0 ? (struct figure){0} : figure_row_total(e->theme_place, (size_t)row);
}

struct figure evidence_theme_in(const struct evidence *e, int category, int place)
{
    int row = row_of(e->tally->themes, e->tally->theme_count, category);
    for (size_t col = 0; row >= 0 && col + 1 < e->tally->place_count; col++)
        if (strcmp(e->tally->places[col], e->workspace->places[place].name) == 0)
            return figure_at(e->theme_place, (size_t)row, col);
    return (struct figure){0};
}

struct figure evidence_mentioned(const struct evidence *e, int category)
{
    int row = row_of(e->tally->groups, e->tally->group_count, category);
    return row < 0 ? (struct figure){0} : figure_row_total(e->mentions, (size_t)row);
}

struct figure evidence_declared(const struct evidence *e, int category)
{
    for (size_t k = 0; k < e->tally->characteristic_count; k++) {
        const struct tally_characteristic *c = &e->tally->characteristics[k];
        int row = row_of(c->category, c->rows, category);
        if (row >= 0)
            return figure_row_total(e->characteristics[k], (size_t)row);
        if (c->root == catalogue_root(e->book, category))
            return figure_public(0);
    }
    return (struct figure){0};
}

struct figure evidence_responses(const struct evidence *e)
{
    return figure_total(e->responses);
}

struct figure evidence_comments(const struct evidence *e)
{
    return figure_total(e->comments);
}

bool evidence_answers(const struct evidence *e, const struct strategy_commitment *c, int theme)
{
    for (size_t i = 0; i < c->answer_count; i++)
        if (c->answers[i].theme >= 0 && catalogue_within(e->book, theme, c->answers[i].theme))
            return true;
    return false;
}

enum evidence_answered evidence_answered(const struct evidence *e, int theme)
{
    enum evidence_answered answered = EVIDENCE_NO_ANSWER;
    for (size_t i = 0; i < e->strategy->count; i++) {
        const struct strategy_commitment *c = &e->strategy->commitments[i];
        for (size_t k = 0; k < c->answer_count; k++) {
            const struct strategy_answer *a = &c->answers[k];
            if (a->theme < 0 || !catalogue_within(e->book, theme, a->theme))
                continue;
            if (a->group < 0 && a->place < 0)
                return EVIDENCE_ANSWERED;
            answered = EVIDENCE_PARTLY;
        }
    }
    return answered;
}

/* Column of the tone with this code, or tone_count when no ruleset knows it. */
static size_t tone_column(const struct evidence *e, const char *code)
{
    size_t tone = 0;
    while (tone < e->tally->tone_count && strcmp(e->book->categories[e->tally->tones[tone]].code, code) != 0)
        tone++;
    return tone;
}

struct figure evidence_toned(const struct evidence *e, int theme, const char *tone)
{
    int row = row_of(e->tally->themes, e->tally->theme_count, theme);
    size_t column = tone_column(e, tone);
    return row < 0 || column == e->tally->tone_count ? (struct figure){0}
                                                     : figure_at(e->theme_tone, (size_t)row, column);
}

/* A published 0 is exact in every disclosure scheme, so all other tones, and none, must have it. */
static bool praised_only(const struct evidence *e, int theme)
{
    int row = row_of(e->tally->themes, e->tally->theme_count, theme);
    size_t praise = tone_column(e, "praise");
    if (row < 0 || praise == e->tally->tone_count ||
        figure_compare(evidence_theme(e, theme), figure_public(0)) == 0)
        return false;
    for (size_t tone = 0; tone <= e->tally->tone_count; tone++)
        if (tone != praise &&
            figure_compare(figure_at(e->theme_tone, (size_t)row, tone), figure_public(0)) != 0)
            return false;
    return true;
}

bool evidence_needs_none(const struct evidence *e, int theme)
{
    for (size_t i = 0; i < e->strategy->no_answer_count; i++)
        if (catalogue_within(e->book, theme, e->strategy->no_answer[i]))
            return true;
    return !e->strategy->no_answer_given && praised_only(e, theme);
}
