/* cmd_status.c: status: where each source stands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yousaid/mem.h>

#include "commands.h"
#include "due.h"
#include "report.h"
#include "session.h"

struct listing {
    const struct command_common *common;
    struct session *session;
    struct json_object *all;
    bool *seen; /* by source of the workspace */
    size_t shown;
    bool named; /* only the sources of the command line */
};

/* Position of a source among the files of the workspace, or their number. */
static size_t find(const struct session *s, const char *name)
{
    size_t i = 0;
    while (i < s->list.count && strcmp(s->list.name[i], name) != 0)
        i++;
    return i;
}

/* What the file of a source says about its next fetch; a broken file must not hide the rest. */
static const char *next_fetch(struct session *s, size_t i)
{
    struct source *source = NULL;
    struct error ignored = {0};
    bool due = true;
    if (i == s->list.count)
        return "its source file is gone";
    if (source_load(s->workspace, s->list.path[i], &source, &ignored) != 0)
        return "its source file has a mistake: see yousaid-collector check";
    bool fetched = source->fetch.url != NULL;
    if (fetched && s->store != NULL && due_now(s->store, source, &due, &ignored) != 0)
        due = true;
    source_free(source);
    return !fetched ? "filled by import" : due ? "due" : "not due";
}

static const char *s_of(int64_t n)
{
    return n == 1 ? "" : "s";
}

static void add_text(struct json_object *o, const char *name, const char *text)
{
    json_object_object_add(o, name, text != NULL ? json_object_new_string(text) : NULL);
}

static void add_json(struct listing *l, const struct store_status *s, const char *next)
{
    struct json_object *o = json_object_new_object();
    const struct {
        const char *name;
        int64_t n;
    } numbers[] = {{"responses", s->responses},           {"comments", s->comments},
                   {"withdrawn", s->withdrawn},           {"rejects", s->rejects},
                   {"date_ambiguous", s->date_ambiguous}, {"date_other", s->date_other}};
    add_text(o, "source", s->name);
    add_text(o, "title", s->title);
    add_text(o, "last_success", s->succeeded_at);
    add_text(o, "last_run", s->last_at);
    add_text(o, "last_outcome", s->last_outcome);
    add_text(o, "last_error", s->last_error);
    add_text(o, "next", next);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        json_object_object_add(o, numbers[i].name, json_object_new_int64(numbers[i].n));
    json_object_array_add(l->all, o);
}

static int show(void *ctx, const struct store_status *s, struct error *err)
{
    struct listing *l = ctx;
    (void)err;
    size_t at = find(l->session, s->name);
    if (l->named && at == l->session->list.count)
        return 0;
    const char *next = next_fetch(l->session, at);
    l->shown++;
    if (at < l->session->list.count)
        l->seen[at] = true;
    if (l->common->json) {
        add_json(l, s, next);
        return 0;
    }
    printf("%s: %s (%s)\n", s->name, s->title, next);
    printf("  last success %s, last run %s: %s\n", s->succeeded_at != NULL ? s->succeeded_at : "never",
           s->last_at != NULL ? s->last_at : "never", s->last_outcome != NULL ? s->last_outcome : "none");
    if (s->last_outcome != NULL && strcmp(s->last_outcome, "failed") == 0)
        printf("  failed: %s\n",
               s->last_error != NULL ? s->last_error : "the reason was deleted with a response");
    printf("  %lld response%s, %lld comment%s, %lld rejected row%s kept, %lld withdrawn\n",
           (long long)s->responses, s_of(s->responses), (long long)s->comments, s_of(s->comments),
           (long long)s->rejects, s_of(s->rejects), (long long)s->withdrawn);
    if (s->date_ambiguous > 0 || s->date_other > 0)
        printf("  dates: %lld could be day/month or month/day, %lld fit only a further format\n",
               (long long)s->date_ambiguous, (long long)s->date_other);
    return 0;
}

/* Sources that never ran. */
static void show_new(struct listing *l)
{
    for (size_t i = 0; i < l->session->list.count; i++) {
        const struct store_status none = {.name = l->session->list.name[i], .title = ""};
        if (l->seen[i])
            continue;
        l->shown++;
        if (l->common->json)
            add_json(l, &none, next_fetch(l->session, i));
        else
            printf("%s: never collected (%s)\n", none.name, next_fetch(l->session, i));
    }
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    struct session s;
    struct listing l = {.common = common, .session = &s, .named = argc > 0};
    int result = session_open(&s, common, SESSION_STORE_READ, argc, argv, err);
    l.all = json_object_new_array();
    l.seen = mem_new(s.list.count + 1, sizeof *l.seen);
    if (result == 0 && s.store != NULL)
        result = store_status_each(s.store, show, &l, err);
    if (result == 0)
        show_new(&l);
    if (result == 0 && common->json)
        printf("%s\n", json_object_to_json_string_ext(l.all, JSON_C_TO_STRING_PRETTY |
                                                                 JSON_C_TO_STRING_NOSLASHESCAPE));
    else if (result == 0 && l.shown == 0 && !common->quiet)
        printf("there are no sources: write a file in %s/sources\n", common->directory);
    json_object_put(l.all);
    free(l.seen);
    session_close(&s);
    return result;
}

const struct command cmd_status = {
    .name = "status",
    .arguments = "[SOURCE...]",
    .summary = "Tells where each source stands: last run, responses, rejects, dates to look at",
    .max_args = -1,
    .run = run,
};
