/* cmd_status.c: status: where each source stands. */
#include <stdio.h>
#include <string.h>
#include <yousaid/date.h>

#include "commands.h"
#include "report.h"
#include "session.h"

struct listing {
    const struct command_common *common;
    struct json_object *all;
    size_t shown;
};

static void add_text(struct json_object *o, const char *name, const char *text)
{
    json_object_object_add(o, name, text != NULL ? json_object_new_string(text) : NULL);
}

static void add_json(struct listing *l, const struct store_status *s)
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
    add_text(o, "last_success", s->checked_at);
    add_text(o, "last_run", s->last_at);
    add_text(o, "last_outcome", s->last_outcome);
    add_text(o, "last_error", s->last_error);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        json_object_object_add(o, numbers[i].name, json_object_new_int64(numbers[i].n));
    json_object_array_add(l->all, o);
}

static int show(void *ctx, const struct store_status *s, struct error *err)
{
    struct listing *l = ctx;
    (void)err;
    l->shown++;
    if (l->common->json) {
        add_json(l, s);
        return 0;
    }
    printf("%s: %s\n", s->name, s->title);
    printf("  last success %s, last run %s: %s\n", s->checked_at != NULL ? s->checked_at : "never",
           s->last_at != NULL ? s->last_at : "never", s->last_outcome != NULL ? s->last_outcome : "none");
    if (s->last_outcome != NULL && strcmp(s->last_outcome, "failed") == 0)
        printf("  failed: %s\n", s->last_error);
    printf("  %lld responses, %lld comments, %lld rejected rows kept, %lld withdrawn\n",
           (long long)s->responses, (long long)s->comments, (long long)s->rejects, (long long)s->withdrawn);
    if (s->date_ambiguous > 0 || s->date_other > 0)
        printf("  dates: %lld could be day/month or month/day, %lld fit only a further format\n",
               (long long)s->date_ambiguous, (long long)s->date_other);
    return 0;
}

static int run(const struct command_common *common, int argc, char **argv, struct error *err)
{
    (void)argc;
    (void)argv;
    struct session s;
    struct listing l = {.common = common};
    int result = session_open(&s, common, SESSION_STORE_READ, 0, NULL, err);
    l.all = json_object_new_array();
    if (result == 0 && s.store != NULL)
        result = store_status_each(s.store, show, &l, err);
    if (result == 0 && common->json)
        printf("%s\n", json_object_to_json_string_ext(l.all, JSON_C_TO_STRING_PRETTY |
                                                                 JSON_C_TO_STRING_NOSLASHESCAPE));
    else if (result == 0 && l.shown == 0 && !common->quiet)
        printf("nothing was collected yet: yousaid-collector run\n");
    json_object_put(l.all);
    session_close(&s);
    return result;
}

const struct command cmd_status = {
    .name = "status",
    .arguments = "",
    .summary = "Tells where each source stands: last run, responses, rejects, dates to look at",
    .run = run,
};
