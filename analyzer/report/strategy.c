/* strategy.c: checks commitments and looks up what they answer. */
#include "strategy_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/text.h>

const char *const strategy_statuses[] = {"done", "under way", "planned", "cannot", NULL};

static bool given(struct strategy_text t)
{
    return t.text != NULL && t.text[0] != '\0';
}

static const char *or_empty(struct strategy_text t)
{
    return t.text != NULL ? t.text : "";
}

static int fail(const struct strategy_reader *r, struct strategy_text at, struct error *err, const char *what,
                const char *name, const char *advice)
{
    return error_at(err, ERROR_CONFIG, r->path, at.line, at.column, "%s%s%s%s%s", what,
                    name[0] != '\0' ? " \"" : "", name, name[0] != '\0' ? "\"" : "", advice);
}

static int did_you_mean(const struct strategy_reader *r, struct strategy_text at, struct error *err,
                        const char *what, const char *closest, const char *otherwise)
{
    char advice[256];
    if (closest != NULL)
        snprintf(advice, sizeof advice, "; did you mean \"%s\"?", closest);
    else
        snprintf(advice, sizeof advice, "; %s", otherwise);
    return fail(r, at, err, what, at.text, advice);
}

/* `dimension` -1: a theme or a group. */
static int find_code(const struct strategy_reader *r, struct strategy_text code, int dimension, int *category,
                     struct error *err)
{
    static const char *const missing[] = {"there is no theme or group", "there is no theme",
                                          "there is no group"};
    *category = catalogue_find(r->book, code.text, dimension);
    if (*category >= 0)
        return 0;
    if (*category == -2)
        return fail(r, code, err, "several rulesets have", code.text, "; write ruleset/code to say which");
    return did_you_mean(r, code, err, missing[dimension + 1],
                        catalogue_closest(r->book, code.text, dimension),
                        "it must be a code of the rulesets that classify applied");
}

static int find_place(const struct strategy_reader *r, struct strategy_text name, int *place,
                      struct error *err)
{
    const struct workspace *w = r->workspace;
    *place = workspace_find_place(w, name.text);
    if (*place >= 0)
        return 0;
    const char **names = mem_new(w->place_count + 1, sizeof *names);
    for (size_t i = 0; i < w->place_count; i++)
        names[i] = w->places[i].name;
    const char *closest = text_closest(name.text, names, w->place_count);
    free(names);
    return did_you_mean(r, name, err, "there is no place", closest,
                        "it must be one of the places in yousaid.yaml");
}

static int check_answer(const struct strategy_reader *r, const struct strategy_raw_answer *raw,
                        struct strategy_answer *answer, struct error *err)
{
    *answer = (struct strategy_answer){-1, -1, -1};
    if (given(raw->code)) {
        int category = -1;
        if (find_code(r, raw->code, -1, &category, err) != 0)
            return -1;
        *(catalogue_dimension(r->book, (size_t)category) == CATALOGUE_THEME ? &answer->theme
                                                                            : &answer->group) = category;
    }
    if (given(raw->theme) && find_code(r, raw->theme, CATALOGUE_THEME, &answer->theme, err) != 0)
        return -1;
    if (given(raw->group) && find_code(r, raw->group, CATALOGUE_GROUP, &answer->group, err) != 0)
        return -1;
    if (given(raw->place) && find_place(r, raw->place, &answer->place, err) != 0)
        return -1;
    if (answer->theme < 0 && answer->group < 0)
        return fail(r, raw->place, err, "an answer needs a theme or a group", "",
                    "; the place alone says too little");
    return 0;
}

static int check_status(const struct strategy_reader *r, struct strategy_text status,
                        enum strategy_status *out, struct error *err)
{
    for (int i = 0; i < STRATEGY_STATUSES; i++)
        if (text_same(status.text, strategy_statuses[i])) {
            *out = (enum strategy_status)i;
            return 0;
        }
    return did_you_mean(r, status, err, "there is no status",
                        text_closest(status.text, strategy_statuses, STRATEGY_STATUSES),
                        "it must be done, under way, planned or cannot");
}

/* A day is kept as one; words ("Spring 2027") are kept as they are; digits that are no day are a mistake. */
static int check_by(const struct strategy_reader *r, struct strategy_text by,
                    struct strategy_commitment *made, struct error *err)
{
    static const char *const formats[] = {"iso", "%d/%m/%Y"};
    enum date_reading how;
    made->by_text = "";
    if (!given(by) || date_read(by.text, formats, 2, made->by, &how, NULL) == 0)
        return 0;
    made->by[0] = '\0';
    if (strpbrk(by.text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == NULL)
        return fail(r, by, err, "there is no such day as", by.text,
                    "; write 2027-03-31, or words such as Spring 2027");
    made->by_text = by.text;
    return 0;
}

static int check_texts(const struct strategy_reader *r, const struct strategy_entry *e,
                       const struct strategy_commitment *made, struct error *err)
{
    if (!given(e->title))
        return fail(r, e->at, err, "this commitment has no title", "", "; give it a few words");
    if (e->answer_count == 0)
        return fail(r, e->at, err, "this commitment answers nothing", "",
                    "; name the themes or groups under 'answers'");
    if (made->status == STRATEGY_CANNOT && !given(e->why))
        return fail(r, e->at, err, "this commitment cannot be kept but does not say why", "",
                    "; people who asked for it are owed a reason under 'why'");
    if (made->status != STRATEGY_CANNOT && !given(e->we_did))
        return fail(r, e->at, err, "this commitment does not say what was or will be done", "",
                    "; write it under 'we_did'");
    return 0;
}

static int check_id(const struct strategy_reader *r, struct strategy_text id, struct error *err)
{
    if (!given(id) || strlen(id.text) > 64 ||
        id.text[strspn(id.text, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
        return fail(r, id, err, "the id of a commitment must be lower-case letters, digits and hyphens, not",
                    or_empty(id), "");
    for (size_t i = 0; i < r->strategy->count; i++)
        if (strcmp(r->strategy->commitments[i].id, id.text) == 0)
            return fail(r, id, err, "two commitments have the id", id.text, "; rename one");
    return 0;
}

static int fill_lists(const struct strategy_reader *r, const struct strategy_entry *e,
                      struct strategy_commitment *made, struct error *err)
{
    struct arena *arena = &r->strategy->arena;
    made->answers = arena_new(arena, e->answer_count + 1, sizeof *made->answers);
    made->where = arena_new(arena, e->where_count + 1, sizeof *made->where);
    made->evidence = arena_new(arena, e->evidence_count + 1, sizeof *made->evidence);
    for (size_t i = 0; i < e->answer_count; i++)
        if (check_answer(r, &e->answers[i], &made->answers[made->answer_count++], err) != 0)
            return -1;
    for (size_t i = 0; i < e->where_count; i++)
        if (find_place(r, e->where[i], &made->where[made->where_count++], err) != 0)
            return -1;
    for (size_t i = 0; i < e->evidence_count; i++)
        made->evidence[made->evidence_count++] = or_empty(e->evidence[i]);
    return 0;
}

void strategy_note(struct strategy_reader *r, struct strategy_text text)
{
    /* What yousaid-collector init writes and nobody could mean. */
    static const char *const starter[] = {
        "integrated care strategy of your system", "An example, to be replaced",
        "What was done about it, in one or two plain sentences.", "Who answers for it"};
    struct strategy *s = r->strategy;
    for (size_t i = 0; text.text != NULL && i < sizeof starter / sizeof starter[0]; i++) {
        if (strcmp(text.text, starter[i]) != 0)
            continue;
        s->placeholders =
            mem_grow(s->placeholders, &s->placeholder_cap, s->placeholder_count + 1, sizeof *s->placeholders);
        s->placeholders[s->placeholder_count++] = (struct strategy_placeholder){text.text, text.line};
    }
}

int strategy_add(struct strategy_reader *r, const struct strategy_entry *e, struct error *err)
{
    struct strategy *s = r->strategy;
    struct strategy_commitment made = {.id = e->id.text,
                                       .title = e->title.text,
                                       .you_said = or_empty(e->you_said),
                                       .we_did = or_empty(e->we_did),
                                       .why = or_empty(e->why),
                                       .owner = or_empty(e->owner),
                                       .section = or_empty(e->section)};
    if (s->count == STRATEGY_MAX_COMMITMENTS)
        return fail(r, e->at, err, "there are more than 2,000 commitments", "", "; split the file");
    if (check_id(r, e->id, err) != 0 || check_status(r, e->status, &made.status, err) != 0 ||
        check_texts(r, e, &made, err) != 0 || check_by(r, e->by, &made, err) != 0 ||
        fill_lists(r, e, &made, err) != 0)
        return -1;
    s->commitments = mem_grow(s->commitments, &r->cap, s->count + 1, sizeof *s->commitments);
    s->commitments[s->count++] = made;
    strategy_note(r, e->title);
    strategy_note(r, e->we_did);
    strategy_note(r, e->owner);
    return 0;
}

int strategy_set_no_answer(struct strategy_reader *r, const struct strategy_text *codes, size_t count,
                           struct error *err)
{
    struct strategy *s = r->strategy;
    s->no_answer_given = true;
    s->no_answer = arena_new(&s->arena, count + 1, sizeof *s->no_answer);
    for (size_t i = 0; i < count; i++)
        if (find_code(r, codes[i], CATALOGUE_THEME, &s->no_answer[s->no_answer_count++], err) != 0)
            return -1;
    return 0;
}

int strategy_load(const char *path, const struct catalogue *book, const struct workspace *workspace,
                  struct strategy **out, struct error *err)
{
    struct strategy *s = mem_new(1, sizeof *s);
    s->title = s->link = "";
    struct strategy_reader r = {.path = path, .book = book, .workspace = workspace, .strategy = s};
    int result = 0;
    if (path != NULL && strlen(path) > 4 && strcmp(path + strlen(path) - 4, ".csv") == 0)
        result = strategy_read_csv(&r, err);
    else if (path != NULL)
        result = strategy_read_yaml(&r, err);
    if (result == 0)
        *out = s;
    else
        strategy_free(s);
    return result;
}

void strategy_free(struct strategy *s)
{
    if (s == NULL)
        return;
    free(s->commitments);
    free(s->placeholders);
    config_free(s->config);
    arena_free(&s->arena);
    free(s);
}
